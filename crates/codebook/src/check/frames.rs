//! Frames against each other.

use std::collections::{HashMap, HashSet};

use super::alike;
use crate::frame::{ClassId, Condition, Frame};
use crate::frames::{Class, FrameData, each_predicate};
use crate::problem::Problems;

pub(super) fn check(data: &FrameData, problems: &mut Problems) {
    duplicate_ids(&data.frames, problems);
    for frame in &data.frames {
        doubled_predicates(frame, problems);
    }
    rivals(&data.frames, problems);
    near_duplicates(&data.frames, problems);
    unused_classes(data, problems);
}

fn duplicate_ids(frames: &[Frame], problems: &mut Problems) {
    let mut seen: HashMap<&str, &Frame> = HashMap::new();
    for frame in frames {
        if let Some(first) = seen.insert(&frame.id, frame) {
            let message = format!("the id `{}` is taken by line {}", frame.id, first.line);
            problems.fault(
                &frame.file,
                frame.line,
                message,
                "give one of the frames another name",
            );
        }
    }
}

fn doubled_predicates(frame: &Frame, problems: &mut Problems) {
    let mut seen = HashSet::new();
    each_predicate(frame, |place, _, text| {
        if !seen.insert((std::mem::discriminant(&place), text)) {
            let message = format!("`{}` has `{text}` twice", frame.id);
            problems.doubt(&frame.file, frame.line, message, "remove one of them");
        }
    });
}

/// The same predicate in two frames that nothing in the text can tell apart.
fn rivals(frames: &[Frame], problems: &mut Problems) {
    let mut seen: HashMap<_, &Frame> = HashMap::new();
    for frame in frames {
        let demands = format!(
            "{:?} {:?} {:?} {:?}",
            frame.where_, frame.unless, frame.source, frame.target
        );
        each_predicate(frame, |place, _, text| {
            let key = (std::mem::discriminant(&place), text, demands.clone());
            let Some(first) = seen.insert(key, frame).filter(|first| first.id != frame.id) else {
                return;
            };
            let message = format!(
                "`{text}` of `{}` fits wherever that of `{}` fits",
                frame.id, first.id
            );
            problems.doubt(
                &frame.file,
                frame.line,
                message,
                "tell them apart by `where`, or remove one",
            );
        });
    }
}

/// One sentence of a codebook and where it stands.
struct Sentence<'f> {
    frame: &'f Frame,
    line: usize,
    text: &'f str,
}

/// Sentences that share this much of their words are too alike to be worth two.
const ALIKE: f64 = 0.85;

fn near_duplicates(frames: &[Frame], problems: &mut Problems) {
    let sentences: Vec<Sentence<'_>> = frames.iter().flat_map(sentences).collect();
    let words: Vec<HashSet<String>> = sentences
        .iter()
        .map(|sentence| alike::words(sentence.text).collect())
        .collect();
    for (at, first) in alike::doubles(&words, ALIKE) {
        let (sentence, first) = (&sentences[at], &sentences[first]);
        let message = format!(
            "the sentence is nearly that of {}:{}",
            first.frame.file, first.line
        );
        problems.doubt(
            &sentence.frame.file,
            sentence.line,
            message,
            "write one that differs in wording and parties",
        );
    }
}

fn sentences(frame: &Frame) -> impl Iterator<Item = Sentence<'_>> {
    let examples = frame
        .examples
        .iter()
        .map(|example| (example.line, &example.text));
    let near = frame.near.iter().map(|near| (near.line, &near.text));
    examples
        .chain(near)
        .map(move |(line, text)| Sentence { frame, line, text })
}

fn unused_classes(data: &FrameData, problems: &mut Problems) {
    let conditions = data
        .frames
        .iter()
        .flat_map(|frame| frame.where_.iter().chain(&frame.unless));
    let used: HashSet<ClassId> = conditions
        .flat_map(|(_, conditions)| conditions)
        .filter_map(|condition| match condition {
            Condition::Class(id) => Some(*id),
            _ => None,
        })
        .collect();
    let unused = |(at, class): (usize, &Class)| {
        let message = format!("no frame names the class `@{}`", class.name);
        (!used.contains(&ClassId(at as u32))).then_some(message)
    };
    for message in data.classes.iter().enumerate().filter_map(unused) {
        problems.doubt("frames/classes.toml", 0, message, "remove it or use it");
    }
}
