//! The place that a dateline names.

use chancery_codebook::{Codebook, EntityKind, PlaceRef};
use chancery_text::TokenSpan;

use super::PlaceMention;
use super::row::{of_country, of_place};
use crate::reading::Reading;

/// The place that the dateline names: within the country or division behind it, else the largest of its name, else a country.
pub fn dateline(reading: &Reading<'_>, codebook: &Codebook) -> Option<PlaceMention> {
    let words = TokenSpan::default();
    if let Some(place) = place(reading, codebook) {
        return Some(of_place(codebook, words, place, true));
    }
    let (city, _) = words_of(reading)?;
    let code = state_named(codebook, city)?;
    Some(of_country(codebook, words, &code, true))
}

/// The town of the dateline as it is written.
pub(super) fn town<'a>(reading: &'a Reading<'_>) -> &'a str {
    words_of(reading).map_or("", |(town, _)| town)
}

/// The town and what stands behind it.
fn words_of<'a>(reading: &'a Reading<'_>) -> Option<(&'a str, &'a str)> {
    let place = reading.document.dateline.as_ref()?.place?;
    let words = place.of(&reading.document.repaired);
    let (town, within) = words.split_once(',').unwrap_or((words, ""));
    Some((town.trim(), within.trim()))
}

/// The place of the gazetteer that it names.
pub(super) fn place(reading: &Reading<'_>, codebook: &Codebook) -> Option<PlaceRef> {
    let (town, within) = words_of(reading)?;
    let places = codebook.places();
    if within.is_empty() {
        return places.lookup(town).next();
    }
    let country = state_named(codebook, within);
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
    let within = places.lookup(town).find(fits);
    within.or_else(|| places.lookup(town).next())
}

/// The code of the state of that name.
fn state_named(codebook: &Codebook, name: &str) -> Option<String> {
    let who = codebook.who();
    let hit = who.names_at(name, 0).filter(|hit| hit.len == name.len())?;
    let state = hit
        .candidates()
        .map(|candidate| who.entity(candidate.entity))
        .find(|entity| entity.kind() == EntityKind::State)?;
    state.code().map(str::to_owned)
}
