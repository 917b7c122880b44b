//! Whether a slot is filled as a frame demands or forbids.

use chancery_codebook::{Condition, Frame, Kind, Need, Slot};
use smallvec::SmallVec;

use super::{Matcher, Named, is_verbal};
use crate::clauses::{Clause, ClauseKind};
use crate::mentions::{MentionKind, PartyKind};
use crate::reading::{Dep, Pos, Tag};

/// How much a condition adds to a frame's score when met.
const WORD: f32 = 1.5;
const KIND: f32 = 0.5;

/// The words that may meet a condition: those that fill the slot, and behind them those that say what these are, who
/// meet conditions on words alone.
struct Speaking<'a> {
    all: SmallVec<[Named<'a>; 8]>,
    fillers: usize,
}

impl<'a> Matcher<'a> {
    /// What the closest of `conditions` that a filler of `slot` meets is worth; none where no filler
    /// meets any.
    pub(super) fn satisfied(
        &self,
        slot: &Slot,
        conditions: &[Condition],
        frame: &Frame,
        clause: &Clause,
    ) -> Option<f32> {
        let mut best: Option<f32> = None;
        for head in self.fillers(slot, frame, clause) {
            let words = self.speaking_for(head);
            for condition in conditions {
                let worth = match condition {
                    Condition::Kind(_) => KIND,
                    _ => WORD,
                };
                if best.is_none_or(|known| known < worth) && self.meets(&words, condition) {
                    best = Some(worth);
                }
            }
        }
        best
    }

    fn meets(&self, words: &Speaking<'a>, condition: &Condition) -> bool {
        let Speaking { all, fillers } = words;
        match condition {
            Condition::Lemma(lemma) => all.iter().any(|it| self.is_named(it, lemma)),
            Condition::Class(class) => all.iter().any(|it| self.is_in_class(it, *class)),
            Condition::Kind(kind) => all[..*fillers]
                .iter()
                .any(|it| self.is_of_kind(it.word, *kind)),
        }
    }

