//! Schemas: of JSON Schema, in the dialects of OpenAPI, to what connectors take.
use super::Reader;
use super::body;
use super::source::number;
use super::text;
use super::value::Value;
use crate::connector::facts;
use crate::text::document::Node;
use crate::text::json::Kind as Json;
use crate::text::yaml::json_number;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::LazyLock;
use thin_vec::ThinVec;

/// How deep schemas may stand in one another, references that are merged included.
const MAX_LEVELS: usize = 100;

/// The type of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// No type: any value.
    Any,
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
}

impl Type {
    /// Its name; None for any value.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Type::Any => return None,
            Type::Object => "object",
            Type::Array => "array",
            Type::String => "string",
            Type::Integer => "integer",
            Type::Number => "number",
            Type::Boolean => "boolean",
        })
    }

    fn parse(name: &str) -> Option<Type> {
        Some(match name {
            "object" => Type::Object,
            "array" => Type::Array,
            "string" | "file" => Type::String,
            "integer" | "int" => Type::Integer,
            "number" | "float" | "double" => Type::Number,
            "boolean" | "bool" => Type::Boolean,
            _ => return None,
        })
    }

    /// Whether it is a single value that people can type in.
    pub fn is_scalar(self) -> bool {
        matches!(self, Type::String | Type::Integer | Type::Number | Type::Boolean)
    }
}

/// What an object may hold besides its properties.
#[derive(Clone, Debug)]
pub enum Additional<'a> {
    Unsaid,
    Said(bool),
    Schema(Box<Schema<'a>>),
}

/// A schema as a connector has it.
#[derive(Clone, Debug)]
pub struct Schema<'a> {
    /// Where it comes from.
    pub at: Node<'a>,
    pub kind: Type,
    /// The definition that it refers to. Then nothing else is written.
    pub reference: Option<usize>,
    pub nullable: bool,
    pub title: Option<Cow<'a, str>>,
    pub description: Option<Cow<'a, str>>,
    /// All other keywords.
    pub more: ThinVec<(Cow<'a, str>, Value<'a>)>,
    pub items: Option<Box<Schema<'a>>>,
    pub properties: ThinVec<(Cow<'a, str>, Schema<'a>)>,
    pub required: ThinVec<Cow<'a, str>>,
    pub additional: Additional<'a>,
}

impl<'a> Schema<'a> {
    /// A schema of this type, without anything else.
    pub fn new(at: Node<'a>, kind: Type) -> Schema<'a> {
        Schema {
            at,
            kind,
            reference: None,
            nullable: false,
            title: None,
            description: None,
            more: ThinVec::new(),
            items: None,
            properties: ThinVec::new(),
            required: ThinVec::new(),
            additional: Additional::Unsaid,
        }
    }

    /// The value of a keyword.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.more.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Sets a keyword.
    pub fn set(&mut self, key: impl Into<Cow<'a, str>>, value: Value<'a>) {
        let key = key.into();
        match self.more.iter_mut().find(|(name, _)| *name == key) {
            Some((_, known)) => *known = value,
            None => self.more.push((key, value)),
        }
    }

    /// The label that it gives to what it describes, taken out of it: its own `x-ms-summary`, else its title.
    pub fn take_label(&mut self) -> Option<Cow<'a, str>> {
        let title = self.title.take();
        let own = self.more.iter().position(|(name, _)| name == "x-ms-summary").map(|at| self.more.remove(at).1);
        match own {
            Some(Value::Text(own)) => Some(own),
            _ => title,
        }
    }

    /// Takes a keyword away.
    pub fn remove(&mut self, key: &str) {
        self.more.retain(|(name, _)| name != key);
    }

    /// The format.
    pub fn format(&self) -> Option<&str> {
        self.get("format").and_then(Value::as_text)
    }

    /// Whether this is a file: bytes as they are.
    pub fn is_binary(&self) -> bool {
        self.kind == Type::String && self.format() == Some("binary")
    }

    /// Whether it says nothing about a value.
    pub fn is_empty(&self) -> bool {
        self.reference.is_none()
            && self.kind == Type::Any
            && self.more.iter().all(|(name, _)| name.starts_with("x-"))
            && self.properties.is_empty()
    }

    /// Gives back the room that its lists do not need: a large description has very many of them.
    fn shrink(&mut self) {
        self.more.shrink_to_fit();
        self.properties.shrink_to_fit();
        self.required.shrink_to_fit();
    }

