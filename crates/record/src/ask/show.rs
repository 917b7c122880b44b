//! `show`: one thing as a person reads it, and as JSON.

mod actor;
mod document;
mod event;
mod incident;
mod lines;
mod thread;

use super::Table;
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

impl Shown {
    /// All of it as rows of field and value: the fields of the thing itself, then what hangs on it, a row each.
    fn rows(&self) -> impl Iterator<Item = Vec<Value>> + '_ {
        let fields = self.json.as_object().into_iter().flatten();
        fields.flat_map(|(field, value)| match value.as_object() {
            Some(own) if field == self.kind => own.iter().flat_map(rows).collect(),
            _ => rows((field, value)),
        })
    }
}

/// A row for a value, or for each of several.
fn rows((field, value): (&String, &Value)) -> Vec<Vec<Value>> {
    let row = |value: &Value| vec![field.as_str().into(), value.clone()];
    match value {
        Value::Array(several) => several.iter().map(row).collect(),
        one => vec![row(one)],
    }
}

/// What is shown as one table of fields and values; values with parts of their own are JSON.
pub fn fields(shown: &[Shown]) -> Table {
    let mut table = Table::new(&["field", "value"]);
    table.rows = shown.iter().flat_map(Shown::rows).collect();
    table
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
