//! `run` with OAuth: tokens for an app and codes for another device, at the endpoints that the connector names; and the questions that
//! `run` asks on a terminal.
use super::run::{Asked, api, folder, json_headers};
use super::serve::Server;
use connsmith::call::exchange::{Answer, Headers, Outgoing, Payload, Sender};
use connsmith::call::oauth::{Plan, Token};
use connsmith::call::session::{Renewal, Session};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const SECRET: &str = "cl1ent+s3cr3t/";
const TOKEN: &str = "t0ken-of-the-service";

/// The connector of `run`, signed in with this identity provider.
fn with_oauth(host: &str, settings: &Value) -> tempfile::TempDir {
    let folder = folder(host);
    let path = folder.path().join("apiDefinition.swagger.json");
    let mut definition = super::read(path.clone());
    definition["securityDefinitions"] = json!({ "oauth": { "type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://x.example",
        "tokenUrl": "https://elsewhere.example/token", "scopes": {} } });
    definition["security"] = json!([{ "oauth": [] }]);
    definition["x-ms-capabilities"] = json!({ "testConnection": { "operationId": "GetItem", "parameters": { "id": "42" } } });
    std::fs::write(path, definition.to_string()).expect("a file");
    let properties = json!({ "properties": { "iconBrandColor": "#007ee5", "capabilities": [], "policyTemplateInstances": [],
        "connectionParameters": { "token": { "type": "oauthSetting", "oAuthSettings": settings } } } });
    std::fs::write(folder.path().join("apiProperties.json"), properties.to_string()).expect("a file");
    folder
}

fn oauth2(token_url: &str) -> Value {
    json!({ "identityProvider": "oauth2", "clientId": "own-id", "scopes": ["read", "write"], "redirectMode": "Global",
        "customParameters": { "tokenUrl": { "value": token_url } } })
}

fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args([&["run"], arguments].concat()).current_dir(folder).env("NO_PROXY", "127.0.0.1");
    for (name, value) in variables {
        command.env(format!("CONNSMITH_CONNECTION_{name}"), value);
    }
    let output = command.output().expect("the program runs");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    for secret in [SECRET, TOKEN, "cl1ent%2Bs3cr3t%2F", "device-s3cr3t"] {
        assert!(!said.contains(secret), "a secret is shown: {said}");
    }
    (output, said)
}

fn body(request: &Asked) -> String {
    String::from_utf8_lossy(&request.body).into_owned()
}

