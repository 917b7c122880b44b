//! Threads: exchanges of incidents, each the answer to another.
//!
//! An incident answers another where a document says so (`reply_to`), or where it looks like it across documents: see [`turn::Turn`].
//! What answers hang together is a thread; a message that nothing answers is a thread of its own, left open.

pub mod turn;

use crate::days;
use crate::events::number;
use crate::incidents::{Shelf, named};
use crate::merging::cells::joined;
use crate::merging::nation;
use chancery_coding::{EventType, Status};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use turn::{LOOKED_AT, MESSAGES, PATIENCE, Turn};

/// Most answers come within so many days.
const SOON: i64 = 10;
/// What is answered: score, day, id and key.
type Answered = (f64, i64, String, i64);

/// What goes when incidents go: threads that lose them, and incidents that lose what they answered.
#[derive(Debug, Default)]
pub struct Lost {
    threads: BTreeSet<i64>,
    askers: BTreeSet<i64>,
}

impl Lost {
    /// What hangs on these incidents, before they are removed.
    pub fn with(sql: &Connection, gone: &[i64]) -> rusqlite::Result<Self> {
        let mut lost = Self::default();
        for incident in gone {
            lost.threads.extend(thread_of(sql, *incident)?);
            lost.askers.extend(answering(sql, *incident)?);
        }
        lost.askers.retain(|asker| !gone.contains(asker));
        Ok(lost)
    }
}

/// Brings answers and threads up to date after these incidents were written, some of them for the first time.
pub fn update(
    sql: &Connection,
    shelf: &mut Shelf<'_>,
    written: &BTreeSet<i64>,
    new: &BTreeSet<i64>,
    lost: Lost,
) -> rusqlite::Result<()> {
    let mut threads = Threads {
        sql,
        shelf,
        unlinked: new.clone(),
        unthreaded: new.clone(),
    };
    let mut touched = written.clone();
    let mut may_answer = written.clone();
    may_answer.extend(&lost.askers);
    for incident in written {
        may_answer.extend(threads.said_to_answer_beside(*incident)?);
        // What it was before may have been answered, and may not be now.
        may_answer.extend(threads.answering(*incident)?);
        may_answer.extend(threads.later_turns(*incident)?);
    }
    for incident in &may_answer {
        touched.extend(threads.answered(*incident)?);
        threads.link(*incident)?;
        touched.extend(threads.answered(*incident)?);
    }
    touched.extend(&may_answer);
    threads.rewrite(&touched, lost.threads)
}

struct Threads<'t, 's> {
    sql: &'t Connection,
    shelf: &'t mut Shelf<'s>,
    /// Incidents that are known to answer nothing and to have no answer.
    unlinked: BTreeSet<i64>,
    /// Incidents that are known to be in no thread.
    unthreaded: BTreeSet<i64>,
}

impl Threads<'_, '_> {
    /// Incidents of which a document that tells of this one says that they answer something.
    fn said_to_answer_beside(&mut self, incident: i64) -> rusqlite::Result<BTreeSet<i64>> {
        let mut answers = BTreeSet::new();
        for report in self.shelf.members(incident)?.clone() {
            for answer in &*self.shelf.answers_beside(report)? {
                answers.extend(self.shelf.standing(*answer)?.map(|stands| stands.incident));
            }
        }
        Ok(answers)
    }

    /// Incidents that answer this one rather than what they answer now.
    fn later_turns(&mut self, incident: i64) -> rusqlite::Result<BTreeSet<i64>> {
        let turn = self.turn(incident)?;
        let mut later = BTreeSet::new();
        if !turn.may_be_answered() {
            return Ok(later);
        }
        for other in self.turns_under(incident, "<", turn.day, turn.day + PATIENCE)? {
            let Some(score) = self.turn(other)?.answers(&turn) else {
                continue;
            };
            let this = (score, turn.day, turn.id.clone());
            if self.present(other)?.is_none_or(|present| this > present) {
                later.insert(other);
            }
        }
        Ok(later)
    }

