//! From reports to incidents, in the tables.
//!
//! [`update`] is called at the end of every batch, within its transaction. It finds the antecedents of new reports and of those that
//! have a better one now, gathers whatever hangs together with them, and writes those incidents anew. What it leaves is what
//! [`crate::merging`] would make of all reports at once.

mod agreement;
mod decide;
mod known;
mod origins;
mod shelf;
mod standings;
mod store;
mod traces;

pub(crate) use known::assign;

pub use decide::Decider;
pub(crate) use shelf::{Cell, Fetched};
pub use shelf::{Kept, Shelf};
pub use store::{Incident, remove_empty, store};

use crate::actors::Numbers;
use crate::keys::{Keyed, Keys};
use crate::merging::cells::Row;
use crate::merging::copies::{Dispatch, origins_of_more};
use crate::merging::{Affinity, Link, affinity, better, clusters, trees};
use crate::threads::{self, turn::Turn};
use crate::write::Changed;
use agreement::Told;
use rusqlite::{Connection, OptionalExtension as _};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use standings::{KeptLink, Standing};
use std::collections::BTreeSet;
use std::rc::Rc;

/// What a run remembers from batch to batch.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Numbers of codes and actors.
    pub numbers: Numbers,
    /// Reports.
    pub fetched: Fetched,
}

impl Memory {
    /// Forgets everything, as after a transaction that was taken back.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

/// Brings the incidents up to date with what a batch changed.
pub(crate) fn update(
    sql: &Connection,
    changed: &Changed,
    memory: &mut Memory,
) -> rusqlite::Result<()> {
    let mut merger = Merger::new(sql, memory);
    merger.nobody_left = changed.bereft.is_empty();
    let moved = merger.learn(changed)?;
    let mut alone: BTreeSet<i64> = changed.added.iter().copied().collect();
    alone.extend(merger.orphans()?);
    for back in &moved.back {
        alone.extend(merger.shelf.followers(*back)?);
    }
    for key in alone {
        merger.relink(key)?;
    }
    let added: Keys = changed.added.iter().copied().collect();
    for key in changed.added.iter().chain(&moved.forward) {
        merger.offer(*key, &added)?;
    }
    for incident in &changed.bereft {
        merger.dirty.extend(merger.shelf.members(*incident)?);
    }
    merger.rewrite(&changed.bereft, &moved)
}

/// Makes all incidents anew, as after a step of the schema.
pub(crate) fn remake(sql: &Connection) -> rusqlite::Result<()> {
    sql.execute_batch("DELETE FROM traces; DELETE FROM threads; DELETE FROM incidents")?;
    let mut memory = Memory::default();
    let mut after: Option<i64> = Some(0);
    while let Some(last) = after {
        let find = "SELECT max(key) FROM (SELECT key FROM documents WHERE key > ?1 ORDER BY key LIMIT 1000)";
        after = sql.query_row(find, [last], |row| row.get(0))?;
        let Some(next) = after else { break };
        let find = "SELECT key FROM events WHERE document > ?1 AND document <= ?2 ORDER BY key";
        let added = sql
            .prepare_cached(find)?
            .query_map([last, next], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        memory.fetched.refresh(sql)?;
        let changed = Changed {
            added,
            ..Changed::default()
        };
        update(sql, &changed, &mut memory)?;
    }
    Ok(())
}

/// Writes the incidents of these events anew, as after a decision about them.
pub(crate) fn redo(sql: &Connection, events: &[i64], memory: &mut Memory) -> rusqlite::Result<()> {
    let mut merger = Merger::new(sql, memory);
    merger.dirty.extend(events);
    merger.rewrite(&[], &Moved::default())
}

/// Reports that others see better or worse than before, since some stand before them that did not, or have gone.
#[derive(Debug, Default)]
struct Moved {
    forward: BTreeSet<i64>,
    back: BTreeSet<i64>,
}

/// A new antecedent.
#[derive(Clone, Copy, Debug)]
struct NewLink {
    /// As it is to be kept.
    kept: KeptLink,
    /// What weighed for it and against.
    affinity: Affinity,
}

impl NewLink {
    fn of(to: i64, affinity: Affinity) -> Self {
        let score = affinity.score();
        Self {
            kept: KeptLink { to, score },
            affinity,
        }
    }
}

struct Merger<'m> {
    sql: &'m Connection,
    numbers: &'m mut Numbers,
    shelf: Shelf<'m>,
    /// New antecedents, not written yet.
    links: Keyed<i64, Option<NewLink>>,
    /// Whose new antecedent a report is.
    followers: Keyed<i64, Keys>,
    /// Reports whose incidents have to be written anew.
    dirty: Keys,
    /// Room for those whom a report sees, or who see it.
    seen: Vec<i64>,
    /// In which rows new reports stand, by event and name.
    rows: Keyed<(i64, i64), Row>,
    /// Whether all incidents have reports.
    nobody_left: bool,
    /// Incidents that were not there before.
    new: BTreeSet<i64>,
    /// Whether people have decided anything at all.
    decided: bool,
}

impl<'m> Merger<'m> {
    fn new(sql: &'m Connection, memory: &'m mut Memory) -> Self {
        Self {
            sql,
            numbers: &mut memory.numbers,
            shelf: Shelf::new(sql, &mut memory.fetched),
            links: Keyed::default(),
            followers: Keyed::default(),
            dirty: Keys::default(),
            seen: Vec::new(),
            rows: Keyed::default(),
            nobody_left: false,
            new: BTreeSet::new(),
            decided: false,
        }
    }

