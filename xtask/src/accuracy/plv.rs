//! The PLV development sentences: the class of the act from one marked party to another.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result};
use chancery_coding::{Coder, PlvClass, Scheme};
use chancery_intake::{Options, Supplied, assemble};
use chancery_text::ByteSpan;
use rayon::prelude::*;

use crate::corpus;

/// A sentence with its marked parties and the class that annotators gave.
struct Case {
    text: String,
    source: ByteSpan,
    target: Option<ByteSpan>,
    class: String,
}

/// Prints macro-F1 and a line for each class.
pub fn run(coder: &Coder, show: usize) -> Result<()> {
    let path = corpus::shared().join("data/classification/PLV_train.tsv");
    if !path.exists() {
        println!("PLV: skipped, its sentences are not at hand");
        return Ok(());
    }
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let cases: Vec<Case> = text.lines().skip(1).filter_map(case).collect();
    let answers: Vec<(String, Option<String>)> =
        cases.par_iter().map(|case| answer(coder, case)).collect();
    report(&cases, &answers);
    for (case, (class, frame)) in cases
        .iter()
        .zip(&answers)
        .filter(|(case, answer)| case.class != answer.0)
        .take(show)
    {
        println!(
            "{} as {class} by {}: {}",
            case.class,
            frame.as_deref().unwrap_or("-"),
            case.text
        );
    }
    Ok(())
}

/// Reads a row: sentence, sentence with `<s>` and `<t>` marks, source, target, class, quad.
fn case(line: &str) -> Option<Case> {
    let fields: Vec<&str> = line.split('\t').collect();
    let (marked, class) = (fields.get(1)?, fields.get(4)?);
    let mut text = String::new();
    let (mut source, mut target) = (None, None);
    let mut open = 0;
    let mut rest = *marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let (tag, after) = rest[at..].split_once('>')?;
        match tag {
            "<s" | "<t" => open = text.len(),
            "</s" => source = source.or(Some(ByteSpan::new(open, text.len()))),
            "</t" => target = target.or(Some(ByteSpan::new(open, text.len()))),
            other => {
                text.push_str(other);
                text.push('>');
            }
        }
        rest = after;
    }
    text.push_str(rest);
    Some(Case {
        text,
        source: source?,
        target,
        class: (*class).to_owned(),
    })
}

fn answer(coder: &Coder, case: &Case) -> (String, Option<String>) {
    let supplied = Supplied {
        text: case.text.clone(),
        ..Supplied::default()
    };
    let Ok(mut document) = assemble(supplied, &Options::default()) else {
        return (String::new(), None);
    };
    // The sentence is the body, whatever looks like a dateline in it.
    document.repaired.clone_from(&case.text);
    document.map = chancery_text::OffsetMap::identity();
    document.body = vec![ByteSpan::new(0, case.text.len())];
    let relation = coder.relate(&document, case.source, case.target, Scheme::Plv);
    (relation.event_type.unwrap_or_default(), relation.frame)
}

fn report(cases: &[Case], answers: &[(String, Option<String>)]) {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (case, (class, _)) in cases.iter().zip(answers) {
        counts.entry(case.class.as_str()).or_default()[0] += 1;
        counts.entry(class.as_str()).or_default()[1] += 1;
        if case.class == *class {
            counts.entry(class.as_str()).or_default()[2] += 1;
        }
    }
    println!(
        "{:<12} {:>5} {:>9} {:>7} {:>6}",
        "PLV class", "gold", "precision", "recall", "F1"
    );
    let mut sum = 0.0;
    for class in PlvClass::ALL.iter().map(|class| class.as_str()) {
        let [gold, given, right] = counts.get(class).copied().unwrap_or_default();
        let (precision, recall) = (share(right, given), share(right, gold));
        let f1 = if right == 0 {
            0.0
        } else {
            2.0 * precision * recall / (precision + recall)
        };
        sum += f1;
        println!("{class:<12} {gold:>5} {precision:>9.3} {recall:>7.3} {f1:>6.3}");
    }
    let right: usize = counts.values().map(|[.., right]| right).sum();
    println!(
        "frames alone: macro-F1 {:.3}, accuracy {:.3} over {} sentences",
        sum / PlvClass::ALL.len() as f64,
        share(right, cases.len()),
        cases.len()
    );
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
