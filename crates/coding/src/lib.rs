//! The heart: a document, its analyses and the codebook in, coded events out.
//!
//! The stages, in order, each a function from values to values: [`Reading`] joins the paragraphs'
//! analyses; `mentions` finds the parties and resolves who they are; `time` and `place` find when
//! and where; `clauses` reads who is the logical doer of what; `matching` tries frames over clauses and
//! `draft` keeps the acts, `sides` weighs who stands on each side and `venue` where each took place; and `assembly` turns them into [`Event`]s with time, place and exchange.
//! Beside them, `relate` says which act goes from one marked party to another, with a [`Ranker`] or without.

mod assembly;
mod attribution;
mod channel;
mod choice;
mod clauses;
mod coder;
mod discourse;
mod draft;
mod event;
mod examples;
mod exchange;
mod explain;
mod judge;
mod lexicon;
mod matching;
mod mentioned;
mod mentions;
mod narration;
pub mod place;
pub mod ranker;
mod reading;
mod relate;
mod scope;
mod sides;
mod status;
mod tenure;
pub mod time;
mod venue;

#[cfg(test)]
mod trial;

pub use coder::{
    Coder, JudgedAct, Memory, PlaceChoice, PlaceOption, PredicateClues, SideChoice, SideOption,
    Work,
};
pub use event::{
    Actor, Channel, Event, EventTime, EventType, Place, Precision, Quad, Span, Status,
};
pub use examples::{ExampleReport, Failure, run_examples};
pub use explain::{
    Explanation, MentionExplanation, PassedOver, PredicateExplanation, SentenceExplanation,
    WordExplanation,
};
pub use judge::ActJudge;
pub use mentioned::Mentioned;
pub use mentions::{
    Gender, GroupChoice, GroupOption, GroupRanker, Mention, MentionKind, Mentions, OriginChoice,
    OriginOption, OriginRanker, Party, PartyId, PartyKind,
};
pub use ranker::{ANSWERS, ActRanker, ClassModel, Features, NO_ACT, Ranker, RankerError, Vectors};
pub use reading::{Dep, Pos, Reading, Tag, Word};
pub use relate::{PlvClass, Relation, Scheme};
pub use sides::{Half, SideRanker};
pub use venue::PlaceRanker;
