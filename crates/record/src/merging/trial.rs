//! The merger tried on a labelled set: see `gold/merging/README.md`.

use super::copies::{self, Sketch, origins};
use super::forest::{links, merge};
use super::report::{Report, nation};
use crate::days;
use chancery_coding::{Event, Span};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::hash::Hash;
use std::path::Path;

/// A dispatch of the set.
#[derive(Clone, Debug, Deserialize)]
pub struct Dispatch {
    /// Its id.
    pub id: String,
    /// Its day.
    pub published: Date,
    /// Whose it is.
    pub publisher: String,
    /// What it says.
    pub text: String,
    /// Which dispatch it is a copy of.
    pub copy_of: Option<String>,
}

#[derive(Deserialize)]
struct Label {
    event: String,
    incident: String,
}

#[derive(Deserialize)]
struct Answer {
    incident: String,
    answers: String,
}

/// A labelled set of reports.
#[derive(Clone, Debug)]
pub struct Set {
    /// The dispatches.
    pub dispatches: Vec<Dispatch>,
    /// The events that they tell of, as coded by hand.
    pub events: Vec<Event>,
    /// For each event, the incident that it tells of; empty where nobody has said, and then the event is merged, but not measured.
    pub labels: Vec<String>,
    /// Which incident answers which.
    pub answers: Vec<(String, String)>,
}

impl Set {
    /// Reads the set in a folder.
    ///
    /// # Errors
    ///
    /// Says in words which file and line cannot be read.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let dispatches = lines(&folder.join("reports.jsonl"))?;
        let events: Vec<Event> = lines(&folder.join("events.jsonl"))?;
        let labels: Vec<Label> = lines(&folder.join("labels.jsonl"))?;
        let answers: Vec<Answer> = lines(&folder.join("answers.jsonl"))?;
        let labels: HashMap<String, String> = labels
            .into_iter()
            .map(|label| (label.event, label.incident))
            .collect();
        let label = |event: &Event| {
            labels
                .get(&event.id)
                .cloned()
                .ok_or(format!("event {} has no label", event.id))
        };
        Ok(Self {
            labels: events.iter().map(label).collect::<Result<_, _>>()?,
            answers: answers
                .into_iter()
                .map(|it| (it.incident, it.answers))
                .collect(),
            dispatches,
            events,
        })
    }

    /// The same dispatches with other events, each labelled as the one of this set that has its place: whose trigger overlaps, or else
    /// whose evidence does and whose type is the same.
    pub fn with_events(&self, events: Vec<Event>) -> Self {
        let overlap = |one: &Span, other: &Span| one.start < other.end && other.start < one.end;
        let same_act = |one: &Event, other: &Event| overlap(&one.trigger, &other.trigger);
        let same_type = |one: &Event, other: &Event| {
            one.event_type == other.event_type && overlap(&one.evidence, &other.evidence)
        };
        type Test<'t> = &'t dyn Fn(&Event, &Event) -> bool;
        let tests: [Test<'_>; 3] = [
            &|one, other| same_act(one, other) && same_type(one, other),
            &same_act,
            &same_type,
        ];
        let mut labels = vec![String::new(); events.len()];
        let mut taken = vec![false; self.events.len()];
        for test in tests {
            for (event, label) in events.iter().zip(&mut labels) {
                let fits = |own: &usize| {
                    let own_event = &self.events[*own];
                    !taken[*own] && own_event.document == event.document && test(own_event, event)
                };
                let fit = (0..taken.len()).filter(|_| label.is_empty()).find(fits);
                if let Some(own) = fit {
                    taken[own] = true;
                    label.clone_from(&self.labels[own]);
                }
            }
        }
        Self {
            events,
            labels,
            ..self.clone()
        }
    }

    /// How many pairs of events tell of one incident.
    pub fn pairs(&self) -> usize {
        let mut sizes: HashMap<&str, usize> = HashMap::new();
        for label in self.labels.iter().filter(|label| !label.is_empty()) {
            *sizes.entry(label).or_default() += 1;
        }
        sizes.values().map(|size| size * (size - 1) / 2).sum()
    }

    /// The reports that these events are, for the merger.
    pub fn reports(&self) -> Vec<Report> {
        reports("dev", &self.dispatches, &self.events)
    }
}

/// The reports that events of dispatches under a root are.
pub fn reports(root: &str, dispatches: &[Dispatch], events: &[Event]) -> Vec<Report> {
    let published: HashMap<&str, Date> = dispatches
        .iter()
        .map(|dispatch| (dispatch.id.as_str(), dispatch.published))
        .collect();
    let stories = stories(events);
    let none = Vec::new();
    events
        .iter()
        .map(|event| {
            let story = stories.get(event.document.as_str()).unwrap_or(&none);
            Report::of(
                root,
                published.get(event.document.as_str()).copied(),
                event,
                story,
            )
        })
        .collect()
}

