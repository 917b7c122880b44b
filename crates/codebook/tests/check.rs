//! What is said about a codebook's mistakes.

mod common;

use chancery_codebook::*;
use common::{data, folder};

/// Checks the files, with the repository's ontology, and compares what is said, line by line.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    let said: Vec<String> = Codebook::check(folder(files).path())
        .iter()
        .map(Problem::to_string)
        .collect();
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(said, expected, "\nsaid:\n{}\n", said.join("\n"));
}

/// A frame file that is right but for what `lines` add to its frame.
fn frame(lines: &str) -> String {
    format!(
        "definition = \"They meet.\"\n[[frame]]\nname = \"meet\"\ncameo = \"040\"\nsource = [\"agent\"]\n\
         examples = [{{ text = \"Oman met Qatar.\" }}]\n{lines}"
    )
}

#[track_caller]
fn check_frame(lines: &str, expected: &str) {
    check(&[("frames/CONSULT/meet.toml", &frame(lines))], expected);
}

#[test]
fn a_right_frame_is_left_alone() {
    check_frame("verbs = [\"meet\"]", "");
}

#[test]
fn faults_of_frames_are_named_with_file_line_and_mend() {
    check_frame(
        "",
        "frames/CONSULT/meet.toml:2: `CONSULT/meet` has no predicate; give it verbs, phrases, nouns or adjectives",
    );
    check_frame(
        "verbs = [\"meet\"]\nany = true",
        "frames/CONSULT/meet.toml:2: `CONSULT/meet` has predicates and stands for any words; take `any` or the predicates out",
    );
    check_frame("any = true", "");
    check_frame(
        "verbs = [\"Meet\"]",
        "frames/CONSULT/meet.toml:7: the lemma `Meet` is not lower case; write `meet`",
    );
    check_frame(
        "verbs = [\"meet\"]\nmode = \"fax\"",
        "frames/CONSULT/meet.toml:8: CONSULT has no mode `fax`; its modes are visit, third-party, multilateral, phone",
    );
    check_frame(
        "verbs = [\"meet\"]\ncontexts = [\n  \"diplomatic\",\n  \"cricket\",\n]",
        "frames/CONSULT/meet.toml:10: unknown context `cricket`; see ontology/contexts.tsv",
    );
    check_frame(
        "verbs = [\"meet\"]\ntarget = [\"objct\"]",
        "frames/CONSULT/meet.toml:8: unknown slot `objct`; slots are agent, object, comp, poss, counterpart or a preposition, joined by dots",
    );
    check_frame(
        "verbs = [\"meet\"]\nwhere = { object = [\":actr\", \"@town\"] }",
        "frames/CONSULT/meet.toml:8: unknown class `@town`; add it to frames/classes.toml
         frames/CONSULT/meet.toml:8: unknown kind `:actr`; kinds are :actor, :owned, :country, :person, :organisation, :place, :event, :clause, :filled, :quantity, :infinitive, :told",
    );
    check_frame(
        "verbs = [\"meet\"]\nneeds = [\"sauce\"]\nmutual = \"yes\"",
        "frames/CONSULT/meet.toml:8: unknown side `sauce`; sides are source, target, carrier or source|target
         frames/CONSULT/meet.toml:9: `mutual` holds a string; give it true or false",
    );
    check_frame(
        "phrases = [\"meet\"]\ncontent = \"asked\"\nof = \"doer\"",
        "frames/CONSULT/meet.toml:2: `CONSULT/meet` has no predicate; give it verbs, phrases, nouns or adjectives
         frames/CONSULT/meet.toml:7: the phrase `meet` is one word; put it under `verbs`
         frames/CONSULT/meet.toml:9: unknown of `doer`; it is one of agent, object",
    );
}

#[test]
fn slips_of_syntax_have_a_line() {
    check_frame(
        "verbs = [\"meet\"]\nwhere = { object = [\"x\"], object.of = [\"y\"] }",
        "frames/CONSULT/meet.toml:8: cannot extend value of type array with a dotted key; write a slot within a slot in quotes: \"object.of\"",
    );
    check(
        &[("frames/CONSULT/meet.toml", "definition = \"x\n")],
        "frames/CONSULT/meet.toml:1: invalid basic string, expected `\"`; see toml.io for the syntax",
    );
}

