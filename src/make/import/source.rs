//! The files of an API's description: the one that was named, and those to which its `$ref`s lead.
use super::kind::{self, Refusal};
use crate::text::document::{Document, File, Node};
use crate::text::json::MAX_LEN;
use crate::text::{pointer, read};
use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::path::{Component, Path, PathBuf};

/// How many files one description may have.
const MAX_FILES: usize = 10_000;

/// Gets what an address leads to.
pub type Fetch<'f> = &'f dyn Fn(&str) -> Result<Vec<u8>, String>;

/// Where references may lead.
#[derive(Clone, Copy, Default)]
pub struct Reach<'f> {
    /// Outside the folder of the source.
    pub outside: bool,
    /// To the network.
    pub fetch: Option<Fetch<'f>>,
}

/// All files of a description, in the order in which they are met. The first is the one that was named.
#[derive(Debug)]
pub struct Sources {
    pub files: Vec<Document>,
    /// For each file and each name in a `$ref` there: the file that it leads to.
    links: FxHashMap<(u16, String), usize>,
    /// References to files that were not read: the node of the text, and why.
    pub broken: Vec<(u16, u32, Broken)>,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    Outside(String),
    Remote(String),
    Unreadable(String),
}

/// Where a file comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Origin {
    Path(PathBuf),
    Address(String),
}

/// The number of the file in which a node stands.
pub fn number(node: Node) -> u16 {
    match node.doc.file {
        File::Other(number) => number,
        _ => 0,
    }
}

impl Sources {
    /// Reads a description. `name` is how the file is shown; `path` is where it lies, if it lies anywhere.
    ///
    /// # Errors
    /// When the file is none that can be imported.
    pub fn read(
        bytes: Vec<u8>,
        name: &str,
        path: Option<&Path>,
        shown: &dyn Fn(&Path) -> String,
        reach: Reach,
    ) -> Result<Sources, Refusal> {
        let first = kind::parse(bytes, name, File::Other(0))?;
        let mut sources = Sources { files: vec![first], links: FxHashMap::default(), broken: Vec::new() };
        if kind::of(&sources.files[0])?.has_references() {
            let origin = match path {
                Some(path) => Some(Origin::Path(path.canonicalize().unwrap_or_else(|_| path.to_owned()))),
                None if is_address(name) => Some(Origin::Address(name.to_owned())),
                None => None,
            };
            sources.follow(origin, shown, reach);
        }
        Ok(sources)
    }

    /// Reads what the references lead to, file by file.
    fn follow(&mut self, origin: Option<Origin>, shown: &dyn Fn(&Path) -> String, reach: Reach) {
        let root = match &origin {
            Some(Origin::Path(path)) => path.parent().map(Path::to_owned),
            _ => None,
        };
        let mut known: FxHashMap<Origin, usize> = origin.iter().map(|origin| (origin.clone(), 0)).collect();
        let mut size = self.files[0].text.len();
        let mut waiting = VecDeque::from([(0, origin)]);
        while let Some((at, origin)) = waiting.pop_front() {
            for (id, target) in references(&self.files[at]) {
                let name = target.split('#').next().unwrap_or("");
                let key = (at as u16, name.to_owned());
                if name.is_empty() || self.links.contains_key(&key) {
                    continue;
                }
                let found = target_of(origin.as_ref(), name, root.as_deref(), reach);
                let read = found.and_then(|target| match known.get(&target) {
                    Some(&file) => Ok(file),
                    None if self.files.len() >= MAX_FILES || size > MAX_LEN => {
                        Err(Broken::Unreadable("there are too many files".to_owned()))
                    }
                    None => {
                        let number = self.files.len();
                        let document = load(&target, number as u16, shown, reach)?;
                        size += document.text.len();
                        self.files.push(document);
                        known.insert(target.clone(), number);
                        waiting.push_back((number, Some(target)));
                        Ok(number)
                    }
                });
                match read {
                    Ok(file) => {
                        self.links.insert(key, file);
                    }
                    Err(why) => self.broken.push((at as u16, id, why)),
                }
            }
        }
    }

    /// The first file's root.
    pub fn root(&self) -> Node<'_> {
        self.files[0].root()
    }
}

/// Where references lead, by file and text.
type Known<'a> = FxHashMap<(u16, Cow<'a, str>), Option<Node<'a>>>;

/// Follows references and remembers where they lead.
pub struct Resolver<'a> {
    sources: &'a Sources,
    known: RefCell<Known<'a>>,
    /// The first reference outside of schemas that leads back to itself.
    circle: Cell<Option<Node<'a>>>,
}

