//! When: expressions of time, what they mean as TIMEX3 values and as days, and which act they date.

mod atoms;
mod attach;
mod calendar;
mod days;
mod direction;
mod grammar;
mod lexicon;
mod path;
mod record;
mod resolve;
mod term;
#[cfg(test)]
mod tests;
mod told;
mod value;

use crate::event::Precision;
use crate::reading::{Dep, Reading};
pub(crate) use attach::{is_planned, lead, of_clause};
pub use attach::{of_event, of_saying};
pub(crate) use direction::{is_gathering, is_light};
pub(crate) use path::{container, is_contained, is_of_clause, is_ordered};
pub use record::TimeRecord;

use atoms::Atom;
use chancery_text::{ByteSpan, TokenSpan};
use jiff::civil::Date;
use lexicon::Lexicon;
use resolve::{Resolved, Resolver};
use term::{Found, Joint};

/// The expressions of time in `reading`, in order, anchored to `anchor`, the document's date.
///
/// Without an anchor only what says its own date is resolved; nothing is invented.
pub fn find(reading: &Reading<'_>, anchor: Option<Date>) -> Vec<TimeExpression> {
    let mut resolver = Resolver::new(anchor);
    let mut found = Vec::new();
    for paragraph in reading.paragraphs() {
        find_in(reading, *paragraph, &mut resolver, &mut found);
    }
    bind_ranges(&mut found);
    found
        .into_iter()
        .map(|(expression, _)| expression)
        .collect()
}

fn find_in(
    reading: &Reading<'_>,
    paragraph: TokenSpan,
    resolver: &mut Resolver,
    found: &mut Vec<(TimeExpression, Option<Joint>)>,
) {
    resolver.begin_paragraph();
    let bytes = reading.bytes(paragraph);
    let atoms = atoms::atoms(
        bytes.of(&reading.document.repaired),
        bytes.start,
        Lexicon::english(),
    );
    let mut at = paragraph.start;
    for each in grammar::scan(&atoms) {
        let words = words_of(reading, each.span, &mut at, paragraph.end);
        if is_name(reading, words) {
            continue;
        }
        let direction = direction::of_words(reading, words);
        let resolved = resolver.resolve(&each, direction);
        if let Some(kind) = kind(reading, words, resolved.kind) {
            found.push((
                expression(words, each.span, Resolved { kind, ..resolved }),
                each.joint,
            ));
        }
    }
}

/// The words that `span` touches; `at` is a word at or before the first of them, and moves there.
fn words_of(reading: &Reading<'_>, span: ByteSpan, at: &mut usize, end: usize) -> TokenSpan {
    while *at + 1 < end && reading.word(*at).span.end <= span.start {
        *at += 1;
    }
    let mut last = *at;
    while last + 1 < end && reading.word(last + 1).span.start < span.end {
        last += 1;
    }
    TokenSpan::new(*at, last + 1)
}

/// "April Glaspie", "the Friday Times": names of persons and organisations that are made of such words.
fn is_name(reading: &Reading<'_>, words: TokenSpan) -> bool {
    words.len() == 1 && reading.entity(words.start) == Some("PERSON")
}

/// The kind, where a term of office has a holder; none where it has not.
fn kind(reading: &Reading<'_>, words: TokenSpan, kind: TimeKind) -> Option<TimeKind> {
    match kind {
        TimeKind::Tenure { .. } => {
            let holder =
                direction::possessor(reading, words).filter(|_| !is_spoken_of(reading, words));
            holder.map(|holder| TimeKind::Tenure { holder })
        }
        other => Some(other),
    }
}

/// "An apology *for* its colonial rule", "spoke *against* his rule": the term is what is spoken of, and no time.
fn is_spoken_of(reading: &Reading<'_>, words: TokenSpan) -> bool {
    words.range().any(|word| {
        let word = reading.word(word);
        let above = reading.text(word.head);
        word.dep == Dep::Dobj
            || word.dep == Dep::Pobj && matches!(above, "for" | "against" | "about" | "with" | "to")
    })
}

fn expression(words: TokenSpan, span: ByteSpan, resolved: Resolved) -> TimeExpression {
    let Resolved {
        kind,
        value,
        from,
        to,
        precision,
    } = resolved;
    TimeExpression {
        words,
        span,
        kind,
        value,
        from,
        to,
        precision,
    }
}

/// Gives both ends of a range the days of the whole; "Thursday and Friday" too, where one follows the other.
fn bind_ranges(found: &mut [(TimeExpression, Option<Joint>)]) {
    for at in 1..found.len() {
        let (before, after) = found.split_at_mut(at);
        let ((first, _), (second, joint)) = (&mut before[at - 1], &mut after[0]);
        if joint.is_some_and(|joint| makes_range(first, second, joint)) {
            (first.to, second.from) = (second.to, first.from);
            (first.precision, second.precision) = (Precision::Interval, Precision::Interval);
        }
    }
}

