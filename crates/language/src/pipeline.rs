//! A trained pipeline: from texts to analyses.

mod read;
mod run;

use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::analysis::Analysis;
use crate::error::Result;
use crate::neural::{Linear, Tok2Vec};
use crate::parse::{DependencyParser, EntityRecogniser};
use crate::strings::{Label, Labels};
use crate::tokenizer::Tokenizer;
use crate::words::{Lemmatizer, Ruler};
use run::Scratch;

/// A trained pipeline, ready to analyse texts; threads may share it.
#[derive(Debug)]
pub struct Pipeline {
    labels: Arc<Labels>,
    tokenizer: Tokenizer,
    tok2vec: Option<Tok2Vec>,
    tagger: Option<Tagger>,
    parser: Option<DependencyParser>,
    recogniser: Option<(EntityRecogniser, Option<Tok2Vec>)>,
    ruler: Option<Ruler>,
    lemmatizer: Option<Lemmatizer>,
    /// What threads work with and leave for the next to come: buffers, and vectors of known words.
    pool: Mutex<Vec<Scratch>>,
}

#[derive(Debug)]
struct Tagger {
    output: Linear,
    tags: Vec<Label>,
}

impl Pipeline {
    /// Reads a pipeline from a wheel (`.whl`) or a pipeline directory.
    ///
    /// # Errors
    ///
    /// Where nothing is there, a file is damaged, or a component or architecture is not supported;
    /// the error names it.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        read::load(path.as_ref())
    }

    /// Analyses one text.
    pub fn analyse(&self, text: &str) -> Analysis {
        self.analyse_all(&[text])
            .pop()
            .expect("one text in, one analysis out")
    }

    /// Analyses several texts, on the calling thread; analyses come in the order of the texts.
    ///
    /// Short texts go much faster together than one by one, and a text's analysis is the same in any
    /// company.
    pub fn analyse_all(&self, texts: &[&str]) -> Vec<Analysis> {
        let mut scratch = self.take_scratch();
        let analyses = self.run(texts, &mut scratch);
        self.leave_scratch(scratch);
        analyses
    }

    fn take_scratch(&self) -> Scratch {
        // A thread that panicked while it held the pool left nothing half-done in it.
        let mut pool = self
            .pool
            .lock()
            .unwrap_or_else(|poison| poison.into_inner());
        pool.pop().unwrap_or_default()
    }

    fn leave_scratch(&self, scratch: Scratch) {
        let mut pool = self
            .pool
            .lock()
            .unwrap_or_else(|poison| poison.into_inner());
        pool.push(scratch);
    }
}
