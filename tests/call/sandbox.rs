//! Connections in Container Apps sandboxes: the merges, checks and lints that the vectors give. The flows are in tests/platform.
use connsmith::call::namespace::sandbox::{self, Known, Target};
use connsmith::call::namespace::trigger;
use connsmith::call::request::{self, Options};
use connsmith::rule::Severity;
use serde_json::{Value, json};

fn vectors() -> Value {
    super::vectors("sandbox.json")
}

fn list<'v>(vectors: &'v Value, key: &str) -> &'v [Value] {
    let all = vectors[key].as_array().expect(key);
    assert!(!all.is_empty(), "{key}");
    all
}

/// What the triggers of the flows call back.
#[test]
fn targets_of_triggers() {
    let vectors = vectors();
    let base = "https://management.{region}.azuredevcompute.io/subscriptions/{sub}/resourceGroups/{rg}/sandboxGroups/{sg}/sandboxes/{sbx}";
    let shell = json!({ "activationMode": "OnDemand", "command": "python3 /app/handler.py" });
    let exec = json!({ "activationMode": "OnDemand", "command": "python3", "args": ["/app/handler.py"] });
    let mut count = 0;
    for vector in list(&vectors, "flows") {
        let details = match vector["id"].as_str().unwrap_or_default() {
            "B-shell" => sandbox::callback(Target::Shell, base, Some(shell.clone())),
            "B-exec" => sandbox::callback(Target::Exec, base, Some(exec.clone())),
            "B-port" => sandbox::callback(Target::Port, "{portUrl}/webhook", None),
            _ => continue,
        };
        let trigger = list(vector, "steps").iter().find(|step| step["id"] == "trigger-put").expect("a trigger");
        assert_eq!(trigger["body"]["properties"]["notificationDetails"], details, "{}", vector["id"]);
        count += 1;
    }
    assert_eq!(count, 3);
}

#[test]
fn merges() {
    let vectors = vectors();
    for vector in list(&vectors, "merge") {
        let (entries, changed) = match vector["remove"].as_str() {
            Some(id) => sandbox::detached(&vector["current"], id),
            None => sandbox::merged(&vector["current"], &vector["add"]),
        };
        assert_eq!(json!(entries), vector["expect"], "{}", vector["id"]);
        assert_eq!(changed, vector["expectPatch"] != false, "{}", vector["id"]);
    }
}

#[test]
fn entries_that_do_not_go_together() {
    let vectors = vectors();
    let codes = [
        ("at most 10", "too-many"),
        ("of one gateway", "gateways"),
        ("one authentication type", "authentication"),
        ("needs a system-assigned identity", "identity"),
        ("need disk copilot", "disk"),
        ("takes mcpRuntimeUrl", "url"),
    ];
    // That a sandbox exists, or has a connection that its group lacks, is for the checks.
    let of_entries = |vector: &&Value| vector.get("sandboxState").is_none() && vector.get("sandbox").is_none();
    for vector in list(&vectors, "validate").iter().filter(of_entries) {
        let many = |count: usize| {
            let id = |at: usize| {
                format!("/subscriptions/s/resourceGroups/r/providers/Microsoft.Web/connectorGateways/g/connections/c{at}")
            };
            (0..count).map(|at| sandbox::entry(&id(at), "https://h/apim/x/1")).collect::<Vec<_>>()
        };
        let entries = match &vector["entries"] {
            Value::Array(all) => all.clone(),
            Value::String(text) => many(text.split(' ').next().and_then(|count| count.parse().ok()).expect("a number")),
            _ => Vec::new(),
        };
        let group = vector.get("group");
        let source = vector.get("disk").map(|disk| json!({ "diskImage": disk }));
        let found = sandbox::validate(&entries, group, source.as_ref());
        let expected: Vec<&str> = list_of_text(&vector["expectFindings"])
            .iter()
            .map(|text| codes.iter().find(|(words, _)| text.contains(words)).unwrap_or_else(|| panic!("{text}")).1)
            .collect();
        assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), expected, "{}", vector["id"]);
        assert!(found.iter().all(|one| one.severity == Severity::Error));
    }
}

fn list_of_text(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
}

