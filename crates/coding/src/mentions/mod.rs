//! Who is who in a document: the parties that it speaks of and every mention of them.
//!
//! A [`Mention`] is a phrase of the text; a [`Party`] is one that the document speaks of, however
//! often and however called. Names come from the who-is-who, countries and sectors of whom it does not
//! know from title, apposition, possessor and adjective; short forms and pronouns are resolved in
//! discourse order.

mod party;

use chancery_text::TokenSpan;

pub use party::{Gender, Party, PartyId, PartyKind};

/// All mentions of one document and the parties behind them.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// By first word, the longer first where two begin together.
    all: Vec<Mention>,
    /// For each word of the document, the outermost mention whose head it is, plus one.
    by_head: Vec<u32>,
    parties: Vec<Party>,
}

/// A phrase that speaks of one party, or of several together.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The noun phrase without relative clauses and other trailing clauses.
    pub words: TokenSpan,
    /// The head word of the noun phrase, by the tree.
    pub head: usize,
    /// What sort of phrase it is.
    pub kind: MentionKind,
    /// Of whom it speaks: one, or several for "the two leaders"; empty where it stands for parties
    /// that cannot be told ("all parties").
    pub parties: Vec<PartyId>,
    /// How sure the resolution is, 0 to 1.
    pub certainty: f32,
    /// Whether more than one is meant.
    pub plural: bool,
}

/// What sort of phrase a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A name: "Xi Jinping", "China", "the United Nations".
    Name,
    /// A role without a name: "the Chinese foreign minister", "police".
    Description,
    /// "he", "its", "which"; possessive ones too.
    Pronoun,
    /// Several at once: "the two leaders", "both sides", "all parties".
    Group,
    /// An adjective of nationality: "Chinese" in "Chinese warplanes".
    Adjective,
    /// A capital, building or nickname that stands for a government: "Beijing said".
    Metonym,
    /// The name of a place where it is a place: "in Beijing". Not a party by itself, but its party is
    /// given, so that a frame may decide by role ("talks with Beijing").
    Place,
}

impl Mentions {
    /// Every mention in text order, the longer first; nested ones too ("Iran" in "Iran's minister").
    pub fn all(&self) -> &[Mention] {
        &self.all
    }

    /// The outermost mention whose head is `word`.
    pub fn at(&self, word: usize) -> Option<&Mention> {
        let index = *self.by_head.get(word)?;
        self.all.get(index.checked_sub(1)? as usize)
    }

    /// The mentions whose words lie within `words`, in text order.
    pub fn within(&self, words: TokenSpan) -> impl Iterator<Item = &Mention> {
        let first = self
            .all
            .partition_point(|mention| mention.words.start < words.start);
        self.all[first..]
            .iter()
            .take_while(move |mention| mention.words.start < words.end)
            .filter(move |mention| mention.words.end <= words.end)
    }

    /// The party with this number.
    pub fn party(&self, id: PartyId) -> &Party {
        &self.parties[id.index()]
    }

    /// All parties, by their first mention.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }
}
