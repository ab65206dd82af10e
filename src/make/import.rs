//! From any description of an API to a connector: OpenAPI 3, Swagger 2.0, Postman, HAR and cURL in, the files of a connector and a
//! list of all that was lost, changed or made up out.
//!
//! [`source::Sources`] holds the files. [`Reader`] turns what stands there into [`operation::Operation`]s with [`schema::Schema`]s;
//! [`limit`] cuts what the platform does not take, and [`write`](mod@write) writes Swagger 2.0. Whatever is not the same afterwards
//! is a finding at its place in the source.
pub mod body;
pub mod choose;
pub mod curl;
pub mod har;
pub mod infer;
pub mod kind;
pub mod limit;
pub mod notes;
pub mod operation;
pub mod origin;
pub mod parameter;
pub mod plan;
pub mod postman;
pub mod request;
pub mod response;
pub mod saved;
pub mod schema;
pub mod script;
pub mod security;
pub mod server;
pub mod source;
pub mod text;
pub mod trigger;
pub mod union;
pub mod update;
pub mod value;
pub mod write;

use crate::connector::facts;
use crate::connector::fmt;
use crate::connector::imported::Invented;
use crate::connector::publisher::Publisher;
use crate::connector::{Connector, Folder, FolderFile};

use crate::make::new::resource::Resource;
use crate::make::new::wish::Wish;
use crate::make::new::{self, NewFile, choice, page, picture, question};
use crate::make::readme;
use crate::rule::finding::Finding;
use crate::rule::subject::{Heading, Listed, Subject};
use crate::text::document::{Document, File, Member, Node};
use crate::text::group::grouped;
use crate::text::json::{FaultKind, Span};
use choose::Pattern;
use kind::{Kind, Refusal};
use limit::Shared;
use notes::Notes;
use operation::{Identified, Operation, Other};
use origin::Origins;
use rustc_hash::FxHashSet;
use schema::{Definitions, Schema};
use security::Security;
use serde_json::json;
use server::Server;
use source::{Resolver, Sources};
use std::borrow::Cow;
use std::cell::RefCell;
use value::{Object, Value};
use write::{Size, Writer};

/// What a list becomes whose name is repeated for each value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrays {
    /// Comma-separated values.
    #[default]
    Csv,
    /// One value.
    Text,
    /// A list, of which a script repeats the name for each value.
    Script,
}

/// What `oneOf` and `anyOf` become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unions {
    #[default]
    Merge,
    First,
    Any,
}

/// What the source does not say, and what is to be done otherwise.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub publisher: Publisher,
    pub include: Vec<Pattern>,
    pub exclude: Vec<Pattern>,
    pub title: Option<String>,
    pub host: Option<String>,
    /// The number of the server to take, from 0.
    pub server: Option<usize>,
    pub auth: Option<String>,
    pub authorization_url: Option<String>,
    pub token_url: Option<String>,
    /// A policy adds `Bearer` to the token.
    pub bearer_policy: bool,
    pub arrays: Arrays,
    pub unions: Unions,
    pub depth: Option<usize>,
    pub keep_errors: bool,
    pub triggers: bool,
    /// What the source is taken for.
    pub from: Option<Kind>,
    /// Whether it is wanted where the parts of the definition come from ([`Imported::origins`]).
    pub origins: bool,
}

/// Who an API is for people.
#[derive(Clone, Debug, Default)]
pub struct Info<'a> {
    pub title: String,
    pub description: String,
    pub version: String,
    pub contact: Vec<(&'static str, String)>,
    /// Members that stay as they are: license, terms of service.
    pub more: Object<'a>,
}

/// What was made of a source. It does not need the source any more.
#[derive(Clone, Debug)]
pub struct Imported {
    pub findings: Vec<Finding>,
    pub plan: plan::Plan,
    pub kind: Kind,
    pub title: String,
    /// Texts of the definition that were made up.
    pub invented: Vec<Invented>,
    /// Where the parts of the definition come from; empty unless the options ask for it.
    pub origins: Origins,
    draft: Draft,
}

/// What the files are made of.
#[derive(Clone, Debug)]
struct Draft {
    /// The definition, in one line.
    definition: String,
    /// The spaces for each level that it gets; None where it stays in one line.
    indent: Option<usize>,
    properties: serde_json::Value,
    script: Option<String>,
    wish: Wish,
}

