//! `connsmith fmt`
use super::fix::Scope;
use super::progress::Progress;
use super::stdin::{self, Stdin, StdinArguments};
use super::{CLEAN, FAILED, FOUND, interrupt, note, print, unified};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::FolderFile;
use connsmith::connector::discover::{self, Found};
use connsmith::connector::fmt::{self, EXTENSIONS, ORDERS, OTHERS, Refused};
use connsmith::connector::form;
use connsmith::text::document::{Document, File};
use connsmith::text::write::Change;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_long_help = orders())]
pub struct Arguments {
    /// Connector folders, folders that contain connectors at any depth, or files of a connector; only these files change. `-`
    /// formats standard input and writes the result to standard output
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// List unformatted files instead of formatting them; exit with status 1 if there are any
    #[arg(long)]
    check: bool,

    /// Print the changes as a unified diff instead of writing them; exit with status 1 if there are any
    #[arg(long)]
    diff: bool,

    /// Spaces per indentation level [default: `indent` in `connsmith.toml`, else the file's own, else 4]
    #[arg(long, value_name = "N", value_parser = ["2", "4"])]
    indent: Option<String>,

    #[command(flatten)]
    stdin: StdinArguments,
}

/// What became of a file.
enum Outcome {
    Same,
    /// The name of the file that would change, and its diff if requested. The texts are not kept: those of a whole catalog are large.
    Changed(String, String),
    Written(String),
    Failed(String),
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let indent = arguments.indent.as_ref().map(|indent| if indent == "4" { 4 } else { 2 });
    let writes = !arguments.check && !arguments.diff;
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let scope = Scope::new(&arguments.paths);
    if let Some(stdin) = arguments.stdin.read(&arguments.paths, &current)? {
        return format_stdin(arguments, &stdin, indent, &current);
    }
    let (found, missing) = super::found(&arguments.paths)?;
    if writes {
        super::clean(&found);
    }
    let progress = Progress::new(found.len());
    let one = |found: &Found| {
        let outcomes: Vec<Outcome> =
            changes(found, &current, &scope, indent).into_iter().map(|change| finished(change, writes, arguments.diff)).collect();
        progress.one_done();
        outcomes
    };
    let outcomes: Vec<Outcome> = found.par_iter().with_max_len(1).flat_map_iter(one).collect();
    progress.finish();

    let (mut same, mut changed, mut failed) = (0, 0, 0);
    let mut said = BTreeSet::new();
    for outcome in &outcomes {
        match outcome {
            Outcome::Same => same += 1,
            Outcome::Changed(name, diff) => {
                changed += 1;
                if arguments.diff {
                    super::print_patch(diff)?;
                } else if !super::settings::is_quiet() {
                    print(&format!("would format {name}\n"))?;
                }
            }
            Outcome::Written(name) => {
                changed += 1;
                if !super::settings::is_quiet() {
                    print(&format!("formatted {name}\n"))?;
                }
            }
            Outcome::Failed(why) => {
                failed += 1;
                // Two connectors may share a file.
                if said.insert(why) {
                    note(why);
                }
            }
        }
    }
    let files = |count: usize| format!("{count} file{}", if count == 1 { "" } else { "s" });
    let mut summary = format!("{} {}, {same} unchanged", files(changed), if writes { "formatted" } else { "to format" });
    if failed > 0 {
        summary.push_str(&format!(", {failed} not possible"));
    }
    if arguments.diff {
        note(&summary)
    } else {
        print(&format!("{summary}\n"))?
    }
    Ok(match changed {
        _ if failed > 0 || missing => FAILED,
        1.. if !writes => FOUND,
        _ => CLEAN,
    })
}

/// Formats the text on standard input and writes it, or its diff, to standard output. Text without a canonical form is not written.
fn format_stdin(arguments: &Arguments, stdin: &Stdin, indent: Option<usize>, current: &Path) -> anyhow::Result<u8> {
    let indent = indent.map_or_else(|| configured(&stdin.folder.path, current), |indent| Ok(Some(indent)))?;
    let path = stdin.path();
    let name = discover::shown(&path, current);
    if !is_json(stdin.file) {
        bail!("`{name}` is not a JSON file of a connector");
    }
    match formatted(stdin.file, path, name, stdin.bytes().to_vec(), indent) {
        Err(why) => {
            note(&why);
            Ok(FAILED)
        }
        Ok(change) if arguments.check || arguments.diff => {
            let differs = change.before != change.after;
            if arguments.diff {
                super::print_patch(&unified::unified(&change))?;
            } else if differs && !super::settings::is_quiet() {
                print(&format!("would format {}\n", change.name))?;
            }
            Ok(if differs { FOUND } else { CLEAN })
        }
        Ok(change) => {
            stdin::write(&change.after)?;
            Ok(CLEAN)
        }
    }
}

