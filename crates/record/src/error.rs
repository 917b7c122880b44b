//! What can go wrong with a record, said so that the person knows what to do.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What can go wrong with a record. Whatever it is, the file is as it was after the last batch that was kept.
#[derive(Debug, Error)]
pub enum Error {
    /// There is no file.
    #[error("{}: no such record; `chancery read` makes one", .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{}: not a record of Chancery, and left alone: {why}", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is.
        why: &'static str,
    },
    /// The file was made by a later program.
    #[error("{}: its schema is number {found}, and this program knows up to {known}; use a newer chancery", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The latest schema known.
        known: i64,
    },
    /// The file has an older schema and was opened for reading only.
    #[error("{}: its schema is number {found} of {known}; any command that writes brings it up to date", .path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The latest schema known.
        known: i64,
    },
    /// The disk is full.
    #[error("{}: the disk is full; what was kept before is safe, and the same command goes on from there", .0.display())]
    Full(PathBuf),
    /// Somebody else writes.
    #[error("{}: another program is writing to it; wait until it has finished, then repeat the command", .0.display())]
    Locked(PathBuf),
    /// We may not write.
    #[error("{}: may not be written; look at the permissions of the file and its folder", .0.display())]
    ReadOnly(PathBuf),
    /// Something that was written waits to be put in its place, and we may not do so.
    #[error("{}: was left half written, and may not be written here; let one who may write to its folder ask it once", .0.display())]
    Unsettled(PathBuf),
    /// We may not open it.
    #[error("{}: cannot be opened: {why}", .path.display())]
    Unopened {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        why: String,
    },
    /// The file is damaged.
    #[error("{}: damaged ({why}); restore it from a copy, or read the documents into a new record", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        why: String,
    },
    /// A question that cannot be asked.
    #[error("{0}")]
    Question(String),
    /// What is kept cannot be understood.
    #[error("the record holds {what} that cannot be read: {why}")]
    Unreadable {
        /// What.
        what: String,
        /// Why.
        why: String,
    },
    /// Anything else that SQLite says.
    #[error("{}: {source}", .path.display())]
    Sql {
        /// The file.
        path: PathBuf,
        /// What it says.
        source: rusqlite::Error,
    },
}

/// What a record answers, or what went wrong.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Puts the person's words to what SQLite said about the file at `path`.
    pub fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let why = source.to_string();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(path),
            Some(ErrorCode::CannotOpen) => Self::Unopened { path, why },
            Some(ErrorCode::NotADatabase) => Self::Foreign {
                path,
                why: "it is no SQLite file",
            },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, why },
            _ => Self::Sql { path, source },
        }
    }
}
