//! Who, when and where as `chancery mentions` prints them.

#[allow(dead_code)]
mod support;

use serde_json::Value;
use std::path::Path;
use support::{chancery, spans};

const REPORT: &str = "GENEVA, March 25 (Reuters) - Norway‚Äôs prime minister met the president of Ghana on Thursday.\n\n\u{1F54A} They agreed to hold talks next week in Oslo.";
const SCHEMA: &str = include_str!("../../coding/schema/event.schema.json");

fn run(arguments: &[&str]) -> Option<String> {
    let line =
        serde_json::json!({ "id": "a", "text": REPORT, "published": "2021-03-25" }).to_string();
    let run = chancery(Path::new("."), arguments, line.as_bytes())?;
    assert_eq!(run.status, 0, "{}", run.err);
    Some(run.out)
}

#[test]
fn one_object_a_document() {
    let Some(out) = run(&["mentions", "-"]) else {
        return;
    };
    let object: Value = serde_json::from_str(&out).expect("one JSON object");
    let keys: Vec<&String> = object.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["id", "actors", "times", "places"]);
    let text: Vec<char> = REPORT.chars().collect();
    let mut found = Vec::new();
    spans(&object, &mut found);
    assert!(found.len() > 8, "{object}");
    for (start, end, words) in found {
        assert_eq!(text[start..end].iter().collect::<String>(), words);
    }
    let fields = |kind: &str| -> Vec<String> {
        let first = object[kind][0].as_object().expect("a first one");
        first.keys().cloned().collect()
    };
    let time = [
        "start",
        "end",
        "text",
        "type",
        "value",
        "from",
        "to",
        "precision",
    ];
    assert_eq!(fields("times"), time);
    let place = [
        "start", "end", "text", "name", "country", "geonames", "lat", "lon", "feature",
    ];
    assert_eq!(fields("places"), place);
}

#[test]
fn actors_are_those_of_the_event_schema() {
    let Some(out) = run(&["mentions", "-"]) else {
        return;
    };
    let object: Value = serde_json::from_str(&out).expect("one JSON object");
    let mut schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let definitions = schema["$defs"].take();
    let actor = serde_json::json!({ "$ref": "#/$defs/actor", "$defs": definitions });
    let validator = jsonschema::validator_for(&actor).expect("a schema");
    for actor in object["actors"].as_array().expect("a list") {
        assert!(validator.is_valid(actor), "{actor}");
    }
}

#[test]
fn csv_has_one_row_for_each_mention() {
    let (Some(out), Some(json)) = (
        run(&["mentions", "--format", "csv", "-"]),
        run(&["mentions", "-"]),
    ) else {
        return;
    };
    let object: Value = serde_json::from_str(&json).expect("one JSON object");
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let columns = reader.headers().expect("columns").clone();
    let kind = columns.iter().position(|column| column == "kind");
    let kinds: Vec<String> = reader
        .records()
        .map(|row| row.expect("a row of the same columns")[kind.expect("a column kind")].to_owned())
        .collect();
    for (name, list) in [("actor", "actors"), ("time", "times"), ("place", "places")] {
        let rows = kinds.iter().filter(|kind| *kind == name).count();
        assert_eq!(
            rows,
            object[list].as_array().expect("a list").len(),
            "{name}"
        );
    }
}
