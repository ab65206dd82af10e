//! The canonical form of a connector's JSON files: equal documents become the same text.
//!
//! Each member and each item is on a line of its own, as paconn and the maker portal write them and as 95 % of the published
//! lists are; an empty object or array is `{}` or `[]`. Lines end with LF, the file with a newline, nothing with white space;
//! the file is UTF-8 without byte order mark. Numbers and strings stay as they are written. The members of some objects are
//! put in order ([`ORDERS`]); the author's order stays in all others, where it may mean something (paths, properties).
use crate::connector::grammar::{Kind, Member, Value};
use crate::text::document::{Document, Encoding, File, Node, Position};
use crate::text::encode::is_lossless;
use crate::text::json::{self, FaultKind};

/// The order of the members of one kind of object.
#[derive(Debug)]
pub struct Order {
    /// The kind of the object. [`Kind::Parameter`] stands for all locations, [`Kind::Schema`] for headers and `items` too.
    pub kind: Kind,
    /// Names, [`OTHERS`] and [`EXTENSIONS`].
    pub names: &'static [&'static str],
}

/// In [`Order::names`]: names that are not there and begin with `x-`.
pub const EXTENSIONS: &str = "x-*";
/// In [`Order::names`]: other names that are not there.
pub const OTHERS: &str = "*";

/// The orders. That of the definition is the authoring guide's, which nine in ten pairs of sections in published connectors
/// keep. The guide says nothing of the others; their principle is: what the thing is, what people read, what it allows, how
/// it is shown, and last whatever takes many lines.
pub const ORDERS: &[Order] = &[
    Order {
        kind: Kind::Swagger,
        names: &[
            "swagger",
            "info",
            "host",
            "basePath",
            "schemes",
            "consumes",
            "produces",
            "paths",
            "definitions",
            "parameters",
            "responses",
            "securityDefinitions",
            "security",
            "tags",
            "externalDocs",
            OTHERS,
            "x-ms-connector-metadata",
            "x-ms-capabilities",
            "x-ms-docs",
            EXTENSIONS,
        ],
    },
    Order {
        kind: Kind::Operation,
        names: &[
            "summary",
            "description",
            "operationId",
            "tags",
            "deprecated",
            "x-ms-visibility",
            "x-ms-trigger",
            "x-ms-trigger-hint",
            "x-ms-trigger-metadata",
            "x-ms-api-annotation",
            EXTENSIONS,
            "externalDocs",
            "schemes",
            "consumes",
            "produces",
            "security",
            OTHERS,
            "parameters",
            "responses",
        ],
    },
    Order {
        kind: Kind::Parameter,
        names: &[
            "$ref",
            "name",
            "in",
            "required",
            "type",
            "format",
            "x-ms-summary",
            "description",
            "default",
            "enum",
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems",
            "collectionFormat",
            "allowEmptyValue",
            OTHERS,
            "x-ms-visibility",
            "x-ms-url-encoding",
            "x-ms-enum-values",
            "x-ms-dynamic-values",
            "x-ms-dynamic-list",
            "x-ms-dynamic-tree",
            EXTENSIONS,
            "items",
            "schema",
        ],
    },
    Order {
        kind: Kind::Response,
        names: &["$ref", "x-ms-summary", "description", OTHERS, EXTENSIONS, "headers", "schema", "examples"],
    },
    Order {
        kind: Kind::Schema,
        names: &[
            "$ref",
            "type",
            "format",
            "title",
            "x-ms-summary",
            "description",
            "default",
            "example",
            "enum",
            "readOnly",
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems",
            "collectionFormat",
            "discriminator",
            OTHERS,
            "x-ms-visibility",
            "x-ms-enum-values",
            "x-ms-dynamic-values",
            "x-ms-dynamic-list",
            "x-ms-dynamic-tree",
            "x-ms-dynamic-schema",
            "x-ms-dynamic-properties",
            EXTENSIONS,
            "required",
            "properties",
            "additionalProperties",
            "items",
            "allOf",
        ],
    },
];

/// Why a file has no canonical form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The first of its syntax faults, and how many there are.
    #[error("{message}{}", more(*.count))]
    Faults { at: Position, message: String, count: usize },
    /// Which characters it holds can only be guessed.
    #[error("the file is not UTF-8")]
    Encoding { at: Position },
}

fn more(count: usize) -> String {
    if count > 1 { format!(" (and {} more)", count - 1) } else { String::new() }
}

/// The canonical form of one of a connector's JSON files. `indent` is the number of spaces for each level.
///
/// # Errors
/// When the file has syntax faults other than a byte order mark, or is neither UTF-8 nor whole UTF-16: what it means would be
/// a guess.
pub fn format(file: File, bytes: &[u8], indent: usize) -> Result<String, Refused> {
    whole(file, bytes).map(|document| formatted(&document, indent))
}

