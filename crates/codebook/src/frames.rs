//! All frames, and the way from a lemma to those that it may mean.

use hashbrown::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

use crate::frame::{ClassId, Frame};

/// Where a lemma stands in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PredicateRef {
    /// Index into [`crate::Codebook::frames`].
    pub frame: usize,
    /// Which of the frame's lists it is in, and where.
    pub place: PredicatePlace,
}

/// An entry of one of a frame's lists of predicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PredicatePlace {
    /// Index into `verbs`.
    Verb(usize),
    /// Index into `phrases`, whose verb the lemma is.
    Phrase(usize),
    /// Index into `nouns`, whose head the lemma is.
    Noun(usize),
    /// Index into `adjectives`, whose head the lemma is.
    Adjective(usize),
}

/// A class of words that conditions may name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// Its name, without the `@`.
    pub name: String,
    /// Its lemmas, sorted.
    pub lemmas: Vec<String>,
}

impl Class {
    /// Whether `lemma`, or a compound's lemmas with a space between them, belongs to it.
    pub fn contains(&self, lemma: &str) -> bool {
        self.lemmas
            .binary_search_by(|known| known.as_str().cmp(lemma))
            .is_ok()
    }
}

/// What is kept of frames in an image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FrameData {
    /// Sorted by id.
    pub(crate) frames: Vec<Frame>,
    pub(crate) classes: Vec<Class>,
}

/// Frames with their index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frames {
    pub(crate) data: FrameData,
    verbs: HashMap<Box<str>, Vec<PredicateRef>>,
    nouns: HashMap<Box<str>, Vec<PredicateRef>>,
    adjectives: HashMap<Box<str>, Vec<PredicateRef>>,
}

impl Frames {
    pub(crate) fn new(data: FrameData) -> Self {
        let mut frames = Self {
            data,
            ..Self::default()
        };
        for (index, frame) in frames.data.frames.iter().enumerate() {
            let mut at = |place, lemma: &str| {
                let map = match place {
                    PredicatePlace::Verb(_) | PredicatePlace::Phrase(_) => &mut frames.verbs,
                    PredicatePlace::Noun(_) => &mut frames.nouns,
                    PredicatePlace::Adjective(_) => &mut frames.adjectives,
                };
                let found = PredicateRef {
                    frame: index,
                    place,
                };
                match map.get_mut(lemma) {
                    Some(list) => list.push(found),
                    None => drop(map.insert(lemma.into(), vec![found])),
                }
            };
            each_predicate(frame, |place, lemma, _| at(place, lemma));
        }
        frames
    }

    pub(crate) fn verb(&self, lemma: &str) -> &[PredicateRef] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn noun(&self, lemma: &str) -> &[PredicateRef] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn adjective(&self, lemma: &str) -> &[PredicateRef] {
        self.adjectives.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn class(&self, id: ClassId) -> Option<&Class> {
        self.data.classes.get(id.0 as usize)
    }

    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.data
            .frames
            .binary_search_by(|frame| frame.id.as_str().cmp(id))
            .ok()
    }

    /// How many different predicates all frames have.
    pub(crate) fn distinct_predicates(&self) -> usize {
        let mut seen: HashSet<(u8, &str)> = HashSet::new();
        for frame in &self.data.frames {
            each_predicate(frame, |place, _, text| {
                let list = match place {
                    PredicatePlace::Verb(_) => 0,
                    PredicatePlace::Phrase(_) => 1,
                    PredicatePlace::Noun(_) => 2,
                    PredicatePlace::Adjective(_) => 3,
                };
                seen.insert((list, text));
            });
        }
        seen.len()
    }
}

/// Calls `f` with the place, the lemma to find it by and the whole text of every predicate of `frame`.
pub(crate) fn each_predicate<'f>(
    frame: &'f Frame,
    mut f: impl FnMut(PredicatePlace, &'f str, &'f str),
) {
    for (at, verb) in frame.verbs.iter().enumerate() {
        f(PredicatePlace::Verb(at), verb, verb);
    }
    for (at, phrase) in frame.phrases.iter().enumerate() {
        f(PredicatePlace::Phrase(at), &phrase.verb, &phrase.text);
    }
    for (at, noun) in frame.nouns.iter().enumerate() {
        f(PredicatePlace::Noun(at), &noun.head, &noun.text);
    }
    for (at, adjective) in frame.adjectives.iter().enumerate() {
        f(
            PredicatePlace::Adjective(at),
            &adjective.head,
            &adjective.text,
        );
    }
}
