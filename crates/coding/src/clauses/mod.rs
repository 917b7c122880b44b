//! Who does what, read off the tree once: predicates with their arguments in logical roles.
//!
//! Voice, control and raising, coordination, relative and reduced relative clauses and the
//! arguments of nouns are undone here, so that a frame is written once, in the active. "Aleppo was
//! bombed by Russian jets", "jets bombing Aleppo", "the jets that bombed Aleppo" and "the jets' bombing of
//! Aleppo" all give an agent (jets) and an object (Aleppo).
//!
//! Arguments are heads of phrases. Coordinated phrases are given one by one; who they are is for
//! [`crate::mentions`] to say.

mod modal;
mod occasion;
mod subject;

use chancery_codebook::Codebook;
use smallvec::SmallVec;

use crate::mentions::Mentions;
use crate::reading::{Dep, Pos, Reading, Tag};

/// A predicate with its arguments.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The word that heads it.
    pub head: usize,
    /// What sort of predicate it is.
    pub kind: ClauseKind,
    /// The particle of a particle verb.
    pub particle: Option<usize>,
    /// Whether the words are in the passive.
    pub passive: bool,
    /// Its arguments, the surest of each role first.
    pub arguments: SmallVec<[Argument; 8]>,
}

/// What sort of predicate heads a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClauseKind {
    /// A verb, finite or not.
    Verb,
    /// A noun that means an act.
    Noun,
    /// An adjective in predicate position.
    Adjective,
}

/// One argument of a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its logical role.
    pub role: Role,
    /// The head of its phrase.
    pub head: usize,
}

/// The logical role of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The doer.
    Agent,
    /// The one it is done to.
    Object,
    /// The one behind a preposition; the number is the preposition's word.
    Preposition(usize),
    /// The receiver of a verb with two objects ("sent Kim a letter").
    Recipient,
    /// A clause that completes the predicate; its head.
    Complement,
    /// A participle clause beside it ("marched, *demanding* ..."); its head.
    Circumstance,
    /// The owner, at a noun.
    Possessor,
}

/// Reads clauses off a document's trees.
#[derive(Clone, Copy)]
pub struct ClauseReader<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) mentions: &'a Mentions,
    /// Nouns that stand behind "by" without doing anything.
    no_doers: &'a [String],
    /// Nouns of exchanges in whose course something is said or done.
    occasions: &'a [String],
    tokens: &'a [String],
    /// Nouns of a wish "at" which something is done.
    promptings: &'a [String],
    /// Words of asking whose addressee, behind a preposition, is to do what is asked.
    askings: &'a [String],
}

impl<'a> ClauseReader<'a> {
    /// A reader of one document. The mentions are asked where the tree leaves open which noun is
    /// meant (the antecedent of "which").
    pub fn new(reading: &'a Reading<'a>, mentions: &'a Mentions, codebook: &'a Codebook) -> Self {
        Self {
            reading,
            mentions,
            no_doers: codebook.words().list("operators", "counters.no_doers"),
            occasions: codebook.words().list("operators", "occasions.nouns"),
            tokens: codebook.words().list("operators", "tokens.nouns"),
            promptings: codebook.words().list("operators", "promptings.nouns"),
            askings: codebook.words().list("operators", "askings.words"),
        }
    }

    /// The clause that `head` heads.
    pub fn read(&self, head: usize) -> Clause {
        let kind = self.kind(head);
        let mut clause = Clause {
            head,
            kind,
            particle: self.particle(head),
            passive: kind == ClauseKind::Verb && self.is_passive(head),
            arguments: SmallVec::new(),
        };
        match kind {
            ClauseKind::Verb if self.is_modal(head) => self.modal_arguments(&mut clause),
            ClauseKind::Verb => self.verb_arguments(&mut clause),
            ClauseKind::Noun => self.noun_arguments(&mut clause),
            ClauseKind::Adjective => self.adjective_arguments(&mut clause),
        }
        clause
    }

    /// The arguments of `head` read as a noun's.
    pub fn read_noun(&self, head: usize) -> Clause {
        let mut clause = Clause {
            head,
            kind: ClauseKind::Noun,
            particle: None,
            passive: false,
            arguments: SmallVec::new(),
        };
        self.noun_arguments(&mut clause);
        clause
    }

