//! `chancery code`: documents in, events out; nothing is kept.

use super::common::{Engine, Inputs};
use super::knowledge::{self, Books};
use super::output::Target;
use super::stream::{Answers, Done, Item, stream};
use super::talk::Outcome;
use crate::format::events_csv;
use chancery_coding::{Coder, Event};
use chancery_intake::{Document, Found, Options, Reason, Reject};
use clap::{Args, ValueEnum};
use std::io::Write;

/// Code documents: who said or did what to whom, with the evidence
#[derive(Args)]
pub struct Code {
    #[command(flatten)]
    inputs: Inputs,
    /// The form of the output
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    books: Books,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    /// One JSON object an event, with all there is to know
    Jsonl,
    /// One row for each ordered pair of sides, lists joined by |
    Csv,
}

impl Code {
    /// Does it.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let (pipeline, codebook) = knowledge::both(&self.engine, &self.books)?;
        let coder = self.books.coder(&pipeline, &codebook)?;
        let options = self.inputs.options();
        let mut output = self.target.open()?;
        if self.format == Format::Csv {
            output.write_all(&events_csv::header())?;
        }
        let stage = |found: Vec<Found>| -> Answers {
            found
                .into_iter()
                .map(|found| self.document(&coder, found, &options))
                .collect()
        };
        stream(&self.inputs, &self.engine, output, Some("events"), stage)
    }

    fn document(&self, coder: &Coder, found: Found, options: &Options) -> Result<Done, Reject> {
        let place = found.clone();
        let document = found.assemble(options)?;
        if let Some(reason) = unread_language(&document) {
            return Err(place.refuse(reason));
        }
        let events = coder.code(&document);
        let warn = |warning: &String| format!("{}: {warning}", document.id);
        Ok(Done {
            bytes: self.render(&events),
            things: events.len(),
            warnings: document.warnings.iter().map(warn).collect(),
        })
    }

    fn render(&self, events: &[Event]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for event in events {
            match self.format {
                Format::Jsonl => {
                    serde_json::to_writer(&mut bytes, event).expect("an event is JSON");
                    bytes.push(b'\n');
                }
                Format::Csv => events_csv::write(&mut bytes, event),
            }
        }
        bytes
    }
}

/// The reason to refuse a document that says it is not in English.
pub fn unread_language(document: &Document) -> Option<Reason> {
    let language = document.language.as_deref()?.trim();
    let english = language.is_empty() || language.to_ascii_lowercase().starts_with("en");
    (!english).then(|| Reason::Language {
        found: language.to_owned(),
    })
}
