//! Components that give each token one of several classes: tagger, morphologizer, sentence
//! recogniser, trainable lemmatizer.

use std::ops::Range;

use crate::neural::{Batch, Buffers, Linear, Tok2Vec};

/// A linear layer over token vectors whose outputs stand for classes.
#[derive(Debug)]
pub(super) struct Head<T> {
    pub(super) output: Linear,
    /// What each output stands for.
    pub(super) classes: Vec<T>,
    /// The component's own token vectors; nothing where it listens to the shared ones.
    pub(super) own: Option<Tok2Vec>,
}

/// How many rows are scored at once.
const BLOCK: usize = 256;

impl<T> Head<T> {
    /// Calls `choose` with the scores of each token of a part, in order.
    pub(super) fn score(
        &self,
        batch: Batch<'_>,
        part: &Range<usize>,
        shared: &[f32],
        buffers: &mut Buffers,
        mut choose: impl FnMut(usize, &mut [f32]),
    ) {
        let mut vectors = Vec::new();
        if let Some(own) = &self.own {
            own.apply(batch, part, buffers, &mut vectors);
        }
        let vectors = if self.own.is_some() { &vectors } else { shared };
        let (width, count) = (self.output.weights.inputs(), self.classes.len());
        let tokens = part.len();
        let mut scores = vec![0.0; count * BLOCK.min(tokens)];
        for start in (0..tokens).step_by(BLOCK) {
            let rows = BLOCK.min(tokens - start);
            self.output
                .apply(&vectors[start * width..], rows, &mut scores);
            for (offset, scores) in scores.chunks_mut(count).take(rows).enumerate() {
                choose(part.start + start + offset, scores);
            }
        }
    }

    /// Calls `note` with the best class of each token of a part, in order.
    pub(super) fn best(
        &self,
        batch: Batch<'_>,
        part: &Range<usize>,
        shared: &[f32],
        buffers: &mut Buffers,
        mut note: impl FnMut(usize, T),
    ) where
        T: Copy,
    {
        self.score(batch, part, shared, buffers, |at, scores| {
            note(at, self.classes[first_best(scores)]);
        });
    }
}

/// The place of the first of the greatest scores.
pub(super) fn first_best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = at;
        }
    }
    best
}
