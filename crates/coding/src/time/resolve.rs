//! From what an expression says to days and a TIMEX3 value.

use super::calendar::{Calendar, days_after, monday, nth_weekday, weekday_of};
use super::days::{self, Days};
use super::lexicon::{Bound, Reference, Season, Shift, Side, Unit};
use super::term::{Amount, Base, Found, Hour, Length, Meaning, Origin, Term};
use super::told::Memory;
use super::value::{duration, open_value, with_hour};
use super::{Direction, TimeKind};
use crate::event::Precision;
use jiff::civil::Date;

/// An expression's meaning once anchored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) kind: TimeKind,
    pub(super) value: String,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) precision: Precision,
}

/// Resolves the expressions of a document one after the other; each may refer to those before it.
#[derive(Debug)]
pub(super) struct Resolver {
    anchor: Option<Date>,
    told: Memory,
    /// What had been told of before a "since Monday" that nothing else followed.
    firm: Option<Memory>,
    at: usize,
    direction: Direction,
    /// Whether the expression heads its paragraph, and the last one that did.
    heads: bool,
    last_head: Option<Calendar>,
}

impl Resolver {
    pub(super) fn new(anchor: Option<Date>) -> Self {
        Self {
            anchor,
            told: Memory::default(),
            firm: None,
            at: 0,
            direction: Direction::Unknown,
            heads: false,
            last_head: None,
        }
    }

    /// Begins a paragraph: "the same day" there is not that of a "since Monday" before it.
    pub(super) fn begin_paragraph(&mut self) {
        if let Some(firm) = self.firm.take() {
            self.told = firm;
        }
    }

    /// The meaning of `found`, which looks in `direction` where it does not say itself.
    pub(super) fn resolve(&mut self, found: &Found, direction: Direction) -> Resolved {
        self.at = found.span.start;
        self.heads = found.heads;
        self.direction = match found.bound {
            Some(Bound::Since) => Direction::Past,
            _ if found.heads => Direction::Past,
            _ => direction,
        };
        match &found.meaning {
            Meaning::Date(term) => self.date(term, found.bound),
            Meaning::Length(length) => self.length(self.bounded_length(*length, found.bound)),
            Meaning::Every(length) => undated(TimeKind::Set, duration(*length)),
            Meaning::EachDate(term) => {
                undated(TimeKind::Set, with_hour(open_value(term), term.hour))
            }
            Meaning::Reference(reference) => self.reference(*reference),
            Meaning::Tenure => undated(TimeKind::Tenure { holder: 0 }, String::new()),
        }
    }

    fn date(&mut self, term: &Term, bound: Option<Bound>) -> Resolved {
        let kind = if term.hour.is_some() {
            TimeKind::Time
        } else {
            TimeKind::Date
        };
        let Some(stretch) = self.stretch(term) else {
            return undated(kind, with_hour(self.vague_value(term), term.hour));
        };
        if bound == Some(Bound::Eve) {
            let eve = stretch
                .first()
                .map(|first| Calendar::Day(days_after(first, -1)));
            return self.dated(kind, term, eve.unwrap_or(stretch), None);
        }
        let at_hour = matches!(term.hour, Some(Hour::Clock(..)));
        self.dated(kind, term, stretch, bound.filter(|_| !at_hour))
    }

    fn dated(
        &mut self,
        kind: TimeKind,
        term: &Term,
        stretch: Calendar,
        bound: Option<Bound>,
    ) -> Resolved {
        let aside = bound == Some(Bound::Since) && stretch.unit() == Unit::Day;
        if !aside {
            self.firm = None;
        } else if self.firm.is_none() {
            self.firm = Some(self.told.clone());
        }
        let exact = self.weeks_off(term);
        self.told.tell(term, stretch, self.at, self.anchor);
        if self.heads {
            self.last_head = Some(stretch);
        }
        let value = with_hour(stretch.value(), term.hour);
        let open = matches!(
            bound,
            Some(Bound::Since | Bound::Until | Bound::By | Bound::Before | Bound::After)
        );
        let part = days::third(stretch, term.edge).or_else(|| night(term, stretch));
        let part = part
            .or(exact.map(|day| (Some(day), Some(day))))
            .or_else(|| self.run_up(term));
        let whole = part.unwrap_or((stretch.first(), stretch.last()));
        let (from, to) = days::bounded(whole, bound, term.edge, self.anchor);
        let precision = if exact.is_some() && !open {
            Precision::Day
        } else if open || part.is_some() {
            Precision::Interval
        } else {
            stretch.precision()
        };
        Resolved {
            kind,
            value,
            from,
            to,
            precision,
        }
    }