#[test]
fn codes_and_types_must_agree() {
    let text = frame("verbs = [\"meet\"]").replace("040", "057");
    check(
        &[("frames/CONSULT/meet.toml", &text)],
        "frames/CONSULT/meet.toml:4: 057 (Sign formal agreement) is AGREE, not CONSULT; choose another code or folder, or say that it is meant: type = \"CONSULT\"",
    );
    let meant = format!("{text}\ntype = \"CONSULT\"");
    check(&[("frames/CONSULT/meet.toml", &meant)], "");
    check(
        &[("frames/CHAT/meet.toml", &text)],
        "frames/CHAT/meet.toml: the folder `CHAT` is no type; the types are AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT, STATEMENT",
    );
}

#[test]
fn examples_quote_their_text() {
    let text = frame("verbs = [\"meet\"]").replace(
        "\"Oman met Qatar.\"",
        "\"Oman met Qatar.\", source = \"Omani\", stauts = \"future\"",
    );
    check(
        &[("frames/CONSULT/meet.toml", &text)],
        "frames/CONSULT/meet.toml:6: the example has no words `Omani`; quote them as they stand in its text
         frames/CONSULT/meet.toml:6: unknown key `stauts`; the keys here are text, source, target, carrier, about, cameo, mode, channel, status, wrong",
    );
}

#[test]
fn doubts_about_frames() {
    let two = format!(
        "{}\n{}",
        frame("verbs = [\"meet\", \"meet\"]"),
        "[[frame]]\nname = \"see\"\ncameo = \"040\"\nsource = [\"agent\"]\nverbs = [\"meet\"]"
    );
    check(
        &[("frames/CONSULT/meet.toml", &two), ("frames/classes.toml", "town = [\"city\"]")],
        "frames/CONSULT/meet.toml:2: doubtful: `CONSULT/meet` has `meet` twice; remove one of them
         frames/CONSULT/meet.toml:8: doubtful: `CONSULT/meet.see` has no example; write a sentence that it codes
         frames/CONSULT/meet.toml:8: doubtful: `meet` of `CONSULT/meet.see` fits wherever that of `CONSULT/meet` fits; tell them apart by `where`, or remove one
         frames/classes.toml: doubtful: no frame names the class `@town`; remove it or use it",
    );
    let alike = frame(
        "verbs = [\"meet\"]\nnear = [\"Oman met, Qatar\"]\n[[frame]]\nname = \"meet\"\ncameo = \"041\"\nsource=[\"agent\"]\nverbs=[\"ring\"]\nexamples=[{ text = \"Chad rang Mali.\" }]",
    );
    check(
        &[("frames/CONSULT/meet.toml", &alike)],
        "frames/CONSULT/meet.toml:8: doubtful: the sentence is nearly that of frames/CONSULT/meet.toml:6; write one that differs in wording and parties
         frames/CONSULT/meet.toml:9: the id `CONSULT/meet` is taken by line 2; give one of the frames another name",
    );
}

const STATES: &str = "entity\tcode\tname\tofficial\tadjectives\tnouns\tcapital\taliases\tfrom\tto\tsource\nstate/FRA\tFRA\tFrance\t\tFrench\t\tParis\t\t\t\tx\n";
const PERSONS: &str = "entity\tname\taliases\tsurname\tgender\tsource\nperson/a\tA Lune\t\t\tf\tx\nperson/b\tB Roux\tA Lune\t\tm\tx\n";

#[test]
fn the_who_is_who_is_held_against_itself() {
    let offices = "entity\tcode\toffice\trank\tfrom\tto\tsource
person/a\tFRA.GOV\tPresident of France\thead\t2010\t2015-05-15\tx
person/b\tFRA.GOV\tPresident of France\thead\t2015-02\t2014\tx
person/b\tFRA.GUV\tPresident of France\tboss\t2015-13\t\tx
person/c\tXXX.GOV\tPresident of France\thead\t2016\t\tx
person/c\tFRA.GOV
";
    check(
        &[("who/states.tsv", STATES), ("who/persons.tsv", PERSONS), ("who/offices.tsv", offices)],
        "who/offices.tsv:3: it ends (2014-12-31) before it begins (2015-02-01); mend the dates
         who/offices.tsv:4: `2015-13` is no date; write YYYY, YYYY-MM or YYYY-MM-DD
         who/offices.tsv:4: unknown code `FRA.GUV`; write a country (CHN), a country with a sector (CHN.GOV) or a body (IGO.UN)
         who/offices.tsv:4: unknown rank `boss`; it is one of head, government, foreign, defence, envoy, spokesperson, minister, legislature, military, opposition, rebel, organisation
         who/offices.tsv:5: nobody has the id `person/c`; add a row for it
         who/offices.tsv:5: unknown code `XXX.GOV`; XXX is not in who/states.tsv
         who/offices.tsv:6: 2 cells under 7 columns; put one tab between two cells, also around empty ones
         who/persons.tsv:3: doubtful: person/b has a name of person/a (who/persons.tsv:2); make them one person or mend the terms",
    );
}

