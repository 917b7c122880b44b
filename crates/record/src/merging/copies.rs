//! Which documents are copies of one dispatch, cut, retitled or passed on under another name.

use crate::keys::Keyed;
use std::hash::{Hash, Hasher};

/// Words in a row that are compared.
const ROW: usize = 4;
/// How many hashes of rows stand for a document.
const SIZE: usize = 96;
/// How much of the shorter document must stand in the other.
const COPIED: f64 = 0.5;
/// A document of fewer rows is so short that one sentence both have, of who met whom where, may be half of it: more must be the same.
const SHORT: usize = 30;
const SHORT_COPIED: f64 = 0.8;
/// Copies are published within so many days of each other.
const PASSED_ON: i64 = 30;
/// So many new documents are compared with all; of more it is looked up first who can be a copy.
const FEW: usize = 8;

/// A sketch of a document's text: the least hashes of its rows of words, ascending (bottom-k sketch, Broder 1997).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    hashes: Vec<u64>,
    /// How many different rows the text has.
    rows: usize,
}

/// The least hash tells texts apart well enough.
impl Hash for Sketch {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hashes.first().hash(state);
    }
}

impl Sketch {
    /// The sketch of a text.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(hash)
            .collect();
        let mut rows: Vec<u64> = words.windows(ROW).map(row).collect();
        rows.sort_unstable();
        rows.dedup();
        Self {
            rows: rows.len(),
            hashes: rows.into_iter().take(SIZE).collect(),
        }
    }

    /// Whether one of the two is a copy of the other or of a part of it: at least half of the rows of the shorter are
    /// in the longer, more of a very short one. Of the least hashes of both together, those in both estimate how many rows are shared.
    pub fn copies(&self, other: &Self) -> bool {
        let least = self.rows.min(other.rows);
        let copied = if least < SHORT { SHORT_COPIED } else { COPIED };
        least > 0 && self.shared_rows(other) >= copied * least as f64
    }

    fn shared_rows(&self, other: &Self) -> f64 {
        let (mut mine, mut theirs) = (self.hashes.as_slice(), other.hashes.as_slice());
        let (mut looked_at, mut shared) = (0, 0);
        while looked_at < SIZE {
            // Whether the least hash of both is in the one and in the other.
            let (in_a, in_b) = match (mine.first(), theirs.first()) {
                (Some(a), Some(b)) => (a <= b, b <= a),
                (None, None) => break,
                (a, b) => (a.is_some(), b.is_some()),
            };
            mine = &mine[usize::from(in_a)..];
            theirs = &theirs[usize::from(in_b)..];
            looked_at += 1;
            shared += usize::from(in_a && in_b);
        }
        let likeness = shared as f64 / looked_at.max(1) as f64;
        // Likeness is shared / union, and union is the sum less what is shared.
        likeness * (self.rows + other.rows) as f64 / (1.0 + likeness)
    }

    /// As bytes, to keep.
    pub fn to_bytes(&self) -> Vec<u8> {
        let rows = (self.rows as u64).to_le_bytes();
        let hashes = self.hashes.iter().flat_map(|hash| hash.to_le_bytes());
        rows.into_iter().chain(hashes).collect()
    }

    /// From bytes that [`Sketch::to_bytes`] made; anything else gives a sketch that copies nothing.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut numbers = bytes.chunks_exact(8).map(|chunk| {
            let chunk: [u8; 8] = chunk.try_into().unwrap_or_default();
            u64::from_le_bytes(chunk)
        });
        let rows = numbers
            .next()
            .and_then(|rows| usize::try_from(rows).ok())
            .unwrap_or(0);
        let hashes: Vec<u64> = numbers.take(SIZE).collect();
        let ascending = hashes.is_sorted();
        Self {
            rows: if ascending { rows } else { 0 },
            hashes: if ascending { hashes } else { Vec::new() },
        }
    }
}