/// For each document, the nations that its events name, in order.
pub fn stories(events: &[Event]) -> HashMap<&str, Vec<String>> {
    let mut stories: HashMap<&str, BTreeSet<String>> = HashMap::new();
    for event in events {
        let codes = event
            .sources
            .iter()
            .chain(&event.targets)
            .filter_map(|actor| actor.code.as_deref());
        stories
            .entry(event.document.as_str())
            .or_default()
            .extend(codes.map(|code| nation(code).to_owned()));
    }
    stories
        .into_iter()
        .map(|(document, nations)| (document, nations.into_iter().collect()))
        .collect()
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, String> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let parse = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| format!("{name}, line {}: {error}", number + 1))
    };
    text.lines().enumerate().map(parse).collect()
}

/// Precision, recall and their harmonic mean, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Of what was found, how much is right.
    pub precision: f64,
    /// Of what is right, how much was found.
    pub recall: f64,
}

impl Figures {
    /// The harmonic mean.
    pub fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 {
            2.0 * self.precision * self.recall / sum
        } else {
            0.0
        }
    }

    fn mean(all: &[Self]) -> Self {
        let of =
            |part: fn(&Self) -> f64| all.iter().map(part).sum::<f64>() / all.len().max(1) as f64;
        Self {
            precision: of(|figures| figures.precision),
            recall: of(|figures| figures.recall),
        }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (precision, recall) = (self.precision, self.recall);
        write!(f, "P {precision:.3}  R {recall:.3}  F1 {:.3}", self.f1())
    }
}

/// Over all pairs of reports: whether those put together belong together.
pub fn pairwise<A: PartialEq, B: PartialEq>(found: &[A], gold: &[B]) -> Figures {
    let (mut both, mut put, mut belong) = (0u64, 0u64, 0u64);
    for later in 0..found.len() {
        for earlier in 0..later {
            let (f, g) = (found[later] == found[earlier], gold[later] == gold[earlier]);
            both += u64::from(f && g);
            put += u64::from(f);
            belong += u64::from(g);
        }
    }
    Figures {
        precision: both as f64 / put.max(1) as f64,
        recall: both as f64 / belong.max(1) as f64,
    }
}

/// B-cubed (Bagga and Baldwin 1998): for each report, how much of its group belongs to it, and how much of what belongs to it
/// is in its group; the mean of all.
pub fn b_cubed<A: Eq + Hash, B: Eq + Hash>(found: &[A], gold: &[B]) -> Figures {
    let (mut groups, mut incidents, mut both) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (f, g) in found.iter().zip(gold) {
        *groups.entry(f).or_insert(0.0) += 1.0;
        *incidents.entry(g).or_insert(0.0) += 1.0;
        *both.entry((f, g)).or_insert(0.0) += 1.0;
    }
    let mean = |all: &dyn Fn(&A, &B) -> f64| {
        let sum: f64 = found
            .iter()
            .zip(gold)
            .map(|(f, g)| both[&(f, g)] / all(f, g))
            .sum();
        sum / found.len().max(1) as f64
    };
    Figures {
        precision: mean(&|f, _| groups[f]),
        recall: mean(&|_, g| incidents[g]),
    }
}

/// How often the merger runs on the set: which of the reports of a day stands first is drawn by lot, and the draw matters.
const DRAWS: usize = 16;

/// What the merger reached on the set: means over draws.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Over pairs.
    pub pairwise: Figures,
    /// The F1 of the worst draw and of the best.
    pub range: (f64, f64),
    /// B-cubed.
    pub b_cubed: Figures,
    /// Over pairs of dispatches: whether copies are known for copies.
    pub copies: Figures,
    /// The same two figures for the stories with odd numbers and for the others: how steady they are.
    pub halves: [(Figures, Figures); 2],
    /// What went wrong in the first draw, in words.
    pub mistakes: String,
}

impl Outcome {
    /// Runs the merger on the set.
    pub fn of(set: &Set) -> Self {
        let draw = |root: usize| {
            let root = format!("dev{root}");
            merge(&reports(&root, &set.dispatches, &set.events))
        };
        let draws: Vec<Vec<usize>> = (0..DRAWS).map(draw).collect();
        let all = |_: u32| true;
        let pairs = of_stories(set, &draws, all, &|f, g| pairwise(f, g));
        let half = |parity: u32| {
            let wanted = move |story: u32| story % 2 == parity;
            (
                Figures::mean(&of_stories(set, &draws, wanted, &|f, g| pairwise(f, g))),
                Figures::mean(&of_stories(set, &draws, wanted, &|f, g| b_cubed(f, g))),
            )
        };
        let f1 = || pairs.iter().map(|figures| figures.f1());
        let first = reports("dev0", &set.dispatches, &set.events);
        Self {
            pairwise: Figures::mean(&pairs),
            range: (f1().fold(1.0, f64::min), f1().fold(0.0, f64::max)),
            b_cubed: Figures::mean(&of_stories(set, &draws, all, &|f, g| b_cubed(f, g))),
            copies: copies(&set.dispatches),
            halves: [half(1), half(0)],
            mistakes: mistakes(set, &first, &draws[0]),
        }
    }
}

