//! Hover: findings, descriptions, targets of references, and requests of operations.
use super::names::{self, Name};
use super::session::{Place, Session};
use super::{diagnostics, spot, text};
use crate::call::view;
use crate::connector::grammar::{self, IGNORED_EXTENSIONS, Value};
use crate::connector::{Connector, Operation, Policy};
use crate::rule::Rule;
use crate::text::document::{Document, File, Node};
use crate::text::json::Span;
use crate::text::prose::capitalized;
use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Range};
use std::fmt::Write;

/// The hover at a place, as text of the kind that the client shows; None if there is none.
pub fn hover(session: &Session, place: Place, at: Position, kind: MarkupKind) -> Option<Hover> {
    let Place { loaded, document } = place;
    let connector = &loaded.target.connector;
    let offset = text::offset(&document.text, at, session.units) as u32;
    let mut parts: Vec<String> = Vec::new();
    let mut range = None;
    for finding in diagnostics::at(session, loaded, document, Range { start: at, end: at }) {
        // Findings without a place are shown at the start of the main file.
        parts.push(format!("**{}**: {}\n\n{}", finding.severity.name(), sentence(&finding.message), page(finding.rule)));
        range = range.or(Some(finding.at.span));
    }
    if matches!(document.file, File::Definition | File::Properties | File::Settings) {
        let spot = spot::at(document, offset);
        let token = match spot.node.key().filter(|_| spot.in_key) {
            Some(key) => key.span(),
            None => spot.node.span(),
        };
        let scalar = spot.in_key || !(spot.node.is_object() || spot.node.is_array());
        if scalar {
            range = Some(token);
            parts.extend(of_value(connector, document, spot, offset));
        }
    } else if let Some((Name::Operation(id), found)) = names::at(connector, document, offset) {
        range = Some(found.span);
        parts.extend(connector.operation(&id).map(|operation| of_operation(operation)));
    }
    if parts.is_empty() {
        return None;
    }
    let value = parts.join("\n\n---\n\n");
    let range = range.map(|span: Span| text::range(document, span, session.units));
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range })
}

fn of_value(connector: &Connector, document: &Document, spot: spot::Spot, offset: u32) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(reference) = spot.node.str().filter(|_| spot.node.name().is_some_and(|name| name == "$ref")) {
        parts.extend(of_reference(connector, &reference));
    }
    if let Some((name, _)) = names::at(connector, document, offset) {
        parts.extend(of_name(connector, &name));
    }
    let around = spot.node.parent();
    // On the verb of an operation, its request.
    if spot.in_key
        && let Some(operation) = connector.operation_at(spot.node).filter(|_| document.file == File::Definition)
    {
        parts.push(of_operation(operation));
    }
    if let Some(policy) = around.and_then(|around| policy_of(connector, around)) {
        let says = spot.node.name().is_some_and(|name| matches!(&*name, "templateId" | "title"));
        parts.extend(says.then(|| of_policy(policy)).flatten());
    }
    if spot.member().is_some() {
        parts.extend(of_member(spot));
    }
    parts
}

/// The policy whose object or parameters a value is.
fn policy_of<'a>(connector: &'a Connector, node: Node<'a>) -> Option<Policy<'a>> {
    connector.api_properties()?.policies().find(|policy| policy.node == node || policy.parameters() == Some(node))
}

/// A message as a sentence.
fn sentence(message: &str) -> String {
    format!("{}.", capitalized(message))
}

/// The page of a rule without its examples, and its URL.
pub fn page(rule: &Rule) -> String {
    let prose = rule.prose();
    let prose = prose.find("\n## ").map_or(prose, |examples| &prose[..examples]).trim();
    format!("{}\n\n[{}]({})", prose.trim_start_matches('\n'), rule.id, rule.url())
}

/// The description of a name.
fn of_name(connector: &Connector, name: &Name) -> Option<String> {
    match name {
        Name::Operation(id) => connector.operation(id).map(of_operation),
        Name::Connection(name) => {
            let parameters = connector.api_properties()?.connection_parameters();
            let parameter = parameters.into_iter().find(|parameter| parameter.name() == *name)?;
            let mut text = format!("connection parameter `{name}`");
            if let Some(kind) = parameter.get("type").and_then(Node::str) {
                let _ = write!(text, ": `{kind}`");
            }
            for key in ["displayName", "description"] {
                if let Some(says) = parameter.ui(key).and_then(Node::str) {
                    let _ = write!(text, "\n\n{says}");
                }
            }
            Some(text)
        }
        _ => None,
    }
}

