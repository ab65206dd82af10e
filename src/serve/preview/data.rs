//! What the preview page shows of one connector, as JSON.
use crate::call::leaf::{self, Leaf};
use crate::call::lookup::{self, Item};
use crate::call::request::plain;
use crate::call::tools::{self, Tool, Wish};
use crate::call::view::{self, Designer, Field, Fold, Lookup, Segment, Shown};
use crate::call::{mock, value};
use crate::connector::{Connector, Operation};
use crate::judge::target::Target;
use crate::report;
use crate::report::escape;
use crate::rule::Severity;
use crate::rule::finding::{Finding, counting};
use crate::text::document::{File, Node};
use crate::text::prose::capitalized;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

/// With more, the rest of the operations that a finding concerns is only counted.
const MOST_OPERATIONS_OF_FINDING: usize = 20;
/// How many entries of a lookup are shown.
const MOST_ITEMS: usize = 1_000;
/// A larger icon is not shown, in bytes.
const LARGEST_ICON: usize = 1 << 20;

/// Where a finding is shown. The numbers are those of an operation in the list, and of its field or output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    Operation(usize),
    Field(usize, usize),
    Output(usize, usize),
}

impl Spot {
    fn operation(self) -> usize {
        match self {
            Spot::Operation(at) | Spot::Field(at, _) | Spot::Output(at, _) => at,
        }
    }
}

/// A connector as it was when it was read, with its findings.
pub struct Content {
    pub target: Target,
    findings: Vec<Finding>,
    /// The places at which each finding is shown.
    spots: Vec<Vec<Spot>>,
    /// The connection parameter that each finding concerns.
    parameters: Vec<Option<String>>,
    /// The operations in the list: what it shows of each, and its number among all operations.
    cards: Vec<Value>,
    operations: Vec<usize>,
}

impl Content {
    /// Decides where each finding is shown.
    pub fn new(target: Target, findings: &[Finding]) -> Content {
        let findings: Vec<Finding> = counting(findings).cloned().collect();
        let (spots, cards, operations) = {
            let shown = view::operations(&target.connector);
            let spots = spots(&target.connector, &shown, &findings);
            let mut counts = vec![[0; 3]; shown.len()];
            for (finding, spots) in findings.iter().zip(&spots) {
                let mut operations: Vec<usize> = spots.iter().map(|spot| spot.operation()).collect();
                operations.dedup();
                operations.into_iter().for_each(|at| counts[at][finding.severity as usize] += 1);
            }
            let cards = shown.iter().zip(counts).map(|(shown, counts)| card(shown, counts)).collect();
            let numbers: FxHashMap<u32, usize> =
                target.connector.operations().enumerate().map(|(at, operation)| (operation.node().id, at)).collect();
            let operations = shown.iter().filter_map(|shown| numbers.get(&shown.operation.node().id).copied()).collect();
            (spots, cards, operations)
        };
        let parameters = findings.iter().map(|finding| parameter(&target.connector, finding)).collect();
        Content { target, findings, spots, parameters, cards, operations }
    }

