//! A party: one of whom the document speaks.

/// The number of a party in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartyId(u32);

impl PartyId {
    pub(super) fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// Its place in [`super::Mentions::parties`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One of whom the document speaks, with what the text and the who-is-who say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// What it is.
    pub kind: PartyKind,
    /// Identity in the who-is-who, `person/xi-jinping`.
    pub entity: Option<String>,
    /// Canonical name, else the fullest form in the text.
    pub name: String,
    /// ISO 3166-1 alpha-3, or `IGO`, `NGO`, `MNC`, `IMG` for bodies without one country.
    pub country: Option<String>,
    /// `GOV`, `MIL`, ...; for a body without one country its short name (`UN`).
    pub sector: Option<String>,
    /// The office that the text itself gives: "foreign minister", "leader".
    pub office: Option<String>,
    /// Whether the text calls it former, ex-, late or then at the document's date.
    pub former: bool,
    /// As far as known.
    pub gender: Gender,
    /// Other identities that the name could mean, likeliest first.
    pub alternatives: Vec<String>,
    /// For a person or description that belongs to one, the state, body or person: "its ambassador".
    pub of: Option<PartyId>,
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartyKind {
    /// A state or territory as such.
    State,
    /// One person.
    Person,
    /// A ministry, party, army, company, medium, international organisation.
    Organisation,
    /// People by role: "protesters", "12 civilians", "police".
    Group,
    /// A place that stands for nobody.
    Place,
}

/// How a party is spoken of by pronouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Gender {
    /// he
    Male,
    /// she
    Female,
    /// it
    Neuter,
    /// Not known, or both.
    #[default]
    Unknown,
}
