//! The compiled image, and a user's codebook over another.

mod common;

use std::sync::LazyLock;

use chancery_codebook::*;
use common::{bare, codebook, data};
use proptest::prelude::*;

const MEET: &str = r#"definition = "They meet."
[[frame]]
name = "meet"
cameo = "040"
verbs = ["meet"]
source = ["agent"]
where = { object = [":actor", "@side"], "object.of" = ["team"] }
examples = [{ text = "Oman met Qatar.", source = "Oman" }]
"#;
const CLASSES: &str = "side = [\"side\"]\n";
const STATES: &str = "entity\tcode\tname\tofficial\tadjectives\tnouns\tcapital\taliases\tfrom\tto\tsource\nstate/FRA\tFRA\tFrance\t\tFrench\tFrenchman\tParis\t\t\t\tx\n";
const PERSONS: &str =
    "entity\tname\taliases\tsurname\tgender\tsource\nperson/a\tAda Lune\t\t\tf\tx\n";
const OFFICES: &str = "entity\tcode\toffice\trank\tfrom\tto\tsource\nperson/a\tFRA.GOV\tPresident of France\thead\t2010\t\tx\n";
const CITIES: &str = "geonames\tname\tcountry\tadmin1\tlat\tlon\tpopulation\tfeature\taliases\n1\tNice\tFRA\t\t43.7\t7.3\t340000\tPPLA2\tNizza\n";
const SPEECH: &str = "verbs = [\"say\"]\nnouns = [\"word\"]\n";

fn small() -> Codebook {
    codebook(&[
        ("frames/CONSULT/meet.toml", MEET),
        ("frames/classes.toml", CLASSES),
        ("who/states.tsv", STATES),
        ("who/persons.tsv", PERSONS),
        ("who/offices.tsv", OFFICES),
        ("places/cities.tsv", CITIES),
        ("language/speech.toml", SPEECH),
    ])
}

#[test]
fn an_image_reads_back_as_it_was() {
    let before = small();
    let image = before.compile();
    let after = Codebook::from_image(&image).unwrap();
    assert_eq!(after.frames(), before.frames());
    assert_eq!(after.classes(), before.classes());
    assert_eq!(after.ontology(), before.ontology());
    assert_eq!(after.stats(), before.stats());
    assert_eq!(after.words().list("speech", "verbs"), ["say"]);
    assert_eq!(after.compile(), image);
    let hit = after.who().names_at("Ada Lune said", 0).unwrap();
    let person = hit.only().unwrap().entity;
    assert_eq!(after.who().entity(person).id(), "person/a");
    assert_eq!(after.who().code_at(person, None).unwrap().code, "FRA.GOV");
    assert_eq!(after.places().lookup("Nizza").count(), 1);
    assert_eq!(render::diff(&before, &after), "");
}

#[test]
fn the_repository_s_codebook_makes_the_same_image_twice() {
    let image = || Codebook::load_leniently(data()).0.compile();
    let first = image();
    assert_eq!(first, image());
    let leaked: &'static [u8] = Vec::leak(first.clone());
    assert_eq!(
        Codebook::from_static_image(leaked).unwrap().compile(),
        first
    );
}

#[test]
fn what_is_no_image_is_refused() {
    let image = small().compile();
    assert_eq!(
        Codebook::from_image(&[]).unwrap_err(),
        ImageError::NotAnImage
    );
    assert_eq!(
        Codebook::from_image(&[0; 64]).unwrap_err(),
        ImageError::NotAnImage
    );
    assert_eq!(
        Codebook::from_image(&image[..image.len() - 1]).unwrap_err(),
        ImageError::Damaged
    );
}

static IMAGE: LazyLock<Vec<u8>> = LazyLock::new(|| small().compile());

proptest! {
    #[test]
    fn damage_is_an_error(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut image = IMAGE.clone();
        let at = at.index(image.len());
        image[at] ^= 1 << bit;
        prop_assert!(Codebook::from_image(&image).is_err());
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Codebook::from_image(&bytes).is_err());
    }
}

