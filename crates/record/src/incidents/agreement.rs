//! What the reports of an incident agree on, and where they differ.

use super::shelf::Kept;
use super::store::Incident;
use crate::events::Role;
use chancery_coding::{Actor, Event, EventTime, Precision};
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

/// One report with its origin: reports with the same one are copies of one dispatch.
pub type Told<'k> = (&'k Kept, usize);

/// The incident that these reports, in canonical order, tell of. What most origins say counts; where as many say one thing as
/// another, what more reports say, then what was said first.
pub fn incident<'k>(id: &str, told: &[Told<'k>]) -> Incident<'k> {
    let consensus = Consensus::of(told);
    let best = consensus.best(told);
    let mut incident = Incident::of(id, best.key, &best.event);
    incident.consensus = serde_json::to_string(&consensus).expect("strings and numbers are JSON");
    if told.len() == 1 {
        return incident;
    }
    let origins: BTreeSet<usize> = told.iter().map(|(_, origin)| *origin).collect();
    incident.reports = told.len() as i64;
    incident.origins = origins.len() as i64;
    let mut events = told.iter().map(|(kept, _)| &kept.event);
    if let Some(says_so) = events.find(|event| consensus.agrees("status", event.status.as_str())) {
        incident.status = says_so.status;
    }
    let mut channels = told
        .iter()
        .filter_map(|(kept, _)| Some(kept.event.channel?.as_str()));
    incident.channel = channels.find(|channel| consensus.agrees("channel", channel));
    incident.about = most(told, |event| event.about.as_deref());
    if let Some(time) = time(told) {
        (incident.first, incident.last, incident.precision) =
            (time.start, time.end, time.precision);
    }
    let mut places = told
        .iter()
        .filter_map(|(kept, _)| kept.event.place.as_ref());
    incident.place = places.find(|place| consensus.agrees("place", &place.name));
    fill_sides(&mut incident, told);
    incident
}

/// What most origins say of those that say anything.
fn most<'k, T: Clone + Eq + Hash>(
    told: &[Told<'k>],
    said: impl Fn(&'k Event) -> Option<T>,
) -> Option<T> {
    let all = told
        .iter()
        .map(|(kept, origin)| (said(&kept.event), *origin));
    let first = counted(all).into_iter().next();
    first.map(|counted| counted.value)
}

/// What some reports say of one thing.
#[derive(Serialize)]
struct Counted<T> {
    value: T,
    reports: usize,
    origins: usize,
}

/// So many different things are looked through one by one.
const FEW: usize = 8;

/// All that is said of one thing by reports with their origins, the fullest agreement first.
fn counted<T: Clone + Eq + Hash>(
    said: impl Iterator<Item = (Option<T>, usize)>,
) -> Vec<Counted<T>> {
    // In the order in which things are said first.
    let mut sums: Vec<(T, Vec<usize>)> = Vec::new();
    let mut places: HashMap<T, usize> = HashMap::new();
    for (value, origin) in said {
        let Some(value) = value else { continue };
        let mut first = sums[..sums.len().min(FEW)].iter();
        let known = first.position(|(known, _)| *known == value);
        let place = known.or_else(|| places.get(&value).copied());
        let place = place.unwrap_or(sums.len());
        if place == sums.len() {
            if place >= FEW {
                places.insert(value.clone(), place);
            }
            sums.push((value, Vec::new()));
        }
        sums[place].1.push(origin);
    }
    let count = |(value, mut origins): (T, Vec<usize>)| {
        let reports = origins.len();
        origins.sort_unstable();
        origins.dedup();
        Counted {
            value,
            reports,
            origins: origins.len(),
        }
    };
    let mut all: Vec<Counted<T>> = sums.into_iter().map(count).collect();
    all.sort_by_key(|counted| Reverse((counted.origins, counted.reports)));
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
fn fill_sides<'k>(incident: &mut Incident<'k>, told: &[Told<'k>]) {
    for role in [Role::Source, Role::Target, Role::Carrier] {
        if incident.parties.iter().any(|(part, _)| *part == role) {
            continue;
        }
        let Some(wanted) = most(told, |event| codes_of(role, event)) else {
            continue;
        };
        let mut sides = told.iter().map(|(kept, _)| role.of(&kept.event));
        let found = sides.find(|side| codes(side) == wanted).unwrap_or_default();
        incident
            .parties
            .extend(found.iter().map(|actor| (role, actor)));
    }
}

fn codes(side: &[Actor]) -> BTreeSet<&str> {
    side.iter().map(code).collect()
}

/// The codes of those who have a part; none where nobody has.
fn codes_of(role: Role, event: &Event) -> Option<BTreeSet<&str>> {
    let side = role.of(event);
    (!side.is_empty()).then(|| codes(side))
}

fn code(actor: &Actor) -> &str {
    actor.code.as_deref().unwrap_or(&actor.name)
}

/// What is said of a field, with how many say it.
type Sayings<'k> = Vec<Counted<Cow<'k, str>>>;

/// Each field with what is said of it, for `incidents.consensus`.
struct Consensus<'k>(Vec<(Cow<'k, str>, Sayings<'k>)>);

impl Serialize for Consensus<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(field, said)| (field, said)))
    }
}

