//! Cells: where reports stand so that others find them, and how many of a cell are looked at.
//!
//! A report stands under names made of its parties' countries; the reports of one name, kind and day are a cell. In a crowded cell only
//! those in the first two rows are looked at, so that the work for one report is bounded however many tell of one pair in one week. What was published first stands in
//! front; among those of one day lots are drawn, that is, a hash of the event's id decides. So it depends on the set of reports
//! alone who stands in front, and it hardly ever changes once a cell is crowded. Since the lot also orders the reports of a day, all of
//! a cell come after those in front, so that what is alike still hangs together; and since a report also stands under words of
//! its own, those told alike meet however crowded the day is.

use super::report::{LONG, MEMORY, Report, SHORT, When};
use std::collections::HashMap;

/// How many stand in the front row.
pub const FRONT: usize = 4;
/// How many stand in the first two rows.
pub const SECOND: usize = 16;
/// Of a stretch of years so many days at its end are looked at.
const YEAR: i64 = 400;
/// A stretch of years is not looked for further than this.
const FAR: i64 = 20 * LONG;

/// How a report is dated, for finding it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// To a day, or that of its document.
    Day = 0,
    /// To a few days.
    Days = 1,
    /// To some weeks.
    Weeks = 2,
    /// Before its document.
    Before = 3,
    /// To a year or worse.
    Years = 4,
}

impl Kind {
    /// The kind of a number.
    pub fn numbered(number: i64) -> Self {
        match number {
            0 => Self::Day,
            1 => Self::Days,
            2 => Self::Weeks,
            3 => Self::Before,
            _ => Self::Years,
        }
    }
}

/// How far in front a report stands in its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// Among the first [`FRONT`].
    Front = 0,
    /// Among the first [`SECOND`].
    Second = 1,
    /// Behind; nobody looks so far.
    Behind = 2,
}

impl Row {
    /// All of them, from the front.
    pub const ALL: [Self; 3] = [Self::Front, Self::Second, Self::Behind];

    /// The row of a place in the cell, from 0.
    pub fn of(place: usize) -> Self {
        match place {
            ..FRONT => Self::Front,
            FRONT..SECOND => Self::Second,
            _ => Self::Behind,
        }
    }

    /// The row of a number.
    pub fn numbered(number: i64) -> Self {
        match number {
            0 => Self::Front,
            1 => Self::Second,
            _ => Self::Behind,
        }
    }
}

/// A stretch of days in which reports of one kind are looked for, down to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Of which kind.
    pub kind: Kind,
    /// From this day.
    pub first: i64,
    /// To this day.
    pub last: i64,
    /// Down to this row.
    pub row: Row,
}

impl Stretch {
    fn of(kind: Kind, first: i64, last: i64, row: Row) -> Self {
        Self {
            kind,
            first,
            last,
            row,
        }
    }

    fn holds(&self, report: &Report) -> bool {
        self.kind == report.kind() && (self.first..=self.last).contains(&report.order.day)
    }
}

/// The names of a report, as hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Under which others find it.
    pub kept: Vec<i64>,
    /// Under which it looks for others, each with the name under which those see it.
    pub looks: Vec<(i64, i64)>,
    /// Names with words of its own, for crowded days: it stands under them and looks under them.
    pub close: Vec<i64>,
}

impl Names {
    /// A report of two or more nations stands under each pair, and under each nation for those that name one only; a report of one
    /// nation under that one. `words` tell reports of one pair apart.
    pub fn of(nations: &[&str], words: &[String]) -> Self {
        if let [alone] = nations {
            let (single, among) = (joined([alone, "|"]), joined([alone, "|*"]));
            return Self {
                kept: vec![single],
                looks: vec![(single, single), (among, single)],
                close: vec![],
            };
        }
        let mut names = Self::default();
        for (one, other) in pairs(nations) {
            let pair = joined([one, "|", other]);
            names.kept.push(pair);
            names.looks.push((pair, pair));
            // Reports of many nations stand under many pairs already.
            if nations.len() <= 3 {
                let close = words
                    .iter()
                    .map(|word| joined([one, "|", other, "|", word]));
                names.close.extend(close);
            }
        }
        for nation in nations {
            let among = joined([nation, "|*"]);
            names.kept.push(among);
            names.looks.push((joined([nation, "|"]), among));
        }
        names
    }

