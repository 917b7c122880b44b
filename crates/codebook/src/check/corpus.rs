//! The corpus: each sentence for itself, then all of them against each other.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::Deserialize;

use super::alike;
use crate::ontology::Ontology;
use crate::problem::Problems;
use crate::vocabulary::{Channel, EventType, Status};

/// A line of `corpus/TYPE.jsonl`; spans count characters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    text: String,
    sources: Vec<[usize; 2]>,
    targets: Vec<[usize; 2]>,
    carriers: Vec<[usize; 2]>,
    trigger: Vec<[usize; 2]>,
    others: Vec<[usize; 2]>,
    #[serde(rename = "type")]
    event_type: Option<String>,
    cameo: Option<String>,
    mode: Option<String>,
    status: Option<String>,
    channel: Option<String>,
    why: Option<String>,
    split: String,
}

/// A row and where it stands.
struct Placed {
    file: String,
    line: usize,
    row: Row,
}

/// How many words a sentence has.
const WORDS: Range<usize> = 5..76;
/// Sentences that share this much of their four-word runs, parties left out, were stamped from one template.
const ALIKE: f64 = 0.3;
/// The share of sentences without an act that is asked for, of all.
const NEGATIVES: f64 = 0.25;
/// The shares of sentences kept for development that are right.
const KEPT: Range<f64> = 0.13..0.17;
/// A corpus of fewer sentences is not asked for shares.
const MANY: usize = 100;

/// Checks the files of a corpus, names with their contents.
pub(super) fn check(files: &[(String, String)], ontology: &Ontology, problems: &mut Problems) {
    let rows: Vec<Placed> = files
        .iter()
        .flat_map(|(file, text)| read(file, text, problems))
        .collect();
    for Placed { file, line, row } in &rows {
        for (message, mend) in faults(row, ontology) {
            problems.fault(file, *line, format!("{}: {message}", row.id), mend);
        }
        let count = alike::words(&row.text).count();
        if !WORDS.contains(&count) {
            let message = format!("{}: the sentence has {count} words", row.id);
            problems.doubt(file, *line, message, "write one of 5 to 75");
        }
    }
    same_ids(&rows, problems);
    same_sentences(&rows, problems);
    shares(&rows, problems);
}

fn read(file: &str, text: &str, problems: &mut Problems) -> Vec<Placed> {
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines
        .filter_map(|(at, line)| match serde_json::from_str(line) {
            Ok(row) => Some(Placed {
                file: file.to_owned(),
                line: at + 1,
                row,
            }),
            Err(error) => {
                problems.fault(file, at + 1, error.to_string(), "see corpus/README.md");
                None
            }
        })
        .collect()
}

/// What is wrong with a row by itself, and how to mend it.
fn faults(row: &Row, ontology: &Ontology) -> Vec<(String, &'static str)> {
    let mut faults = wrong_spans(row);
    match &row.event_type {
        Some(name) => faults.extend(wrong_act(row, name, ontology)),
        None => faults.extend(wrong_negative(row)),
    }
    if let Some(channel) = &row.channel
        && Channel::parse(channel).is_none()
    {
        faults.push((
            format!("unknown channel `{channel}`"),
            "see schema/event.schema.json",
        ));
    }
    if !["train", "dev"].contains(&row.split.as_str()) {
        faults.push((
            format!("unknown split `{}`", row.split),
            "write train or dev",
        ));
    }
    faults
}

fn wrong_spans(row: &Row) -> Vec<(String, &'static str)> {
    let chars: Vec<char> = row.text.chars().collect();
    let sides = [
        ("sources", &row.sources),
        ("targets", &row.targets),
        ("carriers", &row.carriers),
        ("trigger", &row.trigger),
        ("others", &row.others),
    ];
    let spans = sides
        .into_iter()
        .flat_map(|(name, spans)| spans.iter().map(move |span| (name, *span)));
    let wrong = |(name, [start, end]): (&str, [usize; 2])| {
        let words = chars.get(start..end).filter(|words| !words.is_empty());
        let Some(words) = words else {
            return Some(format!("[{start}, {end}] of {name} is no part of the text"));
        };
        let loose = words[0].is_whitespace() || words[words.len() - 1].is_whitespace();
        loose.then(|| format!("[{start}, {end}] of {name} begins or ends with a space"))
    };
    let mend = "count characters from 0, the end not included";
    spans
        .filter_map(wrong)
        .map(|message| (message, mend))
        .collect()
}

