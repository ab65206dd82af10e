//! Requests that were made: what Postman, HTTP archives and cURL commands hold in common, and what becomes of it.
use super::body::{Media, essence, media};
use super::infer;
use super::kind::{Kind, Refusal};
use super::operation::{Identified, Operation, Other, VERBS};
use super::parameter::{Parameter, Place};
use super::response::{Response, Responses, produces};
use super::schema::{Schema, Type};
use super::security::Security;
use super::server::{self, Server};
use super::text;
use super::value::{Object, Value};
use super::{Api, Reader};
use crate::make::new::choice::SignIn;
use crate::text::document::Node;
use crate::text::group::grouped;
use crate::text::unique::{Unique, numbered};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// A value of a request that has a name.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    pub at: Node<'a>,
    pub name: String,
    pub value: String,
    pub description: Option<String>,
}

/// What a request sent.
#[derive(Clone, Debug)]
pub enum Sent<'a> {
    Nothing,
    /// A text and its media type.
    Text(Node<'a>, String, String),
    /// Fields of a form; a file has `true`.
    Form(Media, Vec<(Named<'a>, bool)>),
    /// A file, and its media type, which may be empty.
    File(Node<'a>, String),
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    pub at: Node<'a>,
    pub status: u16,
    pub name: String,
    pub media: String,
    /// None for content that is there, but is no text or was not recorded.
    pub text: Option<String>,
}

/// How a request signed in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SignedIn {
    Bearer,
    Basic,
    /// A key: its place and name.
    Key(&'static str, String),
    OAuth {
        authorization: String,
        token: String,
        scopes: Vec<String>,
    },
    /// In a way that connectors do not have.
    Other(String),
}

/// A request.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    pub at: Node<'a>,
    pub verb: String,
    /// The address up to the query, its variables as `{name}` where they are parts of the path.
    pub url: String,
    pub variables: Vec<Named<'a>>,
    pub query: Vec<Named<'a>>,
    pub headers: Vec<Named<'a>>,
    pub sent: Sent<'a>,
    pub answers: Vec<Answer<'a>>,
    pub name: String,
    pub description: String,
    pub tag: Option<String>,
    pub signed_in: Option<SignedIn>,
}

/// Headers that the platform sends itself, and those that browsers and Postman add to every request: nobody misses them.
const NOT_SENT: [&str; 15] = [
    "accept",
    "content-type",
    "authorization",
    "content-length",
    "host",
    "cookie",
    "connection",
    "accept-encoding",
    "origin",
    "referer",
    "postman-token",
    "dnt",
    "upgrade-insecure-requests",
    "te",
    "priority",
];
/// Headers that programs send as well, but to which an API may answer.
const DROPPED: [&str; 7] =
    ["user-agent", "accept-language", "cache-control", "pragma", "if-none-match", "if-modified-since", "x-requested-with"];

/// A request, its verb, its path, and the parts of the path that became variables, with their names.
type Placed<'a> = (Request<'a>, &'static str, String, Vec<(String, String)>);

impl<'a> Reader<'a> {
    /// Makes operations of requests. Those to one verb and path become one.
    pub fn requests(
        &mut self,
        name: &str,
        title: &str,
        description: &str,
        requests: Vec<Request<'a>>,
    ) -> Result<Api<'a>, Refusal> {
        if requests.is_empty() {
            return Err(Refusal::NoOperations { name: name.to_owned(), why: String::new() });
        }
        let server = self.common_server(&requests);
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut places: FxHashMap<(&str, String), usize> = FxHashMap::default();
        let mut signed_in: Vec<(SignedIn, usize, Node<'a>)> = Vec::new();
        let mut ways: FxHashMap<SignedIn, usize> = FxHashMap::default();
        let mut keys = FxHashSet::default();
        // The operations of these requests: their verbs and the forms of their paths.
        let mut distinct: FxHashSet<(String, String)> = FxHashSet::default();
        let mut found: Vec<Placed<'a>> = Vec::new();
        for request in requests {
            let Some(verb) = VERBS.into_iter().find(|verb| request.verb.eq_ignore_ascii_case(verb)) else {
                self.notes.say(
                    "import-operation-dropped",
                    request.at,
                    format!("connectors do not support `{}` requests; it is left out", request.verb),
                );
                distinct.insert((request.verb.to_lowercase(), request.url));
                continue;
            };
            match self.path_of(&request, &server) {
                Some(path) => {
                    let (path, made) = if self.kind == Kind::Postman { (path, Vec::new()) } else { with_variables(&path) };
                    distinct.insert((verb.to_owned(), form(&path)));
                    found.push((request, verb, path, made));
                }
                None => _ = distinct.insert((verb.to_owned(), request.url)),
            }
        }
        if found.is_empty() {
            return Err(Refusal::NoOperations { name: name.to_owned(), why: String::new() });
        }
        // The first request to a place gives the operation its name.
        let mut named: FxHashMap<(&str, String), usize> = FxHashMap::default();
        let mut firsts: Vec<(String, &str, &str)> = Vec::new();
        for (request, verb, path, _) in &found {
            let next = firsts.len();
            if *named.entry((*verb, form(path))).or_insert(next) == next {
                firsts.push((text::pascal(&request.name), *verb, path.as_str()));
            }
        }
        let firsts: Vec<Identified> =
            firsts.iter().map(|(own, verb, path)| Identified { own, verb, path, deprecated: false }).collect();
        let ids: Vec<String> = self.given_ids(&firsts).into_iter().map(|(id, _)| id).collect();
        let mut others = Vec::new();
        for (request, verb, path, made) in found {
            if let Some(way) = &request.signed_in {
                match ways.get(way) {
                    Some(&at) => signed_in[at].1 += 1,
                    None => {
                        if let SignedIn::Key(place, name) = way {
                            keys.insert((*place, name.to_lowercase()));
                        }
                        ways.insert(way.clone(), signed_in.len());
                        signed_in.push((way.clone(), 1, request.at));
                    }
                }
            }
            let given = named.get(&(verb, form(&path))).map(|&at| ids[at].clone()).unwrap_or_default();
            let candidate = super::choose::Candidate {
                verb,
                path: path.clone(),
                ids: [Cow::Owned(text::pascal(&request.name)), Cow::Owned(given)],
                tags: request.tag.iter().map(|tag| Cow::Owned(tag.clone())).collect(),
                deprecated: false,
            };
            if !super::choose::takes(&self.options.include, &self.options.exclude, &candidate) {
                others.push(Other { path, verb: verb.into(), at: request.at });
                continue;
            }
            let at = *places.entry((verb, form(&path))).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(known) => {
                    let message = format!("this is another request to {} {path}; both become one operation", verb.to_uppercase());
                    self.notes.say("import-requests-joined", request.at, message);
                    known.requests.push(request);
                }
                None => {
                    for (part, name) in made {
                        let message = format!("`{part}` in the path becomes the variable `{name}`");
                        self.notes.say("import-path-variable-made", request.at, message);
                    }
                    groups.push(Group { verb, path, requests: vec![request] });
                }
            }
        }
        if groups.is_empty() {
            return Err(Refusal::NothingChosen { name: name.to_owned() });
        }
        let mut operations: Vec<Operation<'a>> = groups.iter().map(|group| self.operation_of(group, &keys)).collect();
        // Paths that differ in nothing but the names of their variables, or in case, are one.
        let mut spellings: FxHashMap<String, String> = FxHashMap::default();
        for operation in &mut operations {
            let form = form(&operation.path);
            match spellings.get(&form) {
                None => _ = spellings.insert(form, operation.path.clone()),
                Some(path) => {
                    let old: Vec<String> = super::parameter::variables(&operation.path).map(str::to_owned).collect();
                    let new: Vec<String> = super::parameter::variables(path).map(str::to_owned).collect();
                    let names: FxHashMap<&str, &str> =
                        old.iter().map(String::as_str).zip(new.iter().map(String::as_str)).collect();
                    for parameter in operation.parameters.iter_mut().filter(|parameter| parameter.place == Place::Path) {
                        if let Some(name) = names.get(&*parameter.name) {
                            parameter.name = Cow::Owned((*name).to_owned());
                        }
                    }
                    operation.path.clone_from(path);
                }
            }
        }
        let security = self.security_of(signed_in);
        let all = || groups.iter().flat_map(|group| &group.requests);
        if let Some(first) = all().next().filter(|_| all().all(|request| request.url.starts_with("http://"))) {
            let message = "connectors call HTTPS; the URL is changed to HTTPS";
            self.notes.say("import-server-changed", first.at, message);
        }
        let server = self.hosted(server);
        let at = self.root;
        let title = self.title(at, title, &server);
        let about = self.about(at, description, &title);
        let info = super::Info { title, description: about, version: "1.0".to_owned(), contact: Vec::new(), more: Vec::new() };
        Ok(Api { info, server, operations, security, more: Object::new(), all: distinct.len(), others })
    }

    /// The host that most requests have, and the part of their paths that all of these begin with.
    fn common_server(&self, requests: &[Request<'a>]) -> Server {
        let mut hosts: Vec<(String, usize)> = Vec::new();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        let servers: Vec<Option<Server>> = requests.iter().map(|request| server::parse(&request.url)).collect();
        for server in servers.iter().flatten() {
            let at = *places.entry(server.host.clone()).or_insert(hosts.len());
            match hosts.get_mut(at) {
                Some((_, count)) => *count += 1,
                None => hosts.push((server.host.clone(), 1)),
            }
        }
        let most = hosts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let host = hosts.into_iter().find(|(_, count)| *count == most).map(|(host, _)| host).unwrap_or_default();
        let base_path = self
            .options
            .host
            .as_ref()
            .and_then(|host| server::parse(&format!("https://{host}")))
            .map_or("/".to_owned(), |server| server.base_path);
        let mut server = Server { host, base_path };
        if let Some(given) =
            self.options.host.as_ref().and_then(|host| server::parse(host).or_else(|| server::parse(&format!("https://{host}"))))
        {
            server.host = given.host;
        } else if let Some(base) = &self.base {
            server.base_path.clone_from(base);
        }
        server
    }

    /// The path of a request; None when it goes to another host.
    fn path_of(&self, request: &Request<'a>, server: &Server) -> Option<String> {
        let url = request.url.as_str();
        let path = match server::parse(url) {
            Some(parsed) => {
                if parsed.host != server.host && self.options.host.is_none() {
                    let message =
                        format!("`{}` is another host, but a connector has only one; the request is left out", parsed.host);
                    self.notes.say("import-operation-dropped", request.at, message);
                    return None;
                }
                let from = url.find("://").map_or(2, |at| at + 3);
                url[from..].find('/').map_or("/", |at| &url[from + at..]).to_owned()
            }
            None if url.split_once(':').is_some_and(|(scheme, rest)| is_other_scheme(scheme, rest, self.kind)) => {
                let scheme = url.split(':').next().unwrap_or("");
                let message = format!("connectors call HTTPS, and this is a URL of `{scheme}`; the request is left out");
                self.notes.say("import-operation-dropped", request.at, message);
                return None;
            }
            // `{baseUrl}/tasks`, where nobody says what that is.
            None => {
                let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
                rest.find('/').map_or("/", |at| &rest[at..]).to_owned()
            }
        };
        let path = path.split(['?', '#']).next().unwrap_or("/");
        let path = match server.base_path.as_str() {
            "/" => path,
            base => path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path),
        };
        let parts: Vec<String> =
            path.split('/').filter(|part| !part.is_empty()).map(|part| part.replace(' ', "%20").replace('*', "%2A")).collect();
        let end = if path.ends_with('/') && !parts.is_empty() { "/" } else { "" };
        Some(format!("/{}{end}", parts.join("/")))
    }

    /// The operation of all requests to one verb and path.
    fn operation_of(&mut self, group: &Group<'a>, keys: &FxHashSet<(&'static str, String)>) -> Operation<'a> {
        let Group { verb, path, requests } = group;
        let first = &requests[0];
        let own_text = |text: &Option<String>| text.as_deref().map(text::description).filter(|text| !text.is_empty());
        let mut parameters = Parameters::default();
        let mut variables: FxHashMap<&str, &Named<'a>> = FxHashMap::default();
        for variable in requests.iter().flat_map(|request| &request.variables) {
            let known = variables.entry(&variable.name).or_insert(variable);
            if known.description.is_none() {
                *known = variable;
            }
        }
        for name in super::parameter::variables(path) {
            let known = variables.get(name);
            let at = known.map_or(first.at, |known| known.at);
            let mut parameter = Parameter::new(at, name.to_owned(), Place::Path, Schema::new(at, Type::String));
            parameter.description = known.and_then(|known| own_text(&known.description));
            parameters.add(parameter);
        }
        let is_key = |place: Place, name: &str| keys.contains(&(place.name(), name.to_lowercase()));
        for request in requests {
            for (named, values) in by_name(&request.query) {
                if named.name.trim().is_empty() || is_key(Place::Query, &named.name) {
                    continue;
                }
                let schema = infer::of_texts(&values, named.at);
                let mut parameter = Parameter::new(named.at, named.name.clone(), Place::Query, schema);
                parameter.description = own_text(&named.description);
                parameters.add(parameter);
            }
            for (named, _) in by_name(&request.headers) {
                if named.name.trim().is_empty() || is_key(Place::Header, &named.name) || !self.takes_header(named) {
                    continue;
                }
                let schema = Schema::new(named.at, Type::String);
                let mut parameter = Parameter::new(named.at, named.name.clone(), Place::Header, schema);
                parameter.description = own_text(&named.description);
                parameters.add(parameter);
            }
        }
        let (consumes, content_type) = self.bodies(group, &mut parameters);
        let mut parameters = parameters.list;
        for parameter in &mut parameters {
            match (parameter.place, parameter.schema.kind) {
                (Place::Query, Type::Array) => self.repeated(parameter),
                (Place::Form, Type::Array) => self.form_text(parameter, "import-form-array-as-text", "One value."),
                (Place::Body, _) => {
                    self.complete(&mut parameter.schema, "the body");
                    if parameter.schema.is_empty() {
                        parameter.schema.kind = Type::Object; // as `body` does it
                    }
                }
                _ => {}
            }
        }
        let responses = self.answers(requests);
        let description = requests.iter().map(|request| &request.description).find(|text| !text.trim().is_empty());
        Operation {
            at: first.at,
            path: path.clone(),
            verb,
            id: text::pascal(&first.name),
            number: 1,
            summary: first.name.clone(),
            description: description.cloned().unwrap_or_default(),
            made: Vec::new(),
            tags: first.tag.iter().map(|tag| Cow::Owned(tag.clone())).collect(),
            deprecated: false,
            consumes,
            produces: responses.produces.clone(),
            parameters,
            responses,
            content_type,
            notification: None,
            more: Vec::new(),
        }
    }

    /// Whether a header becomes a parameter. Says what is lost otherwise.
    fn takes_header(&mut self, named: &Named<'a>) -> bool {
        let lower = named.name.to_lowercase();
        if lower == "cookie" {
            self.notes.say("import-cookie-dropped", named.at, "connectors send no cookies: the header is left out");
            return false;
        }
        let dropped = DROPPED.contains(&lower.as_str());
        if !dropped && !NOT_SENT.contains(&lower.as_str()) && !lower.starts_with("sec-") && !lower.starts_with(':') {
            return true;
        }
        if named.description.as_ref().is_some_and(|text| !text.trim().is_empty()) {
            let message =
                format!("connectors do not ask users for `{}`; the header and its description are left out", named.name);
            self.notes.say("import-header-dropped", named.at, message);
        } else if dropped && self.headers.insert(lower) {
            let message = format!("`{}` is left out here and everywhere else: most programs send it for themselves", named.name);
            let help = "if the API needs it, add it as a parameter or with the policy `setheader`";
            self.notes.say_help("import-header-dropped", named.at, message, help);
        }
        false
    }

    /// Adds what the requests sent. Of several kinds of bodies, one is used: what the operation consumes, and the type that a policy has
    /// to name.
    fn bodies(&mut self, group: &Group<'a>, into: &mut Parameters<'a>) -> (Vec<String>, Option<String>) {
        let with_body = group.requests.iter().filter(|request| !matches!(request.sent, Sent::Nothing));
        if matches!(group.verb, "get" | "head") {
            for request in with_body {
                let message = format!("connectors do not send a body with {}; it is left out", group.verb.to_uppercase());
                self.notes.say("import-body-dropped", request.at, message);
            }
            return (Vec::new(), None);
        }
        let sent: Vec<Body<'a>> = with_body.filter_map(|request| self.body_of(request)).collect();
        let best = sent.iter().min_by_key(|body| (media(body.consumes), body.content_type.is_some()));
        let Some((consumes, content_type)) = best.map(|body| (body.consumes, body.content_type.clone())) else {
            return (Vec::new(), None);
        };
        if let (Some(named), Some(best)) = (&content_type, best) {
            let message = match consumes {
                "application/json" => format!("the body is sent as `{consumes}`, and a policy changes its type to `{named}`"),
                _ => format!("the body is sent as `{consumes}` and a policy names it `{named}`"),
            };
            self.notes.say("import-content-type-policy", best.at, message);
        }
        let mut wholes = Vec::new();
        let mut used = 0;
        for body in sent {
            if (body.consumes, &body.content_type) != (consumes, &content_type) {
                let name = content_type.as_deref().unwrap_or(consumes);
                let other = body.content_type.as_deref().unwrap_or(body.consumes);
                let message = format!("a connector sends one kind of body; `{name}` is used, `{other}` left out");
                self.notes.say("import-media-type-dropped", body.at, message);
                continue;
            }
            used += 1;
            match body.example {
                Example::Read => {
                    self.notes.say("import-schema-inferred", body.at, "the schema of the body is inferred from the example");
                }
                Example::Unreadable => {
                    let message = "the example is no JSON: the fields of the body are not known";
                    self.notes.say("import-body-as-text", body.at, message);
                }
                Example::None => {}
            }
            for field in body.fields {
                match field.place {
                    Place::Body => wholes.push(field),
                    _ => into.add(field),
                }
            }
        }
        let mut wholes = wholes.into_iter();
        if let Some(mut whole) = wholes.next() {
            let at = whole.schema.at;
            let schemas = std::iter::once(whole.schema).chain(wholes.map(|field| field.schema));
            whole.schema = infer::united(schemas.collect()).unwrap_or_else(|| Schema::new(at, Type::Object));
            // What only some of the requests send is optional.
            whole.required = used == group.requests.len();
            into.add(whole);
        }
        (vec![consumes.to_owned()], content_type)
    }

    /// What a request sent; None for nothing.
    fn body_of(&self, request: &Request<'a>) -> Option<Body<'a>> {
        let whole = |at: Node<'a>, schema: Schema<'a>| vec![Parameter::new(at, "body", Place::Body, schema)];
        Some(match &request.sent {
            Sent::Nothing => return None,
            Sent::Text(at, text, media_type) => {
                let named = essence(media_type);
                let kind = media(&named);
                let is_json = !named.is_empty() && kind <= Media::OtherJson;
                let read = if is_json { infer::any_json(text) } else { infer::json(text) };
                match read {
                    None if !is_json => Body {
                        at: *at,
                        consumes: "text/plain",
                        content_type: (!named.is_empty() && named != "text/plain").then_some(named),
                        fields: whole(*at, Schema::new(*at, Type::String)),
                        example: Example::None,
                    },
                    read => Body {
                        at: *at,
                        consumes: "application/json",
                        content_type: (kind == Media::OtherJson).then_some(named),
                        example: match &read {
                            Some(_) => Example::Read,
                            None if text.trim().is_empty() => Example::None,
                            None => Example::Unreadable,
                        },
                        // Without a type the designer shows one raw field, as it does for an object without properties.
                        fields: whole(
                            *at,
                            read.map_or_else(|| Schema::new(*at, Type::Object), |read| infer::schema(read.root(), *at)),
                        ),
                    },
                }
            }
            Sent::File(at, media_type) => {
                let named = essence(media_type);
                let mut schema = Schema::new(*at, Type::String);
                schema.set("format", Value::text("binary"));
                Body {
                    at: *at,
                    consumes: "application/octet-stream",
                    content_type: (!named.is_empty() && named != "application/octet-stream").then_some(named),
                    fields: whole(*at, schema),
                    example: Example::None,
                }
            }
            Sent::Form(kind, fields) => {
                let mut is_file: FxHashMap<&str, bool> = FxHashMap::default();
                for (named, file) in fields {
                    is_file.entry(&named.name).or_insert(*file);
                }
                let mut made = Vec::new();
                for (named, values) in by_name(fields.iter().map(|(named, _)| named)) {
                    let name = &named.name;
                    if name.is_empty() {
                        continue;
                    }
                    if !name.is_ascii() {
                        let message = format!("`{name}` contains characters that field names cannot have; it is left out");
                        self.notes.say("import-parameter-dropped", named.at, message);
                        continue;
                    }
                    let file = is_file[name.as_str()];
                    let schema = if file { Schema::new(named.at, Type::String) } else { infer::of_texts(&values, named.at) };
                    let mut field = Parameter::new(named.at, name.clone(), Place::Form, schema);
                    field.file = file && *kind == Media::Multipart;
                    field.description = named.description.as_deref().map(text::description).filter(|text| !text.is_empty());
                    if file && values.len() > 1 {
                        let message = format!("`{name}` is a list of files; one file is sent");
                        self.notes.say("import-form-array-as-text", named.at, message);
                    }
                    made.push(field);
                }
                let multipart = *kind == Media::Multipart;
                Body {
                    at: made.first()?.at,
                    consumes: if multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" },
                    content_type: None,
                    fields: made,
                    example: Example::None,
                }
            }
        })
    }

    /// Completes the schema of examples, and says what they do not.
    fn complete(&self, schema: &mut Schema<'a>, name: &str) {
        if infer::is_mixed(schema) {
            let message = format!("the examples have several kinds of values for {name}; the type is left out");
            self.notes.say("import-union-untyped", schema.at, message);
            *schema = Schema::new(schema.at, Type::Any);
        }
        if schema.kind == Type::Array {
            let items = schema.items.get_or_insert_with(|| {
                let message = format!("the examples have no items for {name}; they are assumed to be objects");
                self.notes.say("import-items-made", schema.at, message);
                Box::new(Schema::new(schema.at, Type::Object))
            });
            self.complete(items, name);
        }
        for (name, property) in &mut schema.properties {
            self.complete(property, &format!("`{name}`"));
        }
    }

    /// The responses of all requests to one verb and path.
    fn answers(&mut self, requests: &[Request<'a>]) -> Responses<'a> {
        let all = requests.iter().flat_map(|request| &request.answers);
        let all: Vec<&Answer<'a>> = all.filter(|answer| (200..600).contains(&answer.status)).collect();
        let successes = || all.iter().map(|answer| answer.status).filter(|status| *status < 300);
        let counts = [200, 201].into_iter().find(|wanted| successes().any(|status| status == *wanted)).or(successes().min());
        let keeps_errors = counts.is_none_or(|counts| counts <= 201);
        let mut made = Responses::default();
        if counts.is_none() {
            let recorded = if requests.iter().all(|request| request.answers.is_empty()) { "no" } else { "no success" };
            let at = requests[0].at;
            self.notes.say("import-response-made", at, format!("{recorded} response is recorded; a response `200` is added"));
            let description = "OK".to_owned();
            made.list.push(Response {
                at,
                status: "200".into(),
                description,
                headers: Vec::new(),
                schema: None,
                more: Vec::new(),
            });
        }
        for (status, answers) in grouped(all.into_iter().map(|answer| (answer.status, answer))) {
            let success = status < 300;
            if !success && !keeps_errors {
                for answer in answers {
                    let message = format!("response `{status}` is left out: with it, flows would not see the outputs");
                    self.notes.say("import-response-dropped", answer.at, message);
                }
                continue;
            }
            let schema = if counts == Some(status) || (!success && self.options.keep_errors) {
                let found = self.answered(&answers);
                found.map(|(schema, media_type)| {
                    if success {
                        made.produces = produces(media(&media_type), &media_type);
                    }
                    schema
                })
            } else {
                for answer in answers.iter().filter(|answer| status != 204 && !answer.is_empty()) {
                    let message = format!("flows see one response; the schema of response `{status}` is left out");
                    if success {
                        self.notes.say("import-response-schema-dropped", answer.at, message);
                    } else if answer.text.as_deref().is_some_and(|text| infer::json(text).is_some()) {
                        let message = format!("the schema of response `{status}` is left out");
                        let help = "use `--keep-errors` to keep the schemas of errors";
                        self.notes.say_help("import-error-schema-dropped", answer.at, message, help);
                    }
                }
                None
            };
            let name = text::cut(&text::plain(&answers[0].name), 200);
            let description = if !name.is_empty() {
                &name
            } else if success {
                "OK"
            } else {
                "Error"
            };
            made.list.push(Response {
                at: answers[0].at,
                status: Cow::Owned(status.to_string()),
                description: description.to_owned(),
                headers: Vec::new(),
                schema,
                more: Vec::new(),
            });
        }
        made
    }

    /// The schema of all answers of one status, and their media type.
    fn answered(&mut self, answers: &[&Answer<'a>]) -> Option<(Schema<'a>, String)> {
        let mut read: Vec<(Node<'a>, String, Schema<'a>, bool)> = Vec::new();
        for answer in answers.iter().filter(|answer| answer.status != 204 && !answer.is_empty()) {
            let named = essence(&answer.media);
            let is_json = !named.is_empty() && media(&named) <= Media::OtherJson;
            let text = answer.text.as_deref();
            let example = text.and_then(|text| if is_json { infer::any_json(text) } else { infer::json(text) });
            match example {
                Some(example) => {
                    let name = if media(&named) == Media::OtherJson { named } else { "application/json".to_owned() };
                    read.push((answer.at, name, infer::schema(example.root(), answer.at), true));
                }
                None if text.is_none() && (is_json || named.is_empty()) => {
                    let message = "the content of the response is not recorded; flows see it as one value";
                    self.notes.say("import-response-without-schema", answer.at, message);
                }
                None => {
                    let mut schema = Schema::new(answer.at, Type::String);
                    if media(&named) >= Media::Binary || media(&named) == Media::Multipart {
                        schema.set("format", Value::text("binary"));
                    }
                    read.push((answer.at, if named.is_empty() { "text/plain".to_owned() } else { named }, schema, false));
                }
            }
        }
        let best =
            read.iter().min_by_key(|(_, name, _, inferred)| (!inferred, media(name))).map(|(_, name, _, _)| name.clone())?;
        let has_example = read.iter().any(|(_, name, _, inferred)| *name == best && *inferred);
        let mut used = Vec::new();
        for (at, name, schema, inferred) in read {
            if name != best {
                self.notes.say("import-media-type-dropped", at, format!("`{best}` is used; `{name}` left out"));
                continue;
            }
            if inferred {
                self.notes.say("import-schema-inferred", at, "the schema of the response is inferred from the example");
            }
            // What should be JSON and is none says less than an example that is.
            if inferred || !has_example {
                used.push(schema);
            }
        }
        let mut schema = infer::united(used)?;
        self.complete(&mut schema, "the response");
        Some((schema, best)).filter(|(schema, _)| !schema.is_empty())
    }

    fn security_of(&mut self, mut found: Vec<(SignedIn, usize, Node<'a>)>) -> Option<Security<'a>> {
        let name_of = |way: &SignedIn| match way {
            SignedIn::Bearer => "bearer".to_owned(),
            SignedIn::Basic => "basic".to_owned(),
            SignedIn::Key(_, _) => "apiKey".to_owned(),
            SignedIn::OAuth { .. } => "oauth2".to_owned(),
            SignedIn::Other(name) => name.clone(),
        };
        let usable = |way: &SignedIn| match way {
            SignedIn::Other(_) => false,
            SignedIn::OAuth { authorization, token, .. } => !authorization.is_empty() && !token.is_empty(),
            _ => true,
        };
        found.sort_by_key(|(way, count, _)| (!usable(way), std::cmp::Reverse(*count)));
        let wanted = self
            .options
            .auth
            .as_deref()
            .and_then(|wanted| found.iter().position(|(way, _, _)| name_of(way) == wanted && usable(way)));
        if let (Some(given), None) = (&self.options.auth, wanted) {
            let names: Vec<String> = found.iter().filter(|(way, _, _)| usable(way)).map(|(way, _, _)| name_of(way)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            self.refused = Some(self.unknown_scheme(given, &names));
        }
        if found.first().is_none_or(|(way, _, _)| !usable(way)) {
            for (way, _, at) in &found {
                let message = format!(
                    "connectors cannot sign in with `{}` as it is described here; the connector has no sign-in",
                    name_of(way)
                );
                self.notes.say_help(
                    "import-security-not-expressible",
                    *at,
                    message,
                    "if the API supports OAuth 2.0, use `--authorization-url` and `--token-url`",
                );
            }
            return None;
        }
        let (way, _, _) = found.remove(wanted.unwrap_or(0));
        for (other, _, at) in &found {
            let message =
                format!("a connector has one sign-in method; `{}` is used and `{}` is left out", name_of(&way), name_of(other));
            self.notes.say_help(
                "import-security-dropped",
                *at,
                message,
                format!("use `--auth {}` to select the other one", name_of(other)),
            );
        }
        let text = |text: &str| Value::text(text.to_owned());
        let key = |place: &str, name: &str| {
            vec![("type".into(), text("apiKey")), ("in".into(), text(place)), ("name".into(), text(name))]
        };
        let name = name_of(&way);
        let made = |definition: Object<'a>, way: SignIn, bearer: bool| Security {
            name: name.clone(),
            definition,
            scopes: Vec::new(),
            way,
            bearer,
            refresh: None,
        };
        Some(match &way {
            SignedIn::Bearer => made(key("header", "Authorization"), SignIn::ApiKey, true),
            SignedIn::Basic => made(vec![("type".into(), text("basic"))], SignIn::Basic, false),
            SignedIn::Key(place, header) => {
                let kind = if *place == "query" { SignIn::ApiKeyQuery } else { SignIn::ApiKey };
                made(key(place, header), kind, false)
            }
            SignedIn::OAuth { authorization, token, scopes } => {
                let list = scopes.iter().map(|scope| (Cow::Owned(scope.clone()), Value::text(""))).collect();
                let definition = vec![
                    ("type".into(), text("oauth2")),
                    ("flow".into(), text("accessCode")),
                    ("authorizationUrl".into(), text(authorization)),
                    ("tokenUrl".into(), text(token)),
                    ("scopes".into(), Value::Object(list)),
                ];
                let mut security = made(definition, SignIn::OAuth2, false);
                security.scopes = scopes.iter().map(|scope| Cow::Owned(scope.clone())).collect();
                security
            }
            SignedIn::Other(_) => return None,
        })
    }
}

/// Requests to one verb and path.
struct Group<'a> {
    verb: &'static str,
    path: String,
    /// At least one.
    requests: Vec<Request<'a>>,
}

/// A body that was sent, as a connector sends it.
struct Body<'a> {
    at: Node<'a>,
    consumes: &'static str,
    /// A media type that a policy has to name.
    content_type: Option<String>,
    fields: Vec<Parameter<'a>>,
    example: Example,
}

/// What an example of a body says.
#[derive(Clone, Copy)]
enum Example {
    Read,
    Unreadable,
    None,
}

impl Answer<'_> {
    fn is_empty(&self) -> bool {
        self.text.as_ref().is_some_and(|text| text.trim().is_empty())
    }
}

/// The values of each name, in the order in which the names are met first, with what has the name first.
fn by_name<'n, 'a: 'n>(list: impl IntoIterator<Item = &'n Named<'a>>) -> Vec<(&'n Named<'a>, Vec<&'n str>)> {
    let groups = grouped(list.into_iter().map(|named| (named.name.as_str(), named)));
    groups.into_iter().map(|(_, all)| (all[0], all.iter().map(|named| named.value.as_str()).collect())).collect()
}

/// The parameters of all requests to one verb and path.
#[derive(Default)]
struct Parameters<'a> {
    list: Vec<Parameter<'a>>,
    /// Where they are, by place and name.
    places: FxHashMap<(Place, Cow<'a, str>), usize>,
}

impl<'a> Parameters<'a> {
    /// Adds a parameter, or what it says to one that is there.
    fn add(&mut self, parameter: Parameter<'a>) {
        let name = match parameter.place {
            Place::Header => Cow::Owned(parameter.name.to_lowercase()),
            _ => parameter.name.clone(),
        };
        let at = *self.places.entry((parameter.place, name)).or_insert(self.list.len());
        let Some(known) = self.list.get_mut(at) else {
            self.list.push(parameter);
            return;
        };
        known.file |= parameter.file;
        if known.description.is_none() {
            known.description = parameter.description;
        }
        let (one, other) = (std::mem::replace(&mut known.schema, Schema::new(known.at, Type::Any)), parameter.schema);
        known.schema = match (one.kind == Type::Array, other.kind == Type::Array) {
            // One request sent one value of what is a list.
            (true, false) => infer::with_item(one, other),
            (false, true) => {
                known.at = parameter.at;
                infer::with_item(other, one)
            }
            _ => infer::both(one, other),
        };
    }
}

/// Names and values of a query, or of a form that is written like one.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

/// Takes the query off an address: the address, and names with values.
pub fn split_query(url: &str) -> (String, Vec<(String, String)>) {
    let url = url.split('#').next().unwrap_or(url);
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    (before.to_owned(), pairs(query))
}

/// A path without the names of its variables and in lower case: paths with the same form are one.
fn form(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}".to_owned() } else { part.to_lowercase() });
    parts.collect::<Vec<_>>().join("/")
}

