//! `cargo xtask bench language`: how fast the native runtime is beside spaCy, on the same text, in a
//! release build.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use chancery_language::{Pipeline, install};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{corpus, model, parity};

/// Measure the native runtime beside spaCy, in turns.
#[derive(Args)]
pub struct BenchLanguage {
    /// Measure on at least so many words, or on all there are.
    #[arg(long, default_value_t = 50_000)]
    words: usize,
    /// How often each of the two runs.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Measure another pipeline, a wheel or a directory, instead of the English one.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Leave spaCy out.
    #[arg(long)]
    alone: bool,
    /// Measure this process alone, on the texts of a file, and print the figures as JSON.
    #[arg(long, hide = true)]
    once: Option<PathBuf>,
    /// How many threads the native runtime has in that process.
    #[arg(long, hide = true, default_value_t = 1)]
    threads: usize,
}

/// What one run of the native runtime took.
#[derive(Deserialize, Serialize)]
struct Run {
    words: usize,
    load_seconds: f64,
    load_memory_kb: u64,
    seconds: f64,
    cpu_seconds: f64,
    memory_kb: u64,
    stages: String,
}

impl BenchLanguage {
    /// Runs both in turns and prints rates, ratios, memory and where the time went.
    pub fn run(&self) -> Result<()> {
        if cfg!(debug_assertions) {
            return run_optimised();
        }
        let wheel = match &self.model {
            Some(path) => path.clone(),
            None => install::install(&install::ENGLISH)?,
        };
        if let Some(texts) = &self.once {
            let run = measure(&wheel, texts, self.threads)?;
            println!("{}", serde_json::to_string(&run)?);
            return Ok(());
        }
        let folder = model::target().join("bench");
        std::fs::create_dir_all(&folder)?;
        let texts = folder.join("texts.jsonl");
        parity::write_texts(&texts, &corpus::texts(self.words)?)?;
        let mut ratios = Vec::new();
        for round in 1..=self.rounds {
            let ours = spawn(&wheel, &texts, 1)?;
            let two = spawn(&wheel, &texts, 2)?;
            let gain = two.rate() / ours.rate();
            println!(
                "{round}: chancery {:.0} tokens/s ({:.0} by processor time), {} MB; \
                 on two threads {:.0}, {gain:.2} times",
                ours.rate(),
                ours.words as f64 / ours.cpu_seconds,
                ours.memory_kb / 1024,
                two.rate(),
            );
            println!(
                "   loaded in {:.0} ms and {} MB; {}",
                1000.0 * ours.load_seconds,
                ours.load_memory_kb / 1024,
                ours.stages
            );
            if self.alone {
                continue;
            }
            let spacy = parity::run_oracle(&wheel, &texts, None)?;
            let by_processor = spacy.cpu_seconds / ours.cpu_seconds;
            println!(
                "   spaCy {:.0} tokens/s ({:.0} by processor time), {} MB; \
                 {:.2} times as fast ({by_processor:.2} by processor time)",
                spacy.rate(),
                spacy.words as f64 / spacy.cpu_seconds,
                spacy.memory_kb / 1024,
                ours.rate() / spacy.rate(),
            );
            ratios.push(by_processor);
        }
        if !ratios.is_empty() {
            ratios.sort_by(f64::total_cmp);
            println!(
                "median {:.2} times by processor time",
                ratios[ratios.len() / 2]
            );
        }
        Ok(())
    }
}

/// Runs the same command as users get the program: a development build is half as fast.
fn run_optimised() -> Result<()> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--release", "--package", "xtask", "--"]);
    model::execute(command.args(std::env::args_os().skip(1)))
}

impl Run {
    fn rate(&self) -> f64 {
        self.words as f64 / self.seconds
    }
}

/// Measures in a process of its own, so that memory is that of the analysis alone.
fn spawn(wheel: &Path, texts: &Path, threads: usize) -> Result<Run> {
    let output = Command::new(std::env::current_exe()?)
        .args([
            "bench",
            "language",
            "--threads",
            &threads.to_string(),
            "--once",
        ])
        .arg(texts)
        .arg("--model")
        .arg(wheel)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cannot start another process")?;
    ensure!(
        output.status.success(),
        "the measurement failed: {}",
        output.status
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn measure(wheel: &Path, texts: &Path, threads: usize) -> Result<Run> {
    let start = Instant::now();
    let pipeline = Pipeline::load(wheel)?;
    let load_seconds = start.elapsed().as_secs_f64();
    let load_memory_kb = status("self", "VmRSS:");
    let content = std::fs::read_to_string(texts)?;
    let texts = content
        .lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect::<Result<Vec<String>>>()?;
    let cpu = processor_seconds();
    let start = Instant::now();
    let words = pipeline
        .analyse_iter(texts.iter(), threads)
        .map(|analysis| analysis.len())
        .sum();
    Ok(Run {
        words,
        load_seconds,
        load_memory_kb,
        seconds: start.elapsed().as_secs_f64(),
        cpu_seconds: processor_seconds() - cpu,
        memory_kb: status("self", "VmHWM:"),
        stages: pipeline.stages().to_string(),
    })
}

/// A figure from the system's status of a process (`self`, or its number); 0 where the system has no such thing.
pub fn status(process: &str, name: &str) -> u64 {
    let content = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = content.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// The processor time that this process has used, in seconds.
pub fn processor_seconds() -> f64 {
    processor_fields(11)
}

/// The processor time, in seconds, of the two fields of the system's line on this process that begin with field
/// `first` after its name: 11 for its own, 13 for that of processes that it has waited for.
pub fn processor_fields(first: usize) -> f64 {
    /// Linux counts in hundredths of a second for programs, whatever it does within.
    const TICKS: f64 = 100.0;
    let content = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = content.rsplit(')').next().unwrap_or_default();
    let fields = after.split_whitespace().skip(first).take(2);
    fields
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / TICKS
}
