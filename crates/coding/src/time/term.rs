//! What an expression says before it is anchored.

use super::calendar::Holiday;
use super::lexicon::{Bound, Edge, Part, Reference, Season, Shift, Side, Unit};
use chancery_text::ByteSpan;

/// An expression as the grammar read it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) span: ByteSpan,
    pub(super) meaning: Meaning,
    /// The word before it that makes a bound of it.
    pub(super) bound: Option<Bound>,
    /// How it is joined to the expression before it.
    pub(super) joint: Option<Joint>,
    /// Whether it heads its paragraph, as those of chronologies are headed: "August: ...".
    pub(super) heads: bool,
}

/// What joins two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// "to", a dash, or the "and" of "between ... and": the two are the ends of a range.
    To,
    /// "and".
    And,
}

/// What it denotes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Date(Term),
    Length(Length),
    /// How often: a length ("every two years"), or a recurring date ("every Monday").
    Every(Length),
    EachDate(Term),
    Reference(Reference),
    Tenure,
}

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) amount: Amount,
    pub(super) unit: Unit,
    /// On which side of the document's date it lies.
    pub(super) side: Option<Side>,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    Exact(u32),
    /// So many and a half.
    AndHalf(u32),
    Vague,
}

/// A stretch of the calendar, described.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub(super) base: Base,
    pub(super) shift: Option<Shift>,
    /// The larger stretch that it is sought in: "Monday *of last week*", "May *2021*".
    pub(super) within: Option<Box<Term>>,
    pub(super) hour: Option<Hour>,
    pub(super) edge: Option<Edge>,
}

impl From<Base> for Term {
    fn from(base: Base) -> Self {
        Self {
            base,
            shift: None,
            within: None,
            hour: None,
            edge: None,
        }
    }
}

impl Term {
    pub(super) fn within(self, outer: Option<Self>) -> Self {
        match outer {
            Some(outer) => Self {
                within: Some(Box::new(outer)),
                ..self
            },
            None => self,
        }
    }
}

/// The kind of stretch.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Base {
    Year(i16),
    Decade(i16),
    Century(i16),
    Month(u8),
    MonthDay(u8, u8),
    DayOfMonth(u8),
    Weekday(u8),
    Season(Season),
    Quarter(u8),
    Half(u8),
    Holiday(Holiday),
    /// The nth weekday of a month; from its end where negative.
    NthWeekday(i8, u8),
    /// The nth day, week, month of something larger; from its end where negative.
    Nth(i8, Unit),
    Unit(Unit),
    /// So many days from the document's date.
    Near(i8),
    /// The night before a day.
    Overnight,
    /// So much before or after: the document's date, the time told of, or another stretch.
    Offset {
        amount: Amount,
        unit: Unit,
        from: Origin,
        seen_at: Option<Unit>,
    },
}

/// Where an offset is counted from, and in which direction.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Origin {
    BeforeNow,
    AfterNow,
    BeforeThen,
    AfterThen,
    Before(Box<Term>),
    After(Box<Term>),
}

/// When in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hour {
    Part(Part),
    Clock(u8, Option<u8>),
}
