//! Running text that was not written for this project, to compare and to measure on: news, manuals
//! and glosses from the shared reference data; posts, reviews and editorials that a Python package
//! ships; and all of that made odd.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::model;

/// A package with posts, reviews and newspaper editorials among its additional resources.
pub const REVIEWS: &str = "vaderSentiment==3.3.2";

/// How many words stretches of a long text have that are made odd.
const STRETCH: usize = 40;

/// Texts of at least `words` words, by white space, or all there are; some of each kind.
pub fn texts(words: usize) -> Result<Vec<String>> {
    let mut sources: Vec<std::vec::IntoIter<String>> = shared_texts();
    match package_texts() {
        Ok(texts) => sources.extend(texts),
        Err(error) => eprintln!("without the texts of {REVIEWS}: {error:#}"),
    }
    ensure!(
        !sources.is_empty(),
        "no texts; set CHANCERY_SHARED to the folder that holds `data`"
    );
    let mut texts = Vec::new();
    let mut count = 0;
    while count < words {
        let before = texts.len();
        for source in &mut sources {
            // As many words from each source in turn, whether its texts are long or short.
            let mut taken = 0;
            while taken < 200 {
                let Some(text) = source.next() else { break };
                taken += text.split_whitespace().count();
                texts.extend(odd(&text, texts.len()));
                texts.push(text);
            }
            count += taken;
        }
        if texts.len() == before {
            break;
        }
    }
    Ok(texts)
}

/// Whole news dispatches: those of the shared reference data, or the project's own examples.
pub fn dispatches() -> Result<Vec<String>> {
    let shared = read_all(&files(&shared().join("data/temporal")), tagged);
    if !shared.is_empty() {
        return Ok(shared);
    }
    let own = files(&crate::demo::workspace().join("examples"));
    let own = read_all(&own, |text| vec![text.to_owned()]);
    ensure!(!own.is_empty(), "examples/ is empty");
    Ok(own)
}

/// The project's shared reference data: `CHANCERY_SHARED`, else beside the workspace.
pub fn shared() -> PathBuf {
    std::env::var_os("CHANCERY_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    )
}

/// Makes a text out of every tenth or so that nobody would write, but that somebody will send.
fn odd(text: &str, number: usize) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().take(STRETCH).collect();
    Some(match number % 120 {
        5 => words.join(" ").to_uppercase(),
        15 => words.join("\n"),
        25 => words.join("  "),
        35 => words.concat(),
        45 => words.join("\t\u{a0} "),
        55 => words.join("..."),
        65 => format!(
            "https://www.example.org/{}?q={}",
            words.join("-"),
            words.len()
        ),
        75 => words
            .iter()
            .map(|word| format!("\u{201c}({word})\u{201d}, "))
            .collect(),
        85 => words.join(" \u{1f600}\u{200d}\u{301} "),
        95 => words.join("/").to_lowercase(),
        105 => words.first()?.to_string(),
        115 => words
            .iter()
            .map(|word| format!("* {word}@example.org: {}\r\n", word.len()))
            .collect(),
        _ => return None,
    })
}

fn shared_texts() -> Vec<std::vec::IntoIter<String>> {
    let data = shared().join("data");
    [
        ("temporal", tagged as fn(&str) -> Vec<String>),
        ("classification", rows),
        ("peer_petrarch2", stories),
        ("ontology", lines),
        ("verbs", rows),
    ]
    .into_iter()
    .map(|(folder, read)| read_all(&files(&data.join(folder)), read))
    .filter(|texts| !texts.is_empty())
    .map(Vec::into_iter)
    .collect()
}

fn package_texts() -> Result<Vec<std::vec::IntoIter<String>>> {
    let files = files(&package(REVIEWS)?);
    let named = |file: &&PathBuf| file.to_string_lossy().ends_with("_GroundTruth.txt");
    let files = files.iter().filter(named);
    Ok(files
        .map(|file| read_all(std::slice::from_ref(file), last_cells).into_iter())
        .collect())
}

/// The texts in the files of a package whose paths have one of these ends.
pub fn texts_of(
    package_pin: &str,
    ends: &[&str],
    read: fn(&str) -> Vec<String>,
) -> Result<Vec<String>> {
    let mut files = files(&package(package_pin)?);
    files.retain(|file| {
        let path = file.to_string_lossy();
        ends.iter().any(|end| path.ends_with(end))
    });
    ensure!(!files.is_empty(), "{package_pin} holds no such texts");
    Ok(read_all(&files, read))
}

fn read_all(files: &[PathBuf], read: fn(&str) -> Vec<String>) -> Vec<String> {
    let bytes = files.iter().filter_map(|file| std::fs::read(file).ok());
    bytes
        .flat_map(|bytes| read(&String::from_utf8_lossy(&bytes)))
        .collect()
}

/// A source package of this name and version, fetched and unpacked under `target/`.
fn package(pin: &str) -> Result<PathBuf> {
    let folder = model::target().join("corpora").join(pin);
    if folder.join("done").exists() {
        return Ok(folder);
    }
    std::fs::create_dir_all(&folder)?;
    let name = pin.split('=').next().unwrap_or(pin);
    let pip = ["-m", "pip", "download", "--quiet", "--no-deps"];
    model::execute(
        Command::new("python3")
            .args(pip)
            .args(["--no-binary", name, "--dest"])
            .arg(&folder)
            .arg(pin),
    )?;
    // Some packages hold an archive within the archive.
    for _ in 0..2 {
        for archive in files(&folder).iter().filter(|file| is_archive(file)) {
            let to = archive.parent().context("an archive lies in a folder")?;
            model::execute(
                Command::new("python3")
                    .args(["-m", "tarfile", "-e"])
                    .args([archive.as_path(), to]),
            )?;
            std::fs::remove_file(archive)?;
        }
    }
    std::fs::write(folder.join("done"), "")?;
    Ok(folder)
}

fn is_archive(file: &Path) -> bool {
    file.to_string_lossy().ends_with(".tar.gz")
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The text of a TimeML document without its tags.
fn tagged(content: &str) -> Vec<String> {
    between(content, "<TEXT>", "</TEXT>").take(1).collect()
}

/// The texts of a PETRARCH file.
fn stories(content: &str) -> Vec<String> {
    between(content, "<Text>", "</Text>").collect()
}

fn between(content: &str, start: &str, end: &str) -> impl Iterator<Item = String> {
    let texts = content.split(start).skip(1);
    let texts = texts.filter_map(move |rest| rest.split(end).next());
    texts
        .map(|text| plain(text).trim().to_owned())
        .filter(|text| !text.is_empty())
}

/// The longest cell of each row of a table, where it is a phrase.
fn rows(content: &str) -> Vec<String> {
    let longest = |line: &str| {
        let cells = line.split('\t');
        cells.max_by_key(|cell| cell.len()).map(str::to_owned)
    };
    let rows = content.lines().skip(1).filter_map(longest);
    rows.filter(|cell| cell.split(' ').count() > 4).collect()
}

/// The last cell of each row of a table.
pub fn last_cells(content: &str) -> Vec<String> {
    let cells = content.lines().filter_map(|line| line.rsplit('\t').next());
    cells.map(str::to_owned).collect()
}

/// The lines of a manual.
fn lines(content: &str) -> Vec<String> {
    let lines = content.lines().filter(|line| line.split(' ').count() > 4);
    lines.map(str::to_owned).collect()
}

fn plain(marked: &str) -> String {
    let mut text = String::with_capacity(marked.len());
    let mut rest = marked;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = rest[start..].split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
