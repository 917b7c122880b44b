//! Several at once: "the two leaders", "both sides", "each other".

use std::borrow::Cow;

use chancery_text::TokenSpan;

use super::common::{contains, is_plural};
use super::lexicon::{List, Reach};
use super::phrase::Before;
use super::{CHILDREN, Finder, Mention, MentionKind, Party, PartyId, PartyKind};
use crate::reading::{Dep, Pos, Tag};

/// No mention stands for more parties at once.
const MANY: usize = 8;

/// How many sentences back two parties spoken of together are still "the two sides".
const FAR: u32 = 6;

/// How many times as often as others those are named of whom the document speaks far more.
const ASIDE: u32 = 3;

/// How far up the verb is looked for whose doers cannot be among several that it deals with.
const CLAUSE: usize = 6;

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
        let many = count.unwrap_or(2);
        let mut parties = self.several(reach, many, word, &lemma);
        if parties.len() < many && reach == Reach::Person {
            // "Both presidents" of states whose presidents were not named.
            parties = self.several(Reach::State, many, word, &lemma);
        }
        if parties.len() < 2 && count.is_none() {
            return false;
        }
        // Of three or more a wrong one would be among too few.
        if count.is_some_and(|count| count > 2 && parties.len() != count) {
            parties.clear();
        }
        let certainty = if parties.len() == count.unwrap_or(2) {
            0.75
        } else {
            0.3
        };
        let parties = if parties.len() < 2 {
            Vec::new()
        } else {
            parties
        };
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

    /// The last `count` parties before `word` that `reach` allows, in text order.
    pub(super) fn several(
        &mut self,
        reach: Reach,
        count: usize,
        word: usize,
        lemma: &str,
    ) -> Vec<PartyId> {
        let own = self.doers_of(word);
        let own = own.as_slice();
        let chief = self.known_pair(reach, count, own, word);
        let joined = self.joined_lately(count, word, reach, own, 1);
        if let Some(pair) = joined.filter(|pair| !self.is_aside(pair, chief.as_deref())) {
            return pair;
        }
        let recent = self.last_ones(reach, count, word, lemma);
        let together = recent.len() == count && self.are_together(&recent, word, own);
        if together && !self.is_aside(&recent, chief.as_deref()) {
            return recent;
        }
        let far = if count == 2 { FAR } else { u32::MAX };
        let joined = self.joined_lately(count, word, reach, own, far);
        let known = if joined.is_none() || count == 2 {
            chief
        } else {
            None
        };
        known
            .or(joined)
            .or_else(|| {
                self.pair_behind(count, word)
                    .filter(|_| recent.len() < count)
            })
            .unwrap_or(recent)
    }

    /// Whether the document speaks far more of others: "the two countries" are its chief ones, whoever was named last.
    fn is_aside(&self, parties: &[PartyId], chief: Option<&[PartyId]>) -> bool {
        let votes = |id: &PartyId| {
            let country = self.country_of(*id);
            country
                .and_then(|it| self.votes.get(it))
                .copied()
                .unwrap_or(0)
        };
        let countries = |all: &[PartyId]| -> Vec<Option<String>> {
            all.iter()
                .map(|id| self.country_of(*id).map(str::to_owned))
                .collect()
        };
        let Some(chief) = chief else { return false };
        let strangers = !countries(parties)
            .iter()
            .any(|it| countries(chief).contains(it));
        let least = chief.iter().map(votes).min().unwrap_or(0);
        let most = parties.iter().map(votes).max().unwrap_or(0);
        strangers && least >= ASIDE * most
    }

    /// The countries and bodies of those who do something in the clause of which `word` is part, `word` itself left out:
    /// what several others do or suffer is not theirs.
    fn doers_of(&self, word: usize) -> Vec<String> {
        let reading = self.reading;
        let mut own = Vec::new();
        for above in reading.ancestors(word).take(CLAUSE) {
            if !matches!(reading.word(above).pos, Pos::Verb | Pos::Aux) {
                continue;
            }
            let Some(subject) = self.shared_subject(above) else {
                continue;
            };
            if subject == word || reading.is_below(word, subject) {
                break;
            }
            let parties = self.joined_parties(subject);
            own.extend(parties.iter().filter_map(|id| self.standing(*id)));
            break;
        }
        own
    }

    /// A party's country; of a body without one country, its name.
    fn standing(&self, party: PartyId) -> Option<String> {
        let known = &self.parties[party.index()];
        self.state_of(known).or_else(|| known.entity.clone())
    }

    /// The last `count` parties before `word` that `reach` allows, in text order.
    fn last_ones(&mut self, reach: Reach, count: usize, word: usize, lemma: &str) -> Vec<PartyId> {
        let mut found: Vec<PartyId> = Vec::with_capacity(count);
        if reach == Reach::Person {
            self.collect(&mut found, count, word, |party| {
                party.kind == PartyKind::Person && holds(party, lemma)
            });
        }
        self.collect(&mut found, count, word, |party| within(reach, party.kind));
        if reach == Reach::State && found.len() < count {
            found = self.states_of_recent(count, word);
        }
        found
    }

    /// Whether parties were all spoken of in this sentence or the one before, and none is of the country of whoever
    /// deals with them.
    fn are_together(&self, parties: &[PartyId], word: usize, own: &[String]) -> bool {
        let sentence = self.reading.word(word).sentence;
        parties.iter().all(|party| {
            let near = self.recent(word).any(|mention| {
                mention.parties.contains(party)
                    && self.reading.word(mention.head).sentence + 1 >= sentence
                    && mention.kind != MentionKind::Adjective
            });
            near && !self.is_own(*party, own)
        })
    }

    /// The states of which the document speaks far more than of others, or persons of theirs: "both sides" in the
    /// mouth of a third.
    fn known_pair(
        &mut self,
        reach: Reach,
        count: usize,
        own: &[String],
        word: usize,
    ) -> Option<Vec<PartyId>> {
        let votes = |country: &str| self.votes.get(country).copied().unwrap_or(0);
        let foreign = |country: &&str| !own.iter().any(|it| it == country);
        let states = self.protagonists(None).filter(foreign);
        let mut states = states.take(count + 1).map(str::to_owned);
        let first: Vec<String> = states.by_ref().take(count).collect();
        let next = states.next().map_or(0, |it| votes(&it));
        drop(states);
        let least = first.iter().map(|it| votes(it)).min().unwrap_or(0);
        if first.len() < count || least < 2 || least * 2 < next * 3 {
            return None;
        }
        let persons: Vec<Option<PartyId>> = first
            .iter()
            .map(|country| {
                self.last_person_of(country, word)
                    .filter(|_| reach == Reach::Person)
            })
            .collect();
        first
            .iter()
            .zip(persons)
            .map(|(country, person)| person.or_else(|| self.state_party(country)))
            .collect()
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

    /// So many parties that one of the last sentences joined by "and", or spoke of together: they are the ones
    /// meant, the doers before others. What is done to several is not done to the doer's country (`own`).
    fn joined_lately(
        &self,
        count: usize,
        word: usize,
        reach: Reach,
        own: &[String],
        sentences: u32,
    ) -> Option<Vec<PartyId>> {
        let sentence = self.reading.word(word).sentence;
        let near = |mention: &&Mention| {
            self.reading
                .word(mention.head)
                .sentence
                .saturating_add(sentences)
                >= sentence
        };
        let mut pairs = self.recent(word).filter(near).filter_map(|mention| {
            let parties = self.joined_parties(mention.head);
            let right = reach == Reach::Any || parties.iter().all(|&id| self.is_within(reach, id));
            let whole = self.reading.word(mention.head).dep != Dep::Conj;
            let others = !parties.iter().any(|&id| self.is_own(id, own));
            let apart = count != 2
                || parties.len() != 2
                || reach == Reach::Person
                || !self.same_side(parties[0], parties[1]);
            let meant = parties.len() == count && right && whole && others && apart;
            let leads = mention.kind == MentionKind::Group || self.is_subject(mention.head);
            meant.then_some((leads, parties))
        });
        let first = pairs.next()?;
        let leading = if first.0 {
            None
        } else {
            pairs.find(|(leads, _)| *leads)
        };
        Some(leading.unwrap_or(first).1)
    }

    fn is_own(&self, party: PartyId, own: &[String]) -> bool {
        self.standing(party).is_some_and(|it| own.contains(&it))
    }

    fn country_of(&self, party: PartyId) -> Option<&str> {
        self.parties[party.index()].country.as_deref()
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

    pub(super) fn is_within(&self, reach: Reach, party: PartyId) -> bool {
        within(reach, self.parties[party.index()].kind)
    }

    /// "Both sides ... the talks between A and B": so many joined in what follows of the sentence.
    pub(super) fn pair_behind(&self, count: usize, word: usize) -> Option<Vec<PartyId>> {
        let sentence = self.reading.sentence_of(word);
        let behind = self
            .mentions_of(sentence)
            .filter(|mention| mention.head > word);
        behind
            .map(|mention| self.joined_parties(mention.head))
            .find(|parties| parties.len() == count)
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

    /// The states of the last parties of different countries.
    pub(super) fn states_of_recent(&mut self, count: usize, word: usize) -> Vec<PartyId> {
        let mut countries: Vec<String> = Vec::new();
        for mention in self.recent(word) {
            for id in mention.parties.iter().rev() {
                let country = self.state_of(&self.parties[id.index()]);
                if let Some(country) = country.filter(|it| !countries.contains(it))
                    && countries.len() < count
                {
                    countries.push(country);
                }
            }
        }
        countries.reverse();
        countries
            .iter()
            .filter_map(|code| self.state_party(code))
            .collect()
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
        let pair = self.several(Reach::Any, 2, word, "");
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
            None if count == 2 => (word + 1, self.several(Reach::Person, count, word, "")),
            None => (word + 1, Vec::new()),
        };
        let parties = if parties.len() == count {
            parties
        } else {
            self.several(Reach::Any, count, word, "")
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
