//! Configurations of MCP servers in a namespace: which operations become tools, which inputs the agent fills in, which are
//! fixed.
use crate::call::arguments::place;
use crate::call::leaf::{self, Leaf, Required};
use crate::call::lookup;
use crate::call::namespace::ops::Kind;
use crate::call::namespace::report::{self, Report};
use crate::call::request::{self, Argument, Given, Options, Place, Problem, nearest};
use crate::call::view::{Lookup, Segment};
use crate::call::{Walk, value};
use crate::connector::{Connector, Direction, Operation, Parameter, Schema, SchemaPlace};
use crate::rule::Severity;
use crate::text::document::{Document, Node};
use crate::text::json::Span;
use rustc_hash::FxHashSet;
use serde_json::{Map, Value, json};

/// An operation that becomes a tool, with the decisions about its inputs. The other inputs are decided by their kind.
#[derive(Clone, Debug)]
pub struct Tool<'a> {
    pub operation: Operation<'a>,
    /// Inputs with a value that the agent does not see.
    pub fixed: Vec<Argument>,
    /// Inputs that the agent fills in.
    pub agent: Vec<String>,
    /// Inputs that are left out.
    pub skipped: Vec<String>,
}

/// The tools of one connector.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The connector's name in Azure, such as `office365`.
    pub connector: String,
    pub title: String,
    /// The connection's name in the namespace; None if each user brings their own.
    pub connection: Option<String>,
    pub tools: Vec<Tool<'a>>,
}

/// A server configuration to build.
#[derive(Clone, Debug)]
pub struct Server<'a> {
    pub description: Option<String>,
    /// One of [`MODES`].
    pub mode: String,
    pub parts: Vec<Part<'a>>,
}

/// The identity of the calls.
pub const MODES: [&str; 5] = ["NotSpecified", "DeveloperConnection", "OnBehalfOfUser", "OnBehalfOfUserWithApp", "AppOnly"];
const KINDS: [&str; 3] = ["NotSpecified", "ManagedMcpServer", "HostedMcpServer"];

/// Builds the body of a server configuration. There is none if a problem is an error.
pub fn build(server: &Server) -> (Option<Value>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut connectors = Vec::new();
    for part in &server.parts {
        let operations: Vec<Value> = part.tools.iter().map(|tool| tool_json(tool, &mut problems)).collect();
        let mut connector = json!({ "name": part.connector, "displayName": part.title });
        if let Some(connection) = &part.connection {
            connector["connectionName"] = json!(connection);
        }
        connector["operations"] = json!(operations);
        connectors.push(connector);
    }
    let mut properties = json!({ "state": "Enabled" });
    if let Some(description) = &server.description {
        properties["description"] = json!(description);
    }
    properties["authenticationMode"] = json!(server.mode);
    properties["connectors"] = json!(connectors);
    let body = json!({ "kind": "ManagedMcpServer", "properties": properties });
    let text = serde_json::to_string_pretty(&body).unwrap_or_default();
    let document = Document::json(crate::text::document::File::Other(0), "", text.into_bytes());
    let find = |name: &str| {
        let part = server.parts.iter().find(|part| part.connector == name)?;
        part.tools.first().map(|tool| tool.operation.connector)
    };
    if problems.iter().all(|problem| problem.severity != Severity::Error) {
        let on_command_line = |problem: Problem| match problem.code {
            "missing" if problem.message.starts_with("The API operation") => {
                Problem { help: Some("pass `--fix` or `--agent` for it".into()), origin: None, ..problem }
            }
            _ => Problem { origin: None, ..problem },
        };
        problems.extend(check(&document, &find).into_iter().map(on_command_line));
    }
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    ((!failed).then_some(body), problems)
}

/// What was decided about an input, or about the object that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Fixed,
    Agent,
    Skipped,
}

/// A decision: the parameter, the way into it, the role.
struct Decision {
    parameter: u32,
    path: Vec<String>,
    role: Role,
}

/// What becomes of an input.
#[derive(Clone, Debug, PartialEq)]
enum Fate {
    Fixed(Value),
    /// Its value is in one that was given.
    Given,
    Agent,
    /// The agent fills it in, without knowing its schema.
    Open,
    Skipped,
    /// It was left out, and is required.
    Needed,
    /// Only a lookup knows its value.
    Undecided,
    /// It is hidden and required, and has no default.
    Lacking,
}

