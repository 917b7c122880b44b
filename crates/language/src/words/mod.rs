//! What is said of single words once tags and arcs are known: attributes by rule, and lemmas.

mod edits;
mod lemmas;
mod ruler;

pub(crate) use edits::EditTrees;
pub(crate) use lemmas::Lemmatizer;
pub(crate) use ruler::{Changes, Ruler, Seen};
