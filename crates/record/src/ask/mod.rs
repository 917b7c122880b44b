//! Questions to the record. Each answers with a [`Table`] or with values that a page can show.

mod actors;
mod dyads;
mod filter;
mod find;
mod party;
mod series;
mod show;
mod sql;
mod threads;

pub use actors::{actors, actors_named};
pub use dyads::{DyadFilter, Level, dyads};
pub use filter::Filter;
pub use find::{Each, find, find_documents};
pub use party::Party;
pub use series::{Measure, Series, series};
pub use show::{Shown, fields, show};
pub use sql::{Limits, query};
pub use threads::{open_messages, threads};

use serde_json::{Map, Value};

/// Rows under named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with a value for each column.
    pub rows: Vec<Vec<Value>>,
    /// What should be said beside it, such as that there is more.
    pub notes: Vec<String>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[&str]) -> Self {
        Self {
            columns: columns.iter().map(|&name| name.into()).collect(),
            ..Self::default()
        }
    }

    /// The rows as JSON objects.
    pub fn objects(&self) -> impl Iterator<Item = Map<String, Value>> {
        let names = &self.columns;
        self.rows
            .iter()
            .map(move |row| names.iter().cloned().zip(row.iter().cloned()).collect())
    }
}
