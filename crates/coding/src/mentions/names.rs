//! Finding names: the who-is-who's automaton and the model's entities, joined.

use chancery_codebook::{Candidate, Codebook, EntityKind, NameForm};
use chancery_text::TokenSpan;
use hashbrown::HashSet;

use super::common::is_located;
use super::lexicon::Lexicon;
use crate::reading::{Dep, Pos, Reading, Tag};

/// No name has more words.
const LONGEST: usize = 14;

/// A name found in the text, not yet resolved.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) words: TokenSpan,
    /// The word of it that the rest of the sentence hangs on.
    pub(super) head: usize,
    /// Whom the who-is-who takes it for; empty where it does not know the name.
    pub(super) candidates: Vec<Candidate>,
    /// Whether the candidates are those of a bare surname.
    pub(super) surname: bool,
    /// What the model takes it for.
    pub(super) label: Label,
    /// Stands inside a longer name.
    pub(super) nested: bool,
}

/// What the model takes a name for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Person,
    Organisation,
    Country,
    Nationality,
    Place,
    None,
}

impl Label {
    fn parse(label: &str) -> Option<Self> {
        Some(match label {
            "PERSON" => Self::Person,
            "ORG" => Self::Organisation,
            "GPE" => Self::Country,
            "NORP" => Self::Nationality,
            "LOC" | "FAC" => Self::Place,
            _ => return None,
        })
    }
}

/// All names of the document, by first word; nested ones after those that hold them.
pub(super) fn find(reading: &Reading, codebook: &Codebook, lexicon: &Lexicon) -> Vec<Name> {
    let scanner = Scanner {
        reading,
        codebook,
        lexicon,
    };
    let mut names = Vec::new();
    let mut entities = reading
        .entities()
        .filter_map(|(words, label)| {
            let label = Label::parse(label)?;
            Some(scanner.without_title(scanner.trim(words), label))
        })
        .filter(|(words, _)| !words.is_empty())
        .peekable();
    let mut at = 0;
    while at < reading.len() {
        while entities.next_if(|(words, _)| words.start < at).is_some() {}
        let entity = entities
            .peek()
            .copied()
            .filter(|(words, _)| words.start == at);
        let Some(name) = scanner.name(at, entity) else {
            at += 1;
            continue;
        };
        at = name.words.end;
        let words = name.words;
        let unknown = name.candidates.is_empty();
        names.push(name);
        let posted = entity.filter(|(longer, label)| scanner.is_posted(words, *longer, *label));
        if let Some((longer, _)) = posted {
            let rest = TokenSpan::new(words.end, longer.end);
            names.push(scanner.unknown(rest, Label::Person));
            at = rest.end;
        }
        if unknown {
            scanner.inside(words, &mut names);
        }
    }
    scanner.short_names(&mut names);
    names
}

struct Scanner<'a> {
    reading: &'a Reading<'a>,
    codebook: &'a Codebook,
    lexicon: &'a Lexicon<'a>,
}

impl<'a> Scanner<'a> {
    /// An entity without article, possessive ending, surrounding punctuation, and what only the document tells whose it is:
    /// "The North's Supreme Command".
    fn trim(&self, mut words: TokenSpan) -> TokenSpan {
        let loose = |word: usize| {
            let word = self.reading.word(word);
            word.tag == Tag::Pos
                || matches!(word.pos, Pos::Punct | Pos::Det | Pos::Space | Pos::Part)
        };
        while !words.is_empty() && loose(words.end - 1) {
            words.end -= 1;
        }
        while !words.is_empty() && loose(words.start) {
            words.start += 1;
        }
        let owner = words
            .range()
            .find(|&word| self.reading.word(word).tag == Tag::Pos)
            .map(|end| TokenSpan::new(words.start, end));
        match owner.filter(|it| self.is_short(*it)) {
            Some(owner) => TokenSpan::new(owner.end + 1, words.end),
            None => words,
        }
    }

    fn is_short(&self, words: TokenSpan) -> bool {
        let mut meanings = self.lexicon.short(self.reading.words_of(words));
        meanings.next().is_some()
    }

