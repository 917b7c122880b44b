//! Reading a codebook of a few lines.

mod common;

use chancery_codebook::*;
use common::codebook;

const VISIT: &str = r#"
definition = "One side goes to see the other."
[[frame]]
name = "arrive"
cameo = "042"
channel = "meeting"
verbs = ["visit"]
phrases = ["pay visit to"]
nouns = ["state visit"]
source = ["agent"]
target = ["object", "to", "object.of"]
where = { object = [":country", "@town", "capital"], "object.of" = [":filled"] }
needs = ["source", "target"]
of = "agent"
examples = [
  { text = "Mali's president visited Niger.", source = "Mali's president", target = ["Niger"] },
]
near = ["The page was visited often."]
"#;

#[test]
fn a_frame_is_read_whole() {
    let book = codebook(&[
        ("frames/CONSULT/visit.toml", VISIT),
        ("frames/classes.toml", "town = [\"city\", \"town\"]"),
    ]);
    let [frame] = book.frames() else {
        panic!("one frame")
    };
    assert_eq!(frame.id, "CONSULT/visit.arrive");
    assert_eq!(frame.family(), "visit");
    assert_eq!(frame.event_type, EventType::Consult);
    assert_eq!(
        (frame.mode.as_deref(), frame.channel),
        (Some("visit"), Some(Channel::Meeting))
    );
    assert_eq!(
        (frame.file.as_str(), frame.line),
        ("frames/CONSULT/visit.toml", 3)
    );
    assert_eq!(frame.needs, [Need::Source, Need::Target]);
    assert_eq!(frame.of, Of::Agent);
    let (slot, conditions) = &frame.where_[0];
    assert_eq!(*slot, Slot::Object);
    assert_eq!(conditions[0], Condition::Kind(Kind::Country));
    let Condition::Class(town) = conditions[1] else {
        panic!("a class")
    };
    assert!(book.class(town).contains("city"));
    assert_eq!(conditions[2], Condition::Lemma("capital".into()));
    assert_eq!(frame.where_[1].0, Slot::parse("object.of").unwrap());
    assert_eq!(frame.examples[0].line, 16);
    assert_eq!(frame.near[0].text, "The page was visited often.");
}

#[test]
fn predicates_are_found_by_their_lemma() {
    let book = codebook(&[
        ("frames/CONSULT/visit.toml", VISIT),
        ("frames/classes.toml", "town = []"),
    ]);
    let place = |list: &[PredicateRef]| list.iter().map(|found| found.place).collect::<Vec<_>>();
    assert_eq!(
        place(book.frames_for_verb("visit")),
        [PredicatePlace::Verb(0)]
    );
    assert_eq!(
        place(book.frames_for_verb("pay")),
        [PredicatePlace::Phrase(0)]
    );
    assert_eq!(
        place(book.frames_for_noun("visit")),
        [PredicatePlace::Noun(0)]
    );
    assert_eq!(book.frames_for_noun("state"), []);
    assert_eq!(book.frame("CONSULT/visit.arrive").unwrap().cameo, "042");
}

#[test]
fn the_ontology_is_whole() {
    let book = codebook(&[]);
    let ontology = book.ontology();
    assert_eq!(ontology.types().len(), EventType::ALL.len());
    assert_eq!(ontology.contexts().len(), 37);
    let of = |code| ontology.cameo(code).unwrap();
    assert_eq!(
        (of("163").event_type, of("163").goldstein),
        (EventType::Sanction, -8.0)
    );
    assert_eq!(
        (of("057").event_type, of("057").quad),
        (EventType::Agree, Quad::VerbalCooperation)
    );
    assert_eq!(
        (of("010").event_type, of("10").event_type),
        (EventType::Statement, EventType::Request)
    );
    assert_eq!(of("1214").goldstein, of("121").goldstein);
    assert_eq!(of("085").event_type, EventType::Concede);
    assert_eq!(of("0874").event_type, EventType::Retreat);
    assert_eq!(ontology.cameo("21"), None);
    let codes = ["CHN", "CHN.GOV", "IGO.UN", "IMG.ISIS", "IGO.UN.MIL"];
    assert!(codes.iter().all(|code| ontology.is_actor_code(code)));
    let wrong = ["", "CHINA", "CHN.", "CHN.XYZ", "IGO", "chn", "CHN.GOV.MIL"];
    assert!(!wrong.iter().any(|code| ontology.is_actor_code(code)));
}

const STATES: &str =
    "entity\tcode\tname\tofficial\tadjectives\tnouns\tcapital\taliases\tfrom\tto\tsource
