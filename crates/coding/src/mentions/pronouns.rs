//! Pronouns: personal, possessive, relative.

use chancery_text::TokenSpan;

use super::lexicon::{List, Pronoun, Usage};
use super::{CHILDREN, Finder, Gender, Mention, MentionKind, PartyId, PartyKind};
use crate::reading::{Dep, Pos, Tag};

/// How many sentences back an antecedent may stand.
const SENTENCES: u32 = 3;

/// What an antecedent must reach to be taken.
const ENOUGH: i32 = 30;

/// The same for "it".
const ENOUGH_FOR_IT: i32 = 85;

/// Whom a pronoun cannot stand for: some parties, and all of a state.
struct Barred {
    parties: Vec<PartyId>,
    state: Option<String>,
}

impl Finder<'_> {
    /// Resolves a personal pronoun; true where `word` is one, resolved or not.
    pub(super) fn pronoun(&mut self, word: usize) -> bool {
        let token = self.reading.word(word);
        if !matches!(token.tag, Tag::Prp | Tag::PrpPoss) && token.pos != Pos::Pron {
            return false;
        }
        let Some(mut pronoun) = self.lexicon.pronoun(&self.lower(word)) else {
            return false;
        };
        if token.tag == Tag::PrpPoss {
            pronoun.usage = Usage::Possessive;
        }
        if self.is_expletive(word, pronoun) {
            return true;
        }
        let found = if pronoun.speaker {
            self.speaker(word)
        } else {
            self.antecedent(word, pronoun)
        };
        if let Some((parties, certainty)) = found {
            let plural = pronoun.plural || parties.len() > 1;
            self.note(Mention {
                words: TokenSpan::new(word, word + 1),
                head: word,
                kind: MentionKind::Pronoun,
                parties,
                certainty,
                plural,
            });
        }
        true
    }

    /// "it" that stands for a thing, for a clause or for nothing: "denied it", "it was important to talk", "it took place".
    fn is_expletive(&self, word: usize, pronoun: Pronoun) -> bool {
        if pronoun.gender != Gender::Neuter || pronoun.usage != Usage::Plain {
            return false;
        }
        let token = self.reading.word(word);
        let verb = token.head;
        let lemma = self.small_lemma(verb);
        let has = |list| self.lexicon.has(list, &lemma);
        match token.dep {
            Dep::Expl => true,
            Dep::Dobj => has(List::ThingDone),
            Dep::Nsubj if lemma == "be" => self.is_said_of_thing(verb),
            Dep::Nsubj => has(List::ThingDoes),
            Dep::NsubjPass => has(List::ThingTold) && self.has_clause(verb) || has(List::ThingDone),
            _ => false,
        }
    }

    /// Whether a form of "be" says of its subject what is said of no party: "it was a betrayal"; "it was ready" is said of one.
    fn is_said_of_thing(&self, be: usize) -> bool {
        let mut said = self.reading.children(be).take(CHILDREN);
        said.any(|child| match self.reading.word(child).dep {
            Dep::Ccomp | Dep::Xcomp | Dep::Advcl | Dep::Csubj => true,
            Dep::Acomp | Dep::Attr => {
                let lemma = self.small_lemma(child);
                !self.lexicon.has(List::OfParties, &lemma)
            }
            _ => false,
        })
    }

    fn has_clause(&self, word: usize) -> bool {
        self.reading.children(word).any(|child| {
            matches!(
                self.reading.word(child).dep,
                Dep::Ccomp | Dep::Xcomp | Dep::Acl | Dep::Relcl
            )
        })
    }

    /// Who says "I" or "we": the subject of the verb that the quotation hangs on.
    fn speaker(&self, word: usize) -> Option<(Vec<PartyId>, f32)> {
        let mut below = word;
        for above in self.reading.ancestors(word).take(24) {
            let dep = self.reading.word(below).dep;
            if matches!(dep, Dep::Ccomp | Dep::Parataxis | Dep::Unclassified)
                && let Some(subject) = self.subject_of(above)
                && let Some(mention) = self.mention_at(subject)
                && !mention.parties.is_empty()
            {
                return Some((mention.parties.clone(), 0.6));
            }
            below = above;
        }
        None
    }

    fn antecedent(&self, word: usize, pronoun: Pronoun) -> Option<(Vec<PartyId>, f32)> {
        let barred = self.barred(word, pronoun);
        let mut best: Option<(i32, Vec<PartyId>)> = None;
        let mut second = 0;
        let ahead = self.ahead(word, pronoun);
        for mention in self.recent(word).chain(ahead) {
            let Some((score, parties)) = self.rate(mention, word, pronoun, &barred) else {
                continue;
            };
            match &mut best {
                Some((top, known)) if score <= *top => {
                    if *known != parties {
                        second = second.max(score);
                    }
                }
                _ => {
                    if let Some((top, known)) = best.take()
                        && known != parties
                    {
                        second = second.max(top);
                    }
                    best = Some((score, parties));
                }
            }
        }
        // "it" may well be a thing, which is no party: only what stands out is taken.
        let thing = pronoun.gender == Gender::Neuter && pronoun.usage == Usage::Plain;
        let enough = if thing { ENOUGH_FOR_IT } else { ENOUGH };
        let (score, parties) = best.filter(|(score, _)| *score >= enough)?;
        let certainty = (0.5 + (score - second) as f32 / 100.0).clamp(0.4, 0.9);
        Some((parties, certainty))
    }

    /// A subject behind the pronoun: "In his letter, Xi said ...".
    fn ahead(&self, word: usize, pronoun: Pronoun) -> Option<&Mention> {
        if pronoun.usage != Usage::Possessive && !self.in_adverbial(word) {
            return None;
        }
        let mut below = word;
        for above in self.reading.ancestors(word).take(10) {
            let dep = self.reading.word(below).dep;
            let fronted = matches!(dep, Dep::Prep | Dep::Advcl) && below < above;
            if fronted && let Some(subject) = self.subject_of(above) {
                return self
                    .mention_at(subject)
                    .filter(|mention| mention.head > word);
            }
            below = above;
        }
        None
    }

    fn in_adverbial(&self, word: usize) -> bool {
        self.reading
            .ancestors(word)
            .take(3)
            .any(|above| self.reading.word(above).dep == Dep::Advcl)
    }

    /// Parties that the pronoun cannot stand for: the subject of its own verb, and those beside it in its noun phrase.
    fn barred(&self, word: usize, pronoun: Pronoun) -> Barred {
        let token = self.reading.word(word);
        let mut barred = Vec::new();
        let mut state = None;
        let bar = |at: usize, barred: &mut Vec<PartyId>| {
            if let Some(mention) = self
                .mention_at(at)
                .filter(|mention| !mention.words.contains(word))
            {
                barred.extend(mention.parties.iter().copied());
            }
        };
        match pronoun.usage {
            Usage::Plain if !self.is_subject(word) => {
                let verb = self.governing_verb(word);
                let subject = verb.and_then(|verb| self.shared_subject(verb));
                if let Some(subject) = subject {
                    bar(subject, &mut barred);
                    barred.extend(self.joined_parties(subject));
                    barred.extend(self.parties_beneath(subject));
                }
            }
            // "It urged Vilnius": not Lithuania.
            Usage::Plain if pronoun.gender == Gender::Neuter => {
                if let Some(object) = self.reading.child(token.head, Dep::Dobj) {
                    state = self.state_named_at(object);
                }
            }
            Usage::Possessive => {
                for preposition in self.reading.children(token.head).take(CHILDREN) {
                    if let Some(object) = self.reading.child(preposition, Dep::Pobj) {
                        bar(object, &mut barred);
                    }
                }
            }
            _ => {}
        }
        Barred {
            parties: barred,
            state,
        }
    }

    /// The state that is named at a word.
    fn state_named_at(&self, word: usize) -> Option<String> {
        let mention = self
            .mention_at(word)
            .filter(|it| it.kind != MentionKind::Pronoun)?;
        self.state_of(&self.parties[mention.parties.first()?.index()])
    }

    /// The parties inside the phrase of a mention: the China of "China's foreign ministry".
    fn parties_beneath(&self, head: usize) -> Vec<PartyId> {
        let Some(whole) = self.mention_at(head).map(|mention| mention.words) else {
            return Vec::new();
        };
        let inside = self
            .recent(whole.end)
            .filter(|it| whole.contains(it.words.start) && it.words.end <= whole.end);
        inside.flat_map(|it| it.parties.iter().copied()).collect()
    }

    /// The verb whose object the word is, directly or by a preposition.
    pub(super) fn governing_verb(&self, word: usize) -> Option<usize> {
        let token = self.reading.word(word);
        match token.dep {
            Dep::Dobj | Dep::Dative => Some(token.head),
            Dep::Pobj => {
                let above = self.reading.word(token.head);
                let verb = matches!(self.reading.word(above.head).pos, Pos::Verb | Pos::Aux);
                verb.then_some(above.head)
            }
            _ => None,
        }
    }

    /// How well a mention would do as antecedent, and whom it would make the pronoun mean.
    fn rate(
        &self,
        mention: &Mention,
        word: usize,
        pronoun: Pronoun,
        barred: &Barred,
    ) -> Option<(i32, Vec<PartyId>)> {
        let far = self
            .reading
            .word(word)
            .sentence
            .abs_diff(self.reading.word(mention.head).sentence);
        let paragraphs = self.reading.word(word).paragraph
            - self
                .reading
                .word(mention.head)
                .paragraph
                .min(self.reading.word(word).paragraph);
        if far > SENTENCES
            || paragraphs > 1
            || mention.words.contains(word)
            || mention.parties.is_empty()
        {
            return None;
        }
        let parties = self.meant(mention, pronoun);
        let of_state = |party: &PartyId| {
            let state = barred.state.as_deref();
            state.is_some_and(|it| {
                self.state_of(&self.parties[party.index()]).as_deref() == Some(it)
            })
        };
        let is_barred = |party: &PartyId| barred.parties.contains(party) || of_state(party);
        if parties.iter().any(is_barred) {
            return None;
        }
        let agreement = self.agreement(mention, &parties, pronoun)?;
        let mut score = 100 - 25 * far as i32 - 10 * paragraphs as i32
            + agreement
            + self.prominence(mention, word);
        if far == 0 {
            score -= (word.abs_diff(mention.head) / 4).min(12) as i32;
        }
        Some((score, parties))
    }

    /// A plural pronoun may mean all that are joined to a mention.
    fn meant(&self, mention: &Mention, pronoun: Pronoun) -> Vec<PartyId> {
        let joined = self.reading.child(mention.head, Dep::Conj).is_some();
        if pronoun.plural && joined && !self.is_conjunct(mention.head) {
            self.joined_parties(mention.head)
        } else {
            mention.parties.clone()
        }
    }

    fn is_conjunct(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        token.dep == Dep::Conj && self.mention_at(token.head).is_some()
    }

    /// Whether number, gender and kind agree, and how well.
    fn agreement(&self, mention: &Mention, parties: &[PartyId], pronoun: Pronoun) -> Option<i32> {
        let first = &self.parties[parties.first()?.index()];
        if mention.kind == MentionKind::Adjective
            && parties.len() == 1
            && first.kind != PartyKind::State
        {
            return None;
        }
        let several = parties.len() > 1 || mention.plural;
        if pronoun.plural {
            return Some(match first.kind {
                _ if several => 15,
                PartyKind::Group => 10,
                PartyKind::Organisation => -5,
                PartyKind::State => -30,
                PartyKind::Person | PartyKind::Place => return None,
            });
        }
        if several {
            return None;
        }
        match (pronoun.gender, first.kind) {
            (Gender::Neuter, PartyKind::State) if mention.kind == MentionKind::Place => Some(-35),
            (Gender::Neuter, PartyKind::State | PartyKind::Organisation) => Some(0),
            (Gender::Neuter, _) => None,
            (gender, PartyKind::Person) => match first.gender {
                Gender::Unknown => Some(-5),
                own if own == gender => Some(5),
                _ => None,
            },
            _ => None,
        }
    }

    /// Subjects before objects before what is nested; the subject of a clause above most of all.
    fn prominence(&self, mention: &Mention, word: usize) -> i32 {
        let token = self.reading.word(mention.head);
        let place = match token.dep {
            Dep::Nsubj | Dep::NsubjPass => 30,
            Dep::Dobj | Dep::Dative | Dep::Agent => 5,
            Dep::Conj => self.prominence_of_joined(mention.head),
            Dep::Amod | Dep::Compound | Dep::Nmod => -25,
            _ => 0,
        };
        let kind = if mention.kind == MentionKind::Adjective {
            -10
        } else {
            0
        };
        let above = token.head != mention.head
            && self.is_subject(mention.head)
            && self
                .reading
                .ancestors(word)
                .take(16)
                .take_while(|&above| self.reading.word(above).dep != Dep::Relcl)
                .any(|above| above == token.head);
        place + kind + if above { 25 } else { 0 }
    }

    fn prominence_of_joined(&self, word: usize) -> i32 {
        let above = self.reading.word(word).head;
        if self.is_subject(above) { 20 } else { 0 }
    }

    /// "who", "which", "that": the noun that the relative clause belongs to.
    pub(super) fn relative(&mut self, word: usize) -> bool {
        let token = self.reading.word(word);
        let relative = matches!(token.tag, Tag::Wdt | Tag::Wp | Tag::WpPoss);
        if !relative {
            return false;
        }
        let clause = std::iter::once(word)
            .chain(self.reading.ancestors(word).take(6))
            .find(|&at| self.reading.word(at).dep == Dep::Relcl);
        let Some(clause) = clause else { return true };
        let noun = self.reading.word(clause).head;
        let of_noun = self
            .mention_at(noun)
            .filter(|mention| !self.is_person_for_which(word, mention))
            .map(|mention| (mention.parties.clone(), 0.85));
        let found = of_noun.or_else(|| self.name_right_before(word, noun));
        if let Some((parties, certainty)) = found.filter(|(parties, _)| !parties.is_empty()) {
            let plural = parties.len() > 1;
            self.note(Mention {
                words: TokenSpan::new(word, word + 1),
                head: word,
                kind: MentionKind::Pronoun,
                parties,
                certainty,
                plural,
            });
        }
        true
    }

    /// Whether the tree hangs a "which" on a person: "the envoy of Iran, which had protested".
    fn is_person_for_which(&self, word: usize, mention: &Mention) -> bool {
        let person = |id: &PartyId| self.parties[id.index()].kind == PartyKind::Person;
        self.reading.text(word) == "which" && mention.parties.iter().all(person)
    }

    /// The mention that ends where the relative clause begins, where the tree hung the clause elsewhere.
    fn name_right_before(&self, word: usize, noun: usize) -> Option<(Vec<PartyId>, f32)> {
        let comma = word.checked_sub(1)?;
        let last = if self.reading.text(comma) == "," {
            comma.checked_sub(1)?
        } else {
            comma
        };
        let mention = &self.mentions[self.mention_ending(last)?];
        // "the violence in Venezuela, which": the noun that the name hangs on is meant, and it is no party.
        let nested = self.mention_at(noun).is_none() && self.reading.is_below(mention.head, noun);
        let thing = self.reading.text(word) == "which" && nested;
        (!thing).then(|| (mention.parties.clone(), 0.5))
    }
}
