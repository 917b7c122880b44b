//! Office holders as each source gives them, brought to one form.

mod archigos;
mod cleaning;
mod everypolitician;
mod factbook;
mod hand;
mod phoenix;
mod reign;

use super::rows::State;
use super::{Paths, table};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::HashMap;

/// One term of one named person, as one source has it.
#[derive(Clone, Debug, Default)]
pub struct Holding {
    /// Country (alpha-3) or body (`IGO.UN`) whose office it is; persons are joined within it.
    pub country: String,
    /// Full name in news spelling, other spellings after it.
    pub names: Vec<String>,
    /// The part of the name that news uses alone, where the source marks it.
    pub surname: String,
    /// `m`, `f` or empty.
    pub gender: String,
    /// Code of the office: `CHN.GOV`.
    pub code: String,
    /// Title of the office; empty where the source only says that there was one.
    pub office: String,
    /// Rank as in `data/who/README.md`.
    pub rank: String,
    pub from: String,
    pub to: String,
    pub source: Source,
    pub wikidata: String,
}

/// Where a holding comes from, the most trusted first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// `data/who/hand/people.tsv`.
    #[default]
    Hand,
    /// Office holders from Wikidata.
    Everypolitician,
    /// Archigos 4.1.
    Archigos,
    /// REIGN leader list.
    Reign,
    /// CIA World Factbook.
    Factbook,
    /// Phoenix country dictionary.
    Phoenix,
}

impl Source {
    /// The word in column `source`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Everypolitician => "everypolitician",
            Self::Archigos => "archigos",
            Self::Reign => "reign",
            Self::Factbook => "factbook",
            Self::Phoenix => "phoenix",
        }
    }
}

/// Everything the sources know of office holders.
pub fn read(paths: &Paths, states: &[State]) -> Result<Vec<Holding>> {
    let cow = CowCodes::read(paths)?;
    let mut holdings = hand::read(paths).context("hand/people.tsv")?;
    holdings.extend(everypolitician::read(paths, states).context("everypolitician")?);
    holdings.extend(archigos::read(paths, &cow).context("archigos")?);
    holdings.extend(reign::read(paths, &cow).context("reign")?);
    holdings.extend(factbook::read(paths, states).context("factbook")?);
    holdings.extend(phoenix::read(paths).context("phoenix")?);
    let misplaced = table::read::<Misplaced>(&paths.hand("misplaced.tsv"))?;
    let mut holdings: Vec<Holding> = holdings.into_iter().filter_map(cleaning::cleaned).collect();
    for holding in &mut holdings {
        if let Some(row) = misplaced.iter().find(|row| row.is(holding)) {
            holding.code = holding.code.replacen(&row.given, &row.country, 1);
            holding.country.clone_from(&row.country);
        }
    }
    Ok(holdings)
}

/// A person whom a source puts under another country's name: `hand/misplaced.tsv`.
#[derive(Deserialize)]
struct Misplaced {
    name: String,
    given: String,
    country: String,
}

impl Misplaced {
    fn is(&self, holding: &Holding) -> bool {
        holding.source != Source::Hand
            && holding.country == self.given
            && holding.names.first() == Some(&self.name)
    }
}

/// Correlates of War state numbers as alpha-3 codes, with the last year each holds for.
pub struct CowCodes(HashMap<u32, Vec<(u32, String)>>);

impl CowCodes {
    fn read(paths: &Paths) -> Result<Self> {
        #[derive(serde::Deserialize)]
        struct Entry {
            number: u32,
            until: Option<u32>,
            code: String,
        }
        let mut codes: HashMap<u32, Vec<(u32, String)>> = HashMap::new();
        for entry in super::table::read::<Entry>(&paths.hand("cow.tsv"))? {
            codes
                .entry(entry.number)
                .or_default()
                .push((entry.until.unwrap_or(9999), entry.code));
        }
        codes.values_mut().for_each(|spans| spans.sort());
        Ok(Self(codes))
    }

    /// The code of state `number` in `year`.
    pub fn code(&self, number: u32, year: u32) -> Option<&str> {
        let spans = self.0.get(&number)?;
        spans
            .iter()
            .find(|(until, _)| year <= *until)
            .map(|(_, code)| code.as_str())
    }
}

