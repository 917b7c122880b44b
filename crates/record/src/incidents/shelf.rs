//! Reports as the merger sees them, fetched from their tables.

use super::origins::KnownOrigins;
use super::standings::{Standing, Standings};
use super::traces::{Trace, Traces};
use crate::document::KeptDocument;
use crate::events;
use crate::keys::{Keyed, Keys};
use crate::merging::cells::{FRONT, Kind, Row, SECOND, Stretch};
use crate::merging::copies::Sketch;
use crate::merging::{Counted, Report, numbers};
use crate::threads::turn::{self, Turn};
use chancery_coding::Event;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::rc::Rc;

/// How many reports are remembered from batch to batch, and how many of the small things that go with them.
const REMEMBERED: usize = 30_000;
const SMALL: usize = 300_000;

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
    /// Whether it says that its act is an answer.
    pub replies: bool,
    numbers: OnceCell<Vec<Counted>>,
}

impl Kept {
    fn new(key: i64, document: i64, event: Event, report: Report) -> Self {
        Self {
            replies: turn::says_reply(&event.evidence.text),
            numbers: OnceCell::new(),
            key,
            document,
            event,
            report,
        }
    }

    /// The numbers that its evidence tells.
    pub fn numbers(&self) -> &[Counted] {
        let told = || numbers(&self.event.evidence.text);
        self.numbers.get_or_init(told)
    }

    /// All names under which it stands: those of the merger, and those of [`turn::names`].
    pub fn names(&self) -> Vec<i64> {
        let mut names: Vec<i64> = self.report.names.all().chain(turn::names(self)).collect();
        names.sort_unstable();
        names.dedup();
        names
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
    /// The name.
    pub name: i64,
    kind: Kind,
    day: i64,
}

impl Cell {
    fn trace(self, row: Row, lot: i64, event: i64) -> Trace {
        Trace {
            kind: self.kind,
            row,
            day: self.day,
            lot,
            event,
        }
    }
}

/// By document, the nations that its events name.
type Stories = Keyed<i64, Rc<Vec<String>>>;

/// What was fetched or written, remembered from batch to batch as long as nobody else writes.
#[derive(Debug, Default)]
pub struct Fetched {
    reports: Keyed<i64, Rc<Kept>>,
    stories: Stories,
    sketches: Keyed<i64, Rc<Sketch>>,
    /// By event, those of its document that it is said to tell again, or that are said to tell it again.
    again: Keyed<i64, Vec<i64>>,
    /// By document, those of its events that answer another.
    answers: Keyed<i64, Rc<Vec<i64>>>,
    /// By incident.
    turns: Keyed<i64, Rc<Turn>>,
    origins: KnownOrigins,
    standings: Standings,
    traces: Traces,
    /// Which keys were given last.
    pub last_keys: events::LastKeys,
    /// SQLite's number of what other connections have written.
    version: i64,
}

impl Fetched {
    /// Forgets what another program may have changed.
    pub fn refresh(&mut self, sql: &Connection) -> rusqlite::Result<()> {
        let version = sql.pragma_query_value(None, "data_version", |row| row.get(0))?;
        let many = self.reports.len().max(self.sketches.len()) > REMEMBERED
            || self.standings.len().max(self.traces.len()) > SMALL;
        if version != self.version || many {
            *self = Self::default();
        }
        self.version = version;
        Ok(())
    }

    /// Forgets a document.
    pub fn forget(&mut self, document: i64, events: &[i64]) {
        self.stories.remove(&document);
        self.sketches.remove(&document);
        self.answers.remove(&document);
        for event in events {
            self.reports.remove(event);
            self.again.remove(event);
        }
        self.standings = Standings::default();
        self.origins = KnownOrigins::default();
    }

