//! What the program knows of the world and of language in politics, read from `data/`.
//!
//! A [`Codebook`] holds five things: the [`Ontology`] that events are coded in, the [`Frame`]s that say
//! which words mean which act, [`Who`] is who, the [`Words`] of the language of news, and [`Places`].
//! Political scientists edit the files (`data/README.md` and those below it describe them);
//! [`Codebook::check`] tells them what is wrong and where. The program itself carries a compiled
//! image of them ([`Codebook::compile`], [`Codebook::from_image`]) and can put a user's own folder over
//! it ([`Codebook::overlay`]).
//!
//! This crate reads files of a codebook and nothing else: no text, no clock, no network.

mod build;
mod dates;
mod frame;
mod frame_file;
mod frames;
mod names;
mod ontology;
mod places;
mod problem;
mod source;
mod table;
mod toml_file;
mod vocabulary;
mod who;
mod words;

use std::path::Path;

pub use frame::{
    ClassId, Condition, Content, Example, Frame, Kind, Near, Need, Noun, Of, Phrase, Slot,
};
pub use frames::{Class, PredicatePlace, PredicateRef};
pub use jiff::civil::Date;
pub use names::NameForm;
pub use ontology::{Cameo, Context, Mode, Ontology, Sector, TypeEntry};
pub use places::{Place, PlaceHit, PlaceRef, Places};
pub use problem::{Errors, Problem, Severity};
pub use vocabulary::{Channel, EventType, Quad, Rank, Status};
pub use who::{Candidate, Entity, EntityKind, EntityRef, NameHit, Role, Standing, Term, Who};
pub use words::Words;

use frames::Frames;
use problem::Problems;
use source::Source;

/// Everything the program knows.
#[derive(Debug)]
pub struct Codebook {
    ontology: Ontology,
    frames: Frames,
    who: Who,
    words: Words,
    places: Places,
}

impl Codebook {
    /// Reads the codebook in `dir`: its folders `ontology`, `frames`, `who`, `language`, `places`, of which
    /// any may be missing.
    ///
    /// # Errors
    ///
    /// All faults of the files, where there are any; doubts do not keep it from loading.
    pub fn load(dir: &Path) -> Result<Self, Errors> {
        let (codebook, problems) = Self::load_leniently(dir);
        errors(problems).map_or(Ok(codebook), Err)
    }

    /// Reads the codebook in `dir` as far as it can be read, leaving out the entries with faults, and
    /// says what is wrong.
    pub fn load_leniently(dir: &Path) -> (Self, Vec<Problem>) {
        let mut problems = Problems::default();
        let source = Source::read(dir, Ontology::default(), Vec::new(), &mut problems);
        (Self::build(source), problems.sorted())
    }

    fn build(source: Source) -> Self {
        Self {
            ontology: source.ontology,
            frames: build::frames(source.frames),
            who: build::who(source.who),
            words: Words::new(source.words),
            places: build::places(source.places),
        }
    }

    /// Types, modes, contexts, sectors and CAMEO codes.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// All frames, sorted by id.
    pub fn frames(&self) -> &[Frame] {
        &self.frames.data.frames
    }

    /// The frame of an id such as `CONSULT/meet.visit`.
    pub fn frame(&self, id: &str) -> Option<&Frame> {
        self.frames.find(id).map(|index| &self.frames()[index])
    }

    /// Where a verb's lemma stands in frames, alone or with a phrase's other words.
    pub fn frames_for_verb(&self, lemma: &str) -> &[PredicateRef] {
        self.frames.verb(lemma)
    }

    /// Where a noun's lemma stands in frames, alone or as the head of a compound.
    pub fn frames_for_noun(&self, lemma: &str) -> &[PredicateRef] {
        self.frames.noun(lemma)
    }

    /// Where an adjective's lemma stands in frames.
    pub fn frames_for_adjective(&self, lemma: &str) -> &[PredicateRef] {
        self.frames.adjective(lemma)
    }

    /// The word class that a condition names.
    ///
    /// # Panics
    ///
    /// Where the id is another codebook's.
    pub fn class(&self, id: ClassId) -> &Class {
        self.frames
            .class(id)
            .expect("conditions name classes of their own codebook")
    }

    /// All word classes.
    pub fn classes(&self) -> &[Class] {
        &self.frames.data.classes
    }

    /// Who is who.
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// The word lists of the language of news.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The gazetteer.
    pub fn places(&self) -> &Places {
        &self.places
    }
}

/// The faults among problems, where there are any.
fn errors(problems: Vec<Problem>) -> Option<Errors> {
    let faults: Vec<Problem> = problems
        .into_iter()
        .filter(|problem| problem.severity == Severity::Fault)
        .collect();
    (!faults.is_empty()).then_some(Errors(faults))
}
