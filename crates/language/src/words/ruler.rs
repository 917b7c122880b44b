//! The attribute ruler: patterns over words, tags and arc labels that set attributes.

use hashbrown::HashSet;
use regex::Regex;

use crate::error::{Error, Result};
use crate::lexeme::Lexeme;
use crate::model::Value;
use crate::strings::{Label, Labels};

const FILE: &str = "attribute_ruler/patterns";
const COMPONENT: &str = "attribute_ruler";

/// A pipeline's attribute ruler.
#[derive(Debug, Default)]
pub(crate) struct Ruler {
    rules: Vec<Rule>,
}

/// What a pattern sees of a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) lexeme: &'a Lexeme,
    pub(crate) tag: Label,
    pub(crate) pos: Label,
    pub(crate) morph: Label,
    pub(crate) dep: Label,
}

#[derive(Debug)]
struct Rule {
    /// Any of these may match.
    patterns: Vec<Vec<Vec<Condition>>>,
    changes: Changes,
    /// Which token of the match is changed, from its end where negative.
    index: isize,
}

/// The attributes that rules set; where several rules set one, the later wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) tag: Option<Label>,
    pub(crate) pos: Option<Label>,
    pub(crate) morph: Option<Label>,
    pub(crate) dep: Option<Label>,
    pub(crate) lemma: Option<Box<str>>,
}

impl Changes {
    pub(crate) fn add(&mut self, later: &Changes) {
        self.tag = later.tag.or(self.tag);
        self.pos = later.pos.or(self.pos);
        self.morph = later.morph.or(self.morph);
        self.dep = later.dep.or(self.dep);
        if later.lemma.is_some() {
            self.lemma.clone_from(&later.lemma);
        }
    }
}

#[derive(Debug)]
struct Condition {
    attribute: Attribute,
    test: Test,
}

#[derive(Clone, Copy, Debug)]
enum Attribute {
    Orth,
    Lower,
    Tag,
    Pos,
    Morph,
    Dep,
    IsSpace,
}

#[derive(Debug)]
enum Test {
    In(HashSet<Box<str>>),
    NotIn(HashSet<Box<str>>),
    Regex(Regex),
    Is(bool),
}

impl Ruler {
    /// Reads the `patterns` file.
    pub(crate) fn read(bytes: &[u8], labels: &mut Labels) -> Result<Self> {
        let value = Value::read(bytes).map_err(|what| Error::malformed(FILE, what))?;
        let rules = value
            .as_array()
            .ok_or_else(|| Error::malformed(FILE, "not a list of rules"))?
            .iter()
            .map(|rule| Rule::read(rule, labels))
            .collect::<Result<_>>()?;
        Ok(Self { rules })
    }

    /// The changes to a token that patterns of one token make.
    pub(crate) fn single(&self, token: Seen<'_>, labels: &Labels) -> Changes {
        let mut changes = Changes::default();
        for rule in &self.rules {
            if rule.matches_single(token, labels) {
                changes.add(&rule.changes);
            }
        }
        changes
    }

    /// Whether a pattern of several tokens may begin with this one.
    pub(crate) fn begins(&self, token: Seen<'_>, labels: &Labels) -> bool {
        self.rules.iter().any(|rule| {
            let mut long = rule.patterns.iter().filter(|pattern| pattern.len() > 1);
            long.any(|pattern| holds(&pattern[0], token, labels))
        })
    }

    /// The tokens that matches of several tokens change, among the first `count` seen from a start.
    pub(crate) fn touched<'a>(
        &self,
        start: usize,
        count: usize,
        seen: &impl Fn(usize) -> Seen<'a>,
        labels: &Labels,
        touched: &mut Vec<usize>,
    ) {
        for rule in &self.rules {
            for pattern in rule.patterns.iter().filter(|pattern| pattern.len() > 1) {
                if matches_at(pattern, start, count, seen, labels) {
                    touched.extend(rule.target(start, pattern.len()));
                }
            }
        }
    }

    /// All changes to token `at`, those of patterns of several tokens around it among them.
    pub(crate) fn changes<'a>(
        &self,
        at: usize,
        count: usize,
        seen: &impl Fn(usize) -> Seen<'a>,
        labels: &Labels,
    ) -> Changes {
        let mut changes = Changes::default();
        for rule in &self.rules {
            let hits = rule.patterns.iter().any(|pattern| {
                let starts = at.saturating_sub(pattern.len() - 1)..=at;
                starts.into_iter().any(|start| {
                    rule.target(start, pattern.len()) == Some(at)
                        && matches_at(pattern, start, count, seen, labels)
                })
            });
            if hits {
                changes.add(&rule.changes);
            }
        }
        changes
    }
}

fn matches_at<'a>(
    pattern: &[Vec<Condition>],
    start: usize,
    count: usize,
    seen: &impl Fn(usize) -> Seen<'a>,
    labels: &Labels,
) -> bool {
    start + pattern.len() <= count
        && pattern
            .iter()
            .enumerate()
            .all(|(offset, conditions)| holds(conditions, seen(start + offset), labels))
}

fn holds(conditions: &[Condition], token: Seen<'_>, labels: &Labels) -> bool {
    conditions
        .iter()
        .all(|condition| condition.holds(token, labels))
}

