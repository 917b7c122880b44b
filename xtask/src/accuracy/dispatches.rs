//! The annotated development dispatches: whole events against a careful reader's.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use chancery_coding::{Actor, Coder, Event};
use chancery_intake::Options;
use chancery_text::CharIndex;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

/// A gold event as `data/dev/README.md` describes it.
#[derive(Deserialize)]
struct Gold {
    document: String,
    trigger: String,
    near: String,
    #[serde(rename = "type")]
    types: Value,
    status: String,
    #[serde(default)]
    sources: Vec<Party>,
    #[serde(default)]
    targets: Vec<Party>,
    channel: Option<String>,
    time: Time,
    place: Option<Place>,
    #[serde(default)]
    attribution: Vec<Party>,
    same_as: Option<String>,
}

#[derive(Deserialize)]
struct Party {
    code: Option<String>,
}

#[derive(Deserialize)]
struct Time {
    start: Option<String>,
    end: Option<String>,
}

#[derive(Deserialize)]
struct Place {
    country: Option<String>,
}

/// How far, in characters, a trigger may lie from the annotated one.
const NEAR: usize = 40;

/// What was counted.
#[derive(Default)]
struct Tally {
    matched: usize,
    missed: usize,
    extra: usize,
    fields: [usize; 5],
}

const FIELDS: [&str; 5] = ["status", "date", "place", "channel", "attribution"];

/// Prints precision, recall and F1 of events (type, countries of both sides), and on those matched
/// the share of each field that is right.
pub fn run(coder: &Coder, data: &Path) -> Result<()> {
    let folder = data.join("dev");
    let documents = folder.join("dispatches.jsonl");
    if !documents.exists() {
        println!("dispatches: skipped, there are none");
        return Ok(());
    }
    let path = folder.join("events.jsonl");
    let gold = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut by_document: HashMap<String, Vec<Gold>> = HashMap::new();
    for line in gold.lines().filter(|line| !line.trim().is_empty()) {
        let event: Gold =
            serde_json::from_str(line).with_context(|| format!("in {}: {line}", path.display()))?;
        by_document
            .entry(event.document.clone())
            .or_default()
            .push(event);
    }
    let input = [documents.display().to_string()];
    let read: Vec<_> = chancery_intake::read(&input, &Options::default()).collect();
    let tallies: Vec<Tally> = read
        .par_iter()
        .flatten()
        .filter_map(|document| {
            let gold = by_document.get(&document.id)?;
            Some(tally(&document.text, gold, &coder.code(document)))
        })
        .collect();
    report(&tallies);
    Ok(())
}

fn tally(text: &str, gold: &[Gold], events: &[Event]) -> Tally {
    let index = CharIndex::new(text);
    let mut used = vec![false; events.len()];
    let mut tally = Tally::default();
    for wanted in gold {
        let Some(near) = text.find(&wanted.near) else {
            continue;
        };
        let start = index.char_at(near + wanted.near.find(&wanted.trigger).unwrap_or(0));
        let end = start + wanted.trigger.chars().count();
        let candidates = || {
            (0..events.len()).filter(|&at| {
                let trigger = &events[at].trigger;
                trigger.start < end + NEAR && start < trigger.end + NEAR
            })
        };
        // Second mentions are neither asked for nor held against the coder.
        if wanted.same_as.is_some() {
            let here: Vec<usize> = candidates()
                .filter(|&at| events[at].trigger.start < end && start < events[at].trigger.end)
                .collect();
            here.into_iter().for_each(|at| used[at] = true);
            continue;
        }
        let best = candidates()
            .filter(|&at| !used[at] && is_right(wanted, &events[at]))
            .min_by_key(|&at| events[at].trigger.start.abs_diff(start));
        match best {
            Some(at) => {
                used[at] = true;
                tally.matched += 1;
                for (count, right) in tally.fields.iter_mut().zip(fields(wanted, &events[at])) {
                    *count += usize::from(right);
                }
            }
            None => tally.missed += 1,
        }
    }
    tally.extra = (0..events.len())
        .filter(|&at| !used[at] && events[at].same_as.is_none())
        .count();
    tally
}

/// Whether an event has the type and, on both sides, the countries that were annotated.
fn is_right(wanted: &Gold, event: &Event) -> bool {
    let types = match &wanted.types {
        Value::String(single) => single == event.event_type.as_str(),
        Value::Array(several) => several.iter().any(|one| one == event.event_type.as_str()),
        _ => false,
    };
    types
        && countries(&event.sources) == annotated(&wanted.sources)
        && countries(&event.targets) == annotated(&wanted.targets)
}

fn fields(wanted: &Gold, event: &Event) -> [bool; 5] {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    [
        event.status.as_str() == wanted.status,
        day(event.time.start) == wanted.time.start && day(event.time.end) == wanted.time.end,
        event
            .place
            .as_ref()
            .and_then(|place| place.country.as_ref())
            == wanted
                .place
                .as_ref()
                .and_then(|place| place.country.as_ref()),
        event.channel.map(|channel| channel.as_str()) == wanted.channel.as_deref(),
        countries(&event.attribution) == annotated(&wanted.attribution),
    ]
}

fn countries(actors: &[Actor]) -> BTreeSet<&str> {
    actors
        .iter()
        .filter_map(|actor| country(actor.code.as_deref()))
        .collect()
}

fn annotated(parties: &[Party]) -> BTreeSet<&str> {
    parties
        .iter()
        .filter_map(|party| country(party.code.as_deref()))
        .collect()
}

fn country(code: Option<&str>) -> Option<&str> {
    code.and_then(|code| code.split('.').next())
        .filter(|country| !country.is_empty())
}

fn report(tallies: &[Tally]) {
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let (matched, missed, extra) = (sum(|t| t.matched), sum(|t| t.missed), sum(|t| t.extra));
    let share = |part: usize, whole: usize| {
        if whole == 0 {
            0.0
        } else {
            part as f64 / whole as f64
        }
    };
    let (precision, recall) = (
        share(matched, matched + extra),
        share(matched, matched + missed),
    );
    let f1 = if matched == 0 {
        0.0
    } else {
        2.0 * precision * recall / (precision + recall)
    };
    println!(
        "dispatches: {} annotated, events: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}",
        tallies.len()
    );
    for (at, field) in FIELDS.iter().enumerate() {
        let right: usize = tallies.iter().map(|tally| tally.fields[at]).sum();
        println!("  {field:<12} {:.3} of the matched", share(right, matched));
    }
}
