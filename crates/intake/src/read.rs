//! INPUTs in, documents out: in order, one at a time, whatever some of them hold.

use crate::assemble::check_text;
use crate::importers::jsonl::{self, Object, Objects};
use crate::importers::{self, Format};
use crate::inputs::{self, Source};
use crate::{Document, Options, Reason, Reject, Supplied, assemble};
use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader};
use std::sync::Arc;
use std::vec;

/// One document as supplied, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file or other input.
    pub input: String,
    /// The folder that its id is relative to, as an absolute path where the system knows it; `-` for standard input.
    pub root: Arc<str>,
    /// The line, where the input has lines of its own.
    pub line: Option<usize>,
    /// What stood there.
    pub supplied: Supplied,
}

impl Found {
    /// Holds the text to what [`assemble`] asks of it, without taking it apart.
    ///
    /// # Errors
    ///
    /// Where the text is empty, too long or no text.
    pub fn check(&self, options: &Options) -> Result<(), Reject> {
        check_text(&self.supplied.text, options.max_document).map_err(|reason| Reject {
            input: self.input.clone(),
            line: self.line,
            id: Some(self.supplied.id.clone()),
            reason,
        })
    }

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
            ..
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
            Ok(source) => Either::Many(documents(&source, options)),
            Err(reject) => Either::One(Some(Err(reject))),
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

/// The objects of the JSON Lines that the INPUTs name, whatever the files are called.
pub fn objects<'a>(
    inputs: &'a [String],
    options: &'a Options,
) -> impl Iterator<Item = Result<Object, Reject>> + 'a {
    inputs
        .iter()
        .flat_map(|input| sources(input))
        .flat_map(move |source| {
            let opened = source.and_then(|source| {
                let input = source.label();
                let reader =
                    open(&source).map_err(|error| reject(&input, inputs::unreadable(&error)))?;
                Ok(Objects::new(reader, &input, options))
            });
            match opened {
                Ok(objects) => Either::Many(objects),
                Err(reject) => Either::One(Some(Err(reject))),
            }
        })
}

type Reader = Box<dyn BufRead + Send>;

fn open(source: &Source) -> io::Result<Reader> {
    const BUFFER: usize = 1 << 16;
    Ok(match &source.path {
        Some(path) => Box::new(BufReader::with_capacity(BUFFER, File::open(path)?)),
        None => Box::new(BufReader::with_capacity(BUFFER, io::stdin())),
    })
}

/// The documents of one source.
fn documents(
    source: &Source,
    options: &Options,
) -> impl Iterator<Item = Result<Found, Reject>> + use<> {
    let input = source.label();
    let root: Arc<str> = source.root.as_str().into();
    let opened = open(source).and_then(|mut reader| {
        let format = importers::format_of(source.path.as_deref(), &mut reader)?;
        Ok((reader, format))
    });
    match opened {
        Err(error) => Either::One(Some(Err(reject(&input, inputs::unreadable(&error))))),
        Ok((reader, Format::JsonLines)) => {
            let name = source.name.clone();
            let objects = Objects::new(reader, &input, options);
            Either::Many(objects.map(move |object| jsonl::document(object?, &name, &root)))
        }
        Ok((reader, Format::Text)) => {
            let supplied = importers::text::read(reader, &source.name, options);
            Either::One(Some(match supplied {
                Ok(supplied) => Ok(Found {
                    input,
                    root,
                    line: None,
                    supplied,
                }),
                Err(reason) => Err(reject(&input, reason)),
            }))
        }
    }
}

/// One item or many.
enum Either<T, I> {
    One(Option<T>),
    Many(I),
}

impl<T, I: Iterator<Item = T>> Iterator for Either<T, I> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match self {
            Self::One(item) => item.take(),
            Self::Many(items) => items.next(),
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
