//! Reports as the merger sees them, fetched from their tables.

use crate::events;
use crate::merging::Report;
use crate::merging::cells::{FRONT, Kind, Row, SECOND, Stretch, hash};
use crate::merging::copies::Sketch;
use crate::threads::turn;
use chancery_coding::Event;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// How many reports and sketches are remembered from batch to batch.
const REMEMBERED: usize = 10_000;

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

impl Kept {
    /// All names under which it stands: those of the merger, and those of [`turn::names`].
    pub fn names(&self) -> BTreeSet<i64> {
        let turns = turn::names(self);
        let turns = turns.iter().map(|name| hash(name));
        self.report.names.all().chain(turns).collect()
    }

    /// Its cell under a name.
    pub fn cell(&self, name: i64) -> Cell {
        Cell {
            name,
            kind: self.report.kind(),
            day: self.report.order.day,
        }
    }
}

/// The reports of one name, kind and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    name: i64,
    kind: Kind,
    day: i64,
}

/// What was fetched, remembered from batch to batch as long as nobody else writes.
#[derive(Debug, Default)]
pub struct Fetched {
    reports: HashMap<i64, Rc<Kept>>,
    stories: HashMap<i64, Rc<Vec<String>>>,
    sketches: HashMap<i64, Rc<Sketch>>,
    /// SQLite's number of what other connections have written.
    version: i64,
}

impl Fetched {
    /// Forgets what another program may have changed.
    pub fn refresh(&mut self, sql: &Connection) -> rusqlite::Result<()> {
        let version = sql.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if version != self.version || self.reports.len() > REMEMBERED {
            *self = Self::default();
        }
        if self.sketches.len() > REMEMBERED {
            self.sketches.clear();
        }
        self.version = version;
        Ok(())
    }

    /// Forgets a document.
    pub fn forget(&mut self, document: i64, events: &[i64]) {
        self.stories.remove(&document);
        self.sketches.remove(&document);
        for event in events {
            self.reports.remove(event);
        }
    }
}

/// Fetches reports, each once.
pub struct Shelf<'s> {
    sql: &'s Connection,
    fetched: &'s mut Fetched,
}

impl<'s> Shelf<'s> {
    /// A shelf with what was fetched before.
    pub fn new(sql: &'s Connection, fetched: &'s mut Fetched) -> Self {
        Self { sql, fetched }
    }

    /// The report of an event's key.
    pub fn get(&mut self, key: i64) -> rusqlite::Result<Rc<Kept>> {
        if let Some(kept) = self.fetched.reports.get(&key) {
            return Ok(Rc::clone(kept));
        }
        let find = "SELECT d.root, d.date, d.key FROM events e JOIN documents d ON d.key = e.document WHERE e.key = ?1";
        let (root, date, document): (String, Option<String>, i64) = self
            .sql
            .prepare_cached(find)?
            .query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let event = events::read(self.sql, key)?;
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
        self.fetched.reports.insert(key, Rc::clone(&kept));
        Ok(kept)
    }

