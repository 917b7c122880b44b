//! Of which country or body those are of whom the text does not say it: "hostages", "the rebels", "members of the council".
//!
//! What the rules find (whom the text called so before, the country in focus) is weighed against all other countries and bodies
//! of the story, and against none: inspectors, hijackers and passengers are often nobody's. What speaks for each is
//! learned from annotated dispatches (`cargo xtask train`): a log-linear model over the candidates.

use chancery_text::TokenSpan;

use super::describe::Description;
use super::focus::Tally;
use super::lexicon::List;
use super::{CHILDREN, Finder, MentionKind, Party, PartyId, is_body};
use crate::ranker::{LogLinear, Sieve, Sink};
use crate::reading::{Dep, Pos};

/// The model: one weight for each feature.
pub type OriginRanker = LogLinear<1>;

/// One whose country the text leaves open, with all that it may be.
#[derive(Clone, Debug)]
pub struct OriginChoice {
    /// The words that speak of them.
    pub words: TokenSpan,
    /// Everything that they may be of, what the rules find first.
    pub options: Vec<OriginOption>,
}

/// A country, a body without one country (`IGO.UN`), or none.
#[derive(Clone, Debug)]
pub struct OriginOption {
    /// Its code.
    pub code: Option<String>,
    /// Hashed features with values.
    pub clues: Vec<(u32, f32)>,
}

impl OriginChoice {
    /// The option that the model likes best; of equals the first.
    pub(super) fn likeliest(&self, ranker: &OriginRanker) -> Option<String> {
        let best = ranker.likeliest(&self.options, |option| &option.clues);
        best.and_then(|option| option.code.clone())
    }
}

/// What every clue counts: the more, the less the penalty holds weights back; tried by cross-validation.
const CLUE: f32 = 0.9;

/// How many countries of the story are looked at, those most spoken of first.
const COUNTRIES: usize = 12;

/// How many sentences back a country's last mention is looked for.
const SENTENCES: u32 = 4;

/// Within how many words a sentence begins with a place.
const FRONT: usize = 6;

/// What the rules say of an origin.
pub(super) struct Ruled {
    pub(super) country: Option<String>,
    /// Which rule found it: "front", "said", "same", "focus".
    pub(super) rule: &'static str,
    /// The country of the place with which the sentence begins: "In Zagreb, the ministry said".
    pub(super) front: Option<String>,
    pub(super) focus: Tally,
    pub(super) barred: Vec<String>,
}

/// How one described stands in its clause, as all of its candidates see it.
struct Seat<'a> {
    word: usize,
    sector: &'a str,
    /// The last word of the role.
    noun: &'a str,
    /// "the soldiers", "a soldier", "soldiers", "three soldiers".
    article: &'static str,
    /// Subject, object, ...
    part: &'static str,
    /// The verb of its clause.
    lemma: &'a str,
    /// Of which country those are who do something to them, and those to whom they do something; where there are such.
    doer: Option<Option<String>>,
    object: Option<Option<String>>,
    /// Of which country whoever tells of it is.
    teller: Option<String>,
}

struct Open {
    code: Option<String>,
    sink: Sink,
}

