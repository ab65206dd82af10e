//! `run` with OAuth: tokens for an app and codes for another device, at the endpoints that the connector names; and the questions that
//! `run` asks on a terminal.
use super::run::{Asked, api, folder, json_headers};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

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
    let polls = std::sync::atomic::AtomicUsize::new(0);
    let (host, asked) = api(move |request| match request.line.as_str() {
        "POST /common/oauth2/v2.0/devicecode HTTP/1.1" => {
            let code = json!({ "device_code": "device-s3cr3t", "user_code": "ABC-123", "verification_uri": "https://login.example/code",
                "interval": 1, "expires_in": 60 });
            (200, json_headers(), code.to_string())
        }
        "POST /common/oauth2/v2.0/token HTTP/1.1" => match polls.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
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
    assert_eq!(body(&seen[0]), "client_id=app&scope=https%3A%2F%2Fapi.example.com%2F%2F.default");
    assert!(body(&seen[1]).contains("device_code=device-s3cr3t&client_id=app"), "{}", body(&seen[1]));
    assert_eq!(seen[3].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
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
