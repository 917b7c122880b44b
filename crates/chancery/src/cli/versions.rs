//! What a run is made with: versions and hashes, for the record.

use super::common::Engine;
use super::knowledge::Books;
use anyhow::{Context, Result};
use chancery_codebook::Codebook;
use chancery_language::locate;
use chancery_record::RunInfo;
use sha2::{Digest, Sha256};
use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

/// The hash of the program's file, while other things are done.
pub type ProgramHash = JoinHandle<Option<String>>;

/// Begins to hash the program's file, which is large: it carries the codebook and the models.
pub fn program_hash() -> ProgramHash {
    thread::spawn(|| hash(&env::current_exe().ok()?).ok())
}

/// Program, codebook and model as they are now.
pub fn of(
    engine: &Engine,
    books: &Books,
    codebook: &Codebook,
    program: ProgramHash,
) -> Result<RunInfo> {
    let model = locate(engine.model.as_deref())?;
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let book = books.codebook.as_deref();
    Ok(RunInfo {
        program: env!("CARGO_PKG_VERSION").into(),
        program_hash: program.join().ok().flatten(),
        codebook: book.map_or("built-in".into(), |book| book.display().to_string()),
        codebook_hash: hex(&Sha256::digest(codebook.compile())),
        model: name(&model).unwrap_or_default(),
        model_hash: hash(&model).with_context(|| format!("cannot read {}", model.display()))?,
        ..RunInfo::default()
    })
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
        io::copy(&mut File::open(path)?, &mut hasher)?;
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
