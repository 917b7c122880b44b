//! What the ranker sees of a pair of parties: the words with the parties masked, the tree around
//! them, and the frames that fit.

use std::cell::OnceCell;

use chancery_text::TokenSpan;
use smallvec::SmallVec;

use super::meaning::meaning;
use super::vectors::Vectors;
use crate::lexicon::Lexicon;
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::relate::{Candidate, Pair, PlvClass};
use crate::sides::Half;
use crate::status::standing;

/// Hashed features with their values, in groups so that each can be judged alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// Of the words and the tree.
    pub text: Vec<(u32, f32)>,
    /// Of the frames that fit.
    pub frames: Vec<(u32, f32)>,
    /// Of the meanings of words.
    pub meaning: Vec<(u32, f32)>,
}

impl Features {
    /// All groups.
    pub fn all(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.text
            .iter()
            .chain(&self.frames)
            .chain(&self.meaning)
            .copied()
    }
}

/// What features are read off.
#[derive(Clone, Copy)]
pub(crate) struct Clues<'a, 'c> {
    pub reading: &'a Reading<'a>,
    pub lexicon: &'a Lexicon,
    pub pair: &'a Pair,
    /// The fits, best first.
    pub candidates: &'a [Candidate<'c>],
    pub vectors: Option<&'a Vectors>,
}

/// The features of a pair.
pub(crate) fn features(clues: Clues) -> Features {
    let mut text = Sink::default();
    let mut frames = Sink::default();
    let mut meant = Sink::default();
    if let Some(source) = clues.pair.source {
        let view = View {
            clues,
            source,
            target: clues.pair.target.flatten(),
        };
        view.words(&mut text);
        view.tree(&mut text);
        if let Some(vectors) = clues.vectors {
            meaning(&view, vectors, &mut meant);
        }
    }
    clues.frames(&mut frames);
    let mut fits = Sink::default();
    clues.fits(&mut fits);
    Features {
        text: text.balanced(TEXT),
        frames: [frames.balanced(FRAMES), fits.balanced(FITS)].concat(),
        meaning: meant.lengthened(MEANING),
    }
}

/// The length that each group's values are brought to: the longer, the less evidence a model needs to believe them. Frames say
/// much with few features, so that they need less; tried by cross-validation.
const TEXT: f32 = 6.0;
const FRAMES: f32 = 2.1;
const FITS: f32 = 2.0;
const MEANING: f32 = 6.0;

/// Collects features; of equal ones the greatest value counts.
pub(crate) struct Sink {
    found: Vec<(u32, f32)>,
}

impl Default for Sink {
    fn default() -> Self {
        Self {
            found: Vec::with_capacity(USUAL),
        }
    }
}

/// Features that several candidates share, hashed for the first of them.
pub(crate) type Shared = OnceCell<SmallVec<[(u32, f32); 6]>>;

/// Room for telling features apart, used for one candidate after the other.
#[derive(Default)]
pub(crate) struct Sieve {
    /// Open addressing: at a feature's place stands one more than its number among those kept.
    places: Vec<u32>,
}

/// How many features most things have, a predicate or a candidate.
const USUAL: usize = 256;

/// A part of a feature's name, cut into words for hashing: whoever hashes it with many others cuts it once.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    words: &'a [[u8; 8]],
    rest: u64,
    length: u64,
}

impl<'a> From<&'a str> for Piece<'a> {
    #[inline(always)]
    fn from(name: &'a str) -> Self {
        let (words, rest) = name.as_bytes().as_chunks();
        Self {
            words,
            rest: short_word(rest),
            length: name.len() as u64,
        }
    }
}

impl Sink {
    #[inline(always)]
    pub(crate) fn add(&mut self, kind: &str, names: &[&str]) {
        self.weigh(kind, names, 1.0);
    }

    /// Kinds are known when the program is built: inlined, so are their hashes.
    #[inline(always)]
    pub(crate) fn weigh(&mut self, kind: &str, names: &[&str], value: f32) {
        self.weigh_names(mixed(0, kind.into()), names, value);
    }

    #[inline(never)]
    fn weigh_names(&mut self, state: u64, names: &[&str], value: f32) {
        let mix = |state, name: &&str| mixed(state, Piece::from(*name));
        let state = names.iter().fold(state, mix);
        self.found.push((folded(state), value));
    }

