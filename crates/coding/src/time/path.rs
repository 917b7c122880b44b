//! The way up the tree from an expression of time to an act that it dates.

use super::{TimeExpression, TimeKind};
use crate::event::Precision;
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;
use jiff::civil::Date;
use smallvec::SmallVec;

/// No way through a tree is followed further.
const MOST_STEPS: usize = 8;

/// How many arcs lead from an expression up to `act`, and the expression's top word; none where the
/// time is that of something in between.
pub(super) fn arcs(
    reading: &Reading<'_>,
    time: &TimeExpression,
    act: usize,
) -> Option<(usize, usize)> {
    let top = top(reading, time);
    let arcs = scope::arcs(reading, top, act, |word| passes(reading, word))?;
    belongs(reading, time, top, act).then_some((arcs, top))
}

/// Whether an expression stands in the clause of `verb`.
pub(crate) fn is_of_clause(reading: &Reading<'_>, time: &TimeExpression, verb: usize) -> bool {
    scope::arcs(reading, top(reading, time), verb, |_| true).is_some()
}

/// Whether an expression stands beside a verb itself, with nothing but prepositions and adverbs between.
pub(super) fn is_beside(reading: &Reading<'_>, time: &TimeExpression, verb: usize) -> bool {
    let mut at = reading.word(top(reading, time)).head;
    while at != verb && matches!(reading.word(at).dep, Dep::Prep | Dep::Advmod) {
        at = reading.word(at).head;
    }
    at == verb
}

/// Whether an expression says for when something is: "a meeting *for Friday*".
pub(super) fn is_for(reading: &Reading<'_>, time: &TimeExpression) -> bool {
    let word = reading.word(top(reading, time));
    time.kind == TimeKind::Date && word.dep == Dep::Pobj && is(reading, word.head, "for")
}

/// The word of an expression that hangs on the rest of the sentence.
fn top(reading: &Reading<'_>, time: &TimeExpression) -> usize {
    time.words
        .range()
        .find(|word| !time.words.contains(reading.word(*word).head))
        .unwrap_or(time.words.start)
}

/// Whether the time of the noun that an expression is part of is that of the act too. It is in "Friday's
/// attack killed" and "said in Monday's speech", not in "regretted the 1988 bombing", "signed the treaty
/// of 1942", "the first visit since 2000".
fn belongs(reading: &Reading<'_>, time: &TimeExpression, top: usize, act: usize) -> bool {
    let Some(noun) = noun_of(reading, top).filter(|noun| *noun != act) else {
        return true;
    };
    let word = reading.word(noun);
    let inside = word.dep == Dep::Pobj && is_inside(reading, word.head);
    let coarse = is_coarse(time);
    let since = time.from.is_some() && time.to.is_none();
    if since {
        return false;
    }
    // "A court in 2010 convicted him."
    if word.head == act
        && matches!(word.dep, Dep::Nsubj | Dep::NsubjPass)
        && noun < top
        && top + 1 == act
    {
        let preposition = reading.word(top).head;
        return is(reading, preposition, "in") || is(reading, preposition, "on");
    }
    if is_premodifier(reading, top) {
        return inside || (!coarse && matches!(word.dep, Dep::Nsubj | Dep::NsubjPass | Dep::Dobj));
    }
    let named = is(reading, reading.word(top).head, "of");
    inside || !(named || coarse)
}

/// Whether an expression covers more than a month or so of the calendar; a stretch up to today may.
pub(super) fn is_coarse(time: &TimeExpression) -> bool {
    let days = time
        .from
        .zip(time.to)
        .and_then(|(from, to)| from.until(to).ok())
        .map(|span| span.get_days());
    time.kind != TimeKind::Duration && days.is_some_and(|days| days > 31)
}

/// The noun that an expression modifies, before it or behind a preposition.
fn noun_of(reading: &Reading<'_>, top: usize) -> Option<usize> {
    let head = reading.word(top).head;
    let governor = if reading.word(top).dep == Dep::Pobj {
        reading.word(head).head
    } else {
        head
    };
    matches!(reading.word(governor).pos, Pos::Noun | Pos::Propn).then_some(governor)
}

