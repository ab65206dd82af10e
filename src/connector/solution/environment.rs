//! Environment variables: `@environmentVariables("x")` in a connector, and the file that defines `x` in a solution.
use super::xml::Element;
use crate::text::document::{Document, Node};
use std::collections::HashSet;

/// The path of a variable's definition in the zip.
pub fn path(name: &str) -> String {
    format!("environmentvariabledefinitions/{name}/environmentvariabledefinition.xml")
}

/// How a variable is referred to.
pub fn reference(name: &str) -> String {
    format!("@environmentVariables(\"{name}\")")
}

/// The variables that the strings of a document refer to, each with the first string that does, in document order.
pub fn used(document: &Document) -> Vec<(String, Node<'_>)> {
    const FUNCTION: &str = "@environmentVariables(";
    let mut found: Vec<(String, Node)> = Vec::new();
    let mut names: HashSet<String> = HashSet::new();
    if !document.text.contains(FUNCTION) {
        return found;
    }
    let nodes = (0..document.tree.nodes.len() as u32).map(|id| document.node(id));
    for node in nodes.filter(|node| node.is_string()) {
        let text = node.str().unwrap_or_default();
        for (at, _) in text.match_indices(FUNCTION) {
            let rest = text[at + FUNCTION.len()..].trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some(name) = rest[1..].split(quote).next().filter(|name| !name.is_empty()) else { continue };
            if names.insert(name.to_owned()) {
                found.push((name.to_owned(), node));
            }
        }
    }
    found
}

/// Whether the value of a string is a secret, so that a variable in it is one, too: a client secret, or the value of a connection
/// parameter that nobody may read.
pub fn is_secret(node: Node) -> bool {
    let named = |name: &str| node.name().is_some_and(|key| key.eq_ignore_ascii_case(name));
    let secure = || node.parent().and_then(|object| object.get("type")).is_some_and(|kind| kind.is_in_any_case("securestring"));
    named("clientSecret") || ((named("default") || named("defaultValue") || named("value")) && secure())
}

/// The definition of a variable for a text or a secret, with the value that it has where nobody sets one. The published exports that were read
/// have no default value; its place is that of exports by the maker portal.
pub fn definition(name: &str, default: Option<&str>, secret: bool) -> String {
    let display = name.split_once('_').map_or(name, |(_, rest)| rest);
    let mut root = Element::new("environmentvariabledefinition", "").with("schemaname", name);
    if let Some(default) = default {
        root = root.holding(Element::new("defaultvalue", default));
    }
    let label = Element::new("label", "").with("description", display).with("languagecode", "1033");
    let root = root
        .holding(Element::new("displayname", "").with("default", display).holding(label))
        .holding(Element::new("introducedversion", "1.0.0.0"))
        .holding(Element::new("iscustomizable", "1"))
        .holding(Element::new("isrequired", "0"))
        .holding(Element::new("secretstore", "0"))
        .holding(Element::new("type", if secret { "100000005" } else { "100000000" }));
    root.write("\r\n")
}
