//! The learning rule of the ranker of `relate`: multinomial logistic regression with an L2 penalty, all examples at once, by
//! L-BFGS (Liu and Nocedal, Mathematical Programming 1989).

use std::collections::VecDeque;

use chancery_coding::ClassModel;
use chancery_coding::ranker::tempered;

use super::learn::{Example, importance};

/// How many steps are taken; more change no answer.
const STEPS: usize = 40;

/// How many past steps tell how the loss is curved.
const MEMORY: usize = 6;

/// The weight of the penalty on squared weights, beside the sum of losses.
const PENALTY: f32 = 0.2;

/// How far rare classes count for more: 0 all examples alike, 1 all classes alike.
const BALANCE: f32 = 0.3;

/// A weight of each class for each feature that occurs.
type Weights<const N: usize> = Vec<[f32; N]>;

/// The weights that fit the examples, one row of classes for each bucket.
pub fn fit<const N: usize>(examples: &[&Example]) -> Vec<f32> {
    let problem = Problem::<N>::new(examples);
    let found = problem.solve();
    let mut weights = vec![0.0; ClassModel::BUCKETS * N];
    for (bucket, row) in problem.buckets.iter().zip(&found) {
        weights[bucket * N..][..N].copy_from_slice(row);
    }
    weights
}

/// Examples with the features that occur numbered through.
struct Problem<const N: usize> {
    /// The bucket of each feature.
    buckets: Vec<usize>,
    rows: Vec<Row>,
}

struct Row {
    features: Vec<(u32, f32)>,
    class: usize,
    importance: f32,
}

impl<const N: usize> Problem<N> {
    fn new(examples: &[&Example]) -> Self {
        let importance = importance::<N>(examples, BALANCE);
        let mut numbers = vec![u32::MAX; ClassModel::BUCKETS];
        let mut buckets = Vec::new();
        let mut number = |feature: u32| {
            let bucket = ClassModel::bucket(feature);
            if numbers[bucket] == u32::MAX {
                numbers[bucket] = buckets.len() as u32;
                buckets.push(bucket);
            }
            numbers[bucket]
        };
        let row = |example: &&Example| Row {
            features: example
                .features
                .iter()
                .map(|&(feature, value)| (number(feature), value))
                .collect(),
            class: example.class,
            importance: importance[example.class] * example.weight,
        };
        let rows = examples.iter().map(row).collect();
        Self { buckets, rows }
    }

    /// Walks down from no weights at all.
    fn solve(&self) -> Weights<N> {
        let mut weights = vec![[0.0; N]; self.buckets.len()];
        let (mut loss, mut slope) = self.loss(&weights);
        let mut curve = Curve::default();
        for _ in 0..STEPS {
            let direction = curve.direction(&slope);
            let fall = dot(&direction, &slope);
            let Some((next, next_loss, next_slope)) = self.step(&weights, loss, &direction, fall)
            else {
                break;
            };
            curve.add(difference(&next, &weights), difference(&next_slope, &slope));
            (weights, loss, slope) = (next, next_loss, next_slope);
        }
        weights
    }

    /// The first step along a direction that lowers the loss enough (Armijo), each tried half as long as the one before.
    fn step(
        &self,
        weights: &Weights<N>,
        loss: f64,
        direction: &Weights<N>,
        fall: f64,
    ) -> Option<(Weights<N>, f64, Weights<N>)> {
        (0..20).find_map(|halvings| {
            let length = 0.5_f64.powi(halvings);
            let mut next = weights.clone();
            add(&mut next, length as f32, direction);
            let (next_loss, next_slope) = self.loss(&next);
            (next_loss <= loss + 1e-4 * length * fall).then_some((next, next_loss, next_slope))
        })
    }

