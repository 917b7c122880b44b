//! The country that a stretch of text is about, for those whose country nothing else tells.

use chancery_text::TokenSpan;

use super::lexicon::List;
use super::{Finder, MentionKind, Party, PartyKind};
use crate::reading::{Dep, Pos};

impl Finder<'_> {
    /// The country in focus at `word`: that of the sentence's subject or place, of the paragraph's last
    /// sentence, of the dateline, of most names.
    pub(super) fn focus(&self, word: usize, sector: &str) -> Option<String> {
        let sentence = self.reading.sentence_of(word);
        let abroad = (!self.is_subject(word)).then(|| self.destination(sentence, word));
        if let Some(country) = abroad.flatten() {
            return Some(country);
        }
        if let Some(country) = self.subject_country(sentence, word, sector) {
            return Some(country);
        }
        // Officials travel; police and rebels are at home where they act.
        let travels = matches!(sector, "GOV" | "ELI" | "LEG" | "OPP");
        if let Some(country) = self.scene(sentence, word).filter(|_| !travels) {
            return Some(country);
        }
        let paragraph = self.reading.word(word).paragraph;
        let topic = self.topic.as_ref().filter(|(at, _)| *at == paragraph);
        topic
            .map(|(_, country)| country.clone())
            .or_else(|| self.destination(sentence, word))
            .or_else(|| self.dateline.clone())
            .or_else(|| self.main.clone())
    }

    /// The country that somebody went to earlier in the sentence: those they meet there are its own ("flew to
    /// Honiara to ask the Prime Minister").
    fn destination(&self, sentence: TokenSpan, word: usize) -> Option<String> {
        let before = TokenSpan::new(sentence.start, word);
        let goal = self
            .mentions_of(before)
            .filter(|mention| self.is_goal(mention.head) && mention.head < word)
            .last()?;
        self.state_of(&self.parties[goal.parties.first()?.index()])
    }

    /// Whether a name is where somebody goes: "flew to Honiara", "visited Kabul".
    fn is_goal(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        let moves = |verb: usize| {
            let lemma = self.reading.lemma(verb).to_lowercase();
            self.reading.word(verb).pos == Pos::Verb && self.lexicon.has(List::Motion, &lemma)
        };
        match token.dep {
            Dep::Pobj => {
                let preposition = self.lower(token.head);
                self.lexicon.has(List::MotionPrepositions, &preposition)
                    && !matches!(preposition.as_ref(), "from" | "of")
                    && moves(self.reading.word(token.head).head)
            }
            Dep::Dobj => self.reading.lemma(token.head).eq_ignore_ascii_case("visit"),
            _ => false,
        }
    }

    /// The country where the act that `word` has part in takes place: a place of its clause.
    pub(super) fn scene(&self, sentence: TokenSpan, word: usize) -> Option<String> {
        let mut here = self.mentions_of(sentence);
        let place = here.find(|mention| {
            let place = mention.kind == MentionKind::Place || self.is_location(mention.head);
            place && self.share_clause(mention.head, word)
        })?;
        self.state_of(&self.parties[place.parties.first()?.index()])
    }

    /// Whether the verb above one word is above the other too.
    fn share_clause(&self, a: usize, b: usize) -> bool {
        let verb = |word: usize| {
            let mut above = self.reading.ancestors(word).take(12);
            above.find(|&at| matches!(self.reading.word(at).pos, Pos::Verb | Pos::Aux))
        };
        let under =
            |word: usize, verb: usize| self.reading.ancestors(word).take(12).any(|at| at == verb);
        match (verb(a), verb(b)) {
            (Some(above_a), Some(above_b)) => under(b, above_a) || under(a, above_b),
            _ => true,
        }
    }

    /// Whether a name is where something happens: "in Mali", "bombed Gaza".
    fn is_location(&self, word: usize) -> bool {
        let token = self.reading.word(word);
        match token.dep {
            Dep::Pobj => matches!(self.lower(token.head).as_ref(), "in" | "across" | "near"),
            Dep::Dobj => self.lexicon.has(
                List::PlaceVerbs,
                &self.reading.lemma(token.head).to_lowercase(),
            ),
            _ => false,
        }
    }

    /// The country of the nearest subject before `word` in its sentence.
    pub(super) fn subject_country(
        &self,
        sentence: TokenSpan,
        word: usize,
        sector: &str,
    ) -> Option<String> {
        let before = TokenSpan::new(sentence.start, word);
        let mention = self
            .mentions_of(before)
            .filter(|mention| self.is_subject(mention.head) && mention.head < word)
            .last()?;
        let party = &self.parties[mention.parties.first()?.index()];
        // Whom states, soldiers or rebels act upon need not be their countrymen.
        let armed = matches!(party.sector.as_deref(), Some("MIL" | "REB"))
            || party.kind == PartyKind::State;
        let abroad =
            armed && !matches!(sector, "MIL" | "GOV") || party.sector.as_deref() == Some("MED");
        self.state_of(party).filter(|_| !abroad)
    }

    /// Remembers what the sentence was about.
    pub(super) fn note_topic(&mut self, sentence: TokenSpan) {
        if sentence.is_empty() {
            return;
        }
        let paragraph = self.reading.word(sentence.start).paragraph;
        let about = |mention: &&super::Mention| self.is_subject(mention.head);
        let country = self
            .mentions_of(sentence)
            .filter(about)
            .find_map(|mention| self.domestic(mention))
            .or_else(|| {
                self.mentions_of(sentence)
                    .find_map(|mention| self.domestic(mention))
            });
        if let Some(country) = country {
            self.topic = Some((paragraph, country));
        }
    }

    fn domestic(&self, mention: &super::Mention) -> Option<String> {
        let party = &self.parties[mention.parties.first()?.index()];
        self.state_of(party)
            .filter(|_| party.sector.as_deref() != Some("MED"))
    }

    /// A party's country where it is a state, not a body.
    pub(super) fn state_of(&self, party: &Party) -> Option<String> {
        let country = party.country.as_deref()?;
        let body = matches!(country, "IGO" | "NGO" | "MNC" | "IMG");
        (!body).then(|| country.to_owned())
    }

    /// The mentions so far that begin within `words`; all of one sentence are among the last.
    pub(super) fn mentions_of(&self, words: TokenSpan) -> impl Iterator<Item = &super::Mention> {
        let from = self.mentions.len().saturating_sub(words.len().min(400) * 2);
        self.mentions[from..]
            .iter()
            .filter(move |mention| words.contains(mention.words.start))
    }
}
