//! The annotated development dispatches: whole events against a careful reader's.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use chancery_codebook::Codebook;
use chancery_coding::{
    ActJudge, ActRanker, Coder, Explanation, GroupRanker, Memory, OriginRanker, PlaceRanker,
    SideRanker,
};
use chancery_intake::{Document, Options};
use chancery_language::Pipeline;
use chancery_text::CharIndex;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::compare::{self, Listing};
use super::{marked, readers};
use crate::demo::gold;
use crate::train::acts::{self, Told};
use crate::train::sides::{self, Standing};
use crate::train::{Example, SEEDS, groups, judge, origins, places};

/// A gold event as `gold/README.md` describes it.
#[derive(Default, Deserialize)]
pub struct Gold {
    pub document: String,
    trigger: String,
    near: String,
    /// The characters of its trigger, where they are marked.
    #[serde(skip)]
    marked: Option<(usize, usize)>,
    #[serde(rename = "type")]
    types: Value,
    pub status: String,
    #[serde(default)]
    pub sources: Vec<Party>,
    #[serde(default)]
    pub targets: Vec<Party>,
    pub channel: Option<String>,
    pub time: Time,
    pub place: Option<Place>,
    #[serde(default)]
    pub attribution: Vec<Party>,
    pub same_as: Option<String>,
    /// Whether time, channel and attribution are not annotated, and the country only in haste.
    #[serde(skip)]
    pub bare: bool,
}

/// An annotated party.
#[derive(Deserialize)]
pub struct Party {
    pub code: Option<String>,
    pub words: String,
}

/// An annotated time.
#[derive(Default, Deserialize)]
pub struct Time {
    pub start: Option<String>,
    pub end: Option<String>,
    #[serde(default)]
    pub precision: String,
}

/// An annotated place.
#[derive(Deserialize)]
pub struct Place {
    #[serde(default)]
    pub name: String,
    pub country: Option<String>,
}

/// A dispatch with what a careful reader found in it.
pub struct Annotated {
    /// The dispatch.
    pub document: Document,
    /// Its events.
    pub gold: Vec<Gold>,
    /// How carefully they were annotated.
    pub care: Care,
}

/// How carefully the events of a dispatch were annotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// For development: in every field, by the book.
    Full,
    /// In the text itself, act after act, and once more in every field, what was passed over included.
    Checked,
    /// In the text itself, act after act.
    Quick,
}

/// How much an act or a side counts of the dispatches that were written to be learned from, beside those of development: of what
/// was checked, and of what was annotated quickly, of which there is four times as much and which keeps less to the book. There
/// one act in four was passed over, so that it is not learned from it which acts are told, nor where.
const CHECKED: f32 = 0.5;
const QUICK: f32 = 0.3;

impl Annotated {
    /// The acts with their places, second mentions too.
    pub fn told(&self) -> Vec<Told> {
        let index = CharIndex::new(&self.document.text);
        let told = |gold: &Gold| {
            let (start, end) = gold.place_in(&self.document.text, &index)?;
            Some(Told {
                trigger: start..end,
                class: acts::class(gold.types().first()?)?,
            })
        };
        self.gold.iter().filter_map(told).collect()
    }
}

impl Gold {
    /// An event that is marked in its text, of which nothing else is known yet.
    pub fn at(document: &str, marked: (usize, usize)) -> Self {
        Self {
            document: document.to_owned(),
            marked: Some(marked),
            bare: true,
            ..Self::default()
        }
    }

    /// Says which types count as right.
    pub fn set_types(&mut self, types: &[&str]) {
        self.types = types.into();
    }

    /// Says in which country it took place.
    pub fn set_country(&mut self, country: Option<&str>) {
        let place = |country: &str| Place {
            name: String::new(),
            country: Some(country.to_owned()),
        };
        self.place = country.map(place);
    }

    /// Whether its parties are annotated by their codes alone.
    pub fn is_wordless(&self) -> bool {
        let mut parties = self.sources.iter().chain(&self.targets);
        parties.all(|party| party.words.is_empty())
    }

