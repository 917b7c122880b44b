//! Names to parties: choosing among namesakes, short forms after full ones, titles.

use std::cmp::Reverse;

use chancery_codebook::{Candidate, EntityKind, EntityRef, NameForm, Rank};
use chancery_text::TokenSpan;

use super::common::is_plural;
use super::describe::{Affiliation, Description};
use super::names::{Label, Name, head};
use super::party::split;
use super::{Finder, Gender, Mention, MentionKind, Party, PartyId, PartyKind, WINDOW};
use crate::mentions::lexicon::List;
use crate::reading::{Dep, Pos, Tag};

/// How many namesakes are kept for explanation.
const ALTERNATIVES: usize = 5;

/// What stands before a person's or body's name.
#[derive(Default)]
pub(super) struct Title {
    /// The first word of name and title together.
    pub(super) start: usize,
    pub(super) description: Option<Description>,
    pub(super) gender: Gender,
    /// "Iran's Zarif", "Lebanese Hezbollah".
    pub(super) country: Option<String>,
}

impl Finder<'_> {
    /// Resolves name `index` and notes its mention.
    pub(super) fn resolve_name(&mut self, index: usize) {
        let title = self.title(index);
        self.relabel_place(index, &title);
        let (words, label) = (self.names[index].words, self.names[index].label);
        let person_like = self.is_person_like(index, &title);
        let found = self
            .bracketed(index)
            .or_else(|| self.repeated(index))
            .or_else(|| self.short_form(index, person_like, &title));
        let (party, certainty) = match found {
            Some(party) => (party, 0.95),
            None => match self
                .namesake_place(index)
                .or_else(|| self.choose(index, person_like, &title))
            {
                Some(chosen) => chosen,
                None if person_like => (self.unknown_person(words), 0.8),
                None => match self.unknown(index, label) {
                    Some(found) => found,
                    None => return,
                },
            },
        };
        self.by_words
            .insert(self.reading.words_of(words).to_owned(), party);
        self.name_party[index] = Some(party);
        self.apply_title(party, &title);
        self.note_name(index, party, certainty, &title);
    }

    /// A single word that the model takes for a person and nobody knows is a place where it stands like one and
    /// the gazetteer has it: "shelled Kherson".
    fn relabel_place(&mut self, index: usize, title: &Title) {
        let name = &self.names[index];
        let alone =
            name.label == Label::Person && name.words.len() == 1 && name.candidates.is_empty();
        let text = self.reading.words_of(name.words);
        let plain = title.start == name.words.start && !self.by_part.contains_key(text);
        if alone && plain && self.is_place_here(name.head) && self.place_country(text).is_some() {
            self.names[index].label = Label::Place;
        }
    }

    /// The role before the name, or the country.
    fn title(&self, index: usize) -> Title {
        let name = &self.names[index];
        let mut title = Title {
            start: name.words.start,
            ..Title::default()
        };
        if name.nested || self.is_state(name) {
            return title;
        }
        let first = self.reading.sentence_of(name.words.start).start;
        let mut at = name.words.start;
        while at > first
            && let Some(gender) = self.lexicon.honorific(&self.lower(at - 1))
        {
            at -= 1;
            title.gender = gender;
            title.start = at;
        }
        if at == first {
            return title;
        }
        let role = self
            .role_ending(at - 1)
            .filter(|_| self.name_at(at - 1).is_none());
        let role = role.or_else(|| self.role_with_object(at, name.words.end));
        if let Some(role) = role.filter(|role| !is_plural(self.reading.word(role.head).tag)) {
            let mut description = self.describe(role, 1);
            if description.affiliations.is_empty() {
                description
                    .affiliations
                    .extend(self.state_behind(name.words.end));
            }
            title.start = description.words.start.min(at);
            title.gender = if title.gender == Gender::Unknown {
                description.gender
            } else {
                title.gender
            };
            title.description = Some(description);
            return title;
        }
        self.bare_country(at, &mut title);
        title
    }

    /// "Foreign Minister Mevlut Cavusoglu of Turkey": the state named behind a titled name.
    fn state_behind(&self, of: usize) -> Option<Affiliation> {
        let name = &self.names[self.name_at(of + 1)?];
        let who = self.codebook.who();
        let state = name.candidates.first().map(|it| who.entity(it.entity))?;
        let told = self.reading.text(of) == "of" && state.kind() == EntityKind::State;
        let country = state.code().filter(|_| told)?.to_owned();
        Some(Affiliation {
            country: Some(country),
            ..Affiliation::default()
        })
    }

    /// "ambassador to China Lee Longnan": a role, a preposition and its object right before a name.
    fn role_with_object(&self, at: usize, end: usize) -> Option<super::describe::Role> {
        if end < self.reading.len() && self.reading.word(end).tag == Tag::Pos {
            return None;
        }
        let first = self
            .reading
            .sentence_of(at)
            .start
            .max(at.saturating_sub(10));
        let mut here = at;
        while here > first {
            here -= 1;
            let token = self.reading.word(here);
            if token.pos == Pos::Adp {
                let role = here
                    .checked_sub(1)
                    .and_then(|last| self.role_ending(last))?;
                let plain = matches!(self.reading.text(here), "of" | "to" | "for" | "in");
                // The name must not be the preposition's own object with nothing but an article between.
                let object = (here + 1..at)
                    .any(|word| matches!(self.reading.word(word).pos, Pos::Noun | Pos::Propn));
                return (plain && object && !role.group).then_some(role);
            }
            if !matches!(
                token.pos,
                Pos::Det | Pos::Adj | Pos::Noun | Pos::Propn | Pos::Part
            ) {
                return None;
            }
        }
        None
    }

    fn bare_country(&self, at: usize, title: &mut Title) {
        let before = self.before(at, 0);
        let owner = before
            .possessor
            .and_then(|owner| self.mention_ending(owner));
        let parties = before
            .names
            .iter()
            .filter_map(|&name| self.name_party[name]);
        let owned = owner
            .iter()
            .filter_map(|&mention| self.mentions[mention].parties.first().copied());
        let state = parties
            .chain(owned)
            .map(|party| &self.parties[party.index()])
            .find(|party| party.kind == PartyKind::State);
        title.country = state.and_then(|party| party.country.clone());
        if title.country.is_some() {
            title.start = before.start;
        }
    }

    pub(super) fn is_state(&self, name: &Name) -> bool {
        let who = self.codebook.who();
        name.label != Label::Person
            && name.candidates.first().is_some_and(|it| {
                matches!(
                    who.entity(it.entity).kind(),
                    EntityKind::State | EntityKind::Metonym
                )
            })
    }

    fn is_person_like(&self, index: usize, title: &Title) -> bool {
        let name = &self.names[index];
        let known = |it: &Candidate| self.kind(it) != EntityKind::Person;
        let other = !name.candidates.is_empty() && name.candidates.iter().all(known);
        let called = || self.by_part.contains_key(self.reading.words_of(name.words));
        if name.label == Label::Person && (!other || title.description.is_some() || called()) {
            return true;
        }
        let titled = title.description.as_ref().is_some_and(|it| !it.role.group)
            || title.gender != Gender::Unknown;
        titled
            && name
                .candidates
                .iter()
                .all(|it| self.kind(it) == EntityKind::Person)
    }

    fn kind(&self, candidate: &Candidate) -> EntityKind {
        self.codebook.who().entity(candidate.entity).kind()
    }

    /// "the International Atomic Energy Agency (IAEA)".
    fn bracketed(&self, index: usize) -> Option<PartyId> {
        let words = self.names[index].words;
        let open = words.start.checked_sub(1)?;
        if self.reading.text(open) != "(" || words.len() > 2 {
            return None;
        }
        let before = self
            .mentions
            .get(self.mention_ending(open.checked_sub(1)?)?)?;
        let party = *before.parties.first()?;
        let known = self.parties[party.index()].kind == PartyKind::Organisation;
        let short = self
            .reading
            .words_of(words)
            .chars()
            .filter(|c| c.is_uppercase())
            .count()
            > 1;
        (known && short).then_some(party)
    }

    /// The same words as before.
    fn repeated(&self, index: usize) -> Option<PartyId> {
        let name = &self.names[index];
        let unknown = name.candidates.is_empty() || name.surname;
        let party = *self.by_words.get(self.reading.words_of(name.words))?;
        (unknown
            || name.label == Label::Person && self.parties[party.index()].kind == PartyKind::Person)
            .then_some(party)
    }

    /// "Xi" after "Xi Jinping": the last person named so.
    fn short_form(&self, index: usize, person_like: bool, title: &Title) -> Option<PartyId> {
        let name = &self.names[index];
        let other = name
            .candidates
            .iter()
            .any(|it| self.kind(it) != EntityKind::Person);
        if name.words.len() > 1 || other && !person_like {
            return None;
        }
        let short = self.reading.words_of(name.words);
        let fits = |&&party: &&PartyId| {
            let party = &self.parties[party.index()];
            let country = title
                .country
                .as_deref()
                .is_none_or(|it| party.country.as_deref().is_none_or(|own| own == it));
            country
                && (title.gender == Gender::Unknown
                    || party.gender == Gender::Unknown
                    || title.gender == party.gender)
        };
        self.persons_called(short).rfind(fits).copied()
    }

    /// The last persons so called; more than a few would be a list, not a text.
    fn persons_called(&self, short: &str) -> impl DoubleEndedIterator<Item = &PartyId> {
        let called = self.by_part.get(short).map_or(&[][..], Vec::as_slice);
        called[called.len().saturating_sub(WINDOW)..].iter()
    }

    /// The likeliest candidate with its certainty; none where no candidate will do.
    fn choose(&mut self, index: usize, person_like: bool, title: &Title) -> Option<(PartyId, f32)> {
        let name = &self.names[index];
        let mut scored: Vec<(i32, Candidate)> = name
            .candidates
            .iter()
            .enumerate()
            .take(64)
            .map(|(rank, candidate)| {
                (
                    self.score(name, candidate, title) - rank.min(9) as i32,
                    *candidate,
                )
            })
            .collect();
        if person_like {
            scored.retain(|(_, candidate)| self.kind(candidate) == EntityKind::Person);
        }
        scored.sort_by_key(|(score, candidate)| (Reverse(*score), candidate.entity));
        let &(best, candidate) = scored.first()?;
        let bare = self.names[index].surname;
        if best < -20 || bare && !self.is_newsworthy(index, candidate.entity, title) {
            return None;
        }
        let margin = scored.get(1).map_or(40, |(next, _)| best - next);
        let certainty = (0.6 + margin as f32 / 100.0).clamp(0.6, 0.97);
        let others: Vec<String> = scored[1..]
            .iter()
            .take(ALTERNATIVES)
            .map(|(_, it)| self.codebook.who().entity(it.entity).id().to_owned())
            .collect();
        let party = self.party_of(candidate.entity);
        self.parties[party.index()].alternatives = others;
        Some((party, certainty))
    }

    /// Whether a bare surname may mean this person: they lead, alone of that name have led, or the title beside
    /// it fits them.
    fn is_newsworthy(&self, index: usize, person: EntityRef, title: &Title) -> bool {
        let (country, standing) = self.person_score(person);
        standing >= 18
            || self.by_entity.contains_key(&person)
            || self.title_score(country.as_deref(), title) >= 40
            || self.only_leader(index) == Some(person)
    }

    /// The only one of a surname's bearers who ever led a state or government.
    fn only_leader(&self, index: usize) -> Option<EntityRef> {
        let who = self.codebook.who();
        let led = |person: &EntityRef| {
            let mut terms = who.offices(*person);
            terms.any(|term| {
                let top = matches!(term.rank, Some(Rank::Head | Rank::Government));
                top && term
                    .from
                    .is_none_or(|from| self.date.is_none_or(|date| from <= date))
            })
        };
        let candidates = self.names[index]
            .candidates
            .iter()
            .take(64)
            .map(|it| it.entity);
        let mut leaders = candidates.filter(led);
        let first = leaders.next()?;
        leaders.all(|other| other == first).then_some(first)
    }

    fn score(&self, name: &Name, candidate: &Candidate, title: &Title) -> i32 {
        let who = self.codebook.who();
        let entity = who.entity(candidate.entity);
        let kind = entity.kind();
        let mut score = match (name.label, kind) {
            (Label::Person, EntityKind::Person) => 30,
            (Label::Country, EntityKind::State | EntityKind::Metonym) => 30,
            (Label::Nationality, EntityKind::State) => 30,
            (Label::Organisation, EntityKind::Organisation | EntityKind::Media) => 20,
            (Label::Person, _) => -10,
            (
                Label::Country | Label::Organisation | Label::Nationality | Label::Place,
                EntityKind::Person,
            ) => -15,
            _ => 0,
        };
        if !entity.exists(self.date) {
            score -= 40;
        }
        if self.by_entity.contains_key(&candidate.entity) {
            score += 25;
        }
        let (country, standing) = if kind == EntityKind::Person {
            self.person_score(candidate.entity)
        } else {
            (
                entity
                    .code()
                    .map(|code| code.split('.').next().unwrap_or(code))
                    .map(str::to_owned),
                0,
            )
        };
        score += standing;
        let votes = country
            .as_deref()
            .and_then(|it| self.votes.get(it))
            .copied()
            .unwrap_or(0);
        score += votes.min(6) as i32 * 3;
        score
            + self.title_score(country.as_deref(), title)
            + i32::from(candidate.form == NameForm::Name)
    }

    /// A person's country, and how likely news of the day speaks of them.
    fn person_score(&self, person: EntityRef) -> (Option<String>, i32) {
        let Some(standing) = self.codebook.who().code_at(person, self.date) else {
            return (None, -5);
        };
        let score = match (standing.office, standing.rank) {
            (Some(_), Some(Rank::Head)) => 25,
            (Some(_), Some(Rank::Government)) => 22,
            (Some(_), Some(Rank::Foreign)) => 18,
            (Some(_), Some(Rank::Defence)) => 14,
            (Some(_), _) => 10,
            (None, _) if standing.code.ends_with(".ELI") => 3,
            (None, _) => 0,
        };
        (split(&standing.code).0, score)
    }

    fn title_score(&self, country: Option<&str>, title: &Title) -> i32 {
        let told = title
            .description
            .iter()
            .flat_map(|it| it.affiliations.iter().map(|it| it.country.as_deref()));
        let mut told = told.chain([title.country.as_deref()]).flatten().peekable();
        let Some(&first) = told.peek() else { return 0 };
        match country {
            Some(country) if told.any(|it| it == country) => 40,
            Some(_) if first.len() == 3 => -40,
            _ => 0,
        }
    }

    /// The party of a known entity.
    pub(super) fn party_of(&mut self, reference: EntityRef) -> PartyId {
        if let Some(&party) = self.by_entity.get(&reference) {
            return party;
        }
        let who = self.codebook.who();
        let entity = who.entity(reference);
        let kind = match entity.kind() {
            EntityKind::State | EntityKind::Metonym => PartyKind::State,
            EntityKind::Person => PartyKind::Person,
            EntityKind::Organisation | EntityKind::Media => PartyKind::Organisation,
        };
        let mut party = Party::new(kind, entity.name());
        party.entity = Some(entity.id().to_owned()).filter(|id| !id.is_empty());
        let code = who
            .code_at(reference, self.date)
            .map(|it| it.code.into_owned());
        (party.country, party.sector) = split(code.as_deref().or(entity.code()).unwrap_or(""));
        party.gender = match (kind, entity.gender()) {
            (_, "m") => Gender::Male,
            (_, "f") => Gender::Female,
            (PartyKind::Person, _) => Gender::Unknown,
            _ => Gender::Neuter,
        };
        let id = self.add(party);
        self.by_entity.insert(reference, id);
        if kind == PartyKind::Person {
            self.note_parts(id, entity.name());
            self.note_parts(id, entity.surname());
        }
        id
    }

    fn unknown_person(&mut self, words: TokenSpan) -> PartyId {
        let name = self
            .reading
            .words_of(words)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let id = self.add(Party::new(PartyKind::Person, name.as_str()));
        self.note_parts(id, &name);
        id
    }

    /// Remembers the words of a person's name, since news goes on with one of them.
    fn note_parts(&mut self, person: PartyId, name: &str) {
        for part in name.split([' ', '-']).filter(|part| part.len() > 1) {
            let known = self.by_part.entry(part.to_owned()).or_default();
            if known.last() != Some(&person) {
                known.push(person);
            }
        }
    }

    /// A place of the gazetteer, or a name that only the model knows.
    fn unknown(&mut self, index: usize, label: Label) -> Option<(PartyId, f32)> {
        let words = self.names[index].words;
        let text = self.reading.words_of(words);
        if self.is_short(words) {
            return None;
        }
        if matches!(label, Label::Country | Label::Place | Label::None)
            && let Some(country) = self.place_country(text)
        {
            let mut party = Party::new(PartyKind::Place, text);
            party.country = Some(country);
            return Some((self.add(party), 0.7));
        }
        let kind = match label {
            Label::Organisation => PartyKind::Organisation,
            Label::Nationality => PartyKind::Group,
            Label::Country | Label::Place => PartyKind::Place,
            _ => return None,
        };
        let mut party = Party::new(kind, text);
        party.gender = Gender::Neuter;
        if kind == PartyKind::Organisation {
            self.organisation_hints(words, &mut party);
        }
        Some((self.add(party), 0.6))
    }

    /// A state's name that here is a region of another state: "Georgia and Alabama", "Atlanta, Georgia".
    fn namesake_place(&mut self, index: usize) -> Option<(PartyId, f32)> {
        let name = &self.names[index];
        let candidate = name.candidates.first().filter(|_| name.words.len() <= 2)?;
        if self.kind(candidate) != EntityKind::State || candidate.form == NameForm::Adjective {
            return None;
        }
        let own = self.codebook.who().entity(candidate.entity).code()?;
        let words = name.words;
        let text = self.reading.words_of(words);
        let places = self.codebook.places();
        let region = places
            .lookup(text)
            .map(|place| places.place(place))
            .find(|place| place.country() != own)?;
        let country = region.country().to_owned();
        let beside = [index.checked_sub(1), Some(index + 1)];
        let told = beside
            .into_iter()
            .flatten()
            .any(|other| self.lists(index, other, &country));
        told.then(|| {
            let mut party = Party::new(PartyKind::Place, text);
            party.country = Some(country);
            party.alternatives.push(format!("state/{own}"));
            (self.add(party), 0.75)
        })
    }

    /// Whether another name stands right beside, joined by a comma or "and", and is a place of `country` alone.
    fn lists(&self, index: usize, other: usize, country: &str) -> bool {
        let Some(beside) = self.names.get(other) else {
            return false;
        };
        let (left, right) = match other < index {
            true => (beside.words, self.names[index].words),
            false => (self.names[index].words, beside.words),
        };
        let near = right.start == left.end + 1
            && matches!(self.reading.text(left.end), "," | "and" | "or");
        let known = beside
            .candidates
            .iter()
            .any(|it| self.kind(it) == EntityKind::State);
        let places = self.codebook.places();
        let mut all = places.lookup(self.reading.words_of(beside.words)).take(20);
        near && !known
            && all
                .next()
                .is_some_and(|place| places.place(place).country() == country)
    }

    /// The country of the likeliest place of that name: one that the document speaks of, else the largest.
    pub(super) fn place_country(&self, name: &str) -> Option<String> {
        let places = self.codebook.places();
        let country = |place| places.place(place).country().to_owned();
        let mut candidates = places.lookup(name).take(20).map(country);
        let first = candidates.next()?;
        if self.votes.contains_key(first.as_str()) {
            return Some(first);
        }
        candidates
            .find(|it| self.votes.contains_key(it.as_str()))
            .or(Some(first))
    }

    /// "China Central Television": the country that an unknown body's name begins with, the sector of
    /// its last word.
    fn organisation_hints(&self, words: TokenSpan, party: &mut Party) {
        let who = self.codebook.who();
        let first = self
            .names
            .partition_point(|name| name.words.start < words.start);
        let within = self.names[first..]
            .iter()
            .take_while(|name| name.words.start < words.end);
        let telling = within
            .filter(|name| name.nested && self.is_telling(name, words))
            .find_map(|name| {
                let entity = who.entity(name.candidates.first()?.entity);
                entity
                    .code()
                    .filter(|_| entity.kind() != EntityKind::Person)
            });
        (party.country, party.sector) = split(telling.unwrap_or(""));
        if let Some(role) = self
            .role_ending(words.end - 1)
            .filter(|_| party.sector.is_none())
        {
            party.sector = Some(role.sector).filter(|_| party.country.is_some());
        }
    }

    /// Whether a name inside a body's name tells whose it is: it stands first, or after "of".
    fn is_telling(&self, name: &Name, words: TokenSpan) -> bool {
        let start = name.words.start;
        let of = |word: usize| word > words.start && self.reading.text(word - 1) == "of";
        start == words.start
            || of(start)
            || of(start.saturating_sub(1)) && self.lower(start - 1) == "the"
    }

    fn is_short(&self, words: TokenSpan) -> bool {
        self.lexicon
            .short(self.reading.words_of(words))
            .next()
            .is_some()
    }

    /// Writes what a title says into its bearer.
    fn apply_title(&mut self, party: PartyId, title: &Title) {
        if let Some(description) = &title.description {
            self.apply(party, description);
        }
        let bearer = &mut self.parties[party.index()];
        if bearer.gender == Gender::Unknown {
            bearer.gender = title.gender;
        }
        if bearer.country.is_none() && title.country.is_some() {
            bearer.country = title.country.clone();
        }
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
                let sector = description.sector.clone();
                self.uncertain
                    .push((party, description.words.start, sector));
            }
            _ if bearer_lacks_sector(&self.parties[party.index()]) => {
                self.parties[party.index()].sector = Some(sector);
            }
            _ => {}
        }
    }

    fn affiliate(&mut self, party: PartyId, told: Affiliation, sector: String) {
        let bearer = &mut self.parties[party.index()];
        // A body keeps its own code: Hezbollah is not Lebanon's government because it is Lebanese.
        if bearer.kind != PartyKind::Person && bearer.country.is_some() {
            return;
        }
        bearer.country = told.country;
        bearer.sector = Some(told.sector.unwrap_or(sector));
        bearer.told = true;
        bearer.of = told.of.filter(|&of| of != party);
    }

    /// Gives those whose country nothing beside them tells the one in focus, once the sentence is read.
    pub(super) fn guess_countries(&mut self) {
        for (party, word, sector) in std::mem::take(&mut self.uncertain) {
            if self.parties[party.index()].country.is_some() {
                continue;
            }
            let country = self.focus(word, &sector);
            let bearer = &mut self.parties[party.index()];
            bearer.sector = country.is_some().then_some(sector);
            bearer.country = country;
        }
    }

    fn note_name(&mut self, index: usize, party: PartyId, certainty: f32, title: &Title) {
        let name = &self.names[index];
        let words = name.words;
        let plain = Mention {
            words,
            head: name.head,
            kind: self.name_kind(index, party),
            parties: vec![party],
            certainty,
            plural: false,
        };
        let Some(description) = &title.description else {
            let mut mention = plain;
            mention.words.start = title.start;
            self.note(mention);
            return;
        };
        for word in description.words.start..words.start {
            self.titled[word] = true;
        }
        let whole = TokenSpan::new(title.start, words.end);
        let head = if self.hangs_outside(name.head, whole) {
            name.head
        } else {
            head(self.reading, whole)
        };
        let outer = Mention {
            words: whole,
            head,
            ..plain.clone()
        };
        if head != name.head {
            self.note(plain);
        }
        self.note(outer);
    }

    fn hangs_outside(&self, word: usize, words: TokenSpan) -> bool {
        let head = self.reading.word(word).head;
        head == word || !words.contains(head)
    }

    fn name_kind(&self, index: usize, party: PartyId) -> MentionKind {
        let name = &self.names[index];
        let party = &self.parties[party.index()];
        if party.kind == PartyKind::Place {
            return MentionKind::Place;
        }
        if party.kind != PartyKind::State {
            return MentionKind::Name;
        }
        let token = self.reading.word(name.head);
        let form = name.candidates.first().map(|it| it.form);
        match form {
            Some(NameForm::Metonym) if self.is_place_here(name.head) => MentionKind::Place,
            Some(NameForm::Metonym) => MentionKind::Metonym,
            Some(NameForm::Adjective)
                if token.pos == Pos::Adj
                    || matches!(token.dep, Dep::Amod | Dep::Compound | Dep::Nmod) =>
            {
                MentionKind::Adjective
            }
            _ => MentionKind::Name,
        }
    }

    /// Whether a capital's name is the place at this word rather than the government.
    fn is_place_here(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        let governor = token.head;
        match token.dep {
            Dep::Pobj => {
                let preposition = self.lower(governor);
                let above = self
                    .reading
                    .lemma(self.reading.word(governor).head)
                    .to_lowercase();
                self.lexicon.has(List::PlacePrepositions, &preposition)
                    || self.lexicon.has(List::MotionPrepositions, &preposition)
                        && self.lexicon.has(List::Motion, &above)
            }
            Dep::Dobj => self.lexicon.has(
                List::PlaceVerbs,
                &self.reading.lemma(governor).to_lowercase(),
            ),
            Dep::Compound | Dep::Nmod | Dep::Npadvmod | Dep::Advmod => {
                self.role_ending(governor).is_none()
            }
            Dep::Conj if governor != word => self.is_place_here(governor),
            Dep::Appos => true,
            _ => false,
        }
    }
}

fn bearer_lacks_sector(party: &Party) -> bool {
    party.sector.is_none() && party.kind == PartyKind::Person
}