/// A document as it is compared with others.
#[derive(Clone, Copy, Debug)]
pub struct Dispatch<'s> {
    /// Its text.
    pub sketch: &'s Sketch,
    /// The day on which it was published, as [`crate::days::number`] counts; 0 for none.
    pub day: i64,
}

impl Dispatch<'_> {
    /// Whether both were published at about one time, or nobody knows when.
    fn is_near(&self, other: &Self) -> bool {
        self.day == 0 || other.day == 0 || self.day.abs_diff(other.day) <= PASSED_ON.unsigned_abs()
    }

    fn copies(&self, other: &Self) -> bool {
        self.is_near(other) && self.sketch.copies(other.sketch)
    }
}

/// The origins of documents: for each, the number of the first that it is a copy of, itself where it is none. Copies of copies
/// have one origin.
pub fn origins(dispatches: &[Dispatch<'_>]) -> Vec<usize> {
    origins_of_more(dispatches, &vec![None; dispatches.len()])
}

/// The same where some of the documents were compared with one another before: `known` has for each of those the number of one that it
/// has its origin in common with, itself if there is no other; none for each that is new.
pub fn origins_of_more(dispatches: &[Dispatch<'_>], known: &[Option<usize>]) -> Vec<usize> {
    let mut origins = Origins((0..dispatches.len()).collect());
    for (at, fellow) in known.iter().enumerate() {
        origins.join(fellow.unwrap_or(at), at);
    }
    // Documents of one text and day need no comparing.
    let mut first_like: Keyed<(&Sketch, i64), usize> = Keyed::default();
    let mut unlike = Vec::new();
    for (at, dispatch) in dispatches.iter().enumerate() {
        if dispatch.sketch.rows > 0 {
            let like = (dispatch.sketch, dispatch.day);
            let first = *first_like.entry(like).or_insert(at);
            origins.join(first, at);
            unlike.extend((first == at).then_some(at));
        }
    }
    let mut compare = |at: usize, new: usize| {
        // Of two new ones the later is compared with the earlier.
        let due = known[at].is_some() || new < at;
        if due && origins.of(at) != origins.of(new) && dispatches[at].copies(&dispatches[new]) {
            origins.join(at, new);
        }
    };
    let new = unlike.iter().copied().filter(|at| known[*at].is_none());
    let new: Vec<usize> = new.collect();
    if new.len() <= FEW {
        for at in unlike {
            new.iter().for_each(|new| compare(at, *new));
        }
    } else {
        let having = having(&new, dispatches);
        // With whom each new one was compared last.
        let mut last_compared = vec![usize::MAX; dispatches.len()];
        for at in unlike {
            let hashes = dispatches[at].sketch.hashes.iter();
            for new in hashes.filter_map(|hash| having.get(hash)).flatten() {
                if std::mem::replace(&mut last_compared[*new], at) != at {
                    compare(at, *new);
                }
            }
        }
    }
    (0..dispatches.len()).map(|at| origins.of(at)).collect()
}

/// Which of some documents have a hash: only those with one in common can be copies.
fn having(some: &[usize], dispatches: &[Dispatch<'_>]) -> Keyed<u64, Vec<usize>> {
    let mut having: Keyed<u64, Vec<usize>> = Keyed::default();
    for at in some {
        for hash in &dispatches[*at].sketch.hashes {
            having.entry(*hash).or_default().push(*at);
        }
    }
    having
}

/// Sets of documents by their firsts (union-find).
struct Origins(Vec<usize>);

impl Origins {
    fn of(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        self.0[one.max(other)] = one.min(other);
    }
}

fn row(words: &[u64]) -> u64 {
    words.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| {
        (hash ^ word)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
    })
}

/// FNV-1a, 64 bits, letters alike whether great or small.
fn hash(word: &str) -> u64 {
    let mix = |hash: u64, letter: u64| (hash ^ letter).wrapping_mul(0x0100_0000_01b3);
    word.chars().fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        // Most letters are plain ones.
        if c.is_ascii() {
            return mix(hash, u64::from(c.to_ascii_lowercase()));
        }
        c.to_lowercase()
            .fold(hash, |hash, c| mix(hash, u64::from(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferry that ties the two islands sailed again on Monday after nine years. Fishermen on both shores rang \
        bells, and the mayors of the harbours drank tea together. A second crossing is planned for the spring, if the weather holds.";

    #[test]
    fn copies_are_known_for_copies() {
        let check = |one: &str, other: &str, copied: bool| {
            assert_eq!(
                Sketch::of(one).copies(&Sketch::of(other)),
                copied,
                "{one} | {other}"
            );
            assert_eq!(Sketch::of(other).copies(&Sketch::of(one)), copied);
        };
        let cut = &TEXT[..150];
        check(TEXT, TEXT, true);
        check(TEXT, &format!("(Harbor Wire) {cut}."), true);
        check(
            TEXT,
            "The two islands are joined by a ferry again, after nine years. The mayors had tea.",
            false,
        );
        check("", "", false);
        // Two short dispatches that share a sentence.
        let shared = "The foreign ministers of Peru and Kenya met in Geneva on Monday";
        check(
            &format!("{shared}. They spoke of fish and signed nothing."),
            &format!("{shared}, and a day later visas were eased."),
            false,
        );
        check(
            &format!("{shared} and spoke of fish."),
            &format!("{shared} and spoke of fish. (ANB)"),
            true,
        );
    }

    #[test]
    fn copies_are_published_within_a_month() {
        let (text, other) = (
            Sketch::of(TEXT),
            Sketch::of("Nothing of the kind was seen here at all."),
        );
        let check = |documents: &[(&Sketch, i64)], expected: &[usize]| {
            let dispatches: Vec<Dispatch<'_>> = documents
                .iter()
                .map(|(sketch, day)| Dispatch { sketch, day: *day })
                .collect();
            assert_eq!(origins(&dispatches), expected, "{documents:?}");
        };
        check(&[(&text, 700), (&text, 700), (&other, 700)], &[0, 0, 2]);
        check(&[(&text, 700), (&text, 730), (&text, 731)], &[0, 0, 0]);
        check(&[(&text, 700), (&text, 731)], &[0, 1]);
        check(&[(&text, 1400), (&text, 700), (&text, 1400)], &[0, 1, 0]);
        check(&[(&text, 700), (&text, 0)], &[0, 0]);
    }

    #[test]
    fn new_documents_are_compared_with_those_known() {
        let (text, cut) = (Sketch::of(TEXT), Sketch::of(&TEXT[..150]));
        let other = Sketch::of("Nothing of the kind was seen here at all.");
        let sketches = [&cut, &other, &text, &other, &text];
        let dispatches = sketches.map(|sketch| Dispatch { sketch, day: 700 });
        let expected = [0, 1, 0, 1, 0];
        assert_eq!(origins(&dispatches), expected);
        for known in [
            [None, None, None, Some(3), Some(4)],
            [Some(0), Some(1), None, None, Some(0)],
            [None, Some(1), None, Some(1), None],
        ] {
            assert_eq!(origins_of_more(&dispatches, &known), expected, "{known:?}");
        }
    }

    #[test]
    fn many_new_documents_are_compared_as_few_are() {
        let texts: Vec<String> = (0..=FEW)
            .map(|number| TEXT.replace(' ', &format!(" {number}")))
            .collect();
        let cut = texts.iter().map(|text| &text[..200]);
        let all: Vec<Sketch> = texts
            .iter()
            .map(String::as_str)
            .chain(cut)
            .map(Sketch::of)
            .collect();
        let dispatches: Vec<Dispatch<'_>> = all
            .iter()
            .map(|sketch| Dispatch { sketch, day: 700 })
            .collect();
        let expected: Vec<usize> = (0..=FEW).chain(0..=FEW).collect();
        assert_eq!(origins(&dispatches), expected);
    }

    #[test]
    fn bytes_keep_a_sketch() {
        let sketch = Sketch::of(TEXT);
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), sketch);
        assert!(!Sketch::from_bytes(&[1, 2, 3]).copies(&sketch));
    }
}
