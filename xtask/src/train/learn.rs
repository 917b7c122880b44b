//! The learning rule: multinomial logistic regression by AdaGrad (Duchi, Hazan and Singer, JMLR 2011) with
//! an L2 penalty, one example at a time in an order that the seed gives.

use chancery_coding::ranker::tempered;
use chancery_coding::{ClassModel, PlvClass};

/// How many classes the benchmark has.
pub const CLASSES: usize = PlvClass::ALL.len();

/// One example: its features, and the number of its class.
#[derive(Clone)]
pub struct Example {
    /// Hashed features with values.
    pub features: Vec<(u32, f32)>,
    /// The class.
    pub class: usize,
    /// How much it counts.
    pub weight: f32,
}

/// How training goes.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How often every example is seen.
    pub rounds: usize,
    /// The first step.
    pub rate: f32,
    /// The weight of the penalty on squared weights, beside the sum of losses.
    pub penalty: f32,
    /// How far rare classes count for more: 0 all examples alike, 1 all classes alike.
    pub balance: f32,
}

impl Default for Settings {
    /// What did best in cross-validation.
    fn default() -> Self {
        Self {
            rounds: 30,
            rate: 0.2,
            penalty: 0.3,
            balance: 0.3,
        }
    }
}

/// The weights that fit the examples, one row of classes for each bucket.
pub fn learn<const N: usize>(examples: &[&Example], settings: &Settings, seed: u64) -> Vec<f32> {
    let importance = importance::<N>(examples, settings.balance);
    let seen = seen(examples);
    let mut weights = vec![0.0; ClassModel::BUCKETS * N];
    let mut squares = vec![1e-6; ClassModel::BUCKETS * N];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random(seed);
    for _ in 0..settings.rounds {
        random.shuffle(&mut order);
        for &at in &order {
            let example = examples[at];
            let errors = errors::<N>(
                &weights,
                example,
                importance[example.class] * example.weight,
            );
            for &(feature, value) in &example.features {
                let bucket = ClassModel::bucket(feature);
                // The penalty of a weight is spread over the examples that touch it.
                let decay = settings.penalty / seen[bucket];
                let range = bucket * N..(bucket + 1) * N;
                let row = weights[range.clone()].iter_mut().zip(&mut squares[range]);
                for ((weight, square), error) in row.zip(errors) {
                    let gradient = error * value + decay * *weight;
                    *square += gradient * gradient;
                    *weight -= settings.rate * gradient / square.sqrt();
                }
            }
        }
    }
    weights
}

/// The gradient of the loss by the score of each class.
fn errors<const N: usize>(weights: &[f32], example: &Example, importance: f32) -> [f32; N] {
    let mut scores = [0.0; N];
    for &(feature, value) in &example.features {
        let row = &weights[ClassModel::bucket(feature) * N..][..N];
        for (score, weight) in scores.iter_mut().zip(row) {
            *score += value * weight;
        }
    }
    let mut errors = tempered(&scores, 1.0).map(|probability| probability as f32);
    errors[example.class] -= 1.0;
    errors.map(|error| error * importance)
}

/// How much an example of each class counts.
pub(super) fn importance<const N: usize>(examples: &[&Example], balance: f32) -> [f32; N] {
    let mut counts = [0.0_f32; N];
    for example in examples {
        counts[example.class] += 1.0;
    }
    let mean = examples.len() as f32 / N as f32;
    counts.map(|count| (mean / count.max(1.0)).powf(balance))
}

/// How many examples touch each bucket.
fn seen(examples: &[&Example]) -> Vec<f32> {
    let mut seen = vec![0.0; ClassModel::BUCKETS];
    for (feature, _) in examples.iter().flat_map(|example| &example.features) {
        seen[ClassModel::bucket(*feature)] += 1.0;
    }
    seen
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Puts items in an order of chance (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Four examples of two classes: features 1 and 4 tell them apart, 2 and 3 do not.
    pub fn toy() -> Vec<Example> {
        let example = |features: &[u32], class| Example {
            features: features.iter().map(|&feature| (feature, 1.0)).collect(),
            class,
            weight: 1.0,
        };
        vec![
            example(&[1, 2], 0),
            example(&[1, 3], 0),
            example(&[4, 2], 2),
            example(&[4, 3], 2),
        ]
    }

    #[test]
    fn the_same_examples_and_seed_give_the_same_weights() {
        let toy = toy();
        let examples: Vec<&Example> = toy.iter().collect();
        let settings = Settings::default();
        let first = learn::<15>(&examples, &settings, 7);
        assert!(first == learn::<15>(&examples, &settings, 7));
        assert!(first != learn::<15>(&examples, &settings, 8));
    }

    #[test]
    fn what_was_shown_is_learned() {
        let toy = toy();
        let examples: Vec<&Example> = toy.iter().collect();
        let ranker =
            ClassModel::from_weights(&learn::<15>(&examples, &Settings::default(), 1), 1.0);
        let best = |feature| {
            let scores = ranker.scores([(feature, 1.0)]);
            (0..15).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
        };
        assert_eq!((best(1), best(4)), (Some(0), Some(2)));
    }
}
