//! Who is who in a document: the parties that it speaks of and every mention of them.
//!
//! A [`Mention`] is a phrase of the text; a [`Party`] is one that the document speaks of, however
//! often and however called. Names come from the who-is-who, countries and sectors of whom it does not
//! know from title, apposition, possessor and adjective; short forms and pronouns are resolved in
//! discourse order. Sentence by sentence, names come first, then everything that leans on them.

mod apposition;
mod bearers;
mod camps;
mod choose;
mod common;
mod describe;
mod focus;
mod groups;
mod lean;
mod lexicon;
mod mark;
mod names;
mod origin;
mod party;
mod phrase;
mod pronouns;
mod resolve;
#[cfg(test)]
mod tests;
mod titles;
mod unknown;

use std::borrow::Cow;

use chancery_codebook::{Codebook, EntityKind, EntityRef};
use chancery_text::TokenSpan;
use hashbrown::HashMap;
use jiff::civil::Date;
use smallvec::SmallVec;

use crate::place::{self, PlaceMention};
use crate::reading::{Dep, Reading};
use bearers::Told;
use camps::Camps;
use describe::Description;
pub(crate) use lexicon::Lexicon;
use names::Name;

pub(crate) use camps::Camp;
use groups::Company;
pub use groups::{GroupChoice, GroupOption, GroupRanker};
pub use origin::{OriginChoice, OriginOption, OriginRanker};
pub(crate) use party::is_body;
pub use party::{Gender, Party, PartyId, PartyKind};

/// How many mentions back an antecedent is looked for.
const WINDOW: usize = 60;

/// How many words that hang on one are looked at; only a list without end has more.
const CHILDREN: usize = 64;

/// How many coordinated verbs are gone up for a subject.
const CONJUNCTS: usize = 6;

/// All mentions of one document and the parties behind them.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// By first word, the longer first where two begin together.
    all: Vec<Mention>,
    /// For each word of the document, the outermost mention whose head it is, plus one.
    by_head: Vec<u32>,
    parties: Vec<Party>,
    camps: Camps,
}

/// A phrase that speaks of one party, or of several together.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The noun phrase without relative clauses and other trailing clauses.
    pub words: TokenSpan,
    /// The head word of the noun phrase, by the tree.
    pub head: usize,
    /// What sort of phrase it is.
    pub kind: MentionKind,
    /// Of whom it speaks: one, or several for "the two leaders"; empty where it stands for parties
    /// that cannot be told ("all parties").
    pub parties: Vec<PartyId>,
    /// How sure the resolution is, 0 to 1.
    pub certainty: f32,
    /// Whether more than one is meant.
    pub plural: bool,
}

/// What sort of phrase a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A name: "Xi Jinping", "China", "the United Nations".
    Name,
    /// A role without a name: "the Chinese foreign minister", "police".
    Description,
    /// "he", "its", "which"; possessive ones too.
    Pronoun,
    /// Several at once: "the two leaders", "both sides", "all parties".
    Group,
    /// An adjective of nationality: "Chinese" in "Chinese warplanes".
    Adjective,
    /// A capital, building or nickname that stands for a government: "Beijing said".
    Metonym,
    /// The name of a place where it is a place: "in Beijing". Not a party by itself, but its party is
    /// given, so that a frame may decide by role ("talks with Beijing").
    Place,
}

/// The models that are asked where several answers are possible.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Models<'a> {
    /// Of which country those are of whom nothing tells it.
    pub(crate) origins: Option<&'a OriginRanker>,
    /// Whom words for several mean.
    pub(crate) groups: Option<&'a GroupRanker>,
}

/// Finds all mentions of a document and resolves who is meant; with a model, which weighs the countries of those of whom
/// nothing tells it.
pub(crate) fn find(
    reading: &Reading,
    codebook: &Codebook,
    lexicon: &Lexicon,
    places: &[PlaceMention],
    models: Models,
) -> Mentions {
    Finder::new(reading, codebook, lexicon, places, models)
        .read()
        .finish()
}

/// The mentions of a document whose countries nothing beside them tells, with everything that they may be of.
pub(crate) fn open_origins(
    reading: &Reading,
    codebook: &Codebook,
    lexicon: &Lexicon,
    places: &[PlaceMention],
    models: Models,
) -> Vec<OriginChoice> {
    let mut finder = Finder::new(reading, codebook, lexicon, places, models);
    finder.choices = Some(Vec::new());
    finder.read().choices.unwrap_or_default()
}

