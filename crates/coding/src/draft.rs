//! Acts found in a document, before they are dated, placed and printed.

use chancery_codebook::{Content, EventType, Slot};
use smallvec::SmallVec;

use crate::attribution::attribution;
use crate::choice::{Belief, Chooser, Chosen};
use crate::clauses::{ClauseKind, Role};
use crate::discourse::Discourse;
use crate::event::Status;
use crate::lexicon::Lexicon;
use crate::matching::{Found, Match, Matcher, Side};
use crate::mentions::Mention;
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::status::{Standing, standing};

/// How many acts on either side of one are seen together with it. Hardly a report tells as many; without a bound, what each act is
/// compared with would grow with the length of the text.
const STORY: usize = 250;

/// The numbers of the acts that are seen together with the act `at` of `count`, itself among them.
pub(crate) fn around(at: usize, count: usize) -> std::ops::Range<usize> {
    at.saturating_sub(STORY)..count.min(at + STORY + 1)
}

/// One act: the frame that fits, how it stands with it and on whose word it rests.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// The frame with its slots.
    pub found: Match<'a>,
    /// Whether it happened.
    pub standing: Standing,
    /// On whose word.
    pub credits: SmallVec<[&'a Mention; 2]>,
    /// How far it is believed.
    pub belief: Belief,
    /// How far the parties on its sides are believed.
    pub seated: f32,
    /// Those on its sides of whom nothing tells the country, where it is weighed whose they are: the words for its sources and
    /// targets, while its sides hold somebody of their country.
    pub unplaced: [Found<'a>; 2],
    /// Why the act that tells it passes over it.
    pub passed: Option<Passed>,
    /// The type of the act whose content it is.
    pub within: Option<EventType>,
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
    /// It only denies an act told before, which is coded as denied.
    Denial,
    /// Judged by all that is known of it, it is no act to be told.
    Doubted,
}

impl Draft<'_> {
    /// The head of its predicate.
    pub fn head(&self) -> usize {
        self.found.clause.head
    }

    /// Whether it is told without anything else speaking for it.
    pub fn is_sure(&self) -> bool {
        self.belief.sure && self.passed.is_none()
    }

    /// Its type.
    pub fn event_type(&self) -> EventType {
        self.found.frame.event_type
    }
}

/// The acts of a document in text order, those too that another act passes over and, where acts are judged, those that
/// are not sure.
pub fn drafts<'a>(chooser: Chooser<'a>) -> Vec<Draft<'a>> {
    let (matcher, lexicon) = (chooser.matcher, chooser.lexicon);
    let mut drafts: Vec<Draft<'a>> = Vec::new();
    let mut discourse = Discourse::default();
    for sentence in matcher.reading.sentences() {
        let first = drafts.len();
        for chosen in sentence_matches(chooser, sentence.range(), &mut discourse) {
            drafts.push(draft(matcher, lexicon, chosen));
        }
        drafts[first..].sort_by_key(Draft::head);
        settle_content(&matcher, &mut drafts[first..]);
    }
    drafts
}

/// Leaves the acts that are sure and that no other act passes over.
pub(crate) fn keep_sure<'a>(drafts: &mut Vec<Draft<'a>>, passed: &mut Vec<(Match<'a>, Passed)>) {
    drafts.retain(|draft| {
        let told = draft.is_sure();
        if let Some(reason) = draft.passed.filter(|_| draft.belief.sure) {
            passed.push((draft.found.clone(), reason));
        }
        told
    });
}

/// Passes over the acts between whom no political party stands.
pub(crate) fn drop_unpolitical<'a>(
    matcher: &Matcher<'a>,
    drafts: &mut Vec<Draft<'a>>,
    passed: &mut Vec<(Match<'a>, Passed)>,
) {
    drafts.retain(|draft| {
        let known = has_known_party(matcher, &draft.found);
        if !known {
            passed.push((draft.found.clone(), Passed::NoParty));
        }
        known
    });
}

