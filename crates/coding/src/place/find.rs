//! Finding names of places and telling which place each means.

use chancery_codebook::{Codebook, EntityKind, EntityRef, NameForm, PlaceRef};
use chancery_text::TokenSpan;
use hashbrown::HashMap;
use jiff::civil::Date;

use super::position::Position;
use super::{PlaceKind, PlaceMention};
use crate::reading::{Dep, Pos, Reading};

/// The names of places in `reading`, in order, each with the place that it most likely means.
///
/// A name inside that of a person or an organisation is none. Where several places bear a name, those
/// in a country that the words after it or the document name come before larger ones.
pub fn find(reading: &Reading<'_>, codebook: &Codebook) -> Vec<PlaceMention> {
    let finder = Finder::new(reading, codebook);
    let names = finder.names();
    let context = Context::new(&finder, &names);
    let mut mentions: Vec<_> = (0..names.len())
        .filter_map(|at| finder.mention(&names, at, &context))
        .collect();
    share_position(reading, &mut mentions);
    mentions
}

/// The place that the dateline names.
pub fn dateline(reading: &Reading<'_>, codebook: &Codebook) -> Option<PlaceMention> {
    let words = reading
        .document
        .dateline
        .as_ref()?
        .place?
        .of(&reading.document.repaired);
    let (city, country) = words.split_once(',').unwrap_or((words, ""));
    let date = reading.document.date.as_ref().map(|known| known.date);
    let finder = Finder {
        date,
        ..Finder::new(reading, codebook)
    };
    let within = finder.state_named(country.trim());
    let places = codebook.places();
    let mut candidates = places.lookup(city.trim());
    let first = places.lookup(city.trim()).next();
    let place = candidates
        .find(|place| within.as_deref() == Some(places.place(*place).country()))
        .or(first);
    match place {
        Some(place) => Some(finder.place(TokenSpan::default(), place, true)),
        None => {
            let code = finder.state_named(city.trim())?;
            Some(finder.country(TokenSpan::default(), &code, true))
        }
    }
}

/// A country as a place that the words do not name.
pub(crate) fn country(reading: &Reading<'_>, codebook: &Codebook, code: &str) -> PlaceMention {
    Finder::new(reading, codebook).country(TokenSpan::default(), code, false)
}

struct Finder<'a> {
    reading: &'a Reading<'a>,
    codebook: &'a Codebook,
    position: Position<'a>,
    date: Option<Date>,
}

/// A name and what it may mean.
struct Name {
    words: TokenSpan,
    state: Option<EntityRef>,
    /// Whether the gazetteer knows the name.
    places: bool,
    locative: bool,
    /// What the entity recogniser takes it for.
    is_place: bool,
}

impl<'a> Finder<'a> {
    fn new(reading: &'a Reading<'a>, codebook: &'a Codebook) -> Self {
        let date = reading.document.date.as_ref().map(|known| known.date);
        Self {
            reading,
            codebook,
            position: Position::new(reading, codebook),
            date,
        }
    }

    fn names(&self) -> Vec<Name> {
        let mut names = Vec::new();
        let mut at = 0;
        while at < self.reading.len() {
            let name = self.name(at);
            at = name.as_ref().map_or(at + 1, |name| name.words.end);
            names.extend(name);
        }
        names
    }

    /// The name of a place that begins at word `at`.
    fn name(&self, at: usize) -> Option<Name> {
        if !self.reading.text(at).starts_with(char::is_uppercase) {
            return None;
        }
        let (state, state_words) = self.state_at(at).unzip();
        let place_words = self.place_at(at);
        let words = [state_words, place_words]
            .into_iter()
            .flatten()
            .max_by_key(|words| words.end)?;
        let state = state.filter(|_| state_words == Some(words));
        let places = place_words == Some(words);
        let label = self.reading.entity(at);
        let is_place = matches!(label, Some("GPE" | "LOC"));
        let locative = self.position.site(words).is_some();
        let other = matches!(
            label,
            Some("PERSON" | "ORG" | "NORP" | "PRODUCT" | "WORK_OF_ART" | "EVENT" | "LAW")
        );
        let mistaken = other && !(locative && self.is_whole_entity(words) && label != Some("NORP"));
        (!mistaken && !self.is_part_of_name(words)).then_some(Name {
            words,
            state,
            places,
            locative,
            is_place,
        })
    }

    fn state_at(&self, at: usize) -> Option<(EntityRef, TokenSpan)> {
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
        Some((state.entity, words))
    }

    fn place_at(&self, at: usize) -> Option<TokenSpan> {
        let start = self.reading.word(at).span.start;
        let hit = self
            .codebook
            .places()
            .names_at(&self.reading.document.repaired, start)?;
        self.words(at, start + hit.len)
    }

