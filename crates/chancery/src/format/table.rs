//! Tables of answers: aligned for a terminal, as JSON Lines, as CSV.

use anyhow::Result;
use chancery_record::ask::Table;
use clap::ValueEnum;
use serde_json::Value;
use std::io::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Aligned columns, for reading
    Table,
    /// One JSON object a row
    Json,
    /// Comma-separated values with a line of names
    Csv,
}

/// The widest column of an aligned table that has no bound from the terminal, in columns of the screen.
const WIDEST: usize = 60;

/// Writes a table; `width` is that of the screen, if there is one.
pub fn write(
    output: &mut impl Write,
    table: &Table,
    form: Form,
    width: Option<usize>,
) -> Result<()> {
    match form {
        Form::Table => aligned(output, table, width),
        Form::Json => json(output, table),
        Form::Csv => csv(output, table),
    }
}

fn json(output: &mut impl Write, table: &Table) -> Result<()> {
    for row in table.objects() {
        serde_json::to_writer(&mut *output, &row)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

fn csv(output: &mut impl Write, table: &Table) -> Result<()> {
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(&table.columns)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(plain))?;
    }
    writer.flush()?;
    Ok(())
}

fn aligned(output: &mut impl Write, table: &Table, width: Option<usize>) -> Result<()> {
    let head: Vec<String> = table.columns.clone();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|value| printable(&plain(value))).collect())
        .collect();
    let widths = widths(&head, &rows, width);
    for row in std::iter::once(&head).chain(&rows) {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| fitted(cell, width))
            .collect();
        writeln!(output, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

/// As wide as the widest cell; where the screen is too narrow the widest columns give way.
fn widths(head: &[String], rows: &[Vec<String>], screen: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = head.iter().map(|name| name.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width)
                .max(cell.width())
                .min(screen.unwrap_or(WIDEST).max(8));
        }
    }
    let room = screen.map_or(usize::MAX, |screen| screen.saturating_sub(2 * widths.len()));
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths
            .iter_mut()
            .max_by_key(|width| **width)
            .filter(|width| **width > 8)
        else {
            break;
        };
        *widest -= 1;
    }
    widths
}

fn fitted(cell: &str, width: usize) -> String {
    let wide = cell.width();
    if wide <= width {
        return format!("{cell}{}", " ".repeat(width - wide));
    }
    let mut kept = String::new();
    let mut taken = 0;
    for character in cell.chars() {
        let more = character.width().unwrap_or(0);
        if taken + more >= width {
            break;
        }
        kept.push(character);
        taken += more;
    }
    format!("{kept}…{}", " ".repeat(width.saturating_sub(taken + 1)))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        other => other.to_string(),
    }
}

/// Words that do nothing to a terminal: articles may hold anything. Line ends become spaces.
pub fn printable(words: &str) -> String {
    let harmless = |character: char| {
        if character.is_control() {
            ' '
        } else {
            character
        }
    };
    words.chars().map(harmless).collect()
}

/// Like [`printable`], but lines stay lines.
pub fn printable_lines(words: &str) -> String {
    let lines: Vec<String> = words.split('\n').map(printable).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(rows: Vec<Vec<Value>>, screen: Option<usize>, expected: &str) {
        let table = Table {
            rows,
            ..Table::new(&["who", "what"])
        };
        let mut bytes = Vec::new();
        write(&mut bytes, &table, Form::Table, screen).expect("memory");
        assert_eq!(String::from_utf8_lossy(&bytes), expected);
    }

    #[test]
    fn columns_are_aligned_and_fit_the_screen() {
        check(
            vec![vec![json!("CHN"), json!(3)]],
            None,
            "who  what\nCHN  3\n",
        );
        check(
            vec![
                vec![json!("北京"), json!(null)],
                vec![json!("a"), json!(1.5)],
            ],
            None,
            "who   what\n北京\na     1.5\n",
        );
        let long = "x".repeat(50);
        check(
            vec![vec![json!("CHN"), json!(long)]],
            Some(20),
            "who  what\nCHN  xxxxxxxxxxxx…\n",
        );
    }

    #[test]
    fn nothing_reaches_the_terminal_but_words() {
        check(
            vec![vec![json!("a\u{1b}[31m\nb"), json!(1)]],
            None,
            "who       what\na [31m b  1\n",
        );
    }
}
