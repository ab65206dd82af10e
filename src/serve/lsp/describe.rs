//! Descriptions of the members of a connector's files, from `schemas/*.schema.json`, by path.
use crate::text::document::{File, Node};
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

macro_rules! schema {
    ($name:literal) => {
        LazyLock::new(|| {
            serde_json::from_str(include_str!(concat!("../../../schemas/", $name, ".schema.json"))).unwrap_or_default()
        })
    };
}

static DEFINITION: LazyLock<Value> = schema!("apiDefinition.swagger");
static PROPERTIES: LazyLock<Value> = schema!("apiProperties");
static SETTINGS: LazyLock<Value> = schema!("settings");

/// The names on the path from the root of a file to a value; None stands for a list item.
pub fn way(node: Node) -> Vec<Option<String>> {
    let mut way = Vec::new();
    let mut at = node;
    while let Some(parent) = at.parent() {
        way.push(at.name().map(|name| name.into_owned()));
        at = parent;
    }
    way.reverse();
    way
}

/// The description at a path; None if there is none.
pub fn description(file: File, way: &[Option<String>]) -> Option<&'static str> {
    let root: &'static Value = match file {
        File::Definition => &DEFINITION,
        File::Properties => &PROPERTIES,
        File::Settings => &SETTINGS,
        _ => return None,
    };
    let mut schemas = vec![root];
    for step in way {
        let mut next = Vec::new();
        for schema in schemas {
            below(root, schema, step.as_deref(), &mut next, 0);
        }
        schemas = next;
        if schemas.is_empty() {
            return None;
        }
    }
    schemas.into_iter().find_map(|schema| says(root, schema))
}

fn says(root: &'static Value, schema: &'static Value) -> Option<&'static str> {
    let own = |schema: &'static Value| schema.get("description").and_then(Value::as_str);
    own(schema).or_else(|| own(target(root, schema)?))
}

fn target(root: &'static Value, schema: &'static Value) -> Option<&'static Value> {
    root.pointer(schema.get("$ref")?.as_str()?.strip_prefix('#')?)
}

/// The schemas of a member or of the items.
fn below(root: &'static Value, schema: &'static Value, step: Option<&str>, found: &mut Vec<&'static Value>, depth: usize) {
    const MOST: usize = 16;
    if depth > 8 || found.len() >= MOST {
        return;
    }
    let get = |key: &str| schema.get(key).filter(|value| value.is_object());
    match step {
        None => found.extend(get("items")),
        Some(name) => match get("properties").and_then(|properties| properties.get(name)).filter(|value| value.is_object()) {
            Some(property) => found.push(property),
            None => {
                let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
                let fits = |pattern: &str| Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(name));
                found.extend(patterns.filter(|(pattern, value)| value.is_object() && fits(pattern)).map(|(_, value)| value));
                found.extend(get("additionalProperties"));
            }
        },
    }
    if let Some(target) = target(root, schema) {
        below(root, target, step, found, depth + 1);
    }
    for key in ["anyOf", "oneOf", "allOf"] {
        for part in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
            below(root, part, step, found, depth + 1);
        }
    }
    for part in ["then", "else"].into_iter().filter_map(get) {
        below(root, part, step, found, depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_described_where_they_stand() {
        let say = |file, way: &[&str]| {
            let way: Vec<_> = way.iter().map(|step| (*step != "*").then(|| (*step).to_owned())).collect();
            description(file, &way)
        };
        let definition = |way: &[&str]| say(File::Definition, way).unwrap_or_default();
        assert!(definition(&["paths", "/tasks", "get", "x-ms-trigger"]).contains("trigger"));
        assert!(definition(&["paths", "/tasks", "get", "x-ms-visibility"]).contains("important"));
        assert!(definition(&["info", "title"]).starts_with("Name of the connector"));
        assert_eq!(say(File::Definition, &["info", "nothing"]), None);
        let policy = ["properties", "policyTemplateInstances", "*", "parameters", "x-ms-apimTemplate-policySection"];
        assert_eq!(say(File::Properties, &policy), Some("When the policy runs."));
    }
}