impl<'k> Consensus<'k> {
    fn of(told: &[Told<'k>]) -> Self {
        let mut consensus = Self(Vec::new());
        let text = Cow::Borrowed;
        consensus.put("type", told, |event| Some(event.event_type.as_str()), text);
        consensus.put("status", told, |event| Some(event.status.as_str()), text);
        consensus.put("date", told, date, |date| date.to_string().into());
        let place = |event: &'k Event| Some(&*event.place.as_ref()?.name);
        consensus.put("place", told, place, text);
        consensus.put("channel", told, |event| Some(event.channel?.as_str()), text);
        consensus.put("source", told, |event| side(&event.sources), |side| side);
        consensus.put("target", told, |event| side(&event.targets), |side| side);
        if told.len() > 1 {
            for (noun, numbers) in differing_numbers(told) {
                let said = told
                    .iter()
                    .enumerate()
                    .map(|(place, (_, origin))| (numbers.get(&place).copied(), *origin));
                consensus.add(format!("number of {noun}").into(), counted(said), text);
            }
        }
        consensus
    }

    /// Adds a field with what each event says of it; `words` writes that out.
    fn put<T: Clone + Eq + Hash>(
        &mut self,
        field: &'k str,
        told: &[Told<'k>],
        says: impl Fn(&'k Event) -> Option<T>,
        words: impl Fn(T) -> Cow<'k, str>,
    ) {
        let said = told
            .iter()
            .map(|(kept, origin)| (says(&kept.event), *origin));
        self.add(field.into(), counted(said), words);
    }

    /// Adds a field, unless nothing is said of it.
    fn add<T>(
        &mut self,
        field: Cow<'k, str>,
        said: Vec<Counted<T>>,
        words: impl Fn(T) -> Cow<'k, str>,
    ) {
        let written = |counted: Counted<T>| Counted {
            value: words(counted.value),
            reports: counted.reports,
            origins: counted.origins,
        };
        if !said.is_empty() {
            self.0
                .push((field, said.into_iter().map(written).collect()));
        }
    }

    /// What most origins say of a field.
    fn most(&self, field: &str) -> Option<&str> {
        let (_, said) = self.0.iter().find(|(name, _)| name == field)?;
        said.first().map(|counted| &*counted.value)
    }

    fn agrees(&self, field: &str, value: &str) -> bool {
        self.most(field) == Some(value)
    }

    /// The report that tells it best: of the type that most have, with both sides, a day and a place, coded with confidence.
    fn best(&self, told: &[Told<'k>]) -> &'k Kept {
        let (of_type, status) = (self.most("type"), self.most("status"));
        let merits = |event: &Event| {
            (
                Some(event.event_type.as_str()) == of_type,
                Some(event.status.as_str()) == status,
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
}

/// Only a day that the text names can differ from another.
fn date(event: &Event) -> Option<Date> {
    let time = &event.time;
    time.start.filter(|_| time.precision == Precision::Day)
}

fn side(actors: &[Actor]) -> Option<Cow<'_, str>> {
    match actors {
        [] => None,
        [alone] => Some(code(alone).into()),
        _ => {
            let codes: Vec<&str> = codes(actors).into_iter().collect();
            Some(codes.join("+").into())
        }
    }
}

/// What each report says of one noun, by its place among all.
type Numbers<'k> = BTreeMap<usize, &'k str>;

/// Nouns that reports have different numbers of ("five soldiers", "two soldiers"), with what each says.
fn differing_numbers<'k>(told: &[Told<'k>]) -> Vec<(&'k str, Numbers<'k>)> {
    let mut nouns: BTreeMap<u64, (&str, Numbers<'_>)> = BTreeMap::new();
    for (place, (kept, _)) in told.iter().enumerate() {
        for counted in kept.numbers() {
            let known = nouns
                .entry(counted.meaning)
                .or_insert_with(|| (&counted.noun, BTreeMap::new()));
            known.1.entry(place).or_insert(&counted.number);
        }
    }
    let differ = |numbers: &Numbers<'_>| {
        let first = numbers.values().next();
        numbers.values().any(|number| Some(number) != first)
    };
    nouns
        .into_values()
        .filter(|(_, numbers)| differ(numbers))
        .collect()
}
