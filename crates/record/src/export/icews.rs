//! ICEWS: twenty columns with a header; a meeting makes two rows, one each way.

use super::Form;
use super::parties::Party;
use super::rules::{Goldstein, Guide, long_code};
use super::told::{Told, dyads};
use super::words::{header, line, number, stable_number};
use chancery_coding::Actor;
use jiff::civil::Date;
use std::io::{self, Write};

const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// The form.
pub struct Icews<'k>(pub Guide<'k>);

impl Form for Icews<'_> {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        header(&COLUMNS, out)
    }

    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        let Some(day) = self.0.day(told) else {
            return Ok(0);
        };
        let mut rows = 0;
        for pair in dyads(&told.event) {
            if let (Some(source), Some(target)) = pair {
                line(&self.row(told, day, source, target), out)?;
                rows += 1;
            }
        }
        Ok(rows)
    }
}

impl Icews<'_> {
    fn row(&self, told: &Told, day: Date, source: &Actor, target: &Actor) -> Vec<String> {
        let (guide, event, document) = (&self.0, &told.event, &told.source);
        let code = long_code(event);
        let ontology = guide.codebook.ontology();
        let cameo = ontology
            .cameo(&code)
            .or_else(|| ontology.cameo(&event.cameo));
        let mut row = vec![
            stable_number(&[told.id(), &source.name, &target.name]).to_string(),
            day.to_string(),
        ];
        row.extend(self.party(source));
        row.extend([
            cameo.map_or_else(String::new, |cameo| cameo.name.clone()),
            code,
            guide.goldstein(event, Goldstein::Icews).to_string(),
        ]);
        row.extend(self.party(target));
        row.extend([
            stable_number(&[&document.id]).to_string(),
            told.sentence().to_string(),
            document.publisher.clone().unwrap_or_default(),
        ]);
        row.extend(self.place(told));
        row
    }

    /// Name, sectors, country.
    fn party(&self, actor: &Actor) -> [String; 3] {
        let party = Party::of(Some(actor), &self.0);
        let sector = party.sector.or(party.body);
        [
            actor.name.clone(),
            sector.map_or_else(String::new, |code| code.icews.clone()),
            party
                .country
                .map_or_else(String::new, |code| code.icews.clone()),
        ]
    }

    /// City, district, province, country, latitude, longitude.
    fn place(&self, told: &Told) -> [String; 6] {
        let mut cells: [String; 6] = Default::default();
        let Some(place) = &told.event.place else {
            return cells;
        };
        let known = self.0.place(&told.event);
        match known.map(|known| known.feature()) {
            Some(feature) if feature.starts_with("PPL") => {
                cells[0] = place.name.clone();
                cells[2] = known.map_or("", |known| known.admin1()).into();
            }
            Some(feature) if feature.starts_with("ADM") => cells[2] = place.name.clone(),
            _ => {}
        }
        let country = place
            .country
            .as_deref()
            .and_then(|code| self.0.country(code));
        cells[3] = country.map_or_else(String::new, |country| country.icews.clone());
        cells[4] = number(place.lat);
        cells[5] = number(place.lon);
        cells
    }
}
