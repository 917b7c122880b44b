//! GDELT 2.0: the events table and the mentions table. Tone is not measured, so it is left empty; so are the identifiers of
//! other gazetteers.

use super::Form;
use super::parties::Party;
use super::rules::{Goldstein, Guide, QuadRule, long_code};
use super::told::{Told, dyads};
use super::words::{line, number, stable_number};
use chancery_coding::{Actor, Event};
use jiff::civil::Date;
use std::io::{self, Write};

/// Names of the columns of the events table, for readers; the file has no header.
pub const EVENT_COLUMNS: [&str; 61] = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// Names of the columns of the mentions table.
pub const MENTION_COLUMNS: [&str; 16] = [
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
];

/// The events table.
pub struct Events<'k>(pub Guide<'k>);

impl Form for Events<'_> {
    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        let Some(day) = self.0.day(told) else {
            return Ok(0);
        };
        let pairs = coded_pairs(&told.event, &self.0);
        for (source, target) in &pairs {
            line(&self.row(told, day, *source, *target), out)?;
        }
        Ok(pairs.len())
    }
}

impl Events<'_> {
    fn row(
        &self,
        told: &Told,
        day: Date,
        source: Option<&Actor>,
        target: Option<&Actor>,
    ) -> Vec<String> {
        let (guide, event) = (&self.0, &told.event);
        let code = long_code(event);
        let root = event.cameo.get(..2).unwrap_or_default();
        let [mentions, sources, articles] = told.counts();
        let mut row = vec![
            id(told, source, target),
            day.strftime("%Y%m%d").to_string(),
            day.strftime("%Y%m").to_string(),
            day.year().to_string(),
            fraction(day),
        ];
        row.extend(actor(source, guide));
        row.extend(actor(target, guide));
        row.extend([
            u8::from(told.leads()).to_string(),
            code.clone(),
            code.get(..3).unwrap_or(&code).to_owned(),
            root.to_owned(),
            guide.quad(event, QuadRule::Gdelt).to_string(),
            guide.goldstein(event, Goldstein::Gdelt).to_string(),
            mentions.to_string(),
            sources.to_string(),
            articles.to_string(),
            String::new(),
        ]);
        // Where the actors are is not known; the place is that of the act.
        row.extend(geo(None, guide));
        row.extend(geo(None, guide));
        row.extend(geo(Some(event), guide));
        row.push(stamp(told.source.date.unwrap_or(day)));
        row.push(
            told.source
                .url
                .clone()
                .unwrap_or_else(|| told.source.id.clone()),
        );
        row
    }
}

/// The mentions table.
pub struct Mentions<'k>(pub Guide<'k>);

impl Form for Mentions<'_> {
    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        let Some(day) = self.0.day(told) else {
            return Ok(0);
        };
        let pairs = coded_pairs(&told.event, &self.0);
        for (source, target) in &pairs {
            line(&mention(told, day, *source, *target), out)?;
        }
        Ok(pairs.len())
    }
}

fn mention(told: &Told, day: Date, source: Option<&Actor>, target: Option<&Actor>) -> Vec<String> {
    let (report, document) = (told.report(), &told.source);
    let published = document.date.unwrap_or(day);
    vec![
        id(told, source, target),
        stamp(day),
        stamp(published),
        if document.url.is_some() { "1" } else { "2" }.into(),
        document.publisher.clone().unwrap_or_default(),
        document.url.clone().unwrap_or_else(|| document.id.clone()),
        told.sentence().to_string(),
        offset(source, &report.sources),
        offset(target, &report.targets),
        report.trigger.start.to_string(),
        "1".into(),
        // GDELT's confidence goes in steps of ten.
        ((report.confidence * 10.0).round().clamp(1.0, 10.0) * 10.0).to_string(),
        document.text.chars().count().to_string(),
        String::new(),
        String::new(),
        String::new(),
    ]
}

