//! What follows from a word's form, tag and arc: attributes by rule, and its lemma.
//!
//! For a given form, tag and label that is always the same, patterns over several words aside, so
//! each such combination is worked out once and remembered.

use hashbrown::HashMap;

use super::Pipeline;
use crate::analysis::{Analysis, Lemma};
use crate::lexeme::{Lexeme, LexemeId, Lexicon};
use crate::strings::Label;
use crate::tokenizer::RawToken;
use crate::words::{Changes, Seen};

/// How many combinations are remembered before all are forgotten.
const MAX_KNOWN: usize = 100_000;

/// What one thread remembers of words.
pub(super) type KnownWords = HashMap<Given, Word>;

/// What the networks say of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Given {
    pub(super) lexeme: LexemeId,
    pub(super) tag: Label,
    pub(super) pos: Label,
    pub(super) morph: Label,
    pub(super) dep: Label,
    /// The edit tree that makes its lemma, counted from one; nought where there is none, and
    /// [`OWN_FORM`] where the form is the lemma.
    pub(super) edit: u32,
}

/// Stands for the edit that changes nothing.
pub(super) const OWN_FORM: u32 = u32::MAX;

/// What follows.
#[derive(Clone, Debug)]
pub(super) struct Word {
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
    /// Sets the attributes and lemmas of an analysis's tokens.
    pub(super) fn describe(
        &self,
        analysis: &mut Analysis,
        tokens: &[RawToken],
        given: &[Given],
        lexicon: &Lexicon,
        known: &mut KnownWords,
    ) {
        if known.len() > MAX_KNOWN {
            known.clear();
        }
        let count = given.len();
        let seen = |at: usize| see(lexicon.get(tokens[at].lexeme), &given[at]);
        let mut touched = Vec::new();
        for (at, given) in given.iter().enumerate() {
            let word = known
                .entry(*given)
                .or_insert_with(|| self.learn(seen(at), given.edit));
            if word.begins
                && let Some(ruler) = &self.components.ruler
            {
                ruler.touched(at, count, &seen, &self.labels, &mut touched);
            }
            set(analysis, at, word);
        }
        for at in touched {
            if let Some(ruler) = &self.components.ruler {
                let changes = ruler.changes(at, count, &seen, &self.labels);
                set(analysis, at, &self.word(seen(at), given[at].edit, changes));
            }
        }
    }

    fn learn(&self, seen: Seen<'_>, edit: u32) -> Word {
        let Some(ruler) = &self.components.ruler else {
            return self.word(seen, edit, Changes::default());
        };
        Word {
            begins: ruler.begins(seen, &self.labels),
            ..self.word(seen, edit, ruler.single(seen, &self.labels))
        }
    }

    fn word(&self, seen: Seen<'_>, edit: u32, changes: Changes) -> Word {
        let form = &seen.lexeme.text;
        let pos = changes.pos.unwrap_or(seen.pos);
        let morph = changes.morph.unwrap_or(seen.morph);
        let set = changes.lemma.or_else(|| self.edited(form, edit));
        let lemma = match (&self.components.lemmatizer, set) {
            (Some(lemmatizer), set) if lemmatizer.overwrite || set.is_none() => {
                let (pos, morph) = (self.labels.name(pos), self.labels.name(morph));
                lemmatizer.lemma(form, pos, morph)
            }
            (_, set) => set.unwrap_or_default(),
        };
        Word {
            tag: changes.tag.unwrap_or(seen.tag),
            pos,
            morph,
            dep: changes.dep.unwrap_or(seen.dep),
            lemma: (lemma != *form).then_some(lemma),
            begins: false,
        }
    }

    /// The lemma that an edit tree makes.
    fn edited(&self, form: &str, edit: u32) -> Option<Box<str>> {
        match edit {
            0 => None,
            OWN_FORM => Some(form.into()),
            tree => {
                let trees = &self.components.edits.as_ref()?.trees;
                trees.apply(tree as usize - 1, form).map(Into::into)
            }
        }
    }
}

fn see<'l>(lexeme: &'l Lexeme, given: &Given) -> Seen<'l> {
    Seen {
        lexeme,
        tag: given.tag,
        pos: given.pos,
        morph: given.morph,
        dep: given.dep,
    }
}

fn set(analysis: &mut Analysis, at: usize, word: &Word) {
    let token = &mut analysis.tokens[at];
    token.tag = word.tag;
    token.pos = word.pos;
    token.morph = word.morph;
    token.dep = word.dep;
    token.lemma = match &word.lemma {
        None => Lemma::Same,
        Some(lemma) => {
            let start = analysis.lemmas.len() as u32;
            analysis.lemmas.push_str(lemma);
            Lemma::Kept(start, analysis.lemmas.len() as u32)
        }
    };
}
