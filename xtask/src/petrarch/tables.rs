//! What PETRARCH's codes mean in ours: the tables of `gold/petrarch`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};

/// The tables.
pub struct Tables {
    acts: Vec<Act>,
    sectors: BTreeMap<String, String>,
    kinds: BTreeMap<String, String>,
}

struct Act {
    code: String,
    word: String,
    cameo: Vec<String>,
}

impl Tables {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// Where one of them cannot be read.
    pub fn read(folder: &Path) -> Result<Self> {
        let pairs = |file: &str| -> Result<BTreeMap<String, String>> {
            let rows = rows(&folder.join(file))?;
            let pair = |row: Vec<String>| Some((row.first()?.clone(), row.get(1)?.clone()));
            Ok(rows.into_iter().filter_map(pair).collect())
        };
        let act = |row: Vec<String>| {
            let cameo = row.get(2)?.split('|').filter(|code| !code.is_empty());
            Some(Act {
                code: row.first()?.clone(),
                word: row.get(1)?.clone(),
                cameo: cameo.map(str::to_owned).collect(),
            })
        };
        let acts = rows(&folder.join("acts.tsv"))?;
        Ok(Self {
            acts: acts.into_iter().filter_map(act).collect(),
            sectors: pairs("agents.tsv")?,
            kinds: pairs("names.tsv")?,
        })
    }

    /// The CAMEO codes of which any says what `code` says in `text`; none where it means nothing outside its test.
    pub fn cameo(&self, code: &str, text: &str) -> &[String] {
        let text = text.to_lowercase();
        let rows = || self.acts.iter().filter(|act| act.code == code);
        let has = |word: &str| {
            text.split(|c: char| !c.is_alphanumeric())
                .any(|w| w.starts_with(word))
        };
        let particular = rows().find(|act| !act.word.is_empty() && has(&act.word));
        let act = particular.or_else(|| rows().find(|act| act.word.is_empty()));
        act.map_or(&[], |act| &act.cameo)
    }

    /// The sector of what stands behind a country: `GOVFRM` whole, else the first part of three letters that is known.
    pub fn sector(&self, rest: &str) -> Option<&str> {
        if let Some(sector) = self.sectors.get(rest) {
            return Some(sector);
        }
        let mut parts = (0..rest.len() / 3).filter_map(|part| rest.get(part * 3..part * 3 + 3));
        parts
            .find_map(|part| self.sectors.get(part))
            .map(String::as_str)
    }

    /// What kind of thing an invented name names: `person`, `capital`, ...; a state where the table is silent.
    pub fn kind(&self, name: &str) -> Option<&str> {
        let found = self
            .kinds
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, kind)| kind.as_str())
    }
}

/// The rows of a table behind its header.
///
/// # Errors
///
/// Where it cannot be read.
pub fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let rows = text.lines().skip(1).filter(|line| !line.is_empty());
    Ok(rows
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect())
}
