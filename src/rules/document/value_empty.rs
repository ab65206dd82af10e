use crate::connector::publisher::Publisher;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::{Document, File, Member, Node};
use std::collections::BTreeMap;

/// Texts of the definition that can be removed without effect. Others may be empty for a reason (`default`), or have
/// a rule of their own (`format`).
const NAMES: [&str; 9] = [
    "description",
    "title",
    "summary",
    "x-ms-summary",
    "x-ms-visibility",
    "x-ms-trigger-hint",
    "x-ms-url-encoding",
    "pattern",
    "termsOfService",
];

pub fn check(document: &Document, report: &mut Report) {
    if document.file != File::Definition {
        return;
    }
    let mut found: BTreeMap<&str, Vec<Member>> = BTreeMap::new();
    for value in document.blank_values() {
        let Some(key) = value.key() else { continue };
        if let Some(name) = NAMES.into_iter().find(|name| key.key_is(name))
            && is_surplus(report, name, value)
        {
            found.entry(name).or_default().push(Member { key, value });
        }
    }
    for (name, members) in found {
        let message = match members.len() {
            1 => format!("`{name}` is empty"),
            count => format!("`{name}` is empty in {count} places"),
        };
        let fix = members.iter().fold(Fix::safe(format!("remove each empty `{name}`")), |fix, member| fix.remove_member(*member));
        let finding = report.at(members[0].value, message);
        finding.help("write a text, or remove it").fix(fix);
        for member in members.iter().skip(1).take(8) {
            finding.label(member.value, "and here");
        }
    }
}

/// Whether an empty text can be removed: not an example or a default, nor one that another rule reports as missing.
fn is_surplus(report: &Report, name: &str, value: Node) -> bool {
    let Some(object) = value.parent() else { return false };
    let mut around = std::iter::successors(Some(value), |node| node.parent()).skip(1).filter_map(Node::key);
    let data = ["default", "example", "examples", "enum", "x-ms-test-value", "scopes"];
    if around.any(|key| data.iter().any(|name| key.key_is(name))) {
        return false;
    }
    // An empty text that certification requires counts as missing.
    let certified = report.settings.publisher != Publisher::Custom;
    let operation = report.connector.operation_at(object);
    let is_parameter = object.has("in") && object.has("name");
    let hidden = object.get("x-ms-visibility").is_some_and(|visibility| visibility.is_in_any_case("internal"));
    match name {
        "title" => !is_under(object, "info"),
        "description" | "summary" if operation.is_some() => !certified || hidden,
        "description" | "x-ms-summary" if is_parameter => {
            !certified || hidden || object.get("in").is_some_and(|at| at.is("body"))
        }
        // Swagger requires the description of a response; everybody requires that of the connector.
        "description" => !is_under(object, "info") && !object.parent().is_some_and(|list| is_under(list, "responses")),
        _ => true,
    }
}

fn is_under(node: Node, name: &str) -> bool {
    node.key().is_some_and(|key| key.key_is(name))
}
