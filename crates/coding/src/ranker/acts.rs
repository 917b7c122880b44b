//! Which act, if any, a predicate means: what the frames say of it, weighed against the words around it.
//!
//! Frames say what they were written for; a verb in a turn that no frame foresaw, or a frame that fits a
//! sentence about football, is for the model to judge. Its classes are the types of acts and "no act".

use chancery_codebook::EventType;

use super::LogLinear;
use super::features::{Sink, affixes, label};
use crate::clauses::{Clause, Role};
use crate::event::Status;
use crate::lexicon::Lexicon;
use crate::matching::{Attempt, Match, Matcher, Miss};
use crate::mentions::{MentionKind, PartyKind};
use crate::reading::{Dep, Pos};
use crate::status::standing;

/// How many answers there are: each type in the order of [`EventType::ALL`], and last that it is no act.
pub const ANSWERS: usize = EventType::ALL.len() + 1;

/// The answer that a predicate means no act.
pub const NO_ACT: usize = ANSWERS - 1;

/// The model of [`ANSWERS`].
pub type ActRanker = LogLinear<ANSWERS>;

/// The length that the clues of a predicate are brought to.
const LENGTH: f32 = 4.0;

/// What the model sees of the predicate `word`.
pub(crate) fn clues(
    matcher: &Matcher,
    lexicon: &Lexicon,
    word: usize,
    clause: &Clause,
    attempts: &[Attempt],
) -> Vec<(u32, f32)> {
    let mut sink = Sink::default();
    let view = View {
        matcher,
        lexicon,
        word,
        clause,
        lemma: matcher.reading.lemma(word),
    };
    view.words(&mut sink);
    view.arguments(&mut sink);
    view.tree(&mut sink);
    view.frames(attempts, &mut sink);
    sink.balanced(LENGTH)
}

struct View<'a, 'm> {
    matcher: &'m Matcher<'a>,
    lexicon: &'m Lexicon,
    word: usize,
    clause: &'m Clause,
    lemma: &'a str,
}

impl View<'_, '_> {
    fn words(&self, sink: &mut Sink) {
        let reading = self.matcher.reading;
        let pos = match reading.word(self.word).pos {
            Pos::Verb | Pos::Aux => "verb",
            Pos::Adj => "adjective",
            _ => "noun",
        };
        sink.weigh("lemma", &[self.lemma, pos], 2.0);
        for affix in affixes(self.lemma) {
            sink.weigh("affix", &[affix, pos], 0.5);
        }
        for class in self.lexicon.classes_of(self.lemma) {
            sink.add("class", &[class, pos]);
        }
        let sentence = reading.sentence_of(self.word);
        let near = |at: usize| sentence.range().contains(&at) && reading.word(at).pos != Pos::Space;
        for (name, at) in [("next", self.word + 1), ("last", self.word.wrapping_sub(1))] {
            if near(at) {
                sink.weigh(name, &[reading.lemma(at)], 0.5);
                sink.weigh("beside", &[name, self.lemma, reading.lemma(at)], 0.7);
            }
        }
        for at in sentence.range().filter(|&at| at != self.word) {
            let word = reading.word(at);
            if matches!(word.pos, Pos::Noun | Pos::Verb | Pos::Adj) {
                let value = if at.abs_diff(self.word) <= 6 {
                    0.4
                } else {
                    0.2
                };
                sink.weigh("around", &[reading.lemma(at)], value);
            }
        }
    }

    fn arguments(&self, sink: &mut Sink) {
        let reading = self.matcher.reading;
        for argument in &self.clause.arguments {
            let role = match argument.role {
                Role::Agent => "agent",
                Role::Object => "object",
                Role::Recipient => "recipient",
                Role::Complement => "complement",
                Role::Circumstance => "circumstance",
                Role::Possessor => "possessor",
                Role::Preposition(word) => reading.text(word),
            };
            let lemma = reading.lemma(argument.head);
            let party = self.party(argument.head);
            sink.weigh("role party", &[role, party], 0.7);
            sink.weigh("lemma role party", &[self.lemma, role, party], 0.7);
            sink.weigh("lemma role", &[self.lemma, role], 0.7);
            if party == "nobody" {
                sink.add("filler", &[role, lemma]);
                sink.add("lemma filler", &[self.lemma, lemma]);
                for class in self.lexicon.classes_of(lemma) {
                    sink.add("filler class", &[role, class]);
                    sink.add("lemma filler class", &[self.lemma, class]);
                }
            }
        }
        for role in [Role::Agent, Role::Object] {
            if !self.clause.has(role) {
                sink.add(
                    "lacks",
                    &[if role == Role::Agent {
                        "agent"
                    } else {
                        "object"
                    }],
                );
            }
        }
        if self.is_domestic() {
            sink.add("domestic", &[]);
        }
    }

