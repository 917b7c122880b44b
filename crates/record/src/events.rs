//! Events in and out of their tables.

use crate::actors::Numbers;
use crate::days;
use crate::error::Result;
use crate::incidents::{Fetched, Shelf};
use crate::keys::Keyed;
use crate::record::Record;
use crate::write::Changed;
use chancery_coding::{Actor, Event, Span};
use rusqlite::{Connection, params};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;

/// The parts that actors take in an event, as `parties.role` numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who did it.
    Source = 1,
    /// To whom.
    Target = 2,
    /// By whose hand.
    Carrier = 3,
    /// On whose word.
    Attribution = 4,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Source, Self::Target, Self::Carrier, Self::Attribution];

    /// Who has this part in an event.
    pub fn of(self, event: &Event) -> &[Actor] {
        match self {
            Self::Source => &event.sources,
            Self::Target => &event.targets,
            Self::Carrier => &event.carriers,
            Self::Attribution => &event.attribution,
        }
    }
}

/// The number of a word of a closed vocabulary, as in the tables `types`, `statuses` and `quads`.
pub fn number<T: Copy + PartialEq>(all: &[T], word: T) -> i64 {
    let place = all.iter().position(|known| *known == word);
    place.map_or(0, |place| place as i64 + 1)
}

/// The word that JSON has for a value; none for null.
pub fn word(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => Some(word),
        _ => None,
    }
}

/// The row of an event in the word lists.
#[derive(Debug)]
pub struct Words<'e> {
    /// The event's key.
    pub key: i64,
    /// The evidence, mended.
    pub evidence: Cow<'e, str>,
    /// What it is about.
    pub about: Option<&'e str>,
    /// Names of all who take part.
    pub names: String,
    /// Marks for the filters.
    pub marks: String,
}

impl Words<'_> {
    /// Writes them all; the lists take them best in the order of their keys.
    pub fn index(sql: &Connection, words: &mut [Self]) -> rusqlite::Result<()> {
        words.sort_unstable_by_key(|words| words.key);
        let add = "INSERT INTO event_words (rowid, evidence, about, names, marks) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut add = sql.prepare_cached(add)?;
        for row in words {
            add.execute(params![
                row.key,
                row.evidence,
                row.about,
                row.names,
                row.marks
            ])?;
        }
        Ok(())
    }
}

/// The last keys of days.
pub type LastKeys = Keyed<i64, i64>;

/// Adds the events of a document that has none, without their words, and returns their keys.
pub fn add_all(
    sql: &Connection,
    document: i64,
    events: &[Event],
    numbers: &mut Numbers,
    last_keys: &mut LastKeys,
) -> rusqlite::Result<Vec<i64>> {
    let mut sentences: HashMap<(usize, usize), i64> = HashMap::new();
    let mut keys = Vec::with_capacity(events.len());
    for event in events {
        let span = (event.evidence.start, event.evidence.end);
        let sentence = match sentences.get(&span) {
            Some(sentence) => *sentence,
            None => add_sentence(sql, document, &event.evidence)?,
        };
        sentences.insert(span, sentence);
        let key = next_key(sql, days::of_event(event), last_keys)?;
        add(sql, (document, sentence), key, event)?;
        add_parties(sql, key, event, numbers)?;
        keys.push(key);
    }
    Ok(keys)
}

fn add(
    sql: &Connection,
    (document, sentence): (i64, i64),
    key: i64,
    event: &Event,
) -> rusqlite::Result<()> {
    let place = event.place.as_ref();
    let (when, whereat) = (
        event.time.mention.as_ref(),
        place.and_then(|place| place.mention.as_ref()),
    );
    let contexts = serde_json::to_string(&event.contexts).expect("strings are JSON");
    let add = "INSERT INTO events (key, id, document, type, mode, contexts, cameo, quad, goldstein, status, channel, reply_to,
        same_as, about, start_date, end_date, \"precision\", place, country, geonames, lat, lon, hedged, sentence, \"trigger\",
        trigger_start, trigger_end, confidence, frame, time_mention, time_mention_start, time_mention_end, place_mention,
        place_mention_start, place_mention_end)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
        ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35)";
    sql.prepare_cached(add)?.execute(params![
        key,
        event.id,
        document,
        number(chancery_coding::EventType::ALL, event.event_type),
        event.mode,
        contexts,
        event.cameo,
        number(chancery_codebook::Quad::ALL, event.quad),
        event.goldstein,
        number(chancery_coding::Status::ALL, event.status),
        event.channel.map(|channel| channel.as_str()),
        event.reply_to,
        event.same_as,
        event.about,
        event.time.start.map(|day| day.to_string()),
        event.time.end.map(|day| day.to_string()),
        word(&event.time.precision),
        place.map(|place| &place.name),
        place.and_then(|place| place.country.as_ref()),
        place.and_then(|place| place.geonames),
        place.and_then(|place| place.lat),
        place.and_then(|place| place.lon),
        event.hedged,
        sentence,
        event.trigger.text,
        event.trigger.start as i64,
        event.trigger.end as i64,
        event.confidence,
        event.frame,
        when.map(|span| &span.text),
        when.map(|span| span.start as i64),
        when.map(|span| span.end as i64),
        whereat.map(|span| &span.text),
        whereat.map(|span| span.start as i64),
        whereat.map(|span| span.end as i64)
    ])?;
    Ok(())
}

