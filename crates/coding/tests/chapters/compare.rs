//! What a case expects beside what is coded.

use chancery_coding::{Actor, Event};
use jiff::civil::Date;

use crate::notation::{Case, Expected, NOBODY, Side, alternatives, side};

/// How a case came out.
pub struct Verdict<'c> {
    /// The case.
    pub case: &'c Case,
    /// The fields of each expected event that are wrong; `missing` alone where it is not coded.
    pub wrong: Vec<Vec<String>>,
    /// What is coded beside them, as `TYPE *trigger*`.
    pub also: Vec<String>,
    events: Vec<Event>,
    pairs: Vec<Option<usize>>,
}

impl<'c> Verdict<'c> {
    /// Compares a case with the events coded from it.
    pub fn new(case: &'c Case, events: Vec<Event>) -> Self {
        let pairs = pairs(case, &events);
        let mut verdict = Self {
            case,
            wrong: Vec::new(),
            also: also(case, &events, &pairs),
            events,
            pairs,
        };
        verdict.wrong = (0..case.expected.len())
            .map(|at| verdict.wrong_at(at))
            .collect();
        verdict
    }

    /// Whether everything is coded as expected, whatever is marked.
    pub fn is_right(&self) -> bool {
        self.also.is_empty() && self.wrong.iter().all(Vec::is_empty)
    }

    /// Where the case comes out otherwise than it says and marks.
    pub fn complaints(&self, chapter: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        for (at, expected) in self.case.expected.iter().enumerate() {
            let place = format!("{chapter}.md:{}", expected.line + 1);
            for field in missing_from(&self.wrong[at], &expected.known) {
                complaints.push(format!("{place}: {field}: {}", self.found(at)));
            }
            for field in missing_from(&expected.known, &self.wrong[at]) {
                complaints.push(format!(
                    "{place}: {field} has become right: remove the mark"
                ));
            }
        }
        let marked: Vec<String> = self
            .case
            .also
            .iter()
            .map(|(_, also)| also.clone())
            .collect();
        let place = format!("{chapter}.md:{}", self.case.last + 1);
        for also in missing_from(&self.also, &marked) {
            complaints.push(format!("{place}: codes {also} too: “{}”", self.case.text));
        }
        for also in missing_from(&marked, &self.also) {
            complaints.push(format!("{place}: no longer codes {also}: remove the mark"));
        }
        complaints
    }

    fn found(&self, at: usize) -> String {
        match self.pairs[at] {
            Some(event) => format!("found {}", told(&self.events[event])),
            None => format!("not coded: “{}”", self.case.text),
        }
    }

    fn wrong_at(&self, at: usize) -> Vec<String> {
        let expected = &self.case.expected[at];
        let Some(event) = self.pairs[at].map(|event| &self.events[event]) else {
            return vec!["missing".to_owned()];
        };
        let status = expected.field("status").unwrap_or("actual");
        let mut wrong = Vec::new();
        let mut check = |name: &str, right: bool| {
            if !right {
                wrong.push(name.to_owned());
            }
        };
        check(
            "type",
            expected
                .types
                .iter()
                .any(|name| name == event.event_type.as_str()),
        );
        let (sources, targets) = sides(expected, event);
        check("sources", sources);
        check("targets", targets);
        check(
            "status",
            alternatives(status)
                .iter()
                .any(|name| name == event.status.as_str()),
        );
        check("hedged", expected.field("hedged").is_some() == event.hedged);
        for (name, value) in &expected.fields {
            check(name, self.holds(event, name, value));
        }
        wrong.dedup();
        wrong
    }

    /// Whether a field that is compared only where it is written is right.
    fn holds(&self, event: &Event, name: &str, value: &str) -> bool {
        match name {
            "date" => value.split('/').any(|date| is_date(event, date)),
            "place" => is_place(event, value),
            "channel" => event.channel.map_or("none", |channel| channel.as_str()) == value,
            "carrier" => value_side(value, &event.carriers),
            "attribution" => value_side(value, &event.attribution) && in_order(value, event),
            "replies to" => self.points(event.reply_to.as_deref(), value),
            "same as" => self.points(event.same_as.as_deref(), value),
            _ => true,
        }
    }

