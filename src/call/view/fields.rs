//! The fields of an operation's form.
use super::is_word;
use super::schema::{Around, Found, Met, Reader, Segment, encode, members, rank, truthy};
use crate::connector::{Operation, Parameter};
use crate::text::document::Node;
use crate::text::group::grouped;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// A field as the designer shows it.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// The designer's key: `query.$.top`, `body.$.recipient.id`.
    pub key: String,
    /// The parameter to which it belongs.
    pub parameter: Parameter<'a>,
    /// The way from the root of the body to it; empty for the body as a whole and outside the body.
    pub path: Vec<Segment>,
    pub label: String,
    /// The text that is shown in the empty field.
    pub description: Option<Cow<'a, str>>,
    pub required: bool,
    /// As it is written, or as the object around it has it.
    pub visibility: Option<Cow<'a, str>>,
    /// `any` where there is no type.
    pub type_name: Cow<'a, str>,
    pub format: Option<Cow<'a, str>>,
    /// The value of the field in a new step.
    pub default: Option<Node<'a>>,
    pub choices: Vec<Choice<'a>>,
    /// The lookup that fills its list.
    pub lookup: Option<Lookup<'a>>,
    /// The lookup that provides its fields.
    pub schema_lookup: Option<Lookup<'a>>,
    pub editor: Editor,
    /// Whether it is the name of the file in the field before it.
    pub is_file_name: bool,
    /// Whether it takes the notification URL of a webhook.
    pub is_notification_url: bool,
    /// The parameter or schema that describes it; None for one that a reference in a circle cuts off.
    pub node: Option<Node<'a>>,
}

/// Whether a field is shown in the form at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    Shown,
    /// Behind "Advanced parameters".
    Folded,
    /// Folded by default, but shown because it has a value.
    ShownForItsValue,
    /// Never.
    Hidden,
}

/// One entry of a field's list.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// None for the empty entry of an optional yes-or-no field.
    pub value: Option<ChoiceValue<'a>>,
    pub title: Cow<'a, str>,
}

/// The value of an entry of a list.
#[derive(Clone, Copy, Debug)]
pub enum ChoiceValue<'a> {
    Written(Node<'a>),
    Bool(bool),
}

/// The extension that contains a lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupKind {
    Values,
    List,
    Tree,
    Schema,
    Properties,
}

impl LookupKind {
    /// The name of the extension.
    pub fn extension(self) -> &'static str {
        match self {
            LookupKind::Values => "x-ms-dynamic-values",
            LookupKind::List => "x-ms-dynamic-list",
            LookupKind::Tree => "x-ms-dynamic-tree",
            LookupKind::Schema => "x-ms-dynamic-schema",
            LookupKind::Properties => "x-ms-dynamic-properties",
        }
    }
}

/// A lookup of a field.
#[derive(Clone, Copy, Debug)]
pub struct Lookup<'a> {
    pub kind: LookupKind,
    /// The value of the extension.
    pub node: Node<'a>,
}

impl<'a> Lookup<'a> {
    /// The operation that it calls; for a tree, the one that opens it.
    pub fn operation_id(self) -> Option<Cow<'a, str>> {
        match self.kind {
            LookupKind::Tree => self.node.get("open")?.get_str("operationId"),
            _ => self.node.get_str("operationId"),
        }
    }

    /// Whether it provides a schema, not entries.
    pub fn is_of_schema(self) -> bool {
        matches!(self.kind, LookupKind::Schema | LookupKind::Properties)
    }
}

/// The editor of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editor {
    Text,
    /// Text that is checked to be a whole number, a number, a date, an address.
    Checked(&'static str),
    /// A list; a value of one's own can be typed in where `custom` is set.
    Choice {
        custom: bool,
    },
    File,
    Folder,
    Array,
    /// Text that is checked to be JSON.
    Json,
    Html,
    /// What `x-ms-editor` names.
    Named,
    /// The content of a file.
    Upload,
}

