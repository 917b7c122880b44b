//! `chancery relate`: a text and two spans in, the act from the first to the second out.

use super::common::{Engine, Inputs};
use super::knowledge::{self, Books};
use super::output::Target;
use super::stream::{Answers, Done, Item, run};
use super::talk::Outcome;
use crate::{built_in_ranker, built_in_vectors};
use anyhow::Context as _;
use chancery_coding::{Coder, Relation, Scheme};
use chancery_intake::{
    Document, Object, Options, Reason, Reject, Supplied, assemble_plain, objects,
};
use chancery_text::{ByteSpan, CharIndex, CharSpan};
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::{Map, Value};

/// Say which act goes from one party to another, for JSON Lines with `text`, `source` and `target`
///
/// `source` and `target` are strings that the text holds, or [start, end] in characters; `target` may be null.
#[derive(Args)]
pub struct Relate {
    #[command(flatten)]
    inputs: Inputs,
    /// In which types the act is given
    #[arg(long, value_enum, default_value = "plover")]
    scheme: Types,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    books: Books,
}

#[derive(Clone, Copy, ValueEnum)]
enum Types {
    /// PLOVER's types and STATEMENT
    Plover,
    /// The 15 root classes of the PLV benchmark, which hold the status too
    Plv,
}

/// One line of output.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Value>,
    #[serde(flatten)]
    relation: Relation,
}

impl Relate {
    /// Does it.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let (pipeline, codebook) = knowledge::both(&self.engine, &self.books)?;
        let ranker = built_in_ranker().context("data/ranker/plv.bin")?;
        let vectors = built_in_vectors().context("data/ranker/vectors.bin")?;
        let coder = Coder::new(&pipeline, &codebook)
            .with_ranker(ranker)
            .with_vectors(vectors);
        let (named, options) = (self.inputs.named(), self.inputs.options());
        let output = self.target.open()?;
        let stage = |items: Vec<Object>| -> Answers {
            items
                .iter()
                .map(|object| self.line(&coder, object, &options))
                .collect()
        };
        run(objects(&named, &options), &self.engine, output, None, stage)
    }

    fn line(&self, coder: &Coder, object: &Object, options: &Options) -> Result<Done, Reject> {
        let pair = Pair::read(&object.fields, options).map_err(|reason| object.refuse(reason))?;
        let scheme = match self.scheme {
            Types::Plover => Scheme::Plover,
            Types::Plv => Scheme::Plv,
        };
        let relation = coder.relate(&pair.document, pair.source, pair.target, scheme);
        let line = Line {
            id: object.fields.get("id"),
            relation,
        };
        let mut bytes = serde_json::to_vec(&line).expect("a relation is JSON");
        bytes.push(b'\n');
        Ok(Done {
            bytes,
            things: 1,
            warnings: Vec::new(),
        })
    }
}

/// A text with its two parties, spans of the repaired text.
struct Pair {
    document: Document,
    source: ByteSpan,
    target: Option<ByteSpan>,
}

impl Pair {
    fn read(fields: &Map<String, Value>, options: &Options) -> Result<Self, Reason> {
        let Some(text) = fields.get("text").and_then(Value::as_str) else {
            return Err(Reason::NoText { fields: "text" });
        };
        let supplied = Supplied {
            text: text.to_owned(),
            published: fields
                .get("published")
                .and_then(Value::as_str)
                .map(str::to_owned),
            ..Supplied::default()
        };
        let document = assemble_plain(supplied, options)?;
        let source = place(&document.text, fields.get("source"), "source", None)?;
        let source = source.ok_or(Reason::WrongKind {
            field: "source",
            wanted: WANTED,
            found: "null or missing",
        })?;
        let target = place(&document.text, fields.get("target"), "target", Some(source))?;
        Ok(Self {
            source: document.map.repaired(source),
            target: target.map(|target| document.map.repaired(target)),
            document,
        })
    }
}

const WANTED: &str = "a string that the text holds, or [start, end] in characters";

/// The span that a field names; nothing for null. A string that stands in the text more than once means the place
/// that `other` does not hold, words of their own before parts of words.
fn place(
    text: &str,
    field: Option<&Value>,
    name: &'static str,
    other: Option<ByteSpan>,
) -> Result<Option<ByteSpan>, Reason> {
    let wrong = |found| Reason::WrongKind {
        field: name,
        wanted: WANTED,
        found,
    };
    match field {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(words)) => find(text, words.trim(), other)
            .map(Some)
            .ok_or(wrong("not in the text")),
        Some(Value::Array(ends)) => match ends
            .iter()
            .map(Value::as_u64)
            .collect::<Option<Vec<u64>>>()
            .as_deref()
        {
            Some(&[start, end]) => chars(text, start, end)
                .map(Some)
                .ok_or(wrong("outside the text")),
            _ => Err(wrong("a list of something else")),
        },
        Some(_) => Err(wrong("something else")),
    }
}

fn chars(text: &str, start: u64, end: u64) -> Option<ByteSpan> {
    let index = CharIndex::new(text);
    let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
    (start < end && end <= index.count()).then(|| index.bytes(CharSpan::new(start, end)))
}

fn find(text: &str, words: &str, other: Option<ByteSpan>) -> Option<ByteSpan> {
    if words.is_empty() {
        return None;
    }
    let all = || {
        text.match_indices(words)
            .map(|(at, _)| ByteSpan::new(at, at + words.len()))
    };
    let apart = |span: &ByteSpan| other.is_none_or(|other| !other.overlaps(*span));
    let whole = |span: &ByteSpan| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(text[..span.start].chars().next_back()) && !letter(text[span.end..].chars().next())
    };
    all()
        .find(|span| apart(span) && whole(span))
        .or_else(|| all().find(apart))
        .or_else(|| all().next())
}
