//! `connsmith lsp`
use super::{CLEAN, FAILED, FOUND, choice, note};
use anyhow::Context;
use clap::Args;
use connsmith::serve::lsp::{self, End, Server};
use std::io::{BufReader, BufWriter};

#[derive(Args)]
#[command(
    after_long_help = "The server speaks the Language Server Protocol on standard input and output; see docs/editors.md to set up an editor."
)]
pub struct Arguments {
    /// Accepted for editors that pass it; the server always uses standard input and output
    #[arg(long)]
    stdio: bool,
}

/// Whether a process runs. Where that cannot be found out, the end of the input is what ends the server.
fn runs(process: u32) -> bool {
    #[cfg(unix)]
    return i32::try_from(process).is_ok_and(|process| {
        // Zero would be the processes of our own group.
        process > 0 && nix::sys::signal::kill(nix::unistd::Pid::from_raw(process), None) != Err(nix::errno::Errno::ESRCH)
    });
    #[cfg(not(unix))]
    return process > 0;
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let Arguments { stdio: _ } = arguments;
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let server = Server::new(current, Some(choice::today()));
    let mut output = BufWriter::new(std::io::stdout().lock());
    match lsp::run(BufReader::new(std::io::stdin()), &mut output, server, note, runs) {
        End::Asked => Ok(CLEAN),
        // According to the protocol, `exit` without `shutdown` is a failure.
        End::Unasked => Ok(FOUND),
        End::Broken(error) => {
            note(&format!("the language server stopped because its input is not valid: {error}"));
            Ok(FAILED)
        }
    }
}
