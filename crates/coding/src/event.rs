//! The coded event, as `schema/event.schema.json` defines it.

pub use chancery_codebook::{Channel, EventType, Quad, Status};
use chancery_text::{ByteSpan, CharIndex, CharSpan};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::reading::Reading;

/// One coded act. Serialises to one object of the event schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Stable: made of the document's id, the trigger's span and a number.
    pub id: String,
    /// The document's id.
    pub document: String,
    /// PLOVER type, or STATEMENT.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code of two to four digits.
    pub cameo: String,
    /// Quad class by CAMEO root.
    pub quad: Quad,
    /// Goldstein value, -10 to 10.
    pub goldstein: f64,
    /// How the text presents it.
    pub status: Status,
    /// Who did it.
    pub sources: Vec<Actor>,
    /// To whom.
    pub targets: Vec<Actor>,
    /// By whose hand.
    pub carriers: Vec<Actor>,
    /// Through which medium.
    pub channel: Option<Channel>,
    /// Id of the event answered.
    pub reply_to: Option<String>,
    /// Id of the earlier event that this one tells again.
    pub same_as: Option<String>,
    /// What it is about, in repaired words of the text.
    pub about: Option<String>,
    /// When it happened.
    pub time: EventTime,
    /// Where it happened.
    pub place: Option<Place>,
    /// On whose word, closest to the act first.
    pub attribution: Vec<Actor>,
    /// Whether the text distances itself.
    pub hedged: bool,
    /// The sentence, at most.
    pub evidence: Span,
    /// The word or words that mean the act.
    pub trigger: Span,
    /// Calibrated probability that the coding is right.
    pub confidence: f64,
    /// The frame that coded it.
    pub frame: String,
}

/// A place in the supplied text: characters and the words there, defects and all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The words as supplied.
    pub text: String,
}

impl Span {
    /// The supplied characters of bytes of the repaired text; `index` counts those of the supplied one.
    pub fn supplied(reading: &Reading<'_>, index: &CharIndex<'_>, repaired: ByteSpan) -> Self {
        let document = reading.document;
        let bytes = document.map.supplied(repaired);
        let chars = index.chars(bytes);
        Self {
            start: chars.start,
            end: chars.end,
            text: bytes.of(&document.text).to_owned(),
        }
    }

    /// The characters it covers.
    pub fn chars(&self) -> CharSpan {
        CharSpan::new(self.start, self.end)
    }
}

/// A party to an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Country and sector, or null.
    pub code: Option<String>,
    /// Identity in the who-is-who.
    pub entity: Option<String>,
    /// Canonical or fullest name.
    pub name: String,
    /// Office held at the event's date.
    pub office: Option<String>,
    /// Where the text names it.
    pub mention: Span,
}

/// When an event happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTime {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// How exact that is.
    pub precision: Precision,
    /// The expression that says so.
    pub mention: Option<Span>,
}

/// How exactly a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// One day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A season or quarter.
    Season,
    /// A year.
    Year,
    /// A stretch with its own ends, either of which may be open.
    Interval,
    /// No expression in reach; the document's date stands in.
    Document,
    /// Not known.
    Unresolved,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
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
    /// Where the text names it.
    pub mention: Option<Span>,
}
