//! Which of the acts that predicates may mean are told, weighed over the whole document.
//!
//! The model of acts looks at one predicate. Whether a careful reader would write an act down hangs on more: whether the
//! same act was told before ("the shelling" after the news of it), whether another act tells it as its content, whether
//! its parties are known, where in the text it stands. What speaks for an act is learned from annotated dispatches (`cargo xtask train`): a
//! log-linear model over all acts that were thought of, those that are not sure and those passed over too.

mod clues;

use smallvec::SmallVec;

use crate::draft::{Draft, Passed};
use crate::matching::{Match, Matcher};
use crate::ranker::LogLinear;

pub(crate) use clues::clues;

/// The model: an act is not told, is told with other parties, or is told.
pub type ActJudge = LogLinear<3>;

/// How likely it must be that an act is told: one that is sure by itself, any other, and one in
/// a text that is short or without any that is sure, which seldom tells of politics at all.
const LIKELY_IF_SURE: f64 = 0.05;
const LIKELY: f64 = 0.42;
const LIKELY_ALONE: f64 = 0.6;

/// How many sentences a story has at least.
const STORY: usize = 3;

/// For how much an act counts that is told, but with other parties.
const OTHER_PARTIES: f64 = 0.3;

/// Leaves the acts that are told.
pub(crate) fn settle<'a>(
    matcher: &Matcher<'a>,
    judge: &ActJudge,
    drafts: &mut Vec<Draft<'a>>,
    passed: &mut Vec<(Match<'a>, Passed)>,
) {
    // So short a text has no story that could speak for an act that is not sure.
    let short = matcher.reading.sentences().len() < STORY;
    let alone = short || !drafts.iter().any(Draft::is_sure);
    let told = |at: usize| {
        let [_, other, right] = judge.of_features(clues(matcher, drafts, at));
        let least = match (drafts[at].is_sure(), alone) {
            (true, _) => LIKELY_IF_SURE,
            (false, false) => LIKELY,
            (false, true) => LIKELY_ALONE,
        };
        right + OTHER_PARTIES * other >= least
    };
    let mut told: SmallVec<[bool; 64]> = (0..drafts.len()).map(told).collect();
    told.reverse();
    drafts.retain(|draft| {
        let told = told.pop().unwrap_or(true);
        if !told && draft.belief.sure {
            let reason = draft.passed.unwrap_or(Passed::Doubted);
            passed.push((draft.found.clone(), reason));
        }
        told
    });
}
