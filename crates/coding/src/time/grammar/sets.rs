//! Recurrences.

use super::cursor::Cursor;
use super::{dates, numbers};
use crate::time::lexicon::{Class, Unit};
use crate::time::term::{Amount, Base, Hour, Length, Meaning, Term};

/// "every Monday", "each year", "daily", "twice a week", "Tuesdays", "per month".
pub(super) fn set(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    c.attempt(every)
        .or_else(|| c.attempt(times))
        .or_else(|| c.attempt(frequency))
        .or_else(|| c.attempt(weekdays))
}

fn every(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    c.take(|class| matches!(class, Class::Every).then_some(()))?;
    if let Some(date) = c.attempt(recurring) {
        return Some(Meaning::EachDate(date));
    }
    let amount = c.attempt(numbers::amount).unwrap_or(Amount::Exact(1));
    let unit = unit(c).filter(|unit| *unit >= Unit::Hour)?;
    Some(Meaning::Every(Length {
        amount,
        unit,
        side: None,
    }))
}

/// A weekday, month, season or part of the day that comes again.
fn recurring(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let base = c.take(|class| match class {
        Class::Weekday(day) => Some(Base::Weekday(day)),
        Class::Month(month) => Some(Base::Month(month)),
        Class::Season(season) => Some(Base::Season(season)),
        Class::Part(_) => Some(Base::Near(0)),
        _ => None,
    })?;
    if let Base::Near(_) = base {
        c.at -= 1;
    }
    Some(Term {
        hour: dates::part(c).map(Hour::Part),
        ..base.into()
    })
}

fn unit(c: &mut Cursor<'_, '_>) -> Option<Unit> {
    c.take(|class| match class {
        Class::Unit(unit) | Class::Units(unit) => Some(unit),
        _ => None,
    })
}

/// "twice a week", "three times each day"; and the rate of "$5 a day", whose number is not read.
fn times(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    let _ = c.attempt(numbers::number);
    c.take(|class| matches!(class, Class::Times).then_some(()))?;
    c.one_of(&["a", "an", "each", "every", "per"])?;
    Some(Meaning::Every(Length {
        amount: Amount::Exact(1),
        unit: unit(c)?,
        side: None,
    }))
}

fn frequency(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    if c.peek(0)?.is_capital()
        && c.behind(1)
            .is_some_and(|atom| !atom.is_sign('.') && !atom.is_sign('"'))
    {
        return None; // "Beijing Daily"
    }
    let unit = c.take(|class| match class {
        Class::Frequency(unit) => Some(unit),
        _ => None,
    })?;
    Some(Meaning::Every(Length {
        amount: Amount::Exact(1),
        unit,
        side: None,
    }))
}

fn weekdays(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    let (day, plural) = c.take_name(|class| match class {
        Class::WeekdayPlural(day) => Some((day, true)),
        Class::Weekday(day) => Some((day, false)),
        _ => None,
    })?;
    let part = c.take(|class| match class {
        Class::Part(part) => Some(part),
        _ => None,
    });
    let nights = part.is_none().then(|| plural_part(c)).flatten();
    let term = Term {
        hour: part.or(nights).map(Hour::Part),
        ..Base::Weekday(day).into()
    };
    (plural || nights.is_some()).then_some(Meaning::EachDate(term))
}

/// "nights", "mornings".
fn plural_part(c: &mut Cursor<'_, '_>) -> Option<crate::time::lexicon::Part> {
    use crate::time::lexicon::Part;
    const PLURALS: [(&str, Part); 4] = [
        ("mornings", Part::Morning),
        ("afternoons", Part::Afternoon),
        ("evenings", Part::Evening),
        ("nights", Part::Night),
    ];
    PLURALS
        .iter()
        .find_map(|(word, part)| c.word(word).map(|()| *part))
}