    /// The loss, and its slope by each weight.
    fn loss(&self, weights: &Weights<N>) -> (f64, Weights<N>) {
        let mut loss = f64::from(PENALTY) / 2.0 * dot(weights, weights);
        let mut slope = weights.clone();
        for weight in slope.iter_mut().flatten() {
            *weight *= PENALTY;
        }
        for row in &self.rows {
            let mut scores = [0.0; N];
            for &(feature, value) in &row.features {
                for (score, weight) in scores.iter_mut().zip(&weights[feature as usize]) {
                    *score += value * weight;
                }
            }
            let probabilities = tempered(&scores, 1.0);
            loss -= f64::from(row.importance) * probabilities[row.class].max(1e-30).ln();
            let mut errors = probabilities.map(|probability| probability as f32);
            errors[row.class] -= 1.0;
            for &(feature, value) in &row.features {
                let value = value * row.importance;
                for (slope, error) in slope[feature as usize].iter_mut().zip(errors) {
                    *slope += value * error;
                }
            }
        }
        (loss, slope)
    }
}

/// Past steps with the change of slope along each.
#[derive(Default)]
struct Curve<const N: usize> {
    steps: VecDeque<(Weights<N>, Weights<N>)>,
}

impl<const N: usize> Curve<N> {
    fn add(&mut self, step: Weights<N>, change: Weights<N>) {
        if dot(&step, &change) <= 0.0 {
            return;
        }
        if self.steps.len() == MEMORY {
            self.steps.pop_front();
        }
        self.steps.push_back((step, change));
    }

    /// Against the slope, as far as the curvature allows: the two-loop recursion.
    fn direction(&self, slope: &Weights<N>) -> Weights<N> {
        let mut direction = slope.clone();
        let mut shares = Vec::with_capacity(MEMORY);
        for (step, change) in self.steps.iter().rev() {
            let share = dot(step, &direction) / dot(step, change);
            add(&mut direction, -share as f32, change);
            shares.push(share);
        }
        let scale = match self.steps.back() {
            Some((step, change)) => dot(step, change) / dot(change, change),
            None => 1.0 / dot(slope, slope).sqrt().max(1.0),
        };
        for weight in direction.iter_mut().flatten() {
            *weight *= scale as f32;
        }
        for ((step, change), share) in self.steps.iter().zip(shares.into_iter().rev()) {
            let back = dot(change, &direction) / dot(step, change);
            add(&mut direction, (share - back) as f32, step);
        }
        for weight in direction.iter_mut().flatten() {
            *weight = -*weight;
        }
        direction
    }
}

fn dot<const N: usize>(a: &Weights<N>, b: &Weights<N>) -> f64 {
    let row = |(a, b): (&[f32; N], &[f32; N])| -> f64 {
        let products = a.iter().zip(b).map(|(a, b)| a * b);
        f64::from(products.sum::<f32>())
    };
    a.iter().zip(b).map(row).sum()
}

fn add<const N: usize>(to: &mut Weights<N>, times: f32, what: &Weights<N>) {
    for (to, what) in to.iter_mut().flatten().zip(what.iter().flatten()) {
        *to += times * what;
    }
}

fn difference<const N: usize>(a: &Weights<N>, b: &Weights<N>) -> Weights<N> {
    let mut difference = a.clone();
    add(&mut difference, -1.0, b);
    difference
}

#[cfg(test)]
mod tests {
    use super::super::learn::tests::toy;
    use super::*;

    #[test]
    fn what_was_shown_is_learned() {
        let toy = toy();
        let examples: Vec<&Example> = toy.iter().collect();
        let weights = fit::<3>(&examples);
        assert!(
            weights[3] > 0.5 && weights[5] < -0.5,
            "{:?}",
            &weights[..15]
        );
        assert!(weights[4 * 3 + 2] > 0.5);
        // What goes with either class says nothing of which.
        assert!((weights[2 * 3] - weights[2 * 3 + 2]).abs() < 1e-3);
        assert!(weights == fit::<3>(&examples));
    }

    #[test]
    fn at_the_end_the_slope_is_level() {
        let toy = toy();
        let examples: Vec<&Example> = toy.iter().collect();
        let problem = Problem::<3>::new(&examples);
        let (_, slope) = problem.loss(&problem.solve());
        assert!(dot(&slope, &slope) < 1e-6);
    }
}
