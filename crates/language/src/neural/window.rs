//! Residual layers over a window of one token to each side, by minimal filtering.
//!
//! Such a layer is a convolution of three taps. Winograd's F(4, 3) (Arithmetic Complexity of
//! Computations, 1980; Lavin and Gray, arXiv:1509.09308) computes four neighbouring outputs with six
//! products where the plain way takes twelve. Rounding stays as small as that of the plain way,
//! since each product adds up a third as many terms.
//!
//! The four outputs of a tile share their rounding, so tiles are counted from each document's start:
//! a document's vectors do not depend on its company.

use super::layers::{Finish, MaxoutNorm};
use super::matrix::Weights;
use super::simd::{self, greater};

/// Outputs of a tile.
const OUTPUTS: usize = 4;

/// Products of a tile; also how many inputs it reads.
const PRODUCTS: usize = 6;

/// How many tiles are multiplied at once: what lies between the steps then stays in the cache.
const BLOCK: usize = 64;

/// How the three taps make the weights of each product (Lavin and Gray's G).
const TAPS: [[f64; 3]; PRODUCTS] = [
    [1.0 / 4.0, 0.0, 0.0],
    [-1.0 / 6.0, -1.0 / 6.0, -1.0 / 6.0],
    [-1.0 / 6.0, 1.0 / 6.0, -1.0 / 6.0],
    [1.0 / 24.0, 1.0 / 12.0, 1.0 / 6.0],
    [1.0 / 24.0, -1.0 / 12.0, 1.0 / 6.0],
    [0.0, 0.0, 1.0],
];

/// A window layer.
#[derive(Clone, Debug)]
pub(super) struct Window {
    kernels: [Weights; PRODUCTS],
    finish: Finish,
}

/// Four neighbouring rows, the first of them `row`; those from `end` on are not wanted, and inputs
/// from `end + 1` on count as zeros.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tile {
    row: usize,
    end: usize,
}

/// Covers the rows `start..end` with tiles.
pub(super) fn tiles(start: usize, end: usize) -> impl Iterator<Item = Tile> {
    (start..end)
        .step_by(OUTPUTS)
        .map(move |row| Tile { row, end })
}

impl Window {
    /// From a layer whose inputs are the token before, the token and the token after.
    pub(super) fn new(layer: &MaxoutNorm) -> Self {
        let width = layer.width();
        let parts = [0, 1, 2].map(|tap| layer.part(tap * width, width));
        Self {
            kernels: TAPS.map(|taps| Weights::combine(&parts, &taps)),
            finish: layer.finish().clone(),
        }
    }

    /// Writes the tiles' rows of `input`, with the layer's outputs for them added, to `output`.
    pub(super) fn apply(
        &self,
        input: &[f32],
        tiles: &[Tile],
        output: &mut [f32],
        space: &mut Vec<f32>,
    ) {
        let (width, outputs) = (self.finish.width, self.finish.products());
        let size = BLOCK * PRODUCTS * (width + outputs) + (1 + OUTPUTS) * width;
        space.resize(space.len().max(size), 0.0);
        let (zeros, space) = space.split_at_mut(width);
        zeros.fill(0.0);
        let (best, space) = space.split_at_mut(OUTPUTS * width);
        let (terms, products) = space.split_at_mut(BLOCK * PRODUCTS * width);
        for block in tiles.chunks(BLOCK) {
            self.spread(input, block, zeros, terms);
            for (product, kernel) in self.kernels.iter().enumerate() {
                kernel.multiply(
                    &terms[product * BLOCK * width..],
                    width,
                    block.len(),
                    &mut products[product * BLOCK * outputs..],
                );
            }
            self.gather(products, block, best, input, output);
        }
    }

    /// Makes the terms of each product from the six inputs of each tile.
    fn spread(&self, input: &[f32], tiles: &[Tile], zeros: &[f32], terms: &mut [f32]) {
        let width = self.finish.width;
        simd::run(
            #[inline(always)]
            || {
                for (at, tile) in tiles.iter().enumerate() {
                    let rows: [&[f32]; PRODUCTS] = std::array::from_fn(|offset| {
                        let row = tile.row + offset - 1;
                        if row <= tile.end {
                            &input[row * width..][..width]
                        } else {
                            &zeros[..width]
                        }
                    });
                    spread_tile(rows, terms, at * width, BLOCK * width);
                }
            },
        );
    }

