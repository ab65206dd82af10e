//! View of a field in both versions: a parameter, a property of a body or of a response, the items of a list.
use super::{Both, OperationChange, Spot};
use crate::connector::flows::{self, LookUp, look_ups};
use crate::connector::place::Place;
use crate::connector::{Dynamic, Schema};
use crate::text::document::Node;
use crate::text::pointer;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// The kind of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A parameter, that of the body included.
    Parameter,
    /// The body as a whole: the schema of its parameter.
    Body,
    /// A response, or the notification of a webhook: its schema.
    Response,
    /// A header of a response.
    Header,
    Property,
    Items,
    AdditionalProperties,
}

/// A field in one version.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The value at its place: itself, or a `$ref` to it.
    pub written: Node<'a>,
    /// The schema (or parameter) itself.
    pub schema: Schema<'a>,
    /// Whether it is required (in a response: always present).
    pub required: bool,
    /// Whether something around it is internal.
    pub hidden: bool,
}

impl<'a> Side<'a> {
    /// One outside of any other field.
    pub(crate) fn top(written: Node<'a>, schema: Schema<'a>, required: bool) -> Side<'a> {
        Side { written, schema: schema.resolve().unwrap_or(schema), required, hidden: false }
    }

    /// The value of a keyword: its own, else that of the first part of its `allOf` that has it.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.schema.node.get(key).or_else(|| match self.schema.get("allOf") {
            Some(parts) => self.in_parts(parts, key, &mut FxHashSet::default()),
            None => None,
        })
    }

    /// Each part is looked at once: parts that have each other as parts lead in circles, and there may be very many ways.
    fn in_parts(self, parts: Node<'a>, key: &str, seen: &mut FxHashSet<u32>) -> Option<Node<'a>> {
        // Few, as dozens of keywords are asked for at each field, and most are in no part.
        const MOST_PARTS: usize = 32;
        parts.items().find_map(|part| {
            let part = crate::connector::resolve::schema(self.schema.connector, part)?;
            if seen.len() >= MOST_PARTS || !seen.insert(part.id) {
                return None;
            }
            part.get(key).or_else(|| self.in_parts(part.get("allOf")?, key, seen))
        })
    }

    /// The value of a keyword that is a string.
    pub fn get_str(self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key)?.str()
    }

    /// Its type: the declared one, else the one that its keywords imply.
    pub fn type_name(self) -> Option<Cow<'a, str>> {
        let lower = |name: Cow<'a, str>| match name.bytes().any(|letter| letter.is_ascii_uppercase()) {
            true => Cow::Owned(name.to_ascii_lowercase()),
            false => name,
        };
        // In a list of types, as converters from OpenAPI 3.1 write it, the one that is not `null` counts.
        let of_list = || {
            let mut types = self.get("type")?.items().filter_map(Node::str).filter(|name| name != "null");
            types.next().filter(|_| types.next().is_none())
        };
        self.get_str("type").or_else(of_list).map(lower).or_else(|| match () {
            () if self.get("properties").is_some() => Some("object".into()),
            () if self.get("items").is_some() => Some("array".into()),
            () => None,
        })
    }

    /// Whether users do not see it.
    pub fn is_internal(self) -> bool {
        self.get("x-ms-visibility").is_some_and(|visibility| visibility.is("internal"))
    }

    /// Whether flows leave it to the connector to fill in: internal, with a default.
    pub fn fills_itself(self) -> bool {
        (self.is_internal() || self.hidden) && self.get("default").is_some()
    }

    /// Whether its content is known at run time only.
    pub fn is_dynamic(self) -> bool {
        self.get("x-ms-dynamic-schema").is_some() || self.get("x-ms-dynamic-properties").is_some()
    }

    /// The allowed values.
    pub fn allowed(self) -> Option<Node<'a>> {
        self.get("enum").filter(|list| list.items().next().is_some())
    }

    /// The label that people see.
    pub fn label(self) -> Option<Cow<'a, str>> {
        ["x-ms-summary", "title"].iter().find_map(|key| self.get_str(key)).filter(|label| !label.trim().is_empty())
    }

    /// The names of the properties that it requires.
    pub(crate) fn required_names(self) -> FxHashSet<Cow<'a, str>> {
        let mut names = FxHashSet::default();
        let mut open = vec![self.schema.node];
        let mut seen = FxHashSet::default();
        while let Some(node) = open.pop().filter(|_| seen.len() < 256) {
            if !seen.insert(node.id) {
                continue;
            }
            names.extend(node.get("required").into_iter().flat_map(Node::items).filter_map(Node::str));
            let parts = node.get("allOf").into_iter().flat_map(Node::items);
            open.extend(parts.filter_map(|part| crate::connector::resolve::schema(self.schema.connector, part)));
        }
        names
    }
}

