//! Relative clauses: which of them tell news, and which are of the time of the clause whose noun they describe.

use chancery_codebook::EventType;

use super::kinds::is_visit_or_mediation;
use super::telling::Telling;
use super::{Narrator, UNRESOLVED, carried};
use crate::draft::Draft;
use crate::reading::{Dep, Pos, Tag};
use crate::scope;
use crate::time::{self, When};

impl<'a> Narrator<'a> {
    /// When what a relative clause tells took place.
    pub(super) fn relative(
        &mut self,
        verb: usize,
        first: usize,
        draft: Option<&Draft<'a>>,
        dated: &[(usize, When)],
        steps: usize,
    ) -> When {
        let reading = self.reading;
        if time::is_contained(reading, first) {
            return match self.verb_around(first) {
                Some(host) => self.host(host, dated, steps),
                None => UNRESOLVED,
            };
        }
        let noun = reading.word(first).head;
        if draft.is_some_and(|it| self.is_met_with_force(first, it)) {
            let verb = reading
                .ancestors(noun)
                .find(|at| reading.word(*at).pos == Pos::Verb);
            let told = dated.iter().rev().find(|(head, _)| Some(*head) == verb);
            return told.map_or(UNRESOLVED, |(_, when)| carried(when));
        }
        if draft.is_some_and(|it| self.is_met_on_the_way(verb, first, it)) {
            return self.host(reading.word(noun).head, dated, steps);
        }
        if self.telling(verb, first) == Telling::Plain && self.is_news(first) {
            return self.foreground(verb, draft);
        }
        UNRESOLVED
    }

    /// The verb that tells of the message or meeting whose contents a clause tells.
    fn verb_around(&self, clause: usize) -> Option<usize> {
        let top = *time::container(self.reading, clause).last()?;
        let verb = self.reading.word(top).head;
        matches!(self.reading.word(verb).pos, Pos::Verb | Pos::Aux).then_some(verb)
    }

    /// Whether a clause tells why those were fought whom it describes: "fired on rioters who *had stormed* a bank".
    fn is_met_with_force(&self, clause: usize, draft: &Draft<'a>) -> bool {
        let reading = self.reading;
        let subject = reading.child(clause, Dep::Nsubj);
        let who = subject.is_some_and(|subject| reading.word(subject).tag == Tag::Wp);
        let noun = reading.word(reading.word(clause).head);
        let force = matches!(draft.event_type(), EventType::Assault | EventType::Protest);
        force
            && who
            && matches!(noun.dep, Dep::Pobj | Dep::Dobj)
            && scope::is_past_perfect(reading, clause)
    }

    /// Whether a clause tells whom the doer of the news saw meanwhile: "The envoy, who *met* the king, appealed to both".
    fn is_met_on_the_way(&self, verb: usize, clause: usize, draft: &Draft<'a>) -> bool {
        let reading = self.reading;
        let who = reading
            .child(clause, Dep::Nsubj)
            .or_else(|| reading.child(clause, Dep::NsubjPass))
            .is_some_and(|subject| reading.word(subject).tag == Tag::Wp);
        let cameo = &*draft.found.frame.cameo;
        let met = draft.event_type() == EventType::Consult && !is_visit_or_mediation(cameo);
        let doer = reading.word(reading.word(clause).head).dep == Dep::Nsubj;
        who && met && doer && self.is_past(verb) && self.telling(verb, clause) == Telling::Plain
    }

    /// Whether a relative clause tells more than whom it speaks of: what is so now ("which *denies* it"), what comes
    /// behind the clause whose doer it describes ("said the minister, who *called* it a lie"), what goes on from it ("who
    /// *also threatened* them").
    fn is_news(&self, clause: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(clause);
        let noun = reading.word(word.head);
        let behind = match noun.dep {
            Dep::Nsubj => noun.head < word.head,
            Dep::Pobj => {
                let credit = reading.text(reading.word(noun.head).head);
                let credit = credit.to_ascii_lowercase();
                self.lexicon.according.contains(credit.as_str())
            }
            _ => false,
        };
        behind
            || self.is_added(clause)
            || !self.is_past(clause)
            || self.has_adverb_of(clause, self.adverbs)
    }

    /// Whether a clause behind a comma tells what another did about what stands before it: "a ban, *which Kyiv deplored*".
    fn is_added(&self, clause: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(clause);
        let subject = [Dep::Nsubj, Dep::NsubjPass]
            .into_iter()
            .find_map(|dep| reading.child(clause, dep));
        let Some(subject) = subject else {
            return false;
        };
        let tag = |word: usize| reading.word(word).tag;
        let opens = word.head + 1;
        let comma = opens < clause && reading.text(opens) == ",";
        let which = || tag(opens + 1) == Tag::Wdt || tag(opens + 2) == Tag::Wdt;
        let whose = reading
            .children(subject)
            .any(|child| tag(child) == Tag::WpPoss);
        if whose {
            return reading.word(word.head).dep != Dep::Nsubj;
        }
        comma && which() && !matches!(tag(subject), Tag::Wdt | Tag::Wp)
    }
}
