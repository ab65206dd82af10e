//! `pack`: connectors become a solution, and solutions become a certification package.
use crate::connector::Connector;
use crate::connector::fmt::{self, compact_value};
use crate::connector::solution::metadata::is_connector;
use crate::connector::solution::record::{ConnectorRecord, skeleton};
use crate::connector::solution::xml::{Child, Element};
use crate::connector::solution::{FILES, Metadata, Solution, environment, icon_extension, means_same, name};
#[cfg(feature = "packages")]
use crate::text::archive;
use crate::text::document::{Document, File, Node};
use rustc_hash::{FxHashMap, FxHashSet};

/// A connector to be packed.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub connector: &'a Connector,
    /// From its side file.
    pub record: Option<&'a ConnectorRecord>,
    /// A GUID, lower case, for a connector that has no record yet.
    pub new_id: &'a str,
}

/// How to pack.
#[derive(Clone, Debug)]
pub struct Options {
    pub metadata: Metadata,
    /// The rest of the solution, if there is one: flows, and other content of `solution.xml` and `customizations.xml`.
    pub base: Option<Solution>,
    /// Packs definitions without white space from now on.
    pub compact: bool,
    /// Moves the host of the definition into an environment variable.
    pub host_variable: bool,
}

/// A solution, and the records of its connectors in the order of the sources.
#[derive(Clone, Debug)]
pub struct Packed {
    pub solution: Solution,
    pub records: Vec<ConnectorRecord>,
}

/// Why connectors cannot be packed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Metadata(String),
    #[error("`{0}` has no definition")]
    NoDefinition(String),
    #[error("`{file}:{line}:{column}`: {why}; fix it first (`connsmith check`, `connsmith fix`)")]
    Unusable { file: String, line: u32, column: u32, why: String },
    #[error("`{0}` has no title, which a solution needs as its name")]
    NoTitle(String),
    #[error("`{one}` and `{other}` are both `{name}` in the solution; change the title of one, or the `name` in its side file")]
    SameName { one: String, other: String, name: String },
}

/// Makes a solution from connectors.
///
/// # Errors
/// When the metadata are not valid for a solution, or a connector has no definition that can be read completely.
pub fn solution(sources: &[Source], options: &Options) -> Result<Packed, Error> {
    if let Some(fault) = options.metadata.fault() {
        return Err(Error::Metadata(fault));
    }
    let mut solution = options.base.clone().unwrap_or_else(|| options.metadata.solution());
    options.metadata.apply(&mut solution);
    let mut records: Vec<ConnectorRecord> = Vec::new();
    let (mut names, mut ids) = (FxHashMap::default(), FxHashMap::default());
    for (at, source) in sources.iter().enumerate() {
        let record = record_of(source, options)?;
        if let Some(&at) = [names.get(&record.name), ids.get(&record.id)].into_iter().flatten().min() {
            let (one, other): (&Source, _) = (&sources[at], source);
            let (one, other) = (one.connector.name.clone(), other.connector.name.clone());
            return Err(Error::SameName { one, other, name: record.name });
        }
        names.insert(record.name.clone(), at);
        ids.insert(record.id.clone(), at);
        records.push(record);
    }
    keep_only(&mut solution, &records);
    let mut places = Places::of(&mut solution);
    for (source, record) in sources.iter().zip(&records) {
        add(&mut solution, &mut places, source.connector, record, options)?;
    }
    Ok(Packed { solution, records })
}

fn record_of(source: &Source, options: &Options) -> Result<ConnectorRecord, Error> {
    let connector = source.connector;
    let mut record = match source.record {
        Some(record) => record.clone(),
        None => {
            let title = connector.title().filter(|title| !title.trim().is_empty());
            let title = title.ok_or_else(|| Error::NoTitle(connector.file_name(File::Definition)))?;
            ConnectorRecord {
                id: source.new_id.to_owned(),
                name: name::logical_name(&options.metadata.publisher.prefix, title.trim()),
                display_name: title,
                ..ConnectorRecord::default()
            }
        }
    };
    record.compact |= options.compact;
    record.properties = skeleton(connector);
    Ok(record)
}

