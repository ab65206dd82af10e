//! Requests that were made: what Postman, HTTP archives and cURL commands hold in common, and what becomes of it.
use super::body::{Media, essence, media};
use super::infer;
use super::kind::Refusal;
use super::operation::{Identified, Operation, Other, VERBS};
use super::parameter::{Parameter, Place};
use super::response::{Response, Responses};
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
    File(Node<'a>),
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    pub at: Node<'a>,
    pub status: u16,
    pub name: String,
    pub media: String,
    pub text: String,
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
        let mut operations: Vec<Operation<'a>> = Vec::new();
        let mut places: FxHashMap<(&str, String), usize> = FxHashMap::default();
        // The parameters of each operation.
        let mut known: Vec<Places<'a>> = Vec::new();
        let mut signed_in: Vec<(SignedIn, usize, Node<'a>)> = Vec::new();
        let mut ways: FxHashMap<SignedIn, usize> = FxHashMap::default();
        let mut keys = FxHashSet::default();
        // What the operations of these requests are: their verbs and the forms of their paths.
        let mut all: FxHashSet<(String, String)> = FxHashSet::default();
        let mut found: Vec<(Request<'a>, &'static str, String)> = Vec::new();
        for request in requests {
            let Some(verb) = VERBS.into_iter().find(|verb| request.verb.eq_ignore_ascii_case(verb)) else {
                self.notes.say(
                    "import-operation-dropped",
                    request.at,
                    format!("connectors do not support `{}` requests; it is left out", request.verb),
                );
                all.insert((request.verb.to_lowercase(), request.url));
                continue;
            };
            match self.path_of(&request, &server) {
                Some(path) => {
                    all.insert((verb.to_owned(), form(&path)));
                    found.push((request, verb, path));
                }
                None => _ = all.insert((verb.to_owned(), request.url)),
            }
        }
        if found.is_empty() {
            return Err(Refusal::NoOperations { name: name.to_owned(), why: String::new() });
        }
        // The first request to a place gives the operation its name.
        let mut named: FxHashMap<(&str, String), usize> = FxHashMap::default();
        let mut firsts: Vec<(String, &str, &str)> = Vec::new();
        for (request, verb, path) in &found {
            let next = firsts.len();
            if *named.entry((*verb, form(path))).or_insert(next) == next {
                firsts.push((text::pascal(&request.name), *verb, path.as_str()));
            }
        }
        let firsts: Vec<Identified> =
            firsts.iter().map(|(own, verb, path)| Identified { own, verb, path, deprecated: false }).collect();
        let ids: Vec<String> = self.given_ids(&firsts).into_iter().map(|(id, _)| id).collect();
        let mut others = Vec::new();
        for (request, verb, path) in found {
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
            let form = form(&path);
            match places.get(&(verb, form.clone())) {
                Some(&at) => {
                    let message = format!("this is another request to {} {path}; both become one operation", verb.to_uppercase());
                    self.notes.say("import-requests-joined", request.at, message);
                    let more = self.operation_of(&request, verb, path, &keys, true);
                    join(&mut operations[at], &mut known[at], more);
                }
                None => {
                    let operation = self.operation_of(&request, verb, path, &keys, false);
                    places.insert((verb, form), operations.len());
                    known.push(Places::of(&operation.parameters));
                    operations.push(operation);
                }
            }
        }
        if operations.is_empty() {
            return Err(Refusal::NothingChosen { name: name.to_owned() });
        }
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
        let server = self.hosted(server);
        let at = self.root;
        let title = self.title(at, title, &server);
        let about = self.about(at, description, &title);
        let info = super::Info { title, description: about, version: "1.0".to_owned(), contact: Vec::new() };
        Ok(Api { info, server, operations, security, more: Object::new(), all: all.len(), others })
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

    /// The operation of a request; `joined` for one that becomes part of another operation.
    fn operation_of(
        &mut self,
        request: &Request<'a>,
        verb: &'static str,
        path: String,
        keys: &FxHashSet<(&'static str, String)>,
        joined: bool,
    ) -> Operation<'a> {
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        let own_text = |text: &Option<String>| text.as_deref().map(text::description).filter(|text| !text.is_empty());
        let mut variables: FxHashMap<&str, &Named<'a>> = FxHashMap::default();
        for variable in &request.variables {
            variables.entry(&variable.name).or_insert(variable);
        }
        for name in super::parameter::variables(&path) {
            let known = variables.get(name);
            let at = known.map_or(request.at, |known| known.at);
            let mut parameter = Parameter::new(at, name.to_owned(), Place::Path, Schema::new(at, Type::String));
            parameter.description = known.and_then(|known| own_text(&known.description));
            parameters.push(parameter);
        }
        let is_key = |place: Place, name: &str| keys.contains(&(place.name(), name.to_lowercase()));
        for (named, values) in by_name(&request.query) {
            if named.name.trim().is_empty() || is_key(Place::Query, &named.name) {
                continue;
            }
            let mut parameter = Parameter::new(named.at, named.name.clone(), Place::Query, infer::of_texts(&values, named.at));
            parameter.description = own_text(&named.description);
            if parameter.schema.kind == Type::Array {
                self.repeated(&mut parameter);
            }
            parameters.push(parameter);
        }
        for (named, _) in by_name(&request.headers) {
            let lower = named.name.to_lowercase();
            if lower == "cookie" {
                self.notes.say("import-cookie-dropped", named.at, "connectors send no cookies: the header is left out");
            }
            if named.name.trim().is_empty() || is_key(Place::Header, &named.name) {
                continue;
            }
            let described = named.description.as_ref().is_some_and(|text| !text.trim().is_empty());
            let of_program = NOT_SENT.contains(&lower.as_str()) || lower.starts_with("sec-") || lower.starts_with(':');
            let dropped = DROPPED.contains(&lower.as_str());
            if of_program || dropped {
                if lower != "cookie" && described {
                    let message =
                        format!("connectors do not ask users for `{}`; the header and its description are left out", named.name);
                    self.notes.say("import-header-dropped", named.at, message);
                } else if dropped && self.headers.insert(lower) {
                    let message =
                        format!("`{}` is left out here and everywhere else: most programs send it for themselves", named.name);
                    let help = "if the API needs it, add it as a parameter or with the policy `setheader`";
                    self.notes.say_help("import-header-dropped", named.at, message, help);
                }
                continue;
            }
            let schema = Schema::new(named.at, Type::String);
            let mut parameter = Parameter::new(named.at, named.name.clone(), Place::Header, schema);
            parameter.description = own_text(&named.description);
            parameters.push(parameter);
        }
        let mut content_type = None;
        let mut consumes = Vec::new();
        let no_body = matches!(verb, "get" | "head");
        match &request.sent {
            Sent::Nothing => {}
            _ if no_body => {
                self.notes.say(
                    "import-body-dropped",
                    request.at,
                    format!("connectors do not send a body with {}; it is left out", verb.to_uppercase()),
                );
            }
            Sent::Text(at, body, media_type) => {
                let example = infer::json(body);
                let mut parameter = match &example {
                    Some(example) => {
                        self.notes.say("import-schema-inferred", *at, "the schema of the body is inferred from the example");
                        consumes.push("application/json".to_owned());
                        if media(media_type) == Media::OtherJson {
                            content_type = Some(essence(media_type));
                        }
                        Parameter::new(*at, "body", Place::Body, infer::schema(example.root(), *at))
                    }
                    None => {
                        consumes.push("text/plain".to_owned());
                        let named = essence(media_type);
                        content_type = (!named.is_empty() && named != "text/plain").then_some(named);
                        Parameter::new(*at, "body", Place::Body, Schema::new(*at, Type::String))
                    }
                };
                parameter.required = true;
                parameters.push(parameter);
            }
            Sent::File(at) => {
                consumes.push("application/octet-stream".to_owned());
                let mut schema = Schema::new(*at, Type::String);
                schema.set("format", Value::text("binary"));
                let mut parameter = Parameter::new(*at, "body", Place::Body, schema);
                parameter.required = true;
                parameters.push(parameter);
            }
            Sent::Form(kind, fields) => {
                consumes.push(
                    if *kind == Media::Multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" }
                        .to_owned(),
                );
                let mut is_file: FxHashMap<&str, bool> = FxHashMap::default();
                for (named, file) in fields {
                    is_file.entry(&named.name).or_insert(*file);
                }
                for (named, values) in by_name(fields.iter().map(|(named, _)| named)) {
                    if named.name.is_empty() || !named.name.is_ascii() {
                        continue;
                    }
                    let file = is_file[named.name.as_str()];
                    let schema = if file { Schema::new(named.at, Type::String) } else { infer::of_texts(&values, named.at) };
                    let mut field = Parameter::new(named.at, named.name.clone(), Place::Form, schema);
                    field.file = file && *kind == Media::Multipart;
                    field.description = own_text(&named.description);
                    if field.schema.kind == Type::Array {
                        self.form_text(&mut field, "import-form-array-as-text", "One value.");
                    } else if values.len() > 1 {
                        let message = format!("`{}` is a list of files; one file is sent", named.name);
                        self.notes.say("import-form-array-as-text", named.at, message);
                    }
                    parameters.push(field);
                }
                if !parameters.iter().any(|parameter| parameter.place == Place::Form) {
                    consumes.clear();
                }
            }
        }
        let responses = self.answers(request, joined);
        Operation {
            at: request.at,
            path,
            verb,
            id: text::pascal(&request.name),
            number: 1,
            summary: request.name.clone(),
            description: request.description.clone(),
            made: Vec::new(),
            tags: request.tag.iter().map(|tag| Cow::Owned(tag.clone())).collect(),
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

    fn answers(&mut self, request: &Request<'a>, joined: bool) -> Responses<'a> {
        let mut made = Responses::default();
        let success = request.answers.iter().find(|answer| (200..300).contains(&answer.status));
        for answer in &request.answers {
            let status = answer.status.to_string();
            let counts = success.is_some_and(|success| success.at == answer.at);
            if !(100..600).contains(&answer.status)
                || made.list.iter().any(|known| known.status == status)
                || (success.is_none() && answer.status >= 300 && !joined)
            {
                continue;
            }
            if !counts && success.is_some_and(|success| success.status != 200 && success.status != 201) {
                continue;
            }
            let mut schema = None;
            if counts && answer.status != 204 && !answer.text.trim().is_empty() {
                schema = Some(match infer::json(&answer.text) {
                    Some(example) => {
                        self.notes.say(
                            "import-schema-inferred",
                            answer.at,
                            "the schema of the response is inferred from the example",
                        );
                        made.produces = vec!["application/json".to_owned()];
                        infer::schema(example.root(), answer.at)
                    }
                    None => {
                        let named = essence(&answer.media);
                        made.produces = vec![if named.is_empty() { "text/plain".to_owned() } else { named.clone() }];
                        let mut text = Schema::new(answer.at, Type::String);
                        if media(&named) == Media::Binary {
                            text.set("format", Value::text("binary"));
                        }
                        text
                    }
                });
            }
            let name = text::cut(&text::plain(&answer.name), 200);
            let description =
                if name.is_empty() { if answer.status < 300 { "OK".to_owned() } else { "Error".to_owned() } } else { name };
            made.list.push(Response {
                at: answer.at,
                status: Cow::Owned(status),
                description,
                headers: Vec::new(),
                schema,
                more: Vec::new(),
            });
        }
        if made.list.is_empty() && !joined {
            let recorded = if request.answers.is_empty() { "no response" } else { "no success response" };
            self.notes.say("import-response-made", request.at, format!("{recorded} is recorded; a response `200` is added"));
            let description = "OK".to_owned();
            made.list.push(Response {
                at: request.at,
                status: "200".into(),
                description,
                headers: Vec::new(),
                schema: None,
                more: Vec::new(),
            });
        }
        made
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

/// The values of each name, in the order in which the names are met first, with what has the name first.
fn by_name<'n, 'a: 'n>(list: impl IntoIterator<Item = &'n Named<'a>>) -> Vec<(&'n Named<'a>, Vec<&'n str>)> {
    let groups = grouped(list.into_iter().map(|named| (named.name.as_str(), named)));
    groups.into_iter().map(|(_, all)| (all[0], all.iter().map(|named| named.value.as_str()).collect())).collect()
}

/// Where the parameters of an operation are in its list.
struct Places<'a> {
    by_name: FxHashMap<(Place, Cow<'a, str>), usize>,
    has_form: bool,
    has_body: bool,
}

impl<'a> Places<'a> {
    fn of(parameters: &[Parameter<'a>]) -> Places<'a> {
        let mut places = Places { by_name: FxHashMap::default(), has_form: false, has_body: false };
        for (at, parameter) in parameters.iter().enumerate() {
            places.add(parameter, at);
        }
        places
    }

    fn add(&mut self, parameter: &Parameter<'a>, at: usize) {
        self.has_form |= parameter.place == Place::Form;
        self.has_body |= parameter.place == Place::Body;
        self.by_name.insert((parameter.place, parameter.name.clone()), at);
    }
}

/// Adds to an operation what another request to the same place has. `places` are those of its parameters.
fn join<'a>(known: &mut Operation<'a>, places: &mut Places<'a>, other: Operation<'a>) {
    let (has_form, has_body) = (places.has_form, places.has_body);
    for mut parameter in other.parameters {
        let clashes = match parameter.place {
            Place::Body => has_form || has_body,
            Place::Form => has_body || (known.consumes != other.consumes && has_form),
            Place::Path => true,
            _ => false,
        };
        match places.by_name.get(&(parameter.place, parameter.name.clone())) {
            // One request sent one value of what is a list.
            Some(&at) if parameter.schema.kind == Type::Array && known.parameters[at].schema.kind != Type::Array => {
                let one = &mut known.parameters[at];
                (one.schema, one.more, one.repeats) = (parameter.schema, parameter.more, parameter.repeats);
            }
            None if !clashes => {
                parameter.required = false;
                if matches!(parameter.place, Place::Body | Place::Form) && known.consumes.is_empty() {
                    known.consumes.clone_from(&other.consumes);
                }
                places.add(&parameter, known.parameters.len());
                known.parameters.push(parameter);
            }
            _ => {}
        }
    }
    let has_schema = known.responses.list.iter().any(|response| response.schema.is_some());
    let mut more = other.responses.list;
    if !has_schema && more.iter().any(|response| response.schema.is_some()) {
        std::mem::swap(&mut known.responses.list, &mut more);
        known.responses.produces = other.responses.produces;
        known.produces = other.produces;
    }
    // Errors of all requests are errors of the operation.
    for response in more {
        if !response.status.starts_with('2') && !known.responses.list.iter().any(|one| one.status == response.status) {
            known.responses.list.push(response);
        }
    }
    if known.description.trim().is_empty() {
        known.description = other.description;
    }
}

/// Takes the query off an address: the address, and names with values.
pub fn split_query(url: &str) -> (String, Vec<(String, String)>) {
    let decode = |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let url = url.split('#').next().unwrap_or(url);
    match url.split_once('?') {
        None => (url.to_owned(), Vec::new()),
        Some((before, query)) => {
            let pairs = query.split('&').filter(|pair| !pair.is_empty());
            let pairs =
                pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(name, value)| (decode(name), decode(value)));
            (before.to_owned(), pairs.collect())
        }
    }
}

/// A path without the names of its variables and in lower case: paths with the same form are one.
fn form(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}".to_owned() } else { part.to_lowercase() });
    parts.collect::<Vec<_>>().join("/")
}

/// A path of a request that was made: parts that are numbers or other ids become variables.
pub fn with_variables(url: &str) -> String {
    let Some(from) = url.find("://").map(|at| at + 3) else { return url.to_owned() };
    let (start, path) = url[from..].find('/').map_or((url, ""), |at| url.split_at(from + at));
    let mut last = String::from("item");
    let mut given = Unique::default();
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
            format!("{{{}}}", given.name(|number| numbered(&wish, number)))
        } else {
            let word: String = part.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
            if !word.is_empty() {
                last = word;
            }
            part.to_owned()
        }
    });
    let path = parts.collect::<Vec<_>>().join("/");
    format!("{start}{path}")
}