    /// The types that count as right, the best first.
    pub fn types(&self) -> Vec<&str> {
        match &self.types {
            Value::String(single) => vec![single],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The characters of its trigger.
    pub fn place_in(&self, text: &str, index: &CharIndex) -> Option<(usize, usize)> {
        if self.marked.is_some() {
            return self.marked;
        }
        let near = text.find(&self.near)?;
        let start = index.char_at(near + self.near.find(&self.trigger).unwrap_or(0));
        Some((start, start + self.trigger.chars().count()))
    }
}

/// All dispatches to learn from: those of development first.
pub fn to_learn_from() -> Result<Vec<Annotated>> {
    let mut all = annotated()?;
    all.extend(marked::dispatches()?);
    Ok(all)
}

/// The annotated development dispatches; none where there are none.
pub fn annotated() -> Result<Vec<Annotated>> {
    read(&gold())
}

/// The annotated dispatches whose sentences nobody reads while the coder is worked on.
fn held_out() -> Result<Vec<Annotated>> {
    read(&gold().join("held"))
}

fn read(folder: &Path) -> Result<Vec<Annotated>> {
    let documents = folder.join("dispatches.jsonl");
    if !documents.exists() {
        return Ok(Vec::new());
    }
    let path = folder.join("events.jsonl");
    let gold = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut by_document: HashMap<String, Vec<Gold>> = HashMap::new();
    for line in gold.lines().filter(|line| !line.trim().is_empty()) {
        let event: Gold =
            serde_json::from_str(line).with_context(|| format!("in {}: {line}", path.display()))?;
        by_document
            .entry(event.document.clone())
            .or_default()
            .push(event);
    }
    let input = [documents.display().to_string()];
    let options = Options::default();
    let read = chancery_intake::read(&input, &options);
    Ok(read
        .flatten()
        .filter_map(|document| {
            let gold = by_document.remove(&document.id)?;
            Some(Annotated {
                document,
                gold,
                care: Care::Full,
            })
        })
        .collect())
}

/// Into how many parts the dispatches are put.
const FOLDS: usize = 8;

/// What to measure, and what to print beside the figures.
pub struct Wanted<'a> {
    /// A file for the coded events, as JSONL.
    pub events: Option<&'a Path>,
    /// Measure on the dispatches of the corpus.
    pub marked: bool,
    /// The sort of difference to list.
    pub listing: Listing,
}

/// Prints precision, recall and F1 of events (type, countries of both sides), and on those matched
/// the share of each field that is right. Each dispatch is coded with a model of acts that has seen the corpus and the
/// dispatches of other folds.
pub fn run(pipeline: &Pipeline, codebook: &Codebook, data: &Path, wanted: &Wanted) -> Result<()> {
    let dispatches = to_learn_from()?;
    if dispatches.is_empty() {
        println!("dispatches: skipped, there are none");
        return Ok(());
    }
    let own = annotated()?.len();
    let material = Material::of(pipeline, codebook, data, &dispatches)?;
    let measured = if wanted.marked {
        own..dispatches.len()
    } else {
        0..own
    };
    let (coded, standings) = material.code_each(pipeline, codebook, &dispatches, measured.clone());
    let (name, dispatches) = if wanted.marked {
        ("dispatches of the corpus", &dispatches[own..])
    } else {
        ("dispatches", &dispatches[..own])
    };
    if let Some(path) = wanted.events {
        let lines: Vec<String> = coded
            .iter()
            .flat_map(|explanation| &explanation.events)
            .map(serde_json::to_string)
            .collect::<Result<_, _>>()?;
        fs::write(path, lines.join("\n") + "\n")?;
    }
    compare::report(name, dispatches, &coded, wanted.listing);
    if wanted.marked {
        let (careful, coded): (Vec<&Annotated>, Vec<&Explanation>) = dispatches
            .iter()
            .zip(&coded)
            .filter(|(it, _)| it.care == Care::Checked)
            .unzip();
        compare::report("of these, checked", careful, coded, Listing::default());
    }
    standings.print();
    let held = held_out()?;
    let coder = material.models().coder(pipeline, codebook);
    let coded: Vec<Explanation> = held
        .par_iter()
        .map(|it| coder.explain(&it.document))
        .collect();
    compare::report("held out", &held, &coded, Listing::default());
    if !wanted.marked {
        readers::report(dispatches)?;
    }
    Ok(())
}

/// What the models of coding are trained on: of the corpus, and by dispatch.
pub struct Material {
    memory: Arc<Memory>,
    /// Models that have not seen the dispatches of each fold.
    apart: Vec<Apart>,
    origins_of_marked: Vec<Vec<sides::Choice>>,
    origins_of_dispatches: Vec<Vec<sides::Choice>>,
    several: Several,
    acts_of_corpus: Vec<Example>,
    acts_of_dispatches: Vec<Vec<Example>>,
    judged_of_dispatches: Vec<Vec<Example>>,
    sides_of_corpus: Vec<sides::Choice>,
    sides_of_dispatches: Vec<Vec<sides::Choice>>,
    places_of_dispatches: Vec<Vec<sides::Choice>>,
}

/// The models that say who is meant.
#[derive(Clone)]
struct Who {
    origins: OriginRanker,
    groups: GroupRanker,
}

/// The models whose answers the others learn from.
#[derive(Clone)]
struct Apart {
    who: Who,
    acts: ActRanker,
    sides: SideRanker,
}

/// Words for several parties, with all whom they may mean: of the dispatches, and of those with marks.
struct Several {
    of_dispatches: Vec<Vec<sides::Choice>>,
    of_marked: Vec<Vec<sides::Choice>>,
}

impl Several {
    /// As they are found with models that have not seen the dispatch: whom such words meant before is among what tells.
    fn of<'k>(
        dispatches: &[Annotated],
        marked: &[origins::Marked],
        bare: impl Fn() -> Coder<'k> + Sync,
    ) -> Self {
        let first = Self::found(dispatches, marked, |_| bare());
        let unseen: Vec<GroupRanker> = (0..FOLDS)
            .map(|fold| first.ranker(|at| at % FOLDS != fold))
            .collect();
        Self::found(dispatches, marked, |fold| {
            bare().with_groups(unseen[fold].clone())
        })
    }