    /// The number of operations in the list.
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Whether the list has no operations.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// An operation of the list.
    pub fn operation(&self, at: usize) -> Option<Operation<'_>> {
        self.target.connector.operations().nth(*self.operations.get(at)?)
    }

    /// Everything but the details of operations.
    pub fn overview(&self) -> Value {
        let connector = &self.target.connector;
        let info = connector.api().and_then(|api| api.info());
        let text = |key: &str| info.and_then(|info| info.get_str(key));
        let (tools, notes) = tools::tools(connector, &Wish { writes: true, ..Wish::default() });
        let mut overview = json!({
            "name": connector.name,
            "title": connector.title().filter(|title| !title.is_empty()).unwrap_or_else(|| connector.name.clone()),
            "description": text("description"),
            "publisher": self.target.publisher.to_string(),
            "color": color(connector),
            "icon": icon(connector),
            "isWhole": connector.definition.as_ref().is_some_and(|definition| definition.is_whole()),
            "operations": self.cards,
            "connection": self.connection(),
            "tools": tools.iter().map(tool).collect::<Vec<_>>(),
            "toolNotes": notes,
            "findings": (0..self.findings.len()).map(|at| self.finding(at)).collect::<Vec<_>>(),
        });
        readable(&mut overview);
        overview
    }

    fn connection(&self) -> Value {
        let mut dialog = view::json::dialog(&self.target.connector);
        let ways = dialog.get_mut("ways").and_then(Value::as_array_mut).into_iter().flatten();
        for field in ways.filter_map(|way| way["fields"].as_array_mut()).flatten() {
            let name = field["name"].as_str().unwrap_or_default().to_owned();
            let own = |at: &usize| self.parameters[*at].as_deref() == Some(name.as_str());
            field["findings"] = (0..self.findings.len()).filter(own).collect::<Vec<_>>().into();
        }
        dialog
    }

    fn finding(&self, at: usize) -> Value {
        let finding = &self.findings[at];
        let (start, _) = report::range(&self.target, finding.at.file, finding.at.span);
        let mut operations: Vec<usize> = self.spots[at].iter().map(|spot| spot.operation()).collect();
        operations.dedup();
        let count = operations.len();
        operations.truncate(MOST_OPERATIONS_OF_FINDING);
        json!({
            "severity": finding.severity.name(),
            "rule": finding.rule.id,
            "title": finding.rule.title,
            "url": finding.rule.url(),
            "message": report::message(finding),
            "help": report::help(finding),
            "place": format!("{}:{}:{}", self.file(finding.at.file), start.line, start.column),
            "operations": operations,
            "operationCount": count,
            "parameter": self.parameters[at],
        })
    }

    /// The name of a file, from the folder of the connector.
    fn file(&self, file: File) -> String {
        match self.target.connector.file_in_folder(file) {
            name if name.is_empty() => report::file_name(&self.target, file),
            name => name,
        }
    }

    /// One operation. With `items`, lookups have the entries that the mock returns for them.
    pub fn detail(&self, at: usize, items: bool) -> Option<Value> {
        let operation = self.operation(at)?;
        let shown = view::show(operation);
        let leaves = leaf::inputs(operation);
        let mut detail = view::json::operation(&shown, Designer::New);
        detail["method"] = operation.verb().to_uppercase().into();
        detail["path"] = operation.path().into();
        let is_here = |finding: &usize| self.spots[*finding].iter().any(|spot| spot.operation() == at);
        let own: Vec<usize> = (0..self.findings.len()).filter(is_here).collect();
        let here =
            |spot: Spot| -> Vec<usize> { own.iter().copied().filter(|finding| self.spots[*finding].contains(&spot)).collect() };
        detail["findings"] = here(Spot::Operation(at)).into();
        for (number, field) in shown.fields.iter().enumerate() {
            let input = &mut detail["inputs"][number];
            input["foldedInClassic"] = (field.fold(Designer::Classic) == Fold::Folded).into();
            input["findings"] = here(Spot::Field(at, number)).into();
            for (key, lookup) in [("lookup", field.lookup), ("schemaLookup", field.schema_lookup)] {
                let Some(lookup) = lookup else { continue };
                let about = about_lookup(operation, &shown, &leaves, lookup, items);
                merge(&mut input[key], about);
                input[key]["input"] = name_of(&leaves, field).into();
            }
            if field.type_name == "array" {
                input["items"] = items_of(operation, &shown, &leaves, field, items);
                let listed = field.node.and_then(|node| node.get("items")).and_then(|node| node.get("enum"));
                if let Some(values) = listed.filter(|values| values.is_array()) {
                    input["itemChoices"] = choices(values);
                }
            }
        }
        for (number, token) in shown.outputs.iter().enumerate() {
            detail["outputs"][number]["findings"] = here(Spot::Output(at, number)).into();
            detail["outputs"][number]["inArray"] = token.is_in_array().into();
        }
        let dynamic = leaf::output_lookups(operation).into_iter().filter(|found| found.lookup.is_of_schema()).map(|found| {
            let mut about = about_lookup(operation, &shown, &leaves, found.lookup, false);
            about["path"] = found.dotted().into();
            about
        });
        detail["dynamicOutputs"] = dynamic.collect();
        readable(&mut detail);
        Some(detail)
    }

    /// The fields of a schema that a lookup returned, as the designer shows them.
    pub fn fields_of(schema: &Value) -> Value {
        let definition = json!({ "swagger": "2.0", "paths": { "/": { "post": { "operationId": "x", "responses": {}, "parameters": [
            { "name": "body", "in": "body", "required": true, "schema": schema } ] } } } });
        let Ok(connector) = crate::call::source::swagger("schema", definition.to_string().into_bytes()) else { return json!([]) };
        let Some(operation) = connector.operations().next() else { return json!([]) };
        let shown = view::show(operation);
        let mut detail = view::json::operation(&shown, Designer::New);
        let mut fields = detail["inputs"].take();
        for field in fields.as_array_mut().into_iter().flatten() {
            field["foldedInClassic"] = false.into();
            field["folded"] = false.into();
        }
        readable(&mut fields);
        // A schema without properties is one field, which says nothing new.
        match fields.as_array().map(Vec::as_slice) {
            Some([only]) if only["key"] == "body.$" => json!([]),
            _ => fields,
        }
    }
}

