//! The command line: one file a command, and what they share.

mod ask;
mod asking;
mod code;
mod codebook;
mod common;
mod decide;
mod documents;
mod explain;
mod export;
mod forms;
mod knowledge;
mod mentions;
mod model;
mod ordered;
mod output;
mod parse;
mod read;
mod recode;
mod relate;
mod review;
mod score;
mod stream;
mod talk;
mod versions;

use anyhow::Error;
use clap::{Parser, Subcommand};
use std::io;
use std::process::ExitCode;
use talk::Outcome;

/// Reads news reports and keeps the diplomatic record: who said or did what to whom, when, where, through which
/// channel, in answer to what, and on whose word.
#[derive(Parser)]
#[command(name = "chancery", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Code(code::Code),
    Read(read::Read),
    Find(ask::Find),
    Show(ask::Show),
    Threads(ask::Threads),
    Series(ask::Over),
    Dyads(ask::Dyads),
    Actors(ask::Actors),
    Query(ask::Query),
    Export(export::Export),
    Review(review::Judge),
    Recode(recode::Recode),
    Score(score::Score),
    /// Decide that two reports tell of one incident; it holds whatever is read afterwards
    Join(decide::Pair),
    /// Decide that two reports tell of two incidents; it holds whatever is read afterwards
    Split(decide::Pair),
    Relate(relate::Relate),
    Parse(parse::Parse),
    Mentions(mentions::Mentions),
    Explain(explain::Explain),
    #[command(subcommand)]
    Codebook(codebook::Book),
    #[command(subcommand)]
    Model(model::Model),
}

impl Command {
    fn run(self) -> anyhow::Result<Outcome> {
        match self {
            Self::Code(code) => code.run(),
            Self::Read(read) => read.run(),
            Self::Find(find) => find.run(),
            Self::Show(show) => show.run(),
            Self::Threads(threads) => threads.run(),
            Self::Series(series) => series.run(),
            Self::Dyads(dyads) => dyads.run(),
            Self::Actors(actors) => actors.run(),
            Self::Query(query) => query.run(),
            Self::Export(export) => export.run(),
            Self::Review(review) => review.run(),
            Self::Recode(recode) => recode.run(),
            Self::Score(score) => score.run(),
            Self::Join(pair) => pair.join(),
            Self::Split(pair) => pair.split(),
            Self::Relate(relate) => relate.run(),
            Self::Mentions(mentions) => mentions.run(),
            Self::Explain(explain) => explain.run(),
            Self::Codebook(book) => book.run(),
            Self::Parse(parse) => parse.run(),
            Self::Model(model) => model.run(),
        }
    }
}

/// Reads the arguments, does what they say and returns the exit status: 0 done, 1 done but some documents were
/// rejected, 2 wrong arguments, 3 could not do it.
pub fn main() -> ExitCode {
    match Cli::parse().command.run() {
        Ok(outcome) => outcome.status(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            talk::complain(&format!("{error:#}"));
            ExitCode::from(3)
        }
    }
}

/// Whether whoever read our output has seen enough, as `head` does.
fn is_broken_pipe(error: &Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
