//! `chancery read`: documents in, and kept with their events; safe to repeat, safe to kill.

use super::common::{Engine, Inputs, Kept};
use super::documents::coded;
use super::knowledge::{self, Books};
use super::stream::{Answers, Item, pass};
use super::talk::{Outcome, Talk};
use super::versions;
use anyhow::Result;
use chancery_coding::{Coder, Event};
use chancery_intake::{Found, Options, Reason, Reject, find};
use chancery_record::{self as record, KeptDocument, Known, Record, Run, RunInfo};
use clap::Args;
use std::mem;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// A batch is kept with so much text or so many documents, or after so long: a kill loses no more work than that.
const BATCH_BYTES: usize = 8 << 20;
const BATCH_DOCUMENTS: usize = 4096;
const BATCH_TIME: Duration = Duration::from_secs(1);
/// The first batch is kept after this, and each waits twice as long as the one before until they wait that long: what was read first is
/// soon there to be asked for, and a run that is killed early has kept something.
const FIRST_BATCH_TIME: Duration = Duration::from_millis(100);
/// Where keeping a batch takes long, as where an incident has hundreds of reports, the next one waits so many times as long, though no
/// longer than this: most of the time is for coding, and what is left to keep when coding ends is little.
const PATIENCE: u32 = 4;
const BATCH_TIME_AT_MOST: Duration = Duration::from_secs(2);
/// So many answers of the coder may wait while a batch is being kept, each for some documents.
const WAITING: usize = 16;

/// Code documents and keep them: safe to repeat, safe to kill
#[derive(Args)]
pub struct Read {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    kept: Kept,
    /// Keep the documents under NAME in place of the folder's path, so that they are known again when the folder moves
    #[arg(long, value_name = "NAME", help_heading = "Documents")]
    root: Option<String>,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    books: Books,
}

/// A document of the input, and whether the record has it.
#[derive(Clone)]
struct Asked {
    found: Found,
    known: bool,
}

impl Item for Asked {
    fn bytes(&self) -> usize {
        if self.known { 0 } else { self.found.bytes() }
    }

    fn refuse(&self, reason: Reason) -> Reject {
        self.found.refuse(reason)
    }
}

/// What one document became; none where it was known.
type Coded = Option<(Box<KeptDocument>, Vec<Event>)>;

impl Read {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let named = self.inputs.named();
        let mut record = Record::open(&self.kept.record)?;
        let lookup = Record::read_only(&self.kept.record)?;
        let begun = jiff::Timestamp::now().to_string();
        let (pipeline, codebook) = knowledge::both(&self.engine, &self.books)?;
        let coder = self.books.coder(&pipeline, &codebook)?;
        let options = self.inputs.options();
        let this = &self;
        let stage = |asked: Vec<Asked>| this.code(&coder, asked, &options);
        // Coding goes on while a batch is kept, and has begun before it is known what the program is: hashing that takes its time.
        let (give, answers) = mpsc::sync_channel(WAITING);
        let (named, options, codebook) = (&named, &options, &codebook);
        // The answers go in with what takes them: where that fails coding must not wait for anybody.
        thread::scope(move |scope| {
            scope.spawn(move || {
                let items = find(named, options).map(|found| Ok(this.ask(&lookup, found?)));
                // Where nobody takes the answers keeping has failed, and says why.
                let _ = pass(items, this.engine.threads(), stage, |done| {
                    Ok(give.send(done)?)
                });
            });
            let info = RunInfo {
                command: "read".into(),
                arguments: std::env::args().skip(1).collect(),
                begun,
                ..versions::of(&this.engine, &this.books, codebook)?
            };
            let mut keeper = Keeper::new(record.begin(&info)?);
            answers.into_iter().try_for_each(|done| keeper.take(done))?;
            keeper.end()
        })
    }

    fn ask(&self, record: &Record, found: Found) -> Asked {
        let root = self.root(&found);
        // Where the question fails, keeping the document will say why.
        let known = record.knows(root, &found.supplied.id, &found.supplied.text);
        let known = known.is_ok_and(|known| known == Known::Same);
        Asked { found, known }
    }

    fn root<'a>(&'a self, found: &'a Found) -> &'a str {
        self.root.as_deref().unwrap_or(&found.root)
    }

    fn code(&self, coder: &Coder, asked: Vec<Asked>, options: &Options) -> Answers<Coded> {
        let roots: Vec<Option<String>> = asked
            .iter()
            .map(|asked| (!asked.known).then(|| self.root(&asked.found).to_owned()))
            .collect();
        let new = asked.into_iter().filter(|asked| !asked.known);
        let found = new.map(|asked| asked.found).collect();
        let mut coded = coded(found, options, |documents| coder.code_all(documents)).into_iter();
        let answer = |root: Option<String>| match root {
            None => Ok(None),
            Some(root) => {
                let (document, events) = coded.next().expect("an answer for each document")?;
                Ok(Some((Box::new(KeptDocument::of(&root, &document)), events)))
            }
        };
        roots.into_iter().map(answer).collect()
    }
}

/// Gathers what documents became and keeps it batch by batch.
struct Keeper<'r> {
    run: Run<'r>,
    talk: Talk,
    batch: Vec<record::Item>,
    /// How much text it has.
    bytes: usize,
    since: Instant,
    /// How long the batch waits.
    wait: Duration,
}

impl<'r> Keeper<'r> {
    fn new(run: Run<'r>) -> Self {
        Self {
            run,
            talk: Talk::begin(Some("events")),
            batch: Vec::new(),
            bytes: 0,
            since: Instant::now(),
            wait: FIRST_BATCH_TIME,
        }
    }

    fn take(&mut self, answers: Answers<Coded>) -> Result<()> {
        for answer in answers {
            match answer {
                Ok(Some((document, events))) => self.coded(document, events),
                Ok(None) => {
                    self.talk.known();
                    self.batch.push(record::Item::Known);
                }
                Err(reject) => self.rejected(reject),
            }
        }
        let full = self.batch.len() >= BATCH_DOCUMENTS
            || self.bytes >= BATCH_BYTES
            || self.since.elapsed() >= self.wait;
        if full { self.keep() } else { Ok(()) }
    }

    fn coded(&mut self, document: Box<KeptDocument>, events: Vec<Event>) {
        self.talk.done(events.len());
        self.bytes += document.text.len();
        for warning in &document.warnings {
            self.talk.say(format!("{}: {warning}", document.id));
        }
        self.batch.push(record::Item::Coded(document, events));
    }

    fn rejected(&mut self, reject: Reject) {
        self.talk.reject(&reject);
        if !reject.reason.is_repeat() {
            self.batch.push(record::Item::Rejected(reject));
        }
    }

    fn keep(&mut self) -> Result<()> {
        let begun = Instant::now();
        self.run.keep(mem::take(&mut self.batch))?;
        self.bytes = 0;
        self.since = Instant::now();
        let at_least = (2 * self.wait).min(BATCH_TIME);
        self.wait = (PATIENCE * begun.elapsed()).clamp(at_least, BATCH_TIME_AT_MOST);
        Ok(())
    }

    fn end(mut self) -> Result<Outcome> {
        self.keep()?;
        self.run.finish(&jiff::Timestamp::now().to_string())?;
        // The program ends soon: to give back piece by piece what the run remembers would only take time.
        mem::forget(self.run);
        Ok(self.talk.end())
    }
}
