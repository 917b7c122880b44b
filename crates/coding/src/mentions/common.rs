//! Small things that several stages ask.

use crate::reading::{Dep, Reading, Tag};

/// Whether a noun's tag is a plural.
pub(super) fn is_plural(tag: Tag) -> bool {
    matches!(tag, Tag::Nns | Tag::Nnps)
}

/// Whether something is in, at or near what stands at `word`, or `also`.
pub(super) fn is_located(reading: &Reading, word: usize, also: &str) -> bool {
    let token = reading.word(word);
    let places = ["in", "at", "near", "outside", also];
    let preposition = reading.text(token.head);
    token.dep == Dep::Pobj && places.iter().any(|it| preposition.eq_ignore_ascii_case(it))
}

/// Whether `text` has these small letters in it, however it writes them.
pub(super) fn contains(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(words)
}

/// Capitals at the beginnings of words only: "NEW YORK" is "New York". Words of up to three letters
/// in a text of capitals stay as they are only where they are all of it: "UN".
pub(super) fn title_case(text: &str) -> String {
    if text.chars().any(char::is_lowercase) || text.chars().count() <= 3 {
        return text.to_owned();
    }
    let mut inside = false;
    text.chars()
        .flat_map(|c| {
            let lower = inside;
            inside = c.is_alphabetic();
            let c = if lower {
                c.to_lowercase().next().unwrap_or(c)
            } else {
                c
            };
            std::iter::once(c)
        })
        .collect()
}
