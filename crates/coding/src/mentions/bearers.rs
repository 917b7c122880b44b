//! Roles without a name: whom "the Chinese foreign minister" or "police" stands for.

use chancery_codebook::{Entity, EntityRef, Rank};
use jiff::civil::Date;

use super::common::is_plural;
use super::describe::{Affiliation, Description, Role};
use super::lexicon::List;
use super::origin::Ruled;
use super::party::split;
use super::{CHILDREN, Finder, Gender, Mention, MentionKind, Party, PartyId, PartyKind};
use crate::reading::{Dep, Pos};

/// No mention stands for more parties at once.
const MANY: usize = 8;

/// How many sentences on "the ministry" is still the one spoken of.
const SOON: u32 = 4;

/// One called by a role of whom the text tells whose they are.
pub(super) struct Told {
    /// The role noun.
    pub(super) head: usize,
    lemma: String,
    party: PartyId,
}

fn last_word(lemma: &str) -> &str {
    lemma.rsplit(' ').next().unwrap_or(lemma)
}

impl Finder<'_> {
    /// A role without a name, or one that tells more of a name beside it.
    pub(super) fn description(&mut self, word: usize) -> bool {
        let role = self.role_at(word);
        let listed = role.is_some();
        let Some(role) = role.or_else(|| self.owned_at(word)) else {
            return false;
        };
        if self.is_predicate_noise(word) {
            return false;
        }
        let description = self.describe(role, 0);
        let whose = |it: &Affiliation| it.country.is_some();
        if !listed && !description.affiliations.iter().any(whose) {
            return false;
        }
        if let Some(bearer) = self.apposed(word, &description) {
            self.apply(bearer, &description);
            self.note_description(&description, word, vec![bearer], 0.9);
            return true;
        }
        let (parties, certainty) = self.bearers(&description);
        self.note_description(&description, word, parties, certainty);
        true
    }

    /// A role noun of no particular holder: "became president", "as president".
    pub(super) fn is_predicate_noise(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        let definite = self
            .reading
            .child(word, Dep::Det)
            .is_some_and(|article| self.lower(article) == "the");
        let owned = self.reading.child(word, Dep::Poss).is_some();
        let predicate = matches!(token.dep, Dep::Attr | Dep::Oprd) && !definite && !owned;
        let capacity = token.dep == Dep::Pobj && self.lower(token.head) == "as";
        !is_plural(token.tag) && (predicate || capacity)
    }

    pub(super) fn note_description(
        &mut self,
        description: &Description,
        word: usize,
        parties: Vec<PartyId>,
        certainty: f32,
    ) {
        let plural = parties.len() > 1 || description.plural;
        self.note_told(&description.role, &parties);
        self.note(Mention {
            words: description.words,
            head: word,
            kind: MentionKind::Description,
            parties,
            certainty,
            plural,
        });
    }

    /// The parties that a role without a name stands for.
    pub(super) fn bearers(&mut self, description: &Description) -> (Vec<PartyId>, f32) {
        if description
            .affiliations
            .iter()
            .all(|it| it.country.is_none())
        {
            let guessed = self.guessed(description);
            let certainty = if guessed.country.is_some() { 0.5 } else { 0.3 };
            return (vec![self.bearer(description, &guessed)], certainty);
        }
        let one = !description.plural && !description.role.group;
        let take = if one { 1 } else { MANY };
        let affiliations: Vec<Affiliation> = description
            .affiliations
            .iter()
            .take(take)
            .cloned()
            .collect();
        let parties = affiliations
            .iter()
            .map(|it| self.bearer(description, it))
            .collect();
        (parties, 0.85)
    }

    /// Where nothing in the phrase tells the country: the likeliest of the story.
    pub(super) fn guessed(&mut self, description: &Description) -> Affiliation {
        let known = description.affiliations.first();
        let (sector, of) = (
            known.and_then(|it| it.sector.clone()),
            known.and_then(|it| it.of),
        );
        let ruled = self.ruled(description);
        let choice = (self.models.origins.is_some() || self.choices.is_some())
            .then(|| self.origins(description, &ruled));
        let likeliest = self
            .models
            .origins
            .zip(choice.as_ref())
            .map(|(ranker, choice)| choice.likeliest(ranker));
        if let (Some(choices), Some(choice)) = (&mut self.choices, choice) {
            choices.push(choice);
        }
        let (country, body) = match likeliest {
            None => (ruled.country, None),
            Some(code) => code.as_deref().map_or((None, None), split),
        };
        Affiliation {
            country,
            sector: body.or(sector),
            of,
            sure: false,
        }
    }

    /// What the rules say: the country of whom the text called so before, else the one in focus for whom it is likely.
    fn ruled(&self, description: &Description) -> Ruled {
        let barred = self.barred_countries(description);
        let focus = self.focus(description);
        let same = || {
            let definite = description.definite;
            let same = definite.then(|| self.same_sector(description)).flatten();
            same.filter(|it| !barred.contains(it))
        };
        // "In Pretoria, the foreign ministry said": the place decides, whoever had a foreign ministry before.
        let word = description.role.head;
        let seated = self.is_subject(self.anchor(word));
        let front = self.front(word);
        let said = || self.said_before(description, &barred);
        let found = front
            .clone()
            .filter(|_| seated)
            .map(|it| ("front", it))
            .or_else(|| said().map(|it| ("said", it)))
            .or_else(|| same().map(|it| ("same", it)))
            .or_else(|| focus.best(&barred).map(|it| ("focus", it.to_owned())));
        let (rule, country) = found.unzip();
        Ruled {
            country,
            rule: rule.unwrap_or("none"),
            front,
            focus,
            barred,
        }
    }

    /// The countries that those spoken of cannot belong to: ones that the phrase sets them apart from, that of whoever
    /// meets or addresses officials whom no article makes known ("called upon leaders"), and that of whoever deals
    /// with an envoy.
    fn barred_countries(&self, description: &Description) -> Vec<String> {
        let mut barred = description.others.clone();
        let head = self.anchor(description.role.head);
        let bare = description.plural && !description.definite;
        let official = matches!(description.sector.as_str(), "GOV" | "LEG");
        let envoy = self.lexicon.has(List::Envoys, &description.role.lemma) && !description.plural;
        if (bare && official || envoy) && !self.is_commanded(head) {
            barred.extend(self.own_country(head));
        }
        if !official && !envoy {
            barred.extend(self.attacker(head));
            barred.extend(self.owner_of_mission(head));
        }
        barred
    }

    /// The country whose forces do something hostile to those at `word`, in a story of two states that fight: they are
    /// another's.
    fn attacker(&self, word: usize) -> Option<String> {
        let token = self.reading.word(word);
        let verb = match token.dep {
            Dep::NsubjPass => Some(token.head),
            _ => self.governing_verb(word),
        }?;
        let lemma = self.reading.lemma(verb);
        if !self.lexicon.has(List::Hostile, lemma) || !self.has_two_sides() {
            return None;
        }
        let doer = match token.dep {
            Dep::NsubjPass => {
                let by = self.reading.child(verb, Dep::Agent)?;
                self.reading.child(by, Dep::Pobj)?
            }
            _ => self.doer_of(verb)?,
        };
        let whose = self.mention_at(doer).or_else(|| {
            let mut before = self.reading.children(doer).take(CHILDREN);
            before.find_map(|child| {
                let dep = self.reading.word(child).dep;
                let names = matches!(dep, Dep::Amod | Dep::Compound | Dep::Poss | Dep::Nmod);
                self.mention_at(child).filter(|_| names)
            })
        })?;
        let party = &self.parties[whose.parties.first()?.index()];
        let sector = party.sector.as_deref();
        self.state_of(party)
            .filter(|_| matches!(sector, None | Some("MIL")))
    }

    /// The country whose mission abroad those at `word` do something to: "crowds trashed *its* embassy".
    fn owner_of_mission(&self, word: usize) -> Option<String> {
        let reading = self.reading;
        let verb = reading.word(word).head;
        let object = reading
            .child(verb, Dep::Dobj)
            .filter(|_| self.is_subject(word))?;
        if !self.lexicon.has(List::Missions, reading.lemma(object)) {
            return None;
        }
        let mut before = reading.children(object).take(CHILDREN);
        let owner = before.find(|&child| {
            let dep = reading.word(child).dep;
            matches!(dep, Dep::Poss | Dep::Amod | Dep::Compound | Dep::Nmod)
        })?;
        if let Some(named) = self.mention_at(owner) {
            return self.state_of(&self.parties[named.parties.first()?.index()]);
        }
        let sentence = reading.sentence_of(word);
        self.subject_before(sentence, word, "").0
    }

    /// The subject of a verb, or of the clause beside which its participle stands ("struck a station, *killing* eight").
    fn doer_of(&self, verb: usize) -> Option<usize> {
        self.shared_subject(verb).or_else(|| {
            let token = self.reading.word(verb);
            let beside = matches!(token.dep, Dep::Advcl | Dep::Acl) && token.head != verb;
            self.shared_subject(token.head).filter(|_| beside)
        })
    }

    /// Whether the document speaks of two states about equally often.
    fn has_two_sides(&self) -> bool {
        let mut votes: Vec<u32> = self.votes.values().copied().collect();
        votes.sort_unstable_by_key(|&count| std::cmp::Reverse(count));
        matches!(votes[..], [first, second, ..] if second > 1 && second * 3 >= first)
    }

    /// Whether the verb that a noun is the object of is done to one's own: "recalled the ambassador".
    pub(super) fn is_commanded(&self, noun: usize) -> bool {
        self.governing_verb(noun).is_some_and(|verb| {
            let lemma = self.small_lemma(verb);
            self.lexicon.has(List::Commands, &lemma)
        })
    }

    /// The word by which a phrase hangs on its clause, where `word` is a title in it: the name in "Ambassador Karlov".
    pub(super) fn anchor(&self, word: usize) -> usize {
        let mut at = word;
        for _ in 0..3 {
            let token = self.reading.word(at);
            if !matches!(
                token.dep,
                Dep::Compound | Dep::Nmod | Dep::Appos | Dep::Amod
            ) {
                break;
            }
            at = token.head;
        }
        at
    }

    /// The country of whom the text called by this role before and told whose they are: "the embassy" after "the Saudi
    /// embassy". Officials are soon others', and bare "police" too.
    fn said_before(&self, description: &Description, barred: &[String]) -> Option<String> {
        let role = &description.role;
        let bare = !description.definite;
        let group = description.plural || role.group;
        if description.indefinite || self.is_counted(description) || bare && !group {
            return None;
        }
        let official = matches!(description.sector.as_str(), "GOV" | "LEG");
        let reach = match (official, bare) {
            (true, false) => SOON,
            (_, true) => SOON - 1,
            (false, false) => u32::MAX,
        };
        let sentence = self.reading.word(role.head).sentence;
        let told = self.by_role.get(last_word(&role.lemma))?.iter().rev();
        let near = told
            .take_while(|it| sentence - self.reading.word(it.head).sentence.min(sentence) <= reach);
        near.filter(|it| it.lemma.ends_with(&role.lemma))
            .filter_map(|it| self.state_of(&self.parties[it.party.index()]))
            .find(|country| !barred.contains(country))
    }

    /// Remembers whom the text called by a role and told whose they are.
    fn note_told(&mut self, role: &Role, parties: &[PartyId]) {
        let [party] = parties else { return };
        if !self.parties[party.index()].told {
            return;
        }
        let told = Told {
            head: role.head,
            lemma: role.lemma.clone(),
            party: *party,
        };
        let last = last_word(&role.lemma);
        match self.by_role.get_mut(last) {
            Some(known) => known.push(told),
            None => {
                self.by_role.insert(last.to_owned(), vec![told]);
            }
        }
    }

    /// The country of an armed or public body spoken of shortly before: "the generals" after "Myanmar's military".
    pub(super) fn same_sector(&self, description: &Description) -> Option<String> {
        let sector = description.sector.as_str();
        if matches!(sector, "GOV" | "CVL" | "BUS" | "MED" | "NGO") {
            return None;
        }
        let body = |party: &Party| {
            let group = matches!(party.kind, PartyKind::Organisation | PartyKind::Group);
            group && party.sector.as_deref() == Some(sector) && party.country.is_some()
        };
        let party = self.last_of(description.role.head, body)?;
        self.state_of(&self.parties[party.index()])
    }

    pub(super) fn is_counted(&self, description: &Description) -> bool {
        self.reading
            .child(description.role.head, Dep::Nummod)
            .is_some()
    }

    /// The party of a role in a country: a known holder, the one met before, or a new one.
    pub(super) fn bearer(
        &mut self,
        description: &Description,
        affiliation: &Affiliation,
    ) -> PartyId {
        if let Some(holder) = self.holder(description, affiliation) {
            return holder;
        }
        let role = &description.role;
        let country = affiliation.country.as_deref().unwrap_or("");
        let sector = affiliation.sector.as_deref().unwrap_or(&description.sector);
        let key = format!("{country}.{sector} {} {}", role.lemma, description.plural);
        let again = !description.indefinite && !self.is_counted(description);
        if let Some(&known) = self.by_words.get(&key).filter(|_| again) {
            return known;
        }
        let party = self.add(self.described(description, affiliation, sector));
        if again {
            self.by_words.insert(key, party);
        }
        party
    }

    pub(super) fn described(
        &self,
        description: &Description,
        affiliation: &Affiliation,
        sector: &str,
    ) -> Party {
        let role = &description.role;
        let each = description.affiliations.len() > 1 && self.lexicon.rank(&role.lemma).is_some();
        let kind = match (description.plural && !each, role.group) {
            (true, _) => PartyKind::Group,
            (false, true) => PartyKind::Organisation,
            (false, false) if self.is_thing(role) => PartyKind::Organisation,
            (false, false) => PartyKind::Person,
        };
        let mut words = description.words;
        while words.len() > 1 && self.reading.word(words.start).pos == Pos::Det {
            words.start += 1;
        }
        let name = self
            .reading
            .words_of(words)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let mut party = Party::new(kind, name);
        party.country = affiliation.country.clone();
        let told = party.country.is_some() && !sector.is_empty();
        party.sector = told.then(|| sector.to_owned());
        party.told = description
            .affiliations
            .iter()
            .any(|it| it.country.is_some() && it.sure);
        party.of = affiliation.of;
        party.former = description.former;
        party.gender = if kind == PartyKind::Organisation {
            Gender::Neuter
        } else {
            description.gender
        };
        if kind == PartyKind::Person {
            party.office = Some(self.reading.words_of(description.office).to_owned());
        }
        party
    }

    /// Whether a role noun names a thing rather than somebody: "ministry", "warplane".
    pub(super) fn is_thing(&self, role: &Role) -> bool {
        let last = role.lemma.rsplit([' ', '-']).next().unwrap_or("");
        self.lexicon.has(List::Things, last)
    }

    /// The only holder of a dated office at the document's date.
    pub(super) fn holder(
        &mut self,
        description: &Description,
        affiliation: &Affiliation,
    ) -> Option<PartyId> {
        let each = description.affiliations.len() > 1;
        let one = (!description.plural || each)
            && !description.indefinite
            && !description.former
            && !description.role.group;
        let date = self.date.filter(|_| one)?;
        let rank = match self.lexicon.rank(&description.role.lemma)? {
            "head" => Rank::Head,
            "foreign" => Rank::Foreign,
            "defence" => Rank::Defence,
            _ => return None,
        };
        let country = affiliation.country.as_deref()?;
        let holder = self.sole_holder(country, rank, &description.role.lemma, date)?;
        let party = self.party_of(holder);
        let words = self.reading.words_of(description.office).to_owned();
        let bearer = &mut self.parties[party.index()];
        bearer.office.get_or_insert(words);
        Some(party)
    }

    /// Who alone held the office on `date`.
    pub(super) fn sole_holder(
        &self,
        country: &str,
        rank: Rank,
        role: &str,
        date: Date,
    ) -> Option<EntityRef> {
        let who = self.codebook.who();
        let head = rank == Rank::Head;
        let second = head.then(|| who.holders(country, Rank::Government, Some(date)));
        let state = who.entity(who.state(country)?);
        let terms: Vec<EntityRef> = who
            .holders(country, rank, Some(date))
            .chain(second.into_iter().flatten())
            .filter(|(_, term)| !head || is_of_state(term.office, role, &state))
            .map(|(person, _)| person)
            .collect();
        sole(terms.into_iter())
    }
}

/// Whether an office is that role in the state as a whole, not in a part of it: "President of Egypt".
fn is_of_state(office: &str, role: &str, state: &Entity) -> bool {
    let Some(start) = office.to_lowercase().find(role) else {
        return false;
    };
    let Some((_, whole)) = office.get(start..).and_then(|rest| rest.split_once(" of ")) else {
        return true;
    };
    let whole = whole.trim_start_matches("the ");
    whole.starts_with(state.name())
        || whole.starts_with(state.official())
        || state
            .adjectives()
            .any(|adjective| whole.starts_with(adjective))
}

/// The one thing that an iterator gives, however often.
pub(super) fn sole<T: PartialEq>(mut things: impl Iterator<Item = T>) -> Option<T> {
    let first = things.next()?;
    things.all(|other| other == first).then_some(first)
}
