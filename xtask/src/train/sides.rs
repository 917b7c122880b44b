//! The model of sides: who stands on each side of an act, learned from the corpus and the dispatches.

use std::collections::BTreeSet;
use std::ops::Range;

use chancery_coding::{Coder, Half, SideChoice, SideRanker};
use chancery_intake::Document;
use rayon::prelude::*;

use super::acts::Sentence;
use super::learn::Random;
use crate::accuracy::dispatches::{Gold, Party};
use chancery_text::CharIndex;

/// One side of an act: the clues of all who may stand there, and which of them are right.
pub struct Choice {
    options: Vec<Vec<(u32, f32)>>,
    right: Vec<bool>,
    /// Which option is nobody.
    pub nobody: Option<usize>,
    /// Whether it is of a dispatch that was annotated in full, or checked.
    pub home: bool,
    /// How much it counts.
    pub weight: f32,
}

/// How much a sentence of the corpus counts beside one of a dispatch: it stands alone, so the story is missing.
const CORPUS: f32 = 0.4;

/// The sides of the acts that the sentences of the corpus mark.
pub fn of_corpus(coder: &Coder, sentences: &[&Sentence]) -> Vec<Choice> {
    let each = |sentence: &&Sentence| -> Vec<Choice> {
        let Some(document) = sentence.document() else {
            return Vec::new();
        };
        if sentence.event_type.is_none() {
            return Vec::new();
        }
        let marked = |marks: &[[usize; 2]]| -> Vec<Range<usize>> {
            marks.iter().map(|mark| mark[0]..mark[1]).collect()
        };
        let trigger = marked(&sentence.trigger);
        let (sources, targets) = (marked(&sentence.sources), marked(&sentence.targets));
        let both: Vec<Range<usize>> = sources.iter().chain(&targets).cloned().collect();
        let choices = coder.side_choices(&document, false).into_iter();
        choices
            .filter(|choice| trigger.iter().any(|mark| overlap(mark, &choice.trigger)))
            .filter(|choice| Some(choice.event_type.as_str()) == sentence.event_type.as_deref())
            .map(|choice| {
                let wanted = match choice.half {
                    Half::Source => &sources,
                    Half::Target => &targets,
                    Half::Both => &both,
                };
                let right = choice.options.iter();
                let right = right.map(|option| covers(&option.chars, wanted)).collect();
                weighed(choice, right, CORPUS)
            })
            .collect()
    };
    sentences.par_iter().flat_map_iter(each).collect()
}

/// The sides of the acts of an annotated dispatch: of those that are sure, or of the others.
pub fn of_dispatch(coder: &Coder, document: &Document, gold: &[Gold], late: bool) -> Vec<Choice> {
    let index = CharIndex::new(&document.text);
    let gold: Vec<&Gold> = gold.iter().collect();
    let choices = coder.side_choices(document, late).into_iter();
    choices
        .filter_map(|choice| {
            let gold = annotated(&choice, &gold, &document.text, &index)?;
            let others = countries(choice.others.iter().map(String::as_str));
            let right = choice.options.iter();
            let right = right.map(|option| {
                let own = countries(option.codes.iter().map(String::as_str));
                is_right(gold, choice.half, &own, &others)
            });
            let right = right.collect();
            Some(weighed(choice, right, 1.0))
        })
        .collect()
}

/// The annotated act of which this is a side.
pub fn annotated<'g>(
    choice: &SideChoice,
    gold: &[&'g Gold],
    text: &str,
    index: &CharIndex,
) -> Option<&'g Gold> {
    let mut gold = gold.iter().copied();
    gold.find(|gold| is_annotated(choice, gold, text, index))
}

/// Whether this is a side of an annotated act.
pub fn is_annotated(choice: &SideChoice, gold: &Gold, text: &str, index: &CharIndex) -> bool {
    let chars = gold.place_in(text, index);
    chars.is_some_and(|(start, end)| overlap(&(start..end), &choice.trigger))
        && gold.types().contains(&choice.event_type.as_str())
}

