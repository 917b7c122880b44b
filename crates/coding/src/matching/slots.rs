//! Who stands in a slot.

use chancery_codebook::{EventType, Frame, Of, Slot};
use smallvec::SmallVec;

use super::{Found, Matcher};
use crate::clauses::{Clause, ClauseKind, Role};
use crate::discourse::Discourse;
use crate::mentions::{Mention, MentionKind, PartyId};
use crate::reading::{Dep, Pos, Word};

/// The parties found for one side of an act.
#[derive(Clone, Debug, Default)]
pub struct Side<'a> {
    /// Their mentions.
    pub mentions: Found<'a>,
    /// What finding them adds to a frame's score: less where it took a guess.
    pub weight: f32,
}

impl Side<'_> {
    /// Whether nobody was found.
    pub fn is_empty(&self) -> bool {
        self.mentions.is_empty()
    }

    /// All parties on this side.
    pub fn parties(&self) -> SmallVec<[PartyId; 4]> {
        let mut parties = SmallVec::new();
        for party in self.mentions.iter().flat_map(|mention| &mention.parties) {
            if !parties.contains(party) {
                parties.push(*party);
            }
        }
        parties
    }
}

/// How much a side adds to the score: a party in its slot, one inside its slot's phrase, one that
/// only the discourse tells.
const SURE: f32 = 1.0;
const INSIDE: f32 = 0.4;
const GUESSED: f32 = 0.1;

/// Whether acts of a type answer to others, often without naming whose.
pub(crate) fn is_reaction(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Reject | EventType::Accuse | EventType::Support
    )
}

/// Whether acts of a type are done to others than one's own, so that whoever belongs to the doer is its means: the
/// ambassador who is recalled, the troops who are sent.
fn acts_abroad(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Sanction | EventType::Retreat | EventType::Mobilize
    )
}

