//! `chancery codebook`: what the program knows, listed, shown and checked.

use super::common::Engine;
use super::knowledge::{self, Books};
use super::talk::{Outcome, complain};
use anyhow::Result;
use chancery_codebook::{Codebook, Severity, render};
use chancery_coding::run_examples;
use clap::{Args, Subcommand};
use std::io::{Write, stdout};
use std::path::PathBuf;

/// List, show and check the codebook: types, frames, who is who
#[derive(Subcommand)]
pub enum Book {
    /// List the types with their frames, and how much there is of everything
    List(Choice),
    /// Show a type, a frame, a CAMEO code, a @class or an entity
    Show(Show),
    /// Check the files of a codebook and run the examples of its frames
    Check(Check),
}

/// Which codebook.
#[derive(Args)]
pub struct Choice {
    #[command(flatten)]
    books: Books,
}

/// What to show.
#[derive(Args)]
pub struct Show {
    /// A type (CONSULT), a family or frame (CONSULT/meet), a CAMEO code (042), a class (@message) or an entity
    /// (person/...)
    name: String,
    #[command(flatten)]
    books: Books,
}

/// What to check.
#[derive(Args)]
pub struct Check {
    /// The folder of a codebook [default: the examples of the built-in codebook]
    dir: Option<PathBuf>,
    /// Check the folder alone, not over the built-in codebook
    #[arg(long, requires = "dir")]
    only_codebook: bool,
    /// Check the files without running the examples, which needs no language model
    #[arg(long)]
    no_examples: bool,
    #[command(flatten)]
    engine: Engine,
}

impl Book {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        match self {
            Self::List(choice) => print(&render::list(&choice.books.load()?)),
            Self::Show(show) => match render::show(&show.books.load()?, &show.name) {
                Some(page) => print(&page),
                None => anyhow::bail!(
                    "the codebook has no type, frame, code, class or entity `{}`; `chancery codebook list` shows what there is",
                    show.name
                ),
            },
            Self::Check(check) => check.run(),
        }
    }
}

fn print(page: &str) -> Result<Outcome> {
    stdout().write_all(page.as_bytes())?;
    Ok(Outcome::default())
}

impl Check {
    fn run(self) -> Result<Outcome> {
        let mut out = stdout().lock();
        let mut outcome = Outcome::default();
        let problems = self.dir.as_deref().map(Codebook::check).unwrap_or_default();
        for problem in &problems {
            writeln!(out, "{problem}")?;
        }
        let faults = problems
            .iter()
            .filter(|problem| problem.severity == Severity::Fault)
            .count();
        if faults > 0 {
            anyhow::bail!("{faults} fault(s); the examples were not run");
        }
        if !self.no_examples {
            outcome.rejected = self.examples(&mut out)?;
        }
        complain(&format!(
            "{} doubt(s), {} failure(s)",
            problems.len(),
            outcome.rejected
        ));
        Ok(outcome)
    }

    /// Runs the examples and says which fail.
    fn examples(&self, out: &mut impl Write) -> Result<u64> {
        let books = Books::of(self.dir.clone(), self.only_codebook);
        let (pipeline, codebook) = knowledge::both(&self.engine, &books)?;
        let report = run_examples(&books.coder(&pipeline, &codebook)?);
        for failure in &report.failures {
            writeln!(
                out,
                "{}:{}: {}: {}\n    {}",
                failure.file, failure.line, failure.frame, failure.problem, failure.text
            )?;
        }
        let predicates = report.exercised.len();
        complain(&format!(
            "{} examples and near misses, {} fail, {} known to be wrong; {predicates} predicates exercised",
            report.run,
            report.failures.len(),
            report.known_wrong,
        ));
        Ok(report.failures.len() as u64)
    }
}
