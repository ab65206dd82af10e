//! Responses: which one counts, and what of the others stays.
use super::Reader;
use super::body::{Media, essence, media};
use super::kind::Kind;
use super::schema::{Schema, Type};
use super::text;
use super::value::{Object, Value};
use crate::text::document::Node;
use std::borrow::Cow;

/// A response of an operation.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    pub at: Node<'a>,
    pub status: Cow<'a, str>,
    pub description: String,
    pub headers: Vec<(Cow<'a, str>, Schema<'a>)>,
    pub schema: Option<Schema<'a>>,
    pub more: Object<'a>,
}

/// All responses, and what they are made of.
#[derive(Default)]
pub struct Responses<'a> {
    pub list: Vec<Response<'a>>,
    pub produces: Vec<String>,
}

fn is_success(status: &str) -> bool {
    status.len() == 3 && status.starts_with('2')
}

/// Words for a status without a description.
fn words(status: &str) -> &'static str {
    match status {
        "201" => "Created",
        "202" => "Accepted",
        "204" => "No content",
        "400" => "Bad request",
        "401" => "Unauthorized",
        "403" => "Forbidden",
        "404" => "Not found",
        "409" => "Conflict",
        "429" => "Too many requests",
        "500" => "Internal server error",
        "default" => "Error",
        status if is_success(status) => "OK",
        _ => "Error",
    }
}

impl<'a> Reader<'a> {
    /// The responses of an operation.
    pub fn responses(&mut self, operation: Node<'a>) -> Responses<'a> {
        let mut found: Vec<(Cow<'a, str>, Node<'a>)> = Vec::new();
        for member in self.resolver.inside(operation, "responses").into_iter().flat_map(Node::members) {
            let status = member.name();
            if status.starts_with("x-") {
                continue;
            }
            match self.resolver.resolve(member.value).filter(|response| response.is_object()) {
                Some(response) => found.push((status, response)),
                None => self.notes.say(
                    "import-reference-broken",
                    member.value,
                    format!("response `{status}` cannot be resolved; it is left out"),
                ),
            }
        }
        self.statuses(operation, &mut found);
        let has = |wanted: &str| found.iter().any(|(status, _)| status == wanted);
        let lowest = found.iter().map(|(status, _)| status.clone()).filter(|status| is_success(status)).min();
        let counts = if has("200") {
            Some(Cow::Borrowed("200"))
        } else if has("201") {
            Some("201".into())
        } else {
            lowest
        };
        let keeps_errors = has("200") || has("201") || self.kind == Kind::Swagger2;
        let mut made = Responses::default();
        for (status, node) in found {
            let success = is_success(&status);
            if !success && !keeps_errors {
                self.notes.say(
                    "import-response-dropped",
                    node,
                    format!("response `{status}` is left out: with it, flows would not see the outputs"),
                );
                continue;
            }
            if node == operation {
                made.list.push(empty(operation)); // no response of the source is a success
                continue;
            }
            self.response(node, status, counts.as_deref(), &mut made);
        }
        if made.list.is_empty() {
            made.list.push(empty(operation));
        }
        made
    }

    /// Makes numbers of all statuses: ranges, and `default` where it is all there is.
    fn statuses(&mut self, operation: Node<'a>, found: &mut Vec<(Cow<'a, str>, Node<'a>)>) {
        let has_success = found.iter().any(|(status, _)| is_success(status) && status.parse::<u16>().is_ok());
        let mut kept: Vec<(Cow<'a, str>, Node<'a>)> = Vec::new();
        for (status, node) in std::mem::take(found) {
            let upper = status.to_uppercase();
            match upper.as_str() {
                "DEFAULT" => kept.push(("default".into(), node)),
                "2XX" if !has_success => kept.push(("200".into(), node)),
                range if range.ends_with("XX") => {
                    self.notes.say(
                        "import-status-range-dropped",
                        node,
                        format!("connectors do not support status ranges; response `{status}` is left out"),
                    );
                }
                number if number.len() == 3 && number.parse::<u16>().is_ok_and(|number| (100..600).contains(&number)) => {
                    kept.push((status, node))
                }
                _ => self.notes.say(
                    "import-status-range-dropped",
                    node,
                    format!("`{status}` is not a status; the response is left out"),
                ),
            }
        }
        let has_success = kept.iter().any(|(status, _)| is_success(status));
        if !has_success {
            match kept.iter_mut().find(|(status, _)| status == "default") {
                Some((status, node)) => {
                    *status = "200".into();
                    self.notes.say("import-default-became-200", *node, "the only possible success response becomes `200`");
                }
                None => {
                    let message = "there is no success response; `200` is added";
                    self.notes.say("import-response-made", operation.get("responses").unwrap_or(operation), message);
                    kept.push(("200".into(), operation));
                }
            }
        }
        *found = kept;
    }

    fn response(&mut self, node: Node<'a>, status: Cow<'a, str>, counts: Option<&str>, into: &mut Responses<'a>) {
        let own = self.text_of(node.get("description").or_else(|| node.get("summary")));
        let description = own.map(|text| text::cut(&text::plain(&text), 400)).filter(|text| !text.is_empty());
        let mut response = Response {
            at: node,
            description: description.unwrap_or_else(|| words(&status).to_owned()),
            status,
            headers: Vec::new(),
            schema: None,
            more: Vec::new(),
        };
        let success = is_success(&response.status);
        if success || self.kind == Kind::Swagger2 {
            self.headers(node, &mut response);
        } else if let Some(headers) = node.get("headers").filter(|headers| headers.members().next().is_some()) {
            let message = format!("the headers of response `{}` are left out", response.status);
            self.notes.say("import-error-schema-dropped", headers, message);
        }
        for link in node.get("links").into_iter().flat_map(Node::members) {
            self.notes.say(
                "import-link-dropped",
                link.value,
                format!("connectors do not support links; `{}` is left out", link.name()),
            );
        }
        if self.kind == Kind::Swagger2 {
            for member in node.members().filter(|member| member.name().starts_with("x-")) {
                response.more.push((member.name(), Value::of(member.value)));
            }
            if let Some(schema) = node.get("schema") {
                if response.status == "default" {
                    self.notes.say("import-error-schema-dropped", schema, "a `default` response has no schema in connectors");
                } else {
                    let schema = self.schema(schema);
                    response.schema = Some(schema).filter(|schema| schema.at.members().next().is_some());
                }
            }
            into.list.push(response);
            return;
        }
        for member in node.members().filter(|member| member.name().starts_with("x-")) {
            match member.name().starts_with("x-ms-") {
                true => response.more.push((member.name(), Value::of(member.value))),
                false => self.extension_dropped(member.value, &member.name()),
            }
        }
        let content = self.content(node);
        let chosen = content.iter().min_by_key(|(name, _)| media(name)).cloned();
        let keeps = counts == Some(&*response.status) || (self.options.keep_errors && !success && response.status != "default");
        if let Some((name, chosen)) = chosen {
            let schema = chosen.get("schema").or_else(|| chosen.get("itemSchema"));
            if keeps && response.status != "204" {
                if content.len() > 1 && success {
                    let others: Vec<&str> = content.iter().map(|(name, _)| &**name).filter(|other| *other != name).collect();
                    let message = format!("`{name}` is used; {} left out", crate::rule::all_of(&others));
                    self.notes.say("import-media-type-dropped", node, message);
                }
                let media = self.media_of(&name, schema);
                response.schema = self.answer(media, &name, chosen, schema, success);
                if response.schema.is_some() && success {
                    into.produces = produces(media, &name);
                }
            } else if let Some(schema) = schema {
                if success {
                    let message = match &*response.status {
                        "204" => "a response `204` has no content; its schema is left out".to_owned(),
                        status => format!("flows see one response; the schema of response `{status}` is left out"),
                    };
                    self.notes.say("import-response-schema-dropped", schema, message);
                } else {
                    let message = format!("the schema of response `{}` is left out", response.status);
                    self.notes.say_help(
                        "import-error-schema-dropped",
                        schema,
                        message,
                        "use `--keep-errors` to keep the schemas of errors",
                    );
                }
            }
        }
        into.list.push(response);
    }

    /// The schema of an answer.
    fn answer(&mut self, media: Media, name: &str, at: Node<'a>, schema: Option<Node<'a>>, success: bool) -> Option<Schema<'a>> {
        match media {
            Media::Json | Media::OtherJson => {
                let before = std::mem::replace(&mut self.answers, true);
                let read = schema.map(|schema| self.schema(schema)).filter(|schema| !schema.is_empty());
                self.answers = before;
                if read.is_none() && success {
                    self.notes.say(
                        "import-response-without-schema",
                        at,
                        "the response is not described; flows see it as one value",
                    );
                }
                read
            }
            Media::Text | Media::UrlEncoded => {
                if let Some(schema) = schema {
                    let read = self.schema(schema);
                    if !read.kind.is_scalar() && !read.is_empty() {
                        self.notes.say("import-body-as-text", schema, format!("flows see an answer of `{name}` as text"));
                    }
                }
                let description = schema.and_then(|schema| self.text_of(schema.get("description")));
                Some(Schema { description, ..Schema::new(schema.unwrap_or(at), Type::String) })
            }
            Media::Binary | Media::Multipart => {
                let mut file = Schema::new(schema.unwrap_or(at), Type::String);
                file.set("format", Value::text("binary"));
                Some(file)
            }
        }
    }