    /// A person's name without the titles that the model takes for a part of it: "Councilor Tang Jiaxuan", "Ms Pelosi".
    fn without_title(&self, mut words: TokenSpan, label: Label) -> (TokenSpan, Label) {
        if words.is_empty() || self.is_known(words) {
            return (words, label);
        }
        // "H.E. Abbas Araghchi" and "State Pompeo" may be taken for a body.
        let first = self.reading.text(words.start).to_lowercase();
        let titled = self.lexicon.honorific(&first).is_some();
        let officer = self.ends_office(words.start) && words.len() > 1;
        if label != Label::Person && !titled && !officer {
            return (words, label);
        }
        while words.len() > 1
            && (self.is_title(words.start) || self.ends_office(words.start))
            && self.is_capital(words.start + 1)
        {
            words.start += 1;
        }
        (words, if officer { Label::Person } else { label })
    }

    /// Whether a word is the last of an office's: "State" in "Secretary of State Pompeo".
    fn ends_office(&self, word: usize) -> bool {
        let office = self.office_of(TokenSpan::new(word, word + 1));
        office.is_some_and(|office| self.is_role(office, word + 1))
    }

    fn is_known(&self, words: TokenSpan) -> bool {
        self.known(words.start)
            .is_some_and(|(known, _)| known.len() > 1)
    }

    fn is_title(&self, word: usize) -> bool {
        let lower = self.reading.text(word).to_lowercase();
        let role = || {
            let role = self.codebook.who().role(&lower);
            role.is_some_and(|role| !role.group)
        };
        self.lexicon.honorific(&lower).is_some() || role()
    }

    fn is_capital(&self, word: usize) -> bool {
        self.reading.text(word).starts_with(char::is_uppercase)
    }

    /// Persons called by their last name where the model sees no name: "Kofod praised" after "Jeppe Kofod".
    fn short_names(&self, names: &mut Vec<Name>) {
        let mut called: HashSet<&str> = HashSet::new();
        let mut found = Vec::new();
        let mut at = 0;
        for name in names.iter_mut().filter(|name| !name.nested) {
            let until = name.words.start;
            found.extend((at..until).filter(|&word| self.is_short_name(word, &called)));
            at = name.words.end;
            if name.words.len() == 1 && self.may_be_person(name) {
                if called.contains(self.reading.text(until)) {
                    name.label = Label::Person;
                }
            } else if self.is_person(name) {
                called.extend(self.short_forms(name).into_iter().flatten());
            }
        }
        found.extend((at..self.reading.len()).filter(|&word| self.is_short_name(word, &called)));
        if found.is_empty() {
            return;
        }
        names.extend(
            found
                .into_iter()
                .map(|word| self.make(TokenSpan::new(word, word + 1), Vec::new(), Label::Person)),
        );
        names.sort_by_key(|name| (name.words.start, name.nested));
    }

    /// The last word of a person's name, and the surname where it comes first.
    fn short_forms(&self, name: &Name) -> [Option<&'a str>; 2] {
        let who = self.codebook.who();
        let reading: &'a Reading = self.reading;
        let first = reading.text(name.words.start);
        let surname = name
            .candidates
            .iter()
            .any(|it| who.entity(it.entity).surname() == first);
        let last = reading.text(name.words.end - 1);
        let telling = |word: &&str| word.chars().count() > 2;
        [
            Some(last).filter(telling),
            surname.then_some(first).filter(telling),
        ]
    }

    fn is_short_name(&self, word: usize, called: &HashSet<&str>) -> bool {
        !called.is_empty()
            && self.is_capital(word)
            && matches!(
                self.reading.word(word).pos,
                Pos::Propn | Pos::Noun | Pos::Adj
            )
            && called.contains(self.reading.text(word))
    }

    fn is_person(&self, name: &Name) -> bool {
        let person =
            |it: &Candidate| self.codebook.who().entity(it.entity).kind() == EntityKind::Person;
        let known = !name.candidates.is_empty() && name.candidates.iter().all(person);
        name.words.len() > 1 && (known || name.label == Label::Person && name.candidates.is_empty())
    }

    /// Whether nothing known of a name stands against its being a person's.
    fn may_be_person(&self, name: &Name) -> bool {
        let person =
            |it: &Candidate| self.codebook.who().entity(it.entity).kind() == EntityKind::Person;
        name.candidates.iter().all(person)
    }

