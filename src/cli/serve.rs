//! `connsmith serve`
use super::calling::Calling;
use super::namespace::{connector, plain};
use super::{CLEAN, SIGN_IN, interrupt, note};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::call::connection;
use connsmith::report::escape;
use connsmith::serve::gateway::{self, Backend, Gateway, Sink};
use connsmith::serve::recording::Recording;
use connsmith::text::write;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Mutex;

#[derive(Args)]
pub struct Arguments {
    /// A connector's folder or a Swagger file
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    /// Listen on this local port; 0 picks a free port
    #[arg(long, default_value_t = 8787, value_name = "PORT")]
    port: u16,

    /// Answer from examples and schemas instead of calling the API
    #[arg(long)]
    mock: bool,

    /// Answer from a recording of `--record`; requests not in it are answered as with `--mock`
    #[arg(long, value_name = "FILE", conflicts_with = "mock")]
    mock_from: Option<PathBuf>,

    /// Append each exchange, without secrets, to this file
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,

    #[command(flatten)]
    calling: Calling,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let connector = connector(&arguments.path)?;
    let backend = match &arguments.mock_from {
        _ if arguments.mock => Backend::Mock,
        Some(path) => {
            let text = String::from_utf8(plain(path)?).with_context(|| format!("`{}` is not text", path.display()))?;
            Backend::Recorded(
                Recording::read(&text).map_err(|why| anyhow::anyhow!("`{}` is not a recording: {why}", path.display()))?,
            )
        }
        None => Backend::Api,
    };
    let is_api = matches!(backend, Backend::Api);
    let connection = arguments.calling.connection(&connector, is_api, !is_api)?;
    let missing: Vec<_> = connection::missing(&connector, &connection);
    if is_api && !missing.is_empty() {
        note(&connsmith::call::pipeline::Stop::Missing(missing).message());
        return Ok(SIGN_IN);
    }
    let record = match &arguments.record {
        None => None,
        Some(path) => {
            if path.metadata().is_ok_and(|data| !data.is_file()) {
                bail!("cannot record to `{}`: it is not a plain file", path.display());
            }
            let file = write::stays_inside(path).and_then(|()| OpenOptions::new().create(true).append(true).open(path));
            let file = Mutex::new(file.with_context(|| format!("cannot write `{}`", path.display()))?);
            let shown = path.display().to_string();
            Some(Box::new(move |line: &str| {
                let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                if let Err(error) = file.write_all(format!("{line}\n").as_bytes()) {
                    note(&format!("cannot write `{shown}`: {error}"));
                }
            }) as Sink)
        }
    };
    let calls = arguments.calling.calls(&connector, connection)?;
    let log = |line: &str| {
        let _ = writeln!(std::io::stderr(), "{}", escape::lines(line)); // there is nowhere left to report the failure
    };
    let gateway = Gateway { connector, calls, backend, record, log: Box::new(log) };
    interrupt::serve();
    gateway::serve(gateway, arguments.port, |address| note(&format!("listening at http://{address}; press Ctrl-C to stop")))
        .with_context(|| format!("cannot serve on port {}", arguments.port))?;
    Ok(CLEAN)
}
