//! Frames: which words, with which arguments, mean which act, and who did it to whom.
//!
//! `data/frames/README.md` describes the files; this module is what they become.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::vocabulary::{Channel, EventType, Status};

/// One entry of the codebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// `CONSULT/meet.visit`, or `CONSULT/meet` where the frame has its family's name.
    pub id: String,
    /// The file it comes from, relative to the codebook's folder.
    pub file: String,
    /// The line of that file on which it begins.
    pub line: usize,
    /// What its family means, in a sentence.
    pub definition: String,
    /// The type of the events that it codes.
    pub event_type: EventType,
    /// Their CAMEO code.
    pub cameo: String,
    /// Their PLOVER mode: the frame's own, else the code's.
    pub mode: Option<String>,
    /// Their PLOVER contexts: the frame's own, else the code's.
    pub contexts: Vec<String>,
    /// Their channel, where the words tell.
    pub channel: Option<Channel>,
    /// Whether every side is both source and target.
    pub mutual: bool,
    /// Whether it stands for its type where words that no frame lists mean it; it has no predicates then.
    pub any: bool,
    /// Lemmas of verbs.
    pub verbs: Vec<String>,
    /// Verbs with a particle or a noun.
    pub phrases: Vec<Phrase>,
    /// Nouns that mean the act.
    pub nouns: Vec<Noun>,
    /// Adjectives in predicate position.
    pub adjectives: Vec<Noun>,
    /// Where the source stands: the first slot that holds a party is used.
    pub source: Vec<Slot>,
    /// Where the target stands.
    pub target: Vec<Slot>,
    /// Where the one who delivers or represents stands.
    pub carrier: Vec<Slot>,
    /// Where the words stand that say what the act is about.
    pub about: Vec<Slot>,
    /// Every slot must be filled by one of its conditions.
    pub where_: Vec<(Slot, Vec<Condition>)>,
    /// No slot may be filled by any of its conditions.
    pub unless: Vec<(Slot, Vec<Condition>)>,
    /// The sides that must be found, each entry one of them or either.
    pub needs: Vec<Need>,
    /// What becomes of an act inside this one.
    pub content: Option<Content>,
    /// What `of` behind its nouns means.
    pub of: Of,
    /// Sentences that it must code.
    pub examples: Vec<Example>,
    /// Sentences from which it must code nothing.
    pub near: Vec<Near>,
}

impl Frame {
    /// The family, `meet` for `CONSULT/meet.visit`.
    pub fn family(&self) -> &str {
        let name = self
            .id
            .split_once('/')
            .map_or(self.id.as_str(), |(_, name)| name);
        name.split_once('.').map_or(name, |(family, _)| family)
    }

    /// How many predicates it has.
    pub fn predicates(&self) -> usize {
        self.verbs.len() + self.phrases.len() + self.nouns.len() + self.adjectives.len()
    }
}

/// A verb with what must stand beside it.
///
/// | written | verb | particle | prep | noun | tail |
/// | --- | --- | --- | --- | --- | --- |
/// | `break off` | break | off | | | |
/// | `hold talk` | hold | | | talk | |
/// | `come under fire` | come | | under | fire | |
/// | `put end to` | put | | | end | to |
/// | `call off talk` | call | off | | talk | |
/// | `pull out of` | pull | out | | | of |
///
/// A single preposition behind the verb is its particle: `call on`, `look into`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phrase {
    /// As written.
    pub text: String,
    /// The verb's lemma.
    pub verb: String,
    /// A particle of the verb, or the one preposition that it takes.
    pub particle: Option<String>,
    /// The preposition before `noun`; where there is none the noun is the verb's object.
    pub prep: Option<String>,
    /// The noun's lemma; a compound has its lemmas in order, a space between them.
    pub noun: Option<String>,
    /// The preposition that closes the phrase and opens a slot.
    pub tail: Option<String>,
}

/// Words that are particles rather than prepositions when they stand between a verb and a noun.
const PARTICLES: &[&str] = &[
    "ahead", "apart", "aside", "away", "back", "down", "forth", "forward", "home", "off", "out",
    "together", "up",
];

/// Prepositions that slots and phrases may name.
pub(crate) const PREPOSITIONS: &[&str] = &[
    "about",
    "above",
    "across",
    "after",
    "against",
    "along",
    "alongside",
    "amid",
    "among",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "besides",
    "between",
    "beyond",
    "by",
    "concerning",
    "despite",
    "during",
    "following",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "of",
    "on",
    "onto",
    "outside",
    "over",
    "past",
    "per",
    "regarding",
    "since",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "until",
    "unto",
    "upon",
    "versus",
    "via",
    "with",
    "within",
    "without",
];

/// Words that open a slot besides, though in a phrase they are particles or the like: "off Taiwan".
const OPENERS: &[&str] = &["ahead", "amidst", "astride", "off", "opposite", "out", "up"];

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word)
}

