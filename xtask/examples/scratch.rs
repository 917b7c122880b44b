#![allow(missing_docs)]
use chancery_codebook::Codebook;
use chancery_coding::{ActRanker, Coder};
use chancery_intake::{Options, Supplied, assemble_plain};
use chancery_language::Pipeline;
use rayon::prelude::*;
use std::io::Read;
fn main() {
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join("data");
    let brief = std::env::args().any(|a| a == "-b");
    let pipeline = Pipeline::load(chancery_language::locate(None).unwrap()).unwrap();
    let codebook = match Codebook::load(&data) {
        Ok(c) => c,
        Err(e) => {
            eprintln!("{e}");
            std::process::exit(1)
        }
    };
    let acts =
        ActRanker::from_bytes(&std::fs::read(data.join("ranker/acts.bin")).unwrap()).unwrap();
    let coder = if std::env::args().any(|a| a == "-n") {
        Coder::new(&pipeline, &codebook)
    } else {
        Coder::new(&pipeline, &codebook).with_acts(acts)
    };
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    let out: Vec<String> = lines
        .par_iter()
        .map(|line| {
            let supplied = Supplied {
                text: line.to_string(),
                ..Supplied::default()
            };
            let document = assemble_plain(supplied, &Options::default()).unwrap();
            let e = coder.explain(&document);
            let all = e.to_string();
            if !brief {
                return all;
            }
            let mut s = format!("# {line}\n");
            for l in all
                .lines()
                .filter(|l| l.starts_with("event ") || l.starts_with("passed over"))
            {
                s += "    ";
                s += l;
                s += "\n";
            }
            s
        })
        .collect();
    for o in out {
        println!("{o}");
    }
}
