//! Opening and making the file.

use crate::error::{Error, Result};
use crate::incidents;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "CHCR": marks a SQLite file as a record.
const APPLICATION: i64 = 0x4348_4352;

/// A step of the schema.
struct Step {
    sql: &'static str,
    /// Whether the incidents have to be made anew after it.
    remake: bool,
}

/// The schema, step by step; a record that has taken the first N steps has `user_version` N.
const STEPS: [Step; 3] = [
    Step {
        sql: include_str!("../sql/0001_record.sql"),
        remake: false,
    },
    Step {
        sql: include_str!("../sql/0002_columns.sql"),
        remake: true,
    },
    Step {
        sql: include_str!("../sql/0003_words.sql"),
        remake: true,
    },
];

/// How long a command waits for another one that writes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// An open record. It belongs to one thread; open another for another thread, since any number may read while one
/// writes.
#[derive(Debug)]
pub struct Record {
    pub(crate) sql: Connection,
    pub(crate) path: PathBuf,
}

impl Record {
    /// Opens the record at `path` to read and write; makes it where there is none and brings an older one up to date.
    ///
    /// # Errors
    ///
    /// Where the file is no record, is a newer program's, is damaged, or cannot be written.
    pub fn open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut record = Self::connect(path, flags)?;
        if record.identify()? < STEPS.len() {
            record.migrate()?;
        }
        record.tune()?;
        Ok(record)
    }

    /// Opens the record at `path` for reading only; nothing done with it can change it. It may lie where we may not write.
    ///
    /// # Errors
    ///
    /// Where there is none, or the file is no record of this schema, or was left half written where we may not write.
    pub fn read_only(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(Error::Missing(path.to_owned()));
        }
        let (record, steps) = match Self::connect_to_read(path) {
            Err(Error::ReadOnly(_) | Error::Unopened { .. }) => Self::connect_to_settled(path)?,
            tried => tried?,
        };
        match steps {
            0 => Err(record.foreign("it is an empty file")),
            found if found < STEPS.len() => Err(Error::Older {
                path: path.to_owned(),
                found: found as i64,
                known: STEPS.len() as i64,
            }),
            _ => {
                record.prepare_to_read()?;
                Ok(record)
            }
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for questions that this crate does not ask itself.
    pub fn connection(&self) -> &Connection {
        &self.sql
    }

    fn connect_to_read(path: &Path) -> Result<(Self, usize)> {
        let record = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let steps = record.identify()?;
        Ok((record, steps))
    }

    /// To read, SQLite makes a file beside the record for what others are writing. Where it may not, and nothing that was written waits to
    /// be put in its place, it can be told that nobody writes.
    fn connect_to_settled(path: &Path) -> Result<(Self, usize)> {
        if log_of(path).metadata().is_ok_and(|log| log.len() > 0) {
            return Err(Error::Unsettled(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let record = Self::connect_as(&immutable(path), path, flags)?;
        let steps = record.identify()?;
        Ok((record, steps))
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self> {
        Self::connect_as(path.as_os_str(), path, flags)
    }

    /// Opens the record at `path` under a name that SQLite understands.
    fn connect_as(name: &OsStr, path: &Path, flags: OpenFlags) -> Result<Self> {
        let sql = Connection::open_with_flags(name, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| Error::of(path, error))?;
        let path = path.to_owned();
        let record = Self { sql, path };
        record.ask(|sql| sql.busy_timeout(PATIENCE))?;
        Ok(record)
    }

    /// How many steps of the schema the file has taken: 0 for an empty file.
    fn identify(&self) -> Result<usize> {
        let number = |pragma: &str| {
            self.ask(|sql| sql.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)))
        };
        let (application, version) = (number("application_id")?, number("user_version")?);
        let tables: i64 =
            self.ask(|sql| sql.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0)))?;
        if application != APPLICATION && (application, version, tables) != (0, 0, 0) {
            return Err(self.foreign("it is another program's SQLite file"));
        }
        usize::try_from(version)
            .ok()
            .filter(|version| *version <= STEPS.len())
            .ok_or_else(|| Error::Newer {
                path: self.path.clone(),
                found: version,
                known: STEPS.len() as i64,
            })
    }

    /// Takes the steps that are missing, all or none.
    fn migrate(&mut self) -> Result<()> {
        self.ask(|sql| {
            // Larger pages hold several events each; it can only be chosen while the file is empty.
            sql.execute_batch("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE")
        })?;
        let done = self.take_steps();
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        self.ask(|sql| sql.execute_batch(end))?;
        done
    }

    fn take_steps(&self) -> Result<()> {
        // Another program may have been quicker.
        let taken = self.identify()?;
        self.ask(|sql| {
            for step in &STEPS[taken..] {
                sql.execute_batch(step.sql)?;
            }
            if STEPS[taken..].iter().any(|step| step.remake) {
                incidents::remake(sql)?;
            }
            sql.pragma_update(None, "application_id", APPLICATION)?;
            sql.pragma_update(None, "user_version", STEPS.len() as i64)
        })
    }

    /// Settings of a connection that writes. In WAL mode `NORMAL` loses no consistency when the program or the machine
    /// dies. What hangs on a row that goes is removed by whoever removes it: to have SQLite look up all that every new row refers to
    /// would take a tenth of the time of writing.
    fn tune(&self) -> Result<()> {
        self.ask(|sql| {
            sql.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF;
                 PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536",
            )?;
            // The merger asks simple things a great many times; SQLite would plan some of them anew for each value.
            sql.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        })?;
        self.prepare_to_read()
    }

    fn prepare_to_read(&self) -> Result<()> {
        self.sql.set_prepared_statement_cache_capacity(128);
        self.ask(|sql| sql.execute_batch("PRAGMA temp_store = MEMORY"))
    }

    fn foreign(&self, why: &'static str) -> Error {
        let path = self.path.clone();
        Error::Foreign { path, why }
    }

    /// Does something with the connection, and puts words to what goes wrong.
    pub(crate) fn ask<T>(
        &self,
        what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        what(&self.sql).map_err(|error| self.said(error))
    }

    /// Puts words to what SQLite says.
    pub(crate) fn said(&self, error: rusqlite::Error) -> Error {
        Error::of(&self.path, error)
    }
}

