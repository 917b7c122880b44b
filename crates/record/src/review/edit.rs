//! Fields as a reviewer writes them: `type=AGREE`, `target=PRK.GOV Kim Jong Un|KOR`.

use super::corrected;
use crate::error::{Error, Result};
use chancery_codebook::{Channel, Codebook, EventType, Status};
use chancery_coding::{Actor, Event, Precision, Span};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The fields that can be set.
pub const FIELDS: [&str; 18] = [
    "type",
    "mode",
    "contexts",
    "cameo",
    "status",
    "sources",
    "targets",
    "carriers",
    "attribution",
    "channel",
    "about",
    "start",
    "end",
    "precision",
    "place",
    "country",
    "hedged",
    "reply_to",
];

/// The edit that sets fields of an event of a document with this text; each is a name and a value, an empty value is none. Actors are
/// a code and, behind a blank, the words of the text that name them; several are joined by `|`.
///
/// # Errors
///
/// Where a field or value is not known, or words are not in the text.
pub fn edit(
    event: &Event,
    text: &str,
    codebook: &Codebook,
    sets: &[(String, String)],
) -> Result<Map<String, Value>> {
    let mut editor = Editor {
        event: event.clone(),
        text,
        codebook,
        edit: Map::new(),
    };
    for (field, value) in sets {
        editor.set(field, value.trim())?;
    }
    corrected(event, &editor.edit)?;
    Ok(editor.edit)
}

struct Editor<'e> {
    /// The event with the edits so far.
    event: Event,
    text: &'e str,
    codebook: &'e Codebook,
    edit: Map<String, Value>,
}

impl Editor<'_> {
    fn set(&mut self, field: &str, value: &str) -> Result<()> {
        let some = (!value.is_empty()).then_some(value);
        match field {
            "type" => {
                let found = EventType::parse(&value.to_uppercase());
                self.put("type", one_of(field, value, found, EventType::ALL)?);
            }
            "status" => {
                let found = Status::parse(&value.to_lowercase());
                self.put("status", one_of(field, value, found, Status::ALL)?);
            }
            "channel" => {
                let parse = |value: &str| one_of(field, value, Channel::parse(value), Channel::ALL);
                self.put("channel", some.map(parse).transpose()?);
            }
            "cameo" => self.cameo(value)?,
            "mode" | "about" | "reply_to" => self.put(field, some),
            "contexts" => {
                let contexts: Vec<&str> = parts(value).collect();
                self.put(field, contexts);
            }
            "hedged" => {
                let found = value.parse::<bool>().ok();
                self.put(field, one_of(field, value, found, &[true, false])?);
            }
            "sources" | "targets" | "carriers" | "attribution" => {
                let actors: Result<Vec<Actor>> =
                    parts(value).map(|part| self.actor(part)).collect();
                self.put(field, actors?);
            }
            "start" | "end" | "precision" => self.time(field, some)?,
            "place" | "country" => self.place(field, some)?,
            _ => {
                let said = format!(
                    "`{field}` cannot be set; the fields are {}",
                    FIELDS.join(", ")
                );
                return Err(Error::Question(said));
            }
        }
        Ok(())
    }

    fn put(&mut self, field: &str, value: impl Serialize) {
        let value = serde_json::to_value(value).expect("the value is plain");
        self.edit.insert(field.into(), value);
    }

    /// The code, and with it quarter and value on the scale.
    fn cameo(&mut self, value: &str) -> Result<()> {
        let found = self.codebook.ontology().cameo(value);
        let Some(cameo) = found else {
            return Err(Error::Question(format!(
                "`{value}` is no CAMEO code of the codebook"
            )));
        };
        let goldstein = (f64::from(cameo.goldstein) * 1000.0).round() / 1000.0;
        self.put("cameo", &cameo.code);
        self.put("quad", cameo.quad);
        self.put("goldstein", goldstein);
        Ok(())
    }

    fn time(&mut self, field: &str, value: Option<&str>) -> Result<()> {
        let day = |value: &str| {
            let said =
                |_| Error::Question(format!("{field}: `{value}` is no day such as 2021-03-22"));
            value.parse::<Date>().map_err(said)
        };
        let time = &mut self.event.time;
        match field {
            "start" => time.start = value.map(day).transpose()?,
            "end" => time.end = value.map(day).transpose()?,
            _ => {
                let word = value.unwrap_or("unresolved");
                time.precision = serde_json::from_value::<Precision>(word.into())
                    .map_err(|error| Error::Question(format!("precision: {error}")))?;
            }
        }
        self.put("time", self.event.time.clone());
        Ok(())
    }

    fn place(&mut self, field: &str, value: Option<&str>) -> Result<()> {
        let kept = self.event.place.as_ref();
        let name = kept.map(|place| place.name.clone());
        let country = kept.and_then(|place| place.country.clone());
        let (name, country) = match field {
            "place" => (value.map(str::to_owned), country),
            _ => (name, value.map(str::to_owned)),
        };
        let Some(name) = name.or_else(|| country.clone()) else {
            self.put("place", Value::Null);
            return Ok(());
        };
        // Another place: what was known of the old one holds no longer.
        let place = json!({"name": name, "country": country, "geonames": null, "lat": null, "lon": null, "mention": null});
        self.event.place = serde_json::from_value(place.clone()).ok();
        self.put("place", place);
        Ok(())
    }

    /// `CHN.GOV`, `CHN.GOV Wang Yi`, or `- the gunmen` for words without a code.
    fn actor(&self, value: &str) -> Result<Actor> {
        let (code, words) = value.split_once(' ').unwrap_or((value, ""));
        let known = code == "-" || self.codebook.ontology().is_actor_code(code);
        if !known {
            return Err(Error::Question(format!(
                "`{code}` is no code of an actor; give `CODE words of the text`, or `- words` where they have no code"
            )));
        }
        let code = (code != "-").then(|| code.to_owned());
        let said = [
            &self.event.sources,
            &self.event.targets,
            &self.event.carriers,
            &self.event.attribution,
        ];
        let same = |actor: &&Actor| {
            actor.code == code
                && (words.is_empty() || actor.name == words || actor.mention.text == words)
        };
        if let Some(actor) = said.into_iter().flatten().find(same) {
            return Ok(actor.clone());
        }
        let mention = self.words(words.trim())?;
        Ok(Actor {
            name: code
                .as_ref()
                .filter(|_| words.is_empty())
                .unwrap_or(&mention.text)
                .clone(),
            code,
            entity: None,
            office: None,
            mention,
        })
    }

    /// Where words stand, nearest to the trigger; the trigger itself where there are none.
    fn words(&self, words: &str) -> Result<Span> {
        let trigger = &self.event.trigger;
        if words.is_empty() {
            return Ok(trigger.clone());
        }
        let starts = self
            .text
            .match_indices(words)
            .map(|(byte, _)| self.text[..byte].chars().count());
        let start = starts.min_by_key(|start| start.abs_diff(trigger.start));
        let start =
            start.ok_or_else(|| Error::Question(format!("the text does not say `{words}`")))?;
        Ok(Span {
            start,
            end: start + words.chars().count(),
            text: words.to_owned(),
        })
    }
}

fn parts(value: &str) -> impl Iterator<Item = &str> {
    value
        .split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn one_of<T: Copy + ToString>(field: &str, value: &str, found: Option<T>, all: &[T]) -> Result<T> {
    let all = || all.iter().map(T::to_string).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| Error::Question(format!("{field}: `{value}` is none of {}", all())))
}
