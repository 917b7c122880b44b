//! The rooms of Chancery under one roof, and the command line.
//!
//! A program that wants events from texts needs three things: a language [`Pipeline`](language::Pipeline), a
//! [`Codebook`](codebook::Codebook) and the [`Document`](intake::Document)s.

pub use chancery_codebook as codebook;
pub use chancery_coding as coding;
pub use chancery_intake as intake;
pub use chancery_language as language;
pub use chancery_record as record;
pub use chancery_text as text;

mod builtin;
#[doc(hidden)]
pub mod cli;
mod format;

pub use builtin::{
    built_in_acts, built_in_codebook, built_in_groups, built_in_image, built_in_judge,
    built_in_origins, built_in_places, built_in_ranker, built_in_sides, built_in_vectors,
};
