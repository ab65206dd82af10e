//! Policies: every template on the examples of Microsoft's pages and of published connectors.
use super::connector;
use connsmith::Connector;
use connsmith::call::choices::Choices;
use connsmith::call::connection::Connection;
use connsmith::call::exchange::{Answer, Headers, Outgoing, Payload, Sender};
use connsmith::call::pipeline::{self, Called, Caller, Stop};
use connsmith::call::request::{self, Defaults, Options, PathEncoding};
use connsmith::call::{arguments, fit, source};
use connsmith::connector::{Folder, FolderFile};
use connsmith::text::document::File;
use serde_json::{Value, json};

/// An API that keeps what it is asked, and answers from a list.
#[derive(Default)]
pub struct Api {
    pub asked: Vec<Outgoing>,
    pub answers: Vec<Answer>,
}

impl Sender for Api {
    fn send(&mut self, request: &Outgoing) -> Result<Answer, String> {
        self.asked.push(request.clone());
        if self.answers.is_empty() { Ok(answer(200, json!({}))) } else { Ok(self.answers.remove(0)) }
    }
}

pub fn answer(status: u16, body: Value) -> Answer {
    let headers = Headers(vec![("content-type".into(), "application/json".into())]);
    Answer { status, headers, payload: Payload::Json(body) }
}

/// A connector with these paths and `properties`.
pub fn with_properties(definition: &Value, properties: &Value) -> Connector {
    let file = |file, name: &str, value: &Value| FolderFile { file, name: name.into(), bytes: value.to_string().into_bytes() };
    let files = vec![
        file(File::Definition, "apiDefinition.swagger.json", definition),
        file(File::Properties, "apiProperties.json", &json!({ "properties": properties })),
    ];
    source::connector(Folder { files, ..Folder::default() })
}

/// An instance of a template; parameters without the prefix.
fn policy(template: &str, section: &str, parameters: Value) -> Value {
    let mut all = serde_json::Map::new();
    for (name, value) in parameters.as_object().expect("parameters") {
        all.insert(format!("x-ms-apimTemplateParameter.{name}"), value.clone());
    }
    if !section.is_empty() {
        all.insert("x-ms-apimTemplate-policySection".into(), section.into());
    }
    json!({ "templateId": template, "title": "t", "parameters": all })
}

/// `POST /api/items/{id}?q=…` with header `h` and a body.
fn definition() -> Value {
    json!({ "swagger": "2.0", "host": "h.example", "basePath": "/api", "schemes": ["https"], "info": { "title": "T", "version": "1" },
        "paths": { "/items/{id}": { "post": { "operationId": "Op", "responses": { "200": { "description": "" } }, "parameters": [
            { "name": "id", "in": "path", "required": true, "type": "string" },
            { "name": "q", "in": "query", "type": "string" },
            { "name": "test", "in": "header", "type": "string" },
            { "name": "body", "in": "body", "schema": { "type": "object" } },
        ] } } } })
}

struct Case<'t> {
    policies: Vec<Value>,
    arguments: &'t [&'t str],
    values: &'t [(&'t str, &'t str)],
    choices: &'t [&'t str],
    answers: Vec<Answer>,
}

impl Case<'_> {
    fn call(self) -> (Called, Api) {
        let connector = with_properties(&definition(), &json!({ "policyTemplateInstances": self.policies }));
        let operation = connector.operation("Op").expect("the operation");
        let read = |_: &str| Err("no files".to_owned());
        let arguments: Vec<_> =
            self.arguments.iter().map(|text| arguments::of_option(text, read).expect("an argument")).collect();
        let options = Options { defaults: Defaults::All, path_encoding: PathEncoding::Single, ..Options::default() };
        let built = request::build(operation, &arguments, options);
        let request = built.request.unwrap_or_else(|| panic!("{:?}", built.problems));
        let mut connection = Connection::default();
        self.values.iter().for_each(|(name, value)| connection.put(name, (*value).to_owned()));
        let mut choices = Choices::default();
        self.choices.iter().for_each(|choice| choices.choose(choice).expect("a choice"));
        let mut api = Api { answers: self.answers, ..Api::default() };
        let mut caller = Caller {
            connection: &connection,
            choices: &choices,
            sender: &mut api,
            script: None,
            dry: false,
            base: None,
            gateway: None,
        };
        let called = pipeline::call(operation, &request, &mut caller);
        (called, api)
    }
}

