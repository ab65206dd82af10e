//! The operations of a connector as tools for a language model: names, descriptions, schemas of what the model fills in, and the
//! way back from its arguments to those of the operation.
use super::request::{Argument, Given, Place, path_in_body};
use super::view::{is_reserved, show};
use super::{Walk, value};
use crate::connector::{Connector, Operation, Parameter, Schema};
use crate::text::document::Node;
use serde_json::{Map, Value, json};

/// A tool.
#[derive(Clone, Debug)]
pub struct Tool {
    pub name: String,
    pub title: String,
    pub description: String,
    /// The JSON schema of its arguments: an object.
    pub input: Value,
    pub read_only: bool,
    pub destructive: bool,
    pub idempotent: bool,
    /// The `operationId`, or verb and path.
    pub operation: String,
    /// Verb and path, which find the operation again.
    verb: String,
    path: String,
    /// Where each argument goes.
    places: Vec<(String, Goes)>,
}

/// Where an argument of a tool goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Goes {
    To(Place),
    /// A property on the first level of the body.
    Property(String),
}

/// Which tools are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Only these operations; empty for all.
    pub only: Vec<String>,
    /// Only operations with one of these tags; empty for all.
    pub tags: Vec<String>,
    /// Whether tools that change something are offered.
    pub writes: bool,
    /// Arguments with a value that the model neither sees nor changes.
    pub fixed: Vec<Argument>,
}

/// The longest name: clients put a prefix in front, and model services take 64 characters.
const LONGEST_NAME: usize = 60;
/// The words that a description or list of values may have at most, in bytes.
const LONGEST_TEXT: usize = 1_024;

/// The tools of a connector, in the order in which makers see the operations, and what is worth saying about them.
pub fn tools(connector: &Connector, wish: &Wish) -> (Vec<Tool>, Vec<String>) {
    let (mut tools, mut notes) = (Vec::<Tool>::new(), Vec::new());
    let mut hidden = 0;
    for operation in super::view::in_order(connector) {
        let id = operation.id().unwrap_or_default().into_owned();
        let chosen = wish.only.is_empty() || wish.only.contains(&id);
        let mut tags = operation.get("tags").into_iter().flat_map(Node::items).filter_map(Node::str);
        let tagged = wish.tags.is_empty() || tags.any(|tag| wish.tags.iter().any(|wanted| *wanted == tag));
        let is_left = operation.is_deprecated() && !wish.only.contains(&id);
        if !chosen || !tagged || is_left || super::request::uncallable(operation).is_some() {
            continue;
        }
        if operation.has("x-ms-agentic-protocol") {
            notes.push(format!("`{id}` is an MCP server itself: connect the client to its URL"));
            continue;
        }
        let mut tool = tool(operation, &wish.fixed);
        if !wish.writes && !tool.read_only {
            hidden += 1;
            continue;
        }
        if tools.iter().any(|known| known.name == tool.name) {
            let name = cut(&tool.name, LONGEST_NAME - 5);
            tool.name = format!("{name}_{}", hash(&format!("{} {}", tool.verb, tool.path)));
        }
        if tool.name != id {
            notes.push(format!("`{}` is offered as `{}`", tool.operation, tool.name));
        }
        if tool.description.is_empty() {
            notes.push(format!("`{}` has no description, so a model does not know when to use it", tool.name));
        }
        tools.push(tool);
    }
    if hidden > 0 {
        notes.push(format!("{hidden} operations that change something are not offered; use `--allow-writes` to include them"));
    }
    (tools, notes)
}

/// The approximate number of tokens of a tool, at four characters each.
pub fn tokens(tool: &Tool) -> usize {
    (tool.name.len() + tool.description.len() + tool.input.to_string().len()).div_ceil(4)
}

/// The operation of a tool.
pub fn operation<'a>(connector: &'a Connector, tool: &Tool) -> Option<Operation<'a>> {
    connector.operations().find(|operation| operation.path() == tool.path && operation.verb() == tool.verb)
}

/// The arguments of the operation for those of a tool, with the fixed ones.
///
/// # Errors
/// When one of them is none of the tool's: what a model was not shown, it cannot set.
pub fn arguments(
    connector: &Connector,
    tool: &Tool,
    given: &Map<String, Value>,
    fixed: &[Argument],
) -> Result<Vec<Argument>, String> {
    let mut arguments = Vec::new();
    let mut body = Map::new();
    for (name, value) in given {
        let Some((_, goes)) = tool.places.iter().find(|(known, _)| known == name) else {
            let known: Vec<String> = tool.places.iter().map(|(name, _)| name.clone()).collect();
            return Err(format!("`{}` has no argument `{name}`; it has {}", tool.name, super::request::list(&known)));
        };
        match goes {
            Goes::To(place) => {
                arguments.push(Argument { place: place.clone(), value: Given::Json(value.clone()), origin: name.clone() });
            }
            Goes::Property(property) => drop(body.insert(property.clone(), value.clone())),
        }
    }
    if !body.is_empty() {
        arguments.push(Argument { place: Place::Body, value: Given::Json(Value::Object(body)), origin: "body".to_owned() });
    }
    let operation = operation(connector, tool);
    arguments.extend(fixed.iter().filter(|argument| operation.is_some_and(|operation| takes(operation, argument))).cloned());
    Ok(arguments)
}