/// Rank and sector that a title of office speaks for.
pub struct Standing {
    pub rank: &'static str,
    pub sector: &'static str,
}

/// Reads rank and sector off a title in English; none for offices that the record does not keep.
pub fn standing(title: &str) -> Option<Standing> {
    let title = title.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let is = |words: &[&str]| words.contains(&title.as_str());
    let (rank, sector) = if has(&[
        "ambassador",
        "permanent representative",
        "charg",
        "high commissioner",
        "envoy",
    ]) {
        ("envoy", "GOV")
    } else if has(&["spokes"]) {
        ("spokesperson", "GOV")
    } else if has(LOCAL) || has(SMALL) {
        return None;
    } else if has(&[
        "speaker",
        "president of the senate",
        "president of the national assembly",
    ]) || has(&[
        "president of the chamber",
        "president of the house",
        "chairman of the verkhovna rada",
    ]) {
        ("legislature", "LEG")
    } else if has(&[
        "chief of the general staff",
        "chief of general staff",
        "chiefs of staff",
        "commander",
    ]) || has(&[
        "joint chiefs",
        "chief of staff of the",
        "chief of air staff",
        "chief of army",
    ]) {
        ("military", "MIL")
    } else if has(&[
        "vice",
        "deputy",
        "assistant",
        "acting deputy",
        "minister of state",
        "under-secretary",
    ]) {
        ("minister", "GOV")
    } else if has(&[
        "foreign affairs",
        "foreign minister",
        "external affairs",
        "foreign and commonwealth",
    ]) || is(&[
        "secretary of state",
        "united states secretary of state",
        "foreign secretary",
    ]) {
        ("foreign", "GOV")
    } else if has(&[
        "minister of defence",
        "minister of national defence",
        "secretary of state for defence",
    ]) || has(&[
        "minister of defense",
        "secretary of defense",
        "minister for defence",
        "defence minister",
    ]) {
        ("defence", "GOV")
    } else if title.starts_with("prime minister")
        || is(&[
            "premier",
            "chancellor",
            "president of the council of ministers",
        ])
    {
        ("government", "GOV")
    } else if is(&[
        "president",
        "king",
        "queen",
        "emperor",
        "supreme leader",
        "emir",
        "amir",
        "sultan",
    ]) {
        ("head", "GOV")
    } else if has(&[
        "minister",
        "secretary of",
        "governor of",
        "premier of",
        "security advis",
        "attorney general",
    ]) || has(&["prosecutor general", "president", "director", "head of the"])
    {
        ("minister", "GOV")
    } else {
        return None;
    };
    Some(Standing { rank, sector })
}

/// Offices below the state's own.
const LOCAL: &[&str] = &[
    "district",
    "province",
    "provincial",
    "municipal",
    "mayor",
    "oblast",
    "regional",
    "legislative assembly",
    "legislative council",
    "city",
    "lieutenant governor",
    "lord lieutenant",
    "county",
];

/// Offices that are not political enough to be named in diplomatic news.
const SMALL: &[&str] = &[
    "judge",
    "justice of",
    "first lady",
    "first gentleman",
    "solicitor",
    "lord of the treasury",
    "parliamentary",
    "ways and means",
    "supreme court",
    "constitutional court",
    "international court",
    "rector",
    "bishop",
    "chief justice",
    "whip",
    "bank",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        let check = |title: &str, expected: Option<(&str, &str)>| {
            let found = standing(title).map(|standing| (standing.rank, standing.sector));
            assert_eq!(found, expected, "{title}");
        };
        check("ambassador to France", Some(("envoy", "GOV")));
        check(
            "Deputy Minister of Foreign Affairs",
            Some(("minister", "GOV")),
        );
        check("Minister of Foreign Affairs", Some(("foreign", "GOV")));
        check(
            "Speaker of the House of Representatives",
            Some(("legislature", "LEG")),
        );
        check("Vice President", Some(("minister", "GOV")));
        check("Prime Minister", Some(("government", "GOV")));
        check("president of the Province of Lodi", None);
        check("Chief of the General Staff", Some(("military", "MIL")));
    }
}
