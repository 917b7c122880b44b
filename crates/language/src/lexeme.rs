//! Word forms and what the networks look at in them.

use std::collections::HashMap as StdMap;
use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::strings::string_id;
use crate::unicode::{is_alpha, is_digit, is_space};

/// spaCy writes the shape of anything longer with one word.
const LONG_FORM: usize = 100;

/// How often one character class is written in a row in a shape.
const SHAPE_RUN: usize = 4;

/// spaCy's base norms (`spacy.lang.norm_exceptions`), which no model file holds.
static BASE_NORMS: LazyLock<StdMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../data/base_norms.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// A feature of a token that a network embeds or a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    Orth,
    Lower,
    Norm,
    Prefix,
    Suffix,
    Shape,
    Spacy,
    IsSpace,
}

impl Feature {
    /// The feature that spaCy calls `name`, where a network may embed it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ORTH" => Self::Orth,
            "LOWER" => Self::Lower,
            "NORM" => Self::Norm,
            "PREFIX" => Self::Prefix,
            "SUFFIX" => Self::Suffix,
            "SHAPE" => Self::Shape,
            "SPACY" => Self::Spacy,
            "IS_SPACE" => Self::IsSpace,
            _ => return None,
        })
    }
}

/// The number of a lexeme in a [`Lexicon`].
pub(crate) type LexemeId = u32;

/// A word form with a norm, and what follows from them.
#[derive(Clone, Debug)]
pub(crate) struct Lexeme {
    pub(crate) text: Box<str>,
    pub(crate) lower: Box<str>,
    pub(crate) is_space: bool,
    /// Whether some special case of the tokenizer begins with this form.
    pub(crate) begins_phrase: bool,
    orth: u64,
    lower_id: u64,
    norm: u64,
    prefix: u64,
    suffix: u64,
    shape: u64,
}

impl Lexeme {
    /// spaCy's number for a feature of a token of this form.
    pub(crate) fn feature(&self, feature: Feature, space_behind: bool) -> u64 {
        match feature {
            Feature::Orth => self.orth,
            Feature::Lower => self.lower_id,
            Feature::Norm => self.norm,
            Feature::Prefix => self.prefix,
            Feature::Suffix => self.suffix,
            Feature::Shape => self.shape,
            Feature::Spacy => space_behind.into(),
            Feature::IsSpace => self.is_space.into(),
        }
    }
}

/// Norms of a pipeline's vocabulary, by the number of the form (`lexeme_norm`).
pub(crate) type NormTable = HashMap<u64, Box<str>>;

/// Makes the lexeme of a form; a norm given by a tokenizer exception wins over all tables.
pub(crate) fn lexeme(text: &str, norm: Option<&str>, norms: &NormTable) -> Lexeme {
    let orth = string_id(text);
    let lower = text.to_lowercase();
    let norm = norm
        .or_else(|| norms.get(&orth).map(AsRef::as_ref))
        .or_else(|| BASE_NORMS.get(text).copied())
        .unwrap_or(&lower);
    Lexeme {
        orth,
        lower_id: string_id(&lower),
        norm: string_id(norm),
        prefix: string_id(first_char(text)),
        suffix: string_id(last_chars(text, 3)),
        shape: string_id(&shape(text)),
        is_space: !text.is_empty() && text.chars().all(is_space),
        begins_phrase: false,
        text: text.into(),
        lower: lower.into(),
    }
}

fn first_char(text: &str) -> &str {
    let end = text.chars().next().map_or(0, char::len_utf8);
    &text[..end]
}

fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().take(count).last();
    &text[start.map_or(0, |(start, _)| start)..]
}

/// `Xxxxx`, `dd`, `d.d`: classes of characters, at most four of one in a row.
fn shape(text: &str) -> String {
    if text.chars().take(LONG_FORM).count() == LONG_FORM {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(text.len());
    let mut last = None;
    let mut run = 0;
    for char in text.chars() {
        let class = class(char);
        run = if last == Some(class) { run + 1 } else { 0 };
        last = Some(class);
        if run < SHAPE_RUN {
            shape.push(class);
        }
    }
    shape
}

fn class(char: char) -> char {
    if is_alpha(char) {
        if char.is_uppercase() { 'X' } else { 'x' }
    } else if is_digit(char) {
        'd'
    } else {
        char
    }
}

/// The lexemes met so far, numbered in the order in which they were met.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    lexemes: Vec<Lexeme>,
    /// How many bytes their forms have.
    bytes: usize,
    /// By form, for those with the norm that the tables give.
    plain: HashMap<Box<str>, LexemeId>,
    /// By form and norm, for those from tokenizer exceptions.
    normed: HashMap<(Box<str>, Box<str>), LexemeId>,
}

impl Lexicon {
    pub(crate) fn get(&self, id: LexemeId) -> &Lexeme {
        &self.lexemes[id as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.lexemes.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The number of a form with the norm of the tables; `make` is called where it is new.
    pub(crate) fn plain(&mut self, text: &str, make: impl FnOnce() -> Lexeme) -> LexemeId {
        if let Some(&id) = self.plain.get(text) {
            return id;
        }
        let id = self.push(make());
        self.plain.insert(text.into(), id);
        id
    }

    /// The number of a form with a norm of its own.
    pub(crate) fn normed(
        &mut self,
        text: &str,
        norm: &str,
        make: impl FnOnce() -> Lexeme,
    ) -> LexemeId {
        let key = (text.into(), norm.into());
        if let Some(&id) = self.normed.get(&key) {
            return id;
        }
        let id = self.push(make());
        self.normed.insert(key, id);
        id
    }

    pub(crate) fn clear(&mut self) {
        self.bytes = 0;
        self.lexemes.clear();
        self.plain.clear();
        self.normed.clear();
    }

    fn push(&mut self, lexeme: Lexeme) -> LexemeId {
        let id = LexemeId::try_from(self.lexemes.len()).expect("cleared long before");
        self.bytes += lexeme.text.len();
        self.lexemes.push(lexeme);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cap_runs_at_four() {
        for (text, expected) in [
            ("Beijing", "Xxxxx"),
            ("U.S.", "X.X."),
            ("12,000", "dd,ddd"),
            ("aaaaaaB", "xxxxX"),
            ("......", "...."),
            ("x²", "xd"),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
        assert_eq!(shape(&"é".repeat(99)), "xxxx");
        assert_eq!(shape(&"é".repeat(100)), "LONG");
    }

    #[test]
    fn the_norm_of_an_exception_wins() {
        let norms = NormTable::from_iter([(string_id("colour"), "color".into())]);
        let norm = |text, own| lexeme(text, own, &norms).norm;
        assert_eq!(norm("colour", None), string_id("color"));
        assert_eq!(norm("colour", Some("hue")), string_id("hue"));
        assert_eq!(norm("€", None), string_id("$"));
        assert_eq!(norm("Envoy", None), string_id("envoy"));
    }

    #[test]
    fn ends_count_characters() {
        assert_eq!((first_char("état"), last_chars("état", 3)), ("é", "tat"));
        assert_eq!((first_char(""), last_chars("té", 3)), ("", "té"));
    }
}
