use crate::connector::grammar::{self, Kind, Value};
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::rule::{Report, Severity};
use crate::text::document::{File, Node};
use crate::text::json;

pub fn check(entry: &Entry, report: &mut Report) {
    let value = match entry.meaning {
        // Its own rule says what the version has to be.
        grammar::Member::Property(property) if (entry.kind, property.name) == (Kind::Swagger, "swagger") => return,
        grammar::Member::Property(property) => &property.value,
        grammar::Member::Entry(ref value) => value,
        _ => return,
    };
    // Nearly every member ends here, so this comes first.
    if !matches!(value, Value::Array(_) | Value::Either(_)) && is_of_type(entry.member.value, value) {
        return;
    }
    if !entry.object.doc.is_whole() {
        return; // it may have been meant for another place
    }
    let name = entry.member.name();
    // Microsoft's plug-in tooling writes its own in more than one form, and no page says which; a policy's parameters
    // have rules of their own.
    let plug_in = matches!(entry.kind, Kind::OpenAiManifest | Kind::OpenAiData | Kind::OpenAiOperation | Kind::PublishedCopilot);
    if plug_in || name.starts_with("x-ms-openai-") || entry.kind == Kind::PolicyParameters {
        return;
    }
    visit(entry, entry.member.value, value, report);
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

/// Whether a value is of the right type itself; what is in it is not looked at.
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
        // What could not be read is a fault of the syntax.
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
        File::Definition => {}
        // Published: null for nothing, and `true` for "true", which the service reads.
        File::Properties if !node.is_object() && !node.is_array() && !matches!(value, Value::Boolean) => {
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