/// An operation as a tool.
pub fn tool_json(tool: &Tool, problems: &mut Vec<Problem>) -> Value {
    let operation = tool.operation;
    let id = operation.id().unwrap_or_default().into_owned();
    let leaves = leaf::inputs(operation);
    let mut say = |severity: Severity, code: &'static str, message: String, help: Option<String>| {
        problems.push(Problem { severity, code, message, help, origin: None });
    };
    let own: Vec<&Leaf> = leaves.iter().filter(|leaf| is_own(leaf)).collect();
    let mut body_fixed = Value::Object(Map::new());
    let (decisions, values) = decisions(tool, &own, &mut say);
    for (path, value) in values.iter().filter(|(path, _)| !path.is_empty()) {
        request::put(&mut body_fixed, path, value.clone());
    }
    let consists = !own.iter().any(|leaf| leaf.is_in_body() && leaf.path.is_empty());
    if let Some((_, whole)) = values.iter().find(|(path, whole)| path.is_empty() && whole.is_object() && consists) {
        // What is given by itself counts more than what is in the whole.
        for (key, value) in whole.as_object().into_iter().flatten() {
            if body_fixed.get(key).is_none() {
                body_fixed[key] = value.clone();
            }
        }
    }
    let fates = fates(tool, &own, &decisions, &body_fixed);
    let (mut fixed, mut agent) = (Vec::<Value>::new(), Vec::<Value>::new());
    let mut body_agent = None::<Value>;
    let (mut headers, mut hidden) = (Vec::new(), Vec::new());
    for (leaf, fate) in own.iter().zip(&fates) {
        let (name, parameter) = (leaf.name(), leaf.parameter);
        match fate {
            Fate::Skipped if parameter.is_in("header") && !leaf.hidden => {
                if !tool.skipped.iter().any(|skipped| leaf.is_named(skipped)) {
                    headers.push(name);
                }
            }
            Fate::Skipped | Fate::Given => {}
            Fate::Needed => {
                say(Severity::Error, "missing", format!("`{id}` requires `{name}`: it cannot be left out"), None);
            }
            Fate::Lacking => {
                let help = format!("pass `--fix {id}:{name}=VALUE`");
                say(Severity::Error, "missing", format!("`{id}` requires the hidden `{name}`, which has no default"), Some(help));
            }
            Fate::Undecided => {
                let mut help = format!(
                    "look it up with `connsmith ns lookup SOURCE {id} {name}` and pass `--fix {id}:{name}=VALUE`, or let the agent fill it in with `--agent {id}:{name}`"
                );
                let names = names(leaf);
                if let (Required::Conditionally, Some((_, around))) = (leaf.required, names.split_last()) {
                    let around = around.join(".");
                    help.push_str(&format!(", or leave out the object around it with `--skip {id}:body.{around}`"));
                }
                say(Severity::Error, "undecided", format!("`{id}` needs a value for `{name}`, which is looked up"), Some(help));
            }
            Fate::Fixed(value) if leaf.path.is_empty() => fixed.push(json!({ "name": parameter.name(), "value": value })),
            Fate::Fixed(value) => drop(request::put(&mut body_fixed, &names(leaf), value.clone())),
            Fate::Agent | Fate::Open => {
                if *fate == Fate::Open {
                    let message =
                        format!("the agent gets `{name}` of `{id}` as an object without a schema: only a lookup knows it");
                    let help = "fix the inputs that determine the schema, and list its properties yourself";
                    say(Severity::Warning, "dynamic", message, Some(help.into()));
                }
                let schema = leaf_schema(operation, leaf, &mut hidden);
                if !leaf.path.is_empty() {
                    let root = body_agent.get_or_insert_with(|| object_schema(parameter.is_required()));
                    declare(root, parameter, leaf, schema);
                    continue;
                }
                let required = leaf.required == Required::Always;
                let mut schema = schema;
                if required {
                    schema["required"] = json!(true);
                }
                agent.push(json!({ "name": parameter.name(), "isRequired": required, "schema": schema }));
            }
        }
    }
    for (name, default) in hidden {
        let (message, help) = match default {
            Some(default) => (
                format!("the agent of `{id}` fills in the hidden `{name}`: its default {default} cannot be fixed in an array"),
                "the schema offers the agent nothing else",
            ),
            None => (
                format!("the agent of `{id}` fills in the hidden `{name}`, which is required and has no default"),
                "say in the description of the tool what belongs there",
            ),
        };
        say(Severity::Info, "hidden", message, Some(help.into()));
    }
    let (set, left): (Vec<String>, Vec<String>) = headers.into_iter().partition(|name| is_content(name));
    for (names, why) in [(set, "the service sets them itself"), (left, "`--agent` or `--fix` adds them")] {
        if !names.is_empty() {
            let message = format!("`{id}` gets no value for headers: {}", request::list(&names));
            say(Severity::Info, "header", message, Some(why.into()));
        }
    }
    if let Some(body) = operation.body() {
        if body_fixed.as_object().is_some_and(|object| !object.is_empty()) {
            fixed.push(json!({ "name": body.name(), "value": body_fixed }));
        }
        if let Some(schema) = body_agent {
            agent.push(json!({ "name": body.name(), "isRequired": body.is_required(), "schema": schema }));
        }
    }
    // The service finds a parameter by its name alone.
    for list in [&mut fixed, &mut agent] {
        let mut seen: Vec<Value> = Vec::new();
        list.retain(|entry| {
            let known = seen.contains(&entry["name"]);
            if known {
                let name = entry["name"].as_str().unwrap_or_default();
                let message = format!("`{id}` has two inputs named `{name}`, which a server cannot distinguish");
                say(Severity::Warning, "repeated", message, Some("the first one is written".into()));
            }
            seen.push(entry["name"].clone());
            !known
        });
    }
    let text = |key: &str| operation.get_str(key).filter(|text| !text.trim().is_empty());
    let mut object = json!({
        "name": id,
        "displayName": text("summary").unwrap_or_else(|| id.as_str().into()),
        "description": text("description").or_else(|| text("summary")).unwrap_or_else(|| id.as_str().into()),
    });
    for (key, list) in [("userParameters", fixed), ("agentParameters", agent)] {
        if !list.is_empty() {
            object[key] = json!(list);
        }
    }
    object
}

fn names(leaf: &Leaf) -> Vec<String> {
    let names = leaf.path.iter().filter_map(|segment| match segment {
        Segment::Property(name) => Some(name.clone()),
        Segment::Item => None,
    });
    names.collect()
}

