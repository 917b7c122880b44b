//! Which place an act took place at.

use super::position::top;
use super::{PlaceKind, PlaceMention, Where};
use crate::reading::{Dep, Pos, Reading};
use crate::scope;

/// Where the act whose predicate is `head` (and whose noun, where a phrase like "held talks" means it, is
/// `noun`) took place.
///
/// A place that the act's own phrase or clause says something is at comes first, then one of a clause
/// around it; the finer of two that lie in one another.
pub fn of_event(
    reading: &Reading<'_>,
    places: &[PlaceMention],
    head: usize,
    noun: Option<usize>,
) -> Option<Where> {
    let own = 1 + usize::from(noun.is_some_and(|noun| noun != head));
    let levels = scope::levels(reading, head, noun, |word| leaves_place(reading, word));
    levels.into_iter().enumerate().find_map(|(level, act)| {
        let mention = nearest(reading, places, act)?;
        let own_clause = level < own || scope::arcs(reading, head, act, |_| true).is_some();
        Some(Where {
            mention: finer(reading, places, mention),
            own_clause,
        })
    })
}

/// The place that hangs nearest below `act`.
fn nearest(reading: &Reading<'_>, places: &[PlaceMention], act: usize) -> Option<usize> {
    let sentence = reading.sentence_of(act);
    let first = places.partition_point(|place| place.words.start < sentence.start);
    (first..places.len())
        .take_while(|at| places[*at].words.start < sentence.end)
        .filter(|at| places[*at].locative || is_modifier(reading, &places[*at], act))
        .filter_map(|at| {
            let word = top(reading, places[at].words);
            let arcs = scope::arcs(reading, word, act, |word| passes(reading, word))?;
            Some((arcs, word.abs_diff(act), at))
        })
        .min()
        .map(|(.., at)| at)
}

/// "the Hanoi summit", "Geneva talks": a city before the noun that means the act.
fn is_modifier(reading: &Reading<'_>, place: &PlaceMention, act: usize) -> bool {
    let word = reading.word(place.words.end - 1);
    let noun = matches!(reading.word(act).pos, Pos::Noun | Pos::Propn);
    noun && place.kind == PlaceKind::Site
        && word.head == act
        && matches!(word.dep, Dep::Compound | Dep::Nmod | Dep::Amod)
}

/// Another place of the same phrase that lies in the one found: the city of "in Ukraine's Kherson".
fn finer(reading: &Reading<'_>, places: &[PlaceMention], found: usize) -> usize {
    let coarse = &places[found];
    if coarse.kind != PlaceKind::Country {
        return found;
    }
    let site = |place: &PlaceMention| {
        place.locative
            && place.kind < PlaceKind::Country
            && place.country == coarse.country
            && reading.word(place.words.start).sentence == reading.word(coarse.words.start).sentence
            && place.words.start.abs_diff(coarse.words.start) <= 4
    };
    (found.saturating_sub(1)..places.len().min(found + 2))
        .find(|at| site(&places[*at]))
        .unwrap_or(found)
}

/// Whether the place below `word` is that of what stands above it: not that of the summit of "after the
/// summit in Hanoi", nor of what is talked about.
fn passes(reading: &Reading<'_>, word: usize) -> bool {
    const ELSEWHERE: [&str; 14] = [
        "after",
        "before",
        "following",
        "follow",
        "ahead",
        "since",
        "despite",
        "about",
        "over",
        "than",
        "like",
        "because",
        "accord",
        "according",
    ];
    !ELSEWHERE
        .iter()
        .any(|known| reading.lemma(word).eq_ignore_ascii_case(known))
        || reading.word(word).pos == Pos::Verb
}

/// Whether the way up from `word` leaves its place: what is said or asked for happens elsewhere.
fn leaves_place(reading: &Reading<'_>, word: usize) -> bool {
    match reading.word(word).dep {
        Dep::Ccomp | Dep::Parataxis | Dep::Relcl | Dep::Acl | Dep::Csubj | Dep::Xcomp => true,
        Dep::Advcl => scope::is_clause(reading, word),
        Dep::Pobj | Dep::Pcomp => !passes(reading, reading.word(word).head),
        _ => false,
    }
}
