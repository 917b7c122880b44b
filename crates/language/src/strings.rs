//! spaCy's numbers for strings, and the small numbers that this runtime gives to labels.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analysis::ChunkRules;

/// The strings that spaCy numbers by a fixed table (`spacy.symbols`) instead of by hash.
static SYMBOLS: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    include_str!("../data/symbols.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, name)| (name, id.parse().expect("the table of symbols is ours")))
        .collect()
});

/// spaCy's 64-bit number for a string: 0 for the empty one, a symbol's number, else its hash.
pub(crate) fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    SYMBOLS
        .get(text)
        .copied()
        .unwrap_or_else(|| murmur64a(text.as_bytes(), 1))
}

/// The name of a symbol.
pub(crate) fn symbol(id: u64) -> Option<&'static str> {
    let found = SYMBOLS.iter().find(|(_, number)| **number == id);
    found.map(|(name, _)| *name)
}

/// MurmurHash64A.
fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut k = u64::from_le_bytes(chunk.try_into().expect("eight bytes")).wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(M);
    hash ^ (hash >> 47)
}

/// MurmurHash3 x64_128 of one 64-bit number, as the four 32-bit keys that a hash embedding sums.
pub(crate) fn embedding_keys(id: u64, seed: u32) -> [u32; 4] {
    const C1: u64 = 0x87c3_7b91_1142_53d5;
    const C2: u64 = 0x4cf5_ad43_2745_937f;
    let mut h1 = u64::from(seed);
    let mut h2 = u64::from(seed);
    h1 ^= id.wrapping_mul(C1).rotate_left(31).wrapping_mul(C2);
    h1 ^= 8;
    h2 ^= 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

fn mix(mut k: u64) -> u64 {
    k ^= k >> 33;
    k = k.wrapping_mul(0xff51_afd7_ed55_8ccd);
    k ^= k >> 33;
    k = k.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    k ^ (k >> 33)
}

/// The number of a label in a pipeline's [`Labels`].
pub(crate) type Label = u16;

/// The label that means nothing is there.
pub(crate) const NONE: Label = 0;

/// Tags, parts of speech, morphologies, arc labels and entity types of a pipeline, numbered.
#[derive(Debug)]
pub(crate) struct Labels {
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, Label>,
    /// How noun phrases are found by them.
    pub(crate) chunks: ChunkRules,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            names: vec!["".into()],
            numbers: HashMap::from([("".into(), NONE)]),
            chunks: ChunkRules::default(),
        }
    }
}

impl Labels {
    /// The number of `name`, a new one where it has none; nothing where all numbers are taken.
    pub(crate) fn add(&mut self, name: &str) -> Option<Label> {
        if let Some(&number) = self.numbers.get(name) {
            return Some(number);
        }
        let number = Label::try_from(self.names.len()).ok()?;
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        Some(number)
    }

    /// The name of a number that [`Self::add`] gave.
    pub(crate) fn name(&self, label: Label) -> &str {
        &self.names[usize::from(label)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_ids_are_those_of_spacy() {
        for (text, id) in [
            ("", 0),
            ("X", 101),
            ("det", 415),
            ("coffee", 3197928453018144401),
            ("noun", 16833663260455505849),
        ] {
            assert_eq!(string_id(text), id, "{text}");
        }
    }
}
