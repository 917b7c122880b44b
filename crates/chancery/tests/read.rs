//! `chancery read`: what is kept does not depend on how often it was read, nor on when it was killed.

#[allow(dead_code)]
mod support;

use rusqlite::{Connection, OpenFlags};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::chancery;
use tempfile::TempDir;

/// What is kept, in words that hold no key and nothing of runs.
const CONTENT: [&str; 11] = [
    "SELECT root, id, hex(sha256), text, title, date, publisher FROM documents ORDER BY root, id",
    "SELECT j.json FROM event_json j JOIN events e ON e.key = j.event ORDER BY e.document, e.id",
    "SELECT input, line, id, reason FROM rejects ORDER BY input, line, id, reason",
    "SELECT d.id, n.\"start\", n.text FROM sentences n JOIN documents d ON d.key = n.document ORDER BY d.id, n.\"start\", n.\"end\"",
    "SELECT event, start_date, type, source, target FROM event_dyads ORDER BY event, source, target, source_name, target_name",
    "SELECT id, type, sources, targets, first_date, reports, origins, consensus FROM all_incidents ORDER BY id",
    "SELECT incident, event, origin, score, reason FROM all_reports ORDER BY event",
    "SELECT source, target, first_date, type, incident FROM all_dyads ORDER BY incident, source, target",
    "SELECT a.id, b.id, r.days, r.score, r.reason FROM replies r JOIN incidents a ON a.key = r.incident
        JOIN incidents b ON b.key = r.answers ORDER BY 1, 2",
    "SELECT t.id, t.first_date, t.last_date, t.incidents, t.open, m.position, i.id FROM threads t
        JOIN thread_incidents m ON m.thread = t.key JOIN incidents i ON i.key = m.incident ORDER BY 1, 6",
    "SELECT (SELECT count(*) FROM event_words('evidence: norway')), (SELECT count(*) FROM document_words('met')),
        (SELECT sum(incidents) FROM dyad_totals)",
];

fn content(record: &Path) -> String {
    let sql = Connection::open_with_flags(record, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("opens");
    let mut content = String::new();
    for question in CONTENT {
        let mut ask = sql.prepare(question).expect("a question");
        let columns = ask.column_count();
        let mut rows = ask.query([]).expect("asks");
        while let Some(row) = rows.next().expect("reads") {
            for column in 0..columns {
                let _ = write!(content, "{:?}|", row.get_ref(column).expect("a value"));
            }
            content.push('\n');
        }
    }
    content
}

/// Dispatches in many small variations, a document that is rejected now and then.
fn archive(folder: &Path, documents: usize) {
    let states = ["Norway", "Ghana", "Japan", "Peru", "Kenya", "Turkey"];
    let mut lines = String::new();
    for number in 0..documents {
        let (a, b) = (states[number % 6], states[(number / 6 + 1 + number) % 6]);
        let day = number % 28 + 1;
        let text = match number % 50 {
            17 => String::new(),
            _ => format!(
                "{a}'s foreign minister met envoys of {b} in Geneva on March {day}, 2021. {a} thanked {b} for its letter."
            ),
        };
        let line = serde_json::json!({"id": format!("d{number}"), "text": text, "published": "2021-03-29"});
        let _ = writeln!(lines, "{line}");
    }
    fs::write(folder.join("in.jsonl"), lines).expect("writes");
}

fn start(folder: &Path, record: &str) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("chancery"))
        .current_dir(folder)
        .args(["read", "--threads", "1", "--record", record, "in.jsonl"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts")
}

/// A small generator of numbers, so that the test is the same each time as far as clocks let it.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// How many documents a record holds that SQLite finds no fault with; none where the program was killed before it had made it.
fn documents(record: &Path) -> i64 {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let Ok(sql) = Connection::open_with_flags(record, flags) else {
        return 0;
    };
    let one = |ask: &str| sql.query_row(ask, [], |row| row.get::<_, i64>(0));
    let said: String = sql
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("checks");
    assert_eq!(said, "ok");
    match one("SELECT count(*) FROM sqlite_master").expect("reads") {
        0 => 0,
        _ => one("SELECT count(*) FROM documents").expect("counts"),
    }
}

/// How many of the kills of a round found which number of documents.
#[derive(Default)]
struct Kills {
    before_any: usize,
    amid: usize,
    after_all: usize,
}

impl Kills {
    fn all(&self) -> usize {
        self.before_any + self.amid + self.after_all
    }

    fn note(&mut self, found: i64, whole: i64) {
        match found {
            0 => self.before_any += 1,
            _ if found < whole => self.amid += 1,
            _ => self.after_all += 1,
        }
    }
}

/// Reads into a record of its own and is killed at up to `times` instants, each anywhere in the time that a whole run takes.
fn killed(
    folder: &Path,
    record: &str,
    times: usize,
    instant: &mut dyn FnMut() -> Duration,
) -> Vec<i64> {
    let mut found = Vec::new();
    for _ in 0..times {
        let mut child = start(folder, record);
        std::thread::sleep(instant());
        child.kill().expect("kills");
        if child.wait().expect("ends").code().is_some() {
            break;
        }
        found.push(documents(&folder.join(record)));
    }
    found
}

const KILLS: usize = 50;

#[test]
fn killed_at_any_instant_and_finished_the_record_is_the_same() {
    let folder = TempDir::new().expect("a folder");
    archive(folder.path(), 900);
    let begun = Instant::now();
    let whole = ["read", "--threads", "1", "--record", "whole", "in.jsonl"];
    let Some(whole) = chancery(folder.path(), &whole, b"") else {
        return;
    };
    let took = begun.elapsed().as_micros() as u64;
    assert_eq!(whole.status, 1, "{}", whole.err);
    let all = documents(&folder.path().join("whole"));
    let expected = content(&folder.path().join("whole"));
    let mut random = 0x2545_F491_4F6C_DD1D;
    let mut instant = || Duration::from_micros(next(&mut random) % took);
    let (mut kills, mut round) = (Kills::default(), 0);
    while kills.all() < KILLS {
        round += 1;
        assert!(round <= KILLS, "the runs end before they can be killed");
        let record = format!("killed-{round}");
        for found in killed(folder.path(), &record, 4, &mut instant) {
            kills.note(found, all);
        }
        let last = ["read", "--record", &record, "in.jsonl"];
        let last = chancery(folder.path(), &last, b"").expect("a model");
        assert_eq!(last.status, 1, "{}", last.err);
        assert_eq!(documents(&folder.path().join(&record)), all);
        let found = content(&folder.path().join(&record));
        assert!(found == expected, "round {round}: not the same after kills");
    }
    println!(
        "kills: {} before any document was kept, {} amid, {} after all",
        kills.before_any, kills.amid, kills.after_all
    );
    // Else the test would say nothing of what lies between two batches.
    assert!(3 * kills.amid >= kills.all(), "{} amid", kills.amid);
}
