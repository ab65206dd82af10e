//! The types of a connector, without a language: objects, lists of values, and what values are.
use super::lock::Names;
use super::naming::{self, Language, Scope};
use crate::call::namespace::payload::is_annotation;
use crate::connector::{Operation, Schema};
use crate::text::document::Node;
use crate::text::unique::Unique;
use rustc_hash::{FxHashMap, FxHashSet};

/// Levels of schemas below which everything is any value.
const DEEPEST: usize = 48;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    Any,
    Text,
    DateTime,
    Boolean,
    Integer,
    Long,
    Float,
    Double,
    /// Bytes: the whole of a body or an answer.
    Binary,
    List(Box<Ty>),
    Map(Box<Ty>),
    /// The type with this number.
    Named(usize),
}

/// A type with a name.
#[derive(Clone, Debug)]
pub struct Type {
    /// What identifies it across versions of a definition: the definition's name, `Parent.property` for an object in another.
    pub key: String,
    pub name: String,
    pub doc: Option<String>,
    /// Where it is in the definition, for those without a description.
    pub origin: String,
    pub kind: TypeKind,
}

#[derive(Clone, Debug)]
pub enum TypeKind {
    Object {
        fields: Vec<Field>,
        /// Whether it may have more members than these.
        open: bool,
        /// The operation that says at run time what is in it.
        dynamic: Option<String>,
    },
    /// One of these texts, or one that a later version of the API has.
    Choice(Vec<String>),
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in JSON.
    pub wire: String,
    pub ty: Ty,
    pub title: Option<String>,
    pub doc: Option<String>,
    /// Whether null is a value of it.
    pub nullable: bool,
}

/// Builds the types that operations use, each once.
pub struct Shapes<'n> {
    pub types: Vec<Type>,
    known: FxHashMap<u32, Ty>,
    /// The schemas that are being read, which are not types with a name.
    open: FxHashSet<u32>,
    keys: Unique,
    names: &'n mut Names,
    language: Language,
    scope: Scope,
}

/// What an object without a name of its own is called.
#[derive(Clone, Debug)]
pub struct Place {
    pub key: String,
    pub name: String,
    /// A sentence that says where it is.
    pub origin: String,
}

impl Place {
    pub fn new(key: impl Into<String>, name: impl Into<String>, origin: impl Into<String>) -> Place {
        Place { key: key.into(), name: name.into(), origin: origin.into() }
    }

    fn below(&self, wire: &str) -> Place {
        let (key, name) = (format!("{}.{wire}", self.key), self.name.clone() + &naming::pascal(wire));
        Place::new(key, name, format!("`{wire}` of `{}`.", self.name))
    }
}

