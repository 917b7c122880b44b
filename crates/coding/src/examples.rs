//! The codebook's own examples, run: every frame codes what it says and lets its near misses be.

use chancery_codebook::{Example, Frame};
use chancery_intake::Document;
use chancery_text::{ByteSpan, OffsetMap};
use rayon::prelude::*;

use crate::coder::Coder;
use crate::event::{Actor, Event};

/// An example or a near miss that came out otherwise than its file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The frame's file, relative to the codebook's folder.
    pub file: String,
    /// The line of the example.
    pub line: usize,
    /// The frame's id.
    pub frame: String,
    /// The sentence.
    pub text: String,
    /// What is wrong.
    pub problem: String,
}

/// What running the examples gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExampleReport {
    /// How many examples and near misses were run.
    pub run: usize,
    /// Those that fail, or that are marked as known to be wrong and are right, by file and line.
    pub failures: Vec<Failure>,
    /// How many are marked as known to be wrong, and are.
    pub known_wrong: usize,
    /// Different predicates that an example which passes was coded by.
    pub exercised: Vec<String>,
}

/// Runs the examples of every frame of the coder's codebook.
pub fn run_examples(coder: &Coder) -> ExampleReport {
    let checks: Vec<Check> = coder.codebook.frames().iter().flat_map(checks_of).collect();
    let outcomes: Vec<Outcome> = checks.par_iter().map(|check| check.run(coder)).collect();
    let mut report = ExampleReport {
        run: checks.len(),
        ..ExampleReport::default()
    };
    for (check, outcome) in checks.iter().zip(outcomes) {
        let wrong = check.wrong();
        match (outcome.problem, wrong) {
            (Some(_), Some(_)) => report.known_wrong += 1,
            (Some(problem), None) => report.failures.push(check.failure(problem)),
            (None, Some(_)) => report.failures.push(check.failure(
                "is marked as known to be wrong, but is right: remove the mark".to_owned(),
            )),
            (None, None) => report.exercised.extend(outcome.predicate),
        }
    }
    report.exercised.sort();
    report.exercised.dedup();
    report
}

enum Check<'c> {
    Example(&'c Frame, &'c Example),
    Near(&'c Frame, &'c chancery_codebook::Near),
}

struct Outcome {
    problem: Option<String>,
    predicate: Option<String>,
}

fn checks_of(frame: &Frame) -> impl Iterator<Item = Check<'_>> {
    let examples = frame
        .examples
        .iter()
        .map(move |example| Check::Example(frame, example));
    examples.chain(frame.near.iter().map(move |near| Check::Near(frame, near)))
}

impl Check<'_> {
    fn run(&self, coder: &Coder) -> Outcome {
        match self {
            Self::Example(frame, example) => {
                let (events, predicates) = coder.code_with_predicates(&sentence(&example.text));
                // Frames that share a code may code each other's examples.
                let alike = |event: &Event| {
                    event.event_type == frame.event_type && event.cameo == frame.cameo
                };
                let candidates = || {
                    events
                        .iter()
                        .zip(&predicates)
                        .filter(|(event, _)| alike(event))
                };
                let fit = candidates().find(|(event, _)| mistake(event, frame, example).is_none());
                let problem = match (fit, candidates().next()) {
                    (Some(_), _) => None,
                    (None, Some((event, _))) => mistake(event, frame, example),
                    (None, None) => Some(not_coded(
                        &events,
                        &coder.misses(&sentence(&example.text), &frame.id),
                    )),
                };
                Outcome {
                    problem,
                    predicate: fit.map(|(_, predicate)| predicate.clone()),
                }
            }
            Self::Near(frame, near) => {
                let events = coder.code(&sentence(&near.text));
                let coded = events.iter().any(|event| event.frame == frame.id);
                Outcome {
                    problem: coded.then(|| "is a near miss, but the frame codes it".to_owned()),
                    predicate: None,
                }
            }
        }
    }

    fn wrong(&self) -> Option<&str> {
        match self {
            Self::Example(_, example) => example.wrong.as_deref(),
            Self::Near(_, near) => near.wrong.as_deref(),
        }
    }

    fn failure(&self, problem: String) -> Failure {
        let (frame, line, text) = match self {
            Self::Example(frame, example) => (frame, example.line, &example.text),
            Self::Near(frame, near) => (frame, near.line, &near.text),
        };
        Failure {
            file: frame.file.clone(),
            line,
            frame: frame.id.clone(),
            text: text.clone(),
            problem,
        }
    }
}

fn not_coded(events: &[Event], misses: &[String]) -> String {
    let others: Vec<String> = events
        .iter()
        .map(|event| format!("{} by {}", event.trigger.text, event.frame))
        .collect();
    let coded = if others.is_empty() {
        "is not coded at all".to_owned()
    } else {
        format!("is coded otherwise: {}", others.join("; "))
    };
    let why = if misses.is_empty() {
        "none of its predicates was found".to_owned()
    } else {
        misses.join("; ")
    };
    format!("{coded} ({why})")
}

/// What an event of the right frame has wrong.
fn mistake(event: &Event, frame: &Frame, example: &Example) -> Option<String> {
    if event.status != example.status {
        return Some(format!(
            "status {} instead of {}",
            event.status, example.status
        ));
    }
    for (side, actors, wanted) in [
        ("source", &event.sources, &example.source),
        ("target", &event.targets, &example.target),
        ("carrier", &event.carriers, &example.carrier),
    ] {
        if let Some(missing) = wanted
            .iter()
            .find(|words| !names(actors, words, &example.text))
        {
            let found: Vec<&str> = actors
                .iter()
                .map(|actor| actor.mention.text.as_str())
                .collect();
            return Some(format!("{side} lacks “{missing}”, has {found:?}"));
        }
    }
    let about = event.about.as_deref().unwrap_or("");
    if let Some(missing) = example
        .about
        .iter()
        .find(|words| !about.contains(words.as_str()))
    {
        return Some(format!("about lacks “{missing}”: “{about}”"));
    }
    let channel = example.channel.or(frame.channel);
    if example.channel.is_some() && event.channel != channel {
        return Some(format!(
            "channel {:?} instead of {:?}",
            event.channel, channel
        ));
    }
    None
}

/// Whether one of the actors is mentioned where `words` stand in the text, or by a pronoun whose
/// party has these words for a name.
fn names(actors: &[Actor], words: &str, text: &str) -> bool {
    let index = chancery_text::CharIndex::new(text);
    let there = text.match_indices(words).any(|(start, found)| {
        let span = index.chars(ByteSpan::new(start, start + found.len()));
        actors
            .iter()
            .any(|actor| actor.mention.start < span.end && span.start < actor.mention.end)
    });
    let alike = |name: &str| words.contains(name) || name.contains(words.trim_end_matches("'s"));
    there || actors.iter().any(|actor| alike(&actor.name))
}

/// A document of one sentence, without date, title or dateline.
pub(crate) fn sentence(text: &str) -> Document {
    Document {
        id: String::new(),
        text: text.to_owned(),
        repaired: text.to_owned(),
        map: OffsetMap::identity(),
        repairs: Vec::new(),
        title: None,
        body: vec![ByteSpan::new(0, text.len())],
        dateline: None,
        byline: None,
        date: None,
        publisher: None,
        url: None,
        language: None,
        warnings: Vec::new(),
    }
}
