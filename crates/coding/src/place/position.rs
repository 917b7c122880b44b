//! Whether a name stands where a place stands: "in Beijing", "at the Kherson airport", "bombed Aleppo".

use chancery_text::TokenSpan;

use super::words::{Set, Words};
use crate::reading::{Dep, Pos, Reading};

/// Tells it by the words around the name.
pub(super) struct Position<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) words: &'a Words,
}

/// What a place's words hang on, where they say that something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// The preposition, or the name itself where it is the object of a verb.
    pub(super) link: usize,
}

/// No phrase is nested deeper than this about a name.
const DEPTH: usize = 8;

impl<'a> Position<'a> {
    /// Where `words`, a name of a place, say that something is.
    pub(super) fn site(&self, words: TokenSpan) -> Option<Site> {
        let mut at = top(self.reading, words);
        for _ in 0..DEPTH {
            let word = self.reading.word(at);
            let head = word.head;
            match word.dep {
                Dep::Pobj | Dep::Pcomp => return self.behind_preposition(at, head),
                Dep::Dobj | Dep::NsubjPass if self.has(&self.words.place_verbs, head) => {
                    return Some(Site { link: at });
                }
                Dep::Appos | Dep::Conj | Dep::Compound | Dep::Nmod | Dep::Amod => at = head,
                Dep::Npadvmod if self.is_name(head) => at = head,
                Dep::Poss if self.is_name(head) || self.is_geographic(head) => at = head,
                _ => return None,
            }
            if matches!(self.reading.word(at).pos, Pos::Verb | Pos::Aux) {
                return None;
            }
        }
        None
    }

    fn behind_preposition(&self, at: usize, preposition: usize) -> Option<Site> {
        let governor = self.reading.word(preposition).head;
        let nested = self.reading.word(preposition).dep == Dep::Prep
            && is_preposition(self.reading, governor);
        let site = Some(Site { link: preposition });
        if self.has(&self.words.place_prepositions, preposition) {
            return site;
        }
        if self.is(preposition, "of") || self.is(preposition, "off") || self.is(preposition, "with")
        {
            return self.behind_noun(governor, preposition);
        }
        if nested && self.has(&self.words.place_prepositions, governor) {
            return Some(Site { link: governor });
        }
        let moves = self.has(&self.words.motion_prepositions, preposition)
            && (self.has(&self.words.motion, governor) || at == governor);
        moves.then_some(site).flatten()
    }

    /// "the outskirts *of* Kyiv", "the coast *of* Yemen": where the noun before "of" is; "the shelling *of*
    /// Kharkiv": there.
    fn behind_noun(&self, noun: usize, preposition: usize) -> Option<Site> {
        if self.has(&self.words.place_nouns, noun) || self.has(&self.words.place_verbs, noun) {
            return Some(Site { link: preposition });
        }
        if self.is_geographic(noun) {
            return self.site(TokenSpan::new(noun, noun + 1));
        }
        self.is(preposition, "off")
            .then_some(Site { link: preposition })
    }

    fn is_geographic(&self, word: usize) -> bool {
        self.reading.word(word).pos != Pos::Verb && self.has(&self.words.motion, word)
    }

    fn is_name(&self, word: usize) -> bool {
        self.reading.word(word).pos == Pos::Propn
    }

    fn has(&self, list: &Set, word: usize) -> bool {
        list.has(self.reading.lemma(word))
    }

    fn is(&self, word: usize, lemma: &str) -> bool {
        self.reading.lemma(word).eq_ignore_ascii_case(lemma)
    }
}

fn is_preposition(reading: &Reading<'_>, word: usize) -> bool {
    reading.word(word).dep == Dep::Prep
}

/// The word of `words` that hangs on the rest of the sentence.
pub(super) fn top(reading: &Reading<'_>, words: TokenSpan) -> usize {
    words
        .range()
        .find(|word| !words.contains(reading.word(*word).head))
        .unwrap_or(words.end - 1)
}
