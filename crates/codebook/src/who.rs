//! Who is who: states, people and their offices, organisations, media, metonyms and roles.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::dates::{first_day, last_day};
use crate::names::{Found, NameForm, NameIndex};
use crate::table::{Table, partition, values};
use crate::vocabulary::Rank;

/// The files, each with its columns, in the order of [`Who`]'s tables.
pub(crate) const FILES: [(&str, &[&str]); 7] = [
    (
        "states.tsv",
        &[
            "entity",
            "code",
            "name",
            "official",
            "adjectives",
            "nouns",
            "capital",
            "aliases",
            "from",
            "to",
            "source",
        ],
    ),
    (
        "persons.tsv",
        &["entity", "name", "aliases", "surname", "gender", "source"],
    ),
    (
        "organisations.tsv",
        &[
            "entity", "code", "name", "aliases", "kind", "from", "to", "source",
        ],
    ),
    (
        "media.tsv",
        &[
            "entity",
            "code",
            "name",
            "aliases",
            "kind",
            "ownership",
            "source",
        ],
    ),
    (
        "metonyms.tsv",
        &["name", "code", "entity", "kind", "from", "to", "source"],
    ),
    (
        "offices.tsv",
        &["entity", "code", "office", "rank", "from", "to", "source"],
    ),
    ("roles.tsv", &["role", "sector", "kind", "note"]),
];

pub(crate) const OFFICES: usize = 5;
pub(crate) const ROLES: usize = 6;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A state or territory.
    State,
    /// A person.
    Person,
    /// An organisation, an organ of a state, a party, an armed group.
    Organisation,
    /// An agency, broadcaster or newspaper.
    Media,
    /// A capital, building or nickname that stands for a government or an organ.
    Metonym,
}

impl EntityKind {
    /// All kinds, in the order of entities.
    pub const ALL: [Self; 5] = [
        Self::State,
        Self::Person,
        Self::Organisation,
        Self::Media,
        Self::Metonym,
    ];

    /// The column of each of [`Field::ALL`] in the kind's file.
    fn column(self, field: Field) -> Option<usize> {
        let column = match (self, field) {
            (Self::Metonym, Field::Id) => 2,
            (_, Field::Id) => 0,
            (Self::Metonym, Field::Name) => 0,
            (Self::Person, Field::Name) => 1,
            (_, Field::Name) => 2,
            (Self::Person, Field::Code) => return None,
            (_, Field::Code) => 1,
            (Self::State, Field::Aliases) => 7,
            (Self::Person, Field::Aliases) => 2,
            (Self::Metonym, Field::Aliases) => return None,
            (_, Field::Aliases) => 3,
            (Self::State, Field::From) => 8,
            (Self::State, Field::To) => 9,
            (Self::Organisation, Field::From) => 5,
            (Self::Organisation, Field::To) => 6,
            (Self::Metonym, Field::From) => 4,
            (Self::Metonym, Field::To) => 5,
            (_, Field::From | Field::To) => return None,
            (Self::Organisation | Self::Media, Field::Sort) => 4,
            (Self::Metonym, Field::Sort) => 3,
            (_, Field::Sort) => return None,
        };
        Some(column)
    }
}

#[derive(Clone, Copy)]
enum Field {
    Id,
    Name,
    Code,
    Aliases,
    From,
    To,
    Sort,
}

/// An entity of the who-is-who, by number; [`Who::entity`] tells about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityRef(pub(crate) u32);

/// Everybody known.
#[derive(Debug)]
pub struct Who {
    pub(crate) tables: [Table; 7],
    pub(crate) names: NameIndex,
    pub(crate) surnames: NameIndex,
    /// Rows of the offices, sorted by country, rank, beginning.
    pub(crate) by_country: Vec<u32>,
}

/// One thing that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub entity: EntityRef,
    /// As what the name stands for them.
    pub form: NameForm,
}

/// A name found in a text.
#[derive(Clone, Copy, Debug)]
pub struct NameHit<'w> {
    /// How many bytes of the text it covers.
    pub len: usize,
    found: Found<'w>,
}

impl<'w> NameHit<'w> {
    fn new(found: Found<'w>) -> Self {
        Self {
            len: found.len,
            found,
        }
    }

