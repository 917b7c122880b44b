//! The lists of `data/intake`.

/// The entries of a list, one a line; `#` begins a comment.
pub fn list(file: &'static str) -> Vec<&'static str> {
    file.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}