/// Whether an input is one by itself: the content of an array belongs to the array, an object consists of its properties, and
/// nobody sets what is read-only.
fn is_own(leaf: &Leaf) -> bool {
    let in_other = |segment: &Segment| matches!(segment, Segment::Item) || *segment == Segment::Property("*".into());
    if leaf.is_group || leaf.path.iter().any(in_other) {
        return false;
    }
    let mut schema = leaf.parameter.schema().filter(|_| leaf.is_in_body());
    for name in names(leaf) {
        let Some(property) = schema.and_then(|schema| schema.resolve()?.property(&name)) else { return true };
        if request::is_read_only(property) || property.resolve().is_some_and(request::is_read_only) {
            return false;
        }
        schema = Some(property);
    }
    true
}

/// Whether a header describes the body: the service sets it.
fn is_content(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with("content-")
}

fn is_content_header(leaf: &Leaf) -> bool {
    leaf.parameter.is_in("header") && is_content(&leaf.parameter.name())
}

type Say<'s> = dyn FnMut(Severity, &'static str, String, Option<String>) + 's;

/// The decisions about inputs and objects of inputs, and the values of those in the body.
fn decisions(tool: &Tool, own: &[&Leaf], say: &mut Say) -> (Vec<Decision>, Vec<(Vec<String>, Value)>) {
    let id = tool.operation.id().unwrap_or_default();
    let (mut decisions, mut values) = (Vec::<Decision>::new(), Vec::new());
    let fixed = tool.fixed.iter().filter_map(|argument| match &argument.place {
        Place::Named(name) => Some((name, Role::Fixed, Some(&argument.value))),
        _ => None,
    });
    let agent = tool.agent.iter().map(|name| (name, Role::Agent, None));
    let skipped = tool.skipped.iter().map(|name| (name, Role::Skipped, None));
    for (name, role, given) in fixed.chain(agent).chain(skipped) {
        let outside = own.iter().find(|leaf| !leaf.is_in_body() && leaf.parameter.name() == name.as_str());
        let target = match outside {
            Some(leaf) => Some((leaf.parameter, Vec::new())),
            None => tool.operation.body().and_then(|body| Some((body, request::path_in_body(body, name)?))),
        };
        let covered = |(parameter, path): &(Parameter, Vec<String>)| {
            own.iter().any(|leaf| leaf.parameter.node == parameter.node && names(leaf).starts_with(path))
        };
        let Some((parameter, path)) = target.filter(covered) else {
            let known: Vec<String> = own.iter().map(|leaf| leaf.name()).collect();
            let near = nearest(name, known.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
            say(Severity::Error, "unknown", format!("`{id}` has no input `{name}`"), near);
            continue;
        };
        if role != Role::Skipped && outside.is_some_and(|leaf| is_content_header(leaf)) {
            let help = "leave it out: the service sets it itself, and refuses calls that set it";
            say(Severity::Error, "header", format!("`{id}` cannot be given the header `{name}`"), Some(help.into()));
            continue;
        }
        if let Some(known) = decisions.iter().find(|known| known.parameter == parameter.node.id && known.path == path) {
            let message = match known.role == role {
                true => format!("`{name}` of `{id}` is given twice"),
                false => format!("`{name}` of `{id}` has two of `--fix`, `--agent` and `--skip`"),
            };
            say(Severity::Error, "repeated", message, Some("keep one of them".into()));
            continue;
        }
        if let Some(given) = given {
            let body = parameter.schema().filter(|_| parameter.is_in("body"));
            let schema = body.and_then(Schema::resolve).and_then(|schema| request::at(schema, &path));
            let node = schema.map_or(parameter.node, |schema| schema.node);
            let kind = schema.filter(|schema| schema.is_object()).map(|_| "object".into());
            let value = request::given_value(given, kind.or_else(|| node.get_str("type")).as_deref());
            if parameter.is_in("body") {
                values.push((path.clone(), value));
            }
        }
        decisions.push(Decision { parameter: parameter.node.id, path, role });
    }
    values.sort_by_key(|(path, _)| path.len());
    (decisions, values)
}

/// What becomes of each input. An optional object that is given makes some of its inputs required, and these may give another.
fn fates(tool: &Tool, own: &[&Leaf], decisions: &[Decision], body_fixed: &Value) -> Vec<Fate> {
    let mut given: FxHashSet<Vec<String>> = FxHashSet::default();
    loop {
        let is_given = |path: &[String]| {
            given.contains(path) || path.iter().try_fold(body_fixed, |at, name| at.get(name)).is_some_and(Value::is_object)
        };
        let mut found = Vec::with_capacity(own.len());
        let mut more: FxHashSet<Vec<String>> = FxHashSet::default();
        for leaf in own {
            let names = names(leaf);
            let around = names.split_last().map_or(&[][..], |(_, around)| around);
            let by_object = leaf.required == Required::Conditionally && !around.is_empty() && is_given(around);
            let required = leaf.required == Required::Always || by_object;
            let fate = fate(tool, leaf, &names, required, decisions, body_fixed);
            if matches!(fate, Fate::Agent | Fate::Open | Fate::Fixed(_) | Fate::Given) {
                more.extend((1..names.len()).map(|length| names[..length].to_vec()));
            }
            found.push(fate);
        }
        if more.iter().all(|path| given.contains(path)) {
            return found;
        }
        given.extend(more);
    }
}

fn fate(tool: &Tool, leaf: &Leaf, names: &[String], required: bool, decisions: &[Decision], body_fixed: &Value) -> Fate {
    let type_name = leaf.node.get_str("type");
    let about = decisions.iter().filter(|one| one.parameter == leaf.parameter.node.id && names.starts_with(&one.path));
    let decision = about.max_by_key(|one| one.path.len());
    let itself = decision.is_some_and(|one| one.path.len() == names.len());
    if leaf.is_in_body() && !names.is_empty() && names.iter().try_fold(body_fixed, |at, name| at.get(name)).is_some() {
        // Beside this, the agent may have been given it, which the check reports.
        return if itself && decision.is_some_and(|one| one.role == Role::Agent) { Fate::Agent } else { Fate::Given };
    }
    if is_content_header(leaf) {
        return Fate::Skipped; // the service sets it
    }
    match decision.map(|one| one.role) {
        Some(Role::Fixed) if itself => {
            let given = tool.fixed.iter().find(|argument| matches!(&argument.place, Place::Named(name) if leaf.is_named(name)));
            if let Some(given) = given {
                return Fate::Fixed(request::given_value(&given.value, type_name.as_deref()));
            }
        }
        Some(Role::Agent) if itself || !leaf.hidden => return Fate::Agent,
        // What a value for the whole object does not hold is left out.
        Some(Role::Fixed | Role::Skipped) if !leaf.hidden => {
            return if required && leaf.default().is_none() { Fate::Needed } else { Fate::Skipped };
        }
        _ => {}
    }
    let header = leaf.parameter.is_in("header");
    if leaf.hidden {
        return match (required, leaf.default()) {
            (true, Some(default)) => Fate::Fixed(value(default)),
            (true, None) => Fate::Lacking,
            (false, _) => Fate::Skipped,
        };
    }
    // A marker that calls no operation, such as a people picker of the designer, is no lookup: the input is entered as text.
    let is_list = |lookup: &Lookup| !lookup.is_of_schema();
    let callable = |lookup: &&Lookup| lookup::called(tool.operation, **lookup, false).is_some();
    let by_list = leaf.lookups.iter().filter(callable).any(is_list);
    if by_list && type_name.as_deref() != Some("array") {
        return if required { Fate::Undecided } else { Fate::Skipped };
    }
    if !by_list && leaf.lookups.iter().any(|lookup| !is_list(lookup)) {
        return Fate::Open;
    }
    let advanced = leaf.visibility.as_deref().is_some_and(|word| word.eq_ignore_ascii_case("advanced"));
    if !required && (advanced || header) { Fate::Skipped } else { Fate::Agent }
}

fn object_schema(required: bool) -> Value {
    let mut schema = json!({ "type": "object" });
    if required {
        schema["required"] = json!(true);
    }
    schema["properties"] = json!({});
    schema
}

/// Declares a property of the body in the agent's schema, with the objects around it.
fn declare(root: &mut Value, parameter: Parameter, leaf: &Leaf, own: Value) {
    let mut written = parameter.schema().and_then(Schema::resolve);
    let mut at = root;
    let names = names(leaf);
    for (depth, name) in names.iter().enumerate() {
        let required = written.is_some_and(|schema| schema.requires(name));
        written = written.and_then(|schema| schema.property(name)?.resolve());
        let last = depth + 1 == names.len();
        let new = || {
            let mut schema = if last { own.clone() } else { object_schema(false) };
            if required {
                schema["required"] = json!(true);
            }
            schema
        };
        let Some(properties) = at.get_mut("properties").and_then(Value::as_object_mut) else { return };
        at = properties.entry(name.clone()).or_insert_with(new);
    }
}

/// The handle of an input's schema.
fn schema_at<'a>(operation: Operation<'a>, node: Node<'a>) -> Schema<'a> {
    Schema::new(operation.connector, node, SchemaPlace::Property, Direction::INPUT, Some(operation))
}

/// Hidden inputs in an array, each with its default.
type Hidden = Vec<(String, Option<Value>)>;

/// The schema of an input for an agent.
fn leaf_schema(operation: Operation, leaf: &Leaf, hidden: &mut Hidden) -> Value {
    let schema = schema_at(operation, leaf.node);
    // An object would consist of its properties, except where it contains itself.
    match leaf.is_in_body() && !schema.properties().is_empty() {
        true => Value::Object(own_schema(leaf.node)),
        false => schema_of(schema, &mut Walk::new(), &leaf.name(), hidden),
    }
}

/// A schema for an agent: one type, no references, no unions. `name` is what it describes.
fn schema_of(written: Schema, walk: &mut Walk, name: &str, hidden: &mut Hidden) -> Value {
    let Some(schema) = written.resolve() else { return json!({ "type": "object" }) };
    let mut made = own_schema(schema.node);
    if let (Some(text), true) = (written.get("description").and_then(Node::str), written.node != schema.node) {
        made.entry("description").or_insert_with(|| json!(text));
    }
    if !walk.enter(schema.node) {
        return Value::Object(made);
    }
    if let Some(items) = schema.items() {
        made.insert("items".into(), schema_of(items, walk, &format!("{name}[*]"), hidden));
    }
    let mut properties = Map::new();
    for (member, property) in schema.properties() {
        let (key, found) = (member.name().into_owned(), property.resolve());
        let required = schema.requires(&key);
        let internal = property.is_internal() || found.is_some_and(Schema::is_internal);
        let read_only = request::is_read_only(property) || found.is_some_and(request::is_read_only);
        if read_only || (internal && !required) {
            continue;
        }
        let below = format!("{name}.{key}");
        let mut inner = schema_of(property, walk, &below, hidden);
        if required {
            inner["required"] = json!(true);
        }
        if internal {
            let default = found.and_then(|found| found.get("default")).map(value);
            if let Some(default) = &default {
                inner["enum"] = json!([default]);
            }
            hidden.push((below, default));
        }
        properties.insert(key, inner);
    }
    walk.leave();
    if !properties.is_empty() {
        made.insert("properties".into(), Value::Object(properties));
    }
    Value::Object(made)
}

/// What a schema says about itself, without items and properties.
fn own_schema(node: Node) -> Map<String, Value> {
    let mut schema = Map::new();
    let kind = match node.get("type") {
        Some(kind) if kind.is_array() => kind.items().find(|kind| !kind.is("null")).and_then(Node::str),
        kind => kind.and_then(Node::str),
    };
    let kind = match kind.as_deref() {
        Some("file") | None if node.has("items") => "array".into(),
        Some("file") => "string".into(),
        None => "object".into(),
        Some(_) => kind.unwrap_or_default(),
    };
    schema.insert("type".into(), json!(kind));
    for key in ["format", "description", "x-ms-summary", "default"] {
        if let Some(found) = node.get(key) {
            schema.insert(key.into(), value(found));
        }
    }
    if let Some(values) = node.get("enum").filter(|values| values.is_array()) {
        schema.insert("enum".into(), value(values));
    }
    schema
}

/// Checks a server configuration. `find` gives the connector of a name, where it is known.
pub fn check<'c>(document: &Document, find: &dyn Fn(&str) -> Option<&'c Connector>) -> Vec<Problem> {
    checked(document, find).into_iter().map(|(problem, _)| problem).collect()
}

