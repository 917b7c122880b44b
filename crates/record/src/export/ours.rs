//! Our own tables: every event with all that fits a row, one row for each ordered pair of sides, lists joined by `|`.

use super::Form;
use super::rules::fault;
use super::told::{Told, pairs};
use super::words::{names, word};
use chancery_coding::{Actor, Event, Place};
use jiff::civil::Date;
use std::borrow::Cow;
use std::io::{self, Write};

/// One event of the schema a line.
pub struct JsonLines;

impl Form for JsonLines {
    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        serde_json::to_writer(&mut *out, &told.event)?;
        out.write_all(b"\n")?;
        Ok(1)
    }
}

/// Comma-separated, with a header.
pub struct Csv {
    columns: &'static [Column],
}

impl Csv {
    /// With the columns on document and incident where the events come from a record.
    pub fn new(kept: bool) -> Self {
        let columns = columns(kept);
        Self { columns }
    }
}

impl Form for Csv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        header(self.columns, out)
    }

    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        write_rows(self.columns, &rows_of(told), out)
    }
}

/// Writes the first line of the table of events.
///
/// # Errors
///
/// Where it cannot be written.
pub fn write_csv_header(out: &mut dyn Write) -> io::Result<()> {
    header(columns(false), out)
}

/// Writes the rows of an event that is not kept.
///
/// # Errors
///
/// Where they cannot be written.
pub fn write_csv(event: &Event, out: &mut dyn Write) -> io::Result<()> {
    let pairs = pairs(event).into_iter();
    let rows: Vec<Row> = pairs
        .map(|(source, target)| Row {
            event,
            told: None,
            source,
            target,
        })
        .collect();
    write_rows(columns(false), &rows, out).map(|_| ())
}

fn header(columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    writeln!(out, "{}", names.join(","))
}

fn write_rows(columns: &[Column], rows: &[Row], out: &mut dyn Write) -> io::Result<usize> {
    let mut writer = csv::Writer::from_writer(&mut *out);
    for row in rows {
        for column in columns {
            writer
                .write_field((column.value)(row).text().as_ref())
                .map_err(fault)?;
        }
        writer.write_record(None::<&[u8]>).map_err(fault)?;
    }
    writer.flush()?;
    Ok(rows.len())
}

/// The rows of an event.
pub fn rows_of(told: &Told) -> Vec<Row<'_>> {
    let event = &told.event;
    let pairs = pairs(event).into_iter();
    pairs
        .map(|(source, target)| Row {
            event,
            told: Some(told),
            source,
            target,
        })
        .collect()
}

/// One event between two sides.
pub struct Row<'a> {
    event: &'a Event,
    told: Option<&'a Told>,
    source: Option<&'a Actor>,
    target: Option<&'a Actor>,
}

/// A value of a row.
pub enum Cell<'a> {
    Text(Option<Cow<'a, str>>),
    Whole(Option<i64>),
    Number(Option<f64>),
    Flag(bool),
    Day(Option<Date>),
}

impl Cell<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text.as_deref().unwrap_or_default()),
            Self::Whole(number) => number.map_or_else(String::new, |n| n.to_string()).into(),
            // As JSON writes numbers that are not whole: 1.0, not 1.
            Self::Number(number) => number.map_or_else(String::new, |n| format!("{n:?}")).into(),
            Self::Flag(flag) => flag.to_string().into(),
            Self::Day(day) => day.map_or_else(String::new, |day| day.to_string()).into(),
        }
    }
}

/// A column: its name and what stands in it.
pub struct Column {
    /// As in the first line.
    pub name: &'static str,
    /// Its value in a row.
    pub value: for<'a> fn(&Row<'a>) -> Cell<'a>,
}

/// The columns of the table.
pub fn columns(kept: bool) -> &'static [Column] {
    let all = COLUMNS.len();
    &COLUMNS[..if kept { all } else { all - OF_RECORD }]
}

/// How many of the last columns only a record has.
const OF_RECORD: usize = 4;

const fn column(name: &'static str, value: for<'a> fn(&Row<'a>) -> Cell<'a>) -> Column {
    Column { name, value }
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Some(Cow::Borrowed(text)))
}

