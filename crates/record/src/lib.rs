//! The record: documents, their events, incidents, threads and reviews, kept in one SQLite file that any SQLite tool opens.
//!
//! A [`Record`] is opened, a [`Run`] keeps batches of coded documents in it, each batch whole or not at all, and questions are asked
//! of it. The tables are described where they are made, in `sql/`. Only this crate writes SQL.

mod actors;
pub mod ask;
pub mod days;
mod document;
mod error;
mod events;
pub mod export;
mod incidents;
mod keys;
pub mod merging;
pub mod recode;
mod record;
pub mod review;
pub mod score;
mod threads;
pub mod words;
mod write;

pub use document::{KeptDocument, fingerprint};
pub use error::{Error, Result};
pub use events::Role;
pub use incidents::Decider;
pub use record::Record;
pub use write::{Counts, Item, Known, Run, RunInfo};
