//! What coding rests on: the language model and the codebook.

use super::common::Engine;
use crate::{
    built_in_acts, built_in_codebook, built_in_groups, built_in_judge, built_in_origins,
    built_in_places, built_in_sides,
};
use anyhow::{Context, Result};
use chancery_codebook::Codebook;
use chancery_coding::Coder;
use chancery_language::{Pipeline, locate};
use clap::Args;
use std::path::PathBuf;

/// Which codebook is used.
#[derive(Args)]
pub struct Books {
    /// A folder with a codebook of your own, put over the built-in one
    #[arg(long, value_name = "DIR", help_heading = "Knowledge")]
    pub codebook: Option<PathBuf>,
    /// Use the folder of --codebook in place of the built-in codebook
    #[arg(long, requires = "codebook", help_heading = "Knowledge")]
    only_codebook: bool,
}

impl Books {
    /// The codebook in `dir`, if any, over the built-in one or in its place.
    pub fn of(dir: Option<PathBuf>, only: bool) -> Self {
        Self {
            codebook: dir,
            only_codebook: only,
        }
    }

    /// Loads it.
    pub fn load(&self) -> Result<Codebook> {
        let Some(dir) = &self.codebook else {
            return Ok(built_in_codebook());
        };
        anyhow::ensure!(dir.is_dir(), "--codebook {}: no such folder", dir.display());
        let place = || format!("--codebook {}", dir.display());
        if self.only_codebook {
            return Codebook::load(dir).with_context(place);
        }
        let mut codebook = built_in_codebook();
        codebook.overlay(dir).with_context(place)?;
        Ok(codebook)
    }

    /// A coder with what was loaded. The built-in models of origins and of groups know no frame; those of acts, told or not, of sides and of
    /// places know the built-in ones; where a user's own stand in their place, the frame that fits most closely decides, whom it
    /// seats, and the place by its words.
    pub fn coder<'k>(&self, pipeline: &'k Pipeline, codebook: &'k Codebook) -> Result<Coder<'k>> {
        let origins = built_in_origins().context("data/ranker/origins.bin")?;
        let groups = built_in_groups().context("data/ranker/groups.bin")?;
        let coder = Coder::new(pipeline, codebook)
            .with_origins(origins)
            .with_groups(groups);
        if self.only_codebook {
            return Ok(coder);
        }
        let acts = built_in_acts().context("data/ranker/acts.bin")?;
        let judge = built_in_judge().context("data/ranker/judge.bin")?;
        let sides = built_in_sides().context("data/ranker/sides.bin")?;
        let places = built_in_places().context("data/ranker/places.bin")?;
        Ok(coder
            .with_acts(acts)
            .with_judge(judge)
            .with_sides(sides)
            .with_places(places))
    }
}

/// Loads the language model that `engine` names, else the one installed.
pub fn pipeline(engine: &Engine) -> Result<Pipeline> {
    let path = locate(engine.model.as_deref())?;
    Pipeline::load(&path).with_context(|| format!("the language model at {}", path.display()))
}

/// Loads model and codebook at once.
pub fn both(engine: &Engine, books: &Books) -> Result<(Pipeline, Codebook)> {
    std::thread::scope(|scope| {
        let codebook = scope.spawn(|| books.load());
        let pipeline = pipeline(engine)?;
        let codebook = codebook
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((pipeline, codebook?))
    })
}
