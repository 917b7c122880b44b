//! `chancery mentions`: who, when and where, resolved.

use super::code::unread_language;
use super::common::{Engine, Inputs};
use super::knowledge::{self, Books};
use super::output::Target;
use super::stream::{Answers, Done, Item, stream};
use super::talk::Outcome;
use crate::format::mentions_csv;
use chancery_coding::{Coder, Mentioned};
use chancery_intake::{Found, Options, Reject};
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
        let coder = Coder::new(&pipeline, &codebook);
        let options = self.inputs.options();
        let mut output = self.target.open()?;
        if self.format == Format::Csv {
            output.write_all(&mentions_csv::header())?;
        }
        let stage = |found: Vec<Found>| -> Answers {
            found
                .into_iter()
                .map(|found| self.document(&coder, found, &options))
                .collect()
        };
        stream(&self.inputs, &self.engine, output, Some("mentions"), stage)
    }

    fn document(&self, coder: &Coder, found: Found, options: &Options) -> Result<Done, Reject> {
        let place = found.clone();
        let document = found.assemble(options)?;
        if let Some(reason) = unread_language(&document) {
            return Err(place.refuse(reason));
        }
        let mentioned = coder.mentions(&document);
        let warn = |warning: &String| format!("{}: {warning}", document.id);
        Ok(Done {
            bytes: self.render(&mentioned),
            things: mentioned.actors.len() + mentioned.times.len() + mentioned.places.len(),
            warnings: document.warnings.iter().map(warn).collect(),
        })
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
