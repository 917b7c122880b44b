//! What leans on names said before: the walk over a sentence's other words, and short forms in the singular.

use chancery_text::TokenSpan;

use super::common::{contains, is_plural};
use super::lexicon::Reach;
use super::phrase::Before;
use super::{Finder, Mention, MentionKind, Party, PartyId, PartyKind, WINDOW};
use crate::reading::{Dep, Pos, Tag};

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

    pub(super) fn noun(&mut self, word: usize) -> bool {
        let token = self.reading.word(word);
        let hyphened = word + 1 < self.reading.len() && self.reading.text(word + 1) == "-";
        if !matches!(token.pos, Pos::Noun | Pos::Propn | Pos::Adj)
            || hyphened
            || self.is_inside_title(word)
        {
            return false;
        }
        self.group_behind(word);
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
        let subject = self.shared_subject(self.governing_verb(word)?)?;
        let party = *self.mention_at(subject)?.parties.first()?;
        self.state_of(&self.parties[party.index()])
    }

    pub(super) fn has_object(&self, word: usize) -> bool {
        self.reading.children(word).any(|child| {
            self.reading.word(child).dep == Dep::Prep
                && matches!(self.reading.text(child), "of" | "for")
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
