//! `chancery`: news reports in, the diplomatic record out.

use std::process::ExitCode;

/// Coding makes many small lists; the system's allocator took a fourteenth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    chancery::cli::main()
}
