//! What a document has told so far: who has been dealing with whom.

use smallvec::SmallVec;

use crate::matching::{Found, Side};
use crate::mentions::{Mention, MentionKind, Mentions, PartyId};

/// The exchanges told so far, the last one last.
#[derive(Clone, Debug, Default)]
pub struct Discourse<'a> {
    dyads: Vec<(Found<'a>, Found<'a>)>,
}

impl<'a> Discourse<'a> {
    /// Notes that an act between two sides was told.
    pub fn tell(&mut self, sources: &Side<'a>, targets: &Side<'a>) {
        if !sources.is_empty() && !targets.is_empty() {
            self.dyads
                .push((sources.mentions.clone(), targets.mentions.clone()));
        }
    }

    /// The other party of the exchange that is being told, as seen from `side`: of the last act in
    /// which one of its countries took part, those of another country. Before any act, the party of
    /// another country that was named last before `word`.
    pub fn counterpart(&self, mentions: &'a Mentions, side: &Side<'a>, word: usize) -> Found<'a> {
        let known = self.partner(mentions, side);
        if !known.is_empty() {
            return known;
        }
        let own = countries(mentions, &side.mentions);
        if own.is_empty() {
            return Found::new();
        }
        nearest_foreigner(mentions, &own, word)
    }

    /// The other party of the last act in which one of a side's countries took part.
    pub fn partner(&self, mentions: &'a Mentions, side: &Side<'a>) -> Found<'a> {
        let own = countries(mentions, &side.mentions);
        if own.is_empty() {
            return Found::new();
        }
        for (sources, targets) in self.dyads.iter().rev() {
            for (this, other) in [(sources, targets), (targets, sources)] {
                let takes_part = countries(mentions, this)
                    .iter()
                    .any(|country| own.contains(country));
                let foreign = foreign(mentions, other, &own);
                if takes_part && !foreign.is_empty() {
                    return foreign;
                }
            }
        }
        Found::new()
    }
}

type Countries<'a> = SmallVec<[&'a str; 4]>;

fn countries<'a>(mentions: &'a Mentions, found: &[&Mention]) -> Countries<'a> {
    let parties = found.iter().flat_map(|mention| &mention.parties);
    parties
        .filter_map(|&party| country(mentions, party))
        .collect()
}

fn country(mentions: &Mentions, party: PartyId) -> Option<&str> {
    mentions.party(party).country.as_deref()
}

fn foreign<'a>(mentions: &'a Mentions, found: &Found<'a>, own: &[&str]) -> Found<'a> {
    let is_foreign = |mention: &&Mention| {
        mention.parties.len() == 1
            && country(mentions, mention.parties[0]).is_some_and(|country| !own.contains(&country))
    };
    found.iter().copied().filter(is_foreign).collect()
}

/// How many mentions back the search for a counterpart goes.
const FARTHEST: usize = 40;

fn nearest_foreigner<'a>(mentions: &'a Mentions, own: &[&str], word: usize) -> Found<'a> {
    let all = mentions.all();
    let before = all.partition_point(|mention| mention.words.start < word);
    let foreigner = all[..before].iter().rev().take(FARTHEST).find(|mention| {
        !matches!(mention.kind, MentionKind::Place | MentionKind::Adjective)
            && mention.parties.len() == 1
            && country(mentions, mention.parties[0]).is_some_and(|country| !own.contains(&country))
    });
    foreigner.into_iter().collect()
}
