//! `export`, `review`, `recode` and `score` on a record that the binary made.

#[allow(dead_code)]
mod support;

use serde_json::Value;
use std::fs;
use std::path::Path;
use support::{Run, bare, chancery};
use tempfile::TempDir;

const LINES: &str = r#"{"id": "a", "published": "2021-03-25", "publisher": "The Courier", "text": "OSLO, March 25 - Norway's foreign minister met Ghana's foreign minister in Oslo on Thursday. Ghana condemned the attack on the embassy of Norway."}
{"id": "b", "published": "2021-03-26", "publisher": "The Herald", "text": "France expelled two diplomats of Belarus on Friday. Belarus rejected the accusations of France."}
"#;

/// A folder with a record of two dispatches; none where there is no language model.
fn kept() -> Option<TempDir> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("in.jsonl"), LINES).expect("a file");
    let run = chancery(
        folder.path(),
        &["read", "--root", "archive", "in.jsonl"],
        b"",
    )?;
    assert_eq!(run.status, 0, "{}", run.err);
    Some(folder)
}

fn done(folder: &Path, arguments: &[&str]) -> Run {
    let run = bare(folder, arguments, b"");
    assert_eq!(run.status, 0, "{arguments:?}: {}", run.err);
    run
}

fn lines(words: &str) -> Vec<Value> {
    words
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn events(folder: &Path) -> Vec<Value> {
    let run = done(folder, &["export", "--format", "jsonl", "--unit", "event"]);
    lines(&run.out)
}

#[test]
fn code_prints_the_forms_of_the_field() {
    let check = |format: &str, columns: usize, header: usize| -> Option<()> {
        let run = chancery(
            Path::new("."),
            &["code", "--format", format, "-"],
            LINES.as_bytes(),
        )?;
        assert_eq!(run.status, 0, "{}", run.err);
        let rows: Vec<&str> = run.out.lines().collect();
        assert!(rows.len() > header, "{format}: {}", run.out);
        for row in rows {
            assert_eq!(row.split('\t').count(), columns, "{format}: {row}");
        }
        Some(())
    };
    for (format, columns, header) in [
        ("gdelt", 61, 0),
        ("icews", 20, 1),
        ("polecat", 40, 1),
        ("phoenix", 26, 0),
    ] {
        if check(format, columns, header).is_none() {
            return;
        }
    }
    let run = bare(
        Path::new("."),
        &["code", "--format", "plover", "-"],
        LINES.as_bytes(),
    );
    assert!(
        lines(&run.out)
            .iter()
            .all(|record| record["event"][0].is_string())
    );
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("events.parquet");
    let path = file.to_str().expect("UTF-8");
    let run = bare(
        Path::new("."),
        &["code", "--format", "parquet", "-o", path, "-"],
        LINES.as_bytes(),
    );
    assert_eq!(run.status, 0, "{}", run.err);
    let bytes = fs::read(file).expect("a file");
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}

#[test]
fn export_filters_and_says_what_it_left_out() {
    let Some(folder) = kept() else { return };
    let folder = folder.path();
    let rows = |arguments: &[&str]| {
        let run = done(folder, &[&["export"], arguments].concat());
        run.out.lines().count()
    };
    let all = rows(&["--format", "gdelt"]);
    assert!(all >= 3, "{all}");
    assert!(rows(&["--format", "gdelt", "--source", "FRA"]) < all);
    assert_eq!(rows(&["--format", "gdelt", "--source", "JPN"]), 0);
    assert_eq!(rows(&["--format", "icews", "--from", "2021-04-01"]), 1);
    assert!(rows(&["--format", "gdelt-mentions"]) >= all);
    let csv = done(folder, &["export", "--format", "csv"]).out;
    assert!(
        csv.starts_with("id,document,type,")
            && csv
                .lines()
                .next()
                .is_some_and(|head| head.ends_with(",incident"))
    );
    for format in [
        "parquet",
        "graphml",
        "gexf",
        "geojson",
        "kml",
        "plover",
        "polecat",
        "phoenix",
        "petrarch2",
    ] {
        done(folder, &["export", "--format", format, "-o", "out"]);
    }
    let run = bare(
        folder,
        &["export", "--format", "gdelt", "--record", "none"],
        b"",
    );
    assert_eq!(run.status, 3);
    assert!(run.err.contains("no such record"), "{}", run.err);
    let run = bare(folder, &["export", "--format", "dbase"], b"");
    assert_eq!(run.status, 2);
}

#[test]
fn reviews_are_added_never_overwritten_and_become_gold() {
    let Some(folder) = kept() else { return };
    let folder = folder.path();
    let events = events(folder);
    let id = |at: usize| events[at]["id"].as_str().expect("an id");
    done(folder, &["review", id(0), "wrong", "--by", "Ada"]);
    done(
        folder,
        &[
            "review",
            id(0),
            "right",
            "--by",
            "Ben",
            "--note",
            "it is there",
        ],
    );
    done(
        folder,
        &[
            "review",
            id(1),
            "edit",
            "--set",
            "status=denied",
            "--set",
            "cameo=111",
            "--set",
            "targets=NOR.GOV Norway|- the embassy",
            "--by",
            "Ada",
        ],
    );
    done(folder, &["review", id(2), "wrong", "--by", "Ada"]);
    let gold = lines(&done(folder, &["export", "--format", "gold"]).out);
    assert_eq!(gold.len(), 3);
    // Gold is in the order of documents and texts, events are in that of days.
    let of = |at: usize| {
        let found = gold.iter().find(|line| line["id"] == id(at));
        found.expect("gold of the event")
    };
    let verdicts = [0, 1, 2].map(|at| of(at)["verdict"].as_str().expect("a verdict"));
    assert_eq!(verdicts, ["right", "edit", "wrong"]);
    assert_eq!(
        (&of(0)["reviewer"], &of(0)["note"]),
        (&"Ben".into(), &"it is there".into())
    );
    assert_eq!(of(1)["status"], "denied");
    assert_eq!(of(1)["goldstein"], -2.0);
    assert_eq!(of(1)["targets"][0]["code"], "NOR.GOV");
    assert_eq!(of(1)["targets"][1]["name"], "the embassy");
    let kept = done(
        folder,
        &[
            "query",
            "SELECT count(*) AS n FROM reviews",
            "--format",
            "json",
        ],
    );
    assert_eq!(lines(&kept.out)[0]["n"], 4);
    // The event itself is as it was.
    assert_eq!(self::events(folder), events);
}

#[test]
fn a_review_that_makes_no_sense_is_refused() {
    let Some(folder) = kept() else { return };
    let folder = folder.path();
    let events = events(folder);
    let id = events[0]["id"].as_str().expect("an id");
    let check = |arguments: &[&str], status: i32, said: &str| {
        let run = bare(folder, &[&["review"], arguments].concat(), b"");
        assert_eq!(run.status, status, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(said), "{arguments:?}: {}", run.err);
    };
    check(&[id, "right"], 2, "--by");
    check(&[id, "right", "--by", " "], 2, "who you are");
    check(&[id, "edit", "--by", "Ada"], 2, "--set");
    check(
        &[id, "right", "--set", "type=AID", "--by", "Ada"],
        2,
        "edit only",
    );
    check(&["a#0-1", "right", "--by", "Ada"], 3, "no event");
    check(
        &[id, "edit", "--set", "colour=red", "--by", "Ada"],
        3,
        "the fields are",
    );
    check(
        &[id, "edit", "--set", "type=PARTY", "--by", "Ada"],
        3,
        "none of",
    );
    check(
        &[id, "edit", "--set", "cameo=999", "--by", "Ada"],
        3,
        "no CAMEO code",
    );
    check(
        &[id, "edit", "--set", "start=soon", "--by", "Ada"],
        3,
        "no day",
    );
    check(
        &[id, "edit", "--set", "sources=Norway", "--by", "Ada"],
        3,
        "no code of an actor",
    );
    check(
        &[id, "edit", "--set", "sources=NOR Sweden", "--by", "Ada"],
        3,
        "does not say",
    );
    check(
        &[id, "right", "--by", "Ada", "--record", "none"],
        3,
        "no such record",
    );
    assert!(!folder.join("none").exists());
}

#[test]
fn recode_shows_first_and_writes_when_accepted() {
    let Some(folder) = kept() else { return };
    let folder = folder.path();
    let before = events(folder);
    let id = before[0]["id"].as_str().expect("an id");
    done(folder, &["review", id, "right", "--by", "Ada"]);
    let run = done(folder, &["recode"]);
    assert!(
        run.err.contains("nothing differs"),
        "{}{}",
        run.out,
        run.err
    );
    // A codebook without frames codes nothing.
    let book = folder.join("book");
    for file in [
        "types",
        "modes",
        "contexts",
        "sectors",
        "cameo",
        "crosswalk",
        "exports",
        "goldstein",
    ] {
        let name = format!("ontology/{file}.tsv");
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../data")
            .join(&name);
        fs::create_dir_all(book.join("ontology")).expect("a folder");
        fs::copy(source, book.join(&name)).expect("a copy");
    }
    let empty = [
        "recode",
        "--codebook",
        "book",
        "--only-codebook",
        "--format",
        "json",
    ];
    let run = done(folder, &empty);
    let table = lines(&run.out);
    assert_eq!(
        (&table[0]["by"], &table[0]["gained"]),
        (&"all".into(), &0.into())
    );
    assert_eq!(table[0]["lost"], before.len());
    assert!(table.iter().any(|row| row["by"] == "frame"));
    assert!(
        table
            .iter()
            .any(|row| row["what"] == "lost" && row["evidence"].is_string())
    );
    assert!(run.err.contains("nothing was written"), "{}", run.err);
    assert_eq!(events(folder), before);
    let csv = [
        "recode",
        "--codebook",
        "book",
        "--only-codebook",
        "--format",
        "csv",
    ];
    let table = done(folder, &csv).out;
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(table.as_bytes())
        .records()
        .map(|row| row.expect("CSV"))
        .collect();
    assert_eq!(&rows[0][0], "all");
    let samples = rows
        .iter()
        .filter(|row| &row[0] == "lost" && !row[8].is_empty());
    assert_eq!(samples.count(), before.len().min(5), "{table}");
    done(folder, &[&empty[..], &["--accept"]].concat());
    assert_eq!(events(folder), Vec::<Value>::new());
    let gold = lines(&done(folder, &["export", "--format", "gold"]).out);
    assert_eq!(gold[0]["id"], id, "reviews outlive the coding");
    let run = done(folder, &["recode", "--accept", "--format", "json"]);
    assert_eq!(lines(&run.out)[0]["gained"], before.len());
    assert_eq!(events(folder), before);
    let runs = done(
        folder,
        &[
            "query",
            "SELECT command, documents, changed, program_hash FROM all_runs ORDER BY run",
            "--format",
            "json",
        ],
    );
    let runs = lines(&runs.out);
    let of =
        |run: &Value| [&run["command"], &run["documents"], &run["changed"]].map(Value::to_string);
    let expected = [
        ["\"read\"", "2", "0"],
        ["\"recode\"", "2", "2"],
        ["\"recode\"", "2", "2"],
    ];
    assert_eq!(runs.iter().map(of).collect::<Vec<_>>(), expected);
    assert!(runs.iter().all(|run| {
        run["program_hash"]
            .as_str()
            .is_some_and(|hash| hash.len() == 64)
    }));
}

#[test]
fn score_compares_events_or_a_record_with_gold() {
    let Some(folder) = kept() else { return };
    let folder = folder.path();
    let events = events(folder);
    let write = |name: &str, events: &[Value]| {
        let lines: Vec<String> = events.iter().map(Value::to_string).collect();
        fs::write(folder.join(name), lines.join("\n")).expect("a file");
    };
    write("events.jsonl", &events);
    write("fewer.jsonl", &events[1..]);
    let first = |arguments: &[&str]| {
        let run = done(
            folder,
            &[&["score"], arguments, &["--format", "json"]].concat(),
        );
        let row = &lines(&run.out)[0];
        [
            row["precision"].as_f64(),
            row["recall"].as_f64(),
            row["f1"].as_f64(),
        ]
    };
    assert_eq!(first(&["events.jsonl", "events.jsonl"]), [Some(1.0); 3]);
    assert_eq!(
        first(&["events.jsonl", "--record", "chancery.record"]),
        [Some(1.0); 3]
    );
    let [precision, recall, _] = first(&["events.jsonl", "fewer.jsonl"]);
    assert_eq!(precision, Some(1.0));
    assert!(recall < Some(1.0));
    let table = done(folder, &["score", "events.jsonl", "events.jsonl"]).out;
    for field in [
        "type and sides",
        "status",
        "date",
        "place",
        "channel",
        "attribution",
    ] {
        assert!(table.contains(field), "{table}");
    }
    assert_eq!(bare(folder, &["score", "events.jsonl"], b"").status, 2);
    fs::write(folder.join("bad.jsonl"), "{\"id\": 3}\n").expect("a file");
    let run = bare(folder, &["score", "bad.jsonl", "events.jsonl"], b"");
    assert_eq!(run.status, 3);
    assert!(run.err.contains("bad.jsonl, line 1"), "{}", run.err);
}

#[test]
fn gold_leaves_out_verdicts_on_texts_that_have_changed() {
    let Some(folder) = kept() else { return };
    let folder = folder.path();
    let events = events(folder);
    let met = events.iter().find(|event| event["type"] == "CONSULT");
    let event = met.expect("they met")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    done(folder, &["review", &event, "right", "--by", "Ada"]);
    let changed = LINES.replace(
        " in Oslo on Thursday",
        " in Oslo on Thursday, officials said",
    );
    fs::write(folder.join("in.jsonl"), changed).expect("a file");
    done(folder, &["read", "--root", "archive", "in.jsonl"]);
    let gold = done(folder, &["export", "--format", "gold"]);
    assert_eq!(gold.out, "");
    assert!(
        gold.err
            .contains("1 events that were reviewed in an earlier text"),
        "{}",
        gold.err
    );
    let shown = done(folder, &["show", &event]).out;
    assert!(shown.contains("of an earlier text"), "{shown}");
}
