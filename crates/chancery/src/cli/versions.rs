//! What a run is made with: versions and hashes, for the record.

use super::common::Engine;
use super::knowledge::Books;
use crate::built_in_image;
use anyhow::{Context, Result};
use chancery_codebook::Codebook;
use chancery_language::locate;
use chancery_record::RunInfo;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

/// So many bytes of a file are read and hashed at once; the program's has a great many.
const HASHED_AT_ONCE: usize = 256 << 10;

/// Program, codebook and model as they are now. The program's file is large, since it carries the codebook and the models.
pub fn of(engine: &Engine, books: &Books, codebook: &Codebook) -> Result<RunInfo> {
    let model = locate(engine.model.as_deref())?;
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let book = books.codebook.as_deref();
    Ok(RunInfo {
        program: env!("CARGO_PKG_VERSION").into(),
        program_hash: env::current_exe().and_then(|program| hash(&program)).ok(),
        codebook: book.map_or("built-in".into(), |book| book.display().to_string()),
        codebook_hash: hex(&Sha256::digest(compiled(book, codebook))),
        model: name(&model).unwrap_or_default(),
        model_hash: hash(&model).with_context(|| format!("cannot read {}", model.display()))?,
        ..RunInfo::default()
    })
}

/// The compiled image of the codebook in the folder `book`; that of the built-in one lies in the program as it is.
fn compiled(book: Option<&Path>, codebook: &Codebook) -> Cow<'static, [u8]> {
    match book {
        Some(_) => codebook.compile().into(),
        None => built_in_image().into(),
    }
}

/// SHA-256 of a file; of a folder, that of the names and hashes of all files in it.
fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    if path.is_dir() {
        for file in files(path)? {
            let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy();
            hasher.update(name.as_bytes());
            hasher.update(hash(&file)?.as_bytes());
        }
    } else {
        let mut file = BufReader::with_capacity(HASHED_AT_ONCE, File::open(path)?);
        io::copy(&mut file, &mut hasher)?;
    }
    Ok(hex(&hasher.finalize()))
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
