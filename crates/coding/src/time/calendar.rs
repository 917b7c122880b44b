//! Stretches of the calendar: their days, their TIMEX3 values, their neighbours; and holidays.

use super::lexicon::{Season, Unit};
use crate::event::Precision;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    Day(Date),
    /// The Saturday of a weekend.
    Weekend(Date),
    /// The Monday of a week.
    Week(Date),
    Month(i16, i8),
    Season(i16, Season),
    Quarter(i16, i8),
    Half(i16, i8),
    Year(i16),
    /// The year's first three digits.
    Decade(i16),
    /// The year's first two digits.
    Century(i16),
}

impl Calendar {
    /// The stretch of the size of `unit` that `date` lies in; units below a day give the day.
    pub(super) fn around(unit: Unit, date: Date) -> Self {
        let year = date.year();
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(date),
            Unit::Weekend => Self::Weekend(days_after(monday(date), 5)),
            Unit::Week | Unit::Fortnight => Self::Week(monday(date)),
            Unit::Month => Self::Month(year, date.month()),
            Unit::Quarter => Self::Quarter(year, (date.month() - 1) / 3 + 1),
            Unit::Year => Self::Year(year),
            Unit::Decade => Self::Decade(year.div_euclid(10)),
            Unit::Century | Unit::Millennium => Self::Century(year.div_euclid(100)),
        }
    }

    /// The unit of its size; a half year counts as quarters, a season as months.
    pub(super) fn unit(self) -> Unit {
        match self {
            Self::Day(_) => Unit::Day,
            Self::Weekend(_) => Unit::Weekend,
            Self::Week(_) => Unit::Week,
            Self::Month(..) | Self::Season(..) => Unit::Month,
            Self::Quarter(..) | Self::Half(..) => Unit::Quarter,
            Self::Year(_) => Unit::Year,
            Self::Decade(_) => Unit::Decade,
            Self::Century(_) => Unit::Century,
        }
    }

    /// Its first day.
    pub(super) fn first(self) -> Option<Date> {
        match self {
            Self::Day(date) | Self::Weekend(date) | Self::Week(date) => Some(date),
            Self::Month(year, month) => Date::new(year, month, 1).ok(),
            Self::Season(year, season) => Date::new(year, first_month(season), 1).ok(),
            Self::Quarter(year, quarter) => Date::new(year, quarter * 3 - 2, 1).ok(),
            Self::Half(year, half) => Date::new(year, half * 6 - 5, 1).ok(),
            Self::Year(year) => Date::new(year, 1, 1).ok(),
            Self::Decade(decade) => Date::new(decade.checked_mul(10)?, 1, 1).ok(),
            Self::Century(century) => Date::new(century.checked_mul(100)?, 1, 1).ok(),
        }
    }

    /// Its last day.
    pub(super) fn last(self) -> Option<Date> {
        let first = self.first()?;
        let length = match self {
            Self::Day(_) => return Some(first),
            Self::Weekend(_) => 2.days(),
            Self::Week(_) => 7.days(),
            Self::Month(..) => 1.month(),
            Self::Season(..) | Self::Quarter(..) => 3.months(),
            Self::Half(..) => 6.months(),
            Self::Year(_) => 1.year(),
            Self::Decade(_) => 10.years(),
            Self::Century(_) => 100.years(),
        };
        first.checked_add(length).ok()?.yesterday().ok()
    }

    /// How exact a date of this size is.
    pub(super) fn precision(self) -> Precision {
        match self {
            Self::Day(_) => Precision::Day,
            Self::Week(_) => Precision::Week,
            Self::Month(..) => Precision::Month,
            Self::Season(..) | Self::Quarter(..) => Precision::Season,
            Self::Year(_) => Precision::Year,
            Self::Weekend(_) | Self::Half(..) | Self::Decade(_) | Self::Century(_) => {
                Precision::Interval
            }
        }
    }

    /// The stretch of the same kind `count` further on.
    pub(super) fn plus(self, count: i32) -> Option<Self> {
        let step = |unit: Span| self.first()?.checked_add(unit).ok();
        let count64 = i64::from(count);
        Some(match self {
            Self::Day(_) => Self::Day(step(Span::new().try_days(count64).ok()?)?),
            Self::Weekend(_) => Self::Weekend(step(Span::new().try_weeks(count64).ok()?)?),
            Self::Week(_) => Self::Week(step(Span::new().try_weeks(count64).ok()?)?),
            Self::Month(..) => {
                Self::around(Unit::Month, step(Span::new().try_months(count64).ok()?)?)
            }
            Self::Season(year, season) => {
                Self::Season(year.checked_add(count.try_into().ok()?)?, season)
            }
            Self::Quarter(..) => {
                let months = count64.checked_mul(3)?;
                Self::around(Unit::Quarter, step(Span::new().try_months(months).ok()?)?)
            }
            Self::Half(year, half) => {
                let halves = i32::from(year) * 2 + i32::from(half) - 1 + count;
                Self::Half(
                    halves.div_euclid(2).try_into().ok()?,
                    halves.rem_euclid(2) as i8 + 1,
                )
            }
            Self::Year(year) => Self::Year(year.checked_add(count.try_into().ok()?)?),
            Self::Decade(decade) => Self::Decade(decade.checked_add(count.try_into().ok()?)?),
            Self::Century(century) => Self::Century(century.checked_add(count.try_into().ok()?)?),
        })
    }

    /// The stretch of the size of `unit`, `count` units from this one.
    pub(super) fn offset(self, unit: Unit, count: i32) -> Option<Self> {
        let (unit, count) = match unit {
            Unit::Fortnight => (Unit::Week, count.checked_mul(2)?),
            Unit::Decade => (Unit::Year, count.checked_mul(10)?),
            Unit::Century => (Unit::Year, count.checked_mul(100)?),
            Unit::Millennium => (Unit::Year, count.checked_mul(1000)?),
            Unit::Second | Unit::Minute | Unit::Hour => (Unit::Day, 0),
            other => (other, count),
        };
        if unit == Unit::Year && self.unit() == Unit::Quarter {
            return self.plus(count.checked_mul(4)?);
        }
        if unit > Unit::Week && self.unit() < unit && matches!(self, Self::Month(..)) {
            return self.plus(count.checked_mul(12)?);
        }
        Self::around(unit, self.first()?).plus(count)
    }

    /// The same stretch seen at the size of `unit`.
    pub(super) fn at(self, unit: Unit) -> Option<Self> {
        Some(if self.unit() == unit {
            self
        } else {
            Self::around(unit, self.first()?)
        })
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Self::Day(date) => date.to_string(),
            Self::Weekend(date) => format!("{}-WE", Self::Week(monday(date)).value()),
            Self::Week(date) => {
                let week = date.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Season(year, season) => format!("{year:04}-{}", season.key()),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Half(year, half) => format!("{year:04}-H{half}"),
            Self::Year(year) => format!("{year:04}"),
            Self::Decade(decade) => format!("{decade:03}"),
            Self::Century(century) => format!("{century:02}"),
        }
    }
}