/// Reads a source.
pub struct Reader<'a> {
    root: Node<'a>,
    kind: Kind,
    options: &'a Options,
    resolver: Resolver<'a>,
    notes: Notes,
    definitions: Definitions<'a>,
    /// How deep the schema that is being read stands in others.
    level: usize,
    /// Names of extensions that were left out.
    extensions: FxHashSet<String>,
    /// Names of headers that were left out, in lower case.
    headers: FxHashSet<String>,
    /// Whether what is read is an answer and nothing else.
    answers: bool,
    /// An option that does not fit the source.
    refused: Option<Refusal>,
    /// What all paths of a collection begin with.
    base: Option<String>,
    /// Operations that connectors cannot have.
    left_out: RefCell<Vec<Other<'a>>>,
}

/// What stands for a host that the source does not say.
const NO_HOST: &str = "example.com";

/// Room for walks through schemas that stand deep in one another.
const STACK: usize = 256 << 20;

/// Makes a connector, in a thread with room for deep schemas ([`with_room`]).
///
/// # Errors
/// When there is nothing to make it of.
pub fn import(sources: &Sources, options: &Options) -> Result<Imported, Refusal> {
    with_room(|| import_here(sources, options))
}

/// Makes a connector in a thread that has room for deep schemas already.
///
/// # Errors
/// When there is nothing to make it of.
pub fn import_here(sources: &Sources, options: &Options) -> Result<Imported, Refusal> {
    let (mut imported, said, places) = read(sources, options)?;
    // What was read is freed now: there is room for the findings.
    imported.findings = said.findings(&sources.files);
    imported.plan.losses(&imported.findings, &places);
    Ok(imported)
}

/// Does something in a thread with room for walks through schemas that stand deep in one another. A program does all that needs much
/// memory in one such thread, because what a thread frees is used again by the same thread only.
pub fn with_room<T: Send>(make: impl Fn() -> T + Send + Sync) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &make);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(made)) => made,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => make(), // no thread to be had
        }
    })
}

impl Imported {
    /// The files of the connector, as `new` writes them. They are laid out when they are asked for, so that the source can be freed
    /// before.
    pub fn into_files(self) -> Vec<NewFile> {
        let Draft { definition, indent, properties, script, wish } = self.draft;
        files(definition, indent, properties, script, &wish)
    }
}

/// Where each operation of a plan stands in the source.
type Places = Vec<(File, Span)>;

/// What was read of a source, whatever its kind.
pub struct Api<'a> {
    pub info: Info<'a>,
    pub server: Server,
    pub operations: Vec<Operation<'a>>,
    pub security: Option<Security<'a>>,
    /// Members of the document that are taken over.
    pub more: Object<'a>,
    /// How many operations the source has, with those that are not imported.
    pub all: usize,
    /// Operations that are not imported.
    pub others: Vec<Other<'a>>,
}

/// Reads a source and makes a connector of it, without the findings of what was said about it.
fn read(sources: &Sources, options: &Options) -> Result<(Imported, notes::List, Places), Refusal> {
    let kind = match options.from {
        Some(kind) => kind,
        None => kind::of(&sources.files[0])?,
    };
    let mut reader = Reader {
        root: sources.root(),
        kind,
        options,
        resolver: Resolver::new(sources),
        notes: Notes::default(),
        definitions: Definitions::default(),
        level: 0,
        extensions: FxHashSet::default(),
        headers: FxHashSet::default(),
        answers: false,
        refused: None,
        base: None,
        left_out: RefCell::default(),
    };
    for (file, id, why) in &sources.broken {
        let node = sources.files[usize::from(*file)].node(*id);
        match why {
            source::Broken::Outside(name) => {
                let message = format!("`{name}` is outside the folder of the description and is not read");
                reader.notes.say_help("import-file-not-read", node, message, "use `--allow-outside` to read it");
            }
            source::Broken::Remote(name) => {
                let message = format!("`{name}` is on the network and is not read");
                reader.notes.say_help("import-file-not-read", node, message, "use `--fetch` to read it");
            }
            source::Broken::Unreadable(message) => reader.notes.say("import-file-not-read", node, message.clone()),
        }
    }
    for document in &sources.files {
        if let Some(fault) = document.tree.faults.iter().find(|fault| fault.kind == FaultKind::TrailingText) {
            let line = document.position(fault.span.start).line;
            let message = format!("the description ends before line {line}; what follows is not read");
            reader.notes.say_help(
                "import-file-not-read",
                document.root(),
                message,
                "move a second document into a separate file",
            );
        }
    }
    let name = sources.files[0].name.clone();
    if let Some(given) = &options.host
        && server::parse(given).or_else(|| server::parse(&format!("https://{given}"))).is_none()
    {
        let known = "a host is wanted, such as `api.contoso.com`".to_owned();
        return Err(Refusal::Option { option: "--host", given: given.clone(), name, known });
    }
    let api = match kind {
        Kind::Postman => reader.postman(&name),
        Kind::Har => reader.har(&name),
        Kind::Curl => reader.curl(&name),
        _ => reader.api(&name),
    };
    // What leads round in a circle may be why there are no operations.
    if let Some(circle) = reader.resolver.circle() {
        return Err(circle);
    }
    let api = api?;
    if let Some(refusal) = reader.refused.take() {
        return Err(refusal);
    }
    Ok(reader.finish(api))
}

