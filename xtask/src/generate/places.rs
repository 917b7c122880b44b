//! The gazetteer: cities and towns from GeoNames, first-order divisions, countries, and hand-written regions, waters and sites.

use super::names::{ascii, fold, list, listed};
use super::rows::{Place, State};
use super::{Paths, states, table};
use anyhow::{Context as _, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Smaller places are towns, unless they are capitals or seats of a first-order division.
const SMALLEST: u64 = 15_000;

/// Shorter names are too often something else.
const SHORTEST: usize = 4;

/// Cities of so many people are known to the reader of datelines, as capitals are.
const LARGE: u64 = 400_000;

/// Writes `cities.tsv`, `towns.tsv`, `regions.tsv` and `countries.tsv`, and `intake/cities.txt`.
pub fn generate(paths: &Paths) -> Result<()> {
    let states = states::read(paths)?;
    let divisions = divisions(paths)?;
    let (cities, towns) = cities(paths, &states, &divisions)?;
    fs::write(paths.data.join("intake/cities.txt"), datelines(&cities))?;
    table::write(&paths.places("cities.tsv"), cities)?;
    table::write(&paths.places("towns.tsv"), towns)?;
    let mut regions: Vec<Place> = table::read(&paths.places("hand/regions.tsv"))?;
    regions.extend(divisions.into_values());
    table::write(&paths.places("regions.tsv"), regions)?;
    table::write(&paths.places("countries.tsv"), countries(paths, &states)?)
}

/// The numbers of countries at geonames.org, under the names that they have in the who-is-who; a country has no point on the map.
fn countries(paths: &Paths, states: &[State]) -> Result<Vec<Place>> {
    #[derive(Deserialize)]
    struct Country {
        geonameid: u64,
        iso3: String,
    }
    let path = paths.reference("places/geonames_countries.json");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let known: BTreeMap<String, Country> = serde_json::from_str(&text)?;
    let numbers: BTreeMap<&str, u64> = known
        .values()
        .map(|it| (it.iso3.as_str(), it.geonameid))
        .collect();
    let present = states.iter().filter(|state| state.to.is_empty());
    let country = |state: &State| {
        Some(Place {
            geonames: numbers.get(state.code.as_str())?.to_string(),
            name: state.name.clone(),
            country: state.code.clone(),
            feature: "PCLI".into(),
            ..Place::default()
        })
    };
    Ok(present.filter_map(country).collect())
}

/// The cities whose name alone, before a dash, is taken for a dateline: one a line, in small letters without accents.
fn datelines(cities: &[Place]) -> String {
    let is_known = |city: &&Place| {
        city.feature == "PPLC" || city.population.parse().is_ok_and(|it: u64| it >= LARGE)
    };
    let names: BTreeSet<String> = cities
        .iter()
        .filter(is_known)
        .flat_map(|city| listed(&city.aliases).chain([city.name.as_str()]))
        .map(|name| ascii(name.split(',').next().unwrap_or(name)).to_lowercase())
        .filter(|name| name.len() >= SHORTEST)
        .collect();
    let head = "# Capitals and cities of 400,000 people (GeoNames, CC BY 4.0), which a report may open with before a dash, a colon \
                or a stop.\n# Made by `cargo xtask generate places`.\n";
    let names: Vec<String> = names.into_iter().collect();
    format!("{head}{}\n", names.join("\n"))
}

#[derive(Deserialize)]
struct City {
    geonameid: String,
    name: String,
    country_iso2: String,
    country_iso3: String,
    admin1_code: String,
    admin1_name: String,
    lat: String,
    lon: String,
    population: u64,
    alternate_names_latin: String,
}

/// Cities and towns, each in its division, as that is called here.
fn cities(
    paths: &Paths,
    states: &[State],
    divisions: &Divisions,
) -> Result<(Vec<Place>, Vec<Place>)> {
    let cities: Vec<City> = table::read(&paths.reference("places/cities5000.tsv"))?;
    let hand: Vec<Place> = table::read(&paths.places("hand/cities.tsv"))?;
    let hand: BTreeMap<&str, &Place> = hand
        .iter()
        .map(|place| (place.geonames.as_str(), place))
        .collect();
    let capitals: BTreeSet<(String, String)> = states
        .iter()
        .filter(|state| state.to.is_empty())
        .flat_map(|state| {
            listed(&state.capital).map(|capital| (state.code.clone(), capital_key(capital)))
        })
        .collect();
    let mut largest: BTreeMap<(String, String), u64> = BTreeMap::new();
    for city in &cities {
        let people = largest.entry(city_key(city)).or_default();
        *people = city.population.max(*people);
    }
    let placed = cities.iter().map(|city| {
        let is_capital = largest.get(&city_key(city)) == Some(&city.population)
            && capitals.contains(&city_key(city));
        let seat = is_seat(city);
        let own = hand.get(city.geonameid.as_str()).copied();
        let large = city.population >= SMALLEST || is_capital || seat || own.is_some();
        let division = divisions.get(&(city.country_iso2.clone(), city.admin1_code.clone()));
        let admin1 = division.map_or(&city.admin1_name, |it| &it.name);
        (large, place(city, admin1, feature(is_capital, seat), own))
    });
    let (large, small): (Vec<_>, Vec<_>) = placed.partition(|(large, _)| *large);
    let plain = |places: Vec<(bool, Place)>| places.into_iter().map(|(_, place)| place).collect();
    Ok((plain(large), plain(small)))
}

/// What capitals are found by; of places of one name in a country the largest is the capital.
fn city_key(city: &City) -> (String, String) {
    (city.country_iso3.clone(), capital_key(&city.name))
}

/// `Washington` for `Washington, D.C.`.
fn capital_key(name: &str) -> String {
    fold(name.split(',').next().unwrap_or(name)).replace(" city", "")
}

/// A place that bears the name of its division is taken for its seat.
fn is_seat(city: &City) -> bool {
    !city.admin1_name.is_empty() && fold(&city.admin1_name).starts_with(&fold(&city.name))
}

/// Feature codes of GeoNames.
fn feature(capital: bool, seat: bool) -> &'static str {
    match (capital, seat) {
        (true, _) => "PPLC",
        (_, true) => "PPLA",
        _ => "PPL",
    }
}

