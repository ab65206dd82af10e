//! Turns arguments into a request. All requests are built here: calls, lookups, subscriptions of triggers.
use crate::call::view::is_reserved;
use crate::call::{constraint, path_without_connection, value};
use crate::connector::{Operation, Parameter, Schema};
use crate::rule::Severity;
use crate::text::document::Node;
use crate::text::slips;
use base64::Engine;
use serde_json::{Map, Value};
use std::fmt::Write;

/// One argument: where it goes, and its value.
#[derive(Clone, Debug)]
pub struct Argument {
    pub place: Place,
    pub value: Given,
    /// Its source, for messages: `args.json:3:5`, `--arg top`.
    pub origin: String,
}

/// Where an argument goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// To what has this name: a parameter, the body (`body`), a property in it (`body.a.b`, `body/a/b`, or with the body
    /// parameter's own name), or a property of the body's first level.
    Named(String),
    /// To the parameter of this name that is sent there: `path`, `query`, `header`, `formData`.
    In(&'static str, String),
    /// To the parameter outside the body with this name, wherever it is sent.
    Parameter(String),
    /// To the body as a whole.
    Body,
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Text from a command line, interpreted by the type of its target.
    Text(String),
    Json(Value),
    /// The content of a file, with its name.
    File {
        name: String,
        bytes: Vec<u8>,
    },
}

/// How values in paths are percent-encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathEncoding {
    /// As `x-ms-url-encoding` says: twice for `double`.
    #[default]
    Metadata,
    /// Once, whatever the definition says.
    Single,
}

/// Which defaults are sent without being given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Defaults {
    /// Those of hidden parameters and those of required ones, as Microsoft's own clients do.
    #[default]
    HiddenAndRequired,
    /// Those of required parameters only.
    Required,
    /// All of them, as a new step in the designer has them.
    All,
}

/// The options for building a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub path_encoding: PathEncoding,
    pub defaults: Defaults,
    /// Builds the request even if the operation cannot be called, such as a trigger.
    pub force: bool,
    /// Whether the arguments are those of a subscription: the service itself fills in the address to call back.
    pub subscribe: bool,
}

/// A request before the connection and policies are applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// In upper case.
    pub method: String,
    /// The path with its values encoded, without `/{connectionId}`, host and base path.
    pub path: String,
    pub queries: Vec<Pair>,
    pub headers: Vec<Pair>,
    pub body: Body,
    /// The media type of the body, where the definition says one.
    pub content_type: Option<String>,
}

/// A query parameter or a header. If a name occurs more than once, all are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub name: String,
    /// As it is, not encoded.
    pub value: String,
    /// Whether `x-ms-url-encoding: double` stands on it.
    pub double: bool,
}

/// The body.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    None,
    Json(Value),
    Text(String),
    Bytes(Vec<u8>),
    /// `application/x-www-form-urlencoded`.
    Form(Vec<(String, String)>),
    /// `multipart/form-data`.
    Multipart(Vec<Part>),
}

/// One part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub name: String,
    pub file_name: Option<String>,
    pub content: PartContent,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PartContent {
    Text(String),
    Bytes(Vec<u8>),
}

/// Something wrong, or worth knowing, about arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// A short name for programs: `missing`, `unknown`, `type`.
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
    /// Where the argument was written.
    pub origin: Option<String>,
}

impl Problem {
    /// Whether a value in the path leads to another path: it is `.`, `..` or nothing.
    pub fn leaves_the_path(&self) -> bool {
        matches!((self.code, self.severity), ("path" | "empty", Severity::Warning))
    }
}

/// A request with the problems found. There is no request if one of the problems is an error.
#[derive(Clone, Debug)]
pub struct Built {
    pub request: Option<Request>,
    pub problems: Vec<Problem>,
    /// The values that were sent without being given, such as `query api-version = 1.0`.
    pub filled_in: Vec<String>,
    /// The inputs that need a value and have none: names of parameters, or paths into the body with `/`.
    pub missing: Vec<String>,
}

impl Request {
    /// The query as it is in a URL; empty without any.
    pub fn query_string(&self) -> String {
        let mut query = String::new();
        for pair in &self.queries {
            query.push(if query.is_empty() { '?' } else { '&' });
            let once = percent_encode(&pair.value);
            let _ = write!(query, "{}={}", pair.name, if pair.double { percent_encode(&once) } else { once });
        }
        query
    }
}

/// Bytes as text, as JSON has them.
pub(crate) fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Percent-encodes everything but letters, digits, `-`, `_`, `.` and `~`.
pub fn percent_encode(text: &str) -> String {
    const KEEP: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    percent_encoding::utf8_percent_encode(text, KEEP).to_string()
}

