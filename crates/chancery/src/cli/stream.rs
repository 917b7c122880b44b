//! Documents through a stage on all cores: bounded memory, results in order, one bad document stops nothing.

use super::common::{Engine, Inputs};
use super::ordered::ordered;
use super::output::Output;
use super::talk::{Outcome, Talk};
use anyhow::Result;
use chancery_intake::{Found, Object, Reason, Reject, find};
use serde_json::Value;
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
    output: Output,
    counted: Option<&'static str>,
    stage: impl Fn(Vec<Found>) -> Answers + Sync,
) -> Result<Outcome> {
    let (named, options) = (inputs.named(), inputs.options());
    run(find(&named, &options), engine, output, counted, stage)
}

/// One answer for each item of a batch.
pub type Answers<D = Done> = Vec<Result<D, Reject>>;

/// What can be taken through a stage.
pub trait Item: Clone + Send {
    /// How much text it holds, roughly.
    fn bytes(&self) -> usize;
    /// The reject that names it.
    fn refuse(&self, reason: Reason) -> Reject;
}

impl Item for Found {
    fn bytes(&self) -> usize {
        self.supplied.text.len()
    }

    fn refuse(&self, reason: Reason) -> Reject {
        Reject {
            input: self.input.clone(),
            line: self.line,
            id: Some(self.supplied.id.clone()),
            reason,
        }
    }
}

impl Item for Object {
    fn bytes(&self) -> usize {
        let text = |value: &Value| value.as_str().map_or(0, str::len);
        self.fields.values().map(text).sum()
    }

    fn refuse(&self, reason: Reason) -> Reject {
        let id = self.fields.get("id").and_then(Value::as_str);
        Reject {
            input: self.input.clone(),
            line: Some(self.line),
            id: id.map(str::to_owned),
            reason,
        }
    }
}

/// Like [`stream`], over any items.
pub fn run<T: Item>(
    items: impl Iterator<Item = Result<T, Reject>>,
    engine: &Engine,
    mut output: Output,
    counted: Option<&'static str>,
    stage: impl Fn(Vec<T>) -> Answers + Sync,
) -> Result<Outcome> {
    let mut talk = Talk::begin(counted);
    let ended = pass(items, engine.threads(), stage, |results| {
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
    });
    // Where writing fails there is nothing to sum up.
    ended.and_then(|()| output.finish())?;
    Ok(talk.end())
}

/// Takes all items through `stage` on so many threads and hands its answers to `sink`, in order and some at a time.
/// An error of `sink` ends it all.
pub fn pass<T: Item, D: Send>(
    items: impl Iterator<Item = Result<T, Reject>>,
    threads: usize,
    stage: impl Fn(Vec<T>) -> Answers<D> + Sync,
    sink: impl FnMut(Answers<D>) -> Result<()>,
) -> Result<()> {
    let batches = Batches(items);
    ordered(threads, batches, |batch| through(batch, &stage), sink)
}

/// Items and rejects in order, some at a time.
struct Batches<I>(I);

impl<T: Item, I: Iterator<Item = Result<T, Reject>>> Iterator for Batches<I> {
    type Item = Vec<Result<T, Reject>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH_BYTES && batch.len() < BATCH_DOCUMENTS {
            let Some(item) = self.0.next() else { break };
            bytes += item.as_ref().map_or(0, T::bytes);
            batch.push(item);
        }
        (!batch.is_empty()).then_some(batch)
    }
}

/// Takes a batch through the stage; its rejects keep their places.
fn through<T: Item, D>(
    batch: Vec<Result<T, Reject>>,
    stage: &(impl Fn(Vec<T>) -> Answers<D> + Sync),
) -> Answers<D> {
    let items = batch.iter().filter_map(|item| item.as_ref().ok().cloned());
    let mut answers = guarded(items.collect(), stage).into_iter();
    let place = |item: Result<T, Reject>| {
        item.and_then(|_| answers.next().expect("the stage answers for every item"))
    };
    batch.into_iter().map(place).collect()
}

/// Runs the stage; where it panics, runs it again item by item and rejects those that make it panic.
fn guarded<T: Item, D>(
    items: Vec<T>,
    stage: &(impl Fn(Vec<T>) -> Answers<D> + Sync),
) -> Answers<D> {
    let attempt = |items: Vec<T>| catch_unwind(AssertUnwindSafe(|| stage(items)));
    if let Ok(answers) = attempt(items.clone()) {
        return answers;
    }
    let alone = |item: T| {
        let answer = attempt(vec![item.clone()])
            .ok()
            .and_then(|mut answers| answers.pop());
        answer.unwrap_or_else(|| Err(item.refuse(Reason::Fault)))
    };
    items.into_iter().map(alone).collect()
}