    /// All under which it stands.
    pub fn all(&self) -> impl Iterator<Item = i64> + '_ {
        self.kept.iter().chain(&self.close).copied()
    }
}

/// Every two of them.
pub fn pairs<'n>(nations: &'n [&str]) -> impl Iterator<Item = (&'n str, &'n str)> {
    let later = move |at: usize| &nations[at + 1..];
    nations
        .iter()
        .enumerate()
        .flat_map(move |(at, one)| later(at).iter().map(move |other| (*one, *other)))
}

impl Report {
    /// How it is dated.
    pub fn kind(&self) -> Kind {
        match self.when {
            When::Day(_) | When::Document(_) => Kind::Day,
            When::Span(first, last) if last - first <= SHORT => Kind::Days,
            When::Span(first, last) if last - first <= LONG => Kind::Weeks,
            When::Before(_) => Kind::Before,
            When::Span(..) | When::Unknown => Kind::Years,
        }
    }

    /// Where reports may stand that are this one's antecedents: wherever a day may fit, save that a stretch of years is looked at in part.
    pub fn looks_back(&self) -> Vec<Stretch> {
        use Kind::{Before, Day, Days, Weeks, Years};
        use Row::{Front, Second};
        let day = self.order.day;
        match (self.kind(), self.when) {
            (Day, _) => vec![
                Stretch::of(Day, day - 3, day, Second),
                Stretch::of(Days, day - SHORT - 1, day, Second),
            ],
            (Days, _) => vec![
                Stretch::of(Day, day - 1, day, Second),
                Stretch::of(Days, day - SHORT - 1, day, Second),
            ],
            (Weeks, When::Span(first, last)) => vec![
                Stretch::of(Day, first - 1, last + 1, Front),
                Stretch::of(Days, first - SHORT - 1, last + 1, Front),
                Stretch::of(Weeks, first - LONG - 1, first, Front),
                Stretch::of(Before, first, first, Front),
            ],
            (Before, _) => vec![
                Stretch::of(Day, day - NEAR, day + 1, Second),
                Stretch::of(Day, day - MEMORY, day - NEAR - 1, Front),
                Stretch::of(Days, day - MEMORY - SHORT, day, Front),
                Stretch::of(Weeks, day - MEMORY - LONG, day, Front),
                Stretch::of(Before, day - 11, day, Second),
            ],
            (Years, When::Span(first, last)) => {
                let from = (first - 1).max(last - YEAR);
                let to = (last + 1).min(first + FAR);
                vec![
                    Stretch::of(Day, from, to, Front),
                    Stretch::of(Days, from - SHORT, to, Front),
                    Stretch::of(Weeks, from - LONG, to, Front),
                    Stretch::of(Before, from + 1, to + MEMORY - 1, Front),
                    Stretch::of(Years, first - FAR, first, Front),
                ]
            }
            _ => vec![Stretch::of(Years, 0, 0, Front)],
        }
    }

