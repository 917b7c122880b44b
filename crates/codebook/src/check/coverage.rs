//! Whether every code can be coded: by a frame, with sentences that show it.

use crate::frame::Frame;
use crate::frames::FrameData;
use crate::ontology::{Cameo, Ontology};
use crate::problem::Problems;

/// How many sentences must show a code.
const EXAMPLES: usize = 2;
/// A codebook of fewer frames is not asked to reach every code.
const MANY: usize = 100;

/// Doubts every code below the roots that no frame codes, or that too few examples or no near miss show.
pub(super) fn check(data: &FrameData, ontology: &Ontology, problems: &mut Problems) {
    if data.frames.len() < MANY {
        return;
    }
    for code in ontology.codes().iter().filter(|it| it.code.len() > 2) {
        if let Some(lack) = lack(code, &data.frames) {
            let message = format!("{} ({}) {lack}", code.code, code.name);
            problems.doubt("frames", 0, message, "add it to a family of its type");
        }
    }
}

fn lack(code: &Cameo, frames: &[Frame]) -> Option<String> {
    let own = || {
        frames
            .iter()
            .filter(|frame| frame.cameo == code.code && !frame.any)
    };
    let examples = frames.iter().flat_map(|frame| {
        let of = |example: &&crate::frame::Example| {
            *example.cameo.as_ref().unwrap_or(&frame.cameo) == code.code
        };
        frame.examples.iter().filter(of)
    });
    let count = examples.count();
    if own().next().is_none() && count == 0 {
        return Some("has no frame".into());
    }
    if count < EXAMPLES {
        return Some(format!("has {count} of {EXAMPLES} examples"));
    }
    let missed = own().any(|frame| !frame.near.is_empty());
    (!missed).then(|| "has no near miss".into())
}