    /// A feature whose parts are cut up already.
    #[inline(always)]
    pub(crate) fn add_pieces(&mut self, kind: &str, parts: &[Piece]) {
        self.weigh_pieces(mixed(0, kind.into()), parts, 1.0);
    }

    /// A feature whose first part is the name of half of an act: its hash, too, is known when the program is built.
    #[inline(always)]
    pub(crate) fn add_half(&mut self, half: Half, kind: &str, parts: &[Piece]) {
        self.weigh_half(half, kind, parts, 1.0);
    }

    #[inline(always)]
    pub(crate) fn weigh_half(&mut self, half: Half, kind: &str, parts: &[Piece], value: f32) {
        let kind = mixed(0, kind.into());
        let state = match half {
            Half::Source => mixed(kind, "source".into()),
            Half::Target => mixed(kind, "target".into()),
            Half::Both => mixed(kind, "both".into()),
        };
        self.weigh_pieces(state, parts, value);
    }

    #[inline(never)]
    fn weigh_pieces(&mut self, state: u64, parts: &[Piece], value: f32) {
        let state = parts.iter().fold(state, |state, part| mixed(state, *part));
        self.found.push((folded(state), value));
    }

    /// The features that `add` adds, which are the same whenever it is called with this `shared`.
    #[inline]
    pub(crate) fn add_shared(&mut self, shared: &Shared, add: impl FnOnce(&mut Self)) {
        if let Some(known) = shared.get() {
            self.found.extend_from_slice(known);
            return;
        }
        let start = self.found.len();
        add(self);
        shared.get_or_init(|| self.found[start..].into());
    }

    /// A feature for each of some values, told apart by their places.
    pub(super) fn weigh_all(&mut self, kind: &str, values: impl Iterator<Item = f32>) {
        let state = mixed(0, kind.into());
        let feature = |(at, value): (usize, f32)| {
            let place = Piece {
                words: &[],
                rest: at as u64,
                length: 4,
            };
            (folded(mixed(state, place)), value)
        };
        self.found.extend(values.enumerate().map(feature));
    }

    /// The features as they were added.
    pub(super) fn into_features(self) -> Vec<(u32, f32)> {
        self.found
    }

    /// The features, once each, their length brought to `length`.
    pub(crate) fn balanced(self, length: f32) -> Vec<(u32, f32)> {
        to_length(self.once(&mut Sieve::default()), length)
    }

    /// The features as they were added, their length brought to `length`: for those that are all different.
    pub(super) fn lengthened(self, length: f32) -> Vec<(u32, f32)> {
        to_length(self.found, length)
    }

    /// The features, once each, every value times `weight`: where the options of a choice are compared, one of
    /// which more is known must not count for less by it.
    pub(crate) fn scaled(self, weight: f32, sieve: &mut Sieve) -> Vec<(u32, f32)> {
        let mut found = self.once(sieve);
        for (_, value) in &mut found {
            *value *= weight;
        }
        found
    }

    /// The features, each once, in the order in which they were added first; of equal ones the greatest value.
    fn once(mut self, sieve: &mut Sieve) -> Vec<(u32, f32)> {
        let size = (self.found.len() * 2).next_power_of_two();
        sieve.places.clear();
        sieve.places.resize(size, 0);
        let places = &mut sieve.places[..];
        let mut kept = 0;
        for at in 0..self.found.len() {
            let (feature, value) = self.found[at];
            let mut place = feature as usize & (size - 1);
            loop {
                let known = places[place] as usize;
                if known == 0 {
                    self.found[kept] = (feature, value);
                    kept += 1;
                    places[place] = kept as u32;
                    break;
                }
                let known = &mut self.found[known - 1];
                if known.0 == feature {
                    known.1 = known.1.max(value);
                    break;
                }
                place = (place + 1) & (size - 1);
            }
        }
        self.found.truncate(kept);
        self.found
    }
}

/// The features with their length brought to `length`; shorter than 1 they are left so.
fn to_length(mut found: Vec<(u32, f32)>, length: f32) -> Vec<(u32, f32)> {
    let norm = found.iter().map(|(_, value)| value * value).sum::<f32>();
    for (_, value) in &mut found {
        *value *= length / norm.sqrt().max(1.0);
    }
    found
}

