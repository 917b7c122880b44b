//! What could not become a document, and why.

use std::fmt;
use thiserror::Error;

/// One document, line or input that was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The file or other input.
    pub input: String,
    /// The line, counted from one, where the input has lines of its own.
    pub line: Option<usize>,
    /// The document's id, where one was found.
    pub id: Option<String>,
    /// What is wrong, and the mend.
    pub reason: Reason,
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(id) = self.id.as_ref().filter(|id| **id != self.input) {
            write!(f, " ({id})")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Why something is no document.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Reason {
    /// The file, folder or glob cannot be read at all.
    #[error("{0}")]
    Unreadable(String),
    /// There is nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// More characters than the limit.
    #[error("longer than {limit} characters; raise --max-document to read it")]
    TooLong {
        /// The limit in characters.
        limit: usize,
    },
    /// A line of JSON that no document under the limit needs.
    #[error(
        "the line is longer than {limit} bytes, more than a document of --max-document characters takes; it was skipped"
    )]
    LineTooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Not text.
    #[error("not text: it holds {0}; is it an archive, an image or another binary file?")]
    Binary(String),
    /// A line that is no JSON.
    #[error("not JSON: {0}")]
    Json(String),
    /// JSON, but no object.
    #[error("a document must be a JSON object such as {{\"text\": \"...\"}}, and this is {0}")]
    NotAnObject(&'static str),
    /// No field with the text.
    #[error("no field with the text; it may be called {fields}")]
    NoText {
        /// The names it may have.
        fields: &'static str,
    },
    /// A field of the wrong kind.
    #[error("`{field}` must be {wanted}, and is {found}")]
    WrongKind {
        /// The field.
        field: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A language that is not read.
    #[error("its language is `{found}`; only English (en) can be coded")]
    Language {
        /// The language it says it has.
        found: String,
    },
    /// The program failed.
    #[error(
        "the program failed on it; this is a fault of the program, please report it with the text"
    )]
    Fault,
    /// An id that another text of this run has.
    #[error("another document of this run has the same id and other text; ids must be unique")]
    SameId,
    /// The very document was read before in this run.
    #[error("the same document again; it was read once")]
    Repeated,
}

impl Reason {
    /// Whether nothing is lost: the same document was read before.
    pub fn is_repeat(&self) -> bool {
        *self == Reason::Repeated
    }

    /// Whether the input as a whole could not be read.
    pub fn is_unreadable(&self) -> bool {
        matches!(self, Reason::Unreadable(_))
    }
}
