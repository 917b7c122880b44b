//! `chancery mentions`: who, when and where, resolved.

use super::common::{Engine, Inputs};
use super::documents;
use super::knowledge::{self, Books};
use super::output::Target;
use super::stream::stream;
use super::talk::Outcome;
use crate::format::mentions_csv;
use chancery_coding::Mentioned;
use chancery_intake::{Document, Found};
use clap::{Args, ValueEnum};
use std::io::Write;

/// Print who, when and where: actors, times and places, resolved
#[derive(Args)]
pub struct Mentions {
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
    /// One JSON object a document, offsets in characters
    Jsonl,
    /// One row a mention; its column `kind` says actor, time or place
    Csv,
}

impl Mentions {
    /// Does it.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let (pipeline, codebook) = knowledge::both(&self.engine, &self.books)?;
        let coder = self.books.coder(&pipeline, &codebook)?;
        let options = self.inputs.options();
        let mut output = self.target.open()?;
        if self.format == Format::Csv {
            output.write_all(&mentions_csv::header())?;
        }
        let find = |documents: &[Document]| coder.mentions_all(documents);
        let render = |all: &Mentioned| {
            let count = all.actors.len() + all.times.len() + all.places.len();
            (self.render(all), count)
        };
        let stage = |found: Vec<Found>| documents::through(found, &options, find, render);
        stream(&self.inputs, &self.engine, output, Some("mentions"), stage)
    }

    fn render(&self, mentioned: &Mentioned) -> Vec<u8> {
        let mut bytes = Vec::new();
        match self.format {
            Format::Jsonl => {
                serde_json::to_writer(&mut bytes, mentioned).expect("strings and numbers are JSON");
                bytes.push(b'\n');
            }
            Format::Csv => mentions_csv::write(&mut bytes, mentioned),
        }
        bytes
    }
}
