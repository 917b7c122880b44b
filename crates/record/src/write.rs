//! Keeping what was read: one run, batch by batch, each batch whole or not at all.

use crate::document::{KeptDocument, fingerprint};
use crate::error::Result;
use crate::incidents::{self, Cell, Memory};
use crate::record::{PATIENCE, Record, log_of};
use crate::{events, words};
use chancery_coding::Event;
use chancery_intake::Reject;
use rusqlite::{OptionalExtension as _, ToSql, Transaction, TransactionBehavior, params};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::Duration;

/// The size to which the log may grow, in bytes.
const LOG: u64 = 256 << 20;
/// How long the writer waits for readers so that it can empty the log.
const MOMENT: Duration = Duration::from_secs(2);

/// What a run is made with, so that its events can be made again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunInfo {
    /// The command, such as `read`.
    pub command: String,
    /// Its arguments as given.
    pub arguments: Vec<String>,
    /// When it began: an instant, UTC.
    pub begun: String,
    /// Version of the program.
    pub program: String,
    /// SHA-256 of the program's file; none where it cannot be read.
    pub program_hash: Option<String>,
    /// Where the codebook came from.
    pub codebook: String,
    /// SHA-256 of the compiled codebook.
    pub codebook_hash: String,
    /// Name and version of the language model.
    pub model: String,
    /// SHA-256 of what was loaded of it.
    pub model_hash: String,
}

/// What became of one item of the input.
#[derive(Clone, Debug)]
pub enum Item {
    /// A document was coded.
    Coded(Box<KeptDocument>, Vec<Event>),
    /// A document was known already, with the same text.
    Known,
    /// An input was passed over.
    Rejected(Reject),
    /// A kept document was coded again, and differs; only its events are written.
    Recoded(Box<KeptDocument>, Vec<Event>),
    /// A kept document was coded again, and the events are those that it has.
    Confirmed(Box<KeptDocument>),
}

/// Whether a document is in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is not.
    New,
    /// It is, with the same text.
    Same,
    /// It is, with another text.
    Changed,
}

/// What a run has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New documents; documents that were coded again.
    pub documents: i64,
    /// Known documents whose text had changed; of those that were coded again, those whose events differ.
    pub changed: i64,
    /// Known documents with the same text.
    pub skipped: i64,
    /// Inputs passed over.
    pub rejected: i64,
    /// Events kept.
    pub events: i64,
}

/// What a batch did to the events, for the merger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Keys of new events, ascending.
    pub added: Vec<i64>,
    /// Keys of incidents that lost reports, ascending; such an incident may have none left.
    pub bereft: Vec<i64>,
    /// Cells that lost reports.
    pub(crate) left: BTreeSet<Cell>,
}

impl Record {
    /// Whether a document is in the record. What a run that still goes on has not finished writing does not count.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read.
    pub fn knows(&self, root: &str, id: &str, text: &str) -> Result<Known> {
        let find = "SELECT sha256 FROM documents WHERE root = ?1 AND id = ?2";
        let kept: Option<[u8; 32]> = self.ask(|sql| {
            let mut find = sql.prepare_cached(find)?;
            find.query_row([root, id], |row| row.get(0)).optional()
        })?;
        Ok(match kept {
            None => Known::New,
            Some(kept) if kept == fingerprint(text) => Known::Same,
            Some(_) => Known::Changed,
        })
    }

    /// Begins a run.
    ///
    /// # Errors
    ///
    /// Where the record cannot be written.
    pub fn begin(&mut self, info: &RunInfo) -> Result<Run<'_>> {
        let arguments = serde_json::to_string(&info.arguments).expect("strings are JSON");
        let add = "INSERT INTO runs (command, arguments, begun, program, program_hash, codebook, codebook_hash, model, model_hash)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let values = params![
            info.command,
            arguments,
            info.begun,
            info.program,
            info.program_hash,
            info.codebook,
            info.codebook_hash,
            info.model,
            info.model_hash
        ];
        self.ask(|sql| sql.execute(add, values))?;
        let key = self.sql.last_insert_rowid();
        Ok(Run {
            record: self,
            key,
            counts: Counts::default(),
            memory: Memory::default(),
            empty_log_at: LOG,
        })
    }
}

/// Says of which known incident an event tells.
type IncidentOf<'i> = dyn Fn(&str) -> String + 'i;

/// A run that writes.
#[derive(Debug)]
pub struct Run<'r> {
    record: &'r mut Record,
    key: i64,
    counts: Counts,
    memory: Memory,
    /// The size of the log at which it is emptied next.
    empty_log_at: u64,
}

