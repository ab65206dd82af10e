//! Waits for changes of files: `connsmith check --watch`, and pages that load again.
use super::CLEAN;
use anyhow::Context;
use connsmith::connector::discover::{self, Found};
use connsmith::judge::config;
use console::{Key, Term};
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Editors write a file in several steps, and branches are changed file by file: nothing is checked before they are done.
const QUIET: Duration = Duration::from_millis(100);

enum News {
    Changed(Vec<PathBuf>),
    Quit,
}

/// Checks the paths, and then whatever changes below them, until the user ends it. An error of one check is shown, and the next change
/// is waited for.
///
/// # Errors
/// When the paths cannot be watched.
pub fn run(paths: &[PathBuf], check: impl Fn(&[PathBuf]) -> anyhow::Result<u8>) -> anyhow::Result<u8> {
    let (sender, news) = channel();
    let _watcher = watcher(paths, sender.clone())?;
    keys(sender);
    show(&check, paths);
    loop {
        let Some(changed) = next(&news) else { return Ok(CLEAN) };
        let again = affected(paths, &changed);
        if !again.is_empty() {
            show(&check, &again);
        }
    }
}

/// Calls `changed` after each change of a connector below the paths, or of their number, until the program ends.
///
/// # Errors
/// When the paths cannot be watched.
#[cfg(feature = "serve")]
pub fn each(paths: &[PathBuf], changed: impl Fn() + Send + 'static) -> anyhow::Result<()> {
    let (sender, news) = channel();
    let watcher = watcher(paths, sender)?;
    let paths = paths.to_vec();
    let folders = |paths: &[PathBuf]| discover::search(paths).found.into_iter().map(|found| found.folder).collect::<Vec<_>>();
    let mut known = folders(&paths);
    std::thread::spawn(move || {
        let _watcher = watcher;
        while let Some(files) = next(&news) {
            let found = folders(&paths);
            if found != known || !affected(&paths, &files).is_empty() {
                known = found;
                changed();
            }
        }
    });
    Ok(())
}

fn watcher(paths: &[PathBuf], sender: Sender<News>) -> anyhow::Result<notify::RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(changes(sender)).context("cannot watch files on this system")?;
    for path in paths {
        let (place, mode) = watched(path);
        watcher.watch(place, mode).with_context(|| format!("cannot watch `{}`", path.display()))?;
    }
    Ok(watcher)
}

/// Hands over the paths of events that change something.
fn changes(sender: Sender<News>) -> impl Fn(notify::Result<Event>) {
    move |event| {
        let Ok(event) = event else { return };
        if !matches!(event.kind, EventKind::Access(_)) {
            let _ = sender.send(News::Changed(event.paths)); // nobody waits once the run ends
        }
    }
}

/// A file is replaced when it is saved, so its folder is watched.
fn watched(path: &Path) -> (&Path, RecursiveMode) {
    match path.parent() {
        _ if path.is_dir() => (path, RecursiveMode::Recursive),
        Some(parent) if parent != Path::new("") => (parent, RecursiveMode::NonRecursive),
        _ => (Path::new("."), RecursiveMode::NonRecursive),
    }
}

/// Waits for `q` where there is a keyboard. Ctrl-C ends the program without help.
fn keys(sender: Sender<News>) {
    let term = Term::stdout();
    if !term.is_term() {
        return;
    }
    std::thread::spawn(move || {
        while let Ok(key) = term.read_key() {
            if matches!(key, Key::Char('q' | 'Q')) {
                let _ = sender.send(News::Quit);
                return;
            }
        }
    });
}

/// The files that changed until it was quiet for a moment; None when the user ends it.
fn next(news: &Receiver<News>) -> Option<BTreeSet<PathBuf>> {
    let mut changed = BTreeSet::new();
    let mut one = news.recv().ok()?;
    loop {
        match one {
            News::Quit => return None,
            News::Changed(paths) => changed.extend(paths),
        }
        one = match news.recv_timeout(QUIET) {
            Ok(one) => one,
            Err(RecvTimeoutError::Timeout) => return Some(changed),
            Err(RecvTimeoutError::Disconnected) => return None,
        };
    }
}

/// What has to be checked again: the connectors in which a file changed, or all paths after a change of a configuration, of what is
/// ignored, or of something that was named as a file.
fn affected(paths: &[PathBuf], changed: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    // Where a file was removed its folder is still there.
    let changed: Vec<PathBuf> = changed
        .iter()
        .filter_map(|path| Some(real(path.parent()?).join(path.file_name()?)))
        .filter(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".connsmith-")))
        .collect();
    let whole = |path: &PathBuf| path.file_name().is_some_and(|name| name == config::NAME || name == ".gitignore");
    let found = discover::search(paths).found;
    let inside = |found: &&Found| changed.iter().any(|path| path.starts_with(&found.real));
    if changed.iter().any(whole) || found.iter().any(|found| found.file.is_some() && inside(&found)) {
        return paths.to_vec();
    }
    found.iter().filter(inside).map(|found| found.folder.clone()).collect()
}

fn show(check: &impl Fn(&[PathBuf]) -> anyhow::Result<u8>, paths: &[PathBuf]) {
    let term = Term::stdout();
    if term.is_term() {
        let _ = term.clear_screen(); // a screen that cannot be cleared only holds more
    }
    if let Err(error) = check(paths) {
        super::note(&format!("{error:#}"));
    }
    let key = if std::io::stdin().is_terminal() { "q" } else { "Ctrl-C" };
    super::note(&format!("waiting for changes; press {key} to quit"));
}
