//! How the designer reads a schema: as a list of fields, or of outputs for later steps.
use crate::connector::Connector;
use crate::connector::resolve::pointer_token;
use crate::text::document::{Member, Node};
use crate::text::json::Kind;
use crate::text::pointer;
use crate::text::prose::capitalized;
use std::borrow::Cow;

/// Levels below which nothing is read, so that no schema is too deep for the stack.
const MAX_DEPTH: usize = 100;
/// How many fields or outputs of one operation are read. No published connector comes near; one whose definitions hold each
/// other many times over would never end.
const MAX_FOUND: usize = 20_000;

/// One step on the way into a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A property.
    Property(String),
    /// Any item of an array.
    Item,
}

/// A schema as the designer finds it, references followed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Met<'a> {
    Schema(Node<'a>),
    /// A reference that leads back to a schema being read: an array of anything,
    Array,
    /// or an object of which nothing is known.
    Object,
    /// Anything: a reference that leads nowhere, or nothing at all.
    Anything,
}

impl<'a> Met<'a> {
    pub fn node(self) -> Option<Node<'a>> {
        match self {
            Met::Schema(node) => Some(node),
            _ => None,
        }
    }

    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.node()?.get(key)
    }

    /// A string that is not empty.
    pub fn text(self, key: &str) -> Option<Cow<'a, str>> {
        self.node()?.get_str(key).filter(|text| !text.is_empty())
    }

    pub fn type_name(self) -> Option<Cow<'a, str>> {
        match self {
            Met::Schema(node) => node.get_str("type"),
            Met::Array => Some("array".into()),
            Met::Object => Some("object".into()),
            Met::Anything => None,
        }
    }

    /// Whether a member is a string of this word, whatever its case.
    fn says(self, key: &str, word: &str) -> bool {
        self.node().is_some_and(|node| node.get_str(key).is_some_and(|text| text.eq_ignore_ascii_case(word)))
    }

    pub fn is_internal(self) -> bool {
        self.says("x-ms-visibility", "internal")
    }

    /// Its own visibility. The misspelling is read first, as the designer does.
    pub fn visibility(self) -> Option<Cow<'a, str>> {
        self.text("x-ms-visiblity").or_else(|| self.text("x-ms-visibility"))
    }
}

/// A field or an output of a schema.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    pub key: String,
    pub path: Vec<Segment>,
    pub title: String,
    pub required: bool,
    pub visibility: Option<Cow<'a, str>>,
    /// `any` where there is no type.
    pub type_name: Cow<'a, str>,
    pub schema: Met<'a>,
}

/// The surroundings of a schema when it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Around<'a> {
    /// The key of the schema itself.
    pub key: String,
    pub path: Vec<Segment>,
    /// The name of the property, [`ITEM`] for the items of an array, None at the root.
    pub name: Option<Cow<'a, str>>,
    /// The titles of everything around it, joined; and the summaries.
    pub titles: Option<String>,
    pub summaries: Option<String>,
    pub visibility: Option<Cow<'a, str>>,
    /// Whether something around it can only be read.
    pub read_only: bool,
    /// Whether it must be given; None where the body parameter does not say.
    pub required: Option<bool>,
}

/// The step of a key that stands for the items of an array.
const ITEM: &str = "[*]";

/// Reads schemas.
pub(super) struct Reader<'a> {
    connector: &'a Connector,
    /// Whether fields are wanted; else outputs.
    input: bool,
    /// The title of the root of an input if the schema has none.
    root_title: Cow<'a, str>,
    /// The targets of the references that are being followed.
    open: Vec<u32>,
    depth: usize,
    found: usize,
}