#[test]
fn what_responses_say() {
    let vectors = vectors();
    for vector in list(&vectors, "sandboxId") {
        assert_eq!(sandbox::id_of(&vector["response"]), vector["expect"].as_str(), "{vector}");
    }
    for vector in list(&vectors, "portUrl") {
        let port = vector["port"].as_u64().and_then(|port| u16::try_from(port).ok()).expect("a port");
        assert_eq!(sandbox::port_url(&vector["response"], port), vector["expect"].as_str(), "{vector}");
    }
    for vector in list(&vectors, "connectionsJson") {
        // Each of its connections is reached where the group says.
        for entry in vector["given"]["gatewayConnections"].as_array().expect("entries") {
            let Some(url) = entry["connectionRuntimeUrl"].as_str() else { continue };
            let id = entry["resourceId"].as_str().expect("an id").to_owned();
            let connection = json!({ "properties": { "connectionRuntimeUrl": url } });
            let known = Known { id, connection, file: vector["expectFile"]["json"].clone(), ..Known::default() };
            let check = sandbox::checks(&known).into_iter().find(|check| check.id == "connections-json");
            assert_eq!(check.and_then(|check| check.passed), Some(true), "{entry}");
        }
    }
    for vector in list(&vectors, "targetOfCallbackUrl") {
        let expected = match vector["expect"].as_str().unwrap_or_default() {
            "ShellCommand" => Target::Shell,
            "ExecuteCommand" => Target::Exec,
            "InvokePort" => Target::Port,
            _ => Target::Other,
        };
        assert_eq!(sandbox::target_of(vector["url"].as_str().unwrap_or_default()), expected, "{vector}");
    }
    assert_eq!(sandbox::target_of("https://azuredevcompute.io.evil.example/executeCommand"), Target::Other);
}

/// Calls straight to the runtime URL.
#[test]
fn direct_calls() {
    let vectors = vectors();
    let mut count = 0;
    for vector in list(&vectors, "runtimeCall") {
        let Some(path) = vector["path"].as_str() else { continue };
        let mut parameters = vec![
            json!({ "name": "connectionId", "in": "path", "required": true, "type": "string", "x-ms-visibility": "internal" }),
        ];
        for (name, value) in vector["args"].as_object().into_iter().flatten() {
            parameters.push(match name.as_str() {
                "body" => json!({ "name": "body", "in": "body", "schema": { "type": "object" } }),
                _ => json!({ "name": name, "in": "query", "type": if value.is_number() { "integer" } else { "string" } }),
            });
        }
        for (name, _) in vector["headers"].as_object().into_iter().flatten() {
            parameters.push(json!({ "name": name, "in": "header", "type": "string" }));
        }
        let verb = vector["method"].as_str().unwrap_or_default().to_lowercase();
        let operation = json!({ "operationId": "Call", "parameters": parameters, "responses": {} });
        let connector = super::connector(&[(path, verb.as_str(), operation)]);
        let mut given = super::namespace::arguments(&json!({ "query": {} }));
        for (name, value) in
            vector["args"].as_object().into_iter().flatten().chain(vector["headers"].as_object().into_iter().flatten())
        {
            given.push(request::Argument {
                place: request::Place::Named(name.clone()),
                value: request::Given::Json(value.clone()),
                origin: String::new(),
            });
        }
        let operation = connector.operation("Call").expect("the operation");
        let built = request::build(operation, &given, Options::default());
        let request = built.request.unwrap_or_else(|| panic!("{vector}: {:?}", built.problems));
        let call = sandbox::direct(vector["runtimeUrl"].as_str().unwrap_or_default(), &request);
        match vector["expect"].as_object() {
            Some(expected) => assert_eq!(call.expect("a call"), Value::Object(expected.clone()), "{}", vector["id"]),
            None => assert_eq!(call.expect_err("refused").code, "authorization", "{}", vector["id"]),
        }
        count += 1;
    }
    assert_eq!(count, 4);
}

