//! Runs the time tagger over TimeML documents and counts as TempEval-3 does.

use anyhow::{Context, Result, anyhow, bail};
use chancery_coding::Reading;
use chancery_coding::time::{TimeKind, find, find_plain};
use chancery_intake::{Options as Intake, Supplied, assemble_plain};
use chancery_language::Pipeline;
use chancery_text::ByteSpan;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Extraction and normalisation of times, measured on TimeML documents.
#[derive(clap::Args)]
pub struct Options {
    /// Folders of .tml files; left out, TimeBank and AQUAINT of the shared data.
    folders: Vec<PathBuf>,
    /// How many of the commonest errors to print.
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// Go without the language model: tense is then guessed from the words around.
    #[arg(long)]
    plain: bool,
}

/// One annotated or found expression.
struct Timex {
    span: ByteSpan,
    kind: String,
    value: String,
}

/// A document's text with what annotators marked.
struct Document {
    text: String,
    created: Option<jiff::civil::Date>,
    times: Vec<Timex>,
}

/// Counts of one folder.
#[derive(Default)]
struct Counts {
    gold: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
    kind: usize,
    errors: BTreeMap<String, usize>,
}

/// Prints the figures of each folder.
///
/// # Errors
///
/// Where a folder or a document cannot be read.
pub fn run(options: &Options) -> Result<()> {
    let pipeline = match options.plain {
        true => None,
        false => Some(Pipeline::load(chancery_language::locate(None)?)?),
    };
    for folder in folders(options)? {
        let mut counts = Counts::default();
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .with_context(|| format!("cannot read the folder {}", folder.display()))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "tml"))
            .collect();
        files.sort();
        for file in &files {
            let document = read(file).with_context(|| format!("cannot read {}", file.display()))?;
            let found = match &pipeline {
                Some(pipeline) => analyse(&document, pipeline)?,
                None => tag(&document),
            };
            counts.add(&document, &found);
        }
        counts.print(&folder, files.len(), options.show);
    }
    Ok(())
}

fn folders(options: &Options) -> Result<Vec<PathBuf>> {
    if !options.folders.is_empty() {
        return Ok(options.folders.clone());
    }
    let shared = crate::corpus::shared();
    let corpus = shared.join("data/temporal/TBAQ-cleaned");
    if !corpus.is_dir() {
        bail!(
            "there is no {}; set CHANCERY_SHARED or name folders of .tml files",
            corpus.display()
        );
    }
    Ok(vec![corpus.join("TimeBank"), corpus.join("AQUAINT")])
}

/// The text of a TimeML document's TEXT, with its TIMEX3 elements as spans.
fn read(file: &Path) -> Result<Document> {
    let source = std::fs::read_to_string(file)?;
    let xml = roxmltree::Document::parse(&source)?;
    let find = |name: &str| xml.descendants().find(|node| node.has_tag_name(name));
    let body = find("TEXT").context("no TEXT element")?;
    let created = find("DCT")
        .and_then(|dct| dct.descendants().find_map(|node| node.attribute("value")))
        .and_then(|value| value.get(..10)?.parse().ok());
    let mut document = Document {
        text: String::new(),
        created,
        times: Vec::new(),
    };
    gather(body, &mut document);
    Ok(document)
}

fn gather(node: roxmltree::Node<'_, '_>, document: &mut Document) {
    let start = document.text.len();
    document
        .text
        .push_str(node.text().filter(|_| node.is_text()).unwrap_or(""));
    for child in node.children() {
        gather(child, document);
    }
    if node.has_tag_name("TIMEX3") && start < document.text.len() {
        let attribute = |name| node.attribute(name).unwrap_or_default().to_owned();
        let span = ByteSpan::new(start, document.text.len());
        document.times.push(Timex {
            span,
            kind: attribute("type"),
            value: attribute("value"),
        });
    }
}

/// What is found without a model.
fn tag(document: &Document) -> Vec<Timex> {
    find_plain(&document.text, document.created)
        .into_iter()
        .map(|found| timex(found.span, found.kind, found.value))
        .collect()
}

/// What is found in the analysed text.
fn analyse(document: &Document, pipeline: &Pipeline) -> Result<Vec<Timex>> {
    let supplied = Supplied {
        text: document.text.clone(),
        ..Supplied::default()
    };
    let article =
        assemble_plain(supplied, &Intake::default()).map_err(|reason| anyhow!("{reason}"))?;
    let paragraphs: Vec<&str> = article
        .body
        .iter()
        .map(|span| span.of(&article.repaired))
        .collect();
    let reading = Reading::new(&article, pipeline.analyse_all(&paragraphs));
    let found = find(&reading, document.created).into_iter();
    Ok(found
        .filter(|time| time.kind.timex3().is_some())
        .map(|time| timex(article.map.supplied(time.span), time.kind, time.value))
        .collect())
}

fn timex(span: ByteSpan, kind: TimeKind, value: String) -> Timex {
    let kind = kind.timex3().unwrap_or("TENURE").to_owned();
    Timex { span, kind, value }
}

impl Counts {
    fn add(&mut self, document: &Document, found: &[Timex]) {
        self.gold += document.times.len();
        self.found += found.len();
        let mut taken = vec![false; found.len()];
        for gold in &document.times {
            let same = found.iter().position(|each| each.span == gold.span);
            self.strict += usize::from(same.is_some());
            let overlapping =
                (0..found.len()).find(|at| !taken[*at] && found[*at].span.overlaps(gold.span));
            let Some(at) = same.filter(|at| !taken[*at]).or(overlapping) else {
                self.note("missed", gold, None, document);
                continue;
            };
            taken[at] = true;
            self.relaxed += 1;
            self.kind += usize::from(found[at].kind == gold.kind);
            let right = found[at].value == gold.value;
            self.value += usize::from(right);
            if !right {
                self.note("value", gold, Some(&found[at]), document);
            }
        }
        for extra in taken
            .iter()
            .zip(found)
            .filter(|(taken, _)| !**taken)
            .map(|(_, extra)| extra)
        {
            self.note("extra", extra, None, document);
        }
    }

    fn note(&mut self, what: &str, timex: &Timex, other: Option<&Timex>, document: &Document) {
        let words = timex
            .span
            .of(&document.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let answer = other.map_or(String::new(), |other| {
            let created = document
                .created
                .map_or("-".to_owned(), |date| date.to_string());
            format!(
                " but found {} `{}` ({created})",
                other.value,
                other.span.of(&document.text)
            )
        });
        let key = format!("{what}: `{words}` {} {}{answer}", timex.kind, timex.value);
        *self.errors.entry(key).or_default() += 1;
    }

    fn print(&self, folder: &Path, documents: usize, show: usize) {
        println!(
            "{} ({documents} documents, {} annotated, {} found)",
            folder.display(),
            self.gold,
            self.found
        );
        for (name, count) in [
            ("strict", self.strict),
            ("relaxed", self.relaxed),
            ("value", self.value),
            ("type", self.kind),
        ] {
            let (precision, recall) = (ratio(count, self.found), ratio(count, self.gold));
            let f1 = 2.0 * count as f64 / (self.found + self.gold).max(1) as f64;
            println!("  {name:8} precision {precision:.4}  recall {recall:.4}  F1 {f1:.4}");
        }
        let mut errors: Vec<_> = self.errors.iter().collect();
        errors.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (error, count) in errors.into_iter().take(show) {
            println!("  {count:4} {error}");
        }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
