//! What rankers of `relate` are compared: what they see, and what they learn from.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use chancery_coding::{ClassModel, Coder, Features, Ranker};

use super::fit::fit;
use super::learn::CLASSES;
use super::{Example, SEEDS, Verdict, acts, cross_validate};
use crate::demo::workspace;
use crate::plv::{self, Case};

/// What a ranker sees and learns from.
#[derive(Clone, Copy)]
pub struct Recipe {
    /// In the table.
    pub name: &'static str,
    text: bool,
    frames: bool,
    meaning: bool,
    /// Whether it hears the opinion of a model of the corpus.
    corpus: bool,
}

/// All that are compared; the last is kept.
pub const RECIPES: [Recipe; 6] = [
    recipe("words and tree", [true, false, false], false),
    recipe("features of frames", [false, true, false], false),
    recipe("words and frames", [true, true, false], false),
    recipe("words, frames and corpus", [true, true, false], true),
    recipe("words, frames and vectors", [true, true, true], false),
    recipe(
        "words, frames, vectors and corpus",
        [true, true, true],
        true,
    ),
];

/// The recipe of the ranker that is kept.
pub const KEPT: Recipe = RECIPES[RECIPES.len() - 1];

const fn recipe(name: &'static str, [text, frames, meaning]: [bool; 3], corpus: bool) -> Recipe {
    Recipe {
        name,
        text,
        frames,
        meaning,
        corpus,
    }
}

/// Sentences with what a ranker sees of them.
pub struct Seen {
    cases: Vec<Case>,
    features: Vec<Features>,
    groups: Vec<usize>,
    corpus: Vec<Case>,
    of_corpus: Vec<Features>,
}

impl Seen {
    /// Reads and analyses the benchmark's sentences and the corpus; nothing where the former are not at hand.
    pub fn of(coder: &Coder) -> Result<Option<Self>> {
        let Some(cases) = plv::cases()? else {
            return Ok(None);
        };
        let sentences = acts::corpus(&workspace().join("data"))?;
        let shown = sentences
            .iter()
            .filter(|sentence| sentence.split == "train");
        let corpus: Vec<Case> = shown.filter_map(acts::Sentence::case).collect();
        Ok(Some(Self {
            features: plv::features(coder, &cases)?,
            groups: plv::groups(&cases),
            of_corpus: plv::features(coder, &corpus).context("the corpus")?,
            cases,
            corpus,
        }))
    }

    /// How many sentences of the benchmark there are, and how many of the corpus.
    pub fn counts(&self) -> [usize; 2] {
        [self.cases.len(), self.corpus.len()]
    }

    /// What cross-validation finds. The model of the corpus has seen nothing of the benchmark and is the same in every fold.
    pub fn judge(&self, recipe: &Recipe) -> Verdict {
        let of_corpus = recipe.corpus.then(|| self.model_of_corpus(recipe));
        cross_validate(&self.examples(recipe, of_corpus.as_ref()), &self.groups)
    }

    /// The ranker of all sentences, by the recipe that is kept.
    pub fn train(&self, temperature: f32) -> Ranker {
        let of_corpus = self.model_of_corpus(&KEPT);
        let examples = self.examples(&KEPT, Some(&of_corpus));
        Ranker::new(of_corpus, model(&examples, temperature))
    }

    fn model_of_corpus(&self, recipe: &Recipe) -> ClassModel {
        model(&examples(&self.corpus, &self.of_corpus, recipe), 1.0)
    }

    /// The benchmark's sentences as a ranker of this recipe sees them.
    fn examples(&self, recipe: &Recipe, of_corpus: Option<&ClassModel>) -> Vec<Example> {
        let mut examples = examples(&self.cases, &self.features, recipe);
        if let Some(model) = of_corpus {
            for example in &mut examples {
                let opinion = Ranker::opinion(model, example.features.iter().copied());
                example.features.extend(opinion);
            }
        }
        examples
    }
}

fn model(examples: &[Example], temperature: f32) -> ClassModel {
    let examples: Vec<&Example> = examples.iter().collect();
    ClassModel::from_weights(&fit::<CLASSES>(&examples), temperature)
}

fn examples(cases: &[Case], features: &[Features], recipe: &Recipe) -> Vec<Example> {
    let example = |(case, features): (&Case, &Features)| Example {
        features: recipe.pick(features),
        class: case.class,
        weight: 1.0,
    };
    cases.iter().zip(features).map(example).collect()
}

impl Recipe {
    fn pick(&self, features: &Features) -> Vec<(u32, f32)> {
        let groups = [
            (self.text, &features.text),
            (self.frames, &features.frames),
            (self.meaning, &features.meaning),
        ];
        let wanted = groups.into_iter().filter(|(wanted, _)| *wanted);
        wanted.flat_map(|(_, group)| group).copied().collect()
    }
}

/// The verdicts on all recipes, as a table in Markdown.
pub fn table(verdicts: &[(Recipe, Verdict)]) -> String {
    let mut table = "| learns from | macro-F1 | by seed | accuracy | calibration error |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for (recipe, verdict) in verdicts {
        let by_seed: Vec<String> = verdict
            .by_seed
            .iter()
            .map(|f1| format!("{f1:.3}"))
            .collect();
        debug_assert_eq!(by_seed.len(), SEEDS.len());
        let _ = writeln!(
            table,
            "| {} | {:.3} | {} | {:.3} | {:.3} |",
            recipe.name,
            verdict.confusion.macro_f1(),
            by_seed.join(", "),
            verdict.confusion.accuracy(),
            verdict.calibration
        );
    }
    table
}