impl Run<'_> {
    /// Keeps a batch, whole or not at all, and lets the merger update the incidents. A vector is used up, a slice is copied: the events are
    /// remembered for the merger.
    ///
    /// # Errors
    ///
    /// Where the record cannot be written; it is then as it was before the batch.
    pub fn keep(&mut self, batch: impl Into<Vec<Item>>) -> Result<()> {
        self.keep_with(batch.into(), None)
    }

    /// Keeps a batch whose events are reports of known incidents: `incident_of` says of which, by the event's id. The merger is
    /// not asked.
    ///
    /// # Errors
    ///
    /// As for [`keep`](Self::keep).
    pub fn keep_told(
        &mut self,
        batch: impl Into<Vec<Item>>,
        incident_of: &IncidentOf<'_>,
    ) -> Result<()> {
        self.keep_with(batch.into(), Some(incident_of))
    }

    fn keep_with(&mut self, batch: Vec<Item>, told: Option<&IncidentOf<'_>>) -> Result<()> {
        let before = self.counts;
        let done = self.transact(batch, told);
        if done.is_err() {
            self.counts = before;
            self.memory.forget();
        }
        done.map_err(|error| self.record.said(error))?;
        self.empty_log()
    }

    /// Where readers never pause, SQLite cannot begin its log anew by itself and the log grows without end. Now and then the
    /// writer waits a moment until none of them needs it; where one goes on reading, it tries again later.
    fn empty_log(&mut self) -> Result<()> {
        let log = log_of(&self.record.path);
        let size = std::fs::metadata(log).map_or(0, |file| file.len());
        if size < self.empty_log_at {
            return Ok(());
        }
        let busy: i64 = self.record.ask(|sql| {
            sql.busy_timeout(MOMENT)?;
            let busy = sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
            sql.busy_timeout(PATIENCE)?;
            busy
        })?;
        self.empty_log_at = if busy == 0 { LOG } else { size + LOG };
        Ok(())
    }

    /// What was done so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Marks the run as ended at an instant, UTC.
    ///
    /// # Errors
    ///
    /// Where the record cannot be written.
    pub fn finish(&mut self, ended: &str) -> Result<Counts> {
        let end = "UPDATE runs SET ended = ?2 WHERE key = ?1";
        self.record
            .ask(|sql| sql.execute(end, params![self.key, ended]))?;
        // What the query planner goes by; it looks at a sample only.
        self.record
            .ask(|sql| sql.execute_batch("PRAGMA analysis_limit = 1000; PRAGMA optimize"))?;
        Ok(self.counts)
    }

    fn transact(
        &mut self,
        batch: Vec<Item>,
        told: Option<&IncidentOf<'_>>,
    ) -> rusqlite::Result<()> {
        let sql = self
            .record
            .sql
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        self.memory.fetched.refresh(&sql)?;
        let mut batch_in = Batch {
            sql: &sql,
            run: self.key,
            counts: &mut self.counts,
            memory: &mut self.memory,
            changed: Changed::default(),
            written: Vec::new(),
        };
        for item in batch {
            batch_in.item(item)?;
        }
        let changed = batch_in.finish(told.is_none())?;
        match told {
            None => incidents::update(&sql, &changed, &mut self.memory)?,
            Some(incident_of) => {
                incidents::remove_empty(&sql, &changed.bereft)?;
                let numbers = &mut self.memory.numbers;
                incidents::assign(&sql, &changed.added, incident_of, numbers)?;
                self.memory.fetched = Default::default();
            }
        }
        count(&sql, self.key, &self.counts)?;
        sql.commit()
    }
}

/// The value of a column.
type Value = for<'r> fn(&'r Row<'_>) -> &'r dyn ToSql;

/// What is kept of a document and may change with its text, by column.
const COLUMNS: [(&str, Value); 12] = [
    ("sha256", |row| &row.sha),
    ("text", |row| &row.document.text),
    ("title", |row| &row.document.title),
    ("date", |row| &row.date),
    ("date_from", |row| &row.document.date_from),
    ("publisher", |row| &row.document.publisher),
    ("agency", |row| &row.document.agency),
    ("url", |row| &row.document.url),
    ("language", |row| &row.document.language),
    ("repairs", |row| &row.repairs),
    ("warnings", |row| &row.warnings),
    ("run", |row| &row.run),
];

