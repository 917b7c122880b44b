//! `chancery code`: documents in, events out; nothing is kept.

use super::common::{Engine, Inputs};
use super::documents;
use super::forms::{Form, left_out};
use super::knowledge::{self, Books};
use super::output::Target;
use super::stream::{pass, stream};
use super::talk::{Outcome, Talk};
use chancery_codebook::Codebook;
use chancery_coding::{Coder, Event};
use chancery_intake::{Document, Found, find};
use chancery_record::export::{self, Exporter, Format, Source, Told};
use clap::Args;
use std::sync::Arc;

/// Code documents: who said or did what to whom, with the evidence
#[derive(Args)]
pub struct Code {
    #[command(flatten)]
    inputs: Inputs,
    /// The form of the output
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Form,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    engine: Engine,
    #[command(flatten)]
    books: Books,
}

impl Code {
    /// Does it.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let (pipeline, codebook) = knowledge::both(&self.engine, &self.books)?;
        let coder = self.books.coder(&pipeline, &codebook)?;
        match self.format {
            Form(Format::Jsonl | Format::Csv) => self.print(&coder),
            _ => self.export(&coder, &codebook),
        }
    }

    /// Prints events one by one, made into bytes on all threads.
    fn print(&self, coder: &Coder) -> anyhow::Result<Outcome> {
        let mut output = self.target.open()?;
        if self.format == Form(Format::Csv) {
            export::write_csv_header(&mut output)?;
        }
        let options = self.inputs.options();
        let code = |documents: &[Document]| coder.code_all(documents);
        let render = |events: &Vec<Event>| (self.render(events), events.len());
        let stage = |found: Vec<Found>| documents::through(found, &options, code, render);
        stream(&self.inputs, &self.engine, output, Some("events"), stage)
    }

    fn render(&self, events: &[Event]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for event in events {
            if self.format == Form(Format::Csv) {
                export::write_csv(event, &mut bytes).expect("memory takes all bytes");
            } else {
                serde_json::to_writer(&mut bytes, event).expect("an event is JSON");
                bytes.push(b'\n');
            }
        }
        bytes
    }

    /// Prints events in a form that must see them all, in order.
    fn export(&self, coder: &Coder, codebook: &Codebook) -> anyhow::Result<Outcome> {
        let Form(format) = self.format;
        let output = self.target.open()?;
        let mut exporter = Exporter::new(format, codebook, &export::Options::default(), output)?;
        let (named, options) = (self.inputs.named(), self.inputs.options());
        let code = |documents: &[Document]| coder.code_all(documents);
        let stage = |found: Vec<Found>| documents::coded(found, &options, code);
        let mut talk = Talk::begin(Some("events"));
        let items = find(&named, &options);
        pass(items, self.engine.threads(), stage, |answers| {
            for answer in answers {
                match answer {
                    Ok((document, events)) => {
                        talk.done(events.len());
                        documents::warnings(&document)
                            .iter()
                            .for_each(|said| talk.say(said));
                        let source = Arc::new(source(document));
                        for event in events {
                            exporter.add(&Told::of(event, &source))?;
                        }
                    }
                    Err(reject) => talk.reject(&reject),
                }
            }
            Ok(())
        })?;
        let (output, tally) = exporter.finish()?;
        output.finish()?;
        if let Some(words) = left_out(&tally) {
            talk.say(words);
        }
        Ok(talk.end())
    }
}

fn source(document: Document) -> Source {
    Source {
        id: document.id,
        date: document.date.map(|date| date.date),
        publisher: document.publisher,
        url: document.url,
        title: document.title,
        language: document.language,
        text: document.text,
    }
}
