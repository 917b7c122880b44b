//! The layers that spaCy's networks are built of.

use std::ops::Range;

use super::matrix::Weights;
use super::simd;
use crate::error::Result;
use crate::model::{Array, Layer};

/// thinc adds this to the variance.
const EPSILON: f32 = 1e-8;

/// The most outputs of a layer. Networks of spaCy's pipelines have about a thousand at most; one
/// that claims many more would make buffers beyond all memory.
pub(crate) const MAX_OUTPUTS: usize = 1 << 14;

/// How many rows are multiplied at once: their products then stay in the fast caches.
const BLOCK: usize = 128;

/// A linear layer.
#[derive(Clone, Debug)]
pub(crate) struct Linear {
    pub(crate) weights: Weights,
    pub(crate) bias: Vec<f32>,
}

impl Linear {
    /// Reads `W` (outputs × inputs) and `b`.
    pub(crate) fn read(layer: &Layer<'_>) -> Result<Self> {
        let (weights, bias) = (layer.param("W", 2)?, layer.param("b", 1)?);
        let (outputs, inputs) = (weights.shape[0], weights.shape[1]);
        let sizes = (1..=MAX_OUTPUTS).contains(&outputs) && (1..=MAX_OUTPUTS).contains(&inputs);
        if bias.data.len() != outputs || !sizes {
            return Err(layer.wrong("weights and bias of a linear layer do not fit"));
        }
        Ok(Self {
            weights: Weights::from_rows(inputs, weights.data.chunks(inputs)),
            bias: bias.data.clone(),
        })
    }

    /// `output = input · W + b` for `rows` rows.
    pub(crate) fn apply(&self, input: &[f32], rows: usize, output: &mut [f32]) {
        let outputs = self.weights.outputs();
        self.weights
            .multiply(input, self.weights.inputs(), rows, output);
        for row in output[..rows * outputs].chunks_mut(outputs) {
            for (value, bias) in row.iter_mut().zip(&self.bias) {
                *value += bias;
            }
        }
    }
}

/// A maxout layer followed by layer normalisation.
///
/// Its products are ordered piece by piece, so that the maximum runs over vectors.
#[derive(Clone, Debug)]
pub(crate) struct MaxoutNorm {
    /// One row for each product.
    rows: Vec<f32>,
    finish: Finish,
    inputs: usize,
}

/// What follows the products: bias, maximum, normalisation.
#[derive(Clone, Debug)]
pub(crate) struct Finish {
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
    pub(crate) width: usize,
}

impl MaxoutNorm {
    /// Reads `W` (outputs × pieces × inputs), `b`, and the normalisation's `G` and `b`.
    pub(crate) fn read(maxout: &Layer<'_>, norm: &Layer<'_>) -> Result<Self> {
        let (weights, bias) = (maxout.param("W", 3)?, maxout.param("b", 2)?);
        let &[width, pieces, inputs] = weights.shape.as_slice() else {
            return Err(maxout.wrong("maxout weights have no three dimensions"));
        };
        let (gain, shift) = (norm.param("G", 1)?, norm.param("b", 1)?);
        let fits = bias.data.len() == width * pieces
            && gain.data.len() == width
            && shift.data.len() == width;
        let sizes = width > 0 && inputs > 0 && pieces > 0;
        if !fits || !sizes || width * pieces > MAX_OUTPUTS || inputs > MAX_OUTPUTS {
            return Err(maxout.wrong("maxout and normalisation do not fit"));
        }
        let order = || (0..pieces).flat_map(move |p| (0..width).map(move |o| o * pieces + p));
        let row = |at: usize| &weights.data[at * inputs..(at + 1) * inputs];
        Ok(Self {
            rows: order().flat_map(row).copied().collect(),
            finish: Finish {
                bias: order().map(|at| bias.data[at]).collect(),
                gain: gain.data.clone(),
                shift: shift.data.clone(),
                width,
            },
            inputs,
        })
    }

    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    pub(crate) fn width(&self) -> usize {
        self.finish.width
    }

    pub(crate) fn finish(&self) -> &Finish {
        &self.finish
    }

