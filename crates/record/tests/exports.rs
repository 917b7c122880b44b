//! Each form read back as its users do, in Python: columns, types, values. Python's packages are installed once under `target/`,
//! pinned; where there is no Python, or they cannot be had, the tests say that they skip. `cargo xtask test` sets
//! `CHANCERY_TEST_PYTHON`, and then they fail.

mod common;

use chancery_codebook::Codebook;
use chancery_coding::{Actor, Event, EventType, Place, Precision, Quad, Status};
use chancery_record::export::{
    Exporter, Format, Goldstein, Incident, Options, QuadRule, Rules, Source, Tally, Told, Undated,
};
use common::{actor, event};
use jiff::civil::{Date, date};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

const PACKAGES: [&str; 3] = ["pandas==2.2.3", "pyarrow==18.1.0", "networkx==3.4.2"];

/// What reads a file back and prints what it found as JSON.
const READER: &str = include_str!("exports/reader.py");

fn codebook() -> &'static Codebook {
    static BOOK: OnceLock<Codebook> = OnceLock::new();
    BOOK.get_or_init(|| {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        Codebook::load(&data).expect("the codebook loads")
    })
}

/// The Python of a virtual environment that has the packages.
fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    PYTHON
        .get_or_init(|| {
            let installed = install();
            if installed.is_none() {
                let required = std::env::var_os("CHANCERY_TEST_PYTHON").is_some();
                assert!(!required, "no python3, or its packages cannot be had");
                eprintln!("skipped: no python3, or its packages cannot be had");
            }
            installed
        })
        .as_deref()
}

fn install() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/exports-python");
    let (python, stamp) = (
        folder.join("bin/python"),
        folder.join(PACKAGES.concat().replace("==", "-")),
    );
    if stamp.exists() {
        return Some(python);
    }
    let done = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    let made = done(Command::new("python3").args(["-m", "venv"]).arg(&folder))
        && done(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet"])
                .args(PACKAGES),
        );
    made.then(|| std::fs::write(stamp, "").ok())??;
    Some(python)
}

fn written(format: Format, options: &Options, told: &[Told]) -> (Vec<u8>, Tally) {
    let mut exporter =
        Exporter::new(format, codebook(), options, Vec::new()).expect("memory takes all");
    for told in told {
        exporter.add(told).expect("memory takes all");
    }
    exporter.finish().expect("memory takes all")
}

