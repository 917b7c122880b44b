//! Names of places that the gazetteer does not know.

use chancery_codebook::Codebook;
use chancery_text::TokenSpan;

use hashbrown::HashSet;

use super::words::Words;
use crate::reading::{Dep, Pos, Reading};

/// Finds them: the entity recogniser takes them for places, or a word of geography stands in them.
pub(super) struct Strangers<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) codebook: &'a Codebook,
    pub(super) lists: &'a Words,
}

/// A name and what it is the name of, as GeoNames' feature code.
pub(super) struct Stranger<'a> {
    pub(super) words: TokenSpan,
    pub(super) feature: &'a str,
}

/// So many places may be named in a row.
const IN_ROW: usize = 6;

/// No such name has more words.
const LONGEST: usize = 5;

impl<'a> Strangers<'a> {
    /// The name that begins at word `at`.
    pub(super) fn name_at(&self, at: usize, persons: &HashSet<&str>) -> Option<Stranger<'a>> {
        if !self.is_proper(at) || self.goes_on(at) {
            return None;
        }
        let words = self.stretch(at);
        let label = self.reading.entity(at);
        let feature = self.kind_of(words).or(match label {
            Some("GPE") => Some("PPL"),
            Some("LOC") => Some("LCTY"),
            _ if self.is_within(words) && !persons.contains(self.reading.words_of(words)) => {
                Some("PPL")
            }
            _ => None,
        })?;
        let other = self.is_part(words) || self.is_known(words) || self.is_of_a_town(words);
        (!other).then_some(Stranger { words, feature })
    }

    /// The proper nouns from `at` on that the recogniser has in one name with it, or that stand together with it up to a
    /// word of geography.
    fn stretch(&self, at: usize) -> TokenSpan {
        let label = self.reading.entity(at);
        let end = (self.reading.len()).min(at + LONGEST);
        let joined = |word: &usize| {
            self.is_proper(*word) && self.reading.entity(*word) == label && self.is_beside(*word)
        };
        let own = (at + 1..end)
            .take_while(joined)
            .last()
            .map_or(at + 1, |last| last + 1);
        let behind = own < end && self.is_proper(own) && self.is_beside(own);
        let kind = behind
            .then(|| self.lists.kind(self.reading.text(own)))
            .flatten();
        TokenSpan::new(at, own + usize::from(kind.is_some()))
    }

    fn is_proper(&self, word: usize) -> bool {
        self.reading.word(word).pos == Pos::Propn
            && self.reading.text(word).starts_with(char::is_uppercase)
    }

    /// Whether a word stands in the sentence of the one before.
    fn is_beside(&self, word: usize) -> bool {
        self.reading.word(word).sentence == self.reading.word(word - 1).sentence
    }

    /// Whether `at` only goes on with the name that the word before is of.
    fn goes_on(&self, at: usize) -> bool {
        let label = self.reading.entity(at);
        at > 0 && label.is_some() && self.is_proper(at - 1) && self.reading.entity(at - 1) == label
    }

    /// Whether something is in it or near it: "in Maungdaw". The recogniser takes names of foreign towns for persons and bodies.
    fn is_within(&self, words: TokenSpan) -> bool {
        let mut last = words.end - 1;
        for _ in 0..IN_ROW {
            if self.reading.word(last).dep == Dep::Conj {
                last = self.reading.word(last).head;
            }
        }
        let word = self.reading.word(last);
        let names_one = matches!(
            self.reading.entity(words.start),
            None | Some("PERSON" | "ORG")
        );
        let whole = word.dep == Dep::Pobj && words.len() <= 2;
        let preposition = self.reading.text(word.head);
        let plain = words.range().all(|it| {
            let text = self.reading.text(it);
            text.chars().skip(1).any(char::is_lowercase)
        });
        names_one && whole && plain && self.lists.within.has(preposition)
    }

    /// The feature code that the last word of a name tells, or the first.
    fn kind_of(&self, words: TokenSpan) -> Option<&'a str> {
        let several = words.len() > 1;
        let last = self.lists.kind(self.reading.text(words.end - 1));
        let first = || self.lists.kind(self.reading.text(words.start));
        several.then(|| last.or_else(first)).flatten()
    }

    /// Whether a name belongs to a longer one: "the *Snake River* School".
    fn is_part(&self, words: TokenSpan) -> bool {
        let last = self.reading.word(words.end - 1);
        last.dep == Dep::Compound && last.head >= words.end && self.is_proper(last.head)
    }

    /// Whether it is a street, a school or the like, which lies in a town rather than being a place of its own.
    fn is_of_a_town(&self, words: TokenSpan) -> bool {
        let last = self.reading.text(words.end - 1);
        self.lists.in_towns.has(last)
    }

    /// Whether somebody is known by that name.
    fn is_known(&self, words: TokenSpan) -> bool {
        let who = self.codebook.who();
        let (text, start) = (
            &self.reading.document.repaired,
            self.reading.word(words.start).span.start,
        );
        let end = self.reading.word(words.end - 1).span.end;
        let whole = |len: usize| start + len >= end;
        who.names_at(text, start).is_some_and(|it| whole(it.len))
            || who.surname(text, start).is_some_and(|it| whole(it.len))
    }
}
