//! Frames over clauses: which codebook entries fit a predicate, and who stands in their slots.
//!
//! [`Matcher::at`] tries every frame that lists a word's lemma and says of each why it fits or fails;
//! what codes a document and what explains a coding are therefore the same.

mod conditions;
mod slots;

use std::borrow::{Borrow, Cow};
use std::fmt;

use chancery_codebook::{
    Codebook, EventType, Frame, Need, Phrase, PredicatePlace, PredicateRef, Slot,
};
use chancery_text::TokenSpan;
use smallvec::SmallVec;

use crate::clauses::{Argument, Clause, ClauseReader, Role};
use crate::discourse::Discourse;
use crate::mentions::{Mention, Mentions, PartyId, PartyKind};
use crate::reading::{Dep, Pos, Reading, Tag, Word};

pub use slots::Side;
pub(crate) use slots::is_reaction;

/// A frame that fits a clause.
#[derive(Clone, Debug)]
pub struct Match<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Where the frame lists the predicate; nowhere for a frame that stands for any of its type.
    pub place: Option<PredicatePlace>,
    /// The clause, the arguments of a phrase's noun included.
    pub clause: Clause,
    /// The noun that belongs to the predicate ("talks" of "hold talks").
    pub noun: Option<usize>,
    /// Who did it.
    pub sources: Side<'a>,
    /// To whom.
    pub targets: Side<'a>,
    /// By whose hand.
    pub carriers: Side<'a>,
    /// The words that say what it is about.
    pub about: Option<TokenSpan>,
    /// How closely it fits; higher is closer. Comparable among frames at one predicate only.
    pub score: f32,
}

/// Why a frame does not fit whose words are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Miss<'a> {
    /// A slot that must be filled in a certain way is not.
    Where(&'a Slot),
    /// A slot is filled as it must not be.
    Unless(&'a Slot),
    /// A side that it needs is not there.
    Needs(Need),
}

impl fmt::Display for Miss<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Where(slot) => write!(f, "`{slot}` is not filled as it must be"),
            Self::Unless(slot) => write!(f, "`{slot}` is filled as it must not be"),
            Self::Needs(need) => write!(f, "no {} was found", need.as_str().replace('|', " or ")),
        }
    }
}

/// What trying one frame gave at a word beside which the frame's own words stand.
#[derive(Clone, Debug)]
pub struct Attempt<'a> {
    /// The frame tried.
    pub frame: &'a Frame,
    /// Where it lists the predicate.
    pub place: PredicatePlace,
    /// The fit, or why there is none.
    pub outcome: Result<Match<'a>, Miss<'a>>,
}

/// A clause in which the words are that belong to a predicate.
struct Words<'c> {
    /// With the arguments of the noun.
    clause: Cow<'c, Clause>,
    noun: Option<usize>,
    /// How much the words weigh.
    score: f32,
}

/// A clause as many frames are tried at it.
struct Beside<'c, 'a> {
    clause: &'c Clause,
    /// For each argument its head, and what that counts.
    nouns: SmallVec<[[Option<Named<'a>>; 2]; 8]>,
    /// The last letters of those, see [`ending`].
    endings: u32,
}

/// A set of the last letter of a name alone, whatever its case: nearly all nouns are told apart by it.
fn ending(name: &str) -> u32 {
    name.as_bytes().last().map_or(0, |last| 1 << (last & 31))
}

/// A word with what it may be called.
#[derive(Clone, Copy)]
struct Named<'a> {
    word: usize,
    lemma: &'a str,
    text: &'a str,
}

/// Tries frames at the words of one document.
#[derive(Clone, Copy)]
pub struct Matcher<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) mentions: &'a Mentions,
    pub(crate) codebook: &'a Codebook,
    pub(crate) clauses: ClauseReader<'a>,
    /// Nouns that count what stands behind their "of".
    counters: &'a [String],
    /// Nouns that take their colour from what stands beside them.
    colourless: &'a [String],
    /// Verbs that several do with one another.
    together: &'a [String],
}

