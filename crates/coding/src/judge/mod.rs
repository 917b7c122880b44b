//! Which of the acts that predicates may mean are told, weighed over the whole document.
//!
//! The model of acts looks at one predicate. Whether a careful reader would write an act down hangs on more: whether the
//! same act was told before ("the shelling" after the news of it), whether another act tells it as its content, whether
//! its parties are known, where in the text it stands. What speaks for an act is learned from annotated dispatches (`cargo xtask train`): a
//! log-linear model over all acts that were thought of, those that are not sure and those passed over too.

mod clues;

use crate::draft::{Draft, Passed};
use crate::matching::{Match, Matcher};
use crate::ranker::LogLinear;

pub(crate) use clues::clues;

/// The model: an act is not told, is told with other parties, or is told.
pub type ActJudge = LogLinear<3>;

/// How likely it must be that an act is told: one that is sure by itself, and any other.
const LIKELY: [f64; 2] = [0.2, 0.4];

/// Leaves the acts that are told.
pub(crate) fn settle<'a>(
    matcher: &Matcher<'a>,
    judge: &ActJudge,
    drafts: &mut Vec<Draft<'a>>,
    passed: &mut Vec<(Match<'a>, Passed)>,
) {
    let env = |n: &str, d: f64| std::env::var(n).ok().and_then(|s| s.parse().ok()).unwrap_or(d);
    let least = [env("J_S", LIKELY[0]), env("J_T", LIKELY[1])];
    let half = env("J_H", 0.0);
    let told = |at: usize| {
        let [_, other, right] = judge.of_features(clues(matcher, drafts, at));
        right + half * other
    };
    let likely: Vec<f64> = (0..drafts.len()).map(told).collect();
    let mut likely = likely.into_iter();
    drafts.retain(|draft| {
        let sure = draft.is_sure();
        let told = likely.next().is_some_and(|share| share >= least[usize::from(!sure)]);
        if !told && draft.belief.sure {
            let reason = draft.passed.unwrap_or(Passed::Doubted);
            passed.push((draft.found.clone(), reason));
        }
        told
    });
}
