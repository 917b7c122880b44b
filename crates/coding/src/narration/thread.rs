//! The dated act that the story is at, and what goes on from it.

use chancery_text::TokenSpan;
use smallvec::SmallVec;

use super::background::Background;
use super::telling::Telling;
use super::{GOES_ON_FOR, Narrator, UNRESOLVED, carried, is_coarse};
use crate::event::Precision;
use crate::mentions::PartyId;
use crate::reading::{Dep, Pos, Tag};
use crate::scope;
use crate::time::{self, Reach, When};

/// A date that goes on, and who was doing what then.
pub(super) struct Thread {
    pub(super) when: When,
    /// Whether it is told in the present.
    pub(super) is_present: bool,
    /// Whether it heads the paragraph, all of which it then dates.
    pub(super) is_head: bool,
    /// Whether it hangs on something whose day is not told: "two days after the vote".
    pub(super) is_lost: bool,
    /// Whether it is told as having gone before: only what has a pronoun for its doer goes on from it.
    pub(super) is_before: bool,
    pub(super) sentence: u32,
    pub(super) actors: SmallVec<[PartyId; 4]>,
    /// To whom it was done: they may answer it.
    pub(super) others: SmallVec<[PartyId; 4]>,
}

impl Thread {
    /// A date told in a sentence, of which no more is known.
    fn at(sentence: u32, when: When) -> Self {
        Self {
            when,
            is_present: false,
            is_head: false,
            is_lost: false,
            is_before: false,
            sentence,
            actors: SmallVec::new(),
            others: SmallVec::new(),
        }
    }
}

impl<'a> Narrator<'a> {
    /// Takes in the dates of the main clauses of all sentences up to and with `sentence`.
    pub(super) fn read_up_to(&mut self, sentence: u32) {
        let next = self.read.map_or(0, |read| read + 1);
        for at in next..=sentence {
            self.read_sentence(at);
        }
        self.read = self.read.max(Some(sentence));
    }

    /// Takes in the date at the head of a sentence, or of its main clause.
    fn read_sentence(&mut self, sentence: u32) {
        let reading = self.reading;
        let words = reading.sentences()[sentence as usize];
        self.leave_paragraph(words);
        if let Some(when) = self.head_of(words) {
            self.thread = Some(Thread {
                is_present: true,
                is_head: true,
                ..Thread::at(sentence, when)
            });
        }
        if self.thread.as_ref().is_some_and(|thread| thread.is_head) {
            return;
        }
        let before = words
            .range()
            .find(|verb| self.is_main(*verb, words) && scope::is_perfect(reading, *verb));
        if let Some(verb) = before {
            self.background = Some(Background {
                verb,
                actors: self.doers(verb),
            });
        }
        if let Some((verb, when)) = self.date_of(words) {
            self.thread = Some(Thread {
                is_present: !self.is_past(verb),
                is_before: scope::is_past_perfect(reading, verb),
                actors: self.doers(verb),
                ..Thread::at(sentence, carried(&when))
            });
        } else if sentence != time::lead(reading) && self.hangs_on_another(words) {
            self.thread = Some(Thread {
                is_lost: true,
                ..Thread::at(sentence, UNRESOLVED)
            });
        }
    }

    /// Forgets the dated act where a sentence is of another paragraph.
    fn leave_paragraph(&mut self, sentence: TokenSpan) {
        let reading = self.reading;
        if let Some(thread) = &self.thread {
            let told = reading.sentences()[thread.sentence as usize].start;
            if reading.word(told).paragraph != reading.word(sentence.start).paragraph {
                self.thread = None;
            }
        }
    }

    /// The days that stand before a colon at the head of a paragraph: "August: The minister visits Kirkuk."
    fn head_of(&self, sentence: TokenSpan) -> Option<When> {
        let time = self.expressions_from(sentence.start).first()?;
        let heads = time.words.start == sentence.start
            && time.words.end < sentence.end
            && self.reading.text(time.words.end) == ":";
        (heads && time.from.is_some() && time.to.is_some()).then_some(When {
            start: time.from,
            end: time.to,
            precision: time.precision,
            expression: None,
            reach: Reach::Clause,
        })
    }

