//! The who-is-who: dates, codes, terms of office and names.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::dates::{first_day, last_day};
use crate::names::folded;
use crate::ontology::Ontology;
use crate::problem::Problems;
use crate::source::{Source, place};
use crate::table::{Row, values};
use crate::vocabulary::Rank;
use crate::who::{FILES, OFFICES, ROLES, office_country};

const STATES: usize = 0;
const PERSONS: usize = 1;
const ORGANISATIONS: usize = 2;
const MEDIA: usize = 3;
const METONYMS: usize = 4;

/// Adds the problems; returns the codes of the states.
pub(super) fn check<'s>(source: &'s Source, problems: &mut Problems) -> HashSet<&'s str> {
    let countries: HashSet<&str> = source.who[STATES].0.iter().map(|row| row.cell(1)).collect();
    let checker = Checker { source, countries };
    for (table, (_, columns)) in FILES.iter().enumerate() {
        for row in &source.who[table].0 {
            checker.row(table, columns, row, problems);
        }
        checker.order(table, problems);
    }
    checker.ids(problems);
    checker.references(problems);
    checker.terms(problems);
    checker.names(problems);
    checker.countries
}

struct Checker<'s> {
    source: &'s Source,
    countries: HashSet<&'s str>,
}

/// Two periods known by the year alone may share one.
const A_YEAR: i32 = 366;

/// The values that a column may have.
fn choices(table: usize, column: &str) -> Option<&'static [&'static str]> {
    Some(match (table, column) {
        (_, "gender") => &["", "m", "f"],
        (2, "kind") => &[
            "igo",
            "ngo",
            "organ",
            "legislature",
            "army",
            "police",
            "court",
            "intelligence",
            "party",
            "armed",
            "company",
        ],
        (MEDIA, "kind") => &["agency", "broadcaster", "newspaper", "online", "magazine"],
        (METONYMS, "kind") => &["capital", "residence", "institution", "nickname"],
        (ROLES, "kind") => &["person", "group"],
        (_, "ownership") => &["", "state", "public", "private", "party", "cooperative"],
        _ => return None,
    })
}

