//! `cargo xtask soak`: one writer and several readers on one record, for as long as the dispatches last.

use crate::invented::{self, Archive, EVENTS, country};
use anyhow::{Context as _, Result, ensure};
use chancery_record::ask::{self, Each, Filter};
use chancery_record::{Item, Record};
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Dispatches in a batch.
const BATCH: u64 = 500;

/// Keep invented dispatches while several readers ask, and see that every answer holds together.
#[derive(Args)]
pub struct Soak {
    /// How many dispatches
    #[arg(long, default_value_t = 200_000)]
    dispatches: u64,
    /// How many readers
    #[arg(long, default_value_t = 4)]
    readers: u64,
    /// Say which incidents there are rather than let the merger find them, as `chancery read` does
    #[arg(long)]
    told: bool,
}

/// What one reader saw.
#[derive(Default)]
struct Seen {
    answers: u64,
    slowest: Duration,
}

impl Soak {
    /// Does it, in a folder under target/ that is emptied first.
    pub fn run(&self) -> Result<()> {
        let path = fresh()?;
        let mut record = Record::open(&path)?;
        let done = AtomicBool::new(false);
        let begun = Instant::now();
        let seen = thread::scope(|scope| -> Result<Vec<Seen>> {
            let readers: Vec<_> = (0..self.readers)
                .map(|number| {
                    scope.spawn({
                        let (path, done) = (&path, &done);
                        move || reader(path, number, done)
                    })
                })
                .collect();
            let written = self.write(&mut record);
            done.store(true, Ordering::Relaxed);
            written?;
            readers
                .into_iter()
                .map(|reader| reader.join().expect("a reader does not panic"))
                .collect()
        })?;
        let seconds = begun.elapsed().as_secs_f64();
        let answers: u64 = seen.iter().map(|seen| seen.answers).sum();
        let slowest = seen
            .iter()
            .map(|seen| seen.slowest)
            .max()
            .unwrap_or_default();
        let log = std::fs::metadata(path.with_extension("record-wal")).map_or(0, |log| log.len());
        sound(&record)?;
        let kept = count(&record, "documents")?;
        ensure!(
            kept == self.dispatches as i64,
            "{kept} of {} dispatches were kept",
            self.dispatches
        );
        println!(
            "{kept} dispatches in {seconds:.0} s ({:.0} a second, {:.0} events); {answers} answers to {} readers, the slowest in {:.0} ms; no error",
            kept as f64 / seconds,
            (kept as u64 * EVENTS) as f64 / seconds,
            self.readers,
            slowest.as_secs_f64() * 1000.0
        );
        println!(
            "{} incidents, {} answers, {} threads; the file is sound; log at the end {}, memory at most {}",
            count(&record, "incidents")?,
            count(&record, "replies")?,
            count(&record, "threads")?,
            mebibytes(Some(log)),
            mebibytes(peak_memory())
        );
        Ok(())
    }

    fn write(&self, record: &mut Record) -> Result<()> {
        let archive = Archive {
            dispatches: self.dispatches,
        };
        let mut run = record.begin(&invented::info())?;
        for first in (0..self.dispatches).step_by(BATCH as usize) {
            let last = (first + BATCH).min(self.dispatches);
            let batch: Vec<Item> = (first..last)
                .map(|number| archive.dispatch(number))
                .collect();
            if self.told {
                run.keep_told(batch, &|event| archive.incident_of(event))?;
            } else {
                run.keep(batch)?;
            }
        }
        run.finish(&jiff::Timestamp::now().to_string())?;
        Ok(())
    }
}

fn fresh() -> Result<PathBuf> {
    let folder = crate::model::target().join("soak");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).context("cannot make the folder")?;
    Ok(folder.join("soak.record"))
}

/// Asks until the writer is done; every answer must hold together.
fn reader(path: &Path, number: u64, done: &AtomicBool) -> Result<Seen> {
    let record = Record::read_only(path)?;
    let mut seen = Seen::default();
    let mut round = number;
    while !done.load(Ordering::Relaxed) {
        let begun = Instant::now();
        match round % 3 {
            0 => whole(&record)?,
            1 => find(&record, round)?,
            _ => pages(&record, round)?,
        }
        seen.answers += 1;
        seen.slowest = seen.slowest.max(begun.elapsed());
        round += 1;
        thread::sleep(Duration::from_millis(5));
    }
    Ok(seen)
}

/// In one look at the record, what hangs together has the same number: no batch is seen half.
fn whole(record: &Record) -> Result<()> {
    let ask = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM reports),
        (SELECT count(*) FROM documents), (SELECT ifnull(sum(documents), 0) FROM runs),
        (SELECT count(*) FROM thread_incidents), (SELECT ifnull(sum(incidents), 0) FROM threads),
        (SELECT count(*) FROM thread_incidents WHERE open), (SELECT ifnull(sum(open), 0) FROM threads)";
    let row: Vec<i64> = record
        .connection()
        .query_row(ask, [], |row| (0..8).map(|at| row.get(at)).collect())?;
    let pairs = row.chunks_exact(2);
    ensure!(
        pairs.into_iter().all(|pair| pair[0] == pair[1]),
        "a batch was seen half: {row:?}"
    );
    Ok(())
}

/// At the end SQLite finds no fault, and no answer leads out of its thread.
fn sound(record: &Record) -> Result<()> {
    whole(record)?;
    let said: String = record
        .connection()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    ensure!(said == "ok", "the file is damaged: {said}");
    let apart = "SELECT count(*) FROM replies r
        LEFT JOIN thread_incidents a ON a.incident = r.incident LEFT JOIN thread_incidents b ON b.incident = r.answers
        WHERE a.thread IS NULL OR a.thread IS NOT b.thread";
    let apart: i64 = record.connection().query_row(apart, [], |row| row.get(0))?;
    ensure!(apart == 0, "{apart} answers lead out of their threads");
    let waiting = "SELECT count(*) FROM thread_incidents m JOIN replies r ON r.answers = m.incident WHERE m.open";
    let waiting: i64 = record
        .connection()
        .query_row(waiting, [], |row| row.get(0))?;
    ensure!(
        waiting == 0,
        "{waiting} messages wait though they are answered"
    );
    Ok(())
}

/// The most memory that this program has had, in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes << 10)
}

fn mebibytes(bytes: Option<u64>) -> String {
    bytes.map_or("unknown".into(), |bytes| format!("{} MiB", bytes >> 20))
}

fn find(record: &Record, round: u64) -> Result<()> {
    let filter = Filter {
        words: invented::word(round % 50),
        sources: vec![country(round % 20)],
        ..Filter::default()
    };
    let table = ask::find(record, &filter, Each::Incident, 20)?;
    ensure!(table.rows.len() <= 20, "more rows than asked for");
    Ok(())
}

fn pages(record: &Record, round: u64) -> Result<()> {
    match ask::show(record, &country(round % 20), false) {
        Ok(_) | Err(chancery_record::Error::Question(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn count(record: &Record, table: &str) -> Result<i64> {
    let ask = format!("SELECT count(*) FROM {table}");
    Ok(record.connection().query_row(&ask, [], |row| row.get(0))?)
}
