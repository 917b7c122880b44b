//! A native runtime for spaCy 3.8 trained pipelines.

mod analysis;
mod error;
pub mod install;
mod lexeme;
mod model;
mod neural;
mod parse;
mod pipeline;
mod strings;
mod tokenizer;
mod unicode;
mod words;

pub use analysis::{Analysis, Entity, Token};
pub use error::{Error, Result};
pub use install::locate;
pub use pipeline::{Analyses, Pipeline, Stages};