    /// The first main verb of a sentence that has a date, and when that is.
    fn date_of(&self, sentence: TokenSpan) -> Option<(usize, When)> {
        let reading = self.reading;
        sentence.range().find_map(|verb| {
            let word = reading.word(verb);
            let is_main = self.is_main(verb, sentence) && matches!(word.pos, Pos::Verb | Pos::Aux);
            let plain = is_main && self.telling(verb, verb) == Telling::Plain;
            let before = is_main && scope::is_past_perfect(reading, verb);
            let when = (plain || before)
                .then(|| time::of_clause(reading, self.expressions, verb, self.document))
                .flatten()?;
            let closed = when.start.is_some() && when.end.is_some();
            let told = closed && (plain || when.precision == Precision::Day);
            told.then_some((verb, when))
        })
    }

    /// Whether a verb heads a sentence, or the first of two that a semicolon joins.
    fn is_main(&self, verb: usize, sentence: TokenSpan) -> bool {
        let reading = self.reading;
        let word = reading.word(verb);
        match word.dep {
            Dep::Root => true,
            Dep::Ccomp | Dep::Conj | Dep::Parataxis => {
                let above = word.head;
                let joined = |at: usize| reading.text(at) == ";";
                reading.word(above).dep == Dep::Root
                    && verb < above
                    && sentence.contains(above)
                    && (verb..above).any(joined)
            }
            _ => false,
        }
    }

    /// Whether a sentence begins so long after or before something whose day is not told: "*Two days after the vote* a crowd".
    fn hangs_on_another(&self, sentence: TokenSpan) -> bool {
        let reading = self.reading;
        let first = self.expressions_from(sentence.start).first();
        first.is_some_and(|time| {
            let link = time.words.end;
            time.words.start == sentence.start
                && time.from.is_none()
                && time.days().is_some()
                && link < sentence.end
                && ["after", "before"].contains(&reading.text(link))
                && reading.child(link, Dep::Pobj).is_some()
        })
    }

    /// Who the subject of a verb names.
    fn doers(&self, verb: usize) -> SmallVec<[PartyId; 4]> {
        let subject = self.clauses.subject(verb);
        let mention = subject.and_then(|subject| self.mentions.at(subject));
        mention.map_or_else(SmallVec::new, |mention| {
            mention.parties.iter().copied().collect()
        })
    }

    /// Whether a clause goes on from the dated act before it: the same doers, a pronoun or "the two sides" as its
    /// subject, an "also" or "then" beside its verb; or a clause after it in its sentence.
    pub(super) fn goes_on(&self, verb: usize, actors: &[PartyId]) -> bool {
        let reading = self.reading;
        let Some(thread) = &self.thread else {
            return false;
        };
        if thread.is_head {
            return true;
        }
        let sentence = reading.word(verb).sentence;
        if thread.is_lost {
            return false;
        }
        if thread.is_before {
            let subject = self.clauses.subject(verb);
            let pronoun = subject.is_some_and(|subject| reading.word(subject).tag == Tag::Prp);
            return sentence == thread.sentence + 1 && pronoun;
        }
        if sentence == thread.sentence {
            return !is_coarse(&thread.when) || self.shares(actors, thread);
        }
        if sentence > thread.sentence + GOES_ON_FOR {
            return false;
        }
        self.shares(actors, thread)
            || (!is_coarse(&thread.when) && actors.iter().any(|it| thread.others.contains(it)))
            || (sentence == thread.sentence + 1
                && !is_coarse(&thread.when)
                && self.is_continued(verb))
    }

    /// Whether one of some doers is a doer of the dated act too.
    fn shares(&self, actors: &[PartyId], thread: &Thread) -> bool {
        actors.iter().any(|actor| thread.actors.contains(actor))
    }

    /// Whether a clause is worded as going on: "they", "the two sides", "also".
    fn is_continued(&self, verb: usize) -> bool {
        let reading = self.reading;
        let known = |word: usize| {
            let lemma = reading.lemma(word);
            self.subjects
                .iter()
                .any(|known| known.eq_ignore_ascii_case(lemma))
        };
        let subject = self.clauses.subject(verb);
        self.has_adverb_of(verb, self.adverbs)
            || subject
                .is_some_and(|subject| reading.word(subject).tag == Tag::Prp || known(subject))
    }
}
