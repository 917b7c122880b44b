//! What must hold of the tables before they are written.

use super::names::listed;
use super::rows::{Office, Who};
use super::terms::{first_day, last_day, valid};
use std::collections::{BTreeMap, BTreeSet};

/// Sectors of the conventions.
pub const SECTORS: &[&str] = &[
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "CVL", "REB", "OPP", "PTY", "ELI", "MED", "BUS",
    "NGO",
];

const RANKS: &[&str] = &[
    "head",
    "government",
    "foreign",
    "defence",
    "envoy",
    "spokesperson",
    "minister",
    "legislature",
    "military",
    "opposition",
    "rebel",
    "organisation",
];

/// States whose head is several persons, or disputed between two, for some time.
const SHARED_HEAD: &[&str] = &[
    "AFG", "AND", "BIH", "CHE", "CHN", "HTI", "IRN", "LBY", "PRK", "SMR", "SDN", "SSD", "SUN",
    "SWZ", "VEN", "YEM", "YUG",
];

/// Whether the state of `code` may have several heads at once.
pub fn shares_head(code: &str) -> bool {
    SHARED_HEAD.iter().any(|state| code.starts_with(state))
}

/// All faults of the tables, one line each.
pub fn who(tables: &Who) -> Vec<String> {
    let mut faults = Vec::new();
    let states: BTreeSet<&str> = tables
        .states
        .iter()
        .map(|state| state.code.as_str())
        .collect();
    repeated(
        "states",
        tables.states.iter().map(|row| row.entity.as_str()),
        &mut faults,
    );
    repeated(
        "persons",
        tables.persons.iter().map(|row| row.entity.as_str()),
        &mut faults,
    );
    repeated(
        "media",
        tables.media.iter().map(|row| row.entity.as_str()),
        &mut faults,
    );
    let known: BTreeSet<&str> = tables
        .persons
        .iter()
        .map(|row| row.entity.as_str())
        .collect();
    for row in &tables.offices {
        expect(
            known.contains(row.entity.as_str()),
            || format!("offices: {} is no person", row.entity),
            &mut faults,
        );
        expect(
            row.rank.is_empty() || RANKS.contains(&row.rank.as_str()),
            || format!("offices: {} has rank {:?}", row.entity, row.rank),
            &mut faults,
        );
        code(&states, &row.code, &row.entity, &mut faults);
        dates(&row.from, &row.to, &row.entity, &mut faults);
    }
    let mut organisations: BTreeMap<&str, &str> = BTreeMap::new();
    for row in &tables.organisations {
        code(&states, &row.code, &row.entity, &mut faults);
        dates(&row.from, &row.to, &row.entity, &mut faults);
        let name = organisations.entry(&row.entity).or_insert(&row.name);
        expect(
            *name == row.name,
            || {
                format!(
                    "organisations: {} is {:?} and {:?}",
                    row.entity, name, row.name
                )
            },
            &mut faults,
        );
    }
    for row in &tables.media {
        code(&states, &row.code, &row.entity, &mut faults);
        expect(
            !organisations.contains_key(row.entity.as_str()),
            || format!("{} is medium and organisation", row.entity),
            &mut faults,
        );
    }
    for row in &tables.metonyms {
        code(&states, &row.code, &row.name, &mut faults);
        dates(&row.from, &row.to, &row.name, &mut faults);
        let stands = row
            .entity
            .strip_prefix("state/")
            .is_some_and(|state| states.contains(state));
        let stands = stands || organisations.contains_key(row.entity.as_str());
        expect(
            stands,
            || format!("metonyms: {} stands for unknown {}", row.name, row.entity),
            &mut faults,
        );
    }
    for row in &tables.roles {
        expect(
            SECTORS.contains(&row.sector.as_str()),
            || format!("roles: {} has sector {}", row.role, row.sector),
            &mut faults,
        );
        expect(
            matches!(row.kind.as_str(), "person" | "group"),
            || format!("roles: {} has kind {}", row.role, row.kind),
            &mut faults,
        );
    }
    repeated(
        "roles",
        tables.roles.iter().map(|row| row.role.as_str()),
        &mut faults,
    );
    heads(&tables.offices, &mut faults);
    faults
}

fn expect(holds: bool, fault: impl FnOnce() -> String, faults: &mut Vec<String>) {
    if !holds {
        faults.push(fault());
    }
}

fn repeated<'a>(table: &str, entities: impl Iterator<Item = &'a str>, faults: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for entity in entities {
        expect(
            !entity.is_empty() && seen.insert(entity),
            || format!("{table}: {entity:?} is there twice"),
            faults,
        );
    }
}

/// A code is a state with at most one sector, or a body with a short name; several are joined by `|`.
fn code(states: &BTreeSet<&str>, code: &str, row: &str, faults: &mut Vec<String>) {
    let known = |code: &str| match code.split_once('.') {
        Some(("IGO" | "NGO" | "IMG" | "MNC", short)) => {
            !short.is_empty() && short.chars().all(|c| c.is_ascii_alphanumeric())
        }
        Some((state, sector)) => states.contains(state) && SECTORS.contains(&sector),
        None => states.contains(code),
    };
    expect(
        !code.is_empty() && listed(code).all(known),
        || format!("{row}: unknown code {code:?}"),
        faults,
    );
}

fn dates(from: &str, to: &str, row: &str, faults: &mut Vec<String>) {
    for date in [from, to] {
        expect(
            date.is_empty() || valid(date),
            || format!("{row}: malformed date {date:?}"),
            faults,
        );
    }
    expect(
        first_day(from) <= last_day(to),
        || format!("{row}: ends {to} before it begins {from}"),
        faults,
    );
}

/// No two heads of one state, nor two heads of government, for more than a change of office takes.
fn heads(offices: &[Office], faults: &mut Vec<String>) {
    let mut posts: BTreeMap<(&str, &str), Vec<&Office>> = BTreeMap::new();
    for office in offices
        .iter()
        .filter(|office| matches!(office.rank.as_str(), "head" | "government"))
    {
        posts
            .entry((&office.code, &office.office))
            .or_default()
            .push(office);
    }
    for ((code, post), mut terms) in posts {
        let shared = shares_head(code);
        terms.sort_by_key(|term| first_day(&term.from));
        for pair in terms.windows(2) {
            let (first, second) = (pair[0], pair[1]);
            let both = first.entity != second.entity
                && (first_day(&first.to) > last_day(&second.from) || first.to.is_empty());
            expect(
                shared || !both,
                || {
                    format!(
                        "{code} {post}: {} ({}..{}) and {} ({}..{}) at once",
                        first.entity, first.from, first.to, second.entity, second.from, second.to
                    )
                },
                faults,
            );
        }
    }
}
