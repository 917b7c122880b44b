//! Which expression of time and which place belong to which act.

use chancery_text::TokenSpan;
use jiff::civil::Date;

use crate::event::{Precision, Status};
use crate::place::{PlaceMention, Where};
use crate::reading::{Dep, Pos, Reading};
use crate::time::{Reach, TimeExpression, TimeKind, When};

/// When the act whose predicate is `head` happened: by the expression in its own clause, else in
/// the clause around it, else, for the first sentence's news, on the document's day.
pub fn when(
    reading: &Reading,
    times: &[TimeExpression],
    head: usize,
    noun: Option<usize>,
    status: Status,
    document: Option<Date>,
) -> When {
    let mut area = clause(reading, head);
    if let Some(noun) = noun {
        area = area.join(reading.subtree(noun));
    }
    let mut reach = Reach::Clause;
    for _ in 0..4 {
        if let Some(expression) = dating(reading, times, area, head) {
            let time = &times[expression];
            return When {
                start: time.from,
                end: time.to,
                precision: time.precision,
                expression: Some(expression),
                reach,
            };
        }
        let Some(wider) = around(reading, area, head) else {
            break;
        };
        area = wider;
        reach = Reach::Enclosing;
    }
    let lead = reading.word(head).sentence == 0;
    if lead && status == Status::Actual && document.is_some() {
        return When {
            start: document,
            end: document,
            precision: Precision::Document,
            expression: None,
            reach: Reach::Document,
        };
    }
    When {
        start: None,
        end: None,
        precision: Precision::Unresolved,
        expression: None,
        reach: Reach::None,
    }
}

/// The expression in an area that is nearest to the act.
fn dating(
    reading: &Reading,
    times: &[TimeExpression],
    area: TokenSpan,
    head: usize,
) -> Option<usize> {
    let dates = |time: &TimeExpression| {
        !matches!(time.kind, TimeKind::Duration | TimeKind::Set) || time.from.is_some()
    };
    let own = |time: &TimeExpression| {
        area.covers(time.words) && !belongs_elsewhere(reading, time.words.start, head)
    };
    (0..times.len())
        .filter(|&at| dates(&times[at]) && own(&times[at]))
        .min_by_key(|&at| times[at].words.start.abs_diff(head))
}

/// Whether a word stands in a clause of its own below the act's: a relative clause, what is said.
fn belongs_elsewhere(reading: &Reading, word: usize, head: usize) -> bool {
    let mut at = word;
    for above in std::iter::once(word)
        .chain(reading.ancestors(word))
        .take(12)
    {
        if above == head {
            return false;
        }
        at = above;
        let clause = matches!(
            reading.word(at).dep,
            Dep::Relcl | Dep::Ccomp | Dep::Advcl | Dep::Conj
        );
        if clause && matches!(reading.word(at).pos, Pos::Verb | Pos::Aux) && at != head {
            return !reading.is_below(head, at);
        }
    }
    !reading.is_below(head, at) && reading.word(at).head != at
}

/// The words of the smallest clause or phrase that a predicate heads.
fn clause(reading: &Reading, head: usize) -> TokenSpan {
    reading.subtree(head)
}

/// The area of the governor of the predicate that the area belongs to.
fn around(reading: &Reading, area: TokenSpan, head: usize) -> Option<TokenSpan> {
    reading
        .ancestors(head)
        .map(|above| reading.subtree(above))
        .find(|wider| wider.len() > area.len())
}

/// Where the act whose predicate is `head` happened: the place that its own clause, or the phrase
/// of its noun, or the clause around it says something is at.
pub fn place(
    reading: &Reading,
    places: &[PlaceMention],
    head: usize,
    noun: Option<usize>,
) -> Option<Where> {
    let own = reading
        .subtree(head)
        .join(noun.map_or_else(|| reading.subtree(head), |noun| reading.subtree(noun)));
    let nearest = |area: TokenSpan| {
        (0..places.len())
            .filter(|&at| places[at].locative && area.covers(places[at].words))
            .min_by_key(|&at| places[at].words.start.abs_diff(head))
    };
    if let Some(mention) = nearest(own) {
        return Some(Where {
            mention,
            own_clause: true,
        });
    }
    let above = reading
        .ancestors(head)
        .find(|&above| reading.word(above).pos == Pos::Verb)?;
    nearest(reading.subtree(above)).map(|mention| Where {
        mention,
        own_clause: false,
    })
}
