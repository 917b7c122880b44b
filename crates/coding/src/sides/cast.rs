//! Which part each country plays in the acts of a document.

use smallvec::SmallVec;

use super::candidates::key;
use crate::draft::Draft;
use crate::matching::Matcher;

/// The countries on both sides of each act of a document.
pub(crate) struct Cast<'a> {
    acts: Vec<Part<'a>>,
}

struct Part<'a> {
    sources: SmallVec<[&'a str; 4]>,
    targets: SmallVec<[&'a str; 4]>,
    conflict: bool,
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
pub(super) type Ranking<'a> = SmallVec<[(&'a str, usize); 8]>;

impl<'a> Cast<'a> {
    pub fn new(matcher: &Matcher<'a>, drafts: &[Draft<'a>]) -> Self {
        let part = |draft: &Draft<'a>| Part {
            sources: key(matcher, &draft.found.sources.mentions),
            targets: key(matcher, &draft.found.targets.mentions),
            conflict: is_conflict(draft),
        };
        Self {
            acts: drafts.iter().map(part).collect(),
        }
    }

    /// What some did to others in all acts but `at`: of conflict, and of the other kind.
    pub(super) fn dealings(&self, at: usize, doers: &[&str], to: &[&str]) -> [usize; 2] {
        let among = |side: &[&str], those: &[&str]| side.iter().any(|it| those.contains(it));
        let acts = self.acts.iter().enumerate();
        let did = acts.filter(|(other, act)| {
            *other != at && among(&act.sources, doers) && among(&act.targets, to)
        });
        let mut counts = [0; 2];
        for (_, act) in did {
            counts[usize::from(!act.conflict)] += 1;
        }
        counts
    }

    /// Those who last did something to some before `at`, and those to whom these last did something.
    pub(super) fn last_dealt(&self, at: usize, with: &[&str]) -> [&[&'a str]; 2] {
        let holds = |side: &[&str]| side.iter().any(|it| with.contains(it));
        let before = || self.acts[..at].iter().rev();
        let doers = before().find(|act| {
            holds(&act.targets) && !holds(&act.sources) && !act.sources.is_empty()
        });
        let others = before().find(|act| {
            holds(&act.sources) && !holds(&act.targets) && !act.targets.is_empty()
        });
        [
            doers.map_or(&[], |act| &act.sources[..]),
            others.map_or(&[], |act| &act.targets[..]),
        ]
    }

    /// Who plays a part in all acts but `at`, those across left out.
    pub(super) fn ranking(&self, role: Role, at: usize, across: &[&str]) -> Ranking<'a> {
        let mut ranking = Ranking::new();
        let own = self.acts[at].conflict;
        let others = self
            .acts
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at);
        for (_, act) in others {
            let (this, that) = (&act.sources, &act.targets);
            let takes_part = |side: &[&str]| side.iter().any(|it| across.contains(it));
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

fn count<'a>(ranking: &mut Ranking<'a>, side: &[&'a str], across: &[&str]) {
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