fn wrong_act(row: &Row, name: &str, ontology: &Ontology) -> Option<(String, &'static str)> {
    let Some(event_type) = EventType::parse(name) else {
        return Some((format!("unknown type `{name}`"), "see ontology/types.tsv"));
    };
    let code = row.cameo.as_deref().unwrap_or_default();
    let Some(cameo) = ontology.cameo(code) else {
        return Some((format!("unknown code `{code}`"), "see ontology/cameo.tsv"));
    };
    let unknown_mode = |mode: &&String| ontology.mode(event_type, mode).is_none();
    if cameo.event_type != event_type {
        let other = cameo.event_type;
        return Some((
            format!("{code} is {other}, not {name}"),
            "change one of them",
        ));
    }
    if let Some(mode) = row.mode.as_ref().filter(unknown_mode) {
        return Some((
            format!("{name} has no mode `{mode}`"),
            "see ontology/modes.tsv",
        ));
    }
    let status = row.status.as_deref().unwrap_or_default();
    if Status::parse(status).is_none() {
        let mend = "write actual, future, hypothetical, requested, negated or denied";
        return Some((format!("unknown status `{status}`"), mend));
    }
    if row.why.is_some() {
        return Some(("an act has no `why`".into(), "write null"));
    }
    if row.trigger.is_empty() || row.sources.is_empty() && row.targets.is_empty() {
        return Some(("an act has no trigger or no party".into(), "mark them"));
    }
    None
}

fn wrong_negative(row: &Row) -> Option<(String, &'static str)> {
    if row.cameo.is_some() || row.mode.is_some() || row.status.is_some() {
        let message = "without a type there is no code, mode or status";
        return Some((message.into(), "write null, or give the type"));
    }
    match row.why.as_deref() {
        Some("sense") => None,
        Some("none") if row.sources.is_empty() || row.targets.is_empty() => {
            let message = "`none` is said of two parties";
            Some((message.into(), "mark a source and a target"))
        }
        Some("none") => None,
        _ => Some((
            "it does not say why there is no act".into(),
            "write none or sense",
        )),
    }
}

fn same_ids(rows: &[Placed], problems: &mut Problems) {
    let mut seen: HashMap<&str, &Placed> = HashMap::new();
    for placed in rows {
        if let Some(first) = seen.insert(&placed.row.id, placed) {
            let message = format!(
                "the id `{}` is taken by {}:{}",
                placed.row.id, first.file, first.line
            );
            problems.fault(&placed.file, placed.line, message, "give it another");
        }
    }
}

/// Sentences stamped from one template, the names swapped.
fn same_sentences(rows: &[Placed], problems: &mut Problems) {
    let runs: Vec<HashSet<[String; 4]>> = rows
        .iter()
        .map(|it| alike::runs(&masked(&it.row)))
        .collect();
    for (at, first) in alike::doubles(&runs, ALIKE) {
        let (placed, first) = (&rows[at], &rows[first]);
        let message = format!(
            "{}: but for its parties the sentence is nearly {}",
            placed.row.id, first.row.id
        );
        problems.doubt(
            &placed.file,
            placed.line,
            message,
            "write one that is put otherwise",
        );
    }
}

/// The text with X for every marked party.
fn masked(row: &Row) -> String {
    let parties = [&row.sources, &row.targets, &row.carriers, &row.others];
    let mut spans: Vec<[usize; 2]> = parties.into_iter().flatten().copied().collect();
    spans.sort_unstable();
    let mut masked = String::with_capacity(row.text.len());
    let mut spans = spans.into_iter().peekable();
    let mut inside = 0;
    for (at, c) in row.text.chars().enumerate() {
        while let Some([_, end]) = spans.next_if(|span| span[0] <= at) {
            masked.push_str(" X ");
            inside = inside.max(end);
        }
        if at >= inside {
            masked.push(c);
        }
    }
    masked
}

fn shares(rows: &[Placed], problems: &mut Problems) {
    if rows.len() < MANY {
        return;
    }
    let share = |is: fn(&Row) -> bool| {
        rows.iter().filter(|placed| is(&placed.row)).count() as f64 / rows.len() as f64
    };
    let negatives = share(|row| row.event_type.is_none());
    if negatives < NEGATIVES {
        let message = format!("{:.1}% of the sentences tell of no act", negatives * 100.0);
        problems.doubt("corpus", 0, message, "write more of them, up to a quarter");
    }
    let kept = share(|row| row.split == "dev");
    if !KEPT.contains(&kept) {
        let message = format!(
            "{:.1}% of the sentences are kept for development",
            kept * 100.0
        );
        problems.doubt("corpus", 0, message, "keep about 15%");
    }
}
