//! Any text: tokens and the spaces behind them rebuild it.
//!
//! Needs the model (`cargo xtask model`).
#![no_main]

use std::sync::LazyLock;

use chancery_language::{Pipeline, locate};
use libfuzzer_sys::fuzz_target;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    let path = locate(None).expect("the model is installed");
    Pipeline::load(path).expect("the model loads")
});

fuzz_target!(init: { LazyLock::force(&PIPELINE); }, |text: &str| {
    let analysis = PIPELINE.analyse(text);
    let rebuilt: String = analysis
        .tokens()
        .map(|token| token.text().to_owned() + if token.has_space() { " " } else { "" })
        .collect();
    assert_eq!(rebuilt, text);
    for sentence in analysis.sentences() {
        let roots = sentence
            .range()
            .filter(|&at| analysis.token(at).head() == at);
        assert_eq!(roots.count(), 1);
    }
});
