//! Shares of belief over all types: from the frames alone, or from the ranker with the frames.

use chancery_codebook::EventType;

use super::{Candidate, PlvClass, RELATED, Scheme};

/// Every type with its share, likeliest first.
type Ranking = Vec<(String, f64)>;

/// From the best rating of each type; types without a candidate count as rated 0.
pub(super) fn of_frames(candidates: &[Candidate], scheme: Scheme) -> Ranking {
    let weights = all(scheme).into_iter().map(|name| {
        let best = best_rating(candidates, |candidate| candidate.name(scheme) == name);
        (name, f64::from(best.unwrap_or_default().max(0.0)).exp())
    });
    ranked(weights.collect())
}

/// From the ranker's probabilities of the benchmark's classes. In types of the codebook the ranker
/// says how likely a class is and the frames which type stands behind it.
pub(super) fn of_ranker(
    probabilities: [f64; PlvClass::ALL.len()],
    candidates: &[Candidate],
    scheme: Scheme,
) -> Ranking {
    if scheme == Scheme::Plv {
        let names = all(scheme).into_iter();
        return ranked(names.zip(probabilities).collect());
    }
    // The benchmark knows no statements, so that the ranker cannot speak of them.
    let statement = candidates.first().filter(|best| {
        best.rating >= RELATED && best.found.frame.event_type == EventType::Statement
    });
    if statement.is_some() {
        return of_frames(candidates, scheme);
    }
    let mut shares: Vec<(&str, f64)> = all(scheme).into_iter().map(|name| (name, 0.0)).collect();
    for (&class, probability) in PlvClass::ALL.iter().zip(probabilities) {
        for (event_type, part) in behind(class, candidates) {
            if let Some(share) = shares.iter_mut().find(|(name, _)| *name == event_type) {
                share.1 += probability * part;
            }
        }
    }
    ranked(shares)
}

/// The types behind a class with their parts of it: by the candidates of that class, else those
/// that the class is made of.
fn behind(class: PlvClass, candidates: &[Candidate]) -> Vec<(&'static str, f64)> {
    let mut rated: Vec<(&str, f64)> = Vec::new();
    for candidate in candidates.iter().filter(|one| one.class() == class) {
        let name = candidate.name(Scheme::Plover);
        // Candidates come best first: the first of a type is its best.
        if !rated.iter().any(|(known, _)| *known == name) {
            rated.push((name, f64::from(candidate.rating).exp()));
        }
    }
    if rated.is_empty() {
        rated = match class {
            PlvClass::Yield => vec![("RETREAT", 1.0), ("CONCEDE", 1.0)],
            other => vec![(other.as_str(), 1.0)],
        };
    }
    let total: f64 = rated.iter().map(|(_, weight)| weight).sum();
    for (_, weight) in &mut rated {
        *weight /= total;
    }
    rated
}

fn best_rating(candidates: &[Candidate], wanted: impl Fn(&Candidate) -> bool) -> Option<f32> {
    // Candidates come best first.
    let mut matching = candidates.iter().filter(|candidate| wanted(candidate));
    matching.next().map(|candidate| candidate.rating)
}

fn all(scheme: Scheme) -> Vec<&'static str> {
    match scheme {
        Scheme::Plover => EventType::ALL
            .iter()
            .map(|event_type| event_type.as_str())
            .collect(),
        Scheme::Plv => PlvClass::ALL.iter().map(|class| class.as_str()).collect(),
    }
}

/// Weights as shares of their sum, to four digits.
fn ranked(weights: Vec<(&str, f64)>) -> Ranking {
    let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let mut shares: Ranking = weights
        .into_iter()
        .map(|(name, weight)| (name.to_owned(), (weight / total * 1e4).round() / 1e4))
        .collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    shares
}
