//! A text cut as the grammar of time wants it: runs of letters, runs of digits, single signs.
//!
//! Pipelines differ in what they make one token ("mid-1990s", "2021-03-22", "10am", "22nd"); atoms
//! are finer than all of them.

use super::lexicon::{Entry, Lexicon};
use chancery_text::ByteSpan;

/// One atom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom<'t> {
    pub(super) span: ByteSpan,
    pub(super) text: &'t str,
    pub(super) kind: Kind,
    /// Whether white space, or the text's end, stands before it.
    pub(super) spaced: bool,
    /// What the vocabulary says of it.
    pub(super) entries: &'t [Entry],
}

/// What an atom is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Digits with their value; beyond nine digits the value is not kept.
    Number(u32),
    Sign(char),
}

impl Atom<'_> {
    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// The value of digits.
    pub(super) fn number(&self) -> Option<u32> {
        match self.kind {
            Kind::Number(value) => Some(value),
            _ => None,
        }
    }

    /// How many digits, or letters in bytes.
    pub(super) fn width(&self) -> usize {
        self.span.len()
    }
}

/// The atoms of `text`, their spans moved on by `shift`.
pub(super) fn atoms<'t>(text: &'t str, shift: usize, lexicon: &'t Lexicon) -> Vec<Atom<'t>> {
    let mut end = 0;
    pieces(text)
        .map(|(span, kind)| {
            let words = span.of(text);
            let spaced = end == 0 || span.start > end;
            end = span.end;
            let entries = if kind == Kind::Word {
                lexicon.entries(words)
            } else {
                &[]
            };
            Atom {
                span: span.shift(shift),
                text: words,
                kind,
                spaced,
                entries,
            }
        })
        .collect()
}

/// The spans and kinds of the atoms of `text`; white space is left out.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (ByteSpan, Kind)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.find(|c: char| !c.is_whitespace())?;
        let rest = &text[start..];
        let first = rest.chars().next()?;
        let (length, kind) = if first.is_ascii_digit() {
            let length = run(rest, |c| c.is_ascii_digit());
            (length, Kind::Number(value(&rest[..length])))
        } else if first.is_alphabetic() {
            (run(rest, char::is_alphabetic), Kind::Word)
        } else {
            (first.len_utf8(), Kind::Sign(plain(first)))
        };
        at = start + length;
        Some((ByteSpan::new(start, at), kind))
    })
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn value(digits: &str) -> u32 {
    if digits.len() > 9 {
        u32::MAX
    } else {
        digits.parse().unwrap_or(u32::MAX)
    }
}

/// Typographic apostrophes and dashes as the plain ones.
fn plain(sign: char) -> char {
    match sign {
        '\u{2019}' | '\u{2018}' | '\u{201b}' | '`' => '\'',
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2014}' | '\u{2212}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = pieces(text).map(|(span, _)| span.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn letters_digits_and_signs_are_parted() {
        check("mid-1990s", &["mid", "-", "1990", "s"]);
        check(" the 22nd,  10am", &["the", "22", "nd", ",", "10", "am"]);
        check(
            "today’s naïve 月曜日",
            &["today", "’", "s", "naïve", "月曜日"],
        );
        check("", &[]);
    }

    #[test]
    fn digits_without_end_have_no_small_value() {
        let (_, kind) = pieces("99999999999999999999").next().unwrap();
        assert_eq!(kind, Kind::Number(u32::MAX));
    }
}