    fn found<'k>(
        dispatches: &[Annotated],
        marked: &[origins::Marked],
        coder: impl Fn(usize) -> Coder<'k> + Sync,
    ) -> Self {
        Self {
            of_dispatches: in_folds(dispatches, |fold, held| {
                let coder = coder(fold);
                held.map(|it| groups::of_dispatch(&coder, &it.document, &it.gold))
                    .collect()
            }),
            of_marked: in_folds(marked, |fold, held| {
                let coder = coder(fold);
                held.map(|it| origins::groups_of_marked(&coder, it))
                    .collect()
            }),
        }
    }

    /// Those of the dispatches that are shown.
    fn shown(&self, shown: &impl Fn(usize) -> bool) -> impl Iterator<Item = &sides::Choice> {
        of_shown(&self.of_marked, shown).chain(of_shown(&self.of_dispatches, shown))
    }

    fn ranker(&self, shown: impl Fn(usize) -> bool) -> GroupRanker {
        groups::train(&self.shown(&shown).collect::<Vec<_>>(), SEEDS[0])
    }
}

/// The trained models of coding.
pub struct Models {
    /// Of which country those are of whom nothing tells it.
    pub origins: OriginRanker,
    /// Whom words for several mean.
    pub groups: GroupRanker,
    /// Which act a predicate means.
    pub acts: ActRanker,
    /// Whether an act is told.
    pub judge: ActJudge,
    /// Who stands on its sides.
    pub sides: SideRanker,
    /// Where it took place.
    pub places: PlaceRanker,
}

impl Models {
    fn coder<'k>(self, pipeline: &'k Pipeline, codebook: &'k Codebook) -> Coder<'k> {
        Coder::new(pipeline, codebook)
            .with_origins(self.origins)
            .with_groups(self.groups)
            .with_acts(self.acts)
            .with_judge(self.judge)
            .with_sides(self.sides)
            .with_places(self.places)
    }
}

