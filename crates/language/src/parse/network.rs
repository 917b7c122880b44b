//! The network that scores a parser's moves, its first layer computed beforehand for each token.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::model::{Layers, Value};
use crate::neural::{Linear, MAX_OUTPUTS, Weights, simd};

/// The most feature slots of a state.
const MAX_SLOTS: usize = 8;

/// How many scores are summed side by side.
const PANEL: usize = 64;

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
    /// From hidden units to scores: for each panel of scores the weights of each unit.
    upper: Vec<[f32; PANEL]>,
    upper_bias: Vec<f32>,
    hidden: usize,
    pieces: usize,
}

/// What one thread's parser works on.
#[derive(Debug, Default)]
pub(crate) struct NetworkBuffers {
    /// What the parser sees of each token of the batch.
    reduced: Vec<f32>,
    products: Products,
    sum: Vec<f32>,
    pub(super) scores: Vec<f32>,
}

/// Products of some blocks of tokens; parsers look at few at a time, and those of all the tokens of
/// a long document would fill the memory.
#[derive(Debug, Default)]
struct Products {
    values: Vec<f32>,
    /// Where each block of the batch lies, if it is there.
    places: Vec<Option<usize>>,
    /// Which block lies at each place, and when it was last asked for.
    held: [(Option<usize>, u64); HELD],
    clock: u64,
}

/// How many tokens a block has.
const BLOCK: usize = 128;

/// How many blocks are held; many more than a state has feature slots.
const HELD: usize = 16;

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
            && upper.weights.outputs() == moves
            && slots * hidden * pieces <= MAX_OUTPUTS;
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
            upper_bias: upper.bias.clone(),
            upper: panels(&upper),
            hidden,
            pieces,
        })
    }

    /// Takes up a batch of so many tokens.
    pub(crate) fn prepare(&self, tokens: usize, buffers: &mut NetworkBuffers) {
        let products = &mut buffers.products;
        let size = BLOCK * HELD * self.lower.outputs();
        products.values.resize(products.values.len().max(size), 0.0);
        products.places.clear();
        products.places.resize(tokens.div_ceil(BLOCK), None);
        products.held = [(None, 0); HELD];
        products.clock = 0;
        buffers.reduced.resize(tokens * self.lower.inputs(), 0.0);
    }

    /// Takes the vectors of the batch's tokens from `first` on.
    pub(crate) fn take(&self, first: usize, vectors: &[f32], buffers: &mut NetworkBuffers) {
        let rows = vectors.len() / self.reduce.weights.inputs();
        let output = &mut buffers.reduced[first * self.lower.inputs()..];
        self.reduce.apply(vectors, rows, output);
    }

    /// Where the products of a token begin; computes those of its block unless they are there.
    fn locate(&self, token: usize, buffers: &mut NetworkBuffers) -> usize {
        let block = token / BLOCK;
        let place = match buffers.products.places[block] {
            Some(place) => place,
            None => {
                let place = buffers.products.make_room(block);
                self.compute(block, buffers, place);
                place
            }
        };
        let products = &mut buffers.products;
        products.clock += 1;
        products.held[place].1 = products.clock;
        (place * BLOCK + token % BLOCK) * self.lower.outputs()
    }

    fn compute(&self, block: usize, buffers: &mut NetworkBuffers, place: usize) {
        let (inner, outputs) = (self.lower.inputs(), self.lower.outputs());
        let input = &buffers.reduced[block * BLOCK * inner..];
        let rows = BLOCK.min(input.len() / inner);
        let output = &mut buffers.products.values[place * BLOCK * outputs..];
        self.lower.multiply(input, inner, rows, output);
    }

    /// Scores all moves in a state, given the token in each slot, into `buffers.scores`.
    pub(crate) fn score(&self, context: &[Option<usize>], buffers: &mut NetworkBuffers) {
        let width = self.hidden * self.pieces;
        buffers.sum.resize(width, 0.0);
        buffers.scores.resize(self.upper_bias.len(), 0.0);
        // A state has fewer slots than there are blocks held, so that none of these moves another.
        let mut starts = [None; MAX_SLOTS];
        for (start, token) in starts.iter_mut().zip(context) {
            *start = token.map(|token| self.locate(token, buffers));
        }
        let NetworkBuffers {
            products,
            sum,
            scores,
            ..
        } = buffers;
        simd::run(
            #[inline(always)]
            || {
                sum.copy_from_slice(&self.bias);
                for (slot, start) in starts[..context.len()].iter().enumerate() {
                    let row = match start {
                        Some(start) => &products.values[start + slot * width..][..width],
                        None => &self.pad[slot * width..][..width],
                    };
                    simd::add(sum, row);
                }
                let (best, rest) = sum.split_at_mut(self.hidden);
                for piece in rest.chunks_exact(self.hidden) {
                    simd::maximum(best, piece);
                }
                let panels = self.upper.chunks_exact(self.hidden);
                for (panel, scores) in panels.zip(scores.chunks_mut(PANEL)) {
                    let mut sums = [0.0f32; PANEL];
                    for (weights, &value) in panel.iter().zip(best.iter()) {
                        for (sum, weight) in sums.iter_mut().zip(weights) {
                            *sum = value.mul_add(*weight, *sum);
                        }
                    }
                    let count = scores.len();
                    scores.copy_from_slice(&sums[..count]);
                }
                simd::add(scores, &self.upper_bias);
            },
        );
    }
}

impl Products {
    /// Gives `block` a free place, or that of the block that was not asked for the longest.
    fn make_room(&mut self, block: usize) -> usize {
        let ages = self
            .held
            .iter()
            .map(|(held, clock)| (held.is_some(), *clock));
        let place = ages
            .enumerate()
            .min_by_key(|(_, age)| *age)
            .map_or(0, |(place, _)| place);
        if let Some(old) = self.held[place].0 {
            self.places[old] = None;
        }
        self.held[place] = (Some(block), self.clock);
        self.places[block] = Some(place);
        place
    }
}

fn panels(upper: &Linear) -> Vec<[f32; PANEL]> {
    let (units, scores) = (upper.weights.inputs(), upper.weights.outputs());
    let panel = |start: usize, unit: usize| {
        std::array::from_fn(|at| match start + at {
            score if score < scores => upper.weights.weight(unit, score),
            _ => 0.0,
        })
    };
    (0..scores)
        .step_by(PANEL)
        .flat_map(|start| (0..units).map(move |unit| panel(start, unit)))
        .collect()
}

/// The first of the best-scored moves of the ranges given, which are in order.
pub(super) fn best_move(
    scores: &[f32],
    ranges: impl IntoIterator<Item = Range<usize>>,
) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for range in ranges {
        let scores = &scores[range.clone()];
        let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        if best.is_none_or(|(_, score)| top > score)
            && let Some(at) = scores.iter().position(|&score| score == top)
        {
            best = Some((range.start + at, top));
        }
    }
    best.map(|(at, _)| at)
}

/// The runs of neighbouring moves that have the same kind.
pub(super) fn runs<K: PartialEq + Copy>(kinds: &[K]) -> Vec<(K, Range<usize>)> {
    let mut runs: Vec<(K, Range<usize>)> = Vec::new();
    for (at, &kind) in kinds.iter().enumerate() {
        match runs.last_mut() {
            Some((last, range)) if *last == kind => range.end = at + 1,
            _ => runs.push((kind, at..at + 1)),
        }
    }
    runs
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
