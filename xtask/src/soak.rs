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
    /// Let the merger find the incidents, as `chancery read` does
    #[arg(long)]
    merge: bool,
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
            if self.merge {
                run.keep(&batch)?;
            } else {
                run.keep_told(&batch, &|event| archive.incident_of(event))?;
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
    let ask = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM reports), (SELECT count(*) FROM documents),
        (SELECT ifnull(sum(documents), 0) FROM runs)";
    let row: [i64; 4] = record.connection().query_row(ask, [], |row| {
        Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
    })?;
    ensure!(
        row[0] == row[1] && row[2] == row[3],
        "a batch was seen half: {row:?}"
    );
    Ok(())
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
