//! Dispatches of the corpus, in which the acts are marked in the text: `gold/corpus`.

use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use chancery_intake::{Options, Supplied, assemble, parse_date};

use super::dispatches::{Annotated, Care, Gold, Party};
use crate::demo::gold;

/// The marked dispatches, as `gold/README.md` describes them.
///
/// # Errors
///
/// A file that cannot be read, marks that are not closed, and acts without a mark.
pub fn dispatches() -> Result<Vec<Annotated>> {
    in_files(&gold().join("corpus"), read)
}

/// What is read from each dispatch of the files of a folder, in the order of their names; a line that begins with `## ` begins a
/// dispatch.
///
/// # Errors
///
/// A file that cannot be read, and what `read` finds wrong, with the file and the head of the dispatch.
pub fn in_files<T>(folder: &Path, read: impl Fn(&str) -> Result<T>) -> Result<Vec<T>> {
    let files = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths: Vec<_> = files
        .map(|it| it.map(|it| it.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        all.extend(in_file(&path, &read)?);
    }
    Ok(all)
}

/// What is read from each dispatch of a file.
///
/// # Errors
///
/// Those of [`in_files`].
pub fn in_file<T>(path: &Path, read: impl Fn(&str) -> Result<T>) -> Result<Vec<T>> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let dispatches = text.trim_start_matches("## ").split("\n## ");
    let read = |dispatch: &str| {
        let head = dispatch.lines().next().unwrap_or_default();
        read(dispatch).with_context(|| format!("{}: {head}", path.display()))
    };
    dispatches.map(read).collect()
}

/// A dispatch whose acts are marked in its text.
///
/// # Errors
///
/// Marks that are not closed, and acts without a mark.
pub fn read(dispatch: &str) -> Result<Annotated> {
    let (head, body) = dispatch.split_once('\n').context("no text")?;
    let [id, date, publisher] = head.split(" | ").collect::<Vec<_>>()[..] else {
        bail!("a head is `id | date | publisher`");
    };
    let (text, acts) = body
        .trim_end()
        .rsplit_once("\n\n")
        .filter(|(_, acts)| acts.starts_with(|first: char| first.is_ascii_digit()))
        .unwrap_or((body, ""));
    let (text, marks) = unmarked(text.trim())?;
    let acts: Vec<Act> = acts.lines().map(act).collect::<Result<_>>()?;
    let gold = acts.iter().map(|act| {
        let mark = marks.iter().find(|(number, _)| *number == act.number);
        let (_, chars) = mark.with_context(|| format!("no mark for {}", act.number))?;
        Ok(act.gold(id, chars.clone()))
    });
    let gold: Vec<Gold> = gold.collect::<Result<_>>()?;
    let supplied = Supplied {
        id: id.into(),
        text,
        publisher: Some(publisher.into()),
        ..Supplied::default()
    };
    let options = Options {
        published: Some(parse_date(date.trim()).map_err(anyhow::Error::msg)?),
        ..Options::default()
    };
    let document = assemble(supplied, &options)?;
    let care = match gold.iter().any(|it: &Gold| it.bare) {
        true => Care::Quick,
        false => Care::Checked,
    };
    Ok(Annotated {
        document,
        gold,
        care,
    })
}

/// The number of an act and the characters of its words.
type Mark<'t> = (&'t str, Range<usize>);

/// A text without its marks, and what they mark: `[[words:number]]`, with several numbers where several acts have the same words.
fn unmarked(text: &str) -> Result<(String, Vec<Mark<'_>>)> {
    let (mut plain, mut marks) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("[[") {
        let (mark, after) = behind.split_once("]]").context("a mark is not closed")?;
        let Some((words, numbers)) = mark.rsplit_once(':') else {
            bail!("no number in [[{mark}]]");
        };
        plain.push_str(before);
        let start = plain.chars().count();
        plain.push_str(words);
        let end = plain.chars().count();
        marks.extend(numbers.split(',').map(|number| (number, start..end)));
        rest = after;
    }
    plain.push_str(rest);
    Ok((plain, marks))
}

/// An act as its line tells it: `number TYPE status | sources | targets | place`, `| =number` of an act that it tells again, and
/// maybe more of it: `| d=first..last | c=medium | a=whom it is credited to`.
struct Act<'l> {
    number: &'l str,
    types: Vec<&'l str>,
    status: &'l str,
    sources: &'l str,
    targets: &'l str,
    place: &'l str,
    again: Option<&'l str>,
    more: Option<More<'l>>,
}

