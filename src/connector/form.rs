//! The actual format of a file that was taken for the definition of a connector.
use crate::text::document::{Document, File};

/// A format that connectors are not written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// JSON of OpenAPI 3, with its version where it says one.
    OpenApi3(String),
    /// YAML, and what it describes: `Swagger 2.0`.
    Yaml(String),
    /// A Postman collection.
    Postman,
    /// An HTTP archive.
    Har,
}

impl Form {
    /// What is said of a file in this form that is not changed.
    pub fn left(&self, name: &str) -> String {
        format!("`{name}` was not changed: this is {self}; run `connsmith import {name}`")
    }
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Form::OpenApi3(version) if version.is_empty() => f.write_str("OpenAPI 3"),
            Form::OpenApi3(version) => write!(f, "OpenAPI {version}"),
            Form::Yaml(what) if what.is_empty() => f.write_str("YAML"),
            Form::Yaml(what) => write!(f, "YAML ({what})"),
            Form::Postman => f.write_str("a Postman collection"),
            Form::Har => f.write_str("an HTTP archive"),
        }
    }
}

/// The form of a definition; None for one that is written as connectors are, or is nothing that is known.
pub fn of(document: &Document) -> Option<Form> {
    if is_yaml(&document.text) {
        let yaml = Document::yaml(File::Definition, "", document.text.clone().into_bytes());
        let root = yaml.root();
        if !root.is_object() {
            return None;
        }
        let version = |key: &str| root.get(key).map(|value| value.str().unwrap_or_else(|| value.text().into()));
        let what = match (version("openapi"), version("swagger")) {
            (Some(version), _) => format!("OpenAPI {version}"),
            (None, Some(version)) => format!("Swagger {version}"),
            _ => String::new(),
        };
        return Some(Form::Yaml(what));
    }
    of_json(document)
}

/// The same for JSON.
pub fn of_json(document: &Document) -> Option<Form> {
    let root = document.root();
    if root.has("openapi") || (!root.has("swagger") && root.has("components")) {
        return Some(Form::OpenApi3(root.get_str("openapi").unwrap_or_default().into_owned()));
    }
    let collection = root.get("collection").unwrap_or(root);
    if !root.has("swagger") && !root.has("paths") && collection.has("item") && collection.has("info") {
        return Some(Form::Postman);
    }
    let log = root.get("log").filter(|log| log.has("entries"));
    (log.is_some() && !root.has("swagger") && !root.has("paths")).then_some(Form::Har)
}

/// Whether a text is YAML and not JSON: it does not begin with a bracket, and one of its lines is `swagger:` or the like.
fn is_yaml(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with(['{', '[']) || start.is_empty() {
        return false;
    }
    let says = |line: &str| {
        let line = line.trim_start_matches('\u{feff}');
        ["swagger:", "openapi:", "info:", "paths:", "\"swagger\":", "'swagger':", "\"openapi\":", "'openapi':"]
            .iter()
            .any(|key| line.starts_with(key))
    };
    text.lines().take(400).any(says)
}