    /// Takes the events of a document as they were just written, with their keys.
    pub fn take(&mut self, key: i64, document: &KeptDocument, events: Vec<(i64, Event)>) {
        let codes = events
            .iter()
            .flat_map(|(_, event)| event.sources.iter().chain(&event.targets));
        let nations: BTreeSet<&str> = codes
            .filter_map(|actor| actor.code.as_deref())
            .map(crate::merging::nation)
            .filter(|nation| !nation.is_empty())
            .collect();
        let story: Vec<String> = nations.into_iter().map(str::to_owned).collect();
        let answers = events.iter().filter(|(_, event)| event.reply_to.is_some());
        let answers = answers.map(|(event, _)| *event).collect();
        self.answers.insert(key, Rc::new(answers));
        for (event_key, event) in &events {
            let again = |(_, other): &&(i64, Event)| {
                event.same_as.as_ref() == Some(&other.id)
                    || other.same_as.as_ref() == Some(&event.id)
            };
            let again = events.iter().filter(again).map(|(other, _)| *other);
            self.again.insert(*event_key, again.collect());
        }
        for (event_key, event) in events {
            let report = Report::of(&document.root, document.date, &event, &story);
            let kept = Kept::new(event_key, key, event, report);
            self.reports.insert(event_key, Rc::new(kept));
            self.standings.expect(event_key);
        }
        self.stories.insert(key, Rc::new(story));
        self.sketches
            .insert(key, Rc::new(Sketch::of(&document.text)));
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
        self.peek(key).map(Rc::clone)
    }

    /// The same, to look at.
    pub fn peek(&mut self, key: i64) -> rusqlite::Result<&Rc<Kept>> {
        let Fetched {
            reports, stories, ..
        } = &mut *self.fetched;
        Ok(match reports.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(open) => open.insert(Rc::new(fetch(self.sql, stories, key)?)),
        })
    }

    /// Finds the reports that this one sees: those of its document that tell the same again, and those in the first rows of the cells where it
    /// looks; those under its own words only where some cell is crowded, since otherwise it has seen them already.
    pub fn seen_by(&mut self, kept: &Kept, found: &mut Vec<i64>) -> rusqlite::Result<()> {
        found.clear();
        self.again(kept, found)?;
        let mut crowded = false;
        let looks_back = kept.report.looks_back();
        for (name, _) in &kept.report.names.looks {
            crowded |= self.look(*name, looks_back.iter(), found)?;
        }
        if crowded {
            let near = |stretch: &&Stretch| stretch.row == Row::Second;
            for name in &kept.report.names.close {
                self.look(*name, looks_back.iter().filter(near), found)?;
            }
        }
        keep_others(found, kept);
        Ok(())
    }

    /// Reports of the same document, one of which is said to tell the other again.
    fn again(&self, kept: &Kept, found: &mut Vec<i64>) -> rusqlite::Result<()> {
        if let Some(again) = self.fetched.again.get(&kept.key) {
            found.extend(again);
            return Ok(());
        }
        let find = "SELECT key FROM events WHERE document = ?1 AND (id = ?2 OR same_as = ?3)";
        let mut find = self.sql.prepare_cached(find)?;
        let values = params![kept.document, kept.event.same_as, kept.event.id];
        for key in find.query_map(values, |row| row.get(0))? {
            found.push(key?);
        }
        Ok(())
    }

