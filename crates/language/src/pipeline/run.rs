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
    given: Vec<Given>,
    vectors: Vec<f32>,
    network: NetworkBuffers,
    buffers: Buffers,
    known: KnownWords,
    pub(super) stages: Stages,
}

impl Scratch {
    /// Gives back what only an uncommonly long text needed.
    fn shrink(&mut self) {
        if self.tokens.len() > LONG * BATCH {
            self.tokens = Vec::new();
            self.given = Vec::new();
            self.vectors = Vec::new();
            self.buffers = Buffers::default();
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
            given,
            vectors,
            network,
            buffers,
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
        if let Some(tok2vec) = &self.components.tok2vec {
            tok2vec.apply(batch, buffers, vectors);
        }
        stages.vectors += watch.lap();
        self.classify(batch, tokens, vectors, buffers, given);
        stages.tags += watch.lap();
        let first = analyses.len();
        let starts = self.sentence_starts(batch, vectors, buffers);
        if let Some(parser) = &self.components.parser {
            parser.prepare(tokens.len(), network);
        }
        for (text, range) in texts.iter().zip(documents) {
            let mut tree = match &self.components.parser {
                Some(parser) => {
                    let is_space = |at: usize| forms[range.start + at].0.is_space;
                    parser.parse(range.start, range.len(), vectors, is_space, network)
                }
                None => Tree::flat(range.len()),
            };
            if let Some(starts) = &starts {
                tree.starts.copy_from_slice(&starts[range.clone()]);
            }
            for (given, label) in given[range.clone()].iter_mut().zip(&tree.labels) {
                given.dep = *label;
            }
            analyses.push(self.begin(text, &tokens[range.clone()], &tree));
        }
        stages.trees += watch.lap();
        for (analysis, range) in analyses[first..].iter_mut().zip(documents) {
            let (tokens, given) = (&tokens[range.clone()], &given[range.clone()]);
            self.describe(analysis, tokens, given, lexicon, known);
        }
        stages.words += watch.lap();
        let Some(recogniser) = &self.components.recogniser else {
            return;
        };
        if let Some(own) = &recogniser.own {
            own.apply(batch, buffers, vectors);
        }
        stages.entity_vectors += watch.lap();
        recogniser.system.prepare(tokens.len(), network);
        for (analysis, range) in analyses[first..].iter_mut().zip(documents) {
            let sentences = &analysis.sentences[..];
            let sentences = if recogniser.sees_sentences {
                sentences
            } else {
                &[]
            };
            let words = words(&forms[range.clone()], sentences);
            let found = recogniser
                .system
                .recognise(range.start, &words, vectors, network);
            self.mark_entities(analysis, &found);
        }
        stages.entities += watch.lap();
    }

    /// What tagger, morphologizer and trainable lemmatizer say of each token.
    fn classify(
        &self,
        batch: Batch<'_>,
        tokens: &[RawToken],
        vectors: &[f32],
        buffers: &mut Buffers,
        given: &mut Vec<Given>,
    ) {
        given.clear();
        given.extend(tokens.iter().map(|token| Given {
            lexeme: token.lexeme,
            ..Given::default()
        }));
        if let Some(tagger) = &self.components.tagger {
            let tags = tagger.best(batch, vectors, buffers);
            for (given, tag) in given.iter_mut().zip(tags) {
                given.tag = tag;
            }
        }
        if let Some(morphologizer) = &self.components.morphologizer {
            let found = morphologizer.best(batch, vectors, buffers);
            for (given, (pos, morph)) in given.iter_mut().zip(found) {
                (given.pos, given.morph) = (pos, morph);
            }
        }
        if let Some(edits) = &self.components.edits {
            edits.head.score(batch, vectors, buffers, |at, scores| {
                given[at].edit = edits.choose(&batch.forms[at].0.text, scores);
            });
        }
    }

    /// Which tokens begin sentences, where a component of its own says so.
    fn sentence_starts(
        &self,
        batch: Batch<'_>,
        vectors: &[f32],
        buffers: &mut Buffers,
    ) -> Option<Vec<bool>> {
        let senter = self.components.senter.as_ref()?;
        let mut starts = senter.best(batch, vectors, buffers);
        for document in batch.documents.iter().filter(|range| !range.is_empty()) {
            starts[document.start] = true;
        }
        Some(starts)
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
