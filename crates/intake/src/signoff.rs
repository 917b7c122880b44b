//! How agencies close a dispatch: `(Reporting by ...)`, `-0-`, `(END)`.

use crate::layout::trimmed;
use crate::words::list;
use chancery_text::ByteSpan;
use std::sync::LazyLock;

/// The forms of `data/intake/signoffs.txt`.
#[derive(Default)]
struct Forms {
    lines: Vec<&'static str>,
    starts: Vec<&'static str>,
    tails: Vec<&'static str>,
    brackets: Vec<&'static str>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = Forms::default();
    for entry in list(include_str!("../../../data/intake/signoffs.txt")) {
        let (kind, words) = entry.split_once('\t').unwrap_or((entry, ""));
        match kind {
            "line" => forms.lines.push(words),
            "start" => forms.starts.push(words),
            "tail" => forms.tails.push(words),
            "bracket" => forms.brackets.push(words),
            _ => debug_assert!(false, "signoffs.txt: {kind} is no kind"),
        }
    }
    forms
});

/// The longest paragraph, in words, that is a sign-off without brackets.
const LONGEST: usize = 40;

/// The most pieces of a sign-off.
const MOST_PIECES: usize = 12;

/// Takes the sign-off away from the end of the body.
pub fn cut(text: &str, body: &mut Vec<ByteSpan>) {
    for _ in 0..MOST_PIECES {
        let Some(last) = body.last().copied() else {
            return;
        };
        let kept = without(text, last, body.len() > 1);
        if kept == last {
            return;
        }
        body.pop();
        if !kept.is_empty() {
            body.push(kept);
        }
    }
}

/// The paragraph without its sign-off, or nothing of it; `more` says whether other paragraphs stand before it.
fn without(text: &str, paragraph: ByteSpan, more: bool) -> ByteSpan {
    let words = paragraph.of(text).to_ascii_lowercase();
    let forms = &*FORMS;
    let whole = forms.lines.contains(&words.as_str());
    let starts = more
        && forms.starts.iter().any(|start| words.starts_with(start))
        && words.split_whitespace().count() <= LONGEST;
    if whole || starts {
        return ByteSpan::new(paragraph.start, paragraph.start);
    }
    let end = bracket(&words).or_else(|| tail(&words));
    end.map_or(paragraph, |end| {
        trimmed(text, ByteSpan::new(paragraph.start, paragraph.start + end))
    })
}

/// Where the brackets open that close the paragraph with the names of reporters and editors.
fn bracket(words: &str) -> Option<usize> {
    let open = words
        .rfind('(')
        .filter(|_| words.trim_end_matches('.').ends_with(')'))?;
    let inner = words[open + 1..].trim_start();
    FORMS
        .brackets
        .iter()
        .any(|start| inner.starts_with(start))
        .then_some(open)
}

/// Where the mark that ends the last paragraph begins; a word of its own.
fn tail(words: &str) -> Option<usize> {
    FORMS.tails.iter().find_map(|tail| {
        let before = words.strip_suffix(tail)?;
        before
            .ends_with(char::is_whitespace)
            .then_some(before.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::paragraphs;

    fn check(text: &str, expected: &[&str]) {
        let mut body = paragraphs(text, 0);
        cut(text, &mut body);
        let found: Vec<&str> = body.iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn signoffs_are_cut() {
        check(
            "They met.\n\n(Reporting by Ann Lee; Editing by Bo Ray)",
            &["They met."],
        );
        check("They met. (Reporting by Ann Lee)", &["They met."]);
        check("They met.\n\n-0-\n\n(END)", &["They met."]);
        check("They met. Enditem", &["They met."]);
        check("They met.\n\nCopyright 2021 The Wire", &["They met."]);
    }

    #[test]
    fn prose_is_kept() {
        check("They met (again).", &["They met (again)."]);
        check(
            "They met to discuss how it will end",
            &["They met to discuss how it will end"],
        );
        check(
            "Copyright was what they met about.",
            &["Copyright was what they met about."],
        );
    }
}
