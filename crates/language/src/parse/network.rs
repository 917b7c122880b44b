//! The network that scores a parser's moves, its first layer computed beforehand for each token.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::model::{Layers, Value};
use crate::neural::{Linear, Weights};

/// A `spacy.TransitionBasedParser.v2` network without its token vectors.
#[derive(Debug)]
pub(crate) struct Transitions {
    /// From token vectors to the parser's own width.
    reduce: Linear,
    /// Products of a token with each feature slot: slot by slot, piece by piece, unit by unit.
    lower: Weights,
    /// What a slot without a token contributes; `slots * hidden * pieces`.
    pad: Vec<f32>,
    bias: Vec<f32>,
    upper: Linear,
    slots: usize,
    hidden: usize,
    pieces: usize,
}

/// What one thread's parser works on.
#[derive(Debug, Default)]
pub(crate) struct NetworkBuffers {
    reduced: Vec<f32>,
    products: Vec<f32>,
    sum: Vec<f32>,
    pub(crate) scores: Vec<f32>,
}

impl Transitions {
    /// Reads the network of a parser or an entity recogniser with so many feature slots and moves.
    pub(crate) fn read(
        layers: &Layers<'_>,
        width: usize,
        slots: usize,
        moves: usize,
    ) -> Result<Self> {
        let lower = layers.reference("lower")?;
        let upper_layer = layers.reference("upper")?;
        let upper = Linear::read(upper_layer)?;
        let reduce = layers
            .named("linear")
            .filter(|layer| !std::ptr::eq(*layer, upper_layer))
            .last()
            .ok_or_else(|| layers.wrong("no linear layer between token vectors and parser"))?;
        let reduce = Linear::read(reduce)?;
        let weights = lower.param("W", 4)?;
        let &[found_slots, hidden, pieces, inputs] = weights.shape.as_slice() else {
            return Err(lower.wrong("weights of the first layer have no four dimensions"));
        };
        let (pad, bias) = (lower.param("pad", 4)?, lower.param("b", 2)?);
        let fits = found_slots == slots
            && reduce.weights.inputs() == width
            && reduce.weights.outputs() == inputs
            && pad.data.len() == slots * hidden * pieces
            && bias.data.len() == hidden * pieces
            && upper.weights.inputs() == hidden
            && upper.weights.outputs() == moves;
        if !fits || hidden == 0 || pieces == 0 || inputs == 0 {
            return Err(layers.wrong(format!(
                "the layers do not fit one another, {width} values a token, {slots} slots and {moves} moves"
            )));
        }
        // The file has unit before piece; piece before unit lets the maximum run over vectors.
        let order = |slots: usize| {
            (0..slots).flat_map(move |slot| {
                (0..pieces).flat_map(move |piece| {
                    (0..hidden).map(move |unit| (slot * hidden + unit) * pieces + piece)
                })
            })
        };
        Ok(Self {
            lower: Weights::from_rows(
                inputs,
                order(slots).map(|at| &weights.data[at * inputs..(at + 1) * inputs]),
            ),
            pad: order(slots).map(|at| pad.data[at]).collect(),
            bias: order(1).map(|at| bias.data[at]).collect(),
            reduce,
            upper,
            slots,
            hidden,
            pieces,
        })
    }

    /// Computes the first layer for every token of a batch.
    pub(crate) fn prepare(&self, vectors: &[f32], tokens: usize, buffers: &mut NetworkBuffers) {
        let width = self.reduce.weights.outputs();
        buffers.reduced.resize(tokens * width, 0.0);
        self.reduce.apply(vectors, tokens, &mut buffers.reduced);
        buffers.products.resize(tokens * self.lower.outputs(), 0.0);
        self.lower
            .multiply(&buffers.reduced, width, tokens, &mut buffers.products);
    }

    /// Scores all moves in a state, given the token in each slot, into `buffers.scores`.
    pub(crate) fn score(&self, context: &[Option<usize>], buffers: &mut NetworkBuffers) {
        let width = self.hidden * self.pieces;
        buffers.sum.clear();
        buffers.sum.resize(width, 0.0);
        for (slot, token) in context.iter().enumerate() {
            let row = match token {
                Some(token) => &buffers.products[(token * self.slots + slot) * width..][..width],
                None => &self.pad[slot * width..][..width],
            };
            for (sum, value) in buffers.sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
        for (sum, bias) in buffers.sum.iter_mut().zip(&self.bias) {
            *sum += bias;
        }
        let (best, rest) = buffers.sum.split_at_mut(self.hidden);
        for piece in rest.chunks(self.hidden) {
            for (value, &other) in best.iter_mut().zip(piece) {
                *value = if other > *value { other } else { *value };
            }
        }
        buffers.scores.clear();
        buffers.scores.resize(self.upper.weights.outputs(), 0.0);
        for (unit, &value) in best.iter().enumerate() {
            for (score, weight) in buffers.scores.iter_mut().zip(self.upper.weights.row(unit)) {
                *score += value * weight;
            }
        }
        for (score, bias) in buffers.scores.iter_mut().zip(&self.upper.bias) {
            *score += bias;
        }
    }
}

/// The first of the best-scored moves that are valid.
pub(super) fn best_move(scores: &[f32], valid: impl Fn(usize) -> bool) -> Option<usize> {
    let mut best = None;
    for (at, &score) in scores.iter().enumerate() {
        if valid(at) && best.is_none_or(|(_, top)| score > top) {
            best = Some((at, score));
        }
    }
    best.map(|(at, _)| at)
}

/// Reads a `moves` file: the actions with their labels, in the order of the network's outputs.
pub(super) fn read_moves(file: &str, bytes: &[u8]) -> Result<Vec<(u8, String)>> {
    let wrong = |what: &str| Error::malformed(file, what);
    let value = Value::read(bytes).map_err(|what| Error::malformed(file, what))?;
    let json = value
        .get("moves")
        .and_then(Value::as_str)
        .ok_or_else(|| wrong("no `moves`"))?;
    let actions: BTreeMap<String, BTreeMap<String, Json>> =
        serde_json::from_str(json).map_err(|error| wrong(&error.to_string()))?;
    let mut moves = Vec::new();
    // Labels that were added after training have negative frequencies and come after all others.
    let mut added: Vec<(i64, String, u8)> = Vec::new();
    for (action, labels) in actions {
        let action: u8 = action
            .parse()
            .map_err(|_| wrong("an action is no number"))?;
        let mut labels: Vec<(i64, String)> = labels
            .into_iter()
            .map(|(label, count)| Some((count.as_i64()?, label)))
            .collect::<Option<_>>()
            .ok_or_else(|| wrong("a label's frequency is no whole number"))?;
        labels.sort();
        for (count, label) in labels.into_iter().rev() {
            if count < 0 {
                added.push((count, label, action));
            } else if !moves.contains(&(action, label.clone())) {
                moves.push((action, label));
            }
        }
    }
    added.sort_by(|a, b| (b.0, &b.1, a.2).cmp(&(a.0, &a.1, b.2)));
    moves.extend(added.into_iter().map(|(_, label, action)| (action, label)));
    Ok(moves)
}