/// Whether an argument is for something that an operation has.
fn takes(operation: Operation, argument: &Argument) -> bool {
    let Place::Named(name) = &argument.place else { return true };
    let is_parameter = operation.parameters().any(|parameter| !parameter.is_in("body") && parameter.name() == name.as_str());
    // An open body takes everything, which is no reason to send it a fixed value that is meant for another operation.
    is_parameter || operation.body().is_some_and(|body| declared(body, name))
}

/// Whether a body declares the property that a name leads to.
fn declared(body: Parameter, name: &str) -> bool {
    let Some(path) = path_in_body(body, name) else { return false };
    let schema = body.schema().and_then(Schema::resolve);
    path.first().is_none_or(|first| schema.is_some_and(|schema| schema.property(first).is_some()))
}

fn tool(operation: Operation, fixed: &[Argument]) -> Tool {
    let shown = show(operation);
    let wanted = operation.get_str("x-ms-name-for-model").filter(|name| !name.is_empty());
    let id = operation.id().filter(|id| !id.is_empty());
    let fallback = || format!("{}_{}", operation.verb(), operation.path());
    let name = tool_name(&wanted.or(id).map_or_else(fallback, std::borrow::Cow::into_owned));
    let description = ["x-ms-description-for-model", "description", "summary"]
        .into_iter()
        .find_map(|key| operation.get_str(key).filter(|text| !text.trim().is_empty()));
    let mut inputs = Inputs { properties: Map::new(), required: Vec::new(), places: Vec::new() };
    let is_fixed = |name: &str| {
        fixed
            .iter()
            .any(|argument| matches!(&argument.place, Place::Named(known) if known == name || known == &format!("body.{name}")))
    };
    for parameter in operation.parameters().filter(|parameter| !is_reserved(*parameter)) {
        if parameter.is_internal() || is_fixed(&parameter.name()) {
            continue;
        }
        if !parameter.is_in("body") {
            let place = match parameter.location().as_ref() {
                "path" => "path",
                "query" => "query",
                "header" => "header",
                "formData" => "formData",
                _ => continue,
            };
            let name = parameter.name().into_owned();
            let schema = of_node(parameter.node, None, &mut Walk::new());
            let required = parameter.is_required() && !parameter.node.has("default");
            inputs.add(&name, place, schema, required, Goes::To(Place::In(place, name.clone())));
            continue;
        }
        let schema = parameter.schema().and_then(Schema::resolve);
        let properties = schema.filter(|schema| schema.is_object()).map(Schema::properties).unwrap_or_default();
        let Some(schema) = schema.filter(|_| !properties.is_empty()) else {
            let value = parameter.schema().map_or_else(|| json!({}), |schema| of_schema(schema, &mut Walk::new()));
            let name = parameter.name().into_owned();
            inputs.add(&name, "body", value, parameter.is_required(), Goes::To(Place::Body));
            continue;
        };
        let mut walk = Walk::new();
        walk.enter(schema.node);
        for (member, property) in properties {
            let name = member.name().into_owned();
            if is_hidden(property) || is_fixed(&name) {
                continue;
            }
            let value = of_schema(property, &mut walk);
            let required = parameter.is_required() && schema.requires(&name) && value.get("default").is_none();
            inputs.add(&name, "body", value, required, Goes::Property(name.clone()));
        }
    }
    let verb = operation.verb().to_ascii_lowercase();
    let flag = |key: &str| operation.get(key).is_some_and(|flag| flag.bool() == Some(true) || flag.is_in_any_case("true"));
    let read_only = matches!(verb.as_str(), "get" | "head") || flag("x-ms-safe-operation");
    let confirm = flag("x-ms-require-user-confirmation");
    let mut input = json!({ "type": "object", "properties": inputs.properties });
    if !inputs.required.is_empty() {
        input["required"] = json!(inputs.required);
    }
    input["additionalProperties"] = json!(false);
    Tool {
        name,
        title: if shown.summary.is_empty() { shown.id.to_string() } else { shown.summary.to_string() },
        description: cut(&description.unwrap_or_default(), LONGEST_TEXT),
        input,
        read_only,
        destructive: !read_only && (matches!(verb.as_str(), "delete" | "put") || confirm),
        idempotent: read_only || matches!(verb.as_str(), "put" | "delete"),
        operation: shown.id.to_string(),
        verb: operation.verb().into_owned(),
        path: operation.path().into_owned(),
        places: inputs.places,
    }
}

struct Inputs {
    properties: Map<String, Value>,
    required: Vec<String>,
    places: Vec<(String, Goes)>,
}

