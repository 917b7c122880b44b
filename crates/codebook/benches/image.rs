//! How long the program takes to have its codebook: `cargo bench -p chancery-codebook`.
//!
//! Two codebooks are measured: the repository's, and one of 200,000 made-up names of people.

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use chancery_codebook::Codebook;

const ROUNDS: usize = 20;

fn main() {
    let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data"));
    measure("the repository's", &Codebook::load_leniently(data).0);
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(dir.path().join("who")).expect("a folder");
    fs::write(dir.path().join("who/persons.tsv"), people(100_000)).expect("a file");
    measure("200,000 names", &Codebook::load_leniently(dir.path()).0);
}

fn measure(name: &str, codebook: &Codebook) {
    let image: &'static [u8] = Vec::leak(codebook.compile());
    let load = best(|| {
        drop(black_box(
            Codebook::from_static_image(image).expect("an image"),
        ))
    });
    println!("{name}: {} kB, loaded in {load:.1?}", image.len() / 1000);
    let text =
        "The ministers of France and Chad met Person Number-512 in the United Kingdom on Monday. "
            .repeat(1000);
    let starts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
    let who = codebook.who();
    let scan = best(|| {
        let hits = starts
            .iter()
            .filter(|&&start| who.names_at(&text, start).is_some())
            .count();
        black_box(hits);
    });
    println!("{name}: {:.0?} a look-up", scan / starts.len() as u32);
}

/// The shortest of some rounds.
fn best(mut run: impl FnMut()) -> Duration {
    let round = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn people(count: usize) -> String {
    let mut text = String::from("entity\tname\taliases\tsurname\tgender\tsource\n");
    for number in 0..count {
        let surname = number.wrapping_mul(2_654_435_761) % 1_000_003;
        let _ = writeln!(
            text,
            "person/{number}\tPerson Number-{number}\tOther {surname}\tName {surname}\t\tx"
        );
    }
    text
}
