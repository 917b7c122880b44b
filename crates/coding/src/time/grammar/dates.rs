//! Dates: everything that names a stretch of the calendar.

use super::cursor::Cursor;
use super::{numbers, years};
use crate::time::atoms::Atom;
use crate::time::lexicon::{Class, Edge, Lexicon, Part, Season, Shift, Unit};
use crate::time::term::{Base, Hour, Meaning, Term};

/// Any date.
pub(super) fn date(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    calendar_date(c).map(Meaning::Date)
}

/// "now", "recently", "the future".
pub(super) fn reference(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    let reference = c.take(|class| match class {
        Class::Reference(reference) => Some(reference),
        _ => None,
    })?;
    let past = c.behind(1).is_some_and(|atom| atom.is("past"));
    let runs_on = c
        .peek(0)
        .is_some_and(|next| measures(next) || (past && next.text.starts_with(char::is_alphabetic)));
    (!runs_on).then_some(Meaning::Reference(reference))
}

/// Whether `atom` begins or is a length of time: "the past *two weeks*", "the future *years*".
fn measures(atom: &Atom<'_>) -> bool {
    let is_length = |class| matches!(class, Class::Unit(_) | Class::Units(_) | Class::Number(_));
    atom.entries
        .iter()
        .any(|entry| entry.rest.is_empty() && is_length(entry.class))
}

/// "tenure in office", "presidency"; whose it is is read off the tree.
pub(super) fn tenure(c: &mut Cursor<'_, '_>) -> Option<Meaning> {
    c.take(|class| matches!(class, Class::Tenure).then_some(()))?;
    Some(Meaning::Tenure)
}

/// A date with what marks a part of it ("early", "the end of") and of its day ("morning").
pub(super) fn calendar_date(c: &mut Cursor<'_, '_>) -> Option<Term> {
    c.attempt(|c| {
        let edge = edge(c);
        if let Some(date) = c.attempt(|c| turn_of(c, edge)) {
            return Some(date);
        }
        let term = core(c, edge)?;
        let hour = if term.hour.is_none() {
            c.attempt(hour_of_day)
        } else {
            term.hour
        };
        Some(Term {
            edge: edge.or(term.edge),
            hour,
            ..term
        })
    })
}

fn edge(c: &mut Cursor<'_, '_>) -> Option<Edge> {
    let edge = c.take(|class| match class {
        Class::Edge(edge) => Some(edge),
        _ => None,
    })?;
    let _ = c.hyphen();
    Some(edge)
}

/// "year-end", "the end of the month" read from its unit alone.
fn turn_of(c: &mut Cursor<'_, '_>, edge: Option<Edge>) -> Option<Term> {
    let _ = c.word("the");
    let unit = c.take(|class| match class {
        Class::Unit(unit @ (Unit::Month | Unit::Quarter | Unit::Year | Unit::Week)) => Some(unit),
        _ => None,
    })?;
    if !matches!(edge, None | Some(Edge::Some)) {
        return None;
    }
    let _ = c.attempt(|c| c.hyphen().or_else(|| c.possessive()));
    c.word("end")?;
    Some(Term {
        edge: Some(Edge::End),
        ..Base::Unit(unit).into()
    })
}

fn core(c: &mut Cursor<'_, '_>, edge: Option<Edge>) -> Option<Term> {
    const RULES: [fn(&mut Cursor<'_, '_>) -> Option<Term>; 13] = [
        numeric,
        near,
        weekday_and_date,
        month_and_day,
        day_and_month,
        holiday,
        nth,
        month,
        possessed,
        season_or_quarter,
        day_of_month,
        years::decade_or_century,
        weekday,
    ];
    longest(c, &RULES)
        .or_else(|| c.attempt(shifted))
        .or_else(|| c.attempt(|c| the_unit(c, edge)))
        .or_else(|| c.attempt(the_part))
        .or_else(|| years::alone(c).map(|year| Base::Year(year).into()))
}

