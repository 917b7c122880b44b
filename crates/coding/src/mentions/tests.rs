//! Many small texts and who is who in them, with the real model and the project's own codebook.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chancery_codebook::Codebook;
use chancery_intake::{Document, Options, Supplied, assemble, parse_date};
use chancery_language::Pipeline;

use super::{Mention, MentionKind, Mentions, find};
use crate::Reading;

/// Model and codebook; none where either is not at hand, which is said once.
fn tools() -> Option<&'static (Pipeline, Codebook)> {
    static TOOLS: OnceLock<Option<(Pipeline, Codebook)>> = OnceLock::new();
    TOOLS.get_or_init(load).as_ref()
}

fn load() -> Option<(Pipeline, Codebook)> {
    let data = data();
    if !data.join("who/states.tsv").is_file() {
        eprintln!("skipped: no who-is-who in {}", data.display());
        return None;
    }
    let model = match chancery_language::locate(None) {
        Ok(model) => model,
        Err(error) => {
            eprintln!("skipped: {error}");
            return None;
        }
    };
    let pipeline = Pipeline::load(model).expect("the model loads");
    let (codebook, problems) = Codebook::load_leniently(&data);
    drop(problems);
    Some((pipeline, codebook))
}

fn data() -> PathBuf {
    match std::env::var_os("CHANCERY_DATA") {
        Some(path) => path.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data"),
    }
}

fn document(text: &str, published: &str) -> Document {
    let supplied = Supplied {
        id: "test".into(),
        text: text.into(),
        ..Supplied::default()
    };
    let options = Options {
        published: Some(parse_date(published).expect("a date")),
        ..Options::default()
    };
    assemble(supplied, &options).expect("a document")
}

/// Runs `see` over a text's mentions.
fn with<R>(
    text: &str,
    published: &str,
    see: impl FnOnce(&Reading, &Mentions, &Codebook) -> R,
) -> Option<R> {
    let (pipeline, codebook) = tools()?;
    let document = document(text, published);
    let paragraphs: Vec<&str> = document
        .body
        .iter()
        .map(|span| span.of(&document.repaired))
        .collect();
    let reading = Reading::new(&document, pipeline.analyse_all(&paragraphs));
    let mentions = find(&reading, codebook);
    Some(see(&reading, &mentions, codebook))
}

/// `words -> code`, codes of several parties joined by `+`.
fn line(reading: &Reading, mentions: &Mentions, mention: &Mention) -> String {
    let mut line = format!("{} ->", reading.words_of(mention.words));
    for (at, &party) in mention.parties.iter().enumerate() {
        let party = mentions.party(party);
        let joint = if at == 0 { ' ' } else { '+' };
        let code = party.code().unwrap_or("?".into());
        let name = if party.kind == super::PartyKind::Person {
            format!(" ({})", party.name)
        } else {
            String::new()
        };
        let _ = write!(line, "{joint}{code}{name}");
    }
    if mention.kind == MentionKind::Place {
        line.push_str(" place");
    }
    line
}

/// Every line expected must be among those found; `!words` must have no mention.
#[track_caller]
fn check_on(published: &str, text: &str, expected: &[&str]) {
    let found = with(text, published, |reading, mentions, _| {
        mentions
            .all()
            .iter()
            .map(|mention| line(reading, mentions, mention))
            .collect::<Vec<_>>()
    });
    let Some(found) = found else { return };
    for want in expected {
        let right = match want.strip_prefix('!') {
            Some(words) => !found
                .iter()
                .any(|line| line.starts_with(&format!("{words} ->"))),
            None => found.iter().any(|line| line == want),
        };
        assert!(
            right,
            "{text}\nwanted: {want}\nfound:\n  {}",
            found.join("\n  ")
        );
    }
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_on("2022-06-15", text, expected);
}

#[test]
#[ignore = "prints who is who in the file that CHANCERY_TEXT names"]
fn show() {
    let path = std::env::var("CHANCERY_TEXT").expect("CHANCERY_TEXT names a file");
    let text = std::fs::read_to_string(&path).expect("a text");
    let texts: Vec<&str> = if path.ends_with(".lines") {
        text.lines().collect()
    } else {
        vec![&text]
    };
    for text in texts {
        println!("## {}", text.lines().next().unwrap_or(""));
        with(text, "2022-10-16", |reading, mentions, _| {
            for mention in mentions.all() {
                let line = line(reading, mentions, mention);
                println!("{:?} {:.2} {line}", mention.kind, mention.certainty);
            }
        });
    }
}

#[test]
fn names_with_titles() {
    check(
        "French President Emmanuel Macron met German Chancellor Olaf Scholz.",
        &[
            "French President Emmanuel Macron -> FRA.GOV (Emmanuel Macron)",
            "German Chancellor Olaf Scholz -> DEU.GOV (Olaf Scholz)",
            "French -> FRA",
        ],
    );
}
