//! The connectors of a solution as the files of folders.
use crate::connector::fmt;
use crate::connector::solution::record::{ConnectorRecord, HELD};
use crate::connector::solution::xml::Element;
use crate::connector::solution::{FILES, icon_extension, is_blank, means_same};
use crate::connector::{Connector, Folder, FolderFile};
use crate::text::document::{Document, File};
use crate::text::json::Kind;
use crate::text::measure::{has_more_values, pretty_size};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// Folder for the content of a solution other than its connectors.
pub const REST: &str = "solution";

/// The existing files at the target of a connector.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub record: Option<ConnectorRecord>,
    pub definition: Option<Vec<u8>>,
    pub properties: Option<Vec<u8>>,
}

/// A connector taken out of a solution.
#[derive(Clone, Debug)]
pub struct Unpacked {
    pub record: ConnectorRecord,
    /// The files of its folder except the side file, by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What the solution holds an empty file for, in words: a failed export leaves such.
    pub cleared: Vec<&'static str>,
}

/// The connectors that were taken out of a solution.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    pub connectors: Vec<Unpacked>,
    /// The names of the solution's files that are in them.
    pub names: HashSet<String>,
    /// Whether there are more that did not fit.
    pub left_out: bool,
}

/// Values in one JSON file that are looked through. The largest definition that was read has 200,000.
const MOST_VALUES: usize = 500_000;

/// The connectors of a solution, as long as what is read and written for them fits into `room` bytes: a thousand connectors may
/// name one file. `known` gives, for the id of a connector, what there is of it already: a file that means the same is left as it
/// is, and what a solution cannot hold is taken from there.
pub fn connectors(
    customizations: &Element,
    files: &BTreeMap<String, Vec<u8>>,
    known: impl Fn(&str) -> Known,
    room: &mut u64,
) -> Taken {
    let mut taken = Taken::default();
    for element in super::connectors_in(customizations) {
        match cost(element, files).and_then(|cost| room.checked_sub(cost)) {
            Some(left) => *room = left,
            None => {
                taken.left_out = true;
                break;
            }
        }
        let id = element.text_of("connectorid").unwrap_or_default().to_ascii_lowercase();
        let known = known(&id);
        taken.connectors.push(connector(files, element, id, known, &mut taken.names));
    }
    taken
}

/// About how many bytes are read and written for a connector; None for one that is too large to be looked at.
fn cost(element: &Element, files: &BTreeMap<String, Vec<u8>>) -> Option<u64> {
    /// The cost of a connector without content.
    const LEAST: u64 = 4 << 10;
    let mut cost = LEAST;
    for field in FILES {
        let Some(bytes) = element.text_of(field).and_then(|path| files.get(path.trim_start_matches('/'))) else { continue };
        cost += bytes.len() as u64;
        if matches!(field, "customcodeblobcontent" | "iconblob") {
            continue;
        }
        if has_more_values(bytes, MOST_VALUES) {
            return None;
        }
        cost += pretty_size(bytes, 2);
    }
    Some(cost)
}

impl Unpacked {
    /// The connector that the files make.
    pub fn connector(&self) -> Connector {
        Connector::new(self.folder())
    }

    /// Its files as those of a folder without a place.
    pub fn folder(&self) -> Folder {
        let kind =
            |name: &str| crate::connector::discover::USUAL_NAMES.iter().find(|(_, usual)| *usual == name).map(|(file, _)| *file);
        let file =
            |(name, bytes): (&String, &Vec<u8>)| Some(FolderFile { file: kind(name)?, name: name.clone(), bytes: bytes.clone() });
        Folder { files: self.files.iter().filter_map(file).collect(), ..Folder::default() }
    }

    /// A name for its folder, made of what Dataverse shows.
    pub fn folder_name(&self) -> String {
        let kept = |c: char| !c.is_control() && !"<>:\"/\\|?*".contains(c);
        let name: String = self.record.display_name.chars().filter(|&c| kept(c)).collect();
        let name = name.trim_matches([' ', '.']);
        if name.is_empty() || name.eq_ignore_ascii_case(REST) { self.record.name.clone() } else { name.to_owned() }
    }
}