/// Whether parties of these countries belong on a side; of a mutual act, one party on each side is as right as all on both.
fn is_right(gold: &Gold, half: Half, own: &BTreeSet<&str>, others: &BTreeSet<&str>) -> bool {
    let of = |side: &[Party]| -> BTreeSet<String> {
        let codes = side.iter().filter_map(|party| party.code.as_deref());
        countries(codes).into_iter().map(str::to_owned).collect()
    };
    let (sources, targets) = (of(&gold.sources), of(&gold.targets));
    let same = |side: &BTreeSet<String>| side.iter().map(String::as_str).eq(own.iter().copied());
    let mutual = sources == targets && sources.len() > 1;
    let apart = || {
        let together: BTreeSet<&str> = own.union(others).copied().collect();
        !own.is_empty() && !others.is_empty() && sources.iter().map(String::as_str).eq(together)
    };
    match half {
        Half::Source => same(&sources) || (mutual && apart()),
        Half::Target => same(&targets) || (mutual && apart()),
        Half::Both => {
            let union: BTreeSet<String> = sources.union(&targets).cloned().collect();
            same(&union)
        }
    }
}

fn countries<'c>(codes: impl Iterator<Item = &'c str>) -> BTreeSet<&'c str> {
    codes.filter_map(|code| code.split('.').next()).collect()
}

/// Whether each of some spans is met by a mark, and each mark by a span.
fn covers(spans: &[Range<usize>], marks: &[Range<usize>]) -> bool {
    spans
        .iter()
        .all(|span| marks.iter().any(|mark| overlap(span, mark)))
        && marks
            .iter()
            .all(|mark| spans.iter().any(|span| overlap(span, mark)))
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn weighed(choice: SideChoice, right: Vec<bool>, weight: f32) -> Choice {
    let mut options = choice.options.iter();
    Choice {
        nobody: options.position(|it| it.chars.is_empty()),
        options: choice.options.into_iter().map(|it| it.clues).collect(),
        right,
        home: false,
        weight,
    }
}

impl Choice {
    /// A choice among options with these clues.
    pub fn new(options: Vec<Vec<(u32, f32)>>, right: Vec<bool>) -> Self {
        Self {
            options,
            right,
            nobody: None,
            home: false,
            weight: 1.0,
        }
    }

    /// Whether an option is nobody, in a choice at home.
    fn is_nobody_at_home(&self, option: usize) -> bool {
        self.home && self.nobody == Some(option)
    }

    /// Whether there is something to learn: somebody is right and somebody wrong.
    fn teaches(&self) -> bool {
        self.right.contains(&true) && self.right.contains(&false)
    }
}

/// How often those are right whom the frame seats, whom the model chooses, and whom it could choose.
#[derive(Clone, Copy, Default)]
pub struct Standing {
    pub choices: usize,
    pub seated: usize,
    pub chosen: usize,
    pub within_reach: usize,
}

impl Standing {
    /// Counts some choices.
    pub fn of<'c>(ranker: &SideRanker, choices: impl Iterator<Item = &'c Choice>) -> Self {
        let mut standing = Self::default();
        choices.for_each(|choice| standing.count(ranker, choice));
        standing
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.choices += other.choices;
        self.seated += other.seated;
        self.chosen += other.chosen;
        self.within_reach += other.within_reach;
    }

    /// Counts one choice more.
    fn count(&mut self, ranker: &SideRanker, choice: &Choice) {
        let score = |at: usize| ranker.scores(choice.options[at].iter().copied())[0];
        let best = (0..choice.options.len()).reduce(|best, next| {
            if score(next) > score(best) {
                next
            } else {
                best
            }
        });
        self.choices += 1;
        self.seated += usize::from(choice.right.first() == Some(&true));
        self.chosen += usize::from(best.is_some_and(|best| choice.right[best]));
        self.within_reach += usize::from(choice.right.contains(&true));
    }
}

/// How often every choice is seen, the first step, and the weight of the penalty on squared weights.
const ROUNDS: usize = 12;
const RATE: f32 = 0.03;
const PENALTY: f32 = 1.0;