/// The words of a document for several parties, with all whom they may mean.
pub(crate) fn open_groups(
    reading: &Reading,
    codebook: &Codebook,
    lexicon: &Lexicon,
    places: &[PlaceMention],
    models: Models,
) -> Vec<GroupChoice> {
    let mut finder = Finder::new(reading, codebook, lexicon, places, models);
    finder.group_choices = Some(Vec::new());
    finder.read().group_choices.unwrap_or_default()
}

impl Mentions {
    /// Every mention in text order, the longer first; nested ones too ("Iran" in "Iran's minister").
    pub fn all(&self) -> &[Mention] {
        &self.all
    }

    /// The outermost mention whose head is `word`.
    pub fn at(&self, word: usize) -> Option<&Mention> {
        let index = *self.by_head.get(word)?;
        self.all.get(index.checked_sub(1)? as usize)
    }

    /// The mentions whose words lie within `words`, in text order.
    pub fn within(&self, words: TokenSpan) -> impl Iterator<Item = &Mention> {
        let first = self
            .all
            .partition_point(|mention| mention.words.start < words.start);
        self.all[first..]
            .iter()
            .take_while(move |mention| mention.words.start < words.end)
            .filter(move |mention| mention.words.end <= words.end)
    }

    /// The party with this number.
    pub fn party(&self, id: PartyId) -> &Party {
        &self.parties[id.index()]
    }

    /// All parties, by their first mention.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The camp of a party.
    pub(crate) fn camp(&self, party: PartyId) -> Camp {
        self.camps.of_party(party)
    }

    /// The country, or the name, by which a camp is told from others.
    pub(crate) fn camp_name(&self, camp: Camp) -> &str {
        self.camps.name(camp)
    }

    /// The camps of those of whom some mentions speak, each once, in order.
    pub(crate) fn camps(&self, reading: &Reading, mentions: &[&Mention]) -> SmallVec<[Camp; 4]> {
        let mut camps = SmallVec::new();
        for mention in mentions {
            if mention.parties.is_empty() {
                camps.push(self.camps.of_unknown(reading.words_of(mention.words)));
            }
            camps.extend(mention.parties.iter().map(|&party| self.camp(party)));
        }
        camps.sort_unstable();
        camps.dedup();
        camps
    }
}

/// The state of one pass over a document.
struct Finder<'a> {
    reading: &'a Reading<'a>,
    codebook: &'a Codebook,
    lexicon: &'a Lexicon<'a>,
    /// The names of places, in order.
    places: &'a [PlaceMention],
    /// The document's date.
    date: Option<Date>,
    names: Vec<Name>,
    /// For each word the outermost name that it belongs to, plus one.
    name_of: Vec<u32>,
    /// Whom each name means, once resolved.
    name_party: Vec<Option<PartyId>>,
    parties: Vec<Party>,
    /// In the order in which they are resolved.
    mentions: Vec<Mention>,
    /// For each word the last mention that ends with it, plus one.
    ending: Vec<u32>,
    /// For each word the widest mention whose head it is, plus one.
    heading: Vec<u32>,
    /// Words of titles, which are no mentions of their own.
    titled: Vec<bool>,
    by_entity: HashMap<EntityRef, PartyId>,
    /// Parties by their very words, and descriptions by country and role.
    by_words: HashMap<String, PartyId>,
    /// Persons by each word of their name, in order of appearance.
    by_part: HashMap<String, Vec<PartyId>>,
    /// How often names tell of each country that only one country answers to.
    votes: HashMap<String, u32>,
    /// Those described by the last word of the role, where the text tells whose they are: where, as what, and who.
    by_role: HashMap<String, Vec<Told>>,
    /// Persons of this sentence whose country only their surroundings can tell, with what describes them.
    uncertain: Vec<(PartyId, Description)>,
    /// The country that each paragraph's last sentence was about.
    topic: Option<(u32, String)>,
    /// The country where something last happened, by paragraph.
    stage: Option<(u32, String)>,
    /// The country of the dateline's place.
    dateline: Option<String>,
    /// The country that names tell of most.
    main: Option<String>,
    /// Who kept company with whom so far.
    company: Company,
    models: Models<'a>,
    /// What was weighed, where somebody wants to see it.
    choices: Option<Vec<OriginChoice>>,
    group_choices: Option<Vec<GroupChoice>>,
}

