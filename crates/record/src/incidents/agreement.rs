//! What the reports of an incident agree on, and where they differ.

use super::shelf::Kept;
use super::store::Incident;
use crate::events::Role;
use crate::merging::numbers;
use chancery_coding::{Actor, Event, EventTime, Precision};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

/// One report with its origin: reports with the same one are copies of one dispatch.
pub type Told<'k> = (&'k Kept, usize);

/// The incident that these reports, in canonical order, tell of. What most origins say counts; where as many say one thing as
/// another, what more reports say, then what was said first.
pub fn incident(id: &str, told: &[Told<'_>]) -> Incident {
    let best = best(told);
    let mut incident = Incident::of(id, best.key, &best.event);
    let origins: BTreeSet<usize> = told.iter().map(|(_, origin)| *origin).collect();
    incident.reports = told.len() as i64;
    incident.origins = origins.len() as i64;
    incident.status = most(told, |event| Some(event.status)).unwrap_or(best.event.status);
    incident.channel = most(told, |event| event.channel).map(|channel| channel.as_str().to_owned());
    incident.about = most(told, |event| event.about.clone());
    if let Some(time) = time(told) {
        (incident.first, incident.last, incident.precision) =
            (time.start, time.end, time.precision);
    }
    let place = most(told, |event| {
        event.place.as_ref().map(|place| place.name.clone())
    });
    incident.place = place.and_then(|name| {
        let mut places = told.iter().filter_map(|(kept, _)| kept.event.place.clone());
        places.find(|place| place.name == name)
    });
    fill_sides(&mut incident, told);
    incident.consensus = consensus(told).to_string();
    incident
}

/// The report that tells it best: of the type that most have, with both sides, a day and a place, coded with confidence.
fn best<'k>(told: &[Told<'k>]) -> &'k Kept {
    let of_type = most(told, |event| Some(event.event_type));
    let status = most(told, |event| Some(event.status));
    let merits = |event: &Event| {
        (
            Some(event.event_type) == of_type,
            Some(event.status) == status,
            !event.sources.is_empty() && !event.targets.is_empty(),
            event.time.precision == Precision::Day,
            event.place.is_some(),
            (event.confidence * 1000.0) as i64,
        )
    };
    // Of equals the first in order; `max_by_key` would take the last.
    let first = told
        .iter()
        .rev()
        .max_by_key(|(kept, _)| merits(&kept.event));
    first.map_or(told[0].0, |(kept, _)| kept)
}

