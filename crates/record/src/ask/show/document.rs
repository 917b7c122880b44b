//! One document with its events.

use super::lines::Lines;
use super::{Shown, event};
use crate::error::Result;
use crate::record::Record;
use serde_json::{Map, Value, json};

/// The keys of the documents of an id.
pub fn keys(record: &Record, id: &str) -> Result<Vec<i64>> {
    record.ask(|sql| {
        let mut find =
            sql.prepare_cached("SELECT key FROM documents WHERE id = ?1 ORDER BY root")?;
        let rows = find.query_map([id], |row| row.get(0))?;
        rows.collect()
    })
}

/// The document of a key.
pub fn shown(record: &Record, key: i64) -> Result<Shown> {
    let fields = fields(record, key)?;
    let events = record.events_of(key)?;
    let word = |name: &str| fields.get(name).and_then(Value::as_str);
    let mut lines = Lines::default();
    lines.head(word("title").or(word("id")).unwrap_or_default());
    for name in [
        "id",
        "root",
        "date",
        "date_from",
        "publisher",
        "agency",
        "url",
        "language",
    ] {
        lines.maybe(name, word(name));
    }
    lines.head("");
    lines.head(word("text").unwrap_or_default().trim_end());
    lines.head("");
    for key in event_keys(record, key)? {
        lines.head(&event::in_a_line(record, key)?.unwrap_or_default());
    }
    let json = json!({"kind": "document", "document": fields, "events": events});
    Ok(Shown {
        kind: "document",
        text: lines.0,
        json,
    })
}

fn fields(record: &Record, key: i64) -> Result<Map<String, Value>> {
    let find = "SELECT id, root, lower(hex(sha256)) AS sha256, title, date, date_from, publisher, agency, url, language, repairs,
        warnings, text FROM documents WHERE key = ?1";
    let mut fields: Map<String, Value> = record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        let names: Vec<String> = find.column_names().map(str::to_owned).collect();
        let values = find.query_row([key], crate::ask::find::values)?;
        Ok(names.into_iter().zip(values).collect())
    })?;
    for name in ["repairs", "warnings"] {
        let list = fields
            .get(name)
            .and_then(Value::as_str)
            .and_then(|text| serde_json::from_str(text).ok());
        fields.insert(name.into(), list.unwrap_or_default());
    }
    Ok(fields)
}

fn event_keys(record: &Record, document: i64) -> Result<Vec<i64>> {
    let find = "SELECT key FROM events WHERE document = ?1 ORDER BY trigger_start, trigger_end, id";
    record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        let rows = find.query_map([document], |row| row.get(0))?;
        rows.collect()
    })
}
