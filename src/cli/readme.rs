//! `connsmith readme`
use super::fix::Scope;
use super::{CLEAN, FAILED, FOUND, interrupt, note, print, print_patch, unified};
use anyhow::Context;
use clap::Args;
use connsmith::connector::discover;
use connsmith::judge::check::Checker;
use connsmith::make::add;
use connsmith::make::readme::{self, Merged};
use connsmith::text::document::File;
use connsmith::text::write::{self, Change, Existing, New};
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// Connector folders, or folders that contain connectors at any depth
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// List readmes that lack an operation of the definition instead of updating them; exit with status 1 if there are any
    #[arg(long)]
    check: bool,

    /// Print the changes as a unified diff instead of writing them; exit with status 1 if there are any
    #[arg(long, conflicts_with = "check")]
    diff: bool,

    /// Write a readme for each connector that has none, with a `TODO:` for everything missing in the definition
    #[arg(long)]
    create: bool,

    /// Remove list headings that match no operation of the definition, including the text below them
    #[arg(long)]
    prune: bool,
}

/// The file name of a new readme.
const NAME: &str = "readme.md";

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let scope = Scope::new(&arguments.paths);
    let checker = Checker::new(&super::settings::options()?);
    let (mut same, mut changed, mut failed) = (0, 0, 0);
    let mut fail = |why: String| {
        note(&why);
        failed += 1;
    };
    let writes = !arguments.check && !arguments.diff;
    let (found, missing) = super::found(&arguments.paths)?;
    if writes {
        super::clean(&found);
    }
    for found in found {
        let folder = discover::load(&found, discover::shown(&found.folder, &current));
        let connector = checker.connector(folder.clone(), &current)?;
        if let Some((_, name, why)) = folder.unreadable.iter().find(|(file, ..)| *file == File::Readme) {
            fail(format!("`{}` was not changed: {why}", discover::shown(&folder.path.join(name), &current)));
            continue;
        }
        if connector.readme.is_none() && !arguments.create {
            fail(format!("`{}` has no {NAME}; use `--create` to write one", connector.file_name(File::Folder)));
            continue;
        }
        let path = folder.path.join(NAME);
        let name = connector.readme.as_ref().map_or(discover::shown(&path, &current), |document| document.name.clone());
        let Some(definition) = &connector.definition else {
            fail(format!("`{name}` was not changed: there is no definition next to it"));
            continue;
        };
        // Unreadable parts may contain operations.
        if !definition.is_whole() {
            fail(format!("`{name}` was not changed: `{}` has syntax errors", definition.name));
            continue;
        }
        let change = match &connector.readme {
            None => {
                let after = readme::written(&connector, connector.publisher).into_bytes();
                Ok(Some(Change { path, name: name.clone(), before: Vec::new(), after }))
            }
            Some(document) => {
                let Merged { text, unknown } = readme::merge(&connector, document, arguments.prune);
                if !unknown.is_empty() && !arguments.prune {
                    let names: Vec<String> = unknown.iter().map(|name| format!("\"{name}\"")).collect();
                    let these = if names.len() == 1 { "this heading" } else { "these headings" };
                    note(&format!("`{name}`: no operation is named {}; use `--prune` to remove {these}", names.join(", ")));
                }
                add::change(&folder, document, &text)
            }
        };
        let is_new = connector.readme.is_none();
        match change {
            Err(error) => fail(error.to_string()),
            Ok(None) => same += 1,
            Ok(Some(change)) if scope.linked_out(&change.path).is_some() => {
                let why = scope.linked_out(&change.path).unwrap_or_default();
                fail(format!("`{}` was not changed: {why}", change.name));
            }
            Ok(Some(change)) if arguments.diff => {
                changed += 1;
                print_patch(&unified::unified(&change))?;
            }
            Ok(Some(change)) if arguments.check || !scope.holds(&change.path) => {
                changed += 1;
                print(&format!("would {} {}\n", if is_new { "write" } else { "update" }, change.name))?;
            }
            Ok(Some(change)) => {
                let done = match is_new {
                    true => {
                        let file = New { name: NAME.to_owned(), bytes: change.after.clone() };
                        interrupt::whole(|| write::fill(&folder.path, &[file], Existing::Keep))
                    }
                    false => interrupt::save(std::slice::from_ref(&change)).into_iter().collect(),
                };
                match done {
                    Err(error) => fail(error.to_string()),
                    Ok(()) => {
                        changed += 1;
                        let said = format!("{} {}\n", if is_new { "wrote" } else { "updated" }, change.name);
                        if !super::settings::is_quiet() {
                            print(&said)?;
                        }
                    }
                }
            }
        }
    }
    let readmes = if changed == 1 { "readme" } else { "readmes" };
    let done = if writes { "updated" } else { "to update" };
    let summary = format!("{changed} {readmes} {done}, {same} unchanged");
    // With a diff, nothing else goes to standard output.
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
