//! Invented dispatches with their events, for measuring the record: parties, words, incidents and days spread as in news, and
//! always the same for the same number.

use chancery_coding::{
    Actor, Channel, Event, EventTime, EventType, Place, Precision, Quad, Span, Status,
};
use chancery_record::{Item, KeptDocument, RunInfo};
use jiff::civil::{Date, date};

/// Events in a dispatch.
pub const EVENTS: u64 = 5;
/// The incident that is told of by a good many: as many as `REPORTS`, spread over all dispatches.
pub const FAMOUS: u64 = 1;
/// How many reports the famous incident has.
pub const REPORTS: u64 = 500;
/// Countries; the first take part in most.
const COUNTRIES: u64 = 190;
const SECTORS: [&str; 8] = ["", ".GOV", ".GOV", ".GOV", ".MIL", ".LEG", ".OPP", ".CVL"];
const CHANNELS: [Channel; 4] = [
    Channel::Letter,
    Channel::PhoneCall,
    Channel::Meeting,
    Channel::WrittenStatement,
];
/// Words of the invented language; the first are the most frequent.
const WORDS: u64 = 30_000;
const FIRST: Date = date(2004, 1, 1);
const DAYS: u64 = 7300;

/// An invented archive of so many dispatches.
#[derive(Clone, Copy, Debug)]
pub struct Archive {
    /// How many dispatches.
    pub dispatches: u64,
}

/// A generator of numbers: SplitMix64 (Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A rank below `bound`, the first the most frequent: by Zipf's law with exponent one, nearly.
    fn rank(&mut self, bound: u64) -> u64 {
        let unit = self.next() as f64 / u64::MAX as f64;
        let rank = ((bound as f64 + 1.0).powf(unit) - 1.0) as u64;
        rank.min(bound - 1)
    }
}

/// The code of a country by its rank: three letters.
pub fn country(rank: u64) -> String {
    let letter = |number: u64| char::from(b'A' + (number % 26) as u8);
    // All ranks below 676 get codes of their own.
    [letter(rank), letter(rank / 26 + 7), letter(rank * 7 + 3)]
        .iter()
        .collect()
}

/// A word by its rank.
pub fn word(rank: u64) -> String {
    const SYLLABLES: [&str; 20] = [
        "ka", "lo", "mi", "ne", "ru", "so", "ta", "vi", "be", "do", "fa", "gu", "hi", "ju", "pe",
        "qua", "ri", "shu", "wo", "zen",
    ];
    let mut number = rank + 20;
    let mut word = String::new();
    while number > 0 {
        word.push_str(SYLLABLES[(number % 20) as usize]);
        number /= 20;
    }
    word
}

impl Archive {
    /// The dispatch of a number, coded.
    pub fn dispatch(&self, number: u64) -> Item {
        let mut numbers = Numbers(number.wrapping_mul(0x5851_F42D_4C95_7F2D) ^ 1);
        let day = self.day(number);
        let mut text = String::new();
        let mut events = Vec::new();
        for place in 0..EVENTS {
            let incident = self.incident(number, place);
            let sentence = sentence(&mut numbers, incident);
            let start = text.chars().count();
            text.push_str(&sentence);
            text.push_str(" \n");
            let id = format!("d{number}#{start}.{place}");
            events.push(event(
                id,
                incident,
                self.incident_day(incident, day),
                start,
                sentence,
            ));
        }
        if number.is_multiple_of(3) {
            let first = events[0].id.clone();
            events[EVENTS as usize - 1].reply_to = Some(first);
        }
        let mut document = KeptDocument {
            root: "invented".into(),
            id: format!("d{number}"),
            text,
            repaired: None,
            title: Some(words(&mut numbers, 7)),
            date: Some(day),
            date_from: Some("metadata".into()),
            publisher: Some(format!("The {} Post", word(numbers.rank(200)))),
            agency: None,
            url: None,
            language: Some("en".into()),
            repairs: serde_json::json!([]),
            warnings: vec![],
        };
        document.url = Some(format!("https://example.org/{}", document.id));
        Item::Coded(Box::new(document), events)
    }

    /// The id of the incident that an event's id tells of.
    pub fn incident_of(&self, event: &str) -> String {
        let (document, place) = event.split_once('#').unwrap_or((event, "0"));
        let number = document.trim_start_matches('d').parse().unwrap_or(0);
        let place = place
            .split('.')
            .next_back()
            .and_then(|place| place.parse().ok());
        id(self.incident(number, place.unwrap_or(0)))
    }

    fn day(&self, number: u64) -> Date {
        let days = (number * DAYS / self.dispatches.max(1)) as i64;
        FIRST.saturating_add(jiff::Span::new().days(days))
    }

