//! Where an act took place, weighed over the whole document.
//!
//! The words of an act's clause say it seldom. A reader knows that who arrived in a city said there what he says in the next
//! sentence, that a visit is in the host's country, that a ministry's statement is nowhere. Here what the rules find is weighed
//! against all other places that may be meant: those of the sentence and of the sentences before, where the acts told before
//! took place, the dateline, the countries of both sides, and none. What speaks for each is learned from annotated
//! dispatches (`cargo xtask train`): a log-linear model over the candidates of one act, as for its sides. Candidates
//! are countries; the finest place known of the chosen one is the act's.

mod candidates;
mod clues;
mod told;

use crate::assembly::Findings;
use crate::channel::Medium;
use crate::draft::Draft;
use crate::place::{self, PlaceMention};
use crate::ranker::LogLinear;

pub(crate) use candidates::{Candidate, candidates};
use told::Told;

/// The model: one weight for each feature.
pub type PlaceRanker = LogLinear<1>;

/// The acts of a document as their places are weighed.
pub(crate) struct Story<'a, 'v> {
    pub findings: &'v Findings<'a>,
    pub drafts: &'v [Draft<'a>],
    pub media: &'v [Medium],
    /// Where the rules put each act.
    pub rules: &'v [Option<PlaceMention>],
    told: Vec<Told<'a>>,
    dateline: Option<PlaceMention>,
}

impl<'a, 'v> Story<'a, 'v> {
    pub(crate) fn new(
        findings: &'v Findings<'a>,
        drafts: &'v [Draft<'a>],
        media: &'v [Medium],
        rules: &'v [Option<PlaceMention>],
    ) -> Self {
        Self {
            findings,
            drafts,
            media,
            rules,
            told: drafts.iter().map(|it| Told::of(findings, it)).collect(),
            dateline: place::dateline(findings.reading, findings.codebook),
        }
    }
}

/// The likeliest place of each act, in the order of the text.
pub(crate) fn settle(story: &Story, ranker: &PlaceRanker) -> Vec<Option<PlaceMention>> {
    let mut places = Vec::with_capacity(story.drafts.len());
    for at in 0..story.drafts.len() {
        let all = candidates(story, at, &places);
        let best = ranker.likeliest(all, |candidate| &candidate.clues);
        places.push(best.and_then(|candidate| candidate.place));
    }
    places
}
