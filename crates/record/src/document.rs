//! A document as it is kept.

use chancery_intake::{DateProvenance, Document, Repair, RepairKind};
use jiff::civil::Date;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// One document as it is kept. Its identity is `root` together with `id`.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptDocument {
    /// The folder or other input that the id is relative to.
    pub root: String,
    /// The id supplied, else the path below the root.
    pub id: String,
    /// As supplied.
    pub text: String,
    /// The text to search in: as repaired; none where nothing was broken.
    pub repaired: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// Its day.
    pub date: Option<Date>,
    /// How its day is known: `metadata`, `dateline` or `header`.
    pub date_from: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The agencies of its dateline, joined by `|`.
    pub agency: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// What was mended.
    pub repairs: Value,
    /// What was not understood.
    pub warnings: Vec<String>,
}

impl KeptDocument {
    /// The document that intake made of an input under `root`.
    pub fn of(root: &str, document: &Document) -> Self {
        let date = document.date.as_ref();
        Self {
            root: root.to_owned(),
            id: document.id.clone(),
            text: document.text.clone(),
            repaired: (!document.repairs.is_empty()).then(|| document.repaired.clone()),
            title: document.title.clone(),
            date: date.map(|date| date.date),
            date_from: date.map(|date| provenance(date.provenance).to_owned()),
            publisher: document.publisher.clone(),
            agency: agencies(document),
            url: document.url.clone(),
            language: document.language.clone(),
            repairs: document.repairs.iter().map(repair).collect(),
            warnings: document.warnings.clone(),
        }
    }
}

/// SHA-256 of a text in UTF-8.
pub fn fingerprint(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

fn provenance(provenance: DateProvenance) -> &'static str {
    match provenance {
        DateProvenance::Metadata => "metadata",
        DateProvenance::Dateline => "dateline",
        DateProvenance::Header => "header",
    }
}

fn agencies(document: &Document) -> Option<String> {
    let dateline = document.dateline.as_ref()?;
    let names: Vec<&str> = dateline
        .agencies
        .iter()
        .map(|agency| agency.name.as_str())
        .collect();
    (!names.is_empty()).then(|| names.join("|"))
}

fn repair(repair: &Repair) -> Value {
    let kind = match repair.kind {
        RepairKind::Windows1252 => "windows-1252",
        RepairKind::Latin1 => "latin-1",
        RepairKind::MacRoman => "mac-roman",
        RepairKind::Control => "control",
    };
    json!({"start": repair.span.start, "end": repair.span.end, "kind": kind})
}
