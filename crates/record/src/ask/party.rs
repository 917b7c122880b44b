//! Who is meant by what a person types.

use crate::error::{Error, Result};
use crate::record::Record;
use rusqlite::{Connection, params};

/// Who is meant: a code with all that it takes in, or actors one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// A code, and the numbers of all codes that it takes in: `CHN` takes in `CHN.GOV`.
    Code(String, Vec<i64>),
    /// An identity or a name, and the keys of the actors that have it.
    Actors(String, Vec<i64>),
}

impl Party {
    /// The party that `asked` means: a code, an identity of the who-is-who, or a name.
    ///
    /// # Errors
    ///
    /// Where nobody of that name is in the record.
    pub fn find(record: &Record, asked: &str) -> Result<Self> {
        let asked = asked.trim();
        let found = record.ask(|sql| {
            if let Some(party) = by_code(sql, asked)? {
                return Ok(Some(party));
            }
            by_name(sql, asked)
        })?;
        found.ok_or_else(|| {
            let said = format!(
                "nobody in the record has the code, identity or name `{asked}`; `chancery actors {asked}` looks for names that hold it"
            );
            Error::Question(said)
        })
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Code(name, _) | Self::Actors(name, _) => name,
        }
    }

    /// An SQL condition on a column of codes and on one of actors, whichever fits. The numbers are our own.
    pub(crate) fn condition(&self, code: &str, actor: &str) -> String {
        let (column, keys) = match self {
            Self::Code(_, keys) => (code, keys),
            Self::Actors(_, keys) => (actor, keys),
        };
        format!("{column} IN ({})", list(keys))
    }
}

/// Numbers for an SQL list.
pub(crate) fn list(keys: &[i64]) -> String {
    let keys: Vec<String> = keys.iter().map(i64::to_string).collect();
    keys.join(", ")
}

fn by_code(sql: &Connection, asked: &str) -> rusqlite::Result<Option<Party>> {
    let code = asked.strip_prefix("state/").unwrap_or(asked).to_uppercase();
    // A dot follows the last segment; a slash is the character after a dot.
    let find = "SELECT key FROM codes WHERE key > 0 AND (code = ?1 COLLATE NOCASE
                OR (code >= ?1 || '.' AND code < ?1 || '/')) ORDER BY code";
    let keys = keys(sql, find, &code)?;
    Ok((!keys.is_empty()).then_some(Party::Code(code, keys)))
}

fn by_name(sql: &Connection, asked: &str) -> rusqlite::Result<Option<Party>> {
    let by_entity = "SELECT key FROM actors WHERE entity = ?1 AND entity <> '' ORDER BY key";
    let found = keys(sql, by_entity, asked)?;
    if !found.is_empty() {
        return Ok(Some(Party::Actors(asked.into(), found)));
    }
    let entity = "SELECT entity FROM actors WHERE name = ?1 COLLATE NOCASE AND entity <> ''
                  ORDER BY (entity LIKE 'state/%') DESC, key LIMIT 1";
    let mut ask = sql.prepare_cached(entity)?;
    let entity: Option<String> = ask.query_row([asked], |row| row.get(0)).ok();
    if let Some(entity) = entity {
        if entity.starts_with("state/") {
            return by_code(sql, &entity);
        }
        return by_name(sql, &entity);
    }
    let by_name = "SELECT key FROM actors WHERE name = ?1 COLLATE NOCASE ORDER BY key";
    let found = keys(sql, by_name, asked)?;
    Ok((!found.is_empty()).then_some(Party::Actors(asked.into(), found)))
}

fn keys(sql: &Connection, find: &str, asked: &str) -> rusqlite::Result<Vec<i64>> {
    sql.prepare_cached(find)?
        .query_map(params![asked], |row| row.get(0))?
        .collect()
}
