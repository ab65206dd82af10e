//! Applies the policies of `apiProperties.json` to a request and its response, in file order.
pub mod body;
pub mod expression;

use super::choices::Choices;
use super::connection::Connection;
use super::exchange::{Answer, Headers, Outgoing, Payload, Sender};
use super::request::{Pair, percent_encode};
use super::{path_without_connection, route};
use crate::connector::{Operation, Policy};
use crate::text::document::Node;
use expression::{Expression, Names, Piece, Source, pieces};
use serde_json::Value;

/// The context of a call for its policies.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c, 'a> {
    pub operation: Operation<'a>,
    pub connection: &'c Connection,
    pub choices: &'c Choices,
    /// Whether this is a dry run: a side call then gives a placeholder instead of its value.
    pub dry: bool,
    /// The address of a gateway of ours through which callers come: links to next pages are made to lead through it.
    pub gateway: Option<&'c str>,
}

/// A step that was done, for `--explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Who did it: "policy 3, setheader".
    pub by: String,
    pub what: String,
    /// Whether it is a warning.
    pub warning: bool,
}

/// The effect of a template on a body.
enum Changed {
    /// What was done.
    Done(String),
    /// Nothing, and why; without a reason, the template is not one for bodies.
    Not(Option<&'static str>),
}

/// Why a policy cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which policy, with its place: "policy 3, `setheader` (apiProperties.json:12:9)".
    pub by: String,
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.by, self.message)
    }
}

/// The policies of one call.
pub struct Policies<'c, 'a> {
    context: Context<'c, 'a>,
    policies: Vec<(usize, Policy<'a>)>,
    /// The method and path values sent by the caller.
    method: String,
    path_values: Vec<(String, String)>,
    pub done: Vec<Done>,
    /// The requests sent by policies, with their responses.
    pub side_calls: Vec<(Outgoing, Option<Answer>)>,
    /// Whether the response means that the connection must be created again.
    pub unauthenticated: bool,
    /// Credentials fetched by side calls.
    pub secrets: Vec<String>,
}

/// What expressions read.
struct Values<'v> {
    queries: &'v [Pair],
    headers: &'v Headers,
    answer: Option<&'v Headers>,
    body: Option<&'v Value>,
    item: Option<&'v Value>,
}

/// Headers that the gateway sets itself and no policy can change.
const OWN_HEADERS: [&str; 4] = ["Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding"];
/// Headers of which a further value is a line of its own: they hold commas.
const SEPARATE: [&str; 7] = ["User-Agent", "WWW-Authenticate", "Cookie", "Set-Cookie", "Date", "Expires", "Last-Modified"];

impl<'c, 'a> Policies<'c, 'a> {
    /// The policies that apply to an operation. `request` is the request before any of them.
    pub fn new(context: Context<'c, 'a>, request: &Outgoing) -> Policies<'c, 'a> {
        let id = context.operation.id().unwrap_or_default();
        let all = context.operation.connector.api_properties().map(|properties| properties.policies().collect::<Vec<_>>());
        let applies = |policy: &Policy| {
            let operations = policy.operations();
            operations.is_empty() || operations.iter().any(|name| name.is(&id))
        };
        let numbered = all.unwrap_or_default().into_iter().enumerate().map(|(at, policy)| (at + 1, policy));
        Policies {
            policies: numbered.filter(|(_, policy)| applies(policy)).collect(),
            method: request.method.clone(),
            path_values: route::matched(path_without_connection(&context.operation.path()), &request.path).unwrap_or_default(),
            context,
            done: Vec::new(),
            side_calls: Vec::new(),
            unauthenticated: false,
            secrets: Vec::new(),
        }
    }

    /// The section in which a policy runs, in lower case.
    fn section(policy: Policy) -> String {
        if policy.is("updatenextlink") || policy.is("setconnectionstatustounauthenticated") {
            return "response".to_owned();
        }
        let section = policy.parameters().and_then(|parameters| parameters.get_str("x-ms-apimTemplate-policySection"));
        section.map_or_else(|| "request".to_owned(), |section| section.to_ascii_lowercase())
    }

    fn of_section(&self, wanted: &str) -> Vec<(usize, Policy<'a>)> {
        self.policies.iter().copied().filter(|(_, policy)| Self::section(*policy) == wanted).collect()
    }

