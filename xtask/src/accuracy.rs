//! `cargo xtask accuracy`: how good the coding is on development data.

pub mod compare;
pub mod dispatches;
pub mod marked;
mod plv;
mod readers;
mod whole;

use anyhow::{Context as _, Result};
use chancery_codebook::Codebook;
use chancery_language::Pipeline;
use clap::Args;

use crate::demo::workspace;
use crate::train::kept;

/// Measure the coding on development data.
#[derive(Args)]
pub struct Options {
    /// Only the annotated dispatches.
    #[arg(long)]
    dispatches: bool,
    /// Measure on the dispatches of the corpus, each coded with models that have not seen it, rather than
    /// on those of development.
    #[arg(long)]
    marked: bool,
    /// Write the events coded from the dispatches to a file, as JSONL.
    #[arg(long, value_name = "FILE")]
    events: Option<std::path::PathBuf>,
    /// List what differs between the annotated dispatches and their coding.
    #[arg(long, value_name = "KIND")]
    list: Option<compare::Kind>,
    /// List the events of the right type in which this field differs.
    #[arg(long, value_name = "FIELD")]
    field: Option<compare::Field>,
    /// Print the first N sentences that were put in a wrong class.
    #[arg(long, value_name = "N", default_value_t = 0)]
    show: usize,
}

/// Runs all measurements whose data are at hand.
pub fn run(options: &Options) -> Result<()> {
    let pipeline = Pipeline::load(&chancery_language::locate(None)?)?;
    let codebook = Codebook::load(&workspace().join("data")).context("the codebook has faults")?;
    let coder = kept(&pipeline, &codebook)?;
    if !options.dispatches {
        plv::run(&coder, options.show)?;
    }
    dispatches::run(
        &pipeline,
        &codebook,
        &workspace().join("data"),
        &dispatches::Wanted {
            marked: options.marked,
            events: options.events.as_deref(),
            listing: compare::Listing {
                kind: options.list,
                field: options.field,
            },
        },
    )
}