impl<'a> Matcher<'a> {
    /// A matcher over one document.
    pub fn new(reading: &'a Reading<'a>, mentions: &'a Mentions, codebook: &'a Codebook) -> Self {
        let words = codebook.words();
        Self {
            reading,
            mentions,
            codebook,
            clauses: ClauseReader::new(reading, mentions, codebook),
            counters: words.list("operators", "counters.nouns"),
            colourless: words.list("operators", "colourless.nouns"),
            together: words.list("exchanges", "together.verbs"),
        }
    }

    /// The places of the codebook that list the lemma of `word` as a predicate.
    pub fn predicates(&self, word: usize) -> &'a [PredicateRef] {
        let lemma = self.reading.lemma(word);
        match self.reading.word(word).pos {
            // "the ruling party", "detained students": told of as a quality, not as an act.
            Pos::Verb if self.is_premodifier(word) => &[],
            Pos::Verb => self.codebook.frames_for_verb(lemma),
            Pos::Aux if self.is_main(word) => self.codebook.frames_for_verb(lemma),
            Pos::Aux if self.clauses.is_modal(word) => self
                .codebook
                .frames_for_verb(&self.clauses.modal_lemma(word)),
            Pos::Noun => self.codebook.frames_for_noun(lemma),
            Pos::Propn => self.codebook.frames_for_noun(&lemma.to_lowercase()),
            Pos::Adj => match self.codebook.frames_for_adjective(lemma) {
                // A participle that the tagger took for an adjective: "Aleppo was shelled".
                [] if self.reading.child(word, Dep::AuxPass).is_some() => {
                    self.codebook.frames_for_verb(lemma)
                }
                found if self.is_predicative(word) => found,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// Tries every frame that lists `word` as a predicate and whose other words are there.
    pub fn at(&self, word: usize, discourse: &Discourse<'a>) -> Vec<Attempt<'a>> {
        if self.predicates(word).is_empty() {
            return Vec::new();
        }
        self.in_clause(&self.clauses.read(word), discourse)
    }

    /// Tries every frame that lists the predicate of a clause and whose other words are there; most frames of a common verb
    /// ask for words that are not.
    pub fn in_clause(&self, clause: &Clause, discourse: &Discourse<'a>) -> Vec<Attempt<'a>> {
        let beside = self.beside(clause);
        let attempt = |predicate: &PredicateRef| {
            let frame = &self.codebook.frames()[predicate.frame];
            let words = self.words_of_predicate(frame, predicate.place, &beside)?;
            Some(Attempt {
                frame,
                place: predicate.place,
                outcome: self.fit(frame, predicate.place, words, discourse),
            })
        };
        let predicates = self.predicates(clause.head).iter();
        predicates.filter_map(attempt).collect()
    }

    /// The frame that fits most closely at `word`.
    pub fn best(&self, word: usize, discourse: &Discourse<'a>) -> Option<Match<'a>> {
        let fits = self
            .at(word, discourse)
            .into_iter()
            .filter_map(|attempt| attempt.outcome.ok());
        closest(fits)
    }

    /// Whether a word may mean an act: a verb, a noun that some frame lists, an adjective in predicate position.
    pub fn may_act(&self, word: usize) -> bool {
        match self.reading.word(word).pos {
            Pos::Verb => !self.is_premodifier(word),
            Pos::Adj => self.is_predicative(word) || !self.predicates(word).is_empty(),
            _ => !self.predicates(word).is_empty(),
        }
    }

    fn is_premodifier(&self, word: usize) -> bool {
        let Word { dep, head, .. } = *self.reading.word(word);
        matches!(dep, Dep::Amod | Dep::Compound) && word < head
    }

    fn is_main(&self, auxiliary: usize) -> bool {
        !matches!(self.reading.word(auxiliary).dep, Dep::Aux | Dep::AuxPass)
    }

    fn is_predicative(&self, adjective: usize) -> bool {
        let word = self.reading.word(adjective);
        matches!(
            word.dep,
            Dep::Acomp
                | Dep::Root
                | Dep::Ccomp
                | Dep::Oprd
                | Dep::Attr
                | Dep::Acl
                | Dep::Conj
                | Dep::Advcl
                | Dep::Relcl
                | Dep::Appos
        ) || (word.dep == Dep::Amod && adjective > word.head)
    }

    /// Whether `frame`, found by the predicate at `place`, fits a clause in which its words are.
    fn fit(
        &self,
        frame: &'a Frame,
        place: PredicatePlace,
        words: Words,
        discourse: &Discourse<'a>,
    ) -> Result<Match<'a>, Miss<'a>> {
        let Words {
            clause,
            noun,
            mut score,
        } = words;
        for (slot, conditions) in &frame.where_ {
            score += match self.satisfied(slot, conditions, frame, &clause) {
                Some(worth) => worth,
                None if self.leaves_doer_unsaid(slot, frame, &clause) => 0.0,
                None => return Err(Miss::Where(slot)),
            };
        }
        for (slot, conditions) in &frame.unless {
            if self.satisfied(slot, conditions, frame, &clause).is_some() {
                return Err(Miss::Unless(slot));
            }
        }
        let mut sources = self.side(&frame.source, frame, &clause, discourse, &Side::default());
        let mut targets = self.side(&frame.target, frame, &clause, discourse, &sources);
        let carriers = self.side(&frame.carrier, frame, &clause, discourse, &Side::default());
        if frame.mutual {
            self.share(&mut sources, &mut targets);
            if !self.are_several(&sources) && !self.gathers(clause.head, &sources) {
                return Err(Miss::Needs(Need::Target));
            }
        }
        if self.speaks_of_itself(frame, &sources, &targets) {
            targets = Side::default();
        }
        self.act_together(frame, clause.head, &mut sources, &mut targets);
        self.assume_needed(frame, &clause, discourse, &mut sources, &mut targets);
        self.check_needs(frame, &sources, &targets, &carriers)?;
        score += sources.weight + targets.weight + carriers.weight;
        let about = self.about(frame, &clause);
        Ok(Match {
            frame,
            place: Some(place),
            clause: clause.into_owned(),
            noun,
            sources,
            targets,
            carriers,
            about,
            score,
        })
    }

    /// What a frame finds at a predicate that it lists when its conditions are left aside; nothing where its
    /// words are not there.
    pub fn nearly(
        &self,
        attempt: &Attempt<'a>,
        clause: &Clause,
        discourse: &Discourse<'a>,
    ) -> Option<Match<'a>> {
        let words = self.words_of_predicate(attempt.frame, attempt.place, &self.beside(clause))?;
        let mut found = self.seated(attempt.frame, words.clause.into_owned(), discourse);
        found.place = Some(attempt.place);
        found.noun = words.noun;
        found.score += words.score - 2.0;
        Some(found)
    }

    /// A frame at a predicate, whatever its conditions: who stands in its slots.
    pub fn seated(&self, frame: &'a Frame, clause: Clause, discourse: &Discourse<'a>) -> Match<'a> {
        let mut sources = self.side(&frame.source, frame, &clause, discourse, &Side::default());
        let mut targets = self.side(&frame.target, frame, &clause, discourse, &sources);
        let carriers = self.side(&frame.carrier, frame, &clause, discourse, &Side::default());
        if frame.mutual {
            self.share(&mut sources, &mut targets);
        }
        self.act_together(frame, clause.head, &mut sources, &mut targets);
        Match {
            frame,
            place: None,
            noun: None,
            about: self.about(frame, &clause),
            score: sources.weight + targets.weight + carriers.weight,
            clause,
            sources,
            targets,
            carriers,
        }
    }

    /// A clause with the nouns that may belong to its predicate.
    fn beside<'c>(&self, clause: &'c Clause) -> Beside<'c, 'a> {
        let arguments = clause.arguments.iter();
        let nouns = |argument: &'c Argument| {
            let head = argument.head;
            [Some(head), self.counted(head)].map(|word| Some(self.named(word?)))
        };
        let nouns: SmallVec<[[Option<Named<'a>>; 2]; 8]> = arguments.map(nouns).collect();
        let named = nouns.iter().flatten().flatten();
        Beside {
            clause,
            endings: named.fold(0, |all, it| all | ending(it.lemma) | ending(it.text)),
            nouns,
        }
    }

    fn named(&self, word: usize) -> Named<'a> {
        let reading = self.reading;
        Named {
            word,
            lemma: reading.lemma(word),
            text: reading.text(word),
        }
    }

    /// The words that belong to the predicate, where they are there.
    fn words_of_predicate<'c>(
        &self,
        frame: &Frame,
        place: PredicatePlace,
        beside: &Beside<'c, 'a>,
    ) -> Option<Words<'c>> {
        let head = beside.clause.head;
        let alone = |score| Words {
            clause: Cow::Borrowed(beside.clause),
            noun: None,
            score,
        };
        match place {
            PredicatePlace::Verb(_) => Some(alone(1.0)),
            PredicatePlace::Adjective(at) => self
                .follows(head, &frame.adjectives[at].after)
                .then(|| alone(1.0)),
            PredicatePlace::Noun(at) => {
                let noun = &frame.nouns[at];
                let compound = !noun.before.is_empty() || !noun.after.is_empty();
                let before =
                    self.precedes(head, &noun.before) || self.written_out(head, &noun.before);
                (before && self.follows(head, &noun.after))
                    .then(|| alone(if compound { 2.0 } else { 1.0 }))
            }
            PredicatePlace::Phrase(at) => self.phrase(&frame.phrases[at], beside),
        }
    }

