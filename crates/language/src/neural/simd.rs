//! Loops over floats that the compiler turns into the widest vectors of the machine it runs on.
//!
//! Everything called within [`run`] must be inlined into it, else it stays as narrow as the oldest
//! machine of its kind.

use std::sync::LazyLock;

use pulp::{Arch, WithSimd};

/// How many sums run side by side.
const LANES: usize = 16;

static ARCH: LazyLock<Arch> = LazyLock::new(Arch::new);

/// Runs a piece of work compiled for the machine's vector instructions.
pub(crate) fn run<R>(work: impl FnOnce() -> R) -> R {
    ARCH.dispatch(work)
}

/// Runs a piece of work that is written for vectors of any width.
pub(super) fn dispatch<W: WithSimd>(work: W) -> W::Output {
    ARCH.dispatch(work)
}

/// Adds `values` to `sums`.
#[inline(always)]
pub(crate) fn add(sums: &mut [f32], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

/// The greater of two, without the care for NaN that would cost a step more.
#[inline(always)]
pub(crate) fn greater(one: f32, other: f32) -> f32 {
    if other > one { other } else { one }
}

/// Keeps the greater of each pair in `best`.
#[inline(always)]
pub(crate) fn maximum(best: &mut [f32], others: &[f32]) {
    for (value, &other) in best.iter_mut().zip(others) {
        *value = greater(*value, other);
    }
}

/// The sum of what `map` makes of the values, always added up in the same order.
#[inline(always)]
pub(crate) fn sum(values: &[f32], map: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let mut chunks = values.chunks_exact(LANES);
    for chunk in &mut chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += map(value);
        }
    }
    for (lane, &value) in lanes.iter_mut().zip(chunks.remainder()) {
        *lane += map(value);
    }
    let mut count = LANES;
    while count > 1 {
        count /= 2;
        let (sums, others) = lanes.split_at_mut(count);
        add(sums, &others[..count]);
    }
    lanes[0]
}
