//! Documents through a stage on all cores: bounded memory, results in order, one bad document stops nothing.

use super::common::{Engine, Inputs};
use super::ordered::ordered;
use super::output::Output;
use super::talk::{Outcome, Talk};
use anyhow::Result;
use chancery_intake::{Found, Reason, Reject, find};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A batch is full with so many bytes of text, or so many documents. Its bounds depend on the input alone, never
/// on the number of threads.
const BATCH_BYTES: usize = 1 << 16;
const BATCH_DOCUMENTS: usize = 64;

/// What one document became.
pub struct Done {
    /// The bytes to write.
    pub bytes: Vec<u8>,
    /// How many things it holds, for the summary.
    pub things: usize,
    /// What should be said about it.
    pub warnings: Vec<String>,
}

/// Takes all documents through `stage`, which gets some at a time and answers for each in order, and writes what
/// they become. `counted` names what they hold.
pub fn stream(
    inputs: &Inputs,
    engine: &Engine,
    mut output: Output,
    counted: Option<&'static str>,
    stage: impl Fn(Vec<Found>) -> Vec<Result<Done, Reject>> + Sync,
) -> Result<Outcome> {
    let (named, options) = (inputs.named(), inputs.options());
    let mut talk = Talk::begin(counted);
    let batches = Batches(find(&named, &options));
    let ended = ordered(
        engine.threads(),
        batches,
        |batch| through(batch, &stage),
        |results| {
            for result in results {
                match result {
                    Ok(done) => {
                        output.write_all(&done.bytes)?;
                        talk.done(done.things);
                        done.warnings.iter().for_each(|warning| talk.say(warning));
                    }
                    Err(reject) => talk.reject(&reject),
                }
            }
            Ok(())
        },
    );
    let ended = ended.and_then(|()| output.finish());
    let outcome = talk.end();
    ended.map(|()| outcome)
}

type Item = Result<Found, Reject>;

/// Documents and rejects in order, some at a time.
struct Batches<I>(I);

impl<I: Iterator<Item = Item>> Iterator for Batches<I> {
    type Item = Vec<Item>;

    fn next(&mut self) -> Option<Vec<Item>> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH_BYTES && batch.len() < BATCH_DOCUMENTS {
            let Some(item) = self.0.next() else { break };
            bytes += item.as_ref().map_or(0, |found| found.supplied.text.len());
            batch.push(item);
        }
        (!batch.is_empty()).then_some(batch)
    }
}

/// Takes a batch through the stage; its rejects keep their places.
fn through(
    batch: Vec<Item>,
    stage: &(impl Fn(Vec<Found>) -> Vec<Result<Done, Reject>> + Sync),
) -> Vec<Result<Done, Reject>> {
    let found: Vec<Found> = batch
        .iter()
        .filter_map(|item| item.as_ref().ok().cloned())
        .collect();
    let mut done = guarded(found, stage).into_iter();
    let place = |item: Item| match item {
        Ok(_) => done.next().expect("the stage answers for every document"),
        Err(reject) => Err(reject),
    };
    batch.into_iter().map(place).collect()
}

/// Runs the stage; where it panics, runs it again document by document and rejects those that make it panic.
fn guarded(
    found: Vec<Found>,
    stage: &(impl Fn(Vec<Found>) -> Vec<Result<Done, Reject>> + Sync),
) -> Vec<Result<Done, Reject>> {
    let attempt = |found: Vec<Found>| catch_unwind(AssertUnwindSafe(|| stage(found)));
    if let Ok(done) = attempt(found.clone()) {
        return done;
    }
    let alone = |found: Found| {
        let (input, line, id) = (
            found.input.clone(),
            found.line,
            Some(found.supplied.id.clone()),
        );
        let done = attempt(vec![found]).ok().and_then(|mut done| done.pop());
        done.unwrap_or(Err(Reject {
            input,
            line,
            id,
            reason: Reason::Fault,
        }))
    };
    found.into_iter().map(alone).collect()
}
