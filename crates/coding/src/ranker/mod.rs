//! Learned models: multinomial log-linear ones over hashed features; [`Ranker`] says with two of them which act goes from
//! one marked party to another.
//!
//! Weights are trained by `cargo xtask train` and kept as bytes: features of any name fall into
//! [`LogLinear::BUCKETS`] buckets (the hashing trick, Weinberger et al., ICML 2009), and the weights of a
//! class are whole numbers of eight bits times a scale. Probabilities are tempered, one temperature for
//! all classes, fitted on held-out data (Guo et al., ICML 2017).

mod acts;
mod features;
mod meaning;
mod relations;
mod vectors;

use std::fmt;

pub(crate) use acts::clues;
pub use acts::{ANSWERS, ActRanker, NO_ACT};
pub use features::Features;
pub(crate) use features::{Clues, Piece, Shared, Sieve, Sink, features, label};
pub use relations::{ClassModel, Ranker};
pub use vectors::Vectors;

/// A trained model of `CLASSES` classes.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLinear<const CLASSES: usize> {
    temperature: f32,
    scales: [f32; CLASSES],
    /// The weights of bucket `b` are `weights[b * CLASSES..][..CLASSES]`.
    weights: Vec<i8>,
}

/// Why bytes are not a ranker, or not vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankerError {
    /// They do not begin as one, or begin as one of another version.
    Kind,
    /// There are too few or too many.
    Length {
        /// How many there are.
        found: usize,
        /// How many there ought to be.
        wanted: usize,
    },
    /// They are not those that were written.
    Damaged,
}

impl fmt::Display for RankerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind => f.write_str("not of this kind or version"),
            Self::Length { found, wanted } => {
                write!(f, "there ought to be {wanted} bytes, these are {found}")
            }
            Self::Damaged => f.write_str("damaged: the checksum does not match"),
        }?;
        f.write_str("; `cargo xtask train` writes rankers anew, `cargo xtask vectors` vectors")
    }
}

impl std::error::Error for RankerError {}

const MAGIC: &[u8; 8] = b"CHRANK01";

impl<const CLASSES: usize> LogLinear<CLASSES> {
    /// Magic, temperature, scales; behind the weights stands the checksum.
    const HEADER: usize = MAGIC.len() + 4 + 4 * CLASSES;
    const LENGTH: usize = Self::HEADER + Self::BUCKETS * CLASSES + 8;

    /// Into how many buckets features fall.
    pub const BUCKETS: usize = if CLASSES == 1 { 1 << 18 } else { 1 << 16 };

    /// A ranker of real weights, `BUCKETS` rows of one weight for each class in their order,
    /// which are rounded to 255 steps a class.
    ///
    /// # Panics
    ///
    /// Where there are not as many weights.
    pub fn from_weights(weights: &[f32], temperature: f32) -> Self {
        assert_eq!(weights.len(), Self::BUCKETS * CLASSES, "a weight each");
        let mut scales = [f32::MIN_POSITIVE; CLASSES];
        for row in weights.chunks_exact(CLASSES) {
            for (scale, weight) in scales.iter_mut().zip(row) {
                *scale = scale.max(weight.abs() / 127.0);
            }
        }
        let rounded = |(at, weight): (usize, &f32)| (weight / scales[at % CLASSES]).round() as i8;
        Self {
            temperature,
            scales,
            weights: weights.iter().enumerate().map(rounded).collect(),
        }
    }

    /// Reads what [`LogLinear::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// Bytes of another kind, version or length, and damaged ones.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RankerError> {
        if !bytes.starts_with(MAGIC) {
            return Err(RankerError::Kind);
        }
        if bytes.len() != Self::LENGTH {
            return Err(RankerError::Length {
                found: bytes.len(),
                wanted: Self::LENGTH,
            });
        }
        let (body, checksum) = bytes.split_at(Self::LENGTH - 8);
        if hash(body).to_le_bytes() != checksum {
            return Err(RankerError::Damaged);
        }
        let mut reals = body[MAGIC.len()..Self::HEADER]
            .chunks_exact(4)
            .map(|real| f32::from_le_bytes([real[0], real[1], real[2], real[3]]));
        let mut real = || {
            reals
                .next()
                .filter(|real| real.is_finite() && *real > 0.0)
                .ok_or(RankerError::Damaged)
        };
        let temperature = real()?;
        let mut scales = [0.0; CLASSES];
        for scale in &mut scales {
            *scale = real()?;
        }
        Ok(Self {
            temperature,
            scales,
            weights: body[Self::HEADER..]
                .iter()
                .map(|&byte| byte as i8)
                .collect(),
        })
    }

    /// The ranker as bytes, the same for the same ranker, with a checksum (FNV-1a) at the end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::LENGTH);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.temperature.to_le_bytes());
        for scale in self.scales {
            bytes.extend_from_slice(&scale.to_le_bytes());
        }
        bytes.extend(self.weights.iter().map(|&weight| weight as u8));
        bytes.extend_from_slice(&hash(&bytes).to_le_bytes());
        bytes
    }

    /// In which bucket a feature falls.
    pub const fn bucket(feature: u32) -> usize {
        feature as usize % Self::BUCKETS
    }

    /// The score of each class in their order, before any temperature.
    pub fn scores(&self, features: impl IntoIterator<Item = (u32, f32)>) -> [f32; CLASSES] {
        let mut scores = [0.0; CLASSES];
        for (feature, value) in features {
            let row = &self.weights[Self::bucket(feature) * CLASSES..][..CLASSES];
            for (score, &weight) in scores.iter_mut().zip(row) {
                *score += value * f32::from(weight);
            }
        }
        for (score, scale) in scores.iter_mut().zip(self.scales) {
            *score *= scale;
        }
        scores
    }

    /// How likely each class is, in their order; sums to one.
    pub fn of_features(&self, features: impl IntoIterator<Item = (u32, f32)>) -> [f64; CLASSES] {
        tempered(&self.scores(features), self.temperature)
    }
}

