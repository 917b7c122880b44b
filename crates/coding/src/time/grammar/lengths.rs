//! Lengths of time, and the dates that are counted with them ("two weeks ago").

use super::cursor::Cursor;
use super::{dates, numbers};
use crate::time::lexicon::{Behind, Class, Lexicon, Offset, Quantity, Shift, Side, Unit};
use crate::time::term::{Amount, Base, Hour, Length, Meaning, Origin, Term};

/// "two weeks", "nearly a decade", "the past few months", "two-day", "three years ago", "year-earlier".
pub(super) fn length(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    let meaning = c.attempt(counted_back).or_else(|| c.attempt(plain))?;
    (!is_age(c)).then_some(meaning)
}

fn plain(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    if let Some(unit) = c.attempt(closed) {
        return Some(Meaning::Length(Length {
            amount: Amount::Exact(1),
            unit,
            side: None,
        }));
    }
    let over = c.peek(0)?.is("over");
    approximately(c);
    let side = side(c);
    if over && side.is_some() {
        return None; // "over the past year": a preposition
    }
    approximately(c);
    let length = c
        .attempt(|c| measured(c, side))
        .or_else(|| c.attempt(|c| bare(c, side)))?;
    let _ = c.attempt(|c| {
        c.word("or")?;
        c.word("so")
    });
    if length.side.is_none()
        && let Some(date) = c.attempt(|c| offset(c, length))
    {
        return Some(Meaning::Date(date));
    }
    Some(Meaning::Length(length))
}

/// The year of "the year ended March 31": a length up to that day.
fn closed(c: &mut Cursor<'_, '_>) -> Option<Unit> {
    c.word("the")?;
    let _ = c.one_of(&["fiscal", "full"]);
    let unit = c.word("year").map(|()| Unit::Year)?;
    let mut ahead = *c;
    ahead.one_of(&["ended", "ending"]).map(|()| unit)
}

/// "about", "more than", "at least nearly".
fn approximately(c: &mut Cursor<'_, '_>) {
    while c
        .take(|class| matches!(class, Class::Approximate).then_some(()))
        .is_some()
    {}
}

fn side(c: &mut Cursor<'_, '_>) -> Option<Side> {
    c.take(|class| match class {
        Class::Span(side) => Some(side),
        _ => None,
    })
}

/// A number or quantity with a unit.
fn measured(c: &mut Cursor<'_, '_>, side: Option<Side>) -> Option<Length> {
    let _ = c.attempt(|c| {
        c.one_of(&["another", "additional", "further", "an", "the"])
            .filter(|()| is_number_next(c))
    });
    let article = c.peek(0)?.is("a") || c.peek(0)?.is("an");
    let amount = numbers::amount(c)?;
    let _ = c.one_of(&[
        "more",
        "additional",
        "further",
        "full",
        "straight",
        "consecutive",
        "long",
        "other",
        "whole",
    ]);
    let hyphen = c.hyphen().is_some();
    let is_year = !hyphen && matches!(amount, Amount::Exact(1900..=2100));
    let unit = match numbers_unit(c, amount != Amount::Vague && !is_year)? {
        (Unit::Second | Unit::Quarter, false) if amount == Amount::Exact(1) => return None,
        (Unit::Second | Unit::Quarter, _) if hyphen => return None,
        (unit, _) => unit,
    };
    let amount = match c.attempt(and_a_half) {
        Some(()) => with_half(amount),
        None => amount,
    };
    let long = c.attempt(|c| c.hyphen().and_then(|()| c.word("long")));
    if long.is_some() && article {
        return None; // the article of "a week-long visit" is the visit's
    }
    Some(Length { amount, unit, side })
}

fn is_number_next(c: &Cursor<'_, '_>) -> bool {
    let mut ahead = *c;
    numbers::number(&mut ahead).is_some()
}

/// A unit: whether it is plural too. The singular only where `singular` allows it; not "60 Minutes".
fn numbers_unit(c: &mut Cursor<'_, '_>, singular: bool) -> Option<(Unit, bool)> {
    if c.peek(0)?.is_capital() && c.behind(1).is_some_and(|atom| atom.number().is_some()) {
        return None;
    }
    c.take(|class| match class {
        Class::Units(unit) => Some((unit, true)),
        Class::Unit(unit) if singular => Some((unit, false)),
        _ => None,
    })
}

