//! Options that several commands share.

use chancery_intake::{Date, Options, parse_date};
use clap::Args;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Which documents are read, and what holds for those that do not say.
#[derive(Args)]
pub struct Inputs {
    /// Files, folders, globs, or - for standard input: plain text, or JSON Lines with a field `text`
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    /// The date of documents that name none, such as 2021-03-22
    #[arg(long, value_name = "DATE", value_parser = parse_date, help_heading = "Documents")]
    published: Option<Date>,
    /// The publisher of documents that name none
    #[arg(long, value_name = "NAME", help_heading = "Documents")]
    publisher: Option<String>,
    /// The language of documents that name none, as two letters; only English (en) is read so far
    #[arg(long, value_name = "CODE", help_heading = "Documents")]
    language: Option<String>,
    /// The most characters of a document; a longer one is rejected
    #[arg(long, value_name = "N", default_value_t = Options::default().max_document, help_heading = "Documents")]
    max_document: usize,
}

impl Inputs {
    /// The INPUTs named; standard input where none is and somebody writes to it.
    pub fn named(&self) -> Vec<String> {
        if self.inputs.is_empty() && !io::stdin().is_terminal() {
            return vec!["-".into()];
        }
        if self.inputs.is_empty() {
            use clap::error::ErrorKind::MissingRequiredArgument;
            clap::Error::raw(
                MissingRequiredArgument,
                "name at least one INPUT: a file, a folder, a glob, or - for standard input\n",
            )
            .exit();
        }
        self.inputs.clone()
    }

    /// What intake needs to know.
    pub fn options(&self) -> Options {
        Options {
            max_document: self.max_document,
            published: self.published,
            publisher: self.publisher.clone(),
            language: self.language.clone(),
        }
    }
}

/// Which record is meant.
#[derive(Args)]
pub struct Kept {
    /// The record: one SQLite file
    #[arg(
        long,
        value_name = "PATH",
        env = "CHANCERY_RECORD",
        default_value = "chancery.record"
    )]
    pub record: PathBuf,
}

/// How the machine is used, and where the language model lies.
#[derive(Args)]
pub struct Engine {
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// A spaCy pipeline, as a wheel or a folder [default: the one installed]
    #[arg(long, value_name = "PATH", env = "CHANCERY_MODEL")]
    pub model: Option<PathBuf>,
}

impl Engine {
    /// How many threads to use.
    pub fn threads(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.threads.map_or_else(all, NonZeroUsize::get)
    }
}