/// A step on the way to a field.
#[derive(Clone, Copy, Debug)]
pub struct Field<'s> {
    above: Option<&'s Field<'s>>,
    name: &'s str,
    kind: Option<FieldKind>,
}

impl<'s> Field<'s> {
    /// A word of the pointer that is no field: `responses`, `200`.
    pub(crate) fn word(above: Option<&'s Field<'s>>, name: &'s str) -> Field<'s> {
        Field { above, name, kind: None }
    }

    pub(crate) fn of(above: Option<&'s Field<'s>>, name: &'s str, kind: FieldKind) -> Field<'s> {
        Field { above, name, kind: Some(kind) }
    }

    fn steps(&self) -> Vec<&Field<'s>> {
        let mut steps = vec![self];
        while let Some(above) = steps[steps.len() - 1].above {
            steps.push(above);
        }
        steps.reverse();
        steps
    }
}

/// One field in both versions, or in one of them.
#[derive(Clone, Copy, Debug)]
pub struct FieldChange<'a, 's> {
    /// The operation whose field it is.
    pub operation: OperationChange<'a>,
    pub kind: FieldKind,
    /// Whether flows receive it; they send it otherwise.
    pub is_output: bool,
    pub old: Option<Side<'a>>,
    pub new: Option<Side<'a>>,
    /// The field of the newer version that seems to be this one (which is gone) under another name.
    pub renamed: Option<Side<'a>>,
    pub(crate) at: &'s Field<'s>,
}

impl<'a> FieldChange<'a, '_> {
    /// Both sides, when it is in both versions.
    pub fn both(&self) -> Option<(Side<'a>, Side<'a>)> {
        Some((self.old?, self.new?))
    }

    /// Both sides of a field that flows send.
    pub fn inputs(&self) -> Option<(Side<'a>, Side<'a>)> {
        self.both().filter(|_| !self.is_output)
    }

    /// Both sides of a field that flows receive.
    pub fn outputs(&self) -> Option<(Side<'a>, Side<'a>)> {
        self.both().filter(|_| self.is_output)
    }