fn place(city: &City, admin1: &str, feature: &str, hand: Option<&Place>) -> Place {
    let name = hand
        .map(|hand| &hand.name)
        .filter(|name| !name.is_empty())
        .unwrap_or(&city.name)
        .clone();
    let own = hand.map_or("", |hand| hand.aliases.as_str());
    let given = [city.name.clone(), ascii(&city.name)]
        .into_iter()
        .chain(listed(own).map(str::to_string));
    let given = given.chain(spelled_out(&name));
    let others = listed(&city.alternate_names_latin)
        .filter(|alias| likely_english(alias, &name, city.population))
        .map(str::to_string);
    let mut seen = BTreeSet::from([fold(&name)]);
    let aliases = list(given.chain(others).filter(|alias| seen.insert(fold(alias))));
    Place {
        geonames: city.geonameid.clone(),
        name,
        country: city.country_iso3.clone(),
        admin1: admin1.into(),
        lat: rounded(&city.lat),
        lon: rounded(&city.lon),
        population: city.population.to_string(),
        feature: feature.into(),
        aliases,
    }
}

/// "St. Cloud" for "Saint Cloud", and the like, either way.
fn spelled_out(name: &str) -> Option<String> {
    const FORMS: [(&str, &str); 5] = [
        ("Saint ", "St. "),
        ("St. ", "Saint "),
        ("Fort ", "Ft. "),
        ("Mount ", "Mt. "),
        ("Sainte ", "Ste. "),
    ];
    let other =
        |(long, short): &(&str, &str)| Some(format!("{short}{}", name.strip_prefix(*long)?));
    FORMS.iter().find_map(other)
}

/// Other spellings that English news may use: plain letters, close to the name, and only for larger places.
fn likely_english(alias: &str, name: &str, population: u64) -> bool {
    let plain = alias
        .chars()
        .all(|c| c.is_ascii_alphabetic() || " -'".contains(c));
    let initial = |text: &str| ascii(text).chars().next().map(|c| c.to_ascii_lowercase());
    let words = alias
        .split([' ', '-'])
        .all(|word| word.chars().next().is_some_and(char::is_uppercase));
    let size = alias.len() >= 5 && distance(&fold(alias), &fold(name)) <= 2;
    population >= 400_000
        && plain
        && words
        && size
        && initial(alias) == initial(name)
        && !foreign(alias)
}

/// How many letters have to be changed, put in or left out to make one word the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, d) in b.iter().enumerate() {
            let changed = diagonal + usize::from(c != *d);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Endings and letter groups of other languages' forms.
fn foreign(alias: &str) -> bool {
    let lower = alias.to_lowercase();
    [
        "ehj", "jj", "ij", "us", "um", "ae", "ea", "ja", "io", "aj", "ei", "oj", "ej", "uo", "as",
        "is",
    ]
    .iter()
    .any(|end| lower.ends_with(end))
        || [
            "sz", "tsj", "tj", "sj", "cz", "dz", "w-", "'j", "zh-", "szh", "x",
        ]
        .iter()
        .any(|part| lower.contains(part))
}

