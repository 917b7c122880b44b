//! Incidents and threads in the tables: what they come to, in whatever order and batches the documents were read.

mod common;

use chancery_coding::{Event, EventType};
use chancery_record::merging::trial::{Set, b_cubed, pairwise};
use chancery_record::merging::{Verdict, merge};
use chancery_record::{Decider, Item, KeptDocument, Record, ask};
use common::{check_whole, document, event, info};
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn set() -> Set {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold/merging");
    Set::read(&folder).expect("the set can be read")
}

/// The documents of the set with their events, those whose ids begin with one of `stories`.
fn items(set: &Set, stories: &[&str]) -> Vec<Item> {
    let wanted = set
        .dispatches
        .iter()
        .filter(|it| stories.iter().any(|story| it.id.starts_with(story)));
    wanted
        .map(|dispatch| {
            let events = set
                .events
                .iter()
                .filter(|event| event.document == dispatch.id);
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

fn read(record: &mut Record, items: &[Item], batch: usize) {
    let mut run = record.begin(&info()).expect("begins");
    for batch in items.chunks(batch) {
        run.keep(batch).expect("keeps");
    }
    run.finish("2024-01-01T00:00:01Z").expect("ends");
    check_whole(record);
}

fn new_record(folder: &tempfile::TempDir, items: &[Item], batch: usize) -> Record {
    let path = folder.path().join("record.db");
    let _ = std::fs::remove_file(&path);
    let mut record = Record::open(&path).expect("opens");
    read(&mut record, items, batch);
    record
}

/// All that incidents, reports, answers and threads come to, without the numbers of rows.
fn content(record: &Record) -> Vec<String> {
    let mut content = Vec::new();
    for ask in [
        "SELECT id, type, mode, cameo, quad, goldstein, status, sources, targets, channel, about, first_date, last_date, \"precision\",
            place, country, reports, origins, consensus, thread FROM all_incidents ORDER BY id",
        "SELECT incident, event, origin, score, reason FROM all_reports ORDER BY incident, event",
        "SELECT a.id, b.id, r.days, r.score, r.reason FROM replies r JOIN incidents a ON a.key = r.incident
            JOIN incidents b ON b.key = r.answers ORDER BY 1, 2",
        "SELECT t.id, t.first_date, t.last_date, t.incidents, t.open, m.position, i.id FROM threads t
            JOIN thread_incidents m ON m.thread = t.key JOIN incidents i ON i.key = m.incident ORDER BY 1, 6",
        "SELECT * FROM all_dyads ORDER BY source, target, incident",
        "SELECT (SELECT count(*) FROM traces), (SELECT count(*) FROM sketches), (SELECT count(*) FROM threads)",
    ] {
        let table = ask::query(record.path(), ask, ask::Limits { rows: 100_000, ..ask::Limits::default() }).expect("answers");
        content.extend(table.rows.iter().map(|row| format!("{row:?}")));
    }
    content
}

/// Event ids by incident.
fn groups(record: &Record) -> BTreeSet<BTreeSet<String>> {
    let mut ask = record
        .connection()
        .prepare("SELECT r.incident, e.id FROM reports r JOIN events e ON e.key = r.event")
        .expect("prepares");
    let rows = ask
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("asks");
    let mut groups: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let (incident, event): (i64, String) = row.expect("a row");
        groups.entry(incident).or_default().insert(event);
    }
    groups.into_values().collect()
}

fn together(record: &Record, one: &str, other: &str) -> bool {
    groups(record)
        .iter()
        .any(|group| group.contains(one) && group.contains(other))
}

const SOME: [&str; 4] = ["s01", "s04", "s09", "s14"];

#[test]
fn tables_hold_what_the_merger_makes_of_all_at_once() {
    let (set, folder) = (set(), tempfile::tempdir().expect("a folder"));
    let record = new_record(&folder, &items(&set, &["s"]), 7);
    let reports = set.reports();
    let numbers = merge(&reports);
    let mut expected: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (report, number) in reports.iter().zip(&numbers) {
        expected
            .entry(*number)
            .or_default()
            .insert(report.order.event.clone());
    }
    let expected: BTreeSet<BTreeSet<String>> = expected.into_values().collect();
    assert_eq!(groups(&record), expected);
    assert!(
        pairwise(&numbers, &set.labels).f1() > 0.8 && b_cubed(&numbers, &set.labels).f1() > 0.8
    );
}

/// Which of the labelled answers are found, and how many others.
#[test]
fn answers_are_found_across_documents() {
    let (set, folder) = (set(), tempfile::tempdir().expect("a folder"));
    let record = new_record(&folder, &items(&set, &["s"]), 1000);
    let mut ask = record
        .connection()
        .prepare(
            "SELECT DISTINCT e.id, f.id, p.score FROM replies p JOIN reports r ON r.incident = p.incident
             JOIN events e ON e.key = r.event JOIN reports q ON q.incident = p.answers JOIN events f ON f.key = q.event",
        )
        .expect("prepares");
    let labels: BTreeMap<&str, &str> = set
        .events
        .iter()
        .zip(&set.labels)
        .map(|(e, l)| (e.id.as_str(), l.as_str()))
        .collect();
    let rows = ask
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .expect("asks");
    let mut found: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for row in rows {
        let (one, other, score): (String, String, f64) = row.expect("a row");
        found.insert((labels[one.as_str()], labels[other.as_str()]), score);
    }
    println!("{found:#?}");
    let missed: Vec<_> = set
        .answers
        .iter()
        .filter(|(one, other)| !found.contains_key(&(one.as_str(), other.as_str())))
        .collect();
    println!("missed {missed:?}");
    assert!(missed.len() <= 2, "{missed:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn any_order_and_batches_give_the_same_record(
        shuffled in Just(items(&set(), &SOME)).prop_shuffle(), batch in 1usize..12,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let expected = content(&new_record(&folder, &items(&set(), &SOME), 1000));
        let found = content(&new_record(&folder, &shuffled, batch));
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert_eq!(found, expected);
        }
        prop_assert_eq!(found.len(), expected.len());
    }
}

/// The whole set once, in an order that has nothing to do with days: every other document from the end, then the rest.
#[test]
fn the_whole_set_in_another_order_gives_the_same_record() {
    let (set, folder) = (set(), tempfile::tempdir().expect("a folder"));
    let all = items(&set, &["s"]);
    let expected = content(&new_record(&folder, &all, 1000));
    let from_the_end = || all.iter().rev().cloned();
    let shuffled: Vec<Item> = from_the_end()
        .step_by(2)
        .chain(from_the_end().skip(1).step_by(2))
        .collect();
    assert_eq!(shuffled.len(), all.len());
    let found = content(&new_record(&folder, &shuffled, 9));
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

/// A crowd: many reports of few sides within two days, dated and undated, so that cells have more reports than are looked at.
fn crowd() -> Vec<Item> {
    let kinds = [EventType::Assault, EventType::Accuse, EventType::Consult];
    let sides = ["RUS>UKR", "RUS.GOV>UKR", "RUS>", "UKR>RUS", "RUS>UKR+USA"];
    let one = |number: usize| {
        let id = format!("d{number:02}");
        let (first, second) = (number * 7 % 11, number * 5 % 3);
        let day = (!number.is_multiple_of(5)).then(|| date(2024, 3, 4 + (number % 2) as i8));
        let kept = KeptDocument {
            date: Some(date(2024, 3, 5 + (number % 3) as i8)),
            ..document(&id, &format!("Text {number}."))
        };
        let mut events = vec![
            event(&id, first, sides[number % 5], kinds[second], day),
            event(
                &id,
                first + 1,
                sides[number * 3 % 5],
                kinds[number % 3],
                day,
            ),
        ];
        if number.is_multiple_of(4) {
            events[0].evidence.text.push_str(" In reply, they said.");
        }
        Item::Coded(Box::new(kept), events)
    };
    (0..70).map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn a_crowd_read_in_any_order_gives_the_same_record(
        shuffled in Just(crowd()).prop_shuffle(), batch in 1usize..20, gone in 0usize..60,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut all = crowd();
        // Some are corrected away later, so that others step forward.
        let emptied: Vec<Item> = all[gone..gone + 10].iter().map(emptied).collect();
        all[gone..gone + 10].clone_from_slice(&emptied);
        let expected = content(&new_record(&folder, &all, 1000));
        let mut record = new_record(&folder, &shuffled, batch);
        read(&mut record, &emptied, 3);
        let found = content(&record);
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert_eq!(found, expected);
        }
        prop_assert_eq!(found.len(), expected.len());
        let behind = "SELECT count(*) FROM traces WHERE \"row\" = 2";
        let behind: i64 = record.connection().query_row(behind, [], |row| row.get(0)).expect("counts");
        prop_assert!(behind > 0, "it is no crowd");
    }
}

/// The same document with another text, in which nothing is coded.
fn emptied(item: &Item) -> Item {
    match item {
        Item::Coded(kept, _) => {
            let text = format!("{} Corrected.", kept.text);
            Item::Coded(
                Box::new(KeptDocument {
                    text,
                    ..(**kept).clone()
                }),
                vec![],
            )
        }
        other => other.clone(),
    }
}

#[test]
fn a_changed_document_leaves_what_it_would_have_left_at_once() {
    let (set, folder) = (set(), tempfile::tempdir().expect("a folder"));
    let all = items(&set, &SOME);
    let mut record = new_record(&folder, &all, 5);
    for at in [0, 12, 13, 25, 40] {
        read(&mut record, &[emptied(&all[at])], 1);
    }
    let changed = content(&record);
    let mut at_once = all.clone();
    for at in [0, 12, 13, 25, 40] {
        at_once[at] = emptied(&all[at]);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let expected = content(&new_record(&folder, &at_once, 1000));
    for (changed, expected) in changed.iter().zip(&expected) {
        assert_eq!(changed, expected);
    }
    assert_eq!(changed.len(), expected.len());
}

/// A document coded again, so that each of its events differs in what the merger does not look at.
fn coded_again(item: &Item) -> Item {
    match item {
        Item::Coded(kept, events) => {
            let again = |event: &Event| Event {
                confidence: 0.25,
                ..event.clone()
            };
            Item::Recoded(kept.clone(), events.iter().map(again).collect())
        }
        other => other.clone(),
    }
}

/// The same document with a longer text, in which the same is coded.
fn retold(item: &Item) -> Item {
    match (emptied(item), item) {
        (Item::Coded(kept, _), Item::Coded(_, events)) => Item::Coded(kept, events.clone()),
        (other, _) => other,
    }
}

#[test]
fn what_people_decide_survives_what_is_read_after() {
    let (set, folder) = (set(), tempfile::tempdir().expect("a folder"));
    let all = items(&set, &["s01", "s02"]);
    let mut record = new_record(&folder, &all[..8], 4);
    let of = |near: &str| {
        let event = set
            .events
            .iter()
            .find(|event| event.id.starts_with(near))
            .expect("an event");
        event.id.clone()
    };
    let (letter, message, visit) = (of("s01-01#"), of("s01-02#"), of("s01-04#"));
    assert!(together(&record, &letter, &message) && !together(&record, &letter, &visit));
    let decider = Decider {
        reviewer: "reader".into(),
        at: "2024-01-01T00:00:02Z".into(),
        note: None,
    };
    record
        .decide(Verdict::Split, &letter, &message, &decider)
        .expect("splits");
    record
        .decide(Verdict::Join, &letter, &visit, &decider)
        .expect("joins");
    let holds = |record: &Record| {
        assert!(!together(record, &letter, &message) && together(record, &letter, &visit));
    };
    holds(&record);
    read(&mut record, &all, 3);
    holds(&record);
    read(
        &mut record,
        &all.iter().map(coded_again).collect::<Vec<_>>(),
        3,
    );
    holds(&record);
    read(&mut record, &all.iter().map(retold).collect::<Vec<_>>(), 3);
    holds(&record);
    let why = ask::show(&record, &letter, true).expect("shows");
    let incident = why[0].json["incident"]
        .as_str()
        .expect("an incident")
        .to_owned();
    let why = ask::show(&record, &incident, true).expect("shows");
    assert!(why[0].text.contains("decided"), "{}", why[0].text);
    record
        .decide(Verdict::Withdraw, &letter, &message, &decider)
        .expect("withdraws");
    record
        .decide(Verdict::Withdraw, &visit, &letter, &decider)
        .expect("withdraws");
    assert!(together(&record, &letter, &message) && !together(&record, &letter, &visit));
    let none = record.decide(Verdict::Join, &letter, &letter, &decider);
    assert!(none.is_err());
}

#[test]
fn messages_that_wait_for_an_answer_are_listed() {
    let (set, folder) = (set(), tempfile::tempdir().expect("a folder"));
    let record = new_record(&folder, &items(&set, &["s"]), 100);
    let all = ask::Filter::default();
    let ids = |table: &ask::Table, column: &str| -> Vec<String> {
        let at = table.columns.iter().position(|name| name == column);
        let at = at.expect("a column");
        let id = |row: &Vec<serde_json::Value>| row[at].as_str().expect("an id").to_owned();
        table.rows.iter().map(id).collect()
    };
    let open = ask::open_messages(&record, &all, 1000).expect("lists");
    let waiting = ids(&open, "incident");
    let counted: i64 = record
        .connection()
        .query_row("SELECT sum(open) FROM threads", [], |row| row.get(0))
        .expect("counts");
    assert!(counted > 1);
    assert_eq!(waiting.len() as i64, counted, "{open:?}");
    let answered =
        "SELECT count(*) FROM open_messages o JOIN all_answers a ON a.answers = o.incident";
    let answered: i64 = record
        .connection()
        .query_row(answered, [], |row| row.get(0))
        .expect("counts");
    assert_eq!(answered, 0);
    let thread = ids(&open, "thread").remove(0);
    let shown = ask::show(&record, &thread, false).expect("shows");
    assert!(shown[0].text.contains(&waiting[0]) && shown[0].text.contains("waits for an answer"));

    let some = ask::open_messages(&record, &all, 1).expect("lists");
    assert_eq!(
        (ids(&some, "incident"), some.notes.len()),
        (vec![waiting[0].clone()], 1)
    );
    let from_nobody = ask::Filter {
        sources: vec!["XYZ".into()],
        ..all.clone()
    };
    assert!(
        ask::open_messages(&record, &from_nobody, 10)
            .expect("lists")
            .rows
            .is_empty()
    );

    let threads = ask::threads(&record, &all, 1000).expect("lists");
    let ids: BTreeSet<String> = ids(&threads, "thread").into_iter().collect();
    assert!(ids.contains(&thread));
    assert_eq!(ids.len() as i64, common::count(&record, "threads"));
}

#[test]
fn an_incident_keeps_its_differences_and_origins() {
    let (set, folder) = (set(), tempfile::tempdir().expect("a folder"));
    let record = new_record(&folder, &items(&set, &["s02"]), 100);
    let find = "SELECT reports, origins, consensus FROM incidents WHERE place = 'Poonch'";
    let (reports, origins, consensus): (i64, i64, String) = record
        .connection()
        .query_row(find, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .expect("an incident");
    assert!(reports > origins && origins > 1, "{reports} {origins}");
    let consensus: serde_json::Value = serde_json::from_str(&consensus).expect("JSON");
    assert_eq!(consensus["date"][0]["value"], "2013-08-06");
    assert_eq!(consensus["status"][1]["value"], "denied", "{consensus}");
}