    /// Makes the outputs of each tile from its products and writes the wanted rows.
    fn gather(
        &self,
        products: &[f32],
        tiles: &[Tile],
        best: &mut [f32],
        input: &[f32],
        output: &mut [f32],
    ) {
        let (width, outputs) = (self.finish.width, self.finish.products());
        simd::run(
            #[inline(always)]
            || {
                for (at, tile) in tiles.iter().enumerate() {
                    let products = std::array::from_fn(|product| {
                        &products[(product * BLOCK + at) * outputs..][..outputs]
                    });
                    gather_tile(products, &self.finish, best);
                    let rows = tile.row..tile.end.min(tile.row + OUTPUTS);
                    for (row, best) in rows.zip(best.chunks_exact(width)) {
                        let row = row * width..(row + 1) * width;
                        let output = &mut output[row.clone()];
                        output.copy_from_slice(&input[row]);
                        self.finish.normalise_onto(best, output);
                    }
                }
            },
        );
    }
}

/// Lavin and Gray's Bᵀ; term `p` is written at `at + p * step`.
#[inline(always)]
fn spread_tile(rows: [&[f32]; PRODUCTS], terms: &mut [f32], at: usize, step: usize) {
    let width = rows[0].len();
    let [d0, d1, d2, d3, d4, d5] = rows.map(|row| &row[..width]);
    let [t0, t1, t2, t3, t4, t5] = split(terms, at, step, width);
    for i in 0..width {
        let (near, far) = (d3[i] - 4.0 * d1[i], d4[i] - 4.0 * d2[i]);
        let (odd, even) = (2.0 * (d3[i] - d1[i]), d4[i] - d2[i]);
        t0[i] = 4.0 * d0[i] - 5.0 * d2[i] + d4[i];
        t1[i] = far + near;
        t2[i] = far - near;
        t3[i] = even + odd;
        t4[i] = even - odd;
        t5[i] = 4.0 * d1[i] - 5.0 * d3[i] + d5[i];
    }
}

/// Lavin and Gray's Aᵀ, with bias and maximum: one row of `best` for each output.
#[inline(always)]
fn gather_tile(products: [&[f32]; PRODUCTS], finish: &Finish, best: &mut [f32]) {
    best.fill(f32::NEG_INFINITY);
    let width = finish.width;
    let (b01, b23) = best.split_at_mut(2 * width);
    let ((b0, b1), (b2, b3)) = (b01.split_at_mut(width), b23.split_at_mut(width));
    let (b2, b3) = (&mut b2[..width], &mut b3[..width]);
    for (range, bias) in finish.pieces() {
        let [m0, m1, m2, m3, m4, m5] = products.map(|product| &product[range.clone()][..width]);
        let bias = &bias[..width];
        for i in 0..width {
            let (sum, difference) = (m1[i] + m2[i], m1[i] - m2[i]);
            let (outer, slope) = (m3[i] + m4[i], m3[i] - m4[i]);
            b0[i] = greater(b0[i], m0[i] + sum + outer + bias[i]);
            b1[i] = greater(b1[i], difference + 2.0 * slope + bias[i]);
            b2[i] = greater(b2[i], sum + 4.0 * outer + bias[i]);
            b3[i] = greater(b3[i], difference + 8.0 * slope + m5[i] + bias[i]);
        }
    }
}

/// Six pieces of `width`, the first at `at`, each `step` after the one before.
#[inline(always)]
fn split(values: &mut [f32], at: usize, step: usize, width: usize) -> [&mut [f32]; PRODUCTS] {
    let mut rest = &mut values[at..];
    std::array::from_fn(|product| {
        let whole = std::mem::take(&mut rest);
        let (piece, after) = if product + 1 < PRODUCTS {
            whole.split_at_mut(step)
        } else {
            (whole, <&mut [f32]>::default())
        };
        rest = after;
        &mut piece[..width]
    })
}
