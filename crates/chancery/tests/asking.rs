//! The commands that ask the record, on a small one that `read` made.

#[allow(dead_code)]
mod support;

use std::fs;
use support::{Run, bare, chancery};
use tempfile::TempDir;

/// A record of three dispatches; none where no language model is installed.
fn record() -> Option<TempDir> {
    let folder = TempDir::new().expect("a folder");
    let texts = [
        (
            "visit",
            "Norway's foreign minister met his Ghanaian counterpart in Oslo on Monday.",
        ),
        (
            "blame",
            "Ghana condemned the attack on Norway's embassy. \u{1b}[31mNorway thanked Ghana.",
        ),
        (
            "letter",
            "Peru's president sent a letter to the president of Japan on Sunday.",
        ),
    ];
    let line = |(id, text): (&str, &str)| {
        serde_json::json!({"id": id, "text": text, "published": "2024-03-05", "publisher": "The Courier"}).to_string() + "\n"
    };
    let lines: String = texts.into_iter().map(line).collect();
    fs::write(folder.path().join("in.jsonl"), lines).expect("writes");
    let run = chancery(folder.path(), &["read", "in.jsonl"], b"")?;
    assert_eq!(run.status, 0, "{}", run.err);
    Some(folder)
}

#[test]
fn answers_in_three_forms() {
    let Some(folder) = record() else { return };
    let ask = |arguments: &[&str]| -> String {
        let run: Run = bare(folder.path(), arguments, b"");
        assert_eq!(run.status, 0, "{arguments:?}: {}", run.err);
        run.out
    };
    let json = ask(&[
        "find", "--source", "NOR", "--type", "CONSULT", "--format", "json",
    ]);
    let row: serde_json::Value = serde_json::from_str(&json).expect("one row");
    assert_eq!(row["publisher"], "The Courier");
    let event = row["event"].as_str().expect("an id").to_owned();
    assert!(ask(&["show", &event]).contains("CONSULT"));
    assert!(ask(&["show", row["incident"].as_str().expect("an id"), "--why"]).contains(&event));
    let csv = ask(&[
        "series",
        "NOR",
        "GHA",
        "--by",
        "year",
        "--measure",
        "quad",
        "--format",
        "csv",
    ]);
    assert!(csv.starts_with("from,count,verbal cooperation,"), "{csv}");
    assert!(csv.contains("\n2024-01-01,"), "{csv}");
    assert!(ask(&["dyads"]).starts_with("source"));
    assert!(ask(&["actors", "norw", "--format", "csv"]).contains("NOR"));
    assert!(
        ask(&[
            "query",
            "SELECT count(*) AS n FROM documents",
            "--format",
            "json"
        ])
        .contains("{\"n\":3}")
    );
    let shown = ask(&["show", "blame"]);
    assert!(shown.contains("Ghana condemned") && !shown.contains('\u{1b}'));
}

/// What CSV holds, with its line of names.
fn rows(csv: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.as_bytes());
    // Rows of one length: the reader says so where they are not.
    reader.records().map(|row| row.expect("CSV")).collect()
}

