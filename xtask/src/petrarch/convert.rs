//! PETRARCH's dictionaries as a codebook to lay over ours, and its parties' codes in ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use chancery_codebook::{Codebook, EntityKind, NameForm, Who};
use jiff::civil::Date;

use super::dictionaries::{Agent, DatedCode, Entry, Verb, actors, agents, verbs};
use super::records::Record;
use super::tables::Tables;

/// What a party's code is where nothing is known of the party.
pub const NOBODY: &str = "---";

/// Where a party may stand whom the act concerns, nearest first.
const TARGETS: &str = "\"object\", \"to\", \"with\", \"against\", \"on\", \"at\", \"over\", \"from\", \"in\", \"into\", \
                       \"object.any\", \"comp.any\", \"to.any\", \"with.any\", \"against.any\", \"in.any\"";

/// How PETRARCH's codes of parties are read, learnt from its names that our codebook knows.
#[derive(Default)]
pub struct Parties {
    /// Countries: `KUW` is `KWT`.
    countries: BTreeMap<String, String>,
    /// Whole codes: `IGOEEU` is `IGO.EU`.
    bodies: BTreeMap<String, String>,
    /// Codes that stand for several: `FRO` for the parties of `FRO/BIL/SAM`.
    several: BTreeMap<String, Vec<String>>,
}

/// What was made of the dictionaries.
#[derive(Default)]
pub struct Counts {
    /// Names added to the who-is-who.
    pub names: usize,
    /// Names that ours has.
    pub known_names: usize,
    /// Nouns for roles added, or given another sector.
    pub roles: usize,
    /// Those that ours has.
    pub known_roles: usize,
    /// Verbs that ours lacks and that mean something: the frames added.
    pub frames: Vec<String>,
    /// Verbs that a frame of ours lists.
    pub known_verbs: usize,
    /// Verbs that ours lacks and whose code means nothing outside its test.
    pub meaningless: usize,
}

/// Where things come from.
pub struct Sources<'s> {
    /// The folder of the dictionaries.
    pub folder: &'s Path,
    /// The records, whose texts say how names are written.
    pub records: &'s [Record],
    /// The tables of codes.
    pub tables: &'s Tables,
    /// The codebook that the new one will lie over.
    pub codebook: &'s Codebook,
    /// The dictionary form of a sentence's word of a number; the dictionary has "killed" beside "kill".
    pub lemma: &'s dyn Fn(&str, usize) -> Option<String>,
}

/// Writes the codebook to `out`, which is emptied first.
///
/// # Errors
///
/// Where a dictionary cannot be read or the codebook not be written.
pub fn convert(sources: &Sources<'_>, out: &Path) -> Result<(Parties, Counts)> {
    let read = |file: &str| {
        let path = sources.folder.join(file);
        fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    };
    if out.exists() {
        fs::remove_dir_all(out).with_context(|| format!("emptying {}", out.display()))?;
    }
    let mut writer = Writer {
        sources,
        tables: BTreeMap::new(),
        families: BTreeMap::new(),
        parties: Parties::default(),
        counts: Counts::default(),
    };
    let entries = actors(&read("PETR.Validate.actors.txt")?);
    writer.add_known(&entries);
    entries.iter().for_each(|entry| writer.add_entry(entry));
    for agent in agents(&read("PETR.Validate.agents.txt")?) {
        writer.add_agent(&agent);
    }
    for verb in verbs(&read("PETR.Validate.verbs.txt")?) {
        writer.add_verb(&verb);
    }
    writer.write(out)?;
    Ok((writer.parties, writer.counts))
}

impl Parties {
    /// The codes of ours that a code of PETRARCH's means, or [`NOBODY`].
    pub fn ours(&self, code: &str, tables: &Tables) -> Vec<String> {
        if let Some(body) = self.bodies.get(code) {
            return vec![body.clone()];
        }
        let unknown = !code
            .get(..3)
            .is_some_and(|c| c.bytes().all(|b| b.is_ascii_uppercase()));
        if unknown {
            return vec![NOBODY.to_owned()];
        }
        // "NGOARN" is a body of a country, and has its code in front.
        let (country, rest) = match code.strip_prefix("NGO") {
            Some(rest) if rest.is_char_boundary(3) && rest.len() >= 3 => {
                (&rest[..3], format!("{}NGO", &rest[3..]))
            }
            _ => (&code[..3], code[3..].to_owned()),
        };
        let country = self.countries.get(country).map_or(country, String::as_str);
        vec![tables.sector(&rest).map_or_else(
            || country.to_owned(),
            |sector| format!("{country}.{sector}"),
        )]
    }

