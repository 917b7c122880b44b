//! The rows of the tables, in the column order of `data/who/README.md` and `data/places/README.md`.

use serde::{Deserialize, Serialize};

/// All tables of the who-is-who.
pub struct Who {
    pub states: Vec<State>,
    pub persons: Vec<Person>,
    pub offices: Vec<Office>,
    pub organisations: Vec<Organisation>,
    pub media: Vec<Medium>,
    pub metonyms: Vec<Metonym>,
    pub roles: Vec<Role>,
}

/// A row of a sorted table.
pub trait Row: Serialize {
    /// What the table is sorted by.
    fn key(&self) -> (&str, &str, &str);
}

macro_rules! row {
    ($(#[$doc:meta])* $name:ident { $($field:ident),* } by $a:ident, $b:ident, $c:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name { $(pub $field: String),* }

        impl Row for $name {
            fn key(&self) -> (&str, &str, &str) {
                (&self.$a, &self.$b, &self.$c)
            }
        }
    };
}

row!(
    /// State or territory, past ones too.
    State { entity, code, name, official, adjectives, nouns, capital, aliases, from, to, source }
    by entity, code, name
);
row!(
    /// A person.
    Person { entity, name, aliases, surname, gender, source } by entity, name, surname
);
row!(
    /// A term of one person in one office.
    Office { entity, code, office, rank, from, to, source } by entity, from, office
);
row!(
    /// Organisation, organ of a state, party or armed group.
    Organisation { entity, code, name, aliases, kind, from, to, source } by entity, from, code
);
row!(
    /// Agency, broadcaster or newspaper.
    Medium { entity, code, name, aliases, kind, ownership, source } by entity, name, code
);
row!(
    /// A name of a place or building that stands for a government or an organ.
    Metonym { name, code, entity, kind, from, to, source } by name, code, from
);
row!(
    /// A noun for a role without a name.
    Role { role, sector, kind, note } by role, sector, kind
);
row!(
    /// A populated place, region, water or site.
    Place { geonames, name, country, admin1, lat, lon, population, feature, aliases } by name, country, geonames
);
