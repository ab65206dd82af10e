//! The client's methods and the triggers of a connector, without a language.
use super::shape::{self, Place, Shapes, Ty};
use super::{doc, naming};
use crate::call::leaf::Required;
use crate::call::namespace::ops::{Kind, Listed};
use crate::call::request::{self, Body};
use crate::call::value;
use crate::call::view::{Segment, is_reserved};
use crate::connector::{Operation, Parameter, Schema};
use crate::text::document::Node;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    Path,
    Query,
    Header,
    Form,
    /// In the body of a subscription: a row of the tables of triggers.
    Body,
}

impl Location {
    fn of(parameter: Parameter) -> Option<Location> {
        match parameter.location().as_ref() {
            "path" => Some(Location::Path),
            "query" => Some(Location::Query),
            "header" => Some(Location::Header),
            "formData" => Some(Location::Form),
            _ => None,
        }
    }
}

/// A parameter outside the body.
#[derive(Clone, Debug)]
pub struct Argument {
    pub wire: String,
    pub location: Location,
    pub ty: Ty,
    pub required: bool,
    /// Whether its value is percent-encoded twice.
    pub double: bool,
    /// Whether an array is sent as one parameter per item, else what stands between its items.
    pub separator: Option<char>,
    pub summary: Option<String>,
    pub doc: Option<String>,
    /// The default as text, for people.
    pub default: Option<String>,
    /// The values of an `enum`, as text.
    pub allowed: Vec<String>,
    /// The operation that lists its values.
    pub lookup: Option<String>,
    /// A hidden parameter: the value that is always sent.
    pub constant: Option<Value>,
}

impl Argument {
    /// What people want to know about it, on one line: its description, `more`, its default, its values and the operation that lists them.
    pub fn about(&self, more: &[&str]) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.doc.as_ref().or(self.summary.as_ref()).map(|text| doc::line(text)));
        parts.extend(more.iter().map(|text| (*text).to_owned()));
        if let Some(default) = &self.default {
            parts.push(format!("Default: {}.", doc::line(default)));
        }
        if !self.allowed.is_empty() {
            let shown = |value: &String| if value.trim().is_empty() { format!("\"{value}\"") } else { value.clone() };
            let allowed: Vec<String> = self.allowed.iter().map(shown).collect();
            parts.push(format!("Allowed values: {}.", doc::line(&allowed.join(", "))));
        }
        if let Some(lookup) = &self.lookup {
            parts.push(format!("Dynamic values from: {}.", doc::line(lookup)));
        }
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    }
}

/// A default in the body that is sent when nothing is given there.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The way to it from the root of the body.
    pub path: Vec<Segment>,
    pub value: Value,
    /// How many of the objects around it are made where they are missing, counted from the innermost. The root counts too.
    pub made: usize,
}

/// What a method sends as its body.
#[derive(Clone, Debug)]
pub struct Input {
    pub ty: Ty,
    pub required: bool,
    pub doc: Option<String>,
    pub content_type: String,
    pub filled: Vec<Filled>,
}

/// A method of the client.
#[derive(Clone, Debug)]
pub struct Method {
    pub id: String,
    /// Its name in Pascal case, without what a language adds.
    pub name: String,
    pub summary: Option<String>,
    pub doc: Option<String>,
    /// In upper case.
    pub verb: String,
    /// Without `/{connectionId}`.
    pub path: String,
    pub arguments: Vec<Argument>,
    pub input: Option<Input>,
    /// The media type of a form.
    pub form: Option<String>,
    /// None if nothing comes back.
    pub output: Option<Ty>,
    /// Whether it is called only for lookups.
    pub internal: bool,
}

/// How the payload of a trigger looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    Item(Ty),
    /// The content of a file, as base64.
    Binary,
    Unknown,
}

/// A trigger that can be registered.
#[derive(Clone, Debug)]
pub struct Trigger {
    pub id: String,
    /// Its name in Pascal case: `OnNewItem`.
    pub name: String,
    pub summary: Option<String>,
    pub doc: Option<String>,
    pub verb: String,
    pub path: String,
    /// Whether the API calls back; else the namespace polls.
    pub webhook: bool,
    pub payload: Payload,
    /// What the definition has beside the list of items in `value`, such as links and counts.
    pub beside: Vec<String>,
    pub parameters: Vec<Argument>,
}

/// The operations for which there is code.
#[derive(Debug, Default)]
pub struct Chosen<'a> {
    pub methods: Vec<Listed<'a>>,
    pub triggers: Vec<Listed<'a>>,
}

