//! Arguments as people write them: in a file, or as options of a command line.
use crate::call::request::{Argument, Given, Place, Problem};
use crate::call::value;
use crate::rule::Severity;
use crate::text::document::{Document, Node};

/// The members of an arguments file that say where a parameter is sent.
const PLACES: [(&str, &str); 6] = [
    ("path", "path"),
    ("query", "query"),
    ("queries", "query"),
    ("header", "header"),
    ("headers", "header"),
    ("formData", "formData"),
];

/// Reads an arguments file. It is an object, either of names and values, or of locations (`path`, `query`, `header`, `formData`,
/// `body`) with the names and values for each.
pub fn of_file(document: &Document) -> (Vec<Argument>, Vec<Problem>) {
    let mut problems: Vec<Problem> = Vec::new();
    let mut fail = |node: Node, message: String, help: Option<&str>| {
        problems.push(Problem {
            severity: Severity::Error,
            code: "file",
            message,
            help: help.map(str::to_owned),
            origin: Some(place(node)),
        });
    };
    if let Some(fault) = document.tree.faults.first() {
        let at = document.position(fault.span.start);
        problems.push(Problem {
            severity: Severity::Error,
            code: "file",
            message: format!("`{}` is not JSON", document.name),
            help: None,
            origin: Some(format!("{}:{}:{}", document.name, at.line, at.column)),
        });
        return (Vec::new(), problems);
    }
    let root = document.root();
    if !root.is_object() {
        fail(root, format!("`{}` is not a JSON object of arguments", document.name), Some("write `{\"name\": value}`"));
        return (Vec::new(), problems);
    }
    let argument = |to: Place, node: Node| Argument { place: to, value: Given::Json(value(node)), origin: place(node) };
    let placed = |node: Node| {
        let known = |name: &str| PLACES.iter().find(|(known, _)| *known == name);
        let mut members = node.members().peekable();
        members.peek().is_some()
            && members.all(|member| match member.name().as_ref() {
                "body" => true,
                name => known(name).is_some() && member.value.is_object(),
            })
            && node.members().any(|member| member.name() != "body")
    };
    let mut arguments = Vec::new();
    if !placed(root) {
        // A file with only `body` may be either, and both mean the same.
        arguments.extend(root.members().map(|member| argument(Place::Named(member.name().into_owned()), member.value)));
        return (arguments, problems);
    }
    for member in root.members() {
        let name = member.name();
        match PLACES.iter().find(|(known, _)| *known == name) {
            Some((_, location)) => {
                let inner = member.value.members();
                arguments.extend(inner.map(|inner| argument(Place::In(location, inner.name().into_owned()), inner.value)));
            }
            None => arguments.push(argument(Place::Body, member.value)),
        }
    }
    (arguments, problems)
}

/// Reads `NAME=VALUE`. `read` gets the file that `@FILE` names; a value that begins with `@` is written `@@`.
///
/// # Errors
/// When there is no `=`, no name, or the file cannot be read.
pub fn of_option(text: &str, read: impl FnOnce(&str) -> Result<Vec<u8>, String>) -> Result<Argument, String> {
    let (name, given) = text.split_once('=').ok_or_else(|| format!("`{text}` is not `NAME=VALUE`"))?;
    if name.is_empty() {
        return Err(format!("`{text}` has no name before `=`"));
    }
    let value = match given.strip_prefix('@') {
        Some(rest) if rest.starts_with('@') => Given::Text(rest.to_owned()),
        Some(file) => {
            let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
            Given::File { name, bytes: read(file)? }
        }
        None => Given::Text(given.to_owned()),
    };
    Ok(Argument { place: Place::Named(name.to_owned()), value, origin: format!("--arg {name}") })
}

/// The place of a value, for messages: `args.json:3:5`.
pub(crate) fn place(node: Node) -> String {
    let at = node.doc.position(node.span().start);
    format!("{}:{}:{}", node.doc.name, at.line, at.column)
}
