//! The files of the connector: what was read becomes Swagger 2.0, properties and pages.
use super::Api;
use super::limit::Shared;
use super::operation::Operation;
use super::parameter::{Parameter, Place};
use super::response::Response;
use super::schema::{Additional, Schema, Type};
use super::text;
use super::value::Value;
use crate::connector::fmt::Extent;
use crate::text::document::Node;
use crate::text::json::write_string;
use std::borrow::Cow;

/// What is left out to make the file smaller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    #[default]
    Whole,
    /// No labels that are made of names, no examples.
    WithoutLabels,
    /// Descriptions of fields end after their first sentence.
    Short,
    /// No descriptions of fields in answers and bodies.
    Bare,
}

/// How much of a text that is only counted is held at once, in bytes.
const HELD: usize = 64 << 10;

/// Writes JSON: what separates members is put there when the next one comes.
#[derive(Default)]
struct Json {
    out: String,
    /// What of the text was counted, where it is not wanted itself.
    counted: Option<Extent>,
}

impl Json {
    fn gap(&mut self) {
        if let Some(extent) = self.counted.as_mut().filter(|_| self.out.len() > HELD) {
            let last = self.out.pop(); // shows whether a comma is needed
            extent.add(&self.out);
            self.out.clear();
            self.out.extend(last);
        }
        if !self.out.ends_with(['{', '[', ':']) && !self.out.is_empty() {
            self.out.push(',');
        }
    }

    fn key(&mut self, name: &str) {
        self.gap();
        write_string(name, &mut self.out);
        self.out.push(':');
    }

    fn text(&mut self, name: &str, value: &str) {
        self.key(name);
        write_string(value, &mut self.out);
    }

    fn value(&mut self, name: &str, value: &Value) {
        self.key(name);
        value.write(&mut self.out);
    }

    fn open(&mut self, name: &str, bracket: char) {
        self.key(name);
        self.out.push(bracket);
    }

    fn close(&mut self, bracket: char) {
        self.out.push(bracket);
    }

    fn texts<T: AsRef<str>>(&mut self, name: &str, values: &[T]) {
        self.open(name, '[');
        for value in values {
            self.gap();
            write_string(value.as_ref(), &mut self.out);
        }
        self.close(']');
    }
}

/// Writes definitions.
pub struct Writer<'w, 'a> {
    pub names: &'w [String],
    pub used: &'w [usize],
    pub shared: &'w Shared<'a>,
    pub size: Size,
}

