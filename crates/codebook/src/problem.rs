//! What is wrong with a codebook, where, and how to mend it.

use std::fmt;

/// How much a [`Problem`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The entry cannot be used as it stands; it keeps a codebook from loading.
    Fault,
    /// The entry can be used, but a person should look at it.
    Doubt,
}

/// One thing wrong with a codebook's files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as a path relative to the codebook's folder, `/` between its parts.
    pub file: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Whether the entry can still be used.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        let severity = match self.severity {
            Severity::Fault => "",
            Severity::Doubt => "doubtful: ",
        };
        write!(f, ": {severity}{}", self.message)?;
        if !self.mend.is_empty() {
            write!(f, "; {}", self.mend)?;
        }
        Ok(())
    }
}

/// Why a codebook did not load: all its faults, in the order of files and lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errors(pub Vec<Problem>);

impl std::error::Error for Errors {}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// More than this nobody reads; `codebook check` prints all.
        const SHOWN: usize = 20;
        writeln!(f, "the codebook has {} fault(s):", self.0.len())?;
        for problem in self.0.iter().take(SHOWN) {
            writeln!(f, "  {problem}")?;
        }
        if self.0.len() > SHOWN {
            writeln!(f, "  ... and {} more", self.0.len() - SHOWN)?;
        }
        Ok(())
    }
}

/// Collects problems while files are read.
#[derive(Debug, Default)]
pub(crate) struct Problems(pub(crate) Vec<Problem>);

impl Problems {
    pub(crate) fn fault(
        &mut self,
        file: &str,
        line: usize,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.add(Severity::Fault, file, line, message.into(), mend.into());
    }

    pub(crate) fn doubt(
        &mut self,
        file: &str,
        line: usize,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.add(Severity::Doubt, file, line, message.into(), mend.into());
    }

    fn add(&mut self, severity: Severity, file: &str, line: usize, message: String, mend: String) {
        self.0.push(Problem {
            file: file.to_owned(),
            line,
            severity,
            message,
            mend,
        });
    }

    /// All of them, in the order of files and lines.
    pub(crate) fn sorted(mut self) -> Vec<Problem> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}