impl Finder<'_> {
    /// All origins of one described, with the clues for each; the rules' own first.
    pub(super) fn origins(&self, description: &Description, ruled: &Ruled) -> OriginChoice {
        let seat = self.seat(description);
        let mut all: Vec<Open> = Vec::new();
        let rule = if ruled.country.is_some() {
            ruled.rule
        } else {
            "none"
        };
        let sink = offer(&mut all, ruled.country.clone());
        sink.weigh("rule", &[rule], 2.0);
        self.of_none(&seat, description, offer(&mut all, None));
        of_focus(&ruled.focus, &mut all);
        for (rank, country) in self.protagonists(None).take(COUNTRIES).enumerate() {
            self.of_rank(rank, country, offer(&mut all, Some(country.to_owned())));
        }
        self.of_recent(&seat, &mut all);
        self.of_near(&seat, &mut all);
        let mut sieve = Sieve::default();
        let option = |mut open: Open| {
            if let Some(code) = &open.code {
                self.of_any(&seat, ruled, code, &mut open.sink);
            }
            OriginOption {
                code: open.code,
                clues: open.sink.scaled(CLUE, &mut sieve),
            }
        };
        OriginChoice {
            words: description.words,
            options: all.into_iter().map(option).collect(),
        }
    }

    fn seat<'s>(&'s self, description: &'s Description) -> Seat<'s> {
        let reading = self.reading;
        let word = description.role.head;
        let anchor = self.anchor(word);
        let token = reading.word(anchor);
        let counted = self.is_counted(description);
        let governing = self.governing_verb(anchor);
        let (part, verb) = match token.dep {
            Dep::Nsubj => ("subject", Some(token.head)),
            Dep::NsubjPass => ("passive subject", Some(token.head)),
            Dep::Dobj | Dep::Dative => ("object", governing),
            Dep::Pobj if self.lower(token.head) == "by" => ("agent", governing),
            Dep::Pobj => ("behind a preposition", governing),
            Dep::Poss => ("possessor", None),
            Dep::Conj => ("joined", None),
            _ => ("other", None),
        };
        let subject = verb.filter(|_| part != "subject").and_then(|verb| {
            let by = || {
                let by = reading.child(verb, Dep::Agent)?;
                reading.child(by, Dep::Pobj)
            };
            if part == "passive subject" {
                by()
            } else {
                self.shared_subject(verb)
            }
        });
        let object = verb
            .filter(|_| part == "subject" || part == "agent")
            .and_then(|verb| reading.child(verb, Dep::Dobj));
        let country = |noun: usize| self.country_at(noun);
        let noun = description.role.lemma.rsplit([' ', '-']).next();
        Seat {
            word,
            sector: &description.sector,
            noun: noun.unwrap_or(""),
            article: match description {
                _ if counted => "counted",
                it if it.definite => "the",
                it if it.indefinite => "a",
                it if it.plural => "bare plural",
                _ => "bare",
            },
            part,
            lemma: verb.map_or("", |verb| reading.lemma(verb)),
            doer: subject.filter(|&it| it != anchor).map(country),
            object: object.map(country),
            teller: verb.and_then(|verb| country(self.teller(verb)?)),
        }
    }

    /// The subject of the clause in which that of a verb is told.
    pub(super) fn teller(&self, verb: usize) -> Option<usize> {
        let reading = self.reading;
        let mut told = verb;
        for above in reading.ancestors(verb).take(6) {
            if matches!(reading.word(told).dep, Dep::Ccomp | Dep::Parataxis) {
                return self.shared_subject(above);
            }
            told = above;
        }
        None
    }

    /// The country of the place with which the sentence of a word begins, if it stands behind it.
    pub(super) fn front(&self, word: usize) -> Option<String> {
        let sentence = self.reading.sentence_of(word);
        let first = self.lower(sentence.start);
        if !matches!(
            first.as_ref(),
            "in" | "at" | "from" | "near" | "outside" | "across"
        ) {
            return None;
        }
        let until = (sentence.start + FRONT).min(word);
        let mut places = self
            .mentions_of(TokenSpan::new(sentence.start, until))
            .filter(|it| it.kind == MentionKind::Place || it.kind == MentionKind::Name);
        let place = places.next()?;
        let party = &self.parties[place.parties.first()?.index()];
        self.state_of(party)
    }

    /// The code of whoever a noun stands for, or of what stands before it.
    fn country_at(&self, noun: usize) -> Option<String> {
        let code = |word: usize| {
            let party = *self.mention_at(word)?.parties.first()?;
            code_of(&self.parties[party.index()])
        };
        let mut before = self.reading.children(noun).take(CHILDREN);
        code(noun).or_else(|| {
            before.find_map(|child| {
                let dep = self.reading.word(child).dep;
                let names = matches!(dep, Dep::Amod | Dep::Compound | Dep::Poss | Dep::Nmod);
                names.then(|| code(child)).flatten()
            })
        })
    }

    fn of_none(&self, seat: &Seat, description: &Description, sink: &mut Sink) {
        let reading = self.reading;
        sink.add("none sector", &[seat.sector]);
        sink.add("none noun", &[seat.noun]);
        sink.add("none article", &[seat.article, seat.sector]);
        sink.add("none part", &[seat.part, seat.sector]);
        sink.add("none verb", &[seat.lemma, seat.part]);
        let states = match self.votes.len() {
            0 | 1 => "one",
            2 => "two",
            3 | 4 => "few",
            _ => "many",
        };
        sink.add("none states", &[states]);
        let near = match self.near(seat).count() {
            0 => "nobody",
            1 => "one",
            _ => "some",
        };
        sink.add("none near", &[near, seat.article]);
        for word in description.words.range() {
            let token = reading.word(word);
            if token.pos == Pos::Adj || token.dep == Dep::Amod {
                sink.add("none adjective", &[reading.lemma(word)]);
            }
        }
        let follows = description.words.end;
        if follows < reading.len() {
            let next = reading.word(follows).dep;
            sink.add("none behind", &[next.as_str()]);
        }
    }

    fn of_rank(&self, rank: usize, country: &str, sink: &mut Sink) {
        let rank = ["first", "second", "third", "later"][rank.min(3)];
        sink.add("rank", &[rank]);
        let total = self.votes.values().sum::<u32>().max(1);
        let own = self.votes.get(country).copied().unwrap_or(0);
        sink.add(
            "share",
            &[["little", "some", "much"][((own * 4 / total) as usize).min(2)]],
        );
    }

    /// Those last spoken of, nearest first: of whatever country, and under the same noun.
    fn of_recent(&self, seat: &Seat, all: &mut Vec<Open>) {
        let sentence = self.reading.word(seat.word).sentence;
        let mut met: Vec<String> = Vec::new();
        let mut bodies = 0;
        for mention in self.recent(seat.word) {
            let far = sentence.saturating_sub(self.reading.word(mention.head).sentence);
            let [party] = mention.parties[..] else {
                continue;
            };
            let party = &self.parties[party.index()];
            let Some(code) = code_of(party) else { continue };
            let body = party.country.as_deref().is_some_and(is_body);
            let same = far <= 12
                && !matches!(mention.kind, MentionKind::Pronoun | MentionKind::Place)
                && self
                    .reading
                    .lemma(mention.head)
                    .eq_ignore_ascii_case(seat.noun);
            if far > SENTENCES && !same {
                continue;
            }
            if body && met.contains(&code) && !same {
                continue;
            }
            let sink = offer(all, Some(code.clone()));
            if same {
                let told = if party.told { "told" } else { "guessed" };
                sink.add("same noun", &[told, seat.article]);
                sink.add("same noun sector", &[told, seat.sector]);
            }
            if met.contains(&code) {
                continue;
            }
            let order = ["last", "second last", "before"][met.len().min(2)];
            let sort = match mention.kind {
                MentionKind::Place => "place",
                _ if body => "body",
                _ => "party",
            };
            sink.add("recent", &[order, sort]);
            if body {
                bodies += 1;
                sink.add(
                    "body order",
                    &[["last", "earlier"][usize::from(bodies > 1)]],
                );
            }
            met.push(code);
        }
    }

    /// Names within the phrase or behind it in the sentence: "a soldier near Eshkol".
    fn of_near(&self, seat: &Seat, all: &mut Vec<Open>) {
        for (code, mention) in self.near(seat) {
            let before = mention.head < seat.word;
            let side = if before { "before" } else { "behind" };
            let within = self
                .reading
                .ancestors(mention.head)
                .take(8)
                .any(|at| at == seat.word);
            let place = mention.kind == MentionKind::Place;
            let kind = if place { "place" } else { "party" };
            let sink = offer(all, Some(code));
            if within {
                sink.add("within", &[kind]);
            }
            sink.add("sentence", &[side, kind]);
            sink.add("sentence sector", &[side, kind, seat.sector]);
        }
    }

    /// The countries and bodies that the words of the sentence name.
    fn near(&self, seat: &Seat) -> impl Iterator<Item = (String, &super::Mention)> {
        let sentence = self.reading.sentence_of(seat.word);
        self.mentions_of(sentence).filter_map(|mention| {
            let party: &PartyId = mention.parties.first()?;
            let party = &self.parties[party.index()];
            let named = party.told || party.entity.is_some();
            let code = code_of(party).filter(|_| named && mention.parties.len() == 1)?;
            Some((code, mention))
        })
    }

    /// What holds of a candidate, whoever offered it.
    fn of_any(&self, seat: &Seat, ruled: &Ruled, code: &str, sink: &mut Sink) {
        if ruled.barred.iter().any(|it| it == code) {
            sink.add("barred", &[]);
        }
        for (who, told) in [("doer", &seat.doer), ("object", &seat.object)] {
            let relation = match told {
                None => continue,
                Some(None) => "unknown",
                Some(Some(known)) if known == code => "same",
                Some(Some(_)) => "other",
            };
            sink.add(who, &[relation, seat.part]);
            sink.add("what", &[who, relation, seat.lemma]);
            let hostile = self.lexicon.has(List::Hostile, seat.lemma);
            let commanded = self.lexicon.has(List::Commands, seat.lemma);
            let met = self.lexicon.has(List::Encounters, seat.lemma);
            for (list, holds) in [("hostile", hostile), ("commanded", commanded), ("met", met)] {
                if holds {
                    sink.add("sort of act", &[who, relation, list]);
                }
            }
        }
        self.of_bearings(seat, ruled, code, sink);
        sink.add("identity noun", &[code, seat.noun]);
        sink.add("identity sector", &[code, seat.sector]);
        if self.main.as_deref() == Some(code) {
            sink.add("main", &[seat.sector, seat.part]);
        }
        let named = self.near(seat).any(|(near, _)| near == code);
        if !named {
            sink.add("absent", &[]);
        }
    }

    /// Whether a candidate is the country of who tells of them, and of where the sentence begins.
    fn of_bearings(&self, seat: &Seat, ruled: &Ruled, code: &str, sink: &mut Sink) {
        let bearings = [("teller", &seat.teller), ("front", &ruled.front)];
        for (bearing, country) in bearings {
            let Some(country) = country else { continue };
            let relation = if country == code { "same" } else { "other" };
            sink.add("bearing", &[bearing, relation, seat.sector]);
        }
    }
}

