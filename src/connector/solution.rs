//! A Dataverse solution: what `solution.xml`, `customizations.xml` and the files beside them say.
//!
//! Two layouts hold the same: the zip that is exported and imported (`solution.xml`, `Connector/…`), and the tree that
//! SolutionPackager and `pac solution unpack` make of it for version control (`Other/Solution.xml`, `Connectors/<name>.xml`).
//! Facts of both are from the exports in microsoft/CopilotStudioSamples and microsoft/powerapps-tools, read in 2026.
use crate::connector::fmt;
use crate::text::archive::{Archive, Content};
use crate::text::document::{Document, File};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use xml::{Child, Element, Room};

pub mod environment;
pub mod metadata;
pub mod name;
pub mod record;
pub mod tree;
pub mod unpack;
pub mod xml;

pub use metadata::Metadata;

/// Name of the list of file types in the zip.
pub const CONTENT_TYPES: &str = "[Content_Types].xml";
/// Root component types of a connector: exports write 372, the documentation lists both.
pub const CONNECTOR_TYPES: [&str; 2] = ["372", "371"];

/// The elements of a `<Connector>` that name a file.
pub const FILES: [&str; 6] = [
    "openapidefinition",
    "connectionparameters",
    "connectionparametersets",
    "policytemplateinstances",
    "customcodeblobcontent",
    "iconblob",
];

/// A solution.
#[derive(Clone, Debug)]
pub struct Solution {
    /// `solution.xml`
    pub manifest: Element,
    /// `customizations.xml`
    pub customizations: Element,
    /// All other files by the names that they have in the zip, without the list of file types.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The list of file types, where there was one: its order and its further entries stay.
    pub content_types: Option<Element>,
}

/// Why files are no solution.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("there is no `{0}`")]
    Missing(&'static str),
    #[error("`{name}:{line}:{column}`: {message}")]
    Xml { name: String, line: usize, column: usize, message: String },
    #[error(
        "it is not known which parts of a solution these are, and a solution without them would be smaller: {0}; move them out of the folder, or pack it with `pac solution pack`"
    )]
    Unknown(String),
    #[error("`{name}` lacks {missing}, and a solution without it would be smaller")]
    Incomplete { name: String, missing: String },
}

impl Solution {
    /// The files of an archive, as [`Solution::read`] takes them; entries that could not be read are left out.
    pub fn files_of(archive: Archive) -> BTreeMap<String, Vec<u8>> {
        let file = |entry: crate::text::archive::Entry| match entry.content {
            Content::Bytes(bytes) => Some((entry.name, bytes)),
            _ => None,
        };
        archive.entries.into_iter().filter_map(file).collect()
    }

    /// Reads either layout.
    ///
    /// # Errors
    /// When a file that every solution has is missing or no XML, or a part of a tree cannot be carried into the solution.
    pub fn read(files: BTreeMap<String, Vec<u8>>) -> Result<Solution, Error> {
        Solution::read_as(files, None)
    }

    /// As [`Solution::read`]. Of a tree with two variants of a part, `managed` chooses one; None leaves it to the tree.
    ///
    /// # Errors
    /// As [`Solution::read`].
    pub fn read_as(mut files: BTreeMap<String, Vec<u8>>, managed: Option<bool>) -> Result<Solution, Error> {
        if files.contains_key("Other/Solution.xml") {
            return tree::read(files, managed);
        }
        let mut room = Room::default();
        let manifest = element("solution.xml", take(&mut files, "solution.xml")?, &mut room)?;
        let customizations = element("customizations.xml", take(&mut files, "customizations.xml")?, &mut room)?;
        let content_types = tree::taken_types(&mut files, &mut room)?;
        Ok(Solution { manifest, customizations, files, content_types })
    }

    /// Whether a folder with these files directly in it, by their paths, is a solution in one of the layouts.
    pub fn is_folder(has: impl Fn(&str) -> bool) -> bool {
        has("Other/Solution.xml") || (has("solution.xml") && has("customizations.xml"))
    }

    /// The files of the zip, sorted by name.
    pub fn packed(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.files.clone();
        files.insert("solution.xml".into(), self.manifest.write("\r\n").into_bytes());
        files.insert("customizations.xml".into(), self.customizations.write("\r\n").into_bytes());
        let types = match &self.content_types {
            Some(known) => with_types(known, files.keys().map(String::as_str)),
            None => usual_types(files.keys().map(String::as_str)),
        };
        files.insert(CONTENT_TYPES.into(), document_of(&types).into_bytes());
        files
    }

    /// The list of file types, if it is not the one that packing would make.
    pub(crate) fn own_content_types(&self) -> Option<String> {
        let known = self.content_types.as_ref()?;
        let names = self.files.keys().map(String::as_str).chain(["solution.xml", "customizations.xml"]);
        (usual_types(names).canonical() != known.canonical()).then(|| document_of(known))
    }

    /// The files of the tree, sorted by name. Lines end with LF, as they do in a repository.
    pub fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        tree::write(self)
    }

    /// The `<Connector>` elements.
    pub fn connectors(&self) -> impl Iterator<Item = &Element> {
        connectors_in(&self.customizations)
    }
}

/// Whether the content of a file of a solution counts as absent: nothing, white space, or a byte order mark alone.
pub fn is_blank(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).iter().all(u8::is_ascii_whitespace)
}

