//! What speaks for a candidate: where it stands to the predicate, in the acts around and in the story.

use std::fmt::Write as _;

use smallvec::SmallVec;

use super::anaphor::{Anaphor, anaphor};
use super::candidates::{key, standing_for};
use super::cast::{ROLES, Ranking, last_named};
use super::leaning::Leaning;
use super::wording::{Wording, way_inside};
use super::{Cast, Half};
use crate::clauses::Role;
use crate::draft::Draft;
use crate::matching::{Matcher, Side};
use crate::mentions::{Mention, MentionKind, Party, PartyKind};
use crate::ranker::Sink;
use crate::reading::{Dep, Pos};

/// By how much the values of all clues are scaled: the size of the learner's steps is made for it.
pub(super) const WEIGHT: f32 = 0.5;

/// How many mentions back the nearest party is looked for.
const FARTHEST: usize = 40;

/// The longest way through the tree that is told step by step.
const STEPS: usize = 6;

/// One side of one act, as its candidates see it.
pub(super) struct View<'a, 'v> {
    pub matcher: &'v Matcher<'a>,
    pub drafts: &'v [Draft<'a>],
    pub at: usize,
    pub half: Half,
    sources: &'v Side<'a>,
    event_type: &'static str,
    half_name: &'static str,
    /// The key of those whom the frame seats, and how sure it is.
    rule: SmallVec<[&'a str; 4]>,
    sureness: &'static str,
    /// Its very words.
    words: Wording<'a>,
    /// What the act is about.
    about: Anaphor,
    /// Who plays which part in the other acts.
    cast: [Ranking<'a>; ROLES.len()],
    story: &'v Cast<'a>,
    /// The sectors of those across.
    sectors: SmallVec<[&'a str; 4]>,
    /// Whom the other side holds.
    across: SmallVec<[&'a str; 4]>,
    /// The nearest party before the act of another country than those across.
    foreign_before: Option<&'a str>,
    /// The sources of the nearest act before that was done by others than those across.
    foreign_doers: SmallVec<[&'a str; 4]>,
    /// Whom the words may mean that the frame seats.
    leaning: Option<Leaning<'a>>,
    /// The last act told before the sentence, and the story's first.
    told: [Option<Told<'a>>; 2],
}

/// An act told before, by the keys of its sides.
struct Told<'a> {
    name: &'static str,
    sources: SmallVec<[&'a str; 4]>,
    targets: SmallVec<[&'a str; 4]>,
}

impl<'a> Told<'a> {
    fn of(name: &'static str, matcher: &Matcher<'a>, draft: &Draft<'a>) -> Self {
        Self {
            name,
            sources: key(matcher, &draft.found.sources.mentions),
            targets: key(matcher, &draft.found.targets.mentions),
        }
    }

    /// Which of its sides a candidate is.
    fn part(&self, key_: &[&str]) -> &'static str {
        let all = || {
            let all = self.sources.iter().chain(&self.targets);
            all.clone().all(|it| key_.contains(it)) && key_.len() > 1
        };
        match () {
            () if *self.sources == *key_ => "source",
            () if *self.targets == *key_ => "target",
            () if all() => "both",
            () => "neither",
        }
    }
}

impl<'a, 'v> View<'a, 'v> {
    pub fn new(
        matcher: &'v Matcher<'a>,
        drafts: &'v [Draft<'a>],
        cast: &'v Cast<'a>,
        at: usize,
        half: Half,
        sources: &'v Side<'a>,
    ) -> Self {
        let draft = &drafts[at];
        let seated = match half {
            Half::Target => &draft.found.targets,
            Half::Source | Half::Both => &draft.found.sources,
        };
        let across = match half {
            Half::Target => key(matcher, &sources.mentions),
            Half::Source => key(matcher, &draft.found.targets.mentions),
            Half::Both => SmallVec::new(),
        };
        let reading = matcher.reading;
        let sentence = reading.word(draft.head()).sentence;
        let last = drafts[..at]
            .iter()
            .rev()
            .find(|it| reading.word(it.head()).sentence < sentence);
        let told = [
            last.map(|it| Told::of("last told", matcher, it)),
            drafts[..at]
                .first()
                .map(|it| Told::of("first told", matcher, it)),
        ];
        let doers = drafts[..at].iter().rev().find_map(|other| {
            let doers = key(matcher, &other.found.sources.mentions);
            let foreign = !doers.is_empty() && !doers.iter().any(|it| across.contains(it));
            foreign.then_some(doers)
        });
        Self {
            words: Wording::of(matcher, draft),
            leaning: Leaning::of(matcher, seated),
            told,
            foreign_before: foreign_before(matcher, draft.head(), &across),
            foreign_doers: doers.unwrap_or_default(),
            about: anaphor(matcher, drafts, at),
            story: cast,
            sectors: sectors_across(matcher, draft, half, sources),
            cast: ROLES.map(|role| cast.ranking(role, at, &across)),
            across,
            matcher,
            drafts,
            at,
            half,
            sources,
            event_type: draft.event_type().as_str(),
            half_name: match half {
                Half::Source => "source",
                Half::Target => "target",
                Half::Both => "both",
            },
            rule: key(matcher, &seated.mentions),
            sureness: sureness(matcher, draft, seated),
        }
    }

    pub fn head(&self) -> usize {
        self.drafts[self.at].head()
    }

    /// Those whom the frame seats.
    pub fn seated(&self) -> &Side<'a> {
        let found = &self.drafts[self.at].found;
        match self.half {
            Half::Target => &found.targets,
            Half::Source | Half::Both => &found.sources,
        }
    }

    /// Whether a mention speaks of nobody but those on the other side: whoever acts, acts on others.
    pub fn is_across(&self, mention: &Mention) -> bool {
        let other = match self.half {
            Half::Both => return false,
            Half::Source => &self.drafts[self.at].found.targets.mentions,
            Half::Target => &self.sources.mentions,
        };
        let is = |known: &&Mention| {
            std::ptr::eq(*known, mention)
                || is_part(mention, known)
                || !mention.parties.is_empty()
                    && mention.parties.iter().all(|it| known.parties.contains(it))
        };
        other.iter().any(is)
    }

    /// The last mention of the country that the story names most, second most, ...
    pub fn chief(&self, rank: usize) -> Option<&'a Mention> {
        let (country, _) = self.story.chief.get(rank)?;
        self.last_of(country)
    }

    /// The countries that the story names, those across left out, most first.
    fn abroad(&self) -> impl Iterator<Item = &'a str> {
        let chief = self.story.chief.iter().map(|(country, _)| *country);
        chief.filter(|country| !self.across.contains(country))
    }

    fn frame(&self) -> &'a str {
        &self.drafts[self.at].found.frame.id
    }

    fn family(&self) -> &'a str {
        self.drafts[self.at].found.frame.family()
    }

    pub fn of_rule(&self, sink: &mut Sink) {
        let half = self.half_name;
        sink.weigh("rule", &[half, self.sureness], 2.0);
        sink.add("rule type", &[half, self.sureness, self.event_type]);
        sink.add("rule frame", &[half, self.sureness, self.frame()]);
        sink.add("rule family", &[half, self.sureness, self.family()]);
        let words = self.words;
        sink.add("rule word", &[half, self.sureness, words.act]);
        sink.add(
            "rule object word",
            &[half, self.sureness, words.object, self.event_type],
        );
        let standing = &self.drafts[self.at].standing;
        let about = self.about.sort.as_str();
        sink.add("rule about", &[half, self.sureness, about]);
        sink.add("rule about type", &[half, about, self.event_type]);
        if let Some(first) = self.seated().mentions.first() {
            let kind = kind(first.kind);
            sink.add("rule kind", &[half, self.sureness, kind, self.given(first)]);
        }
        sink.add(
            "rule status",
            &[half, self.sureness, standing.status.as_str()],
        );
    }

    pub fn of_nobody(&self, sink: &mut Sink) {
        let half = self.half_name;
        let clause = &self.drafts[self.at].found.clause;
        let voice = if clause.passive { "passive" } else { "active" };
        sink.add("nobody", &[half]);
        let words = self.words;
        sink.add("nobody word", &[half, words.act]);
        sink.add("nobody object word", &[half, words.object, self.event_type]);
        sink.add("nobody words", &[half, words.act, words.object]);
        sink.add("nobody type", &[half, self.event_type, self.sureness]);
        sink.add("nobody frame", &[half, self.frame()]);
        sink.add("nobody family", &[half, self.family(), self.sureness]);
        sink.add("nobody rule", &[half, self.sureness]);
        let about = self.about.sort.as_str();
        sink.add("nobody about", &[half, about, self.sureness]);
        sink.add("nobody about type", &[half, about, self.event_type]);
        sink.add("nobody voice", &[half, voice, self.event_type]);
        sink.add("nobody part", &[half, self.part(), self.event_type]);
        let object = if clause.has(Role::Object) {
            "object"
        } else {
            "no object"
        };
        sink.add("nobody object", &[half, object, self.event_type]);
        let foreign = self.abroad().next().is_some();
        let story = if foreign { "others" } else { "no others" };
        sink.add("nobody story", &[half, story, self.event_type]);
        let [within, around] = self.others_here();
        sink.add("nobody near", &[half, within, around, self.sureness]);
        sink.add("nobody near type", &[half, within, around, self.event_type]);
        sink.add("nobody near frame", &[half, within, self.frame()]);
        sink.add("nobody near about", &[half, within, about, self.event_type]);
        let draft = &self.drafts[self.at];
        let status = draft.standing.status.as_str();
        sink.add("nobody status", &[half, status, self.event_type]);
        let credited = if draft.credits.is_empty() {
            "told"
        } else {
            "said"
        };
        sink.add(
            "nobody credit",
            &[half, credited, self.event_type, self.sureness],
        );
        let done = if clause.has(Role::Agent) {
            "doer"
        } else {
            "no doer"
        };
        sink.add("nobody doer", &[half, done, voice, self.event_type]);
        sink.add("nobody doer frame", &[half, done, voice, self.family()]);
        let kind = self
            .seated()
            .mentions
            .first()
            .map_or("none", |it| kind(it.kind));
        sink.add(
            "nobody seated",
            &[half, kind, self.sureness, self.event_type],
        );
        let lead = match self.matcher.reading.word(self.head()).sentence {
            0 => "first",
            1..=3 => "early",
            _ => "later",
        };
        sink.add("nobody lead", &[half, lead, self.event_type]);
        if let Some(last) = self.told[0].as_ref() {
            let alone = if last.targets.is_empty() {
                "nobody"
            } else {
                "somebody"
            };
            sink.add("nobody before", &[half, alone, last.name, self.event_type]);
        }
    }

    /// How many parties other than those across the clause names, and the rest of the sentence.
    fn others_here(&self) -> [&'static str; 2] {
        let reading = self.matcher.reading;
        let sentence = reading.sentence_of(self.head());
        let arguments = &self.drafts[self.at].found.clause.arguments;
        let mut counts = [0usize; 2];
        for mention in self.matcher.mentions.within(sentence) {
            if mention.kind == MentionKind::Place
                || mention.parties.is_empty()
                || self.is_across(mention)
            {
                continue;
            }
            let mut heads = arguments.iter().map(|it| it.head);
            let inside = heads.any(|head| reading.is_below(mention.head, head));
            counts[usize::from(!inside)] += 1;
        }
        counts.map(|count| match count {
            0 => "none",
            1 => "one",
            _ => "more",
        })
    }

    fn part(&self) -> &'static str {
        match self.matcher.reading.word(self.head()).pos {
            Pos::Noun | Pos::Propn => "noun",
            Pos::Adj => "adjective",
            _ => "verb",
        }
    }

    /// A party of the act's own sentence.
    pub fn of_sentence(&self, mention: &Mention, together: bool, sink: &mut Sink) {
        let half = self.half_name;
        let path = path(self.matcher, self.head(), mention.head);
        sink.add("path", &[half, &path]);
        sink.add("path type", &[half, &path, self.event_type]);
        sink.weigh("path frame", &[half, &path, self.frame()], 0.7);
        sink.weigh("path word", &[half, &path, self.words.act], 0.7);
        let kind = kind(mention.kind);
        let part = self.part();
        let side = if mention.head < self.head() {
            "before"
        } else {
            "after"
        };
        let far = match mention.head.abs_diff(self.head()) {
            0..=2 => "touching",
            3..=5 => "near",
            6..=11 => "apart",
            _ => "far",
        };
        sink.add("in sentence", &[half, self.event_type]);
        sink.add("in sentence kind", &[half, kind, part]);
        sink.add("in sentence side", &[half, side, far, part]);
        sink.add(
            "in sentence type",
            &[half, side, self.event_type, self.sureness],
        );
        if together {
            sink.add("together", &[half, self.event_type]);
        }
        self.of_role(mention, sink);
    }

    /// The role in the act's clause that a party fills, or inside of which it stands.
    fn of_role(&self, mention: &Mention, sink: &mut Sink) {
        let half = self.half_name;
        let reading = self.matcher.reading;
        let act = self.words.act;
        for argument in &self.drafts[self.at].found.clause.arguments {
            let place = if argument.head == mention.head {
                "is"
            } else if reading.is_below(mention.head, argument.head) {
                "inside"
            } else {
                continue;
            };
            let role = match argument.role {
                Role::Agent => "agent",
                Role::Object => "object",
                Role::Recipient => "recipient",
                Role::Complement => "complement",
                Role::Circumstance => "circumstance",
                Role::Possessor => "possessor",
                Role::Preposition(word) => reading.lemma(word),
            };
            sink.add("role", &[half, role, place]);
            sink.add("role type", &[half, role, place, self.event_type]);
            sink.weigh("role frame", &[half, role, place, self.frame()], 0.7);
            sink.weigh("role family", &[half, role, place, self.family()], 0.7);
            sink.weigh("role word", &[half, role, place, act], 0.7);
            if place == "inside" {
                let way = way_inside(reading, argument.head, mention.head);
                let word = reading.lemma(argument.head);
                sink.add("role way", &[half, role, &way, self.event_type]);
                sink.add("role way word", &[half, role, &way, word]);
                sink.add("role inside word", &[half, role, word, self.event_type]);
            }
        }
    }

    /// A side of another act.
    pub fn of_act(&self, other: usize, name: &str, sink: &mut Sink) {
        let half = self.half_name;
        let reading = self.matcher.reading;
        let draft = &self.drafts[other];
        let (own, its) = (reading.word(self.head()), reading.word(draft.head()));
        let near = match own.sentence.abs_diff(its.sentence) {
            0 => "same sentence",
            1 => "sentence before",
            _ if own.paragraph == its.paragraph => "same paragraph",
            _ => "far",
        };
        let relation = self.relation(draft);
        let types = [self.event_type, draft.event_type().as_str()];
        sink.add("act near", &[half, name, near, self.sureness]);
        sink.add("act types", &[half, name, types[0], types[1]]);
        sink.add("act relation", &[half, name, relation, near]);
    }

    /// Whether those who did this act took part in another.
    fn relation(&self, draft: &Draft<'a>) -> &'static str {
        if self.half == Half::Source {
            let own = key(self.matcher, &self.drafts[self.at].found.targets.mentions);
            return match () {
                () if own.is_empty() => "no target",
                () if own == key(self.matcher, &draft.found.targets.mentions) => "its target ours",
                () if own == key(self.matcher, &draft.found.sources.mentions) => "its source ours",
                () => "others",
            };
        }
        let own = key(self.matcher, &self.sources.mentions);
        match () {
            () if own.is_empty() => "no source",
            () if own == key(self.matcher, &draft.found.sources.mentions) => "its source ours",
            () if own == key(self.matcher, &draft.found.targets.mentions) => "its target ours",
            () => "others",
        }
    }

    /// A party named in a sentence before.
    pub fn of_before(&self, place: usize, sink: &mut Sink) {
        let half = self.half_name;
        let place = match place {
            0 => "last",
            1 => "last but one",
            2 | 3 => "near",
            _ => "earlier",
        };
        sink.add("before", &[half, place, self.sureness]);
        sink.add("before type", &[half, place, self.event_type]);
    }

    /// Any candidate, whatever brought it up.
    pub fn of_any(&self, mentions: &[&'a Mention], key_: &[&'a str], sink: &mut Sink) {
        let half = self.half_name;
        if *key_ != *self.rule {
            sink.add("against rule", &[half, self.sureness, self.event_type]);
        }
        if key_.is_empty() {
            return;
        }
        let many = match key_.len() {
            1 => "one",
            2 => "two",
            _ => "many",
        };
        sink.add("many", &[half, many, self.event_type]);
        for mention in mentions {
            self.of_mention(mention, sink);
        }
        let chief = &self.story.chief;
        let rank = chief.iter().position(|(country, _)| key_.contains(country));
        let rank = match rank {
            Some(0) => "first",
            Some(1) => "second",
            Some(2 | 3) => "third",
            Some(_) => "lower",
            None => "none",
        };
        let place = match self.abroad().position(|country| key_.contains(&country)) {
            Some(0) => "chief other",
            Some(1) => "second other",
            Some(_) => "lesser other",
            None => "own or none",
        };
        let others = match self.abroad().count() {
            0 => "none",
            1 => "one",
            2 => "two",
            _ => "more",
        };
        sink.add("abroad", &[half, place, others, self.sureness]);
        self.of_cast(key_, sink);
        self.of_nearness(key_, sink);
        if let Some(leaning) = &self.leaning {
            leaning.weigh(half, key_, *key_ == *self.rule, sink);
        }
        self.of_told(key_, sink);
        self.of_dealings(key_, sink);
        sink.add("rank", &[half, rank, many]);
        sink.add("rank type", &[half, rank, self.event_type, self.sureness]);
        self.of_other_side(key_, sink);
        let credited = &self.drafts[self.at].credits;
        if !credited.is_empty() {
            let who = key(self.matcher, credited);
            let said = if who.iter().any(|it| key_.contains(it)) {
                "is credited"
            } else {
                "is not credited"
            };
            sink.add("credit", &[half, said, self.event_type]);
        }
    }

    /// What a candidate and those across do to each other in the other acts.
    fn of_dealings(&self, key_: &[&str], sink: &mut Sink) {
        if self.across.is_empty() {
            return;
        }
        let half = self.half_name;
        let many = |count: usize| match count {
            0 => "never",
            1 => "once",
            _ => "often",
        };
        let to_us = self.story.dealings(self.at, key_, &self.across);
        let by_us = self.story.dealings(self.at, &self.across, key_);
        for (name, counts) in [("to us", to_us), ("by us", by_us)] {
            for (temper, count) in ["foe", "friend"].into_iter().zip(counts) {
                let many = many(count);
                sink.add("dealings", &[half, name, temper, many, self.event_type]);
            }
        }
        let names = ["doers", "others"];
        for (name, last) in names
            .into_iter()
            .zip(self.story.last_dealt(self.at, &self.across))
        {
            let is = match () {
                () if last.is_empty() => "none",
                () if *last == *key_ => "is",
                () => "is not",
            };
            let about = self.about.sort.as_str();
            sink.add("last dealt", &[half, name, is, self.event_type]);
            sink.add("last dealt rule", &[half, name, is, self.sureness]);
            sink.add(
                "last dealt about",
                &[half, name, is, about, self.event_type],
            );
        }
    }

    /// Which part a candidate had in the acts that an object without a name may mean.
    fn of_told(&self, key_: &[&str], sink: &mut Sink) {
        let half = self.half_name;
        let about = self.about.sort.as_str();
        for told in self.told.iter().flatten() {
            let part = told.part(key_);
            let name = told.name;
            sink.add("told", &[half, name, part, self.sureness]);
            sink.add("told family", &[half, name, part, self.family()]);
            sink.add("told about", &[half, name, part, about, self.event_type]);
            sink.add("told word", &[half, name, part, self.words.object]);
        }
    }

    /// The doers themselves, where they are several: what they did they did to each other.
    pub fn of_each_other(&self, sink: &mut Sink) {
        let half = self.half_name;
        let words = self.words;
        sink.add("each other", &[half, self.event_type]);
        sink.add("each other frame", &[half, self.frame()]);
        sink.add("each other word", &[half, words.act]);
        sink.add("each other rule", &[half, self.sureness, self.event_type]);
    }

    /// Two who deal with each other in the story: most of all, and last.
    pub fn pairs(&self) -> [Option<[&'a str; 2]>; 2] {
        self.story.pairs(self.at, &self.across)
    }

    /// The last mention of a country before the act.
    pub fn last_of(&self, country: &str) -> Option<&'a Mention> {
        let mut known = self.story.chief.iter();
        let (_, first) = known.find(|(known, _)| *known == country)?;
        last_named(self.matcher, self.head(), country).or(Some(first))
    }

    /// Two who deal with each other in the story.
    pub fn of_pair(&self, name: &str, pair: [&str; 2], sink: &mut Sink) {
        let half = self.half_name;
        let words = self.words;
        let about = self.about.sort.as_str();
        sink.add("pair", &[half, name, self.event_type]);
        sink.add("pair rule", &[half, name, self.sureness]);
        sink.add(
            "pair rule type",
            &[half, name, self.sureness, self.event_type],
        );
        let family = self.family();
        sink.add("pair frame", &[half, self.frame()]);
        sink.add("pair family", &[half, name, family]);
        sink.add("pair family rule", &[half, self.sureness, family]);
        sink.add("pair object rule", &[half, words.object, self.sureness]);
        let within = match &self.rule[..] {
            [] => "nobody",
            [one] if pair.contains(one) => "one of them",
            [_] => "another",
            _ => "several",
        };
        let others = match self.abroad().count() {
            0..=2 => "just two",
            3 => "three",
            _ => "more",
        };
        sink.add("pair seated", &[half, name, within, self.sureness]);
        sink.add(
            "pair seated type",
            &[half, within, self.sureness, self.event_type],
        );
        sink.add("pair others", &[half, name, others, self.event_type]);
        sink.add("pair others rule", &[half, name, others, self.sureness]);
        sink.add("pair about", &[half, name, about, self.event_type]);
        sink.add("pair word", &[half, words.act]);
        sink.add("pair object", &[half, words.object]);
    }

    /// Those who did the act, where they are of several countries.
    pub fn doers(&self) -> Option<&Side<'a>> {
        let several = self.half == Half::Target && self.across.len() > 1;
        several.then_some(self.sources)
    }

    /// The parts that a candidate plays in the other acts.
    fn of_cast(&self, key_: &[&str], sink: &mut Sink) {
        let half = self.half_name;
        for (role, ranking) in ROLES.iter().zip(&self.cast) {
            let most = ranking.first().map_or(0, |(_, count)| *count);
            let rank = |country: &&str| ranking.iter().position(|(known, _)| known == country);
            let ranks: SmallVec<[Option<usize>; 4]> = key_.iter().map(rank).collect();
            let worst = ranks
                .iter()
                .copied()
                .collect::<Option<SmallVec<[usize; 4]>>>();
            let worst = worst.and_then(|all| all.into_iter().max());
            let place = match worst {
                None => "never",
                Some(0) if most > 1 => "first",
                Some(at) if ranking[at].1 == most => "among first",
                Some(1) => "second",
                Some(_) => "lower",
            };
            let role = role.as_str();
            sink.add("cast", &[half, role, place, self.sureness]);
        }
    }

    /// Whether a candidate is the nearest of another country than those across.
    fn of_nearness(&self, key_: &[&str], sink: &mut Sink) {
        let half = self.half_name;
        let is = |nearest: Option<&str>| nearest.is_some_and(|it| key_.contains(&it));
        if is(self.foreign_before) {
            sink.add("nearest before", &[half, self.event_type, self.sureness]);
        }
        if *key_ == *self.foreign_doers {
            sink.add("nearest doer", &[half, self.event_type, self.sureness]);
            sink.add("nearest doer rule", &[half, self.sureness]);
        }
        let since = self.since(key_);
        sink.add("since", &[half, since, self.sureness]);
        sink.add("since type", &[half, since, self.event_type]);
    }

    /// How many sentences ago a candidate was last named.
    fn since(&self, key_: &[&str]) -> &'static str {
        let (reading, mentions) = (self.matcher.reading, self.matcher.mentions);
        let head = self.head();
        let all = mentions.all();
        let before = all.partition_point(|mention| mention.words.start < head);
        let is = |mention: &&Mention| {
            let parties = mention.parties.iter();
            parties
                .into_iter()
                .any(|&party| key_.contains(&standing_for(mentions.party(party))))
        };
        let Some(last) = all[..before].iter().rev().find(is) else {
            return "never";
        };
        match reading.word(head).sentence - reading.word(last.words.start).sentence {
            0 => "now",
            1 => "one",
            2 => "two",
            3..=5 => "few",
            _ => "long",
        }
    }

    fn of_mention(&self, mention: &Mention, sink: &mut Sink) {
        let half = self.half_name;
        sink.add("kind", &[half, kind(mention.kind), self.event_type]);
        let given = self.given(mention);
        sink.add("given", &[half, given]);
        sink.add("given type", &[half, given, self.event_type]);
        for &party in mention.parties.iter().take(4) {
            let party = self.matcher.mentions.party(party);
            let sector = sector(party);
            sink.add("sector", &[half, sector]);
            sink.add("sector type", &[half, sector, self.event_type]);
            sink.add("party", &[half, party_kind(party.kind), self.event_type]);
            let known = match (&party.country, &party.entity) {
                (Some(_), Some(_)) => "known",
                (Some(_), None) => "placed",
                (None, Some(_)) => "named",
                (None, None) => "unknown",
            };
            sink.add("known", &[half, known, self.event_type]);
            let relation = self.relation_across(&[standing_for(party)]);
            sink.add("sector across", &[half, sector, relation, self.event_type]);
            let across = self.sectors.first().copied().unwrap_or("none");
            sink.add("sectors", &[half, relation, across, sector]);
            let official = [is_official(across), is_official(sector)];
            let official = match official {
                [true, true] => "both",
                [true, false] => "across",
                [false, true] => "own",
                [false, false] => "neither",
            };
            sink.add("officials", &[half, relation, official]);
            sink.add(
                "officials type",
                &[half, relation, official, self.event_type],
            );
            sink.add(
                "officials given",
                &[half, relation, official, given, self.sureness],
            );
            sink.add("given across", &[half, given, relation, self.event_type]);
            sink.add("given across rule", &[half, given, relation, self.sureness]);
        }
        if mention.parties.is_empty() {
            sink.add("known", &[half, "nobody", self.event_type]);
        }
    }

    /// Whether the text itself says of which country a mention's party is, or that it is the other side's own.
    fn given(&self, mention: &Mention) -> &'static str {
        let owned = self.matcher.reading.is_possessed(mention.head);
        let mut parties = mention
            .parties
            .iter()
            .map(|&party| self.matcher.mentions.party(party));
        match parties.next() {
            None => "nobody",
            Some(party) if owned => {
                let country = party.country.as_deref();
                if country.is_some_and(|it| self.across.contains(&it)) {
                    "across's own"
                } else {
                    "somebody's own"
                }
            }
            Some(party) if party.entity.is_some() || party.told => "given",
            Some(_) if mention.certainty >= 0.7 => "likely",
            Some(_) => "guessed",
        }
    }

    fn relation_across(&self, key_: &[&str]) -> &'static str {
        let other = &self.across;
        if other.is_empty() {
            "none"
        } else if **other == *key_ {
            "same"
        } else if key_.iter().any(|it| other.contains(it)) {
            "shares"
        } else {
            "apart"
        }
    }

    /// How a candidate stands to those on the other side.
    fn of_other_side(&self, key_: &[&str], sink: &mut Sink) {
        let half = self.half_name;
        if self.half == Half::Both {
            return;
        }
        let relation = self.relation_across(key_);
        if let ([own], [other]) = (key_, &self.across[..]) {
            sink.add("world", &[half, own, other, self.event_type]);
            let both = if own < other {
                [*own, *other]
            } else {
                [*other, *own]
            };
            sink.add("world pair", &[both[0], both[1]]);
            sink.add("world rule", &[both[0], both[1], self.sureness]);
        }
        if let [own] = key_ {
            sink.add("identity", &[half, own, self.event_type]);
            sink.add("identity rule", &[half, own, self.sureness]);
            sink.add("identity word", &[half, own, self.words.object]);
        }
        let foreign = self.abroad().next().is_some();
        let story = if foreign { "others" } else { "no others" };
        sink.add(
            "other side story",
            &[half, relation, story, self.event_type],
        );
        sink.add("other side family", &[half, relation, self.family()]);
        sink.add("other side word", &[half, relation, self.words.act]);
        sink.add("other side", &[half, relation, self.event_type]);
        sink.add("other side frame", &[half, relation, self.frame()]);
        sink.add("other side rule", &[half, relation, self.sureness]);
    }
}

