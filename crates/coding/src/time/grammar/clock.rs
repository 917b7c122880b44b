//! Hours of the clock.

use super::cursor::Cursor;
use super::dates;
use crate::time::lexicon::{Class, Part, Unit};
use crate::time::term::{Base, Hour, Meaning, Term};

/// "9 a.m. Tuesday", "10:35 GMT", "noon", "4 in the morning", "0600 GMT".
pub(super) fn clock(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    let _ = c.one_of(&["around", "about", "shortly after", "just"]);
    let hour = c
        .attempt(named)
        .or_else(|| c.attempt(half_day))
        .or_else(|| c.attempt(colon))
        .or_else(|| c.attempt(four_digits))?;
    let day = c.attempt(|c| {
        let _ = c.sign(',');
        let _ = c.word("on");
        dates::calendar_date(c)
    });
    let day = day
        .filter(|day| day.hour.is_none())
        .unwrap_or(Base::Unit(Unit::Day).into());
    Some(Meaning::Date(Term {
        hour: Some(hour),
        ..day
    }))
}

fn named(c: &mut Cursor<'_, '_>) -> Option<Hour> {
    let hour = c.take(|class| match class {
        Class::Clock(hour) => Some(hour),
        _ => None,
    })?;
    zone(c);
    Some(Hour::Clock(hour, Some(0)))
}

/// "9 a.m.", "10:35 pm", "6 o'clock", "4 in the morning".
fn half_day(c: &mut Cursor<'_, '_>) -> Option<Hour> {
    let hour = hour(c)?;
    let minute = c.attempt(minute);
    let hour = c
        .attempt(|c| meridiem(c, hour))
        .or_else(|| c.attempt(|c| in_the_part(c, hour)))?;
    zone(c);
    Some(Hour::Clock(hour, minute))
}

fn hour(c: &mut Cursor<'_, '_>) -> Option<u8> {
    let atom = c.peek(0)?;
    let value = match atom.number() {
        Some(value) => value,
        None => {
            let value = super::numbers::below_hundred(c)?;
            c.at -= 1;
            value
        }
    };
    c.at += 1;
    (value <= 24).then_some(value as u8)
}

fn minute(c: &mut Cursor<'_, '_>) -> Option<u8> {
    c.close_sign(':').or_else(|| c.close_sign('.'))?;
    let atom = c.peek(0).filter(|atom| !atom.spaced && atom.width() == 2)?;
    c.at += 1;
    atom.number()
        .filter(|value| *value < 60)
        .map(|value| value as u8)
}

/// "a.m.", "pm", "o'clock (in the morning)": the hour of 24.
fn meridiem(c: &mut Cursor<'_, '_>, hour: u8) -> Option<u8> {
    if let Some(()) = c.attempt(|c| {
        c.word("o")?;
        c.sign('\'')?;
        c.word("clock")
    }) {
        return c.attempt(|c| in_the_part(c, hour)).or(Some(hour));
    }
    let afternoon = c.attempt(|c| {
        let letter = c
            .one_of(&["a", "am"])
            .map(|()| false)
            .or_else(|| c.one_of(&["p", "pm"]).map(|()| true))?;
        if !c.behind(1)?.text.ends_with(['m', 'M']) {
            c.close_sign('.')?;
            c.word("m")?;
            let _ = c.close_sign('.').filter(|()| stop_belongs(c));
            if !stop_belongs(c) {
                c.at -= usize::from(c.behind(1).is_some_and(|atom| atom.is_sign('.')));
            }
        }
        Some(letter)
    })?;
    match (hour, afternoon) {
        (12, false) => Some(0),
        (1..=11, true) => Some(hour + 12),
        (0..=12, _) => Some(hour),
        _ => None,
    }
}

/// Whether the stop just read is that of "a.m." rather than the sentence's.
fn stop_belongs(c: &Cursor<'_, '_>) -> bool {
    c.peek(0).is_some()
}

/// "4 in the morning", "six in the evening".
fn in_the_part(c: &mut Cursor<'_, '_>, hour: u8) -> Option<u8> {
    c.word("in")?;
    c.word("the")?;
    let part = dates::part(c)?;
    match part {
        Part::Morning if hour <= 12 => Some(hour % 12),
        Part::Afternoon | Part::Evening | Part::Night if hour < 12 => Some(hour + 12),
        _ => None,
    }
}

/// "10:35", which wants a zone after it or "at" before.
fn colon(c: &mut Cursor<'_, '_>) -> Option<Hour> {
    let before = c.behind(1).copied();
    let (atom, hour) = (c.peek(0)?, hour(c)?);
    atom.number()?;
    c.peek(0)?.is_sign(':').then_some(())?;
    let minute = minute(c)?;
    let _ = c.attempt(|c| c.close_sign(':').and_then(|()| c.digits()));
    let told = zone(c)
        || before.is_some_and(|atom| {
            ["at", "by", "until", "around", "from"]
                .iter()
                .any(|word| atom.is(word))
        });
    told.then_some(Hour::Clock(hour, Some(minute)))
}

/// "0600 GMT", "1430 hours".
fn four_digits(c: &mut Cursor<'_, '_>) -> Option<Hour> {
    let (value, width) = c.digits()?;
    let told = zone(c) || c.word("hours").is_some();
    let (hour, minute) = (value / 100, value % 100);
    (width == 4 && hour <= 24 && minute < 60 && told)
        .then_some(Hour::Clock(hour as u8, Some(minute as u8)))
}

fn zone(c: &mut Cursor<'_, '_>) -> bool {
    c.take(|class| matches!(class, Class::Zone).then_some(()))
        .is_some()
}