#[test]
fn one_office_has_one_holder_but_for_a_month_of_handing_over() {
    let offices = |began: &str| {
        format!(
            "entity\tcode\toffice\trank\tfrom\tto\tsource
person/a\tFRA.GOV\tPresident of France\thead\t2010\t2015-05-15\tx
person/b\tFRA.GOV\tPresident of France\thead\t{began}\t\tx
"
        )
    };
    let persons = (
        "who/persons.tsv",
        &*PERSONS.replace("\tA Lune\t\tm", "\t\t\tm"),
    );
    check(&[persons, ("who/offices.tsv", &offices("2015-05"))], "");
    check(
        &[persons, ("who/offices.tsv", &offices("2015-03"))],
        "who/offices.tsv:3: doubtful: person/b is President of France while person/a is (who/offices.tsv:2); end the earlier term, or name two offices",
    );
}

#[test]
fn tables_name_their_columns() {
    check(
        &[(
            "who/roles.tsv",
            "role\tsektor\tkind\tnote\nRebel\tREB\tperson\t\n",
        )],
        "who/roles.tsv:1: the column `sector` is missing; the columns are role, sector, kind, note
         who/roles.tsv:1: unknown column `sektor`; the columns are role, sector, kind, note
         who/roles.tsv:2: unknown sector ``; see ontology/sectors.tsv",
    );
}

#[test]
fn names_that_nothing_tells_apart_are_doubtful() {
    let text = "entity\tcode\tname\taliases\tkind\tfrom\tto\tsource
org/a\tFRA.GOV\tForeign Ministry\t\torgan\t\t\tx
org/b\tDEU.GOV\tForeign Ministry\t\torgan\t\t\tx
org/c\tFRA.GOV\tQuai\tForeign Ministry\torgan\t1990\t\tx
org/d\tFRA.OPP\tGreens\t\tparty\t1970\t1980\tx
org/e\tFRA.OPP\tGreens\t\tparty\t1981\t1990\tx
org/e\tFRA.GOV\tGreens\t\tparty\t1990\t\tx
org/e\tFRA.PTY\tGreens\t\tparty\t2000\t\tx
";
    check(
        &[("who/organisations.tsv", text)],
        "who/organisations.tsv:4: doubtful: `Foreign Ministry` is also org/a (who/organisations.tsv:2); give dates or drop it from one of them
         who/organisations.tsv:8: `org/e` is taken by who/organisations.tsv:7; make it one row, or part them by dates or ids",
    );
}

#[test]
fn places_lie_on_earth() {
    let text = "geonames\tname\tcountry\tadmin1\tlat\tlon\tpopulation\tfeature\taliases
1\tOran\tDZA\t\t35.7\t-0.6\t800000\tPPLA\t
2\tNowhere\tDZA\t\t135.7\t-0.6\t8\tPPL\t
";
    check(
        &[("places/cities.tsv", text)],
        "places/cities.tsv:3: `135.7`, `-0.6` is nowhere on earth; mend or remove the row",
    );
}

#[test]
fn loading_stops_at_faults_and_not_at_doubts() {
    let wrong = folder(&[("frames/CONSULT/meet.toml", &frame("verbs = [\"Meet\"]"))]);
    let errors = Codebook::load(wrong.path()).unwrap_err();
    assert_eq!(
        errors.to_string(),
        "the codebook has 1 fault(s):\n  frames/CONSULT/meet.toml:7: the lemma `Meet` is not lower case; write `meet`\n"
    );
    let (codebook, problems) = Codebook::load_leniently(wrong.path());
    assert_eq!((codebook.frames().len(), problems.len()), (1, 1));
    let text = frame("verbs = [\"meet\"]")
        .replace("examples", "near")
        .replace("{ text = ", "")
        .replace(" }", "");
    let doubtful = folder(&[("frames/CONSULT/meet.toml", &text)]);
    assert_eq!(Codebook::load(doubtful.path()).unwrap().frames().len(), 1);
}

