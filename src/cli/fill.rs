//! Asks on the terminal for the inputs of an operation that must have a value and have none.
use super::ask::Asker;
use connsmith::call::exchange::Payload;
use connsmith::call::leaf::{self, Leaf};
use connsmith::call::lookup::{self, Item, Plan, Wanted};
use connsmith::call::pipeline::{self, Caller};
use connsmith::call::request::{self, Argument, Given, Options, Place};
use connsmith::call::{value, view};
use connsmith::connector::Operation;

/// Asks for what [`request::build`] misses, as long as the user answers. Lists are offered: the listed values, and the entries of lookups.
pub fn fill(operation: Operation, given: &mut Vec<Argument>, options: Options, caller: &mut Caller) -> anyhow::Result<()> {
    let leaves = leaf::inputs(operation);
    let shown = view::show(operation);
    let label = |leaf: &Leaf| {
        let same = |field: &&view::Field| field.path == leaf.path && field.parameter.node == leaf.parameter.node;
        let name = leaf.name();
        match shown.fields.iter().find(same) {
            Some(field) if field.label != name => format!("{} ({name})", field.label),
            _ => name,
        }
    };
    let mut asked: Vec<String> = Vec::new();
    loop {
        let names = request::build(operation, given, options).missing;
        let mut missing = names.iter().filter_map(|name| {
            let is_named =
                |leaf: &&Leaf| !leaf.is_group && [leaf.name(), leaf.name().replace('.', "/"), leaf.reference()].contains(name);
            leaves.iter().find(is_named)
        });
        let Some(leaf) = missing.find(|leaf| !asked.contains(&leaf.name())) else { return Ok(()) };
        let name = leaf.name();
        asked.push(name.clone());
        let Some(value) = ask_for(operation, leaf, &label(leaf), given, options, caller)? else { return Ok(()) };
        let place = match leaf.parameter.location().as_ref() {
            "body" if leaf.path.is_empty() => Place::Body,
            _ => Place::Named(name),
        };
        given.push(Argument { place, value, origin: "your answer".to_owned() });
    }
}

/// Asks for one value; None if the user does not answer.
fn ask_for(
    operation: Operation,
    leaf: &Leaf,
    label: &str,
    given: &[Argument],
    options: Options,
    caller: &mut Caller,
) -> anyhow::Result<Option<Given>> {
    let asker = Asker::new();
    let kind = leaf.node.get_str("type");
    let listed: Vec<_> = leaf.node.get("enum").into_iter().flat_map(|values| values.items()).map(value).collect();
    if !listed.is_empty() {
        let names: Vec<String> =
            listed.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
        return Ok(asker.one_or_back(label, &names, 0)?.map(|at| Given::Json(listed[at].clone())));
    }
    if kind.as_deref() == Some("boolean") {
        return Ok(asker.yes_or_back(label, true)?.map(|yes| Given::Json(yes.into())));
    }
    let items = entries(operation, leaf, given, options, caller);
    if !items.is_empty() {
        let names: Vec<String> = items.iter().map(|item| item.title.clone()).collect();
        return Ok(asker.one_or_back(label, &names, 0)?.map(|at| Given::Json(items[at].value.clone())));
    }
    let check = |text: &str| match request::reads_as(leaf.node, text) {
        _ if text.trim().is_empty() => Err("enter a value, or press Esc to stop".to_owned()),
        true => Ok(()),
        false => Err(format!("enter a value of the type {}", kind.as_deref().unwrap_or("any"))),
    };
    Ok(asker.text(label, None, false, check)?.map(Given::Text))
}

/// The entries of the lookup of an input; none if it has no lookup, or none that works now.
fn entries(operation: Operation, leaf: &Leaf, given: &[Argument], options: Options, caller: &mut Caller) -> Vec<Item> {
    let Some(lookup) = lookup::choose(&leaf.lookups) else { return Vec::new() };
    let wanted = Wanted { known: given, opened: None, options };
    let (Plan::Ready { request, .. }, Some(called)) =
        (lookup::plan(operation, lookup, wanted), lookup::called(operation, lookup, false))
    else {
        return Vec::new();
    };
    let answer = pipeline::call(called, &request, caller).answer.filter(|answer| answer.is_success());
    let Some(Payload::Json(body)) = answer.map(|answer| answer.payload) else { return Vec::new() };
    match lookup::read(operation.connector, lookup, false, &body).0 {
        lookup::Answer::Items(items) => items.into_iter().filter(|item| item.selectable).collect(),
        lookup::Answer::Schema(_) => Vec::new(),
    }
}