    /// "Two weeks ago" and "a week earlier" are a day, though their value is a week.
    fn weeks_off(&self, term: &Term) -> Option<Date> {
        let Base::Offset {
            amount: Amount::Exact(count),
            unit: Unit::Week,
            from,
            seen_at: None,
        } = &term.base
        else {
            return None;
        };
        let (origin, sign) = self.origin(from, Unit::Week, i32::try_from(*count).ok()?)?;
        let day = origin.first().filter(|_| origin.unit() == Unit::Day)?;
        Some(days_after(day, i64::from(sign) * 7 * i64::from(*count)))
    }

    /// "The past week" runs up to the document's date, though its value is one of the calendar.
    fn run_up(&self, term: &Term) -> Option<Days> {
        let (Base::Unit(unit), Some(Shift::Past), Some(anchor)) =
            (&term.base, term.shift, self.anchor)
        else {
            return None;
        };
        let length = Length {
            amount: Amount::Exact(1),
            unit: *unit,
            side: Some(Side::Past),
        };
        (*unit > Unit::Day && *unit != Unit::Weekend && *unit != Unit::Quarter)
            .then(|| (days::reach_back(length, anchor), Some(anchor)))
    }

    /// The stretch that `term` describes, where it can be told.
    fn stretch(&self, term: &Term) -> Option<Calendar> {
        if let Some(outer) = &term.within {
            let outer = self.stretch(outer)?;
            return inside(&term.base, outer);
        }
        match (&term.base, term.shift) {
            (
                Base::Offset {
                    amount,
                    unit,
                    from,
                    seen_at,
                },
                _,
            ) => self.offset(*amount, *unit, from, *seen_at),
            (Base::Overnight, _) => self.unit(Unit::Day, None, true),
            (Base::Unit(unit), shift) => self.unit(*unit, shift, term.hour.is_some()),
            (base, Some(shift)) => self.shifted(base, shift),
            (base, None) => absolute(base).or_else(|| self.nearest(base)),
        }
    }

    fn offset(
        &self,
        amount: Amount,
        unit: Unit,
        from: &Origin,
        seen_at: Option<Unit>,
    ) -> Option<Calendar> {
        let count = match amount {
            Amount::Exact(count) => i32::try_from(count).ok()?,
            Amount::AndHalf(count) => {
                return self.half_offset(i32::try_from(count).ok()?, unit, from);
            }
            Amount::Vague => return None,
        };
        let (origin, sign) = self.origin(from, unit, count)?;
        let stretch = match seen_at {
            Some(size) => origin.at(size)?.offset(unit, sign * count)?,
            None => origin.offset(unit, sign * count)?,
        };
        Some(stretch)
    }

    /// "Two and a half years ago" is told in months, "a week and a half ago" in days.
    fn half_offset(&self, count: i32, unit: Unit, from: &Origin) -> Option<Calendar> {
        let (finer, each) = match unit {
            Unit::Year => (Unit::Month, 12),
            Unit::Decade => (Unit::Year, 10),
            Unit::Century => (Unit::Year, 100),
            Unit::Month => (Unit::Day, 30),
            Unit::Week => (Unit::Day, 7),
            _ => return None,
        };
        let (origin, sign) = self.origin(from, finer, count)?;
        Calendar::around(finer, origin.first()?).plus(sign * (count.checked_mul(each)? + each / 2))
    }

    /// Where an offset is counted from, and its sign.
    fn origin(&self, from: &Origin, unit: Unit, count: i32) -> Option<(Calendar, i32)> {
        Some(match from {
            Origin::BeforeNow => (self.now_or_quarter(unit, count)?, -1),
            Origin::AfterNow => (Calendar::Day(self.anchor?), 1),
            Origin::BeforeThen => (self.then_or_quarter(unit, count)?, -1),
            Origin::AfterThen => (self.then_or_now(unit)?, 1),
            Origin::Before(term) => (self.stretch(term)?, -1),
            Origin::After(term) => (Calendar::Day(self.stretch(term)?.last()?), 1),
        })
    }

