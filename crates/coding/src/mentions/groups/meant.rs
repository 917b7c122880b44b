//! Whom words for several mean: "the two countries", "both sides", "the allies".
//!
//! Every set of parties that the text has brought together so far, or does in this sentence, may be meant, and so may those of whom
//! it speaks most or spoke last, a government and whoever fights it, and nobody. What speaks for each is learned from annotated
//! dispatches (`cargo xtask train`): a log-linear model over the sets.

use chancery_text::TokenSpan;

use super::super::common::is_plural;
use super::super::lexicon::{List, Reach};
use super::super::origin::code_of;
use super::super::{Finder, PartyId, PartyKind, is_body};
use super::MANY;
use super::company::{Bond, Telling, faction_of, key_of};
use crate::ranker::{LogLinear, Sieve, Sink};
use crate::reading::{Dep, Pos, Reading};

/// The model: one weight for each feature.
pub type GroupRanker = LogLinear<1>;

/// Words for several, with all whom they may mean.
#[derive(Clone, Debug)]
pub struct GroupChoice {
    /// The words.
    pub words: TokenSpan,
    /// Every set of parties that they may mean; first the one that is taken without a model.
    pub options: Vec<GroupOption>,
}

/// Several parties together, or nobody.
#[derive(Clone, Debug)]
pub struct GroupOption {
    /// Their countries, and the names of bodies without one country (`IGO.UN`), each once, sorted.
    pub codes: Vec<String>,
    /// Whether they are of one country that is divided: its government, and who fights it.
    pub divided: bool,
    /// Hashed features with values.
    pub clues: Vec<(u32, f32)>,
    parties: Vec<PartyId>,
}

impl GroupChoice {
    /// The option that the model likes best, of equals the first; without a model the first.
    fn likeliest(&self, ranker: Option<&GroupRanker>) -> Option<&GroupOption> {
        match ranker {
            Some(ranker) => ranker.likeliest(&self.options, |option| &option.clues),
            None => self.options.first(),
        }
    }
}

/// What every clue counts: the more, the less the penalty holds weights back; tried by cross-validation.
const CLUE: f32 = 0.9;

/// How many of the countries most spoken of, and of the parties last spoken of, are put together.
const CHIEF: usize = 5;
const LAST: usize = 4;

/// How many countries and bodies are looked at alone: "the two sides" may be of one country, "the allies" a body.
const ALONE: usize = 3;

/// The distance of those whom nothing brought together.
const FAR: u32 = u32::MAX;

/// In how many countries a government and those who fight it are looked for.
const DIVIDED: usize = 3;

/// How many members a small alliance has at most.
const ALLIES: usize = 3;

/// Of how many parties words that tell no number may speak.
const UNCOUNTED: usize = 5;

/// How far up the tree a clause reaches.
const CLAUSE: usize = 6;

/// What words for several ask for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'l> {
    pub(super) reach: Reach,
    /// How many, where a word tells it.
    pub(super) count: Option<usize>,
    pub(super) start: usize,
    pub(super) word: usize,
    /// The noun, if there is one.
    pub(super) noun: &'l str,
    /// "both", "neither", "two".
    pub(super) quantity: &'l str,
}

/// How the words stand in their clause, as all candidates see it.
struct Seat<'a> {
    sentence: TokenSpan,
    number: u32,
    reach: &'static str,
    /// The same, and whether there is a noun at all.
    sort: &'static str,
    part: String,
    /// What else stands before the noun ("warring", "member"), and of whom or what they are.
    kinds: Vec<&'a str>,
    of: &'a str,
    verb: &'a str,
    /// Who does something in the clause, and who tells of it.
    doers: Vec<String>,
    tellers: Vec<String>,
    /// Who is named in the sentence before the words and behind them.
    before: Vec<String>,
    behind: Vec<String>,
    /// Who is named in the sentence before it, who does something there, and who is named in the first one.
    last: Vec<String>,
    actors: Vec<String>,
    lead: Vec<String>,
}

