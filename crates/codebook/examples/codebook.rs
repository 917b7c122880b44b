//! `cargo run -p chancery-codebook --example codebook -- check data`: the codebook's tools without the rest of the
//! program, for whoever edits `data/`.

use std::path::Path;
use std::process::ExitCode;

use chancery_codebook::{Codebook, Severity, render};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["check", dir] => return check(Path::new(dir)),
        ["list", dir] => print!("{}", render::list(&open(dir))),
        ["show", dir, name] => match render::show(&open(dir), name) {
            Some(text) => print!("{text}"),
            None => eprintln!("there is no `{name}`"),
        },
        ["diff", before, after] => print!("{}", render::diff(&open(before), &open(after))),
        _ => eprintln!("check DIR | list DIR | show DIR NAME | diff DIR DIR"),
    }
    ExitCode::SUCCESS
}

fn open(dir: &str) -> Codebook {
    Codebook::load_leniently(Path::new(dir)).0
}

fn check(dir: &Path) -> ExitCode {
    let problems = Codebook::check(dir);
    for problem in &problems {
        println!("{problem}");
    }
    let faults = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Fault)
        .count();
    println!("{faults} faults, {} doubts", problems.len() - faults);
    ExitCode::from(u8::from(faults > 0))
}
