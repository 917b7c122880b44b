//! `find`: events by words and filters.

use super::{Filter, Table};
use crate::error::{Error, Result};
use crate::record::Record;
use crate::words;
use rusqlite::{OptionalExtension as _, Row, params};
use serde_json::{Value, json};
use std::collections::HashSet;

/// What a row stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Each {
    /// An incident: its latest report that passes.
    #[default]
    Incident,
    /// A report: every event that passes.
    Report,
}

/// The first `limit` incidents or reports that pass, the latest first.
///
/// # Errors
///
/// Where the words cannot be searched for, or the record cannot be read.
pub fn find(record: &Record, filter: &Filter, each: Each, limit: usize) -> Result<Table> {
    let (keys, more) = first(record, filter, each, limit)?;
    let mut table = Table::new(&[
        "date",
        "type",
        "status",
        "source",
        "target",
        "channel",
        "evidence",
        "published",
        "publisher",
        "reports",
        "event",
        "incident",
    ]);
    for key in keys {
        table.rows.extend(row(record, key)?);
    }
    if more {
        table
            .notes
            .push(format!("there are more; these are the latest {limit}"));
    }
    Ok(table)
}

/// The keys of the events for the rows, and whether there are more.
fn first(record: &Record, filter: &Filter, each: Each, limit: usize) -> Result<(Vec<i64>, bool)> {
    let (mut keys, mut seen, mut failed, mut more) = (Vec::new(), HashSet::new(), None, false);
    record.each_event(filter, |key| {
        if each == Each::Incident {
            match incident(record, key) {
                Ok(Some(incident)) if !seen.insert(incident) => return true,
                Ok(_) => {}
                Err(error) => {
                    failed = Some(error);
                    return false;
                }
            }
        }
        more = keys.len() == limit;
        if !more {
            keys.push(key);
        }
        !more
    })?;
    failed.map_or(Ok((keys, more)), Err)
}

fn incident(record: &Record, event: i64) -> Result<Option<i64>> {
    let find = "SELECT incident FROM reports WHERE event = ?1";
    record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        find.query_row([event], |row| row.get(0)).optional()
    })
}

fn row(record: &Record, key: i64) -> Result<Option<Vec<Value>>> {
    let find = "SELECT v.start_date, v.type, v.status, v.sources, v.targets, v.channel, v.evidence, v.published, v.publisher,
        (SELECT i.reports FROM reports r JOIN incidents i ON i.key = r.incident WHERE r.event = v.key), v.id, v.incident
        FROM all_events v WHERE v.key = ?1";
    record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        find.query_row([key], values).optional()
    })
}

/// The values of a row as JSON.
pub(crate) fn values(row: &Row) -> rusqlite::Result<Vec<Value>> {
    let columns = row.as_ref().column_count();
    (0..columns).map(|at| Ok(value(row.get_ref(at)?))).collect()
}

/// One value as JSON; bytes as hexadecimal digits.
pub(crate) fn value(value: rusqlite::types::ValueRef) -> Value {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) => bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            .into(),
    }
}

/// The first `limit` documents whose title or text holds all words, the latest read first; of the filter, the publisher and the
/// days count, which are then those of the documents.
///
/// # Errors
///
/// As for [`find`].
pub fn find_documents(record: &Record, filter: &Filter, limit: usize) -> Result<Table> {
    let query = words::query(&filter.words, "title text", &[])
        .ok_or_else(|| Error::Question("name at least one word to search texts for".into()))?;
    let find = "SELECT d.date, d.publisher, d.title, d.id, (SELECT count(*) FROM events e WHERE e.document = d.key)
        FROM (SELECT rowid AS key FROM document_words WHERE document_words MATCH ?1 ORDER BY rowid DESC) w
        JOIN documents d ON d.key = w.key
        WHERE (?2 IS NULL OR d.date >= ?2) AND (?3 IS NULL OR d.date <= ?3)
        AND (?4 = '[]' OR lower(d.publisher) IN (SELECT lower(value) FROM json_each(?4)))
        LIMIT ?5";
    let from = filter.from.max(filter.since).map(|day| day.to_string());
    let to = filter.to.map(|day| day.to_string());
    let publishers = serde_json::to_string(&filter.publishers).expect("strings are JSON");
    let mut table = Table::new(&["date", "publisher", "title", "document", "events"]);
    table.rows = record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        let rows = find.query_map(
            params![query, from, to, publishers, limit as i64 + 1],
            values,
        )?;
        rows.collect()
    })?;
    if table.rows.len() > limit {
        table.rows.truncate(limit);
        table
            .notes
            .push(format!("there are more; these are the last {limit} read"));
    }
    Ok(table)
}
