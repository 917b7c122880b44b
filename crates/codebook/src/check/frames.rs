//! Frames against each other.

use std::collections::{HashMap, HashSet};

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
    words: HashSet<String>,
}

/// Sentences that share this much of their words are too alike to be worth two.
const ALIKE: f64 = 0.85;

fn near_duplicates(frames: &[Frame], problems: &mut Problems) {
    let sentences: Vec<Sentence<'_>> = frames.iter().flat_map(sentences).collect();
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for word in &sentence.words {
            for &other in by_word.get(word.as_str()).into_iter().flatten() {
                *shared.entry(other).or_default() += 1;
            }
        }
        let alike = |(&other, &count): (&usize, &usize)| {
            let all = sentence.words.len() + sentences[other].words.len() - count;
            (count as f64 >= ALIKE * all as f64).then_some(other)
        };
        if let Some(first) = shared.iter().filter_map(alike).min() {
            let first = &sentences[first];
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
        for word in &sentence.words {
            by_word.entry(word).or_default().push(at);
        }
    }
}

fn sentences(frame: &Frame) -> impl Iterator<Item = Sentence<'_>> {
    let examples = frame
        .examples
        .iter()
        .map(|example| (example.line, &example.text));
    let near = frame.near.iter().map(|near| (near.line, &near.text));
    examples.chain(near).map(move |(line, text)| Sentence {
        frame,
        line,
        words: words(text),
    })
}

fn words(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
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
