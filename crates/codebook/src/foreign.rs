//! How the formats of others write our codes: `data/ontology/exports.tsv` and `goldstein.tsv`.

use crate::ontology::number;
use crate::problem::Problems;
use crate::table::{Row, Rows};
use serde::{Deserialize, Serialize};

/// Our codes in the words of other formats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Foreign {
    /// Sorted by kind and code.
    codes: Vec<ForeignCode>,
    /// Sorted by code.
    goldstein: Vec<Goldstein>,
}

/// What a code is a code of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// A state or territory: `CHN`.
    Country,
    /// A sector of a country: `GOV`.
    Sector,
    /// What stands in a country's stead: `IGO`, `IGO.UN`.
    Body,
}

/// One of our codes as other formats write it. An empty string is a format that has none for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignCode {
    /// Ours.
    pub code: String,
    /// What it is a code of.
    pub kind: Kind,
    /// English name of a country or body.
    pub name: String,
    /// CAMEO's, as GDELT, Phoenix and PETRARCH write it: groups of three letters.
    pub cameo: String,
    /// ICEWS's country name, or list of sectors.
    pub icews: String,
    /// PLOVER's.
    pub plover: String,
    /// FIPS 10-4, of a country.
    pub fips: String,
    /// Number of the Correlates of War project, of a country.
    pub cow: String,
}

/// Values on Goldstein's scale where a data set departs from the one in `cameo.tsv`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Goldstein {
    code: String,
    gdelt: f32,
    phoenix: f32,
}

impl Foreign {
    /// How others write the code `code` of this kind.
    pub fn code(&self, kind: Kind, code: &str) -> Option<&ForeignCode> {
        let index = self
            .codes
            .binary_search_by(|known| (known.kind, known.code.as_str()).cmp(&(kind, code)));
        index.ok().map(|index| &self.codes[index])
    }

    /// What GDELT gives the CAMEO code `cameo`, where that is not the value of `cameo.tsv`.
    pub fn goldstein_gdelt(&self, cameo: &str) -> Option<f32> {
        self.goldstein(cameo).map(|entry| entry.gdelt)
    }

    /// What Phoenix gives it, likewise.
    pub fn goldstein_phoenix(&self, cameo: &str) -> Option<f32> {
        self.goldstein(cameo).map(|entry| entry.phoenix)
    }

    fn goldstein(&self, cameo: &str) -> Option<&Goldstein> {
        let index = self
            .goldstein
            .binary_search_by(|known| known.code.as_str().cmp(cameo));
        index.ok().map(|index| &self.goldstein[index])
    }

    /// Adds rows of both files; one of the same key replaces the old one.
    pub(crate) fn add(&mut self, codes: &Rows, goldstein: &Rows, problems: &mut Problems) {
        for row in &codes.0 {
            if let Some(code) = foreign_code(row, problems) {
                self.codes
                    .retain(|old| (old.kind, &old.code) != (code.kind, &code.code));
                self.codes.push(code);
            }
        }
        for row in &goldstein.0 {
            if let (Some(gdelt), Some(phoenix)) =
                (number(row, 1, problems), number(row, 2, problems))
            {
                let code = row.cell(0).to_owned();
                self.goldstein.retain(|old| old.code != code);
                self.goldstein.push(Goldstein {
                    code,
                    gdelt,
                    phoenix,
                });
            }
        }
        self.codes
            .sort_by(|a, b| (a.kind, &a.code).cmp(&(b.kind, &b.code)));
        self.goldstein.sort_by(|a, b| a.code.cmp(&b.code));
    }
}

/// Columns of `exports.tsv`.
pub(crate) const CODES: &[&str] = &[
    "code", "kind", "name", "cameo", "icews", "plover", "fips", "cow",
];

/// Columns of `goldstein.tsv`.
pub(crate) const GOLDSTEIN: &[&str] = &["code", "gdelt", "phoenix"];

fn foreign_code(row: &Row, problems: &mut Problems) -> Option<ForeignCode> {
    let kind = match row.cell(1) {
        "country" => Kind::Country,
        "sector" => Kind::Sector,
        "body" => Kind::Body,
        other => {
            let mend = "a code is one of a `country`, a `sector` or a `body`";
            problems.fault(&row.file, row.line, format!("unknown kind `{other}`"), mend);
            return None;
        }
    };
    let cell = |column| row.cell(column).to_owned();
    Some(ForeignCode {
        code: cell(0),
        kind,
        name: cell(2),
        cameo: cell(3),
        icews: cell(4),
        plover: cell(5),
        fips: cell(6),
        cow: cell(7),
    })
}