/// What most origins say of those that say anything.
fn most<T: Eq + Hash>(told: &[Told<'_>], said: impl Fn(&Event) -> Option<T>) -> Option<T> {
    counted(told, said)
        .into_iter()
        .next()
        .map(|value| value.value)
}

struct Counted<T> {
    value: T,
    origins: BTreeSet<usize>,
    reports: usize,
}

/// All that is said of one thing, the fullest agreement first.
fn counted<T: Eq + Hash>(told: &[Told<'_>], said: impl Fn(&Event) -> Option<T>) -> Vec<Counted<T>> {
    let mut sums: HashMap<T, (usize, BTreeSet<usize>, usize)> = HashMap::new();
    for (place, (kept, origin)) in told.iter().enumerate() {
        if let Some(value) = said(&kept.event) {
            let sum = sums.entry(value).or_insert((place, BTreeSet::new(), 0));
            sum.1.insert(*origin);
            sum.2 += 1;
        }
    }
    let mut in_order: Vec<_> = sums.into_iter().collect();
    in_order.sort_by_key(|(_, (first, ..))| *first);
    let count = |(value, (_, origins, reports))| Counted {
        value,
        origins,
        reports,
    };
    let mut all: Vec<Counted<T>> = in_order.into_iter().map(count).collect();
    all.sort_by_key(|counted| std::cmp::Reverse((counted.origins.len(), counted.reports)));
    all
}

/// A day that a text names beats the day of a dispatch, and that a stretch.
fn time(told: &[Told<'_>]) -> Option<EventTime> {
    let of = |precision: fn(Precision) -> bool| {
        let most =
            most(told, |event| {
                let time = &event.time;
                (precision(time.precision) && (time.start.is_some() || time.end.is_some()))
                    .then_some((time.start, time.end, time.precision))
            });
        most.map(|(start, end, precision)| EventTime {
            start,
            end,
            precision,
            mention: None,
        })
    };
    of(|precision| precision == Precision::Day)
        .or_else(|| of(|precision| precision == Precision::Document))
        .or_else(|| of(|precision| precision == Precision::Week))
        .or_else(|| of(|_| true))
}

/// A side that the best report leaves out is filled from the others.
fn fill_sides(incident: &mut Incident, told: &[Told<'_>]) {
    for role in [Role::Source, Role::Target, Role::Carrier] {
        if incident.parties.iter().any(|(part, _)| *part == role) {
            continue;
        }
        let side = |event: &Event| {
            let side = role.of(event);
            (!side.is_empty()).then(|| codes(side))
        };
        let Some(wanted) = most(told, side) else {
            continue;
        };
        let mut sides = told.iter().map(|(kept, _)| role.of(&kept.event));
        let found = sides.find(|side| codes(side) == wanted).unwrap_or_default();
        incident
            .parties
            .extend(found.iter().map(|actor| (role, actor.clone())));
    }
}

fn codes(side: &[Actor]) -> BTreeSet<String> {
    let code = |actor: &Actor| actor.code.clone().unwrap_or_else(|| actor.name.clone());
    side.iter().map(code).collect()
}

/// Each field with what is said of it, for `incidents.consensus`.
fn consensus(told: &[Told<'_>]) -> Value {
    let word = |value: &dyn Fn(&Event) -> Option<String>| -> Vec<Value> {
        let all = counted(told, value);
        let one = |it: Counted<String>| json!({"value": it.value, "reports": it.reports, "origins": it.origins.len()});
        all.into_iter().map(one).collect()
    };
    let side = |actors: &[Actor]| {
        let codes: Vec<String> = codes(actors).into_iter().collect();
        (!codes.is_empty()).then(|| codes.join("+"))
    };
    let mut fields = Map::new();
    let mut put = |name: &str, values: Vec<Value>| {
        if !values.is_empty() {
            fields.insert(name.to_owned(), Value::Array(values));
        }
    };
    put(
        "type",
        word(&|event| Some(event.event_type.as_str().to_owned())),
    );
    put(
        "status",
        word(&|event| Some(event.status.as_str().to_owned())),
    );
    put("date", word(&date));
    put(
        "place",
        word(&|event| event.place.as_ref().map(|place| place.name.clone())),
    );
    put(
        "channel",
        word(&|event| event.channel.map(|channel| channel.as_str().to_owned())),
    );
    put("source", word(&|event| side(&event.sources)));
    put("target", word(&|event| side(&event.targets)));
    for (noun, number) in differing_numbers(told) {
        put(
            &format!("number of {noun}"),
            word(&|event| number.get(&event.id).cloned()),
        );
    }
    Value::Object(fields)
}

/// Only a day that the text names can differ from another.
fn date(event: &Event) -> Option<String> {
    let day = event
        .time
        .start
        .filter(|_| event.time.precision == Precision::Day);
    day.map(|day| day.to_string())
}

/// Nouns that reports have different numbers of ("five soldiers", "two soldiers"), with what each event says.
fn differing_numbers(told: &[Told<'_>]) -> Vec<(String, BTreeMap<String, String>)> {
    let mut nouns: BTreeMap<u64, (String, BTreeMap<String, String>)> = BTreeMap::new();
    for (kept, _) in told {
        for counted in numbers(&kept.event.evidence.text) {
            let known = nouns
                .entry(counted.meaning)
                .or_insert_with(|| (counted.noun.clone(), BTreeMap::new()));
            known
                .1
                .entry(kept.event.id.clone())
                .or_insert(counted.number);
        }
    }
    let differ =
        |values: &BTreeMap<String, String>| values.values().collect::<BTreeSet<_>>().len() > 1;
    nouns
        .into_values()
        .filter(|(_, values)| differ(values))
        .collect()
}
