//! The day of what the story tells in its foreground.

use chancery_codebook::EventType;
use smallvec::SmallVec;

use super::kinds::is_saying;
use super::{Narrator, UNRESOLVED};
use crate::draft::Draft;
use crate::mentions::{Mention, PartyId};
use crate::reading::Pos;
use crate::time::When;

impl<'a> Narrator<'a> {
    /// The day of what the story tells in its foreground.
    pub(super) fn foreground(&mut self, verb: usize, draft: Option<&Draft<'a>>) -> When {
        let sentence = self.reading.word(verb).sentence;
        let actors: SmallVec<[PartyId; 4]> = match draft {
            Some(draft) => draft.found.sources.parties(),
            None => SmallVec::new(),
        };
        let goes_on = self.goes_on(verb, &actors);
        let is_past = self.is_past(verb);
        // What is so now is not of the day that a story of the past is at.
        if let Some(thread) = self.thread.as_mut()
            && goes_on
            && (is_past || thread.is_present)
        {
            thread.sentence = sentence;
            thread.actors.extend(actors);
            return thread.when.clone();
        }
        let is_new = draft.is_some_and(|draft| self.is_new_voice(draft));
        if (!is_new && self.is_behind_what_is_over(verb)) || self.is_told_aside(verb) {
            return UNRESOLVED;
        }
        if is_past && self.is_still_before(verb, &actors) {
            return UNRESOLVED;
        }
        if is_past && let Some(when) = draft.and_then(|draft| self.met_before(draft)) {
            return when;
        }
        self.on_document_day()
    }

    /// Whether an act is said by somebody whom the text introduces: "Deputy Prime Minister Jana Novak *regretted* that". The
    /// story turns to what is said of it today.
    fn is_new_voice(&self, draft: &Draft<'a>) -> bool {
        let reading = self.reading;
        let event_type = draft.event_type();
        let said =
            is_saying(event_type) || matches!(event_type, EventType::Consult | EventType::Support);
        let introduced = |mention: &&Mention| {
            let words = mention.words;
            let name = |word: usize| {
                word < reading.len()
                    && reading.word(word).pos == Pos::Propn
                    && reading.entity(word) == Some("PERSON")
            };
            words.len() > 2 && name(words.end - 1) && name(words.end - 2)
        };
        said && draft.found.sources.mentions.first().is_some_and(introduced)
    }
}
