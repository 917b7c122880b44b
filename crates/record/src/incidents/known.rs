//! Reports whose incidents are known already.

use super::store::{Incident, store};
use crate::actors::Numbers;
use crate::events;
use rusqlite::{Connection, OptionalExtension as _, params};

/// Makes each of the events a report of the incident that `incident_of` names for its id; the first report of an incident founds it.
pub(crate) fn assign(
    sql: &Connection,
    events: &[i64],
    incident_of: &dyn Fn(&str) -> String,
    numbers: &mut Numbers,
) -> rusqlite::Result<()> {
    for key in events {
        let id: String = sql
            .prepare_cached("SELECT id FROM events WHERE key = ?1")?
            .query_row([key], |row| row.get(0))?;
        let incident = incident_of(&id);
        let known: Option<i64> = sql
            .prepare_cached("SELECT key FROM incidents WHERE id = ?1")?
            .query_row([&incident], |row| row.get(0))
            .optional()?;
        let place = match known {
            Some(place) => {
                let count = "UPDATE incidents SET reports = reports + 1, origins = origins + 1 WHERE key = ?1";
                sql.prepare_cached(count)?.execute([place])?;
                place
            }
            None => {
                let event = events::read(sql, *key)?;
                store(sql, None, &Incident::of(&incident, *key, &event), numbers)?
            }
        };
        sql.prepare_cached("INSERT INTO reports (event, incident, origin) VALUES (?1, ?2, ?3)")?
            .execute(params![key, place, id])?;
    }
    Ok(())
}