impl Phrase {
    /// Reads a phrase; none where it has no second word.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (verb, mut rest) = words.split_first()?;
        if rest.is_empty() {
            return None;
        }
        let mut phrase = Self {
            text: words.join(" "),
            verb: (*verb).to_owned(),
            particle: None,
            prep: None,
            noun: None,
            tail: None,
        };
        if rest.len() == 1 && is_preposition(rest[0]) || is_particle(rest[0]) {
            phrase.particle = Some(rest[0].to_owned());
            rest = &rest[1..];
        }
        if rest.len() > 1 && is_preposition(rest[0]) {
            phrase.prep = Some(rest[0].to_owned());
            rest = &rest[1..];
        }
        if let Some((last, before)) = rest.split_last().filter(|(last, _)| is_preposition(last)) {
            phrase.tail = Some((*last).to_owned());
            rest = before;
        }
        phrase.noun = (!rest.is_empty()).then(|| rest.join(" "));
        Some(phrase)
    }
}

/// A noun or an adjective that means an act, alone or as a compound.
///
/// `air strike` has the head `strike` and `air` before it; `declaration of war` has the head
/// `declaration` and `of war` after it. An adjective's head is its first word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Noun {
    /// As written.
    pub text: String,
    /// The lemma that it is found by.
    pub head: String,
    /// Lemmas before the head, a space between them; empty for a single word.
    pub before: String,
    /// Words after the head, a space between them; empty for a single word.
    pub after: String,
}

impl Noun {
    pub(crate) fn compound(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let end = words
            .iter()
            .skip(1)
            .position(|word| is_preposition(word))
            .map_or(words.len(), |at| at + 1);
        let head = end.checked_sub(1)?;
        Some(Self::at(&words, head))
    }

    pub(crate) fn adjective(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        (!words.is_empty()).then(|| Self::at(&words, 0))
    }

    fn at(words: &[&str], head: usize) -> Self {
        Self {
            text: words.join(" "),
            head: words[head].to_owned(),
            before: words[..head].join(" "),
            after: words[head + 1..].join(" "),
        }
    }
}

/// A place in a clause, or at a noun, where a party or a matter stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Slot {
    /// The logical subject.
    Agent,
    /// The logical object.
    Object,
    /// What stands behind a preposition.
    Prep(String),
    /// The clause that completes the predicate.
    Comp,
    /// A possessor.
    Poss,
    /// The other party of the exchange being told of.
    Counterpart,
    /// Who says it: the subject of the verb of speech above.
    Speaker,
    /// The second slot, of what fills the first.
    Within(Box<Slot>, Box<Slot>),
    /// The nearest party anywhere inside the slot.
    Any(Box<Slot>),
}

impl Slot {
    /// Reads `object.from`, `comp.any`, `against`, ...; an error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = text.split('.');
        let mut slot = Self::simple(parts.next().unwrap_or(""))?;
        for part in parts {
            slot = match part {
                "any" => Self::Any(Box::new(slot)),
                part => Self::Within(Box::new(slot), Box::new(Self::simple(part)?)),
            };
        }
        Ok(slot)
    }

    fn simple(text: &str) -> Result<Self, String> {
        Ok(match text {
            "agent" => Self::Agent,
            "object" => Self::Object,
            "comp" => Self::Comp,
            "poss" => Self::Poss,
            "counterpart" => Self::Counterpart,
            "speaker" => Self::Speaker,
            prep if is_preposition(prep) || OPENERS.contains(&prep) => Self::Prep(prep.to_owned()),
            other => return Err(format!("unknown slot `{other}`")),
        })
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agent => f.write_str("agent"),
            Self::Object => f.write_str("object"),
            Self::Prep(prep) => f.write_str(prep),
            Self::Comp => f.write_str("comp"),
            Self::Poss => f.write_str("poss"),
            Self::Counterpart => f.write_str("counterpart"),
            Self::Speaker => f.write_str("speaker"),
            Self::Within(outer, inner) => write!(f, "{outer}.{inner}"),
            Self::Any(slot) => write!(f, "{slot}.any"),
        }
    }
}

/// How a slot must or must not be filled.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Condition {
    /// The lemma of the head word, or the lemmas of a compound.
    Lemma(String),
    /// One of a class's lemmas: `codebook.class(id).contains(lemma)`.
    Class(ClassId),
    /// A kind of filler.
    Kind(Kind),
}

/// A word class of `classes.toml`; see [`crate::Codebook::class`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClassId(pub(crate) u32);

