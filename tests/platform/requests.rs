//! What is sent for create, update, download and validate, field by field: as paconn 0.0.21 was seen to send it, but for what
//! is listed as better. The expectations are made here, from the files alone.
use crate::program::{User, root};
use crate::service::{Asked, ENVIRONMENT, OID, SIGNATURE, Service};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The values of an operation that the checks have nothing against.
fn definition(title: &str) -> Value {
    json!({
        "swagger": "2.0",
        "info": { "title": title, "description": "Keeps the tasks of a team in order; größer als gedacht.", "version": "1.0" },
        "host": "api.contoso.example",
        "basePath": "/v2",
        "schemes": ["https"],
        "paths": { "/tasks": { "get": {
            "operationId": "ListTasks", "summary": "List tasks", "description": "Lists the tasks.",
            "parameters": [{ "name": "count", "in": "query", "type": "integer", "default": 9007199254740993_u64, "x-ms-summary": "Count", "description": "How many." }],
            "responses": { "200": { "description": "OK", "schema": { "type": "string" } } },
        } } },
    })
}

fn oauth() -> Value {
    json!({
        "type": "oauthSetting",
        "oAuthSettings": {
            "identityProvider": "oauth2", "clientId": "client", "scopes": ["read"], "redirectMode": "Global",
            "redirectUrl": "https://global.consent.azure-apim.net/redirect",
            "properties": { "IsFirstParty": "False" },
            "customParameters": {
                "authorizationUrl": { "value": "https://contoso.example/a" }, "tokenUrl": { "value": "https://contoso.example/t" },
                "refreshUrl": { "value": "https://contoso.example/t" },
            },
        },
    })
}

fn key() -> Value {
    let ui = json!({ "displayName": "API key", "description": "Your key", "tooltip": "Your key", "constraints": { "tabIndex": 2, "clearText": false, "required": "true" } });
    json!({ "type": "securestring", "uiDefinition": ui })
}

/// Five kinds of connector, made for this test.
pub fn own() -> Vec<(&'static str, Value)> {
    let body = |more: Value| {
        let mut body =
            json!({ "iconBrandColor": "#007ee5", "capabilities": ["actions"], "publisher": "Contoso", "stackOwner": "Contoso" });
        more.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
        json!({ "properties": body })
    };
    let policy = json!([{ "templateId": "setheader", "title": "Version", "parameters": {
        "x-ms-apimTemplateParameter.name": "X-Version", "x-ms-apimTemplateParameter.value": "2",
        "x-ms-apimTemplateParameter.existsAction": "override", "x-ms-apimTemplate-policySection": "Request",
    } }]);
    let sets = json!({
        "uiDefinition": { "displayName": "How to sign in", "description": "How to sign in" },
        "values": [
            { "name": "oauth", "uiDefinition": { "displayName": "OAuth", "description": "OAuth" }, "parameters": { "token": oauth() } },
            { "name": "key", "uiDefinition": { "displayName": "Key", "description": "Key" }, "parameters": { "api_key": key() } },
        ],
    });
    vec![
        ("api key", body(json!({ "connectionParameters": { "api_key": key() } }))),
        ("oauth", body(json!({ "connectionParameters": { "token": oauth() } }))),
        ("policies", body(json!({ "connectionParameters": { "api_key": key() }, "policyTemplateInstances": policy }))),
        ("sets", body(json!({ "connectionParameters": {}, "connectionParameterSets": sets }))),
        ("icon and script", body(json!({ "connectionParameters": {}, "scriptOperations": ["ListTasks"] }))),
    ]
}

pub const SCRIPT: &str = "public class Script : ScriptBase\n{\n    public override async Task<HttpResponseMessage> ExecuteAsync()\n    {\n        return await this.Context.SendAsync(this.Context.Request, this.CancellationToken);\n    }\n}\n";

/// A picture of 100 by 100 in one colour.
pub fn icon() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 100, 100);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&[0x00, 0x7e, 0xe5].repeat(10_000)).unwrap();
    bytes
}

