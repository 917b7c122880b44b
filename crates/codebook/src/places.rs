//! The gazetteer.

use crate::names::{Found, NameForm, NameIndex};
use crate::table::{Table, values};

/// Columns of every file of `data/places/`.
pub(crate) const COLUMNS: &[&str] = &[
    "geonames",
    "name",
    "country",
    "admin1",
    "lat",
    "lon",
    "population",
    "feature",
    "aliases",
];

/// Cities, towns, regions and countries.
#[derive(Debug)]
pub struct Places {
    pub(crate) table: Table,
    pub(crate) names: NameIndex,
}

/// A place, by number; [`Places::place`] tells about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceRef(pub(crate) u32);

/// A place's name found in a text.
#[derive(Clone, Copy, Debug)]
pub struct PlaceHit<'p> {
    /// How many bytes of the text it covers.
    pub len: usize,
    found: Found<'p>,
}

impl<'p> PlaceHit<'p> {
    /// The places of that name, those of the most people first, each with what the name is for it.
    pub fn candidates(&self) -> impl ExactSizeIterator<Item = (PlaceRef, NameForm)> + use<'p> {
        let postings = self.found.postings.iter();
        postings.map(|posting| (PlaceRef(posting.number), posting.form))
    }
}

impl Places {
    /// The longest name that begins at byte `start` of `text`, where a word must begin, and ends
    /// where a word ends.
    pub fn names_at(&self, text: &str, start: usize) -> Option<PlaceHit<'_>> {
        let found = self.names.longest(text, start)?;
        Some(PlaceHit {
            len: found.len,
            found,
        })
    }

    /// The places within countries, seas and continents whose name is `name` as a whole, those of the most people first.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = PlaceRef> + '_ {
        let postings = self.names.exactly(name).iter();
        let full = postings.filter(|posting| posting.form != NameForm::Abbreviation);
        full.map(|posting| PlaceRef(posting.number))
            .filter(|place| !self.place(*place).is_country())
    }

    /// The row of a country, by the name and the code that it has in the who-is-who.
    pub fn country(&self, name: &str, code: &str) -> Option<PlaceRef> {
        let places = self.names.exactly(name).iter();
        let mut places = places.map(|posting| PlaceRef(posting.number));
        places.find(|place| self.place(*place).is_country() && self.place(*place).country() == code)
    }

    /// What is known of a place.
    pub fn place(&self, place: PlaceRef) -> Place<'_> {
        Place {
            table: &self.table,
            row: place.0 as usize,
        }
    }

    /// The places that have a number at geonames.org, with it.
    pub fn numbered(&self) -> impl Iterator<Item = (u64, PlaceRef)> + '_ {
        let places = (0..self.len() as u32).map(PlaceRef);
        places.filter_map(|place| Some((self.place(place).geonames()?, place)))
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many different names the automaton knows.
    pub fn name_count(&self) -> usize {
        self.names.len()
    }
}

/// What is known of a place.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    table: &'p Table,
    row: usize,
}

impl<'p> Place<'p> {
    fn cell(&self, column: usize) -> &'p str {
        self.table.cell(self.row, column)
    }

    /// Its number at geonames.org.
    pub fn geonames(&self) -> Option<u64> {
        self.cell(0).parse().ok()
    }

    /// Its main name.
    pub fn name(&self) -> &'p str {
        self.cell(1)
    }

    /// ISO 3166-1 alpha-3.
    pub fn country(&self) -> &'p str {
        self.cell(2)
    }

    /// The region that it lies in.
    pub fn admin1(&self) -> &'p str {
        self.cell(3)
    }

    /// Degrees north.
    pub fn lat(&self) -> Option<f64> {
        self.cell(4).parse().ok()
    }

    /// Degrees east.
    pub fn lon(&self) -> Option<f64> {
        self.cell(5).parse().ok()
    }

    /// Inhabitants; 0 where unknown.
    pub fn population(&self) -> u64 {
        self.cell(6).parse().unwrap_or(0)
    }

    /// The kind of place, in GeoNames' feature codes (`PPLC`, `ADM1`, ...).
    pub fn feature(&self) -> &'p str {
        self.cell(7)
    }

    /// Whether it is a country as such, which has no point on the map.
    pub fn is_country(&self) -> bool {
        self.feature() == "PCLI"
    }

    /// Its other names.
    pub fn aliases(&self) -> impl Iterator<Item = &'p str> + use<'p> {
        values(self.cell(8))
    }
}

impl std::fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.name(), self.country())
    }
}