struct Open {
    key: Vec<String>,
    parties: Vec<PartyId>,
    sink: Sink,
    /// How many sentences ago they were last brought together.
    near: u32,
}

impl<'a> Finder<'a> {
    /// Whom words for several mean.
    pub(super) fn meant_by(&mut self, asked: Asked) -> Vec<PartyId> {
        if let Some(named) = self.named_right_behind(asked) {
            return named;
        }
        let choice = self.group_choice(asked);
        let best = choice.likeliest(self.models.groups);
        let parties = best.map(|it| it.parties.clone()).unwrap_or_default();
        let counted = !asked.noun.is_empty() || self.lexicon.count(asked.quantity).is_some();
        if let Some(all) = self.group_choices.as_mut().filter(|_| counted) {
            all.push(choice);
        }
        self.as_called(parties, asked)
    }

    /// "The two ministers, Wang Yi and Fumio Kishida": an apposition names them.
    fn named_right_behind(&self, asked: Asked) -> Option<Vec<PartyId>> {
        let behind = asked.word + 2;
        let comma = self.reading.sentence_of(asked.word).contains(behind)
            && matches!(
                self.reading.text(asked.word + 1),
                "," | "(" | "-" | "–" | "—" | ":"
            );
        let first = self.mentions_of(TokenSpan::new(behind, behind + 1)).next();
        let first = first.filter(|_| comma && asked.count.is_some())?;
        let parties = self.joined_parties(first.head);
        (Some(parties.len()) == asked.count).then_some(parties)
    }

    /// States for persons where countries are meant, persons for states where leaders are.
    fn as_called(&mut self, parties: Vec<PartyId>, asked: Asked) -> Vec<PartyId> {
        let divided = parties
            .iter()
            .any(|id| faction_of(&self.parties[id.index()]).is_some());
        if divided {
            return parties;
        }
        // "The pair" are two persons, "both sides" rarely.
        let plural = !asked.noun.is_empty() && is_plural(self.reading.word(asked.word).tag);
        let called = |finder: &mut Self, id: PartyId| {
            let party = &finder.parties[id.index()];
            let country = finder.state_of(party)?;
            match (asked.reach, party.kind) {
                (Reach::Person, PartyKind::Person) | (Reach::State, PartyKind::State) => None,
                (Reach::Person, _) => finder.last_person_of(&country, asked.word),
                (Reach::State, _) => finder.state_party(&country),
                (Reach::Any, PartyKind::Person) if plural => finder.state_party(&country),
                _ => None,
            }
        };
        let each = parties.into_iter();
        each.map(|id| called(self, id).unwrap_or(id)).collect()
    }

    fn group_choice(&mut self, asked: Asked) -> GroupChoice {
        let seat = self.seat_of(asked);
        let mut all: Vec<Open> = Vec::new();
        self.of_sentence(&seat, asked, &mut all);
        self.of_company(&seat, asked, &mut all);
        self.of_chief(asked, &mut all);
        self.of_last(asked, &mut all);
        self.of_divided(asked, &mut all);
        self.of_alliances(asked, &mut all);
        let others =
            |open: &Open| open.key.len() > 1 && !open.key.iter().any(|it| seat.doers.contains(it));
        if let Some(first) = all.iter().position(others) {
            all[..=first].rotate_right(1);
        }
        let mut sieve = Sieve::default();
        let mut options: Vec<GroupOption> = Vec::with_capacity(all.len() + 1);
        for mut open in all {
            self.of_set(&seat, asked, &mut open);
            options.push(GroupOption {
                codes: self.codes(&open.parties),
                divided: is_divided(&open.key),
                clues: open.sink.scaled(CLUE, &mut sieve),
                parties: open.parties,
            });
        }
        options.push(self.nobody(&seat, asked));
        GroupChoice {
            words: TokenSpan::new(asked.start, asked.word + 1),
            options,
        }
    }

