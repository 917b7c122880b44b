//! States and territories from the World Factbook and by hand, and the metonyms that stand for them.

use super::names::{ascii, list, listed};
use super::rows::{Metonym, State};
use super::{Paths, table};
use anyhow::Result;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Entry {
    iso3: String,
    conventional_long: String,
    conventional_short: String,
    nationality_noun: String,
    nationality_adjective: String,
    capital: String,
}

/// All states and territories; a cell of `hand/states.tsv` that is not empty replaces the Factbook's.
pub fn read(paths: &Paths) -> Result<Vec<State>> {
    let entries: Vec<Entry> =
        table::read(&paths.reference("countries/factbook_names_government_2026-01.tsv"))?;
    let known = entries
        .iter()
        .filter(|entry| entry.iso3.len() == 3)
        .map(state);
    let mut states: BTreeMap<String, State> = BTreeMap::new();
    for state in known {
        states.entry(state.code.clone()).or_insert(state);
    }
    for hand in table::read::<State>(&paths.hand("states.tsv"))? {
        match states.get_mut(&hand.code) {
            Some(state) => replace(state, hand),
            None => {
                let entity = format!("state/{}", hand.code);
                states.insert(
                    hand.code.clone(),
                    State {
                        entity,
                        source: "hand".into(),
                        ..hand
                    },
                );
            }
        }
    }
    Ok(states.into_values().collect())
}

fn state(entry: &Entry) -> State {
    let short = [&entry.conventional_short, &entry.conventional_long]
        .into_iter()
        .find(|name| !matches!(name.as_str(), "" | "none"));
    let name = plain(short.map_or("", String::as_str))
        .trim_start_matches("The ")
        .to_string();
    let official = plain(&entry.conventional_long)
        .trim_start_matches("The ")
        .to_string();
    State {
        entity: format!("state/{}", entry.iso3),
        code: entry.iso3.clone(),
        official: if official == "none" {
            String::new()
        } else {
            official
        },
        adjectives: list(alternatives(&entry.nationality_adjective)),
        nouns: list(alternatives(&entry.nationality_noun).flat_map(|noun| plurals(&noun))),
        capital: plain(entry.capital.split([';', ',']).next().unwrap_or_default()),
        aliases: String::new(),
        name,
        source: "factbook".into(),
        ..State::default()
    }
}

/// Text without what stands in brackets or after a semicolon.
fn plain(text: &str) -> String {
    let mut depth = 0;
    let kept: String = text
        .split(';')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| {
            depth += i32::from(*c == '(');
            let inside = depth > 0;
            depth -= i32::from(*c == ')');
            !inside
        })
        .collect();
    ascii(&kept.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `Haitian, Antiguan or Barbudan` as separate words; the plural mark `(s)` stays.
fn alternatives(text: &str) -> impl Iterator<Item = String> {
    let marked = text.replace("(s)", "\u{1}");
    let unmarked: Vec<String> = marked
        .split(';')
        .next()
        .unwrap_or_default()
        .replace(" or ", ",")
        .split(',')
        .map(|word| plain(word).replace('\u{1}', "(s)"))
        .collect();
    unmarked
        .into_iter()
        .filter(|word| !word.is_empty() && !matches!(word.as_str(), "none" | "NA"))
}

fn plurals(noun: &str) -> Vec<String> {
    match noun.strip_suffix("(s)") {
        Some(stem) => vec![stem.to_string(), format!("{stem}s")],
        None => vec![noun.to_string()],
    }
}

fn replace(state: &mut State, hand: State) {
    let take = |cell: &mut String, by: String| {
        if by == "-" {
            cell.clear();
        } else if !by.is_empty() {
            *cell = by;
        }
    };
    take(&mut state.name, hand.name);
    take(&mut state.official, hand.official);
    take(&mut state.adjectives, hand.adjectives);
    take(&mut state.nouns, hand.nouns);
    take(&mut state.capital, hand.capital);
    take(&mut state.aliases, hand.aliases);
    take(&mut state.from, hand.from);
    take(&mut state.to, hand.to);
    state.source = "factbook|hand".into();
}

/// Capitals of all states, and the hand-written seats and nicknames, which win.
pub fn metonyms(paths: &Paths, states: &[State]) -> Result<Vec<Metonym>> {
    let mut metonyms: Vec<Metonym> = table::read(&paths.hand("metonyms.tsv"))?;
    for metonym in &mut metonyms {
        metonym.source = "hand".into();
    }
    let capitals = states
        .iter()
        .flat_map(|state| listed(&state.capital).map(move |capital| (state, capital)));
    for (state, capital) in capitals {
        // A capital that is also the state's name says nothing about its government.
        let named = capital != "-" && capital != state.name;
        if named && !metonyms.iter().any(|known| known.name == capital) {
            metonyms.push(Metonym {
                name: capital.into(),
                code: format!("{}.GOV", state.code),
                entity: state.entity.clone(),
                kind: "capital".into(),
                from: state.from.clone(),
                to: state.to.clone(),
                source: state.source.clone(),
            });
        }
    }
    Ok(metonyms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demonyms() {
        let check = |text: &str, expected: &str| {
            assert_eq!(
                list(alternatives(text).flat_map(|noun| plurals(&noun))),
                expected,
                "{text}"
            );
        };
        check("Chinese (singular and plural)", "Chinese");
        check("Lao(s) or Laotian(s)", "Lao|Laos|Laotian|Laotians");
        check(
            "Antiguan(s), Barbudan(s)",
            "Antiguan|Antiguans|Barbudan|Barbudans",
        );
        check("none", "");
    }
}
