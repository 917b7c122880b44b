//! `cargo xtask train`: the ranker of `relate`, trained anew.

pub mod acts;
mod folds;
mod learn;
mod measure;
pub mod places;
pub mod sides;

use std::fs;

use anyhow::{Context as _, Result, bail};
use chancery_codebook::Codebook;
use chancery_coding::{ActRanker, Coder, Features, PlaceRanker, PlvClass, Ranker, SideRanker};
use chancery_language::Pipeline;

use crate::accuracy::dispatches::{self, Material};
use crate::demo::workspace;
use crate::plv::{self, Case};

pub use folds::{FOLDS, held_out};
pub use learn::{Example, Settings};
pub use measure::{Confusion, calibration_error, likeliest};

/// The seeds of cross-validation; the first is that of the ranker kept.
pub const SEEDS: [u64; 3] = [1, 2, 3];

/// What cross-validation found over all seeds.
pub struct Verdict {
    /// Which class was answered as which.
    pub confusion: Confusion,
    /// The expected calibration error, mean over seeds.
    pub calibration: f64,
    /// The temperature that fits all held-out answers of the first seed.
    pub temperature: f32,
}

/// Train the models anew.
#[derive(clap::Args)]
pub struct Options {
    /// Only those of coding: which act a predicate means, who stands on its sides, and where it took place.
    #[arg(long)]
    coding: bool,
}

/// Trains the ranker of `relate` on the PLV development sentences, the models of coding on the corpus and the dispatches, and
/// writes `data/ranker`.
pub fn run(options: &Options) -> Result<()> {
    let pipeline = Pipeline::load(&chancery_language::locate(None)?)?;
    let codebook = Codebook::load(&workspace().join("data")).context("the codebook has faults")?;
    let coder = Coder::new(&pipeline, &codebook);
    if options.coding {
        return train_coding(&coder);
    }
    let Some(cases) = plv::cases()? else {
        bail!(
            "the sentences to train on are not at hand; set CHANCERY_SHARED to the folder that holds `data`"
        );
    };
    let features = plv::features(&coder, &cases)?;
    let groups = plv::groups(&cases);
    let examples = examples(&cases, &features, |features| features.all().collect());
    let verdict = cross_validate(&examples, &groups);
    let settings = Settings::default();
    let all: Vec<&Example> = examples.iter().collect();
    let ranker = Ranker::from_weights(
        &learn::learn::<{ PlvClass::ALL.len() }>(&all, &settings, SEEDS[0]),
        verdict.temperature,
    );
    write(&ranker, &verdict, examples.len())?;
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
    let places = PlaceRanker::from_bytes(&read("places.bin")?).context("places.bin")?;
    Ok(Coder::new(pipeline, codebook)
        .with_acts(acts)
        .with_sides(sides)
        .with_places(places))
}

/// Trains the models of acts, of sides and of places on the corpus and all dispatches, and writes them.
fn train_coding(coder: &Coder) -> Result<()> {
    let data = workspace().join("data");
    let material = Material::of(coder, &data, &dispatches::annotated(&data)?)?;
    let models = material.models(|_| true);
    for (name, bytes) in [
        ("acts.bin", models.acts.to_bytes()),
        ("sides.bin", models.sides.to_bytes()),
        ("places.bin", models.places.to_bytes()),
    ] {
        fs::write(data.join("ranker").join(name), &bytes)?;
        println!("data/ranker/{name}: {} bytes", bytes.len());
    }
    Ok(())
}

/// Examples of the features that `pick` takes.
pub fn examples(
    cases: &[Case],
    features: &[Features],
    pick: impl Fn(&Features) -> Vec<(u32, f32)>,
) -> Vec<Example> {
    let example = |(case, features): (&Case, &Features)| Example {
        features: pick(features),
        class: case.class,
    };
    cases.iter().zip(features).map(example).collect()
}

/// Cross-validates with every seed and pools the answers.
pub fn cross_validate(examples: &[Example], groups: &[usize]) -> Verdict {
    let settings = Settings::default();
    let mut pairs = Vec::new();
    let mut calibration = 0.0;
    let mut temperature = 1.0;
    for seed in SEEDS {
        let held = held_out(examples, groups, &settings, seed);
        let probabilities = held.probabilities(examples);
        calibration += calibration_error(examples, &probabilities) / SEEDS.len() as f64;
        let answers = probabilities.iter().map(|one| likeliest(one).0);
        pairs.extend(examples.iter().map(|example| example.class).zip(answers));
        if seed == SEEDS[0] {
            temperature = held.temperature(examples, |_| true);
        }
    }
    Verdict {
        confusion: Confusion::count(pairs),
        calibration,
        temperature,
    }
}

fn write(ranker: &Ranker, verdict: &Verdict, count: usize) -> Result<()> {
    let folder = workspace().join("data/ranker");
    fs::create_dir_all(&folder)?;
    let bytes = ranker.to_bytes();
    fs::write(folder.join("plv.bin"), &bytes)?;
    let figures = format!(
        "macro-F1 {:.3}, accuracy {:.3}, expected calibration error {:.3}",
        verdict.confusion.macro_f1(),
        verdict.confusion.accuracy(),
        verdict.calibration
    );
    fs::write(folder.join("README.md"), readme(&figures, count))?;
    println!(
        "data/ranker/plv.bin: {} bytes; held out: {figures}",
        bytes.len()
    );
    Ok(())
}

fn readme(figures: &str, count: usize) -> String {
    format!(
        "# The ranker of `relate`\n\n\
         `plv.bin` holds the weights of a log-linear model that says which of the 15 root classes of the PLV benchmark\n\
         (Hu et al., ACL 2024) an act between two marked parties belongs to. It sees the masked words, the tree between the\n\
         parties and the frames that fit; `crates/coding/src/ranker` describes features and format.\n\n\
         Trained on {count} sentences of `data/classification/PLV_train.tsv` of the shared reference data, none of which\n\
         can be read off the weights. Frames are among what it sees: train it again when frames have changed much.\n\n\
         Reached in {FOLDS}-fold cross-validation, near-duplicates in one fold, {} seeds pooled:\n\
         {figures}.\n\n\
         Make it anew, this page included: `cargo xtask train`. Compare it with frames alone: `cargo xtask accuracy`.\n",
        SEEDS.len()
    )
}
