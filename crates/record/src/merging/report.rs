//! A report as the merger sees it.

use super::cells::{Names, joined, lot, pairs};
use super::wording::Wording;
use crate::days;
use chancery_coding::{Actor, Channel, Event, EventTime, EventType, Precision, Status};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Spans of at most this many days still tell when something happened.
pub(super) const SHORT: i64 = 10;
/// Vague spans of more days than this stand apart, so that few reports need to be looked at far away.
pub(super) const LONG: i64 = 62;
/// More countries than this in one report are not looked up.
const COUNTRIES: usize = 8;

/// The canonical order of reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order {
    /// How well it is dated.
    pub tier: Tier,
    /// The day that it stands at, as [`days::number`] counts; 0 for none.
    pub day: i64,
    /// What was published first stands first, else what is drawn by the names below: see [`lot`].
    pub lot: i64,
    /// The input's root.
    pub root: String,
    /// The document's id.
    pub document: String,
    /// The event's id.
    pub event: String,
}

/// How well a report is dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// To the day or a few days.
    Dated,
    /// Not, or to a month or so: it refers to something that lies before the document.
    Vague,
    /// To a year or a longer stretch.
    Wide,
}

/// When a report says that it happened; days as [`days::number`] counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On a day.
    Day(i64),
    /// About the day of the document.
    Document(i64),
    /// Between two days.
    Span(i64, i64),
    /// Before the document of that day.
    Before(i64),
    /// Nothing tells.
    Unknown,
}

/// A party to an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Whom its code belongs to: `CHN`, `IGO.UN`; empty where it has none.
    pub nation: String,
    /// What it is called.
    pub(super) numbers: Numbers,
}

/// Hashes of what a party is called, quickly compared: of its code, that code's nation, its identity and its name in lower case; 0 for
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    pub code: i64,
    pub nation: i64,
    pub entity: i64,
    pub name: i64,
    /// Whether the identity is a person's.
    pub person: bool,
}

/// One document's telling of an event, as the merger sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its place among all.
    pub order: Order,
    /// Type.
    pub event_type: EventType,
    /// CAMEO code.
    pub cameo: String,
    /// Status.
    pub status: Status,
    /// Channel.
    pub channel: Option<Channel>,
    /// Who did it.
    pub sources: Vec<Party>,
    /// To whom.
    pub targets: Vec<Party>,
    /// Every party is on both sides.
    pub mutual: bool,
    /// Whom else the document tells of, where a side is missing: the nations of its other events.
    pub story: Vec<String>,
    /// When.
    pub when: When,
    /// The day of the document; 0 for none.
    pub published: i64,
    /// Where: name, country, coordinates.
    pub place: Option<Spot>,
    /// The document as a number.
    pub(super) document: i64,
    /// Where its evidence begins in the document.
    pub sentence: usize,
    /// The words of the evidence.
    pub wording: Wording,
    /// The event of the same document that it repeats.
    pub same_as: Option<String>,
    /// Where it stands and looks.
    pub names: Names,
}

/// A place, for comparing.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Name in lower case, as a number.
    pub name: i64,
    /// ISO 3166-1 alpha-3, or empty.
    pub country: String,
    /// Latitude and longitude in degrees.
    pub at: Option<(f64, f64)>,
}

impl Report {
    /// The report that `event` of a document is; `story` has the nations of the document's other events.
    pub fn of(root: &str, published: Option<Date>, event: &Event, story: &[String]) -> Self {
        let published = days::number(published);
        let when = when(&event.time, published);
        let (tier, day) = standing(when);
        let (sources, targets) = (parties(&event.sources), parties(&event.targets));
        let missing = sources.is_empty() || targets.is_empty();
        let mut report = Self {
            order: Order {
                tier,
                day,
                lot: lot(published - day, [root, &event.document, &event.id]),
                root: root.to_owned(),
                document: event.document.clone(),
                event: event.id.clone(),
            },
            event_type: event.event_type,
            cameo: event.cameo.clone(),
            status: event.status,
            channel: event.channel,
            mutual: !sources.is_empty() && sources == targets,
            story: if missing { story.to_vec() } else { Vec::new() },
            when,
            published,
            place: event.place.as_ref().map(|place| Spot {
                name: joined([&place.name.to_lowercase()]),
                country: place.country.clone().unwrap_or_default(),
                at: place.lat.zip(place.lon),
            }),
            document: joined([root, "\0", &event.document]),
            sentence: event.evidence.start,
            wording: Wording::of(event),
            same_as: event.same_as.clone(),
            names: Names::default(),
            sources,
            targets,
        };
        let nations: Vec<&str> = report.party_nations().into_iter().take(COUNTRIES).collect();
        report.names = Names::of(&nations, &report.own_words());
        report
    }