fn case<'t>(policies: Vec<Value>, arguments: &'t [&'t str], values: &'t [(&'t str, &'t str)]) -> Case<'t> {
    Case { policies, arguments, values, choices: &[], answers: Vec::new() }
}

/// The last request that the API got.
fn sent(policies: Vec<Value>, arguments: &[&str], values: &[(&str, &str)]) -> Outgoing {
    let (called, mut api) = case(policies, arguments, values).call();
    assert_eq!(called.stop, None);
    api.asked.pop().expect("a request")
}

#[test]
fn headers_are_set() {
    let set = |value: &str, action: &str| {
        policy("setheader", "Request", json!({ "name": "Test", "value": value, "existsAction": action }))
    };
    for (value, action, expected) in [
        ("@headers('test')moo", "override", Some("foomoo")),
        ("bar", "skip", Some("foo")),
        ("bar", "append", Some("foo,bar")),
        ("Bearer @connectionParameters('Key')", "override", Some("Bearer k")),
        ("@connectionParameters('none','x')", "override", Some("x")),
        ("@connectionParameters('none','')", "override", Some("")),
        ("@queryParameters('q')/@{headers('test')}", "override", Some("1 2/foo")),
        ("@body().a.b[1]", "override", Some("7")),
        ("@header('nothing','d')", "override", Some("d")),
        ("@concat('a')", "override", Some("@concat('a')")),
    ] {
        let arguments = ["id=1", "q=1 2", "test=foo", "body={\"a\": {\"b\": [6, 7]}}"];
        let request = sent(vec![set(value, action)], &arguments, &[("key", "k")]);
        assert_eq!(request.headers.get("test"), expected, "{value} {action}");
    }
    let empty = vec![set("", "override")];
    let (_, api) = Case { choices: &["empty-header=remove"], ..case(empty, &["id=1", "test=foo"], &[]) }.call();
    assert_eq!(api.asked[0].headers.get("test"), None);
    let (called, api) = case(vec![set("@headers('none')", "override")], &["id=1"], &[]).call();
    assert!(api.asked.is_empty());
    assert!(
        matches!(&called.stop, Some(Stop::Policy(fault)) if fault.message.contains("`@headers('none')` has no value")),
        "{:?}",
        called.stop
    );
    let lenient = vec![set("a@headers('none')", "override")];
    let (_, api) = Case { choices: &["missing-value=empty"], ..case(lenient, &["id=1"], &[]) }.call();
    assert_eq!(api.asked[0].headers.get("test"), Some("a"));
}

#[test]
fn query_parameters_are_set() {
    let set = |name: &str, value: &str, action: &str| {
        policy("SetQueryParameter", "", json!({ "name": name, "value": value, "existsAction": action }))
    };
    for (name, value, action, expected) in [
        ("q", "IsArchived eq false", "override", "?q=IsArchived%20eq%20false"),
        ("q", "x", "skip", "?q=1"),
        ("q", "x", "append", "?q=1&q=x"),
        ("q", "{\"old\":@queryParameters('q')}", "override", "?q=%7B%22old%22%3A1%7D"),
        ("%24top", "5", "override", "?q=1&$top=5"),
    ] {
        let request = sent(vec![set(name, value, action)], &["id=1", "q=1"], &[]);
        assert_eq!(request.url(), format!("https://h.example/api/items/1{expected}"), "{name} {value} {action}");
    }
}

