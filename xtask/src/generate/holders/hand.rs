//! The hand-written people: one row for each term, see `data/who/README.md`.

use super::{Holding, Source};
use crate::generate::{Paths, names::listed, table};
use anyhow::{Result, bail};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Term {
    name: String,
    aliases: String,
    surname: String,
    gender: String,
    code: String,
    office: String,
    rank: String,
    from: String,
    to: String,
}

pub fn read(paths: &Paths) -> Result<Vec<Holding>> {
    let mut folder: Vec<_> = std::fs::read_dir(paths.hand(""))?.collect::<Result<_, _>>()?;
    folder.sort_by_key(std::fs::DirEntry::file_name);
    let mut holdings = Vec::new();
    for file in folder {
        if file.file_name().to_string_lossy().starts_with("people") {
            for term in table::read::<Term>(&file.path())? {
                holdings.push(holding(term)?);
            }
        }
    }
    Ok(holdings)
}

fn holding(term: Term) -> Result<Holding> {
    if term.name.is_empty() || term.code.is_empty() {
        bail!(
            "a row needs name and code: {:?} {:?}",
            term.name,
            term.office
        );
    }
    let mut names = vec![term.name];
    names.extend(listed(&term.aliases).map(str::to_string));
    Ok(Holding {
        country: country(&term.code),
        names,
        surname: term.surname,
        gender: term.gender,
        code: term.code,
        office: term.office,
        rank: term.rank,
        from: term.from,
        to: term.to,
        source: Source::Hand,
        wikidata: String::new(),
    })
}

/// The country of a code, or the code itself for bodies without one.
fn country(code: &str) -> String {
    let head = code.split('.').next().unwrap_or(code);
    let body = matches!(head, "IGO" | "NGO" | "IMG" | "MNC");
    if body { code.into() } else { head.into() }
}
