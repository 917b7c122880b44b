//! Acts found in a document, before they are dated, placed and printed.

use chancery_codebook::{Content, EventType, Slot};
use smallvec::SmallVec;

use crate::attribution::attribution;
use crate::choice::Chooser;
use crate::clauses::{ClauseKind, Role};
use crate::discourse::Discourse;
use crate::event::Status;
use crate::lexicon::Lexicon;
use crate::matching::{Match, Matcher, Side};
use crate::mentions::Mention;
use crate::reading::{Dep, Pos, Reading};
use crate::status::{Standing, standing};

/// One act: the frame that fits, how it stands with it and on whose word it rests.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// The frame with its slots.
    pub found: Match<'a>,
    /// Whether it happened.
    pub standing: Standing,
    /// On whose word.
    pub credits: SmallVec<[&'a Mention; 2]>,
    /// The draft that it answers.
    pub reply_to: Option<usize>,
    /// The earlier draft that it tells again.
    pub same_as: Option<usize>,
}

/// Why an act that a frame fits is not an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// It is what another act promises, threatens, refuses: told by that act.
    Absorbed,
    /// It is asked for, but not specific.
    Unspecific,
    /// Neither side is a political party.
    NoParty,
}

impl Draft<'_> {
    /// The head of its predicate.
    pub fn head(&self) -> usize {
        self.found.clause.head
    }

    /// Its type.
    pub fn event_type(&self) -> EventType {
        self.found.frame.event_type
    }
}

/// The acts of a document in text order, and those passed over with the reason.
pub fn drafts<'a>(chooser: Chooser<'a>) -> (Vec<Draft<'a>>, Vec<(Match<'a>, Passed)>) {
    let (matcher, lexicon) = (chooser.matcher, chooser.lexicon);
    let mut drafts: Vec<Draft<'a>> = Vec::new();
    let mut passed = Vec::new();
    let mut discourse = Discourse::default();
    for sentence in matcher.reading.sentences() {
        let first = drafts.len();
        for found in sentence_matches(chooser, sentence.range(), &mut discourse) {
            if !has_known_party(&matcher, &found) {
                passed.push((found, Passed::NoParty));
                continue;
            }
            drafts.push(draft(matcher, lexicon, found));
        }
        drafts[first..].sort_by_key(Draft::head);
        settle_content(&matcher, &mut drafts, first, &mut passed);
    }
    (drafts, passed)
}

/// The best match at each predicate of a sentence, verbs and adjectives first: nouns that belong to
/// one of them mean no act of their own.
fn sentence_matches<'a>(
    chooser: Chooser<'a>,
    words: std::ops::Range<usize>,
    discourse: &mut Discourse<'a>,
) -> Vec<Match<'a>> {
    let matcher = chooser.matcher;
    let mut found: Vec<Match<'a>> = Vec::new();
    for nouns in [false, true] {
        for word in words.clone() {
            let is_noun = matches!(matcher.reading.word(word).pos, Pos::Noun | Pos::Propn);
            if is_noun != nouns || found.iter().any(|known| known.noun == Some(word)) {
                continue;
            }
            if let Some(best) = chooser.choose(word, discourse) {
                // "imposed sanctions": the verb has told it.
                let told = nouns
                    && found
                        .iter()
                        .any(|known| is_told(matcher.reading, known, &best));
                if !told {
                    discourse.tell(&best.sources, &best.targets);
                    found.push(best);
                }
            }
        }
    }
    found
}

/// Whether a noun means what the verb that governs it means already ("imposed *sanctions*").
fn is_told(reading: &Reading, verb: &Match, noun: &Match) -> bool {
    let word = reading.word(noun.clause.head);
    word.head == verb.clause.head
        && verb.frame.event_type == noun.frame.event_type
        && matches!(word.dep, Dep::Dobj | Dep::NsubjPass)
}

fn draft<'a>(matcher: Matcher<'a>, lexicon: &Lexicon, found: Match<'a>) -> Draft<'a> {
    let head = found.clause.head;
    let mut standing = standing(matcher.reading, lexicon, head, found.noun);
    if standing.status == Status::Negated && is_negative(found.predicate()) {
        standing.status = Status::Actual;
    }
    // Who says that somebody must do something asks for it: nobody else is credited.
    let credits = if found.frame.source == [Slot::Speaker] {
        SmallVec::new()
    } else {
        attribution(matcher.clauses, lexicon, head)
    };
    Draft {
        found,
        standing,
        credits,
        reply_to: None,
        same_as: None,
    }
}

/// Whether a predicate says by itself that something is not: "see no reason", "have nothing to say".
fn is_negative(predicate: &str) -> bool {
    let mut words = predicate.split(' ');
    words.any(|word| ["no", "not", "nothing", "none", "never", "neither"].contains(&word))
}