/// Passes over bare denials of acts told before: those acts are denied, and that is all the text says.
pub(crate) fn fold_denials<'a>(
    matcher: &Matcher<'a>,
    drafts: &mut Vec<Draft<'a>>,
    passed: &mut Vec<(Match<'a>, Passed)>,
) {
    for at in (0..drafts.len()).rev() {
        let frame = drafts[at].found.frame;
        let denies = frame.event_type == EventType::Statement
            && frame.content == Some(Content::Alleged)
            && drafts[at].standing.status == Status::Actual;
        if !denies {
            continue;
        }
        let told = drafts[..at].iter().rposition(|earlier| {
            is_allegation(earlier)
                && matcher.shares_country(&earlier.found.sources, &drafts[at].found.sources)
        });
        if let Some(told) = told {
            drafts[told].standing.status = Status::Denied;
            passed.push((drafts.remove(at).found, Passed::Denial));
        }
    }
}

/// Whether an act is one that its doer may deny.
fn is_allegation(draft: &Draft) -> bool {
    use EventType::{Aid, Assault, Coerce, Cooperate, Mobilize};
    matches!(
        draft.event_type(),
        Aid | Assault | Coerce | Cooperate | Mobilize
    ) && matches!(draft.standing.status, Status::Actual | Status::Denied)
}

/// The best match at each predicate of a sentence, verbs and adjectives first: nouns that belong to
/// one of them mean no act of their own.
fn sentence_matches<'a>(
    chooser: Chooser<'a>,
    words: std::ops::Range<usize>,
    discourse: &mut Discourse<'a>,
) -> Vec<Chosen<'a>> {
    let matcher = chooser.matcher;
    let mut found: Vec<Chosen<'a>> = Vec::new();
    for nouns in [false, true] {
        for word in words.clone() {
            let is_noun = matches!(matcher.reading.word(word).pos, Pos::Noun | Pos::Propn);
            let taken = |known: &&Chosen| known.belief.sure && known.found.noun == Some(word);
            if is_noun != nouns || found.iter().find(taken).is_some() {
                continue;
            }
            let best = chooser.choose(word, discourse);
            let sure = best.as_ref().is_some_and(|it| it.belief.sure);
            let asked = || asked_for(chooser, &found, word, discourse);
            let best = if sure { best } else { asked().or(best) };
            if let Some(best) = best {
                // "imposed sanctions": the verb has told it.
                let told = nouns
                    && found
                        .iter()
                        .filter(|known| known.belief.sure)
                        .any(|known| is_told(matcher.reading, &known.found, &best.found));
                if !told {
                    if best.belief.sure {
                        discourse.tell(&best.found.sources, &best.found.targets);
                    }
                    found.push(best);
                }
            }
        }
    }
    found
}

/// An act that somebody is asked for in words that name no party: who is asked is to do it, for whoever asks.
/// "Tokyo demanded *that the ban be lifted*".
fn asked_for<'a>(
    chooser: Chooser<'a>,
    found: &[Chosen<'a>],
    word: usize,
    discourse: &Discourse<'a>,
) -> Option<Chosen<'a>> {
    let matcher = &chooser.matcher;
    let sure = found.iter().filter(|known| known.belief.sure);
    let request = sure.map(|known| &known.found).find(|known| {
        known.frame.content == Some(Content::Asked)
            && content_heads(matcher, known)
                .iter()
                .any(|content| is_content(matcher.reading, word, content.head))
    })?;
    let mut act = chooser.short_of_parties(word, discourse)?;
    if act.found.sources.is_empty() {
        act.found.sources = request.targets.clone();
    }
    if act.found.targets.is_empty() {
        act.found.targets = request.sources.clone();
    }
    Some(act)
}

/// Whether a noun means what the verb that governs it means already ("imposed *sanctions*").
fn is_told(reading: &Reading, verb: &Match, noun: &Match) -> bool {
    let word = reading.word(noun.clause.head);
    word.head == verb.clause.head
        && verb.frame.event_type == noun.frame.event_type
        && matches!(word.dep, Dep::Dobj | Dep::NsubjPass)
}

