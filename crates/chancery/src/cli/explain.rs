//! `chancery explain`: the way to a coding.

use super::common::Engine;
use super::knowledge::{self, Books};
use super::talk::Outcome;
use anyhow::{Context, anyhow};
use chancery_intake::{Date, Options, Supplied, assemble, decode, parse_date};
use clap::{Args, ValueEnum};
use std::io::{self, Read, Write};
use std::path::Path;

/// Explain a coding: trees, mentions, clauses, the frames tried and why each fit or failed
#[derive(Args)]
pub struct Explain {
    /// The text itself, a text file, or - for standard input
    text: String,
    /// The document's date, where the text names none
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    published: Option<Date>,
    /// The form of the output
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    books: Books,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A report to read
    Text,
    /// One JSON object
    Json,
}

impl Explain {
    /// Does it.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let options = Options {
            published: self.published,
            ..Options::default()
        };
        let supplied = Supplied {
            id: "text".into(),
            text: self.read(&options)?,
            ..Supplied::default()
        };
        let document = assemble(supplied, &options).map_err(|reason| anyhow!("{reason}"))?;
        let (pipeline, codebook) = knowledge::both(&self.engine, &self.books)?;
        let explanation = self.books.coder(&pipeline, &codebook)?.explain(&document);
        let mut out = io::stdout().lock();
        match self.format {
            Format::Text => writeln!(out, "{explanation}")?,
            Format::Json => {
                serde_json::to_writer(&mut out, &explanation).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
        Ok(Outcome::default())
    }

    /// The text; a longer one than documents may have is not read to its end.
    fn read(&self, options: &Options) -> anyhow::Result<String> {
        let most = options.max_document as u64 * 4 + 1;
        let mut bytes = Vec::new();
        if self.text == "-" {
            io::stdin().take(most).read_to_end(&mut bytes)?;
        } else if Path::new(&self.text).is_file() {
            let file = std::fs::File::open(&self.text).with_context(|| self.text.clone())?;
            file.take(most).read_to_end(&mut bytes)?;
        } else {
            return Ok(self.text.clone());
        }
        Ok(decode(&bytes))
    }
}
