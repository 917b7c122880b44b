//! Where things happen: a point for each place that has coordinates, with what happened there.

use super::Form;
use super::told::Told;
use super::words::xml;
use chancery_coding::Place;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The places, gathered until the end.
pub struct Places {
    kml: bool,
    found: BTreeMap<(String, Option<String>, Option<u32>), Here>,
}

struct Here {
    place: Place,
    events: u64,
    goldstein: f64,
    types: BTreeMap<&'static str, u64>,
    first: Option<Date>,
    last: Option<Date>,
}

impl Places {
    /// As GeoJSON (RFC 7946).
    pub fn geojson() -> Self {
        Self {
            kml: false,
            found: BTreeMap::new(),
        }
    }

    /// As KML 2.2.
    pub fn kml() -> Self {
        Self {
            kml: true,
            found: BTreeMap::new(),
        }
    }
}

impl Form for Places {
    fn add(&mut self, told: &Told, _: &mut dyn Write) -> io::Result<usize> {
        let event = &told.event;
        let place = event.place.as_ref();
        let Some(place) = place.filter(|place| place.lat.is_some() && place.lon.is_some()) else {
            return Ok(0);
        };
        let key = (place.name.clone(), place.country.clone(), place.geonames);
        let here = self.found.entry(key).or_insert_with(|| Here::new(place));
        here.events += 1;
        here.goldstein += event.goldstein;
        *here.types.entry(event.event_type.as_str()).or_default() += 1;
        here.first = [here.first, event.time.start].into_iter().flatten().min();
        here.last = [here.last, event.time.end].into_iter().flatten().max();
        Ok(1)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.kml {
            return self.write_kml(out);
        }
        let features: Vec<Value> = self.found.values().map(Here::feature).collect();
        let collection = json!({"type": "FeatureCollection", "features": features});
        writeln!(out, "{collection}")
    }
}

impl Here {
    fn new(place: &Place) -> Self {
        Self {
            place: place.clone(),
            events: 0,
            goldstein: 0.0,
            types: BTreeMap::new(),
            first: None,
            last: None,
        }
    }

    fn mean(&self) -> f64 {
        (self.goldstein / self.events.max(1) as f64 * 1000.0).round() / 1000.0
    }

    fn feature(&self) -> Value {
        json!({
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [self.place.lon, self.place.lat]},
            "properties": {
                "name": self.place.name,
                "country": self.place.country,
                "geonames": self.place.geonames,
                "events": self.events,
                "goldstein": self.mean(),
                "types": self.types,
                "first": self.first.map(|day| day.to_string()),
                "last": self.last.map(|day| day.to_string()),
            },
        })
    }
}

impl Places {
    fn write_kml(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(out, r#"<kml xmlns="http://www.opengis.net/kml/2.2">"#)?;
        writeln!(out, "  <Document>\n    <name>Events</name>")?;
        for here in self.found.values() {
            here.placemark(out)?;
        }
        writeln!(out, "  </Document>\n</kml>")
    }
}

impl Here {
    fn placemark(&self, out: &mut dyn Write) -> io::Result<()> {
        let (Some(lat), Some(lon)) = (self.place.lat, self.place.lon) else {
            return Ok(());
        };
        let types: Vec<String> = self
            .types
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        writeln!(
            out,
            "    <Placemark>\n      <name>{}</name>",
            xml(&self.place.name)
        )?;
        writeln!(
            out,
            "      <description>{}</description>",
            xml(&types.join(", "))
        )?;
        writeln!(out, "      <ExtendedData>")?;
        for (name, value) in [
            ("country", self.place.country.clone().unwrap_or_default()),
            ("events", self.events.to_string()),
            ("goldstein", self.mean().to_string()),
            ("first", day(self.first)),
            ("last", day(self.last)),
        ] {
            writeln!(
                out,
                r#"        <Data name="{name}"><value>{}</value></Data>"#,
                xml(&value)
            )?;
        }
        writeln!(out, "      </ExtendedData>")?;
        writeln!(
            out,
            "      <Point><coordinates>{lon},{lat}</coordinates></Point>\n    </Placemark>"
        )
    }
}