/// The reading of the rule that reads furthest; the earlier rule where two read as far.
fn longest(
    c: &mut Cursor<'_, '_>,
    rules: &[fn(&mut Cursor<'_, '_>) -> Option<Term>],
) -> Option<Term> {
    let start = *c;
    let mut best: Option<(Term, Cursor<'_, '_>)> = None;
    for rule in rules {
        let mut cursor = start;
        if let Some(term) = rule(&mut cursor)
            && best.as_ref().is_none_or(|(_, end)| cursor.at > end.at)
        {
            best = Some((term, cursor));
        }
    }
    best.map(|(term, end)| {
        *c = end;
        term
    })
}

/// "2021-03-22", "3/22/2021", "22.03.2021".
fn numeric(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let first = c.peek(0)?;
    let close = |ahead: usize| c.peek(ahead).filter(|atom| !atom.spaced);
    let sign = ['-', '/', '.']
        .into_iter()
        .find(|sign| close(1).is_some_and(|atom| atom.is_sign(*sign)))?;
    let (second, third) = (close(2)?, close(4)?);
    close(3)?.is_sign(sign).then_some(())?;
    let glued = c
        .behind(1)
        .is_some_and(|atom| !first.spaced && !atom.is_sign('('));
    let (a, b, y) = (first.number()?, second.number()?, third.number()?);
    let (year, month, day) = match (first.width(), third.width(), sign) {
        (4, 1 | 2, _) => (a, b, y),
        (1 | 2, 4, '/') if a <= 12 => (y, a, b),
        (1 | 2, 4, _) => (y, b, a),
        (1 | 2, 2, '/') if a <= 12 => (if y > 30 { 1900 + y } else { 2000 + y }, a, b),
        _ => return None,
    };
    c.at += 5;
    let valid = !glued && (1000..=2200).contains(&year);
    let day = valid.then(|| month_day(month as u8, day))??;
    Some(Term::from(day).within(Some(Base::Year(year as i16).into())))
}

fn month_day(month: u8, day: u32) -> Option<Base> {
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then_some(Base::MonthDay(month, day as u8))
}

/// "today", "yesterday morning", "tonight", "last night".
fn near(c: &mut Cursor<'_, '_>) -> Option<Term> {
    c.take(|class| match class {
        Class::Overnight => Some(Term {
            hour: Some(Hour::Part(Part::Night)),
            ..Base::Overnight.into()
        }),
        Class::NearDay(days) => Some(Base::Near(days).into()),
        Class::NearPart(days, part) => Some(Term {
            hour: Some(Hour::Part(part)),
            ..Base::Near(days).into()
        }),
        _ => None,
    })
}

/// "Monday, March 22, 2021", "Mon 22 March".
fn weekday_and_date(c: &mut Cursor<'_, '_>) -> Option<Term> {
    c.take_name(|class| match class {
        Class::Weekday(_) | Class::WeekdayShort(_) => Some(()),
        _ => None,
    })?;
    let _ = c.attempt(hour_of_day);
    let _ = c.close_sign('.');
    let _ = c.close_sign(',');
    let _ = c.one_of(&["on"]);
    month_and_day(c).or_else(|| c.attempt(day_and_month))
}

pub(super) fn month_name(c: &mut Cursor<'_, '_>) -> Option<u8> {
    let month = c.take_name(|class| match class {
        Class::Month(month) => Some(month),
        _ => None,
    })?;
    let _ = (c.behind(1)?.width() <= 4
        && !c.behind(1)?.is("may")
        && !c.behind(1)?.is("june")
        && !c.behind(1)?.is("july"))
    .then(|| c.abbreviation_stop());
    Some(month)
}

/// "March 22, 2021", "Aug. 7", "March 22nd".
fn month_and_day(c: &mut Cursor<'_, '_>) -> Option<Term> {
    c.attempt(|c| {
        let month = month_name(c)?;
        let _ = c.word("the");
        let day = day(c)?;
        let base = month_day(month, day)?;
        Some(Term::from(base).within(c.attempt(year_after)))
    })
}

/// "22 March 2021", "the 22nd of March".
fn day_and_month(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let _ = c.word("the");
    let day = day(c)?;
    let _ = c.word("of");
    let month = month_name(c)?;
    Some(Term::from(month_day(month, day)?).within(c.attempt(year_after)))
}

