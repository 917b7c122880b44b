//! Runs a pipeline over a batch of texts.

use std::ops::Range;

use chancery_text::TokenSpan;
use hashbrown::HashMap;

use super::Pipeline;
use crate::analysis::{Analysis, Entity, EntityPart, Lemma, TokenData};
use crate::lexeme::{Lexeme, LexemeId};
use crate::neural::{Batch, Buffers};
use crate::parse::{NetworkBuffers, Tree, Word};
use crate::strings::{Label, NONE};
use crate::tokenizer::{Memory, RawToken};
use crate::words::{Changes, Seen};

/// How many tokens are analysed together; more fill the caches, fewer starve the matrix products.
const BATCH: usize = 1_500;

/// How many word forms a thread remembers before it forgets all.
const MAX_LEXEMES: usize = 50_000;

/// What one thread works with: buffers, and all that it remembers of words.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    memory: Memory,
    tokens: Vec<RawToken>,
    network: NetworkBuffers,
    vectors: Buffers,
    words: HashMap<WordKey, WordEntry>,
}

/// All that attributes and lemma of a word follow from, its neighbours aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct WordKey {
    lexeme: LexemeId,
    tag: Label,
    dep: Label,
}

/// What follows.
#[derive(Clone, Debug)]
struct WordEntry {
    tag: Label,
    pos: Label,
    morph: Label,
    dep: Label,
    /// Nothing where the lemma is the form.
    lemma: Option<Box<str>>,
    /// Whether a pattern of several tokens may begin here.
    begins: bool,
}

impl Pipeline {
    pub(super) fn run(&self, texts: &[&str], scratch: &mut Scratch) -> Vec<Analysis> {
        let mut analyses = Vec::with_capacity(texts.len());
        while analyses.len() < texts.len() {
            if scratch.memory.trim(MAX_LEXEMES) {
                scratch.words.clear();
            }
            scratch.tokens.clear();
            let mut documents = Vec::new();
            for text in &texts[analyses.len()..] {
                if scratch.tokens.len() >= BATCH {
                    break;
                }
                let start = scratch.tokens.len();
                self.tokenizer
                    .tokenize(text, &mut scratch.memory, &mut scratch.tokens);
                documents.push(start..scratch.tokens.len());
            }
            let batch = &texts[analyses.len()..][..documents.len()];
            self.run_batch(batch, &documents, scratch, &mut analyses);
        }
        analyses
    }