impl Checker<'_> {
    fn ontology(&self) -> &Ontology {
        &self.source.ontology
    }

    fn row(&self, table: usize, columns: &[&str], row: &Row, problems: &mut Problems) {
        for (at, column) in columns.iter().enumerate() {
            let cell = row.cell(at);
            let message = self.cell(table, column, cell);
            if let Some((message, mend)) = message {
                problems.fault(&row.file, row.line, message, mend);
            }
        }
        let day = |name: &str, read: fn(&str) -> Option<Date>| {
            columns
                .iter()
                .position(|column| *column == name)
                .and_then(|at| read(row.cell(at)))
        };
        if let (Some(from), Some(to)) = (day("from", first_day), day("to", last_day))
            && from > to
        {
            problems.fault(
                &row.file,
                row.line,
                format!("it ends ({to}) before it begins ({from})"),
                "mend the dates",
            );
        }
    }

    /// What is wrong with a cell, whatever stands beside it, and how to mend it.
    fn cell(&self, table: usize, column: &str, cell: &str) -> Option<(String, String)> {
        match column {
            "entity" | "name" | "role" | "office" if cell.is_empty() => {
                Some((format!("the {column} is missing"), "fill it in".into()))
            }
            "code" => self
                .code(cell)
                .err()
                .map(|mend| (format!("unknown code `{cell}`"), mend)),
            "sector" if self.ontology().sector(cell).is_none() => Some((
                format!("unknown sector `{cell}`"),
                "see ontology/sectors.tsv".into(),
            )),
            "rank" if !cell.is_empty() && Rank::parse(cell).is_none() => {
                let ranks: Vec<&str> = Rank::ALL.iter().map(|rank| rank.as_str()).collect();
                Some((
                    format!("unknown rank `{cell}`"),
                    format!("it is one of {}", ranks.join(", ")),
                ))
            }
            "from" | "to" if !cell.is_empty() && first_day(cell).is_none() => Some((
                format!("`{cell}` is no date"),
                "write YYYY, YYYY-MM or YYYY-MM-DD".into(),
            )),
            "name" if !cell.chars().any(char::is_alphanumeric) => Some((
                format!("`{cell}` is no name"),
                "fill it in or remove the row".into(),
            )),
            _ => {
                let choices = choices(table, column)?;
                let mend = || format!("it is one of {}", choices.join(", "));
                (!choices.contains(&cell)).then(|| (format!("unknown {column} `{cell}`"), mend()))
            }
        }
    }

    /// A code of the right form whose country there is; else the mend.
    fn code(&self, code: &str) -> Result<(), String> {
        if !self.ontology().is_actor_code(code) {
            return Err(
                "write a country (CHN), a country with a sector (CHN.GOV) or a body (IGO.UN)"
                    .into(),
            );
        }
        let head = code.split('.').next().unwrap_or("");
        let known = self.countries.is_empty()
            || self.countries.contains(head)
            || self.ontology().body(head).is_some();
        if known {
            Ok(())
        } else {
            Err(format!("{head} is not in who/states.tsv"))
        }
    }

    fn order(&self, table: usize, problems: &mut Problems) {
        for pair in self.source.who[table].0.windows(2) {
            let [before, row] = pair else { continue };
            if before.cell(0) > row.cell(0) {
                let message = format!("`{}` stands behind `{}`", row.cell(0), before.cell(0));
                problems.doubt(
                    &row.file,
                    row.line,
                    message,
                    "sort the file by its first column",
                );
                return;
            }
        }
    }

    /// Entities have an id of their own, of the kind of their file; an organisation whose code changed has a row for
    /// each period. A role stands once.
    fn ids(&self, problems: &mut Problems) {
        for (table, prefix) in ["state/", "person/", "org/", "org/"]
            .into_iter()
            .enumerate()
        {
            for row in self.source.who[table]
                .0
                .iter()
                .filter(|row| !row.cell(0).starts_with(prefix))
            {
                let message = format!("`{}` is no id of this file", row.cell(0));
                problems.fault(
                    &row.file,
                    row.line,
                    message,
                    format!("begin it with `{prefix}`"),
                );
            }
        }
        let mut seen: HashMap<&str, Vec<Bearer<'_>>> = HashMap::new();
        for (table, from) in [
            (STATES, 8),
            (PERSONS, usize::MAX - 1),
            (ORGANISATIONS, 5),
            (MEDIA, usize::MAX - 1),
            (ROLES, usize::MAX - 1),
        ] {
            for row in &self.source.who[table].0 {
                let period = Bearer::new(row, "", from, true);
                let others = seen.entry(row.cell(0)).or_default();
                if let Some(first) = others.iter().find(|other| other.overlap(&period) > A_YEAR) {
                    let message = format!("`{}` is taken by {}", row.cell(0), place(first.row));
                    problems.fault(
                        &row.file,
                        row.line,
                        message,
                        "make it one row, or part them by dates or ids",
                    );
                }
                others.push(period);
            }
        }
    }

    fn references(&self, problems: &mut Problems) {
        let known: HashSet<&str> = self.source.who[..METONYMS]
            .iter()
            .flat_map(|rows| &rows.0)
            .map(|row| row.cell(0))
            .collect();
        let mut check = |row: &Row, id: &str| {
            if !known.contains(id) {
                problems.fault(
                    &row.file,
                    row.line,
                    format!("nobody has the id `{id}`"),
                    "add a row for it",
                );
            }
        };
        self.source.who[OFFICES]
            .0
            .iter()
            .for_each(|row| check(row, row.cell(0)));
        self.source.who[METONYMS]
            .0
            .iter()
            .for_each(|row| check(row, row.cell(2)));
    }

    /// Two people in one office that only one can hold. A month of overlap is a hand-over.
    fn terms(&self, problems: &mut Problems) {
        const HANDOVER: i32 = 31;
        let sole = [Rank::Head, Rank::Foreign, Rank::Defence].map(Rank::as_str);
        let mut by_office: HashMap<(&str, &str), Vec<Bearer<'_>>> = HashMap::new();
        for row in &self.source.who[OFFICES].0 {
            if sole.contains(&row.cell(3)) && first_day(row.cell(4)).is_some() {
                let term = Bearer::new(row, "", 4, true);
                by_office
                    .entry((row.cell(1), row.cell(2)))
                    .or_default()
                    .push(term);
            }
        }
        let mut offices: Vec<_> = by_office.into_iter().collect();
        offices.sort_by_key(|(office, _)| *office);
        for ((_, office), mut terms) in offices {
            terms.sort_by_key(|term| (term.from, term.to, term.row.line));
            for pair in terms.windows(2) {
                let [first, next] = pair else { continue };
                if first.overlap(next) > HANDOVER && first.row.cell(0) != next.row.cell(0) {
                    let (holder, row) = (first.row, next.row);
                    let message = format!(
                        "{} is {office} while {} is ({})",
                        row.cell(0),
                        holder.cell(0),
                        place(holder)
                    );
                    problems.doubt(
                        &row.file,
                        row.line,
                        message,
                        "end the earlier term, or name two offices",
                    );
                }
            }
        }
    }

    /// A name of two entities that neither kind, country nor date can tell apart.
    fn names(&self, problems: &mut Problems) {
        let mut seen: HashMap<(usize, Vec<u8>), Vec<Bearer<'_>>> = HashMap::new();
        for (table, names, code, from) in [
            (STATES, [2, 3, 7], 1, 8),
            (2, [2, 3, 3], 1, 5),
            (MEDIA, [2, 3, 3], 1, 7),
        ] {
            for row in &self.source.who[table].0 {
                let bearer =
                    Bearer::new(row, office_country(row.cell(code)), from, table == STATES);
                let names = names.iter().flat_map(|&column| values(row.cell(column)));
                for name in names.collect::<HashSet<_>>() {
                    let others = seen.entry((table, folded(name))).or_default();
                    if let Some(other) = others.iter().find(|other| other.meets(&bearer)) {
                        let message = format!(
                            "`{name}` is also {} ({})",
                            other.row.cell(0),
                            place(other.row)
                        );
                        problems.doubt(
                            &row.file,
                            row.line,
                            message,
                            "give dates or drop it from one of them",
                        );
                    }
                    others.push(bearer);
                }
            }
        }
        self.people(problems);
    }

    /// Two people of one full name with terms in one country at one time.
    fn people(&self, problems: &mut Problems) {
        let mut terms: HashMap<&str, Vec<Bearer<'_>>> = HashMap::new();
        for row in &self.source.who[OFFICES].0 {
            let bearer = Bearer::new(row, office_country(row.cell(1)), 4, false);
            terms.entry(row.cell(0)).or_default().push(bearer);
        }
        let of = |row: &Row| terms.get(row.cell(0)).map_or(&[][..], Vec::as_slice);
        let mut seen: HashMap<Vec<u8>, Vec<&Row>> = HashMap::new();
        for row in &self.source.who[PERSONS].0 {
            let names = values(row.cell(1)).chain(values(row.cell(2))).map(folded);
            for name in names.collect::<HashSet<_>>() {
                let others = seen.entry(name).or_default();
                let same = |other: &&&Row| {
                    of(other)
                        .iter()
                        .any(|one| of(row).iter().any(|term| one.meets(term)))
                };
                if let Some(other) = others.iter().find(same) {
                    let message = format!(
                        "{} has a name of {} ({})",
                        row.cell(0),
                        other.cell(0),
                        place(other)
                    );
                    problems.doubt(
                        &row.file,
                        row.line,
                        message,
                        "make them one person or mend the terms",
                    );
                }
                others.push(row);
            }
        }
    }
}

/// Who bears a name, where and when.
#[derive(Clone, Copy)]
struct Bearer<'s> {
    row: &'s Row,
    country: &'s str,
    from: Date,
    to: Date,
}

impl<'s> Bearer<'s> {
    fn new(row: &'s Row, country: &'s str, from: usize, anywhere: bool) -> Self {
        Self {
            row,
            country: if anywhere { "" } else { country },
            from: first_day(row.cell(from)).unwrap_or(Date::MIN),
            to: last_day(row.cell(from + 1)).unwrap_or(Date::MAX),
        }
    }

    /// How many days both have, 0 or fewer where they share none.
    fn overlap(&self, other: &Bearer<'_>) -> i32 {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        to.since(from).map_or(0, |span| span.get_days())
    }

    fn meets(&self, other: &Bearer<'_>) -> bool {
        self.row.cell(0) != other.row.cell(0)
            && self.country == other.country
            && self.from <= other.to
            && other.from <= self.to
    }
}
