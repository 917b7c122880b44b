//! Years, decades and centuries, which must be told from all other numbers.

use super::cursor::Cursor;
use super::numbers;
use crate::time::atoms::Atom;
use crate::time::lexicon::Class;
use crate::time::term::{Base, Term};

/// A year where a year is expected: after a month, after "of". Four digits, or `'98`, or words.
pub(super) fn expected(c: &mut Cursor<'_, '_>) -> Option<i16> {
    c.attempt(four_digits)
        .or_else(|| c.attempt(two_digits))
        .or_else(|| c.attempt(in_words))
}

/// A year standing by itself, judged by the words about it.
pub(super) fn alone(c: &mut Cursor<'_, '_>) -> Option<i16> {
    let before = c.behind(1).copied();
    let number_before = c
        .behind(2)
        .filter(|atom| atom.number().is_some() && atom.width() != 4)
        .is_some();
    if before.is_some_and(|atom| atom.is_sign('-')) && number_before {
        return None;
    }
    let announced = c
        .attempt(|c| {
            let _ = c.word("the");
            c.word("year")?;
            expected(c)
        })
        .or_else(|| c.attempt(fiscal));
    if announced.is_some() {
        return announced;
    }
    let introduced = || before.is_some_and(|atom| introduces(&atom));
    let nineteen = c.peek(0).is_some_and(|atom| atom.is("nineteen"));
    c.attempt(|c| {
        let year = four_digits(c)?;
        let after = c.peek(0);
        (is_year_context(before.as_ref(), after, year)).then_some(year)
    })
    // "Let in two thousand" is a number.
    .or_else(|| {
        c.attempt(in_words)
            .filter(|year| (nineteen || introduced()) && *year != 2000)
    })
    .or_else(|| c.attempt(two_digits).filter(|_| introduced()))
}

/// "fiscal 1989", "the fiscal year 1989".
fn fiscal(c: &mut Cursor<'_, '_>) -> Option<i16> {
    let _ = c.word("the");
    c.word("fiscal").or_else(|| c.word("financial"))?;
    let _ = c.word("year");
    expected(c)
}

fn four_digits(c: &mut Cursor<'_, '_>) -> Option<i16> {
    let (value, width) = c.digits()?;
    let glued = c
        .peek(0)
        .is_some_and(|next| !next.spaced && next.text.starts_with(char::is_alphanumeric));
    (width == 4 && (1000..=2200).contains(&value) && !glued).then_some(value as i16)
}

/// `'98`: of the last century where above 30.
fn two_digits(c: &mut Cursor<'_, '_>) -> Option<i16> {
    c.sign('\'')?;
    let next = c.peek(0).filter(|next| !next.spaced && next.width() == 2)?;
    let value = next.number()? as i16;
    c.at += 1;
    let glued = c
        .peek(0)
        .is_some_and(|next| !next.spaced && next.text.starts_with(char::is_alphanumeric));
    (!glued).then_some(if value > 30 {
        1900 + value
    } else {
        2000 + value
    })
}

/// "nineteen ninety-six", "two thousand (and) one", "twenty twenty-one".
fn in_words(c: &mut Cursor<'_, '_>) -> Option<i16> {
    let first = numbers::below_hundred(c)?;
    if matches!(first, 17..=20) {
        let rest = numbers::below_hundred(c).filter(|rest| *rest >= 10)?;
        return Some((first * 100 + rest) as i16);
    }
    if first != 2 {
        return None;
    }
    c.word("thousand")?;
    let rest = c.attempt(|c| {
        let _ = c.word("and");
        numbers::below_hundred(c)
    });
    Some((2000 + rest.unwrap_or(0)) as i16)
}

fn is_year_context(before: Option<&Atom<'_>>, after: Option<&Atom<'_>>, year: i16) -> bool {
    let counts = after.is_some_and(|atom| counts(atom));
    let introduced = before.is_none_or(introduces);
    let modern = (1900..=2100).contains(&year);
    let joined = before.is_some_and(|atom| is_bad_before(atom)) || after.is_some_and(is_bad_after);
    !joined
        && if modern {
            introduced || !counts
        } else {
            introduced && !counts && before.is_some()
        }
}

