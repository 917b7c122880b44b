//! `chancery parse`: the analysis itself, of the text as it was supplied.

use super::common::{Engine, Inputs};
use super::knowledge;
use super::output::Target;
use super::stream::{Answers, Done, stream};
use super::talk::Outcome;
use crate::format::{conllu, tokens};
use chancery_intake::{Found, Options, Reject};
use chancery_language::{Analysis, Pipeline};
use clap::{Args, ValueEnum};

/// Print the linguistic analysis: tokens, tags, lemmas, dependency trees, entities
#[derive(Args)]
pub struct Parse {
    #[command(flatten)]
    inputs: Inputs,
    /// The form of the output
    #[arg(long, value_enum, default_value = "conllu")]
    format: Format,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    engine: Engine,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// CoNLL-U, one block a sentence
    Conllu,
    /// One JSON object a document, offsets in characters
    Jsonl,
}

impl Parse {
    /// Does it.
    pub fn run(self) -> anyhow::Result<Outcome> {
        let pipeline = knowledge::pipeline(&self.engine)?;
        let output = self.target.open()?;
        let options = self.inputs.options();
        let stage = |found: Vec<Found>| self.stage(&pipeline, &found, &options);
        stream(&self.inputs, &self.engine, output, Some("sentences"), stage)
    }

    fn stage(&self, pipeline: &Pipeline, found: &[Found], options: &Options) -> Answers {
        let checked = found.iter().map(|found| found.check(options));
        let checked: Vec<Result<(), Reject>> = checked.collect();
        let sound = found
            .iter()
            .zip(&checked)
            .filter(|(_, checked)| checked.is_ok());
        let texts: Vec<&str> = sound
            .map(|(found, _)| found.supplied.text.as_str())
            .collect();
        let mut analyses = pipeline.analyse_all(&texts).into_iter();
        found
            .iter()
            .zip(checked)
            .map(|(found, checked)| {
                checked?;
                let analysis = analyses.next().expect("one analysis for each text");
                Ok(self.render(&found.supplied.id, &analysis))
            })
            .collect()
    }

    fn render(&self, id: &str, analysis: &Analysis) -> Done {
        let mut bytes = Vec::new();
        match self.format {
            Format::Conllu => conllu::write(&mut bytes, id, analysis),
            Format::Jsonl => tokens::write(&mut bytes, id, analysis),
        }
        Done {
            bytes,
            things: analysis.sentences().len(),
            warnings: Vec::new(),
        }
    }
}