impl<'a> Reader<'a> {
    /// Reads everything.
    fn api(&mut self, name: &str) -> Result<Api<'a>, Refusal> {
        let root = self.root;
        let server = match self.kind {
            Kind::Swagger2 => self.server_of_2(root),
            _ => self.server(root),
        };
        let found = self.found(root, &server);
        let found = self.distinct(found);
        self.webhooks(root);
        let mut others = self.left_out.take();
        let all = found.len() + others.len();
        if found.is_empty() {
            let why = match (root.has("webhooks"), root.has("components")) {
                (true, _) => ": it only describes webhooks",
                (_, true) => ": it only describes components that other descriptions use",
                _ => "",
            };
            return Err(Refusal::NoOperations { name: name.to_owned(), why: why.to_owned() });
        }
        let server = self.hosted(server);
        let options = self.options;
        let own: Vec<Cow<'a, str>> = found.iter().map(|found| found.node.get_str("operationId").unwrap_or_default()).collect();
        let named = found.iter().zip(&own).map(|(found, own)| Identified {
            own: own.trim(),
            verb: found.verb,
            path: &found.path,
            deprecated: found.is_deprecated(),
        });
        let ids = self.given_ids(&named.collect::<Vec<_>>());
        let mut chosen = Vec::new();
        for (found, (id, _)) in found.into_iter().zip(ids) {
            match choose::takes(&options.include, &options.exclude, &found.candidate(id)) {
                true => chosen.push(found),
                false => others.push(Other { path: found.path, verb: found.verb.into(), at: found.node }),
            }
        }
        if chosen.is_empty() {
            return Err(Refusal::NothingChosen { name: name.to_owned() });
        }
        let nodes: Vec<Node<'a>> = chosen.iter().map(|found| found.node).collect();
        let security = self.security(root, &nodes, &server);
        let operations: Vec<Operation<'a>> = chosen.iter().map(|found| self.operation(found, &server)).collect();
        let mut more = Object::new();
        for member in root.members().filter(|member| member.name().starts_with("x-")) {
            if self.kind == Kind::Swagger2 || member.name().starts_with("x-ms-") {
                more.push((member.name(), Value::of(member.value)));
            } else if member.name() != "x-webhooks" {
                self.extension_dropped(member.value, &member.name());
            }
        }
        self.pages(root, &operations, &mut more);
        let info = self.info(self.resolver.inside(root, "info"), &server);
        Ok(Api { info, server, operations, security, more, all, others })
    }

    /// The server, with a host to be replaced where the source has none.
    fn hosted(&self, server: Server) -> Server {
        let name = server.host.split(':').next().unwrap_or("");
        let is_short = !name.contains('.') && self.kind != Kind::Swagger2; // a name that only its own network knows
        if !server.host.is_empty() && !is_short && !server.is_local() {
            return server;
        }
        let at = ["servers", "info"].into_iter().find_map(|key| self.root.get(key)).unwrap_or(self.root);
        let message = format!("the source does not say where the API is; `{NO_HOST}` is used");
        self.notes.say_help("import-host-missing", at, message, "set it with `--host`, such as `--host api.contoso.com`");
        Server { host: NO_HOST.to_owned(), ..server }
    }

    fn server_of_2(&mut self, root: Node<'a>) -> Server {
        let host = root.get_str("host").unwrap_or_default().trim().to_lowercase();
        let base = root.get_str("basePath").unwrap_or_default();
        let mut server = Server { host, base_path: server::base_path(&base) };
        let given = self.options.host.as_ref();
        if let Some(given) = given.and_then(|given| server::parse(given).or_else(|| server::parse(&format!("https://{given}")))) {
            server.host = given.host;
            if given.base_path != "/" {
                server.base_path = given.base_path;
            }
        }
        server
    }

    /// Who the API is.
    fn info(&mut self, info: Option<Node<'a>>, server: &Server) -> Info<'a> {
        let at = info.unwrap_or(self.root);
        let text = |key: &str| info.and_then(|info| info.get_str(key)).map(Cow::into_owned).unwrap_or_default();
        let own = text("title");
        let title = self.title(at, &own, server);
        let version =
            info.and_then(|info| info.get("version")).map(|version| version.str().unwrap_or_else(|| version.text().into()));
        let version = version.map(|version| version.trim().to_owned()).filter(|version| !version.is_empty() && version != "null");
        let described = self.text_of(info.and_then(|info| info.get("description").or_else(|| info.get("summary"))));
        let description = self.about(at, described.as_deref().unwrap_or(""), &title);
        let mut contact = Vec::new();
        if let Some(node) = info.and_then(|info| info.get("contact")) {
            for key in ["name", "url", "email"] {
                let value = node.get_str(key).unwrap_or_default().trim().to_owned();
                let fits = match key {
                    "url" => server::parse(&value).is_some(),
                    "email" => value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
                    _ => !value.is_empty(),
                };
                if fits {
                    contact.push((key, value));
                }
            }
        }
        let mut more = Object::new();
        for member in info.into_iter().flat_map(Node::members) {
            let name = member.name();
            match &*name {
                "termsOfService" if member.value.str().is_some_and(|url| server::parse(&url).is_some()) => {
                    more.push((name, Value::of(member.value)));
                }
                "license" if member.value.get_str("name").is_some_and(|name| !name.trim().is_empty()) => {
                    let is_known = |license: &Member| matches!(&*license.name(), "name" | "url") && license.value.is_string();
                    let license = member.value.members().filter(is_known);
                    more.push((name, Value::Object(license.map(|member| (member.name(), Value::of(member.value))).collect())));
                }
                _ if self.kind == Kind::Swagger2 && name.starts_with("x-") => more.push((name, Value::of(member.value))),
                _ if name.starts_with("x-") => self.extension_dropped(member.value, &name),
                _ => {}
            }
        }
        Info { title, description, version: version.unwrap_or_else(|| "1.0".to_owned()), contact, more }
    }

    /// The texts of the tags that operations have, and the page about the API.
    fn pages(&self, root: Node<'a>, operations: &[Operation<'a>], more: &mut Object<'a>) {
        let used: FxHashSet<&str> = operations.iter().flat_map(|operation| &operation.tags).map(|tag| &**tag).collect();
        let mut known = FxHashSet::default();
        let mut tags: Vec<Value> = Vec::new();
        for tag in self.resolver.inside(root, "tags").into_iter().flat_map(Node::items) {
            let Some(name) = tag.get_str("name").filter(|name| used.contains(&**name) && known.insert(name.clone())) else {
                continue;
            };
            let description = self.text_of(tag.get("description")).and_then(|text| self.described(tag, &text));
            let described = description.map(|text| ("description".into(), Value::text(text)));
            tags.push(Value::Object([("name".into(), Value::Text(name))].into_iter().chain(described).collect()));
        }
        if !tags.is_empty() {
            more.push(("tags".into(), Value::List(tags)));
        }
        if let Some(page) = root.get("externalDocs")
            && let Some(url) = page.get_str("url").filter(|url| server::parse(url).is_some())
        {
            let description = self.text_of(page.get("description")).map(|text| ("description".into(), Value::Text(text)));
            more.push((
                "externalDocs".into(),
                Value::Object(description.into_iter().chain([("url".into(), Value::Text(url))]).collect()),
            ));
        }
    }

    /// A title that connectors may have.
    pub fn title(&self, at: Node<'a>, own: &str, server: &Server) -> String {
        if let Some(title) = &self.options.title {
            return title.clone();
        }
        let restricted =
            |word: &str| matches!(word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str(), "api" | "connector");
        let fits = own.chars().count() <= 30 && !own.split_whitespace().any(restricted);
        if self.kind == Kind::Swagger2 && fits && !own.trim().is_empty() {
            return own.to_owned();
        }
        let words = text::plain(own);
        let dropped = [
            "api",
            "apis",
            "rest",
            "restful",
            "connector",
            "openapi",
            "swagger",
            "specification",
            "spec",
            "v1",
            "v2",
            "v3",
            "http",
            "powerapps",
            "documentation",
            "reference",
            "public",
        ];
        let kept: Vec<&str> = words
            .split_whitespace()
            .filter(|word| !dropped.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str()))
            .collect();
        let clean: String = kept.join(" ").chars().filter(|c| c.is_alphanumeric() || " -.&'()".contains(*c)).collect();
        let clean = clean.replace("()", "");
        let clean = text::cut(clean.trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '('), 30);
        let clean = clean.trim_matches(|c: char| c.is_whitespace() || "-.&'".contains(c)).to_owned();
        let title = if clean.chars().filter(|c| c.is_alphanumeric()).count() >= 3 {
            clean
        } else {
            let parts: Vec<&str> = server
                .host
                .split(['.', ':'])
                .filter(|part| !["api", "www", "rest", "com", "org", "net", "io"].contains(part))
                .collect();
            text::cut(&text::words(parts.first().copied().unwrap_or("service")), 30)
        };
        if title != own.trim() {
            let at = at.get("title").unwrap_or(at);
            self.notes.say_help(
                "import-title-changed",
                at,
                format!("the title becomes `{title}`: at most 30 characters, without `API` or `Connector`"),
                "use `--title` to set another",
            );
        }
        title
    }

    /// A description of the API that connectors may have.
    pub fn about(&self, at: Node<'a>, own: &str, title: &str) -> String {
        if self.kind == Kind::Swagger2 && (30..=500).contains(&own.trim().chars().count()) {
            return own.to_owned();
        }
        let sentence = text::first_sentence(own);
        let whole = text::plain(own);
        let mut about = sentence;
        if about.chars().count() < 30 && (30..=500).contains(&whole.chars().count()) {
            about = text::sentence(&whole);
        }
        if text::is_long(own) {
            let at = at.get("description").unwrap_or(at);
            self.notes.say("import-description-shortened", at, "this long description is shortened to its first sentence");
        }
        let length = about.chars().count();
        if length > 500 {
            about = text::sentence(&text::cut(&about, 490));
        }
        if length < 30 {
            let start = if about.is_empty() { String::new() } else { format!("{about} ") };
            about = format!("{start}{title} offers its functions to flows and apps.");
            self.notes.say(
                "import-description-made",
                at.get("description").unwrap_or(at),
                "the description of the API is too short; one is generated",
            );
        }
        about
    }

    /// The text of a description; one may stand in a file of its own.
    pub fn text_of(&self, node: Option<Node<'a>>) -> Option<Cow<'a, str>> {
        let node = node?;
        if let Some(text) = node.str() {
            return Some(text);
        }
        let target = self.resolver.target(node.get("$ref")?)?;
        match target.str() {
            Some(text) => Some(text),
            None if target.id == 0 && !target.is_object() => Some(Cow::Borrowed(&target.doc.text)),
            None => None,
        }
    }

    /// Makes a definition of what was read.
    fn finish(mut self, mut api: Api<'a>) -> (Imported, notes::List, Places) {
        self.convert_rest();
        self.ids(&mut api.operations);
        for operation in &mut api.operations {
            self.texts(operation);
            for parameter in &mut operation.parameters {
                self.field(parameter);
            }
            if let Some((description, _)) = &mut operation.notification
                && description.trim().is_empty()
            {
                description.clone_from(&operation.description);
            }
        }
        self.count(&api);
        self.unused();
        let Reader { definitions, notes, options, kind, root, .. } = self;
        let mut shared = Shared::new(definitions);
        // A connector may have schemas that hold themselves, and flows that use them.
        if kind != Kind::Swagger2 {
            shared.cut_cycles(&mut api.operations, &notes);
        }
        for schema in limit::roots(&mut api.operations) {
            limit::settle_places(schema, true, &notes);
        }
        for schema in shared.schemas.iter_mut().flatten() {
            limit::settle_places(schema, false, &notes);
        }
        let mut made = write::Made::default();
        let labels = kind != Kind::Swagger2;
        if labels {
            for schema in limit::roots(&mut api.operations) {
                write::label(schema, None, true, &mut made);
            }
            for schema in shared.schemas.iter_mut().flatten() {
                write::label(schema, None, true, &mut made);
            }
            if made.labels > 0 {
                notes.say(
                    "import-label-made",
                    made.first_label.unwrap_or(root),
                    match made.labels {
                        1 => "the label of this field is derived from its name".to_owned(),
                        many => format!("labels of {many} fields, of which this is the first, are derived from their names"),
                    },
                );
            }
            if made.shortened > 0 {
                let message = match made.shortened {
                    1 => "the long description of this field is shortened to its first sentence".to_owned(),
                    many => format!(
                        "long descriptions of {many} fields, of which this is the first, are shortened to their first sentence"
                    ),
                };
                notes.say("import-description-shortened", made.first_shortened.unwrap_or(root), message);
            }
        }
        let website = api.info.contact.iter().find(|(key, _)| *key == "url").map(|(_, url)| url.clone());
        let metadata = crate::make::new::check::metadata(website.as_deref(), None, &[]);
        let limit = facts::limit("definition-file");
        let mut depth = options.depth;
        let mut size = Size::Whole;
        let mut whole: Vec<Option<Schema>> = Vec::new();
        let schemas = shared.largest(&mut api.operations);
        let (definition, indent, plan, origins) = loop {
            let cut = shared.cut_large(&mut api.operations, &mut whole, depth);
            let (used, names) = shared.names(&mut api.operations);
            let writer = Writer { names: &names, used: &used, shared: &shared, size };
            let extent = writer.extent(&api, &metadata);
            let last = size == Size::Bare && depth == Some(1);
            let indent = [new::INDENT, 2].into_iter().find(|&indent| extent.formatted(indent) < limit);
            if last || indent.is_some() {
                // What fits in one line only is written so; what fits in no way is at least easy to read.
                let indent = indent.or((extent.compact >= limit).then_some(2));
                let lost = shared.lost(&used);
                for &at in &lost {
                    notes.say("import-definition-unused", at, "everything that refers to this schema was cut; it is left out");
                }
                if !cut.is_empty() {
                    for at in shared.thinned(&mut api.operations, &used, &lost) {
                        notes.say(
                            "import-schema-cut",
                            at,
                            "not all of this schema is in the result: everything that uses it was cut",
                        );
                    }
                }
                for (at, message) in cut {
                    let help = "use `--depth` to set the level for all schemas; describe what flows need yourself";
                    notes.say_help("import-schema-cut", at, message, help);
                }
                for &index in &used {
                    let own = shared.schemas[index].as_ref().and_then(|schema| schema.at.name());
                    if let (Some(own), Some(schema)) = (own, &shared.schemas[index])
                        && *own != *names[index]
                        && !shared.is_copy(index)
                        && !matches!(&*own, "schema" | "items")
                    {
                        notes.say("import-definition-renamed", schema.at, format!("`{own}` is renamed to `{}`", names[index]));
                    }
                }
                let bytes = indent.map_or(extent.compact + 1, |indent| extent.formatted(indent));
                let plan = plan::Plan::new(&api.operations, &schemas, &writer, bytes, api.all);
                whole.clear();
                let mut origins = Origins::default();
                if options.origins {
                    origins.add(root, &api);
                    let definitions = used.iter().filter_map(|&index| Some((&*names[index], shared.schemas[index].as_ref()?)));
                    definitions.for_each(|(name, schema)| origins.add_definition(name, schema));
                }
                break (writer.definition(&api, &metadata), indent, plan, origins);
            }
            // What costs least goes first.
            match (size, depth) {
                (Size::Whole, _) => size = Size::WithoutLabels,
                (_, None) if extent.compact > 3 * limit => depth = Some(2),
                (_, None) => depth = Some(4),
                (_, Some(level)) if level > 1 => depth = Some(level - 1),
                (Size::WithoutLabels, _) => size = Size::Short,
                _ => size = Size::Bare,
            }
            if size == Size::WithoutLabels && made.labels > 0 {
                for schema in shared.schemas.iter_mut().flatten() {
                    plain_titles(schema);
                }
                limit::roots(&mut api.operations).chain(whole.iter_mut().flatten()).for_each(plain_titles);
                made.labels = 0;
            }
        };
        if size >= Size::WithoutLabels || depth != options.depth {
            let fits = if definition.len() < limit { " until it fit" } else { ", and it is still larger" };
            let message =
                format!("the definition would be larger than {limit} bytes; labels, levels and descriptions were left out{fits}");
            notes.say_help("import-definition-shrunk", root, message, "choose fewer operations with `--include`");
        }
        let place = |operation: &Operation| (File::Other(source::number(operation.at)), operation.at.span());
        let repeated = script::repeated(&api.operations);
        let wish = wish(&api, options);
        let imported = Imported {
            findings: Vec::new(),
            plan,
            kind,
            title: wish.title.clone(),
            invented: saved::invented(&api.operations),
            origins,
            draft: Draft {
                definition,
                indent,
                properties: properties(&api, options, &wish, &repeated),
                script: (!repeated.is_empty()).then(|| script::text(&repeated)),
                wish,
            },
        };
        (imported, notes.list(), api.operations.iter().map(place).collect())
    }

    /// Label and description of a parameter.
    fn field(&self, parameter: &mut parameter::Parameter<'a>) {
        if self.kind == Kind::Swagger2 && parameter.summary.is_some() && parameter.description.is_some() {
            return;
        }
        let label = text::label(parameter.summary.as_deref(), &parameter.name);
        if parameter.description.as_deref().is_none_or(|text| text.trim().is_empty()) {
            let of_body = parameter.place == parameter::Place::Body;
            let made = if of_body { "The body of the request.".to_owned() } else { text::made_description(&parameter.name) };
            self.notes.say("import-description-made", parameter.at, parameter::no_description(&parameter.name, &made));
            parameter.description = Some(made);
            parameter.made = true;
        }
        parameter.summary = Some(Cow::Owned(label));
    }

    /// Says which schemas nothing refers to that is taken, and which path items nothing refers to at all.
    fn unused(&self) {
        let document = self.root.doc;
        let inside = |node: Node<'a>, key: &str| self.resolver.inside(node, key);
        let components = inside(self.root, "components");
        let items = components.and_then(|components| inside(components, "pathItems"));
        for member in items.into_iter().flat_map(Node::members) {
            let target = format!("#/components/pathItems/{}", member.name());
            let mut references = document.members_named("$ref", 0..document.tree.nodes.len() as u32);
            if !references.any(|reference| reference.is(&target)) {
                let message = format!("nothing refers to `{}`; it is left out", member.name());
                self.notes.say("import-definition-unused", member.value, message);
            }
        }
        let all = match self.kind {
            Kind::Swagger2 => inside(self.root, "definitions"),
            _ => components.and_then(|components| inside(components, "schemas")),
        };
        for member in all.into_iter().flat_map(Node::members) {
            let alias = member.value.get("$ref").is_some();
            if !alias && self.definitions.index(member.value).is_none() {
                let message = format!("nothing that is imported refers to `{}`; it is left out", member.name());
                self.notes.say("import-definition-unused", member.value, message);
            }
        }
    }

    /// Says when there are more operations than a connector may have.
    fn count(&self, api: &Api<'a>) {
        let limit = facts::limit("operations");
        if api.operations.len() <= limit {
            return;
        }
        let tags = grouped(api.operations.iter().map(|operation| (operation.tags.first().map_or("", |tag| &**tag), ())));
        let mut tags: Vec<(&str, usize)> = tags.into_iter().map(|(tag, operations)| (tag, operations.len())).collect();
        tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let named: Vec<String> =
            tags.iter().filter(|(tag, _)| !tag.is_empty()).take(5).map(|(tag, count)| format!("`{tag}` {count}")).collect();
        let largest = if named.is_empty() { String::new() } else { format!(" (by tag: {})", named.join(", ")) };
        let message = format!("there are {} operations, but a connector can have at most {limit}{largest}", api.operations.len());
        let at = self.root.get("paths").unwrap_or(self.root);
        self.notes.say_help(
            "import-too-many-operations",
            at,
            message,
            "choose operations with `--include` and `--exclude`; `--plan` lists them",
        );
    }
}

