//! The coder: everything in order, for one document at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chancery_codebook::{Codebook, EventType};
use chancery_intake::Document;
use chancery_language::{Analysis, Pipeline};

use crate::assembly::Findings;
use crate::choice::Chooser;
use crate::discourse::Discourse;
use crate::draft::{Draft, Passed, drafts, drop_unpolitical, fold_denials, keep_sure};
use crate::event::Event;
use crate::exchange;
use crate::judge::{self, ActJudge};
use crate::lexicon::Lexicon;
use crate::matching::{Match, Matcher};
use crate::mentioned::Mentioned;
use crate::mentions::{
    self, GroupChoice, GroupRanker, Mention, Mentions, OriginChoice, OriginRanker,
};
use crate::place::{self, PlaceMention};
use crate::ranker::{ActRanker, Ranker, Vectors};
use crate::reading::Reading;
use crate::sides::{self, Half, SideRanker};
use crate::time::{self, TimeExpression};
use crate::venue::{self, PlaceRanker};

/// Codes documents with one pipeline and one codebook. Threads may share it.
#[derive(Debug)]
pub struct Coder<'k> {
    pipeline: &'k Pipeline,
    pub(crate) codebook: &'k Codebook,
    pub(crate) lexicon: Lexicon,
    place_words: place::Words,
    mention_words: mentions::Lexicon<'k>,
    pub(crate) ranker: Option<Ranker>,
    pub(crate) acts: Option<ActRanker>,
    pub(crate) vectors: Option<Vectors>,
    judge: Option<ActJudge>,
    sides: Option<SideRanker>,
    places: Option<PlaceRanker>,
    origins: Option<OriginRanker>,
    groups: Option<GroupRanker>,
    memory: Option<Arc<Memory>>,
}

/// Documents with their trees by their names: for training, where several coders read the same ones.
#[derive(Debug, Default)]
pub struct Memory(Mutex<HashMap<String, Vec<Analysis>>>);

/// What the model of acts sees of one predicate.
#[derive(Clone, Debug)]
pub struct PredicateClues {
    /// The characters of its head in the text as supplied.
    pub chars: std::ops::Range<usize>,
    /// Hashed features with values.
    pub clues: Vec<(u32, f32)>,
}

/// An act that a document may tell, as the model that judges acts sees it.
#[derive(Clone, Debug)]
pub struct JudgedAct {
    /// The characters of its trigger in the text as supplied.
    pub trigger: std::ops::Range<usize>,
    /// Its type.
    pub event_type: EventType,
    /// The codes of those who did it, of those who have one.
    pub sources: Vec<String>,
    /// The codes of those to whom it was done.
    pub targets: Vec<String>,
    /// Hashed features with values.
    pub clues: Vec<(u32, f32)>,
}

/// Who may stand on one side of an act, as the model of sides sees it.
#[derive(Clone, Debug)]
pub struct SideChoice {
    /// The characters of the act's trigger in the text as supplied.
    pub trigger: std::ops::Range<usize>,
    /// The act's type.
    pub event_type: EventType,
    /// Which side.
    pub half: Half,
    /// The codes of those whom the frame seats on the other side.
    pub others: Vec<String>,
    /// Everybody who may stand there, those whom the frame seats first.
    pub options: Vec<SideOption>,
}

/// One party, several together, or nobody.
#[derive(Clone, Debug)]
pub struct SideOption {
    /// Their codes, of those who have one.
    pub codes: Vec<String>,
    /// The characters of their mentions.
    pub chars: Vec<std::ops::Range<usize>>,
    /// Hashed features with values.
    pub clues: Vec<(u32, f32)>,
}

/// Where an act may have taken place, as the model of places sees it.
#[derive(Clone, Debug)]
pub struct PlaceChoice {
    /// The characters of the act's trigger in the text as supplied.
    pub trigger: std::ops::Range<usize>,
    /// The act's type.
    pub event_type: EventType,
    /// Every country that it may have been in, and none.
    pub options: Vec<PlaceOption>,
}