    /// The property of this name.
    pub fn property(&self, name: &str) -> Option<&Schema<'a>> {
        self.properties.iter().find(|(known, _)| known == name).map(|(_, schema)| schema)
    }

    /// The names of the required properties, to be looked up.
    pub fn all_required(&self) -> FxHashSet<&str> {
        self.required.iter().map(|name| &**name).collect()
    }

    /// Requires more properties.
    pub fn require(&mut self, names: ThinVec<Cow<'a, str>>) {
        let mut known: FxHashSet<Cow<'a, str>> = self.required.iter().cloned().collect();
        self.required.extend(names.into_iter().filter(|name| known.insert(name.clone())));
    }

    /// Where each property is.
    pub fn places(&self) -> FxHashMap<Cow<'a, str>, usize> {
        self.properties.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect()
    }
}

/// The names in a schema to which others are joined, one after another.
#[derive(Default)]
struct Names<'a> {
    /// Where each property is.
    places: FxHashMap<Cow<'a, str>, usize>,
    required: FxHashSet<Cow<'a, str>>,
    /// The names in those properties that were joined themselves, by their place.
    joined: BTreeMap<usize, Names<'a>>,
}

impl<'a> Names<'a> {
    fn of(schema: &Schema<'a>) -> Names<'a> {
        Names { places: schema.places(), required: schema.required.iter().cloned().collect(), joined: BTreeMap::new() }
    }
}

/// A schema that is written once and referred to.
pub struct Definition<'a> {
    pub at: Node<'a>,
    /// The name that it is to have, if nothing else has it.
    pub wish: String,
    pub schema: Option<Rc<Schema<'a>>>,
    /// Whether what it holds was copied to where it is used.
    pub copied: bool,
    busy: bool,
}

/// The schemas that something refers to.
#[derive(Default)]
pub struct Definitions<'a> {
    pub list: Vec<Definition<'a>>,
    by_node: FxHashMap<(u16, u32), usize>,
    done: usize,
}

/// Formats by type, as the platform knows them.
static FORMATS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let entry = |entry: &'static facts::Table| {
        let kind = entry.get("type").and_then(facts::Value::as_str)?;
        let formats = entry.get("formats").and_then(facts::Value::as_array)?;
        Some((kind, formats.iter().filter_map(facts::Value::as_str).collect()))
    };
    facts::entries("formats", "types").filter_map(entry).collect()
});

fn is_known_format(kind: &str, format: &str) -> bool {
    FORMATS.iter().any(|(name, formats)| *name == kind && formats.contains(&format))
}

/// What a format is called here, where that changes nothing.
fn same_format(kind: &str, format: &str) -> Option<&'static str> {
    let text = |entry: &'static facts::Table, key: &str| entry.get(key).and_then(facts::Value::as_str);
    let entry = facts::entries("formats", "replacements").find(|entry| {
        text(entry, "type") == Some(kind) && text(entry, "from").is_some_and(|from| from.eq_ignore_ascii_case(format))
    })?;
    text(entry, "to")
}

/// Keywords that are copied as they are.
const COPIED: [&str; 9] =
    ["maximum", "minimum", "multipleOf", "maxLength", "minLength", "pattern", "maxItems", "minItems", "readOnly"];
/// Keywords that say nothing to a connector, and whose loss is not worth a word.
const SILENT: [&str; 22] = [
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "deprecated",
    "writeOnly",
    "xml",
    "externalDocs",
    "discriminator",
    "examples",
    "$comment",
    "$id",
    "$schema",
    "$anchor",
    "$defs",
    "definitions",
    "nullable",
    "contentMediaType",
    "contentEncoding",
    "required",
    "allowEmptyValue",
    "$vocabulary",
    "id",
];
/// Keywords that are read in their own way.
const READ: [&str; 20] = [
    "type",
    "format",
    "title",
    "description",
    "default",
    "example",
    "enum",
    "const",
    "properties",
    "items",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "$ref",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "name",
    "in",
    "collectionFormat",
];
/// Keywords beside a `$ref` that change what it refers to.
const STRUCTURAL: [&str; 10] =
    ["type", "properties", "items", "required", "additionalProperties", "allOf", "oneOf", "anyOf", "enum", "const"];

/// What a schema is at first sight, without reading what it refers to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Object,
    Array,
    Scalar,
    Unclear,
}

fn shape(node: Node) -> Shape {
    let combined = ["allOf", "oneOf", "anyOf"].iter().any(|key| node.has(key));
    let kind = node.get("type").filter(|kind| kind.is_string()).and_then(Node::str);
    match kind.as_deref() {
        Some("object") => Shape::Object,
        Some("array") => Shape::Array,
        Some(_) if !combined => Shape::Scalar,
        None if node.has("properties") => Shape::Object,
        _ => Shape::Unclear,
    }
}

impl<'a> Definitions<'a> {
    /// The number of the definition that is made of this value, if something that is taken refers to it.
    pub fn index(&self, node: Node<'a>) -> Option<usize> {
        self.by_node.get(&(number(node), node.id)).copied()
    }
}

