//! What a record tells, in the order of days.

use super::told::{Incident, Source, Told};
use crate::ask::Filter;
use crate::error::Result;
use crate::record::Record;
use chancery_codebook::{Channel, EventType, Quad, Status};
use chancery_coding::{Event, Place, Precision};
use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, Row};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Every telling.
    Event,
    /// What happened, once for all its tellings.
    #[default]
    Incident,
}

/// What is asked of the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What is counted.
    pub unit: Unit,
    /// Every report of an incident rather than the incident alone.
    pub reports: bool,
    /// The texts of documents.
    pub texts: bool,
}

impl Record {
    /// Hands all that passes the filter to `take`, the earliest first.
    ///
    /// # Errors
    ///
    /// Where the record cannot be read, or `take` fails.
    pub fn tell<E: From<crate::Error>>(
        &self,
        filter: &Filter,
        wanted: Wanted,
        mut take: impl FnMut(&Told) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut keys = Vec::new();
        self.each_event(filter, |key| {
            keys.push(key);
            true
        })?;
        let mut teller = Teller {
            record: self,
            wanted,
            sources: HashMap::new(),
            told: HashSet::new(),
        };
        for key in keys.into_iter().rev() {
            if let Some(told) = teller.told(key)? {
                take(&told)?;
            }
        }
        Ok(())
    }
}

/// How many documents are held in hand; reports of one day come from few.
const HELD: usize = 2048;

struct Teller<'r> {
    record: &'r Record,
    wanted: Wanted,
    sources: HashMap<i64, Arc<Source>>,
    /// Incidents that were told of.
    told: HashSet<i64>,
}

impl Teller<'_> {
    /// What an event's key stands for; none where its incident was told of already.
    fn told(&mut self, key: i64) -> Result<Option<Told>> {
        let Some(whole) = self.whole(key)? else {
            return self.telling(key, None).map(Some);
        };
        if self.wanted.unit == Unit::Event {
            let incident = Incident {
                whole: false,
                ..whole.incident
            };
            return self.telling(key, Some(incident)).map(Some);
        }
        if self.wanted.reports {
            let mut told = self.telling(key, None)?;
            told.report = Some(std::mem::replace(
                &mut told.event,
                whole.event(self.record)?,
            ));
            told.incident = Some(whole.incident);
            return Ok(Some(told));
        }
        if !self.told.insert(whole.key) {
            return Ok(None);
        }
        let mut told = self.telling(whole.best, None)?;
        told.event = whole.event(self.record)?;
        told.incident = Some(whole.incident);
        Ok(Some(told))
    }

    fn telling(&mut self, key: i64, incident: Option<Incident>) -> Result<Told> {
        Ok(Told {
            event: self.record.event(key)?,
            source: self.source(key)?,
            incident,
            report: None,
        })
    }

    fn source(&mut self, event: i64) -> Result<Arc<Source>> {
        let find = "SELECT document FROM events WHERE key = ?1";
        let document: i64 = self.record.ask(|sql| {
            sql.prepare_cached(find)?
                .query_row([event], |row| row.get(0))
        })?;
        if let Some(source) = self.sources.get(&document) {
            return Ok(source.clone());
        }
        let source = Arc::new(self.read_source(document)?);
        if self.sources.len() >= HELD {
            self.sources.clear();
        }
        self.sources.insert(document, source.clone());
        Ok(source)
    }

    fn read_source(&self, document: i64) -> Result<Source> {
        let find =
            "SELECT id, date, publisher, url, title, language, CASE WHEN ?2 THEN text ELSE '' END
                    FROM documents WHERE key = ?1";
        self.record.ask(|sql| {
            let mut find = sql.prepare_cached(find)?;
            find.query_row((document, self.wanted.texts), |row| {
                let date: Option<String> = row.get(1)?;
                Ok(Source {
                    id: row.get(0)?,
                    date: date.and_then(|date| date.parse().ok()),
                    publisher: row.get(2)?,
                    url: row.get(3)?,
                    title: row.get(4)?,
                    language: row.get(5)?,
                    text: row.get(6)?,
                })
            })
        })
    }

    /// The incident of an event.
    fn whole(&self, event: i64) -> Result<Option<Whole>> {
        let find = "SELECT i.key, i.id, i.event, i.reports, i.origins,
            (SELECT count(DISTINCT e.document) FROM reports o JOIN events e ON e.key = o.event WHERE o.incident = i.key),
            i.type, i.mode, i.cameo, i.quad, i.goldstein, i.status, i.channel, i.first_date, i.last_date, i.\"precision\",
            i.place, i.country, i.lat, i.lon
            FROM reports r JOIN incidents i ON i.key = r.incident WHERE r.event = ?1";
        self.record.ask(|sql| {
            let mut find = sql.prepare_cached(find)?;
            find.query_row([event], Whole::read).optional()
        })
    }
}

