//! Who keeps company with whom: which parties the text joins, sets against one another, or means together.

use chancery_text::TokenSpan;
use hashbrown::HashMap;

use super::super::lexicon::List;
use super::super::{Finder, Mention, MentionKind, Party, PartyId, PartyKind, is_body};
use super::MANY;
use crate::reading::{Dep, Pos};

/// How many sets of parties are remembered, those last spoken of.
const SETS: usize = 24;

/// How far up the verb is looked for that two parties share.
const CLAUSE: usize = 6;

/// How many mentions of the first sentence are remembered.
const LEAD: usize = 12;

/// How many nouns up whoever owns the topmost is looked for.
const NOUNS: usize = 3;

/// How many armed or political parties of one country are remembered.
const FACTIONS: usize = 4;

/// How parties are brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    /// "A and B".
    Joined,
    /// "between A and B".
    Between,
    /// A does something with or to B.
    Deals,
    /// "A's ties with B".
    Owns,
    /// "Greek-Turkish".
    Hyphened,
    /// A attacks, accuses or threatens B.
    Fights,
    /// A meets B, or talks with B.
    Meets,
    /// "the two sides", whoever they were found to be.
    Group,
    /// "they", whoever they were found to be.
    Pronoun,
}

impl Bond {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Between => "between",
            Self::Deals => "deals",
            Self::Owns => "owns",
            Self::Hyphened => "hyphened",
            Self::Fights => "fights",
            Self::Meets => "meets",
            Self::Group => "group",
            Self::Pronoun => "pronoun",
        }
    }
}

/// Parties brought together at one place of the text.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub(super) bond: Bond,
    pub(super) parties: Vec<PartyId>,
    /// The word that stands for them, or for the first.
    pub(super) at: usize,
    /// Whether they are the subject of their clause.
    pub(super) leads: bool,
}

/// Parties that were brought together in the sentences before.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) key: Vec<String>,
    /// The last time that each bond was told of them, oldest first.
    pub(super) tellings: Vec<Telling>,
    /// How often.
    pub(super) count: u32,
}

/// What the sentences before tell of one country, body or faction.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part {
    /// How often it is spoken of, other than as a place.
    pub(super) spoken: u32,
    /// How often it does something or something is done to it.
    pub(super) acts: u32,
    /// How often it is only where something happens.
    pub(super) placed: u32,
    /// How often it mediates, hosts, vouches.
    pub(super) mediates: u32,
    /// The sentence in which it was last spoken of.
    pub(super) last: u32,
}

/// Who kept company with whom so far.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Company {
    sets: Vec<Set>,
    parts: HashMap<String, Part>,
    /// The parties of each country that are not its government's, with how often they are spoken of.
    factions: HashMap<String, Vec<(PartyId, u32)>>,
    /// Whom the first sentence speaks of.
    lead: Vec<String>,
}

impl Company {
    /// The sets of parties brought together, the last first.
    pub(super) fn sets(&self) -> impl Iterator<Item = &Set> {
        self.sets.iter().rev()
    }

    /// Whom the first sentence speaks of.
    pub(super) fn lead(&self) -> &[String] {
        &self.lead
    }

    pub(super) fn part(&self, key: &str) -> Part {
        self.parts.get(key).copied().unwrap_or_default()
    }

    /// The parties of a country that are not its government's, most spoken of first.
    pub(super) fn factions(&self, country: &str) -> Vec<PartyId> {
        let known = self.factions.get(country);
        let mut known: Vec<(PartyId, u32)> = known.cloned().unwrap_or_default();
        known.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        known.into_iter().map(|(party, _)| party).collect()
    }

    /// The bodies without one country, most spoken of first.
    pub(super) fn bodies(&self) -> impl Iterator<Item = PartyId> {
        self.factions("IGO").into_iter()
    }

    fn remember(&mut self, key: Vec<String>, telling: Telling) {
        let known = self.sets.iter().position(|set| set.key == key);
        let mut set = match known {
            Some(at) => self.sets.remove(at),
            None => Set {
                key,
                tellings: Vec::new(),
                count: 0,
            },
        };
        set.count += 1;
        set.tellings.retain(|it| it.bond != telling.bond);
        set.tellings.push(telling);
        self.sets.push(set);
        if self.sets.len() > SETS {
            self.sets.remove(0);
        }
    }
}