impl Editor {
    pub fn name(self) -> &'static str {
        match self {
            Editor::Text => "text",
            Editor::Checked(what) => what,
            Editor::Choice { .. } => "choice",
            Editor::File => "file-picker",
            Editor::Folder => "folder-picker",
            Editor::Array => "array",
            Editor::Json => "json",
            Editor::Html => "html",
            Editor::Named => "named",
            Editor::Upload => "upload",
        }
    }
}

impl Field<'_> {
    /// Whether the form never has it.
    pub fn is_hidden(&self) -> bool {
        self.visibility.as_deref().is_some_and(|word| word.eq_ignore_ascii_case("internal"))
    }

    /// Whether and how the form has it at first.
    pub fn fold(&self, designer: super::Designer) -> Fold {
        let is = |word: &str| self.visibility.as_deref().is_some_and(|visibility| visibility.eq_ignore_ascii_case(word));
        let at_once = match designer {
            super::Designer::New => self.required || is("important"),
            super::Designer::Classic => self.required || !is("advanced"),
        };
        match () {
            () if self.is_hidden() => Fold::Hidden,
            () if at_once => Fold::Shown,
            () if self.default.is_some() => Fold::ShownForItsValue,
            () => Fold::Folded,
        }
    }

    /// The names of the properties that lead to it, for a field without arrays on the way.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.path.iter().filter_map(|segment| match segment {
            Segment::Property(name) => Some(name.as_str()),
            Segment::Item => None,
        })
    }

    /// The names that a lookup uses for it: its own, or the path from the body.
    fn reference(&self) -> String {
        match self.path.is_empty() {
            true => self.parameter.name().into_owned(),
            false => self.names().collect::<Vec<_>>().join("."),
        }
    }
}

/// The fields of an operation.
pub(super) fn of<'a>(operation: Operation<'a>) -> Vec<Field<'a>> {
    let mut parameters: Vec<Parameter> =
        in_designer(operation).into_iter().filter(|parameter| !is_reserved(*parameter)).collect();
    parameters.sort_by_key(|parameter| {
        rank(parameter.get("required").is_some_and(truthy), parameter.node.get_str("x-ms-visibility").as_deref())
    });
    // Fields are kept by key: if two have the same key, the later one replaces the first.
    let fields = grouped(parameters.into_iter().flat_map(of_parameter).map(|field| (field.key.clone(), field)));
    fields.into_iter().filter_map(|(_, mut of_key)| of_key.pop()).collect()
}

/// The parameters that the designer knows: those of the path only where no parameter of the operation has the same name,
/// wherever it is sent.
fn in_designer<'a>(operation: Operation<'a>) -> Vec<Parameter<'a>> {
    let (of_path, own): (Vec<_>, Vec<_>) = operation.parameters_with_owner().partition(|(_, of_path_item)| *of_path_item);
    let names: FxHashSet<String> = own.iter().map(|(known, _)| known.name().to_ascii_lowercase()).collect();
    let named = |parameter: &Parameter<'a>| names.contains(&parameter.name().to_ascii_lowercase());
    let inherited: Vec<_> = of_path.into_iter().map(|(parameter, _)| parameter).filter(|parameter| !named(parameter)).collect();
    own.iter().map(|(parameter, _)| *parameter).chain(inherited).collect()
}

/// The identifier of the connection, which every call has and no field shows.
pub(crate) fn is_reserved(parameter: Parameter) -> bool {
    parameter.name().eq_ignore_ascii_case("connectionId")
        && parameter.get("required").is_some_and(truthy)
        && parameter.is_in("path")
        && is_word(parameter.get("x-ms-visibility"), "internal")
        && parameter.get("type").is_some_and(|name| name.is("string"))
}

