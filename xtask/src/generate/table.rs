//! Reading and writing tables: a header row, tab between columns, no quoting, `\n` line ends.

use super::rows::Row;
use anyhow::{Context, Result, bail};
use csv::{QuoteStyle, ReaderBuilder, WriterBuilder};
use serde::de::DeserializeOwned;
use std::path::Path;

/// No committed file may be larger than this.
const LARGEST: u64 = 4_000_000;

/// Reads all rows of the table at `path`; columns that the row type lacks are passed over.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    read_separated(path, b'\t', false)
}

/// Reads a comma-separated file with quotes.
pub fn read_csv<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    read_separated(path, b',', true)
}

fn read_separated<T: DeserializeOwned>(
    path: &Path,
    delimiter: u8,
    quoting: bool,
) -> Result<Vec<T>> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .comment(Some(b'#'))
        .flexible(true)
        .from_path(path)
        .with_context(|| format!("{}", path.display()))?;
    let rows = reader.deserialize().enumerate();
    rows.map(|(number, row)| row.with_context(|| format!("{}, row {}", path.display(), number + 1)))
        .collect()
}

/// Sorts `rows` by their key, drops exact repeats and writes them to `path`.
pub fn write<T: Row + PartialEq>(path: &Path, mut rows: Vec<T>) -> Result<()> {
    rows.sort_by(|a, b| a.key().cmp(&b.key()));
    rows.dedup();
    let mut writer = WriterBuilder::new()
        .delimiter(b'\t')
        .quote_style(QuoteStyle::Never)
        .from_path(path)
        .with_context(|| format!("{}", path.display()))?;
    for row in &rows {
        writer.serialize(row)?;
    }
    writer.flush()?;
    let size = std::fs::metadata(path)?.len();
    println!(
        "{:7} rows {:8} bytes  {}",
        rows.len(),
        size,
        path.file_name().unwrap_or_default().to_string_lossy()
    );
    if size > LARGEST {
        bail!("{} has {size} bytes, more than {LARGEST}", path.display());
    }
    Ok(())
}
