//! One thread: its incidents in order.

use super::Shown;
use super::lines::Lines;
use crate::ask::find::values;
use crate::error::Result;
use crate::record::Record;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

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
    lines.line("open", &open(&incidents));
    for incident in &incidents {
        let word = |name: &str| incident[name].as_str().unwrap_or("?");
        let answers = incident["answers"]
            .as_str()
            .map_or(String::new(), |id| format!("  answers {id}"));
        let days = incident["days"].as_i64().map_or(String::new(), after);
        let waits = if incident["open"] == true {
            "  waits for an answer"
        } else {
            ""
        };
        lines.head(&format!(
            "  {}  {}  {} > {}  {}{answers}{days}{waits}",
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

/// Which messages nothing answers.
fn open(incidents: &[Value]) -> String {
    let open = incidents.iter().filter(|incident| incident["open"] == true);
    // An incident that answers two others stands there twice.
    let ids: BTreeSet<&str> = open
        .filter_map(|incident| incident["incident"].as_str())
        .collect();
    let ids = Vec::from_iter(ids);
    match ids[..] {
        [] => "no message without an answer".into(),
        [one] => format!("1 message without an answer: {one}"),
        _ => format!(
            "{} messages without an answer: {}",
            ids.len(),
            ids.join(", ")
        ),
    }
}

fn after(days: i64) -> String {
    let plural = if days == 1 { "" } else { "s" };
    format!(" after {days} day{plural}")
}

fn incidents(record: &Record, key: i64) -> Result<Vec<Value>> {
    let find = "SELECT v.id, v.first_date, v.type, v.sources, v.targets, v.channel, v.reports, a.id, r.days, m.open
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
        "open",
    ];
    let object = |row: Vec<Value>| -> Map<String, Value> {
        let mut object: Map<String, Value> =
            names.iter().map(|&name| name.to_owned()).zip(row).collect();
        let open = object["open"] == 1;
        object.insert("open".into(), open.into());
        object
    };
    Ok(rows
        .into_iter()
        .map(|row| Value::Object(object(row)))
        .collect())
}
