//! `cargo xtask model`: fetches the language model that tests and benches use.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use chancery_language::install::{self, ENGLISH};

/// spaCy's version in comparisons; models of another minor version would be read differently.
const SPACY: &str = "spacy==3.8.18";

/// Fetches the model unless it is there, and says where it lies.
pub fn run() -> Result<()> {
    let path = install::install(&ENGLISH)?;
    println!("{} {}: {}", ENGLISH.name, ENGLISH.version, path.display());
    Ok(())
}

/// The Python of a virtual environment under `target/` that has spaCy.
pub fn oracle_python() -> Result<PathBuf> {
    let folder = target().join("oracle");
    let python = folder.join("bin/python");
    let stamp = folder.join(SPACY);
    if stamp.exists() {
        return Ok(python);
    }
    eprintln!("installing {SPACY} in {}", folder.display());
    execute(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    execute(Command::new(&python).args(["-m", "pip", "install", "--quiet", SPACY]))?;
    std::fs::write(stamp, "")?;
    Ok(python)
}

/// The pipeline directory of a wheel, unpacked under `target/`: spaCy reads no wheels.
pub fn unpacked(wheel: &Path) -> Result<PathBuf> {
    if wheel.is_dir() {
        return Ok(wheel.to_owned());
    }
    let name = wheel.file_stem().context("a wheel has a file name")?;
    let folder = target().join("models").join(name);
    if !folder.exists() {
        execute(
            Command::new("python3")
                .args(["-m", "zipfile", "-e"])
                .args([wheel, &folder]),
        )?;
    }
    find_pipeline(&folder).with_context(|| format!("no pipeline in {}", folder.display()))
}

fn find_pipeline(folder: &Path) -> Option<PathBuf> {
    if folder.join("config.cfg").is_file() {
        return Some(folder.to_owned());
    }
    let entries = std::fs::read_dir(folder).ok()?;
    let mut inner: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    inner.sort();
    inner
        .iter()
        .filter(|path| path.is_dir())
        .find_map(|path| find_pipeline(path))
}

/// Runs a command to its end.
pub fn execute(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {command:?}"))?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(())
}

/// The folder for what is built.
pub fn target() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from)
}
