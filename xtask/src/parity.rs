//! `cargo xtask parity`: the native runtime against spaCy on the same text.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use chancery_language::{Analysis, Pipeline, install, locate};
use chancery_text::CharIndex;
use clap::Args;
use serde::Deserialize;

use crate::{corpus, model};

/// Compare the native runtime with spaCy.
#[derive(Args)]
pub struct Parity {
    /// Compare on at least so many words, or on all there are.
    #[arg(long, default_value_t = 100_000)]
    words: usize,
    /// Show so many of the first differences of each kind.
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// The lowest agreement that passes, in per cent.
    #[arg(long, default_value_t = 99.9)]
    least: f64,
    /// Compare another pipeline, a wheel or a directory, instead of the English one.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Compare a pipeline made for the purpose, of components that no published one has.
    #[arg(long, conflicts_with = "model")]
    made: bool,
    /// Compare on the lines of this file, each a JSON string, instead of the corpus.
    #[arg(long)]
    texts: Option<PathBuf>,
}

/// spaCy's analysis of a text, as `oracle.py` writes it.
#[derive(Deserialize)]
struct Expected {
    tokens: Vec<ExpectedToken>,
    entities: Vec<(usize, usize, String)>,
    chunks: Vec<(usize, usize)>,
}

/// Start and end in characters, space behind, sentence start, tag, part of speech, morphology, head,
/// label, lemma.
#[derive(Deserialize)]
struct ExpectedToken(
    usize,
    usize,
    String,
    bool,
    String,
    String,
    String,
    usize,
    String,
    String,
);

impl Parity {
    /// Runs both, prints the figures, and fails where one is too low.
    pub fn run(&self) -> Result<()> {
        let mut wheel = match &self.model {
            Some(path) => path.clone(),
            None => install::install(&install::ENGLISH)?,
        };
        let folder = model::target().join("parity");
        std::fs::create_dir_all(&folder)?;
        let texts = self.texts()?;
        let (input, output) = (folder.join("texts.jsonl"), folder.join("spacy.jsonl"));
        write_texts(&input, &texts)?;
        if self.made {
            wheel = make_pipeline(&wheel, &input, &folder.join("made"))?;
        }
        let oracle = run_oracle(&wheel, &input, Some(&output))?;
        let pipeline = Pipeline::load(locate(Some(&wheel))?)?;
        let start = Instant::now();
        let analyses = analyse(&pipeline, &texts);
        let seconds = start.elapsed().as_secs_f64();
        let mut tally = Tally::new(self.show);
        let lines = BufReader::new(std::fs::File::open(&output)?).lines();
        for (line, analysis) in lines.zip(&analyses) {
            let expected: Expected = serde_json::from_str(&line?)?;
            tally.compare(&expected, analysis);
        }
        print!("{tally}");
        let words: usize = analyses.iter().map(Analysis::len).sum();
        println!(
            "{} texts, {words} tokens; spaCy {:.0} tokens/s, chancery {:.0} tokens/s, {:.2} times",
            texts.len(),
            oracle.rate(),
            words as f64 / seconds,
            words as f64 / seconds / oracle.rate(),
        );
        tally.check(self.least)
    }

    fn texts(&self) -> Result<Vec<String>> {
        match &self.texts {
            None => corpus::texts(self.words),
            Some(path) => std::fs::read_to_string(path)?
                .lines()
                .map(|line| Ok(serde_json::from_str(line)?))
                .collect(),
        }
    }
}

/// Analyses texts in the batches that a caller with documents would use.
pub fn analyse(pipeline: &Pipeline, texts: &[String]) -> Vec<Analysis> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    pipeline.analyse_all(&texts)
}

/// Writes texts as lines of JSON.
pub fn write_texts(path: &Path, texts: &[String]) -> Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    for text in texts {
        serde_json::to_writer(&mut file, text)?;
        file.write_all(b"\n")?;
    }
    Ok(file.flush()?)
}

/// What spaCy needed.
#[derive(Deserialize)]
pub struct Timing {
    pub words: usize,
    pub seconds: f64,
    pub cpu_seconds: f64,
    pub memory_kb: u64,
}

impl Timing {
    /// Tokens a second.
    pub fn rate(&self) -> f64 {
        self.words as f64 / self.seconds
    }
}

/// Has spaCy analyse texts on one thread.
pub fn run_oracle(wheel: &Path, texts: &Path, analyses: Option<&Path>) -> Result<Timing> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/oracle.py");
    let output = Command::new(model::oracle_python()?)
        .arg(script)
        .arg(model::unpacked(wheel)?)
        .arg(texts)
        .args(analyses)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cannot start spaCy")?;
    ensure!(output.status.success(), "spaCy failed: {}", output.status);
    let said = String::from_utf8(output.stdout)?;
    let last = said.lines().last().context("spaCy said nothing")?;
    Ok(serde_json::from_str(last)?)
}

/// Trains a small pipeline on the analyses of another.
fn make_pipeline(wheel: &Path, texts: &Path, output: &Path) -> Result<PathBuf> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/made.py");
    let mut command = Command::new(model::oracle_python()?);
    command.arg(script).arg(model::unpacked(wheel)?);
    model::execute(command.arg(texts).arg(output))?;
    Ok(output.to_owned())
}

/// Agreements of one kind.
#[derive(Default)]
struct Figure {
    same: usize,
    expected: usize,
    found: usize,
}

impl Figure {
    /// F1, which is plain agreement where both sides have as many.
    fn percent(&self) -> f64 {
        match self.expected + self.found {
            0 => 100.0,
            all => 200.0 * self.same as f64 / all as f64,
        }
    }
}

