//! A connector: the documents of one folder, and views of what stands in them. Views are handles, nothing is copied.
pub mod anchor;
pub mod discover;
pub mod facts;
pub mod flows;
pub mod fmt;
pub mod form;
pub mod formats;
pub mod grammar;
pub mod icon;
pub mod imported;
pub mod markdown;
pub mod package;
pub mod place;
pub mod publisher;
pub mod resolve;
pub mod script;
pub mod solution;
pub mod template;
pub mod title;
pub mod versions;

use crate::connector::script::Code;
use crate::text::document::{Document, File, Member, Node};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

mod any_case;
mod dynamic;
mod folder;
mod index;
mod operation;
mod parameter;
mod properties;
mod response;
mod schema;
mod vocabulary;

pub use dynamic::{BodyProperty, Dynamic, DynamicKind, Input, Passed};
use index::Index;
pub use operation::{NotificationUrl, Operation, PathItem, path_variables};
pub use parameter::{Parameter, ParameterPlace};
#[cfg(feature = "serve")]
pub(crate) use properties::first_arguments;
pub use properties::{ConnectionParameter, Policy, Properties, Reference};
pub use response::Response;
pub use schema::{Direction, Schema, SchemaCounts, SchemaPlace};
pub(crate) use vocabulary::Known;

/// What one folder holds: file names, and the bytes of those that matter.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// How it is shown to people: relative to the current folder where it lies below it, with `/`.
    pub name: String,
    /// The files that make up the connector, at most one of each kind, with their names in the folder.
    pub files: Vec<FolderFile>,
    /// Names of all files and folders in it (folders with a final `/`), sorted. Hidden ones are left out.
    pub listing: Vec<String>,
    /// Files that should have been read but could not be, with the reason.
    pub unreadable: Vec<(File, String, String)>,
    /// Whether it stands for a definition by itself: see [`Connector::alone`].
    pub alone: bool,
    /// The bytes of `import.base`, if `connsmith import` made the connector.
    pub base: Option<Vec<u8>>,
}

/// One file of a [`Folder`].
#[derive(Clone, Debug)]
pub struct FolderFile {
    pub file: File,
    /// Path relative to the folder, with `/`.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A folder's documents and what is known about them.
#[derive(Debug)]
pub struct Connector {
    pub path: PathBuf,
    /// Path of the folder as it is shown to people.
    pub name: String,
    pub definition: Option<Document>,
    pub properties: Option<Document>,
    pub settings: Option<Document>,
    pub script: Option<Document>,
    pub readme: Option<Document>,
    pub intro: Option<Document>,
    /// The icon's name for people and its bytes.
    pub icon: Option<(String, Vec<u8>)>,
    /// Names of all files and folders in the connector's folder (folders with a final `/`), sorted.
    pub listing: Vec<String>,
    /// Files that could not be read: kind, name for people, reason.
    pub unreadable: Vec<(File, String, String)>,
    /// Whether a definition was named that lies beside no other file of a connector: nothing is said of what the folder lacks.
    pub alone: bool,
    index: Index,
    /// The script's tokens, read when a rule first asks for them.
    pub(crate) code: OnceLock<Code>,
    schema_counts: OnceLock<Vec<OperationSchemas>>,
    /// What words stand in the definition, found when a rule first asks for them.
    vocabulary: vocabulary::Vocabulary,
    /// The corners of the icon, decoded when a rule first asks for them.
    pub(crate) corners: OnceLock<Option<[icon::Pixel; 4]>>,
    /// The bytes of `import.base`, if `connsmith import` made the connector.
    base: Option<Vec<u8>>,
    /// The texts of the definition that an import made up and nobody has changed: numbers of nodes, found when a rule first asks.
    made_up: OnceLock<Vec<u32>>,
}

/// A connector whose operations are not indexed yet.
#[derive(Debug)]
pub struct Parsed(Connector);

impl Parsed {
    /// The second step of [`Connector::new`]: finds operations, parameters and shared sections once for all rules.
    pub fn index(self) -> Connector {
        let Parsed(mut connector) = self;
        connector.index = connector.definition.as_ref().map(Index::new).unwrap_or_default();
        connector
    }
}

/// How many schemas an operation has, every place at which a definition is used counted for itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct OperationSchemas {
    /// In the body of the request.
    pub body: u64,
    /// In all parameters and responses.
    pub all: u64,
}

impl Connector {
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// Reads what a folder holds. Never fails: what is missing or broken is for the rules to say.
    pub fn new(folder: Folder) -> Connector {
        Connector::parse(folder).index()
    }

