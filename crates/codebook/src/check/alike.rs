//! Sentences that say the same.

use std::collections::{HashMap, HashSet};

/// For each set that shares at least `least` of what it and an earlier one hold together (Jaccard's index), its place
/// and that of the first such.
pub(super) fn doubles<T: std::hash::Hash + Eq>(
    sets: &[HashSet<T>],
    least: f64,
) -> Vec<(usize, usize)> {
    let mut holders: HashMap<&T, Vec<usize>> = HashMap::new();
    let mut doubles = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for &other in set.iter().flat_map(|one| holders.get(one)).flatten() {
            *shared.entry(other).or_default() += 1;
        }
        let alike = |(&other, &count): (&usize, &usize)| {
            let all = set.len() + sets[other].len() - count;
            (count as f64 >= least * all as f64).then_some(other)
        };
        if let Some(first) = shared.iter().filter_map(alike).min() {
            doubles.push((at, first));
        }
        for one in set {
            holders.entry(one).or_default().push(at);
        }
    }
    doubles
}

/// The words of a text in their order, in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// All runs of four words.
pub(super) fn runs(text: &str) -> HashSet<[String; 4]> {
    let words: Vec<String> = words(text).collect();
    let run = |run: &[String]| std::array::from_fn(|at| run[at].clone());
    words.windows(4).map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_those_alike_is_named() {
        let sets = ["a b c d", "e f", "a b c", "a b c d"].map(|text| words(text).collect());
        assert_eq!(doubles::<String>(&sets, 0.7), [(2, 0), (3, 0)]);
        assert_eq!(doubles::<String>(&sets, 0.9), [(3, 0)]);
    }

    #[test]
    fn runs_cross_punctuation() {
        assert_eq!(runs("Chad, it SAID, agreed to talk").len(), 3);
        assert_eq!(runs("No run here").len(), 0);
    }
}
