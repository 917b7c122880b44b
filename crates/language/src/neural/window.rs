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
use super::simd;

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

    /// Adds the layer's outputs for the tiles' rows to `output`, which holds `input` there before.
    pub(super) fn apply(
        &self,
        input: &[f32],
        tiles: &[Tile],
        output: &mut [f32],
        space: &mut Vec<f32>,
    ) {
        let (width, outputs) = (self.finish.width, self.finish.products());
        let size = BLOCK * PRODUCTS * (width + outputs) + width;
        space.resize(space.len().max(size), 0.0);
        let (zeros, space) = space.split_at_mut(width);
        zeros.fill(0.0);
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
            self.gather(products, block, output);
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

    /// Makes the outputs of each tile from its products and adds them to the wanted rows.
    fn gather(&self, products: &mut [f32], tiles: &[Tile], output: &mut [f32]) {
        let (width, outputs) = (self.finish.width, self.finish.products());
        simd::run(
            #[inline(always)]
            || {
                for (at, tile) in tiles.iter().enumerate() {
                    gather_tile(products, at * outputs, BLOCK * outputs, outputs);
                    for offset in 0..OUTPUTS.min(tile.end - tile.row) {
                        let values =
                            &mut products[offset * BLOCK * outputs + at * outputs..][..outputs];
                        let row = &mut output[(tile.row + offset) * width..][..width];
                        self.finish.finish_onto(values, row);
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

/// Lavin and Gray's Aᵀ, in place: output `o` replaces product `o`.
#[inline(always)]
fn gather_tile(products: &mut [f32], at: usize, step: usize, outputs: usize) {
    let [m0, m1, m2, m3, m4, m5] = split(products, at, step, outputs);
    for i in 0..outputs {
        let (sum, difference) = (m1[i] + m2[i], m1[i] - m2[i]);
        let (outer, slope) = (m3[i] + m4[i], m3[i] - m4[i]);
        m0[i] += sum + outer;
        m1[i] = difference + 2.0 * slope;
        m2[i] = sum + 4.0 * outer;
        m3[i] = difference + 8.0 * slope + m5[i];
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
