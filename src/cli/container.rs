//! What contains connectors but is not one itself: the zip of a solution, its unpacked files, a template of Azure Resource Manager. The
//! connectors inside are checked, and the container is never changed.
use super::output::{Output, Parts};
use super::pack::read_solution;
use super::package::open;
use connsmith::connector::discover;
use connsmith::connector::package::{Kind, Layout, Package};
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::solution::Solution;
use connsmith::connector::{Connector, template};
use connsmith::judge::check::Checker;
use connsmith::judge::target::{Embedded, PackageTarget};
use connsmith::text::archive::{Archive, Content, Entry};
use connsmith::text::document::{Document, File};
use connsmith::text::json::MAX_LEN;
use connsmith::text::read;
use std::path::{Path, PathBuf};

/// A container.
pub enum Container {
    Solution(Box<Package>),
    Template { name: String, connectors: Vec<Connector> },
}

impl Container {
    /// The container that a path names; None if it is none, or a package for certification.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn at(path: &Path, current: &Path) -> anyhow::Result<Option<Container>> {
        let shown = discover::shown(path, current);
        if path.is_dir() {
            let has = |name: &str| path.join(name).is_file();
            return if Solution::is_folder(has) { Container::unpacked(path, shown).map(Some) } else { Ok(None) };
        }
        // A pipe would be waited for.
        if !path.is_file() {
            return Ok(None);
        }
        if discover::is_zip(path) {
            let package = Package::read(shown, open(path)?, Kind::Solution);
            let is_solution = package.inside(None).get("solution.xml").is_some();
            return Ok(is_solution.then(|| Container::Solution(Box::new(package))));
        }
        let is_json = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
        let Some(bytes) = is_json.then(|| read::plain(path, MAX_LEN as u64).ok()).flatten() else { return Ok(None) };
        if !template::may_be(&bytes) {
            return Ok(None);
        }
        let document = Document::json(File::Other(0), shown.clone(), bytes);
        let root = document.root();
        // The definition of a connector may speak of such resources.
        let is_template = root.has("resources") && !root.has("swagger") && !root.has("paths");
        Ok(is_template.then(|| Container::Template { connectors: template::connectors(&document), name: shown }))
    }

    fn unpacked(folder: &Path, shown: String) -> anyhow::Result<Container> {
        let solution = read_solution(folder, None)?;
        let mut files = solution.packed();
        // Places are those of the files as they lie there, where they lie there.
        for (name, file) in files.iter_mut().filter(|(name, _)| !name.contains('/')) {
            if let Ok(bytes) = read::plain(&folder.join(name), MAX_LEN as u64) {
                *file = bytes;
            }
        }
        let entries = files.into_iter().map(|(name, bytes)| Entry { name, content: Content::Bytes(bytes) }).collect();
        let layout = if folder.join("Other/Solution.xml").is_file() { Layout::Tree } else { Layout::Folder };
        let package = Package::of_folder(shown, Archive { entries }, layout);
        Ok(Container::Solution(Box::new(package)))
    }

    /// The reports about it and its connectors.
    pub fn parts(&self, checker: &Checker, publisher: Option<Publisher>, output: &Output) -> Vec<Parts> {
        let because = if publisher.is_some() { Because::Option } else { Because::Default };
        let publisher = publisher.unwrap_or(Publisher::Custom);
        match self {
            Container::Solution(package) => {
                super::package::report(checker, PackageTarget { package, publisher, because }, output)
            }
            Container::Template { connectors, .. } => {
                let one = |connector| {
                    let findings = checker.embedded(connector, publisher);
                    output.part(&Embedded { connector, publisher, because }, &findings)
                };
                connectors.iter().map(one).collect()
            }
        }
    }

    /// Why nothing in it is changed.
    pub fn left(&self) -> String {
        match self {
            Container::Solution(package) => format!(
                "`{0}` was not changed: this is a solution; run `connsmith unpack {0}` and fix the connectors, then pack them",
                package.name
            ),
            Container::Template { name, .. } => format!(
                "`{name}` was not changed: this is a template of Azure Resource Manager; `connsmith check {name}` shows what to change"
            ),
        }
    }
}

/// Takes the containers out of the paths; the other paths stay.
///
/// # Errors
/// When a container cannot be read.
pub fn taken(paths: &mut Vec<PathBuf>, current: &Path) -> anyhow::Result<Vec<Container>> {
    let mut containers = Vec::new();
    let mut left = Vec::new();
    for path in paths.drain(..) {
        let at = if path.is_dir() { unpacked_in(&path) } else { Some(path.clone()) };
        match at.map(|at| Container::at(&at, current)).transpose()?.flatten() {
            Some(container) => containers.push(container),
            None => left.push(path),
        }
    }
    *paths = left;
    Ok(containers)
}

/// The folder of a solution at or directly below a folder that holds no connectors: it may hold both.
fn unpacked_in(path: &Path) -> Option<PathBuf> {
    let is_one = |folder: &PathBuf| Solution::is_folder(|name| folder.join(name).is_file());
    let below = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    std::iter::once(path.to_owned()).chain(below).find(is_one)?;
    // Whether there are connectors takes a search of the whole folder.
    match discover::find(&[path.to_owned()]) {
        Err(discover::Error::Solution(_, folder)) => Some(folder),
        _ => None,
    }
}
