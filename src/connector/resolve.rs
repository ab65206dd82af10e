//! From a `$ref` to what it names. Never copies; chains that lead in a circle end.
use crate::connector::Connector;
use crate::text::document::Node;
use crate::text::pointer;
use std::borrow::Cow;

/// A chain of references longer than this leads in a circle for all that matters.
const MAX_HOPS: usize = 64;

/// One step of a JSON pointer, unescaped (`~1` is `/`, `~0` is `~`, `%20` and the like as in a URI fragment).
pub fn pointer_token(token: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'%', b'~', token.as_bytes()).is_none() {
        return Cow::Borrowed(token); // as nearly all are
    }
    let mut token = Cow::Borrowed(token);
    if token.contains('%') {
        let mut bytes = Vec::with_capacity(token.len());
        let raw = token.as_bytes();
        let mut at = 0;
        while at < raw.len() {
            let hex = (raw[at] == b'%').then(|| token.get(at + 1..at + 3)).flatten();
            match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                Some(byte) => {
                    bytes.push(byte);
                    at += 3;
                }
                None => {
                    bytes.push(raw[at]);
                    at += 1;
                }
            }
        }
        if let Ok(decoded) = String::from_utf8(bytes) {
            token = Cow::Owned(decoded);
        }
    }
    if token.contains('~') { Cow::Owned(pointer::unescaped(&token).into_owned()) } else { token }
}

/// The schema itself: follows `$ref` while there is one. None when a target is missing or the chain leads in a circle.
pub fn schema<'a>(connector: &'a Connector, mut node: Node<'a>) -> Option<Node<'a>> {
    for _ in 0..MAX_HOPS {
        match node.get_str("$ref") {
            None => return Some(node),
            Some(reference) => node = connector.definition_node(&reference)?,
        }
    }
    None
}

impl Connector {
    /// The definition that a `$ref` value (`#/definitions/Name`) names.
    pub fn definition_node(&self, reference: &str) -> Option<Node<'_>> {
        Some(self.definition.as_ref()?.node(self.index().definition(reference)?))
    }

    /// The shared parameter that a `$ref` value (`#/parameters/Name`) names.
    pub fn parameter_node(&self, reference: &str) -> Option<Node<'_>> {
        let name = pointer_token(reference.strip_prefix("#/parameters/")?);
        Some(self.definition.as_ref()?.node(*self.index().parameters.get(name.as_ref())?))
    }

    /// The shared response that a `$ref` value (`#/responses/Name`) names.
    pub fn response_node(&self, reference: &str) -> Option<Node<'_>> {
        let name = pointer_token(reference.strip_prefix("#/responses/")?);
        Some(self.definition.as_ref()?.node(*self.index().responses.get(name.as_ref())?))
    }
}