impl LogLinear<1> {
    /// The one that the model likes best of several, of equals the first; `clues` gives the features of each.
    pub(crate) fn likeliest<T>(
        &self,
        all: impl IntoIterator<Item = T>,
        clues: impl Fn(&T) -> &[(u32, f32)],
    ) -> Option<T> {
        let scored = all.into_iter().map(|one| {
            let [score] = self.scores(clues(&one).iter().copied());
            (score, one)
        });
        let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, one)| one)
    }
}

/// Probabilities from scores: the softmax of scores over a temperature.
pub fn tempered<const N: usize>(scores: &[f32; N], temperature: f32) -> [f64; N] {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers = scores.map(|score| f64::from((score - highest) / temperature).exp());
    let total: f64 = powers.iter().sum();
    powers.map(|power| power / total)
}

/// FNV-1a (Fowler, Noll and Vo), 64 bits: short, and the same on every machine.
fn hash(bytes: &[u8]) -> u64 {
    hash_on(0xcbf2_9ce4_8422_2325, bytes)
}

fn hash_on(state: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(state, |state, &byte| {
        (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::PlvClass;

    fn toy() -> ClassModel {
        let mut weights = vec![0.0; ClassModel::BUCKETS * PlvClass::ALL.len()];
        weights[7 * PlvClass::ALL.len() + 3] = 2.5;
        weights[7 * PlvClass::ALL.len() + 4] = -1.25;
        weights[9 * PlvClass::ALL.len() + 3] = 0.5;
        ClassModel::from_weights(&weights, 1.5)
    }

    #[test]
    fn bytes_come_back_as_the_ranker_that_was_written() {
        let ranker = toy();
        assert_eq!(ClassModel::from_bytes(&ranker.to_bytes()), Ok(ranker));
    }

    #[test]
    fn weights_survive_rounding() {
        let scores = toy().scores([(7, 1.0), (9, 2.0)]);
        assert!((scores[3] - 3.5).abs() < 0.05, "{scores:?}");
        assert!((scores[4] + 1.25).abs() < 0.01, "{scores:?}");
        assert_eq!(scores[0], 0.0);
    }

    #[test]
    fn features_fall_into_buckets() {
        let far = ClassModel::BUCKETS as u32 * 3 + 7;
        assert_eq!(toy().scores([(far, 1.0)]), toy().scores([(7, 1.0)]));
    }

    #[track_caller]
    fn check_refused(bytes: &[u8], error: RankerError) {
        assert_eq!(ClassModel::from_bytes(bytes), Err(error));
    }

    #[test]
    fn what_is_no_ranker_is_refused() {
        let bytes = toy().to_bytes();
        let with = |at: usize, byte: u8| {
            let mut changed = bytes.clone();
            changed[at] ^= byte;
            changed
        };
        check_refused(&[], RankerError::Kind);
        check_refused(b"CHRANK02", RankerError::Kind);
        check_refused(&with(0, 1), RankerError::Kind);
        check_refused(
            &bytes[..bytes.len() - 1],
            RankerError::Length {
                found: ClassModel::LENGTH - 1,
                wanted: ClassModel::LENGTH,
            },
        );
        check_refused(&with(MAGIC.len(), 1), RankerError::Damaged);
        check_refused(&with(ClassModel::HEADER + 1000, 64), RankerError::Damaged);
        check_refused(&with(ClassModel::LENGTH - 1, 128), RankerError::Damaged);
    }

    #[test]
    fn reals_that_cannot_be_are_refused_even_with_a_right_checksum() {
        let mut bytes = toy().to_bytes();
        bytes[MAGIC.len()..][..4].copy_from_slice(&f32::NAN.to_le_bytes());
        let sum = hash(&bytes[..ClassModel::LENGTH - 8]).to_le_bytes();
        bytes[ClassModel::LENGTH - 8..].copy_from_slice(&sum);
        check_refused(&bytes, RankerError::Damaged);
    }

    #[test]
    fn probabilities_sum_to_one_and_cool_with_temperature() {
        let sharp = tempered(&[1.0, 3.0, -200.0], 1.0);
        let flat = tempered(&[1.0, 3.0, -200.0], 4.0);
        assert!((sharp.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(sharp[1] > flat[1] && flat[1] > flat[0]);
    }
}
