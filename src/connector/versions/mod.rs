//! Two versions of a connector side by side, to find out what an update breaks in flows and apps that use the older one.
//!
//! A flow stores the operationId, the names of parameters and the paths of body properties, and reads outputs by their paths;
//! these are compared, after `$ref`, parameters of the path item and `allOf` are resolved. How a definition is
//! written (order, white space, names of shared parts) does not count. Views are handles, nothing is copied.
use crate::connector::Connector;
use crate::connector::place::{Label, Place, shortened};
use crate::text::document::{File, Node};
use crate::text::json::Span;
use rustc_hash::FxHashMap;

mod connection;
mod field;
mod operation;

use connection::differing;
pub use connection::{Both, ConnectionChange, MemberChange};
pub use field::{Field, FieldChange, FieldKind, Side};
pub(crate) use operation::revision;
pub use operation::{Match, OperationChange, next_id};

/// Two versions of a connector.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'c> {
    /// The version that flows use now, made by [`older`].
    pub old: &'c Connector,
    pub new: &'c Connector,
}

/// Makes a connector the older one of two: its documents are [`File::Other`], so that places in them differ from those in
/// the newer one.
pub fn older(mut connector: Connector) -> Connector {
    let Connector { definition, properties, settings, script, readme, intro, .. } = &mut connector;
    for (number, document) in [definition, properties, settings, script, readme, intro].into_iter().enumerate() {
        if let Some(document) = document {
            document.file = File::Other(number as u16);
        }
    }
    connector
}

/// The files of the older version, in the order of their numbers.
pub(crate) const OLDER: [File; 7] =
    [File::Definition, File::Properties, File::Settings, File::Script, File::Readme, File::Intro, File::Icon];

impl<'c> Comparison<'c> {
    /// Both definitions' values of a member of the root.
    pub fn definition(&self, key: &str) -> MemberChange<'c> {
        let both = self.old.definition.as_ref().zip(self.new.definition.as_ref());
        let (old, new) = both.map(|(old, new)| (old.root(), new.root())).unzip();
        MemberChange::of(old, new, key)
    }

    /// Both values of a member of `properties` in `apiProperties.json`; nothing when one version has no such file.
    pub fn property(&self, key: &str) -> MemberChange<'c> {
        let (Some(old), Some(new)) = (self.old.api_properties(), self.new.api_properties()) else {
            return MemberChange { key: key.to_owned(), old: None, new: None, owners: (None, None) };
        };
        MemberChange::of(old.body(), new.body(), key)
    }
}

/// The extensions for lookups of values or a schema, the newer dialect of each first.
pub const DYNAMIC: [&str; 5] =
    ["x-ms-dynamic-list", "x-ms-dynamic-values", "x-ms-dynamic-properties", "x-ms-dynamic-schema", "x-ms-dynamic-tree"];

/// The other dialect of a lookup.
fn twin_of(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "x-ms-dynamic-list" => "x-ms-dynamic-values",
        "x-ms-dynamic-values" => "x-ms-dynamic-list",
        "x-ms-dynamic-properties" => "x-ms-dynamic-schema",
        "x-ms-dynamic-schema" => "x-ms-dynamic-properties",
        _ => return None,
    })
}

/// A value for a message: its JSON text, cut when it is long; `none` without one.
pub fn shown(node: Option<Node>) -> String {
    const MOST: usize = 60;
    let Some(node) = node else { return "none".to_owned() };
    let text = node.text();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", text[..end].replace(['\r', '\n'], " ")),
        None => format!("`{}`", text.replace(['\r', '\n'], " ")),
    }
}

/// The items of a list that another one does not have, for a message; None when it has all.
pub fn without(list: Node, other: Node) -> Option<String> {
    let mut known: FxHashMap<u64, Vec<Node>> = FxHashMap::default();
    for item in other.items() {
        let alike = known.entry(item.value_hash()).or_default();
        if !alike.iter().any(|known| known.same(item)) {
            alike.push(item);
        }
    }
    let has = |item: &Node| known.get(&item.value_hash()).is_some_and(|alike| alike.iter().any(|known| known.same(*item)));
    let more: Vec<&str> = list.items().filter(|item| !has(item)).map(Node::text).collect();
    let shown = if more.len() > 5 { &more[..5] } else { &more };
    let rest = if more.len() > 5 { format!(" and {} more", more.len() - 5) } else { String::new() };
    (!more.is_empty()).then(|| format!("{}{rest}", crate::text::list::all_of(shown)))
}

/// Whether two values are the same when the order of lists does not count.
pub fn same_list(old: Option<Node>, new: Option<Node>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) if old.is_array() && new.is_array() => {
            old.items().count() == new.items().count() && without(old, new).is_none() && without(new, old).is_none()
        }
        (old, new) => differing(old, new).is_none(),
    }
}

/// The MIME types of a list, sorted, without parameters such as the character set. A list that is empty or missing stands for
/// JSON, as the platform takes it.
pub fn mime_types(list: Option<Node>) -> Vec<String> {
    let names = list.into_iter().flat_map(Node::items).filter_map(Node::str);
    let plain = |name: &str| name.split(';').next().unwrap_or_default().trim().to_lowercase();
    let mut types: Vec<String> = names.map(|name| plain(&name)).filter(|name| !name.is_empty()).collect();
    if types.is_empty() {
        types.push("application/json".to_owned());
    }
    types.sort();
    types.dedup();
    types
}

/// The place of a change: a place in one version, and its counterpart in the other.
#[derive(Clone, Debug)]
pub struct Spot {
    pub at: Place,
    pub label: Option<Label>,
}

impl Spot {
    /// In the newer version when it is there, else in the older one. Of an object or list the key is underlined, of
    /// anything else the value.
    pub fn new(pointer: String, old: Option<Node>, new: Option<Node>) -> Spot {
        // The name of a path can be as long as the file, and each change of its operations would hold it.
        let pointer = shortened(pointer);
        let place = |node: Node| {
            let span = if node.is_object() || node.is_array() { node.anchor() } else { node.span() };
            Place { span, ..Place::of(node) }
        };
        let label = |node: Node, text: &str| Label { at: place(node), text: text.to_owned() };
        match (old, new) {
            (old, Some(new)) => Spot { at: Place { pointer, ..place(new) }, label: old.map(|old| label(old, "as it was")) },
            (Some(old), None) => Spot { at: Place { pointer, ..place(old) }, label: None },
            (None, None) => Spot { at: Place { file: File::Folder, span: Span::default(), pointer }, label: None },
        }
    }
}
