//! Descriptions: role nouns with the country and sector that their phrase gives them.

use chancery_text::TokenSpan;

use super::lexicon::List;
use super::party::is_body;
use super::phrase::Before;
use super::{Finder, Gender, Mention, MentionKind, PartyId, PartyKind};
use crate::reading::{Dep, Pos, Tag};

/// How deep "spokesman for the office of the president of ..." is followed.
const DEPTH: usize = 4;

/// A role noun found in the text.
#[derive(Clone, Debug)]
pub(super) struct Role {
    pub(super) words: TokenSpan,
    /// The noun itself: "minister", "secretary" in "secretary of state".
    pub(super) head: usize,
    /// In dictionary form: "foreign minister".
    pub(super) lemma: String,
    pub(super) sector: String,
    /// A body or a crowd rather than one person.
    pub(super) group: bool,
}

/// A country and sector by way of belonging.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Affiliation {
    pub(super) country: Option<String>,
    pub(super) sector: Option<String>,
    pub(super) of: Option<PartyId>,
    /// Whether a name says it, rather than a pronoun or one whose own country is guessed.
    pub(super) sure: bool,
}

/// A phrase around a role noun.
#[derive(Clone, Debug)]
pub(super) struct Description {
    pub(super) words: TokenSpan,
    pub(super) role: Role,
    /// The sector where no affiliation brings its own.
    pub(super) sector: String,
    pub(super) affiliations: Vec<Affiliation>,
    /// Countries that the phrase sets the role apart from: "pro-Russian", "US-backed".
    pub(super) others: Vec<String>,
    pub(super) former: bool,
    pub(super) gender: Gender,
    pub(super) definite: bool,
    pub(super) indefinite: bool,
    pub(super) plural: bool,
    /// From the role's own modifiers to the end of the phrase, without country.
    pub(super) office: TokenSpan,
}

impl Description {
    /// People of whom only the number is told: "thousands", "at least seven".
    pub(super) fn of_people(words: TokenSpan, head: usize) -> Self {
        Self {
            indefinite: true,
            plural: true,
            ..Self::bare(words, head, "CVL")
        }
    }

    /// One whom only a name tells, which nobody knows.
    pub(super) fn of_name(words: TokenSpan, head: usize, sector: &str) -> Self {
        Self::bare(words, head, sector)
    }

    fn bare(words: TokenSpan, head: usize, sector: &str) -> Self {
        Self {
            words,
            role: Role {
                words: TokenSpan::new(head, head + 1),
                head,
                lemma: String::new(),
                sector: sector.to_owned(),
                group: false,
            },
            sector: sector.to_owned(),
            affiliations: Vec::new(),
            others: Vec::new(),
            former: false,
            gender: Gender::Unknown,
            definite: false,
            indefinite: false,
            plural: false,
            office: words,
        }
    }
}

