//! The word lists of `data/language` that coding asks for all the time, looked up once.

use chancery_codebook::{Codebook, Words};
use hashbrown::{HashMap, HashSet};

use crate::event::{Channel, Status};

/// Words with what they do, ready for questions about single lemmas.
#[derive(Debug)]
pub struct Lexicon {
    /// What a verb does to the act that it governs.
    pub verbs: HashMap<Box<str>, Status>,
    /// What a noun does to the act behind its preposition or in its clause.
    pub nouns: HashMap<Box<str>, Status>,
    /// What an adjective does to the act that it modifies or governs.
    pub adjectives: HashMap<Box<str>, Status>,
    /// What an auxiliary does.
    pub modals: HashMap<Box<str>, Status>,
    /// Conjunctions before what is not asserted.
    pub marks: HashSet<Box<str>>,
    /// Words of negation.
    pub negations: HashSet<Box<str>>,
    /// Verbs that presuppose the act which they end or resume.
    pub presupposing: HashSet<Box<str>>,
    /// Verbs that say that their subject takes place.
    pub occurring: HashSet<Box<str>>,
    /// Verbs that only say that their object was done.
    pub supporting: HashSet<Box<str>>,
    /// Verbs of speech.
    pub speech: HashSet<Box<str>>,
    /// Nouns for what is said or written.
    pub documents: HashSet<Box<str>>,
    /// "according", "per".
    pub according: HashSet<Box<str>>,
    /// "citing", "quoting".
    pub citing: HashSet<Box<str>>,
    /// Adverbs and adjectives of hedging.
    pub hedges: HashSet<Box<str>>,
    /// Verbs that hedge in the passive.
    pub hedging_passives: HashSet<Box<str>>,
    /// Verbs that hedge in the active.
    pub hedging_verbs: HashSet<Box<str>>,
    /// Nouns of "in response to".
    pub answers: HashSet<Box<str>>,
    /// Nouns of "is a response to".
    pub answer_nouns: HashSet<Box<str>>,
    /// Nouns of media, one or two lemmas.
    pub channels: HashMap<Box<str>, Channel>,
    /// Verbs of exchange that are done by a medium.
    pub medium_verbs: HashMap<Box<str>, Channel>,
    /// Verbs of saying that name their medium.
    pub saying_media: HashMap<Box<str>, Channel>,
    /// Whom a speaker tells, and what makes of it.
    pub audiences: HashMap<Box<str>, Channel>,
    /// Verbs whose object is the audience.
    pub telling: HashSet<Box<str>>,
    /// Verbs that have an audience behind "to" or "before".
    pub speaking: HashSet<Box<str>>,
    /// The word classes of frames that a lemma belongs to.
    classes: HashMap<Box<str>, Vec<Box<str>>>,
}

impl Lexicon {
    /// Reads the lists of a codebook.
    pub fn new(codebook: &Codebook) -> Self {
        let words = codebook.words();
        let set = |file: &str, path: &str| {
            words
                .list(file, path)
                .iter()
                .map(|word| word.as_str().into())
                .collect()
        };
        Self {
            verbs: statuses(words, "verbs"),
            nouns: statuses(words, "nouns"),
            adjectives: statuses(words, "adjectives"),
            modals: modals(words),
            marks: set("operators", "hypothetical.marks"),
            negations: set("operators", "negated.words"),
            presupposing: set("operators", "presupposed.verbs"),
            occurring: set("operators", "occurrence.verbs"),
            supporting: set("operators", "support.verbs"),
            speech: set("speech", "verbs"),
            documents: set("speech", "documents"),
            according: set("speech", "according"),
            citing: set("speech", "citing"),
            hedges: ["hedges.adverbs", "hedges.adjectives"]
                .iter()
                .flat_map(|path| words.list("speech", path))
                .map(|word| word.as_str().into())
                .collect(),
            hedging_passives: set("speech", "hedges.passives"),
            hedging_verbs: set("speech", "hedges.verbs"),
            answers: set("exchanges", "answers"),
            answer_nouns: set("exchanges", "nouns"),
            channels: channels(words, "channels", ""),
            medium_verbs: channels(words, "media", "verbs"),
            saying_media: channels(words, "media", "saying"),
            telling: set("media", "telling.verbs"),
            speaking: set("media", "telling.speaking"),
            audiences: channels(words, "media", "audiences"),
            classes: classes(codebook),
        }
    }

    /// The names of the word classes that a lemma belongs to.
    pub fn classes_of(&self, lemma: &str) -> impl Iterator<Item = &str> {
        let names = self.classes.get(lemma).into_iter().flatten();
        names.map(|name| &**name)
    }
}

/// Later lists win: a verb that both plans and refuses counts as refusing.
const OPERATORS: [(&str, Status); 5] = [
    ("future", Status::Future),
    ("hypothetical", Status::Hypothetical),
    ("requested", Status::Requested),
    ("negated", Status::Negated),
    ("denied", Status::Denied),
];

fn statuses(words: &Words, list: &str) -> HashMap<Box<str>, Status> {
    let mut statuses = HashMap::new();
    for (operator, status) in OPERATORS {
        for word in words.list("operators", &format!("{operator}.{list}")) {
            statuses.insert(word.as_str().into(), status);
        }
    }
    statuses
}

fn modals(words: &Words) -> HashMap<Box<str>, Status> {
    let mut modals = HashMap::new();
    for (list, status) in [
        ("modals.future", Status::Future),
        ("modals.hypothetical", Status::Hypothetical),
    ] {
        for word in words.list("operators", list) {
            modals.insert(word.as_str().into(), status);
        }
    }
    modals
}

fn channels(words: &Words, file: &str, table: &str) -> HashMap<Box<str>, Channel> {
    words
        .map(file, table)
        .filter_map(|(name, noun)| Some((noun.into(), Channel::parse(name)?)))
        .collect()
}

fn classes(codebook: &Codebook) -> HashMap<Box<str>, Vec<Box<str>>> {
    let mut classes: HashMap<Box<str>, Vec<Box<str>>> = HashMap::new();
    for class in codebook.classes() {
        for lemma in &class.lemmas {
            let names = classes.entry(lemma.as_str().into()).or_default();
            names.push(class.name.as_str().into());
        }
    }
    classes
}
