//! What speaks for a place: where it stands to the predicate, in the acts and sentences before, and to both sides.

use smallvec::SmallVec;

use super::Story;
use super::told::{Told, tense, verb_of};
use crate::mentions::PartyId;
use crate::place::{PlaceKind, PlaceMention};
use crate::ranker::Sink;
use crate::reading::{Dep, Pos, Reading};

/// The length that the clues of a candidate are brought to.
pub(super) const LENGTH: f32 = 3.0;

/// The longest way through the tree that is told step by step.
const STEPS: usize = 6;

/// One act, as the places that it may have taken place at see it.
pub(super) struct View<'a, 'v> {
    pub story: &'v Story<'a, 'v>,
    pub at: usize,
    /// Where the acts before it took place.
    pub before: &'v [Option<PlaceMention>],
    event_type: &'static str,
    status: &'static str,
    channel: &'static str,
    lemma: &'a str,
    /// How many places of its sentence are said to be where something is.
    named: &'static str,
}

impl<'a, 'v> View<'a, 'v> {
    pub fn new(story: &'v Story<'a, 'v>, at: usize, before: &'v [Option<PlaceMention>]) -> Self {
        let draft = &story.drafts[at];
        let reading = story.findings.reading;
        let mut view = Self {
            story,
            at,
            before,
            event_type: draft.event_type().as_str(),
            status: draft.standing.status.as_str(),
            channel: story.media[at].channel.map_or("none", |it| it.as_str()),
            lemma: reading.lemma(draft.head()),
            named: "none",
        };
        view.named = match view.in_sentence().filter(|place| place.locative).count() {
            0 => "none",
            1 => "one",
            _ => "more",
        };
        view
    }

    pub fn told(&self) -> &'v Told<'a> {
        &self.story.told[self.at]
    }

    fn reading(&self) -> &'a Reading<'a> {
        self.story.findings.reading
    }

    fn head(&self) -> usize {
        self.story.drafts[self.at].head()
    }