/// "22", "22nd", "eighth"; not the hour of "March 22:00" or a year.
fn day(c: &mut Cursor<'_, '_>) -> Option<u32> {
    if let Some(ordinal) = numbers::ordinal(c) {
        return Some(u32::from(ordinal));
    }
    let (value, width) = c.attempt(|c| c.digits())?;
    let next = c.peek(0).filter(|next| !next.spaced);
    let is_hour = next.is_some_and(|next| next.is_sign(':'))
        && c.peek(1)
            .is_some_and(|atom| !atom.spaced && atom.number().is_some());
    let runs_on = is_hour
        || next.is_some_and(|next| next.is_sign('%') || next.text.starts_with(char::is_alphabetic));
    (width <= 2 && (1..=31).contains(&value) && !runs_on).then_some(value)
}

/// The year of a day, month, quarter or feast: ", 2021", "of 2021", "last year", "of this year".
fn year_after(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let comma = c.close_sign(',').is_some();
    let of = !comma && c.one_of(&["of", "in"]).is_some();
    if let Some(year) = years::expected(c) {
        let next = c.peek(0);
        let quantity = comma && next.is_some_and(|next| next.is("people") || next.is("troops"));
        return (!quantity).then(|| Base::Year(year).into());
    }
    if comma {
        return None;
    }
    let year = shifted(c).filter(|term| matches!(term.base, Base::Unit(Unit::Year)))?;
    (of || year.shift.is_some()).then_some(year)
}

/// "the 5th", after "on", "by", "until" and the like, or "on the morning of"; "the 5th of last month".
fn day_of_month(c: &mut Cursor<'_, '_>) -> Option<Term> {
    const DATES: [&str; 6] = ["on", "by", "until", "till", "from", "since"];
    let lexicon = Lexicon::english();
    let part = |before: &Atom<'_>| lexicon.means(before.text, |it| matches!(it, Class::Part(_)));
    let (before, further) = (c.behind(1), c.behind(2));
    c.word("the")?;
    let day = numbers::numeric_ordinal(c).filter(|day| (1..=31).contains(day))?;
    let before = before?;
    let of_part = || before.is("of") && further.is_some_and(part);
    if !DATES.iter().any(|word| before.is(word)) && !of_part() {
        return None;
    }
    let month = c.attempt(|c| {
        c.word("of")?;
        shifted(c).filter(|term| matches!(term.base, Base::Unit(Unit::Month)))
    });
    if month.is_some() {
        return Some(Term::from(Base::DayOfMonth(day)).within(month));
    }
    let noun_follows = c.peek(0).is_some_and(|next| {
        next.spaced
            && next.text.starts_with(char::is_alphabetic)
            && !lexicon.means(next.text, |it| matches!(it, Class::Behind(_)))
    });
    (!noun_follows).then(|| Base::DayOfMonth(day).into())
}

/// "Christmas", "Good Friday 2021".
fn holiday(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let holiday = c.take_name(|class| match class {
        Class::Holiday(holiday) => Some(holiday),
        _ => None,
    })?;
    Some(Term::from(Base::Holiday(holiday)).within(c.attempt(year_after)))
}

/// "the first Monday of May", "the last week of April", "the second half of 2020".
fn nth(c: &mut Cursor<'_, '_>) -> Option<Term> {
    c.attempt(|c| {
        let _ = c.word("the");
        let nth = numbers::ordinal(c)
            .map(|nth| nth as i8)
            .or_else(|| c.one_of(&["last", "final"]).map(|()| -1))?;
        let base = c.take(|class| match class {
            Class::Weekday(day) => Some(Base::NthWeekday(nth, day)),
            Class::Unit(unit @ (Unit::Day | Unit::Week | Unit::Weekend | Unit::Month)) => {
                Some(Base::Nth(nth, unit))
            }
            _ => None,
        })?;
        c.one_of(&["of", "in"])?;
        let outer = larger(c)?;
        Some(Term::from(base).within(Some(outer)))
    })
}

