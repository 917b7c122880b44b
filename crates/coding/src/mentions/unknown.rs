//! Names that the who-is-who does not know: places of the gazetteer, bodies whose name tells their country.

use chancery_codebook::{EntityKind, NameForm};
use chancery_text::TokenSpan;

use super::common::is_plural;
use super::lexicon::List;
use super::names::{Label, Name};
use super::party::split;
use super::{Finder, Gender, Party, PartyId, PartyKind};
use crate::reading::Dep;

impl Finder<'_> {
    /// A place of the gazetteer, or a name that only the model knows.
    pub(super) fn unknown(&mut self, index: usize, label: Label) -> Option<(PartyId, f32)> {
        let words = self.names[index].words;
        let text = self.reading.words_of(words);
        // "the Koreas", "the North" lean on what the document speaks of.
        if self.is_short(words)
            || self
                .lexicon
                .collective(self.reading.text(words.end - 1))
                .is_some()
        {
            return None;
        }
        if matches!(label, Label::Country | Label::Place | Label::None)
            && let Some(country) = self.country_of_place(words)
        {
            let mut party = Party::new(PartyKind::Place, text);
            party.country = Some(country);
            return Some((self.add(party), 0.7));
        }
        if let Some(country) = self.home_of_people(text) {
            let mut party = Party::new(PartyKind::Group, text);
            // "The Kurds"; whoever else is Kurdish has the sector of his role.
            let dep = self.reading.word(self.names[index].head).dep;
            let plain = !matches!(dep, Dep::Amod | Dep::Compound | Dep::Nmod);
            party.sector = (plain && country.is_some()).then(|| "CVL".to_owned());
            party.country = country;
            return Some((self.add(party), 0.7));
        }
        let kind = match label {
            Label::Organisation => PartyKind::Organisation,
            _ if self.begins_with_nationality(index) => PartyKind::Organisation,
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

    /// The name of a state or of a capital that here is a place of another state: "Georgia and Alabama", "Paris, Texas".
    pub(super) fn namesake_place(&mut self, index: usize) -> Option<(PartyId, f32)> {
        let name = &self.names[index];
        let candidate = name.candidates.first().filter(|_| name.words.len() <= 2)?;
        let named = matches!(
            self.kind(candidate),
            EntityKind::State | EntityKind::Metonym
        );
        if !named || candidate.form == NameForm::Adjective {
            return None;
        }
        let own = self.codebook.who().entity(candidate.entity).code()?;
        let own = &own[..own.len().min(3)];
        let placed = self.placed(name.words);
        let placed = placed.filter(|it| it.words == name.words && !it.is_stranger())?;
        let country = placed.country.clone().filter(|country| country != own)?;
        // Prague was the capital of Czechoslovakia before it was that of a state that is there today.
        let state = self.codebook.who().state(&country)?;
        if !self.codebook.who().entity(state).exists(self.date) {
            return None;
        }
        let mut party = Party::new(PartyKind::Place, self.reading.words_of(name.words));
        party.country = Some(country);
        party.alternatives.push(format!("state/{own}"));
        Some((self.add(party), 0.75))
    }

    /// The state in which a people without one of its own lives: the one that the story speaks of most, or the only one;
    /// nothing where the name is no people's.
    fn home_of_people(&self, name: &str) -> Option<Option<String>> {
        let homes = self.lexicon.homes(name);
        let home = |state: &&str| homes.iter().any(|it| it == state);
        let told = self.protagonists(None).find(home).map(str::to_owned);
        let only = || match homes {
            [only] => Some(only.clone()),
            _ => None,
        };
        (!homes.is_empty()).then(|| told.or_else(only))
    }

    /// The country of the place that a name means.
    fn country_of_place(&self, words: TokenSpan) -> Option<String> {
        let placed = self.placed(words).filter(|it| it.words == words);
        placed
            .and_then(|it| it.country.clone())
            .or_else(|| self.place_country(self.reading.words_of(words)))
    }

    /// The country of the likeliest place of that name: one that the document speaks of, else the largest.
    pub(super) fn place_country(&self, name: &str) -> Option<String> {
        if self.lexicon.has(List::Nowhere, name) {
            return None;
        }
        let places = self.codebook.places();
        let country = |place| places.place(place).country().to_owned();
        let known = |country: &String| !country.is_empty();
        let mut candidates = places.lookup(name).take(20).map(country).filter(known);
        let first = candidates.next()?;
        if self.votes.contains_key(first.as_str()) {
            return Some(first);
        }
        candidates
            .find(|it| self.votes.contains_key(it.as_str()))
            .or(Some(first))
    }

    /// Whether a longer name begins with an adjective of nationality: "Thai F-16s" is no person.
    pub(super) fn begins_with_nationality(&self, index: usize) -> bool {
        let words = self.names[index].words;
        let inner = self.names[index + 1..]
            .iter()
            .take_while(|name| name.words.start < words.end)
            .find(|name| name.words.start == words.start && name.words.len() < words.len());
        let known = inner.and_then(|name| name.candidates.first());
        let last = words.end - 1;
        let thing = is_plural(self.reading.word(last).tag)
            || self
                .reading
                .text(last)
                .bytes()
                .any(|byte| byte.is_ascii_digit());
        let nationality = known
            .is_some_and(|it| self.kind(it) == EntityKind::State && it.form == NameForm::Adjective);
        nationality && (thing || self.names[index].label != Label::Person)
    }

    /// "China Central Television": the country that an unknown body's name begins with, the sector of
    /// its last word.
    pub(super) fn organisation_hints(&self, words: TokenSpan, party: &mut Party) {
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
    pub(super) fn is_telling(&self, name: &Name, words: TokenSpan) -> bool {
        let start = name.words.start;
        let of = |word: usize| word > words.start && self.reading.text(word - 1) == "of";
        start == words.start
            || of(start)
            || of(start.saturating_sub(1)) && self.lower(start - 1) == "the"
    }

    pub(super) fn is_short(&self, words: TokenSpan) -> bool {
        self.lexicon
            .short(self.reading.words_of(words))
            .next()
            .is_some()
    }
}
