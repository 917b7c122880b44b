//! Who stands on each side of an act, weighed over the whole document.
//!
//! A frame says where in its clause the parties stand. What the clause leaves open (whom a refusal refuses, who
//! detained them, of which country the victims are) its rules guess. Here that guess is weighed against everybody else who
//! may be meant: those of the sentence, of the acts told around it, of the sentences before, the story's chief parties, and
//! nobody. What speaks for each is learned from annotated sentences (`cargo xtask train`): a log-linear model over the
//! candidates of one side.

mod anaphor;
mod candidates;
mod cast;
mod clues;
mod leaning;
mod wording;

use chancery_codebook::EventType;

use crate::draft::Draft;
use crate::matching::{Found, Matcher, Side};
use crate::ranker::LogLinear;

pub(crate) use anaphor::anaphor;
pub(crate) use candidates::{Candidate, candidates};
pub(crate) use cast::{Cast, opponents};
pub(crate) use clues::is_from_elsewhere;

/// The model: one weight for each feature.
pub type SideRanker = LogLinear<1>;

/// What is asked of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Half {
    /// Who did it.
    Source,
    /// To whom.
    Target,
    /// Who took part in what they did together.
    Both,
}

/// Seats the likeliest parties on the sides of all acts of a document.
pub(crate) fn settle<'a>(matcher: &Matcher<'a>, ranker: &SideRanker, drafts: &mut [Draft<'a>]) {
    let mut told = drafts.to_vec();
    let cast = Cast::new(matcher, drafts);
    for (at, draft) in drafts.iter_mut().enumerate() {
        let mut view = told[at].found.clone();
        for &half in halves(matcher, &told[at]) {
            let chosen = likeliest(
                ranker,
                candidates(matcher, &told, &cast, at, half, &view.sources),
            );
            let Some(mentions) = chosen else { continue };
            let side = Side {
                mentions,
                weight: 0.0,
            };
            match half {
                Half::Source => view.sources = side,
                Half::Target => view.targets = side,
                Half::Both => {
                    view.sources = side.clone();
                    view.targets = side;
                }
            }
        }
        draft.found.sources = view.sources;
        draft.found.targets = view.targets;
        told[at] = draft.clone();
    }
}

/// What is asked of a draft, in order.
pub(crate) fn halves(matcher: &Matcher, draft: &Draft) -> &'static [Half] {
    let (sources, targets) = (&draft.found.sources, &draft.found.targets);
    let together = !sources.is_empty() && sources.parties() == targets.parties();
    // "India and China agreed to pull back": with each other.
    let joint = matches!(draft.event_type(), EventType::Agree | EventType::Cooperate)
        && candidates::key(matcher, &sources.mentions).len() > 1;
    if draft.found.frame.mutual || together || joint {
        &[Half::Both]
    } else {
        &[Half::Source, Half::Target]
    }
}

/// The candidate that the model likes best; of equals the first.
fn likeliest<'a>(ranker: &SideRanker, candidates: Vec<Candidate<'a>>) -> Option<Found<'a>> {
    let score = |candidate: &Candidate| ranker.scores(candidate.clues.iter().copied())[0];
    let scored = candidates
        .into_iter()
        .map(|candidate| (score(&candidate), candidate.mentions));
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, mentions)| mentions)
}
