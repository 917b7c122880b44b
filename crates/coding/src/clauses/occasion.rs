//! Exchanges that stand beside what was said or done in their course: "*In a letter* to B, A backed the plan".

use super::{Clause, ClauseReader, Role};
use crate::reading::{Dep, Pos, Word};

/// Prepositions behind which an exchange is that of the verb's doer.
const IN_COURSE: [&str; 9] = [
    "in", "on", "during", "at", "by", "over", "via", "through", "with",
];

/// Prepositions behind which it is so where the exchange names whom it was with.
const AROUND: [&str; 3] = ["after", "before", "following"];

impl ClauseReader<'_> {
    /// Gives the noun of an exchange the doer of the verb beside which it stands, and, where it names nobody else, whom
    /// that verb addresses: "told Putin *in a phone call*".
    pub(super) fn occasion(&self, clause: &mut Clause) {
        if clause.has(Role::Agent) || !self.is_listed(self.occasions, clause.head) {
            return;
        }
        let with = clause.arguments.iter().any(|argument| match argument.role {
            Role::Preposition(word) => ["with", "to", "between", "of"]
                .contains(&&*self.reading.text(word).to_ascii_lowercase()),
            _ => false,
        });
        let Some((preposition, verb)) = self.beside(clause.head) else {
            return;
        };
        let text = self.reading.text(preposition).to_ascii_lowercase();
        let own = IN_COURSE.contains(&&*text) || (with && AROUND.contains(&&*text));
        if !own {
            return;
        }
        let above = self.read(verb);
        for agent in above.fillers(Role::Agent).filter(|&it| self.is_party(it)) {
            self.add(clause, Role::Agent, agent);
        }
        if with || !clause.has(Role::Agent) {
            return;
        }
        let addressed = above
            .fillers(Role::Recipient)
            .chain(above.fillers(Role::Object));
        if let Some(addressed) = addressed.into_iter().find(|&it| self.is_party(it)) {
            self.add(clause, Role::Recipient, addressed);
        }
    }

    /// "sent troops *at B's request*": what was done at somebody's wish stands beside the wish.
    pub(super) fn prompted(&self, clause: &mut Clause) {
        if !self.is_listed(self.promptings, clause.head) {
            return;
        }
        if let Some((preposition, verb)) = self.beside(clause.head)
            && self.reading.text(preposition).eq_ignore_ascii_case("at")
        {
            self.add(clause, Role::Circumstance, verb);
        }
    }

    /// "cut ties *in solidarity with* B", "recalled its envoy *in protest against* it": what is done in support or in protest is
    /// done by the doer of the verb, and what stands right behind the noun belongs to it, even where the tree hangs it on the verb.
    pub(super) fn in_token_of(&self, clause: &mut Clause) {
        if !self.is_listed(self.tokens, clause.head) || clause.has(Role::Agent) {
            return;
        }
        let Some((preposition, verb)) = self.beside(clause.head) else {
            return;
        };
        let text = self.reading.text(preposition);
        if !text.eq_ignore_ascii_case("in") && !text.eq_ignore_ascii_case("out") {
            return;
        }
        let above = self.read(verb);
        for agent in above.fillers(Role::Agent).filter(|&it| self.is_party(it)) {
            self.add(clause, Role::Agent, agent);
        }
        let next = clause.head + 1;
        if next < self.reading.len() {
            let Word { dep, head, .. } = *self.reading.word(next);
            if dep == Dep::Prep && head == verb {
                self.noun_preposition(clause, next);
            }
        }
    }

    /// The preposition before a noun and the verb of the clause that both stand in.
    fn beside(&self, noun: usize) -> Option<(usize, usize)> {
        let reading = self.reading;
        let word = reading.word(noun);
        if word.dep != Dep::Pobj {
            return None;
        }
        let preposition = word.head;
        let mut at = preposition;
        for above in reading.ancestors(preposition).take(4) {
            // "was on a visit": the copula, which is no auxiliary there.
            let Word { pos, dep, .. } = *reading.word(above);
            if pos == Pos::Verb || (pos == Pos::Aux && !matches!(dep, Dep::Aux | Dep::AuxPass)) {
                return Some((preposition, above));
            }
            let nominal = matches!(reading.word(above).pos, Pos::Noun | Pos::Propn | Pos::Adv);
            if !nominal || above > at && reading.word(at).dep != Dep::Prep {
                return None;
            }
            at = above;
        }
        None
    }

    pub(super) fn is_listed(&self, words: &[String], noun: usize) -> bool {
        let lemma = self.reading.lemma(noun);
        words.iter().any(|word| word.eq_ignore_ascii_case(lemma))
    }
}