/// A country, or none.
#[derive(Clone, Debug)]
pub struct PlaceOption {
    /// Its code.
    pub country: Option<String>,
    /// Hashed features with values.
    pub clues: Vec<(u32, f32)>,
}

/// What coding found in a document, before it is printed.
#[derive(Debug)]
pub struct Work {
    /// The parties.
    pub mentions: Mentions,
    /// The expressions of time.
    pub times: Vec<TimeExpression>,
    /// The names of places.
    pub places: Vec<PlaceMention>,
}

impl Memory {
    /// What is known of a document, else what is found now.
    fn recall(&self, name: &str, analyse: impl FnOnce() -> Vec<Analysis>) -> Vec<Analysis> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(analyses) = known().get(name) {
            return analyses.clone();
        }
        let analyses = analyse();
        known().insert(name.to_owned(), analyses.clone());
        analyses
    }
}

/// Choices with the characters of their words in the text as supplied.
fn placed<C>(
    document: &Document,
    reading: &Reading,
    choices: Vec<C>,
    words: impl Fn(&C) -> chancery_text::TokenSpan,
) -> Vec<(std::ops::Range<usize>, C)> {
    let index = chancery_text::CharIndex::new(&document.text);
    let placed = |choice: C| {
        let chars = index.chars(document.map.supplied(reading.bytes(words(&choice))));
        (chars.start..chars.end, choice)
    };
    choices.into_iter().map(placed).collect()
}

impl<'k> Coder<'k> {
    /// A coder.
    pub fn new(pipeline: &'k Pipeline, codebook: &'k Codebook) -> Self {
        Self {
            pipeline,
            codebook,
            lexicon: Lexicon::new(codebook),
            place_words: place::Words::new(codebook),
            mention_words: mentions::Lexicon::new(codebook),
            ranker: None,
            acts: None,
            vectors: None,
            judge: None,
            sides: None,
            places: None,
            origins: None,
            groups: None,
            memory: None,
        }
    }

    /// The same coder, which analyses no document again that one with the same memory has read; documents must have names of
    /// their own, and the coders one pipeline.
    #[must_use]
    pub fn with_memory(self, memory: Arc<Memory>) -> Self {
        Self {
            memory: Some(memory),
            ..self
        }
    }

    /// The same coder, whose [`Coder::relate`] asks a trained ranker.
    #[must_use]
    pub fn with_ranker(self, ranker: Ranker) -> Self {
        Self {
            ranker: Some(ranker),
            ..self
        }
    }

    /// The same coder, whose ranker is told what words mean; one that was trained with vectors needs them.
    #[must_use]
    pub fn with_vectors(self, vectors: Vectors) -> Self {
        Self {
            vectors: Some(vectors),
            ..self
        }
    }

    /// The same coder, which asks a trained model what act a predicate means.
    #[must_use]
    pub fn with_acts(self, acts: ActRanker) -> Self {
        Self {
            acts: Some(acts),
            ..self
        }
    }

    /// The same coder, which weighs with a trained model which acts are told.
    #[must_use]
    pub fn with_judge(self, judge: ActJudge) -> Self {
        Self {
            judge: Some(judge),
            ..self
        }
    }

    /// The same coder, which weighs with a trained model who stands on each side of an act.
    #[must_use]
    pub fn with_sides(self, sides: SideRanker) -> Self {
        Self {
            sides: Some(sides),
            ..self
        }
    }

    /// The same coder, which weighs with a trained model where each act took place.
    #[must_use]
    pub fn with_places(self, places: PlaceRanker) -> Self {
        Self {
            places: Some(places),
            ..self
        }
    }

    /// The same coder, which weighs with a trained model of which country those are of whom nothing tells it.
    #[must_use]
    pub fn with_origins(self, origins: OriginRanker) -> Self {
        Self {
            origins: Some(origins),
            ..self
        }
    }

    /// The same coder, which weighs with a trained model whom words for several mean.
    #[must_use]
    pub fn with_groups(self, groups: GroupRanker) -> Self {
        Self {
            groups: Some(groups),
            ..self
        }
    }

