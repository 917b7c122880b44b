//! A codebook's files, read but not yet put together.

use std::fs;
use std::path::{Path, PathBuf};

use crate::frame_file::{Known, read_classes, read_family};
use crate::frames::{Class, FrameData};
use crate::ontology::{self, Ontology};
use crate::places;
use crate::problem::Problems;
use crate::table::{Row, Rows};
use crate::who;
use crate::words::{WordData, read_words};

/// No file of a codebook is larger, in bytes.
const LARGEST: u64 = 64 << 20;

/// A folder's contents. What a folder lacks is empty.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) ontology: Ontology,
    pub(crate) frames: FrameData,
    /// The tables of [`who::FILES`].
    pub(crate) who: [Rows; 7],
    pub(crate) words: WordData,
    pub(crate) places: Rows,
    /// The files of the corpus with their names; only checks read it.
    pub(crate) corpus: Vec<(String, String)>,
}

impl Source {
    /// Reads `dir` on top of a codebook's ontology and classes.
    pub(crate) fn read(
        dir: &Path,
        ontology: Ontology,
        classes: Vec<Class>,
        problems: &mut Problems,
    ) -> Self {
        let mut folder = Folder { dir, problems };
        let mut source = Self {
            ontology,
            ..Self::default()
        };
        source.read_ontology(&mut folder);
        source.frames.classes = classes;
        source.read_frames(&mut folder);
        for (rows, (file, columns)) in source.who.iter_mut().zip(who::FILES) {
            *rows = folder.rows(&format!("who/{file}"), columns);
        }
        for path in folder.list("language", ".toml") {
            let Some(text) = folder.text(&path) else {
                continue;
            };
            let name = path
                .trim_start_matches("language/")
                .trim_end_matches(".toml")
                .to_owned();
            source
                .words
                .0
                .push((name, read_words(&path, &text, folder.problems)));
        }
        for path in folder.list("places", ".tsv") {
            source
                .places
                .0
                .extend(folder.rows(&path, places::COLUMNS).0);
        }
        source
    }

    /// Reads the corpus of `dir`, which is no part of a codebook but evidence for it.
    pub(crate) fn read_corpus(&mut self, dir: &Path, problems: &mut Problems) {
        let mut folder = Folder { dir, problems };
        for path in folder.list("corpus", ".jsonl") {
            if let Some(text) = folder.text(&path) {
                self.corpus.push((path, text));
            }
        }
    }

    fn read_ontology(&mut self, folder: &mut Folder<'_>) {
        let files = ontology::FILES
            .map(|(file, columns)| folder.rows(&format!("ontology/{file}"), columns));
        self.ontology.add(&files, folder.problems);
    }

    fn read_frames(&mut self, folder: &mut Folder<'_>) {
        let path = "frames/classes.toml";
        if let Some(text) = folder.text_if_there(path) {
            overlay_classes(
                &mut self.frames.classes,
                read_classes(path, &text, folder.problems),
            );
        }
        for path in folder.list_deep("frames", ".toml") {
            let Some(text) = folder.text(&path) else {
                continue;
            };
            let known = Known {
                ontology: &self.ontology,
                classes: &self.frames.classes,
            };
            self.frames
                .frames
                .extend(read_family(&path, &text, &known, folder.problems));
        }
    }
}

/// A user's class replaces the one of its name in its place, so that conditions keep pointing at it.
fn overlay_classes(classes: &mut Vec<Class>, over: Vec<Class>) {
    for class in over {
        match classes.iter_mut().find(|known| known.name == class.name) {
            Some(known) => *known = class,
            None => classes.push(class),
        }
    }
}

struct Folder<'f> {
    dir: &'f Path,
    problems: &'f mut Problems,
}

impl Folder<'_> {
    fn rows(&mut self, path: &str, columns: &[&str]) -> Rows {
        match self.text_if_there(path) {
            Some(text) => Rows::read(path, &text, columns, self.problems),
            None => Rows::default(),
        }
    }

    fn text_if_there(&mut self, path: &str) -> Option<String> {
        self.dir.join(path).exists().then(|| self.text(path))?
    }

    fn text(&mut self, path: &str) -> Option<String> {
        match read_text(&self.dir.join(path)) {
            Ok(text) => Some(text),
            Err(why) => {
                self.problems.fault(path, 0, why, "");
                None
            }
        }
    }

    /// The files in `folder` with the ending, sorted.
    fn list(&mut self, folder: &str, ending: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .entries(folder)
            .into_iter()
            .filter(|(name, is_dir)| !is_dir && name.ends_with(ending))
            .map(|(name, _)| format!("{folder}/{name}"))
            .collect();
        names.sort();
        names
    }

    /// The files in the folders of `folder`, sorted.
    fn list_deep(&mut self, folder: &str, ending: &str) -> Vec<String> {
        let folders = self
            .entries(folder)
            .into_iter()
            .filter(|(_, is_dir)| *is_dir);
        let folders: Vec<String> = folders
            .map(|(name, _)| format!("{folder}/{name}"))
            .collect();
        let mut paths: Vec<String> = folders
            .iter()
            .flat_map(|folder| self.list(folder, ending))
            .collect();
        paths.sort();
        paths
    }

    fn entries(&mut self, folder: &str) -> Vec<(String, bool)> {
        let Ok(entries) = fs::read_dir(self.dir.join(folder)) else {
            return Vec::new();
        };
        let named = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.');
            (!hidden).then(|| (name, entry.path().is_dir()))
        };
        entries.flatten().filter_map(named).collect()
    }
}

fn read_text(path: &PathBuf) -> Result<String, String> {
    let size = fs::metadata(path)
        .map_err(|error| format!("cannot be read: {error}"))?
        .len();
    if size > LARGEST {
        return Err(format!(
            "has {size} bytes; a codebook's file may have {LARGEST}"
        ));
    }
    let bytes = fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|&&b| b == b'\n')
            .count()
            + 1;
        format!("is not UTF-8 in line {line}")
    })
}

/// Where a row stands, for messages.
pub(crate) fn place(row: &Row) -> String {
    match row.line {
        0 => row.file.to_string(),
        line => format!("{}:{line}", row.file),
    }
}
