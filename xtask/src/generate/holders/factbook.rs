//! Heads of state and government, and ambassadors to and from the United States, 2015 to 2026, from the World Factbook.

use super::{Holding, Source};
use crate::generate::names::title_case;
use crate::generate::rows::State;
use crate::generate::{Paths, table};
use anyhow::Result;
use serde::Deserialize;

#[derive(Deserialize)]
struct Term {
    iso3: String,
    position: String,
    name: String,
    start: String,
    delisted_on: String,
    title_as_given: String,
}

pub fn read(paths: &Paths, states: &[State]) -> Result<Vec<Holding>> {
    let terms: Vec<Term> =
        table::read(&paths.reference("leaders/factbook_leaders_ambassadors_2015-10_2026-01.tsv"))?;
    Ok(terms
        .into_iter()
        .filter_map(|term| holding(&term, states))
        .collect())
}

fn holding(term: &Term, states: &[State]) -> Option<Holding> {
    let state = states.iter().find(|state| state.code == term.iso3)?;
    let given = person_part(&term.name)?;
    let (code, office, rank) = post(term, &state.name)?;
    Some(Holding {
        country: code.clone(),
        names: spellings(&given),
        surname: title_case(&family_part(&given)),
        code: format!("{code}.GOV"),
        office,
        rank: rank.into(),
        from: term.start.clone(),
        to: left(&term.delisted_on),
        source: Source::Factbook,
        ..Holding::default()
    })
}

/// The day of leaving, as a month; the source has no states from April 2017 to November 2020.
fn left(delisted: &str) -> String {
    if delisted.starts_with("2020-11") {
        String::new()
    } else {
        delisted.chars().take(7).collect()
    }
}

/// Country, title and rank of the post.
fn post(term: &Term, state: &str) -> Option<(String, String, &'static str)> {
    let title = term.title_as_given.to_lowercase();
    let foreign_head = term.position == "chief of state" && DEPENDENT.contains(&term.iso3.as_str());
    if foreign_head {
        return None;
    }
    let charge = title.contains("charg");
    match term.position.as_str() {
        "ambassador to the US" if charge => Some((
            term.iso3.clone(),
            "Charge d'affaires to the United States".into(),
            "envoy",
        )),
        "ambassador to the US" => Some((
            term.iso3.clone(),
            "Ambassador to the United States".into(),
            "envoy",
        )),
        "US ambassador to this country" if charge => Some((
            "USA".into(),
            format!("Charge d'affaires to {state}"),
            "envoy",
        )),
        "US ambassador to this country" => {
            Some(("USA".into(), format!("Ambassador to {state}"), "envoy"))
        }
        _ => leader(&title)
            .map(|(office, rank)| (term.iso3.clone(), format!("{office} of {state}"), rank)),
    }
}

/// Territories whose head of state is another state's.
const DEPENDENT: &[&str] = &[
    "ABW", "AIA", "AND", "ASM", "ATF", "BLM", "BMU", "COK", "CUW", "CYM", "FLK", "FRO", "GGY",
    "GIB", "GRL", "GUM", "HKG", "IMN", "JEY", "MAC", "MAF", "MNP", "MSR", "NCL", "NFK", "NIU",
    "PCN", "PRI", "PYF", "SGS", "SHN", "SJM", "SPM", "SXM", "TCA", "TKL", "VGB", "VIR", "WLF",
];

/// Office and rank of a head of state or government, from the title as given.
fn leader(title: &str) -> Option<(&'static str, &'static str)> {
    let has = |word: &str| title.contains(word);
    Some(match title {
        "" => ("Member of the government", "minister"),
        _ if has("elect") => return None,
        _ if has("governor general") || has("governor-general") => ("Governor-General", "minister"),
        _ if has("vice") || has("deputy") || has("minister of") => ("Deputy head", "minister"),
        _ if has("king and prime") => ("King", "head"),
        _ if has("prime minister") || has("premier") || has("council of ministers") => {
            ("Prime Minister", "government")
        }
        _ if has("chancellor") => ("Chancellor", "government"),
        _ if has("president") => ("President", "head"),
        _ if title == "king" => ("King", "head"),
        _ if title == "queen" => ("Queen", "head"),
        _ if has("amir") => ("Emir", "head"),
        _ if has("sultan") => ("Sultan", "head"),
        _ if has("emperor") => ("Emperor", "head"),
        _ if has("chief executive") => ("Chief Executive", "government"),
        _ if has("governor") || has("administrator") => ("Governor", "minister"),
        _ => ("Member of the government", "minister"),
    })
}

