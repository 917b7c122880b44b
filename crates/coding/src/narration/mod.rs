//! When the story dates an act that names no date: as the day's news, as going on from an act dated before it, or
//! not at all where it is told as background.

mod background;
mod clause;
mod foreground;
mod hours;
mod kinds;
mod meeting;
mod relative;
mod telling;
#[cfg(test)]
mod tests;
mod thread;
mod verb;

use chancery_codebook::Codebook;
use jiff::civil::Date;

use crate::clauses::ClauseReader;
use crate::draft::Draft;
use crate::event::{Precision, Status};
use crate::lexicon::Lexicon;
use crate::mentions::Mentions;
use crate::reading::{Dep, Reading};
use crate::time::{self, Reach, TimeExpression, When};

use background::Background;
use meeting::Meeting;
use thread::Thread;

/// How many sentences on from a dated act the story may still be at it.
const GOES_ON_FOR: u32 = 2;

/// No chain of clauses is followed further.
const MOST_STEPS: usize = 8;

/// Follows a document's acts in the order of the text.
pub(crate) struct Narrator<'a> {
    reading: &'a Reading<'a>,
    mentions: &'a Mentions,
    lexicon: &'a Lexicon,
    clauses: ClauseReader<'a>,
    expressions: &'a [TimeExpression],
    document: Option<Date>,
    adverbs: &'a [String],
    subjects: &'a [String],
    /// Words beside a verb that take it out of the story.
    asides: &'a [String],
    /// What stands behind hours that lead from one act to another, and before hours that it took place in.
    after: &'a [String],
    before: &'a [String],
    /// The dated act that the story is at.
    thread: Option<Thread>,
    /// The last sentence that `thread` knows of.
    read: Option<u32>,
    meetings: Vec<Meeting>,
    /// What was told last as having gone before.
    background: Option<Background>,
}

/// The time of an act that the story does not date.
const UNRESOLVED: When = When {
    start: None,
    end: None,
    precision: Precision::Unresolved,
    expression: None,
    reach: Reach::None,
};

impl<'a> Narrator<'a> {
    /// A narrator at the beginning of a document.
    pub(crate) fn new(
        reading: &'a Reading<'a>,
        mentions: &'a Mentions,
        codebook: &'a Codebook,
        lexicon: &'a Lexicon,
        expressions: &'a [TimeExpression],
    ) -> Self {
        let words = codebook.words();
        Self {
            reading,
            mentions,
            lexicon,
            clauses: ClauseReader::new(reading, mentions, codebook),
            expressions,
            document: reading.document.date.as_ref().map(|date| date.date),
            adverbs: words.list("narration", "continuing.adverbs"),
            subjects: words.list("narration", "continuing.subjects"),
            asides: words.list("narration", "asides.adverbs"),
            after: words.list("narration", "hours.after"),
            before: words.list("narration", "hours.before"),
            thread: None,
            read: None,
            meetings: Vec::new(),
            background: None,
        }
    }

    /// Notes when an act took place that has a date of its own.
    pub(crate) fn tell(&mut self, draft: &Draft<'a>, when: &When) {
        let sentence = self.reading.word(draft.head()).sentence;
        self.read_up_to(sentence);
        if let Some(thread) = self.thread.as_mut()
            && thread.sentence == sentence
            && thread.when.start == when.start
        {
            thread.actors.extend(draft.found.sources.parties());
            thread.others.extend(draft.found.targets.parties());
        }
        self.note_meeting(draft, when);
    }

    /// When an act took place that has no expression of time; `dated` are the acts before it with their times.
    pub(crate) fn undated(&mut self, draft: &Draft<'a>, dated: &[(usize, When)]) -> When {
        let told = matches!(
            draft.standing.status,
            Status::Actual | Status::Negated | Status::Denied
        );
        if !told {
            return UNRESOLVED;
        }
        let sentence = self.reading.word(draft.head()).sentence;
        self.read_up_to(sentence);
        let Some(verb) = self.verb_of(draft.head()) else {
            return UNRESOLVED;
        };
        if self.is_hours_off(verb) {
            return self.on_day_told_of(sentence);
        }
        self.clause(verb, Some(draft), dated, MOST_STEPS)
    }

    /// The day that the document is of.
    fn on_document_day(&self) -> When {
        self.document.map_or(UNRESOLVED, |date| When {
            start: Some(date),
            end: Some(date),
            precision: Precision::Document,
            expression: None,
            reach: Reach::Document,
        })
    }

    /// Whether a word stands in the lead.
    fn is_lead(&self, word: usize) -> bool {
        self.reading.word(word).sentence == time::lead(self.reading)
    }

    /// The expressions of time from a word on.
    fn expressions_from(&self, word: usize) -> &'a [TimeExpression] {
        let first = self
            .expressions
            .partition_point(|time| time.words.start < word);
        &self.expressions[first..]
    }

    /// Whether one of some adverbs stands beside a verb.
    fn has_adverb_of(&self, verb: usize, list: &[String]) -> bool {
        let reading = self.reading;
        reading
            .children(verb)
            .any(|child| reading.word(child).dep == Dep::Advmod && self.is_listed(list, child))
    }

    /// Whether a list has a word, or its lemma.
    fn is_listed(&self, list: &[String], word: usize) -> bool {
        let (text, lemma) = (self.reading.text(word), self.reading.lemma(word));
        list.iter()
            .any(|known| known.eq_ignore_ascii_case(lemma) || known.eq_ignore_ascii_case(text))
    }
}

/// A time that another act lends.
fn carried(when: &When) -> When {
    When {
        expression: None,
        ..when.clone()
    }
}

/// Whether a time is a month, a year or another long stretch.
fn is_coarse(when: &When) -> bool {
    matches!(
        when.precision,
        Precision::Month | Precision::Season | Precision::Year | Precision::Interval
    )
}
