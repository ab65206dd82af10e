//! An imitation of the Power Platform service: environments, connectors with pages, storage and blobs, validation, token
//! endpoints, Dataverse; with faults on demand. It does what is known of the real one (paths, headers, bodies, refusals),
//! and keeps every request for the tests to look at.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

pub const ENVIRONMENT: &str = "Default-11111111-2222-3333-4444-555555555555";
pub const TENANT: &str = "72f988bf-0000-0000-0000-2d7cd011db47";
pub const OID: &str = "0a1b2c3d-0000-0000-0000-000000000001";
pub const USER: &str = "maker@contoso.example";
/// Part of every signed address; nobody may ever see it.
pub const SIGNATURE: &str = "S1gnature%2Bof%2Fstorage%3D";

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    /// As it came, percent-encoded.
    pub path: String,
    pub query: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn line(&self) -> String {
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        format!("{} {}{query}", self.method, self.path)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error}", self.line()))
    }

    pub fn form(&self) -> BTreeMap<String, String> {
        let text = String::from_utf8(self.body.clone()).unwrap();
        url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
    }
}

#[derive(Clone, Debug)]
pub enum Fault {
    /// The connection is reset before the request is read.
    ResetBefore,
    /// The request is carried out, then the connection is reset.
    ResetAfter,
    /// The answer comes after so long.
    Slow(Duration),
    /// Another answer, and the request is not carried out.
    Answer(u16, Vec<(&'static str, String)>, String),
    /// As [`Fault::Answer`], with any bytes.
    Bytes(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The answer ends in the middle, though its length says otherwise.
    Cut,
    /// The answer is whole, but its JSON ends in the middle.
    CutJson,
}

#[derive(Clone, Copy, Debug)]
pub enum Endless {
    Onward,
    InTurn,
}

/// A fault for the requests whose line contains a text, so many times.
struct Planned {
    line: String,
    fault: Fault,
    times: usize,
}

#[derive(Clone, Debug)]
pub struct Connector {
    pub id: String,
    pub properties: Value,
    pub definition: Value,
}

pub struct State {
    pub base: String,
    pub asked: Vec<Asked>,
    planned: Vec<Planned>,
    pub connectors: Vec<Connector>,
    pub environments: Vec<Value>,
    /// Containers: names and bytes.
    pub blobs: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
    /// Access tokens that are accepted.
    pub tokens: Vec<String>,
    pub refresh_tokens: Vec<String>,
    /// Answers of the device code flow, `error` codes, before the sign-in is done.
    pub device: Vec<&'static str>,
    /// How long a device code is good, in seconds.
    pub device_lasts: u64,
    /// Seconds between two questions, as the service wishes.
    pub device_interval: u64,
    /// Lists have a next page for ever: each time another one, or the first and second in turn.
    pub endless: Option<Endless>,
    /// The state of a connector, as the service calls it.
    pub version: Option<String>,
    /// What somebody else makes of a definition right after an update.
    pub somebody_else: Option<Value>,
    /// What the next sign-in's user and tenant are.
    pub user: (String, String),
    /// What validation says; the status too.
    pub verdict: (u16, Value),
    pub page_size: usize,
    pub solution: Vec<Value>,
    /// The file that Azure Arc names.
    pub arc: String,
    /// What the page of a sign-in was given.
    pub challenge: String,
    /// What Dataverse holds besides.
    pub tables: crate::dataverse::Tables,
    pub expires_in: u64,
    /// What tokens are for, where they say so.
    pub audiences: BTreeMap<String, String>,
    pub azure: crate::azure::Azure,
    pub counter: usize,
}

pub struct Service {
    pub base: String,
    state: Arc<Mutex<State>>,
}

/// A token like Entra's, which says who it is for.
pub fn token(user: &str, tenant: &str, oid: &str, lasts: i64, number: usize) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() as i64;
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({ "oid": oid, "tid": tenant, "upn": user, "exp": now + lasts, "n": number });
    format!("{}.{}.{}", part(json!({ "alg": "none" })), part(claims), URL_SAFE_NO_PAD.encode("signature"))
}

impl Service {
    pub fn start() -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            base: base.clone(),
            asked: Vec::new(),
            planned: Vec::new(),
            connectors: Vec::new(),
            environments: vec![json!({
                "name": ENVIRONMENT,
                "location": "europe",
                "properties": {
                    "displayName": "Contoso (default)",
                    "isDefault": true,
                    "linkedEnvironmentMetadata": { "instanceUrl": base, "instanceApiUrl": base },
                },
            })],
            blobs: BTreeMap::new(),
            tokens: Vec::new(),
            refresh_tokens: Vec::new(),
            device: Vec::new(),
            device_lasts: 60,
            device_interval: 1,
            endless: None,
            version: None,
            somebody_else: None,
            user: (USER.into(), TENANT.into()),
            verdict: (200, json!("Swagger certification succeeded")),
            page_size: 2,
            solution: Vec::new(),
            arc: String::new(),
            challenge: String::new(),
            tables: Default::default(),
            expires_in: 3600,
            audiences: BTreeMap::new(),
            azure: crate::azure::Azure::default(),
            counter: 0,
        }));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = shared.clone();
                std::thread::spawn(move || serve(stream, &state));
            }
        });
        Service { base, state }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The next requests whose line (`POST /providers/…?…`) contains the text go wrong, so many times.
    pub fn fail(&self, line: &str, fault: Fault, times: usize) {
        self.state().planned.push(Planned { line: line.to_owned(), fault, times });
    }

    /// A live token that the service accepts.
    pub fn token(&self) -> String {
        self.state().issue(3600)
    }

    /// All requests so far; they are forgotten.
    pub fn take(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state().asked)
    }

    pub fn lines(&self) -> Vec<String> {
        self.state().asked.iter().map(Asked::line).collect()
    }

    /// Adds a connector as somebody else would have.
    pub fn add(&self, id: &str, title: &str, owner: &str, custom: bool) {
        let mut state = self.state();
        let definition = json!({
            "swagger": "2.0",
            "info": { "title": title, "description": "Grüße aus dem Büro.", "version": "1.0" },
            "host": "api.contoso.example", "basePath": "/v1", "schemes": ["https"], "paths": {},
        });
        let properties = json!({
            "displayName": title,
            "description": "Grüße aus dem Büro.",
            "isCustomApi": custom,
            "createdBy": { "displayName": owner },
            "createdTime": "2026-01-02T03:04:05Z",
            "changedTime": "2026-02-03T04:05:06Z",
            "iconBrandColor": "#007ee5",
            "publisher": "Contoso",
            "capabilities": [],
            "connectionParameters": { "api_key": { "type": "securestring", "uiDefinition": { "displayName": "Schlüssel" } } },
            "backendService": { "serviceUrl": "https://api.contoso.example/v1" },
            "environment": { "name": ENVIRONMENT },
        });
        state.connectors.push(Connector { id: id.into(), properties, definition });
    }
}