impl Inputs {
    fn add(&mut self, name: &str, place: &str, schema: Value, required: bool, goes: Goes) {
        // The same name in two places: the later one says where it is.
        let name = if self.properties.contains_key(name) { format!("{place}_{name}") } else { name.to_owned() };
        if required {
            self.required.push(name.clone());
        }
        self.properties.insert(name.clone(), schema);
        self.places.push((name, goes));
    }
}

fn is_hidden(schema: Schema) -> bool {
    let resolved = schema.resolve();
    let hidden = |schema: Schema| schema.is_internal() || super::request::is_read_only(schema);
    hidden(schema) || resolved.is_some_and(hidden)
}

fn of_schema(schema: Schema, walk: &mut Walk) -> Value {
    let Some(resolved) = schema.resolve() else { return json!({}) };
    if !walk.enter(resolved.node) {
        return json!({ "type": resolved.type_name().unwrap_or("object".into()) });
    }
    let mut made = of_node(resolved.node, Some(resolved), walk);
    // What stands beside a reference is for people too.
    if let (Some(text), Some(object)) = (schema.get("description").and_then(Node::str), made.as_object_mut()) {
        object.entry("description").or_insert_with(|| cut(&text, LONGEST_TEXT).into());
    }
    walk.leave();
    made
}

/// The JSON schema of a parameter or a schema: one type each and no references, which every client understands.
fn of_node(node: Node, schema: Option<Schema>, walk: &mut Walk) -> Value {
    let mut made = Map::new();
    let kind = node.get_str("type");
    match kind.as_deref() {
        Some("file") => {
            made.insert("type".into(), json!("string"));
            made.insert("contentEncoding".into(), json!("base64"));
        }
        Some(kind) => drop(made.insert("type".into(), json!(kind))),
        None if schema.is_some_and(Schema::is_object) => drop(made.insert("type".into(), json!("object"))),
        None => {}
    }
    if let Some(label) = node.get_str("x-ms-summary").filter(|label| !label.is_empty()) {
        made.insert("title".into(), json!(label));
    }
    let mut description = node.get_str("description").map(|text| text.into_owned()).unwrap_or_default();
    let mut say = |text: String| {
        if !description.is_empty() && !description.ends_with(['.', '!', '?', ':']) {
            description.push('.');
        }
        if !description.is_empty() {
            description.push(' ');
        }
        description.push_str(&text);
    };
    for key in ["format", "default", "minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems"] {
        if let Some(found) = node.get(key) {
            made.insert(key.into(), value(found));
        }
    }
    if let Some(values) = node.get("enum").filter(|values| values.is_array()) {
        made.insert("enum".into(), values.items().map(value).collect());
        let named = node.get("x-ms-enum-values").into_iter().flat_map(Node::items);
        let named = named.filter_map(|entry| Some(format!("{} = {}", entry.get("value")?.text(), entry.get_str("displayName")?)));
        let named: Vec<String> = named.collect();
        if !named.is_empty() {
            say(format!("Values: {}.", named.join(", ")));
        }
    }
    let lookup = ["x-ms-dynamic-values", "x-ms-dynamic-list"].into_iter().find_map(|key| node.get(key)?.get_str("operationId"));
    if let Some(lookup) = lookup {
        say(format!("The values come from the operation {lookup}."));
    }
    if !description.is_empty() {
        made.insert("description".into(), json!(cut(&description, LONGEST_TEXT)));
    }
    match schema {
        Some(schema) => {
            if let Some(items) = schema.items() {
                made.insert("items".into(), of_schema(items, walk));
            }
            let properties = schema.properties();
            if !properties.is_empty() {
                let (mut all, mut required) = (Map::new(), Vec::new());
                for (member, property) in properties.into_iter().filter(|(_, property)| !is_hidden(*property)) {
                    let name = member.name().into_owned();
                    let inner = of_schema(property, walk);
                    if schema.requires(&name) && inner.get("default").is_none() {
                        required.push(name.clone());
                    }
                    all.insert(name, inner);
                }
                made.insert("properties".into(), Value::Object(all));
                if !required.is_empty() {
                    made.insert("required".into(), json!(required));
                }
            }
        }
        None => {
            if let Some(items) = node.get("items").filter(|items| items.is_object()) {
                made.insert("items".into(), of_node(items, None, walk));
            }
        }
    }
    Value::Object(made)
}

/// A name of letters, digits, `_` and `-`, cut with a hash where it is too long.
fn tool_name(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' };
    let name: String = text.chars().map(plain).collect();
    let name = name.trim_matches('_');
    if name.len() > LONGEST_NAME { format!("{}_{}", cut(name, LONGEST_NAME - 5), hash(text)) } else { name.to_owned() }
}

/// Four characters that are always the same for a text.
fn hash(text: &str) -> String {
    // FNV-1a: https://www.rfc-editor.org/rfc/rfc9923
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{:04x}", (hash >> 16) ^ (hash & 0xffff))
}

/// A text of at most so many bytes.
fn cut(text: &str, most: usize) -> String {
    let end = (0..=most.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or_default();
    text[..end].to_owned()
}