    /// Gives new reports their places, and notes what their documents are like.
    fn learn(&mut self, changed: &Changed) -> rusqlite::Result<Moved> {
        let mut places: Vec<(Cell, Option<(i64, i64)>)> = Vec::new();
        let mut documents = BTreeSet::new();
        for key in &changed.added {
            let kept = self.shelf.get(*key)?;
            documents.insert(kept.document);
            let place = (kept.report.order.lot, *key);
            places.extend(
                kept.names()
                    .into_iter()
                    .map(|name| (kept.cell(name), Some(place))),
            );
        }
        places.extend(changed.left.iter().map(|cell| (*cell, None)));
        places.sort_unstable();
        let mut moved = Moved::default();
        for places in places.chunk_by(|one, other| one.0 == other.0) {
            // Where somebody has left, that comes first.
            let (cell, gone) = (places[0].0, places[0].1.is_none());
            let new = places.iter().filter_map(|(_, place)| *place);
            self.shelf
                .settle(cell, new, gone, &mut |key, before, now| {
                    match before {
                        None => {
                            self.rows.insert((key, cell.name), now);
                        }
                        Some(before) if now < before => {
                            moved.forward.insert(key);
                        }
                        Some(_) => {
                            moved.back.insert(key);
                        }
                    };
                })?;
        }
        self.shelf.sketch(&documents)?;
        Ok(moved)
    }

    /// Reports whose antecedent was removed.
    fn orphans(&self) -> rusqlite::Result<Vec<i64>> {
        let find = "SELECT event FROM reports WHERE antecedent IS NULL AND score IS NOT NULL ORDER BY event";
        let mut find = self.sql.prepare_cached(find)?;
        find.query_map([], |row| row.get(0))?.collect()
    }

    /// Finds the antecedent of a report among all that it sees.
    fn relink(&mut self, key: i64) -> rusqlite::Result<()> {
        let kept = self.shelf.get(key)?;
        let mut best: Option<(Rc<Kept>, Affinity)> = None;
        let mut seen = std::mem::take(&mut self.seen);
        self.shelf.seen_by(&kept, &mut seen)?;
        // The latest first: most reports join one of their own day, and who fits well early spares comparing the others in full.
        for near in seen.iter().rev() {
            let other = self.shelf.peek(*near)?;
            let so_far = best.as_ref().map(|(to, affinity)| Link {
                to: &to.report.order,
                affinity: *affinity,
            });
            if let Some(link) = better(&kept.report, &other.report, so_far) {
                let affinity = link.affinity;
                best = Some((Rc::clone(other), affinity));
            }
        }
        self.seen = seen;
        let link = best.map(|(to, affinity)| NewLink::of(to.key, affinity));
        let stands = self.shelf.standing(key)?;
        let is_kept = |stands: &Standing| stands.link == link.map(|link| link.kept);
        if link.is_none() || !stands.is_some_and(is_kept) {
            self.put_link(key, link);
        }
        Ok(())
    }

