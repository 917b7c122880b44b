//! Modal auxiliaries as predicates: "A *must* stop", "B *will not* sign".

use super::{Clause, ClauseReader, Role};
use crate::reading::{Dep, Tag};

impl ClauseReader<'_> {
    /// Whether a word is an auxiliary that says how its verb is wanted or meant, or denies it: "must", "should",
    /// "will not", "does not".
    pub(crate) fn is_modal(&self, word: usize) -> bool {
        let it = self.reading.word(word);
        it.dep == Dep::Aux
            && it.head > word
            && (it.tag == Tag::Md || self.reading.lemma(word) == "do")
    }

    /// How frames list a modal: its lemma, with "-not" where its verb is negated.
    pub(crate) fn modal_lemma(&self, modal: usize) -> String {
        let reading = self.reading;
        let verb = reading.word(modal).head;
        let negated = reading.children(verb).any(|child| {
            reading.word(child).dep == Dep::Neg || reading.text(child).eq_ignore_ascii_case("never")
        });
        let lemma = reading.lemma(modal).to_ascii_lowercase();
        if negated { lemma + "-not" } else { lemma }
    }

    /// Who must or will, as agent (in the passive whoever is to do it, if told), and the verb as complement.
    pub(super) fn modal_arguments(&self, clause: &mut Clause) {
        let verb = self.reading.word(clause.head).head;
        let below = self.read(verb);
        for agent in below.fillers(Role::Agent) {
            self.add(clause, Role::Agent, agent);
        }
        if below.passive {
            for object in below.fillers(Role::Object) {
                self.add(clause, Role::Object, object);
            }
        }
        self.add(clause, Role::Complement, verb);
    }
}
