//! Trigger and MCP configurations of Azure Connector Namespaces in `check`
use super::output::{Output, Parts};
use anyhow::Context;
use connsmith::call::namespace::judged::{self, Kind};
use connsmith::connector::discover::{self, Found};
use connsmith::judge::baseline::{Judged, Listing};
use connsmith::judge::check::Checker;
use connsmith::judge::target::Target;
use connsmith::judge::together::put_together;
use connsmith::rule::finding::Finding;
use connsmith::rule::subject::{Heading, Listed, Subject};
use connsmith::text::document::{Document, File};
use connsmith::text::json::MAX_LEN;
use connsmith::text::read;
use std::path::{Path, PathBuf};

/// Takes the configurations out of the paths that the user named.
pub fn named(paths: &mut Vec<PathBuf>) -> Vec<PathBuf> {
    let is_one =
        |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).and_then(judged::kind_of).is_some() && path.is_file();
    let (configurations, others) = std::mem::take(paths).into_iter().partition(is_one);
    *paths = others;
    configurations
}

/// Checks configurations that were named themselves, each against the connector of its folder if there is one.
pub fn check_named(
    files: &[PathBuf],
    checker: &Checker,
    current: &Path,
    output: &Output,
    apart: bool,
) -> anyhow::Result<Vec<Parts>> {
    let one = |file: &PathBuf| {
        let target = checker.read(&Found::folder(folder_of(file)), current)?;
        part(file, &target, checker, current, output, apart)
    };
    files.iter().map(one).collect()
}

/// Checks the configurations in a connector's folder. Those that were named are checked already.
pub fn in_folder(
    target: &Target,
    named: &[PathBuf],
    checker: &Checker,
    current: &Path,
    output: &Output,
    apart: bool,
) -> anyhow::Result<Vec<Parts>> {
    let paths = paths_in(target);
    let others = paths.iter().filter(|path| !is_named(named, path));
    others.map(|path| part(path, target, checker, current, output, apart)).collect()
}

/// What a baseline says of the configurations in a connector's folder. Those that were named come with [`listed_named`].
pub fn listed(
    target: &Target,
    named: &[PathBuf],
    checker: &Checker,
    current: &Path,
    listing: &Listing,
) -> anyhow::Result<Vec<(String, String)>> {
    let mut places = Vec::new();
    for path in paths_in(target).iter().filter(|path| !is_named(named, path)) {
        places.extend(places_of(path, target, checker, current, listing)?);
    }
    Ok(places)
}

/// What a baseline says of configurations that were named themselves.
pub fn listed_named(
    files: &[PathBuf],
    checker: &Checker,
    current: &Path,
    listing: &Listing,
) -> anyhow::Result<Vec<(String, String)>> {
    let mut places = Vec::new();
    for file in files {
        let target = checker.read(&Found::folder(folder_of(file)), current)?;
        places.extend(places_of(file, &target, checker, current, listing)?);
    }
    Ok(places)
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_named(named: &[PathBuf], path: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    named.iter().any(|known| real(known) == real(path))
}

/// The configurations in a connector's folder.
fn paths_in(target: &Target) -> Vec<PathBuf> {
    let names = target.listing.iter().filter(|name| judged::kind_of(name).is_some());
    names.map(|name| target.path.join(name)).filter(|path| path.is_file()).collect()
}

/// A configuration and the findings in it.
fn read(path: &Path, target: &Target, checker: &Checker, current: &Path) -> anyhow::Result<(Configuration, Vec<Finding>)> {
    let name = name_of(path);
    let kind = judged::kind_of(&name).unwrap_or(Kind::Trigger);
    let bytes = read::plain(path, MAX_LEN as u64).with_context(|| format!("cannot read `{}`", path.display()))?;
    let document = Document::json(File::Other(0), discover::shown(path, current), bytes);
    let connector = target.definition.is_some().then_some(&target.connector);
    let mut findings = judged::findings(kind, &document, connector);
    checker.judge_others(target, &name, &mut findings);
    Ok((Configuration { document, kind }, findings))
}

fn part(path: &Path, target: &Target, checker: &Checker, current: &Path, output: &Output, apart: bool) -> anyhow::Result<Parts> {
    let (configuration, mut findings) = read(path, target, checker, current)?;
    if !apart {
        findings = put_together(findings);
    }
    Ok(output.part(&configuration, &findings))
}

fn places_of(
    path: &Path,
    target: &Target,
    checker: &Checker,
    current: &Path,
    listing: &Listing,
) -> anyhow::Result<Vec<(String, String)>> {
    let (_, findings) = read(path, target, checker, current)?;
    let configured = checker.configured(&target.path, current)?;
    let name = name_of(path);
    let judged = Judged { connector: &target.connector, other: Some(&name) };
    Ok(listing.of(judged, &configured.folder, &findings))
}

/// A configuration.
struct Configuration {
    document: Document,
    kind: Kind,
}

impl Subject for Configuration {
    fn document(&self, _: File) -> Option<&Document> {
        Some(&self.document)
    }

    fn file_name(&self, _: File) -> String {
        self.document.name.clone()
    }

    fn file_count(&self) -> usize {
        1
    }

    fn connectors(&self) -> Vec<Listed<'_>> {
        Vec::new()
    }

    fn heading(&self) -> Heading {
        let about = match self.kind {
            Kind::Trigger => ": trigger of a namespace",
            Kind::Mcp => ": MCP server of a namespace",
        };
        Heading { name: self.document.name.clone(), about: about.to_owned() }
    }
}
