//! What a document tells of where it plays.

use chancery_codebook::NameForm;
use hashbrown::HashMap;

use super::dateline;
use super::find::{Finder, Name};
use super::senses::{Sense, likeliest};

/// The countries that a document speaks of, and the places that its names most likely mean.
#[derive(Default)]
pub(super) struct Evidence<'a> {
    /// How often a country is named, or its people.
    countries: HashMap<&'a str, u32>,
    /// How often countries are named in all.
    named: u32,
    /// The sense of each name that is sure enough, by its words; the dateline's has none.
    known: Vec<(&'a str, Sense<'a>)>,
    /// Names of which it is not known yet what they mean, with all that they may mean.
    open: Vec<(&'a str, Vec<Sense<'a>>)>,
}

/// What speaks for a place in a country that is named, for its share of all countries named, and for each time that it is named,
/// up to four.
const NAMED: f64 = 1.5;
const SHARE: f64 = 3.0;
const AGAIN: f64 = 0.25;

/// What speaks for a place for each other one in its country and in its division, and the most that they can.
const COUNTRY: (f64, f64) = (0.4, 1.6);
const DIVISION: (f64, f64) = (1.2, 3.6);

/// What speaks for a place near another one, by how many kilometres they are apart.
const NEAR: [(f64, f64); 2] = [(60.0, 1.5), (200.0, 0.8)];

/// How much that counts of what another name may mean, beside what it is known to mean, and of how many names and of how many
/// meanings of each.
const MAYBE: f64 = 0.5;
const OPEN: usize = 40;

/// So often a country has to be spoken of that it is where a story plays.
const OFTEN: u32 = 4;

/// So many names tell enough of where a story plays.
const KNOWN: usize = 200;

/// How often the meanings of all names are weighed anew.
const ROUNDS: usize = 3;

/// What speaks for the sense that the same words have elsewhere in the text.
const AGAIN_THE_SAME: f64 = 8.0;

