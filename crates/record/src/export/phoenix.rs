//! The Phoenix data set and the batch output of PETRARCH2, both without a header.

use super::Form;
use super::parties::Party;
use super::rules::{Goldstein, Guide, QuadRule, long_code};
use super::told::{Told, dyads};
use super::words::{line, number};
use chancery_coding::Actor;
use jiff::civil::Date;
use std::io::{self, Write};

/// Phoenix: 26 columns.
pub struct Phoenix<'k>(pub Guide<'k>);

impl Form for Phoenix<'_> {
    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        let Some(day) = self.0.day(told) else {
            return Ok(0);
        };
        let pairs = pairs(told, &self.0, |source, target| {
            source.is_coded() && target.is_coded()
        });
        for (place, (source, target)) in pairs.iter().enumerate() {
            line(&self.row(told, day, place, source, target), out)?;
        }
        Ok(pairs.len())
    }
}

impl Phoenix<'_> {
    fn row(
        &self,
        told: &Told,
        day: Date,
        place: usize,
        source: &Party,
        target: &Party,
    ) -> Vec<String> {
        let (guide, event, document) = (&self.0, &told.event, &told.source);
        let mut row = vec![
            format!("{}_{}", told.id(), place + 1),
            day.strftime("%Y%m%d").to_string(),
            day.year().to_string(),
            day.month().to_string(),
            day.day().to_string(),
        ];
        row.extend(actor(source));
        row.extend(actor(target));
        row.extend([
            long_code(event),
            event.cameo.get(..2).unwrap_or_default().to_owned(),
            guide.quad(event, QuadRule::Phoenix).to_string(),
            guide.goldstein(event, Goldstein::Phoenix).to_string(),
            issues(event),
        ]);
        row.extend(self.place(told));
        row.extend([
            format!("{}_{}", document.id, told.sentence()),
            document.url.clone().unwrap_or_default(),
            document.publisher.clone().unwrap_or_default(),
        ]);
        row
    }

    /// Latitude, longitude, place, state, country.
    fn place(&self, told: &Told) -> [String; 5] {
        let mut cells: [String; 5] = Default::default();
        if let Some(place) = &told.event.place {
            let known = self.0.place(&told.event);
            cells[0] = number(place.lat);
            cells[1] = number(place.lon);
            cells[2] = place.name.clone();
            cells[3] = known.map_or("", |known| known.admin1()).into();
            cells[4] = place.country.clone().unwrap_or_default();
        }
        cells
    }
}

/// Full code, entity, role, attribute.
fn actor(party: &Party) -> [String; 4] {
    let role = party.sector.map_or("", |sector| &sector.cameo);
    [
        party.cameo(),
        party.entity().into(),
        role.into(),
        party.groups().concat(),
    ]
}

/// PETRARCH2: date, source, target, code, issues, sentence ids, URL, publisher.
pub struct Petrarch2<'k>(pub Guide<'k>);

impl Form for Petrarch2<'_> {
    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        let Some(day) = self.0.day(told) else {
            return Ok(0);
        };
        let pairs = pairs(told, &self.0, |source, target| {
            source.is_coded() || target.is_coded()
        });
        let document = &told.source;
        let code = |party: &Party| match party.cameo() {
            // What the program itself prints for a side that it does not know.
            code if code.is_empty() => "---".into(),
            code => code,
        };
        for (source, target) in &pairs {
            let row = [
                day.strftime("%Y%m%d").to_string(),
                code(source),
                code(target),
                long_code(&told.event),
                issues(&told.event),
                format!("{}_{}", document.id, told.sentence()),
                document.url.clone().unwrap_or_default(),
                document.publisher.clone().unwrap_or_default(),
            ];
            line(&row, out)?;
        }
        Ok(pairs.len())
    }
}

/// Pairs of different codes: these forms have nothing else to tell parties apart by.
fn pairs<'k>(
    told: &Told,
    guide: &Guide<'k>,
    fit: fn(&Party, &Party) -> bool,
) -> Vec<(Party<'k>, Party<'k>)> {
    let party = |actor: Option<&Actor>| Party::of(actor, guide);
    let mut pairs: Vec<(Party, Party)> = Vec::new();
    for (source, target) in dyads(&told.event) {
        let (source, target) = (party(source), party(target));
        let codes = (source.cameo(), target.cameo());
        let known = pairs.iter().any(|(a, b)| (a.cameo(), b.cameo()) == codes);
        if fit(&source, &target) && codes.0 != codes.1 && !known {
            pairs.push((source, target));
        }
    }
    pairs
}

/// The contexts, each told of once.
fn issues(event: &chancery_coding::Event) -> String {
    let issue = |context: &String| format!("{},1", context.to_uppercase());
    event
        .contexts
        .iter()
        .map(issue)
        .collect::<Vec<_>>()
        .join(";")
}
