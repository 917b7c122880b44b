//! The layers that spaCy's networks are built of.

use super::matrix::Weights;
use crate::error::Result;
use crate::model::Layer;

/// thinc adds this to the variance.
const EPSILON: f32 = 1e-8;

/// How many rows are multiplied at once: their products then stay in the fast caches.
pub(crate) const BLOCK: usize = 128;

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
        if bias.data.len() != outputs || inputs == 0 {
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
#[derive(Clone, Debug)]
pub(crate) struct MaxoutNorm {
    /// Outputs of piece 0 first, then those of piece 1, ..., so that the maximum runs over vectors.
    pub(crate) weights: Weights,
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
    pieces: usize,
    width: usize,
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
        if !fits || width == 0 || inputs == 0 || pieces == 0 {
            return Err(maxout.wrong("maxout and normalisation do not fit"));
        }
        let order = || (0..pieces).flat_map(move |p| (0..width).map(move |o| o * pieces + p));
        Ok(Self {
            weights: Weights::from_rows(
                inputs,
                order().map(|at| &weights.data[at * inputs..(at + 1) * inputs]),
            ),
            bias: order().map(|at| bias.data[at]).collect(),
            gain: gain.data.clone(),
            shift: shift.data.clone(),
            pieces,
            width,
        })
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// How many products a row has before the maximum.
    pub(crate) fn products(&self) -> usize {
        self.width * self.pieces
    }

    /// Bias, maximum and normalisation of one row of products; `output` gets the row added to it.
    pub(crate) fn finish_onto(&self, products: &mut [f32], output: &mut [f32]) {
        for (value, bias) in products.iter_mut().zip(&self.bias) {
            *value += bias;
        }
        let (best, rest) = products.split_at_mut(self.width);
        for piece in rest.chunks(self.width) {
            for (value, &other) in best.iter_mut().zip(piece) {
                *value = if other > *value { other } else { *value };
            }
        }
        let count = self.width as f32;
        let mean = sum(best.iter().copied()) / count;
        let variance = sum(best.iter().map(|value| (value - mean) * (value - mean))) / count;
        let scale = 1.0 / (variance + EPSILON).sqrt();
        for (((out, value), gain), shift) in output
            .iter_mut()
            .zip(best.iter())
            .zip(&self.gain)
            .zip(&self.shift)
        {
            *out += (value - mean) * scale * gain + shift;
        }
    }

    /// Applies the layer to `rows` rows, row `r` starting at `r * stride`, and adds the results
    /// to the rows of `output`.
    pub(crate) fn apply_onto(
        &self,
        input: &[f32],
        stride: usize,
        rows: usize,
        output: &mut [f32],
        products: &mut Vec<f32>,
    ) {
        products.resize(BLOCK * self.products(), 0.0);
        for start in (0..rows).step_by(BLOCK) {
            let count = BLOCK.min(rows - start);
            self.weights
                .multiply(&input[start * stride..], stride, count, products);
            let outputs = output[start * self.width..].chunks_mut(self.width);
            for (row, out) in products
                .chunks_mut(self.products())
                .take(count)
                .zip(outputs)
            {
                self.finish_onto(row, out);
            }
        }
    }
}

/// A sum in eight lanes: the compiler can run them side by side, and the order is always the same.
fn sum(values: impl ExactSizeIterator<Item = f32>) -> f32 {
    let mut lanes = [0.0f32; 8];
    for (at, value) in values.enumerate() {
        lanes[at & 7] += value;
    }
    lanes.iter().sum()
}
