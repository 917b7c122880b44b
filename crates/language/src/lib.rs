#![doc = include_str!("../README.md")]
//!
//! # Inside
//!
//! A text goes from left to right:
//!
//! ```text
//! text ─ tokenizer ─▶ tokens ─ neural ─▶ vectors ─┬─ heads ─▶ tags, morphology
//!                        │                         ├─ parse ─▶ tree, sentences
//!                        └──────── words ◀─────────┘    │
//!                    attributes, lemmas                 └─▶ entities (vectors of their own)
//! ```
//!
//! Invariants: nothing here reads a clock but to say where time went; only [`install`] starts a program,
//! and only `model` and [`install`] touch files; what is remembered never changes what comes out.

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
