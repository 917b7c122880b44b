//! Which part each country plays in the acts of a document.

use smallvec::SmallVec;

use super::candidates::{Key, key};
use crate::draft::{Draft, around};
use crate::matching::{Found, Matcher, Side};
use crate::mentions::{Camp, Mention, MentionKind};
use crate::ranker::Piece;

/// The countries on both sides of each act of a document.
pub(crate) struct Cast<'a> {
    acts: Vec<Part>,
    /// Who stands on the sides of each act by now: those of acts that are settled are no longer those above.
    told: Vec<Sides>,
    /// As [`chief`] finds them.
    pub(super) chief: Vec<(Camp, &'a Mention)>,
}

/// The keys of both sides of an act.
#[derive(Clone)]
pub(super) struct Sides {
    pub sources: Key,
    pub targets: Key,
}

struct Part {
    sides: Sides,
    conflict: bool,
}

/// The other side of each of some acts, and whether it was one of conflict.
pub(super) type Dealings<'c> = SmallVec<[(&'c [Camp], bool); 8]>;

impl Sides {
    fn of(matcher: &Matcher, draft: &Draft) -> Self {
        Self {
            sources: key(matcher, &draft.found.sources.mentions),
            targets: key(matcher, &draft.found.targets.mentions),
        }
    }

    /// The key of everybody on both.
    pub fn both(&self) -> Key {
        let mut all: Key = self.sources.iter().chain(&self.targets).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Part {
    /// The two countries on both sides, in order of their codes, where there are just two and none of those across.
    fn pair(&self, across: &[Camp]) -> Option<[Camp; 2]> {
        match self.sides.both()[..] {
            [one, other] if !across.contains(&one) && !across.contains(&other) => {
                Some([one, other])
            }
            _ => None,
        }
    }
}

/// A part that a country plays in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Acts of the same temper, of friend or foe, are aimed at it.
    Aimed,
    /// It does acts of the same temper.
    Does,
    /// It does what others take amiss.
    Offends,
    /// It deals with those on the other side.
    Partner,
}

pub(super) const ROLES: [Role; 4] = [Role::Aimed, Role::Does, Role::Offends, Role::Partner];

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aimed => "aimed",
            Self::Does => "does",
            Self::Offends => "offends",
            Self::Partner => "partner",
        }
    }
}

/// Countries with how often they play a part, most often first.
pub(super) type Ranking = SmallVec<[(Camp, usize); 8]>;

impl<'a> Cast<'a> {
    pub fn new(matcher: &Matcher<'a>, drafts: &[Draft<'a>]) -> Self {
        let part = |draft: &Draft<'a>| Part {
            sides: Sides::of(matcher, draft),
            conflict: is_conflict(draft),
        };
        let acts: Vec<Part> = drafts.iter().map(part).collect();
        Self {
            told: acts.iter().map(|act| act.sides.clone()).collect(),
            acts,
            chief: chief(matcher),
        }
    }

    /// Notes whom the act `at` has got on its sides.
    pub fn tell(&mut self, matcher: &Matcher, at: usize, draft: &Draft) {
        self.told[at] = Sides::of(matcher, draft);
    }

    /// Who stands on the sides of the act `at` by now.
    pub(super) fn told(&self, at: usize) -> &Sides {
        &self.told[at]
    }

    /// The acts of the story around `at`, itself left out.
    fn others(&self, at: usize) -> impl Iterator<Item = &Part> {
        let around = around(at, self.acts.len());
        around
            .filter(move |other| *other != at)
            .map(|other| &self.acts[other])
    }

    /// The acts of the story before `at`, the last first.
    fn before(&self, at: usize) -> impl Iterator<Item = &Part> {
        let around = around(at, self.acts.len());
        self.acts[around.start..at].iter().rev()
    }

    /// The two countries that deal with each other most in the acts but `at`, and those that did so last before it; those
    /// across take no part.
    pub(super) fn pairs(&self, at: usize, across: &[Camp]) -> [Option<[Camp; 2]>; 2] {
        let mut counts: SmallVec<[([Camp; 2], usize); 8]> = SmallVec::new();
        for act in self.others(at) {
            if let Some(pair) = act.pair(across) {
                match counts.iter_mut().find(|(known, _)| *known == pair) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((pair, 1)),
                }
            }
        }
        let most = counts.iter().rev().max_by_key(|(_, count)| *count);
        let mut before = self.before(at);
        [
            most.map(|(pair, _)| *pair),
            before.find_map(|act| act.pair(across)),
        ]
    }

    /// Of all acts but `at`: those who did something to some, and those to whom these did something.
    pub(super) fn dealings(&self, at: usize, with: &[Camp]) -> [Dealings<'_>; 2] {
        let holds = |side: &[Camp]| side.iter().any(|it| with.contains(it));
        let mut dealings = [Dealings::new(), Dealings::new()];
        for act in self.others(at) {
            if holds(&act.sides.targets) {
                dealings[0].push((&act.sides.sources, act.conflict));
            }
            if holds(&act.sides.sources) {
                dealings[1].push((&act.sides.targets, act.conflict));
            }
        }
        dealings
    }

    /// Those who last did something to some before `at`, and those to whom these last did something.
    pub(super) fn last_dealt(&self, at: usize, with: &[Camp]) -> [(Piece<'static>, &[Camp]); 2] {
        let holds = |side: &[Camp]| side.iter().any(|it| with.contains(it));
        let before = || self.before(at);
        let doers = before().find(|act| {
            holds(&act.sides.targets) && !holds(&act.sides.sources) && !act.sides.sources.is_empty()
        });
        let others = before().find(|act| {
            holds(&act.sides.sources) && !holds(&act.sides.targets) && !act.sides.targets.is_empty()
        });
        [
            (
                "doers".into(),
                doers.map_or(&[], |act| &act.sides.sources[..]),
            ),
            (
                "others".into(),
                others.map_or(&[], |act| &act.sides.targets[..]),
            ),
        ]
    }

    /// The countries that the story names, those across left out, most first.
    pub(super) fn abroad(&self, across: &[Camp]) -> impl Iterator<Item = Camp> {
        let chief = self.chief.iter().map(|(country, _)| *country);
        chief.filter(|country| !across.contains(country))
    }

    /// Who plays a part in all acts but `at`, those across left out.
    pub(super) fn ranking(&self, role: Role, at: usize, across: &[Camp]) -> Ranking {
        let mut ranking = Ranking::new();
        let own = self.acts[at].conflict;
        for act in self.others(at) {
            let (this, that) = (&act.sides.sources, &act.sides.targets);
            let takes_part = |side: &[Camp]| side.iter().any(|it| across.contains(it));
            match role {
                Role::Aimed if act.conflict == own => count(&mut ranking, that, across),
                Role::Does if act.conflict == own => count(&mut ranking, this, across),
                Role::Offends if act.conflict => count(&mut ranking, this, across),
                Role::Partner if takes_part(this) => count(&mut ranking, that, across),
                Role::Partner if takes_part(that) => count(&mut ranking, this, across),
                _ => {}
            }
        }
        ranking.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        ranking
    }
}

