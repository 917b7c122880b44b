//! What stands above the body: header lines, title, byline.

use crate::dates::{self, Written};
use crate::layout::ends_sentence;
use crate::words::list;
use chancery_text::ByteSpan;
use std::sync::LazyLock;

/// What the lines above the body say.
#[derive(Debug, Default)]
pub struct Front {
    /// The first line that is not above the body.
    pub next: usize,
    /// The title line.
    pub title: Option<ByteSpan>,
    /// The byline.
    pub byline: Option<ByteSpan>,
    /// A full date in a header line.
    pub date: Option<Written>,
}

/// Reads the lines above the body. `is_dateline` says whether a dateline begins at a byte, which ends them.
pub fn read(
    text: &str,
    lines: &[ByteSpan],
    title: Option<&str>,
    is_dateline: impl Fn(usize) -> bool,
) -> Front {
    let mut front = Front::default();
    for (at, line) in lines.iter().enumerate() {
        let words = line.of(text);
        if words.is_empty() {
            continue;
        }
        front.next = at;
        if let Some(date) = header(words) {
            front.date = front.date.or(date.map(|date| date.shifted(line.start)));
        } else if is_byline(words) && front.byline.is_none() {
            front.byline = Some(*line);
        } else if is_dateline(line.start) {
            return front;
        } else if front.title.is_none() && is_title(text, &lines[at..], title) {
            front.title = Some(*line);
        } else {
            return front;
        }
        front.next = at + 1;
    }
    front
}

static LABELS: LazyLock<Vec<&str>> =
    LazyLock::new(|| list(include_str!("../../../data/intake/header_labels.txt")));

/// The longest line, in characters, that may be header.
const LONGEST_HEADER: usize = 100;

/// Whether a line is header, and the full date in it.
fn header(words: &str) -> Option<Option<Written>> {
    if words.chars().count() > LONGEST_HEADER {
        return None;
    }
    let lower = words.to_ascii_lowercase();
    if ["http://", "https://", "www.", "@"]
        .iter()
        .any(|start| lower.starts_with(start))
    {
        return Some(None);
    }
    let labelled = LABELS
        .iter()
        .filter_map(|label| Some((label.len(), after_label(&lower, label)?)))
        .max();
    let from = labelled.map_or(0, |(_, from)| from);
    let date = dates::written_at(words, from).filter(|date| date.full().is_some());
    match (date, labelled) {
        (Some(date), _) if !is_prose(&words[date.span.end..]) => Some(Some(date)),
        (_, Some((length, _))) if lower.as_bytes()[length] == b':' => Some(None),
        _ => None,
    }
}

/// Where the words after a label begin.
fn after_label(lower: &str, label: &str) -> Option<usize> {
    let rest = lower.strip_prefix(label)?;
    let value = rest.trim_start_matches([':', ' ', '\t']);
    (rest.len() > value.len()).then(|| lower.len() - value.len())
}

/// Whether what follows a date is the rest of a sentence, not a time or a name.
fn is_prose(rest: &str) -> bool {
    let small = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    ends_sentence(rest) || rest.split_whitespace().filter(small).count() > 2
}

/// `By Jane Doe`, `by A and B, Agency staff`.
fn is_byline(words: &str) -> bool {
    let Some(names) = words
        .strip_prefix("By ")
        .or(words.strip_prefix("by "))
        .or(words.strip_prefix("BY "))
    else {
        return false;
    };
    let mut capitals = 0;
    for word in names
        .split([' ', '|', '/', ','])
        .filter(|word| !word.is_empty())
    {
        let starts = word.chars().next().is_some_and(char::is_uppercase);
        let small = [
            "and",
            "for",
            "of",
            "the",
            "in",
            "at",
            "with",
            "staff",
            "writer",
            "writers",
            "correspondent",
            "reporter",
            "editor",
            "de",
            "la",
            "van",
            "von",
            "der",
            "al",
            "bin",
            "el",
            "du",
            "news",
            "agencies",
        ];
        if !starts && !small.contains(&word.trim_end_matches('.')) {
            return false;
        }
        capitals += usize::from(starts);
    }
    (1..=12).contains(&capitals)
        && words.len() <= 120
        && !ends_sentence(words)
        && !names
            .split([' ', ','])
            .next()
            .is_some_and(dates::is_calendar_word)
}

