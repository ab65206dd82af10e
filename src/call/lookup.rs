//! Lookups: which request one makes, what it needs first, and how its response is read.
use crate::call::leaf::{self, Leaf, Required};
use crate::call::request::{self, Argument, Given, Options, Place, Problem, Request};
use crate::call::view::{Lookup, LookupKind, Segment};
use crate::call::{filter, value};
use crate::connector::{Connector, Input, Operation};
use crate::rule::Severity;
use crate::text::document::{Member, Node};
use crate::text::pointer;
use serde_json::Value;
use std::borrow::Cow;

/// The goal of a lookup, and the known values for it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// The values given for the operation whose input is looked up.
    pub known: &'w [Argument],
    /// The item of a tree to open, as the previous level returned it; None for the first level.
    pub opened: Option<&'w Value>,
    pub options: Options,
}

/// Whether a lookup can be made.
#[derive(Clone, Debug)]
pub enum Plan {
    Ready {
        request: Box<Request>,
        /// The values that were sent without being given.
        filled_in: Vec<String>,
        /// What may not be as the author meant it.
        warnings: Vec<Problem>,
    },
    /// It depends on these inputs, which have no value yet.
    Needs(Vec<String>),
    /// It cannot work.
    Broken(Vec<Problem>),
}

/// An entry of a list or of a level of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub value: Value,
    pub title: String,
    pub description: Option<String>,
    /// Whether it can be chosen.
    pub selectable: bool,
    /// Whether it has children; None outside of a tree.
    pub is_parent: Option<bool>,
    /// The item as the response has it, used to browse a tree.
    pub item: Value,
}

/// The content of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Items(Vec<Item>),
    /// A schema, as JSON.
    Schema(Value),
}

/// The lookup that is used if one input has several: the self-contained tree before the older form beside it, otherwise the one
/// that the designer takes.
pub fn choose<'a>(lookups: &[Lookup<'a>]) -> Option<Lookup<'a>> {
    let picker = |lookup: &&Lookup| lookup.kind == LookupKind::Values && !lookup.node.has("operationId");
    let tree = lookups.iter().find(|lookup| lookup.kind == LookupKind::Tree);
    match lookups.first() {
        Some(first) if picker(&first) => tree.or(Some(first)).copied(),
        first => first.copied(),
    }
}

/// The operation that a lookup calls, and how its response is read.
#[derive(Clone, Debug)]
struct Step<'a> {
    operation_id: Cow<'a, str>,
    /// The objects that pass arguments, by falling precedence.
    parameters: Vec<Node<'a>>,
    collection: Option<Cow<'a, str>>,
    value: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    description: Option<Cow<'a, str>>,
    selectable: Option<Cow<'a, str>>,
    is_parent: Option<Cow<'a, str>>,
    filter: Option<Cow<'a, str>>,
    /// Which nodes of a tree can be chosen: those with something below them, those without.
    settings: Option<(bool, bool)>,
}