    /// The first of the two steps of [`Connector::new`], which can be measured apart: decodes and parses the files.
    pub fn parse(folder: Folder) -> Parsed {
        let shown = |name: &str| {
            if folder.name.is_empty() || folder.name == "." { name.to_owned() } else { format!("{}/{name}", folder.name) }
        };
        let mut connector = Connector {
            path: folder.path.clone(),
            definition: None,
            properties: None,
            settings: None,
            script: None,
            readme: None,
            intro: None,
            icon: None,
            unreadable: folder.unreadable.iter().map(|(file, name, why)| (*file, shown(name), why.clone())).collect(),
            index: Index::default(),
            schema_counts: OnceLock::new(),
            vocabulary: vocabulary::Vocabulary::default(),
            corners: OnceLock::new(),
            code: OnceLock::new(),
            name: folder.name.clone(),
            listing: folder.listing.clone(),
            alone: folder.alone,
            base: folder.base,
            made_up: OnceLock::new(),
        };
        for FolderFile { file, name, bytes } in folder.files {
            connector.take(file, shown(&name), bytes);
        }
        Parsed(connector)
    }

    /// The same connector after a change of one of its files: the others are not read again.
    pub fn changed(mut self, file: FolderFile) -> Connector {
        let FolderFile { file, name, bytes } = file;
        let name = if self.name.is_empty() || self.name == "." { name } else { format!("{}/{name}", self.name) };
        self.unreadable.retain(|(known, ..)| *known != file);
        // What was found out about the files is found out again, but for what takes long and does not hang together with others.
        self.schema_counts = OnceLock::new();
        self.vocabulary = vocabulary::Vocabulary::default();
        self.made_up = OnceLock::new();
        match file {
            File::Script => self.code = OnceLock::new(),
            File::Icon => self.corners = OnceLock::new(),
            _ => {}
        }
        self.take(file, name, bytes);
        Parsed(self).index()
    }

    /// Reads one of its files.
    fn take(&mut self, file: File, name: String, bytes: Vec<u8>) {
        match file {
            File::Definition => self.definition = Some(any_case::read(Document::json(file, name, bytes))),
            File::Properties => self.properties = Some(any_case::read(Document::json(file, name, bytes))),
            File::Settings => self.settings = Some(Document::json(file, name, bytes)),
            File::Script => self.script = Some(Document::plain(file, name, bytes)),
            File::Readme => self.readme = Some(Document::plain(file, name, bytes)),
            File::Intro => self.intro = Some(Document::plain(file, name, bytes)),
            File::Icon => self.icon = Some((name, bytes)),
            File::Config | File::Folder | File::Other(_) => {}
        }
    }

    /// The document of this kind, when there is one.
    pub fn document(&self, file: File) -> Option<&Document> {
        match file {
            File::Definition => self.definition.as_ref(),
            File::Properties => self.properties.as_ref(),
            File::Settings => self.settings.as_ref(),
            File::Script => self.script.as_ref(),
            File::Readme => self.readme.as_ref(),
            File::Intro => self.intro.as_ref(),
            File::Icon | File::Config | File::Folder | File::Other(_) => None,
        }
    }

    /// The JSON documents that are there: definition, properties, settings.
    pub fn json_documents(&self) -> impl Iterator<Item = &Document> {
        [&self.definition, &self.properties, &self.settings].into_iter().flatten()
    }

    /// How many files were read.
    pub fn file_count(&self) -> usize {
        self.json_documents().count()
            + [&self.script, &self.readme, &self.intro].into_iter().flatten().count()
            + usize::from(self.icon.is_some())
    }

    /// The name for people of a file, whether it is there or not.
    pub fn file_name(&self, file: File) -> String {
        if let Some(document) = self.document(file) {
            return document.name.clone();
        }
        if let (File::Icon, Some((name, _))) = (file, &self.icon) {
            return name.clone();
        }
        let usual = match file {
            File::Definition => "apiDefinition.swagger.json",
            File::Properties => "apiProperties.json",
            File::Settings => "settings.json",
            File::Script => "script.csx",
            File::Readme => "readme.md",
            File::Intro => "intro.md",
            File::Icon => "icon.png",
            File::Config => "connsmith.toml",
            File::Folder | File::Other(_) => return if self.name.is_empty() { ".".into() } else { self.name.clone() },
        };
        if self.name.is_empty() || self.name == "." { usual.into() } else { format!("{}/{usual}", self.name) }
    }

    /// `info.title` of the definition.
    pub fn title(&self) -> Option<String> {
        Some(self.definition.as_ref()?.root().get("info")?.get_str("title")?.into_owned())
    }