fn is_premodifier(reading: &Reading<'_>, top: usize) -> bool {
    matches!(
        reading.word(top).dep,
        Dep::Nummod | Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss
    )
}

/// Whether the time below `word` is that of what stands above it: not that of the reports of "according
/// to reports on Sunday", of the talks of "after Monday's talks", of the last time of "for the first
/// time since 2017", of an apposition.
fn passes(reading: &Reading<'_>, word: usize) -> bool {
    if reading.word(word).dep == Dep::Appos && !holds_time(reading, word) {
        return false;
    }
    !is(reading, word, "time") && (!is_elsewhere(reading, word) || holds_time(reading, word))
}

/// Whether a preposition leads to something of another time.
fn is_elsewhere(reading: &Reading<'_>, word: usize) -> bool {
    const ELSEWHERE: [&str; 14] = [
        "according",
        "accord",
        "after",
        "before",
        "following",
        "follow",
        "ahead",
        "prior",
        "despite",
        "about",
        "over",
        "than",
        "like",
        "because",
    ];
    ELSEWHERE.iter().any(|known| is(reading, word, known))
}

/// Whether a calendar word is the object of `word` itself: the "Monday" of "after Monday"; or it is one.
fn holds_time(reading: &Reading<'_>, word: usize) -> bool {
    let is_time = |word: usize| matches!(reading.entity(word), Some("DATE" | "TIME"));
    is_time(word)
        || reading
            .children(word)
            .any(|child| is_time(child) && reading.word(child).dep == Dep::Pobj)
}

/// Whether a clause tells of what somebody will do or is about to, which saying so makes an act of that day:
/// "announced on Monday that it would withdraw".
pub(super) fn is_announced(reading: &Reading<'_>, clause: usize) -> bool {
    const SAYING: [&str; 8] = [
        "announce", "say", "tell", "declare", "state", "vow", "pledge", "add",
    ];
    if reading.word(clause).dep != Dep::Ccomp {
        return false;
    }
    let head = reading.word(clause).head;
    let said = SAYING.contains(&reading.lemma(head));
    let ahead = reading.children(clause).any(|child| {
        let auxiliary = matches!(reading.word(child).dep, Dep::Aux);
        let will = matches!(reading.lemma(child), "will" | "would" | "'ll");
        let going = reading.lemma(child) == "be" && reading.word(clause).tag == Tag::Vbg;
        auxiliary && (will || going)
    });
    said && ahead
}

/// Whether a relative clause tells what was done in or at what it describes: "a letter *in which* she thanked", "the
/// palace, *where* they signed"; or a participle what a message says: "a telegram *promising* help".
pub(crate) fn is_contained(reading: &Reading<'_>, clause: usize) -> bool {
    const CONTAINING: [&str; 5] = ["in", "at", "during", "by", "under"];
    let word = reading.word(clause);
    match word.dep {
        Dep::Relcl => reading.children(clause).any(|child| {
            let each = reading.word(child);
            let relative = |word: usize| {
                matches!(reading.word(word).tag, Tag::Wdt | Tag::Wp)
                    && reading.word(word).dep == Dep::Pobj
            };
            let within = each.dep == Dep::Prep
                && CONTAINING.iter().any(|known| is(reading, child, known))
                && reading.children(child).any(relative);
            let there = each.tag == Tag::Wrb && is(reading, child, "where");
            (within || there) && child < clause && !scope::is_past_perfect(reading, clause)
        }),
        Dep::Acl => word.tag == Tag::Vbg && matches!(reading.word(word.head).dep, Dep::Dobj),
        // "Let the police *enter*".
        Dep::Ccomp => word.tag == Tag::Vb && is(reading, word.head, "let"),
        _ => false,
    }
}

