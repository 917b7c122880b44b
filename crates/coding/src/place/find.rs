//! Finding names of places in a document.

use chancery_codebook::{Codebook, EntityKind, EntityRef, NameForm, PlaceHit};
use chancery_text::TokenSpan;
use hashbrown::HashSet;
use jiff::civil::Date;

use super::PlaceMention;
use super::evidence::Evidence;
use super::position::Position;
use super::row::{kind, of_country, of_place};
use super::senses::{Sense, Sort, likeliest, senses};
use super::stranger::{Stranger, Strangers};
use super::words::Words;
use crate::reading::{Dep, Pos, Reading};

/// The names of places in `reading`, in order, each with the place that it most likely means.
///
/// A name inside that of a person or an organisation is none. Which of several places a name means is told by what stands
/// behind it ("Paris, Texas"), by the countries that the document speaks of, and by the places around.
pub fn find(reading: &Reading<'_>, codebook: &Codebook, words: &Words) -> Vec<PlaceMention> {
    let finder = Finder::new(reading, codebook, words);
    let names = finder.names();
    let evidence = Evidence::of(&finder, &names);
    let mut mentions: Vec<_> = names
        .iter()
        .enumerate()
        .filter_map(|(at, name)| {
            let stranger = |feature| Some(finder.stranger(&names, at, feature, &evidence));
            if let Some(feature) = name.stranger {
                return stranger(feature);
            }
            let sense = likeliest(&names, at, &evidence)?;
            let mention = finder.mention(name, &sense, &evidence)?;
            if evidence.is_out_of_the_way(name, &sense) {
                return stranger("PPL");
            }
            Some(mention)
        })
        .collect();
    share_position(reading, &mut mentions);
    mentions
}

pub(super) struct Finder<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) codebook: &'a Codebook,
    pub(super) lists: &'a Words,
    position: Position<'a>,
    strangers: Strangers<'a>,
    /// The last words of persons' full names.
    persons: HashSet<&'a str>,
    date: Option<Date>,
}

/// A name and what it may mean.
pub(super) struct Name<'a> {
    pub(super) words: TokenSpan,
    pub(super) text: &'a str,
    /// The countries and places that bear it.
    pub(super) senses: Vec<Sense<'a>>,
    /// The number of the name before to which this one belongs: "Paris, *Texas*".
    pub(super) holds: Option<usize>,
    /// The number of the name before that stands in a row with it: "Georgia *and Alabama*".
    pub(super) listed: Option<usize>,
    /// What a word beside it says that it is.
    pub(super) told: Option<Sort>,
    locative: bool,
    /// What the entity recogniser takes it for.
    taken_for: Taken,
    /// The feature code of a place that the gazetteer does not know.
    stranger: Option<&'a str>,
}

/// What stands between a place and what it lies in, and between places in a row.
const BEHIND: &[&str] = &[",", "("];
const ROW: &[&str] = &[",", "and", "or"];

/// A city of so many is known to readers anywhere.
const WELL_KNOWN: u64 = 100_000;

/// What the entity recogniser takes a name for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Place,
    Nothing,
    /// A person, an organisation, a work.
    Other,
}

impl<'a> Name<'a> {
    /// The country that bears the name.
    pub(super) fn country(&self) -> Option<&'a str> {
        let state = self.senses.iter().find(|sense| sense.place.is_none());
        state.map(|sense| sense.country)
    }

    /// Whether a country and a division of another country have it: "Georgia".
    pub(super) fn is_two_faced(&self) -> bool {
        let divisions = self.senses.iter().filter(|sense| sense.is_division());
        self.country()
            .is_some_and(|country| divisions.into_iter().any(|it| it.country != country))
    }

    /// Whether it is a division of the same country as another, and can be no country.
    pub(super) fn is_sister_of(&self, other: &Sense) -> bool {
        let sister = |sense: &Sense| sense.is_division() && sense.country == other.country;
        self.country().is_none() && self.senses.iter().any(sister)
    }

    /// Whether it can mean one place alone.
    pub(super) fn is_sure(&self) -> bool {
        self.senses.len() == 1
    }
}

