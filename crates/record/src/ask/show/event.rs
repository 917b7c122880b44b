//! One event.

use super::Shown;
use super::lines::{Lines, all, time};
use crate::error::Result;
use crate::events::word;
use crate::recode::{self, as_kept};
use crate::record::Record;
use chancery_coding::Event;
use rusqlite::OptionalExtension as _;
use serde_json::{Value, json};

/// The keys of the events of an id; its document's id comes before its last `#`.
pub fn keys(record: &Record, id: &str) -> Result<Vec<i64>> {
    let Some((document, _)) = id.rsplit_once('#') else {
        return Ok(Vec::new());
    };
    let find = "SELECT e.key FROM documents d JOIN events e ON e.document = d.key AND e.id = ?2
                WHERE d.id = ?1 ORDER BY d.root";
    record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        let rows = find.query_map([document, id], |row| row.get(0))?;
        rows.collect()
    })
}

/// The event of a key, with its document, incident and reviews.
pub fn shown(record: &Record, key: i64) -> Result<Shown> {
    let event = record.event(key)?;
    let about = surroundings(record, key)?;
    let reviews = reviews(record, &about.root, &event)?;
    let mut lines = page(&event);
    lines.line("document", &about.words());
    lines.maybe("incident", about.incident.as_deref());
    for review in &reviews {
        lines.line("review", review["said"].as_str().unwrap_or_default());
    }
    let json = json!({
        "kind": "event", "event": event, "root": about.root, "publisher": about.publisher, "published": about.date,
        "incident": about.incident, "reviews": reviews,
    });
    Ok(Shown {
        kind: "event",
        text: lines.0,
        json,
    })
}

struct Surroundings {
    root: String,
    document: String,
    publisher: Option<String>,
    date: Option<String>,
    incident: Option<String>,
}

impl Surroundings {
    fn words(&self) -> String {
        let parts = [
            Some(&self.document),
            self.publisher.as_ref(),
            self.date.as_ref(),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        format!("{}  (in {})", parts.join(", "), self.root)
    }
}

fn surroundings(record: &Record, key: i64) -> Result<Surroundings> {
    let find = "SELECT d.root, d.id, d.publisher, d.date, i.id FROM events e JOIN documents d ON d.key = e.document
        LEFT JOIN reports r ON r.event = e.key LEFT JOIN incidents i ON i.key = r.incident WHERE e.key = ?1";
    record.ask(|sql| {
        sql.prepare_cached(find)?.query_row([key], |row| {
            Ok(Surroundings {
                root: row.get(0)?,
                document: row.get(1)?,
                publisher: row.get(2)?,
                date: row.get(3)?,
                incident: row.get(4)?,
            })
        })
    })
}

/// What people said of an event, of whatever text and coding it was.
fn reviews(record: &Record, root: &str, event: &Event) -> Result<Vec<Value>> {
    let find = "SELECT verdict, reviewer, at, note, edit, coding, of_present_text FROM all_reviews
        WHERE root = ?1 AND event = ?2 ORDER BY key";
    let present = as_kept(event);
    record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        let rows = find.query_map([root, &event.id], |row| {
            Ok(Said {
                verdict: row.get(0)?,
                reviewer: row.get(1)?,
                at: row.get(2)?,
                note: row.get(3)?,
                edit: row.get(4)?,
                coding: row.get(5)?,
                of_present_text: row.get(6)?,
            }
            .json(&present))
        })?;
        rows.collect()
    })
}

/// A review as it is shown.
struct Said {
    verdict: String,
    reviewer: String,
    at: String,
    note: Option<String>,
    edit: Option<String>,
    coding: String,
    of_present_text: bool,
}

impl Said {
    /// Beside the event as it is now: what was judged may have been another.
    fn json(self, present: &Event) -> Value {
        let judged: Option<Event> = serde_json::from_str(&self.coding).ok();
        let judged = judged
            .filter(|judged| judged != present)
            .map(|judged| recode::line(&judged));
        let parsed = |edit: String| serde_json::from_str::<Value>(&edit).ok();
        let said = self.words(judged.as_deref());
        json!({
            "verdict": self.verdict, "reviewer": self.reviewer, "at": self.at, "note": self.note,
            "edit": self.edit.and_then(parsed), "of_earlier_text": !self.of_present_text, "judged_as": judged, "said": said,
        })
    }

    fn words(&self, judged: Option<&str>) -> String {
        let mut words = format!("{}, says {} at {}", self.verdict, self.reviewer, self.at);
        if !self.of_present_text {
            words += ", of an earlier text";
        }
        if let Some(judged) = judged {
            words += &format!(", judged as {judged}");
        }
        if let Some(note) = &self.note {
            words += &format!(" {note}");
        }
        words
    }
}

/// The lines of an event alone.
fn page(event: &Event) -> Lines {
    let mut lines = Lines::default();
    let mode = event
        .mode
        .as_deref()
        .map_or(String::new(), |mode| format!(" {mode}"));
    lines.head(&format!(
        "{}{mode}, {}  {}",
        event.event_type, event.status, event.id
    ));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let (start, end) = (day(event.time.start), day(event.time.end));
    let precision = word(&event.time.precision).unwrap_or_default();
    lines.line("when", &time(start.as_deref(), end.as_deref(), &precision));
    lines.line("source", &all(&event.sources));
    lines.line("target", &all(&event.targets));
    lines.line("carrier", &all(&event.carriers));
    lines.maybe("channel", event.channel.map(|channel| channel.as_str()));
    lines.maybe("about", event.about.as_deref());
    if let Some(place) = &event.place {
        let country = place
            .country
            .as_deref()
            .map_or(String::new(), |country| format!(", {country}"));
        lines.line("where", &format!("{}{country}", place.name));
    }
    lines.maybe("answers", event.reply_to.as_deref());
    lines.maybe("same as", event.same_as.as_deref());
    let hedged = if event.hedged {
        "the text keeps its distance"
    } else {
        ""
    };
    lines.line("on word of", &all(&event.attribution));
    lines.line("hedged", hedged);
    lines.line("evidence", &format!("\"{}\"", event.evidence.text));
    let (start, end) = (event.trigger.start, event.trigger.end);
    lines.line(
        "trigger",
        &format!("\"{}\" at {start} to {end}", event.trigger.text),
    );
    lines.line(
        "coded",
        &format!(
            "CAMEO {}, {}, Goldstein {}, confidence {:.2}, by {}",
            event.cameo, event.quad, event.goldstein, event.confidence, event.frame
        ),
    );
    lines
}

/// The best line on an event that a list has room for.
pub fn in_a_line(record: &Record, key: i64) -> Result<Option<String>> {
    let find = "SELECT v.start_date, v.type, v.sources, v.targets, v.evidence, v.id FROM all_events v WHERE v.key = ?1";
    record.ask(|sql| {
        let mut find = sql.prepare_cached(find)?;
        find.query_row([key], |row| {
            let word = |at: usize| -> rusqlite::Result<String> {
                Ok(row
                    .get::<_, Option<String>>(at)?
                    .unwrap_or_else(|| "?".into()))
            };
            Ok(format!(
                "{}  {}  {} > {}  {}",
                word(0)?,
                word(1)?,
                word(2)?,
                word(3)?,
                word(5)?
            ))
        })
        .optional()
    })
}