    fn codes(&self, parties: &[PartyId]) -> Vec<String> {
        let code = |id: &PartyId| code_of(&self.parties[id.index()]);
        let mut codes: Vec<String> = parties.iter().filter_map(code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    fn seat_of(&self, asked: Asked) -> Seat<'a> {
        let reading: &'a Reading = self.reading;
        let word = asked.word;
        let sentence = reading.sentence_of(word);
        let token = reading.word(word);
        let mut above = reading.ancestors(word).take(CLAUSE);
        let verb = above.find(|&at| matches!(reading.word(at).pos, Pos::Verb | Pos::Aux));
        let part = match token.dep {
            Dep::Pobj => format!(
                "{} {}",
                self.lower(token.head),
                match reading.word(reading.word(token.head).head).pos {
                    Pos::Verb | Pos::Aux => "verb",
                    _ => "noun",
                }
            ),
            dep => dep.as_str().to_owned(),
        };
        let (mut before, mut behind) = (Vec::new(), Vec::new());
        for mention in self.mentions_of(sentence) {
            let side = if mention.head < word {
                &mut before
            } else {
                &mut behind
            };
            for key in self.keys(&mention.parties) {
                if !side.contains(&key) {
                    side.push(key);
                }
            }
        }
        let number = token.sentence;
        let (mut last, mut actors) = (Vec::new(), Vec::new());
        if let Some(earlier) = (number as usize).checked_sub(1) {
            for mention in self.mentions_of(reading.sentences()[earlier]) {
                let keys = self.keys(&mention.parties);
                if self.is_subject(mention.head) {
                    actors.extend(keys.iter().cloned());
                }
                last.extend(keys);
            }
        }
        last.sort_unstable();
        last.dedup();
        Seat {
            sentence,
            number,
            reach: name_of(asked.reach),
            sort: if asked.noun.is_empty() {
                "bare"
            } else {
                name_of(asked.reach)
            },
            part,
            kinds: (asked.start..word)
                .filter(|&at| matches!(reading.word(at).pos, Pos::Adj | Pos::Noun | Pos::Verb))
                .map(|at| reading.lemma(at))
                .collect(),
            of: reading
                .child(word, Dep::Prep)
                .and_then(|of| reading.child(of, Dep::Pobj))
                .map_or("", |object| reading.lemma(object)),
            verb: verb.map_or("", |verb| reading.lemma(verb)),
            doers: self.doers_of(word),
            tellers: verb
                .and_then(|verb| self.teller(verb))
                .map_or_else(Vec::new, |teller| self.keys(&self.joined_parties(teller))),
            before,
            behind,
            last,
            actors,
            lead: self.company.lead().to_vec(),
        }
    }

    fn keys(&self, parties: &[PartyId]) -> Vec<String> {
        let key = |id: &PartyId| key_of(&self.parties[id.index()]);
        parties.iter().map(key).collect()
    }

    /// The countries, bodies and factions of those who do something in the clause of which `word` is part, `word` itself left out.
    fn doers_of(&self, word: usize) -> Vec<String> {
        let reading = self.reading;
        for above in reading.ancestors(word).take(CLAUSE) {
            if !matches!(reading.word(above).pos, Pos::Verb | Pos::Aux) {
                continue;
            }
            let Some(subject) = self.shared_subject(above) else {
                continue;
            };
            if subject == word || reading.is_below(word, subject) {
                break;
            }
            return self.keys(&self.joined_parties(subject));
        }
        Vec::new()
    }

    /// Those whom this sentence brings together, before the words and behind them.
    fn of_sentence(&self, seat: &Seat, asked: Asked, all: &mut Vec<Open>) {
        let mut tellings = self.tellings(seat.sentence);
        tellings.sort_by_key(|it| (it.at > asked.word, it.at.abs_diff(asked.word)));
        let mut rank = 0;
        for telling in tellings {
            let own = telling.at == asked.word || self.reading.is_below(asked.word, telling.at);
            let Some(open) = self.offer(&telling.parties, asked, all) else {
                continue;
            };
            let sink = &mut open.sink;
            let side = if telling.at < asked.word {
                "here before"
            } else {
                "here behind"
            };
            open.near = open.near.min(u32::from(telling.at > asked.word));
            if own {
                sink.add("within", &[telling.bond.as_str()]);
            }
            of_telling(&telling, side, seat, sink);
            sink.add("here rank", &[side, ["0", "1", "2"][rank.min(2)]]);
            rank += 1;
        }
    }

    /// Those whom the sentences before brought together.
    fn of_company(&self, seat: &Seat, asked: Asked, all: &mut Vec<Open>) {
        let (mut rank, mut rank_of_others) = (0, 0);
        for set in self.company.sets() {
            let Some(last) = set.tellings.last() else {
                continue;
            };
            let Some(open) = self.offer(&last.parties, asked, all) else {
                continue;
            };
            let sink = &mut open.sink;
            for telling in &set.tellings {
                let far = seat.number - self.reading.word(telling.at).sentence;
                open.near = open.near.min(far);
                let far = match far {
                    0 | 1 => "1",
                    2 => "2",
                    3 | 4 => "3",
                    5..=8 => "5",
                    _ => "9",
                };
                of_telling(telling, far, seat, sink);
                if telling.bond == Bond::Group {
                    let same = self
                        .reading
                        .lemma(telling.at)
                        .eq_ignore_ascii_case(asked.noun);
                    sink.add("again", &[["other", "same"][usize::from(same)]]);
                }
            }
            sink.add(
                "often",
                &[["1", "2", "3", "4"][(set.count as usize - 1).min(3)]],
            );
            sink.add("rank of set", &[["0", "1", "2", "3"][rank.min(3)]]);
            rank += 1;
            if !set.key.iter().any(|key| seat.doers.contains(key)) {
                sink.add(
                    "rank of others",
                    &[["0", "1", "2", "3"][rank_of_others.min(3)]],
                );
                rank_of_others += 1;
            }
        }
    }

    /// The states of which the document speaks most.
    fn of_chief(&mut self, asked: Asked, all: &mut Vec<Open>) {
        let count = asked.count.unwrap_or(2);
        let most = if count > 3 { count + 1 } else { CHIEF };
        let chief: Vec<String> = self
            .protagonists(None)
            .take(most)
            .map(str::to_owned)
            .collect();
        let states: Vec<PartyId> = chief.iter().filter_map(|it| self.state_party(it)).collect();
        for (rank, state) in states.iter().take(ALONE).enumerate() {
            let sink = self.offer_alone(*state, all);
            sink.add("alone", &[["0", "1", "2"][rank.min(2)]]);
        }
        for set in combined(&states, count) {
            if let Some(open) = self.offer(&set, asked, all) {
                open.sink.add("chief", &[]);
            }
        }
    }

    /// The parties last spoken of.
    fn of_last(&self, asked: Asked, all: &mut Vec<Open>) {
        let mut found: Vec<PartyId> = Vec::new();
        self.collect(&mut found, LAST, asked.word, |party| {
            super::within(asked.reach, party.kind)
        });
        found.reverse();
        let count = asked.count.unwrap_or(2);
        for (at, set) in combined(&found, count).into_iter().enumerate() {
            if let Some(open) = self.offer(&set, asked, all) {
                open.sink
                    .add("last", &[["0", "1", "2"][at.min(2)], name_of(asked.reach)]);
            }
        }
    }

    /// A government and those who fight or oppose it, and two who do.
    fn of_divided(&mut self, asked: Asked, all: &mut Vec<Open>) {
        let chief: Vec<String> = self
            .protagonists(None)
            .take(DIVIDED)
            .map(str::to_owned)
            .collect();
        for (rank, body) in self.company.bodies().take(ALONE).enumerate() {
            let sink = self.offer_alone(body, all);
            sink.add("body", &[["0", "1", "2"][rank.min(2)]]);
        }
        for country in chief {
            let factions = self.company.factions(&country);
            let Some(state) = self.state_party(&country) else {
                continue;
            };
            for (rank, &faction) in factions.iter().take(2).enumerate() {
                if let Some(open) = self.offer(&[state, faction], asked, all) {
                    open.sink.add("divided", &[["0", "1"][rank]]);
                }
            }
            if let [one, other, ..] = factions[..]
                && let Some(open) = self.offer(&[one, other], asked, all)
            {
                open.sink.add("divided", &["factions"]);
            }
        }
    }

    /// States bound by a small alliance, one of which the story speaks of.
    fn of_alliances(&mut self, asked: Asked, all: &mut Vec<Open>) {
        if !self.lexicon.has(List::Allies, asked.noun) {
            return;
        }
        let lexicon = self.lexicon;
        for states in lexicon.alliances().filter(|it| it.len() <= ALLIES) {
            let spoken = states
                .iter()
                .filter(|it| self.votes.contains_key(*it))
                .count();
            if spoken == 0 {
                continue;
            }
            let parties: Vec<PartyId> = states
                .iter()
                .filter_map(|it| self.state_party(it))
                .collect();
            if let Some(open) = self.offer(&parties, asked, all) {
                open.sink
                    .add("alliance", &[["1", "2", "3"][(spoken - 1).min(2)]]);
            }
        }
    }

    /// "the parties", of one country; "the allies", a body.
    fn offer_alone<'o>(&self, party: PartyId, all: &'o mut Vec<Open>) -> &'o mut Sink {
        let at = self.open(&[party], all);
        &mut all[at].sink
    }

    fn offer<'o>(
        &self,
        parties: &[PartyId],
        asked: Asked,
        all: &'o mut Vec<Open>,
    ) -> Option<&'o mut Open> {
        let right = match asked.count {
            Some(count) => parties.len() == count,
            None => (2..=UNCOUNTED).contains(&parties.len()),
        };
        if !right {
            return None;
        }
        let at = self.open(parties, all);
        Some(&mut all[at])
    }

    /// The place of a set among all, where it is put if it is new.
    fn open(&self, parties: &[PartyId], all: &mut Vec<Open>) -> usize {
        let key = self.key(parties);
        let known = all.iter().position(|open| open.key == key);
        known.unwrap_or_else(|| {
            all.push(Open {
                key,
                parties: parties.to_vec(),
                sink: Sink::default(),
                near: FAR,
            });
            all.len() - 1
        })
    }

    /// What holds of a set, whoever offered it.
    fn of_set(&self, seat: &Seat, asked: Asked, open: &mut Open) {
        let (key, sink) = (&open.key[..], &mut open.sink);
        let near = match open.near {
            0 => "here",
            1 => "1",
            2 => "2",
            3 | 4 => "3",
            FAR => "never",
            _ => "5",
        };
        sink.add("near", &[near, seat.sort]);
        let has = |known: &String| key.contains(known);
        let relation = |known: &[String]| match known {
            [] => "unknown",
            known if known.iter().all(has) => "in",
            known if known.iter().any(has) => "half",
            _ => "out",
        };
        let doer = relation(&seat.doers);
        sink.add("doer", &[doer]);
        sink.add("doer part", &[doer, &seat.part]);
        sink.add("doer verb", &[doer, seat.verb]);
        sink.add("doer noun", &[doer, asked.noun]);
        sink.add("actors", &[relation(&seat.actors)]);
        sink.add("actors reach", &[relation(&seat.actors), seat.reach]);
        let lead = key.iter().filter(|it| seat.lead.contains(it)).count();
        sink.add("lead", &[["0", "1", "2"][lead.min(2)], seat.reach]);
        let teller = relation(&seat.tellers);
        sink.add("teller", &[teller]);
        sink.add("teller part", &[teller, &seat.part]);
        for (where_, named) in [
            ("before", &seat.before),
            ("behind", &seat.behind),
            ("last", &seat.last),
        ] {
            let own = key.iter().filter(|it| named.contains(it)).count();
            let strange = named.iter().filter(|it| !key.contains(it)).count();
            let own = ["0", "1", "2"][own.min(2)];
            let strange = ["0", "1", "2"][strange.min(2)];
            sink.add("own", &[where_, own]);
            sink.add("own and strange", &[where_, own, strange]);
        }
        self.of_standing(seat, near, key, sink);
        if asked.reach == Reach::Person {
            self.of_persons(asked, key, sink);
        }
        let divided = is_divided(key);
        let bodies = key
            .iter()
            .filter(|it| it.len() > 3 && is_body(&it[..3]))
            .count();
        let sort = match bodies {
            _ if divided => "divided",
            0 if key.len() == 1 => "alone",
            0 => "states",
            1 if key.len() == 1 => "body",
            1 => "one body",
            _ => "bodies",
        };
        sink.add("sort", &[sort]);
        sink.add("sort noun", &[sort, asked.noun]);
        for kind in &seat.kinds {
            sink.add("sort kind", &[sort, kind]);
        }
        if self.lexicon.has(List::Allies, asked.noun) {
            let allied = self.lexicon.are_allied(key);
            sink.add("allied", &[["no", "yes"][usize::from(allied)]]);
        }
        sink.add("sort reach", &[sort, seat.reach, asked.quantity]);
        if asked.count.is_none() {
            let size = ["1", "2", "3", "4", "5"][(key.len() - 1).min(4)];
            sink.add("size", &[size, asked.noun]);
        }
    }

    /// How many of a set's countries have a person who was spoken of, and who is called so.
    fn of_persons(&self, asked: Asked, key: &[String], sink: &mut Sink) {
        let of = |country: &String| {
            let mut recent = self.recent(asked.word);
            let of_country = |id: &&PartyId| {
                let party = &self.parties[id.index()];
                party.kind == PartyKind::Person && key_of(party) == *country
            };
            let first = recent.find_map(|mention| mention.parties.iter().find(of_country));
            let called = |id: &PartyId| super::holds(&self.parties[id.index()], asked.noun);
            first.map(called)
        };
        let persons: Vec<Option<bool>> = key.iter().map(of).collect();
        let known = persons.iter().flatten().count();
        let called = persons.iter().flatten().filter(|called| **called).count();
        sink.add("persons", &[["0", "1", "2"][known.min(2)]]);
        sink.add("called", &[["0", "1", "2"][called.min(2)]]);
    }

    /// How much the story speaks of the parties of a set, beside others.
    fn of_standing(&self, seat: &Seat, near: &str, key: &[String], sink: &mut Sink) {
        let country = |it: &String| it.get(..3).unwrap_or("").to_owned();
        let members: Vec<String> = key.iter().map(country).collect();
        let votes = |country: &str| self.votes.get(country).copied().unwrap_or(0);
        let least = members.iter().map(|it| votes(it)).min().unwrap_or(0);
        let strangers = self.votes.iter().filter(|(it, _)| !members.contains(it));
        let most = strangers.map(|(_, count)| *count).max().unwrap_or(0);
        sink.add("votes", &[ratio(least, most)]);
        sink.add("votes near", &[ratio(least, most), near]);
        sink.add("votes reach", &[ratio(least, most), seat.reach]);
        let worst = self
            .protagonists(None)
            .take(6)
            .enumerate()
            .filter(|(_, it)| members.iter().any(|known| known == it))
            .map(|(rank, _)| rank)
            .max();
        let worst = worst.filter(|_| members.iter().all(|it| votes(it) > 0));
        sink.add(
            "worst",
            &[worst.map_or("-", |it| ["0", "1", "2", "3", "4", "5"][it.min(5)])],
        );
        let parts: Vec<_> = key.iter().map(|it| self.company.part(it)).collect();
        let least = |of: fn(&super::company::Part) -> u32| parts.iter().map(of).min().unwrap_or(0);
        let few = |count: u32| ["0", "1", "2", "3", "4", "5"][(count as usize).min(5)];
        sink.add("spoken", &[few(least(|it| it.spoken))]);
        sink.add("acts", &[few(least(|it| it.acts))]);
        let mediators = parts.iter().filter(|it| it.mediates > 0).count();
        sink.add("mediators", &[["0", "1", "2"][mediators.min(2)]]);
        let mediators = parts.iter().filter(|it| it.mediates * 2 > it.acts).count();
        sink.add("mostly mediators", &[["0", "1", "2"][mediators.min(2)]]);
        let placed = parts.iter().any(|it| it.placed > it.spoken);
        sink.add("placed", &[["no", "yes"][usize::from(placed)]]);
        let far = parts
            .iter()
            .map(|it| seat.number.saturating_sub(it.last))
            .max();
        let far = if parts.iter().any(|it| it.spoken + it.placed == 0) {
            "never"
        } else {
            ["0", "1", "2", "3", "4", "5", "6"][(far.unwrap_or(0) as usize).min(6)]
        };
        sink.add("far", &[far]);
        if let Some(dateline) = &self.dateline {
            let holds = members.contains(dateline);
            sink.add("dateline", &[["no", "yes"][usize::from(holds)]]);
        }
        if let Some(main) = &self.main {
            let holds = members.contains(main);
            sink.add("main", &[["no", "yes"][usize::from(holds)]]);
        }
    }

    fn nobody(&self, seat: &Seat, asked: Asked) -> GroupOption {
        let mut sink = Sink::default();
        sink.add("nobody", &[]);
        sink.add("nobody noun", &[asked.noun, asked.quantity]);
        sink.add("nobody part", &[&seat.part]);
        sink.add("nobody of", &[seat.of]);
        for kind in &seat.kinds {
            sink.add("nobody kind", &[kind]);
        }
        sink.add(
            "nobody states",
            &[["0", "1", "2", "3"][self.votes.len().min(3)]],
        );
        GroupOption {
            codes: Vec::new(),
            divided: false,
            clues: sink.scaled(CLUE, &mut Sieve::default()),
            parties: Vec::new(),
        }
    }
}