    /// Two in five events found an incident; the others tell of one of the last few hundred once more.
    fn incident(&self, number: u64, place: u64) -> u64 {
        let event = number * EVENTS + place;
        let every = (self.dispatches * EVENTS / REPORTS).max(1);
        if event.is_multiple_of(every) && event / every < REPORTS {
            return FAMOUS;
        }
        let mut numbers = Numbers(event ^ 0x00C0_FFEE);
        let newest = event * 2 / 5 + 2;
        if numbers.below(5) < 2 {
            newest
        } else {
            newest - numbers.rank(400).min(newest - 2)
        }
    }

    /// The day of an incident: that of the dispatch that would found it.
    fn incident_day(&self, incident: u64, reported: Date) -> Date {
        let founded = self.day((incident.saturating_sub(2)) * 5 / 2 / EVENTS);
        founded.min(reported)
    }
}

fn id(incident: u64) -> String {
    format!("i-{incident:010x}")
}

fn words(numbers: &mut Numbers, count: u64) -> String {
    let words: Vec<String> = (0..count).map(|_| word(numbers.rank(WORDS))).collect();
    words.join(" ")
}

/// A sentence that tells of an incident: words of the incident's own among others.
fn sentence(numbers: &mut Numbers, incident: u64) -> String {
    let mut own = Numbers(incident ^ 0xABCD);
    let about = words(&mut own, 3);
    let length = 8 + numbers.below(14);
    let before = words(numbers, length / 2);
    let after = words(numbers, length - length / 2);
    format!("{before} {about} {after}.")
}

fn event(id: String, incident: u64, day: Date, start: usize, sentence: String) -> Event {
    let mut own = Numbers(incident.wrapping_mul(0x2545_F491_4F6C_DD1D));
    let event_type = EventType::ALL[own.rank(17) as usize];
    let source = own.rank(COUNTRIES);
    let target = (source + 1 + own.rank(COUNTRIES - 1)) % COUNTRIES;
    let quad = Quad::ALL[own.below(4) as usize];
    let mutual = own.below(4) == 0;
    let mut sides = [vec![actor(&mut own, source)], vec![actor(&mut own, target)]];
    if mutual {
        let both = [sides[0].clone(), sides[1].clone()].concat();
        sides = [both.clone(), both];
    }
    let [sources, targets] = sides;
    let document = id.split('#').next().unwrap_or_default().to_owned();
    Event {
        id,
        document,
        event_type,
        mode: (own.below(2) == 0).then(|| "visit".into()),
        contexts: vec!["diplomatic".into()],
        cameo: format!("0{}", 10 + own.below(80)),
        quad,
        goldstein: own.below(200) as f64 / 10.0 - 10.0,
        status: Status::ALL[own.rank(60).saturating_sub(30) as usize / 6],
        sources,
        targets,
        carriers: vec![],
        channel: (own.below(3) == 0).then(|| CHANNELS[own.below(4) as usize]),
        reply_to: None,
        same_as: None,
        about: Some(words(&mut own, 3)),
        time: EventTime {
            start: Some(day),
            end: Some(day),
            precision: Precision::Day,
            mention: Some(span(start, "on Monday")),
        },
        place: (own.below(2) == 0).then(|| Place {
            name: word(own.rank(5000)),
            country: Some(country(target)),
            geonames: Some(own.below(1_000_000) as u32),
            lat: Some(own.below(180) as f64 - 90.0),
            lon: Some(own.below(360) as f64 - 180.0),
            mention: Some(span(start, "somewhere")),
        }),
        attribution: if own.below(3) == 0 {
            vec![actor(&mut own, source)]
        } else {
            vec![]
        },
        hedged: own.below(20) == 0,
        evidence: span(start, &sentence),
        trigger: span(start, "met"),
        confidence: own.below(100) as f64 / 100.0,
        frame: "CONSULT/meet.visit".into(),
    }
}

/// A country, an organ of it, or the person at its head.
fn actor(numbers: &mut Numbers, rank: u64) -> Actor {
    let country = country(rank);
    let sector = SECTORS[numbers.below(8) as usize];
    let person = sector == ".GOV" && numbers.below(2) == 0;
    let (entity, name) = if person {
        (
            Some(format!("person/head-of-{}", country.to_lowercase())),
            format!("Head of {country}"),
        )
    } else if sector.is_empty() {
        (
            Some(format!("state/{country}")),
            format!("State of {country}"),
        )
    } else {
        (None, format!("{country} {}", &sector[1..]))
    };
    Actor {
        code: Some(format!("{country}{sector}")),
        entity,
        mention: span(0, &name),
        name,
        office: person.then(|| "President".into()),
    }
}

fn span(start: usize, text: &str) -> Span {
    Span {
        start,
        end: start + text.chars().count(),
        text: text.into(),
    }
}

/// What the run is said to be made with.
pub fn info() -> RunInfo {
    RunInfo {
        command: "invent".into(),
        begun: jiff::Timestamp::now().to_string(),
        ..RunInfo::default()
    }
}