impl State {
    pub fn issue(&mut self, lasts: i64) -> String {
        self.counter += 1;
        let token = token(&self.user.0, &self.user.1, OID, lasts, self.counter);
        self.tokens.push(token.clone());
        token
    }

    fn grant(&mut self) -> Value {
        self.counter += 1;
        let refresh = format!("refresh-token-number-{}", self.counter);
        self.refresh_tokens.push(refresh.clone());
        let access = self.issue(self.expires_in as i64);
        json!({
            "token_type": "Bearer", "expires_in": self.expires_in, "access_token": access, "refresh_token": refresh,
            "id_token": token(&self.user.0, &self.user.1, OID, 3600, 0),
        })
    }

    fn signed(&self, path: &str) -> String {
        format!("{}{path}?sv=2019-02-02&sr=c&sig={SIGNATURE}&se=2099-01-01", self.base)
    }

    /// The connector as the service shows it: addresses are made anew each time.
    fn shown(&self, connector: &Connector) -> Value {
        let mut properties = connector.properties.clone();
        let body = properties.as_object_mut().unwrap();
        body.remove("openApiDefinition");
        body.insert(
            "apiDefinitions".into(),
            json!({ "originalSwaggerUrl": self.signed(&format!("/blob/definitions/{}.json", connector.id)) }),
        );
        json!({ "name": connector.id, "id": format!("/providers/Microsoft.PowerApps/apis/{}", connector.id), "type": "Microsoft.PowerApps/apis", "properties": properties })
    }

