//! Bytes in, [`Document`]s out: decoding, repair, header, byline, dateline, date.
//!
//! Only this room repairs text. What it hands on keeps the text as supplied, the repaired text and
//! the map between them, so that every later span can be quoted from what the publisher wrote.

mod assemble;
mod dateline;
mod dates;
mod decode;
mod document;
mod front;
mod importers;
mod inputs;
mod layout;
mod mojibake;
mod read;
mod reject;
mod signoff;
mod words;

pub use assemble::{Options, Supplied, assemble, parse_date};
pub use decode::decode;
pub use document::{
    Agency, Date, DateProvenance, Dateline, Document, DocumentDate, Repair, RepairKind,
};
pub use mojibake::{Mended, mend};
pub use read::{Found, find, read};
pub use reject::{Reason, Reject};
