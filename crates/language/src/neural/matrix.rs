//! Matrix products.
//!
//! Weights are packed once into strips of outputs, so that the kernel reads them in a row; on a
//! machine with AVX-512 it comes within a tenth of what the processor can do. Each output is one
//! chain of fused multiplications and additions over the inputs in order: a row's result depends
//! neither on its company nor on how wide the machine's vectors are.

use pulp::{Simd, WithSimd};

use super::simd;

/// How many outputs a strip has: the most floats that any machine's vectors hold.
const STRIP: usize = 16;

/// How many outputs of a row are computed together at most.
const MOST: usize = 4 * STRIP;

/// A matrix of weights, packed for products with it.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// For each strip of outputs, for each input, the weights of the strip's outputs; zeros where
    /// the last strip has fewer.
    strips: Vec<f32>,
    inputs: usize,
    outputs: usize,
}

impl Weights {
    /// From rows, one for each output, each as long as the input.
    pub(crate) fn from_rows<'a>(inputs: usize, rows: impl Iterator<Item = &'a [f32]>) -> Self {
        let rows: Vec<&[f32]> = rows.collect();
        let mut strips = vec![0.0; rows.len().div_ceil(STRIP) * inputs * STRIP];
        for (output, row) in rows.iter().enumerate() {
            let strip = &mut strips[output / STRIP * inputs * STRIP..];
            let places = strip[output % STRIP..].iter_mut().step_by(STRIP);
            for (place, &weight) in places.zip(row.iter().take(inputs)) {
                *place = weight;
            }
        }
        Self {
            strips,
            inputs,
            outputs: rows.len(),
        }
    }

    /// The sum of matrices of one shape, each times its factor, added up in double precision.
    pub(crate) fn combine<const N: usize>(parts: &[Self; N], factors: &[f64; N]) -> Self {
        let sum = |at: usize| {
            let terms = parts.iter().zip(factors);
            terms
                .map(|(part, factor)| f64::from(part.strips[at]) * factor)
                .sum::<f64>() as f32
        };
        Self {
            strips: (0..parts[0].strips.len()).map(sum).collect(),
            ..parts[0]
        }
    }

    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// The weight of an input for an output.
    pub(crate) fn weight(&self, input: usize, output: usize) -> f32 {
        self.strips[(output / STRIP * self.inputs + input) * STRIP + output % STRIP]
    }

    /// Multiplies `rows` rows of `input`, row `r` starting at `r * stride`, into `output`.
    pub(crate) fn multiply(&self, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        simd::dispatch(Product {
            weights: self,
            input,
            stride,
            rows,
            output,
        });
    }
}

/// A product to be computed.
struct Product<'a> {
    weights: &'a Weights,
    input: &'a [f32],
    stride: usize,
    rows: usize,
    output: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    /// Chooses how many strips and rows go together: their sums, a row of weights and a value have
    /// to fit into the machine's registers.
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match S::F32_LANES {
            16 => self.compute::<S, 4, 1, 6>(simd),
            8 => self.compute::<S, 1, 2, 6>(simd),
            4 => self.compute::<S, 1, 4, 6>(simd),
            _ => self.compute::<S, 1, STRIP, 1>(simd),
        }
    }
}

