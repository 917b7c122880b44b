//! What leans on names said before: the walk over a sentence's other words, and short forms in the singular.

use chancery_text::TokenSpan;
use smallvec::SmallVec;

use super::common::{contains, is_plural};
use super::describe::{Description, Role};
use super::lexicon::{List, Reach};
use super::phrase::Before;
use super::{Finder, Mention, MentionKind, Party, PartyId, PartyKind, WINDOW};
use crate::reading::{Dep, Pos, Tag};

/// How many words "15-member" has.
const MEASURE: usize = 3;

impl<'a> Finder<'a> {
    /// Resolves what leans on others at `word`: pronoun, short form, group, description.
    pub(super) fn lean(&mut self, word: usize) {
        let token = self.reading.word(word);
        if matches!(
            token.pos,
            Pos::Space | Pos::Punct | Pos::Verb | Pos::Adp | Pos::Aux
        ) {
            return;
        }
        if self.titled[word] {
            self.late_title(word);
            return;
        }
        if self.heading[word] > 0
            || self
                .name_at(word)
                .is_some_and(|name| self.name_party[name].is_some())
        {
            return;
        }
        let _ = self.pronoun(word)
            || self.relative(word)
            || self.reciprocal(word)
            || self.ordered(word)
            || self.bare_quantity(word)
            || self.number_of_people(word)
            || self.noun(word);
    }

    pub(super) fn noun(&mut self, word: usize) -> bool {
        let token = self.reading.word(word);
        let hyphened = word + 1 < self.reading.len() && self.reading.text(word + 1) == "-";
        if !matches!(token.pos, Pos::Noun | Pos::Propn | Pos::Adj)
            || hyphened
            || self.is_measure(word)
            || self.is_inside_title(word)
            || self.is_sort_of_thing(word)
        {
            return false;
        }
        self.group_behind(word);
        let before = self.before(word, 0);
        if token.pos == Pos::Adj && !self.is_nominal(word) {
            return false;
        }
        self.short(word, &before)
            || self.other(word, &before)
            || self.sided(word, &before)
            || self.crowd(word, &before)
            || self.group(word, &before)
            || self.own_state(word, &before)
            || self.definite(word, &before)
            || self.description(word)
    }

    /// Whether a noun is the second half of an adjective: "member" in "the 15-member council".
    fn is_measure(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        word > 1
            && self.reading.text(word - 1) == "-"
            && self.reading.word(word - 2).pos == Pos::Num
            && matches!(token.dep, Dep::Compound | Dep::Amod | Dep::Nmod)
            && token.head > word
    }

    /// An adjective that stands where a noun would: "the military said".
    pub(super) fn is_nominal(&self, word: usize) -> bool {
        matches!(
            self.reading.word(word).dep,
            Dep::Nsubj
                | Dep::NsubjPass
                | Dep::Dobj
                | Dep::Pobj
                | Dep::Conj
                | Dep::Poss
                | Dep::Appos
        )
    }

    /// Whether a noun only modifies a role or a name: "army" in "army chief".
    pub(super) fn is_inside_title(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        if !matches!(token.dep, Dep::Compound | Dep::Amod | Dep::Nmod) || token.head <= word {
            return false;
        }
        self.name_at(token.head).is_some() || self.role_at(token.head).is_some()
    }

    /// Whether a noun only says what sort of thing another is: "a hotel portico", "the student visa", "an artillery drill";
    /// forces and rulers do things in such phrases ("a police raid").
    fn is_sort_of_thing(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        let apart = token.dep == Dep::Compound && token.head > word;
        let own = |role: Role| {
            matches!(role.sector.as_str(), "CVL" | "BUS" | "MED")
                || self.lexicon.has(List::Arms, &role.lemma)
        };
        apart && self.role_ending(word).is_some_and(own)
    }

    /// A title whose possessor is a pronoun ("its foreign minister Wang Yi") could not be read before.
    pub(super) fn late_title(&mut self, word: usize) {
        let Some(role) = self
            .role_ending(word)
            .filter(|role| role.words.end == word + 1)
        else {
            return;
        };
        let next = word + 1;
        if self.titled.get(next).copied().unwrap_or(false) {
            return;
        }
        let before = self.before(role.words.start, 0);
        let pronoun = before
            .possessor
            .filter(|&owner| self.reading.word(owner).tag == Tag::PrpPoss);
        let bearer = self.name_at(next).and_then(|name| self.name_party[name]);
        if let (Some(_), Some(bearer)) = (pronoun, bearer) {
            let description = self.describe(role, 1);
            self.apply(bearer, &description);
        }
    }

