//! Bytes in, [`Document`]s out: decoding, repair, header, byline, dateline, date.
//!
//! Only this room repairs text. What it hands on keeps the text as supplied, the repaired text and
//! the map between them, so that every later span can be quoted from what the publisher wrote.

mod dates;
mod decode;
mod document;
mod mojibake;

pub use decode::decode;
pub use document::{
    Agency, Date, DateProvenance, Dateline, Document, DocumentDate, Repair, RepairKind,
};
pub use mojibake::{Mended, mend};