/// A month or year that something else is part of.
fn larger(c: &mut Cursor<'_, '_>) -> Option<Term> {
    c.attempt(month)
        .or_else(|| c.attempt(shifted))
        .or_else(|| c.attempt(|c| the_unit(c, Some(Edge::Start))))
        .or_else(|| c.attempt(season_or_quarter))
        .or_else(|| years::expected(c).map(|year| Base::Year(year).into()))
}

/// "March 2021", "May last year", "December"; a name that is also another word only in company.
fn month(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let before = c.behind(1).copied();
    let month = month_name(c)?;
    let word = c
        .behind(1)
        .filter(|atom| !atom.is_sign('.'))
        .or(c.behind(2))?
        .text;
    let year = c.attempt(year_after);
    let doubtful = ["may", "march", "mar", "jan", "dec", "jun", "sep", "august"]
        .iter()
        .any(|name| word.eq_ignore_ascii_case(name));
    // "August: the minister visits Kirkuk" in a chronology.
    let heads = before.is_none() && c.peek(0).is_some_and(|next| next.is_sign(':'));
    let in_company =
        year.is_some() || heads || before.is_some_and(|atom| introduces_month(atom.text));
    (in_company || !doubtful || (word == "August" && before.is_some()))
        .then(|| Term::from(Base::Month(month)).within(year))
}