/// Removes connectors that are not packed from the rest of a solution, except those whose definitions the rest holds itself.
fn keep_only(solution: &mut Solution, records: &[ConnectorRecord]) {
    let bare = |id: &str| id.trim_matches(['{', '}']).to_ascii_lowercase();
    let ids: FxHashSet<String> = records.iter().map(|record| record.id.to_ascii_lowercase()).collect();
    let holds = |path: String| solution.files.contains_key(path.trim_start_matches('/'));
    let own = solution.connectors().filter(|connector| connector.text_of("openapidefinition").is_some_and(holds));
    let own = own.filter_map(|connector| connector.text_of("connectorid"));
    let known: FxHashSet<String> = ids.iter().cloned().chain(own).map(|id| bare(&id)).collect();
    let is_packed = |connector: &&Element| ids.contains(&bare(&connector.text_of("connectorid").unwrap_or_default()));
    // The new files may have other names.
    let old = solution.connectors().filter(is_packed).flat_map(|connector| FILES.map(|field| connector.text_of(field)));
    for path in old.flatten().collect::<Vec<_>>() {
        solution.files.remove(path.trim_start_matches('/'));
    }
    let is_known = |id: &str| known.contains(&bare(id));
    if let Some(connectors) = solution.customizations.elements_mut().find(|element| element.name == "Connectors") {
        connectors.children.retain(|child| match child {
            Child::Element(connector) => connector.text_of("connectorid").is_none_or(|id| is_known(&id)),
            Child::Text(_) => true,
        });
    }
    let roots = solution.manifest.at_or_new("SolutionManifest").at_or_new("RootComponents");
    roots.children.retain(|child| match child {
        Child::Element(root) => !is_connector(root) || root.attribute("id").is_none_or(is_known),
        Child::Text(_) => true,
    });
}

/// The elements of a `<Connector>` in the order of real exports; the position of sets is a guess, as no known export has any.
const ORDER: [&str; 13] = [
    "connectorid",
    "description",
    "displayname",
    "iconbrandcolor",
    "name",
    "connectortype",
    "scriptoperations",
    "openapidefinition",
    "connectionparameters",
    "connectionparametersets",
    "policytemplateinstances",
    "customcodeblobcontent",
    "iconblob",
];

/// Where connectors are among the children of their lists, by their ids in lower case; the first of an id counts.
struct Places {
    connectors: FxHashMap<String, usize>,
    roots: FxHashMap<String, usize>,
}

impl Places {
    fn of(solution: &mut Solution) -> Places {
        let by_id = |list: &Element, id: &dyn Fn(&Element) -> Option<String>| {
            let mut places = FxHashMap::default();
            for (at, child) in list.children.iter().enumerate() {
                if let Child::Element(element) = child
                    && let Some(id) = id(element)
                {
                    places.entry(id.to_ascii_lowercase()).or_insert(at);
                }
            }
            places
        };
        let of_root = |root: &Element| root.attribute("id").filter(|_| is_connector(root)).map(|id| id.to_owned());
        Places {
            connectors: by_id(list(solution), &|connector| connector.text_of("connectorid")),
            roots: by_id(root_components(solution), &of_root),
        }
    }
}

