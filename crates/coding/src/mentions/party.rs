//! A party: one of whom the document speaks.

use chancery_codebook::Codebook;
use jiff::civil::Date;

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
    /// Whether country and sector are what the text itself says, which wins over the who-is-who.
    pub told: bool,
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
    /// A state or territory as such, or its government by another name.
    State,
    /// One person.
    Person,
    /// A ministry, party, army, company, medium, international organisation.
    Organisation,
    /// People by role: "protesters", "12 civilians".
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

impl Party {
    pub(super) fn new(kind: PartyKind, name: impl Into<String>) -> Self {
        Self {
            kind,
            entity: None,
            name: name.into(),
            country: None,
            sector: None,
            told: false,
            office: None,
            former: false,
            gender: Gender::Unknown,
            alternatives: Vec::new(),
            of: None,
        }
    }

    /// The code by what the text says and what was known at the document's date: `CHN.GOV`, `IGO.UN`;
    /// none where nothing tells the country or body.
    pub fn code(&self) -> Option<String> {
        let country = self.country.as_deref()?;
        if self.former && is_body(country) {
            return None;
        }
        let sector = if self.former {
            Some("ELI")
        } else {
            self.sector.as_deref()
        };
        Some(match sector {
            Some(sector) => format!("{country}.{sector}"),
            None => country.to_owned(),
        })
    }

    /// The code at the event's date.
    ///
    /// What the text says of a person holds at the document's date. For an event of another day, and for
    /// whom the text calls former, the dated offices of the who-is-who decide; where they are silent the
    /// text's word stands.
    pub fn code_at(
        &self,
        codebook: &Codebook,
        event_date: Option<Date>,
        document_date: Option<Date>,
    ) -> Option<String> {
        if self.kind != PartyKind::Person {
            return self.code();
        }
        let past = event_date.filter(|date| Some(*date) != document_date);
        if past.is_some() || self.former {
            let held = event_date.and_then(|date| self.held(codebook, date));
            if let Some((code, _)) = held {
                return Some(code);
            }
        }
        if self.told || self.former {
            return self.code();
        }
        let date = event_date.or(document_date);
        self.standing(codebook, date)
            .or_else(|| self.code())
            .filter(|code| !is_formerly_of_body(code))
    }

    /// The office held at the event's date: the who-is-who's name for it where it has the day, else the
    /// text's own.
    pub fn office_at(
        &self,
        codebook: &Codebook,
        event_date: Option<Date>,
        document_date: Option<Date>,
    ) -> Option<String> {
        let date = event_date.or(document_date);
        let held = date.and_then(|date| self.held(codebook, date));
        match held {
            Some((_, office)) => Some(office),
            None if self.former => None,
            None => self.office.clone(),
        }
    }

    /// Code and office of a known person on a day on which one was held.
    fn held(&self, codebook: &Codebook, date: Date) -> Option<(String, String)> {
        let who = codebook.who();
        let person = who.find(self.entity.as_deref()?)?;
        let standing = who.code_at(person, Some(date))?;
        Some((standing.code.into_owned(), standing.office?.to_owned()))
    }

    fn standing(&self, codebook: &Codebook, date: Option<Date>) -> Option<String> {
        let who = codebook.who();
        let person = who.find(self.entity.as_deref()?)?;
        Some(who.code_at(person, date)?.code.into_owned())
    }
}

/// Whether a code's first part is that of bodies without one country.
pub(super) fn is_body(country: &str) -> bool {
    matches!(country, "IGO" | "NGO" | "MNC" | "IMG")
}

/// Who once served a body without one country has no code: they are neither the body nor any state.
fn is_formerly_of_body(code: &str) -> bool {
    code.split_once('.')
        .is_some_and(|(country, sector)| is_body(country) && sector == "ELI")
}

/// Splits a code into country and sector: `CHN.GOV`, `IGO.UN`, `CHN`.
pub(super) fn split(code: &str) -> (Option<String>, Option<String>) {
    if code.is_empty() {
        return (None, None);
    }
    match code.split_once('.') {
        Some((country, sector)) => (Some(country.to_owned()), Some(sector.to_owned())),
        None => (Some(code.to_owned()), None),
    }
}
