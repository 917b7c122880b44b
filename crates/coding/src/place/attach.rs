//! Which place an act took place at.

use super::position::top;
use super::{PlaceKind, PlaceMention, Where};
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;
use crate::time::is_light;

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
    if let Some(mention) = told_where(reading, places, head) {
        return Some(Where {
            mention: finer(reading, places, mention),
            own_clause: true,
        });
    }
    let own = 1 + usize::from(noun.is_some_and(|noun| noun != head));
    let levels = scope::levels(reading, head, noun, |word| leaves_place(reading, word));
    levels.into_iter().enumerate().find_map(|(level, act)| {
        let gathering = || scope::gathering(reading, act);
        let mention =
            nearest(reading, places, act).or_else(|| nearest(reading, places, gathering()?))?;
        let own_clause = level < own || scope::arcs(reading, head, act, |_| true).is_some();
        Some(Where {
            mention: finer(reading, places, mention),
            own_clause,
        })
    })
}

/// Where the act whose predicate is `head` took place where it is done in saying it ("told reporters in
/// Washington that it *was concerned*"): where the saying is.
pub fn of_saying(reading: &Reading<'_>, places: &[PlaceMention], head: usize) -> Option<Where> {
    let saying = scope::saying(reading, head)?;
    let mention = nearest(reading, places, saying)?;
    Some(Where {
        mention: finer(reading, places, mention),
        own_clause: false,
    })
}

/// The place that the act's clause says more of: "in Asmara, *where they signed*".
fn told_where(reading: &Reading<'_>, places: &[PlaceMention], head: usize) -> Option<usize> {
    let clause = std::iter::once(head)
        .chain(reading.ancestors(head))
        .find(|word| reading.word(*word).dep == Dep::Relcl)?;
    let together = |word: usize| reading.word(word).dep == Dep::Conj;
    let own = std::iter::once(head)
        .chain(reading.ancestors(head))
        .take_while(|word| *word != clause)
        .all(together);
    let there = reading
        .children(clause)
        .any(|child| reading.word(child).tag == Tag::Wrb && is_one_of(reading, child, &["where"]));
    let place = reading.word(clause).head;
    (own && there)
        .then(|| places.iter().position(|it| it.words.contains(place)))
        .flatten()
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
            if is_left(reading, word, act) {
                return None;
            }
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
/// summit in Hanoi", nor of what is talked about, nor the seat of "the embassy in Washington".
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
    const SEATS: [&str; 8] = [
        "embassy",
        "office",
        "ministry",
        "government",
        "consulate",
        "mission",
        "headquarters",
        "spokesman",
    ];
    let each = reading.word(word);
    let predicate = each.pos == Pos::Verb && each.dep != Dep::Prep;
    let elsewhere = is_one_of(reading, word, &ELSEWHERE) && !predicate;
    let seat = matches!(each.dep, Dep::Nsubj | Dep::NsubjPass) && is_one_of(reading, word, &SEATS);
    let reason =
        each.dep == Dep::Pobj && is_one_of(reading, word, &["protest", "response", "retaliation"]);
    !(elsewhere || seat || reason)
}

fn is_one_of(reading: &Reading<'_>, word: usize, lemmas: &[&str]) -> bool {
    lemmas
        .iter()
        .any(|known| reading.lemma(word).eq_ignore_ascii_case(known))
}

/// "Arrived *from Paris*": a place that was left, unless leaving it is the act.
fn is_left(reading: &Reading<'_>, name: usize, act: usize) -> bool {
    const LEAVING: [&str; 8] = [
        "withdraw",
        "withdrawal",
        "pull",
        "pullout",
        "retreat",
        "evacuate",
        "evacuation",
        "flee",
    ];
    let preposition = reading.word(name).head;
    reading.word(name).dep == Dep::Pobj
        && is_one_of(reading, preposition, &["from"])
        && !is_one_of(reading, act, &LEAVING)
}

/// Whether the way up from `word` leaves its place: what is said or asked for happens elsewhere, and what
/// is only spoken of by its noun too. "Flew there to ask" does not.
fn leaves_place(reading: &Reading<'_>, word: usize) -> bool {
    let each = reading.word(word);
    match each.dep {
        Dep::Ccomp
        | Dep::Parataxis
        | Dep::Relcl
        | Dep::Acl
        | Dep::Csubj
        | Dep::Xcomp
        | Dep::Pcomp
        | Dep::Appos => true,
        Dep::Advcl => scope::is_clause(reading, word) && !is_purpose(reading, word),
        Dep::Pobj => !is_one_of(reading, each.head, &["during", "in", "amid", "with", "of"]),
        Dep::Conj => reading.child(word, Dep::Nsubj).is_some(),
        Dep::Dobj if matches!(each.pos, Pos::Noun | Pos::Propn) => !is_light(reading, each.head),
        _ => false,
    }
}

fn is_purpose(reading: &Reading<'_>, verb: usize) -> bool {
    reading
        .children(verb)
        .any(|child| reading.word(child).tag == Tag::To)
}