    /// Offers a report to those after it that see it, and lets them have it that fit it better than the one they have. New reports have
    /// looked themselves.
    fn offer(&mut self, key: i64, added: &Keys) -> rusqlite::Result<()> {
        let kept = self.shelf.get(key)?;
        let mut rows: Vec<(i64, Row)> = Vec::new();
        for name in kept.report.names.all() {
            let row = match self.rows.get(&(key, name)) {
                Some(row) => *row,
                None => self.shelf.row_of(&kept, name)?,
            };
            rows.push((name, row));
        }
        let row_of = |name| {
            let found = rows.iter().find(|(known, _)| *known == name);
            found.map_or(Row::Behind, |(_, row)| *row)
        };
        let mut seen = std::mem::take(&mut self.seen);
        self.shelf.may_see(&kept, row_of, added, &mut seen)?;
        for later in seen.iter().copied() {
            let other = self.shelf.get(later)?;
            if !other.report.sees(&kept.report, row_of) {
                continue;
            }
            let Some(offered) = better(&other.report, &kept.report, None) else {
                continue;
            };
            let link = NewLink::of(key, offered.affinity);
            let score = link.kept.score;
            let better = match self.link_of(later)? {
                None => true,
                Some(has) if has.to == key => false,
                Some(has) => {
                    let before = self.shelf.get(has.to)?;
                    score > has.score
                        || score == has.score && kept.report.order < before.report.order
                }
            };
            if better {
                self.put_link(later, Some(link));
            }
        }
        self.seen = seen;
        Ok(())
    }

    fn put_link(&mut self, key: i64, link: Option<NewLink>) {
        if let Some(Some(before)) = self.links.insert(key, link) {
            let fellows = self.followers.entry(before.kept.to).or_default();
            fellows.remove(&key);
        }
        if let Some(link) = link {
            let fellows = self.followers.entry(link.kept.to).or_default();
            fellows.insert(key);
        }
        self.dirty.insert(key);
    }

    fn link_of(&mut self, key: i64) -> rusqlite::Result<Option<KeptLink>> {
        match self.links.get(&key) {
            Some(link) => Ok(link.map(|link| link.kept)),
            None => Ok(self.shelf.standing(key)?.and_then(|stands| stands.link)),
        }
    }

    /// Writes anew all incidents that hang together with what has changed, and removes those that have no reports left.
    fn rewrite(&mut self, bereft: &[i64], moved: &Moved) -> rusqlite::Result<()> {
        self.decided =
            self.sql
                .query_row("SELECT EXISTS (SELECT 1 FROM decisions)", [], |row| {
                    row.get(0)
                })?;
        let (members, before) = self.gather()?;
        let mut before: BTreeSet<i64> = before.into_iter().chain(bereft.iter().copied()).collect();
        let mut written = BTreeSet::new();
        let groups = self.groups(&members)?;
        for group in groups {
            written.extend(self.write(&group)?);
        }
        before.retain(|incident| !written.contains(incident));
        let gone: Vec<i64> = before.into_iter().collect();
        let lost = threads::Lost::with(self.sql, &gone)?;
        remove_empty(self.sql, &gone)?;
        // Whoever stands elsewhere may be seen or not as an answer, too.
        for key in moved.forward.iter().chain(&moved.back) {
            written.extend(self.incident_of(*key)?);
        }
        threads::update(self.sql, &mut self.shelf, &written, &self.new, lost)
    }