impl<'a> Evidence<'a> {
    /// Reads it off the names: first what countries, peoples and the dateline say, then the names that these and
    /// what stands behind them make sure, then all.
    pub(super) fn of(finder: &Finder<'a>, names: &[Name<'a>]) -> Self {
        let mut evidence = Self::default();
        // A name that a division of another country has says nothing of either yet.
        let told = names.iter().filter(|name| !name.is_two_faced());
        for country in told.filter_map(|name| name.country()) {
            *evidence.countries.entry(country).or_default() += 1;
        }
        evidence.of_nationalities(finder);
        evidence.of_dateline(finder);
        evidence.named = evidence.countries.values().sum();
        evidence.know(names, |at| names[at].is_sure() || is_told(names, at));
        let sure = evidence.known.len();
        evidence.open = evidence.open_among(names);
        evidence.know(names, |_| true);
        evidence.open.clear();
        for _ in 0..ROUNDS {
            let before = evidence.known.clone();
            evidence.settle(names, sure);
            if before
                .iter()
                .zip(&evidence.known)
                .all(|(one, other)| one.1.is_same(&other.1))
            {
                break;
            }
        }
        evidence
    }

    /// The first names of which it is not known what they mean.
    fn open_among(&self, names: &[Name<'a>]) -> Vec<(&'a str, Vec<Sense<'a>>)> {
        let mut open: Vec<(&'a str, Vec<Sense<'a>>)> = Vec::new();
        for name in names.iter().filter(|name| self.is_open(name)) {
            if open.len() < OPEN && !open.iter().any(|(known, _)| *known == name.text) {
                open.push((name.text, name.senses.iter().copied().take(OPEN).collect()));
            }
        }
        open
    }

    fn is_open(&self, name: &Name<'a>) -> bool {
        !self.known.iter().any(|(known, _)| *known == name.text)
    }

    /// Notes the likeliest sense of each of some names that are not known yet.
    fn know(&mut self, names: &[Name<'a>], some: impl Fn(usize) -> bool) {
        let mut found: Vec<(&'a str, Sense<'a>)> = Vec::new();
        for at in (0..names.len()).filter(|at| some(*at)) {
            let text = names[at].text;
            if self.known.len() + found.len() >= KNOWN {
                break;
            }
            if !self.is_open(&names[at]) || found.iter().any(|(known, _)| *known == text) {
                continue;
            }
            found.extend(likeliest(names, at, self).map(|sense| (text, sense)));
        }
        self.known.extend(found);
    }

    /// Weighs anew what is known, but for the first that are sure, each by all others.
    fn settle(&mut self, names: &[Name<'a>], sure: usize) {
        for known in sure..self.known.len() {
            let at = names
                .iter()
                .position(|name| name.text == self.known[known].0);
            if let Some(sense) = at.and_then(|at| likeliest(names, at, self)) {
                self.known[known].1 = sense;
            }
        }
    }

    /// The countries whose adjectives and inhabitants the document names.
    fn of_nationalities(&mut self, finder: &Finder<'a>) {
        let (who, reading) = (finder.codebook.who(), finder.reading);
        for word in (0..reading.len()).filter(|word| reading.entity(*word) == Some("NORP")) {
            let start = reading.word(word).span.start;
            let hit = who.names_at(&reading.document.repaired, start);
            let named = hit.and_then(|hit| {
                hit.candidates().find(|candidate| {
                    matches!(candidate.form, NameForm::Adjective | NameForm::Inhabitants)
                })
            });
            if let Some(code) = named.and_then(|it| who.entity(it.entity).code()) {
                *self.countries.entry(code).or_default() += 1;
            }
        }
    }

    fn of_dateline(&mut self, finder: &Finder<'a>) {
        let Some(place) = dateline::place(finder.reading, finder.codebook) else {
            return;
        };
        let sense = Sense::known(finder.codebook, finder.lists, place);
        *self.countries.entry(sense.country).or_default() += 1;
        self.known.push((dateline::town(finder.reading), sense));
    }

    /// Whether the document names the country of a place, or another place in its division.
    pub(super) fn speaks_of(&self, sense: &Sense<'a>) -> bool {
        self.countries.contains_key(sense.country) || self.is_near(sense)
    }

    /// Whether the document names another place in the same division.
    pub(super) fn is_near(&self, sense: &Sense<'a>) -> bool {
        let beside = |other: &Sense<'a>| {
            !other.is_same(sense) && sense.country == other.country && shares(sense, other)
        };
        self.known.iter().any(|(_, other)| beside(other))
    }

    /// Whether a place is a town of a country of which the document does not speak at all, while it speaks of another: then the
    /// name is that of a smaller one there, which the gazetteer does not know.
    pub(super) fn is_out_of_the_way(&self, name: &Name<'a>, sense: &Sense<'a>) -> bool {
        let elsewhere = |other: &Sense| other.country != sense.country;
        let only = !name.senses.iter().any(elsewhere);
        let told = |tally: &[(&str, u32)]| tally.iter().any(|(_, count)| *count >= OFTEN);
        sense.is_small_town(only)
            && !self.countries.contains_key(sense.country)
            && !self
                .known
                .iter()
                .any(|(known, other)| *known != name.text && other.country == sense.country)
            && told(&self.tally())
    }

    /// The country in which a name lies that the gazetteer does not know: that of what stands behind it, else the one
    /// that the document speaks of most, which is right more often than that of the nearest place.
    pub(super) fn country_of(&self, names: &[Name<'a>], at: usize) -> Option<&'a str> {
        let meant = |other: usize| {
            let country = likeliest(names, other, self)?.country;
            (!country.is_empty()).then_some(country)
        };
        let behind = names.get(at + 1).filter(|next| next.holds == Some(at));
        if let Some(country) = behind.and_then(|_| meant(at + 1)) {
            return Some(country);
        }
        let most = self
            .tally()
            .into_iter()
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        most.map(|(country, _)| country)
    }

    /// How often the document speaks of each country: by its name and its people's, and by its places.
    fn tally(&self) -> Vec<(&'a str, u32)> {
        let mut tally: Vec<(&'a str, u32)> =
            self.countries.iter().map(|it| (*it.0, *it.1)).collect();
        for (_, sense) in self.known.iter().filter(|(_, sense)| sense.place.is_some()) {
            match tally
                .iter_mut()
                .find(|(country, _)| *country == sense.country)
            {
                Some((_, count)) => *count += 1,
                None => tally.push((sense.country, 1)),
            }
        }
        tally.retain(|(country, _)| !country.is_empty());
        tally.sort();
        tally
    }

    /// Whether the document speaks of a division rather than of the country that has its name: "Georgia and Alabama".
    pub(super) fn tells_division(&self, text: &str, sense: &Sense<'a>) -> bool {
        let sister = |other: &Sense<'a>| other.is_division() && other.country == sense.country;
        let others = self.known.iter().filter(|(known, _)| *known != text);
        others
            .into_iter()
            .any(|(_, other)| sister(other) || (shares(sense, other) && !other.is_same(sense)))
    }

    /// How much the document speaks for a sense of the name with these words.
    pub(super) fn weight(&self, text: &str, sense: &Sense<'a>) -> f64 {
        let named = self.countries.get(sense.country).map_or(0.0, |&count| {
            let share = f64::from(count) / f64::from(self.named);
            NAMED + SHARE * share + AGAIN * f64::from(count.min(4))
        });
        let (mut country, mut division, mut near, mut same) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0);
        for (known, other) in &self.known {
            if text.eq_ignore_ascii_case(known) {
                if other.is_same(sense) {
                    same = AGAIN_THE_SAME;
                }
                continue;
            }
            if sense.country != other.country || sense.country.is_empty() {
                continue;
            }
            country += COUNTRY.0;
            if shares(sense, other) {
                division += DIVISION.0;
            }
            near = near.max(nearness(sense, other));
        }
        for (_, senses) in self.open.iter().filter(|(open, _)| *open != text) {
            let beside = senses
                .iter()
                .filter(|other| sense.country == other.country && !sense.country.is_empty());
            let (mut alike, mut close) = (0.0_f64, 0.0_f64);
            for other in beside {
                alike = alike.max(if shares(sense, other) { 1.0 } else { 0.3 });
                close = close.max(nearness(sense, other));
            }
            country += MAYBE * COUNTRY.0 * alike;
            division += MAYBE * DIVISION.0 * alike;
            near = near.max(MAYBE * close);
        }
        named + country.min(COUNTRY.1) + division.min(DIVISION.1) + near + same
    }
}

/// Whether two places of one country lie in one division.
fn shares(one: &Sense, other: &Sense) -> bool {
    !one.division.is_empty() && one.division == other.division
}

/// Whether what stands behind or before the name `at` holds it or lies in it.
fn is_told(names: &[Name], at: usize) -> bool {
    let holds = |outer: &Name, inner: &Name| {
        let inner = &inner.senses;
        outer
            .senses
            .iter()
            .any(|it| inner.iter().any(|place| it.holds(place)))
    };
    let behind = names.get(at + 1).filter(|next| next.holds == Some(at));
    behind.is_some_and(|it| holds(it, &names[at]))
        || names[at]
            .holds
            .is_some_and(|it| holds(&names[at], &names[it]))
}

fn nearness(one: &Sense, other: &Sense) -> f64 {
    let Some((one, other)) = one.point.zip(other.point) else {
        return 0.0;
    };
    let apart = kilometres(one, other);
    let near = NEAR.iter().find(|(most, _)| apart <= *most);
    near.map_or(0.0, |(_, weight)| *weight)
}

/// How far two points are from one another, near enough for short ways: a degree of longitude shrinks with the latitude.
fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    const DEGREE: f64 = 111.2;
    let north = (one.0 - other.0) * DEGREE;
    let east = (one.1 - other.1) * DEGREE * one.0.to_radians().cos();
    north.hypot(east)
}