/// Builds the request of an operation.
pub fn build(operation: Operation, arguments: &[Argument], options: Options) -> Built {
    let mut builder = Builder::new(operation, options);
    let is_refused = builder.problems.iter().any(|problem| problem.severity == Severity::Error);
    if !is_refused {
        builder.sort(arguments);
        let request = builder.request();
        let failed = builder.problems.iter().any(|problem| problem.severity == Severity::Error);
        let Builder { problems, filled_in, missing, .. } = builder;
        return Built { request: (!failed).then_some(request), problems, filled_in, missing };
    }
    // What its arguments lack does not matter then.
    Built { request: None, problems: builder.problems, filled_in: builder.filled_in, missing: Vec::new() }
}

/// The values of an operation's parameters, as they are: nothing is encoded or made text.
#[derive(Clone, Debug)]
pub struct Bound<'a> {
    /// In the order of the parameters; those without a value are left out.
    pub values: Vec<(Parameter<'a>, Value)>,
    pub problems: Vec<Problem>,
    /// The values that were sent without being given.
    pub filled_in: Vec<String>,
}

/// Finds the values of an operation's parameters, and checks them as [`build`] does.
pub fn bind<'a>(operation: Operation<'a>, arguments: &[Argument], options: Options) -> Bound<'a> {
    let mut builder = Builder::new(operation, options);
    builder.sort(arguments);
    let mut values = Vec::new();
    for parameter in operation.parameters().filter(|parameter| !is_reserved(*parameter)) {
        let value = match parameter.is_in("body") {
            true => match builder.body(parameter) {
                Body::Json(value) => Some(value),
                Body::Bytes(bytes) => Some(Value::String(base64(&bytes))),
                _ => None,
            },
            false => builder.value(parameter),
        };
        values.extend(value.map(|value| (parameter, value)));
    }
    Bound { values, problems: builder.problems, filled_in: builder.filled_in }
}

/// Why an operation cannot be called at all; None when it can.
pub fn uncallable(operation: Operation) -> Option<&'static str> {
    if operation.is_trigger() {
        return Some("it is a trigger: it subscribes or polls, and has no response of its own");
    }
    let content = operation.path_item().notification_content().is_some() && !operation.verb().eq_ignore_ascii_case("get");
    if content || !operation.notification_urls().is_empty() {
        return Some("it waits for a callback, which only a flow can receive");
    }
    None
}

/// The most arguments of a call. They are compared with each other.
pub const MOST_ARGUMENTS: usize = 2000;

struct Builder<'a, 'g> {
    operation: Operation<'a>,
    options: Options,
    problems: Vec<Problem>,
    filled_in: Vec<String>,
    missing: Vec<String>,
    /// The arguments, each with its parameter and the path into the body.
    sorted: Vec<(Parameter<'a>, Vec<String>, &'g Argument)>,
    /// A body for an operation whose definition has none.
    undeclared_body: Option<&'g Argument>,
}

impl<'a, 'g> Builder<'a, 'g> {
    fn new(operation: Operation<'a>, options: Options) -> Builder<'a, 'g> {
        let mut builder = Builder {
            operation,
            options,
            problems: Vec::new(),
            filled_in: Vec::new(),
            missing: Vec::new(),
            sorted: Vec::new(),
            undeclared_body: None,
        };
        builder.refuse();
        builder
    }