fn makes_range(first: &TimeExpression, second: &TimeExpression, joint: Joint) -> bool {
    let in_order = first.from.is_some() && second.to.is_some() && first.from <= second.to;
    let contiguous = || first.to.and_then(|last| last.tomorrow().ok()) == second.from;
    in_order && (joint == Joint::To || (first.to.is_some() && contiguous()))
}

/// An expression of time in a text that was not analysed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainExpression {
    /// Its bytes.
    pub span: ByteSpan,
    /// What it denotes; a term of office is not found without an analysis.
    pub kind: TimeKind,
    /// The TIMEX3 value.
    pub value: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// The expressions of time in a text without a tree; whether an act lies behind or ahead is then
/// judged by the words of its sentence.
pub fn find_plain(text: &str, anchor: Option<Date>) -> Vec<PlainExpression> {
    let atoms = atoms::atoms(text, 0, Lexicon::english());
    let mut resolver = Resolver::new(anchor);
    let mut found: Vec<_> = grammar::scan(&atoms)
        .iter()
        .map(|each| plain(&atoms, each, &mut resolver))
        .filter(|(expression, _)| !matches!(expression.kind, TimeKind::Tenure { .. }))
        .collect();
    bind_ranges(&mut found);
    found
        .into_iter()
        .map(
            |(
                TimeExpression {
                    span,
                    kind,
                    value,
                    from,
                    to,
                    ..
                },
                _,
            )| PlainExpression {
                span,
                kind,
                value,
                from,
                to,
            },
        )
        .collect()
}

fn plain(
    atoms: &[Atom<'_>],
    found: &Found,
    resolver: &mut Resolver,
) -> (TimeExpression, Option<Joint>) {
    let resolved = resolver.resolve(found, direction::of_span(atoms, found.span));
    (
        expression(TokenSpan::default(), found.span, resolved),
        found.joint,
    )
}

/// Where an expression that does not say itself is to be sought, seen from the document's date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Past,
    Future,
    Unknown,
}

/// An expression of time in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// The words that it touches.
    pub words: TokenSpan,
    /// Its bytes in the repaired text; may begin or end inside a word ("mid-1990s", "ex-Monday").
    pub span: ByteSpan,
    /// What it denotes.
    pub kind: TimeKind,
    /// The TIMEX3 value: `2021-03-22`, `2021-W12`, `2021-Q1`, `199`, `P2D`, `PXW`, `PRESENT_REF`, `XXXX-WXX-1`.
    pub value: String,
    /// First day; none where it is open, unknown, or no day is meant.
    pub from: Option<Date>,
    /// Last day; none where it is open, unknown, or no day is meant.
    pub to: Option<Date>,
    /// How exact the days are; `Unresolved` where there are none.
    pub precision: Precision,
}

impl TimeExpression {
    /// The day, month or year that it names, whatever bound stands before it.
    pub(crate) fn stretch(&self) -> Option<(Option<Date>, Option<Date>, Precision)> {
        let unit = match self.value.len() {
            10 => lexicon::Unit::Day,
            7 => lexicon::Unit::Month,
            4 => lexicon::Unit::Year,
            _ => return None,
        };
        let stretch = calendar::Calendar::around(unit, self.from?);
        Some((stretch.first(), stretch.last(), stretch.precision()))
    }

    /// Whether it is a length of hours or minutes.
    pub(crate) fn is_short(&self) -> bool {
        self.kind == TimeKind::Duration && self.value.starts_with("PT")
    }

    /// How many days a length of whole days or weeks has.
    pub(crate) fn days(&self) -> Option<i64> {
        let number = self
            .value
            .strip_prefix('P')
            .filter(|_| self.kind == TimeKind::Duration)?;
        let each = if number.ends_with('W') { 7 } else { 1 };
        let count: i64 = number.strip_suffix(['D', 'W'])?.parse().ok()?;
        count.checked_mul(each)
    }
}

/// What an expression of time denotes: TIMEX3's types, and terms of office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// A day or a coarser stretch of the calendar.
    Date,
    /// A part or hour of a day.
    Time,
    /// A length ("for three days").
    Duration,
    /// A recurrence ("every Monday").
    Set,
    /// A term of office ("during his tenure"). Its days are those of the office of the person that
    /// `holder` names; the caller resolves them. Not a TIMEX3; `value` is empty.
    Tenure {
        /// The word that names the office's holder: "his", "Trump's".
        holder: usize,
    },
}

/// When an act took place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// How exact that is.
    pub precision: Precision,
    /// The number of the expression that says so, among those given.
    pub expression: Option<usize>,
    /// How near that expression is to the act.
    pub reach: Reach,
}

/// How near the expression that dates an act is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// It modifies the act itself or stands in its clause.
    Clause,
    /// It stands in a clause around the act's.
    Enclosing,
    /// There is none; the act is the news of the lead, dated by the document.
    Document,
    /// There is none; the caller may carry a date over from the same meeting or message.
    None,
}