/// The model of sides.
pub fn train(choices: &[&Choice], seed: u64) -> SideRanker {
    learn(choices, seed, ROUNDS, RATE)
}

/// The weights under which those who are right are likeliest: a softmax over the options of a choice, of which the right ones
/// share the credit; AdaGrad with an L2 penalty, as for the other models.
///
/// Whoever marks acts in a text asks who was meant, and finds somebody: nobody is rarer in the corpus than it is. What
/// speaks for nobody therefore weighs what it does in all choices together and what it does besides in those that are at home
/// (Daumé III, ACL 2007).
pub fn learn(choices: &[&Choice], seed: u64, rounds: usize, rate: f32) -> SideRanker {
    let choices: Vec<&Choice> = choices.iter().copied().filter(|it| it.teaches()).collect();
    let mut weights = Weights::new(&choices);
    let mut order: Vec<usize> = (0..choices.len()).collect();
    let mut random = Random(seed);
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for &at in &order {
            let choice = choices[at];
            for (option, error) in errors(&weights, choice).into_iter().enumerate() {
                let is_home = choice.is_nobody_at_home(option);
                for &(feature, value) in &choice.options[option] {
                    weights.step(SideRanker::bucket(feature), error * value, rate, is_home);
                }
            }
        }
    }
    SideRanker::from_weights(&weights.together(), 1.0)
}

/// Two weights for each bucket, of all choices and of those at home, as AdaGrad changes them.
struct Weights {
    weights: Vec<[f32; 2]>,
    squares: Vec<[f32; 2]>,
    /// How many options touch it.
    seen: Vec<[f32; 2]>,
}

impl Weights {
    fn new(choices: &[&Choice]) -> Self {
        let mut seen = vec![[1.0; 2]; SideRanker::BUCKETS];
        for choice in choices {
            for (at, option) in choice.options.iter().enumerate() {
                let home = choice.is_nobody_at_home(at);
                for (feature, _) in option {
                    let seen = &mut seen[SideRanker::bucket(*feature)];
                    seen[0] += 1.0;
                    seen[1] += f32::from(u8::from(home));
                }
            }
        }
        Self {
            weights: vec![[0.0; 2]; SideRanker::BUCKETS],
            squares: vec![[1e-6; 2]; SideRanker::BUCKETS],
            seen,
        }
    }

    fn step(&mut self, bucket: usize, slope: f32, rate: f32, home: bool) {
        let (weights, squares) = (&mut self.weights[bucket], &mut self.squares[bucket]);
        for part in 0..=usize::from(home) {
            let gradient = slope + PENALTY / self.seen[bucket][part] * weights[part];
            squares[part] += gradient * gradient;
            weights[part] -= rate * gradient / squares[part].sqrt();
        }
    }

    fn score(&self, option: &[(u32, f32)], home: bool) -> f32 {
        let weigh = |&(feature, value): &(u32, f32)| {
            let [all, own] = self.weights[SideRanker::bucket(feature)];
            value * if home { all + own } else { all }
        };
        option.iter().map(weigh).sum()
    }

    fn together(&self) -> Vec<f32> {
        self.weights.iter().map(|[all, own]| all + own).collect()
    }
}

/// The gradient of the loss by the score of each option.
fn errors(weights: &Weights, choice: &Choice) -> Vec<f32> {
    let score = |(at, option): (usize, &Vec<(u32, f32)>)| {
        weights.score(option, choice.is_nobody_at_home(at))
    };
    let scores: Vec<f32> = choice.options.iter().enumerate().map(score).collect();
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let total: f32 = powers.iter().sum();
    let right: f32 = powers
        .iter()
        .zip(&choice.right)
        .filter(|(_, right)| **right)
        .map(|(power, _)| power)
        .sum();
    let share = |(power, &is_right): (&f32, &bool)| {
        let credit = if is_right {
            power / right.max(f32::MIN_POSITIVE)
        } else {
            0.0
        };
        choice.weight * (power / total - credit)
    };
    powers.iter().zip(&choice.right).map(share).collect()
}
