//! `chancery recode`: the kept documents coded anew; shown first, written when accepted.

use super::common::{Engine, Kept};
use super::documents::unread_language;
use super::knowledge::{self, Books};
use super::output::Target;
use super::stream::{Answers, Item, pass};
use super::talk::{Outcome, Talk};
use super::versions;
use crate::format::table::{self, Form};
use anyhow::Result;
use chancery_coding::{Coder, Event};
use chancery_intake::{Options, Reason, Reject, Supplied, assemble};
use chancery_record::recode::Difference;
use chancery_record::{self as record, KeptDocument, Record, RunInfo};
use clap::Args;
use std::io::Write as _;
use std::mem;

/// Documents read from the record at a time, and kept in one batch.
const BATCH: usize = 256;

/// Code the kept documents with the present codebook and show what differs; --accept keeps it
#[derive(Args)]
pub struct Recode {
    #[command(flatten)]
    kept: Kept,
    /// Keep the new coding; without it nothing is written
    #[arg(long)]
    accept: bool,
    /// Show so many events of each kind: gained, lost, changed
    #[arg(long, value_name = "N", default_value_t = 5)]
    samples: usize,
    /// The form of the difference
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    books: Books,
}

/// A kept document with its events.
#[derive(Clone)]
struct Again {
    document: KeptDocument,
    before: Vec<Event>,
}

impl Again {
    /// What is kept of it: its events where they differ, else that it was coded.
    fn coded_again(self, after: Option<Vec<Event>>) -> record::Item {
        let document = Box::new(self.document);
        match after {
            Some(after) => record::Item::Recoded(document, after),
            None => record::Item::Confirmed(document),
        }
    }
}

impl Item for Again {
    fn bytes(&self) -> usize {
        self.document.text.len()
    }

    fn refuse(&self, reason: Reason) -> Reject {
        Reject {
            input: self.document.root.clone(),
            line: None,
            id: Some(self.document.id.clone()),
            reason,
        }
    }
}

impl Recode {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let reader = Record::read_only(&self.kept.record)?;
        let (pipeline, codebook) = knowledge::both(&self.engine, &self.books)?;
        let coder = self.books.coder(&pipeline, &codebook)?;
        let info = RunInfo {
            command: "recode".into(),
            arguments: std::env::args().skip(1).collect(),
            begun: jiff::Timestamp::now().to_string(),
            ..versions::of(&self.engine, &self.books, &codebook)?
        };
        let mut writer = match self.accept {
            true => Some(Record::open(&self.kept.record)?),
            false => None,
        };
        let mut run = match &mut writer {
            Some(record) => Some(record.begin(&info)?),
            None => None,
        };
        let mut difference = Difference::new(self.samples);
        let mut talk = Talk::begin(Some("events"));
        let mut batch = Vec::new();
        let stage = |items: Vec<Again>| -> Answers<(Again, Vec<Event>)> {
            let code = |item: Again| code(&coder, &item).map(|events| (item, events));
            items.into_iter().map(code).collect()
        };
        let mut failed = None;
        let items = Documents::new(&reader, &mut failed);
        pass(items, self.engine.threads(), stage, |answers| {
            for answer in answers {
                match answer {
                    Ok((item, after)) => {
                        talk.done(after.len());
                        let differs = difference.add(&item.before, &after);
                        if run.is_some() {
                            batch.push(item.coded_again(differs.then_some(after)));
                        }
                    }
                    Err(reject) => {
                        talk.reject(&reject);
                        if run.is_some() {
                            batch.push(record::Item::Rejected(reject));
                        }
                    }
                }
            }
            match &mut run {
                Some(run) if batch.len() >= BATCH => keep(run, &mut batch),
                _ => Ok(()),
            }
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        if let Some(mut run) = run {
            keep(&mut run, &mut batch)?;
            run.finish(&jiff::Timestamp::now().to_string())?;
        }
        self.show(&difference)?;
        talk.say(self.conclusion(&difference));
        Ok(talk.end())
    }

    fn show(&self, difference: &Difference) -> Result<()> {
        let mut output = self.target.open()?;
        // One file of CSV is one table.
        if self.format == Form::Csv {
            table::write(&mut output, &difference.whole_table(), self.format, None)?;
            return output.finish();
        }
        table::write(&mut output, &difference.table(), self.format, None)?;
        let samples = difference.samples();
        if !samples.rows.is_empty() {
            if self.format == Form::Table {
                writeln!(output)?;
            }
            table::write(&mut output, &samples, self.format, None)?;
        }
        output.finish()
    }

    fn conclusion(&self, difference: &Difference) -> String {
        let [gained, lost, changed] = difference.totals();
        let what = format!(
            "{gained} events gained, {lost} lost, {changed} changed, {} as before, in {} of {} documents",
            difference.same, difference.differing, difference.documents
        );
        match (self.accept, difference.differing) {
            (_, 0) => format!("nothing differs: {what}"),
            (true, _) => format!("{what}; the new coding is kept"),
            (false, _) => format!("{what}; nothing was written, --accept keeps the new coding"),
        }
    }
}

fn keep(run: &mut record::Run, batch: &mut Vec<record::Item>) -> Result<()> {
    run.keep(mem::take(batch))?;
    Ok(())
}

/// Codes a document as it was supplied.
fn code(coder: &Coder, item: &Again) -> Result<Vec<Event>, Reject> {
    let kept = &item.document;
    let metadata = kept.date_from.as_deref() == Some("metadata");
    let supplied = Supplied {
        id: kept.id.clone(),
        text: kept.text.clone(),
        title: kept.title.clone(),
        published: kept.date.filter(|_| metadata).map(|date| date.to_string()),
        publisher: kept.publisher.clone(),
        url: kept.url.clone(),
        language: kept.language.clone(),
    };
    let options = Options {
        max_document: usize::MAX,
        ..Options::default()
    };
    let document = assemble(supplied, &options).map_err(|reason| item.refuse(reason))?;
    match unread_language(&document) {
        Some(reason) => Err(item.refuse(reason)),
        None => Ok(coder.code(&document)),
    }
}

/// The documents of a record, page by page; `failed` has why it ended early.
struct Documents<'r> {
    record: &'r Record,
    page: std::vec::IntoIter<(i64, KeptDocument)>,
    last: i64,
    failed: &'r mut Option<anyhow::Error>,
}

impl<'r> Documents<'r> {
    fn new(record: &'r Record, failed: &'r mut Option<anyhow::Error>) -> Self {
        Self {
            record,
            page: Vec::new().into_iter(),
            last: 0,
            failed,
        }
    }

    fn read(&mut self) -> record::Result<Option<Again>> {
        if self.page.len() == 0 {
            self.page = self.record.documents_after(self.last, BATCH)?.into_iter();
        }
        let Some((key, document)) = self.page.next() else {
            return Ok(None);
        };
        self.last = key;
        let before = self.record.events_of(key)?;
        Ok(Some(Again { document, before }))
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Again, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read() {
            Ok(item) => item.map(Ok),
            Err(error) => {
                *self.failed = Some(error.into());
                None
            }
        }
    }
}