fn add(
    solution: &mut Solution,
    places: &mut Places,
    connector: &Connector,
    record: &ConnectorRecord,
    options: &Options,
) -> Result<(), Error> {
    let document = connector.definition.as_ref().ok_or_else(|| Error::NoDefinition(connector.name.clone()))?;
    let mut definition = whole(document)?;
    if options.host_variable
        && let Some(host) = document.root().get("host").filter(|host| host.is_string())
        && environment::used(document).iter().all(|(_, node)| *node != host)
    {
        let name = format!("{}_{}Host", options.metadata.publisher.prefix, name::unique_name(&record.display_name));
        let value = host.str().unwrap_or_default();
        definition.replace_range(range(host, document), &crate::text::edit::quote(&environment::reference(&name)));
        solution.files.insert(environment::path(&name), environment::definition(&name, Some(&value), false).into_bytes());
    }
    if record.compact {
        definition = fmt::compact(definition.as_bytes()).unwrap_or(definition);
    }
    let properties = match &connector.properties {
        Some(properties) => {
            whole(properties)?;
            connector.api_properties()
        }
        None => None,
    };
    let get = |key: &str| properties.and_then(|properties| properties.get(key));
    let text = |key: &str, element: &str, none: &str| as_exported(record, element, get(key), none);
    let mut files: Vec<(&str, String, Vec<u8>)> = vec![
        ("openapidefinition", "_openapidefinition.json".into(), definition.clone().into_bytes()),
        (
            "connectionparameters",
            "_connectionparameters.json".into(),
            text("connectionParameters", "connectionparameters", "{}").into_bytes(),
        ),
        (
            "policytemplateinstances",
            "_policytemplateinstances.json".into(),
            text("policyTemplateInstances", "policytemplateinstances", "[]").into_bytes(),
        ),
    ];
    if get("connectionParameterSets").is_some() {
        let sets = text("connectionParameterSets", "connectionparametersets", "{}");
        files.push(("connectionparametersets", "_connectionparametersets.json".into(), sets.into_bytes()));
    }
    if let Some(script) = &connector.script {
        files.push(("customcodeblobcontent", "_customcodeblobcontent.csx".into(), script.text.clone().into_bytes()));
    }
    if let Some((_, bytes)) = &connector.icon {
        let extension = record.icon.as_deref().unwrap_or(icon_extension(bytes));
        files.push(("iconblob", format!("_iconblob.{extension}"), bytes.clone()));
    }

    let connectors = list(solution);
    let at = *places.connectors.entry(record.id.to_ascii_lowercase()).or_insert_with(|| {
        let new = Element { short: false, ..Element::new("Connector", "") }.holding(Element::new("connectortype", "1"));
        connectors.children.push(Child::Element(new));
        connectors.children.len() - 1
    });
    let Child::Element(element) = &mut connectors.children[at] else { return Ok(()) };
    let description = || document.root().get("info")?.get_str("description").map(|text| text.into_owned());
    let colour = get("iconBrandColor").and_then(Node::str).unwrap_or_default();
    let operations = get("scriptOperations").filter(|list| list.is_array()).map(|list| {
        let mut text = String::new();
        compact_value(list, &mut text);
        text
    });
    let operations = operations.or_else(|| connector.script.as_ref().map(|_| "[]".to_owned()));
    let operations = match (record.texts.get("scriptoperations"), operations) {
        (Some(exported), Some(now)) if means_same(exported, &now) => Some(exported.clone()),
        (_, now) => now.filter(|_| connector.script.is_some()),
    };
    set(element, "connectorid", Some(&record.id));
    set(element, "description", record.description.clone().or_else(description).as_deref());
    set(element, "displayname", Some(&record.display_name));
    set(element, "iconbrandcolor", Some(&colour));
    set(element, "name", Some(&record.name));
    set(element, "scriptoperations", operations.as_deref());
    for field in FILES {
        let file = files.iter().find(|(known, ..)| *known == field);
        set(element, field, file.map(|(_, end, _)| format!("/Connector/{}{end}", record.name)).as_deref());
    }
    for (_, end, bytes) in files {
        solution.files.insert(format!("Connector/{}{end}", record.name), bytes);
    }
    add_root_component(solution, places, record);
    let mut variables: Vec<(String, bool)> = Vec::new();
    let packed = Document::json(File::Definition, "", definition.into_bytes());
    for document in [Some(&packed), connector.properties.as_ref()].into_iter().flatten() {
        variables.extend(environment::used(document).into_iter().map(|(name, node)| (name, environment::is_secret(node))));
    }
    for (name, secret) in variables {
        let definition = environment::definition(&name, None, secret).into_bytes();
        solution.files.entry(environment::path(&name)).or_insert(definition);
    }
    Ok(())
}

fn list(solution: &mut Solution) -> &mut Element {
    let connectors = solution.customizations.at_or_new("Connectors");
    connectors.short = false;
    connectors
}

fn root_components(solution: &mut Solution) -> &mut Element {
    solution.manifest.at_or_new("SolutionManifest").at_or_new("RootComponents")
}

fn add_root_component(solution: &mut Solution, places: &mut Places, record: &ConnectorRecord) {
    let roots = root_components(solution);
    let id = format!("{{{}}}", record.id);
    let at = *places.roots.entry(id.to_ascii_lowercase()).or_insert_with(|| {
        let root = Element::new("RootComponent", "").with("type", "372").with("id", &id);
        roots.children.push(Child::Element(root.with("schemaName", &record.name).with("behavior", "0")));
        roots.children.len() - 1
    });
    if let Child::Element(root) = &mut roots.children[at] {
        root.set_attribute("schemaName", &record.name);
    }
}

