//! Texts that were made to do harm, or might as well have been: each must pass in linear time and in
//! memory that is bounded by its own length.

mod common;

use chancery_language::{Analysis, Pipeline};

/// The most memory that this process has used, in megabytes; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or(0) / 1024
}

/// Analyses a text and sees that no character of it was lost.
fn analyse(pipeline: &Pipeline, text: &str) -> Analysis {
    let analysis = pipeline.analyse(text);
    let mut end = 0;
    for token in analysis.tokens() {
        assert_eq!(token.span().start, end);
        end = token.span().end + usize::from(token.has_space());
    }
    assert_eq!(end, text.len());
    analysis
}

#[test]
fn long_texts_without_a_space() {
    let Some(pipeline) = common::pipeline() else {
        return;
    };
    let size = 5_000_000;
    assert_eq!(analyse(pipeline, &"a".repeat(size)).len(), 1);
    assert_eq!(analyse(pipeline, &"\u{301}".repeat(size / 10)).len(), 1);
    // Every other character is an infix, or looks like one.
    for unit in ["a-", "1+", "a.", "a…", "/a=", "x@y."] {
        analyse(pipeline, &unit.repeat(5_000));
    }
    // Every character is an affix.
    for unit in ["(", ")", "\"'", "$%", "......,", "'s"] {
        analyse(pipeline, &unit.repeat(5_000));
    }
    assert!(peak() < 900, "{} MB", peak());
}

#[test]
fn white_space_and_nothing_else() {
    let Some(pipeline) = common::pipeline() else {
        return;
    };
    assert!(analyse(pipeline, "").is_empty());
    assert_eq!(analyse(pipeline, &" ".repeat(1_000_000)).len(), 1);
    analyse(pipeline, &" \n".repeat(50_000));
    analyse(pipeline, &"\u{a0}a".repeat(20_000));
}

#[test]
fn very_many_very_short_texts() {
    let Some(pipeline) = common::pipeline() else {
        return;
    };
    let words = ["Talks", "resumed", "quietly", "1994", "—", "", "\n"];
    let texts = (0..100_000).map(|at| words[at % words.len()]);
    let tokens: usize = pipeline
        .analyse_iter(texts, 1)
        .map(|analysis| analysis.len())
        .sum();
    assert_eq!(
        tokens,
        (0..100_000)
            .filter(|at| !words[at % words.len()].is_empty())
            .count()
    );
}

#[test]
fn a_stream_of_new_words_is_forgotten_again() {
    let Some(pipeline) = common::pipeline() else {
        return;
    };
    let before = peak();
    // A hundred thousand words, each of them new.
    let texts = (0..1_000usize).map(|text| {
        let words = (0..100usize).map(|word| format!("w{:x}", (text * 100 + word) * 7_919));
        words.collect::<Vec<_>>().join(" ")
    });
    assert_eq!(pipeline.analyse_iter(texts, 1).count(), 1_000);
    let grown = peak().saturating_sub(before);
    assert!(grown < 200, "{grown} MB more");
}
