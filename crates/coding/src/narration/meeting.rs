//! Dated meetings and agreements, whose day what their parties did together has too.

use smallvec::SmallVec;

use super::kinds::is_joint;
use super::{Narrator, carried};
use crate::draft::Draft;
use crate::event::Precision;
use crate::mentions::PartyId;
use crate::scope;
use crate::time::When;

/// A dated act in which several countries took part.
pub(super) struct Meeting {
    when: When,
    countries: SmallVec<[Box<str>; 4]>,
    parties: SmallVec<[PartyId; 4]>,
}

impl<'a> Narrator<'a> {
    /// Notes a meeting or agreement of several countries on a day before the document's.
    pub(super) fn note_meeting(&mut self, draft: &Draft<'a>, when: &When) {
        let past = when.start.is_some() && when.start < self.document;
        // A meeting told in the past perfect went before those of the story.
        let before = scope::is_past_perfect(self.reading, draft.head());
        if is_joint(draft.event_type()) && past && !before && when.precision == Precision::Day {
            let countries = self.countries(draft);
            if countries.len() > 1 {
                self.meetings.push(Meeting {
                    when: carried(when),
                    countries,
                    parties: parties(draft),
                });
            }
        }
    }

    /// The last dated meeting or agreement whose parties an act is between.
    pub(super) fn met_before(&self, draft: &Draft<'a>) -> Option<When> {
        let two_sided = !draft.found.sources.is_empty() && !draft.found.targets.is_empty();
        let own = self.countries(draft);
        let between = |meeting: &&Meeting| {
            own.iter()
                .all(|country| meeting.countries.contains(country))
        };
        let meeting = self.meetings.iter().rev().find(between)?;
        // Others of the same countries may speak of it later.
        let joint = is_joint(draft.event_type());
        let sources = draft.found.sources.parties();
        let there = sources.iter().any(|it| meeting.parties.contains(it));
        (two_sided && own.len() > 1 && (joint || there)).then(|| meeting.when.clone())
    }

    /// The countries of all who are named on the sides of an act.
    fn countries(&self, draft: &Draft<'a>) -> SmallVec<[Box<str>; 4]> {
        let mut countries: SmallVec<[Box<str>; 4]> = SmallVec::new();
        for side in [&draft.found.sources, &draft.found.targets] {
            for party in side.parties() {
                if let Some(country) = self.mentions.party(party).country.as_deref()
                    && !countries.iter().any(|known| &**known == country)
                {
                    countries.push(country.into());
                }
            }
        }
        countries
    }
}

/// All who are named on the sides of an act.
fn parties(draft: &Draft) -> SmallVec<[PartyId; 4]> {
    let mut parties = draft.found.sources.parties();
    parties.extend(draft.found.targets.parties());
    parties
}
