//! `actors`: who takes part, and how often.

use super::Table;
use super::dyads::{Level, codes};
use super::find::values;
use crate::error::Result;
use crate::record::Record;
use rusqlite::params;
use serde_json::json;
use std::collections::HashMap;

/// Parties by number of incidents in which they did something or had something done to them, most first, at most `limit`. Incidents
/// with several partners count once for each.
///
/// # Errors
///
/// Where the record cannot be read.
pub fn actors(record: &Record, level: Level, limit: usize) -> Result<Table> {
    let codes = codes(record)?;
    let mut sums: HashMap<&str, [i64; 2]> = HashMap::new();
    for (side, column) in ["source", "target"].into_iter().enumerate() {
        let ask = format!("SELECT {column}, sum(incidents) FROM dyad_totals GROUP BY {column}");
        let rows: Vec<(i64, i64)> = record.ask(|sql| {
            let mut ask = sql.prepare_cached(&ask)?;
            let rows = ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })?;
        for (key, incidents) in rows {
            let code = level.of(codes.get(&key).map_or("", String::as_str));
            sums.entry(code).or_default()[side] += incidents;
        }
    }
    sums.remove("");
    let mut rows: Vec<_> = sums.into_iter().collect();
    rows.sort_by_key(|(code, [did, had])| (-(did + had), *code));
    let mut table = Table::new(&["code", "as source", "as target"]);
    let row = |(code, [did, had]): (&str, [i64; 2])| vec![json!(code), json!(did), json!(had)];
    table.rows = rows.into_iter().take(limit).map(row).collect();
    Ok(table)
}

/// Actors whose name, code or identity holds `words`, with the number of events that they take part in (counted up to 10,000).
///
/// # Errors
///
/// Where the record cannot be read.
pub fn actors_named(record: &Record, words: &str, limit: usize) -> Result<Table> {
    let find = "SELECT name, code, entity,
        (SELECT count(*) FROM (SELECT 1 FROM parties p WHERE p.actor = a.key LIMIT 10000)) AS events
        FROM all_actors a
        WHERE a.key IN (SELECT key FROM actors WHERE instr(lower(name), lower(?1)) OR instr(entity, lower(?1))
            UNION SELECT a.key FROM actors a JOIN codes c ON c.key = a.code WHERE instr(c.code, upper(?1)))
        ORDER BY events DESC, name, code LIMIT ?2";
    let mut table = Table::new(&["name", "code", "entity", "events"]);
    table.rows = record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        let rows = find.query_map(params![words, limit as i64], values)?;
        rows.collect()
    })?;
    Ok(table)
}
