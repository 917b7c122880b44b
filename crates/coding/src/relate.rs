//! Two spans of a text in, the act from the first to the second out.

mod plv;

use chancery_codebook::EventType;
use chancery_intake::Document;
use chancery_text::{ByteSpan, TokenSpan};
use serde::Serialize;

use crate::coder::Coder;
use crate::discourse::Discourse;
use crate::event::{Span, Status};
use crate::matching::{Match, Matcher, Side};
use crate::reading::Reading;
use crate::status::standing;

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
        let mut work = self.work(&reading);
        let pair = Pair {
            source: words_of(&reading, source),
            target: target.map(|target| words_of(&reading, target)),
        };
        for words in pair.source.into_iter().chain(pair.target.flatten()) {
            work.mentions.mark(&reading, words);
        }
        let matcher = Matcher::new(&reading, &work.mentions, self.codebook);
        let candidates = self.candidates(&reading, matcher, &pair);
        self.relation(&reading, candidates, scheme)
    }

    fn candidates<'a>(
        &self,
        reading: &'a Reading<'a>,
        matcher: Matcher<'a>,
        pair: &Pair,
    ) -> Vec<Candidate<'a>> {
        let discourse = Discourse::default();
        let mut candidates = Vec::new();
        for word in 0..reading.len() {
            for attempt in matcher.at(word, &discourse) {
                if let Ok(found) = attempt.outcome {
                    let rating = pair.rating(reading, &found);
                    let status =
                        standing(reading, &self.lexicon, found.clause.head, found.noun).status;
                    candidates.push(Candidate {
                        found,
                        status,
                        rating,
                    });
                }
            }
        }
        candidates.sort_by(|a, b| b.rating.total_cmp(&a.rating));
        candidates
    }

    fn relation(&self, reading: &Reading, candidates: Vec<Candidate>, scheme: Scheme) -> Relation {
        let class = |candidate: &Candidate| match scheme {
            Scheme::Plover => candidate.found.frame.event_type.as_str(),
            Scheme::Plv => PlvClass::of(
                candidate.found.frame.event_type,
                &candidate.found.frame.cameo,
                candidate.status,
            )
            .as_str(),
        };
        let ranking = ranking(
            all_classes(scheme),
            candidates
                .iter()
                .map(|candidate| (class(candidate), candidate.rating)),
        );
        let best = candidates
            .first()
            .filter(|best| scheme == Scheme::Plv || best.rating >= RELATED);
        let (name, confidence) = ranking
            .first()
            .map_or((None, 0.0), |(name, share)| (Some(name.clone()), *share));
        Relation {
            event_type: best
                .map(|best| class(best).to_owned())
                .or(name.filter(|_| scheme == Scheme::Plv)),
            cameo: best.map(|best| best.found.frame.cameo.clone()),
            status: best.map(|best| best.status),
            confidence,
            frame: best.map(|best| best.found.frame.id.clone()),
            trigger: best.map(|best| supplied(reading, best.found.trigger())),
            ranking,
        }
    }
}

struct Candidate<'a> {
    found: Match<'a>,
    status: Status,
    rating: f32,
}

/// The rating from which a fit is taken to tell of the two parties: one of them in its slot.
const RELATED: f32 = 4.0;

struct Pair {
    source: Option<TokenSpan>,
    target: Option<Option<TokenSpan>>,
}

impl Pair {
    /// How well a fit tells of an act from the one to the other.
    fn rating(&self, reading: &Reading, found: &Match) -> f32 {
        let holds = |side: &Side, words: Option<TokenSpan>| {
            words.is_some_and(|words| {
                side.mentions
                    .iter()
                    .any(|mention| mention.words.overlaps(words))
            })
        };
        let target = self.target.flatten();
        let forward = [
            holds(&found.sources, self.source),
            holds(&found.targets, target),
        ];
        let backward = [
            holds(&found.sources, target),
            holds(&found.targets, self.source),
        ];
        let mut rating = found.score;
        for (right, wrong) in forward.into_iter().zip(backward) {
            rating += if right { 3.0 } else { 0.0 };
            rating -= if wrong && !right { 1.5 } else { 0.0 };
        }
        let head = found.clause.head;
        let words = reading.subtree(head);
        if target.is_some_and(|target| words.overlaps(target)) {
            rating += 1.0;
        }
        let distance = self
            .source
            .map_or(0, |source| head.abs_diff(source.end).min(30));
        rating - 0.02 * distance as f32
    }
}

/// The words that a span of bytes touches.
fn words_of(reading: &Reading, span: ByteSpan) -> Option<TokenSpan> {
    let first = reading
        .words()
        .partition_point(|word| word.span.end <= span.start);
    let last = reading
        .words()
        .partition_point(|word| word.span.start < span.end);
    (first < last).then(|| TokenSpan::new(first, last))
}

fn all_classes(scheme: Scheme) -> Vec<&'static str> {
    match scheme {
        Scheme::Plover => EventType::ALL
            .iter()
            .map(|event_type| event_type.as_str())
            .collect(),
        Scheme::Plv => PlvClass::ALL.iter().map(|class| class.as_str()).collect(),
    }
}

/// Shares of belief over all classes from the best rating of each.
fn ranking<'c>(
    classes: Vec<&'static str>,
    rated: impl Iterator<Item = (&'c str, f32)>,
) -> Vec<(String, f64)> {
    let mut best: Vec<(&str, f32)> = classes.into_iter().map(|class| (class, 0.0)).collect();
    for (class, rating) in rated {
        if let Some(known) = best.iter_mut().find(|known| known.0 == class) {
            known.1 = known.1.max(rating);
        }
    }
    let total: f64 = best
        .iter()
        .map(|(_, rating)| f64::from(*rating).exp())
        .sum();
    let mut shares: Vec<(String, f64)> = best
        .into_iter()
        .map(|(class, rating)| {
            (
                class.to_owned(),
                (f64::from(rating).exp() / total * 1e4).round() / 1e4,
            )
        })
        .collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    shares
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