    fn problem(&mut self, severity: Severity, code: &'static str, message: String, help: Option<String>, origin: Option<&str>) {
        let origin = origin.map(str::to_owned);
        let problem = Problem { severity, code, message, help, origin };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn refuse(&mut self) {
        let id = self.operation.display();
        if let Some(why) = uncallable(self.operation).filter(|_| !self.options.subscribe) {
            let (severity, help) = match self.options.force {
                true => (Severity::Warning, None),
                false => (Severity::Error, Some("choose an action, or pass `--force` to build the request anyway".to_owned())),
            };
            self.problem(severity, "not-callable", format!("{id} cannot be called: {why}"), help, None);
        }
        if self.operation.is_deprecated() {
            self.problem(Severity::Warning, "deprecated", format!("{id} is deprecated"), None, None);
        }
    }

    /// Finds out where each argument goes.
    fn sort(&mut self, arguments: &'g [Argument]) {
        if arguments.len() > MOST_ARGUMENTS {
            let message = format!("{} arguments are given; at most {MOST_ARGUMENTS} are read", arguments.len());
            return self.problem(Severity::Error, "arguments", message, None, None);
        }
        for argument in arguments {
            match self.target(&argument.place) {
                Some((parameter, path)) => self.sorted.push((parameter, path, argument)),
                None if argument.place == Place::Body => {
                    let message = format!("{} has no body in the definition: it is sent anyway", self.operation.display());
                    self.problem(Severity::Warning, "unknown", message, None, Some(&argument.origin));
                    self.undeclared_body = Some(argument);
                }
                None => self.unknown(argument),
            }
        }
        // An object before what is in it, so that the property given by itself is in the object.
        self.sorted.sort_by_key(|(_, path, _)| path.len());
        for at in 1..self.sorted.len() {
            let (parameter, path, argument) = &self.sorted[at];
            let same = |(known, way, argument): &&(Parameter, Vec<String>, &Argument)| {
                let has = |value: &Value| {
                    !way.is_empty() && path[way.len()..].iter().try_fold(value, |at, name| at.get(name)).is_some()
                };
                let holds = || {
                    matches!(&argument.value, Given::Json(value) if has(value))
                        || matches!(&argument.value, Given::Text(text) if has(&read_text(text, Some("object"))))
                };
                known.node == parameter.node && (way == path || path.starts_with(way) && holds())
            };
            if let Some((_, _, first)) = self.sorted[..at].iter().find(same) {
                let name = if path.is_empty() { parameter.name().into_owned() } else { path.join(".") };
                let message = format!("`{name}` is given twice");
                let (help, origin) = (format!("it is also given at {}", first.origin), argument.origin.clone());
                self.problem(Severity::Error, "repeated", message, Some(help), Some(&origin));
            }
        }
    }

    fn target(&self, place: &Place) -> Option<(Parameter<'a>, Vec<String>)> {
        let mut parameters = self.operation.parameters().filter(|parameter| !is_reserved(*parameter));
        match place {
            Place::Body => self.operation.body().map(|body| (body, Vec::new())),
            Place::In(location, name) => parameters
                .find(|parameter| parameter.is_in(location) && parameter.name() == *name)
                .map(|found| (found, Vec::new())),
            Place::Parameter(name) => parameters
                .find(|parameter| !parameter.is_in("body") && parameter.name() == *name)
                .map(|found| (found, Vec::new())),
            Place::Named(name) => {
                if let Some(found) = parameters.find(|parameter| !parameter.is_in("body") && parameter.name() == *name) {
                    return Some((found, Vec::new()));
                }
                let body = self.operation.body()?;
                Some((body, path_in_body(body, name)?))
            }
        }
    }

    fn unknown(&mut self, argument: &Argument) {
        let operation = self.operation;
        let known = operation.parameters().filter(|parameter| !is_reserved(*parameter));
        let known = known
            .filter(|parameter| !matches!(&argument.place, Place::In(location, _) if !parameter.is_in(location)))
            .map(|parameter| parameter.name().into_owned());
        let (wanted, message) = match &argument.place {
            Place::Body => return, // said already
            Place::Parameter(name) => (name.as_str(), format!("{} has no parameter `{name}`", operation.display())),
            Place::Named(name) => (name.as_str(), format!("{} has no parameter or body property `{name}`", operation.display())),
            Place::In(location, name) => {
                (name.as_str(), format!("{} has no {} parameter `{name}`", operation.display(), location_name(location)))
            }
        };
        let body = operation.body().filter(|_| matches!(argument.place, Place::Named(_)));
        let properties = body.and_then(Parameter::schema).map(Schema::properties).unwrap_or_default();
        let mut known: Vec<String> = known.chain(properties.iter().map(|(member, _)| member.name().into_owned())).collect();
        known.sort_unstable();
        known.dedup();
        let help = match nearest(wanted, known.iter().map(String::as_str)) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if known.is_empty() => Some(match &argument.place {
                Place::In(location, _) => format!("it has no {} parameters", location_name(location)),
                _ => "it takes no arguments".to_owned(),
            }),
            None => Some(format!("it takes {}", list(&known))),
        };
        self.problem(Severity::Error, "unknown", message, help, Some(&argument.origin));
    }

