//! Cross-validation: every example answered by a ranker that has seen nothing like it.

use chancery_coding::ClassModel;
use chancery_coding::ranker::tempered;
use rayon::prelude::*;

use super::fit::fit;
use super::learn::{CLASSES, Example, Random};

/// Into how many parts the examples are put.
pub const FOLDS: usize = 10;

/// The scores that each example got from the ranker of its fold, and the fold.
pub struct Held {
    /// Scores of the classes.
    pub scores: Vec<[f32; CLASSES]>,
    /// The fold of each example.
    pub folds: Vec<usize>,
}

/// Trains a ranker for each fold on the others and asks it; whole groups fall into one fold.
pub fn held_out(examples: &[Example], groups: &[usize], seed: u64) -> Held {
    let folds = folds(groups, seed);
    let parts: Vec<Vec<(usize, [f32; CLASSES])>> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let (held, others): (Vec<usize>, Vec<usize>) =
                (0..examples.len()).partition(|&at| folds[at] == fold);
            let others: Vec<&Example> = others.into_iter().map(|at| &examples[at]).collect();
            let ranker = ClassModel::from_weights(&fit::<CLASSES>(&others), 1.0);
            let answer = |at: usize| (at, ranker.scores(examples[at].features.iter().copied()));
            held.into_iter().map(answer).collect()
        })
        .collect();
    let mut scores = vec![[0.0; CLASSES]; examples.len()];
    for (at, answer) in parts.into_iter().flatten() {
        scores[at] = answer;
    }
    Held { scores, folds }
}

/// A fold for each example, by chance; equal groups, equal folds of about equal size.
fn folds(groups: &[usize], seed: u64) -> Vec<usize> {
    let mut distinct: Vec<usize> = groups.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    Random(seed).shuffle(&mut distinct);
    let mut fold_of = vec![0; groups.len()];
    let mut sizes = [0; FOLDS];
    for group in distinct {
        let fold = (0..FOLDS).min_by_key(|&fold| sizes[fold]).unwrap_or(0);
        fold_of[group] = fold;
        sizes[fold] += groups.iter().filter(|&&other| other == group).count();
    }
    groups.iter().map(|&group| fold_of[group]).collect()
}

impl Held {
    /// Probabilities, each example's temperature fitted on the other folds.
    pub fn probabilities(&self, examples: &[Example]) -> Vec<[f64; CLASSES]> {
        let temperatures: Vec<f32> = (0..FOLDS)
            .map(|fold| self.temperature(examples, |at| self.folds[at] != fold))
            .collect();
        let tempered =
            |(scores, fold): (&[f32; CLASSES], &usize)| tempered(scores, temperatures[*fold]);
        self.scores.iter().zip(&self.folds).map(tempered).collect()
    }

    /// The temperature under which those of the answers that are `wanted` are likeliest.
    pub fn temperature(&self, examples: &[Example], wanted: impl Fn(usize) -> bool) -> f32 {
        let loss = |temperature: f32| -> f64 {
            (0..examples.len())
                .filter(|&at| wanted(at))
                .map(|at| {
                    -tempered(&self.scores[at], temperature)[examples[at].class]
                        .max(1e-9)
                        .ln()
                })
                .sum()
        };
        let tried = (0..60).map(|step| 0.1 * 1.07_f32.powi(step));
        tried
            .min_by(|&a, &b| loss(a).total_cmp(&loss(b)))
            .unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_stays_together_and_folds_are_of_a_size() {
        let groups: Vec<usize> = (0..200).map(|at| at / 2 * 2).collect();
        let folds = folds(&groups, 3);
        assert!(folds.chunks(2).all(|pair| pair[0] == pair[1]));
        let size = |fold| folds.iter().filter(|&&own| own == fold).count();
        assert!((0..FOLDS).all(|fold| size(fold) == 20));
    }
}
