//! Reviews beside documents that change and codings that change.

mod common;

use chancery_coding::{Event, EventType, Status};
use chancery_record::review::{Review, Verdict};
use chancery_record::{Item, Record, ask, fingerprint};
use common::{document, event, info, keep};
use jiff::civil::date;
use serde_json::Map;
use tempfile::TempDir;

const FIRST: &str = "Peking wrote to Pyongyang.";
const SECOND: &str = "Peking wrote to Pyongyang, it was said at first; it had not.";

fn letter() -> Event {
    event(
        "a",
        1,
        "CHN>PRK",
        EventType::Consult,
        Some(date(2024, 3, 4)),
    )
}

/// A document of a text in which one event is coded.
fn coded(text: &str, event: Event) -> Item {
    Item::Coded(Box::new(document("a", text)), vec![event])
}

fn read(record: &mut Record, item: Item) {
    let mut run = record.begin(&info()).expect("begins");
    run.keep(&[item]).expect("keeps");
    run.finish("2024-01-01T00:00:01Z").expect("ends");
}

fn judge(record: &mut Record, verdict: Verdict, reviewer: &str) {
    let found = record.to_review("a#1", None).expect("an event");
    let review = Review {
        root: found.root,
        document: "a".into(),
        event: "a#1".into(),
        verdict,
        edit: Map::new(),
        coding: found.event,
        sha256: Some(fingerprint(&found.text)),
        note: None,
        reviewer: reviewer.into(),
        at: "2024-01-02T00:00:00Z".into(),
    };
    record.add_review(&review).expect("reviews");
}

/// The lines of a page that tell of reviews.
fn said(record: &Record) -> Vec<String> {
    let shown = ask::show(record, "a#1", false).expect("shows");
    let lines = shown[0].text.lines().map(str::trim);
    lines
        .filter(|line| line.starts_with("review"))
        .map(str::to_owned)
        .collect()
}

/// Who gave the verdicts that count.
fn count(record: &Record) -> Vec<String> {
    let reviews = record.latest_reviews().expect("reads");
    reviews.into_iter().map(|review| review.reviewer).collect()
}

fn reviewed() -> (TempDir, Record) {
    let folder = TempDir::new().expect("a folder");
    let mut record = keep(&folder.path().join("r"), &[coded(FIRST, letter())]);
    judge(&mut record, Verdict::Right, "Ada");
    (folder, record)
}

#[test]
fn a_verdict_on_an_earlier_text_is_shown_as_such_and_makes_no_gold() {
    let (_folder, mut record) = reviewed();
    assert_eq!(
        said(&record),
        ["review      right, says Ada at 2024-01-02T00:00:00Z"]
    );
    let denied = Event {
        status: Status::Denied,
        ..letter()
    };
    read(&mut record, coded(SECOND, denied));
    let of_earlier = "review      right, says Ada at 2024-01-02T00:00:00Z, of an earlier text, \
                      judged as CONSULT 040 actual CHN > PRK (CONSULT/meet.talk)";
    assert_eq!(said(&record), [of_earlier]);
    assert_eq!(count(&record), Vec::<String>::new());
    assert_eq!(record.reviewed_in_earlier_texts().expect("counts"), 1);

    judge(&mut record, Verdict::Wrong, "Ben");
    assert_eq!(
        said(&record)[1],
        "review      wrong, says Ben at 2024-01-02T00:00:00Z"
    );
    assert_eq!(count(&record), ["Ben"]);
    assert_eq!(record.reviewed_in_earlier_texts().expect("counts"), 0);

    // The first text again: what was said of it holds again.
    read(&mut record, coded(FIRST, letter()));
    assert_eq!(count(&record), ["Ada"]);
}

#[test]
fn a_verdict_on_a_former_coding_says_what_was_judged() {
    let (_folder, mut record) = reviewed();
    let requested = Event {
        status: Status::Requested,
        ..letter()
    };
    let again = Item::Recoded(Box::new(document("a", FIRST)), vec![requested]);
    read(&mut record, again);
    let judged = "review      right, says Ada at 2024-01-02T00:00:00Z, \
                  judged as CONSULT 040 actual CHN > PRK (CONSULT/meet.talk)";
    assert_eq!(said(&record), [judged]);
    assert_eq!(
        count(&record),
        ["Ada"],
        "the text is the same, so that it is gold"
    );
}

/// The last run's documents, changed and events, and how many documents it coded last.
fn last_run(record: &Record) -> [i64; 4] {
    let ask =
        "SELECT documents, changed, events, (SELECT count(*) FROM documents d WHERE d.run = u.key)
        FROM runs u ORDER BY key DESC LIMIT 1";
    let row = |row: &rusqlite::Row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]);
    record.connection().query_row(ask, [], row).expect("a run")
}

#[test]
fn coding_again_is_noted_with_every_document_that_was_coded() {
    let folder = TempDir::new().expect("a folder");
    let other = || Box::new(document("b", "Nothing was said."));
    let all = [coded(FIRST, letter()), Item::Coded(other(), vec![])];
    let mut record = keep(&folder.path().join("r"), &all);
    let requested = Event {
        status: Status::Requested,
        ..letter()
    };
    let differs = Item::Recoded(Box::new(document("a", FIRST)), vec![requested]);
    let mut run = record.begin(&info()).expect("begins");
    run.keep(&[differs, Item::Confirmed(other())])
        .expect("keeps");
    run.finish("2024-01-03T00:00:00Z").expect("ends");
    assert_eq!(last_run(&record), [2, 1, 1, 2]);
    // Where the text has changed in between, nothing is noted.
    read(
        &mut record,
        Item::Confirmed(Box::new(document("a", SECOND))),
    );
    assert_eq!(last_run(&record), [0, 0, 0, 0]);
}
