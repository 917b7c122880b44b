//! What only shows when the entries of a codebook are held against each other.

mod alike;
mod corpus;
mod coverage;
mod frames;
mod places;
mod who;

use crate::problem::Problems;
use crate::source::Source;

/// Adds every such problem of `source`.
pub(crate) fn check(source: &Source, problems: &mut Problems) {
    frames::check(&source.frames, problems);
    coverage::check(&source.frames, &source.ontology, problems);
    corpus::check(&source.corpus, &source.ontology, problems);
    let countries = who::check(source, problems);
    places::check(&source.places, &countries, problems);
}
