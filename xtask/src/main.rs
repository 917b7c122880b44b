//! The project's own chores: `cargo xtask <chore>`.

use anyhow::Result;
use clap::Parser;

/// Chores of the Chancery workspace.
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Chore {}

fn main() -> Result<()> {
    match Chore::parse() {}
}
