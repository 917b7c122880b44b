//! `cargo xtask test`: everything that must hold before work is handed on.

use crate::demo::workspace;
use crate::{corpus, model};
use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Words in the comparison with spaCy.
const PARITY_WORDS: &str = "20000";

/// Runs all checks in order and stops at the first that fails.
pub fn run() -> Result<()> {
    let begun = Instant::now();
    model::run()?;
    step("formatting", &["fmt", "--all", "--check"])?;
    let lints = [
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    step("lints", &lints)?;
    let tests = tests()?;
    let check = [
        "run",
        "--quiet",
        "--package",
        "chancery",
        "--",
        "codebook",
        "check",
        "data",
    ];
    step("codebook", &check)?;
    parity()?;
    let minutes = begun.elapsed().as_secs_f64() / 60.0;
    println!("\n{tests}; formatting, lints, codebook and parity hold ({minutes:.1} min)");
    Ok(())
}

/// The native runtime against spaCy: on the shared texts, or on the examples where those are not at hand.
fn parity() -> Result<()> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["parity", "--words", PARITY_WORDS]);
    if !corpus::shared().is_dir() {
        command.arg("--texts").arg(examples()?);
    }
    println!("\n== parity with spaCy");
    model::execute(&mut command).context("parity")
}

/// The example dispatches as lines of JSON strings.
fn examples() -> Result<PathBuf> {
    let mut lines = String::new();
    for entry in workspace()
        .join("examples")
        .read_dir()
        .context("examples/")?
    {
        let text = std::fs::read_to_string(entry?.path())?;
        lines += &serde_json::to_string(&text)?;
        lines.push('\n');
    }
    let file = model::target().join("parity-examples.jsonl");
    std::fs::write(&file, lines)?;
    Ok(file)
}

/// One Cargo command.
fn step(name: &str, arguments: &[&str]) -> Result<()> {
    println!("\n== {name}: cargo {}", arguments.join(" "));
    model::execute(cargo().args(arguments)).with_context(|| name.to_owned())
}

fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(workspace());
    command
}

/// What the test runners counted.
#[derive(Default)]
struct Count {
    passed: u32,
    failed: u32,
    ignored: u32,
}

/// Runs all tests and gives the closing line, summed over the runners.
fn tests() -> Result<String> {
    println!("\n== tests: cargo test --workspace");
    let mut child = cargo()
        .args(["test", "--workspace", "--no-fail-fast"])
        // What reads exports back in Python must not be skipped here.
        .env("CHANCERY_TEST_PYTHON", "required")
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo test")?;
    let output = child.stdout.take().context("the pipe was asked for")?;
    let mut count = Count::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        count.add(&line);
        println!("{line}");
    }
    let status = child.wait()?;
    let line = format!(
        "{} tests passed, {} failed, {} ignored",
        count.passed, count.failed, count.ignored
    );
    if !status.success() {
        bail!("{line}");
    }
    Ok(line)
}

impl Count {
    /// Adds up `test result: ok. 12 passed; 0 failed; 0 ignored; ...`.
    fn add(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        for part in result.split([';', '.']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else {
                continue;
            };
            let number = number.parse().unwrap_or(0);
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}
