//! Bodies and forms: one media type of several, and what it becomes.
use super::Reader;
use super::parameter::{Parameter, Place, simple};
use super::schema::{Schema, Type};
use crate::text::document::Node;
use std::borrow::Cow;

/// What a body is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Media {
    Json,
    /// JSON under another name: `application/merge-patch+json`.
    OtherJson,
    Multipart,
    UrlEncoded,
    Text,
    Binary,
}

/// A media type without parameters, in lower case.
pub fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or(name).trim().to_lowercase()
}

/// What a media type stands for.
pub fn media(name: &str) -> Media {
    let name = essence(name);
    match name.as_str() {
        "application/json" | "*/*" | "text/json" | "application/*" | "" | "json" => Media::Json,
        "application/x-www-form-urlencoded" => Media::UrlEncoded,
        // Lines of JSON are no JSON.
        name if name.ends_with("json") && !name.ends_with("ndjson") && !name.starts_with("text/") => Media::OtherJson,
        name if name.starts_with("multipart/") => Media::Multipart,
        name if name.starts_with("text/")
            || name.ends_with("xml")
            || name.ends_with("yaml")
            || name.ends_with("graphql")
            || name.ends_with("ndjson")
            || name.ends_with("jsonl") =>
        {
            Media::Text
        }
        _ => Media::Binary,
    }
}

/// What the body of an operation becomes.
#[derive(Default)]
pub struct Body<'a> {
    pub parameters: Vec<Parameter<'a>>,
    pub consumes: Option<Cow<'a, str>>,
    /// A media type that a policy has to name.
    pub content_type: Option<String>,
}

impl<'a> Reader<'a> {
    /// The body of an operation of OpenAPI 3.
    pub fn body(&mut self, operation: Node<'a>, verb: &str) -> Body<'a> {
        let Some(node) = operation.get("requestBody") else { return Body::default() };
        let Some(body) = self.resolver.resolve(node).filter(|body| body.is_object()) else {
            self.notes.say("import-reference-broken", node, "this body cannot be resolved; it is left out");
            return Body::default();
        };
        let content: Vec<(Cow<'a, str>, Node<'a>)> =
            body.get("content").into_iter().flat_map(Node::members).map(|member| (member.name(), member.value)).collect();
        let Some((name, chosen)) = content.iter().min_by_key(|(name, _)| media(name)).cloned() else { return Body::default() };
        if matches!(verb, "get" | "head") {
            let says_something = chosen
                .get("schema")
                .and_then(|schema| self.resolver.resolve_schema(schema))
                .is_some_and(|schema| schema.get("properties").is_some_and(|properties| properties.members().next().is_some()));
            if says_something {
                let message = format!("connectors do not send a body with {}; it is left out", verb.to_uppercase());
                self.notes.say("import-body-dropped", node, message);
            }
            return Body::default();
        }
        if content.len() > 1 {
            let others: Vec<&str> = content.iter().map(|(name, _)| &**name).filter(|other| *other != name).collect();
            let message =
                format!("a connector sends one kind of body; `{name}` is used, {} left out", crate::rule::all_of(&others));
            self.notes.say("import-media-type-dropped", node, message);
        }
        let required = body.get("required").and_then(Node::bool);
        let description = self.text_of(body.get("description"));
        let schema_node = chosen.get("schema").or_else(|| chosen.get("itemSchema"));
        let mut made = match media(&name) {
            kind @ (Media::Multipart | Media::UrlEncoded) => self.form(kind, chosen, schema_node, required),
            kind => {
                let schema = match schema_node {
                    Some(schema) => self.schema(schema),
                    None => Schema::new(chosen, if kind <= Media::OtherJson { Type::Object } else { Type::String }),
                };
                let parameter = self.whole(kind, node, schema, required, description);
                Body { parameters: vec![parameter], ..Body::default() }
            }
        };
        (made.consumes, made.content_type) = match media(&name) {
            Media::Json => (Some("application/json".into()), None),
            Media::OtherJson => {
                let message =
                    format!("the body is sent as `application/json`, and a policy changes its type to `{}`", essence(&name));
                self.notes.say("import-content-type-policy", chosen, message);
                (Some("application/json".into()), Some(essence(&name)))
            }
            Media::Multipart => (Some("multipart/form-data".into()), None),
            Media::UrlEncoded => (Some("application/x-www-form-urlencoded".into()), None),
            Media::Text if essence(&name).starts_with("text/plain") => (Some("text/plain".into()), None),
            Media::Text => (Some("text/plain".into()), Some(essence(&name))),
            Media::Binary => {
                let is_exact = essence(&name) == "application/octet-stream" || name.contains('*');
                (Some("application/octet-stream".into()), (!is_exact).then(|| essence(&name)))
            }
        };
        if let (Some(named), Media::Text | Media::Binary) = (&made.content_type, media(&name)) {
            let consumed = made.consumes.as_deref().unwrap_or("text/plain");
            let message = format!("the body is sent as `{consumed}` and a policy names it `{named}`");
            self.notes.say("import-content-type-policy", chosen, message);
        }
        if made.parameters.is_empty() {
            made.consumes = None;
        }
        made
    }

    /// A body that is one value.
    fn whole(
        &mut self,
        kind: Media,
        node: Node<'a>,
        schema: Schema<'a>,
        required: Option<bool>,
        description: Option<Cow<'a, str>>,
    ) -> Parameter<'a> {
        let mut schema = schema;
        match kind {
            Media::Binary => {
                schema = Schema { description: schema.description, ..Schema::new(schema.at, Type::String) };
                schema.set("format", super::value::Value::text("binary"));
            }
            Media::Text if !schema.kind.is_scalar() => {
                self.notes.say("import-body-as-text", node, "the body becomes text, in the format that the API expects");
                schema = Schema { description: schema.description, ..Schema::new(schema.at, Type::String) };
            }
            _ if schema.kind == Type::Any && schema.reference.is_none() => {
                // Without a type the designer shows one raw field, as it does for an object without properties.
                schema.kind = Type::Object;
            }
            _ => {}
        }
        let own = description.filter(|text| !text.trim().is_empty()).or_else(|| schema.description.clone());
        let full = self.full(&schema);
        let mut parameter = Parameter::new(node, "body", Place::Body, schema);
        parameter.required = match required {
            Some(required) => required,
            None if !full.required.is_empty() => {
                self.notes.say("import-body-made-required", node, "the body becomes required because something in it is");
                true
            }
            None if kind >= Media::Text => {
                self.notes.say("import-body-made-required", node, "the body becomes required because it is all that is sent");
                true
            }
            None => false,
        };
        parameter.description = own.and_then(|text| self.described(node, &text));
        parameter
    }

