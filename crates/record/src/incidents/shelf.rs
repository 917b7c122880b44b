//! Reports as the merger sees them, fetched from their tables.

use crate::merging::copies::Sketch;
use crate::merging::{Order, Report, Tier};
use crate::threads::turn;
use chancery_coding::Event;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// A report with what the tables know of it.
#[derive(Debug)]
pub struct Kept {
    /// The event's key.
    pub key: i64,
    /// The document's key.
    pub document: i64,
    /// The event.
    pub event: Event,
    /// What the merger sees of it.
    pub report: Report,
}

/// The antecedent of a report as it is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptLink {
    /// The event's key of the antecedent.
    pub to: i64,
    /// How well it fits.
    pub score: f64,
}

/// Fetches reports, each once.
pub struct Shelf<'s> {
    sql: &'s Connection,
    reports: HashMap<i64, Rc<Kept>>,
    stories: HashMap<i64, Rc<Vec<String>>>,
}

impl<'s> Shelf<'s> {
    /// A shelf with nothing on it yet.
    pub fn new(sql: &'s Connection) -> Self {
        Self {
            sql,
            reports: HashMap::new(),
            stories: HashMap::new(),
        }
    }

    /// The report of an event's key.
    pub fn get(&mut self, key: i64) -> rusqlite::Result<Rc<Kept>> {
        if let Some(kept) = self.reports.get(&key) {
            return Ok(Rc::clone(kept));
        }
        let find = "SELECT d.root, d.date, d.key, j.json FROM events e JOIN documents d ON d.key = e.document
                    JOIN event_json j ON j.event = e.key WHERE e.key = ?1";
        let (root, date, document, json): (String, Option<String>, i64, String) =
            self.sql.prepare_cached(find)?.query_row([key], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let event: Event = serde_json::from_str(&json).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, error.into())
        })?;
        let published: Option<Date> = date.and_then(|date| date.parse().ok());
        let bare = event.sources.is_empty() || event.targets.is_empty();
        let story = if bare {
            self.story(document)?
        } else {
            Rc::default()
        };
        let report = Report::of(&root, published, &event, &story);
        let kept = Rc::new(Kept {
            key,
            document,
            event,
            report,
        });
        self.reports.insert(key, Rc::clone(&kept));
        Ok(kept)
    }

    /// The nations that a document's events name.
    fn story(&mut self, document: i64) -> rusqlite::Result<Rc<Vec<String>>> {
        if let Some(story) = self.stories.get(&document) {
            return Ok(Rc::clone(story));
        }
        let find = "SELECT DISTINCT c.code FROM events e JOIN parties p ON p.event = e.key AND p.role IN (1, 2)
                    JOIN actors a ON a.key = p.actor JOIN codes c ON c.key = a.code WHERE e.document = ?1 AND c.key <> 0";
        let codes: Vec<String> = self
            .sql
            .prepare_cached(find)?
            .query_map([document], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let nations: BTreeSet<&str> = codes
            .iter()
            .map(|code| crate::merging::nation(code))
            .collect();
        let story = Rc::new(nations.into_iter().map(str::to_owned).collect::<Vec<_>>());
        self.stories.insert(document, Rc::clone(&story));
        Ok(story)
    }

    /// The keys of reports that stand under one of `names` within the windows, and of those of the same document, in order of keys.
    pub fn near(
        &self,
        kept: &Kept,
        names: &[String],
        windows: &[(Tier, i64, i64)],
    ) -> rusqlite::Result<BTreeSet<i64>> {
        let mut found = BTreeSet::new();
        let find =
            "SELECT event FROM traces WHERE name = ?1 AND tier = ?2 AND day BETWEEN ?3 AND ?4";
        let mut find = self.sql.prepare_cached(find)?;
        for name in names {
            for &(tier, first, last) in windows {
                let rows = find
                    .query_map(params![hash(name), tier as i64, first, last], |row| {
                        row.get(0)
                    })?;
                for key in rows {
                    found.insert(key?);
                }
            }
        }
        let siblings = "SELECT key FROM events WHERE document = ?1";
        let mut siblings = self.sql.prepare_cached(siblings)?;
        for key in siblings.query_map([kept.document], |row| row.get(0))? {
            found.insert(key?);
        }
        found.remove(&kept.key);
        Ok(found)
    }

    /// The keys of reports under one name between two days, whatever tier they are of.
    pub fn under(&self, name: &str, first: i64, last: i64) -> rusqlite::Result<Vec<i64>> {
        let find =
            "SELECT event FROM traces WHERE name = ?1 AND tier = ?2 AND day BETWEEN ?3 AND ?4";
        let mut find = self.sql.prepare_cached(find)?;
        let mut found = Vec::new();
        for tier in [Tier::Dated, Tier::Vague] {
            for key in find.query_map(params![hash(name), tier as i64, first, last], |row| {
                row.get(0)
            })? {
                found.push(key?);
            }
        }
        Ok(found)
    }

    /// The antecedent of a report, and its incident, as kept; nothing where it was not merged yet.
    pub fn standing(&self, key: i64) -> rusqlite::Result<Option<(i64, Option<KeptLink>)>> {
        let find = "SELECT incident, antecedent, score FROM reports WHERE event = ?1";
        self.sql
            .prepare_cached(find)?
            .query_row([key], |row| {
                let to: Option<i64> = row.get(1)?;
                let score: Option<f64> = row.get(2)?;
                let link = to.zip(score).map(|(to, score)| KeptLink { to, score });
                Ok((row.get(0)?, link))
            })
            .optional()
    }

    /// Notes where a new report is to be found.
    pub fn trace(&mut self, key: i64) -> rusqlite::Result<()> {
        let kept = self.get(key)?;
        let Order { tier, day, .. } = kept.report.order;
        let add = "INSERT OR IGNORE INTO traces (name, tier, day, event) VALUES (?1, ?2, ?3, ?4)";
        let names = kept.report.kept_under();
        for name in names.into_iter().chain(turn::names(&kept)) {
            self.sql
                .prepare_cached(add)?
                .execute(params![hash(&name), tier as i64, day, key])?;
        }
        Ok(())
    }

    /// Makes the sketches of documents.
    pub fn sketch(&self, documents: &BTreeSet<i64>) -> rusqlite::Result<()> {
        let find = "SELECT text FROM documents WHERE key = ?1";
        let put = "INSERT OR REPLACE INTO sketches (document, sketch) VALUES (?1, ?2)";
        for document in documents {
            let text: String = self
                .sql
                .prepare_cached(find)?
                .query_row([document], |row| row.get(0))?;
            self.sql
                .prepare_cached(put)?
                .execute(params![document, Sketch::of(&text).to_bytes()])?;
        }
        Ok(())
    }

    /// The sketch of a document.
    pub fn sketch_of(&self, document: i64) -> rusqlite::Result<Sketch> {
        let find = "SELECT sketch FROM sketches WHERE document = ?1";
        let bytes: Option<Vec<u8>> = self
            .sql
            .prepare_cached(find)?
            .query_row([document], |row| row.get(0))
            .optional()?;
        Ok(bytes
            .map(|bytes| Sketch::from_bytes(&bytes))
            .unwrap_or_default())
    }
}

/// FNV-1a, 64 bits, as SQLite's integers have them.
pub fn hash(name: &str) -> i64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.cast_signed()
}
