//! `cargo xtask accuracy`: how good the coding is on development data.

mod dispatches;
mod plv;

use anyhow::{Context as _, Result};
use chancery_codebook::Codebook;
use chancery_coding::Coder;
use chancery_language::Pipeline;
use clap::Args;

use crate::demo::workspace;

/// Measure the coding on development data.
#[derive(Args)]
pub struct Options {
    /// Print the first N sentences that were put in a wrong class.
    #[arg(long, value_name = "N", default_value_t = 0)]
    show: usize,
}

/// Runs all measurements whose data are at hand.
pub fn run(options: &Options) -> Result<()> {
    let pipeline = Pipeline::load(&chancery_language::locate(None)?)?;
    let codebook = Codebook::load(&workspace().join("data")).context("the codebook has faults")?;
    let coder = Coder::new(&pipeline, &codebook);
    plv::run(&coder, options.show)?;
    dispatches::run(&coder, &workspace().join("data"))
}