state/FRA\tFRA\tFrance\tFrench Republic\tFrench\tFrenchman\tParis\t\t\t\tx
state/SUN\tSUN\tSoviet Union\t\tSoviet\tSoviet\tMoscow\tUSSR|U.S.S.R.\t1922-12-30\t1991-12-26\tx
state/TCD\tTCD\tChad\t\tChadian\tChadian\tN'Djamena\t\t\t\tx
";
const PERSONS: &str = "entity\tname\taliases\tsurname\tgender\tsource
person/ada-lune\tAda Lune\tA. Lune\tLune\tf\tx
person/bo-lune\tBo Lune\t\tLune\tm\tx
person/cid-roux\tCid Roux\t\t\tm\tx
";
const OFFICES: &str = "entity\tcode\toffice\trank\tfrom\tto\tsource
person/ada-lune\tFRA.GOV\tPresident of France\thead\t2010-05\t2014-05-15\tx
person/ada-lune\tFRA.GOV\tForeign Minister of France\tforeign\t2016\t2017-06-30\tx
person/ada-lune\tFRA.GOV\tPresident of France\thead\t2020-05-15\t\tx
person/bo-lune\tFRA.OPP\tLeader of the Greens\topposition\t2011\t2013\tx
person/cid-roux\tFRA.GOV\tForeign Minister of France\tforeign\t2017-07-01\t\tx
";

fn who() -> Codebook {
    codebook(&[
        ("who/states.tsv", STATES),
        ("who/persons.tsv", PERSONS),
        ("who/offices.tsv", OFFICES),
        (
            "who/metonyms.tsv",
            "name\tcode\tentity\tkind\tfrom\tto\tsource\nParis\tFRA.GOV\tstate/FRA\tcapital\t\t\tx\n",
        ),
        (
            "who/roles.tsv",
            "role\tsector\tkind\tnote\nlawmaker\tLEG\tperson\t\nparliament\tLEG\tgroup\t\n",
        ),
    ])
}