    /// The parties that a code of ours stands for: itself, but for a name that PETRARCH gives several codes.
    pub fn members(&self, code: &str) -> Vec<String> {
        self.several
            .get(code)
            .cloned()
            .unwrap_or_else(|| vec![code.to_owned()])
    }
}

/// The tables and frames that are to be written.
struct Writer<'s> {
    sources: &'s Sources<'s>,
    tables: BTreeMap<&'static str, BTreeSet<String>>,
    families: BTreeMap<&'static str, String>,
    parties: Parties,
    counts: Counts,
}

impl Writer<'_> {
    fn who(&self) -> &Who {
        self.sources.codebook.who()
    }

    /// Learns what the codes of names that ours knows are in ours; states first, since others' codes begin with theirs.
    fn add_known(&mut self, entries: &[Entry]) {
        for entry in entries {
            for code in entry.codes.iter().filter(|code| code.code.len() == 3) {
                let ours = entry.names.iter().find_map(|name| self.state(&spelt(name)));
                if let Some(ours) = ours {
                    self.parties
                        .countries
                        .entry(code.code.clone())
                        .or_insert(ours);
                }
            }
        }
        for entry in entries {
            let (Some(name), Some(code)) = (entry.names.first(), entry.codes.first()) else {
                continue;
            };
            let ours = self.known(&spelt(name), code.from);
            let bare = self.parties.countries.contains_key(&code.code);
            if let (Some(ours), false) = (ours, bare) {
                self.parties.bodies.insert(code.code.clone(), ours);
            }
        }
    }

    /// The code of the state that has the name, or whose adjective it is.
    fn state(&self, name: &str) -> Option<String> {
        let who = self.who();
        let mut states = spellings(name)
            .filter_map(|name| who.names_at(&name, 0).filter(|hit| hit.len == name.len()))
            .flat_map(|hit| hit.candidates().collect::<Vec<_>>())
            .filter(|candidate| candidate.form != NameForm::Metonym)
            .map(|candidate| who.entity(candidate.entity));
        let state = states.find(|entity| entity.kind() == EntityKind::State)?;
        state.code().map(str::to_owned)
    }

    /// The code of whatever ours knows by the name.
    fn known(&self, name: &str, date: Option<Date>) -> Option<String> {
        let who = self.who();
        let mut hits = spellings(name)
            .filter_map(|name| who.names_at(&name, 0).filter(|hit| hit.len == name.len()));
        let first = hits.next()?.candidates().next()?;
        let standing = who.code_at(first.entity, date)?;
        Some(standing.code.into_owned())
    }

    fn add_entry(&mut self, entry: &Entry) {
        let codes: Vec<DatedCode> = entry
            .codes
            .iter()
            .filter(|code| whole(&code.code))
            .cloned()
            .collect();
        let Some(first) = codes.first() else { return };
        self.rename(entry, &first.code);
        let mut main = None;
        for name in &entry.names {
            let name = self.surface(&spelt(name));
            let ours = self.parties.ours(&first.code, self.sources.tables);
            let known = self.known(&name, first.from);
            let same = known.as_ref() == ours.first();
            if known.is_some() && (same || first.code.len() > 3) {
                self.counts.known_names += 1;
                main.get_or_insert(name);
                continue;
            }
            self.counts.names += 1;
            self.add_name(&name, main.as_deref(), &codes);
            main.get_or_insert(name);
        }
    }

    /// An invented state may have the code of a real one.
    fn rename(&mut self, entry: &Entry, code: &str) {
        let code = code.split('/').next().unwrap_or(code);
        let real = self.who().state(code).is_some();
        let known = self.parties.countries.contains_key(code);
        if real && !known && code.len() == 3 && !entry.names.is_empty() {
            let other = format!("Q{}", &code[..2]);
            self.parties.countries.insert(code.to_owned(), other);
        }
    }

    /// A name that ours lacks, or has for another party.
    fn add_name(&mut self, name: &str, main: Option<&str>, codes: &[DatedCode]) {
        let code = self.code(&codes[0].code);
        let slug = name.to_lowercase().replace([' ', '.', '\''], "-");
        let longer = codes[0].code.len() > 3 && !codes[0].code.contains('/');
        match self.sources.tables.kind(name) {
            Some("person") => self.add_person(&slug, name, codes),
            Some("medium") => self.row(
                "media.tsv",
                format!("org/{slug}\t{code}\t{name}\t\tnewspaper\tstate\tpetrarch"),
            ),
            Some("capital") => self.add_metonym(name, &code, "capital"),
            Some(_) => self.add_metonym(name, &code, "institution"),
            None if longer || code.contains('.') => self.row(
                "organisations.tsv",
                format!("org/{slug}\t{code}\t{name}\t\torgan\t\t\tpetrarch"),
            ),
            None => self.add_state(name, main, &code),
        }
    }

    /// A name of a state: its main name, one made of that, or another.
    fn add_state(&mut self, name: &str, main: Option<&str>, code: &str) {
        match main {
            None if !self.has_state(code) => self.row(
                "states.tsv",
                format!("state/{code}\t{code}\t{name}\t\t\t\t\t\t\t\tpetrarch"),
            ),
            Some(main) if name.starts_with(main) => self.add_inhabitants(code, name),
            _ => self.add_metonym(name, code, "nickname"),
        }
    }

    /// Whether the code is a state's already, in either codebook.
    fn has_state(&self, code: &str) -> bool {
        let start = format!("state/{code}\t");
        let states = self.tables.get("states.tsv");
        let added = states.is_some_and(|rows| rows.iter().any(|row| row.starts_with(&start)));
        added || self.who().state(code).is_some()
    }

    fn add_person(&mut self, slug: &str, name: &str, codes: &[DatedCode]) {
        let surname = name.rsplit(' ').next().unwrap_or(name);
        self.row(
            "persons.tsv",
            format!("person/{slug}\t{name}\t\t{surname}\t\tpetrarch"),
        );
        // Of two terms the one that begins later counts, and one without a beginning last of all: so a code
        // without days is what it is for PETRARCH, the one for all other days. Somebody of a country and no
        // more has no office yet, so that the text may tell of one.
        for code in codes {
            let ours = self.code(&code.code);
            let begin = match (code.from, code.to) {
                (Some(from), _) => from.to_string(),
                (None, Some(_)) => "0001-01-01".to_owned(),
                (None, None) if codes.len() == 1 && !ours.contains('.') => "9999-01-01".to_owned(),
                (None, None) => String::new(),
            };
            let end = code.to.map(|to| to.to_string()).unwrap_or_default();
            self.row(
                "offices.tsv",
                format!("person/{slug}\t{ours}\t{name}\tminister\t{begin}\t{end}\tpetrarch"),
            );
        }
    }

    fn add_metonym(&mut self, name: &str, code: &str, kind: &str) {
        let country = code.get(..3).unwrap_or(code);
        self.row(
            "metonyms.tsv",
            format!("{name}\t{code}\tstate/{country}\t{kind}\t\t\tpetrarch"),
        );
    }

    /// A name made of a state's: its adjective, and what its people are called.
    fn add_inhabitants(&mut self, code: &str, name: &str) {
        let Some(states) = self.tables.get_mut("states.tsv") else {
            return;
        };
        let start = format!("state/{code}\t");
        let Some(row) = states.iter().find(|row| row.starts_with(&start)).cloned() else {
            return;
        };
        states.remove(&row);
        let mut cells: Vec<String> = row.split('\t').map(str::to_owned).collect();
        for cell in &mut cells[4..6] {
            let divider = if cell.is_empty() { "" } else { "|" };
            let _ = write!(cell, "{divider}{name}");
        }
        states.insert(cells.join("\t"));
    }

    /// The code of ours; of several joined by strokes the first, which then stands for all.
    fn code(&mut self, code: &str) -> String {
        let all: Vec<String> = code
            .split('/')
            .flat_map(|code| self.parties.ours(code, self.sources.tables))
            .collect();
        let first = all.first().cloned().unwrap_or_default();
        if all.len() > 1 {
            self.parties.several.insert(first.clone(), all);
        }
        first
    }

    fn row(&mut self, table: &'static str, row: String) {
        self.tables.entry(table).or_default().insert(row);
    }

    /// A name as the records write it, else with capitals.
    fn surface(&self, name: &str) -> String {
        let lower = name.to_lowercase();
        let mut texts = self
            .sources
            .records
            .iter()
            .map(|record| record.text.as_str());
        texts
            .find_map(|text| word_in(text, &lower))
            .map_or_else(|| name.to_owned(), str::to_owned)
    }

    fn add_agent(&mut self, agent: &Agent) {
        let Some(sector) = self.sources.tables.sector(&agent.code) else {
            return;
        };
        let name = agent.name.strip_suffix('s').unwrap_or(&agent.name);
        let name = if agent.group { &agent.name } else { name };
        let known = self.who().role(name);
        if known.is_some_and(|role| role.sector == sector) {
            self.counts.known_roles += 1;
            return;
        }
        let alike = known.or_else(|| self.who().role(name.rsplit(' ').next().unwrap_or(name)));
        let group = agent.group || alike.is_some_and(|alike| alike.group);
        let kind = if group { "group" } else { "person" };
        self.counts.roles += 1;
        self.row("roles.tsv", format!("{name}\t{sector}\t{kind}\t"));
    }

    /// A verb that no frame of ours lists, with the words that may follow it.
    fn add_verb(&mut self, verb: &Verb) {
        let (head, rest) = verb.words.split_once(' ').unwrap_or((&verb.words, ""));
        let lemmas = self.verb_lemmas(head);
        let known = |lemma: &String| !self.sources.codebook.frames_for_verb(lemma).is_empty();
        if lemmas.iter().any(known) {
            self.counts.known_verbs += 1;
            return;
        }
        let lemma = format!("{} {rest}", lemmas.last().map_or(head, String::as_str));
        let lemma = lemma.trim();
        let own = verb.code.iter().map(|code| (lemma.to_owned(), code));
        let phrases = verb
            .phrases
            .iter()
            .map(|(behind, code)| (format!("{lemma} {}", self.noun_lemma(behind)), code));
        let all: Vec<(String, &String)> = own.chain(phrases).collect();
        for (words, code) in all {
            let cameo = self.sources.tables.cameo(code, &words).first().cloned();
            match cameo {
                Some(cameo) => self.add_frame(&words, &cameo),
                None => self.counts.meaningless += 1,
            }
        }
    }

    /// The word and what it may be a form of.
    fn verb_lemmas(&self, word: &str) -> Vec<String> {
        let lemma = self.sources.lemma;
        let forms = [
            lemma(&format!("They have {word} it."), 2),
            lemma(&format!("They {word} it."), 1),
        ];
        std::iter::once(word.to_owned())
            .chain(forms.into_iter().flatten())
            .collect()
    }

    /// The last noun's dictionary form; what stands before it is skipped when phrases are matched.
    fn noun_lemma(&self, behind: &str) -> String {
        let last = behind.rsplit(' ').next().unwrap_or(behind);
        let lemma = (self.sources.lemma)(&format!("We saw the {last}."), 3);
        lemma.unwrap_or_else(|| last.to_owned())
    }

    fn add_frame(&mut self, words: &str, cameo: &str) {
        let Some(entry) = self.sources.codebook.ontology().cameo(cameo) else {
            return;
        };
        let key = if words.contains(' ') {
            "phrases"
        } else {
            "verbs"
        };
        let name = words.replace(' ', "_");
        let family = self.families.entry(entry.event_type.as_str()).or_insert_with(|| {
            "definition = \"Verbs of PETRARCH's validation dictionary that no other frame lists.\"\n".to_owned()
        });
        let _ = write!(
            family,
            "\n[[frame]]\nname = \"{name}\"\ncameo = \"{cameo}\"\n{key} = [\"{words}\"]\nsource = [\"agent\"]\n\
             target = [{TARGETS}]\nneeds = [\"source\", \"target\"]\n"
        );
        self.counts.frames.push(format!("{words} {cameo}"));
    }

    fn write(&self, out: &Path) -> Result<()> {
        let who = out.join("who");
        fs::create_dir_all(&who).with_context(|| format!("making {}", who.display()))?;
        for (table, rows) in &self.tables {
            let mut text = header(table).to_owned();
            rows.iter().for_each(|row| text.extend(["\n", row]));
            fs::write(who.join(table), text + "\n").with_context(|| format!("writing {table}"))?;
        }
        for (event_type, family) in &self.families {
            let folder = out.join("frames").join(event_type);
            fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
            fs::write(folder.join("petrarch.toml"), family).context("writing frames")?;
        }
        Ok(())
    }
}