/// The JSON files of a connector that the user named, each with its canonical form or the reason why it has none.
fn changes(found: &Found, current: &Path, scope: &Scope, indent: Option<usize>) -> Vec<Result<Change, String>> {
    let indent = match indent.map_or_else(|| configured(&found.folder, current), |indent| Ok(Some(indent))) {
        Ok(indent) => indent,
        Err(error) => return vec![Err(error.to_string())],
    };
    let folder = discover::load(found, discover::shown(&found.folder, current));
    let mut changes = Vec::new();
    let named = |path: &Path| scope.holds(path) || scope.linked_out(path).is_some();
    for (_, name, why) in folder.unreadable.iter().filter(|(file, name, _)| is_json(*file) && named(&folder.path.join(name))) {
        changes.push(Err(format!("`{}` cannot be read: {why}", discover::shown(&folder.path.join(name), current))));
    }
    for FolderFile { file, name, bytes } in folder.files {
        let path = folder.path.join(&name);
        let name = discover::shown(&path, current);
        if let Some(why) = scope.linked_out(&path).filter(|_| is_json(file)) {
            changes.push(Err(format!("`{name}` was not changed: {why}")));
            continue;
        }
        if !is_json(file) || !scope.holds(&path) {
            continue;
        }
        changes.push(formatted(file, path, name, bytes, indent));
    }
    changes
}

/// A file and its canonical form, or the reason why it has none. Without `indent`, the file keeps its own.
fn formatted(file: File, path: PathBuf, name: String, bytes: Vec<u8>, indent: Option<usize>) -> Result<Change, String> {
    if file == File::Definition
        && let Some(form) = form::of(&Document::json(file, &name, bytes.clone()))
    {
        return Err(form.left(&name));
    }
    let indent = indent.or_else(|| fmt::indent_of(file, &bytes)).unwrap_or(fmt::INDENT);
    match fmt::format(file, &bytes, indent) {
        Ok(text) => Ok(Change { path, name, before: bytes, after: text.into_bytes() }),
        Err(refused) => {
            let (at, advice) = match &refused {
                Refused::Faults { at, .. } => (at, "fix it first (`connsmith check`, `connsmith fix`)"),
                Refused::Encoding { at } => (at, "save it as UTF-8 first"),
            };
            Err(format!("`{name}:{}:{}` was not changed: {refused}; {advice}", at.line, at.column))
        }
    }
}

/// The setting in `connsmith.toml`.
fn configured(folder: &Path, current: &Path) -> anyhow::Result<Option<usize>> {
    Ok(super::config::sound(folder, current)?.indent().map(|indent| indent.value))
}

pub(super) fn is_json(file: File) -> bool {
    matches!(file, File::Definition | File::Properties | File::Settings)
}

fn finished(change: Result<Change, String>, writes: bool, diffs: bool) -> Outcome {
    match change {
        Err(why) => Outcome::Failed(why),
        Ok(change) if change.before == change.after => Outcome::Same,
        Ok(change) if writes => match interrupt::save(std::slice::from_ref(&change)).into_iter().find_map(Result::err) {
            Some(error) => Outcome::Failed(error.to_string()),
            None => Outcome::Written(change.name),
        },
        Ok(change) => {
            let diff = if diffs { unified::unified(&change) } else { String::new() };
            Outcome::Changed(change.name, diff)
        }
    }
}

/// The order of members, for the help.
fn orders() -> String {
    let mut text = String::from(
        "Each member and item goes on its own line. Members are sorted in this order; other objects keep their order \
         (paths, responses and properties among them):\n",
    );
    for order in ORDERS {
        let names: Vec<&str> = order
            .names
            .iter()
            .map(|name| match *name {
                OTHERS => "(others)",
                EXTENSIONS => "(other x-*)",
                name => name,
            })
            .collect();
        text.push_str(&format!("\n{}: {}\n", order.kind.object().name, names.join(", ")));
    }
    text
}
