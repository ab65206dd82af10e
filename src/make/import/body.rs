//! Bodies and forms: one media type of several, and what it becomes.
use super::Reader;
use super::parameter::{Parameter, Place, simple};
use super::schema::{Schema, Type};
use super::value::Value;
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
        "application/json" | "*/*" | "application/*" | "" | "json" => Media::Json,
        "application/x-www-form-urlencoded" => Media::UrlEncoded,
        // Lines of JSON are no JSON.
        name if name.ends_with("json") && !name.ends_with("ndjson") => Media::OtherJson,
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

/// Whether values of this media type are files, not texts.
pub fn is_file(name: &str) -> bool {
    let name = essence(name);
    let whole = ["application/octet-stream", "application/pdf", "application/zip", "application/gzip"];
    whole.contains(&&*name) || ["image/", "audio/", "video/", "font/"].iter().any(|start| name.starts_with(start))
}

/// A media type with its parameters where they say more than how letters are encoded: `application/json; odata=verbose`.
fn exact(name: &str) -> Option<String> {
    let (_, parameters) = name.split_once(';')?;
    let says_more =
        parameters.split(';').map(str::trim).any(|part| !part.is_empty() && !part.to_lowercase().starts_with("charset"));
    says_more.then(|| name.trim().to_owned())
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
        let content = self.content(body);
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
        let media = self.media_of(&name, schema_node);
        let mut made = match media {
            kind @ (Media::Multipart | Media::UrlEncoded) => self.form(kind, chosen, schema_node, required),
            kind => {
                let schema = match schema_node {
                    Some(schema) => self.schema(schema),
                    None => Schema::new(chosen, if kind <= Media::OtherJson { Type::Object } else { Type::String }),
                };
                let mut parameter = self.whole(kind, node, schema, required, description);
                self.extensions_of_body(body, &mut parameter);
                Body { parameters: vec![parameter], ..Body::default() }
            }
        };
        // Of `text/*`, anything that fits will do.
        let named = || exact(&name).unwrap_or_else(|| essence(&name));
        let is_open = name.contains('*');
        (made.consumes, made.content_type) = match media {
            Media::Json | Media::OtherJson => {
                let named = Some(named()).filter(|named| !is_open && named.contains('/') && named != "application/json");
                if let Some(named) = &named {
                    let message = format!("the body is sent as `application/json`, and a policy changes its type to `{named}`");
                    self.notes.say("import-content-type-policy", chosen, message);
                }
                (Some("application/json".into()), named)
            }
            Media::Multipart => {
                if !is_open && essence(&name) != "multipart/form-data" {
                    let message = format!("`{}` is sent as `multipart/form-data`", essence(&name));
                    self.notes.say("import-media-type-dropped", chosen, message);
                }
                (Some("multipart/form-data".into()), None)
            }
            Media::UrlEncoded => (Some("application/x-www-form-urlencoded".into()), None),
            Media::Text if is_open || essence(&name) == "text/plain" => (Some("text/plain".into()), None),
            Media::Text => (Some("text/plain".into()), Some(named())),
            Media::Binary => {
                let is_exact = essence(&name) == "application/octet-stream" || is_open;
                (Some("application/octet-stream".into()), (!is_exact).then(named))
            }
        };
        if let (Some(named), Media::Text | Media::Binary) = (&made.content_type, media) {
            let consumed = made.consumes.as_deref().unwrap_or("text/plain");
            let message = format!("the body is sent as `{consumed}` and a policy names it `{named}`");
            self.notes.say("import-content-type-policy", chosen, message);
        }
        if made.parameters.is_empty() {
            made.consumes = None;
        }
        made
    }

    /// The media types of a body or an answer, each with what is said of it.
    pub fn content(&self, node: Node<'a>) -> Vec<(Cow<'a, str>, Node<'a>)> {
        let content = self.resolver.inside(node, "content");
        let described = |node: Node<'a>| self.resolver.resolve(node).unwrap_or(node);
        content.into_iter().flat_map(Node::members).map(|member| (member.name(), described(member.value))).collect()
    }

    /// What a media type stands for: of any type, the schema says whether it is a file.
    pub fn media_of(&self, name: &str, schema: Option<Node<'a>>) -> Media {
        let kind = media(name);
        let schema = schema.filter(|_| kind == Media::Json && name.contains('*'));
        let schema = schema.and_then(|schema| self.resolver.resolve_schema(schema));
        let is_binary = schema.is_some_and(|schema| schema.get("format").is_some_and(|format| format.is("binary")));
        if is_binary { Media::Binary } else { kind }
    }

    /// What is said of a body besides its schema.
    fn extensions_of_body(&mut self, body: Node<'a>, parameter: &mut Parameter<'a>) {
        for member in body.members().filter(|member| member.name().starts_with("x-")) {
            match &*member.name() {
                "x-ms-summary" => parameter.summary = member.value.str(),
                name if name.starts_with("x-ms-") => parameter.more.push((member.name(), Value::of(member.value))),
                name => self.extension_dropped(member.value, name),
            }
        }
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
                schema.set("format", Value::text("binary"));
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
                self.leaves(&full, name, needed, Place::Form, &mut vec![property.reference], &mut parameters);
                continue;
            }
            let mut field = Parameter::new(property.at, name.clone(), Place::Form, full);
            field.required = needed;
            field.summary = field.schema.take_label();
            let described = field.schema.description.take();
            field.description = described.and_then(|text| self.described(property.at, &text));
            let of_files = field.schema.items.as_ref().is_some_and(|items| items.is_binary());
            let content_type = own.and_then(|own| own.get_str("contentType"));
            let says_file = field.schema.is_empty() && content_type.is_some_and(|kind| is_file(&kind));
            match field.schema.kind {
                Type::Any if says_file && kind == Media::Multipart => {
                    field.file = true;
                    field.schema = Schema::new(property.at, Type::String);
                }
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
                Type::Any => {
                    if !field.schema.is_empty() || property.at.has("oneOf") || property.at.has("anyOf") || property.at.has("type")
                    {
                        let message = format!("`{name}` has no single type; it becomes a string");
                        self.notes.say("import-parameter-as-text", property.at, message);
                    }
                    field.schema = Schema::new(property.at, Type::String);
                }
                _ => {
                    if field.schema.is_binary() {
                        let at = property.at.get("format").unwrap_or(property.at);
                        let message = "format `binary` is left out: this kind of form has no files";
                        self.notes.say("import-format-dropped", at, message);
                    }
                    simple(&mut field.schema);
                }
            }
            parameters.push(field);
        }
        Body { parameters, ..Body::default() }
    }
}