#[test]
fn a_token_for_the_app() {
    let (host, asked) = api(|request| match request.line.as_str() {
        "POST /token HTTP/1.1" => (200, json_headers(), json!({ "access_token": TOKEN, "token_type": "Bearer" }).to_string()),
        "POST /header HTTP/1.1" if request.header("authorization").is_none() => {
            (401, json_headers(), json!({ "error": "invalid_client" }).to_string())
        }
        "POST /header HTTP/1.1" => (200, Vec::new(), format!("token_type=bearer&access_token={TOKEN}")),
        "POST /no HTTP/1.1" => {
            let why = json!({ "error": "invalid_scope", "error_description": format!("not for {SECRET}") });
            (400, json_headers(), why.to_string())
        }
        _ => (200, json_headers(), json!({ "id": 1, "name": request.header("authorization") }).to_string()),
    });
    let secret = [("CLIENT_SECRET", SECRET)];
    let folder = with_oauth(&host, &oauth2(&format!("http://{host}/token")));
    let (output, said) = run(folder.path(), &["GetItem", "--arg", "id=1", "--verbose"], &secret);
    assert!(output.status.success(), "{said}");
    let seen = asked.lock().expect("no panic").clone();
    assert_eq!(
        body(&seen[0]),
        "grant_type=client_credentials&scope=read%20write&client_id=own-id&client_secret=cl1ent%2Bs3cr3t%2F"
    );
    assert_eq!(seen[1].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    // A given token is used as it is, and a dry run asks nobody.
    run(folder.path(), &["GetItem", "--arg", "id=1"], &[secret[0], ("TOKEN", "given-by-hand")]);
    let (_, said) = run(folder.path(), &["GetItem", "--arg", "id=1", "--dry-run"], &secret);
    assert!(said.contains("Authorization: "), "{said}");
    let seen = asked.lock().expect("no panic").clone();
    assert_eq!((seen.len(), seen[2].header("authorization")), (3, Some("Bearer given-by-hand")));
    // Services that want the secret in the header, and that answer with a form.
    let folder = with_oauth(&host, &oauth2(&format!("http://{host}/header")));
    let (output, said) = run(folder.path(), &["--test-connection"], &[secret[0], ("CLIENT_ID", "mine")]);
    assert!(output.status.success(), "{said}");
    let seen = asked.lock().expect("no panic").clone();
    assert_eq!(seen[4].header("authorization"), Some("Basic bWluZTpjbDFlbnQlMkJzM2NyM3QlMkY="));
    assert_eq!(body(&seen[4]), "grant_type=client_credentials&scope=read%20write");
    assert!(seen[5].line.starts_with("GET /api/items/42"), "{}", seen[5].line);
    let folder = with_oauth(&host, &oauth2(&format!("http://{host}/no")));
    let (output, said) = run(folder.path(), &["GetItem", "--arg", "id=1"], &secret);
    assert!(output.status.code() == Some(2) && said.contains("status 400: invalid_scope: not for [redacted]"), "{said}");
}

#[test]
fn a_token_is_sent_whatever_the_definition_says() {
    let folder = with_oauth("api.example.com", &oauth2("https://login.example/token"));
    let path = folder.path().join("apiDefinition.swagger.json");
    let definition = super::read(path.clone());
    for (definitions, security) in [
        (Value::Null, Value::Null),
        (json!({}), json!([{ "oauth": [] }])),
        (json!({ "basic": { "type": "basic" } }), json!([{ "basic": [] }])),
    ] {
        let mut definition = definition.clone();
        definition["securityDefinitions"] = definitions;
        definition["security"] = security;
        std::fs::write(&path, definition.to_string()).expect("a file");
        let (output, said) = run(folder.path(), &["GetItem", "--arg", "id=1", "--dry-run"], &[]);
        assert!(output.status.success() && said.contains("\nAuthorization: Bearer <token>\n"), "{said}");
    }
}

#[test]
fn secrets_go_where_the_connector_says_and_nowhere_else() {
    let secret = [("CLIENT_SECRET", SECRET)];
    let custom = |provider: &str, name: &str, value: &str| json!({ "identityProvider": provider, "clientId": "own-id", "customParameters": { name: { "value": value } } });
    for (settings, more, expected) in [
        (oauth2("http://example.com/token"), None, "is not an https URL, so no secret is sent there"),
        (oauth2("http://127.0.0.1.example.com/token"), None, "is not an https URL"),
        (oauth2("http://localhost:80@example.com/token"), None, "placeholders"),
        (oauth2("ftp://example.com"), None, "is not an https URL"),
        (custom("oauth2generic", "tokenUrlTemplate", "https://{Host}/token"), None, "has placeholders"),
        (custom("aad", "loginUri", "https://login.example.com"), None, "has no `resourceUri`"),
        (custom("aad", "resourceUri", "https://x"), Some(("TENANT_ID", "../x")), "is not the id or domain of a tenant"),
        (custom("facebook", "x", "y"), None, "has no token endpoint in its settings"),
        (
            oauth2("https://a.example/token"),
            Some(("DEVICE_AUTHORIZATION_URL", "https://b.example/code")),
            "is not on the host of",
        ),
        (
            json!({ "identityProvider": "oauth2", "customParameters": { "tokenUrl": { "value": "https://x" } } }),
            None,
            "there is no client id",
        ),
    ] {
        let folder = with_oauth("127.0.0.1:1", &settings);
        let variables: Vec<_> = secret.into_iter().chain(more).collect();
        let (output, said) = run(folder.path(), &["GetItem", "--arg", "id=1"], &variables);
        assert!(output.status.code() == Some(2) && said.contains(expected), "{settings}: {said}");
    }
    let folder = with_oauth("127.0.0.1:1", &oauth2("https://a.example/token"));
    let (output, said) = run(folder.path(), &["GetItem", "--arg", "id=1", "--sign-in", "client-credentials"], &[]);
    assert!(output.status.code() == Some(2) && said.contains("set CONNSMITH_CONNECTION_CLIENT_SECRET"), "{said}");
    let (output, said) = run(folder.path(), &["GetItem", "--arg", "id=1", "--sign-in", "device-code"], &[]);
    assert!(output.status.code() == Some(2) && said.contains("CONNSMITH_CONNECTION_DEVICE_AUTHORIZATION_URL"), "{said}");
}

#[test]
fn a_code_for_another_device() {
    let polls = AtomicUsize::new(0);
    let (host, asked) = api(move |request| match request.line.as_str() {
        "POST /common/oauth2/v2.0/devicecode HTTP/1.1" => {
            let code = json!({ "device_code": "device-s3cr3t", "user_code": "ABC-123", "verification_uri": "https://login.example/code",
                "interval": 1, "expires_in": 60 });
            (200, json_headers(), code.to_string())
        }
        "POST /common/oauth2/v2.0/token HTTP/1.1" => match polls.fetch_add(1, Ordering::SeqCst) {
            0 => (400, json_headers(), json!({ "error": "authorization_pending" }).to_string()),
            _ => (200, json_headers(), json!({ "access_token": TOKEN }).to_string()),
        },
        _ => (200, json_headers(), json!({ "id": 1 }).to_string()),
    });
    let settings = json!({ "identityProvider": "aad", "clientId": "app", "customParameters": {
        "LoginUri": { "value": format!("http://{host}/") }, "resourceUri": { "value": "https://api.example.com/" } } });
    let folder = with_oauth(&host, &settings);
    let (output, said) = run(folder.path(), &["GetItem", "--arg", "id=1", "--sign-in", "device-code"], &[]);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("open https://login.example/code in a browser and enter the code ABC-123"), "{said}");
    let seen = asked.lock().expect("no panic").clone();
    assert_eq!(body(&seen[0]), "client_id=app&scope=https%3A%2F%2Fapi.example.com%2F%2F.default%20offline_access");
    assert!(body(&seen[1]).contains("device_code=device-s3cr3t&client_id=app"), "{}", body(&seen[1]));
    assert_eq!(seen[3].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
}

/// A sign-in service that answers with one response after the other, and keeps the bodies that it gets.
struct Service(Vec<Value>, Vec<String>);

impl Sender for Service {
    fn send(&mut self, request: &Outgoing) -> Result<Answer, String> {
        self.1.push(String::from_utf8(request.payload.bytes().unwrap_or_default()).expect("text"));
        let body = if self.0.is_empty() { json!({ "error": "server_error" }) } else { self.0.remove(0) };
        let status = if body["error"].is_null() { 200 } else { 400 };
        Ok(Answer { status, headers: Headers::default(), payload: Payload::Json(body) })
    }
}

/// A session, the seconds of its clock, and what it says.
fn session(renewal: Renewal, refresh: Option<&str>, lasts: Option<u64>) -> (Session, Arc<AtomicU64>, Arc<Mutex<Vec<String>>>) {
    let (now, said) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (clock, kept) = (Arc::clone(&now), Arc::clone(&said));
    let token = Token { text: "t1".to_owned(), refresh: refresh.map(str::to_owned), lasts: lasts.map(Duration::from_secs) };
    let say = move |text: &str| kept.lock().expect("no panic").push(text.to_owned());
    let clock = move || Duration::from_secs(clock.load(Ordering::SeqCst));
    (Session::new("token".to_owned(), renewal, token, Box::new(clock), Box::new(say)), now, said)
}

fn plan() -> Plan {
    Plan {
        parameter: "token".to_owned(),
        token_url: "https://login.example/token".to_owned(),
        device_url: None,
        client_id: "app".to_owned(),
        client_secret: Some("s".to_owned()),
        scope: None,
        person_scope: None,
    }
}

#[test]
fn an_app_asks_again_before_its_token_expires() {
    let (session, now, said) = session(Renewal::App(plan()), None, Some(3_600));
    let mut service = Service(vec![json!({ "access_token": "t2", "expires_in": "100" })], Vec::new());
    now.store(3_539, Ordering::SeqCst);
    assert_eq!(session.token(&mut service), "t1");
    now.store(3_540, Ordering::SeqCst);
    assert_eq!((session.token(&mut service), session.token(&mut service)), ("t2".to_owned(), "t2".to_owned()));
    assert_eq!(service.1, ["grant_type=client_credentials&client_id=app&client_secret=s"]);
    assert_eq!(session.updated("Bearer t1"), "Bearer t2");
    assert!(["t1", "t2"].iter().all(|token| session.secrets().iter().any(|secret| secret == token)));
    // A short life is renewed in its last tenth. A service that fails is asked again half a minute later; that is said once.
    now.store(3_540 + 90, Ordering::SeqCst);
    assert_eq!(session.token(&mut service), "t2");
    session.token(&mut service);
    assert_eq!(service.1.len(), 2);
    now.fetch_add(30, Ordering::SeqCst);
    session.token(&mut service);
    assert_eq!(service.1.len(), 3);
    assert_eq!(
        *said.lock().expect("no panic"),
        ["the access token cannot be renewed: the sign-in service answered with the status 400: server_error"]
    );
}

#[test]
fn a_token_is_renewed_once_after_the_api_refused_it() {
    let (session, now, said) = session(Renewal::App(plan()), None, None);
    let mut service = Service((2..9).map(|at| json!({ "access_token": format!("t{at}") })).collect(), Vec::new());
    assert_eq!(session.after_refusal("t1", &mut service).as_deref(), Some("t2"));
    // Another call that was refused with the old one uses the new one.
    assert_eq!(session.after_refusal("t1", &mut service).as_deref(), Some("t2"));
    assert_eq!(service.1.len(), 1);
    // The API refuses the new one too, so that is not the reason.
    assert_eq!(session.after_refusal("t2", &mut service), None);
    now.store(31, Ordering::SeqCst);
    assert_eq!(session.after_refusal("t2", &mut service).as_deref(), Some("t3"));
    session.accepted("t3");
    assert_eq!(session.after_refusal("t3", &mut service).as_deref(), Some("t4"));
    assert_eq!((service.1.len(), said.lock().expect("no panic").len()), (3, 0));
}

#[test]
fn the_token_of_a_person_is_refreshed_if_that_is_possible() {
    let (person, _, said) = session(Renewal::Person(plan()), Some("r1"), None);
    let first = json!({ "access_token": "t2" });
    let second = json!({ "access_token": "t3", "refresh_token": "r2" });
    let third = json!({ "error": "invalid_grant", "error_description": "r2 was revoked" });
    let mut service = Service(vec![first, second, third], Vec::new());
    for token in ["t1", "t2", "t3"] {
        person.accepted(token);
        person.after_refusal(token, &mut service);
    }
    let refresh = |token: &str| format!("grant_type=refresh_token&refresh_token={token}&client_id=app&client_secret=s");
    // What the service does not replace stays valid.
    assert_eq!(service.1, [refresh("r1"), refresh("r1"), refresh("r2")]);
    let expected = "the access token cannot be renewed: the sign-in service answered with the status 400: invalid_grant: [redacted] was \
                    revoked; start again to sign in";
    assert_eq!(*said.lock().expect("no panic"), [expected]);
    for (renewal, expected) in
        [(Renewal::Person(plan()), "gave nothing to renew it with"), (Renewal::Given, "start again with a new one")]
    {
        let (session, _, said) = session(renewal, None, None);
        assert_eq!(session.after_refusal("t1", &mut service), None);
        assert_eq!(session.after_refusal("t1", &mut service), None);
        let said = said.lock().expect("no panic");
        assert!(said.len() == 1 && said[0].contains(expected), "{said:?}");
    }
    assert_eq!(service.1.len(), 3);
}

/// A service and an API in one: each token lasts one second, and only the newest is accepted.
fn short_lived() -> (String, Arc<Mutex<Vec<Asked>>>, Arc<AtomicUsize>) {
    let newest = Arc::new(AtomicUsize::new(0));
    let known = Arc::clone(&newest);
    let (host, asked) = api(move |request| {
        let path = request.line.split(' ').nth(1).unwrap_or_default();
        if path == "/token" {
            let number = known.fetch_add(1, Ordering::SeqCst) + 1;
            let token = json!({ "access_token": format!("{TOKEN}-{number}"), "expires_in": 1 });
            return (200, json_headers(), token.to_string());
        }
        let valid = format!("Bearer {TOKEN}-{}", known.load(Ordering::SeqCst));
        if request.header("authorization") != Some(&valid) {
            return (401, json_headers(), json!({ "error": "expired" }).to_string());
        }
        let headers = [json_headers(), vec![("Location".into(), "/api/items/1".into())]].concat();
        (201, headers, json!({ "id": 1, "name": valid }).to_string())
    });
    (host, asked, newest)
}

fn connection(folder: &Path) -> &'static str {
    std::fs::write(folder.join("connection.json"), json!({ "client_secret": SECRET }).to_string()).expect("a file");
    "connection.json"
}