/// The same, each with its place.
pub fn checked<'c>(document: &Document, find: &dyn Fn(&str) -> Option<&'c Connector>) -> Vec<(Problem, Span)> {
    let mut report = Report::new(document);
    if report.syntax() {
        return report.placed();
    }
    let root = document.root();
    let Some(properties) = root.get("properties").filter(|properties| properties.is_object()) else {
        report.error(root, "shape", "a server configuration is an object with `kind` and `properties`".into(), None);
        return report.placed();
    };
    let connectors: Vec<Node> = properties.get("connectors").into_iter().flat_map(Node::items).collect();
    if let Some(key) = short_form(&connectors) {
        let help = "namespaces read `name` instead of `connectorName` and `operationName`, and `isRequired` instead of `required`; `connsmith ns mcp new` writes this form";
        report.error(key, "shape", "this is the short form of the Azure Developer CLI (`azd`)".into(), Some(help.into()));
        return report.placed();
    }
    report.everywhere(root);
    report.envelope(root);
    report.loose_members(properties, "properties", &MEMBERS);
    report.word(root, "kind", &KINDS);
    if let Some(member) = properties.member("kind") {
        report.error(member.key, "misplaced", "`kind` belongs beside `properties`, not in it".into(), None);
    }
    report.word(properties, "state", &["Enabled", "Disabled"]);
    report.word(properties, "authenticationMode", &MODES);
    let hosted = root.get("kind").is_some_and(|kind| kind.is("HostedMcpServer"));
    let mode = properties.get_str("authenticationMode").unwrap_or_default().into_owned();
    let auth = properties.get("resourceAuth").filter(|auth| auth.is_object());
    match (mode.as_str(), auth) {
        ("OnBehalfOfUserWithApp" | "AppOnly", None) => {
            report.error(properties, "missing", format!("`{mode}` needs `resourceAuth`"), None);
        }
        ("" | "NotSpecified" | "DeveloperConnection" | "OnBehalfOfUser", Some(auth)) => {
            report.error(auth, "mode", "`resourceAuth` is only for `OnBehalfOfUserWithApp` and `AppOnly`".into(), None);
        }
        _ => {}
    }
    settings(&mut report, properties);
    let hosting = properties.get("hostedMcpServer");
    if connectors.is_empty() && hosting.is_none() {
        report.error(properties, "missing", "the server has no connectors".into(), None);
    }
    if let (Some(member), Some(_), false) = (properties.member("connectors"), hosting, connectors.is_empty()) {
        report.warn(member.key, "misplaced", "`hostedMcpServer` replaces `connectors`".into(), Some("keep one of them".into()));
    }
    if hosted && !hosting.is_some_and(|hosting| hosting.has("hostedMcpServerId")) {
        let help = "name the server in `hostedMcpServer.hostedMcpServerId`";
        report.warn(hosting.unwrap_or(properties), "missing", "the hosted server is not named".into(), Some(help.into()));
    }
    let mut tools: Vec<String> = Vec::new();
    for connector in &connectors {
        let name = connector.get_str("name").unwrap_or_default();
        if connector.get("operations").is_some_and(|operations| operations.is_array() && operations.items().next().is_none()) {
            let place = connector.get("operations").unwrap_or(*connector);
            report.note(place, "missing", format!("the connector `{name}` offers no operations"), None);
        }
        if name.is_empty() {
            report.error(*connector, "missing", "a connector needs `name`".into(), None);
        }
        match (mode.as_str(), connector.get("connectionName")) {
            ("OnBehalfOfUser", Some(connection)) => {
                let help = "remove it: each user brings a connection of their own";
                report.error(connection, "mode", "`OnBehalfOfUser` takes no `connectionName`".into(), Some(help.into()));
            }
            ("OnBehalfOfUser", None) => {}
            (_, None) if !hosted => {
                report.error(*connector, "missing", format!("the connector `{name}` needs `connectionName`"), None)
            }
            _ => {}
        }
        for operation in connector.get("operations").into_iter().flat_map(Node::items) {
            check_operation(&mut report, operation, &name, find(&name), &mut tools);
        }
    }
    policies(&mut report, properties, &connectors, find);
    report.placed()
}