/// Whether at least one side is a political party: somebody whom the text or the who-is-who places in
/// a country or knows by name, or a body by its role ("the army", "rebels").
fn has_known_party(matcher: &Matcher, found: &Match) -> bool {
    // Who protests needs no country: "garment workers downed tools".
    let people = found.frame.event_type == EventType::Protest;
    let known = |side: &Side| {
        side.parties().iter().any(|&party| {
            let party = matcher.mentions.party(party);
            let political = party
                .sector
                .as_deref()
                .is_some_and(|sector| POLITICAL.contains(&sector) || people);
            party.country.is_some() || party.entity.is_some() || political
        })
    };
    known(&found.sources) || known(&found.targets)
}

/// Sectors that are political wherever they are.
const POLITICAL: [&str; 8] = ["GOV", "MIL", "REB", "COP", "LEG", "OPP", "SPY", "JUD"];

/// Applies what each frame says of the acts inside its own.
fn settle_content<'a>(
    matcher: &Matcher<'a>,
    drafts: &mut Vec<Draft<'a>>,
    first: usize,
    passed: &mut Vec<(Match<'a>, Passed)>,
) {
    let mut verdicts: Vec<Option<Verdict<'a>>> = vec![None; drafts.len() - first];
    for outer in &drafts[first..] {
        let heads = content_heads(matcher, outer);
        for (at, inner) in drafts[first..].iter().enumerate() {
            let inside = heads
                .iter()
                .any(|&(head, _)| is_content(matcher.reading, inner.head(), head));
            if inner.head() == outer.head() || !inside || verdicts[at].is_some() {
                continue;
            }
            verdicts[at] = verdict(outer, inner, &heads);
        }
    }
    let mut at = first;
    for verdict in verdicts {
        match verdict {
            Some(Verdict::Drop(reason)) => passed.push((drafts.remove(at).found, reason)),
            Some(Verdict::Request) => {
                drafts[at].standing.status = Status::Requested;
                at += 1;
            }
            Some(Verdict::Credit(accusers)) => {
                let mut credits = accusers;
                credits.extend(drafts[at].credits.iter().copied());
                drafts[at].credits = credits;
                at += 1;
            }
            None => at += 1,
        }
    }
}

#[derive(Clone)]
enum Verdict<'a> {
    Drop(Passed),
    Request,
    Credit(SmallVec<[&'a Mention; 2]>),
}

fn verdict<'a>(
    outer: &Draft<'a>,
    inner: &Draft<'a>,
    heads: &[(usize, bool)],
) -> Option<Verdict<'a>> {
    let by_clause = heads.iter().any(|&(_, clause)| clause);
    let content = match outer.found.frame.content {
        Some(content) => content,
        None if by_clause => Content::Absorbed,
        None => Content::Asserted,
    };
    match content {
        Content::Absorbed => Some(Verdict::Drop(Passed::Absorbed)),
        Content::Asked if is_specific(inner) => Some(Verdict::Request),
        Content::Asked => Some(Verdict::Drop(Passed::Unspecific)),
        Content::Alleged => Some(Verdict::Credit(
            outer.found.sources.mentions.iter().copied().collect(),
        )),
        Content::Asserted => None,
    }
}

/// Whether what is asked for is an act that a record should hold: giving way, help or exchange, with
/// somebody to do it or to profit from it.
fn is_specific(inner: &Draft) -> bool {
    let material = matches!(
        inner.event_type(),
        EventType::Retreat | EventType::Concede | EventType::Aid | EventType::Cooperate
    );
    material && !(inner.found.sources.is_empty() && inner.found.targets.is_empty())
}

/// The heads of what an act is about, and whether each is a clause.
fn content_heads(matcher: &Matcher, outer: &Draft) -> SmallVec<[(usize, bool); 4]> {
    let clause = &outer.found.clause;
    let mut heads: SmallVec<[(usize, bool); 4]> = clause
        .fillers(Role::Complement)
        .map(|head| (head, true))
        .collect();
    if outer.found.frame.content.is_some() {
        let about = outer
            .found
            .frame
            .about
            .iter()
            .flat_map(|slot| matcher.fillers(slot, outer.found.frame, clause))
            // What is done at somebody's wish is done, not wished for.
            .filter(|&head| {
                clause.kind != ClauseKind::Noun
                    || clause.fillers(Role::Circumstance).all(|done| done != head)
            });
        heads.extend(about.map(|head| (head, false)));
        heads.extend(clause.fillers(Role::Object).map(|head| (head, false)));
    }
    heads
}

/// Whether an act is what a phrase tells, rather than a circumstance inside it.
fn is_content(reading: &Reading, inner: usize, head: usize) -> bool {
    let mut at = inner;
    for _ in 0..4 {
        if at == head {
            return true;
        }
        let word = reading.word(at);
        let inside = match word.dep {
            Dep::Conj
            | Dep::Dobj
            | Dep::Xcomp
            | Dep::Ccomp
            | Dep::Acomp
            | Dep::Attr
            | Dep::Compound => true,
            Dep::Pobj | Dep::Pcomp => ["of", "for", "to", "in"].contains(&reading.text(word.head)),
            Dep::Prep => true,
            _ => false,
        };
        if !inside || word.head == at {
            return false;
        }
        at = word.head;
    }
    false
}
