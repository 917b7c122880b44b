//! How a modifier stands to an act: in its own clause, in one around it, or elsewhere.

use crate::reading::{Dep, Pos, Reading, Tag};

/// No path in a tree is followed further.
const LONGEST_PATH: usize = 24;

/// How many governing clauses around an act are looked at.
const CLAUSES_AROUND: usize = 3;

/// The words that an act may be modified at, nearest first: its own head (and the noun that means it),
/// the verb of its clause, the verbs of the clauses around it. `leaves` stops the way up at a word
/// whose clause is another matter.
pub(crate) fn levels(
    reading: &Reading<'_>,
    head: usize,
    noun: Option<usize>,
    leaves: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let mut levels: Vec<usize> = noun.into_iter().chain([head]).collect();
    levels.dedup();
    let mut at = head;
    for _ in 0..CLAUSES_AROUND {
        let Some(above) = governing_verb(reading, at, &leaves) else {
            break;
        };
        levels.push(above);
        at = above;
    }
    levels
}

/// The verb whose clause `word` stands in, or whose clause `word`'s is part of.
fn governing_verb(
    reading: &Reading<'_>,
    word: usize,
    leaves: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut at = word;
    for above in reading.ancestors(word).take(LONGEST_PATH) {
        if leaves(at) {
            return None;
        }
        at = above;
        if matches!(reading.word(above).pos, Pos::Verb | Pos::Aux) {
            return Some(above);
        }
    }
    None
}

/// How many arcs lead up from `word` to `act` through words that `passes` lets through; none where a
/// clause of its own or such a word lies between.
pub(crate) fn arcs(
    reading: &Reading<'_>,
    word: usize,
    act: usize,
    passes: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut at = word;
    for count in 0..LONGEST_PATH {
        if at == act {
            return Some(count);
        }
        let head = reading.word(at).head;
        if head == at || !passes(at) || is_clause(reading, at) {
            return None;
        }
        at = head;
    }
    None
}

/// Whether `word` heads a clause of its own below something else. "When asked" and "while visiting" are
/// at the time and place of what they stand beside, and do not count.
pub(crate) fn is_clause(reading: &Reading<'_>, word: usize) -> bool {
    let own = match reading.word(word).dep {
        Dep::Relcl | Dep::Ccomp | Dep::Xcomp | Dep::Csubj | Dep::CsubjPass | Dep::Parataxis => true,
        Dep::Pcomp | Dep::Acl | Dep::Conj => is_verb(reading, word),
        Dep::Advcl => !is_simultaneous(reading, word),
        _ => false,
    };
    own && (is_verb(reading, word) || reading.child(word, Dep::Nsubj).is_some())
}

fn is_verb(reading: &Reading<'_>, word: usize) -> bool {
    matches!(reading.word(word).pos, Pos::Verb | Pos::Aux)
}

fn is_simultaneous(reading: &Reading<'_>, clause: usize) -> bool {
    reading.children(clause).any(|child| {
        let opens = matches!(reading.word(child).dep, Dep::Advmod | Dep::Mark);
        opens
            && ["when", "while", "as"]
                .iter()
                .any(|word| reading.lemma(child).eq_ignore_ascii_case(word))
    })
}

/// The verb of saying whose content `head`'s clause is: "*said* that it would withdraw".
pub(crate) fn saying(reading: &Reading<'_>, head: usize) -> Option<usize> {
    let mut at = head;
    for above in reading.ancestors(head).take(LONGEST_PATH) {
        let dep = reading.word(at).dep;
        if dep == Dep::Ccomp && is_verb(reading, above) {
            return Some(above);
        }
        if matches!(
            dep,
            Dep::Relcl | Dep::Advcl | Dep::Acl | Dep::Pobj | Dep::Pcomp
        ) {
            return None;
        }
        at = above;
    }
    None
}

/// The clause beside a verb's subject that tells where they came together: "ministers, *meeting* in Abuja
/// on Tuesday, threatened", "the envoy, who *was* in Kabul, praised".
pub(crate) fn gathering(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    const GATHER: [&str; 8] = [
        "meet", "be", "gather", "convene", "visit", "speak", "confer", "assemble",
    ];
    let subject = reading.child(verb, Dep::Nsubj)?;
    let beside = |child: usize| {
        let word = reading.word(child);
        let gathers = GATHER
            .iter()
            .any(|known| reading.lemma(child).eq_ignore_ascii_case(known));
        let told = match word.dep {
            Dep::Acl | Dep::Advcl => word.tag == Tag::Vbg,
            // Not "the states, whose officials *met*".
            Dep::Relcl => reading
                .child(child, Dep::Nsubj)
                .is_some_and(|subject| matches!(reading.word(subject).tag, Tag::Wp | Tag::Wdt)),
            _ => false,
        };
        told && gathers && !is_past_perfect(reading, child)
    };
    reading
        .children(subject)
        .chain(reading.children(verb))
        .find(|child| beside(*child))
}

/// Whether the verb of a clause is in a perfect: "has signed", "had signed".
pub(crate) fn is_perfect(reading: &Reading<'_>, verb: usize) -> bool {
    reading.children(verb).any(|child| {
        let word = reading.word(child);
        word.dep == Dep::Aux && word.tag != Tag::Vb && reading.lemma(child) == "have"
    })
}

/// Whether a verb is in the simple present: what is so now.
pub(crate) fn is_present(reading: &Reading<'_>, verb: usize) -> bool {
    matches!(reading.word(verb).tag, Tag::Vbz | Tag::Vbp)
}

/// Whether the verb of a clause is in the past perfect: it tells what went before.
pub(crate) fn is_past_perfect(reading: &Reading<'_>, verb: usize) -> bool {
    reading.children(verb).any(|child| {
        let word = reading.word(child);
        matches!(word.dep, Dep::Aux) && word.tag == Tag::Vbd && reading.lemma(child) == "have"
    })
}