/// Whether a mention is a word of another that speaks of more: "Israeli" in "an Israeli officer".
fn is_part(mention: &Mention, whole: &Mention) -> bool {
    let (part, whole) = (mention.words, whole.words);
    whole.start <= part.start
        && part.end <= whole.end
        && part.end - part.start < whole.end - whole.start
}

/// The sectors of those on the other side.
fn sectors_across<'a>(
    matcher: &Matcher<'a>,
    draft: &Draft<'a>,
    half: Half,
    sources: &Side<'a>,
) -> SmallVec<[&'a str; 4]> {
    let side = match half {
        Half::Target => sources,
        Half::Source => &draft.found.targets,
        Half::Both => return SmallVec::new(),
    };
    let parties = side.parties().into_iter();
    parties
        .map(|party| sector(matcher.mentions.party(party)))
        .collect()
}

/// Whether a sector is of those who act for their state.
fn is_official(sector: &str) -> bool {
    matches!(
        sector,
        "none" | "GOV" | "MIL" | "LEG" | "JUD" | "COP" | "SPY"
    )
}

/// The party named last before a word, of another country than some.
fn foreign_before<'a>(matcher: &Matcher<'a>, head: usize, than: &[&str]) -> Option<&'a str> {
    let all = matcher.mentions.all();
    let end = all.partition_point(|mention| mention.words.start < head);
    all[..end]
        .iter()
        .rev()
        .take(FARTHEST)
        .find_map(|mention| foreigner(matcher, mention, than))
}

