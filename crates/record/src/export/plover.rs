//! PLOVER's JSON, one object a line, by the data fields of its manual (draft 0.8).

use super::Form;
use super::parties::Party;
use super::polecat::sides;
use super::rules::{Goldstein, Guide, QuadRule, plover_type};
use super::told::Told;
use chancery_codebook::Status;
use chancery_coding::{Actor, Event};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The form.
pub struct Plover<'k>(pub Guide<'k>);

impl Form for Plover<'_> {
    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        let Some(day) = self.0.day(told) else {
            return Ok(0);
        };
        let mut object = self.object(told);
        object.insert("date".into(), json!(day.to_string()));
        object.retain(|_, value| !value.is_null() && *value != json!([]) && *value != json!({}));
        // The required fields stand even when they are empty.
        object.entry("actor").or_insert_with(|| json!([]));
        writeln!(out, "{}", Value::Object(object))?;
        Ok(1)
    }
}

impl Plover<'_> {
    fn object(&self, told: &Told) -> Map<String, Value> {
        let (guide, event) = (&self.0, &told.event);
        let (actors, recipients) = sides(event);
        let kind = plover_type(event);
        let fields = json!({
            "id": told.id(),
            "date": null,
            "enddate": event.time.end.filter(|end| Some(*end) != event.time.start).map(|day| day.to_string()),
            "actor": self.entities(actors),
            "recipient": self.entities(recipients),
            "event": [kind.as_str()],
            "has_event": true,
            "mode": modes(event, kind == event.event_type),
            "context": event.contexts,
            "quad_code": guide.quad(event, QuadRule::Plover),
            "event_scale": guide.goldstein(event, Goldstein::Plover),
            "event_text": [event.trigger.text],
            "event_loc": self.place(event),
            "text": event.evidence.text,
            "text_info": {
                "sequence": told.sentence(), "start": event.evidence.start, "end": event.evidence.end, "text_story": told.source.id,
            },
            "cite_info": self.citation(told),
            "coder": concat!("chancery ", env!("CARGO_PKG_VERSION")),
            "comment": event.about,
        });
        match fields {
            Value::Object(fields) => fields,
            _ => unreachable!("the literal above is an object"),
        }
    }

    fn entities(&self, actors: &[Actor]) -> Vec<Value> {
        actors.iter().map(|actor| self.entity(actor)).collect()
    }

    fn entity(&self, actor: &Actor) -> Value {
        let party = Party::of(Some(actor), &self.0);
        let code = party
            .country
            .or(party.body)
            .map(|code| code.plover.as_str());
        let sector = party.sector.map(|code| code.plover.as_str());
        let mut entity = json!({
            "code": code,
            "sector": sector,
            "entity_text": actor.mention.text,
            "identifier_text": actor.name,
            "office": actor.office,
        });
        if let Some(fields) = entity.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        entity
    }

    fn place(&self, event: &Event) -> Value {
        let Some(place) = &event.place else {
            return Value::Null;
        };
        let known = self.0.place(event);
        let feature = known.map_or("", |known| known.feature());
        let city = feature.starts_with("PPL");
        // 1 is a country, 2 a province, 4 a city; 3 and 5 are finer than the gazetteer.
        let resolution = match feature {
            "" => 1,
            _ if city => 4,
            _ => 2,
        };
        json!({
            "extracted_place": place.mention.as_ref().map(|words| &words.text),
            "resolved_place": place.name,
            "geonameid": place.geonames,
            "lat": place.lat,
            "lon": place.lon,
            "city": city.then_some(&place.name),
            "province": known.map(|known| known.admin1()).filter(|name| !name.is_empty()),
            "country": place.country.as_deref().and_then(|code| Some(&self.0.country(code)?.name)),
            "country_code": place.country,
            "feature_class": feature.get(..1).map(|class| if feature.starts_with("ADM") { "A" } else { class }),
            "feature_code": Some(feature).filter(|feature| !feature.is_empty()),
            "resolution": resolution,
        })
    }

    fn citation(&self, told: &Told) -> Value {
        let document = &told.source;
        let mut citation = json!({
            "citation": document.id,
            "url": document.url,
            "title": document.title,
            "language": document.language.as_deref().unwrap_or("en"),
            "publication": document.publisher,
            "codebook": "plover-2021",
        });
        if let Some(fields) = citation.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        citation
    }
}

/// The mode, and PLOVER's auxiliary modes for what did not happen or has yet to.
fn modes(event: &Event, own_type: bool) -> Vec<&str> {
    let auxiliary = match event.status {
        Status::Future if own_type => Some("future"),
        Status::Hypothetical | Status::Requested => Some("hypothetical"),
        Status::Negated | Status::Denied => Some("negation"),
        Status::Actual | Status::Future => None,
    };
    let mode = event.mode.as_deref().filter(|_| own_type);
    mode.into_iter().chain(auxiliary).collect()
}
