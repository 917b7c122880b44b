//! `WASHINGTON, July 4 (Reuters) -` and its many kin: place, date, agencies, and what closes them.

mod scan;

use crate::dates::{self, Written};
use crate::words::list;
use crate::{Agency, Date, Dateline};
use chancery_text::ByteSpan;
use scan::{Close, Letters, Place, Scan};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The most bytes a dateline takes.
const LONGEST: usize = 200;

/// The dateline that begins at byte `at` of `text`; a year it leaves out is the one nearest to `anchor`.
///
/// A place in capitals before a spaced dash is enough. A place in small letters wants a date or an agency too, or to be a
/// large city, and a dateline that only a stop closes a date or a large city in capitals; one that nothing closes wants a
/// known agency, or an agency and a date in one bracket.
pub fn read(text: &str, at: usize, anchor: Option<Date>) -> Option<Dateline> {
    let parts = Parts::read(text, at)?;
    parts
        .is_dateline(text)
        .then(|| parts.dateline(text, anchor))
}

/// The date that a dateline's words name in full, year included.
pub fn full_date(text: &str, dateline: &Dateline) -> Option<Date> {
    dates::written_at(text, dateline.date_span?.start)?.full()
}

static AGENCIES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    list(include_str!("../../../data/intake/agencies.txt"))
        .into_iter()
        .flat_map(|line| line.split("; "))
        .collect()
});

static NOT_PLACES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    list(include_str!("../../../data/intake/not_places.txt"))
        .into_iter()
        .collect()
});

static CITIES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    list(include_str!("../../../data/intake/cities.txt"))
        .into_iter()
        .collect()
});

/// Whether a name is one of a news agency.
fn is_agency(name: &str) -> bool {
    AGENCIES.contains(name)
}

/// What stands before the body, in the order it stands.
#[derive(Debug)]
struct Parts {
    start: usize,
    place: Option<Place>,
    date: Option<Written>,
    agencies: Vec<ByteSpan>,
    /// Whether the agencies stand in brackets or slashes.
    bracketed: bool,
    close: Close,
    end: usize,
}

impl Parts {
    fn read(text: &str, at: usize) -> Option<Self> {
        let line = text[at..]
            .find(['\n', '\r'])
            .map_or(text.len(), |end| at + end);
        let window = &text[..text.floor_char_boundary(line.min(at + LONGEST))];
        let mut scan = Scan::new(window, at);
        let place = scan.place(is_agency);
        let mut date = scan.date();
        scan.hijri();
        date = date.or_else(|| scan.date());
        let chain = scan.chain(is_agency);
        let bracketed = chain.as_ref().is_some_and(|chain| chain.bracketed);
        let (agencies, inner) = chain.map_or((Vec::new(), None), |chain| (chain.names, chain.date));
        date = date.or(inner);
        // `CAIRO (MENA), March 3 -`
        date = date.or_else(|| bracketed.then(|| scan.date()).flatten());
        let close = scan.close(line == window.len());
        let parts = Parts {
            start: at,
            place,
            date,
            agencies,
            bracketed,
            close,
            end: scan.at(),
        };
        (parts.end > at).then_some(parts)
    }

    fn is_dateline(&self, text: &str) -> bool {
        let known = self.agencies.iter().any(|span| is_agency(span.of(text)));
        let dated = self.date.is_some();
        let signed = !self.agencies.is_empty();
        // An agency with a date in its bracket, or agencies in a row, are nothing but a dateline.
        let sure = known || self.bracketed && (dated || self.agencies.len() > 1);
        match (self.letters(text), self.close) {
            (Some(Letters::Capitals), Close::Dash | Close::Colon) if dated || signed => true,
            (Some(Letters::Capitals), Close::Dash) => self.names_place(text),
            (Some(Letters::Capitals), Close::Colon) => {
                self.names_place(text) && !is_transcript(text)
            }
            (Some(Letters::Capitals), Close::Line) => dated || signed || self.stands_alone(text),
            // `SOFIA, January 7, 2009.`, `ALMATY.`
            (Some(Letters::Capitals), Close::None) => sure || self.is_full_stop(text),
            // `Tirana -`, `Ankara (HOL) -`
            (Some(Letters::Mixed), Close::Dash) => {
                dated || known || self.is_abbreviated(text) || self.is_city(text)
            }
            (Some(Letters::Mixed), Close::Colon) => dated || known || self.is_city(text),
            (Some(Letters::Mixed), Close::Line) => dated || known,
            (Some(Letters::Mixed), Close::None) => self.bracketed && sure,
            (None, Close::Dash | Close::Line) => known || dated && signed,
            (None, Close::None) => known && dated,
            (None, Close::Colon) => false,
        }
    }

    /// Whether a date and a stop end it, or a known city and a stop.
    fn is_full_stop(&self, text: &str) -> bool {
        let end = self.date.map_or(self.end, |date| date.span.end);
        // The place may have taken the stop for that of an abbreviation.
        let words = text[..end].trim_end_matches('.').len();
        let stop = text[words..].starts_with(". ");
        self.agencies.is_empty() && stop && (self.date.is_some() || self.is_city(text))
    }

    /// Whether one agency in brackets has a short name in capitals.
    fn is_abbreviated(&self, text: &str) -> bool {
        let short = |name: &str| name.len() <= 6 && name.chars().all(char::is_uppercase);
        self.bracketed && matches!(&self.agencies[..], [one] if short(one.of(text)))
    }

    /// Whether its place is a city that many know.
    fn is_city(&self, text: &str) -> bool {
        let city = self.place.map(|place| place.city.of(text));
        let first = city.and_then(|city| city.split('/').next());
        first.is_some_and(|city| CITIES.contains(city.to_lowercase().as_str()))
    }

    fn letters(&self, text: &str) -> Option<Letters> {
        let place = self.place.as_ref()?;
        (!NOT_PLACES.contains(place.city.of(text))).then_some(place.letters)
    }

    /// A place that nothing but a dash follows: three letters at least.
    fn names_place(&self, text: &str) -> bool {
        let place = self.place.as_ref().expect("asked of places alone");
        place
            .city
            .of(text)
            .chars()
            .filter(|c| c.is_alphabetic())
            .count()
            >= 3
    }

    /// A city on a line of its own; more words, and it is a heading.
    fn stands_alone(&self, text: &str) -> bool {
        let place = self.place.as_ref().expect("asked of places alone");
        self.names_place(text) && place.city.of(text).split(' ').count() <= 2
    }

    fn dateline(self, text: &str, anchor: Option<Date>) -> Dateline {
        let name = |span: ByteSpan| Agency {
            span,
            name: span.of(text).to_owned(),
        };
        Dateline {
            span: ByteSpan::new(self.start, self.end),
            place: self.place.map(|place| place.span),
            date: self.date.and_then(|date| date.near(anchor)),
            date_span: self.date.map(|date| date.span),
            agencies: self.agencies.into_iter().map(name).collect(),
        }
    }
}

/// Whether several paragraphs open with a name in capitals and a colon: a transcript, whose names are speakers.
fn is_transcript(text: &str) -> bool {
    let speaks = |line: &str| {
        line.trim_start().split_once(':').is_some_and(|(name, _)| {
            name.len() < 40
                && name.len() > 1
                && !name.chars().any(char::is_lowercase)
                && name.chars().any(char::is_alphabetic)
        })
    };
    text.lines().filter(|line| speaks(line)).nth(1).is_some()
}

#[cfg(test)]
mod tests;