fn foreigner<'a>(matcher: &Matcher<'a>, mention: &Mention, than: &[&str]) -> Option<&'a str> {
    if mention.kind == MentionKind::Place {
        return None;
    }
    let mut parties = mention.parties.iter();
    parties.find_map(|&party| {
        let party = matcher.mentions.party(party);
        let known = party.country.is_some() || party.entity.is_some();
        let country = standing_for(party);
        (known && !than.contains(&country)).then_some(country)
    })
}

/// Whether nothing on a side stands in the act's own clause: another act lent it, or the discourse.
pub(crate) fn is_from_elsewhere(matcher: &Matcher, draft: &Draft, side: &Side) -> bool {
    let arguments = &draft.found.clause.arguments;
    let own = |mention: &&Mention| {
        let mut heads = arguments.iter().map(|it| it.head);
        heads.any(|head| matcher.reading.is_below(mention.head, head))
    };
    !side.mentions.iter().any(own)
}

/// How the frame came by a side: found in its slot, inside of one, guessed by the discourse, or lent by another act.
fn sureness(matcher: &Matcher, draft: &Draft, side: &Side) -> &'static str {
    if side.is_empty() {
        "empty"
    } else if side.weight > 0.2 && is_from_elsewhere(matcher, draft, side) {
        "lent"
    } else if side.weight > 0.7 {
        "sure"
    } else if side.weight > 0.2 {
        "inside"
    } else {
        "guessed"
    }
}

