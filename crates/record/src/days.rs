//! Days as numbers, and the keys of events, which lie in the order of days.

use chancery_coding::Event;
use jiff::civil::Date;

/// Bits of an event's key that number it within its day: room for 268 million.
const WITHIN: u32 = 28;
/// The day number of 1970-01-01.
const EPOCH: i64 = 719_528;
const UNIX: Date = jiff::civil::date(1970, 1, 1);

/// Days since 0000-01-01, from 1; 0 stands for no date. A day before the year 0 counts as the first.
pub fn number(day: Option<Date>) -> i64 {
    let since = |day: Date| i64::from(UNIX.until(day).map_or(0, |span| span.get_days())) + EPOCH;
    day.map_or(0, |day| since(day).max(1))
}

/// The day of a number; none for 0 and for numbers of no day.
pub fn day(number: i64) -> Option<Date> {
    if number <= 0 {
        return None;
    }
    let days = jiff::Span::new().try_days(number - EPOCH).ok()?;
    UNIX.checked_add(days).ok()
}

/// The day by which an event is kept in order: its first day, else its last.
pub fn of_event(event: &Event) -> i64 {
    number(event.time.start.or(event.time.end))
}

/// The lowest key of a day.
pub fn first_key(number: i64) -> i64 {
    number << WITHIN
}

/// The day number in an event's key.
pub fn of_key(key: i64) -> i64 {
    key >> WITHIN
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One day.
    Day = 1,
    /// Monday to Sunday.
    Week = 2,
    /// A calendar month.
    Month = 4,
    /// A calendar year.
    Year = 8,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// The first day of the unit that holds a day.
    pub fn first(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => monday(day),
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// The first day of the next unit; the last day of the calendar where there is none.
    pub fn next(self, first: Date) -> Date {
        let step = jiff::Span::new();
        first.saturating_add(match self {
            Self::Day => step.days(1),
            Self::Week => step.weeks(1),
            Self::Month => step.months(1),
            Self::Year => step.years(1),
        })
    }
}

/// The units of the calendar that hold a time, added up as in `dyads.fits`; 0 where none does.
pub fn fits(first: Option<Date>, last: Option<Date>) -> i64 {
    let (Some(first), Some(last)) = (first, last) else {
        return 0;
    };
    let holds = |unit: &Unit| unit.first(first) == unit.first(last);
    Unit::ALL
        .into_iter()
        .filter(holds)
        .map(|unit| unit as i64)
        .sum()
}

fn monday(day: Date) -> Date {
    let since = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(jiff::Span::new().days(since))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn numbers_of_days() {
        assert_eq!(number(None), 0);
        assert_eq!(number(Some(UNIX)), EPOCH);
        assert_eq!(number(Some(date(-400, 1, 1))), 1);
        assert_eq!(day(0), None);
        assert_eq!(of_key(first_key(738_000) + 5), 738_000);
    }

    #[test]
    fn units_that_hold_a_time() {
        let check = |first, last, units| assert_eq!(fits(Some(first), Some(last)), units);
        check(date(2024, 3, 4), date(2024, 3, 4), 1 + 2 + 4 + 8);
        check(date(2024, 3, 4), date(2024, 3, 10), 2 + 4 + 8);
        check(date(2024, 3, 10), date(2024, 3, 11), 4 + 8);
        check(date(2024, 4, 29), date(2024, 5, 5), 2 + 8);
        check(date(2024, 12, 30), date(2025, 1, 5), 2);
        check(date(2024, 1, 1), date(2024, 12, 31), 8);
        check(date(2023, 12, 1), date(2024, 2, 29), 0);
        assert_eq!(fits(None, Some(date(2024, 1, 1))), 0);
    }

    proptest! {
        #[test]
        fn a_number_names_its_day(days in 1i64..3_600_000) {
            let day = day(days).expect("within the calendar");
            prop_assert_eq!(number(Some(day)), days);
        }
    }
}
