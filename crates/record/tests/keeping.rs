//! What is kept comes back, whatever happened in between.

mod common;

use chancery_coding::{EventType, Place};
use chancery_record::{Error, Item, Known, Record};
use common::{count, document, event, info, keep};
use jiff::civil::date;
use std::fs;
use tempfile::tempdir;

fn coded(id: &str, text: &str, sides: &[&str]) -> Item {
    let make = |(number, sides): (usize, &&str)| {
        event(
            id,
            number,
            sides,
            EventType::Consult,
            Some(date(2024, 3, 4)),
        )
    };
    Item::Coded(
        Box::new(document(id, text)),
        sides.iter().enumerate().map(make).collect(),
    )
}

#[test]
fn events_come_back_to_the_letter() {
    let folder = tempdir().expect("a folder");
    let mut item = coded(
        "a",
        "text",
        &["CHN>PRK", "JPN.GOV+KOR.GOV>JPN.GOV+KOR.GOV", ">SYR"],
    );
    let Item::Coded(_, events) = &mut item else {
        unreachable!()
    };
    let full = &mut events[0];
    full.sources[0].entity = Some("person/who".into());
    full.sources[0].office = Some("foreign minister".into());
    full.carriers = vec![common::actor("", "an \"envoy\"")];
    full.attribution = vec![common::actor("IGO.UN", "The U.N.")];
    full.time.mention = Some(common::span("on Monday"));
    full.place = Some(Place {
        name: "Pyongyang".into(),
        country: Some("PRK".into()),
        geonames: Some(1_871_859),
        lat: Some(39.033_851_234_567_8),
        lon: Some(-0.1 - 0.2),
        mention: Some(common::span("the capital")),
    });
    (full.confidence, full.goldstein, full.hedged) = (0.1 + 0.7, -2.2, true);
    events[1].place = Some(Place {
        name: "Japan".into(),
        country: None,
        geonames: None,
        lat: None,
        lon: None,
        mention: None,
    });
    let events = events.clone();
    let record = keep(&folder.path().join("r"), std::slice::from_ref(&item));
    assert_eq!(record.events_of(1).expect("reads"), events);
    assert_eq!(count(&record, "all_events"), 3);
    assert_eq!(count(&record, "event_dyads"), 4);
    assert_eq!(count(&record, "all_dyads"), 4);
    assert_eq!(count(&record, "all_incidents"), 3);
}

#[test]
fn the_same_text_is_kept_once_and_another_replaces_it() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("r");
    keep(&path, &[coded("a", "one", &["CHN>PRK", "CHN>USA"])]);
    let record = keep(&path, &[coded("a", "one", &["CHN>PRK", "CHN>USA"])]);
    assert_eq!(
        (count(&record, "documents"), count(&record, "events")),
        (1, 2)
    );
    assert_eq!(
        record.knows("archive", "a", "one").expect("reads"),
        Known::Same
    );
    assert_eq!(
        record.knows("archive", "a", "two").expect("reads"),
        Known::Changed
    );
    assert_eq!(
        record.knows("elsewhere", "a", "one").expect("reads"),
        Known::New
    );
    let record = keep(&path, &[coded("a", "two", &["RUS>TUR"])]);
    for (table, rows) in [
        ("documents", 1),
        ("events", 1),
        ("sentences", 1),
        ("event_json", 1),
        ("parties", 2),
        ("incidents", 1),
        ("dyads", 1),
        ("dyad_totals", 1),
        ("changes", 1),
    ] {
        assert_eq!(count(&record, table), rows, "{table}");
    }
}

#[test]
fn reviews_are_never_overwritten() {
    let folder = tempdir().expect("a folder");
    let record = Record::open(&folder.path().join("r")).expect("opens");
    let sql = record.connection();
    sql.execute(
        "INSERT INTO reviews (root, document, event, verdict, coding, reviewer, at) VALUES ('', 'a', 'a#1', 'right', '{}', 'me', '')",
        [],
    )
    .expect("adds");
    for change in [
        "UPDATE reviews SET verdict = 'wrong'",
        "DELETE FROM reviews",
    ] {
        let refused = sql.execute(change, []).expect_err("refused");
        assert!(refused.to_string().contains("add another"), "{refused}");
    }
}

#[test]
fn files_that_are_no_record_are_left_alone() {
    let folder = tempdir().expect("a folder");
    let check = |name: &str, said: &str| {
        let path = folder.path().join(name);
        let before = fs::read(&path).ok();
        let error = Record::open(&path).expect_err(name).to_string();
        assert!(error.contains(said), "{error}");
        assert_eq!(fs::read(&path).ok(), before);
        assert!(Record::read_only(&path).is_err());
    };
    fs::write(
        folder.path().join("text"),
        "Norway and Ghana met. ".repeat(100),
    )
    .expect("writes");
    check("text", "it is no SQLite file");
    rusqlite::Connection::open(folder.path().join("other"))
        .and_then(|sql| sql.execute_batch("CREATE TABLE mine (a)"))
        .expect("makes");
    check("other", "another program's SQLite file");
    keep(&folder.path().join("newer"), &[])
        .connection()
        .execute_batch("PRAGMA user_version = 99; PRAGMA wal_checkpoint")
        .expect("sets");
    check("newer", "use a newer chancery");
    check("no/such/folder", "cannot be opened");
    assert!(matches!(
        Record::read_only(&folder.path().join("none")),
        Err(Error::Missing(_))
    ));
}

#[test]
fn a_locked_record_says_so() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("r");
    let mut record = Record::open(&path).expect("opens");
    record
        .connection()
        .busy_timeout(std::time::Duration::ZERO)
        .expect("sets");
    let other = Record::open(&path).expect("opens");
    other
        .connection()
        .execute_batch("BEGIN IMMEDIATE")
        .expect("locks");
    let error = record.begin(&info()).expect_err("locked").to_string();
    assert!(error.contains("another program is writing"), "{error}");
    assert_eq!(count(&Record::read_only(&path).expect("reads"), "runs"), 0);
}