/// The members of `properties`.
const MEMBERS: [&str; 12] = [
    "state",
    "description",
    "authenticationMode",
    "disableApiKeyAuth",
    "settings",
    "connectors",
    "policies",
    "resourceAuth",
    "hostedMcpServer",
    "kind",
    "provisioningState",
    "mcpEndpointUrl",
];

/// The first name that only the short form of `azd` has.
fn short_form<'d>(connectors: &[Node<'d>]) -> Option<Node<'d>> {
    let short = |node: Node<'d>, key: &str| node.member(key).filter(|_| !node.has("name")).map(|member| member.key);
    connectors.iter().find_map(|connector| {
        let operations = connector.get("operations").into_iter().flat_map(Node::items);
        short(*connector, "connectorName").or_else(|| operations.into_iter().find_map(|one| short(one, "operationName")))
    })
}

fn settings(report: &mut Report, properties: Node) {
    for (object, known) in [
        (properties.get("settings"), &["textOnlyContent", "enableConsentElicitation"][..]),
        (Some(properties), &["disableApiKeyAuth"][..]),
    ] {
        let Some(object) = object else { continue };
        if !object.is_object() {
            report.error(object, "type", "`settings` is not an object".into(), None);
            continue;
        }
        if object != properties {
            report.loose_members(object, "settings", known);
        }
        for (name, node) in known.iter().filter_map(|name| Some((name, object.get(name)?))) {
            report.flag(node, name);
        }
    }
}