    fn given(&self, parameter: Parameter<'a>) -> Option<&'g Argument> {
        self.sorted
            .iter()
            .find(|(known, path, _)| known.node == parameter.node && path.is_empty())
            .map(|(_, _, argument)| *argument)
    }

    fn request(&mut self) -> Request {
        let path = self.operation.path();
        let path_of_call = path_without_connection(&path);
        let mut request = Request {
            method: self.operation.verb().to_uppercase(),
            path: format!("{}{path_of_call}", if path_of_call.starts_with('/') { "" } else { "/" }),
            queries: Vec::new(),
            headers: Vec::new(),
            body: Body::None,
            content_type: None,
        };
        let mut form: Vec<Part> = Vec::new();
        let parameters: Vec<Parameter> = self.operation.parameters().filter(|parameter| !is_reserved(*parameter)).collect();
        for parameter in parameters {
            match parameter.location().as_ref() {
                "path" => self.path(parameter, &mut request.path),
                "query" => request.queries.extend(self.pairs(parameter)),
                "header" => request.headers.extend(self.pairs(parameter)),
                "formData" => form.extend(self.part(parameter)),
                "body" => request.body = self.body(parameter),
                _ => {}
            }
        }
        for name in crate::connector::path_variables(path_of_call) {
            let defined = |parameter: Parameter| parameter.is_in("path") && parameter.name() == name;
            let found = self.operation.parameters().find(|parameter| defined(*parameter));
            if found.is_none_or(is_reserved) {
                let message = match found {
                    Some(_) => {
                        format!("the path has `{{{name}}}`, which the platform removes only from its start, as `/{{{name}}}/`")
                    }
                    None => format!("the path has `{{{name}}}`, but {} defines no such path parameter", self.operation.display()),
                };
                self.problem(Severity::Error, "path", message, Some("run `connsmith check` on the definition".into()), None);
            }
        }
        if let Some(argument) = self.undeclared_body {
            request.body = match &argument.value {
                Given::Json(json) => Body::Json(json.clone()),
                Given::Text(text) => Body::Json(read_text(text, None)),
                Given::File { bytes, .. } => Body::Bytes(bytes.clone()),
            };
        }
        let consumes = consumes(self.operation);
        if !form.is_empty() {
            let is_file = |part: &Part| part.file_name.is_some() || matches!(part.content, PartContent::Bytes(_));
            let urlencoded = consumes.iter().any(|kind| kind.eq_ignore_ascii_case(FORM));
            request.body = match urlencoded && !form.iter().any(is_file) {
                true => Body::Form(form.into_iter().filter_map(Part::into_text).collect()),
                false => Body::Multipart(form),
            };
        }
        request.content_type = content_type(&request.body, &consumes, self.operation.body());
        request
    }

    /// The value of a parameter outside the body: given, or a default that is sent. None when nothing is sent.
    fn value(&mut self, parameter: Parameter<'a>) -> Option<Value> {
        let node = parameter.node;
        if let Some(argument) = self.given(parameter) {
            let read = match &argument.value {
                Given::Json(Value::Null) => {
                    if parameter.is_required() {
                        self.missing(&parameter.name(), parameter.is_internal());
                    }
                    return None;
                }
                Given::Json(json) => json.clone(),
                Given::Text(text) => match read_text(text, node.get_str("type").as_deref()) {
                    // Sent as typed: `1.50` does not become `1.5`.
                    Value::Number(number) if number.to_string() != text.trim() => Value::String(text.trim().to_owned()),
                    read => read,
                },
                Given::File { name, .. } => {
                    let message = format!("`{}` takes a value, not a file (`{name}`)", parameter.name());
                    self.problem(Severity::Error, "type", message, None, Some(&argument.origin));
                    return None;
                }
            };
            self.check_simple(parameter, &read, &argument.origin);
            // A number with more digits than a double keeps is sent as it was written.
            return Some(match &argument.value {
                Given::Text(text) if read.is_f64() && text.bytes().filter(u8::is_ascii_digit).count() > 15 => {
                    Value::String(text.trim().to_owned())
                }
                _ => read,
            });
        }
        let default = node.get("default").filter(|default| default.kind() != crate::text::json::Kind::Null);
        let internal = parameter.is_internal();
        let sent = match self.options.defaults {
            Defaults::All => true,
            Defaults::HiddenAndRequired => parameter.is_required() || (internal && !parameter.is_in("header")),
            Defaults::Required => parameter.is_required(),
        };
        if let Some(default) = default.filter(|_| sent) {
            self.filled_in.push(format!("{} {} = {}", parameter.location(), parameter.name(), default.text()));
            return Some(value(default));
        }
        if parameter.is_required() {
            self.missing(&parameter.name(), internal);
        }
        None
    }

    fn missing(&mut self, name: &str, internal: bool) {
        // The service uses the same words, so that the two can be compared.
        let id = self.operation.id().unwrap_or_default();
        let message = format!("The API operation '{id}' is missing required property '{name}'.");
        let help = match internal {
            true => format!("`{name}` is hidden and has no default: pass it with `--arg`"),
            // An element of an array is given with the array.
            false => match name.split('/').collect::<Vec<_>>().iter().position(|step| step.parse::<usize>().is_ok()) {
                Some(at) if at > 0 => {
                    let array = name.split('/').take(at).collect::<Vec<_>>().join("/");
                    format!("add it to the value of `{array}`")
                }
                _ => format!("pass `--arg {name}=VALUE`"),
            },
        };
        self.problem(Severity::Error, "missing", message, Some(help), None);
        self.missing.push(name.to_owned());
    }

    fn path(&mut self, parameter: Parameter<'a>, path: &mut String) {
        let Some(value) = self.value(parameter) else { return };
        let text = plain(&value, parameter.node.get_str("collectionFormat").as_deref());
        let double = is_double(parameter.node) && self.options.path_encoding == PathEncoding::Metadata;
        let once = percent_encode(&text);
        let encoded = if double { percent_encode(&once) } else { once };
        *path = path.replace(&format!("{{{}}}", parameter.name()), &encoded);
        if matches!(text.as_str(), "." | "..") {
            let message =
                format!("the path parameter `{}` is `{text}`, which servers read as a step in the path", parameter.name());
            self.problem(Severity::Warning, "path", message, None, None);
        }
        if text.is_empty() && parameter.is_required() {
            self.problem(Severity::Warning, "empty", format!("the path parameter `{}` is empty", parameter.name()), None, None);
        }
    }

    fn pairs(&mut self, parameter: Parameter<'a>) -> Vec<Pair> {
        let Some(value) = self.value(parameter) else { return Vec::new() };
        let format = parameter.node.get_str("collectionFormat");
        let pair = |value: String| Pair { name: parameter.name().into_owned(), value, double: is_double(parameter.node) };
        match &value {
            Value::Array(items) if format.as_deref() == Some("multi") => {
                items.iter().map(|item| pair(plain(item, None))).collect()
            }
            _ => vec![pair(plain(&value, format.as_deref()))],
        }
    }

    fn part(&mut self, parameter: Parameter<'a>) -> Option<Part> {
        let name = parameter.name().into_owned();
        let is_file = parameter.node.get("type").is_some_and(|kind| kind.is("file"));
        if let (Some(Given::File { name: file, bytes }), true) = (self.given(parameter).map(|given| &given.value), is_file) {
            return Some(Part { name, file_name: Some(file.clone()), content: PartContent::Bytes(bytes.clone()) });
        }
        let value = self.value(parameter)?;
        let text = plain(&value, parameter.node.get_str("collectionFormat").as_deref());
        let file_name = is_file.then(|| name.clone());
        Some(Part { name, file_name, content: PartContent::Text(text) })
    }

    fn body(&mut self, parameter: Parameter<'a>) -> Body {
        let schema = parameter.schema().and_then(Schema::resolve);
        let leaves: Vec<(Vec<String>, &Argument)> = self
            .sorted
            .iter()
            .filter(|(known, path, _)| known.node == parameter.node && !path.is_empty())
            .map(|(_, path, argument)| (path.clone(), *argument))
            .collect();
        let whole = self.given(parameter);
        let mut body = match whole.map(|argument| &argument.value) {
            Some(Given::File { bytes, .. }) => match text_for(schema, bytes) {
                Some(text) => Some(Value::String(text)),
                None => return Body::Bytes(bytes.clone()),
            },
            Some(Given::Json(json)) => Some(json.clone()),
            Some(Given::Text(text)) => Some(read_text(text, schema.and_then(Schema::type_name).as_deref())),
            None => None,
        };
        let origin = whole.map_or_else(|| "the body".to_owned(), |argument| argument.origin.clone());
        for (path, argument) in leaves {
            let leaf = schema.and_then(|schema| at(schema, &path));
            let value = match &argument.value {
                Given::Json(json) => json.clone(),
                Given::Text(text) => read_text(text, leaf.and_then(Schema::type_name).as_deref()),
                Given::File { bytes, .. } => Value::String(text_for(leaf, bytes).unwrap_or_else(|| base64(bytes))),
            };
            let root = body.get_or_insert_with(|| Value::Object(Map::new()));
            if !put(root, &path, value) {
                let message = format!("`{}` points into a value that is not an object", path.join("."));
                self.problem(Severity::Error, "type", message, None, Some(&argument.origin));
            }
        }
        let name = parameter.name().into_owned();
        if body.is_none() && parameter.is_required() {
            let default = schema.and_then(|schema| schema.get("default"));
            body = match default {
                Some(default) => {
                    self.filled_in.push(format!("body = {}", default.text()));
                    Some(value(default))
                }
                // An object of which nothing is required is sent empty.
                None if schema.is_some_and(|schema| schema.is_object() && !schema.properties().is_empty()) => {
                    Some(Value::Object(Map::new()))
                }
                None => {
                    self.missing(&name, parameter.is_internal());
                    None
                }
            };
        }
        let Some(mut body) = body else { return Body::None };
        if let Some(schema) = schema {
            // Text for an object is taken as the serialized body.
            if matches!(body, Value::String(_)) && (schema.is_object() || schema.is_type("array")) {
                let message = format!("the body is text, but {} is expected: it is sent as it is", expected(schema));
                self.problem(Severity::Warning, "type", message, None, Some(&origin));
            } else {
                self.check(schema, &mut body, &name, &origin, 0);
            }
        }
        Body::Json(body)
    }

    /// Compares a value in a body with its schema, and adds the defaults that belong in it.
    fn check(&mut self, schema: Schema<'a>, value: &mut Value, name: &str, origin: &str, depth: usize) {
        let Some(schema) = schema.resolve().filter(|_| depth < 64) else { return };
        // A value that was given by itself has a place of its own.
        let own = self.sorted.iter().find(|(parameter, path, _)| {
            !path.is_empty()
                && name.split_once('/').is_some_and(|(first, rest)| first == parameter.name() && rest == path.join("/"))
        });
        let origin = own.map_or(origin, |(_, _, argument)| argument.origin.as_str());
        if !is_of_type(schema.node, value) {
            let message = format!("`{name}` is {}, but {} is expected", kind(value), expected(schema));
            return self.problem(Severity::Error, "type", message, None, Some(origin));
        }
        self.check_enum(schema.node, value, name, origin);
        self.check_constraint(schema.node, value, name, origin);
        match value {
            Value::Array(items) => {
                let Some(of_item) = schema.items() else { return };
                for (at, item) in items.iter_mut().enumerate() {
                    self.check(of_item, item, &format!("{name}/{at}"), origin, depth + 1);
                }
            }
            Value::Object(object) => self.check_object(schema, object, name, origin, depth),
            _ => {}
        }
    }

    fn check_object(&mut self, schema: Schema<'a>, object: &mut Map<String, Value>, name: &str, origin: &str, depth: usize) {
        let properties = schema.properties();
        for (member, property) in &properties {
            let key = member.name();
            let below = format!("{name}/{key}");
            let address = property.resolve().is_some_and(|found| is_notification_url(found) || is_notification_url(*property));
            if self.options.subscribe && address {
                if object.contains_key(key.as_ref()) {
                    let message = format!("the service sets `{below}` to its own URL");
                    self.problem(Severity::Error, "notification-url", message, Some("remove it".into()), Some(origin));
                }
                continue;
            }
            if let Some(value) = object.get_mut(key.as_ref()) {
                self.check(*property, value, &below, origin, depth + 1);
                continue;
            }
            let Some(found) = property.resolve() else { continue };
            let internal = property.is_internal() || found.is_internal();
            let required = schema.requires(&key);
            let sent = required || (self.options.defaults == Defaults::All);
            if let Some(default) = found.get("default").filter(|_| sent) {
                self.filled_in.push(format!("{below} = {}", default.text()));
                object.insert(key.into_owned(), value(default));
            } else if required && !is_read_only(found) {
                // A required object may consist of defaults alone.
                let mut inner = Value::Object(Map::new());
                if found.is_object() && !found.properties().is_empty() && depth < 64 {
                    self.check(*property, &mut inner, &below, origin, depth + 1);
                    if inner.as_object().is_some_and(Map::is_empty) {
                        self.filled_in.push(format!("{below} = {{}}"));
                    }
                    object.insert(key.into_owned(), inner);
                } else {
                    self.missing(&below, internal);
                }
            }
        }
        if properties.is_empty() || schema.is_open() {
            return;
        }
        for key in object.keys() {
            if properties.iter().any(|(member, _)| member.name() == *key) {
                continue;
            }
            let names: Vec<_> = properties.iter().map(|(member, _)| member.name()).collect();
            let help = nearest(key, names.iter().map(AsRef::as_ref)).map(|near| format!("did you mean `{near}`?"));
            let message = format!("the definition has no property `{name}/{key}`");
            let problem =
                Problem { severity: Severity::Warning, code: "unknown", message, help, origin: Some(origin.to_owned()) };
            self.problems.push(problem);
        }
    }

    /// Compares a value outside the body with its parameter. Text that says the right thing is right: it is sent as text.
    fn check_simple(&mut self, parameter: Parameter<'a>, value: &Value, origin: &str) {
        let node = parameter.node;
        let fits = match (node.get_str("type").as_deref(), value) {
            // Numbers as JSON writes them, however large.
            (Some("integer"), Value::String(text)) => {
                let digits = text.trim().strip_prefix('-').unwrap_or(text.trim());
                digits.bytes().all(|byte| byte.is_ascii_digit()) && serde_json::from_str::<Value>(digits).is_ok()
            }
            (Some("number"), Value::String(text)) => {
                serde_json::from_str::<Value>(text.trim()).is_ok_and(|value| value.is_number())
            }
            (Some("boolean"), Value::String(text)) => matches!(text.to_ascii_lowercase().as_str(), "true" | "false"),
            (Some("string"), Value::Object(_) | Value::Array(_)) => false,
            (Some("string" | "array" | "file"), Value::String(_) | Value::Number(_) | Value::Bool(_)) => true,
            _ => is_of_type(node, value),
        };
        if !fits {
            let name = parameter.name();
            let wanted = node.get_str("type").unwrap_or_default();
            let message = format!("`{name}` is {}, but {} is expected", kind(value), with_article(&wanted));
            return self.problem(Severity::Error, "type", message, None, Some(origin));
        }
        self.check_enum(node, value, &parameter.name(), origin);
        self.check_constraint(node, value, &parameter.name(), origin);
    }

    /// Definitions lag behind their APIs here, too: the value is sent.
    fn check_constraint(&mut self, node: Node<'a>, given: &Value, name: &str, origin: &str) {
        if let Some(what) = constraint::violated(node, given).filter(|_| !given.is_null()) {
            let shown = match plain(given, None) {
                text if text.chars().count() <= 40 => format!("`{name}` is `{text}`, which {what}"),
                _ => format!("`{name}` {what}"),
            };
            self.problem(Severity::Warning, "value", shown, None, Some(origin));
        }
    }

    fn check_enum(&mut self, node: Node<'a>, given: &Value, name: &str, origin: &str) {
        let Some(values) = node.get("enum").filter(|values| values.is_array()) else { return };
        let same = |allowed: Node| value(allowed) == *given || plain(&value(allowed), None) == plain(given, None);
        // Values that a lookup or a person may add are not known here.
        if given.is_null() || values.items().any(same) {
            return;
        }
        let allowed: Vec<String> = values.items().map(|allowed| plain(&value(allowed), None)).collect();
        let text = plain(given, None);
        let help = match allowed.iter().find(|allowed| allowed.eq_ignore_ascii_case(&text)) {
            Some(near) => format!("the definition spells it `{near}`"),
            None => format!("it lists {}", list(&allowed)),
        };
        // Definitions lag behind their APIs, and Microsoft's own clients send values that are not listed.
        let message = format!("`{name}` is `{text}`, which the definition does not list");
        self.problem(Severity::Warning, "value", message, Some(help), Some(origin));
    }
}

impl Part {
    fn into_text(self) -> Option<(String, String)> {
        match self.content {
            PartContent::Text(text) => Some((self.name, text)),
            PartContent::Bytes(_) => None,
        }
    }
}

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The media types that an operation accepts.
fn consumes(operation: Operation) -> Vec<String> {
    let list = operation.consumes().into_iter().flat_map(Node::items);
    list.filter_map(|kind| Some(kind.str()?.into_owned())).collect()
}

/// The media type with which an operation is sent a body.
pub(crate) fn content_type_of(operation: Operation, body: &Body) -> Option<String> {
    content_type(body, &consumes(operation), operation.body())
}

/// The media type of a body: the first of these that the operation accepts.
fn content_type(body: &Body, consumes: &[String], parameter: Option<Parameter>) -> Option<String> {
    let has = |wanted: &str| {
        consumes.iter().find(|kind| kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(wanted)))
    };
    match body {
        Body::None => None,
        Body::Form(_) => Some(FORM.to_owned()),
        Body::Multipart(_) => Some("multipart/form-data".to_owned()),
        Body::Bytes(_) => Some(consumes.first().cloned().unwrap_or_else(|| "application/octet-stream".to_owned())),
        Body::Json(_) | Body::Text(_) => {
            let schema = parameter.and_then(Parameter::schema).and_then(Schema::resolve);
            let structured =
                schema.is_none_or(|schema| schema.is_object() || schema.is_type("array") || schema.type_name().is_none());
            let json = has("application/json").or_else(|| has("text/json")).filter(|_| structured);
            let other = || ["application/octet-stream", FORM, "text/plain"].into_iter().find_map(has);
            json.or_else(other).or(consumes.first()).cloned().or_else(|| Some("application/json".to_owned()))
        }
    }
}

