//! What is told as background: behind what is over, behind what had gone before, or aside.

use jiff::civil::Date;
use smallvec::SmallVec;

use super::{GOES_ON_FOR, Narrator, is_coarse};
use crate::mentions::PartyId;
use crate::reading::Dep;
use crate::scope;

/// For how many days an act is news.
const RECENT_DAYS: i32 = 3;

/// What was told in a perfect, and by whom it was done.
pub(super) struct Background {
    pub(super) verb: usize,
    pub(super) actors: SmallVec<[PartyId; 4]>,
}

impl<'a> Narrator<'a> {
    /// Whether a clause stands close behind a date that is no longer news, or that is not told, so that it is of the same
    /// background.
    pub(super) fn is_behind_what_is_over(&self, verb: usize) -> bool {
        let Some(thread) = &self.thread else {
            return false;
        };
        let sentence = self.reading.word(verb).sentence;
        let near = self.is_past(verb) && sentence <= thread.sentence + GOES_ON_FOR;
        if thread.is_lost && near {
            return true;
        }
        // What follows a month or a year that is over, or a day that is not of the last, is background too.
        let over = thread.when.end < self.document;
        if is_coarse(&thread.when) && over && sentence <= thread.sentence + 1 {
            return true;
        }
        near && !thread.is_head && !thread.is_before && self.is_over(thread.when.end)
    }

    /// Whether what took place then is no longer news.
    fn is_over(&self, day: Option<Date>) -> bool {
        let Some((day, document)) = day.zip(self.document) else {
            return false;
        };
        day.until(document)
            .is_ok_and(|span| span.get_days() > RECENT_DAYS)
    }

    /// Whether a clause goes on from what went before the news: behind it in its sentence ("they *had accused* him of
    /// theft; he denied it"), or in the next one with the same doers.
    pub(super) fn is_still_before(&self, verb: usize, actors: &[PartyId]) -> bool {
        let reading = self.reading;
        let Some(before) = &self.background else {
            return false;
        };
        let (told, word) = (reading.word(before.verb), reading.word(verb));
        if told.sentence == word.sentence {
            return before.verb < verb && scope::is_past_perfect(reading, before.verb);
        }
        told.sentence + 1 == word.sentence
            && told.paragraph == word.paragraph
            && actors.iter().any(|actor| before.actors.contains(actor))
    }

    /// Whether a word beside a verb says that it is not the news: "earlier", "reportedly".
    pub(super) fn is_told_aside(&self, verb: usize) -> bool {
        let reading = self.reading;
        reading.children(verb).any(|child| {
            reading.word(child).dep == Dep::Advmod
                && reading.children(child).next().is_none()
                && self.is_listed(self.asides, child)
        })
    }
}