fn kind(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Name => "name",
        MentionKind::Description => "description",
        MentionKind::Pronoun => "pronoun",
        MentionKind::Group => "group",
        MentionKind::Adjective => "adjective",
        MentionKind::Metonym => "metonym",
        MentionKind::Place => "place",
    }
}

fn party_kind(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::State => "state",
        PartyKind::Person => "person",
        PartyKind::Organisation => "organisation",
        PartyKind::Group => "group",
        PartyKind::Place => "place",
    }
}

fn sector(party: &Party) -> &str {
    match party.country.as_deref() {
        Some(body @ ("IGO" | "NGO" | "MNC" | "IMG")) => body,
        _ => party.sector.as_deref().unwrap_or("none"),
    }
}

/// The way through the tree from a predicate to a party: up to their common governor, then down.
fn path(matcher: &Matcher, predicate: usize, party: usize) -> String {
    let reading = matcher.reading;
    let up: SmallVec<[usize; 16]> = std::iter::once(predicate)
        .chain(reading.ancestors(predicate))
        .collect();
    let down: SmallVec<[usize; 16]> = std::iter::once(party)
        .chain(reading.ancestors(party))
        .collect();
    let common = up.iter().position(|word| down.contains(word));
    let Some(common) = common else {
        return "elsewhere".to_owned();
    };
    let meet = down
        .iter()
        .position(|&word| word == up[common])
        .unwrap_or(down.len());
    if common + meet > STEPS {
        return "far".to_owned();
    }
    let mut path = String::with_capacity(48);
    for &word in &up[..common] {
        let _ = write!(path, "^{}", reading.word(word).dep.as_str());
    }
    for &word in down[..meet].iter().rev() {
        let dep = reading.word(word).dep;
        match dep {
            Dep::Prep | Dep::Agent | Dep::Dative => {
                let _ = write!(path, ">{}", reading.lemma(word));
            }
            _ => {
                let _ = write!(path, ">{}", dep.as_str());
            }
        }
    }
    path
}