fn date(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

#[test]
fn a_person_is_coded_by_the_office_of_the_day() {
    let book = who();
    let check = |id: &str, day: Option<Date>, expected: &str| {
        let who = book.who();
        let standing = who.code_at(who.find(id).unwrap(), day).unwrap();
        assert_eq!(
            format!("{} {}", standing.code, standing.office.unwrap_or("-")),
            expected,
            "{id} {day:?}"
        );
    };
    check("person/ada-lune", date("2009-01-01"), "FRA -");
    check(
        "person/ada-lune",
        date("2010-05-01"),
        "FRA.GOV President of France",
    );
    check("person/ada-lune", date("2014-05-16"), "FRA.ELI -");
    check(
        "person/ada-lune",
        date("2016-12-31"),
        "FRA.GOV Foreign Minister of France",
    );
    check("person/ada-lune", date("2020-05-14"), "FRA.ELI -");
    check("person/ada-lune", None, "FRA.GOV President of France");
    check(
        "person/bo-lune",
        date("2012-01-01"),
        "FRA.OPP Leader of the Greens",
    );
    check("person/bo-lune", date("2020-01-01"), "FRA -");
    check("state/FRA", None, "FRA -");
}

#[test]
fn an_organisation_is_coded_by_the_period_of_the_day() {
    let text = "entity\tcode\tname\taliases\tkind\tfrom\tto\tsource
org/greens\tFRA.GOV\tGreens\t\tparty\t2001\t2004-06-30\tx
org/greens\tFRA.OPP\tGreens\tThe Greens\tparty\t2004-07\t2010\tx
org/reds\tFRA.GOV\tReds\t\tarmed\t2005\t\tx
org/reds\tFRA.REB\tReds\t\tarmed\t1990\t2004\tx
";
    let book = codebook(&[("who/organisations.tsv", text)]);
    let who = book.who();
    let check = |name: &str, day: Option<Date>, expected: &str| {
        let entity = who.names_at(name, 0).unwrap().only().unwrap().entity;
        assert_eq!(
            who.code_at(entity, day).unwrap().code,
            expected,
            "{name} {day:?}"
        );
    };
    check("Greens", date("2002-01-01"), "FRA.GOV");
    check("The Greens", date("2005-01-01"), "FRA.OPP");
    check("Greens", date("2020-01-01"), "FRA.PTY");
    check("Reds", date("1999-01-01"), "FRA.REB");
    check("Reds", date("1980-01-01"), "FRA.REB");
    check("Reds", None, "FRA.GOV");
    let reds = who.entity(who.find("org/reds").unwrap());
    assert_eq!((reds.from(), reds.to()), (date("1990-01-01"), None));
    assert!(!reds.exists(date("1980-01-01")) && reds.exists(date("2020-01-01")));
    assert_eq!(who.entities().count(), 2);
}

#[test]
fn offices_lead_to_their_holders() {
    let book = who();
    let holder = |rank, day| {
        let holder = book.who().holder("FRA", rank, day)?;
        Some(book.who().entity(holder).name())
    };
    assert_eq!(holder(Rank::Head, date("2012-01-01")), Some("Ada Lune"));
    assert_eq!(holder(Rank::Head, date("2015-01-01")), None);
    assert_eq!(holder(Rank::Foreign, date("2017-06-30")), Some("Ada Lune"));
    assert_eq!(holder(Rank::Foreign, None), Some("Cid Roux"));
    assert_eq!(holder(Rank::Rebel, None), None);
}

#[test]
fn names_lead_to_entities() {
    let book = who();
    let check = |text: &str, expected: &str| {
        let hit = book.who().names_at(text, 0);
        let found = hit.map_or("-".to_owned(), |hit| {
            let list: Vec<String> = hit
                .candidates()
                .map(|candidate| {
                    format!(
                        "{} {:?}",
                        book.who().entity(candidate.entity).id(),
                        candidate.form
                    )
                })
                .collect();
            format!("{}: {}", &text[..hit.len], list.join(", "))
        });
        assert_eq!(found, expected);
    };
    check("French troops", "French: state/FRA Adjective");
    check("Frenchmen marched", "Frenchmen: state/FRA Inhabitants");
    check("Chadians voted", "Chadians: state/TCD Inhabitants");
    check("Paris and Berlin", "Paris: state/FRA Metonym");
    check("USSR", "USSR: state/SUN Alias");
    check("Ada Lune said", "Ada Lune: person/ada-lune Name");
    check("Lune said", "-");
    check("SOVIET UNION", "SOVIET UNION: state/SUN Name");
}

#[test]
fn a_bare_surname_is_a_head_of_state_in_office() {
    let book = who();
    let head = |day| {
        let hit = book.who().surname("Lune said", 0)?;
        let head = book.who().head(&hit, day)?;
        Some(book.who().entity(head).id())
    };
    assert_eq!(head(date("2012-01-01")), Some("person/ada-lune"));
    assert_eq!(head(date("2015-01-01")), Some("person/ada-lune"));
    assert_eq!(head(date("2018-01-01")), None);
    assert_eq!(head(None), Some("person/ada-lune"));
    assert_eq!(
        book.who()
            .role("lawmaker")
            .map(|role| (role.sector, role.group)),
        Some(("LEG", false))
    );
    assert_eq!(book.who().role("lawn"), None);
}

#[test]
fn word_lists_are_found_by_their_path() {
    let text = "verbs = [\"say\", \"tell\"]\n[denial]\nverbs = [\"deny\"]\nword = \"not\"\n[denial.deep]\nn = 3\n[[rule]]\na = \"x\"\n";
    let book = codebook(&[("language/speech.toml", text)]);
    let words = book.words();
    assert_eq!(words.list("speech", "verbs"), ["say", "tell"]);
    assert_eq!(words.list("speech", "denial.verbs"), ["deny"]);
    assert_eq!(words.text("speech", "rule.0.a"), Some("x"));
    assert!(words.list("speech", "nothing").is_empty());
    let pairs: Vec<_> = words.map("speech", "denial").collect();
    assert_eq!(pairs, [("verbs", "deny"), ("word", "not"), ("deep.n", "3")]);
}

#[test]
fn of_places_with_one_name_the_largest_comes_first() {
    let header = "geonames\tname\tcountry\tadmin1\tlat\tlon\tpopulation\tfeature\taliases\n";
    let rows = "1\tTripoli\tLBN\tNorth\t34.4\t35.8\t200000\tPPLA\t\n2\tTripoli\tLBY\t\t32.9\t13.2\t1100000\tPPLC\tTarabulus\n";
    let book = codebook(&[("places/cities.tsv", &format!("{header}{rows}"))]);
    let places = book.places();
    let hit = places.names_at("in Tripoli, Libya", 3).unwrap();
    let countries: Vec<&str> = hit
        .candidates()
        .map(|(place, _)| places.place(place).country())
        .collect();
    assert_eq!(countries, ["LBY", "LBN"]);
    let place = places.place(places.lookup("Tarabulus").next().unwrap());
    assert_eq!(
        (place.geonames(), place.lat(), place.feature()),
        (Some(2), Some(32.9), "PPLC")
    );
}
