//! Where a pipeline's files come from: a directory, or a wheel, which is a zip archive.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::error::{Error, Result};

/// The largest single file read, in bytes; spaCy's largest pipelines have vectors of 400 MB.
const MAX_FILE: u64 = 1 << 30;

/// The files of one pipeline.
#[derive(Debug)]
pub(crate) enum Store {
    /// A directory that holds `config.cfg`.
    Folder(PathBuf),
    /// Files in memory, by their path.
    Memory(BTreeMap<String, Vec<u8>>),
    /// An archive, and the path within it of the folder that holds `config.cfg`, with its slash.
    Wheel {
        archive: Box<ZipArchive<Box<dyn Archive>>>,
        folder: String,
    },
}

/// What an archive is read from.
pub(crate) trait Archive: Read + Seek + std::fmt::Debug {}

impl<T: Read + Seek + std::fmt::Debug> Archive for T {}

impl Store {
    /// Opens a wheel, a pipeline directory, or a package directory with the pipeline inside.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let source = |source| Error::Read {
            path: path.to_owned(),
            source,
        };
        if std::fs::metadata(path).map_err(source)?.is_dir() {
            return find_folder(path, 2)
                .map(Self::Folder)
                .ok_or_else(|| Error::NoPipeline(path.to_owned()));
        }
        let file = File::open(path).map_err(source)?;
        Self::wheel(path, Box::new(file))
    }

    /// A wheel in memory.
    pub(crate) fn from_wheel(bytes: Vec<u8>) -> Result<Self> {
        Self::wheel(
            Path::new("the wheel in memory"),
            Box::new(Cursor::new(bytes)),
        )
    }

    fn wheel(path: &Path, source: Box<dyn Archive>) -> Result<Self> {
        let none = || Error::NoPipeline(path.to_owned());
        let archive = ZipArchive::new(source).map_err(|_| none())?;
        let folder = archive
            .file_names()
            .filter_map(|name| Some(name.ok()?.strip_suffix("config.cfg")?.to_owned()))
            .filter(|folder| folder.is_empty() || folder.ends_with('/'))
            .min_by_key(String::len)
            .ok_or_else(none)?;
        Ok(Self::Wheel {
            archive: Box::new(archive),
            folder,
        })
    }

    /// The contents of the file `name`, or an error that names it.
    pub(crate) fn read(&mut self, name: &str) -> Result<Vec<u8>> {
        self.find(name)?
            .ok_or_else(|| Error::MissingFile(name.to_owned()))
    }

    /// The contents of the file `name`, or nothing where there is no such file.
    pub(crate) fn find(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        match self {
            Self::Folder(folder) => read_file(&folder.join(name)),
            Self::Memory(files) => Ok(files.get(name).cloned()),
            Self::Wheel { archive, folder } => {
                let Ok(entry) = archive.by_name(&format!("{folder}{name}")) else {
                    return Ok(None);
                };
                // The size that the archive declares is not to be trusted.
                let mut bytes = Vec::with_capacity(entry.size().min(16 << 20) as usize);
                entry
                    .take(MAX_FILE)
                    .read_to_end(&mut bytes)
                    .map_err(|error| Error::malformed(name, error.to_string()))?;
                Ok(Some(bytes))
            }
        }
    }
}

fn read_file(path: &Path) -> Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Read {
            path: path.to_owned(),
            source,
        }),
    }
}

/// The folder with `config.cfg`, at most `depth` levels below `folder`.
fn find_folder(folder: &Path, depth: usize) -> Option<PathBuf> {
    if folder.join("config.cfg").is_file() {
        return Some(folder.to_owned());
    }
    let mut inner: Vec<PathBuf> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    inner.sort();
    inner
        .iter()
        .filter(|_| depth > 0)
        .find_map(|path| find_folder(path, depth - 1))
}
