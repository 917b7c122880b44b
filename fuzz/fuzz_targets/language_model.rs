//! Any file in the place of one of a model's: an error, or a model that analyses.
#![no_main]

use chancery_language::Pipeline;
use libfuzzer_sys::fuzz_target;

/// A pipeline with every kind of component; the file under test is read before others are missed.
const CONFIG: &str = r#"
[nlp]
lang = "en"
pipeline = ["COMPONENT"]

[components.attribute_ruler]
factory = "attribute_ruler"

[components.lemmatizer]
factory = "lemmatizer"
mode = "rule"

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
"#;

/// What is read: the component that reads it, and the file.
const FILES: [(&str, &str); 6] = [
    ("", "config.cfg"),
    ("", "tokenizer"),
    ("", "vocab/lookups.bin"),
    ("attribute_ruler", "attribute_ruler/patterns"),
    ("lemmatizer", "lemmatizer/lookups/lookups.bin"),
    ("tok2vec", "tok2vec/model"),
];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, data)) = data.split_first() else {
        return;
    };
    let (component, file) = FILES[usize::from(choice) % FILES.len()];
    let pipeline = if component.is_empty() {
        "[]".to_owned()
    } else {
        format!("[\"{component}\"]")
    };
    let config = CONFIG.replace("[\"COMPONENT\"]", &pipeline);
    let empty_map = vec![0x80];
    let mut files = vec![
        ("config.cfg".to_owned(), config.into_bytes()),
        ("tokenizer".to_owned(), empty_map),
    ];
    files.push((file.to_owned(), data.to_owned()));
    if let Ok(pipeline) = Pipeline::from_files(files) {
        pipeline.analyse("Both sides (again) couldn't agree on 3.5% of it: \"no\".");
    }
});
