//! `cargo xtask bench record`: a large invented record, and how fast it answers.

use crate::invented::{self, Archive, EVENTS, FAMOUS};
use crate::model;
use anyhow::{Context as _, Result};
use chancery_record::ask::{self, Each, Filter, Measure, Party, Series};
use chancery_record::days::Unit;
use chancery_record::{Item, Record};
use clap::Args;
use jiff::civil::date;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Dispatches in a batch.
const BATCH: u64 = 2000;

/// Make a large invented record and measure its size and its answers.
#[derive(Args)]
pub struct BenchRecord {
    /// How many events it holds; it is made once for each number and kept under target/
    #[arg(long, default_value_t = 10_000_000)]
    events: u64,
    /// How often each question is asked, each time of other parties or words
    #[arg(long, default_value_t = 40)]
    rounds: u64,
}

impl BenchRecord {
    /// Makes the record unless it is there, and prints what each question took.
    pub fn run(&self) -> Result<()> {
        let path = self.make()?;
        let record = Record::read_only(&path)?;
        sizes(&record, self.events)?;
        println!(
            "{:<44} {:>9} {:>9} {:>9}",
            "question", "median", "95%", "aim"
        );
        for question in QUESTIONS {
            self.measure(&record, question)?;
        }
        Ok(())
    }

    fn make(&self) -> Result<PathBuf> {
        let folder = model::target().join("bench");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{}.record", self.events));
        let half = path.with_extension("half");
        if !path.exists() {
            for rest in ["half", "half-wal", "half-shm"] {
                let _ = std::fs::remove_file(path.with_extension(rest));
            }
            fill(&half, self.events / EVENTS)?;
            std::fs::rename(&half, &path).context("cannot name the record")?;
        }
        Ok(path)
    }

    fn measure(&self, record: &Record, question: &Question) -> Result<()> {
        let mut times = Vec::new();
        for round in 0..self.rounds {
            let begun = Instant::now();
            (question.ask)(record, round)?;
            times.push(begun.elapsed());
        }
        times.sort();
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
        println!(
            "{:<44} {:>9} {:>9} {:>9}",
            question.name,
            milliseconds(at(0.5)),
            milliseconds(at(0.95)),
            format!("{} ms", question.aim)
        );
        Ok(())
    }
}

