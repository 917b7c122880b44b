//! A damaged or hostile model is an error or a worse model, never a crash.

use std::collections::BTreeMap;
use std::io::Read as _;

use chancery_language::{Error, Pipeline, locate};

type Files = BTreeMap<String, Vec<u8>>;

/// The files of the installed model; nothing, with a word about it, where there is none.
fn files() -> Option<Files> {
    let path = locate(None)
        .map_err(|error| eprintln!("skipped: {error}"))
        .ok()?;
    if path.is_dir() {
        eprintln!("skipped: {} is no wheel", path.display());
        return None;
    }
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().to_string())
        .collect();
    let config = names
        .iter()
        .find(|name| name.ends_with("/config.cfg"))
        .unwrap();
    let folder = config.strip_suffix("config.cfg").unwrap();
    let mut files = Files::new();
    for name in names.iter().filter_map(|name| name.strip_prefix(folder)) {
        let mut bytes = Vec::new();
        let mut entry = archive.by_name(&format!("{folder}{name}")).unwrap();
        entry.read_to_end(&mut bytes).unwrap();
        files.insert(name.to_owned(), bytes);
    }
    Some(files)
}

fn load(files: Files) -> Result<Pipeline, Error> {
    Pipeline::from_files(files)
}

/// Loads with one file changed; what loads must analyse too.
fn check(files: &Files, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let mut files = files.clone();
    change(files.get_mut(name).unwrap());
    if let Ok(pipeline) = load(files) {
        pipeline.analyse("The two sides' envoys couldn't meet in Vienna, (again) on 3 May.");
    }
}

const READ: [&str; 9] = [
    "config.cfg",
    "tokenizer",
    "vocab/lookups.bin",
    "tok2vec/model",
    "tagger/model",
    "parser/model",
    "parser/moves",
    "ner/model",
    "attribute_ruler/patterns",
];

#[test]
fn files_that_are_cut_off_or_changed() {
    let Some(files) = files() else {
        return;
    };
    let mut state = 12_345u64;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below.max(1)
    };
    for name in READ {
        let length = files[name].len();
        let cut = random(length);
        check(&files, name, |bytes| bytes.truncate(cut));
        check(&files, name, |bytes| bytes.clear());
        for _ in 0..3 {
            // Where the structure is, more often than among the numbers.
            let places: Vec<(usize, u8)> = (0..8)
                .map(|at| {
                    (
                        random(if at < 6 { length.min(3_000) } else { length }),
                        random(256) as u8,
                    )
                })
                .collect();
            check(&files, name, |bytes| {
                for (place, value) in places {
                    bytes[place] = value;
                }
            });
        }
    }
}

#[test]
fn what_is_wrong_is_named() {
    let Some(files) = files() else {
        return;
    };
    let with = |name: &str, from: &str, to: &str| {
        let mut files = files.clone();
        let file = files.get_mut(name).unwrap();
        *file = String::from_utf8_lossy(file).replace(from, to).into_bytes();
        load(files).unwrap_err().to_string()
    };
    let said = with(
        "config.cfg",
        "factory = \"ner\"",
        "factory = \"entity_linker\"",
    );
    assert_eq!(
        said,
        "component `ner`: the factory \"entity_linker\" is not supported"
    );
    let said = with(
        "config.cfg",
        "spacy.MaxoutWindowEncoder.v2",
        "spacy.MishWindowEncoder.v2",
    );
    assert!(said.contains("spacy.MishWindowEncoder.v2"), "{said}");
    let said = with("config.cfg", "mode = \"rule\"", "mode = \"guess\"");
    assert!(
        said.starts_with("component `lemmatizer`: mode \"guess\""),
        "{said}"
    );
    let mut less = files.clone();
    less.remove("parser/moves");
    assert_eq!(
        load(less).unwrap_err().to_string(),
        "the pipeline has no file `parser/moves`"
    );
    let mut cut = files.clone();
    cut.get_mut("tagger/model").unwrap().truncate(1_000);
    assert!(
        load(cut)
            .unwrap_err()
            .to_string()
            .starts_with("tagger/model: ")
    );
    assert!(matches!(
        Pipeline::from_wheel(*b"not a wheel"),
        Err(Error::NoPipeline(_))
    ));
}