static ADD: LazyLock<String> = LazyLock::new(|| {
    let all: Vec<&str> = COLUMNS
        .iter()
        .map(|(name, _)| *name)
        .chain(["first_run", "root", "id"])
        .collect();
    let places = vec!["?"; all.len()].join(", ");
    format!(
        "INSERT INTO documents ({}) VALUES ({places})",
        all.join(", ")
    )
});

static REPLACE: LazyLock<String> = LazyLock::new(|| {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    format!(
        "UPDATE documents SET {} = ? WHERE key = ?",
        names.join(" = ?, ")
    )
});

/// A document as its row has it.
struct Row<'d> {
    document: &'d KeptDocument,
    sha: [u8; 32],
    date: Option<String>,
    repairs: String,
    warnings: String,
    run: i64,
}

impl<'d> Row<'d> {
    fn of(document: &'d KeptDocument, sha: [u8; 32], run: i64) -> Self {
        Self {
            document,
            sha,
            date: document.date.map(|date| date.to_string()),
            repairs: document.repairs.to_string(),
            warnings: serde_json::to_string(&document.warnings).expect("strings are JSON"),
            run,
        }
    }

    /// The values of [`COLUMNS`], and others after them.
    fn values<'r>(&'r self, others: &[&'r dyn ToSql]) -> Vec<&'r dyn ToSql> {
        let own = COLUMNS.iter().map(|(_, value)| value(self));
        own.chain(others.iter().copied()).collect()
    }
}

/// A batch that is being written.
struct Batch<'b> {
    sql: &'b Transaction<'b>,
    run: i64,
    counts: &'b mut Counts,
    memory: &'b mut Memory,
    changed: Changed,
    /// The events that were written, document by document.
    written: Vec<Written>,
}

/// A document whose events were written.
struct Written {
    key: i64,
    document: Box<KeptDocument>,
    events: Vec<(i64, Event)>,
}

