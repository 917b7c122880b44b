//! Coded events beside annotated ones: which belong together, where they differ, and how many are right.

use std::collections::BTreeSet;
use std::fmt;

use chancery_coding::{Actor, Event, Explanation};
use chancery_text::CharIndex;
use clap::ValueEnum;

use super::dispatches::{Annotated, Gold, Party};

/// How far, in characters, a trigger may lie from the annotated one.
const NEAR: usize = 40;

/// How far apart triggers may be that still mean one act, where the type differs.
const TOUCHING: usize = 6;

/// How an annotated event and a coded one stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Type and both sides are right.
    Right,
    /// The type is right, a side is not.
    Sides,
    /// An act is coded there, of another type.
    Type,
    /// Nothing is coded there.
    Nothing,
    /// Coded, but not annotated.
    Extra,
}

const KINDS: [Kind; 5] = [
    Kind::Right,
    Kind::Sides,
    Kind::Type,
    Kind::Nothing,
    Kind::Extra,
];

/// One row of a comparison: an annotated event, a coded one, or both.
struct Row<'a> {
    kind: Kind,
    gold: Option<&'a Gold>,
    event: Option<&'a Event>,
    /// Characters of the annotated trigger, else of the coded one.
    chars: (usize, usize),
}

/// What is compared of an event beside its type and sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Field {
    /// Whether it happened.
    Status,
    /// First and last day.
    Date,
    /// The country where it happened.
    Place,
    /// The medium.
    Channel,
    /// On whose word.
    Attribution,
}

const FIELDS: [Field; 5] = [
    Field::Status,
    Field::Date,
    Field::Place,
    Field::Channel,
    Field::Attribution,
];

/// What to print beside the figures.
#[derive(Clone, Copy, Default)]
pub struct Listing {
    /// Every row of this kind.
    pub kind: Option<Kind>,
    /// Every row of the right type in which this field differs, also where a side is wrong.
    pub field: Option<Field>,
}

impl Listing {
    fn wants(&self, row: &Row) -> bool {
        let differs = |field: Field| {
            let pair = row.gold.zip(row.event);
            let typed = matches!(row.kind, Kind::Right | Kind::Sides);
            pair.filter(|(gold, _)| typed && is_marked(gold, field))
                .is_some_and(|(gold, event)| !fields(gold, event)[field as usize])
        };
        self.kind == Some(row.kind) || self.field.is_some_and(differs)
    }
}

/// Prints the figures over all dispatches of a set and, if asked, rows of one kind.
pub fn report<'a>(
    set: &str,
    dispatches: impl IntoIterator<Item = &'a Annotated>,
    coded: impl IntoIterator<Item = &'a Explanation>,
    listing: Listing,
) {
    let mut read = 0;
    let mut counts = [0usize; KINDS.len()];
    let mut fields_right = [(0usize, 0usize); FIELDS.len()];
    for (dispatch, explanation) in dispatches.into_iter().zip(coded) {
        read += 1;
        for row in rows(dispatch, &explanation.events) {
            counts[row.kind as usize] += 1;
            if let (Kind::Right, Some(gold), Some(event)) = (row.kind, row.gold, row.event) {
                let marked = FIELDS.map(|field| is_marked(gold, field));
                for (at, right) in fields(gold, event).into_iter().enumerate() {
                    fields_right[at].0 += usize::from(marked[at] && right);
                    fields_right[at].1 += usize::from(marked[at]);
                }
            }
            if listing.wants(&row) {
                println!(
                    "{}",
                    Listed {
                        row: &row,
                        dispatch,
                        explanation,
                        field: listing.field,
                    }
                );
            }
        }
    }
    print(set, read, &counts, &fields_right);
}

/// Whether a field is annotated with care: of most acts marked in the text no more is than their status.
fn is_marked(gold: &Gold, field: Field) -> bool {
    !gold.bare || field == Field::Status
}

fn print(
    set: &str,
    dispatches: usize,
    counts: &[usize; KINDS.len()],
    fields_right: &[(usize, usize); FIELDS.len()],
) {
    let count = |kind: Kind| counts[kind as usize];
    let right = count(Kind::Right);
    let wrong = count(Kind::Sides) + count(Kind::Type);
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let precision = share(right, right + wrong + count(Kind::Extra));
    let recall = share(right, right + wrong + count(Kind::Nothing));
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    println!(
        "{set}: {dispatches} annotated dispatches, events: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}"
    );
    let kinds: Vec<String> = KINDS
        .iter()
        .map(|&kind| format!("{} {}", format!("{kind:?}").to_lowercase(), count(kind)))
        .collect();
    println!("  {}", kinds.join(", "));
    for (field, &(count, matched)) in FIELDS.iter().zip(fields_right) {
        let field = format!("{field:?}").to_lowercase();
        println!(
            "  {field:<12} {:.3} of {matched} matched",
            share(count, matched)
        );
    }
}