    fn headers(&mut self, node: Node<'a>, response: &mut Response<'a>) {
        for header in self.resolver.inside(node, "headers").into_iter().flat_map(Node::members) {
            let Some(value) = self.resolver.resolve(header.value).filter(|value| value.is_object()) else { continue };
            let source = value.get("schema").unwrap_or(value);
            let read = self.schema(source);
            let mut schema = self.full(&read);
            if !schema.kind.is_scalar() {
                let message = format!("header `{}` is no single value: it is described as text", header.name());
                self.notes.say("import-parameter-as-text", value, message);
                schema = Schema::new(source, Type::String);
            }
            super::parameter::simple(&mut schema);
            schema.title = None;
            let own = self.text_of(value.get("description"));
            schema.description = own.or(schema.description.take());
            if !response.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(&header.name())) {
                response.headers.push((header.name(), schema));
            }
        }
    }
}

/// A response that says nothing.
fn empty(at: Node) -> Response {
    let description = "OK".to_owned();
    Response { at, status: "200".into(), description, headers: Vec::new(), schema: None, more: Vec::new() }
}

/// What an operation is said to produce for an answer of this media type, which stands for `media`.
pub fn produces(media: Media, name: &str) -> Vec<String> {
    let name = essence(name);
    match media {
        Media::Json => vec!["application/json".to_owned()],
        Media::OtherJson if name.contains('*') => vec!["application/json".to_owned()],
        Media::OtherJson => vec!["application/json".to_owned(), name],
        Media::Text if name.contains('*') => vec!["text/plain".to_owned()],
        _ if name.contains('*') => vec!["application/octet-stream".to_owned()],
        _ => vec![name],
    }
}
