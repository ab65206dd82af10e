//! JSON Schemas in a configuration.
use boon::{CompileError, Compiler, Schemas, UrlLoader, ValidationError};
use serde_json::Value;

/// A schema, ready to be used.
pub(crate) struct JsonSchema {
    schemas: Schemas,
    index: boon::SchemaIndex,
}

/// The address of a schema in a configuration, which has none.
const ADDRESS: &str = "schema:///";

/// References lead to places in the schema only: nothing is read from files or the network.
struct Nothing;

impl UrlLoader for Nothing {
    fn load(&self, _: &str) -> Result<Value, Box<dyn std::error::Error>> {
        Err("it is not in the schema".into())
    }
}

impl JsonSchema {
    /// Reads a schema, of draft 2020-12 unless `$schema` names an older one. Its patterns take linear time. Whoever calls this keeps it
    /// within the limits of a configuration.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn new(schema: Value) -> Result<JsonSchema, String> {
        let mut compiler = Compiler::new();
        compiler.use_loader(Box::new(Nothing));
        let mut schemas = Schemas::new();
        compiler.add_resource(ADDRESS, schema).map_err(|error| said(&error))?;
        let index = compiler.compile(ADDRESS, &mut schemas).map_err(|error| said(&error))?;
        Ok(JsonSchema { schemas, index })
    }

    pub(crate) fn is_valid(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.index).is_ok()
    }
}

impl std::fmt::Debug for JsonSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("JsonSchema").finish_non_exhaustive()
    }
}

fn said(error: &CompileError) -> String {
    let CompileError::ValidationError { src, .. } = error else {
        return format!("{error:#}").replace(ADDRESS, "");
    };
    // The first of the faults, which is as deep as it goes.
    let mut fault: &ValidationError = src;
    while let Some(cause) = fault.causes.first() {
        fault = cause;
    }
    let at = fault.instance_location.to_string();
    if at.is_empty() { fault.kind.to_string() } else { format!("`{at}`: {}", fault.kind) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_valid_or_not() {
        for (schema, value, valid) in [
            (json!({ "type": ["string", "array"] }), json!("a"), true),
            (json!({ "type": ["string", "array"] }), json!(3), false),
            (json!({ "pattern": "^\\d{3}$" }), json!("123"), true),
            (json!({ "pattern": "^\\d{3}$" }), json!("12"), false),
            (json!({ "patternProperties": { "^x-": false } }), json!({ "x-a": 1 }), false),
            (json!({ "$defs": { "a": { "maximum": 2 } }, "items": { "$ref": "#/$defs/a" } }), json!([1, 3]), false),
            (json!({ "$schema": "http://json-schema.org/draft-07/schema#", "format": "date" }), json!("x"), false),
            (json!({ "format": "date" }), json!("x"), true),
            (json!(true), json!(null), true),
        ] {
            assert_eq!(JsonSchema::new(schema.clone()).unwrap().is_valid(&value), valid, "{schema} {value}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_said_without_an_address() {
        for (schema, part) in [
            (json!(3), "want boolean or object, but got number"),
            (json!({ "properties": { "a": { "type": "text" } } }), "`/properties/a/type`"),
            (json!({ "pattern": "(" }), "pattern"),
            (json!({ "$ref": "https://example.com/a.json" }), "https://example.com/a.json"),
            (json!({ "$ref": "file:///etc/hostname" }), "it is not in the schema"),
            (json!({ "$schema": "https://example.com/a.json" }), "https://example.com/a.json"),
        ] {
            let error = JsonSchema::new(schema.clone()).unwrap_err();
            assert!(error.contains(part) && !error.contains(ADDRESS), "{schema} {error}");
        }
    }
}
