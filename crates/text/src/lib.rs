//! The small vocabulary under every room: where something stands in a text.
//!
//! Inside the program positions are bytes; at its edges (JSON, CSV, Python) they are characters,
//! meaning Unicode code points. [`ByteSpan`], [`CharSpan`] and [`TokenSpan`] keep them apart by type.
//! A text that was repaired carries an [`OffsetMap`] back to the text as it was supplied, and
//! [`CharIndex`] turns bytes into characters.
//!
//! This crate reads no files, knows no language and allocates nothing per lookup.

mod chars;
mod offsets;
mod span;

pub use chars::CharIndex;
pub use offsets::{OffsetMap, OffsetMapBuilder};
pub use span::{ByteSpan, CharSpan, TokenSpan};
