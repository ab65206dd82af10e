//! Using a connector, without sending anything: what makers see of it, and the requests of its operations.
pub mod arguments;
pub mod choices;
pub mod connection;
mod constraint;
pub mod exchange;
pub mod filter;
pub mod fit;
pub mod leaf;
pub mod lookup;
pub mod mock;
pub mod namespace;
pub mod oauth;
pub mod pipeline;
pub mod policy;
pub mod request;
pub mod route;
pub mod session;
pub mod source;
pub mod tools;
pub mod trigger;
pub mod view;

use crate::text::document::Node;
use crate::text::json::Kind;
use serde_json::Value;

/// A value of a document as a standalone value. If an object has a name twice, the last value counts; a number that is
/// too large for a double becomes text.
pub fn value(node: Node) -> Value {
    match node.kind() {
        Kind::Object => node.members().map(|member| (member.name().into_owned(), value(member.value))).collect(),
        Kind::Array => node.items().map(value).collect(),
        Kind::String | Kind::Key => node.str().map_or(Value::Null, |text| Value::String(text.into_owned())),
        Kind::Number => serde_json::from_str(node.text()).unwrap_or_else(|_| Value::String(node.text().to_owned())),
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Null | Kind::Invalid => Value::Null,
    }
}

/// A path without the `/{connectionId}` at the start of the paths of managed connectors.
pub fn path_without_connection(path: &str) -> &str {
    match path.strip_prefix("/{connectionId}") {
        Some(rest) if rest.starts_with('/') => rest,
        Some("") => "/",
        _ => path,
    }
}

/// The schemas that a walk is in, and how many it may still enter: one that is used again and again in another grows without end.
#[derive(Debug)]
struct Walk {
    open: Vec<u32>,
    left: u32,
}

impl Walk {
    const MOST: u32 = 5_000;
    const DEEPEST: usize = 9;

    fn new() -> Walk {
        Walk { open: Vec::new(), left: Walk::MOST }
    }

    /// Whether a schema may be entered: it is left again with [`Walk::leave`].
    fn enter(&mut self, node: Node) -> bool {
        if self.left == 0 || self.open.len() >= Walk::DEEPEST || self.open.contains(&node.id) {
            return false;
        }
        self.left -= 1;
        self.open.push(node.id);
        true
    }

    fn leave(&mut self) {
        self.open.pop();
    }
}
