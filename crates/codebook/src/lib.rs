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
mod check;
mod dates;
mod foreign;
mod frame;
mod frame_file;
mod frames;
mod image;
mod names;
mod ontology;
mod places;
mod problem;
pub mod render;
mod source;
mod stats;
mod table;
mod toml_file;
mod vocabulary;
mod who;
mod words;

use std::borrow::Cow;
use std::path::Path;

pub use foreign::{Foreign, ForeignCode, Kind as ForeignKind};
pub use frame::{
    ClassId, Condition, Content, Example, Frame, Kind, Near, Need, Noun, Of, Phrase, Slot,
};
pub use frames::{Class, PredicatePlace, PredicateRef};
pub use image::ImageError;
pub use jiff::civil::Date;
pub use names::NameForm;
pub use ontology::{Cameo, Context, Mode, Ontology, Sector, TypeEntry};
pub use places::{Place, PlaceHit, PlaceRef, Places};
pub use problem::{Errors, Problem, Severity};
pub use stats::Stats;
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

    /// Everything that is wrong or doubtful with the codebook in `dir`, in the order of files and lines:
    /// what [`load`](Self::load) would report, and what only shows when entries are held
    /// against each other (duplicate names, overlapping terms, unknown codes, examples that say the same), codes that
    /// no frame reaches, and the corpus beside them.
    pub fn check(dir: &Path) -> Vec<Problem> {
        let mut problems = Problems::default();
        let mut source = Source::read(dir, Ontology::default(), Vec::new(), &mut problems);
        source.read_corpus(dir, &mut problems);
        check::check(&source, &mut problems);
        problems.sorted()
    }

    /// Puts the codebook in `dir` over this one: an entry with the key of one that is here replaces
    /// it (frames and people by id, the offices of a person as a whole, metonyms and roles by name,
    /// word lists by path), others are added. Conditions may name classes of either.
    ///
    /// # Errors
    ///
    /// All faults of the files, where there are any; the codebook is then as before.
    pub fn overlay(&mut self, dir: &Path) -> Result<(), Errors> {
        let mut problems = Problems::default();
        let classes = self.classes().to_vec();
        let over = Source::read(dir, self.ontology.clone(), classes, &mut problems);
        if let Some(errors) = errors(problems.sorted()) {
            return Err(errors);
        }
        self.ontology = over.ontology;
        build::overlay_frames(&mut self.frames, over.frames);
        build::overlay_who(&mut self.who, over.who);
        build::overlay_places(&mut self.places, over.places);
        let mut words = std::mem::take(&mut self.words.data);
        words.overlay(over.words);
        self.words = Words::new(words);
        Ok(())
    }

    /// The compiled image, which [`from_image`](Self::from_image) reads. The same files make the same bytes.
    pub fn compile(&self) -> Vec<u8> {
        image::write(self)
    }

    /// The codebook of a compiled image, which is copied.
    ///
    /// # Errors
    ///
    /// Where the bytes are not such an image or were damaged.
    pub fn from_image(image: &[u8]) -> Result<Self, ImageError> {
        image::read(image, |bytes| Cow::Owned(bytes.to_vec()))
    }

    /// The codebook of a compiled image that is part of the program: names, people and places are
    /// used where they lie.
    ///
    /// # Errors
    ///
    /// As [`from_image`](Self::from_image).
    pub fn from_static_image(image: &'static [u8]) -> Result<Self, ImageError> {
        image::read(image, Cow::Borrowed)
    }

    /// How much there is of everything.
    pub fn stats(&self) -> Stats {
        stats::stats(self)
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

    /// The frame that stands for a type where words that no frame lists mean it.
    pub fn frame_of_any(&self, event_type: EventType) -> Option<&Frame> {
        self.frames()
            .iter()
            .find(|frame| frame.any && frame.event_type == event_type)
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