/// The entries of a lookup for the page.
pub fn entries(items: &[Item]) -> Value {
    let one = |item: &Item| {
        let mut entry = json!({ "value": plain(&item.value, None), "title": escape::visible(&item.title),
            "description": item.description.as_deref().map(escape::visible), "selectable": item.selectable });
        if let Some(is_parent) = item.is_parent {
            entry["isParent"] = is_parent.into();
            entry["item"] = item.item.clone();
        }
        entry
    };
    items.iter().take(MOST_ITEMS).map(one).collect()
}

fn merge(to: &mut Value, from: Value) {
    if let (Value::Object(to), Value::Object(from)) = (to, from) {
        to.extend(from);
    }
}

/// What the page has to know about a lookup: the operation it calls, and the fields that it needs first.
fn about_lookup(operation: Operation, shown: &Shown, leaves: &[Leaf], lookup: Lookup, items: bool) -> Value {
    let needs: Vec<&str> = lookup::needs(operation, lookup)
        .iter()
        .filter_map(|name| field_of(shown, leaf::find(leaves, name)?))
        .map(|field| field.key.as_str())
        .collect();
    let called = lookup::called(operation, lookup, false);
    let mut about = json!({ "operationId": lookup.operation_id(), "needs": needs, "exists": called.is_some() });
    if items && !lookup.is_of_schema() {
        about["items"] = called.map_or_else(|| json!([]), |called| mocked(operation.connector, lookup, called));
    }
    about
}

/// The entries that a lookup would have if the mock answered.
fn mocked(connector: &Connector, lookup: Lookup, called: Operation) -> Value {
    let mock = match mock::answer(called).payload {
        crate::call::exchange::Payload::Json(value) => value,
        _ => Value::Null,
    };
    match lookup::read(connector, lookup, false, &mock).0 {
        lookup::Answer::Items(items) => entries(&items),
        lookup::Answer::Schema(_) => json!([]),
    }
}

/// The field of an input.
pub fn field_of<'s, 'a>(shown: &'s Shown<'a>, leaf: &Leaf<'a>) -> Option<&'s Field<'a>> {
    shown.fields.iter().find(|field| is_same(leaf, field))
}

fn is_same(leaf: &Leaf, field: &Field) -> bool {
    leaf.path == field.path && leaf.parameter.node == field.parameter.node
}

/// The name of the input of a field.
pub fn name_of(leaves: &[Leaf], field: &Field) -> Option<String> {
    leaves.iter().find(|leaf| is_same(leaf, field)).map(Leaf::name)
}

/// The fields of one element of an array; empty for a list of plain values.
fn items_of(operation: Operation, shown: &Shown, leaves: &[Leaf], field: &Field, items: bool) -> Value {
    let depth = field.path.len();
    let inside = |leaf: &&Leaf| {
        let rest = leaf.path.get(depth + 1..).unwrap_or_default();
        leaf.parameter.node == field.parameter.node
            && leaf.path.starts_with(&field.path)
            && leaf.path.get(depth) == Some(&Segment::Item)
            && !rest.is_empty()
            && !rest.contains(&Segment::Item)
            && !leaf.hidden
            && !leaf.is_group
    };
    let one = |leaf: &Leaf| {
        let rest: Vec<&str> = leaf.path[depth + 1..]
            .iter()
            .filter_map(|segment| match segment {
                Segment::Property(name) => Some(name.as_str()),
                Segment::Item => None,
            })
            .collect();
        let text = |key: &str| leaf.node.get_str(key).filter(|text| !text.is_empty());
        // The last one is replaced by the title, as the array editor does.
        let own = text("title").or_else(|| text("x-ms-summary"));
        let (last, before) = rest.split_last().unwrap_or((&"", &[]));
        let mut words: Vec<String> = before.iter().map(|word| capitalized(word)).collect();
        words.push(own.map_or_else(|| capitalized(last), |own| own.into_owned()));
        let mut item = json!({ "path": rest, "label": words.join(" "), "type": text("type").unwrap_or("any".into()),
            "description": text("description"), "required": leaf.required != leaf::Required::Never });
        if let Some(values) = leaf.node.get("enum").filter(|values| values.is_array()) {
            item["choices"] = choices(values);
        }
        if let Some(lookup) = lookup::choose(&leaf.lookups).filter(|lookup| !lookup.is_of_schema()) {
            item["lookup"] = about_lookup(operation, shown, leaves, lookup, items);
            item["lookup"]["input"] = leaf.name().into();
        }
        item
    };
    leaves.iter().filter(inside).map(one).collect()
}