/// The two who deal with each other most in a story, others than some, as they were named last before the act `at`.
pub(crate) fn opponents<'a>(
    matcher: &Matcher<'a>,
    drafts: &[Draft<'a>],
    at: usize,
    than: &Side<'a>,
) -> Option<Found<'a>> {
    let than = key(matcher, &than.mentions);
    let [pair, _] = Cast::new(matcher, drafts).pairs(at, &than);
    let named = |country: Camp| last_named(matcher, drafts[at].head(), country);
    let [one, other] = pair?;
    Some(Found::from_slice(&[named(one)?, named(other)?]))
}

/// The last mention before a word, adjectives left out, of a country.
pub(super) fn last_named<'a>(
    matcher: &Matcher<'a>,
    head: usize,
    country: Camp,
) -> Option<&'a Mention> {
    let mentions = matcher.mentions;
    let end = mentions.all().partition_point(|it| it.words.start < head);
    let is = |mention: &&Mention| {
        let parties = mention.parties.iter();
        let mut countries = parties.map(|&party| mentions.camp(party));
        mention.kind != MentionKind::Adjective && countries.any(|it| it == country)
    };
    mentions.all()[..end].iter().rev().find(is)
}

/// The countries that a text names, each with its first mention, most often named first.
fn chief<'a>(matcher: &Matcher<'a>) -> Vec<(Camp, &'a Mention)> {
    let mut counts: Vec<(Camp, &Mention, usize)> = Vec::new();
    for mention in matcher.mentions.all() {
        for &id in &mention.parties {
            let party = matcher.mentions.party(id);
            if party.country.is_none() && party.entity.is_none() {
                continue;
            }
            let country = matcher.mentions.camp(id);
            match counts.iter_mut().find(|(known, ..)| *known == country) {
                Some((.., count)) => *count += 1,
                None => counts.push((country, mention, 1)),
            }
        }
    }
    counts.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    let named = counts.into_iter();
    named.map(|(country, first, _)| (country, first)).collect()
}

/// How many dealings some have a part in: of conflict, and of the other kind.
pub(super) fn count_dealings(dealings: &Dealings, key: &[Camp]) -> [usize; 2] {
    let mut counts = [0; 2];
    for (side, conflict) in dealings {
        if side.iter().any(|it| key.contains(it)) {
            counts[usize::from(!conflict)] += 1;
        }
    }
    counts
}

fn count(ranking: &mut Ranking, side: &[Camp], across: &[Camp]) {
    for &country in side.iter().filter(|it| !across.contains(it)) {
        match ranking.iter_mut().find(|(known, _)| *known == country) {
            Some((_, count)) => *count += 1,
            None => ranking.push((country, 1)),
        }
    }
}

/// Whether an act is one of conflict, of words or deeds, by its CAMEO root.
fn is_conflict(draft: &Draft) -> bool {
    let root = draft.found.frame.cameo.get(..2);
    root.and_then(|root| root.parse::<u8>().ok())
        .is_some_and(|root| root >= 9)
}