fn introduces_month(word: &str) -> bool {
    const WORDS: [&str; 31] = [
        "in", "last", "next", "this", "since", "until", "till", "by", "before", "after", "from",
        "to", "of", "early", "late", "mid", "earlier", "later", "during", "through", "for",
        "between", "and", "end", "every", "each", "past", "coming", "middle", "or", "-",
    ];
    WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// "this year's third quarter", "1988's summer", "the 1988 third quarter".
fn possessed(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let _ = c.word("the");
    let outer = c
        .attempt(shifted)
        .or_else(|| years::expected(c).map(|year| Base::Year(year).into()))?;
    let _ = c.possessive();
    let inner = c.attempt(bare_part_of_year)?;
    Some(inner.within(Some(outer)))
}

/// A quarter, half, season, month or feast, by itself.
fn bare_part_of_year(c: &mut Cursor<'_, '_>) -> Option<Term> {
    quarter(c)
        .or_else(|| {
            c.attempt(season_name)
                .map(|season| Base::Season(season).into())
        })
        .or_else(|| c.attempt(month_name).map(|month| Base::Month(month).into()))
        .or_else(|| {
            c.attempt(|c| {
                Some(Term {
                    within: None,
                    ..holiday(c)?
                })
            })
        })
}

fn season_name(c: &mut Cursor<'_, '_>) -> Option<Season> {
    c.take(|class| match class {
        Class::Season(season) => Some(season),
        _ => None,
    })
}

/// "the third quarter of 1984", "Q3 2020", "the first half", "the winter of 1994", "summer 2021".
fn season_or_quarter(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let _ = c.one_of(&["the", "its", "their"]);
    if let Some(quarter) = quarter(c) {
        return Some(quarter.within(c.attempt(year_after)));
    }
    let article = c.behind(1).is_some_and(|atom| atom.is("the"));
    let before = c
        .behind(1)
        .is_some_and(|atom| atom.is("in") || introduces_month(atom.text));
    let season = season_name(c)?;
    let ambiguous =
        !c.behind(1)?.is("summer") && !c.behind(1)?.is("winter") && !c.behind(1)?.is("autumn");
    let year = c.attempt(year_after);
    let is_season = year.is_some()
        || (article && !c.peek(0).is_some_and(|next| next.is("of")))
        || (before && !ambiguous);
    is_season.then(|| Term::from(Base::Season(season)).within(year))
}

/// "third quarter", "fiscal fourth-quarter", "Q3", "second half".
fn quarter(c: &mut Cursor<'_, '_>) -> Option<Term> {
    c.attempt(|c| {
        if let Some(quarter) = c.attempt(short_quarter) {
            return Some(quarter);
        }
        let _ = c.attempt(|c| {
            c.one_of(&["fiscal", "comparable", "latest"])
                .map(|()| c.hyphen())
        });
        let nth = numbers::ordinal(c).or_else(|| c.word("last").map(|()| 2))?;
        let _ = c.hyphen();
        let _ = c.attempt(|c| c.word("fiscal").map(|()| c.hyphen()));
        if c.word("quarter").is_some() && (1..=4).contains(&nth) {
            return Some(Base::Quarter(nth).into());
        }
        c.word("half")?;
        (1..=2).contains(&nth).then(|| Base::Half(nth).into())
    })
}

/// "Q3", "H1".
fn short_quarter(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let letter = c.peek(0)?.text;
    let number = c
        .peek(1)
        .filter(|atom| !atom.spaced && atom.width() == 1)?
        .number()? as u8;
    c.at += 2;
    match (letter, number) {
        ("Q", 1..=4) => Some(Base::Quarter(number).into()),
        ("H", 1..=2) => Some(Base::Half(number).into()),
        _ => None,
    }
}

/// "Monday", "Monday of last week", "Tuesday this week"; the part of the day is read by the caller.
fn weekday(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let day = weekday_name(c)?;
    let week = c.attempt(|c| {
        let _ = c.one_of(&["of", "in"]);
        shifted(c).filter(|term| matches!(term.base, Base::Unit(Unit::Week)))
    });
    Some(Term::from(Base::Weekday(day)).within(week))
}

fn weekday_name(c: &mut Cursor<'_, '_>) -> Option<u8> {
    c.take_name(|class| match class {
        Class::Weekday(day) => Some(day),
        _ => None,
    })
}

/// "last week", "this summer", "next Monday", "the following year", "that day", "the week of March 6".
pub(super) fn shifted(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let shift = shift(c)?;
    let _ = c
        .word("fiscal")
        .or_else(|| c.word("calendar"))
        .or_else(|| c.word("full"));
    let term = c
        .attempt(shifted_name)
        .or_else(|| c.attempt(shifted_unit))
        .or_else(|| c.attempt(shifted_part))?;
    Some(Term {
        shift: Some(shift),
        ..term
    })
}

fn shift(c: &mut Cursor<'_, '_>) -> Option<Shift> {
    c.take(|class| match class {
        Class::Shift(shift) => Some(shift),
        _ => None,
    })
}

fn shifted_name(c: &mut Cursor<'_, '_>) -> Option<Term> {
    if let Some(date) = month_and_day(c) {
        return Some(Term {
            within: None,
            ..date
        });
    }
    if let Some(month) = c.attempt(month_name) {
        return Some(Base::Month(month).into());
    }
    if let Some(date) = c
        .attempt(weekday_and_date)
        .or_else(|| c.attempt(weekday_name).map(|day| Base::Weekday(day).into()))
    {
        return Some(date);
    }
    c.attempt(season_name)
        .map(|season| Base::Season(season).into())
        .or_else(|| c.attempt(quarter))
        .or_else(|| c.attempt(holiday))
}

fn shifted_unit(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let unit = c.take(|class| match class {
        Class::Unit(Unit::Second | Unit::Minute | Unit::Hour) => None,
        Class::Unit(unit) => Some(unit),
        _ => None,
    })?;
    let runs_on = c.peek(0).is_some_and(|next| {
        !next.spaced && (next.is_sign('-') || next.text.starts_with(char::is_alphabetic))
    });
    (!runs_on).then(|| Base::Unit(unit).into())
}

fn shifted_part(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let part = part(c)?;
    Some(Term {
        hour: Some(Hour::Part(part)),
        ..Base::Unit(Unit::Day).into()
    })
}

/// "the weekend", "the quarter", "the week of March 6"; a day, month or year only at its edge.
fn the_unit(c: &mut Cursor<'_, '_>, edge: Option<Edge>) -> Option<Term> {
    let before = c.behind(1).copied();
    c.word("the")?;
    let _ = c.word("fiscal").or_else(|| c.word("full"));
    let unit = c.take(|class| match class {
        Class::Unit(unit) => Some(unit),
        _ => None,
    })?;
    if unit == Unit::Week
        && let Some(day) =
            c.attempt(|c| c.one_of(&["of", "ending"]).and_then(|()| calendar_date(c)))
    {
        return Some(Term::from(Base::Unit(Unit::Week)).within(Some(day)));
    }
    let stands_alone = match unit {
        Unit::Weekend | Unit::Quarter => true,
        Unit::Year
            if before.is_some_and(|atom| {
                ["for", "in", "during", "of", "throughout"]
                    .iter()
                    .any(|word| atom.is(word))
            }) =>
        {
            true
        }
        Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century => {
            edge.is_some()
        }
        _ => false,
    };
    let runs_on = c.peek(0).is_some_and(|next| {
        (!next.spaced && next.is_sign('-')) || next.number().is_some() || measures(next)
    });
    let shift = match unit {
        Unit::Quarter => None,
        Unit::Day => Some(Shift::Same),
        _ => Some(Shift::This),
    };
    (stands_alone && !runs_on).then(|| Term {
        shift,
        ..Base::Unit(unit).into()
    })
}

/// "the morning", after "in": of the day told of.
fn the_part(c: &mut Cursor<'_, '_>) -> Option<Term> {
    let inside = c
        .behind(1)
        .is_some_and(|before| before.is("in") || before.is("during"));
    c.word("the")?;
    let _ = c.one_of(&["early", "late"]);
    let part = part(c).filter(|_| inside)?;
    Some(Term {
        hour: Some(Hour::Part(part)),
        ..Base::Unit(Unit::Day).into()
    })
}

/// "morning", "in the evening", "at night", after a day.
fn hour_of_day(c: &mut Cursor<'_, '_>) -> Option<Hour> {
    let _ = c
        .attempt(|c| c.word("in").and_then(|()| c.word("the")))
        .or_else(|| c.word("at"));
    let _ = c.word("late").or_else(|| c.word("early"));
    part(c).map(Hour::Part)
}

/// A part of the day.
pub(super) fn part(c: &mut Cursor<'_, '_>) -> Option<Part> {
    c.take(|class| match class {
        Class::Part(part) => Some(part),
        _ => None,
    })
}

/// The first day of "3-5 May" and "3 to 5 May", which is a number and nothing else, and where it ends.
pub(super) fn opening_day(mut c: Cursor<'_, '_>) -> Option<(Meaning, usize)> {
    let first = day(&mut c)?;
    let end = c.at;
    c.sign('-')
        .or_else(|| c.one_of(&["to", "and", "through", "until"]))?;
    let last = day_and_month(&mut c)?;
    let Base::MonthDay(month, last_day) = last.base else {
        return None;
    };
    let base = month_day(month, first).filter(|_| first < u32::from(last_day))?;
    let year = last.within.map(|year| *year);
    Some((Meaning::Date(Term::from(base).within(year)), end))
}

/// After "May 3": "-7", "to 7", "and 4" and then maybe the year of both. The meaning, where its number
/// begins, and the year.
pub(super) fn closing_day(
    c: &mut Cursor<'_, '_>,
    first: &Term,
) -> Option<(Meaning, usize, Option<Term>)> {
    let Base::MonthDay(month, first_day) = first.base else {
        return None;
    };
    c.attempt(|c| {
        c.sign('-')
            .or_else(|| c.one_of(&["to", "and", "through"]))?;
        let start = c.at;
        let day = day(c)?;
        let unit_follows = c.peek(0).is_some_and(|next| {
            next.spaced
                && next.text.starts_with(char::is_alphabetic)
                && !next.entries.is_empty()
                && next
                    .entries
                    .iter()
                    .any(|entry| matches!(entry.class, Class::Units(_) | Class::Month(_)))
        });
        let fits = day > u32::from(first_day) && first.within.is_none() && !unit_follows;
        let year = c.attempt(year_after);
        let base = fits.then(|| month_day(month, day))??;
        Some((
            Meaning::Date(Term::from(base).within(year.clone())),
            start,
            year,
        ))
    })
}
