//! Several at once: "the two leaders", "both sides", "each other".

mod company;
mod meant;

use std::borrow::Cow;

use chancery_text::TokenSpan;

use super::common::{contains, is_plural};
use super::lexicon::{List, Reach};
use super::phrase::Before;
use super::{CHILDREN, Finder, Mention, MentionKind, Party, PartyId, PartyKind};
use crate::reading::{Dep, Pos, Tag};
pub(super) use company::Company;
use meant::Asked;
pub use meant::{GroupChoice, GroupOption, GroupRanker};

/// No mention stands for more parties at once.
const MANY: usize = 8;

impl<'a> Finder<'a> {
    /// "the two leaders", "both sides", "all parties".
    pub(super) fn group(&mut self, word: usize, before: &Before) -> bool {
        if self.collective(word, before) {
            return true;
        }
        let lemma = self.singular(word);
        let Some(reach) = self.lexicon.plural(&lemma) else {
            return false;
        };
        let counted = self.lexicon.count(&lemma);
        let quantity = before.quantity.map(|at| self.lower(at).into_owned());
        let each = quantity
            .as_deref()
            .is_some_and(|it| self.lexicon.has(List::Either, it));
        if !is_plural(self.reading.word(word).tag) && counted.is_none() && !each {
            return false;
        }
        if self.regional(word, before, reach) {
            return true;
        }
        if !before.names.is_empty() {
            return false;
        }
        let count = counted.or_else(|| quantity.as_deref().and_then(|it| self.lexicon.count(it)));
        let open = quantity
            .as_deref()
            .is_some_and(|it| self.lexicon.has(List::Open, it));
        if open && reach == Reach::Any && count.is_none() {
            self.note_group(before.start, word, Vec::new(), 0.4);
            return true;
        }
        let plain = matches!(reach, Reach::Any | Reach::State);
        let number = !each && quantity.as_deref().is_some_and(|it| it != "both");
        if before.possessor.is_some()
            || number && !before.definite
            || self.names_behind(word)
            || count.is_none()
                && self
                    .role_ending(word)
                    .is_some_and(|role| role.words.len() > 1)
            || count.is_none() && !(before.definite && plain)
        {
            return false;
        }
        let parties = self.meant_by(Asked {
            reach,
            count,
            start: before.start,
            word,
            noun: &lemma,
            quantity: quantity.as_deref().unwrap_or(""),
        });
        if parties.is_empty() && count.is_none() {
            return false;
        }
        let certainty = if parties.is_empty() { 0.3 } else { 0.75 };
        self.note_group(before.start, word, parties, certainty);
        true
    }

