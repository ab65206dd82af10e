//! What a file is: which kind of description of an API, or why it is none.
use crate::text::document::{Document, File, Node};
use crate::text::json::{FaultKind, MAX_LEN};

/// The kinds of descriptions that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Swagger2,
    OpenApi30,
    /// 3.1 and later.
    OpenApi31,
    Postman,
    Har,
    Curl,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Kind::Swagger2, Kind::OpenApi30, Kind::OpenApi31, Kind::Postman, Kind::Har, Kind::Curl];

    /// Its name as an option's value.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Swagger2 => "swagger-2.0",
            Kind::OpenApi30 => "openapi-3.0",
            Kind::OpenApi31 => "openapi-3.1",
            Kind::Postman => "postman",
            Kind::Har => "har",
            Kind::Curl => "curl",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Swagger2 => "Swagger 2.0",
            Kind::OpenApi30 => "OpenAPI 3.0",
            Kind::OpenApi31 => "OpenAPI 3.1",
            Kind::Postman => "a Postman collection",
            Kind::Har => "an HTTP archive",
            Kind::Curl => "cURL commands",
        }
    }

    /// Whether it is written as JSON or YAML with `$ref`s.
    pub fn has_references(self) -> bool {
        matches!(self, Kind::Swagger2 | Kind::OpenApi30 | Kind::OpenApi31)
    }
}

/// Why a file cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("`{name}` is larger than {} MB, which is more than `import` reads", MAX_LEN >> 20)]
    TooLarge { name: String },
    #[error("`{name}` is {what}, not the description of an API: {help}")]
    Other { name: String, what: &'static str, help: &'static str },
    #[error("`{name}` cannot be read: line {line}, column {column}: {message}")]
    Faulty { name: String, line: u32, column: u32, message: String },
    #[error("`{name}` has no operations, so there is nothing to import{why}")]
    NoOperations { name: String, why: String },
    #[error("`{name}` cannot be read: line {line}, column {column}: the reference `{reference}` leads back to itself")]
    Circle { name: String, line: u32, column: u32, reference: String },
    #[error("`{option} {given}` does not fit `{name}`: {known}")]
    Option { option: &'static str, given: String, name: String, known: String },
    #[error("no operation of `{name}` is chosen: change `--include` or `--exclude` (`--plan` lists the operations)")]
    NothingChosen { name: String },
}

/// Reads the text of a file to a tree, as JSON or as YAML. cURL commands stay text.
///
/// # Errors
/// When it is too large, no text, or faulty so that a part is lost.
pub fn parse(bytes: Vec<u8>, name: &str, file: File) -> Result<Document, Refusal> {
    let name = name.to_owned();
    if bytes.len() > MAX_LEN {
        return Err(Refusal::TooLarge { name });
    }
    let refuse = |what, help| Err(Refusal::Other { name: name.clone(), what, help });
    if bytes.starts_with(b"PK\x03\x04") {
        return refuse("a zip archive", "unpack it, and name the description in it");
    }
    if bytes.starts_with(b"%PDF") {
        return refuse("a PDF", "ask for the OpenAPI description that belongs to it");
    }
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf)).unwrap_or(0);
    let head = String::from_utf8_lossy(&bytes[start..bytes.len().min(start + 2048)]).to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<head") {
        return refuse("an HTML page", "download the OpenAPI file itself, which documentation pages usually link to");
    }
    if head.starts_with('<') {
        return refuse("XML", "`import` reads OpenAPI, Swagger, Postman, HAR and cURL");
    }
    if head.starts_with("#%raml") {
        return refuse("RAML", "`import` reads OpenAPI, Swagger, Postman, HAR and cURL");
    }
    if is_curl(&head) {
        let mut document = Document::plain(file, name, bytes);
        document.tree = super::curl::tree(&document.text);
        return Ok(document);
    }
    let document = match head.chars().next() {
        Some('{' | '[') => Document::json(file, &name, bytes),
        _ => Document::yaml(file, &name, bytes),
    };
    let document = match document {
        // YAML may begin with a bracket, too.
        document if !document.is_whole() && document.tree.decoded.is_none() => {
            let again = Document::yaml(file, &name, document.text.clone().into_bytes());
            if again.is_whole() && again.root().is_object() { again } else { document }
        }
        document => document,
    };
    let fault = document.tree.faults.iter().find(|fault| fault.kind.loses_content() && fault.kind != FaultKind::TrailingText);
    if let Some(fault) = fault {
        let place = document.position(fault.span.start);
        return Err(Refusal::Faulty { name, line: place.line, column: place.column, message: fault.message.clone() });
    }
    Ok(document)
}

fn is_curl(head: &str) -> bool {
    if super::curl::begins(head) {
        return true;
    }
    let head = head.trim_start_matches(['$', ' ']);
    // Comments before the first command are common.
    let head = if head.starts_with('#') && !head.starts_with("#!") && !head.starts_with("#%") {
        head.split_once("\ncurl").map_or(head, |_| "curl ")
    } else {
        head
    };
    head.starts_with("curl ") || head.starts_with("curl\t") || head.starts_with("#!/bin/") || head.starts_with("curl\\")
}

/// The kind of a file that was read.
///
/// # Errors
/// When it is none that can be imported.
pub fn of(document: &Document) -> Result<Kind, Refusal> {
    let name = document.name.clone();
    let refuse = |what, help| Err(Refusal::Other { name: name.clone(), what, help });
    let root = document.root();
    if root.is_array()
        && is_curl(
            &document.text[..document.text.floor_char_boundary(2048)].trim_start_matches('\u{feff}').trim_start().to_lowercase(),
        )
    {
        return Ok(Kind::Curl);
    }
    if !root.is_object() {
        if document.text.trim().is_empty() {
            return refuse("empty", "name a file that describes an API");
        }
        return refuse("text of another kind", "`import` reads OpenAPI, Swagger, Postman, HAR and cURL");
    }
    let version = |key: &str| root.get(key).map(|value| value.str().unwrap_or_else(|| value.text().into()));
    if let Some(version) = version("openapi") {
        return Ok(if version.starts_with("3.0") || version == "3" { Kind::OpenApi30 } else { Kind::OpenApi31 });
    }
    if let Some(version) = version("swagger") {
        if version.starts_with('1') {
            return refuse("Swagger 1", "convert it to Swagger 2.0 or OpenAPI 3 first");
        }
        return Ok(Kind::Swagger2);
    }
    if version("asyncapi").is_some() {
        return refuse("AsyncAPI", "it describes messages, and a connector calls operations");
    }
    if collection(root).has("item") {
        return Ok(Kind::Postman);
    }
    if root.get("log").is_some_and(|log| log.has("entries")) {
        return Ok(Kind::Har);
    }
    if root.has("paths") {
        return Ok(if root.has("definitions") { Kind::Swagger2 } else { Kind::OpenApi30 });
    }
    refuse("JSON or YAML of another kind", "`import` reads OpenAPI, Swagger, Postman, HAR and cURL")
}

/// A Postman collection, which Postman's API wraps in an object.
pub fn collection(root: Node<'_>) -> Node<'_> {
    root.get("collection").filter(|inner| inner.has("item")).unwrap_or(root)
}
