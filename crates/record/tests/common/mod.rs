//! What the tests of the record share: documents and events made without the coder.

#![allow(dead_code)]

use chancery_coding::{Actor, Event, EventTime, EventType, Place, Precision, Quad, Span, Status};
use chancery_record::{Item, KeptDocument, Record, RunInfo};
use jiff::civil::Date;
use std::path::Path;

/// A place in a text that nobody checks.
pub fn span(text: &str) -> Span {
    Span {
        start: 0,
        end: text.chars().count(),
        text: text.into(),
    }
}

pub fn actor(code: &str, name: &str) -> Actor {
    Actor {
        code: (!code.is_empty()).then(|| code.into()),
        entity: None,
        name: name.into(),
        office: None,
        mention: span(name),
    }
}

/// An event of `document`: `"CHN>PRK"` on `day`.
pub fn event(
    document: &str,
    number: usize,
    sides: &str,
    kind: EventType,
    day: Option<Date>,
) -> Event {
    let (source, target) = sides.split_once('>').expect("source>target");
    let side = |code: &str| -> Vec<Actor> {
        let codes = code.split('+').filter(|code| !code.is_empty());
        codes
            .map(|code| actor(code, &format!("Name of {code}")))
            .collect()
    };
    // What it is about keeps the merger from taking two events of one document for one.
    let aside = [
        "wheat prices, harvests and empty granaries",
        "gas pipelines beneath northern tundra",
        "visas, students plus marriage certificates",
        "stolen bronze icons in museum cellars",
        "railway gauges, tunnels and cheaper tickets",
        "locusts that devour mountain pastures",
    ][number % 6];
    let evidence = format!(
        "Sentence {number} of {document}: {source} acted towards {target} thinking of {aside}."
    );
    Event {
        id: format!("{document}#{number}"),
        document: document.into(),
        event_type: kind,
        mode: None,
        contexts: vec!["diplomatic".into()],
        cameo: "040".into(),
        quad: Quad::VerbalCooperation,
        goldstein: 1.0,
        status: Status::Actual,
        sources: side(source),
        targets: side(target),
        carriers: vec![],
        channel: None,
        reply_to: None,
        same_as: None,
        about: Some("trade".into()),
        time: EventTime {
            start: day,
            end: day,
            precision: day.map_or(Precision::Unresolved, |_| Precision::Day),
            mention: None,
        },
        place: None::<Place>,
        attribution: vec![],
        hedged: false,
        evidence: Span {
            start: number * 100,
            end: number * 100 + evidence.chars().count(),
            text: evidence,
        },
        trigger: Span {
            start: number * 100 + 20,
            end: number * 100 + 25,
            text: "acted".into(),
        },
        confidence: 0.5,
        frame: "CONSULT/meet.talk".into(),
    }
}

pub fn document(id: &str, text: &str) -> KeptDocument {
    KeptDocument {
        root: "archive".into(),
        id: id.into(),
        text: text.into(),
        repaired: None,
        title: None,
        date: None,
        date_from: None,
        publisher: Some("The Courier".into()),
        agency: None,
        url: None,
        language: None,
        repairs: serde_json::json!([]),
        warnings: vec![],
    }
}

pub fn info() -> RunInfo {
    RunInfo {
        command: "read".into(),
        begun: "2024-01-01T00:00:00Z".into(),
        ..RunInfo::default()
    }
}

/// Keeps items in the record at `path`, in one batch.
pub fn keep(path: &Path, items: &[Item]) -> Record {
    let mut record = Record::open(path).expect("opens");
    let mut run = record.begin(&info()).expect("begins");
    run.keep(items).expect("keeps");
    run.finish("2024-01-01T00:00:01Z").expect("ends");
    check_whole(&record);
    record
}

/// SQLite finds no fault, and no key points to nothing.
pub fn check_whole(record: &Record) {
    let sql = record.connection();
    let said: String = sql
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("checks");
    assert_eq!(said, "ok");
    let faults = sql
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut check| check.exists([]))
        .expect("checks");
    assert!(!faults);
}

/// How many rows a table has.
pub fn count(record: &Record, table: &str) -> i64 {
    let count = format!("SELECT count(*) FROM {table}");
    record
        .connection()
        .query_row(&count, [], |row| row.get(0))
        .expect("counts")
}