fn of_parameter(parameter: Parameter<'_>) -> Vec<Field<'_>> {
    let kind = parameter.node.get_str("type");
    match (parameter.location().as_ref(), kind.as_deref()) {
        ("body", _) => of_body(parameter),
        ("formData", Some("boolean" | "integer" | "number" | "string")) => {
            let key = format!("formData.$.{}", encode(&parameter.name()));
            vec![single(parameter, key)]
        }
        ("formData", Some("file")) => of_file(parameter),
        ("header" | "path" | "query", Some("array" | "boolean" | "file" | "integer" | "number" | "string")) => {
            let key = format!("{}.$.{}", parameter.location(), encode(&encode(&parameter.name())));
            vec![single(parameter, key)]
        }
        _ => Vec::new(),
    }
}

/// A parameter as one field.
fn single(parameter: Parameter<'_>, key: String) -> Field<'_> {
    let node = parameter.node;
    let label = text(node, "x-ms-summary").map(Cow::into_owned).unwrap_or_else(|| encode(&parameter.name()));
    let required = parameter.get("required").is_some_and(truthy);
    let lookup = lookup_of(Met::Schema(node));
    let type_name = text(node, "type").unwrap_or("any".into());
    Field {
        key,
        parameter,
        path: Vec::new(),
        label,
        description: text(node, "description"),
        required,
        visibility: text(node, "x-ms-visibility"),
        format: text(node, "format"),
        default: node.get("default"),
        choices: choices_of(Met::Schema(node), required),
        editor: editor_of(Met::Schema(node), &type_name, lookup),
        lookup,
        schema_lookup: None,
        is_file_name: false,
        is_notification_url: node.get("x-ms-notification-url").is_some_and(truthy),
        type_name,
        node: Some(node),
    }
}

/// A file: its content, and its name where that is wanted.
fn of_file(parameter: Parameter<'_>) -> Vec<Field<'_>> {
    let name = parameter.name();
    if name.contains(['"', '@']) {
        return Vec::new();
    }
    let mut content = single(parameter, format!("formData.$.{}.$content", encode(&name)));
    content.editor = Editor::Upload;
    if parameter.get("x-ms-format").is_some_and(|format| format.is("contentOnly")) {
        return vec![content];
    }
    let file_name = Field {
        key: format!("formData.$.{}.$filename", encode(&name)),
        label: format!("{} (file name)", text(parameter.node, "x-ms-summary").unwrap_or_default()),
        description: None,
        required: false,
        visibility: None,
        type_name: "string".into(),
        format: None,
        default: None,
        choices: Vec::new(),
        lookup: None,
        schema_lookup: None,
        editor: Editor::Text,
        is_file_name: true,
        ..content.clone()
    };
    vec![content, file_name]
}

fn of_body(parameter: Parameter<'_>) -> Vec<Field<'_>> {
    let Some(node) = parameter.get("schema").filter(|schema| schema.is_object()) else {
        return vec![single(parameter, "body.$".to_owned())];
    };
    let mut reader = Reader::of_input(parameter.connector, "".into());
    let schema = reader.meet(node);
    let is_dynamic = schema.node().is_some_and(|node| node.has("x-ms-dynamic-schema"));
    let mut around = Around { key: "body.$".to_owned(), ..Around::default() };
    around.required = parameter.get("required").map(truthy);
    let found = match schema.get("type").and_then(Node::str).as_deref() {
        Some("array") => {
            around.visibility = text(parameter.node, "x-ms-visibility");
            let name = parameter.name().into_owned();
            return read(Reader::of_input(parameter.connector, name.into()), parameter, node, around);
        }
        Some("object") if is_dynamic || schema.get("properties").is_some_and(|list| list.members().next().is_some()) => {
            let name = if is_dynamic { parameter.name() } else { "".into() };
            read(Reader::of_input(parameter.connector, name), parameter, node, around)
        }
        _ => Vec::new(),
    };
    if !found.is_empty() {
        return found;
    }
    // A body that is one value, or of which nothing is known: the parameter's own label.
    let mut field = single(parameter, "body.$".to_owned());
    let known = ["boolean", "integer", "null", "number", "string", "object"];
    let name = schema.type_name().filter(|name| known.contains(&name.as_ref()));
    field.type_name = name.unwrap_or("any".into());
    field.default = schema.get("default");
    field.choices = choices_of(schema, field.required);
    field.format = schema.text("format");
    field.schema_lookup = schema_lookup_of(Met::Schema(parameter.node)).or_else(|| schema_lookup_of(schema));
    field.editor = editor_of(schema, &field.type_name, field.lookup);
    vec![field]
}

fn read<'a>(mut reader: Reader<'a>, parameter: Parameter<'a>, node: Node<'a>, mut around: Around<'a>) -> Vec<Field<'a>> {
    reader.read(node, &mut around).into_iter().map(|found| of_found(parameter, found)).collect()
}

fn of_found<'a>(parameter: Parameter<'a>, found: Found<'a>) -> Field<'a> {
    let Found { key, path, title, required, visibility, type_name, schema } = found;
    let lookup = lookup_of(schema);
    Field {
        key,
        parameter,
        path,
        label: title,
        description: schema.text("description"),
        required,
        visibility,
        format: schema.text("format"),
        default: schema.get("default"),
        choices: choices_of(schema, required),
        editor: editor_of(schema, &type_name, lookup),
        lookup,
        schema_lookup: schema_lookup_of(schema),
        is_file_name: false,
        is_notification_url: schema.get("x-ms-notification-url").is_some_and(truthy),
        type_name,
        node: schema.node(),
    }
}

fn text<'a>(node: Node<'a>, key: &str) -> Option<Cow<'a, str>> {
    node.get_str(key).filter(|text| !text.is_empty())
}

/// The lookup that fills the list of a field; if there are several, the one that the designer takes.
pub(crate) fn lookup_of<'a>(schema: impl Into<Holder<'a>>) -> Option<Lookup<'a>> {
    let Holder(node) = schema.into();
    let node = node?;
    let kinds = [LookupKind::Values, LookupKind::List, LookupKind::Tree];
    kinds.into_iter().find_map(|kind| {
        let written = |holder: Node<'a>| holder.get(kind.extension()).filter(|value| value.is_object());
        let found = written(node).or_else(|| written(node.get("items")?))?;
        Some(Lookup { kind, node: found })
    })
}

