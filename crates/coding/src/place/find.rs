//! Finding names of places in a document.

use chancery_codebook::{Codebook, EntityKind, EntityRef, NameForm, PlaceRef};
use chancery_text::TokenSpan;
use jiff::civil::Date;

use super::evidence::Evidence;
use super::position::Position;
use super::senses::{Sense, Sort, likeliest, senses};
use super::stranger::{Stranger, Strangers};
use super::{PlaceKind, PlaceMention};
use crate::reading::{Dep, Pos, Reading};

/// The names of places in `reading`, in order, each with the place that it most likely means.
///
/// A name inside that of a person or an organisation is none. Which of several places a name means is told by what stands
/// behind it ("Paris, Texas"), by the countries that the document speaks of, and by the places around.
pub fn find(reading: &Reading<'_>, codebook: &Codebook) -> Vec<PlaceMention> {
    let finder = Finder::new(reading, codebook);
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

/// The place that the dateline names.
pub fn dateline(reading: &Reading<'_>, codebook: &Codebook) -> Option<PlaceMention> {
    let finder = Finder::new(reading, codebook);
    if let Some(place) = finder.dateline_place() {
        return Some(finder.place(TokenSpan::default(), place, true));
    }
    let code = finder.state_named(finder.dateline_words()?.0)?;
    Some(finder.country(TokenSpan::default(), &code, true))
}

/// A country as a place that the words do not name.
pub(crate) fn country(reading: &Reading<'_>, codebook: &Codebook, code: &str) -> PlaceMention {
    Finder::new(reading, codebook).country(TokenSpan::default(), code, false)
}

pub(super) struct Finder<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) codebook: &'a Codebook,
    position: Position<'a>,
    strangers: Strangers<'a>,
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
    /// What a word beside it says that it is.
    pub(super) told: Option<Sort>,
    locative: bool,
    /// What the entity recogniser takes it for.
    taken_for: Taken,
    /// The feature code of a place that the gazetteer does not know.
    stranger: Option<&'a str>,
}

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

    /// Whether it can mean one place alone.
    pub(super) fn is_sure(&self) -> bool {
        self.senses.len() == 1
    }
}