/// Mixes a name into a state, eight bytes at a time and its length last, so that "a" before "bc" is not "ab" before "c": a
/// feature is hashed for each of many candidates, and the byte by byte of FNV is most of what that costs. The multiplier is
/// one of Steele and Vigna's, "Computationally easy, spectrally good multipliers for congruential pseudorandom number
/// generators" (2022).
#[inline(always)]
fn mixed(state: u64, part: Piece) -> u64 {
    let mix = |state: u64, word: u64| {
        let product = (state ^ word).wrapping_mul(0xd134_2543_de82_ef95);
        product ^ (product >> 29)
    };
    let words = part.words.iter().map(|word| u64::from_le_bytes(*word));
    let state = words.fold(state, mix);
    mix(mix(state, part.rest), part.length + 1)
}

/// Less than eight bytes as a number, the first lowest.
#[inline(always)]
fn short_word(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let four = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
        // Bytes that are in both are the same, so that the two may overlap: a loop over them would cost more than all else.
        return four(first) | four(last) << (8 * (bytes.len() - 4));
    }
    let bytes = bytes.iter().rev();
    bytes.fold(0, |all, &byte| all << 8 | u64::from(byte))
}

/// Folds the high bits of a hash into the low ones.
fn folded(state: u64) -> u32 {
    (state ^ (state >> 32)) as u32
}

/// A pair whose source was found.
pub(super) struct View<'a, 'c> {
    pub(super) clues: Clues<'a, 'c>,
    pub(super) source: TokenSpan,
    pub(super) target: Option<TokenSpan>,
}

/// A word as n-grams see it.
struct Symbol<'a> {
    at: usize,
    name: std::borrow::Cow<'a, str>,
    masked: bool,
}

impl View<'_, '_> {
    fn words(&self, sink: &mut Sink) {
        let symbols = self.symbols();
        for (place, symbol) in symbols.iter().enumerate() {
            let name = &*symbol.name;
            let region = self.region(symbol.at);
            if !symbol.masked && self.clues.reading.word(symbol.at).pos != Pos::Punct {
                sink.add("word", &[name]);
                sink.add("word at", &[name, region]);
                let form = self.clues.reading.text(symbol.at).to_lowercase();
                sink.add("form", &[&form]);
                for class in self.clues.lexicon.classes_of(name) {
                    sink.add("class at", &[class, region]);
                }
            }
            if let Some(next) = symbols.get(place + 1) {
                sink.add("two", &[name, &next.name]);
                if let Some(third) = symbols.get(place + 2) {
                    sink.add("three", &[name, &next.name, &third.name]);
                }
            }
        }
        sink.add("order", &[self.order()]);
    }