/// Chooses the operations: actions that are not deprecated and not internal, those that their lookups call, and triggers to which a
/// namespace can subscribe. `only` names operations that are wanted instead, whatever they are marked as.
pub fn choose<'a>(listed: Vec<Listed<'a>>, only: &[String]) -> Chosen<'a> {
    let mut chosen = Chosen::default();
    let named = |one: &Listed| only.iter().any(|id| *id == one.id());
    let wanted = |one: &Listed| match only.is_empty() {
        true => !one.operation.is_deprecated() && !one.operation.is_internal(),
        false => named(one),
    };
    let mut used: FxHashSet<String> = FxHashSet::default();
    let calls: FxHashMap<String, Vec<String>> =
        listed.iter().map(|one| (one.id().into_owned(), one.lookups().iter().map(ToString::to_string).collect())).collect();
    let mut open: Vec<String> = listed.iter().filter(|one| wanted(one)).map(|one| one.id().into_owned()).collect();
    while let Some(id) = open.pop() {
        for call in calls.get(&id).into_iter().flatten() {
            if used.insert(call.clone()) {
                open.push(call.clone());
            }
        }
    }
    let mut seen = FxHashSet::default();
    for one in listed {
        let is_used = used.contains(one.id().as_ref());
        if !(wanted(&one) || is_used) || one.operation.id().is_none_or(|id| id.is_empty()) {
            continue;
        }
        // Of two operations with one id, flows know the first.
        if !seen.insert(one.id().into_owned()) {
            continue;
        }
        match one.kind {
            // One that waits for a callback can be called by those who have an address for it.
            Kind::Action | Kind::WebhookAction => chosen.methods.push(one),
            kind if kind.is_subscribable() && wanted(&one) => chosen.triggers.push(one),
            _ => {}
        }
    }
    chosen
}

/// The names that a rule gives a group of operations, of which one has the plain name: of those that people see the newest, as in
/// Microsoft's clients, and of internal ones the first. The others keep their versions; one without gets a number.
pub fn plain_names(ids: &[(String, bool)], rule: impl Fn(&str) -> String) -> Vec<String> {
    let number = |id: &str| naming::version(id).map_or(1, |version| version[1..].parse::<u64>().unwrap_or(u64::MAX));
    let mut groups: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, (id, _)) in ids.iter().enumerate() {
        groups.entry(rule(id)).or_default().push(at);
    }
    let mut names = vec![String::new(); ids.len()];
    for (name, group) in groups {
        // Of several, the last is found: the first in the definition.
        let newest = group.iter().rev().filter(|at| !ids[**at].1).max_by_key(|at| {
            let id = &ids[**at].0;
            (number(id), naming::version(id).is_none())
        });
        let plain = newest.or_else(|| group.iter().find(|at| naming::version(&ids[**at].0).is_none()));
        let plain = plain.or_else(|| group.iter().max_by_key(|at| number(&ids[**at].0)));
        let mut count = 1;
        for at in &group {
            names[*at] = name.clone();
            if Some(at) != plain {
                names[*at] += &naming::version(&ids[*at].0).map_or_else(
                    || {
                        count += 1;
                        format!("_{count}")
                    },
                    str::to_owned,
                );
            }
        }
    }
    names
}

fn argument(one: &Listed, parameter: Parameter) -> Option<Argument> {
    let node = parameter.node;
    let location = Location::of(parameter)?;
    let default = node.get("default").filter(|default| default.kind() != crate::text::json::Kind::Null);
    let constant = default.filter(|_| {
        // A hidden header is sent only when it is required, as by Microsoft's clients.
        parameter.is_internal() && (parameter.is_required() || location != Location::Header)
    });
    if parameter.is_internal() && constant.is_none() && !parameter.is_required() {
        return None;
    }
    let ty = match Shapes::parameter(node) {
        Ty::Binary if location != Location::Form => Ty::Text,
        ty => ty,
    };
    let separator = match (&ty, node.get_str("collectionFormat").as_deref()) {
        (Ty::List(_), Some("multi")) => None,
        (_, Some("ssv")) => Some(' '),
        (_, Some("tsv")) => Some('\t'),
        (_, Some("pipes")) => Some('|'),
        _ => Some(','),
    };
    let leaf = one.leaves.iter().find(|leaf| leaf.parameter.node == node && leaf.path.is_empty());
    let lookup = leaf.and_then(|leaf| leaf.lookups.iter().find_map(|lookup| lookup.operation_id())).map(|id| id.into_owned());
    Some(Argument {
        wire: parameter.name().into_owned(),
        location,
        ty,
        required: parameter.is_required() || location == Location::Path,
        double: location == Location::Path && request::is_double(node),
        separator,
        summary: shape::text(node, "x-ms-summary"),
        doc: shape::text(node, "description"),
        default: default.map(written),
        allowed: allowed(node),
        lookup,
        constant: constant.map(constant_of),
    })
}

