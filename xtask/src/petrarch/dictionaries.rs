//! PETRARCH's dictionaries, read but not yet converted.

use jiff::civil::Date;

use super::records::day;

/// A name with the codes that it has.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The names, the first the main one, as the dictionary writes them: `WHITE_HOUSE`.
    pub names: Vec<String>,
    /// The codes.
    pub codes: Vec<DatedCode>,
}

/// A code and the days that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedCode {
    /// `USAGOV`.
    pub code: String,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
}

/// A noun for a role.
#[derive(Debug, PartialEq, Eq)]
pub struct Agent {
    /// In the singular, lower case, with spaces.
    pub name: String,
    /// What stands behind the country's code, or before it: `GOV`.
    pub code: String,
    /// Whether it has no plural.
    pub group: bool,
}

/// A verb with what follows it.
#[derive(Debug, PartialEq, Eq)]
pub struct Verb {
    /// Its words, lower case: `call`, `cordon off`.
    pub words: String,
    /// Its code, where it has one by itself.
    pub code: Option<String>,
    /// Codes of the verb with words right behind it: (`diplomatic tie`, code).
    pub phrases: Vec<(String, String)>,
}

/// Reads the actors.
pub fn actors(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in lines(text) {
        let (name, codes) = line.split_once('[').unwrap_or((line, ""));
        let name = name.trim().trim_end_matches('_');
        let codes = codes.split('[').filter_map(dated_code);
        match (entries.last_mut(), name.strip_prefix('+')) {
            (Some(entry), Some(synonym)) => entry.names.push(synonym.trim().to_owned()),
            (Some(entry), None) if name.is_empty() => entry.codes.extend(codes),
            _ => entries.push(Entry {
                names: vec![name.to_owned()],
                codes: codes.collect(),
            }),
        }
    }
    entries
}

/// Reads what stands between brackets: `HOB`, `HOBGOV 19950601 - 19990815`, `RHO <790606`, `HOBREB > 990816`.
fn dated_code(inside: &str) -> Option<DatedCode> {
    let inside = inside.split(']').next()?.trim();
    let end = inside.find([' ', '<', '>']).unwrap_or(inside.len());
    let (code, days) = inside.split_at(end);
    let days: String = days.split_whitespace().collect();
    let (from, to) = if let Some(to) = days.strip_prefix('<') {
        (None, any_day(to))
    } else if let Some(from) = days.strip_prefix('>') {
        (any_day(from), None)
    } else if let Some((from, to)) = days.split_once('-') {
        (any_day(from), any_day(to))
    } else {
        (None, None)
    };
    (!code.is_empty()).then(|| DatedCode {
        code: code.to_owned(),
        from,
        to,
    })
}

/// A day with a year of four digits or, in the last century, of two.
fn any_day(digits: &str) -> Option<Date> {
    match digits.len() {
        6 => day(&format!("19{digits}")),
        _ => day(digits),
    }
}

/// Reads the agents; `!WORDS!` in a name stands for each of the words that the file lists.
pub fn agents(text: &str) -> Vec<Agent> {
    let mut sets: Vec<(String, Vec<String>)> = Vec::new();
    let mut agents = Vec::new();
    for line in lines(text) {
        if let Some((set, words)) = line.split_once('=') {
            let words = words.split(',').map(|word| word.trim().to_owned());
            sets.push((set.trim().to_owned(), words.collect()));
            continue;
        }
        let Some((name, code)) = line.split_once('[') else {
            continue;
        };
        let (name, plural) = name.split_once('{').unwrap_or((name, "plural"));
        let code = code.split(']').next().unwrap_or_default();
        for name in expanded(name, &sets) {
            agents.push(Agent {
                name: plain(&name),
                code: code.replace('~', "").trim().to_owned(),
                group: plural.trim() == "}",
            });
        }
    }
    agents
}

fn expanded(name: &str, sets: &[(String, Vec<String>)]) -> Vec<String> {
    let set = sets.iter().find(|(set, _)| name.contains(set.as_str()));
    set.map_or_else(
        || vec![name.to_owned()],
        |(set, words)| words.iter().map(|word| name.replace(set, word)).collect(),
    )
}