/// The file in which SQLite writes before it puts things in their place.
pub(crate) fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// The URI by which SQLite opens a file that nobody writes; see <https://www.sqlite.org/uri.html>.
fn immutable(path: &Path) -> OsString {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = String::from("file:");
    if !path.as_os_str().as_encoded_bytes().starts_with(b"/") {
        uri.push('/');
    }
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b':' | b'.' | b'-' | b'_' | b'~' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri.push_str("?immutable=1");
    uri.into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn names_become_uris() {
        let check = |path: &str, expected: &str| {
            assert_eq!(immutable(Path::new(path)), OsString::from(expected));
        };
        check("/a/b.record", "file:/a/b.record?immutable=1");
        check("/a b/50%?#x", "file:/a%20b/50%25%3F%23x?immutable=1");
        check("/\u{e9}", "file:/%C3%A9?immutable=1");
    }

    #[test]
    fn a_file_of_any_name_is_read_as_one_that_nobody_writes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("50% of #1? \u{e9}.record");
        drop(Record::open(&path).expect("makes it"));
        let (record, steps) = Record::connect_to_settled(&path).expect("opens");
        assert_eq!(steps, STEPS.len());
        assert!(record.sql.execute("DELETE FROM runs", []).is_err());
        drop(record);
        std::fs::write(log_of(&path), "something").expect("writes");
        let unsettled = Record::connect_to_settled(&path).expect_err("is left half written");
        assert!(
            unsettled.to_string().contains("half written"),
            "{unsettled}"
        );
    }
}
