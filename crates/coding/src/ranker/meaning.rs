//! What the words of a sentence mean, as a ranker sees it: the mean vector of those that stand in each place, seen
//! from the two parties.

use chancery_text::TokenSpan;

use super::features::{Sink, View};
use super::vectors::Vectors;
use crate::reading::{Dep, Pos};

/// Mean vectors in the making, one for each place that has been named.
struct Means<'v> {
    vectors: &'v Vectors,
    places: Vec<(&'static str, [f32; Vectors::WIDTH])>,
}

/// How far up the tree verbs are looked for.
const STEPS: usize = 8;

/// Adds the mean vectors of a pair's sentence.
pub(super) fn meaning(view: &View, vectors: &Vectors, sink: &mut Sink) {
    let mut means = Means {
        vectors,
        places: Vec::new(),
    };
    view.regions(&mut means);
    let source = view.head(view.source);
    view.verbs(
        [
            "above source",
            "first verb of source",
            "second verb of source",
            "beside verb of source",
        ],
        source,
        &mut means,
    );
    view.party(view.source, "source", &mut means);
    if let Some(words) = view.target {
        let target = view.head(words);
        view.verbs(
            [
                "above target",
                "first verb of target",
                "second verb of target",
                "beside verb of target",
            ],
            target,
            &mut means,
        );
        view.party(words, "target", &mut means);
        view.between(source, target, &mut means);
    }
    if let Some(best) = view.clues.candidates.first() {
        view.add(best.found.clause.head, "trigger", &mut means);
        if let Some(noun) = best.found.noun {
            view.add(noun, "noun of trigger", &mut means);
        }
    }
    means.say(sink);
}

impl View<'_, '_> {
    /// All words, and those of each region.
    fn regions(&self, means: &mut Means) {
        for at in self.span().range() {
            self.add(at, "anywhere", means);
            self.add(at, self.region(at), means);
        }
    }

    /// The word above a party, the two verbs nearest above it, and what goes with the first.
    fn verbs(
        &self,
        [above, first, second, beside]: [&'static str; 4],
        head: usize,
        means: &mut Means,
    ) {
        let reading = self.clues.reading;
        if let Some(next) = reading.ancestors(head).next() {
            self.add(next, above, means);
        }
        let is_verb = |&at: &usize| matches!(reading.word(at).pos, Pos::Verb | Pos::Aux);
        let verbs = reading.ancestors(head).take(STEPS).filter(is_verb);
        for (verb, name) in verbs.zip([first, second]) {
            self.add(verb, name, means);
            if name == first {
                reading
                    .children(verb)
                    .filter(|&child| is_complement(reading.word(child).dep))
                    .for_each(|child| self.add(child, beside, means));
            }
        }
    }

    /// The words on the way through the tree from one head to the other.
    fn between(&self, source: usize, target: usize, means: &mut Means) {
        let reading = self.clues.reading;
        let up = |from: usize| std::iter::once(from).chain(reading.ancestors(from));
        let Some(top) = up(source).find(|&at| reading.is_below(target, at)) else {
            return;
        };
        self.add(top, "top", means);
        self.add(top, "path", means);
        for from in [source, target] {
            up(from)
                .skip(1)
                .take_while(|&at| at != top)
                .for_each(|at| self.add(at, "path", means));
        }
    }

    /// What a party is called beside its name.
    fn party(&self, words: TokenSpan, name: &'static str, means: &mut Means) {
        let reading = self.clues.reading;
        for at in words
            .range()
            .filter(|&at| matches!(reading.word(at).pos, Pos::Noun | Pos::Adj | Pos::Verb))
        {
            means.add(name, reading.lemma(at));
        }
    }

    /// Adds a word that has a meaning and belongs to no party.
    fn add(&self, at: usize, name: &'static str, means: &mut Means) {
        let has_meaning = matches!(
            self.clues.reading.word(at).pos,
            Pos::Noun | Pos::Verb | Pos::Adj | Pos::Adv
        );
        if has_meaning && self.mask(at).is_none() {
            means.add(name, self.clues.reading.lemma(at));
        }
    }
}

fn is_complement(dep: Dep) -> bool {
    matches!(
        dep,
        Dep::Dobj | Dep::Attr | Dep::Acomp | Dep::Oprd | Dep::Xcomp | Dep::Ccomp
    )
}

impl Means<'_> {
    fn add(&mut self, name: &'static str, lemma: &str) {
        let Some(vector) = self.vectors.of(&lemma.to_lowercase()) else {
            return;
        };
        let known = self.places.iter().position(|(known, _)| *known == name);
        let at = known.unwrap_or_else(|| {
            self.places.push((name, [0.0; Vectors::WIDTH]));
            self.places.len() - 1
        });
        for (sum, &value) in self.places[at].1.iter_mut().zip(vector) {
            *sum += f32::from(value);
        }
    }

    /// Each mean, brought to a length of one, as so many features.
    fn say(&self, sink: &mut Sink) {
        for (name, sum) in &self.places {
            let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
            if length > 0.0 {
                sink.weigh_all(name, sum.iter().map(|value| value / length));
            }
        }
    }
}
