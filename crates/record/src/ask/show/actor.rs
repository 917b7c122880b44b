//! One actor: what they do, with whom, and lately.

use super::lines::Lines;
use super::{Shown, event};
use crate::ask::Party;
use crate::ask::find::values;
use crate::ask::party::list;
use crate::error::Result;
use crate::record::Record;
use serde_json::{Value, json};

/// How many partners and how many late events are shown.
const PARTNERS: usize = 10;
const LATEST: usize = 10;

/// The actor with a code, identity or name.
pub fn shown(record: &Record, asked: &str) -> Result<Shown> {
    let party = Party::find(record, asked)?;
    let names = rows(record, &names(&party))?;
    let types = rows(record, &types(&party))?;
    let partners = match &party {
        Party::Code(_, codes) => rows(record, &partners(codes))?,
        Party::Actors(_, actors) => rows(record, &partners_of_actors(actors))?,
    };
    let latest = latest(record, &party)?;
    let mut lines = Lines::default();
    lines.head(party.name());
    lines.line("called", &joined(&names, 0));
    section(&mut lines, "type, as source, as target", &types);
    section(&mut lines, "with, did to them, had from them", &partners);
    lines.head("lately");
    let mut ids = Vec::new();
    for key in latest {
        lines.head(&format!(
            "  {}",
            event::in_a_line(record, key)?.unwrap_or_default()
        ));
        ids.push(record.event(key)?.id);
    }
    let json = json!({
        "kind": "actor", "actor": party.name(), "names": names, "types": types, "partners": partners, "latest": ids,
    });
    Ok(Shown {
        kind: "actor",
        text: lines.0,
        json,
    })
}

fn rows(record: &Record, ask: &str) -> Result<Vec<Vec<Value>>> {
    record.ask(|sql| {
        let mut ask = sql.prepare(ask)?;
        let rows = ask.query_map([], values)?;
        rows.collect()
    })
}

fn joined(rows: &[Vec<Value>], column: usize) -> String {
    let words: Vec<&str> = rows.iter().filter_map(|row| row[column].as_str()).collect();
    words.join("; ")
}

fn section(lines: &mut Lines, title: &str, rows: &[Vec<Value>]) {
    lines.head(title);
    for row in rows {
        let numbers: Vec<String> = row[1..].iter().map(Value::to_string).collect();
        lines.line(row[0].as_str().unwrap_or("?"), &numbers.join("  "));
    }
}

fn names(party: &Party) -> String {
    let these = party.condition("a.code", "a.key");
    format!("SELECT DISTINCT a.name FROM actors a WHERE {these} ORDER BY a.key LIMIT 20")
}

/// How many incidents of each type, on either side. The totals hold it for codes; a person's incidents are counted.
fn types(party: &Party) -> String {
    match party {
        Party::Code(_, codes) => {
            let codes = list(codes);
            format!(
                "SELECT t.name, sum(did), sum(had) FROM (
                    SELECT type, sum(incidents) AS did, 0 AS had FROM dyad_totals WHERE source IN ({codes}) AND status = 1 GROUP BY type
                    UNION ALL SELECT type, 0, sum(incidents) FROM dyad_totals WHERE target IN ({codes}) AND status = 1 GROUP BY type)
                 JOIN types t ON t.key = type GROUP BY t.key ORDER BY sum(did) + sum(had) DESC, t.key"
            )
        }
        Party::Actors(_, actors) => {
            let actors = list(actors);
            format!(
                "SELECT t.name, count(DISTINCT iif(p.role = 1, p.incident, NULL)), count(DISTINCT iif(p.role = 2, p.incident, NULL))
                 FROM incident_parties p JOIN incidents i ON i.key = p.incident JOIN types t ON t.key = i.type
                 WHERE p.actor IN ({actors}) AND p.role IN (1, 2) AND i.status = 1 GROUP BY t.key ORDER BY count(*) DESC, t.key"
            )
        }
    }
}

fn partners(codes: &[i64]) -> String {
    let codes = list(codes);
    format!(
        "SELECT c.code, sum(did), sum(had) FROM (
            SELECT target AS other, sum(incidents) AS did, 0 AS had FROM dyad_totals
            WHERE source IN ({codes}) AND status = 1 GROUP BY target
            UNION ALL SELECT source, 0, sum(incidents) FROM dyad_totals
            WHERE target IN ({codes}) AND status = 1 GROUP BY source)
         JOIN codes c ON c.key = other WHERE other > 0 AND other NOT IN ({codes})
         GROUP BY other ORDER BY sum(did) + sum(had) DESC, c.code LIMIT {PARTNERS}"
    )
}

fn partners_of_actors(actors: &[i64]) -> String {
    let actors = list(actors);
    format!(
        "SELECT a.name, sum(p.role = 1), sum(p.role = 2)
         FROM incident_parties p JOIN incident_parties o ON o.incident = p.incident AND o.role = 3 - p.role
         JOIN actors a ON a.key = o.actor
         WHERE p.actor IN ({actors}) AND p.role IN (1, 2) AND o.actor NOT IN ({actors})
         GROUP BY a.key ORDER BY count(*) DESC, a.name LIMIT {PARTNERS}"
    )
}

/// The keys of the latest events in which they are source or target.
fn latest(record: &Record, party: &Party) -> Result<Vec<i64>> {
    let mut keys = Vec::new();
    match party {
        Party::Code(code, _) => {
            let side = |sources, targets| crate::ask::Filter {
                sources,
                targets,
                ..Default::default()
            };
            for filter in [
                side(vec![code.clone()], vec![]),
                side(vec![], vec![code.clone()]),
            ] {
                let mut left = LATEST;
                record.each_event(&filter, |key| {
                    keys.push(key);
                    left -= 1;
                    left > 0
                })?;
            }
        }
        Party::Actors(_, actors) => {
            for actor in actors {
                for role in [1, 2] {
                    let ask = format!(
                        "SELECT event FROM parties WHERE actor = {actor} AND role = {role} ORDER BY event DESC LIMIT {LATEST}"
                    );
                    let found = rows(record, &ask)?;
                    keys.extend(found.iter().filter_map(|row| row[0].as_i64()));
                }
            }
        }
    }
    keys.sort_unstable_by(|a, b| b.cmp(a));
    keys.dedup();
    keys.truncate(LATEST);
    Ok(keys)
}
