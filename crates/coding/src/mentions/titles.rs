//! Titles: the role or country that stands before a name.

use chancery_codebook::EntityKind;

use super::common::is_plural;
use super::describe::{Affiliation, Description};
use super::{Finder, Gender, PartyId, PartyKind};
use crate::reading::{Pos, Tag};

/// What stands before a person's or body's name.
#[derive(Default)]
pub(super) struct Title {
    /// The first word of name and title together.
    pub(super) start: usize,
    pub(super) description: Option<Description>,
    pub(super) gender: Gender,
    /// "Iran's Zarif", "Lebanese Hezbollah".
    pub(super) country: Option<String>,
}

impl Finder<'_> {
    /// The role before the name, or the country.
    pub(super) fn title(&self, index: usize) -> Title {
        let name = &self.names[index];
        let mut title = Title {
            start: name.words.start,
            ..Title::default()
        };
        if name.nested || self.is_state(name) {
            return title;
        }
        let first = self.reading.sentence_of(name.words.start).start;
        let mut at = name.words.start;
        while at > first
            && let Some(gender) = self.lexicon.honorific(&self.lower(at - 1))
        {
            at -= 1;
            title.gender = gender;
            title.start = at;
        }
        if at == first {
            return title;
        }
        let role = self
            .role_ending(at - 1)
            .filter(|_| self.name_at(at - 1).is_none());
        let role = role.or_else(|| self.role_with_object(at, name.words.end));
        if let Some(role) = role.filter(|role| !is_plural(self.reading.word(role.head).tag)) {
            let mut description = self.describe(role, 1);
            if description.affiliations.is_empty() {
                description
                    .affiliations
                    .extend(self.state_behind(name.words.end));
            }
            title.start = description.words.start.min(at);
            title.gender = if title.gender == Gender::Unknown {
                description.gender
            } else {
                title.gender
            };
            title.description = Some(description);
            return title;
        }
        self.bare_country(at, &mut title);
        title
    }

    /// "Foreign Minister Mevlut Cavusoglu of Turkey": the state named behind a titled name.
    pub(super) fn state_behind(&self, of: usize) -> Option<Affiliation> {
        let name = &self.names[self.name_at(of + 1)?];
        let who = self.codebook.who();
        let state = name.candidates.first().map(|it| who.entity(it.entity))?;
        let told = self.reading.text(of) == "of" && state.kind() == EntityKind::State;
        let country = state.code().filter(|_| told)?.to_owned();
        Some(Affiliation {
            country: Some(country),
            sure: true,
            ..Affiliation::default()
        })
    }

    /// "ambassador to China Lee Longnan": a role, a preposition and its object right before a name.
    pub(super) fn role_with_object(&self, at: usize, end: usize) -> Option<super::describe::Role> {
        if end < self.reading.len() && self.reading.word(end).tag == Tag::Pos {
            return None;
        }
        let first = self
            .reading
            .sentence_of(at)
            .start
            .max(at.saturating_sub(10));
        let mut here = at;
        while here > first {
            here -= 1;
            let token = self.reading.word(here);
            if token.pos == Pos::Adp {
                let role = here.checked_sub(1).and_then(|last| self.role_at(last))?;
                let plain = matches!(self.reading.text(here), "of" | "to" | "for" | "in");
                // The name must not be the preposition's own object with nothing but an article between.
                let object = (here + 1..at)
                    .any(|word| matches!(self.reading.word(word).pos, Pos::Noun | Pos::Propn));
                return (plain && object && !role.group).then_some(role);
            }
            if !matches!(
                token.pos,
                Pos::Det | Pos::Adj | Pos::Noun | Pos::Propn | Pos::Part
            ) {
                return None;
            }
        }
        None
    }

    pub(super) fn bare_country(&self, at: usize, title: &mut Title) {
        let before = self.before(at, 0);
        let owner = before
            .possessor
            .and_then(|owner| self.mention_ending(owner));
        let parties = before
            .names
            .iter()
            .filter_map(|&name| self.name_party[name]);
        let owned = owner
            .iter()
            .filter_map(|&mention| self.mentions[mention].parties.first().copied());
        let state = parties
            .chain(owned)
            .map(|party| &self.parties[party.index()])
            .find(|party| party.kind == PartyKind::State);
        title.country = state.and_then(|party| party.country.clone());
        if title.country.is_some() {
            title.start = before.start;
        }
    }

    /// Writes what a title says into its bearer.
    pub(super) fn apply_title(&mut self, party: PartyId, title: &Title) {
        if let Some(description) = &title.description {
            self.apply(party, description);
        }
        let bearer = &mut self.parties[party.index()];
        if bearer.gender == Gender::Unknown {
            bearer.gender = title.gender;
        }
        if bearer.country.is_none() && title.country.is_some() {
            bearer.country = title.country.clone();
        }
    }
}
