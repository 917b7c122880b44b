//! How far careful readers agree: dispatches of the development set that others annotated too, without sight of its events.

use anyhow::{Context as _, Result, ensure};
use chancery_coding::{Event, Explanation};
use chancery_text::CharIndex;
use serde_json::json;

use super::compare::{self, Listing};
use super::dispatches::{Annotated, Gold, Party};
use super::marked;
use crate::demo::gold;

/// Prints the figures of each reader's events beside those of the development set, as if they were coded; nothing where there
/// are no readers.
///
/// # Errors
///
/// A file that cannot be read, and a dispatch that is not one of the development set.
pub fn report(dispatches: &[Annotated]) -> Result<()> {
    let folder = gold().join("readers");
    if !folder.exists() {
        return Ok(());
    }
    for reader in ["first", "second"] {
        let read = marked::in_file(&folder.join(format!("{reader}.txt")), marked::read)?;
        let mut both = Vec::new();
        for own in &read {
            let known = dispatches
                .iter()
                .find(|it| it.document.id == own.document.id);
            let known = known.with_context(|| format!("{} is not there", own.document.id))?;
            ensure!(
                known.document.text == own.document.text,
                "{}: the {reader} reader had another text",
                own.document.id
            );
            both.push((known, explained(own)?));
        }
        let name = format!("the {reader} of two other readers");
        let known = both.iter().map(|(known, _)| *known);
        let coded = both.iter().map(|(_, explained)| explained);
        compare::report(&name, known, coded, Listing::default());
    }
    Ok(())
}

/// What a reader found, as if it were coded.
fn explained(read: &Annotated) -> Result<Explanation> {
    let index = CharIndex::new(&read.document.text);
    let event = |gold: &Gold| event(gold, &read.document.text, &index);
    Ok(Explanation {
        sentences: Vec::new(),
        passed_over: Vec::new(),
        events: read.gold.iter().map(event).collect::<Result<_>>()?,
    })
}

/// An annotated event with what is compared of it.
fn event(gold: &Gold, text: &str, index: &CharIndex) -> Result<Event> {
    let (start, end) = gold.place_in(text, index).context("not in the text")?;
    let span = json!({ "start": start, "end": end, "text": "" });
    let actors = |parties: &[Party]| -> Vec<_> {
        let codes = parties.iter().map(|party| &party.code);
        codes
            .map(|code| json!({ "name": code, "code": code, "mention": span }))
            .collect()
    };
    let country = gold.place.as_ref().map(|place| &place.country);
    let event = json!({
        "id": "", "document": gold.document, "type": gold.types().first(), "mode": null, "contexts": [], "cameo": "", "quad": "verbal cooperation",
        "goldstein": 0.0, "status": gold.status, "sources": actors(&gold.sources), "targets": actors(&gold.targets), "carriers": [],
        "channel": gold.channel, "reply_to": null, "same_as": gold.same_as, "about": null,
        "time": { "start": gold.time.start, "end": gold.time.end, "precision": "day", "mention": null },
        "place": country.map(|country| json!({ "name": "", "country": country })),
        "attribution": actors(&gold.attribution), "hedged": false, "evidence": span, "trigger": span, "confidence": 1.0, "frame": "",
    });
    Ok(serde_json::from_value(event)?)
}