/// The listed values of an element, or of a field of one.
fn choices(values: Node) -> Value {
    values.items().map(|node| json!({ "value": value(node), "title": plain(&value(node), None) })).collect()
}

/// An operation in the list.
fn card(shown: &Shown, counts: [usize; 3]) -> Value {
    json!({
        "id": shown.id,
        "summary": shown.summary,
        "description": shown.description,
        "visibility": shown.visibility,
        "trigger": shown.trigger,
        "status": shown.status,
        "deprecated": shown.deprecated,
        "findings": { "info": counts[Severity::Info as usize], "warning": counts[Severity::Warning as usize],
            "error": counts[Severity::Error as usize] },
    })
}

fn tool(tool: &Tool) -> Value {
    json!({
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "operation": tool.operation,
        "input": tool.input,
        "does": if tool.read_only { "reads" } else if tool.destructive { "destroys" } else { "writes" },
        "tokens": tools::tokens(tool),
    })
}

/// Finds out which operations, fields and outputs the findings concern: each is shown at the innermost thing around its place.
fn spots(connector: &Connector, shown: &[Shown], findings: &[Finding]) -> Vec<Vec<Spot>> {
    let Some(document) = &connector.definition else { return vec![Vec::new(); findings.len()] };
    let mut owners: FxHashMap<u32, Vec<Spot>> = FxHashMap::default();
    for (at, shown) in shown.iter().enumerate() {
        owners.entry(shown.operation.node().id).or_default().push(Spot::Operation(at));
        for (number, field) in shown.fields.iter().enumerate() {
            let alone = field.path.is_empty() && !field.is_file_name;
            let nodes = field.node.into_iter().chain(alone.then_some(field.parameter.node));
            let mut ids: Vec<u32> = nodes.map(|node| node.id).collect();
            ids.dedup();
            ids.into_iter().for_each(|id| owners.entry(id).or_default().push(Spot::Field(at, number)));
        }
        for (number, token) in shown.outputs.iter().enumerate() {
            let node = token.node.filter(|node| node.id != shown.operation.node().id);
            node.into_iter().for_each(|node| owners.entry(node.id).or_default().push(Spot::Output(at, number)));
        }
    }
    let of = |finding: &Finding| {
        if finding.at.file != File::Definition {
            return Vec::new();
        }
        let mut node = document.at_pointer(&finding.at.pointer);
        while let Some(here) = node {
            if let Some(spots) = owners.get(&here.id) {
                return spots.clone();
            }
            node = here.parent();
        }
        Vec::new()
    };
    findings.iter().map(of).collect()
}

/// The name of the connection parameter that a finding in `apiProperties.json` concerns.
fn parameter(connector: &Connector, finding: &Finding) -> Option<String> {
    if finding.at.file != File::Properties {
        return None;
    }
    let all = connector.api_properties()?.connection_parameters();
    let mut node = connector.properties.as_ref()?.at_pointer(&finding.at.pointer);
    while let Some(here) = node {
        if let Some(found) = all.iter().find(|parameter| parameter.node == here) {
            return Some(found.name().into_owned());
        }
        node = here.parent();
    }
    None
}

/// The brand color, if it is one.
fn color(connector: &Connector) -> Option<String> {
    let color = connector.api_properties()?.get("iconBrandColor").and_then(Node::str)?;
    crate::connector::icon::parse_colour(&color).map(crate::connector::icon::show_colour)
}

/// The icon as an address that holds it.
fn icon(connector: &Connector) -> Option<String> {
    let (_, bytes) = connector.icon.as_ref()?;
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.len() <= LARGEST_ICON;
    is_png.then(|| format!("data:image/png;base64,{}", STANDARD.encode(bytes)))
}

/// The members that only people read.
const FOR_PEOPLE: [&str; 11] =
    ["title", "label", "summary", "description", "tooltip", "message", "help", "place", "triggerHint", "status", "toolNotes"];

/// Shows hidden characters in what only people read as escapes. Keys and values stay as they are.
fn readable(value: &mut Value) {
    fn members(object: &mut Map<String, Value>) {
        for (name, value) in object {
            match value {
                Value::String(text) if FOR_PEOPLE.contains(&name.as_str()) => {
                    if let std::borrow::Cow::Owned(safe) = escape::lines(text) {
                        *text = safe;
                    }
                }
                value => readable(value),
            }
        }
    }
    match value {
        Value::Object(object) => members(object),
        Value::Array(items) => items.iter_mut().for_each(readable),
        _ => {}
    }
}