    fn kind(&self, head: usize) -> ClauseKind {
        match self.reading.word(head).pos {
            Pos::Noun | Pos::Propn | Pos::Num | Pos::Pron => ClauseKind::Noun,
            Pos::Adj if !self.is_verbal(head) => ClauseKind::Adjective,
            _ => ClauseKind::Verb,
        }
    }

    /// Whether a word tagged as an adjective is used as a verb ("Aleppo was shelled").
    fn is_verbal(&self, head: usize) -> bool {
        let reading = self.reading;
        reading.children(head).any(|child| {
            matches!(
                reading.word(child).dep,
                Dep::AuxPass | Dep::NsubjPass | Dep::Dobj
            )
        })
    }

    fn particle(&self, head: usize) -> Option<usize> {
        let reading = self.reading;
        reading.child(head, Dep::Prt).or_else(|| {
            // A particle that stands right behind its verb is often taken for an adverb.
            let next = head + 1;
            (next < reading.len()
                && reading.word(next).head == head
                && reading.word(next).dep == Dep::Advmod
                && matches!(reading.word(next).tag, Tag::Rp | Tag::Rb | Tag::In))
            .then_some(next)
        })
    }

    /// Whether a verb's surface subject is its logical object.
    pub fn is_passive(&self, verb: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(verb);
        if word.tag != Tag::Vbn && word.tag != Tag::Vbd {
            return reading.child(verb, Dep::AuxPass).is_some();
        }
        let mut has_auxiliary = false;
        for child in reading.children(verb) {
            match reading.word(child).dep {
                Dep::AuxPass | Dep::NsubjPass => return true,
                Dep::Aux | Dep::Dobj | Dep::Nsubj => has_auxiliary = true,
                _ => {}
            }
        }
        if word.tag == Tag::Vbd || has_auxiliary {
            return false;
        }
        match word.dep {
            Dep::Acl | Dep::Advcl | Dep::Amod | Dep::Oprd | Dep::Acomp => true,
            Dep::Conj => self.is_passive(word.head),
            _ => false,
        }
    }

    fn verb_arguments(&self, clause: &mut Clause) {
        let (reading, verb) = (self.reading, clause.head);
        if clause.passive {
            for by in reading.children(verb).filter(|&child| self.is_by(child)) {
                if !self.is_measure(by) {
                    self.add_objects_of(clause, by, |_| Role::Agent);
                }
            }
        }
        // "Malawi was offered help": of two objects the receiver has become the subject.
        let kept_object = clause.passive
            && reading
                .child(verb, Dep::Dobj)
                .is_some_and(|object| self.is_noun(object));
        if let Some(subject) = self.subject(verb) {
            let role = match (clause.passive, kept_object) {
                (true, true) => Role::Recipient,
                (true, false) => Role::Object,
                (false, _) => Role::Agent,
            };
            self.add(clause, role, subject);
        }
        for child in reading.children(verb) {
            self.verb_argument(clause, child);
        }
        self.adjective_behind_object(clause);
        self.shared_object(clause);
        self.gap(clause);
        self.prepositions_of_objects(clause);
    }

    /// "by the count of", "by Monday", "by a margin of": no doer.
    fn is_measure(&self, by: usize) -> bool {
        let reading = self.reading;
        reading.child(by, Dep::Pobj).is_some_and(|noun| {
            self.no_doers
                .iter()
                .any(|lemma| lemma == reading.lemma(noun))
                || matches!(reading.entity(noun), Some("DATE" | "TIME"))
        })
    }

    fn is_by(&self, word: usize) -> bool {
        let dep = self.reading.word(word).dep;
        dep == Dep::Agent
            || (dep == Dep::Prep && self.reading.text(word).eq_ignore_ascii_case("by"))
    }

