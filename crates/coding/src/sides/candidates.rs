//! Who may stand on a side of an act.

use smallvec::SmallVec;

use super::clues::{self, View};
use super::{Cast, Half};
use crate::draft::Draft;
use crate::matching::{Found, Matcher, Side};
use crate::mentions::{Camp, Mention, MentionKind};
use crate::ranker::{Sieve, Sink};

/// One party, or several together, or nobody.
pub(crate) struct Candidate<'a> {
    /// Their mentions.
    pub mentions: Found<'a>,
    /// What speaks for and against them.
    pub clues: Vec<(u32, f32)>,
}

/// How many acts before this one are looked at.
const ACTS: usize = 6;

/// How many sentences before an act's own are looked at for parties.
const SENTENCES: u32 = 2;

/// How many parties named before the sentence, the last first, and how many of the story's chief ones.
const NAMED: usize = 8;
const CHIEF: usize = 3;

/// Who may stand on one side of the act `drafts[at]`, each with its clues; `sources` are those who did it, where a target is
/// asked for. Those whom the frame seats come first.
pub(crate) fn candidates<'a>(
    matcher: &Matcher<'a>,
    drafts: &[Draft<'a>],
    cast: &Cast<'a>,
    at: usize,
    half: Half,
    sources: &Side<'a>,
) -> Vec<Candidate<'a>> {
    let view = View::new(matcher, drafts, cast, at, half, sources);
    let mut gathered = Gathered {
        view: &view,
        all: Vec::new(),
    };
    gathered.seated();
    gathered.sentence();
    gathered.acts();
    gathered.before();
    gathered.chief();
    gathered.opponents();
    gathered.finish()
}

/// Those whom a candidate stands for: two candidates with the same key are one.
pub(super) type Key = SmallVec<[Camp; 4]>;

struct Open<'a> {
    key: Key,
    mentions: Found<'a>,
    sink: Sink,
}

struct Gathered<'a, 'v, 's> {
    view: &'s View<'a, 'v>,
    all: Vec<Open<'a>>,
}

impl<'a> Gathered<'a, '_, '_> {
    /// Those whom the frame seats, and nobody.
    fn seated(&mut self) {
        let side = self.view.seated();
        let mentions = side.mentions.clone();
        let open = self.offer(mentions);
        if let Some(open) = open {
            self.view.of_rule(&mut self.all[open].sink);
        }
        if let Some(open) = self.offer(Found::new()) {
            self.view.of_nobody(&mut self.all[open].sink);
        }
        if let Some(doers) = self.view.doers()
            && let Some(open) = self.offer(doers.mentions.clone())
        {
            self.view.of_each_other(&mut self.all[open].sink);
        }
    }

    fn sentence(&mut self) {
        let view = self.view;
        let words = view.sentence();
        for mention in view.matcher.mentions.within(words) {
            if view.is_across(mention) {
                continue;
            }
            let together = view.matcher.parties(mention.head);
            let both = together.len() > 1;
            for mentions in [Found::from_slice(&[mention]), together] {
                let Some(open) = self.offer(mentions) else {
                    continue;
                };
                view.of_sentence(mention, both, &mut self.all[open].sink);
                if !both {
                    break;
                }
            }
        }
        if view.half == Half::Both {
            self.pairs(words);
        }
    }

    /// Whoever is seated first together with each other party of the sentence.
    fn pairs(&mut self, words: chancery_text::TokenSpan) {
        let view = self.view;
        let Some(&first) = view.seated().mentions.first() else {
            return;
        };
        for mention in view.matcher.mentions.within(words) {
            if mention.parties.is_empty() || std::ptr::eq(mention, first) {
                continue;
            }
            if let Some(open) = self.offer(Found::from_slice(&[first, mention])) {
                view.of_sentence(mention, true, &mut self.all[open].sink);
            }
        }
    }

    fn acts(&mut self) {
        let view = self.view;
        let sentence = view.matcher.reading.word(view.head()).sentence;
        let same = |other: usize| {
            view.matcher
                .reading
                .word(view.drafts[other].head())
                .sentence
                == sentence
        };
        let before = (0..view.at).rev().take(ACTS);
        let after = (view.at + 1..view.drafts.len())
            .take(2)
            .filter(|&at| same(at));
        for other in before.chain(after) {
            self.sides_of(other);
        }
    }

