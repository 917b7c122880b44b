//! Which expression dates which act.

use super::{Reach, TimeExpression, TimeKind, When};
use crate::event::{Precision, Status};
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;
use jiff::civil::Date;

/// When the act whose predicate is `head` (and whose noun, where a phrase like "held talks" means it, is
/// `noun`) took place.
///
/// The expression that modifies the act or stands in its clause dates it, then one of a clause around
/// it. Without one the first sentence's news is dated by the document; all else is unresolved.
pub fn of_event(
    reading: &Reading<'_>,
    expressions: &[TimeExpression],
    head: usize,
    noun: Option<usize>,
    status: Status,
    document: Option<Date>,
) -> When {
    let done = status == Status::Actual;
    let leaves = |word: usize| leaves_time(reading, word) && !(done && is_announced(reading, word));
    let own = 1 + usize::from(noun.is_some_and(|noun| noun != head));
    for (level, act) in scope::levels(reading, head, noun, leaves)
        .into_iter()
        .enumerate()
    {
        let fits = |time: &TimeExpression| dates(time) && is_possible(time, status, document);
        if let Some(expression) = nearest(reading, expressions, act, fits) {
            let reach = if level < own || is_same_clause(reading, head, act) {
                Reach::Clause
            } else {
                Reach::Enclosing
            };
            return found(reading, expressions, expression, reach);
        }
    }
    match document.filter(|_| is_lead_news(reading, head, status)) {
        Some(date) => on_document_day(date),
        None => When {
            start: None,
            end: None,
            precision: Precision::Unresolved,
            expression: None,
            reach: Reach::None,
        },
    }
}

fn found(
    reading: &Reading<'_>,
    expressions: &[TimeExpression],
    expression: usize,
    reach: Reach,
) -> When {
    let TimeExpression {
        from,
        mut to,
        mut precision,
        ..
    } = expressions[expression];
    if let Some(last) = last_joined(reading, expressions, expression) {
        to = Some(last);
        precision = Precision::Interval;
    }
    When {
        start: from,
        end: to,
        precision,
        expression: Some(expression),
        reach,
    }
}

/// The last of the days that "and" joins to this one, where each follows the other: "on Thursday and Friday".
fn last_joined(
    reading: &Reading<'_>,
    expressions: &[TimeExpression],
    first: usize,
) -> Option<Date> {
    let day = |time: &TimeExpression| time.from.filter(|_| time.from == time.to);
    let mut last = day(&expressions[first])?;
    let mut joined = None;
    for pair in expressions[first..].windows(2) {
        let (before, behind) = (&pair[0], &pair[1]);
        let near = behind.words.start == before.words.end + 1;
        let and = near && matches!(reading.text(before.words.end), "and" | ",");
        let next = day(behind).filter(|date| and && last.tomorrow().ok() == Some(*date));
        let Some(next) = next else { break };
        last = next;
        joined = Some(next);
    }
    joined
}

fn on_document_day(date: Date) -> When {
    When {
        start: Some(date),
        end: Some(date),
        precision: Precision::Document,
        expression: None,
        reach: Reach::Document,
    }
}

/// Whether an expression can date anything: lengths and recurrences by themselves do not.
fn dates(time: &TimeExpression) -> bool {
    match time.kind {
        TimeKind::Duration => time.from.is_some() || time.to.is_some(),
        TimeKind::Set => false,
        TimeKind::Date | TimeKind::Time | TimeKind::Tenure { .. } => true,
    }
}

/// What has happened did not happen after the document was written, and what is planned not before.
fn is_possible(time: &TimeExpression, status: Status, document: Option<Date>) -> bool {
    let Some(document) = document else {
        return true;
    };
    match status {
        Status::Actual => time.from.is_none_or(|from| from <= document),
        Status::Future => time.to.is_none_or(|to| to >= document),
        _ => true,
    }
}

/// The expression that hangs nearest below `act`.
fn nearest(
    reading: &Reading<'_>,
    expressions: &[TimeExpression],
    act: usize,
    fits: impl Fn(&TimeExpression) -> bool,
) -> Option<usize> {
    let sentence = reading.sentence_of(act);
    let first = expressions.partition_point(|time| time.words.start < sentence.start);
    (first..expressions.len())
        .take_while(|at| expressions[*at].words.start < sentence.end)
        .filter(|at| fits(&expressions[*at]))
        .filter_map(|at| {
            let word = top(reading, &expressions[at]);
            let arcs = scope::arcs(reading, word, act, |word| passes(reading, word))?;
            Some((arcs, word.abs_diff(act), at))
        })
        .min()
        .map(|(.., at)| at)
}