/// The path into a body for a name. None if it does not exist.
pub(crate) fn path_in_body(body: Parameter, name: &str) -> Option<Vec<String>> {
    let own = body.name();
    if name == own || name == "body" {
        return Some(Vec::new());
    }
    let strip = |prefix: &str| name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(['/', '.']));
    let rest = strip(&own).or_else(|| strip("body")).unwrap_or(name);
    steps(body.schema()?.resolve()?, rest, 0)
}

/// The steps of a path such as `a.b` or `a/b`: at each level the longest name that is there.
fn steps(schema: Schema, rest: &str, depth: usize) -> Option<Vec<String>> {
    if rest.is_empty() || depth > 64 {
        return None;
    }
    let properties = schema.properties();
    let mut names: Vec<_> = properties.iter().filter(|(member, _)| rest.starts_with(member.name().as_ref())).collect();
    names.sort_by_key(|(member, _)| std::cmp::Reverse(member.name().len()));
    for (member, property) in names {
        let name = member.name();
        let behind = &rest[name.len()..];
        if behind.is_empty() {
            return Some(vec![name.into_owned()]);
        }
        let below = behind.strip_prefix(['/', '.']).and_then(|behind| steps(property.resolve()?, behind, depth + 1));
        if let Some(below) = below {
            return Some(std::iter::once(name.into_owned()).chain(below).collect());
        }
    }
    // An object of unknown structure may contain anything.
    let separator = if rest.contains('/') { '/' } else { '.' };
    (schema.is_open() && !schema.is_type("array")).then(|| rest.split(separator).map(str::to_owned).collect())
}

