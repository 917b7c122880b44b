//! What the word lists hold of an event: its words, and marks for the filters.
//!
//! A mark is a made-up word such as `xs5c1f...0`, so that "source CHN and type CONSULT and the word letter" is one
//! intersection of word lists. It ends in a digit, which keeps the stemmer away from it.

use chancery_coding::{Actor, Event};
use std::collections::BTreeSet;

/// What a mark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The code of a source, or the beginning of it; or the identity of a source.
    Source,
    /// The same of a target.
    Target,
    /// The type.
    Type,
    /// The status.
    Status,
    /// The channel.
    Channel,
    /// The document's publisher.
    Publisher,
    /// The country where it happened.
    Country,
}

impl Mark {
    /// The word for this mark with `value`, letters alike whether great or small.
    pub fn word(self, value: &str) -> String {
        spelled(self.number(value))
    }

    /// The letter of the mark, and the number of the value.
    fn number(self, value: &str) -> (char, u64) {
        let letter = match self {
            Self::Source => 's',
            Self::Target => 't',
            Self::Type => 'y',
            Self::Status => 'a',
            Self::Channel => 'c',
            Self::Publisher => 'p',
            Self::Country => 'n',
        };
        (letter, hash(&value.to_lowercase()))
    }
}

fn spelled((letter, number): (char, u64)) -> String {
    format!("x{letter}{number:016x}0")
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn hash(words: &str) -> u64 {
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// All marks of an event.
pub fn marks(event: &Event, publisher: Option<&str>) -> String {
    let mut words = Vec::new();
    sides(&mut words, Mark::Source, &event.sources);
    sides(&mut words, Mark::Target, &event.targets);
    words.push(Mark::Type.number(event.event_type.as_str()));
    words.push(Mark::Status.number(event.status.as_str()));
    let channel = event.channel.map(|channel| channel.as_str());
    let country = event
        .place
        .as_ref()
        .and_then(|place| place.country.as_deref());
    for (mark, value) in [
        (Mark::Channel, channel),
        (Mark::Publisher, publisher),
        (Mark::Country, country),
    ] {
        words.extend(value.map(|value| mark.number(value)));
    }
    words.sort_unstable();
    words.dedup();
    let words: Vec<String> = words.into_iter().map(spelled).collect();
    words.join(" ")
}

/// Marks for every beginning of each code (`CHN.GOV`: `CHN` and `CHN.GOV`), and for identities.
fn sides(words: &mut Vec<(char, u64)>, mark: Mark, actors: &[Actor]) {
    for actor in actors {
        let code = actor.code.as_deref().unwrap_or_default();
        words.extend(beginnings(code).map(|code| mark.number(code)));
        words.extend(actor.entity.as_deref().map(|entity| mark.number(entity)));
    }
}

/// `IGO.UN.WHO`: `IGO`, `IGO.UN`, `IGO.UN.WHO`; nothing for nothing.
pub fn beginnings(code: &str) -> impl Iterator<Item = &str> {
    let dots = code.match_indices('.').map(|(at, _)| at);
    dots.chain([code.len()])
        .map(|end| &code[..end])
        .filter(|code| !code.is_empty())
}

/// The names of all who take part, once each.
pub fn names(event: &Event) -> String {
    let all = [
        &event.sources,
        &event.targets,
        &event.carriers,
        &event.attribution,
    ];
    let names: BTreeSet<&str> = all
        .into_iter()
        .flatten()
        .map(|actor| &*actor.name)
        .collect();
    names.into_iter().collect::<Vec<_>>().join(" ; ")
}

/// The query for rows that hold all words and one mark of each group. Nothing of what a person types is taken for FTS syntax
/// but double quotes around a phrase and a star at the end of a word; none where neither words nor marks are given.
pub fn query(words: &str, columns: &str, groups: &[Vec<String>]) -> Option<String> {
    let mut parts = Vec::new();
    let words = terms(words).join(" AND ");
    if !words.is_empty() {
        parts.push(format!("{{{columns}}} : ({words})"));
    }
    for group in groups.iter().filter(|group| !group.is_empty()) {
        parts.push(format!("marks : ({})", group.join(" OR ")));
    }
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

fn terms(words: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for (number, part) in words.split('"').enumerate() {
        if number % 2 == 1 {
            terms.extend(term(part));
        } else {
            terms.extend(part.split_whitespace().filter_map(term));
        }
    }
    terms
}

/// One word or phrase in FTS quotes; nothing where it holds no letter or digit.
fn term(words: &str) -> Option<String> {
    let star = if words.ends_with('*') { "*" } else { "" };
    let bare = words.trim_end_matches('*').replace('\0', " ");
    bare.contains(char::is_alphanumeric)
        .then(|| format!("\"{bare}\"{star}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_beginnings() {
        let check =
            |code, all: &[&str]| assert!(beginnings(code).eq(all.iter().copied()), "{code}");
        check("CHN", &["CHN"]);
        check("IGO.UN.WHO", &["IGO", "IGO.UN", "IGO.UN.WHO"]);
        check("", &[]);
    }

    #[test]
    fn what_is_typed_is_words() {
        let check = |typed: &str, made: Option<&str>| {
            assert_eq!(query(typed, "evidence", &[]).as_deref(), made, "{typed}");
        };
        check(
            "peace talks",
            Some("{evidence} : (\"peace\" AND \"talks\")"),
        );
        check("\"peace talks\"", Some("{evidence} : (\"peace talks\")"));
        check("negotiat*", Some("{evidence} : (\"negotiat\"*)"));
        check(
            "a NOT b) OR",
            Some("{evidence} : (\"a\" AND \"NOT\" AND \"b)\" AND \"OR\")"),
        );
        check("  \" - \" *", None);
    }

    #[test]
    fn marks_end_in_a_digit() {
        for value in ["CHN", "ing", "s"] {
            assert!(Mark::Source.word(value).ends_with('0'));
        }
        assert_eq!(Mark::Source.word("chn"), Mark::Source.word("CHN"));
        let marks = [vec!["x1".into(), "x2".into()], vec![], vec!["x3".into()]];
        let all = query("", "evidence", &marks);
        assert_eq!(all.as_deref(), Some("marks : (x1 OR x2) AND marks : (x3)"));
        assert_ne!(Mark::Source.word("CHN"), Mark::Target.word("CHN"));
    }
}
