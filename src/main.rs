//! The command line program.
use std::process::ExitCode;

/// Memory of a connector is asked for in many small pieces and given back as a whole, which the system's allocators are slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod cli;

fn main() -> ExitCode {
    cli::run()
}