    fn phrase<'c>(&self, phrase: &Phrase, beside: &Beside<'c, 'a>) -> Option<Words<'c>> {
        let mut score = 1.5;
        let clause = beside.clause;
        let is_other = |noun: &String| ending(noun) & beside.endings == 0;
        if phrase.noun.as_ref().is_some_and(is_other) {
            return None;
        }
        if let Some(particle) = &phrase.particle {
            if !self.has_particle(clause, particle) {
                return None;
            }
            score += 0.7;
        }
        let noun = match &phrase.noun {
            Some(noun) => {
                let head = self.noun_of_phrase(phrase, noun, beside)?;
                score += 1.0 + 0.3 * noun.split(' ').count() as f32;
                Some(head)
            }
            None => None,
        };
        let mut clause = Cow::Borrowed(clause);
        if let Some(noun) = noun {
            self.take_arguments_of(clause.to_mut(), noun);
        }
        if let Some(tail) = &phrase.tail {
            let present = clause
                .arguments
                .iter()
                .any(|argument| matches!(argument.role, Role::Preposition(word) if self.is_preposition(word, tail)))
                || self.has_preposition(clause.head, tail);
            if !present {
                return None;
            }
            score += 0.5;
        }
        Some(Words {
            clause,
            noun,
            score,
        })
    }