/// What the rules' own reasons say, each as a clue of its own.
fn of_focus(focus: &Tally, all: &mut Vec<Open>) {
    for vote in focus.votes() {
        let sink = offer(all, Some(vote.country.clone()));
        let sign = match vote.points {
            ..0 => "against",
            0..15 => "little",
            15..30 => "some",
            _ => "much",
        };
        sink.add("reason", &[vote.reason, sign]);
    }
    let mut sums: Vec<(&str, i32)> = Vec::new();
    for vote in focus.votes() {
        match sums.iter_mut().find(|(known, _)| *known == vote.country) {
            Some((_, sum)) => *sum += vote.points,
            None => sums.push((&vote.country, vote.points)),
        }
    }
    sums.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    let best = sums.first().map_or(0, |(_, points)| *points);
    for (place, (country, points)) in sums.into_iter().enumerate() {
        let sink = offer(all, Some(country.to_owned()));
        sink.weigh("points", &[], points as f32 / 30.0);
        sink.add(
            "points place",
            &[["first", "second", "later"][place.min(2)]],
        );
        let lead = if best - points > 20 { "far" } else { "near" };
        sink.add("points lead", &[lead]);
    }
}

fn offer(all: &mut Vec<Open>, code: Option<String>) -> &mut Sink {
    let at = all.iter().position(|open| open.code == code);
    let at = at.unwrap_or_else(|| {
        let sink = Sink::default();
        all.push(Open { code, sink });
        all.len() - 1
    });
    &mut all[at].sink
}

/// Country or body: `RUS` for whoever is Russian, `IGO.UN` for whoever is of the United Nations.
pub(super) fn code_of(party: &Party) -> Option<String> {
    let country = party.country.as_deref()?;
    if !is_body(country) {
        return Some(country.to_owned());
    }
    party
        .sector
        .as_deref()
        .map(|name| format!("{country}.{name}"))
}