    /// All reports that links and decisions tie to those that changed, and the incidents in which they stood.
    fn gather(&mut self) -> rusqlite::Result<(Keys, BTreeSet<i64>)> {
        let mut incidents = BTreeSet::new();
        for key in self.dirty.iter().copied().collect::<Vec<_>>() {
            // Those who stood together with what has changed may have to part.
            incidents.extend(self.incident_of(key)?);
            if let Some(link) = self.link_of(key)? {
                incidents.extend(self.incident_of(link.to)?);
            }
        }
        let mut members = self.dirty.clone();
        for incident in &incidents {
            members.extend(self.shelf.members(*incident)?);
        }
        // All others hang together with their fellows alone, unless people have said something else.
        let mut queue: Vec<i64> = members.iter().copied().filter(|_| self.decided).collect();
        while let Some(key) = queue.pop() {
            incidents.extend(self.incident_of(key)?);
            for next in self.neighbours(key)? {
                if members.insert(next) {
                    queue.push(next);
                }
            }
        }
        Ok((members, incidents))
    }

    fn incident_of(&mut self, key: i64) -> rusqlite::Result<Option<i64>> {
        Ok(self.shelf.standing(key)?.map(|stands| stands.incident))
    }

    fn neighbours(&mut self, key: i64) -> rusqlite::Result<Vec<i64>> {
        let mut neighbours: Vec<i64> = self.link_of(key)?.map(|link| link.to).into_iter().collect();
        let followers = self.shelf.followers(key)?.iter().copied();
        neighbours.extend(followers.filter(|follower| !self.links.contains_key(follower)));
        neighbours.extend(self.followers.get(&key).into_iter().flatten());
        let kept = self.shelf.get(key)?;
        neighbours.extend(decide::partners(self.sql, &kept)?);
        Ok(neighbours)
    }

    /// The incidents that these reports make.
    fn groups(&mut self, members: &Keys) -> rusqlite::Result<Vec<Vec<Rc<Kept>>>> {
        let mut kept = Vec::new();
        for key in members {
            kept.push(self.shelf.get(*key)?);
        }
        kept.sort_by(|a, b| a.report.order.cmp(&b.report.order));
        let places: Keyed<i64, usize> = kept
            .iter()
            .enumerate()
            .map(|(place, kept)| (kept.key, place))
            .collect();
        let mut links = Vec::with_capacity(kept.len());
        for kept in &kept {
            let link = self.link_of(kept.key)?;
            links.push(link.map(|link| (places[&link.to], link.score)));
        }
        let groups = if self.decided {
            let edge = |(place, link): (usize, &Option<(usize, f64)>)| {
                link.map(|(to, score)| (place, to, score))
            };
            let edges: Vec<_> = links.iter().enumerate().filter_map(edge).collect();
            let decisions = decide::among(self.sql, &kept)?;
            let groups = clusters(&(0..kept.len()).collect(), &edges, &decisions);
            groups.into_iter().map(Vec::from_iter).collect()
        } else {
            trees(links.iter().map(|link| link.map(|(to, _)| to)))
        };
        let of = |group: Vec<usize>| group.iter().map(|at| Rc::clone(&kept[*at])).collect();
        Ok(groups.into_iter().map(of).collect())
    }

    /// Writes one incident, given its reports in order, unless nothing about it has changed; its key.
    fn write(&mut self, group: &[Rc<Kept>]) -> rusqlite::Result<Option<i64>> {
        let founder = &group[0];
        let id = id(&founder.report.order.root, &founder.event.id);
        // A report that was in none founds a new one, unless it is an event made anew.
        let new = self.nobody_left && self.shelf.standing(founder.key)?.is_none();
        let known = if new { None } else { self.known(&id)? };
        if self.is_unchanged(known, group)? {
            return Ok(known.map(|(key, _)| key));
        }
        let origins = self.origins(known.map(|(key, _)| key), group)?;
        let told: Vec<Told<'_>> = group
            .iter()
            .map(|kept| &**kept)
            .zip(origins.iter().copied())
            .collect();
        let incident = agreement::incident(&id, &told);
        let key = store(self.sql, known.map(|(key, _)| key), &incident, self.numbers)?;
        if known.is_none() {
            self.new.insert(key);
            self.shelf.found(key);
        }
        self.shelf.remember(Turn::of(key, &incident, group));
        if group.len() > 1 {
            self.shelf.origins().keep(key, group, &origins);
        }
        for (kept, origin) in &told {
            self.write_report(key, kept, &group[*origin])?;
        }
        Ok(Some(key))
    }

