//! The model of origins: of which country those are of whom nothing tells it, learned from the parties of the dispatches.

use std::ops::Range;

use anyhow::{Context as _, Result};
use chancery_coding::{Coder, Half, OriginRanker};
use chancery_intake::{Document, Options, Supplied, assemble, parse_date};
use chancery_text::CharIndex;

use super::groups;
use super::sides::{self, Choice};
use crate::accuracy::dispatches::{Gold, Party};
use crate::accuracy::marked::in_files;
use crate::demo::gold;
use crate::marks::unmarked;

/// A dispatch in which the unnamed are marked with the country that they are of.
pub struct Marked {
    document: Document,
    parties: Vec<Placed>,
}

/// Characters of a text, and the country or body of those of whom they speak.
type Placed = (Range<usize>, Option<String>);

/// The marked dispatches, as `gold/README.md` describes them.
///
/// # Errors
///
/// A file that cannot be read, and marks that are not closed.
pub fn marked() -> Result<Vec<Marked>> {
    in_files(&gold().join("origins"), read)
}

fn read(dispatch: &str) -> Result<Marked> {
    let (head, text) = dispatch.split_once('\n').context("no text")?;
    let (id, date) = head.split_once(" | ").context("no date")?;
    let (text, marks) = unmarked(text.trim())?;
    let parties = marks
        .into_iter()
        .map(|(chars, code)| (chars, (code != "-").then_some(code)));
    let parties = parties.collect();
    let supplied = Supplied {
        id: id.into(),
        text,
        ..Supplied::default()
    };
    let published = Some(parse_date(date.trim()).map_err(anyhow::Error::msg)?);
    let options = Options {
        published,
        ..Options::default()
    };
    let document = assemble(supplied, &options)?;
    Ok(Marked { document, parties })
}

/// The marked parties of a dispatch of whom nothing beside them tells the country.
pub fn of_marked(coder: &Coder, marked: &Marked) -> Vec<Choice> {
    choices(coder, &marked.document, &marked.parties)
}

/// The words for several among the marked parties of a dispatch.
pub fn groups_of_marked(coder: &Coder, marked: &Marked) -> Vec<Choice> {
    groups::of_parties(coder, &marked.document, &marked.parties)
}

/// The annotated parties of a dispatch of whom nothing beside them tells the country.
pub fn of_dispatch(coder: &Coder, document: &Document, gold: &[Gold]) -> Vec<Choice> {
    let mut all = choices(coder, document, &parties(document, gold));
    let seated = choices(coder, document, &seated(coder, document, gold));
    all.extend(seated.into_iter().map(|mut choice| {
        choice.home = false;
        choice.weight = SEATED;
        choice
    }));
    all
}

/// How much one counts whom the frame seats, beside one whose words are annotated.
const SEATED: f32 = 0.3;

fn choices(coder: &Coder, document: &Document, parties: &[Placed]) -> Vec<Choice> {
    let choices = coder.origin_choices(document).into_iter();
    choices
        .filter_map(|(chars, choice)| {
            let (_, code) = parties.iter().find(|(place, _)| is_same(place, &chars))?;
            let right: Vec<bool> = choice.options.iter().map(|it| it.code == *code).collect();
            let nobody = choice.options.iter().position(|it| it.code.is_none());
            let options = choice.options.into_iter().map(|it| it.clues).collect();
            let mut choice = Choice::new(options, right);
            (choice.nobody, choice.home) = (nobody, true);
            Some(choice)
        })
        .collect()
}

/// Where the annotated parties stand, and the country or body of each.
fn parties(document: &Document, gold: &[Gold]) -> Vec<Placed> {
    let index = CharIndex::new(&document.text);
    let mut all = Vec::new();
    for event in gold {
        let Some((trigger, _)) = event.place_in(&document.text, &index) else {
            continue;
        };
        let sides = event.sources.iter().chain(&event.targets);
        let parties = sides.chain(&event.attribution);
        for party in parties.filter(|party| !party.words.is_empty()) {
            all.extend(place(party, &document.text, &index, trigger).map(|it| (it, origin(party))));
        }
    }
    all
}

/// Of acts whose parties are annotated without their words, where those stand whom the frame seats, with the country or
/// body of the one party that belongs there.
fn seated(coder: &Coder, document: &Document, gold: &[Gold]) -> Vec<Placed> {
    let index = CharIndex::new(&document.text);
    let gold: Vec<&Gold> = gold.iter().filter(|it| it.is_wordless()).collect();
    if gold.is_empty() {
        return Vec::new();
    }
    let choices = coder.side_choices(document, false).into_iter();
    choices
        .filter_map(|choice| {
            let gold = sides::annotated(&choice, &gold, &document.text, &index)?;
            let side = match choice.half {
                Half::Source => &gold.sources,
                Half::Target => &gold.targets,
                Half::Both => return None,
            };
            let ([party], [chars]) = (&side[..], &choice.options.first()?.chars[..]) else {
                return None;
            };
            party.code.as_ref()?;
            Some((chars.clone(), origin(party)))
        })
        .collect()
}

/// The characters of a party's words nearest to an act.
fn place(party: &Party, text: &str, index: &CharIndex, trigger: usize) -> Option<Range<usize>> {
    let places = text.match_indices(&party.words).map(|(at, words)| {
        let start = index.char_at(at);
        start..start + words.chars().count()
    });
    places.min_by_key(|place| place.start.abs_diff(trigger))
}

fn origin(party: &Party) -> Option<String> {
    let code = party.code.as_deref()?;
    let body = ["IGO", "NGO", "MNC", "IMG"]
        .iter()
        .any(|it| code.starts_with(it));
    Some(if body { code } else { code.split('.').next()? }.to_owned())
}

/// Whether two stretches are more than half one.
fn is_same(one: &Range<usize>, other: &Range<usize>) -> bool {
    let shared = one
        .end
        .min(other.end)
        .saturating_sub(one.start.max(other.start));
    let both = one.end.max(other.end) - one.start.min(other.start);
    shared * 2 > both
}

/// How often every choice is seen, and the first step.
const ROUNDS: usize = 25;
const RATE: f32 = 0.05;

/// The model of origins.
pub fn train(choices: &[&Choice], seed: u64) -> OriginRanker {
    sides::learn(choices, seed, ROUNDS, RATE)
}
