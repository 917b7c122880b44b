//! `chancery code`: documents in, events out; nothing is kept.

use super::common::{Engine, Inputs};
use super::documents;
use super::knowledge::{self, Books};
use super::output::Target;
use super::stream::stream;
use super::talk::Outcome;
use crate::format::events_csv;
use chancery_coding::Event;
use chancery_intake::{Document, Found};
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
        let code = |documents: &[Document]| coder.code_all(documents);
        let render = |events: &Vec<Event>| (self.render(events), events.len());
        let stage = |found: Vec<Found>| documents::through(found, &options, code, render);
        stream(&self.inputs, &self.engine, output, Some("events"), stage)
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
