//! The annotated development dispatches: whole events against a careful reader's.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use chancery_codebook::Codebook;
use chancery_coding::{Actor, Coder, Event};
use chancery_intake::{Document, Options};
use chancery_language::Pipeline;
use chancery_text::CharIndex;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::train::acts::{self, Told};
use crate::train::{Example, SEEDS};

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

/// A dispatch with what a careful reader found in it.
pub struct Annotated {
    /// The dispatch.
    pub document: Document,
    gold: Vec<Gold>,
}

impl Annotated {
    /// The acts with their places, second mentions too.
    pub fn told(&self) -> Vec<Told> {
        let index = CharIndex::new(&self.document.text);
        let told = |gold: &Gold| {
            let (start, end) = gold.place_in(&self.document.text, &index)?;
            Some(Told {
                trigger: start..end,
                class: acts::class(gold.types().first()?)?,
            })
        };
        self.gold.iter().filter_map(told).collect()
    }
}

impl Gold {
    /// The types that count as right, the best first.
    fn types(&self) -> Vec<&str> {
        match &self.types {
            Value::String(single) => vec![single],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The characters of its trigger.
    fn place_in(&self, text: &str, index: &CharIndex) -> Option<(usize, usize)> {
        let near = text.find(&self.near)?;
        let start = index.char_at(near + self.near.find(&self.trigger).unwrap_or(0));
        Some((start, start + self.trigger.chars().count()))
    }
}

/// The annotated dispatches of a data folder; none where there are none.
pub fn annotated(data: &Path) -> Result<Vec<Annotated>> {
    let folder = data.join("dev");
    let documents = folder.join("dispatches.jsonl");
    if !documents.exists() {
        return Ok(Vec::new());
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
    let options = Options::default();
    let read = chancery_intake::read(&input, &options);
    Ok(read
        .flatten()
        .filter_map(|document| {
            let gold = by_document.remove(&document.id)?;
            Some(Annotated { document, gold })
        })
        .collect())
}

/// Into how many parts the dispatches are put.
const FOLDS: usize = 8;

/// Prints precision, recall and F1 of events (type, countries of both sides), and on those matched
/// the share of each field that is right. Each dispatch is coded with a model of acts that has seen the corpus and the
/// dispatches of other folds.
pub fn run(
    pipeline: &Pipeline,
    codebook: &Codebook,
    data: &Path,
    events: Option<&Path>,
) -> Result<()> {
    let dispatches = annotated(data)?;
    if dispatches.is_empty() {
        println!("dispatches: skipped, there are none");
        return Ok(());
    }
    let plain = Coder::new(pipeline, codebook);
    let sentences = acts::corpus(data)?;
    let shown: Vec<&acts::Sentence> = sentences
        .iter()
        .filter(|sentence| sentence.split == "train")
        .collect();
    let of_corpus = acts::of_corpus(&plain, &shown);
    let of_dispatches: Vec<Vec<Example>> = dispatches
        .par_iter()
        .map(|it| acts::of_dispatch(&plain, &it.document, &it.told()))
        .collect();
    let folds: Vec<Vec<(usize, Vec<Event>)>> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let others = of_dispatches
                .iter()
                .enumerate()
                .filter(|(at, _)| at % FOLDS != fold);
            let examples: Vec<&Example> = of_corpus
                .iter()
                .chain(others.flat_map(|(_, examples)| examples))
                .collect();
            let coder =
                Coder::new(pipeline, codebook).with_acts(acts::train(&examples, 1.0, SEEDS[0]));
            let held = (0..dispatches.len()).filter(|at| at % FOLDS == fold);
            held.map(|at| (at, coder.code(&dispatches[at].document)))
                .collect()
        })
        .collect();
    let mut coded: Vec<(usize, Vec<Event>)> = folds.into_iter().flatten().collect();
    coded.sort_by_key(|(at, _)| *at);
    if let Some(path) = events {
        let lines: Vec<String> = coded
            .iter()
            .flat_map(|(_, events)| events)
            .map(serde_json::to_string)
            .collect::<Result<_, _>>()?;
        fs::write(path, lines.join("\n") + "\n")?;
    }
    let tally = |(at, events): &(usize, Vec<Event>)| {
        tally(
            &dispatches[*at].document.text,
            &dispatches[*at].gold,
            events,
        )
    };
    report(&coded.iter().map(tally).collect::<Vec<_>>());
    Ok(())
}

fn tally(text: &str, gold: &[Gold], events: &[Event]) -> Tally {
    let index = CharIndex::new(text);
    let mut used = vec![false; events.len()];
    let mut tally = Tally::default();
    for wanted in gold {
        let Some((start, end)) = wanted.place_in(text, &index) else {
            continue;
        };
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
    wanted.types().contains(&event.event_type.as_str())
        && countries(&event.sources) == expected(&wanted.sources)
        && countries(&event.targets) == expected(&wanted.targets)
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
        countries(&event.attribution) == expected(&wanted.attribution),
    ]
}

fn countries(actors: &[Actor]) -> BTreeSet<&str> {
    actors
        .iter()
        .filter_map(|actor| country(actor.code.as_deref()))
        .collect()
}

fn expected(parties: &[Party]) -> BTreeSet<&str> {
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