    /// "the North": a name cut short.
    pub(super) fn short(&mut self, word: usize, before: &Before) -> bool {
        let text = self.reading.text(word);
        if !before.definite || before.possessor.is_some() || !text.starts_with(char::is_uppercase) {
            return false;
        }
        let meant = self
            .lexicon
            .short(text)
            .find(|(_, context)| context.iter().any(|state| self.votes.contains_key(state)));
        let Some(state) = meant.and_then(|(id, _)| self.codebook.who().find(id)) else {
            return false;
        };
        let party = self.party_of(state);
        self.note(Mention {
            words: TokenSpan::new(before.start, word + 1),
            head: word,
            kind: MentionKind::Name,
            parties: vec![party],
            certainty: 0.85,
            plural: false,
        });
        true
    }

    /// "the country", "the agency": one party named before.
    pub(super) fn definite(&mut self, word: usize, before: &Before) -> bool {
        let seat = self.body_in(word).map(|body| (body, 0.7));
        let Some((party, certainty)) = seat.or_else(|| self.meant_by_noun(word, before)) else {
            return false;
        };
        self.note(Mention {
            words: TokenSpan::new(before.start, word + 1),
            head: word,
            kind: MentionKind::Description,
            parties: vec![party],
            certainty,
            plural: false,
        });
        true
    }

    /// The party that a definite noun means, and how sure that is.
    fn meant_by_noun(&mut self, word: usize, before: &Before) -> Option<(PartyId, f32)> {
        let lemma = self.small_lemma(word);
        let plural = is_plural(self.reading.word(word).tag);
        if plural && lemma != "island" && before.quantity.is_none() || self.has_object(word) {
            return None;
        }
        let reach = if plural {
            self.lexicon.definite(&self.lower(word))
        } else {
            self.lexicon.definite(&lemma)
        };
        if plural && reach.is_none() || !before.definite || before.possessor.is_some() {
            return None;
        }
        let sort = if reach == Some(Reach::State) {
            self.sort_of_state(word, before)
        } else {
            None
        };
        let noun = if self.is_measure(word.saturating_sub(1)) {
            word - MEASURE
        } else {
            word
        };
        let bare = before.names.is_empty() && before.start + 2 >= noun;
        if !bare && sort.is_none() {
            return None;
        }
        let role = self.role_ending(word);
        if sort.is_none() && reach.is_some() && role.as_ref().is_some_and(|it| it.words.len() > 1) {
            return None;
        }
        let role = role.map(|role| role.lemma);
        let found = match (reach, sort) {
            (_, Some(states)) => self.last_state_among(word, states),
            (Some(Reach::State), None) if self.lexicon.sort(&lemma).is_none() => {
                self.last_state(word)
            }
            (Some(Reach::State), None) => None,
            (Some(Reach::Organisation), None) => self.last_body(word, &lemma),
            _ => role.and_then(|role| self.last_holding(word, &role)),
        };
        let capital = self.reading.text(word).starts_with(char::is_uppercase);
        match found {
            Some(party) => Some((party, 0.7)),
            // "The Commission", of which nothing tells whose it is.
            None if capital && reach == Some(Reach::Organisation) => {
                let name = self.reading.text(word);
                Some((self.add(Party::new(PartyKind::Organisation, name)), 0.6))
            }
            None => None,
        }
    }

    /// The person spoken of shortly before whom the text calls so, or who holds such an office; or the only one so far.
    fn last_holding(&self, word: usize, role: &str) -> Option<PartyId> {
        let person = |party: &Party| party.kind == PartyKind::Person;
        let called = |party: &Party| {
            person(party) && party.office.as_deref().is_some_and(|it| names(it, role))
        };
        let abroad = self.states_before(word);
        let holds = |party: &Party| {
            let office = || party.office_at(self.codebook, None, self.date);
            person(party)
                && abroad.iter().all(|it| party.country.as_ref() == Some(it))
                && office().is_some_and(|it| names(&it, role))
        };
        self.last_of(word, called)
            .or_else(|| self.last_of(word, holds))
            .or_else(|| self.only_ever(word, holds))
    }

    /// The states that a sentence names before a word, but for that of whoever does something to it.
    fn states_before(&self, word: usize) -> SmallVec<[String; 4]> {
        let own = self.own_country(word);
        let sentence = self.reading.sentence_of(word);
        self.mentions_of(TokenSpan::new(sentence.start, word))
            .flat_map(|mention| mention.parties.iter())
            .filter_map(|party| self.state_of(&self.parties[party.index()]))
            .filter(|country| own.as_ref() != Some(country))
            .collect()
    }

