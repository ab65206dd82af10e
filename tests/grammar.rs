//! The grammar table and the JSON Schemas in `schemas/` describe the same files: same keys, same closed lists.
use connsmith::connector::grammar::{IGNORED_EXTENSIONS, Kind, Others, Value};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where the two differ on purpose, and why.
const DIFFERENCES: &[(&str, &str)] = &[
    (
        "apiDefinition.swagger.paths.*.get.parameters[].items.collectionFormat: the schema lists {\"csv\", \"multi\", \"pipes\", \"ssv\", \"tsv\"}, the grammar {\"csv\", \"pipes\", \"ssv\", \"tsv\"}",
        "an editor need not distinguish an inner list from an outer one",
    ),
    (
        "apiDefinition.swagger.paths.*.get.responses.*.headers.*.collectionFormat: the schema lists {\"csv\", \"multi\", \"pipes\", \"ssv\", \"tsv\"}, the grammar {\"csv\", \"pipes\", \"ssv\", \"tsv\"}",
        "an editor need not distinguish a header from a parameter",
    ),
    (
        "apiDefinition.swagger.paths.*.get.schemes[]: the schema lists {\"http\", \"https\"}, the grammar {\"http\", \"https\", \"ws\", \"wss\"}",
        "WebSocket schemes have a rule and an official code of their own",
    ),
    (
        "apiDefinition.swagger.schemes[]: the schema lists {\"http\", \"https\"}, the grammar {\"http\", \"https\", \"ws\", \"wss\"}",
        "WebSocket schemes have a rule and an official code of their own",
    ),
    (
        "apiDefinition.swagger.paths.*: `$ref` is in the grammar only",
        "a reference in a path has a rule and an official code of its own",
    ),
    (
        "apiProperties.properties.connectionParameters.*.allowedValues[].uiDefinition: `constraints` is in the schema only",
        "one description of labels serves parameters and values alike",
    ),
    (
        "apiProperties.properties.connectionParameters.*.allowedValues[].uiDefinition: `displayname` is in the schema only",
        "one description of labels serves parameters and values alike",
    ),
    (
        "apiProperties.properties.connectionParameters.*.allowedValues[].uiDefinition: `schema` is in the schema only",
        "one description of labels serves parameters and values alike",
    ),
    (
        "apiProperties.properties.connectionParameters.*.allowedValues[].uiDefinition: `tabIndex` is in the schema only",
        "one description of labels serves parameters and values alike",
    ),
    (
        "apiProperties.properties.connectionParameters.*.allowedValues[].uiDefinition: `tooltip` is in the schema only",
        "one description of labels serves parameters and values alike",
    ),
    (
        "apiProperties.properties.connectionParameters.*.uiDefinition: `displayname` is in the schema only",
        "a spelling of Microsoft's own documentation: an editor accepts it with a note, the rules suggest the right one",
    ),
    (
        "apiProperties.properties.policyTemplateInstances[].parameters.x-ms-apimTemplate-policySection: the schema lists {\"Request\", \"Response\"}, the grammar {\"Failure\", \"Request\", \"Response\"}",
        "the schema knows the sections of each template",
    ),
];

struct Comparison<'a> {
    schema: &'a Json,
    seen: BTreeSet<(Kind, String)>,
    differences: BTreeMap<String, ()>,
}