    fn name(&self, at: usize, entity: Option<(TokenSpan, Label)>) -> Option<Name> {
        let known = self.known(at);
        match (known, entity) {
            (Some((words, candidates)), Some((longer, label))) if longer.end > words.end => {
                let posted = self.is_posted(words, longer, label);
                if !posted && self.is_name_longer(longer, label, &candidates) {
                    Some(self.unknown(longer, label))
                } else {
                    Some(self.make(words, candidates, Label::None))
                }
            }
            (Some((words, candidates)), entity) => {
                let label = entity.map_or(Label::None, |(_, label)| label);
                let label = if label == Label::None {
                    self.label_within(words)
                } else {
                    label
                };
                self.plausible(words, &candidates, label)
                    .then(|| self.make(words, candidates, label))
            }
            (None, Some((words, label))) => self
                .is_named(words, label)
                .then(|| self.unknown(words, label)),
            (None, None) => self.bare_surname(at).or_else(|| self.bare_place(at)),
        }
    }

    /// "In Iquitos": a place of the gazetteer that the model does not see as a name.
    fn bare_place(&self, at: usize) -> Option<Name> {
        let word = self.reading.word(at);
        let placed = word.dep == Dep::Pobj
            && word.pos == Pos::Propn
            && self.reading.entity(at).is_none()
            && self.is_capital(at)
            && matches!(
                self.reading.text(word.head),
                "in" | "In" | "near" | "outside"
            );
        let words = TokenSpan::new(at, at + 1);
        let known = || {
            let places = self.codebook.places();
            places.lookup(self.reading.text(at)).next().is_some()
        };
        (placed && known()).then(|| self.make(words, Vec::new(), Label::Place))
    }

    /// "ambassador to Pyongyang Pavel Smirnitsky": what the model takes for one name is a post and its holder.
    fn is_posted(&self, place: TokenSpan, whole: TokenSpan, label: Label) -> bool {
        let Some(office) = place.start.checked_sub(2).filter(|_| whole.end > place.end) else {
            return false;
        };
        let preposition = self.reading.text(office + 1);
        let posted = match label {
            Label::Person => matches!(preposition, "to" | "of" | "in"),
            _ => preposition == "to",
        };
        let role = || {
            self.codebook
                .who()
                .role(&self.reading.lemma(office).to_lowercase())
        };
        let names = || (place.end..whole.end).all(|word| self.reading.word(word).pos == Pos::Propn);
        posted && names() && role().is_some_and(|role| !role.group)
    }

    /// Whether the model's longer entity is a name of its own rather than a known name with something behind it.
    fn is_name_longer(&self, longer: TokenSpan, label: Label, candidates: &[Candidate]) -> bool {
        let state = candidates.iter().any(|candidate| {
            self.codebook.who().entity(candidate.entity).kind() == EntityKind::State
        });
        match label {
            Label::Person => longer.len() <= 4,
            _ if self.is_office(longer) => false,
            Label::Organisation | Label::Place => true,
            Label::Country | Label::Nationality | Label::None => !state,
        }
    }

    /// Whether an entity is an office or organ, with its country perhaps, rather than a name: "Chinese Foreign
    /// Ministry", "Ministry of Defence".
    fn is_office(&self, words: TokenSpan) -> bool {
        let first = self.behind_state(words).unwrap_or(words.start);
        let rest = TokenSpan::new(first, words.end);
        let of = rest.len() > 2 && self.reading.text(first + 1) == "of";
        let role = if of {
            TokenSpan::new(first, first + 1)
        } else {
            rest
        };
        let role = self.reading.words_of(role).to_lowercase();
        self.codebook.who().role(&role).is_some()
    }

    /// The word behind the state's name that `words` begins with.
    fn behind_state(&self, words: TokenSpan) -> Option<usize> {
        let start = self.begins(words.start)?;
        let text = &self.reading.document.repaired;
        (words.start + 1..words.end).rev().find(|&end| {
            let part = &text[start..self.reading.word(end - 1).span.end];
            let hit = self.codebook.who().names_at(part, 0);
            hit.is_some_and(|hit| hit.len == part.len() && self.is_state(hit.candidates()))
        })
    }

    fn is_state(&self, mut candidates: impl Iterator<Item = Candidate>) -> bool {
        candidates.any(|it| self.codebook.who().entity(it.entity).kind() == EntityKind::State)
    }

    fn is_body(&self, mut candidates: impl Iterator<Item = Candidate>) -> bool {
        candidates
            .any(|it| self.codebook.who().entity(it.entity).kind() == EntityKind::Organisation)
    }