    /// The words from the sentence of the one party to that of the other, parties, names and numbers masked.
    fn symbols(&self) -> Vec<Symbol<'_>> {
        let reading = self.clues.reading;
        let span = self.span();
        let mut symbols: Vec<Symbol> = Vec::with_capacity(span.len());
        for at in span
            .range()
            .filter(|&at| reading.word(at).pos != Pos::Space)
        {
            let mask = self.mask(at);
            let repeated = symbols
                .last()
                .is_some_and(|last| last.masked && Some(&*last.name) == mask);
            if !repeated {
                let name = mask.map_or_else(|| reading.lemma(at).to_lowercase().into(), Into::into);
                symbols.push(Symbol {
                    at,
                    name,
                    masked: mask.is_some(),
                });
            }
        }
        symbols
    }

    /// From the sentence of the one party to that of the other.
    pub(super) fn span(&self) -> TokenSpan {
        let reading = self.clues.reading;
        let own = reading.sentence_of(self.source.start);
        let other = self.target.map(|target| reading.sentence_of(target.start));
        other.map_or(own, |other| own.join(other))
    }

    pub(super) fn mask(&self, at: usize) -> Option<&'static str> {
        let reading = self.clues.reading;
        if self.source.range().contains(&at) {
            return Some("SRC");
        }
        if self
            .target
            .is_some_and(|target| target.range().contains(&at))
        {
            return Some("TGT");
        }
        match reading.entity(at) {
            Some("PERSON" | "NORP" | "GPE" | "ORG" | "LOC" | "FAC") => Some("PARTY"),
            _ if reading.word(at).pos == Pos::Num => Some("NUM"),
            _ if reading.word(at).pos == Pos::Propn => Some("NAME"),
            _ => None,
        }
    }

    /// Where a word stands beside the parties.
    pub(super) fn region(&self, at: usize) -> &'static str {
        let Some(target) = self.target else {
            return if at < self.source.start {
                "before"
            } else {
                "after"
            };
        };
        match (at < self.source.start, at < target.start) {
            (true, true) => "before",
            (false, true) => "source to target",
            (true, false) => "target to source",
            (false, false) => "after",
        }
    }

    fn order(&self) -> &'static str {
        match self.target {
            None => "source alone",
            Some(target) if target.start < self.source.start => "target first",
            Some(_) => "source first",
        }
    }

    fn tree(&self, sink: &mut Sink) {
        let source = self.head(self.source);
        self.governors("source", source, sink);
        let Some(target) = self.target.map(|target| self.head(target)) else {
            return;
        };
        self.governors("target", target, sink);
        self.path(source, target, sink);
    }

    /// The word of a span that is governed from outside it.
    pub(super) fn head(&self, span: TokenSpan) -> usize {
        let outside = |&at: &usize| {
            let head = self.clues.reading.word(at).head;
            head == at || !span.range().contains(&head)
        };
        span.range().find(outside).unwrap_or(span.start)
    }

    /// The verbs and nouns above a party, nearest first, and what the nearest predicate has beside it.
    fn governors(&self, side: &str, head: usize, sink: &mut Sink) {
        let reading = self.clues.reading;
        let mut dep = reading.word(head).dep;
        let mut predicates = 0;
        for (step, above) in reading.ancestors(head).take(6).enumerate() {
            let lemma = reading.lemma(above);
            let relation = label(dep);
            sink.add("above", &[side, lemma]);
            if step == 0 {
                sink.add("governor", &[side, lemma, relation]);
            }
            for class in self.clues.lexicon.classes_of(lemma) {
                sink.add("class above", &[side, class]);
            }
            if reading.word(above).pos == Pos::Verb && predicates < 2 {
                predicates += 1;
                self.predicate(side, above, relation, sink);
            }
            dep = reading.word(above).dep;
        }
    }

    fn predicate(&self, side: &str, verb: usize, relation: &str, sink: &mut Sink) {
        let (reading, lexicon) = (self.clues.reading, self.clues.lexicon);
        let lemma = reading.lemma(verb);
        sink.add("verb", &[side, lemma, relation]);
        for affix in affixes(lemma) {
            sink.add("affix", &[affix]);
        }
        let status = standing(reading, lexicon, verb, None).status;
        sink.add("standing", &[side, status.as_str()]);
        sink.add("verb standing", &[lemma, status.as_str()]);
        for child in reading.children(verb) {
            let word = reading.word(child);
            let own = reading.lemma(child);
            match word.dep {
                Dep::Neg | Dep::Aux | Dep::Mark | Dep::Prt | Dep::Prep | Dep::Agent => {
                    sink.add("beside", &[label(word.dep), own]);
                    sink.add("verb beside", &[lemma, own]);
                }
                Dep::Dobj | Dep::Attr | Dep::Acomp | Dep::Oprd | Dep::Xcomp | Dep::Ccomp
                    if self.mask(child).is_none() =>
                {
                    sink.add("verb with", &[lemma, own]);
                    sink.add("object", &[own]);
                    for class in lexicon.classes_of(own) {
                        sink.add("verb with class", &[lemma, class]);
                    }
                }
                _ => {}
            }
        }
        if matches!(reading.word(verb).tag, Tag::Vbg | Tag::Vb) {
            sink.add("unfinite", &[side]);
        }
    }

    /// The words and relations from the one head to the other.
    fn path(&self, source: usize, target: usize, sink: &mut Sink) {
        let reading = self.clues.reading;
        let Some(top) = std::iter::once(source)
            .chain(reading.ancestors(source))
            .find(|&at| reading.is_below(target, at))
        else {
            sink.add("path", &["none"]);
            return;
        };
        let mut relations = String::new();
        let mut lemmas = String::new();
        for (start, turn) in [(source, " ^"), (target, " v")] {
            let mut at = start;
            while at != top {
                relations.push_str(turn);
                relations.push_str(label(reading.word(at).dep));
                at = reading.word(at).head;
                if at != top {
                    lemmas.push(' ');
                    lemmas.push_str(reading.lemma(at));
                    sink.add("on path", &[reading.lemma(at)]);
                }
            }
            lemmas.push('|');
        }
        let lemma = reading.lemma(top);
        sink.add("path", &[&relations]);
        sink.add("path lemmas", &[lemma, &lemmas]);
        sink.add("top", &[lemma]);
        sink.add("top and path", &[lemma, &relations]);
    }
}