    /// Whether an id is that of the expected event with a trigger.
    fn points(&self, id: Option<&str>, value: &str) -> bool {
        if value == "none" {
            return id.is_none();
        }
        let named = value.trim_start_matches('*');
        let mut expected = self.case.expected.iter();
        let at = expected.position(|event| names(event, named));
        let event = at.and_then(|at| self.pairs[at]).map(|at| &self.events[at]);
        event.is_some_and(|event| id == Some(event.id.as_str()))
    }
}

/// Whether `met*` or `signed* 2` is how an event's trigger is written, or one of its words.
fn names(expected: &Expected, named: &str) -> bool {
    let word = named.trim_end_matches('*');
    let mut words = expected.trigger.trim_end_matches('*').split('/');
    expected.trigger == named || words.any(|one| one == word)
}

/// The items of one list that the other lacks.
fn missing_from<'l>(list: &'l [String], other: &[String]) -> impl Iterator<Item = &'l String> {
    list.iter().filter(|item| !other.contains(item))
}

/// Which event each expected one is: those that agree best find each other first.
fn pairs(case: &Case, events: &[Event]) -> Vec<Option<usize>> {
    let mut scored = Vec::new();
    for (at, expected) in case.expected.iter().enumerate() {
        for (other, event) in events.iter().enumerate() {
            if let Some(score) = likeness(expected, event) {
                scored.push((std::cmp::Reverse(score), at, other));
            }
        }
    }
    scored.sort_unstable();
    let mut pairs = vec![None; case.expected.len()];
    for (_, at, other) in scored {
        if pairs[at].is_none() && !pairs.contains(&Some(other)) {
            pairs[at] = Some(other);
        }
    }
    pairs
}

/// How well an event agrees with an expected one; none where neither its trigger nor type and sides do.
fn likeness(expected: &Expected, event: &Event) -> Option<u32> {
    let word = overlaps(expected, event);
    let kind = expected
        .types
        .iter()
        .any(|name| name == event.event_type.as_str());
    let (sources, targets) = sides(expected, event);
    let named = !event.sources.is_empty() && !event.targets.is_empty();
    let fits = word || (kind && sources && targets && named);
    let same = event.same_as.is_some() == expected.field("same as").is_some_and(|it| it != "none");
    let score =
        8 * u32::from(word) + 4 * u32::from(kind) + 2 * u32::from(sources) + 2 * u32::from(targets);
    fits.then_some(score + u32::from(same))
}

fn overlaps(expected: &Expected, event: &Event) -> bool {
    let trigger = &event.trigger;
    let mut spans = expected.spans.iter();
    spans.any(|(start, end)| trigger.start < *end && *start < trigger.end)
}

/// What is coded beside what is expected and what may be; a second mention of an event that is expected may be.
fn also(case: &Case, events: &[Event], pairs: &[Option<usize>]) -> Vec<String> {
    let paired = |at: usize| pairs.contains(&Some(at));
    let is_paired = |id: &String| {
        events
            .iter()
            .enumerate()
            .any(|(at, event)| event.id == *id && paired(at))
    };
    let left = events.iter().enumerate().filter(|(at, event)| {
        let may_be = case
            .perhaps
            .iter()
            .any(|expected| overlaps(expected, event));
        let again = event.same_as.as_ref().is_some_and(is_paired);
        !paired(*at) && !may_be && !again
    });
    let mut also: Vec<String> = left
        .map(|(_, event)| format!("{} *{}*", event.event_type.as_str(), event.trigger.text))
        .collect();
    also.sort();
    also.dedup();
    also
}

/// Whether sources and targets are right.
fn sides(expected: &Expected, event: &Event) -> (bool, bool) {
    if expected.open {
        let all = [event.sources.as_slice(), event.targets.as_slice()].concat();
        let right = matches(&expected.sources, &all);
        return (right, right);
    }
    let sources = matches(&expected.sources, &event.sources);
    (sources, matches(&expected.targets, &event.targets))
}

