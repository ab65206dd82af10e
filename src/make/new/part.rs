//! What a choice adds to the two JSON files. Parts are merged: into each other for a new connector, into the text of an existing one
//! by [`crate::make::add`].
use serde_json::{Map, Value, json};

/// An addition to a connector.
#[derive(Clone, Debug)]
pub struct Part {
    /// Members of `apiDefinition.swagger.json`.
    pub definition: Value,
    /// Members of the object `properties` of `apiProperties.json`.
    pub properties: Value,
}

impl Default for Part {
    fn default() -> Part {
        Part { definition: json!({}), properties: json!({}) }
    }
}

impl Part {
    /// An addition to the definition only.
    pub fn of_definition(definition: Value) -> Part {
        Part { definition, ..Part::default() }
    }

    /// Adds another part. Objects are merged and lists concatenated; of two other values, the first stays.
    pub fn add(&mut self, other: Part) {
        merge(&mut self.definition, other.definition);
        merge(&mut self.properties, other.properties);
    }
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, value) in from {
                match into.get_mut(&name) {
                    Some(there) => merge(there, value),
                    None => drop(into.insert(name, value)),
                }
            }
        }
        (Value::Array(into), Value::Array(from)) => {
            for value in from {
                if !into.contains(&value) {
                    into.push(value);
                }
            }
        }
        _ => {}
    }
}

/// An object with one member, whose name is made up: `json!` takes literal names only.
pub fn named(name: impl Into<String>, value: Value) -> Value {
    Value::Object(Map::from_iter([(name.into(), value)]))
}

/// A value that the user types in.
pub fn typed(kind: &str, label: &str, description: &str, tooltip: &str, tab: u8, in_set: bool) -> Value {
    let mut parameter = json!({
        "type": kind,
        "uiDefinition": {
            "displayName": label,
            "description": description,
            "tooltip": tooltip,
            "constraints": { "tabIndex": tab, "clearText": kind == "string", "required": "true" },
        },
    });
    if in_set {
        parameter["uiDefinition"]["schema"] = json!({ "type": kind, "description": description });
    }
    parameter
}