/// The Monday of the week of `date`.
pub(super) fn monday(date: Date) -> Date {
    days_after(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// The day `days` after `date`, at the ends of the calendar the date itself.
pub(super) fn days_after(date: Date, days: i64) -> Date {
    Span::new()
        .try_days(days)
        .ok()
        .and_then(|span| date.checked_add(span).ok())
        .unwrap_or(date)
}

/// The day of ISO weekday `weekday` in the week that begins with `monday`.
pub(super) fn weekday_of(monday: Date, weekday: u8) -> Date {
    days_after(monday, i64::from(weekday) - 1)
}

fn first_month(season: Season) -> i8 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    }
}

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holiday {
    /// A month and day.
    Fixed(i8, i8),
    /// Days from Easter Sunday of the western churches.
    Easter(i8),
    /// Days from Easter Sunday of the eastern churches.
    Orthodox(i8),
    /// The nth (from the end where negative) ISO weekday of a month.
    Ordinal(i8, u8, i8),
}

impl Holiday {
    /// Reads `12-25`, `easter-2`, `orthodox+0` or `4 thursday 11`.
    pub(super) fn parse(rule: &str, weekday: impl Fn(&str) -> Option<u8>) -> Option<Self> {
        if let Some(days) = rule.strip_prefix("easter") {
            return Some(Self::Easter(days.parse().ok()?));
        }
        if let Some(days) = rule.strip_prefix("orthodox") {
            return Some(Self::Orthodox(days.parse().ok()?));
        }
        if let Some((month, day)) = rule.split_once('-').filter(|(month, _)| month.len() == 2) {
            return Some(Self::Fixed(month.parse().ok()?, day.parse().ok()?));
        }
        let mut parts = rule.split(' ');
        let nth = parts.next()?.parse().ok()?;
        let weekday = weekday(parts.next()?)?;
        Some(Self::Ordinal(nth, weekday, parts.next()?.parse().ok()?))
    }

