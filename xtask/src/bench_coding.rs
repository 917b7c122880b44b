//! `cargo xtask bench coding`: how fast `chancery code` is beside the bare analysis of the same text.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use chancery_intake::{Options, Supplied, assemble};
use chancery_language::Pipeline;
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::bench_language::{processor_seconds, status};
use crate::{corpus, demo, model};

/// Measure `code` end to end beside the bare analysis, in turns, on one thread and on two.
#[derive(Args)]
pub struct BenchCoding {
    /// How often each of the two runs.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How often the dispatches are read in one run.
    #[arg(long, default_value_t = 3)]
    copies: usize,
    /// Cut the dispatches into documents of a sentence or so.
    #[arg(long)]
    short: bool,
    /// Only analyse the documents of a file, in this process, and print the figures as JSON.
    #[arg(long, hide = true)]
    once: Option<PathBuf>,
    /// How many threads the analysis has in that process.
    #[arg(long, hide = true, default_value_t = 1)]
    threads: usize,
}

/// What one run took.
#[derive(Clone, Copy, Deserialize, Serialize)]
struct Run {
    tokens: usize,
    seconds: f64,
    cpu_seconds: f64,
    memory_kb: u64,
}

/// What is measured, both built alike.
struct Programs {
    chancery: PathBuf,
    chores: PathBuf,
}

impl Programs {
    fn build() -> Result<Self> {
        Ok(Self {
            chancery: demo::build_release("chancery")?,
            chores: demo::build_release("xtask")?,
        })
    }
}

/// The rates of `code` by that of the analysis, and its gain by a second thread.
#[derive(Default)]
struct Ratios {
    wall: Vec<f64>,
    cpu: Vec<f64>,
    gain: Vec<f64>,
}

impl BenchCoding {
    /// Runs both in turns and prints rates, ratios, memory and the time to the first event.
    pub fn run(&self) -> Result<()> {
        if let Some(documents) = &self.once {
            println!(
                "{}",
                serde_json::to_string(&analyse(documents, self.threads)?)?
            );
            return Ok(());
        }
        let programs = Programs::build()?;
        let documents = self.documents()?;
        let mut ratios = Ratios::default();
        for round in 1..=self.rounds {
            println!("{round}:");
            let [one, two] = [1, 2].map(|threads| ratios.measure(&programs, &documents, threads));
            ratios.gain.push(one? / two?);
        }
        println!(
            "median: {:.0}% of the analysis rate ({:.0}% by processor time); two threads {:.2} times one",
            100.0 * median(&mut ratios.wall),
            100.0 * median(&mut ratios.cpu),
            median(&mut ratios.gain)
        );
        println!(
            "start-up to first event: {:.0} ms (median of 9)",
            1000.0 * first_event(&programs.chancery)?
        );
        Ok(())
    }

    /// The dispatches as a file of JSON Lines.
    fn documents(&self) -> Result<PathBuf> {
        let mut texts = corpus::dispatches()?;
        if self.short {
            texts = texts
                .iter()
                .flat_map(|text| text.split("\n\n"))
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect();
        }
        let folder = model::target().join("bench");
        std::fs::create_dir_all(&folder)?;
        let path = folder.join("documents.jsonl");
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
        for copy in 0..self.copies {
            for (number, text) in texts.iter().enumerate() {
                let id = format!("{copy}-{number}");
                writeln!(file, "{}", serde_json::json!({ "id": id, "text": text }))?;
            }
        }
        Ok(path)
    }
}

impl Ratios {
    /// Measures both on so many threads; gives the seconds of `code`.
    fn measure(&mut self, programs: &Programs, documents: &Path, threads: usize) -> Result<f64> {
        let bare = spawn_analysis(&programs.chores, documents, threads)?;
        let coded = code(&programs.chancery, documents, threads, bare.tokens)?;
        println!(
            "   {threads} thread(s): analysis {:.0} tokens/s ({:.0} by processor time), {} MB; \
             code {:.0} ({:.0}), {} MB; {:.0}% ({:.0}%)",
            bare.rate(),
            bare.rate_by_processor(),
            bare.memory_kb / 1024,
            coded.rate(),
            coded.rate_by_processor(),
            coded.memory_kb / 1024,
            100.0 * coded.rate() / bare.rate(),
            100.0 * coded.rate_by_processor() / bare.rate_by_processor(),
        );
        self.wall.push(coded.rate() / bare.rate());
        self.cpu
            .push(coded.rate_by_processor() / bare.rate_by_processor());
        Ok(coded.seconds)
    }
}

