//! Codebooks of a few lines, written to a folder.
#![allow(dead_code, reason = "every test file uses some of it")]

use std::fs;
use std::path::Path;

use chancery_codebook::Codebook;
use tempfile::TempDir;

/// The repository's own `data/`.
pub fn data() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data"))
}

/// A folder with the files given.
pub fn bare(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let path = dir.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// A folder with the files given and the repository's ontology.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = bare(files);
    fs::create_dir_all(dir.path().join("ontology")).unwrap();
    for entry in fs::read_dir(data().join("ontology")).unwrap().flatten() {
        let to = dir.path().join("ontology").join(entry.file_name());
        if !to.exists() {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    dir
}

/// The codebook of such a folder.
pub fn codebook(files: &[(&str, &str)]) -> Codebook {
    Codebook::load(folder(files).path()).unwrap_or_else(|errors| panic!("{errors}"))
}