impl<'a> Finder<'a> {
    fn new(
        reading: &'a Reading<'a>,
        codebook: &'a Codebook,
        lexicon: &'a Lexicon<'a>,
        places: &'a [PlaceMention],
        models: Models<'a>,
    ) -> Self {
        let names = names::find(reading, codebook, lexicon);
        let count = reading.len();
        let mut name_of = vec![0; count];
        for (index, name) in names.iter().enumerate().filter(|(_, name)| !name.nested) {
            name_of[name.words.range()].fill(index as u32 + 1);
        }
        let mut finder = Self {
            reading,
            codebook,
            lexicon,
            places,
            date: reading.document.date.as_ref().map(|known| known.date),
            name_party: vec![None; names.len()],
            names,
            name_of,
            parties: Vec::new(),
            mentions: Vec::with_capacity(count / 4),
            ending: vec![0; count],
            heading: vec![0; count],
            titled: vec![false; count],
            by_entity: HashMap::new(),
            by_words: HashMap::new(),
            by_part: HashMap::new(),
            votes: HashMap::new(),
            by_role: HashMap::new(),
            uncertain: Vec::new(),
            topic: None,
            stage: None,
            dateline: None,
            main: None,
            company: Company::default(),
            models,
            choices: None,
            group_choices: None,
        };
        finder.survey();
        finder
    }

    fn read(mut self) -> Self {
        for sentence in 0..self.reading.sentences().len() {
            self.sentence(sentence);
        }
        self
    }

    /// Counts the countries that unmistakable names tell of, and looks at the dateline.
    fn survey(&mut self) {
        let hyphen = |word: usize| word < self.reading.len() && self.reading.text(word) == "-";
        for name in &self.names {
            // "US-backed", "pro-Russian": whom others side with is not whom the text is about.
            if hyphen(name.words.end) || name.words.start > 0 && hyphen(name.words.start - 1) {
                continue;
            }
            if let [only] = name.candidates.as_slice()
                && let entity = self.codebook.who().entity(only.entity)
                && matches!(entity.kind(), EntityKind::State | EntityKind::Metonym)
                && let Some(code) = entity.code()
            {
                let country = &code[..code.len().min(3)];
                *self.votes.entry(country.to_owned()).or_default() += 1;
            }
        }
        self.dateline = self.dateline_country();
        self.survey_places();
        let best = self
            .votes
            .iter()
            .max_by_key(|(code, count)| (**count, std::cmp::Reverse(*code)));
        let total: u32 = self.votes.values().sum();
        self.main = best
            .filter(|(_, count)| **count * 2 > total)
            .map(|(code, _)| code.clone());
    }

    /// Towns and regions tell of their countries too, and so does the dateline.
    fn survey_places(&mut self) {
        let towns = self.places.iter().filter(|place| {
            let name = place.words.range().find_map(|word| self.name_at(word));
            let counted = name.is_some_and(|name| !self.names[name].candidates.is_empty());
            !counted && !place.words.is_empty() && !place.is_stranger()
        });
        let countries = towns.filter_map(|place| place.country.as_deref());
        let countries: Vec<&str> = countries.chain(self.dateline.as_deref()).collect();
        let countries: Vec<String> = countries.into_iter().map(str::to_owned).collect();
        for country in countries {
            *self.votes.entry(country).or_default() += 1;
        }
    }

