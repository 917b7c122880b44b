//! One importer a file: bytes of one format in, what they supply out.

pub mod jsonl;
pub mod text;

use std::io::{self, BufRead};
use std::path::Path;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The whole input is one document.
    Text,
    /// Each line is one document.
    JsonLines,
}

/// The format of an input: by its name's ending, else by its first character that is no space.
pub fn format_of(path: Option<&Path>, reader: &mut impl BufRead) -> io::Result<Format> {
    let ending = path
        .and_then(Path::extension)
        .map(|ending| ending.to_ascii_lowercase());
    match ending.as_ref().and_then(|ending| ending.to_str()) {
        Some("jsonl" | "ndjson" | "jsonlines") => return Ok(Format::JsonLines),
        Some("txt" | "text") => return Ok(Format::Text),
        _ => {}
    }
    let start = reader.fill_buf()?;
    let start = start
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(start)
        .trim_ascii_start();
    Ok(if start.starts_with(b"{") {
        Format::JsonLines
    } else {
        Format::Text
    })
}
