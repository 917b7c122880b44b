//! The grammar of time: atoms in, expressions out.
//!
//! A small hand-written recogniser. At each atom that the vocabulary knows, every kind of expression
//! is tried and the longest kept; nothing is anchored yet.

mod clock;
mod cursor;
mod dates;
mod lengths;
mod numbers;
mod sets;
mod years;

use super::atoms::Atom;
use super::lexicon::{Bound, Class};
use super::term::{Found, Joint, Meaning};
use chancery_text::ByteSpan;
use cursor::Cursor;

/// All expressions in `atoms`, which are those of one paragraph.
pub(super) fn scan(atoms: &[Atom<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        let start = Cursor::new(atoms, at);
        if let Some((meaning, end)) = dates::opening_day(start) {
            add(&mut found, atoms, meaning, at, end);
            at = end;
            continue;
        }
        at = match can_begin(&atoms[at]).then(|| expression(start)).flatten() {
            Some((meaning, end)) => {
                add(&mut found, atoms, meaning, at, end);
                day_after_dash(&mut found, atoms, end)
            }
            None => at + 1,
        };
    }
    found
}

fn can_begin(atom: &Atom<'_>) -> bool {
    !atom.entries.is_empty()
        || atom.number().is_some()
        || atom.is_sign('\'')
        || atom.is("the")
        || ["fiscal", "Q", "H"].iter().any(|word| atom.is(word))
}

/// The longest expression that begins at `start`, and where it ends.
fn expression(start: Cursor<'_, '_>) -> Option<(Meaning, usize)> {
    const RULES: [fn(&mut Cursor<'_, '_>) -> Option<Meaning>; 6] = [
        sets::set,
        lengths::length,
        clock::clock,
        dates::date,
        dates::reference,
        dates::tenure,
    ];
    let mut best: Option<(Meaning, usize)> = None;
    for rule in RULES {
        let mut cursor = start;
        let read = rule(&mut cursor);
        let longer = best.as_ref().is_none_or(|(_, end)| cursor.at > *end);
        best = read
            .filter(|_| longer)
            .map(|meaning| (meaning, cursor.at))
            .or(best);
    }
    best
}

fn add(found: &mut Vec<Found>, atoms: &[Atom<'_>], meaning: Meaning, start: usize, end: usize) {
    let span = ByteSpan::new(atoms[start].span.start, atoms[end - 1].span.end);
    let bound = bound_before(atoms, start);
    let joint = found.last().and_then(|last| joint(atoms, last, start));
    let heads = start == 0 && atoms.get(end).is_some_and(|next| next.is_sign(':'));
    found.push(Found {
        span,
        meaning,
        bound,
        joint,
        heads,
    });
}

/// The bounding word or phrase that ends just before `start`.
fn bound_before(atoms: &[Atom<'_>], start: usize) -> Option<Bound> {
    (1..=4)
        .filter_map(|back| start.checked_sub(back))
        .find_map(|at| {
            let mut cursor = Cursor::new(atoms, at);
            let bound = cursor.take(|class| match class {
                Class::Bound(bound) => Some(bound),
                _ => None,
            })?;
            (cursor.at == start).then_some(bound)
        })
}

/// How what begins at `start` is joined to `last`: by "to", "and" or a dash and nothing else.
fn joint(atoms: &[Atom<'_>], last: &Found, start: usize) -> Option<Joint> {
    let word = &atoms[start.checked_sub(1)?];
    let touches = start >= 2 && atoms[start - 2].span.end == last.span.end;
    let opened = matches!(last.bound, Some(Bound::From | Bound::Between));
    let ranges = word.is_sign('-')
        || ["to", "through", "until", "till"]
            .iter()
            .any(|to| word.is(to));
    match (touches, word.is("and")) {
        (true, true) if !opened => Some(Joint::And),
        (true, and) if ranges || and => Some(Joint::To),
        _ => None,
    }
}

/// The second day of "May 3-7" and "May 3 to 7", which is a number and nothing else.
fn day_after_dash(found: &mut Vec<Found>, atoms: &[Atom<'_>], end: usize) -> usize {
    let Some(Found {
        meaning: Meaning::Date(term),
        ..
    }) = found.last()
    else {
        return end;
    };
    let mut cursor = Cursor::new(atoms, end);
    match dates::closing_day(&mut cursor, term) {
        Some((meaning, start, year)) => {
            if let (
                Some(year),
                Some(Found {
                    meaning: Meaning::Date(first),
                    ..
                }),
            ) = (year, found.last_mut())
            {
                first.within = Some(Box::new(year));
            }
            add(found, atoms, meaning, start, cursor.at);
            cursor.at
        }
        None => end,
    }
}