#[test]
fn hosts_are_replaced() {
    let host = |template: &str| policy("dynamichosturl", "", json!({ "urlTemplate": template }));
    let values = [("sub", "path"), ("url", "http://a.b:8080/x/")];
    for (templates, expected) in [
        (
            vec!["https://@header('test').abc.@queryParameters('q')/@connectionParameters('sub')"],
            "https://foo.abc.pqr/path/items/1",
        ),
        (vec!["@connectionParameters('URL')"], "http://a.b:8080/x/items/1"),
        (vec!["https://one.example/", "https://two.example/"], "https://two.example/items/1"),
    ] {
        let policies = templates.into_iter().map(host).collect();
        let request = sent(policies, &["id=1", "test=foo", "q=pqr"], &values);
        assert_eq!(request.url(), format!("{expected}?q=pqr"));
    }
    let (called, _) = case(vec![host("@connectionParameters('sub')")], &["id=1"], &values).call();
    assert!(
        matches!(&called.stop, Some(Stop::Policy(fault)) if fault.message == "`path` is not a URL with `https://` and a host")
    );
    let mut scoped = host("https://other.example");
    scoped["parameters"]["x-ms-apimTemplate-operationName"] = json!(["Other"]);
    assert_eq!(sent(vec![scoped], &["id=1"], &[]).base, "https://h.example/api");
}

#[test]
fn requests_are_routed() {
    let route = |path: &str, method: Option<&str>| {
        let mut parameters = json!({ "newPath": path });
        if let Some(method) = method {
            parameters["httpMethod"] = method.into();
        }
        policy("routerequesttoendpoint", "", parameters)
    };
    for (path, method, expected) in [
        ("/things/{id}/x", None, "POST https://h.example/api/things/a%2Fb/x?q=1"),
        ("things", Some("@Request.OriginalHTTPMethod"), "POST https://h.example/api/things?q=1"),
        ("/things", Some("DELETE"), "DELETE https://h.example/api/things?q=1"),
        ("/t?@headers('test')=@queryParameters('q')&fix=a%20b", None, "POST https://h.example/api/t?q=1&foo=1&fix=a%20b"),
        ("/t/@headers('test') 1", None, "POST https://h.example/api/t/foo%201?q=1"),
    ] {
        let request = sent(vec![route(path, method)], &["id=a/b", "q=1", "test=foo"], &[]);
        assert_eq!(format!("{} {}", request.method, request.url()), expected, "{path}");
    }
    // The order of the file counts: a host after a route is the host of the route.
    let policies = vec![route("/v1/x", None), policy("dynamichosturl", "", json!({ "urlTemplate": "https://n.example/" }))];
    assert_eq!(sent(policies, &["id=1"], &[]).url(), "https://n.example/v1/x");
}

