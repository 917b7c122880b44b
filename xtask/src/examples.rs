//! `cargo xtask examples`: run the codebook's examples, and mark those that are known to be wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use chancery_codebook::Codebook;
use chancery_coding::{ExampleReport, Failure, run_examples};
use chancery_language::Pipeline;
use clap::Args;

use crate::demo::workspace;
use crate::train::kept;

/// Run the codebook's examples and near misses.
#[derive(Args)]
pub struct Options {
    /// Write `wrong = "..."` beside those that come out otherwise, and remove it where they no longer do.
    #[arg(long)]
    mark: bool,
}

/// Prints what comes out otherwise than its file says; with `--mark`, makes the files say so.
pub fn run(options: &Options) -> Result<()> {
    let data = workspace().join("data");
    let report = report(&data)?;
    for failure in &report.failures {
        println!(
            "{}:{}: {} {}\n    {}",
            failure.file, failure.line, failure.frame, failure.problem, failure.text
        );
    }
    println!(
        "{} examples and near misses, {} come out otherwise, {} known to be wrong, {} predicates exercised",
        report.run,
        report.failures.len(),
        report.known_wrong,
        report.exercised.len()
    );
    if options.mark {
        return mark(&data, &report.failures);
    }
    if !report.failures.is_empty() {
        bail!(
            "mend the frames or the coder, or mark what is known to be wrong: `cargo xtask examples --mark`"
        );
    }
    Ok(())
}

fn report(data: &Path) -> Result<ExampleReport> {
    let pipeline = Pipeline::load(&chancery_language::locate(None)?)?;
    let codebook = Codebook::load(data).context("the codebook has faults")?;
    Ok(run_examples(&kept(&pipeline, &codebook)?))
}

fn mark(data: &Path, failures: &[Failure]) -> Result<()> {
    let mut by_file: BTreeMap<&str, Vec<&Failure>> = BTreeMap::new();
    for failure in failures {
        by_file.entry(&failure.file).or_default().push(failure);
    }
    for (file, failures) in by_file {
        let path = data.join(file);
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        for failure in failures {
            let line = lines
                .get_mut(failure.line - 1)
                .with_context(|| format!("{file} has no line {}", failure.line))?;
            *line = marked(line, failure).with_context(|| {
                format!(
                    "{file}:{}: write the example on one line, `{{ text = \"...\" }},`",
                    failure.line
                )
            })?;
        }
        fs::write(&path, lines.join("\n"))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// The line of an example with its mark added, or removed where it came out right.
fn marked(line: &str, failure: &Failure) -> Option<String> {
    if let Some(at) = line.find(", wrong = \"") {
        let rest = &line[at + ", wrong = \"".len()..];
        let end = rest.find('"')?;
        return Some(format!("{}{}", &line[..at], &rest[end + 1..]));
    }
    let reason = reason(&failure.problem);
    let body = line.trim_end().trim_end_matches(',');
    if let Some(table) = body.strip_suffix('}') {
        return Some(format!(
            "{}, wrong = \"{reason}\" }},",
            table.trim_end().trim_end_matches(',')
        ));
    }
    let indent = &line[..line.len() - line.trim_start().len()];
    let sentence = body.trim_start();
    let quoted = sentence.starts_with('"') && sentence.ends_with('"');
    quoted.then(|| format!("{indent}{{ text = {sentence}, wrong = \"{reason}\" }},"))
}

/// A failure's problem in a few words that do not change with scores and quotations.
fn reason(problem: &str) -> String {
    let first = problem.split([':', '“']).next().unwrap_or(problem).trim();
    let why = [
        "neither side",
        "none of its predicates",
        "no source",
        "no target",
        "is not filled",
        "must not be",
        "content",
    ]
    .into_iter()
    .find(|why| problem.contains(why));
    let why = match why {
        Some("neither side") => "neither side is known as a party",
        Some("none of its predicates") => "its predicate is not recognised",
        Some("no source") => "the source is not found",
        Some("no target") => "the target is not found",
        Some("is not filled") => "an argument is not recognised",
        Some("must not be") => "an argument is held against it",
        Some("content") => "taken for the content of another act",
        _ if first.starts_with("is coded") => "another frame fits more closely",
        _ => first,
    };
    why.replace('"', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, problem: &str, expected: &str) {
        let failure = Failure {
            file: String::new(),
            line: 1,
            frame: String::new(),
            text: String::new(),
            problem: problem.to_owned(),
        };
        assert_eq!(marked(line, &failure).as_deref(), Some(expected));
    }

    #[test]
    fn marks_come_and_go() {
        let bare = r#"  { text = "Chad thanked Mali.", source = "Chad" },"#;
        let wrong = r#"  { text = "Chad thanked Mali.", source = "Chad", wrong = "the target is not found" },"#;
        check(
            bare,
            "is not coded at all (“thanked”: no target was found)",
            wrong,
        );
        check(
            wrong,
            "is marked as known to be wrong, but is right: remove the mark",
            bare,
        );
        check(
            r#"  "A near miss.","#,
            "is a near miss, but the frame codes it",
            r#"  { text = "A near miss.", wrong = "is a near miss, but the frame codes it" },"#,
        );
    }
}