/// What is marked of an act in some dispatches only.
struct More<'l> {
    days: &'l str,
    channel: &'l str,
    attribution: &'l str,
}

fn act(line: &str) -> Result<Act<'_>> {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let (&[what, sources, targets, place], rest) =
        parts.split_first_chunk().context("an act has four parts")?;
    let [number, types, status] = what.split(' ').collect::<Vec<_>>()[..] else {
        bail!("{what:?} is not `number TYPE status`");
    };
    let again = rest.first().and_then(|again| again.strip_prefix('='));
    let rest = &rest[usize::from(again.is_some())..];
    let more = match rest {
        [] => None,
        [days, channel, attribution] => Some(More {
            days: days.strip_prefix("d=").context("no days")?,
            channel: channel.strip_prefix("c=").context("no channel")?,
            attribution: attribution.strip_prefix("a=").context("no attribution")?,
        }),
        _ => bail!("{line:?} has too many parts, or too few"),
    };
    Ok(Act {
        number,
        types: types.split(',').collect(),
        status,
        sources,
        targets,
        place,
        again,
        more,
    })
}

impl Act<'_> {
    fn gold(&self, document: &str, chars: Range<usize>) -> Gold {
        let mut gold = Gold::at(document, (chars.start, chars.end));
        gold.set_types(&self.types);
        gold.status = self.status.to_owned();
        gold.sources = parties(self.sources);
        gold.targets = parties(self.targets);
        gold.set_country(Some(self.place).filter(|place| *place != "-"));
        gold.same_as = self.again.map(str::to_owned);
        if let Some(more) = &self.more {
            let told = |value: &str| {
                let nothing = ["", "-", "?"].contains(&value);
                (!nothing).then(|| value.to_owned())
            };
            let (first, last) = more.days.split_once("..").unwrap_or((more.days, ""));
            gold.time.start = told(first);
            gold.time.end = told(last);
            gold.channel = told(more.channel);
            gold.attribution = parties(more.attribution);
            gold.bare = false;
        }
        gold
    }
}

/// Parties by their codes; their words are not marked.
fn parties(codes: &str) -> Vec<Party> {
    let known = codes.split('+').filter(|code| *code != "-");
    let party = |code: &str| Party {
        code: Some(code.to_owned()),
        words: String::new(),
    };
    known.map(party).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_stand_where_their_marks_do() {
        let text = "t-1 | 2014-11-18 | Reuters\nOSLO - Norway [[met:1]] Ghana and [[asked:2]] it for help.\n\n\
                    1 CONSULT actual | NOR+GHA | NOR+GHA | NOR\n2 REQUEST,STATEMENT actual | NOR | GHA | -\n";
        let read = read(text).expect("well formed");
        assert_eq!(
            read.document.text,
            "OSLO - Norway met Ghana and asked it for help."
        );
        let index = chancery_text::CharIndex::new(&read.document.text);
        let places: Vec<_> = read
            .gold
            .iter()
            .map(|it| it.place_in(&read.document.text, &index))
            .collect();
        assert_eq!(places, [Some((14, 17)), Some((28, 33))]);
        assert_eq!(read.gold[1].types(), ["REQUEST", "STATEMENT"]);
    }

    #[test]
    fn some_acts_are_told_with_day_channel_and_attribution() {
        let text = "t-1 | 2014-11-18 | Reuters\nOSLO - Norway [[met:1]] Ghana and [[asked:2]] it for help.\n\n\
                    1 CONSULT actual | NOR+GHA | NOR+GHA | NOR | d=2014-11-18..2014-11-18 | c=meeting | a=-\n\
                    2 REQUEST actual | NOR | GHA | - | =1 | d=? | c=- | a=GHA.GOV\n";
        let read = read(text).expect("well formed");
        let [met, asked] = &read.gold[..] else {
            panic!("two acts");
        };
        assert_eq!(met.time.start.as_deref(), Some("2014-11-18"));
        assert_eq!(met.channel.as_deref(), Some("meeting"));
        assert_eq!((&asked.time.start, &asked.channel), (&None, &None));
        assert_eq!(asked.attribution[0].code.as_deref(), Some("GHA.GOV"));
        assert_eq!(asked.same_as.as_deref(), Some("1"));
    }

    #[test]
    fn an_act_without_a_mark_is_named() {
        let text =
            "t-1 | 2014-11-18 | Reuters\nNorway met Ghana.\n\n1 CONSULT actual | NOR | GHA | -\n";
        let told = read(text).err().map(|why| why.to_string());
        assert_eq!(told.as_deref(), Some("no mark for 1"));
    }
}