impl<'a> Matcher<'a> {
    /// Who fills the first of `slots` that a party fills; nobody who is on the `other` side too.
    pub(super) fn side(
        &self,
        slots: &[Slot],
        frame: &Frame,
        clause: &Clause,
        discourse: &Discourse<'a>,
        other: &Side<'a>,
    ) -> Side<'a> {
        for slot in slots {
            let side = self.slot(slot, frame, clause, discourse, other);
            if !side.is_empty() {
                return side;
            }
        }
        Side::default()
    }

    fn slot(
        &self,
        slot: &Slot,
        frame: &Frame,
        clause: &Clause,
        discourse: &Discourse<'a>,
        other: &Side<'a>,
    ) -> Side<'a> {
        if *slot == Slot::Counterpart {
            // What a reaction is aimed at is told by what it reacts to, once all acts are known.
            let mentions = if is_reaction(frame.event_type) {
                Found::new()
            } else {
                discourse.counterpart(self.mentions, other, clause.head)
            };
            return Side {
                mentions,
                weight: GUESSED,
            };
        }
        if let Slot::Any(within) = slot {
            return self.any_party(within, frame, clause, other);
        }
        let fillers = self.fillers(slot, frame, clause);
        for &head in &fillers {
            let parties = self.parties_in(clause, head);
            // "accused each other": each of them is on both sides.
            let reciprocal = parties.first().is_some_and(|it| self.is_reciprocal(it));
            let mentions = if reciprocal {
                parties
            } else {
                self.not_owned(self.without(parties, other), frame, other)
            };
            if !mentions.is_empty() {
                return Side {
                    mentions,
                    weight: SURE,
                };
            }
        }
        for &head in &fillers {
            let mentions = self.foreign(self.without(self.parties_inside(head), other), other);
            if !mentions.is_empty() {
                return Side {
                    mentions,
                    weight: INSIDE,
                };
            }
        }
        Side::default()
    }

    fn is_reciprocal(&self, mention: &Mention) -> bool {
        let words = self.codebook.words().list("groups", "reciprocal.words");
        let text = self.reading.words_of(mention.words);
        mention.kind == MentionKind::Group
            && words.iter().any(|word| word.eq_ignore_ascii_case(text))
    }

    /// The heads that fill a slot, surest first.
    pub(crate) fn fillers(
        &self,
        slot: &Slot,
        frame: &Frame,
        clause: &Clause,
    ) -> SmallVec<[usize; 4]> {
        match slot {
            Slot::Agent => self.agents(frame, clause),
            Slot::Object if clause.kind == ClauseKind::Noun && frame.of == Of::Agent => {
                SmallVec::new()
            }
            Slot::Object => clause.fillers(Role::Object).collect(),
            Slot::Comp => clause
                .fillers(Role::Complement)
                .chain(clause.fillers(Role::Circumstance))
                .collect(),
            Slot::Poss => clause.fillers(Role::Possessor).collect(),
            Slot::Prep(preposition) => self.behind(preposition, clause),
            Slot::Counterpart => SmallVec::new(),
            Slot::Speaker => self.speaker(clause.head).into_iter().collect(),
            Slot::Any(slot) => self.fillers(slot, frame, clause),
            Slot::Within(outer, inner) => self.within(outer, inner, frame, clause),
        }
    }

    /// Who says what a clause tells: the subject of the verb of speech above it.
    fn speaker(&self, head: usize) -> Option<usize> {
        let reading = self.reading;
        let speech = self.codebook.words().list("speech", "verbs");
        let mut below = head;
        for above in reading.ancestors(head).take(6) {
            let said = matches!(reading.word(below).dep, Dep::Ccomp | Dep::Parataxis);
            if said && speech.iter().any(|verb| verb == reading.lemma(above)) {
                return self.clauses.subject(above);
            }
            below = above;
        }
        None
    }

    fn agents(&self, frame: &Frame, clause: &Clause) -> SmallVec<[usize; 4]> {
        let mut agents: SmallVec<[usize; 4]> = clause.fillers(Role::Agent).collect();
        if clause.kind == ClauseKind::Noun {
            if frame.of == Of::Agent {
                agents.extend(clause.fillers(Role::Object));
            }
            if agents.is_empty() {
                agents.extend(self.doer_of_noun(clause.head));
            }
            if agents.is_empty() {
                agents.extend(self.behind("from", clause));
            }
        }
        agents
    }

    /// The subject of a verb that says no more than that its object was done: "conducted tests".
    fn doer_of_noun(&self, noun: usize) -> Option<usize> {
        let reading = self.reading;
        let mut noun = noun;
        // "a record number of tests", "tests and drills"
        for _ in 0..3 {
            let word = reading.word(noun);
            match word.dep {
                Dep::Pobj if reading.text(word.head) == "of" => noun = reading.word(word.head).head,
                Dep::Conj => noun = word.head,
                _ => break,
            }
        }
        let word = reading.word(noun);
        let verb = word.head;
        let lists = ["support.verbs", "support.purposes"];
        let supports = |verb: usize| {
            lists.iter().any(|list| {
                let mut verbs = self.codebook.words().list("operators", list).iter();
                verbs.any(|support| support == reading.lemma(verb))
            })
        };
        match word.dep {
            Dep::Dobj if supports(verb) => self.clauses.subject(verb),
            Dep::NsubjPass if supports(verb) => self.clauses.read(verb).fillers(Role::Agent).next(),
            _ => self.doer_behind_noun(noun, supports),
        }
    }

    /// "the drill *that marines were conducting*", "tests *carried out by the North*".
    fn doer_behind_noun(&self, noun: usize, supports: impl Fn(usize) -> bool) -> Option<usize> {
        let reading = self.reading;
        let mut behind = reading.children(noun).filter(|&child| child > noun);
        behind.find_map(|verb| {
            let modifies = matches!(reading.word(verb).dep, Dep::Relcl | Dep::Acl);
            let clause = (modifies && supports(verb)).then(|| self.clauses.read(verb))?;
            let done = clause.fillers(Role::Object).any(|object| object == noun);
            clause
                .fillers(Role::Agent)
                .find(|&doer| done && doer != noun)
        })
    }

    fn behind(&self, preposition: &str, clause: &Clause) -> SmallVec<[usize; 4]> {
        let recipient = clause
            .fillers(Role::Recipient)
            .filter(|_| preposition == "to");
        let behind = clause
            .arguments
            .iter()
            .filter_map(|argument| match argument.role {
                Role::Preposition(word) if self.is_preposition(word, preposition) => {
                    Some(argument.head)
                }
                _ => None,
            });
        recipient.chain(behind).collect()
    }

    fn within(
        &self,
        outer: &Slot,
        inner: &Slot,
        frame: &Frame,
        clause: &Clause,
    ) -> SmallVec<[usize; 4]> {
        let mut found = SmallVec::new();
        for head in self.fillers(outer, frame, clause) {
            let inner_clause = self.clauses.read(head);
            // "of" at a noun is asked for by its own name here, whatever the frame says of its nouns.
            found.extend(match inner {
                Slot::Agent => inner_clause
                    .fillers(Role::Agent)
                    .collect::<SmallVec<[usize; 4]>>(),
                Slot::Object => inner_clause.fillers(Role::Object).collect(),
                Slot::Comp => inner_clause.fillers(Role::Complement).collect(),
                Slot::Poss => inner_clause
                    .fillers(Role::Agent)
                    .chain(inner_clause.fillers(Role::Possessor))
                    .collect(),
                Slot::Prep(preposition) => self.behind(preposition, &inner_clause),
                Slot::Counterpart | Slot::Speaker | Slot::Within(..) | Slot::Any(_) => {
                    SmallVec::new()
                }
            });
        }
        found
    }

    /// The parties of the phrase with this head that take part in a clause: all, but of "A, who wrote to them, and B" only A
    /// wrote.
    fn parties_in(&self, clause: &Clause, head: usize) -> Found<'a> {
        let mut found = self.parties(head);
        let relative = clause.head > head && self.reading.is_below(clause.head, head);
        if relative && found.len() > 1 {
            found.retain(|mention| {
                mention.head < clause.head || self.reading.is_below(mention.head, clause.head)
            });
        }
        found
    }

    /// The parties that the phrase with this head speaks of: coordinated ones all.
    pub(crate) fn parties(&self, head: usize) -> Found<'a> {
        let mut found = Found::new();
        self.collect_parties(head, &mut found, 0);
        found
    }

    fn collect_parties(&self, head: usize, found: &mut Found<'a>, depth: usize) {
        let Some(mention) = self.mentions.at(head) else {
            // "a group of rebels"
            if let Some(counted) = self.counted(head).filter(|_| depth < 8) {
                self.collect_parties(counted, found, depth + 1);
            }
            return;
        };
        if !found.iter().any(|known| std::ptr::eq(*known, mention)) {
            found.push(mention);
        }
        if depth < 8 {
            for child in self.reading.children(head) {
                match self.reading.word(child).dep {
                    Dep::Conj => self.collect_parties(child, found, depth + 1),
                    // "his minister, A, and their minister B": the second hangs on the first one's name.
                    Dep::Appos if !mention.plural => {
                        for next in self.reading.children(child) {
                            if self.reading.word(next).dep == Dep::Conj {
                                self.collect_parties(next, found, depth + 1);
                            }
                        }
                    }
                    _ => {}
                }
            }
            self.behind_name(mention, found, depth);
            self.behind_next_preposition(head, found, depth);
        }
    }

    /// "the Organization of African Unity *and Algeria*": what is joined to a name hangs on its last word.
    fn behind_name(&self, mention: &Mention, found: &mut Found<'a>, depth: usize) {
        if mention.kind != MentionKind::Name {
            return;
        }
        let inside = mention.words.range().filter(|&word| word != mention.head);
        for word in inside {
            let mut joined = self.reading.children(word).filter(|&child| {
                self.reading.word(child).dep == Dep::Conj && child >= mention.words.end
            });
            if let Some(next) = joined.next() {
                self.collect_parties(next, found, depth + 1);
            }
        }
    }

    /// "sent telegrams to A and *to B*": a coordinated preposition brings more of the same.
    fn behind_next_preposition(&self, head: usize, found: &mut Found<'a>, depth: usize) {
        let Word {
            head: preposition,
            dep,
            ..
        } = *self.reading.word(head);
        if dep != Dep::Pobj {
            return;
        }
        let next = self.reading.child(preposition, Dep::Conj);
        let next = next.filter(|&next| self.reading.word(next).pos == Pos::Adp && next > head);
        if let Some(object) = next.and_then(|next| self.reading.child(next, Dep::Pobj)) {
            self.collect_parties(object, found, depth + 1);
        }
    }

    /// Parties inside a phrase whose head is none: its owner, the nationality before it, what stands
    /// behind "of", "in", "from".
    pub(super) fn parties_inside(&self, head: usize) -> Found<'a> {
        let reading = self.reading;
        if !matches!(
            reading.word(head).pos,
            Pos::Noun | Pos::Propn | Pos::Num | Pos::Pron | Pos::Det
        ) {
            return Found::new();
        }
        let children = || reading.children(head);
        let mut waters = Found::new();
        for child in children() {
            let dep = reading.word(child).dep;
            if matches!(dep, Dep::Poss | Dep::Amod | Dep::Compound | Dep::Nmod) {
                let parties = self.parties(child);
                // "the Pacific island of Nauru"
                if parties.iter().all(|mention| self.is_nowhere(mention)) {
                    waters.extend(parties);
                } else {
                    return self.with_joined(head, parties);
                }
            }
        }
        // The doer of an act before what it was done to: "the bombing of A by B" speaks of B.
        for wanted in ["by", "of", "in", "from", "at", "near"] {
            let objects = children()
                .filter(|&child| matches!(reading.word(child).dep, Dep::Prep | Dep::Agent))
                .filter(|&child| reading.text(child) == wanted)
                .flat_map(|preposition| reading.children(preposition))
                .filter(|&child| reading.word(child).dep == Dep::Pobj);
            for object in objects {
                let parties = self.parties(object);
                if !parties.is_empty() {
                    return parties;
                }
            }
        }
        // "sites used by the rebels": whoever else the phrase speaks of, behind its head.
        let behind =
            chancery_text::TokenSpan::new(head + 1, reading.subtree(head).end.max(head + 1));
        let nearest = self.mentions.within(behind).find(|mention| {
            !matches!(mention.kind, MentionKind::Adjective)
                && reading
                    .ancestors(mention.head)
                    .take(4)
                    .any(|above| above == head)
        });
        nearest.map_or(waters, |mention| self.parties(mention.head))
    }

    /// "an Iranian grocer *and a Lebanese*": parties inside a phrase, and those that are joined to it.
    fn with_joined(&self, head: usize, mut parties: Found<'a>) -> Found<'a> {
        let joined = self.reading.children(head).filter(|&child| {
            self.reading.word(child).dep == Dep::Conj && self.mentions.at(child).is_some()
        });
        for next in joined {
            self.collect_parties(next, &mut parties, 1);
        }
        parties
    }

    /// Whether a mention is of a place that lies in no country.
    fn is_nowhere(&self, mention: &Mention) -> bool {
        let mut parties = mention.parties.iter();
        mention.kind == MentionKind::Place
            && parties.all(|&party| self.mentions.party(party).country.is_none())
    }

    /// The nearest party anywhere inside a slot; one of another country before one of the same, and
    /// adjectives and places last.
    fn any_party(&self, slot: &Slot, frame: &Frame, clause: &Clause, other: &Side<'a>) -> Side<'a> {
        let own = self.countries(other);
        let rank = |mention: &Mention| {
            let weak = matches!(mention.kind, MentionKind::Adjective | MentionKind::Place);
            let domestic = mention.parties.iter().any(|&party| {
                let country = self.mentions.party(party).country.as_deref();
                country.is_some_and(|country| own.contains(&country))
            });
            (domestic, weak)
        };
        for head in self.fillers(slot, frame, clause) {
            let inside = self.mentions.within(self.reading.subtree(head));
            let best = inside
                .filter(|mention| !self.is_on(mention, other))
                .min_by_key(|mention| rank(mention));
            let best = best.filter(|mention| !(acts_abroad(frame.event_type) && rank(mention).0));
            if let Some(mention) = best {
                let mentions = self.without(self.parties(mention.head), other);
                let mentions = if mentions.is_empty() {
                    Found::from_slice(&[mention])
                } else {
                    mentions
                };
                return Side {
                    mentions,
                    weight: INSIDE,
                };
            }
        }
        Side::default()
    }

    /// Those of another country than a side's, where there are any: "relations between A and B", said
    /// by A, are aimed at B.
    fn foreign(&self, found: Found<'a>, side: &Side<'a>) -> Found<'a> {
        let own = self.countries(side);
        let is_own = |mention: &&Mention| {
            mention.parties.iter().any(|&party| {
                let country = self.mentions.party(party).country.as_deref();
                country.is_some_and(|country| own.contains(&country))
            })
        };
        let foreign: Found<'a> = found
            .iter()
            .copied()
            .filter(|mention| !is_own(mention))
            .collect();
        if foreign.is_empty() { found } else { foreign }
    }

    /// Those on a side who are not of another's countries; all where that leaves nobody.
    pub(crate) fn others(&self, side: &Side<'a>, than: &Side<'a>) -> Side<'a> {
        Side {
            mentions: self.foreign(side.mentions.clone(), than),
            weight: side.weight,
        }
    }

    /// Whether a party of one side has the country of one of the other; of whom no country is known may be anybody's.
    pub(crate) fn shares_country(&self, one: &Side, other: &Side) -> bool {
        let country = |party: PartyId| self.mentions.party(party).country.as_deref();
        one.parties().iter().any(|&party| {
            country(party).is_none()
                || other
                    .parties()
                    .iter()
                    .any(|&known| country(known) == country(party))
        })
    }

    /// Of how many countries the parties of a side are.
    pub(super) fn countries_of(&self, side: &Side<'a>) -> usize {
        let mut countries = self.countries(side);
        countries.sort_unstable();
        countries.dedup();
        countries.len()
    }

    fn countries(&self, side: &Side<'a>) -> SmallVec<[&'a str; 4]> {
        let parties = side.parties().into_iter();
        parties
            .filter_map(|party| self.mentions.party(party).country.as_deref())
            .collect()
    }

    fn without(&self, found: Found<'a>, other: &Side<'a>) -> Found<'a> {
        found
            .into_iter()
            .filter(|mention| !self.is_on(mention, other))
            .collect()
    }

    /// Leaves out those who belong to the other side where nobody does that to his own: "recalled *its ambassador*".
    fn not_owned(&self, found: Found<'a>, frame: &Frame, other: &Side<'a>) -> Found<'a> {
        if !acts_abroad(frame.event_type) {
            return found;
        }
        let own = self.countries(other);
        let is_owned = |mention: &&Mention| {
            let domestic = mention.parties.iter().any(|&party| {
                let country = self.mentions.party(party).country.as_deref();
                country.is_some_and(|country| own.contains(&country))
            });
            self.reading.is_possessed(mention.head) && domestic
        };
        found.into_iter().filter(|it| !is_owned(it)).collect()
    }

    /// Whether a mention speaks of nobody but those on a side.
    fn is_on(&self, mention: &Mention, side: &Side<'a>) -> bool {
        let parties = side.parties();
        side.mentions
            .iter()
            .any(|known| std::ptr::eq(*known, mention))
            || (!mention.parties.is_empty()
                && mention.parties.iter().all(|party| parties.contains(party)))
    }

    /// Makes both sides hold everybody.
    pub(super) fn share(&self, sources: &mut Side<'a>, targets: &mut Side<'a>) {
        let mut all = sources.mentions.clone();
        for mention in &targets.mentions {
            if !all.iter().any(|known| std::ptr::eq(*known, *mention)) {
                all.push(mention);
            }
        }
        sources.mentions = all.clone();
        targets.mentions = all;
    }
}