fn check_operation(
    report: &mut Report,
    node: Node,
    connector_name: &str,
    connector: Option<&Connector>,
    tools: &mut Vec<String>,
) {
    let known =
        ["name", "displayName", "description", "toolName", "userParameters", "agentParameters", "annotations", "outputSchema"];
    report.members(node, "an operation", &known);
    let Some(id) = node.get_str("name") else {
        return report.error(node, "missing", "an operation needs `name`".into(), None);
    };
    let place = node.get("name").unwrap_or(node);
    for member in ["displayName", "description"].into_iter().filter(|member| !node.has(member)) {
        let help = match member {
            "description" => "the API's contract requires it, though a guide calls it optional; agents choose tools by it",
            _ => "the API's contract requires it, though examples of guides leave it out",
        };
        report.warn(place, "missing", format!("the operation `{id}` has no `{member}`"), Some(help.into()));
    }
    let shown = node.get_str("toolName").unwrap_or_else(|| id.clone());
    let tool: String =
        shown.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    // The service puts the connector's name in front.
    let full = format!("{}/{tool}", connector_name.to_lowercase());
    if tools.contains(&full) {
        let help = "give one of them another `toolName`";
        report.error(place, "repeated", format!("two tools are named `{tool}`"), Some(help.into()));
    }
    tools.push(full);
    let entries = |key: &str| node.get(key).into_iter().flat_map(Node::items).collect::<Vec<_>>();
    let (fixed, agent) = (entries("userParameters"), entries("agentParameters"));
    for list in [&fixed, &agent] {
        let name = |entry: &Node<'_>| entry.get_str("name").map(|name| name.into_owned());
        for (at, entry) in list.iter().enumerate().filter(|(_, entry)| entry.has("name")) {
            if list[..at].iter().any(|other| name(other) == name(entry)) {
                let name = name(entry).unwrap_or_default();
                report.error(
                    entry.get("name").unwrap_or(*entry),
                    "repeated",
                    format!("the parameter `{name}` is given twice"),
                    None,
                );
            }
        }
    }
    for entry in &agent {
        schema(report, *entry);
    }
    let Some(connector) = connector else { return };
    let Some(operation) = connector.operation(&id) else {
        let ids: Vec<String> = connector.operations().filter_map(|one| Some(one.id()?.into_owned())).collect();
        let near = report::alike(&id, ids.iter().map(String::as_str)).map(|near| format!("the nearest operation is `{near}`"));
        return report.error(place, "unknown-operation", format!("the definition has no operation `{id}`"), near);
    };
    match Kind::of(operation) {
        Kind::Action | Kind::Mcp => {}
        Kind::WebhookAction => {
            report.error(place, "not-callable", format!("`{id}` waits for a callback: it cannot be a tool"), None)
        }
        _ => report.error(place, "not-callable", format!("`{id}` is a trigger: it cannot be a tool"), None),
    }
    if operation.is_deprecated() {
        let newer = report::newer(connector, operation).map(|newer| format!("the newer one is `{newer}`"));
        report.warn(place, "deprecated", format!("`{id}` is deprecated"), newer);
    }
    for entry in fixed.iter().chain(&agent) {
        parameter(report, operation, *entry);
    }
    values(report, operation, &fixed);
    for entry in &agent {
        let name = entry.get_str("name").unwrap_or_default();
        let Some(parameter) = operation.parameters().find(|parameter| parameter.name() == name) else { continue };
        let Some(schema) = entry.get("schema").filter(|schema| schema.is_object()) else { continue };
        let declared = parameter.schema().unwrap_or_else(|| schema_at(operation, parameter.node));
        compare(report, schema, declared, &name, 0);
    }
    coverage(report, operation, &id, place, &fixed, &agent);
}

