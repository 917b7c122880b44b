//! `chancery`: news reports in, the diplomatic record out.

use anyhow::Result;
use clap::Parser;

/// Reads news reports and keeps the diplomatic record.
#[derive(Parser)]
#[command(version)]
enum Command {}

fn main() -> Result<()> {
    match Command::parse() {}
}
