//! What tells one party from another.

use super::{Mention, Party, PartyId, is_body};
use crate::reading::Reading;

/// What tells a party from others: its country; of a body without one country, and of whom no country is known, the
/// name. A number of its document, in the order of countries and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Camp(u32);

/// The camps of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Camps {
    /// Countries and names, sorted.
    names: Vec<String>,
    of_parties: Vec<Camp>,
}

impl Camps {
    pub(super) fn new(reading: &Reading, mentions: &[Mention], parties: &[Party]) -> Self {
        let unknown = mentions.iter().filter(|it| it.parties.is_empty());
        let unknown = unknown.map(|it| reading.words_of(it.words));
        let mut names: Vec<&str> = parties.iter().map(name).chain(unknown).collect();
        names.sort_unstable();
        names.dedup();
        let mut camps = Self {
            names: names.into_iter().map(str::to_owned).collect(),
            of_parties: Vec::new(),
        };
        camps.of_parties = parties.iter().map(|it| camps.named(name(it))).collect();
        camps
    }

    /// The camp with a name, which must be one of the document's.
    fn named(&self, name: &str) -> Camp {
        Camp(self.names.partition_point(|known| known.as_str() < name) as u32)
    }

    pub(super) fn name(&self, camp: Camp) -> &str {
        &self.names[camp.0 as usize]
    }

    pub(super) fn of_party(&self, party: PartyId) -> Camp {
        self.of_parties[party.index()]
    }

    /// Whoever stands for himself alone, since nobody is known of whom the words speak.
    pub(super) fn of_unknown(&self, words: &str) -> Camp {
        self.named(words)
    }
}

fn name(party: &Party) -> &str {
    let country = party.country.as_deref().filter(|country| !is_body(country));
    country.or(party.entity.as_deref()).unwrap_or(&party.name)
}
