//! The notation of the chapters, read.

use std::path::{Path, PathBuf};

use chancery_coding::{Channel, EventType, Status};
use serde::de::DeserializeOwned;

/// One file of cases.
pub struct Chapter {
    /// Where it is.
    pub file: PathBuf,
    /// The file's name without its ending.
    pub name: String,
    /// Its lines, for writing marks.
    pub lines: Vec<String>,
    /// Its cases, in order.
    pub cases: Vec<Case>,
}

/// A text and what it tells of.
#[derive(Default)]
pub struct Case {
    /// Day of publication.
    pub published: String,
    /// The text; paragraphs stand apart.
    pub text: String,
    /// What must be coded.
    pub expected: Vec<Expected>,
    /// What may be coded.
    pub perhaps: Vec<Expected>,
    /// What is coded though it should not be, each on its line: `TYPE *trigger*`.
    pub also: Vec<(usize, String)>,
    /// The last line of its list, counted from 0.
    pub last: usize,
    says_none: bool,
}

/// An event that a text tells of.
#[derive(Default)]
pub struct Expected {
    /// Its line, counted from 0.
    pub line: usize,
    /// Types that are right.
    pub types: Vec<String>,
    /// Who did it.
    pub sources: Side,
    /// To whom.
    pub targets: Side,
    /// Whether the direction is left open: both sides list all.
    pub open: bool,
    /// The trigger as written.
    pub trigger: String,
    /// Where the trigger's words stand in the text, in characters.
    pub spans: Vec<(usize, usize)>,
    /// Further fields, as written: name and value.
    pub fields: Vec<(String, String)>,
    /// What is known to be wrong about it.
    pub known: Vec<String>,
}

/// The parties of one side, each with the codes that are right for it.
pub type Side = Vec<Vec<String>>;

/// The side that stands for none.
pub const NOBODY: &str = "nobody";
/// What stands between sides in either direction.
const EITHER: &str = " ⇄ ";
/// What introduces a mark.
pub const MARK: &str = "known wrong: ";
/// The fields that a case may hold an event to.
const FIELDS: [&str; 10] = [
    "status",
    "hedged",
    "date",
    "place",
    "channel",
    "carrier",
    "attribution",
    "replies to",
    "same as",
    "known wrong",
];

impl Chapter {
    /// Reads a chapter; the error names file and line.
    pub fn read(file: &Path) -> Result<Self, String> {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        let mut chapter = Self {
            file: file.to_owned(),
            name: name.into_owned(),
            lines: text.lines().map(str::to_owned).collect(),
            cases: Vec::new(),
        };
        chapter.cases = cases(&chapter.lines)
            .map_err(|(line, fault)| format!("{}:{}: {fault}", file.display(), line + 1))?;
        Ok(chapter)
    }
}

type Fault = (usize, String);

fn cases(lines: &[String]) -> Result<Vec<Case>, Fault> {
    let mut cases: Vec<Case> = Vec::new();
    let (mut usual, mut published) = (None, None);
    let mut in_text = false;
    for (at, line) in lines.iter().enumerate() {
        if let Some(day) = line.strip_prefix("Published: ") {
            let day = day.trim_end_matches('.').to_owned();
            // The first is the chapter's; later ones hold for the case that follows.
            let place = if usual.is_none() {
                &mut usual
            } else {
                &mut published
            };
            *place = Some(day);
        } else if let Some(text) = line.strip_prefix('>') {
            if !in_text {
                let day = published.take().or_else(|| usual.clone());
                cases.push(Case {
                    published: day.ok_or((at, "no `Published:` above".to_owned()))?,
                    ..Case::default()
                });
            }
            let case = cases.last_mut().expect("just pushed");
            if in_text {
                case.text.push('\n');
            }
            case.text.push_str(text.trim());
            in_text = true;
            continue;
        } else if let (Some(item), Some(case)) = (line.strip_prefix("- "), cases.last_mut()) {
            case.add(at, item).map_err(|fault| (at, fault))?;
        }
        in_text = false;
    }
    match cases
        .iter()
        .find(|case| !case.says_none && case.expected.is_empty())
    {
        Some(case) => Err((case.last, format!("nothing is expected of “{}”", case.text))),
        None => Ok(cases),
    }
}

