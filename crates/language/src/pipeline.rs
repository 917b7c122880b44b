//! A trained pipeline: from texts to analyses.

mod describe;
mod head;
mod many;
mod read;
mod run;
mod stages;

use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::analysis::Analysis;
use crate::error::Result;
use crate::neural::Tok2Vec;
use crate::parse::{DependencyParser, EntityRecogniser};
use crate::strings::{Label, Labels};
use crate::tokenizer::Tokenizer;
use crate::words::{EditTrees, Lemmatizer, Ruler};
use head::Head;
pub use many::Analyses;
use run::Scratch;
pub use stages::Stages;

/// A trained pipeline, ready to analyse texts; threads may share it.
#[derive(Debug)]
pub struct Pipeline {
    language: String,
    labels: Arc<Labels>,
    tokenizer: Tokenizer,
    components: Components,
    /// What threads work with and leave for the next to come: buffers, and vectors of known words.
    pool: Mutex<Vec<Scratch>>,
}

/// The components of a pipeline that are not disabled.
#[derive(Debug, Default)]
struct Components {
    tok2vec: Option<Tok2Vec>,
    tagger: Option<Head<Label>>,
    /// Part of speech and morphology.
    morphologizer: Option<Head<(Label, Label)>>,
    /// Whether a token begins a sentence.
    senter: Option<Head<bool>>,
    edits: Option<EditLemmatizer>,
    parser: Option<DependencyParser>,
    recogniser: Option<Recogniser>,
    ruler: Option<Ruler>,
    lemmatizer: Option<Lemmatizer>,
}

/// An entity recogniser and what it works with.
#[derive(Debug)]
struct Recogniser {
    system: EntityRecogniser,
    /// Its own token vectors; nothing where it listens to the shared ones.
    own: Option<Tok2Vec>,
    /// Whether sentences are known to it, since what finds them stands before it.
    sees_sentences: bool,
}

/// A lemmatizer that was trained: edit trees, and a head that chooses among them.
#[derive(Debug)]
struct EditLemmatizer {
    head: Head<usize>,
    trees: EditTrees,
    /// How many of the best trees are tried.
    tried: usize,
    /// Whether a form that no tree fits is its own lemma.
    falls_back: bool,
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

    /// The language that the pipeline was trained for, as an ISO 639-1 code.
    pub fn language(&self) -> &str {
        &self.language
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
        let mut analyses = Vec::with_capacity(texts.len());
        while analyses.len() < texts.len() {
            self.run(&texts[analyses.len()..], &mut scratch, &mut analyses);
        }
        self.leave_scratch(scratch);
        analyses
    }

    /// Analyses texts as they come, on so many threads; analyses come in the order of the texts.
    ///
    /// Only a few texts for each thread are taken ahead, so that a stream of any length passes in
    /// bounded memory.
    pub fn analyse_iter<I>(&self, texts: I, threads: usize) -> Analyses<'_, I::IntoIter>
    where
        I: IntoIterator,
        I::Item: AsRef<str> + Sync,
    {
        Analyses::new(self, texts.into_iter(), threads)
    }

    /// Where the time went in all analyses that are finished.
    pub fn stages(&self) -> Stages {
        let pool = self
            .pool
            .lock()
            .unwrap_or_else(|poison| poison.into_inner());
        let mut all = Stages::default();
        for scratch in pool.iter() {
            all += scratch.stages;
        }
        all
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