/// The step of a lookup, of a tree the first one or the one that browses. None when it calls nothing.
fn step<'a>(connector: &'a Connector, lookup: Lookup<'a>, browse: bool) -> Option<Step<'a>> {
    let node = lookup.node;
    let text = |node: Node<'a>, keys: &[&str]| keys.iter().find_map(|key| node.get_str(key).filter(|text| !text.is_empty()));
    let passed = |node: Node<'a>| node.get("parameters").filter(|parameters| parameters.is_object());
    let is_true = |node: Option<Node<'a>>| node.is_none_or(|node| node.bool() != Some(false));
    let of = |call: Node<'a>, state: Node<'a>| Step {
        // Each dialect has its own names, but both occur in either.
        operation_id: Cow::Borrowed(""),
        parameters: passed(call).into_iter().collect(),
        collection: text(state, &["value-collection", "valueCollection", "itemsPath"]),
        value: text(state, &["value-path", "valuePath", "itemValuePath"]),
        title: text(state, &["value-title", "valueTitle", "itemTitlePath"]),
        description: text(state, &["value-description", "valueDescription"]),
        selectable: text(state, &["value-selectable", "valueSelectable"]),
        is_parent: text(state, &["itemIsParent"]),
        filter: text(state, &["selectableFilter"]),
        settings: None,
    };
    if lookup.kind == LookupKind::Tree {
        let call = if browse { node.get("browse").or_else(|| node.get("open")) } else { node.get("open") }?;
        let settings = node.get("settings");
        return Some(Step {
            operation_id: call.get_str("operationId")?,
            settings: Some((
                is_true(settings.and_then(|settings| settings.get("canSelectParentNodes"))),
                is_true(settings.and_then(|settings| settings.get("canSelectLeafNodes"))),
            )),
            ..of(call, call)
        });
    }
    // A file picker of the older dialect is described at the root of the definition.
    if let Some(capability) = node.get_str("capability") {
        let picker = connector.api()?.get("x-ms-capabilities")?.get(&capability)?;
        let call = if browse { picker.get("browse").or_else(|| picker.get("open")) } else { picker.get("open") }?;
        let folder = node.get("parameters").and_then(|parameters| parameters.get("isFolder")).and_then(Node::bool);
        let mut step = Step { operation_id: call.get_str("operationId")?, ..of(call, picker) };
        step.parameters.extend(passed(node));
        step.value = text(node, &["value-path"]).or(step.value);
        step.is_parent = text(picker, &["value-folder-property"]);
        step.settings = Some((folder != Some(false), folder != Some(true)));
        return Some(step);
    }
    let state = node.get("dynamicState").filter(|state| state.is_object()).unwrap_or(node);
    let id = node
        .get_str("operationId")
        .or_else(|| state.get_str("operationId"))
        .or_else(|| state.get("extension")?.get_str("operationId"));
    Some(Step { operation_id: id?, ..of(node, node) })
}

/// Whether a lookup has levels that are opened one by one.
pub fn is_tree(lookup: Lookup) -> bool {
    lookup.kind == LookupKind::Tree || lookup.node.has("capability")
}

/// The operation that a lookup calls: of this id, or of one that differs in case only.
fn target<'a>(connector: &'a Connector, id: &str) -> Option<Operation<'a>> {
    let same = |operation: &Operation| operation.id().is_some_and(|known| known.eq_ignore_ascii_case(id));
    connector.operation(id).or_else(|| connector.operations().find(same))
}

/// The ids of the operations that a lookup calls, as it writes them: of a tree the one that opens it and the one that browses.
pub fn operation_ids<'a>(connector: &'a Connector, lookup: Lookup<'a>) -> Vec<Cow<'a, str>> {
    let steps = [false, true].into_iter().filter_map(|browse| step(connector, lookup, browse));
    let mut ids: Vec<Cow<str>> = steps.map(|step| step.operation_id).collect();
    ids.dedup();
    ids
}

/// What a lookup uses that only Microsoft's designers have, such as `AadGraph.GetUsers`.
pub fn built_in<'a>(lookup: Lookup<'a>) -> Option<Cow<'a, str>> {
    let extension = || lookup.node.get("dynamicState")?.get("extension")?.get_str("builtInOperation");
    lookup.node.get_str("builtInOperation").or_else(extension)
}

/// Why a lookup calls no operation.
fn calls_nothing(connector: &Connector, lookup: Lookup) -> Plan {
    let extension = lookup.kind.extension();
    if let Some(name) = built_in(lookup) {
        let help = "enter the value: what the designer shows for it is not part of the connector";
        return broken(format!("the `{extension}` uses `{name}`, which is built into the designer"), Some(help.into()));
    }
    if let Some(name) = lookup.node.get_str("capability") {
        let there = connector.api().and_then(|api| api.get("x-ms-capabilities")).is_some_and(|all| all.has(&name));
        let what = if there { "calls no operation" } else { "is not in the definition's `x-ms-capabilities`" };
        return broken(format!("the `{extension}` uses the capability `{name}`, which {what}"), None);
    }
    broken(format!("the `{extension}` names no operation"), None)
}

