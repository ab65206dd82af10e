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
}

/// Why files are no solution.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("there is no `{0}`")]
    Missing(&'static str),
    #[error("`{name}:{line}:{column}`: {message}")]
    Xml { name: String, line: usize, column: usize, message: String },
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
    /// When a file that every solution has is missing or no XML.
    pub fn read(mut files: BTreeMap<String, Vec<u8>>) -> Result<Solution, Error> {
        if let Some(manifest) = files.remove("Other/Solution.xml") {
            return Solution::from_tree(manifest, files);
        }
        let mut room = Room::default();
        let manifest = element("solution.xml", take(&mut files, "solution.xml")?, &mut room)?;
        let customizations = element("customizations.xml", take(&mut files, "customizations.xml")?, &mut room)?;
        files.remove(CONTENT_TYPES);
        Ok(Solution { manifest, customizations, files })
    }

    fn from_tree(manifest: Vec<u8>, mut files: BTreeMap<String, Vec<u8>>) -> Result<Solution, Error> {
        let mut room = Room::default();
        let manifest = element("Other/Solution.xml", manifest, &mut room)?;
        let mut customizations = element("Other/Customizations.xml", take(&mut files, "Other/Customizations.xml")?, &mut room)?;
        let mut packed = BTreeMap::new();
        for (name, bytes) in files {
            if let Some(rest) = name.strip_prefix("Connectors/") {
                if rest.ends_with(".xml") {
                    let connector = element(&name, bytes, &mut room)?;
                    push(&mut customizations, "Connectors", without_namespaces(connector));
                } else {
                    packed.insert(format!("Connector/{rest}"), bytes);
                }
            } else if name.starts_with("Workflows/") && name.ends_with(".data.xml") {
                let workflow = element(&name, bytes, &mut room)?;
                push(&mut customizations, "Workflows", without_namespaces(workflow));
            } else {
                packed.insert(name, bytes);
            }
        }
        sort_as_root_components(&mut customizations, &manifest);
        Ok(Solution { manifest, customizations, files: packed })
    }

    /// The files of the zip, sorted by name.
    pub fn packed(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.files.clone();
        files.insert("solution.xml".into(), self.manifest.write("\r\n").into_bytes());
        files.insert("customizations.xml".into(), self.customizations.write("\r\n").into_bytes());
        files.insert(CONTENT_TYPES.into(), content_types(files.keys().map(String::as_str)).into_bytes());
        files
    }

    /// The files of the tree, sorted by name. Lines end with LF, as they do in a repository.
    pub fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        let document =
            |root: &Element| format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}", root.write("\n")).into_bytes();
        let mut files = BTreeMap::new();
        for (name, bytes) in &self.files {
            let name = name.strip_prefix("Connector/").map_or(name.clone(), |rest| format!("Connectors/{rest}"));
            files.insert(name, bytes.clone());
        }
        let mut customizations = self.customizations.clone();
        shorten(&mut customizations);
        for part in customizations.elements_mut() {
            let (name, element): (fn(&Element) -> Option<String>, _) = match part.name.as_str() {
                "Connectors" => (|connector| Some(format!("Connectors/{}.xml", connector.text_of("name")?)), "Connector"),
                "Workflows" => {
                    (|flow| Some(format!("{}.data.xml", flow.text_of("JsonFileName")?.trim_start_matches('/'))), "Workflow")
                }
                _ => continue,
            };
            part.children.retain(|child| match child {
                Child::Element(child) if child.name == element => {
                    let Some(name) = name(child) else { return true };
                    let mut root = child.clone();
                    root.set_attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
                    files.insert(name, document(&root));
                    false
                }
                _ => true,
            });
            part.short = true;
        }
        files.insert("Other/Solution.xml".into(), document(&self.manifest));
        files.insert("Other/Customizations.xml".into(), document(&customizations));
        files
    }

    /// The `<Connector>` elements.
    pub fn connectors(&self) -> impl Iterator<Item = &Element> {
        connectors_in(&self.customizations)
    }
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

fn push(customizations: &mut Element, list: &str, element: Element) {
    let list = customizations.at_or_new(list);
    list.short = false;
    list.children.push(Child::Element(element));
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
fn content_types<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut extensions: BTreeSet<(usize, &str)> = BTreeSet::from([(0, "xml")]);
    let mut others = Vec::new();
    for name in names {
        let file = name.rsplit('/').next().unwrap_or(name);
        match file.rsplit_once('.') {
            Some((_, extension)) => {
                let rank = ["xml", "json"].iter().position(|known| *known == extension).unwrap_or(2);
                extensions.insert((rank, extension));
            }
            None => others.push(name),
        }
    }
    let mut types = Element::new("Types", "").with("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    types.short = false;
    for (_, extension) in extensions {
        let entry = Element::new("Default", "").with("Extension", extension).with("ContentType", "application/octet-stream");
        types.children.push(Child::Element(entry));
    }
    for name in others {
        let part = format!("/{name}");
        let entry = Element::new("Override", "").with("PartName", &part).with("ContentType", "application/octet-stream");
        types.children.push(Child::Element(entry));
    }
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
