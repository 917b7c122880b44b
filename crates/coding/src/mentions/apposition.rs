//! Descriptions beside a name, and what they say of its bearer.

use chancery_codebook::Rank;

use super::describe::{Affiliation, Description};
use super::lexicon::List;
use super::party::is_body;
use super::{Finder, Gender, MentionKind, PartyId, PartyKind};
use crate::reading::Dep;

impl Finder<'_> {
    /// The person or body that the description stands beside.
    pub(super) fn apposed(&self, word: usize, description: &Description) -> Option<PartyId> {
        self.apposed_by_tree(word, description)
            .or_else(|| self.apposed_by_commas(description))
    }

    pub(super) fn apposed_by_tree(
        &self,
        word: usize,
        description: &Description,
    ) -> Option<PartyId> {
        let token = self.reading.word(word);
        let above = (token.dep == Dep::Appos).then_some(token.head);
        let below = self
            .reading
            .children(word)
            .filter(|&child| self.reading.word(child).dep == Dep::Appos);
        let mut beside = above.into_iter().chain(below);
        beside.find_map(|at| self.bearer_at(at, description))
    }

    pub(super) fn bearer_at(&self, word: usize, description: &Description) -> Option<PartyId> {
        let mention = self.mention_at(word)?;
        let [party] = mention.parties.as_slice() else {
            return None;
        };
        self.can_bear(*party, description).then_some(*party)
    }

    pub(super) fn can_bear(&self, party: PartyId, description: &Description) -> bool {
        match self.parties[party.index()].kind {
            PartyKind::Person => !description.role.group && !description.plural,
            PartyKind::Organisation => true,
            _ => false,
        }
    }

    /// "Mao Ning, a spokeswoman for ...," and "the spokeswoman for ..., Mao Ning,", whatever the tree says.
    pub(super) fn apposed_by_commas(&self, description: &Description) -> Option<PartyId> {
        self.name_before_comma(description)
            .or_else(|| self.name_behind_comma(description))
    }

    pub(super) fn name_before_comma(&self, description: &Description) -> Option<PartyId> {
        let comma = description.words.start.checked_sub(1)?;
        let last = comma.checked_sub(1)?;
        if self.reading.text(comma) != "," {
            return None;
        }
        let mention = &self.mentions[self.mention_ending(last)?];
        let ends = description.words.end;
        let closed = ends >= self.reading.len()
            || matches!(self.reading.text(ends), "," | "." | ";" | ")" | "—");
        let [party] = mention.parties.as_slice() else {
            return None;
        };
        let person = self.parties[party.index()].kind == PartyKind::Person
            && mention.kind == MentionKind::Name;
        (person && closed && self.can_bear(*party, description)).then_some(*party)
    }

    pub(super) fn name_behind_comma(&self, description: &Description) -> Option<PartyId> {
        let comma = description.words.end;
        if comma + 1 >= self.reading.len()
            || self.reading.text(comma) != ","
            || description.indefinite
        {
            return None;
        }
        let name = self
            .name_at(comma + 1)
            .filter(|&name| self.names[name].words.start == comma + 1)?;
        let party = self.name_party[name]?;
        let end = self.names[name].words.end;
        let closed = end >= self.reading.len() || matches!(self.reading.text(end), "," | "." | ";");
        let person = self.parties[party.index()].kind == PartyKind::Person;
        (person && closed && self.can_bear(party, description)).then_some(party)
    }

    /// Writes what a description says into the party that it describes. The text wins over the who-is-who.
    pub(super) fn apply(&mut self, party: PartyId, description: &Description) {
        let office = self.reading.words_of(description.office).to_owned();
        let bearer = &mut self.parties[party.index()];
        if bearer.kind == PartyKind::Person {
            bearer.former |= description.former;
            if bearer.gender == Gender::Unknown {
                bearer.gender = description.gender;
            }
            if bearer
                .office
                .as_ref()
                .is_none_or(|known| known.len() < office.len())
            {
                bearer.office = Some(office);
            }
        }
        let sector = description.sector.clone();
        match description.affiliations.first() {
            Some(told) if told.country.is_some() => self.affiliate(party, told.clone(), sector),
            _ if self.parties[party.index()].country.is_none() => {
                // What the role says goes before what the bare name left open.
                self.uncertain
                    .retain(|(known, open)| *known != party || !open.role.lemma.is_empty());
                self.uncertain.push((party, description.clone()));
            }
            _ if self.lacks_office(party, &description.role.lemma) => {
                let bearer = &mut self.parties[party.index()];
                bearer.sector = Some(sector);
                bearer.told = !bearer.former;
            }
            _ => {}
        }
    }

    /// Whether only the text tells what somebody is: the who-is-who knows no office of theirs on that day, and the title is
    /// none that is kept for life ("President Carter").
    fn lacks_office(&self, party: PartyId, role: &str) -> bool {
        let party = &self.parties[party.index()];
        party.kind == PartyKind::Person
            && match party.sector.as_deref() {
                None => true,
                Some("ELI") => !self.lexicon.has(List::Courtesy, role),
                Some(_) => false,
            }
    }

    pub(super) fn affiliate(&mut self, party: PartyId, told: Affiliation, sector: String) {
        let bearer = &mut self.parties[party.index()];
        // A body keeps its own code: Hezbollah is not Lebanon's government because it is Lebanese.
        if bearer.kind != PartyKind::Person && bearer.country.is_some() {
            return;
        }
        if bearer.country.is_some() && !told.sure && (bearer.told || bearer.entity.is_some()) {
            return;
        }
        let body = told
            .country
            .as_deref()
            .is_some_and(|it| it.len() == 3 && is_body(it));
        if body && self.serves_state(party) {
            return;
        }
        let bearer = &mut self.parties[party.index()];
        bearer.country = told.country;
        bearer.sector = Some(told.sector.unwrap_or(sector));
        bearer.told = told.sure;
        bearer.of = told.of.filter(|&of| of != party);
    }

    /// Whether a person leads a state or is one of its first ministers, or the text has said so: they are that also
    /// where they chair a body ("Anwar Ibrahim, this year's chairman of ASEAN").
    fn serves_state(&self, person: PartyId) -> bool {
        let party = &self.parties[person.index()];
        if self.state_of(party).is_none() || party.former {
            return false;
        }
        let who = self.codebook.who();
        let standing = party
            .entity
            .as_deref()
            .and_then(|id| who.code_at(who.find(id)?, self.date));
        let first = standing.and_then(|it| it.rank).is_some_and(|rank| {
            matches!(
                rank,
                Rank::Head | Rank::Government | Rank::Foreign | Rank::Defence
            )
        });
        first || party.told
    }

    /// Gives those whose country nothing beside them tells the one in focus, once the sentence is read.
    pub(super) fn guess_countries(&mut self) {
        for (party, description) in std::mem::take(&mut self.uncertain) {
            if self.parties[party.index()].country.is_some() {
                continue;
            }
            let owner = self.owner_of(description.role.head);
            let (country, sector) = match owner {
                Some(owner) => (Some(owner), None),
                None => {
                    let guessed = self.guessed(&description);
                    (guessed.country, guessed.sector)
                }
            };
            let sector = sector.unwrap_or(description.sector);
            let bearer = &mut self.parties[party.index()];
            bearer.sector = country
                .is_some()
                .then_some(sector)
                .filter(|it| !it.is_empty());
            bearer.country = country;
        }
    }

    /// The state of whoever owns what a noun means: "the North's Supreme Command".
    fn owner_of(&self, noun: usize) -> Option<String> {
        let owner = self.reading.child(noun, Dep::Poss)?;
        let party = *self.mention_at(owner)?.parties.first()?;
        self.state_of(&self.parties[party.index()])
    }
}