impl Material {
    /// Reads and codes it, each dispatch with models of origins, of acts and of sides that have not seen it, as far as what is
    /// learned stands on them.
    pub fn of(
        pipeline: &Pipeline,
        codebook: &Codebook,
        data: &Path,
        dispatches: &[Annotated],
    ) -> Result<Self> {
        let memory = Arc::new(Memory::default());
        let bare = Coder::new(pipeline, codebook).with_memory(memory.clone());
        let origins: Vec<Vec<sides::Choice>> = dispatches
            .par_iter()
            .map(|it| origins::of_dispatch(&bare, &it.document, &it.gold))
            .collect();
        let with_origins = origins::marked()?;
        let of_marked: Vec<Vec<sides::Choice>> = with_origins
            .par_iter()
            .map(|it| origins::of_marked(&bare, it))
            .collect();
        let several = Several::of(dispatches, &with_origins, || {
            Coder::new(pipeline, codebook).with_memory(memory.clone())
        });
        let origins_of = |shown: &dyn Fn(usize) -> bool| {
            let shown: Vec<&sides::Choice> = of_shown(&of_marked, &shown)
                .chain(of_shown(&origins, &shown))
                .collect();
            origins::train(&shown, SEEDS[0])
        };
        let who_of = |shown: &dyn Fn(usize) -> bool| Who {
            origins: origins_of(shown),
            groups: several.ranker(shown),
        };
        let coder_with = |who: &Who| {
            Coder::new(pipeline, codebook)
                .with_memory(memory.clone())
                .with_origins(who.origins.clone())
                .with_groups(who.groups.clone())
        };
        let coder = &coder_with(&who_of(&|_| true));
        let unseen: Vec<Who> = (0..FOLDS)
            .map(|fold| who_of(&|at| at % FOLDS != fold))
            .collect();
        let sentences = acts::corpus(data)?;
        let shown: Vec<&acts::Sentence> = sentences
            .iter()
            .filter(|sentence| sentence.split == "train")
            .collect();
        let acts_of_corpus = acts::of_corpus(coder, &shown);
        let mut acts_of_dispatches: Vec<Vec<Example>> = in_folds(dispatches, |fold, held| {
            let coder = coder_with(&unseen[fold]);
            held.map(|it| acts::of_dispatch(&coder, &it.document, &it.told()))
                .collect()
        });
        weigh(&mut acts_of_dispatches, dispatches, |care, it| {
            it.weight *= share(care);
        });
        let acts: Vec<ActRanker> = (0..FOLDS)
            .into_par_iter()
            .map(|fold| {
                let others = |at: usize| at % FOLDS != fold;
                let shown = of_shown(&acts_of_dispatches, &others);
                let shown: Vec<&Example> = acts_of_corpus.iter().chain(shown).collect();
                acts::train(&shown, 1.0, SEEDS[0])
            })
            .collect();
        let sides_of_corpus = sides::of_corpus(coder, &shown);
        // Of acts that are not sure, those that a model of acts thinks of.
        let mut sides_of_dispatches: Vec<Vec<sides::Choice>> =
            in_folds(dispatches, |fold, held| {
                let coder = coder_with(&unseen[fold]);
                let asked = coder_with(&unseen[fold]).with_acts(acts[fold].clone());
                held.map(|it| {
                    let mut choices = sides::of_dispatch(&coder, &it.document, &it.gold, false);
                    choices.extend(sides::of_dispatch(&asked, &it.document, &it.gold, true));
                    choices
                })
                .collect()
            });
        weigh(&mut sides_of_dispatches, dispatches, |care, it| {
            it.home = !matches!(care, Care::Quick);
            it.weight *= share(care);
        });
        let apart = |(fold, (who, acts)): (usize, (Who, ActRanker))| {
            let others = |at: usize| at % FOLDS != fold;
            let shown = of_shown(&sides_of_dispatches, &others);
            let shown: Vec<&sides::Choice> = sides_of_corpus.iter().chain(shown).collect();
            let sides = sides::train(&shown, SEEDS[0]);
            Apart { who, acts, sides }
        };
        let apart: Vec<Apart> = unseen
            .par_iter()
            .cloned()
            .zip(acts)
            .enumerate()
            .map(apart)
            .collect();
        let mut judged_of_dispatches: Vec<Vec<Example>> = in_folds(dispatches, |fold, held| {
            let coder = coder_with(&apart[fold].who)
                .with_acts(apart[fold].acts.clone())
                .with_sides(apart[fold].sides.clone());
            held.map(|it| match it.care {
                Care::Quick => Vec::new(),
                _ => judge::of_dispatch(&coder, &it.document, &it.gold),
            })
            .collect()
        });
        weigh(&mut judged_of_dispatches, dispatches, |care, it| {
            it.weight *= share(care);
        });
        let places_of_dispatches = in_folds(dispatches, |fold, held| {
            let coder = coder_with(&unseen[fold]);
            held.map(|it| match it.care {
                Care::Quick => Vec::new(),
                _ => places::of_dispatch(&coder, &it.document, &it.gold),
            })
            .collect()
        });
        Ok(Self {
            memory,
            apart,
            acts_of_corpus,
            acts_of_dispatches,
            judged_of_dispatches,
            sides_of_corpus,
            sides_of_dispatches,
            places_of_dispatches,
            origins_of_marked: of_marked,
            origins_of_dispatches: origins,
            several,
        })
    }