    /// All weights, in their order.
    pub(crate) fn weights(&self) -> Weights {
        Weights::from_rows(self.inputs, self.rows.chunks(self.inputs))
    }

    /// The weights of a part of the input that begins at `start`.
    pub(crate) fn part(&self, start: usize, inputs: usize) -> Weights {
        let rows = self.rows.chunks(self.inputs);
        Weights::from_rows(inputs, rows.map(|row| &row[start..start + inputs]))
    }

    /// The weights of equal parts of the input, as one layer that gives each part's products, one
    /// part after the other.
    pub(crate) fn parts_side_by_side(&self, count: usize) -> Weights {
        let inputs = self.inputs / count;
        let part = |part: usize| {
            let rows = self.rows.chunks(self.inputs);
            rows.map(move |row| &row[part * inputs..(part + 1) * inputs])
        };
        Weights::from_rows(inputs, (0..count).flat_map(part))
    }
}

impl Finish {
    /// How many products a row has.
    pub(crate) fn products(&self) -> usize {
        self.bias.len()
    }

    /// Applies weights and what follows to `rows` rows, row `r` starting at `r * stride`, and adds
    /// the results to the rows of `output`.
    pub(crate) fn apply_onto(
        &self,
        weights: &Weights,
        input: &[f32],
        stride: usize,
        rows: usize,
        output: &mut [f32],
        products: &mut Vec<f32>,
    ) {
        products.resize(BLOCK * self.products(), 0.0);
        for start in (0..rows).step_by(BLOCK) {
            let count = BLOCK.min(rows - start);
            weights.multiply(&input[start * stride..], stride, count, products);
            let rows = products.chunks_mut(self.products()).take(count);
            let outputs = output[start * self.width..].chunks_mut(self.width);
            simd::run(
                #[inline(always)]
                || {
                    for (row, out) in rows.zip(outputs) {
                        self.finish_onto(row, out);
                    }
                },
            );
        }
    }

    /// Bias, maximum and normalisation of one row of products; `output` gets the row added to it.
    #[inline(always)]
    pub(crate) fn finish_onto(&self, products: &mut [f32], output: &mut [f32]) {
        simd::add(products, &self.bias);
        let (best, rest) = products.split_at_mut(self.width);
        for piece in rest.chunks_exact(self.width) {
            simd::maximum(best, piece);
        }
        self.normalise_onto(best, output);
    }

    /// The bias of each piece, and which of a row's products are its.
    #[inline(always)]
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (Range<usize>, &[f32])> {
        let pieces = self.bias.chunks_exact(self.width).enumerate();
        pieces.map(|(piece, bias)| (piece * self.width..(piece + 1) * self.width, bias))
    }

    /// Normalises a row of maxima; `output` gets the row added to it.
    #[inline(always)]
    pub(crate) fn normalise_onto(&self, values: &[f32], output: &mut [f32]) {
        let count = self.width as f32;
        let mean = simd::sum(values, |value| value) / count;
        let variance = simd::sum(values, |value| (value - mean) * (value - mean)) / count;
        let scale = 1.0 / (variance + EPSILON).sqrt();
        let width = values.len();
        let (output, gain, shift) = (
            &mut output[..width],
            &self.gain[..width],
            &self.shift[..width],
        );
        for at in 0..width {
            output[at] += (values[at] - mean) * scale * gain[at] + shift[at];
        }
    }
}

/// The rows of a table of embeddings.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    rows: usize,
    width: usize,
    data: Vec<f32>,
}

impl Table {
    pub(crate) fn new(array: &Array) -> Option<Self> {
        match array.shape.as_slice() {
            &[rows, width] if rows > 0 && (1..=MAX_OUTPUTS).contains(&width) => Some(Self {
                rows,
                width,
                data: array.data.clone(),
            }),
            _ => None,
        }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Row `at`, counted round the table.
    pub(crate) fn row(&self, at: usize) -> &[f32] {
        let at = at % self.rows;
        &self.data[at * self.width..(at + 1) * self.width]
    }
}
