//! How a verb is told: in the simple past or present, in a perfect, or as willed.

use chancery_codebook::EventType;

use super::Narrator;
use super::kinds::is_saying;
use crate::draft::Draft;
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;

/// How a clause is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// In the simple past or the present: what the story is about.
    Plain,
    /// In a perfect: what went before.
    Perfect,
    /// Neither, or by no verb.
    Other,
}

impl<'a> Narrator<'a> {
    /// How a verb is told, which may share the auxiliary of the first of those that it is coordinated with.
    pub(super) fn telling(&self, verb: usize, first: usize) -> Telling {
        let reading = self.reading;
        let own_subject = reading.child(verb, Dep::Nsubj).is_some()
            || reading.child(verb, Dep::NsubjPass).is_some();
        let own_auxiliary = reading
            .children(verb)
            .any(|child| reading.word(child).dep == Dep::Aux);
        let present = scope::is_present(reading, verb);
        let shares = verb != first && !own_subject && !own_auxiliary && !present;
        let perfect = |verb: usize| scope::is_perfect(reading, verb);
        if perfect(verb) || (shares && perfect(first)) {
            return Telling::Perfect;
        }
        // A main verb that seems to be a participle is a past that looks like one.
        let past = |verb: usize| {
            let word = reading.word(verb);
            let main = word.dep == Dep::Root || self.is_headless(verb);
            word.tag == Tag::Vbn && (main || (own_subject && verb != first))
        };
        let plain = |verb: usize| past(verb) || is_finite(reading, verb);
        if plain(verb) || (shares && plain(first)) {
            Telling::Plain
        } else {
            Telling::Other
        }
    }

    /// Whether a clause is told in the past.
    pub(super) fn is_past(&self, verb: usize) -> bool {
        let reading = self.reading;
        let past = |word: usize| matches!(reading.word(word).tag, Tag::Vbd | Tag::Vbn);
        past(verb)
            || reading.children(verb).any(|child| {
                matches!(reading.word(child).dep, Dep::Aux | Dep::AuxPass) && past(child)
            })
    }

    /// Whether a verb, be it finite or not, is in a perfect.
    pub(super) fn is_any_perfect(&self, verb: usize) -> bool {
        let reading = self.reading;
        reading
            .children(verb)
            .any(|child| reading.word(child).dep == Dep::Aux && reading.lemma(child) == "have")
    }

    /// Whether a clause tells what somebody will or would say or not do, which is said now: an act that only lies ahead has
    /// another status.
    pub(super) fn is_willed(&self, verb: usize, draft: &Draft<'a>) -> bool {
        let reading = self.reading;
        let event_type = draft.event_type();
        let said = is_saying(event_type) || event_type == EventType::Sanction;
        let modal = |child: usize| {
            let word = reading.word(child);
            let open = ["may", "might", "could"].contains(&reading.lemma(child));
            word.dep == Dep::Aux && word.tag == Tag::Md && !open
        };
        let alone = reading.word(verb).tag == Tag::Md;
        said && self.first_of(draft.head()) == verb && (alone || reading.children(verb).any(modal))
    }

    /// Whether a verb that seems to describe a noun tells a sentence that has no other: "A spokesman, Colonel Leggett,
    /// *called* on them".
    pub(super) fn is_headless(&self, first: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(first);
        let mut noun = word.head;
        while matches!(reading.word(noun).dep, Dep::Appos | Dep::Conj) {
            noun = reading.word(noun).head;
        }
        let fragment = reading.word(noun).dep == Dep::Root
            && matches!(reading.word(noun).pos, Pos::Noun | Pos::Propn | Pos::Num);
        let bound = reading.children(first).any(|child| {
            let child = reading.word(child);
            matches!(
                child.dep,
                Dep::Nsubj | Dep::NsubjPass | Dep::Aux | Dep::AuxPass | Dep::Agent
            ) || matches!(child.tag, Tag::Wdt | Tag::Wp | Tag::Wrb)
        });
        fragment && !bound && matches!(word.tag, Tag::Vbd | Tag::Vbn)
    }

    /// The first of the coordinated verbs that a verb belongs to.
    pub(super) fn first_of(&self, verb: usize) -> usize {
        let mut at = verb;
        while self.reading.word(at).dep == Dep::Conj
            && matches!(
                self.reading.word(self.reading.word(at).head).pos,
                Pos::Verb | Pos::Aux
            )
        {
            at = self.reading.word(at).head;
        }
        at
    }
}

/// Whether a verb, or an auxiliary of it, is finite.
fn is_finite(reading: &Reading<'_>, verb: usize) -> bool {
    let finite = |word: usize| matches!(reading.word(word).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
    finite(verb)
        || reading.children(verb).any(|child| {
            matches!(reading.word(child).dep, Dep::Aux | Dep::AuxPass) && finite(child)
        })
}