    /// The definition as a whole, when it is an object.
    pub fn api(&self) -> Option<Definition<'_>> {
        let root = self.definition.as_ref()?.root();
        root.is_object().then_some(Definition { connector: self, node: root })
    }

    /// `apiProperties.json` as a whole, when it is an object.
    pub fn api_properties(&self) -> Option<Properties<'_>> {
        let root = self.properties.as_ref()?.root();
        root.is_object().then_some(Properties { connector: self, node: root })
    }

    /// All operations, in document order.
    pub fn operations(&self) -> impl ExactSizeIterator<Item = Operation<'_>> {
        (0..self.index.operations.len()).map(|at| Operation { connector: self, at: at as u32 })
    }

    /// The operation at this place among all.
    pub(crate) fn nth_operation(&self, at: usize) -> Option<Operation<'_>> {
        (at < self.index.operations.len()).then_some(Operation { connector: self, at: at as u32 })
    }

    /// The operation with exactly this id; of several the first.
    pub fn operation(&self, id: &str) -> Option<Operation<'_>> {
        self.index.operation_ids.get(id).map(|&at| Operation { connector: self, at })
    }

    /// The operations of each family (`family` of `x-ms-api-annotation`), families and operations in document order.
    pub fn families(&self) -> Vec<(Cow<'_, str>, Vec<Operation<'_>>)> {
        let (mut families, mut at) = (Vec::<(Cow<'_, str>, Vec<Operation<'_>>)>::new(), FxHashMap::default());
        for operation in self.operations() {
            let family = operation.annotation().and_then(|annotation| annotation.get_str("family"));
            let Some(family) = family.filter(|family| !family.trim().is_empty()) else { continue };
            let place = *at.entry(family.clone()).or_insert(families.len());
            match families.get_mut(place) {
                Some((_, operations)) => operations.push(operation),
                None => families.push((family, vec![operation])),
            }
        }
        families
    }

    /// The id of an operation that was probably meant by one that no operation has: the same but for case, or the nearest
    /// within a slip or three.
    pub fn nearest_operation(&self, id: &str) -> Option<&str> {
        // There may be as many ids that no operation has as there are operations: after so many comparisons no more are made.
        const MOST: usize = 1 << 18;
        let ids = &self.index.operation_ids;
        if self.index.compared.fetch_add(ids.len(), Ordering::Relaxed) > MOST {
            return None;
        }
        let wanted = id.to_lowercase();
        let slips = |known: &str| match known.len().abs_diff(wanted.len()) {
            far @ 13.. => far, // a letter has four bytes at most
            _ => crate::text::slips::between(&known.to_lowercase(), &wanted),
        };
        let known = ids.keys().map(|known| (slips(known), known.as_str()));
        let near = known.filter(|(slips, known)| *slips <= 3.min(known.len() / 4 + 1));
        near.min().map(|(_, known)| known)
    }

    /// Whether the definition is OpenAPI 3 or a collection of requests, about which the other rules have nothing useful to say.
    pub fn is_openapi3(&self) -> bool {
        self.definition.as_ref().is_some_and(|document| form::of_json(document).is_some())
    }
}

/// The API definition as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Definition<'a> {
    pub connector: &'a Connector,
    /// The root object.
    pub node: Node<'a>,
}

