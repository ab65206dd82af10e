//! Configurations of MCP servers in a namespace: which operations become tools, which inputs the agent fills in, which are
//! fixed.
use crate::call::leaf::{self, Leaf, Required};
use crate::call::namespace::ops::Kind;
use crate::call::namespace::report::{self, Report};
use crate::call::request::{self, Argument, Place, Problem, nearest};
use crate::call::value;
use crate::call::view::Segment;
use crate::connector::{Connector, Operation, Parameter, Schema};
use crate::rule::Severity;
use crate::text::document::{Document, Node};
use crate::text::json::Span;
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
        problems.extend(check(&document, &find).into_iter().map(|problem| Problem { origin: None, ..problem }));
    }
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    ((!failed).then_some(body), problems)
}

/// The role of an input.
enum Fate {
    Fixed(Value),
    Agent,
    Skipped,
}

/// An operation as a tool.
pub fn tool_json(tool: &Tool, problems: &mut Vec<Problem>) -> Value {
    let operation = tool.operation;
    let id = operation.id().unwrap_or_default().into_owned();
    let leaves = leaf::inputs(operation);
    let mut say = |severity: Severity, code: &'static str, message: String, help: Option<String>| {
        problems.push(Problem { severity, code, message, help, origin: None });
    };
    for name in tool.agent.iter().chain(&tool.skipped) {
        if leaf::find(&leaves, name).is_none() {
            let names: Vec<String> = leaves.iter().map(Leaf::name).collect();
            let near = nearest(name, names.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
            say(Severity::Error, "unknown", format!("`{id}` has no input `{name}`"), near);
        }
    }
    for argument in &tool.fixed {
        let Place::Named(name) = &argument.place else { continue };
        if leaf::find(&leaves, name).is_none() {
            let names: Vec<String> = leaves.iter().map(Leaf::name).collect();
            let near = nearest(name, names.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
            say(Severity::Error, "unknown", format!("`{id}` has no input `{name}`"), near);
        }
    }
    let (mut fixed, mut agent) = (Vec::<Value>::new(), Vec::<Value>::new());
    let (mut body_fixed, mut body_agent) = (Value::Object(Map::new()), None::<Value>);
    // The content of an array belongs to the array, and an object consists of its properties.
    let own = leaves.iter().filter(|leaf| !leaf.is_group && !leaf.path.contains(&Segment::Item));
    let (given, hidden): (Vec<&Leaf>, Vec<&Leaf>) = own.partition(|leaf| !leaf.hidden);
    for leaf in given.into_iter().chain(hidden) {
        let around_is_there = |value: &Value| {
            let names = names(leaf);
            let parent = names.split_last().map_or(&[][..], |(_, parent)| parent);
            !parent.is_empty() && parent.iter().try_fold(value, |at, name| at.get(name)).is_some()
        };
        let agent_has = body_agent.as_ref().is_some_and(|schema| {
            let names = names(leaf);
            let parent = names.split_last().map_or(&[][..], |(_, parent)| parent);
            parent.iter().try_fold(schema, |at, name| at.get("properties")?.get(name)).is_some()
        });
        let parent_given = leaf.required == Required::Conditionally && (around_is_there(&body_fixed) || agent_has);
        let fate = fate(tool, leaf, parent_given, &mut say);
        let parameter = leaf.parameter;
        match fate {
            Fate::Skipped => {}
            Fate::Fixed(value) if leaf.path.is_empty() => fixed.push(json!({ "name": parameter.name(), "value": value })),
            Fate::Fixed(value) => drop(request::put(&mut body_fixed, &names(leaf), value)),
            Fate::Agent if leaf.path.is_empty() => {
                let mut schema = schema_of(leaf.node, 0);
                let required = leaf.required == Required::Always;
                if required {
                    schema["required"] = json!(true);
                }
                agent.push(json!({ "name": parameter.name(), "isRequired": required, "schema": schema }));
            }
            Fate::Agent => {
                let root = body_agent.get_or_insert_with(|| object_schema(parameter.is_required()));
                declare(root, parameter, leaf);
            }
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

fn fate(
    tool: &Tool,
    leaf: &Leaf,
    parent_given: bool,
    say: &mut dyn FnMut(Severity, &'static str, String, Option<String>),
) -> Fate {
    let id = tool.operation.id().unwrap_or_default();
    let (name, required) = (leaf.name(), leaf.required == Required::Always || parent_given);
    let type_name = leaf.node.get_str("type");
    let fixed = tool.fixed.iter().find(|argument| matches!(&argument.place, Place::Named(name) if leaf.is_named(name)));
    if let Some(argument) = fixed {
        return Fate::Fixed(request::given_value(&argument.value, type_name.as_deref()));
    }
    if tool.agent.iter().any(|name| leaf.is_named(name)) {
        return Fate::Agent;
    }
    let header = leaf.parameter.is_in("header");
    if header && leaf.parameter.name().to_ascii_lowercase().starts_with("content-") {
        return Fate::Skipped; // the service sets it
    }
    if tool.skipped.iter().any(|name| leaf.is_named(name)) {
        if required && leaf.default().is_none() {
            say(Severity::Error, "missing", format!("`{id}` requires `{name}`: it cannot be skipped"), None);
        }
        if !required || !leaf.hidden {
            return Fate::Skipped;
        }
    }
    if leaf.hidden {
        return match (required, leaf.default()) {
            (true, Some(default)) => Fate::Fixed(value(default)),
            (true, None) => {
                let help = format!("pass `--fix {id}:{name}=VALUE`");
                say(Severity::Error, "missing", format!("`{id}` requires the hidden `{name}`, which has no default"), Some(help));
                Fate::Skipped
            }
            (false, _) => Fate::Skipped,
        };
    }
    let by_list = leaf.lookups.iter().any(|lookup| !lookup.is_of_schema());
    if by_list && type_name.as_deref() != Some("array") {
        if required {
            let help = format!(
                "look it up with `connsmith ns lookup SOURCE {id} {name}` and pass `--fix {id}:{name}=VALUE`, or let the agent fill it in with `--agent {id}:{name}`"
            );
            say(Severity::Error, "undecided", format!("`{id}` needs a value for `{name}`, which is looked up"), Some(help));
        }
        return Fate::Skipped;
    }
    if !leaf.lookups.is_empty() && !by_list {
        let message = format!("the agent gets `{name}` of `{id}` as an object without a schema: only a lookup knows it");
        say(
            Severity::Warning,
            "dynamic",
            message,
            Some("fix the inputs that determine the schema, and list its properties yourself".into()),
        );
        return Fate::Agent;
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
fn declare(root: &mut Value, parameter: Parameter, leaf: &Leaf) {
    let mut written = parameter.schema().and_then(Schema::resolve);
    let mut at = root;
    let names = names(leaf);
    for (depth, name) in names.iter().enumerate() {
        let required = written.is_some_and(|schema| schema.requires(name));
        written = written.and_then(|schema| schema.property(name)?.resolve());
        let last = depth + 1 == names.len();
        let new = || {
            let mut schema = if last { schema_of(leaf.node, 0) } else { object_schema(false) };
            if required {
                schema["required"] = json!(true);
            }
            schema
        };
        let Some(properties) = at.get_mut("properties").and_then(Value::as_object_mut) else { return };
        at = properties.entry(name.clone()).or_insert_with(new);
    }
}

/// A schema for an agent: one type, no references, no unions.
fn schema_of(node: Node, depth: usize) -> Value {
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
    if let Some(items) = node.get("items").filter(|items| items.is_object() && depth < 8) {
        let inner = if items.has("$ref") { json!({ "type": "object" }) } else { schema_of(items, depth + 1) };
        schema.insert("items".into(), inner);
    }
    Value::Object(schema)
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
    report.hashtables(root);
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
    let connectors: Vec<Node> = properties.get("connectors").into_iter().flat_map(Node::items).collect();
    if connectors.is_empty() && !properties.has("hostedMcpServer") {
        report.error(properties, "missing", "the server has no connectors".into(), None);
    }
    let mut tools: Vec<(String, Node)> = Vec::new();
    for connector in &connectors {
        let name = connector.get_str("name").unwrap_or_default();
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
            check_operation(&mut report, operation, find(&name), &mut tools);
        }
    }
    policies(&mut report, properties, &connectors);
    report.placed()
}

fn check_operation<'d>(report: &mut Report, node: Node<'d>, connector: Option<&Connector>, tools: &mut Vec<(String, Node<'d>)>) {
    let known =
        ["name", "displayName", "description", "toolName", "userParameters", "agentParameters", "annotations", "outputSchema"];
    report.members(node, "an operation", &known);
    let Some(id) = node.get_str("name") else {
        return report.error(node, "missing", "an operation needs `name`".into(), None);
    };
    let place = node.get("name").unwrap_or(node);
    for member in ["displayName", "description"].into_iter().filter(|member| !node.has(member)) {
        report.warn(place, "missing", format!("the operation `{id}` has no `{member}`"), Some("the API requires it".into()));
    }
    let shown = node.get_str("toolName").unwrap_or_else(|| id.clone());
    let tool: String =
        shown.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    if tools.iter().any(|(known, _)| *known == tool) {
        let help = "give one of them another `toolName`";
        report.error(place, "repeated", format!("two tools are named `{tool}`"), Some(help.into()));
    }
    tools.push((tool, node));
    let entries = |key: &str| node.get(key).into_iter().flat_map(Node::items).collect::<Vec<_>>();
    let (fixed, agent) = (entries("userParameters"), entries("agentParameters"));
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
    let all = (schema.id..schema.after()).map(|id| schema.doc.node(id)).filter(|node| node.is_object());
    for node in all {
        for union in ["anyOf", "oneOf", "allOf"] {
            if let Some(member) = node.member(union) {
                let help = "use one concrete type: Azure agents refuse unions";
                report.warn(member.key, "union", format!("the schema has `{union}`"), Some(help.into()));
            }
        }
        if let Some(types) = node.get("type").filter(|types| types.is_array()) {
            report.warn(types, "union", "the schema has several types".into(), Some("write one of them".into()));
        }
        // Inside `properties` the name is that of a property.
        let is_schema = node.name().is_none_or(|name| name != "properties");
        if let Some(required) = node.get("required").filter(|required| is_schema && required.is_array()) {
            let help = "write `\"required\": true` on each property: that is what namespaces read";
            report.warn(required, "required", "`required` is a list".into(), Some(help.into()));
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
    for leaf in leaf::inputs(operation).iter().filter(|leaf| !leaf.is_group && !leaf.path.contains(&Segment::Item)) {
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

/// The policies name connectors, operations and parameters that are there.
fn policies(report: &mut Report, properties: Node, connectors: &[Node]) {
    for policy in properties.get("policies").into_iter().flat_map(Node::items) {
        let Some(target) = policy.get("target").filter(|target| target.is_object()) else {
            report.error(policy, "missing", "a policy needs `target`".into(), None);
            continue;
        };
        let same =
            |node: &Node, key: &str| target.get_str(key).is_none_or(|name| node.get("name").is_some_and(|value| value.is(&name)));
        let operations = connectors
            .iter()
            .filter(|connector| same(connector, "connectorName"))
            .flat_map(|connector| connector.get("operations").into_iter().flat_map(Node::items).collect::<Vec<_>>());
        let mut parameters = operations.filter(|operation| same(operation, "operationName")).flat_map(|operation| {
            let lists = [operation.get("userParameters"), operation.get("agentParameters")];
            lists.into_iter().flatten().flat_map(Node::items).collect::<Vec<_>>()
        });
        if !parameters.any(|parameter| same(&parameter, "parameterName")) {
            report.error(target, "target", "the policy applies to nothing on the server".into(), None);
        }
    }
}
