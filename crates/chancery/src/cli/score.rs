//! `chancery score`: coded events against those of a careful reader.

use super::output::Target;
use super::talk::{Outcome, complain};
use crate::format::table::{self, Form};
use anyhow::{Context, Result, anyhow};
use chancery_coding::Event;
use chancery_intake::{Options, read};
use chancery_record::Record;
use chancery_record::score::{Gold, Texts, read_gold, score};
use clap::Args;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Compare coded events with gold: precision, recall and F1, by type and by field
#[derive(Args)]
pub struct Score {
    /// Gold, JSON Lines: events of the schema, reviews (export --format gold), or the form of gold/events.jsonl
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// Coded events, JSON Lines as code prints them, or - for standard input
    #[arg(
        value_name = "EVENTS",
        required_unless_present = "record",
        conflicts_with = "record"
    )]
    events: Option<PathBuf>,
    /// Score the events of a record instead
    #[arg(long, value_name = "PATH")]
    record: Option<PathBuf>,
    /// The documents, for gold that names its triggers by words; without them such words are looked for in the evidence of
    /// coded events
    #[arg(long, value_name = "INPUT")]
    documents: Vec<String>,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    #[command(flatten)]
    target: Target,
}

impl Score {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let gold = self.read_gold()?;
        let mut texts = self.texts();
        let events = match (&self.events, &self.record) {
            (Some(path), _) => read_events(path)?,
            (None, Some(path)) => kept_events(path, &gold, &mut texts)?,
            (None, None) => unreachable!("one of them is required"),
        };
        let table = score(&gold, &events, |id| texts.get(id).cloned()).table();
        let mut output = self.target.open()?;
        table::write(&mut output, &table, self.format, None)?;
        output.finish()?;
        table.notes.iter().for_each(|note| complain(note));
        Ok(Outcome::default())
    }

    fn read_gold(&self) -> Result<Vec<Gold>> {
        let name = self.gold.display().to_string();
        let gold = read_gold(open(&self.gold)?, &name).map_err(|why| anyhow!(why))?;
        anyhow::ensure!(!gold.is_empty(), "{name}: there is no gold in it");
        Ok(gold)
    }

    fn texts(&self) -> Texts {
        let options = Options::default();
        let documents = read(&self.documents, &options);
        documents
            .filter_map(|document| match document {
                Ok(document) => Some((document.id, document.text)),
                Err(reject) => {
                    complain(&reject.to_string());
                    None
                }
            })
            .collect()
    }
}

fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Box::new(BufReader::new(file)))
}

fn read_events(path: &Path) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    for (number, line) in open(path)?.lines().enumerate() {
        let place = || format!("{}, line {}", path.display(), number + 1);
        let line = line.with_context(place)?;
        if !line.trim().is_empty() {
            events.push(serde_json::from_str(&line).with_context(place)?);
        }
    }
    Ok(events)
}

/// The events of the documents that the gold names, and their texts.
fn kept_events(path: &Path, gold: &[Gold], texts: &mut Texts) -> Result<Vec<Event>> {
    let record = Record::read_only(path)?;
    let mut events = Vec::new();
    let mut documents: Vec<&str> = gold.iter().map(|wanted| wanted.document.as_str()).collect();
    documents.sort_unstable();
    documents.dedup();
    for id in documents {
        let found = record.documents_called(id)?;
        if found.len() > 1 {
            complain(&format!(
                "{id}: {} documents have this id; the first is scored",
                found.len()
            ));
        }
        for (key, text) in found.into_iter().take(1) {
            texts.entry(id.to_owned()).or_insert(text);
            events.extend(record.events_of(key)?);
        }
    }
    Ok(events)
}
