//! Operations: their paths, ids and texts.
use super::Reader;
use super::choose::Candidate;
use super::parameter::{Parameter, Place, variables};
use super::response::Responses;
use super::schema::{Schema, Type};
use super::server::{self, Server};
use super::text;
use super::value::{Object, Value};
use crate::text::document::Node;
use crate::text::unique::Unique;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::cell::Cell;

/// The verbs that connectors have.
pub const VERBS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// The longest id, in characters.
const LONGEST_ID: usize = 80;

/// An operation of a connector.
pub struct Operation<'a> {
    pub at: Node<'a>,
    pub path: String,
    pub verb: &'static str,
    pub id: String,
    /// What is put behind the id, as others would have the same; 1 for nothing.
    pub number: usize,
    pub summary: String,
    pub description: String,
    /// Which of both are made up.
    pub made: Vec<&'static str>,
    pub tags: Vec<Cow<'a, str>>,
    pub deprecated: bool,
    pub consumes: Vec<String>,
    pub produces: Vec<String>,
    pub parameters: Vec<Parameter<'a>>,
    pub responses: Responses<'a>,
    pub content_type: Option<String>,
    /// `x-ms-notification-content` of its path.
    pub notification: Option<(String, Schema<'a>)>,
    pub more: Object<'a>,
}

/// An operation of the source, before it is read.
#[derive(Clone)]
pub struct Found<'a> {
    pub path: String,
    /// The path with its own names of variables, where another operation of the path has other ones, which count.
    pub own: Option<String>,
    /// Values that the path of the source had behind a `?`.
    pub query: Vec<(String, String)>,
    pub verb: &'static str,
    pub item: Node<'a>,
    pub node: Node<'a>,
}

/// An operation of the source that is not imported.
#[derive(Clone, Debug)]
pub struct Other<'a> {
    pub path: String,
    pub verb: Cow<'a, str>,
    pub at: Node<'a>,
}

/// What the ID of an operation is made of.
pub struct Identified<'s> {
    /// The ID in the source; empty where it has none.
    pub own: &'s str,
    pub verb: &'s str,
    pub path: &'s str,
    pub deprecated: bool,
}

impl<'a> Found<'a> {
    /// What choices are made by. `given` is the ID that it gets.
    pub fn candidate(&self, given: String) -> Candidate<'a> {
        let own = self.node.get_str("operationId").unwrap_or_default();
        Candidate {
            verb: self.verb,
            path: self.path.clone(),
            ids: [own, Cow::Owned(given)],
            tags: self.node.get("tags").into_iter().flat_map(Node::items).filter_map(Node::str).collect(),
            deprecated: self.is_deprecated(),
        }
    }

    /// Whether the source says that it is deprecated.
    pub fn is_deprecated(&self) -> bool {
        self.node.get("deprecated").and_then(Node::bool) == Some(true)
    }
}

