//! Organisations: written by hand, armed groups from UCDP, parties from Party Facts, and the organs that every state has.

use super::names::{ascii, fold, list, listed, slug};
use super::rows::{Organisation, State};
use super::{Paths, table};
use anyhow::Result;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// All organisations; a name that a hand-written row holds is not taken again from another source.
pub fn read(paths: &Paths, states: &[State]) -> Result<Vec<Organisation>> {
    let mut organisations = hand(paths)?;
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for organisation in &organisations {
        taken.extend(spellings(organisation).map(fold));
    }
    let mut add = |rows: Vec<Organisation>, organisations: &mut Vec<Organisation>| {
        for row in rows {
            if let Some(row) = unless_taken(row, &mut taken, organisations) {
                organisations.push(row);
            }
        }
    };
    add(organs(paths, states)?, &mut organisations);
    add(armed_groups(paths, states)?, &mut organisations);
    add(parties(paths, states)?, &mut organisations);
    Ok(organisations)
}

fn spellings(organisation: &Organisation) -> impl Iterator<Item = &str> {
    std::iter::once(organisation.name.as_str()).chain(listed(&organisation.aliases))
}

/// `row` without aliases that others hold already; none if its very name or identifier is taken.
fn unless_taken(
    mut row: Organisation,
    taken: &mut BTreeSet<String>,
    others: &[Organisation],
) -> Option<Organisation> {
    if taken.contains(&fold(&row.name)) || others.iter().any(|other| other.entity == row.entity) {
        return None;
    }
    row.aliases = list(
        listed(&row.aliases)
            .filter(|alias| !taken.contains(&fold(alias)))
            .map(str::to_string),
    );
    taken.extend(spellings(&row).map(fold));
    Some(row)
}

fn hand(paths: &Paths) -> Result<Vec<Organisation>> {
    let mut organisations = Vec::new();
    for file in [
        "igos.tsv",
        "ngos.tsv",
        "armed.tsv",
        "organs.tsv",
        "parties.tsv",
        "companies.tsv",
    ] {
        let rows: Vec<Organisation> = table::read(&paths.hand(file))?;
        organisations.extend(rows.into_iter().map(|row| Organisation {
            entity: if row.entity.is_empty() {
                entity(&row)
            } else {
                row.entity.clone()
            },
            source: "hand".into(),
            ..row
        }));
    }
    Ok(organisations)
}

/// `org/` with the short name of an intergovernmental body, else with the name, after the country where there is one.
fn entity(row: &Organisation) -> String {
    match row.code.split_once('.') {
        Some(("IGO", short)) => format!("org/{}", slug(short)),
        Some(("NGO" | "IMG" | "MNC", _)) => format!("org/{}", slug(&row.name)),
        Some((state, _)) => format!("org/{}-{}", slug(state), slug(&row.name)),
        None => format!("org/{}", slug(&row.name)),
    }
}

#[derive(Deserialize)]
struct Seat {
    iso3: String,
    legislature: String,
    lower_chamber: String,
    upper_chamber: String,
}

/// Government, ministries, armed forces, police, courts and legislature of each state; names of its own stand in `hand/organs.tsv`.
fn organs(paths: &Paths, states: &[State]) -> Result<Vec<Organisation>> {
    let seats: Vec<Seat> =
        table::read(&paths.reference("countries/factbook_names_government_2026-01.tsv"))?;
    let seats: BTreeMap<&str, &Seat> = seats
        .iter()
        .map(|seat| (seat.iso3.as_str(), seat))
        .collect();
    Ok(states
        .iter()
        .flat_map(|state| state_organs(state, seats.get(state.code.as_str()).copied()))
        .collect())
}

