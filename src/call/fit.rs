//! Compares a response with its definition: each difference with its place in the definition.
use super::arguments::place;
use super::exchange::{Answer, Payload};
use super::request::{Problem, expected, is_of_type, kind, plain};
use super::value;
use crate::connector::{Operation, Schema};
use crate::rule::Severity;
use crate::text::document::Node;
use serde_json::Value;

/// The maximum number of listed differences.
const MOST: usize = 100;

/// Compares a response with the responses of its operation. Anything the definition leaves open matches; null always matches,
/// because Swagger 2.0 cannot express it.
pub fn check(operation: Operation, answer: &Answer) -> Vec<Problem> {
    let mut fit = Fit::default();
    let status = answer.status.to_string();
    let response = operation.response(&status).or_else(|| operation.response("default"));
    let Some(response) = response else {
        let node = operation.get("responses").unwrap_or(operation.node());
        let message = format!("the definition has no response for status {status}");
        fit.say(Severity::Warning, "status", message, Some("add it, with its schema".to_owned()), node);
        return fit.problems();
    };
    let Some(schema) = response.schema() else { return Vec::new() };
    match &answer.payload {
        Payload::Json(body) => fit.value(schema, body, "body", 0),
        Payload::None if answer.status == 204 => {}
        Payload::None => {
            let message = format!("the response has no body, but the definition declares {}", described(schema));
            fit.say(Severity::Warning, "type", message, None, schema.node);
        }
        Payload::Bytes(_) => {
            let resolved = schema.resolve().unwrap_or(schema);
            if !resolved.is_type("string") && !resolved.is_type("file") {
                let kind = answer.headers.get("content-type").unwrap_or("no content type");
                let message = format!("the response is not JSON ({kind}), but the definition declares {}", described(schema));
                fit.say(Severity::Warning, "type", message, None, schema.node);
            }
        }
    }
    fit.problems()
}

/// Compares a value with a schema, as [`check`] does.
pub fn value_fits(schema: Schema, value: &Value, name: &str) -> Vec<Problem> {
    let mut fit = Fit::default();
    fit.value(schema, value, name, 0);
    fit.problems()
}

#[derive(Default)]
struct Fit {
    found: Vec<(Problem, usize)>,
}

impl Fit {
    fn problems(self) -> Vec<Problem> {
        let counted = |(mut problem, count): (Problem, usize)| {
            if count > 1 {
                problem.message.push_str(&format!(" ({count} times)"));
            }
            problem
        };
        self.found.into_iter().map(counted).collect()
    }

    fn say(&mut self, severity: Severity, code: &'static str, message: String, help: Option<String>, node: Node) {
        let origin = Some(place(node));
        // The elements of an array all have the same fault: it is listed once.
        let same = |(known, _): &&mut (Problem, usize)| {
            known.origin == origin && known.code == code && shape(&known.message) == shape(&message)
        };
        if let Some((_, count)) = self.found.iter_mut().find(same) {
            *count += 1;
        } else if self.found.len() < MOST {
            self.found.push((Problem { severity, code, message, help, origin }, 1));
        }
    }

    fn value(&mut self, schema: Schema, given: &Value, name: &str, depth: usize) {
        let Some(schema) = schema.resolve().filter(|_| depth < 64) else { return };
        if given.is_null() {
            return;
        }
        if !is_of_type(schema.node, given) {
            let message = format!("`{name}` is {}, but the definition declares {}", kind(given), expected(schema));
            return self.say(Severity::Warning, "type", message, None, schema.node);
        }
        if let Some(values) = schema.get("enum").filter(|values| values.is_array())
            && !values.items().any(|allowed| value(allowed) == *given || plain(&value(allowed), None) == plain(given, None))
        {
            let message = format!("`{name}` is `{}`, which the definition does not list", plain(given, None));
            self.say(Severity::Warning, "value", message, None, schema.node);
        }
        match given {
            Value::Array(items) => {
                let Some(of_item) = schema.items() else { return };
                for (at, item) in items.iter().enumerate() {
                    self.value(of_item, item, &format!("{name}/{at}"), depth + 1);
                }
            }
            Value::Object(object) => {
                let properties = schema.properties();
                for (member, property) in &properties {
                    let key = member.name();
                    match object.get(key.as_ref()) {
                        Some(inner) => self.value(*property, inner, &format!("{name}/{key}"), depth + 1),
                        None if schema.requires(&key) => {
                            let message = format!("`{name}/{key}` is declared as required but missing");
                            self.say(Severity::Warning, "missing", message, None, member.key);
                        }
                        None => {}
                    }
                }
                if properties.is_empty() || schema.is_dynamic() || schema.get("additionalProperties").is_some() {
                    return;
                }
                for key in object.keys().filter(|key| !properties.iter().any(|(member, _)| member.name() == key.as_str())) {
                    let message = format!("`{name}/{key}` is not declared, so makers cannot use it");
                    self.say(Severity::Info, "undeclared", message, None, schema.node);
                }
            }
            _ => {}
        }
    }
}

fn described(schema: Schema) -> String {
    schema.resolve().map_or_else(|| "a body".to_owned(), expected)
}

/// A message without the numbers of elements.
fn shape(message: &str) -> String {
    let name = message.split('`').nth(1).unwrap_or_default();
    name.split('/').filter(|step| step.parse::<usize>().is_err()).collect::<Vec<_>>().join("/")
}
