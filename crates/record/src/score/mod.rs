//! Coded events against those of a careful reader: precision, recall and F1, by type and by field.
//!
//! A coded event is right where one of the gold has its type and the same countries and bodies on both sides, and stands at the same
//! words, or close by. Each field is then counted over all events: an event is right in its status where it is right at all and has
//! that status. Second mentions are neither asked for nor held against the coder.

mod gold;

pub use gold::{Gold, read_gold};

use crate::ask::Table;
use chancery_coding::{Actor, Event};
use gold::Verdict;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How far, in characters, a trigger may lie from the annotated one.
const NEAR: usize = 40;

/// The fields that are scored, each with type and sides.
pub const FIELDS: [&str; 7] = [
    "status",
    "date",
    "place",
    "channel",
    "attribution",
    "sectors",
    "cameo",
];

/// Right, missing and superfluous events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Coded as in the gold.
    pub right: usize,
    /// In the gold, not coded so.
    pub missed: usize,
    /// Coded, not so in the gold.
    pub extra: usize,
}

impl Count {
    /// Share of what was coded that is right; none where nothing was coded.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.right + self.extra)
    }

    /// Share of the gold that was coded; none where there is none.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.right + self.missed)
    }

    /// Their harmonic mean.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.right, 2 * self.right + self.missed + self.extra)
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How coded events compare with the gold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Documents that the gold has events of.
    pub documents: usize,
    /// Type and sides.
    pub events: Count,
    /// The same, by type.
    pub types: BTreeMap<String, Count>,
    /// By field, in the order of [`FIELDS`].
    pub fields: [Count; FIELDS.len()],
    /// Gold events whose words were found nowhere.
    pub unplaced: usize,
}

/// Scores coded events against gold. `text` gives a document's text, where it is at hand; gold that names its trigger by words alone is
/// otherwise looked for in the evidence of the coded events. Events of documents that the gold does not mention are left out.
pub fn score(gold: &[Gold], events: &[Event], text: impl Fn(&str) -> Option<String>) -> Score {
    let mut documents: BTreeMap<&str, (Vec<&Gold>, Vec<&Event>)> = BTreeMap::new();
    for wanted in gold {
        documents
            .entry(&wanted.document)
            .or_default()
            .0
            .push(wanted);
    }
    for event in events {
        if let Some(document) = documents.get_mut(event.document.as_str()) {
            document.1.push(event);
        }
    }
    let mut score = Score {
        documents: documents.len(),
        ..Score::default()
    };
    // Reviews cover some events of a document only; what nobody looked at is then neither right nor wrong.
    let reviewed = gold.iter().any(|wanted| wanted.verdict.is_some());
    for (id, (gold, events)) in documents {
        let text = gold
            .iter()
            .any(|wanted| wanted.needs_text())
            .then(|| text(id))
            .flatten();
        Document::new(gold, events, text.as_deref(), reviewed).score(&mut score);
    }
    for field in &mut score.fields {
        field.missed = score.events.right + score.events.missed - field.right;
        field.extra = score.events.right + score.events.extra - field.right;
    }
    score
}

/// One document's events of both kinds.
struct Document<'d> {
    gold: Vec<(&'d Gold, Option<(usize, usize)>)>,
    events: Vec<&'d Event>,
    used: Vec<bool>,
    reviewed: bool,
}

impl<'d> Document<'d> {
    fn new(
        gold: Vec<&'d Gold>,
        events: Vec<&'d Event>,
        text: Option<&str>,
        reviewed: bool,
    ) -> Self {
        let place = |wanted: &'d Gold| (wanted, wanted.place(text, &events));
        Self {
            gold: gold.into_iter().map(place).collect(),
            used: vec![false; events.len()],
            events,
            reviewed,
        }
    }