    /// What an incident answers as it is kept: score, day and id.
    fn present(&mut self, incident: i64) -> rusqlite::Result<Option<(f64, i64, String)>> {
        let find =
            "SELECT score, answers FROM replies WHERE incident = ?1 ORDER BY score DESC LIMIT 1";
        let found: Option<(f64, i64)> = self
            .sql
            .prepare_cached(find)?
            .query_row([incident], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((score, answers)) = found else {
            return Ok(None);
        };
        let turn = self.turn(answers)?;
        Ok(Some((score, turn.day, turn.id.clone())))
    }

    fn turns_under(
        &mut self,
        incident: i64,
        sign: &str,
        first: i64,
        last: i64,
    ) -> rusqlite::Result<BTreeSet<i64>> {
        let mut found = BTreeSet::new();
        let turn = self.turn(incident)?;
        if turn.day == 0 {
            return Ok(found);
        }
        for (one, other) in turn
            .sources
            .iter()
            .flat_map(|one| turn.targets.iter().map(move |other| (one, other)))
        {
            let (least, most) = if one <= other {
                (one, other)
            } else {
                (other, one)
            };
            // Reports stand at their own days, which may be a little off the incident's.
            for event in self
                .shelf
                .under(joined([sign, least, "|", most]), first - 3, last + 3)?
            {
                found.extend(self.shelf.standing(event)?.map(|stands| stands.incident));
            }
        }
        found.remove(&incident);
        Ok(found)
    }

    /// Writes what an incident answers: what documents say, else the likeliest, the latest of equals.
    fn link(&mut self, incident: i64) -> rusqlite::Result<()> {
        if !self.unlinked.contains(&incident) {
            self.sql
                .prepare_cached("DELETE FROM replies WHERE incident = ?1")?
                .execute([incident])?;
        }
        let said = self.said_answers(incident)?;
        if !said.is_empty() {
            for (answers, document) in said {
                self.put_reply(incident, answers, 1.0, &json!({"said in": document}))?;
            }
            return Ok(());
        }
        let turn = self.turn(incident)?;
        if !turn.may_answer() {
            return Ok(());
        }
        // An answer mostly comes within days, and none that is older can be likelier than the likeliest.
        let soon = self.likeliest(&turn, turn.day - SOON)?;
        let sure = soon
            .as_ref()
            .is_some_and(|soon| soon.0 >= turn.at_most() && soon.1 >= turn.day - SOON);
        let best = if sure {
            soon
        } else {
            self.likeliest(&turn, turn.day - PATIENCE)?
        };
        let Some((score, _, _, answers)) = best else {
            return Ok(());
        };
        let reason = json!({"words of reply": turn.replies, "both messages": turn.message && self.turn(answers)?.message});
        self.put_reply(incident, answers, score, &reason)
    }

    /// Of what happened since a day the likeliest that a turn answers, the latest of equals: score, day, id and key.
    fn likeliest(&mut self, turn: &Turn, since: i64) -> rusqlite::Result<Option<Answered>> {
        let mut best: Option<Answered> = None;
        for earlier in self.turns_under(turn.key, ">", since, turn.day)? {
            let earlier = self.turn(earlier)?;
            let Some(score) = turn.answers(&earlier) else {
                continue;
            };
            let this = (score, earlier.day, earlier.id.clone(), earlier.key);
            if best
                .as_ref()
                .is_none_or(|best| (this.0, this.1, &this.2) > (best.0, best.1, &best.2))
            {
                best = Some(this);
            }
        }
        Ok(best)
    }

    /// Incidents that documents say this one answers, each with the first such document.
    fn said_answers(&mut self, incident: i64) -> rusqlite::Result<BTreeMap<i64, String>> {
        let mut said: BTreeMap<i64, String> = BTreeMap::new();
        for report in self.shelf.members(incident)?.clone() {
            let kept = self.shelf.get(report)?;
            let Some(message) = &kept.event.reply_to else {
                continue;
            };
            let find = "SELECT key FROM events WHERE document = ?1 AND id = ?2";
            let message: Option<i64> = self
                .sql
                .prepare_cached(find)?
                .query_row(params![kept.document, message], |row| row.get(0))
                .optional()?;
            let Some(message) = message else { continue };
            let answers = self.shelf.standing(message)?.map(|stands| stands.incident);
            if let Some(answers) = answers.filter(|answers| *answers != incident) {
                let document = &kept.event.document;
                let first = said.entry(answers).or_insert_with(|| document.clone());
                if document < first {
                    first.clone_from(document);
                }
            }
        }
        Ok(said)
    }

    fn put_reply(
        &mut self,
        incident: i64,
        answers: i64,
        score: f64,
        reason: &Value,
    ) -> rusqlite::Result<()> {
        let (from, to) = (self.turn(answers)?.day, self.turn(incident)?.day);
        let days = (from > 0 && to > 0).then_some(to - from);
        self.unlinked.remove(&incident);
        self.unlinked.remove(&answers);
        let put = "INSERT INTO replies (incident, answers, days, score, reason) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.sql.prepare_cached(put)?.execute(params![
            incident,
            answers,
            days,
            score,
            reason.to_string()
        ])?;
        Ok(())
    }

    fn turn(&mut self, incident: i64) -> rusqlite::Result<Rc<Turn>> {
        if let Some(turn) = self.shelf.turn(incident) {
            return Ok(turn);
        }
        let turn = self.load(incident)?;
        Ok(self.shelf.remember(turn))
    }

    fn load(&mut self, incident: i64) -> rusqlite::Result<Turn> {
        let find = "SELECT id, type, status, first_date, channel FROM incidents WHERE key = ?1";
        let (id, kind, status, first, channel): (String, i64, i64, Option<String>, Option<String>) =
            self.sql
                .prepare_cached(find)?
                .query_row([incident], |row| {
                    Ok((
                        row.get(0)?,
                        row.get(1)?,
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                    ))
                })?;
        let first: Option<Date> = first.and_then(|day| day.parse().ok());
        Ok(Turn {
            key: incident,
            id,
            event_type: of_number(EventType::ALL, kind).unwrap_or(EventType::Statement),
            status: of_number(Status::ALL, status).unwrap_or(Status::Actual),
            day: days::number(first),
            sources: self.nations(incident, 1)?,
            targets: self.nations(incident, 2)?,
            message: channel.is_some_and(|channel| MESSAGES.contains(&&*channel)),
            replies: self.says_reply(incident)?,
        })
    }

    fn nations(&self, incident: i64, role: i64) -> rusqlite::Result<BTreeSet<String>> {
        let find = "SELECT c.code FROM incident_parties p JOIN actors a ON a.key = p.actor JOIN codes c ON c.key = a.code
                    WHERE p.incident = ?1 AND p.role = ?2 AND c.key <> 0";
        let mut find = self.sql.prepare_cached(find)?;
        let codes = find.query_map([incident, role], |row| row.get::<_, String>(0))?;
        codes.map(|code| Ok(nation(&code?).to_owned())).collect()
    }

    /// Whether one of the first reports of an incident has words of reply.
    fn says_reply(&self, incident: i64) -> rusqlite::Result<bool> {
        let find = "SELECT s.text FROM reports r JOIN events e ON e.key = r.event JOIN documents d ON d.key = e.document
                    JOIN sentences s ON s.key = e.sentence WHERE r.incident = ?1 ORDER BY d.root, d.id, e.id LIMIT 40";
        const { assert!(LOOKED_AT == 40) };
        let mut find = self.sql.prepare_cached(find)?;
        let mut texts = find.query([incident])?;
        while let Some(row) = texts.next()? {
            if turn::says_reply(&row.get::<_, String>(0)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Writes anew the threads of these incidents.
    fn rewrite(&mut self, touched: &BTreeSet<i64>, lost: BTreeSet<i64>) -> rusqlite::Result<()> {
        let mut stale = lost;
        let mut left: BTreeSet<i64> = touched.clone();
        for incident in touched {
            stale.extend(self.thread_of(*incident)?);
        }
        let fellows = "SELECT incident FROM thread_incidents WHERE thread = ?1";
        for thread in &stale {
            left.extend(keys(self.sql, fellows, *thread)?);
        }
        for thread in &stale {
            remove(self.sql, *thread)?;
        }
        while let Some(first) = left.pop_first() {
            let members = self.hanging_together(first)?;
            for member in &members {
                left.remove(member);
                // A thread that grows into this one from outside what was touched.
                if let Some(thread) = self.thread_of(*member)? {
                    remove(self.sql, thread)?;
                }
            }
            self.write(&members)?;
        }
        Ok(())
    }

    fn answered(&self, incident: i64) -> rusqlite::Result<Vec<i64>> {
        match self.unlinked.contains(&incident) {
            true => Ok(Vec::new()),
            false => answered(self.sql, incident),
        }
    }

    fn answering(&self, incident: i64) -> rusqlite::Result<Vec<i64>> {
        match self.unlinked.contains(&incident) {
            true => Ok(Vec::new()),
            false => answering(self.sql, incident),
        }
    }

    fn thread_of(&self, incident: i64) -> rusqlite::Result<Option<i64>> {
        match self.unthreaded.contains(&incident) {
            true => Ok(None),
            false => thread_of(self.sql, incident),
        }
    }

    fn hanging_together(&self, first: i64) -> rusqlite::Result<BTreeSet<i64>> {
        let mut members = BTreeSet::from([first]);
        let mut queue = vec![first];
        while let Some(incident) = queue.pop() {
            for next in self
                .answered(incident)?
                .into_iter()
                .chain(self.answering(incident)?)
            {
                if members.insert(next) {
                    queue.push(next);
                }
            }
        }
        Ok(members)
    }

    /// Writes the thread of these incidents, if they are one: more than one, or a message that waits for an answer.
    fn write(&mut self, members: &BTreeSet<i64>) -> rusqlite::Result<()> {
        let mut turns = Vec::new();
        for member in members {
            turns.push(self.turn(*member)?);
        }
        turns.sort_by(|a, b| (a.day, &a.id).cmp(&(b.day, &b.id)));
        let mut waits = Vec::with_capacity(turns.len());
        for turn in &turns {
            waits.push(turn.wants_answer() && self.answering(turn.key)?.is_empty());
        }
        let open = waits.iter().filter(|waits| **waits).count() as i64;
        if turns.len() < 2 && open == 0 {
            return Ok(());
        }
        let dated = || turns.iter().map(|turn| turn.day).filter(|day| *day > 0);
        let day = |day: Option<i64>| day.and_then(days::day).map(|day| day.to_string());
        let add = "INSERT INTO threads (id, first_date, last_date, incidents, open) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.sql.prepare_cached(add)?.execute(params![
            named('t', &[&turns[0].id]),
            day(dated().min()),
            day(dated().max()),
            turns.len() as i64,
            open
        ])?;
        let thread = self.sql.last_insert_rowid();
        let add = "INSERT INTO thread_incidents (thread, position, incident, open) VALUES (?1, ?2, ?3, ?4)";
        for (position, (turn, waits)) in turns.iter().zip(waits).enumerate() {
            self.sql.prepare_cached(add)?.execute([
                thread,
                position as i64,
                turn.key,
                i64::from(waits),
            ])?;
            self.unthreaded.remove(&turn.key);
        }
        Ok(())
    }
}

