//! The two marked parties, and how well a frame that fits tells of them.

use chancery_text::{ByteSpan, TokenSpan};

use crate::matching::{Match, Side};
use crate::reading::Reading;

/// Two marked parties.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    /// None where no word is touched.
    pub source: Option<TokenSpan>,
    /// None where no target was asked for.
    pub target: Option<Option<TokenSpan>>,
}

/// Which parties a fit has where: `forward` says of source and target whether each is on its side,
/// `backward` whether each side holds the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seats {
    pub forward: [bool; 2],
    pub backward: [bool; 2],
}

impl Seats {
    /// In words, for features.
    pub fn as_str(self) -> &'static str {
        match (self.forward, self.backward) {
            ([true, true], _) => "both",
            ([true, false], [_, false]) => "source",
            ([false, true], [false, _]) => "target",
            (_, [true, true]) => "turned",
            ([true, false], _) => "source twice",
            ([false, true], _) => "target twice",
            (_, [true, false]) => "target does",
            (_, [false, true]) => "to source",
            _ => "neither",
        }
    }
}

impl Pair {
    /// The words that two spans of bytes touch.
    pub fn new(reading: &Reading, source: ByteSpan, target: Option<ByteSpan>) -> Self {
        Self {
            source: words_of(reading, source),
            target: target.map(|target| words_of(reading, target)),
        }
    }

    /// Who of the two stands where.
    pub fn seats(&self, found: &Match) -> Seats {
        let target = self.target.flatten();
        Seats {
            forward: [
                holds(&found.sources, self.source),
                holds(&found.targets, target),
            ],
            backward: [
                holds(&found.sources, target),
                holds(&found.targets, self.source),
            ],
        }
    }

    /// How well a fit tells of an act from the one to the other.
    pub fn rating(&self, reading: &Reading, found: &Match, seats: Seats) -> f32 {
        let mut rating = found.score;
        for (right, wrong) in seats.forward.into_iter().zip(seats.backward) {
            rating += if right { 3.0 } else { 0.0 };
            rating -= if wrong && !right { 1.5 } else { 0.0 };
        }
        let head = found.clause.head;
        let words = reading.subtree(head);
        if self
            .target
            .flatten()
            .is_some_and(|target| words.overlaps(target))
        {
            rating += 1.0;
        }
        let distance = self
            .source
            .map_or(0, |source| head.abs_diff(source.end).min(30));
        rating - 0.02 * distance as f32
    }
}

fn holds(side: &Side, words: Option<TokenSpan>) -> bool {
    words.is_some_and(|words| {
        side.mentions
            .iter()
            .any(|mention| mention.words.overlaps(words))
    })
}

/// The words that a span of bytes touches.
fn words_of(reading: &Reading, span: ByteSpan) -> Option<TokenSpan> {
    let first = reading
        .words()
        .partition_point(|word| word.span.end <= span.start);
    let last = reading
        .words()
        .partition_point(|word| word.span.start < span.end);
    (first < last).then(|| TokenSpan::new(first, last))
}