/// `P` strips of `V` vectors and `R` rows go together.
impl Product<'_> {
    #[inline(always)]
    fn compute<S: Simd, const P: usize, const V: usize, const R: usize>(mut self, simd: S) {
        let strips = self.weights.outputs.div_ceil(STRIP);
        let mut strip = 0;
        while strip + P <= strips {
            self.panel::<S, P, V, R>(simd, strip);
            strip += P;
        }
        while P > 2 && strip + 2 <= strips {
            self.panel::<S, 2, V, R>(simd, strip);
            strip += 2;
        }
        while strip < strips {
            self.panel::<S, 1, V, R>(simd, strip);
            strip += 1;
        }
    }

    /// All rows of some strips.
    #[inline(always)]
    fn panel<S: Simd, const P: usize, const V: usize, const R: usize>(
        &mut self,
        simd: S,
        strip: usize,
    ) {
        let mut row = 0;
        while row + R <= self.rows {
            self.tile::<S, P, V, R>(simd, strip, row);
            row += R;
        }
        while R > 2 && row + 2 <= self.rows {
            self.tile::<S, P, V, 2>(simd, strip, row);
            row += 2;
        }
        while row < self.rows {
            self.tile::<S, P, V, 1>(simd, strip, row);
            row += 1;
        }
    }

    #[inline(always)]
    fn tile<S: Simd, const P: usize, const V: usize, const R: usize>(
        &mut self,
        simd: S,
        strip: usize,
        row: usize,
    ) {
        let inputs = self.weights.inputs;
        let input: [&[f32]; R] =
            std::array::from_fn(|r| &self.input[(row + r) * self.stride..][..inputs]);
        let weights: [&[S::f32s]; P] = std::array::from_fn(|p| {
            let strip = &self.weights.strips[(strip + p) * inputs * STRIP..][..inputs * STRIP];
            &S::as_simd_f32s(strip).0[..inputs * V]
        });
        let mut sums = [[[simd.splat_f32s(0.0); V]; P]; R];
        for at in 0..inputs {
            let weights: [[S::f32s; V]; P] =
                std::array::from_fn(|p| std::array::from_fn(|v| weights[p][at * V + v]));
            for r in 0..R {
                let value = simd.splat_f32s(input[r][at]);
                for p in 0..P {
                    for v in 0..V {
                        sums[r][p][v] = simd.mul_add_e_f32s(value, weights[p][v], sums[r][p][v]);
                    }
                }
            }
        }
        let outputs = self.weights.outputs;
        let start = strip * STRIP;
        let output = &mut self.output[row * outputs + start..];
        let room = outputs - start;
        if room >= P * STRIP {
            for r in 0..R {
                store::<S, P, V>(&mut output[r * outputs..], sums[r]);
            }
        } else {
            let mut whole = [0.0; MOST];
            for r in 0..R {
                store::<S, P, V>(&mut whole, sums[r]);
                output[r * outputs..][..room].copy_from_slice(&whole[..room]);
            }
        }
    }
}

/// Writes a row of sums. Plain counting and no condition, so that the loops are unrolled and the sums
/// stay in registers.
#[inline(always)]
fn store<S: Simd, const P: usize, const V: usize>(output: &mut [f32], sums: [[S::f32s; V]; P]) {
    let output = &mut S::as_mut_simd_f32s(&mut output[..P * STRIP]).0[..P * V];
    for p in 0..P {
        for v in 0..V {
            output[p * V + v] = sums[p][v];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(count: usize) -> Vec<f32> {
        let mut state = 7u32;
        (0..count)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / (1 << 23) as f32 - 1.0
            })
            .collect()
    }

    #[test]
    fn a_row_does_not_depend_on_its_company() {
        for (inputs, outputs) in [
            (64, 1024),
            (96, 50),
            (96, 864),
            (288, 288),
            (384, 288),
            (576, 288),
        ] {
            let weights = noise(inputs * outputs);
            let weights = Weights::from_rows(inputs, weights.chunks(inputs));
            let input = noise(300 * inputs);
            let mut all = vec![0.0; 300 * outputs];
            weights.multiply(&input, inputs, 300, &mut all);
            for rows in [1, 2, 3, 7, 8, 9, 13, 64, 100, 257] {
                for start in [0, 1, 17, 300 - rows] {
                    let mut some = vec![0.0; rows * outputs];
                    weights.multiply(&input[start * inputs..], inputs, rows, &mut some);
                    assert!(
                        some == all[start * outputs..][..rows * outputs],
                        "{inputs} × {outputs}: {rows} rows from {start}"
                    );
                }
            }
        }
    }
}