impl Batch<'_> {
    fn item(&mut self, item: Item) -> rusqlite::Result<()> {
        match item {
            Item::Known => self.counts.skipped += 1,
            Item::Rejected(reject) => {
                self.counts.rejected += 1;
                self.reject(&reject)?;
            }
            Item::Coded(document, coded) => self.document(document, coded)?,
            Item::Recoded(document, coded) => self.recode(document, coded)?,
            Item::Confirmed(document) => {
                self.coded_again(&document)?;
            }
        }
        Ok(())
    }

    fn reject(&self, reject: &Reject) -> rusqlite::Result<()> {
        let add = "INSERT INTO rejects (input, line, id, reason, first_run, last_run) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                   ON CONFLICT DO UPDATE SET last_run = excluded.last_run";
        let line = reject.line.unwrap_or(0) as i64;
        let id = reject.id.as_deref().unwrap_or_default();
        let reason = reject.reason.to_string();
        self.sql
            .prepare_cached(add)?
            .execute(params![reject.input, line, id, reason, self.run])?;
        Ok(())
    }

    fn document(&mut self, document: Box<KeptDocument>, coded: Vec<Event>) -> rusqlite::Result<()> {
        let find = "SELECT key, sha256 FROM documents WHERE root = ?1 AND id = ?2";
        let kept: Option<(i64, [u8; 32])> = self
            .sql
            .prepare_cached(find)?
            .query_row([&document.root, &document.id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let sha = fingerprint(&document.text);
        let key = match kept {
            // Another program was quicker.
            Some((_, before)) if before == sha => {
                self.counts.skipped += 1;
                return Ok(());
            }
            Some((key, before)) => {
                self.replace(key, &document, before, sha)?;
                key
            }
            None => self.add(&document, sha)?,
        };
        self.keep_events(key, document, coded)
    }

    /// Puts other events in the place of a document's; not where its text has changed since it was read.
    fn recode(&mut self, document: Box<KeptDocument>, coded: Vec<Event>) -> rusqlite::Result<()> {
        let Some(key) = self.coded_again(&document)? else {
            return Ok(());
        };
        self.counts.changed += 1;
        self.remove_events(key)?;
        self.keep_events(key, document, coded)
    }

    /// Notes that this run has coded a document, and returns its key; none where its text has changed since it was read.
    fn coded_again(&mut self, document: &KeptDocument) -> rusqlite::Result<Option<i64>> {
        let find = "SELECT key FROM documents WHERE root = ?1 AND id = ?2 AND sha256 = ?3";
        let (root, id, sha) = (&document.root, &document.id, fingerprint(&document.text));
        let kept: Option<i64> = self
            .sql
            .prepare_cached(find)?
            .query_row(params![root, id, sha], |row| row.get(0))
            .optional()?;
        if let Some(key) = kept {
            self.counts.documents += 1;
            self.sql
                .prepare_cached("UPDATE documents SET run = ?2 WHERE key = ?1")?
                .execute([key, self.run])?;
        }
        Ok(kept)
    }

    fn add(&mut self, document: &KeptDocument, sha: [u8; 32]) -> rusqlite::Result<i64> {
        self.counts.documents += 1;
        let row = Row::of(document, sha, self.run);
        let values = row.values(&[&row.run, &document.root, &document.id]);
        self.sql.prepare_cached(&ADD)?.execute(&*values)?;
        let key = self.sql.last_insert_rowid();
        self.index_document(key, document)?;
        Ok(key)
    }

    /// Puts another text, and what follows from it, in the place of a known document.
    fn replace(
        &mut self,
        key: i64,
        document: &KeptDocument,
        before: [u8; 32],
        sha: [u8; 32],
    ) -> rusqlite::Result<()> {
        self.counts.changed += 1;
        let note = "INSERT INTO changes (document, run, sha256_before, sha256_after) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT DO UPDATE SET sha256_after = excluded.sha256_after";
        self.sql
            .prepare_cached(note)?
            .execute(params![key, self.run, before, sha])?;
        self.remove_events(key)?;
        let row = Row::of(document, sha, self.run);
        let values = row.values(&[&key]);
        self.sql.prepare_cached(&REPLACE)?.execute(&*values)?;
        self.sql
            .prepare_cached("DELETE FROM document_words WHERE rowid = ?1")?
            .execute([key])?;
        self.index_document(key, document)
    }

    fn remove_events(&mut self, document: i64) -> rusqlite::Result<()> {
        // A text may come twice in a batch.
        self.written.retain(|written| written.key != document);
        let fetched = &mut self.memory.fetched;
        events::remove(self.sql, document, &mut self.changed, fetched)
    }

    fn index_document(&self, key: i64, document: &KeptDocument) -> rusqlite::Result<()> {
        let text = document.repaired.as_ref().unwrap_or(&document.text);
        self.sql
            .prepare_cached("INSERT INTO document_words (rowid, title, text) VALUES (?1, ?2, ?3)")?
            .execute(params![key, document.title, text])?;
        Ok(())
    }

    fn keep_events(
        &mut self,
        key: i64,
        document: Box<KeptDocument>,
        coded: Vec<Event>,
    ) -> rusqlite::Result<()> {
        self.counts.events += coded.len() as i64;
        let Memory { numbers, fetched } = &mut *self.memory;
        let keys = events::add_all(self.sql, key, &coded, numbers, &mut fetched.last_keys)?;
        self.changed.added.extend(&keys);
        if !keys.is_empty() {
            self.written.push(Written {
                key,
                document,
                events: keys.into_iter().zip(coded).collect(),
            });
        }
        Ok(())
    }

    /// Writes the word lists, and where the batch is to be merged keeps its events in memory for that.
    fn finish(mut self, merge: bool) -> rusqlite::Result<Changed> {
        let mut words: Vec<events::Words<'_>> =
            self.written.iter().flat_map(Written::words).collect();
        events::Words::index(self.sql, &mut words)?;
        drop(words);
        for written in self.written.into_iter().filter(|_| merge) {
            let fetched = &mut self.memory.fetched;
            fetched.take(written.key, &written.document, written.events);
        }
        self.changed.added.sort_unstable();
        self.changed.bereft.sort_unstable();
        self.changed.bereft.dedup();
        Ok(self.changed)
    }
}

impl Written {
    fn words(&self) -> impl Iterator<Item = events::Words<'_>> {
        self.events.iter().map(|(key, event)| events::Words {
            key: *key,
            evidence: mended(&self.document, &event.evidence.text),
            about: event.about.as_deref(),
            names: words::names(event),
            marks: words::marks(event, self.document.publisher.as_deref()),
        })
    }
}

/// The words as they should have been, for searching.
fn mended<'w>(document: &KeptDocument, words: &'w str) -> Cow<'w, str> {
    match document.repaired {
        None => words.into(),
        Some(_) => chancery_intake::mend(words).text.into(),
    }
}

fn count(sql: &Transaction, run: i64, counts: &Counts) -> rusqlite::Result<()> {
    let update = "UPDATE runs SET documents = ?2, changed = ?3, skipped = ?4, rejected = ?5, events = ?6 WHERE key = ?1";
    sql.prepare_cached(update)?.execute(params![
        run,
        counts.documents,
        counts.changed,
        counts.skipped,
        counts.rejected,
        counts.events
    ])?;
    Ok(())
}
