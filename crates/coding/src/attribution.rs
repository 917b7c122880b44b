//! On whose word: the chain of those whom the text credits for an act, closest to the act first.

use smallvec::SmallVec;

use crate::clauses::ClauseReader;
use crate::lexicon::Lexicon;
use crate::mentions::Mention;
use crate::reading::{Dep, Pos, Tag};

/// How many governors are asked.
const MOST_STEPS: usize = 16;

/// The mentions of those whom the text credits for what the predicate `head` tells.
pub fn attribution<'a>(
    clauses: ClauseReader<'a>,
    lexicon: &Lexicon,
    head: usize,
) -> SmallVec<[&'a Mention; 2]> {
    let reader = AttributionReader { clauses, lexicon };
    let mut found = SmallVec::new();
    reader.climb(head, &mut found);
    found
}

struct AttributionReader<'a, 'l> {
    clauses: ClauseReader<'a>,
    lexicon: &'l Lexicon,
}

type Credits<'a> = SmallVec<[&'a Mention; 2]>;

impl<'a> AttributionReader<'a, '_> {
    fn climb(&self, head: usize, found: &mut Credits<'a>) {
        let reading = self.clauses.reading;
        let mut at = head;
        self.according(at, found);
        for _ in 0..MOST_STEPS {
            let word = reading.word(at);
            let above = word.head;
            if above == at {
                break;
            }
            if matches!(word.dep, Dep::Ccomp | Dep::Parataxis | Dep::Unclassified)
                && self.is_speech(above)
            {
                self.speaker(above, found);
            }
            self.inserted(at, found);
            at = above;
            if matches!(reading.word(at).pos, Pos::Verb | Pos::Aux) {
                self.according(at, found);
            }
        }
        self.inserted(at, found);
    }

    /// "..., the ministry said, ...": the verb of speech hangs below what it reports.
    fn inserted(&self, at: usize, found: &mut Credits<'a>) {
        let reading = self.clauses.reading;
        for child in reading.children(at) {
            let dep = reading.word(child).dep;
            if matches!(dep, Dep::Parataxis) && self.is_speech(child) {
                self.speaker(child, found);
            }
        }
    }

    fn is_speech(&self, verb: usize) -> bool {
        let reading = self.clauses.reading;
        matches!(reading.word(verb).pos, Pos::Verb | Pos::Aux)
            && self.lexicon.speech.contains(reading.lemma(verb))
    }

    /// Adds who says what a verb of speech reports, and whom that one cites.
    fn speaker(&self, verb: usize, found: &mut Credits<'a>) {
        let reading = self.clauses.reading;
        if let Some(subject) = self.clauses.subject(verb) {
            self.credit(subject, found);
        }
        for child in reading.children(verb) {
            match reading.word(child).dep {
                // "reported, citing a ministry statement"
                Dep::Advcl if self.lexicon.citing.contains(reading.lemma(child)) => {
                    if let Some(cited) = reading.child(child, Dep::Dobj) {
                        self.credit(cited, found);
                    }
                }
                Dep::Agent => {
                    if let Some(by) = reading.child(child, Dep::Pobj) {
                        self.credit(by, found);
                    }
                }
                _ => {}
            }
        }
    }

    /// "according to X", "per X", hanging on `at`.
    fn according(&self, at: usize, found: &mut Credits<'a>) {
        let reading = self.clauses.reading;
        for child in reading.children(at) {
            let lower = reading.text(child).to_ascii_lowercase();
            if !matches!(reading.word(child).dep, Dep::Prep | Dep::Advcl | Dep::Acl)
                || !self.lexicon.according.contains(&*lower)
            {
                if reading.word(child).dep == Dep::Advcl
                    && reading.word(child).tag == Tag::Vbg
                    && self.lexicon.citing.contains(reading.lemma(child))
                    && let Some(cited) = reading.child(child, Dep::Dobj)
                {
                    self.credit(cited, found);
                }
                continue;
            }
            let behind = reading.child(child, Dep::Pobj).or_else(|| {
                reading
                    .child(child, Dep::Prep)
                    .and_then(|to| reading.child(to, Dep::Pobj))
            });
            if let Some(behind) = behind {
                self.credit(behind, found);
            }
        }
    }

    /// Adds the parties that a phrase credits: itself, or who stands behind a report or statement.
    fn credit(&self, head: usize, found: &mut Credits<'a>) {
        let reading = self.clauses.reading;
        let before = found.len();
        if let Some(mention) = self.clauses.mentions.at(head) {
            push(found, mention);
        } else if self.lexicon.documents.contains(reading.lemma(head))
            || reading.word(head).pos == Pos::Noun
        {
            for argument in self.clauses.read_noun(head).arguments {
                if let Some(mention) = self.clauses.mentions.at(argument.head) {
                    push(found, mention);
                    break;
                }
            }
        }
        if found.len() > before {
            for child in reading
                .children(head)
                .filter(|&child| reading.word(child).dep == Dep::Conj)
            {
                if let Some(mention) = self.clauses.mentions.at(child) {
                    push(found, mention);
                }
            }
        }
    }
}

fn push<'a>(found: &mut Credits<'a>, mention: &'a Mention) {
    if !found.iter().any(|known| std::ptr::eq(*known, mention)) {
        found.push(mention);
    }
}