/// How many variables of one address are replaced.
const MOST_VALUES: usize = 12;

/// An address in which the variables of scheme and host, of which the value is known, are replaced. Those in the path stay. Values may
/// name variables again.
pub fn with_values(address: &str, variables: &FxHashMap<String, String>) -> String {
    let mut text = address.trim().to_owned();
    let mut from = 0;
    for _ in 0..MOST_VALUES {
        let end = host_end(&text);
        let Some(open) = text[from..end.max(from)].find("{{").map(|at| from + at) else { break };
        let Some(close) = text[open..].find("}}").map(|at| open + at) else { break };
        let name = text[open + 2..close].trim();
        // One long value in thousands of addresses would fill the memory.
        match variables.get(name).filter(|value| value.len() + text.len() <= server::LONGEST + address.len()) {
            Some(value) => {
                let value = if text[close + 2..].starts_with('/') { value.trim_end_matches('/') } else { value };
                // `https://{{url}}`, of which the value has a scheme, too.
                let start = if value.contains("://") && text[..open].ends_with("://") { 0 } else { open };
                text.replace_range(start..close + 2, value);
                from = start;
            }
            None => from = close + 2,
        }
    }
    let host = &text[..host_end(&text)];
    if !host.is_empty() && !host.contains("://") && !host.contains("{{") && !host.starts_with(':') {
        text.insert_str(0, "https://");
    }
    text
}

