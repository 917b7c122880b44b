//! The model of acts: what type of act, if any, a predicate means, learned from the corpus and the dispatches.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, Result};
use chancery_codebook::EventType;
use chancery_coding::{ANSWERS, ActRanker, Coder, NO_ACT, PlvClass, PredicateClues, Status};
use chancery_intake::{Document, Options, Supplied, assemble};
use chancery_text::{ByteSpan, CharIndex, CharSpan};
use rayon::prelude::*;
use serde::Deserialize;

use super::learn::{Example, Settings, learn};
use crate::plv::Case;

/// A sentence of `data/corpus`.
#[derive(Deserialize)]
pub struct Sentence {
    /// Its name, unlike all others.
    pub id: String,
    /// Its words.
    pub text: String,
    /// The characters of those who do it.
    #[serde(default)]
    pub sources: Vec<[usize; 2]>,
    /// The characters of those it is done to.
    #[serde(default)]
    pub targets: Vec<[usize; 2]>,
    /// The CAMEO code of the act.
    pub cameo: Option<String>,
    /// Whether it happened.
    pub status: Option<Status>,
    /// The characters of the words that mean the act.
    pub trigger: Vec<[usize; 2]>,
    /// The type of the act; none where there is none between the two.
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    /// What a sentence without an act lacks: `none`, an act between the two; `sense`, any act at all.
    pub why: Option<String>,
    /// `train` or `dev`.
    pub split: String,
}

impl Sentence {
    /// The sentence as a document.
    pub fn document(&self) -> Option<Document> {
        let supplied = Supplied {
            id: self.id.clone(),
            text: self.text.clone(),
            ..Supplied::default()
        };
        assemble(supplied, &Options::default()).ok()
    }

    /// The sentence as one of the PLV benchmark's would be; none without an act that it has a class for, from one side to
    /// the other.
    pub fn case(&self) -> Option<Case> {
        let name = self.event_type.as_deref()?;
        let index = CharIndex::new(&self.text);
        let bytes = |marks: &[[usize; 2]]| -> Option<ByteSpan> {
            let &[start, end] = marks.first()?;
            Some(index.bytes(CharSpan::new(start, end)))
        };
        Some(Case {
            text: self.text.clone(),
            source: bytes(&self.sources)?,
            target: bytes(&self.targets),
            class: plv_class(name, self.cameo.as_deref()?, self.status?)?,
        })
    }
}

/// The sentences of `data/corpus`, by file and line.
pub fn corpus(data: &Path) -> Result<Vec<Sentence>> {
    let folder = data.join("corpus");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "jsonl"))
        .collect();
    files.sort();
    let mut sentences = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path)?;
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.is_empty())
        {
            let sentence = serde_json::from_str(line)
                .with_context(|| format!("{}, line {}", path.display(), at + 1))?;
            sentences.push(sentence);
        }
    }
    Ok(sentences)
}

/// How much a sentence of the corpus counts beside a predicate of a dispatch: each was chosen for its act.
const CORPUS: f32 = 3.0;

/// Examples of the corpus's sentences: the trigger is an act of its type; a sentence that means no act has none; of
/// words beside a trigger nothing is known.
pub fn of_corpus(coder: &Coder, sentences: &[&Sentence]) -> Vec<Example> {
    let each = |sentence: &&Sentence| {
        let Some(document) = sentence.document() else {
            return Vec::new();
        };
        let clues = coder.clues_of_acts(&document);
        match (&sentence.event_type, sentence.why.as_deref()) {
            (Some(name), _) => {
                let Some(class) = class(name) else {
                    return Vec::new();
                };
                let marks: Vec<Range<usize>> = sentence
                    .trigger
                    .iter()
                    .map(|mark| mark[0]..mark[1])
                    .collect();
                let at = predicate(&clues, &marks);
                let found = at.map(|at| Example {
                    features: clues[at].clues.clone(),
                    class,
                    weight: CORPUS,
                });
                found.into_iter().collect()
            }
            (None, Some("sense")) => clues.into_iter().map(no_act).collect(),
            _ => Vec::new(),
        }
    };
    sentences.par_iter().flat_map_iter(each).collect()
}

fn no_act(predicate: PredicateClues) -> Example {
    Example {
        features: predicate.clues,
        class: NO_ACT,
        weight: CORPUS,
    }
}

/// The number of a type among the answers.
pub fn class(name: &str) -> Option<usize> {
    EventType::ALL
        .iter()
        .position(|known| known.as_str() == name)
}

/// The number of the PLV benchmark's class of an act; it has none for statements.
fn plv_class(name: &str, cameo: &str, status: Status) -> Option<usize> {
    let event_type = EventType::ALL[class(name)?];
    let class = PlvClass::of(event_type, cameo, status);
    let known = PlvClass::ALL.iter().position(|&known| known == class);
    known.filter(|_| event_type != EventType::Statement)
}

/// The first of the predicates within marks: the verb of "imposed sanctions".
fn predicate(clues: &[PredicateClues], marks: &[Range<usize>]) -> Option<usize> {
    clues
        .iter()
        .position(|it| marks.iter().any(|mark| overlap(&it.chars, mark)))
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// An act that an annotated dispatch tells of.
pub struct Told {
    /// The characters of its trigger.
    pub trigger: Range<usize>,
    /// The number of its type.
    pub class: usize,
}

/// Examples of an annotated dispatch, all of whose acts are known.
pub fn of_dispatch(coder: &Coder, document: &Document, told: &[Told]) -> Vec<Example> {
    let clues = coder.clues_of_acts(document);
    let mut classes: HashMap<usize, usize> = HashMap::new();
    for act in told {
        if let Some(at) = predicate(&clues, std::slice::from_ref(&act.trigger)) {
            classes.insert(at, act.class);
        }
    }
    let beside = |word: &Range<usize>| told.iter().any(|act| overlap(word, &act.trigger));
    let mut examples = Vec::new();
    for (at, predicate) in clues.into_iter().enumerate() {
        let features = predicate.clues;
        match classes.get(&at) {
            Some(&class) => examples.push(Example {
                features,
                class,
                weight: 1.0,
            }),
            None if beside(&predicate.chars) => {}
            None => examples.push(Example {
                features,
                class: NO_ACT,
                weight: 1.0,
            }),
        }
    }
    examples
}

/// Learns the model.
pub fn train(examples: &[&Example], temperature: f32, seed: u64) -> ActRanker {
    let settings = Settings {
        rounds: 12,
        balance: 0.0,
        ..Settings::default()
    };
    ActRanker::from_weights(&learn::<ANSWERS>(examples, &settings, seed), temperature)
}