/// Fills a record, whose incidents are those that the inventor meant.
fn fill(path: &Path, dispatches: u64) -> Result<()> {
    let archive = Archive { dispatches };
    let mut record = Record::open(path)?;
    let mut run = record.begin(&invented::info())?;
    let begun = Instant::now();
    let mut first = 0;
    while first < dispatches {
        let last = (first + BATCH).min(dispatches);
        let batch: Vec<Item> = (first..last)
            .map(|number| archive.dispatch(number))
            .collect();
        run.keep_told(batch, &|event| archive.incident_of(event))?;
        first = last;
        if first % (BATCH * 50) == 0 {
            let rate = (first * EVENTS) as f64 / begun.elapsed().as_secs_f64();
            eprintln!("{} events, {rate:.0} a second", first * EVENTS);
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    run.finish(&jiff::Timestamp::now().to_string())?;
    record
        .connection()
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    let rate = dispatches as f64 / seconds;
    println!(
        "made in {seconds:.0} s: {rate:.0} dispatches and {:.0} events a second",
        rate * EVENTS as f64
    );
    Ok(())
}

/// Size on disk, whole and by table.
fn sizes(record: &Record, events: u64) -> Result<()> {
    let megabytes = |bytes: i64| bytes as f64 / 1e6;
    let size = record.path().metadata()?.len() as i64;
    let per_million = megabytes(size) / (events as f64 / 1e6);
    println!(
        "{:.0} MB on disk, {per_million:.0} MB for a million events, of which",
        megabytes(size)
    );
    let ask = "SELECT name, sum(pgsize) FROM dbstat WHERE aggregate = TRUE GROUP BY name ORDER BY 2 DESC LIMIT 8";
    let mut ask = record.connection().prepare(ask)?;
    let rows = ask.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
    })?;
    for row in rows {
        let (name, bytes) = row?;
        println!(
            "  {name:<28} {:>6.0} MB",
            megabytes(bytes) / (events as f64 / 1e6)
        );
    }
    Ok(())
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// One question, asked of other parties or words in each round.
struct Question {
    name: &'static str,
    /// Milliseconds, as the design has them.
    aim: u32,
    ask: fn(&Record, u64) -> Result<()>,
}

const QUESTIONS: &[Question] = &[
    Question {
        name: "series of the busiest dyad, by month",
        aim: 50,
        ask: |record, _| series(record, 0, 1, Unit::Month),
    },
    Question {
        name: "series of the busiest dyad, by day",
        aim: 50,
        ask: |record, _| series(record, 0, 1, Unit::Day),
    },
    Question {
        name: "series of some dyad, by month",
        aim: 50,
        ask: |record, round| series(record, round % 9, 10 + round, Unit::Month),
    },
    Question {
        name: "search: one frequent word",
        aim: 150,
        ask: |record, round| find(record, &[round % 10], &Filter::default()),
    },
    Question {
        name: "search: two words",
        aim: 150,
        ask: |record, round| find(record, &[round % 10, 20 + round * 7], &Filter::default()),
    },
    Question {
        name: "search: three rarer words",
        aim: 150,
        ask: |record, round| {
            find(
                record,
                &[90 + round, 200 + round, 300 + round],
                &Filter::default(),
            )
        },
    },
    Question {
        name: "search: a word, both sides, type, a year",
        aim: 150,
        ask: |record, round| find(record, &[round], &filter(round)),
    },
    Question {
        name: "filter: both sides, type, channel, a year",
        aim: 150,
        ask: |record, round| find(record, &[], &filter(round)),
    },
    Question {
        name: "filter: rare sides, all years",
        aim: 150,
        ask: |record, round| find(record, &[], &sides(100 + round, 60 + round)),
    },
    Question {
        name: "documents with two words",
        aim: 150,
        ask: documents,
    },
    Question {
        name: "page of a country",
        aim: 1000,
        ask: |record, round| show(record, &invented::country(round % 10)),
    },
    Question {
        name: "page of a person",
        aim: 1000,
        ask: |record, round| {
            show(
                record,
                &format!(
                    "person/head-of-{}",
                    invented::country(round % 10).to_lowercase()
                ),
            )
        },
    },
    Question {
        name: "page of the incident with 500 reports",
        aim: 1000,
        ask: |record, _| show(record, &format!("i-{FAMOUS:010x}")),
    },
    Question {
        name: "pairs by number",
        aim: 1000,
        ask: |record, _| {
            ask::dyads(record, &ask::DyadFilter::default(), 50)?;
            Ok(())
        },
    },
];

fn series(record: &Record, a: u64, b: u64, by: Unit) -> Result<()> {
    let asked = Series {
        a: Party::find(record, &invented::country(a))?,
        b: Party::find(record, &invented::country(b))?,
        directed: false,
        by,
        measure: Measure::Quad,
        from: None,
        to: None,
        types: vec![],
        statuses: vec![],
    };
    ask::series(record, &asked)?;
    Ok(())
}

fn find(record: &Record, words: &[u64], filter: &Filter) -> Result<()> {
    let words: Vec<String> = words.iter().map(|&rank| invented::word(rank)).collect();
    let filter = Filter {
        words: words.join(" "),
        ..filter.clone()
    };
    ask::find(record, &filter, Each::Incident, 50)?;
    Ok(())
}

fn sides(source: u64, target: u64) -> Filter {
    Filter {
        sources: vec![invented::country(source)],
        targets: vec![invented::country(target)],
        ..Filter::default()
    }
}

fn filter(round: u64) -> Filter {
    let year = 2005 + (round % 15) as i16;
    Filter {
        from: Some(date(year, 1, 1)),
        to: Some(date(year, 12, 31)),
        types: vec![chancery_coding::EventType::ALL[(round % 5) as usize]],
        channels: vec![chancery_coding::Channel::Letter],
        ..sides(round % 6, 1 + round % 6)
    }
}

fn documents(record: &Record, round: u64) -> Result<()> {
    let words = [round % 10, 30 + round].map(invented::word).join(" ");
    ask::find_documents(
        record,
        &Filter {
            words,
            ..Filter::default()
        },
        50,
    )?;
    Ok(())
}

fn show(record: &Record, id: &str) -> Result<()> {
    ask::show(record, id, true)?;
    Ok(())
}