/// The name alone: without the title words that the source left before it and the rank after a comma.
fn person_part(name: &str) -> Option<String> {
    let name = name.split([',', ';', '(']).next()?;
    let words: Vec<&str> = name.split_whitespace().collect();
    let titles = [
        "council",
        "co-prince",
        "coprince",
        "confederation",
        "commissioner",
        "prefect",
        "king",
        "queen",
        "prince",
        "princess",
        "general",
        "gen.",
        "president",
        "minister",
        "ceo",
        "duke",
        "lord",
        "mann",
        "by",
        "governor",
        "chair",
        "ms.",
        "mr.",
        "ms",
        "dr.",
        "dame",
        "sir",
        "bailiff",
        "pope",
        "member",
        "members",
        "lt.",
        "col.",
        "maj.",
        "adm.",
        "sheikh",
        "presidency",
        "ambassador",
        "affairs",
        "counselor",
        "interim",
        "i.",
        "a.i.",
        "charge",
        "d'affaires",
        "secretary",
        "premier",
        "representative",
    ];
    let after = words
        .iter()
        .rposition(|word| titles.contains(&word.to_lowercase().as_str()))
        .map_or(0, |place| place + 1);
    let kept = &words[after..];
    let ordinal = kept
        .iter()
        .any(|word| matches!(*word, "II" | "III" | "IV" | "V" | "VI" | "XIV"));
    let capitals = kept.iter().any(|word| family(word));
    (kept.len() >= 2 && kept.len() <= 6 && capitals && !ordinal)
        .then(|| kept.join(" ").replace("- ", "-"))
}

/// The name as news has it, up to the family name in capitals, and with the mother's behind it: "Juan Carlos VARELA Rodriguez".
fn spellings(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.iter().rposition(|word| family(word));
    let short = last.filter(|&last| last > 0 && last + 1 < words.len());
    let short = short.map(|last| title_case(&words[..=last].join(" ")));
    short.into_iter().chain([title_case(name)]).collect()
}

/// The words in capitals: the source marks family names so.
fn family_part(name: &str) -> String {
    name.split_whitespace()
        .filter(|word| family(word))
        .map(|word| {
            word.trim_start_matches("al-")
                .trim_start_matches("Al-")
                .trim_start_matches("AL-")
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn family(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    let word = word
        .strip_prefix("Mc")
        .or(word.strip_prefix("al-"))
        .or(word.strip_prefix("Al-"))
        .unwrap_or(word);
    letters.count() > 1 && !word.ends_with('.') && !word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mothers_names_may_be_left_out() {
        assert_eq!(
            spellings("Juan Carlos VARELA Rodriguez"),
            ["Juan Carlos Varela", "Juan Carlos Varela Rodriguez"]
        );
        assert_eq!(spellings("Gabriel ATTAL"), ["Gabriel Attal"]);
        assert_eq!(spellings("KIM Jong Un"), ["Kim Jong Un"]);
    }

    #[test]
    fn names() {
        let check = |given: &str, name: Option<&str>, surname: &str| {
            let part = person_part(given);
            assert_eq!(part.as_deref().map(title_case).as_deref(), name, "{given}");
            assert_eq!(
                part.map(|part| title_case(&family_part(&part)))
                    .unwrap_or_default(),
                surname,
                "{given}"
            );
        };
        check("Gabriel ATTAL", Some("Gabriel Attal"), "Attal");
        check(
            "Swiss Confederation Doris LEUTHARD",
            Some("Doris Leuthard"),
            "Leuthard",
        );
        check(
            "CEO Abdullah ABDULLAH, Dr.",
            Some("Abdullah Abdullah"),
            "Abdullah",
        );
        check(
            "Presidential Council Faraj Salmin al- BAHSANI, Brig. Gen.",
            Some("Faraj Salmin al-Bahsani"),
            "Bahsani",
        );
        check("WILLEM-ALEXANDER", None, "");
    }
}
