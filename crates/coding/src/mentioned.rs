//! Who, when and where: all that a document mentions, as `chancery mentions` prints it.

use chancery_text::{ByteSpan, CharIndex};
use jiff::civil::Date;
use serde::Serialize;

use crate::assembly::Findings;
use crate::event::{Actor, Precision, Span};
use crate::mentions::{Mention, MentionKind, PartyId, PartyKind};
use crate::place::{self, PlaceRecord};
use crate::time::TimeRecord;

/// The actors, times and places of a document, each kind in text order, with characters of the supplied text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mentioned {
    /// The document's id.
    pub id: String,
    /// Every mention of every actor, pronouns and nested ones too, with the office and code of the document's
    /// date; a mention of several ("the two leaders") gives one entry for each.
    pub actors: Vec<Actor>,
    /// Expressions of time, those of dateline and header too.
    pub times: Vec<TimeRecord>,
    /// Names of places, the dateline's too.
    pub places: Vec<PlaceRecord>,
}

impl Findings<'_> {
    /// All that is mentioned.
    pub fn mentioned(&self) -> Mentioned {
        let index = CharIndex::new(&self.reading.document.text);
        Mentioned {
            id: self.reading.document.id.clone(),
            actors: self.all_actors(&index),
            times: self.time_records(&index),
            places: self.place_records(&index),
        }
    }

    fn all_actors(&self, index: &CharIndex) -> Vec<Actor> {
        let day = self.document_date();
        let actors = |mention: &Mention| {
            let span = self.span(mention.words, index);
            let mut actors = self.actors(&[mention], day, index);
            for actor in &mut actors {
                actor.mention = span.clone();
            }
            actors
        };
        let all = self.mentions.all().iter();
        all.filter(|mention| !self.is_bare_place(mention))
            .flat_map(actors)
            .collect()
    }

    /// The name of a place where it is a place, or of one that stands for nobody, is no actor.
    fn is_bare_place(&self, mention: &Mention) -> bool {
        let named = || self.places.iter().any(|place| place.words == mention.words);
        let nobody = |party: &PartyId| {
            let party = self.mentions.party(*party);
            let unknown = party.entity.is_none() && party.code().is_none();
            party.kind == PartyKind::Place || (unknown && named())
        };
        let parties = &mention.parties;
        mention.kind == MentionKind::Place || (!parties.is_empty() && parties.iter().all(nobody))
    }

    fn time_records(&self, index: &CharIndex) -> Vec<TimeRecord> {
        let above = self.dates_above();
        let above = above.map(|(span, date)| self.day_record(span, date, index));
        let found = self.times.iter();
        let mut records: Vec<_> = found
            .filter_map(|time| TimeRecord::new(self.reading, index, time))
            .chain(above)
            .collect();
        records.sort_by_key(|record| (record.span.start, record.span.end));
        records.dedup_by(|later, first| later.span == first.span);
        records
    }

    /// The dates of dateline and header, which are no part of the body.
    fn dates_above(&self) -> impl Iterator<Item = (ByteSpan, Date)> {
        let document = self.reading.document;
        let dateline = document.dateline.as_ref();
        let dateline = dateline.and_then(|line| Some((line.date_span?, line.date?)));
        let own = document.date.as_ref();
        let own = own.and_then(|known| Some((known.span?, known.date)));
        dateline.into_iter().chain(own)
    }

    fn day_record(&self, span: ByteSpan, date: Date, index: &CharIndex) -> TimeRecord {
        TimeRecord {
            span: Span::supplied(self.reading, index, span),
            kind: "DATE",
            value: date.to_string(),
            from: Some(date),
            to: Some(date),
            precision: Precision::Day,
        }
    }

    fn place_records(&self, index: &CharIndex) -> Vec<PlaceRecord> {
        let line = self.reading.document.dateline.as_ref();
        let line = line.and_then(|line| line.place);
        let above = line.zip(place::dateline(self.reading, self.codebook));
        let above = above.map(|(span, place)| PlaceRecord::at(self.reading, index, &place, span));
        let body = self.places.iter();
        let body = body.map(|place| PlaceRecord::new(self.reading, index, place));
        above.into_iter().chain(body).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::mentioned;
    use proptest::prelude::*;

    /// `words > what they mean` for each actor, time and place.
    #[track_caller]
    fn check(text: &str, actors: &[&str], times: &[&str], places: &[&str]) {
        let Some(found) = mentioned(text, Some("2021-03-25")) else {
            return;
        };
        let none = || "-".to_owned();
        let actor = |actor: &Actor| {
            let code = actor.code.clone().unwrap_or_else(none);
            format!("{} > {code}", actor.mention.text)
        };
        let time = |time: &TimeRecord| format!("{} > {} {}", time.span.text, time.kind, time.value);
        let place = |place: &PlaceRecord| {
            let country = place.country.clone().unwrap_or_else(none);
            format!("{} > {}/{country}", place.span.text, place.name)
        };
        assert_eq!(found.actors.iter().map(actor).collect::<Vec<_>>(), actors);
        assert_eq!(found.times.iter().map(time).collect::<Vec<_>>(), times);
        assert_eq!(found.places.iter().map(place).collect::<Vec<_>>(), places);
    }

    #[test]
    fn who_when_and_where() {
        check(
            "OSLO, March 25 (Reuters) - Ghana's army said on Thursday that it would train troops in Lagos.",
            &[
                "Ghana's army > GHA.MIL",
                "Ghana > GHA",
                "it > GHA.MIL",
                "troops > NGA.MIL",
            ],
            &["March 25 > DATE 2021-03-25", "Thursday > DATE 2021-03-25"],
            &["OSLO > Oslo/NOR", "Ghana > Ghana/GHA", "Lagos > Lagos/NGA"],
        );
        check("The soup simmers.", &[], &[], &[]);
    }

    fn holds(text: &[char], span: &Span) -> bool {
        text.get(span.start..span.end)
            .is_some_and(|slice| slice.iter().collect::<String>() == span.text)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_span_is_the_slice(
            start in "(OSLO, March 3 \\(Reuters\\) [-—] |‚Äú|\u{1F54A}|)",
            parts in proptest::collection::vec(
                "(Norway‚Äôs king|Ghana|two leaders|on Friday|last week|in Lagos|\u{1F54A}|they|met|,|\n\n|[a-zé]{1,6})", 1..14),
        ) {
            let text = start + &parts.join(" ") + ".";
            let chars: Vec<char> = text.chars().collect();
            if let Some(found) = mentioned(&text, Some("2021-03-25")) {
                let actors = found.actors.iter().map(|actor| &actor.mention);
                let times = found.times.iter().map(|time| &time.span);
                let places = found.places.iter().map(|place| &place.span);
                for span in actors.chain(times).chain(places) {
                    prop_assert!(holds(&chars, span), "{text:?}: {span:?}");
                }
            }
        }
    }
}
