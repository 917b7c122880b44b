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

pub use assemble::{Options, Supplied, assemble, assemble_plain, parse_date};
pub use decode::decode;
pub use document::{
    Agency, Date, DateProvenance, Dateline, Document, DocumentDate, Repair, RepairKind,
};
pub use importers::jsonl::Object;
pub use mojibake::{Mended, mend};
pub use read::{Found, find, objects, read};
pub use reject::{Reason, Reject};
