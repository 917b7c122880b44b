//! Texts in which words are marked with what they mean: `{words|meaning}`.

use std::ops::Range;

use anyhow::{Context as _, Result, bail};

/// Characters of a text without its marks, and what they mean.
pub type Marked = (Range<usize>, String);

/// A text without its marks, and what they mark.
///
/// # Errors
///
/// A mark that is not closed, or has no meaning.
pub fn unmarked(text: &str) -> Result<(String, Vec<Marked>)> {
    let (mut plain, mut all) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let (mark, after) = behind.split_once('}').context("a mark is not closed")?;
        let Some((words, meaning)) = mark.split_once('|') else {
            bail!("no meaning in {{{mark}}}");
        };
        plain.push_str(before);
        let start = plain.chars().count();
        plain.push_str(words);
        all.push((start..plain.chars().count(), meaning.to_owned()));
        rest = after;
    }
    plain.push_str(rest);
    Ok((plain, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let (plain, marks) = unmarked("In {Żagań|PL} and {Bonn|DE}.").expect("well formed");
        assert_eq!(plain, "In Żagań and Bonn.");
        assert_eq!(marks, [(3..8, "PL".to_owned()), (13..17, "DE".to_owned())]);
        assert!(unmarked("In {Bonn").is_err());
        assert!(unmarked("In {Bonn}").is_err());
    }
}
