//! `cargo xtask chapters`: run the chapters of `tests/chapters`, and mark what is known to be wrong.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::demo::workspace;
use crate::model;

/// Run the chapters and print how much of each comes out right.
#[derive(Args)]
pub struct Options {
    /// Write `known wrong: ...` beside what comes out otherwise, and remove it where it no longer does.
    #[arg(long)]
    mark: bool,
}

/// Runs the test of the chapters, which prints the shares; with `--mark`, it makes the files say what is wrong.
pub fn run(options: &Options) -> Result<()> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(workspace());
    command.args(["test", "--package", "chancery-coding", "--test", "chapters"]);
    command.args(["--", "--nocapture"]);
    if options.mark {
        command.env("CHANCERY_MARK_CHAPTERS", "1");
    }
    model::execute(&mut command)
}