/// Sets, adds or takes away a field of a `<Connector>`. An empty field stays empty, and none is added for nothing.
fn set(connector: &mut Element, field: &str, text: Option<&str>) {
    let is = |child: &Child, name: &str| matches!(child, Child::Element(element) if element.name == name);
    let at = connector.children.iter().position(|child| is(child, field));
    match (at, text) {
        (Some(at), Some(text)) => {
            if let Child::Element(element) = &mut connector.children[at] {
                element.set_text(text);
            }
        }
        // Empty already: exports have such fields too.
        (Some(at), None) if matches!(&connector.children[at], Child::Element(element) if element.text().is_empty()) => {}
        (Some(at), None) => drop(connector.children.remove(at)),
        (None, Some(text)) if !text.is_empty() => {
            let rank = |name: &str| ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
            let later = |child: &Child| matches!(child, Child::Element(element) if rank(&element.name) > rank(field));
            let at = connector.children.iter().position(later).unwrap_or(connector.children.len());
            connector.children.insert(at, Child::Element(Element::new(field, text)));
        }
        _ => {}
    }
}

/// The text of a document without losses, without byte order mark.
fn whole(document: &Document) -> Result<String, Error> {
    if let Some(fault) = document.tree.faults.iter().find(|fault| fault.kind != crate::text::json::FaultKind::Bom) {
        let at = document.position(fault.span.start);
        let (file, why) = (document.name.clone(), fault.message.clone());
        return Err(Error::Unusable { file, line: at.line, column: at.column, why });
    }
    if !document.root().is_object() {
        return Err(Error::Unusable { file: document.name.clone(), line: 1, column: 1, why: "is not a JSON object".into() });
    }
    Ok(document.text.trim_start_matches('\u{feff}').to_owned())
}

/// The bytes of a node in the text without byte order mark.
fn range(node: Node, document: &Document) -> std::ops::Range<usize> {
    let mark = document.text.len() - document.text.trim_start_matches('\u{feff}').len();
    node.span().start as usize - mark..node.span().end as usize - mark
}

/// The packed text of a part of `apiProperties.json`: the exported text, if it means the same, else the value
/// without white space.
fn as_exported(record: &ConnectorRecord, element: &str, value: Option<Node>, none: &str) -> String {
    let mut now = String::new();
    match value {
        Some(value) if value.kind() != crate::text::json::Kind::Null => compact_value(value, &mut now),
        _ => now.push_str(none),
    }
    record.texts.get(element).filter(|exported| means_same(exported, &now)).cloned().unwrap_or(now)
}

/// The solutions of a certification package.
#[derive(Clone, Debug)]
pub struct Certification {
    pub intro: Vec<u8>,
    /// The zip with the connector alone.
    pub connector: Vec<u8>,
    /// The zip with the connector and a flow that uses it.
    pub flow: Vec<u8>,
    pub plugin: Option<Vec<u8>>,
}

/// The zip that is submitted: `intro.md`, and `package.zip` with the solutions in the folder `PkgAssets`.
///
/// # Errors
/// When the zip cannot be written because it would have 4 GiB.
#[cfg(feature = "packages")]
pub fn certification(parts: Certification) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut assets = vec![
        ("PkgAssets/ConnectorSolution.zip".to_owned(), parts.connector),
        ("PkgAssets/FlowSolution.zip".to_owned(), parts.flow),
    ];
    assets.extend(parts.plugin.map(|plugin| ("PkgAssets/PluginSolution.zip".to_owned(), plugin)));
    archive::write(&[("intro.md".to_owned(), parts.intro), ("package.zip".to_owned(), archive::write(&assets)?)])
}

/// Whether a connector can be packed.
///
/// # Errors
/// When it has no definition or no title, or one of its JSON files cannot be read to its end.
pub fn usable(connector: &Connector) -> Result<(), Error> {
    let definition = connector.definition.as_ref().ok_or_else(|| Error::NoDefinition(connector.name.clone()))?;
    [Some(definition), connector.properties.as_ref()].into_iter().flatten().try_for_each(|document| whole(document).map(drop))?;
    match connector.title().filter(|title| !title.trim().is_empty()) {
        Some(_) => Ok(()),
        None => Err(Error::NoTitle(connector.file_name(File::Definition))),
    }
}

/// The plain zip of a connector: its definition, properties, icon and script by their usual names, nothing else.
///
/// # Errors
/// When the zip cannot be written.
#[cfg(feature = "packages")]
pub fn plain(connector: &Connector) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut files = Vec::new();
    for (file, usual) in crate::connector::discover::USUAL_NAMES {
        let bytes = match (file, &connector.icon) {
            (File::Definition | File::Properties | File::Script, _) => {
                connector.document(file).map(|document| document.text.clone().into_bytes())
            }
            (File::Icon, Some((_, bytes))) => Some(bytes.clone()),
            _ => None,
        };
        files.extend(bytes.map(|bytes| (usual.to_owned(), bytes)));
    }
    files.sort();
    archive::write(&files)
}