#[test]
fn a_gateway_stays_signed_in() {
    let (host, asked, newest) = short_lived();
    let folder = with_oauth(&host, &oauth2(&format!("http://{host}/token")));
    let server = Server::of("serve", folder.path(), &["--connection", connection(folder.path())]);
    let add = || server.ask("POST /items", "Content-Type: application/json\r\n", b"{\"name\":\"x\"}");
    assert_eq!(add().0, 201);
    // It is old now: the next call gets a new one first.
    std::thread::sleep(Duration::from_millis(1_100));
    assert_eq!(add().0, 201);
    // The service has given a newer one to somebody else: the API refuses ours, and the call is made again.
    newest.fetch_add(7, Ordering::SeqCst);
    assert_eq!(add().0, 201);
    let seen = asked.lock().expect("no panic").clone();
    let lines: Vec<_> = seen.iter().map(|request| request.line.split(' ').nth(1).unwrap_or_default()).collect();
    let [token, items] = ["/token", "/api/items"];
    assert!(lines.starts_with(&[token, items, token, items]), "{lines:?}");
    assert_eq!(lines.iter().filter(|line| **line == token).count(), 3, "{lines:?}");
    assert!(seen.iter().filter(|request| request.line.contains(items)).all(|request| body(request) == "{\"name\":\"x\"}"));
    let log = server.log.lock().expect("no panic");
    assert!(!log.contains(TOKEN) && !log.contains(SECRET), "{log}");
}