    /// Those of a document of whom nothing beside them tells the country: the characters of their words in the text as
    /// supplied, and everything that they may be of.
    pub fn origin_choices(
        &self,
        document: &Document,
    ) -> Vec<(std::ops::Range<usize>, OriginChoice)> {
        let reading = self.read(document);
        let places = place::find(&reading, self.codebook, &self.place_words);
        let words = &self.mention_words;
        let models = self.models_of_mentions();
        let choices = mentions::open_origins(&reading, self.codebook, words, &places, models);
        placed(document, &reading, choices, |choice| choice.words)
    }

    /// The words of a document that speak of several parties without their names: their characters in the text as supplied, and all
    /// whom they may mean.
    pub fn group_choices(&self, document: &Document) -> Vec<(std::ops::Range<usize>, GroupChoice)> {
        let reading = self.read(document);
        let places = place::find(&reading, self.codebook, &self.place_words);
        let words = &self.mention_words;
        let models = self.models_of_mentions();
        let choices = mentions::open_groups(&reading, self.codebook, words, &places, models);
        placed(document, &reading, choices, |choice| choice.words)
    }

    fn models_of_mentions(&self) -> mentions::Models<'_> {
        mentions::Models {
            origins: self.origins.as_ref(),
            groups: self.groups.as_ref(),
        }
    }

    /// Each act of a document, with every place that it may have taken place at.
    pub fn place_choices(&self, document: &Document) -> Vec<PlaceChoice> {
        let reading = self.read(document);
        let work = self.work(&reading);
        let (drafts, _) = self.drafts(&reading, &work);
        let index = chancery_text::CharIndex::new(&document.text);
        let all = self.findings(&reading, &work).place_candidates(&drafts);
        let choice = |(draft, candidates): (&Draft, Vec<venue::Candidate>)| {
            let trigger = reading.bytes(draft.found.trigger());
            let chars = index.chars(document.map.supplied(trigger));
            let option = |candidate: venue::Candidate| PlaceOption {
                country: candidate.place.and_then(|place| place.country),
                clues: candidate.clues,
            };
            PlaceChoice {
                trigger: chars.start..chars.end,
                event_type: draft.event_type(),
                options: candidates.into_iter().map(option).collect(),
            }
        };
        drafts.iter().zip(all).map(choice).collect()
    }

    /// Each act that a document may tell, the likely and the unlikely; none without models of acts and of sides.
    pub fn judged_acts(&self, document: &Document) -> Vec<JudgedAct> {
        let Some(sides) = &self.sides else {
            return Vec::new();
        };
        let reading = self.read(document);
        let work = self.work(&reading);
        let (matcher, drafts) = self.thought_of(&reading, &work, sides, &mut Vec::new());
        let findings = self.findings(&reading, &work);
        let index = chancery_text::CharIndex::new(&document.text);
        let day = findings.document_date();
        let codes = |mentions: &[&Mention]| -> Vec<String> {
            let actors = findings.actors(mentions, day, &index).into_iter();
            actors.filter_map(|actor| actor.code).collect()
        };
        let act = |at: usize| {
            let draft: &Draft = &drafts[at];
            let trigger = reading.bytes(draft.found.trigger());
            let chars = index.chars(document.map.supplied(trigger));
            JudgedAct {
                trigger: chars.start..chars.end,
                event_type: draft.event_type(),
                sources: codes(&draft.found.sources.mentions),
                targets: codes(&draft.found.targets.mentions),
                clues: judge::clues(&matcher, &drafts, at),
            }
        };
        (0..drafts.len()).map(act).collect()
    }

    /// Each side of each act of a document, with everybody who may stand there: of those that are sure, or of the others.
    pub fn side_choices(&self, document: &Document, late: bool) -> Vec<SideChoice> {
        let reading = self.read(document);
        let work = self.work(&reading);
        let chooser = self.chooser(&reading, &work, late);
        let mut drafts = drafts(chooser);
        if !late {
            keep_sure(&mut drafts, &mut Vec::new());
        }
        exchange::link(&chooser.matcher, &self.lexicon, &mut drafts);
        let findings = self.findings(&reading, &work);
        let index = chancery_text::CharIndex::new(&document.text);
        let day = findings.document_date();
        let codes = |mentions: &[&Mention]| -> Vec<String> {
            let actors = findings.actors(mentions, day, &index).into_iter();
            actors.filter_map(|actor| actor.code).collect()
        };
        let chars = |words| {
            let span = index.chars(document.map.supplied(reading.bytes(words)));
            span.start..span.end
        };
        let cast = sides::Cast::new(&chooser.matcher, &drafts);
        let mut choices = Vec::new();
        for (at, draft) in drafts.iter().enumerate() {
            if late && draft.is_sure() {
                continue;
            }
            for &half in sides::halves(&chooser.matcher, draft) {
                let sources = &draft.found.sources;
                let all = sides::candidates(&chooser.matcher, &drafts, &cast, at, half, sources);
                let option = |candidate: sides::Candidate| SideOption {
                    codes: codes(&candidate.mentions),
                    chars: candidate
                        .mentions
                        .iter()
                        .map(|mention| chars(mention.words))
                        .collect(),
                    clues: candidate.clues,
                };
                choices.push(SideChoice {
                    trigger: chars(draft.found.trigger()),
                    event_type: draft.event_type(),
                    half,
                    others: match half {
                        Half::Target => codes(&sources.mentions),
                        Half::Source => codes(&draft.found.targets.mentions),
                        Half::Both => Vec::new(),
                    },
                    options: all.into_iter().map(option).collect(),
                });
            }
        }
        choices
    }

    /// What the model of acts sees of each word of a document that may mean an act: the word's characters in the
    /// text as supplied, and its clues.
    pub fn clues_of_acts(&self, document: &Document) -> Vec<PredicateClues> {
        let reading = self.read(document);
        let work = self.work(&reading);
        let chooser = self.chooser(&reading, &work, false);
        let index = chancery_text::CharIndex::new(&document.text);
        let mut discourse = Discourse::default();
        let mut all = Vec::new();
        for word in 0..reading.len() {
            let Some(clues) = chooser.clues(word, &discourse) else {
                continue;
            };
            let bytes = document
                .map
                .supplied(reading.bytes(chancery_text::TokenSpan::new(word, word + 1)));
            let chars = index.chars(bytes);
            all.push(PredicateClues {
                chars: chars.start..chars.end,
                clues,
            });
            if let Some(best) = chooser.matcher.best(word, &discourse) {
                discourse.tell(&best.sources, &best.targets);
            }
        }
        all
    }

    fn chooser<'a>(
        &'a self,
        reading: &'a Reading<'a>,
        work: &'a Work,
        judged: bool,
    ) -> Chooser<'a> {
        Chooser {
            judged,
            matcher: Matcher::new(reading, &work.mentions, self.codebook),
            lexicon: &self.lexicon,
            ranker: self.acts.as_ref(),
        }
    }

    /// The events of a document, in text order.
    pub fn code(&self, document: &Document) -> Vec<Event> {
        self.events(&self.read(document))
    }

    /// The events of each of some documents; short ones are coded faster together than one by one.
    pub fn code_all(&self, documents: &[Document]) -> Vec<Vec<Event>> {
        let readings = self.read_all(documents);
        readings
            .iter()
            .map(|reading| self.events(reading))
            .collect()
    }

    /// The actors, times and places of each of some documents.
    pub fn mentions_all(&self, documents: &[Document]) -> Vec<Mentioned> {
        let readings = self.read_all(documents);
        let mentions = |reading| self.findings(reading, &self.work(reading)).mentioned();
        readings.iter().map(mentions).collect()
    }

    fn events(&self, reading: &Reading) -> Vec<Event> {
        let work = self.work(reading);
        let (drafts, _) = self.drafts(reading, &work);
        self.findings(reading, &work).events(&drafts)
    }

    /// The events of a document, each with the predicate that its frame lists for it.
    pub(crate) fn code_with_predicates(&self, document: &Document) -> (Vec<Event>, Vec<String>) {
        let reading = self.read(document);
        let work = self.work(&reading);
        let (drafts, _) = self.drafts(&reading, &work);
        let predicates = drafts
            .iter()
            .map(|draft| draft.found.predicate().to_owned())
            .collect();
        (self.findings(&reading, &work).events(&drafts), predicates)
    }

    /// The document with its trees: each paragraph of the body analysed as a text of its own.
    pub fn read<'d>(&self, document: &'d Document) -> Reading<'d> {
        let analyse = || {
            let paragraphs: Vec<&str> = paragraphs(document).collect();
            self.pipeline.analyse_all(&paragraphs)
        };
        let analyses = match &self.memory {
            Some(memory) => memory.recall(&document.id, analyse),
            None => analyse(),
        };
        Reading::new(document, analyses)
    }

    /// Some documents with their trees, analysed together.
    fn read_all<'d>(&self, documents: &'d [Document]) -> Vec<Reading<'d>> {
        let all: Vec<&str> = documents.iter().flat_map(paragraphs).collect();
        let mut analyses = self.pipeline.analyse_all(&all).into_iter();
        let reading = |document: &'d Document| {
            let own = analyses.by_ref().take(document.body.len()).collect();
            Reading::new(document, own)
        };
        documents.iter().map(reading).collect()
    }

    /// Parties, times and places of a document.
    pub fn work(&self, reading: &Reading) -> Work {
        let anchor = reading.document.date.as_ref().map(|date| date.date);
        let places = place::find(reading, self.codebook, &self.place_words);
        Work {
            mentions: mentions::find(
                reading,
                self.codebook,
                &self.mention_words,
                &places,
                self.models_of_mentions(),
            ),
            times: time::find(reading, anchor),
            places,
        }
    }

    /// The acts of a document, linked, and those passed over.
    pub(crate) fn drafts<'a>(
        &'a self,
        reading: &'a Reading<'a>,
        work: &'a Work,
    ) -> (Vec<Draft<'a>>, Vec<(Match<'a>, Passed)>) {
        let mut passed = Vec::new();
        let Some((sides, judge)) = self.sides.as_ref().zip(self.judge.as_ref()) else {
            let matcher = Matcher::new(reading, &work.mentions, self.codebook);
            let mut drafts = drafts(self.chooser(reading, work, false));
            keep_sure(&mut drafts, &mut passed);
            drop_unpolitical(&matcher, &mut drafts, &mut passed);
            fold_denials(&matcher, &mut drafts, &mut passed);
            exchange::link(&matcher, &self.lexicon, &mut drafts);
            return (drafts, passed);
        };
        let (matcher, mut drafts) = self.thought_of(reading, work, sides, &mut passed);
        judge::settle(&matcher, judge, &mut drafts, &mut passed);
        fold_denials(&matcher, &mut drafts, &mut passed);
        exchange::link_again(&matcher, &self.lexicon, &mut drafts);
        (drafts, passed)
    }

    /// All acts that a document may tell, with their parties, before they are judged.
    fn thought_of<'a>(
        &'a self,
        reading: &'a Reading<'a>,
        work: &'a Work,
        sides: &SideRanker,
        passed: &mut Vec<(Match<'a>, Passed)>,
    ) -> (Matcher<'a>, Vec<Draft<'a>>) {
        let chooser = self.chooser(reading, work, true);
        let matcher = chooser.matcher;
        let mut drafts = drafts(chooser);
        sides::settle_all(&matcher, &self.lexicon, sides, &mut drafts);
        drop_unpolitical(&matcher, &mut drafts, passed);
        exchange::link_again(&matcher, &self.lexicon, &mut drafts);
        (matcher, drafts)
    }

    pub(crate) fn findings<'a>(&'a self, reading: &'a Reading<'a>, work: &'a Work) -> Findings<'a> {
        Findings {
            reading,
            mentions: &work.mentions,
            codebook: self.codebook,
            lexicon: &self.lexicon,
            times: &work.times,
            places: &work.places,
            place_ranker: self.places.as_ref(),
        }
    }
}

fn paragraphs(document: &Document) -> impl Iterator<Item = &str> {
    let body = document.body.iter();
    body.map(|span| span.of(&document.repaired))
}
