//! `threads`: exchanges, and messages that wait for an answer.

use super::find::values;
use super::{Filter, Table};
use crate::error::Result;
use crate::record::Record;
use crate::threads::turn::MESSAGES;
use chancery_coding::Channel;
use rusqlite::{OptionalExtension as _, params};
use std::collections::HashSet;

/// The first `limit` threads in which something passes, that with the latest such thing first. Each is told by what began it.
///
/// # Errors
///
/// Where the words cannot be searched for, or the record cannot be read.
pub fn threads(record: &Record, filter: &Filter, limit: usize) -> Result<Table> {
    let columns = [
        "first",
        "last",
        "incidents",
        "open",
        "type",
        "channel",
        "source",
        "target",
        "thread",
    ];
    let row = "SELECT first_date, last_date, incidents, open, type, channel, sources, targets, id FROM all_threads WHERE key = ?1";
    let of_event = "SELECT m.thread FROM reports r JOIN thread_incidents m ON m.incident = r.incident WHERE r.event = ?1";
    let listed = Listed { of_event, row };
    listed.table(record, filter, &columns, limit)
}

/// The first `limit` messages that pass and that nothing in the record answers, the latest first.
///
/// # Errors
///
/// As for [`threads`].
pub fn open_messages(record: &Record, filter: &Filter, limit: usize) -> Result<Table> {
    let mut filter = filter.clone();
    if filter.channels.is_empty() {
        // Nothing else is a message; the word lists find these quickly.
        filter.channels = MESSAGES.into_iter().filter_map(Channel::parse).collect();
    }
    let columns = [
        "date", "type", "channel", "source", "target", "about", "reports", "incident", "thread",
    ];
    let row = "SELECT first_date, type, channel, sources, targets, about, reports, incident, thread FROM open_messages WHERE key = ?1";
    let of_event =
        "SELECT m.incident FROM reports r JOIN thread_incidents m ON m.incident = r.incident
        WHERE r.event = ?1 AND m.open";
    let listed = Listed { of_event, row };
    listed.table(record, &filter, &columns, limit)
}

/// What is listed: the key of the thing that an event belongs to, and the row of such a key.
struct Listed {
    of_event: &'static str,
    row: &'static str,
}

impl Listed {
    fn table(
        &self,
        record: &Record,
        filter: &Filter,
        columns: &[&str],
        limit: usize,
    ) -> Result<Table> {
        let mut table = Table::new(columns);
        let (keys, more) = self.keys(record, filter, limit)?;
        for key in keys {
            let row = record.ask(|sql| {
                let mut find = sql.prepare_cached(self.row)?;
                find.query_row([key], values).optional()
            })?;
            table.rows.extend(row);
        }
        if more {
            table
                .notes
                .push(format!("there are more; these are the latest {limit}"));
        }
        Ok(table)
    }

    /// The keys of the rows, and whether there are more.
    fn keys(&self, record: &Record, filter: &Filter, limit: usize) -> Result<(Vec<i64>, bool)> {
        let (mut keys, mut seen, mut more, mut failed) = (Vec::new(), HashSet::new(), false, None);
        record.each_event(filter, |event| match self.key(record, event) {
            Ok(Some(key)) if seen.insert(key) => {
                more = keys.len() == limit;
                if !more {
                    keys.push(key);
                }
                !more
            }
            Ok(_) => true,
            Err(error) => {
                failed = Some(error);
                false
            }
        })?;
        failed.map_or(Ok((keys, more)), Err)
    }

    fn key(&self, record: &Record, event: i64) -> Result<Option<i64>> {
        record.ask(|sql| {
            sql.prepare_cached(self.of_event)?
                .query_row(params![event], |row| row.get(0))
                .optional()
        })
    }
}