    fn frame(&self) -> &'a str {
        &self.story.drafts[self.at].found.frame.id
    }

    fn cameo(&self) -> &'a str {
        &self.story.drafts[self.at].found.frame.cameo
    }

    /// The places with a country of the act's sentence.
    pub fn in_sentence(&self) -> impl Iterator<Item = &'a PlaceMention> + use<'a> {
        let places = self.story.findings.places;
        let sentence = self.reading().sentence_of(self.head());
        let first = places.partition_point(|place| place.words.start < sentence.start);
        places[first..]
            .iter()
            .take_while(move |place| place.words.start < sentence.end)
            .filter(|place| place.country.is_some())
    }

    pub fn of_rule(&self, sink: &mut Sink) {
        let rule = self.story.rules[self.at].as_ref();
        let rule = match rule {
            None => "none",
            Some(place) if place.words.is_empty() => "dateline",
            Some(_) => "named",
        };
        sink.weigh("rule", &[rule], 1.5);
        sink.add("rule type", &[rule, self.event_type]);
        sink.add("rule sort", &[rule, self.told().sort]);
    }

    pub fn of_none(&self, sink: &mut Sink) {
        let told = self.told();
        let (sort, kind) = (told.sort, self.event_type);
        sink.add("none", &[]);
        sink.add("none type", &[kind, self.status]);
        sink.add("none frame", &[self.frame()]);
        sink.add("none lemma", &[self.lemma]);
        sink.add("none cameo", &[self.cameo()]);
        sink.add("none channel", &[self.channel, kind]);
        sink.add("none channel sort", &[self.channel, sort]);
        sink.add("none sort", &[sort, told.position, told.tense]);
        sink.add("none named", &[self.named, sort]);
        sink.add("none named type", &[self.named, kind]);
        sink.add("none status", &[self.status, sort]);
        sink.add("none clause", &[told.clause, told.tense]);
        sink.add("none position", &[told.position, kind]);
        sink.add("none how", &[told.how, kind]);
        let abroad = if told.is_abroad() {
            "abroad"
        } else {
            "at home"
        };
        sink.add("none abroad", &[abroad, kind]);
        if let Some(last) = self.at.checked_sub(1) {
            let place = known(self.before[last].as_ref());
            let near = self.nearness(last);
            let its = self.story.drafts[last].event_type().as_str();
            sink.add("none last", &[place, near, sort]);
            sink.add("none last type", &[place, near, kind, its]);
        }
    }

    /// A place of the act's own sentence.
    pub fn of_sentence(&self, place: &PlaceMention, sink: &mut Sink) {
        let reading = self.reading();
        let told = self.told();
        let (sort, kind) = (told.sort, self.event_type);
        let there = if place.locative { "there" } else { "named" };
        let name = place.words.end - 1;
        let word = reading.word(name);
        let (link, host) = match word.dep {
            Dep::Pobj => (reading.lemma(word.head), reading.word(word.head).head),
            dep => (dep.as_str(), word.head),
        };
        let way = Way::between(reading, self.head(), name);
        let (up, down) = (way.up.as_str(), way.down.as_str());
        sink.add("path", &[&way.path, there]);
        sink.add("path sort", &[&way.path, there, sort]);
        sink.add("steps", &[steps(way.steps), there]);
        sink.add("link", &[link, sort]);
        sink.add("link crossed", &[link, up, down]);
        let part = match reading.word(host).pos {
            _ if host == self.head() => "act",
            _ if Some(host) == told.verb => "verb",
            Pos::Verb | Pos::Aux => "other verb",
            Pos::Noun | Pos::Propn => "noun",
            _ => "other",
        };
        sink.add("host", &[part, link, up, down]);
        sink.add("host lemma", &[reading.lemma(host), link]);
        let place_kind = place_kind(place.kind);
        sink.add("kind", &[place_kind, there, sort]);
        sink.add("kind type", &[place_kind, there, kind]);
        let side = told.side(place.country.as_deref());
        sink.add("named side", &[side, there, kind]);
        let order = if place.words.start < self.head() {
            "before"
        } else {
            "after"
        };
        sink.add("order", &[order, there, sort]);
    }

    /// Where another act took place.
    pub fn of_act(&self, other: usize, sink: &mut Sink) {
        let (told, its) = (self.told(), &self.story.told[other]);
        let draft = &self.story.drafts[other];
        let place = known(self.before[other].as_ref());
        let near = self.nearness(other);
        sink.add(
            "act tense",
            &[its.tense, told.tense, near, place, told.clause],
        );
        sink.add("act sort", &[its.sort, told.sort, near, place]);
        if told.sentence == its.sentence {
            let way = Way::between(self.reading(), self.head(), draft.head());
            let types = [self.event_type, draft.event_type().as_str()];
            sink.add("act path", &[&way.path, types[0], types[1], place]);
        }
    }

    /// A place named in a sentence before.
    pub fn of_before(&self, place: &PlaceMention, sink: &mut Sink) {
        let story = self.story;
        let reading = self.reading();
        let told = self.told();
        let word = reading.word(place.words.start);
        let near = if word.paragraph == told.paragraph {
            "paragraph"
        } else {
            "far"
        };
        let ago = ago(told.sentence - word.sentence);
        let sort = told.sort;
        let (verb, _) = verb_of(reading, place.words.end - 1);
        let subject = verb.and_then(|verb| reading.child(verb, Dep::Nsubj));
        let subject = subject.and_then(|word| story.findings.mentions.at(word));
        let shared = subject.is_some_and(|it| shares(&told.doers, &it.parties));
        let shared = if shared { "same" } else { "other" };
        let anaphoric = if told.is_anaphoric { "pronoun" } else { "name" };
        sink.add("before type", &[near, self.event_type]);
        sink.add("before shared", &[shared, near, ago, sort]);
        sink.add("before kind", &[place_kind(place.kind), near, sort]);
        sink.add("before pronoun", &[anaphoric, near, ago]);
        sink.add("before tense", &[told.tense, near, ago, told.clause]);
        if let Some(verb) = verb {
            sink.add("before verb", &[reading.lemma(verb), sort]);
            sink.add(
                "before verb tense",
                &[tense(reading, verb), told.tense, near],
            );
        }
    }

    pub fn of_dateline(&self, country: Option<&str>, sink: &mut Sink) {
        let told = self.told();
        let (sort, kind) = (told.sort, self.event_type);
        let side = told.side(country);
        sink.add("dateline type", &[kind, told.position]);
        sink.add("dateline side", &[side, kind]);
        sink.add("dateline channel type", &[self.channel, kind, side]);
        sink.add("dateline named", &[self.named, sort]);
        sink.add("dateline frame", &[self.frame(), side]);
    }

    /// Any country, whatever brought it up.
    pub fn of_any(&self, country: &str, sink: &mut Sink) {
        let told = self.told();
        let (sort, kind) = (told.sort, self.event_type);
        let side = told.side(Some(country));
        sink.add("any", &[]);
        sink.add("any type", &[kind, self.status]);
        sink.add("any sort", &[sort, told.position]);
        sink.add("any frame", &[self.frame()]);
        sink.add("any channel", &[self.channel, kind]);
        sink.add("any named", &[self.named, kind]);
        sink.add("side", &[side, kind]);
        sink.add("side sort", &[side, sort]);
        sink.add("side lemma", &[side, self.lemma]);
        sink.add("side frame", &[side, self.frame()]);
        sink.add("side cameo", &[side, self.cameo()]);
        sink.add("side channel", &[side, kind, self.channel]);
        sink.add("side named", &[side, self.named, kind]);
        sink.add("side status", &[side, self.status, kind]);
    }

    fn nearness(&self, other: usize) -> &'static str {
        let (own, its) = (self.told(), &self.story.told[other]);
        match own.paragraph - its.paragraph {
            _ if own.sentence == its.sentence => "sentence",
            0 => "paragraph",
            1 => "paragraph before",
            _ => "far",
        }
    }
}