/// "a year *and a half*".
fn and_a_half(c: &mut Cursor<'_, '_>) -> Option<()> {
    c.word("and")?;
    c.word("a")?;
    c.word("half")
}

fn with_half(amount: Amount) -> Amount {
    match amount {
        Amount::Exact(whole) => Amount::AndHalf(whole),
        other => other,
    }
}

/// A unit without a number: "weeks", "recent months", "decades-long", "yearlong".
fn bare(c: &mut Cursor<'_, '_>, side: Option<Side>) -> Option<Length> {
    let long = c.take(|class| match class {
        Class::Long(unit) => Some(unit),
        _ => None,
    });
    if let Some(unit) = long {
        return Some(Length {
            amount: Amount::Exact(1),
            unit,
            side,
        });
    }
    if let Some(unit) = side.and_then(|side| c.attempt(|c| whole(c, side))) {
        return Some(Length {
            amount: Amount::Exact(1),
            unit,
            side,
        });
    }
    c.attempt(long_compound)
        .map(|length| Length { side, ..length })
        .or_else(|| {
            let unit = c.take(|class| match class {
                Class::Units(unit) => Some(unit),
                _ => None,
            })?;
            let _ = c.attempt(|c| {
                c.one_of(&["or", "and"])?;
                c.take(|class| matches!(class, Class::Units(_)).then_some(()))
            });
            let counts_alone = side.is_some()
                || !matches!(
                    unit,
                    Unit::Second | Unit::Minute | Unit::Quarter | Unit::Weekend
                );
            counts_alone.then_some(Length {
                amount: Amount::Vague,
                unit,
                side,
            })
        })
}

/// The decade of "the past decade", which is its length up to now rather than a calendar's.
fn whole(c: &mut Cursor<'_, '_>, side: Side) -> Option<Unit> {
    let (unit, _) = numbers_unit(c, true)?;
    let long = matches!(
        unit,
        Unit::Hour | Unit::Decade | Unit::Century | Unit::Millennium
    );
    (long && side != Side::First).then_some(unit)
}

/// "week-long", "decades-long".
fn long_compound(c: &mut Cursor<'_, '_>) -> Option<Length> {
    let (unit, plural) = numbers_unit(c, true)?;
    c.hyphen()?;
    c.word("long")?;
    let amount = if plural {
        Amount::Vague
    } else {
        Amount::Exact(1)
    };
    Some(Length {
        amount,
        unit,
        side: None,
    })
}

/// "48 years old", "an 8-month-old", "a man of 23 years of age".
fn is_age(c: &Cursor<'_, '_>) -> bool {
    let mut ahead = *c;
    let _ = ahead.hyphen();
    ahead
        .take(|class| matches!(class, Class::Age).then_some(()))
        .is_some()
}

/// What is counted with `length`: "ago", "later", "before May 3".
fn offset(c: &mut Cursor<'_, '_>, length: Length) -> Option<Term> {
    let offset = c.take(|class| match class {
        Class::Offset(offset) => Some(offset),
        _ => None,
    })?;
    if length.unit < Unit::Day && offset != Offset::Ago {
        return None; // "an hour later" is not told by the calendar
    }
    let from = match offset {
        Offset::Ago => Origin::BeforeNow,
        Offset::Hence => Origin::AfterNow,
        Offset::Earlier => Origin::BeforeThen,
        Offset::Later => Origin::AfterThen,
        Offset::Before | Offset::After => {
            let anchor = c.attempt(dates::calendar_date).map(Box::new);
            match (offset, anchor) {
                (Offset::Before, Some(anchor)) => Origin::Before(anchor),
                (_, Some(anchor)) => Origin::After(anchor),
                // "Had left two weeks before."
                (Offset::Before, None) if ends_here(c) => Origin::BeforeThen,
                _ => return None,
            }
        }
    };
    Some(counted(length, from, None))
}

fn counted(length: Length, from: Origin, seen_at: Option<Unit>) -> Term {
    Base::Offset {
        amount: length.amount,
        unit: length.unit,
        from,
        seen_at,
    }
    .into()
}