/// Puts one of them into the working folder; the names of icon and script are hard ones.
pub fn put(user: &User, kind: &str, properties: &Value) {
    user.write("apiDefinition.swagger.json", &serde_json::to_string_pretty(&definition(&format!("Tasks {kind}"))).unwrap());
    user.write("apiProperties.json", &serde_json::to_string_pretty(properties).unwrap());
    if kind == "icon and script" {
        std::fs::write(user.work().join("my icon+100%.png"), icon()).unwrap();
        user.write("script.csx", SCRIPT);
    }
}

struct Files {
    definition: Value,
    properties: Value,
    icon: Option<(String, Vec<u8>)>,
    script: Option<(String, Vec<u8>)>,
}

impl Files {
    fn of(folder: &Path) -> Files {
        let json = |name: &str| serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap();
        let ending = |end: &str| {
            let file =
                std::fs::read_dir(folder).unwrap().flatten().find(|file| file.file_name().to_string_lossy().ends_with(end))?;
            Some((file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap()))
        };
        Files {
            definition: json("apiDefinition.swagger.json"),
            properties: json("apiProperties.json"),
            icon: ending(".png"),
            script: ending(".csx"),
        }
    }

    /// The document of the last request, after facts: what the file has, then the fields in this order.
    fn body(&self, new: bool, container: &str, secret: Option<&str>) -> Value {
        let mut document = self.properties.clone();
        let body = document["properties"].as_object_mut().unwrap();
        body.shift_remove("stackOwner"); // better: the service refuses it
        if let Some(secret) = secret {
            let sets = body.get("connectionParameterSets").and_then(|sets| sets["values"].as_array()).map_or(0, Vec::len);
            let mut pointers = vec!["/connectionParameters/token/oAuthSettings".to_owned()];
            pointers.extend((0..sets).map(|at| format!("/connectionParameterSets/values/{at}/parameters/token/oAuthSettings")));
            let mut whole = Value::Object(std::mem::take(body));
            for pointer in pointers {
                if let Some(settings) = whole.pointer_mut(&pointer) {
                    settings["clientSecret"] = secret.into();
                }
            }
            *body = whole.as_object().unwrap().clone();
        }
        let text = |name: &str| self.definition[name].as_str().unwrap_or_default();
        body.insert("openApiDefinition".into(), self.definition.clone());
        let scheme = self.definition["schemes"][0].as_str().unwrap_or("https"); // better: paconn leaves it out
        body.insert("backendService".into(), json!({ "serviceUrl": format!("{scheme}://{}{}", text("host"), text("basePath")) }));
        body.insert("environment".into(), json!({ "name": ENVIRONMENT }));
        if new {
            body.insert("displayName".into(), self.definition["info"]["title"].clone());
        }
        body.insert("description".into(), self.definition["info"]["description"].clone());
        // Better: percent-encoded, as in the PUT.
        let address = |name: &str| Value::from(container.replacen('?', &format!("/{}?", encode(name)), 1));
        if let Some((name, _)) = &self.icon {
            body.insert("iconUri".into(), address(name));
        }
        match &self.script {
            Some((name, _)) => _ = body.insert("scriptDefinitionUrl".into(), address(name)),
            None if new => _ = body.insert("scriptDefinitionUrl".into(), "".into()),
            None => {} // better: paconn clears the script
        }
        document
    }
}