    /// The words that may meet a condition for a filler.
    fn speaking_for(&self, head: usize) -> Speaking<'a> {
        let conjoined = |child: &usize| self.reading.word(*child).dep == Dep::Conj;
        let mut all: SmallVec<[usize; 8]> = SmallVec::new();
        all.push(head);
        all.extend(self.reading.children(head).filter(conjoined));
        let fillers = all.len();
        // "a record number of tests" is about tests.
        all.extend(self.counted(head));
        all.extend(self.titles(head));
        self.colours(head, &mut all);
        Speaking {
            all: all.into_iter().map(|word| self.named(word)).collect(),
            fillers,
        }
    }

    /// What gives a colourless noun its colour: "an *abhorrent* act", "an attempt at *blackmail*".
    fn colours(&self, head: usize, all: &mut SmallVec<[usize; 8]>) {
        let reading = self.reading;
        if !self
            .colourless
            .iter()
            .any(|noun| noun == reading.lemma(head))
        {
            return;
        }
        for child in reading.children(head) {
            match reading.word(child).dep {
                Dep::Amod | Dep::Compound => all.push(child),
                Dep::Prep => all.extend(reading.child(child, Dep::Pobj)),
                _ => {}
            }
        }
    }

    /// What a name is called by the nouns before or beside it: "corvette" of "the corvette Cheonan", "envoy" of
    /// "Kim Yong-chol, its envoy".
    fn titles(&self, head: usize) -> impl Iterator<Item = usize> {
        let reading = self.reading;
        let named = reading.word(head).pos == Pos::Propn;
        let titles = reading.children(head).filter(move |&child| {
            let word = reading.word(child);
            named
                && matches!(word.pos, Pos::Noun | Pos::Propn)
                && matches!(word.dep, Dep::Compound | Dep::Nmod | Dep::Appos)
        });
        let above = reading.word(head);
        let beside = (named && above.dep == Dep::Appos).then_some(above.head);
        titles.chain(beside)
    }

    /// Whether a condition on the doer may rest: a passive or a noun names none, and the frame does without.
    pub(super) fn leaves_doer_unsaid(&self, slot: &Slot, frame: &Frame, clause: &Clause) -> bool {
        *slot == Slot::Agent
            && (clause.passive || clause.kind == ClauseKind::Noun)
            && !frame.needs.contains(&Need::Source)
            && self.fillers(slot, frame, clause).is_empty()
    }

    fn is_in_class(&self, head: &Named, class: chancery_codebook::ClassId) -> bool {
        let class = self.codebook.class(class);
        let Named {
            word: head, lemma, ..
        } = *head;
        let lower;
        let lemma = if lemma.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower = lemma.to_ascii_lowercase();
            lower.as_str()
        } else {
            lemma
        };
        if class.contains(lemma) {
            return true;
        }
        if let Some(hyphenated) = self.hyphenated(head, lemma)
            && (class.contains(&hyphenated) || class.contains(&hyphenated.replace('-', "")))
        {
            return true;
        }
        let before = head.checked_sub(1).filter(|&before| {
            matches!(
                self.reading.word(before).dep,
                Dep::Compound | Dep::Amod | Dep::Nmod
            ) && self.reading.word(before).head == head
        });
        before.is_some_and(|before| {
            class.contains(&format!(
                "{} {lemma}",
                self.reading.lemma(before).to_ascii_lowercase()
            ))
        })
    }

    /// The compound whose last part a word is: "cease-fire" at "fire".
    fn hyphenated(&self, head: usize, lemma: &str) -> Option<String> {
        let hyphen = head
            .checked_sub(1)
            .filter(|&at| self.reading.text(at) == "-")?;
        let first = hyphen.checked_sub(1)?;
        Some(format!(
            "{}-{lemma}",
            self.reading.lemma(first).to_ascii_lowercase()
        ))
    }

    fn is_of_kind(&self, head: usize, kind: Kind) -> bool {
        let party = || self.mentions.at(head);
        let party_is = |wanted: &[PartyKind]| {
            party().is_some_and(|mention| {
                mention
                    .parties
                    .iter()
                    .any(|&party| wanted.contains(&self.mentions.party(party).kind))
            })
        };
        let word = self.reading.word(head);
        let actor = || {
            party().is_some_and(|mention| {
                mention.kind != MentionKind::Place || self.stands_for_its_state(head)
            })
        };
        match kind {
            Kind::Actor => actor(),
            Kind::Owned => actor() || !self.parties_inside(head).is_empty(),
            Kind::Country => party_is(&[PartyKind::State]),
            Kind::Person => {
                party_is(&[PartyKind::Person]) || self.reading.entity(head) == Some("PERSON")
            }
            Kind::Organisation => party_is(&[PartyKind::Organisation, PartyKind::Group]),
            Kind::Place => {
                party().is_some_and(|mention| mention.kind == MentionKind::Place)
                    || party_is(&[PartyKind::State, PartyKind::Place])
                    || matches!(self.reading.entity(head), Some("GPE" | "LOC" | "FAC"))
            }
            Kind::Event => {
                is_verbal(word.tag)
                    || !self
                        .codebook
                        .frames_for_noun(self.reading.lemma(head))
                        .is_empty()
            }
            Kind::Clause => matches!(word.pos, Pos::Verb | Pos::Aux),
            Kind::Infinitive => self.clauses.is_infinitive(head),
            Kind::Told => self.is_told(head),
            Kind::Filled => true,
            Kind::Quantity => {
                word.pos == Pos::Num || self.reading.child(head, Dep::Nummod).is_some()
            }
        }
    }

    /// "insists that it *was* a balloon", "said that it *will* come", but not "that it *come*", "that it should".
    fn is_told(&self, clause: usize) -> bool {
        let reading = self.reading;
        let tells = |word: usize| match reading.word(word).tag {
            Tag::Vbd | Tag::Vbz => true,
            Tag::Md => ["will", "would", "can", "could", "'ll", "'d"]
                .iter()
                .any(|modal| reading.text(word).eq_ignore_ascii_case(modal)),
            _ => false,
        };
        let auxiliary = |word: &usize| matches!(reading.word(*word).dep, Dep::Aux | Dep::AuxPass);
        let mut auxiliaries = reading.children(clause).filter(auxiliary).peekable();
        match auxiliaries.peek() {
            None => tells(clause),
            Some(_) => {
                let mut auxiliaries = auxiliaries.filter(|&word| reading.word(word).tag != Tag::To);
                auxiliaries.next().is_some_and(tells)
            }
        }
    }

    /// A place that is not behind a preposition of place may stand for its state.
    fn stands_for_its_state(&self, head: usize) -> bool {
        !matches!(self.reading.word(head).dep, Dep::Pobj)
    }
}