    /// The noun of a phrase: the head of an argument itself, or what a word of measure counts ("a number of tests").
    fn noun_of_phrase(
        &self,
        phrase: &Phrase,
        noun: &str,
        beside: &Beside<'_, 'a>,
    ) -> Option<usize> {
        let is_there = |role: Role| match (&phrase.prep, role) {
            // "found him guilty": a complement that is one word belongs to the predicate too.
            (None, Role::Object | Role::Complement) => true,
            (Some(prep), Role::Preposition(word)) => self.is_preposition(word, prep),
            _ => false,
        };
        let mut arguments = beside.clause.arguments.iter().zip(&beside.nouns);
        arguments.find_map(|(argument, nouns)| {
            let found = nouns.iter().flatten().find(|it| self.is_named(it, noun))?;
            is_there(argument.role).then_some(found.word)
        })
    }

    /// What stands behind the "of" of a word of measure.
    pub(crate) fn counted(&self, head: usize) -> Option<usize> {
        let reading = self.reading;
        let of = reading
            .children(head)
            .find(|&child| reading.text(child) == "of")?;
        let counted = reading.child(of, Dep::Pobj)?;
        let counts = |counter: &String| counter == reading.lemma(head);
        // "22 of them"
        let number = reading.word(head).pos == Pos::Num;
        (number || self.counters.iter().any(counts)).then_some(counted)
    }