    /// The blob behind an address that the service gave; the address must be right to the letter.
    fn blob(&self, path: &str) -> Option<Vec<u8>> {
        let path = path.strip_prefix("/blob/")?;
        let (container, name) = path.split_once('/')?;
        let name = percent_decode_str(name).decode_utf8().ok()?;
        if container == "definitions" {
            let connector = self.connectors.iter().find(|connector| format!("{}.json", connector.id) == name)?;
            return Some(format!("\u{feff}{}", connector.definition).into_bytes());
        }
        self.blobs.get(container)?.get(name.as_ref()).cloned()
    }
}

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

pub fn json_answer(status: u16, body: &Value) -> Answer {
    let headers = vec![("Content-Type", "application/json".to_owned()), ("x-ms-request-id", "req-0815".to_owned())];
    Answer { status, headers, body: body.to_string().into_bytes() }
}

pub fn refusal(status: u16, code: &str, message: &str) -> Answer {
    json_answer(status, &json!({ "error": { "code": code, "message": message } }))
}

fn storage_refusal(status: u16, code: &str, message: &str) -> Answer {
    let body =
        format!("\u{feff}<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}\nRequestId:1</Message></Error>");
    let headers = vec![("Content-Type", "application/xml".to_owned()), ("x-ms-request-id", "blob-0815".to_owned())];
    Answer { status, headers, body: body.into_bytes() }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    if reader.read_line(&mut first).is_err() || first.is_empty() {
        return;
    }
    let mut parts = first.split_whitespace();
    let (method, target) = (parts.next().unwrap().to_owned(), parts.next().unwrap().to_owned());
    let line = format!("{method} {target}");
    let fault = {
        let mut state = state.lock().unwrap();
        let planned = state.planned.iter_mut().find(|planned| planned.times > 0 && line.contains(&planned.line));
        planned.map(|planned| {
            planned.times -= 1;
            planned.fault.clone()
        })
    };
    let reset = |stream: &TcpStream| socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO)).unwrap();
    if matches!(fault, Some(Fault::ResetBefore)) {
        reset(&stream);
        return;
    }
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length: usize = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let asked = Asked { method, path: path.into(), query: query.into(), headers, body };
    let answer = {
        let mut state = state.lock().unwrap();
        state.asked.push(asked.clone());
        match &fault {
            Some(Fault::Answer(status, headers, body)) => {
                Answer { status: *status, headers: headers.clone(), body: body.clone().into_bytes() }
            }
            Some(Fault::Bytes(status, headers, body)) => Answer { status: *status, headers: headers.clone(), body: body.clone() },
            _ => answer(&mut state, &asked),
        }
    };
    if let Some(Fault::Slow(time)) = fault {
        std::thread::sleep(time);
    }
    if matches!(fault, Some(Fault::ResetAfter)) {
        reset(&stream);
        return;
    }
    let (mut sent, mut length) = (answer.body.as_slice(), answer.body.len());
    match fault {
        Some(Fault::Cut) => sent = &sent[..sent.len() / 2],
        Some(Fault::CutJson) => {
            sent = &sent[..sent.len() / 2];
            length = sent.len();
        }
        _ => {}
    }
    let mut head = format!("HTTP/1.1 {} X\r\nContent-Length: {length}\r\nConnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(b"\r\n")).and_then(|()| stream.write_all(sent));
}

