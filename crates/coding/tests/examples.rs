//! The codebook's examples are its test suite: every frame codes what its examples say and nothing
//! of its near misses.

use std::path::{Path, PathBuf};

use chancery_codebook::Codebook;
use chancery_coding::{
    ActJudge, ActRanker, Coder, GroupRanker, OriginRanker, PlaceRanker, SideRanker, run_examples,
};
use chancery_language::Pipeline;

/// How many different predicates must have an example that passes.
const EXERCISED: usize = 400;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

#[test]
fn every_frame_codes_its_examples() {
    let Ok(model) = chancery_language::locate(None) else {
        eprintln!("skipped: no language model is installed");
        return;
    };
    let pipeline = Pipeline::load(&model).expect("the model loads");
    let codebook = Codebook::load(&data()).expect("the codebook loads");
    let acts = std::fs::read(data().join("ranker/acts.bin")).expect("the model of acts");
    let acts = ActRanker::from_bytes(&acts).expect("the model of acts is whole");
    let judge = std::fs::read(data().join("ranker/judge.bin")).expect("the model that judges acts");
    let judge = ActJudge::from_bytes(&judge).expect("the model that judges acts is whole");
    let sides = std::fs::read(data().join("ranker/sides.bin")).expect("the model of sides");
    let sides = SideRanker::from_bytes(&sides).expect("the model of sides is whole");
    let places = std::fs::read(data().join("ranker/places.bin")).expect("the model of places");
    let places = PlaceRanker::from_bytes(&places).expect("the model of places is whole");
    let origins = std::fs::read(data().join("ranker/origins.bin")).expect("the model of origins");
    let origins = OriginRanker::from_bytes(&origins).expect("the model of origins is whole");
    let groups = std::fs::read(data().join("ranker/groups.bin")).expect("the model of groups");
    let groups = GroupRanker::from_bytes(&groups).expect("the model of groups is whole");
    let coder = Coder::new(&pipeline, &codebook)
        .with_origins(origins)
        .with_groups(groups)
        .with_acts(acts)
        .with_judge(judge)
        .with_sides(sides)
        .with_places(places);
    let report = run_examples(&coder);
    for failure in &report.failures {
        println!(
            "{}:{}: {} {}\n    {}",
            failure.file, failure.line, failure.frame, failure.problem, failure.text
        );
    }
    println!(
        "{} examples and near misses, {} known to be wrong, {} predicates exercised",
        report.run,
        report.known_wrong,
        report.exercised.len()
    );
    assert!(
        report.failures.is_empty(),
        "{} examples came out otherwise",
        report.failures.len()
    );
    assert!(
        report.exercised.len() >= EXERCISED,
        "only {} predicates are exercised",
        report.exercised.len()
    );
}