    /// Whether a verb has a particle, or a preposition that belongs to it ("call *on*").
    fn has_particle(&self, clause: &Clause, particle: &str) -> bool {
        let is = |word: usize| self.is_preposition(word, particle);
        clause.particle.is_some_and(is)
            || self.reading.children(clause.head).any(|child| {
                matches!(
                    self.reading.word(child).dep,
                    Dep::Prep | Dep::Prt | Dep::Advmod | Dep::Agent | Dep::Dative
                ) && is(child)
            })
    }

    fn has_preposition(&self, verb: usize, preposition: &str) -> bool {
        let reading = self.reading;
        reading.children(verb).any(|child| {
            reading.word(child).dep == Dep::Prep && self.is_preposition(child, preposition)
        })
    }

    /// Gives a clause the arguments of the noun that belongs to its predicate, behind its own.
    fn take_arguments_of(&self, clause: &mut Clause, noun: usize) {
        let own = self.clauses.read_noun(noun);
        let has_agent = clause.has(Role::Agent);
        for argument in own.arguments {
            let between = argument.role == Role::Agent
                && !own_agent_is_owner(self.reading, noun, argument.head);
            let take = match argument.role {
                Role::Preposition(_) | Role::Complement | Role::Possessor => true,
                Role::Agent => !has_agent && between,
                _ => false,
            };
            if take && !clause.arguments.contains(&argument) {
                clause.arguments.push(argument);
            }
        }
    }

    /// Whether the head of a phrase and the words before it are `compound` ("air strike").
    pub(crate) fn is_compound(&self, head: usize, compound: &str) -> bool {
        self.is_named(&self.named(head), compound)
    }

    fn is_named(&self, head: &Named, compound: &str) -> bool {
        let mut names = [head.lemma, head.text].into_iter();
        let before = names.find_map(|last| before_last(compound, last));
        before.is_some_and(|before| {
            self.precedes(head.word, before) || self.written_out(head.word, before)
        })
    }

    /// Whether what a compound has before its head stands behind it: "tests on ballistic missiles" for
    /// "missile test".
    fn written_out(&self, head: usize, before: &str) -> bool {
        let reading = self.reading;
        let prepositions = reading.children(head).filter(|&child| {
            child > head
                && reading.word(child).dep == Dep::Prep
                && matches!(reading.text(child), "of" | "on" | "with")
        });
        prepositions
            .flat_map(|preposition| reading.children(preposition))
            .any(|object| reading.word(object).dep == Dep::Pobj && self.is_compound(object, before))
    }

    fn is_lemma(&self, word: usize, lemma: &str) -> bool {
        self.reading.lemma(word).eq_ignore_ascii_case(lemma)
            || self.reading.text(word).eq_ignore_ascii_case(lemma)
    }

    /// Whether `words` stand right before `head`, as lemmas.
    fn precedes(&self, head: usize, words: &str) -> bool {
        let mut at = head;
        words
            .split(' ')
            .rev()
            .filter(|word| !word.is_empty())
            .all(|word| {
                while at > 0 && self.reading.text(at - 1) == "-" {
                    at -= 1;
                }
                at > 0 && {
                    at -= 1;
                    self.is_lemma(at, word)
                }
            })
    }

    /// Whether `words` stand right behind `head`, as lemmas.
    fn follows(&self, head: usize, words: &str) -> bool {
        let mut at = head;
        words
            .split(' ')
            .filter(|word| !word.is_empty())
            .all(|word| {
                at += 1;
                at < self.reading.len() && self.is_lemma(at, word)
            })
    }