impl<'a> Reader<'a> {
    pub fn of_input(connector: &'a Connector, root_title: Cow<'a, str>) -> Reader<'a> {
        Reader { connector, input: true, root_title, open: Vec::new(), depth: 0, found: 0 }
    }

    pub fn of_output(connector: &'a Connector) -> Reader<'a> {
        Reader { connector, input: false, root_title: "Body".into(), open: Vec::new(), depth: 0, found: 0 }
    }

    /// Follows references, each of which stays open until the caller closes it.
    pub fn meet(&mut self, mut node: Node<'a>) -> Met<'a> {
        loop {
            let Some(reference) = node.get("$ref") else { return Met::Schema(node) };
            let target = reference.str().and_then(|reference| {
                let pointer = reference.strip_prefix('#')?;
                let tokens: Vec<_> = pointer.split('/').map(pointer_token).collect();
                let escaped = tokens.iter().map(|token| pointer::escaped(token));
                self.connector.definition_node(&reference).or_else(|| node.doc.at_pointer(&escaped.collect::<Vec<_>>().join("/")))
            });
            let Some(target) = target.filter(|target| target.is_object()) else { return Met::Anything };
            if self.open.contains(&target.id) {
                return match target.get_str("type").as_deref() {
                    Some("array") => Met::Array,
                    Some("object") | None => Met::Object,
                    Some(_) => Met::Anything,
                };
            }
            self.open.push(target.id);
            node = target;
        }
    }

    /// The fields of a schema, in the order of the designer.
    pub fn read(&mut self, node: Node<'a>, around: &mut Around<'a>) -> Vec<Found<'a>> {
        let open = self.open.len();
        let met = self.meet(node);
        let found = self.read_met(met, around);
        self.open.truncate(open);
        found
    }

    /// The same where there may be no schema: then it is anything.
    pub fn read_or_nothing(&mut self, node: Option<Node<'a>>, around: &mut Around<'a>) -> Vec<Found<'a>> {
        match node {
            Some(node) => self.read(node, around),
            None => self.read_met(Met::Anything, around),
        }
    }

    fn read_met(&mut self, schema: Met<'a>, around: &mut Around<'a>) -> Vec<Found<'a>> {
        if self.depth >= MAX_DEPTH || self.found >= MAX_FOUND {
            return Vec::new();
        }
        self.depth += 1;
        let types = schema.get("type").filter(|types| types.is_array());
        let mut found = match types {
            // One set of fields for each type, read one after the other with what the one before left behind.
            Some(types) => types.items().flat_map(|name| self.read_as(schema, name.str(), around)).collect(),
            None => self.read_as(schema, schema.type_name(), around),
        };
        self.depth -= 1;
        if !self.input {
            found.retain(|found: &Found| !found.visibility.as_deref().is_some_and(|word| word.eq_ignore_ascii_case("internal")));
        }
        sort(&mut found);
        self.found += found.len();
        found
    }

    fn read_as(&mut self, schema: Met<'a>, type_name: Option<Cow<'a, str>>, around: &mut Around<'a>) -> Vec<Found<'a>> {
        match type_name.as_deref() {
            Some("array") => self.array(schema, around, false),
            Some("object") => self.object(schema, around),
            Some("boolean" | "integer" | "null" | "number" | "string") | None => {
                self.one(schema, type_name, around).into_iter().collect()
            }
            Some(_) => Vec::new(),
        }
    }

    /// The schema as a single field or output. None for what can only be read, among fields.
    fn one(&self, schema: Met<'a>, type_name: Option<Cow<'a, str>>, around: &Around<'a>) -> Option<Found<'a>> {
        if self.input && is_read_only(schema, around) {
            return None;
        }
        let title = self.title(schema, around);
        Some(Found {
            key: around.key.clone(),
            path: around.path.clone(),
            title: if title.is_empty() && self.input { "Body".into() } else { title },
            required: around.required == Some(true),
            visibility: schema.visibility().or_else(|| around.visibility.clone()),
            type_name: type_name.filter(|name| !name.is_empty()).unwrap_or("any".into()),
            schema,
        })
    }

    /// Its own title, else its summary, else a well-known one, else its name; before that the titles of everything around it,
    /// or, where none of that has a title, the summaries.
    fn title(&self, schema: Met<'a>, around: &Around<'a>) -> String {
        let own = schema.text("title").or_else(|| schema.text("x-ms-summary"));
        let own = own.unwrap_or_else(|| match &around.name {
            Some(name) if name == ITEM => "Item".into(),
            name => well_known(&around.key).map(Cow::Owned).unwrap_or_else(|| match name {
                Some(name) => name.clone(),
                None if self.input => self.root_title.clone(),
                None => schema.text("description").unwrap_or_else(|| self.root_title.clone()),
            }),
        });
        match around.titles.as_deref().or(around.summaries.as_deref()) {
            Some(before) if !own.is_empty() => format!("{before} {own}"),
            _ => own.into_owned(),
        }
    }

    fn object(&mut self, schema: Met<'a>, around: &mut Around<'a>) -> Vec<Found<'a>> {
        let (titles, summaries) = (around.titles.clone(), around.summaries.clone());
        let key = around.key.clone();
        if schema.node().is_some_and(|node| node.has("x-ms-dynamic-schema")) {
            return self.one(schema, Some("object".into()), around).into_iter().collect();
        }
        let found = self.properties(schema, &key, titles, summaries, around);
        if found.is_empty() { self.one(schema, Some("object".into()), around).into_iter().collect() } else { found }
    }

    /// The properties of an object whose key this is and, among outputs, the object itself.
    fn properties(
        &mut self,
        schema: Met<'a>,
        key: &str,
        titles: Option<String>,
        summaries: Option<String>,
        around: &Around<'a>,
    ) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let closed = schema.is_internal() || (self.input && is_read_only(schema, around));
        if !closed {
            let required: Vec<Node> = schema.get("required").into_iter().flat_map(Node::items).collect();
            let titles = join(titles, schema.text("title"));
            let summaries = join(summaries, schema.text("x-ms-summary"));
            let visibility = schema.visibility().or_else(|| around.visibility.clone());
            for member in members(schema.get("properties")) {
                let name = member.name();
                let listed = required.iter().any(|item| item.is(&name));
                let mut path = around.path.clone();
                path.push(Segment::Property(name.to_string()));
                let mut below = Around {
                    key: format!("{key}.{}", encode(&name)),
                    path,
                    name: Some(name),
                    titles: titles.clone(),
                    summaries: summaries.clone(),
                    visibility: visibility.clone(),
                    read_only: says_read_only(schema).unwrap_or(around.read_only),
                    required: Some(around.required.unwrap_or(true) && listed),
                };
                let read = if member.value.is_object() { self.read(member.value, &mut below) } else { Vec::new() };
                found.extend(read);
            }
        }
        if !self.input {
            let own = Around { key: key.to_owned(), ..around.clone() };
            found.extend(self.one(schema, Some("object".into()), &own));
        }
        sort(&mut found);
        found
    }

    /// An array; among outputs also its item and what is in it. Leaves `around` as it is for the items.
    fn array(&mut self, schema: Met<'a>, around: &mut Around<'a>, nested: bool) -> Vec<Found<'a>> {
        let mut found: Vec<Found> = Vec::new();
        if !nested {
            found.extend(self.one(schema, Some("array".into()), around));
        }
        if self.input || schema.is_internal() || self.depth >= MAX_DEPTH {
            return found;
        }
        let open = self.open.len();
        let items = match schema.get("items").filter(|items| items.is_object()) {
            Some(items) => self.meet(items),
            None => Met::Anything,
        };
        around.visibility = schema.visibility().or_else(|| around.visibility.take());
        // An item with a title of its own is shown on its own.
        around.titles = join(around.titles.take(), schema.text("title").filter(|_| items.text("title").is_none()));
        around.summaries =
            join(around.summaries.take(), schema.text("x-ms-summary").filter(|_| items.text("x-ms-summary").is_none()));
        around.name = Some(ITEM.into());
        let key = format!("{}.{ITEM}", around.key);
        let mut path = around.path.clone();
        path.push(Segment::Item);
        let item = Around { key: key.clone(), path, ..around.clone() };
        found.extend(self.one(items, items.type_name(), &item));
        let below = match items.type_name().as_deref() {
            Some("object") if items.node().is_some_and(|node| node.has("x-ms-dynamic-schema")) => {
                self.one(items, Some("object".into()), around).into_iter().collect()
            }
            Some("object") => self.properties(items, &key, item.titles.clone(), item.summaries.clone(), &item),
            Some("array") => {
                (around.key, around.path) = (item.key, item.path);
                self.depth += 1;
                let below = self.array(items, around, true);
                self.depth -= 1;
                below
            }
            _ => Vec::new(),
        };
        self.open.truncate(open);
        below.into_iter().chain(found).collect()
    }
}