    /// Those on either side of another act, and all of them together.
    fn sides_of(&mut self, other: usize) {
        let view = self.view;
        let found = &view.drafts[other].found;
        let (sources, targets) = (&found.sources.mentions, &found.targets.mentions);
        let is_across = |mentions: &Found| mentions.iter().all(|mention| view.is_across(mention));
        let across = [is_across(sources), is_across(targets)];
        let told = view.story.told(other);
        let both = || sources.iter().chain(targets).copied().collect();
        let sides: [(&str, bool, Key, &dyn Fn() -> Found<'a>); 3] = [
            ("source", across[0], told.sources.clone(), &|| {
                sources.clone()
            }),
            ("target", across[1], told.targets.clone(), &|| {
                targets.clone()
            }),
            ("both", across[0] && across[1], told.both(), &both),
        ];
        for (name, across, key, mentions) in sides {
            if across {
                continue;
            }
            if let Some(open) = self.offer_key(key, mentions) {
                view.of_act(other, name.into(), &mut self.all[open].sink);
            }
        }
    }

    /// The parties named before the sentence.
    fn before(&mut self) {
        let view = self.view;
        let reading = view.matcher.reading;
        let sentence = reading.word(view.head()).sentence;
        let start = reading.sentence_of(view.head()).start;
        let all = view.matcher.mentions.all();
        let end = all.partition_point(|mention| mention.words.start < start);
        let near =
            |mention: &&Mention| reading.word(mention.words.start).sentence + SENTENCES >= sentence;
        let parties = all[..end].iter().rev().take_while(near);
        let named = parties.filter(|mention| {
            !mention.parties.is_empty()
                && mention.kind != MentionKind::Adjective
                && !view.is_across(mention)
        });
        for (place, mention) in named.take(NAMED).enumerate() {
            if let Some(open) = self.offer(Found::from_slice(&[mention])) {
                view.of_before(place, &mut self.all[open].sink);
            }
        }
    }

    /// The countries that the story names most.
    fn chief(&mut self) {
        let view = self.view;
        for rank in 0..CHIEF {
            if let Some(mention) = view.chief(rank) {
                self.offer(Found::from_slice(&[mention]));
            }
        }
    }

    /// Two who deal with each other: on whom others call, between whom they mediate, whose agreement they welcome.
    fn opponents(&mut self) {
        let view = self.view;
        if view.half != Half::Target {
            return;
        }
        for (name, pair) in ["most", "last"].into_iter().zip(view.pairs()) {
            let Some(pair) = pair else { continue };
            let Some((one, other)) = view.last_of(pair[0]).zip(view.last_of(pair[1])) else {
                continue;
            };
            if let Some(open) = self.offer(Found::from_slice(&[one, other])) {
                view.of_pair(name.into(), pair, &mut self.all[open].sink);
            }
        }
    }

    /// The place of the candidate with these mentions, a new one if need be; none where it cannot stand here.
    fn offer(&mut self, mentions: Found<'a>) -> Option<usize> {
        let key = key(self.view.matcher, &mentions);
        self.offer_key(key, || mentions)
    }

    fn offer_key(&mut self, key: Key, mentions: impl FnOnce() -> Found<'a>) -> Option<usize> {
        if self.view.half == Half::Both && key.is_empty() {
            return None;
        }
        if let Some(known) = self.all.iter().position(|open| open.key == key) {
            return Some(known);
        }
        self.all.push(Open {
            key,
            mentions: mentions(),
            sink: Sink::default(),
        });
        Some(self.all.len() - 1)
    }

    fn finish(self) -> Vec<Candidate<'a>> {
        let Self { view, all } = self;
        let mut sieve = Sieve::default();
        all.into_iter()
            .map(|mut open| {
                view.of_any(&open.mentions, &open.key, &mut open.sink);
                Candidate {
                    mentions: open.mentions,
                    clues: open.sink.scaled(clues::WEIGHT, &mut sieve),
                }
            })
            .collect()
    }
}

/// Those of whom some mentions speak.
pub(super) fn key(matcher: &Matcher, mentions: &[&Mention]) -> Key {
    matcher.mentions.camps(matcher.reading, mentions)
}
