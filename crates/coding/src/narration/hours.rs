//! Acts that are told to be hours or minutes away from what was told before them.

use super::{GOES_ON_FOR, Narrator};
use crate::reading::Dep;
use crate::time::{self, When};

impl<'a> Narrator<'a> {
    /// Whether a clause is told to be hours or minutes away from what was told before it: "within hours", "had rung him an
    /// hour earlier".
    pub(super) fn is_hours_off(&self, verb: usize) -> bool {
        let reading = self.reading;
        let known = |list: &[String], word: usize| {
            let text = reading.text(word);
            list.iter().any(|known| known.eq_ignore_ascii_case(text))
        };
        let alone = |word: usize| {
            let each = reading.word(word);
            each.dep != Dep::Mark
                && !reading
                    .children(word)
                    .any(|child| matches!(reading.word(child).dep, Dep::Pobj | Dep::Pcomp))
        };
        let sentence = reading.sentence_of(verb);
        self.expressions_from(sentence.start)
            .iter()
            .take_while(|time| time.words.start < sentence.end)
            .filter(|time| time.is_short())
            .any(|time| {
                let (before, after) = (time.words.start.checked_sub(1), time.words.end);
                let offset = after < sentence.end && known(self.after, after) && alone(after);
                let within = before.is_some_and(|word| known(self.before, word));
                (offset || within) && time::is_of_clause(reading, time, verb)
            })
    }

    /// The day that the story is at.
    pub(super) fn on_day_told_of(&self, sentence: u32) -> When {
        match &self.thread {
            Some(thread) if sentence <= thread.sentence + GOES_ON_FOR => thread.when.clone(),
            _ => self.on_document_day(),
        }
    }
}
