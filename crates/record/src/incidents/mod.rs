//! From reports to incidents.
//!
//! [`update`] is called at the end of every batch, within its transaction. For now every event founds an incident of its own,
//! except one that its document marks as another telling (`same_as`), which joins that one.

mod known;
mod store;

pub(crate) use known::assign;

pub use store::{Incident, remove_empty, store};

use crate::actors::Numbers;
use crate::write::Changed;
use chancery_coding::Event;
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

/// Brings the incidents up to date with what a batch changed.
pub(crate) fn update(
    sql: &Connection,
    changed: &Changed,
    numbers: &mut Numbers,
) -> rusqlite::Result<()> {
    remove_empty(sql, &changed.bereft)?;
    let mut told_again = Vec::new();
    for key in &changed.added {
        let (root, event) = load(sql, *key)?;
        if event.same_as.is_some() {
            told_again.push((*key, event));
        } else {
            found(sql, *key, &root, &event, numbers)?;
        }
    }
    for (key, event) in told_again {
        join(sql, key, &event, numbers)?;
    }
    Ok(())
}

fn load(sql: &Connection, key: i64) -> rusqlite::Result<(String, Event)> {
    let find = "SELECT d.root, j.json FROM events e JOIN documents d ON d.key = e.document
                JOIN event_json j ON j.event = e.key WHERE e.key = ?1";
    sql.prepare_cached(find)?.query_row([key], |row| {
        let json: String = row.get(1)?;
        let event = serde_json::from_str(&json).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, error.into())
        })?;
        Ok((row.get(0)?, event))
    })
}

fn found(
    sql: &Connection,
    key: i64,
    root: &str,
    event: &Event,
    numbers: &mut Numbers,
) -> rusqlite::Result<i64> {
    let incident = store(
        sql,
        None,
        &Incident::of(&id(root, &event.id), key, event),
        numbers,
    )?;
    report(sql, key, incident)?;
    Ok(incident)
}

fn join(sql: &Connection, key: i64, event: &Event, numbers: &mut Numbers) -> rusqlite::Result<()> {
    let find =
        "SELECT r.incident FROM events e JOIN events f ON f.document = e.document AND f.id = ?2
                JOIN reports r ON r.event = f.key WHERE e.key = ?1";
    let known: Option<i64> = sql
        .prepare_cached(find)?
        .query_row(params![key, event.same_as], |row| row.get(0))
        .optional()?;
    match known {
        Some(incident) => {
            report(sql, key, incident)?;
            sql.prepare_cached("UPDATE incidents SET reports = reports + 1 WHERE key = ?1")?
                .execute([incident])?;
        }
        None => {
            let (root, event) = load(sql, key)?;
            found(sql, key, &root, &event, numbers)?;
        }
    }
    Ok(())
}

fn report(sql: &Connection, event: i64, incident: i64) -> rusqlite::Result<()> {
    let add = "INSERT INTO reports (event, incident, origin) VALUES (?1, ?2, '')";
    sql.prepare_cached(add)?.execute([event, incident])?;
    Ok(())
}

/// The id of an incident founded by an event: `i-` and ten hexadecimal digits.
fn id(root: &str, event: &str) -> String {
    let digest = Sha256::new()
        .chain_update(root)
        .chain_update([0])
        .chain_update(event)
        .finalize();
    let number = digest[..5]
        .iter()
        .fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    format!("i-{number:010x}")
}
