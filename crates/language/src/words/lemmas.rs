//! Lemmas by rule and by table.

use hashbrown::{HashMap, HashSet};

use crate::error::{Error, Result};
use crate::model::{Config, Value};
use crate::strings::string_id;
use crate::unicode::is_alpha;

const FILE: &str = "lemmatizer/lookups/lookups.bin";

/// An ending and what stands in its place in the lemma.
type SuffixRule = (Box<str>, Box<str>);

/// The tables of a lemmatizer, by the number of a part of speech in lower case.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    rules: HashMap<u64, Vec<SuffixRule>>,
    exceptions: HashMap<u64, HashMap<Box<str>, Vec<Box<str>>>>,
    index: HashMap<u64, HashSet<Box<str>>>,
    lookup: HashMap<u64, Box<str>>,
}

/// A lemmatizer.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    tables: Tables,
    mode: Mode,
    /// Whether lemmas that are already set are set anew.
    pub(crate) overwrite: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// spaCy's general rules, with its English exceptions where asked for.
    Rule {
        english: bool,
    },
    /// The rules of spaCy's French lemmatizer.
    French,
    Lookup,
}

impl Lemmatizer {
    /// Reads the lemmatizer `component` with its tables.
    pub(crate) fn read(component: &str, config: &Config, bytes: &[u8]) -> Result<Self> {
        let section = format!("components.{component}");
        let language = config.text("nlp", "lang");
        let mode = match (config.text(&section, "mode").as_str(), language.as_str()) {
            ("rule", "en") => Mode::Rule { english: true },
            ("rule", "fr") => Mode::French,
            ("rule", language) if !OTHER_RULES.contains(&language) => Mode::Rule { english: false },
            ("lookup", _) => Mode::Lookup,
            _ => {
                return Err(Error::unsupported(
                    component,
                    format!(
                        "mode {:?} for language {language:?}",
                        config.text(&section, "mode")
                    ),
                ));
            }
        };
        Ok(Self {
            tables: Tables::read(bytes)?,
            mode,
            overwrite: config.flag(&section, "overwrite"),
        })
    }

    /// The lemma of a form with its part of speech and morphology.
    pub(crate) fn lemma(&self, text: &str, pos: &str, morph: &str) -> Box<str> {
        match self.mode {
            Mode::Lookup => self.look_up(text),
            Mode::French => self.by_french_rule(text, &pos.to_lowercase()),
            Mode::Rule { english } => {
                let pos = pos.to_lowercase();
                if english && is_base_form(&pos, morph) {
                    return text.to_lowercase().into();
                }
                self.by_rule(text, &pos)
            }
        }
    }

    fn look_up(&self, text: &str) -> Box<str> {
        let found = self.tables.lookup.get(&string_id(text));
        found.cloned().unwrap_or_else(|| text.into())
    }

    fn by_french_rule(&self, text: &str, pos: &str) -> Box<str> {
        let lower = text.to_lowercase();
        if matches!(pos, "" | "eol" | "space") {
            return lower.into();
        }
        if !FRENCH_POS.contains(&pos) {
            return self.look_up(text);
        }
        let key = string_id(pos);
        let index = self.tables.index.get(&key);
        if index.is_some_and(|index| index.contains(lower.as_str())) {
            return lower.into();
        }
        let exceptions = self.tables.exceptions.get(&key);
        let listed = exceptions.and_then(|table| table.get(lower.as_str())?.first());
        if let Some(form) = listed {
            return form.clone();
        }
        let rules = self.tables.rules.get(&key);
        let (known, unknown): (Vec<_>, Vec<_>) = inflected(&lower, rules)
            .partition(|form| in_index(form, index) || !form.chars().all(is_alpha));
        match known.into_iter().chain(unknown).next() {
            Some(form) => form.into(),
            None => self.look_up(&lower),
        }
    }

    fn by_rule(&self, text: &str, pos: &str) -> Box<str> {
        if matches!(pos, "" | "eol" | "space") {
            return text.to_lowercase().into();
        }
        let key = string_id(pos);
        let tables = &self.tables;
        let rules = tables.rules.get(&key).filter(|rules| !rules.is_empty());
        let exceptions = tables
            .exceptions
            .get(&key)
            .filter(|table| !table.is_empty());
        let index = tables.index.get(&key).filter(|index| !index.is_empty());
        if rules.is_none() && exceptions.is_none() && index.is_none() {
            return if pos == "propn" {
                text.into()
            } else {
                text.to_lowercase().into()
            };
        }
        let lower = text.to_lowercase();
        let (listed, others): (Vec<_>, Vec<_>) =
            inflected(&lower, rules).partition(|form| in_index(form, index));
        let (odd, unknown): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|form| !form.chars().all(is_alpha));
        // An exception is put before all else; of several, the last new one.
        let known = |form: &str| listed.iter().chain(&odd).any(|known| known == form);
        let excepted = exceptions.and_then(|table| table.get(lower.as_str()));
        let exception = excepted.and_then(|forms| forms.iter().rev().find(|form| !known(form)));
        if let Some(form) = exception {
            return form.clone();
        }
        // Forms in the index were put to the front one by one, so that the last stands first.
        let first = listed.last().or(odd.first()).or(unknown.first());
        first.map_or_else(|| text.into(), |form| form.as_str().into())
    }
}

