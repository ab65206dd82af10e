//! View of a schema.
use super::{Connector, Operation};
use crate::connector::grammar;
use crate::connector::resolve;
use crate::text::document::{Member, Node};
use crate::text::edit;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::hash_map::Entry;

/// Which way the data that a schema describes goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction(u8);

impl Direction {
    /// Sent in a request.
    pub const INPUT: Direction = Direction(1);
    /// Received in a response or a notification.
    pub const OUTPUT: Direction = Direction(2);

    pub(super) fn contains(self, other: Direction) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn add(&mut self, other: Direction) {
        self.0 |= other.0;
    }

    /// Whether requests send it.
    pub fn is_input(self) -> bool {
        self.contains(Direction::INPUT)
    }

    /// Whether responses or notifications bring it.
    pub fn is_output(self) -> bool {
        self.contains(Direction::OUTPUT)
    }
}

/// The thing that a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaPlace {
    /// The body parameter's `schema`.
    Body,
    /// A response's `schema`.
    Response,
    /// The `schema` of `x-ms-notification-content`.
    Notification,
    /// A named entry of `definitions`.
    Definition,
    /// A property of another schema.
    Property,
    /// The items of an array (of a schema, parameter or header).
    Items,
    /// The values of a dictionary.
    AdditionalProperties,
    /// A part of an `allOf`.
    AllOf,
    /// A parameter outside the body, which is its own schema.
    Parameter,
    /// A response header, which is its own schema.
    Header,
}

/// How many schemas are merged at most: one, and the parts of its `allOf`.
const MOST_PARTS: usize = 256;

/// One schema, where it is written. `$ref` is not followed unless a method says so.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'a> {
    pub connector: &'a Connector,
    pub node: Node<'a>,
    pub place: SchemaPlace,
    /// Which way its data goes; neither for a definition that nothing uses.
    pub direction: Direction,
    /// The operation in which it is written; None in the shared sections.
    pub operation: Option<Operation<'a>>,
}

impl<'a> Schema<'a> {
    pub(crate) fn new(
        connector: &'a Connector,
        node: Node<'a>,
        place: SchemaPlace,
        direction: Direction,
        operation: Option<Operation<'a>>,
    ) -> Self {
        Schema { connector, node, place, direction, operation }
    }