/// The schema of what an agent fills in.
fn schema(report: &mut Report, entry: Node) {
    let Some(schema) = entry.get("schema") else {
        let name = entry.get_str("name").unwrap_or_default();
        return report.warn(entry, "missing", format!("the agent learns nothing about `{name}`: it has no `schema`"), None);
    };
    if !schema.is_object() {
        return report.error(schema, "type", "`schema` is not an object".into(), None);
    }
    one_type(report, schema, 0);
}

/// Agents take one concrete type, and namespaces a flag for what is required.
fn one_type(report: &mut Report, schema: Node, depth: usize) {
    if !schema.is_object() || depth > 64 {
        return;
    }
    for union in ["anyOf", "oneOf", "allOf"] {
        if let Some(member) = schema.member(union) {
            let help = "use one concrete type: Azure agents refuse unions";
            report.warn(member.key, "union", format!("the schema has `{union}`"), Some(help.into()));
            member.value.items().for_each(|part| one_type(report, part, depth + 1));
        }
    }
    if let Some(member) = schema.member("$ref") {
        let help = "write the schema here: a configuration has no definitions to refer to";
        report.warn(member.key, "union", "the schema has `$ref`".into(), Some(help.into()));
    }
    if let Some(types) = schema.get("type").filter(|types| types.is_array()) {
        report.warn(types, "union", "the schema has several types".into(), Some("write one of them".into()));
    }
    match schema.get("required") {
        Some(required) if required.is_array() => {
            let help = "write `\"required\": true` on each property: that is what namespaces read";
            report.warn(required, "required", "`required` is a list".into(), Some(help.into()));
        }
        Some(required) => report.flag(required, "required"),
        None => {}
    }
    let below = schema.get("properties").into_iter().flat_map(Node::members).map(|member| member.value);
    let values = ["items", "additionalProperties"].into_iter().filter_map(|key| schema.get(key));
    for inner in below.chain(values) {
        one_type(report, inner, depth + 1);
    }
}

/// Fixed values against the definition. What they lack is looked at elsewhere.
fn values(report: &mut Report, operation: Operation, fixed: &[Node]) {
    for entry in fixed {
        let (Some(name), Some(given)) = (entry.get_str("name"), entry.get("value")) else { continue };
        let Some(parameter) = operation.parameters().find(|parameter| parameter.name() == name) else { continue };
        if parameter.is_required() && value(given).is_null() {
            report.warn(given, "missing", format!("the fixed value of `{name}`, which is required, is null"), None);
        }
        let to = if parameter.is_in("body") { Place::Body } else { Place::Parameter(name.into_owned()) };
        let origin = place(given);
        let argument = Argument { place: to, value: Given::Json(value(given)), origin: origin.clone() };
        let bound = request::bind(operation, &[argument], Options { subscribe: true, ..Options::default() });
        for problem in bound.problems {
            // Such a call may still succeed: definitions lag behind their APIs.
            if problem.origin.as_ref() == Some(&origin) && matches!(problem.code, "type" | "value" | "unknown") {
                report.push(given, Problem { severity: Severity::Warning, ..problem });
            }
        }
    }
}

/// What an agent is told about an input against the definition.
fn compare(report: &mut Report, told: Node, declared: Schema, name: &str, depth: usize) {
    let Some(declared) = declared.resolve().filter(|_| depth < 64 && told.is_object()) else { return };
    let known = match declared.type_name().as_deref() {
        Some("file") => Some("string".to_owned()),
        None if declared.is_object() => Some("object".to_owned()),
        kind => kind.map(str::to_owned),
    };
    if let (Some(kind), Some(known)) = (told.get("type").filter(|kind| kind.is_string()), known) {
        let fits = kind.is(&known) || (known == "number" && kind.is("integer"));
        if !fits {
            let message = format!("the agent learns that `{name}` is of type {}, but the definition has `{known}`", kind.text());
            return report.warn(kind, "type", message, None);
        }
    }
    if let (Some(items), Some(of_item)) = (told.get("items"), declared.items()) {
        compare(report, items, of_item, &format!("{name}[*]"), depth + 1);
    }
    let properties = declared.properties();
    for member in told.get("properties").into_iter().flat_map(Node::members) {
        let key = member.name();
        let below = format!("{name}/{key}");
        match properties.iter().find(|(known, _)| known.name() == key) {
            Some((_, property)) => compare(report, member.value, *property, &below, depth + 1),
            None if declared.is_open() => {}
            None => {
                let names: Vec<_> = properties.iter().map(|(known, _)| known.name()).collect();
                let near = nearest(&key, names.iter().map(AsRef::as_ref)).map(|near| format!("did you mean `{near}`?"));
                report.warn(member.key, "unknown", format!("the definition has no property `{below}`"), near);
            }
        }
    }
}

/// The name of a parameter against the definition.
fn parameter(report: &mut Report, operation: Operation, entry: Node) {
    let Some(name) = entry.get_str("name") else {
        return report.error(entry, "missing", "a parameter needs `name`".into(), None);
    };
    let place = entry.get("name").unwrap_or(entry);
    if operation.parameters().any(|parameter| parameter.name() == name) {
        return;
    }
    let known: Vec<_> = operation.parameters().map(|parameter| parameter.name()).collect();
    let near = nearest(&name, known.iter().map(AsRef::as_ref)).map(|near| format!("did you mean `{near}`?"));
    let message = format!("`{}` has no parameter `{name}`", operation.id().unwrap_or_default());
    let help = near.or_else(|| {
        let body = operation.body()?;
        Some(format!("nest the properties of the body in one entry named `{}`, as in the definition", body.name()))
    });
    report.error(place, "unknown", message, help);
}

