//! Roles without a name: whom "the Chinese foreign minister" or "police" stands for.

use chancery_codebook::{Entity, EntityRef, Rank};
use jiff::civil::Date;

use super::common::is_plural;
use super::describe::{Affiliation, Description, Role};
use super::lexicon::List;
use super::{Finder, Gender, Mention, MentionKind, Party, PartyId, PartyKind};
use crate::reading::{Dep, Pos};

/// No mention stands for more parties at once.
const MANY: usize = 8;

impl Finder<'_> {
    /// A role without a name, or one that tells more of a name beside it.
    pub(super) fn description(&mut self, word: usize) -> bool {
        let Some(role) = self.role_at(word) else {
            return false;
        };
        if self.is_predicate_noise(word) {
            return false;
        }
        let description = self.describe(role, 0);
        if let Some(bearer) = self.apposed(word, &description) {
            self.apply(bearer, &description);
            self.note_description(&description, word, vec![bearer], 0.9);
            return true;
        }
        let (parties, certainty) = self.bearers(&description);
        self.note_description(&description, word, parties, certainty);
        true
    }

    /// A role noun of no particular holder: "became president", "as president".
    pub(super) fn is_predicate_noise(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        let definite = self
            .reading
            .child(word, Dep::Det)
            .is_some_and(|article| self.lower(article) == "the");
        let owned = self.reading.child(word, Dep::Poss).is_some();
        let predicate = matches!(token.dep, Dep::Attr | Dep::Oprd) && !definite && !owned;
        let capacity = token.dep == Dep::Pobj && self.lower(token.head) == "as";
        !is_plural(token.tag) && (predicate || capacity)
    }

    pub(super) fn note_description(
        &mut self,
        description: &Description,
        word: usize,
        parties: Vec<PartyId>,
        certainty: f32,
    ) {
        let plural = parties.len() > 1 || description.plural;
        self.note(Mention {
            words: description.words,
            head: word,
            kind: MentionKind::Description,
            parties,
            certainty,
            plural,
        });
    }

    /// The parties that a role without a name stands for.
    pub(super) fn bearers(&mut self, description: &Description) -> (Vec<PartyId>, f32) {
        if description
            .affiliations
            .iter()
            .all(|it| it.country.is_none())
        {
            let guessed = self.guessed(description);
            let certainty = if guessed.country.is_some() { 0.5 } else { 0.3 };
            return (vec![self.bearer(description, &guessed)], certainty);
        }
        let one = !description.plural && !description.role.group;
        let take = if one { 1 } else { MANY };
        let affiliations: Vec<Affiliation> = description
            .affiliations
            .iter()
            .take(take)
            .cloned()
            .collect();
        let parties = affiliations
            .iter()
            .map(|it| self.bearer(description, it))
            .collect();
        (parties, 0.85)
    }

    /// Where nothing in the phrase tells the country: the one in focus for whom it is likely.
    pub(super) fn guessed(&self, description: &Description) -> Affiliation {
        let known = description.affiliations.first();
        let at = description.words.start;
        let sentence = self.reading.sentence_of(at);
        let acted_upon = description.indefinite || self.is_counted(description);
        let country = if acted_upon && !self.is_subject(description.role.head) {
            self.scene(sentence, description.role.head)
                .or_else(|| self.subject_country(sentence, at, &description.sector))
                .or_else(|| self.dateline.clone())
        } else {
            let same = if description.definite {
                self.same_sector(description)
            } else {
                None
            };
            same.or_else(|| self.focus(at, &description.sector))
        };
        let country = country
            .filter(|it| !description.others.contains(it) && !self.is_foreign_to(description, it));
        Affiliation {
            country,
            sector: known.and_then(|it| it.sector.clone()),
            of: known.and_then(|it| it.of),
        }
    }

    /// Whether officials whom no article makes known are met or addressed by somebody of that country: they are
    /// another's ("called upon leaders").
    fn is_foreign_to(&self, description: &Description, country: &str) -> bool {
        let head = description.role.head;
        let bare = description.plural && !description.definite;
        let official = matches!(description.sector.as_str(), "GOV" | "LEG");
        bare && official && self.own_country(head).as_deref() == Some(country)
    }

    /// The country of an armed or public body spoken of shortly before: "the generals" after "Myanmar's military".
    pub(super) fn same_sector(&self, description: &Description) -> Option<String> {
        let sector = description.sector.as_str();
        if matches!(sector, "GOV" | "CVL" | "BUS" | "MED" | "NGO") {
            return None;
        }
        let body = |party: &Party| {
            let group = matches!(party.kind, PartyKind::Organisation | PartyKind::Group);
            group && party.sector.as_deref() == Some(sector) && party.country.is_some()
        };
        let party = self.last_of(description.role.head, body)?;
        self.state_of(&self.parties[party.index()])
    }

    pub(super) fn is_counted(&self, description: &Description) -> bool {
        self.reading
            .child(description.role.head, Dep::Nummod)
            .is_some()
    }

    /// The party of a role in a country: a known holder, the one met before, or a new one.
    pub(super) fn bearer(
        &mut self,
        description: &Description,
        affiliation: &Affiliation,
    ) -> PartyId {
        if let Some(holder) = self.holder(description, affiliation) {
            return holder;
        }
        let role = &description.role;
        let country = affiliation.country.as_deref().unwrap_or("");
        let sector = affiliation.sector.as_deref().unwrap_or(&description.sector);
        let key = format!("{country}.{sector} {} {}", role.lemma, description.plural);
        let again = !description.indefinite && !self.is_counted(description);
        if let Some(&known) = self.by_words.get(&key).filter(|_| again) {
            return known;
        }
        let party = self.add(self.described(description, affiliation, sector));
        if again {
            self.by_words.insert(key, party);
        }
        party
    }

    pub(super) fn described(
        &self,
        description: &Description,
        affiliation: &Affiliation,
        sector: &str,
    ) -> Party {
        let role = &description.role;
        let each = description.affiliations.len() > 1 && self.lexicon.rank(&role.lemma).is_some();
        let kind = match (description.plural && !each, role.group) {
            (true, _) => PartyKind::Group,
            (false, true) => PartyKind::Organisation,
            (false, false) if self.is_thing(role) => PartyKind::Organisation,
            (false, false) => PartyKind::Person,
        };
        let mut words = description.words;
        while words.len() > 1 && self.reading.word(words.start).pos == Pos::Det {
            words.start += 1;
        }
        let name = self
            .reading
            .words_of(words)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let mut party = Party::new(kind, name);
        party.country = affiliation.country.clone();
        party.sector = party.country.is_some().then(|| sector.to_owned());
        party.told = description
            .affiliations
            .iter()
            .any(|it| it.country.is_some());
        party.of = affiliation.of;
        party.former = description.former;
        party.gender = if kind == PartyKind::Organisation {
            Gender::Neuter
        } else {
            description.gender
        };
        if kind == PartyKind::Person {
            party.office = Some(self.reading.words_of(description.office).to_owned());
        }
        party
    }

    /// Whether a role noun names a thing rather than somebody: "ministry", "warplane".
    pub(super) fn is_thing(&self, role: &Role) -> bool {
        let last = role.lemma.rsplit([' ', '-']).next().unwrap_or("");
        self.lexicon.has(List::Things, last)
    }

    /// The only holder of a dated office at the document's date.
    pub(super) fn holder(
        &mut self,
        description: &Description,
        affiliation: &Affiliation,
    ) -> Option<PartyId> {
        let each = description.affiliations.len() > 1;
        let one = (!description.plural || each)
            && !description.indefinite
            && !description.former
            && !description.role.group;
        let date = self.date.filter(|_| one)?;
        let rank = match self.lexicon.rank(&description.role.lemma)? {
            "head" => Rank::Head,
            "foreign" => Rank::Foreign,
            "defence" => Rank::Defence,
            _ => return None,
        };
        let country = affiliation.country.as_deref()?;
        let holder = self.sole_holder(country, rank, &description.role.lemma, date)?;
        let party = self.party_of(holder);
        let words = self.reading.words_of(description.office).to_owned();
        let bearer = &mut self.parties[party.index()];
        bearer.office.get_or_insert(words);
        Some(party)
    }

    /// Who alone held the office on `date`.
    pub(super) fn sole_holder(
        &self,
        country: &str,
        rank: Rank,
        role: &str,
        date: Date,
    ) -> Option<EntityRef> {
        let who = self.codebook.who();
        let head = rank == Rank::Head;
        let second = head.then(|| who.holders(country, Rank::Government, Some(date)));
        let state = who.entity(who.state(country)?);
        let terms: Vec<EntityRef> = who
            .holders(country, rank, Some(date))
            .chain(second.into_iter().flatten())
            .filter(|(_, term)| !head || is_of_state(term.office, role, &state))
            .map(|(person, _)| person)
            .collect();
        sole(terms.into_iter())
    }
}

/// Whether an office is that role in the state as a whole, not in a part of it: "President of Egypt".
fn is_of_state(office: &str, role: &str, state: &Entity) -> bool {
    let Some(start) = office.to_lowercase().find(role) else {
        return false;
    };
    let Some((_, whole)) = office.get(start..).and_then(|rest| rest.split_once(" of ")) else {
        return true;
    };
    let whole = whole.trim_start_matches("the ");
    whole.starts_with(state.name())
        || whole.starts_with(state.official())
        || state
            .adjectives()
            .any(|adjective| whole.starts_with(adjective))
}

/// The one thing that an iterator gives, however often.
fn sole<T: PartialEq>(mut things: impl Iterator<Item = T>) -> Option<T> {
    let first = things.next()?;
    things.all(|other| other == first).then_some(first)
}