/// The most words of a title line, and of one that ends as a question or a call.
const LONGEST_TITLE: usize = 22;
const LONGEST_QUESTION: usize = 14;

/// Whether the first of these lines is a title: the one that the metadata names, or a short line without a final
/// stop that a blank line parts from what follows, or one in title case.
fn is_title(text: &str, lines: &[ByteSpan], supplied: Option<&str>) -> bool {
    let line = lines[0].of(text);
    let follows = lines[1..].iter().any(|next| !next.is_empty());
    if supplied.is_some_and(|title| same_words(title, line)) {
        return follows;
    }
    let most = if line.ends_with(['?', '!']) {
        LONGEST_QUESTION
    } else {
        LONGEST_TITLE
    };
    let short = line.split_whitespace().count() <= most && line.len() <= 250;
    let stops = line
        .trim_end_matches(['"', '”', '’', '\''])
        .ends_with(['.', ':', ';', ',']);
    let parted = lines.get(1).is_some_and(|next| next.is_empty());
    follows
        && short
        && !stops
        && (parted || is_title_case(line))
        && line.chars().any(char::is_alphabetic)
}

fn same_words(a: &str, b: &str) -> bool {
    let letters = |words: &str| -> Vec<char> {
        words
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    letters(a) == letters(b)
}

/// Whether all longer words begin with a capital.
fn is_title_case(line: &str) -> bool {
    let mut words = line
        .split_whitespace()
        .filter(|word| word.chars().count() > 4)
        .peekable();
    words.peek().is_some() && words.all(|word| !word.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout;

    fn check(
        text: &str,
        next: &str,
        title: Option<&str>,
        byline: Option<&str>,
        date: Option<&str>,
    ) {
        let lines = layout::lines(text, 0);
        let front = read(text, &lines, None, |_| false);
        assert_eq!(
            front.title.map(|span| span.of(text)),
            title,
            "title of {text:?}"
        );
        assert_eq!(
            front.byline.map(|span| span.of(text)),
            byline,
            "byline of {text:?}"
        );
        assert_eq!(
            front.date.map(|date| date.span.of(text)),
            date,
            "date of {text:?}"
        );
        assert!(
            lines[front.next].of(text).starts_with(next),
            "body of {text:?}"
        );
    }

    #[test]
    fn headers_titles_and_bylines() {
        check(
            "Envoy Leaves Capital\n\nThe envoy left.",
            "The envoy",
            Some("Envoy Leaves Capital"),
            None,
            None,
        );
        check(
            "Envoy leaves capital in a hurry\nBy Ann Lee and Bo Ray, Wire staff\n\nThe envoy left.",
            "Envoy leaves",
            None,
            None,
            None,
        );
        check(
            "Envoy leaves capital in a hurry\n\nBy Ann Lee and Bo Ray, Wire staff\n\nThe envoy left.",
            "The envoy",
            Some("Envoy leaves capital in a hurry"),
            Some("By Ann Lee and Bo Ray, Wire staff"),
            None,
        );
        check(
            "date 2019-05-06 (@somebody)\n\nThe envoy left.",
            "The envoy",
            None,
            None,
            Some("2019-05-06"),
        );
        check(
            "Published: Mon, 6 May 2019 10:00 GMT\nSource: The Wire\nThe envoy left.",
            "The envoy",
            None,
            None,
            Some("6 May 2019"),
        );
        check(
            "May 6, 2019 - 4:15 PM\n\nThe envoy left.",
            "The envoy",
            None,
            None,
            Some("May 6, 2019"),
        );
    }

    #[test]
    fn sentences_are_not_headers() {
        let none = |text: &str| check(text, text, None, None, None);
        none("On May 6, 2019 the two sides met in the old town.");
        none("By Monday the talks had failed.");
        none("The envoy left.");
        none("By Ann's count, ten left");
        check(
            "The envoy left.\n\nHe came back.",
            "The envoy",
            None,
            None,
            None,
        );
    }
}
