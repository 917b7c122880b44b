//! `dyads`: who has most to do with whom.

use super::Table;
use crate::days;
use crate::error::Result;
use crate::events::number;
use crate::record::Record;
use chancery_coding::{EventType, Status};
use jiff::civil::Date;
use rusqlite::params;
use serde_json::json;
use std::collections::HashMap;

/// How finely parties are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Countries and bodies: `CHN.GOV` is `CHN`, `IGO.UN` is itself.
    #[default]
    Country,
    /// Codes with their sectors.
    Code,
}

impl Level {
    /// What a code counts as.
    pub fn of(self, code: &str) -> &str {
        let body = ["IGO", "NGO", "MNC", "IMG"]
            .iter()
            .any(|kind| code.split('.').next() == Some(kind));
        match (self, body) {
            (Self::Code, _) => code,
            (Self::Country, false) => code.split('.').next().unwrap_or(code),
            (Self::Country, true) => {
                let end = code
                    .match_indices('.')
                    .nth(1)
                    .map_or(code.len(), |(at, _)| at);
                &code[..end]
            }
        }
    }
}

/// Which dyads are meant.
#[derive(Clone, Debug, Default)]
pub struct DyadFilter {
    /// How finely parties are told apart.
    pub level: Level,
    /// With this party on either side: a code.
    pub party: Option<String>,
    /// From this day.
    pub from: Option<Date>,
    /// To this day.
    pub to: Option<Date>,
    /// Of these types; of all where none is named.
    pub types: Vec<EventType>,
    /// Of these statuses; of `actual` where none is named.
    pub statuses: Vec<Status>,
}

/// Pairs by number of incidents, most first, at most `limit`, with the mean Goldstein value. A party's doings with itself and with
/// nobody known are left out; incidents between several sectors of two countries count once for each pair of sectors.
///
/// # Errors
///
/// Where the record cannot be read.
pub fn dyads(record: &Record, filter: &DyadFilter, limit: usize) -> Result<Table> {
    let codes = codes(record)?;
    let mut sums: HashMap<(&str, &str), (i64, f64)> = HashMap::new();
    totals(record, filter, |source, target, incidents, goldstein| {
        let name = |key| filter.level.of(codes.get(&key).map_or("", String::as_str));
        let (source, target) = (name(source), name(target));
        let asked = filter
            .party
            .as_deref()
            .is_none_or(|party| party == source || party == target);
        if asked && source != target && !source.is_empty() && !target.is_empty() {
            let sum = sums.entry((source, target)).or_default();
            sum.0 += incidents;
            sum.1 += goldstein;
        }
    })?;
    let mut rows: Vec<_> = sums.into_iter().collect();
    rows.sort_by(|(a, (m, _)), (b, (n, _))| n.cmp(m).then(a.cmp(b)));
    let mut table = Table::new(&["source", "target", "incidents", "goldstein"]);
    if rows.len() > limit {
        let left = rows.len() - limit;
        table.notes.push(format!("{left} more pairs have fewer"));
    }
    for ((source, target), (incidents, goldstein)) in rows.into_iter().take(limit) {
        let mean = (goldstein / incidents as f64 * 100.0).round() / 100.0;
        table.rows.push(vec![
            json!(source),
            json!(target),
            json!(incidents),
            json!(mean),
        ]);
    }
    Ok(table)
}

/// All codes by number.
pub(super) fn codes(record: &Record) -> Result<HashMap<i64, String>> {
    record.ask(|sql| {
        let mut ask = sql.prepare_cached("SELECT key, code FROM codes")?;
        let rows = ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    })
}

/// The kept totals where no days are asked for; else the dyads themselves are counted.
fn totals(
    record: &Record,
    filter: &DyadFilter,
    mut take: impl FnMut(i64, i64, i64, f64),
) -> Result<()> {
    let statuses: Vec<i64> = match filter.statuses.as_slice() {
        [] => vec![number(Status::ALL, Status::Actual)],
        some => some
            .iter()
            .map(|&status| number(Status::ALL, status))
            .collect(),
    };
    let mut conditions = format!("status IN ({})", super::party::list(&statuses));
    if !filter.types.is_empty() {
        let types: Vec<i64> = filter
            .types
            .iter()
            .map(|&t| number(EventType::ALL, t))
            .collect();
        conditions += &format!(" AND type IN ({})", super::party::list(&types));
    }
    let ask = if filter.from.is_none() && filter.to.is_none() {
        format!(
            "SELECT source, target, sum(incidents), sum(goldstein) FROM dyad_totals
                 WHERE ?1 <= ?2 AND {conditions} GROUP BY source, target"
        )
    } else {
        format!(
            "SELECT source, target, count(*), sum(goldstein) FROM dyads
                 WHERE day BETWEEN ?1 AND ?2 AND {conditions} GROUP BY source, target"
        )
    };
    let first = days::number(filter.from).max(1);
    let last = filter.to.map_or(i64::MAX, |day| days::number(Some(day)));
    record.ask(|sql| {
        let mut ask = sql.prepare(&ask)?;
        let mut rows = ask.query(params![first, last])?;
        while let Some(row) = rows.next()? {
            take(row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        }
        Ok(())
    })
}