    /// Applies the policies for the request.
    ///
    /// # Errors
    /// If one of them cannot be applied.
    pub fn request(&mut self, request: &mut Outgoing, sender: &mut dyn Sender) -> Result<(), Fault> {
        for (number, policy) in self.of_section("request") {
            self.warn_of_unknown(number, policy);
            let template = policy.template().unwrap_or_default().to_ascii_lowercase();
            let fail = |message: String| Fault { by: named(number, policy), message };
            let what = match template.as_str() {
                "setheader" => {
                    let values = Values::of(request);
                    let value = self.text(parameter(policy, "value"), &values).map_err(fail)?;
                    self.set_header(policy, &mut request.headers, &value)
                }
                "setqueryparameter" => {
                    let value = self.text(parameter(policy, "value"), &Values::of(request)).map_err(fail)?;
                    set_query(policy, &mut request.queries, &value)
                }
                "dynamichosturl" | "dynamicsubdomain" => {
                    let template = parameter(policy, "urlTemplate");
                    request.base = self.host(&template.str().unwrap_or_default(), &Values::of(request)).map_err(fail)?;
                    format!("the request goes to {}", request.base)
                }
                "routerequesttoendpoint" => self.route(policy, request).map_err(fail)?,
                "setvaluefromurl" => self.side_call(policy, request, sender).map_err(fail)?,
                "pollingtrigger" => "only `connsmith trigger` applies this policy".to_owned(),
                _ => match self.change_body(&template, policy, &mut request.payload).map_err(fail)? {
                    Changed::Done(what) => what,
                    Changed::Not(why) => {
                        self.warn(number, policy, why.unwrap_or("unknown template: the policy has no effect").to_owned());
                        continue;
                    }
                },
            };
            self.note(number, policy, what);
        }
        Ok(())
    }

    /// Applies the policies for the response. `request` is the request that was sent.
    ///
    /// # Errors
    /// If one of them cannot be applied.
    pub fn response(&mut self, request: &Outgoing, answer: &mut Answer) -> Result<(), Fault> {
        if self.context.choices.is("failure-section", "status") && answer.status >= 400 {
            self.run_on_answer("failure", request, answer)?;
        }
        self.run_on_answer("response", request, answer)
    }

    fn run_on_answer(&mut self, section: &str, request: &Outgoing, answer: &mut Answer) -> Result<(), Fault> {
        for (number, policy) in self.of_section(section) {
            self.warn_of_unknown(number, policy);
            let template = policy.template().unwrap_or_default().to_ascii_lowercase();
            let fail = |message: String| Fault { by: named(number, policy), message };
            let what = match template.as_str() {
                "setheader" => {
                    let json = json_of(&answer.payload);
                    let values = Values { answer: Some(&answer.headers), body: json, ..Values::of(request) };
                    let value = self.text(parameter(policy, "value"), &values).map_err(fail)?;
                    self.set_header(policy, &mut answer.headers, &value)
                }
                "updatenextlink" => self.next_link(policy, request, &mut answer.payload),
                "setconnectionstatustounauthenticated" => {
                    let wanted = policy.parameter("statusCode");
                    let wanted = wanted.and_then(|code| code.number().or_else(|| code.str()?.parse().ok()));
                    if wanted != Some(f64::from(answer.status)) {
                        continue;
                    }
                    self.unauthenticated = true;
                    let what = format!("status {}: the platform marks the connection as not signed in", answer.status);
                    self.warn(number, policy, what);
                    continue;
                }
                _ => match self.change_body(&template, policy, &mut answer.payload).map_err(fail)? {
                    Changed::Done(what) => what,
                    Changed::Not(why) => {
                        let why = why.map_or_else(|| format!("`{template}` has no effect on a response"), str::to_owned);
                        self.warn(number, policy, why);
                        continue;
                    }
                },
            };
            self.note(number, policy, what);
        }
        Ok(())
    }

    /// Applies a template that changes a JSON body.
    fn change_body(&self, template: &str, policy: Policy, payload: &mut Payload) -> Result<Changed, String> {
        match payload {
            Payload::Json(value) => match body::apply(template, policy, value, self.context.choices) {
                Some(done) => Ok(Changed::Done(done?)),
                None => Ok(Changed::Not(None)),
            },
            Payload::None => Ok(Changed::Done("there is no body, so the policy has no effect".to_owned())),
            Payload::Bytes(_) => Ok(Changed::Not(Some("the body is not JSON, so the policy has no effect"))),
        }
    }

    fn note(&mut self, number: usize, policy: Policy, what: String) {
        self.done.push(Done { by: short(number, policy), what, warning: false });
    }

    fn warn(&mut self, number: usize, policy: Policy, what: String) {
        self.done.push(Done { by: short(number, policy), what, warning: true });
    }