/// Whether a schema or something around it can only be read.
fn is_read_only(schema: Met, around: &Around) -> bool {
    schema.get("readOnly").is_some_and(truthy) || says_read_only(schema).unwrap_or(around.read_only)
}

/// What `x-ms-permission` says, where it is there.
fn says_read_only(schema: Met) -> Option<bool> {
    schema.text("x-ms-permission").map(|permission| permission.eq_ignore_ascii_case("read-only"))
}

/// The designer's names for some keys.
fn well_known(key: &str) -> Option<String> {
    let title = match key.to_lowercase().as_str() {
        "$.body" => "Body",
        "$.headers" => "Headers",
        "$.queries" => "Queries",
        "$.pathparameters" => "Path Parameters",
        "$.statuscode" => "Status code",
        _ => {
            let words = key.strip_prefix("$.x-ms-")?.split('-').map(capitalized);
            return Some(words.collect::<Vec<_>>().join(" "));
        }
    };
    Some(title.to_owned())
}

/// Required ones first, then important ones, unmarked ones, advanced ones.
fn sort(found: &mut [Found]) {
    found.sort_by_key(|found| {
        let depends = found.schema.get("x-ms-input-dependencies").is_some_and(truthy);
        rank(found.required || depends, found.visibility.as_deref())
    });
}