    /// Models that have seen the corpus and all dispatches.
    pub fn models(&self) -> Models {
        let acts: Vec<&Example> = self
            .acts_of_corpus
            .iter()
            .chain(self.acts_of_dispatches.iter().flatten())
            .collect();
        let sides: Vec<&sides::Choice> = self
            .sides_of_corpus
            .iter()
            .chain(self.sides_of_dispatches.iter().flatten())
            .collect();
        let origins: Vec<&sides::Choice> = self
            .origins_of_marked
            .iter()
            .chain(&self.origins_of_dispatches)
            .flatten()
            .collect();
        self.completed(
            Apart {
                who: Who {
                    origins: origins::train(&origins, SEEDS[0]),
                    groups: self.several.ranker(|_| true),
                },
                acts: acts::train(&acts, 1.0, SEEDS[0]),
                sides: sides::train(&sides, SEEDS[0]),
            },
            |_| true,
        )
    }

    /// Models that have not seen the dispatches of a fold.
    fn models_without(&self, fold: usize) -> Models {
        self.completed(self.apart[fold].clone(), |at| at % FOLDS != fold)
    }

    /// With the models that stand on the answers of these.
    fn completed(&self, apart: Apart, shown: impl Fn(usize) -> bool) -> Models {
        let judged: Vec<&Example> = of_shown(&self.judged_of_dispatches, &shown).collect();
        let venues: Vec<&sides::Choice> = of_shown(&self.places_of_dispatches, &shown).collect();
        Models {
            origins: apart.who.origins,
            groups: apart.who.groups,
            acts: apart.acts,
            sides: apart.sides,
            judge: judge::train(&judged, SEEDS[0]),
            places: places::train(&venues, SEEDS[0]),
        }
    }

