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

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let Arguments { stdio: _ } = arguments;
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let server = Server::new(current, Some(choice::today()));
    let mut output = BufWriter::new(std::io::stdout().lock());
    match lsp::run(BufReader::new(std::io::stdin()), &mut output, server, note) {
        End::Asked => Ok(CLEAN),
        // According to the protocol, `exit` without `shutdown` is a failure.
        End::Unasked => Ok(FOUND),
        End::Broken(error) => {
            note(&format!("the language server stopped because its input is not valid: {error}"));
            Ok(FAILED)
        }
    }
}