    /// The field when it is in the older version only.
    pub fn gone(&self) -> Option<Side<'a>> {
        self.old.filter(|_| self.new.is_none())
    }

    /// The field when it is in the newer version only.
    pub fn added(&self) -> Option<Side<'a>> {
        self.new.filter(|_| self.old.is_none())
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.at.name
    }

    /// Its path for people: `address/city`, `items/[]/name`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.at.steps() {
            let name = match step.kind {
                Some(FieldKind::Property | FieldKind::AdditionalProperties) => step.name,
                Some(FieldKind::Items) => "[]",
                _ => continue,
            };
            path.push_str(if path.is_empty() { "" } else { "/" });
            path.push_str(name);
        }
        path
    }

    /// How to call it in a message: ``parameter `top` ``, ``input `address/city` ``, ``output `id` ``.
    pub fn display(&self) -> String {
        let path = self.path();
        let noun = if self.is_output { "output" } else { "input" };
        match self.kind {
            _ if !path.is_empty() && self.in_parameter() => format!("input `{}/{path}`", self.top().unwrap_or_default()),
            _ if !path.is_empty() => format!("{noun} `{path}`"),
            FieldKind::Parameter => format!("parameter `{}`", self.at.name),
            FieldKind::Header => format!("header `{}`", self.at.name),
            FieldKind::Body => "the body".to_owned(),
            _ => match self.top() {
                Some("x-ms-notification-content") => "what is sent to the webhook".to_owned(),
                Some(status) => format!("response `{status}`"),
                None => "the response".to_owned(),
            },
        }
    }

    /// Whether it stands in a parameter outside the body: the items of a list.
    fn in_parameter(&self) -> bool {
        let steps = self.at.steps();
        steps.iter().any(|step| step.kind == Some(FieldKind::Parameter))
            && !steps.iter().any(|step| step.kind == Some(FieldKind::Body))
    }

    /// The parameter or the status in which it stands.
    fn top(&self) -> Option<&str> {
        let steps = self.at.steps();
        steps.get(1).map(|step| step.name)
    }

    /// Microsoft's pointer, followed by a keyword: `operation/{id}/parameter/{name}/schema/address/city/type`.
    pub fn pointer(&self, key: &str) -> String {
        let mut part = String::new();
        for step in self.at.steps().iter().map(|step| step.name).chain((!key.is_empty()).then_some(key)) {
            part.push_str(if part.is_empty() { "" } else { "/" });
            pointer::push(step, &mut part);
        }
        self.operation.pointer(&part)
    }

    /// Where it is, for a change of the whole.
    pub fn spot(&self) -> Spot {
        self.spot_at("", |side| self.anchor(side))
    }

    /// Where one of its keywords is; the field itself in the version that lacks it.
    pub fn spot_of(&self, key: &str) -> Spot {
        self.spot_at(key, |side| side.get(key).unwrap_or_else(|| self.anchor(side)))
    }

    /// Where one of its keywords is, with the pointer of the whole.
    pub fn spot_in(&self, key: &str) -> Spot {
        let spot = self.spot_of(key);
        Spot { at: Place { pointer: self.pointer(""), ..spot.at }, ..spot }
    }

    /// Where it is, with the pointer of a keyword that stands elsewhere (`required` of a property).
    pub fn spot_with(&self, key: &str) -> Spot {
        self.spot_at(key, |side| self.anchor(side))
    }

    /// The node that stands for the whole: for a parameter, its name.
    fn anchor(&self, side: Side<'a>) -> Node<'a> {
        let name = side.written.get("name").filter(|_| self.kind == FieldKind::Parameter);
        name.unwrap_or(side.written)
    }

    fn spot_at(&self, key: &str, node: impl Fn(Side<'a>) -> Node<'a>) -> Spot {
        Spot::new(self.pointer(key), self.old.map(&node), self.new.or(self.renamed).map(&node))
    }

    /// The values of a keyword when they differ; None when they are the same, or when the field is not in both versions.
    pub fn changed(&self, key: &str) -> Option<Both<Node<'a>>> {
        let (old, new) = self.both()?;
        super::differing(old.get(key), new.get(key))
    }

    /// Its types when they differ; nothing is said of one that had none and whose content was not known.
    pub fn retyped(&self) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        let (old, new) = self.both()?;
        let name = |side: Side<'a>| side.type_name().unwrap_or(Cow::Borrowed("any"));
        let (before, after) = (name(old), name(new));
        let dynamic = (after == "any" && new.is_dynamic()) || (before == "any" && old.is_dynamic());
        (before != after && !dynamic).then_some((before, after))
    }

    /// Its formats when they differ and the type does not; of an input those on which the platform acts.
    pub fn reformatted(&self) -> Option<Both<Cow<'a, str>>> {
        let (old, new) = self.both()?;
        let format = |side: Side<'a>| match self.is_output {
            true => side.get_str("format"),
            false => flows::input_format(side.type_name().as_deref(), side.get_str("format")),
        };
        let (before, after) = (format(old), format(new));
        (before != after && self.retyped().is_none()).then_some((before, after))
    }

    /// A change of type or format for a message, and its keyword.
    pub fn type_message(&self) -> Option<(&'static str, String)> {
        if let Some((before, after)) = self.retyped() {
            return Some(("type", format!("{} changed from `{before}` to `{after}`", self.display())));
        }
        let (before, after) = self.reformatted()?;
        let name = |format: Option<Cow<str>>| format.map_or("none".to_owned(), |format| format!("`{format}`"));
        Some(("format", format!("the format of {} changed from {} to {}", self.display(), name(before), name(after))))
    }

    /// Whether what had the old type and format still fits the new ones.
    pub fn takes_more(&self) -> bool {
        if let Some((before, after)) = self.retyped() {
            return matches!(
                (&*before, &*after),
                (_, "any") | ("integer", "number") | ("integer" | "number" | "boolean", "string")
            );
        }
        match self.reformatted() {
            Some((Some(before), None)) => !matches!(&*before, "byte" | "binary"),
            Some((Some(before), Some(after))) => matches!((&*before, &*after), ("int32", "int64") | ("float", "double")),
            // That of a number says nothing about how it is written.
            Some((None, Some(after))) => matches!(&*after, "int32" | "int64" | "float" | "double"),
            _ => false,
        }
    }

    /// Its defaults when flows get another one.
    pub fn redefaulted(&self) -> Option<Both<Node<'a>>> {
        let (old, new) = self.inputs()?;
        let value = |side: Side<'a>| {
            let hidden = side.is_internal() || side.hidden;
            flows::default_value(side.get("default").and_then(Node::parent)?, hidden, side.type_name().as_deref())
        };
        (value(old) != value(new)).then(|| (old.get("default"), new.get("default")))
    }

    /// Whether the platform fills it in, in both versions, whatever flows hold: it is the address to which a webhook sends.
    pub fn is_notification_url(&self) -> bool {
        let is = |side: Side| [side.written, side.schema.node].into_iter().any(flows::is_notification_url);
        self.both().is_some_and(|(old, new)| is(old) && is(new))
    }

    /// The extension of a lookup that does something else than before for people who use the field.
    pub fn changed_look_up(&self) -> Option<&'static str> {
        let (old, new) = self.both()?;
        let of = |side: Side<'a>, key: &str| -> Option<Vec<LookUp>> {
            Some(look_ups(side.get(key)?, side.schema.connector).into_iter().map(LookUp::of).collect())
        };
        let differs = |key: &&&str| {
            let twin = super::twin_of(key);
            let lists = twin != Some("x-ms-dynamic-schema") && twin != Some("x-ms-dynamic-properties");
            // A list beside an output has no effect.
            if self.changed(key).is_none() || (self.is_output && lists) {
                return false;
            }
            match (of(old, key), of(new, key)) {
                (Some(before), Some(after)) => {
                    let picker = after.iter().any(LookUp::is_file_picker);
                    let kept = picker && before.iter().zip(&after).all(|(before, after)| before.has_same_values(after));
                    before != after && !kept
                }
                // The same lookup in the other dialect stays, or was there.
                (Some(before), None) => twin.is_none_or(|twin| of(new, twin) != Some(before)),
                (None, Some(after)) => match twin {
                    Some(twin) => of(old, twin) != Some(after),
                    // A tree beside a list: the list comes first.
                    None => super::DYNAMIC[..2].iter().all(|key| old.get(key).is_none() || new.get(key).is_none()),
                },
                (None, None) => false,
            }
        };
        super::DYNAMIC.iter().find(differs).copied()
    }

    /// Its lookup in the newer version when that finds nothing and the one in the older version did: the extension, and why.
    pub fn broken_look_up(&self) -> Option<(&'static str, String)> {
        let (old, new) = self.both()?;
        super::DYNAMIC.into_iter().find_map(|key| {
            let before = look_ups(old.get(key)?, old.schema.connector);
            let after = look_ups(new.get(key)?, new.schema.connector);
            before.iter().zip(&after).find_map(|(before, after)| Some((key, broken(*before, *after)?)))
        })
    }

    /// What to do instead of breaking it.
    pub fn advice(&self) -> String {
        self.operation.advice()
    }
}

