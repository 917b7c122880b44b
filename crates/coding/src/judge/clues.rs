//! What speaks for an act that it is told.

use smallvec::SmallVec;

use crate::draft::{Draft, Passed, around};
use crate::matching::{Matcher, Side};
use crate::mentions::PartyId;
use crate::ranker::{Sink, label};
use crate::reading::{Dep, Pos, Reading};

/// The length that the clues of an act are brought to.
const LENGTH: f32 = 3.0;

/// What the model sees of the act `drafts[at]`.
pub(crate) fn clues<'a>(matcher: &Matcher<'a>, drafts: &[Draft<'a>], at: usize) -> Vec<(u32, f32)> {
    let mut sink = Sink::default();
    let draft = &drafts[at];
    let view = View {
        matcher,
        reading: matcher.reading,
        drafts,
        at,
        draft,
        event_type: draft.event_type().as_str(),
        pos: pos(matcher.reading, draft.head()),
    };
    view.belief(&mut sink);
    view.frame(&mut sink);
    view.sides(&mut sink);
    view.content(&mut sink);
    view.words(&mut sink);
    view.told_besides(&mut sink);
    view.above_and_below(&mut sink);
    view.dyad(&mut sink);
    sink.balanced(LENGTH)
}

struct View<'a, 'v> {
    matcher: &'v Matcher<'a>,
    reading: &'a Reading<'a>,
    drafts: &'v [Draft<'a>],
    at: usize,
    draft: &'v Draft<'a>,
    event_type: &'static str,
    pos: &'static str,
}