    /// The value of one of its members.
    #[inline(always)]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.node.get(key)
    }

    /// Its `type`, when that is a string.
    pub fn type_name(self) -> Option<Cow<'a, str>> {
        self.node.get_str("type")
    }

    /// Its `type`, when that is one that Swagger knows: any other is a fault of its own.
    pub fn known_type(self) -> Option<&'static str> {
        let name = self.type_name()?;
        match grammar::Kind::Schema.object().property("type")?.value {
            grammar::Value::Enum(types) => types.iter().copied().find(|known| *known == name),
            _ => None,
        }
    }

    /// Whether its `type` is this one.
    #[inline(always)]
    pub fn is_type(self, name: &str) -> bool {
        self.node.get("type").is_some_and(|value| value.is(name))
    }

    /// Whether it is written as an object: by type or by having properties.
    pub fn is_object(self) -> bool {
        self.is_type("object") || (!self.node.has("type") && (self.node.has("properties") || self.node.has("allOf")))
    }

    /// Whether it is hidden from users.
    pub fn is_internal(self) -> bool {
        self.node.get("x-ms-visibility").is_some_and(|visibility| visibility.is_in_any_case("internal"))
    }

    /// Whether its content is known only at run time (`x-ms-dynamic-schema` or `-properties`).
    pub fn is_dynamic(self) -> bool {
        self.node.has("x-ms-dynamic-schema") || self.node.has("x-ms-dynamic-properties")
    }

    /// Whether it is only a `$ref`: what else stands beside that does not count.
    pub fn is_reference(self) -> bool {
        self.node.has("$ref")
    }

    /// How to call it in a message: ``property `name` ``.
    pub fn display(self) -> String {
        let name = || self.node.name().unwrap_or_default();
        match self.place {
            SchemaPlace::Body => "the body".into(),
            SchemaPlace::Response => "the response".into(),
            SchemaPlace::Notification => "the notification".into(),
            SchemaPlace::Definition => format!("definition `{}`", name()),
            SchemaPlace::Property => format!("property `{}`", name()),
            SchemaPlace::Header => format!("header `{}`", name()),
            SchemaPlace::Parameter => format!("parameter `{}`", self.node.get_str("name").unwrap_or_default()),
            SchemaPlace::Items => match self.node.parent().map(|list| list.get_str("name").or_else(|| list.name())) {
                Some(Some(name)) if name != "schema" && name != "items" => format!("the items of `{name}`"),
                _ => "`items`".into(),
            },
            SchemaPlace::AdditionalProperties => "`additionalProperties`".into(),
            SchemaPlace::AllOf => "a part of `allOf`".into(),
        }
    }

    /// The member whose value it is; None for a part of a list.
    pub fn member(self) -> Option<Member<'a>> {
        Some(Member { key: self.node.key()?, value: self.node })
    }

    /// Whether a value is of its `type`. Every value is where that is missing or not one of Swagger's.
    pub fn takes(self, value: Node) -> bool {
        match self.type_name().as_deref() {
            Some("string") => value.is_string(),
            Some("integer") => value.is_integer(),
            Some("number") => value.number().is_some(),
            Some("boolean") => value.bool().is_some(),
            Some("array") => value.is_array(),
            Some("object") => value.is_object(),
            _ => true,
        }
    }

    /// The JSON text of a value of its `type` that says the same as this one, such as `1` for `"1"`.
    pub fn converted(self, value: Node) -> Option<String> {
        let text = value.str();
        match (self.type_name().as_deref()?, text.as_deref()) {
            ("string", None) if value.bool().is_some() || value.number().is_some() => Some(edit::quote(value.text())),
            ("boolean", Some(text)) => text.to_lowercase().parse::<bool>().ok().map(|value| value.to_string()),
            ("integer", Some(text)) => text.parse::<i64>().ok().map(|value| value.to_string()),
            // Through serde_json, as `007`, `.5` and `inf` are numbers to Rust and not to JSON.
            ("number", Some(text)) => serde_json::from_str::<serde_json::Number>(text).ok().map(|_| text.to_owned()),
            _ => None,
        }
    }

    /// The key of the property that it describes.
    pub fn property_key(self) -> Option<Node<'a>> {
        (self.place == SchemaPlace::Property).then(|| self.node.key()).flatten()
    }

    /// The schema of which it is a property.
    pub fn owner(self) -> Option<Node<'a>> {
        if self.place != SchemaPlace::Property {
            return None;
        }
        self.node.parent()?.parent()
    }

    /// Whether the schema of which it is a property requires it.
    pub fn is_required(self) -> bool {
        let (Some(owner), Some(name)) = (self.owner(), self.node.name()) else { return false };
        owner.get("required").is_some_and(|required| required.items().any(|item| item.is(&name)))
    }

    /// The names of the properties that it requires, each with the item of `required`, for many lookups; where it is a part
    /// of an `allOf`, with those that the whole requires.
    pub fn required_items(self) -> FxHashMap<Cow<'a, str>, Node<'a>> {
        let whole = self.node.parent().filter(|list| list.is_array()).and_then(Node::parent);
        let lists = whole.into_iter().chain([self.node]).filter_map(|schema| schema.get("required"));
        lists.flat_map(Node::items).filter_map(|item| Some((item.str()?, item))).collect()
    }

    /// Of values that occur several times each further one, with the first. Numbers count by how they are written.
    pub fn repeated(values: impl Iterator<Item = Node<'a>>) -> Vec<(Node<'a>, Node<'a>)> {
        let (mut first, mut again) = (FxHashMap::default(), Vec::new());
        for value in values {
            match first.entry((value.is_string(), value.str().unwrap_or(Cow::Borrowed(value.text())))) {
                Entry::Occupied(known) => again.push((*known.get(), value)),
                Entry::Vacant(new) => drop(new.insert(value)),
            }
        }
        again
    }

    /// Whether it requires a property of this name, itself or in a part of its `allOf`.
    pub fn requires(self, name: &str) -> bool {
        let says = |node: Node| node.get("required").is_some_and(|required| required.items().any(|item| item.is(name)));
        let mut parts = self.node.get("allOf").into_iter().flat_map(Node::items).filter(|part| part.is_object());
        says(self.node) || parts.any(|part| self.with(part, SchemaPlace::AllOf).resolve().is_some_and(|part| says(part.node)))
    }

    fn with(self, node: Node<'a>, place: SchemaPlace) -> Schema<'a> {
        Schema { node, place, ..self }
    }

    /// The schema itself: `$ref` followed. None when a target is missing or leads in a circle.
    pub fn resolve(self) -> Option<Schema<'a>> {
        Some(self.with(resolve::schema(self.connector, self.node)?, self.place))
    }

    /// Its own properties, as written; `$ref` and `allOf` are not followed.
    pub fn own_properties(self) -> impl Iterator<Item = (Member<'a>, Schema<'a>)> {
        let members = self.node.get("properties").into_iter().flat_map(Node::members);
        members
            .filter(|member| member.value.is_object())
            .map(move |member| (member, self.with(member.value, SchemaPlace::Property)))
    }

    /// All its properties: `$ref` followed, `allOf` merged, in document order. Circles end.
    pub fn properties(self) -> Vec<(Member<'a>, Schema<'a>)> {
        let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
        self.collect_properties(&mut found, &mut seen);
        found
    }

    fn collect_properties(self, found: &mut Vec<(Member<'a>, Schema<'a>)>, seen: &mut FxHashSet<u32>) {
        let Some(schema) = self.resolve() else { return };
        if !seen.insert(schema.node.id) || seen.len() > MOST_PARTS {
            return;
        }
        found.extend(schema.own_properties());
        for part in schema.node.get("allOf").into_iter().flat_map(Node::items).filter(|part| part.is_object()) {
            schema.with(part, SchemaPlace::AllOf).collect_properties(found, seen);
        }
    }

    /// Whether [`Schema::properties`] are any, without the schemas that were looked at.
    fn has_properties(self, seen: &mut FxHashSet<u32>) -> bool {
        let Some(schema) = self.resolve() else { return false };
        if !seen.insert(schema.node.id) || seen.len() > MOST_PARTS {
            return false;
        }
        let mut parts = schema.node.get("allOf").into_iter().flat_map(Node::items).filter(|part| part.is_object());
        schema.own_properties().next().is_some() || parts.any(|part| schema.with(part, SchemaPlace::AllOf).has_properties(seen))
    }

    /// The property with this name: `$ref` followed, `allOf` merged.
    pub fn property(self, name: &str) -> Option<Schema<'a>> {
        self.find_property(name, &mut Vec::new())
    }

    /// The same, without those that were looked at.
    fn find_property(self, name: &str, seen: &mut Vec<u32>) -> Option<Schema<'a>> {
        let schema = self.resolve()?;
        if seen.contains(&schema.node.id) || seen.len() >= MOST_PARTS {
            return None;
        }
        seen.push(schema.node.id);
        let own = schema.node.get("properties").and_then(|properties| properties.get(name)).filter(|own| own.is_object());
        own.map(|own| schema.with(own, SchemaPlace::Property)).or_else(|| {
            let mut parts = schema.node.get("allOf").into_iter().flat_map(Node::items).filter(|part| part.is_object());
            parts.find_map(|part| schema.with(part, SchemaPlace::AllOf).find_property(name, seen))
        })
    }

    /// The schema of the items of an array, `$ref` of the array followed.
    pub fn items(self) -> Option<Schema<'a>> {
        let schema = self.resolve()?;
        let items = schema.node.get("items").filter(|items| items.is_object())?;
        Some(schema.with(items, SchemaPlace::Items))
    }

    /// Calls `visit` for every property below it, `$ref` followed, each definition entered once.
    pub fn visit_properties(self, visit: &mut impl FnMut(Schema<'a>)) {
        let mut open = vec![self];
        let mut seen = FxHashSet::default();
        while let Some(schema) = open.pop() {
            let Some(schema) = schema.resolve() else { continue };
            if !seen.insert(schema.node.id) {
                continue;
            }
            for (_, property) in schema.own_properties() {
                visit(property);
                open.push(property);
            }
            let parts = schema.node.get("allOf").into_iter().flat_map(Node::items).filter(|part| part.is_object());
            open.extend(parts.map(|part| schema.with(part, SchemaPlace::AllOf)));
            open.extend(schema.items());
        }
    }

    /// What is at the end of a path such as `data/items` in it: properties by name, arrays entered through their items.
    /// `Err(true)` when the path ends in something whose content is not known (dynamic, empty or open), `Err(false)` when it
    /// is not there.
    pub fn at_path(self, path: &str) -> Result<Schema<'a>, bool> {
        let mut schema = self.resolve().ok_or(true)?;
        for step in path.split('/').filter(|step| !step.is_empty()) {
            if let Some(items) = schema.items() {
                schema = items.resolve().ok_or(true)?;
            }
            match schema.property(step) {
                Some(property) => schema = property.resolve().ok_or(true)?,
                None => return Err(schema.is_open()),
            }
        }
        Ok(schema)
    }

    /// Whether `additionalProperties` allows any; None when it is not there.
    fn has_additional_properties(self) -> Option<bool> {
        self.node.get("additionalProperties").map(|more| more.bool() != Some(false))
    }

    /// Whether it may hold more than it says: dynamic (or a part of it is), without any properties, or with additional ones.
    pub fn is_open(self) -> bool {
        let mut parts = self.node.get("allOf").into_iter().flat_map(Node::items).filter(|part| part.is_object());
        let open = |part: Node<'a>| {
            let part = self.with(part, SchemaPlace::AllOf).resolve();
            part.is_none_or(|part| part.is_dynamic() || part.has_additional_properties() == Some(true))
        };
        parts.any(open)
            || self.is_dynamic()
            || self.has_additional_properties() == Some(true)
            || (!self.has_properties(&mut FxHashSet::default())
                && !self.node.has("items")
                && self.has_additional_properties() != Some(false))
    }
}