/// What Python finds in an export; none where there is no Python.
fn read_back(kind: &str, format: Format, told: &[Told]) -> Option<Value> {
    let (bytes, _) = written(format, &Options::default(), told);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("export");
    std::fs::write(&file, bytes).expect("a file");
    // The threads of pyarrow may abort an interpreter that winds down while the machine is busy; what was read is out then.
    let script = format!("{READER}\nimport os, sys\nsys.stdout.flush()\nos._exit(0)\n");
    let output = Command::new(python()?)
        .args(["-c", &script, kind])
        .arg(&file)
        .output()
        .expect("Python runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

fn source() -> Arc<Source> {
    Arc::new(Source {
        id: "wire/1".into(),
        date: Some(date(2021, 3, 22)),
        publisher: Some("The Courier".into()),
        url: Some("https://courier.example/1".into()),
        title: Some("Envoys meet".into()),
        language: Some("en".into()),
        text: "A title\n\nThe weather was fair. ".to_owned() + &"The envoys met. ".repeat(40),
    })
}

fn person(code: &str, name: &str, office: &str) -> Actor {
    Actor {
        entity: Some(format!("person/{}", name.to_lowercase().replace(' ', "-"))),
        office: Some(office.into()),
        ..actor(code, name)
    }
}

fn beijing() -> Place {
    Place {
        name: "Beijing".into(),
        country: Some("CHN".into()),
        geonames: Some(1_816_670),
        lat: Some(39.907),
        lon: Some(116.397),
        mention: None,
    }
}

/// A meeting in Beijing of China's foreign minister and North Korea's ambassador.
fn meeting() -> Event {
    let sides = vec![
        person("CHN.GOV", "Wang Li", "foreign minister"),
        person("PRK.GOV", "Kim Sol", "ambassador"),
    ];
    Event {
        sources: sides.clone(),
        targets: sides,
        place: Some(beijing()),
        mode: Some("visit".into()),
        ..event(
            "wire/1",
            1,
            ">",
            EventType::Consult,
            Some(date(2021, 3, 21)),
        )
    }
}

/// The Security Council condemns North Korea; in no place.
fn blame() -> Event {
    Event {
        cameo: "111".into(),
        quad: Quad::VerbalConflict,
        goldstein: -2.0,
        ..event(
            "wire/1",
            2,
            "IGO.UNSC>PRK",
            EventType::Accuse,
            Some(date(2021, 3, 22)),
        )
    }
}

/// A visit to come, a statement, a second mention, one without a day and one without a doer.
fn others() -> [Event; 5] {
    let make = |number, sides, kind, day: Option<Date>| event("wire/1", number, sides, kind, day);
    let day = Some(date(2021, 3, 23));
    let visit = Event {
        status: Status::Future,
        ..make(3, "USA.GOV>JPN", EventType::Consult, day)
    };
    let statement = Event {
        cameo: "010".into(),
        goldstein: 0.0,
        ..make(4, "USA.GOV>PRK", EventType::Statement, day)
    };
    let again = Event {
        same_as: Some("wire/1#1".into()),
        ..make(5, "CHN>PRK", EventType::Consult, day)
    };
    let undated = make(6, "RUS.GOV>SYR", EventType::Consult, None);
    let bombing = Event {
        cameo: "183".into(),
        quad: Quad::MaterialConflict,
        goldstein: -10.0,
        ..make(7, ">SYR.CVL", EventType::Assault, day)
    };
    [visit, statement, again, undated, bombing]
}

fn all() -> Vec<Told> {
    let source = source();
    let events = [meeting(), blame()].into_iter().chain(others());
    events.map(|event| Told::of(event, &source)).collect()
}

/// Checks values of the table that Python found: column, row, value.
fn check(found: &Value, columns: usize, rows: usize, cells: &[(&str, usize, Value)]) {
    assert_eq!(found["columns"], columns, "{found:#}");
    assert_eq!(found["rows"], rows, "{found:#}");
    for (column, row, value) in cells {
        assert_eq!(
            found["values"][column][row], *value,
            "{column} in row {row}"
        );
    }
}

fn text(text: &str) -> Value {
    text.into()
}

#[test]
fn gdelt_events_have_61_typed_columns() {
    let Some(found) = read_back("gdelt", Format::Gdelt, &all()) else {
        return;
    };
    // Two of the meeting, the condemnation, the statement, the bombing.
    check(
        &found,
        61,
        5,
        &[
            ("SQLDATE", 0, 20_210_321.into()),
            ("MonthYear", 0, 202_103.into()),
            ("FractionDate", 0, 2021.2219.into()),
            ("Actor1Code", 0, text("CHNGOV")),
            ("Actor1Name", 0, text("WANG LI")),
            ("Actor1CountryCode", 0, text("CHN")),
            ("Actor1Type1Code", 0, text("GOV")),
            ("Actor2Code", 0, text("PRKGOV")),
            ("Actor1Code", 1, text("PRKGOV")),
            ("EventCode", 0, text("040")),
            ("EventBaseCode", 0, text("040")),
            ("EventRootCode", 0, text("04")),
            ("QuadClass", 0, 1.into()),
            ("NumMentions", 0, 1.into()),
            ("AvgTone", 0, Value::Null),
            ("Actor1Geo_Type", 0, 0.into()),
            ("ActionGeo_Type", 0, 4.into()),
            ("ActionGeo_FullName", 0, text("Beijing, Beijing, China")),
            ("ActionGeo_CountryCode", 0, text("CH")),
            ("ActionGeo_ADM1Code", 0, text("CH00")),
            ("ActionGeo_Lat", 0, 39.907.into()),
            ("DATEADDED", 0, 20_210_322_000_000_i64.into()),
            ("SOURCEURL", 0, text("https://courier.example/1")),
            ("Actor1Code", 2, text("IGOUNO")),
            ("Actor1KnownGroupCode", 2, text("UNO")),
            ("Actor1Type1Code", 2, text("IGO")),
            ("Actor1CountryCode", 2, Value::Null),
            ("QuadClass", 2, 3.into()),
            ("EventCode", 3, text("010")),
            ("Actor1Code", 4, Value::Null),
            ("Actor2Code", 4, text("SYRCVL")),
            ("QuadClass", 4, 4.into()),
        ],
    );
    for (column, kind) in [
        ("GLOBALEVENTID", "int64"),
        ("ActionGeo_Long", "float64"),
        ("EventCode", "object"),
    ] {
        assert_eq!(found["types"][column], kind, "{column}");
    }
    assert_eq!(found["unique"]["GLOBALEVENTID"], true);
}

#[test]
fn gdelt_mentions_join_their_events() {
    let Some(events) = read_back("gdelt", Format::Gdelt, &all()) else {
        return;
    };
    let found = read_back("mentions", Format::GdeltMentions, &all()).expect("Python is there");
    check(
        &found,
        16,
        5,
        &[
            ("EventTimeDate", 0, 20_210_321_000_000_i64.into()),
            ("MentionTimeDate", 0, 20_210_322_000_000_i64.into()),
            ("MentionType", 0, 1.into()),
            ("MentionSourceName", 0, text("The Courier")),
            ("SentenceID", 0, 7.into()),
            ("ActionCharOffset", 0, 120.into()),
            ("InRawText", 0, 1.into()),
            ("Confidence", 0, 50.into()),
            ("Actor1CharOffset", 4, (-1).into()),
        ],
    );
    assert_eq!(
        found["values"]["GLOBALEVENTID"],
        events["values"]["GLOBALEVENTID"]
    );
}

#[test]
fn icews_has_20_columns_and_both_ways() {
    let Some(found) = read_back("icews", Format::Icews, &all()) else {
        return;
    };
    check(
        &found,
        20,
        4,
        &[
            ("Event Date", 0, text("2021-03-21")),
            ("Source Name", 0, text("Wang Li")),
            ("Source Sectors", 0, text("Government")),
            ("Source Country", 0, text("China")),
            ("Event Text", 0, text("Consult")),
            ("CAMEO Code", 0, text("040")),
            ("Intensity", 0, 1.into()),
            ("Target Country", 0, text("North Korea")),
            ("Source Country", 1, text("North Korea")),
            ("City", 0, text("Beijing")),
            ("Province", 0, text("Beijing")),
            ("Country", 0, text("China")),
            ("Longitude", 0, 116.397.into()),
            (
                "Source Sectors",
                2,
                text("International Government Organization"),
            ),
            ("Source Country", 2, Value::Null),
            ("City", 2, Value::Null),
        ],
    );
    assert_eq!(found["types"]["Event ID"], "int64");
    assert_eq!(found["types"]["Sentence Number"], "int64");
}

#[test]
fn polecat_has_40_columns_and_promises_are_agreements() {
    let Some(found) = read_back("polecat", Format::Polecat, &all()) else {
        return;
    };
    check(
        &found,
        40,
        4,
        &[
            ("Event Type", 0, text("CONSULT")),
            ("Event Mode", 0, text("visit")),
            ("Intensity", 0, text("4.0")),
            ("Quad Code", 0, text("VERBAL COOPERATION")),
            ("Actor Name", 0, text("Wang Li; Kim Sol")),
            ("Actor Country", 0, text("China; North Korea")),
            ("Actor COW", 0, text("710; 731")),
            ("Primary Actor Sector", 0, text("GOV")),
            ("Actor Title", 0, text("foreign minister; ambassador")),
            ("Recipient Name", 0, text("None")),
            ("GeoNames ID", 0, text("1816670")),
            ("Feature Type", 0, text("PPLC")),
            ("Publication Date", 0, text("2021-03-22")),
            ("Story People", 0, text("Wang Li; Kim Sol")),
            ("Primary Actor Sector", 1, text("UNO")),
            ("Placename", 1, text("None")),
            ("Event Type", 2, text("AGREE")),
            ("Actor Country", 2, text("United States")),
            ("Actor Name", 3, text("None")),
            ("Primary Recipient Sector", 3, text("CVL")),
        ],
    );
}

#[test]
fn plover_has_the_fields_of_its_manual() {
    let Some(found) = read_back("plover", Format::Plover, &all()) else {
        return;
    };
    let records = found["records"].as_array().expect("records");
    assert_eq!(records.len(), 4, "{found:#}");
    for record in records {
        for field in ["id", "date", "actor", "event"] {
            assert!(!record[field].is_null(), "{field} is required: {record}");
        }
    }
    let [first, second, third, fourth] = [0, 1, 2, 3].map(|at| &records[at]);
    assert_eq!(first["event"][0], "CONSULT");
    assert_eq!(first["mode"][0], "visit");
    assert_eq!(first["actor"][1]["code"], "PRK");
    assert_eq!(first["actor"][1]["office"], "ambassador");
    assert_eq!(first["event_loc"]["geonameid"], 1_816_670);
    assert_eq!(first["event_loc"]["resolution"], 4);
    assert!(first["recipient"].is_null());
    assert_eq!(second["actor"][0]["code"], "UNO");
    assert_eq!(second["event_scale"], -3.0);
    assert_eq!(third["event"][0], "AGREE");
    assert_eq!(fourth["actor"], Value::Array(vec![]));
}

#[test]
fn phoenix_has_26_columns_and_its_own_quarters() {
    let Some(found) = read_back("phoenix", Format::Phoenix, &all()) else {
        return;
    };
    check(
        &found,
        26,
        4,
        &[
            ("Date", 0, 20_210_321.into()),
            ("Month", 0, 3.into()),
            ("SourceActorFull", 0, text("CHNGOV")),
            ("SourceActorEntity", 0, text("CHN")),
            ("SourceActorRole", 0, text("GOV")),
            ("SourceActorEntity", 2, text("IGO")),
            ("SourceActorAttribute", 2, text("UNO")),
            ("EventRootCode", 0, text("04")),
            ("QuadClass", 3, 0.into()),
            ("Issues", 0, text("DIPLOMATIC,1")),
            ("LocationName", 0, text("Beijing")),
            ("CountryCode", 0, text("CHN")),
            ("SentenceID", 0, text("wire/1_7")),
        ],
    );
}

#[test]
fn petrarch_prints_dashes_for_who_is_not_known() {
    let Some(found) = read_back("petrarch2", Format::Petrarch2, &all()) else {
        return;
    };
    check(
        &found,
        8,
        5,
        &[
            ("source", 0, text("CHNGOV")),
            ("target", 0, text("PRKGOV")),
            ("source", 4, text("---")),
            ("target", 4, text("SYRCVL")),
            ("code", 4, text("183")),
        ],
    );
}

#[test]
fn our_tables_agree() {
    let Some(csv) = read_back("csv", Format::Csv, &all()) else {
        return;
    };
    let parquet = read_back("parquet", Format::Parquet, &all()).expect("Python is there");
    // Every event, whatever its status: two rows of the meeting and six more.
    let cells = [
        ("source", 1, text("Kim Sol")),
        ("goldstein", 0, 1.0.into()),
        ("start", 0, text("2021-03-21")),
        ("same_as", 5, text("wire/1#1")),
        ("hedged", 0, false.into()),
        ("geonames", 0, 1_816_670.into()),
        ("source_code", 7, Value::Null),
    ];
    check(&csv, 40, 8, &cells);
    check(&parquet, 40, 8, &cells);
    for (column, kind) in [
        ("trigger_start", "int64"),
        ("hedged", "bool"),
        ("start", "object"),
        ("confidence", "float64"),
    ] {
        assert_eq!(parquet["types"][column], kind, "{column}");
    }
    assert_eq!(csv["values"], parquet["values"]);
}

#[test]
fn networks_are_read_as_directed_graphs() {
    let Some(graphml) = read_back("graphml", Format::Graphml, &all()) else {
        return;
    };
    let gexf = read_back("gexf", Format::Gexf, &all()).expect("Python is there");
    for found in [graphml, gexf] {
        assert_eq!(found["directed"], true);
        assert_eq!(found["nodes"]["CHN.GOV"]["label"], "China GOV", "{found:#}");
        assert_eq!(found["nodes"]["CHN.GOV"]["country"], "CHN");
        let edge = &found["edges"]["IGO.UNSC>PRK"];
        assert_eq!(edge["weight"].as_f64(), Some(1.0), "{found:#}");
        assert_eq!(edge["goldstein"], -2.0);
        assert_eq!(edge["verbal_conflict"], 1);
        assert_eq!(edge["first"], "2021-03-22");
    }
}

#[test]
fn places_are_points_on_the_map() {
    let Some(found) = read_back("geojson", Format::Geojson, &all()) else {
        return;
    };
    let feature = &found["features"][0];
    assert_eq!(found["type"], "FeatureCollection");
    assert_eq!(feature["geometry"]["coordinates"][0], 116.397);
    assert_eq!(feature["properties"]["types"]["CONSULT"], 1);
    let kml = read_back("kml", Format::Kml, &all()).expect("Python is there");
    assert_eq!(kml["places"][0]["name"], "Beijing");
    assert_eq!(kml["places"][0]["coordinates"], "116.397,39.907");
}

#[test]
fn quarters_and_scales_of_others_can_be_asked_for() {
    let told = |cameo: &str, goldstein: f64, kind| {
        let event = Event {
            cameo: cameo.into(),
            goldstein,
            ..event("a", 1, "USA>PRK", kind, Some(date(2021, 3, 22)))
        };
        [Told::of(event, &source())]
    };
    let check = |told: &[Told], quad, goldstein, quad_cell: &str, scale_cell: &str| {
        let rules = Rules {
            quad,
            goldstein,
            undated: Undated::Drop,
        };
        let options = Options {
            rules,
            ..Options::default()
        };
        let (bytes, _) = written(Format::Gdelt, &options, told);
        let row = String::from_utf8(bytes).expect("UTF-8");
        let cells: Vec<&str> = row.split('\t').collect();
        assert_eq!(
            (cells[29], cells[30]),
            (quad_cell, scale_cell),
            "{quad:?} {goldstein:?}"
        );
    };
    let embargo = told("163", -8.0, EventType::Sanction);
    check(&embargo, None, None, "4", "-8");
    check(
        &embargo,
        Some(QuadRule::Phoenix),
        Some(Goldstein::Phoenix),
        "3",
        "-6.5",
    );
    let appeal = told("022", 3.4, EventType::Request);
    check(&appeal, None, None, "1", "3.2");
    check(
        &appeal,
        Some(QuadRule::Phoenix),
        Some(Goldstein::Icews),
        "0",
        "3.4",
    );
    let score = codebook()
        .ontology()
        .type_entry(EventType::Request)
        .expect("a type")
        .score;
    check(
        &appeal,
        Some(QuadRule::Plover),
        Some(Goldstein::Plover),
        "3",
        &score.to_string(),
    );
}

#[test]
fn what_is_told_again_within_the_window_is_left_out() {
    let on = |day: i8| {
        let event = event(
            "a",
            day as usize,
            "USA>PRK",
            EventType::Consult,
            Some(date(2021, 3, day)),
        );
        Told::of(event, &source())
    };
    let check = |window, days: &[i8], kept: usize| {
        let told: Vec<Told> = days.iter().map(|day| on(*day)).collect();
        let options = Options {
            window,
            ..Options::default()
        };
        let (_, tally) = written(Format::Icews, &options, &told);
        assert_eq!(
            (tally.events, tally.repeated),
            (kept, days.len() - kept),
            "{window:?} {days:?}"
        );
    };
    check(None, &[1, 1, 1], 3);
    check(Some(1), &[1, 1, 2], 2);
    check(Some(2), &[1, 2, 3, 4], 2);
    check(Some(30), &[1, 20, 30, 31], 2);
}

#[test]
fn an_incident_is_counted_once_with_its_reports() {
    let incident = |report: usize| Told {
        incident: Some(Incident {
            id: "i-1".into(),
            whole: true,
            reports: 3,
            origins: 2,
            documents: 3,
        }),
        report: Some(Event {
            sources: vec![actor("PRK.GOV", "Kim"), actor("CHN.GOV", "Wang Li")],
            ..event("wire/1", report, ">", EventType::Consult, None)
        }),
        ..Told::of(meeting(), &source())
    };
    let (bytes, _) = written(Format::Gdelt, &Options::default(), &[incident(1)]);
    let row = String::from_utf8(bytes).expect("UTF-8");
    let cells: Vec<&str> = row.lines().next().expect("a row").split('\t').collect();
    assert_eq!(cells[31..34], ["3", "2", "3"]);
    let (bytes, _) = written(
        Format::GdeltMentions,
        &Options::default(),
        &[incident(1), incident(2)],
    );
    let mentions = String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(mentions.lines().count(), 4);
    assert!(
        mentions
            .lines()
            .next()
            .expect("a row")
            .starts_with(cells[0])
    );
}

#[test]
fn undated_events_are_left_out_or_have_the_day_of_publication() {
    let undated = [Told::of(others()[3].clone(), &source())];
    let (bytes, tally) = written(Format::Icews, &Options::default(), &undated);
    assert_eq!(
        (bytes.split(|byte| *byte == b'\n').count(), tally.incomplete),
        (2, 1)
    );
    let mut options = Options::default();
    options.rules.undated = Undated::Published;
    let (bytes, _) = written(Format::Icews, &options, &undated);
    assert!(
        String::from_utf8(bytes)
            .expect("UTF-8")
            .contains("\t2021-03-22\t")
    );
    // A month is no day either.
    let mut vague = others()[3].clone();
    vague.time.start = Some(date(2021, 2, 1));
    vague.time.end = Some(date(2021, 2, 28));
    vague.time.precision = Precision::Month;
    let (_, tally) = written(
        Format::Icews,
        &Options::default(),
        &[Told::of(vague, &source())],
    );
    assert_eq!(tally.incomplete, 1);
}

#[test]
fn no_cell_breaks_a_row_and_no_text_breaks_the_markup() {
    let hostile = "A\t\"<b>&\n\u{0}\u{1}]]>' 漢 \u{202e}";
    let mut event = meeting();
    event.sources[0].name = hostile.into();
    event.sources[0].code = None;
    event.place.as_mut().expect("a place").name = hostile.into();
    let told = [Told::of(event, &source())];
    for (format, cells) in [
        (Format::Gdelt, 61),
        (Format::Icews, 20),
        (Format::Polecat, 40),
    ] {
        let (bytes, _) = written(format, &Options::default(), &told);
        for line in String::from_utf8(bytes).expect("UTF-8").lines() {
            assert_eq!(line.split('\t').count(), cells, "{line}");
        }
    }
    for (kind, format) in [
        ("graphml", Format::Graphml),
        ("gexf", Format::Gexf),
        ("kml", Format::Kml),
        ("geojson", Format::Geojson),
        ("csv", Format::Csv),
    ] {
        if read_back(kind, format, &told).is_none() {
            return;
        }
    }
}