/// Puts each annotated event beside the coded one that means the same act, the closest fit first.
fn rows<'a>(dispatch: &'a Annotated, events: &'a [Event]) -> Vec<Row<'a>> {
    let text = &dispatch.document.text;
    let index = CharIndex::new(text);
    let mut free = vec![true; events.len()];
    let mut open: Vec<(&Gold, (usize, usize))> = Vec::new();
    for gold in &dispatch.gold {
        let Some(chars) = gold.place_in(text, &index) else {
            continue;
        };
        if gold.same_as.is_none() {
            open.push((gold, chars));
            continue;
        }
        // Second mentions are neither asked for nor held against the coder.
        for (event, free) in events.iter().zip(&mut free) {
            *free &= distance(event, chars) > 0;
        }
    }
    let mut rows = Vec::new();
    for (kind, within) in [
        (Kind::Right, NEAR),
        (Kind::Sides, NEAR),
        (Kind::Type, TOUCHING),
    ] {
        open.retain(|&(gold, chars)| {
            let best = (0..events.len())
                .filter(|&at| free[at] && distance(&events[at], chars) <= within)
                .filter(|&at| belongs(kind, gold, &events[at]))
                .min_by_key(|&at| events[at].trigger.start.abs_diff(chars.0));
            if let Some(at) = best {
                free[at] = false;
                rows.push(Row {
                    kind,
                    gold: Some(gold),
                    event: Some(&events[at]),
                    chars,
                });
            }
            best.is_none()
        });
    }
    rows.extend(open.into_iter().map(|(gold, chars)| Row {
        kind: Kind::Nothing,
        gold: Some(gold),
        event: None,
        chars,
    }));
    let extra = events.iter().zip(&free);
    let extra = extra.filter(|(event, free)| **free && event.same_as.is_none());
    rows.extend(extra.map(|(event, _)| Row {
        kind: Kind::Extra,
        gold: None,
        event: Some(event),
        chars: (event.trigger.start, event.trigger.end),
    }));
    rows.sort_by_key(|row| row.chars);
    rows
}

/// How many characters lie between an event's trigger and a stretch; none where they overlap.
fn distance(event: &Event, (start, end): (usize, usize)) -> usize {
    let trigger = &event.trigger;
    if trigger.start < end && start < trigger.end {
        0
    } else {
        (start.max(trigger.start) - end.min(trigger.end)) + 1
    }
}

fn belongs(kind: Kind, gold: &Gold, event: &Event) -> bool {
    match kind {
        Kind::Right => {
            let (sources, targets) = (of_actors(&event.sources), of_actors(&event.targets));
            is_type(gold, event) && are_sides(gold, &sources, &targets)
        }
        Kind::Sides => is_type(gold, event),
        _ => true,
    }
}

fn is_type(gold: &Gold, event: &Event) -> bool {
    gold.types().contains(&event.event_type.as_str())
}

/// Whether an event has on both sides the countries that were annotated. Of a mutual act, which lists every party on
/// both sides, one party on each side in either order is as right.
pub fn are_sides(gold: &Gold, own_sources: &BTreeSet<&str>, own_targets: &BTreeSet<&str>) -> bool {
    let (sources, targets) = (expected(&gold.sources), expected(&gold.targets));
    let mutual = sources == targets && sources.len() > 1;
    let apart = !own_sources.is_empty()
        && !own_targets.is_empty()
        && own_sources.union(own_targets).eq(sources.iter());
    (*own_sources == sources && *own_targets == targets) || (mutual && apart)
}

fn fields(gold: &Gold, event: &Event) -> [bool; FIELDS.len()] {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let place = event
        .place
        .as_ref()
        .and_then(|place| place.country.as_ref());
    let wanted = gold.place.as_ref().and_then(|place| place.country.as_ref());
    [
        event.status.as_str() == gold.status,
        day(event.time.start) == gold.time.start && day(event.time.end) == gold.time.end,
        place == wanted,
        event.channel.map(|channel| channel.as_str()) == gold.channel.as_deref(),
        of_actors(&event.attribution) == expected(&gold.attribution),
    ]
}

/// A field as annotated and as coded, for a reader.
fn values(field: Field, gold: &Gold, event: &Event) -> (String, String) {
    match field {
        Field::Status => (gold.status.clone(), event.status.as_str().to_owned()),
        Field::Date => {
            let coded = &event.time;
            let (start, end) = (
                coded.start.map(|day| day.to_string()),
                coded.end.map(|day| day.to_string()),
            );
            let precision = format!("{:?}", coded.precision).to_lowercase();
            let words = coded.mention.as_ref().map(|span| span.text.as_str());
            (
                days(&gold.time.start, &gold.time.end, &gold.time.precision),
                format!("{} by {words:?}", days(&start, &end, &precision)),
            )
        }
        Field::Place => {
            let coded = event.place.as_ref();
            let words = coded.and_then(|place| place.mention.as_ref());
            let words = words.map(|span| span.text.as_str());
            let coded = coded.map(|place| (&place.name, &place.country));
            let annotated = gold
                .place
                .as_ref()
                .map(|place| (&place.name, &place.country));
            (format!("{annotated:?}"), format!("{coded:?} by {words:?}"))
        }
        Field::Channel => {
            let coded = event.channel.map(|channel| channel.as_str());
            (format!("{:?}", gold.channel), format!("{coded:?}"))
        }
        Field::Attribution => (
            format!("{:?}", expected(&gold.attribution)),
            format!("{:?}", of_actors(&event.attribution)),
        ),
    }
}

