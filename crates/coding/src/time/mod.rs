//! When: expressions of time, what they mean as TIMEX3 values and as days, and which act they date.

use crate::event::Precision;
use chancery_text::{ByteSpan, TokenSpan};
use jiff::civil::Date;

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
