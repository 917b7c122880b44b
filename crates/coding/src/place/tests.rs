//! Small cases with the real model and the project's own gazetteer; skipped where there is no model.

use super::{PlaceMention, Words, dateline, find, of_event};
use crate::trial::{read, word};

fn render(place: &PlaceMention) -> String {
    let mark = if place.locative { "@" } else { "" };
    format!(
        "{mark}{}/{}",
        place.name,
        place.country.as_deref().unwrap_or("-")
    )
}

/// Checks all places of a text, those in a place's position marked `@`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found = read(text, None, |reading, codebook| {
        find(reading, codebook, &Words::new(codebook))
            .iter()
            .map(render)
            .collect::<Vec<_>>()
    });
    if let Some(found) = found {
        assert_eq!(found, expected, "{text}");
    }
}

/// Checks where the act of the word `trigger` is; empty for nowhere.
#[track_caller]
fn check_where(text: &str, trigger: &str, expected: &str) {
    let found = read(text, None, |reading, codebook| {
        let places = find(reading, codebook, &Words::new(codebook));
        of_event(reading, &places, word(reading, trigger), None)
            .map(|place| render(&places[place.mention]))
    });
    if let Some(found) = found {
        assert_eq!(
            found.unwrap_or_default().trim_start_matches('@'),
            expected,
            "{text}"
        );
    }
}

#[test]
fn names_in_a_places_position() {
    check("The envoys met in Vienna.", &["@Vienna/AUT"]);
    check("The envoys met near Kherson on Friday.", &["@Kherson/UKR"]);
    check("The minister flew to Nairobi.", &["@Nairobi/KEN"]);
    check("Warplanes bombed Aleppo overnight.", &["@Aleppo/SYR"]);
    check("Shelling of Kharkiv went on.", &["@Kharkiv/UKR"]);
    check(
        "Troops reached the outskirts of Tripoli.",
        &["@Tripoli/LBY"],
    );
    check("Protests spread in Egypt.", &["@Egypt/EGY"]);
    check("They met in Lyon, France.", &["@Lyon/FRA", "@France/FRA"]);
}

#[test]
fn governments_and_names_are_in_no_place() {
    check("Vienna said it would not attend.", &["Vienna/AUT"]);
    check(
        "France thanked Egypt for the offer.",
        &["France/FRA", "Egypt/EGY"],
    );
    check("Jack London praised the plan.", &[]);
    check("The Washington Post reported it.", &[]);
    check("The Chinese delegation left early.", &[]);
}

#[test]
fn the_country_spoken_of_decides() {
    check(
        "They met in Tripoli. Lebanon welcomed it. The Lebanese army kept watch.",
        &["@Tripoli/LBN", "Lebanon/LBN"],
    );
    check("A storm hit Paris, Texas.", &["@Paris/USA", "@Texas/USA"]);
    check("The French and the Germans met in Paris.", &["@Paris/FRA"]);
}

/// Checks which rows of the gazetteer are meant: name, division or country, and GeoNames' number where it has one.
#[track_caller]
fn check_rows(text: &str, expected: &[&str]) {
    let row = |place: &PlaceMention| match place.geonames {
        Some(number) => format!("{} {number}", place.name),
        None => format!(
            "{} {} {}",
            place.name,
            place.feature,
            place.country.as_deref().unwrap_or("-")
        ),
    };
    let found = read(text, None, |reading, codebook| {
        let found = find(reading, codebook, &Words::new(codebook));
        found.iter().map(row).collect::<Vec<_>>()
    });
    if let Some(found) = found {
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_stands_behind_a_town_tells_which_it_is() {
    check_rows(
        "The mayor of Springfield, Ill., spoke in Portland, Maine.",
        &[
            "Springfield 4250542",
            "Illinois 4896861",
            "Portland 4975802",
            "Maine 4971068",
        ],
    );
    check_rows(
        "Police in London, Ontario, closed a bridge.",
        &["London 6058560", "Ontario 6093943"],
    );
}

#[test]
fn the_places_around_tell_which_town_it_is() {
    check_rows(
        "Troops left Tripoli for Sidon and Tyre. Lebanon called it a start.",
        &[
            "Tripoli 266826",
            "Sidon 268064",
            "Tyre 267008",
            "Lebanon 272103",
        ],
    );
    check_rows(
        "Voters in Georgia and Alabama chose a senator.",
        &["Georgia 4197000", "Alabama 4829764"],
    );
    check_rows(
        "Georgia thanked Turkey.",
        &["Georgia 614540", "Turkey 298795"],
    );
}

#[test]
fn a_word_beside_a_name_tells_the_division_from_its_seat() {
    check_rows("Shells fell on Idlib.", &["Idlib 169389"]);
    check_rows("Shells fell in Idlib province.", &["Idlib 169387"]);
    check_rows("They met in Quebec City.", &["Quebec City 6325494"]);
}

#[test]
fn places_that_no_gazetteer_knows() {
    check_rows(
        "Nigerian troops crossed the Yobe River near Damasak.",
        &["Yobe River STM NGA", "Damasak 2345526"],
    );
}

#[test]
fn an_act_is_where_its_clause_says() {
    check_where("The envoys met in Vienna on Friday.", "met", "Vienna/AUT");
    check_where(
        "The leaders exchanged letters during a meeting in Muscat.",
        "exchanged",
        "Muscat/OMN",
    );
    check_where(
        "The summit in Vietnam ended early.",
        "summit",
        "Vietnam/VNM",
    );
    check_where(
        "He made two stops in Cairo to confer with the king.",
        "stops",
        "Cairo/EGY",
    );
    check_where(
        "He made two stops in Cairo to confer with the king.",
        "confer",
        "Cairo/EGY",
    );
    check_where("Jets bombed Aleppo.", "bombed", "Aleppo/SYR");
    check_where("The Geneva talks collapsed.", "talks", "Geneva/CHE");
    check_where("Talks broke down after a summit in Hanoi.", "broke", "");
    check_where(
        "Russia accused Ukraine of shelling Donetsk.",
        "shelling",
        "Donetsk/UKR",
    );
    check_where(
        "He said in Geneva that rebels had attacked a convoy.",
        "attacked",
        "",
    );
    check_where("He met reporters in Lyon, France.", "met", "Lyon/FRA");
    check_where("France thanked Egypt.", "thanked", "");
    check_where(
        "Ministers, meeting in Abuja, urged calm.",
        "urged",
        "Abuja/NGA",
    );
    check_where(
        "She flew to Honiara last week to ask the cabinet for help.",
        "ask",
        "Honiara/SLB",
    );
    check_where("The embassy in Lima called off the dance.", "called", "");
    check_where("The king arrived from Rabat.", "arrived", "");
    check_where("Troops withdrew from Kherson.", "withdrew", "Kherson/UKR");
}

#[test]
fn the_dateline_names_a_place() {
    let text = "TRIPOLI, Lebanon (Reuters) - Protesters gathered on Monday and demanded bread.";
    let found = read(text, Some("2021-03-22"), |reading, codebook| {
        dateline(reading, codebook).map(|place| render(&place))
    });
    if let Some(found) = found {
        assert_eq!(found.as_deref(), Some("@Tripoli/LBN"));
    }
}