/// Whether an address has a scheme other than HTTP. In archives, such as `data:` and `blob:`, they have no slashes.
fn is_other_scheme(scheme: &str, rest: &str, kind: Kind) -> bool {
    let is_http = ["https", "http"].contains(&scheme.to_lowercase().as_str());
    let is_scheme = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let is_port = rest.starts_with(|c: char| c.is_ascii_digit());
    is_scheme && !is_http && (rest.starts_with("//") || (kind == Kind::Har && !is_port))
}

/// Where the host of an address ends.
fn host_end(text: &str) -> usize {
    let first = text.find('/').unwrap_or(text.len());
    let start = if text[..first].ends_with(':') && text[first..].starts_with("//") { first + 2 } else { 0 };
    text[start..].find(['/', '?', '#']).map_or(text.len(), |at| start + at)
}

/// `:id`, `<id>` and `{{id}}` as parts of a path become `{id}`.
pub fn with_path_variables(url: &str) -> String {
    let from = url.find("://").map_or(0, |at| at + 3);
    let (start, path) = url[from..].find('/').map_or((url, ""), |at| url.split_at(from + at));
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let part = |part: &str| match part.strip_prefix(':') {
        Some(name) if !name.is_empty() => {
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(name.len());
            format!("{{{}}}{}", &name[..end], &name[end..])
        }
        _ => match part.strip_prefix('<').and_then(|name| name.strip_suffix('>')) {
            Some(name) if is_name(name) => format!("{{{name}}}"),
            _ => part.replace("{{", "{").replace("}}", "}"),
        },
    };
    let path: Vec<String> = path.split('/').map(part).collect();
    format!("{start}{}", path.join("/"))
}

/// A path of a request that was made: parts that are numbers or other ids become variables. These parts, and the names of their variables.
fn with_variables(path: &str) -> (String, Vec<(String, String)>) {
    let mut last = String::from("item");
    let mut given = Unique::default();
    let mut made = Vec::new();
    let parts = path.split('/').map(|part| {
        let number = !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let hex = part.len() >= 16
            && part.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
            && part.chars().any(|c| c.is_ascii_digit());
        let is_year = part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
        if (number && !is_year) || hex {
            let stem = last
                .strip_suffix("ies")
                .map(|stem| format!("{stem}y"))
                .unwrap_or_else(|| last.strip_suffix('s').unwrap_or(&last).to_owned());
            let wish = format!("{stem}Id");
            let name = given.name(|number| numbered(&wish, number));
            let variable = format!("{{{name}}}");
            made.push((part.to_owned(), name));
            return variable;
        }
        let word: String = part.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        if !word.is_empty() {
            last = word;
        }
        part.to_owned()
    });
    let path = parts.collect::<Vec<_>>().join("/");
    (path, made)
}
