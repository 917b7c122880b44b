//! When a clause took place, by how it hangs on others: told for itself, or at the time of the one that it stands beside.

use super::telling::Telling;
use super::{Narrator, UNRESOLVED, carried};
use crate::draft::Draft;
use crate::reading::{Dep, Pos, Tag};
use crate::scope;
use crate::time::{self, When};

impl<'a> Narrator<'a> {
    /// When what a clause tells took place.
    pub(super) fn clause(
        &mut self,
        verb: usize,
        draft: Option<&Draft<'a>>,
        dated: &[(usize, When)],
        steps: usize,
    ) -> When {
        let reading = self.reading;
        let Some(steps) = steps.checked_sub(1) else {
            return UNRESOLVED;
        };
        let first = self.first_of(verb);
        let word = reading.word(first);
        match word.dep {
            Dep::Root | Dep::Conj | Dep::Parataxis | Dep::Unclassified => {
                self.main(verb, first, draft)
            }
            Dep::Acl | Dep::Relcl if self.is_headless(first) => self.main(verb, first, draft),
            Dep::Relcl => self.relative(verb, first, draft, dated, steps),
            Dep::Ccomp => self.content(verb, first, draft, dated, steps),
            // "Ministers, *meeting* in Abuja, closed the borders."
            Dep::Acl if word.tag == Tag::Vbg => {
                let subject = reading.word(word.head);
                match subject.dep {
                    Dep::Nsubj => self.host(subject.head, dated, steps),
                    _ => UNRESOLVED,
                }
            }
            // "Told them so before *walking* out".
            Dep::Pcomp if self.is_beside(word.head) => {
                self.host(reading.word(word.head).head, dated, steps)
            }
            // "Was *disappointed*".
            Dep::Acomp | Dep::Attr | Dep::Oprd => self.clause(word.head, draft, dated, steps),
            // "The other side *should* also stop".
            Dep::Aux if word.tag == Tag::Md => self.modal(first, draft),
            // "Is said *to have promised*", "admitted *having met* them".
            Dep::Xcomp if self.is_any_perfect(first) => UNRESOLVED,
            // "Was forced *to withdraw*", "began *shelling*".
            Dep::Xcomp => self.clause(word.head, draft, dated, steps),
            Dep::Advcl if !time::is_ordered(reading, first) => self.host(word.head, dated, steps),
            _ => UNRESOLVED,
        }
    }

    /// When what a main clause tells took place.
    fn main(&mut self, verb: usize, first: usize, draft: Option<&Draft<'a>>) -> When {
        match self.telling(verb, first) {
            Telling::Plain => self.foreground(verb, draft),
            // "He *would not* say": refused.
            Telling::Other if draft.is_some_and(|it| self.is_willed(first, it)) => {
                self.foreground(verb, draft)
            }
            // The lead's news may be told in the perfect.
            Telling::Perfect
                if self.is_lead(first) && self.reading.word(first).dep == Dep::Root =>
            {
                self.on_document_day()
            }
            _ => UNRESOLVED,
        }
    }

    /// Whether a clause that seems to be said by the next one only stands before it: "contradicted him: they *had brought* it".
    fn is_joined(&self, first: usize) -> bool {
        let reading = self.reading;
        let above = reading.word(first).head;
        let sign = |at: usize| matches!(reading.text(at), ";" | ":");
        reading.word(above).dep == Dep::Root && first < above && (first..above).any(sign)
    }

    /// When what a clause tells took place that is said, thought or seen.
    fn content(
        &mut self,
        verb: usize,
        first: usize,
        draft: Option<&Draft<'a>>,
        dated: &[(usize, When)],
        steps: usize,
    ) -> When {
        let reading = self.reading;
        if self.is_joined(first) {
            return self.main(verb, first, draft);
        }
        let above = reading.word(first).head;
        let telling = self.telling(verb, first);
        // The lead's news may be told in the perfect.
        if telling == Telling::Perfect
            && reading.word(above).dep == Dep::Root
            && self.is_lead(first)
            && !scope::is_past_perfect(reading, first)
        {
            return self.on_document_day();
        }
        // "Said that he *would not* come": refused in saying so.
        if draft.is_some_and(|it| self.is_willed(first, it)) {
            return self.host(above, dated, steps);
        }
        // A date on the reporting is not the act's.
        let sentence = reading.word(first).sentence;
        let reported = self
            .thread
            .as_ref()
            .is_some_and(|it| it.sentence == sentence);
        if reported {
            return UNRESOLVED;
        }
        let behind = self.telling(above, self.first_of(above));
        // "The UN *says* that the gangs *killed* a thousand": what has gone before.
        let now = scope::is_present(reading, above);
        match telling {
            Telling::Plain if now && self.is_past(verb) => UNRESOLVED,
            Telling::Plain if behind != Telling::Perfect => self.foreground(verb, draft),
            _ => UNRESOLVED,
        }
    }

    /// When somebody said what must be done: now, unless the clause hangs on another one than a saying.
    fn modal(&mut self, modal: usize, draft: Option<&Draft<'a>>) -> When {
        let verb = self.first_of(self.reading.word(modal).head);
        match self.reading.word(verb).dep {
            Dep::Root | Dep::Conj | Dep::Parataxis | Dep::Unclassified | Dep::Ccomp => {
                self.foreground(verb, draft)
            }
            _ => UNRESOLVED,
        }
    }

    /// The time of the clause that another one stands beside: that of its act where it means one.
    pub(super) fn host(&mut self, host: usize, dated: &[(usize, When)], steps: usize) -> When {
        if let Some((_, when)) = dated.iter().rev().find(|(head, _)| *head == host) {
            return carried(when);
        }
        if let Some(when) = time::of_clause(self.reading, self.expressions, host, self.document) {
            return carried(&when);
        }
        match self.verb_of(host) {
            Some(verb) => self.clause(verb, None, dated, steps),
            None => UNRESOLVED,
        }
    }

    /// Whether a preposition puts what it governs beside its verb: "by *promising*", "as *praising*", "before *leaving*".
    fn is_beside(&self, preposition: usize) -> bool {
        let reading = self.reading;
        let known = ["before", "by", "as", "in"]
            .iter()
            .any(|known| reading.text(preposition).eq_ignore_ascii_case(known));
        let verb = reading.word(preposition).head;
        known && matches!(reading.word(verb).pos, Pos::Verb | Pos::Aux)
    }
}
