//! Numbers, amounts and ordinals.

use super::cursor::Cursor;
use crate::time::lexicon::{Class, Quantity};
use crate::time::term::Amount;

/// A whole number in digits or words, below a million.
pub(super) fn number(c: &mut Cursor<'_, '_>) -> Option<u32> {
    digits(c).or_else(|| words(c))
}

fn digits(c: &mut Cursor<'_, '_>) -> Option<u32> {
    c.attempt(|c| {
        c.digits()
            .filter(|(value, _)| *value < 1_000_000)
            .map(|(value, _)| value)
    })
}

/// "three", "twenty-one", "two hundred", "a hundred and ten".
fn words(c: &mut Cursor<'_, '_>) -> Option<u32> {
    c.attempt(|c| {
        let scaled = c.attempt(|c| {
            c.one_of(&["a", "one"])?;
            scale(c)
        });
        let mut value = match scaled {
            Some(scale) => scale,
            None => below_hundred(c)?,
        };
        while let Some(scale) = scale(c) {
            value = value
                .checked_mul(scale)
                .filter(|value| *value < 1_000_000)?;
        }
        let rest = c.attempt(|c| {
            let _ = c.word("and");
            below_hundred(c).filter(|_| value >= 100)
        });
        Some(value + rest.unwrap_or(0))
    })
}

fn scale(c: &mut Cursor<'_, '_>) -> Option<u32> {
    c.take(|class| match class {
        Class::Number(value @ (100 | 1000)) => Some(value),
        _ => None,
    })
}

/// "seven", "thirty", "thirty-seven".
pub(super) fn below_hundred(c: &mut Cursor<'_, '_>) -> Option<u32> {
    let tens = plain(c, 1, 100)?;
    if !(20..100).contains(&tens) {
        return Some(tens);
    }
    let ones = c.attempt(|c| {
        let _ = c.hyphen();
        plain(c, 1, 10)
    });
    Some(tens + ones.unwrap_or(0))
}

fn plain(c: &mut Cursor<'_, '_>, from: u32, below: u32) -> Option<u32> {
    c.take(|class| match class {
        Class::Number(value) if (from..below).contains(&value) => Some(value),
        _ => None,
    })
}

/// How many of a unit: "two", "2 1/2", "two and a half", "a couple of", "several", "two or three".
pub(super) fn amount(c: &mut Cursor<'_, '_>) -> Option<Amount> {
    c.attempt(|c| {
        let first = counted(c).or_else(|| quantity(c))?;
        Some(match up_to(c) {
            Some(_) => Amount::Vague,
            None => first,
        })
    })
}

fn counted(c: &mut Cursor<'_, '_>) -> Option<Amount> {
    if let Some(whole) = decimal(c) {
        return Some(whole);
    }
    let whole = number(c)?;
    let half = c.attempt(|c| {
        c.word("and")
            .and_then(|()| c.word("a"))
            .or_else(|| c.hyphen())
            .or(Some(()))?;
        c.word("half").or_else(|| one_half(c))
    });
    Some(if half.is_some() {
        Amount::AndHalf(whole)
    } else {
        Amount::Exact(whole)
    })
}

/// "2.5", and no other decimal.
fn decimal(c: &mut Cursor<'_, '_>) -> Option<Amount> {
    c.attempt(|c| {
        let whole = c.peek(0)?.number()?;
        let close = |ahead: usize| c.peek(ahead).filter(|atom| !atom.spaced);
        let half = close(1)?.is_sign('.') && close(2)?.text == "5";
        c.at += 3;
        half.then_some(Amount::AndHalf(whole))
    })
}

fn one_half(c: &mut Cursor<'_, '_>) -> Option<()> {
    c.attempt(|c| {
        c.word("1")?;
        c.sign('/')?;
        c.word("2")
    })
    .or_else(|| c.sign('½'))
}

/// The second number of "two to three", "12-18", "three or four".
fn up_to(c: &mut Cursor<'_, '_>) -> Option<u32> {
    c.attempt(|c| {
        c.one_of(&["to", "or"]).or_else(|| c.hyphen())?;
        number(c)
    })
}

fn quantity(c: &mut Cursor<'_, '_>) -> Option<Amount> {
    let quantity = c.take(|class| match class {
        Class::Quantity(quantity) => Some(quantity),
        _ => None,
    })?;
    Some(match quantity {
        Quantity::Vague => Amount::Vague,
        Quantity::Couple => Amount::Exact(2),
        Quantity::One => Amount::Exact(1),
        Quantity::Half => Amount::AndHalf(0),
    })
}

/// "first", "22nd".
pub(super) fn ordinal(c: &mut Cursor<'_, '_>) -> Option<u8> {
    let word = c.take(|class| match class {
        Class::Ordinal(value) => Some(value),
        _ => None,
    });
    word.or_else(|| numeric_ordinal(c))
}

/// "22nd".
pub(super) fn numeric_ordinal(c: &mut Cursor<'_, '_>) -> Option<u8> {
    c.attempt(|c| {
        let (value, width) = c.digits()?;
        let suffix = c.peek(0).filter(|atom| !atom.spaced)?;
        let fits = ["st", "nd", "rd", "th"]
            .iter()
            .any(|ending| suffix.is(ending));
        c.at += 1;
        (fits && width <= 2).then_some(value as u8)
    })
}
