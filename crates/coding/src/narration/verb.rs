//! The verb that tells an act which is named by a noun.

use super::Narrator;
use crate::reading::{Dep, Pos, Tag};
use crate::time;

impl<'a> Narrator<'a> {
    /// The verb that tells an act: itself, or the one that only says that its noun took place.
    pub(super) fn verb_of(&self, head: usize) -> Option<usize> {
        let reading = self.reading;
        let word = reading.word(head);
        if matches!(word.pos, Pos::Verb | Pos::Aux) {
            return Some(head);
        }
        let above = word.head;
        let is_verb = above != head && matches!(reading.word(above).pos, Pos::Verb | Pos::Aux);
        let carries = match word.dep {
            Dep::Acomp | Dep::Attr | Dep::Oprd => true,
            Dep::Nsubj => {
                self.lexicon.occurring.contains(reading.lemma(above)) || !self.is_definite(head)
            }
            // "Praised them in a *letter*".
            Dep::Pobj => return self.told_in(above, head),
            Dep::Dobj | Dep::NsubjPass => {
                time::is_light(reading, above)
                    || self.lexicon.supporting.contains(reading.lemma(above))
            }
            _ => false,
        };
        (is_verb && carries).then_some(above)
    }

    /// The verb of what was done in or during something, or after a meeting.
    fn told_in(&self, preposition: usize, noun: usize) -> Option<usize> {
        let reading = self.reading;
        let is = |known: &str| reading.text(preposition).eq_ignore_ascii_case(known);
        let within = ["in", "during"].into_iter().any(is);
        // "Is there *on* a visit", "sent him *with* an offer".
        let beside = || ["on", "with"].into_iter().any(is) && self.is_new(noun);
        let behind = || is("after") && time::is_gathering(reading, noun);
        let verb = reading.word(preposition).head;
        let told = matches!(reading.word(verb).pos, Pos::Verb | Pos::Aux);
        ((within || beside() || behind()) && told).then_some(verb)
    }

    /// Whether a noun is told of for the first time.
    fn is_new(&self, noun: usize) -> bool {
        self.reading.children(noun).any(|child| {
            let text = self.reading.text(child);
            ["a", "an"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(text))
        })
    }

    /// Whether a noun is singled out as one that is known.
    fn is_definite(&self, noun: usize) -> bool {
        self.reading.children(noun).any(|child| {
            let word = self.reading.word(child);
            word.tag == Tag::PrpPoss
                || (word.dep == Dep::Det
                    && ["the", "this", "that", "these", "those"]
                        .iter()
                        .any(|known| self.reading.text(child).eq_ignore_ascii_case(known)))
        })
    }
}
