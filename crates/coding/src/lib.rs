//! The heart: a document, its analyses and the codebook in, coded events out.
//!
//! The stages, in order, each a function from values to values: [`Reading`] joins the paragraphs'
//! analyses; `mentions` finds the parties and resolves who they are; `time` and `place` find when
//! and where; `clauses` reads who is the logical doer of what; `matching` tries frames over clauses and
//! `draft` keeps the acts; and `assembly` turns them into [`Event`]s with time, place and exchange.

mod attribution;
mod clauses;
mod discourse;
mod draft;
mod event;
mod exchange;
mod lexicon;
mod matching;
mod mentions;
pub mod place;
mod reading;
mod status;
pub mod time;

pub use event::{Actor, Channel, Event, EventTime, Place, Precision, Span, Status};
pub use mentions::{
    Gender, Mention, MentionKind, Mentions, Party, PartyId, PartyKind, find as find_mentions,
};
pub use reading::{Dep, Pos, Reading, Tag, Word};