    /// Whom it may stand for, those whose main name it is first.
    pub fn candidates(&self) -> impl ExactSizeIterator<Item = Candidate> + Clone + use<'w> {
        let postings = self.found.postings.iter();
        postings.map(|posting| Candidate {
            entity: EntityRef(posting.number),
            form: posting.form,
        })
    }

    /// Whom it stands for, where there is only one.
    pub fn only(&self) -> Option<Candidate> {
        let mut candidates = self.candidates();
        candidates.next().filter(|_| candidates.len() == 0)
    }
}

/// A noun for a role without a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role<'w> {
    /// The lemma or the lemmas, in lower case.
    pub role: &'w str,
    /// The sector: `GOV`, `REB`, ...
    pub sector: &'w str,
    /// Whether it names a group of people ("parliament") rather than one ("lawmaker").
    pub group: bool,
    /// What a reader of the file should know.
    pub note: &'w str,
}

/// A term of a person in an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term<'w> {
    /// The person's code in it.
    pub code: &'w str,
    /// The office's name.
    pub office: &'w str,
    /// What kind of office it is.
    pub rank: Option<Rank>,
    /// The first day that it may have begun on; none where that is unknown.
    pub from: Option<Date>,
    /// The last day that it may have ended on; none where it is open or unknown.
    pub to: Option<Date>,
}

impl Term<'_> {
    /// Whether the term may have been running on `date`.
    pub fn covers(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

/// What somebody was at a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'w> {
    /// The code: `USA.GOV` in office, `USA.ELI` after it, `USA` before any.
    pub code: Cow<'w, str>,
    /// The office held.
    pub office: Option<&'w str>,
    /// What kind of office it is.
    pub rank: Option<Rank>,
}

