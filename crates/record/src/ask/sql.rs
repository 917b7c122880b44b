//! `query`: a person's own SQL, which can read and nothing else.

use super::Table;
use super::find::value;
use crate::error::{Error, Result};
use crate::record::Record;
use rusqlite::ErrorCode;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use std::path::Path;
use std::time::{Duration, Instant};

/// What a question may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows; one more is asked for to know whether there are more.
    pub rows: usize,
    /// Time.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rows: 10_000,
            time: Duration::from_secs(30),
        }
    }
}

/// The longest text or row that a question may make, in bytes.
const LONGEST: i32 = 16 << 20;
/// After how many steps of SQLite's machine the clock is looked at.
const STEPS: i32 = 10_000;

/// What one SQL statement answers, asked of the record at `path` through a connection of its own. It can only select: SQLite
/// itself refuses anything else, and the file is opened for reading.
///
/// # Errors
///
/// Where it is no single question, is wrong, or takes too long.
pub fn query(path: &Path, question: &str, limits: Limits) -> Result<Table> {
    let mut record = Record::read_only(path)?;
    guard(&mut record, limits)?;
    let said = |error: rusqlite::Error| words(&record, error, limits);
    let mut ask = record.sql.prepare(question).map_err(said)?;
    let mut table = Table {
        columns: ask.column_names().map(str::to_owned).collect(),
        ..Table::default()
    };
    let columns = table.columns.len();
    let mut rows = ask.query([]).map_err(said)?;
    while let Some(row) = rows.next().map_err(said)? {
        if table.rows.len() == limits.rows {
            table.notes.push(format!(
                "there are more; these are the first {} rows",
                limits.rows
            ));
            break;
        }
        let values = (0..columns).map(|at| Ok(value(row.get_ref(at)?)));
        table
            .rows
            .push(values.collect::<rusqlite::Result<_>>().map_err(said)?);
    }
    Ok(table)
}

fn guard(record: &mut Record, limits: Limits) -> Result<()> {
    let end = Instant::now() + limits.time;
    let sql = &mut record.sql;
    let mut set = || {
        // What it sorts goes to temporary files, not to memory without bounds.
        sql.execute_batch("PRAGMA temp_store = FILE; PRAGMA query_only = ON")?;
        sql.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
        sql.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        sql.progress_handler(STEPS, Some(move || Instant::now() > end))?;
        sql.authorizer(Some(may))
    };
    set().map_err(|error| Error::of(&record.path, error))
}

/// Reading is allowed, and functions but those that reach outside.
fn may(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        AuthAction::Function { function_name }
            if !function_name.eq_ignore_ascii_case("load_extension") =>
        {
            Authorization::Allow
        }
        // The word lists ask this of themselves.
        AuthAction::Pragma {
            pragma_name: "data_version",
            pragma_value: None,
        } => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

fn words(record: &Record, error: rusqlite::Error, limits: Limits) -> Error {
    let said = match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => format!(
            "the question took longer than {} seconds; ask for less, or raise --time",
            limits.time.as_secs()
        ),
        Some(ErrorCode::AuthorizationForStatementDenied) => {
            "only questions are answered: one SELECT that reads the record's own tables".into()
        }
        Some(ErrorCode::TooBig) => format!("a value would be longer than {LONGEST} bytes"),
        _ => match &error {
            rusqlite::Error::SqlInputError { msg, offset, .. } => {
                format!("{msg} (at character {offset})")
            }
            rusqlite::Error::SqliteFailure(_, Some(message))
                if message.contains("not authorized") || message.contains("prohibited") =>
            {
                "only questions are answered: one SELECT that reads the record's own tables".into()
            }
            rusqlite::Error::MultipleStatement => "one question at a time".into(),
            _ => return record.said(error),
        },
    };
    Error::Question(said)
}
