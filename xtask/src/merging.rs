//! How well reports are merged into incidents: the merger on the labelled set of `data/dev/merging`.

use anyhow::{Result, anyhow};
use chancery_record::merging::trial::{Outcome, Set};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Measure the merging of reports into incidents on development data.
#[derive(clap::Args)]
pub struct Options {
    /// Show what went wrong: reports joined wrongly, with the weights, and incidents that fell apart.
    #[arg(long)]
    mistakes: bool,
    /// Another labelled set.
    #[arg(long, value_name = "FOLDER")]
    set: Option<PathBuf>,
}

/// Runs the merger and prints the figures.
pub fn run(options: &Options) -> Result<()> {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/dev/merging");
    let set =
        Set::read(&options.set.clone().unwrap_or_else(own)).map_err(|error| anyhow!(error))?;
    let outcome = Outcome::of(&set);
    if options.mistakes {
        println!("{}", outcome.mistakes);
    }
    let incidents: BTreeSet<&String> = set.labels.iter().collect();
    let (dispatches, events) = (set.dispatches.len(), set.events.len());
    println!(
        "{dispatches} dispatches, {events} events, {} incidents",
        incidents.len()
    );
    let (worst, best) = outcome.range;
    println!(
        "pairwise   {} (from {worst:.3} to {best:.3}, as lots are drawn)",
        outcome.pairwise
    );
    println!("B-cubed    {}", outcome.b_cubed);
    println!("copies     {}", outcome.copies);
    for (name, (pairs, cubed)) in ["odd", "even"].iter().zip(outcome.halves) {
        println!("stories with {name} numbers: pairwise {pairs}; B-cubed {cubed}");
    }
    Ok(())
}
