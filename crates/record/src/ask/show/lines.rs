//! Lines of a page: a name on the left, what it is on the right.

use chancery_coding::Actor;
use std::fmt::Write as _;

/// A page that is being written.
#[derive(Default)]
pub struct Lines(pub String);

impl Lines {
    /// A heading.
    pub fn head(&mut self, words: &str) {
        let _ = writeln!(self.0, "{words}");
    }

    /// A named line, left out where there is nothing to say.
    pub fn line(&mut self, name: &str, words: &str) {
        if !words.is_empty() {
            let _ = writeln!(self.0, "  {name:<12}{words}");
        }
    }

    /// A named line for a value that may be missing.
    pub fn maybe(&mut self, name: &str, words: Option<&str>) {
        self.line(name, words.unwrap_or_default());
    }
}

/// `Name, office  CODE  identity`.
pub fn who(actor: &Actor) -> String {
    let mut words = actor.name.clone();
    if let Some(office) = actor.office.as_deref().filter(|office| !office.is_empty()) {
        let _ = write!(words, ", {office}");
    }
    for part in [&actor.code, &actor.entity].into_iter().flatten() {
        let _ = write!(words, "  {part}");
    }
    words
}

/// Several, joined.
pub fn all(actors: &[Actor]) -> String {
    let words: Vec<String> = actors.iter().map(who).collect();
    words.join("; ")
}

/// `2024-03-04`, `2024-03-01 to 2024-03-31 (month)`, `not dated`.
pub fn time(first: Option<&str>, last: Option<&str>, precision: &str) -> String {
    match (first, last) {
        (None, None) => "not dated".into(),
        (Some(first), Some(last)) if first == last => format!("{first} ({precision})"),
        (first, last) => {
            let open = |day: Option<&str>| day.unwrap_or("...").to_owned();
            format!("{} to {} ({precision})", open(first), open(last))
        }
    }
}