    /// Warns of what looks like an expression and is none.
    fn warn_of_unknown(&mut self, number: usize, policy: Policy) {
        let texts = policy.parameters().into_iter().flat_map(Node::members).filter_map(|member| member.value.str());
        let unknown: Vec<String> = texts.filter_map(|text| expression::unknown(&text)).collect();
        for name in unknown {
            self.warn(number, policy, format!("`{name}` is not a known expression, so it is sent as text"));
        }
    }

    /// The text of a template.
    fn text(&self, template: Node, values: &Values) -> Result<String, String> {
        let text = match template.str() {
            Some(text) => text.into_owned(),
            None => template.text().to_owned(),
        };
        let mut out = String::new();
        for piece in pieces(&text) {
            match piece {
                Piece::Text(text) => out.push_str(&text),
                Piece::Expression(expression) => out.push_str(&self.value(&expression, values)?),
            }
        }
        Ok(out)
    }

    /// The value of an expression as text.
    fn value(&self, expression: &Expression, values: &Values) -> Result<String, String> {
        let found = match &expression.source {
            Source::Method => Some(self.method.clone()),
            Source::Body(steps) => values.body.and_then(|body| expression::at(body, steps)).and_then(text_of),
            Source::Item(steps) => values.item.and_then(|item| expression::at(item, steps)).and_then(text_of),
            Source::Named(names, name, default) => {
                let found = match names {
                    Names::Connection => self.context.connection.get(name).map(str::to_owned),
                    Names::Environment => self.context.connection.environment(name).map(str::to_owned),
                    Names::Header => values.headers.get(name).or_else(|| values.answer?.get(name)).map(str::to_owned),
                    Names::Query => {
                        values.queries.iter().find(|pair| pair.name.eq_ignore_ascii_case(name)).map(|pair| pair.value.clone())
                    }
                };
                found.or_else(|| default.clone())
            }
        };
        match found {
            Some(found) => Ok(found),
            None if self.context.choices.is("missing-value", "empty") => Ok(String::new()),
            None => Err(format!(
                "`{}` has no value (use `--choose missing-value=empty` to continue with an empty text)",
                expression.text
            )),
        }
    }

