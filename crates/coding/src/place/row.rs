//! Mentions of the rows of the gazetteer, and of countries.

use chancery_codebook::{Codebook, PlaceRef};
use chancery_text::TokenSpan;

use super::{PlaceKind, PlaceMention};

/// A place of the gazetteer, named by some words.
pub(super) fn of_place(
    codebook: &Codebook,
    words: TokenSpan,
    place: PlaceRef,
    locative: bool,
) -> PlaceMention {
    let row = codebook.places().place(place);
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

/// A country, named by some words.
pub(super) fn of_country(
    codebook: &Codebook,
    words: TokenSpan,
    code: &str,
    locative: bool,
) -> PlaceMention {
    let who = codebook.who();
    let name = who.state(code).map_or(code, |it| who.entity(it).name());
    let places = codebook.places();
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

/// A country as a place that no words name.
pub(crate) fn country(codebook: &Codebook, code: &str) -> PlaceMention {
    of_country(codebook, TokenSpan::default(), code, false)
}

/// Other places that bear a name, those of the most people first.
pub(crate) fn others(codebook: &Codebook, name: &str, than: &PlaceMention) -> Vec<String> {
    const SHOWN: usize = 4;
    let rows = codebook.places().lookup(name);
    let rows = rows.map(|place| codebook.places().place(place));
    let others = rows.filter(|row| row.geonames() != than.geonames.map(u64::from));
    let named = others.map(|row| match (row.country(), row.admin1()) {
        ("", _) => row.name().to_owned(),
        (country, "") => format!("{} ({country})", row.name()),
        (country, within) => format!("{} ({within}, {country})", row.name()),
    });
    named.take(SHOWN).collect()
}

/// The kind of a place of the gazetteer, by its feature code; what belongs to no country is an area.
pub(super) fn kind(feature: &str, country: &str) -> PlaceKind {
    match feature {
        "BLDG" | "BDG" | "CRNG" | "MILB" | "DAM" | "SQR" => PlaceKind::Site,
        _ if feature.starts_with("PPL") => PlaceKind::Site,
        "RGN" | "ISL" | "ISLS" | "VAL" if !country.is_empty() => PlaceKind::Region,
        _ if feature.starts_with("ADM") => PlaceKind::Region,
        _ => PlaceKind::Area,
    }
}
