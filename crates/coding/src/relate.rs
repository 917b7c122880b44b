//! Two spans of a text in, the act from the first to the second out.

mod belief;
mod pair;
mod plv;

use chancery_intake::Document;
use chancery_text::{ByteSpan, TokenSpan};
use serde::Serialize;

use crate::coder::{Coder, Work};
use crate::discourse::Discourse;
use crate::event::{Span, Status};
use crate::matching::{Match, Matcher};
use crate::ranker::{Clues, Features, features};
use crate::reading::Reading;
use crate::status::standing;

pub(crate) use pair::Pair;
use pair::Seats;
pub use plv::PlvClass;

/// The act from one marked party to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Relation {
    /// Its type; none where nothing in the text tells of an act between the two.
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    /// Its CAMEO code.
    pub cameo: Option<String>,
    /// Whether it happened.
    pub status: Option<Status>,
    /// How likely the type is right.
    pub confidence: f64,
    /// The frame that fits best.
    pub frame: Option<String>,
    /// The words that mean the act.
    pub trigger: Option<Span>,
    /// Every type with its share of belief, likeliest first.
    pub ranking: Vec<(String, f64)>,
}

/// In which classes a relation is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// The types of the codebook, status apart.
    #[default]
    Plover,
    /// The 15 root classes of the PLV benchmark (Hu et al., ACL 2024), which fold the status in; a
    /// class is always named.
    Plv,
}

/// A frame that fits somewhere in the text.
#[derive(Debug)]
pub(crate) struct Candidate<'a> {
    pub found: Match<'a>,
    pub status: Status,
    pub seats: Seats,
    /// How well it tells of an act from the one party to the other.
    pub rating: f32,
}

/// The rating from which a fit is taken to tell of the two parties: one of them in its slot.
const RELATED: f32 = 4.0;

/// The probability from which the ranker's word suffices where no frame tells of the two parties.
const LIKELY: f64 = 0.5;

impl Candidate<'_> {
    pub(crate) fn class(&self) -> PlvClass {
        let frame = self.found.frame;
        PlvClass::of(frame.event_type, &frame.cameo, self.status)
    }

    fn name(&self, scheme: Scheme) -> &'static str {
        match scheme {
            Scheme::Plover => self.found.frame.event_type.as_str(),
            Scheme::Plv => self.class().as_str(),
        }
    }
}

impl Coder<'_> {
    /// The act from the party at `source` to the one at `target`, spans of bytes of the document's
    /// repaired text. Without a target, the act that the source does.
    pub fn relate(
        &self,
        document: &Document,
        source: ByteSpan,
        target: Option<ByteSpan>,
        scheme: Scheme,
    ) -> Relation {
        let reading = self.read(document);
        let pair = Pair::new(&reading, source, target);
        let work = self.work_on(&reading, &pair);
        let candidates = self.candidates(&reading, &work, &pair);
        let ranking = match &self.ranker {
            None => belief::of_frames(&candidates, scheme),
            Some(ranker) => {
                let features = self.clues(&reading, &pair, &candidates);
                belief::of_ranker(ranker.probabilities(&features), &candidates, scheme)
            }
        };
        self.relation(&reading, &candidates, ranking, scheme)
    }

    /// What a ranker sees of the two parties; spans as for [`Coder::relate`].
    pub fn features(
        &self,
        document: &Document,
        source: ByteSpan,
        target: Option<ByteSpan>,
    ) -> Features {
        let reading = self.read(document);
        let pair = Pair::new(&reading, source, target);
        let work = self.work_on(&reading, &pair);
        let candidates = self.candidates(&reading, &work, &pair);
        self.clues(&reading, &pair, &candidates)
    }

    fn clues(&self, reading: &Reading, pair: &Pair, candidates: &[Candidate]) -> Features {
        features(Clues {
            reading,
            lexicon: &self.lexicon,
            pair,
            candidates,
            vectors: self.vectors.as_ref(),
        })
    }

    /// What is found in the text, the two spans taken for parties whatever they say.
    fn work_on(&self, reading: &Reading, pair: &Pair) -> Work {
        let mut work = self.work(reading);
        for words in pair.source.into_iter().chain(pair.target.flatten()) {
            work.mentions.mark(reading, words);
        }
        work
    }

    /// The frames that fit, best first.
    fn candidates<'a>(
        &'a self,
        reading: &'a Reading<'a>,
        work: &'a Work,
        pair: &Pair,
    ) -> Vec<Candidate<'a>> {
        let matcher = Matcher::new(reading, &work.mentions, self.codebook);
        let discourse = Discourse::default();
        let mut candidates: Vec<Candidate> = (0..reading.len())
            .flat_map(|word| matcher.at(word, &discourse))
            .filter_map(|attempt| attempt.outcome.ok())
            .map(|found| self.candidate(reading, pair, found))
            .collect();
        candidates.sort_by(|a, b| b.rating.total_cmp(&a.rating));
        candidates
    }

    fn candidate<'a>(&self, reading: &Reading, pair: &Pair, found: Match<'a>) -> Candidate<'a> {
        let seats = pair.seats(&found);
        Candidate {
            status: standing(reading, &self.lexicon, found.clause.head, found.noun).status,
            rating: pair.rating(reading, &found, seats),
            seats,
            found,
        }
    }

    fn relation(
        &self,
        reading: &Reading,
        candidates: &[Candidate],
        ranking: Vec<(String, f64)>,
        scheme: Scheme,
    ) -> Relation {
        let (name, confidence) = ranking[0].clone();
        let related = candidates
            .first()
            .is_some_and(|best| best.rating >= RELATED);
        let told =
            scheme == Scheme::Plv || related || (self.ranker.is_some() && confidence >= LIKELY);
        // Without a frame of that type the type stands alone.
        let best = candidates
            .iter()
            .find(|candidate| told && candidate.name(scheme) == name);
        Relation {
            event_type: told.then_some(name),
            cameo: best.map(|best| best.found.frame.cameo.clone()),
            status: best.map(|best| best.status),
            confidence,
            frame: best.map(|best| best.found.frame.id.clone()),
            trigger: best.map(|best| supplied(reading, best.found.trigger())),
            ranking,
        }
    }
}

fn supplied(reading: &Reading, words: TokenSpan) -> Span {
    let document = reading.document;
    let bytes = document.map.supplied(reading.bytes(words));
    let chars = chancery_text::CharIndex::new(&document.text).chars(bytes);
    Span {
        start: chars.start,
        end: chars.end,
        text: bytes.of(&document.text).to_owned(),
    }
}