    /// Words that tell reports of one pair and type apart.
    fn own_words(&self) -> Vec<String> {
        let kind = self.event_type.as_str();
        let words = self.wording.marks();
        words.map(|word| format!("{kind}|{word:x}")).collect()
    }

    /// The nations on both sides, in order, once each.
    pub fn nations(&self) -> BTreeSet<&str> {
        let sides = self.sources.iter().chain(&self.targets);
        let nations = sides.map(|party| party.nation.as_str());
        nations.filter(|nation| !nation.is_empty()).collect()
    }

    /// The names under which reports of each pair of nations on its sides stand with a sign before.
    pub fn pairs(&self, sign: &str) -> Vec<i64> {
        let nations: Vec<&str> = self.nations().into_iter().take(COUNTRIES).collect();
        let name = |(one, other)| joined([sign, one, "|", other]);
        pairs(&nations).map(name).collect()
    }

    /// The nations on its sides; where a side is missing, those of the story besides, and the country where it happened.
    fn party_nations(&self) -> BTreeSet<&str> {
        let mut nations: BTreeSet<&str> = self.nations();
        if nations.is_empty() {
            nations.extend(self.story.iter().map(String::as_str));
        }
        if nations.is_empty() {
            let place = self.place.as_ref().map(|place| place.country.as_str());
            nations.extend(place.filter(|country| !country.is_empty()));
        }
        nations
    }
}

/// For how many days after an event an undated mention is taken for it.
pub(super) const MEMORY: i64 = 90;

fn when(time: &EventTime, published: i64) -> When {
    let (first, last) = (days::number(time.start), days::number(time.end));
    match time.precision {
        Precision::Day if first > 0 => When::Day(first),
        Precision::Document if first > 0 => When::Document(first),
        _ if first > 0 && last >= first => When::Span(first, last),
        _ if first > 0 => When::Span(first, published.max(first)),
        _ if published > 0 => When::Before(published),
        _ => When::Unknown,
    }
}

fn standing(when: When) -> (Tier, i64) {
    match when {
        When::Day(day) | When::Document(day) => (Tier::Dated, day),
        When::Span(first, last) if last - first <= SHORT => (Tier::Dated, first),
        When::Span(first, last) if last - first <= LONG => (Tier::Vague, first),
        When::Span(first, _) => (Tier::Wide, first),
        When::Before(day) => (Tier::Vague, day),
        When::Unknown => (Tier::Wide, 0),
    }
}

fn parties(actors: &[Actor]) -> Vec<Party> {
    actors.iter().map(party).collect()
}

fn party(actor: &Actor) -> Party {
    let code = actor.code.as_deref().unwrap_or_default();
    let nation = nation(code);
    let entity = actor.entity.as_deref().unwrap_or_default();
    let number = |word: &str| if word.is_empty() { 0 } else { joined([word]) };
    Party {
        numbers: Numbers {
            code: number(code),
            nation: number(nation),
            entity: number(entity),
            name: number(&actor.name.to_lowercase()),
            person: entity.starts_with("person/"),
        },
        nation: nation.to_owned(),
    }
}

/// `CHN.GOV`: `CHN`; `IGO.UN.WHO`: `IGO.UN`, since what comes first there is only the kind of body.
pub(crate) fn nation(code: &str) -> &str {
    let parts = if matches!(code.get(..4), Some("IGO." | "NGO." | "MNC." | "IMG.")) {
        2
    } else {
        1
    };
    let end = code.match_indices('.').nth(parts - 1);
    &code[..end.map_or(code.len(), |(at, _)| at)]
}

#[cfg(test)]
mod tests {
    use super::nation;

    #[test]
    fn bodies_are_nations_of_their_own() {
        let check = |code, whole| assert_eq!(nation(code), whole);
        check("CHN.GOV", "CHN");
        check("CHN", "CHN");
        check("IGO.UN.WHO", "IGO.UN");
        check("IGO.UN", "IGO.UN");
        check("", "");
    }
}