/// A default as text, for people. Numbers stay as they are written, however large.
fn written(default: Node) -> String {
    match default.kind() {
        crate::text::json::Kind::Number => default.text().to_owned(),
        _ => request::plain(&value(default), None),
    }
}

/// The value that is always sent outside the body. A number that a language could write in another form is text: that is what is sent.
fn constant_of(default: Node) -> Value {
    const EXACT: u64 = 1 << 53;
    match value(default) {
        Value::Number(number) if number.as_i64().is_some_and(|number| number.unsigned_abs() <= EXACT) => Value::Number(number),
        Value::Number(_) if default.text().trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()) => {
            Value::String(default.text().to_owned())
        }
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    }
}

/// A place in the path of an operation for which it has no parameter, so that it cannot be called.
pub fn unfilled(one: &Listed) -> Option<String> {
    let path = one.path();
    let filled = |name: &str| one.operation.parameters().any(|parameter| parameter.is_in("path") && parameter.name() == name);
    crate::connector::path_variables(&path).find(|name| *name != "connectionId" && !filled(name)).map(str::to_owned)
}

/// The parameters outside the body in the order of Microsoft's clients: those of the path, required ones, optional ones.
fn arguments(one: &Listed) -> Vec<Argument> {
    let parameters = one.operation.parameters().filter(|parameter| !is_reserved(*parameter));
    let mut all: Vec<Argument> = Vec::new();
    for argument in parameters.filter_map(|parameter| argument(one, parameter)) {
        if !all.iter().any(|known| known.wire == argument.wire && known.location == argument.location) {
            all.push(argument);
        }
    }
    let path = one.path();
    all.retain(|argument| argument.location != Location::Path || path.contains(&format!("{{{}}}", argument.wire)));
    all.sort_by_key(|argument| match argument.location {
        Location::Path => (0, path.find(&format!("{{{}}}", argument.wire)).unwrap_or(usize::MAX)),
        _ if argument.required => (1, 0),
        _ => (2, 0),
    });
    all
}

fn input(one: &Listed, name: &str, shapes: &mut Shapes) -> Option<Input> {
    let body = one.operation.body()?;
    let ty = match body.schema() {
        Some(schema) => shapes.ty(
            schema,
            &Place::new(format!("{}()", one.id()), format!("{name}Input"), format!("The body of `{}`.", one.id())),
            0,
        ),
        None => Ty::Any,
    };
    let sent = match ty {
        Ty::Binary => Body::Bytes(Vec::new()),
        _ => Body::Json(Value::Null),
    };
    // A body in JSON is no form, even if the operation accepts nothing else.
    let is_form = |kind: &String| kind.starts_with("multipart/") || kind.eq_ignore_ascii_case(request::FORM);
    let content_type = request::content_type_of(one.operation, &sent).filter(|kind| !is_form(kind));
    let content_type = content_type.unwrap_or_else(|| "application/json".to_owned());
    let mut defaults = Defaults { all: Vec::new(), open: Vec::new(), left: MOST };
    if let Some(schema) = body.schema().and_then(|schema| schema.resolve()) {
        defaults.visit(schema, &mut Vec::new(), usize::from(body.is_required() && schema.is_object()));
    }
    Some(Input {
        ty,
        required: body.is_required(),
        doc: shape::text(body.node, "description").or_else(|| shape::text(body.node, "x-ms-summary")),
        content_type,
        filled: defaults.all,
    })
}

/// How many schemas of one body are searched for defaults.
const MOST: usize = 20_000;

/// Finds the defaults of required properties, by the rules of the requests that `call` builds.
struct Defaults {
    all: Vec<Filled>,
    open: Vec<u32>,
    left: usize,
}

impl Defaults {
    /// `made` objects are made where they are missing: this one, the one around it, and so on.
    fn visit(&mut self, written: Schema, path: &mut Vec<Segment>, made: usize) {
        let Some(schema) = written.resolve().filter(|_| path.len() < 20 && self.left > 0) else { return };
        if self.open.contains(&schema.node.id) {
            return;
        }
        self.left -= 1;
        self.open.push(schema.node.id);
        if let Some(items) = schema.items() {
            path.push(Segment::Item);
            self.visit(items, path, 0);
            path.pop();
        }
        let mut seen = FxHashSet::default();
        for (member, property) in schema.properties() {
            let name = member.name();
            let Some(found) = property.resolve().filter(|_| seen.insert(name.clone())) else { continue };
            let required = schema.requires(&name);
            let default = found.get("default").filter(|_| required);
            let is_made = required && default.is_none() && !request::is_read_only(found) && found.is_object();
            path.push(Segment::Property(name.into_owned()));
            // What is in a default is sent as it is, so those below it come first.
            self.visit(property, path, if is_made { made + 1 } else { 0 });
            self.all.extend(default.map(|default| Filled { path: path.clone(), value: value(default), made }));
            path.pop();
        }
        self.open.pop();
    }
}

