//! What an analysis holds: tokens, sentences, dependency tree, entities.

use chancery_text::{ByteSpan, TokenSpan};

/// One text's tokens with tags, lemmas, dependency tree, sentences and named entities.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    pub(crate) text: String,
    pub(crate) tokens: Vec<TokenData>,
    pub(crate) sentences: Vec<TokenSpan>,
    pub(crate) entities: Vec<Entity>,
}

/// A named entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its tokens.
    pub tokens: TokenSpan,
    /// Its type, `GPE`, `PERSON`, `ORG`, ...
    pub label: String,
}

/// What is kept for one token. Representation is private; [`Token`] reads it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenData {
    pub(crate) span: ByteSpan,
    pub(crate) space: bool,
    pub(crate) lemma: String,
    pub(crate) tag: String,
    pub(crate) pos: String,
    pub(crate) morph: String,
    pub(crate) dep: String,
    pub(crate) head: usize,
    pub(crate) entity: Option<usize>,
}

impl Analysis {
    /// The text that was analysed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many tokens there are; white space that stands by itself is a token, as in spaCy.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Token `index`.
    ///
    /// # Panics
    ///
    /// Where there is no such token.
    pub fn token(&self, index: usize) -> Token<'_> {
        Token {
            analysis: self,
            data: &self.tokens[index],
            index,
        }
    }

    /// All tokens in order.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = Token<'_>> + DoubleEndedIterator {
        (0..self.len()).map(|index| self.token(index))
    }

    /// The sentences, which cover all tokens in order.
    pub fn sentences(&self) -> &[TokenSpan] {
        &self.sentences
    }

    /// The named entities in order; they do not overlap.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The bytes that a span of tokens covers, without white space after the last.
    pub fn bytes(&self, tokens: TokenSpan) -> ByteSpan {
        if tokens.is_empty() {
            return ByteSpan::default();
        }
        ByteSpan::new(
            self.tokens[tokens.start].span.start,
            self.tokens[tokens.end - 1].span.end,
        )
    }
}

/// A token of an analysis.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    analysis: &'a Analysis,
    data: &'a TokenData,
    index: usize,
}

impl<'a> Token<'a> {
    /// Its place among the analysis's tokens.
    pub fn index(self) -> usize {
        self.index
    }

    /// Its bytes in the text.
    pub fn span(self) -> ByteSpan {
        self.data.span
    }

    /// Its characters.
    pub fn text(self) -> &'a str {
        self.data.span.of(&self.analysis.text)
    }

    /// Whether one space follows it.
    pub fn has_space(self) -> bool {
        self.data.space
    }

    /// Its dictionary form.
    pub fn lemma(self) -> &'a str {
        &self.data.lemma
    }

    /// Its fine-grained tag (Penn Treebank for English).
    pub fn tag(self) -> &'a str {
        &self.data.tag
    }

    /// Its universal part of speech.
    pub fn pos(self) -> &'a str {
        &self.data.pos
    }

    /// Its morphology in Universal Dependencies form, `Number=Sing|Person=3`.
    pub fn morph(self) -> &'a str {
        &self.data.morph
    }

    /// The index of its head among the analysis's tokens; its own for a root.
    pub fn head(self) -> usize {
        self.data.head
    }

    /// The label of the arc from its head; `ROOT` for a root.
    pub fn dep(self) -> &'a str {
        &self.data.dep
    }

    /// The type of the entity it belongs to, or nothing.
    pub fn entity(self) -> Option<&'a str> {
        self.data
            .entity
            .map(|at| self.analysis.entities[at].label.as_str())
    }
}