    /// "his country", "their nation": the possessor's state.
    fn own_state(&mut self, word: usize, before: &Before) -> bool {
        let lemma = self.small_lemma(word);
        // "his state visit" is not his state's.
        let modifies = matches!(self.reading.word(word).dep, Dep::Compound | Dep::Nmod);
        let state = self.lexicon.definite(&lemma) == Some(Reach::State) && !modifies;
        let Some(owner) = before
            .possessor
            .filter(|_| state && before.names.is_empty())
        else {
            return false;
        };
        let owners = self
            .mention_ending(owner)
            .map(|at| self.mentions[at].parties.clone());
        let countries = owners.unwrap_or_default().into_iter();
        let countries: Vec<String> = countries
            .filter_map(|it| self.state_of(&self.parties[it.index()]))
            .collect();
        let states = countries.iter().filter_map(|code| self.state_party(code));
        let parties: Vec<PartyId> = states.collect();
        if parties.is_empty() || is_plural(self.reading.word(word).tag) {
            return false;
        }
        let plural = parties.len() > 1;
        self.note(Mention {
            words: TokenSpan::new(before.start, word + 1),
            head: word,
            kind: MentionKind::Description,
            parties,
            certainty: 0.8,
            plural,
        });
        true
    }

    /// The states among which the one is that "the Baltic country" or "the kingdom" means.
    fn sort_of_state(&self, word: usize, before: &Before) -> Option<&'a [String]> {
        let region = self.region_before(word, before).map(|(_, states)| states);
        let lower = self.lower(word);
        region.or_else(|| self.lexicon.sort(&lower))
    }

    /// Of several states the one last spoken of; the only one, where there is one alone.
    fn last_state_among(&mut self, word: usize, states: &[String]) -> Option<PartyId> {
        let own = self.own_country(word);
        let fits = |code: &str| own.as_deref() != Some(code) && states.iter().any(|it| it == code);
        let last = self.recent(word).find_map(|mention| {
            let mut parties = mention.parties.iter();
            parties.find_map(|party| {
                let country = self.state_of(&self.parties[party.index()])?;
                fits(&country).then_some(country)
            })
        });
        let only = || match states {
            [only] => Some(only.clone()),
            _ => self
                .protagonists(None)
                .find(|it| fits(it))
                .map(str::to_owned),
        };
        let country = last.or_else(only)?;
        self.state_party(&country)
    }

    /// "The Council in Brussels": the body that the seat behind a noun stands for, if it has such an organ.
    fn body_in(&self, word: usize) -> Option<PartyId> {
        let noun = self.small_lemma(word);
        if !self.lexicon.is_body(&noun, "IGO") {
            return None;
        }
        let mut prepositions = self.reading.children(word).filter(|&child| {
            self.reading.word(child).dep == Dep::Prep && self.reading.text(child) == "in"
        });
        let seat = prepositions.find_map(|it| self.reading.child(it, Dep::Pobj))?;
        let seat = &self.mentions[self.mention_ending(seat)?];
        let party = *seat.parties.first()?;
        (self.parties[party.index()].country.as_deref() == Some("IGO")).then_some(party)
    }

    /// The body last spoken of that a noun may mean: one whose name has the noun, else one of its sort.
    fn last_body(&self, word: usize, noun: &str) -> Option<PartyId> {
        let named =
            |party: &Party| party.kind == PartyKind::Organisation && contains(&party.name, noun);
        let sort = |party: &Party| {
            let parts = [party.country.as_deref(), party.sector.as_deref()];
            party.kind == PartyKind::Organisation
                && parts
                    .into_iter()
                    .flatten()
                    .any(|it| self.lexicon.is_body(noun, it))
        };
        let called = |party: &Party| {
            let id = party.entity.as_ref();
            id.is_some_and(|id| self.lexicon.called(noun).contains(id))
        };
        self.last_of(word, named)
            .or_else(|| self.last_of(word, sort))
            .or_else(|| self.last_ever(word, named))
            .or_else(|| self.last_ever(word, called))
            .or_else(|| self.only_ever(word, sort))
    }

    /// The only party before `word` that fits.
    fn only_ever(&self, word: usize, fits: impl Fn(&Party) -> bool) -> Option<PartyId> {
        let last = self.last_ever(word, &fits)?;
        let other = |party: &PartyId| *party != last && fits(&self.parties[party.index()]);
        let several = self.recent(word).any(|it| it.parties.iter().any(other));
        (!several).then_some(last)
    }

    /// The last party before `word` that fits, however far back.
    fn last_ever(&self, word: usize, fits: impl Fn(&Party) -> bool) -> Option<PartyId> {
        self.recent(word)
            .filter(|mention| mention.parties.len() == 1)
            .filter_map(|mention| mention.parties.first().copied())
            .find(|party| fits(&self.parties[party.index()]))
    }

    /// "the American side", "her Malaysian colleague": those whose country the words before tell.
    fn sided(&mut self, word: usize, before: &Before) -> bool {
        let lemma = self.reading.lemma(word);
        let plural = is_plural(self.reading.word(word).tag);
        let side = self.lexicon.plural(lemma) == Some(Reach::Any) && !plural;
        let person = self.lexicon.other(lemma) == Some(Reach::Person);
        let [name] = before.names[..] else {
            return false;
        };
        if !(side || person) || self.role_ending(word).is_some() {
            return false;
        }
        let named = self.name_party[name];
        let Some(country) = named.and_then(|it| self.state_of(&self.parties[it.index()])) else {
            return false;
        };
        let words = TokenSpan::new(before.start, word + 1);
        let party = if side {
            self.state_party(&country)
        } else {
            let owner = before
                .possessor
                .and_then(|owner| self.mention_ending(owner));
            let owner = owner.and_then(|mention| self.mentions[mention].parties.first().copied());
            let mut party = Party::new(PartyKind::Person, self.reading.words_of(words));
            party.country = Some(country);
            party.told = true;
            party.sector = owner.and_then(|owner| self.parties[owner.index()].sector.clone());
            Some(self.add(party))
        };
        self.note(Mention {
            words,
            head: word,
            kind: MentionKind::Description,
            parties: party.into_iter().collect(),
            certainty: 0.9,
            plural,
        });
        true
    }

    /// "its neighbour", "his hosts": the other one of two.
    fn other(&mut self, word: usize, before: &Before) -> bool {
        let lemma = self.small_lemma(word);
        let Some(reach) = self.lexicon.other(&lemma) else {
            return false;
        };
        if let Some(person) = self.person_behind(word) {
            self.note(Mention {
                words: TokenSpan::new(before.start, word + 1),
                head: word,
                kind: MentionKind::Description,
                parties: vec![person],
                certainty: 0.9,
                plural: false,
            });
            return true;
        }
        let owner = before
            .possessor
            .and_then(|owner| self.mention_ending(owner))
            .and_then(|mention| self.mentions[mention].parties.first().copied());
        let plural = is_plural(self.reading.word(word).tag);
        let told = owner.is_some() || before.definite && reach == Reach::State && !plural;
        let regional = self.region_before(word, before).is_some();
        if !told || regional || !before.names.is_empty() || before.quantity.is_some() {
            return false;
        }
        let own = match owner {
            Some(owner) => self.state_of(&self.parties[owner.index()]),
            None => self.own_country(word),
        };
        if own.is_none() && owner.is_some() {
            return false;
        }
        let Some(country) = self.other_country(before.start, own.as_deref()) else {
            return false;
        };
        let words = TokenSpan::new(before.start, word + 1);
        let party = if reach == Reach::State {
            let Some(state) = self.state_party(&country) else {
                return false;
            };
            state
        } else {
            let kind = if plural {
                PartyKind::Group
            } else {
                PartyKind::Person
            };
            let mut party = Party::new(kind, self.reading.words_of(words));
            party.country = Some(country);
            party.sector = owner.and_then(|owner| self.parties[owner.index()].sector.clone());
            self.add(party)
        };
        self.note(Mention {
            words,
            head: word,
            kind: MentionKind::Description,
            parties: vec![party],
            certainty: 0.6,
            plural,
        });
        true
    }

    /// The person whose name stands right behind a noun: "her colleague Zed Seselja", "his host, Mr Abe".
    fn person_behind(&self, word: usize) -> Option<PartyId> {
        let comma = self.reading.text((word + 1).min(self.reading.len() - 1)) == ",";
        let name = self.name_at(word + 1 + usize::from(comma))?;
        let beside = |at: usize, of: usize| {
            let token = self.reading.word(at);
            token.head == of && matches!(token.dep, Dep::Appos | Dep::Compound | Dep::Nmod)
        };
        let head = self.names[name].head;
        let joined = beside(head, word) || !comma && beside(word, head);
        let party = self.name_party[name].filter(|_| joined)?;
        (self.parties[party.index()].kind == PartyKind::Person).then_some(party)
    }

    /// "hundreds of thousands rallied": people of whom only the number is told.
    fn crowd(&mut self, word: usize, before: &Before) -> bool {
        let lower = self.lower(word);
        if !self.lexicon.has(List::Crowds, &lower) || !before.names.is_empty() {
            return false;
        }
        let acts = matches!(
            self.reading.word(word).dep,
            Dep::Nsubj | Dep::NsubjPass | Dep::Dobj
        );
        let counted = self.reading.child(word, Dep::Prep).is_some_and(|of| {
            self.reading.text(of) == "of"
                && self
                    .reading
                    .child(of, Dep::Pobj)
                    .is_none_or(|object| !self.lexicon.has(List::Crowds, &self.lower(object)))
        });
        if !acts || counted {
            return false;
        }
        let end = match self.reading.child(word, Dep::Prep) {
            Some(of) if self.reading.text(of) == "of" => of + 2,
            _ => word + 1,
        };
        self.people(TokenSpan::new(before.start, end), word)
    }

    /// "seven were killed", "detained more than 3,300": people of whom only the number is told.
    pub(super) fn number_of_people(&mut self, word: usize) -> bool {
        let token = self.reading.word(word);
        if token.pos != Pos::Num || !matches!(token.dep, Dep::NsubjPass | Dep::Dobj) {
            return false;
        }
        let suffered = self
            .lexicon
            .has(List::Suffered, &self.small_lemma(token.head));
        if !suffered || self.reading.child(word, Dep::Prep).is_some() {
            return false;
        }
        let first = self.reading.subtree(word).start;
        self.people(
            TokenSpan::new(first.max(word.saturating_sub(4)), word + 1),
            word,
        )
    }

    /// Makes a phrase people of the country in focus.
    fn people(&mut self, words: TokenSpan, word: usize) -> bool {
        let description = Description::of_people(words, word);
        let guessed = self.guessed(&description);
        let party = self.bearer(&description, &guessed);
        self.note(Mention {
            words,
            head: word,
            kind: MentionKind::Description,
            parties: vec![party],
            certainty: 0.4,
            plural: true,
        });
        true
    }

    /// The state last spoken of, by name or by its capital's.
    pub(super) fn last_state(&mut self, word: usize) -> Option<PartyId> {
        let own = self.own_country(word);
        let party = self.last_of(word, |party| {
            party.kind == PartyKind::State && (own.is_none() || party.country != own)
        })?;
        let country = self.state_of(&self.parties[party.index()]);
        country
            .and_then(|code| self.state_party(&code))
            .or(Some(party))
    }

    /// The country of the subject of whose verb `word` is the object; an object means another one.
    pub(super) fn own_country(&self, word: usize) -> Option<String> {
        // "condemned the Speaker's trip"
        let token = self.reading.word(word);
        let object = if token.dep == Dep::Poss {
            token.head
        } else {
            word
        };
        let subject = self.shared_subject(self.governing_verb(object)?)?;
        let party = *self.mention_at(subject)?.parties.first()?;
        self.state_of(&self.parties[party.index()])
    }

    pub(super) fn has_object(&self, word: usize) -> bool {
        self.reading.children(word).any(|child| {
            self.reading.word(child).dep == Dep::Prep
                && matches!(self.reading.text(child), "of" | "for" | "in")
        })
    }

    /// The last party of the preceding three sentences that fits, subjects first.
    pub(super) fn last_of(&self, word: usize, fits: impl Fn(&Party) -> bool) -> Option<PartyId> {
        let sentence = self.reading.word(word).sentence;
        let near = |mention: &&Mention| self.reading.word(mention.head).sentence + 3 > sentence;
        let mut best: Option<(i64, PartyId)> = None;
        for mention in self.recent(word).filter(near) {
            let Some(&party) = mention.parties.first() else {
                continue;
            };
            if mention.parties.len() > 1
                || mention.kind == MentionKind::Place
                || !fits(&self.parties[party.index()])
            {
                continue;
            }
            let far = i64::from(sentence - self.reading.word(mention.head).sentence);
            let subject = i64::from(self.is_subject(mention.head));
            let score = subject * 12 - far * 10;
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, party));
            }
        }
        best.map(|(_, party)| party)
    }

    /// The last mentions that lie before `word`, latest first.
    pub(super) fn recent(&self, word: usize) -> impl Iterator<Item = &Mention> {
        let from = self.mentions.len().saturating_sub(WINDOW);
        let mut near: Vec<&Mention> = self.mentions[from..]
            .iter()
            .filter(|mention| mention.head < word)
            .collect();
        near.sort_by_key(|mention| std::cmp::Reverse(mention.head));
        near.into_iter()
    }
}

/// Whether an office, but for what it is of or for, is called so: "ambassador to the United Nations".
fn names(office: &str, role: &str) -> bool {
    let of = [" of ", " for ", " to ", " in "]
        .iter()
        .filter_map(|it| office.find(it))
        .min();
    contains(&office[..of.unwrap_or(office.len())], role)
}
