//! Days as numbers, and the keys of events, which lie in the order of days.

use chancery_coding::{Event, EventTime};
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

/// The shortest unit of the calendar that holds a time, as `dyads.fits` numbers it: 1 day, 2 week (Monday to Sunday),
/// 3 month, 4 year, 5 none.
pub fn fits(time: &EventTime) -> i64 {
    let (Some(start), Some(end)) = (time.start, time.end) else {
        return 5;
    };
    fits_between(start, end)
}

/// Like [`fits`], of a first and a last day.
pub fn fits_between(start: Date, end: Date) -> i64 {
    if start == end {
        1
    } else if monday(start) == monday(end) {
        2
    } else if (start.year(), start.month()) == (end.year(), end.month()) {
        3
    } else if start.year() == end.year() {
        4
    } else {
        5
    }
}

/// The Monday of a day's week.
pub fn monday(day: Date) -> Date {
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
    fn the_shortest_unit_that_holds_a_time() {
        let check = |start, end, unit| assert_eq!(fits_between(start, end), unit);
        check(date(2024, 3, 4), date(2024, 3, 4), 1);
        check(date(2024, 3, 4), date(2024, 3, 10), 2);
        check(date(2024, 3, 10), date(2024, 3, 11), 3);
        check(date(2024, 3, 1), date(2024, 3, 31), 3);
        check(date(2024, 4, 29), date(2024, 5, 5), 2);
        check(date(2024, 1, 1), date(2024, 12, 31), 4);
        check(date(2023, 12, 1), date(2024, 2, 29), 5);
    }

    proptest! {
        #[test]
        fn a_number_names_its_day(days in 1i64..3_600_000) {
            let day = day(days).expect("within the calendar");
            prop_assert_eq!(number(Some(day)), days);
        }
    }
}
