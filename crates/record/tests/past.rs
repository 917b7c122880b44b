//! Records of past schemas, one small file each under `tests/past`: the present program brings them up to date and loses nothing.
//!
//! Before the schema changes, the present one is frozen: `cargo test -p chancery-record --test past -- --ignored`. Beside the file then lie
//! its events as the program of that day gave them.

mod common;

use chancery_coding::Event;
use chancery_record::ask::{self, Each, Filter, Limits, Measure, Party, Series};
use chancery_record::merging;
use chancery_record::merging::trial::Set;
use chancery_record::review::{Review, Verdict};
use chancery_record::{Decider, Item, KeptDocument, Record, fingerprint};
use common::{check_whole, count, document, info};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

const ASKED: &str = "congratulation";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/past")
}

/// The files, the eldest schema first.
fn past() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "record"))
        .collect();
    paths.sort();
    paths
}

fn events_of(path: &Path) -> Vec<String> {
    let lines = fs::read_to_string(path.with_extension("jsonl")).expect("its events lie beside it");
    lines.lines().map(str::to_owned).collect()
}

/// All events as `code` prints them, in order.
fn events(record: &Record) -> Vec<String> {
    let mut all = Vec::new();
    for key in 1..=count(record, "documents") {
        let events = record.events_of(key).expect("reads");
        all.extend(
            events
                .iter()
                .map(|it| serde_json::to_string(it).expect("JSON")),
        );
    }
    all.sort();
    all
}

/// What follows from the events.
fn incidents(record: &Record) -> Vec<String> {
    let mut all = Vec::new();
    for question in [
        "SELECT id, type, sources, targets, first_date, last_date, reports, origins, consensus, thread FROM all_incidents ORDER BY id",
        "SELECT incident, event, origin, score, reason FROM all_reports ORDER BY incident, event",
        "SELECT source, target, first_date, incident FROM all_dyads ORDER BY 1, 2, 4",
        "SELECT id, first_date, last_date, incidents, open FROM threads ORDER BY id",
        "SELECT count(*) FROM traces",
    ] {
        let limits = Limits {
            rows: 10_000,
            ..Limits::default()
        };
        let table = ask::query(record.path(), question, limits).expect("answers");
        all.extend(table.rows.iter().map(|row| format!("{row:?}")));
    }
    all
}

fn two_stories() -> Vec<Item> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold/merging");
    let set = Set::read(&data).expect("the set can be read");
    let wanted = |id: &str| id.starts_with("s01") || id.starts_with("s02");
    let dispatches = set.dispatches.iter().filter(|it| wanted(&it.id));
    dispatches
        .map(|dispatch| {
            let events = set.events.iter().filter(|it| it.document == dispatch.id);
            let kept = KeptDocument {
                root: "dev".into(),
                date: Some(dispatch.published),
                publisher: Some(dispatch.publisher.clone()),
                ..document(&dispatch.id, &dispatch.text)
            };
            Item::Coded(Box::new(kept), events.cloned().collect())
        })
        .collect()
}

fn keep(record: &mut Record, items: &[Item]) {
    let mut run = record.begin(&info()).expect("begins");
    run.keep(items).expect("keeps");
    run.finish("2024-01-01T00:00:01Z").expect("ends");
}

/// Two reports that the merger joins are split, and one of them is reviewed.
fn decide(record: &mut Record) {
    let of = |document: &str| -> Event {
        let key: i64 = record
            .connection()
            .query_row(
                "SELECT key FROM documents WHERE id = ?1",
                [document],
                |row| row.get(0),
            )
            .expect("a document");
        record.events_of(key).expect("reads").remove(0)
    };
    let (one, other) = (of("s01-01"), of("s01-02"));
    let at = "2024-01-01T00:00:02Z".to_owned();
    let decider = Decider {
        reviewer: "reader".into(),
        at: at.clone(),
        note: Some("two letters".into()),
    };
    let text = record.to_review(&one.id, None).expect("finds").text;
    let review = Review {
        root: "dev".into(),
        document: "s01-01".into(),
        event: one.id.clone(),
        verdict: Verdict::Edit,
        edit: json!({"channel": "telegram"})
            .as_object()
            .cloned()
            .expect("an object"),
        coding: one.clone(),
        sha256: Some(fingerprint(&text)),
        note: None,
        reviewer: "reader".into(),
        at,
    };
    record
        .decide(merging::Verdict::Split, &one.id, &other.id, &decider)
        .expect("splits");
    record.add_review(&review).expect("reviews");
}

#[test]
#[ignore = "a chore: freezes the present schema before it changes"]
fn freeze() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("now.record");
    let mut record = Record::open(&path).expect("opens");
    keep(&mut record, &two_stories());
    decide(&mut record);
    let version: i64 = record
        .connection()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a version");
    let frozen = folder().join(format!("{version:04}.record"));
    fs::create_dir_all(folder()).expect("makes the folder");
    fs::write(
        frozen.with_extension("jsonl"),
        events(&record).join("\n") + "\n",
    )
    .expect("writes");
    record
        .connection()
        .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 1024; VACUUM")
        .expect("packs");
    drop(record);
    fs::copy(&path, &frozen).expect("copies");
}

#[test]
fn past_records_are_brought_up_to_date() {
    assert!(!past().is_empty());
    for frozen in past() {
        println!("{}", frozen.display());
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("old.record");
        fs::copy(&frozen, &path).expect("copies");
        let older = Record::read_only(&path).expect_err("older").to_string();
        assert!(older.contains("brings it up to date"), "{older}");
        let mut record = Record::open(&path).expect("is brought up to date");
        check_whole(&record);
        assert_eq!(events(&record), events_of(&frozen));
        let reviews = record.latest_reviews().expect("reads");
        assert_eq!(reviews.len(), 1);
        assert!(reviews[0].sha256.is_some(), "it says which text it judged");
        assert_eq!(
            reviews[0].corrected().expect("an event").channel,
            Some(chancery_coding::Channel::Telegram)
        );
        answers(&record);
        same_as_new(&record);
        keep(&mut record, &two_stories());
        assert_eq!(events(&record), events_of(&frozen), "nothing is kept twice");
        Record::read_only(&path).expect("it is of the present schema now");
    }
}

/// The same questions have answers as ever.
fn answers(record: &Record) {
    let filter = Filter {
        words: ASKED.into(),
        ..Filter::default()
    };
    let found = ask::find(record, &filter, Each::Incident, 50).expect("finds");
    assert!(!found.rows.is_empty());
    let series = Series {
        a: Party::find(record, "CHN").expect("a party"),
        b: Party::find(record, "PRK").expect("a party"),
        directed: false,
        by: chancery_record::days::Unit::Month,
        measure: Measure::Count,
        from: None,
        to: None,
        types: vec![],
        statuses: vec![],
    };
    assert!(
        !ask::series(record, &series)
            .expect("answers")
            .rows
            .is_empty()
    );
    let shown = ask::show(record, "s01-01", true).expect("shows");
    assert!(shown[0].text.contains("Wen Jiabao"), "{}", shown[0].text);
}

/// A record that is made of the same documents today holds the same incidents, and what people decided is still heeded.
fn same_as_new(record: &Record) {
    let home = tempfile::tempdir().expect("a folder");
    let mut new = Record::open(&home.path().join("new.record")).expect("opens");
    keep(&mut new, &two_stories());
    decide(&mut new);
    assert_eq!(incidents(record), incidents(&new));
    assert_eq!(count(record, "decisions"), 1);
}
