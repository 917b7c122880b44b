//! The model that tests analyse with.

use std::sync::OnceLock;

use chancery_language::{Pipeline, locate};

/// The English pipeline; nothing, with a word about it, where it is not installed.
pub fn pipeline() -> Option<&'static Pipeline> {
    static PIPELINE: OnceLock<Option<Pipeline>> = OnceLock::new();
    let load = || match locate(None) {
        Ok(path) => Some(Pipeline::load(path).expect("the installed model loads")),
        Err(error) => {
            eprintln!("skipped: {error}");
            None
        }
    };
    PIPELINE.get_or_init(load).as_ref()
}