impl<'a> Reader<'a> {
    /// All operations of a document, with paths as connectors have them.
    pub fn found(&mut self, root: Node<'a>, server: &Server) -> Vec<Found<'a>> {
        let mut all: Vec<Found<'a>> = Vec::new();
        for member in self.resolver.inside(root, "paths").into_iter().flat_map(Node::members) {
            if member.name().starts_with("x-") {
                continue;
            }
            let Some(item) = self.resolver.resolve(member.value).filter(|item| item.is_object()) else {
                self.notes.say("import-reference-broken", member.value, "this path cannot be resolved; it is left out");
                continue;
            };
            let Some((path, query)) = self.path(&member.name(), item, server) else {
                for operation in item.members().filter(|operation| is_operation(&operation.name())) {
                    self.leave_out(&member.name(), operation.name(), operation.value);
                }
                continue;
            };
            // Beside its `$ref` a path may have operations of its own, which count first.
            let own = member.value.members().filter(|_| member.value != item);
            let mut seen: Vec<&str> = Vec::new();
            for operation in own.chain(item.members()) {
                let name = operation.name();
                if let Some(verb) = VERBS.iter().find(|verb| **verb == name) {
                    if !operation.value.is_object() || seen.contains(verb) {
                        continue;
                    }
                    // The specification has references to whole paths only; descriptions in many files have them to operations, too.
                    let Some(node) = self.resolver.resolve(operation.value).filter(|node| node.is_object()) else {
                        let message = "this operation cannot be resolved; it is left out";
                        self.notes.say("import-reference-broken", operation.value, message);
                        self.leave_out(&path, name, operation.value);
                        continue;
                    };
                    if node != operation.value && operation.value.members().nth(1).is_some() {
                        let message = "only what the `$ref` leads to is read; what is beside it is left out";
                        self.notes.say("import-reference-text-dropped", operation.value, message);
                    }
                    seen.push(verb);
                    all.push(Found { path: path.clone(), own: None, query: query.clone(), verb, item, node });
                } else if is_operation(&name) {
                    match &*name {
                        "additionalOperations" => {
                            for more in operation.value.members() {
                                self.verb_dropped(more.value, &more.name());
                                self.leave_out(&path, more.name(), more.value);
                            }
                        }
                        _ => {
                            self.verb_dropped(operation.value, &name);
                            self.leave_out(&path, name, operation.value);
                        }
                    }
                }
            }
            if item.has("parameters") || item.has("servers") {
                self.other_servers(item, server);
            }
        }
        all
    }

    fn verb_dropped(&self, at: Node<'a>, verb: &str) {
        let message = format!("connectors do not support `{verb}` operations; it is left out");
        self.notes.say("import-operation-dropped", at, message);
    }

    /// Counts an operation that connectors cannot have.
    pub fn leave_out(&self, path: &str, verb: Cow<'a, str>, at: Node<'a>) {
        self.left_out.borrow_mut().push(Other { path: path.to_owned(), verb, at });
    }

    /// A path as connectors have it, and the values of its query; None when it cannot be one.
    fn path(&self, source: &str, item: Node<'a>, server: &Server) -> Option<(String, Vec<(String, String)>)> {
        let mut path = source.trim();
        if let Some(address) = server::parse(path) {
            if address.host != server.host && !server.host.is_empty() {
                let message = format!("`{path}` is on another host, but a connector has only one; its operations are left out");
                self.notes.say("import-operation-dropped", item, message);
                return None;
            }
            let from = path.find("://").map_or(2, |at| at + 3);
            let whole = &path[from..];
            path = whole.find('/').map_or("/", |at| &whole[at..]);
            path = path.strip_prefix(server.base_path.trim_end_matches('/')).filter(|rest| rest.starts_with('/')).unwrap_or(path);
        }
        if let Some(at) = path.find('#') {
            let message = format!("a path in a connector has no fragment; `{}` is left out", &path[at..]);
            self.notes.say("import-path-fragment", item, message);
            path = &path[..at];
        }
        let mut query = Vec::new();
        if let Some((before, after)) = path.split_once('?') {
            self.notes.say("import-path-query", item, "the query in the path becomes parameters with fixed values");
            for pair in after.split('&').filter(|pair| !pair.is_empty()) {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                query.push((name.to_owned(), value.to_owned()));
            }
            path = before;
        }
        let mut clean = String::with_capacity(path.len() + 1);
        if !path.starts_with('/') {
            clean.push('/');
        }
        let mut depth = 0;
        for c in path.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ' ' if depth == 0 => {
                    clean.push_str("%20");
                    continue;
                }
                '*' | '+' if depth > 0 => continue, // `{path*}`, `{+path}`
                _ => {}
            }
            if !(0..=1).contains(&depth) || c == '*' {
                let message = format!("connectors do not support the path `{source}`; its operations are left out");
                self.notes.say("import-operation-dropped", item, message);
                return None;
            }
            clean.push(c);
        }
        if depth != 0 || clean.contains("{}") {
            self.notes.say(
                "import-operation-dropped",
                item,
                format!("connectors do not support the path `{source}`; its operations are left out"),
            );
            return None;
        }
        Some((clean, query))
    }

    /// Leaves out operations that would be there twice. To the platform, paths that differ only in the names of their variables
    /// are one path, so of those the names in the first one count.
    pub fn distinct(&self, found: Vec<Found<'a>>) -> Vec<Found<'a>> {
        let mut kept: Vec<Found<'a>> = Vec::new();
        let mut known: FxHashMap<(String, &str), usize> = FxHashMap::default();
        let mut spellings: FxHashMap<String, String> = FxHashMap::default();
        let mut looked_up = None;
        for mut one in found {
            let form = template(&one.path);
            let spelling = spellings.entry(form.to_lowercase()).or_insert_with(|| one.path.clone());
            if let Some(&other) = known.get(&(form.to_lowercase(), one.verb)) {
                let other: &Found = &kept[other];
                let message =
                    format!("there is already an operation {} {}; this one is left out", one.verb.to_uppercase(), other.path);
                self.notes.say("import-operation-same-path", one.node, message);
                self.leave_out(&one.path, one.verb.into(), one.node);
                continue;
            }
            if *spelling != one.path {
                let fits = |names: &Vec<(&str, &str)>| {
                    let looked_up = looked_up.get_or_insert_with(|| self.looked_up());
                    !names.iter().any(|(own, _)| looked_up.contains(*own))
                };
                let Some(renamed) = renamed(&one.path, spelling).filter(fits) else {
                    let message = format!(
                        "`{}` differs from `{spelling}` only in case or in the names of its variables; this operation is left out",
                        one.path
                    );
                    self.notes.say("import-operation-same-path", one.node, message);
                    self.leave_out(&one.path, one.verb.into(), one.node);
                    continue;
                };
                let names: Vec<String> = renamed.iter().map(|(own, other)| format!("`{own}` becomes `{other}`")).collect();
                let message = format!("this is the same path as `{spelling}`: {}", names.join(", "));
                self.notes.say("import-path-variable-renamed", one.node, message);
                one.own = Some(std::mem::replace(&mut one.path, spelling.clone()));
            }
            known.insert((form.to_lowercase(), one.verb), kept.len());
            kept.push(one);
        }
        kept
    }

    /// All names and texts in lookups of the source, which may be names of parameters.
    fn looked_up(&self) -> FxHashSet<Cow<'a, str>> {
        let document = self.root.doc;
        let nodes = |ids: std::ops::Range<u32>| ids.map(|id| document.node(id));
        let is_look_up = |node: &Node| node.name().is_some_and(|name| name.starts_with("x-ms-dynamic-"));
        let look_ups = nodes(0..document.tree.nodes.len() as u32).filter(|node| node.is_object() && is_look_up(node));
        let inside = look_ups.flat_map(|look_up| nodes(look_up.id..look_up.after()));
        inside.flat_map(|node| node.name().into_iter().chain(node.str())).collect()
    }

    /// Reads an operation.
    pub fn operation(&mut self, found: &Found<'a>, server: &Server) -> Operation<'a> {
        let Found { node, item, verb, .. } = *found;
        self.other_servers(node, server);
        let own_path = found.own.as_ref().unwrap_or(&found.path);
        let mut parameters = self.parameters(item, node, own_path);
        if found.own.is_some() {
            let names: FxHashMap<&str, &str> = variables(own_path).zip(variables(&found.path)).collect();
            for parameter in parameters.iter_mut().filter(|parameter| parameter.place == Place::Path) {
                if let Some(name) = names.get(&*parameter.name) {
                    parameter.name = Cow::Owned((*name).to_owned());
                }
            }
        }
        let in_query = parameters.iter().filter(|parameter| parameter.place == Place::Query && !found.query.is_empty());
        let mut in_query: FxHashSet<Cow<str>> = in_query.map(|parameter| parameter.name.clone()).collect();
        for (name, value) in &found.query {
            if value.is_empty() || !in_query.insert(Cow::Borrowed(name)) {
                continue;
            }
            // `?id={id}` is a parameter that is called otherwise.
            match value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(_) => {
                    let mut parameter = Parameter::new(node, name.to_owned(), Place::Query, Schema::new(node, Type::String));
                    parameter.required = true;
                    parameters.push(parameter);
                }
                None => parameters.push(fixed(node, name, value)),
            }
        }
        let body = if self.kind == super::kind::Kind::Swagger2 { super::body::Body::default() } else { self.body(node, verb) };
        if parameters.iter().any(|parameter| parameter.place == Place::Body) {
            for parameter in parameters.iter().filter(|parameter| parameter.place == Place::Form) {
                let message = format!("the operation sends a body, so the field `{}` of a form is left out", parameter.name);
                self.notes.say("import-parameter-dropped", parameter.at, message);
            }
            parameters.retain(|parameter| parameter.place != Place::Form);
        }
        if self.kind == super::kind::Kind::Swagger2 && matches!(verb, "get" | "head") {
            let bodies = parameters.iter().filter(|parameter| matches!(parameter.place, Place::Body | Place::Form));
            for parameter in bodies {
                let message = format!("connectors do not send a body with {}; it is left out", verb.to_uppercase());
                self.notes.say("import-body-dropped", parameter.at, message);
            }
            parameters.retain(|parameter| !matches!(parameter.place, Place::Body | Place::Form));
        }
        parameters.extend(body.parameters);
        let responses = self.responses(node);
        let words = |list: Option<Node<'a>>| -> Vec<String> {
            list.into_iter().flat_map(Node::items).filter_map(Node::str).map(Cow::into_owned).collect()
        };
        let of_2 = self.kind == super::kind::Kind::Swagger2;
        let summary = node.get_str("summary").or_else(|| item.get_str("summary"));
        let mut more: Object<'a> = Vec::new();
        for member in node.members().filter(|member| member.name().starts_with("x-")) {
            let name = member.name();
            if of_2 || (name.starts_with("x-ms-") && name != "x-ms-summary") {
                more.push((name, Value::of(member.value)));
            } else if name == "x-ms-summary" {
                if summary.as_ref().is_some_and(|summary| !member.value.is(summary)) {
                    let message = "`x-ms-summary` is left out here: the operation has a `summary`";
                    self.notes.say("import-extension-dropped", member.value, message);
                }
            } else {
                self.extension_dropped(member.value, &name);
            }
        }
        for callback in node.get("callbacks").into_iter().flat_map(Node::members).filter(|_| !self.options.triggers) {
            let message = format!("connectors do not support callbacks; `{}` is left out", callback.name());
            self.notes.say_help(
                "import-callback-dropped",
                callback.value,
                message,
                "use `--triggers` to turn it into a trigger if possible",
            );
        }
        let has_body = parameters.iter().any(|parameter| matches!(parameter.place, Place::Body | Place::Form));
        let consumes = match of_2 {
            true if has_body => words(node.get("consumes").or_else(|| self.root.get("consumes"))),
            true => Vec::new(),
            false => body.consumes.into_iter().map(Cow::into_owned).collect(),
        };
        let produces =
            if of_2 { words(node.get("produces").or_else(|| self.root.get("produces"))) } else { responses.produces.clone() };
        let mut operation = Operation {
            at: node,
            path: found.path.clone(),
            verb,
            id: node.get_str("operationId").unwrap_or_default().trim().to_owned(),
            number: 1,
            summary: summary.or_else(|| node.get_str("x-ms-summary")).unwrap_or_default().into_owned(),
            made: Vec::new(),
            description: self
                .text_of(node.get("description").or_else(|| item.get("description")))
                .unwrap_or_default()
                .into_owned(),
            tags: node.get("tags").into_iter().flat_map(Node::items).filter_map(Node::str).collect(),
            deprecated: node.get("deprecated").and_then(Node::bool) == Some(true),
            consumes,
            produces,
            parameters,
            responses,
            content_type: body.content_type,
            notification: None,
            more,
        };
        if self.options.triggers {
            self.trigger(&mut operation);
        }
        // What a trigger of a connector gives stands at its path.
        if let Some(content) = item.get("x-ms-notification-content").filter(|content| content.is_object()) {
            let schema = match content.get("schema") {
                Some(schema) => self.schema(schema),
                None => Schema::new(content, Type::Object),
            };
            let description = content.get_str("description").unwrap_or_default().into_owned();
            operation.notification.get_or_insert((description, schema));
        }
        operation
    }

    /// Gives every operation an id of its own.
    pub fn ids(&self, operations: &mut [Operation<'a>]) {
        let named = operations.iter().map(|Operation { id, verb, path, deprecated, .. }| Identified {
            own: id,
            verb,
            path,
            deprecated: *deprecated,
        });
        let given = self.given_ids(&named.collect::<Vec<_>>());
        for (operation, (id, number)) in operations.iter_mut().zip(given) {
            operation.number = number;
            let own = std::mem::replace(&mut operation.id, id);
            let id = &operation.id;
            if own.is_empty() {
                let message = format!("the operation has no ID; it is named `{id}`");
                self.notes.say("import-operation-id-made", operation.at, message);
            } else if own != *id {
                let at = operation.at.get("operationId").unwrap_or(operation.at);
                let why = match own.len() > LONGEST_ID && own.chars().all(|c| c.is_ascii_alphanumeric()) {
                    true => "an ID has at most 80 characters",
                    false => "an ID has only letters and digits and must be unique",
                };
                self.notes.say("import-operation-id-changed", at, format!("`{own}` becomes `{id}`: {why}"));
            }
        }
    }

    /// The ids of operations, each with the number that is put behind it. Of two that would have the same, the one whose id stays as
    /// it is keeps it, and one that is not deprecated before one that is.
    pub fn given_ids(&self, operations: &[Identified]) -> Vec<(String, usize)> {
        let mut given = Unique::in_any_case();
        // Swagger 2.0 may be a connector that flows use: its ids stay.
        let of_2 = self.kind == super::kind::Kind::Swagger2;
        let stays = |own: &str| of_2 || own.chars().all(|c| c.is_ascii_alphanumeric());
        let mut order: Vec<usize> = (0..operations.len()).collect();
        if !of_2 {
            order.sort_by_key(|&at| {
                let Identified { own, deprecated, .. } = operations[at];
                (own.is_empty() || !stays(own), deprecated, own.is_empty())
            });
        }
        let mut ids = vec![(String::new(), 1); operations.len()];
        for at in order {
            let Identified { own, verb, path, .. } = operations[at];
            let mut wish = if stays(own) { own.to_owned() } else { text::pascal(own) };
            if wish.is_empty() {
                wish = text::id_of_path(verb, path);
            }
            if !of_2 {
                wish.truncate(LONGEST_ID);
            }
            let taken = Cell::new(1);
            let id = given.name(|number| {
                taken.set(number);
                match number {
                    1 => wish.clone(),
                    _ => {
                        let end = number.to_string();
                        format!("{}{end}", &wish[..wish.floor_char_boundary(LONGEST_ID - end.len())])
                    }
                }
            });
            ids[at] = (id, taken.get());
        }
        ids
    }

    /// Makes the texts of an operation ones that connectors may have.
    pub fn texts(&self, operation: &mut Operation<'a>) {
        let allowed =
            operation.summary.chars().count() < 120 && !operation.summary.contains(['/', '\\', '<', '>', '*', '%', '&', '?']);
        if self.kind == super::kind::Kind::Swagger2
            && allowed
            && !operation.summary.trim().is_empty()
            && !operation.description.trim().is_empty()
        {
            return;
        }
        let whole_summary = std::mem::take(&mut operation.summary);
        let own = text::summary(&whole_summary);
        let source_description = std::mem::take(&mut operation.description);
        operation.summary = if own.is_empty() {
            let words = match operation.number {
                1 => text::words(&operation.id),
                number => {
                    let number = number.to_string();
                    let id = operation.id.strip_suffix(&number).unwrap_or(&operation.id);
                    let words = text::cut(&text::summary(&text::words(id)), text::SUMMARY - number.len() - 1);
                    format!("{words} {number}")
                }
            };
            let words = text::cut(&text::summary(&words), text::SUMMARY);
            self.notes.say(
                "import-summary-made",
                operation.at,
                format!("the operation has no summary; \"{words}\" is derived from its ID"),
            );
            operation.made.push("summary");
            words
        } else {
            if own.chars().count() < text::whole_summary(&whole_summary).chars().count() {
                let at = operation.at.get("summary").unwrap_or(operation.at);
                let message = format!("this summary is shortened to {} characters", text::SUMMARY);
                self.notes.say("import-summary-shortened", at, message);
            }
            own
        };
        operation.description = self.described(operation.at, &source_description).unwrap_or_default();
        if operation.description.is_empty() {
            let whole = text::whole_summary(&whole_summary);
            operation.description = text::sentence(if whole.is_empty() { &operation.summary } else { &whole });
            let message = "the operation has no description; its summary is used instead";
            self.notes.say("import-description-made", operation.at, message);
            operation.made.push("description");
        }
    }
}