    /// The place that a name means, where it is that of one.
    fn placed(&self, words: TokenSpan) -> Option<&'a PlaceMention> {
        let first = self
            .places
            .partition_point(|place| place.words.end <= words.start);
        self.places
            .get(first)
            .filter(|place| place.words.start < words.end)
    }

    fn dateline_country(&self) -> Option<String> {
        let place = self.reading.document.dateline.as_ref()?.place?;
        let text = place.of(&self.reading.document.repaired);
        let calm = common::title_case(text);
        let who = self.codebook.who();
        let part = |text: &str| {
            let hit = who.names_at(text, 0).filter(|hit| hit.len == text.len());
            let mut known = hit
                .into_iter()
                .flat_map(|hit| hit.candidates().collect::<Vec<_>>());
            known.find_map(|it| {
                let entity = who.entity(it.entity);
                let state = matches!(entity.kind(), EntityKind::State | EntityKind::Metonym);
                entity
                    .code()
                    .filter(|_| state)
                    .map(|code| code[..code.len().min(3)].to_owned())
            })
        };
        // "PARIS, Texas": what stands last says most.
        let state = calm.rsplit(',').find_map(|text| part(text.trim()));
        state.or_else(|| place::dateline(self.reading, self.codebook)?.country)
    }

    /// Resolves one sentence: names, then what leans on them.
    fn sentence(&mut self, number: usize) {
        let words = self.reading.sentences()[number];
        let first = self
            .names
            .partition_point(|name| name.words.start < words.start);
        let last = first + self.names[first..].partition_point(|name| name.words.start < words.end);
        for index in first..last {
            self.resolve_name(index);
        }
        for word in words.range() {
            self.lean(word);
        }
        self.guess_countries();
        self.note_topic(words);
        self.note_company(words);
    }

    fn finish(self) -> Mentions {
        let mut all = self.mentions;
        all.sort_by_key(|mention| (mention.words.start, std::cmp::Reverse(mention.words.end)));
        let mut by_head = vec![0; self.reading.len()];
        for (index, mention) in all.iter().enumerate() {
            let slot: &mut u32 = &mut by_head[mention.head];
            let wider = |&known: &u32| {
                known > 0 && all[known as usize - 1].words.len() >= mention.words.len()
            };
            if !wider(slot) {
                *slot = index as u32 + 1;
            }
        }
        Mentions {
            camps: Camps::new(self.reading, &all, &self.parties),
            all,
            by_head,
            parties: self.parties,
        }
    }

    fn add(&mut self, party: Party) -> PartyId {
        self.parties.push(party);
        PartyId::new(self.parties.len() - 1)
    }

    fn note(&mut self, mention: Mention) {
        let index = self.mentions.len() as u32 + 1;
        if let Some(last) = mention.words.end.checked_sub(1) {
            self.ending[last] = index;
        }
        let known = self.heading[mention.head];
        if known == 0 || self.mentions[known as usize - 1].words.len() <= mention.words.len() {
            self.heading[mention.head] = index;
        }
        self.mentions.push(mention);
    }

    /// The mention that ends with `word`.
    fn mention_ending(&self, word: usize) -> Option<usize> {
        Some(self.ending.get(word)?.checked_sub(1)? as usize)
    }

    /// The widest mention so far whose head is `word`.
    fn mention_at(&self, word: usize) -> Option<&Mention> {
        Some(&self.mentions[self.heading.get(word)?.checked_sub(1)? as usize])
    }

    /// The outermost name that `word` belongs to.
    fn name_at(&self, word: usize) -> Option<usize> {
        Some(self.name_of.get(word)?.checked_sub(1)? as usize)
    }

    /// A word in small letters.
    fn lower(&self, word: usize) -> Cow<'a, str> {
        small(self.reading.text(word))
    }

    /// A word's dictionary form in small letters.
    fn small_lemma(&self, word: usize) -> Cow<'a, str> {
        let reading: &'a Reading = self.reading;
        small(reading.lemma(word))
    }

    /// The subject of a verb.
    fn subject_of(&self, verb: usize) -> Option<usize> {
        let mut children = self.reading.children(verb).take(CHILDREN);
        children.find(|&child| self.is_subject(child))
    }

    /// The subject of a verb, or that of the verb that it is coordinated with.
    fn shared_subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..CONJUNCTS {
            if let Some(subject) = self.subject_of(at) {
                return Some(subject);
            }
            let word = self.reading.word(at);
            if !matches!(word.dep, Dep::Conj | Dep::Xcomp) || word.head == at {
                return None;
            }
            at = word.head;
        }
        None
    }

    /// Whether `word` is a subject.
    fn is_subject(&self, word: usize) -> bool {
        matches!(self.reading.word(word).dep, Dep::Nsubj | Dep::NsubjPass)
    }
}

/// A text in small letters; most are that already.
fn small(text: &str) -> Cow<'_, str> {
    let is_small = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(is_small) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}