impl<'a> Writer<'_, 'a> {
    /// The definition, in one line.
    pub fn definition(&self, api: &Api<'a>, metadata: &serde_json::Value) -> String {
        let mut json = Json::default();
        self.write(api, metadata, &mut json);
        json.out
    }

    /// How long the definition is.
    pub fn extent(&self, api: &Api<'a>, metadata: &serde_json::Value) -> Extent {
        let mut json = Json { counted: Some(Extent::default()), ..Json::default() };
        self.write(api, metadata, &mut json);
        let mut extent = json.counted.unwrap_or_default();
        extent.add(&json.out);
        extent
    }

    fn write(&self, api: &Api<'a>, metadata: &serde_json::Value, json: &mut Json) {
        let Api { info, server, operations, security, more, .. } = api;
        json.out.push('{');
        json.text("swagger", "2.0");
        json.open("info", '{');
        json.text("title", &info.title);
        json.text("description", &info.description);
        json.text("version", &info.version);
        if !info.contact.is_empty() {
            json.open("contact", '{');
            for (name, value) in &info.contact {
                json.text(name, value);
            }
            json.close('}');
        }
        for (name, value) in &info.more {
            json.value(name, value);
        }
        json.close('}');
        json.text("host", &server.host);
        json.text("basePath", &server.base_path);
        json.texts("schemes", &["https"]);
        json.open("paths", '{');
        self.paths(operations, json);
        json.close('}');
        if !self.used.is_empty() {
            json.open("definitions", '{');
            for &index in self.used {
                if let Some(schema) = &self.shared.schemas[index] {
                    json.key(&self.names[index]);
                    self.schema(schema, false, json);
                }
            }
            json.close('}');
        }
        if let Some(security) = security {
            json.open("securityDefinitions", '{');
            json.value(&security.name, &Value::Object(security.definition.clone()));
            json.close('}');
            json.open("security", '[');
            json.out.push('{');
            json.texts(&security.name, &security.scopes);
            json.close('}');
            json.close(']');
        }
        for (name, value) in more {
            json.value(name, value);
        }
        if metadata.as_array().is_some_and(|list| !list.is_empty())
            && !more.iter().any(|(name, _)| name == "x-ms-connector-metadata")
        {
            json.key("x-ms-connector-metadata");
            json.out.push_str(&metadata.to_string());
        }
        json.close('}');
    }

    fn paths(&self, operations: &[Operation<'a>], json: &mut Json) {
        let mut paths: Vec<&str> = Vec::new();
        let mut places: rustc_hash::FxHashMap<&str, Vec<&Operation<'a>>> = rustc_hash::FxHashMap::default();
        for operation in operations {
            let list = places.entry(&operation.path).or_default();
            if list.is_empty() {
                paths.push(&operation.path);
            }
            list.push(operation);
        }
        for path in paths {
            json.open(path, '{');
            for operation in &places[path] {
                json.key(operation.verb);
                self.operation(operation, json);
            }
            if let Some((description, schema)) = places[path].iter().find_map(|operation| operation.notification.as_ref()) {
                json.open("x-ms-notification-content", '{');
                json.text("description", description);
                json.key("schema");
                self.schema(schema, false, json);
                json.close('}');
            }
            json.close('}');
        }
    }

    /// One operation.
    fn operation(&self, operation: &Operation<'a>, json: &mut Json) {
        json.out.push('{');
        json.text("operationId", &operation.id);
        json.text("summary", &operation.summary);
        json.text("description", &operation.description);
        if !operation.tags.is_empty() {
            json.texts("tags", &operation.tags);
        }
        if operation.deprecated {
            json.value("deprecated", &Value::Bool(true));
        }
        if !operation.consumes.is_empty() {
            json.texts("consumes", &operation.consumes);
        }
        if !operation.produces.is_empty() {
            json.texts("produces", &operation.produces);
        }
        if !operation.parameters.is_empty() {
            json.open("parameters", '[');
            for parameter in &operation.parameters {
                json.gap();
                self.parameter(parameter, json);
            }
            json.close(']');
        }
        json.open("responses", '{');
        for response in &operation.responses.list {
            json.key(&response.status);
            self.response(response, json);
        }
        json.close('}');
        for (name, value) in &operation.more {
            json.value(name, value);
        }
        json.close('}');
    }

    /// The bytes of an operation.
    pub fn bytes(&self, operation: &Operation<'a>) -> usize {
        let mut json = Json::default();
        self.operation(operation, &mut json);
        json.out.len()
    }

    fn parameter(&self, parameter: &Parameter<'a>, json: &mut Json) {
        json.out.push('{');
        json.text("name", &parameter.name);
        json.text("in", parameter.place.name());
        if parameter.required {
            json.value("required", &Value::Bool(true));
        }
        if let Some(summary) = &parameter.summary {
            json.text("x-ms-summary", summary);
        }
        if let Some(description) = &parameter.description {
            match self.size {
                Size::Whole | Size::WithoutLabels => json.text("description", description),
                Size::Short => json.text("description", &text::sentence(&text::cut(&text::first_sentence(description), 120))),
                Size::Bare => json.text("description", &text::sentence(&text::cut(&text::first_sentence(description), 50))),
            }
        }
        let has_encoding = parameter.more.iter().any(|(name, _)| name == "x-ms-url-encoding");
        if parameter.place == Place::Path && !has_encoding {
            json.text("x-ms-url-encoding", "single");
        }
        if parameter.place == Place::Body {
            json.key("schema");
            self.schema(&parameter.schema, true, json);
        } else if parameter.file {
            json.text("type", "file");
        } else {
            let own = |name: &str| name == "x-ms-summary" || parameter.more.iter().any(|(own, _)| own == name);
            self.keywords_but(&parameter.schema, own, true, json);
            self.items(&parameter.schema, json);
        }
        for (name, value) in &parameter.more {
            json.value(name, value);
        }
        json.close('}');
    }

    /// The items of a parameter, which can be lists themselves.
    fn items(&self, schema: &Schema<'a>, json: &mut Json) {
        if let Some(items) = &schema.items {
            json.open("items", '{');
            self.keywords(items, false, json);
            self.items(items, json);
            json.close('}');
        }
    }

    fn response(&self, response: &Response<'a>, json: &mut Json) {
        json.out.push('{');
        json.text("description", &response.description);
        if !response.headers.is_empty() {
            json.open("headers", '{');
            for (name, schema) in &response.headers {
                json.open(name, '{');
                if let Some(description) = &schema.description {
                    json.text("description", &text::cut(&text::plain(description), 400));
                }
                self.keywords(schema, false, json);
                json.close('}');
            }
            json.close('}');
        }
        if let Some(schema) = &response.schema {
            json.key("schema");
            self.schema(schema, true, json);
        }
        for (name, value) in &response.more {
            json.value(name, value);
        }
        json.close('}');
    }

    /// Type and keywords, without braces.
    fn keywords(&self, schema: &Schema<'a>, whole: bool, json: &mut Json) {
        self.keywords_but(schema, |_| false, whole, json);
    }

    /// The same without those keywords that are written otherwise.
    fn keywords_but(&self, schema: &Schema<'a>, but: impl Fn(&str) -> bool, whole: bool, json: &mut Json) {
        if let Some(kind) = schema.kind.name() {
            json.text("type", kind);
        }
        for (name, value) in &schema.more {
            match &**name {
                "format" if schema.is_binary() && !whole => {}
                name if but(name) => {}
                "example" if self.size >= Size::WithoutLabels => {}
                name => json.value(name, value),
            }
        }
    }

    /// A schema. `whole` for one that is all of a body or answer.
    fn schema(&self, schema: &Schema<'a>, whole: bool, json: &mut Json) {
        json.out.push('{');
        if let Some(index) = schema.reference {
            let target = format!("#/definitions/{}", self.names[index]);
            json.text("$ref", &target);
            json.close('}');
            return;
        }
        if let Some(title) = &schema.title {
            json.text("title", title);
        }
        if let Some(description) = self.described(schema) {
            json.text("description", &description);
        }
        self.keywords(schema, whole, json);
        if schema.nullable {
            json.value("x-nullable", &Value::Bool(true));
        }
        if !schema.required.is_empty() {
            json.texts("required", &schema.required);
        }
        if !schema.properties.is_empty() {
            json.open("properties", '{');
            for (name, property) in &schema.properties {
                json.key(name);
                self.schema(property, false, json);
            }
            json.close('}');
        }
        if let Some(items) = &schema.items {
            json.key("items");
            self.schema(items, false, json);
        }
        match &schema.additional {
            Additional::Unsaid => {}
            Additional::Said(said) => json.value("additionalProperties", &Value::Bool(*said)),
            Additional::Schema(inner) => {
                json.key("additionalProperties");
                self.schema(inner, false, json);
            }
        }
        json.close('}');
    }

    fn described<'s>(&self, schema: &'s Schema<'a>) -> Option<Cow<'s, str>> {
        let own = schema.description.as_deref()?;
        match self.size {
            Size::Whole | Size::WithoutLabels => Some(Cow::Borrowed(own)),
            Size::Short => Some(Cow::Owned(text::cut(&text::first_sentence(own), 120))),
            Size::Bare => None,
        }
    }
}