impl<'a> View<'a, '_> {
    fn belief(&self, sink: &mut Sink) {
        let belief = self.draft.belief;
        let (own, any) = (steps(belief.own), steps(belief.any));
        let sure = if belief.sure { "sure" } else { "faint" };
        let by = belief.by.as_str();
        sink.weigh("log odds", &[], odds(belief.own));
        sink.weigh("log odds of any", &[], odds(belief.any));
        sink.weigh("log odds of part", &[self.pos, by], odds(belief.own) * 0.5);
        sink.add("own", &[own, by]);
        sink.add("own of part", &[own, self.pos]);
        sink.add("own of type", &[own, self.event_type]);
        sink.add("any", &[any]);
        sink.add("sure", &[sure, by]);
        sink.add("type", &[self.event_type, sure]);
        sink.add("type of part", &[self.event_type, self.pos]);
    }

    fn frame(&self, sink: &mut Sink) {
        let found = &self.draft.found;
        let status = self.draft.standing.status.as_str();
        sink.weigh("frame", &[&found.frame.id], 0.7);
        sink.weigh("family", &[found.frame.family()], 0.7);
        sink.weigh(
            "score",
            &[score(found.score), self.draft.belief.by.as_str()],
            0.7,
        );
        sink.add("status", &[status]);
        sink.add("status of part", &[status, self.pos]);
        sink.add("status of type", &[status, self.event_type]);
        if self.draft.standing.hedged {
            sink.add("hedged", &[]);
        }
        if !self.draft.credits.is_empty() {
            sink.add("credited", &[self.event_type]);
        }
    }

    fn sides(&self, sink: &mut Sink) {
        let found = &self.draft.found;
        let (source, target) = (self.side(&found.sources), self.side(&found.targets));
        sink.add("seats", &[source, target]);
        sink.add("seats of type", &[self.event_type, source, target]);
        sink.add("seats of part", &[self.pos, source, target]);
        let seated = steps(f64::from(self.draft.seated));
        sink.weigh("log odds of seats", &[], odds(f64::from(self.draft.seated)));
        sink.add("seated", &[seated]);
        sink.add("seated of kind", &[seated, source, target]);
        let own = coarse(self.draft.belief.own);
        sink.add(
            "own and seated",
            &[own, coarse(f64::from(self.draft.seated))],
        );
        sink.add("own and seats", &[own, source, target]);
        sink.add("seated of type", &[seated, self.event_type]);
        if let Some(earlier) = self.draft.same_as {
            let sure = self.drafts[earlier].is_sure();
            sink.add("same as", &[if sure { "sure" } else { "faint" }, self.pos]);
        }
        if self.draft.reply_to.is_some() {
            sink.add("reply", &[self.event_type]);
        }
        let both = !found.sources.is_empty() && !found.targets.is_empty();
        if both && self.matcher.shares_country(&found.sources, &found.targets) {
            sink.add(
                "one country",
                &[if found.frame.mutual {
                    "mutual"
                } else {
                    "apart"
                }],
            );
        }
    }

    fn side(&self, side: &Side) -> &'static str {
        let known = |party: &PartyId| self.matcher.mentions.party(*party).country.is_some();
        if side.is_empty() {
            "nobody"
        } else if side.parties().iter().any(known) {
            "known"
        } else {
            "unknown"
        }
    }

    fn content(&self, sink: &mut Sink) {
        let within = self.draft.within.map_or("nothing", |it| it.as_str());
        let passed = match self.draft.passed {
            Some(Passed::Absorbed) => "absorbed",
            Some(Passed::Unspecific) => "unspecific",
            _ => "left",
        };
        sink.add("passed", &[passed]);
        if within != "nothing" {
            sink.add("within", &[within, passed]);
            sink.add("within of type", &[self.event_type, within, passed]);
            sink.add("within of part", &[self.pos, passed]);
        }
    }

    fn words(&self, sink: &mut Sink) {
        let reading = self.reading;
        let head = self.draft.head();
        let word = reading.word(head);
        let lemma = reading.lemma(head);
        let relation = label(word.dep);
        sink.weigh("lemma", &[lemma, self.pos], 0.7);
        sink.weigh("relation", &[relation, self.pos], 0.7);
        sink.weigh("tag", &[&format!("{:?}", word.tag)], 0.5);
        if word.head != head {
            sink.weigh("above", &[reading.lemma(word.head), relation], 0.5);
        }
        let mut bare = true;
        for child in reading.children(head) {
            let own = reading.word(child);
            if matches!(
                own.dep,
                Dep::Det | Dep::Amod | Dep::Neg | Dep::Aux | Dep::Mark
            ) {
                sink.weigh("child", &[self.pos, reading.lemma(child)], 0.5);
            }
            bare &= !matches!(
                own.dep,
                Dep::Det | Dep::Poss | Dep::Amod | Dep::Compound | Dep::Prep
            );
        }
        if bare {
            sink.weigh("bare", &[self.pos], 0.5);
        }
        let quotes = reading.sentence_of(head).range().filter(|&at| {
            at < head
                && matches!(
                    reading.text(at),
                    "\"" | "\u{201c}" | "\u{201d}" | "``" | "''"
                )
        });
        if quotes.count() % 2 == 1 {
            sink.weigh("quoted", &[self.pos], 0.7);
        }
        let depth = reading.ancestors(head).count();
        sink.weigh("depth", &[few(depth), self.pos], 0.5);
    }

    /// The acts of the story that are likely, itself left out.
    fn likely(&self) -> impl Iterator<Item = (usize, &Draft<'a>)> {
        let around = around(self.at, self.drafts.len());
        let all = around.map(|at| (at, &self.drafts[at]));
        all.filter(|&(other, draft)| {
            other != self.at && (draft.belief.sure || draft.belief.own >= 0.5)
        })
    }

    /// Whether acts of its type are told before and behind it, and how many acts its sentence tells.
    fn told_besides(&self, sink: &mut Sink) {
        let reading = self.reading;
        let head = self.draft.head();
        let sentence = reading.word(head).sentence;
        let (mut before, mut after, mut again, mut same, mut beside) = (0, 0, 0, 0, 0);
        for (other, draft) in self.likely() {
            beside += usize::from(reading.word(draft.head()).sentence == sentence);
            if draft.event_type() != self.draft.event_type() {
                continue;
            }
            if other < self.at {
                before += 1;
                again += usize::from(self.is_alike(draft));
                same += usize::from(reading.lemma(draft.head()) == reading.lemma(head));
            } else {
                after += 1;
            }
        }
        sink.weigh("sentence", &[few(sentence as usize), self.pos], 0.5);
        sink.add("before", &[few(before), self.pos]);
        sink.weigh("after", &[few(after), self.pos], 0.5);
        sink.add("again", &[few(again), self.pos]);
        sink.add(
            "again of type",
            &[few(again.min(1)), self.event_type, self.pos],
        );
        sink.add("same word", &[few(same), self.pos]);
        sink.weigh("beside", &[few(beside), self.pos], 0.5);
    }

    /// The acts whose predicates stand above and below its own in the tree.
    fn above_and_below(&self, sink: &mut Sink) {
        let reading = self.reading;
        let head = self.draft.head();
        let above = reading.ancestors(head).find_map(|above| {
            self.likely()
                .find(|(_, draft)| draft.head() == above)
                .map(|(_, draft)| draft.event_type().as_str())
        });
        let above = above.unwrap_or("none");
        let word = reading.word(head);
        let way = label(word.dep);
        // "staged drills": the noun is what its sentence tells, the verb says no act of its own.
        if above == "none" && word.dep == Dep::Dobj {
            let verb = reading.word(word.head).dep;
            let clause = if verb == Dep::Root { "main" } else { "other" };
            sink.add("object of a verb", &[clause]);
            sink.add("object of a verb and type", &[clause, self.event_type]);
        }
        sink.add("act above", &[above, self.pos]);
        sink.add("act above and type", &[above, self.event_type]);
        sink.weigh("act above and way", &[above, way, self.pos], 0.7);
        let mut all = around(self.at, self.drafts.len());
        if all.any(|other| other != self.at && self.drafts[other].found.noun == Some(head)) {
            sink.add("noun of another", &[]);
        }
        let sentence = reading.word(head).sentence;
        let below = self.likely().any(|(_, draft)| {
            reading.word(draft.head()).sentence == sentence && reading.is_below(draft.head(), head)
        });
        if below {
            sink.add("act below", &[self.event_type, self.pos]);
        }
    }

    /// Whether its parties are those of whom the document tells most.
    fn dyad(&self, sink: &mut Sink) {
        let own = self.countries(self.draft);
        if own.is_empty() {
            return;
        }
        let (mut pair, mut one, mut all) = (0, 0, 0);
        for (_, other) in self.likely() {
            let shared = own.iter().filter(|it| self.tells_of(other, it)).count();
            all += 1;
            pair += usize::from(shared >= 2);
            one += usize::from(shared >= 1);
        }
        let share = |count: usize| match 4 * count / usize::max(all, 1) {
            _ if count == 0 => "none",
            0 => "few",
            1 => "some",
            2 => "half",
            _ => "most",
        };
        sink.add("told of both", &[share(pair), self.pos]);
        sink.add("told of one", &[share(one), self.pos]);
        sink.weigh("countries", &[few(own.len())], 0.7);
    }

    fn countries(&self, draft: &Draft<'a>) -> SmallVec<[&str; 4]> {
        let found = &draft.found;
        let parties = found
            .sources
            .parties()
            .into_iter()
            .chain(found.targets.parties());
        let mut countries: SmallVec<[&str; 4]> = parties
            .filter_map(|party| self.matcher.mentions.party(party).country.as_deref())
            .collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }

    /// Whether a party of an act is of a country.
    fn tells_of(&self, draft: &Draft, country: &str) -> bool {
        let mentions = self.matcher.mentions;
        [&draft.found.sources, &draft.found.targets]
            .into_iter()
            .flat_map(|side| &side.mentions)
            .flat_map(|mention| &mention.parties)
            .any(|&party| mentions.party(party).country.as_deref() == Some(country))
    }

    /// Whether another act has a party in common with it, or leaves its parties open.
    fn is_alike(&self, other: &Draft) -> bool {
        let (own, their) = (&self.draft.found, &other.found);
        let pairs = [
            (&own.sources, &their.sources),
            (&own.targets, &their.targets),
        ];
        pairs.into_iter().all(|(one, two)| {
            one.is_empty() || two.is_empty() || self.matcher.shares_country(one, two)
        })
    }
}

fn pos(reading: &Reading, word: usize) -> &'static str {
    match reading.word(word).pos {
        Pos::Verb => "verb",
        Pos::Aux => "auxiliary",
        Pos::Adj => "adjective",
        _ => "noun",
    }
}

fn odds(share: f64) -> f32 {
    let share = share.clamp(0.001, 0.999);
    ((share / (1.0 - share)).ln() / 3.0) as f32
}

fn steps(share: f64) -> &'static str {
    match share {
        ..0.05 => "0",
        ..0.1 => "05",
        ..0.2 => "1",
        ..0.35 => "2",
        ..0.5 => "35",
        ..0.7 => "5",
        ..0.85 => "7",
        ..0.95 => "85",
        _ => "95",
    }
}

fn coarse(share: f64) -> &'static str {
    match share {
        ..0.15 => "low",
        ..0.4 => "some",
        ..0.75 => "half",
        _ => "high",
    }
}

fn score(score: f32) -> &'static str {
    match score {
        ..0.0 => "0",
        ..2.0 => "1",
        ..3.0 => "2",
        ..4.0 => "3",
        ..5.0 => "4",
        _ => "5",
    }
}

fn few(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3..5 => "3",
        5..9 => "5",
        _ => "9",
    }
}
