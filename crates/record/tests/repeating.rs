//! However often, in whatever parts and through whatever failures a collection is kept, the record holds the same.

mod common;

use chancery_coding::EventType;
use chancery_record::{Error, Item, Record};
use common::{count, document, event, info, keep};
use jiff::civil::date;
use proptest::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, thread};
use tempfile::tempdir;

/// A dispatch of a number and a version of its text: each version has other events.
fn dispatch(number: u8, version: u8) -> Item {
    let id = format!("d{number}");
    let sides = ["CHN>PRK", "PRK.GOV>CHN", "USA+KOR>PRK", ">SYR", "IGO.UN>"];
    let events = (0..=version % 4).map(|place| {
        let sides = sides[usize::from(number + place) % sides.len()];
        let day =
            date(2024, 1, 1).saturating_add(jiff::Span::new().days(i64::from(number + place)));
        let dated = (place != 3).then_some(day);
        event(
            &id,
            usize::from(place),
            sides,
            EventType::ALL[usize::from(version) % 17],
            dated,
        )
    });
    let events = events.collect();
    Item::Coded(
        Box::new(document(&id, &format!("Text {version} of {number}."))),
        events,
    )
}

/// All that is kept, without keys and runs.
fn content(path: &Path) -> Vec<String> {
    let record = Record::read_only(path).expect("opens");
    let questions = [
        "SELECT root || id || hex(sha256) || text FROM documents ORDER BY 1",
        "SELECT json FROM event_json ORDER BY 1",
        "SELECT event || type || ifnull(source, '') || '>' || ifnull(target, '') FROM event_dyads ORDER BY 1",
        "SELECT source || target || ifnull(first_date, '') || incident FROM all_dyads ORDER BY 1",
        "SELECT event || incident FROM all_reports ORDER BY 1",
        "SELECT s.text || d.id FROM sentences s JOIN documents d ON d.key = s.document ORDER BY 1",
        "SELECT count(*) || '' FROM event_words('evidence: sentence')",
        "SELECT count(*) || '' FROM document_words('text')",
        "SELECT a.code || b.code || t.type || t.status || t.incidents FROM dyad_totals t
            JOIN codes a ON a.key = t.source JOIN codes b ON b.key = t.target ORDER BY 1",
    ];
    let mut all = Vec::new();
    for question in questions {
        let mut ask = record.connection().prepare(question).expect("a question");
        let rows = ask.query_map([], |row| row.get(0)).expect("asks");
        all.extend(rows.map(|row| row.expect("a row")));
        all.push("--".into());
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A history of readings, in any parts and with any repetition, leaves what the last version of each dispatch alone would.
    #[test]
    fn only_the_last_version_of_each_text_counts(history in proptest::collection::vec(proptest::collection::vec((0u8..6, 0u8..3), 0..5), 0..6)) {
        let folder = tempdir().expect("a folder");
        let (lived, fresh) = (folder.path().join("lived"), folder.path().join("fresh"));
        let mut last = std::collections::BTreeMap::new();
        keep(&lived, &[]);
        for batch in &history {
            let items: Vec<Item> = batch.iter().map(|&(number, version)| dispatch(number, version)).collect();
            keep(&lived, &items);
            last.extend(batch.iter().copied());
        }
        let items: Vec<Item> = last.iter().map(|(&number, &version)| dispatch(number, version)).collect();
        keep(&fresh, &items);
        prop_assert_eq!(content(&lived), content(&fresh));
    }
}

#[test]
fn a_full_disk_harms_nothing() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("r");
    keep(&path, &[dispatch(0, 1)]);
    let before = content(&path);
    let mut record = Record::open(&path).expect("opens");
    let pages: i64 = record
        .connection()
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .expect("asks");
    record
        .connection()
        .query_row(
            &format!("PRAGMA max_page_count = {}", pages + 1),
            [],
            |_| Ok(()),
        )
        .expect("sets");
    let mut run = record.begin(&info()).expect("begins");
    let many: Vec<Item> = (1..200).map(|number| dispatch(number, 3)).collect();
    let error = run.keep(&many[..]).expect_err("full");
    assert!(matches!(error, Error::Full(_)), "{error}");
    assert!(error.to_string().contains("the disk is full"));
    assert_eq!(content(&path), before);
    drop(record);
    keep(&path, &many);
    assert_eq!(
        count(&Record::open(&path).expect("opens"), "documents"),
        200
    );
}

#[test]
fn what_is_opened_for_reading_is_not_written() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("r");
    keep(&path, &[dispatch(0, 1)]);
    let mut record = Record::read_only(&path).expect("opens");
    let error = record.begin(&info()).expect_err("refused");
    assert!(matches!(error, Error::ReadOnly(_)), "{error}");
}

#[test]
fn a_damaged_file_says_so() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("r");
    let many: Vec<Item> = (0..50).map(|number| dispatch(number, 3)).collect();
    drop(keep(&path, &many));
    let mut bytes = fs::read(&path).expect("reads");
    let middle = bytes.len() / 4;
    bytes[middle..].fill(0x5A);
    fs::write(&path, bytes).expect("writes");
    let asked = Record::read_only(&path).and_then(|record| record.events_of(1));
    let error = asked.expect_err("damaged").to_string();
    assert!(error.contains("damaged"), "{error}");
}

/// The soak in small: readers see whole batches only, while a writer goes on and a second one waits for its turn.
#[test]
fn readers_see_whole_batches_while_writers_write() {
    let folder = tempdir().expect("a folder");
    let path = folder.path().join("r");
    keep(&path, &[]);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writer = |first: u8| {
            let path = &path;
            move || {
                for number in (first..first + 60).step_by(3) {
                    let batch: Vec<Item> = (number..number + 3)
                        .map(|number| dispatch(number, 3))
                        .collect();
                    keep(path, &batch);
                }
            }
        };
        let reader = || {
            let record = Record::read_only(&path).expect("opens");
            let ask =
                "SELECT (SELECT count(*) FROM documents) % 3, (SELECT count(*) FROM events) % 12,
                (SELECT count(*) FROM events) - (SELECT count(*) FROM reports)";
            while !done.load(Ordering::Relaxed) {
                let row: [i64; 3] = record
                    .connection()
                    .query_row(ask, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
                    .expect("asks");
                assert_eq!(row, [0, 0, 0]);
            }
        };
        let readers = [scope.spawn(reader), scope.spawn(reader)];
        let writers = [scope.spawn(writer(0)), scope.spawn(writer(100))];
        let written: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        done.store(true, Ordering::Relaxed);
        readers
            .into_iter()
            .for_each(|reader| reader.join().expect("reads"));
        written
            .into_iter()
            .for_each(|writer| writer.expect("writes"));
    });
    assert_eq!(
        count(&Record::open(&path).expect("opens"), "documents"),
        120
    );
}
