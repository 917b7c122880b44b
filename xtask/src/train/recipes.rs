//! What rankers of `relate` are compared: what they see, and what they learn from.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use chancery_coding::{Coder, Features};

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
    /// How much a sentence of the corpus counts beside one of the benchmark; 0 leaves the corpus out.
    corpus: f32,
}

/// How much a sentence of the corpus counts where it is learned from. Tried by cross-validation with the first
/// seed: 0.03, 0.1 and 0.3.
pub const CORPUS: f32 = 0.03;

/// All that are compared; the last is kept.
pub const RECIPES: [Recipe; 7] = [
    recipe("words and tree", [true, false, false], 0.0),
    recipe("frames' features", [false, true, false], 0.0),
    recipe("vectors", [false, false, true], 0.0),
    recipe("words and frames", [true, true, false], 0.0),
    recipe("words, frames and corpus", [true, true, false], CORPUS),
    recipe("words, frames and vectors", [true, true, true], 0.0),
    recipe(
        "words, frames, vectors and corpus",
        [true, true, true],
        CORPUS,
    ),
];

/// The recipe of the ranker that is kept.
pub const KEPT: Recipe = RECIPES[RECIPES.len() - 1];

const fn recipe(name: &'static str, [text, frames, meaning]: [bool; 3], corpus: f32) -> Recipe {
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

    /// The benchmark's sentences as a ranker of this recipe sees them.
    pub fn examples(&self, recipe: &Recipe) -> Vec<Example> {
        examples(&self.cases, &self.features, recipe, 1.0)
    }

    /// The corpus's sentences that a ranker of this recipe learns from.
    pub fn beside(&self, recipe: &Recipe) -> Vec<Example> {
        if recipe.corpus == 0.0 {
            return Vec::new();
        }
        examples(&self.corpus, &self.of_corpus, recipe, recipe.corpus)
    }

    /// What cross-validation finds.
    pub fn judge(&self, recipe: &Recipe) -> Verdict {
        cross_validate(&self.examples(recipe), &self.groups, &self.beside(recipe))
    }
}

fn examples(cases: &[Case], features: &[Features], recipe: &Recipe, weight: f32) -> Vec<Example> {
    let example = |(case, features): (&Case, &Features)| Example {
        features: recipe.pick(features),
        class: case.class,
        weight,
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