impl Who {
    /// The longest name that begins at byte `start` of `text`, where a word must begin, and ends
    /// where a word ends. Bare surnames are [`surname`](Self::surname)'s.
    pub fn names_at(&self, text: &str, start: usize) -> Option<NameHit<'_>> {
        self.names.longest(text, start).map(NameHit::new)
    }

    /// The longest surname that begins at byte `start` of `text`.
    pub fn surname(&self, text: &str, start: usize) -> Option<NameHit<'_>> {
        self.surnames.longest(text, start).map(NameHit::new)
    }

    /// Of the candidates of a surname the only one who was, on `date` or within a year of it, head
    /// of a state or government; with no date, who is one still. None where there are several.
    pub fn head(&self, hit: &NameHit<'_>, date: Option<Date>) -> Option<EntityRef> {
        const YEAR: i64 = 366;
        let heads = |days: i64| {
            let mut heads = hit.candidates().map(|candidate| candidate.entity);
            let mut found = heads
                .by_ref()
                .filter(|&person| self.is_head(person, date, days));
            let first = found.next();
            (first, found.next().is_some())
        };
        match heads(0) {
            (Some(head), false) => Some(head),
            (Some(_), true) => None,
            (None, _) => heads(YEAR).0.filter(|_| date.is_some() && !heads(YEAR).1),
        }
    }

    fn is_head(&self, person: EntityRef, date: Option<Date>, days: i64) -> bool {
        self.offices(person)
            .filter(|term| term.rank == Some(Rank::Head))
            .any(|term| match date {
                Some(date) => term.covers(shifted(date, days)) || term.covers(shifted(date, -days)),
                None => term.to.is_none(),
            })
    }

    /// How many entities there are.
    pub fn len(&self) -> usize {
        EntityKind::ALL
            .iter()
            .map(|&kind| self.table(kind).len())
            .sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many different names and surnames the automatons know.
    pub fn name_count(&self) -> usize {
        self.names.len() + self.surnames.len()
    }

    /// How many terms in office are known.
    pub fn terms(&self) -> usize {
        self.tables[OFFICES].len()
    }

    /// All entities, states first.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        self.periods()
            .filter(|(entity, first)| entity.reference == *first)
            .map(|(entity, _)| entity)
    }

    /// Every row with the entity that it belongs to: itself, but for the later periods of an organisation.
    pub(crate) fn periods(&self) -> impl Iterator<Item = (Entity<'_>, EntityRef)> {
        let mut first = EntityRef(0);
        (0..self.len() as u32).map(EntityRef).map(move |reference| {
            let entity = self.entity(reference);
            if entity.is_first_period() {
                first = reference;
            }
            (entity, first)
        })
    }

    /// What is known of an entity.
    pub fn entity(&self, entity: EntityRef) -> Entity<'_> {
        let mut row = entity.0 as usize;
        for kind in EntityKind::ALL {
            let len = self.table(kind).len();
            if row < len {
                return Entity {
                    who: self,
                    reference: entity,
                    kind,
                    row,
                };
            }
            row -= len;
        }
        // A reference of another codebook: an entity whose every word is empty.
        Entity {
            who: self,
            reference: entity,
            kind: EntityKind::Metonym,
            row: usize::MAX / 64,
        }
    }

    /// The entity of an id such as `person/xi-jinping`.
    pub fn find(&self, id: &str) -> Option<EntityRef> {
        let mut base = 0;
        for kind in &EntityKind::ALL[..4] {
            let table = self.table(*kind);
            if let Some(row) = table.find(id) {
                return Some(EntityRef((base + row) as u32));
            }
            base += table.len();
        }
        None
    }

    /// The state of a code such as `CHN`.
    pub fn state(&self, code: &str) -> Option<EntityRef> {
        self.find(&format!("state/{code}"))
    }

    /// The terms of a person in office, by beginning.
    pub fn offices(&self, person: EntityRef) -> impl DoubleEndedIterator<Item = Term<'_>> {
        let entity = self.entity(person);
        let person = entity.kind == EntityKind::Person;
        let rows = if person {
            self.tables[OFFICES].range(entity.id())
        } else {
            0..0
        };
        rows.map(|row| self.term(row))
    }

    fn term(&self, row: usize) -> Term<'_> {
        let table = &self.tables[OFFICES];
        Term {
            code: table.cell(row, 1),
            office: table.cell(row, 2),
            rank: Rank::parse(table.cell(row, 3)),
            from: first_day(table.cell(row, 4)),
            to: last_day(table.cell(row, 5)),
        }
    }

    /// What `entity` was on `date`, or is by the last that is known where there is no date.
    ///
    /// In office a person has the office's code, after it the country's with `ELI`, before it the
    /// country's alone. Others have the code of their row, or of the row whose period `date` lies in; a
    /// party outside all its periods is neither in government nor in opposition, `PTY`. None where no
    /// code is known.
    pub fn code_at(&self, entity: EntityRef, date: Option<Date>) -> Option<Standing<'_>> {
        let view = self.entity(entity);
        if view.kind != EntityKind::Person {
            return view.code_at(date).map(bare);
        }
        let running = |term: &Term<'_>| match date {
            Some(date) => term.covers(date),
            None => term.to.is_none(),
        };
        if let Some(term) = self.offices(entity).filter(running).max_by_key(precedence) {
            return Some(Standing {
                code: term.code.into(),
                office: Some(term.office),
                rank: term.rank,
            });
        }
        let past = |term: &Term<'_>| date.is_none_or(|date| term.to.is_some_and(|to| to < date));
        if self.offices(entity).any(|term| past(&term)) {
            // Who last served a body is of the state that they served before: "former Secretary-General Ban Ki-moon".
            let of_state = |term: &Term<'_>| past(term) && country(term.code).is_some();
            let last = self
                .offices(entity)
                .filter(of_state)
                .max_by_key(|term| term.to);
            return last.and_then(|term| former(term.code)).map(bare);
        }
        let first = self.offices(entity).next()?;
        country(first.code).map(|country| bare(country.into()))
    }

    /// Who held an office of `rank` of `country` (`CHN`) or body (`IGO.UN`) on `date`, or holds it
    /// where there is no date; the latest to begin first.
    pub fn holders(
        &self,
        country: &str,
        rank: Rank,
        date: Option<Date>,
    ) -> impl Iterator<Item = (EntityRef, Term<'_>)> {
        let key = |at: usize| {
            let row = self.by_country[at] as usize;
            let table = &self.tables[OFFICES];
            (office_country(table.cell(row, 1)), table.cell(row, 3))
        };
        let wanted = (country, rank.as_str());
        let start = partition(self.by_country.len(), |at| key(at) < wanted);
        let end = start
            + partition(self.by_country.len() - start, |at| {
                key(start + at) == wanted
            });
        self.by_country[start..end]
            .iter()
            .rev()
            .filter_map(move |&row| {
                let term = self.term(row as usize);
                let running = date.map_or(term.to.is_none(), |date| term.covers(date));
                let person = self
                    .find(self.tables[OFFICES].cell(row as usize, 0))
                    .filter(|_| running)?;
                Some((person, term))
            })
    }

    /// The one who held it, where it was one; see [`holders`](Self::holders).
    pub fn holder(&self, country: &str, rank: Rank, date: Option<Date>) -> Option<EntityRef> {
        let mut holders = self.holders(country, rank, date);
        let (first, _) = holders.next()?;
        holders.all(|(other, _)| other == first).then_some(first)
    }

    /// A role's noun, by its lemma or the lemmas of a compound with a space between them, in any case.
    pub fn role(&self, lemma: &str) -> Option<Role<'_>> {
        let table = &self.tables[ROLES];
        let row = match lemma.chars().any(char::is_uppercase) {
            true => table.find(&lemma.to_lowercase())?,
            false => table.find(lemma)?,
        };
        Some(Role {
            role: table.cell(row, 0),
            sector: table.cell(row, 1),
            group: table.cell(row, 2) == "group",
            note: table.cell(row, 3),
        })
    }

    /// All roles.
    pub fn roles(&self) -> impl Iterator<Item = Role<'_>> {
        (0..self.tables[ROLES].len()).filter_map(|row| self.role(self.tables[ROLES].cell(row, 0)))
    }

    pub(crate) fn table(&self, kind: EntityKind) -> &Table {
        &self.tables[kind as usize]
    }
}

