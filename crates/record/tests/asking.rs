//! What the record answers.

mod common;

use chancery_coding::{Channel, Event, EventType, Status};
use chancery_record::ask::{self, DyadFilter, Each, Filter, Level, Limits, Measure, Party, Series};
use chancery_record::days::Unit;
use chancery_record::{Item, Record};
use common::{document, event, keep};
use jiff::civil::{Date, date};
use std::time::Duration;
use tempfile::TempDir;

/// A record with a week of doings between China, North Korea, the United Nations and others.
fn world() -> (TempDir, Record) {
    let day = |day| Some(date(2024, 3, day));
    let mut first = document("first", "Envoys met over fishing rights.");
    first.date = day(5);
    let mut letter = event("first", 2, "CHN.GOV>PRK.GOV", EventType::Consult, day(5));
    letter.channel = Some(Channel::Letter);
    letter.evidence.text = "A letter about fishing quotas was sent.".into();
    let mut denied = event("first", 3, "PRK>CHN", EventType::Assault, day(5));
    denied.status = Status::Denied;
    let mut second = document("second", "Nothing much.");
    second.publisher = Some("Evening Post".into());
    second.date = day(20);
    let mut march = event("second", 2, "PRK>CHN.MIL", EventType::Support, day(1));
    march.time.end = day(31);
    let items = [
        Item::Coded(
            Box::new(first),
            vec![
                event("first", 1, "CHN>PRK", EventType::Consult, day(4)),
                letter,
                denied,
            ],
        ),
        Item::Coded(
            Box::new(second),
            vec![
                event(
                    "second",
                    1,
                    "CHN.GOV+PRK.GOV>CHN.GOV+PRK.GOV",
                    EventType::Consult,
                    day(12),
                ),
                march,
                event("second", 3, "IGO.UN>SYR", EventType::Aid, None),
            ],
        ),
    ];
    let folder = TempDir::new().expect("a folder");
    let record = keep(&folder.path().join("r"), &items);
    (folder, record)
}

fn found(record: &Record, filter: &Filter) -> Vec<String> {
    let table = ask::find(record, filter, Each::Report, 100).expect("finds");
    let id = table
        .columns
        .iter()
        .position(|name| name == "event")
        .expect("a column");
    table
        .rows
        .iter()
        .map(|row| row[id].as_str().expect("an id").to_owned())
        .collect()
}

#[test]
fn events_are_found_the_latest_first() {
    let (_folder, record) = world();
    let check =
        |filter: Filter, ids: &[&str]| assert_eq!(found(&record, &filter), ids, "{filter:?}");
    let words = |words: &str| Filter {
        words: words.into(),
        ..Filter::default()
    };
    check(words("fishing letter"), &["first#2"]);
    check(words("quota"), &["first#2"]);
    check(words("\"fishing quotas\""), &["first#2"]);
    check(words("\"quotas fishing\""), &[]);
    check(words("fish* trade"), &["first#2"]);
    check(words("\"Name of SYR\""), &["second#3"]);
    let sides = |source: &str, target: &str| {
        let side = |code: &str| {
            if code.is_empty() {
                vec![]
            } else {
                vec![code.to_owned()]
            }
        };
        Filter {
            sources: side(source),
            targets: side(target),
            ..Filter::default()
        }
    };
    check(sides("CHN", "PRK"), &["second#1", "first#2", "first#1"]);
    check(sides("chn.gov", "prk"), &["second#1", "first#2"]);
    check(sides("PRK", "CHN"), &["second#1", "first#3", "second#2"]);
    check(sides("CH", ""), &[]);
    check(sides("IGO", ""), &["second#3"]);
    check(
        Filter {
            channels: vec![Channel::Letter],
            ..sides("CHN", "")
        },
        &["first#2"],
    );
    check(
        Filter {
            statuses: vec![Status::Denied],
            ..Filter::default()
        },
        &["first#3"],
    );
    check(
        Filter {
            types: vec![EventType::Aid, EventType::Assault],
            ..Filter::default()
        },
        &["first#3", "second#3"],
    );
    check(
        Filter {
            publishers: vec!["evening post".into()],
            ..sides("PRK", "")
        },
        &["second#1", "second#2"],
    );
    let days = |from: Option<Date>, to: Option<Date>| Filter {
        from,
        to,
        ..Filter::default()
    };
    check(
        days(Some(date(2024, 3, 5)), None),
        &["second#1", "first#3", "first#2"],
    );
    check(days(None, Some(date(2024, 3, 4))), &["first#1", "second#2"]);
    check(
        Filter {
            since: Some(date(2024, 3, 6)),
            ..Filter::default()
        },
        &["second#1", "second#2", "second#3"],
    );
    check(
        Filter {
            since: Some(date(2024, 3, 6)),
            ..sides("CHN", "")
        },
        &["second#1"],
    );
}