#[test]
fn bodies_are_changed() {
    let set = |parent: &str, sub: &str, value: &str| {
        let parameters = json!({ "newPropertyParentPathTemplate": parent, "newPropertySubPathTemplate": sub, "propertyValuePathTemplate": value });
        policy("setproperty", "Request", parameters)
    };
    let change = |template: &str, mut parameters: Value, parent: &str, sub: &str, new: &str| {
        parameters["propertyParentPath"] = parent.into();
        parameters["propertySubPath"] = sub.into();
        parameters["newPropertyPath"] = new.into();
        policy(template, "Request", parameters)
    };
    let body = json!({ "firstName": "A", "lastName": "B", "n": 5, "list": [{ "id": 1, "k": "x" }, { "id": 2, "k": "y" }],
        "text": "a;b; c", "object": { "one": { "v": 1 }, "two": { "v": 2 } }, "url": "https://x/7.8" });
    for (policy, place, expected) in [
        (set("@body()", "age", "30"), "/age", json!("30")),
        (set("@body().list", "age", "30"), "/list/1/age", json!("30")),
        (set("@body()", "name", "{@body().firstName} {@body().lastName}"), "/name", json!("A B")),
        (set("body()", "topics", "[\"matter.created\"]"), "/topics", json!(["matter.created"])),
        (set("@body()", "object", "[{@body().object}]"), "/object/0/one/v", json!(1)),
        (set("@body()", "['@odata.type']", "#x"), "/@odata.type", json!("#x")),
        (set("@body().list", "@item().both", "'{@item()['id']}-{@item()['k']}'"), "/list/1/both", json!("'2-y'")),
        (set("@body().deep.er", "x", "1"), "/deep/er/x", json!("1")),
        (set("@body()", "key", "@connectionParameters('key')"), "/key", json!("@connectionParameters('key')")),
        (
            change(
                "StringToArray",
                json!({ "delimiterList": ";", "childPropertyName": "p" }),
                "@body()",
                "text",
                "@body().parts",
            ),
            "/parts",
            json!([{ "p": "a" }, { "p": "b" }, { "p": " c" }]),
        ),
        (
            change("stringreplace", json!({ "sourceString": ".", "replacementString": "%2E" }), "@body()", "url", "@body().url"),
            "/url",
            json!("https://x/7%2E8"),
        ),
        (
            change("StringReplace", json!({ "sourceString": "x", "replacementString": "" }), "@body().list", "k", "@item().new"),
            "/list/0/new",
            json!(""),
        ),
        (change("EncodePropertyValue", json!({}), "@body()", "url", "@body().url"), "/url", json!("https%3A%2F%2Fx%2F7.8")),
        (
            change("convertobjecttoarray", json!({}), "@body()", "object", "@body().pairs"),
            "/pairs/1",
            json!({ "key": "two", "value": { "v": 2 } }),
        ),
        (
            change(
                "ConvertObjectToArray",
                json!({ "keyName": "sound", "valueName": "text" }),
                "@body().object",
                "null",
                "@body().object",
            ),
            "/object/0",
            json!({ "sound": "one", "text": { "v": 1 } }),
        ),
        (
            change(
                "convertarraytoobject",
                json!({ "keyWithinCollectionPath": "k", "retainKey": "false" }),
                "@body()",
                "list",
                "@body().map",
            ),
            "/map",
            json!({ "x": { "id": 1 }, "y": { "id": 2 } }),
        ),
        (
            change(
                "ConvertArrayToObject",
                json!({ "keyWithinCollectionPath": "@item().id" }),
                "@body().list",
                "null",
                "@body().list",
            ),
            "/list/2/k",
            json!("y"),
        ),
        (
            policy(
                "moveproperties",
                "Request",
                json!({ "srcParentPath": "@body()", "srcSubPath": "object", "dstParentPath": "@body()", "dstSubPath": "null", "copyOnlySubProperties": "true" }),
            ),
            "/two/v",
            json!(2),
        ),
    ] {
        let shown = policy.to_string();
        let request = sent(vec![policy], &["id=1", &format!("body={body}")], &[]);
        let Payload::Json(body) = &request.payload else { panic!("{request:?}") };
        assert_eq!(body.pointer(place), Some(&expected), "{shown}: {body}");
    }
    // Each policy sees what the earlier ones left.
    let gifts = vec![set("@body()", "payments", "[{@body().payments}]"), set("@body()", "gifts", "{@body().payments}")];
    let request = sent(gifts, &["id=1", "body={\"payments\": {\"a\": 1}}"], &[]);
    assert_eq!(request.payload, Payload::Json(json!({ "payments": [{ "a": 1 }], "gifts": [{ "a": 1 }] })));
}

#[test]
fn values_come_from_other_addresses() {
    let instance = policy(
        "setvaluefromurl",
        "Request",
        json!({ "parameterTemplate": "@headers('Authorization')", "httpMethod": "POST",
        "parameterValueUrl": "/token/{id}?grant=client", "parameterValuePathTemplate": "@body().access_token" }),
    );
    let setheader =
        policy("setheader", "Request", json!({ "name": "Authorization", "value": "Bearer @headers('Authorization')" }));
    let host = policy("dynamichosturl", "", json!({ "urlTemplate": "https://auth.example" }));
    let answers = vec![answer(200, json!({ "access_token": "secret-token" })), answer(200, json!({}))];
    let policies = vec![host, instance, setheader];
    let (called, api) = Case { answers, ..case(policies.clone(), &["id=7", "test=x", "body={}"], &[]) }.call();
    assert_eq!(called.stop, None);
    assert_eq!(format!("{} {}", api.asked[0].method, api.asked[0].url()), "POST https://auth.example/token/7?grant=client");
    assert_eq!((api.asked[0].headers.get("test"), &api.asked[0].payload), (Some("x"), &Payload::None));
    assert_eq!(api.asked[1].headers.get("authorization"), Some("Bearer secret-token"));
    assert_eq!(called.secrets, ["secret-token"]);
    let answers = vec![answer(401, json!({}))];
    let (called, api) = Case { answers, ..case(policies, &["id=7"], &[]) }.call();
    assert_eq!(api.asked.len(), 1);
    assert!(
        matches!(called.stop, Some(Stop::Policy(fault)) if fault.message == "POST https://auth.example/token/7?grant=client returned 401")
    );
}

