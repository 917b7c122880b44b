//! Running text that was not written for this project, to compare and to measure on.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

/// Texts of at least `words` words, by white space, or all there are.
pub fn texts(words: usize) -> Result<Vec<String>> {
    let data = shared().join("data");
    let mut texts = Vec::new();
    let mut count = 0;
    for (folder, read) in [
        ("temporal", tagged as fn(&str) -> Vec<String>),
        ("classification", rows),
        ("peer_petrarch2", stories),
        ("ontology", lines),
        ("verbs", rows),
    ] {
        for file in files(&data.join(folder)) {
            if count >= words {
                break;
            }
            let Ok(content) = std::fs::read_to_string(&file) else {
                continue;
            };
            for text in read(&content) {
                count += text.split_whitespace().count();
                texts.push(text);
            }
        }
    }
    ensure!(
        !texts.is_empty(),
        "no texts in {}; set CHANCERY_SHARED to the folder that holds `data`",
        data.display()
    );
    Ok(texts)
}

/// The project's shared reference data: `CHANCERY_SHARED`, else beside the workspace.
pub fn shared() -> PathBuf {
    std::env::var_os("CHANCERY_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    )
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
    let text = content
        .split("<TEXT>")
        .nth(1)
        .and_then(|rest| rest.split("</TEXT>").next());
    text.map(|text| plain(text).trim().to_owned())
        .filter(|text| !text.is_empty())
        .into_iter()
        .collect()
}

/// The texts of a PETRARCH file.
fn stories(content: &str) -> Vec<String> {
    let texts = content.split("<Text>").skip(1);
    let texts = texts.filter_map(|rest| rest.split("</Text>").next());
    texts
        .map(|text| plain(text).trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

/// The longest cell of each row of a table, where it is a phrase.
fn rows(content: &str) -> Vec<String> {
    let longest = |line: &str| {
        line.split('\t')
            .max_by_key(|cell| cell.len())
            .map(str::to_owned)
    };
    let rows = content.lines().skip(1).filter_map(longest);
    rows.filter(|cell| cell.split(' ').count() > 4).collect()
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
