//! Marks of what is known to be wrong, written and removed.

use std::io;

use crate::compare::Verdict;
use crate::notation::{Chapter, MARK};

/// Writes a chapter with the marks that its verdicts call for, and no others.
pub fn write(chapter: &Chapter, verdicts: &[Verdict<'_>]) -> io::Result<()> {
    let mut lines: Vec<Option<String>> = chapter.lines.iter().cloned().map(Some).collect();
    for verdict in verdicts {
        mark(&mut lines, verdict);
    }
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    std::fs::write(&chapter.file, lines.join("\n") + "\n")
}

fn mark(lines: &mut [Option<String>], verdict: &Verdict<'_>) {
    for (expected, wrong) in verdict.case.expected.iter().zip(&verdict.wrong) {
        let line = lines[expected.line].get_or_insert_default();
        *line = marked(line, wrong);
    }
    for (line, _) in &verdict.case.also {
        lines[*line] = None;
    }
    let also = verdict
        .also
        .iter()
        .map(|also| format!("- {MARK}also {also}"));
    let last = lines[verdict.case.last].take();
    let block: Vec<String> = last.into_iter().chain(also).collect();
    lines[verdict.case.last] = (!block.is_empty()).then(|| block.join("\n"));
}

/// A line with its mark changed to these fields, or without one.
fn marked(line: &str, wrong: &[String]) -> String {
    let bare = line.split("; known wrong: ").next().unwrap_or(line);
    match wrong {
        [] => bare.to_owned(),
        wrong => format!("{bare}; {MARK}{}", wrong.join(", ")),
    }
}

#[test]
fn marks_come_and_go() {
    let bare = "- ACCUSE FRA → MLI, *condemned*";
    let wrong = vec!["sources".to_owned(), "date".to_owned()];
    let with = marked(bare, &wrong);
    assert_eq!(with, format!("{bare}; known wrong: sources, date"));
    assert_eq!(marked(&with, &wrong), with);
    assert_eq!(marked(&with, &[]), bare);
}