#[test]
fn the_repository_s_codebook_has_no_fault() {
    let problems = Codebook::check(data());
    let faults: Vec<String> = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Fault)
        .map(Problem::to_string)
        .collect();
    println!("{} doubts", problems.len() - faults.len());
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// A row that is right but for what `changes` put in the place of something.
fn row(changes: &[(&str, &str)]) -> String {
    let right = r#"{"id": "AID-0001", "text": "Oman sent tents to Mali.", "sources": [[0, 4]], "targets": [[19, 23]], "carriers": [], "trigger": [[5, 9]], "others": [], "type": "AID", "cameo": "073", "mode": null, "status": "actual", "channel": null, "why": null, "split": "train"}"#;
    changes
        .iter()
        .fold(right.to_owned(), |row, (from, to)| row.replace(from, to))
}

#[track_caller]
fn check_row(changes: &[(&str, &str)], expected: &str) {
    check(&[("corpus/AID.jsonl", &row(changes))], expected);
}

#[test]
fn faults_of_the_corpus_are_named() {
    check_row(&[], "");
    check_row(
        &[("[0, 4]", "[0, 40]"), ("[19, 23]", "[18, 23]")],
        "corpus/AID.jsonl:1: AID-0001: [0, 40] of sources is no part of the text; count characters from 0, the end not included
         corpus/AID.jsonl:1: AID-0001: [18, 23] of targets begins or ends with a space; count characters from 0, the end not included",
    );
    check_row(
        &[("[5, 9]", "[9, 5]")],
        "corpus/AID.jsonl:1: AID-0001: [9, 5] of trigger is no part of the text; count characters from 0, the end not included",
    );
    check_row(
        &[("\"073\"", "\"190\"")],
        "corpus/AID.jsonl:1: AID-0001: 190 is ASSAULT, not AID; change one of them",
    );
    check_row(
        &[("\"AID\"", "\"GIFT\"")],
        "corpus/AID.jsonl:1: AID-0001: unknown type `GIFT`; see ontology/types.tsv",
    );
    check_row(
        &[("actual", "likely"), ("train", "test")],
        "corpus/AID.jsonl:1: AID-0001: unknown split `test`; write train or dev
         corpus/AID.jsonl:1: AID-0001: unknown status `likely`; write actual, future, hypothetical, requested, negated or denied",
    );
    check_row(
        &[("[[5, 9]]", "[]")],
        "corpus/AID.jsonl:1: AID-0001: an act has no trigger or no party; mark them",
    );
    check_row(
        &[
            ("\"AID\"", "null"),
            ("\"073\"", "null"),
            ("\"actual\"", "null"),
        ],
        "corpus/AID.jsonl:1: AID-0001: it does not say why there is no act; write none or sense",
    );
}

#[test]
fn sentences_with_names_swapped_are_doubted() {
    let text = "At dawn the government of Oman sent seven hundred tents to Mali.";
    let first = row(&[
        ("Oman sent tents to Mali.", text),
        ("[0, 4]", "[26, 30]"),
        ("[19, 23]", "[59, 63]"),
        ("[5, 9]", "[31, 35]"),
    ]);
    let second = first
        .replace("0001", "0002")
        .replace("Oman", "Peru")
        .replace("Mali", "Togo");
    check(
        &[("corpus/AID.jsonl", &format!("{first}\n{second}\n"))],
        "corpus/AID.jsonl:2: doubtful: AID-0002: but for its parties the sentence is nearly AID-0001; write one that is put otherwise",
    );
}

#[test]
fn the_corpus_of_the_repository_is_sound() {
    let of_corpus: Vec<String> = Codebook::check(data())
        .iter()
        .filter(|problem| problem.file.starts_with("corpus"))
        .map(Problem::to_string)
        .collect();
    assert!(of_corpus.is_empty(), "{}", of_corpus.join("\n"));
}

/// Codes that lack a frame, two examples or a near miss; each that is added lowers the number.
#[test]
fn nearly_all_codes_are_reached() {
    let lacking: Vec<String> = Codebook::check(data())
        .iter()
        .filter(|problem| problem.file == "frames" && problem.line == 0)
        .map(Problem::to_string)
        .collect();
    assert!(lacking.len() <= LACKING, "{}", lacking.join("\n"));
}

/// How many codes lacked something when this was last counted.
const LACKING: usize = 1;
