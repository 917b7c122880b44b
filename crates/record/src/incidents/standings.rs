//! To which incident each report belongs, in its table and in memory.

use std::collections::hash_map::Entry;

use crate::keys::{Keyed, Keys};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// The antecedent of a report as it is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptLink {
    /// The event's key of the antecedent.
    pub to: i64,
    /// How well it fits.
    pub score: f64,
}

/// What the table says of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The key of its incident.
    pub incident: i64,
    /// Its antecedent.
    pub link: Option<KeptLink>,
    /// The document that its own is a copy of, or its own.
    pub origin: String,
}

/// The table of reports. What was asked of it or written to it once is not asked again.
#[derive(Debug, Default)]
pub struct Standings {
    of: Keyed<i64, Option<Standing>>,
    members: Keyed<i64, Keys>,
    followers: Keyed<i64, Keys>,
}

impl Standings {
    /// Notes an event that was just added: it is no report yet and nobody's antecedent.
    pub fn expect(&mut self, event: i64) {
        self.of.insert(event, None);
        self.followers.insert(event, Keys::default());
    }

    /// Notes an incident that was just made: it has no reports yet.
    pub fn found(&mut self, incident: i64) {
        self.members.insert(incident, Keys::default());
    }

    /// How many reports it remembers.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Where a report stands; nothing where it was not merged yet.
    pub fn of(&mut self, sql: &Connection, event: i64) -> rusqlite::Result<Option<&Standing>> {
        let found = match self.of.entry(event) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(open) => {
                let find = "SELECT event, incident, antecedent, score, origin FROM reports WHERE event = ?1";
                let found = sql
                    .prepare_cached(find)?
                    .query_row([event], |row| Ok(standing(row)?.1));
                open.insert(found.optional()?)
            }
        };
        Ok(found.as_ref())
    }

    /// The reports of an incident.
    pub fn members(&mut self, sql: &Connection, incident: i64) -> rusqlite::Result<&Keys> {
        if !self.members.contains_key(&incident) {
            let find = "SELECT event, incident, antecedent, score, origin FROM reports WHERE incident = ?1";
            let mut find = sql.prepare_cached(find)?;
            let mut members = Keys::default();
            for found in find.query_map([incident], standing)? {
                let (event, standing) = found?;
                members.insert(event);
                self.of.insert(event, Some(standing));
            }
            self.members.insert(incident, members);
        }
        Ok(&self.members[&incident])
    }

    /// The reports whose antecedent this one is.
    pub fn followers(&mut self, sql: &Connection, event: i64) -> rusqlite::Result<&Keys> {
        Ok(match self.followers.entry(event) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(open) => {
                let find = "SELECT event FROM reports WHERE antecedent = ?1";
                let mut find = sql.prepare_cached(find)?;
                let followers = find.query_map([event], |row| row.get(0))?;
                open.insert(followers.collect::<rusqlite::Result<_>>()?)
            }
        })
    }

    /// Writes where a report stands from now on, and why.
    pub fn put(
        &mut self,
        sql: &Connection,
        event: i64,
        standing: Standing,
        reason: &str,
    ) -> rusqlite::Result<()> {
        let before = self.of(sql, event)?.cloned();
        // An upsert would do for both, but for each SQLite keeps what the pages were before.
        let put = match before {
            None => {
                "INSERT INTO reports (event, incident, origin, antecedent, score, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            }
            Some(_) => {
                "UPDATE reports SET incident = ?2, origin = ?3, antecedent = ?4, score = ?5, reason = ?6 WHERE event = ?1"
            }
        };
        sql.prepare_cached(put)?.execute(params![
            event,
            standing.incident,
            standing.origin,
            standing.link.map(|link| link.to),
            standing.link.map(|link| link.score),
            reason
        ])?;
        if let Some(before) = before {
            let (members, followers) = self.around(&before);
            members.map(|members| members.remove(&event));
            followers.map(|followers| followers.remove(&event));
        }
        let (members, followers) = self.around(&standing);
        members.map(|members| members.insert(event));
        followers.map(|followers| followers.insert(event));
        self.of.insert(event, Some(standing));
        Ok(())
    }

    /// The members of a report's incident and the followers of its antecedent, as far as they are remembered.
    fn around(&mut self, standing: &Standing) -> (Option<&mut Keys>, Option<&mut Keys>) {
        let to = standing.link.map(|link| link.to);
        (
            self.members.get_mut(&standing.incident),
            to.and_then(|to| self.followers.get_mut(&to)),
        )
    }
}

fn standing(row: &Row<'_>) -> rusqlite::Result<(i64, Standing)> {
    let (to, score): (Option<i64>, Option<f64>) = (row.get(2)?, row.get(3)?);
    let standing = Standing {
        incident: row.get(1)?,
        link: to.zip(score).map(|(to, score)| KeptLink { to, score }),
        origin: row.get(4)?,
    };
    Ok((row.get(0)?, standing))
}
