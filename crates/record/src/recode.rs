//! Coding again what is kept: first what would differ, then, when a person accepts it, the new events in the old ones' place.

use crate::ask::Table;
use crate::document::KeptDocument;
use crate::error::Result;
use crate::record::Record;
use chancery_coding::Event;
use rusqlite::Row;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How the events of documents differ between two codings.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Documents compared.
    pub documents: usize,
    /// Documents whose events differ.
    pub differing: usize,
    /// Events that are the same in both.
    pub same: usize,
    counts: BTreeMap<(&'static str, String), [usize; 3]>,
    totals: [usize; 3],
    samples: [Vec<Sample>; 3],
    most: usize,
}

/// An event that differs.
#[derive(Clone, Debug)]
struct Sample {
    event: String,
    before: String,
    after: String,
    fields: String,
    evidence: String,
}

/// What may have happened to an event.
const KINDS: [&str; 3] = ["gained", "lost", "changed"];

impl Difference {
    /// Of no documents yet; at most so many samples of each kind are held.
    pub fn new(samples: usize) -> Self {
        Self {
            documents: 0,
            differing: 0,
            same: 0,
            counts: BTreeMap::new(),
            totals: [0; 3],
            samples: Default::default(),
            most: samples,
        }
    }

    /// Events gained, lost and changed.
    pub fn totals(&self) -> [usize; 3] {
        self.totals
    }

    /// Compares two codings of a document and says whether they differ. Events are the same by their ids, which name the trigger.
    pub fn add(&mut self, before: &[Event], after: &[Event]) -> bool {
        self.documents += 1;
        let old: BTreeMap<&str, &Event> = before
            .iter()
            .map(|event| (event.id.as_str(), event))
            .collect();
        let new: BTreeSet<&str> = after.iter().map(|event| event.id.as_str()).collect();
        let sum: usize = self.totals.iter().sum();
        for event in after {
            match old.get(event.id.as_str()) {
                None => self.note(0, None, Some(event)),
                Some(known) if **known == as_kept(event) => self.same += 1,
                Some(known) => self.note(2, Some(known), Some(event)),
            }
        }
        for event in before
            .iter()
            .filter(|event| !new.contains(event.id.as_str()))
        {
            self.note(1, Some(event), None);
        }
        let differs = self.totals.iter().sum::<usize>() > sum;
        self.differing += usize::from(differs);
        differs
    }

    fn note(&mut self, kind: usize, before: Option<&Event>, after: Option<&Event>) {
        self.totals[kind] += 1;
        let Some(event) = after.or(before) else {
            return;
        };
        for key in [
            ("type", event.event_type.to_string()),
            ("frame", event.frame.clone()),
        ] {
            self.counts.entry(key).or_default()[kind] += 1;
        }
        if self.samples[kind].len() < self.most {
            self.samples[kind].push(Sample {
                event: event.id.clone(),
                before: before.map_or_else(String::new, line),
                after: after.map_or_else(String::new, line),
                fields: before
                    .zip(after)
                    .map_or_else(String::new, |(before, after)| fields(before, after)),
                evidence: event.evidence.text.clone(),
            });
        }
    }

    /// Events gained, lost and changed: all, by type, by frame.
    pub fn table(&self) -> Table {
        let mut table = Table::new(&["by", "name", "gained", "lost", "changed"]);
        let mut row = |by: &str, name: &str, [gained, lost, changed]: [usize; 3]| {
            table.rows.push(vec![
                json!(by),
                json!(name),
                json!(gained),
                json!(lost),
                json!(changed),
            ]);
        };
        row("all", "", self.totals);
        let order = |by: &str| by != "type";
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_by_key(|((by, name), counts)| {
            (
                order(by),
                std::cmp::Reverse(counts.iter().sum::<usize>()),
                name.clone(),
            )
        });
        for ((by, name), counts) in counts {
            row(by, name, *counts);
        }
        table
    }

