//! What a reader thought of each difference: `gold/petrarch/judgements.tsv`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};

use super::tables::rows;

/// Whose coding of a record is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Ours.
    Ours,
    /// PETRARCH's.
    Theirs,
    /// Neither: the schemes differ.
    Convention,
}

/// A judgement on one answer of ours.
pub struct Judgement {
    /// Whose.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    hash: String,
}

/// The judgements by record.
pub struct Judgements(BTreeMap<String, Judgement>);

impl Verdict {
    /// As the file writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
            Self::Convention => "convention",
        }
    }
}

impl Judgements {
    /// Reads the file: record, verdict, hash of the answer judged, reason.
    ///
    /// # Errors
    ///
    /// Where it cannot be read or a row is not a judgement.
    pub fn read(path: &Path) -> Result<Self> {
        let mut judgements = BTreeMap::new();
        for row in rows(path)? {
            let [record, verdict, hash, reason] = row.as_slice() else {
                bail!("{}: not four cells: {}", path.display(), row.join(" "));
            };
            let all = [Verdict::Ours, Verdict::Theirs, Verdict::Convention];
            let Some(verdict) = all.into_iter().find(|one| one.as_str() == verdict) else {
                bail!("{}: no such judgement: {verdict}", path.display());
            };
            let judgement = Judgement {
                verdict,
                reason: reason.clone(),
                hash: hash.clone(),
            };
            judgements.insert(record.clone(), judgement);
        }
        Ok(Self(judgements))
    }

    /// The judgement on this answer to the record; none where it was never judged, or another answer was.
    pub fn on(&self, record: &str, answer: &str) -> Option<&Judgement> {
        self.0
            .get(record)
            .filter(|judgement| judgement.hash == hash(answer))
    }
}

/// Eight digits that tell one answer from another: FNV-1a (Fowler, Noll and Vo).
pub fn hash(answer: &str) -> String {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    format!("{:08x}", answer.bytes().fold(0x811c_9dc5, step))
}