    /// The nations that a document's events name.
    fn story(&mut self, document: i64) -> rusqlite::Result<Rc<Vec<String>>> {
        if let Some(story) = self.fetched.stories.get(&document) {
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
        self.fetched.stories.insert(document, Rc::clone(&story));
        Ok(story)
    }

    /// The reports that this one sees: those of its document that tell the same again, and those in the first rows of the cells where it
    /// looks; those under its own words only where some cell is crowded, since otherwise it has seen them already.
    pub fn seen_by(&self, kept: &Kept) -> rusqlite::Result<BTreeSet<i64>> {
        let mut found = BTreeSet::new();
        self.again(kept, &mut found)?;
        let mut crowded = false;
        let looks_back = kept.report.looks_back();
        for (name, _) in &kept.report.names.looks {
            for stretch in &looks_back {
                crowded |= self.look(*name, stretch, &mut found)?;
            }
        }
        if crowded {
            let near = |stretch: &&Stretch| stretch.row == Row::Second;
            for name in &kept.report.names.close {
                for stretch in looks_back.iter().filter(near) {
                    self.look(*name, stretch, &mut found)?;
                }
            }
        }
        found.remove(&kept.key);
        Ok(found)
    }

    /// Reports of the same document, one of which is said to tell the other again.
    fn again(&self, kept: &Kept, found: &mut BTreeSet<i64>) -> rusqlite::Result<()> {
        let find = "SELECT key FROM events WHERE document = ?1 AND (id = ?2 OR same_as = ?3)";
        let mut find = self.sql.prepare_cached(find)?;
        let values = params![kept.document, kept.event.same_as, kept.event.id];
        for key in find.query_map(values, |row| row.get(0))? {
            found.insert(key?);
        }
        Ok(())
    }

    /// Adds who stands in the first rows; whether one of the cells has all the places in the first two rows taken.
    fn look(
        &self,
        name: i64,
        stretch: &Stretch,
        found: &mut BTreeSet<i64>,
    ) -> rusqlite::Result<bool> {
        let find = "SELECT day, event FROM traces WHERE name = ?1 AND kind = ?2 AND \"row\" = ?3 AND day BETWEEN ?4 AND ?5";
        let mut find = self.sql.prepare_cached(find)?;
        let Stretch {
            kind, first, last, ..
        } = *stretch;
        let mut seconds: (i64, usize) = (0, 0);
        let mut crowded = false;
        for row in 0..=stretch.row as i64 {
            let mut rows = find.query(params![name, kind as i64, row, first, last])?;
            while let Some(line) = rows.next()? {
                found.insert(line.get(1)?);
                if row == Row::Second as i64 {
                    let day: i64 = line.get(0)?;
                    let before = if seconds.0 == day { seconds.1 } else { 0 };
                    seconds = (day, before + 1);
                    crowded |= seconds.1 == SECOND - FRONT;
                }
            }
        }
        Ok(crowded)
    }

    /// Whoever may see this report: all who stand under names that it is seen under, on the days ahead from which one looks so far.
    pub fn may_see(&self, kept: &Kept) -> rusqlite::Result<BTreeSet<i64>> {
        let mut found = BTreeSet::new();
        let find = "SELECT event FROM traces WHERE name = ?1 AND kind = ?2 AND \"row\" IN (0, 1, 2) AND day BETWEEN ?3 AND ?4";
        let mut find = self.sql.prepare_cached(find)?;
        let looks_ahead = kept.report.looks_ahead();
        let names = &kept.report.names;
        let close = names.close.iter().map(|name| (*name, *name));
        for (name, seen_as) in names.looks.iter().copied().chain(close) {
            let row = self.row_of(kept, seen_as)?;
            for stretch in looks_ahead.iter().filter(|stretch| row <= stretch.row) {
                let kind = stretch.kind as i64;
                let rows = find
                    .query_map(params![name, kind, stretch.first, stretch.last], |row| {
                        row.get(0)
                    })?;
                for key in rows {
                    found.insert(key?);
                }
            }
        }
        found.remove(&kept.key);
        Ok(found)
    }

    /// In which row a report stands under one of its names.
    pub fn row_of(&self, kept: &Kept, name: i64) -> rusqlite::Result<Row> {
        let find = "SELECT \"row\" FROM traces
                    WHERE name = ?1 AND kind = ?2 AND \"row\" IN (0, 1, 2) AND day = ?3 AND lot = ?4 AND event = ?5";
        let order = &kept.report.order;
        let kind = kept.report.kind() as i64;
        let row: Option<i64> = self
            .sql
            .prepare_cached(find)?
            .query_row(params![name, kind, order.day, order.lot, kept.key], |row| {
                row.get(0)
            })
            .optional()?;
        Ok(row.map_or(Row::Behind, Row::numbered))
    }

    /// The keys of reports in the first rows under one name between two days, but for those dated to a year or worse.
    pub fn under(&self, name: &str, first: i64, last: i64) -> rusqlite::Result<Vec<i64>> {
        let find = "SELECT event FROM traces
                    WHERE name = ?1 AND kind IN (0, 1, 2, 3) AND \"row\" IN (0, 1) AND day BETWEEN ?2 AND ?3";
        let mut find = self.sql.prepare_cached(find)?;
        find.query_map(params![hash(name), first, last], |row| row.get(0))?
            .collect()
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

    /// Gives new reports of a cell their places in it, and those that step forward where others have gone. Tells `moved` of each report
    /// that stood in a row before and stands in another now.
    pub fn settle(
        &self,
        cell: Cell,
        new: &[(i64, i64)],
        gone: bool,
        moved: &mut dyn FnMut(i64, Row, Row),
    ) -> rusqlite::Result<()> {
        let mut standing = self.front(cell, gone)?;
        standing.extend(new.iter().map(|&(lot, event)| (lot, event, None)));
        standing.sort_unstable();
        for (place, (lot, event, before)) in standing.into_iter().enumerate() {
            let row = Row::of(place);
            if before == Some(row) {
                continue;
            }
            if let Some(before) = before {
                self.unplace(cell, lot, event)?;
                moved(event, before, row);
            }
            let add = "INSERT OR IGNORE INTO traces (name, kind, \"row\", day, lot, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let (kind, row) = (cell.kind as i64, row as i64);
            self.sql
                .prepare_cached(add)?
                .execute([cell.name, kind, row, cell.day, lot, event])?;
        }
        Ok(())
    }

    /// Who stands in the first two rows, and where some have gone those who stand next behind: lot, event and row.
    fn front(&self, cell: Cell, gone: bool) -> rusqlite::Result<Vec<(i64, i64, Option<Row>)>> {
        // As many as `SECOND`: a number that is bound would have SQLite plan the question anew each time.
        const { assert!(SECOND == 16) };
        let find = "SELECT lot, event FROM traces WHERE name = ?1 AND kind = ?2 AND \"row\" = ?3 AND day = ?4
                    ORDER BY lot LIMIT 16";
        let mut find = self.sql.prepare_cached(find)?;
        let mut standing = Vec::new();
        let rows = if gone { 3 } else { 2 };
        for row in 0..rows {
            let values = [cell.name, cell.kind as i64, row, cell.day];
            let found = find.query_map(values, |line| Ok((line.get(0)?, line.get(1)?)))?;
            for found in found {
                let (lot, event) = found?;
                standing.push((lot, event, Some(Row::numbered(row))));
            }
        }
        Ok(standing)
    }

    fn unplace(&self, cell: Cell, lot: i64, event: i64) -> rusqlite::Result<usize> {
        let delete = "DELETE FROM traces
                      WHERE name = ?1 AND kind = ?2 AND \"row\" IN (0, 1, 2) AND day = ?3 AND lot = ?4 AND event = ?5";
        self.sql.prepare_cached(delete)?.execute([
            cell.name,
            cell.kind as i64,
            cell.day,
            lot,
            event,
        ])
    }

    /// Takes an event that is to be removed out of its cells; the cells in which it stood.
    pub fn leave(&mut self, key: i64) -> rusqlite::Result<Vec<Cell>> {
        let kept = self.get(key)?;
        let mut cells = Vec::new();
        for name in kept.names() {
            let cell = kept.cell(name);
            if self.unplace(cell, kept.report.order.lot, key)? > 0 {
                cells.push(cell);
            }
        }
        Ok(cells)
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
    pub fn sketch_of(&mut self, document: i64) -> rusqlite::Result<Rc<Sketch>> {
        if let Some(sketch) = self.fetched.sketches.get(&document) {
            return Ok(Rc::clone(sketch));
        }
        let find = "SELECT sketch FROM sketches WHERE document = ?1";
        let bytes: Option<Vec<u8>> = self
            .sql
            .prepare_cached(find)?
            .query_row([document], |row| row.get(0))
            .optional()?;
        let sketch = bytes.map(|bytes| Sketch::from_bytes(&bytes));
        let sketch = Rc::new(sketch.unwrap_or_default());
        self.fetched.sketches.insert(document, Rc::clone(&sketch));
        Ok(sketch)
    }
}
