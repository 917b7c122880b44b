//! Types, modes, contexts, sectors and CAMEO codes.

use serde::{Deserialize, Serialize};

use crate::foreign::{self, Foreign};
use crate::problem::Problems;
use crate::table::{Row, Rows, values};
use crate::vocabulary::{EventType, Quad};

/// The words that events are coded in, from `data/ontology/`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ontology {
    pub(crate) types: Vec<TypeEntry>,
    pub(crate) modes: Vec<Mode>,
    pub(crate) contexts: Vec<Context>,
    pub(crate) sectors: Vec<Sector>,
    /// Sorted by code.
    pub(crate) cameo: Vec<Cameo>,
    pub(crate) foreign: Foreign,
}

/// What an event type means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypeEntry {
    /// The type.
    pub event_type: EventType,
    /// PLOVER's quarter of it; a CAMEO code's own quarter may differ.
    pub quad: Quad,
    /// PLOVER's score, -10 to 10.
    pub score: f32,
    /// What it means, in a sentence.
    pub definition: String,
}

/// A mode: how an act of a type was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mode {
    /// The type that has this mode.
    pub event_type: EventType,
    /// Its name, `phone` say.
    pub name: String,
    /// PLOVER's score, -10 to 10.
    pub score: f32,
    /// What it means, in a sentence.
    pub definition: String,
}

/// A context: the matter that an act belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Its name, `diplomatic` say.
    pub name: String,
    /// What it means, in a sentence.
    pub definition: String,
}

/// A sector of a country (`GOV`), or what stands in a country's stead (`IGO`, `IGO.UN`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sector {
    /// The code.
    pub code: String,
    /// Whether it stands in a country's stead.
    pub body: bool,
    /// Who belongs to it.
    pub definition: String,
}

/// A CAMEO code of two to four digits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cameo {
    /// The digits.
    pub code: String,
    /// CAMEO's name for it.
    pub name: String,
    /// The type it has here (`crosswalk.tsv` tells where that departs from PLOVER's table).
    pub event_type: EventType,
    /// By its root.
    pub quad: Quad,
    /// Goldstein's scale as ICEWS has it, -10 to 10.
    pub goldstein: f32,
    /// The mode that goes with it where the frame names none.
    pub mode: Option<String>,
    /// The contexts that go with it where the frame names none.
    pub contexts: Vec<String>,
}

impl Ontology {
    /// All types with their meaning.
    pub fn types(&self) -> &[TypeEntry] {
        &self.types
    }

    /// What `event_type` means; none in an ontology that leaves it out.
    pub fn type_entry(&self, event_type: EventType) -> Option<&TypeEntry> {
        self.types
            .iter()
            .find(|entry| entry.event_type == event_type)
    }

    /// The modes of `event_type`.
    pub fn modes(&self, event_type: EventType) -> impl Iterator<Item = &Mode> {
        self.modes
            .iter()
            .filter(move |mode| mode.event_type == event_type)
    }

    /// The mode `name` of `event_type`.
    pub fn mode(&self, event_type: EventType, name: &str) -> Option<&Mode> {
        self.modes(event_type).find(|mode| mode.name == name)
    }

    /// All contexts.
    pub fn contexts(&self) -> &[Context] {
        &self.contexts
    }

    /// The context `name`.
    pub fn context(&self, name: &str) -> Option<&Context> {
        self.contexts.iter().find(|context| context.name == name)
    }

    /// All sectors and bodies.
    pub fn sectors(&self) -> &[Sector] {
        &self.sectors
    }

    /// The sector `code` of a country.
    pub fn sector(&self, code: &str) -> Option<&Sector> {
        self.sectors
            .iter()
            .find(|sector| !sector.body && sector.code == code)
    }

    /// What stands in a country's stead: `IGO`, `IGO.UN`, ...
    pub fn body(&self, code: &str) -> Option<&Sector> {
        self.sectors
            .iter()
            .find(|sector| sector.body && sector.code == code)
    }

    /// All CAMEO codes, in order.
    pub fn codes(&self) -> &[Cameo] {
        &self.cameo
    }