fn of_number<T: Copy + PartialEq>(all: &[T], wanted: i64) -> Option<T> {
    all.iter()
        .copied()
        .find(|word| number(all, *word) == wanted)
}

fn thread_of(sql: &Connection, incident: i64) -> rusqlite::Result<Option<i64>> {
    sql.prepare_cached("SELECT thread FROM thread_incidents WHERE incident = ?1")?
        .query_row([incident], |row| row.get(0))
        .optional()
}

/// Removes a thread; its incidents stay.
fn remove(sql: &Connection, thread: i64) -> rusqlite::Result<()> {
    for delete in [
        "DELETE FROM thread_incidents WHERE thread = ?1",
        "DELETE FROM threads WHERE key = ?1",
    ] {
        sql.prepare_cached(delete)?.execute([thread])?;
    }
    Ok(())
}

/// What an incident answers.
fn answered(sql: &Connection, incident: i64) -> rusqlite::Result<Vec<i64>> {
    keys(
        sql,
        "SELECT answers FROM replies WHERE incident = ?1",
        incident,
    )
}

/// What answers an incident.
fn answering(sql: &Connection, incident: i64) -> rusqlite::Result<Vec<i64>> {
    keys(
        sql,
        "SELECT incident FROM replies WHERE answers = ?1",
        incident,
    )
}

fn keys(sql: &Connection, find: &str, of: i64) -> rusqlite::Result<Vec<i64>> {
    let mut find = sql.prepare_cached(find)?;
    find.query_map([of], |row| row.get(0))?.collect()
}
