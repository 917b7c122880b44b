//! Events as CSV: one row for each ordered pair of sides, lists joined by `|`.

use chancery_coding::{Actor, Event, Span};
use serde::Serialize;
use serde_json::Value;

/// One row. The names of the fields are those of the columns.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    document: &'a str,
    #[serde(rename = "type")]
    event_type: String,
    mode: Option<&'a str>,
    contexts: String,
    cameo: &'a str,
    quad: String,
    goldstein: f64,
    status: String,
    source: &'a str,
    source_code: Option<&'a str>,
    source_entity: Option<&'a str>,
    source_office: Option<&'a str>,
    target: &'a str,
    target_code: Option<&'a str>,
    target_entity: Option<&'a str>,
    target_office: Option<&'a str>,
    carriers: String,
    channel: String,
    reply_to: Option<&'a str>,
    same_as: Option<&'a str>,
    about: Option<&'a str>,
    start: String,
    end: String,
    precision: String,
    place: &'a str,
    country: Option<&'a str>,
    geonames: String,
    lat: Option<f64>,
    lon: Option<f64>,
    attribution: String,
    hedged: bool,
    trigger: &'a str,
    trigger_start: usize,
    trigger_end: usize,
    evidence: &'a str,
    evidence_start: usize,
    evidence_end: usize,
    confidence: f64,
    frame: &'a str,
}

/// The names of the columns, for the first line.
pub const COLUMNS: [&str; 40] = [
    "id",
    "document",
    "type",
    "mode",
    "contexts",
    "cameo",
    "quad",
    "goldstein",
    "status",
    "source",
    "source_code",
    "source_entity",
    "source_office",
    "target",
    "target_code",
    "target_entity",
    "target_office",
    "carriers",
    "channel",
    "reply_to",
    "same_as",
    "about",
    "start",
    "end",
    "precision",
    "place",
    "country",
    "geonames",
    "lat",
    "lon",
    "attribution",
    "hedged",
    "trigger",
    "trigger_start",
    "trigger_end",
    "evidence",
    "evidence_start",
    "evidence_end",
    "confidence",
    "frame",
];

/// The first line.
pub fn header() -> Vec<u8> {
    (COLUMNS.join(",") + "\n").into_bytes()
}

/// Writes the rows of one event.
pub fn write(bytes: &mut Vec<u8>, event: &Event) {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(bytes);
    for (source, target) in pairs(&event.sources, &event.targets) {
        writer
            .serialize(row(event, source, target))
            .expect("a row of scalars is CSV");
    }
    writer.flush().expect("memory takes all bytes");
}

/// Every source with every target; who is on both sides does nothing to themselves, unless they are alone.
fn pairs<'a>(
    sources: &'a [Actor],
    targets: &'a [Actor],
) -> Vec<(Option<&'a Actor>, Option<&'a Actor>)> {
    let some = |actors: &'a [Actor]| -> Vec<Option<&'a Actor>> {
        if actors.is_empty() {
            vec![None]
        } else {
            actors.iter().map(Some).collect()
        }
    };
    let all: Vec<_> = some(sources)
        .into_iter()
        .flat_map(|source| {
            some(targets)
                .into_iter()
                .map(move |target| (source, target))
        })
        .collect();
    let differ = all
        .iter()
        .filter(|(source, target)| source != target)
        .copied()
        .collect::<Vec<_>>();
    if differ.is_empty() { all } else { differ }
}

fn row<'a>(event: &'a Event, source: Option<&'a Actor>, target: Option<&'a Actor>) -> Row<'a> {
    let place = event.place.as_ref();
    let (trigger, evidence): (&Span, &Span) = (&event.trigger, &event.evidence);
    Row {
        id: &event.id,
        document: &event.document,
        event_type: word(&event.event_type),
        mode: event.mode.as_deref(),
        contexts: event.contexts.join("|"),
        cameo: &event.cameo,
        quad: word(&event.quad),
        goldstein: event.goldstein,
        status: word(&event.status),
        source: source.map_or("", |actor| &actor.name),
        source_code: source.and_then(|actor| actor.code.as_deref()),
        source_entity: source.and_then(|actor| actor.entity.as_deref()),
        source_office: source.and_then(|actor| actor.office.as_deref()),
        target: target.map_or("", |actor| &actor.name),
        target_code: target.and_then(|actor| actor.code.as_deref()),
        target_entity: target.and_then(|actor| actor.entity.as_deref()),
        target_office: target.and_then(|actor| actor.office.as_deref()),
        carriers: names(&event.carriers),
        channel: word(&event.channel),
        reply_to: event.reply_to.as_deref(),
        same_as: event.same_as.as_deref(),
        about: event.about.as_deref(),
        start: word(&event.time.start),
        end: word(&event.time.end),
        precision: word(&event.time.precision),
        place: place.map_or("", |place| &place.name),
        country: place.and_then(|place| place.country.as_deref()),
        geonames: word(&place.and_then(|place| place.geonames)),
        lat: place.and_then(|place| place.lat),
        lon: place.and_then(|place| place.lon),
        attribution: names(&event.attribution),
        hedged: event.hedged,
        trigger: &trigger.text,
        trigger_start: trigger.start,
        trigger_end: trigger.end,
        evidence: &evidence.text,
        evidence_start: evidence.start,
        evidence_end: evidence.end,
        confidence: event.confidence,
        frame: &event.frame,
    }
}

fn names(actors: &[Actor]) -> String {
    actors
        .iter()
        .map(|actor| actor.name.as_str())
        .collect::<Vec<_>>()
        .join("|")
}

/// The word that JSON has for a value; nothing for null.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}