impl<'a> Finder<'a> {
    fn new(reading: &'a Reading<'a>, codebook: &'a Codebook, lists: &'a Words) -> Self {
        Self {
            reading,
            codebook,
            lists,
            position: Position {
                reading,
                words: lists,
            },
            strangers: Strangers {
                reading,
                codebook,
                lists,
            },
            persons: persons(reading),
            date: reading.document.date.as_ref().map(|known| known.date),
        }
    }

    fn names(&self) -> Vec<Name<'a>> {
        let mut names: Vec<Name<'a>> = Vec::new();
        let mut at = 0;
        while at < self.reading.len() {
            let name = self.name(at, &names);
            at = name.as_ref().map_or(at + 1, |name| name.words.end);
            names.extend(name);
        }
        names
    }

    /// The name of a place that begins at word `at`: one that is known, or else, or where it is longer, one whose words say
    /// that it is one.
    fn name(&self, at: usize, before: &[Name<'a>]) -> Option<Name<'a>> {
        if !self.reading.text(at).starts_with(char::is_uppercase) {
            return None;
        }
        let stranger = self.strangers.name_at(at, &self.persons);
        let known = self.known(at, before, stranger.as_ref());
        let end = known.as_ref().map_or(at, |name| name.words.end);
        let unknown = stranger.filter(|it| it.words.end > end);
        let unknown = unknown.map(|it| self.named(it.words, Vec::new(), before, Some(it.feature)));
        unknown.or(known)
    }

    /// The name of a country or of a place of the gazetteer that begins at word `at`; its words may say themselves that it is
    /// one.
    fn known(
        &self,
        at: usize,
        before: &[Name<'a>],
        told: Option<&Stranger<'a>>,
    ) -> Option<Name<'a>> {
        let state = self.state_at(at);
        let hit = self.place_at(at);
        let ends = [state.map(|it| it.1), hit.as_ref().map(|it| it.1)];
        let words = ends.into_iter().flatten().max_by_key(|it| it.end)?;
        let text = self.reading.text(at);
        if words.len() == 1 && (self.lists.in_towns.has(text) || self.lists.never.has(text)) {
            return None;
        }
        let state = state.filter(|it| it.1 == words).map(|it| it.0);
        let hit = hit.filter(|it| it.1 == words).map(|it| it.0);
        let behind = self.joined(words, before, BEHIND).is_some();
        let mut senses = senses(self.codebook, self.lists, state, hit, behind);
        if self.lists.nowhere.has(self.reading.words_of(words)) {
            senses.retain(|sense| !sense.is_settled());
        }
        if senses.is_empty() {
            return None;
        }
        let name = self.named(words, senses, before, None);
        let short = name.senses.iter().all(|sense| sense.is_short);
        let placed = name.locative && self.reading.entity(at) != Some("NORP");
        let told = told.is_some_and(|it| it.words == words);
        let mistaken = name.taken_for == Taken::Other
            && !((placed || behind || self.is_place_like(&name)) && self.is_whole_entity(words));
        (short || told || (!mistaken && !self.is_part_of_name(words))).then_some(name)
    }

    /// Whether a name that the recogniser takes for another thing may be a place for all that: no person of the text has it, and
    /// nobody is known by it, or it is a well-known place.
    fn is_place_like(&self, name: &Name<'a>) -> bool {
        let who = self.codebook.who();
        let start = self.reading.word(name.words.start).span.start;
        let text = &self.reading.document.repaired;
        let nobody = who.surname(text, start).is_none();
        let well_known = || name.senses.iter().any(|sense| sense.people >= WELL_KNOWN);
        !self.persons.contains(name.text)
            && name.senses.iter().all(|it| it.place.is_some())
            && (nobody || well_known())
    }

    /// The name before, where only one of some signs stands between.
    fn joined(&self, words: TokenSpan, before: &[Name<'a>], signs: &[&str]) -> Option<usize> {
        let last = before.len().checked_sub(1)?;
        let end = before[last].words.end;
        (words.start == end + 1 && signs.contains(&self.reading.text(end))).then_some(last)
    }

    /// What the word behind a name says that it is, or the one before "of" ("the *province* of Kursk") or before it.
    fn told(&self, words: TokenSpan) -> Option<Sort> {
        let of = words
            .start
            .checked_sub(1)
            .filter(|it| self.reading.text(*it) == "of");
        let before = of.unwrap_or(words.start).checked_sub(1);
        let behind = Some(words.end).filter(|it| *it < self.reading.len());
        [behind, before].into_iter().flatten().find_map(|word| {
            let text = self.reading.text(word);
            let division = self.lists.division_words.has(text);
            let town = || self.lists.town_words.has(text).then_some(Sort::Town);
            division.then_some(Sort::Division).or_else(town)
        })
    }

    fn named(
        &self,
        words: TokenSpan,
        senses: Vec<Sense<'a>>,
        before: &[Name<'a>],
        stranger: Option<&'a str>,
    ) -> Name<'a> {
        let taken_for = match self.reading.entity(words.start) {
            Some("GPE" | "LOC" | "FAC") => Taken::Place,
            Some("PERSON" | "ORG" | "NORP" | "PRODUCT" | "WORK_OF_ART" | "EVENT" | "LAW") => {
                Taken::Other
            }
            _ => Taken::Nothing,
        };
        Name {
            words,
            text: self.reading.words_of(words),
            senses,
            holds: self.joined(words, before, BEHIND),
            listed: self.joined(words, before, ROW),
            told: self.told(words),
            locative: self.position.site(words).is_some(),
            taken_for,
            stranger,
        }
    }

    /// The state whose name begins at word `at`, with whether it is its main name.
    fn state_at(&self, at: usize) -> Option<((EntityRef, bool), TokenSpan)> {
        let who = self.codebook.who();
        let start = self.reading.word(at).span.start;
        let hit = who.names_at(&self.reading.document.repaired, start)?;
        let words = self.words(at, start + hit.len)?;
        let state = hit.candidates().find(|candidate| {
            let entity = who.entity(candidate.entity);
            entity.kind() == EntityKind::State
                && matches!(candidate.form, NameForm::Name | NameForm::Alias)
                && entity.exists(self.date)
        })?;
        Some(((state.entity, state.form == NameForm::Name), words))
    }

    fn place_at(&self, at: usize) -> Option<(PlaceHit<'a>, TokenSpan)> {
        let start = self.reading.word(at).span.start;
        let places = self.codebook.places();
        let hit = places.names_at(&self.reading.document.repaired, start)?;
        let words = self.words(at, start + hit.len)?;
        Some((hit, words))
    }

    /// The words from `at` up to byte `end`, where a word ends; a period behind belongs to an abbreviation.
    fn words(&self, at: usize, end: usize) -> Option<TokenSpan> {
        let last =
            (at..self.reading.len()).find(|word| self.reading.word(*word).span.end >= end)?;
        let same_paragraph = self.reading.word(last).paragraph == self.reading.word(at).paragraph;
        let left = &self.reading.document.repaired[end..self.reading.word(last).span.end];
        (matches!(left, "" | ".") && same_paragraph).then(|| TokenSpan::new(at, last + 1))
    }

    /// Whether the entity recogniser's name is no longer than `words`.
    fn is_whole_entity(&self, words: TokenSpan) -> bool {
        let beyond = |word: Option<usize>| {
            word.filter(|word| *word < self.reading.len())
                .is_some_and(|word| {
                    self.reading.entity(word) == self.reading.entity(words.start)
                        && self.reading.word(word).pos == Pos::Propn
                })
        };
        !beyond(words.start.checked_sub(1)) && !beyond(Some(words.end))
    }

    /// "the *Washington* Post", "*Beijing* Daily", "Fort *Worth*": a capitalised word that it belongs to.
    fn is_part_of_name(&self, words: TokenSpan) -> bool {
        let joins = |word: usize| {
            let other = self.reading.word(word);
            let touches =
                words.contains(other.head) || self.reading.word(words.end - 1).head == word;
            other.pos == Pos::Propn && touches && other.dep == Dep::Compound
                || self.is_head_name(words, word)
        };
        let before = words
            .start
            .checked_sub(1)
            .filter(|word| self.reading.word(*word).dep == Dep::Compound);
        before.is_some_and(|word| {
            self.reading.word(word).pos == Pos::Propn
                && words.contains(self.reading.word(word).head)
                && joins(word)
        }) || (words.end < self.reading.len() && self.is_head_name(words, words.end))
    }

    /// Whether the word after the name is a capitalised one that the name is a compound of, and not a
    /// word of geography ("Kherson *Oblast*").
    fn is_head_name(&self, words: TokenSpan, next: usize) -> bool {
        let last = self.reading.word(words.end - 1);
        last.dep == Dep::Compound
            && last.head == next
            && self.reading.word(next).pos == Pos::Propn
            && !self.lists.divisions.has(self.reading.text(next))
    }

    fn mention(
        &self,
        name: &Name<'a>,
        sense: &Sense<'a>,
        evidence: &Evidence<'a>,
    ) -> Option<PlaceMention> {
        match sense.place {
            None => Some(of_country(
                self.codebook,
                name.words,
                sense.country,
                name.locative,
            )),
            Some(place) if self.is_likely(name, sense, evidence) => {
                Some(of_place(self.codebook, name.words, place, name.locative))
            }
            Some(_) => None,
        }
    }

    /// Whether a name of the gazetteer is one here: the recogniser says so, or it stands in a place's
    /// position or behind a place, or the document speaks of where it is.
    fn is_likely(&self, name: &Name<'a>, sense: &Sense<'a>, evidence: &Evidence<'a>) -> bool {
        const TOWN: u64 = 20_000;
        let proper = self.reading.word(name.words.end - 1).pos == Pos::Propn;
        let known = sense.people >= WELL_KNOWN
            || matches!(sense.feature, "PPLC" | "PPLA")
            || evidence.speaks_of(sense);
        name.taken_for == Taken::Place
            || sense.is_short
            || (proper && (self.is_noted(name, sense) || sense.is_great()))
            || (proper && (name.locative || name.holds.is_some()) && known)
            || (proper && evidence.is_near(sense))
            || (proper && sense.people >= TOWN && evidence.speaks_of(sense))
    }

    /// Whether a name is that of a region or site in the news, and no person's.
    fn is_noted(&self, name: &Name<'a>, sense: &Sense<'a>) -> bool {
        let start = self.reading.word(name.words.start).span.start;
        let text = &self.reading.document.repaired;
        let borne = || self.codebook.who().surname(text, start).is_some();
        sense.is_notable() && (name.locative || !borne())
    }

    /// A place that the gazetteer does not know, in the country of what stands behind it or that the text around speaks of.
    fn stranger(
        &self,
        names: &[Name<'a>],
        at: usize,
        feature: &str,
        evidence: &Evidence<'a>,
    ) -> PlaceMention {
        let name = &names[at];
        let country = evidence
            .country_of(names, at)
            .filter(|_| !is_water(feature));
        PlaceMention {
            words: name.words,
            name: name.text.to_owned(),
            country: country.map(str::to_owned),
            geonames: None,
            lat: None,
            lon: None,
            feature: feature.to_owned(),
            kind: kind(feature, country.unwrap_or_default()),
            locative: name.locative,
        }
    }
}

/// The last words of the full names that the entity recogniser takes for persons'.
fn persons<'a>(reading: &'a Reading<'a>) -> HashSet<&'a str> {
    let full = |(words, label): &(TokenSpan, &str)| *label == "PERSON" && words.len() > 1;
    let names = reading.entities().filter(full);
    names
        .map(|(words, _)| reading.text(words.end - 1))
        .collect()
}

/// Whether a feature is one of waters that may lie between countries.
fn is_water(feature: &str) -> bool {
    matches!(feature, "SEA" | "STRT")
}

/// "in Kherson, Ukraine": the country after the comma is where the city is.
fn share_position(reading: &Reading<'_>, mentions: &mut [PlaceMention]) {
    for at in 1..mentions.len() {
        let (before, after) = mentions.split_at_mut(at);
        let (first, second) = (&before[at - 1], &mut after[0]);
        let comma =
            second.words.start == first.words.end + 1 && reading.text(first.words.end) == ",";
        let contains = second.kind > first.kind && first.country == second.country;
        second.locative |= comma && contains && first.locative;
    }
}