    /// "A year ago" and "a year earlier" not long after a quarter speak of the same quarter of another year.
    fn near_quarter(&self, unit: Unit, count: i32) -> Option<Calendar> {
        self.told
            .quarter_before(self.at)
            .filter(|_| unit == Unit::Year && count == 1)
    }

    fn now_or_quarter(&self, unit: Unit, count: i32) -> Option<Calendar> {
        self.near_quarter(unit, count)
            .or(self.anchor.map(Calendar::Day))
    }

    fn then_or_quarter(&self, unit: Unit, count: i32) -> Option<Calendar> {
        self.near_quarter(unit, count)
            .or_else(|| self.then_or_now(unit))
    }

    /// The time told of, where it is fine enough for `unit`; else the anchor.
    fn then_or_now(&self, unit: Unit) -> Option<Calendar> {
        self.told
            .last_within(unit)
            .or(self.anchor.map(Calendar::Day))
    }

    fn unit(&self, unit: Unit, shift: Option<Shift>, part_of_day: bool) -> Option<Calendar> {
        let now = self.anchor.map(|anchor| Calendar::around(unit, anchor));
        let then = || self.told.last_within(unit).and_then(|then| then.at(unit));
        match shift {
            None if unit == Unit::Day && part_of_day => {
                // Nobody did anything in the night of a day to come.
                let ahead = |day: &Calendar| {
                    self.anchor.is_some()
                        && day.first() > self.anchor
                        && self.direction == Direction::Past
                };
                let told = self.told.day_before(self.at).filter(|day| !ahead(day));
                told.or(now)
            }
            None if unit == Unit::Quarter => self.told.quarter().or(now),
            None | Some(Shift::This) if unit == Unit::Weekend => self.weekend(),
            None | Some(Shift::This) => now,
            Some(Shift::Last | Shift::Past) => now?.plus(-1),
            // "The next day he resigned": the one after the day told of.
            Some(Shift::Next) if unit == Unit::Day && self.direction == Direction::Past => {
                then().or(now)?.plus(1)
            }
            Some(Shift::Next) => now?.plus(1),
            Some(Shift::Same) => then().or(now),
            Some(Shift::Following) => then().or(now)?.plus(1),
            Some(Shift::Previous) => then().or(now)?.plus(-1),
        }
    }

    /// "The weekend": the one just past, until Wednesday in the past tense; else this week's.
    fn weekend(&self) -> Option<Calendar> {
        let anchor = self.anchor?;
        let this = Calendar::around(Unit::Weekend, anchor);
        let past = self.direction != Direction::Future && this.first() > Some(anchor);
        if past { this.plus(-1) } else { Some(this) }
    }

    fn shifted(&self, base: &Base, shift: Shift) -> Option<Calendar> {
        let anchor = self.anchor;
        match shift {
            Shift::This => self.this(base, anchor?),
            Shift::Last | Shift::Past => {
                candidates(base, anchor?).rfind(|found| found.last() < anchor)
            }
            Shift::Next => candidates(base, anchor?).find(|found| found.first() > anchor),
            Shift::Same => self
                .told
                .last()
                .and_then(|then| inside(base, then))
                .or_else(|| self.nearest(base)),
            Shift::Following => self.counted_from(base, |found, then| found.first() > then.last()),
            Shift::Previous => {
                let then = self
                    .told
                    .last_within(Unit::Week)
                    .or(anchor.map(Calendar::Day))?;
                candidates(base, then.first()?).rfind(|found| found.last() < then.first())
            }
        }
    }

    /// "This Friday" is of this week, "this May" of this year, "this winter" the one we are in or next to.
    fn this(&self, base: &Base, anchor: Date) -> Option<Calendar> {
        let just_over = anchor.month() < 7 && self.direction == Direction::Past;
        match base {
            Base::Weekday(weekday) => Some(Calendar::Day(weekday_of(monday(anchor), *weekday))),
            Base::Season(Season::Winter) if anchor.month() < 3 || just_over => {
                in_year(base, anchor.year().checked_sub(1)?)
            }
            _ => in_year(base, anchor.year()),
        }
    }