/// The operation that a lookup calls, of a tree the first one or the one that browses. None if it is not in the definition.
pub fn called<'a>(operation: Operation<'a>, lookup: Lookup<'a>, browse: bool) -> Option<Operation<'a>> {
    target(operation.connector, &step(operation.connector, lookup, browse)?.operation_id)
}

fn broken(message: String, help: Option<String>) -> Plan {
    Plan::Broken(vec![Problem { severity: Severity::Error, code: "lookup", message, help, origin: None }])
}

/// The request that a lookup of an operation's input makes.
pub fn plan<'a>(operation: Operation<'a>, lookup: Lookup<'a>, wanted: Wanted) -> Plan {
    let Some(step) = step(operation.connector, lookup, wanted.opened.is_some()) else {
        return calls_nothing(operation.connector, lookup);
    };
    let Some(target) = target(operation.connector, &step.operation_id) else {
        let near = operation.connector.nearest_operation(&step.operation_id).map(|near| format!("did you mean `{near}`?"));
        return broken(format!("the lookup calls `{}`, which is not an operation of the definition", step.operation_id), near);
    };
    let leaves = leaf::inputs(operation);
    let (mut arguments, mut needs, mut warnings) = (Vec::<Argument>::new(), Vec::new(), Vec::new());
    if let Some(id) = target.id().filter(|id| *id != step.operation_id) {
        let message = format!("the lookup calls `{}`, but the definition spells it `{id}`", step.operation_id);
        warnings.push(warning(message));
    }
    for member in step.parameters.iter().flat_map(|parameters| parameters.members()) {
        let name = member.name();
        // Arguments that the target does not take have no effect. A body's leaf may be named by its name alone.
        if matches!(target.input(&name), Input::Nothing) {
            continue;
        }
        if arguments.iter().any(|argument| argument.place == Place::Named(name.to_string())) {
            continue; // the more specific object comes first
        }
        let given = match reference(member.value) {
            Passed::Reference(reference) => match known_value(&leaves, wanted.known, &reference) {
                Some(given) => {
                    warnings.extend(ambiguity(&leaves, member.value, &reference));
                    given
                }
                None => {
                    let leaf = leaf::find(&leaves, &reference);
                    if is_needed(target, member, leaf) {
                        let Some(leaf) = leaf else {
                            let id = operation.display();
                            let message = format!("the lookup passes `{reference}` as `{name}`, which is not an input of {id}");
                            return broken(message, Some("correct the reference in the definition".into()));
                        };
                        needs.push(leaf.name());
                    }
                    continue;
                }
            },
            Passed::Selected(path) => match wanted.opened.and_then(|item| walk(item, &path)) {
                Some(value) => Given::Json(value.clone()),
                None => {
                    let message = format!("the item to open has no `{path}`, which the lookup passes as `{name}`");
                    return broken(message, Some("pass the item as the previous level returned it".into()));
                }
            },
            Passed::Value(value) if value.is_null() => continue,
            Passed::Value(value) => Given::Json(value),
        };
        let origin = format!("the lookup's `{name}`");
        arguments.push(Argument { place: Place::Named(name.into_owned()), value: given, origin });
    }
    if !needs.is_empty() {
        needs.dedup();
        return Plan::Needs(needs);
    }
    let built = request::build(target, &arguments, Options { force: true, ..wanted.options });
    match built.request {
        Some(request) => Plan::Ready { request: Box::new(request), filled_in: built.filled_in, warnings },
        None => {
            let errors = built.problems.into_iter().filter(|problem| problem.severity == Severity::Error);
            // Nobody can give a value to the called operation itself.
            let explained = |problem: Problem| match problem.code {
                "missing" => Problem {
                    help: Some(format!("the `{}` of the definition does not pass it", lookup.kind.extension())),
                    ..problem
                },
                _ => problem,
            };
            Plan::Broken(errors.map(explained).collect())
        }
    }
}

fn warning(message: String) -> Problem {
    Problem { severity: Severity::Warning, code: "lookup", message, help: None, origin: None }
}

