//! The records of PETRARCH's unit tests: a sentence, its date, and the events that PETRARCH codes from it.

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use roxmltree::{Document, Node};

/// One record that PETRARCH runs.
pub struct Record {
    /// Its id, the only one of its kind among the records that are run.
    pub id: String,
    /// The sentence, with single spaces.
    pub text: String,
    /// The day of the dispatch.
    pub date: Option<Date>,
    /// The events: source, target, code, all in PETRARCH's terms. None where nothing may be coded.
    pub events: Vec<[String; 3]>,
    /// Whether events with only one known party are wanted.
    pub one_sided: bool,
    /// Why PETRARCH refuses the record: `dateline`, `bad_input_parse`, `storydiscard`, ...
    pub refused: Option<String>,
}

/// What the file holds.
pub struct Records {
    /// In the file's order.
    pub run: Vec<Record>,
    /// How many are switched off in the file itself.
    pub switched_off: usize,
}

/// Reads the records' XML.
///
/// # Errors
///
/// Where it is not such XML.
pub fn read(xml: &str) -> Result<Records> {
    let document = Document::parse(xml).context("the records are not XML")?;
    let included = included(&document);
    let mut records = Records {
        run: Vec::new(),
        switched_off: 0,
    };
    let mut one_sided = false;
    for node in document.descendants() {
        match node.tag_name().name() {
            "Config" if node.attribute("option") == Some("require_dyad") => {
                let value = node.attribute("value").unwrap_or_default();
                one_sided = value.eq_ignore_ascii_case("false");
            }
            "Sentence" if !runs(node, &included) => records.switched_off += 1,
            "Sentence" => records.run.push(record(node, one_sided)?),
            _ => {}
        }
    }
    Ok(records)
}

/// The categories that the file's head names.
fn included(document: &Document<'_>) -> Vec<String> {
    let include = document
        .descendants()
        .find(|node| node.has_tag_name("Include"));
    let words = include.and_then(|node| node.text()).unwrap_or_default();
    words.split_whitespace().map(str::to_owned).collect()
}

fn runs(node: Node<'_, '_>, included: &[String]) -> bool {
    let category = node.attribute("category").unwrap_or_default();
    node.attribute("sentence") == Some("true") && included.iter().any(|name| name == category)
}

fn record(node: Node<'_, '_>, one_sided: bool) -> Result<Record> {
    let id = node.attribute("id").context("a record without an id")?;
    let text = node.children().find(|child| child.has_tag_name("Text"));
    let text = text.and_then(|text| text.text()).unwrap_or_default();
    let mut record = Record {
        id: id.to_owned(),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        date: day(node.attribute("date").unwrap_or_default()),
        events: Vec::new(),
        one_sided,
        refused: None,
    };
    for coding in node
        .children()
        .filter(|child| child.has_tag_name("EventCoding"))
    {
        if let Some(reason) = coding.attribute("error") {
            record.refused = Some(reason.to_owned());
        }
        let names = ["sourcecode", "targetcode", "eventcode"];
        if let [Some(source), Some(target), Some(act)] = names.map(|name| coding.attribute(name)) {
            record.events.push([source, target, act].map(str::to_owned));
        }
    }
    Ok(record)
}

/// A day written `19950131`.
pub fn day(digits: &str) -> Option<Date> {
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    Date::new(year as i16, month as i8, day as i8).ok()
}
