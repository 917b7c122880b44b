//! Special cases and affixes: how one chunk without white space is taken apart.

use std::collections::HashMap as StdMap;

use hashbrown::{HashMap, HashSet};

use super::python::{Anchored, Pattern};
use super::{Piece, RawToken};
use crate::error::{Error, Result};
use crate::lexeme::{Lexeme, Lexicon, NormTable, lexeme};
use crate::model::Value;

/// spaCy's number for the attribute that holds a token's form.
const ORTH: u64 = 65;

/// spaCy's number for the attribute that holds a token's norm.
const NORM: u64 = 67;

/// The part of a special case: a form and the norm given to it, if any.
type Part = (Box<str>, Option<Box<str>>);

/// A tokenizer's rules.
#[derive(Debug)]
pub(crate) struct Rules {
    prefix: Option<Pattern>,
    suffix: Option<Pattern>,
    infix: Option<Pattern>,
    token_match: Option<Anchored>,
    url_match: Option<Anchored>,
    specials: HashMap<Box<str>, Vec<Part>>,
    /// The longest special case, in bytes.
    longest_special: usize,
    /// Special cases that affix rules would split, by the first form of what they are split into.
    phrases: StdMap<Box<str>, Vec<Vec<Box<str>>>>,
    norms: NormTable,
}

impl Rules {
    /// Reads the pipeline's `tokenizer` file.
    pub(crate) fn read(bytes: &[u8], norms: NormTable) -> Result<Self> {
        let wrong = |what: String| Error::malformed("tokenizer", what);
        let file = Value::read(bytes).map_err(wrong)?;
        let text = |key: &str| file.get(key).and_then(Value::as_str);
        let pattern = |key: &str| {
            text(key)
                .map(|text| Pattern::compile(text).map_err(|e| wrong(format!("{key}: {e}"))))
                .transpose()
        };
        let anchored = |key: &str| {
            text(key)
                .map(|text| Anchored::compile(text).map_err(|e| wrong(format!("{key}: {e}"))))
                .transpose()
        };
        let exceptions = file
            .get("exceptions")
            .and_then(Value::as_map)
            .unwrap_or(&[]);
        let specials = exceptions
            .iter()
            .map(|(chunk, parts)| read_special(chunk, parts))
            .collect::<Option<HashMap<_, _>>>()
            .ok_or_else(|| wrong("a special case is not a list of forms that make it up".into()))?;
        let mut rules = Self {
            prefix: pattern("prefix_search")?,
            suffix: pattern("suffix_search")?,
            infix: pattern("infix_finditer")?,
            token_match: anchored("token_match")?,
            url_match: anchored("url_match")?,
            longest_special: specials.keys().map(|key| key.len()).max().unwrap_or(0),
            specials,
            phrases: StdMap::new(),
            norms,
        };
        let all = !matches!(
            file.get("faster_heuristics"),
            Some(Value::Bool(true)) | None
        );
        rules.phrases = rules.find_phrases(all);
        Ok(rules)
    }

    /// The lexeme of a form, made from the pipeline's tables.
    pub(crate) fn lexeme(&self, text: &str, norm: Option<&str>) -> Lexeme {
        let mut lexeme = lexeme(text, norm, &self.norms);
        lexeme.begins_phrase = self.phrases.contains_key(text);
        lexeme
    }

    /// Appends the pieces of a chunk.
    pub(super) fn split(&self, chunk: &str, lexicon: &mut Lexicon, pieces: &mut Vec<Piece>) {
        if let Some(parts) = self.special(chunk) {
            return self.push_special(parts, lexicon, pieces);
        }
        let affixes = self.split_affixes(chunk, true);
        for prefix in &affixes.prefixes {
            self.push(prefix, lexicon, pieces);
        }
        match self.special(affixes.stem) {
            Some(parts) => self.push_special(parts, lexicon, pieces),
            None => self.split_infixes(affixes.stem, |part| self.push(part, lexicon, pieces)),
        }
        for suffix in affixes.suffixes.iter().rev() {
            self.push(suffix, lexicon, pieces);
        }
    }

    fn special(&self, chunk: &str) -> Option<&[Part]> {
        if chunk.len() > self.longest_special {
            return None;
        }
        self.specials.get(chunk).map(Vec::as_slice)
    }

