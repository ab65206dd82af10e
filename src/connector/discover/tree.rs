//! Connectors in a tree of files that is not on disk, such as a git commit.
use super::{Files, file_name, fill, is_connector};
use crate::connector::Folder;
use crate::text::{place, read};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// A tree of files: their paths from its root, with `/`, and how they are read. Nothing of it is ever written, so names that
/// would lead elsewhere lead nowhere.
pub struct Tree<'a> {
    pub files: &'a BTreeSet<String>,
    /// Reads a file of at most so many bytes.
    pub read: &'a dyn Fn(&str, u64) -> io::Result<Vec<u8>>,
}

impl Tree<'_> {
    /// The folders of the connectors at or below a folder, by their paths; hidden ones are passed over.
    pub fn connectors(&self, root: &str) -> Vec<String> {
        let mut folders: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for file in self.below(root) {
            let inside = file.strip_prefix(root).unwrap_or(file).trim_start_matches('/');
            if place::allowed(file).is_ok() && !inside.split('/').any(|step| step.starts_with('.')) {
                let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
                folders.entry(folder).or_default().push(name.to_owned());
            }
        }
        let is_one =
            |folder: &str, names: &[String]| is_connector(names, |name| (self.read)(&join(folder, name), read::MAX_SETTINGS));
        folders.iter().filter(|(folder, names)| is_one(folder, names)).map(|(folder, _)| (*folder).to_owned()).collect()
    }

    /// Reads the connector in a folder; `named` is the name of a file that takes the place of the folder's file of that kind.
    pub fn load(&self, folder: &str, named: Option<&str>) -> Folder {
        let (mut names, mut folders) = (Vec::new(), BTreeSet::new());
        for file in self.below(folder).filter(|file| place::allowed(file).is_ok()) {
            let inside = file.strip_prefix(folder).unwrap_or(file).trim_start_matches('/');
            if inside.starts_with('.') {
                continue;
            }
            match inside.split_once('/') {
                Some((first, _)) => _ = folders.insert(format!("{first}/")),
                None => names.push(inside.to_owned()),
            }
        }
        let mut made = Folder { path: PathBuf::from(folder), listing: folders.into_iter().collect(), ..Folder::default() };
        let at = |name: &str| steps(folder, name).filter(|path| self.files.contains(path));
        let files = Files {
            read: &|name: &str, most: u64| match at(name) {
                Some(path) => (self.read)(&path, most),
                None => Err(io::Error::new(io::ErrorKind::NotFound, "it is not there")),
            },
            exists: &|name: &str| at(name).is_some(),
        };
        fill(&mut made, names, named.map(|name| file_name(Path::new(name))), &files);
        made
    }

    fn below<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = &'s String> {
        self.files
            .iter()
            .filter(move |file| folder.is_empty() || file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The path of a name in a folder; None if it leads out of the tree.
pub(super) fn steps(folder: &str, name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    if name.starts_with('/') {
        return None;
    }
    for step in name.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = path.pop()?,
            step => path.push(step),
        }
    }
    Some(path.join("/"))
}
