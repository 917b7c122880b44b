//! Codes and actors by number.

use chancery_coding::Actor;
use hashbrown::HashMap;
use rusqlite::{Connection, OptionalExtension as _, params};

/// How many numbers are remembered before it begins anew.
const REMEMBERED: usize = 200_000;

/// Numbers of codes and actors, remembered while a run writes.
#[derive(Debug, Default)]
pub struct Numbers {
    codes: HashMap<String, i64>,
    /// By name; few share one.
    actors: HashMap<String, Vec<Known>>,
}

/// An actor of a name.
#[derive(Debug)]
struct Known {
    code: i64,
    entity: String,
    key: i64,
}

impl Numbers {
    /// The number of a code; 0 for none.
    pub fn code(&mut self, sql: &Connection, code: Option<&str>) -> rusqlite::Result<i64> {
        let code = code.unwrap_or_default();
        if let Some(key) = self.codes.get(code) {
            return Ok(*key);
        }
        let find = "SELECT key FROM codes WHERE code = ?1";
        let add = "INSERT INTO codes (code) VALUES (?1)";
        let key = find_or_add(sql, find, add, params![code])?;
        make_room(&mut self.codes);
        self.codes.insert(code.to_owned(), key);
        Ok(key)
    }

    /// The number of an actor.
    pub fn actor(&mut self, sql: &Connection, actor: &Actor) -> rusqlite::Result<i64> {
        let code = self.code(sql, actor.code.as_deref())?;
        let entity = actor.entity.as_deref().unwrap_or_default();
        let mut namesakes = self.actors.get(&actor.name).into_iter().flatten();
        if let Some(known) = namesakes.find(|known| known.code == code && known.entity == entity) {
            return Ok(known.key);
        }
        let find = "SELECT key FROM actors WHERE code = ?1 AND entity = ?2 AND name = ?3";
        let add = "INSERT INTO actors (code, entity, name) VALUES (?1, ?2, ?3)";
        let key = find_or_add(sql, find, add, params![code, entity, actor.name])?;
        make_room(&mut self.actors);
        let namesakes = self.actors.entry(actor.name.clone()).or_default();
        namesakes.push(Known {
            code,
            entity: entity.to_owned(),
            key,
        });
        Ok(key)
    }
}

fn make_room<K, V>(map: &mut HashMap<K, V>) {
    if map.len() >= REMEMBERED {
        map.clear();
    }
}

fn find_or_add(
    sql: &Connection,
    find: &str,
    add: &str,
    values: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<i64> {
    let found = sql
        .prepare_cached(find)?
        .query_row(values, |row| row.get(0))
        .optional()?;
    match found {
        Some(key) => Ok(key),
        None => {
            sql.prepare_cached(add)?.execute(values)?;
            Ok(sql.last_insert_rowid())
        }
    }
}