#[test]
fn answers_are_changed() {
    let header = policy("setheader", "Response", json!({ "name": "Location", "value": "/subs/@body().id" }));
    let pairs = policy(
        "convertobjecttoarray",
        "Response",
        json!({ "propertyParentPath": "@body()", "propertySubPath": "sounds", "newPropertyPath": "@body().all" }),
    );
    let strip = policy(
        "StringReplace",
        "Response",
        json!({ "propertyParentPath": "@body().items", "propertySubPath": "url", "sourceString": "https://x/",
        "replacementString": "", "newPropertyPath": "@item().id" }),
    );
    let unauthenticated = policy("setconnectionstatustounauthenticated", "", json!({ "statusCode": 401 }));
    let next = policy("updatenextlink", "", json!({ "nextLinkPropertyName": "@odata.nextLink" }));
    let body = json!({ "id": 5, "sounds": { "bike": "Bike" }, "items": [{ "url": "https://x/7" }], "@odata.nextLink": "https://h.example/api/p?2" });
    let answers = vec![answer(401, body)];
    let (called, _) = Case { answers, ..case(vec![header, pairs, strip, unauthenticated, next], &["id=1"], &[]) }.call();
    assert_eq!(called.stop, None);
    assert!(called.unauthenticated);
    let answer = called.answer.expect("an answer");
    assert_eq!(answer.headers.get("location"), Some("/subs/5"));
    let Payload::Json(body) = &answer.payload else { panic!("{answer:?}") };
    assert_eq!((&body["all"][0]["key"], &body["items"][0]["id"]), (&json!("bike"), &json!("7")));
    assert!(called.done.iter().any(|done| done.what.contains("https://h.example/api/p?2")), "{:?}", called.done);
}

#[test]
fn connections_sign_in() {
    let mut swagger = definition();
    let parameter =
        |kind: &str| json!({ "type": kind, "uiDefinition": { "displayName": "X", "constraints": { "required": "true" } } });
    for (security, parameters, values, header, expected) in [
        (
            json!({ "API Key": { "type": "apiKey", "in": "header", "name": "X-Key" } }),
            json!({ "api_key": parameter("securestring") }),
            vec![("api_key", "k1")],
            "x-key",
            "k1",
        ),
        (
            json!({ "Key": { "type": "apiKey", "in": "header", "name": "X-Key" } }),
            json!({ "host": parameter("string"), "secret": parameter("securestring") }),
            vec![("host", "h"), ("secret", "k2")],
            "x-key",
            "k2",
        ),
        (
            json!({ "b": { "type": "basic" } }),
            json!({ "username": parameter("securestring"), "password": parameter("securestring") }),
            vec![("username", "u"), ("password", "p")],
            "authorization",
            "Basic dTpw",
        ),
        (
            json!({ "o": { "type": "oauth2" } }),
            json!({ "token": parameter("oauthSetting") }),
            vec![("token", "t")],
            "authorization",
            "Bearer t",
        ),
    ] {
        swagger["securityDefinitions"] = security;
        let connector = with_properties(&swagger, &json!({ "connectionParameters": parameters }));
        let operation = connector.operation("Op").expect("the operation");
        let argument = arguments::of_option("id=1", |_| Err(String::new())).expect("an argument");
        let request = request::build(operation, &[argument], Options::default()).request.expect("a request");
        let choices = Choices::default();
        let call = |connection: &Connection| {
            let mut api = Api::default();
            let mut caller =
                Caller { connection, choices: &choices, sender: &mut api, script: None, dry: false, base: None, gateway: None };
            let called = pipeline::call(operation, &request, &mut caller);
            (called, api.asked.len())
        };
        let mut connection = Connection::default();
        let (called, count) = call(&connection);
        assert!(matches!(&called.stop, Some(Stop::Missing(names)) if !names.is_empty()) && count == 0, "{:?}", called.stop);
        values.iter().for_each(|(name, value)| connection.put(name, (*value).to_owned()));
        let (called, _) = call(&connection);
        assert_eq!(called.request.headers.get(header), Some(expected));
        assert!(connection.secrets(&connector).iter().any(|secret| expected.contains(secret.as_str())));
        assert!(!format!("{connection:?}").contains(expected), "a secret must not be printed");
    }
}