/// The word of an expression that hangs on the rest of the sentence.
fn top(reading: &Reading<'_>, time: &TimeExpression) -> usize {
    time.words
        .range()
        .find(|word| !time.words.contains(reading.word(*word).head))
        .unwrap_or(time.words.start)
}

/// Whether the time below `word` is that of what stands above it: not that of the reports of "according
/// to reports on Sunday", of the talks of "after Monday's talks", of the last time of "for the first
/// time since 2017", of a deed that is only talked about.
fn passes(reading: &Reading<'_>, word: usize) -> bool {
    const ELSEWHERE: [&str; 15] = [
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
        "time",
    ];
    let holds_time_itself = reading
        .children(word)
        .any(|child| is_time_word(reading, child));
    let elsewhere = ELSEWHERE
        .iter()
        .any(|known| reading.lemma(word).eq_ignore_ascii_case(known));
    !elsewhere || (holds_time_itself && !reading.lemma(word).eq_ignore_ascii_case("time"))
}

/// Whether `word` is a calendar word itself: the "Monday" of "after Monday".
fn is_time_word(reading: &Reading<'_>, word: usize) -> bool {
    matches!(reading.entity(word), Some("DATE" | "TIME")) && reading.word(word).dep == Dep::Pobj
}

/// Whether the way up from `word` leaves its time: what is said, asked for or thought has its own.
fn leaves_time(reading: &Reading<'_>, word: usize) -> bool {
    match reading.word(word).dep {
        Dep::Ccomp | Dep::Relcl | Dep::Parataxis | Dep::Acl | Dep::Csubj => true,
        Dep::Advcl => scope::is_clause(reading, word) && is_ordered(reading, word),
        Dep::Pcomp | Dep::Pobj => {
            is_ordered(reading, word) || is_ordering(reading, reading.word(word).head)
        }
        _ => false,
    }
}

/// Whether a clause tells of what somebody will do or is about to, which saying so makes an act of that day:
/// "announced on Monday that it would withdraw".
fn is_announced(reading: &Reading<'_>, clause: usize) -> bool {
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

/// Whether a clause is put before or after another one.
fn is_ordered(reading: &Reading<'_>, clause: usize) -> bool {
    reading
        .children(clause)
        .any(|child| reading.word(child).dep == Dep::Mark && is_ordering(reading, child))
}

fn is_ordering(reading: &Reading<'_>, word: usize) -> bool {
    const ORDERING: [&str; 13] = [
        "after",
        "before",
        "since",
        "until",
        "following",
        "follow",
        "despite",
        "ahead",
        "prior",
        "to",
        "about",
        "over",
        "if",
    ];
    ORDERING
        .iter()
        .any(|known| reading.lemma(word).eq_ignore_ascii_case(known))
}

fn is_same_clause(reading: &Reading<'_>, head: usize, act: usize) -> bool {
    scope::arcs(reading, head, act, |_| true).is_some()
}

/// Whether the act is the news of the first sentence: told as done, and not as what went before it.
fn is_lead_news(reading: &Reading<'_>, head: usize, status: Status) -> bool {
    let told = matches!(status, Status::Actual | Status::Negated | Status::Denied);
    told && reading.word(head).sentence == lead(reading) && !is_background(reading, head)
}

/// The first sentence that says anything: one with a verb.
fn lead(reading: &Reading<'_>) -> u32 {
    let has_verb = |word: usize| matches!(reading.word(word).pos, Pos::Verb | Pos::Aux);
    let sentences = reading.sentences();
    sentences
        .iter()
        .position(|sentence| sentence.range().any(has_verb))
        .unwrap_or(0) as u32
}

/// Whether the act stands in a relative clause, in the past perfect, or behind "after" or "since".
fn is_background(reading: &Reading<'_>, head: usize) -> bool {
    std::iter::once(head)
        .chain(reading.ancestors(head))
        .any(|word| {
            scope::is_past_perfect(reading, word)
                || reading.word(word).dep == Dep::Relcl
                || is_ordered(reading, word)
                || (reading.word(word).dep == Dep::Pobj
                    && is_earlier(reading, reading.word(word).head))
        })
}

fn is_earlier(reading: &Reading<'_>, preposition: usize) -> bool {
    ["after", "since", "following", "follow", "despite"]
        .iter()
        .any(|known| reading.lemma(preposition).eq_ignore_ascii_case(known))
}
