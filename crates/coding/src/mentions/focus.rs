//! The country that a stretch of text is about, for those whose country nothing else tells.

use chancery_text::TokenSpan;

use super::describe::Description;
use super::lexicon::List;
use super::{CHILDREN, Finder, MentionKind, Party, PartyId};
use crate::reading::{Dep, Pos};

/// What speaks for a country, in points, judged first and then tried a few up and down on the development dispatches: a place
/// in the clause itself says most for those who are at home where they act, the subject of the clause next, then what the
/// paragraph, the dateline and the document as a whole are about.
mod points {
    /// Where the act takes place, by its clause.
    pub const SCENE: i32 = 42;
    /// The same for officials, who travel.
    pub const SCENE_OF_OFFICIALS: i32 = 14;
    /// A place elsewhere in the sentence.
    pub const PLACE: i32 = 16;
    /// Where somebody went earlier in the sentence, for those met there.
    pub const DESTINATION: i32 = 45;
    /// The place that a clause with "where" tells more of.
    pub const WHERE: i32 = 53;
    /// The subject before, in another clause.
    pub const SUBJECT: i32 = 32;
    /// What the paragraph's last sentence was about.
    pub const TOPIC: i32 = 20;
    /// The same for officials who do something.
    pub const TOPIC_OF_OFFICIALS: i32 = 30;
    /// What the last paragraph ended with.
    pub const TOPIC_BEFORE: i32 = 8;
    /// Where something last happened in the paragraph.
    pub const STAGE: i32 = 14;
    /// The dateline's country.
    pub const DATELINE: i32 = 12;
    /// The same for officials whom nobody introduces and who say something.
    pub const DATELINE_OF_SOURCES: i32 = 18;
    /// All names of the document.
    pub const NAMES: i32 = 24;
    /// A country that is named once and is none of the two chief ones: a bystander.
    pub const LONE: i32 = -21;
}

/// What speaks for each country, in points.
#[derive(Default)]
pub(super) struct Tally(Vec<Vote>);

/// One thing that speaks for a country, or against it.
pub(super) struct Vote {
    pub(super) country: String,
    /// What it is: "scene", "subject", ...
    pub(super) reason: &'static str,
    pub(super) points: i32,
}

impl Tally {
    fn add(&mut self, country: Option<String>, reason: &'static str, points: i32) {
        self.0.extend(country.map(|country| Vote {
            country,
            reason,
            points,
        }));
    }

    pub(super) fn votes(&self) -> &[Vote] {
        &self.0
    }

    /// The country for which most speaks, of equals the one that was named first.
    pub(super) fn best(&self, barred: &[String]) -> Option<&str> {
        let mut sums: Vec<(&str, i32)> = Vec::new();
        for vote in self.0.iter().filter(|it| !barred.contains(&it.country)) {
            match sums.iter_mut().find(|(known, _)| *known == vote.country) {
                Some((_, sum)) => *sum += vote.points,
                None => sums.push((&vote.country, vote.points)),
            }
        }
        let best = sums
            .into_iter()
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.filter(|(_, points)| *points > 0)
            .map(|(country, _)| country)
    }
}