/// Whether a lookup waits for the input to which an entry of its `parameters` refers: one that must be given, or for which the called
/// operation must be given a value. Everything else is left out while it has no value, as the designer does it (LogicAppsUX,
/// `parameterValidForDynamicCall`).
fn is_needed(target: Operation, entry: Member, leaf: Option<&Leaf>) -> bool {
    let taken = match target.input(&entry.name()) {
        Input::Parameter(parameter) => parameter.is_required() && parameter.get("default").is_none(),
        Input::Property(property) => !property.optional && property.schema.get("default").is_none(),
        Input::Unknown | Input::Nothing => false,
    };
    let said = entry.value.get("required").and_then(Node::bool) == Some(true);
    taken || said || leaf.is_some_and(|leaf| leaf.required == Required::Always)
}

/// The older dialect has one name for a parameter and for a property of the body; the parameter is taken.
fn ambiguity(leaves: &[Leaf], entry: Node, reference: &str) -> Option<Problem> {
    let is_older = entry.has("parameter") && !entry.has("parameterReference");
    let parameter = leaves.iter().find(|leaf| leaf.path.is_empty() && leaf.parameter.name() == reference)?;
    let property = leaves.iter().find(|leaf| matches!(leaf.path.as_slice(), [Segment::Property(name)] if name == reference))?;
    let message = format!(
        "the lookup's `{reference}` may be the {} parameter or `{}` of the body; the parameter is used",
        parameter.parameter.location(),
        property.reference(),
    );
    is_older.then(|| warning(message))
}

