//! Where an act may have taken place.

use super::Story;
use super::clues::{self, View};
use crate::place::{self, PlaceMention};
use crate::ranker::Sink;

/// A country with the finest place known in it, or none.
pub(crate) struct Candidate {
    /// The place.
    pub place: Option<PlaceMention>,
    /// What speaks for and against it.
    pub clues: Vec<(u32, f32)>,
}

/// How many acts before this one are looked at.
const ACTS: usize = 5;

/// How many sentences before an act's own are looked at for places.
const SENTENCES: u32 = 3;

/// Where the act `drafts[at]` may have taken place, each with its clues; `before` are the places of the acts before it.
pub(crate) fn candidates(
    story: &Story,
    at: usize,
    before: &[Option<PlaceMention>],
) -> Vec<Candidate> {
    let view = View::new(story, at, before);
    let mut gathered = Gathered {
        view: &view,
        all: Vec::new(),
    };
    gathered.rule();
    gathered.sentence();
    gathered.acts();
    gathered.before();
    gathered.dateline();
    gathered.sides();
    gathered.finish()
}

struct Open {
    country: Option<String>,
    place: Option<PlaceMention>,
    sink: Sink,
}

struct Gathered<'a, 'v, 's> {
    view: &'s View<'a, 'v>,
    all: Vec<Open>,
}

impl Gathered<'_, '_, '_> {
    /// Where the rules put it, and nowhere.
    fn rule(&mut self) {
        let view = self.view;
        let rule = view.story.rules[view.at].clone();
        let open = self.offer(rule);
        view.of_rule(&mut self.all[open].sink);
        let nowhere = self.offer(None);
        view.of_none(&mut self.all[nowhere].sink);
    }

    fn sentence(&mut self) {
        let view = self.view;
        for mention in view.in_sentence() {
            let open = self.offer(Some(mention.clone()));
            view.of_sentence(mention, &mut self.all[open].sink);
        }
    }

    fn acts(&mut self) {
        let view = self.view;
        for other in (view.at.saturating_sub(ACTS)..view.at).rev() {
            let open = self.offer(view.before[other].clone());
            view.of_act(other, &mut self.all[open].sink);
        }
    }

    /// The places named before the sentence as ones where something is, the last first.
    fn before(&mut self) {
        let view = self.view;
        let (findings, told) = (view.story.findings, view.told());
        let reading = findings.reading;
        let sentence = |place: &PlaceMention| reading.word(place.words.start).sentence;
        let end = findings
            .places
            .partition_point(|place| sentence(place) < told.sentence);
        let near = findings.places[..end]
            .iter()
            .rev()
            .take_while(|place| sentence(place) + SENTENCES >= told.sentence);
        let all = near.filter(|place| place.locative && place.country.is_some());
        for mention in all {
            let open = self.offer(Some(mention.clone()));
            view.of_before(mention, &mut self.all[open].sink);
        }
    }

    fn dateline(&mut self) {
        let view = self.view;
        let dateline = view.story.dateline.clone();
        if let Some(place) = dateline.filter(|it| it.country.is_some()) {
            let open = self.offer(Some(place));
            let Open { country, sink, .. } = &mut self.all[open];
            view.of_dateline(country.as_deref(), sink);
        }
    }

    /// The countries of both sides.
    fn sides(&mut self) {
        let view = self.view;
        let told = view.told();
        let codebook = view.story.findings.codebook;
        for &country in told.targets.iter().chain(&told.sources) {
            if self
                .all
                .iter()
                .all(|open| open.country.as_deref() != Some(country))
            {
                self.offer(Some(place::country(codebook, country)));
            }
        }
    }

    /// The number of the candidate of a place's country, a new one if need be. Whatever belongs to no country is with
    /// nowhere.
    fn offer(&mut self, place: Option<PlaceMention>) -> usize {
        let country = place.as_ref().and_then(|place| place.country.clone());
        if let Some(known) = self.all.iter().position(|open| open.country == country) {
            return known;
        }
        self.all.push(Open {
            country,
            place,
            sink: Sink::default(),
        });
        self.all.len() - 1
    }

    fn finish(self) -> Vec<Candidate> {
        let Self { view, all } = self;
        all.into_iter()
            .map(|mut open| {
                if let Some(country) = &open.country {
                    view.of_any(country, &mut open.sink);
                }
                Candidate {
                    place: open.place,
                    clues: open.sink.balanced(clues::LENGTH),
                }
            })
            .collect()
    }
}