/// The schema at the end of a way into a body.
pub(crate) fn at<'a>(mut schema: Schema<'a>, path: &[String]) -> Option<Schema<'a>> {
    for name in path {
        schema = schema.resolve()?.property(name)?.resolve()?;
    }
    Some(schema)
}

/// Puts a value into an object and creates the objects on the path. False if something else is on the path.
pub(crate) fn put(root: &mut Value, path: &[String], value: Value) -> bool {
    let Some((last, way)) = path.split_last() else { return false };
    let mut at = root;
    for name in way {
        let Value::Object(object) = at else { return false };
        at = object.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
    }
    let Value::Object(object) = at else { return false };
    object.insert(last.clone(), value);
    true
}

/// A given value as JSON, text read by the type of what it is for.
pub(crate) fn given_value(given: &Given, type_name: Option<&str>) -> Value {
    match given {
        Given::Json(json) => json.clone(),
        Given::Text(text) => read_text(text, type_name),
        Given::File { bytes, .. } => Value::String(base64(bytes)),
    }
}

/// The content of a file as the text that a schema asks for; None if it asks for bytes, or they are no text.
fn text_for(schema: Option<Schema>, bytes: &[u8]) -> Option<String> {
    let schema = schema.filter(|schema| schema.is_type("string"))?;
    let is_bytes = schema.get("format").is_some_and(|format| format.is("binary") || format.is("byte"));
    let text = std::str::from_utf8(bytes).ok().filter(|_| !is_bytes)?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

/// Text from a command line as a value of this type; the text itself where it is none.
fn read_text(text: &str, type_name: Option<&str>) -> Value {
    let json = || serde_json::from_str::<Value>(text.trim()).ok();
    let read = match type_name {
        Some("string" | "file") => None,
        Some("boolean") => text.trim().to_ascii_lowercase().parse().ok().map(Value::Bool),
        // A number that only fits a floating-point value would not arrive as it was typed.
        Some("integer") => json().filter(|value| value.as_f64().is_some_and(|number| !value.is_f64() || number.fract() != 0.0)),
        Some("number") => json().filter(Value::is_number),
        Some("array") => json().filter(Value::is_array),
        Some("object") => json().filter(Value::is_object),
        _ => json(),
    };
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// A value as text in a path, query or header.
pub(crate) fn plain(value: &Value, format: Option<&str>) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => {
            let separator = match format {
                Some("ssv") => " ",
                Some("tsv") => "\t",
                Some("pipes") => "|",
                _ => ",",
            };
            items.iter().map(|item| plain(item, None)).collect::<Vec<_>>().join(separator)
        }
        other => other.to_string(),
    }
}

