//! The words to the left of a noun, read on the surface with the tree as a check.

use chancery_text::TokenSpan;

use super::Finder;
use super::lexicon::List;
use crate::reading::{Dep, Pos, Tag};

/// No noun phrase reaches further to the left.
const REACH: usize = 14;

/// What stands before a noun.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// The first word of the phrase.
    pub(super) start: usize,
    /// Indices of names among the modifiers, nearest first: "Chinese", "Hamas".
    pub(super) names: Vec<usize>,
    /// Names that are only parts of words: "US" in "US-backed".
    pub(super) passed: Vec<usize>,
    /// The last word of the possessor, before its ending: "Iran" in "Iran's minister", or a possessive pronoun.
    pub(super) possessor: Option<usize>,
    /// "the", "this", "that", "these", "those".
    pub(super) definite: bool,
    /// "a", "an".
    pub(super) indefinite: bool,
    /// Whether the office is held no more.
    pub(super) former: bool,
    /// A word of quantity: "two", "both", "all", "12".
    pub(super) quantity: Option<usize>,
}

impl Finder<'_> {
    /// What stands before word `at`, whose phrase may not begin before `limit`.
    pub(super) fn before(&self, at: usize, limit: usize) -> Before {
        let limit = limit
            .max(at.saturating_sub(REACH))
            .max(self.reading.sentence_of(at).start);
        let mut before = Before {
            start: at,
            ..Before::default()
        };
        let mut here = at;
        while here > limit {
            let Some(next) = self.step_left(here - 1, at, &mut before) else {
                break;
            };
            here = next;
            before.start = here;
            if before.possessor.is_some() {
                break;
            }
        }
        while before.start < at && self.reading.word(before.start).pos == Pos::Punct {
            before.start += 1;
        }
        before.start -= usize::from(self.is_at_least(before.start, limit));
        before
    }

    /// Whether a phrase lacks the "at" of "at least", "at most".
    fn is_at_least(&self, start: usize, limit: usize) -> bool {
        start > limit
            && start < self.reading.len()
            && matches!(self.reading.text(start), "least" | "most")
            && self.lower(start - 1) == "at"
    }

    /// Takes in `word` and returns the first word taken in with it; none where the phrase has begun.
    fn step_left(&self, word: usize, head: usize, before: &mut Before) -> Option<usize> {
        let token = self.reading.word(word);
        if token.tag == Tag::Pos {
            return self.take_possessor(word, before);
        }
        if self.is_of_time(word) {
            return None;
        }
        if token.tag == Tag::PrpPoss {
            before.possessor = Some(word);
            return Some(word);
        }
        if let Some(index) = self.name_at(word) {
            return self.take_name(index, head, before);
        }
        match token.pos {
            _ if self.lexicon.has(List::Former, &self.lower(word)) => {
                before.former = true;
                Some(word)
            }
            Pos::Space => Some(word),
            Pos::Det => {
                self.note_determiner(word, before);
                Some(word)
            }
            Pos::Num => {
                before.quantity = Some(word);
                Some(word)
            }
            Pos::Adj | Pos::Noun | Pos::Propn => self.take_modifier(word, head, before),
            Pos::Verb if token.dep == Dep::Amod => Some(word),
            Pos::Adv if self.reading.word(token.head).dep == Dep::Amod => {
                self.take_modifier(word, head, before)
            }
            Pos::Cconj if self.joins_names(word) => Some(word),
            Pos::Punct if self.continues_list(word, before) => Some(word),
            Pos::Punct if matches!(self.reading.text(word), "-" | "–") => Some(word),
            _ => None,
        }
    }

    /// Whether a word tells a day or a year: "On Friday police arrested", "in 2003 a mob".
    fn is_of_time(&self, word: usize) -> bool {
        let figure = || {
            self.reading
                .text(word)
                .bytes()
                .any(|byte| byte.is_ascii_digit())
        };
        let token = self.reading.word(word);
        matches!(self.reading.entity(word), Some("DATE" | "TIME"))
            && (token.pos == Pos::Propn || figure() || token.dep == Dep::Npadvmod)
    }

    fn note_determiner(&self, word: usize, before: &mut Before) {
        match self.lower(word).as_ref() {
            "the" | "this" | "that" | "these" | "those" => before.definite = true,
            "a" | "an" | "another" => before.indefinite = true,
            _ => before.quantity = Some(word),
        }
    }

    fn take_possessor(&self, ending: usize, before: &mut Before) -> Option<usize> {
        let owner = ending.checked_sub(1)?;
        before.possessor = Some(owner);
        let start = match self.name_at(owner) {
            Some(index) => self.names[index].words.start,
            None => owner,
        };
        Some(self.before(start, start.saturating_sub(REACH)).start)
    }

    /// A name among the modifiers; "US" in "US-backed" is passed over.
    fn take_name(&self, index: usize, head: usize, before: &mut Before) -> Option<usize> {
        let name = &self.names[index];
        if name.words.contains(head) {
            return Some(name.words.start);
        }
        // A name that hangs on nothing of this phrase stands before it by chance.
        let token = self.reading.word(name.head);
        let apart =
            token.head < name.words.start || matches!(token.dep, Dep::Nsubj | Dep::NsubjPass);
        if apart && !self.joined(name.head, head) {
            return None;
        }
        let hyphen = |word: usize| word < self.reading.len() && self.reading.text(word) == "-";
        let part = hyphen(name.words.end) || name.words.start > 0 && hyphen(name.words.start - 1);
        let whole = !part || self.hyphen_pair(name.words.end);
        if whole && !self.ends_region(name.words) {
            before.names.push(index);
        } else {
            before.passed.push(index);
        }
        Some(name.words.start)
    }

    /// Whether a name is only the last word of a region's: "American" in "South American presidents".
    fn ends_region(&self, name: TokenSpan) -> bool {
        let longer = |first| TokenSpan::new(first, name.end);
        let first = name.start.checked_sub(1);
        first.is_some_and(|first| {
            self.lexicon
                .region(self.reading.words_of(longer(first)))
                .is_some()
        })
    }

    /// Whether a name is joined with another that belongs to the phrase: "Chinese and Korean officials".
    fn joined(&self, name: usize, head: usize) -> bool {
        let token = self.reading.word(name);
        token.dep == Dep::Conj || self.reading.word(head).head == token.head
    }

    /// Whether a hyphen stands between two names: "Russian-Chinese".
    fn hyphen_pair(&self, hyphen: usize) -> bool {
        hyphen + 1 < self.reading.len() && self.name_at(hyphen + 1).is_some()
    }

    fn take_modifier(&self, word: usize, head: usize, before: &mut Before) -> Option<usize> {
        let lower = self.lower(word);
        if matches!(lower.as_ref(), "both" | "all") || self.lexicon.has(List::Open, &lower) {
            before.quantity = Some(word);
        }
        let token = self.reading.word(word);
        let attached = token.head > word
            || self
                .reading
                .ancestors(word)
                .take(REACH)
                .any(|above| above == head);
        attached.then_some(word)
    }

    /// Whether a comma stands between the states of a list: "Libyan, US and British officials".
    fn continues_list(&self, comma: usize, before: &Before) -> bool {
        before.names.len() > 1 && self.reading.text(comma) == "," && self.joins_names(comma)
    }

    fn is_state_at(&self, word: usize) -> bool {
        self.name_at(word)
            .is_some_and(|name| self.is_state(&self.names[name]))
    }

    fn joins_names(&self, word: usize) -> bool {
        let modifies = |word: usize| {
            self.name_at(word).is_some_and(|name| {
                let token = self.reading.word(self.names[name].head);
                token.pos == Pos::Adj
                    || matches!(token.dep, Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Conj)
            })
        };
        word > 0
            && word + 1 < self.reading.len()
            && modifies(word - 1)
            && self.is_state_at(word - 1)
            && self.is_state_at(word + 1)
    }
}