#[test]
fn every_question_is_answered_in_all_three_forms() {
    let Some(folder) = record() else { return };
    let ask = |arguments: &[&str], format: &str| -> String {
        let run = bare(
            folder.path(),
            &[arguments, &["--format", format]].concat(),
            b"",
        );
        assert_eq!(run.status, 0, "{arguments:?} {format}: {}", run.err);
        run.out
    };
    let found = ask(&["find", "--source", "NOR", "--type", "CONSULT"], "json");
    let found: serde_json::Value = serde_json::from_str(&found).expect("one row");
    let id = |name: &str| found[name].as_str().expect("an id").to_owned();
    let (event, incident) = (id("event"), id("incident"));
    let letter = ask(&["threads"], "json");
    let letter: serde_json::Value = serde_json::from_str(&letter).expect("one row");
    let thread = letter["thread"].as_str().expect("an id");
    for question in [
        &["find", "Norway"][..],
        &["find", "Norway", "--each", "report"],
        &["find", "Norway", "--each", "document"],
        &["show", "NOR"],
        &["show", &event],
        &["show", &incident],
        &["show", &incident, "--why"],
        &["show", "visit"],
        &["show", thread],
        &["threads"],
        &["threads", "--open"],
        &["series", "NOR", "GHA"],
        &["dyads"],
        &["actors"],
        &["actors", "norw"],
        &["query", "SELECT * FROM columns"],
        &["query", "SELECT * FROM all_runs"],
    ] {
        let table = ask(question, "table");
        assert!(
            !table.is_empty() && !table.contains('\u{1b}'),
            "{question:?}"
        );
        let objects = ask(question, "json");
        let objects: Vec<serde_json::Value> = objects
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let rows = rows(&ask(question, "csv"));
        assert!(rows.len() > 1 && !objects.is_empty(), "{question:?}");
        if question[0] != "show" {
            assert_eq!(rows.len(), objects.len() + 1, "{question:?}");
        }
    }
    let shown = rows(&ask(&["show", &incident], "csv"));
    assert_eq!(shown[0], vec!["field", "value"]);
    assert!(shown.contains(&csv::StringRecord::from(vec!["type", "CONSULT"])));
    let reports = shown
        .iter()
        .filter(|row| &row[0] == "reports" && row[1].contains(&event));
    // How many there are, and the one itself.
    assert_eq!(reports.count(), 1);
}

#[test]
fn what_cannot_be_answered_is_said() {
    let folder = TempDir::new().expect("a folder");
    let check = |arguments: &[&str], status: i32, said: &str| {
        let run = bare(folder.path(), arguments, b"");
        assert_eq!(run.status, status, "{arguments:?}: {}", run.err);
        assert!(
            run.err.contains(said),
            "{arguments:?}: no `{said}` in {}",
            run.err
        );
        assert!(run.out.is_empty());
    };
    check(
        &["find", "peace"],
        3,
        "no such record; `chancery read` makes one",
    );
    check(
        &["find", "--type", "MEETING"],
        2,
        "is none of AGREE, CONSULT",
    );
    check(&["find", "--channel", "pigeon"], 2, "oral message");
    fs::write(
        folder.path().join("chancery.record"),
        "not a record, but long enough to look at, or nearly so",
    )
    .expect("writes");
    check(&["query", "SELECT 1"], 3, "not a record of Chancery");
}

/// Asks as somebody who may not write in the folder: root, who may write everywhere, asks as nobody.
#[cfg(unix)]
fn ask_as_a_guest(folder: &std::path::Path, arguments: &[&str]) -> std::process::Output {
    use std::os::unix::fs::MetadataExt as _;
    use std::os::unix::process::CommandExt as _;
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("chancery"));
    command.current_dir(folder).args(arguments);
    if folder.metadata().expect("a folder").uid() == 0 {
        command.uid(65534).gid(65534);
    }
    command.output().expect("runs")
}

#[cfg(unix)]
#[test]
fn a_record_that_may_not_be_written_is_asked_all_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(folder) = record() else { return };
    let folder = folder.path();
    let set = |path: &std::path::Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("sets");
    };
    let kept = folder.join("chancery.record");
    let check = || {
        for question in [
            &["find", "Norway"][..],
            &["query", "SELECT count(*) FROM documents"],
            &["show", "visit"],
            &["export", "--format", "csv"],
        ] {
            let output = ask_as_a_guest(folder, question);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(0), "{question:?}: {said}");
            assert!(!output.stdout.is_empty(), "{question:?}");
        }
    };
    set(&kept, 0o444);
    set(folder, 0o555);
    check();
    let left = ask_as_a_guest(folder, &["review", "visit#1", "right", "--by", "Ada"]);
    assert_eq!(left.status.code(), Some(3));
    // The file alone is open to all.
    set(&kept, 0o666);
    check();
    set(folder, 0o755);
}