#[test]
fn values_are_encoded_where_they_go() {
    let value = "a b/c%2F+é";
    let encoded = "a%20b%2Fc%252F%2B%C3%A9";
    let parameter = |name: &str, place: &str, double: bool| {
        let mut parameter = json!({ "name": name, "in": place, "required": true, "type": "string" });
        if double {
            parameter["x-ms-url-encoding"] = "double".into();
        }
        parameter
    };
    let form = json!({ "operationId": "Op", "consumes": ["application/x-www-form-urlencoded"], "responses": {}, "parameters": [parameter("f", "formData", false)] });
    let plain = json!({ "operationId": "Op", "responses": {}, "parameters": [
        parameter("p", "path", true), parameter("q", "query", true), parameter("h", "header", false) ] });
    let outgoing = |operation: Value, path: &str, names: &[&str], caller: bool| {
        let connector = connector(&[(path, "post", operation)]);
        let arguments: Vec<_> = names
            .iter()
            .map(|name| arguments::of_option(&format!("{name}={value}"), |_| Err(String::new())).expect("an argument"))
            .collect();
        let mut choices = Choices::default();
        choices.choose(if caller { "encoding=caller" } else { "encoding=once" }).expect("a choice");
        let path_encoding = if caller { PathEncoding::Metadata } else { PathEncoding::Single };
        let built =
            request::build(connector.operation("Op").expect("it"), &arguments, Options { path_encoding, ..Options::default() });
        Outgoing::new(&connector, &built.request.expect("a request"), &choices)
    };
    let once = outgoing(plain.clone(), "/x/{p}", &["p", "q", "h"], false);
    assert_eq!(once.url(), format!("/x/{encoded}?q={encoded}"));
    assert_eq!(once.headers.get("h"), Some(value));
    let twice = encoded.replace('%', "%25");
    assert_eq!(outgoing(plain, "/x/{p}", &["p", "q", "h"], true).url(), format!("/x/{twice}?q={twice}"));
    let form = outgoing(form, "/f", &["f"], false);
    assert_eq!(form.payload, Payload::Bytes(format!("f={encoded}").into_bytes()));
    assert_eq!(form.headers.get("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(form.curl().ends_with(&format!("--data-raw 'f={encoded}'")), "{}", form.curl());
}

#[test]
fn answers_are_compared_with_their_schema() {
    let item = json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" }, "kind": { "type": "string", "enum": ["a"] } } });
    let responses = json!({ "200": { "description": "", "schema": { "type": "object", "properties": { "value": { "type": "array", "items": item } } } } });
    let connector = connector(&[("/a", "get", json!({ "operationId": "Op", "responses": responses }))]);
    let operation = connector.operation("Op").expect("it");
    let messages = |answer: &Answer| fit::check(operation, answer).into_iter().map(|problem| problem.message).collect::<Vec<_>>();
    assert_eq!(
        messages(&answer(200, json!({ "value": [{ "id": 1, "kind": "a" }, { "id": 2, "kind": null }] }))),
        [] as [&str; 0]
    );
    assert_eq!(
        messages(&answer(200, json!({ "value": [{ "id": "1" }, { "id": "2" }, { "kind": "b", "more": 1 }], "x": 1 }))),
        [
            "`body/value/0/id` is the text `1`, but the definition declares a whole number (2 times)",
            "`body/value/2/id` is declared as required but missing",
            "`body/value/2/kind` is `b`, which the definition does not list",
            "`body/value/2/more` is not declared, so makers cannot use it",
            "`body/x` is not declared, so makers cannot use it",
        ]
    );
    assert_eq!(messages(&answer(404, json!({}))), ["the definition has no response for status 404"]);
    let place = fit::check(operation, &answer(404, json!({})))[0].origin.clone();
    assert!(place.is_some_and(|place| place.starts_with("test.json:1:")));
}

/// Every published operation becomes a request, policies applied, whatever is in the files.
#[test]
fn published_operations_make_requests() {
    let Some(corpus) = super::shared("corpus") else { return };
    let (mut sent, mut stopped, mut unbuilt) = (0, Vec::new(), 0);
    for found in connsmith::connector::discover::find(&[corpus]).expect("connectors") {
        let connector = source::connector(connsmith::connector::discover::load(&found, String::new()));
        let mut connection = Connection::default();
        for wanted in connsmith::call::connection::wanted(&connector, &connection.clone()) {
            connection.put(&wanted.name, "https://value.example".to_owned());
        }
        connection.put("username", "u".to_owned());
        connection.put("password", "p".to_owned());
        let mut choices = Choices::default();
        choices.choose("missing-value=empty").expect("a choice");
        for operation in connector.operations().filter(|operation| request::uncallable(*operation).is_none()) {
            let mut arguments = Vec::new();
            for parameter in
                operation.parameters().filter(|parameter| parameter.is_required() && parameter.name() != "connectionId")
            {
                let value = match parameter.location().as_ref() {
                    "body" => parameter.schema().map_or(Value::Null, connsmith::call::mock::made),
                    _ if parameter.get("default").is_some() => continue,
                    _ => match (
                        parameter.get("enum").and_then(|list| list.items().next()),
                        parameter.get("type").and_then(|kind| kind.str()),
                    ) {
                        (Some(first), _) => connsmith::call::value(first),
                        (_, Some(kind)) if kind == "integer" || kind == "number" => json!(1),
                        (_, Some(kind)) if kind == "boolean" => json!(true),
                        (_, Some(kind)) if kind == "array" => json!(["a"]),
                        _ => json!("a b/ü"),
                    },
                };
                let place = match parameter.location().as_ref() {
                    "body" => request::Place::Body,
                    "path" => request::Place::In("path", parameter.name().into_owned()),
                    "query" => request::Place::In("query", parameter.name().into_owned()),
                    "header" => request::Place::In("header", parameter.name().into_owned()),
                    _ => request::Place::In("formData", parameter.name().into_owned()),
                };
                arguments.push(request::Argument { place, value: request::Given::Json(value), origin: "test".into() });
            }
            let built = request::build(operation, &arguments, Options { defaults: Defaults::All, ..Options::default() });
            let Some(request) = built.request else {
                unbuilt += 1;
                continue;
            };
            let mut api = Api::default();
            let mut caller = Caller {
                connection: &connection,
                choices: &choices,
                sender: &mut api,
                script: None,
                dry: true,
                base: None,
                gateway: None,
            };
            let called = pipeline::call(operation, &request, &mut caller);
            match called.stop {
                None | Some(Stop::Script) => {
                    sent += 1;
                    let url = called.request.url();
                    assert!(url.starts_with("http") && !url.contains([' ', '"', '<']), "{}: {url}", found.folder.display());
                }
                Some(stop) => stopped.push(format!("{} {}: {}", found.folder.display(), operation.display(), stop.message())),
            }
        }
    }
    println!(
        "{sent} requests, {unbuilt} not built, {} stopped:\n{}",
        stopped.len(),
        stopped.iter().take(30).cloned().collect::<Vec<_>>().join("\n")
    );
    assert!(sent > 1_000 && unbuilt * 50 < sent && stopped.len() * 30 < sent);
}

#[test]
fn what_looks_like_an_expression_and_is_none_is_reported() {
    let route = policy("routerequesttoendpoint", "", json!({ "newPath": "/x/@queryParamters('q')/y" }));
    let (called, api) = case(vec![route], &["id=1"], &[]).call();
    assert!(api.asked[0].url().contains("/x/@queryParamters('q')/y"), "{}", api.asked[0].url());
    let warnings: Vec<_> = called.done.iter().filter(|done| done.warning).map(|done| done.what.as_str()).collect();
    assert_eq!(warnings, ["`@queryParamters('q')` is not a known expression, so it is sent as text"]);
}
