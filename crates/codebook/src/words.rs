//! Word lists of the language of news: `data/language/*.toml`.

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use toml::de::{DeTable, DeValue};

use crate::problem::Problems;
use crate::toml_file::{TomlFile, Value};

/// The lists of every file of `data/language/`, by file and path.
///
/// A file is tables of lists, words and tables; every list is found by the names on the way to it
/// with dots between them. The members of a list of tables are numbered from 0.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub(crate) data: WordData,
    /// For each file its place, and that of each path in it.
    index: HashMap<String, (usize, HashMap<String, usize>)>,
}

/// What is kept of them in an image: for each file its paths, in the file's order, with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WordData(pub(crate) Vec<(String, Lists)>);

/// Paths and their values.
pub(crate) type Lists = Vec<(String, Vec<String>)>;

impl Words {
    pub(crate) fn new(data: WordData) -> Self {
        let paths = |lists: &Lists| {
            lists
                .iter()
                .enumerate()
                .map(|(at, (path, _))| (path.clone(), at))
                .collect()
        };
        let index = data
            .0
            .iter()
            .enumerate()
            .map(|(at, (file, lists))| (file.clone(), (at, paths(lists))))
            .collect();
        Self { data, index }
    }

    /// The files there are, without their ending.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.data.0.iter().map(|(file, _)| file.as_str())
    }

    /// The list at `path` (`verbs`, `denial.verbs`) of `file` (`speech`), one value for a single
    /// word or number; empty where there is none.
    pub fn list(&self, file: &str, path: &str) -> &[String] {
        let place = |(at, paths): &(usize, HashMap<String, usize>)| Some((*at, *paths.get(path)?));
        let place = self.index.get(file).and_then(place);
        place.map_or(&[], |(file, list)| &self.data.0[file].1[list].1)
    }

    /// The word or number at `path`.
    pub fn text(&self, file: &str, path: &str) -> Option<&str> {
        self.list(file, path).first().map(String::as_str)
    }

    /// The keys of a table with their words, in the file's order; a key with several words comes
    /// once for each. An empty `table` is the whole file.
    pub fn map<'w>(
        &'w self,
        file: &str,
        table: &'w str,
    ) -> impl Iterator<Item = (&'w str, &'w str)> {
        self.table(file, table)
            .flat_map(|(key, values)| values.iter().map(move |value| (key, value.as_str())))
    }

    /// The keys of a table with their lists, in the file's order. An empty `table` is the whole file.
    pub fn table<'w>(
        &'w self,
        file: &str,
        table: &'w str,
    ) -> impl Iterator<Item = (&'w str, &'w [String])> {
        self.lists(file).iter().filter_map(move |(path, values)| {
            let key = match table {
                "" => path,
                table => path.strip_prefix(table)?.strip_prefix('.')?,
            };
            Some((key, values.as_slice()))
        })
    }

    fn lists(&self, file: &str) -> &[(String, Vec<String>)] {
        let found = self.data.0.iter().find(|(name, _)| name == file);
        found.map_or(&[], |(_, lists)| lists)
    }
}

impl WordData {
    /// Adds a user's files: a path that is there already gets the user's list.
    pub(crate) fn overlay(&mut self, over: WordData) {
        for (file, lists) in over.0 {
            let Some((_, old)) = self.0.iter_mut().find(|(name, _)| *name == file) else {
                self.0.push((file, lists));
                continue;
            };
            for (path, values) in lists {
                match old.iter_mut().find(|(known, _)| *known == path) {
                    Some((_, list)) => *list = values,
                    None => old.push((path, values)),
                }
            }
        }
        self.0.sort_by(|a, b| a.0.cmp(&b.0));
    }
}

/// Reads one file.
pub(crate) fn read_words(path: &str, text: &str, problems: &mut Problems) -> Lists {
    let (mut file, table) = TomlFile::parse(path, text, problems);
    let mut lists = Vec::new();
    flatten_table(&mut file, "", &table, &mut lists);
    lists
}

fn flatten_table(file: &mut TomlFile<'_>, prefix: &str, table: &DeTable<'_>, lists: &mut Lists) {
    for (key, value) in table {
        flatten(file, &format!("{prefix}{}", key.get_ref()), value, lists);
    }
}

fn flatten(file: &mut TomlFile<'_>, path: &str, value: &Value<'_>, lists: &mut Lists) {
    match value.get_ref() {
        DeValue::Table(table) => flatten_table(file, &format!("{path}."), table, lists),
        DeValue::Array(values) => flatten_array(file, path, values, lists),
        single => lists.push((path.to_owned(), scalar(single).into_iter().collect())),
    }
}

fn flatten_array(file: &mut TomlFile<'_>, path: &str, values: &[Value<'_>], lists: &mut Lists) {
    let nested =
        |value: &Value<'_>| matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_));
    if values.iter().any(nested) {
        for (at, value) in values.iter().enumerate() {
            flatten(file, &format!("{path}.{at}"), value, lists);
        }
        return;
    }
    let mut list: Vec<String> = Vec::with_capacity(values.len());
    for value in values {
        let Some(word) = scalar(value.get_ref()) else {
            continue;
        };
        if list.contains(&word) {
            let line = file.line_of(value);
            file.doubt(
                line,
                format!("`{word}` stands twice in `{path}`"),
                "remove one of them",
            );
        }
        list.push(word);
    }
    lists.push((path.to_owned(), list));
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Table(_) | DeValue::Array(_) => None,
    }
}