    fn set_header(&self, policy: Policy, headers: &mut Headers, value: &str) -> String {
        let name = text_parameter(policy, "name");
        if OWN_HEADERS.iter().any(|own| own.eq_ignore_ascii_case(&name)) {
            return format!("`{name}` is set by the gateway, so the policy has no effect");
        }
        let action = text_parameter(policy, "existsAction").to_ascii_lowercase();
        let is_there = headers.get(&name).map(str::to_owned);
        match (action.as_str(), is_there) {
            ("skip", Some(_)) => format!("header `{name}` already exists and is kept"),
            ("append", Some(old)) => {
                if SEPARATE.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                    headers.0.push((name.clone(), value.to_owned()));
                } else {
                    headers.set(&name, &format!("{old},{value}"));
                }
                format!("header `{name}` gets an additional value: {value}")
            }
            _ if value.is_empty() && self.context.choices.is("empty-header", "remove") => {
                headers.remove(&name);
                format!("header `{name}` is removed")
            }
            _ => {
                headers.set(&name, value);
                format!("header `{name}` = {value}")
            }
        }
    }

    fn inserted(&self, value: &str) -> String {
        match self.context.choices.is("inserted-values", "encoded") {
            true => percent_encode(value),
            false => value.to_owned(),
        }
    }

    /// The base address of a URL template.
    fn host(&self, template: &str, values: &Values) -> Result<String, String> {
        let mut url = String::new();
        for piece in pieces(template) {
            match piece {
                Piece::Text(text) => url.push_str(&text),
                // A value in the first place carries the scheme, so nothing of it is encoded.
                Piece::Expression(expression) if url.is_empty() => url.push_str(&self.value(&expression, values)?),
                Piece::Expression(expression) => url.push_str(&self.inserted(&self.value(&expression, values)?)),
            }
        }
        let url = url.trim().trim_end_matches('/').to_owned();
        // In a dry run a name in angle brackets stands for a value, which may be a whole URL.
        if self.context.dry && url.starts_with('<') {
            return Ok(url);
        }
        let unnamed = |rest: &str| if self.context.dry { rest.replace(['<', '>'], "") } else { rest.to_owned() };
        let rest = url.get(..8).filter(|start| start.eq_ignore_ascii_case("https://")).map(|_| &url[8..]);
        let rest = rest.or_else(|| url.get(..7).filter(|start| start.eq_ignore_ascii_case("http://")).map(|_| &url[7..]));
        match rest {
            // What an address cannot hold is no part of a host, and may be a part of a path.
            Some(rest) if !rest.starts_with('/') && !rest.is_empty() && is_host(&unnamed(rest)) => {
                let path = rest.find('/').map_or(url.len(), |at| url.len() - rest.len() + at);
                Ok(format!("{}{}", &url[..path], legal(&url[path..])))
            }
            _ => Err(format!("`{url}` is not a URL with `https://` and a host")),
        }
    }

    fn route(&self, policy: Policy, request: &mut Outgoing) -> Result<String, String> {
        let template = text_parameter(policy, "newPath");
        let values = Values::of(request);
        let (mut path, mut query) = (String::new(), None::<String>);
        for piece in pieces(&template) {
            match (piece, &mut query) {
                (Piece::Text(text), Some(query)) => query.push_str(&self.with_path_values(&text)),
                (Piece::Text(text), None) => {
                    let text = self.with_path_values(&text);
                    match text.split_once('?') {
                        Some((before, behind)) => {
                            path.push_str(before);
                            query = Some(behind.to_owned());
                        }
                        None => path.push_str(&text),
                    }
                }
                // In a query a value is data, whatever it holds.
                (Piece::Expression(expression), Some(query)) => {
                    query.push_str(&percent_encode(&self.value(&expression, &values)?));
                }
                (Piece::Expression(expression), None) => path.push_str(&self.inserted(&self.value(&expression, &values)?)),
            }
        }
        request.path = legal(&format!("/{}", path.trim_start_matches('/')));
        for (name, value) in pairs(query.as_deref().unwrap_or_default()) {
            match request.queries.iter_mut().find(|pair| pair.name == name) {
                Some(pair) => pair.value = value,
                None => request.queries.push(Pair { name, value, double: false }),
            }
        }
        if let Some(method) = policy.parameter("httpMethod").and_then(Node::str) {
            let pieces = pieces(&method);
            request.method = match pieces.as_slice() {
                [Piece::Expression(expression)] => self.value(expression, &Values::of(request))?,
                _ => method.trim().to_ascii_uppercase(),
            };
        }
        Ok(format!("the request becomes {} {}", request.method, request.path))
    }

    /// A text with the values of the operation's path in the place of `{name}`.
    fn with_path_values(&self, text: &str) -> String {
        let replace = |text: String, (name, value): &(String, String)| text.replace(&format!("{{{name}}}"), value);
        self.path_values.iter().fold(text.to_owned(), replace)
    }

    fn side_call(&mut self, policy: Policy, request: &mut Outgoing, sender: &mut dyn Sender) -> Result<String, String> {
        let target = match pieces(text_parameter(policy, "parameterTemplate").trim()).as_slice() {
            [Piece::Expression(Expression { source: Source::Named(names @ (Names::Header | Names::Query), name, _), .. })] => {
                (*names, name.clone())
            }
            _ => return Err("`parameterTemplate` is neither `@headers('…')` nor `@queryParameters('…')`".to_owned()),
        };
        let Some(Source::Body(steps)) = expression::place(&text_parameter(policy, "parameterValuePathTemplate")) else {
            return Err("`parameterValuePathTemplate` is not a path in `@body()`".to_owned());
        };
        let url = self.with_path_values(&text_parameter(policy, "parameterValueUrl"));
        let (path, query) = url.split_once('?').unwrap_or((&url, ""));
        let method = text_parameter(policy, "httpMethod").to_ascii_uppercase();
        let original = self.context.choices.is("side-call-body", "original");
        let side = Outgoing {
            method: if method.is_empty() { "GET".to_owned() } else { method },
            path: legal(&format!("/{}", path.trim_start_matches('/'))),
            queries: pairs(query).map(|(name, value)| Pair { name, value, double: false }).collect(),
            payload: if original { request.payload.clone() } else { Payload::None },
            ..request.clone()
        };
        let asked = format!("{} {}", side.method, side.url());
        let value = if self.context.dry {
            self.side_calls.push((side, None));
            Ok(format!("<value from {asked}>"))
        } else {
            let answer = sender.send(&side)?;
            let found = json_of(&answer.payload).and_then(|body| expression::at(body, &steps)).and_then(text_of);
            let status = answer.status;
            let ok = answer.is_success();
            self.side_calls.push((side, Some(answer)));
            match found {
                Some(found) if ok => Ok(found),
                _ if !ok => Err(format!("{asked} returned {status}")),
                _ => Err(format!("the response of {asked} has no value at the path in `parameterValuePathTemplate`")),
            }
        };
        let value = match value {
            Ok(value) => value,
            Err(why) if self.context.choices.is("side-call-failure", "skip") => return Ok(format!("{why}, so nothing is set")),
            Err(why) => return Err(why),
        };
        let (names, name) = target;
        let last = steps.last().map(|step| format!("{step:?}").to_ascii_lowercase()).unwrap_or_default();
        if name.eq_ignore_ascii_case("authorization") || ["token", "key", "secret"].iter().any(|word| last.contains(word)) {
            self.secrets.push(value.clone());
        }
        if names == Names::Header {
            request.headers.set(&name, &value);
        } else {
            match request.queries.iter_mut().find(|pair| pair.name.eq_ignore_ascii_case(&name)) {
                Some(pair) => pair.value.clone_from(&value),
                None => request.queries.push(Pair { name: name.clone(), value: value.clone(), double: false }),
            }
        }
        Ok(format!("`{name}` = {value}, from {asked}"))
    }

    fn next_link(&self, policy: Policy, request: &Outgoing, payload: &mut Payload) -> String {
        let name = text_parameter(policy, "nextLinkPropertyName");
        let Payload::Json(body) = payload else { return "the response is not JSON, so the policy has no effect".to_owned() };
        // `@odata.nextLink` is one name, whatever its dots say.
        let steps = match body.get(&name) {
            Some(_) => vec![expression::Step::Name(name.clone())],
            None => expression::path(&name),
        };
        let Some(link) = expression::at(body, &steps).and_then(Value::as_str).map(str::to_owned) else {
            return format!("the response has no `{name}`: this is the last page");
        };
        match (self.context.gateway, link.strip_prefix(&request.base)) {
            (Some(gateway), Some(rest)) => {
                let through = format!("{gateway}{rest}");
                body::set(body, &steps, through.clone().into());
                format!("`{name}` goes through the gateway: {through}")
            }
            _ => format!("the platform rewrites `{name}` to go through its gateway; here it stays {link}"),
        }
    }
}