impl<'a> Resolver<'a> {
    pub fn new(sources: &'a Sources) -> Resolver<'a> {
        Resolver { sources, known: RefCell::default(), circle: Cell::new(None) }
    }

    /// What an object with a `$ref` stands for: the first value on the way that has none. None where the way ends or goes round in a
    /// circle; outside of schemas that is kept, because there is no way to read such a description. A value without `$ref` stands
    /// for itself.
    pub fn resolve(&self, node: Node<'a>) -> Option<Node<'a>> {
        self.follow(node, true)
    }

    /// The same for a schema, where circles can be cut.
    pub fn resolve_schema(&self, node: Node<'a>) -> Option<Node<'a>> {
        self.follow(node, false)
    }

    fn follow(&self, node: Node<'a>, keeps_circle: bool) -> Option<Node<'a>> {
        let mut at = node;
        for _ in 0..64 {
            match at.get("$ref").filter(|target| target.is_string()) {
                None => return Some(at),
                Some(target) => at = self.target(target)?,
            }
        }
        if keeps_circle && self.circle.get().is_none() {
            self.circle.set(node.get("$ref"));
        }
        None
    }

    /// The member of an object, where it is itself a reference what that leads to: descriptions in many files also have references in
    /// the place of maps and lists.
    pub fn inside(&self, node: Node<'a>, key: &str) -> Option<Node<'a>> {
        let member = node.get(key)?;
        self.resolve(member).or(Some(member))
    }

    /// Why a description cannot be read: a reference that leads back to itself.
    pub fn circle(&self) -> Option<Refusal> {
        let node = self.circle.get()?;
        let place = node.doc.position(node.span().start);
        let (name, reference) = (node.doc.name.clone(), node.str().unwrap_or_default().into_owned());
        Some(Refusal::Circle { name, line: place.line, column: place.column, reference })
    }

    /// What the text of a `$ref` leads to.
    pub fn target(&self, reference: Node<'a>) -> Option<Node<'a>> {
        let text = reference.str()?;
        let from = number(reference);
        let (file, pointer) = match text.find('#') {
            Some(at) => (text[..at].to_owned(), text[at + 1..].to_owned()),
            None => (text.clone().into_owned(), String::new()),
        };
        let key = (from, text);
        if let Some(&known) = self.known.borrow().get(&key) {
            return known;
        }
        let number = match file.as_str() {
            "" => Some(usize::from(from)),
            file => self.sources.links.get(&(from, file.to_owned())).copied(),
        };
        // Whoever comes by here again, on the way to what is looked for, is in a circle.
        self.known.borrow_mut().insert(key.clone(), None);
        let found = number.and_then(|number| {
            let document = &self.sources.files[number];
            let decoded = percent_decode_str(&pointer).decode_utf8_lossy();
            match decoded.is_empty() || decoded.starts_with('/') {
                true => document
                    .at_pointer(&decoded)
                    .or_else(|| document.at_pointer(&pointer))
                    .or_else(|| self.step_by_step(document.root(), &decoded)),
                false => anchored(document, &decoded),
            }
        });
        self.known.borrow_mut().insert(key, found);
        found
    }

    /// What a pointer leads to, through references on its way.
    fn step_by_step(&self, root: Node<'a>, path: &str) -> Option<Node<'a>> {
        path.split('/').skip(1).try_fold(root, |node, step| {
            let step = pointer::unescaped(step);
            let node = self.resolve_schema(node)?;
            if node.is_array() { node.item(step.parse().ok()?) } else { node.get(&step) }
        })
    }
}

/// The schema with this `$anchor`.
fn anchored<'a>(document: &'a Document, name: &str) -> Option<Node<'a>> {
    let ids = 0..document.tree.nodes.len() as u32;
    document.members_named("$anchor", ids).find(|anchor| anchor.is(name)).and_then(Node::parent)
}

/// Every reference of a file: the node of its text, and the text.
fn references(document: &Document) -> Vec<(u32, String)> {
    let ids = 0..document.tree.nodes.len() as u32;
    document.members_named("$ref", ids).filter_map(|target| Some((target.id, target.str()?.into_owned()))).collect()
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The file that a name stands for in another one, if references may lead there.
fn target_of(from: Option<&Origin>, name: &str, root: Option<&Path>, reach: Reach) -> Result<Origin, Broken> {
    if is_address(name) {
        return if reach.fetch.is_some() { Ok(Origin::Address(name.to_owned())) } else { Err(Broken::Remote(name.to_owned())) };
    }
    let decoded = percent_decode_str(name).decode_utf8_lossy().into_owned();
    match from {
        Some(Origin::Path(path)) => {
            let target = plain(&path.parent().unwrap_or(Path::new("")).join(decoded.replace('\\', "/")));
            let target = target.canonicalize().unwrap_or(target);
            if reach.outside || root.is_some_and(|root| target.starts_with(root)) {
                Ok(Origin::Path(target))
            } else {
                Err(Broken::Outside(name.to_owned()))
            }
        }
        Some(Origin::Address(address)) => {
            let base = address.rfind('/').map_or(address.as_str(), |at| &address[..at]);
            let mut parts: Vec<&str> = base.split('/').collect();
            for part in decoded.split('/') {
                match part {
                    "." | "" => {}
                    ".." if parts.len() > 3 => {
                        parts.pop();
                    }
                    part => parts.push(part),
                }
            }
            Ok(Origin::Address(parts.join("/")))
        }
        None => Err(Broken::Unreadable(format!("`{name}` cannot be found because the description was not read from a file"))),
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

fn load(origin: &Origin, number: u16, shown: &dyn Fn(&Path) -> String, reach: Reach) -> Result<Document, Broken> {
    let (bytes, name) = match origin {
        Origin::Path(path) => {
            let name = shown(path);
            let bytes = read::plain(path, MAX_LEN as u64);
            let bytes = bytes.map_err(|error| Broken::Unreadable(format!("`{name}` cannot be read: {error}")))?;
            (bytes, name)
        }
        Origin::Address(address) => match reach.fetch {
            Some(fetch) => (fetch(address).map_err(Broken::Unreadable)?, address.clone()),
            None => return Err(Broken::Remote(address.clone())),
        },
    };
    let file = File::Other(number);
    let lower = name.to_lowercase();
    if [".md", ".txt", ".html"].iter().any(|end| lower.ends_with(end)) {
        return Ok(Document::plain(file, name, bytes)); // a description
    }
    let document = kind::parse(bytes, &name, file).map_err(|refusal| Broken::Unreadable(refusal.to_string()))?;
    Ok(document)
}
