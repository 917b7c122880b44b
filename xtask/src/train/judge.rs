//! The model that judges acts: which of those that a document may tell are told, learned from the dispatches.

use std::ops::Range;

use chancery_coding::{ActJudge, Coder};
use chancery_intake::Document;
use chancery_text::CharIndex;

use super::learn::{Example, Settings, learn};
use crate::accuracy::dispatches::Gold;

/// How far, in characters, an act's trigger may lie from the annotated one.
const NEAR: usize = 20;

/// The acts that an annotated dispatch may tell: told is the one of its type that lies nearest to an annotated one. Of second
/// mentions nothing is learned.
pub fn of_dispatch(coder: &Coder, document: &Document, gold: &[Gold]) -> Vec<Example> {
    let index = CharIndex::new(&document.text);
    let acts = coder.judged_acts(document);
    let mut told = vec![Some(false); acts.len()];
    for gold in gold {
        let Some((start, end)) = gold.place_in(&document.text, &index) else {
            continue;
        };
        let types = gold.types();
        let reach = |act: usize| {
            let act = &acts[act];
            let typed = types.contains(&act.event_type.as_str());
            typed.then(|| distance(&act.trigger, &(start..end)))
        };
        if gold.same_as.is_some() {
            for (act, told) in acts.iter().zip(&mut told) {
                if distance(&act.trigger, &(start..end)) == 0 && *told == Some(false) {
                    *told = None;
                }
            }
            continue;
        }
        let nearest = (0..acts.len())
            .filter(|&at| told[at] == Some(false))
            .filter_map(|at| Some((reach(at)?, at)))
            .filter(|(distance, _)| *distance <= NEAR)
            .min();
        if let Some((_, at)) = nearest {
            told[at] = Some(true);
        }
    }
    let example = |(act, told): (chancery_coding::JudgedAct, Option<bool>)| {
        Some(Example {
            features: act.clues,
            class: usize::from(told?),
        })
    };
    acts.into_iter().zip(told).filter_map(example).collect()
}

/// How many characters lie between two stretches.
fn distance(one: &Range<usize>, other: &Range<usize>) -> usize {
    if one.start < other.end && other.start < one.end {
        0
    } else {
        one.start.max(other.start) + 1 - one.end.min(other.end)
    }
}

/// Learns the model.
pub fn train(examples: &[&Example], seed: u64) -> ActJudge {
    let settings = Settings {
        rounds: std::env::var("J_R").ok().and_then(|s| s.parse().ok()).unwrap_or(12),
        rate: std::env::var("J_L").ok().and_then(|s| s.parse().ok()).unwrap_or(0.1),
        penalty: std::env::var("J_P").ok().and_then(|s| s.parse().ok()).unwrap_or(1.0),
        balance: 0.0,
    };
    ActJudge::from_weights(&learn::<2>(examples, &settings, seed), 1.0)
}