/// Whether every party of an event is expected, and every expected one is there.
fn matches(side: &Side, actors: &[Actor]) -> bool {
    let is_expected = |actor: &Actor| side.iter().any(|party| fits(party, actor));
    let is_there = |party: &Vec<String>| {
        party.iter().any(|code| code == NOBODY) || actors.iter().any(|actor| fits(party, actor))
    };
    actors.iter().all(is_expected) && side.iter().all(is_there)
}

fn fits(party: &[String], actor: &Actor) -> bool {
    party.iter().any(|code| match actor.code.as_deref() {
        Some(found) => found == code,
        None => named_alike(code.trim_matches('"'), &actor.mention.text),
    })
}

/// Whether words without a code name the same party: the text's, with or without article and attributes.
fn named_alike(words: &str, mention: &str) -> bool {
    let (words, mention) = (words.to_lowercase(), mention.to_lowercase());
    mention.contains(&words) || words.contains(mention.trim_start_matches("the "))
}

fn value_side(value: &str, actors: &[Actor]) -> bool {
    match value {
        "none" => actors.is_empty(),
        value => matches(&side(value), actors),
    }
}

/// Whether those credited come in the order written.
fn in_order(value: &str, event: &Event) -> bool {
    let expected = side(value);
    let place = |actor: &Actor| expected.iter().position(|party| fits(party, actor));
    event.attribution.iter().map(place).is_sorted()
}

/// Whether an event's time is `2024-03`, `2017 to open`, `none` or `2024-02-26 to 2024-03-03 (week)`.
fn is_date(event: &Event, value: &str) -> bool {
    let (days, precision) = match value.split_once(" (") {
        Some((days, precision)) => (days, precision.strip_suffix(')')),
        None => (value, None),
    };
    let named = serde_json::to_value(event.time.precision).ok();
    let named = named.as_ref().and_then(|name| name.as_str());
    let (from, to) = days.split_once(" to ").unwrap_or((days, days));
    event.time.start == edge(from, Date::first_of_year, Date::first_of_month)
        && event.time.end == edge(to, Date::last_of_year, Date::last_of_month)
        && (precision.is_none() || precision == named)
}

/// The first or last day of a year, a month or a day; none for `open` and `none`.
fn edge(date: &str, of_year: fn(Date) -> Date, of_month: fn(Date) -> Date) -> Option<Date> {
    let day = |date: String| date.parse::<Date>().ok();
    match date.len() {
        _ if date == "open" || date == "none" => None,
        4 => day(format!("{date}-01-01")).map(of_year),
        7 => day(format!("{date}-01")).map(of_month),
        _ => day(date.to_owned()),
    }
}

/// Whether the place is `Yaounde, CMR`, with strokes between what is right; `none` among the names allows for no place.
fn is_place(event: &Event, value: &str) -> bool {
    let (names, countries) = value.split_once(", ").unwrap_or((value, ""));
    let (names, countries) = (alternatives(names), alternatives(countries));
    let has = |list: &[String], it: &str| list.iter().any(|one| one == it);
    let Some(place) = &event.place else {
        return has(&names, "none");
    };
    let mention = place.mention.as_ref().map_or("", |mention| &mention.text);
    let named = has(&names, &place.name) || has(&names, mention);
    named && has(&countries, place.country.as_deref().unwrap_or("none"))
}

/// An event in the notation of the chapters.
fn told(event: &Event) -> String {
    let side = |actors: &[Actor]| {
        let names = actors.iter().map(|actor| match &actor.code {
            Some(code) => code.clone(),
            None => format!("\"{}\"", actor.mention.text),
        });
        match names.collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => "none".to_owned(),
            names => names,
        }
    };
    let day = |day: Option<Date>| day.map_or("open".to_owned(), |day| day.to_string());
    format!(
        "{} {} → {}, *{}*; status: {}; hedged: {}; date: {} to {}; place: {}; channel: {}; carrier: {}; attribution: {}",
        event.event_type.as_str(),
        side(&event.sources),
        side(&event.targets),
        event.trigger.text,
        event.status.as_str(),
        event.hedged,
        day(event.time.start),
        day(event.time.end),
        event.place.as_ref().map_or("none", |place| &place.name),
        event.channel.map_or("none", |channel| channel.as_str()),
        side(&event.carriers),
        side(&event.attribution),
    )
}