fn state_organs(state: &State, seat: Option<&Seat>) -> Vec<Organisation> {
    let article = if [
        "United",
        "Philippines",
        "Netherlands",
        "Maldives",
        "Soviet",
        "Czech Republic",
        "Bahamas",
        "Gambia",
    ]
    .iter()
    .any(|start| state.name.starts_with(start))
    {
        "the "
    } else {
        ""
    };
    let organ = |short: &str, title: &str, sector: &str, kind: &str| Organisation {
        entity: format!("org/{}-{short}", slug(&state.code)),
        code: format!("{}.{sector}", state.code),
        name: format!("{title} of {article}{}", state.name),
        kind: kind.into(),
        from: state.from.clone(),
        to: state.to.clone(),
        source: "hand".into(),
        ..Organisation::default()
    };
    let mut organs = vec![
        organ("government", "Government", "GOV", "organ"),
        organ("foreign-ministry", "Foreign Ministry", "GOV", "organ"),
        organ("defence-ministry", "Defence Ministry", "GOV", "organ"),
        organ("armed-forces", "Armed Forces", "MIL", "army"),
        organ("police", "Police", "COP", "police"),
        organ("supreme-court", "Supreme Court", "JUD", "court"),
        organ("parliament", "Parliament", "LEG", "legislature"),
    ];
    organs[1].aliases = format!("Ministry of Foreign Affairs of {article}{}", state.name);
    organs[2].aliases = format!(
        "Ministry of Defence of {article}{}|Ministry of Defense of {article}{}",
        state.name, state.name
    );
    if let (Some(seat), Some(parliament)) = (seat, organs.last_mut()) {
        let chambers = [&seat.legislature, &seat.lower_chamber, &seat.upper_chamber];
        let of_state = chambers
            .iter()
            .filter_map(|chamber| generic_chamber(chamber, article, &state.name));
        let own = chambers.iter().flat_map(|chamber| own_names(chamber));
        parliament.aliases = list(of_state.chain(own));
        parliament.source = "factbook".into();
    }
    organs
}

/// `National Assembly of France` from `National Assembly (Assemblée nationale)`.
fn generic_chamber(chamber: &str, article: &str, state: &str) -> Option<String> {
    let name = chamber.split(['(', ';', ',']).next()?.trim();
    let plain = name.len() > 3
        && name.split(' ').count() <= 4
        && !name.contains(" of ")
        && !name.contains(" or ");
    plain.then(|| format!("{name} of {article}{state}"))
}

