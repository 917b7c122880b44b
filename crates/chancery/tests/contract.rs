//! What the command line promises whatever it is given: messages, exit status, order.

#[allow(dead_code)]
mod support;

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use support::{Run, bare, chancery};
use tempfile::TempDir;

const MEETING: &str = "Japan's foreign minister met his Indian counterpart in Tokyo on Thursday.";

fn line(id: &str, text: &str) -> String {
    serde_json::json!({ "id": id, "text": text, "published": "2021-03-25" }).to_string() + "\n"
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}

/// Runs the commands that read documents on one file, and holds each to a status and to words on standard error.
fn check(name: &str, bytes: &[u8], status: i32, said: &[&str]) {
    let folder = folder(&[(name, bytes)]);
    for command in ["parse", "code", "mentions"] {
        let Some(run) = chancery(folder.path(), &[command, name], b"") else {
            return;
        };
        assert_eq!(run.status, status, "{command} {name}: {}", run.err);
        for words in said {
            assert!(
                run.err.contains(words),
                "{command} {name}: no `{words}` in {}",
                run.err
            );
        }
    }
}

#[test]
fn inputs_that_cannot_be_read() {
    let empty = folder(&[]);
    let Some(run) = chancery(empty.path(), &["code", "none.txt"], b"") else {
        return;
    };
    assert_eq!(run.status, 3);
    assert!(run.err.contains("none.txt: no such file or folder"));
    let both = folder(&[("a.txt", MEETING.as_bytes())]);
    let run = chancery(both.path(), &["code", "none.txt", "a.txt"], b"").expect("a model");
    assert_eq!(run.status, 1);
    assert!(!run.out.is_empty(), "the other file is coded: {}", run.err);
}

#[test]
fn empty_inputs() {
    check("empty.jsonl", b"", 0, &["0 documents"]);
    check(
        "empty.txt",
        b"",
        1,
        &["empty.txt: the text is empty", "1 rejected"],
    );
    check(
        "junk.bin",
        b"\x7fELF\x02\x01\x01\0\0\0\0",
        1,
        &["junk.bin: not text: it holds zero bytes"],
    );
}

#[test]
fn one_bad_line_of_ten() {
    let mut lines = String::new();
    for number in 1..=10 {
        match number {
            7 => lines.push_str("{\"id\": \"7\", \"text\": \n"),
            8 => lines.push_str("{\"id\": \"8\", \"title\": \"No text here\"}\n"),
            _ => lines.push_str(&line(&number.to_string(), MEETING)),
        }
    }
    check(
        "in.jsonl",
        lines.as_bytes(),
        1,
        &[
            "in.jsonl:7: not JSON",
            "in.jsonl:8 (8): no field with the text; it may be called text, event_text",
            "8 documents",
            "2 rejected",
        ],
    );
}

#[test]
fn a_line_of_fifty_megabytes() {
    let mut lines = line("a", MEETING).into_bytes();
    lines.extend_from_slice(b"{\"text\": \"");
    lines.resize(lines.len() + 50_000_000, b'x');
    lines.extend_from_slice(b"\"}\n");
    lines.extend_from_slice(line("b", MEETING).as_bytes());
    check(
        "in.jsonl",
        &lines,
        1,
        &[
            "in.jsonl:2: the line is longer than",
            "2 documents",
            "1 rejected",
        ],
    );
}

#[test]
fn ids_are_told_apart() {
    let lines = line("a", MEETING) + &line("a", MEETING) + &line("a", "They left.");
    check(
        "in.jsonl",
        lines.as_bytes(),
        1,
        &[
            "in.jsonl:3 (a): another document of this run has the same id",
            "1 repeated document",
        ],
    );
    let twice = line("a", MEETING) + &line("a", MEETING);
    check(
        "twice.jsonl",
        twice.as_bytes(),
        0,
        &["1 document", "1 repeated document read once"],
    );
}

#[test]
fn wrong_arguments() {
    let empty = folder(&[]);
    for arguments in [
        &["code", "--threads", "0", "x"][..],
        &["code", "--published", "some day", "x"],
        &["code", "--only-codebook", "x"],
        &["code", "--format", "xml", "x"],
        &["decode"],
        &[],
    ] {
        let run: Run = bare(empty.path(), arguments, b"");
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.err);
        assert!(run.out.is_empty());
    }
}

#[test]
fn what_cannot_be_done() {
    let empty = folder(&[("a.txt", b"They met.")]);
    let run = bare(empty.path(), &["code", "--model", "none", "a.txt"], b"");
    assert_eq!(run.status, 3);
    assert!(run.err.contains("none"), "{}", run.err);
    let run = bare(empty.path(), &["codebook", "show", "NOTHING"], b"");
    assert_eq!(run.status, 3);
    assert!(run.err.contains("NOTHING"), "{}", run.err);
}

#[test]
fn standard_input_and_output_file() {
    let empty = folder(&[]);
    let lines = line("a", MEETING);
    let Some(run) = chancery(empty.path(), &["code", "-"], lines.as_bytes()) else {
        return;
    };
    assert_eq!(run.status, 0, "{}", run.err);
    let run_file = chancery(
        empty.path(),
        &["code", "-", "-o", "out.jsonl"],
        lines.as_bytes(),
    )
    .expect("a model");
    assert_eq!(run_file.status, 0);
    assert!(run_file.out.is_empty());
    assert_eq!(
        fs::read_to_string(empty.path().join("out.jsonl")).expect("the file"),
        run.out
    );
    assert_eq!(
        fs::read_dir(empty.path()).expect("the folder").count(),
        1,
        "nothing else is left behind"
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let lines: String = (0..3000).map(|id| line(&id.to_string(), MEETING)).collect();
    let folder = folder(&[("in.jsonl", lines.as_bytes())]);
    if chancery(folder.path(), &["parse", "-"], b"They met.").is_none() {
        return;
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["parse", "in.jsonl"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the binary ends");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_document_in_another_language_is_named() {
    let lines = "{\"id\": \"a\", \"text\": \"Ils sont partis.\", \"language\": \"fr\"}\n";
    let folder = folder(&[("in.jsonl", lines.as_bytes())]);
    let Some(run) = chancery(folder.path(), &["code", "in.jsonl"], b"") else {
        return;
    };
    assert_eq!(run.status, 1);
    assert!(
        run.err.contains("in.jsonl:1 (a): its language is `fr`"),
        "{}",
        run.err
    );
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let mut lines = String::new();
    for number in 0..400 {
        let text = match number % 4 {
            0 => MEETING.to_owned(),
            1 => format!(
                "Kenya's trade minister will meet her Ugandan counterpart in {number} days."
            ),
            2 => "GENEVA, March 25 (Reuters) - Norway condemned the attack.\n\nIt said so twice."
                .repeat(number % 9 + 1),
            _ => String::new(),
        };
        let _ = write!(lines, "{}", line(&number.to_string(), &text));
    }
    let folder = folder(&[("in.jsonl", lines.as_bytes())]);
    for arguments in [
        &["parse", "--format", "jsonl"][..],
        &["code"],
        &["code", "--format", "csv"],
    ] {
        let run = |threads| {
            let all = [arguments, &["--threads", threads, "in.jsonl"]].concat();
            chancery(folder.path(), &all, b"")
        };
        let Some(one) = run("1") else { return };
        assert_eq!(one.status, 1, "{}", one.err);
        for threads in ["2", "8"] {
            let more = run(threads).expect("a model");
            assert!(
                more.out == one.out,
                "{arguments:?} with {threads} threads differs"
            );
        }
    }
}