#[cfg(unix)]
#[test]
fn missing_arguments_are_asked_for() {
    use expectrl::{Eof, Expect, Session};
    let (host, asked) = api(|request| {
        let items = json!({ "value": [{ "id": 7, "name": "Seven" }, { "id": 8, "name": "Eight" }] });
        (
            200,
            json_headers(),
            if request.line.starts_with("GET /api/items?") || request.line.contains("/api/items ") {
                items.to_string()
            } else {
                json!({ "id": 1 }).to_string()
            },
        )
    });
    let folder = folder(&host);
    let path = folder.path().join("apiDefinition.swagger.json");
    let mut definition = super::read(path.clone());
    let get = &mut definition["paths"]["/items/{id}"]["get"];
    get["parameters"][0]["x-ms-dynamic-values"] =
        json!({ "operationId": "ListItems", "value-collection": "value", "value-path": "id", "value-title": "name" });
    get["parameters"][0]["x-ms-summary"] = "Item".into();
    let more = json!([{ "name": "size", "in": "query", "required": true, "type": "string", "enum": ["small", "large"] },
        { "name": "count", "in": "query", "required": true, "type": "integer" }]);
    get["parameters"].as_array_mut().expect("a list").extend(more.as_array().cloned().expect("a list"));
    std::fs::write(path, definition.to_string()).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(["run", "GetItem"]).current_dir(folder.path()).env("TERM", "xterm").env("NO_PROXY", "127.0.0.1");
    command.env("CONNSMITH_CONNECTION_API_KEY", "k");
    let mut session = Session::spawn(command).expect("a terminal");
    session.set_expect_timeout(Some(std::time::Duration::from_secs(60)));
    for (question, typed) in
        [("Item (id)", "\x1b[B\r"), ("size", "\x1b[B\r"), ("count", "many\r"), ("of the type integer", "\x153\r")]
    {
        session.expect(question).unwrap_or_else(|error| panic!("waited for `{question}`: {error}"));
        std::thread::sleep(std::time::Duration::from_millis(100));
        session.send(typed).expect("a key");
    }
    session.expect(Eof).expect("the end");
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(["run", "AddItem"]).current_dir(folder.path()).env("TERM", "xterm").env("NO_PROXY", "127.0.0.1");
    command.env("CONNSMITH_CONNECTION_API_KEY", "k");
    let mut second = Session::spawn(command).expect("a terminal");
    second.set_expect_timeout(Some(std::time::Duration::from_secs(60)));
    second.expect("Name (body.name)").expect("the question");
    std::thread::sleep(std::time::Duration::from_millis(100));
    second.send("Ann\r").expect("a key");
    second.expect(Eof).expect("the end");
    let added = asked.lock().expect("no panic").pop().expect("a request");
    assert_eq!(body(&added), "{\"name\":\"Ann\"}");
    let seen = asked.lock().expect("no panic").clone();
    assert_eq!(seen.last().map(|request| request.line.as_str()), Some("GET /api/items/8?version=2&size=large&count=3 HTTP/1.1"));
}