    /// The CAMEO code `code`, of two to four digits.
    pub fn cameo(&self, code: &str) -> Option<&Cameo> {
        let index = self
            .cameo
            .binary_search_by(|cameo| cameo.code.as_str().cmp(code))
            .ok()?;
        Some(&self.cameo[index])
    }

    /// How other formats write these codes.
    pub fn foreign(&self) -> &Foreign {
        &self.foreign
    }

    /// Whether an actor's code can be: `CHN`, `CHN.GOV`, `IGO.UN`, `IGO.UN.MIL`. That the country exists is
    /// not asked here.
    pub fn is_actor_code(&self, code: &str) -> bool {
        let mut parts = code.split('.');
        let head = parts.next().unwrap_or("");
        let word = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if self.body(head).is_some() {
            return parts.next().is_some_and(word)
                && parts
                    .next()
                    .is_none_or(|sector| self.sector(sector).is_some())
                && parts.next().is_none();
        }
        head.len() == 3
            && head.bytes().all(|b| b.is_ascii_uppercase())
            && parts
                .next()
                .is_none_or(|sector| self.sector(sector).is_some())
            && parts.next().is_none()
    }
}

/// The files of the ontology, each with its columns.
pub(crate) const FILES: [(&str, &[&str]); 8] = [
    ("types.tsv", &["type", "quad", "score", "definition"]),
    ("modes.tsv", &["type", "mode", "score", "definition"]),
    ("contexts.tsv", &["context", "definition"]),
    ("sectors.tsv", &["code", "kind", "definition"]),
    (
        "cameo.tsv",
        &[
            "code",
            "name",
            "type",
            "quad",
            "goldstein",
            "mode",
            "contexts",
        ],
    ),
    ("crosswalk.tsv", &["cameo", "type", "reason"]),
    ("exports.tsv", foreign::CODES),
    ("goldstein.tsv", foreign::GOLDSTEIN),
];

impl Ontology {
    /// Adds the rows of the files, in the order of [`FILES`]; an entry of the same key replaces the old one.
    pub(crate) fn add(&mut self, files: &[Rows], problems: &mut Problems) {
        for row in &files[0].0 {
            if let Some(entry) = type_entry(row, problems) {
                put(&mut self.types, entry, |a, b| a.event_type == b.event_type);
            }
        }
        for row in &files[1].0 {
            if let Some(mode) = mode(row, problems) {
                put(&mut self.modes, mode, |a, b| {
                    a.event_type == b.event_type && a.name == b.name
                });
            }
        }
        for row in &files[2].0 {
            let context = Context {
                name: row.cell(0).into(),
                definition: row.cell(1).into(),
            };
            put(&mut self.contexts, context, |a, b| a.name == b.name);
        }
        for row in &files[3].0 {
            if let Some(sector) = sector(row, problems) {
                put(&mut self.sectors, sector, |a, b| {
                    a.code == b.code && a.body == b.body
                });
            }
        }
        for row in &files[4].0 {
            if let Some(cameo) = self.cameo_of(row, problems) {
                put(&mut self.cameo, cameo, |a, b| a.code == b.code);
            }
        }
        self.cameo.sort_by(|a, b| a.code.cmp(&b.code));
        for row in &files[5].0 {
            self.check_crosswalk(row, problems);
        }
        self.foreign.add(&files[6], &files[7], problems);
    }

