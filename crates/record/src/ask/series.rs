//! `series`: two parties over time, counted by incident.

use super::{Party, Table};
use crate::days::{self, Unit};
use crate::error::Result;
use crate::events::number;
use crate::record::Record;
use chancery_coding::{EventType, Status};
use jiff::civil::Date;
use rusqlite::params;
use serde_json::json;
use std::collections::{BTreeMap, HashSet};

/// What is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// How many incidents.
    #[default]
    Count,
    /// Sum and mean of their Goldstein values.
    Goldstein,
    /// How many of each quad class.
    Quad,
}

/// What a series is asked of.
#[derive(Clone, Debug)]
pub struct Series {
    /// One party.
    pub a: Party,
    /// The other.
    pub b: Party,
    /// Whether only what `a` did to `b` counts.
    pub directed: bool,
    /// The unit of time.
    pub by: Unit,
    /// What is measured.
    pub measure: Measure,
    /// From this day.
    pub from: Option<Date>,
    /// To this day.
    pub to: Option<Date>,
    /// Of these types; of all where none is named.
    pub types: Vec<EventType>,
    /// Of these statuses; of `actual` where none is named.
    pub statuses: Vec<Status>,
}

/// What one unit of time adds up to.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: i64,
    goldstein: f64,
    quads: [i64; 4],
}

/// One row a unit of time, from the first that has something (or `from`) to the last (or `to`), with nothing left out
/// between. An incident is counted in the unit that holds it whole; those that no unit holds are counted in a note.
///
/// # Errors
///
/// Where the record cannot be read.
pub fn series(record: &Record, asked: &Series) -> Result<Table> {
    let mut sums: BTreeMap<Date, Sum> = BTreeMap::new();
    let (mut seen, mut loose) = (HashSet::new(), 0);
    rows(record, asked, |row| {
        if !seen.insert(row.incident) {
            return;
        }
        match days::day(row.day).filter(|_| row.fits & asked.by as i64 != 0) {
            Some(day) => sums.entry(asked.by.first(day)).or_default().add(&row),
            None => loose += 1,
        }
    })?;
    let mut table = table(asked, &sums);
    if loose > 0 {
        let unit = format!("{:?}", asked.by).to_lowercase();
        table
            .notes
            .push(format!("{loose} not counted, whose time no {unit} holds"));
    }
    Ok(table)
}

struct DyadRow {
    day: i64,
    incident: i64,
    fits: i64,
    quad: i64,
    goldstein: f64,
}

impl Sum {
    fn add(&mut self, row: &DyadRow) {
        self.count += 1;
        self.goldstein += row.goldstein;
        if let Some(quad) = self.quads.get_mut(row.quad as usize - 1) {
            *quad += 1;
        }
    }
}

/// Hands over the rows of both directions, or of one; an incident may come more than once.
fn rows(record: &Record, asked: &Series, mut take: impl FnMut(DyadRow)) -> Result<()> {
    let mut one = |source: &Party, target: &Party| {
        let ask = question(source, target, &conditions(asked));
        let first = asked.from.map_or(0, |day| days::number(Some(day)));
        let last = asked.to.map_or(i64::MAX, |day| days::number(Some(day)));
        record.ask(|sql| {
            let mut ask = sql.prepare(&ask)?;
            let mut rows = ask.query(params![first, last])?;
            while let Some(row) = rows.next()? {
                take(DyadRow {
                    day: row.get(0)?,
                    incident: row.get(1)?,
                    fits: row.get(2)?,
                    quad: row.get(3)?,
                    goldstein: row.get(4)?,
                });
            }
            Ok(())
        })
    };
    one(&asked.a, &asked.b)?;
    if asked.directed {
        Ok(())
    } else {
        one(&asked.b, &asked.a)
    }
}

fn conditions(asked: &Series) -> String {
    let actual = [Status::Actual];
    let statuses = if asked.statuses.is_empty() {
        &actual
    } else {
        asked.statuses.as_slice()
    };
    let numbers: Vec<i64> = statuses
        .iter()
        .map(|&status| number(Status::ALL, status))
        .collect();
    let mut conditions = format!("status IN ({})", super::party::list(&numbers));
    if !asked.types.is_empty() {
        let types: Vec<i64> = asked
            .types
            .iter()
            .map(|&t| number(EventType::ALL, t))
            .collect();
        conditions += &format!(" AND type IN ({})", super::party::list(&types));
    }
    conditions
}

/// Between codes, the dyads hold it all; for people the incidents' parties say who took part.
fn question(source: &Party, target: &Party, conditions: &str) -> String {
    if let (Party::Code(..), Party::Code(..)) = (source, target) {
        return format!(
            "SELECT day, incident, fits, quad, goldstein FROM dyads
             WHERE {} AND {} AND day BETWEEN ?1 AND ?2 AND {conditions}",
            source.condition("source", ""),
            target.condition("target", "")
        );
    }
    format!(
        "SELECT DISTINCT d.day, d.incident, d.fits, d.quad, d.goldstein
         FROM incident_parties s JOIN actors sa ON sa.key = s.actor
         JOIN incident_parties t ON t.incident = s.incident AND t.role = 2 JOIN actors ta ON ta.key = t.actor
         JOIN dyads d ON d.incident = s.incident
         WHERE s.role = 1 AND {} AND {} AND d.day BETWEEN ?1 AND ?2 AND {conditions}",
        source.condition("sa.code", "sa.key"),
        target.condition("ta.code", "ta.key")
    )
}

fn table(asked: &Series, sums: &BTreeMap<Date, Sum>) -> Table {
    let columns: &[&str] = match asked.measure {
        Measure::Count => &["from", "count"],
        Measure::Goldstein => &["from", "count", "sum", "mean"],
        Measure::Quad => &[
            "from",
            "count",
            "verbal cooperation",
            "material cooperation",
            "verbal conflict",
            "material conflict",
        ],
    };
    let mut table = Table::new(columns);
    let first = asked.from.or(sums.keys().next().copied());
    let last = asked.to.or(sums.keys().next_back().copied());
    let (Some(first), Some(last)) = (first, last) else {
        return table;
    };
    let mut unit = asked.by.first(first);
    while unit <= last {
        let sum = sums.get(&unit).copied().unwrap_or_default();
        let mut row = vec![json!(unit.to_string()), json!(sum.count)];
        match asked.measure {
            Measure::Count => {}
            Measure::Goldstein => {
                let mean = (sum.count > 0).then(|| round(sum.goldstein / sum.count as f64));
                row.extend([json!(round(sum.goldstein)), json!(mean)]);
            }
            Measure::Quad => row.extend(sum.quads.map(|count| json!(count))),
        }
        table.rows.push(row);
        let next = asked.by.next(unit);
        if next <= unit {
            break;
        }
        unit = next;
    }
    table
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
