//! What an export is made of.

use chancery_coding::{Actor, Event};
use jiff::civil::Date;
use std::sync::Arc;

/// What is known of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its day.
    pub date: Option<Date>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Its text as supplied; empty where nothing asks for it.
    pub text: String,
}

/// An event as one document tells it, or an incident as the document tells it that tells it best.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The event.
    pub event: Event,
    /// Its document.
    pub source: Arc<Source>,
    /// The incident that it reports; none where nothing was merged.
    pub incident: Option<Incident>,
    /// The report itself where `event` speaks for a whole incident and this is one of several reports of it.
    pub report: Option<Event>,
}

/// The incident that an event reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: String,
    /// Whether the event stands for all of it, and is counted once for all its reports.
    pub whole: bool,
    /// How many reports tell of it.
    pub reports: usize,
    /// How many of them are independent.
    pub origins: usize,
    /// In how many documents.
    pub documents: usize,
}

impl Told {
    /// An event of a document that nothing was merged with.
    pub fn of(event: Event, source: &Arc<Source>) -> Self {
        Self {
            event,
            source: source.clone(),
            incident: None,
            report: None,
        }
    }

    /// The report that stands in the document.
    pub fn report(&self) -> &Event {
        self.report.as_ref().unwrap_or(&self.event)
    }

    /// What names the thing counted: the incident, or the event.
    pub fn id(&self) -> &str {
        match &self.incident {
            Some(incident) if incident.whole => &incident.id,
            _ => &self.event.id,
        }
    }

    /// Reports, independent ones and documents counted for it.
    pub fn counts(&self) -> [usize; 3] {
        match &self.incident {
            Some(incident) if incident.whole => {
                [incident.reports, incident.origins, incident.documents]
            }
            _ => [1, 1, 1],
        }
    }

    /// The number of the sentence, from one, by the marks that end sentences; 1 where the text is not at hand.
    pub fn sentence(&self) -> usize {
        1 + ends_before(&self.source.text, self.report().evidence.start)
    }

    /// Whether the evidence stands in the first paragraph that is more than a heading.
    pub fn leads(&self) -> bool {
        let before: String = self
            .source
            .text
            .chars()
            .take(self.report().evidence.start)
            .collect();
        let done = before.rsplit_once('\n').map_or("", |(done, _)| done);
        !done.lines().any(|line| line.trim().chars().count() > 80)
    }
}

/// Every source with every target; who is on both sides does nothing to themselves, unless they are alone.
pub fn pairs(event: &Event) -> Vec<(Option<&Actor>, Option<&Actor>)> {
    let all: Vec<_> = side(&event.sources)
        .flat_map(|source| side(&event.targets).map(move |target| (source, target)))
        .collect();
    let differ: Vec<_> = all
        .iter()
        .filter(|(source, target)| source != target)
        .copied()
        .collect();
    if differ.is_empty() { all } else { differ }
}

/// The pairs of two different parties; a side may be unknown, not both.
pub fn dyads(event: &Event) -> impl Iterator<Item = (Option<&Actor>, Option<&Actor>)> {
    pairs(event)
        .into_iter()
        .filter(|(source, target)| match (source, target) {
            (Some(source), Some(target)) => !same(source, target),
            (None, None) => false,
            _ => true,
        })
}

fn same(a: &Actor, b: &Actor) -> bool {
    a.code == b.code && (a.name == b.name || (a.entity.is_some() && a.entity == b.entity))
}

fn side(actors: &[Actor]) -> impl Iterator<Item = Option<&Actor>> + Clone {
    let nobody = actors.is_empty().then_some(None);
    actors.iter().map(Some).chain(nobody)
}

/// How many sentences end before a character: a full stop, question or exclamation mark, or the end of a paragraph.
fn ends_before(text: &str, end: usize) -> usize {
    let mut ends = 0;
    let mut word = 0;
    let mut capital = false;
    let mut open = false;
    let mut ended = false;
    for char in text.chars().take(end) {
        match char {
            '.' | '?' | '!' => {
                // An initial or a short title (U.S., Mr.) ends no sentence.
                ended = char != '.' || word > 3 || !capital;
                word = 0;
            }
            '"' | '”' | '’' | '\'' | ')' => {}
            '\n' if open => {
                ends += 1;
                (open, ended, word) = (false, false, 0);
            }
            _ if char.is_whitespace() => {
                if ended && open {
                    ends += 1;
                    open = false;
                }
                (ended, word) = (false, 0);
            }
            _ => {
                open = true;
                ended = false;
                capital = if word == 0 {
                    char.is_uppercase()
                } else {
                    capital
                };
                word += 1;
            }
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_counted_by_their_ends() {
        let check = |text: &str, before: &str, ends: usize| {
            let end = text[..text.find(before).expect("it is there")]
                .chars()
                .count();
            assert_eq!(ends_before(text, end), ends, "{text}");
        };
        check("Envoys met.", "Envoys", 0);
        check("Envoys met. They spoke.", "They", 1);
        check("Envoys met! \"They spoke.\" It rained.", "It", 2);
        check("The U.S. envoy met Mr. Ames.\nThey spoke.", "They", 1);
        check("A title\n\nEnvoys met. They spoke.", "They", 2);
    }
}
