//! What an analysis holds: tokens, sentences, dependency tree, entities.

mod chunks;

use std::sync::Arc;

use chancery_text::{ByteSpan, TokenSpan};

use crate::strings::{Label, Labels};
pub(crate) use chunks::ChunkRules;

/// One text's tokens with tags, lemmas, dependency tree, sentences and named entities.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    pub(crate) text: String,
    pub(crate) labels: Arc<Labels>,
    pub(crate) tokens: Vec<TokenData>,
    /// Lemmas that are not the token's own characters, one after the other.
    pub(crate) lemmas: String,
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

/// What is kept for one token; [`Token`] reads it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TokenData {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) lemma: Lemma,
    pub(crate) head: u32,
    /// The first and the last token of what hangs from this one.
    pub(crate) edges: (u32, u32),
    pub(crate) tag: Label,
    pub(crate) pos: Label,
    pub(crate) morph: Label,
    pub(crate) dep: Label,
    pub(crate) entity: EntityPart,
    pub(crate) entity_type: Label,
    pub(crate) space: bool,
}

/// Where a token's lemma stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Lemma {
    /// The lemma is the token's own characters.
    #[default]
    Same,
    /// A span of the analysis's lemmas.
    Kept(u32, u32),
}

/// A token's place in an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum EntityPart {
    /// Nobody looked for entities.
    #[default]
    Unknown,
    Outside,
    Begins,
    Inside,
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
            self.tokens[tokens.start].start as usize,
            self.tokens[tokens.end - 1].end as usize,
        )
    }

    /// Base noun phrases in order: a noun, proper noun or pronoun in a nominal role with what belongs
    /// to it, by spaCy's rules for English and French; none for other languages. They do not overlap.
    pub fn noun_chunks(&self) -> impl Iterator<Item = TokenSpan> {
        chunks::noun_chunks(self)
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
        ByteSpan::new(self.data.start as usize, self.data.end as usize)
    }

    /// Its characters.
    pub fn text(self) -> &'a str {
        self.span().of(&self.analysis.text)
    }

    /// Whether one space follows it.
    pub fn has_space(self) -> bool {
        self.data.space
    }

    /// Its dictionary form.
    pub fn lemma(self) -> &'a str {
        match self.data.lemma {
            Lemma::Same => self.text(),
            Lemma::Kept(start, end) => &self.analysis.lemmas[start as usize..end as usize],
        }
    }

    /// Its fine-grained tag (Penn Treebank for English).
    pub fn tag(self) -> &'a str {
        self.name(self.data.tag)
    }

    /// Its universal part of speech.
    pub fn pos(self) -> &'a str {
        self.name(self.data.pos)
    }

    /// Its morphology in Universal Dependencies form, `Number=Sing|Person=3`.
    pub fn morph(self) -> &'a str {
        self.name(self.data.morph)
    }

    /// The index of its head among the analysis's tokens; its own for a root.
    pub fn head(self) -> usize {
        self.data.head as usize
    }

    /// The label of the arc from its head; `ROOT` for a root.
    pub fn dep(self) -> &'a str {
        self.name(self.data.dep)
    }

    /// The type of the entity it belongs to, or nothing.
    pub fn entity(self) -> Option<&'a str> {
        let part = self.data.entity;
        matches!(part, EntityPart::Begins | EntityPart::Inside)
            .then(|| self.name(self.data.entity_type))
    }

    /// `B` where an entity begins with it, `I` where it goes on, `O` outside of any; empty where the
    /// pipeline has no entity recogniser.
    pub fn ent_iob(self) -> &'static str {
        match self.data.entity {
            EntityPart::Unknown => "",
            EntityPart::Outside => "O",
            EntityPart::Begins => "B",
            EntityPart::Inside => "I",
        }
    }

    /// The tokens whose head it is, in order.
    pub fn children(self) -> impl Iterator<Item = Token<'a>> {
        self.range()
            .filter(move |token| token.index != self.index && token.head() == self.index)
    }

    /// It and all that hangs from it, in order.
    pub fn subtree(self) -> impl Iterator<Item = Token<'a>> {
        self.range().filter(move |token| {
            token.index == self.index || token.ancestors().any(|above| above.index == self.index)
        })
    }

    /// Its head, the head of that, and so on up to the root of its sentence.
    pub fn ancestors(self) -> impl Iterator<Item = Token<'a>> {
        std::iter::successors(self.above(), |token| token.above())
    }

    fn above(self) -> Option<Token<'a>> {
        (self.head() != self.index).then(|| self.analysis.token(self.head()))
    }

    /// All tokens between the outermost that hang from it.
    fn range(self) -> impl Iterator<Item = Token<'a>> {
        let (first, last) = self.edges();
        (first..=last).map(|index| self.analysis.token(index))
    }

    /// The first and the last token of what hangs from it.
    fn edges(self) -> (usize, usize) {
        (self.data.edges.0 as usize, self.data.edges.1 as usize)
    }

    fn name(self, label: Label) -> &'a str {
        self.analysis.labels.name(label)
    }
}