pub(super) fn text(node: Node, key: &str) -> Option<String> {
    node.get_str(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn description(node: Node) -> Option<String> {
    text(node, "description").or_else(|| text(node, "title")).or_else(|| text(node, "x-ms-summary"))
}

/// The texts of an `enum`; None if it has anything else, or nothing.
pub(super) fn choices(node: Node) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for value in node.get("enum").filter(|values| values.is_array())?.items() {
        if value.kind() == crate::text::json::Kind::Null {
            continue;
        }
        let text = value.str()?.into_owned();
        if !all.contains(&text) {
            all.push(text);
        }
    }
    (!all.is_empty()).then_some(all)
}

impl<'n> Shapes<'n> {
    pub fn new(names: &'n mut Names, language: Language, scope: Scope) -> Self {
        let (types, known, open, keys) = (Vec::new(), FxHashMap::default(), FxHashSet::default(), Unique::default());
        Shapes { types, known, open, keys, names, language, scope }
    }

    /// The type of the values of a schema. `place` names an object that has no name of its own.
    pub fn ty(&mut self, written: Schema, place: &Place, depth: usize) -> Ty {
        let Some(schema) = written.resolve().filter(|_| depth < DEEPEST) else { return Ty::Any };
        let node = schema.node;
        if let Some(known) = self.known.get(&node.id) {
            return known.clone();
        }
        let definition = node.parent().and_then(|parent| parent.parent().map(|root| (parent, root)));
        let is_definition = definition
            .is_some_and(|(parent, root)| parent.key().is_some_and(|key| key.key_is("definitions")) && root.parent().is_none());
        let named = match node.name().filter(|_| is_definition) {
            Some(name) => Place::new(name.as_ref(), name.as_ref(), format!("The definition `{name}`.")),
            None => place.clone(),
        };
        if node.has("x-ms-dynamic-schema") || node.has("x-ms-dynamic-properties") || !schema.properties().is_empty() {
            return self.object(schema, &named, depth);
        }
        // A reference with words around it, which JSON Schema writes as an `allOf` of one.
        let mut parts = node.get("allOf").into_iter().flat_map(Node::items).filter(|part| part.is_object());
        if let (Some(part), None) = (parts.next(), parts.next()) {
            if self.open.insert(node.id) {
                let ty = self.ty(Schema { node: part, ..schema }, &named, depth + 1);
                self.open.remove(&node.id);
                return ty;
            }
            return Ty::Any;
        }
        let is_text = schema.is_type("string") || !node.has("type");
        if let Some(values) = choices(node).filter(|_| is_text) {
            return self.add(schema, &named, TypeKind::Choice(values));
        }
        if schema.is_type("array") || (!node.has("type") && node.has("items")) {
            if !self.open.insert(node.id) {
                return Ty::Any;
            }
            let item = schema.items().map_or(Ty::Any, |items| self.ty(items, &named, depth + 1));
            self.open.remove(&node.id);
            return Ty::List(Box::new(item));
        }
        let more = node.get("additionalProperties").filter(|more| more.is_object());
        if schema.is_object() || more.is_some() {
            let more = more.filter(|more| more.members().next().is_some());
            if let Some(more) = more {
                if !self.open.insert(node.id) {
                    return Ty::Any;
                }
                let values = self.ty(Schema { node: more, ..schema }, &named, depth + 1);
                self.open.remove(&node.id);
                return Ty::Map(Box::new(values));
            }
            return if is_definition { self.object(schema, &named, depth) } else { Ty::Map(Box::new(Ty::Any)) };
        }
        simple(node)
    }

    /// The type of a parameter outside the body, which is simple.
    pub fn parameter(node: Node) -> Ty {
        if node.get("type").is_some_and(|kind| kind.is("array")) {
            return Ty::List(Box::new(node.get("items").filter(|items| items.is_object()).map_or(Ty::Text, simple)));
        }
        match simple(node) {
            Ty::Any => Ty::Text,
            ty => ty,
        }
    }

    fn add(&mut self, schema: Schema, place: &Place, kind: TypeKind) -> Ty {
        let at = self.types.len();
        let key = self.keys.name(|number| match number {
            1 => place.key.clone(),
            _ => format!("{}~{number}", place.key),
        });
        let wanted = naming::type_name(self.language, &place.name);
        let name = self.names.settle(&format!("{} types", self.language.name()), &key, &wanted, &mut self.scope, "");
        self.types.push(Type { key, name, doc: description(schema.node), origin: place.origin.clone(), kind });
        self.known.insert(schema.node.id, Ty::Named(at));
        Ty::Named(at)
    }

    fn object(&mut self, schema: Schema, place: &Place, depth: usize) -> Ty {
        let more = schema.get("additionalProperties");
        let open = schema.is_dynamic() || more.is_some_and(|more| more.bool() != Some(false));
        let extension = ["x-ms-dynamic-schema", "x-ms-dynamic-properties"].into_iter().find_map(|key| schema.get(key));
        let dynamic = extension.and_then(|extension| text(extension, "operationId"));
        let empty = TypeKind::Object { fields: Vec::new(), open, dynamic };
        let ty = self.add(schema, place, empty);
        let Ty::Named(at) = ty else { return ty };
        // What is in it is named by its own name.
        let place = Place::new(self.types[at].key.as_str(), self.types[at].name.as_str(), "");
        let mut seen = FxHashSet::default();
        let mut all = Vec::new();
        for (member, property) in schema.properties() {
            let wire = member.name().into_owned();
            if !seen.insert(wire.clone()) {
                continue;
            }
            let field_type = match self.ty(property, &place.below(&wire), depth + 1) {
                // In JSON, bytes are text.
                Ty::Binary => Ty::Text,
                ty => ty,
            };
            let node = property.node;
            let target = property.resolve().map_or(node, |target| target.node);
            let nullable = [node, target].iter().any(|node| node.get("x-nullable").is_some_and(|flag| flag.bool() == Some(true)));
            let title = text(node, "x-ms-summary").or_else(|| text(node, "title"));
            all.push(Field { wire, ty: field_type, doc: description(node), title, nullable });
        }
        if let TypeKind::Object { fields, .. } = &mut self.types[at].kind {
            *fields = all;
        }
        ty
    }
}

/// The type of a value that is no object and no array.
fn simple(node: Node) -> Ty {
    let format = node.get_str("format").map(|format| format.to_ascii_lowercase());
    let format = format.as_deref();
    match node.get_str("type").as_deref() {
        Some("string") => match format {
            Some("date-time" | "date") => Ty::DateTime,
            Some("binary") => Ty::Binary,
            _ => Ty::Text,
        },
        Some("file") => Ty::Binary,
        Some("boolean") => Ty::Boolean,
        Some("integer") if format == Some("int64") => Ty::Long,
        Some("integer") => Ty::Integer,
        Some("number") if format == Some("float") => Ty::Float,
        Some("number") => Ty::Double,
        _ => Ty::Any,
    }
}

/// What the answer of a trigger has beside its items in `value`; nothing when it has no such list.
pub fn beside(operation: Operation<'_>) -> Vec<String> {
    let answer =
        operation.trigger_schema().and_then(Schema::resolve).filter(|_| item(operation).is_some_and(|(_, listed)| listed));
    let properties = answer.map(Schema::properties).unwrap_or_default();
    let names = properties.iter().map(|(member, _)| member.name()).filter(|name| name != "value" && !is_annotation(name));
    names.map(|name| name.to_lowercase()).collect()
}

/// What arrives at a function: the schema of one item of a trigger, and whether items come in `value`.
pub fn item(operation: Operation<'_>) -> Option<(Schema<'_>, bool)> {
    let schema = operation.trigger_schema()?.resolve()?;
    if let Some(items) = schema.items().filter(|_| !schema.is_type("object")) {
        return Some((items, true));
    }
    let properties = schema.properties();
    let listed = properties.iter().find(|(member, _)| member.name() == "value").and_then(|(_, value)| value.items());
    // Beside the items, an answer may have links and counts of OData.
    let others = properties.iter().filter(|(member, _)| member.name() != "value" && !member.name().starts_with('@')).count();
    let kind = operation.get("x-ms-trigger").and_then(|kind| kind.str());
    let is_batch = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("batch"));
    match listed.filter(|_| others == 0 || is_batch) {
        Some(items) => Some((items, true)),
        None => Some((schema, false)),
    }
}
