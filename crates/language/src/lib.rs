//! A native runtime for spaCy 3.8 trained pipelines.

mod analysis;

pub use analysis::{Analysis, Entity, Token};