/// Every required input is fixed or filled in by the agent, and none is both.
fn coverage(report: &mut Report, operation: Operation, id: &str, place: Node, fixed: &[Node], agent: &[Node]) {
    let named =
        |list: &[Node<'_>], name: &str| list.iter().position(|entry| entry.get("name").is_some_and(|value| value.is(name)));
    for leaf in leaf::inputs(operation).iter().filter(|leaf| is_own(leaf) && !is_content_header(leaf)) {
        let (own, names) = (leaf.parameter.name(), names(leaf));
        let value = named(fixed, &own).and_then(|at| fixed[at].get("value"));
        let schema = named(agent, &own).map(|at| agent[at].get("schema"));
        // How far the way to it goes in a value, and in a schema.
        let in_value = |names: &[String]| value.and_then(|value| names.iter().try_fold(value, |at, name| at.get(name)));
        let in_schema = |names: &[String]| {
            schema.flatten().and_then(|schema| names.iter().try_fold(schema, |at, name| at.get("properties")?.get(name)))
        };
        let is_fixed = in_value(&names).is_some();
        let by_agent = if names.is_empty() { schema.is_some() } else { in_schema(&names).is_some() };
        if is_fixed && by_agent {
            report.error(place, "repeated", format!("`{id}` has `{}` both fixed and filled in by the agent", leaf.name()), None);
        }
        if is_fixed || by_agent || leaf.default().is_some() || leaf.hidden && leaf.required != Required::Always {
            continue;
        }
        let parent = names.split_last().map_or(&[][..], |(_, parent)| parent);
        let parent_given = !parent.is_empty() && (in_value(parent).is_some() || in_schema(parent).is_some());
        if leaf.required == Required::Never || (leaf.required == Required::Conditionally && !parent_given) {
            continue;
        }
        let open = (0..names.len()).any(|length| in_schema(&names[..length]).is_some_and(|schema| !schema.has("properties")));
        if open {
            let message =
                format!("the agent does not know that `{id}` requires `{}`: its schema does not mention it", leaf.name());
            report.warn(place, "missing", message, None);
            continue;
        }
        // In the service's own words.
        let full = std::iter::once(own.into_owned()).chain(names).collect::<Vec<_>>().join("/");
        let help = "name it in `userParameters` or in the schema of `agentParameters`";
        report.error(
            place,
            "missing",
            format!("The API operation '{id}' is missing required property '{full}'."),
            Some(help.into()),
        );
    }
}

/// The policies name connectors, operations, parameters and properties that are there.
fn policies<'c>(report: &mut Report, properties: Node, connectors: &[Node], find: &dyn Fn(&str) -> Option<&'c Connector>) {
    for policy in properties.get("policies").into_iter().flat_map(Node::items) {
        let Some(target) = policy.get("target").filter(|target| target.is_object()) else {
            report.error(policy, "missing", "a policy needs `target`".into(), None);
            continue;
        };
        let same =
            |node: &Node, key: &str| target.get_str(key).is_none_or(|name| node.get("name").is_some_and(|value| value.is(&name)));
        let operations = connectors.iter().filter(|connector| same(connector, "connectorName")).flat_map(|connector| {
            let operations = connector.get("operations").into_iter().flat_map(Node::items);
            operations.map(|operation| (*connector, operation)).collect::<Vec<_>>()
        });
        let parameters =
            operations.filter(|(_, operation)| same(operation, "operationName")).flat_map(|(connector, operation)| {
                let lists = [operation.get("userParameters"), operation.get("agentParameters")];
                let entries = lists.into_iter().flatten().flat_map(Node::items);
                entries.map(|entry| (connector, operation, entry)).collect::<Vec<_>>()
            });
        let found: Vec<_> = parameters.filter(|(_, _, entry)| same(entry, "parameterName")).collect();
        if found.is_empty() {
            report.error(target, "target", "the policy applies to nothing on the server".into(), None);
            continue;
        }
        let Some(path) = target.get("propertyPath").filter(|path| path.str().is_some_and(|text| !text.is_empty())) else {
            continue;
        };
        let text = path.str().unwrap_or_default();
        let has = |(connector, operation, entry): &(Node, Node, Node)| {
            let known = connector.get_str("name").and_then(|name| find(&name)?.operation(&operation.get_str("name")?));
            let name = entry.get_str("name").unwrap_or_default();
            let parameter = known.and_then(|operation| operation.parameters().find(|parameter| parameter.name() == name));
            let declared = parameter.and_then(Parameter::schema).map(|schema| schema.at_path(&text.replace('.', "/")));
            matches!(declared, Some(Ok(_) | Err(true))) || leads_on(*entry, &text)
        };
        if !found.iter().any(has) {
            report.error(path, "target", format!("no parameter of the policy has the property {}", path.text()), None);
        }
    }
}

/// Whether a parameter's value or schema has what a path names, or does not say what it has.
fn leads_on(entry: Node, path: &str) -> bool {
    let mut steps = path.split(['.', '/']).filter(|step| !step.is_empty());
    let in_value = |value: Node| steps.clone().try_fold(value, |at, name| at.get(name)).is_some();
    if entry.get("value").is_some_and(in_value) {
        return true;
    }
    let Some(schema) = entry.get("schema") else { return false };
    let end = steps.try_fold(schema, |at, name| match at.get("properties") {
        Some(properties) => properties.get(name).ok_or(false),
        None => Err(true), // it says nothing about its properties
    });
    end.map_or_else(|open| open, |_| true)
}