impl Finder<'_> {
    /// The role noun that ends at word `at`, the longest: "foreign minister" rather than "minister".
    pub(super) fn role_ending(&self, at: usize) -> Option<Role> {
        let noun = matches!(self.reading.word(at).pos, Pos::Noun | Pos::Propn | Pos::Adj);
        if !noun || !self.ends_role(at) {
            return None;
        }
        let from = at.saturating_sub(4).max(self.reading.sentence_of(at).start);
        let role = (from..=at)
            .filter(|&first| !self.cuts_name(first, at))
            .filter(|&first| {
                (first..at).all(|word| {
                    !matches!(self.reading.word(word).pos, Pos::Det | Pos::Adp | Pos::Verb)
                })
            })
            .find_map(|first| self.role_of(TokenSpan::new(first, at + 1)))?;
        // "a third party" is no party of the kind that stands for election.
        let whole = role.words.start < at || at == from;
        (whole || !self.is_never(TokenSpan::new(at - 1, at + 1))).then_some(role)
    }

    /// Whether some role ends with this word.
    fn ends_role(&self, word: usize) -> bool {
        self.lexicon.ends_role(&self.small_lemma(word)) || self.lexicon.ends_role(&self.lower(word))
    }

    /// Whether words are no party at all: "third party".
    fn is_never(&self, words: TokenSpan) -> bool {
        let words = self.reading.words_of(words).to_lowercase();
        self.lexicon.has(List::Never, &words)
    }

    /// Whether words from `first` to `at` would begin in the midst of a name that ends before `at`: the "Union
    /// leaders" of "European Union leaders".
    fn cuts_name(&self, first: usize, at: usize) -> bool {
        self.name_at(first).is_some_and(|name| {
            let words = self.names[name].words;
            words.start < first && words.end <= at
        })
    }

    /// The role noun whose head is `at`, with what may follow: "secretary of state".
    pub(super) fn role_at(&self, at: usize) -> Option<Role> {
        let with_of = (at + 2 < self.reading.len() && self.reading.text(at + 1) == "of")
            .then(|| self.role_of(TokenSpan::new(at, at + 3)))
            .flatten()
            .map(|role| Role { head: at, ..role });
        with_of.or_else(|| self.role_ending(at))
    }

    /// A noun that is no role, but speaks of a party where its phrase tells whose it is: "Russian ships", "a UN team".
    pub(super) fn owned_at(&self, at: usize) -> Option<Role> {
        if !matches!(self.reading.word(at).pos, Pos::Noun | Pos::Propn) {
            return None;
        }
        let lemma = self.small_lemma(at);
        let sector = self.lexicon.owned(&lemma);
        let sector = sector.or_else(|| self.lexicon.owned(&self.lower(at)))?;
        let sector = sector.to_owned();
        Some(Role {
            words: TokenSpan::new(at, at + 1),
            head: at,
            lemma: lemma.into_owned(),
            sector,
            group: true,
        })
    }

    fn role_of(&self, words: TokenSpan) -> Option<Role> {
        let last = words.end - 1;
        if self.reading.word(last).pos == Pos::Adj && words.len() == 1 {
            return None;
        }
        if !self.ends_role(last) {
            return None;
        }
        let (lemma, form) = (self.small_lemma(last), self.lower(last));
        let front = self.reading.bytes(words);
        let cut = self.reading.word(last).span.start;
        let front = self.reading.document.repaired[front.start..cut].to_lowercase();
        self.role_named(format!("{front}{lemma}"), words)
            .or_else(|| self.role_named(format!("{front}{form}"), words))
            .or_else(|| {
                let spaced = format!("{front}{lemma}");
                spaced
                    .contains('-')
                    .then(|| self.role_named(spaced.replace('-', " "), words))
                    .flatten()
            })
    }

    fn role_named(&self, lemma: String, words: TokenSpan) -> Option<Role> {
        let small = self
            .reading
            .text(words.end - 1)
            .starts_with(char::is_lowercase);
        if small && self.lexicon.has(List::Never, &lemma) {
            return None;
        }
        if let Some(role) = self.codebook.who().role(&lemma) {
            let (sector, group) = (role.sector.to_owned(), role.group);
            let head = words.end - 1;
            return Some(Role {
                words,
                head,
                lemma,
                sector,
                group,
            });
        }
        let sector = self.lexicon.role(&lemma)?.to_owned();
        let head = words.end - 1;
        Some(Role {
            words,
            head,
            lemma,
            sector,
            group: false,
        })
    }

    /// Reads the phrase around a role noun.
    pub(super) fn describe(&self, role: Role, depth: usize) -> Description {
        let head = role.head;
        let before = self.before(role.words.start, 0);
        let belongs =
            self.lexicon.has(List::Belonging, &role.lemma) || self.belongs_by_last_word(&role);
        let mut sector = role.sector.clone();
        let mut office_start = role.words.start;
        if let Some(organ) = self.organ_before(role.words.start, before.start) {
            office_start = organ.words.start;
            if belongs {
                sector = organ.sector;
            }
        }
        let mut affiliations = self.affiliations_before(&before, &role, belongs);
        let (end, behind) = self.affiliations_behind(&role, belongs, depth);
        if affiliations.is_empty() {
            affiliations = behind;
        } else if let [one] = affiliations.as_mut_slice()
            && let [other] = behind.as_slice()
            && belongs
            && one.sector.is_none()
            && (other.country == one.country || other.country.is_none())
        {
            one.sector = other.sector.clone();
        }
        if affiliations.is_empty() {
            affiliations.extend(self.point_before(&before, role.words.start));
        }
        let counterpart = self.lexicon.has(List::Counterparts, &role.lemma);
        if counterpart {
            self.match_counterpart(&before, &mut affiliations);
        }
        Description {
            words: TokenSpan::new(before.start, end),
            sector,
            affiliations,
            others: self.countries(&before.passed),
            former: before.former,
            gender: self.lexicon.gender(&role.lemma),
            definite: before.definite,
            indefinite: before.indefinite,
            plural: matches!(self.reading.word(head).tag, Tag::Nns | Tag::Nnps)
                || matches!(self.reading.word(role.words.start).tag, Tag::Nns),
            office: TokenSpan::new(office_start, end),
            role,
        }
    }

    fn countries(&self, names: &[usize]) -> Vec<String> {
        let parties = names.iter().filter_map(|&name| self.name_party[name]);
        parties
            .filter_map(|party| self.parties[party.index()].country.clone())
            .collect()
    }

    fn belongs_by_last_word(&self, role: &Role) -> bool {
        let last = role.lemma.rsplit(' ').next().unwrap_or("");
        !role.group && self.lexicon.has(List::Belonging, last)
    }

    /// The organ right before a role: "Foreign Ministry" in "Foreign Ministry spokesman".
    fn organ_before(&self, at: usize, start: usize) -> Option<Role> {
        let last = at.checked_sub(1).filter(|&last| last >= start)?;
        if self.name_at(last).is_some() {
            return None;
        }
        self.role_ending(last)
    }

    fn affiliations_before(&self, before: &Before, role: &Role, belongs: bool) -> Vec<Affiliation> {
        let mut found: Vec<Affiliation> = Vec::new();
        if let Some(owner) = before.possessor
            && let Some(mention) = self.mention_ending(owner)
        {
            let mention = &self.mentions[mention];
            let named = mention.kind != MentionKind::Pronoun;
            let owned = mention.parties.iter().map(|&party| {
                let affiliation = self.affiliation(party, role, belongs);
                Affiliation {
                    sure: affiliation.sure && named,
                    ..affiliation
                }
            });
            found.extend(owned);
        }
        let named: Vec<Affiliation> = before
            .names
            .iter()
            .rev()
            .filter(|&&name| !self.is_of_people(name))
            .filter_map(|&name| self.name_party[name])
            .map(|party| self.affiliation(party, role, belongs))
            .filter(|it| it.country.is_some() || it.of.is_some())
            .collect();
        // "his Iraqi counterpart": the adjective tells more than the possessor; "Syria's UN ambassador" is not the UN's.
        let bodies = named
            .iter()
            .all(|it| it.country.as_deref().is_some_and(is_body));
        let sent = bodies && self.lexicon.has(List::Envoys, &role.lemma) && !found.is_empty();
        if !named.is_empty() && !sent {
            found = named;
        }
        if found.len() > 1 && before.names.len() > 1 {
            self.narrow(before, &mut found);
        }
        found
    }

    /// Of several names before a role those that are joined count each; else a body counts before a state.
    fn narrow(&self, before: &Before, found: &mut Vec<Affiliation>) {
        let joined = before.names.iter().any(|&name| {
            let end = self.names[name].words.end;
            let word = self.reading.text(end.min(self.reading.len() - 1));
            matches!(word, "and" | "," | "or") || word == "-" && self.name_at(end + 1).is_some()
        });
        if joined {
            return;
        }
        let best = found.iter().position(|it| it.sector.is_some()).unwrap_or(0);
        let mut one = found.swap_remove(best);
        if one.country.is_none() {
            one.country = found.iter().find_map(|it| it.country.clone());
        }
        *found = vec![one];
    }

    /// What belonging to `party` makes of a role.
    fn affiliation(&self, party: PartyId, role: &Role, belongs: bool) -> Affiliation {
        let owner = &self.parties[party.index()];
        let body = matches!(
            owner.country.as_deref(),
            Some("IGO" | "NGO" | "MNC" | "IMG")
        );
        let administration = self.lexicon.has(List::Administrations, &role.lemma);
        let state = matches!(owner.kind, PartyKind::State | PartyKind::Place);
        let inherits = body || belongs && !state && !administration;
        Affiliation {
            country: owner.country.clone(),
            sector: if inherits { owner.sector.clone() } else { None },
            of: Some(party),
            sure: owner.told || owner.entity.is_some() || state,
        }
    }

    /// "ethnic Albanian": a people, whatever the state that they live in.
    pub(super) fn is_of_people(&self, name: usize) -> bool {
        let start = self.names[name].words.start;
        let before = start.checked_sub(1);
        before.is_some_and(|word| self.lexicon.has(List::Peoples, &self.lower(word)))
    }

    /// The end of the phrase, and what the prepositions behind the role bring.
    fn affiliations_behind(
        &self,
        role: &Role,
        belongs: bool,
        depth: usize,
    ) -> (usize, Vec<Affiliation>) {
        let mut end = role.words.end;
        let mut found = Vec::new();
        let sentence = self.reading.sentence_of(role.words.start).end;
        for _ in 0..3 {
            if depth >= DEPTH || end >= sentence {
                break;
            }
            let Some((next, brought)) = self.preposition(role, belongs, end, depth) else {
                break;
            };
            end = next;
            if found.is_empty() {
                found = brought;
            }
        }
        (end, found)
    }

    /// The object of the preposition at `at`: where it ends and what it brings.
    fn preposition(
        &self,
        role: &Role,
        belongs: bool,
        at: usize,
        depth: usize,
    ) -> Option<(usize, Vec<Affiliation>)> {
        let preposition = self.lower(at);
        let sends = matches!(preposition.as_ref(), "to" | "in" | "at" | "on" | "for");
        let envoy = self.lexicon.has(List::Envoys, &role.lemma);
        if !matches!(
            preposition.as_ref(),
            "of" | "for" | "from" | "in" | "at" | "to"
        ) {
            return None;
        }
        if preposition == "to" && !envoy || preposition == "in" && !self.is_local(at, role) {
            return None;
        }
        let (end, brought) = self.object(role, belongs, at, depth)?;
        let keep = !(envoy && sends);
        Some((end, if keep { brought } else { Vec::new() }))
    }

    /// Whether "in" behind a role tells whose it is: "the army in Mali", "officials in Seoul said"; not "police
    /// arrested him in Mali", nor "met leaders in Doha".
    fn is_local(&self, at: usize, role: &Role) -> bool {
        let attached = role.words.contains(self.reading.word(at).head);
        let settled = role.group || !self.belongs_by_last_word(role) || self.is_subject(role.head);
        attached && settled
    }

    fn object(
        &self,
        role: &Role,
        belongs: bool,
        at: usize,
        depth: usize,
    ) -> Option<(usize, Vec<Affiliation>)> {
        let sentence = self.reading.sentence_of(at).end;
        let mut first = at + 1;
        while first < sentence && matches!(self.reading.word(first).pos, Pos::Det) {
            first += 1;
        }
        if first >= sentence {
            return None;
        }
        if let Some(name) = self.name_at(first)
            && !self.modifies(name)
        {
            return Some(self.named_object(name, role, belongs));
        }
        let noun = self.object_noun(at, first, sentence)?;
        // "a spokesman for Mr Howard", "an aide to President Chirac"
        if let Some(name) = self.titled_name(noun) {
            return Some(self.named_object(name, role, belongs));
        }
        if let Some(several) = self
            .mention_at(noun)
            .filter(|it| it.kind == MentionKind::Group || self.is_of_state(it))
        {
            let each = several.parties.iter();
            let brought = each.map(|&party| self.affiliation(party, role, belongs));
            return Some((noun + 1, brought.collect()));
        }
        if let Some(inner) = self.role_at(noun) {
            let inner = self.describe(inner, depth + 1);
            let brought = inner.affiliations.iter().map(|it| Affiliation {
                country: it.country.clone(),
                sector: belongs.then(|| it.sector.clone().unwrap_or_else(|| inner.sector.clone())),
                of: it.of,
                sure: it.sure,
            });
            let mut brought: Vec<Affiliation> = brought.collect();
            if brought.is_empty() && belongs {
                let sector = Some(inner.sector.clone());
                brought.push(Affiliation {
                    sector,
                    ..Affiliation::default()
                });
            }
            return Some((inner.words.end, brought));
        }
        if !role.words.contains(self.reading.word(at).head) {
            return None;
        }
        let before = self.before(noun, first);
        let brought = self.affiliations_before(&before, role, belongs);
        Some((noun + 1, brought))
    }

    /// Whether a noun means one state: "the Pacific island nation".
    fn is_of_state(&self, mention: &Mention) -> bool {
        let mut parties = mention.parties.iter();
        mention.kind == MentionKind::Description
            && !mention.parties.is_empty()
            && parties.all(|party| self.parties[party.index()].kind == PartyKind::State)
    }

    /// The person's name whose head is `noun`.
    fn titled_name(&self, noun: usize) -> Option<usize> {
        let name = self.name_at(noun)?;
        let party = self.name_party[name]?;
        let person = self.parties[party.index()].kind == PartyKind::Person;
        (person && !self.modifies(name)).then_some(name)
    }

    /// Whether a name only modifies the noun behind it: "the Chinese foreign ministry".
    fn modifies(&self, name: usize) -> bool {
        let name = &self.names[name];
        let token = self.reading.word(name.head);
        let next = name.words.end;
        let tight = matches!(token.dep, Dep::Amod | Dep::Compound | Dep::Poss | Dep::Nmod)
            && token.head >= next;
        // A name right behind starts a phrase of its own: "ambassador to China Lee Longnan".
        tight
            && next < self.reading.len()
            && self
                .name_at(next)
                .is_none_or(|next| !matches!(self.names[next].label, super::names::Label::Person))
    }

    /// A name behind a preposition, with those joined to it.
    fn named_object(&self, name: usize, role: &Role, belongs: bool) -> (usize, Vec<Affiliation>) {
        let mut end = self.names[name].words.end;
        let mut brought = Vec::new();
        let mut next = Some(name);
        while let Some(index) = next {
            end = self.names[index].words.end;
            brought
                .extend(self.name_party[index].map(|party| self.affiliation(party, role, belongs)));
            next = self.joined_name(end);
            if brought.len() >= 6 {
                break;
            }
        }
        (end, brought)
    }

    /// The name joined by "and" or a comma to what ends at `end`, where both depend on one another.
    fn joined_name(&self, end: usize) -> Option<usize> {
        if end + 1 >= self.reading.len() || !matches!(self.reading.text(end), "and" | ",") {
            return None;
        }
        let mut at = end + 1;
        if self.reading.text(at) == "and" || self.reading.word(at).pos == Pos::Det {
            at += 1;
        }
        let name = self.name_at(at.min(self.reading.len() - 1))?;
        let token = self.reading.word(self.names[name].head);
        (token.dep == Dep::Conj && self.name_at(token.head).is_some()).then_some(name)
    }

    fn object_noun(&self, at: usize, first: usize, sentence: usize) -> Option<usize> {
        let by_tree = self
            .reading
            .child(at, Dep::Pobj)
            .filter(|&noun| noun >= first && noun < first + 10);
        // Where the tree has lost it, the last noun of the run behind the preposition.
        by_tree.or_else(|| {
            (first..sentence.min(first + 6))
                .take_while(|&word| {
                    matches!(
                        self.reading.word(word).pos,
                        Pos::Adj | Pos::Noun | Pos::Propn
                    )
                })
                .last()
        })
    }

    /// "the northern delegation", where the text speaks of both Koreas.
    fn point_before(&self, before: &Before, head: usize) -> Option<Affiliation> {
        let mut modifiers = before.start..head;
        let (state, _) = modifiers.find_map(|word| {
            let (state, context) = self.lexicon.point(&self.lower(word))?;
            let known = context.iter().all(|it| self.votes.contains_key(it));
            known.then_some((state, context))
        })?;
        Some(Affiliation {
            country: Some(state.to_owned()),
            sure: true,
            ..Affiliation::default()
        })
    }

    /// "his Iraqi counterpart": the office is the possessor's. Where no name tells the country, it is that of the
    /// other one of two.
    fn match_counterpart(&self, before: &Before, affiliations: &mut [Affiliation]) {
        let owner = before
            .possessor
            .and_then(|owner| self.mention_ending(owner))
            .and_then(|mention| self.mentions[mention].parties.first().copied());
        let Some(owner) = owner else { return };
        let sector = self.parties[owner.index()].sector.clone();
        let own = self.state_of(&self.parties[owner.index()]);
        for affiliation in affiliations {
            affiliation.sector = affiliation.sector.take().or_else(|| sector.clone());
            if affiliation.of == Some(owner) && own.is_some() {
                affiliation.country = self.other_country(before.start, own.as_deref());
                affiliation.of = None;
                affiliation.sure = false;
            }
        }
    }
}