impl Finder<'_> {
    /// What speaks for the countries that one described may be of: the act's place, the sentence's subject, what the
    /// paragraph, the dateline and the document are about.
    pub(super) fn focus(&self, description: &Description) -> Tally {
        let (word, sector) = (description.role.head, description.sector.as_str());
        let sentence = self.reading.sentence_of(word);
        let anchor = self.anchor(word);
        // Officials travel; police and rebels are at home where they act.
        let travels = matches!(sector, "GOV" | "ELI" | "LEG" | "OPP");
        let mut tally = Tally::default();
        let scene = self.scene(sentence, word);
        let met = self.is_met(anchor);
        let at_home = !travels && !met;
        tally.add(
            scene,
            "scene",
            if at_home {
                points::SCENE
            } else {
                points::SCENE_OF_OFFICIALS
            },
        );
        if at_home {
            tally.add(self.place_before(sentence, word), "place", points::PLACE);
        }
        tally.add(self.place_of_clause(anchor), "where", points::WHERE);
        let subject = self.is_subject(anchor);
        if !subject {
            let goal = self.destination(sentence, word);
            tally.add(goal, "destination", points::DESTINATION);
        }
        let (country, weight) = self.subject_before(sentence, word, sector);
        tally.add(country, "subject", weight);
        let paragraph = self.reading.word(word).paragraph;
        if let Some((at, country)) = &self.topic {
            let weight = match paragraph - at {
                0 if travels && subject => points::TOPIC_OF_OFFICIALS,
                0 => points::TOPIC,
                1 => points::TOPIC_BEFORE,
                _ => 0,
            };
            tally.add(Some(country.clone()), "topic", weight);
        }
        if let Some((at, country)) = &self.stage
            && *at == paragraph
        {
            let weight = if travels {
                points::STAGE / 2
            } else {
                points::STAGE
            };
            tally.add(Some(country.clone()), "stage", weight);
        }
        let source = travels && subject && description.plural && !description.definite;
        tally.add(
            self.dateline.clone(),
            "dateline",
            if source {
                points::DATELINE_OF_SOURCES
            } else {
                points::DATELINE
            },
        );
        let all = self.votes.values().sum::<u32>().max(1);
        let mut votes: Vec<_> = self.votes.iter().collect();
        votes.sort_unstable_by_key(|(country, count)| (std::cmp::Reverse(**count), *country));
        for (rank, (country, count)) in votes.into_iter().take(8).enumerate() {
            if rank > 1 && *count < 2 {
                tally.add(Some(country.clone()), "lone", points::LONE);
            }
            tally.add(
                Some(country.clone()),
                "names",
                points::NAMES * *count as i32 / all as i32,
            );
        }
        tally
    }

    /// Whether a noun is the object of a verb of meeting.
    pub(super) fn is_met(&self, noun: usize) -> bool {
        self.governing_verb(noun).is_some_and(|verb| {
            let lemma = self.small_lemma(verb);
            self.lexicon.has(List::Encounters, &lemma)
        })
    }

    /// The country of the place that the clause around `word` tells more of: "to Seoul, where the president was on leave".
    fn place_of_clause(&self, word: usize) -> Option<String> {
        let clause = self
            .reading
            .ancestors(word)
            .take(6)
            .find(|&above| self.reading.word(above).dep == Dep::Relcl)?;
        let whereabouts = self
            .reading
            .children(clause)
            .take(CHILDREN)
            .any(|child| self.lower(child) == "where");
        let place = self.mention_at(self.reading.word(clause).head)?;
        let party = place.parties.first().filter(|_| whereabouts)?;
        self.state_of(&self.parties[party.index()])
    }

    /// The last place named before `word` in its sentence.
    fn place_before(&self, sentence: TokenSpan, word: usize) -> Option<String> {
        let before = TokenSpan::new(sentence.start, word);
        let place = self
            .mentions_of(before)
            .filter(|it| it.kind == MentionKind::Place || self.is_location(it.head))
            .last()?;
        self.state_of(&self.parties[place.parties.first()?.index()])
    }

    /// The country of the nearest subject before `word` in its sentence, and what it says for those at `word`.
    pub(super) fn subject_before(
        &self,
        sentence: TokenSpan,
        word: usize,
        sector: &str,
    ) -> (Option<String>, i32) {
        let before = TokenSpan::new(sentence.start, word);
        let subject = self
            .mentions_of(before)
            .filter(|mention| self.is_subject(mention.head) && mention.head < word)
            .last();
        let party = subject.and_then(|it| Some(&self.parties[it.parties.first()?.index()]));
        let Some(party) = party.filter(|it| it.sector.as_deref() != Some("MED")) else {
            return (None, 0);
        };
        let anchor = self.anchor(word);
        let verb = self.governing_verb(anchor);
        let object = verb
            .is_some_and(|verb| self.shared_subject(verb) == subject.map(|mention| mention.head));
        let weight = if object {
            self.weight_of_doer(party, anchor, sector)
        } else {
            points::SUBJECT
        };
        (self.state_of(party), weight)
    }

    /// What the doer's country says for those to whom something is done: police arrest their countrymen, ministers
    /// command the army, but states and ministers address others'.
    fn weight_of_doer(&self, doer: &Party, object: usize, sector: &str) -> i32 {
        let armed = matches!(sector, "MIL" | "COP" | "SPY");
        if self.is_commanded(object) && (armed || sector == "GOV") {
            return 40;
        }
        let met = self.is_met(object) && !matches!(sector, "GOV" | "LEG");
        match doer.sector.as_deref() {
            Some("GOV" | "ELI") if met => points::SUBJECT,
            None => -10,
            Some("GOV" | "ELI") if armed || sector == "JUD" => 18,
            Some("GOV" | "ELI") if sector == "LEG" => 20,
            Some("GOV" | "ELI") if sector == "GOV" => 0,
            Some("GOV" | "ELI") => 8,
            Some("MIL" | "REB") if armed || sector == "GOV" => 8,
            Some("MIL" | "REB") => 5,
            Some(_) => 22,
        }
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
            let lemma = self.small_lemma(verb);
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
            Dep::Dobj => self
                .lexicon
                .has(List::PlaceVerbs, &self.small_lemma(token.head)),
            _ => false,
        }
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
        let place = self
            .mentions_of(sentence)
            .filter(|it| it.kind == MentionKind::Place || self.is_location(it.head))
            .last();
        let country =
            place.and_then(|it| self.state_of(&self.parties[it.parties.first()?.index()]));
        if let Some(country) = country {
            self.stage = Some((paragraph, country));
        }
    }

    /// The country of the other one where two deal with one another and `own` is the first's: that of the sentence's
    /// or the last sentences' other party, else of the other one of whom the document speaks most.
    pub(super) fn other_country(&self, word: usize, own: Option<&str>) -> Option<String> {
        let sentence = self.reading.word(word).sentence;
        let near = self
            .recent(word)
            .take_while(|mention| self.reading.word(mention.head).sentence + 2 > sentence);
        let other = |party: &PartyId| {
            let party = &self.parties[party.index()];
            let press = party.sector.as_deref() == Some("MED");
            self.state_of(party)
                .filter(|it| !press && Some(it.as_str()) != own)
        };
        let mut countries = near
            .filter(|mention| mention.kind != MentionKind::Place)
            .filter_map(|mention| mention.parties.iter().find_map(other));
        let last = countries.next();
        last.or_else(|| self.protagonists(own).next().map(str::to_owned))
    }

    /// The states of which the document speaks, most spoken of first, without `own`.
    pub(super) fn protagonists<'s>(
        &'s self,
        own: Option<&'s str>,
    ) -> impl Iterator<Item = &'s str> {
        let mut votes: Vec<(&str, u32)> = self
            .votes
            .iter()
            .map(|(country, count)| (country.as_str(), *count))
            .filter(|(country, _)| Some(*country) != own)
            .collect();
        votes.sort_unstable_by_key(|(country, count)| (std::cmp::Reverse(*count), *country));
        votes.into_iter().map(|(country, _)| country)
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