/// Pairs of which at least one side has a code.
fn coded_pairs<'e>(event: &'e Event, guide: &Guide) -> Vec<(Option<&'e Actor>, Option<&'e Actor>)> {
    let coded = |actor: Option<&Actor>| Party::of(actor, guide).is_coded();
    dyads(event)
        .filter(|(source, target)| coded(*source) || coded(*target))
        .collect()
}

fn id(told: &Told, source: Option<&Actor>, target: Option<&Actor>) -> String {
    let name = |actor: Option<&Actor>| actor.map_or("", |actor| &actor.name).to_owned();
    stable_number(&[told.id(), &name(source), &name(target)]).to_string()
}

/// The share of the year that is over, months counted as 30 days, as the format's codebook has it.
fn fraction(day: Date) -> String {
    let days = (f64::from(day.month()) - 1.0) * 30.0 + f64::from(day.day());
    format!("{:.4}", f64::from(day.year()) + days / 365.0)
}

/// Code, name, country, group, ethnic, two religions, three types.
fn actor(actor: Option<&Actor>, guide: &Guide) -> [String; 10] {
    let party = Party::of(actor, guide);
    let mut cells: [String; 10] = Default::default();
    let Some(actor) = actor.filter(|_| party.is_coded()) else {
        return cells;
    };
    cells[0] = party.cameo();
    cells[1] = actor.name.to_uppercase();
    cells[2] = party.country.map_or("", |country| &country.cameo).into();
    let mut types: Vec<&str> = Vec::new();
    if party.body.is_some() {
        types.push(party.entity());
    }
    types.extend(party.sector.map(|sector| sector.cameo.as_str()));
    for group in party.groups() {
        // The one religion in the table of codes: Muslim.
        let place = if group == "MOS" { 5 } else { 3 };
        if cells[place].is_empty() {
            cells[place] = group.into();
        }
    }
    for (place, code) in types.into_iter().take(3).enumerate() {
        cells[7 + place] = code.into();
    }
    cells
}

/// Type, full name, country, first and second division, latitude, longitude, feature.
fn geo(event: Option<&Event>, guide: &Guide) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    cells[0] = "0".into();
    let Some((event, place)) = event.and_then(|event| Some((event, event.place.as_ref()?))) else {
        return cells;
    };
    let country = place
        .country
        .as_deref()
        .and_then(|code| guide.country(code));
    let Some(country) = country.filter(|country| !country.fips.is_empty()) else {
        return cells;
    };
    let known = guide.place(event);
    let admin = known.map_or("", |known| known.admin1());
    let division = known.is_some_and(|known| known.feature().starts_with("ADM"));
    let american = country.code == "USA";
    let is_country = known.is_none() && place.lat.is_none();
    cells[0] = match (is_country, division, american) {
        (true, _, _) => "1",
        (_, true, true) => "2",
        (_, false, true) => "3",
        (_, false, false) => "4",
        (_, true, false) => "5",
    }
    .into();
    let nation = if american {
        "United States"
    } else {
        &country.name
    };
    let parts: Vec<&str> = match (is_country, division) {
        (true, _) => vec![nation],
        (_, true) => vec![&place.name, nation],
        (_, false) => vec![&place.name, admin, nation],
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    cells[1] = parts.join(", ");
    cells[2] = country.fips.clone();
    // 00 is the code of a division that is not known.
    cells[3] = if is_country {
        country.fips.clone()
    } else {
        format!("{}00", country.fips)
    };
    cells[5] = number(place.lat);
    cells[6] = number(place.lon);
    cells[7] = if is_country {
        country.fips.clone()
    } else {
        String::new()
    };
    cells
}

fn stamp(day: Date) -> String {
    day.strftime("%Y%m%d000000").to_string()
}

/// Where a report names a party: the one of the same name, of the same code, else the first.
fn offset(actor: Option<&Actor>, named: &[Actor]) -> String {
    let Some(actor) = actor else {
        return "-1".into();
    };
    let found = named
        .iter()
        .find(|other| other.name == actor.name)
        .or_else(|| named.iter().find(|other| other.code == actor.code))
        .or(named.first());
    found.map_or("-1".into(), |found| found.mention.start.to_string())
}