/// Whether `atom` is a word that years follow.
fn introduces(atom: &Atom<'_>) -> bool {
    const INTRODUCE: [&str; 27] = [
        "in",
        "since",
        "until",
        "till",
        "by",
        "before",
        "after",
        "from",
        "during",
        "between",
        "through",
        "to",
        "early",
        "late",
        "mid",
        "earlier",
        "the",
        "and",
        "circa",
        "its",
        "his",
        "their",
        "our",
        "beyond",
        "back",
        "throughout",
        "year",
    ];
    atom.is_sign('(') || INTRODUCE.iter().any(|word| atom.is(word))
}

/// Whether `atom`, after a number, is what is counted: a lower-case plural or a measure.
fn counts(atom: &Atom<'_>) -> bool {
    const COUNTED: [&str; 12] = [
        "people", "men", "women", "children", "percent", "per", "km", "miles", "dollars", "euros",
        "million", "billion",
    ];
    let plural = atom.text.len() > 3 && atom.text.ends_with('s') && !atom.text.ends_with("ss");
    let unit = atom
        .entries
        .iter()
        .any(|entry| matches!(entry.class, Class::Unit(_) | Class::Units(_)));
    (atom.spaced && atom.text.starts_with(char::is_lowercase) && (plural || unit))
        || COUNTED.iter().any(|word| atom.is(word))
        || atom.is_sign('%')
}

fn is_bad_before(atom: &Atom<'_>) -> bool {
    const APPROXIMATE: [&str; 8] = [
        "than",
        "nearly",
        "almost",
        "approximately",
        "no",
        "number",
        "about",
        "roughly",
    ];
    let name = atom.is_capital()
        && atom.entries.is_empty()
        && !introduces(atom)
        && !is_function_word(atom);
    "$£€#@./:".chars().any(|sign| atom.is_sign(sign))
        || name
        || APPROXIMATE.iter().any(|word| atom.is(word))
}

fn is_function_word(atom: &Atom<'_>) -> bool {
    const WORDS: [&str; 9] = ["of", "for", "on", "at", "with", "that", "a", "around", "s"];
    WORDS.iter().any(|word| atom.is(word))
}

fn is_bad_after(atom: &Atom<'_>) -> bool {
    !atom.spaced
        && (atom.is_sign('%') || atom.is_sign(':') || atom.is_sign('/') || atom.is_sign('@'))
}

/// "1990s", "'90s", "the nineties", "nineteen-nineties".
pub(super) fn decade(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let base = c
        .attempt(decade_in_digits)
        .or_else(|| c.attempt(decade_in_words))?;
    Some(Base::Decade(base).into())
}

fn decade_in_digits(c: &mut Cursor<'_, '_>) -> Option<i16> {
    let apostrophe = c.sign('\'').is_some();
    let (value, width) = c.digits()?;
    let _ = c.attempt(|c| {
        c.close_sign('\'')?;
        c.peek(0)?.is("s").then_some(())
    });
    let ending = c.peek(0).filter(|atom| !atom.spaced && atom.is("s"));
    ending?;
    c.at += 1;
    match (width, apostrophe) {
        (4, false) if value % 10 == 0 && (1500..2100).contains(&value) => Some((value / 10) as i16),
        (2, _) if value % 10 == 0 => Some(if value > 20 { 190 } else { 200 } + (value / 10) as i16),
        _ => None,
    }
}

fn decade_in_words(c: &mut Cursor<'_, '_>) -> Option<i16> {
    let century = c.attempt(|c| {
        let century = numbers::below_hundred(c).filter(|century| matches!(century, 17..=20))?;
        let _ = c.hyphen();
        Some(century)
    });
    let introduced = c.behind(1).is_some_and(introduces);
    let decade = c.take(|class| match class {
        Class::Decade(decade) => Some(decade as i16),
        _ => None,
    })?;
    match century {
        Some(century) => Some(century as i16 * 10 + decade % 10),
        None => introduced.then_some(decade),
    }
}

/// "the 20th century", "the nineteenth century".
pub(super) fn century(c: &mut Cursor<'_, '_>) -> Option<Term> {
    c.attempt(|c| {
        let ordinal = numbers::ordinal(c)?;
        let _ = c.hyphen();
        c.word("century")?;
        Some(Base::Century(i16::from(ordinal) - 1).into())
    })
}

/// A decade or a century, with "the".
pub(super) fn decade_or_century(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let _ = c.word("the");
    c.attempt(decade).or_else(|| century(c))
}