impl Clues<'_, '_> {
    fn frames(&self, sink: &mut Sink) {
        if self.candidates.is_empty() {
            sink.add("no frame", &[]);
        }
        for (rank, candidate) in self.candidates.iter().take(RANKS.len()).enumerate() {
            candidate_features(RANKS[rank], candidate, sink);
            let lemma = self.reading.lemma(candidate.found.clause.head);
            sink.add("trigger", &[RANKS[rank], lemma, candidate.class().as_str()]);
        }
        if let [first, second, ..] = self.candidates {
            sink.add(
                "first two",
                &[first.class().as_str(), second.class().as_str()],
            );
            sink.add(
                "lead",
                &[first.class().as_str(), steps(first.rating - second.rating)],
            );
        }
        self.shares(sink);
    }

    /// Which parties the best fits seat, and what they are beside each other.
    fn fits(&self, sink: &mut Sink) {
        let best = &self.candidates[..self.candidates.len().min(FITTING)];
        for (at, fit) in best.iter().enumerate() {
            let class = fit.class().as_str();
            sink.add("fit", &[class, fit.seats.as_str(), fit.status.as_str()]);
            for next in &best[at + 1..] {
                let worse = next.class().as_str();
                sink.add("better", &[class, worse]);
                sink.add("frame better", &[&fit.found.frame.id, worse]);
            }
        }
    }

    /// How strongly the frames speak for each class.
    fn shares(&self, sink: &mut Sink) {
        for &class in PlvClass::ALL {
            let ratings = self
                .candidates
                .iter()
                .filter(|candidate| candidate.class() == class)
                .map(|candidate| candidate.rating);
            let best = ratings.fold(f32::MIN, f32::max);
            if best > 0.0 {
                let first = self.candidates[0].rating;
                sink.weigh("rated", &[class.as_str()], best / 5.0);
                sink.weigh(
                    "near the best",
                    &[class.as_str()],
                    2.0 * (best - first).exp(),
                );
            }
        }
    }
}

/// How many of the best fits are held against each other.
const FITTING: usize = 4;

const RANKS: [&str; 5] = ["1", "2", "3", "4", "5"];

fn candidate_features(rank: &str, candidate: &Candidate, sink: &mut Sink) {
    let frame = candidate.found.frame;
    let (event_type, status) = (frame.event_type.as_str(), candidate.status.as_str());
    let class = candidate.class().as_str();
    let seats = candidate.seats.as_str();
    let value = if rank == "1" { 2.0 } else { 0.5 };
    sink.weigh("frame class", &[rank, class], value);
    sink.weigh("frame class seats", &[rank, class, seats], value);
    sink.weigh("frame type", &[rank, event_type, status], value);
    sink.weigh("frame", &[rank, &frame.id], value);
    sink.weigh("frame status", &[rank, &frame.id, status], value);
    sink.weigh("family", &[rank, frame.family(), status], value);
    sink.weigh("cameo", &[rank, &frame.cameo, status], value);
    sink.weigh(
        "cameo",
        &[rank, frame.cameo.get(..2).unwrap_or_default(), status],
        value,
    );
    sink.weigh("seats", &[rank, seats, steps(candidate.rating)], value);
    sink.weigh("any frame", &[&frame.id], 0.5);
}

/// A rating in steps.
fn steps(rating: f32) -> &'static str {
    match rating {
        ..0.0 => "below 0",
        ..1.0 => "0",
        ..2.5 => "1",
        ..4.0 => "3",
        ..6.0 => "5",
        ..8.0 => "7",
        _ => "8",
    }
}

/// The first and last three and four letters of a lemma that is longer.
pub(super) fn affixes(lemma: &str) -> impl Iterator<Item = &str> {
    [3, 4].into_iter().flat_map(move |length| {
        let end = lemma.len().checked_sub(length);
        let first = lemma.get(..length).filter(|_| lemma.len() > length);
        let last = end.filter(|&at| at > 0).and_then(|at| lemma.get(at..));
        first.into_iter().chain(last)
    })
}