    fn cameo_of(&self, row: &Row, problems: &mut Problems) -> Option<Cameo> {
        let code = row.cell(0);
        let root = code.get(..2).and_then(|root| root.parse().ok());
        let digits = (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
        let quad = root.and_then(Quad::of_root).filter(|_| digits);
        let Some(quad) = quad else {
            let mend = "a code has two to four digits and begins with 01 to 20";
            problems.fault(
                &row.file,
                row.line,
                format!("`{code}` is no CAMEO code"),
                mend,
            );
            return None;
        };
        if Quad::parse(row.cell(3)) != Some(quad) {
            let message = format!("{code} has the quad `{}`", row.cell(3));
            problems.fault(
                &row.file,
                row.line,
                message,
                format!("its root gives it `{quad}`"),
            );
        }
        let event_type = event_type(row, 2, problems)?;
        let mode = Some(row.cell(5))
            .filter(|mode| !mode.is_empty())
            .map(str::to_owned);
        if let Some(mode) = mode
            .as_deref()
            .filter(|mode| self.mode(event_type, mode).is_none())
        {
            let message = format!("{event_type} has no mode `{mode}`");
            problems.fault(&row.file, row.line, message, "see modes.tsv");
        }
        let contexts: Vec<String> = values(row.cell(6)).map(str::to_owned).collect();
        for context in contexts
            .iter()
            .filter(|context| self.context(context).is_none())
        {
            problems.fault(
                &row.file,
                row.line,
                format!("unknown context `{context}`"),
                "see contexts.tsv",
            );
        }
        Some(Cameo {
            code: code.into(),
            name: row.cell(1).into(),
            event_type,
            quad,
            goldstein: number(row, 4, problems)?,
            mode,
            contexts,
        })
    }

    fn check_crosswalk(&self, row: &Row, problems: &mut Problems) {
        let (prefix, name) = (row.cell(0), row.cell(1));
        for cameo in self
            .cameo
            .iter()
            .filter(|cameo| cameo.code.starts_with(prefix))
        {
            if cameo.event_type.as_str() != name {
                let message = format!(
                    "{} is {} in cameo.tsv, {name} here",
                    cameo.code, cameo.event_type
                );
                problems.fault(&row.file, row.line, message, "make the two agree");
            }
        }
    }
}

/// Puts `entry` in the place of its like, else at the end.
fn put<T>(list: &mut Vec<T>, entry: T, alike: impl Fn(&T, &T) -> bool) {
    match list.iter_mut().find(|old| alike(old, &entry)) {
        Some(old) => *old = entry,
        None => list.push(entry),
    }
}

fn type_entry(row: &Row, problems: &mut Problems) -> Option<TypeEntry> {
    Some(TypeEntry {
        event_type: event_type(row, 0, problems)?,
        quad: quad(row, 1, problems)?,
        score: number(row, 2, problems)?,
        definition: row.cell(3).into(),
    })
}

fn mode(row: &Row, problems: &mut Problems) -> Option<Mode> {
    Some(Mode {
        event_type: event_type(row, 0, problems)?,
        name: row.cell(1).into(),
        score: number(row, 2, problems)?,
        definition: row.cell(3).into(),
    })
}

fn sector(row: &Row, problems: &mut Problems) -> Option<Sector> {
    let body = match row.cell(1) {
        "sector" => false,
        "body" => true,
        other => {
            let mend = "a code is a `sector` of a country or a `body` in a country's stead";
            problems.fault(&row.file, row.line, format!("unknown kind `{other}`"), mend);
            return None;
        }
    };
    Some(Sector {
        code: row.cell(0).into(),
        body,
        definition: row.cell(2).into(),
    })
}

fn event_type(row: &Row, column: usize, problems: &mut Problems) -> Option<EventType> {
    let name = row.cell(column);
    let found = EventType::parse(name);
    if found.is_none() {
        problems.fault(
            &row.file,
            row.line,
            format!("unknown type `{name}`"),
            types_mend(),
        );
    }
    found
}

/// All types, for a message.
pub(crate) fn types_mend() -> String {
    let names: Vec<&str> = EventType::ALL.iter().map(|known| known.as_str()).collect();
    format!("the types are {}", names.join(", "))
}

fn quad(row: &Row, column: usize, problems: &mut Problems) -> Option<Quad> {
    let name = row.cell(column);
    let found = Quad::parse(name);
    if found.is_none() {
        let mend = "verbal or material, cooperation or conflict";
        problems.fault(&row.file, row.line, format!("unknown quad `{name}`"), mend);
    }
    found
}

pub(crate) fn number(row: &Row, column: usize, problems: &mut Problems) -> Option<f32> {
    let text = row.cell(column);
    let found = text
        .parse()
        .ok()
        .filter(|value| (-10.0..=10.0).contains(value));
    if found.is_none() {
        let mend = "scores go from -10 to 10";
        problems.fault(&row.file, row.line, format!("`{text}` is no score"), mend);
    }
    found
}
