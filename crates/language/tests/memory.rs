//! One text of a million characters, in a process of its own, so that its memory can be told.

mod common;

use std::fmt::Write as _;

/// The most memory that this process may use, in kilobytes.
const MOST: u64 = 200 << 10;

#[test]
fn a_million_characters_in_one_text() {
    let Some(pipeline) = common::pipeline() else {
        return;
    };
    let text = text(1_000_000);
    let analysis = pipeline.analyse(&text);
    assert!(analysis.sentences().len() > 5_000);
    let peak = peak();
    assert!(peak < MOST, "{peak} KB");
}

/// Sentences with ever new names and numbers.
fn text(size: usize) -> String {
    const VERBS: [&str; 4] = ["met", "rejected", "was received by", "wrote to"];
    const ENDS: [&str; 3] = [
        "in the capital on Tuesday",
        "before the talks, which had lasted for days",
        "and the delegation left",
    ];
    let mut text = String::with_capacity(size + 200);
    for at in 0.. {
        if text.len() >= size {
            break;
        }
        let (one, other) = (name(at), name(at * 7 + 3));
        let (verb, end) = (VERBS[at % VERBS.len()], ENDS[at % ENDS.len()]);
        // Writing to a string cannot fail.
        let _ = write!(text, "{one} {verb} the {at} envoys of {other} {end}. ");
    }
    text
}

fn name(number: usize) -> String {
    const PARTS: [&str; 16] = [
        "ka", "lo", "mi", "nor", "pe", "ran", "sto", "tu", "vel", "wa", "za", "bri", "cha", "do",
        "fe", "gar",
    ];
    let mut name: String = (0..3).map(|at| PARTS[(number >> (4 * at)) % 16]).collect();
    name[..1].make_ascii_uppercase();
    name
}

/// The most memory that this process has used, in kilobytes; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