impl Rule {
    fn read(value: &Value<'_>, labels: &mut Labels) -> Result<Self> {
        let wrong = || Error::malformed(FILE, "a rule is not written as spaCy writes it");
        let patterns = value.get("patterns").and_then(Value::as_array);
        let attrs = value.get("attrs").and_then(Value::as_map);
        let patterns: Vec<Vec<Vec<Condition>>> = patterns
            .ok_or_else(wrong)?
            .iter()
            .map(|pattern| {
                let tokens = pattern.as_array().ok_or_else(wrong)?;
                tokens.iter().map(read_conditions).collect()
            })
            .collect::<Result<_>>()?;
        if patterns.iter().any(Vec::is_empty) {
            return Err(wrong());
        }
        let index = match value.get("index") {
            Some(Value::Int(index)) => isize::try_from(*index).map_err(|_| wrong())?,
            Some(Value::UInt(index)) => isize::try_from(*index).map_err(|_| wrong())?,
            _ => 0,
        };
        Ok(Self {
            changes: read_changes(attrs.ok_or_else(wrong)?, labels)?,
            patterns,
            index,
        })
    }

    fn matches_single(&self, token: Seen<'_>, labels: &Labels) -> bool {
        self.patterns
            .iter()
            .any(|pattern| pattern.len() == 1 && holds(&pattern[0], token, labels))
    }

    /// The token that a match changes, if there is such a one within it.
    fn target(&self, start: usize, length: usize) -> Option<usize> {
        let offset = if self.index < 0 {
            length.checked_sub(self.index.unsigned_abs())?
        } else {
            self.index.unsigned_abs()
        };
        (offset < length).then_some(start + offset)
    }
}

fn read_changes(attrs: &[(Value<'_>, Value<'_>)], labels: &mut Labels) -> Result<Changes> {
    let mut changes = Changes::default();
    for (name, value) in attrs {
        let (Some(name), Some(value)) = (name.as_str(), value.as_str()) else {
            return Err(Error::malformed(FILE, "an attribute is not text"));
        };
        // `_` stands for no features.
        let value = if name == "MORPH" && value == "_" {
            ""
        } else {
            value
        };
        let label = labels.add(value);
        let field = match name {
            "TAG" => &mut changes.tag,
            "POS" => &mut changes.pos,
            "MORPH" => &mut changes.morph,
            "DEP" => &mut changes.dep,
            "LEMMA" => {
                changes.lemma = Some(value.into());
                continue;
            }
            _ => return Err(Error::unsupported(COMPONENT, format!("setting {name}"))),
        };
        *field = Some(label.ok_or_else(|| Error::malformed(FILE, "too many labels"))?);
    }
    Ok(changes)
}

fn read_conditions(token: &Value<'_>) -> Result<Vec<Condition>> {
    let entries = token
        .as_map()
        .ok_or_else(|| Error::malformed(FILE, "a token of a pattern is no map"))?;
    let mut conditions = Vec::new();
    for (name, value) in entries {
        let name = name.as_str().unwrap_or("?");
        let attribute = match name {
            "ORTH" | "TEXT" => Attribute::Orth,
            "LOWER" => Attribute::Lower,
            "TAG" => Attribute::Tag,
            "POS" => Attribute::Pos,
            "MORPH" => Attribute::Morph,
            "DEP" => Attribute::Dep,
            "IS_SPACE" => Attribute::IsSpace,
            _ => return Err(Error::unsupported(COMPONENT, format!("matching {name}"))),
        };
        conditions.extend(
            read_tests(name, value)?
                .into_iter()
                .map(|test| Condition { attribute, test }),
        );
    }
    Ok(conditions)
}

fn read_tests(name: &str, value: &Value<'_>) -> Result<Vec<Test>> {
    let unsupported = |what: &str| Error::unsupported(COMPONENT, format!("{what} of {name}"));
    let words = |value: &Value<'_>| {
        let items = value.as_array()?.iter();
        items
            .map(|item| item.as_str().map(Into::into))
            .collect::<Option<HashSet<Box<str>>>>()
    };
    Ok(match value {
        Value::Str(text) => vec![Test::In(HashSet::from_iter([(*text).into()]))],
        Value::Bool(flag) => vec![Test::Is(*flag)],
        Value::Map(entries) => entries
            .iter()
            .map(|(operator, value)| match operator.as_str() {
                Some("IN") => words(value).map(Test::In).ok_or_else(|| unsupported("IN")),
                Some("NOT_IN") => words(value)
                    .map(Test::NotIn)
                    .ok_or_else(|| unsupported("NOT_IN")),
                Some("REGEX") => value
                    .as_str()
                    .and_then(|pattern| Regex::new(pattern).ok())
                    .map(Test::Regex)
                    .ok_or_else(|| unsupported("the expression")),
                operator => Err(unsupported(operator.unwrap_or("an operator"))),
            })
            .collect::<Result<_>>()?,
        _ => return Err(unsupported("a value")),
    })
}

impl Condition {
    fn holds(&self, token: Seen<'_>, labels: &Labels) -> bool {
        let text = match self.attribute {
            Attribute::Orth => &token.lexeme.text,
            Attribute::Lower => &token.lexeme.lower,
            Attribute::Tag => labels.name(token.tag),
            Attribute::Pos => labels.name(token.pos),
            Attribute::Morph => labels.name(token.morph),
            Attribute::Dep => labels.name(token.dep),
            Attribute::IsSpace => {
                return matches!(self.test, Test::Is(flag) if flag == token.lexeme.is_space);
            }
        };
        match &self.test {
            Test::In(words) => words.contains(text),
            Test::NotIn(words) => !words.contains(text),
            Test::Regex(regex) => regex.is_match(text),
            Test::Is(_) => false,
        }
    }
}