/// "year-ago", "the year-earlier quarter", "the week before", "the day after May 3", "the night before", "the eve".
fn counted_back(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    c.attempt(hyphenated)
        .or_else(|| c.attempt(day_before))
        .or_else(|| c.attempt(night_before))
        .or_else(|| c.attempt(eve))
        .map(Meaning::Date)
}

fn hyphenated(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let _ = c.one_of(&["the", "a"]);
    let _ = c.one_of(&["comparable", "corresponding", "same"]);
    let (unit, _) = numbers_unit(c, true)?;
    c.hyphen()?;
    let from = c
        .word("ago")
        .map(|()| Origin::BeforeNow)
        .or_else(|| c.word("earlier").map(|()| Origin::BeforeThen))?;
    let seen_at = c.attempt(|c| {
        let _ = c.attempt(|c| numbers::ordinal(c));
        c.word("period")
            .map(|()| Unit::Quarter)
            .or_else(|| numbers_unit(c, true).map(|(unit, _)| unit))
    });
    let length = Length {
        amount: Amount::Exact(1),
        unit,
        side: None,
    };
    Some(counted(length, from, seen_at))
}

/// "the day before", "the year after 2014", "the week following Easter".
fn day_before(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let definite = c.word("the").is_some();
    if !definite {
        quantity_one(c)?;
    }
    let (unit, _) = numbers_unit(c, true).filter(|(_, plural)| !plural)?;
    let offset = c.take(|class| match class {
        Class::Offset(offset @ (Offset::Before | Offset::After)) => Some(offset),
        _ => None,
    })?;
    let anchor = c.attempt(dates::calendar_date).map(Box::new);
    // "The week before" is one of the calendar, "a week before" a day.
    if definite && unit == Unit::Week && anchor.is_none() && ends_here(c) {
        let shift = match offset {
            Offset::Before => Shift::Previous,
            _ => Shift::Following,
        };
        return Some(Term {
            shift: Some(shift),
            ..Base::Unit(unit).into()
        });
    }
    let from = match (offset, anchor) {
        (Offset::Before, Some(anchor)) => Origin::Before(anchor),
        (_, Some(anchor)) => Origin::After(anchor),
        (Offset::Before, None) if ends_here(c) => Origin::BeforeThen,
        (_, None) if ends_here(c) => Origin::AfterThen,
        _ => return None,
    };
    Some(counted(
        Length {
            amount: Amount::Exact(1),
            unit,
            side: None,
        },
        from,
        None,
    ))
}

/// "the night before", "the morning after".
fn night_before(c: &mut Cursor<'_, '_>) -> Option<Term> {
    c.word("the")?;
    let part = dates::part(c)?;
    let from = c
        .word("before")
        .map(|()| Origin::BeforeThen)
        .or_else(|| c.word("after").map(|()| Origin::AfterThen))?;
    ends_here(c).then(|| Term {
        hour: Some(Hour::Part(part)),
        ..one_day(from)
    })
}

/// "(on) the eve", "the very eve", of what was told of.
fn eve(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let on = c.behind(1).is_some_and(|before| before.is("on"));
    c.word("the")?;
    let _ = c.word("very");
    c.word("eve")?;
    (on && ends_here(c)).then(|| one_day(Origin::BeforeThen))
}

/// The day before or after another one.
fn one_day(from: Origin) -> Term {
    let length = Length {
        amount: Amount::Exact(1),
        unit: Unit::Day,
        side: None,
    };
    counted(length, from, None)
}

fn quantity_one(c: &mut Cursor<'_, '_>) -> Option<()> {
    c.take(|class| matches!(class, Class::Quantity(Quantity::One)).then_some(()))
}

/// Whether nothing follows that "before" or "after" could govern.
fn ends_here(c: &Cursor<'_, '_>) -> bool {
    c.peek(0).is_none_or(|atom| {
        let sign = [',', '.', ';', ':', ')', '"', '”', '–', '—'];
        sign.iter().any(|sign| atom.is_sign(*sign))
            || Lexicon::english().means(atom.text, |it| it == Class::Behind(Behind::Link))
    })
}
