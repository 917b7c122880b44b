//! What a text has told of so far: the dates that later expressions refer to.

use super::calendar::Calendar;
use super::lexicon::Unit;
use super::term::{Base, Term};
use jiff::civil::Date;

/// How far back "a year earlier" may look for the quarter that it speaks of, in bytes.
const QUARTER_REACH: usize = 3000;

/// How far back an hour may look for its day, in bytes.
const HOUR_REACH: usize = 150;

/// A stretch and where it was told of.
type Told = Option<(Calendar, usize)>;

/// The dates told of.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    last: Told,
    last_day: Told,
    quarter: Told,
}

impl Memory {
    /// Remembers what `term`, at byte `at`, turned out to be.
    pub(super) fn tell(&mut self, term: &Term, stretch: Calendar, at: usize, anchor: Option<Date>) {
        self.last = Some((stretch, at));
        if stretch.unit() == Unit::Day {
            self.last_day = Some((stretch, at));
        }
        if let (Calendar::Quarter(..), Base::Quarter(_)) = (stretch, &term.base) {
            self.tell_quarter(stretch, at, anchor);
        }
    }

    /// Keeps the latest quarter that has begun: what others are compared with.
    fn tell_quarter(&mut self, quarter: Calendar, at: usize, anchor: Option<Date>) {
        let later = |(known, told): (Calendar, usize)| {
            at.saturating_sub(told) <= QUARTER_REACH && known.first() > quarter.first()
        };
        let begun = anchor.is_none() || quarter.first() <= anchor;
        if begun && !self.quarter.is_some_and(later) {
            self.quarter = Some((quarter, at));
        }
    }

    /// The last date.
    pub(super) fn last(&self) -> Option<Calendar> {
        self.last.map(|(stretch, _)| stretch)
    }

    /// The last date that is no coarser than `unit`.
    pub(super) fn last_within(&self, unit: Unit) -> Option<Calendar> {
        let fine = |told: Told| {
            told.map(|(stretch, _)| stretch)
                .filter(|stretch| stretch.unit() <= unit)
        };
        fine(self.last).or_else(|| fine(self.last_day))
    }

    /// The day told of just before byte `at`, which an hour without a day belongs to.
    pub(super) fn day_before(&self, at: usize) -> Option<Calendar> {
        let (day, told) = self.last_day?;
        (at.saturating_sub(told) <= HOUR_REACH).then_some(day)
    }

    /// The latest quarter.
    pub(super) fn quarter(&self) -> Option<Calendar> {
        self.quarter.map(|(quarter, _)| quarter)
    }

    /// The latest quarter, where it was told of not long before byte `at`.
    pub(super) fn quarter_before(&self, at: usize) -> Option<Calendar> {
        let (quarter, told) = self.quarter?;
        (at.saturating_sub(told) <= QUARTER_REACH).then_some(quarter)
    }
}