/// Counts schemas as the platform does: properties and items, `$ref` followed, each once for each place where it is used.
/// A definition is looked into once; one that holds itself counts once in itself.
#[derive(Default)]
pub struct SchemaCounts {
    definitions: FxHashMap<u32, u64>,
}

impl SchemaCounts {
    /// Levels below which nothing is counted, so that no chain of references is too long for the stack.
    const MAX_LEVELS: usize = 256;

    /// The schemas in this one.
    pub fn of(&mut self, schema: Schema) -> u64 {
        self.below(schema, 0)
    }

    /// A count for a message: references that multiply soon pass what is worth saying exactly.
    pub fn shown(count: u64) -> String {
        if count > 1_000_000_000 { "over a billion".to_owned() } else { count.to_string() }
    }

    /// The schemas in the parameters and responses of an operation.
    pub fn of_operation(&mut self, operation: Operation) -> u64 {
        let bodies = operation.parameters().filter_map(|parameter| parameter.schema());
        let answers = operation.responses().filter_map(|response| response.schema());
        bodies.chain(answers).fold(0, |sum: u64, schema| sum.saturating_add(self.of(schema)))
    }

    fn below(&mut self, schema: Schema, level: usize) -> u64 {
        if !["$ref", "properties", "items", "allOf"].iter().any(|key| schema.node.may_have(key)) {
            return 0; // as nearly all have
        }
        let Some(target) = schema.resolve().filter(|_| level < Self::MAX_LEVELS) else { return 0 };
        let shared = target.node != schema.node;
        if shared {
            if let Some(&count) = self.definitions.get(&target.node.id) {
                return count;
            }
            self.definitions.insert(target.node.id, 0);
        }
        let mut count = 0u64;
        let items = target.node.get("items").filter(|items| items.is_object());
        let items = items.map(|items| target.with(items, SchemaPlace::Items));
        for (_, property) in target.own_properties() {
            count = count.saturating_add(1).saturating_add(self.below(property, level + 1));
        }
        if let Some(items) = items {
            count = count.saturating_add(1).saturating_add(self.below(items, level + 1));
        }
        for part in target.node.get("allOf").into_iter().flat_map(Node::items).filter(|part| part.is_object()) {
            count = count.saturating_add(self.below(target.with(part, SchemaPlace::AllOf), level + 1));
        }
        if shared {
            self.definitions.insert(target.node.id, count);
        }
        count
    }
}