    /// Its day in `year`.
    pub(super) fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, day) => Date::new(year, month, day).ok(),
            Self::Easter(days) => Some(days_after(easter(year)?, i64::from(days))),
            Self::Orthodox(days) => Some(days_after(orthodox_easter(year)?, i64::from(days))),
            Self::Ordinal(nth, weekday, month) => nth_weekday(year, month, nth, weekday),
        }
    }
}

/// The `nth` ISO weekday of a month, counted from its end where negative.
pub(super) fn nth_weekday(year: i16, month: i8, nth: i8, weekday: u8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
    Date::new(year, month, 1)
        .ok()?
        .nth_weekday_of_month(nth, weekday)
        .ok()
}

/// Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19).rem_euclid(32);
    Date::new(year, month as i8, day as i8).ok()
}

/// Easter Sunday of the Julian calendar as a Gregorian date (Meeus), for the years 1900 to 2099.
fn orthodox_easter(year: i16) -> Option<Date> {
    if !(1900..2100).contains(&year) {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let sum = d + e + 114;
    let julian = Date::new(year, (sum / 31) as i8, (sum % 31 + 1) as i8).ok()?;
    Some(days_after(julian, 13))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn movable_feasts_fall_where_the_church_says() {
        assert_eq!(easter(2021), Some(date(2021, 4, 4)));
        assert_eq!(easter(1954), Some(date(1954, 4, 18)));
        assert_eq!(easter(2038), Some(date(2038, 4, 25)));
        assert_eq!(orthodox_easter(2021), Some(date(2021, 5, 2)));
        assert_eq!(orthodox_easter(2016), Some(date(2016, 5, 1)));
        assert_eq!(
            Holiday::Ordinal(-1, 1, 5).in_year(2021),
            Some(date(2021, 5, 31))
        );
    }

    #[test]
    fn stretches_begin_and_end_on_their_days() {
        let check = |stretch: Calendar, value: &str, from, to| {
            assert_eq!(stretch.value(), value);
            assert_eq!(
                (stretch.first(), stretch.last()),
                (Some(from), Some(to)),
                "{value}"
            );
        };
        let monday = date(2021, 3, 22);
        check(
            Calendar::around(Unit::Week, date(2021, 3, 28)),
            "2021-W12",
            monday,
            date(2021, 3, 28),
        );
        check(
            Calendar::around(Unit::Weekend, monday),
            "2021-W12-WE",
            date(2021, 3, 27),
            date(2021, 3, 28),
        );
        check(
            Calendar::Month(2024, 2),
            "2024-02",
            date(2024, 2, 1),
            date(2024, 2, 29),
        );
        check(
            Calendar::Season(2020, Season::Winter),
            "2020-WI",
            date(2020, 12, 1),
            date(2021, 2, 28),
        );
        check(
            Calendar::Quarter(2021, 4),
            "2021-Q4",
            date(2021, 10, 1),
            date(2021, 12, 31),
        );
        check(
            Calendar::Half(2021, 2),
            "2021-H2",
            date(2021, 7, 1),
            date(2021, 12, 31),
        );
        check(
            Calendar::Decade(199),
            "199",
            date(1990, 1, 1),
            date(1999, 12, 31),
        );
        check(
            Calendar::Century(19),
            "19",
            date(1900, 1, 1),
            date(1999, 12, 31),
        );
        check(
            Calendar::Week(date(2020, 12, 28)),
            "2020-W53",
            date(2020, 12, 28),
            date(2021, 1, 3),
        );
    }

    #[test]
    fn the_calendar_has_ends_and_no_panics() {
        assert_eq!(Calendar::Year(9999).plus(1).and_then(Calendar::first), None);
        assert_eq!(Calendar::Day(Date::MAX).plus(1), None);
        assert_eq!(Calendar::Decade(i16::MAX).first(), None);
        assert_eq!(Calendar::Week(date(2021, 3, 22)).plus(i32::MAX), None);
    }
}