impl Finder<'_> {
    /// Remembers who kept company with whom in a sentence.
    pub(in super::super) fn note_company(&mut self, sentence: TokenSpan) {
        if sentence.is_empty() {
            return;
        }
        let number = self.reading.word(sentence.start).sentence;
        let mut parts: Vec<(PartyId, Part)> = Vec::new();
        for mention in self.mentions_of(sentence) {
            let [party] = mention.parties[..] else {
                continue;
            };
            let placed = mention.kind == MentionKind::Place;
            let part = Part {
                spoken: u32::from(!placed),
                acts: u32::from(!placed && self.acts(mention.head)),
                placed: u32::from(placed),
                mediates: u32::from(!placed && self.mediates(mention.head)),
                last: number,
            };
            parts.push((party, part));
        }
        let tellings = self.tellings(sentence);
        if self.company.lead.is_empty() {
            let named = parts.iter().map(|(party, _)| *party).collect::<Vec<_>>();
            self.company.lead = self.key(&named);
            self.company.lead.truncate(LEAD);
        }
        for (party, part) in parts {
            let known = &self.parties[party.index()];
            let body = known.country.as_deref().filter(|it| *it == "IGO");
            if let Some(country) = faction_of(known).or(body) {
                let factions = self.company.factions.entry(country.to_owned());
                let factions = factions.or_default();
                match factions.iter().position(|(it, _)| *it == party) {
                    Some(at) => factions[at].1 += 1,
                    None if factions.len() < FACTIONS => factions.push((party, 1)),
                    None => {}
                }
            }
            let own = self.company.parts.entry(key_of(known));
            let own = own.or_default();
            own.spoken += part.spoken;
            own.acts += part.acts;
            own.placed += part.placed;
            own.mediates += part.mediates;
            own.last = part.last;
        }
        for telling in tellings {
            let key = self.key(&telling.parties);
            self.company.remember(key, telling);
        }
    }

    /// Everybody whom a sentence brings together, in the order of its mentions so far.
    pub(super) fn tellings(&self, sentence: TokenSpan) -> Vec<Telling> {
        let mut all = Vec::new();
        for mention in self.mentions_of(sentence) {
            let outermost = self.mention_at(mention.head);
            if outermost.is_none_or(|it| it.words != mention.words) {
                continue;
            }
            all.extend(self.joined_at(mention));
            all.extend(self.dealing_at(mention));
            all.extend(self.hyphened_at(mention, sentence));
        }
        all
    }

    /// Those whom "and" joins to a mention, or of whom it speaks together.
    fn joined_at(&self, mention: &Mention) -> Option<Telling> {
        let token = self.reading.word(mention.head);
        if token.dep == Dep::Conj && self.mention_at(token.head).is_some() {
            return None;
        }
        let parties = self.joined_parties(mention.head);
        let bond = match mention.kind {
            MentionKind::Group => Bond::Group,
            MentionKind::Pronoun => Bond::Pronoun,
            _ if token.dep == Dep::Pobj && self.lower(token.head) == "between" => Bond::Between,
            _ => Bond::Joined,
        };
        self.telling(bond, parties, mention.head)
    }

    /// The doer of a clause and a mention with whom or to whom something is done.
    fn dealing_at(&self, mention: &Mention) -> Option<Telling> {
        let token = self.reading.word(mention.head);
        let aside = matches!(
            token.dep,
            Dep::Nsubj
                | Dep::NsubjPass
                | Dep::Conj
                | Dep::Poss
                | Dep::Amod
                | Dep::Compound
                | Dep::Nmod
        );
        if aside || mention.parties.len() != 1 {
            return None;
        }
        if token.dep == Dep::Pobj
            && mention.kind != MentionKind::Place
            && let Some(owner) = self.possessor_above(mention.head)
            && !self.same_side(owner, mention.parties[0])
        {
            return self.telling(Bond::Owns, vec![owner, mention.parties[0]], mention.head);
        }
        let mut above = self.reading.ancestors(mention.head).take(CLAUSE);
        let verb = above.find(|&at| matches!(self.reading.word(at).pos, Pos::Verb | Pos::Aux))?;
        let subject = self.shared_subject(verb)?;
        if subject == mention.head || self.reading.is_below(mention.head, subject) {
            return None;
        }
        let [doer] = self.joined_parties(subject)[..] else {
            return None;
        };
        let lemma = self.small_lemma(verb);
        let with = token.dep == Dep::Pobj && self.lower(token.head) == "with";
        let bond = match () {
            () if self.lexicon.has(List::Hostile, &lemma) => Bond::Fights,
            () if with || self.lexicon.has(List::Encounters, &lemma) => Bond::Meets,
            () => Bond::Deals,
        };
        // Rockets on a city are rockets on its country; other places only say where.
        if mention.kind == MentionKind::Place && bond != Bond::Fights {
            return None;
        }
        let parties = vec![doer, mention.parties[0]];
        let apart = !self.same_side(parties[0], parties[1])
            || self.key(&parties).windows(2).all(|pair| pair[0] != pair[1]);
        apart
            .then(|| self.telling(bond, parties, subject))
            .flatten()
    }

    /// "Greek-Turkish": those whom a hyphen joins.
    fn hyphened_at(&self, mention: &Mention, sentence: TokenSpan) -> Option<Telling> {
        let hyphen = mention.words.end;
        let next = hyphen + 1;
        let hyphened = sentence.contains(next)
            && matches!(self.reading.text(hyphen), "-" | "–" | "/")
            && mention.kind != MentionKind::Place;
        let other = self.name_at(next).filter(|_| hyphened)?;
        let other = self.name_party[other]?;
        let [one] = mention.parties[..] else {
            return None;
        };
        let apart = !self.same_side(one, other);
        let at = mention.head;
        apart
            .then(|| self.telling(Bond::Hyphened, vec![one, other], at))
            .flatten()
    }

    /// "China's ties with Japan": whose a noun is on which a party hangs.
    fn possessor_above(&self, word: usize) -> Option<PartyId> {
        let mut nouns = self.reading.ancestors(word).take(NOUNS);
        let owner = nouns.find_map(|noun| self.reading.child(noun, Dep::Poss))?;
        let [party] = self.mention_at(owner)?.parties[..] else {
            return None;
        };
        (owner != word && owner < word).then_some(party)
    }

    fn telling(&self, bond: Bond, parties: Vec<PartyId>, at: usize) -> Option<Telling> {
        let press = |id: &PartyId| {
            let party = &self.parties[id.index()];
            party.sector.as_deref() == Some("MED") || party.kind == PartyKind::Place
        };
        let several = (2..=MANY).contains(&parties.len()) && !parties.iter().any(press);
        several.then(|| Telling {
            bond,
            parties,
            at,
            leads: self.is_subject(at),
        })
    }

    /// What tells a set of parties from others: their countries, names or factions, sorted.
    pub(super) fn key(&self, parties: &[PartyId]) -> Vec<String> {
        let key = |id: &PartyId| key_of(&self.parties[id.index()]);
        let mut key: Vec<String> = parties.iter().map(key).collect();
        key.sort_unstable();
        key
    }

    /// Whether a word stands where one does something, or where something is done to it.
    fn acts(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        match token.dep {
            Dep::Nsubj | Dep::NsubjPass | Dep::Dobj | Dep::Dative => true,
            Dep::Pobj => self.lower(token.head) == "by",
            Dep::Conj => self.is_subject(token.head),
            _ => false,
        }
    }

    /// Whether a party is told to mediate, to host or to vouch: "brokered by Oman", "Norway, the mediator".
    fn mediates(&self, word: usize) -> bool {
        let is = |at: usize| self.lexicon.has(List::Mediates, &self.small_lemma(at));
        let above = self.reading.ancestors(word).take(CLAUSE);
        let mut verb = false;
        let mut clause = above.take_while(|&at| {
            let go_on = !verb;
            verb |= self.reading.word(at).pos == Pos::Verb;
            go_on
        });
        is(word) || clause.any(is) || self.reading.children(word).take(MANY).any(is)
    }
}

/// What tells a party from others of a story: its country; of bodies, and of parties that are not the government's, what they are.
pub(super) fn key_of(party: &Party) -> String {
    let country = party.country.as_deref();
    match country {
        Some(country) if is_body(country) => {
            let name = party.sector.as_deref().or(party.entity.as_deref());
            format!("{country}.{}", name.unwrap_or(&party.name))
        }
        Some(country) => match faction_of(party) {
            Some(_) => format!("{country}.{}", party.sector.as_deref().unwrap_or_default()),
            None => country.to_owned(),
        },
        None => party.entity.clone().unwrap_or_else(|| party.name.clone()),
    }
}

/// The country of whoever fights or opposes its government.
pub(super) fn faction_of(party: &Party) -> Option<&str> {
    let country = party.country.as_deref()?;
    let faction = matches!(party.sector.as_deref()?, "REB" | "OPP" | "PTY");
    (faction && !is_body(country)).then_some(country)
}