    /// What sort of party a phrase is.
    fn party(&self, head: usize) -> &'static str {
        let Some(mention) = self.matcher.mentions.at(head) else {
            return "nobody";
        };
        let Some(&party) = mention.parties.first() else {
            return "somebody";
        };
        let party = self.matcher.mentions.party(party);
        match (mention.kind, party.kind, party.country.is_some()) {
            (MentionKind::Place, ..) => "place",
            (_, PartyKind::State, _) => "state",
            (_, PartyKind::Group, false) => "unknown group",
            (_, PartyKind::Group, true) => "group",
            (_, PartyKind::Person, true) => "person",
            (_, PartyKind::Organisation, true) => "organisation",
            (_, _, false) => "unknown",
            _ => "place",
        }
    }

    /// Whether doer and object are of one country.
    fn is_domestic(&self) -> bool {
        let country = |role: Role| {
            let head = self.clause.fillers(role).next()?;
            let mention = self.matcher.mentions.at(head)?;
            let party = *mention.parties.first()?;
            self.matcher.mentions.party(party).country.as_deref()
        };
        country(Role::Agent).is_some_and(|own| country(Role::Object) == Some(own))
    }

    fn tree(&self, sink: &mut Sink) {
        let reading = self.matcher.reading;
        let word = reading.word(self.word);
        let relation = label(word.dep);
        sink.weigh("relation", &[relation], 0.7);
        sink.weigh("lemma relation", &[self.lemma, relation], 0.7);
        if word.head != self.word {
            let above = reading.lemma(word.head);
            sink.weigh("above", &[above, relation], 0.7);
            sink.weigh("lemma above", &[self.lemma, above], 0.7);
        }
        for child in reading.children(self.word) {
            let own = reading.word(child);
            if matches!(
                own.dep,
                Dep::Neg | Dep::Aux | Dep::Mark | Dep::Prt | Dep::Det | Dep::Amod
            ) {
                sink.weigh("child", &[label(own.dep), reading.lemma(child)], 0.5);
                sink.weigh("lemma child", &[self.lemma, reading.lemma(child)], 0.5);
            }
        }
        let status = standing(reading, self.lexicon, self.word, None).status;
        sink.weigh("standing", &[status.as_str()], 0.7);
        if status != Status::Actual {
            sink.weigh("lemma standing", &[self.lemma, status.as_str()], 0.5);
        }
    }

    /// What the frames that list the predicate say: those that fit, best first, and those that nearly do.
    fn frames(&self, attempts: &[Attempt], sink: &mut Sink) {
        let mut fits: Vec<&Match> = attempts
            .iter()
            .filter_map(|attempt| attempt.outcome.as_ref().ok())
            .collect();
        fits.sort_by(|a, b| b.score.total_cmp(&a.score));
        if fits.is_empty() {
            sink.add("no fit", &[]);
        }
        for (rank, found) in fits.iter().take(3).enumerate() {
            let (name, value) = [("first", 2.0), ("second", 0.7), ("third", 0.4)][rank];
            let frame = found.frame;
            sink.weigh("frame type", &[name, frame.event_type.as_str()], value);
            sink.weigh("frame", &[name, &frame.id], value);
            sink.weigh(
                "frame seats",
                &[name, frame.event_type.as_str(), seats(found)],
                value,
            );
            sink.weigh("score", &[name, steps(found.score)], value * 0.5);
        }
        let nearly = attempts
            .iter()
            .filter_map(|attempt| match &attempt.outcome {
                Err(miss) => Some((attempt.frame, miss)),
                Ok(_) => None,
            });
        for (frame, miss) in nearly {
            let why = match miss {
                Miss::Needs(_) => "needs",
                Miss::Unless(_) => "unless",
                Miss::Where(_) => "where",
            };
            sink.weigh("nearly", &[frame.event_type.as_str(), why], 0.6);
            sink.weigh("nearly frame", &[&frame.id, why], 0.6);
        }
    }
}

/// Which sides a frame found.
fn seats(found: &Match) -> &'static str {
    match (found.sources.is_empty(), found.targets.is_empty()) {
        (false, false) => "both",
        (false, true) => "source",
        (true, false) => "target",
        (true, true) => "neither",
    }
}

fn steps(score: f32) -> &'static str {
    match score {
        ..2.0 => "1",
        ..3.0 => "2",
        ..4.0 => "3",
        ..5.0 => "4",
        _ => "5",
    }
}