/// The target of a reference, as JSON.
fn of_reference(connector: &Connector, reference: &str) -> Option<String> {
    const MOST: usize = 40;
    let node = connector.definition_node(reference).or_else(|| connector.parameter_node(reference));
    let node = node.or_else(|| connector.response_node(reference))?;
    let text = crate::connector::fmt::value(node, &spot::meaning(node), 2).unwrap_or_else(|_| node.text().to_owned());
    // The text has the indentation of its place.
    let indent = text.lines().last().map_or(0, |line| line.len() - line.trim_start().len());
    let lines: Vec<&str> =
        text.lines().map(|line| line.get(indent.min(line.len() - line.trim_start().len())..).unwrap_or(line)).collect();
    let more = if lines.len() > MOST { "\n…" } else { "" };
    Some(format!("```json\n{}{more}\n```", lines[..lines.len().min(MOST)].join("\n")))
}

/// The description of a member, its allowed values, and where else it is allowed.
fn of_member(spot: spot::Spot) -> Option<String> {
    let member = spot.member()?;
    let name = member.name();
    let way = super::describe::way(spot.node);
    let description = super::describe::description(spot.node.doc.file, &way);
    let property = spot.property();
    if description.is_none() && property.is_none() {
        return None;
    }
    let mut text = format!("`{name}`");
    if let Some((kind, property)) = property {
        let _ = write!(text, " of {}: {}", with_article(kind.object().name), allowed(&property.value));
        if property.required {
            text.push_str(", required");
        }
    }
    if let Some(description) = description {
        let _ = write!(text, "\n\n{description}");
    }
    if IGNORED_EXTENSIONS.binary_search(&&*name).is_ok() {
        text.push_str("\n\nAutoRest uses it; Power Platform ignores it.");
    } else if name.starts_with("x-ms-") {
        let mut homes: Vec<&str> = grammar::homes(&name).map(|kind| kind.general().object().name).collect();
        homes.dedup();
        if !homes.is_empty() {
            let _ = write!(text, "\n\nAllowed in: {}.", homes.join(", "));
        }
    }
    Some(text)
}

