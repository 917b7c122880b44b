//! Runs a pipeline over texts, batch by batch.

use std::ops::Range;

use chancery_text::TokenSpan;

use super::describe::{Given, KnownWords, OWN_FORM};
use super::head::first_best;
use super::stages::{Stages, Watch};
use super::{EditLemmatizer, Pipeline};
use crate::analysis::{Analysis, Entity, EntityPart, TokenData};
use crate::lexeme::Lexeme;
use crate::neural::{Batch, Buffers};
use crate::parse::{NetworkBuffers, Tree, Word};
use crate::strings::Label;
use crate::tokenizer::{Memory, RawToken};

/// How many tokens are analysed together: more fill the caches, fewer starve the matrix products.
const BATCH: usize = 1_500;

/// How many times a batch a text must have to be uncommonly long.
const LONG: usize = 4;

/// How many word forms a thread remembers before it forgets all.
const MAX_LEXEMES: usize = 50_000;

/// What one thread works with: buffers, and all that it remembers of words.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    memory: Memory,
    tokens: Vec<RawToken>,
    work: Work,
    known: KnownWords,
    pub(super) stages: Stages,
}

/// What is known of a batch so far, and buffers.
#[derive(Debug, Default)]
struct Work {
    given: Vec<Given>,
    /// Whether a token begins a sentence, where a component of its own says so.
    starts: Vec<bool>,
    /// Token vectors of the part that was computed last.
    vectors: Vec<f32>,
    network: NetworkBuffers,
    buffers: Buffers,
}

impl Scratch {
    /// Gives back what only an uncommonly long text needed.
    fn shrink(&mut self) {
        if self.tokens.len() > LONG * BATCH {
            self.tokens = Vec::new();
            self.work = Work::default();
        }
    }
}

impl Pipeline {
    /// Analyses the first texts, at least one, and appends their analyses; says how many.
    pub(super) fn run(
        &self,
        texts: &[&str],
        scratch: &mut Scratch,
        analyses: &mut Vec<Analysis>,
    ) -> usize {
        let mut watch = Watch::start();
        if scratch.memory.trim(MAX_LEXEMES) {
            scratch.known.clear();
        }
        let documents = self.tokenize(texts, scratch);
        scratch.stages.tokens += watch.lap();
        let texts = &texts[..documents.len()];
        self.run_batch(texts, &documents, scratch, analyses, &mut watch);
        scratch.shrink();
        documents.len()
    }

    /// Cuts as many texts into tokens as fill a batch; gives each text's tokens.
    fn tokenize(&self, texts: &[&str], scratch: &mut Scratch) -> Vec<Range<usize>> {
        let Scratch { memory, tokens, .. } = scratch;
        tokens.clear();
        let mut documents = Vec::new();
        for text in texts {
            if tokens.len() >= BATCH {
                break;
            }
            assert!(text.len() < u32::MAX as usize, "a text of 4 GiB or more");
            let start = tokens.len();
            self.tokenizer.tokenize(text, memory, tokens);
            documents.push(start..tokens.len());
        }
        documents
    }

    fn run_batch(
        &self,
        texts: &[&str],
        documents: &[Range<usize>],
        scratch: &mut Scratch,
        analyses: &mut Vec<Analysis>,
        watch: &mut Watch,
    ) {
        let Scratch {
            memory,
            tokens,
            work,
            known,
            stages,
        } = scratch;
        let lexicon = &memory.lexicon;
        let forms: Vec<(&Lexeme, bool)> = tokens
            .iter()
            .map(|token| (lexicon.get(token.lexeme), token.space))
            .collect();
        let ids: Vec<u32> = tokens
            .iter()
            .map(|token| token.lexeme * 2 + u32::from(token.space))
            .collect();
        let batch = Batch {
            forms: &forms,
            ids: &ids,
            documents,
        };
        work.given.clear();
        work.given.extend(tokens.iter().map(|token| Given {
            lexeme: token.lexeme,
            ..Given::default()
        }));
        self.classify_and_reduce(batch, work, stages, watch);
        let first = analyses.len();
        for (text, range) in texts.iter().zip(documents) {
            let tree = self.tree(batch, range, work);
            for (given, label) in work.given[range.clone()].iter_mut().zip(&tree.labels) {
                given.dep = *label;
            }
            analyses.push(self.begin(text, &tokens[range.clone()], &tree));
        }
        stages.trees += watch.lap();
        for (analysis, range) in analyses[first..].iter_mut().zip(documents) {
            let (tokens, given) = (&tokens[range.clone()], &work.given[range.clone()]);
            self.describe(analysis, tokens, given, lexicon, known);
        }
        stages.words += watch.lap();
        self.recognise(batch, &mut analyses[first..], work, stages, watch);
    }

    /// Computes the shared vectors part by part; classifies each part's tokens, and keeps what the
    /// parser needs of them.
    fn classify_and_reduce(
        &self,
        batch: Batch<'_>,
        work: &mut Work,
        stages: &mut Stages,
        watch: &mut Watch,
    ) {
        work.starts.clear();
        work.starts.resize(batch.forms.len(), false);
        let parser = self.components.parser.as_ref();
        if let Some(parser) = parser {
            let network = parser.network();
            network.prepare(batch.forms.len(), &mut work.network);
        }
        for part in batch.parts() {
            if let Some(tok2vec) = &self.components.tok2vec {
                tok2vec.apply(batch, &part, &mut work.buffers, &mut work.vectors);
            }
            stages.vectors += watch.lap();
            self.classify(batch, &part, work);
            stages.tags += watch.lap();
            if let Some(parser) = parser {
                let network = parser.network();
                network.take(part.start, &work.vectors, &mut work.network);
            }
            stages.trees += watch.lap();
        }
    }