    /// Adds who stands in the first rows; whether one of the cells has all the places in the first two rows taken.
    fn look<'r>(
        &mut self,
        name: i64,
        stretches: impl Iterator<Item = &'r Stretch>,
        found: &mut Vec<i64>,
    ) -> rusqlite::Result<bool> {
        let mut under = self.fetched.traces.under(self.sql, name)?;
        let mut crowded = false;
        for stretch in stretches {
            let mut seconds: (i64, usize) = (0, 0);
            for row in Row::ALL.into_iter().filter(|row| *row <= stretch.row) {
                under.visit(stretch.kind, row, (stretch.first, stretch.last), |trace| {
                    found.push(trace.event);
                    if row == Row::Second {
                        let before = if seconds.0 == trace.day { seconds.1 } else { 0 };
                        seconds = (trace.day, before + 1);
                        crowded |= seconds.1 == SECOND - FRONT;
                    }
                    true
                })?;
            }
        }
        Ok(crowded)
    }

    /// Finds whoever may see this report: all who stand under names that it is seen under, on the days ahead from which one looks so far,
    /// but for those `left_out`. `row_of` tells in which row it stands under a name.
    pub fn may_see(
        &mut self,
        kept: &Kept,
        row_of: impl Fn(i64) -> Row,
        left_out: &Keys,
        found: &mut Vec<i64>,
    ) -> rusqlite::Result<()> {
        found.clear();
        let looks_ahead = kept.report.looks_ahead();
        let names = &kept.report.names;
        let close = names.close.iter().map(|name| (*name, *name));
        for (name, seen_as) in names.looks.iter().copied().chain(close) {
            let stands = row_of(seen_as);
            let mut under = self.fetched.traces.under(self.sql, name)?;
            for stretch in looks_ahead.iter().filter(|stretch| stands <= stretch.row) {
                for row in Row::ALL {
                    under.visit(stretch.kind, row, (stretch.first, stretch.last), |trace| {
                        if !left_out.contains(&trace.event) {
                            found.push(trace.event);
                        }
                        true
                    })?;
                }
            }
        }
        keep_others(found, kept);
        Ok(())
    }

    /// In which row a report stands under one of its names.
    pub fn row_of(&mut self, kept: &Kept, name: i64) -> rusqlite::Result<Row> {
        let trace = kept
            .cell(name)
            .trace(Row::Behind, kept.report.order.lot, kept.key);
        let row = self.fetched.traces.row_of(self.sql, name, trace)?;
        Ok(row.unwrap_or(Row::Behind))
    }

    /// The keys of reports in the first rows under one name between two days, but for those dated to a year or worse.
    pub fn under(&mut self, name: i64, first: i64, last: i64) -> rusqlite::Result<Vec<i64>> {
        let mut found = Vec::new();
        let mut under = self.fetched.traces.under(self.sql, name)?;
        for kind in [Kind::Day, Kind::Days, Kind::Weeks, Kind::Before] {
            for row in [Row::Front, Row::Second] {
                under.visit(kind, row, (first, last), |trace| {
                    found.push(trace.event);
                    true
                })?;
            }
        }
        Ok(found)
    }

    /// Where a report stands; nothing where it was not merged yet.
    pub fn standing(&mut self, key: i64) -> rusqlite::Result<Option<&Standing>> {
        self.fetched.standings.of(self.sql, key)
    }

    /// The reports of an incident.
    pub fn members(&mut self, incident: i64) -> rusqlite::Result<&Keys> {
        self.fetched.standings.members(self.sql, incident)
    }

    /// The reports whose antecedent is this one.
    pub fn followers(&mut self, key: i64) -> rusqlite::Result<&Keys> {
        self.fetched.standings.followers(self.sql, key)
    }

    /// Those events of a report's document that answer another.
    pub fn answers_beside(&mut self, key: i64) -> rusqlite::Result<Rc<Vec<i64>>> {
        let document = self.get(key)?.document;
        if let Some(answers) = self.fetched.answers.get(&document) {
            return Ok(Rc::clone(answers));
        }
        let find = "SELECT key FROM events WHERE document = ?1 AND reply_to IS NOT NULL";
        let mut find = self.sql.prepare_cached(find)?;
        let answers = find.query_map([document], |row| row.get(0))?;
        let answers = Rc::new(answers.collect::<rusqlite::Result<_>>()?);
        self.fetched.answers.insert(document, Rc::clone(&answers));
        Ok(answers)
    }

    /// The turn that an incident is, if it is remembered.
    pub fn turn(&self, incident: i64) -> Option<Rc<Turn>> {
        self.fetched.turns.get(&incident).cloned()
    }

    /// What is remembered of the origins of reports.
    pub fn origins(&mut self) -> &mut KnownOrigins {
        &mut self.fetched.origins
    }

    /// Remembers the turn that an incident is from now on.
    pub fn remember(&mut self, turn: Turn) -> Rc<Turn> {
        let turn = Rc::new(turn);
        self.fetched.turns.insert(turn.key, Rc::clone(&turn));
        turn
    }

    /// Notes an incident that was just made.
    pub fn found(&mut self, incident: i64) {
        self.fetched.standings.found(incident);
    }

    /// Writes where a report stands, and why.
    pub fn put(&mut self, key: i64, standing: Standing, reason: &str) -> rusqlite::Result<()> {
        self.fetched.standings.put(self.sql, key, standing, reason)
    }

    /// Gives new reports of a cell their places in it, and those that step forward where others have gone. Tells `moved` of each report
    /// that has another row now than it had, if it had one.
    pub fn settle(
        &mut self,
        cell: Cell,
        new: impl Iterator<Item = (i64, i64)>,
        gone: bool,
        moved: &mut dyn FnMut(i64, Option<Row>, Row),
    ) -> rusqlite::Result<()> {
        let mut standing = self.front(cell, gone)?;
        standing.extend(new.map(|(lot, event)| (lot, event, None)));
        standing.sort_unstable();
        for (place, (lot, event, before)) in standing.into_iter().enumerate() {
            let row = Row::of(place);
            if before == Some(row) {
                continue;
            }
            let trace = cell.trace(row, lot, event);
            if before.is_some() {
                self.fetched.traces.take(self.sql, cell.name, trace)?;
            }
            moved(event, before, row);
            self.fetched.traces.place(self.sql, cell.name, trace)?;
        }
        Ok(())
    }

    /// Who stands in the first two rows, and where some have gone those who stand next behind: lot, event and row.
    fn front(&mut self, cell: Cell, gone: bool) -> rusqlite::Result<Vec<(i64, i64, Option<Row>)>> {
        let mut standing = Vec::new();
        let mut under = self.fetched.traces.under(self.sql, cell.name)?;
        for row in Row::ALL.into_iter().take(if gone { 3 } else { 2 }) {
            let mut left = SECOND;
            under.visit(cell.kind, row, (cell.day, cell.day), |trace| {
                standing.push((trace.lot, trace.event, Some(row)));
                left -= 1;
                left > 0
            })?;
        }
        Ok(standing)
    }

    /// Takes an event that is to be removed out of its cells; the cells in which it stood.
    pub fn leave(&mut self, key: i64) -> rusqlite::Result<Vec<Cell>> {
        let kept = self.get(key)?;
        let mut cells = Vec::new();
        for name in kept.names() {
            let cell = kept.cell(name);
            let trace = cell.trace(Row::Behind, kept.report.order.lot, key);
            if self.fetched.traces.take(self.sql, name, trace)? {
                cells.push(cell);
            }
        }
        Ok(cells)
    }

    /// Keeps the sketches of documents.
    pub fn sketch(&mut self, documents: &BTreeSet<i64>) -> rusqlite::Result<()> {
        let find = "SELECT text FROM documents WHERE key = ?1";
        let put = "INSERT INTO sketches (document, sketch) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET sketch = excluded.sketch";
        for document in documents {
            let sketch = match self.fetched.sketches.get(document) {
                Some(sketch) => Rc::clone(sketch),
                None => {
                    let mut find = self.sql.prepare_cached(find)?;
                    let text: String = find.query_row([document], |row| row.get(0))?;
                    Rc::new(Sketch::of(&text))
                }
            };
            self.sql
                .prepare_cached(put)?
                .execute(params![document, sketch.to_bytes()])?;
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

fn fetch(sql: &Connection, stories: &mut Stories, key: i64) -> rusqlite::Result<Kept> {
    let find = "SELECT d.root, d.date, d.key FROM events e JOIN documents d ON d.key = e.document WHERE e.key = ?1";
    let (root, date, document): (String, Option<String>, i64) = sql
        .prepare_cached(find)?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let event = events::read(sql, key)?;
    let published: Option<Date> = date.and_then(|date| date.parse().ok());
    let bare = event.sources.is_empty() || event.targets.is_empty();
    let story = if bare {
        story(sql, stories, document)?
    } else {
        Rc::default()
    };
    let report = Report::of(&root, published, &event, &story);
    Ok(Kept::new(key, document, event, report))
}

/// The nations that a document's events name.
fn story(
    sql: &Connection,
    stories: &mut Stories,
    document: i64,
) -> rusqlite::Result<Rc<Vec<String>>> {
    if let Some(story) = stories.get(&document) {
        return Ok(Rc::clone(story));
    }
    let find = "SELECT DISTINCT c.code FROM events e JOIN parties p ON p.event = e.key AND p.role IN (1, 2)
                JOIN actors a ON a.key = p.actor JOIN codes c ON c.key = a.code WHERE e.document = ?1 AND c.key <> 0";
    let codes: Vec<String> = sql
        .prepare_cached(find)?
        .query_map([document], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let nations: BTreeSet<&str> = codes
        .iter()
        .map(|code| crate::merging::nation(code))
        .collect();
    let story = Rc::new(nations.into_iter().map(str::to_owned).collect::<Vec<_>>());
    stories.insert(document, Rc::clone(&story));
    Ok(story)
}

/// Leaves the keys of other reports, once each.
fn keep_others(found: &mut Vec<i64>, kept: &Kept) {
    found.sort_unstable();
    found.dedup();
    found.retain(|key| *key != kept.key);
}
