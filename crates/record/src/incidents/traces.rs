//! Under which names reports stand, in its table and in memory.

use crate::keys::Keyed;
use crate::merging::cells::{Kind, Row};
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeSet;
use std::collections::hash_map::Entry;

/// What stands under a name is fetched if it is no more than this.
const FEW: usize = 1000;
/// What was fetched or is new is remembered until it grows to more than this.
const MANY: usize = 16_384;

/// Where a report stands under a name; in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trace {
    /// How it is dated.
    pub kind: Kind,
    /// In which row of its cell it stands.
    pub row: Row,
    /// Its day.
    pub day: i64,
    /// What it drew.
    pub lot: i64,
    /// The event's key.
    pub event: i64,
}

impl Trace {
    fn values(&self, name: i64) -> [i64; 6] {
        let (kind, row) = (self.kind as i64, self.row as i64);
        [name, kind, row, self.day, self.lot, self.event]
    }
}

/// The table of traces. What stands under a name is fetched once, unless it is much.
#[derive(Debug, Default)]
pub struct Traces {
    /// Nothing for a name under which much stands.
    names: Keyed<i64, Option<BTreeSet<Trace>>>,
    remembered: usize,
    /// Of names under which much stands what was asked for since something was last placed or taken.
    asked: Asked,
}

/// Who stands in a row between two days.
type Asked = Keyed<(Place, i64, i64), Vec<Trace>>;

/// One row under a name.
type Place = (i64, Kind, Row);

impl Traces {
    /// How much it remembers.
    pub fn len(&self) -> usize {
        self.names.len() + self.remembered
    }

    /// What stands under a name.
    pub fn under<'t>(&'t mut self, sql: &'t Connection, name: i64) -> rusqlite::Result<Under<'t>> {
        let known = match self.names.entry(name) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(open) => {
                let known = fetch(sql, name)?;
                self.remembered += known.as_ref().map_or(0, BTreeSet::len);
                open.insert(known)
            }
        };
        Ok(Under {
            sql,
            name,
            known: known.as_ref(),
            asked: &mut self.asked,
        })
    }

    /// In which row a report stands, whatever row `trace` says.
    pub fn row_of(
        &mut self,
        sql: &Connection,
        name: i64,
        trace: Trace,
    ) -> rusqlite::Result<Option<Row>> {
        if let Some(known) = self.under(sql, name)?.known {
            let stands = |row: &Row| known.contains(&Trace { row: *row, ..trace });
            return Ok(Row::ALL.into_iter().find(stands));
        }
        let find = "SELECT \"row\" FROM traces
                    WHERE name = ?1 AND kind = ?2 AND \"row\" IN (0, 1, 2) AND day = ?3 AND lot = ?4 AND event = ?5";
        let values = [name, trace.kind as i64, trace.day, trace.lot, trace.event];
        let row = sql
            .prepare_cached(find)?
            .query_row(values, |line| line.get(0))
            .optional()?;
        Ok(row.map(Row::numbered))
    }

    /// Gives a report a place under a name.
    pub fn place(&mut self, sql: &Connection, name: i64, trace: Trace) -> rusqlite::Result<()> {
        let add = "INSERT OR IGNORE INTO traces (name, kind, \"row\", day, lot, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        sql.prepare_cached(add)?.execute(trace.values(name))?;
        let Some(Some(known)) = self.names.get_mut(&name) else {
            self.asked.clear();
            return Ok(());
        };
        self.remembered += usize::from(known.insert(trace));
        if known.len() > MANY {
            self.remembered -= known.len();
            self.names.insert(name, None);
        }
        Ok(())
    }

    /// Takes a report away under a name, whatever row `trace` says; whether it stood there.
    pub fn take(&mut self, sql: &Connection, name: i64, trace: Trace) -> rusqlite::Result<bool> {
        let Some(row) = self.row_of(sql, name, trace)? else {
            return Ok(false);
        };
        let trace = Trace { row, ..trace };
        let delete = "DELETE FROM traces
                      WHERE name = ?1 AND kind = ?2 AND \"row\" = ?3 AND day = ?4 AND lot = ?5 AND event = ?6";
        sql.prepare_cached(delete)?.execute(trace.values(name))?;
        let Some(Some(known)) = self.names.get_mut(&name) else {
            self.asked.clear();
            return Ok(true);
        };
        self.remembered -= usize::from(known.remove(&trace));
        Ok(true)
    }
}

/// What stands under one name.
pub struct Under<'t> {
    sql: &'t Connection,
    name: i64,
    /// Nothing where it is much.
    known: Option<&'t BTreeSet<Trace>>,
    asked: &'t mut Asked,
}

impl Under<'_> {
    /// Goes through what stands in one row on some days, in order, as long as `visit` wants more.
    pub fn visit(
        &mut self,
        kind: Kind,
        row: Row,
        (first, last): (i64, i64),
        mut visit: impl FnMut(Trace) -> bool,
    ) -> rusqlite::Result<()> {
        let place = (self.name, kind, row);
        if let Some(known) = self.known {
            let least = Trace {
                kind,
                row,
                day: first,
                lot: i64::MIN,
                event: i64::MIN,
            };
            let inside =
                |trace: &Trace| (trace.kind, trace.row) == (kind, row) && trace.day <= last;
            let from = known.range(least..).copied();
            from.take_while(inside).all(visit);
        } else if row == Row::Behind {
            ask(self.sql, place, (first, last), visit)?;
        } else if let Some(asked) = self.asked.get(&(place, first, last)) {
            asked.iter().copied().all(visit);
        } else {
            let mut asked = Vec::new();
            ask(self.sql, place, (first, last), |trace| {
                asked.push(trace);
                true
            })?;
            asked.iter().copied().all(&mut visit);
            self.asked.insert((place, first, last), asked);
        }
        Ok(())
    }
}

fn ask(
    sql: &Connection,
    (name, kind, row): Place,
    (first, last): (i64, i64),
    mut visit: impl FnMut(Trace) -> bool,
) -> rusqlite::Result<()> {
    let find = "SELECT day, lot, event FROM traces
                WHERE name = ?1 AND kind = ?2 AND \"row\" = ?3 AND day BETWEEN ?4 AND ?5 ORDER BY day, lot, event";
    let mut find = sql.prepare_cached(find)?;
    let mut lines = find.query([name, kind as i64, row as i64, first, last])?;
    while let Some(line) = lines.next()? {
        let trace = Trace {
            kind,
            row,
            day: line.get(0)?,
            lot: line.get(1)?,
            event: line.get(2)?,
        };
        if !visit(trace) {
            break;
        }
    }
    Ok(())
}

fn fetch(sql: &Connection, name: i64) -> rusqlite::Result<Option<BTreeSet<Trace>>> {
    // One more than `FEW`: a number that is bound would have SQLite plan the question anew each time.
    const { assert!(FEW == 1000) };
    let find = "SELECT kind, \"row\", day, lot, event FROM traces WHERE name = ?1
                ORDER BY kind, \"row\", day, lot, event LIMIT 1001";
    let mut find = sql.prepare_cached(find)?;
    let traces = find.query_map([name], |line| {
        Ok(Trace {
            kind: Kind::numbered(line.get(0)?),
            row: Row::numbered(line.get(1)?),
            day: line.get(2)?,
            lot: line.get(3)?,
            event: line.get(4)?,
        })
    })?;
    let traces: BTreeSet<Trace> = traces.collect::<rusqlite::Result<_>>()?;
    Ok((traces.len() <= FEW).then_some(traces))
}
