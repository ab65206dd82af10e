//! The page of `connsmith preview`: served until the program ends, or written as files.
use crate::cli::calling::Calling;
use crate::cli::{CLEAN, interrupt, note, print, settings, watch};
use anyhow::{Context, bail};
use clap::ValueEnum;
use connsmith::call::connection::{self, Connection};
use connsmith::connector::discover::{self, Found};
use connsmith::judge::check::Checker;
use connsmith::serve::preview::data::Content;
use connsmith::serve::preview::{self, Changes, Ready, Source};
use std::io::{IsTerminal, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(clap::Args, Clone)]
pub struct PageArguments {
    /// Serve the page on this local port; 0 picks a free port
    #[arg(long, default_value_t = 8788, value_name = "PORT")]
    port: u16,

    /// Do not open the browser
    #[arg(long)]
    no_open: bool,

    /// Where lookups get their entries
    #[arg(long, value_enum, default_value_t = Lookups::Auto)]
    lookups: Lookups,

    #[command(flatten)]
    calling: Calling,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Lookups {
    /// From the API if there is one connector and the values of its connection are given, otherwise from the mock
    Auto,
    /// From examples and schemas
    Mock,
    /// From the API
    Api,
}

pub fn run(arguments: &super::Arguments) -> anyhow::Result<u8> {
    let page = arguments.page.clone();
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let (found, incomplete) = crate::cli::found(&arguments.paths)?;
    if page.lookups == Lookups::Api && found.len() != 1 {
        bail!("--lookups api works with one connector, and there are {}: name the folder of one", found.len());
    }
    page.calling.choices()?; // so that a wrong option is reported at once
    let found = Arc::new(Mutex::new(found));
    let (paths, list) = (arguments.paths.clone(), Arc::clone(&found));
    let first = AtomicBool::new(true);
    let folder = current.clone();
    let names = move || {
        let mut found = list.lock().unwrap_or_else(PoisonError::into_inner);
        if !first.swap(false, Ordering::Relaxed) {
            let mut search = discover::search(&paths);
            crate::cli::leave_out(&paths, &mut search);
            *found = search.found;
        }
        found.iter().map(|found| discover::shown(&found.folder, &folder)).collect()
    };
    let read = move |number: usize| {
        let found = found.lock().unwrap_or_else(PoisonError::into_inner);
        let alone = found.len() == 1;
        let one = found.get(number).cloned().ok_or("there is no such connector any more")?;
        drop(found);
        ready(&page, &one, alone, &current).map_err(|error| format!("{error:#}"))
    };
    let source = Source { names: Box::new(names), read: Box::new(read), designer: arguments.designer.kind() };
    let status = if incomplete { crate::cli::FAILED } else { CLEAN };
    match &arguments.out {
        Some(folder) => write(&source, folder).map(|()| status),
        None => serve(source, arguments),
    }
}

/// Reads a connector and checks it.
fn ready(page: &PageArguments, found: &Found, alone: bool, current: &Path) -> anyhow::Result<Ready> {
    let checker = Checker::new(&settings::options()?);
    let target = checker.read(found, current)?;
    let findings = checker.findings(&target);
    let connector = &target.connector;
    // Values for one connector are never sent to the API of another.
    let connection = match alone && page.lookups != Lookups::Mock {
        true => match page.calling.connection(connector, false, false) {
            // The rest of the page needs no connection.
            Err(error) if page.lookups == Lookups::Auto => {
                note(&format!("lookups are answered by the mock: {error:#}"));
                Connection::default()
            }
            connection => connection?,
        },
        false => Connection::default(),
    };
    let is_given = connection::wanted(connector, &connection)
        .iter()
        .any(|wanted| wanted.default.is_none() && connection.get(&wanted.name).is_some());
    let is_live = match page.lookups {
        Lookups::Api => true,
        Lookups::Mock => false,
        Lookups::Auto => alone && is_given && connection::missing(connector, &connection).is_empty(),
    };
    let calls = page.calling.calls(connector, connection)?;
    Ok(Ready::new(Content::new(target, &findings), calls, is_live))
}

/// Whether a file is a page that an earlier run wrote, which may be replaced.
fn is_ours(path: &Path) -> bool {
    if !path.metadata().is_ok_and(|data| data.is_file()) {
        return false; // a pipe would have to be written first
    }
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(8_192).read_to_end(&mut start));
    read.is_ok() && String::from_utf8_lossy(&start).contains("<title>connsmith preview</title>")
}

/// Writes the pages as files.
fn write(source: &Source, folder: &Path) -> anyhow::Result<()> {
    if folder.exists() && !folder.is_dir() {
        bail!("`{}` is a file; `--out` names a folder (or a file with `--format json`)", folder.display());
    }
    let created = connsmith::text::write::stays_inside(folder).and_then(|()| std::fs::create_dir_all(folder));
    created.with_context(|| format!("cannot create `{}`", folder.display()))?;
    let mut count = 0;
    let mut put = |name: &str, text: &str| {
        let path = folder.join(name);
        if path.exists() && !is_ours(&path) {
            return Err(format!("`{}` exists and is not a preview: name another folder, or delete it first", path.display()));
        }
        count += 1;
        interrupt::put(&path, text.as_bytes()).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    };
    preview::files(source, &mut put).map_err(anyhow::Error::msg)?;
    let more = match count {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    print(&format!("wrote {}{more}\n", folder.join("index.html").display()))
}

/// Serves the page until the program ends.
fn serve(source: Source, arguments: &super::Arguments) -> anyhow::Result<u8> {
    let changes = Changes::default();
    let news = changes.clone();
    if let Err(error) = watch::each(&arguments.paths, move || news.happened()) {
        note(&format!("the page does not follow changes of the files: {error:#}"));
    }
    interrupt::serve();
    let opens = !arguments.page.no_open && std::io::stderr().is_terminal();
    let ready = |address| {
        let url = format!("http://{address}/");
        note(&format!("preview at {url}; press Ctrl-C to stop"));
        if opens && open::that_detached(&url).is_err() {
            note("no browser can be opened here; open the address yourself");
        }
    };
    let port = arguments.page.port;
    preview::serve(source, changes, port, ready)
        .with_context(|| format!("cannot serve on port {port}; choose another one with `--port`"))?;
    Ok(CLEAN)
}
