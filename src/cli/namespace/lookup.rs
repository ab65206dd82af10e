//! `connsmith namespace lookup`
use super::{Format, Given, answer, connector, document, json_of, operation};
use clap::Args;
use connsmith::call::leaf::{self, Leaf};
use connsmith::call::lookup::{self, Answer, Plan, Wanted};
use connsmith::call::namespace::invoke;
use connsmith::call::request::{Options, PathEncoding, Problem};
use connsmith::call::view::Lookup;
use connsmith::connector::Operation;
use connsmith::rule::Severity;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// A connector's folder or a Swagger file
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The operation's `operationId`
    #[arg(value_name = "OPERATION")]
    operation: String,

    /// The input to look up: a parameter, a property of the body such as `body.recipient.id`, or `response`
    #[arg(value_name = "LEAF")]
    leaf: String,

    #[command(flatten)]
    given: Given,

    /// Read this recorded response of the operation, as JSON
    #[arg(long, value_name = "FILE")]
    recorded: Option<PathBuf>,

    /// Browse a tree below this item: the `item` printed by the previous level, as JSON or `@FILE`
    #[arg(long, value_name = "ITEM")]
    below: Option<String>,

    /// Encode the values in a path once, whatever the definition says
    #[arg(long)]
    single_encoding: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let connector = connector(&arguments.source)?;
    let operation = operation(&connector, &arguments.operation)?;
    let found = find(operation, &arguments.leaf)?;
    let (known, problems) = arguments.given.read()?;
    if !problems.is_empty() {
        return answer(arguments.format, json!({}), &problems, String::new);
    }
    let opened = arguments.below.as_deref().map(|text| json_of(text, "the item of `--below`")).transpose()?;
    let path_encoding = if arguments.single_encoding { PathEncoding::Single } else { PathEncoding::Metadata };
    let wanted = Wanted { known: &known, opened: opened.as_ref(), options: Options { path_encoding, ..Options::default() } };
    let mut value = json!({});
    let mut problems = Vec::new();
    match lookup::plan(operation, found, wanted) {
        Plan::Needs(needs) => {
            value["needs"] = json!(needs);
            match lookup::before(operation, found) {
                Ok(order) => value["order"] = json!(order),
                Err(circle) => problems.push(problem(format!("the lookups depend on each other: {}", circle.join(" → ")))),
            }
        }
        Plan::Broken(why) => problems = why,
        Plan::Ready { request, filled_in } => match invoke::body(&request) {
            Err(error) => problems.push(error),
            Ok((body, _)) => {
                value = body;
                value["filledIn"] = json!(filled_in);
                if let Some(path) = &arguments.recorded {
                    let (key, read, warnings) = recorded(&connector, found, opened.is_some(), path)?;
                    value[key] = read;
                    problems = warnings;
                }
            }
        },
    }
    let text = text(&value);
    answer(arguments.format, value, &problems, || text)
}

fn problem(message: String) -> Problem {
    Problem { severity: Severity::Error, code: "lookup", message, help: None, origin: None }
}

/// The lookup on an input, or on the operation's response.
fn find<'a>(operation: Operation<'a>, name: &str) -> anyhow::Result<Lookup<'a>> {
    let leaves = leaf::inputs(operation);
    let input = leaf::find(&leaves, name);
    if let Some(lookup) = input.and_then(|leaf| lookup::choose(&leaf.lookups)) {
        return Ok(lookup);
    }
    if let Some(rest) = name.strip_prefix("response").filter(|_| input.is_none()) {
        let outputs = leaf::output_lookups(operation);
        let wanted = rest.trim_start_matches(['.', '/']);
        if let Some(found) = outputs.iter().find(|output| output.dotted() == wanted) {
            return Ok(found.lookup);
        }
    }
    let with: Vec<String> = leaves.iter().filter(|leaf| !leaf.lookups.is_empty()).map(Leaf::name).collect();
    let there = if input.is_some() { "has no lookup" } else { "is not an input" };
    let help = match with.is_empty() {
        true => "none of its inputs has one".to_owned(),
        false => format!("these have one: {}", with.join(", ")),
    };
    anyhow::bail!("`{name}` {there} of {}; {help}", operation.display())
}

fn recorded(
    connector: &connsmith::Connector,
    found: Lookup,
    browse: bool,
    path: &Path,
) -> anyhow::Result<(&'static str, Value, Vec<Problem>)> {
    let document = document(path)?;
    if let Some(fault) = document.tree.faults.first() {
        let at = document.position(fault.span.start);
        anyhow::bail!("`{}` is not JSON (line {}, column {})", document.name, at.line, at.column);
    }
    let whole = connsmith::call::value(document.root());
    let (read, problems) = lookup::read(connector, found, browse, lookup::recorded(&whole));
    Ok(match read {
        Answer::Schema(schema) => ("schema", schema, problems),
        Answer::Items(items) => {
            let one = |item: &lookup::Item| {
                let mut object = json!({ "value": item.value, "title": item.title });
                if let Some(description) = &item.description {
                    object["description"] = json!(description);
                }
                if !item.selectable {
                    object["selectable"] = json!(false);
                }
                if let Some(is_parent) = item.is_parent {
                    object["isParent"] = json!(is_parent);
                    object["item"] = item.item.clone();
                }
                object
            };
            ("items", items.iter().map(one).collect(), problems)
        }
    })
}

fn text(value: &Value) -> String {
    let names = |key: &str| {
        let list = value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        list.collect::<Vec<_>>().join(", ")
    };
    if value.get("needs").is_some() {
        let order = names("order");
        let order = if order.is_empty() { String::new() } else { format!(" (in this order: {order})") };
        return format!("needs {}{order}\n", names("needs"));
    }
    if let Some(Value::Array(items)) = value.get("items") {
        let line = |item: &Value| {
            let plain = |key: &str| item[key].as_str().map_or_else(|| item[key].to_string(), str::to_owned);
            let folder = if item.get("isParent") == Some(&Value::Bool(true)) { "/" } else { "" };
            format!("{}\t{}{folder}\n", plain("value"), plain("title"))
        };
        return items.iter().map(line).collect();
    }
    let shown = value.get("schema").map_or_else(|| json!({ "request": value.get("request") }), Value::clone);
    if shown.get("request").is_some_and(Value::is_null) {
        return String::new();
    }
    serde_json::to_string_pretty(&shown).unwrap_or_default() + "\n"
}