#[test]
fn no_more_than_asked_for() {
    let (_folder, record) = world();
    let table = ask::find(&record, &Filter::default(), Each::Incident, 2).expect("finds");
    assert_eq!(table.rows.len(), 2);
    assert!(
        table.notes[0].contains("there are more"),
        "{:?}",
        table.notes
    );
    let all = ask::find(&record, &Filter::default(), Each::Incident, 6).expect("finds");
    assert!(all.notes.is_empty());
}

#[test]
fn documents_are_found_by_their_words() {
    let (_folder, record) = world();
    let filter = Filter {
        words: "fishing rights".into(),
        ..Filter::default()
    };
    let table = ask::find_documents(&record, &filter, 10).expect("finds");
    assert_eq!(table.rows.len(), 1);
    assert_eq!(table.rows[0][3], "first");
}

fn counts(
    record: &Record,
    a: &str,
    b: &str,
    by: Unit,
    directed: bool,
) -> (Vec<(String, i64)>, Vec<String>) {
    let asked = Series {
        a: Party::find(record, a).expect("is there"),
        b: Party::find(record, b).expect("is there"),
        directed,
        by,
        measure: Measure::Count,
        from: None,
        to: None,
        types: vec![],
        statuses: vec![],
    };
    let table = ask::series(record, &asked).expect("counts");
    let row = |row: &Vec<serde_json::Value>| {
        (
            row[0].as_str().expect("a day").to_owned(),
            row[1].as_i64().expect("a number"),
        )
    };
    (
        table
            .rows
            .iter()
            .map(row)
            .filter(|(_, count)| *count > 0)
            .collect(),
        table.notes,
    )
}

#[test]
fn a_series_counts_each_incident_once_where_its_time_fits() {
    let (_folder, record) = world();
    let check = |a, b, by, directed, rows: &[(&str, i64)], notes: usize| {
        let (counted, said) = counts(&record, a, b, by, directed);
        let counted: Vec<(&str, i64)> = counted.iter().map(|(day, n)| (day.as_str(), *n)).collect();
        assert_eq!(counted, rows, "{a} {b} {by:?}");
        assert_eq!(said.len(), notes, "{said:?}");
    };
    check(
        "CHN",
        "PRK",
        Unit::Day,
        false,
        &[("2024-03-04", 1), ("2024-03-05", 1), ("2024-03-12", 1)],
        1,
    );
    check(
        "CHN",
        "PRK",
        Unit::Week,
        true,
        &[("2024-03-04", 2), ("2024-03-11", 1)],
        0,
    );
    check("CHN", "PRK", Unit::Month, false, &[("2024-03-01", 4)], 0);
    check("PRK", "CHN.MIL", Unit::Month, true, &[("2024-03-01", 1)], 0);
    check("IGO.UN", "SYR", Unit::Year, true, &[], 1);
    check(
        "Name of CHN.GOV",
        "PRK",
        Unit::Month,
        true,
        &[("2024-03-01", 2)],
        0,
    );
}