/// Takes labels away that say no more than the name.
fn plain_titles(schema: &mut Schema) {
    if schema.reference.is_some() {
        schema.title = None;
        return;
    }
    for (name, property) in &mut schema.properties {
        if property.title.as_deref() == Some(&*text::label(None, name)) {
            property.title = None;
        }
        plain_titles(property);
    }
    if let Some(items) = &mut schema.items {
        plain_titles(items);
    }
}

/// What `apiProperties.json` says. `repeated` are the lists that a script repeats.
fn properties(api: &Api, options: &Options, wish: &Wish, repeated: &[(&str, Vec<&str>)]) -> serde_json::Value {
    let mut policies: Vec<serde_json::Value> = Vec::new();
    let of_type = api.operations.iter().filter_map(|operation| Some((operation.content_type.as_deref()?, operation.id.as_str())));
    let types = grouped(of_type);
    let header = |title: String, name: &str, value: &str, operations: &[&str]| {
        let mut parameters = json!({
            "x-ms-apimTemplateParameter.name": name,
            "x-ms-apimTemplateParameter.value": value,
            "x-ms-apimTemplateParameter.existsAction": "override",
            "x-ms-apimTemplate-policySection": "Request",
        });
        if !operations.is_empty() {
            parameters["x-ms-apimTemplate-operationName"] = json!(operations);
        }
        json!({ "templateId": "setheader", "title": title, "parameters": parameters })
    };
    for (kind, ids) in &types {
        policies.push(header(format!("Send the body as {kind}"), "Content-Type", kind, ids));
    }
    let bearer = api.security.as_ref().is_some_and(|security| security.bearer) && options.bearer_policy;
    if bearer {
        policies.push(header(
            "Send the token with Bearer".to_owned(),
            "Authorization",
            "Bearer @connectionParameters('api_key','')",
            &[],
        ));
    }
    let parameters = match &api.security {
        Some(security) => security.parameters(&api.info.title, options.bearer_policy),
        None => json!({}),
    };
    let mut properties = json!({
        "connectionParameters": parameters,
        "iconBrandColor": wish.brand_color,
        "capabilities": [],
    });
    if !policies.is_empty() {
        properties["policyTemplateInstances"] = json!(policies);
    }
    if !repeated.is_empty() {
        properties["scriptOperations"] = json!(repeated.iter().map(|(id, _)| id).collect::<Vec<_>>());
    }
    properties
}

