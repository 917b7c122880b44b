//! Whose quarters and scales are used, and what a day is.

use chancery_codebook::{Codebook, EventType, ForeignKind, Place, PlaceRef, Quad, Status};
use chancery_coding::{Event, Precision};
use jiff::civil::Date;
use std::collections::HashMap;
use std::io;

use super::Told;

/// Whose quarters, scale and what of events without a day. What is not named is as the format's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Whose quarters.
    pub quad: Option<QuadRule>,
    /// Whose values on Goldstein's scale.
    pub goldstein: Option<Goldstein>,
    /// What becomes of events without a day.
    pub undated: Undated,
}

/// Rules by which a code falls into a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuadRule {
    /// CAMEO roots 01-05, 06-08, 09-13, 14-20 are 1 to 4.
    Gdelt,
    /// Roots 01 and 02 are 0, neutral; 03-05 1, 06-08 2, 09-13 and 16 3, the others 4.
    Phoenix,
    /// By PLOVER type; public statements, which it does not have, are verbal cooperation.
    Plover,
}

/// Whose values on Goldstein's scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goldstein {
    /// ICEWS's, as in `cameo.tsv`.
    Icews,
    /// GDELT's.
    Gdelt,
    /// Phoenix's.
    Phoenix,
    /// PLOVER's score of the mode, else of the type.
    Plover,
}

/// What becomes of an event without a day in a form that demands one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Undated {
    /// It is left out.
    #[default]
    Drop,
    /// It has the day on which it was published, as those data sets do.
    Published,
}

/// The codebook, asked in the way of exports.
pub struct Guide<'k> {
    pub codebook: &'k Codebook,
    rules: Rules,
    places: HashMap<u64, PlaceRef>,
}

impl<'k> Guide<'k> {
    pub fn new(codebook: &'k Codebook, rules: Rules) -> Self {
        let places = codebook.places().numbered().collect();
        Self {
            codebook,
            rules,
            places,
        }
    }

    /// The day that a form which demands one gives an event.
    pub fn day(&self, told: &Told) -> Option<Date> {
        day(&told.event).or(match self.rules.undated {
            Undated::Drop => None,
            Undated::Published => told.source.date,
        })
    }

    /// The quarter, 0 to 4.
    pub fn quad(&self, event: &Event, own: QuadRule) -> u8 {
        match self.rules.quad.unwrap_or(own) {
            QuadRule::Gdelt => gdelt_quad(root(event)),
            QuadRule::Phoenix => match root(event) {
                1 | 2 => 0,
                16 => 3,
                root => gdelt_quad(root),
            },
            QuadRule::Plover => quad_number(self.plover_quad(plover_type(event))),
        }
    }

    fn plover_quad(&self, event_type: EventType) -> Quad {
        let entry = self.codebook.ontology().type_entry(event_type);
        entry.map_or(Quad::VerbalCooperation, |entry| entry.quad)
    }

    /// The value on the scale.
    pub fn goldstein(&self, event: &Event, own: Goldstein) -> f64 {
        let foreign = self.codebook.ontology().foreign();
        let other = match self.rules.goldstein.unwrap_or(own) {
            Goldstein::Icews => None,
            Goldstein::Gdelt => foreign.goldstein_gdelt(&event.cameo),
            Goldstein::Phoenix => foreign.goldstein_phoenix(&event.cameo),
            Goldstein::Plover => self.plover_score(event),
        };
        other.map_or(event.goldstein, |value| round(f64::from(value)))
    }

    fn plover_score(&self, event: &Event) -> Option<f32> {
        let ontology = self.codebook.ontology();
        let event_type = plover_type(event);
        let mode = event
            .mode
            .as_deref()
            .filter(|_| event_type == event.event_type);
        mode.and_then(|mode| Some(ontology.mode(event_type, mode)?.score))
            .or_else(|| Some(ontology.type_entry(event_type)?.score))
    }

    /// A country's name, FIPS code or other foreign form; empty where there is none.
    pub fn country(&self, code: &str) -> Option<&'k chancery_codebook::ForeignCode> {
        let foreign = self.codebook.ontology().foreign();
        foreign.code(ForeignKind::Country, code)
    }

    /// What the gazetteer knows of the place of an event.
    pub fn place(&self, event: &Event) -> Option<Place<'k>> {
        let number = event.place.as_ref()?.geonames?;
        let place = self.places.get(&u64::from(number))?;
        Some(self.codebook.places().place(*place))
    }
}

/// The day of an event that is known to within a month: its first one.
pub fn day(event: &Event) -> Option<Date> {
    let time = &event.time;
    let start = time.start?;
    let days = time.end.map(|end| (end - start).get_days());
    match (time.precision, days) {
        (Precision::Month | Precision::Season | Precision::Year, _) => None,
        (Precision::Interval, days) => days.is_some_and(|days| days <= 31).then_some(start),
        _ => Some(start),
    }
}

/// The CAMEO root, 1 to 20.
pub fn root(event: &Event) -> u8 {
    let root = event.cameo.get(..2).unwrap_or("0");
    root.parse().unwrap_or(0)
}

/// The code as data sets write it: a bare root has a zero behind it.
pub fn long_code(event: &Event) -> String {
    match event.cameo.len() {
        2 => format!("{}0", event.cameo),
        _ => event.cameo.clone(),
    }
}

/// Whether PLOVER holds this to be an agreement: cooperation that lies in the future.
pub fn is_plover_promise(event_type: EventType, status: Status) -> bool {
    use EventType::{Aid, Consult, Cooperate, Support};
    status == Status::Future && matches!(event_type, Consult | Support | Cooperate | Aid)
}

/// The type by PLOVER's rule on what lies in the future.
pub fn plover_type(event: &Event) -> EventType {
    if is_plover_promise(event.event_type, event.status) {
        EventType::Agree
    } else {
        event.event_type
    }
}

/// The quarter's place among the four.
pub fn quad_number(quad: Quad) -> u8 {
    let place = Quad::ALL.iter().position(|known| *known == quad);
    place.map_or(0, |place| place as u8 + 1)
}

fn gdelt_quad(root: u8) -> u8 {
    Quad::of_root(root).map_or(0, quad_number)
}

/// Without the noise of single precision.
fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// What cannot be told as an error of output.
pub fn fault(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(error)
}
