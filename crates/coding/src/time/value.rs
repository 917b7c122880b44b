//! TIMEX3 values of what is no stretch of the calendar.

use super::lexicon::Unit;
use super::term::{Amount, Base, Hour, Length, Term};

/// The TIMEX3 value of a length: `P2W`, `PT6H`, `PXD`, `P2Y6M`.
pub(super) fn duration(length: Length) -> String {
    let (prefix, letter, each) = match length.unit {
        Unit::Second => ("PT", "S", 1),
        Unit::Minute => ("PT", "M", 1),
        Unit::Hour => ("PT", "H", 1),
        Unit::Day => ("P", "D", 1),
        Unit::Weekend => ("P", "WE", 1),
        Unit::Week => ("P", "W", 1),
        Unit::Fortnight => ("P", "W", 2),
        Unit::Month => ("P", "M", 1),
        Unit::Quarter => ("P", "Q", 1),
        Unit::Year => ("P", "Y", 1),
        Unit::Decade => ("P", "Y", 10),
        Unit::Century => ("P", "Y", 100),
        Unit::Millennium => ("P", "Y", 1000),
    };
    match length.amount {
        Amount::Exact(count) => format!("{prefix}{}{letter}", u64::from(count) * each),
        Amount::AndHalf(count) => halved(count, length.unit, prefix, letter, each),
        Amount::Vague => format!("{prefix}X{letter}"),
    }
}

fn halved(count: u32, unit: Unit, prefix: &str, letter: &str, each: u64) -> String {
    let whole = if count == 0 {
        String::new()
    } else {
        format!("{count}{letter}")
    };
    match unit {
        Unit::Year => format!("P{whole}6M"),
        Unit::Hour => format!("PT{whole}30M"),
        Unit::Minute => format!("PT{whole}30S"),
        Unit::Day => format!("P{whole}T12H"),
        _ if each > 1 => format!("{prefix}{}{letter}", u64::from(count) * each + each / 2),
        _ => format!("{prefix}{count}.5{letter}"),
    }
}

/// The value of what recurs or has no anchor, with X for what is not known.
pub(super) fn open_value(term: &Term) -> String {
    match &term.base {
        Base::Weekday(day) | Base::NthWeekday(_, day) => format!("XXXX-WXX-{day}"),
        Base::Month(month) => format!("XXXX-{month:02}"),
        Base::MonthDay(month, day) => format!("XXXX-{month:02}-{day:02}"),
        Base::DayOfMonth(day) => format!("XXXX-XX-{day:02}"),
        Base::Season(season) => format!("XXXX-{}", season.key()),
        Base::Quarter(quarter) => format!("XXXX-Q{quarter}"),
        Base::Half(half) => format!("XXXX-H{half}"),
        Base::Unit(unit) | Base::Nth(_, unit) | Base::Offset { unit, .. } => {
            open_unit(*unit).to_owned()
        }
        _ => "XXXX-XX-XX".to_owned(),
    }
}

fn open_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
        _ => "XXXX-XX-XX",
    }
}

/// A value with the part or hour of the day.
pub(super) fn with_hour(value: String, hour: Option<Hour>) -> String {
    match hour {
        None => value,
        Some(Hour::Part(part)) => format!("{value}T{}", part.key()),
        Some(Hour::Clock(hour, None)) => format!("{value}T{hour:02}:00"),
        Some(Hour::Clock(hour, Some(minute))) => format!("{value}T{hour:02}:{minute:02}"),
    }
}
