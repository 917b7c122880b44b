//! The model of places: where each act took place, learned from the dispatches.

use chancery_coding::{Coder, PlaceChoice, PlaceRanker};
use chancery_intake::Document;
use chancery_text::CharIndex;

use super::sides::{self, Choice};
use crate::accuracy::dispatches::Gold;

/// The places of the acts of an annotated dispatch.
pub fn of_dispatch(coder: &Coder, document: &Document, gold: &[Gold]) -> Vec<Choice> {
    let index = CharIndex::new(&document.text);
    let choices = coder.place_choices(document).into_iter();
    choices
        .filter_map(|choice| {
            let gold = gold
                .iter()
                .find(|gold| is_of(&choice, gold, document, &index))?;
            let country = gold.place.as_ref().and_then(|place| place.country.as_ref());
            let right = choice.options.iter();
            let right = right.map(|it| it.country.as_ref() == country).collect();
            let options = choice.options.into_iter().map(|it| it.clues).collect();
            Some(Choice::new(options, right))
        })
        .collect()
}

/// Whether a coded act is an annotated one.
fn is_of(choice: &PlaceChoice, gold: &Gold, document: &Document, index: &CharIndex) -> bool {
    let chars = gold.place_in(&document.text, index);
    chars.is_some_and(|(start, end)| start < choice.trigger.end && choice.trigger.start < end)
        && gold.types().contains(&choice.event_type.as_str())
}

/// How often every choice is seen, and the first step.
const ROUNDS: usize = 6;
const RATE: f32 = 0.07;

/// The model of places.
pub fn train(choices: &[&Choice], seed: u64) -> PlaceRanker {
    sides::learn(choices, seed, ROUNDS, RATE)
}
