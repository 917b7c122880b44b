//! The model of groups: whom "the two countries" and "both sides" mean, learned from the acts whose side such words stand on.

use std::collections::BTreeSet;
use std::ops::Range;

use chancery_coding::{Coder, GroupRanker, Half};
use chancery_intake::Document;
use chancery_text::CharIndex;

use super::sides::{self, Choice};
use crate::accuracy::compare::countries;
use crate::accuracy::dispatches::{Gold, Party};

/// Words of a dispatch, and whom they mean.
struct Meant {
    chars: Range<usize>,
    /// The countries and bodies, in every way in which they are annotated.
    sets: Vec<BTreeSet<String>>,
    /// Those on the other side of the act: who asks both sides for something may be one of them.
    others: BTreeSet<String>,
}

/// The words for several of a dispatch that stand on a side of an annotated act.
pub fn of_dispatch(coder: &Coder, document: &Document, gold: &[Gold]) -> Vec<Choice> {
    choices(coder, document, &seated(coder, document, gold))
}

/// The words for several among marked parties.
pub fn of_parties(
    coder: &Coder,
    document: &Document,
    parties: &[(Range<usize>, Option<String>)],
) -> Vec<Choice> {
    let meant = parties.iter().map(|(chars, codes)| Meant {
        chars: chars.clone(),
        sets: vec![owned(codes.as_deref().unwrap_or_default().split('+'))],
        others: BTreeSet::new(),
    });
    choices(coder, document, &meant.collect::<Vec<_>>())
}

fn choices(coder: &Coder, document: &Document, meant: &[Meant]) -> Vec<Choice> {
    let text: Vec<char> = document.text.chars().collect();
    let known = coder.group_choices(document).into_iter();
    known
        .flat_map(|(chars, choice)| {
            let here = |meant: &&Meant| tells_of(&chars, &meant.chars, &text);
            let each = meant.iter().filter(here).map(|meant| {
                let own = choice.options.iter();
                let own = own.map(|it| owned(it.codes.iter().map(String::as_str)));
                let divided: Vec<bool> = choice.options.iter().map(|it| it.divided).collect();
                let right = meant.right(&own.collect::<Vec<_>>(), &divided);
                let options = choice.options.iter().map(|it| it.clues.clone());
                Choice::new(options.collect(), right)
            });
            each.collect::<Vec<_>>()
        })
        .collect()
}

impl Meant {
    /// Which of some sets are meant. Who asks both sides for something, or deals with one of them, is often one of them himself, so
    /// that only the other one is annotated: both together are then as right, unless the story tells of two sides within the one.
    fn right(&self, all: &[BTreeSet<String>], divided: &[bool]) -> Vec<bool> {
        let union: BTreeSet<String> = self.sets.iter().flatten().cloned().collect();
        let both: BTreeSet<String> = union.union(&self.others).cloned().collect();
        let exact: Vec<bool> = all.iter().map(|own| self.sets.contains(own)).collect();
        let two_within = exact
            .iter()
            .zip(divided)
            .any(|(exact, divided)| *exact && *divided);
        if union.is_empty() || union.len() > 1 && exact.contains(&true) || two_within {
            return exact;
        }
        let fits = |own: &BTreeSet<String>| own.is_superset(&union) && own.is_subset(&both);
        let fits = all.iter().map(fits);
        exact
            .iter()
            .zip(fits)
            .map(|(exact, fits)| *exact || fits)
            .collect()
    }
}

/// The countries and bodies of some codes.
fn owned<'c>(codes: impl Iterator<Item = &'c str>) -> BTreeSet<String> {
    countries(codes).into_iter().map(str::to_owned).collect()
}

/// Of annotated acts on whose side the frame seats words for several alone, or a role that such words tell of, where those words
/// stand and whom the act has there.
fn seated(coder: &Coder, document: &Document, gold: &[Gold]) -> Vec<Meant> {
    let index = CharIndex::new(&document.text);
    let mut all: Vec<Meant> = Vec::new();
    for choice in coder.side_choices(document, false) {
        let Some([chars]) = choice.options.first().map(|it| &it.chars[..]) else {
            continue;
        };
        let of = |side: &[Party]| owned(side.iter().filter_map(|it| it.code.as_deref()));
        let annotated = gold
            .iter()
            .filter(|gold| sides::is_annotated(&choice, gold, &document.text, &index));
        let both: Vec<[BTreeSet<String>; 2]> = annotated
            .map(|gold| [of(&gold.sources), of(&gold.targets)])
            .map(|[sources, targets]| match choice.half {
                Half::Source => [sources, targets],
                Half::Target => [targets, sources],
                Half::Both => [sources.union(&targets).cloned().collect(), BTreeSet::new()],
            })
            .collect();
        if both.is_empty() {
            continue;
        }
        let mut sets: Vec<BTreeSet<String>> = both.iter().map(|[own, _]| own.clone()).collect();
        sets.push(sets.iter().flatten().cloned().collect());
        all.push(Meant {
            chars: chars.clone(),
            sets,
            others: both.into_iter().flat_map(|[_, others]| others).collect(),
        });
    }
    all
}

/// Whether a stretch is the words, or one of whom the words tell whose they are: "envoys of both sides", "both sides' envoys".
fn tells_of(words: &Range<usize>, stretch: &Range<usize>, text: &[char]) -> bool {
    let inside = stretch.start <= words.start && words.end <= stretch.end;
    let whole = inside && words.end == stretch.end;
    let front = &text[stretch.start.min(words.start)..words.start];
    let owns = text
        .get(words.end)
        .is_some_and(|next| matches!(next, '\'' | '’'));
    inside
        && (whole && (front.is_empty() || front.ends_with(&['o', 'f', ' ']))
            || front.is_empty() && owns)
}

/// How often every choice is seen, and the first step.
const ROUNDS: usize = 25;
const RATE: f32 = 0.03;

/// The model of groups.
pub fn train(choices: &[&Choice], seed: u64) -> GroupRanker {
    sides::learn(choices, seed, ROUNDS, RATE)
}
