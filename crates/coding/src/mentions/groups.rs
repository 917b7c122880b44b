//! Roles without a name, groups and short forms: what leans on names said before.

use chancery_codebook::{Entity, EntityRef, Rank};
use chancery_text::TokenSpan;
use jiff::civil::Date;

use super::common::is_plural;
use super::describe::{Affiliation, Description, Role};
use super::lexicon::{List, Reach};
use super::phrase::Before;
use super::{Finder, Gender, Mention, MentionKind, Party, PartyId, PartyKind, WINDOW};
use crate::reading::{Dep, Pos, Tag};

/// No description stands for more parties at once.
const MANY: usize = 8;

impl Finder<'_> {
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
            || self.noun(word);
    }

    /// A title whose possessor is a pronoun ("its foreign minister Wang Yi") could not be read before.
    fn late_title(&mut self, word: usize) {
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

    fn noun(&mut self, word: usize) -> bool {
        let token = self.reading.word(word);
        let hyphened = word + 1 < self.reading.len() && self.reading.text(word + 1) == "-";
        if !matches!(token.pos, Pos::Noun | Pos::Propn | Pos::Adj)
            || hyphened
            || self.is_inside_title(word)
        {
            return false;
        }
        let before = self.before(word, 0);
        if token.pos == Pos::Adj && !self.is_nominal(word) {
            return false;
        }
        self.short(word, &before)
            || self.group(word, &before)
            || self.definite(word, &before)
            || self.description(word)
    }

    /// An adjective that stands where a noun would: "the military said".
    fn is_nominal(&self, word: usize) -> bool {
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
    fn is_inside_title(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        if !matches!(token.dep, Dep::Compound | Dep::Amod | Dep::Nmod) || token.head <= word {
            return false;
        }
        self.name_at(token.head).is_some() || self.role_at(token.head).is_some()
    }

    /// "the North": a name cut short.
    fn short(&mut self, word: usize, before: &Before) -> bool {
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

    /// "the two leaders", "both sides", "all parties".
    fn group(&mut self, word: usize, before: &Before) -> bool {
        let lemma = self.reading.lemma(word).to_lowercase();
        let Some(reach) = self.lexicon.plural(&lemma) else {
            return false;
        };
        let counted = self.lexicon.count(&lemma);
        if !is_plural(self.reading.word(word).tag) && counted.is_none() || !before.names.is_empty()
        {
            return false;
        }
        let quantity = before.quantity.map(|at| self.lower(at).into_owned());
        let count = counted.or_else(|| quantity.as_deref().and_then(|it| self.lexicon.count(it)));
        let open = quantity
            .as_deref()
            .is_some_and(|it| self.lexicon.has(List::Open, it));
        if open && reach == Reach::Any && count.is_none() {
            self.note_group(before.start, word, Vec::new(), 0.4);
            return true;
        }
        let plain = matches!(reach, Reach::Any | Reach::State);
        let number = quantity.as_deref().is_some_and(|it| it != "both");
        if before.possessor.is_some()
            || number && !before.definite
            || self.names_behind(word)
            || count.is_none() && !(before.definite && plain)
        {
            return false;
        }
        let parties = self.several(reach, count.unwrap_or(2), word, &lemma);
        if parties.len() < 2 && count.is_none() {
            return false;
        }
        let certainty = if parties.len() == count.unwrap_or(2) {
            0.75
        } else {
            0.3
        };
        let parties = if parties.len() < 2 {
            Vec::new()
        } else {
            parties
        };
        self.note_group(before.start, word, parties, certainty);
        true
    }

    /// "the leaders of China and Japan" names whom it means.
    fn names_behind(&self, word: usize) -> bool {
        let mut behind = self
            .reading
            .children(word)
            .filter(|&child| self.reading.word(child).dep == Dep::Prep);
        behind.any(|child| {
            matches!(self.reading.text(child), "of" | "from")
                && self
                    .reading
                    .child(child, Dep::Pobj)
                    .is_some_and(|it| self.name_at(it).is_some())
        })
    }

    pub(super) fn note_group(
        &mut self,
        start: usize,
        word: usize,
        parties: Vec<PartyId>,
        certainty: f32,
    ) {
        self.note(Mention {
            words: TokenSpan::new(start, word + 1),
            head: word,
            kind: MentionKind::Group,
            parties,
            certainty,
            plural: true,
        });
    }

    /// The last `count` parties before `word` that `reach` allows, in text order.
    pub(super) fn several(
        &mut self,
        reach: Reach,
        count: usize,
        word: usize,
        lemma: &str,
    ) -> Vec<PartyId> {
        if reach != Reach::Person
            && let Some(pair) = self.joined_lately(count, word, reach)
        {
            return pair;
        }
        let mut found: Vec<PartyId> = Vec::with_capacity(count);
        if reach == Reach::Person {
            self.collect(&mut found, count, word, |party| {
                party.kind == PartyKind::Person && holds(party, lemma)
            });
        }
        self.collect(&mut found, count, word, |party| within(reach, party.kind));
        if reach == Reach::State && found.len() < count {
            found = self.states_of_recent(count, word);
        }
        if found.len() < count {
            found = self.pair_behind(count, word).unwrap_or(found);
        }
        found
    }

    /// So many parties that this sentence or the last joined by "and": they are the ones meant.
    fn joined_lately(&self, count: usize, word: usize, reach: Reach) -> Option<Vec<PartyId>> {
        let sentence = self.reading.word(word).sentence;
        let near = |mention: &&Mention| self.reading.word(mention.head).sentence + 1 >= sentence;
        self.recent(word).filter(near).find_map(|mention| {
            let parties = self.joined_parties(mention.head);
            let right = reach == Reach::Any || parties.iter().all(|&id| self.is_within(reach, id));
            let whole = !self.reading.word(mention.head).dep.eq(&Dep::Conj);
            (parties.len() == count && right && whole).then_some(parties)
        })
    }

    fn is_within(&self, reach: Reach, party: PartyId) -> bool {
        within(reach, self.parties[party.index()].kind)
    }

    /// "Both sides ... the talks between A and B": so many joined in what follows of the sentence.
    fn pair_behind(&self, count: usize, word: usize) -> Option<Vec<PartyId>> {
        let sentence = self.reading.sentence_of(word);
        let behind = self
            .mentions_of(sentence)
            .filter(|mention| mention.head > word);
        behind
            .map(|mention| self.joined_parties(mention.head))
            .find(|parties| parties.len() == count)
    }

    fn collect(
        &self,
        found: &mut Vec<PartyId>,
        count: usize,
        word: usize,
        fits: impl Fn(&Party) -> bool,
    ) {
        let mut met: Vec<(usize, PartyId)> = Vec::new();
        for mention in self.recent(word) {
            for &id in mention.parties.iter().rev() {
                let party = &self.parties[id.index()];
                let press = party.sector.as_deref() == Some("MED");
                let known = found.iter().any(|it| self.same_side(*it, id));
                if found.len() < count && !press && !known && fits(party) {
                    found.push(id);
                }
            }
        }
        for &id in found.iter() {
            let first = self
                .recent(word)
                .filter(|mention| mention.parties.contains(&id))
                .map(|mention| mention.head);
            met.push((first.max().unwrap_or(0), id));
        }
        met.sort_unstable();
        *found = met.into_iter().map(|(_, id)| id).collect();
    }

    /// Whether two parties would not be counted as two.
    fn same_side(&self, a: PartyId, b: PartyId) -> bool {
        let (left, right) = (&self.parties[a.index()], &self.parties[b.index()]);
        let persons = left.kind == PartyKind::Person && right.kind == PartyKind::Person;
        a == b || !persons && left.country.is_some() && left.country == right.country
    }

    /// The states of the last parties of different countries.
    fn states_of_recent(&mut self, count: usize, word: usize) -> Vec<PartyId> {
        let mut countries: Vec<String> = Vec::new();
        for mention in self.recent(word) {
            for id in mention.parties.iter().rev() {
                let country = self.state_of(&self.parties[id.index()]);
                if let Some(country) = country.filter(|it| !countries.contains(it))
                    && countries.len() < count
                {
                    countries.push(country);
                }
            }
        }
        countries.reverse();
        countries
            .iter()
            .filter_map(|code| self.state_party(code))
            .collect()
    }

    pub(super) fn state_party(&mut self, code: &str) -> Option<PartyId> {
        let state = self.codebook.who().state(code)?;
        Some(self.party_of(state))
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

    /// "the country", "the agency": one party named before.
    fn definite(&mut self, word: usize, before: &Before) -> bool {
        let lemma = self.reading.lemma(word).to_lowercase();
        let bare = before.definite
            && before.names.is_empty()
            && before.possessor.is_none()
            && before.start + 2 >= word;
        if !bare || is_plural(self.reading.word(word).tag) || self.has_object(word) {
            return false;
        }
        let role = self.role_ending(word).map(|role| role.lemma);
        let reach = self.lexicon.definite(&lemma);
        let found = match reach {
            Some(Reach::State) => self.last_state(word),
            Some(Reach::Organisation) => self
                .last_of(word, |party| {
                    party.kind == PartyKind::Organisation && contains(&party.name, &lemma)
                })
                .or_else(|| self.last_of(word, |party| party.kind == PartyKind::Organisation)),
            _ => role.and_then(|role| {
                self.last_of(word, |party| {
                    party.kind == PartyKind::Person && holds_role(party, &role)
                })
            }),
        };
        let Some(party) = found else { return false };
        self.note(Mention {
            words: TokenSpan::new(before.start, word + 1),
            head: word,
            kind: MentionKind::Description,
            parties: vec![party],
            certainty: 0.7,
            plural: false,
        });
        true
    }

    /// The state last spoken of, by name or by its capital's.
    fn last_state(&mut self, word: usize) -> Option<PartyId> {
        let party = self.last_of(word, |party| party.kind == PartyKind::State)?;
        let country = self.state_of(&self.parties[party.index()]);
        country
            .and_then(|code| self.state_party(&code))
            .or(Some(party))
    }

    fn has_object(&self, word: usize) -> bool {
        self.reading.children(word).any(|child| {
            self.reading.word(child).dep == Dep::Prep
                && matches!(self.reading.text(child), "of" | "for")
        })
    }

    /// The last party of the preceding three sentences that fits, subjects first.
    fn last_of(&self, word: usize, fits: impl Fn(&Party) -> bool) -> Option<PartyId> {
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

    /// A role without a name, or one that tells more of a name beside it.
    fn description(&mut self, word: usize) -> bool {
        let Some(role) = self.role_at(word) else {
            return false;
        };
        if self.is_predicate_noise(word) {
            return false;
        }
        let description = self.describe(role, 0);
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
    fn is_predicate_noise(&self, word: usize) -> bool {
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

    fn note_description(
        &mut self,
        description: &Description,
        word: usize,
        parties: Vec<PartyId>,
        certainty: f32,
    ) {
        let plural = parties.len() > 1 || description.plural;
        self.note(Mention {
            words: description.words,
            head: word,
            kind: MentionKind::Description,
            parties,
            certainty,
            plural,
        });
    }

    /// The person or body that the description stands beside.
    fn apposed(&self, word: usize, description: &Description) -> Option<PartyId> {
        self.apposed_by_tree(word, description)
            .or_else(|| self.apposed_by_commas(description))
    }

    fn apposed_by_tree(&self, word: usize, description: &Description) -> Option<PartyId> {
        let token = self.reading.word(word);
        let above = (token.dep == Dep::Appos).then_some(token.head);
        let below = self
            .reading
            .children(word)
            .filter(|&child| self.reading.word(child).dep == Dep::Appos);
        let mut beside = above.into_iter().chain(below);
        beside.find_map(|at| self.bearer_at(at, description))
    }

    fn bearer_at(&self, word: usize, description: &Description) -> Option<PartyId> {
        let mention = self.mention_at(word)?;
        let [party] = mention.parties.as_slice() else {
            return None;
        };
        self.can_bear(*party, description).then_some(*party)
    }

    fn can_bear(&self, party: PartyId, description: &Description) -> bool {
        match self.parties[party.index()].kind {
            PartyKind::Person => !description.role.group && !description.plural,
            PartyKind::Organisation => true,
            _ => false,
        }
    }

    /// "Mao Ning, a spokeswoman for ...," and "the spokeswoman for ..., Mao Ning,", whatever the tree says.
    fn apposed_by_commas(&self, description: &Description) -> Option<PartyId> {
        self.name_before_comma(description)
            .or_else(|| self.name_behind_comma(description))
    }

    fn name_before_comma(&self, description: &Description) -> Option<PartyId> {
        let comma = description.words.start.checked_sub(1)?;
        let last = comma.checked_sub(1)?;
        if self.reading.text(comma) != "," {
            return None;
        }
        let mention = &self.mentions[self.mention_ending(last)?];
        let ends = description.words.end;
        let closed = ends >= self.reading.len()
            || matches!(self.reading.text(ends), "," | "." | ";" | ")" | "—");
        let [party] = mention.parties.as_slice() else {
            return None;
        };
        let person = self.parties[party.index()].kind == PartyKind::Person
            && mention.kind == MentionKind::Name;
        (person && closed && self.can_bear(*party, description)).then_some(*party)
    }

    fn name_behind_comma(&self, description: &Description) -> Option<PartyId> {
        let comma = description.words.end;
        if comma + 1 >= self.reading.len()
            || self.reading.text(comma) != ","
            || description.indefinite
        {
            return None;
        }
        let name = self
            .name_at(comma + 1)
            .filter(|&name| self.names[name].words.start == comma + 1)?;
        let party = self.name_party[name]?;
        let end = self.names[name].words.end;
        let closed = end >= self.reading.len() || matches!(self.reading.text(end), "," | "." | ";");
        let person = self.parties[party.index()].kind == PartyKind::Person;
        (person && closed && self.can_bear(party, description)).then_some(party)
    }

    /// The parties that a role without a name stands for.
    fn bearers(&mut self, description: &Description) -> (Vec<PartyId>, f32) {
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

    /// Where nothing in the phrase tells the country: the one in focus for whom it is likely.
    fn guessed(&self, description: &Description) -> Affiliation {
        let known = description.affiliations.first();
        let at = description.words.start;
        let sentence = self.reading.sentence_of(at);
        let acted_upon = description.indefinite || self.is_counted(description);
        let country = if acted_upon && !self.is_subject(description.role.head) {
            self.scene(sentence, description.role.head)
                .or_else(|| self.subject_country(sentence, at, &description.sector))
                .or_else(|| self.dateline.clone())
        } else {
            let same = if description.definite {
                self.same_sector(description)
            } else {
                None
            };
            same.or_else(|| self.focus(at, &description.sector))
        };
        let country = country.filter(|it| !description.others.contains(it));
        Affiliation {
            country,
            sector: known.and_then(|it| it.sector.clone()),
            of: known.and_then(|it| it.of),
        }
    }

    /// The country of an armed or public body spoken of shortly before: "the generals" after "Myanmar's military".
    fn same_sector(&self, description: &Description) -> Option<String> {
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

    fn is_counted(&self, description: &Description) -> bool {
        self.reading
            .child(description.role.head, Dep::Nummod)
            .is_some()
    }

    /// The party of a role in a country: a known holder, the one met before, or a new one.
    fn bearer(&mut self, description: &Description, affiliation: &Affiliation) -> PartyId {
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

    fn described(
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
        party.sector = party.country.is_some().then(|| sector.to_owned());
        party.told = description
            .affiliations
            .iter()
            .any(|it| it.country.is_some());
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
    fn is_thing(&self, role: &Role) -> bool {
        let last = role.lemma.rsplit([' ', '-']).next().unwrap_or("");
        self.lexicon.has(List::Things, last)
    }

    /// The only holder of a dated office at the document's date.
    fn holder(&mut self, description: &Description, affiliation: &Affiliation) -> Option<PartyId> {
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
    fn sole_holder(&self, country: &str, rank: Rank, role: &str, date: Date) -> Option<EntityRef> {
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

    /// "each other": the parties of the clause's subject.
    fn reciprocal(&mut self, word: usize) -> bool {
        let Some(before) = word.checked_sub(1) else {
            return false;
        };
        let pair = format!("{} {}", self.lower(before), self.lower(word));
        if !self.lexicon.has(List::Reciprocal, &pair) {
            return false;
        }
        let parties = self.subject_parties(word);
        self.note_group(before, word, parties, 0.8);
        true
    }

    /// The parties of the subject of the nearest clause that has several.
    pub(super) fn subject_parties(&self, word: usize) -> Vec<PartyId> {
        self.reading
            .ancestors(word)
            .take(8)
            .filter_map(|above| {
                let subject = self.subject_of(above)?;
                let parties = self.joined_parties(subject);
                (parties.len() > 1).then_some(parties)
            })
            .next()
            .unwrap_or_default()
    }

    /// The parties of a mention and of those joined to it by "and".
    pub(super) fn joined_parties(&self, head: usize) -> Vec<PartyId> {
        let mut parties = Vec::new();
        let mut next = Some(head);
        for _ in 0..MANY * 2 {
            let Some(at) = next else { break };
            let here = self
                .mention_at(at)
                .map(|mention| mention.parties.as_slice())
                .unwrap_or_default();
            for &party in here {
                if parties.len() < MANY && !parties.contains(&party) {
                    parties.push(party);
                }
            }
            next = self
                .reading
                .child(at, Dep::Conj)
                .filter(|&conjunct| conjunct > at);
        }
        parties
    }

    /// "the former", "the latter".
    fn ordered(&mut self, word: usize) -> bool {
        let lower = self.lower(word);
        let (first, last) = (
            self.lexicon.has(List::First, &lower),
            self.lexicon.has(List::Last, &lower),
        );
        let article = word > 0 && self.lower(word - 1) == "the";
        if !first && !last || !article || !self.is_nominal(word) {
            return false;
        }
        let pair = self.several(Reach::Any, 2, word, "");
        let meant = if first { pair.first() } else { pair.last() };
        if let (Some(&party), 2) = (meant, pair.len()) {
            let words = TokenSpan::new(word - 1, word + 1);
            self.note(Mention {
                words,
                head: word,
                kind: MentionKind::Pronoun,
                parties: vec![party],
                certainty: 0.6,
                plural: false,
            });
        }
        true
    }

    /// "both agreed", "the two met".
    fn bare_quantity(&mut self, word: usize) -> bool {
        let token = self.reading.word(word);
        if !matches!(token.pos, Pos::Num | Pos::Det | Pos::Pron | Pos::Cconj)
            || !self.is_nominal(word)
        {
            return false;
        }
        let Some(count) = self.lexicon.count(&self.lower(word)) else {
            return false;
        };
        let article = word > 0 && self.lower(word - 1) == "the";
        let alone = self
            .reading
            .child(word, Dep::Prep)
            .is_none_or(|of| self.is_relative_object(of));
        if token.pos == Pos::Num && !article || !alone {
            return false;
        }
        let behind = self
            .reading
            .child(word, Dep::Prep)
            .filter(|&of| self.is_relative_object(of));
        let (end, parties) = match behind {
            Some(of) => (of + 2, self.pair_before(word, count)),
            None => (word + 1, self.several(Reach::Person, count, word, "")),
        };
        let parties = if parties.len() == count {
            parties
        } else {
            self.several(Reach::Any, count, word, "")
        };
        let certainty = if parties.len() == count { 0.7 } else { 0.3 };
        self.note(Mention {
            words: TokenSpan::new(word - usize::from(article), end),
            head: word,
            kind: MentionKind::Group,
            parties,
            certainty,
            plural: true,
        });
        true
    }

    /// "of which" in "both of which".
    fn is_relative_object(&self, of: usize) -> bool {
        self.reading
            .child(of, Dep::Pobj)
            .is_some_and(|object| matches!(self.lower(object).as_ref(), "which" | "whom"))
    }

    /// The joined parties that stand right before a relative clause: "China and Japan, both of which".
    fn pair_before(&self, word: usize, count: usize) -> Vec<PartyId> {
        let Some(mention) = self.recent(word).find(|mention| mention.words.end < word) else {
            return Vec::new();
        };
        let mut head = mention.head;
        for _ in 0..MANY {
            let token = self.reading.word(head);
            if token.dep != Dep::Conj || self.mention_at(token.head).is_none() {
                break;
            }
            head = token.head;
        }
        let parties = self.joined_parties(head);
        if parties.len() == count {
            parties
        } else {
            Vec::new()
        }
    }
}

fn within(reach: Reach, kind: PartyKind) -> bool {
    match reach {
        Reach::Person => kind == PartyKind::Person,
        Reach::State => kind == PartyKind::State,
        Reach::Organisation => kind == PartyKind::Organisation,
        Reach::Any => matches!(
            kind,
            PartyKind::State | PartyKind::Person | PartyKind::Organisation
        ),
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
fn sole<T: PartialEq>(mut things: impl Iterator<Item = T>) -> Option<T> {
    let first = things.next()?;
    things.all(|other| other == first).then_some(first)
}

/// Whether a person's office is called by `lemma`.
fn holds(party: &Party, lemma: &str) -> bool {
    let rank = matches!(lemma, "leader" | "head" | "statesman");
    party
        .office
        .as_deref()
        .is_some_and(|office| contains(office, lemma) || rank && contains(office, "president"))
}

/// Whether a person's office, but for what it is of or for, is called so: "ambassador to the United Nations".
fn holds_role(party: &Party, role: &str) -> bool {
    party.office.as_deref().is_some_and(|office| {
        let of = [" of ", " for ", " to ", " in "]
            .iter()
            .filter_map(|it| office.find(it))
            .min();
        contains(&office[..of.unwrap_or(office.len())], role)
    })
}

fn contains(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(words)
}
