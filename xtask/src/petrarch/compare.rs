//! PETRARCH's events beside ours.

use std::collections::BTreeSet;

use chancery_coding::{Actor, Event, Status};

use super::convert::{NOBODY, Parties};
use super::records::Record;
use super::tables::Tables;

/// What PETRARCH expects of a record, in our terms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected {
    /// Who to whom.
    pub pair: (String, String),
    /// The CAMEO codes of which any is right; none where its code means nothing outside its test.
    pub cameo: Vec<String>,
    /// Its own code.
    pub code: String,
}

/// What our engine coded, flat.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Who to whom.
    pub pair: (String, String),
    /// Whether each did it to the other; it then stands once for both directions.
    pub mutual: bool,
    /// The CAMEO code.
    pub cameo: String,
    /// How the text presents it.
    pub status: Status,
    /// The frame.
    pub frame: String,
}

/// How far two codings of a record agree, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The same parties and codes.
    Exact,
    /// The same parties, codes of the same CAMEO root.
    Root,
    /// The same parties.
    Pair,
    /// Less than that.
    None,
}

/// The events that a record expects; of a visit and the same visit received only the visit.
pub fn expected(record: &Record, parties: &Parties, tables: &Tables) -> Vec<Expected> {
    let mirror = |[source, target, code]: &[String; 3]| {
        let visit = |[from, to, act]: &[String; 3]| act == "032" && from == target && to == source;
        code == "033" && record.events.iter().any(visit)
    };
    let mut expected = BTreeSet::new();
    for event in record.events.iter().filter(|event| !mirror(event)) {
        let [source, target, code] = event;
        for source in parties.ours(source, tables) {
            for target in parties.ours(target, tables) {
                expected.insert(Expected {
                    pair: (source.clone(), target),
                    cameo: tables.cameo(code, &record.text).to_vec(),
                    code: code.clone(),
                });
            }
        }
    }
    expected.into_iter().collect()
}

/// Our events as pairs of parties. Second mentions, a party's acts upon itself and, unless the record wants them, events with
/// a party that has no code are left out, as PETRARCH leaves them out.
pub fn found(record: &Record, events: &[Event], parties: &Parties) -> Vec<Found> {
    let mut found = BTreeSet::new();
    for event in events.iter().filter(|event| event.same_as.is_none()) {
        let (sources, targets) = (codes(&event.sources), codes(&event.targets));
        let both = |code: &&str| sources.contains(code) && targets.contains(code);
        for source in &sources {
            for target in &targets {
                let nobody = *source == NOBODY || *target == NOBODY;
                let mutual = both(source) && both(target);
                let told = mutual && source > target;
                if source == target || told || (nobody && !record.one_sided) {
                    continue;
                }
                for pair in pairs(parties, source, target) {
                    found.insert(Found {
                        pair,
                        mutual,
                        cameo: event.cameo.clone(),
                        status: event.status,
                        frame: event.frame.clone(),
                    });
                }
            }
        }
    }
    found.into_iter().collect()
}

fn codes(actors: &[Actor]) -> Vec<&str> {
    let codes = actors
        .iter()
        .map(|actor| actor.code.as_deref().unwrap_or(NOBODY));
    let codes: Vec<&str> = codes.collect();
    if codes.is_empty() {
        vec![NOBODY]
    } else {
        codes
    }
}

/// Each party that a source stands for with each that a target stands for.
fn pairs(parties: &Parties, source: &str, target: &str) -> Vec<(String, String)> {
    let targets = parties.members(target);
    let with = |source: String| {
        targets
            .iter()
            .map(move |target| (source.clone(), target.clone()))
    };
    parties.members(source).into_iter().flat_map(with).collect()
}

/// How far they agree: every event of either must be among the other's.
pub fn agreement(expected: &[Expected], found: &[Found]) -> Agreement {
    let same = |right: fn(&Expected, &Found) -> bool| {
        expected
            .iter()
            .all(|one| found.iter().any(|other| right(one, other)))
            && found
                .iter()
                .all(|other| expected.iter().any(|one| right(one, other)))
    };
    match () {
        () if same(is_exact) => Agreement::Exact,
        () if same(is_root) => Agreement::Root,
        () if same(is_pair) => Agreement::Pair,
        () => Agreement::None,
    }
}

/// The same parties and code.
pub fn is_exact(expected: &Expected, found: &Found) -> bool {
    is_pair(expected, found) && expected.cameo.contains(&found.cameo)
}

/// The same parties and a code of the same root.
pub fn is_root(expected: &Expected, found: &Found) -> bool {
    let root = |code: &str| code.get(..2).map(str::to_owned);
    is_pair(expected, found)
        && expected
            .cameo
            .iter()
            .any(|code| root(code) == root(&found.cameo))
}

/// The same parties; of a mutual act, which PETRARCH tells in one direction or in both, in either order.
pub fn is_pair(expected: &Expected, found: &Found) -> bool {
    let turned = (&expected.pair.1, &expected.pair.0) == (&found.pair.0, &found.pair.1);
    expected.pair == found.pair || (found.mutual && turned)
}

/// Our answer in a line, the same for the same answer.
pub fn answer(found: &[Found]) -> String {
    let one = |found: &Found| {
        let status = match found.status {
            Status::Actual => String::new(),
            status => format!(" {}", status.as_str()),
        };
        let arrow = if found.mutual { "<>" } else { ">" };
        let (source, target) = &found.pair;
        format!("{source} {arrow} {target} {}{status}", found.cameo)
    };
    let mut all: Vec<String> = found.iter().map(one).collect();
    all.dedup();
    if all.is_empty() {
        "nothing".to_owned()
    } else {
        all.join("; ")
    }
}