/// Three decimals are a hundred metres.
fn rounded(degrees: &str) -> String {
    degrees
        .parse::<f64>()
        .map_or_else(|_| degrees.into(), |degrees| format!("{degrees:.3}"))
}

#[derive(Deserialize)]
struct Division {
    country_iso2: String,
    admin1_code: String,
    name: String,
    ascii_name: String,
    geonameid: String,
}

/// First-order divisions by alpha-2 code of the country and code of the division.
type Divisions = BTreeMap<(String, String), Place>;

/// All first-order divisions that have towns, placed at the middle of these. A cell of `hand/divisions.tsv` that is not empty
/// replaces what is here; its aliases are added.
fn divisions(paths: &Paths) -> Result<Divisions> {
    let hand: Vec<Place> = table::read(&paths.places("hand/divisions.tsv"))?;
    let hand: BTreeMap<&str, &Place> = hand
        .iter()
        .map(|place| (place.geonames.as_str(), place))
        .collect();
    let centres = centres(paths)?;
    let mut divisions = Divisions::new();
    for division in table::read::<Division>(&paths.reference("places/admin1.tsv"))? {
        let key = (division.country_iso2.clone(), division.admin1_code.clone());
        let (Some(centre), false) = (centres.get(&key), division.name.is_empty()) else {
            continue;
        };
        let own = hand.get(division.geonameid.as_str());
        divisions.insert(key, placed(division, centre, own.copied()));
    }
    Ok(divisions)
}

fn placed(division: Division, centre: &Centre, hand: Option<&Place>) -> Place {
    let short = short_name(&division.name);
    let hand = hand.cloned().unwrap_or_default();
    let or = |own: &str, given: String| if own.is_empty() { given } else { own.into() };
    let name = or(&hand.name, short.clone());
    let mut seen = BTreeSet::from([fold(&name)]);
    let aliases = [division.name, division.ascii_name, short]
        .into_iter()
        .chain(listed(&hand.aliases).map(str::to_string));
    Place {
        geonames: division.geonameid,
        country: or(&hand.country, centre.country.clone()),
        lat: or(&hand.lat, format!("{:.3}", centre.lat / centre.weight)),
        lon: or(&hand.lon, format!("{:.3}", centre.lon / centre.weight)),
        feature: or(&hand.feature, "ADM1".into()),
        aliases: list(aliases.filter(|alias| seen.insert(fold(alias)))),
        name,
        ..Place::default()
    }
}

/// `Kirkuk` for `Kirkuk Governorate`; names that are nothing without the word keep it.
fn short_name(name: &str) -> String {
    let kinds = [
        " Governorate",
        " Province",
        " Oblast",
        " Oblast'",
        " Region",
        " State",
        " District",
        " Department",
        " County",
        " Prefecture",
        " Voivodeship",
    ];
    let short = kinds
        .iter()
        .find_map(|kind| name.strip_suffix(kind))
        .filter(|short| short.len() > 3);
    let directions = [
        "North",
        "South",
        "East",
        "West",
        "Central",
        "Northern",
        "Southern",
        "Eastern",
        "Western",
        "Free",
        "Capital",
        "North Western",
        "North Eastern",
        "Upper",
        "Lower",
    ];
    short
        .filter(|short| !directions.contains(short))
        .unwrap_or(name)
        .to_string()
}

#[derive(Default)]
struct Centre {
    country: String,
    lat: f64,
    lon: f64,
    weight: f64,
}

/// The middle of each division's cities, weighted by people.
fn centres(paths: &Paths) -> Result<BTreeMap<(String, String), Centre>> {
    #[derive(Deserialize)]
    struct Point {
        country_iso2: String,
        country_iso3: String,
        admin1_code: String,
        lat: f64,
        lon: f64,
        population: f64,
    }
    let mut centres: BTreeMap<(String, String), Centre> = BTreeMap::new();
    for point in table::read::<Point>(&paths.reference("places/cities5000.tsv"))? {
        let centre = centres
            .entry((point.country_iso2, point.admin1_code))
            .or_default();
        let weight = point.population.max(1.0);
        centre.country = point.country_iso3;
        centre.lat += point.lat * weight;
        centre.lon += point.lon * weight;
        centre.weight += weight;
    }
    Ok(centres)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions() {
        assert_eq!(short_name("Kirkuk Governorate"), "Kirkuk");
        assert_eq!(short_name("Northern Province"), "Northern Province");
    }

    #[test]
    fn spellings() {
        assert!(likely_english("Teheran", "Tehran", 2_000_000));
        assert_eq!(distance("kitten", "sitting"), 3);
        assert!(!likely_english("Sanghaj", "Shanghai", 2_000_000));
    }
}
