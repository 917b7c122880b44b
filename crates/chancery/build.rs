//! Compiles the codebook in `data/` to the image that the binary carries.

use chancery_codebook::Codebook;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folders of `data/` that are the codebook's.
const FOLDERS: [&str; 5] = ["ontology", "frames", "who", "language", "places"];

fn main() {
    let data = Path::new(&variable("CARGO_MANIFEST_DIR")).join("../../data");
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={}", data.join(folder).display());
    }
    let codebook = match Codebook::load(&data) {
        Ok(codebook) => codebook,
        Err(faults) => {
            println!("cargo::error=the codebook in data/ does not load");
            faults
                .to_string()
                .lines()
                .for_each(|line| println!("cargo::error={line}"));
            return;
        }
    };
    let image = PathBuf::from(variable("OUT_DIR")).join("codebook.image");
    fs::write(&image, codebook.compile()).expect("the build folder can be written");
}

fn variable(name: &str) -> String {
    env::var(name).expect("Cargo sets it")
}
