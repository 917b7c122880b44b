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

/// The model: an act is not told, or is told.
pub type ActJudge = LogLinear<2>;

/// How likely an act must be told.
const LIKELY: f64 = 0.35;

/// Leaves the acts that are told.
pub(crate) fn settle<'a>(
    matcher: &Matcher<'a>,
    judge: &ActJudge,
    drafts: &mut Vec<Draft<'a>>,
    passed: &mut Vec<(Match<'a>, Passed)>,
) {
    let thr: f64 = std::env::var("J_T").ok().and_then(|s| s.parse().ok()).unwrap_or(LIKELY);
    let [_, told] = (0..drafts.len())
        .map(|at| judge.of_features(clues(matcher, drafts, at)))
        .fold([Vec::new(), Vec::new()], |[mut a, mut b], [x, y]| {
            a.push(x);
            b.push(y);
            [a, b]
        });
    let mut told = told.into_iter();
    drafts.retain_mut(|draft| {
        let likely = told.next().unwrap_or(1.0);
        if likely >= thr {
            draft.passed = None;
            return true;
        }
        if draft.belief.sure {
            let reason = draft.passed.unwrap_or(Passed::Doubted);
            passed.push((draft.found.clone(), reason));
        }
        false
    });
}