    fn push(&self, text: &str, lexicon: &mut Lexicon, pieces: &mut Vec<Piece>) {
        let id = lexicon.plain(text, || self.lexeme(text, None));
        pieces.push((text.len() as u32, id));
    }

    fn push_special(&self, parts: &[Part], lexicon: &mut Lexicon, pieces: &mut Vec<Piece>) {
        for (text, norm) in parts {
            match norm {
                None => self.push(text, lexicon, pieces),
                Some(norm) => {
                    let id = lexicon.normed(text, norm, || self.lexeme(text, Some(norm)));
                    pieces.push((text.len() as u32, id));
                }
            }
        }
    }

    fn split_affixes<'c>(&self, chunk: &'c str, with_specials: bool) -> Affixes<'c> {
        let special = |text: &str| with_specials && self.special(text).is_some();
        let mut affixes = Affixes {
            prefixes: Vec::new(),
            stem: chunk,
            suffixes: Vec::new(),
        };
        loop {
            let stem = affixes.stem;
            if stem.is_empty() || self.matches_token(stem) || special(stem) {
                break;
            }
            let prefix = self.prefix_length(stem);
            if prefix > 0 && special(&stem[prefix..]) {
                affixes.take(prefix, 0);
                break;
            }
            let suffix = self.suffix_length(&stem[prefix..]);
            if suffix > 0 && special(&stem[..stem.len() - suffix]) {
                affixes.take(0, suffix);
                break;
            }
            if prefix + suffix == 0 {
                break;
            }
            affixes.take(prefix, suffix);
        }
        affixes
    }

    fn matches_token(&self, text: &str) -> bool {
        self.token_match.as_ref().is_some_and(|p| p.is_match(text))
    }

    fn prefix_length(&self, text: &str) -> usize {
        length_of(self.prefix.as_ref(), text)
    }

    fn suffix_length(&self, text: &str) -> usize {
        length_of(self.suffix.as_ref(), text)
    }

    /// Gives the parts of a chunk that affixes were taken from to `push`.
    fn split_infixes<'c>(&self, stem: &'c str, mut push: impl FnMut(&'c str)) {
        let url = || self.url_match.as_ref().is_some_and(|p| p.is_match(stem));
        let mut start = 0;
        if !self.matches_token(stem) && !url() {
            for (begin, end) in self.infixes(stem) {
                // An infix at the very start splits nothing.
                if begin == 0 {
                    continue;
                }
                if begin != start {
                    push(&stem[start..begin]);
                }
                if begin != end {
                    push(&stem[begin..end]);
                }
                start = end;
            }
        }
        if start < stem.len() {
            push(&stem[start..]);
        }
    }

    fn infixes<'s>(&'s self, text: &'s str) -> impl Iterator<Item = (usize, usize)> + 's {
        self.infix
            .iter()
            .flat_map(move |infix| infix.find_iter(text))
    }

    /// The special cases that the rules would split, as the forms that they would be split into.
    fn find_phrases(&self, all: bool) -> StdMap<Box<str>, Vec<Vec<Box<str>>>> {
        let mut phrases: StdMap<Box<str>, Vec<Vec<Box<str>>>> = StdMap::new();
        for chunk in self.specials.keys() {
            let splits = all
                || chunk.contains(' ')
                || self.prefix_length(chunk) > 0
                || self.suffix_length(chunk) > 0
                || self.infixes(chunk).next().is_some();
            if !splits {
                continue;
            }
            let forms = self.plain_forms(chunk);
            if let Some(first) = forms.first() {
                phrases.entry(first.clone()).or_default().push(forms);
            }
        }
        phrases
    }

    /// The forms that a text is split into without special cases.
    fn plain_forms(&self, text: &str) -> Vec<Box<str>> {
        let mut forms: Vec<Box<str>> = Vec::new();
        for chunk in super::Chunks::new(text) {
            let affixes = self.split_affixes(&text[chunk.start..chunk.end], false);
            forms.extend(affixes.prefixes.iter().map(|&prefix| prefix.into()));
            self.split_infixes(affixes.stem, |part| forms.push(part.into()));
            forms.extend(affixes.suffixes.iter().rev().map(|&suffix| suffix.into()));
        }
        forms
    }

    /// Puts special cases back together that were split across affixes, longest first, from `first` on.
    pub(super) fn rejoin_phrases(
        &self,
        text: &str,
        first: usize,
        tokens: &mut Vec<RawToken>,
        lexicon: &mut Lexicon,
    ) {
        let mut found = self.phrases_in(&tokens[first..], lexicon);
        // The longest first, among equals the leftmost; what overlaps a better one is dropped.
        found.sort_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
        let mut taken = HashSet::new();
        let mut chosen = Vec::new();
        for (start, end) in found {
            if !taken.contains(&start) && !taken.contains(&(end - 1)) {
                chosen.push((start, end));
            }
            taken.extend(start..end);
        }
        chosen.sort_unstable();
        let old: Vec<RawToken> = tokens.drain(first..).collect();
        let mut done = 0;
        for (start, end) in chosen {
            tokens.extend_from_slice(&old[done..start]);
            self.rejoin(text, &old[start..end], tokens, lexicon);
            done = end;
        }
        tokens.extend_from_slice(&old[done..]);
    }

    /// All places where the forms of a phrase follow one another.
    fn phrases_in(&self, tokens: &[RawToken], lexicon: &Lexicon) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (start, token) in tokens.iter().enumerate() {
            let lexeme = lexicon.get(token.lexeme);
            if !lexeme.begins_phrase {
                continue;
            }
            for forms in &self.phrases[&lexeme.text] {
                let here = tokens[start..].iter().take(forms.len());
                let same = here.len() == forms.len()
                    && here
                        .zip(forms)
                        .all(|(t, form)| lexicon.get(t.lexeme).text == *form);
                if same {
                    found.push((start, start + forms.len()));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn rejoin(
        &self,
        text: &str,
        span: &[RawToken],
        tokens: &mut Vec<RawToken>,
        lexicon: &mut Lexicon,
    ) {
        let (Some(head), Some(last)) = (span.first(), span.last()) else {
            return;
        };
        let whole = &text[head.start as usize..last.end as usize];
        let Some(parts) = self.special(whole) else {
            return tokens.extend_from_slice(span);
        };
        let mut pieces = Vec::with_capacity(parts.len());
        self.push_special(parts, lexicon, &mut pieces);
        let mut start = head.start;
        for (length, lexeme) in pieces {
            tokens.push(RawToken {
                start,
                end: start + length,
                lexeme,
                space: false,
            });
            start += length;
        }
        if let Some(end) = tokens.last_mut() {
            end.space = last.space;
        }
    }
}

struct Affixes<'c> {
    prefixes: Vec<&'c str>,
    stem: &'c str,
    /// From the outermost inwards.
    suffixes: Vec<&'c str>,
}

impl Affixes<'_> {
    /// Moves so many bytes from both ends of the stem to the affixes.
    fn take(&mut self, prefix: usize, suffix: usize) {
        let end = self.stem.len() - suffix;
        if prefix > 0 {
            self.prefixes.push(&self.stem[..prefix]);
        }
        if suffix > 0 {
            self.suffixes.push(&self.stem[end..]);
        }
        self.stem = &self.stem[prefix..end];
    }
}

fn length_of(pattern: Option<&Pattern>, text: &str) -> usize {
    pattern
        .and_then(|pattern| pattern.find(text))
        .map_or(0, |(start, end)| end - start)
}

fn read_special(chunk: &Value<'_>, parts: &Value<'_>) -> Option<(Box<str>, Vec<Part>)> {
    let chunk = chunk.as_str()?;
    let parts: Vec<Part> = parts
        .as_array()?
        .iter()
        .map(read_part)
        .collect::<Option<_>>()?;
    let whole: String = parts.iter().map(|(text, _)| text.as_ref()).collect();
    (whole == chunk && parts.iter().all(|(text, _)| !text.is_empty()))
        .then(|| (chunk.into(), parts))
}

fn read_part(part: &Value<'_>) -> Option<Part> {
    let attribute = |number: u64| {
        let entries = part.as_map()?.iter();
        entries
            .filter(|(key, _)| key.as_u64() == Some(number))
            .find_map(|(_, value)| value.as_str())
    };
    Some((attribute(ORTH)?.into(), attribute(NORM).map(Into::into)))
}