fn with_article(noun: &str) -> String {
    // As it is spoken: "an x", "a u".
    let spoken = noun.trim_start_matches('`');
    let vowel = spoken.starts_with(['a', 'e', 'i', 'o']) || spoken.starts_with("x-") || spoken.starts_with("un");
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// The allowed values, in words.
pub fn allowed(value: &Value) -> String {
    match value {
        Value::Any => "any value".into(),
        Value::String => "text".into(),
        Value::Url => "a URL".into(),
        Value::Email => "an email address".into(),
        Value::Boolean => "`true` or `false`".into(),
        Value::Integer => "a whole number".into(),
        Value::Number => "a number".into(),
        Value::Null => "`null`".into(),
        Value::Enum(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Value::Object(kind) => with_article(kind.object().name),
        Value::Array(item) => format!("a list, each item {}", allowed(item)),
        Value::Either(values) => values.iter().map(allowed).collect::<Vec<_>>().join(" or "),
    }
}

/// How makers see an operation, its request, and the policies that change it.
pub fn of_operation(operation: Operation) -> String {
    let shown = view::show(operation);
    let connector = operation.connector;
    let kind = match &shown.trigger {
        Some(kind) if operation.is_webhook() => format!("webhook trigger ({kind})"),
        Some(kind) => format!("polling trigger ({kind})"),
        None => "action".into(),
    };
    let title = if shown.summary.is_empty() { shown.id.clone() } else { shown.summary.clone() };
    let mut text = format!("**{title}**: {kind}");
    if operation.is_internal() {
        text.push_str(", internal: makers do not see it");
    }
    if shown.deprecated {
        text.push_str(", deprecated");
    }
    if let Some(description) = shown.description.as_deref().filter(|text| !text.is_empty()) {
        let _ = write!(text, "\n\n{description}");
    }
    let _ = write!(text, "\n\n```http\n{}\n```", request_line(operation));
    let form = shown.form();
    if !form.is_empty() {
        text.push_str("\n\n| field | in | type |\n|---|---|---|");
        for field in form.iter().take(20) {
            let required = if field.required { " \\*" } else { "" };
            let _ = write!(text, "\n| {}{required} | {} | {} |", cell(&field.label), field.parameter.location(), field.type_name);
        }
        if form.len() > 20 {
            let _ = write!(text, "\n| … {} more | | |", form.len() - 20);
        }
    }
    let outputs = shown.outputs.iter().filter(|token| !token.title.is_empty()).count();
    let _ = write!(text, "\n\nProvides {outputs} {} to later steps.", if outputs == 1 { "output" } else { "outputs" });
    let id = operation.id().unwrap_or_default();
    let policies = connector.api_properties().into_iter().flat_map(|properties| properties.policies().collect::<Vec<_>>());
    for policy in policies.filter(|policy| policy.operations().is_empty() || policy.operations().iter().any(|node| node.is(&id)))
    {
        let title = policy.node.get_str("title").unwrap_or_default();
        let _ = write!(text, "\n\nPolicy `{}` {}", policy.template().unwrap_or_default(), cell(&title));
    }
    let runs = |id: &str| {
        let names =
            connector.api_properties().map(|properties| properties.script_operations().collect::<Vec<_>>()).unwrap_or_default();
        names.is_empty() || names.iter().any(|name| name.is(id))
    };
    if connector.script.is_some() && runs(&id) {
        text.push_str("\n\nThe script runs for this operation.");
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\r', '\n'], " ")
}

/// Verb and URL of the request, with parameter names in place of values.
fn request_line(operation: Operation) -> String {
    let root = operation.node().doc.root();
    let scheme = root.get("schemes").and_then(|list| list.item(0)).and_then(Node::str);
    let host = root.get_str("host").unwrap_or("HOST".into());
    let base = root.get_str("basePath").unwrap_or_default();
    let path = operation.path();
    let query: Vec<String> = operation
        .parameters()
        .filter(|parameter| parameter.is_in("query"))
        .map(|parameter| format!("{0}={{{0}}}", parameter.name()))
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let scheme = scheme.as_deref().unwrap_or("https");
    let base = base.trim_end_matches('/');
    let mut text = format!("{} {scheme}://{host}{base}{path}{query}", operation.verb().to_uppercase());
    for header in operation.parameters().filter(|parameter| parameter.is_in("header")) {
        let _ = write!(text, "\n{0}: {{{0}}}", header.name());
    }
    text
}

/// The effect of a policy, and the operations it applies to.
fn of_policy(policy: Policy) -> Option<String> {
    let template = policy.known_template()?;
    let mut text = format!("policy `{}`: {}", template.id, template.effect);
    let operations: Vec<String> = policy.operations().iter().filter_map(|node| Some(format!("`{}`", node.str()?))).collect();
    let for_whom = if operations.is_empty() { "all operations".to_owned() } else { operations.join(", ") };
    let _ = write!(text, "\n\nApplies to {for_whom}.");
    let section = policy.parameters().and_then(|parameters| parameters.get_str("x-ms-apimTemplate-policySection"));
    match section.as_deref() {
        Some("Request") => text.push_str(" It runs before the request is sent."),
        Some("Response") => text.push_str(" It runs after the response is received."),
        Some("Failure") => text.push_str(" It runs after the call has failed."),
        _ => {}
    }
    let required: Vec<String> =
        template.parameters.iter().filter(|one| one.required).map(|one| format!("`{}{}`", Policy::PREFIX, one.name)).collect();
    if !required.is_empty() {
        let _ = write!(text, "\n\nNeeds {}.", required.join(", "));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::with_article;

    #[test]
    fn articles_are_as_spoken() {
        let nouns = ["`x-ms-dynamic-values` object", "`uiDefinition` object", "operation", "path item", "`info` object"];
        let articles = nouns.map(|noun| with_article(noun).split_once(' ').unwrap().0.to_owned());
        assert_eq!(articles, ["an", "a", "an", "a", "an"]);
    }
}
