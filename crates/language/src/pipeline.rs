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
use crate::model::Store;
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
    ///
    /// ```
    /// use chancery_language::{Pipeline, locate};
    ///
    /// # let Ok(path) = locate(None) else { return };
    /// let pipeline = Pipeline::load(path).unwrap();
    /// assert_eq!(pipeline.language(), "en");
    /// ```
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        read::load(Store::open(path.as_ref())?)
    }

    /// Reads a pipeline from the bytes of a wheel, for programs that carry their model within.
    ///
    /// # Errors
    ///
    /// As [`Pipeline::load`].
    pub fn from_wheel(bytes: impl Into<Vec<u8>>) -> Result<Self> {
        read::load(Store::from_wheel(bytes.into())?)
    }

    /// Reads a pipeline from its files, by their path in the pipeline's directory (`config.cfg`,
    /// `tokenizer`, `tagger/model`, ...).
    ///
    /// # Errors
    ///
    /// As [`Pipeline::load`].
    pub fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self> {
        read::load(Store::Memory(files.into_iter().collect()))
    }

    /// The language that the pipeline was trained for, as an ISO 639-1 code.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Analyses one text.
    ///
    /// ```
    /// # use chancery_language::{Pipeline, locate};
    /// # let Ok(path) = locate(None) else { return };
    /// # let pipeline = Pipeline::load(path).unwrap();
    /// let analysis = pipeline.analyse("The letters were delivered by an envoy.");
    /// let lemmas: Vec<&str> = analysis.tokens().map(|token| token.lemma()).collect();
    /// assert_eq!(lemmas, ["the", "letter", "be", "deliver", "by", "an", "envoy", "."]);
    /// let subject = analysis.token(1);
    /// assert_eq!((subject.dep(), analysis.token(subject.head()).text()), ("nsubjpass", "delivered"));
    /// ```
    ///
    /// # Panics
    ///
    /// Where the text has 4 GiB or more.
    pub fn analyse(&self, text: &str) -> Analysis {
        self.analyse_all(&[text])
            .pop()
            .expect("one text in, one analysis out")
    }

    /// Analyses several texts, on the calling thread; analyses come in the order of the texts.
    ///
    /// ```
    /// # use chancery_language::{Pipeline, locate};
    /// # let Ok(path) = locate(None) else { return };
    /// # let pipeline = Pipeline::load(path).unwrap();
    /// let analyses = pipeline.analyse_all(&["Talks resumed.", "", "Nobody came. Nobody called."]);
    /// let sentences: Vec<usize> = analyses.iter().map(|a| a.sentences().len()).collect();
    /// assert_eq!(sentences, [1, 0, 2]);
    /// ```
    ///
    /// Short texts go much faster together than one by one, and a text's analysis is the same in any
    /// company.
    ///
    /// # Panics
    ///
    /// Where a text has 4 GiB or more.
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
    ///
    /// ```
    /// # use chancery_language::{Pipeline, locate};
    /// # let Ok(path) = locate(None) else { return };
    /// # let pipeline = Pipeline::load(path).unwrap();
    /// let lines = (1..=1_000).map(|day| format!("On day {day} the delegation left."));
    /// let entities: usize = pipeline.analyse_iter(lines, 2).map(|a| a.entities().len()).sum();
    /// assert!(entities > 900);
    /// ```
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
