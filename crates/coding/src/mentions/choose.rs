//! Choosing among namesakes.

use std::cmp::Reverse;

use chancery_codebook::{Candidate, EntityKind, EntityRef, NameForm, Rank, Term};

use super::bearers::sole;
use super::describe::Affiliation;
use super::lexicon::Lexicon;
use super::names::{Label, Name};
use super::party::{is_body, split};
use super::titles::Title;
use super::{Finder, PartyId};

/// How many namesakes are kept for explanation.
const ALTERNATIVES: usize = 5;

/// How much more likely a seat means the body that sits there than the state.
const SEAT: i32 = 5;

/// A surname that more than so many known persons bear says little by itself.
const COMMON: usize = 5;

/// The ranks of the offices that a title may tell of.
fn ranks_of(lexicon: &Lexicon, role: &str) -> &'static [Rank] {
    match lexicon.rank(role).or_else(|| lexicon.bearing(role)) {
        Some("head") => &[Rank::Head, Rank::Government],
        Some("foreign") => &[Rank::Foreign],
        Some("defence") => &[Rank::Defence],
        Some("spokesperson") => &[Rank::Spokesperson],
        _ => &[],
    }
}

impl Finder<'_> {
    /// The likeliest candidate with its certainty; none where no candidate will do.
    pub(super) fn choose(
        &mut self,
        index: usize,
        person_like: bool,
        title: &Title,
    ) -> Option<(PartyId, f32)> {
        if let Some(person) = self.holder_called(index, title) {
            return Some((self.party_of(person), 0.9));
        }
        let name = &self.names[index];
        let mut scored: Vec<(i32, Candidate)> = name
            .candidates
            .iter()
            .enumerate()
            .take(64)
            .map(|(rank, candidate)| {
                (
                    self.score(name, candidate, title) - rank.min(9) as i32,
                    *candidate,
                )
            })
            .collect();
        if person_like {
            scored.retain(|(_, candidate)| self.kind(candidate) == EntityKind::Person);
        }
        scored.sort_by_key(|(score, candidate)| (Reverse(*score), candidate.entity));
        let &(best, candidate) = scored.first()?;
        let bare = self.names[index].surname;
        if best < -20 || bare && !self.is_newsworthy(index, candidate.entity, title) {
            return None;
        }
        let margin = scored.get(1).map_or(40, |(next, _)| best - next);
        let certainty = (0.6 + margin as f32 / 100.0).clamp(0.6, 0.97);
        let others: Vec<String> = scored[1..]
            .iter()
            .take(ALTERNATIVES)
            .map(|(_, it)| self.codebook.who().entity(it.entity).id().to_owned())
            .collect();
        let party = self.party_of(candidate.entity);
        self.parties[party.index()].alternatives = others;
        Some((party, certainty))
    }

    /// The one bearer of a bare surname who holds the office that the title tells, or held it: "Defense Secretary Hegseth",
    /// "North Korean leader Kim", "President Carter".
    fn holder_called(&self, index: usize, title: &Title) -> Option<EntityRef> {
        let name = &self.names[index];
        let description = title.description.as_ref()?;
        let date = self.date.filter(|_| name.surname && !description.former)?;
        let ranks = ranks_of(self.lexicon, &description.role.lemma);
        let who = self.codebook.who();
        let told = |it: &Affiliation| it.country.clone();
        let countries: Vec<String> = description.affiliations.iter().filter_map(told).collect();
        if countries.is_empty() {
            let fits = |term: &Term| term.rank.is_some_and(|rank| ranks.contains(&rank));
            let holds =
                |person: &EntityRef| who.offices(*person).any(|it| fits(&it) && it.covers(date));
            let begun = |term: &Term| term.from.is_some_and(|from| from <= date);
            let held = |person: &EntityRef| who.offices(*person).any(|it| fits(&it) && begun(&it));
            let bearers = || name.candidates.iter().map(|it| it.entity);
            let still = sole(bearers().filter(holds));
            return still.or_else(|| sole(bearers().filter(held)));
        }
        let surname = self.reading.words_of(name.words);
        let in_office = countries.iter().flat_map(|country| {
            let of_rank = |rank: &Rank| who.holders(country, *rank, Some(date));
            ranks.iter().flat_map(of_rank).map(|(person, _)| person)
        });
        sole(in_office.filter(|&person| who.entity(person).surname() == surname))
    }

    /// Whether a bare surname may mean this person: they lead, alone of that name have led, or the title beside
    /// it fits them.
    pub(super) fn is_newsworthy(&self, index: usize, person: EntityRef, title: &Title) -> bool {
        let (country, standing) = self.person_score(person);
        // A surname that many bear means a member of a government only where the text speaks of the country.
        let common = self.names[index].candidates.len() > COMMON;
        let at_home = country
            .as_deref()
            .is_some_and(|it| self.votes.contains_key(it));
        standing >= if common && !at_home { 25 } else { 18 }
            || self.by_entity.contains_key(&person)
            || self.title_score(country.as_deref(), title) >= 40
            || self.only_leader(index) == Some(person)
    }

    /// The only one of a surname's bearers who ever led a state or government.
    pub(super) fn only_leader(&self, index: usize) -> Option<EntityRef> {
        let who = self.codebook.who();
        let led = |person: &EntityRef| {
            let mut terms = who.offices(*person);
            terms.any(|term| {
                let top = matches!(term.rank, Some(Rank::Head | Rank::Government));
                top && term
                    .from
                    .is_none_or(|from| self.date.is_none_or(|date| from <= date))
            })
        };
        let candidates = self.names[index]
            .candidates
            .iter()
            .take(64)
            .map(|it| it.entity);
        let mut leaders = candidates.filter(led);
        let first = leaders.next()?;
        leaders.all(|other| other == first).then_some(first)
    }

    pub(super) fn score(&self, name: &Name, candidate: &Candidate, title: &Title) -> i32 {
        let who = self.codebook.who();
        let entity = who.entity(candidate.entity);
        let kind = entity.kind();
        let mut score = match (name.label, kind) {
            (Label::Person, EntityKind::Person) => 30,
            (Label::Country, EntityKind::State | EntityKind::Metonym) => 30,
            (Label::Nationality, EntityKind::State) => 30,
            (Label::Organisation, EntityKind::Organisation | EntityKind::Media) => 20,
            (Label::Person, _) => -10,
            (
                Label::Country | Label::Organisation | Label::Nationality | Label::Place,
                EntityKind::Person,
            ) => -15,
            _ => 0,
        };
        if !entity.exists(self.date) {
            score -= 40;
        }
        if self.by_entity.contains_key(&candidate.entity) {
            score += 25;
        }
        let (country, standing) = if kind == EntityKind::Person {
            self.person_score(candidate.entity)
        } else {
            (
                entity
                    .code()
                    .map(|code| code.split('.').next().unwrap_or(code))
                    .map(str::to_owned),
                0,
            )
        };
        score += standing;
        // The seat of a body speaks for the body, unless the text speaks of the state around it.
        if kind == EntityKind::Metonym && country.as_deref().is_some_and(is_body) {
            score += SEAT;
        }
        let votes = country
            .as_deref()
            .and_then(|it| self.votes.get(it))
            .copied()
            .unwrap_or(0);
        score += votes.min(6) as i32 * 3;
        score
            + self.title_score(country.as_deref(), title)
            + i32::from(candidate.form == NameForm::Name)
    }

    /// A person's country, and how likely news of the day speaks of them.
    pub(super) fn person_score(&self, person: EntityRef) -> (Option<String>, i32) {
        let Some(standing) = self.codebook.who().code_at(person, self.date) else {
            return (None, -5);
        };
        let score = match (standing.office, standing.rank) {
            (Some(_), Some(Rank::Head)) => 25,
            (Some(_), Some(Rank::Government)) => 22,
            (Some(_), Some(Rank::Foreign)) => 18,
            (Some(_), Some(Rank::Defence)) => 14,
            (Some(_), _) => 10,
            (None, _) if standing.code.ends_with(".ELI") => 3,
            (None, _) => 0,
        };
        (split(&standing.code).0, score)
    }

    pub(super) fn title_score(&self, country: Option<&str>, title: &Title) -> i32 {
        let told = title
            .description
            .iter()
            .flat_map(|it| it.affiliations.iter().map(|it| it.country.as_deref()));
        let mut told = told.chain([title.country.as_deref()]).flatten().peekable();
        let Some(&first) = told.peek() else { return 0 };
        match country {
            Some(country) if told.any(|it| it == country) => 40,
            Some(_) if first.len() == 3 => -40,
            _ => 0,
        }
    }
}