/// Of two offices held at once the one that matters: the higher rank, then the later one.
fn precedence(term: &Term<'_>) -> (std::cmp::Reverse<usize>, Option<Date>) {
    let rank = term.rank.map_or(usize::MAX, |rank| rank as usize);
    (std::cmp::Reverse(rank), term.from)
}

fn bare(code: Cow<'_, str>) -> Standing<'_> {
    Standing {
        code,
        office: None,
        rank: None,
    }
}

/// The code of whoever had `code` once; none after an office in no country.
fn former(code: &str) -> Option<Cow<'_, str>> {
    let country = country(code)?;
    Some(match code.rsplit('.').next() {
        // Who fought or opposed was no official; who had no sector has none to lose.
        Some("REB" | "OPP") => country.into(),
        _ if code == country => country.into(),
        _ => format!("{country}.ELI").into(),
    })
}

fn country(code: &str) -> Option<&str> {
    let country = code.split('.').next()?;
    let body = matches!(country, "IGO" | "NGO" | "MNC" | "IMG");
    (country.len() == 3 && !body).then_some(country)
}

/// The country of an office's code, or the body: `CHN` of `CHN.GOV`, `IGO.UN` of `IGO.UN`.
pub(crate) fn office_country(code: &str) -> &str {
    country(code).unwrap_or(code)
}

fn shifted(date: Date, days: i64) -> Date {
    date.saturating_add(jiff::Span::new().days(days))
}

/// What is known of an entity. Every word is a slice of the codebook; nothing is copied.
#[derive(Clone, Copy)]
pub struct Entity<'w> {
    who: &'w Who,
    reference: EntityRef,
    kind: EntityKind,
    row: usize,
}

impl std::fmt::Debug for Entity<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.id(), self.name())
    }
}