    /// The words from `at` up to byte `end`, where a word ends.
    fn words(&self, at: usize, end: usize) -> Option<TokenSpan> {
        let last =
            (at..self.reading.len()).find(|word| self.reading.word(*word).span.end >= end)?;
        let same_paragraph = self.reading.word(last).paragraph == self.reading.word(at).paragraph;
        (self.reading.word(last).span.end == end && same_paragraph)
            .then(|| TokenSpan::new(at, last + 1))
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

    fn mention(&self, names: &[Name], at: usize, context: &Context) -> Option<PlaceMention> {
        let name = &names[at];
        let best = self.best(name, context.followed_by(self, names, at), context);
        match (name.state, best) {
            (Some(state), Some((place, true))) if !self.is_capital_of(place, state) => {
                Some(self.place(name.words, place, name.locative))
            }
            (Some(state), _) => {
                let code = self.codebook.who().entity(state).code()?.to_owned();
                Some(self.country(name.words, &code, name.locative))
            }
            (None, Some((place, _))) if self.is_likely(name, place, context) => {
                Some(self.place(name.words, place, name.locative))
            }
            _ => None,
        }
    }

    /// The likeliest place of a name, and whether the words after the name demand it.
    fn best(
        &self,
        name: &Name,
        follower: Option<Follower>,
        context: &Context,
    ) -> Option<(PlaceRef, bool)> {
        if !name.places {
            return None;
        }
        let text = &self.reading.document.repaired;
        let hit = self
            .codebook
            .places()
            .names_at(text, self.reading.word(name.words.start).span.start)?;
        let score = |(place, main): (PlaceRef, bool)| {
            let row = self.codebook.places().place(place);
            let follows = follower
                .as_ref()
                .is_some_and(|follower| follower.fits(row.country(), row.admin1()));
            let people = (row.population() as f64 + 1.0).log10();
            let capital = f64::from(u8::from(row.feature() == "PPLC"));
            let named = context.weight(row.country());
            let score = people
                + 1.5 * capital
                + f64::from(u8::from(main))
                + named
                + if follows { 12.0 } else { 0.0 };
            (place, score, follows)
        };
        hit.candidates()
            .map(score)
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(place, _, follows)| (place, follows))
    }

    fn is_capital_of(&self, place: PlaceRef, state: EntityRef) -> bool {
        Some(self.codebook.places().place(place).country())
            == self.codebook.who().entity(state).code()
    }

    /// Whether a name of the gazetteer is one here: the recogniser says so, or it stands in a place's
    /// position and is well known or in a country that is spoken of.
    fn is_likely(&self, name: &Name, place: PlaceRef, context: &Context) -> bool {
        const WELL_KNOWN: u64 = 100_000;
        let row = self.codebook.places().place(place);
        let proper = self.reading.word(name.words.end - 1).pos == Pos::Propn;
        let known = row.population() >= WELL_KNOWN
            || matches!(row.feature(), "PPLC" | "PPLA")
            || context.weight(row.country()) > 0.0;
        (proper && is_notable(row.feature()))
            || (name.is_place && (known || name.locative || row.population() == 0))
            || (proper && name.locative && known)
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
        let state = self
            .codebook
            .who()
            .state(code)
            .map(|state| self.codebook.who().entity(state));
        PlaceMention {
            words,
            name: state.map_or(code, |state| state.name()).to_owned(),
            country: Some(code.to_owned()),
            geonames: None,
            lat: None,
            lon: None,
            feature: "PCLI".to_owned(),
            kind: PlaceKind::Country,
            locative,
        }
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

/// Whether a row is one of those that were entered for their place in the news.
fn is_notable(feature: &str) -> bool {
    !feature.starts_with("PPL") && !feature.starts_with("ADM")
}

/// The country or division named after a place: "Paris, *Texas*".
struct Follower {
    country: Option<String>,
    division: String,
}

impl Follower {
    fn fits(&self, country: &str, admin1: &str) -> bool {
        self.country.as_deref() == Some(country) || (!admin1.is_empty() && self.division == admin1)
    }
}

/// Which countries the document speaks of.
struct Context {
    countries: HashMap<String, u32>,
}

impl Context {
    fn new(finder: &Finder<'_>, names: &[Name]) -> Self {
        let who = finder.codebook.who();
        let mut countries: HashMap<String, u32> = HashMap::new();
        for code in names
            .iter()
            .filter_map(|name| who.entity(name.state?).code())
        {
            *countries.entry(code.to_owned()).or_default() += 1;
        }
        for code in nationalities(finder) {
            *countries.entry(code).or_default() += 1;
        }
        if let Some(country) = dateline_country(finder) {
            *countries.entry(country).or_default() += 1;
        }
        Self { countries }
    }

    /// How much a country's being spoken of counts for a place in it.
    fn weight(&self, country: &str) -> f64 {
        self.countries
            .get(country)
            .map_or(0.0, |count| 2.0 + f64::from((*count).min(4)) * 0.5)
    }

    /// What stands after a name and a comma, or in brackets.
    fn followed_by(&self, finder: &Finder<'_>, names: &[Name], at: usize) -> Option<Follower> {
        let next = names.get(at + 1)?;
        let between = TokenSpan::new(names[at].words.end, next.words.start);
        let joins = between.len() == 1 && matches!(finder.reading.text(between.start), "," | "(");
        let words = finder.reading.words_of(next.words);
        joins.then(|| Follower {
            country: next
                .state
                .and_then(|state| finder.codebook.who().entity(state).code())
                .map(str::to_owned),
            division: words.to_owned(),
        })
    }
}

/// The countries whose adjectives and inhabitants the document names.
fn nationalities<'a>(finder: &'a Finder<'_>) -> impl Iterator<Item = String> + 'a {
    let who = finder.codebook.who();
    let reading = finder.reading;
    (0..reading.len())
        .filter(move |word| reading.entity(*word) == Some("NORP"))
        .filter_map(move |word| {
            let hit = who.names_at(&reading.document.repaired, reading.word(word).span.start)?;
            let named = hit.candidates().find(|candidate| {
                matches!(candidate.form, NameForm::Adjective | NameForm::Inhabitants)
            })?;
            who.entity(named.entity).code().map(str::to_owned)
        })
}

fn dateline_country(finder: &Finder<'_>) -> Option<String> {
    let words = finder
        .reading
        .document
        .dateline
        .as_ref()?
        .place?
        .of(&finder.reading.document.repaired);
    let city = words.split(',').next()?.trim();
    let places = finder.codebook.places();
    let place = places.lookup(city).next()?;
    Some(places.place(place).country().to_owned())
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