/// A measure of each draw, over the reports of some stories.
fn of_stories(
    set: &Set,
    draws: &[Vec<usize>],
    wanted: impl Fn(u32) -> bool,
    measure: &dyn Fn(&[usize], &[&str]) -> Figures,
) -> Vec<Figures> {
    let places: Vec<usize> = (0..set.events.len())
        .filter(|&at| !set.labels[at].is_empty() && wanted(story(&set.events[at].document)))
        .collect();
    let gold: Vec<&str> = places.iter().map(|&at| set.labels[at].as_str()).collect();
    let of = |found: &Vec<usize>| {
        let found: Vec<usize> = places.iter().map(|&at| found[at]).collect();
        measure(&found, &gold)
    };
    draws.iter().map(of).collect()
}

/// The number of a dispatch's story: 7 of `s07-02`.
fn story(document: &str) -> u32 {
    document
        .get(1..3)
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

fn copies(dispatches: &[Dispatch]) -> Figures {
    let sketches: Vec<Sketch> = dispatches
        .iter()
        .map(|dispatch| Sketch::of(&dispatch.text))
        .collect();
    let compared: Vec<copies::Dispatch<'_>> = sketches
        .iter()
        .zip(dispatches)
        .map(|(sketch, dispatch)| copies::Dispatch {
            sketch,
            day: days::number(Some(dispatch.published)),
        })
        .collect();
    let found = origins(&compared);
    let gold: Vec<&str> = dispatches
        .iter()
        .map(|dispatch| dispatch.copy_of.as_deref().unwrap_or(&dispatch.id))
        .collect();
    pairwise(&found, &gold)
}

/// Wrong links with their weights, and incidents that fell apart.
fn mistakes(set: &Set, reports: &[Report], found: &[usize]) -> String {
    let mut told = String::new();
    let places: HashMap<_, usize> = reports
        .iter()
        .enumerate()
        .map(|(at, report)| (&report.order, at))
        .collect();
    for (at, link) in links(reports).into_iter().enumerate() {
        let Some(link) = link else {
            continue;
        };
        let to = places[&link.to];
        let (one, other) = (&set.labels[at], &set.labels[to]);
        if one != other && !one.is_empty() && !other.is_empty() {
            let _ = writeln!(
                told,
                "wrong: {one} -> {other}\n  {}\n  {}\n  {:.2} {:?}",
                line(&set.events[at]),
                line(&set.events[to]),
                link.affinity.total(),
                link.affinity
            );
        }
    }
    let mut parts: BTreeMap<&str, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    let labels = set.labels.iter().enumerate();
    for (at, label) in labels.filter(|(_, label)| !label.is_empty()) {
        parts
            .entry(label)
            .or_default()
            .entry(found[at])
            .or_default()
            .push(at);
    }
    for (label, parts) in parts.into_iter().filter(|(_, parts)| parts.len() > 1) {
        let _ = writeln!(told, "apart: {label}");
        for (_, members) in parts {
            for at in members {
                let _ = writeln!(told, "  {}", line(&set.events[at]));
            }
            let _ = writeln!(told, "  --");
        }
    }
    told
}

fn line(event: &Event) -> String {
    let codes = |actors: &[chancery_coding::Actor]| -> String {
        let codes: Vec<&str> = actors
            .iter()
            .map(|actor| actor.code.as_deref().unwrap_or("?"))
            .collect();
        codes.join("+")
    };
    format!(
        "{} {} {} {}>{} {}{} [{}] {}",
        event.id,
        event.event_type.as_str(),
        event.cameo,
        codes(&event.sources),
        codes(&event.targets),
        event.time.start.map_or("?".into(), |day| day.to_string()),
        if event.time.start == event.time.end {
            ""
        } else {
            ".."
        },
        event.trigger.text,
        event.evidence.text
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_by_hand() {
        let (found, gold) = ([1, 1, 1, 2], ['a', 'a', 'b', 'b']);
        let pairs = pairwise(&found, &gold);
        assert_eq!((pairs.precision, pairs.recall), (1.0 / 3.0, 0.5));
        let cubed = b_cubed(&found, &gold);
        assert!((cubed.precision - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-9);
        assert!((cubed.recall - (1.0 + 1.0 + 0.5 + 0.5) / 4.0).abs() < 1e-9);
    }
}