/// The canonical text of a document without faults.
pub fn formatted(document: &Document, indent: usize) -> String {
    let root = document.root();
    let kind = match document.file {
        // The order is that of Swagger 2.0; OpenAPI 3 has other sections.
        File::Definition if root.has("openapi") || root.has("components") => None,
        File::Definition => Some(Kind::Swagger),
        File::Properties => Some(Kind::ApiProperties),
        File::Settings => Some(Kind::Settings),
        _ => None,
    };
    // Twice as much is room for the spaces of what was on one line; memory that is not written to costs nothing.
    let mut writer = Writer { text: String::with_capacity(document.text.len() * 2), indent };
    match kind {
        Some(kind) => writer.value(root, &Value::Object(kind), 0),
        None => writer.value(root, &Value::Any, 0),
    }
    writer.text.push('\n');
    writer.text
}

/// The canonical form of a value where it stands, without the indentation of its first line. `meaning` is what the grammar says of it.
///
/// # Errors
/// As [`format()`].
pub fn value(node: Node, meaning: &Value, indent: usize) -> Result<String, Refused> {
    let faults = || node.doc.tree.faults.iter().filter(|fault| fault.kind != FaultKind::Bom);
    if let Some(fault) = faults().next() {
        let at = node.doc.position(fault.span.start);
        return Err(Refused::Faults { at, message: fault.message.clone(), count: faults().count() });
    }
    let depth = std::iter::successors(node.parent(), |parent| parent.parent()).count();
    let mut writer = Writer { text: String::new(), indent };
    writer.value(node, meaning, depth);
    Ok(writer.text)
}

/// Spaces for each level where a file does not say so.
pub const INDENT: usize = 4;

/// The spaces for each level that a file has: those before the first member of its root. None for one on a single line, one that is
/// indented with tabs, and one with more than eight.
pub fn indent_of(file: File, bytes: &[u8]) -> Option<usize> {
    let document = Document::json(file, "", bytes.to_vec());
    let start = document.root().members().next()?.key.span().start;
    let line = *document.lines().iter().rev().find(|&&line| line <= start).filter(|&&line| line > 0)?;
    let indent = &document.text[line as usize..start as usize];
    (!indent.is_empty() && indent.len() <= 8 && indent.bytes().all(|byte| byte == b' ')).then_some(indent.len())
}

/// A JSON text without the white space between its tokens; numbers, strings and the order of members stay as they are written.
///
/// # Errors
/// As [`format()`].
pub fn compact(bytes: &[u8]) -> Result<String, Refused> {
    let document = whole(File::Other(0), bytes)?;
    let mut text = String::with_capacity(bytes.len());
    compact_value(document.root(), &mut text);
    Ok(text)
}

/// A value without the white space between its tokens.
pub fn compact_value(node: Node, text: &mut String) {
    each_part(node, &mut |part| text.push_str(part));
}

/// The bytes of a document without the white space between its tokens; None for one of which [`compact`] makes no text.
pub fn compact_size(document: &Document) -> Option<usize> {
    refusal(document).is_none().then(|| {
        let mut size = 0;
        each_part(document.root(), &mut |part| size += part.len());
        size
    })
}

/// The tokens of a value in their order.
fn each_part(node: Node, take: &mut impl FnMut(&str)) {
    match node.kind() {
        json::Kind::Object => {
            take("{");
            for (at, member) in node.members().enumerate() {
                if at > 0 {
                    take(",");
                }
                take(member.key.text());
                take(":");
                each_part(member.value, take);
            }
            take("}");
        }
        json::Kind::Array => {
            take("[");
            for (at, item) in node.items().enumerate() {
                if at > 0 {
                    take(",");
                }
                each_part(item, take);
            }
            take("]");
        }
        _ => take(node.text()),
    }
}

/// The length of a JSON text, and of its canonical form, which is not written for that.
#[derive(Clone, Debug, Default)]
pub struct Extent {
    /// Bytes of the text.
    pub compact: usize,
    colons: usize,
    lines: usize,
    /// The levels of all lines together.
    levels: usize,
    depth: usize,
    in_string: bool,
    after_backslash: bool,
    /// An object or array has just begun.
    opened: bool,
}

