//! The places and countries that a name may mean, and which of them is likeliest.

use chancery_codebook::{Codebook, EntityRef, NameForm, PlaceHit, PlaceRef};

use super::evidence::Evidence;
use super::find::Name;
use super::words::Words;

/// A country, or a place of the gazetteer, that bears a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sense<'a> {
    /// None for a country.
    pub(super) place: Option<PlaceRef>,
    /// ISO 3166-1 alpha-3; empty for waters and the like.
    pub(super) country: &'a str,
    /// The division that it lies in, or that it is.
    pub(super) division: &'a str,
    pub(super) feature: &'a str,
    pub(super) people: u64,
    /// Degrees north and east.
    pub(super) point: Option<(f64, f64)>,
    /// Whether all the world knows it.
    is_known: bool,
    /// How likely it is meant where nothing speaks for it.
    prior: f64,
    /// Whether the name is an abbreviation that stands behind a town.
    pub(super) is_short: bool,
    /// Whether it is told from its division by its very name: "Quebec *City*".
    says_city: bool,
}

/// What a place is, as a word beside its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Division,
    Town,
}

/// A country is meant by its name before all places; by another name that it has, before all but those of whom it is the
/// main name: "Scotland", "Wales".
const STATE: f64 = 9.5;
const STATE_BY_THE_WAY: f64 = 7.0;

/// A division, and a region that was entered for its place in the news, count like a city of two million people: a town counts
/// by the logarithm of its people.
const REGION: f64 = 6.3;

/// What speaks for a capital, and for the one of whom the name is the main one.
const CAPITAL: f64 = 4.0;
const MAIN: f64 = 1.0;

/// What speaks for a city that all the world knows: one of so many, or a famous one.
const GREAT: f64 = 5.0;
const MANY: u64 = 1_500_000;

/// How far a division is behind its seat of the same name, and what speaks for either where a word beside the name says it.
const BEHIND_SEAT: f64 = 0.3;
const TOLD: f64 = 3.0;

/// What speaks against a division that has a country's name, where no other of the divisions beside it is spoken of.
const HIDDEN: f64 = 6.0;

/// What speaks for a division that has a country's name in a row with another one: "Georgia and Alabama".
const SISTER: f64 = 5.0;

/// What speaks for a sense that lies in what stands behind the name, and for one that holds the name before.
const HELD: f64 = 12.0;

/// Of so many namesakes the others are too small to be thought of.
const MOST: usize = 120;

/// The senses of a name: of the state and the places that bear it, abbreviations only behind a place.
pub(super) fn senses<'a>(
    codebook: &'a Codebook,
    words: &Words,
    state: Option<(EntityRef, bool)>,
    hit: Option<PlaceHit<'a>>,
    behind: bool,
) -> Vec<Sense<'a>> {
    let country =
        state.and_then(|(state, main)| Some((codebook.who().entity(state).code()?, main)));
    let country = country.map(|(code, main)| Sense {
        place: None,
        country: code,
        division: "",
        feature: "PCLI",
        people: 0,
        is_known: false,
        point: None,
        prior: if main { STATE } else { STATE_BY_THE_WAY },
        is_short: false,
        says_city: false,
    });
    let places = hit.into_iter().flat_map(|hit| hit.candidates()).take(MOST);
    let places = places
        .filter(|(_, form)| behind || *form != NameForm::Abbreviation)
        .filter(|(place, _)| !codebook.places().place(*place).is_country())
        .map(|(place, form)| of_place(codebook, words, place, form));
    let mut senses: Vec<Sense<'a>> = country.into_iter().chain(places).collect();
    for at in 0..senses.len() {
        if let Some(seat) = senses.iter().find(|seat| seat.is_seat_of(&senses[at])) {
            senses[at].prior = senses[at].prior.min(seat.prior - BEHIND_SEAT);
        }
    }
    senses
}

fn of_place<'a>(
    codebook: &'a Codebook,
    words: &Words,
    place: PlaceRef,
    form: NameForm,
) -> Sense<'a> {
    let row = codebook.places().place(place);
    let (feature, people) = (row.feature(), row.population());
    let town = feature.starts_with("PPL");
    let size = if people > 0 || town {
        (people as f64 + 1.0).log10()
    } else {
        REGION
    };
    let main = if form == NameForm::Name { MAIN } else { 0.0 };
    let capital = if feature == "PPLC" { CAPITAL } else { 0.0 };
    let famous = row.geonames().is_some_and(|it| words.famous.contains(&it));
    let is_known = people >= MANY || famous;
    let great = if is_known { GREAT } else { 0.0 };
    Sense {
        place: Some(place),
        country: row.country(),
        division: if town { row.admin1() } else { row.name() },
        feature,
        people,
        is_known,
        point: row.lat().zip(row.lon()),
        prior: size + main + capital + great,
        is_short: form == NameForm::Abbreviation,
        says_city: row.name().ends_with(" City"),
    }
}

