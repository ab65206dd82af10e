//! The outputs of an operation for later steps.
use super::is_word;
use super::schema::{Around, Found, Met, Reader, Segment, encode, members};
use crate::connector::Operation;
use crate::text::document::Node;
use std::borrow::Cow;

/// A piece of dynamic content.
#[derive(Clone, Debug)]
pub struct Token<'a> {
    /// The designer's key: `body.$.items.[*].id`.
    pub key: String,
    /// The way from the root of the body (or from a header) to it.
    pub path: Vec<Segment>,
    pub title: String,
    pub visibility: Option<Cow<'a, str>>,
    /// `any` where there is no type.
    pub type_name: Cow<'a, str>,
    /// The header; None for a part of the body.
    pub header: Option<Cow<'a, str>>,
    /// The schema or header that describes it.
    pub node: Option<Node<'a>>,
}

impl Token<'_> {
    /// Whether using it runs a step once for each item of an array.
    pub fn is_in_array(&self) -> bool {
        self.path.contains(&Segment::Item)
    }
}

/// The array that a batch trigger is split on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The names that lead to it from the root of the body; none when the body is the array.
    pub path: Vec<String>,
    /// Whether everything on the way is required.
    pub required: bool,
}

impl Split {
    /// The expression that names it in a flow.
    pub fn expression(&self) -> String {
        let steps = self.path.iter().map(|name| format!("?['{}']", name.replace('\'', "''")));
        steps.fold("triggerBody()".to_owned(), |expression, step| expression + &step)
    }
}

/// What later steps see: the notification of a webhook, else the response.
pub(super) fn of(operation: Operation<'_>) -> Vec<Token<'_>> {
    let response = response(operation);
    let mut reader = Reader::of_output(operation.connector);
    let mut tokens = Vec::new();
    let around = |key: String| Around { key, required: Some(true), ..Around::default() };
    let schema = response.and_then(|response| response.get("schema")).filter(|schema| schema.is_object());
    let body = reader.read_or_nothing(schema, &mut around("$".to_owned()));
    tokens.extend(body.into_iter().map(|found| token(found, None)));
    for header in members(response.and_then(|response| response.get("headers"))) {
        let read = reader.read_or_nothing(Some(header.value), &mut around(format!("$.{}", encode(&header.name()))));
        tokens.extend(read.into_iter().map(|found| token(found, Some(header.name()))));
    }
    once(tokens)
}

fn token<'a>(found: Found<'a>, header: Option<Cow<'a, str>>) -> Token<'a> {
    let part = if header.is_some() { "header" } else { "body" };
    Token {
        key: format!("{part}.{}", found.key),
        path: found.path,
        title: found.title,
        visibility: found.visibility,
        type_name: found.type_name,
        header,
        node: found.schema.node(),
    }
}

/// Tokens are kept by key: if two have the same key, the later one replaces the first.
fn once(tokens: Vec<Token>) -> Vec<Token> {
    let mut places = rustc_hash::FxHashMap::default();
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match places.get(&token.key) {
            Some(&at) => kept[at as usize] = token,
            None => {
                places.insert(token.key.clone(), kept.len() as u32);
                kept.push(token);
            }
        }
    }
    kept
}

/// The description of the response: the notification of a path, whatever the operation, else the only response if it is a success
/// or the default, else 200, 201 or the default.
pub(crate) fn response(operation: Operation<'_>) -> Option<Node<'_>> {
    if let Some(content) = operation.path_item().notification_content().filter(|content| content.is_object()) {
        return Some(content);
    }
    let responses = members(operation.get("responses").filter(|responses| responses.is_object()));
    let only = match responses.as_slice() {
        [only] if only.name().eq_ignore_ascii_case("default") || only.name().starts_with('2') => Some(only),
        _ => None,
    };
    let named = |status: &str| responses.iter().find(|member| member.name() == status);
    let chosen = only.or_else(|| named("200")).or_else(|| named("201")).or_else(|| named("default"))?;
    match chosen.value.get_str("$ref") {
        Some(reference) => operation.connector.response_node(&reference),
        None => Some(chosen.value),
    }
}

/// The array that the response can be split on: the body itself, or the only property at each level that is not internal.
pub(super) fn split(operation: Operation<'_>) -> Option<Split> {
    let mut reader = Reader::of_output(operation.connector);
    let mut split = Split { path: Vec::new(), required: true };
    let mut node = response(operation)?.get("schema")?;
    loop {
        let Met::Schema(schema) = reader.meet(node) else { return None };
        if schema.get("type")?.is("array") {
            return Some(split);
        }
        if !schema.get("type")?.is("object") || split.path.len() > 64 {
            return None;
        }
        let properties = members(schema.get("properties"));
        let mut visible = properties.iter().filter(|member| {
            let met = Reader::of_output(operation.connector).meet(member.value);
            !is_word(met.get("x-ms-visibility"), "internal")
        });
        let (Some(only), None) = (visible.next(), visible.next()) else { return None };
        let name = only.name();
        split.required &= schema.get("required").is_some_and(|list| list.items().any(|item| item.is(&name)));
        split.path.push(name.into_owned());
        node = only.value;
    }
}
