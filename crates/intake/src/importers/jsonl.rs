//! JSON Lines: one object a line, with the field names that news archives use.

use crate::inputs::unreadable;
use crate::{Found, Options, Reason, Reject, Supplied};
use serde_json::{Map, Value};
use std::io::{self, BufRead};
use std::sync::Arc;

const TEXT: [&str; 5] = ["text", "event_text", "content", "body", "maintext"];
const TITLE: [&str; 2] = ["title", "headline"];
const PUBLISHED: [&str; 4] = ["published", "date", "pub_date", "date_publish"];
const PUBLISHER: [&str; 2] = ["publisher", "source"];

/// One line of JSON, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// The file or other input.
    pub input: String,
    /// The line, counted from one.
    pub line: usize,
    /// Its fields.
    pub fields: Map<String, Value>,
}

/// What a line may need beyond its text, in bytes.
const OVERHEAD: usize = 1 << 16;

/// The objects of one input, line by line.
pub struct Objects<R> {
    reader: R,
    input: String,
    limit: usize,
    line: usize,
    buffer: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> Objects<R> {
    /// Reads `reader`, which messages call `input`.
    pub fn new(reader: R, input: &str, options: &Options) -> Self {
        Self {
            reader,
            input: input.to_owned(),
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

impl<R: BufRead> Iterator for Objects<R> {
    type Item = Result<Object, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            match read_line(&mut self.reader, &mut self.buffer, self.limit) {
                Ok(Line::End) => self.ended = true,
                Ok(Line::TooLong) => {
                    let limit = self.limit;
                    return Some(Err(self.reject(None, Reason::LineTooLong { limit })));
                }
                Ok(Line::Whole) => {
                    let line = without_mark(&self.buffer).trim_ascii();
                    if line.is_empty() {
                        continue;
                    }
                    return Some(match fields(line) {
                        Ok(fields) => Ok(Object {
                            input: self.input.clone(),
                            line: self.line,
                            fields,
                        }),
                        Err(reason) => Err(self.reject(None, reason)),
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

/// The line without a byte-order mark.
fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)
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

/// The fields of one line.
fn fields(line: &[u8]) -> Result<Map<String, Value>, Reason> {
    if line.starts_with(b"\xFF\xFE") || line.starts_with(b"\xFE\xFF") || line.contains(&0) {
        let what = "zero bytes or a mark of UTF-16 (JSON Lines are UTF-8)";
        return Err(Reason::Binary(what.into()));
    }
    match serde_json::from_str(&String::from_utf8_lossy(line)) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(other) => Err(Reason::NotAnObject(kind(&other))),
        Err(error) => Err(Reason::Json(plain(&error))),
    }
}

/// The document of one object; without an id of its own it is called `name#line`.
pub fn document(object: Object, name: &str, root: &Arc<str>) -> Result<Found, Reject> {
    let Object {
        input,
        line,
        mut fields,
    } = object;
    let id = word(&mut fields, &["id"]);
    let named = id.as_ref().ok().cloned().flatten();
    let result = id.and_then(|id| supplied(fields, id.unwrap_or_else(|| format!("{name}#{line}"))));
    match result {
        Ok(supplied) => Ok(Found {
            input,
            root: root.clone(),
            line: Some(line),
            supplied,
        }),
        Err(reason) => Err(Reject {
            input,
            line: Some(line),
            id: named,
            reason,
        }),
    }
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