fn add_parties(
    sql: &Connection,
    key: i64,
    event: &Event,
    numbers: &mut Numbers,
) -> rusqlite::Result<()> {
    let add = "INSERT INTO parties (event, role, position, actor, office, mention, mention_start, mention_end)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let mut add = sql.prepare_cached(add)?;
    for role in Role::ALL {
        for (position, actor) in role.of(event).iter().enumerate() {
            let mention = &actor.mention;
            add.execute(params![
                key,
                role as i64,
                position as i64,
                numbers.actor(sql, actor)?,
                actor.office,
                mention.text,
                mention.start as i64,
                mention.end as i64
            ])?;
        }
    }
    Ok(())
}

/// The key for one more event of a day.
fn next_key(sql: &Connection, day: i64, last_keys: &mut LastKeys) -> rusqlite::Result<i64> {
    let (first, after) = (days::first_key(day), days::first_key(day + 1));
    let last = match last_keys.get(&day) {
        Some(last) => Some(*last),
        None => sql
            .prepare_cached("SELECT max(key) FROM events WHERE key >= ?1 AND key < ?2")?
            .query_row([first, after], |row| row.get(0))?,
    };
    // The first of all keys is 1, since word lists and people take 0 for nothing.
    let key = last.map_or(first.max(1), |last| last + 1);
    last_keys.insert(day, key);
    Ok(key)
}

fn add_sentence(sql: &Connection, document: i64, evidence: &Span) -> rusqlite::Result<i64> {
    let (start, end) = (evidence.start as i64, evidence.end as i64);
    let add = "INSERT INTO sentences (document, \"start\", \"end\", text) VALUES (?1, ?2, ?3, ?4)";
    sql.prepare_cached(add)?
        .execute(params![document, start, end, evidence.text])?;
    Ok(sql.last_insert_rowid())
}

/// Removes all events of a document with everything that hangs on them, and notes which incidents lost reports and which cells.
pub fn remove(
    sql: &Connection,
    document: i64,
    changed: &mut Changed,
    fetched: &mut Fetched,
) -> rusqlite::Result<()> {
    let find = "SELECT e.key, r.incident FROM events e LEFT JOIN reports r ON r.event = e.key
                WHERE e.document = ?1 ORDER BY e.key";
    let rows: Vec<(i64, Option<i64>)> = sql
        .prepare_cached(find)?
        .query_map([document], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let keys: Vec<i64> = rows.iter().map(|(key, _)| *key).collect();
    for (key, incident) in rows {
        sql.prepare_cached("DELETE FROM event_words WHERE rowid = ?1")?
            .execute([key])?;
        changed.bereft.extend(incident);
        changed.added.retain(|added| *added != key);
        changed.left.extend(Shelf::new(sql, fetched).leave(key)?);
    }
    fetched.forget(document, &keys);
    for delete in [
        "DELETE FROM events WHERE document = ?1",
        "DELETE FROM sentences WHERE document = ?1",
        "DELETE FROM sketches WHERE document = ?1",
    ] {
        sql.prepare_cached(delete)?.execute([document])?;
    }
    Ok(())
}

/// The event of a key, as the coder gave it.
pub fn read(sql: &Connection, key: i64) -> rusqlite::Result<Event> {
    let find = "SELECT j.json, e.goldstein, e.confidence, e.lat, e.lon FROM event_json j JOIN events e ON e.key = j.event
                WHERE j.event = ?1";
    sql.prepare_cached(find)?.query_row([key], |row| {
        let json = row.get_ref(0)?.as_str()?;
        let mut event: Event = serde_json::from_str(json).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
        })?;
        // SQLite writes the digits of numbers in its own way.
        event.goldstein = row.get(1)?;
        event.confidence = row.get(2)?;
        if let Some(place) = &mut event.place {
            (place.lat, place.lon) = (row.get(3)?, row.get(4)?);
        }
        Ok(event)
    })
}

impl Record {
    /// The event of a key, as the coder gave it.
    ///
    /// # Errors
    ///
    /// Where there is none or it cannot be read.
    pub fn event(&self, key: i64) -> Result<Event> {
        self.ask(|sql| read(sql, key))
    }

    /// The events of a document's key, in text order.
    ///
    /// # Errors
    ///
    /// Where they cannot be read.
    pub fn events_of(&self, document: i64) -> Result<Vec<Event>> {
        let find =
            "SELECT key FROM events WHERE document = ?1 ORDER BY trigger_start, trigger_end, id";
        let keys: Vec<i64> = self.ask(|sql| {
            sql.prepare_cached(find)?
                .query_map([document], |row| row.get(0))?
                .collect()
        })?;
        keys.into_iter().map(|key| self.event(key)).collect()
    }
}
