//! Names of persons as news has them, out of what sources leave around them.

use super::{Holding, Source};
use crate::generate::names::capitalised;

/// Words of bodies that a source lists among persons.
const BODIES: &[&str] = &[
    "administration",
    "agency",
    "assembly",
    "board",
    "bureau",
    "cabinet",
    "commission",
    "committee",
    "congress",
    "council",
    "department",
    "junta",
    "ministry",
    "office",
    "reserve",
    "service",
    "representative",
];

/// Words of titles that sources leave before or behind a name.
const TITLES: &[&str] = &[
    "acting",
    "ambassador",
    "charge",
    "charges",
    "chargé",
    "commander",
    "d'affaires",
    "d'affairs",
    "director",
    "h.e.",
    "interior",
    "minister",
    "minister-designate",
    "mission",
    "of",
    "regent",
    "republic",
    "serves",
    "as",
    "transport",
];

/// `holding` under names of persons alone; none where it has no such name.
pub fn cleaned(mut holding: Holding) -> Option<Holding> {
    if holding.source != Source::Hand {
        let names = holding.names.iter().flat_map(|name| names(name));
        holding.names = names.filter_map(|name| person(&name)).collect();
    }
    (!holding.names.is_empty()).then_some(holding)
}

/// A name as it stands, or, where a nickname stands in it in quotation marks, with the nickname as news has it and without.
fn names(name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split(['"', '“', '”']).map(str::trim).collect();
    match parts[..] {
        [given, nickname, surname] if !surname.is_empty() => vec![
            format!("{} {surname}", capitalised(nickname)),
            format!("{given} {surname}"),
        ],
        [given, _, ""] => vec![given.to_owned()],
        _ => vec![name.to_owned()],
    }
}

/// The name without brackets, titles and lands, given name first; none of a body, of two persons, or where
/// nothing but an initial stands with the surname.
fn person(name: &str) -> Option<String> {
    let name = name.split(['(', ';', '–']).next()?.trim();
    let name = name.strip_prefix("H. E. ").unwrap_or(name);
    let name: String = match name.split_once(',') {
        Some((surname, given)) if !surname.contains(' ') || !given.trim().contains(' ') => {
            let given = given.trim();
            let initial = given.split(['.', ' ']).all(|part| part.len() < 2);
            if initial {
                return None;
            }
            match given.split_once(' ') {
                // "Baron Martonmere": a rank.
                Some(_) => surname.to_owned(),
                None => format!("{given} {surname}"),
            }
        }
        Some((name, _)) => name.to_owned(),
        None => name.to_owned(),
    };
    let is_in = |list: &[&str], word: &str| {
        let word = word.to_lowercase().replace('’', "'");
        list.contains(&word.trim_end_matches('\''))
            || word.split('/').all(|part| list.contains(&part))
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let body = words
        .iter()
        .any(|word| is_in(BODIES, word) || *word == "and");
    let first = words.iter().position(|word| !is_in(TITLES, word))?;
    let last = words.iter().rposition(|word| !is_in(TITLES, word))?;
    let kept = &words[first..=last];
    (!body && !kept.is_empty()).then(|| ended(kept))
}

/// The words of a name, of which the last is no particle: "Nguyen van An", "Baudouin I".
fn ended(words: &[&str]) -> String {
    let Some((last, before)) = words.split_last() else {
        return String::new();
    };
    let small = last.chars().all(char::is_lowercase);
    let last = match *last {
        "i" | "ii" | "iii" => last.to_uppercase(),
        word if small => capitalised(word),
        word => word.to_owned(),
    };
    before
        .iter()
        .copied()
        .chain([last.as_str()])
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::{names, person};

    #[track_caller]
    fn check(given: &str, expected: &str) {
        assert_eq!(person(given).unwrap_or_default(), expected, "{given}");
    }

    #[test]
    fn what_is_no_name_is_left_out() {
        check("Nikolay Todorov (acting", "Nikolay Todorov");
        check("Director Sandra Oudkirk", "Sandra Oudkirk");
        check("H. E. Ambassador Naif Bin Bandar", "Naif Bin Bandar");
        check("E. Anthony Wayne", "E. Anthony Wayne");
        check("Charge’ D’Affaires Thomas Hines", "Thomas Hines");
        check("John T. Ice Chargé D’Affaires", "John T. Ice");
        check(
            "Minister/minister of Transport Achilbay Ramatov",
            "Achilbay Ramatov",
        );
        check("Mission – Ruben Harutunian", "");
        check(
            "John Roland Robinson, Baron Martonmere",
            "John Roland Robinson",
        );
        check("Mohamed al-Baradei", "Mohamed al-Baradei");
    }

    #[test]
    fn nicknames_are_names() {
        assert_eq!(names("James “jimmy” Story"), ["Jimmy Story", "James Story"]);
        assert_eq!(names("Manuel Dias \"kopelipa\""), ["Manuel Dias"]);
        assert_eq!(names("Angela Merkel"), ["Angela Merkel"]);
    }

    #[test]
    fn given_names_come_first() {
        check("Gemayel, Amin", "Amin Gemayel");
        check("Suzuki, Kantaro", "Kantaro Suzuki");
        check("Arias, A.", "");
        check("Soglo, N", "");
    }

    #[test]
    fn bodies_and_pairs_are_no_persons() {
        check("Bureau of Indian Affairs", "");
        check("Executive council", "");
        check("Military Junta", "");
        check("Dan Barna and Kelemen Hunor", "");
    }

    #[test]
    fn last_words_are_written_large() {
        check("Nguyen van an", "Nguyen van An");
        check("Baudouin i", "Baudouin I");
    }
}
