//! One thread: its incidents in order.

use super::Shown;
use super::lines::Lines;
use crate::ask::find::values;
use crate::error::Result;
use crate::record::Record;
use serde_json::{Map, Value, json};

/// The thread of a key.
pub fn shown(record: &Record, key: i64) -> Result<Shown> {
    let find = "SELECT id, first_date, last_date, incidents, open FROM threads WHERE key = ?1";
    let head = record.ask(|sql| sql.prepare_cached(find)?.query_row([key], values))?;
    let names = ["id", "first_date", "last_date", "incidents", "open"];
    let head: Map<String, Value> = names
        .iter()
        .map(|&name| name.to_owned())
        .zip(head)
        .collect();
    let incidents = incidents(record, key)?;
    let mut lines = Lines::default();
    let word = |name: &str| head.get(name).and_then(Value::as_str).unwrap_or("?");
    lines.head(&format!(
        "Thread {}, {} to {}",
        word("id"),
        word("first_date"),
        word("last_date")
    ));
    lines.line(
        "open",
        &format!("{} messages without an answer", head["open"]),
    );
    for incident in &incidents {
        let word = |name: &str| incident[name].as_str().unwrap_or("?");
        let answers = incident["answers"]
            .as_str()
            .map_or(String::new(), |id| format!("  answers {id}"));
        let days = incident["days"]
            .as_i64()
            .map_or(String::new(), |days| format!(" after {days} days"));
        lines.head(&format!(
            "  {}  {}  {} > {}  {}{answers}{days}",
            word("date"),
            word("type"),
            word("sources"),
            word("targets"),
            word("incident")
        ));
    }
    let json = json!({"kind": "thread", "thread": head, "incidents": incidents});
    Ok(Shown {
        kind: "thread",
        text: lines.0,
        json,
    })
}

fn incidents(record: &Record, key: i64) -> Result<Vec<Value>> {
    let find = "SELECT v.id, v.first_date, v.type, v.sources, v.targets, v.channel, v.reports, a.id, r.days
        FROM thread_incidents m JOIN all_incidents v ON v.key = m.incident
        LEFT JOIN replies r ON r.incident = m.incident LEFT JOIN incidents a ON a.key = r.answers
        WHERE m.thread = ?1 ORDER BY m.position, a.id";
    let rows: Vec<Vec<Value>> = record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        let rows = find.query_map([key], values)?;
        rows.collect()
    })?;
    let names = [
        "incident", "date", "type", "sources", "targets", "channel", "reports", "answers", "days",
    ];
    let object = |row: Vec<Value>| names.iter().map(|&name| name.to_owned()).zip(row).collect();
    Ok(rows
        .into_iter()
        .map(|row| Value::Object(object(row)))
        .collect())
}
