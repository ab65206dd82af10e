//! `connsmith readme`
use super::fix::Scope;
use super::{CLEAN, FAILED, FOUND, interrupt, note, print};
use anyhow::Context;
use clap::Args;
use connsmith::connector::discover;
use connsmith::judge::check::{Checker, Options};
use connsmith::make::add;
use connsmith::make::readme;
use connsmith::text::document::File;
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// Connector folders, or folders that hold connectors at any depth
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// List the readmes whose operations are not those of the definition and write nothing; the exit status is 1 when there are any
    #[arg(long)]
    check: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot tell the current folder")?;
    let scope = Scope::new(&arguments.paths);
    let checker = Checker::new(&Options::default());
    let (mut same, mut changed, mut failed) = (0, 0, 0);
    let mut fail = |why: String| {
        note(&why);
        failed += 1;
    };
    let found = super::found(&arguments.paths)?;
    if !arguments.check {
        super::clean(&found);
    }
    for found in found {
        let folder = discover::load(&found, discover::shown(&found.folder, &current));
        let connector = checker.connector(folder.clone(), &current)?;
        if let Some((_, name, why)) = folder.unreadable.iter().find(|(file, ..)| *file == File::Readme) {
            fail(format!("`{}` is left as it was: {why}", discover::shown(&folder.path.join(name), &current)));
            continue;
        }
        let Some(document) = &connector.readme else {
            fail(format!("`{}` has no readme.md", connector.file_name(File::Folder)));
            continue;
        };
        let Some(definition) = &connector.definition else {
            fail(format!("`{}` is left as it was: there is no definition beside it", document.name));
            continue;
        };
        // What cannot be read may hold operations.
        if !definition.is_whole() {
            fail(format!("`{}` is left as it was: `{}` has syntax faults", document.name, definition.name));
            continue;
        }
        match add::change(&folder, document, &readme::renewed(&connector, document)) {
            Err(error) => fail(error.to_string()),
            Ok(None) => same += 1,
            Ok(Some(change)) if scope.linked_out(&change.path).is_some() => {
                let why = scope.linked_out(&change.path).unwrap_or_default();
                fail(format!("`{}` is left as it was: {why}", change.name));
            }
            Ok(Some(change)) if arguments.check || !scope.holds(&change.path) => {
                changed += 1;
                print(&format!("would update {}\n", change.name))?;
            }
            Ok(Some(change)) => match interrupt::save(std::slice::from_ref(&change)).into_iter().find_map(Result::err) {
                Some(error) => fail(error.to_string()),
                None => {
                    changed += 1;
                    print(&format!("updated {}\n", change.name))?;
                }
            },
        }
    }
    let readmes = if changed == 1 { "readme" } else { "readmes" };
    let done = if arguments.check { "to update" } else { "updated" };
    print(&format!("{changed} {readmes} {done}, {same} unchanged\n"))?;
    Ok(match changed {
        _ if failed > 0 => FAILED,
        1.. if arguments.check => FOUND,
        _ => CLEAN,
    })
}