/// The `<Connector>` elements of `customizations.xml`.
pub fn connectors_in(customizations: &Element) -> impl Iterator<Item = &Element> {
    let lists = customizations.elements().filter(|element| element.name == "Connectors");
    lists.flat_map(Element::elements).filter(|element| element.name == "Connector")
}

fn take(files: &mut BTreeMap<String, Vec<u8>>, name: &'static str) -> Result<Vec<u8>, Error> {
    files.remove(name).ok_or(Error::Missing(name))
}

fn element(name: &str, bytes: Vec<u8>, room: &mut Room) -> Result<Element, Error> {
    let document = Document::plain(File::Other(0), name, bytes);
    let parsed = match xml::encoding_fault(&document) {
        Some(fault) => Err(fault),
        None => xml::parse_within(&document.text, room),
    };
    parsed.map_err(|fault| {
        let place = document.position(fault.at.min(document.text.len() as u32));
        Error::Xml { name: name.to_owned(), line: place.line as usize, column: place.column as usize, message: fault.message }
    })
}

/// Puts what the tree has in files of their own in the order in which the manifest names it, as exports do.
fn sort_as_root_components(customizations: &mut Element, manifest: &Element) {
    let bare = |id: &str| id.trim_matches(['{', '}']).to_ascii_lowercase();
    let ids = manifest.all("RootComponent").into_iter().filter_map(|root| root.attribute("id").map(bare));
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, id) in ids.enumerate() {
        places.entry(id).or_insert(place);
    }
    for list in customizations.elements_mut().filter(|list| matches!(list.name.as_str(), "Connectors" | "Workflows")) {
        list.children.sort_by_cached_key(|child| {
            let Child::Element(element) = child else { return usize::MAX };
            let id = element.attribute("WorkflowId").map(str::to_owned).or_else(|| element.text_of("connectorid"));
            id.and_then(|id| places.get(&bare(&id)).copied()).unwrap_or(usize::MAX)
        });
    }
}

/// A root element has namespaces that it has from its parent when it is none.
fn without_namespaces(mut element: Element) -> Element {
    element.attributes.retain(|(name, _)| name != "xmlns:xsi");
    element
}

/// The tree writes the lists of the customizations short when they are empty.
fn shorten(customizations: &mut Element) {
    for list in customizations.elements_mut().filter(|list| list.children.is_empty()) {
        list.short = true;
    }
}

/// One entry for each extension of a file name, in the order of the service's exports; files without one have an entry each.
fn usual_types<'a>(names: impl Iterator<Item = &'a str>) -> Element {
    let mut extensions: BTreeSet<(usize, &str)> = BTreeSet::from([(0, "xml")]);
    let mut others = BTreeSet::new();
    for name in names {
        match extension(name) {
            Some(extension) => {
                let rank = ["xml", "json"].iter().position(|known| *known == extension).unwrap_or(2);
                extensions.insert((rank, extension));
            }
            None => _ = others.insert(name),
        }
    }
    let mut types = Element::new("Types", "").with("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    types.short = false;
    types.children.extend(extensions.into_iter().map(|(_, extension)| Child::Element(default_type(extension))));
    types.children.extend(others.into_iter().map(|name| Child::Element(override_type(name))));
    types
}

/// A list of file types with what it lacks for these names. What it has stays, in its order.
fn with_types<'a>(known: &Element, names: impl Iterator<Item = &'a str>) -> Element {
    let mut types = known.clone();
    for name in names {
        let part = format!("/{name}");
        let has = |attribute: &str, text: &str| {
            types.elements().any(|entry| entry.attribute(attribute).is_some_and(|known| known.eq_ignore_ascii_case(text)))
        };
        let entry = match extension(name) {
            Some(extension) if has("Extension", extension) || has("PartName", &part) => continue,
            Some(extension) => default_type(extension),
            None if has("PartName", &part) => continue,
            None => override_type(name),
        };
        types.children.push(Child::Element(entry));
    }
    types.short = false;
    types
}

/// The extension of a file's name, without the dot.
fn extension(name: &str) -> Option<&str> {
    name.rsplit('/').next().unwrap_or(name).rsplit_once('.').map(|(_, extension)| extension)
}

fn default_type(extension: &str) -> Element {
    Element::new("Default", "").with("Extension", extension).with("ContentType", "application/octet-stream")
}

fn override_type(name: &str) -> Element {
    Element::new("Override", "").with("PartName", &format!("/{name}")).with("ContentType", "application/octet-stream")
}

/// The text of the list of file types, in one line.
fn document_of(types: &Element) -> String {
    let body = types.write("").replace("  <", "<");
    format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>{body}")
}

/// Whether two JSON texts say the same; `null`, `{}` and `[]` all say nothing.
pub fn means_same(one: &str, other: &str) -> bool {
    let meaning = |text: &str| {
        let compact = fmt::compact(text.as_bytes()).unwrap_or_else(|_| text.to_owned());
        if matches!(compact.as_str(), "null" | "{}" | "[]" | "\"\"") { String::new() } else { compact }
    };
    meaning(one) == meaning(other)
}

/// The end of an icon's name, capitalised as in exports.
pub fn icon_extension(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "Jpeg",
        [b'G', b'I', b'F', ..] => "Gif",
        _ => "Png",
    }
}