    /// What tagger, morphologizer, trainable lemmatizer and sentence recogniser say of each token of
    /// a part.
    fn classify(&self, batch: Batch<'_>, part: &Range<usize>, work: &mut Work) {
        let Work {
            given,
            starts,
            vectors,
            buffers,
            ..
        } = work;
        if let Some(tagger) = &self.components.tagger {
            tagger.best(batch, part, vectors, buffers, |at, tag| given[at].tag = tag);
        }
        if let Some(morphologizer) = &self.components.morphologizer {
            morphologizer.best(batch, part, vectors, buffers, |at, (pos, morph)| {
                (given[at].pos, given[at].morph) = (pos, morph);
            });
        }
        if let Some(edits) = &self.components.edits {
            edits
                .head
                .score(batch, part, vectors, buffers, |at, scores| {
                    given[at].edit = edits.choose(&batch.forms[at].0.text, scores);
                });
        }
        if let Some(senter) = &self.components.senter {
            senter.best(batch, part, vectors, buffers, |at, start| {
                starts[at] = start;
            });
        }
    }

    /// A document's tree; sentences as the parser or the sentence recogniser has them.
    fn tree(&self, batch: Batch<'_>, document: &Range<usize>, work: &mut Work) -> Tree {
        let mut tree = match &self.components.parser {
            Some(parser) => {
                let is_space = |at: usize| batch.forms[document.start + at].0.is_space;
                parser.parse(document.start, document.len(), is_space, &mut work.network)
            }
            None => Tree::flat(document.len()),
        };
        if self.components.senter.is_some() {
            tree.starts.copy_from_slice(&work.starts[document.clone()]);
            if let Some(first) = tree.starts.first_mut() {
                *first = true;
            }
        }
        tree
    }

    /// Finds and marks the entities of a batch.
    fn recognise(
        &self,
        batch: Batch<'_>,
        analyses: &mut [Analysis],
        work: &mut Work,
        stages: &mut Stages,
        watch: &mut Watch,
    ) {
        let Some(recogniser) = &self.components.recogniser else {
            return;
        };
        let network = recogniser.system.network();
        network.prepare(batch.forms.len(), &mut work.network);
        let parts = batch.parts();
        // Where it listens to the shared vectors and there is one part alone, they are still there.
        let shared = self.components.tok2vec.as_ref().filter(|_| parts.len() > 1);
        for part in parts {
            if let Some(tok2vec) = recogniser.own.as_ref().or(shared) {
                tok2vec.apply(batch, &part, &mut work.buffers, &mut work.vectors);
            }
            stages.entity_vectors += watch.lap();
            network.take(part.start, &work.vectors, &mut work.network);
            stages.entities += watch.lap();
        }
        for (analysis, range) in analyses.iter_mut().zip(batch.documents) {
            let sentences = if recogniser.sees_sentences {
                &analysis.sentences[..]
            } else {
                &[]
            };
            let words = words(&batch.forms[range.clone()], sentences);
            let network = &mut work.network;
            let found = recogniser.system.recognise(range.start, &words, network);
            self.mark_entities(analysis, &found);
        }
        stages.entities += watch.lap();
    }

    /// The analysis of a text so far: tokens, tree, sentences.
    fn begin(&self, text: &str, tokens: &[RawToken], tree: &Tree) -> Analysis {
        let token = |(at, token): (usize, &RawToken)| TokenData {
            start: token.start,
            end: token.end,
            head: tree.heads[at] as u32,
            edges: tree.edges(at),
            space: token.space,
            ..TokenData::default()
        };
        Analysis {
            text: text.to_owned(),
            labels: self.labels.clone(),
            tokens: tokens.iter().enumerate().map(token).collect(),
            lemmas: String::new(),
            sentences: tree.sentences(),
            entities: Vec::new(),
        }
    }

    fn mark_entities(&self, analysis: &mut Analysis, found: &[(usize, usize, Label)]) {
        for token in &mut analysis.tokens {
            token.entity = EntityPart::Outside;
        }
        for &(start, end, label) in found {
            let span = &mut analysis.tokens[start..end];
            for token in span.iter_mut() {
                token.entity = EntityPart::Inside;
                token.entity_type = label;
            }
            if let Some(first) = span.first_mut() {
                first.entity = EntityPart::Begins;
            }
            analysis.entities.push(Entity {
                tokens: TokenSpan::new(start, end),
                label: self.labels.name(label).to_owned(),
            });
        }
    }
}

impl EditLemmatizer {
    /// The best tree that fits a form, counted from one.
    fn choose(&self, form: &str, scores: &mut [f32]) -> u32 {
        for _ in 0..self.tried.min(scores.len()) {
            let best = first_best(scores);
            let tree = self.head.classes[best];
            if self.trees.apply(tree, form).is_some() {
                return tree as u32 + 1;
            }
            scores[best] = f32::MIN;
        }
        if self.falls_back { OWN_FORM } else { 0 }
    }
}

/// The words of a document as the entity recogniser is constrained by them.
fn words(forms: &[(&Lexeme, bool)], sentences: &[TokenSpan]) -> Vec<Word> {
    let word = |(lexeme, _): &(&Lexeme, bool)| Word {
        is_space: lexeme.is_space,
        starts_sentence: false,
    };
    let mut words: Vec<Word> = forms.iter().map(word).collect();
    for sentence in sentences {
        words[sentence.start].starts_sentence = true;
    }
    words
}
