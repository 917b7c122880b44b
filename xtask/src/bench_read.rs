//! `cargo xtask bench read`: how fast `chancery read` keeps documents beside how fast `chancery code` only codes them.

use crate::{corpus, demo, model};
use anyhow::{Context as _, Result, ensure};
use clap::Args;
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Measure `read` beside `code` on the same documents, in turns: on dispatches of all kinds, and on a crowd of reports of one pair of
/// sides in one week.
#[derive(Args)]
pub struct BenchRead {
    /// How often each of the two runs.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How many documents the crowd has.
    #[arg(long, default_value_t = 4000)]
    crowd: usize,
    /// How often the dispatches are read, each time as of another day.
    #[arg(long, default_value_t = 6)]
    copies: usize,
}

/// A stream of documents.
struct Stream {
    name: &'static str,
    path: PathBuf,
    documents: usize,
}

impl BenchRead {
    /// Runs both in turns and prints rates and their ratio.
    pub fn run(&self) -> Result<()> {
        let program = demo::build_release("chancery")?;
        let folder = model::target().join("bench");
        std::fs::create_dir_all(&folder)?;
        for stream in [self.dispatches(&folder)?, self.crowd(&folder)?] {
            println!("{} ({} documents):", stream.name, stream.documents);
            // With one thread a core is left for keeping, where the machine has two.
            for threads in [None, Some("1")] {
                self.compare(&program, &folder, &stream, threads)?;
            }
        }
        Ok(())
    }

    /// Both in turns on so many threads; none for the default, one for each core.
    fn compare(
        &self,
        program: &Path,
        folder: &Path,
        stream: &Stream,
        threads: Option<&str>,
    ) -> Result<()> {
        let record = folder.join("read.record");
        let place = record.to_string_lossy().into_owned();
        let with = |arguments: &[&str]| -> Result<Took> {
            let mut all = arguments.to_vec();
            all.extend(
                threads
                    .into_iter()
                    .flat_map(|threads| ["--threads", threads]),
            );
            run(program, &all, &stream.path)
        };
        let (mut clock, mut processors) = (Vec::new(), Vec::new());
        for _ in 0..self.rounds {
            let coded = with(&["code"])?;
            remove(&record);
            let read = with(&["read", "--record", &place])?;
            let rate = |took: &Took| stream.documents as f64 / took.clock;
            println!(
                "   code {:.0} documents a second, read {:.0}",
                rate(&coded),
                rate(&read)
            );
            clock.push(coded.clock / read.clock);
            processors.push(coded.processors / read.processors);
            remove(&record);
        }
        println!(
            "   median on {}: read at {:.2} of the rate of code by the clock, at {:.2} by the processors' time",
            threads.map_or("all cores".into(), |threads| format!("{threads} thread")),
            median(clock),
            median(processors)
        );
        Ok(())
    }

    fn dispatches(&self, folder: &Path) -> Result<Stream> {
        let texts = corpus::dispatches()?;
        let path = folder.join("read-dispatches.jsonl");
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
        for copy in 0..self.copies {
            for (number, text) in texts.iter().enumerate() {
                let day = format!("20{:02}-{:02}-11", 10 + copy % 15, 1 + copy % 12);
                let id = format!("{copy}-{number}");
                writeln!(file, "{}", json!({"id": id, "text": text, "date": day}))?;
            }
        }
        file.flush()?;
        Ok(Stream {
            name: "dispatches of all kinds",
            documents: texts.len() * self.copies,
            path,
        })
    }

    /// Reports of one pair in one week, told in various words.
    fn crowd(&self, folder: &Path) -> Result<Stream> {
        let path = folder.join("read-crowd.jsonl");
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
        for number in 0..self.crowd {
            let day = format!("2022-03-{:02}", 7 + number * 7 / self.crowd.max(1));
            let sentences: Vec<String> = (0..3).map(|place| sentence(number * 3 + place)).collect();
            let id = format!("crowd-{number}");
            let text = sentences.join("\n\n");
            writeln!(file, "{}", json!({"id": id, "text": text, "date": day}))?;
        }
        file.flush()?;
        Ok(Stream {
            name: "a crowd: one pair of sides, one week",
            documents: self.crowd,
            path,
        })
    }
}

/// One of a good many sentences about the same two sides.
fn sentence(number: usize) -> String {
    const DEEDS: [&str; 12] = [
        "Russian artillery shelled {} in Ukraine",
        "Russian warplanes bombed a depot near {} in Ukraine",
        "Ukraine accused Russia of firing at the hospital of {}",
        "Russia demanded that Ukraine withdraw from {}",
        "Ukrainian troops shot down a Russian helicopter near {}",
        "Russia and Ukraine held talks about a corridor out of {}",
        "Ukraine rejected Russia's demand to surrender {}",
        "Russia promised Ukraine to let civilians leave {}",
        "Russian forces captured a bridge near {} from Ukraine",
        "Ukraine's president called on Russia to open the road to {}",
        "Ukraine said that it would answer Russia's attack on {}",
        "Russia released twenty Ukrainian prisoners near {}",
    ];
    const PLACES: [&str; 9] = [
        "Kharkiv",
        "Mariupol",
        "Kherson",
        "Sumy",
        "Chernihiv",
        "Mykolaiv",
        "Irpin",
        "Izium",
        "Odesa",
    ];
    const DAYS: [&str; 4] = ["on Monday", "on Tuesday", "overnight", "earlier this week"];
    const ENDS: [&str; 7] = [
        "the governor said",
        "witnesses reported",
        "according to the general staff",
        "the defence ministry announced",
        "killing two soldiers",
        "the mayor wrote",
        "officials in the region said",
    ];
    // Strides that share no factor bring all combinations.
    let deed = DEEDS[number % 12].replace("{}", PLACES[number * 7 % 9]);
    let (day, end) = (DAYS[number * 5 / 3 % 4], ENDS[number * 3 % 7]);
    format!("{deed} {day}, {end}.")
}

/// How long something took, by the clock and by the processors.
struct Took {
    clock: f64,
    processors: f64,
}

/// How long the program takes for a file; start-up is counted.
fn run(program: &Path, arguments: &[&str], documents: &Path) -> Result<Took> {
    let (begun, before) = (Instant::now(), children());
    let status = Command::new(program)
        .args(arguments)
        .arg(documents)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .context("cannot start the program")?;
    ensure!(status.success(), "the program failed: {status}");
    Ok(Took {
        clock: begun.elapsed().as_secs_f64(),
        processors: children() - before,
    })
}

/// The seconds that processors have spent on this program's children, where Linux tells.
fn children() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name: state and 11 numbers, this program's own times, then its children's, in hundredths.
    let fields = told
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let hundredths = fields
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok());
    hundredths.sum::<f64>() / 100.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn remove(record: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut path = record.to_owned().into_os_string();
        path.push(ending);
        let _ = std::fs::remove_file(path);
    }
}