    fn verb_argument(&self, clause: &mut Clause, child: usize) {
        let reading = self.reading;
        match reading.word(child).dep {
            Dep::Attr | Dep::Oprd if clause.passive && self.is_noun(child) => {
                self.add(clause, Role::Complement, child);
            }
            Dep::Dobj | Dep::Attr => self.add(clause, Role::Object, self.antecedent(child)),
            Dep::Dative if reading.word(child).pos == Pos::Adp => self.preposition(clause, child),
            Dep::Dative => self.add(clause, Role::Recipient, child),
            Dep::Prep | Dep::Agent => self.preposition(clause, child),
            Dep::Ccomp | Dep::Xcomp => {
                self.add(clause, Role::Complement, child);
                self.raised_object(clause, child);
                self.small_clause(clause, child);
            }
            Dep::Acomp | Dep::Oprd => self.add(clause, Role::Complement, child),
            Dep::Advcl if self.is_infinitive(child) => self.add(clause, Role::Complement, child),
            Dep::Advcl if reading.word(child).tag == Tag::Vbg && child > clause.head => {
                self.add(clause, Role::Circumstance, child);
            }
            Dep::Advmod => self.complex_preposition(clause, child),
            Dep::Npadvmod => self.time_given(clause, child),
            _ => {}
        }
    }

    /// "urged *China* to stop": the subject of an infinitive is the object of the verb above.
    fn raised_object(&self, clause: &mut Clause, complement: usize) {
        let reading = self.reading;
        if !self.is_infinitive(complement) && reading.word(complement).tag != Tag::Vbg {
            return;
        }
        let subject = reading.children(complement).find(|&child| {
            matches!(reading.word(child).dep, Dep::Nsubj | Dep::NsubjPass) && child > clause.head
        });
        if let (Some(subject), false) = (subject, clause.passive) {
            self.add(clause, Role::Object, subject);
        }
    }

    /// "called *the step* unjustified": the subject of a clause without a verb is the object of the verb above.
    fn small_clause(&self, clause: &mut Clause, complement: usize) {
        let reading = self.reading;
        let verbless = matches!(reading.word(complement).pos, Pos::Adj | Pos::Noun)
            && reading.child(complement, Dep::Aux).is_none();
        let subject = reading.child(complement, Dep::Nsubj);
        if let (Some(subject), true, false) = (subject, verbless, clause.passive) {
            self.add(clause, Role::Object, subject);
        }
    }

    /// "called the step *"unjustified"*": an adjective that the tree hangs on the object before it says what the
    /// object is held to be.
    fn adjective_behind_object(&self, clause: &mut Clause) {
        let reading = self.reading;
        let Some(object) = reading.child(clause.head, Dep::Dobj) else {
            return;
        };
        let behind = reading.children(object).find(|&child| {
            let word = reading.word(child);
            child > object && word.dep == Dep::Amod && word.pos == Pos::Adj
        });
        if let (Some(adjective), true) = (behind, object > clause.head) {
            self.add(clause, Role::Complement, adjective);
        }
    }

    /// "A accused and *attacked* B": conjoined verbs share an object that only the last one has, and
    /// "condemned the raid and *arrested* ..." does not.
    fn shared_object(&self, clause: &mut Clause) {
        let reading = self.reading;
        if clause.passive
            || clause.has(Role::Object)
            || reading.child(clause.head, Dep::Cc).is_none()
        {
            return;
        }
        let next = reading.children(clause.head).find(|&child| {
            reading.word(child).dep == Dep::Conj
                && reading.word(child).tag == reading.word(clause.head).tag
        });
        let Some(next) = next.filter(|&next| next <= clause.head + 3) else {
            return;
        };
        if let Some(object) = reading.child(next, Dep::Dobj) {
            self.add(clause, Role::Object, object);
        }
    }

    /// "the greetings that Kim had conveyed": what a relative clause lacks is its antecedent.
    fn gap(&self, clause: &mut Clause) {
        let reading = self.reading;
        let word = reading.word(clause.head);
        if word.dep != Dep::Relcl
            || clause.passive
            || clause.has(Role::Object)
            || self.completes_noun(clause.head)
        {
            return;
        }
        let subject = reading.child(clause.head, Dep::Nsubj);
        if subject.is_some_and(|subject| !is_relative(reading.word(subject).tag)) {
            self.add(clause, Role::Object, word.head);
        }
    }

    /// Prepositional phrases that the parser hung on the object, behind those of the verb itself:
    /// "imposed sanctions *on Iran*".
    fn prepositions_of_objects(&self, clause: &mut Clause) {
        let objects: SmallVec<[usize; 2]> = clause.fillers(Role::Object).collect();
        for object in objects {
            if object < clause.head && !clause.passive {
                continue;
            }
            for child in self.reading.children(object) {
                match self.reading.word(child).dep {
                    Dep::Prep => self.preposition(clause, child),
                    Dep::Acl | Dep::Relcl if self.completes_noun(child) => {
                        self.add(clause, Role::Complement, child)
                    }
                    _ => {}
                }
            }
        }
    }