fn answer(state: &mut State, asked: &Asked) -> Answer {
    if let Some(rest) = asked.path.strip_prefix("/providers/") {
        if asked.headers.contains_key("x-none") {
            return refusal(400, "Never", "");
        }
        let bearer = asked.headers.get("authorization").and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        if !state.tokens.iter().any(|token| token == bearer) {
            return refusal(401, "AuthenticationFailed", &format!("The token {bearer} is not accepted."));
        }
        if !asked.body.is_empty() && asked.headers.get("content-type").map(String::as_str) != Some("application/json") {
            return refusal(415, "UnsupportedMediaType", "JSON is wanted.");
        }
        if !asked.query.starts_with("api-version=2016-11-01") {
            return refusal(400, "InvalidApiVersion", "The api-version is not known.");
        }
        let rest = rest.to_owned();
        return match rest.strip_prefix("Microsoft.ProcessSimple/") {
            Some("environments") => page(state, asked, &state.environments.clone()),
            Some(_) => refusal(404, "NotFound", "There is nothing here."),
            None => power_apps(state, asked, rest.strip_prefix("Microsoft.PowerApps/").unwrap_or_default()),
        };
    }
    // That of a virtual machine is another service.
    let is_machine = asked.path.starts_with("/metadata/identity/");
    if asked.path.starts_with("/subscriptions/") || (asked.path.starts_with("/metadata/") && !is_machine) {
        return crate::azure::answer(state, asked);
    }
    if asked.path.starts_with("/blob/") {
        return blob(state, asked);
    }
    if asked.path.ends_with("/oauth2/v2.0/devicecode") {
        return json_answer(
            200,
            &json!({
                "device_code": "the-device-code-itself", "user_code": "ABCD-1234", "verification_uri": "https://microsoft.com/devicelogin",
                "expires_in": state.device_lasts, "interval": state.device_interval.to_string(), "message": "To sign in, open https://microsoft.com/devicelogin and enter ABCD-1234.",
            }),
        );
    }
    if asked.path.ends_with("/oauth2/v2.0/token") {
        return sign_in(state, asked);
    }
    let header = |name: &str| asked.headers.get(name).map(String::as_str).unwrap_or_default();
    let fits = match asked.path.as_str() {
        "/msi/app-service" => {
            header("x-identity-header") == "the-identity-header" && asked.query.starts_with("api-version=2019-08-01&resource=")
        }
        "/msi/arc" if header("authorization") == "Basic the-proof-of-arc" => {
            asked.query.starts_with("api-version=2020-06-01&resource=")
        }
        "/msi/arc" => {
            let challenge = format!("Basic realm={}", state.arc);
            return Answer { status: 401, headers: vec![("WWW-Authenticate", challenge)], body: Vec::new() };
        }
        "/msi/shell" => header("metadata") == "true" && asked.form().contains_key("resource"),
        "/metadata/identity/oauth2/token" => header("metadata") == "true" && asked.query.ends_with("&client_id=the-identity"),
        _ => false,
    };
    if fits {
        let token = state.issue(3600);
        return json_answer(200, &json!({ "access_token": token, "expires_on": "4102444800", "token_type": "Bearer" }));
    }
    if asked.path == "/github" {
        return json_answer(200, &json!({ "value": "an-assertion-of-github" }));
    }
    if asked.path == "/pipelines" {
        return json_answer(200, &json!({ "oidcToken": "an-assertion-of-pipelines" }));
    }
    if let Some(table) = asked.path.strip_prefix("/api/data/v9.2/") {
        let table = table.to_owned();
        return crate::dataverse::answer(state, asked, &table);
    }
    refusal(404, "NotFound", "There is nothing here.")
}

/// A page of a list, with the address of the next one.
pub fn page(state: &State, asked: &Asked, all: &[Value]) -> Answer {
    let from = asked.query.split("skip=").nth(1).map_or(0, |from| from.parse::<usize>().unwrap());
    let to = (from + state.page_size).min(all.len());
    let mut body = json!({ "value": all[from.min(to)..to] });
    if let Some(endless) = state.endless {
        let next = match endless {
            Endless::Onward => from + 1,
            Endless::InTurn => 1 + from % 2,
        };
        let query = asked.query.split("&skip=").next().unwrap();
        body["nextLink"] = format!("{}{}?{query}&skip={next}", state.base, asked.path).into();
    } else if to < all.len() {
        let query = asked.query.split("&skip=").next().unwrap();
        body["nextLink"] = format!("{}{}?{query}&skip={to}", state.base, asked.path).into();
    }
    json_answer(200, &body)
}

