//! `cargo xtask generate`: the tables of `data/who` and `data/places`.
//!
//! What they hold is described in `data/who/README.md`. Facts come from the reference data beside the workspace
//! (see `data/who/SOURCES.md`) and from the supplements in `data/who/hand` and `data/places/hand`, which win.
//! The outputs are committed: building the project never needs the reference data.

mod check;
mod holders;
mod names;
mod organisations;
mod persons;
mod places;
mod rows;
mod states;
mod table;
mod terms;

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use std::path::{Path, PathBuf};

/// What to make anew.
#[derive(Subcommand)]
pub enum Target {
    /// `data/who`: states, persons, offices, organisations, media, metonyms, roles.
    Who,
    /// `data/places`: cities and regions.
    Places,
}

/// Makes `target` anew.
pub fn run(target: Target) -> Result<()> {
    let paths = Paths::find()?;
    match target {
        Target::Who => who(&paths),
        Target::Places => places::generate(&paths),
    }
}

/// Where generation reads and writes.
pub struct Paths {
    shared: PathBuf,
    data: PathBuf,
}

impl Paths {
    fn find() -> Result<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let shared = match std::env::var_os("CHANCERY_SHARED") {
            Some(path) => PathBuf::from(path),
            None => workspace.join("../shared"),
        };
        if !shared.join("data").is_dir() {
            bail!(
                "no reference data in {}; set CHANCERY_SHARED to the folder that has data/",
                shared.display()
            );
        }
        Ok(Self {
            shared,
            data: workspace.join("data"),
        })
    }

    /// A file of the reference data.
    fn reference(&self, name: &str) -> PathBuf {
        self.shared.join("data").join(name)
    }

    /// A hand-written supplement of the who-is-who.
    fn hand(&self, name: &str) -> PathBuf {
        self.data.join("who/hand").join(name)
    }

    /// A table of the who-is-who.
    fn who(&self, name: &str) -> PathBuf {
        self.data.join("who").join(name)
    }

    /// A file of the gazetteer, supplements included.
    fn places(&self, name: &str) -> PathBuf {
        self.data.join("places").join(name)
    }
}

fn who(paths: &Paths) -> Result<()> {
    let states = states::read(paths).context("states")?;
    let (persons, offices) = persons::read(paths, &states).context("persons")?;
    let organisations = organisations::read(paths, &states).context("organisations")?;
    let media: Vec<rows::Medium> = table::read(&paths.hand("media.tsv"))?;
    let metonyms = states::metonyms(paths, &states).context("metonyms")?;
    let roles: Vec<rows::Role> = table::read(&paths.hand("roles.tsv"))?;
    let tables = rows::Who {
        states,
        persons,
        offices,
        organisations,
        media,
        metonyms,
        roles,
    };
    let faults = check::who(&tables);
    for fault in &faults {
        eprintln!("{fault}");
    }
    if !faults.is_empty() {
        bail!("{} faults; nothing was written", faults.len());
    }
    write(paths, tables)
}

fn write(paths: &Paths, who: rows::Who) -> Result<()> {
    table::write(&paths.who("states.tsv"), who.states)?;
    table::write(&paths.who("persons.tsv"), who.persons)?;
    table::write(&paths.who("offices.tsv"), who.offices)?;
    table::write(&paths.who("organisations.tsv"), who.organisations)?;
    table::write(&paths.who("media.tsv"), who.media)?;
    table::write(&paths.who("metonyms.tsv"), who.metonyms)?;
    table::write(&paths.who("roles.tsv"), who.roles)
}
