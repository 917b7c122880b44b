//! Cells and words that several forms share.

use chancery_coding::Actor;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Writes cells with tabs between them; a tab or line end within a cell would be a fault, so it is a blank.
pub fn line(cells: &[String], out: &mut dyn Write) -> io::Result<()> {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.write_all(b"\t")?;
        }
        out.write_all(flat(cell).as_bytes())?;
    }
    out.write_all(b"\n")
}

/// Writes a header.
pub fn header(columns: &[&str], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", columns.join("\t"))
}

fn flat(cell: &str) -> String {
    let blank = |char: char| if char.is_control() { ' ' } else { char };
    cell.chars().map(blank).collect()
}

/// The word that JSON has for a value; nothing for null.
pub fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}

/// A number where there is one.
pub fn number<T: ToString>(number: Option<T>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// The names of actors, joined.
pub fn names(actors: &[Actor], between: &str) -> String {
    let names: Vec<&str> = actors.iter().map(|actor| actor.name.as_str()).collect();
    names.join(between)
}

/// A number that stands for a text, the same always; of 53 bits, so that R and JavaScript read it exactly.
pub fn stable_number(parts: &[&str]) -> u64 {
    // FNV-1a, then mixed: neighbouring ids differ in their last characters only.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    (hash ^ (hash >> 32)) >> 11
}

/// Text as XML takes it; characters that XML cannot hold are left out.
pub fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if char.is_control() => {}
            _ => safe.push(char),
        }
    }
    safe
}