/// Reads the verbs. Patterns with words before the verb, with parties or with one word or another are left out.
pub fn verbs(text: &str) -> Vec<Verb> {
    let mut verbs: Vec<Verb> = Vec::new();
    let mut block = 0;
    let mut default = None;
    let mut synonyms = false;
    for line in lines(text) {
        synonyms = line.starts_with('&') || (synonyms && line.starts_with('+'));
        if synonyms {
            continue;
        }
        if line.starts_with("---") {
            default = code_of(line);
            block = verbs.len();
        } else if let Some(pattern) = line.strip_prefix("- ") {
            let phrase = code_of(pattern).and_then(|code| Some((words_behind(pattern)?, code)));
            for verb in &mut verbs[block..] {
                verb.phrases.extend(phrase.clone());
            }
        } else if let Some(words) = verb_words(line) {
            verbs.push(Verb {
                words,
                code: code_of(line).or_else(|| default.clone()),
                phrases: Vec::new(),
            });
        }
    }
    verbs.retain(|verb| !verb.words.is_empty());
    verbs
}

/// The first code in brackets, without what is told of the other party behind a colon.
fn code_of(line: &str) -> Option<String> {
    let code = line.split_once('[')?.1;
    let code = code.split([']', ':']).next()?.trim();
    code.starts_with(|c: char| c.is_ascii_digit())
        .then(|| code.to_owned())
}

/// A verb, or a verb with words behind it; what is not headed by its first word is no phrase of ours.
fn verb_words(line: &str) -> Option<String> {
    let words = line.split(['{', '[']).next().unwrap_or_default().trim();
    let words = words.strip_prefix('+').unwrap_or(words);
    (!words.contains('+')).then(|| plain(words))
}

/// The words of a pattern that has only words, right behind the verb.
fn words_behind(pattern: &str) -> Option<String> {
    let words = pattern.split('[').next()?.trim().strip_prefix('*')?;
    let only = words
        .chars()
        .all(|c| c.is_ascii_alphabetic() || " _-".contains(c));
    let words = plain(words);
    (only && !words.is_empty()).then_some(words)
}

/// Lower case, one space between words.
fn plain(words: &str) -> String {
    let words = words.replace('_', " ").to_lowercase();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines without comments, and those that are not empty.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter_map(move |line| {
        let begins = line.trim_start().starts_with("<!");
        if begins || inside {
            inside = !line.contains("-->");
            return None;
        }
        let line = line.split('#').next().unwrap_or_default();
        Some(line.trim()).filter(|line| !line.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_has_synonyms_and_codes_with_days() {
        let text = "<!-- two lines\nof comment -->\nVELDORIA_ [VEL] # a land\n+VELDORIAN\n\nOLD_TOBIN\n\t[VELOLD <950601]\n\
                    \t[VELGOV 19950601 - 19960102]\n";
        let entries = actors(text);
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].names, ["VELDORIA", "VELDORIAN"]);
        assert_eq!(entries[0].codes[0].code, "VEL");
        assert_eq!(entries[1].codes[0].to, day("19950601"));
        assert_eq!(entries[1].codes[1].code, "VELGOV");
        assert_eq!(entries[1].codes[1].to, day("19960102"));
    }

    #[test]
    fn an_agent_stands_for_each_word_of_its_set() {
        let text = "!WHO! = KEEPER, WARDEN\n!WHO!_OF_BEES {} [~BEE]\nHERALD [ ~GOV ]\n";
        let agents = agents(text);
        let names: Vec<&str> = agents.iter().map(|agent| agent.name.as_str()).collect();
        assert_eq!(names, ["keeper of bees", "warden of bees", "herald"]);
        assert!(agents[0].group && !agents[2].group);
        assert_eq!(agents[2].code, "GOV");
    }

    #[test]
    fn a_verb_has_what_follows_it() {
        let text = "&FRUIT\n+PEAR\n\n--- GLOAT [122] ---\nGLOAT\n+GLOAT_OVER {+GLOATED_OVER}\n- * LOUD VICTORY [123]\n\
                    - SAID * [124]\n- * &FRUIT [125]\n";
        let verbs = verbs(text);
        assert_eq!(verbs.len(), 2);
        assert_eq!(verbs[0].code.as_deref(), Some("122"));
        assert_eq!(
            verbs[0].phrases,
            [("loud victory".to_owned(), "123".to_owned())]
        );
        assert_eq!(verbs[1].words, "gloat over");
    }
}