impl<'a> Comparison<'a> {
    /// The schema itself and the parts of its `allOf`, `anyOf` and `oneOf`, `$ref` followed.
    fn parts(&self, schema: &'a Json) -> Vec<&'a Json> {
        let mut open = vec![schema];
        let mut parts = Vec::new();
        while let Some(part) = open.pop() {
            if parts.len() > 64 {
                break;
            }
            parts.push(part);
            if let Some(reference) = part["$ref"].as_str() {
                open.push(self.schema.pointer(&reference[1..]).unwrap_or_else(|| panic!("{reference}")));
            }
            for key in ["allOf", "anyOf", "oneOf"] {
                open.extend(part[key].as_array().into_iter().flatten());
            }
            open.extend(part.get("then").into_iter().chain(part.get("else")));
        }
        parts
    }

    fn properties(&self, schema: &'a Json) -> BTreeMap<&'a str, Vec<&'a Json>> {
        let mut all: BTreeMap<&str, Vec<&Json>> = BTreeMap::new();
        for part in self.parts(schema) {
            for (name, value) in part["properties"].as_object().into_iter().flatten() {
                all.entry(name).or_default().push(value);
            }
        }
        all
    }

    fn differ(&mut self, what: String) {
        self.differences.insert(what, ());
    }

    fn object(&mut self, kind: Kind, schema: &'a Json, at: &str) {
        if !self.seen.insert((kind, schema.to_string())) {
            return;
        }
        let grammar = kind.object();
        let properties = self.properties(schema);
        if !properties.is_empty() && !grammar.properties.is_empty() && !matches!(grammar.others, Others::Open) {
            let known: BTreeSet<&str> = grammar
                .properties
                .iter()
                .map(|property| property.name)
                .filter(|name| !IGNORED_EXTENSIONS.contains(name))
                .collect();
            for name in properties.keys().filter(|name| **name != "$schema" && grammar.property(name).is_none()) {
                self.differ(format!("{at}: `{name}` is in the schema only"));
            }
            for name in known.iter().filter(|name| !properties.contains_key(**name)) {
                self.differ(format!("{at}: `{name}` is in the grammar only"));
            }
        }
        for property in grammar.properties {
            // Conditions (`if … then`) speak of a property again, with less detail: the fullest description counts.
            let fullest = properties.get(property.name).into_iter().flatten().max_by_key(|schema| {
                let members: usize =
                    self.parts(schema).iter().map(|part| part["properties"].as_object().map_or(0, |members| members.len())).sum();
                (members, self.parts(schema).iter().filter(|part| part.get("enum").is_some()).count())
            });
            if let Some(schema) = fullest {
                self.value(&property.value, schema, &format!("{at}.{}", property.name));
            }
        }
        let other = match grammar.others {
            Others::Map(value) => Some(value),
            Others::Paths => Some(Value::Object(Kind::PathItem)),
            Others::StatusCodes => Some(Value::Object(Kind::Response)),
            _ => None,
        };
        if let Some(value) = other {
            for part in self.parts(schema) {
                let patterns =
                    part["patternProperties"].as_object().into_iter().flatten().filter(|(name, _)| !name.starts_with("^x-"));
                for schema in
                    patterns.map(|(_, schema)| schema).chain(part.get("additionalProperties").filter(|schema| schema.is_object()))
                {
                    self.value(&value, schema, &format!("{at}.*"));
                }
            }
        }
    }

    fn value(&mut self, value: &Value, schema: &'a Json, at: &str) {
        match value {
            Value::Object(kind) => self.object(*kind, schema, at),
            Value::Array(item) => {
                for part in self.parts(schema) {
                    if let Some(items) = part.get("items") {
                        self.value(item, items, &format!("{at}[]"));
                    }
                }
            }
            Value::Either(values) => values.iter().for_each(|value| self.value(value, schema, at)),
            Value::Enum(names) => {
                let listed: BTreeSet<&str> = self
                    .parts(schema)
                    .iter()
                    .flat_map(|part| part["enum"].as_array().into_iter().flatten().chain(part.get("const")))
                    .filter_map(Json::as_str)
                    .filter(|name| !name.is_empty())
                    .collect();
                let known: BTreeSet<&str> = names.iter().copied().collect();
                if !listed.is_empty() && listed != known {
                    self.differ(format!("{at}: the schema lists {listed:?}, the grammar {known:?}"));
                }
            }
            _ => {}
        }
    }
}

#[test]
fn schemas_and_grammar_agree() {
    let mut found = Vec::new();
    for (file, kind) in
        [("apiDefinition.swagger", Kind::Swagger), ("apiProperties", Kind::ApiProperties), ("settings", Kind::Settings)]
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{file}.schema.json"));
        let schema: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut comparison = Comparison { schema: &schema, seen: BTreeSet::new(), differences: BTreeMap::new() };
        comparison.object(kind, &schema, file);
        found.extend(comparison.differences.into_keys());
    }
    let known = |found: &&String| DIFFERENCES.iter().any(|(difference, _)| found.as_str() == *difference);
    let unknown: Vec<_> = found.iter().filter(|found| !known(found)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    let stale: Vec<_> = DIFFERENCES.iter().filter(|(difference, _)| !found.iter().any(|found| found == difference)).collect();
    assert!(stale.is_empty(), "no longer true: {stale:#?}");
}