/// The lookup that provides the fields of a schema.
pub(crate) fn schema_lookup_of<'a>(schema: impl Into<Holder<'a>>) -> Option<Lookup<'a>> {
    let Holder(node) = schema.into();
    let node = node?;
    [LookupKind::Schema, LookupKind::Properties].into_iter().find_map(|kind| {
        let found = node.get(kind.extension()).filter(|value| value.is_object())?;
        Some(Lookup { kind, node: found })
    })
}

/// A parameter or schema that may hold lookups.
pub(crate) struct Holder<'a>(Option<Node<'a>>);

impl<'a> From<Node<'a>> for Holder<'a> {
    fn from(node: Node<'a>) -> Holder<'a> {
        Holder(Some(node))
    }
}

impl<'a> From<Met<'a>> for Holder<'a> {
    fn from(met: Met<'a>) -> Holder<'a> {
        Holder(met.node())
    }
}

fn choices_of<'a>(schema: Met<'a>, required: bool) -> Vec<Choice<'a>> {
    let written = |title: Option<Node<'a>>, value: Node<'a>| Choice {
        title: title.and_then(Node::str).unwrap_or_else(|| value.str().unwrap_or(Cow::Borrowed(value.text()))),
        value: Some(ChoiceValue::Written(value)),
    };
    if let Some(values) = schema.get("enum").filter(|values| values.is_array()) {
        if let Some(named) = schema.get("x-ms-enum-values").filter(|named| named.is_array()) {
            return named.items().filter_map(|item| Some(written(item.get("displayName"), item.get("value")?))).collect();
        }
        if let Some(named) = schema.get("x-ms-editor-options").and_then(|options| options.get("items")) {
            return named.items().filter_map(|item| Some(written(item.get("title"), item.get("value")?))).collect();
        }
        return values.items().map(|value| written(None, value)).collect();
    }
    if schema.type_name().as_deref() == Some("boolean") {
        let answer = |value: bool, title: &'static str| Choice { value: Some(ChoiceValue::Bool(value)), title: title.into() };
        let empty = (!required).then_some(Choice { value: None, title: "".into() });
        return empty.into_iter().chain([answer(true, "Yes"), answer(false, "No")]).collect();
    }
    Vec::new()
}

