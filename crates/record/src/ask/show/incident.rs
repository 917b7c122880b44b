//! One incident with its reports and where they differ.

use super::Shown;
use super::lines::{Lines, time};
use crate::ask::find::values;
use crate::error::Result;
use crate::record::Record;
use rusqlite::params;
use serde_json::{Map, Value, json};

/// The most reports on a page; there is a note where there are more.
const REPORTS: usize = 1000;

/// The incident of a key; with `why`, each report comes with its reason.
pub fn shown(record: &Record, key: i64, why: bool) -> Result<Shown> {
    let mut fields = fields(record, key)?;
    let reports = reports(record, key)?;
    let replies = replies(record, key)?;
    let consensus = parsed(fields.get("consensus"));
    fields.insert("consensus".into(), consensus.clone());
    let mut lines = page(&fields);
    differences(&mut lines, &consensus);
    for reply in &replies {
        let words = format!("{}  {}", text(reply, "incident"), text(reply, "reason"));
        lines.line(text(reply, "how"), &words);
    }
    lines.head("");
    for report in &reports {
        report_lines(&mut lines, report, why);
    }
    let json =
        json!({"kind": "incident", "incident": fields, "reports": reports, "replies": replies});
    Ok(Shown {
        kind: "incident",
        text: lines.0,
        json,
    })
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn parsed(value: Option<&Value>) -> Value {
    let text = value.and_then(Value::as_str).unwrap_or("null");
    serde_json::from_str(text).unwrap_or_default()
}

fn fields(record: &Record, key: i64) -> Result<Map<String, Value>> {
    record.ask(|sql| {
        let mut find = sql.prepare_cached("SELECT * FROM all_incidents WHERE key = ?1")?;
        let names: Vec<String> = find.column_names().map(str::to_owned).collect();
        let values = find.query_row([key], values)?;
        let mut fields: Map<String, Value> = names.into_iter().zip(values).collect();
        fields.remove("key");
        Ok(fields)
    })
}

fn reports(record: &Record, key: i64) -> Result<Vec<Value>> {
    let find = "SELECT e.id, d.id, d.root, d.publisher, d.date, e.start_date, s.name, r.origin, r.score, r.reason, n.text
        FROM reports r JOIN events e ON e.key = r.event JOIN documents d ON d.key = e.document
        JOIN sentences n ON n.key = e.sentence JOIN statuses s ON s.key = e.status
        WHERE r.incident = ?1 ORDER BY d.date IS NULL, d.date, d.root, d.id, e.trigger_start, e.id LIMIT ?2";
    let rows: Vec<Vec<Value>> = record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        let rows = find.query_map(params![key, REPORTS as i64], values)?;
        rows.collect()
    })?;
    let names = [
        "event",
        "document",
        "root",
        "publisher",
        "published",
        "date",
        "status",
        "origin",
        "score",
        "reason",
        "evidence",
    ];
    let object = |row: Vec<Value>| {
        let mut report: Map<String, Value> =
            names.iter().map(|&name| name.into()).zip(row).collect();
        let reason = parsed(report.get("reason"));
        report.insert("reason".into(), reason);
        Value::Object(report)
    };
    Ok(rows.into_iter().map(object).collect())
}

fn replies(record: &Record, key: i64) -> Result<Vec<Value>> {
    let find = "SELECT 'answers', i.id, r.days, r.score, r.reason FROM replies r JOIN incidents i ON i.key = r.answers WHERE r.incident = ?1
        UNION ALL SELECT 'answered by', i.id, r.days, r.score, r.reason FROM replies r JOIN incidents i ON i.key = r.incident
        WHERE r.answers = ?1";
    let rows: Vec<Vec<Value>> = record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        let rows = find.query_map([key], values)?;
        rows.collect()
    })?;
    let names = ["how", "incident", "days", "score", "reason"];
    let object = |row: Vec<Value>| names.iter().map(|&name| name.to_owned()).zip(row).collect();
    Ok(rows
        .into_iter()
        .map(|row| Value::Object(object(row)))
        .collect())
}

fn page(fields: &Map<String, Value>) -> Lines {
    let word = |name: &str| fields.get(name).and_then(Value::as_str);
    let mut lines = Lines::default();
    let mode = word("mode").map_or(String::new(), |mode| format!(" {mode}"));
    let of = |name: &str| word(name).unwrap_or_default();
    lines.head(&format!(
        "{}{mode}, {}  {}",
        of("type"),
        of("status"),
        of("id")
    ));
    lines.line(
        "when",
        &time(word("first_date"), word("last_date"), of("precision")),
    );
    for (name, column) in [
        ("source", "sources"),
        ("target", "targets"),
        ("channel", "channel"),
        ("about", "about"),
        ("where", "place"),
        ("thread", "thread"),
    ] {
        lines.maybe(name, word(column));
    }
    let number = |name: &str| fields.get(name).and_then(Value::as_i64).unwrap_or(0);
    let (reports, origins) = (number("reports"), number("origins"));
    lines.line(
        "told in",
        &format!("{reports} reports of {origins} origins"),
    );
    lines
}

/// Fields of which reports say different things.
fn differences(lines: &mut Lines, consensus: &Value) {
    let fields = consensus.as_object().into_iter().flatten();
    for (field, said) in fields {
        let values = said.as_array().map_or(&[][..], Vec::as_slice);
        if values.len() < 2 {
            continue;
        }
        let words: Vec<String> = values
            .iter()
            .map(|value| {
                let said = value["value"]
                    .as_str()
                    .map_or_else(|| value["value"].to_string(), str::to_owned);
                format!("{said} ({})", value["reports"])
            })
            .collect();
        lines.line("differ in", &format!("{field}: {}", words.join(", ")));
    }
}

fn report_lines(lines: &mut Lines, report: &Value, why: bool) {
    let publisher = report["publisher"].as_str().unwrap_or("publisher unknown");
    lines.head(&format!(
        "  {}  {publisher}  {}  origin {}",
        text(report, "published"),
        text(report, "event"),
        text(report, "origin")
    ));
    lines.head(&format!("      \"{}\"", text(report, "evidence")));
    if why {
        let score = report["score"]
            .as_f64()
            .map_or("founded it".into(), |score| format!("score {score:.2}"));
        lines.head(&format!("      why: {score} {}", report["reason"]));
    }
}
