//! Names to parties: the same name again, short forms after full ones, and the mention that a name makes.

use chancery_codebook::{Candidate, EntityKind, EntityRef, NameForm};
use chancery_text::TokenSpan;

use super::common::is_located;
use super::describe::Description;
use super::lexicon::List;
use super::names::{Label, Name, head};
use super::party::split;
use super::titles::Title;
use super::{Finder, Gender, Mention, MentionKind, Party, PartyId, PartyKind, WINDOW};
use crate::reading::{Dep, Pos};

impl Finder<'_> {
    /// Resolves name `index` and notes its mention.
    pub(super) fn resolve_name(&mut self, index: usize) {
        if self.is_of_people(index) {
            self.people_named(index);
            return;
        }
        if self.ship(index) || self.is_office_elsewhere(index) {
            return;
        }
        let title = self.title(index);
        self.relabel(index, &title);
        let (words, label) = (self.names[index].words, self.names[index].label);
        let person_like = self.is_person_like(index, &title);
        let found = self
            .bracketed(index)
            .or_else(|| self.repeated(index, &title))
            .or_else(|| self.short_form(index, person_like, &title));
        let (party, certainty) = match found {
            Some(party) => (party, 0.95),
            None => match self
                .namesake_place(index)
                .or_else(|| self.choose(index, person_like, &title))
            {
                Some(chosen) => chosen,
                None if person_like && !self.begins_with_nationality(index) => {
                    match self.known_within(index) {
                        Some(person) => (person, 0.9),
                        None => (self.unknown_person(words), 0.8),
                    }
                }
                None => match self.unknown(index, label) {
                    Some(found) => found,
                    None => return,
                },
            },
        };
        let text = self.reading.words_of(words);
        if words.len() > 1 && self.parties[party.index()].kind == PartyKind::Person {
            self.note_parts(party, text);
        }
        self.by_words.insert(text.to_owned(), party);
        self.name_party[index] = Some(party);
        self.apply_title(party, &title);
        if found.is_none() {
            self.leave_open(index, party);
        }
        self.note_name(index, party, certainty, &title);
    }

    /// A ship, and nobody whose name it has: "the carrier Ronald Reagan", "the US destroyer John McCain". It is of the country
    /// that is named before it, else of the one of the person.
    fn ship(&mut self, index: usize) -> bool {
        let Name { words, head, .. } = self.names[index];
        let noun = words.start.checked_sub(1).filter(|&noun| {
            self.lexicon.has(List::Vessels, &self.small_lemma(noun)) && self.name_at(noun).is_none()
        });
        let person = |it: &Candidate| self.kind(it) == EntityKind::Person;
        let bearer = self.names[index].candidates.first().copied();
        let Some((noun, bearer)) = noun.zip(bearer.filter(person)) else {
            return false;
        };
        let before = self.before(noun, 0);
        let told = before.names.iter().find_map(|&name| self.name_party[name]);
        let owner = told.or_else(|| Some(self.party_of(bearer.entity)));
        let mut ship = Party::new(PartyKind::Organisation, self.reading.words_of(words));
        ship.country = owner.and_then(|owner| self.parties[owner.index()].country.clone());
        let sector = self.role_ending(noun).map(|role| role.sector);
        ship.sector = sector.or_else(|| self.owned_at(noun).map(|role| role.sector));
        let party = self.add(ship);
        self.name_party[index] = Some(party);
        let hangs = self.reading.word(head).head == noun;
        self.note(Mention {
            words: TokenSpan::new(before.start, words.end),
            head: if hangs { noun } else { head },
            kind: MentionKind::Name,
            parties: vec![party],
            certainty: 0.8,
            plural: false,
        });
        true
    }

    /// "The *Foreign Office* in Berlin": an office by which one state's is known, but which here is that of another.
    fn is_office_elsewhere(&self, index: usize) -> bool {
        let words = self.names[index].words;
        let who = self.codebook.who();
        let state = |name: usize| {
            let first = self.names[name].candidates.first()?;
            who.entity(first.entity).code()?.get(..3)
        };
        let seat = (self.reading.text(words.end.min(self.reading.len() - 1)) == "in")
            .then(|| self.name_at(words.end + 1))
            .flatten()
            .filter(|&seat| self.is_state(&self.names[seat]));
        let apart = seat
            .and_then(state)
            .zip(state(index))
            .is_some_and(|(seat, own)| seat != own);
        apart
            && who
                .role(&self.reading.words_of(words).to_lowercase())
                .is_some()
    }

    /// Whether a person's name is only that of a thing: "Ben Gurion airport".
    fn is_named_after(&self, index: usize) -> bool {
        let Name { words, head, .. } = self.names[index];
        let person = |it: &Candidate| self.kind(it) == EntityKind::Person;
        let token = self.reading.word(head);
        words.end < self.reading.len()
            && token.head == words.end
            && matches!(token.dep, Dep::Compound | Dep::Nmod)
            && self.names[index].candidates.iter().all(person)
            && self
                .lexicon
                .has(List::NamedAfter, &self.small_lemma(words.end))
    }

    /// A people, whose country the story tells rather than its name: "ethnic Albanians"; before a noun only the noun counts.
    fn people_named(&mut self, index: usize) {
        let (words, head) = (self.names[index].words, self.names[index].head);
        if !self.is_nominal(head) {
            return;
        }
        let own = self.names[index].candidates.first();
        let own = own.and_then(|it| self.codebook.who().entity(it.entity).code());
        let mut description = Description::of_people(words, head);
        description.others.extend(own.map(str::to_owned));
        let people = self.add(Party::new(PartyKind::Group, self.reading.words_of(words)));
        self.name_party[index] = Some(people);
        self.uncertain.push((people, description));
        self.note(Mention {
            words,
            head,
            kind: MentionKind::Description,
            parties: vec![people],
            certainty: 0.4,
            plural: true,
        });
    }

    /// Notes one whom nobody knows, and of whom no title tells the country, to be guessed once the sentence is read.
    fn leave_open(&mut self, index: usize, party: PartyId) {
        let known = &self.parties[party.index()];
        let sector = match known.kind {
            PartyKind::Person => "CVL",
            PartyKind::Organisation => "",
            _ => return,
        };
        if known.country.is_none() && known.entity.is_none() {
            let name = &self.names[index];
            let description = Description::of_name(name.words, name.head, sector);
            self.uncertain.push((party, description));
        }
    }

    /// The one person of the who-is-who whose name stands inside a longer one: "Crown Prince *Mohammed bin Salman*".
    fn known_within(&mut self, index: usize) -> Option<PartyId> {
        let outer = self.names[index].words;
        let from = self
            .names
            .partition_point(|name| name.words.start < outer.start);
        let inside = self.names[from..]
            .iter()
            .take_while(|name| name.words.start < outer.end)
            .filter(|name| name.nested && name.words.len() > 1 && !name.surname);
        let mut known = inside.filter_map(|name| {
            let candidate = name.candidates.first()?;
            (self.kind(candidate) == EntityKind::Person).then_some(candidate.entity)
        });
        let person = known.next();
        let person = person.filter(|_| known.next().is_none());
        drop(known);
        person.map(|person| self.party_of(person))
    }

    /// A people's name is that, whatever the model takes it for. What it takes for a person or a body and nobody knows is a
    /// place where it stands like one and the gazetteer has it ("shelled Kherson", "of Murmansk"), and a single word that the
    /// model takes for a person where something is ("at Jarinje"); and so is one that only shares a surname, "Sabah".
    pub(super) fn relabel(&mut self, index: usize, title: &Title) {
        if self.is_named_after(index) {
            self.names[index].label = Label::Place;
            self.names[index].candidates.clear();
            return;
        }
        let name = &self.names[index];
        let unknown = name.candidates.is_empty() && title.start == name.words.start;
        let text = self.reading.words_of(name.words);
        let person = name.label == Label::Person && self.lexicon.has(List::Borne, text);
        let people = !self.lexicon.homes(text).is_empty() && !person;
        if unknown && people && !self.by_part.contains_key(text) {
            self.names[index].label = Label::Nationality;
            return;
        }
        let plain = unknown && !self.by_part.contains_key(text);
        let place = match name.label {
            Label::Person if name.words.len() == 1 => {
                is_located(self.reading, name.head, "off")
                    || self.is_place_here(name.head) && self.place_country(text).is_some()
            }
            Label::Person | Label::Organisation => {
                self.is_place_here(name.head) && self.placed(name.words).is_some()
            }
            _ => false,
        };
        if plain && place {
            self.names[index].label = Label::Place;
        }
        let name = &self.names[index];
        let place = matches!(name.label, Label::Place | Label::Country);
        let namesake = name.surname && place && self.placed(name.words).is_some();
        if namesake && !self.by_part.contains_key(self.reading.words_of(name.words)) {
            self.names[index].candidates.clear();
        }
    }

    pub(super) fn is_state(&self, name: &Name) -> bool {
        let who = self.codebook.who();
        (name.label != Label::Person || self.reading.word(name.head).pos == Pos::Adj)
            && name.candidates.first().is_some_and(|it| {
                matches!(
                    who.entity(it.entity).kind(),
                    EntityKind::State | EntityKind::Metonym
                )
            })
    }

    pub(super) fn is_person_like(&self, index: usize, title: &Title) -> bool {
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

    pub(super) fn kind(&self, candidate: &Candidate) -> EntityKind {
        self.codebook.who().entity(candidate.entity).kind()
    }

    /// "the International Atomic Energy Agency (IAEA)".
    pub(super) fn bracketed(&self, index: usize) -> Option<PartyId> {
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

    /// The same words as before, of nobody else: Iran's Supreme Command is not Pyongyang's.
    pub(super) fn repeated(&self, index: usize, title: &Title) -> Option<PartyId> {
        let name = &self.names[index];
        let unknown = name.candidates.is_empty() || name.surname;
        let party = *self.by_words.get(self.reading.words_of(name.words))?;
        let known = &self.parties[party.index()];
        let person = name.label == Label::Person && known.kind == PartyKind::Person;
        let foreign = known.kind == PartyKind::Organisation
            && title.country.is_some()
            && known.country.is_some()
            && title.country != known.country;
        ((unknown || person) && !foreign).then_some(party)
    }

    /// "Xi" after "Xi Jinping": the last person named so.
    pub(super) fn short_form(
        &self,
        index: usize,
        person_like: bool,
        title: &Title,
    ) -> Option<PartyId> {
        let name = &self.names[index];
        let other = name
            .candidates
            .iter()
            .any(|it| self.kind(it) != EntityKind::Person);
        let full = name.words.len() > 1 && !name.candidates.is_empty() && !name.surname;
        if full || other && !person_like {
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
    pub(super) fn persons_called(&self, short: &str) -> impl DoubleEndedIterator<Item = &PartyId> {
        let called = self.by_part.get(short).map_or(&[][..], Vec::as_slice);
        called[called.len().saturating_sub(WINDOW)..].iter()
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

    pub(super) fn unknown_person(&mut self, words: TokenSpan) -> PartyId {
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
    pub(super) fn note_parts(&mut self, person: PartyId, name: &str) {
        for part in name.split([' ', '-']).filter(|part| part.len() > 1) {
            self.note_part(person, part);
        }
        // "Le Drian", "López Obrador": all but the first words.
        let mut rest = name;
        while let Some((_, behind)) = rest.split_once(' ') {
            rest = behind;
            if rest.contains(' ') {
                self.note_part(person, rest);
            }
        }
    }

    fn note_part(&mut self, person: PartyId, part: &str) {
        if let Some(known) = self.by_part.get_mut(part) {
            if known.last() != Some(&person) {
                known.push(person);
            }
        } else {
            self.by_part.insert(part.to_owned(), vec![person]);
        }
    }

    pub(super) fn note_name(
        &mut self,
        index: usize,
        party: PartyId,
        certainty: f32,
        title: &Title,
    ) {
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

    pub(super) fn hangs_outside(&self, word: usize, words: TokenSpan) -> bool {
        let head = self.reading.word(word).head;
        head == word || !words.contains(head)
    }

    pub(super) fn name_kind(&self, index: usize, party: PartyId) -> MentionKind {
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
    pub(super) fn is_place_here(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        let governor = token.head;
        match token.dep {
            Dep::Pobj => {
                let preposition = self.lower(governor);
                let above = self.small_lemma(self.reading.word(governor).head);
                self.lexicon.has(List::PlacePrepositions, &preposition)
                    || self.lexicon.has(List::MotionPrepositions, &preposition)
                        && self.lexicon.has(List::Motion, &above)
            }
            Dep::Dobj => self
                .lexicon
                .has(List::PlaceVerbs, &self.small_lemma(governor)),
            Dep::Compound | Dep::Nmod | Dep::Npadvmod | Dep::Advmod => {
                self.role_ending(governor).is_none()
            }
            Dep::Conj if governor != word => self.is_place_here(governor),
            Dep::Appos => true,
            _ => false,
        }
    }
}
