//! What an INPUT names: a file, a folder, a glob or standard input.

use crate::Reason;
use std::io;
use std::path::{Path, PathBuf};

/// How deep folders are followed.
const DEEPEST: usize = 64;

/// One file to read, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file; none for standard input.
    pub path: Option<PathBuf>,
    /// Its path relative to the INPUT named, with forward slashes; `-` for standard input.
    pub name: String,
    /// The folder that the name is relative to, as an absolute path where the system knows it; `-` for standard input.
    pub root: String,
}

impl Source {
    /// What messages call it.
    pub fn label(&self) -> String {
        self.path
            .as_ref()
            .map_or("-".into(), |path| path.to_string_lossy().into_owned())
    }
}

/// The files that `input` names, in the order of their paths.
pub fn expand(input: &str) -> Result<Vec<Source>, Reason> {
    if input == "-" {
        return Ok(vec![Source {
            path: None,
            name: "-".into(),
            root: "-".into(),
        }]);
    }
    let path = Path::new(input);
    match path.metadata() {
        Ok(found) if found.is_dir() => folder(path),
        Ok(_) => {
            let root = path.parent().unwrap_or(path);
            Ok(vec![file(path, root, &absolute(root))])
        }
        Err(_) if input.contains(['*', '?', '[']) => matches(input),
        Err(error) => Err(unreadable(&error)),
    }
}

/// The reason for an input that the system does not let us read.
pub fn unreadable(error: &io::Error) -> Reason {
    Reason::Unreadable(match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "no permission to read it".into(),
        _ => format!("cannot be read: {error}"),
    })
}

fn file(path: &Path, root: &Path, absolute: &str) -> Source {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    Source {
        path: Some(path.to_owned()),
        name: parts.join("/"),
        root: absolute.to_owned(),
    }
}

fn absolute(root: &Path) -> String {
    let here = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let absolute = here.canonicalize().unwrap_or_else(|_| here.to_owned());
    absolute.to_string_lossy().into_owned()
}

fn folder(root: &Path) -> Result<Vec<Source>, Reason> {
    let mut files = Vec::new();
    walk(root, DEEPEST, &mut files).map_err(|error| unreadable(&error))?;
    if files.is_empty() {
        return Err(Reason::Unreadable("the folder holds no files".into()));
    }
    let absolute = absolute(root);
    Ok(files
        .iter()
        .map(|path| file(path, root, &absolute))
        .collect())
}

/// Collects the files under `folder`, in order; links to folders are not followed, hidden files are left out.
fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = folder.read_dir()?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() && depth > 0 {
            walk(&entry.path(), depth - 1, files)?;
        } else if !kind.is_dir() && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn matches(pattern: &str) -> Result<Vec<Source>, Reason> {
    let paths = glob::glob(pattern).map_err(|error| {
        Reason::Unreadable(format!("not a file, and not a pattern of files: {error}"))
    })?;
    let root = fixed_part(pattern);
    let absolute = absolute(&root);
    let files: Vec<Source> = paths
        .filter_map(Result::ok)
        .filter(|path| path.is_file())
        .map(|path| file(&path, &root, &absolute))
        .collect();
    if files.is_empty() {
        return Err(Reason::Unreadable("no file matches".into()));
    }
    Ok(files)
}

/// The folders of a glob before its first wildcard.
fn fixed_part(pattern: &str) -> PathBuf {
    let folders = Path::new(pattern).parent().unwrap_or(Path::new(""));
    folders
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']))
        .collect()
}
