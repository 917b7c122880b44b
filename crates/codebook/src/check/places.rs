//! The gazetteer: figures and countries.

use std::collections::HashSet;

use crate::problem::Problems;
use crate::table::{Row, Rows};

pub(super) fn check(rows: &Rows, countries: &HashSet<&str>, problems: &mut Problems) {
    for row in &rows.0 {
        if let Some(message) = wrong(row, countries) {
            problems.fault(&row.file, row.line, message, "mend or remove the row");
        }
    }
}

fn wrong(row: &Row, countries: &HashSet<&str>) -> Option<String> {
    let number = |column, limit: f64| {
        let number: Option<f64> = row.cell(column).parse().ok();
        number.is_some_and(|number| number.abs() <= limit)
    };
    let country = row.cell(2);
    if row.cell(1).is_empty() {
        return Some("the place has no name".into());
    }
    // Seas and ranges belong to no country.
    if !country.is_empty() && !countries.is_empty() && !countries.contains(country) {
        return Some(format!("the country `{country}` is not in who/states.tsv"));
    }
    let pinned = !row.cell(4).is_empty() || !row.cell(5).is_empty();
    if row.cell(7) == "PCLI" {
        return pinned.then(|| "a country has no point on the map".into());
    }
    if !number(4, 90.0) || !number(5, 180.0) {
        return Some(format!(
            "`{}`, `{}` is nowhere on earth",
            row.cell(4),
            row.cell(5)
        ));
    }
    let whole =
        |column: usize| row.cell(column).is_empty() || row.cell(column).parse::<u64>().is_ok();
    if !whole(0) || !whole(6) {
        return Some("the number or the population is no whole number".into());
    }
    None
}