/// Whether a member of a path item is an operation, or several.
fn is_operation(name: &str) -> bool {
    VERBS.contains(&name) || matches!(name, "trace" | "query" | "additionalOperations")
}

/// The variables of a path that are called otherwise in another spelling of it, with their names there. None when the paths differ
/// in more, or when two variables would have one name.
fn renamed<'p>(path: &'p str, spelling: &'p str) -> Option<Vec<(&'p str, &'p str)>> {
    if template(path) != template(spelling) {
        return None;
    }
    let (mut to, mut from) = (FxHashMap::default(), FxHashMap::default());
    let pairs: Vec<(&str, &str)> = variables(path).zip(variables(spelling)).collect();
    for &(own, other) in &pairs {
        if *to.entry(own).or_insert(other) != other || *from.entry(other).or_insert(own) != own {
            return None;
        }
    }
    Some(pairs.into_iter().filter(|(own, other)| own != other).collect())
}

/// A path with all variables called the same.
fn template(path: &str) -> String {
    let mut form = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => inside = true,
            '}' => {
                inside = false;
                form.push_str("{}");
            }
            c if !inside => form.push(c),
            _ => {}
        }
    }
    form
}

/// A parameter that always has one value.
fn fixed<'a>(at: Node<'a>, name: &str, value: &str) -> Parameter<'a> {
    let mut schema = Schema::new(at, Type::String);
    schema.set("default", Value::text(value.to_owned()));
    schema.set("enum", Value::List(vec![Value::text(value.to_owned())]));
    let mut parameter = Parameter::new(at, name.to_owned(), Place::Query, schema);
    parameter.required = true;
    parameter.description = Some(format!("Always {value}."));
    parameter.more.push(("x-ms-visibility".into(), Value::text("internal")));
    parameter
}