    pub(crate) fn is_preposition(&self, word: usize, preposition: &str) -> bool {
        let text = self.reading.text(word);
        text.eq_ignore_ascii_case(preposition)
            || matches!(
                (preposition, text),
                ("toward", "towards") | ("towards", "toward") | ("on", "upon" | "onto")
            )
    }

    /// Whether a side holds more than one party.
    fn are_several(&self, side: &Side) -> bool {
        side.parties().len() > 1
            || side.mentions.len() > 1
                && side
                    .mentions
                    .iter()
                    .any(|mention| mention.parties.is_empty())
            || side.mentions.iter().any(|mention| mention.plural)
    }

    /// "The Security Council met", "a NATO summit": the members of a body of several states come together.
    fn gathers(&self, head: usize, side: &Side) -> bool {
        let gatherings = self.codebook.words().list("exchanges", "gatherings.words");
        let lemma = self.reading.lemma(head);
        let parties = side.parties();
        gatherings.iter().any(|word| word == lemma)
            && !parties.is_empty()
            && parties
                .iter()
                .all(|&party| self.mentions.party(party).country.as_deref() == Some("IGO"))
    }

    /// Whether a speaker says of its own country what it must do: no demand on anybody.
    fn speaks_of_itself(&self, frame: &Frame, sources: &Side, targets: &Side) -> bool {
        let own = |party: PartyId| {
            let party = self.mentions.party(party);
            (party.country.as_deref(), party.kind == PartyKind::State)
        };
        frame.event_type == EventType::Request
            && frame.source == [Slot::Speaker]
            && sources
                .parties()
                .into_iter()
                .map(own)
                .any(|(country, state)| {
                    let same =
                        |(other, whole): (Option<&str>, bool)| other == country && (whole || state);
                    country.is_some() && targets.parties().into_iter().map(own).any(same)
                })
    }

    /// "A and B signed", "A and B agreed to end it": with nobody else named, several who agree do so with one another.
    fn act_together(
        &self,
        frame: &Frame,
        head: usize,
        sources: &mut Side<'a>,
        targets: &mut Side<'a>,
    ) {
        let lemma = self.reading.lemma(head);
        if frame.mutual || !self.together.iter().any(|verb| verb == lemma) {
            return;
        }
        let known = |party: PartyId| self.mentions.party(party).country.is_some();
        if targets.parties().into_iter().any(known) {
            return;
        }
        if self.are_several(sources) && self.countries_of(sources) != 1 {
            targets.mentions = sources.mentions.clone();
        }
    }

    /// A side that a frame needs and no word gives: in talk it is the other party of the exchange that is being told.
    fn assume_needed(
        &self,
        frame: &Frame,
        clause: &Clause,
        discourse: &Discourse<'a>,
        sources: &mut Side<'a>,
        targets: &mut Side<'a>,
    ) {
        let assumed = |side: &str| {
            let types = self.codebook.words().list("exchanges", side);
            types.iter().any(|name| name == frame.event_type.as_str())
        };
        let needs = |need: Need| frame.needs.contains(&need);
        if targets.is_empty()
            && !sources.is_empty()
            && needs(Need::Target)
            && assumed("assumed.target")
        {
            targets.mentions = discourse.counterpart(self.mentions, sources, clause.head);
        } else if sources.is_empty()
            && !targets.is_empty()
            && clause.passive
            && needs(Need::Source)
            && assumed("assumed.source")
        {
            sources.mentions = discourse.counterpart(self.mentions, targets, clause.head);
        }
    }