#[test]
fn pairs_and_parties_by_number() {
    let (_folder, record) = world();
    let rows = |filter: &DyadFilter| -> Vec<(String, String, i64)> {
        let table = ask::dyads(&record, filter, 10).expect("counts");
        let word = |value: &serde_json::Value| value.as_str().expect("a code").to_owned();
        let row = |row: &Vec<serde_json::Value>| {
            (
                word(&row[0]),
                word(&row[1]),
                row[2].as_i64().expect("a number"),
            )
        };
        table.rows.iter().map(row).collect()
    };
    let owned = |rows: &[(&str, &str, i64)]| -> Vec<(String, String, i64)> {
        rows.iter()
            .map(|(a, b, n)| ((*a).into(), (*b).into(), *n))
            .collect()
    };
    let all = rows(&DyadFilter::default());
    assert_eq!(
        all,
        owned(&[("CHN", "PRK", 3), ("PRK", "CHN", 2), ("IGO.UN", "SYR", 1)])
    );
    let finer = DyadFilter {
        level: Level::Code,
        party: Some("PRK.GOV".into()),
        ..DyadFilter::default()
    };
    assert_eq!(
        rows(&finer),
        owned(&[("CHN.GOV", "PRK.GOV", 2), ("PRK.GOV", "CHN.GOV", 1)])
    );
    let early = DyadFilter {
        to: Some(date(2024, 3, 4)),
        ..DyadFilter::default()
    };
    assert_eq!(rows(&early), owned(&[("CHN", "PRK", 1), ("PRK", "CHN", 1)]));
    let actors = ask::actors(&record, Level::Country, 2).expect("counts");
    assert_eq!(actors.rows[0][0], "CHN");
    let named = ask::actors_named(&record, "of prk", 10).expect("counts");
    assert_eq!(named.rows.len(), 2);
}

#[test]
fn everything_with_an_id_is_shown() {
    let (_folder, record) = world();
    let check = |asked: &str, kind: &str, said: &[&str]| {
        let shown = ask::show(&record, asked, true).expect(asked);
        assert_eq!(shown[0].kind, kind);
        for words in said {
            assert!(
                shown[0].text.contains(words),
                "no `{words}` in {}",
                shown[0].text
            );
        }
        shown[0].json.clone()
    };
    let json = check(
        "first#2",
        "event",
        &[
            "CONSULT, actual",
            "2024-03-05 (day)",
            "letter",
            "Name of CHN.GOV  CHN.GOV",
            "fishing quotas",
        ],
    );
    let event: Event = serde_json::from_value(json["event"].clone()).expect("an event");
    assert_eq!(event.channel, Some(Channel::Letter));
    let incident = json["incident"].as_str().expect("an incident").to_owned();
    check(
        &incident,
        "incident",
        &[
            "told in",
            "1 reports of 1 origins",
            "The Courier",
            "first#2",
            "founded it",
        ],
    );
    check(
        "first",
        "document",
        &["Envoys met", "2024-03-05", "CONSULT", "first#3"],
    );
    check(
        "PRK",
        "actor",
        &["Name of PRK.GOV", "CONSULT", "CHN.GOV", "2024-03-12"],
    );
    check("Name of SYR", "actor", &["AID", "second#3"]);
    let nothing = ask::show(&record, "nobody", false).expect_err("nothing");
    assert!(
        nothing
            .to_string()
            .contains("nothing in the record is called `nobody`")
    );
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let (folder, _record) = world();
    let path = folder.path().join("r");
    let limits = Limits {
        rows: 3,
        time: Duration::from_millis(300),
    };
    let answer = |question: &str| ask::query(&path, question, limits);
    let table = answer("SELECT id, type FROM all_events ORDER BY id").expect("answers");
    assert_eq!((table.rows.len(), table.notes.len()), (3, 1));
    let found = answer("SELECT count(*) FROM event_words('evidence: fishing')").expect("answers");
    assert_eq!(found.rows[0][0], 1);
    let refused = |question: &str, said: &str| {
        let error = answer(question).expect_err(question).to_string();
        assert!(error.contains(said), "{question}: {error}");
    };
    for question in [
        "DELETE FROM events",
        "UPDATE reviews SET verdict = 'wrong'",
        "CREATE TABLE t (a)",
        "CREATE TEMP TABLE t (a)",
        "ATTACH '/tmp/x' AS y",
        "PRAGMA journal_mode = DELETE",
        "VACUUM INTO 'copy'",
        "INSERT INTO event_words(event_words) VALUES ('delete-all')",
        "BEGIN",
    ] {
        refused(question, "only questions are answered");
    }
    refused("SELECT load_extension('x')", "");
    refused("SELECT 1; SELECT 2", "one question at a time");
    refused("SELECT none_such FROM events", "no such column");
    refused("SELECT length(randomblob(1000000000))", "longer than");
    refused(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        "took longer than",
    );
}
