//! Gold: the events of a careful reader, in the event schema or in the form of `gold/events.jsonl`.

use super::{countries, country};
use chancery_coding::Event;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::BufRead;

/// One event as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gold {
    /// The document's id.
    pub document: String,
    /// The types that are accepted.
    pub types: Vec<String>,
    /// Whether it tells again what the document told before.
    pub again: bool,
    pub(super) verdict: Option<Verdict>,
    trigger: Trigger,
    cameo: Vec<String>,
    status: String,
    sources: BTreeSet<String>,
    targets: BTreeSet<String>,
    attribution: BTreeSet<String>,
    dates: [Option<String>; 2],
    country: Option<String>,
    channel: Option<String>,
}

/// What a reviewer said, where the gold comes from reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Right,
    Wrong,
    Edit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Trigger {
    /// Characters of the text.
    At(usize, usize),
    /// Words, within longer ones that the text has once.
    Words { words: String, near: String },
}

/// Reads gold, one JSON object a line; `name` is the file's, for messages.
///
/// # Errors
///
/// The line that is no gold, and why.
pub fn read_gold(input: impl BufRead, name: &str) -> Result<Vec<Gold>, String> {
    let mut gold = Vec::new();
    for (number, line) in input.lines().enumerate() {
        let place = || format!("{name}, line {}", number + 1);
        let line = line.map_err(|error| format!("{}: {error}", place()))?;
        if line.trim().is_empty() {
            continue;
        }
        let read: Line = serde_json::from_str(&line).map_err(|error| {
            format!("{}: {error}; a line is an event of the schema, or of the form of gold/events.jsonl", place())
        })?;
        gold.push(read.gold().map_err(|why| format!("{}: {why}", place()))?);
    }
    Ok(gold)
}

#[derive(Deserialize)]
struct Line {
    document: String,
    trigger: Value,
    near: Option<String>,
    #[serde(rename = "type")]
    types: OneOrMany,
    cameo: Option<OneOrMany>,
    status: String,
    #[serde(default)]
    sources: Vec<Party>,
    #[serde(default)]
    targets: Vec<Party>,
    #[serde(default)]
    attribution: Vec<Party>,
    channel: Option<String>,
    time: Option<Time>,
    place: Option<Place>,
    same_as: Option<String>,
    verdict: Option<Verdict>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn all(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
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

impl Line {
    fn gold(self) -> Result<Gold, String> {
        let codes =
            |parties: Vec<Party>| parties.into_iter().filter_map(|party| party.code).collect();
        let time = self.time.map(|time| [time.start, time.end]);
        Ok(Gold {
            document: self.document,
            types: self.types.all(),
            again: self.same_as.is_some(),
            verdict: self.verdict,
            trigger: trigger(&self.trigger, self.near)?,
            cameo: self.cameo.map_or_else(Vec::new, OneOrMany::all),
            status: self.status,
            sources: codes(self.sources),
            targets: codes(self.targets),
            attribution: codes(self.attribution),
            dates: time.unwrap_or_default(),
            country: self.place.and_then(|place| place.country),
            channel: self.channel,
        })
    }
}

fn trigger(value: &Value, near: Option<String>) -> Result<Trigger, String> {
    if let Some(words) = value.as_str() {
        return Ok(Trigger::Words {
            near: near.unwrap_or_else(|| words.to_owned()),
            words: words.to_owned(),
        });
    }
    let number = |name: &str| value[name].as_u64().map(|number| number as usize);
    match (number("start"), number("end")) {
        (Some(start), Some(end)) if start <= end => Ok(Trigger::At(start, end)),
        _ => Err("`trigger` is neither words nor a span with start and end".into()),
    }
}

impl Gold {
    /// Whether its trigger is named by words.
    pub(super) fn needs_text(&self) -> bool {
        matches!(self.trigger, Trigger::Words { .. })
    }

    /// First character of the trigger and the one behind the last.
    pub(super) fn place(&self, text: Option<&str>, events: &[&Event]) -> Option<(usize, usize)> {
        let (words, near) = match &self.trigger {
            Trigger::At(start, end) => return Some((*start, *end)),
            Trigger::Words { words, near } => (words, near),
        };
        let within = near.find(words.as_str()).unwrap_or(0);
        let find = |text: &str| Some(text[..text.find(near.as_str())? + within].chars().count());
        let in_evidence = |event: &&Event| Some(event.evidence.start + find(&event.evidence.text)?);
        let start = match text {
            Some(text) => find(text),
            None => events.iter().find_map(in_evidence),
        }?;
        Some((start, start + words.chars().count()))
    }

    /// Whether an event has the type and, on both sides, the countries. A meeting lists every party on both sides; any way of
    /// putting the same parties on the two sides is as right.
    pub(super) fn is_met_by(&self, event: &Event) -> bool {
        let (sources, targets) = (countries(&event.sources), countries(&event.targets));
        let [wanted_sources, wanted_targets] = [&self.sources, &self.targets].map(short);
        let mutual = self.sources == self.targets && self.sources.len() > 1;
        let sides = (sources == wanted_sources && targets == wanted_targets)
            || (mutual
                && sources.union(&targets).copied().collect::<BTreeSet<_>>() == wanted_sources);
        sides
            && self
                .types
                .iter()
                .any(|name| name == event.event_type.as_str())
    }

    /// Which fields are right, in the order of the scored ones.
    pub(super) fn fields(&self, event: &Event) -> [bool; super::FIELDS.len()] {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let place = event
            .place
            .as_ref()
            .and_then(|place| place.country.as_ref());
        let codes = |actors: &[chancery_coding::Actor]| -> BTreeSet<String> {
            actors
                .iter()
                .filter_map(|actor| actor.code.clone())
                .collect()
        };
        let (sources, targets) = (codes(&event.sources), codes(&event.targets));
        let mutual = self.sources == self.targets && self.sources.len() > 1;
        let sectors = (sources == self.sources && targets == self.targets)
            || (mutual
                && sources.union(&targets).cloned().collect::<BTreeSet<_>>() == self.sources);
        [
            event.status.as_str() == self.status,
            [day(event.time.start), day(event.time.end)] == self.dates,
            place == self.country.as_ref(),
            event.channel.map(|channel| channel.as_str()) == self.channel.as_deref(),
            countries(&event.attribution) == short(&self.attribution),
            sectors,
            self.cameo.is_empty() || self.cameo.contains(&event.cameo),
        ]
    }
}

fn short(codes: &BTreeSet<String>) -> BTreeSet<&str> {
    codes.iter().filter_map(|code| country(code)).collect()
}