impl Told<'_> {
    /// On which side of the act a country stands.
    fn side(&self, country: Option<&str>) -> &'static str {
        let on = |side: &[&str]| country.is_some_and(|country| side.contains(&country));
        match (on(&self.sources), on(&self.targets)) {
            (true, true) => "both",
            (true, false) => "source",
            (false, true) => "target",
            (false, false) => "neither",
        }
    }

    fn is_abroad(&self) -> bool {
        let mut all = self.sources.iter().chain(&self.targets);
        let first = all.next();
        all.any(|country| Some(country) != first)
    }
}

fn shares(one: &[PartyId], other: &[PartyId]) -> bool {
    one.iter().any(|party| other.contains(party))
}

fn known(place: Option<&PlaceMention>) -> &'static str {
    match place {
        Some(place) if place.country.is_some() => "place",
        _ => "none",
    }
}

fn place_kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Site => "site",
        PlaceKind::Region => "region",
        PlaceKind::Country => "country",
        PlaceKind::Area => "area",
    }
}

fn steps(count: usize) -> &'static str {
    const COUNTS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];
    COUNTS.get(count).copied().unwrap_or("more")
}

fn ago(sentences: u32) -> &'static str {
    match sentences {
        0 => "0",
        1 => "1",
        2 => "2",
        _ => "3",
    }
}

/// The way through the tree from a predicate to a name.
struct Way {
    /// Step by step: up to their common governor, then down.
    path: String,
    /// The clauses left on the way up, and those entered on the way down.
    up: String,
    down: String,
    steps: usize,
}

impl Way {
    fn between(reading: &Reading, from: usize, to: usize) -> Self {
        let chain = |word: usize| -> SmallVec<[usize; 16]> {
            std::iter::once(word)
                .chain(reading.ancestors(word))
                .collect()
        };
        let (up, down) = (chain(from), chain(to));
        let meet = |word: &usize| down.iter().position(|it| it == word);
        let common = up
            .iter()
            .enumerate()
            .find_map(|(at, word)| Some((at, meet(word)?)));
        let Some((above, below)) = common else {
            return Self {
                path: "elsewhere".to_owned(),
                up: String::new(),
                down: String::new(),
                steps: usize::MAX,
            };
        };
        let mut way = Self {
            path: String::with_capacity(48),
            up: String::new(),
            down: String::new(),
            steps: above + below,
        };
        for &word in &up[..above] {
            let dep = reading.word(word).dep;
            way.path.push('^');
            way.path.push_str(dep.as_str());
            if is_clausal(dep) {
                way.up.push_str(dep.as_str());
            }
        }
        for &word in down[..below].iter().rev() {
            let dep = reading.word(word).dep;
            way.path.push('>');
            way.path.push_str(match dep {
                Dep::Prep | Dep::Agent | Dep::Dative => reading.lemma(word),
                _ => dep.as_str(),
            });
            if is_clausal(dep) {
                way.down.push_str(dep.as_str());
            }
        }
        if way.steps > STEPS {
            way.path.clear();
            way.path.push_str("far");
        }
        way
    }
}

fn is_clausal(dep: Dep) -> bool {
    matches!(
        dep,
        Dep::Ccomp
            | Dep::Relcl
            | Dep::Advcl
            | Dep::Acl
            | Dep::Parataxis
            | Dep::Pcomp
            | Dep::Csubj
            | Dep::Xcomp
    )
}
