//! The founding documents, coded by the binary and held to the acceptance list; skipped where it is not at hand.

use std::path::{Path, PathBuf};
use std::process::Command;

fn shared() -> PathBuf {
    std::env::var_os("CHANCERY_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    )
}

#[test]
fn the_founding_documents_are_understood() {
    let acceptance = shared().join("acceptance");
    if !acceptance.is_dir() || chancery_language::locate(None).is_err() {
        eprintln!("skipped: no acceptance list, or no language model");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let events = folder.path().join("events.jsonl");
    let coded = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .arg("code")
        .arg(acceptance.join("seeds.jsonl"))
        .arg("-o")
        .arg(&events)
        .status()
        .expect("the binary runs");
    assert!(coded.success());
    let checked = Command::new("python3")
        .arg(acceptance.join("check_seeds.py"))
        .arg(&events)
        .output()
        .expect("Python runs");
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(said.contains("seeds: 23/23 right"), "{said}");
    assert!(!said.contains("must not be coded"), "{said}");
}