/// The words between a clause that tells what a message or meeting contains and the verb that tells of that message
/// or meeting: "sent her *messages of sympathy* in which he *called* for peace". Empty where it is another time's.
pub(crate) fn container(reading: &Reading<'_>, act: usize) -> SmallVec<[usize; 6]> {
    let mut between = SmallVec::new();
    let clause = std::iter::once(act)
        .chain(reading.ancestors(act))
        .take(MOST_STEPS)
        .find(|word| is_contained(reading, *word));
    let Some(clause) = clause else {
        return between;
    };
    let mut at = reading.word(clause).head;
    for _ in 0..MOST_STEPS {
        let word = reading.word(at);
        match word.dep {
            Dep::Pobj if is_elsewhere(reading, word.head) => return SmallVec::new(),
            Dep::Pobj | Dep::Appos | Dep::Prep => between.push(at),
            Dep::Dobj | Dep::Nsubj | Dep::NsubjPass | Dep::Attr | Dep::Dative => {
                between.push(at);
                return between;
            }
            _ => return between,
        }
        at = word.head;
    }
    between
}

/// Whether an expression runs from the document's day to a later one: "within a week", "by Friday".
pub(super) fn is_limit(time: &TimeExpression, document: Date) -> bool {
    time.precision == Precision::Interval && time.from == Some(document) && time.to > Some(document)
}

/// Whether an expression says by when something is to be done, after the document's day.
pub(super) fn is_limit_of(
    reading: &Reading<'_>,
    time: &TimeExpression,
    document: Option<Date>,
) -> bool {
    let by = |word: usize| is(reading, word, "by");
    let before = time.words.start.checked_sub(1);
    document.is_some_and(|document| is_limit(time, document))
        && (by(time.words.start) || before.is_some_and(by))
}

/// Whether an open expression says since when.
pub(super) fn is_since(reading: &Reading<'_>, time: &TimeExpression) -> bool {
    let governor = reading.word(top(reading, time)).head;
    is(reading, governor, "since") || time.words.range().any(|word| is(reading, word, "since"))
}

/// Whether a clause is there to tell an act: its verb, one joined to it, its noun ("after *sanctions* took effect"), or
/// what its subject is said to have been the first to do.
pub(super) fn is_told_by(reading: &Reading<'_>, act: usize, clause: usize) -> bool {
    let mut at = act;
    for _ in 0..MOST_STEPS {
        if at == clause {
            return true;
        }
        let word = reading.word(at);
        let passes = match word.dep {
            Dep::Conj | Dep::Nsubj | Dep::NsubjPass | Dep::Attr => true,
            Dep::Relcl | Dep::Xcomp | Dep::Acl => word.tag == Tag::Vb,
            _ => false,
        };
        if !passes {
            return false;
        }
        at = word.head;
    }
    false
}

/// Whether a preposition or conjunction puts what it governs before what it hangs on.
pub(super) fn is_after(reading: &Reading<'_>, word: usize) -> bool {
    ["after", "following", "follow"]
        .iter()
        .any(|known| is(reading, word, known))
}

/// Whether a clause is put before or after another one.
pub(crate) fn is_ordered(reading: &Reading<'_>, clause: usize) -> bool {
    const ORDERING: [&str; 8] = [
        "after", "before", "since", "until", "if", "unless", "once", "because",
    ];
    reading.children(clause).any(|child| {
        reading.word(child).dep == Dep::Mark
            && ORDERING.iter().any(|known| is(reading, child, known))
    })
}

/// Whether what a preposition governs is at the time of what it hangs on.
pub(super) fn is_inside(reading: &Reading<'_>, preposition: usize) -> bool {
    ["during", "in", "at", "amid", "on", "with", "by"]
        .iter()
        .any(|known| is(reading, preposition, known))
}

/// Whether what a preposition governs came before what it hangs on.
pub(super) fn is_earlier(reading: &Reading<'_>, preposition: usize) -> bool {
    ["after", "since", "following", "follow", "despite"]
        .iter()
        .any(|known| is(reading, preposition, known))
}

/// Whether `word` is joined by "and" to `other`, however often.
pub(super) fn is_conjunct(reading: &Reading<'_>, word: usize, other: usize) -> bool {
    let mut at = word;
    for _ in 0..8 {
        if at == other {
            return true;
        }
        if reading.word(at).dep != Dep::Conj {
            return false;
        }
        at = reading.word(at).head;
    }
    false
}

/// Whether the lemma of `word` is `lemma`, in any case.
pub(super) fn is(reading: &Reading<'_>, word: usize, lemma: &str) -> bool {
    reading.lemma(word).eq_ignore_ascii_case(lemma)
}
