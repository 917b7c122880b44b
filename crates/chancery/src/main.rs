//! `chancery`: news reports in, the diplomatic record out.

use std::process::ExitCode;

fn main() -> ExitCode {
    chancery::cli::main()
}