/// Why a lookup finds nothing that found something before.
fn broken(before: Dynamic, after: Dynamic) -> Option<String> {
    before.target()?;
    let Some(target) = after.target() else {
        // Files are picked, and users of a directory found, without an operation of the connector.
        if after.node.has("capability") || after.node.has("builtInOperation") {
            return None;
        }
        return Some(format!("the operation `{}` no longer exists", after.node.get_str("operationId").unwrap_or_default()));
    };
    let finds = |dynamic: Dynamic, within: Option<Schema>, path: &str| {
        within.is_none_or(|within| {
            let path = if dynamic.is_old() { path.replace('.', "/") } else { path.to_owned() };
            within.at_path(&path).map_or_else(|unknown| unknown, |_| true)
        })
    };
    let found = |dynamic: Dynamic, path: Option<Node>, of_item: bool| {
        let schema = if of_item { dynamic.item() } else { dynamic.answer() };
        finds(dynamic, schema, &path.and_then(Node::str).unwrap_or_default())
    };
    let paths = [
        (before.collection(), after.collection(), false),
        (before.value(), after.value(), after.is_list()),
        (before.title(), after.title(), true),
    ];
    paths.into_iter().find_map(|(old, new, of_item)| {
        let lost = found(before, old, of_item) && !found(after, Some(new?), of_item);
        lost.then(|| {
            format!("the response of {} no longer contains `{}`", target.display(), new.and_then(Node::str).unwrap_or_default())
        })
    })
}
