//! Parameters of every place and style.
use super::schema::{Additional, Schema, Type};
use super::text;
use super::value::{Object, Value};
use super::{Arrays, Reader};
use crate::text::document::Node;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Path,
    Query,
    Header,
    Form,
    Body,
}

impl Place {
    /// Its name in Swagger 2.0.
    pub fn name(self) -> &'static str {
        match self {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Form => "formData",
            Place::Body => "body",
        }
    }
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    pub at: Node<'a>,
    pub name: Cow<'a, str>,
    pub place: Place,
    pub required: bool,
    /// The label, where the source has one.
    pub summary: Option<Cow<'a, str>>,
    pub description: Option<String>,
    /// Whether the description is made up.
    pub made: bool,
    /// Its type, or for a body its schema.
    pub schema: Schema<'a>,
    /// A file in a form.
    pub file: bool,
    /// A list whose name the script repeats for each value.
    pub repeats: bool,
    /// Other members, extensions for instance.
    pub more: Object<'a>,
}

impl<'a> Parameter<'a> {
    /// A parameter of which no more is known than this.
    pub fn new(at: Node<'a>, name: impl Into<Cow<'a, str>>, place: Place, schema: Schema<'a>) -> Parameter<'a> {
        let required = place == Place::Path;
        Parameter {
            at,
            name: name.into(),
            place,
            required,
            summary: None,
            description: None,
            made: false,
            schema,
            file: false,
            repeats: false,
            more: Vec::new(),
        }
    }
}

/// The parameters of an operation, while they are read.
#[derive(Default)]
struct List<'a> {
    list: Vec<Parameter<'a>>,
    /// Their names and places.
    known: FxHashSet<(Cow<'a, str>, Place)>,
}

impl<'a> List<'a> {
    fn push(&mut self, parameter: Parameter<'a>) {
        self.known.insert((parameter.name.clone(), parameter.place));
        self.list.push(parameter);
    }
}

/// How values of a parameter are put together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// With commas.
    Csv,
    /// The name again for each value.
    Repeated,
    /// With another separator.
    Separated(&'static str),
    DeepObject,
    /// With something before the value in the path: an example.
    Prefixed(&'static str),
}

impl<'a> Reader<'a> {
    /// The parameters of an operation: its own, and those of its path that it does not have itself.
    pub fn parameters(&mut self, path_item: Node<'a>, operation: Node<'a>, path: &str) -> Vec<Parameter<'a>> {
        let list = |node: Node<'a>| self.resolver.inside(node, "parameters").into_iter().flat_map(Node::items);
        let mut nodes: Vec<(Node<'a>, bool)> = Vec::new();
        let own = list(operation).map(|node| (node, true));
        for (node, own) in own.chain(list(path_item).map(|node| (node, false))) {
            match self.resolver.resolve(node) {
                Some(node) if node.is_object() => nodes.push((node, own)),
                _ => self.notes.say("import-reference-broken", node, "this parameter cannot be resolved; it is left out"),
            }
        }
        let mut made = List::default();
        let mut seen: FxHashSet<(Cow<'a, str>, Cow<'a, str>)> = FxHashSet::default();
        let in_path: FxHashSet<&str> = variables(path).collect();
        for (node, own) in nodes {
            let (name, place) = (node.get_str("name").unwrap_or_default(), node.get_str("in").unwrap_or_default());
            if !seen.insert((name.clone(), place)) {
                // One of the path that the operation says anew is no loss.
                if own && !name.is_empty() {
                    let message = format!("there is already a parameter `{name}` in the same place; this one is left out");
                    self.notes.say("import-parameter-dropped", node, message);
                }
                continue;
            }
            self.parameter(node, &in_path, &mut made);
        }
        for name in variables(path) {
            if !made.known.contains(&(Cow::Borrowed(name), Place::Path)) {
                let message = format!("`{{{name}}}` in the path is not described; it is assumed to be a string");
                self.notes.say("import-path-parameter-made", operation, message);
                let schema = Schema::new(operation, Type::String);
                made.push(Parameter::new(operation, name.to_owned(), Place::Path, schema));
            }
        }
        made.list
    }

    /// A parameter of an operation. `in_path` are the variables of its path.
    fn parameter(&mut self, node: Node<'a>, in_path: &FxHashSet<&str>, into: &mut List<'a>) {
        let name = node.get_str("name").unwrap_or_default();
        let place = match node.get_str("in").as_deref() {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            Some("formData") => Place::Form,
            Some("body") => Place::Body,
            Some("cookie") => {
                let required = node.get("required").and_then(Node::bool) == Some(true);
                let needed = if required { ", although the API requires it" } else { "" };
                self.notes.say(
                    "import-cookie-dropped",
                    node,
                    format!("connectors do not send cookies; `{name}` is left out{needed}"),
                );
                return;
            }
            other => {
                let message = match other {
                    Some(place) => format!("connectors do not support parameters in `{place}`; `{name}` is left out"),
                    None => format!("parameter `{name}` does not say where it is sent (`in`); it is left out"),
                };
                self.notes.say("import-parameter-dropped", node, message);
                return;
            }
        };
        if name.is_empty() && place != Place::Body {
            self.notes.say("import-parameter-dropped", node, "a parameter without a name is left out");
            return;
        }
        if self.kind != super::kind::Kind::Swagger2
            && place == Place::Header
            && ["accept", "content-type", "authorization"].contains(&name.to_lowercase().as_str())
        {
            self.notes.say("import-header-dropped", node, format!("`{name}` is sent by the platform; the parameter is left out"));
            return;
        }
        if place == Place::Path && !in_path.contains(&*name) {
            self.notes.say("import-parameter-dropped", node, format!("the path has no `{{{name}}}`; the parameter is left out"));
            return;
        }
        if self.kind == super::kind::Kind::Swagger2 {
            into.push(self.parameter_of_2(node, name, place));
            return;
        }
        let mut schema = match node.get("schema") {
            Some(schema) => {
                let schema = self.schema(schema);
                self.full(&schema)
            }
            None => Schema::new(node, Type::String),
        };
        let in_content =
            self.resolver.inside(node, "content").and_then(|content| Some((content, content.members().next()?.name())));
        if let Some((content, kind)) = &in_content {
            let message = format!("the value of `{name}` becomes a string, in the format that the API expects (`{kind}`)");
            self.notes.say("import-content-as-text", *content, message);
            schema = Schema::new(node, Type::String);
        }
        let own = self.text_of(node.get("description")).filter(|text| !text.trim().is_empty());
        let described = match (own, schema.description.take()) {
            // A format that is not known was added to the description of the schema.
            (Some(own), Some(of_schema)) if of_schema.ends_with(").") && !own.contains(&*of_schema) && self.says_format(node) => {
                Some(Cow::Owned(format!("{} {of_schema}", text::sentence(&text::plain(&own)))))
            }
            (own, of_schema) => own.or(of_schema),
        };
        let mut parameter = Parameter::new(node, name.clone(), place, schema);
        parameter.required |= node.get("required").and_then(Node::bool) == Some(true);
        parameter.description = described.and_then(|text| self.described(node, &text));
        let of_schema = parameter.schema.take_label();
        parameter.summary = node.get_str("x-ms-summary").or(of_schema);
        let flag = |key: &str| node.get(key).filter(|flag| flag.bool() == Some(true));
        if let Some(flag) = flag("allowReserved") {
            self.notes.say(
                "import-keyword-dropped",
                flag,
                "`allowReserved` is left out: the platform encodes what stands in an address",
            );
        }
        if place == Place::Query && flag("allowEmptyValue").is_some() {
            parameter.more.push(("allowEmptyValue".into(), Value::Bool(true)));
        }
        for member in node.members().filter(|member| member.name().starts_with("x-")) {
            if member.name().starts_with("x-ms-") && member.name() != "x-ms-summary" {
                parameter.more.push((member.name(), Value::of(member.value)));
            } else if member.name() != "x-ms-summary" {
                self.extension_dropped(member.value, &member.name());
            }
        }
        if in_content.as_ref().is_some_and(|(_, kind)| super::body::media(kind) <= super::body::Media::OtherJson) {
            self.hint(&mut parameter, "JSON.");
        }
        let style = style_of(node, place, parameter.schema.kind);
        match parameter.schema.kind {
            _ if matches!(style, Style::Prefixed(_)) && in_content.is_none() => {
                let Style::Prefixed(form) = style else { return };
                let message = format!("the API expects `{name}` as `{form}` in the path: it is written as text, in this form");
                self.notes.say("import-parameter-as-text", node, message);
                self.hint(&mut parameter, &format!("In the form {form}."));
                parameter.schema = Schema::new(node, Type::String);
                into.push(parameter);
            }
            Type::Object if in_content.is_none() => self.object(parameter, style, into),
            Type::Array => {
                self.array(&mut parameter, style);
                into.push(parameter);
            }
            _ => {
                simple(&mut parameter.schema);
                if parameter.schema.kind == Type::Any {
                    self.notes.say("import-parameter-as-text", node, format!("`{name}` has no single type; it becomes a string"));
                    parameter.schema = Schema::new(node, Type::String);
                }
                into.push(parameter);
            }
        }
    }

    /// Whether the format of a parameter's schema is one that was put into words.
    fn says_format(&self, node: Node<'a>) -> bool {
        let schema = node.get("schema").and_then(|schema| self.resolver.resolve_schema(schema));
        schema.is_some_and(|schema| schema.has("format"))
    }

    /// A parameter of Swagger 2.0, which is written as it is read.
    fn parameter_of_2(&mut self, node: Node<'a>, name: Cow<'a, str>, place: Place) -> Parameter<'a> {
        let schema = match (place, node.get("schema")) {
            (Place::Body, Some(schema)) => self.schema(schema),
            (_, Some(schema)) if !node.has("type") => {
                let schema = self.schema(schema);
                self.full(&schema)
            }
            (Place::Body, None) => Schema::new(node, Type::Object),
            _ => self.own_of_parameter(node),
        };
        let name = if name.is_empty() { Cow::Borrowed("body") } else { name };
        let mut parameter = Parameter::new(node, name, place, schema);
        parameter.required |= node.get("required").and_then(Node::bool) == Some(true);
        parameter.summary = node.get_str("x-ms-summary");
        parameter.description = node.get_str("description").filter(|text| !text.trim().is_empty()).map(Cow::into_owned);
        parameter.file = place == Place::Form && node.get("type").is_some_and(|kind| kind.is("file"));
        if place != Place::Body {
            parameter.schema.description = None;
            parameter.schema.title = None;
            parameter.schema.more.retain(|(name, _)| !name.starts_with("x-"));
            if let (true, Some(format)) = (parameter.schema.kind == Type::Array, node.get_str("collectionFormat")) {
                let style = match &*format {
                    "multi" => Style::Repeated,
                    "ssv" => Style::Separated("a space"),
                    "tsv" => Style::Separated("a tab"),
                    "pipes" => Style::Separated("`|`"),
                    _ => Style::Csv,
                };
                self.array(&mut parameter, style);
            } else if !parameter.file {
                match parameter.schema.kind {
                    Type::Any | Type::Object => {
                        self.notes.say(
                            "import-parameter-as-text",
                            node,
                            format!("`{}` has no type that a parameter can have; it becomes a string", parameter.name),
                        );
                        parameter.schema = Schema::new(node, Type::String);
                    }
                    _ => {
                        let format = parameter.schema.get("format").cloned();
                        simple(&mut parameter.schema);
                        if let Some(format) = format {
                            parameter.schema.set("format", format);
                        }
                    }
                }
            }
        }
        for member in node.members().filter(|member| member.name().starts_with("x-") && member.name() != "x-ms-summary") {
            parameter.more.push((member.name(), Value::of(member.value)));
        }
        if node.get("allowEmptyValue").and_then(Node::bool) == Some(true) && matches!(place, Place::Query | Place::Form) {
            parameter.more.push(("allowEmptyValue".into(), Value::Bool(true)));
        }
        parameter
    }

    fn own_of_parameter(&mut self, node: Node<'a>) -> Schema<'a> {
        let schema = self.schema(node);
        self.full(&schema)
    }

    /// A list whose name is repeated for each value.
    pub fn repeated(&mut self, parameter: &mut Parameter<'a>) {
        self.array(parameter, Style::Repeated);
    }

    /// A list: of values with commas between them, or a text.
    fn array(&mut self, parameter: &mut Parameter<'a>, style: Style) {
        let at = parameter.schema.at;
        let items = parameter.schema.items.take().map(|items| self.full(&items));
        let scalar = items.filter(|items| items.kind.is_scalar() && !items.is_binary());
        let name = parameter.name.clone();
        let repeated = style == Style::Repeated && parameter.place != Place::Path;
        let as_text = |reader: &Reader<'a>, parameter: &mut Parameter<'a>, hint: String| {
            if parameter.schema.get("default").is_some() {
                let at = at.get("default").unwrap_or(at);
                reader.notes.say("import-keyword-dropped", at, "`default` is left out: the list becomes a string");
            }
            parameter.schema = Schema::new(at, Type::String);
            reader.hint(parameter, &hint);
        };
        match (style, scalar) {
            (Style::Separated(separator), _) => {
                let message = format!("the values of `{name}` are separated by {separator}; they become one string");
                self.notes.say("import-array-as-text", parameter.at, message);
                as_text(self, parameter, format!("Separate several values with {separator}."));
            }
            (_, None) => {
                self.notes.say(
                    "import-array-as-text",
                    parameter.at,
                    format!("`{name}` is a list of more than single values; it becomes a string"),
                );
                as_text(self, parameter, "Separate several values with commas.".to_owned());
            }
            (_, Some(_)) if repeated && self.options.arrays == Arrays::Text => {
                self.notes.say(
                    "import-array-as-text",
                    parameter.at,
                    format!("`{name}` repeats its name for each value; one value is sent"),
                );
                as_text(self, parameter, "One value.".to_owned());
            }
            (_, Some(mut items)) => {
                if repeated && self.options.arrays == Arrays::Script && parameter.place == Place::Query {
                    let message = format!("`{name}` repeats its name for each value: the script does that with the values");
                    self.notes.say("import-array-script", parameter.at, message);
                    parameter.repeats = true;
                } else if repeated {
                    let message = format!(
                        "`{name}` repeats its name for each value, which connectors cannot do; values are sent separated by commas"
                    );
                    let help = "check that the API accepts that; `--arrays text` sends one value, `--arrays script` repeats the name with a script";
                    self.notes.say_help("import-array-csv", parameter.at, message, help);
                }
                simple(&mut items);
                items.description = None;
                items.title = None;
                parameter.schema.items = Some(Box::new(items));
                parameter.schema.more.retain(|(name, _)| matches!(&**name, "minItems" | "maxItems" | "default"));
                parameter.more.push(("collectionFormat".into(), Value::text("csv")));
            }
        }
    }

    /// An object in a parameter: one parameter for each of its values.
    fn object(&mut self, parameter: Parameter<'a>, style: Style, into: &mut List<'a>) {
        let deep = style == Style::DeepObject;
        let split = parameter.place == Place::Query && (deep || style == Style::Repeated);
        if !split || parameter.schema.properties.is_empty() {
            self.notes.say(
                "import-parameter-as-text",
                parameter.at,
                format!("`{}` is an object; it becomes a string", parameter.name),
            );
            let schema = Schema::new(parameter.schema.at, Type::String);
            into.push(Parameter { schema, ..parameter });
            return;
        }
        let mut leaves = Vec::new();
        let prefix = if deep { parameter.name.to_string() } else { String::new() };
        let mut within = vec![self.definitions.index(parameter.schema.at)];
        self.leaves(&parameter.schema, &prefix, parameter.required, parameter.place, &mut within, &mut leaves);
        if !matches!(parameter.schema.additional, Additional::Unsaid | Additional::Said(false)) {
            let at = parameter.schema.at.get("additionalProperties").unwrap_or(parameter.schema.at);
            self.notes.say("import-keyword-dropped", at, "`additionalProperties` is left out: each parameter needs a name");
        }
        let message = format!("`{}` is an object; each of its {} values becomes a parameter", parameter.name, leaves.len());
        self.notes.say("import-object-parameter-split", parameter.at, message);
        for leaf in leaves {
            if !into.known.contains(&(leaf.name.clone(), leaf.place)) {
                into.push(leaf);
            }
        }
    }

    /// The values of an object, each as a parameter `a[b]`. `within` are the objects in which they stand, by their
    /// definitions where they have one.
    pub fn leaves(
        &mut self,
        schema: &Schema<'a>,
        prefix: &str,
        required: bool,
        place: Place,
        within: &mut Vec<Option<usize>>,
        into: &mut Vec<Parameter<'a>>,
    ) {
        let all_required = schema.all_required();
        for (name, property) in &schema.properties {
            let needed = required && all_required.contains(&**name);
            let name = if prefix.is_empty() { name.to_string() } else { format!("{prefix}[{name}]") };
            if property.reference.is_some() && within.contains(&property.reference) {
                let message = "this refers back to the schema that contains it; its contents are left out";
                self.notes.say("import-cycle-cut", property.at, message);
                continue;
            }
            let full = self.full(property);
            if full.kind == Type::Object && !full.properties.is_empty() && within.len() <= 4 {
                within.push(property.reference);
                self.leaves(&full, &name, needed, place, within, into);
                within.pop();
                continue;
            }
            let mut leaf = Parameter::new(property.at, name, place, full);
            leaf.required = needed;
            let described = leaf.schema.description.take();
            leaf.description = described.and_then(|text| self.described(property.at, &text));
            leaf.schema.title = None;
            match leaf.schema.kind {
                Type::Array if place == Place::Form => self.form_text(&mut leaf, "import-form-array-as-text", "One value."),
                Type::Array => self.array(&mut leaf, Style::Repeated),
                Type::Object | Type::Any if place == Place::Form && leaf.schema.kind == Type::Object => {
                    self.form_text(&mut leaf, "import-form-object-as-text", "JSON.");
                }
                Type::Object | Type::Any => {
                    let why = if leaf.schema.kind == Type::Object { "is an object" } else { "has no single type" };
                    let message = format!("`{}` {why}; it becomes a string", leaf.name);
                    self.notes.say("import-parameter-as-text", property.at, message);
                    leaf.schema = Schema::new(property.at, Type::String);
                }
                _ => simple(&mut leaf.schema),
            }
            into.push(leaf);
        }
    }

    /// A field of a form that can only be text.
    pub fn form_text(&self, parameter: &mut Parameter<'a>, rule: &'static str, hint: &str) {
        let what = if parameter.schema.kind == Type::Array { "a list" } else { "an object" };
        let message = format!("`{}` is {what}, which a form in a connector cannot have; it becomes a string", parameter.name);
        self.notes.say(rule, parameter.at, message);
        self.hint(parameter, hint);
        parameter.schema = Schema::new(parameter.schema.at, Type::String);
    }

    /// Adds to the description how the value is written. Where there is none, one is made.
    fn hint(&self, parameter: &mut Parameter<'a>, hint: &str) {
        parameter.made |= parameter.description.is_none();
        let text = parameter.description.take().unwrap_or_else(|| {
            let made = text::made_description(&parameter.name);
            self.notes.say("import-description-made", parameter.at, no_description(&parameter.name, &made));
            made
        });
        parameter.description = Some(format!("{text} {hint}"));
    }

    /// A description as connectors have it, of a value of the source; None where nothing is left of it.
    pub fn described(&self, at: Node<'a>, own: &str) -> Option<String> {
        if text::is_long(own) {
            let at = at.get("description").unwrap_or(at);
            self.notes.say("import-description-shortened", at, "this long description is shortened to its first sentence");
        }
        Some(text::description(own)).filter(|text| !text.is_empty())
    }
}

/// What is said where a description is made.
pub fn no_description(name: &str, made: &str) -> String {
    format!("`{name}` has no description; \"{made}\" is used")
}

/// The style of a parameter of OpenAPI 3 of this type.
fn style_of(node: Node, place: Place, kind: Type) -> Style {
    let default = if place == Place::Query { "form" } else { "simple" };
    let style = node.get_str("style").unwrap_or(default.into());
    let explode = node.get("explode").and_then(Node::bool).unwrap_or(style == "form");
    match &*style {
        "deepObject" => Style::DeepObject,
        "matrix" if place == Place::Path => Style::Prefixed(match kind {
            Type::Object if explode => ";one=value;other=value",
            Type::Object => ";name=one,value,other,value",
            Type::Array if explode => ";name=value;name=value",
            Type::Array => ";name=value,value",
            _ => ";name=value",
        }),
        "label" if place == Place::Path => Style::Prefixed(match kind {
            Type::Object if explode => ".one=value.other=value",
            Type::Object => ".one,value,other,value",
            Type::Array if explode => ".value.value",
            Type::Array => ".value,value",
            _ => ".value",
        }),
        "pipeDelimited" if !explode => Style::Separated("`|`"),
        "spaceDelimited" if !explode => Style::Separated("a space"),
        "form" | "pipeDelimited" | "spaceDelimited" if explode => Style::Repeated,
        _ => Style::Csv,
    }
}

/// Takes away what a parameter that is no body cannot have.
pub fn simple(schema: &mut Schema) {
    schema.nullable = false;
    schema.more.retain(|(name, _)| !matches!(&**name, "example" | "readOnly"));
    if schema.is_binary() {
        schema.remove("format");
    }
}

/// The variables of a path.
pub fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).filter(|name| !name.is_empty())
}
