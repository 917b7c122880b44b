//! How well reports are merged into incidents: the merger on the labelled set of `gold/merging`.

use crate::demo::workspace;
use crate::train::kept;
use anyhow::{Context as _, Result, anyhow};
use chancery_codebook::Codebook;
use chancery_coding::Event;
use chancery_intake::{Options as Intake, Supplied, assemble};
use chancery_language::Pipeline;
use chancery_record::merging::trial::{Dispatch, Figures, Outcome, Set};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Measure the merging of reports into incidents on development data.
#[derive(clap::Args)]
pub struct Options {
    /// Show what went wrong: reports joined wrongly, with the weights, and incidents that fell apart.
    #[arg(long)]
    mistakes: bool,
    /// Merge the coder's own events rather than those coded by hand.
    #[arg(long)]
    coded: bool,
    /// Another labelled set.
    #[arg(long, value_name = "FOLDER")]
    set: Option<PathBuf>,
}

/// Runs the merger and prints the figures.
pub fn run(options: &Options) -> Result<()> {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../gold/merging");
    let set =
        Set::read(&options.set.clone().unwrap_or_else(own)).map_err(|error| anyhow!(error))?;
    let given = set.clone();
    let set = if options.coded { coded(&set)? } else { set };
    let outcome = Outcome::of(&set);
    if options.mistakes {
        println!("{}", outcome.mistakes);
    }
    let incidents: BTreeSet<&String> = given.labels.iter().collect();
    let (dispatches, events) = (set.dispatches.len(), set.events.len());
    println!(
        "{dispatches} dispatches, {events} events, {} incidents",
        incidents.len()
    );
    if options.coded {
        let labelled = set.labels.iter().filter(|label| !label.is_empty()).count();
        let share = set.pairs() as f64 / given.pairs() as f64;
        println!(
            "{labelled} of the {} events coded by hand have one of the coder's in their place, {} of {} pairs",
            given.events.len(),
            set.pairs(),
            given.pairs()
        );
        let whole = Figures {
            recall: outcome.pairwise.recall * share,
            ..outcome.pairwise
        };
        println!("pairwise   {whole}: coder and merger together; below, of what was coded");
    }
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

/// The set with the events that the coder finds in its dispatches.
fn coded(set: &Set) -> Result<Set> {
    let pipeline = Pipeline::load(chancery_language::locate(None)?)?;
    let codebook = Codebook::load(&workspace().join("data")).context("the codebook has faults")?;
    let coder = kept(&pipeline, &codebook)?;
    let code = |dispatch: &Dispatch| -> Result<Vec<Event>> {
        let supplied = Supplied {
            id: dispatch.id.clone(),
            text: dispatch.text.clone(),
            published: Some(dispatch.published.to_string()),
            publisher: Some(dispatch.publisher.clone()),
            ..Supplied::default()
        };
        let document = assemble(supplied, &Intake::default()).map_err(|why| anyhow!("{why}"))?;
        Ok(coder.code(&document))
    };
    let events: Vec<Vec<Event>> = set.dispatches.par_iter().map(code).collect::<Result<_>>()?;
    Ok(set.with_events(events.concat()))
}
