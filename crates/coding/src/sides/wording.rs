//! The very words of an act: which of them go with whom.

use crate::clauses::Role;
use crate::draft::Draft;
use crate::matching::Matcher;
use crate::ranker::Piece;
use crate::reading::{Dep, Reading};

/// The lemmas of an act's predicate and of what it is done to.
#[derive(Clone, Copy)]
pub(super) struct Wording<'a> {
    /// The noun of "held talks", else the verb.
    pub act: Piece<'a>,
    /// The head of the object, else of what stands behind a preposition, else of the clause that completes it.
    pub object: Piece<'a>,
}

impl<'a> Wording<'a> {
    pub fn of(matcher: &Matcher<'a>, draft: &Draft<'a>) -> Self {
        let reading = matcher.reading;
        let found = &draft.found;
        let noun = found.noun;
        let clause = &found.clause;
        let mut objects = clause
            .fillers(Role::Object)
            .filter(|&it| Some(it) != noun)
            .chain(clause.arguments.iter().filter_map(|argument| {
                matches!(argument.role, Role::Preposition(_)).then_some(argument.head)
            }))
            .chain(clause.fillers(Role::Complement));
        Self {
            act: reading.lemma(noun.unwrap_or(clause.head)).into(),
            object: objects.next().map_or("", |head| reading.lemma(head)).into(),
        }
    }
}

/// The way from an argument's head down to a word in it.
pub(super) fn way_inside(reading: &Reading, argument: usize, word: usize) -> String {
    let mut steps: Vec<&str> = Vec::new();
    let mut at = word;
    while at != argument && steps.len() < 6 {
        let step = reading.word(at);
        steps.push(match step.dep {
            Dep::Prep | Dep::Agent | Dep::Dative => reading.lemma(at),
            dep => dep.as_str(),
        });
        at = step.head;
    }
    steps.reverse();
    steps.join(">")
}