    /// Whether what the model takes for a name looks like one: capitals, and not a word with figures.
    fn is_named(&self, words: TokenSpan, label: Label) -> bool {
        // "King of Jordan" may be taken for a person's name, other offices for a body's.
        let of = words.len() > 2 && self.reading.text(words.start + 1) == "of";
        let person = label == Label::Person;
        if (of || !person) && self.is_office(words) || !person && self.is_in_office(words) {
            return false;
        }
        if self.is_definite_noun(words) {
            return false;
        }
        let text = self.reading.words_of(words);
        let figures = words.len() == 1 && text.bytes().any(|byte| byte.is_ascii_digit());
        let composed = label == Label::Nationality && text.contains('-');
        !figures
            && !composed
            && text
                .split([' ', '-'])
                .any(|part| part.starts_with(char::is_uppercase))
    }

    /// Whether an entity is but a noun that means a body named before: "the Council", "the Agency".
    fn is_definite_noun(&self, words: TokenSpan) -> bool {
        let before = words.start.checked_sub(1);
        let the = before.is_some_and(|word| self.reading.text(word).eq_ignore_ascii_case("the"));
        let noun = self.reading.text(words.start).to_lowercase();
        words.len() == 1 && the && self.lexicon.definite(&noun).is_some()
    }

    /// Whether an entity is a part of what an office is called: "Secretary of State", "the Defense Secretary".
    fn is_in_office(&self, words: TokenSpan) -> bool {
        let is_before = words.end < self.reading.len() && self.is_role(words.start, words.end + 1);
        let office = self.office_of(words);
        is_before || office.is_some_and(|office| self.is_role(office, words.end))
    }

    /// The word that may be the office that some words say the field of: "Minister" of "Foreign Affairs".
    fn office_of(&self, words: TokenSpan) -> Option<usize> {
        let office = words.start.checked_sub(2)?;
        matches!(self.reading.text(office + 1), "of" | "for").then_some(office)
    }

    /// Whether words are what an office is called.
    fn is_role(&self, start: usize, end: usize) -> bool {
        let role = self.reading.words_of(TokenSpan::new(start, end));
        self.codebook.who().role(&role.to_lowercase()).is_some()
    }

    fn label_within(&self, words: TokenSpan) -> Label {
        self.reading
            .entity(words.end - 1)
            .and_then(Label::parse)
            .unwrap_or(Label::None)
    }

    /// The longest known name that begins at word `at` and ends with a word.
    fn known(&self, at: usize) -> Option<(TokenSpan, Vec<Candidate>)> {
        let start = self.begins(at)?;
        let hit = self
            .codebook
            .who()
            .names_at(&self.reading.document.repaired, start)?;
        let words = self.span(at, start + hit.len)?;
        let person =
            |it: Candidate| self.codebook.who().entity(it.entity).kind() == EntityKind::Person;
        let persons = hit.candidates().all(person);
        let title = words.len() > 1 && self.is_office(words);
        let other = persons && (title || self.is_part(words));
        let known = !other && !self.is_field(words) && !self.is_modifier(words);
        known.then(|| (words, hit.candidates().collect()))
    }

    /// Whether a newspaper's name is but an article and what says which: "The Guardian Council", "The Australian police".
    fn is_modifier(&self, words: TokenSpan) -> bool {
        let last = words.end - 1;
        let word = self.reading.word(last);
        let modifies = matches!(word.dep, Dep::Amod | Dep::Compound | Dep::Nmod);
        if words.len() != 2
            || self.reading.text(words.start) != "The"
            || !modifies
            || word.head <= last
        {
            return false;
        }
        let noun = self.reading.lemma(word.head).to_lowercase();
        let role = self.codebook.who().role(&noun);
        role.is_none_or(|role| role.sector != "MED")
    }

    /// Whether words are what an office or a body is of: "Minister of Foreign Affairs" names no magazine.
    fn is_field(&self, words: TokenSpan) -> bool {
        let Some(office) = self.office_of(words).filter(|_| words.len() > 1) else {
            return false;
        };
        let who = self.codebook.who();
        let named = who.names_at(self.reading.words_of(words), 0);
        let medium = named.is_some_and(|hit| {
            hit.candidates().any(|it| {
                let code = who.entity(it.entity).code();
                code.is_some_and(|code| code.ends_with(".MED"))
            })
        });
        self.is_role(office, words.end) || medium && self.is_role(office, office + 1)
    }

