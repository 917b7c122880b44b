//! Development: codes the documents of a JSONL file, or runs the frames' examples.
use chancery_codebook::Codebook;
use chancery_coding::*;
use chancery_language::Pipeline;
use std::path::Path;
fn main() {
    let t = std::time::Instant::now();
    let pipeline = Pipeline::load(&chancery_language::locate(None).unwrap()).unwrap();
    let (codebook, problems) = Codebook::load_leniently(Path::new("data"));
    eprintln!("{} problems, loaded in {:?}", problems.len(), t.elapsed());
    let coder = Coder::new(&pipeline, &codebook);
    let args: Vec<String> = std::env::args().collect();
    match args[1].as_str() {
        "examples" => {
            let r = run_examples(&coder);
            for f in &r.failures {
                println!("{}:{} {} | {} | {}", f.file, f.line, f.frame, f.problem, f.text);
            }
            eprintln!("{} run, {} fail, {} exercised", r.run, r.failures.len(), r.exercised.len());
        }
        "explain" => {
            let input = chancery_intake::Options::default();
            for document in chancery_intake::read(&[args[2].clone()], &input) {
                println!("{}", coder.explain(&document.unwrap()));
            }
        }
        _ => {
            let input = chancery_intake::Options::default();
            for document in chancery_intake::read(&[args[1].clone()], &input) {
                for e in coder.code(&document.unwrap()) {
                    println!("{}", serde_json::to_string(&e).unwrap());
                }
            }
        }
    }
}