    fn counted_from(
        &self,
        base: &Base,
        fits: impl Fn(&Calendar, &Calendar) -> bool,
    ) -> Option<Calendar> {
        let then = self.told.last().or(self.anchor.map(Calendar::Day))?;
        candidates(base, then.first()?).find(|found| fits(found, &then))
    }

    /// Of all Mondays, Mays or third quarters the one that the tense points to.
    fn nearest(&self, base: &Base) -> Option<Calendar> {
        let anchor = self.anchor?;
        match base {
            Base::Near(days) => return Some(Calendar::Day(days_after(anchor, i64::from(*days)))),
            Base::DayOfMonth(_) => {
                let told = self.told.last();
                let told = told.and_then(|then| inside(base, then.at(Unit::Month)?));
                return told.or_else(|| self.nearest_of_months(base, anchor));
            }
            _ => {}
        }
        // A chronology goes forward.
        if let Some(last) = self.last_head.filter(|_| self.heads) {
            return candidates(base, last.first()?).find(|found| found.first() >= last.first());
        }
        let before = candidates(base, anchor).rfind(|found| found.first() <= Some(anchor));
        let after = candidates(base, anchor).find(|found| found.last() >= Some(anchor));
        match (self.direction, base) {
            (Direction::Future, Base::Weekday(_)) => after,
            (_, Base::Weekday(_)) => before,
            (Direction::Past, _) => likelier(before, after, anchor),
            (Direction::Future, _) => likelier(after, before, anchor),
            (Direction::Unknown, _) => closer(before, after, anchor),
        }
    }

    /// The 5th of this month, the last or the next, as the tense points.
    fn nearest_of_months(&self, base: &Base, anchor: Date) -> Option<Calendar> {
        let months = (-1..=1)
            .filter_map(|step| inside(base, Calendar::around(Unit::Month, anchor).plus(step)?));
        let mut days: Vec<Calendar> = months.collect();
        if self.direction == Direction::Future {
            days.retain(|day| day.last() >= Some(anchor));
            days.first().copied()
        } else {
            days.retain(|day| day.first() <= Some(anchor));
            days.last().copied()
        }
    }

    /// "Within two months" of what lies ahead is the next two months.
    fn bounded_length(&self, length: Length, bound: Option<Bound>) -> Length {
        let ahead = bound == Some(Bound::Within) && self.direction == Direction::Future;
        Length {
            side: length.side.or(ahead.then_some(Side::Future)),
            ..length
        }
    }

    fn length(&self, length: Length) -> Resolved {
        let value = duration(length);
        let anchor = self.anchor;
        let (from, to) = match (length.side, anchor) {
            (Some(Side::Past), Some(anchor)) => (days::reach_back(length, anchor), Some(anchor)),
            (Some(Side::Future), Some(anchor)) => match days::reach_forward(length, anchor) {
                Some(end) => (Some(anchor), Some(end)),
                None => (None, None),
            },
            _ => (None, None),
        };
        let dated = from.is_some() || to.is_some();
        let precision = if dated {
            Precision::Interval
        } else {
            Precision::Unresolved
        };
        Resolved {
            kind: TimeKind::Duration,
            value,
            from,
            to,
            precision,
        }
    }

    fn reference(&self, reference: Reference) -> Resolved {
        let value = reference.key().to_owned();
        match (reference, self.anchor) {
            (Reference::Present, Some(anchor)) => Resolved {
                kind: TimeKind::Date,
                value,
                from: Some(anchor),
                to: Some(anchor),
                precision: Precision::Document,
            },
            _ => undated(TimeKind::Date, value),
        }
    }

    /// The value of a date that no day can be given for.
    fn vague_value(&self, term: &Term) -> String {
        match &term.base {
            Base::Offset {
                amount: Amount::Vague,
                from: Origin::BeforeNow,
                ..
            } => "PAST_REF".to_owned(),
            Base::Offset {
                amount: Amount::Vague,
                from: Origin::AfterNow,
                ..
            } => "FUTURE_REF".to_owned(),
            _ => open_value(term),
        }
    }
}