impl Case {
    fn add(&mut self, line: usize, item: &str) -> Result<(), String> {
        self.last = line;
        if item == "no event" {
            self.says_none = true;
        } else if let Some(also) = item.strip_prefix("known wrong: also ") {
            self.also.push((line, also.to_owned()));
        } else if let Some(item) = item.strip_prefix("perhaps ") {
            self.perhaps.push(Expected::read(line, item, &self.text)?);
        } else {
            self.expected.push(Expected::read(line, item, &self.text)?);
        }
        Ok(())
    }
}

impl Expected {
    /// `TYPE sources → targets, *trigger* 2; field: value; ...`
    fn read(line: usize, item: &str, text: &str) -> Result<Self, String> {
        let mut parts = item.split("; ");
        let head = parts.next().unwrap_or_default();
        let (act, trigger) = head
            .split_once(", *")
            .ok_or("write `TYPE sources → targets, *trigger*`")?;
        let (types, sides) = act.split_once(' ').ok_or("the sides are missing")?;
        let (sources, targets) = sides_of(sides)?;
        let event = Self {
            line,
            types: alternatives(types),
            sources,
            targets,
            open: sides.contains(EITHER),
            trigger: trigger.to_owned(),
            spans: spans(text, trigger)?,
            fields: Vec::new(),
            known: Vec::new(),
        };
        event
            .types
            .iter()
            .try_for_each(|name| known::<EventType>(name))?;
        parts.try_fold(event, Self::with)
    }

    fn with(mut self, part: &str) -> Result<Self, String> {
        let (name, value) = part.split_once(": ").unwrap_or((part, ""));
        if !FIELDS.contains(&name) {
            return Err(format!("there is no field `{name}`; fields are {FIELDS:?}"));
        }
        match name {
            "known wrong" => self.known = value.split(", ").map(str::to_owned).collect(),
            "status" => alternatives(value)
                .iter()
                .try_for_each(|name| known::<Status>(name))?,
            "channel" if value != "none" => known::<Channel>(value)?,
            _ => {}
        }
        if name != "known wrong" {
            self.fields.push((name.to_owned(), value.to_owned()));
        }
        Ok(self)
    }

    /// What a case says of one of its fields.
    pub fn field(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(field, _)| field == name);
        field.map(|(_, value)| value.as_str())
    }
}

fn known<T: DeserializeOwned>(name: &str) -> Result<(), String> {
    let value = serde_json::Value::String(name.to_owned());
    serde_json::from_value::<T>(value)
        .map(drop)
        .map_err(|error| error.to_string())
}

/// The two sides; a mutual act has the same parties on both.
fn sides_of(sides: &str) -> Result<(Side, Side), String> {
    let mutual = sides.split_once(" ↔ ");
    if let Some((some, others)) = mutual.or_else(|| sides.split_once(EITHER)) {
        let mut all = side(some);
        all.extend(side(others).into_iter().filter(|party| party != &[NOBODY]));
        return Ok((all.clone(), all));
    }
    let (sources, targets) = sides
        .split_once(" → ")
        .ok_or("write `→`, `↔` or `⇄` between the sides")?;
    Ok((side(sources), side(targets)))
}

/// Parties apart by commas, the codes that are right for one by strokes.
pub fn side(words: &str) -> Side {
    words.split(", ").map(alternatives).collect()
}

/// What may stand in one place.
pub fn alternatives(words: &str) -> Vec<String> {
    words.split('/').map(str::to_owned).collect()
}

/// Where `call/appeal* 2` finds its words in the text, in characters: the second place of each where it begins a word.
pub fn spans(text: &str, trigger: &str) -> Result<Vec<(usize, usize)>, String> {
    let (words, count) = trigger
        .split_once('*')
        .ok_or("the trigger stands between stars")?;
    let nth: usize = match count.trim() {
        "" => 1,
        count => count
            .parse()
            .map_err(|_| format!("`{count}` is no number"))?,
    };
    let spans: Option<Vec<_>> = words
        .split('/')
        .map(|word| nth_word(text, word, nth))
        .collect();
    spans.ok_or_else(|| format!("“{words}” is not {nth} times in “{text}”"))
}

fn nth_word(text: &str, word: &str, nth: usize) -> Option<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let inside = |at: usize| lower[..at].ends_with(char::is_alphanumeric);
    let mut found = lower.match_indices(word).filter(|(at, _)| !inside(*at));
    let (at, _) = found.nth(nth.checked_sub(1)?)?;
    let start = text[..at].chars().count();
    Some((start, start + word.chars().count()))
}