impl<'w> Entity<'w> {
    fn field(&self, field: Field) -> &'w str {
        let column = self.kind.column(field);
        column.map_or("", |column| self.cell(column))
    }

    fn cell(&self, column: usize) -> &'w str {
        self.who.table(self.kind).cell(self.row, column)
    }

    fn of(&self, kind: EntityKind, column: usize) -> &'w str {
        if self.kind == kind {
            self.cell(column)
        } else {
            ""
        }
    }

    /// Its number.
    pub fn reference(&self) -> EntityRef {
        self.reference
    }

    /// What it is.
    pub fn kind(&self) -> EntityKind {
        self.kind
    }

    /// Its id, `person/xi-jinping`; a metonym has that of what it stands for.
    pub fn id(&self) -> &'w str {
        self.field(Field::Id)
    }

    /// Its main name.
    pub fn name(&self) -> &'w str {
        self.field(Field::Name)
    }

    /// Its code, the first period's where it has several; see [`Who::code_at`].
    pub fn code(&self) -> Option<&'w str> {
        Some(self.field(Field::Code)).filter(|code| !code.is_empty())
    }

    /// Its other full names.
    pub fn aliases(&self) -> impl Iterator<Item = &'w str> + use<'w> {
        values(self.field(Field::Aliases))
    }

    /// The kind that the file gives: `igo`, `party`, `agency`, `capital`, ...; empty for states and people.
    pub fn sort(&self) -> &'w str {
        self.field(Field::Sort)
    }

    /// `m`, `f` or empty.
    pub fn gender(&self) -> &'w str {
        self.of(EntityKind::Person, 4)
    }

    /// A person's short form as news uses it; the last word of the name where the file has none.
    pub fn surname(&self) -> &'w str {
        match self.of(EntityKind::Person, 3) {
            "" if self.kind == EntityKind::Person => self.name().rsplit(' ').next().unwrap_or(""),
            surname => surname,
        }
    }

    /// A state's name in full.
    pub fn official(&self) -> &'w str {
        self.of(EntityKind::State, 3)
    }

    /// A state's adjectives.
    pub fn adjectives(&self) -> impl Iterator<Item = &'w str> + use<'w> {
        values(self.of(EntityKind::State, 4))
    }

    /// A state's inhabitants.
    pub fn inhabitants(&self) -> impl Iterator<Item = &'w str> + use<'w> {
        values(self.of(EntityKind::State, 5))
    }

    /// A state's capital.
    pub fn capital(&self) -> &'w str {
        self.of(EntityKind::State, 6)
    }

    /// Who owns a medium: `state`, `public`, `private`, `party`, `cooperative`.
    pub fn ownership(&self) -> &'w str {
        self.of(EntityKind::Media, 5)
    }

    /// What a metonym stands for.
    pub fn stands_for(&self) -> Option<EntityRef> {
        (self.kind == EntityKind::Metonym)
            .then(|| self.who.find(self.id()))
            .flatten()
    }

    /// The first day on which it may have existed, or a metonym held.
    pub fn from(&self) -> Option<Date> {
        let days = self.periods().map(|(_, from, _)| from);
        days.min().flatten()
    }

    /// The last day on which it may have existed, or a metonym held.
    pub fn to(&self) -> Option<Date> {
        let days = self.periods().map(|(_, _, to)| to.unwrap_or(Date::MAX));
        days.max().filter(|&day| day < Date::MAX)
    }

    /// Whether it may have existed on `date`; yes where there is no date.
    pub fn exists(&self, date: Option<Date>) -> bool {
        let Some(date) = date else { return true };
        self.from().is_none_or(|from| from <= date) && self.to().is_none_or(|to| date <= to)
    }

    /// An organisation whose code changed has a row for each period, of which the first stands for it.
    fn is_first_period(&self) -> bool {
        let before = self
            .row
            .checked_sub(1)
            .map(|row| self.who.table(self.kind).cell(row, 0));
        self.kind == EntityKind::Metonym || before != Some(self.id())
    }

    fn rows(&self) -> std::ops::Range<usize> {
        match self.kind {
            EntityKind::State | EntityKind::Organisation => {
                self.who.table(self.kind).around(self.row)
            }
            _ => self.row..self.row + 1,
        }
    }

    /// Its periods: code, first day, last day.
    fn periods(&self) -> impl Iterator<Item = (&'w str, Option<Date>, Option<Date>)> + use<'w> {
        let Self {
            who,
            reference,
            kind,
            ..
        } = *self;
        self.rows().map(move |row| {
            let entity = Self {
                who,
                reference,
                kind,
                row,
            };
            let (from, to) = (entity.field(Field::From), entity.field(Field::To));
            (entity.field(Field::Code), first_day(from), last_day(to))
        })
    }

    fn code_at(&self, date: Option<Date>) -> Option<Cow<'w, str>> {
        let code = self.code()?;
        if self.rows().len() == 1 {
            return Some(code.into());
        }
        let running = |&(_, from, to): &(&str, Option<Date>, Option<Date>)| match date {
            Some(date) => from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to),
            None => to.is_none(),
        };
        if let Some((code, ..)) = self
            .periods()
            .filter(running)
            .max_by_key(|&(_, from, _)| from)
        {
            return Some(code.into());
        }
        if self.sort() == "party" {
            return country(code).map(|country| format!("{country}.PTY").into());
        }
        // Before all its periods, or between them: what it was last, else first.
        let past = self
            .periods()
            .filter(|&(_, from, _)| from.is_none_or(|from| date.is_none_or(|date| from <= date)));
        let last = past.max_by_key(|&(_, from, _)| from);
        let (code, ..) = last.or_else(|| self.periods().min_by_key(|&(_, from, _)| from))?;
        Some(code.into())
    }
}