/// A relation as a short name, enough to tell the common ones apart.
pub(crate) fn label(dep: Dep) -> &'static str {
    match dep {
        Dep::Nsubj | Dep::Csubj => "subject",
        Dep::NsubjPass | Dep::CsubjPass => "passive subject",
        Dep::Dobj => "object",
        Dep::Dative => "dative",
        Dep::Agent => "agent",
        Dep::Pobj => "of preposition",
        Dep::Prep => "preposition",
        Dep::Pcomp => "preposition clause",
        Dep::Poss => "owner",
        Dep::Compound | Dep::Amod | Dep::Nmod => "modifier",
        Dep::Appos => "apposition",
        Dep::Conj => "conjunct",
        Dep::Ccomp => "content",
        Dep::Xcomp => "complement",
        Dep::Advcl => "adverbial",
        Dep::Acl | Dep::Relcl => "relative",
        Dep::Neg => "not",
        Dep::Aux | Dep::AuxPass => "auxiliary",
        Dep::Mark => "mark",
        Dep::Prt => "particle",
        Dep::Root => "root",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_by_where_they_end_and_by_their_order() {
        let hashed = |names: &[&str]| {
            let mut sink = Sink::default();
            sink.add("kind", names);
            sink.once(&mut Sieve::default())[0].0
        };
        let different = [
            hashed(&[]),
            hashed(&[""]),
            hashed(&["a", "bc"]),
            hashed(&["ab", "c"]),
            hashed(&["bc", "a"]),
            hashed(&["eight by", "tes"]),
            hashed(&["eight bytes"]),
            hashed(&["eight bytes\0"]),
        ];
        let distinct: std::collections::HashSet<u32> = different.into_iter().collect();
        assert_eq!(distinct.len(), different.len(), "{different:?}");
    }

    #[test]
    fn equal_features_are_kept_once_and_the_length_is_bounded() {
        let mut sink = Sink::default();
        for word in ["talk", "meet", "talk"] {
            sink.add("word", &[word]);
        }
        let found = sink.balanced(2.0);
        assert_eq!(found.len(), 2);
        let norm: f32 = found.iter().map(|(_, value)| value * value).sum();
        assert!((norm - 4.0).abs() < 1e-4, "{norm}");
    }

    #[test]
    fn where_one_part_ends_matters() {
        let mut sink = Sink::default();
        sink.add("two", &["ab", "c"]);
        sink.add("two", &["a", "bc"]);
        assert_ne!(sink.found[0].0, sink.found[1].0);
    }

    /// The masked words of a sentence about the first two of its named parties.
    #[track_caller]
    fn check_symbols(text: &str, source: &str, target: &str, expected: &str) {
        crate::trial::read(text, None, |reading, codebook| {
            let span = |words: &str| {
                let start = text.find(words).expect("the words");
                chancery_text::ByteSpan::new(start, start + words.len())
            };
            let pair = Pair::new(reading, span(source), Some(span(target)));
            let lexicon = Lexicon::new(codebook);
            let clues = Clues {
                reading,
                lexicon: &lexicon,
                pair: &pair,
                candidates: &[],
                vectors: None,
            };
            let view = View {
                clues,
                source: pair.source.expect("a source"),
                target: pair.target.flatten(),
            };
            let names: Vec<String> = view
                .symbols()
                .iter()
                .map(|symbol| symbol.name.to_string())
                .collect();
            assert_eq!(names.join(" "), expected);
            assert_eq!(features(clues), features(clues));
            assert_eq!(features(clues).frames.len(), 1, "that no frame fits");
        });
    }

    #[test]
    fn parties_names_and_numbers_are_masked() {
        check_symbols(
            "The envoy of Chad thanked Mali for 300 trucks.",
            "The envoy of Chad",
            "Mali",
            "SRC thank TGT for NUM truck .",
        );
        check_symbols(
            "Norway condemned the raid that France reported.",
            "France",
            "the raid",
            "PARTY condemn TGT that SRC report .",
        );
    }

    #[test]
    fn affixes_of_short_and_odd_lemmas() {
        assert_eq!(affixes("go").count(), 0);
        assert_eq!(
            affixes("condemn").collect::<Vec<_>>(),
            ["con", "emn", "cond", "demn"]
        );
        assert!(affixes("\u{e9}\u{e9}t\u{e9}").all(|affix| !affix.is_empty()));
    }
}