    fn run_batch(
        &self,
        texts: &[&str],
        documents: &[Range<usize>],
        scratch: &mut Scratch,
        analyses: &mut Vec<Analysis>,
    ) {
        let Scratch {
            memory,
            tokens,
            network,
            vectors: buffers,
            words,
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
        let mut shared = Vec::new();
        if let Some(network) = &self.tok2vec {
            network.apply(batch, buffers, &mut shared);
        }
        let tags = self.tags(&shared, tokens.len());
        if let Some(parser) = &self.parser {
            parser.prepare(&shared, tokens.len(), network);
        }
        for (text, range) in texts.iter().zip(documents) {
            let is_space = |at: usize| forms[range.start + at].0.is_space;
            let tree = match &self.parser {
                Some(parser) => parser.parse(range.start, range.len(), is_space, network),
                None => Tree::flat(range.len()),
            };
            let mut analysis = self.begin(text, &tokens[range.clone()], &tree);
            for (token, tag) in analysis.tokens.iter_mut().zip(&tags[range.clone()]) {
                token.tag = *tag;
            }
            let lexemes = |at: usize| (tokens[range.start + at].lexeme, forms[range.start + at].0);
            self.describe_words(&mut analysis, lexemes, words);
            analyses.push(analysis);
        }
        if let Some((recogniser, own)) = &self.recogniser {
            if let Some(own) = own {
                own.apply(batch, buffers, &mut shared);
            }
            recogniser.prepare(&shared, tokens.len(), network);
            let first = analyses.len() - documents.len();
            for (analysis, range) in analyses[first..].iter_mut().zip(documents) {
                let mut words: Vec<Word> = forms[range.clone()]
                    .iter()
                    .map(|(lexeme, _)| Word {
                        is_space: lexeme.is_space,
                        starts_sentence: false,
                    })
                    .collect();
                if self.parser.is_some() {
                    for sentence in &analysis.sentences {
                        words[sentence.start].starts_sentence = true;
                    }
                }
                let found = recogniser.recognise(range.start, &words, network);
                self.mark_entities(analysis, &found);
            }
        }
    }

    fn tags(&self, vectors: &[f32], tokens: usize) -> Vec<Label> {
        let Some(tagger) = &self.tagger else {
            return vec![NONE; tokens];
        };
        let count = tagger.tags.len();
        let mut scores = vec![0.0; tokens * count];
        tagger.output.apply(vectors, tokens, &mut scores);
        scores
            .chunks(count)
            .map(|scores| tagger.tags[first_best(scores)])
            .collect()
    }

    fn begin(&self, text: &str, tokens: &[RawToken], tree: &Tree) -> Analysis {
        let tokens = tokens
            .iter()
            .enumerate()
            .map(|(at, token)| TokenData {
                start: token.start,
                end: token.end,
                head: tree.heads[at] as u32,
                edges: tree.edges(at),
                dep: tree.labels[at],
                space: token.space,
                ..TokenData::default()
            })
            .collect();
        Analysis {
            text: text.to_owned(),
            labels: self.labels.clone(),
            tokens,
            lemmas: String::new(),
            sentences: tree.sentences(),
            entities: Vec::new(),
        }
    }

    /// Sets the attributes that rules give, and lemmas.
    fn describe_words<'l>(
        &self,
        analysis: &mut Analysis,
        lexemes: impl Fn(usize) -> (LexemeId, &'l Lexeme),
        words: &mut HashMap<WordKey, WordEntry>,
    ) {
        let count = analysis.tokens.len();
        let given: Vec<(Label, Label)> = analysis
            .tokens
            .iter()
            .map(|token| (token.tag, token.dep))
            .collect();
        let seen = |at: usize| Seen {
            lexeme: lexemes(at).1,
            tag: given[at].0,
            pos: NONE,
            morph: NONE,
            dep: given[at].1,
        };
        let mut touched = Vec::new();
        for (at, &(tag, dep)) in given.iter().enumerate() {
            let (lexeme, form) = lexemes(at);
            let key = WordKey { lexeme, tag, dep };
            let entry = words.entry(key).or_insert_with(|| {
                let changes = match &self.ruler {
                    Some(ruler) => ruler.single(seen(at), &self.labels),
                    None => Changes::default(),
                };
                let begins = self
                    .ruler
                    .as_ref()
                    .is_some_and(|ruler| ruler.begins(seen(at), &self.labels));
                WordEntry {
                    begins,
                    ..self.word(form, seen(at), changes)
                }
            });
            if entry.begins
                && let Some(ruler) = &self.ruler
            {
                ruler.touched(at, count, &seen, &self.labels, &mut touched);
            }
            set(analysis, at, entry);
        }
        for at in touched {
            if let Some(ruler) = &self.ruler {
                let changes = ruler.changes(at, count, &seen, &self.labels);
                let entry = self.word(lexemes(at).1, seen(at), changes);
                set(analysis, at, &entry);
            }
        }
    }

    fn word(&self, form: &Lexeme, seen: Seen<'_>, changes: Changes) -> WordEntry {
        let pos = changes.pos.unwrap_or(seen.pos);
        let morph = changes.morph.unwrap_or(seen.morph);
        let lemma = match (&self.lemmatizer, changes.lemma) {
            (None, lemma) => lemma.unwrap_or_default(),
            (Some(lemmatizer), Some(lemma)) if !lemmatizer.overwrite => lemma,
            (Some(lemmatizer), _) => {
                let (pos, morph) = (self.labels.name(pos), self.labels.name(morph));
                lemmatizer.lemma(&form.text, pos, morph)
            }
        };
        WordEntry {
            tag: changes.tag.unwrap_or(seen.tag),
            pos,
            morph,
            dep: changes.dep.unwrap_or(seen.dep),
            lemma: (lemma != form.text).then_some(lemma),
            begins: false,
        }
    }

    fn mark_entities(&self, analysis: &mut Analysis, found: &[(usize, usize, Label)]) {
        for token in &mut analysis.tokens {
            token.entity = EntityPart::Outside;
        }
        for &(start, end, label) in found {
            for (at, token) in analysis.tokens[start..end].iter_mut().enumerate() {
                token.entity = if at == 0 {
                    EntityPart::Begins
                } else {
                    EntityPart::Inside
                };
                token.entity_type = label;
            }
            analysis.entities.push(Entity {
                tokens: TokenSpan::new(start, end),
                label: self.labels.name(label).to_owned(),
            });
        }
    }
}

fn set(analysis: &mut Analysis, at: usize, entry: &WordEntry) {
    let token = &mut analysis.tokens[at];
    token.tag = entry.tag;
    token.pos = entry.pos;
    token.morph = entry.morph;
    token.dep = entry.dep;
    token.lemma = match &entry.lemma {
        None => Lemma::Same,
        Some(lemma) => {
            let start = analysis.lemmas.len() as u32;
            analysis.lemmas.push_str(lemma);
            Lemma::Kept(start, analysis.lemmas.len() as u32)
        }
    };
}

fn first_best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = at;
        }
    }
    best
}