struct Tally {
    figures: BTreeMap<&'static str, Figure>,
    show: usize,
    shown: BTreeMap<&'static str, String>,
}

/// What is compared, in the order of printing.
const KINDS: [&str; 11] = [
    "tokens",
    "sentences",
    "tags",
    "pos",
    "morph",
    "heads",
    "labels",
    "lemmas",
    "entities",
    "spaces",
    "chunks",
];

impl Tally {
    fn new(show: usize) -> Self {
        Self {
            figures: KINDS
                .iter()
                .map(|kind| (*kind, Figure::default()))
                .collect(),
            show,
            shown: BTreeMap::new(),
        }
    }

    fn compare(&mut self, expected: &Expected, analysis: &Analysis) {
        let index = CharIndex::new(analysis.text());
        let found: BTreeMap<(usize, usize), usize> = analysis
            .tokens()
            .map(|token| {
                let span = index.chars(token.span());
                ((span.start, span.end), token.index())
            })
            .collect();
        let at = |token: &ExpectedToken| found.get(&(token.0, token.1)).copied();
        for kind in &KINDS {
            if !matches!(*kind, "sentences" | "entities" | "chunks") {
                self.count(kind, expected.tokens.len(), analysis.len());
            }
        }
        for token in &expected.tokens {
            let Some(place) = at(token) else {
                self.differs(
                    "tokens",
                    analysis,
                    None,
                    &format!("{}..{}", token.0, token.1),
                    "",
                );
                continue;
            };
            let ours = analysis.token(place);
            self.same("tokens");
            let head = at(&expected.tokens[token.7]);
            let pairs = [
                ("tags", token.4.as_str(), ours.tag()),
                ("pos", &token.5, ours.pos()),
                ("morph", &token.6, ours.morph()),
                ("labels", &token.8, ours.dep()),
                ("lemmas", &token.9, ours.lemma()),
                ("spaces", &token.2, if ours.has_space() { " " } else { "" }),
            ];
            for (kind, theirs, ours) in pairs {
                if theirs == ours {
                    self.same(kind);
                } else {
                    self.differs(kind, analysis, Some(place), theirs, ours);
                }
            }
            if head == Some(ours.head()) {
                self.same("heads");
            } else {
                let theirs = head.map(|head| analysis.token(head).text().to_owned());
                let ours = analysis.token(ours.head()).text();
                self.differs("heads", analysis, Some(place), &format!("{theirs:?}"), ours);
            }
        }
        self.sets(
            "sentences",
            analysis,
            expected
                .tokens
                .iter()
                .filter(|token| token.3)
                .map(|token| (token.0, 0, String::new())),
            analysis.sentences().iter().map(|sentence| {
                let span = index.chars(analysis.bytes(*sentence));
                (span.start, 0, String::new())
            }),
        );
        self.sets(
            "entities",
            analysis,
            expected.entities.iter().cloned(),
            analysis.entities().iter().map(|entity| {
                let span = index.chars(analysis.bytes(entity.tokens));
                (span.start, span.end, entity.label.clone())
            }),
        );
        self.sets(
            "chunks",
            analysis,
            expected
                .chunks
                .iter()
                .map(|&(start, end)| (start, end, String::new())),
            analysis
                .noun_chunks()
                .map(|chunk| (chunk.start, chunk.end, String::new())),
        );
    }

    fn sets(
        &mut self,
        kind: &'static str,
        analysis: &Analysis,
        expected: impl Iterator<Item = (usize, usize, String)>,
        found: impl Iterator<Item = (usize, usize, String)>,
    ) {
        let expected: HashSet<_> = expected.collect();
        let found: HashSet<_> = found.collect();
        self.count(kind, expected.len(), found.len());
        for item in &expected {
            if found.contains(item) {
                self.same(kind);
            } else {
                self.differs(kind, analysis, None, &format!("{item:?}"), "missing");
            }
        }
    }

    fn count(&mut self, kind: &'static str, expected: usize, found: usize) {
        let figure = self.figures.entry(kind).or_default();
        figure.expected += expected;
        figure.found += found;
    }

    fn same(&mut self, kind: &'static str) {
        self.figures.entry(kind).or_default().same += 1;
    }

    fn differs(
        &mut self,
        kind: &'static str,
        analysis: &Analysis,
        token: Option<usize>,
        theirs: &str,
        ours: &str,
    ) {
        let shown = self.shown.entry(kind).or_default();
        if shown.lines().count() >= self.show {
            return;
        }
        let place = match token {
            Some(at) => {
                let around = at.saturating_sub(4)..(at + 5).min(analysis.len());
                let words: Vec<String> = around
                    .map(|i| {
                        let text = analysis.token(i).text();
                        if i == at {
                            format!("[{text}]")
                        } else {
                            text.to_owned()
                        }
                    })
                    .collect();
                words.join(" ")
            }
            None => analysis.text().chars().take(60).collect(),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            shown,
            "  {kind}: spaCy {theirs:?}, ours {ours:?} in {place:?}"
        );
    }

    fn check(&self, least: f64) -> Result<()> {
        let low: Vec<&str> = KINDS
            .into_iter()
            .filter(|kind| self.figures[kind].percent() < least)
            .collect();
        if low.is_empty() {
            return Ok(());
        }
        bail!("below {least}%: {}", low.join(", "))
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for kind in KINDS {
            let figure = &self.figures[kind];
            writeln!(
                f,
                "{kind:10} {:8.4}%  {} of {} differ",
                figure.percent(),
                figure.expected - figure.same,
                figure.expected
            )?;
            write!(f, "{}", self.shown.get(kind).map_or("", String::as_str))?;
        }
        Ok(())
    }
}