/// The place of a field among others: required, important, unmarked, advanced.
pub(super) fn rank(required: bool, visibility: Option<&str>) -> u8 {
    let is = |word: &str| visibility.is_some_and(|visibility| visibility.eq_ignore_ascii_case(word));
    match required {
        true => 0,
        false if is("important") => 1,
        false if is("advanced") => 3,
        false => 2,
    }
}

fn join(left: Option<String>, right: Option<Cow<str>>) -> Option<String> {
    match (left, right) {
        (Some(left), Some(right)) => Some(format!("{left} {right}")),
        (left, right) => left.or_else(|| right.map(Cow::into_owned)),
    }
}

/// What JavaScript takes for true.
pub(super) fn truthy(node: Node) -> bool {
    match node.kind() {
        Kind::True | Kind::Object | Kind::Array => true,
        Kind::String => node.str().is_some_and(|text| !text.is_empty()),
        Kind::Number => node.number().is_some_and(|number| number != 0.0),
        _ => false,
    }
}

/// The members of an object as JavaScript goes through them: names that are whole numbers first, by their value; of a name
/// that stands there twice the last value, in the place of the first.
pub(super) fn members<'a>(object: Option<Node<'a>>) -> Vec<Member<'a>> {
    let Some(object) = object else { return Vec::new() };
    let mut members: Vec<Member> = object.members().collect();
    if object.may_repeat_a_key() {
        let mut once: Vec<Member> = Vec::with_capacity(members.len());
        for member in members {
            match once.iter_mut().find(|known| known.name() == member.name()) {
                Some(known) => *known = member,
                None => once.push(member),
            }
        }
        members = once;
    }
    let number = |member: &Member| {
        let name = member.name();
        let digits = name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0'));
        name.parse::<u32>().ok().filter(|&number| digits && number < u32::MAX)
    };
    members.sort_by_key(|member| number(member).map_or((1, 0), |number| (0, number)));
    members
}

/// A name as it is written in a key.
pub(super) fn encode(name: &str) -> String {
    if !name.contains(['~', '.', '[', '*', '?']) {
        return name.to_owned();
    }
    name.replace('~', "~0").replace('.', "~1").replace('[', "~2").replace('*', "~3").replace('?', "~4")
}