fn output(one: &Listed, name: &str, shapes: &mut Shapes) -> Option<Ty> {
    let schema = one.operation.success_schema()?;
    Some(shapes.ty(
        schema,
        &Place::new(format!("{}:", one.id()), format!("{name}Response"), format!("The response of `{}`.", one.id())),
        0,
    ))
}

fn form(operation: Operation, arguments: &[Argument]) -> Option<String> {
    let fields: Vec<&Argument> = arguments.iter().filter(|argument| argument.location == Location::Form).collect();
    if fields.is_empty() {
        return None;
    }
    let urlencoded = operation.consumes().into_iter().flat_map(Node::items).any(|kind| kind.is_in_any_case(request::FORM));
    let file = fields.iter().any(|argument| argument.ty == Ty::Binary);
    Some(if urlencoded && !file { request::FORM } else { "multipart/form-data" }.to_owned())
}

/// The method of an action.
pub fn method(one: &Listed, name: &str, shapes: &mut Shapes) -> Method {
    let arguments = arguments(one);
    let form = form(one.operation, &arguments);
    let input = input(one, name, shapes).filter(|_| form.is_none());
    Method {
        id: one.id().into_owned(),
        name: name.to_owned(),
        summary: shape::text(one.operation.node(), "summary"),
        doc: shape::text(one.operation.node(), "description"),
        verb: one.operation.verb().to_uppercase(),
        path: one.path(),
        input,
        form,
        output: output(one, name, shapes),
        arguments,
        internal: one.operation.is_internal(),
    }
}

/// The inputs in the body of a subscription, with the names that `namespace trigger new` knows.
fn body_inputs(one: &Listed) -> Vec<Argument> {
    let is_url = |node: Node| node.get("x-ms-notification-url").is_some_and(|flag| flag.bool() == Some(true));
    let shown = one
        .leaves
        .iter()
        .filter(|leaf| leaf.is_in_body() && !leaf.is_group && !leaf.hidden && !leaf.path.is_empty() && !is_url(leaf.node));
    let argument = |leaf: &crate::call::leaf::Leaf| Argument {
        wire: leaf.name(),
        location: Location::Body,
        ty: match Shapes::parameter(leaf.node) {
            Ty::Binary => Ty::Text,
            ty => ty,
        },
        required: leaf.required == Required::Always,
        double: false,
        separator: None,
        summary: shape::text(leaf.node, "x-ms-summary").or_else(|| shape::text(leaf.node, "title")),
        doc: shape::text(leaf.node, "description"),
        default: leaf.default().map(written),
        allowed: allowed(leaf.node),
        lookup: leaf.lookups.iter().find_map(|lookup| lookup.operation_id()).map(|id| id.into_owned()),
        constant: None,
    };
    shown.map(argument).collect()
}

fn allowed(node: Node) -> Vec<String> {
    let values = node.get("enum").into_iter().flat_map(Node::items);
    values.filter(|value| value.kind() != crate::text::json::Kind::Null).map(written).collect()
}

/// The trigger of an operation.
pub fn trigger(one: &Listed, name: &str, shapes: &mut Shapes) -> Trigger {
    let item = shape::item(one.operation).map(|(schema, _)| schema);
    let place = Place::new(format!("{}!", one.id()), format!("{name}Item"), format!("An item of `{}`.", one.id()));
    let payload = match item.map(|schema| shapes.ty(schema, &place, 0)) {
        None => Payload::Unknown,
        Some(Ty::Binary) => Payload::Binary,
        Some(ty) => Payload::Item(ty),
    };
    Trigger {
        id: one.id().into_owned(),
        name: name.to_owned(),
        summary: shape::text(one.operation.node(), "summary"),
        doc: shape::text(one.operation.node(), "description"),
        verb: one.operation.verb().to_uppercase(),
        path: one.path(),
        webhook: one.kind == Kind::Webhook,
        payload,
        beside: shape::beside(one.operation),
        parameters: arguments(one).into_iter().chain(body_inputs(one)).collect(),
    }
}