    fn score(mut self, score: &mut Score) {
        for at in 0..self.gold.len() {
            let (wanted, place) = self.gold[at];
            score.unplaced += usize::from(place.is_none());
            if wanted.verdict != Some(Verdict::Wrong) {
                self.look_for(wanted, place, score);
            }
        }
        for at in 0..self.events.len() {
            let event = self.events[at];
            if !self.used[at] && event.same_as.is_none() && self.counts(event) {
                score.events.extra += 1;
                score
                    .types
                    .entry(event.event_type.to_string())
                    .or_default()
                    .extra += 1;
            }
        }
    }

    fn look_for(&mut self, wanted: &Gold, place: Option<(usize, usize)>, score: &mut Score) {
        if wanted.again {
            for at in self.near(place, 0) {
                self.used[at] = true;
            }
            return;
        }
        let start = place.map_or(0, |(start, _)| start);
        let found = self
            .near(place, NEAR)
            .into_iter()
            .filter(|&at| !self.used[at]);
        let found = found.filter(|&at| wanted.is_met_by(self.events[at]));
        match found.min_by_key(|&at| self.events[at].trigger.start.abs_diff(start)) {
            Some(at) => {
                self.used[at] = true;
                score.events.right += 1;
                let event = self.events[at];
                score
                    .types
                    .entry(event.event_type.to_string())
                    .or_default()
                    .right += 1;
                for (count, right) in score.fields.iter_mut().zip(wanted.fields(event)) {
                    count.right += usize::from(right);
                }
            }
            None => {
                score.events.missed += 1;
                let name = wanted.types.first().cloned().unwrap_or_default();
                score.types.entry(name).or_default().missed += 1;
            }
        }
    }

    /// Events whose trigger lies within `gap` characters of a place.
    fn near(&self, place: Option<(usize, usize)>, gap: usize) -> Vec<usize> {
        let Some((start, end)) = place else {
            return Vec::new();
        };
        let near = |&at: &usize| {
            let trigger = &self.events[at].trigger;
            trigger.start < end + gap && start < trigger.end + gap
        };
        (0..self.events.len()).filter(near).collect()
    }

    /// Whether an event that the gold does not have counts against the coder.
    fn counts(&self, event: &Event) -> bool {
        let trigger = (event.trigger.start, event.trigger.end);
        let judged = |(_, place): &(&Gold, Option<(usize, usize)>)| *place == Some(trigger);
        !self.reviewed || self.gold.iter().any(judged)
    }
}

/// Countries and bodies of actors; who has no code is left out.
fn countries(actors: &[Actor]) -> BTreeSet<&str> {
    actors
        .iter()
        .filter_map(|actor| country(actor.code.as_deref()?))
        .collect()
}

/// What a code says before its sector.
fn country(code: &str) -> Option<&str> {
    code.split('.').next().filter(|country| !country.is_empty())
}

impl Score {
    /// As rows: all, by type, by field.
    pub fn table(&self) -> Table {
        let mut table = Table::new(&[
            "by",
            "name",
            "precision",
            "recall",
            "f1",
            "right",
            "missed",
            "extra",
        ]);
        let mut row = |by: &str, name: &str, count: &Count| {
            let share = |share: Option<f64>| {
                share.map_or(json!(null), |share| {
                    json!((share * 1000.0).round() / 1000.0)
                })
            };
            table.rows.push(vec![
                json!(by),
                json!(name),
                share(count.precision()),
                share(count.recall()),
                share(count.f1()),
                json!(count.right),
                json!(count.missed),
                json!(count.extra),
            ]);
        };
        row("event", "type and sides", &self.events);
        for (name, count) in FIELDS.iter().zip(&self.fields) {
            row("field", name, count);
        }
        for (name, count) in &self.types {
            row("type", name, count);
        }
        if self.unplaced > 0 {
            table.notes.push(format!(
                "{} events of the gold stand at words that were found nowhere",
                self.unplaced
            ));
        }
        table
    }
}

/// Texts by document id, for [`score`].
pub type Texts = HashMap<String, String>;

#[cfg(test)]
mod tests;