fn power_apps(state: &mut State, asked: &Asked, path: &str) -> Answer {
    let parts: Vec<&str> = path.split('/').collect();
    match (asked.method.as_str(), parts.as_slice()) {
        ("POST", ["objectIds", _, "validateApiSwagger"]) => {
            let certification = asked.query.contains("enableConnectorCertificationRules=true");
            let (status, body) = if certification { state.verdict.clone() } else { (200, json!("")) };
            json_answer(status, &body)
        }
        ("POST", ["objectIds", _, "generateResourceStorage"]) => {
            state.counter += 1;
            let container = format!("container{}", state.counter);
            state.blobs.insert(container.clone(), BTreeMap::new());
            json_answer(200, &json!({ "sharedAccessSignature": state.signed(&format!("/blob/{container}")) }))
        }
        ("GET", ["apis"]) => {
            let all: Vec<Value> = state.connectors.iter().map(|connector| state.shown(connector)).collect();
            page(state, asked, &all)
        }
        ("POST", ["apis"]) => {
            let properties = match accepted(state, asked) {
                Ok(properties) => properties,
                Err(answer) => return answer,
            };
            state.counter += 1;
            let id = format!("shared_new-5f{:016x}", state.counter);
            let mut connector = Connector {
                id: id.clone(),
                properties: json!({ "isCustomApi": true, "createdBy": { "displayName": "Maker" } }),
                definition: Value::Null,
            };
            merge(&mut connector, &properties);
            let shown = state.shown(&connector);
            state.connectors.push(connector);
            json_answer(201, &shown)
        }
        (method, ["apis", id]) => {
            let Some(at) = state.connectors.iter().position(|connector| connector.id == *id) else {
                return refusal(404, "ApiNotFound", &format!("Could not find API '{id}'."));
            };
            match method {
                "GET" => {
                    let mut answer = json_answer(200, &state.shown(&state.connectors[at]));
                    answer.headers.extend(state.version.clone().map(|version| ("ETag", version)));
                    answer
                }
                "PATCH" if asked.headers.get("if-match").is_some_and(|wanted| Some(wanted) != state.version.as_ref()) => {
                    refusal(412, "PreconditionFailed", "The connector is another one by now.")
                }
                "PATCH" => {
                    let properties = match accepted(state, asked) {
                        Ok(properties) => properties,
                        Err(answer) => return answer,
                    };
                    merge(&mut state.connectors[at], &properties);
                    if let Some(definition) = state.somebody_else.take() {
                        state.connectors[at].definition = definition;
                    }
                    json_answer(200, &state.shown(&state.connectors[at]))
                }
                "DELETE" => {
                    state.connectors.remove(at);
                    Answer { status: 200, headers: Vec::new(), body: Vec::new() }
                }
                _ => refusal(405, "MethodNotAllowed", "Not so."),
            }
        }
        _ => refusal(404, "NotFound", "There is nothing here."),
    }
}

/// What the service takes: no `stackOwner`, and addresses of blobs that are there.
fn accepted(state: &State, asked: &Asked) -> Result<Value, Answer> {
    let body = asked.json();
    let properties = body["properties"].clone();
    if properties.get("stackOwner").is_some() {
        return Err(refusal(400, "InvalidApiDefinition", "The property 'stackOwner' is not allowed."));
    }
    for name in ["iconUri", "scriptDefinitionUrl"] {
        let Some(address) = properties[name].as_str().filter(|address| !address.is_empty()) else { continue };
        let path = address.strip_prefix(&state.base).unwrap_or_default().split('?').next().unwrap_or_default();
        if state.blob(path).is_none() || !address.contains(SIGNATURE) {
            return Err(refusal(400, "BlobNotFound", &format!("There is nothing at {address}.")));
        }
    }
    Ok(properties)
}