/// The files of the connector, as `new` writes them. `text` is the definition in one line; `indent` are the spaces for each level that
/// it gets, None where it stays in one line.
fn files(
    text: String,
    indent: Option<usize>,
    properties: serde_json::Value,
    script: Option<String>,
    wish: &Wish,
) -> Vec<NewFile> {
    let name = "apiDefinition.swagger.json";
    let file = FolderFile { file: File::Definition, name: name.to_owned(), bytes: text.into_bytes() };
    // Definitions are large: each is parsed once, and no text of it is kept longer than it is needed.
    let connector = Connector::new(Folder { files: vec![file], ..Folder::default() });
    let operations = readme::operations_in(&connector);
    let definition = match (connector.definition, indent) {
        (Some(document), Some(indent)) => fmt::formatted(&document, indent),
        (Some(document), None) => document.text + "\n",
        (None, _) => String::new(), // there is the one that was given above
    };
    let properties = new::json_text(File::Properties, &json!({ "properties": new::in_order(properties) }));
    let mut files = vec![
        NewFile { name, bytes: definition.into_bytes() },
        NewFile { name: "apiProperties.json", bytes: properties.into_bytes() },
        NewFile { name: "readme.md", bytes: page::readme(wish, &operations).into_bytes() },
    ];
    if let Some(script) = script {
        files.push(NewFile { name: "script.csx", bytes: script.into_bytes() });
    }
    if wish.publisher == Publisher::Certified {
        files.push(NewFile { name: "intro.md", bytes: page::intro(wish).into_bytes() });
    }
    if wish.publisher != Publisher::Independent {
        let colour = crate::connector::icon::parse_colour(&wish.brand_color).unwrap_or([0, 0, 0, 255]);
        if let Ok(bytes) = picture::png(&wish.title, colour) {
            files.push(NewFile { name: "icon.png", bytes });
        }
    }
    files.push(NewFile { name: "settings.json", bytes: new::json_text(File::Settings, &new::settings(wish)).into_bytes() });
    files.push(NewFile { name: "connsmith.toml", bytes: new::config(wish).into_bytes() });
    files
}

