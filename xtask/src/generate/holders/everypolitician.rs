//! Office holders of 40 countries from Wikidata, 2000 to 2022.

use super::{Holding, Source, standing};
use crate::generate::names::{ascii, listed};
use crate::generate::rows::State;
use crate::generate::terms::valid;
use crate::generate::{Paths, table};
use anyhow::Result;
use serde::Deserialize;

#[derive(Deserialize)]
struct Term {
    iso3: String,
    position: String,
    name: String,
    aliases: String,
    wikidata_id: String,
    start: String,
    end: String,
}

pub fn read(paths: &Paths, states: &[State]) -> Result<Vec<Holding>> {
    let terms: Vec<Term> =
        table::read(&paths.reference("leaders/everypolitician_holders_2000_2022.tsv"))?;
    Ok(terms
        .into_iter()
        .filter_map(|term| holding(term, states))
        .collect())
}

fn holding(term: Term, states: &[State]) -> Option<Holding> {
    let latin = term.name.chars().all(|c| {
        !c.is_alphabetic() || (c as u32) < 0x250 || (0x1e00..0x1f00).contains(&(c as u32))
    });
    // The Latin spelling of Belarusian that Wikidata has is not the one of English news.
    if !latin || term.iso3.len() != 3 || term.iso3 == "BLR" {
        return None;
    }
    let standing = standing(&term.position)?;
    let state = states.iter().find(|state| state.code == term.iso3)?;
    let title = capital_first(&term.position);
    let local = [
        "Governor of",
        "Premier of",
        "Chief Minister of",
        "Secretary of State of",
    ];
    let office = match term.position.as_str() {
        position
            if position.contains(" of ")
                || position.contains(" to ")
                || position.contains(" for ") =>
        {
            title
        }
        _ => format!("{title} of {}", state.name),
    };
    if term.iso3 == "AUS" && term.position.ends_with("Premier") {
        return None;
    }
    let rank = if local.iter().any(|start| office.starts_with(start)) {
        "minister"
    } else {
        standing.rank
    };
    let name = clean(&term.name);
    let mut names = vec![ascii_if_macron(&name)];
    names.extend(listed(&term.aliases).map(clean));
    Some(Holding {
        country: term.iso3.clone(),
        names,
        code: format!("{}.{}", term.iso3, standing.sector),
        office,
        rank: rank.into(),
        from: dated(term.start),
        to: dated(term.end),
        source: Source::Everypolitician,
        wikidata: term.wikidata_id,
        ..Holding::default()
    })
}

/// Decades and centuries are no dates.
fn dated(date: String) -> String {
    if valid(&date) { date } else { String::new() }
}

/// The name without titles of nobility and notes that follow a comma or stand in brackets.
fn clean(name: &str) -> String {
    let name = name.split(['(', ',']).next().unwrap_or(name);
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// English news never prints the long vowels of Japanese or Arabic transliteration.
fn ascii_if_macron(name: &str) -> String {
    if name.chars().any(|c| "āēīōūĀĒĪŌŪ".contains(c)) {
        ascii(name)
    } else {
        name.into()
    }
}

fn capital_first(title: &str) -> String {
    let mut chars = title.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