/// An incident, with what its reports agree on.
struct Whole {
    key: i64,
    /// The event that tells of it best.
    best: i64,
    incident: Incident,
    event_type: i64,
    mode: Option<String>,
    cameo: String,
    quad: i64,
    goldstein: f64,
    status: i64,
    channel: Option<String>,
    first: Option<Date>,
    last: Option<Date>,
    precision: String,
    place: Option<String>,
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
}

impl Whole {
    fn read(row: &Row) -> rusqlite::Result<Self> {
        let count = |at| {
            row.get(at)
                .map(|count: i64| usize::try_from(count).unwrap_or(0))
        };
        let day = |at| {
            row.get(at)
                .map(|day: Option<String>| day.and_then(|day| day.parse().ok()))
        };
        Ok(Self {
            key: row.get(0)?,
            best: row.get(2)?,
            incident: Incident {
                id: row.get(1)?,
                whole: true,
                reports: count(3)?,
                origins: count(4)?,
                documents: count(5)?,
            },
            event_type: row.get(6)?,
            mode: row.get(7)?,
            cameo: row.get(8)?,
            quad: row.get(9)?,
            goldstein: row.get(10)?,
            status: row.get(11)?,
            channel: row.get(12)?,
            first: day(13)?,
            last: day(14)?,
            precision: row.get(15)?,
            place: row.get(16)?,
            country: row.get(17)?,
            lat: row.get(18)?,
            lon: row.get(19)?,
        })
    }

    /// The event that tells of it best, as the reports together have it.
    fn event(&self, record: &Record) -> Result<Event> {
        let mut event = record.event(self.best)?;
        let precision = Value::from(self.precision.as_str());
        event.event_type = nth(EventType::ALL, self.event_type, event.event_type);
        event.mode.clone_from(&self.mode);
        event.cameo.clone_from(&self.cameo);
        event.quad = nth(Quad::ALL, self.quad, event.quad);
        event.goldstein = self.goldstein;
        event.status = nth(Status::ALL, self.status, event.status);
        event.channel = self.channel.as_deref().and_then(Channel::parse);
        event.time.start = self.first;
        event.time.end = self.last;
        event.time.precision =
            serde_json::from_value::<Precision>(precision).unwrap_or(event.time.precision);
        event.same_as = None;
        event.place = self.place(event.place);
        Ok(event)
    }

    /// The place agreed on; what one report knows of it besides where that is the same place.
    fn place(&self, told: Option<Place>) -> Option<Place> {
        let name = self.place.as_ref()?;
        if let Some(told) = told.filter(|told| told.name == *name && told.country == self.country) {
            return Some(told);
        }
        Some(Place {
            name: name.clone(),
            country: self.country.clone(),
            geonames: None,
            lat: self.lat,
            lon: self.lon,
            mention: None,
        })
    }
}

/// The word that a number stands for, as the tables `types`, `statuses` and `quads` count from one.
fn nth<T: Copy>(all: &[T], number: i64, else_: T) -> T {
    let place = usize::try_from(number - 1).ok();
    place
        .and_then(|place| all.get(place))
        .copied()
        .unwrap_or(else_)
}
