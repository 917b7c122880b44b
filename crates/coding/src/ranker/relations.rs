//! The ranker of `relate`, in two storeys.
//!
//! The sentences of the corpus are many but of our own kind; those of the benchmark are few. A model of the former gives its opinion,
//! and the model of the latter takes that for one more clue, whose worth it has learned.

use super::features::Sink;
use super::{Features, LogLinear, RankerError, tempered};
use crate::relate::PlvClass;

/// How many classes the benchmark has.
const CLASSES: usize = PlvClass::ALL.len();

/// A model of the benchmark's classes.
pub type ClassModel = LogLinear<CLASSES>;

/// Which of the benchmark's classes an act between two marked parties belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranker {
    of_corpus: ClassModel,
    of_benchmark: ClassModel,
}

/// What an opinion weighs beside other clues, tried by cross-validation: 0.2, 0.3, 0.45.
const OPINION: f32 = 0.4;

/// The probability below which it is all the same how unlikely the corpus thinks a class.
const UNLIKELY: f64 = 1e-3;

impl Ranker {
    /// A ranker of a model of the corpus, and one of the benchmark that takes [`Ranker::opinion`]s of the former.
    pub fn new(of_corpus: ClassModel, of_benchmark: ClassModel) -> Self {
        Self {
            of_corpus,
            of_benchmark,
        }
    }

    /// What a model of the corpus says of `features`, as features itself.
    pub fn opinion(
        of_corpus: &ClassModel,
        features: impl IntoIterator<Item = (u32, f32)>,
    ) -> Vec<(u32, f32)> {
        let scores = of_corpus.scores(features);
        let logs = tempered(&scores, 1.0).map(|one| (one + UNLIKELY).ln() as f32);
        let mean = logs.iter().sum::<f32>() / CLASSES as f32;
        let mut sink = Sink::default();
        sink.weigh_all("corpus", logs.into_iter().map(|log| OPINION * (log - mean)));
        sink.into_features()
    }

    /// How likely each class is, in the order of [`PlvClass::ALL`]; sums to one.
    pub fn probabilities(&self, features: &Features) -> [f64; CLASSES] {
        let opinion = Self::opinion(&self.of_corpus, features.all());
        self.of_benchmark.of_features(features.all().chain(opinion))
    }

    /// Reads what [`Ranker::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// Bytes of another kind, version or length, and damaged ones.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RankerError> {
        let wanted = 2 * ClassModel::LENGTH;
        let (of_corpus, of_benchmark) =
            bytes
                .split_at_checked(ClassModel::LENGTH)
                .ok_or(RankerError::Length {
                    found: bytes.len(),
                    wanted,
                })?;
        Ok(Self {
            of_corpus: ClassModel::from_bytes(of_corpus)?,
            of_benchmark: ClassModel::from_bytes(of_benchmark)?,
        })
    }

    /// The two models as bytes, that of the corpus first.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.of_corpus.to_bytes(), self.of_benchmark.to_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A model that thinks feature 7 speaks for a class.
    fn sure_of(class: usize) -> ClassModel {
        let mut weights = vec![0.0; ClassModel::BUCKETS * CLASSES];
        weights[7 * CLASSES + class] = 4.0;
        ClassModel::from_weights(&weights, 1.0)
    }

    #[test]
    fn bytes_come_back_as_both_models() {
        let ranker = Ranker::new(sure_of(2), sure_of(5));
        assert_eq!(Ranker::from_bytes(&ranker.to_bytes()), Ok(ranker.clone()));
        let half = sure_of(2).to_bytes();
        assert!(Ranker::from_bytes(&half).is_err());
        assert!(Ranker::from_bytes(&half[1..]).is_err());
    }

    #[test]
    fn an_opinion_is_highest_for_the_class_that_is_likeliest() {
        let of_corpus = sure_of(2);
        let opinion = Ranker::opinion(&of_corpus, [(7, 1.0)]);
        assert_eq!(opinion.len(), CLASSES);
        let best = (0..CLASSES).max_by(|&a, &b| opinion[a].1.total_cmp(&opinion[b].1));
        assert_eq!(best, Some(2));
        let unsure = Ranker::opinion(&of_corpus, []);
        assert!(unsure.iter().all(|(_, value)| value.abs() < 1e-4));
    }

    #[test]
    fn an_opinion_counts() {
        let clue = Ranker::opinion(&sure_of(2), [(7, 1.0)])[2];
        let mut weights = vec![0.0; ClassModel::BUCKETS * CLASSES];
        weights[ClassModel::bucket(clue.0) * CLASSES + 9] = 3.0;
        let ranker = Ranker::new(sure_of(2), ClassModel::from_weights(&weights, 1.0));
        let features = Features {
            text: vec![(7, 1.0)],
            ..Features::default()
        };
        let found = ranker.probabilities(&features);
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(found[9] > found[2], "{found:?}");
    }
}
