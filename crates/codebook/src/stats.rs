//! How much there is of everything.

use std::fmt;

use crate::Codebook;
use crate::vocabulary::EventType;
use crate::who::EntityKind;

/// Counts of a codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Frames.
    pub frames: usize,
    /// Types that have a frame, of seventeen.
    pub types: usize,
    /// CAMEO codes that a frame has, and codes there are.
    pub codes: (usize, usize),
    /// Different verbs, phrases, nouns and adjectives.
    pub predicates: usize,
    /// Sentences that frames must code.
    pub examples: usize,
    /// Sentences that frames must leave alone.
    pub near: usize,
    /// States, people, organisations, media, metonyms.
    pub entities: [usize; 5],
    /// Terms in office.
    pub terms: usize,
    /// Different names and surnames.
    pub names: usize,
    /// Places.
    pub places: usize,
    /// Different names of places.
    pub place_names: usize,
}

pub(crate) fn stats(codebook: &Codebook) -> Stats {
    let frames = codebook.frames();
    let has = |event_type: &&EventType| frames.iter().any(|frame| frame.event_type == **event_type);
    let codes = codebook.ontology().codes();
    let used = codes
        .iter()
        .filter(|cameo| frames.iter().any(|frame| frame.cameo == cameo.code));
    let who = codebook.who();
    Stats {
        frames: frames.len(),
        types: EventType::ALL.iter().filter(has).count(),
        codes: (used.count(), codes.len()),
        predicates: codebook.frames.distinct_predicates(),
        examples: frames.iter().map(|frame| frame.examples.len()).sum(),
        near: frames.iter().map(|frame| frame.near.len()).sum(),
        entities: EntityKind::ALL.map(|kind| who.table(kind).len()),
        terms: who.terms(),
        names: who.name_count(),
        places: codebook.places().len(),
        place_names: codebook.places().name_count(),
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [states, persons, organisations, media, metonyms] = self.entities;
        let (used, codes) = self.codes;
        writeln!(
            f,
            "{} frames of {} types, {used} of {codes} CAMEO codes",
            self.frames, self.types
        )?;
        let Self {
            predicates,
            examples,
            near,
            ..
        } = self;
        writeln!(
            f,
            "{predicates} predicates, {examples} examples, {near} near misses"
        )?;
        writeln!(
            f,
            "{states} states, {persons} people with {} terms in office, {organisations} organisations, \
             {media} media, {metonyms} metonyms, {} names",
            self.terms, self.names
        )?;
        writeln!(f, "{} places with {} names", self.places, self.place_names)
    }
}