    /// The key of an incident and how many reports it has.
    fn known(&self, id: &str) -> rusqlite::Result<Option<(i64, i64)>> {
        self.sql
            .prepare_cached("SELECT key, reports FROM incidents WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
    }

    fn is_unchanged(
        &mut self,
        known: Option<(i64, i64)>,
        group: &[Rc<Kept>],
    ) -> rusqlite::Result<bool> {
        let Some((incident, reports)) = known else {
            return Ok(false);
        };
        for kept in group {
            let stands = self
                .shelf
                .standing(kept.key)?
                .is_some_and(|stands| stands.incident == incident);
            if !stands || self.dirty.contains(&kept.key) {
                return Ok(false);
            }
        }
        Ok(reports == group.len() as i64)
    }

    /// For each report the place of the first whose document its own is a copy of. Those of a known incident were compared before.
    fn origins(
        &mut self,
        incident: Option<i64>,
        group: &[Rc<Kept>],
    ) -> rusqlite::Result<Vec<usize>> {
        if group.len() == 1 {
            return Ok(vec![0]);
        }
        let mut sketches = Vec::with_capacity(group.len());
        for kept in group {
            sketches.push(self.shelf.sketch_of(kept.document)?);
        }
        let dispatches: Vec<Dispatch<'_>> = sketches
            .iter()
            .zip(group)
            .map(|(sketch, kept)| Dispatch {
                sketch,
                day: kept.report.published,
            })
            .collect();
        let known = match incident {
            Some(incident) => self.shelf.origins().among(incident, group),
            None => vec![None; group.len()],
        };
        Ok(origins_of_more(&dispatches, &known))
    }

    fn write_report(&mut self, incident: i64, kept: &Kept, origin: &Kept) -> rusqlite::Result<()> {
        let origin = &origin.event.document;
        let told = |stands: &Standing| stands.incident == incident && stands.origin == *origin;
        let unchanged = !self.dirty.contains(&kept.key) && !self.decided;
        if unchanged && self.shelf.standing(kept.key)?.is_some_and(told) {
            return Ok(());
        }
        let link = self.link_of(kept.key)?;
        let reason = self.reason(kept, link)?;
        let standing = Standing {
            incident,
            link,
            origin: origin.clone(),
        };
        self.shelf.put(kept.key, standing, &reason)
    }

    /// Which report it was joined to, and what weighed for and against; and what people said of it. As JSON.
    fn reason(&mut self, kept: &Kept, link: Option<KeptLink>) -> rusqlite::Result<String> {
        let mut reason = Reason::default();
        if let Some(link) = link {
            let to = self.shelf.get(link.to)?;
            reason.weights = match self.links.get(&kept.key) {
                Some(Some(new)) => new.affinity,
                _ => affinity(&kept.report, &to.report).unwrap_or_default(),
            };
            reason.fits = Some(to);
        }
        if self.decided {
            reason.decided = decide::said_of(self.sql, kept)?;
        }
        Ok(serde_json::to_string(&reason).expect("strings and numbers are JSON"))
    }
}

/// Why a report stands where it does, for `reports.reason`.
#[derive(Default)]
struct Reason {
    fits: Option<Rc<Kept>>,
    weights: Affinity,
    decided: Vec<Value>,
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(to) = &self.fits {
            map.serialize_entry("fits", &to.event.id)?;
        }
        let weights = self.weights.parts().into_iter();
        for (name, weight) in weights.filter(|(_, weight)| *weight != 0.0) {
            map.serialize_entry(name, &((weight * 100.0).round() / 100.0))?;
        }
        if !self.decided.is_empty() {
            map.serialize_entry("decided", &self.decided)?;
        }
        map.end()
    }
}

/// The id of an incident founded by an event: `i-` and ten hexadecimal digits.
fn id(root: &str, event: &str) -> String {
    named('i', &[root, event])
}

/// A letter, a hyphen and ten hexadecimal digits made of some words.
pub(crate) fn named(letter: char, words: &[&str]) -> String {
    let mut digest = Sha256::new();
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            digest.update([0]);
        }
        digest.update(word);
    }
    let number = digest.finalize()[..5]
        .iter()
        .fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{letter}-{number:010x}")
}