impl<'a> Sense<'a> {
    /// Whether it is a town or a division rather than a region or a water.
    pub(super) fn is_settled(&self) -> bool {
        self.feature.starts_with("PPL") || self.feature.starts_with("ADM")
    }

    /// A place by its main name.
    pub(super) fn known(codebook: &'a Codebook, words: &Words, place: PlaceRef) -> Self {
        of_place(codebook, words, place, NameForm::Name)
    }

    /// Whether it was entered for its place in the news, and is no town and no division.
    pub(super) fn is_notable(&self) -> bool {
        !self.feature.starts_with("PPL") && !self.feature.starts_with("ADM")
    }

    /// Whether it is a town that readers abroad do not know, smaller ones only where no other country has one of that name.
    pub(super) fn is_small_town(&self, only: bool) -> bool {
        const KNOWN: u64 = 150_000;
        const KNOWN_ALONE: u64 = 15_000;
        let known = if only { KNOWN_ALONE } else { KNOWN };
        self.feature == "PPL" && self.people < known
    }

    /// Whether it is a first-order division.
    pub(super) fn is_division(&self) -> bool {
        self.sort() == Some(Sort::Division)
    }

    fn sort(&self) -> Option<Sort> {
        match self.feature {
            "ADM1" | "RGN" => Some(Sort::Division),
            town if town.starts_with("PPL") => Some(Sort::Town),
            _ => None,
        }
    }

    /// Whether it is a capital, or a city that all the world knows.
    pub(super) fn is_great(&self) -> bool {
        self.feature == "PPLC" || self.is_known
    }

    /// Whether another lies in it: a country or a first-order division.
    pub(super) fn holds(&self, other: &Sense) -> bool {
        let country = self.place.is_none() && !other.is_same(self);
        let division = self.place.is_some()
            && !self.feature.starts_with("PPL")
            && self.division == other.division
            && !other.is_same(self);
        !self.country.is_empty() && self.country == other.country && (country || division)
    }

    /// Whether it is the seat of a division that bears its name.
    fn is_seat_of(&self, division: &Sense) -> bool {
        division.is_division()
            && !self.says_city
            && matches!(self.feature, "PPLA" | "PPLC")
            && self.country == division.country
            && self.division == division.division
    }

    /// Whether it is the same place or country.
    pub(super) fn is_same(&self, other: &Sense) -> bool {
        self.place == other.place && self.country == other.country
    }
}

/// The likeliest sense of the name `at`.
pub(super) fn likeliest<'a>(
    names: &[Name<'a>],
    at: usize,
    evidence: &Evidence<'a>,
) -> Option<Sense<'a>> {
    let name = &names[at];
    if let [only] = &name.senses[..] {
        return Some(*only);
    }
    let behind = names.get(at + 1).filter(|next| next.holds == Some(at));
    let before = name.holds.map(|before| &names[before]);
    let next = names.get(at + 1).filter(|next| next.listed == Some(at));
    let row = || name.listed.map(|it| &names[it]).into_iter().chain(next);
    let score = |sense: &Sense<'a>| {
        let told = name.told.is_some_and(|told| sense.sort() == Some(told));
        let held = behind.is_some_and(|it| it.senses.iter().any(|outer| outer.holds(sense)));
        let holds = before.is_some_and(|it| it.senses.iter().any(|inner| sense.holds(inner)));
        let beside = f64::from(u8::from(held || holds));
        let hidden = name.is_two_faced()
            && sense.is_division()
            && !evidence.tells_division(name.text, sense);
        let hidden = f64::from(u8::from(hidden));
        let sister =
            name.is_two_faced() && sense.is_division() && row().any(|it| it.is_sister_of(sense));
        let sister = f64::from(u8::from(sister));
        sense.prior - HIDDEN * hidden
            + TOLD * f64::from(u8::from(told))
            + HELD * beside
            + SISTER * sister
            + evidence.weight(name.text, sense)
    };
    let scored = name.senses.iter().map(|sense| (score(sense), sense));
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, sense)| *sense)
}
