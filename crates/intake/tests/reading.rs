//! Files, folders, globs and lines in; documents and named rejects out.

use chancery_intake::{Options, read};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Ids of documents, and lines with reasons of rejects, in order.
fn outcome(input: &Path, options: &Options) -> Vec<String> {
    let inputs = [input.to_string_lossy().into_owned()];
    read(&inputs, options)
        .map(|result| match result {
            Ok(document) => document.id,
            Err(reject) => format!("{}: {}", reject.line.unwrap_or(0), reject.reason),
        })
        .collect()
}

fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let folder = folder(&[(name, bytes)]);
    assert_eq!(
        outcome(&folder.path().join(name), &Options::default()),
        expected
    );
}

#[test]
fn folders_are_read_in_order_and_name_their_files() {
    let folder = folder(&[
        ("b.txt", b"They met."),
        ("a/z.txt", b"They left."),
        (".hidden", b"No."),
    ]);
    assert_eq!(
        outcome(folder.path(), &Options::default()),
        ["a/z.txt", "b.txt"]
    );
    assert_eq!(
        outcome(&folder.path().join("b.txt"), &Options::default()),
        ["b.txt"]
    );
    assert_eq!(
        outcome(&folder.path().join("*/*.txt"), &Options::default()),
        ["a/z.txt"]
    );
    assert_eq!(
        outcome(&folder.path().join("none*"), &Options::default()),
        ["0: no file matches"]
    );
    assert_eq!(
        outcome(&folder.path().join("none"), &Options::default()),
        ["0: no such file or folder"]
    );
}

#[test]
fn lines_stand_for_themselves() {
    let lines = concat!(
        "\u{feff}{\"id\": \"a\", \"text\": \"They met.\"}\n",
        "\n",
        "{\"id\": 7, \"content\": \"They left.\"}\n",
        "{\"id\": \"b\", \"text\": \n",
        "[1]\n",
        "{\"id\": \"c\", \"title\": \"They met\"}\n",
        "{\"id\": \"d\", \"text\": 5}\n",
        "{\"id\": \"e\", \"text\": \" \"}\n",
        "{\"id\": \"a\", \"text\": \"They met.\"}\n",
        "{\"id\": \"a\", \"text\": \"They met again.\"}\n",
        "{\"maintext\": \"They came.\"}",
    );
    check(
        "in.jsonl",
        lines.as_bytes(),
        &[
            "a",
            "7",
            "4: not JSON: EOF while parsing a value at byte 19",
            "5: a document must be a JSON object such as {\"text\": \"...\"}, and this is a list",
            "6: no field with the text; it may be called text, event_text, content, body or maintext",
            "7: `text` must be a string, and is a number",
            "8: the text is empty",
            "9: the same document again; it was read once",
            "10: another document of this run has the same id and other text; ids must be unique",
            "in.jsonl#11",
        ],
    );
}

#[test]
fn hostile_files_are_refused() {
    check("empty.jsonl", b"", &[]);
    check("empty.txt", b"", &["0: the text is empty"]);
    check(
        "image.bin",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        &["0: not text: it holds zero bytes; is it an archive, an image or another binary file?"],
    );
}

#[test]
fn a_huge_line_is_skipped_and_the_rest_read() {
    let options = Options {
        max_document: 1000,
        ..Options::default()
    };
    let long = format!(
        "{{\"text\": \"{}\"}}\n{{\"id\": \"b\", \"text\": \"They met.\"}}\n",
        "x".repeat(200_000)
    );
    let folder = folder(&[("in.jsonl", long.as_bytes()), ("in.txt", &[b'x'; 5000])]);
    let found = outcome(&folder.path().join("in.jsonl"), &options);
    assert!(
        found[0].starts_with("1: the line is longer than 71536 bytes"),
        "{}",
        found[0]
    );
    assert_eq!(found[1], "b");
    let long = outcome(&folder.path().join("in.txt"), &options);
    assert_eq!(
        long,
        ["0: longer than 1000 characters; raise --max-document to read it"]
    );
}

#[test]
fn metadata_is_kept() {
    let line = br#"{"id": "a", "maintext": "They met.", "headline": "Talks", "pub_date": 20210322, "source": "The Wire", "url": "u", "language": "en"}"#;
    let folder = folder(&[("in.jsonl", line)]);
    let inputs = [folder
        .path()
        .join("in.jsonl")
        .to_string_lossy()
        .into_owned()];
    let document = read(&inputs, &Options::default()).next().unwrap().unwrap();
    assert_eq!(document.title.as_deref(), Some("Talks"));
    assert_eq!(document.publisher.as_deref(), Some("The Wire"));
    assert_eq!(document.date.unwrap().date.to_string(), "2021-03-22");
}