fn editor_of(schema: Met, type_name: &str, lookup: Option<Lookup>) -> Editor {
    let named = schema.text("x-ms-editor").is_some();
    if type_name == "array" {
        return if named { Editor::Named } else { Editor::Array };
    }
    if let Some(Lookup { kind, node }) = lookup {
        let picker = kind == LookupKind::Tree || is_word(node.get("capability"), "file-picker");
        let is_true = |node: Option<Node>| node.is_some_and(|node| node.bool() == Some(true));
        let parents = node.get("settings").is_some_and(|settings| is_true(settings.get("canSelectParentNodes")));
        let folder = parents || node.get("parameters").is_some_and(|parameters| is_true(parameters.get("isFolder")));
        return match () {
            () if picker && folder => Editor::Folder,
            () if picker => Editor::File,
            () if node.has("builtInOperation") => Editor::Text,
            () => Editor::Choice { custom: true },
        };
    }
    let choice = schema.get("enum").is_some_and(|values| values.is_array()) || type_name == "boolean";
    match (type_name, schema.text("format").as_deref()) {
        _ if named => Editor::Named,
        _ if choice => Editor::Choice { custom: false },
        ("integer", _) => Editor::Checked("integer"),
        ("number", _) => Editor::Checked("number"),
        ("object" | "any", _) => Editor::Json,
        (_, Some("html")) => Editor::Html,
        (_, Some("date-time")) => Editor::Checked("date-time"),
        (_, Some("date")) => Editor::Checked("date"),
        (_, Some("email")) => Editor::Checked("email"),
        (_, Some("uri")) => Editor::Checked("uri"),
        _ => Editor::Text,
    }
}

/// The fields that are not hidden in the order of the form: required ones first, then important, advanced, unmarked ones; a
/// field comes after those that its lookup needs.
pub(super) fn in_form<'f, 'a>(fields: &'f [Field<'a>]) -> Vec<&'f Field<'a>> {
    let mut form: Vec<&Field> = fields.iter().filter(|field| !field.is_hidden()).collect();
    // Here, unlike among parameters, an advanced field comes before one without a mark.
    form.sort_by_key(|field| match rank(field.required, field.visibility.as_deref()) {
        2 => 3,
        3 => 2,
        rank => rank,
    });
    let mut placed: Vec<&Field> = Vec::with_capacity(form.len());
    while !form.is_empty() {
        // A field waits for one that it needs and that is still to come; in a circle the first one goes ahead.
        let waits = |field: &&Field| {
            needed(field).iter().any(|name| form.iter().any(|other| other.key != field.key && *name == other.reference()))
        };
        let next = form.iter().position(|field| !waits(field)).unwrap_or(0);
        placed.push(form.remove(next));
    }
    placed
}

/// The inputs that the lookup of a field needs, in the older dialect: the designer reads no other.
fn needed(field: &Field) -> Vec<String> {
    let Some(lookup) = field.lookup.filter(|lookup| lookup.kind == LookupKind::Values) else { return Vec::new() };
    members(lookup.node.get("parameters"))
        .iter()
        .filter(|member| member.value.is_object())
        .map(|member| member.name().into_owned())
        .collect()
}
