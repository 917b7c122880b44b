//! The heart: a document, its analyses and the codebook in, coded events out.
//!
//! The stages, in order, each a function from values to values: [`Reading`] joins the paragraphs'
//! analyses; `mentions` finds the parties and resolves who they are; `time` and `place` find when
//! and where; `clauses` reads who is the logical doer of what; frames are matched over clauses; and
//! `assembly` turns matches into [`Event`]s with status, attribution, time, place and exchange.

mod event;
mod mentions;
pub mod place;
mod reading;
pub mod time;

pub use event::{Actor, Channel, Event, EventTime, Place, Precision, Span, Status};
pub use mentions::{
    Gender, Mention, MentionKind, Mentions, Party, PartyId, PartyKind, find as find_mentions,
};
pub use reading::{Dep, Pos, Reading, Tag, Word};