fn days(start: &Option<String>, end: &Option<String>, precision: &str) -> String {
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "-".to_owned());
    if start == end {
        format!("{} ({precision})", day(start))
    } else {
        format!("{} to {} ({precision})", day(start), day(end))
    }
}

/// The countries of some codes.
pub fn countries<'c>(codes: impl Iterator<Item = &'c str>) -> BTreeSet<&'c str> {
    codes.filter_map(|code| country(Some(code))).collect()
}

fn of_actors(actors: &[Actor]) -> BTreeSet<&str> {
    countries(actors.iter().filter_map(|actor| actor.code.as_deref()))
}

fn expected(parties: &[Party]) -> BTreeSet<&str> {
    let codes = parties.iter().map(|party| party.code.as_deref());
    codes.filter_map(country).collect()
}

fn country(code: Option<&str>) -> Option<&str> {
    code.and_then(|code| code.split('.').next())
        .filter(|country| !country.is_empty())
}

/// A row for a reader: the words around, what was annotated, what was coded, what was passed over.
struct Listed<'a> {
    row: &'a Row<'a>,
    dispatch: &'a Annotated,
    explanation: &'a Explanation,
    field: Option<Field>,
}

impl Listed<'_> {
    /// The predicates there with their arguments, and what became of each frame that lists them.
    fn tried(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let (start, end) = self.row.chars;
        let predicates = self.explanation.sentences.iter();
        let predicates = predicates
            .flat_map(|sentence| &sentence.predicates)
            .filter(|it| it.chars.start < end && start < it.chars.end);
        for predicate in predicates {
            let arguments = predicate.arguments.join(" | ");
            writeln!(out, "    at “{}”: {arguments}", predicate.text)?;
            for frame in predicate.frames.iter().take(MOST_TRIED) {
                writeln!(out, "      {frame}")?;
            }
        }
        Ok(())
    }
}

/// How many frames are shown of those tried at a word.
const MOST_TRIED: usize = 8;

/// How many characters of the text are shown on each side of a trigger.
const AROUND: usize = 130;

impl fmt::Display for Listed<'_> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let (start, end) = self.row.chars;
        let chars: Vec<char> = self.dispatch.document.text.chars().collect();
        let part = |from: usize, to: usize| -> String {
            let part = chars[from.min(chars.len())..to.min(chars.len())].iter();
            part.collect::<String>().replace('\n', " ")
        };
        let id = &self.dispatch.document.id;
        let before = part(start.saturating_sub(AROUND), start);
        let published = self.dispatch.document.date.as_ref();
        let published = published.map_or(String::new(), |date| format!(" ({})", date.date));
        writeln!(
            out,
            "{id}{published}: {before}[[{}]]{}",
            part(start, end),
            part(end, end + AROUND)
        )?;
        if let Some(gold) = self.row.gold {
            let side = |side: &[Party]| {
                let parties = side.iter();
                let named = parties
                    .map(|it| format!("{} ({})", it.code.as_deref().unwrap_or("null"), it.words));
                named.collect::<Vec<_>>().join(" + ")
            };
            let (sources, targets) = (side(&gold.sources), side(&gold.targets));
            let types = gold.types().join("|");
            writeln!(
                out,
                "    gold   {types} {} {sources} -> {targets}",
                gold.status
            )?;
        }
        if let Some(event) = self.row.event {
            let side = |side: &[Actor]| {
                let actors = side.iter();
                let named = actors.map(|it| {
                    format!(
                        "{} ({})",
                        it.code.as_deref().unwrap_or("null"),
                        it.mention.text
                    )
                });
                named.collect::<Vec<_>>().join(" + ")
            };
            let (sources, targets) = (side(&event.sources), side(&event.targets));
            let (status, frame) = (event.status.as_str(), &event.frame);
            writeln!(out, "    coded  {frame} {status} {sources} -> {targets}")?;
        }
        if let (Some(field), Some(gold), Some(event)) = (self.field, self.row.gold, self.row.event)
        {
            let kind = format!("{:?}", self.row.kind).to_lowercase();
            let (gold, coded) = values(field, gold, event);
            writeln!(out, "    {kind}: gold {gold}, coded {coded}")?;
        }
        let passed = self.explanation.passed_over.iter();
        for passed in passed.filter(|it| it.chars.start < end && start < it.chars.end) {
            writeln!(out, "    passed over: {}, {}", passed.frame, passed.reason)?;
        }
        if self.row.kind != Kind::Right {
            self.tried(out)?;
        }
        Ok(())
    }
}
