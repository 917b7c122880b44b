//! Which act a predicate means, if any: the frames propose, and the trained ranker may overrule them.

use chancery_codebook::EventType;

use crate::clauses::Clause;
use crate::discourse::Discourse;
use crate::lexicon::Lexicon;
use crate::matching::{Attempt, Match, Matcher, Miss, closest};
use crate::ranker::{ActRanker, NO_ACT, clues};
use crate::reading::Dep;

/// Chooses among the acts that a predicate may mean.
#[derive(Clone, Copy)]
pub struct Chooser<'a> {
    /// Tries the frames.
    pub matcher: Matcher<'a>,
    /// Word lists.
    pub lexicon: &'a Lexicon,
    /// Weighs types; without it the frame that fits most closely is taken.
    pub ranker: Option<&'a ActRanker>,
    /// Whether acts that are not sure are wanted too.
    pub judged: bool,
}

/// The frame that fits most closely is passed over where its type is less likely than this; one that asks for much and finds
/// it, by its score, needs less.
const DOUBTFUL: f64 = 0.2;
const DOUBTFUL_IF_CLOSE: f64 = 0.05;
const CLOSE: f32 = 3.0;

/// How likely another type must be to come before it: where a frame of that type fits, and where none does.
const LIKELY: f64 = 0.5;
const LIKELY_UNLISTED: f64 = 0.7;

/// An act that a predicate may mean.
#[derive(Clone, Debug)]
pub struct Chosen<'a> {
    /// The frame with its slots.
    pub found: Match<'a>,
    /// How far the model of acts believes it.
    pub belief: Belief,
}

/// How far the model of acts believes an act.
#[derive(Clone, Copy, Debug)]
pub struct Belief {
    /// How likely its type is.
    pub own: f64,
    /// How likely it is that the predicate means an act of any type.
    pub any: f64,
    /// How its frame was come by.
    pub by: By,
    /// Whether it is told without anything else speaking for it.
    pub sure: bool,
}

/// How the frame of an act was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// It fits.
    Fit,
    /// It misses nothing but a party.
    Short,
    /// None of the type fits.
    Type,
}

impl By {
    /// A name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Short => "short",
            Self::Type => "type",
        }
    }
}

/// An act less likely than this is not even weighed: by a frame that fits, that misses a party, or by its type alone.
const FAINT: f64 = 0.02;
const FAINT_IF_SHORT: f64 = 0.06;
const FAINT_UNLISTED: f64 = 0.4;