impl<'a> Reader<'a> {
    /// Reads a schema.
    pub fn schema(&mut self, node: Node<'a>) -> Schema<'a> {
        if self.level >= MAX_LEVELS {
            self.notes.say("import-cycle-cut", node, "schemas are nested too deeply; the levels below are left out");
            return Schema::new(node, Type::Object);
        }
        self.level += 1;
        let mut schema = self.schema_inside(node);
        self.level -= 1;
        schema.shrink();
        schema
    }

    fn schema_inside(&mut self, node: Node<'a>) -> Schema<'a> {
        if !node.is_object() {
            return Schema::new(node, Type::Any); // `true`, and what is no schema at all
        }
        if let Some(reference) = node.get("$ref").filter(|reference| reference.is_string()) {
            let structural = self.kind == super::kind::Kind::OpenApi31 && STRUCTURAL.iter().any(|key| node.has(key));
            let mut schema = self.referred(node, reference);
            if structural {
                let mut base = self.full(&schema);
                base.at = node;
                let own = self.unsettled(node);
                let mut names = Names::of(&base);
                self.merge(&mut base, &mut names, own);
                self.settle_joined(&mut base, names);
                self.settle(&mut base);
                return base;
            }
            let beside = |key: &str| node.get_str(key).filter(|text| !text.trim().is_empty());
            schema.title = beside("title").or(schema.title);
            schema.description = beside("description").or(schema.description);
            schema.nullable |= node.get("nullable").and_then(Node::bool) == Some(true);
            return schema;
        }
        self.own(node)
    }

    /// A schema without regard to its `$ref`.
    fn own(&mut self, node: Node<'a>) -> Schema<'a> {
        let mut schema = self.unsettled(node);
        self.settle(&mut schema);
        schema
    }

    /// A branch of an `allOf`. What it says may only make sense together with the other branches: `{required: [id]}`.
    fn branch(&mut self, node: Node<'a>) -> Schema<'a> {
        if !node.is_object() || node.has("$ref") || self.level >= MAX_LEVELS {
            let schema = self.schema(node);
            return self.full(&schema);
        }
        self.level += 1;
        let schema = self.unsettled(node);
        self.level -= 1;
        self.full(&schema)
    }

    fn unsettled(&mut self, node: Node<'a>) -> Schema<'a> {
        let mut schema = Schema::new(node, Type::Any);
        self.keywords(node, &mut schema);
        let all = node.get("allOf").filter(|all| all.is_array());
        let union = ["oneOf", "anyOf"].into_iter().filter_map(|key| node.get(key)).filter(|union| union.is_array());
        let unions: Vec<Node<'a>> = union.collect();
        let plain =
            schema.kind == Type::Any && schema.properties.is_empty() && schema.items.is_none() && schema.required.is_empty();
        if let Some(all) = all {
            let mut branches: Vec<Node<'a>> = all.items().collect();
            // `{ "allOf": [{ "$ref": … }], "description": … }` is how a reference gets a text.
            if let ([only], true, true) = (branches.as_slice(), plain, unions.is_empty()) {
                let mut branch = self.schema(*only);
                branch.nullable |= schema.nullable;
                branch.title = schema.title.or(branch.title);
                branch.description = schema.description.or(branch.description);
                if branch.reference.is_none() {
                    branch.at = node;
                    for (name, value) in schema.more {
                        branch.set(name, value);
                    }
                }
                return branch;
            }
            let mut base = Schema::new(node, Type::Any);
            let mut names = Names::default();
            for branch in branches.drain(..) {
                let branch = self.branch(branch);
                self.merge(&mut base, &mut names, branch);
            }
            let (title, nullable) = (schema.title.take(), schema.nullable);
            base.title = None;
            self.merge(&mut base, &mut names, schema);
            self.settle_joined(&mut base, names);
            (base.title, base.nullable) = (title, nullable);
            schema = base;
        }
        for union in unions {
            schema = self.union(union, schema);
        }
        schema
    }

    /// Reads all keywords but those that combine schemas.
    fn keywords(&mut self, node: Node<'a>, schema: &mut Schema<'a>) {
        let untyped = self.types(node, schema);
        schema.title = node.get_str("title").filter(|text| !text.trim().is_empty());
        schema.description = self.text_of(node.get("description")).filter(|text| !text.trim().is_empty());
        let flag = |key: &str| node.get(key).and_then(Node::bool) == Some(true);
        schema.nullable |= flag("nullable") || flag("x-nullable");
        let mut extensions = FxHashSet::default();
        for member in node.members() {
            let name = member.name();
            let value = member.value;
            match &*name {
                "properties" => {
                    let value = self.resolver.resolve(value).unwrap_or(value);
                    schema.properties.reserve_exact(value.members().count());
                    let mut places = schema.places();
                    for property in value.members() {
                        let read = self.schema(property.value);
                        let name = property.name();
                        match places.get(&name) {
                            Some(&at) => schema.properties[at].1 = read, // a key that is there twice
                            None => {
                                places.insert(name.clone(), schema.properties.len());
                                schema.properties.push((name, read));
                            }
                        }
                    }
                }
                "required" => schema.required = value.items().filter_map(Node::str).collect(),
                "items" if value.is_array() => {
                    let why = "connectors do not support a list of schemas, one for each position";
                    self.drop_keyword(member.value, "items", why);
                    schema.items = Some(Box::new(Schema::new(value, Type::Any)));
                }
                // Beside `prefixItems`, it is only for the items behind those.
                "items" if node.has("prefixItems") => {}
                "items" => schema.items = Some(Box::new(self.schema(value))),
                "prefixItems" => {
                    self.drop_keyword(value, "prefixItems", "the items of an array have one schema in a connector");
                    schema.items = Some(Box::new(Schema::new(value, Type::Any)));
                }
                "additionalProperties" => {
                    schema.additional = match value.bool() {
                        Some(said) => Additional::Said(said),
                        None if value.is_object() => Additional::Schema(Box::new(self.schema(value))),
                        None => Additional::Unsaid,
                    };
                }
                "exclusiveMinimum" | "exclusiveMaximum" => {
                    let bound = if &*name == "exclusiveMinimum" { "minimum" } else { "maximum" };
                    match Value::of(value) {
                        Value::Number(number) => {
                            // Of two bounds the stricter one holds.
                            let size = |number: &str| number.parse::<f64>().ok();
                            let other = node.get(bound).and_then(|bound| json_number(bound.text()));
                            let (own, other) = (size(&number), other.and_then(|number| size(&number)));
                            let weaker = if bound == "minimum" { other > own } else { other.is_some() && other < own };
                            if !weaker {
                                schema.set(bound, Value::Number(number));
                                schema.set(name, Value::Bool(true));
                            }
                        }
                        Value::Bool(true) if node.has(bound) => schema.set(name, Value::Bool(true)),
                        _ => {}
                    }
                }
                "enum" if value.is_array() => schema.set("enum", Value::List(value.items().map(Value::of).collect())),
                // Of lists within the list of a parameter.
                "collectionFormat" if self.kind == super::kind::Kind::Swagger2 && !node.has("in") => {
                    schema.set(name, Value::of(value));
                }
                "const" => schema.set("enum", Value::List(vec![Value::of(value)])),
                "default" => schema.set("default", Value::of(value)),
                // Of several examples the first.
                "examples" if value.is_array() && !node.has("example") => {
                    let first = value.items().next().filter(|first| !first.is_object() && !first.is_array());
                    if let Some(first) = first {
                        schema.set("example", Value::of(first));
                    }
                }
                "example" => {
                    if !value.is_object() && !value.is_array() {
                        schema.set("example", Value::of(value));
                    }
                }
                name_of if COPIED.contains(&name_of) => {
                    let value = Value::of(value);
                    let fits = match name_of {
                        "pattern" => value.as_text().is_some(),
                        "readOnly" => value == Value::Bool(true),
                        _ => matches!(value, Value::Number(_)),
                    };
                    if fits && schema.get(name_of).is_none() {
                        schema.set(name, value);
                    }
                }
                name_of if name_of.starts_with("x-") => self.extension(node, name, value, schema, &mut extensions),
                name_of if READ.contains(&name_of) || SILENT.contains(&name_of) => {}
                _ => self.drop_keyword(value, &name, "connectors do not support it"),
            }
        }
        let encoding = node.get_str("contentEncoding").is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
        let media = node.get_str("contentMediaType");
        if encoding {
            schema.set("format", Value::text("byte"));
        } else if media.is_some_and(|media| body::is_file(&media)) {
            schema.set("format", Value::text("binary"));
        } else if let Some(format) =
            node.get_str("format").filter(|format| !format.is_empty() || self.kind == super::kind::Kind::Swagger2)
        {
            schema.set("format", Value::Text(format));
        }
        if node.get("type").is_some_and(|kind| kind.is("file")) {
            schema.set("format", Value::text("binary"));
        }
        if untyped {
            // Nothing that belongs to one of the types may make a type of it again.
            *schema = Schema {
                nullable: schema.nullable,
                title: schema.title.take(),
                description: schema.description.take(),
                more: std::mem::take(&mut schema.more).into_iter().filter(|(name, _)| name.starts_with("x-")).collect(),
                ..Schema::new(node, Type::Any)
            };
        }
        self.guess(schema);
    }

    fn drop_keyword(&self, at: Node<'a>, name: &str, why: &str) {
        self.notes.say("import-keyword-dropped", at, format!("`{name}` is left out: {why}"));
    }

    /// Reads `type`. Returns whether it has several that cannot be joined.
    fn types(&mut self, node: Node<'a>, schema: &mut Schema<'a>) -> bool {
        let Some(said) = node.get("type") else { return false };
        if let Some(name) = said.str() {
            schema.nullable |= name == "null";
            schema.kind = Type::parse(&name).unwrap_or(Type::Any);
            return false;
        }
        let mut kinds: Vec<Type> = Vec::new();
        for kind in said.items() {
            match kind.str().as_deref().map(Type::parse) {
                Some(Some(kind)) if !kinds.contains(&kind) => kinds.push(kind),
                Some(Some(_)) => {}
                _ => schema.nullable |= kind.is("null") || kind.kind() == Json::Null,
            }
        }
        schema.kind = match kinds.as_slice() {
            [] => Type::Any,
            [one] => *one,
            [Type::Integer, Type::Number] | [Type::Number, Type::Integer] => Type::Number,
            many if many.iter().all(|kind| kind.is_scalar()) => {
                self.notes.say("import-union-of-scalars", said, "several types become a string");
                Type::String
            }
            // One value or many can always be sent as many; of an answer nobody can choose.
            many if !self.answers && many.iter().all(|kind| kind.is_scalar() || *kind == Type::Array) => {
                self.notes.say("import-union-array", said, "one value or an array of them becomes an array");
                Type::Array
            }
            _ => {
                self.notes.say("import-union-untyped", said, "values have several types; the type is left out");
                return true;
            }
        };
        false
    }

    /// The type of a schema that does not say it.
    fn guess(&self, schema: &mut Schema<'a>) {
        if schema.kind != Type::Any {
            return;
        }
        let has = |key: &str| schema.get(key).is_some();
        if !schema.properties.is_empty() || !matches!(schema.additional, Additional::Unsaid) {
            schema.kind = Type::Object;
        } else if schema.items.is_some() {
            schema.kind = Type::Array;
        } else if let Some(Value::List(values)) = schema.get("enum") {
            let mut kinds: Vec<&str> = values.iter().map(Value::type_name).filter(|kind| *kind != "null").collect();
            kinds.dedup();
            if let [kind] = kinds.as_slice() {
                schema.kind = Type::parse(kind).filter(|kind| kind.is_scalar()).unwrap_or(Type::Any);
            } else if !kinds.is_empty() && kinds.iter().all(|kind| !matches!(*kind, "object" | "array")) {
                schema.kind = Type::String;
            }
        } else if has("pattern") || has("minLength") || has("maxLength") {
            schema.kind = Type::String;
        } else if has("format") {
            let format = schema.format().unwrap_or("");
            let kind = FORMATS.iter().find(|(_, formats)| formats.contains(&format)).map(|(kind, _)| *kind);
            schema.kind = kind.and_then(Type::parse).unwrap_or(Type::Any);
        } else if has("minimum") || has("maximum") || has("multipleOf") {
            schema.kind = Type::Number;
        }
    }

    /// Extensions of Microsoft stay, as do all of a Swagger 2.0 document; names of values get Microsoft's form. `seen` are those that
    /// the schema has already.
    fn extension(
        &mut self,
        node: Node<'a>,
        name: Cow<'a, str>,
        value: Node<'a>,
        schema: &mut Schema<'a>,
        seen: &mut FxHashSet<Cow<'a, str>>,
    ) {
        match &*name {
            "x-nullable" => {}
            "x-enum-varnames" | "x-enumNames" | "x-enum-names" => {
                let values: Vec<Value> = node.get("enum").into_iter().flat_map(Node::items).map(Value::of).collect();
                let names: Vec<Cow<str>> = value.items().filter_map(Node::str).collect();
                if !node.has("x-ms-enum-values") && values.len() == names.len() {
                    set_names(schema, values.into_iter().zip(names));
                }
            }
            name_of if name_of.starts_with("x-ms-") || self.kind == super::kind::Kind::Swagger2 => {
                match seen.insert(name.clone()) && name != "x-ms-enum-values" {
                    true => schema.more.push((name, Value::of(value))),
                    false => schema.set(name, Value::of(value)),
                }
            }
            name_of => self.extension_dropped(value, name_of),
        }
    }

    /// Says once for each name that an extension is left out.
    pub fn extension_dropped(&mut self, value: Node<'a>, name: &str) {
        if !self.extensions.contains(name) {
            self.extensions.insert(name.to_owned());
            self.notes.say("import-extension-dropped", value, format!("`{name}` is left out here and everywhere else"));
        }
    }

    /// What a `$ref` leads to: the definition, or a copy of it where it is a single value.
    fn referred(&mut self, node: Node<'a>, reference: Node<'a>) -> Schema<'a> {
        let target = self.resolver.target(reference).and_then(|target| self.resolver.resolve_schema(target));
        let Some(target) = target else {
            let text = reference.str().unwrap_or_default();
            self.notes.say(
                "import-reference-broken",
                reference,
                format!("`{text}` cannot be resolved; any value is allowed in its place"),
            );
            return Schema::new(node, Type::Any);
        };
        let index = self.define(target, reference);
        let shape = shape(target);
        if matches!(shape, Shape::Object | Shape::Array) {
            let kind = if shape == Shape::Object { Type::Object } else { Type::Array };
            return Schema { reference: Some(index), ..Schema::new(node, kind) };
        }
        match self.convert(index) {
            // Within itself it can only be an object or a list of them.
            None => Schema { reference: Some(index), ..Schema::new(node, Type::Object) },
            Some(found) if matches!(found.kind, Type::Object | Type::Array) => {
                Schema { reference: Some(found.reference.unwrap_or(index)), ..Schema::new(node, found.kind) }
            }
            Some(found) => {
                self.definitions.list[index].copied = true;
                (*found).clone()
            }
        }
    }

    /// The definition of a schema that is referred to.
    fn define(&mut self, target: Node<'a>, reference: Node<'a>) -> usize {
        let key = (number(target), target.id);
        if let Some(&known) = self.definitions.by_node.get(&key) {
            return known;
        }
        let index = self.definitions.list.len();
        let wish = definition_name(target, reference);
        self.definitions.list.push(Definition { at: target, wish, schema: None, copied: false, busy: false });
        self.definitions.by_node.insert(key, index);
        index
    }

    /// Reads a definition, if it is not being read.
    pub fn convert(&mut self, index: usize) -> Option<Rc<Schema<'a>>> {
        let definition = &mut self.definitions.list[index];
        if let Some(schema) = &definition.schema {
            return Some(schema.clone());
        }
        if definition.busy {
            return None;
        }
        definition.busy = true;
        let at = definition.at;
        // What is shared may be sent as well as answered.
        let answers = std::mem::replace(&mut self.answers, false);
        let schema = Rc::new(self.schema(at));
        self.answers = answers;
        let definition = &mut self.definitions.list[index];
        (definition.busy, definition.schema) = (false, Some(schema.clone()));
        Some(schema)
    }

    /// Reads the definitions that were met and not read yet, and those that these lead to.
    pub fn convert_rest(&mut self) {
        while self.definitions.done < self.definitions.list.len() {
            let index = self.definitions.done;
            self.convert(index);
            self.definitions.done += 1;
        }
    }

    /// The schema itself, where it is a reference a copy of what that leads to.
    pub fn full(&mut self, schema: &Schema<'a>) -> Schema<'a> {
        let mut schema = schema.clone();
        for _ in 0..MAX_LEVELS {
            let Some(index) = schema.reference else { return schema };
            match self.convert(index) {
                Some(found) => {
                    self.definitions.list[index].copied = true;
                    let (title, description, nullable) = (schema.title, schema.description, schema.nullable);
                    schema = (*found).clone();
                    schema.title = title.or(schema.title);
                    schema.description = description.or(schema.description);
                    schema.nullable |= nullable;
                }
                None => {
                    self.notes.say(
                        "import-cycle-cut",
                        schema.at,
                        "this refers back to the schema that contains it; its contents are left out",
                    );
                    return Schema {
                        title: schema.title,
                        description: schema.description,
                        ..Schema::new(schema.at, schema.kind)
                    };
                }
            }
        }
        schema
    }

    /// Joins two schemas of which both hold, as in `allOf`: of what both say the second counts. `names` are those of `base`.
    fn merge(&mut self, base: &mut Schema<'a>, names: &mut Names<'a>, other: Schema<'a>) {
        // An integer that is a number, too, is an integer.
        if other.kind != Type::Any && (base.kind, other.kind) != (Type::Integer, Type::Number) {
            base.kind = other.kind;
        }
        base.title = other.title.or(base.title.take());
        base.description = other.description.or(base.description.take());
        for (name, value) in other.more {
            base.set(name, value);
        }
        for (name, schema) in other.properties {
            match names.places.get(&name) {
                None => {
                    names.places.insert(name.clone(), base.properties.len());
                    base.properties.push((name, schema));
                }
                Some(&at) => {
                    let place = &mut base.properties[at].1;
                    let known = std::mem::replace(place, Schema::new(schema.at, Type::Any));
                    *place = self.both(known, schema, at, &mut names.joined);
                }
            }
        }
        base.required.extend(other.required.into_iter().filter(|name| names.required.insert(name.clone())));
        base.items = other.items.or(base.items.take());
        if !matches!(other.additional, Additional::Unsaid) {
            base.additional = other.additional;
        }
    }

    /// Makes the properties that were joined agree with themselves, once all is joined.
    fn settle_joined(&mut self, base: &mut Schema<'a>, names: Names<'a>) {
        for (at, inner) in names.joined {
            let property = &mut base.properties[at].1;
            self.settle_joined(property, inner);
            self.settle(property);
        }
    }

    /// What is described twice, in two branches of an `allOf`: the property at this place.
    fn both(&mut self, known: Schema<'a>, other: Schema<'a>, at: usize, names: &mut BTreeMap<usize, Names<'a>>) -> Schema<'a> {
        let says_only_texts = other.reference.is_none()
            && other.kind == Type::Any
            && other.properties.is_empty()
            && (known.reference.is_some() || other.more.is_empty());
        if says_only_texts || (known.reference.is_some() && known.reference == other.reference) {
            return Schema {
                title: other.title.or(known.title),
                description: other.description.or(known.description),
                nullable: known.nullable || other.nullable,
                ..known
            };
        }
        if other.reference.is_some() || (known.reference.is_some() && other.properties.is_empty()) {
            names.remove(&at);
            return other;
        }
        let mut joined = if known.reference.is_none() { known } else { self.full(&known) };
        let names = names.entry(at).or_insert_with(|| Names::of(&joined));
        self.merge(&mut joined, names, other);
        joined
    }

    /// Makes a schema that was read agree with itself: what does not fit its type goes.
    fn settle(&mut self, schema: &mut Schema<'a>) {
        if schema.reference.is_some() {
            return;
        }
        self.guess(schema);
        if schema.kind == Type::Array && schema.items.is_none() {
            self.notes.say("import-items-made", schema.at, "the array has no item type; it is assumed to hold objects");
            schema.items = Some(Box::new(Schema::new(schema.at, Type::Object)));
        }
        if schema.kind != Type::Array {
            schema.items = None;
        }
        if schema.kind != Type::Object {
            schema.required.clear();
            if schema.kind != Type::Any {
                schema.properties.clear();
                schema.additional = Additional::Unsaid;
            }
        }
        self.settle_required(schema);
        if self.kind != super::kind::Kind::Swagger2 {
            self.settle_format(schema);
            let values = |schema: &Schema| match schema.get("enum") {
                Some(Value::List(values)) => values.iter().filter(|value| **value != Value::Null).collect::<FxHashSet<_>>().len(),
                _ => 0,
            };
            let before = values(schema);
            settle_enum(schema);
            if values(schema) < before {
                let at = ["enum", "const"].into_iter().find_map(|key| schema.at.get(key)).unwrap_or(schema.at);
                self.notes.say("import-keyword-dropped", at, "values that do not have the type of this are left out");
            }
        }
        settle_bounds(schema);
        if schema.get("example").is_some_and(|example| !text::may_be_shown(example) || !fits(schema.kind, example)) {
            schema.remove("example");
        }
        let listed = match (schema.get("enum"), schema.get("default")) {
            (Some(Value::List(values)), Some(default)) => values.contains(default),
            _ => true,
        };
        if let Some(default) = schema.get("default")
            && (!listed || !fits(schema.kind, default) || *default == Value::Null)
        {
            if *default != Value::Null {
                let at = schema.at.get("default").unwrap_or(schema.at);
                let message = match schema.kind.name() {
                    Some(kind) if listed => format!("`default` is left out: its value does not have the type `{kind}`"),
                    _ => "`default` is left out: its value is none of those that are allowed".to_owned(),
                };
                self.notes.say("import-keyword-dropped", at, message);
            }
            schema.remove("default");
        }
    }

    fn settle_required(&self, schema: &mut Schema<'a>) {
        if schema.required.is_empty() {
            return;
        }
        let mut kept = ThinVec::new();
        let mut seen: FxHashSet<Cow<str>> = FxHashSet::default();
        let places = schema.places();
        for name in std::mem::take(&mut schema.required) {
            let property = places.get(&name).map(|&at| &schema.properties[at].1);
            let read_only = property.is_some_and(|property| property.get("readOnly").is_some());
            if property.is_none() {
                let message = format!("`{name}` is required but not described, so it is no longer required");
                self.notes.say("import-required-dropped", schema.at, message);
            } else if !read_only && seen.insert(name.clone()) {
                kept.push(name);
            }
        }
        schema.required = kept;
    }

    fn settle_format(&self, schema: &mut Schema<'a>) {
        let Some(format) = schema.format().map(str::to_owned) else { return };
        let kind = schema.kind.name().unwrap_or("");
        if is_known_format(kind, &format) {
            return;
        }
        if let Some(same) = same_format(kind, &format) {
            schema.set("format", Value::text(same));
            return;
        }
        schema.remove("format");
        let at = schema.at.get("format").unwrap_or(schema.at);
        self.notes.say("import-format-dropped", at, format!("format `{format}` is not supported for this type; it is left out"));
        // What it says still helps who fills in a field.
        if schema.kind.is_scalar() && !format.eq_ignore_ascii_case(kind) && format.len() < 40 {
            let description = schema.description.take().unwrap_or_default();
            let description = description.trim().trim_end_matches('.');
            let text = if description.is_empty() { format!("Format: {format}.") } else { format!("{description} ({format}).") };
            schema.description = Some(Cow::Owned(text));
        }
    }
}

/// Sets the names of the values of an enum.
pub fn set_names<'a>(schema: &mut Schema<'a>, names: impl Iterator<Item = (Value<'a>, Cow<'a, str>)>) {
    let entry = |(value, name): (Value<'a>, Cow<'a, str>)| {
        Value::Object(vec![("value".into(), value), ("displayName".into(), Value::Text(name))])
    };
    schema.set("x-ms-enum-values", Value::List(names.map(entry).collect()));
}

/// Whether a value can be one of this type.
pub fn fits(kind: Type, value: &Value) -> bool {
    match kind {
        Type::Any => true,
        Type::Number => matches!(value, Value::Number(_)),
        Type::Integer => value.type_name() == "integer",
        kind => kind.name() == Some(value.type_name()),
    }
}

/// An enum of scalars of the type: `null` makes it nullable, and numbers among texts are texts.
fn settle_enum(schema: &mut Schema) {
    let Some(Value::List(values)) = schema.get("enum").cloned() else { return };
    let mut kept: Vec<Value> = Vec::new();
    let mut seen: FxHashSet<Value> = FxHashSet::default();
    for value in values {
        let value = match (schema.kind, value) {
            (_, Value::Null) => {
                schema.nullable = true;
                continue;
            }
            (Type::String, Value::Number(number)) => Value::Text(number),
            (Type::String, Value::Bool(flag)) => Value::text(flag.to_string()),
            (Type::Integer | Type::Number, Value::Text(text)) if json_number(&text).is_some() => Value::Number(text),
            (_, value) => value,
        };
        if fits(schema.kind, &value) && !matches!(value, Value::List(_) | Value::Object(_)) && seen.insert(value.clone()) {
            kept.push(value);
        }
    }
    if let Some(Value::List(mut names)) = schema.get("x-ms-enum-values").cloned() {
        names.retain(|entry| match entry {
            Value::Object(members) => members.iter().any(|(name, value)| name == "value" && seen.contains(value)),
            _ => false,
        });
        match names.len() == kept.len() {
            true => schema.set("x-ms-enum-values", Value::List(names)),
            false => schema.remove("x-ms-enum-values"),
        }
    }
    if kept.is_empty() || !schema.kind.is_scalar() {
        schema.remove("enum");
        schema.remove("x-ms-enum-values");
    } else {
        kept.shrink_to_fit();
        schema.set("enum", Value::List(kept));
    }
}

/// Bounds that do not belong to the type go.
fn settle_bounds(schema: &mut Schema) {
    let kind = schema.kind;
    schema.more.retain(|(name, value)| match &**name {
        "pattern" => kind == Type::String && value.as_text().is_some_and(is_expression),
        "minLength" | "maxLength" => kind == Type::String,
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            matches!(kind, Type::Integer | Type::Number)
        }
        "minItems" | "maxItems" => kind == Type::Array,
        _ => true,
    });
}

/// The name of a definition: that of the source without what names cannot have.
fn definition_name(target: Node, reference: Node) -> String {
    let own = target.name().filter(|name| !["schema", "items", "allOf"].contains(&&**name));
    let name = match own {
        Some(name) => name.into_owned(),
        None if target.id == 0 => {
            let file = target.doc.name.rsplit('/').next().unwrap_or("");
            file.split('.').next().unwrap_or(file).to_owned()
        }
        None => reference
            .str()
            .unwrap_or_default()
            .rsplit(['/', '#'])
            .find(|part| part.parse::<u32>().is_err())
            .unwrap_or("")
            .to_owned(),
    };
    let clean: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || ".-_".contains(*c)).collect();
    let clean = clean.trim_matches('.');
    if clean.is_empty() { "Schema".to_owned() } else { clean.to_owned() }
}

/// Whether an expression is one for .NET, too, as far as that is easily seen: brackets are closed, and there are no escapes that
/// only JavaScript has.
fn is_expression(text: &str) -> bool {
    let (mut groups, mut class) = (0i32, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                None | Some('_') => return false,
                Some('u') if chars.peek() == Some(&'{') => return false,
                Some('p' | 'P') if chars.peek() != Some(&'{') => return false,
                Some(c) if c.is_ascii_alphanumeric() && !"aAbBcdDefGkntrvwWsSxupPzZ0123456789".contains(c) => return false,
                Some(_) => {}
            },
            '[' if !class => {
                class = true;
                if chars.peek() == Some(&'^') {
                    chars.next();
                }
                if chars.peek() == Some(&']') {
                    chars.next();
                }
            }
            ']' => class = false,
            '(' if !class => groups += 1,
            ')' if !class => groups -= 1,
            _ => {}
        }
        if groups < 0 {
            return false;
        }
    }
    groups == 0 && !class
}