/// By another way than the product's.
fn encode(name: &str) -> String {
    name.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                (byte as char).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// The headers that say something: those of every HTTP client are left out.
fn headers(asked: &Asked) -> Map<String, Value> {
    const TRANSPORT: [&str; 7] =
        ["host", "content-length", "accept", "accept-encoding", "user-agent", "connection", "authorization"];
    let said = asked.headers.iter().filter(|(name, _)| !TRANSPORT.contains(&name.as_str()));
    said.map(|(name, value)| (name.clone(), value.clone().into())).collect()
}

/// Line, headers, body of a request to the service.
#[track_caller]
fn is(asked: &Asked, line: &str, expected: Value, body: Option<&Value>, token: &str) {
    assert_eq!(asked.line(), line);
    assert_eq!(Value::Object(headers(asked)), expected, "{line}");
    let authorization = asked.headers.get("authorization").map(String::as_str);
    let wanted = format!("Bearer {token}");
    assert_eq!(authorization, (!token.is_empty()).then_some(wanted.as_str()), "{line}");
    match body {
        // As text, so that the order of keys counts.
        Some(body) => assert_eq!(
            serde_json::to_string_pretty(&asked.json()).unwrap(),
            serde_json::to_string_pretty(body).unwrap(),
            "{line}"
        ),
        None => assert!(asked.body.is_empty(), "{line}"),
    }
}

const ORIGIN: &str = "paconn-cli";

fn filter() -> String {
    format!("%24filter=environment%20eq%20%27{}%27", encode(ENVIRONMENT))
}

/// The requests before the last: validation, storage, blobs. How many there were comes back, and the container's address.
fn uploads(service: &Service, asked: &[Asked], files: &Files, token: &str) -> (usize, String) {
    let path = format!("/providers/Microsoft.PowerApps/objectIds/{OID}");
    let both = json!({ "x-ms-origin": ORIGIN, "content-type": "application/json" });
    is(&asked[0], &format!("POST {path}/validateApiSwagger?api-version=2016-11-01"), both, Some(&files.definition), token);
    let environment = json!({ "environment": { "name": ENVIRONMENT } });
    let kind = json!({ "content-type": "application/json" });
    is(&asked[1], &format!("POST {path}/generateResourceStorage?api-version=2016-11-01"), kind, Some(&environment), token);
    let container = service.state().blobs.keys().last().unwrap().clone();
    let sas = format!("sv=2019-02-02&sr=c&sig={SIGNATURE}&se=2099-01-01");
    let mut at = 2;
    for (part, kind) in [(&files.icon, Some("image/png")), (&files.script, None)] {
        let Some((name, bytes)) = part else { continue };
        assert_eq!(asked[at].line(), format!("PUT /blob/{container}/{}?{sas}", encode(name)));
        let mut said = headers(&asked[at]);
        let id = said.remove("x-ms-client-request-id").unwrap();
        assert_eq!(id.as_str().unwrap().split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(said.remove("x-ms-date").unwrap().as_str().unwrap().ends_with(" GMT"));
        let mut expected = json!({ "x-ms-blob-type": "BlockBlob", "x-ms-version": "2019-02-02" });
        if let Some(kind) = kind {
            expected["x-ms-blob-content-type"] = kind.into();
        }
        assert_eq!(Value::Object(said), expected, "{name}");
        assert_eq!(&asked[at].body, bytes, "{name}");
        assert!(!asked[at].headers.contains_key("authorization"));
        at += 1;
    }
    (at, format!("{}/blob/{container}?{sas}", service.base))
}

/// The reads after an upload, by which the next one knows whether somebody else changed the connector: better.
fn reads(service: &Service, asked: &[Asked], id: &str, files: &Files, token: &str) {
    let connector = format!("/providers/Microsoft.PowerApps/apis/{id}?api-version=2016-11-01&{}", filter());
    is(&asked[0], &format!("GET {connector}"), json!({ "x-ms-origin": ORIGIN }), None, token);
    let parts: Vec<String> =
        asked[1..].iter().map(|asked| percent_decode_str(&asked.path).decode_utf8().unwrap().into_owned()).collect();
    let container = service.state().blobs.keys().last().unwrap().clone();
    let named = |part: &Option<(String, Vec<u8>)>| part.as_ref().map(|(name, _)| format!("/blob/{container}/{name}"));
    let expected: Vec<String> =
        named(&files.icon).into_iter().chain(named(&files.script)).chain([format!("/blob/definitions/{id}.json")]).collect();
    assert_eq!(parts, expected);
    assert!(asked[1..].iter().all(|asked| asked.method == "GET" && !asked.headers.contains_key("authorization")));
}

/// Create, update, validate and download one connector, and look at each request.
fn through(user: &User, service: &Service, secret: Option<&str>) {
    let token = user.variables.iter().find(|(name, _)| name == "CONNSMITH_ACCESS_TOKEN").unwrap().1.clone();
    let files = Files::of(&user.work());
    let icon: Vec<&str> = files
        .icon
        .as_ref()
        .filter(|(name, _)| name != "icon.png")
        .map(|(name, _)| vec!["--icon", name.as_str()])
        .unwrap_or_default();
    let secret_option: Vec<&str> = secret.map(|secret| vec!["--secret", secret]).unwrap_or_default();
    let all = [&["-e", ENVIRONMENT][..], &icon, &secret_option].concat();
    let list = format!("GET /providers/Microsoft.PowerApps/apis?api-version=2016-11-01&{}", filter());

    service.take();
    let done = user.run(&[&["create", "--format", "json"][..], &all].concat()).ok();
    let id = done.json()["connectorId"].as_str().unwrap().to_owned();
    let asked = service.take();
    // Better: looks whether there is one of that title.
    is(&asked[0], &list, json!({ "x-ms-origin": ORIGIN }), None, &token);
    let (count, container) = uploads(service, &asked[1..], &files, &token);
    let both = json!({ "x-ms-origin": ORIGIN, "content-type": "application/json" });
    let create = format!("POST /providers/Microsoft.PowerApps/apis?api-version=2016-11-01&{}", filter());
    is(&asked[1 + count], &create, both.clone(), Some(&files.body(true, &container, secret)), &token);
    reads(service, &asked[2 + count..], &id, &files, &token);

    let done = user.run(&[&["update"][..], &all].concat()).ok();
    assert!(done.out.starts_with("updated “") && done.out.contains(&format!(", {id} (definition, properties")), "{}", done.out);
    let asked = service.take();
    // Better: looks whether somebody else changed it. What it reads is what was read after the last upload.
    let looked = asked.iter().position(|asked| asked.method != "GET").unwrap();
    let (count, container) = uploads(service, &asked[looked..], &files, &token);
    let update = format!("PATCH /providers/Microsoft.PowerApps/apis/{id}?api-version=2016-11-01&{}", filter());
    is(&asked[looked + count], &update, both.clone(), Some(&files.body(false, &container, secret)), &token);
    reads(service, &asked[looked + count + 1..], &id, &files, &token);

    let done = user.run(&["validate", "-d", "apiDefinition.swagger.json", "--select", "operation-summary-missing"]).ok();
    let asked = service.take();
    assert_eq!(asked.len(), 1, "{done:?}");
    let path = format!("/providers/Microsoft.PowerApps/objectIds/{OID}/validateApiSwagger");
    let validate = format!("POST {path}?api-version=2016-11-01&enableConnectorCertificationRules=true");
    is(&asked[0], &validate, both, Some(&files.definition), &token);

    user.run(&["download", "-d", "back"]).ok();
    reads(service, &service.take(), &id, &files, &token);
    let back = Files::of(&user.work().join("back"));
    assert_eq!(back.definition, files.definition);
    let mut kept = files.properties.clone();
    kept["properties"].as_object_mut().unwrap().shift_remove("stackOwner");
    // The service shows secrets here; no file may have them. paconn drops what it does not know.
    for name in [
        "connectionParameters",
        "connectionParameterSets",
        "iconBrandColor",
        "scriptOperations",
        "capabilities",
        "policyTemplateInstances",
        "publisher",
    ] {
        assert_eq!(back.properties["properties"].get(name), kept["properties"].get(name), "{name}");
    }
    assert_eq!(back.icon.map(|(_, bytes)| bytes), files.icon.map(|(_, bytes)| bytes));
    assert_eq!(back.script.map(|(_, bytes)| bytes), files.script.map(|(_, bytes)| bytes));
    std::fs::remove_dir_all(user.work().join("back")).unwrap();
}

#[test]
fn requests_are_those_of_paconn_but_for_what_is_better() {
    for (kind, properties) in own() {
        let service = Service::start();
        let user = User::with_token(&service);
        put(&user, kind, &properties);
        through(&user, &service, matches!(kind, "oauth" | "sets").then_some("a \"secret\" ü"));
    }
}

#[test]
fn requests_for_published_connectors_too() {
    let corpus = root().join("../shared/corpus");
    if !corpus.is_dir() {
        println!("skipped: ../shared/corpus (the published connectors) is not there");
        return;
    }
    for (connector, secret) in [
        ("independent-publisher-connectors/Dad Jokes", false),
        ("certified-connectors/LnkBio", true),
        ("certified-connectors/cioplenu", false),
        ("certified-connectors/RescoCloud", true),
        ("custom-connectors/Snowflake", true),
    ] {
        let service = Service::start();
        let user = User::with_token(&service);
        user.take(&corpus.join(connector));
        through(&user, &service, secret.then_some("the-secret-of-it"));
    }
}
