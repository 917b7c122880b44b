//! JSON Lines: one object a line, with the field names that news archives use.

use crate::inputs::unreadable;
use crate::{Options, Reason, Reject, Supplied};
use serde_json::{Map, Value};
use std::io::{self, BufRead};

const TEXT: [&str; 5] = ["text", "event_text", "content", "body", "maintext"];
const TITLE: [&str; 2] = ["title", "headline"];
const PUBLISHED: [&str; 4] = ["published", "date", "pub_date", "date_publish"];
const PUBLISHER: [&str; 2] = ["publisher", "source"];

/// What a line may need beyond its text, in bytes.
const OVERHEAD: usize = 1 << 16;

/// The lines of one input.
pub struct Lines<R> {
    reader: R,
    input: String,
    name: String,
    limit: usize,
    line: usize,
    buffer: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads `reader`, which messages call `input`; documents without an id are called `name#line`.
    pub fn new(reader: R, input: &str, name: &str, options: &Options) -> Self {
        Self {
            reader,
            input: input.to_owned(),
            name: name.to_owned(),
            // An escaped character takes at most six bytes, or twelve for two UTF-16 units that count as one.
            limit: options
                .max_document
                .saturating_mul(6)
                .saturating_add(OVERHEAD),
            line: 0,
            buffer: Vec::new(),
            ended: false,
        }
    }

    fn reject(&self, id: Option<String>, reason: Reason) -> Reject {
        Reject {
            input: self.input.clone(),
            line: Some(self.line),
            id,
            reason,
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<(usize, Supplied), Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            match read_line(&mut self.reader, &mut self.buffer, self.limit) {
                Ok(Line::End) => self.ended = true,
                Ok(Line::TooLong) => {
                    return Some(Err(
                        self.reject(None, Reason::LineTooLong { limit: self.limit })
                    ));
                }
                Ok(Line::Whole) => {
                    let bytes = self
                        .buffer
                        .strip_prefix(b"\xEF\xBB\xBF")
                        .unwrap_or(&self.buffer)
                        .trim_ascii();
                    if bytes.is_empty() {
                        continue;
                    }
                    let fallback = format!("{}#{}", self.name, self.line);
                    return Some(match document(bytes, fallback) {
                        Ok(supplied) => Ok((self.line, supplied)),
                        Err((id, reason)) => Err(self.reject(id, reason)),
                    });
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.reject(None, unreadable(&error))));
                }
            }
        }
        None
    }
}

enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads up to the next line feed, keeping at most `limit` bytes in memory.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>, limit: usize) -> io::Result<Line> {
    line.clear();
    let mut any = false;
    let mut long = false;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        any = true;
        let feed = chunk.iter().position(|&byte| byte == b'\n');
        let part = &chunk[..feed.unwrap_or(chunk.len())];
        long |= line.len() + part.len() > limit;
        if long {
            *line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let used = feed.map_or(chunk.len(), |feed| feed + 1);
        reader.consume(used);
        if feed.is_some() {
            break;
        }
    }
    Ok(match (any, long) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Whole,
    })
}

type Refusal = (Option<String>, Reason);

/// The document of one line; a refusal carries the id where there is one.
fn document(line: &[u8], fallback: String) -> Result<Supplied, Refusal> {
    if line.starts_with(b"\xFF\xFE") || line.starts_with(b"\xFE\xFF") || line.contains(&0) {
        return Err((
            None,
            Reason::Binary("zero bytes or a mark of UTF-16 (JSON Lines are UTF-8)".into()),
        ));
    }
    let line = String::from_utf8_lossy(line);
    let value: Value =
        serde_json::from_str(&line).map_err(|error| (None, Reason::Json(plain(&error))))?;
    let Value::Object(mut fields) = value else {
        return Err((None, Reason::NotAnObject(kind(&value))));
    };
    let id = word(&mut fields, &["id"]).map_err(|reason| (None, reason))?;
    supplied(fields, id.clone().unwrap_or(fallback)).map_err(|reason| (id, reason))
}

/// The error without the parser's line number, which is always one.
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    format!("{} at byte {}", &message[..end], error.column())
}

fn supplied(mut fields: Map<String, Value>, id: String) -> Result<Supplied, Reason> {
    let text = word(&mut fields, &TEXT)?.ok_or(Reason::NoText {
        fields: "text, event_text, content, body or maintext",
    })?;
    Ok(Supplied {
        id,
        text,
        title: word(&mut fields, &TITLE)?,
        published: word(&mut fields, &PUBLISHED)?,
        publisher: word(&mut fields, &PUBLISHER)?,
        url: word(&mut fields, &["url"])?,
        language: word(&mut fields, &["language"])?,
    })
}

/// The first of these fields that is there and not null; a number is taken as its digits.
fn word(fields: &mut Map<String, Value>, names: &[&'static str]) -> Result<Option<String>, Reason> {
    for &field in names {
        match fields.get_mut(field).map(Value::take) {
            None | Some(Value::Null) => {}
            Some(Value::String(word)) => return Ok(Some(word)),
            Some(Value::Number(number)) if !TEXT.contains(&field) => {
                return Ok(Some(number.to_string()));
            }
            Some(other) => {
                return Err(Reason::WrongKind {
                    field,
                    wanted: "a string",
                    found: kind(&other),
                });
            }
        }
    }
    Ok(None)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
