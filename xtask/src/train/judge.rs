//! The model that judges acts: which of those that a document may tell are told, learned from the dispatches.

use std::ops::Range;

use chancery_coding::{ActJudge, Coder, JudgedAct};
use chancery_intake::Document;
use chancery_text::CharIndex;

use super::learn::{Example, Settings, learn};
use crate::accuracy::compare;
use crate::accuracy::dispatches::Gold;

/// How far, in characters, an act's trigger may lie from the annotated one.
const NEAR: usize = 20;

/// The answers: an act is not told, is told with other parties, is told.
const NOT: usize = 0;
const OTHERS: usize = 1;
const RIGHT: usize = 2;

/// The acts that an annotated dispatch may tell: told is the one of its type that lies nearest to an annotated one. Of second
/// mentions nothing is learned.
pub fn of_dispatch(coder: &Coder, document: &Document, gold: &[Gold]) -> Vec<Example> {
    let index = CharIndex::new(&document.text);
    let acts = coder.judged_acts(document);
    let mut told = vec![Some(NOT); acts.len()];
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
                if distance(&act.trigger, &(start..end)) == 0 && *told == Some(NOT) {
                    *told = None;
                }
            }
            continue;
        }
        let nearest = (0..acts.len())
            .filter(|&at| told[at] == Some(NOT))
            .filter_map(|at| Some((reach(at)?, !sided(gold, &acts[at]), at)))
            .filter(|(distance, _, _)| *distance <= NEAR)
            .min();
        if let Some((_, _, at)) = nearest {
            let right = sided(gold, &acts[at]);
            told[at] = Some(if right { RIGHT } else { OTHERS });
        }
    }
    let example = |(act, told): (JudgedAct, Option<usize>)| {
        Some(Example {
            features: act.clues,
            class: told?,
            weight: 1.0,
        })
    };
    acts.into_iter().zip(told).filter_map(example).collect()
}

/// Whether an act has the parties of an annotated one, by country.
fn sided(gold: &Gold, act: &JudgedAct) -> bool {
    compare::are_sides(
        gold,
        &compare::countries(act.sources.iter().map(String::as_str)),
        &compare::countries(act.targets.iter().map(String::as_str)),
    )
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
        rounds: 6,
        rate: 0.05,
        penalty: 0.3,
        balance: 0.0,
    };
    ActJudge::from_weights(&learn::<3>(examples, &settings, seed), 1.0)
}