fn draft<'a>(matcher: Matcher<'a>, lexicon: &Lexicon, chosen: Chosen<'a>) -> Draft<'a> {
    let Chosen { found, belief } = chosen;
    let head = found.clause.head;
    let mut standing = standing(matcher.reading, lexicon, head, found.noun);
    if standing.status == Status::Negated && is_negative(found.predicate()) {
        standing.status = Status::Actual;
    }
    // "You *will pay* for this": the threat is made.
    if standing.status == Status::Future && is_done_by_will(matcher.reading, &found) {
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
        belief,
        seated: 1.0,
        unplaced: Default::default(),
        passed: None,
        within: None,
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
fn settle_content<'a>(matcher: &Matcher<'a>, drafts: &mut [Draft<'a>]) {
    let mut verdicts: Vec<Option<(EventType, Verdict<'a>)>> = vec![None; drafts.len()];
    for outer in drafts.iter().filter(|outer| outer.belief.sure) {
        let heads = content_heads(matcher, &outer.found);
        for (at, inner) in drafts.iter().enumerate() {
            if inner.head() == outer.head() || verdicts[at].is_some() {
                continue;
            }
            let inside = heads
                .iter()
                .find(|content| is_content(matcher.reading, inner.head(), content.head));
            let verdict = inside.and_then(|content| verdict(outer, inner, content));
            verdicts[at] = verdict.map(|verdict| (outer.event_type(), verdict));
        }
    }
    for (draft, verdict) in drafts.iter_mut().zip(verdicts) {
        let Some((event_type, verdict)) = verdict else {
            continue;
        };
        draft.within = Some(event_type);
        match verdict {
            Verdict::Drop(reason) => {
                draft.passed = Some(reason);
                if reason == Passed::Unspecific {
                    draft.standing.status = Status::Requested;
                }
            }
            Verdict::Request => draft.standing.status = Status::Requested,
            Verdict::Credit(accusers) => {
                let mut credits = accusers;
                credits.extend(draft.credits.iter().copied());
                draft.credits = credits;
            }
        }
    }
}

#[derive(Clone)]
enum Verdict<'a> {
    Drop(Passed),
    Request,
    Credit(SmallVec<[&'a Mention; 2]>),
}

fn verdict<'a>(outer: &Draft<'a>, inner: &Draft<'a>, inside: &Inside) -> Option<Verdict<'a>> {
    let content = match outer.found.frame.content {
        Some(content) => content,
        None => undeclared(outer, inner, inside.standing),
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

/// How an act stands to one whose frame says nothing of its content. What an act consists in is told by it; what it was
/// done for, or after what, are acts of their own: "flew in *to demand*", "expelled for *insulting*".
fn undeclared(outer: &Draft, inner: &Draft, standing: InsideAs) -> Content {
    let (own, other) = (outer.event_type(), inner.event_type());
    match standing {
        InsideAs::Object if own == EventType::Sanction && is_friendly(other) => Content::Absorbed,
        InsideAs::Object => Content::Asserted,
        InsideAs::Result if own == EventType::Assault && other == own => Content::Absorbed,
        InsideAs::Result => Content::Asserted,
        InsideAs::Reason if is_deed(own) => Content::Asserted,
        InsideAs::Purpose if is_deed(own) && is_said(other) && own != other => Content::Asserted,
        InsideAs::Reason | InsideAs::Purpose | InsideAs::Complement => Content::Absorbed,
    }
}

/// Whether an act is done rather than said, so that what stands behind it may be its purpose or its reason.
fn is_deed(event_type: EventType) -> bool {
    use EventType::{
        Aid, Assault, Coerce, Consult, Cooperate, Mobilize, Protest, Retreat, Sanction,
    };
    matches!(
        event_type,
        Aid | Assault | Coerce | Consult | Cooperate | Mobilize | Protest | Retreat | Sanction
    )
}

/// Whether to say that one will do something is doing it: "You *will pay* for this", "said that it *would keep* its word".
fn is_done_by_will(reading: &Reading, found: &Match) -> bool {
    use EventType::{Agree, Reject, Sanction, Statement, Threaten};
    let mut verb = found.clause.head;
    while reading.word(verb).dep == Dep::Conj && reading.child(verb, Dep::Aux).is_none() {
        verb = reading.word(verb).head;
    }
    let is_auxiliary = |known: &[&str]| {
        reading.children(verb).any(|child| {
            reading.word(child).dep == Dep::Aux && known.contains(&reading.lemma(child))
        })
    };
    match found.frame.event_type {
        Threaten => true,
        // A signature is put on a day.
        Agree | Reject | Statement => {
            found.frame.cameo != "057" && is_auxiliary(&["will", "would", "'ll", "wo"])
        }
        // "Said that it *would close* the border": announced.
        Sanction => reading.word(verb).dep == Dep::Ccomp && is_auxiliary(&["would"]),
        _ => false,
    }
}

/// Whether saying it is doing it.
fn is_said(event_type: EventType) -> bool {
    use EventType::{Accuse, Agree, Reject, Request, Statement, Support, Threaten};
    matches!(
        event_type,
        Accuse | Agree | Reject | Request | Statement | Support | Threaten
    )
}

/// Whether it is an exchange that can be broken off.
fn is_friendly(event_type: EventType) -> bool {
    use EventType::{Agree, Aid, Consult, Cooperate, Support};
    matches!(event_type, Agree | Aid | Consult | Cooperate | Support)
}

/// Whether what is asked for is an act that a record should hold: giving way, help, exchange,
/// support or a measure, with somebody to do it or to profit from it.
fn is_specific(inner: &Draft) -> bool {
    let side = !(inner.found.sources.is_empty() && inner.found.targets.is_empty());
    match inner.event_type() {
        // "asked both to keep calm", "to end the violence": nobody in particular is spared.
        EventType::Retreat if inner.found.frame.mode.as_deref() == Some("ceasefire") => {
            !inner.found.targets.is_empty()
        }
        EventType::Retreat
        | EventType::Concede
        | EventType::Aid
        | EventType::Cooperate
        | EventType::Support
        | EventType::Sanction
        | EventType::Coerce => side,
        _ => false,
    }
}

/// How a phrase that may hold an act belongs to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InsideAs {
    /// It completes it.
    Complement,
    /// It says what for.
    Purpose,
    /// It says why, or after what.
    Reason,
    /// It says what came of it.
    Result,
    /// It is what it was done to.
    Object,
}

/// A phrase of an act that may hold another.
struct Inside {
    head: usize,
    standing: InsideAs,
}

/// The heads of what an act is about, and how each belongs to it.
fn content_heads(matcher: &Matcher, outer: &Match) -> SmallVec<[Inside; 4]> {
    let clause = &outer.clause;
    let declared = outer.frame.content.is_some();
    let mut heads: SmallVec<[Inside; 4]> = clause
        .fillers(Role::Complement)
        .map(|head| Inside {
            head,
            standing: clausal(matcher.reading, clause.head, head),
        })
        .collect();
    if !declared {
        let results = clause.fillers(Role::Circumstance).map(|head| Inside {
            head,
            standing: InsideAs::Result,
        });
        heads.extend(results.filter(|_| clause.kind == ClauseKind::Verb));
    }
    let object = |head| Inside {
        head,
        standing: InsideAs::Object,
    };
    if declared {
        let about = outer
            .frame
            .about
            .iter()
            .flat_map(|slot| matcher.fillers(slot, outer.frame, clause))
            // What is done at somebody's wish is done, not wished for.
            .filter(|&head| {
                clause.kind != ClauseKind::Noun
                    || clause.fillers(Role::Circumstance).all(|done| done != head)
            });
        heads.extend(about.map(object));
    }
    heads.extend(clause.fillers(Role::Object).map(object));
    heads
}

/// How a clause that completes a verb stands to it: its purpose, its reason, or what it consists in.
fn clausal(reading: &Reading, verb: usize, head: usize) -> InsideAs {
    let word = reading.word(head);
    let above = reading.text(word.head);
    match word.dep {
        Dep::Pcomp if ["for", "after", "over", "before", "by", "while"].contains(&above) => {
            InsideAs::Reason
        }
        Dep::Advcl | Dep::Xcomp | Dep::Acl if word.tag == Tag::Vb && head > verb => {
            InsideAs::Purpose
        }
        _ => InsideAs::Complement,
    }
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
