use crate::connector::grammar::{self, Kind, Value};
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::rule::{Report, Severity};
use crate::text::document::{File, Node};
use crate::text::edit::quote;
use crate::text::json;

pub fn check(entry: &Entry, report: &mut Report) {
    let value = match entry.meaning {
        // The version has its own rule.
        grammar::Member::Property(property) if (entry.kind, property.name) == (Kind::Swagger, "swagger") => return,
        grammar::Member::Property(property) => &property.value,
        grammar::Member::Entry(ref value) => value,
        _ => return,
    };
    // Nearly every member ends here, so this comes first.
    if !matches!(value, Value::Array(_) | Value::Either(_)) && is_of_type(entry.member.value, value) {
        return;
    }
    // `null` means that it is not set: the service and paconn read it that way.
    if entry.member.value.kind() == json::Kind::Null && entry.object.doc.file != File::Definition {
        return;
    }
    if !entry.object.doc.is_whole() {
        return; // it may have been meant for another place
    }
    // The finding there says what it is instead, and what to write.
    if matches!(entry.kind.general(), Kind::Schema | Kind::Parameter | Kind::Items | Kind::Header)
        && entry.member.key.key_is("type")
        && entry.member.value.is_array()
    {
        return several_types(entry, report);
    }
    let name = entry.member.name();
    // Microsoft's plug-in tooling writes these in several forms, and no page says which is right; a policy's parameters
    // have rules of their own.
    let plug_in = matches!(entry.kind, Kind::OpenAiManifest | Kind::OpenAiData | Kind::OpenAiOperation | Kind::PublishedCopilot);
    if plug_in || name.starts_with("x-ms-openai-") || entry.kind == Kind::PolicyParameters {
        return;
    }
    visit(entry, entry.member.value, value, report);
}

/// `["string", "null"]`: in JSON Schema, and in OpenAPI 3.1, a value may be of several types.
fn several_types(entry: &Entry, report: &mut Report) {
    let list = entry.member.value;
    let finding = report.at(list, "`type` must be a single type, found a list");
    let mut others = list.items().filter(|item| !item.is("null"));
    match (others.next().and_then(Node::str), others.next()) {
        (Some(only), None) => {
            let fix = Fix::safe(format!("write `\"{only}\"`")).replace(list, quote(&only));
            finding.help(format!("write `\"type\": \"{only}\"`; any property that is not required may be `null`")).fix(fix);
        }
        _ => drop(finding.help("write the type that the service sends, or leave out `type` if it sends several")),
    }
}

fn visit(entry: &Entry, node: Node, value: &Value, report: &mut Report) {
    if !fits(node, value) {
        return wrong(entry, node, value, report);
    }
    match value {
        Value::Array(item) if **item != Value::Any => {
            for node in node.items() {
                visit(entry, node, item, report);
            }
        }
        Value::Either(values) => {
            if let Some(array) = values.iter().find(|value| matches!(value, Value::Array(_)) && fits(node, value)) {
                visit(entry, node, array, report);
            }
        }
        _ => {}
    }
}

/// Whether a value has the right type itself, without looking at its content.
fn fits(node: Node, value: &Value) -> bool {
    match value {
        Value::Either(values) => values.iter().any(|value| fits(node, value)),
        value => is_of_type(node, value),
    }
}

#[inline(always)]
fn is_of_type(node: Node, value: &Value) -> bool {
    let kind = node.kind();
    match value {
        // A value that could not be read is a syntax error.
        _ if kind == json::Kind::Invalid => true,
        Value::Any => true,
        Value::String | Value::Url | Value::Email | Value::Enum(_) => kind == json::Kind::String,
        Value::Boolean => matches!(kind, json::Kind::True | json::Kind::False),
        Value::Integer => node.is_integer(),
        Value::Number => kind == json::Kind::Number,
        Value::Null => kind == json::Kind::Null,
        Value::Object(_) => kind == json::Kind::Object,
        Value::Array(_) => kind == json::Kind::Array,
        Value::Either(_) => false,
    }
}

fn wrong(entry: &Entry, node: Node, value: &Value, report: &mut Report) {
    let name = entry.member.name();
    let what = match node.index() {
        Some(index) if node != entry.member.value => format!("item {} of `{name}`", index + 1),
        _ => format!("`{name}`"),
    };
    let found = match node.type_name() {
        "integer" if !matches!(value, Value::Integer) => "number",
        name => name,
    };
    let finding = report.at(node, format!("{what} must be {}, found {}", wanted(value), with_article(found)));
    finding.help(format!("write {}", wanted(value)));
    if let (Value::Boolean, Some(text)) = (value, node.str())
        && let Some(word) = ["true", "false"].into_iter().find(|word| text.eq_ignore_ascii_case(word))
    {
        finding.help(format!("write `{word}` without quotes"));
        finding.fix(Fix::safe("remove the quotes").replace(node, word));
    }
    let label = matches!(entry.meaning, grammar::Member::Property(property) if property.text.is_some());
    match node.doc.file {
        // A number as a label was merged: the validator lets it pass.
        File::Definition if label && node.kind() == json::Kind::Number => finding.severity = Severity::Warning,
        // Not set, written by a serializer that keeps empty values.
        File::Definition if node.kind() == json::Kind::Null && node == entry.member.value && is_optional(entry) => {
            finding.severity = Severity::Warning;
            finding.help("remove it: `null` means that it is not set").fix(Fix::safe("remove it").remove_member(entry.member));
        }
        File::Definition => {}
        // Published, and read by the service: null for nothing, and `true` for "true".
        File::Properties
            if !node.is_object() && (!node.is_array() || matches!(value, Value::Url)) && !matches!(value, Value::Boolean) =>
        {
            (finding.code, finding.severity) = (None, Severity::Warning)
        }
        File::Settings => (finding.code, finding.severity) = (None, Severity::Warning),
        _ => finding.code = None,
    }
}

fn wanted(value: &Value) -> String {
    match value {
        Value::Any => "anything".into(),
        Value::String | Value::Url | Value::Email | Value::Enum(_) => "a string".into(),
        Value::Boolean => "a boolean".into(),
        Value::Integer => "an integer".into(),
        Value::Number => "a number".into(),
        Value::Null => "null".into(),
        Value::Object(_) => "an object".into(),
        Value::Array(_) => "an array".into(),
        Value::Either(values) => values.iter().map(wanted).collect::<Vec<_>>().join(" or "),
    }
}

fn with_article(name: &str) -> String {
    match name {
        "null" => name.into(),
        "object" | "array" | "integer" => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

fn is_optional(entry: &Entry) -> bool {
    matches!(entry.meaning, grammar::Member::Property(property) if !property.required)
}