    /// "a reason *to open*", "the hope *that it would*", "assured the envoy *that it was*": whatever the tree calls it,
    /// an infinitive, or a clause behind "that" which lacks nothing.
    fn completes_noun(&self, clause: usize) -> bool {
        let reading = self.reading;
        let introduced = || {
            let mark = reading.child(clause, Dep::Mark);
            mark.is_some_and(|mark| reading.text(mark).eq_ignore_ascii_case("that"))
        };
        self.is_infinitive(clause) || introduced()
    }

    /// "gave them *ten days* to leave": of two objects the second, which the tree takes for a time.
    fn time_given(&self, clause: &mut Clause, child: usize) {
        let reading = self.reading;
        let given = reading.child(clause.head, Dep::Dative).is_some()
            && reading.child(clause.head, Dep::Dobj).is_none()
            && child > clause.head;
        if given {
            self.add(clause, Role::Object, child);
        }
    }

    /// Adds what stands behind a preposition, and behind one that follows it ("out of", "because of").
    fn preposition(&self, clause: &mut Clause, preposition: usize) {
        let reading = self.reading;
        for child in reading.children(preposition) {
            match reading.word(child).dep {
                Dep::Pobj => self.add(
                    clause,
                    Role::Preposition(preposition),
                    self.antecedent(child),
                ),
                Dep::Pcomp => self.add(clause, Role::Complement, child),
                // "according to X" credits X; it is no argument.
                Dep::Prep if reading.word(preposition).tag != Tag::Vbg => {
                    self.add_objects_of(clause, child, Role::Preposition);
                }
                _ => {}
            }
        }
    }

    /// "ahead of", "together with": an adverb with a preposition below it.
    fn complex_preposition(&self, clause: &mut Clause, adverb: usize) {
        for child in self.reading.children(adverb) {
            if self.reading.word(child).dep == Dep::Prep {
                self.preposition(clause, child);
            }
        }
    }

    fn add_objects_of(
        &self,
        clause: &mut Clause,
        preposition: usize,
        role: impl Fn(usize) -> Role,
    ) {
        for child in self.reading.children(preposition) {
            if self.reading.word(child).dep == Dep::Pobj {
                self.add(clause, role(preposition), self.antecedent(child));
            }
        }
    }

    fn noun_arguments(&self, clause: &mut Clause) {
        let (reading, noun) = (self.reading, clause.head);
        for child in reading.children(noun) {
            match reading.word(child).dep {
                Dep::Poss => {
                    self.add(clause, Role::Agent, child);
                    self.add(clause, Role::Possessor, child);
                }
                Dep::Amod | Dep::Compound | Dep::Nmod if self.is_party(child) => {
                    self.add(clause, Role::Agent, child)
                }
                Dep::Prep | Dep::Agent => self.noun_preposition(clause, child),
                Dep::Acl | Dep::Relcl if self.completes_noun(child) => {
                    self.add(clause, Role::Complement, child)
                }
                Dep::Ccomp => self.add(clause, Role::Complement, child),
                Dep::Acl if reading.word(child).tag == Tag::Vbn => {
                    self.participle_agent(clause, child)
                }
                _ => {}
            }
        }
        if !clause.has(Role::Agent) || !clause.has(Role::Possessor) {
            self.inherited_owner(clause);
        }
        if !clause.has(Role::Agent) {
            self.doer_hung_higher(clause);
        }
        self.occasion(clause);
        self.prompted(clause);
        self.in_token_of(clause);
    }

    /// "a response to displays of force *by A*": the tree may hang the doer on a noun above.
    fn doer_hung_higher(&self, clause: &mut Clause) {
        let reading = self.reading;
        let mut at = clause.head;
        for _ in 0..3 {
            let word = reading.word(at);
            if word.dep != Dep::Pobj {
                return;
            }
            at = reading.word(word.head).head;
            if !self.is_noun(at) {
                return;
            }
            let by = reading
                .children(at)
                .find(|&child| child > clause.head && self.is_by(child));
            if let Some(by) = by {
                self.add_objects_of(clause, by, |_| Role::Agent);
                return;
            }
        }
    }

