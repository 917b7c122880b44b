//! Matrix products. The one module that calls unsafe code: the kernels of `gemm` take raw pointers,
//! and this wrapper checks that every pointer stays inside its slice before it hands them over.
#![allow(unsafe_code)]

use gemm::Parallelism;

/// Kernels for very few rows add up in another order than those for many; the rows of a small
/// product are therefore padded to as many as this, so that a row's result never depends on its company.
const MIN_ROWS: usize = 8;

/// A matrix of weights, kept so that products with it run over contiguous memory.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// Column `o` of the transposed matrix holds the weights of output `o`: `inputs` × `outputs`.
    data: Vec<f32>,
    inputs: usize,
    outputs: usize,
}

impl Weights {
    /// From rows, one for each output, each as long as the input.
    pub(crate) fn from_rows<'a>(inputs: usize, rows: impl Iterator<Item = &'a [f32]>) -> Self {
        let rows: Vec<&[f32]> = rows.collect();
        let outputs = rows.len();
        let mut data = vec![0.0; inputs * outputs];
        for (output, row) in rows.iter().enumerate() {
            for (input, &weight) in row.iter().enumerate().take(inputs) {
                data[input * outputs + output] = weight;
            }
        }
        Self {
            data,
            inputs,
            outputs,
        }
    }

    /// The sum of matrices of one shape, each times its factor, added up in double precision.
    pub(crate) fn combine<const N: usize>(parts: &[Self; N], factors: &[f64; N]) -> Self {
        let sum = |at: usize| {
            let terms = parts.iter().zip(factors);
            terms
                .map(|(part, factor)| f64::from(part.data[at]) * factor)
                .sum::<f64>() as f32
        };
        Self {
            data: (0..parts[0].data.len()).map(sum).collect(),
            ..parts[0]
        }
    }

    /// One matrix that gives the outputs of each part, one part after the other.
    pub(crate) fn side_by_side(parts: &[Self]) -> Self {
        let inputs = parts.first().map_or(0, |part| part.inputs);
        let rows = (0..inputs).flat_map(|input| parts.iter().map(move |part| part.row(input)));
        Self {
            data: rows.flatten().copied().collect(),
            inputs,
            outputs: parts.iter().map(|part| part.outputs).sum(),
        }
    }

    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// The weights of input `input` for all outputs.
    pub(crate) fn row(&self, input: usize) -> &[f32] {
        &self.data[input * self.outputs..(input + 1) * self.outputs]
    }

    /// Multiplies `rows` rows of `input`, row `r` starting at `r * stride`, into `output`.
    pub(crate) fn multiply(&self, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        if rows == 0 {
            return;
        }
        assert!((rows - 1) * stride + self.inputs <= input.len());
        assert!(rows * self.outputs <= output.len());
        if rows < MIN_ROWS {
            return self.multiply_few(input, stride, rows, output);
        }
        // SAFETY: the asserts above keep row `rows - 1` of input and output inside their slices,
        // `data` has `inputs * outputs` elements, and the output is borrowed mutably, so that it
        // overlaps neither.
        unsafe {
            gemm::gemm(
                rows,
                self.outputs,
                self.inputs,
                output.as_mut_ptr(),
                1,
                self.outputs as isize,
                false,
                input.as_ptr(),
                1,
                stride as isize,
                self.data.as_ptr(),
                1,
                self.outputs as isize,
                0.0,
                1.0,
                false,
                false,
                false,
                Parallelism::None,
            );
        }
    }

    fn multiply_few(&self, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        let mut padded = vec![0.0; MIN_ROWS * self.inputs];
        for row in 0..rows {
            padded[row * self.inputs..][..self.inputs]
                .copy_from_slice(&input[row * stride..][..self.inputs]);
        }
        let mut result = vec![0.0; MIN_ROWS * self.outputs];
        self.multiply(&padded, self.inputs, MIN_ROWS, &mut result);
        output[..rows * self.outputs].copy_from_slice(&result[..rows * self.outputs]);
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