fn connector(
    solution: &BTreeMap<String, Vec<u8>>,
    element: &Element,
    id: String,
    known: Known,
    taken: &mut HashSet<String>,
) -> Unpacked {
    let mut blobs: BTreeMap<&str, &Vec<u8>> = BTreeMap::new();
    let mut record = ConnectorRecord {
        id,
        name: element.text_of("name").unwrap_or_default(),
        display_name: element.text_of("displayname").unwrap_or_default(),
        properties: known.record.as_ref().and_then(|record| record.properties.clone()),
        ..ConnectorRecord::default()
    };
    for field in FILES {
        let Some(path) = element.text_of(field) else { continue };
        let path = path.trim_start_matches('/');
        if let Some(bytes) = solution.get(path) {
            blobs.insert(field, bytes);
            taken.insert(path.to_owned());
            if field == "iconblob" {
                let extension = path.rsplit('.').next().unwrap_or_default();
                record.icon = (extension != icon_extension(bytes)).then(|| extension.to_owned());
            }
        }
    }
    // An empty file is equivalent to none.
    let says = |bytes: &&&Vec<u8>| !is_blank(bytes);
    let mut files = BTreeMap::new();
    if let Some(blob) = blobs.get("openapidefinition").filter(says) {
        let (bytes, compact) = definition(blob, known.definition);
        record.compact = compact;
        let document = Document::json(File::Definition, "", bytes.clone());
        let own = document.root().get("info").and_then(|info| info.get_str("description"));
        let description = element.text_of("description");
        record.description = description.filter(|text| own.as_deref().map(str::trim) != Some(text.as_str()));
        files.insert("apiDefinition.swagger.json".to_owned(), bytes);
    }
    // Text that is not UTF-8 is decoded like a file of the folder.
    let decoded = |bytes: &Vec<u8>| match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => Document::plain(File::Other(0), "", bytes.clone()).text,
    };
    let text = |field: &str| blobs.get(field).filter(says).map(|bytes| decoded(bytes));
    let mut held = vec![
        Held { name: HELD[0], value: text("connectionparameters"), nothing: "{}" },
        Held { name: HELD[1], value: text("connectionparametersets"), nothing: "{}" },
        Held { name: HELD[2], value: text("policytemplateinstances"), nothing: "[]" },
    ];
    let exported = held.iter().map(|held| held.value.clone()).chain([element.text_of("scriptoperations")]).collect::<Vec<_>>();
    let colour = element.text_of("iconbrandcolor").map(|colour| crate::text::edit::quote(&colour));
    held.push(Held { name: HELD[3], value: colour, nothing: "\"\"" });
    // Without a script a solution says nothing of its operations.
    if blobs.contains_key("customcodeblobcontent") {
        held.push(Held { name: HELD[4], value: element.text_of("scriptoperations"), nothing: "[]" });
    }
    files.insert("apiProperties.json".to_owned(), properties(&held, known.properties, record.properties.as_ref()));
    if let Some(script) = blobs.get("customcodeblobcontent").filter(says) {
        files.insert("script.csx".to_owned(), (*script).clone());
    }
    if let Some(icon) = blobs.get("iconblob").filter(says) {
        files.insert("icon.png".to_owned(), (*icon).clone());
    }
    // What packing would write otherwise than it was.
    let fields = ["connectionparameters", "connectionparametersets", "policytemplateinstances"];
    for (field, text) in fields.into_iter().chain(["scriptoperations"]).zip(exported) {
        if let Some(text) = text
            && fmt::compact(text.as_bytes()).is_ok_and(|compact| compact != text || compact == "null")
        {
            record.texts.insert(field.to_owned(), text);
        }
    }
    let parts = [
        ("openapidefinition", "the definition"),
        ("connectionparameters", "the connection parameters"),
        ("connectionparametersets", "the connection parameter sets"),
        ("policytemplateinstances", "the policies"),
        ("customcodeblobcontent", "the script"),
        ("iconblob", "the icon"),
    ];
    let cleared = parts.into_iter().filter(|(field, _)| blobs.get(field).is_some_and(|bytes| !says(&bytes)));
    let cleared = cleared.map(|(_, what)| what).collect();
    Unpacked { record, files, cleared }
}

