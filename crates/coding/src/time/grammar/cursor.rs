//! Reading atoms one after the other, with a way back.

use crate::time::atoms::{Atom, Kind};
use crate::time::lexicon::{Class, Entry};

/// A place among the atoms of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a, 't> {
    atoms: &'a [Atom<'t>],
    pub(super) at: usize,
}

impl<'a, 't> Cursor<'a, 't> {
    pub(super) fn new(atoms: &'a [Atom<'t>], at: usize) -> Self {
        Self { atoms, at }
    }

    /// The atom `ahead` of the next one.
    pub(super) fn peek(&self, ahead: usize) -> Option<&'a Atom<'t>> {
        self.atoms.get(self.at + ahead)
    }

    /// The atom `behind` places before the next one; 1 is the one just read.
    pub(super) fn behind(&self, behind: usize) -> Option<&'a Atom<'t>> {
        self.at.checked_sub(behind).map(|at| &self.atoms[at])
    }

    /// Tries `rule`; where it fails nothing has been read.
    pub(super) fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let result = rule(self);
        if result.is_none() {
            self.at = start;
        }
        result
    }

    /// Reads a word or phrase of the class that `wanted` picks; the longest that fits.
    pub(super) fn take<T>(&mut self, wanted: impl Fn(Class) -> Option<T>) -> Option<T> {
        let entries = self.peek(0)?.entries;
        let (value, length) = entries.iter().find_map(|entry| {
            let value = wanted(entry.class)?;
            self.fits(entry).then_some((value, 1 + entry.rest.len()))
        })?;
        self.at += length;
        Some(value)
    }

    /// As [`Self::take`], where the word must begin with a capital.
    pub(super) fn take_name<T>(&mut self, wanted: impl Fn(Class) -> Option<T>) -> Option<T> {
        let article = usize::from(self.peek(0)?.is("the"));
        self.peek(article)?
            .is_capital()
            .then(|| self.take(wanted))?
    }

    fn fits(&self, entry: &Entry) -> bool {
        entry.rest.iter().enumerate().all(|(index, expected)| {
            self.peek(index + 1).is_some_and(|atom| match atom.kind {
                Kind::Sign(sign) => expected.chars().eq([sign]),
                _ => atom.is(expected),
            })
        })
    }

    /// Reads `word`.
    pub(super) fn word(&mut self, word: &str) -> Option<()> {
        let fits = self.peek(0)?.is(word);
        self.at += usize::from(fits);
        fits.then_some(())
    }

    /// Reads the first of `words` that is there.
    pub(super) fn one_of(&mut self, words: &[&str]) -> Option<()> {
        words.iter().find_map(|word| self.word(word))
    }

    /// Reads `sign`.
    pub(super) fn sign(&mut self, sign: char) -> Option<()> {
        let fits = self.peek(0)?.is_sign(sign);
        self.at += usize::from(fits);
        fits.then_some(())
    }

    /// Reads `sign` that is written close to what stands before it.
    pub(super) fn close_sign(&mut self, sign: char) -> Option<()> {
        (!self.peek(0)?.spaced).then(|| self.sign(sign))?
    }

    /// Reads a hyphen between two words, with no space about it.
    pub(super) fn hyphen(&mut self) -> Option<()> {
        let close = !self.peek(0)?.spaced && !self.peek(1)?.spaced;
        close.then(|| self.sign('-'))?
    }

    /// Reads a possessive ending.
    pub(super) fn possessive(&mut self) -> Option<()> {
        self.attempt(|c| {
            c.close_sign('\'')?;
            let _ = (!c.peek(0).is_none_or(|next| next.spaced)).then(|| c.word("s"));
            Some(())
        })
    }

    /// Reads digits; not those of a decimal, of a number with thousands, or of a larger code.
    pub(super) fn digits(&mut self) -> Option<(u32, usize)> {
        let atom = self.peek(0)?;
        let value = atom.number()?;
        if self.is_part_of_number() {
            return None;
        }
        self.at += 1;
        Some((value, atom.width()))
    }

    fn is_part_of_number(&self) -> bool {
        let is_digits = |atom: Option<&Atom<'_>>| {
            atom.is_some_and(|atom| !atom.spaced && atom.number().is_some())
        };
        let joins = |atom: Option<&Atom<'_>>| {
            atom.is_some_and(|atom| !atom.spaced && (atom.is_sign(',') || atom.is_sign('.')))
        };
        let after = joins(self.peek(1)) && is_digits(self.peek(2));
        let before = self.peek(0).is_some_and(|atom| !atom.spaced)
            && joins(self.behind(1))
            && self.behind(2).is_some_and(|atom| atom.number().is_some());
        after || before
    }

    /// Reads the full stop of an abbreviation, where the sentence seems to go on after it.
    pub(super) fn abbreviation_stop(&mut self) {
        let goes_on = self.peek(1).is_some_and(|next| {
            next.number().is_some()
                || next.is_sign(',')
                || next.text.starts_with(char::is_lowercase)
        });
        if goes_on {
            let _ = self.close_sign('.');
        }
    }
}