impl Run {
    fn rate(&self) -> f64 {
        self.tokens as f64 / self.seconds
    }

    fn rate_by_processor(&self) -> f64 {
        self.tokens as f64 / self.cpu_seconds
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Analyses in a process of its own.
fn spawn_analysis(chores: &Path, documents: &Path, threads: usize) -> Result<Run> {
    let output = Command::new(chores)
        .args(["bench", "coding", "--threads", &threads.to_string()])
        .arg("--once")
        .arg(documents)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start another process")?;
    ensure!(
        output.status.success(),
        "the measurement failed: {}",
        output.status
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Analyses the paragraphs that coding would, and nothing else; loading is not counted.
fn analyse(documents: &Path, threads: usize) -> Result<Run> {
    #[derive(Deserialize)]
    struct Line {
        text: String,
    }
    let content = std::fs::read_to_string(documents)?;
    let mut paragraphs = Vec::new();
    for line in content.lines() {
        let supplied = Supplied {
            text: serde_json::from_str::<Line>(line)?.text,
            ..Supplied::default()
        };
        let document = assemble(supplied, &Options::default())
            .map_err(|reason| anyhow::anyhow!("{reason}"))?;
        let body = document.body.iter();
        paragraphs.extend(body.map(|span| span.of(&document.repaired).to_owned()));
    }
    let pipeline = Pipeline::load(chancery_language::locate(None)?)?;
    let (cpu, start) = (processor_seconds(), Instant::now());
    let tokens = pipeline
        .analyse_iter(paragraphs.iter(), threads)
        .map(|analysis| analysis.len())
        .sum();
    Ok(Run {
        tokens,
        seconds: start.elapsed().as_secs_f64(),
        cpu_seconds: processor_seconds() - cpu,
        memory_kb: status("self", "VmHWM:"),
    })
}

/// Runs the program on the documents; start-up, reading and writing are counted.
fn code(program: &Path, documents: &Path, threads: usize, tokens: usize) -> Result<Run> {
    let (cpu, start) = (children_seconds(), Instant::now());
    let mut child = Command::new(program)
        .args(["code", "--threads", &threads.to_string()])
        .arg(documents)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start the program")?;
    let memory_kb = watch(&mut child)?;
    Ok(Run {
        tokens,
        seconds: start.elapsed().as_secs_f64(),
        cpu_seconds: children_seconds() - cpu,
        memory_kb,
    })
}

/// Waits for a process and gives the most memory that it was seen to have used.
fn watch(child: &mut Child) -> Result<u64> {
    let process = child.id().to_string();
    let mut most = 0;
    loop {
        most = most.max(status(&process, "VmHWM:"));
        if let Some(status) = child.try_wait()? {
            ensure!(status.success(), "the program failed: {status}");
            return Ok(most);
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// The processor time of the processes that this one has waited for, in seconds.
fn children_seconds() -> f64 {
    crate::bench_language::processor_fields(13)
}

/// The seconds from starting the program on one short document to the first byte of its first event.
fn first_event(program: &Path) -> Result<f64> {
    let text = "Norway's foreign minister met her Ghanaian counterpart in Oslo on Monday.";
    let mut seconds = Vec::new();
    for _ in 0..9 {
        let start = Instant::now();
        let mut child = Command::new(program)
            .args(["code", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut input = child.stdin.take().context("the pipe was asked for")?;
        writeln!(input, "{text}")?;
        drop(input);
        let mut output = BufReader::new(child.stdout.take().context("the pipe was asked for")?);
        ensure!(!output.fill_buf()?.is_empty(), "the document has an event");
        seconds.push(start.elapsed().as_secs_f64());
        output.read_to_end(&mut Vec::new())?;
        child.wait()?;
    }
    Ok(median(&mut seconds))
}
