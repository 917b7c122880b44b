//! A place as `chancery mentions` prints it.

use chancery_text::{ByteSpan, CharIndex};
use serde::Serialize;

use super::PlaceMention;
use crate::event::Span;
use crate::reading::Reading;

/// One name of a place, with characters of the supplied text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceRecord {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// Canonical name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// GeoNames feature code.
    pub feature: String,
}

impl PlaceRecord {
    /// The record of a place of `reading`; `index` counts the characters of the supplied text.
    pub fn new(reading: &Reading<'_>, index: &CharIndex<'_>, place: &PlaceMention) -> Self {
        Self::at(reading, index, place, reading.bytes(place.words))
    }

    /// The record of a place that is named at `span` of the repaired text.
    pub(crate) fn at(
        reading: &Reading<'_>,
        index: &CharIndex<'_>,
        place: &PlaceMention,
        span: ByteSpan,
    ) -> Self {
        Self {
            span: Span::supplied(reading, index, span),
            name: place.name.clone(),
            country: place.country.clone(),
            geonames: place.geonames,
            lat: place.lat,
            lon: place.lon,
            feature: place.feature.clone(),
        }
    }
}
