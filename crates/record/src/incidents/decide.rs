//! What people decide about which reports tell of one incident.

use super::shelf::Kept;
use crate::error::{Error, Result};
use crate::merging::{Decision, Verdict};
use crate::record::Record;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;

impl Verdict {
    /// As the table `decisions` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Split => "split",
            Self::Withdraw => "withdraw",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Join, Self::Split, Self::Withdraw]
            .into_iter()
            .find(|verdict| verdict.as_str() == word)
    }
}

/// Who decides, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// Who it is.
    pub reviewer: String,
    /// The instant, UTC.
    pub at: String,
    /// Why, in words.
    pub note: Option<String>,
}

impl Record {
    /// Keeps a decision about two reports, each named by its event's id, or by an incident's id for its best report, and changes the
    /// incidents accordingly. It holds whatever is read afterwards, until another one about the same pair.
    ///
    /// # Errors
    ///
    /// Where one of the two is not in the record or stands for several, where both are one, or the record cannot be written.
    pub fn decide(
        &mut self,
        verdict: Verdict,
        one: &str,
        other: &str,
        decider: &Decider,
    ) -> Result<()> {
        let (one, other) = (self.report_called(one)?, self.report_called(other)?);
        if one == other {
            return Err(Error::Question(
                "a decision needs two reports; both names stand for one".into(),
            ));
        }
        let done = decide(&mut self.sql, verdict, one, other, decider);
        done.map_err(|error| self.said(error))
    }

    /// The key of the event that an id names.
    fn report_called(&self, id: &str) -> Result<i64> {
        let best = "SELECT event FROM incidents WHERE id = ?1";
        let best: Option<i64> = self.ask(|sql| {
            sql.prepare_cached(best)?
                .query_row([id], |row| row.get(0))
                .optional()
        })?;
        if let Some(best) = best {
            return Ok(best);
        }
        let found = self.ask(|sql| events_called(sql, None, id))?;
        match found[..] {
            [key] => Ok(key),
            [] => Err(Error::Question(format!(
                "no event or incident in the record is called `{id}`"
            ))),
            _ => Err(Error::Question(format!(
                "`{id}` stands for events of several inputs; name the incident instead"
            ))),
        }
    }
}

fn decide(
    sql: &mut Connection,
    verdict: Verdict,
    one: i64,
    other: i64,
    decider: &Decider,
) -> rusqlite::Result<()> {
    let sql = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let name = |key: i64| -> rusqlite::Result<(String, String)> {
        let find = "SELECT d.root, e.id FROM events e JOIN documents d ON d.key = e.document WHERE e.key = ?1";
        sql.query_row(find, [key], |row| Ok((row.get(0)?, row.get(1)?)))
    };
    let ((root_a, event_a), (root_b, event_b)) = (name(one)?, name(other)?);
    let add = "INSERT INTO decisions (kind, root_a, event_a, root_b, event_b, note, reviewer, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    sql.execute(
        add,
        params![
            verdict.as_str(),
            root_a,
            event_a,
            root_b,
            event_b,
            decider.note,
            decider.reviewer,
            decider.at
        ],
    )?;
    super::redo(&sql, &[one, other], &mut super::Memory::default())?;
    sql.commit()
}

/// The events of an id, under one root or any; the document's id comes before the last `#`.
fn events_called(sql: &Connection, root: Option<&str>, id: &str) -> rusqlite::Result<Vec<i64>> {
    let document = id.rsplit_once('#').map_or(id, |(document, _)| document);
    let find = "SELECT e.key FROM documents d JOIN events e ON e.document = d.key AND e.id = ?2
                WHERE d.id = ?1 AND (?3 IS NULL OR d.root = ?3) ORDER BY d.root";
    let mut find = sql.prepare_cached(find)?;
    find.query_map(params![document, id, root], |row| row.get(0))?
        .collect()
}

const OF_ONE: &str =
    "SELECT key, kind, root_a, event_a, root_b, event_b, note, reviewer, at FROM decisions
    WHERE root_a = ?1 AND event_a = ?2
    UNION SELECT key, kind, root_a, event_a, root_b, event_b, note, reviewer, at FROM decisions
    WHERE root_b = ?1 AND event_b = ?2 ORDER BY key";

/// A row of the table `decisions`.
struct Row {
    key: i64,
    kind: String,
    one: (String, String),
    other: (String, String),
    note: Option<String>,
    reviewer: String,
    at: String,
}

fn rows(sql: &Connection, kept: &Kept) -> rusqlite::Result<Vec<Row>> {
    let mut find = sql.prepare_cached(OF_ONE)?;
    let rows = find.query_map([&kept.report.order.root, &kept.event.id], |row| {
        Ok(Row {
            key: row.get(0)?,
            kind: row.get(1)?,
            one: (row.get(2)?, row.get(3)?),
            other: (row.get(4)?, row.get(5)?),
            note: row.get(6)?,
            reviewer: row.get(7)?,
            at: row.get(8)?,
        })
    })?;
    rows.collect()
}

/// The keys of the events that people named together with this one.
pub fn partners(sql: &Connection, kept: &Kept) -> rusqlite::Result<Vec<i64>> {
    let own = (&kept.report.order.root, &kept.event.id);
    let mut partners = Vec::new();
    for row in rows(sql, kept)? {
        let (root, event) = if (&row.one.0, &row.one.1) == own {
            row.other
        } else {
            row.one
        };
        partners.extend(events_called(sql, Some(&root), &event)?);
    }
    Ok(partners)
}

/// The decisions about pairs of these reports, by their places, the eldest first.
pub fn among(sql: &Connection, reports: &[Rc<Kept>]) -> rusqlite::Result<Vec<Decision<usize>>> {
    let names: BTreeMap<(&str, &str), usize> = reports
        .iter()
        .enumerate()
        .map(|(at, kept)| {
            (
                (kept.report.order.root.as_str(), kept.event.id.as_str()),
                at,
            )
        })
        .collect();
    let mut decisions = BTreeMap::new();
    for kept in reports {
        for row in rows(sql, kept)? {
            let find = |(root, event): &(String, String)| {
                names.get(&(root.as_str(), event.as_str())).copied()
            };
            let (Some(one), Some(other), Some(verdict)) =
                (find(&row.one), find(&row.other), Verdict::parse(&row.kind))
            else {
                continue;
            };
            let decision = Decision {
                verdict,
                one,
                other,
            };
            decisions.insert(row.key, decision);
        }
    }
    Ok(decisions.into_values().collect())
}

/// What people said of a report, for showing.
pub fn said_of(sql: &Connection, kept: &Kept) -> rusqlite::Result<Vec<Value>> {
    let own = (&kept.report.order.root, &kept.event.id);
    let said = |row: Row| {
        let with = if (&row.one.0, &row.one.1) == own {
            row.other.1
        } else {
            row.one.1
        };
        json!({"verdict": row.kind, "with": with, "by": row.reviewer, "at": row.at, "note": row.note})
    };
    Ok(rows(sql, kept)?.into_iter().map(said).collect())
}