/// The days of "overnight", which begins the evening before.
fn night(term: &Term, stretch: Calendar) -> Option<Days> {
    let last = stretch.first().filter(|_| term.base == Base::Overnight)?;
    Some((Some(days_after(last, -1)), Some(last)))
}

fn undated(kind: TimeKind, value: String) -> Resolved {
    Resolved {
        kind,
        value,
        from: None,
        to: None,
        precision: Precision::Unresolved,
    }
}

/// Stretches that need no anchor.
fn absolute(base: &Base) -> Option<Calendar> {
    match base {
        Base::Year(year) => Some(Calendar::Year(*year)),
        Base::Decade(decade) => Some(Calendar::Decade(*decade)),
        Base::Century(century) => Some(Calendar::Century(*century)),
        _ => None,
    }
}

/// What `base` is within `outer`: the May of a year, the Monday of a week, the third week of a month.
fn inside(base: &Base, outer: Calendar) -> Option<Calendar> {
    let first = outer.first()?;
    let day = |date: Option<Date>| date.map(Calendar::Day);
    match *base {
        Base::Weekday(weekday) => day(Some(weekday_of(monday(first), weekday))),
        Base::DayOfMonth(number) => day(Date::new(first.year(), first.month(), number as i8).ok()),
        Base::NthWeekday(nth, weekday) => {
            day(nth_weekday(first.year(), first.month(), nth, weekday))
        }
        Base::Nth(nth, unit) => nth_inside(nth, unit, outer),
        Base::Unit(unit) => Some(Calendar::around(unit, first)),
        _ => in_year(base, first.year()),
    }
}

fn in_year(base: &Base, year: i16) -> Option<Calendar> {
    Some(match *base {
        Base::Month(month) => Calendar::Month(year, month as i8),
        Base::MonthDay(month, day) => Calendar::Day(Date::new(year, month as i8, day as i8).ok()?),
        Base::Season(season) => Calendar::Season(year, season),
        Base::Quarter(quarter) => Calendar::Quarter(year, quarter as i8),
        Base::Half(half) => Calendar::Half(year, half as i8),
        Base::Holiday(holiday) => Calendar::Day(holiday.in_year(year)?),
        _ => return None,
    })
}

/// The nth day, week or month of `outer`; weeks are those that begin in it, but the first is its first days'.
fn nth_inside(nth: i8, unit: Unit, outer: Calendar) -> Option<Calendar> {
    if nth < 0 {
        return Calendar::around(unit, outer.last()?).plus(i32::from(nth) + 1);
    }
    Calendar::around(unit, outer.first()?).plus(i32::from(nth) - 1)
}

/// All stretches that `base` names near `date`, in order of time.
fn candidates(base: &Base, date: Date) -> Box<dyn DoubleEndedIterator<Item = Calendar>> {
    if let Base::Weekday(weekday) = *base {
        let start = weekday_of(monday(date), weekday);
        return Box::new((-2..=2).map(move |week| Calendar::Day(days_after(start, week * 7))));
    }
    let base = base.clone();
    let year = date.year();
    Box::new((-2..=2).filter_map(move |step| in_year(&base, year.checked_add(step)?)))
}

/// Of two stretches the one nearer to `anchor`.
fn closer(before: Option<Calendar>, after: Option<Calendar>, anchor: Date) -> Option<Calendar> {
    if distance(before, anchor) <= distance(after, anchor) {
        before
    } else {
        after
    }
}

/// What the tense points to, unless that is most of a year away and the other is near: nobody says
/// "in December" of last December when the next one has all but begun.
fn likelier(pointed: Option<Calendar>, other: Option<Calendar>, anchor: Date) -> Option<Calendar> {
    let unlikely = distance(pointed, anchor) > 240 && distance(other, anchor) < 75;
    if unlikely { other } else { pointed }
}

/// Days between `anchor` and the nearer end of a stretch.
fn distance(stretch: Option<Calendar>, anchor: Date) -> i32 {
    let gap = |date: Option<Date>| {
        date.and_then(|date| anchor.until(date).ok())
            .map_or(i32::MAX, |span| span.get_days())
    };
    stretch.map_or(i32::MAX, |stretch| {
        gap(stretch.first()).max(-gap(stretch.last())).max(0)
    })
}