    /// The byte at which word `at` begins, where it may begin a name.
    fn begins(&self, at: usize) -> Option<usize> {
        let word = self.reading.word(at);
        let first = self.reading.text(at).chars().next()?;
        // "the south Korean authorities", as the North's agency writes.
        let part = || {
            first.is_lowercase()
                && word.pos == Pos::Adj
                && at + 1 < self.reading.len()
                && self.is_capital(at + 1)
        };
        let can = first.is_uppercase()
            || first.is_ascii_digit()
            || matches!(word.pos, Pos::Propn | Pos::Noun)
            || part();
        (can && word.pos != Pos::Space).then_some(word.span.start)
    }

    fn span(&self, at: usize, end: usize) -> Option<TokenSpan> {
        let limit = (at + LONGEST)
            .min(self.reading.paragraphs()[self.reading.word(at).paragraph as usize].end);
        let last = (at..limit).find(|&word| self.reading.word(word).span.end >= end)?;
        // The period of "Jr." is none of the name.
        let word = self.reading.text(last);
        let period = word.len() > 1 && word.ends_with('.');
        let whole = self.reading.word(last).span.end - usize::from(period);
        (whole == end || self.reading.word(last).span.end == end)
            .then(|| TokenSpan::new(at, last + 1))
    }

    /// Whether a known name is one here: not "May" the month or "Will" the verb.
    fn plausible(&self, words: TokenSpan, candidates: &[Candidate], label: Label) -> bool {
        if words.len() > 1 || label != Label::None {
            return true;
        }
        let word = self.reading.word(words.start);
        let adjective = candidates
            .iter()
            .any(|it| matches!(it.form, NameForm::Adjective | NameForm::Inhabitants));
        let state = self.is_state(candidates.iter().copied())
            || candidates.iter().any(|it| it.form == NameForm::Metonym);
        match word.pos {
            // What the model sees there instead ("March Moscow") may be wrong of a state; surnames are words of many kinds.
            Pos::Propn => self.reading.entity(words.start).is_none() || state,
            Pos::Adj | Pos::Noun => {
                let within = self.reading.sentence_of(words.start).start < words.start;
                let body = within && self.is_body(candidates.iter().copied());
                let named = (state || body) && self.is_capital(words.start);
                adjective || named || self.is_capitals(words.start)
            }
            _ => self.is_capitals(words.start),
        }
    }

    fn is_capitals(&self, word: usize) -> bool {
        let text = self.reading.text(word);
        text.chars().filter(|c| c.is_uppercase()).count() > 1
    }

    fn bare_surname(&self, at: usize) -> Option<Name> {
        let word = self.reading.word(at);
        if word.pos != Pos::Propn || self.reading.entity(at).is_some() {
            return None;
        }
        let words = TokenSpan::new(at, at + 1);
        // "Mazar-i-Sharif" is no Sharif.
        let hyphened = at > 0 && self.reading.text(at - 1) == "-";
        if hyphened || self.is_part(words) || self.is_where(words) {
            return None;
        }
        let candidates = self.surname(words);
        (!candidates.is_empty()).then(|| Name {
            surname: true,
            ..self.make(words, candidates, Label::None)
        })
    }

    /// Whether a name goes on behind some words: "Major General", "Jung-geun", "Juan Carlos Varela".
    fn is_part(&self, words: TokenSpan) -> bool {
        let (last, next) = (words.end - 1, words.end);
        if next >= self.reading.sentence_of(last).end {
            return false;
        }
        let joined = self.reading.text(next) == "-"
            && self.reading.word(last).span.end == self.reading.word(next).span.start;
        let word = self.reading.word(last);
        let names = || {
            (next..=word.head)
                .all(|at| self.reading.word(at).pos == Pos::Propn && self.is_capital(at))
        };
        joined || word.dep == Dep::Compound && word.head >= next && names()
    }

    /// Whether a word is a place of the gazetteer where something is: "a plant in Valencia".
    fn is_where(&self, words: TokenSpan) -> bool {
        let places = self.codebook.places();
        is_located(self.reading, words.start, "from")
            && places.lookup(self.reading.words_of(words)).next().is_some()
    }

    /// Whom a bare surname of one or more words may mean.
    fn surname(&self, words: TokenSpan) -> Vec<Candidate> {
        // "al-Sharaa" is a Sharaa.
        let article = words.len() == 3
            && self.reading.text(words.start + 1) == "-"
            && self
                .reading
                .text(words.start)
                .starts_with(char::is_lowercase);
        let first = words.start + if article { 2 } else { 0 };
        let start = self.reading.word(first).span.start;
        let end = self.reading.word(words.end - 1).span.end;
        match self
            .codebook
            .who()
            .surname(&self.reading.document.repaired, start)
        {
            Some(hit) if start + hit.len == end => hit.candidates().collect(),
            _ => Vec::new(),
        }
    }

