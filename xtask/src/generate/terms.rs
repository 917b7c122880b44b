//! Terms of office: dates of differing precision, overlap, and ends taken from successors.

use super::rows::Office;

/// The first day of a date written `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; the beginning of time if empty.
pub fn first_day(date: &str) -> String {
    match date.len() {
        0 => "0000-00-00".into(),
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.into(),
    }
}

/// The last day of a date; the end of time if empty.
pub fn last_day(date: &str) -> String {
    match date.len() {
        0 => "9999-99-99".into(),
        4 => format!("{date}-12-31"),
        7 => format!("{date}-31"),
        _ => date.into(),
    }
}

/// Whether two spans can have a day in common.
pub fn overlap(a: (&str, &str), b: (&str, &str)) -> bool {
    first_day(a.0) <= last_day(b.1) && first_day(b.0) <= last_day(a.1)
}

/// Months since year 0, or none for an empty or malformed date.
pub fn month(date: &str) -> Option<i32> {
    let year: i32 = date.get(0..4)?.parse().ok()?;
    let month: i32 = date.get(5..7).map_or(Ok(6), str::parse).ok()?;
    Some(year * 12 + month)
}

/// Whether two dates lie within `months` of each other.
pub fn near(a: &str, b: &str, months: i32) -> bool {
    matches!((month(a), month(b)), (Some(a), Some(b)) if (a - b).abs() <= months)
}

/// The date that says more: a day before a month before a year.
pub fn finer<'a>(a: &'a str, b: &'a str) -> &'a str {
    if b.len() > a.len() { b } else { a }
}

/// Whether a date is well formed.
pub fn valid(date: &str) -> bool {
    let digits = |part: &str, low: u32, high: u32| {
        part.parse().is_ok_and(|n: u32| (low..=high).contains(&n))
    };
    let mut parts = date.split('-');
    matches!(date.len(), 4 | 7 | 10)
        && parts
            .next()
            .is_some_and(|year| year.len() == 4 && digits(year, 1900, 2100))
        && parts.next().is_none_or(|month| digits(month, 1, 12))
        && parts.next().is_none_or(|day| digits(day, 1, 31))
}

/// Gives terms that lack an end the day when the next holder of the same office began.
///
/// Only for offices that one person holds at a time; a successor must have begun later than the holder.
pub fn close(terms: &mut [Office], single: impl Fn(&Office) -> bool) {
    let starts: Vec<(String, String, String, String)> = terms
        .iter()
        .filter(|term| single(term) && !term.from.is_empty())
        .map(|term| {
            (
                term.code.clone(),
                term.office.clone(),
                term.from.clone(),
                term.entity.clone(),
            )
        })
        .collect();
    for term in terms
        .iter_mut()
        .filter(|term| term.to.is_empty() && single(term) && !term.from.is_empty())
    {
        let next = starts.iter().filter(|(code, office, from, entity)| {
            *code == term.code
                && *office == term.office
                && *from > term.from
                && *entity != term.entity
        });
        if let Some(from) = next.map(|(_, _, from, _)| from).min() {
            term.to = from.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        assert!(overlap(("2017-01-20", "2021-01-20"), ("2021", "")));
        assert!(!overlap(("2017-01-20", "2021-01-20"), ("2021-01-21", "")));
        assert!(overlap(("", ""), ("1950", "1951")));
    }

    #[test]
    fn dates() {
        assert!(valid("2024-02-29") && valid("1999") && valid("1999-12"));
        assert!(!valid("2024-13") && !valid("24") && !valid("2024-1-1"));
    }

    #[test]
    fn a_successor_closes_a_term() {
        let term = |entity: &str, from: &str| Office {
            entity: entity.into(),
            code: "FRA.GOV".into(),
            office: "Ambassador to Chad".into(),
            from: from.into(),
            ..Office::default()
        };
        let mut terms = vec![term("person/a", "2015"), term("person/b", "2018-03")];
        close(&mut terms, |_| true);
        assert_eq!(
            (terms[0].to.as_str(), terms[1].to.as_str()),
            ("2018-03", "")
        );
    }
}
