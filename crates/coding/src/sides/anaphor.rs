//! What an act's object names again: "condemned *the raid*", "welcomed *the decision*", "called *it* a provocation".

use crate::clauses::Role;
use crate::draft::Draft;
use crate::matching::Matcher;
use crate::reading::{Pos, Reading};

/// What an act is about, as far as its object or the noun behind a preposition says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Anaphor {
    /// What stands there.
    pub sort: Sort,
    /// The earlier act that it names again.
    pub act: Option<usize>,
}

/// What stands where an act's object is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A party.
    Party,
    /// "it", "this", "them".
    Pronoun,
    /// A noun with the very word of an earlier act.
    Word,
    /// A noun that means an act of an earlier act's type.
    Kind,
    /// A noun that means an act that was not told before.
    NewAct,
    /// Any other definite noun: "the decision", "his remarks".
    Definite,
    /// Any other noun.
    Other,
    /// A clause only.
    Clause,
    /// Nothing.
    Nothing,
}

impl Sort {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Pronoun => "pronoun",
            Self::Word => "word",
            Self::Kind => "kind",
            Self::NewAct => "new act",
            Self::Definite => "definite",
            Self::Other => "other",
            Self::Clause => "clause",
            Self::Nothing => "nothing",
        }
    }
}

/// How many acts back one that is named again is looked for.
const FARTHEST: usize = 40;

/// How many letters two words share that come from one stem ("annex", "annexation").
const STEM: usize = 4;

/// The prepositions behind which stands what an act is about, the likeliest first.
const ABOUT: [&str; 8] = ["of", "over", "for", "on", "at", "against", "with", "to"];

/// What the act `drafts[at]` is about.
pub(crate) fn anaphor(matcher: &Matcher, drafts: &[Draft], at: usize) -> Anaphor {
    let clause = &drafts[at].found.clause;
    let reading = matcher.reading;
    let noun = drafts[at].found.noun;
    let objects = clause
        .fillers(Role::Object)
        .filter(|&head| Some(head) != noun);
    let behind = ABOUT.iter().flat_map(|&preposition| {
        let arguments = clause.arguments.iter();
        arguments.filter_map(move |argument| match argument.role {
            Role::Preposition(word) if reading.lemma(word) == preposition => Some(argument.head),
            _ => None,
        })
    });
    let mut all = objects
        .chain(behind)
        .map(|head| sort(matcher, drafts, at, head));
    let first = all.next();
    let telling = |found: &Anaphor| found.act.is_some();
    match first {
        Some(found) if telling(&found) => found,
        Some(first) => all.find(telling).unwrap_or(first),
        None => Anaphor {
            sort: if clause.has(Role::Complement) {
                Sort::Clause
            } else {
                Sort::Nothing
            },
            act: None,
        },
    }
}

fn sort(matcher: &Matcher, drafts: &[Draft], at: usize, head: usize) -> Anaphor {
    let reading = matcher.reading;
    let plain = |sort| Anaphor { sort, act: None };
    match reading.word(head).pos {
        Pos::Pron | Pos::Det => return plain(Sort::Pronoun),
        Pos::Propn => return plain(Sort::Party),
        _ => {}
    }
    if matcher.mentions.at(head).is_some() {
        return plain(Sort::Party);
    }
    let earlier = || (at.saturating_sub(FARTHEST)..at).rev();
    if let Some(act) = earlier().find(|&act| shares_word(reading, &drafts[act], head)) {
        return Anaphor {
            sort: Sort::Word,
            act: Some(act),
        };
    }
    let lemma = reading.lemma(head);
    let frames = matcher.codebook.frames_for_noun(lemma);
    let means = |act: &usize| {
        let kind = drafts[*act].event_type();
        let types = frames
            .iter()
            .map(|it| matcher.codebook.frames()[it.frame].event_type);
        types.into_iter().any(|it| it == kind)
    };
    if let Some(act) = earlier().find(means) {
        return Anaphor {
            sort: Sort::Kind,
            act: Some(act),
        };
    }
    plain(if !frames.is_empty() {
        Sort::NewAct
    } else if is_definite(reading, head) {
        Sort::Definite
    } else {
        Sort::Other
    })
}

/// Whether a noun has the word of an act, or one of its stem.
fn shares_word(reading: &Reading, draft: &Draft, noun: usize) -> bool {
    let lemma = reading.lemma(noun);
    let heads = [Some(draft.head()), draft.found.noun];
    heads.into_iter().flatten().any(|head| {
        let other = reading.lemma(head);
        let shared = lemma
            .bytes()
            .zip(other.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        let shorter = lemma.len().min(other.len());
        head != noun && shared >= STEM && shared + 2 >= shorter
    })
}

fn is_definite(reading: &Reading, noun: usize) -> bool {
    reading.children(noun).any(|child| {
        let text = reading.text(child);
        [
            "the", "this", "that", "these", "those", "his", "her", "its", "their",
        ]
        .iter()
        .any(|it| text.eq_ignore_ascii_case(it))
    })
}