/// What a body does not name stays.
fn merge(connector: &mut Connector, properties: &Value) {
    for (name, value) in properties.as_object().unwrap() {
        if name == "openApiDefinition" {
            connector.definition = value.clone();
        }
        connector.properties[name] = value.clone();
    }
}

fn blob(state: &mut State, asked: &Asked) -> Answer {
    if !asked.query.contains(&format!("sig={SIGNATURE}")) {
        return storage_refusal(403, "AuthenticationFailed", "Server failed to authenticate the request.");
    }
    if asked.headers.contains_key("authorization") {
        return storage_refusal(400, "InvalidHeader", "A token has no business here.");
    }
    match asked.method.as_str() {
        "GET" => match state.blob(&asked.path) {
            Some(bytes) => Answer { status: 200, headers: Vec::new(), body: bytes },
            None => storage_refusal(404, "BlobNotFound", "The specified blob does not exist."),
        },
        "PUT" => {
            let path = asked.path.strip_prefix("/blob/").unwrap();
            let (container, name) = path.split_once('/').unwrap();
            let name = percent_decode_str(name).decode_utf8().unwrap().into_owned();
            let is_block = asked.headers.get("x-ms-blob-type").map(String::as_str) == Some("BlockBlob");
            match state.blobs.get_mut(container) {
                Some(blobs) if is_block && asked.headers.contains_key("x-ms-version") => {
                    blobs.insert(name, asked.body.clone());
                    Answer { status: 201, headers: Vec::new(), body: Vec::new() }
                }
                Some(_) => storage_refusal(400, "MissingRequiredHeader", "A header is missing."),
                None => storage_refusal(404, "ContainerNotFound", "There is no such container."),
            }
        }
        _ => storage_refusal(405, "UnsupportedHttpVerb", "Not so."),
    }
}

/// Signs in, and remembers what the token is for.
fn sign_in(state: &mut State, asked: &Asked) -> Answer {
    let answer = signed_in(state, asked);
    let form = asked.form();
    let scope = form.get("scope").map(String::as_str).unwrap_or_default();
    let resource = scope.split(' ').next().unwrap().strip_suffix("/.default");
    let granted: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    if let (Some(resource), Some(token)) = (resource, granted["access_token"].as_str()) {
        state.audiences.insert(token.to_owned(), resource.to_owned());
    }
    answer
}

fn signed_in(state: &mut State, asked: &Asked) -> Answer {
    let form = asked.form();
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let fail = |code: &str| {
        json_answer(
            400,
            &json!({
                "error": code,
                "error_description": format!("AADSTS50000: {code} happened.\r\nTrace ID: 1\r\nCorrelation ID: 2"),
                "trace_id": "trace-0815",
            }),
        )
    };
    match field("grant_type") {
        "urn:ietf:params:oauth:grant-type:device_code" if field("device_code") == "the-device-code-itself" => {
            match state.device.is_empty() {
                true => json_answer(200, &state.grant()),
                false => fail(state.device.remove(0)),
            }
        }
        "authorization_code" if field("code") == "the-code-of-the-page" => {
            let hash = ring::digest::digest(&ring::digest::SHA256, field("code_verifier").as_bytes());
            match URL_SAFE_NO_PAD.encode(hash) == state.challenge {
                true => json_answer(200, &state.grant()),
                false => fail("invalid_grant"),
            }
        }
        "refresh_token" if state.refresh_tokens.iter().any(|known| known == field("refresh_token")) => {
            json_answer(200, &state.grant())
        }
        "client_credentials" => {
            let known = field("client_secret") == "the-application-secret" || field("client_assertion").len() > 10;
            if !known {
                return json_answer(
                    401,
                    &json!({ "error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided." }),
                );
            }
            let token = state.issue(3600);
            json_answer(200, &json!({ "token_type": "Bearer", "expires_in": 3599, "access_token": token }))
        }
        _ => fail("invalid_grant"),
    }
}
