//! Documents made out of what intake found, some at a time, for a coder.

use super::stream::{Answers, Done, Item};
use chancery_intake::{Document, Found, Options, Reason, Reject};

/// Assembles what was found, lets `code` answer for each document that is sound and in a language that is read, and
/// `render` make bytes of each answer and count its things.
pub fn through<T>(
    found: Vec<Found>,
    options: &Options,
    code: impl Fn(&[Document]) -> Vec<T>,
    render: impl Fn(&T) -> (Vec<u8>, usize),
) -> Answers {
    let done = |(document, answer): (Document, T)| {
        let (bytes, things) = render(&answer);
        Done {
            bytes,
            things,
            warnings: warnings(&document),
        }
    };
    coded(found, options, code)
        .into_iter()
        .map(|answer| answer.map(done))
        .collect()
}

/// Assembles what was found, and lets `code` answer for each document that is sound and in a language that is read.
pub fn coded<T>(
    found: Vec<Found>,
    options: &Options,
    code: impl Fn(&[Document]) -> Vec<T>,
) -> Answers<(Document, T)> {
    let mut documents = Vec::with_capacity(found.len());
    let places: Vec<Result<(), Reject>> = found
        .into_iter()
        .map(|found| {
            documents.push(document(found, options)?);
            Ok(())
        })
        .collect();
    let answers = code(&documents);
    let mut pairs = documents.into_iter().zip(answers);
    let mut next = |()| pairs.next().expect("an answer for each document");
    places
        .into_iter()
        .map(|place| place.map(&mut next))
        .collect()
}

fn document(found: Found, options: &Options) -> Result<Document, Reject> {
    let place = found.clone();
    let document = found.assemble(options)?;
    match unread_language(&document) {
        Some(reason) => Err(place.refuse(reason)),
        None => Ok(document),
    }
}

/// The reason to refuse a document that says it is not in English.
pub fn unread_language(document: &Document) -> Option<Reason> {
    let language = document.language.as_deref()?.trim();
    let english = language.is_empty() || language.to_ascii_lowercase().starts_with("en");
    (!english).then(|| Reason::Language {
        found: language.to_owned(),
    })
}

/// What should be said about a document.
pub fn warnings(document: &Document) -> Vec<String> {
    let warn = |warning: &String| format!("{}: {warning}", document.id);
    document.warnings.iter().map(warn).collect()
}