#[test]
fn a_user_s_codebook_replaces_and_adds() {
    let mut book = small();
    let meet = "definition = \"They see each other.\"\n[[frame]]\nname = \"meet\"\ncameo = \"041\"\nverbs = [\"see\"]\nsource = [\"agent\"]\nwhere = { object = [\"@side\", \"@camp\"] }\n[[frame]]\nname = \"huddle\"\ncameo = \"040\"\nverbs = [\"huddle\"]\nsource = [\"agent\"]\n";
    let over = bare(&[
        ("frames/CONSULT/meet.toml", meet),
        ("frames/classes.toml", "camp = [\"camp\"]"),
        ("who/offices.tsv", &OFFICES.replace("President", "Queen")),
        (
            "who/states.tsv",
            "entity\tcode\tname\tofficial\tadjectives\tnouns\tcapital\taliases\tfrom\tto\tsource\nstate/ATL\tATL\tAtlantis\t\t\t\t\t\t\t\tx\n",
        ),
        ("language/speech.toml", "verbs = [\"utter\"]"),
        ("places/own.tsv", &CITIES.replace("340000", "5")),
    ]);
    book.overlay(over.path()).unwrap();
    let ids: Vec<&str> = book
        .frames()
        .iter()
        .map(|frame| frame.id.as_str())
        .collect();
    assert_eq!(ids, ["CONSULT/meet", "CONSULT/meet.huddle"]);
    assert_eq!(
        book.frame("CONSULT/meet").unwrap().mode.as_deref(),
        Some("phone")
    );
    assert!(book.frames_for_verb("meet").is_empty());
    let conditions = &book.frame("CONSULT/meet").unwrap().where_[0].1;
    let names = conditions.iter().map(|condition| match condition {
        Condition::Class(id) => book.class(*id).name.as_str(),
        _ => "",
    });
    assert_eq!(names.collect::<Vec<_>>(), ["side", "camp"]);
    let who = book.who();
    let offices: Vec<&str> = who
        .offices(who.find("person/a").unwrap())
        .map(|term| term.office)
        .collect();
    assert_eq!(offices, ["Queen of France"]);
    assert!(who.names_at("Atlantis", 0).is_some() && who.names_at("France", 0).is_some());
    assert_eq!(book.words().list("speech", "verbs"), ["utter"]);
    assert_eq!(book.words().list("speech", "nouns"), ["word"]);
    assert_eq!(
        (
            book.places().len(),
            book.places()
                .place(book.places().lookup("Nice").next().unwrap())
                .population()
        ),
        (1, 5)
    );
}

#[test]
fn a_faulty_overlay_changes_nothing() {
    let mut book = small();
    let over = bare(&[
        ("frames/CONSULT/meet.toml", "definition = \"\""),
        ("language/x.toml", "a = [\"b\"]"),
    ]);
    assert!(book.overlay(over.path()).is_err());
    assert_eq!(book.compile(), small().compile());
}

#[test]
fn differences_are_shown() {
    let (before, mut after) = (small(), small());
    let over = bare(&[(
        "frames/CONSULT/meet.toml",
        &MEET.replace("[\"meet\"]", "[\"meet\", \"see\"]"),
    )]);
    after.overlay(over.path()).unwrap();
    assert_eq!(
        render::diff(&before, &after),
        "~ CONSULT/meet\n  - verbs: meet\n  + verbs: meet, see\n  - 1 predicates, 1 examples, 0 near misses\n  + 2 predicates, 1 examples, 0 near misses\n"
    );
}

#[test]
fn entries_are_shown() {
    let book = small();
    let expected = "CONSULT/meet  (frames/CONSULT/meet.toml:2)
  They meet.
  CAMEO 040 Consult
  verbs: meet
  source: agent
  where object is :actor or @side
  where object.of is team
  needs: source|target
  examples:
    Oman met Qatar. [source: Oman]
";
    assert_eq!(render::show(&book, "CONSULT/meet").unwrap(), expected);
    assert_eq!(render::show(&book, "@side").unwrap(), "@side: side\n");
    assert!(
        render::show(&book, "CONSULT")
            .unwrap()
            .contains("CONSULT/meet  They meet.")
    );
    assert!(render::show(&book, "041").unwrap().contains("mode phone"));
    assert!(
        render::show(&book, "person/a")
            .unwrap()
            .contains("President of France")
    );
    assert_eq!(render::show(&book, "nothing"), None);
    assert!(render::list(&book).contains("1 frames of 1 types"));
}
