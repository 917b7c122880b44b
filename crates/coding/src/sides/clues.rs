//! What speaks for a candidate: where it stands to the predicate, in the acts around and in the story.

use chancery_text::TokenSpan;
use smallvec::SmallVec;

use super::anaphor::{Anaphor, anaphor};
use super::candidates::{Key, key};
use super::cast::{Dealings, ROLES, Ranking, Sides, count_dealings, last_named};
use super::leaning::Leaning;
use super::wording::{Wording, way_inside};
use super::{Cast, Half};
use crate::clauses::Role;
use crate::draft::Draft;
use crate::matching::{Matcher, Side};
use crate::mentions::{Camp, Mention, MentionKind, Party, PartyKind, is_body};
use crate::ranker::{Piece, Shared, Sink};
use crate::reading::{Dep, Pos};

/// By how much the values of all clues are scaled: the size of the learner's steps is made for it.
pub(super) const WEIGHT: f32 = 0.5;

/// How many mentions back the nearest party is looked for.
const FARTHEST: usize = 40;

/// How many words of a sentence are looked at before an act and behind it: more than sentences have.
const REACH: usize = 250;

/// The longest way through the tree that is told step by step.
const STEPS: usize = 6;

/// One side of one act, as its candidates see it.
pub(super) struct View<'a, 'v> {
    pub matcher: &'v Matcher<'a>,
    pub drafts: &'v [Draft<'a>],
    pub at: usize,
    pub half: Half,
    sources: &'v Side<'a>,
    event_type: Piece<'static>,
    frame: Piece<'a>,
    family: Piece<'a>,
    /// The key of those whom the frame seats, and how sure it is.
    rule: Key,
    sureness: Piece<'static>,
    /// Its very words.
    words: Wording<'a>,
    /// What the act is about.
    about: Anaphor,
    /// Who plays which part in the other acts.
    cast: [Ranking; ROLES.len()],
    pub story: &'v Cast<'a>,
    /// The sectors of those across.
    sectors: SmallVec<[&'a str; 4]>,
    /// Those who did it, where they are settled.
    who_did: Key,
    /// Whom the other side holds.
    across: Key,
    /// The countries that the story names, those across left out, most first.
    abroad: SmallVec<[Camp; 8]>,
    /// Who did something to those across, and to whom these did something.
    dealings: [Dealings<'v>; 2],
    /// Those who last did something to those across, and those to whom these last did something.
    last_dealt: [(Piece<'static>, &'v [Camp]); 2],
    /// The nearest party before the act of another country than those across.
    foreign_before: Option<Camp>,
    /// The sources of the nearest act before that was done by others than those across.
    foreign_doers: &'v [Camp],
    /// Whom the words may mean that the frame seats.
    leaning: Option<Leaning>,
    /// The last act told before the sentence, and the story's first.
    told: [Option<Told<'v>>; 2],
    shared: SharedClues,
    /// Those who were credited with the act.
    credited: Key,
}

/// Clues that candidates of one act share, by what they have in common.
#[derive(Default)]
struct SharedClues {
    /// By the act told and the part in it.
    told: [[Shared; PARTS.len()]; 2],
    /// By the direction, and how often as foe and as friend.
    dealings: [[[Shared; TIMES.len()]; TIMES.len()]; 2],
    /// By the direction, and whether it was the candidate.
    last_dealt: [[Shared; LAST.len()]; 2],
    /// By how the candidate stands to those across.
    other_side: [Shared; RELATIONS.len()],
}

/// Which of an act's sides a candidate is.
const PARTS: [&str; 4] = ["source", "target", "both", "neither"];

/// How often.
const TIMES: [&str; 3] = ["never", "once", "often"];

/// Whether a candidate is the last one.
const LAST: [&str; 3] = ["none", "is", "is not"];

/// How a candidate stands to those on the other side.
const RELATIONS: [&str; 4] = ["none", "same", "shares", "apart"];

/// An act told before.
struct Told<'v> {
    name: Piece<'static>,
    sides: &'v Sides,
}

impl Told<'_> {
    /// Which of its sides a candidate is, as a place in [`PARTS`].
    fn part(&self, key_: &[Camp]) -> usize {
        let all = || {
            let all = self.sides.sources.iter().chain(&self.sides.targets);
            all.clone().all(|it| key_.contains(it)) && key_.len() > 1
        };
        match () {
            () if *self.sides.sources == *key_ => 0,
            () if *self.sides.targets == *key_ => 1,
            () if all() => 2,
            () => 3,
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
        let who_did = key(matcher, &sources.mentions);
        let across = match half {
            Half::Target => who_did.clone(),
            Half::Source => key(matcher, &draft.found.targets.mentions),
            Half::Both => Key::new(),
        };
        let reading = matcher.reading;
        let sentence = reading.word(draft.head()).sentence;
        let last = drafts[..at]
            .iter()
            .rposition(|it| reading.word(it.head()).sentence < sentence);
        let told = |name: &'static str, act: usize| Told {
            name: name.into(),
            sides: cast.told(act),
        };
        let told = [
            last.map(|last| told("last told", last)),
            (at > 0).then(|| told("first told", 0)),
        ];
        let doers = (0..at).rev().find_map(|other| {
            let doers = &cast.told(other).sources[..];
            let foreign = !doers.is_empty() && !doers.iter().any(|it| across.contains(it));
            foreign.then_some(doers)
        });
        Self {
            words: Wording::of(matcher, draft),
            leaning: Leaning::of(matcher, seated),
            told,
            foreign_before: foreign_before(matcher, draft.head(), &across),
            foreign_doers: doers.unwrap_or(&[]),
            about: anaphor(matcher, drafts, at),
            story: cast,
            sectors: sectors_across(matcher, draft, half, sources),
            cast: ROLES.map(|role| cast.ranking(role, at, &across)),
            shared: SharedClues::default(),
            credited: key(matcher, &draft.credits),
            dealings: cast.dealings(at, &across),
            last_dealt: cast.last_dealt(at, &across),
            abroad: cast.abroad(&across).collect(),
            who_did,
            across,
            matcher,
            drafts,
            at,
            half,
            sources,
            event_type: draft.event_type().as_str().into(),
            frame: draft.found.frame.id.as_str().into(),
            family: draft.found.frame.family().into(),
            rule: key(matcher, &seated.mentions),
            sureness: sureness(matcher, draft, seated).into(),
        }
    }

    pub fn head(&self) -> usize {
        self.drafts[self.at].head()
    }

    /// The sentence of the act; of one without end what stands near.
    pub fn sentence(&self) -> TokenSpan {
        let (head, all) = (self.head(), self.matcher.reading.sentence_of(self.head()));
        TokenSpan::new(
            all.start.max(head.saturating_sub(REACH)),
            all.end.min(head + REACH),
        )
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
        self.last_of(*country)
    }

    pub fn of_rule(&self, sink: &mut Sink) {
        let half = self.half;
        sink.weigh_half(half, "rule", &[self.sureness], 2.0);
        sink.add_half(half, "rule type", &[self.sureness, self.event_type]);
        sink.add_half(half, "rule frame", &[self.sureness, self.frame]);
        sink.add_half(half, "rule family", &[self.sureness, self.family]);
        let words = self.words;
        sink.add_half(half, "rule word", &[self.sureness, words.act]);
        sink.add_half(
            half,
            "rule object word",
            &[self.sureness, words.object, self.event_type],
        );
        let standing = &self.drafts[self.at].standing;
        let about: Piece = self.about.sort.as_str().into();
        sink.add_half(half, "rule about", &[self.sureness, about]);
        sink.add_half(half, "rule about type", &[about, self.event_type]);
        if let Some(first) = self.seated().mentions.first() {
            let kind: Piece = kind(first.kind).into();
            sink.add_half(half, "rule kind", &[self.sureness, kind, self.given(first)]);
        }
        sink.add_half(
            half,
            "rule status",
            &[self.sureness, standing.status.as_str().into()],
        );
    }

    pub fn of_nobody(&self, sink: &mut Sink) {
        let half = self.half;
        let clause = &self.drafts[self.at].found.clause;
        let voice: Piece = if clause.passive { "passive" } else { "active" }.into();
        sink.add_half(half, "nobody", &[]);
        let words = self.words;
        sink.add_half(half, "nobody word", &[words.act]);
        sink.add_half(half, "nobody object word", &[words.object, self.event_type]);
        sink.add_half(half, "nobody words", &[words.act, words.object]);
        sink.add_half(half, "nobody type", &[self.event_type, self.sureness]);
        sink.add_half(half, "nobody frame", &[self.frame]);
        sink.add_half(half, "nobody family", &[self.family, self.sureness]);
        sink.add_half(half, "nobody rule", &[self.sureness]);
        let about: Piece = self.about.sort.as_str().into();
        sink.add_half(half, "nobody about", &[about, self.sureness]);
        sink.add_half(half, "nobody about type", &[about, self.event_type]);
        sink.add_half(half, "nobody voice", &[voice, self.event_type]);
        sink.add_half(half, "nobody part", &[self.part(), self.event_type]);
        let object: Piece = if clause.has(Role::Object) {
            "object"
        } else {
            "no object"
        }
        .into();
        sink.add_half(half, "nobody object", &[object, self.event_type]);
        let story: Piece = if self.abroad.is_empty() {
            "no others"
        } else {
            "others"
        }
        .into();
        sink.add_half(half, "nobody story", &[story, self.event_type]);
        let [within, around] = self.others_here();
        sink.add_half(half, "nobody near", &[within, around, self.sureness]);
        sink.add_half(half, "nobody near type", &[within, around, self.event_type]);
        sink.add_half(half, "nobody near frame", &[within, self.frame]);
        sink.add_half(half, "nobody near about", &[within, about, self.event_type]);
        let draft = &self.drafts[self.at];
        let status: Piece = draft.standing.status.as_str().into();
        sink.add_half(half, "nobody status", &[status, self.event_type]);
        let credited: Piece = if draft.credits.is_empty() {
            "told"
        } else {
            "said"
        }
        .into();
        sink.add_half(
            half,
            "nobody credit",
            &[credited, self.event_type, self.sureness],
        );
        let done: Piece = if clause.has(Role::Agent) {
            "doer"
        } else {
            "no doer"
        }
        .into();
        sink.add_half(half, "nobody doer", &[done, voice, self.event_type]);
        sink.add_half(half, "nobody doer frame", &[done, voice, self.family]);
        let kind: Piece = self
            .seated()
            .mentions
            .first()
            .map_or("none", |it| kind(it.kind))
            .into();
        sink.add_half(
            half,
            "nobody seated",
            &[kind, self.sureness, self.event_type],
        );
        let lead: Piece = match self.matcher.reading.word(self.head()).sentence {
            0 => "first",
            1..=3 => "early",
            _ => "later",
        }
        .into();
        sink.add_half(half, "nobody lead", &[lead, self.event_type]);
        if let Some(last) = &self.told[0] {
            let alone: Piece = if last.sides.targets.is_empty() {
                "nobody"
            } else {
                "somebody"
            }
            .into();
            sink.add_half(half, "nobody before", &[alone, last.name, self.event_type]);
        }
    }

    /// How many parties other than those across the clause names, and the rest of the sentence.
    fn others_here(&self) -> [Piece<'static>; 2] {
        let reading = self.matcher.reading;
        let sentence = self.sentence();
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
        let name = |count| match count {
            0 => "none",
            1 => "one",
            _ => "more",
        };
        counts.map(|count| name(count).into())
    }

    fn part(&self) -> Piece<'static> {
        match self.matcher.reading.word(self.head()).pos {
            Pos::Noun | Pos::Propn => "noun",
            Pos::Adj => "adjective",
            _ => "verb",
        }
        .into()
    }

    /// A party of the act's own sentence.
    pub fn of_sentence(&self, mention: &Mention, together: bool, sink: &mut Sink) {
        let half = self.half;
        let path = path(self.matcher, self.head(), mention.head);
        let path = Piece::from(path.as_str());
        sink.add_half(half, "path", &[path]);
        sink.add_half(half, "path type", &[path, self.event_type]);
        sink.weigh_half(half, "path frame", &[path, self.frame], 0.7);
        sink.weigh_half(half, "path word", &[path, self.words.act], 0.7);
        let kind: Piece = kind(mention.kind).into();
        let part = self.part();
        let side: Piece = if mention.head < self.head() {
            "before"
        } else {
            "after"
        }
        .into();
        let far: Piece = match mention.head.abs_diff(self.head()) {
            0..=2 => "touching",
            3..=5 => "near",
            6..=11 => "apart",
            _ => "far",
        }
        .into();
        sink.add_half(half, "in sentence", &[self.event_type]);
        sink.add_half(half, "in sentence kind", &[kind, part]);
        sink.add_half(half, "in sentence side", &[side, far, part]);
        sink.add_half(
            half,
            "in sentence type",
            &[side, self.event_type, self.sureness],
        );
        if together {
            sink.add_half(half, "together", &[self.event_type]);
        }
        self.of_role(mention, sink);
    }

    /// The role in the act's clause that a party fills, or inside of which it stands.
    fn of_role(&self, mention: &Mention, sink: &mut Sink) {
        let half = self.half;
        let reading = self.matcher.reading;
        let act = self.words.act;
        for argument in &self.drafts[self.at].found.clause.arguments {
            let inside = argument.head != mention.head;
            if inside && !reading.is_below(mention.head, argument.head) {
                continue;
            }
            let place: Piece = if inside { "inside" } else { "is" }.into();
            let role: Piece = match argument.role {
                Role::Agent => "agent",
                Role::Object => "object",
                Role::Recipient => "recipient",
                Role::Complement => "complement",
                Role::Circumstance => "circumstance",
                Role::Possessor => "possessor",
                Role::Preposition(word) => reading.lemma(word),
            }
            .into();
            sink.add_half(half, "role", &[role, place]);
            sink.add_half(half, "role type", &[role, place, self.event_type]);
            sink.weigh_half(half, "role frame", &[role, place, self.frame], 0.7);
            sink.weigh_half(half, "role family", &[role, place, self.family], 0.7);
            sink.weigh_half(half, "role word", &[role, place, act], 0.7);
            if inside {
                let way = way_inside(reading, argument.head, mention.head);
                let way = Piece::from(way.as_str());
                let word: Piece = reading.lemma(argument.head).into();
                sink.add_half(half, "role way", &[role, way, self.event_type]);
                sink.add_half(half, "role way word", &[role, way, word]);
                sink.add_half(half, "role inside word", &[role, word, self.event_type]);
            }
        }
    }

    /// A side of another act.
    pub fn of_act(&self, other: usize, name: Piece, sink: &mut Sink) {
        let half = self.half;
        let reading = self.matcher.reading;
        let draft = &self.drafts[other];
        let (own, its) = (reading.word(self.head()), reading.word(draft.head()));
        let near: Piece = match own.sentence.abs_diff(its.sentence) {
            0 => "same sentence",
            1 => "sentence before",
            _ if own.paragraph == its.paragraph => "same paragraph",
            _ => "far",
        }
        .into();
        let relation = self.relation(self.story.told(other));
        sink.add_half(half, "act near", &[name, near, self.sureness]);
        sink.add_half(
            half,
            "act types",
            &[name, self.event_type, draft.event_type().as_str().into()],
        );
        sink.add_half(half, "act relation", &[name, relation, near]);
    }

    /// Whether those who did this act took part in another.
    fn relation(&self, other: &Sides) -> Piece<'static> {
        let own = match self.half {
            Half::Source => &self.across,
            Half::Target | Half::Both => &self.who_did,
        };
        let (is_source, is_target) = (*own == other.sources, *own == other.targets);
        match self.half {
            Half::Source if own.is_empty() => "no target",
            _ if own.is_empty() => "no source",
            Half::Source if is_target => "its target ours",
            _ if is_source => "its source ours",
            _ if is_target => "its target ours",
            _ => "others",
        }
        .into()
    }

    /// A party named in a sentence before.
    pub fn of_before(&self, place: usize, sink: &mut Sink) {
        let half = self.half;
        let place: Piece = match place {
            0 => "last",
            1 => "last but one",
            2 | 3 => "near",
            _ => "earlier",
        }
        .into();
        sink.add_half(half, "before", &[place, self.sureness]);
        sink.add_half(half, "before type", &[place, self.event_type]);
    }

    /// Any candidate, whatever brought it up.
    pub fn of_any(&self, mentions: &[&'a Mention], key_: &[Camp], sink: &mut Sink) {
        let half = self.half;
        if *key_ != *self.rule {
            sink.add_half(half, "against rule", &[self.sureness, self.event_type]);
        }
        if key_.is_empty() {
            return;
        }
        let many: Piece = match key_.len() {
            1 => "one",
            2 => "two",
            _ => "many",
        }
        .into();
        sink.add_half(half, "many", &[many, self.event_type]);
        for mention in mentions {
            self.of_mention(mention, sink);
        }
        let chief = &self.story.chief;
        let rank = chief.iter().position(|(country, _)| key_.contains(country));
        let rank: Piece = match rank {
            Some(0) => "first",
            Some(1) => "second",
            Some(2 | 3) => "third",
            Some(_) => "lower",
            None => "none",
        }
        .into();
        let place: Piece = match self.abroad.iter().position(|it| key_.contains(it)) {
            Some(0) => "chief other",
            Some(1) => "second other",
            Some(_) => "lesser other",
            None => "own or none",
        }
        .into();
        let others: Piece = match self.abroad.len() {
            0 => "none",
            1 => "one",
            2 => "two",
            _ => "more",
        }
        .into();
        sink.add_half(half, "abroad", &[place, others, self.sureness]);
        self.of_cast(key_, sink);
        self.of_nearness(key_, sink);
        if let Some(leaning) = &self.leaning {
            leaning.weigh(half, key_, *key_ == *self.rule, sink);
        }
        self.of_told(key_, sink);
        self.of_dealings(key_, sink);
        sink.add_half(half, "rank", &[rank, many]);
        sink.add_half(half, "rank type", &[rank, self.event_type, self.sureness]);
        self.of_other_side(key_, sink);
        if !self.credited.is_empty() {
            let said: Piece = if self.credited.iter().any(|it| key_.contains(it)) {
                "is credited"
            } else {
                "is not credited"
            }
            .into();
            sink.add_half(half, "credit", &[said, self.event_type]);
        }
    }

    /// What a candidate and those across do to each other in the other acts.
    fn of_dealings(&self, key_: &[Camp], sink: &mut Sink) {
        if self.across.is_empty() {
            return;
        }
        let half = self.half;
        for (at, name) in ["to us", "by us"].into_iter().enumerate() {
            let counts = count_dealings(&self.dealings[at], key_);
            let [foe, friend] = counts.map(|count| count.min(TIMES.len() - 1));
            sink.add_shared(&self.shared.dealings[at][foe][friend], |sink| {
                for (temper, times) in [("foe", foe), ("friend", friend)] {
                    let [name, temper, many] = [name, temper, TIMES[times]].map(Piece::from);
                    sink.add_half(half, "dealings", &[name, temper, many, self.event_type]);
                }
            });
        }
        for (at, (name, last)) in self.last_dealt.into_iter().enumerate() {
            let is = match () {
                () if last.is_empty() => 0,
                () if *last == *key_ => 1,
                () => 2,
            };
            sink.add_shared(&self.shared.last_dealt[at][is], |sink| {
                let is: Piece = LAST[is].into();
                let about: Piece = self.about.sort.as_str().into();
                sink.add_half(half, "last dealt", &[name, is, self.event_type]);
                sink.add_half(half, "last dealt rule", &[name, is, self.sureness]);
                let parts = [name, is, about, self.event_type];
                sink.add_half(half, "last dealt about", &parts);
            });
        }
    }

    /// Which part a candidate had in the acts that an object without a name may mean.
    fn of_told(&self, key_: &[Camp], sink: &mut Sink) {
        let half = self.half;
        for (told, shared) in self.told.iter().zip(&self.shared.told) {
            let Some(told) = told else { continue };
            let part = told.part(key_);
            sink.add_shared(&shared[part], |sink| {
                let (name, part) = (told.name, Piece::from(PARTS[part]));
                let about: Piece = self.about.sort.as_str().into();
                sink.add_half(half, "told", &[name, part, self.sureness]);
                sink.add_half(half, "told family", &[name, part, self.family]);
                sink.add_half(half, "told about", &[name, part, about, self.event_type]);
                sink.add_half(half, "told word", &[name, part, self.words.object]);
            });
        }
    }

    /// The doers themselves, where they are several: what they did they did to each other.
    pub fn of_each_other(&self, sink: &mut Sink) {
        let half = self.half;
        let words = self.words;
        sink.add_half(half, "each other", &[self.event_type]);
        sink.add_half(half, "each other frame", &[self.frame]);
        sink.add_half(half, "each other word", &[words.act]);
        sink.add_half(half, "each other rule", &[self.sureness, self.event_type]);
    }

    /// Two who deal with each other in the story: most of all, and last.
    pub fn pairs(&self) -> [Option<[Camp; 2]>; 2] {
        self.story.pairs(self.at, &self.across)
    }

    /// The last mention of a country before the act.
    pub fn last_of(&self, country: Camp) -> Option<&'a Mention> {
        let mut known = self.story.chief.iter();
        let (_, first) = known.find(|(known, _)| *known == country)?;
        last_named(self.matcher, self.head(), country).or(Some(first))
    }

    /// Two who deal with each other in the story.
    pub fn of_pair(&self, name: Piece, pair: [Camp; 2], sink: &mut Sink) {
        let half = self.half;
        let words = self.words;
        let about: Piece = self.about.sort.as_str().into();
        sink.add_half(half, "pair", &[name, self.event_type]);
        sink.add_half(half, "pair rule", &[name, self.sureness]);
        sink.add_half(
            half,
            "pair rule type",
            &[name, self.sureness, self.event_type],
        );
        sink.add_half(half, "pair frame", &[self.frame]);
        sink.add_half(half, "pair family", &[name, self.family]);
        sink.add_half(half, "pair family rule", &[self.sureness, self.family]);
        sink.add_half(half, "pair object rule", &[words.object, self.sureness]);
        let within: Piece = match &self.rule[..] {
            [] => "nobody",
            [one] if pair.contains(one) => "one of them",
            [_] => "another",
            _ => "several",
        }
        .into();
        let others: Piece = match self.abroad.len() {
            0..=2 => "just two",
            3 => "three",
            _ => "more",
        }
        .into();
        sink.add_half(half, "pair seated", &[name, within, self.sureness]);
        sink.add_half(
            half,
            "pair seated type",
            &[within, self.sureness, self.event_type],
        );
        sink.add_half(half, "pair others", &[name, others, self.event_type]);
        sink.add_half(half, "pair others rule", &[name, others, self.sureness]);
        sink.add_half(half, "pair about", &[name, about, self.event_type]);
        sink.add_half(half, "pair word", &[words.act]);
        sink.add_half(half, "pair object", &[words.object]);
    }

    /// Those who did the act, where they are of several countries.
    pub fn doers(&self) -> Option<&Side<'a>> {
        let several = self.half == Half::Target && self.across.len() > 1;
        several.then_some(self.sources)
    }

    /// The parts that a candidate plays in the other acts.
    fn of_cast(&self, key_: &[Camp], sink: &mut Sink) {
        let half = self.half;
        for (role, ranking) in ROLES.iter().zip(&self.cast) {
            let most = ranking.first().map_or(0, |(_, count)| *count);
            let rank = |country: &Camp| ranking.iter().position(|(known, _)| known == country);
            let mut ranks = key_.iter().map(rank);
            let worst = ranks.try_fold(0, |worst, rank| Some(worst.max(rank?)));
            let place: Piece = match worst {
                None => "never",
                Some(0) if most > 1 => "first",
                Some(at) if ranking[at].1 == most => "among first",
                Some(1) => "second",
                Some(_) => "lower",
            }
            .into();
            let role: Piece = role.as_str().into();
            sink.add_half(half, "cast", &[role, place, self.sureness]);
        }
    }

    /// Whether a candidate is the nearest of another country than those across.
    fn of_nearness(&self, key_: &[Camp], sink: &mut Sink) {
        let half = self.half;
        let is = |nearest: Option<Camp>| nearest.is_some_and(|it| key_.contains(&it));
        if is(self.foreign_before) {
            sink.add_half(half, "nearest before", &[self.event_type, self.sureness]);
        }
        if *key_ == *self.foreign_doers {
            sink.add_half(half, "nearest doer", &[self.event_type, self.sureness]);
            sink.add_half(half, "nearest doer rule", &[self.sureness]);
        }
        let since = self.since(key_);
        sink.add_half(half, "since", &[since, self.sureness]);
        sink.add_half(half, "since type", &[since, self.event_type]);
    }

    /// How many sentences ago a candidate was last named.
    fn since(&self, key_: &[Camp]) -> Piece<'static> {
        let (reading, mentions) = (self.matcher.reading, self.matcher.mentions);
        let head = self.head();
        let all = mentions.all();
        let before = all.partition_point(|mention| mention.words.start < head);
        let is = |mention: &&Mention| {
            let parties = mention.parties.iter();
            parties
                .into_iter()
                .any(|&party| key_.contains(&mentions.camp(party)))
        };
        let Some(last) = all[..before].iter().rev().find(is) else {
            return "never".into();
        };
        match reading.word(head).sentence - reading.word(last.words.start).sentence {
            0 => "now",
            1 => "one",
            2 => "two",
            3..=5 => "few",
            _ => "long",
        }
        .into()
    }

    fn of_mention(&self, mention: &Mention, sink: &mut Sink) {
        let half = self.half;
        sink.add_half(half, "kind", &[kind(mention.kind).into(), self.event_type]);
        let given = self.given(mention);
        sink.add_half(half, "given", &[given]);
        sink.add_half(half, "given type", &[given, self.event_type]);
        for &id in mention.parties.iter().take(4) {
            let party = self.matcher.mentions.party(id);
            let own = sector(party);
            let sector: Piece = own.into();
            sink.add_half(half, "sector", &[sector]);
            sink.add_half(half, "sector type", &[sector, self.event_type]);
            sink.add_half(
                half,
                "party",
                &[party_kind(party.kind).into(), self.event_type],
            );
            let known: Piece = match (&party.country, &party.entity) {
                (Some(_), Some(_)) => "known",
                (Some(_), None) => "placed",
                (None, Some(_)) => "named",
                (None, None) => "unknown",
            }
            .into();
            sink.add_half(half, "known", &[known, self.event_type]);
            let relation = self.relation_across(&[self.matcher.mentions.camp(id)]);
            let relation: Piece = RELATIONS[relation].into();
            sink.add_half(half, "sector across", &[sector, relation, self.event_type]);
            let across = self.sectors.first().copied().unwrap_or("none");
            sink.add_half(half, "sectors", &[relation, across.into(), sector]);
            let official = [is_official(across), is_official(own)];
            let official: Piece = match official {
                [true, true] => "both",
                [true, false] => "across",
                [false, true] => "own",
                [false, false] => "neither",
            }
            .into();
            sink.add_half(half, "officials", &[relation, official]);
            sink.add_half(
                half,
                "officials type",
                &[relation, official, self.event_type],
            );
            sink.add_half(
                half,
                "officials given",
                &[relation, official, given, self.sureness],
            );
            sink.add_half(half, "given across", &[given, relation, self.event_type]);
            sink.add_half(half, "given across rule", &[given, relation, self.sureness]);
        }
        if mention.parties.is_empty() {
            sink.add_half(half, "known", &["nobody".into(), self.event_type]);
        }
    }

    /// Whether the text itself says of which country a mention's party is, or that it is the other side's own.
    fn given(&self, mention: &Mention) -> Piece<'static> {
        let owned = self.matcher.reading.is_possessed(mention.head);
        let mentions = self.matcher.mentions;
        let first = mention.parties.first();
        match first.map(|&id| (mentions.party(id), mentions.camp(id))) {
            None => "nobody",
            Some((party, camp)) if owned => {
                let country = party.country.as_deref().filter(|it| !is_body(it));
                if country.is_some() && self.across.contains(&camp) {
                    "across's own"
                } else {
                    "somebody's own"
                }
            }
            Some((party, _)) if party.entity.is_some() || party.told => "given",
            Some(_) if mention.certainty >= 0.7 => "likely",
            Some(_) => "guessed",
        }
        .into()
    }

    /// How a candidate stands to those on the other side, as a place in [`RELATIONS`].
    fn relation_across(&self, key_: &[Camp]) -> usize {
        let other = &self.across;
        match () {
            () if other.is_empty() => 0,
            () if **other == *key_ => 1,
            () if key_.iter().any(|it| other.contains(it)) => 2,
            () => 3,
        }
    }

    /// Who a candidate is, and who those across are: what the world does to them, and who deals with whom in it.
    fn of_the_world(&self, key_: &[Camp], sink: &mut Sink) {
        let [own] = key_ else { return };
        let half = self.half;
        let name = |camp: Camp| self.matcher.mentions.camp_name(camp);
        let known: Piece = name(*own).into();
        sink.add_half(half, "identity", &[known, self.event_type]);
        sink.add_half(half, "identity rule", &[known, self.sureness]);
        sink.add_half(half, "identity word", &[known, self.words.object]);
        if let [other] = self.across[..] {
            let pair = [*own.min(&other), *own.max(&other)].map(|it| Piece::from(name(it)));
            sink.add_half(half, "world", &[known, name(other).into(), self.event_type]);
            sink.add_pieces("world pair", &pair);
            sink.add_pieces("world rule", &[pair[0], pair[1], self.sureness]);
        }
    }

    /// How a candidate stands to those on the other side.
    fn of_other_side(&self, key_: &[Camp], sink: &mut Sink) {
        let half = self.half;
        if self.half == Half::Both {
            return;
        }
        self.of_the_world(key_, sink);
        let relation = self.relation_across(key_);
        sink.add_shared(&self.shared.other_side[relation], |sink| {
            let relation: Piece = RELATIONS[relation].into();
            let story: Piece = if self.abroad.is_empty() {
                "no others"
            } else {
                "others"
            }
            .into();
            sink.add_half(
                half,
                "other side story",
                &[relation, story, self.event_type],
            );
            sink.add_half(half, "other side family", &[relation, self.family]);
            sink.add_half(half, "other side word", &[relation, self.words.act]);
            sink.add_half(half, "other side", &[relation, self.event_type]);
            sink.add_half(half, "other side frame", &[relation, self.frame]);
            sink.add_half(half, "other side rule", &[relation, self.sureness]);
        });
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
fn foreign_before(matcher: &Matcher, head: usize, than: &[Camp]) -> Option<Camp> {
    let all = matcher.mentions.all();
    let end = all.partition_point(|mention| mention.words.start < head);
    all[..end]
        .iter()
        .rev()
        .take(FARTHEST)
        .find_map(|mention| foreigner(matcher, mention, than))
}

fn foreigner(matcher: &Matcher, mention: &Mention, than: &[Camp]) -> Option<Camp> {
    if mention.kind == MentionKind::Place {
        return None;
    }
    let mut parties = mention.parties.iter();
    parties.find_map(|&id| {
        let party = matcher.mentions.party(id);
        let known = party.country.is_some() || party.entity.is_some();
        let country = matcher.mentions.camp(id);
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
        path.push('^');
        path.push_str(reading.word(word).dep.as_str());
    }
    for &word in down[..meet].iter().rev() {
        path.push('>');
        path.push_str(match reading.word(word).dep {
            Dep::Prep | Dep::Agent | Dep::Dative => reading.lemma(word),
            dep => dep.as_str(),
        });
    }
    path
}
