//! `config.cfg`: sections of settings whose values are JSON, with references to one another.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{Error, Result};

/// How many references may follow one another.
const MAX_HOPS: usize = 8;

/// A pipeline's configuration.
#[derive(Debug, Default)]
pub(crate) struct Config {
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

impl Config {
    /// Reads the text of `config.cfg`.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let mut config = Self::default();
        let mut section = None;
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = Some(config.sections.entry(name.to_owned()).or_default());
                continue;
            }
            match (&mut section, line.split_once('=')) {
                (Some(section), Some((key, value))) => {
                    section.insert(key.trim().to_owned(), value.trim().to_owned());
                }
                // A value may go on over several lines; none of those that matter here do.
                (Some(_), None) => {}
                (None, _) => {
                    return Err(Error::malformed(
                        "config.cfg",
                        format!("line {}: a setting outside of any section", number + 1),
                    ));
                }
            }
        }
        Ok(config)
    }

    /// The value of a setting, references followed; `null` where it is absent.
    pub(crate) fn get(&self, section: &str, key: &str) -> Value {
        let mut at = (section.to_owned(), key.to_owned());
        for _ in 0..MAX_HOPS {
            let Some(raw) = self.sections.get(&at.0).and_then(|s| s.get(&at.1)) else {
                return Value::Null;
            };
            let reference = raw.strip_prefix("${").and_then(|r| r.strip_suffix('}'));
            let Some(reference) = reference else {
                return serde_json::from_str(raw).unwrap_or_else(|_| raw.as_str().into());
            };
            at = match reference.split_once(':').or(reference.rsplit_once('.')) {
                Some((section, key)) => (section.to_owned(), key.to_owned()),
                None => return Value::Null,
            };
        }
        Value::Null
    }

    /// A setting that is a list of words; empty where it is absent.
    pub(crate) fn words(&self, section: &str, key: &str) -> Vec<String> {
        match self.get(section, key) {
            Value::Array(items) => items
                .iter()
                .filter_map(|item| item.as_str().map(str::to_owned))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// A setting that is text; empty where it is absent.
    pub(crate) fn text(&self, section: &str, key: &str) -> String {
        self.get(section, key)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// A setting that is yes or no; no where it is absent.
    pub(crate) fn flag(&self, section: &str, key: &str) -> bool {
        self.get(section, key).as_bool().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_followed_and_loops_end() {
        let config = Config::read(
            "[a]\nwidth = 96\nnames = [\"x\",\"y\"]\n[a.b]\n@kind = \"k.v1\"\nwidth = ${a:width}\nme = ${a.b.me}\n",
        )
        .unwrap();
        assert_eq!(config.get("a.b", "width"), 96);
        assert_eq!(config.words("a", "names"), ["x", "y"]);
        assert_eq!(config.text("a.b", "@kind"), "k.v1");
        assert_eq!(config.get("a.b", "me"), Value::Null);
        assert!(Config::read("lost = 1").is_err());
    }
}
