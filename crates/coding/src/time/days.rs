//! The days that an expression covers, once it is known which stretch it means.

use super::calendar::{Calendar, days_after};
use super::lexicon::{Bound, Edge, Unit};
use super::term::{Amount, Length};
use jiff::civil::Date;

/// First and last day.
pub(super) type Days = (Option<Date>, Option<Date>);

/// Days as the word before the expression bounds them.
///
/// "By" runs from the document's date, `anchor`, where that comes before the limit.
pub(super) fn bounded(
    days: Days,
    bound: Option<Bound>,
    edge: Option<Edge>,
    anchor: Option<Date>,
) -> Days {
    let (first, last) = days;
    let from_now = || anchor.filter(|anchor| last.is_some_and(|last| *anchor <= last));
    match bound {
        Some(Bound::Since) => (first, None),
        Some(Bound::Until) => (None, last),
        Some(Bound::By) => (from_now(), last),
        Some(Bound::Before) if edge == Some(Edge::End) => (from_now(), last),
        Some(Bound::Before) => (None, first.map(|first| days_after(first, -1))),
        Some(Bound::After) => (last.map(|last| days_after(last, 1)), None),
        _ => days,
    }
}

/// The first day of "the past two weeks"; of vague lengths as the conventions reckon "recent" ones.
pub(super) fn reach_back(length: Length, anchor: Date) -> Option<Date> {
    match (length.amount, length.unit) {
        (Amount::Vague, Unit::Day) => Some(days_after(anchor, -7)),
        (Amount::Vague, Unit::Week) => Some(days_after(anchor, -28)),
        (Amount::Vague, Unit::Month) => Some(days_after(anchor, -90)),
        _ => along(length, anchor, -1),
    }
}

/// The last day of "the next ten days"; none of vague lengths.
pub(super) fn reach_forward(length: Length, anchor: Date) -> Option<Date> {
    along(length, anchor, 1)
}

/// The day that lies `length` from `anchor`.
fn along(length: Length, anchor: Date, sign: i64) -> Option<Date> {
    let Amount::Exact(count) = length.amount else {
        return None;
    };
    let count = i64::from(count).checked_mul(sign)?;
    let span = jiff::Span::new();
    let span = match length.unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(anchor),
        Unit::Day => span.try_days(count),
        Unit::Weekend | Unit::Week => span.try_weeks(count),
        Unit::Fortnight => span.try_weeks(count * 2),
        Unit::Month => span.try_months(count),
        Unit::Quarter => span.try_months(count * 3),
        Unit::Year => span.try_years(count),
        Unit::Decade => span.try_years(count * 10),
        Unit::Century => span.try_years(count * 100),
        Unit::Millennium => span.try_years(count * 1000),
    };
    anchor.checked_add(span.ok()?).ok()
}

/// The third of a month or year that "early", "mid" or "late" picks, and "the end of" a month; none of other stretches.
pub(super) fn third(stretch: Calendar, edge: Option<Edge>) -> Option<Days> {
    let number = match edge? {
        Edge::Early => 0,
        Edge::Mid | Edge::Middle => 1,
        Edge::Late => 2,
        Edge::End if stretch.unit() == Unit::Month => 2,
        _ => return None,
    };
    let (from, until) = match stretch {
        Calendar::Month(year, month) => {
            let day = |day| Date::new(year, month, day).ok();
            let last = if number == 2 {
                stretch.last()
            } else {
                day(number * 10 + 10)
            };
            (day(number * 10 + 1), last)
        }
        Calendar::Year(year) => {
            let month = |month| Calendar::Month(year, month);
            (month(number * 4 + 1).first(), month(number * 4 + 4).last())
        }
        _ => return None,
    };
    Some((from, until))
}
