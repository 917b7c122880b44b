//! Events as they are printed: by the schema, with evidence where they say, as CSV too.

#[allow(dead_code)]
mod support;

use serde_json::Value;
use std::path::Path;
use support::{chancery, shared, spans};

const SCHEMA: &str = include_str!("../../coding/schema/event.schema.json");

const REPORT: &str = "GENEVA, March 25 (Reuters) - Norway‚Äôs prime minister met the president of Ghana on Thursday, state media said.\n\nGhana condemned the attack. \u{1F54A} The two leaders agreed to hold talks next week in Oslo.";

fn events() -> Option<Vec<Value>> {
    let line =
        serde_json::json!({ "id": "a", "text": REPORT, "published": "2021-03-25" }).to_string();
    let run = chancery(Path::new("."), &["code", "-"], line.as_bytes())?;
    assert_eq!(run.status, 0, "{}", run.err);
    Some(
        run.out
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect(),
    )
}

#[test]
fn every_event_is_valid_by_the_schema() {
    let Some(events) = events() else { return };
    assert!(!events.is_empty());
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for event in &events {
        let faults: Vec<String> = validator
            .iter_errors(event)
            .map(|fault| fault.to_string())
            .collect();
        assert!(faults.is_empty(), "{event}: {faults:?}");
    }
}

#[test]
fn every_span_is_in_the_text_as_supplied() {
    let Some(events) = events() else { return };
    let text: Vec<char> = REPORT.chars().collect();
    let mut found = Vec::new();
    events.iter().for_each(|event| spans(event, &mut found));
    assert!(!found.is_empty());
    for (start, end, words) in found {
        assert_eq!(text[start..end].iter().collect::<String>(), words);
    }
}

#[test]
fn csv_has_one_row_for_each_ordered_pair() {
    let line =
        serde_json::json!({ "id": "a", "text": REPORT, "published": "2021-03-25" }).to_string();
    let Some(run) = chancery(
        Path::new("."),
        &["code", "--format", "csv", "-"],
        line.as_bytes(),
    ) else {
        return;
    };
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    let columns = reader.headers().expect("columns").clone();
    assert_eq!(columns.iter().next(), Some("id"));
    let rows: Vec<csv::StringRecord> = reader
        .records()
        .map(|row| row.expect("a row of the same columns"))
        .collect();
    let events = events().expect("a model");
    assert!(rows.len() >= events.len());
    let at = |name: &str| {
        columns
            .iter()
            .position(|column| column == name)
            .expect("a column")
    };
    assert!(
        rows.iter()
            .all(|row| &row[at("document")] == "a" && !row[at("type")].is_empty())
    );
}

#[test]
fn the_schema_is_the_shared_one() {
    let Some(folder) = shared() else { return };
    let theirs =
        std::fs::read_to_string(folder.join("schema/event.schema.json")).expect("the schema");
    assert_eq!(theirs, SCHEMA);
}