    /// A form: a parameter for each property.
    fn form(&mut self, kind: Media, media: Node<'a>, schema: Option<Node<'a>>, required: Option<bool>) -> Body<'a> {
        let Some(node) = schema else { return Body::default() };
        let schema = self.schema(node);
        let schema = self.full(&schema);
        if schema.properties.is_empty()
            && (schema.kind != Type::Object
                || !matches!(schema.additional, super::schema::Additional::Unsaid | super::schema::Additional::Said(false)))
        {
            self.notes.say("import-body-dropped", node, "the fields of this form are not described; it is left out");
            return Body::default();
        }
        let encoding = media.get("encoding");
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        let all_required = schema.all_required();
        for (name, property) in &schema.properties {
            if !name.is_ascii() {
                self.notes.say(
                    "import-parameter-dropped",
                    property.at,
                    format!("`{name}` contains characters that field names cannot have; it is left out"),
                );
                continue;
            }
            let before = property.reference.map(|index| (index, self.definitions.list[index].copied));
            let own = encoding.and_then(|encoding| encoding.get(name));
            let deep = own.is_some_and(|own| own.get("style").is_some_and(|style| style.is("deepObject")));
            let full = self.full(property);
            let needed = all_required.contains(&**name) && required != Some(false);
            if deep && full.kind == Type::Object && !full.properties.is_empty() {
                self.leaves(&full, name, needed, Place::Form, 0, &mut parameters);
                continue;
            }
            let mut field = Parameter::new(property.at, name.clone(), Place::Form, full);
            field.required = needed;
            field.summary = field.schema.title.take();
            let described = field.schema.description.take();
            field.description = described.and_then(|text| self.described(property.at, &text));
            let of_files = field.schema.items.as_ref().is_some_and(|items| items.is_binary());
            match field.schema.kind {
                Type::String
                    if kind == Media::Multipart && (field.schema.is_binary() || field.schema.format() == Some("byte")) =>
                {
                    field.file = true;
                    field.schema = Schema::new(property.at, Type::String);
                }
                Type::Array if of_files && kind == Media::Multipart => {
                    self.notes.say(
                        "import-form-array-as-text",
                        property.at,
                        format!("`{name}` is a list of files; one file is sent"),
                    );
                    field.file = true;
                    field.schema = Schema::new(property.at, Type::String);
                }
                Type::Array | Type::Object => {
                    let (rule, hint) = match field.schema.kind {
                        Type::Array => ("import-form-array-as-text", "One value."),
                        _ => ("import-form-object-as-text", "JSON."),
                    };
                    self.form_text(&mut field, rule, hint);
                    // What the text holds is written nowhere.
                    if let Some((index, copied)) = before {
                        self.definitions.list[index].copied = copied;
                    }
                }
                Type::Any => field.schema = Schema::new(property.at, Type::String),
                _ => simple(&mut field.schema),
            }
            parameters.push(field);
        }
        Body { parameters, ..Body::default() }
    }
}