fn header(table: &str) -> &'static str {
    match table {
        "states.tsv" => {
            "entity\tcode\tname\tofficial\tadjectives\tnouns\tcapital\taliases\tfrom\tto\tsource"
        }
        "persons.tsv" => "entity\tname\taliases\tsurname\tgender\tsource",
        "organisations.tsv" => "entity\tcode\tname\taliases\tkind\tfrom\tto\tsource",
        "media.tsv" => "entity\tcode\tname\taliases\tkind\townership\tsource",
        "metonyms.tsv" => "name\tcode\tentity\tkind\tfrom\tto\tsource",
        "offices.tsv" => "entity\tcode\toffice\trank\tfrom\tto\tsource",
        _ => "role\tsector\tkind\tnote",
    }
}

/// Whether a code names somebody, or several joined by strokes.
fn whole(code: &str) -> bool {
    code.len() > 2 && code.bytes().all(|b| b.is_ascii_uppercase() || b == b'/')
}

/// A name as it stands and, for abbreviations, in capitals.
fn spellings(name: &str) -> impl Iterator<Item = String> {
    [name.to_owned(), name.to_uppercase()].into_iter()
}

/// A name in the dictionary's spelling with spaces and capitals, without an article.
fn spelt(name: &str) -> String {
    let name = name.replace('_', " ");
    let name = name.trim().strip_prefix("THE ").unwrap_or(name.trim());
    let small = |word: &str| matches!(word, "OF" | "THE" | "AND" | "DE");
    let words = name.split_whitespace().map(|word| match word {
        _ if small(word) => word.to_lowercase(),
        _ if word.contains('.') || word.len() < 3 => word.to_owned(),
        _ => {
            let first: String = word.chars().take(1).collect();
            first + &word.chars().skip(1).collect::<String>().to_lowercase()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The words of `text` that are `lower` but for capitals, where they begin with one.
fn word_in<'t>(text: &'t str, lower: &str) -> Option<&'t str> {
    let folded = text.to_ascii_lowercase();
    let alone = |at: usize| {
        let (before, after) = (
            folded[..at].chars().next_back(),
            folded[at + lower.len()..].chars().next(),
        );
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let mut found = folded.match_indices(lower).map(|(at, _)| at);
    let at = found.find(|&at| alone(at) && text[at..].starts_with(char::is_uppercase))?;
    Some(&text[at..at + lower.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::workspace;
    use chancery_codebook::Errors;

    /// The second of these states has a real one's code.
    const ACTORS: &str =
        "VELDORIA [VEL]\n+VELDORIAN\nERIDUNIA [ERI]\nKENYA [KNY]\nTHE_TIN_COUNCIL [VELGOV]\n";
    const AGENTS: &str = "LAMPLIGHTER_CAPTAIN [~GOV]\n";
    const VERBS: &str =
        "--- GLOAT [122] ---\nGLOAT\n- * LOUD VICTORY [121]\n--- MEET [031] ---\nMEET\n";

    #[test]
    fn dictionaries_become_a_codebook_over_ours() {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, text) in [("actors", ACTORS), ("agents", AGENTS), ("verbs", VERBS)] {
            let path = folder.path().join(format!("PETR.Validate.{file}.txt"));
            fs::write(path, text).expect("a dictionary is written");
        }
        let mut codebook = Codebook::load(&workspace().join("data")).expect("the codebook");
        let tables = Tables::read(&workspace().join("gold/petrarch")).expect("the tables");
        let sources = Sources {
            folder: folder.path(),
            records: &[],
            tables: &tables,
            codebook: &codebook,
            lemma: &|text, at| {
                text.trim_end_matches('.')
                    .split(' ')
                    .nth(at)
                    .map(str::to_owned)
            },
        };
        let out = folder.path().join("codebook");
        let (parties, counts) = convert(&sources, &out).expect("a codebook is made");
        codebook
            .overlay(&out)
            .unwrap_or_else(|errors: Errors| panic!("{errors}"));

        assert_eq!(
            (counts.names, counts.known_names, counts.known_verbs),
            (4, 1, 1)
        );
        assert_eq!(parties.ours("KNYGOV", &tables), ["KEN.GOV"]);
        assert_eq!(parties.ours("ERIMIL", &tables), ["QER.MIL"]);
        assert_eq!(parties.ours("---EDU", &tables), [NOBODY]);
        let state = codebook.who().state("VEL").expect("a state");
        let adjectives: Vec<&str> = codebook.who().entity(state).adjectives().collect();
        assert_eq!(adjectives, ["Veldorian"]);
        assert_eq!(
            codebook
                .who()
                .role("lamplighter captain")
                .map(|role| role.sector),
            Some("GOV")
        );
        assert!(codebook.who().find("org/tin-council").is_some());
        let frames: Vec<&str> = codebook
            .frames_for_verb("gloat")
            .iter()
            .map(|predicate| codebook.frames()[predicate.frame].id.as_str())
            .collect();
        assert_eq!(
            frames,
            ["ACCUSE/petrarch.gloat", "ACCUSE/petrarch.gloat_victory"]
        );
    }
}