/// What was made of texts of fields.
#[derive(Clone, Copy, Debug, Default)]
pub struct Made<'a> {
    /// Fields whose label is made of their name, and the first of them in the source.
    pub labels: usize,
    pub first_label: Option<Node<'a>>,
    /// Descriptions of which the first sentence was taken, and the first of these.
    pub shortened: usize,
    pub first_shortened: Option<Node<'a>>,
}

/// The one of two places that is first in the source.
fn first<'a>(known: Option<Node<'a>>, at: Node<'a>) -> Option<Node<'a>> {
    let place = |node: Node| (node.doc.file, node.id);
    Some(known.filter(|known| place(*known) <= place(at)).unwrap_or(at))
}

/// Makes the texts of a schema ones that connectors have: in one line, without marks, and a label for each property. `labels` says
/// whether properties without a title get one.
pub fn label<'a>(schema: &mut Schema<'a>, name: Option<&str>, labels: bool, made: &mut Made<'a>) {
    if let Some(description) = schema.description.take() {
        if text::is_long(&description) {
            made.shortened += 1;
            made.first_shortened = first(made.first_shortened, schema.at);
        }
        let text = text::description(&description);
        // Most texts are as they should be: those are not held twice.
        schema.description = match text == *description {
            true => Some(description),
            false => (!text.is_empty()).then_some(Cow::Owned(text)),
        };
    }
    if let Some(name) = name {
        let label = text::label(schema.title.as_deref(), name);
        if schema.title.is_none() {
            made.labels += 1;
            made.first_label = first(made.first_label, schema.at);
        }
        let shown = (labels || schema.title.is_some()) && !label.is_empty();
        schema.title = shown.then_some(Cow::Owned(label));
    } else if let Some(title) = schema.title.take() {
        let title = text::cut(&text::plain(&title), text::SUMMARY);
        schema.title = (!title.is_empty()).then_some(Cow::Owned(title));
    }
    if schema.reference.is_some() {
        return;
    }
    for (name, property) in &mut schema.properties {
        label(property, Some(name), labels, made);
    }
    if let Some(items) = &mut schema.items {
        label(items, None, labels, made);
    }
    if let Additional::Schema(inner) = &mut schema.additional {
        label(inner, None, labels, made);
    }
    if schema.kind == Type::Any && schema.nullable && schema.more.is_empty() && schema.title.is_none() {
        schema.nullable = true;
    }
}