impl Values<'_> {
    fn of(request: &Outgoing) -> Values<'_> {
        let body = json_of(&request.payload);
        Values { queries: &request.queries, headers: &request.headers, answer: None, body, item: None }
    }
}

fn json_of(payload: &Payload) -> Option<&Value> {
    match payload {
        Payload::Json(value) => Some(value),
        _ => None,
    }
}

/// A value as text. There is none for null.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn parameter<'a>(policy: Policy<'a>, name: &str) -> Node<'a> {
    // A parameter that is missing is taken from the policy itself, which is no text: the caller sees nothing in it.
    policy.parameter(name).unwrap_or(policy.node)
}

fn text_parameter(policy: Policy, name: &str) -> String {
    policy
        .parameter(name)
        .map_or_else(String::new, |node| node.str().map_or_else(|| node.text().to_owned(), |text| text.into_owned()))
}

fn short(number: usize, policy: Policy) -> String {
    format!("policy {number}, {}", policy.template().unwrap_or_default())
}

fn named(number: usize, policy: Policy) -> String {
    let place = super::arguments::place(policy.node);
    format!("policy {number}, `{}` ({place})", policy.template().unwrap_or_default())
}

fn set_query(policy: Policy, queries: &mut Vec<Pair>, value: &str) -> String {
    let written = text_parameter(policy, "name");
    let name = percent_encoding::percent_decode_str(&written).decode_utf8_lossy().into_owned();
    let action = text_parameter(policy, "existsAction").to_ascii_lowercase();
    let is_there = queries.iter().any(|pair| pair.name == name);
    let pair = Pair { name: name.clone(), value: value.to_owned(), double: false };
    match (action.as_str(), is_there) {
        ("skip", true) => return format!("query `{name}` already exists and is kept"),
        ("append", _) => queries.push(pair),
        _ => {
            let at = queries.iter().position(|known| known.name == name);
            queries.retain(|known| known.name != name);
            queries.insert(at.unwrap_or(queries.len()).min(queries.len()), pair);
        }
    }
    format!("query `{name}` = {value}")
}

/// The names and values of a query, decoded.
fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    query.split('&').filter(|pair| !pair.is_empty()).map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    })
}

/// Whether what stands before the first `/` can be a host with a port.
fn is_host(rest: &str) -> bool {
    let host = rest.split('/').next().unwrap_or_default();
    !host.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}#?@".contains(c))
}

/// A path in which the characters that no address may hold are encoded, and nothing else.
fn legal(path: &str) -> String {
    const ILLEGAL: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'#')
        .add(b'\\')
        .add(b'^')
        .add(b'|');
    percent_encoding::utf8_percent_encode(path, ILLEGAL).to_string()
}
