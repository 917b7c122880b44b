//! What the tests of the binary share.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Output;

/// What a run of the binary gave.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Runs the binary; `None`, said on standard error, where no language model is installed.
pub fn chancery(folder: &Path, arguments: &[&str], input: &[u8]) -> Option<Run> {
    if chancery_language::locate(None).is_err() {
        eprintln!("skipped: no language model is installed; `cargo xtask model` fetches it");
        return None;
    }
    Some(bare(folder, arguments, input))
}

/// Runs the binary where no language model is needed.
pub fn bare(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let output: Output = Command::cargo_bin("chancery")
        .expect("the binary is built")
        .current_dir(folder)
        .args(arguments)
        .write_stdin(input)
        .output()
        .expect("the binary runs");
    Run {
        status: output.status.code().expect("the binary ends by itself"),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("talk is UTF-8"),
    }
}

/// The folder of shared material, by `CHANCERY_SHARED`, else beside the workspace; `None`, said on standard error,
/// where there is none.
pub fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("CHANCERY_SHARED").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        eprintln!("skipped: no shared material beside the checkout; CHANCERY_SHARED names it");
        return None;
    }
    Some(folder)
}

/// Every object with `start`, `end` and `text` inside a value.
pub fn spans(value: &Value, found: &mut Vec<(usize, usize, String)>) {
    if let Value::Object(fields) = value {
        if let (Some(start), Some(end), Some(text)) =
            (fields.get("start"), fields.get("end"), fields.get("text"))
        {
            let number = |value: &Value| value.as_u64().expect("a number") as usize;
            found.push((
                number(start),
                number(end),
                text.as_str().expect("words").to_owned(),
            ));
        }
        fields.values().for_each(|value| spans(value, found));
    }
    if let Value::Array(items) = value {
        items.iter().for_each(|item| spans(item, found));
    }
}
