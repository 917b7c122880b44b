//! TOML with line numbers.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Problems;

/// A value and where it stands.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// A TOML file that is being read, and where its problems go.
pub(crate) struct TomlFile<'p> {
    pub(crate) name: &'p str,
    starts: Vec<usize>,
    pub(crate) problems: &'p mut Problems,
}

impl<'p> TomlFile<'p> {
    /// Parses `text`; slips of syntax are reported and what can be read is read.
    pub(crate) fn parse<'t>(
        name: &'p str,
        text: &'t str,
        problems: &'p mut Problems,
    ) -> (Self, DeTable<'t>) {
        let breaks = text
            .bytes()
            .enumerate()
            .filter(|&(_, b)| b == b'\n')
            .map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        let mut file = Self {
            name,
            starts,
            problems,
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let line = error.span().map_or(0, |span| file.line(span.start));
            let mend = match error.message().contains("dotted key") {
                true => "write a slot within a slot in quotes: \"object.of\"",
                false => "see toml.io for the syntax",
            };
            file.fault(line, error.message(), mend);
        }
        (file, table.into_inner())
    }

    /// The line of byte `at`.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at)
    }

    pub(crate) fn line_of(&self, value: &Value<'_>) -> usize {
        self.line(value.span().start)
    }

    pub(crate) fn fault(
        &mut self,
        line: usize,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.problems.fault(self.name, line, message, mend);
    }

    pub(crate) fn doubt(
        &mut self,
        line: usize,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.problems.doubt(self.name, line, message, mend);
    }

    /// A key that is not among `known`.
    pub(crate) fn unknown_key(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[&str]) {
        let line = self.line(key.span().start);
        let mend = format!("the keys here are {}", known.join(", "));
        self.fault(line, format!("unknown key `{}`", key.get_ref()), mend);
    }

    /// A string; a fault and none for anything else.
    pub(crate) fn string(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(text.trim().to_owned());
        }
        self.wrong_kind(key, value, "a string");
        None
    }

    /// A string that is not empty.
    pub(crate) fn filled(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        self.string(key, value).filter(|text| !text.is_empty())
    }

    /// True or false.
    pub(crate) fn bool(&mut self, key: &str, value: &Value<'_>) -> bool {
        if let DeValue::Boolean(value) = value.get_ref() {
            return *value;
        }
        self.wrong_kind(key, value, "true or false");
        false
    }

    /// A string or a list of strings, each with its line.
    pub(crate) fn strings(&mut self, key: &str, value: &Value<'_>) -> Vec<(String, usize)> {
        let DeValue::Array(values) = value.get_ref() else {
            let line = self.line_of(value);
            return self
                .filled(key, value)
                .map(|text| (text, line))
                .into_iter()
                .collect();
        };
        let mut list = Vec::with_capacity(values.len());
        for value in values.iter() {
            let line = self.line_of(value);
            if let Some(text) = self.filled(key, value) {
                list.push((text, line));
            }
        }
        list
    }

    /// A table; a fault and none for anything else.
    pub(crate) fn table<'v, 't>(
        &mut self,
        key: &str,
        value: &'v Value<'t>,
    ) -> Option<&'v DeTable<'t>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(table);
        }
        self.wrong_kind(key, value, "a table");
        None
    }

    /// The members of a list of tables and the like.
    pub(crate) fn list<'v, 't>(&mut self, key: &str, value: &'v Value<'t>) -> &'v [Value<'t>] {
        if let DeValue::Array(values) = value.get_ref() {
            return values;
        }
        self.wrong_kind(key, value, "a list");
        &[]
    }

    fn wrong_kind(&mut self, key: &str, value: &Value<'_>, wanted: &str) {
        let line = self.line_of(value);
        let message = format!("`{key}` holds {}", kind(value.get_ref()));
        self.fault(line, message, format!("give it {wanted}"));
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