enum Passed<'a> {
    Value(Value),
    Reference(Cow<'a, str>),
    Selected(Cow<'a, str>),
}

/// What an entry of a lookup's `parameters` passes, in either dialect.
fn reference(node: Node<'_>) -> Passed<'_> {
    let text = |key: &str| node.get(key).and_then(Node::str);
    if !node.is_object() {
        return Passed::Value(value(node));
    }
    if let Some(reference) = text("parameterReference").or_else(|| text("parameter")) {
        return Passed::Reference(reference);
    }
    if let Some(path) = text("selectedItemValuePath").or_else(|| text("value-property")) {
        return Passed::Selected(path);
    }
    Passed::Value(value(node.get("value").unwrap_or(node)))
}

/// The known value of the input that a lookup refers to: the given one, or the default of its field.
fn known_value(leaves: &[Leaf], known: &[Argument], reference: &str) -> Option<Given> {
    let leaf = leaf::find(leaves, reference);
    let own = |argument: &&Argument| match &argument.place {
        Place::Named(name) => name == reference || leaf.is_some_and(|leaf| leaf.is_named(name)),
        Place::In(location, name) => {
            leaf.is_some_and(|leaf| leaf.path.is_empty() && leaf.parameter.is_in(location) && leaf.parameter.name() == *name)
        }
        Place::Parameter(name) => {
            leaf.is_some_and(|leaf| leaf.path.is_empty() && !leaf.is_in_body() && leaf.parameter.name() == *name)
        }
        Place::Body => leaf.is_some_and(|leaf| leaf.path.is_empty() && leaf.is_in_body()),
    };
    let empty = |given: &Given| matches!(given, Given::Json(Value::Null)) || *given == Given::Text(String::new());
    if let Some(argument) = known.iter().find(own) {
        return Some(argument.value.clone()).filter(|given| !empty(given));
    }
    // It may be part of a body that is given as a whole.
    let leaf = leaf?;
    let whole = |argument: &Argument| {
        argument.place == Place::Body
            || matches!(&argument.place, Place::Named(name) if name == "body" || *name == leaf.parameter.name())
    };
    if leaf.is_in_body() && !leaf.path.is_empty() {
        for argument in known.iter().filter(|argument| whole(argument)) {
            let Given::Json(body) = &argument.value else { continue };
            let names = leaf.path.iter().map(|segment| match segment {
                Segment::Property(name) => name.as_str(),
                Segment::Item => "0",
            });
            let found = names.into_iter().try_fold(body, |at, name| match at {
                Value::Array(items) => items.first(),
                _ => at.get(name),
            });
            if let Some(found) = found.filter(|found| !found.is_null()) {
                return Some(Given::Json(found.clone()));
            }
        }
    }
    // A hidden input's default must be written into the lookup itself: the designer does not take it from the input.
    leaf.default().filter(|_| !leaf.hidden).map(|default| Given::Json(value(default)))
}

/// The inputs that must have a value before another one, each after the inputs that it depends on.
///
/// # Errors
/// With the names of the inputs of a circle.
pub fn before(operation: Operation<'_>, lookup: Lookup<'_>) -> Result<Vec<String>, Vec<String>> {
    let leaves = leaf::inputs(operation);
    let (mut order, mut open) = (Vec::new(), Vec::new());
    visit(operation, &leaves, lookup, &mut order, &mut open)?;
    Ok(order)
}

fn visit(
    operation: Operation<'_>,
    leaves: &[Leaf],
    lookup: Lookup<'_>,
    order: &mut Vec<String>,
    open: &mut Vec<String>,
) -> Result<(), Vec<String>> {
    for name in needs_of(operation, leaves, lookup) {
        let Some(leaf) = leaf::find(leaves, &name) else { continue };
        if order.contains(&name) {
            continue;
        }
        if open.contains(&name) {
            open.push(name);
            return Err(std::mem::take(open));
        }
        open.push(name.clone());
        if let Some(lookup) = choose(&leaf.lookups) {
            visit(operation, leaves, lookup, order, open)?;
        }
        open.pop();
        order.push(name);
    }
    Ok(())
}

/// The inputs that must have a value before a lookup can be made; of a tree those of both its steps.
pub fn needs(operation: Operation<'_>, lookup: Lookup<'_>) -> Vec<String> {
    needs_of(operation, &leaf::inputs(operation), lookup)
}

fn needs_of(operation: Operation<'_>, leaves: &[Leaf], lookup: Lookup<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for browse in [false, true] {
        let Some(step) = step(operation.connector, lookup, browse) else { continue };
        let Some(target) = target(operation.connector, &step.operation_id) else { continue };
        for member in step.parameters.iter().flat_map(|parameters| parameters.members()) {
            let Passed::Reference(name) = reference(member.value) else { continue };
            let leaf = leaf::find(leaves, &name);
            let name = leaf.map_or_else(|| name.into_owned(), Leaf::name);
            let taken = !matches!(target.input(&member.name()), Input::Nothing);
            if taken && is_needed(target, member, leaf) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Reads the response of a lookup. Never guesses: missing parts are left out, with a warning.
pub fn read(connector: &Connector, lookup: Lookup, browse: bool, answer: &Value) -> (Answer, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut warn = |message: String| {
        problems.push(Problem { severity: Severity::Warning, code: "answer", message, help: None, origin: None });
    };
    let Some(step) = step(connector, lookup, browse) else { return (Answer::Items(Vec::new()), problems) };
    if lookup.is_of_schema() {
        let found = match step.value.as_deref() {
            Some(path) => walk(answer, path),
            None => Some(answer),
        };
        match found {
            None => warn(format!("the response has no `{}`", step.value.as_deref().unwrap_or_default())),
            Some(Value::Object(_) | Value::Null) => {}
            Some(other) => warn(format!("the response has {} where a schema is expected", request::kind(other))),
        }
        return (Answer::Schema(schema(found.unwrap_or(&Value::Null))), problems);
    }
    let items = match (answer, step.collection.as_deref()) {
        (Value::Array(items), None) => Some(items),
        (_, Some(path)) => walk(answer, path).and_then(Value::as_array).or_else(|| answer.as_array()),
        // As Microsoft's clients read what says nothing.
        (_, None) => walk(answer, "value").and_then(Value::as_array),
    };
    let items = match items {
        Some(items) => items,
        None => match answer.as_object().and_then(|object| object.iter().find(|(_, value)| value.is_array())) {
            Some((name, Value::Array(items))) => {
                warn(format!("the response has no list at the path of the lookup; `{name}` is used, as in the designer"));
                items
            }
            _ => return (Answer::Items(Vec::new()), problems),
        },
    };
    let read: Vec<Item> = items.iter().filter_map(|one| item(&step, one)).collect();
    if read.len() < items.len() {
        let path = step.value.as_deref().unwrap_or("value");
        warn(format!("{} of {} entries have no `{path}` and are left out", items.len() - read.len(), items.len()));
    }
    if has_more(answer) {
        warn("there are more pages: only the first one is listed".to_owned());
    }
    (Answer::Items(read), problems)
}

fn item(step: &Step, item: &Value) -> Option<Item> {
    let scalar = !item.is_object() && !item.is_array();
    let at = |path: &Option<Cow<str>>| path.as_deref().and_then(|path| walk(item, path)).filter(|found| !found.is_null());
    let value = if scalar { Some(item) } else { at(&step.value) };
    let value = value.or_else(|| walk(item, "value"))?.clone();
    let text = |value: &Value| request::plain(value, None);
    let title =
        if scalar { None } else { at(&step.title).or_else(|| walk(item, "displayName").filter(|_| step.title.is_some())) };
    let is_parent = step.is_parent.as_deref().map(|expression| filter::holds(expression, item));
    let allowed = match (step.settings, is_parent) {
        (Some((parents, leaves)), is_parent) => {
            if is_parent == Some(true) {
                parents
            } else {
                leaves
            }
        }
        (None, _) => true,
    };
    let selectable = at(&step.selectable).is_none_or(|flag| *flag != Value::Bool(false));
    // The filter is about what can be chosen, and folders are opened whatever it says.
    let filtered = step.filter.as_deref().is_none_or(|filter| is_parent == Some(true) || filter::holds(filter, item));
    Some(Item {
        title: title.map_or_else(|| text(&value), text),
        description: at(&step.description).map(text),
        selectable: allowed && selectable && filtered,
        is_parent: step.settings.map(|_| is_parent.unwrap_or(false)),
        item: item.clone(),
        value,
    })
}

/// A schema from the response of a lookup: a schema, or the properties of one. Files use the same path for both.
fn schema(found: &Value) -> Value {
    let Value::Object(object) = found else { return serde_json::json!({}) };
    let is_text = |key: &str| object.get(key).is_some_and(Value::is_string);
    // A property called `properties` has a type; the properties of a schema have not, unless one is called `type`.
    let properties = object.get("properties").filter(|list| list.is_object() && !list.get("type").is_some_and(Value::is_string));
    let is_schema = is_text("type") || is_text("$ref") || properties.is_some() || !object.values().all(Value::is_object);
    if is_schema || object.is_empty() { found.clone() } else { serde_json::json!({ "type": "object", "properties": found }) }
}

/// Follows a path such as `a/b`: names as they are, else without regard to case.
pub fn walk<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let mut at = value;
    for step in path.split('/').filter(|step| !step.is_empty()) {
        let step = pointer::unescaped(step);
        at = match at {
            Value::Object(object) => {
                let any_case = || object.iter().find(|(name, _)| name.eq_ignore_ascii_case(&step)).map(|(_, value)| value);
                object.get(&*step).or_else(any_case)?
            }
            Value::Array(items) => items.get(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(at)
}

/// Whether a body says that there are more pages.
pub fn has_more(body: &Value) -> bool {
    let link = |name: &str| body.get(name).and_then(Value::as_str).is_some_and(|link| !link.is_empty());
    body.get("value").is_some_and(Value::is_array) && (link("nextLink") || link("@odata.nextLink"))
}

/// A recorded response: its body, alone or in the envelope of `dynamicInvoke`.
pub fn recorded(value: &Value) -> &Value {
    match value.get("response") {
        Some(response) if response.get("statusCode").is_some() => response.get("body").unwrap_or(&Value::Null),
        _ => value,
    }
}
