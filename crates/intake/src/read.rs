//! INPUTs in, documents out: in order, one at a time, whatever some of them hold.

use crate::importers::{self, Format, jsonl};
use crate::inputs::{self, Source};
use crate::{Document, Options, Reason, Reject, Supplied, assemble};
use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader};
use std::vec;

/// One document as supplied, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file or other input.
    pub input: String,
    /// The line, where the input has lines of its own.
    pub line: Option<usize>,
    /// What stood there.
    pub supplied: Supplied,
}

impl Found {
    /// Makes the document; this is the part of reading worth doing on many threads.
    ///
    /// # Errors
    ///
    /// Where [`assemble`] refuses it.
    pub fn assemble(self, options: &Options) -> Result<Document, Reject> {
        let Found {
            input,
            line,
            supplied,
        } = self;
        let id = supplied.id.clone();
        assemble(supplied, options).map_err(|reason| Reject {
            input,
            line,
            id: Some(id),
            reason,
        })
    }
}

/// All documents of the INPUTs named, in order; each problem is an item too, and reading goes on after it.
pub fn read<'a>(
    inputs: &'a [String],
    options: &'a Options,
) -> impl Iterator<Item = Result<Document, Reject>> + 'a {
    find(inputs, options).map(|found| found?.assemble(options))
}

/// Like [`read`], but the documents are not assembled yet.
pub fn find<'a>(
    inputs: &'a [String],
    options: &'a Options,
) -> impl Iterator<Item = Result<Found, Reject>> + 'a {
    let mut seen = Seen::default();
    inputs
        .iter()
        .flat_map(|input| sources(input))
        .flat_map(move |source| match source {
            Ok(source) => Documents::open(&source, options),
            Err(reject) => Documents::Nothing(Some(reject)),
        })
        .map(move |found| seen.check(found?))
}

fn sources(input: &str) -> vec::IntoIter<Result<Source, Reject>> {
    match inputs::expand(input) {
        Ok(sources) => sources.into_iter().map(Ok).collect::<Vec<_>>().into_iter(),
        Err(reason) => vec![Err(reject(input, reason))].into_iter(),
    }
}

fn reject(input: &str, reason: Reason) -> Reject {
    Reject {
        input: input.to_owned(),
        line: None,
        id: None,
        reason,
    }
}

/// The documents of one source.
enum Documents {
    Nothing(Option<Reject>),
    Text(Option<Box<Found>>),
    Lines(String, Box<jsonl::Lines<Box<dyn BufRead + Send>>>),
}

impl Documents {
    fn open(source: &Source, options: &Options) -> Self {
        let input = source
            .path
            .as_ref()
            .map_or("-".into(), |path| path.to_string_lossy().into_owned());
        let opened = (|| -> io::Result<_> {
            let mut reader: Box<dyn BufRead + Send> = match &source.path {
                Some(path) => Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)),
                None => Box::new(BufReader::with_capacity(1 << 16, io::stdin())),
            };
            let format = importers::format_of(source.path.as_deref(), &mut reader)?;
            Ok((reader, format))
        })();
        match opened {
            Err(error) => Self::Nothing(Some(reject(&input, inputs::unreadable(&error)))),
            Ok((reader, Format::JsonLines)) => {
                let lines = jsonl::Lines::new(reader, &input, &source.name, options);
                Self::Lines(input, Box::new(lines))
            }
            Ok((reader, Format::Text)) => {
                match importers::text::read(reader, &source.name, options) {
                    Ok(supplied) => Self::Text(Some(Box::new(Found {
                        input,
                        line: None,
                        supplied,
                    }))),
                    Err(reason) => Self::Nothing(Some(reject(&input, reason))),
                }
            }
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Found, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Nothing(reject) => reject.take().map(Err),
            Self::Text(found) => found.take().map(|found| Ok(*found)),
            Self::Lines(input, lines) => Some(lines.next()?.map(|(line, supplied)| Found {
                input: input.clone(),
                line: Some(line),
                supplied,
            })),
        }
    }
}

/// The ids of a run, each with a fingerprint of its text; sixteen bytes a document.
#[derive(Default)]
struct Seen(HashMap<u64, u64>);

impl Seen {
    fn check(&mut self, found: Found) -> Result<Found, Reject> {
        let text = fingerprint(&found.supplied.text);
        let reason = match self.0.insert(fingerprint(&found.supplied.id), text) {
            None => return Ok(found),
            Some(before) if before == text => Reason::Repeated,
            Some(before) => {
                self.0.insert(fingerprint(&found.supplied.id), before);
                Reason::SameId
            }
        };
        Err(Reject {
            input: found.input,
            line: found.line,
            id: Some(found.supplied.id),
            reason,
        })
    }
}

fn fingerprint(words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}
