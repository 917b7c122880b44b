//! Dates of which only the year or the month may be known.

use jiff::civil::Date;

/// The first day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; none for an empty or impossible date.
pub(crate) fn first_day(text: &str) -> Option<Date> {
    let (year, month, day) = parts(text)?;
    Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()
}

/// The last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; none for an empty or impossible date.
pub(crate) fn last_day(text: &str) -> Option<Date> {
    let (year, month, day) = parts(text)?;
    let first = Date::new(year, month.unwrap_or(12), day.unwrap_or(1)).ok()?;
    Some(if day.is_some() {
        first
    } else {
        first.last_of_month()
    })
}

fn parts(text: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts
        .next()
        .map(|part| number(part, 2))
        .map_or(Some(None), |part| part.map(Some))?;
    let day = parts
        .next()
        .map(|part| number(part, 2))
        .map_or(Some(None), |part| part.map(Some))?;
    parts
        .next()
        .is_none()
        .then_some((year, month.map(|m| m as i8), day.map(|d| d as i8)))
}

fn number(text: &str, digits: usize) -> Option<i16> {
    let right = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_span_their_period() {
        let check = |text: &str, first: &str, last: &str| {
            assert_eq!(first_day(text).unwrap().to_string(), first);
            assert_eq!(last_day(text).unwrap().to_string(), last);
        };
        check("2018", "2018-01-01", "2018-12-31");
        check("2020-02", "2020-02-01", "2020-02-29");
        check("2020-02-03", "2020-02-03", "2020-02-03");
        for wrong in [
            "",
            "18",
            "2018-13",
            "2018-02-30",
            "2018-1",
            "2018-01-01-01",
            "today",
            "20é8",
        ] {
            assert_eq!(first_day(wrong), None, "{wrong}");
        }
    }
}
