//! A time as `chancery mentions` prints it.

use chancery_text::CharIndex;
use jiff::civil::Date;
use serde::Serialize;

use super::{TimeExpression, TimeKind};
use crate::event::{Precision, Span};
use crate::reading::Reading;

/// One expression of time, with characters of the supplied text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TimeRecord {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// TIMEX3 type: `DATE`, `TIME`, `DURATION`, `SET`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// TIMEX3 value.
    pub value: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// How exact the days are.
    pub precision: Precision,
}

impl TimeRecord {
    /// The record of an expression of `reading`, none for a term of office, which is no TIMEX3; `index`
    /// counts the characters of the supplied text.
    pub fn new(
        reading: &Reading<'_>,
        index: &CharIndex<'_>,
        time: &TimeExpression,
    ) -> Option<Self> {
        Some(Self {
            span: Span::supplied(reading, index, time.span),
            kind: time.kind.timex3()?,
            value: time.value.clone(),
            from: time.from,
            to: time.to,
            precision: time.precision,
        })
    }
}

impl TimeKind {
    /// The TIMEX3 type; none for a term of office.
    pub fn timex3(self) -> Option<&'static str> {
        match self {
            Self::Date => Some("DATE"),
            Self::Time => Some("TIME"),
            Self::Duration => Some("DURATION"),
            Self::Set => Some("SET"),
            Self::Tenure { .. } => None,
        }
    }
}
