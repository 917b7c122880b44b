//! Mentions as CSV: one row for each, actors first, then times, then places.

use chancery_coding::place::PlaceRecord;
use chancery_coding::time::TimeRecord;
use chancery_coding::{Actor, Mentioned, Precision, Span};
use serde::Serialize;

/// One row. The names of the fields are those of the columns; what a kind has not is left empty.
#[derive(Default, Serialize)]
struct Row<'a> {
    document: &'a str,
    kind: &'static str,
    start: usize,
    end: usize,
    text: &'a str,
    name: &'a str,
    code: Option<&'a str>,
    entity: Option<&'a str>,
    office: Option<&'a str>,
    #[serde(rename = "type")]
    timex: &'a str,
    value: &'a str,
    from: Option<String>,
    to: Option<String>,
    precision: Option<Precision>,
    country: Option<&'a str>,
    geonames: Option<u32>,
    lat: Option<f64>,
    lon: Option<f64>,
    feature: &'a str,
}

/// The names of the columns, for the first line.
const COLUMNS: &str = "document,kind,start,end,text,name,code,entity,office,type,value,from,to,precision,country,\
                       geonames,lat,lon,feature\n";

/// The first line.
pub fn header() -> Vec<u8> {
    COLUMNS.into()
}

/// Writes the rows of one document.
pub fn write(bytes: &mut Vec<u8>, mentioned: &Mentioned) {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(bytes);
    let actors = mentioned.actors.iter().map(actor);
    let times = mentioned.times.iter().map(time);
    let places = mentioned.places.iter().map(place);
    for row in actors.chain(times).chain(places) {
        let document = &mentioned.id;
        writer
            .serialize(Row { document, ..row })
            .expect("a row of scalars is CSV");
    }
    writer.flush().expect("memory takes all bytes");
}

fn actor(actor: &Actor) -> Row<'_> {
    Row {
        name: &actor.name,
        code: actor.code.as_deref(),
        entity: actor.entity.as_deref(),
        office: actor.office.as_deref(),
        ..row("actor", &actor.mention)
    }
}

fn time(time: &TimeRecord) -> Row<'_> {
    Row {
        timex: time.kind,
        value: &time.value,
        from: time.from.map(|day| day.to_string()),
        to: time.to.map(|day| day.to_string()),
        precision: Some(time.precision),
        ..row("time", &time.span)
    }
}

fn place(place: &PlaceRecord) -> Row<'_> {
    Row {
        name: &place.name,
        country: place.country.as_deref(),
        geonames: place.geonames,
        lat: place.lat,
        lon: place.lon,
        feature: &place.feature,
        ..row("place", &place.span)
    }
}

fn row<'a>(kind: &'static str, span: &'a Span) -> Row<'a> {
    Row {
        kind,
        start: span.start,
        end: span.end,
        text: &span.text,
        ..Row::default()
    }
}
