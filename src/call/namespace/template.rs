//! A resource as an ARM template or as Bicep.
use crate::report::escape;
use crate::text::pointer;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// A resource to deploy.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Such as `Microsoft.Web/connectorGateways/connections`.
    pub kind: String,
    pub version: &'static str,
    /// The names from the outermost resource to this one.
    pub names: Vec<String>,
    /// What is sent for it.
    pub body: Value,
    /// Texts that become parameters without a value: the pointer to each in the body, and the parameter's name.
    pub secrets: Vec<(String, String)>,
}

/// The notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    Arm,
    Bicep,
}

impl Resource {
    /// The text of a file that deploys the resource.
    pub fn text(&self, notation: Notation) -> String {
        match notation {
            Notation::Arm => serde_json::to_string_pretty(&self.arm()).unwrap_or_default() + "\n",
            Notation::Bicep => self.bicep(),
        }
    }

    /// The parameters, each once.
    fn parameters(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in &self.secrets {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }

    fn arm(&self) -> Value {
        let mut body = self.body.clone();
        expressions_escaped(&mut body);
        for (pointer, name) in &self.secrets {
            if let Some(place) = body.pointer_mut(pointer) {
                *place = json!(format!("[parameters('{name}')]"));
            }
        }
        let mut resource = Map::new();
        resource.insert("type".into(), json!(self.kind));
        resource.insert("apiVersion".into(), json!(self.version));
        resource.insert("name".into(), json!(self.names.join("/")));
        resource.extend(body.as_object().cloned().unwrap_or_default());
        let mut template = json!({
            "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
            "contentVersion": "1.0.0.0",
        });
        let parameters = self.parameters();
        if !parameters.is_empty() {
            let all: Map<String, Value> =
                parameters.iter().map(|name| ((*name).to_owned(), json!({ "type": "secureString" }))).collect();
            template["parameters"] = Value::Object(all);
        }
        template["resources"] = json!([resource]);
        template
    }

    fn bicep(&self) -> String {
        let mut text = String::new();
        for name in self.parameters() {
            text.push_str(&format!("@secure()\nparam {name} string\n\n"));
        }
        let steps: Vec<&str> = self.kind.split('/').collect();
        // A resource in another needs that one as its parent.
        let mut parent: Option<String> = None;
        let outer = self.names.len() - 1;
        for (at, name) in self.names.iter().enumerate().take(outer) {
            let kind = steps[..at + 2].join("/");
            let symbol = symbol(steps[at + 1]);
            let above = parent.map(|parent| format!("  parent: {parent}\n")).unwrap_or_default();
            text.push_str(&format!(
                "resource {symbol} '{kind}@{}' existing = {{\n{above}  name: {}\n}}\n\n",
                self.version,
                bicep_text(name)
            ));
            parent = Some(symbol);
        }
        let own = symbol(steps[outer + 1]);
        text.push_str(&format!("resource {own} '{}@{}' = {{\n", self.kind, self.version));
        if let Some(parent) = parent {
            text.push_str(&format!("  parent: {parent}\n"));
        }
        text.push_str(&format!("  name: {}\n", bicep_text(&self.names[outer])));
        for (key, value) in self.body.as_object().into_iter().flatten() {
            let at = format!("/{}", pointer::escaped(key));
            let _ = writeln!(text, "  {}: {}", named(key), bicep_below(value, &self.secrets, &at, 1)); // writing to a String cannot fail
        }
        text + "}\n"
    }
}

/// A value of JSON in Bicep, on a line that is indented by `depth` levels. `expressions` are written in place of the values at these
/// pointers.
pub fn bicep(value: &Value, expressions: &[(String, String)], depth: usize) -> String {
    bicep_below(value, expressions, "", depth)
}

fn bicep_below(value: &Value, expressions: &[(String, String)], at: &str, depth: usize) -> String {
    if let Some((_, expression)) = expressions.iter().find(|(pointer, _)| pointer == at) {
        return expression.clone();
    }
    let (inner, outer) = ("  ".repeat(depth + 1), "  ".repeat(depth));
    let below = |value: &Value, step: &str| bicep_below(value, expressions, &format!("{at}/{step}"), depth + 1);
    match value {
        Value::Object(object) if object.is_empty() => "{}".to_owned(),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Object(object) => {
            let members =
                object.iter().map(|(key, value)| format!("{inner}{}: {}\n", named(key), below(value, &pointer::escaped(key))));
            format!("{{\n{}{outer}}}", members.collect::<String>())
        }
        Value::Array(items) => {
            let items = items.iter().enumerate().map(|(place, value)| format!("{inner}{}\n", below(value, &place.to_string())));
            format!("[\n{}{outer}]", items.collect::<String>())
        }
        Value::String(text) => bicep_text(text),
        // Bicep has whole numbers of 64 bits only: others are read from text.
        Value::Number(number) if !number.is_i64() => format!("json('{number}')"),
        other => other.to_string(),
    }
}

/// The symbolic name of a kind of resource.
fn symbol(kind: &str) -> String {
    match kind {
        "connectorGateways" => "namespace",
        "connections" => "connection",
        "triggerConfigs" => "trigger",
        "mcpServerConfigs" => "server",
        _ => "policy",
    }
    .to_owned()
}

fn named(key: &str) -> String {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    let plain = key.starts_with(first) && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { key.to_owned() } else { bicep_text(key) }
}

/// A text in Bicep. Of the dollar signs, only one before a brace is special.
pub fn bicep_text(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if escape::is_hidden(c) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.replace("${", "\\${") + "'"
}

/// In a template, a text in brackets is an expression, unless its first bracket is doubled.
fn expressions_escaped(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with('[') && text.ends_with(']') => text.insert(0, '['),
        Value::Array(items) => items.iter_mut().for_each(expressions_escaped),
        Value::Object(object) => object.values_mut().for_each(expressions_escaped),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection() -> Resource {
        Resource {
            kind: "Microsoft.Web/connectorGateways/connections".into(),
            version: "2026-05-01-preview",
            names: vec!["apps".into(), "blob".into()],
            body: json!({ "properties": { "connectorName": "azureblob", "it's": ["${x}", "[y]", 1.5, true, "a\u{202e}b\u{7}"], "none": {},
                "parameterValueSet": { "name": "keyBasedAuth", "values": { "accessKey": { "value": "the key" } } } } }),
            secrets: vec![("/properties/parameterValueSet/values/accessKey/value".into(), "accessKey".into())],
        }
    }

    #[test]
    fn bicep() {
        let expected = r#"@secure()
param accessKey string

resource namespace 'Microsoft.Web/connectorGateways@2026-05-01-preview' existing = {
  name: 'apps'
}

resource connection 'Microsoft.Web/connectorGateways/connections@2026-05-01-preview' = {
  parent: namespace
  name: 'blob'
  properties: {
    connectorName: 'azureblob'
    'it\'s': [
      '\${x}'
      '[y]'
      json('1.5')
      true
      'a\u{202e}b\u{7}'
    ]
    none: {}
    parameterValueSet: {
      name: 'keyBasedAuth'
      values: {
        accessKey: {
          value: accessKey
        }
      }
    }
  }
}
"#;
        assert_eq!(connection().text(Notation::Bicep), expected);
    }

    #[test]
    fn arm() {
        let template: Value = serde_json::from_str(&connection().text(Notation::Arm)).unwrap();
        let resource = &template["resources"][0];
        assert_eq!(
            (&resource["name"], &resource["type"]),
            (&json!("apps/blob"), &json!("Microsoft.Web/connectorGateways/connections"))
        );
        assert_eq!(resource["properties"]["it's"], json!(["${x}", "[[y]", 1.5, true, "a\u{202e}b\u{7}"]));
        assert_eq!(resource["properties"]["parameterValueSet"]["values"]["accessKey"]["value"], "[parameters('accessKey')]");
        assert_eq!(template["parameters"]["accessKey"]["type"], "secureString");
    }
}