impl<'a> Definition<'a> {
    /// The value of a member of the root.
    #[inline(always)]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.node.get(key)
    }

    /// The `info` object.
    pub fn info(self) -> Option<Node<'a>> {
        self.node.get("info").filter(|info| info.is_object())
    }

    /// The value of a string member of `info`.
    pub fn info_str(self, key: &str) -> Option<Node<'a>> {
        self.info()?.get(key).filter(|value| value.is_string())
    }

    /// The named entries of `x-ms-connector-metadata`: `propertyName` and, where it is a string, `propertyValue`.
    pub fn metadata(self) -> impl Iterator<Item = (Node<'a>, Option<Node<'a>>)> {
        let entries = self.node.get("x-ms-connector-metadata").into_iter().flat_map(Node::items);
        let string = |node: &Node| node.is_string();
        entries
            .filter_map(move |entry| Some((entry.get("propertyName").filter(string)?, entry.get("propertyValue").filter(string))))
    }

    /// The value of `Categories` in the metadata and, trimmed, the byte ranges of the categories in it. They are separated by
    /// `;`; empty ones are left out.
    pub fn categories(self) -> Option<(Node<'a>, Vec<Range<usize>>)> {
        let named = |name: &Node| name.str().is_some_and(|name| name.eq_ignore_ascii_case("Categories"));
        let value = self.metadata().find(|(name, _)| named(name))?.1?;
        let text = value.str()?;
        let (mut ranges, mut start) = (Vec::new(), 0);
        for part in text.split(';') {
            let from = start + part.len() - part.trim_start().len();
            if !part.trim().is_empty() {
                ranges.push(from..from + part.trim().len());
            }
            start += part.len() + 1;
        }
        Some((value, ranges))
    }

    /// The object `testConnection` of `x-ms-capabilities`.
    pub fn test_connection(self) -> Option<Node<'a>> {
        self.node.get("x-ms-capabilities")?.get("testConnection").filter(|test| test.is_object())
    }

    /// `host`, when it is a string that has to be a real host: no environment variable stands in for it.
    pub fn host(self) -> Option<Node<'a>> {
        let host = self.node.get("host")?;
        let text = host.str()?;
        (!text.trim().is_empty() && !text.trim_start().starts_with("@environmentVariables(")).then_some(host)
    }

    /// Whether a policy or the script replaces the host, so that the one in the definition is never called.
    pub fn host_is_replaced(self) -> bool {
        self.connector.api_properties().is_some_and(Properties::replaces_host) || self.connector.script_sets_host()
    }

    /// The entries of `securityDefinitions` that are objects.
    pub fn security_definitions(self) -> impl Iterator<Item = Member<'a>> {
        self.node.get("securityDefinitions").into_iter().flat_map(Node::members).filter(|scheme| scheme.value.is_object())
    }

    /// The security definitions that count: of several those that `security` of the definition asks for, if it asks for any.
    pub fn required_security_definitions(self) -> Vec<Member<'a>> {
        let all: Vec<Member> = self.security_definitions().collect();
        let asked: Vec<_> = self.node.get("security").into_iter().flat_map(Node::items).flat_map(Node::members).collect();
        let required = |scheme: &&Member| asked.iter().any(|entry| entry.name() == scheme.name());
        let some: Vec<Member> = all.iter().filter(required).copied().collect();
        if some.is_empty() { all } else { some }
    }

    /// Calls `visit` for each entry of each requirement in `security`, of the definition and then of each operation: with the
    /// requirement and the entry.
    pub fn each_security_requirement(self, mut visit: impl FnMut(Node<'a>, Member<'a>)) {
        let operations = self.connector.operations().filter_map(|operation| operation.get("security"));
        for requirement in self.node.get("security").into_iter().chain(operations).flat_map(Node::items) {
            requirement.members().for_each(|entry| visit(requirement, entry));
        }
    }

    /// The paths, in document order.
    pub fn path_items(self) -> impl Iterator<Item = PathItem<'a>> {
        let paths = self.node.get("paths").into_iter().flat_map(Node::members);
        paths.filter(|member| member.value.is_object() && !member.name().starts_with("x-")).map(move |member| PathItem {
            connector: self.connector,
            key: member.key,
            node: member.value,
        })
    }
}

impl Connector {
    /// Every string that names an operation, by that name: the `operationId` of the operation and those of extensions that
    /// refer to it, and the names in policies and in `scriptOperations`. One pass over the files.
    pub fn operation_names(&self) -> FxHashMap<Cow<'_, str>, Vec<Node<'_>>> {
        let mut names: FxHashMap<Cow<str>, Vec<Node>> = FxHashMap::default();
        for document in [&self.definition, &self.properties].into_iter().flatten() {
            let named = |name| document.members_named(name, 0..document.tree.nodes.len() as u32);
            let lists = named("scriptOperations").chain(named("x-ms-apimTemplate-operationName")).flat_map(Node::items);
            for name in named("operationId").chain(lists.filter(|item| item.is_string())) {
                names.entry(name.str().unwrap_or_default()).or_default().push(name);
            }
        }
        names
    }

    /// The operation whose object this is.
    pub(crate) fn operation_at(&self, node: Node) -> Option<Operation<'_>> {
        let at = self.index.operations.binary_search_by_key(&node.id, |entry| entry.node).ok()?;
        Some(Operation { connector: self, at: at as u32 })
    }

    /// Which way the data of a named definition goes.
    pub(crate) fn direction_of(&self, definition: Node) -> Direction {
        self.index.directions.get(&definition.id).copied().unwrap_or_default()
    }
}

impl Connector {
    /// For each operation, in document order, how many schemas it has. Counted once, when it is first asked for.
    pub fn schema_counts(&self) -> &[OperationSchemas] {
        self.schema_counts.get_or_init(|| {
            let mut counts = SchemaCounts::default();
            let one = |operation: Operation| OperationSchemas {
                body: operation.body().and_then(|body| body.schema()).map_or(0, |schema| counts.of(schema)),
                all: counts.of_operation(operation),
            };
            self.operations().map(one).collect()
        })
    }
}