    fn check_needs(
        &self,
        frame: &Frame,
        sources: &Side,
        targets: &Side,
        carriers: &Side,
    ) -> Result<(), Miss<'static>> {
        for &need in &frame.needs {
            let met = match need {
                Need::Source => !sources.is_empty(),
                Need::Target => !targets.is_empty() || self.aimed_later(frame, sources),
                Need::Carrier => !carriers.is_empty(),
                Need::Either => !sources.is_empty() || !targets.is_empty(),
            };
            if !met {
                return Err(Miss::Needs(need));
            }
        }
        Ok(())
    }

    /// What a reaction is aimed at is told by what it reacts to, once all acts are known.
    fn aimed_later(&self, frame: &Frame, sources: &Side) -> bool {
        let known = |party: PartyId| self.mentions.party(party).country.is_some();
        is_reaction(frame.event_type) && sources.parties().into_iter().any(known)
    }

    fn about(&self, frame: &Frame, clause: &Clause) -> Option<TokenSpan> {
        let listed = frame
            .about
            .iter()
            .find_map(|slot| self.fillers(slot, frame, clause).first().copied());
        let head = listed.or_else(|| clause.fillers(Role::Complement).next())?;
        Some(self.phrase_words(head))
    }

    /// A phrase's words without the punctuation at its ends.
    pub(crate) fn phrase_words(&self, head: usize) -> TokenSpan {
        let reading = self.reading;
        let mut words = reading.subtree(head);
        let empty = |word: usize| matches!(reading.word(word).pos, Pos::Punct | Pos::Space);
        while words.len() > 1 && empty(words.end - 1) {
            words.end -= 1;
        }
        while words.len() > 1 && empty(words.start) {
            words.start += 1;
        }
        words
    }
}

impl Match<'_> {
    /// The predicate as the frame lists it; empty for a frame that stands for any of its type.
    pub fn predicate(&self) -> &str {
        match self.place {
            None => "",
            Some(PredicatePlace::Verb(at)) => &self.frame.verbs[at],
            Some(PredicatePlace::Phrase(at)) => &self.frame.phrases[at].text,
            Some(PredicatePlace::Noun(at)) => &self.frame.nouns[at].text,
            Some(PredicatePlace::Adjective(at)) => &self.frame.adjectives[at].text,
        }
    }

    /// The words that mean the act, as a span of the text.
    pub fn trigger(&self) -> TokenSpan {
        let verb = TokenSpan::new(self.clause.head, self.clause.head + 1);
        let joined = |word: usize| TokenSpan::new(word, word + 1);
        let mut trigger = verb;
        for word in self.clause.particle.into_iter().chain(self.noun) {
            let wider = trigger.join(joined(word));
            // A verb and its noun far apart are quoted by the verb alone.
            if wider.len() <= 6 {
                trigger = wider;
            }
        }
        trigger
    }
}

/// What a compound has before its last word; none where that is not `last`, in whatever case.
fn before_last<'c>(compound: &'c str, last: &str) -> Option<&'c str> {
    let (own, its) = (last.as_bytes().last()?, compound.as_bytes().last()?);
    // Nearly all are told apart by their last letters.
    if !own.eq_ignore_ascii_case(its) {
        return None;
    }
    let at = compound.len().checked_sub(last.len())?;
    let (before, end) = compound.split_at_checked(at)?;
    match before {
        _ if !end.eq_ignore_ascii_case(last) => None,
        "" => Some(""),
        _ => before.strip_suffix(' '),
    }
}

/// Whether the agent of a noun is its owner ("Kim's messages") rather than one of `between`.
fn own_agent_is_owner(reading: &Reading, noun: usize, agent: usize) -> bool {
    let word = reading.word(agent);
    word.head == noun && matches!(word.dep, Dep::Poss | Dep::Amod | Dep::Compound | Dep::Nmod)
}

/// Whether a noun under this verb form is told of as a doing of its subject.
pub(crate) fn is_verbal(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz
    )
}

/// Of matches at one predicate the one that fits most closely; of equals the first by id, so that the answer does
/// not hang on the order of files.
pub(crate) fn closest<'a, M: Borrow<Match<'a>>>(matches: impl Iterator<Item = M>) -> Option<M> {
    matches.reduce(|best, next| {
        if next.borrow().score > best.borrow().score {
            next
        } else {
            best
        }
    })
}

/// The mentions on one side.
pub type Found<'a> = SmallVec<[&'a Mention; 2]>;