/// Languages whose rule lemmatizers are code of their own in spaCy that is not here.
const OTHER_RULES: [&str; 11] = [
    "ca", "el", "es", "ga", "ht", "it", "mk", "nl", "pl", "ru", "uk",
];

/// The parts of speech that spaCy's French lemmatizer has rules for.
const FRENCH_POS: [&str; 11] = [
    "noun", "verb", "adj", "adp", "adv", "aux", "cconj", "det", "pron", "punct", "sconj",
];

/// The forms that the rules make, in their order.
fn inflected<'a>(
    lower: &'a str,
    rules: Option<&'a Vec<SuffixRule>>,
) -> impl Iterator<Item = String> + 'a {
    rules.into_iter().flatten().filter_map(move |(old, new)| {
        let stem = lower.strip_suffix(old.as_ref())?;
        Some(format!("{stem}{new}")).filter(|form| !form.is_empty())
    })
}

fn in_index(form: &str, index: Option<&HashSet<Box<str>>>) -> bool {
    index.is_some_and(|index| index.contains(form))
}

/// The code of spaCy's English lemmatizer that no model file holds.
fn is_base_form(pos: &str, morph: &str) -> bool {
    let feature = |name: &str| {
        morph
            .split('|')
            .filter_map(|pair| pair.split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))
    };
    let form = feature("VerbForm");
    let present = feature("Tense") == Some("Pres") && feature("Number").is_none();
    (pos == "noun" && feature("Number") == Some("Sing"))
        || (pos == "verb" && form == Some("Fin") && present)
        || matches!(form, Some("Inf" | "None"))
        || feature("Degree") == Some("Pos")
}

impl Tables {
    fn read(bytes: &[u8]) -> Result<Self> {
        let wrong = |what: String| Error::malformed(FILE, what);
        let value = Value::read(bytes).map_err(wrong)?;
        let table = |name: &str| value.get(name).and_then(Value::as_map).unwrap_or(&[]);
        let bad = |name: &str| wrong(format!("table `{name}` is not as spaCy writes it"));
        Ok(Self {
            rules: read_map(table("lemma_rules"), read_rules).ok_or_else(|| bad("lemma_rules"))?,
            exceptions: read_map(table("lemma_exc"), read_exceptions)
                .ok_or_else(|| bad("lemma_exc"))?,
            index: read_map(table("lemma_index"), read_index).ok_or_else(|| bad("lemma_index"))?,
            lookup: read_map(table("lemma_lookup"), read_lemma)
                .ok_or_else(|| bad("lemma_lookup"))?,
        })
    }
}

fn read_map<T>(
    entries: &[(Value<'_>, Value<'_>)],
    read: impl Fn(&Value<'_>) -> Option<T>,
) -> Option<HashMap<u64, T>> {
    entries
        .iter()
        .map(|(key, value)| Some((key.as_u64()?, read(value)?)))
        .collect()
}

/// One lemma, or the first of several.
fn read_lemma(value: &Value<'_>) -> Option<Box<str>> {
    let first = match value.as_array() {
        Some(lemmas) => lemmas.first()?,
        None => value,
    };
    first.as_str().map(Into::into)
}

fn read_rules(value: &Value<'_>) -> Option<Vec<SuffixRule>> {
    let pairs = value.as_array()?.iter();
    pairs
        .map(|pair| match pair.as_array()? {
            [old, new] => Some((old.as_str()?.into(), new.as_str()?.into())),
            _ => None,
        })
        .collect()
}

fn read_exceptions(value: &Value<'_>) -> Option<HashMap<Box<str>, Vec<Box<str>>>> {
    let entries = value.as_map()?.iter();
    entries
        .map(|(form, lemmas)| {
            let lemmas = lemmas.as_array()?.iter();
            let lemmas = lemmas.map(|lemma| lemma.as_str().map(Into::into));
            Some((form.as_str()?.into(), lemmas.collect::<Option<_>>()?))
        })
        .collect()
}

fn read_index(value: &Value<'_>) -> Option<HashSet<Box<str>>> {
    let words = value.as_array()?.iter();
    words.map(|word| word.as_str().map(Into::into)).collect()
}