/// The bytes for the definition's file, and whether they are packed without white space.
fn definition(blob: &[u8], known: Option<Vec<u8>>) -> (Vec<u8>, bool) {
    let compact = fmt::compact(blob).ok();
    let is_compact = compact.as_deref().is_some_and(|compact| compact.as_bytes() == blob);
    if let Some(known) = known {
        let same = known.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&known) == blob;
        if same || (is_compact && fmt::compact(&known).ok() == compact) {
            return (known, is_compact && !same);
        }
    }
    match fmt::format(File::Other(0), blob, 2) {
        Ok(pretty) if is_compact => (pretty.into_bytes(), true),
        _ => (blob.to_vec(), false),
    }
}

/// `apiProperties.json` with the values that the solution holds. The rest, and the order, is that of the file that is there,
/// else of the side file.
fn properties(held: &[Held], known: Option<Vec<u8>>, skeleton: Option<&Value>) -> Vec<u8> {
    const NEW: &str = r#"{"properties":{"connectionParameters":null,"policyTemplateInstances":null}}"#;
    let read = |bytes: Vec<u8>| Document::json(File::Properties, "", bytes);
    let known = known.map(|bytes| (read(bytes.clone()), bytes));
    let known = known.filter(|(document, _)| document.is_whole() && document.root().get("properties").is_some());
    let (document, is_file) = match known {
        Some((document, bytes)) if says(&document, held) => {
            drop(document);
            return bytes;
        }
        Some((document, _)) => (document, true),
        None => (read(skeleton.map_or(NEW.to_owned(), Value::to_string).into_bytes()), false),
    };
    let mut text = String::from("{");
    for member in document.root().members() {
        key(&mut text, member.key.text());
        if !member.key.key_is("properties") {
            fmt::compact_value(member.value, &mut text);
            continue;
        }
        text.push('{');
        for member in member.value.members() {
            key(&mut text, member.key.text());
            // Members that the solution lacks are removed; the side file has null for them.
            let ours = held.iter().find(|held| member.key.key_is(held.name) && (is_file || member.value.kind() == Kind::Null));
            match ours {
                Some(held) => text.push_str(held.value.as_deref().filter(|value| *value != "null").unwrap_or(held.nothing)),
                None => fmt::compact_value(member.value, &mut text),
            }
        }
        for Held { name, value, .. } in held.iter().filter(|held| !member.value.has(held.name)) {
            if let Some(value) = value.as_deref().filter(|value| !means_same(value, "null")) {
                key(&mut text, &format!("\"{name}\""));
                text.push_str(value);
            }
        }
        text.push('}');
    }
    text.push('}');
    fmt::format(File::Other(0), text.as_bytes(), 2).unwrap_or(text).into_bytes()
}

/// A member of `properties` whose value comes from the solution.
struct Held {
    name: &'static str,
    /// JSON.
    value: Option<String>,
    /// Its empty value.
    nothing: &'static str,
}

fn key(text: &mut String, key: &str) {
    if !text.ends_with('{') {
        text.push(',');
    }
    text.push_str(key);
    text.push(':');
}

/// Whether a file is equivalent to the solution's content.
fn says(document: &Document, held: &[Held]) -> bool {
    let properties = document.root().get("properties");
    held.iter().all(|Held { name, value, .. }| {
        let mut text = String::new();
        if let Some(node) = properties.and_then(|properties| properties.get(name)) {
            fmt::compact_value(node, &mut text);
        }
        means_same(if text.is_empty() { "null" } else { &text }, value.as_deref().unwrap_or("null"))
    })
}