    fn make(&self, words: TokenSpan, candidates: Vec<Candidate>, label: Label) -> Name {
        Name {
            words,
            head: head(self.reading, words),
            candidates,
            surname: false,
            label,
            nested: false,
        }
    }

    /// A name that the model alone knows; a person's may be a known surname.
    fn unknown(&self, words: TokenSpan, label: Label) -> Name {
        let mut name = self.make(words, Vec::new(), label);
        if label == Label::Person {
            name.candidates = self.respelt(words);
        }
        if !name.candidates.is_empty() {
            return name;
        }
        let may_be_surname = label == Label::Person || words.len() == 1 && !self.is_where(words);
        if may_be_surname && !self.is_part(words) {
            name.candidates = self.surname(words);
            name.surname = !name.candidates.is_empty();
        }
        name
    }

    /// Whom a person's name means with its given name written apart or joined ("Moon Jae In" and "Moon Jae-in"), or
    /// without initials and what tells father from son ("Sergei V. Lavrov", "Lloyd J. Austin III").
    fn respelt(&self, words: TokenSpan) -> Vec<Candidate> {
        let text = self.reading.words_of(words);
        let who = self.codebook.who();
        let persons = |name: String| -> Vec<Candidate> {
            let hit = who.names_at(&name, 0).filter(|hit| hit.len == name.len());
            let person = |it: &Candidate| who.entity(it.entity).kind() == EntityKind::Person;
            hit.into_iter()
                .flat_map(|hit| hit.candidates().filter(person).collect::<Vec<_>>())
                .collect()
        };
        let spellings = [apart(text), joined(text), bared(text)];
        let mut known = spellings.into_iter().flatten().map(persons);
        known.find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Known names inside an unknown one: "Iran" in "Iran Human Rights Monitor".
    fn inside(&self, words: TokenSpan, names: &mut Vec<Name>) {
        let mut at = words.start;
        while at < words.end {
            match self
                .known(at)
                .filter(|(inner, _)| inner.end <= words.end && *inner != words)
            {
                Some((inner, candidates)) => {
                    let mut name = self.make(inner, candidates, Label::None);
                    name.nested = true;
                    names.push(name);
                    at = inner.end;
                }
                None => at += 1,
            }
        }
    }
}

/// "Moon Jae In" for "Moon Jae-in".
fn apart(name: &str) -> Option<String> {
    let (front, last) = name.split_once('-')?;
    let mut letters = last.chars();
    let first = letters.next()?;
    Some(format!(
        "{front} {}{}",
        first.to_uppercase(),
        letters.as_str()
    ))
}

/// "Moon Jae-in" for "Moon Jae In".
fn joined(name: &str) -> Option<String> {
    let (front, last) = name.rsplit_once(' ')?;
    let three = front.split(' ').count() == 2;
    three.then(|| format!("{front}-{}", last.to_lowercase()))
}

/// "Sergei Lavrov" for "Sergei V. Lavrov", "Lloyd Austin" for "Lloyd J. Austin III"; none where nothing is left out.
fn bared(name: &str) -> Option<String> {
    let spare = |part: &&str| {
        let initial =
            part.ends_with('.') && part.chars().filter(|it| *it != '.').all(char::is_uppercase);
        !(initial || matches!(*part, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV"))
    };
    let parts: Vec<&str> = name.split(' ').collect();
    let kept: Vec<&str> = parts.iter().copied().filter(spare).collect();
    (kept.len() > 1 && kept.len() < parts.len()).then(|| kept.join(" "))
}

/// The word of a span that hangs on something outside; the last such, since English heads come last.
pub(super) fn head(reading: &Reading, words: TokenSpan) -> usize {
    let outside = |&word: &usize| {
        let at = reading.word(word);
        at.head == word || !words.contains(at.head)
    };
    let clean =
        |&word: &usize| !matches!(reading.word(word).dep, Dep::Punct | Dep::Case | Dep::Det);
    let heads = || words.range().filter(outside);
    heads()
        .rfind(clean)
        .or_else(|| heads().next_back())
        .unwrap_or(words.end - 1)
}