/// The native names in brackets, `Azgayin Zhoghov`, without words that mean a parliament anywhere.
fn own_names(chamber: &str) -> Vec<String> {
    let generic = [
        "asamblea",
        "assemblee",
        "assembleia",
        "camara",
        "chambre",
        "congreso",
        "congresso",
        "consejo",
        "national",
        "senado",
        "senate",
        "parlament",
        "house",
        "staten",
        "note",
        "vacant",
        "majlis",
        "dissolved",
        "suspended",
        "camera",
        "senat",
        "sabha",
        "al ",
        "conseil",
        "parliament",
        "council",
        "assembly",
    ];
    let inside = chamber
        .split('(')
        .skip(1)
        .filter_map(|part| part.split(')').next());
    let names = inside.flat_map(|part| {
        part.split(" or ")
            .flat_map(|name| name.split([',', '/', ';']))
    });
    let own = names.map(|name| ascii(name.trim())).filter(|name| {
        let folded = fold(name);
        let capital = name.chars().next().is_some_and(char::is_uppercase);
        capital
            && name.len() > 5
            && name.split(' ').count() <= 3
            && name.is_ascii()
            && !generic.iter().any(|word| folded.contains(word))
    });
    own.collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Group {
    actor_id: String,
    name_data: String,
    name_orig: String,
    name_orig_full: String,
    name_orig_full_eng: String,
    new_name: String,
    new_name_full_mother_tongue: String,
    new_name_full_eng: String,
    org: String,
    location: String,
}

/// Organised armed groups of the UCDP actor list: rebels of the state that they are placed in first.
fn armed_groups(paths: &Paths, states: &[State]) -> Result<Vec<Organisation>> {
    let groups: Vec<Group> = table::read(&paths.reference("organisations/ucdp_actors_22.1.tsv"))?;
    let organised = groups.into_iter().filter(|group| group.org == "1");
    Ok(organised
        .filter_map(|group| armed_group(&group, states))
        .collect())
}

fn armed_group(group: &Group, states: &[State]) -> Option<Organisation> {
    let unnamed = [
        "Government",
        "Military faction",
        "gang",
        "Supporters",
        "forces of",
        "Forces of",
        "Cartel",
        "faction",
        "unknown",
        "Civilians",
    ];
    if unnamed.iter().any(|word| group.name_data.contains(word)) {
        return None;
    }
    let country = group
        .location
        .split(',')
        .next()?
        .split(['(', '/'])
        .next()?
        .trim();
    let state = states.iter().find(|state| {
        std::iter::once(state.name.as_str())
            .chain(listed(&state.aliases))
            .any(|name| fold(name) == fold(country))
    })?;
    let all = [
        &group.new_name_full_eng,
        &group.name_orig_full_eng,
        &group.new_name_full_mother_tongue,
        &group.name_orig_full,
        &group.new_name,
        &group.name_data,
        &group.name_orig,
    ];
    let names: Vec<String> = all
        .iter()
        .map(|name| tidy(name))
        .filter(|name| usable(name))
        .collect();
    let name = names.first()?.clone();
    Some(Organisation {
        entity: format!("org/ucdp-{}", group.actor_id),
        code: format!("{}.REB", state.code),
        aliases: list(names.into_iter().skip(1).filter(|alias| *alias != name)),
        name,
        kind: "armed".into(),
        source: "ucdp".into(),
        ..Organisation::default()
    })
}

fn tidy(name: &str) -> String {
    let name = name.split(['(', ';']).next().unwrap_or_default();
    name.replace('|', "/")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// "The Union", "The Movement": a noun that news uses of many.
fn is_one_word(name: &str) -> bool {
    name.strip_prefix("The ")
        .is_some_and(|rest| !rest.contains([' ', '-']))
}

/// A name that can be told from ordinary words: several words with a capital, or an abbreviation of four letters or more.
fn usable(name: &str) -> bool {
    let latin = name.chars().all(|c| {
        !c.is_alphabetic() || (c as u32) < 0x250 || (0x1e00..0x1f00).contains(&(c as u32))
    });
    let several = name.contains([' ', '-']) && name.len() > 6;
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    latin
        && !is_one_word(name)
        && name.len() <= 80
        && name.chars().next().is_some_and(char::is_uppercase)
        && (several || (letters >= 4 && capitals >= 3))
}

#[derive(Deserialize)]
struct Listed {
    country_iso3: String,
    partyfacts_id: String,
    name_short: String,
    name_english: String,
    name_native: String,
    year_first: String,
    year_last: String,
}

/// Parties of the Party Facts core list; a name that parties of several countries bear gets the country's adjective.
fn parties(paths: &Paths, states: &[State]) -> Result<Vec<Organisation>> {
    let parties: Vec<Listed> =
        table::read(&paths.reference("organisations/parties_partyfacts.tsv"))?;
    let mut bearers: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for party in &parties {
        for name in english(party) {
            bearers
                .entry(fold(&name))
                .or_default()
                .insert(&party.country_iso3);
        }
    }
    Ok(parties
        .iter()
        .filter_map(|party| listed_party(party, states, &bearers))
        .collect())
}

fn english(party: &Listed) -> impl Iterator<Item = String> {
    party
        .name_english
        .split(" / ")
        .map(tidy)
        .filter(|name| !name.is_empty())
}

fn listed_party(
    party: &Listed,
    states: &[State],
    bearers: &BTreeMap<String, BTreeSet<&str>>,
) -> Option<Organisation> {
    let state = states
        .iter()
        .find(|state| state.code == party.country_iso3)?;
    let adjective = listed(&state.adjectives).next()?;
    let shared = |name: &str| {
        bearers
            .get(&fold(name))
            .is_some_and(|countries| countries.len() > 1)
    };
    let qualified = english(party)
        .filter(|name| named_as_party(name) && !is_one_word(name))
        .map(|name| {
            let says_where =
                fold(&name).contains(&fold(adjective)) || fold(&name).contains(&fold(&state.name));
            if shared(&name) && !says_where {
                format!("{adjective} {name}")
            } else {
                name
            }
        });
    let native = Some(tidy(&party.name_native))
        .filter(|name| usable(name) && name.contains(' ') && !shared(name));
    let mut names: Vec<String> = qualified.chain(native).collect();
    if names.is_empty() {
        return None;
    }
    let short = Some(tidy(&party.name_short))
        .filter(|name| usable(name) && name.chars().filter(|c| c.is_uppercase()).count() >= 4);
    names.extend(short);
    Some(Organisation {
        entity: format!("org/partyfacts-{}", party.partyfacts_id),
        code: format!("{}.PTY", state.code),
        name: names[0].clone(),
        aliases: list(names.into_iter().skip(1)),
        kind: "party".into(),
        from: year(&party.year_first),
        to: year(&party.year_last),
        source: "partyfacts".into(),
    })
}

fn year(year: &str) -> String {
    if year.len() == 4 && year >= "1900" {
        year.into()
    } else {
        String::new()
    }
}

/// Whether a name says by itself that it is a party's; bare words such as "Future" would be found everywhere.
fn named_as_party(name: &str) -> bool {
    let words = [
        "party",
        "movement",
        "front",
        "union",
        "alliance",
        "league",
        "congress",
        "coalition",
        "democrat",
        "democracy",
        "socialist",
        "liberal",
        "communist",
        "republican",
        "labour",
        "conservative",
        "people's",
        "national",
        "christian",
        "workers",
    ];
    let folded = name.to_lowercase();
    name.contains(' ') && name.len() <= 70 && words.iter().any(|word| folded.contains(word))
}