/// Whether parties are of one country, and several.
fn is_divided(key: &[String]) -> bool {
    let country = |it: &String| it.split('.').next().map(str::to_owned);
    let first = key.first().and_then(country);
    key.len() > 1
        && first.as_deref().is_some_and(|it| !is_body(it))
        && key.iter().all(|it| country(it) == first)
}

fn of_telling(telling: &Telling, far: &str, seat: &Seat, sink: &mut Sink) {
    let bond = telling.bond.as_str();
    sink.add("told sort", &[bond, far, seat.sort]);
    sink.add("far sort", &[far, seat.sort]);
    let leads = if telling.leads { "leads" } else { "" };
    sink.add("told", &[bond]);
    sink.add("told far", &[bond, far]);
    sink.add("told leads", &[bond, far, leads]);
    sink.add("told reach", &[bond, seat.reach]);
    sink.add("far of any", &[far]);
}

fn name_of(reach: Reach) -> &'static str {
    match reach {
        Reach::Person => "person",
        Reach::State => "state",
        Reach::Organisation => "organisation",
        Reach::Any => "any",
    }
}

fn ratio(own: u32, other: u32) -> &'static str {
    match (own, other) {
        (0, _) => "none",
        _ if own >= 3 * other => "3",
        _ if 2 * own >= 3 * other => "1.5",
        _ if own > other => "1",
        _ if own == other => "even",
        _ if 2 * own >= other => "0.5",
        _ => "less",
    }
}

/// Every `count` of some, those that stand first first; of many too many none.
fn combined(all: &[PartyId], count: usize) -> Vec<Vec<PartyId>> {
    let mut sets = Vec::new();
    for mask in 0u32..1 << all.len().min(MANY) {
        if mask.count_ones() as usize == count {
            let chosen = (0..all.len()).filter(|at| mask >> at & 1 == 1);
            sets.push(chosen.map(|at| all[at]).collect());
        }
    }
    sets
}
