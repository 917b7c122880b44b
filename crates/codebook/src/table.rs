//! Tab-separated tables: reading them with line numbers, and keeping them packed.

use std::borrow::Cow;
use std::sync::Arc;

use crate::problem::Problems;

/// A table's rows while a codebook is put together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows(pub(crate) Vec<Row>);

/// A row, its cells in the order of the schema's columns, and where it was read.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) file: Arc<str>,
    /// From 1; 0 for a row that comes from a compiled codebook.
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}

impl Row {
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl Rows {
    /// Reads `text`, whose first line names its columns, in any order.
    pub(crate) fn read(file: &str, text: &str, columns: &[&str], problems: &mut Problems) -> Self {
        let mut lines = text
            .lines()
            .map(|line| line.strip_suffix('\r').unwrap_or(line));
        let Some(header) = lines.next() else {
            problems.fault(file, 1, "the file is empty", header_mend(columns));
            return Self::default();
        };
        let header: Vec<&str> = header.trim_start_matches('\u{feff}').split('\t').collect();
        let places = column_places(file, &header, columns, problems);
        let file: Arc<str> = file.into();
        let mut rows = Vec::new();
        for (number, line) in lines.enumerate() {
            let number = number + 2;
            if line.is_empty() {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() != header.len() {
                let message = format!("{} cells under {} columns", cells.len(), header.len());
                problems.fault(
                    &file,
                    number,
                    message,
                    "put one tab between two cells, also around empty ones",
                );
                continue;
            }
            let cells = places
                .iter()
                .map(|place| place.map_or(String::new(), |place| cells[place].trim().to_owned()))
                .collect();
            rows.push(Row {
                file: file.clone(),
                line: number,
                cells,
            });
        }
        Self(rows)
    }

    /// Replaces the rows whose key columns are those of a row of `over`, and adds the others.
    pub(crate) fn overlay(&mut self, over: Rows, key: &[usize]) {
        let of = |row: &Row| -> Vec<String> {
            key.iter()
                .map(|&column| row.cell(column).to_owned())
                .collect()
        };
        let replaced: std::collections::HashSet<Vec<String>> = over.0.iter().map(of).collect();
        self.0.retain(|row| !replaced.contains(&of(row)));
        self.0.extend(over.0);
    }

    /// Sorts by all cells, so that the same rows in any order make the same codebook.
    pub(crate) fn sort(&mut self) {
        self.0.sort_by(|a, b| a.cells.cmp(&b.cells));
    }
}

fn header_mend(columns: &[&str]) -> String {
    format!("the columns are {}", columns.join(", "))
}

fn column_places(
    file: &str,
    header: &[&str],
    columns: &[&str],
    problems: &mut Problems,
) -> Vec<Option<usize>> {
    for name in header {
        if !columns.contains(name) {
            problems.fault(
                file,
                1,
                format!("unknown column `{name}`"),
                header_mend(columns),
            );
        }
    }
    let find = |column: &&str| {
        let place = header.iter().position(|name| name == column);
        if place.is_none() {
            problems.fault(
                file,
                1,
                format!("the column `{column}` is missing"),
                header_mend(columns),
            );
        }
        place
    };
    columns.iter().map(find).collect()
}

/// A table as the program keeps it: one text that holds all cells, and where each ends.
///
/// Nothing is allocated for a cell, so a table of many rows is as quick to load as its bytes are to
/// read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) columns: usize,
    pub(crate) ends: Vec<u32>,
    pub(crate) text: Cow<'static, str>,
}

impl Table {
    pub(crate) fn pack(columns: usize, rows: &Rows) -> Self {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(rows.0.len() * columns);
        for row in &rows.0 {
            for column in 0..columns {
                text.push_str(row.cell(column));
                ends.push(text.len() as u32);
            }
        }
        Self {
            columns,
            ends,
            text: text.into(),
        }
    }

    /// The rows again, to put a user's codebook over them.
    pub(crate) fn unpack(&self) -> Rows {
        let file: Arc<str> = "built-in".into();
        let row = |row| Row {
            file: file.clone(),
            line: 0,
            cells: (0..self.columns)
                .map(|column| self.cell(row, column).to_owned())
                .collect(),
        };
        Rows((0..self.len()).map(row).collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len().checked_div(self.columns).unwrap_or(0)
    }

    /// A cell; empty where there is none.
    pub(crate) fn cell(&self, row: usize, column: usize) -> &str {
        let index = row * self.columns + column;
        let start = match index {
            0 => 0,
            _ => self.ends.get(index - 1).copied().unwrap_or(0) as usize,
        };
        let end = self.ends.get(index).copied().unwrap_or(0) as usize;
        self.text.get(start..end).unwrap_or("")
    }

    /// The values of a cell that holds several.
    pub(crate) fn list(&self, row: usize, column: usize) -> impl Iterator<Item = &str> {
        values(self.cell(row, column))
    }

    /// The rows whose cell in the first column is `key`, in a table sorted by it.
    pub(crate) fn range(&self, key: &str) -> std::ops::Range<usize> {
        let start = partition(self.len(), |row| self.cell(row, 0) < key);
        let length = partition(self.len() - start, |row| self.cell(start + row, 0) == key);
        start..start + length
    }

    /// The rows around `row` whose cells in the first column are its own, in a table sorted by it.
    pub(crate) fn around(&self, row: usize) -> std::ops::Range<usize> {
        let key = self.cell(row, 0);
        let same = |row: &usize| self.cell(*row, 0) == key;
        let before = (0..row).rev().take_while(same).count();
        let behind = (row + 1..self.len()).take_while(same).count();
        row - before..row + 1 + behind
    }

    /// The first row whose cell in the first column is `key`, in a table sorted by it.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        let row = partition(self.len(), |row| self.cell(row, 0) < key);
        (row < self.len() && self.cell(row, 0) == key).then_some(row)
    }
}

/// The values of a cell, `|` between them.
pub(crate) fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|')
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

/// How many of `0..len` come before the first that fails `is_before`.
pub(crate) fn partition(len: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