    /// Both in one: the counts, then the examples by kind, each under the name of its event.
    pub fn whole_table(&self) -> Table {
        let mut table = self.table();
        let more = ["before", "after", "fields", "evidence"].map(str::to_owned);
        table.columns.extend(more);
        for row in &mut table.rows {
            row.extend([Value::Null, Value::Null, Value::Null, Value::Null]);
        }
        for mut sample in self.samples().rows {
            // Kind and event, no counts, and the rest.
            sample.splice(2..2, [Value::Null, Value::Null, Value::Null]);
            table.rows.push(sample);
        }
        table
    }

    /// Some of each kind, as examples.
    pub fn samples(&self) -> Table {
        let mut table = Table::new(&["what", "event", "before", "after", "fields", "evidence"]);
        for (kind, samples) in KINDS.iter().zip(&self.samples) {
            for sample in samples {
                let cells = [
                    &sample.event,
                    &sample.before,
                    &sample.after,
                    &sample.fields,
                    &sample.evidence,
                ];
                let row =
                    std::iter::once(json!(kind)).chain(cells.into_iter().map(|cell| json!(cell)));
                table.rows.push(row.collect());
            }
        }
        table
    }
}

/// The event as it comes back from where it is kept; reading JSON may lose the last bit of a number.
pub(crate) fn as_kept(event: &Event) -> Event {
    let json = serde_json::to_string(event).expect("an event is JSON");
    serde_json::from_str(&json).unwrap_or_else(|_| event.clone())
}

/// `CONSULT 040 actual CHN > PRK (CONSULT/meet.talk)`.
pub(crate) fn line(event: &Event) -> String {
    let side = |actors: &[chancery_coding::Actor]| -> String {
        let names: Vec<&str> = actors
            .iter()
            .map(|actor| actor.code.as_deref().unwrap_or(&actor.name))
            .collect();
        names.join("+")
    };
    format!(
        "{} {} {} {} > {} ({})",
        event.event_type,
        event.cameo,
        event.status,
        side(&event.sources),
        side(&event.targets),
        event.frame
    )
}

/// The names of the fields in which two events differ.
fn fields(before: &Event, after: &Event) -> String {
    let object = |event: &Event| match serde_json::to_value(event) {
        Ok(Value::Object(fields)) => fields,
        _ => unreachable!("an event is an object"),
    };
    let (before, after) = (object(before), object(after));
    let differ = |name: &&String| before.get(*name) != after.get(*name);
    let names: Vec<&str> = after.keys().filter(differ).map(String::as_str).collect();
    names.join(", ")
}

impl Record {
    /// Documents whose keys are above `key`, with their keys, at most `limit` of them in order.
    ///
    /// # Errors
    ///
    /// Where they cannot be read.
    pub fn documents_after(&self, key: i64, limit: usize) -> Result<Vec<(i64, KeptDocument)>> {
        let find =
            "SELECT key, root, id, text, title, date, date_from, publisher, agency, url, language
                    FROM documents WHERE key > ?1 ORDER BY key LIMIT ?2";
        self.ask(|sql| {
            let mut find = sql.prepare_cached(find)?;
            let rows = find.query_map((key, limit as i64), kept)?;
            rows.collect()
        })
    }
}

impl Record {
    /// The documents of an id, with their keys and texts, by root.
    ///
    /// # Errors
    ///
    /// Where they cannot be read.
    pub fn documents_called(&self, id: &str) -> Result<Vec<(i64, String)>> {
        let find = "SELECT key, text FROM documents WHERE id = ?1 ORDER BY root";
        self.ask(|sql| {
            let mut find = sql.prepare_cached(find)?;
            let rows = find.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }
}

fn kept(row: &Row) -> rusqlite::Result<(i64, KeptDocument)> {
    let date: Option<String> = row.get(5)?;
    let text: String = row.get(3)?;
    let mended = chancery_intake::mend(&text);
    let document = KeptDocument {
        root: row.get(1)?,
        id: row.get(2)?,
        repaired: (!mended.repairs.is_empty()).then_some(mended.text),
        text,
        title: row.get(4)?,
        date: date.and_then(|date| date.parse().ok()),
        date_from: row.get(6)?,
        publisher: row.get(7)?,
        agency: row.get(8)?,
        url: row.get(9)?,
        language: row.get(10)?,
        repairs: Value::Null,
        warnings: Vec::new(),
    };
    Ok((row.get(0)?, document))
}
