//! `show`: one thing as a person reads it, and as JSON.

mod actor;
mod document;
mod event;
mod incident;
mod lines;
mod thread;

use crate::error::{Error, Result};
use crate::record::Record;
use rusqlite::OptionalExtension as _;
use serde_json::Value;

/// One thing that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What it is: `event`, `incident`, `document`, `thread` or `actor`.
    pub kind: &'static str,
    /// For a terminal; may hold any character that a document held.
    pub text: String,
    /// All of it.
    pub json: Value,
}

/// What has the id `asked`: an incident, thread, event or document, else the actor with that code, identity or name. Where an event's
/// or document's id stands for several, under different roots, all are shown. With `why`, an incident's reports come with the reasons
/// for which they were joined.
///
/// # Errors
///
/// Where nothing has that id, or the record cannot be read.
pub fn show(record: &Record, asked: &str, why: bool) -> Result<Vec<Shown>> {
    let one = |find: &str| -> Result<Option<i64>> {
        record.ask(|sql| {
            sql.prepare_cached(find)?
                .query_row([asked], |row| row.get(0))
                .optional()
        })
    };
    if let Some(key) = one("SELECT key FROM incidents WHERE id = ?1")? {
        return Ok(vec![incident::shown(record, key, why)?]);
    }
    if let Some(key) = one("SELECT key FROM threads WHERE id = ?1")? {
        return Ok(vec![thread::shown(record, key)?]);
    }
    let events = event::keys(record, asked)?;
    if !events.is_empty() {
        return events
            .into_iter()
            .map(|key| event::shown(record, key))
            .collect();
    }
    let documents = document::keys(record, asked)?;
    if !documents.is_empty() {
        return documents
            .into_iter()
            .map(|key| document::shown(record, key))
            .collect();
    }
    match actor::shown(record, asked) {
        Err(Error::Question(_)) => Err(Error::Question(format!(
            "nothing in the record is called `{asked}`: no incident, thread, event, document or actor"
        ))),
        found => found.map(|actor| vec![actor]),
    }
}