impl<'a> Finder<'a> {
    fn new(reading: &'a Reading<'a>, codebook: &'a Codebook) -> Self {
        Self {
            reading,
            codebook,
            position: Position::new(reading, codebook),
            strangers: Strangers::new(reading, codebook),
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
        let stranger = self.strangers.name_at(at);
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
        let state = state.filter(|it| it.1 == words).map(|it| it.0);
        let hit = hit.filter(|it| it.1 == words).map(|it| it.0);
        let behind = self.behind(words, before).is_some();
        let senses = senses(self.codebook, state, hit, behind);
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

    /// Whether a name that the recogniser takes for another thing may be a place for all that: no person or body is known by it.
    fn is_place_like(&self, name: &Name<'a>) -> bool {
        let who = self.codebook.who();
        let start = self.reading.word(name.words.start).span.start;
        let text = &self.reading.document.repaired;
        who.surname(text, start).is_none() && name.senses.iter().all(|it| it.place.is_some())
    }

    /// The name before, where only a comma or a bracket stands between.
    fn behind(&self, words: TokenSpan, before: &[Name<'a>]) -> Option<usize> {
        let last = before.len().checked_sub(1)?;
        let end = before[last].words.end;
        let joins = words.start == end + 1 && matches!(self.reading.text(end), "," | "(");
        joins.then_some(last)
    }

    /// What the word behind a name says that it is, or the one before "of" ("the *province* of Kursk") or before it.
    fn told(&self, words: TokenSpan) -> Option<Sort> {
        let of = words
            .start
            .checked_sub(1)
            .filter(|it| self.reading.text(*it) == "of");
        let before = of.unwrap_or(words.start).checked_sub(1);
        let behind = Some(words.end).filter(|it| *it < self.reading.len());
        let has = |name: &str, word: usize| {
            let text = self.reading.text(word);
            let list = self.codebook.words().list("places", name);
            list.iter().any(|it| it.eq_ignore_ascii_case(text))
        };
        [behind, before].into_iter().flatten().find_map(|word| {
            let division = has("division_words", word).then_some(Sort::Division);
            division.or_else(|| has("town_words", word).then_some(Sort::Town))
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
            holds: self.behind(words, before),
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

    fn place_at(&self, at: usize) -> Option<(chancery_codebook::PlaceHit<'a>, TokenSpan)> {
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
        let geographic = self.codebook.words().list("places", "divisions");
        last.dep == Dep::Compound
            && last.head == next
            && self.reading.word(next).pos == Pos::Propn
            && !geographic
                .iter()
                .any(|known| known.eq_ignore_ascii_case(self.reading.text(next)))
    }

    fn mention(
        &self,
        name: &Name<'a>,
        sense: &Sense<'a>,
        evidence: &Evidence<'a>,
    ) -> Option<PlaceMention> {
        match sense.place {
            None => Some(self.country(name.words, sense.country, name.locative)),
            Some(place) if self.is_likely(name, sense, evidence) => {
                Some(self.place(name.words, place, name.locative))
            }
            Some(_) => None,
        }
    }

    /// Whether a name of the gazetteer is one here: the recogniser says so, or it stands in a place's
    /// position or behind a place, or the document speaks of where it is.
    fn is_likely(&self, name: &Name<'a>, sense: &Sense<'a>, evidence: &Evidence<'a>) -> bool {
        const WELL_KNOWN: u64 = 100_000;
        const TOWN: u64 = 20_000;
        let proper = self.reading.word(name.words.end - 1).pos == Pos::Propn;
        let known = sense.people >= WELL_KNOWN
            || matches!(sense.feature, "PPLC" | "PPLA")
            || evidence.speaks_of(sense);
        name.taken_for == Taken::Place
            || sense.is_short
            || (proper && sense.is_notable())
            || (proper && (name.locative || name.holds.is_some()) && known)
            || (proper && evidence.is_near(sense))
            || (proper && sense.people >= TOWN && evidence.speaks_of(sense))
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

    fn place(&self, words: TokenSpan, place: PlaceRef, locative: bool) -> PlaceMention {
        let row = self.codebook.places().place(place);
        PlaceMention {
            words,
            name: row.name().to_owned(),
            country: Some(row.country().to_owned()).filter(|code| !code.is_empty()),
            geonames: row.geonames().and_then(|id| u32::try_from(id).ok()),
            lat: row.lat(),
            lon: row.lon(),
            feature: row.feature().to_owned(),
            kind: kind(row.feature(), row.country()),
            locative,
        }
    }

    fn country(&self, words: TokenSpan, code: &str, locative: bool) -> PlaceMention {
        let who = self.codebook.who();
        let name = who.state(code).map_or(code, |it| who.entity(it).name());
        let places = self.codebook.places();
        let row = places.country(name, code);
        let number = row.and_then(|row| places.place(row).geonames());
        PlaceMention {
            words,
            name: name.to_owned(),
            country: Some(code.to_owned()),
            geonames: number.and_then(|id| u32::try_from(id).ok()),
            lat: None,
            lon: None,
            feature: "PCLI".to_owned(),
            kind: PlaceKind::Country,
            locative,
        }
    }

    /// The town and what stands behind it in the dateline.
    fn dateline_words(&self) -> Option<(&'a str, &'a str)> {
        let place = self.reading.document.dateline.as_ref()?.place?;
        let words = place.of(&self.reading.document.repaired);
        let (city, within) = words.split_once(',').unwrap_or((words, ""));
        Some((city.trim(), within.trim()))
    }

    /// The town that the dateline names.
    pub(super) fn dateline_name(&self) -> &'a str {
        self.dateline_words().map_or("", |(city, _)| city)
    }

    /// The place of the gazetteer that the dateline names: within the country or division behind it, else the largest.
    pub(super) fn dateline_place(&self) -> Option<PlaceRef> {
        let (city, within) = self.dateline_words()?;
        let places = self.codebook.places();
        let country = self.state_named(within);
        let hit = places.names_at(within, 0);
        let hit = hit.filter(|hit| within[hit.len..].trim_end_matches('.').is_empty());
        let divisions = hit.into_iter().flat_map(|hit| hit.candidates());
        let divisions: Vec<PlaceRef> = divisions.map(|(place, _)| place).collect();
        let fits = |place: &PlaceRef| {
            let row = places.place(*place);
            let lies_in = |division: &PlaceRef| {
                let division = places.place(*division);
                division.country() == row.country() && division.name() == row.admin1()
            };
            country.as_deref() == Some(row.country()) || divisions.iter().any(lies_in)
        };
        let mut candidates = places.lookup(city);
        candidates.find(fits).or_else(|| places.lookup(city).next())
    }

    /// The code of the state of that name.
    fn state_named(&self, name: &str) -> Option<String> {
        let who = self.codebook.who();
        let hit = who.names_at(name, 0).filter(|hit| hit.len == name.len())?;
        let state = hit
            .candidates()
            .map(|candidate| who.entity(candidate.entity))
            .find(|entity| entity.kind() == EntityKind::State)?;
        state.code().map(str::to_owned)
    }
}

/// The kind of a place of the gazetteer, by its feature code; what belongs to no country is an area.
fn kind(feature: &str, country: &str) -> PlaceKind {
    match feature {
        "BLDG" | "BDG" | "CRNG" | "MILB" | "DAM" | "SQR" => PlaceKind::Site,
        _ if feature.starts_with("PPL") => PlaceKind::Site,
        "RGN" | "ISL" | "ISLS" | "VAL" if !country.is_empty() => PlaceKind::Region,
        _ if feature.starts_with("ADM") => PlaceKind::Region,
        _ => PlaceKind::Area,
    }
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
