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
use crate::exchange;
use crate::lexicon::Lexicon;
use crate::matching::{Found, Matcher, Side};
use crate::mentions::{Mention, MentionKind, PartyId, is_body};
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

/// Links the acts of a document and seats the likeliest parties on their sides: first of those that are sure, so that what
/// is doubtful misleads nobody, then of the others.
pub(crate) fn settle_all<'a>(
    matcher: &Matcher<'a>,
    lexicon: &Lexicon,
    ranker: &SideRanker,
    drafts: &mut Vec<Draft<'a>>,
) {
    let all = std::mem::take(drafts);
    let (mut sure, late): (Vec<_>, Vec<_>) = all.into_iter().partition(Draft::is_sure);
    exchange::link(matcher, lexicon, &mut sure);
    settle(matcher, ranker, &mut sure, Draft::is_sure);
    *drafts = sure;
    if late.is_empty() {
        return;
    }
    drafts.extend(late);
    drafts.sort_by_key(Draft::head);
    let mut linked = drafts.clone();
    exchange::link(matcher, lexicon, &mut linked);
    for (draft, linked) in drafts.iter_mut().zip(linked) {
        if !draft.is_sure() {
            *draft = linked;
        }
    }
    settle(matcher, ranker, drafts, |draft| !draft.is_sure());
}

/// Seats the likeliest parties on the sides of some of the acts of a document.
fn settle<'a>(
    matcher: &Matcher<'a>,
    ranker: &SideRanker,
    drafts: &mut [Draft<'a>],
    open: impl Fn(&Draft<'a>) -> bool,
) {
    let mut told = drafts.to_vec();
    let mut cast = Cast::new(matcher, drafts);
    for (at, draft) in drafts.iter_mut().enumerate() {
        if !open(draft) {
            continue;
        }
        let mut view = told[at].found.clone();
        let mut seated = 1.0_f32;
        for &half in halves(matcher, &told[at]) {
            let chosen = likeliest(
                ranker,
                candidates(matcher, &told, &cast, at, half, &view.sources),
            );
            let Some((share, mentions)) = chosen else {
                continue;
            };
            seated = seated.min(share);
            let side = Side {
                mentions,
                weight: 0.0,
            };
            match half {
                Half::Source => {
                    draft.unplaced[0] =
                        unplaced(matcher, draft, &view.sources, &side, &view.targets);
                    view.sources = side;
                }
                Half::Target => {
                    draft.unplaced[1] =
                        unplaced(matcher, draft, &view.targets, &side, &view.sources);
                    view.targets = side;
                }
                Half::Both => {
                    view.sources = side.clone();
                    view.targets = side;
                }
            }
        }
        draft.found.sources = view.sources;
        draft.found.targets = view.targets;
        draft.seated = seated;
        cast.tell(matcher, at, draft);
        told[at] = draft.clone();
    }
}

/// Those whom the clause seats without a country, where somebody of one country was chosen instead who is not in the clause, or
/// who is on the other side already: it is their country that was weighed, not whether they were meant.
fn unplaced<'a>(
    matcher: &Matcher<'a>,
    draft: &Draft<'a>,
    seated: &Side<'a>,
    chosen: &Side<'a>,
    across: &Side<'a>,
) -> Found<'a> {
    let party = |id| matcher.mentions.party(id);
    let nameless = |mention: &&Mention| {
        let kinds = matches!(mention.kind, MentionKind::Name | MentionKind::Description);
        let mut parties = mention.parties.iter().map(|&id| party(id));
        kinds && parties.all(|it| it.country.is_none() && it.entity.is_none())
    };
    let countries = candidates::key(matcher, &chosen.mentions);
    let placed = |id: &PartyId| {
        let country = party(*id).country.as_deref();
        country.is_some_and(|it| !is_body(it))
    };
    let is_one_country = countries.len() == 1 && chosen.parties().iter().all(placed);
    let is_across =
        !countries.is_empty() && candidates::key(matcher, &across.mentions) == countries;
    let elsewhere = is_one_country && is_from_elsewhere(matcher, draft, chosen);
    let own = !seated.is_empty()
        && !is_from_elsewhere(matcher, draft, seated)
        && seated.mentions.iter().all(nameless);
    if own && (elsewhere || is_across) {
        seated.mentions.clone()
    } else {
        Found::new()
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

/// The candidate that the model likes best, with its share of belief; of equals the first.
fn likeliest<'a>(ranker: &SideRanker, candidates: Vec<Candidate<'a>>) -> Option<(f32, Found<'a>)> {
    let score = |candidate: &Candidate| ranker.scores(candidate.clues.iter().copied())[0];
    let scores: Vec<f32> = candidates.iter().map(score).collect();
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = scores.iter().map(|score| (score - highest).exp()).sum();
    let best = scores.iter().position(|&score| score >= highest)?;
    let mentions = candidates.into_iter().nth(best)?.mentions;
    Some((1.0 / total, mentions))
}