/// The answers that `new` would get.
fn wish(api: &Api, options: &Options) -> Wish {
    let contact = |wanted: &str| api.info.contact.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.clone());
    let orange = || facts::strings("colours", "independent", "values").first().copied().unwrap_or(question::COLOUR).to_owned();
    Wish {
        publisher: options.publisher,
        title: api.info.title.clone(),
        description: api.info.description.clone(),
        publisher_name: contact("name"),
        stack_owner: None,
        website: contact("url"),
        privacy_policy: None,
        support_email: contact("email"),
        categories: Vec::new(),
        brand_color: if options.publisher == Publisher::Independent { orange() } else { question::COLOUR.to_owned() },
        host: api.server.host.clone(),
        base_path: api.server.base_path.clone(),
        sign_ins: api.security.iter().map(|security| security.way).collect(),
        api_key_header: String::new(),
        api_key_query: String::new(),
        authorization_url: String::new(),
        token_url: String::new(),
        scopes: api.security.iter().flat_map(|security| security.scopes.iter().map(|scope| scope.to_string())).collect(),
        resource_uri: String::new(),
        resource: Resource::example(),
        server: None,
        operations: Vec::new(),
        trigger: None,
        event: choice::Event::Created,
        lookups: Vec::new(),
        policies: Vec::new(),
        script: api.operations.iter().any(|operation| operation.parameters.iter().any(|parameter| parameter.repeats)),
        gateway: false,
        test_connection: false,
        copilot: false,
        ci: None,
    }
}

/// A source and what was made of it, for reports.
pub struct Said<'s> {
    pub sources: &'s Sources,
    pub imported: &'s Imported,
}

impl Subject for Said<'_> {
    fn document(&self, file: File) -> Option<&Document> {
        match file {
            File::Other(number) => self.sources.files.get(usize::from(number)),
            _ => None,
        }
    }

    fn file_name(&self, file: File) -> String {
        self.document(file).map_or_else(|| self.sources.files[0].name.clone(), |document| document.name.clone())
    }

    fn file_count(&self) -> usize {
        self.sources.files.len()
    }

    fn connectors(&self) -> Vec<Listed<'_>> {
        Vec::new()
    }

    fn heading(&self) -> Heading {
        let about = format!(" “{}”: imported from {}", self.imported.title, self.imported.kind.title());
        Heading { name: self.sources.files[0].name.clone(), about }
    }
}
