//! POLECAT: forty columns with a header, one row an event; several actors are joined with "; ", what is missing is `None`.

use super::Form;
use super::parties::Party;
use super::rules::{Goldstein, Guide, QuadRule, plover_type};
use super::told::Told;
use super::words::{header, line};
use chancery_coding::{Actor, Event};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io::{self, Write};

const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

const QUADS: [&str; 5] = [
    "",
    "VERBAL COOPERATION",
    "MATERIAL COOPERATION",
    "VERBAL CONFLICT",
    "MATERIAL CONFLICT",
];

/// The form.
pub struct Polecat<'k>(pub Guide<'k>);

impl Form for Polecat<'_> {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        header(&COLUMNS, out)
    }

    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        let Some(day) = self.0.day(told) else {
            return Ok(0);
        };
        let filled = |cell: String| if cell.is_empty() { "None".into() } else { cell };
        let row: Vec<String> = self.row(told, day).into_iter().map(filled).collect();
        line(&row, out)?;
        Ok(1)
    }
}

impl Polecat<'_> {
    fn row(&self, told: &Told, day: Date) -> Vec<String> {
        let (guide, event, document) = (&self.0, &told.event, &told.source);
        let kind = plover_type(event);
        let mode = event.mode.as_deref().filter(|_| kind == event.event_type);
        let quad = usize::from(guide.quad(event, QuadRule::Plover));
        let (actors, recipients) = sides(event);
        let mut row = vec![
            told.id().to_owned(),
            day.to_string(),
            kind.to_string(),
            mode.unwrap_or_default().to_owned(),
            guide.goldstein(event, Goldstein::Plover).to_string(),
            QUADS.get(quad).copied().unwrap_or_default().to_owned(),
            event.contexts.join(";"),
        ];
        row.extend(self.side(actors));
        row.extend(self.side(recipients));
        row.extend(self.place(event));
        row.extend([
            document.publisher.clone().unwrap_or_default(),
            document
                .date
                .map_or_else(String::new, |date| date.to_string()),
            entities(event, "person/"),
            entities(event, "org/"),
            event
                .place
                .as_ref()
                .map_or_else(String::new, |place| place.name.clone()),
            "English".into(),
            concat!("chancery-", env!("CARGO_PKG_VERSION")).into(),
        ]);
        row
    }

    /// Name, country, COW number, first sector, sectors, title, words, Wikipedia id.
    fn side(&self, actors: &[Actor]) -> [String; 8] {
        let parties: Vec<Party> = actors
            .iter()
            .map(|actor| Party::of(Some(actor), &self.0))
            .collect();
        let sector = |party: &Party<'_>| {
            party
                .sector
                .or(party.body)
                .map_or("", |code| &code.plover)
                .to_owned()
        };
        let sectors: Vec<String> = parties.iter().map(sector).collect();
        [
            join(actors.iter().map(|actor| actor.name.as_str())),
            join(
                parties
                    .iter()
                    .map(|party| party.country.map_or("", |code| &code.name)),
            ),
            join(
                parties
                    .iter()
                    .map(|party| party.country.map_or("", |code| &code.cow)),
            ),
            sectors
                .iter()
                .find(|sector| !sector.is_empty())
                .cloned()
                .unwrap_or_default(),
            join(sectors.iter().map(String::as_str)),
            join(
                actors
                    .iter()
                    .map(|actor| actor.office.as_deref().unwrap_or("")),
            ),
            join(actors.iter().map(|actor| actor.mention.text.as_str())),
            String::new(),
        ]
    }

    /// Placename, city, district, province, country, latitude, longitude, GeoNames id, words, feature type.
    fn place(&self, event: &Event) -> [String; 10] {
        let mut cells: [String; 10] = Default::default();
        let Some(place) = &event.place else {
            return cells;
        };
        let known = self.0.place(event);
        let feature = known.map_or("", |known| known.feature());
        cells[0] = place.name.clone();
        if feature.starts_with("PPL") {
            cells[1] = place.name.clone();
        }
        cells[3] = match feature.starts_with("ADM") {
            true => place.name.clone(),
            false => known.map_or("", |known| known.admin1()).into(),
        };
        let country = place
            .country
            .as_deref()
            .and_then(|code| self.0.country(code));
        cells[4] = country.map_or_else(String::new, |country| country.name.clone());
        cells[5] = place.lat.map_or_else(String::new, |lat| lat.to_string());
        cells[6] = place.lon.map_or_else(String::new, |lon| lon.to_string());
        cells[7] = place
            .geonames
            .map_or_else(String::new, |number| number.to_string());
        cells[8] = place
            .mention
            .as_ref()
            .map_or_else(String::new, |words| words.text.clone());
        cells[9] = feature.to_owned();
        cells
    }
}

/// Actors and recipients: the parties of a meeting are all actors.
pub fn sides(event: &Event) -> (&[Actor], &[Actor]) {
    let codes = |actors: &'_ [Actor]| -> BTreeSet<(Option<String>, String)> {
        actors
            .iter()
            .map(|actor| (actor.code.clone(), actor.name.clone()))
            .collect()
    };
    let mutual = !event.sources.is_empty() && codes(&event.sources) == codes(&event.targets);
    (&event.sources, if mutual { &[] } else { &event.targets })
}

/// Joined values, nothing where all are empty.
fn join<'v>(values: impl Iterator<Item = &'v str>) -> String {
    let values: Vec<&str> = values.collect();
    if values.iter().all(|value| value.is_empty()) {
        return String::new();
    }
    let filled = |value: &&'v str| if value.is_empty() { "None" } else { *value };
    values.iter().map(filled).collect::<Vec<_>>().join("; ")
}

/// Names of those who take part and whose identity begins so.
fn entities(event: &Event, kind: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for actor in [
        &event.sources,
        &event.targets,
        &event.carriers,
        &event.attribution,
    ]
    .into_iter()
    .flatten()
    {
        let is_kind = actor
            .entity
            .as_deref()
            .is_some_and(|entity| entity.starts_with(kind));
        if is_kind && !names.contains(&actor.name.as_str()) {
            names.push(&actor.name);
        }
    }
    names.join("; ")
}