/// The 18 checks: their names, and which fail in which state.
#[test]
fn checks() {
    let vectors = vectors();
    let ids: Vec<&str> = sandbox::checks(&Known::default()).iter().map(|check| check.id).collect();
    let wanted: Vec<&str> = list(&vectors, "checks").iter().filter_map(|check| check["id"].as_str()).collect();
    let sorted = |mut ids: Vec<&'static str>| {
        ids.sort_unstable();
        ids
    };
    let mut expected = wanted.clone();
    expected.sort_unstable();
    assert_eq!(sorted(ids), expected);
    let failed = |known: &Known| {
        let all = sandbox::checks(known);
        all.into_iter().filter(|check| check.passed == Some(false)).map(|check| check.id).collect::<Vec<_>>()
    };
    let mut good = None;
    for vector in list(&vectors, "preflight") {
        let state = &vector["state"];
        let known = Known {
            gateway: state["gateway"].clone(),
            group: state["group"].clone(),
            connection: state["connection"].clone(),
            policies: state["accessPolicies"].clone(),
            id: state["resourceId"].as_str().unwrap_or_default().to_owned(),
            ..Known::default()
        };
        let mut expected: Vec<&str> = vector["expectFailed"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut found = failed(&known);
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{}", vector["id"]);
        good.get_or_insert(known);
    }
    // Those of the data plane and of triggers.
    let url = "https://management.eastus2.azuredevcompute.io/subscriptions/s/resourceGroups/r/sandboxGroups/g/sandboxes/sb1/executeShellCommand";
    let mut known = good.expect("a state in which all is well");
    let entry = json!({ "resourceId": known.id.to_uppercase() });
    let port =
        json!({ "port": 8080, "url": "https://p", "activationMode": "OnDemand", "auth": { "entraId": { "objectIds": ["gw"] } } });
    known.sandbox = json!({ "id": "sb1", "state": "Running", "gatewayConnections": [entry], "ports": [port] });
    known.file = json!({ "connections": { "c": { "type": "http", "url": "https://h/apim/office365/1" } } });
    known.probe = json!({ "exitCode": 0, "stdout": "200" });
    let role = format!("/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{}", sandbox::ROLE);
    known.roles = json!({ "value": [{ "properties": { "roleDefinitionId": role, "principalId": "gw" } }] });
    known.trigger = json!({ "properties": { "state": "Enabled", "notificationDetails": { "callbackUrl": url } } });
    known.runs = json!({ "value": [{ "properties": { "summary": { "status": "Succeeded" } } }] });
    known.port = Some(8080);
    assert_eq!(failed(&known), [] as [&str; 0]);
    assert!(sandbox::checks(&known).iter().all(|check| check.passed.is_some()));
    type Change = fn(&mut Known);
    let cases: [(Change, &[&str]); 9] = [
        (|known| known.sandbox["gatewayConnections"] = json!([]), &["sbx-entry"]),
        (|known| known.sandbox["state"] = json!("Stopped"), &["sbx-running"]),
        (|known| known.sandbox["stateDetails"] = json!({ "stoppedReason": "Disabled" }), &["sbx-running"]),
        (|known| known.file = json!({ "connections": {} }), &["connections-json"]),
        (|known| known.probe["stdout"] = json!("403"), &["probe-200"]),
        (|known| known.roles = json!({ "value": [] }), &["role-gateway"]),
        (|known| known.trigger["properties"]["state"] = json!("Disabled"), &["trigger-enabled"]),
        (|known| known.sandbox["ports"][0]["auth"] = json!({}), &["port-auth"]),
        (|known| known.runs = json!({ "value": [{ "properties": { "status": "Failed" } }] }), &["no-failed-runs"]),
    ];
    for (change, expected) in cases {
        let mut known = known.clone();
        change(&mut known);
        assert_eq!(failed(&known), expected);
    }
}

/// Callbacks into sandboxes, as files have them.
#[test]
fn callbacks() {
    let vectors = vectors();
    for vector in list(&vectors, "triggerLint") {
        let id = vector["id"].as_str().unwrap_or_default();
        let mut properties = json!({
            "connectionDetails": { "connectorName": "c", "connectionName": "n" }, "operationName": "On", "parameters": [],
            "notificationDetails": { "callbackUrl": "https://example.com" },
        });
        if vector["notification"].is_object() {
            properties["notificationDetails"] = vector["notification"].clone();
        }
        for (key, value) in vector["properties"].as_object().into_iter().flatten() {
            properties[key] = value.clone();
        }
        let text = json!({ "properties": properties }).to_string().into_bytes();
        let document = connsmith::Document::json(connsmith::text::document::File::Other(0), "t.json", text);
        let mut found = trigger::check(&document, None);
        if let Some(port) = vector.get("port") {
            found.extend(sandbox::port_problems(&vector["notification"], port));
        }
        // A note that every command gets is not what the others are about.
        let of = |severity: Severity| {
            found.iter().filter(|one| one.severity == severity).map(|one| one.message.as_str()).collect::<Vec<_>>()
        };
        let expected = vector["expect"].as_str().unwrap_or_default();
        let (severity, words) = match (id, expected.split_once(':')) {
            (_, Some(("error", _))) => (Some(Severity::Error), words_of(id)),
            (_, Some(("warning", _))) => (Some(Severity::Warning), words_of(id)),
            (_, Some(("note", _))) => (Some(Severity::Info), words_of(id)),
            _ => (None, ""),
        };
        match severity {
            None => assert!(found.is_empty(), "{id}: {found:?}"),
            Some(severity) => {
                let messages = of(severity);
                assert_eq!(messages.len(), 1, "{id}: {found:?}");
                assert!(messages[0].contains(words), "{id}: {messages:?}");
                if severity != Severity::Error {
                    assert!(of(Severity::Error).is_empty(), "{id}: {found:?}");
                }
            }
        }
    }
}

fn words_of(id: &str) -> &'static str {
    match id {
        "callbackTarget" => "`callbackTarget` does not belong",
        "env-name" => "is called `environment`",
        "no-activation" => "a stopped sandbox is not resumed",
        "exec-wrong-audience" => "the audience of executeShellCommand",
        "args-on-shell" => "`args` belongs to executeCommand",
        "shell-on-exec" => "`shell` belongs to executeShellCommand",
        "expression-in-command" => "data of the event is part of the command",
        "event-data-shell" => "does not get the data of the event",
        "port-no-auth" => "the port needs `ManagedServiceIdentity`",
        "port-anonymous" => "anyone can post",
        "audience-is-callback" => "`audience` is the callback URL",
        "sandbox-mismatch" => "is not the sandbox of the callback URL",
        other => panic!("{other}"),
    }
}