fn maybe(text: Option<&str>) -> Cell<'_> {
    Cell::Text(text.map(Cow::Borrowed))
}

fn made<'a>(text: String) -> Cell<'a> {
    Cell::Text(Some(text).filter(|text| !text.is_empty()).map(Cow::Owned))
}

fn whole<'a>(number: usize) -> Cell<'a> {
    Cell::Whole(i64::try_from(number).ok())
}

fn place<'a>(row: &Row<'a>) -> Option<&'a Place> {
    row.event.place.as_ref()
}

static COLUMNS: [Column; 44] = [
    column("id", |row| text(&row.event.id)),
    column("document", |row| text(&row.event.document)),
    column("type", |row| text(row.event.event_type.as_str())),
    column("mode", |row| maybe(row.event.mode.as_deref())),
    column("contexts", |row| made(row.event.contexts.join("|"))),
    column("cameo", |row| text(&row.event.cameo)),
    column("quad", |row| text(row.event.quad.as_str())),
    column("goldstein", |row| Cell::Number(Some(row.event.goldstein))),
    column("status", |row| text(row.event.status.as_str())),
    column("source", |row| {
        maybe(row.source.map(|actor| actor.name.as_str()))
    }),
    column("source_code", |row| {
        maybe(row.source.and_then(|actor| actor.code.as_deref()))
    }),
    column("source_entity", |row| {
        maybe(row.source.and_then(|actor| actor.entity.as_deref()))
    }),
    column("source_office", |row| {
        maybe(row.source.and_then(|actor| actor.office.as_deref()))
    }),
    column("target", |row| {
        maybe(row.target.map(|actor| actor.name.as_str()))
    }),
    column("target_code", |row| {
        maybe(row.target.and_then(|actor| actor.code.as_deref()))
    }),
    column("target_entity", |row| {
        maybe(row.target.and_then(|actor| actor.entity.as_deref()))
    }),
    column("target_office", |row| {
        maybe(row.target.and_then(|actor| actor.office.as_deref()))
    }),
    column("carriers", |row| made(names(&row.event.carriers, "|"))),
    column("channel", |row| {
        maybe(row.event.channel.map(|channel| channel.as_str()))
    }),
    column("reply_to", |row| maybe(row.event.reply_to.as_deref())),
    column("same_as", |row| maybe(row.event.same_as.as_deref())),
    column("about", |row| maybe(row.event.about.as_deref())),
    column("start", |row| Cell::Day(row.event.time.start)),
    column("end", |row| Cell::Day(row.event.time.end)),
    column("precision", |row| made(word(&row.event.time.precision))),
    column("place", |row| {
        maybe(place(row).map(|place| place.name.as_str()))
    }),
    column("country", |row| {
        maybe(place(row).and_then(|place| place.country.as_deref()))
    }),
    column("geonames", |row| {
        Cell::Whole(place(row).and_then(|place| place.geonames).map(i64::from))
    }),
    column("lat", |row| {
        Cell::Number(place(row).and_then(|place| place.lat))
    }),
    column("lon", |row| {
        Cell::Number(place(row).and_then(|place| place.lon))
    }),
    column("attribution", |row| {
        made(names(&row.event.attribution, "|"))
    }),
    column("hedged", |row| Cell::Flag(row.event.hedged)),
    column("trigger", |row| text(&row.event.trigger.text)),
    column("trigger_start", |row| whole(row.event.trigger.start)),
    column("trigger_end", |row| whole(row.event.trigger.end)),
    column("evidence", |row| text(&row.event.evidence.text)),
    column("evidence_start", |row| whole(row.event.evidence.start)),
    column("evidence_end", |row| whole(row.event.evidence.end)),
    column("confidence", |row| Cell::Number(Some(row.event.confidence))),
    column("frame", |row| text(&row.event.frame)),
    column("published", |row| {
        Cell::Day(row.told.and_then(|told| told.source.date))
    }),
    column("publisher", |row| {
        maybe(row.told.and_then(|told| told.source.publisher.as_deref()))
    }),
    column("url", |row| {
        maybe(row.told.and_then(|told| told.source.url.as_deref()))
    }),
    column("incident", |row| {
        maybe(
            row.told
                .and_then(|told| Some(told.incident.as_ref()?.id.as_str())),
        )
    }),
];
