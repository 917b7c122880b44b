//! spaCy's tokenizer: white space first, then special cases, prefixes, suffixes and infixes.
//!
//! Everything after white space depends on the chunk alone, so each distinct chunk is taken apart
//! once and remembered.

mod python;
mod rules;

use hashbrown::HashMap;

use crate::error::Result;
use crate::lexeme::{LexemeId, Lexicon, NormTable};
use crate::unicode::is_space;

pub(crate) use rules::Rules;

/// How many distinct chunks are remembered before all are forgotten.
const MAX_CHUNKS: usize = 20_000;

/// How many bytes of word forms are remembered before all are forgotten.
const MAX_BYTES: usize = 8 << 20;

/// Chunks longer than this, in bytes, are not remembered: they hardly come twice.
const MAX_CHUNK_KEY: usize = 128;

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawToken {
    /// Its first byte and the byte after its last.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) lexeme: LexemeId,
    /// Whether one space follows it.
    pub(crate) space: bool,
}

/// A piece of a chunk: how many bytes, and which lexeme.
pub(crate) type Piece = (u32, LexemeId);

/// What one thread's tokenizer remembers.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) lexicon: Lexicon,
    chunks: HashMap<Box<str>, Box<[Piece]>>,
    pieces: Vec<Piece>,
}

impl Memory {
    /// Forgets everything once there is much of it. Lexeme numbers given before are void after.
    pub(crate) fn trim(&mut self, max_lexemes: usize) -> bool {
        let full = self.lexicon.len() > max_lexemes
            || self.lexicon.bytes() > MAX_BYTES
            || self.chunks.len() > MAX_CHUNKS;
        if full {
            self.lexicon.clear();
            self.chunks.clear();
        }
        full
    }
}

/// A pipeline's tokenizer.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    rules: Rules,
}

impl Tokenizer {
    /// Reads the pipeline's `tokenizer` file.
    pub(crate) fn read(bytes: &[u8], norms: NormTable) -> Result<Self> {
        Ok(Self {
            rules: Rules::read(bytes, norms)?,
        })
    }

    /// Appends the tokens of `text` to `tokens`.
    pub(crate) fn tokenize(&self, text: &str, memory: &mut Memory, tokens: &mut Vec<RawToken>) {
        let first = tokens.len();
        let mut phrases = false;
        for chunk in Chunks::new(text) {
            let mut at = chunk.start as u32;
            let chunk_text = &text[chunk.start..chunk.end];
            let pieces: &[Piece] = match memory.chunks.get(chunk_text) {
                Some(pieces) => pieces,
                None => {
                    self.learn(chunk_text, memory);
                    &memory.pieces
                }
            };
            for &(length, lexeme) in pieces {
                phrases |= memory.lexicon.get(lexeme).begins_phrase;
                tokens.push(RawToken {
                    start: at,
                    end: at + length,
                    lexeme,
                    space: false,
                });
                at += length;
            }
            if let Some(last) = tokens[first..].last_mut() {
                last.space = chunk.space;
            }
        }
        if phrases {
            self.rules
                .rejoin_phrases(text, first, tokens, &mut memory.lexicon);
        }
    }

    /// Takes a chunk apart that was not met before, into `memory.pieces`.
    fn learn(&self, chunk: &str, memory: &mut Memory) {
        memory.pieces.clear();
        self.rules
            .split(chunk, &mut memory.lexicon, &mut memory.pieces);
        if chunk.len() <= MAX_CHUNK_KEY && memory.chunks.len() <= MAX_CHUNKS {
            let pieces = memory.pieces.as_slice().into();
            memory.chunks.insert(chunk.into(), pieces);
        }
    }
}

/// A run of white space or of other characters, and whether a single space, which is no chunk of
/// its own, follows it.
struct Chunk {
    start: usize,
    end: usize,
    space: bool,
}

/// Cuts a text as spaCy does: where white space begins or ends, the first space after a word left out.
struct Chunks<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Chunks<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Chunks<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let rest = &self.text[self.at..];
        let white = is_space(rest.chars().next()?);
        let length = if white {
            rest.find(|char| !is_space(char))
        } else {
            word_length(rest)
        };
        let start = self.at;
        let end = length.map_or(self.text.len(), |length| start + length);
        let space = !white && self.text.as_bytes().get(end) == Some(&b' ');
        self.at = end + usize::from(space);
        Some(Chunk { start, end, space })
    }
}

/// Where the first white space is; nothing where there is none.
fn word_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= 0x80 {
            return text[at..].find(is_space).map(|length| at + length);
        }
        if byte == b' ' || matches!(byte, 0x09..=0x0d | 0x1c..=0x1f) {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, bool)]) {
        let found: Vec<(&str, bool)> = Chunks::new(text)
            .map(|chunk| (&text[chunk.start..chunk.end], chunk.space))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn one_space_belongs_to_the_word_before() {
        check("", &[]);
        check("a b", &[("a", true), ("b", false)]);
        check("a  b ", &[("a", true), (" ", false), ("b", true)]);
        check(" a", &[(" ", false), ("a", false)]);
        check("a\n b", &[("a", false), ("\n ", false), ("b", false)]);
        check("a \nb", &[("a", true), ("\n", false), ("b", false)]);
        check(
            "é\u{a0}b  ",
            &[("é", false), ("\u{a0}", false), ("b", true), (" ", false)],
        );
    }
}