impl Extent {
    /// Counts a part of a text without white space between its tokens and without faults. A token may be split between two parts.
    pub fn add(&mut self, part: &str) {
        self.compact += part.len();
        for &byte in part.as_bytes() {
            if self.in_string {
                match byte {
                    _ if self.after_backslash => self.after_backslash = false,
                    b'\\' => self.after_backslash = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            let opened = std::mem::take(&mut self.opened);
            let closes = matches!(byte, b'}' | b']');
            if closes {
                self.depth = self.depth.saturating_sub(1);
            }
            // An empty object or array stays on its line.
            if opened != closes {
                self.lines += 1;
                self.levels += self.depth;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => (self.opened, self.depth) = (true, self.depth + 1),
                b',' => (self.lines, self.levels) = (self.lines + 1, self.levels + self.depth),
                b':' => self.colons += 1,
                _ => {}
            }
        }
    }

    /// Bytes of the canonical form with so many spaces for each level.
    pub fn formatted(&self, indent: usize) -> usize {
        self.compact + self.colons + self.lines + self.levels * indent + 1
    }
}

/// A document of which nothing is lost.
fn whole(file: File, bytes: &[u8]) -> Result<Document, Refused> {
    let document = Document::json(file, "", bytes.to_vec());
    let is_lost = document.encoding == Encoding::Utf16 && !is_lossless(&document.text, document.encoding, bytes);
    match refusal(&document) {
        None if is_lost => Err(Refused::Encoding { at: document.position(0) }),
        None => Ok(document),
        Some(refused) => Err(refused),
    }
}

/// Why a document has no other form.
fn refusal(document: &Document) -> Option<Refused> {
    if let Encoding::Windows1252 { first } = document.encoding {
        let at = document.text.char_indices().nth(first as usize).map_or(0, |(at, _)| at);
        return Some(Refused::Encoding { at: document.position(at as u32) });
    }
    let mut faults = document.tree.faults.iter().filter(|fault| fault.kind != FaultKind::Bom);
    let fault = faults.next()?;
    let at = document.position(fault.span.start);
    Some(Refused::Faults { at, message: fault.message.clone(), count: 1 + faults.count() })
}

struct Writer {
    text: String,
    indent: usize,
}

impl Writer {
    /// `meaning` is what the grammar says of the value; it matters for the order of members only.
    fn value(&mut self, node: Node, meaning: &Value, depth: usize) {
        match node.kind() {
            json::Kind::Object if node.members().next().is_some() => self.object(node, object_kind(meaning), depth),
            json::Kind::Array if node.items().next().is_some() => {
                let item = item_meaning(meaning);
                self.text.push('[');
                for (at, node) in node.items().enumerate() {
                    self.line(at, depth + 1);
                    self.value(node, item, depth + 1);
                }
                self.close(']', depth);
            }
            json::Kind::Object => self.text.push_str("{}"),
            json::Kind::Array => self.text.push_str("[]"),
            _ => self.text.push_str(node.text()),
        }
    }

    fn object(&mut self, node: Node, kind: Option<Kind>, depth: usize) {
        let mut members: Vec<_> = node.members().collect();
        if let Some(order) = kind.and_then(order_of) {
            members.sort_by_cached_key(|member| rank(order, &member.name())); // stable: a key that stands twice keeps its order
        }
        self.text.push('{');
        for (at, member) in members.into_iter().enumerate() {
            self.line(at, depth + 1);
            self.text.push_str(member.key.text());
            self.text.push_str(": ");
            let meaning = match kind.map(|kind| kind.object().member(&member.name())) {
                Some(Member::Property(property)) => property.value,
                Some(Member::Entry(value)) => value,
                _ => Value::Any,
            };
            self.value(member.value, &meaning, depth + 1);
        }
        self.close('}', depth);
    }

    /// Begins the line of the member or item at this place.
    fn line(&mut self, at: usize, depth: usize) {
        self.text.push_str(if at > 0 { ",\n" } else { "\n" });
        self.text.extend(std::iter::repeat_n(' ', depth * self.indent));
    }

    fn close(&mut self, bracket: char, depth: usize) {
        self.line(0, depth);
        self.text.push(bracket);
    }
}

fn object_kind(meaning: &Value) -> Option<Kind> {
    match meaning {
        Value::Object(kind) => Some(*kind),
        Value::Either(values) => values.iter().find_map(object_kind),
        _ => None,
    }
}

fn item_meaning(meaning: &Value) -> &Value {
    match meaning {
        Value::Array(item) => item,
        Value::Either(values) => {
            values.iter().find_map(|value| if let Value::Array(item) = value { Some(*item) } else { None }).unwrap_or(&Value::Any)
        }
        _ => &Value::Any,
    }
}

fn order_of(kind: Kind) -> Option<&'static [&'static str]> {
    let kind = match kind.general() {
        Kind::Header | Kind::Items => Kind::Schema,
        kind => kind,
    };
    ORDERS.iter().find(|order| order.kind == kind).map(|order| order.names)
}

/// Where a member of the definition's root stands among the others.
pub(crate) fn rank_in_definition(name: &str) -> usize {
    order_of(Kind::Swagger).map_or(0, |order| rank(order, name))
}

fn rank(order: &[&str], name: &str) -> usize {
    let place = |wanted: &str| order.iter().position(|known| *known == wanted);
    let other = if name.starts_with("x-") { EXTENSIONS } else { OTHERS };
    place(name).or_else(|| place(other)).unwrap_or(order.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_name_what_the_grammar_knows_and_leave_a_place_for_the_rest() {
        for order in ORDERS {
            for (at, name) in order.names.iter().enumerate() {
                assert!(!order.names[..at].contains(name), "{name} twice in {:?}", order.kind);
                let known = matches!(*name, OTHERS | EXTENSIONS) || order.kind.object().property(name).is_some();
                // Items and headers are ordered like schemas, and only they know this.
                assert!(known || *name == "collectionFormat", "{name} in {:?}", order.kind);
            }
            assert!(order.names.contains(&OTHERS) && order.names.contains(&EXTENSIONS), "{:?}", order.kind);
        }
    }
}