    /// Where reports may stand whose antecedent it may be, each with the row in which it must stand itself. Wide enough; whether they see it
    /// [`Report::sees`] tells.
    pub fn looks_ahead(&self) -> Vec<Stretch> {
        use Kind::{Before, Day, Days, Weeks, Years};
        use Row::{Front, Second};
        let day = self.order.day;
        match self.kind() {
            Day => vec![
                Stretch::of(Day, day, day + 3, Second),
                Stretch::of(Days, day, day + 1, Second),
                Stretch::of(Weeks, day - LONG - 1, day + 1, Front),
                Stretch::of(Before, day - 1, day + NEAR, Second),
                Stretch::of(Before, day + NEAR + 1, day + MEMORY, Front),
                Stretch::of(Years, day - FAR, day + 1, Front),
            ],
            Days => vec![
                Stretch::of(Day, day, day + SHORT + 1, Second),
                Stretch::of(Days, day, day + SHORT + 1, Second),
                Stretch::of(Weeks, day - LONG - 1, day + SHORT + 1, Front),
                Stretch::of(Before, day, day + MEMORY + SHORT, Front),
                Stretch::of(Years, day - FAR, day + SHORT + 1, Front),
            ],
            Weeks => vec![
                Stretch::of(Weeks, day, day + LONG + 1, Front),
                Stretch::of(Before, day, day + MEMORY + LONG, Front),
                Stretch::of(Years, day - FAR, day + LONG + 1, Front),
            ],
            Before => vec![
                Stretch::of(Weeks, day, day, Front),
                Stretch::of(Before, day, day + 11, Second),
                Stretch::of(Years, day - FAR - MEMORY, day, Front),
            ],
            Years if day == 0 => vec![Stretch::of(Years, 0, 0, Front)],
            Years => vec![Stretch::of(Years, day, day + FAR, Front)],
        }
    }

    /// Whether `other` stands where this report looks; `row_of` tells in which row `other` stands under a name of its own. A report sees
    /// those of its own document that are said to tell the same, wherever they stand.
    pub fn sees(&self, other: &Self, mut row_of: impl FnMut(i64) -> Row) -> bool {
        if self.is_again(other) {
            return true;
        }
        let looks_back = self.looks_back();
        let Some(stretch) = looks_back.iter().find(|stretch| stretch.holds(other)) else {
            return false;
        };
        let mut stands = |name: &i64| row_of(*name) <= stretch.row;
        let found = |(name, _): &(i64, i64)| other.names.kept.contains(name) && stands(name);
        if self.names.looks.iter().any(found) {
            return true;
        }
        let mut stands = |name: &i64| row_of(*name) <= Row::Second;
        stretch.row == Row::Second
            && (self.names.close.iter())
                .any(|name| other.names.close.contains(name) && stands(name))
    }

    /// Whether one of the two is said to tell the other again.
    fn is_again(&self, other: &Self) -> bool {
        let again = self.same_as.as_ref() == Some(&other.order.event)
            || other.same_as.as_ref() == Some(&self.order.event);
        again && self.order.document == other.order.document && self.order.root == other.order.root
    }
}

/// Within so many days before its document an undated report looks as far as the second row.
const NEAR: i64 = 10;

/// In which rows the reports of a set stand: by the report's place in the set and the name.
pub fn rows(reports: &[Report]) -> HashMap<(usize, i64), Row> {
    let mut cells: HashMap<(i64, Kind, i64), Vec<usize>> = HashMap::new();
    for (at, report) in reports.iter().enumerate() {
        for name in report.names.all() {
            cells
                .entry((name, report.kind(), report.order.day))
                .or_default()
                .push(at);
        }
    }
    let mut rows = HashMap::new();
    for ((name, ..), mut cell) in cells {
        cell.sort_by_key(|at| reports[*at].order.lot);
        for (place, at) in cell.into_iter().enumerate() {
            rows.insert((at, name), Row::of(place));
        }
    }
    rows
}

/// The place of an event within its day: what was published fewer days after it first, else by lot, 45 bits in all. The same on every
/// machine.
pub fn lot(days: i64, words: [&str; 3]) -> i64 {
    let mut mixed = words.iter().fold(OFFSET, |hash, word| {
        fnv(hash, word).wrapping_mul(0x0100_0000_01b3)
    });
    // FNV spreads its last letters badly; the mixing is that of SplitMix64 (Steele, Lea and Flood 2014).
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    days.clamp(0, 31) << 40 | ((mixed ^ (mixed >> 31)) >> 24).cast_signed()
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// The number of a name made of these parts: FNV-1a, 64 bits, as SQLite's integers have them.
pub fn joined<const N: usize>(parts: [&str; N]) -> i64 {
    parts.into_iter().fold(OFFSET, fnv).cast_signed()
}

fn fnv(start: u64, text: &str) -> u64 {
    text.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
