//! The surface subject of a verb, wherever the sentence keeps it.

use super::{ClauseReader, is_relative};
use crate::reading::{Dep, Pos, Tag};

/// How many governors are asked before a search for a subject ends.
const MOST_STEPS: usize = 8;

impl ClauseReader<'_> {
    /// The head of the phrase that is the surface subject of `verb`, or of a predicate adjective:
    /// its own, that of the verb it is coordinated with, the controller of an infinitive or
    /// participle, the antecedent of a relative clause.
    pub fn subject(&self, verb: usize) -> Option<usize> {
        self.subject_within(verb, MOST_STEPS)
    }

    fn subject_within(&self, verb: usize, steps: usize) -> Option<usize> {
        let steps = steps.checked_sub(1)?;
        if let Some(own) = self.own_subject(verb) {
            return Some(self.antecedent(own));
        }
        let reading = self.reading;
        let word = reading.word(verb);
        let above = word.head;
        if above == verb {
            return None;
        }
        match word.dep {
            Dep::Conj => self.subject_within(above, steps),
            Dep::Acomp | Dep::Attr | Dep::Oprd => self.subject_within(above, steps),
            Dep::Relcl if self.is_infinitive(verb) => self.owner_of_noun(above, steps),
            Dep::Relcl => Some(above),
            Dep::Xcomp => self.controller(above, steps),
            Dep::Ccomp if !self.is_finite(verb) => self.controller(above, steps),
            Dep::Advcl if self.is_infinitive(verb) => self
                .addressee(above)
                .or_else(|| self.clause_above(above, steps)),
            Dep::Advcl => self.clause_above(above, steps),
            Dep::Acl if self.is_finite(verb) => self.before(verb),
            Dep::Acl if self.is_infinitive(verb) => self.owner_of_noun(above, steps),
            Dep::Acl | Dep::Amod => Some(above),
            Dep::Pcomp => self.above_preposition(above, steps),
            Dep::Parataxis | Dep::Unclassified if !self.is_finite(verb) => {
                self.clause_above(above, steps)
            }
            _ => None,
        }
    }

    fn own_subject(&self, verb: usize) -> Option<usize> {
        let reading = self.reading;
        let own = reading.children(verb).find(|&child| {
            matches!(
                reading.word(child).dep,
                Dep::Nsubj | Dep::NsubjPass | Dep::Csubj | Dep::CsubjPass
            )
        });
        own.or_else(|| {
            // The subject of "is willing" hangs on the copula.
            let word = reading.word(verb);
            let copula = matches!(word.dep, Dep::Acomp | Dep::Attr | Dep::Oprd)
                && reading.word(word.head).pos == Pos::Aux;
            copula.then(|| self.own_subject(word.head)).flatten()
        })
    }

    /// The object of the verb above where it has one ("ordered troops to leave"), else its subject
    /// ("agreed to leave").
    fn controller(&self, above: usize, steps: usize) -> Option<usize> {
        let reading = self.reading;
        if let Some(object) = reading.child(above, Dep::Dobj)
            && self.is_party(object)
        {
            return Some(object);
        }
        self.addressee(above)
            .or_else(|| self.clause_above(above, steps))
    }

    /// Whom a word of asking addresses behind a preposition, who is then to do what is asked: "called *on Chad* to stop",
    /// "an appeal *to both* to stop", "renewed its plea *to India* to stop".
    fn addressee(&self, above: usize) -> Option<usize> {
        let reading = self.reading;
        let asks = |word| self.is_listed(self.askings, word);
        let object = || reading.child(above, Dep::Dobj);
        if !asks(above) && !object().is_some_and(asks) {
            return None;
        }
        let addresses = |child: &usize| {
            reading.word(*child).dep == Dep::Prep
                && ["on", "upon", "to", "with"]
                    .iter()
                    .any(|text| reading.text(*child).eq_ignore_ascii_case(text))
        };
        let mut behind = reading
            .children(above)
            .filter(addresses)
            .filter_map(|preposition| reading.child(preposition, Dep::Pobj));
        behind.find(|&object| self.is_party(object))
    }

    /// The subject of a clause that governs another, passives included: their subject is what the
    /// lower clause shares ("A was ordered to leave").
    fn clause_above(&self, above: usize, steps: usize) -> Option<usize> {
        if self.is_noun(above) {
            return self.owner_of_noun(above, steps);
        }
        self.subject_within(above, steps)
    }

    /// Who is to do what a noun speaks of: the owner ("Iran's threat to close"), else the subject of
    /// the verb whose object it is ("expressed hopes to improve").
    fn owner_of_noun(&self, noun: usize, steps: usize) -> Option<usize> {
        if let Some(addressee) = self.addressee(noun) {
            return Some(addressee);
        }
        let reading = self.reading;
        if let Some(owner) = reading.child(noun, Dep::Poss) {
            return Some(owner);
        }
        let nationality = reading.children(noun).find(|&child| {
            matches!(reading.word(child).dep, Dep::Amod | Dep::Compound) && self.is_party(child)
        });
        if nationality.is_some() {
            return nationality;
        }
        let word = reading.word(noun);
        match word.dep {
            Dep::Dobj | Dep::Attr | Dep::Conj => self.subject_within(word.head, steps),
            Dep::Pobj => self.above_preposition(word.head, steps),
            _ => None,
        }
    }

    /// What the doer of "by doing", "accused of doing", "after doing" is: behind of, for and from
    /// the object of the verb above, behind the others its subject.
    fn above_preposition(&self, preposition: usize, steps: usize) -> Option<usize> {
        let reading = self.reading;
        let above = reading.word(preposition).head;
        if above == preposition {
            return None;
        }
        // "accused of", "praised for", "barred from", "charged with"
        let controls_object = ["of", "for", "from", "with"]
            .iter()
            .any(|word| reading.text(preposition).eq_ignore_ascii_case(word));
        if controls_object {
            if let Some(object) = reading.child(above, Dep::Dobj) {
                return Some(object);
            }
            if let Some(passive) = reading.child(above, Dep::NsubjPass) {
                return Some(self.antecedent(passive));
            }
            if self.is_noun(above) && self.is_party(above) {
                return Some(above);
            }
        }
        self.clause_above(above, steps)
    }

    fn is_finite(&self, verb: usize) -> bool {
        matches!(
            self.reading.word(verb).tag,
            Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md
        )
    }

    /// What a relative pronoun stands for; any other word stands for itself.
    pub(crate) fn antecedent(&self, word: usize) -> usize {
        let reading = self.reading;
        let relative = is_relative(reading.word(word).tag)
            || reading.children(word).any(|of| {
                // "both of which", "some of whom"
                reading.word(of).dep == Dep::Prep
                    && reading
                        .children(of)
                        .any(|pobj| is_relative(reading.word(pobj).tag))
            });
        if !relative {
            return word;
        }
        let clause = reading
            .ancestors(word)
            .take(MOST_STEPS)
            .find(|&above| reading.word(above).dep == Dep::Relcl);
        let Some(clause) = clause else {
            return word;
        };
        let head = reading.word(clause).head;
        if self.is_party(head) {
            return head;
        }
        // The tree may hang the clause on a noun higher up; a party right before the pronoun is
        // the likelier antecedent.
        self.before(word).filter(|_| head != word).unwrap_or(head)
    }

    /// The party whose mention ends right before `word`, a comma apart at most. Of coordinated
    /// parties the first, under which the tree has the others.
    fn before(&self, word: usize) -> Option<usize> {
        let reading = self.reading;
        let sentence = reading.sentence_of(word);
        let mut at = word.checked_sub(1)?;
        while at > sentence.start && matches!(reading.word(at).pos, Pos::Punct | Pos::Adv) {
            at -= 1;
        }
        let mut head = at;
        loop {
            let above = reading.word(head).head;
            let inside = above != head && above < word && self.is_noun(above) && above + 12 > at;
            let phrase = matches!(
                reading.word(head).dep,
                Dep::Compound | Dep::Poss | Dep::Amod | Dep::Nmod | Dep::Case | Dep::Conj
            );
            if !(inside && phrase) {
                break;
            }
            head = above;
        }
        self.is_party(head).then_some(head)
    }
}
