//! Trigger and MCP configurations of Azure Connector Namespaces in `check`
use super::output::{Output, Parts};
use anyhow::Context;
use connsmith::call::namespace::judged::{self, Kind};
use connsmith::connector::discover::{self, Found};
use connsmith::judge::check::Checker;
use connsmith::judge::target::Target;
use connsmith::judge::together::put_together;
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
        let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let target = checker.read(&Found::folder(folder), current)?;
        part(file, &target, checker, current, output, apart).with_context(|| format!("cannot read `{}`", file.display()))
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
    let mut parts = Vec::new();
    for name in target.listing.iter().filter(|name| judged::kind_of(name).is_some()) {
        let path = target.path.join(name);
        let real = |path: &Path| path.canonicalize().ok();
        if path.is_file() && !named.iter().any(|known| real(known) == real(&path)) {
            parts.push(
                part(&path, target, checker, current, output, apart)
                    .with_context(|| format!("cannot read `{}`", path.display()))?,
            );
        }
    }
    Ok(parts)
}

fn part(path: &Path, target: &Target, checker: &Checker, current: &Path, output: &Output, apart: bool) -> std::io::Result<Parts> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let kind = judged::kind_of(&name).unwrap_or(Kind::Trigger);
    let bytes = read::plain(path, MAX_LEN as u64)?;
    let document = Document::json(File::Other(0), discover::shown(path, current), bytes);
    let connector = target.definition.is_some().then_some(&target.connector);
    let mut findings = judged::findings(kind, &document, connector);
    checker.judge_others(target, &mut findings);
    if !apart {
        findings = put_together(findings);
    }
    Ok(output.part(&Configuration { document, kind }, &findings))
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