    /// Codes each of some dispatches with models that have not seen it.
    fn code_each(
        &self,
        pipeline: &Pipeline,
        codebook: &Codebook,
        dispatches: &[Annotated],
        measured: Range<usize>,
    ) -> (Vec<Explanation>, Standings) {
        let folds: Vec<(Vec<(usize, Explanation)>, Standings)> = (0..FOLDS)
            .into_par_iter()
            .map(|fold| {
                let models = self.models_without(fold);
                let held = |at: usize| measured.contains(&at) && at % FOLDS == fold;
                let marked = |at: usize| at % FOLDS == fold;
                let standings = Standings {
                    origins: Standing::of(
                        &models.origins,
                        of_shown(&self.origins_of_dispatches, &held),
                    ),
                    marked: Standing::of(
                        &models.origins,
                        of_shown(&self.origins_of_marked, &marked),
                    ),
                    groups: Standing::of(
                        &models.groups,
                        of_shown(&self.several.of_dispatches, &held),
                    ),
                    groups_of_all: Standing::of(&models.groups, self.several.shown(&marked)),
                    sides: Standing::of(&models.sides, of_shown(&self.sides_of_dispatches, &held)),
                };
                let coder = models
                    .coder(pipeline, codebook)
                    .with_memory(self.memory.clone());
                let own = measured.clone().filter(|&at| held(at));
                let coded = own.map(|at| (at, coder.explain(&dispatches[at].document)));
                (coded.collect(), standings)
            })
            .collect();
        let mut standings = Standings::default();
        for (_, fold) in &folds {
            standings.add(fold);
        }
        let mut coded: Vec<_> = folds.into_iter().flat_map(|(coded, _)| coded).collect();
        coded.sort_by_key(|(at, _)| *at);
        let coded = coded.into_iter().map(|(_, explanation)| explanation);
        (coded.collect(), standings)
    }
}

/// How often the models that choose among candidates are right, on what they have not seen.
#[derive(Default)]
struct Standings {
    /// On the countries of the annotated parties of whom nothing tells it.
    origins: Standing,
    /// On those of the dispatches with marks.
    marked: Standing,
    /// On the words for several that stand on a side of an annotated act, and on those of the corpus and of the dispatches with marks too.
    groups: Standing,
    groups_of_all: Standing,
    /// On the sides of acts.
    sides: Standing,
}

impl Standings {
    fn add(&mut self, other: &Self) {
        self.origins.add(&other.origins);
        self.marked.add(&other.marked);
        self.groups.add(&other.groups);
        self.groups_of_all.add(&other.groups_of_all);
        self.sides.add(&other.sides);
    }

    fn print(&self) {
        for (what, standing) in [
            ("countries that nothing tells", &self.origins),
            ("the same in dispatches with marks", &self.marked),
            ("words for several parties", &self.groups),
            ("the same in all dispatches", &self.groups_of_all),
            ("sides of acts found", &self.sides),
        ] {
            println!(
                "  {what}: {} of {} right by the rules, {} by the model, {} within its reach",
                standing.seated, standing.choices, standing.chosen, standing.within_reach
            );
        }
    }
}

/// What is found in each dispatch, fold by fold.
fn in_folds<D: Sync, T: Send>(
    dispatches: &[D],
    of_fold: impl Fn(usize, &mut dyn Iterator<Item = &D>) -> Vec<T> + Sync,
) -> Vec<T> {
    let folds: Vec<Vec<T>> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| of_fold(fold, &mut dispatches.iter().skip(fold).step_by(FOLDS)))
        .collect();
    let mut folds: Vec<_> = folds.into_iter().map(Vec::into_iter).collect();
    let in_order = (0..dispatches.len()).filter_map(|at| folds[at % FOLDS].next());
    in_order.collect()
}

/// How much the dispatches annotated with this care count.
fn share(care: Care) -> f32 {
    match care {
        Care::Full => 1.0,
        Care::Checked => CHECKED,
        Care::Quick => QUICK,
    }
}

/// Weighs what was found in each dispatch by the care with which it was annotated.
fn weigh<T>(all: &mut [Vec<T>], dispatches: &[Annotated], weigh: impl Fn(Care, &mut T)) {
    for (each, dispatch) in all.iter_mut().zip(dispatches) {
        each.iter_mut().for_each(|it| weigh(dispatch.care, it));
    }
}

/// What belongs to the dispatches that are shown.
fn of_shown<'m, T>(
    all: &'m [Vec<T>],
    shown: &impl Fn(usize) -> bool,
) -> impl Iterator<Item = &'m T> {
    let dispatches = all.iter().enumerate();
    dispatches
        .filter(|(at, _)| shown(*at))
        .flat_map(|(_, each)| each)
}