    fn noun_preposition(&self, clause: &mut Clause, preposition: usize) {
        let reading = self.reading;
        let word = reading.text(preposition);
        if word.eq_ignore_ascii_case("by")
            || word.eq_ignore_ascii_case("between")
            || word.eq_ignore_ascii_case("among")
        {
            self.add_objects_of(clause, preposition, |_| Role::Agent);
        } else if word.eq_ignore_ascii_case("of") {
            self.add_objects_of(clause, preposition, |_| Role::Object);
        }
        self.preposition(clause, preposition);
    }

    /// "strikes *carried out by* Israel": the doer of a light participle is the doer of the noun.
    fn participle_agent(&self, clause: &mut Clause, participle: usize) {
        for child in self.reading.children(participle) {
            if self.is_by(child) {
                self.add_objects_of(clause, child, |_| Role::Agent);
            }
        }
    }

    /// "*its* activities, including drills and flights": a noun in a list or an example takes the
    /// owner of what it stands under.
    fn inherited_owner(&self, clause: &mut Clause) {
        let reading = self.reading;
        let mut at = clause.head;
        for _ in 0..4 {
            let word = reading.word(at);
            let above = match word.dep {
                Dep::Conj | Dep::Appos => word.head,
                Dep::Pobj if self.lists_examples(word.head) => reading.word(word.head).head,
                _ => return,
            };
            if !self.is_noun(above) || above == at {
                return;
            }
            if let Some(owner) = reading.child(above, Dep::Poss) {
                // It goes before a noun of means ("artillery drills").
                let owner = Argument {
                    role: Role::Agent,
                    head: owner,
                };
                clause.arguments.insert(0, owner);
                return;
            }
            at = above;
        }
    }

    fn lists_examples(&self, preposition: usize) -> bool {
        let word = self.reading.lemma(preposition);
        word == "include" || word == "including" || word == "like" || word == "as"
    }

    fn adjective_arguments(&self, clause: &mut Clause) {
        let (reading, adjective) = (self.reading, clause.head);
        if let Some(subject) = self.subject(adjective) {
            self.add(clause, Role::Agent, subject);
        }
        for child in reading.children(adjective) {
            match reading.word(child).dep {
                Dep::Prep => self.preposition(clause, child),
                Dep::Xcomp | Dep::Ccomp | Dep::Advcl => self.add(clause, Role::Complement, child),
                _ => {}
            }
        }
        // "is ready for talks", "it is important for A to help": some hang on the copula.
        let copula = reading.word(adjective).head;
        if reading.word(copula).pos == Pos::Aux {
            for child in reading.children(copula) {
                match reading.word(child).dep {
                    Dep::Prep => self.preposition(clause, child),
                    Dep::Xcomp | Dep::Ccomp | Dep::Advcl if child > adjective => {
                        self.add(clause, Role::Complement, child)
                    }
                    _ => {}
                }
            }
        }
    }

    fn add(&self, clause: &mut Clause, role: Role, head: usize) {
        if head == clause.head {
            return;
        }
        let argument = Argument { role, head };
        if !clause.arguments.contains(&argument) {
            clause.arguments.push(argument);
        }
    }

    fn is_noun(&self, word: usize) -> bool {
        matches!(
            self.reading.word(word).pos,
            Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num
        )
    }

    fn is_party(&self, word: usize) -> bool {
        self.mentions.at(word).is_some()
    }

    /// Whether a verb is an infinitive with "to".
    pub fn is_infinitive(&self, verb: usize) -> bool {
        let reading = self.reading;
        reading
            .children(verb)
            .any(|child| reading.word(child).tag == Tag::To && reading.word(child).dep == Dep::Aux)
    }
}

impl Clause {
    /// The heads that fill a role, surest first.
    pub fn fillers(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.arguments
            .iter()
            .filter(move |argument| argument.role == role)
            .map(|argument| argument.head)
    }

    /// Whether anything fills a role.
    pub fn has(&self, role: Role) -> bool {
        self.fillers(role).next().is_some()
    }
}

/// Whether a tag is that of a relative pronoun.
pub(crate) fn is_relative(tag: Tag) -> bool {
    matches!(tag, Tag::Wdt | Tag::Wp | Tag::WpPoss)
}
