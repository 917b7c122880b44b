//! Our codes of actors in those of others.

use super::rules::Guide;
use chancery_codebook::{ForeignCode, ForeignKind};
use chancery_coding::Actor;

/// A code taken apart and looked up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Party<'k> {
    /// The country, where it has one.
    pub country: Option<&'k ForeignCode>,
    /// What stands in a country's stead; the kind alone where the body has no code with others.
    pub body: Option<&'k ForeignCode>,
    /// The sector.
    pub sector: Option<&'k ForeignCode>,
}

impl<'k> Party<'k> {
    /// Looks up the code of an actor.
    pub fn of(actor: Option<&Actor>, guide: &Guide<'k>) -> Self {
        let Some(code) = actor.and_then(|actor| actor.code.as_deref()) else {
            return Self::default();
        };
        let foreign = guide.codebook.ontology().foreign();
        let parts: Vec<&str> = code.split('.').collect();
        if let Some(country) = foreign.code(ForeignKind::Country, parts[0]) {
            let sector = parts.get(1);
            return Self {
                country: Some(country),
                body: None,
                sector: sector.and_then(|code| foreign.code(ForeignKind::Sector, code)),
            };
        }
        let named = parts[..parts.len().min(2)].join(".");
        let body = foreign
            .code(ForeignKind::Body, &named)
            .or_else(|| foreign.code(ForeignKind::Body, parts[0]));
        let sector = parts.get(2);
        Self {
            country: None,
            body,
            sector: sector.and_then(|code| foreign.code(ForeignKind::Sector, code)),
        }
    }

    /// Whether anything is known.
    pub fn is_coded(&self) -> bool {
        self.country.is_some() || self.body.is_some()
    }

    /// The CAMEO code: `CHNGOV`, `IGOUNO`; empty where nothing is known.
    pub fn cameo(&self) -> String {
        let parts = [self.country, self.body, self.sector];
        let codes = parts.iter().flatten().map(|code| code.cameo.as_str());
        codes.collect()
    }

    /// What Phoenix calls the entity: the country, or the kind of body.
    pub fn entity(&self) -> &'k str {
        match (self.country, self.body) {
            (Some(country), _) => &country.cameo,
            (None, Some(body)) => body.cameo.get(..3).unwrap_or_default(),
            (None, None) => "",
        }
    }

    /// The groups of letters of a body behind the first, such as `UNO`.
    pub fn groups(&self) -> Vec<&'k str> {
        let code = self.body.map_or("", |body| body.cameo.as_str());
        let groups = code.as_bytes().chunks(3).skip(1);
        groups
            .filter_map(|group| std::str::from_utf8(group).ok())
            .collect()
    }
}