impl<'a> Chooser<'a> {
    /// The act that `word` means: by the frame that fits most closely, unless the ranker doubts it or thinks another type likely.
    /// Where acts are judged, also one that is not sure.
    pub fn choose(&self, word: usize, discourse: &Discourse<'a>) -> Option<Chosen<'a>> {
        let Some(ranker) = self.ranker else {
            let best = self.matcher.best(word, discourse);
            return best.map(Chosen::certain);
        };
        if !self.matcher.may_act(word) {
            return None;
        }
        let clause = self.matcher.clauses.read(word);
        let attempts = self.matcher.in_clause(&clause, discourse);
        let clues = clues(&self.matcher, self.lexicon, word, &clause, &attempts);
        let shares = ranker.of_features(clues);
        let (answer, share) = likeliest(&shares)?;
        let event_type = EventType::ALL[answer];
        let of_type = fits(&attempts).filter(|found| found.frame.event_type == event_type);
        let likely = match closest(of_type) {
            Some(fit) if share >= LIKELY => Some((fit.clone(), By::Fit)),
            None if share >= LIKELY_UNLISTED => self
                .unlisted(event_type, &clause, &attempts, discourse)
                .map(|found| (found, By::Type)),
            _ => None,
        };
        let sure = likely.or_else(|| {
            closest(fits(&attempts))
                .filter(|found| share_of(&shares, found) >= least(found))
                .map(|found| (found.clone(), By::Fit))
        });
        if let Some((found, by)) = sure {
            return Some(Chosen::new(found, by, &shares, true));
        }
        if !self.judged {
            return None;
        }
        self.faint(event_type, &clause, &attempts, &shares, discourse)
    }

    /// Whether the object is a noun of an act itself, which says better than its verb what is meant: "staged *drills*".
    fn object_tells(&self, word: usize, discourse: &Discourse<'a>) -> bool {
        let object = self.matcher.reading.child(word, Dep::Dobj);
        object.is_some_and(|noun| self.matcher.best(noun, discourse).is_some())
    }

    /// The likeliest of the acts that are not sure.
    fn faint(
        &self,
        event_type: EventType,
        clause: &Clause,
        attempts: &[Attempt<'a>],
        shares: &[f64],
        discourse: &Discourse<'a>,
    ) -> Option<Chosen<'a>> {
        let chosen = |found, by| Chosen::new(found, by, shares, false);
        let fit = closest(fits(attempts)).map(|found| chosen(found.clone(), By::Fit));
        let fit = fit.filter(|it| it.belief.own >= FAINT);
        // Parties are looked for only where it may come to something.
        let may_be_short = short_of_parties(attempts)
            .any(|attempt| share(shares, attempt.frame.event_type) >= FAINT_IF_SHORT);
        let short = may_be_short.then(|| self.short(clause, attempts, discourse));
        let short = short.flatten().map(|found| chosen(found, By::Short));
        let short = short.filter(|it| it.belief.own >= FAINT_IF_SHORT);
        let may_be_unlisted = share(shares, event_type) >= FAINT_UNLISTED;
        let unlisted =
            may_be_unlisted.then(|| self.unlisted(event_type, clause, attempts, discourse));
        let unlisted = unlisted.flatten().map(|found| chosen(found, By::Type));
        let all = fit.into_iter().chain(short).chain(unlisted);
        all.reduce(|best, next| {
            if next.belief.own > best.belief.own {
                next
            } else {
                best
            }
        })
    }

    /// The act that `word` means by a frame that misses nothing but a party.
    pub fn short_of_parties(&self, word: usize, discourse: &Discourse<'a>) -> Option<Chosen<'a>> {
        let clause = self.matcher.clauses.read(word);
        let attempts = self.matcher.in_clause(&clause, discourse);
        let found = self.short(&clause, &attempts, discourse)?;
        let Some(ranker) = self.ranker else {
            return Some(Chosen::certain(found));
        };
        let clues = clues(&self.matcher, self.lexicon, word, &clause, &attempts);
        let shares = ranker.of_features(clues);
        (share_of(&shares, &found) >= DOUBTFUL)
            .then(|| Chosen::new(found, By::Short, &shares, true))
    }

    fn short(
        &self,
        clause: &Clause,
        attempts: &[Attempt<'a>],
        discourse: &Discourse<'a>,
    ) -> Option<Match<'a>> {
        let short = short_of_parties(attempts)
            .filter_map(|attempt| self.matcher.nearly(attempt, clause, discourse));
        closest(short)
    }

    /// What the model sees of `word`, where it may mean an act.
    pub fn clues(&self, word: usize, discourse: &Discourse<'a>) -> Option<Vec<(u32, f32)>> {
        let clause = self.matcher.clauses.read(word);
        let attempts = self.matcher.in_clause(&clause, discourse);
        self.matcher
            .may_act(word)
            .then(|| clues(&self.matcher, self.lexicon, word, &clause, &attempts))
    }

    /// An act of a type of which no frame fits: by the frame that comes nearest, else by the one that stands for
    /// any of its type; whichever seats more parties.
    fn unlisted(
        &self,
        event_type: EventType,
        clause: &Clause,
        attempts: &[Attempt<'a>],
        discourse: &Discourse<'a>,
    ) -> Option<Match<'a>> {
        let unlisted = self.matcher.predicates(clause.head).is_empty();
        if unlisted && self.object_tells(clause.head, discourse) {
            return None;
        }
        let nearest = attempts
            .iter()
            .filter(|attempt| attempt.frame.event_type == event_type)
            .filter_map(|attempt| self.matcher.nearly(attempt, clause, discourse));
        let nearest = closest(nearest);
        let any = self.matcher.codebook.frame_of_any(event_type);
        let any = any.map(|frame| self.matcher.seated(frame, clause.clone(), discourse));
        match (nearest, any) {
            (Some(nearest), Some(any)) if seated(&any) > seated(&nearest) => Some(any),
            (nearest, any) => nearest.or(any),
        }
    }
}

impl<'a> Chosen<'a> {
    fn new(found: Match<'a>, by: By, shares: &[f64], sure: bool) -> Self {
        let belief = Belief {
            own: share_of(shares, &found),
            any: 1.0 - shares[NO_ACT],
            by,
            sure,
        };
        Self { found, belief }
    }

    /// Where no model is asked.
    fn certain(found: Match<'a>) -> Self {
        let belief = Belief {
            own: 1.0,
            any: 1.0,
            by: By::Fit,
            sure: true,
        };
        Self { found, belief }
    }
}

/// How likely the type of a match must be.
fn least(found: &Match) -> f64 {
    if found.score >= CLOSE {
        DOUBTFUL_IF_CLOSE
    } else {
        DOUBTFUL
    }
}

fn seated(found: &Match) -> usize {
    usize::from(!found.sources.is_empty()) + usize::from(!found.targets.is_empty())
}

/// The frames that fit.
fn fits<'f, 'a>(attempts: &'f [Attempt<'a>]) -> impl Iterator<Item = &'f Match<'a>> {
    attempts
        .iter()
        .filter_map(|attempt| attempt.outcome.as_ref().ok())
}

/// Those that miss nothing but a party.
fn short_of_parties<'f, 'a>(attempts: &'f [Attempt<'a>]) -> impl Iterator<Item = &'f Attempt<'a>> {
    let needs = |attempt: &&Attempt| matches!(attempt.outcome, Err(Miss::Needs(_)));
    attempts.iter().filter(needs)
}

/// How likely the type of a match is.
fn share_of(shares: &[f64], found: &Match) -> f64 {
    share(shares, found.frame.event_type)
}

fn share(shares: &[f64], event_type: EventType) -> f64 {
    let answer = EventType::ALL.iter().position(|&known| known == event_type);
    answer.map_or(0.0, |answer| shares[answer])
}

/// The likeliest act and its share of belief.
fn likeliest(shares: &[f64]) -> Option<(usize, f64)> {
    let acts = shares
        .iter()
        .copied()
        .enumerate()
        .filter(|&(answer, _)| answer != NO_ACT);
    acts.max_by(|a, b| a.1.total_cmp(&b.1))
}