/// Kinds of filler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A political party, named or described.
    Actor,
    /// A political party, or something that its phrase gives to one ("Turkish airspace", "its trucks").
    Owned,
    /// A country.
    Country,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
    /// A word that itself means an act.
    Event,
    /// A clause.
    Clause,
    /// Anything.
    Filled,
    /// A number or an amount.
    Quantity,
    /// An infinitive with "to".
    Infinitive,
    /// A clause that tells how things are, were or will be, rather than how they should be.
    Told,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Actor,
        Self::Owned,
        Self::Country,
        Self::Person,
        Self::Organisation,
        Self::Place,
        Self::Event,
        Self::Clause,
        Self::Filled,
        Self::Quantity,
        Self::Infinitive,
        Self::Told,
    ];

    /// As written in files, without the colon.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Owned => "owned",
            Self::Country => "country",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Event => "event",
            Self::Clause => "clause",
            Self::Filled => "filled",
            Self::Quantity => "quantity",
            Self::Infinitive => "infinitive",
            Self::Told => "told",
        }
    }

    /// Reads what [`as_str`](Self::as_str) writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What becomes of an act inside this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Content {
    /// Coded as actual, attributed to this frame's source.
    Alleged,
    /// Coded as requested where it is specific.
    Asked,
    /// Not coded again.
    Absorbed,
    /// Coded as it stands.
    Asserted,
}

impl Content {
    /// As written in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alleged => "alleged",
            Self::Asked => "asked",
            Self::Absorbed => "absorbed",
            Self::Asserted => "asserted",
        }
    }

    /// Reads what [`as_str`](Self::as_str) writes.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Alleged, Self::Asked, Self::Absorbed, Self::Asserted]
            .into_iter()
            .find(|content| content.as_str() == text)
    }
}

/// What `of` behind a noun means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Of {
    /// The object: "the bombing of Aleppo".
    #[default]
    Object,
    /// The doer: "the visit of the king".
    Agent,
}

/// A side that must be found for a frame to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Need {
    /// A source.
    Source,
    /// A target.
    Target,
    /// A carrier.
    Carrier,
    /// A source or a target.
    Either,
}

impl Need {
    /// As written in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
            Self::Carrier => "carrier",
            Self::Either => "source|target",
        }
    }

    /// Reads what [`as_str`](Self::as_str) writes.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "target|source" {
            return Some(Self::Either);
        }
        [Self::Source, Self::Target, Self::Carrier, Self::Either]
            .into_iter()
            .find(|need| need.as_str() == text)
    }
}

/// A sentence that its frame must code, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The line of the frame's file on which it stands.
    pub line: usize,
    /// The sentence.
    pub text: String,
    /// Words of each source.
    pub source: Vec<String>,
    /// Words of each target.
    pub target: Vec<String>,
    /// Words of each carrier.
    pub carrier: Vec<String>,
    /// Words that must be in what the event is about.
    pub about: Vec<String>,
    /// The code, where it is not the frame's.
    pub cameo: Option<String>,
    /// The mode, where it is not the frame's.
    pub mode: Option<String>,
    /// The channel, where it is not the frame's.
    pub channel: Option<Channel>,
    /// The status.
    pub status: Status,
    /// Why it is known to be coded otherwise for now.
    pub wrong: Option<String>,
}

/// A sentence from which its frame must code nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// The line of the frame's file on which it stands.
    pub line: usize,
    /// The sentence.
    pub text: String,
    /// Why it is known to be coded nevertheless for now.
    pub wrong: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(text: &str) -> String {
        let phrase = Phrase::parse(text).unwrap();
        let part = |part: &Option<String>| part.clone().unwrap_or("-".into());
        [
            part(&phrase.particle),
            part(&phrase.prep),
            part(&phrase.noun),
            part(&phrase.tail),
        ]
        .join(" / ")
    }

    #[test]
    fn phrases_fall_into_particle_preposition_noun_and_tail() {
        assert_eq!(phrase("break off"), "off / - / - / -");
        assert_eq!(phrase("call on"), "on / - / - / -");
        assert_eq!(phrase("hold talk"), "- / - / talk / -");
        assert_eq!(phrase("come under fire"), "- / under / fire / -");
        assert_eq!(phrase("come under fire from"), "- / under / fire / from");
        assert_eq!(phrase("put end to"), "- / - / end / to");
        assert_eq!(phrase("call off talk"), "off / - / talk / -");
        assert_eq!(phrase("pull out of"), "out / - / - / of");
        assert_eq!(
            phrase("carry out air strike on"),
            "out / - / air strike / on"
        );
        assert_eq!(phrase("come face to face"), "- / - / face to face / -");
        assert_eq!(Phrase::parse("meet"), None);
    }

    #[test]
    fn nouns_have_a_head() {
        let head = |text| Noun::compound(text).unwrap().head;
        assert_eq!(head("air strike"), "strike");
        assert_eq!(head("declaration of war"), "declaration");
        assert_eq!(head("talk"), "talk");
        assert_eq!(Noun::adjective("ready to").unwrap().head, "ready");
        assert_eq!(Noun::compound(" "), None);
    }

    #[test]
    fn slots_read_and_write() {
        for text in [
            "agent",
            "object.poss",
            "comp.any",
            "on.any",
            "object.from.poss",
            "toward",
        ] {
            assert_eq!(Slot::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            Slot::parse("objct.from").unwrap_err(),
            "unknown slot `objct`"
        );
        assert!(Slot::parse("").is_err());
        assert!(Slot::parse("object..of").is_err());
    }
}