/// Whether a text that somebody typed can be read as a value of the type that a parameter or schema has.
pub fn reads_as(node: Node, text: &str) -> bool {
    is_of_type(node, &given_value(&Given::Text(text.to_owned()), node.get_str("type").as_deref()))
}

/// The largest whole number up to which a double keeps each one: 2^53.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

pub(crate) fn is_of_type(node: Node, value: &Value) -> bool {
    match node.get_str("type").as_deref() {
        _ if value.is_null() => true, // many APIs take null, and Swagger 2.0 has no word for it
        Some("string") => value.is_string(),
        // A larger one has lost digits by now.
        Some("integer") => {
            value.is_i64()
                || value.is_u64()
                || value.as_f64().is_some_and(|number| number.fract() == 0.0 && number.abs() <= MOST_EXACT)
        }
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    }
}

fn is_notification_url(schema: Schema) -> bool {
    schema.get("x-ms-notification-url").is_some_and(|flag| flag.bool() == Some(true))
}

pub(crate) fn is_read_only(schema: Schema) -> bool {
    schema.get("readOnly").is_some_and(|node| node.bool() == Some(true))
        || schema.get("x-ms-permission").is_some_and(|node| node.is("read-only"))
}

pub(crate) fn is_double(node: Node) -> bool {
    node.get_str("x-ms-url-encoding").is_some_and(|word| word.eq_ignore_ascii_case("double"))
}

fn location_name(location: &str) -> &str {
    if location == "formData" { "form" } else { location }
}

pub(crate) fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "a boolean".to_owned(),
        Value::Number(_) => format!("the number {value}"),
        Value::String(text) if text.is_empty() => "empty text".to_owned(),
        Value::String(text) if text.chars().count() <= 40 => format!("the text `{text}`"),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

pub(crate) fn expected(schema: Schema) -> String {
    with_article(&schema.type_name().unwrap_or("object".into()))
}

fn with_article(type_name: &str) -> String {
    match type_name {
        "string" => "text".to_owned(),
        "integer" => "a whole number".to_owned(),
        "array" | "object" => format!("an {type_name}"),
        other => format!("a {other}"),
    }
}

/// A list for a message, cut if it is long.
pub(crate) fn list(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    shown.join(", ") + &more
}

/// The probably intended name.
pub fn nearest<'n>(wanted: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_lowercase();
    let slips = known.map(|known| (slips::between(&known.to_lowercase(), &wanted), known));
    slips.filter(|(slips, known)| *slips <= 3.min(known.len() / 3)).min_by_key(|(slips, _)| *slips).map(|(_, known)| known)
}
