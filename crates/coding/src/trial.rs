//! What tests of analysed text need: the real model and the project's own codebook.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chancery_codebook::Codebook;
use chancery_intake::{Document, Options, Supplied, assemble, parse_date};
use chancery_language::Pipeline;

use crate::coder::Coder;
use crate::event::Event;
use crate::mentioned::Mentioned;
use crate::reading::Reading;

/// Runs `see` over an analysed text; none, said once, where there is no model.
pub(crate) fn read<R>(
    text: &str,
    published: Option<&str>,
    see: impl FnOnce(&Reading<'_>, &Codebook) -> R,
) -> Option<R> {
    let (pipeline, codebook) = tools()?;
    let document = document(text, published);
    let paragraphs: Vec<&str> = document
        .body
        .iter()
        .map(|span| span.of(&document.repaired))
        .collect();
    let reading = Reading::new(&document, pipeline.analyse_all(&paragraphs));
    Some(see(&reading, codebook))
}

/// All that a text mentions; none where there is no model.
pub(crate) fn mentioned(text: &str, published: Option<&str>) -> Option<Mentioned> {
    let (pipeline, codebook) = tools()?;
    let documents = [document(text, published)];
    Coder::new(pipeline, codebook)
        .mentions_all(&documents)
        .pop()
}

/// The events of a text, coded by the rules alone; none where there is no model.
pub(crate) fn coded(text: &str, published: Option<&str>) -> Option<Vec<Event>> {
    let (pipeline, codebook) = tools()?;
    Some(Coder::new(pipeline, codebook).code(&document(text, published)))
}

/// The first word of `reading` that begins with `text`.
#[track_caller]
pub(crate) fn word(reading: &Reading<'_>, text: &str) -> usize {
    (0..reading.len())
        .find(|word| reading.text(*word) == text)
        .unwrap_or_else(|| panic!("no word {text}"))
}

fn tools() -> Option<&'static (Pipeline, Codebook)> {
    static TOOLS: OnceLock<Option<(Pipeline, Codebook)>> = OnceLock::new();
    TOOLS.get_or_init(load).as_ref()
}

fn load() -> Option<(Pipeline, Codebook)> {
    let model = match chancery_language::locate(None) {
        Ok(model) => model,
        Err(error) => {
            eprintln!("skipped: {error}");
            return None;
        }
    };
    let pipeline = Pipeline::load(model).expect("the model loads");
    let (codebook, _) = Codebook::load_leniently(&data());
    Some((pipeline, codebook))
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn document(text: &str, published: Option<&str>) -> Document {
    let supplied = Supplied {
        id: "trial".into(),
        text: text.into(),
        ..Supplied::default()
    };
    let published = published.map(|date| parse_date(date).expect("a date"));
    assemble(
        supplied,
        &Options {
            published,
            ..Options::default()
        },
    )
    .expect("a document")
}