    /// The noun of one of several, which a title has kept in capitals: "both Prime Ministers".
    fn singular(&self, word: usize) -> Cow<'a, str> {
        let lemma = self.small_lemma(word);
        if self.reading.word(word).tag != Tag::Nnps {
            return lemma;
        }
        lemma
            .strip_suffix('s')
            .map_or(lemma.clone(), |it| Cow::Owned(it.to_owned()))
    }

    /// "the two Koreas": a name for several states.
    fn collective(&mut self, word: usize, before: &Before) -> bool {
        let text = self.reading.text(word);
        if !text.starts_with(char::is_uppercase) || before.possessor.is_some() {
            return false;
        }
        let Some(states) = self.lexicon.collective(text) else {
            return false;
        };
        let parties = states.iter().filter_map(|code| self.state_party(code));
        let parties = parties.collect();
        self.note_group(before.start, word, parties, 0.9);
        true
    }

    /// "the three Baltic republics", "West African leaders": the states of a region, or the body that is theirs.
    fn regional(&mut self, word: usize, before: &Before, reach: Reach) -> bool {
        let Some((region, states)) = self.region_before(word, before) else {
            return false;
        };
        let quantity = before.quantity.map(|at| self.lower(at).into_owned());
        let count = quantity.as_deref().and_then(|it| self.lexicon.count(it));
        let spoken = |code: &&String| self.votes.contains_key(code.as_str());
        let named: Vec<&String> = states.iter().filter(spoken).collect();
        let meant: Vec<&String> = match count {
            Some(count) if count == states.len() => states.iter().collect(),
            Some(count) if count == named.len() => named,
            Some(_) => return false,
            None if quantity.is_none()
                && states.len() <= 3
                && (before.possessor.is_none() || reach == Reach::Person) =>
            {
                states.iter().collect()
            }
            None => {
                let bare = quantity.is_none() && before.possessor.is_none();
                if !bare || reach != Reach::Person {
                    return false;
                }
                let body = self.bloc_of(region);
                self.note_group(before.start, word, body.into_iter().collect(), 0.7);
                return true;
            }
        };
        let parties = meant.into_iter().filter_map(|code| self.state_party(code));
        let parties: Vec<PartyId> = parties.collect();
        self.note_group(before.start, word, parties, 0.85);
        true
    }

    /// The region whose adjective stands right before `word`: "Baltic", "Pacific island".
    pub(super) fn region_before(
        &self,
        word: usize,
        before: &Before,
    ) -> Option<(&'a str, &'a [String])> {
        let word = self.role_ending(word).map_or(word, |role| role.words.start);
        if before.start >= word {
            return None;
        }
        let reading = self.reading;
        [2, 1].into_iter().find_map(|long| {
            let first = word.checked_sub(long).filter(|&it| it >= before.start)?;
            let whole = self
                .name_at(first)
                .is_none_or(|name| self.names[name].words.start == first);
            if !whole {
                return None;
            }
            let words: &'a str = reading.words_of(TokenSpan::new(first, word));
            Some((words, self.lexicon.region(words)?))
        })
    }

    /// The body of a region's states, where the document speaks of it.
    fn bloc_of(&mut self, region: &str) -> Option<PartyId> {
        let body = self.codebook.who().find(self.lexicon.bloc(region)?)?;
        let spoken = self
            .names
            .iter()
            .any(|name| name.candidates.iter().any(|it| it.entity == body));
        spoken.then(|| self.party_of(body))
    }

    /// "the leaders of China and Japan" names whom it means.
    pub(super) fn names_behind(&self, word: usize) -> bool {
        let mut behind = self
            .reading
            .children(word)
            .filter(|&child| self.reading.word(child).dep == Dep::Prep);
        behind.any(|child| {
            matches!(self.reading.text(child), "of" | "from")
                && self
                    .reading
                    .child(child, Dep::Pobj)
                    .is_some_and(|it| self.name_at(it).is_some())
        })
    }

    pub(super) fn note_group(
        &mut self,
        start: usize,
        word: usize,
        parties: Vec<PartyId>,
        certainty: f32,
    ) {
        self.note(Mention {
            words: TokenSpan::new(start, word + 1),
            head: word,
            kind: MentionKind::Group,
            parties,
            certainty,
            plural: true,
        });
    }

    /// The person in a country's government last spoken of.
    fn last_person_of(&self, country: &str, word: usize) -> Option<PartyId> {
        let fits = |id: &&PartyId| {
            let party = &self.parties[id.index()];
            party.kind == PartyKind::Person
                && party.country.as_deref() == Some(country)
                && party.sector.as_deref() == Some("GOV")
        };
        self.recent(word)
            .find_map(|mention| mention.parties.iter().find(fits))
            .copied()
    }

    /// Several behind a role, which tell whose it is, come before it: "the ministers of the two countries"; and so does one
    /// state: "the government of the island nation".
    pub(super) fn group_behind(&mut self, word: usize) {
        let behind = self.reading.children(word).take(CHILDREN).find_map(|of| {
            let links = matches!(self.reading.text(of), "of" | "from" | "for");
            self.reading.child(of, Dep::Pobj).filter(|_| links)
        });
        if let Some(noun) = behind.filter(|&noun| noun > word && self.heading[noun] == 0)
            && self.name_at(noun).is_none()
        {
            let before = self.before(noun, word + 1);
            let state = self.lexicon.definite(&self.small_lemma(noun)) == Some(Reach::State);
            let _ = self.group(noun, &before) || state && self.definite(noun, &before);
        }
    }

    pub(super) fn collect(
        &self,
        found: &mut Vec<PartyId>,
        count: usize,
        word: usize,
        fits: impl Fn(&Party) -> bool,
    ) {
        let mut met: Vec<(usize, PartyId)> = Vec::new();
        for mention in self.recent(word) {
            for &id in mention.parties.iter().rev() {
                let party = &self.parties[id.index()];
                let press = party.sector.as_deref() == Some("MED")
                    || mention.kind == MentionKind::Place
                    || party.country.is_none() && party.kind != PartyKind::Person;
                let known = found.iter().any(|it| self.same_side(*it, id));
                if found.len() < count && !press && !known && fits(party) {
                    found.push(id);
                }
            }
        }
        for &id in found.iter() {
            let first = self
                .recent(word)
                .filter(|mention| mention.parties.contains(&id))
                .map(|mention| mention.head);
            met.push((first.max().unwrap_or(0), id));
        }
        met.sort_unstable();
        *found = met.into_iter().map(|(_, id)| id).collect();
    }

    /// Whether two parties would not be counted as two.
    pub(super) fn same_side(&self, a: PartyId, b: PartyId) -> bool {
        let (left, right) = (&self.parties[a.index()], &self.parties[b.index()]);
        let persons = left.kind == PartyKind::Person && right.kind == PartyKind::Person;
        a == b || !persons && left.country.is_some() && left.country == right.country
    }

    pub(super) fn state_party(&mut self, code: &str) -> Option<PartyId> {
        let state = self.codebook.who().state(code)?;
        Some(self.party_of(state))
    }

    /// "each other": the parties of the clause's subject.
    pub(super) fn reciprocal(&mut self, word: usize) -> bool {
        let Some(before) = word.checked_sub(1) else {
            return false;
        };
        let pair = format!("{} {}", self.lower(before), self.lower(word));
        if !self.lexicon.has(List::Reciprocal, &pair) {
            return false;
        }
        let parties = self.subject_parties(word);
        self.note_group(before, word, parties, 0.8);
        true
    }

    /// The parties of the subject of the nearest clause that has several.
    pub(super) fn subject_parties(&self, word: usize) -> Vec<PartyId> {
        self.reading
            .ancestors(word)
            .take(8)
            .filter_map(|above| {
                let subject = self.subject_of(above)?;
                let parties = self.joined_parties(subject);
                (parties.len() > 1).then_some(parties)
            })
            .next()
            .unwrap_or_default()
    }

    /// The parties of a mention and of those joined to it by "and".
    pub(super) fn joined_parties(&self, head: usize) -> Vec<PartyId> {
        let mut parties = Vec::new();
        let mut next = Some(head);
        for _ in 0..MANY * 2 {
            let Some(at) = next else { break };
            let here = self
                .mention_at(at)
                .map(|mention| mention.parties.as_slice())
                .unwrap_or_default();
            for &party in here {
                if parties.len() < MANY && !parties.contains(&party) {
                    parties.push(party);
                }
            }
            next = self
                .reading
                .child(at, Dep::Conj)
                .filter(|&conjunct| conjunct > at);
        }
        parties
    }

    /// "the former", "the latter".
    pub(super) fn ordered(&mut self, word: usize) -> bool {
        let lower = self.lower(word);
        let (first, last) = (
            self.lexicon.has(List::First, &lower),
            self.lexicon.has(List::Last, &lower),
        );
        let article = word > 0 && self.lower(word - 1) == "the";
        if !first && !last || !article || !self.is_nominal(word) {
            return false;
        }
        let pair = self.meant_by(Asked {
            reach: Reach::Any,
            count: Some(2),
            start: word - 1,
            word,
            noun: "",
            quantity: &lower,
        });
        let meant = if first { pair.first() } else { pair.last() };
        if let (Some(&party), 2) = (meant, pair.len()) {
            let words = TokenSpan::new(word - 1, word + 1);
            self.note(Mention {
                words,
                head: word,
                kind: MentionKind::Pronoun,
                parties: vec![party],
                certainty: 0.6,
                plural: false,
            });
        }
        true
    }

    /// "both agreed", "the two met".
    pub(super) fn bare_quantity(&mut self, word: usize) -> bool {
        let token = self.reading.word(word);
        if !matches!(token.pos, Pos::Num | Pos::Det | Pos::Pron | Pos::Cconj)
            || !self.is_nominal(word)
        {
            return false;
        }
        let Some(count) = self.lexicon.count(&self.lower(word)) else {
            return false;
        };
        let article = word > 0 && self.lower(word - 1) == "the";
        let alone = self
            .reading
            .child(word, Dep::Prep)
            .is_none_or(|of| self.is_relative_object(of));
        if token.pos == Pos::Num && !article || !alone {
            return false;
        }
        let behind = self
            .reading
            .child(word, Dep::Prep)
            .filter(|&of| self.is_relative_object(of));
        let (end, parties) = match behind {
            Some(of) => (of + 2, self.pair_before(word, count)),
            None => (word + 1, Vec::new()),
        };
        let parties = if parties.len() == count {
            parties
        } else {
            self.meant_by(Asked {
                reach: Reach::Any,
                count: Some(count),
                start: word - usize::from(article),
                word,
                noun: "",
                quantity: &self.lower(word),
            })
        };
        let certainty = if parties.len() == count { 0.7 } else { 0.3 };
        self.note(Mention {
            words: TokenSpan::new(word - usize::from(article), end),
            head: word,
            kind: MentionKind::Group,
            parties,
            certainty,
            plural: true,
        });
        true
    }

    /// "of which" in "both of which".
    pub(super) fn is_relative_object(&self, of: usize) -> bool {
        self.reading
            .child(of, Dep::Pobj)
            .is_some_and(|object| matches!(self.lower(object).as_ref(), "which" | "whom"))
    }

    /// The joined parties that stand right before a relative clause: "China and Japan, both of which".
    pub(super) fn pair_before(&self, word: usize, count: usize) -> Vec<PartyId> {
        let Some(mention) = self.recent(word).find(|mention| mention.words.end < word) else {
            return Vec::new();
        };
        let mut head = mention.head;
        for _ in 0..MANY {
            let token = self.reading.word(head);
            if token.dep != Dep::Conj || self.mention_at(token.head).is_none() {
                break;
            }
            head = token.head;
        }
        let parties = self.joined_parties(head);
        if parties.len() == count {
            parties
        } else {
            Vec::new()
        }
    }
}

fn within(reach: Reach, kind: PartyKind) -> bool {
    match reach {
        Reach::Person => kind == PartyKind::Person,
        Reach::State => kind == PartyKind::State,
        Reach::Organisation => kind == PartyKind::Organisation,
        Reach::Any => matches!(
            kind,
            PartyKind::State | PartyKind::Person | PartyKind::Organisation
        ),
    }
}

/// Whether a person's office is called by `lemma`.
fn holds(party: &Party, lemma: &str) -> bool {
    let rank = matches!(lemma, "leader" | "head" | "statesman");
    party
        .office
        .as_deref()
        .is_some_and(|office| contains(office, lemma) || rank && contains(office, "president"))
}
