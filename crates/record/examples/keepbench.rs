//! Scratch.
use chancery_coding::Event;
use chancery_intake::{Options, find};
use chancery_record::{Item, KeptDocument, Record, RunInfo};
use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;
use std::time::Instant;
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = s.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (docs, events, record, batch) = (&a[1], &a[2], &a[3], a[4].parse::<usize>().unwrap());
    let mut by: HashMap<String, Vec<Event>> = HashMap::new();
    for line in std::io::BufReader::new(std::fs::File::open(events).unwrap()).lines() {
        let e: Event = serde_json::from_str(&line.unwrap()).unwrap();
        by.entry(e.document.clone()).or_default().push(e);
    }
    let options = Options::default();
    let items: Vec<Item> = find(&[docs.into()], &options)
        .map(|f| {
            let d = f.unwrap().assemble(&options).unwrap();
            let e = by.remove(&d.id).unwrap_or_default();
            Item::Coded(Box::new(KeptDocument::of("root", &d)), e)
        })
        .collect();
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{record}{ending}"));
    }
    let mut record = Record::open(Path::new(record)).unwrap();
    let mut run = record
        .begin(&RunInfo {
            command: "read".into(),
            ..Default::default()
        })
        .unwrap();
    let (c, w) = (cpu(), Instant::now());
    for items in items.chunks(batch) {
        run.keep(items).unwrap();
    }
    run.finish("2024-01-01T00:00:00Z").unwrap();
    println!(
        "{} docs: cpu {:.2} wall {:.2}",
        items.len(),
        cpu() - c,
        w.elapsed().as_secs_f64()
    );
}
