//! Where: names of places, which places they mean, and where an act took place.

mod attach;
mod dateline;
mod evidence;
mod find;
mod position;
mod record;
mod row;
mod senses;
mod stranger;
#[cfg(test)]
mod tests;
mod words;

use chancery_text::TokenSpan;

pub use attach::{of_event, of_saying};
pub use dateline::dateline;
pub use find::find;
pub use record::PlaceRecord;
pub(crate) use row::{country, others};
pub use words::Words;

/// A name of a place in a document, resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// The words of the name.
    pub words: TokenSpan,
    /// Canonical name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Latitude in degrees; none for a country.
    pub lat: Option<f64>,
    /// Longitude in degrees; none for a country.
    pub lon: Option<f64>,
    /// GeoNames feature code (`PPLC`, `ADM1`, `STRT`, ...); `PCLI` for a country.
    pub feature: String,
    /// What kind of place it is.
    pub kind: PlaceKind,
    /// Whether the words say that something is there: after "in", "at", "near" and the like, or in the dateline.
    pub locative: bool,
}

impl PlaceMention {
    /// Whether no gazetteer knows it: its country is a guess.
    pub(crate) fn is_stranger(&self) -> bool {
        self.lat.is_none() && self.kind != PlaceKind::Country
    }
}

/// What kind of place a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// City, town, village, base, building.
    Site,
    /// Province, state, district, other part of a country.
    Region,
    /// Country.
    Country,
    /// Sea, strait, mountains, peninsula, continent: may belong to no country.
    Area,
}

/// Where an act took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Where {
    /// The number of the mention that says so, among those given.
    pub mention: usize,
    /// Whether it stands in the act's own clause rather than around it.
    pub own_clause: bool,
}
