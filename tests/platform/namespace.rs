//! The verbs of namespaces against the imitation of Azure: what is sent, what is shown, what may go wrong.
use crate::azure::{MANAGER, MCP_KEY, PRINCIPAL, STORED_SECRET, SUBSCRIPTION, namespace};
use crate::program::{Done, User};
use crate::service::{Fault, OID, Service, TENANT};
use serde_json::{Value, json};
use std::time::Duration;

/// A connector as Azure exports it: an action, a trigger, and the lookups of their inputs.
pub fn definition() -> Value {
    let values = |id: &str| json!({ "operationId": id, "parameters": {}, "value-collection": "value", "value-path": "id", "value-title": "name" });
    let connection =
        json!({ "name": "connectionId", "in": "path", "required": true, "type": "string", "x-ms-visibility": "internal" });
    let folder = json!({ "name": "folderPath", "in": "query", "type": "string", "default": "Inbox", "x-ms-dynamic-values": values("ListFolders") });
    let mail = json!({ "type": "object", "required": ["To", "Subject"], "properties": { "To": { "type": "string" }, "Subject": { "type": "string" } } });
    let send = json!({ "operationId": "SendMail", "summary": "Send a mail", "description": "Sends it.", "responses": { "200": { "description": "OK" } },
        "parameters": [connection, { "name": "emailMessage", "in": "body", "required": true, "schema": mail }] });
    let rows = json!({ "operationId": "ListRows", "summary": "List rows", "responses": { "200": { "description": "OK" } }, "parameters": [
        connection,
        { "name": "folderPath", "in": "query", "type": "string", "required": true, "x-ms-dynamic-values": values("ListFolders") },
        { "name": "row", "in": "query", "type": "string", "x-ms-dynamic-values":
            { "operationId": "RowsOf", "parameters": { "folder": { "parameter": "folderPath" } }, "value-path": "id", "value-title": "name" } },
    ] });
    let on_new = json!({ "operationId": "OnNewMail", "x-ms-trigger": "batch", "summary": "When a mail comes", "responses": { "200": { "description": "OK" } },
        "parameters": [connection, folder] });
    let list = |id: &str, parameters: Value| json!({ "operationId": id, "x-ms-visibility": "internal", "responses": { "200": { "description": "OK" } }, "parameters": parameters });
    json!({
        "swagger": "2.0", "info": { "title": "Mail", "version": "1.0" }, "host": "x.example", "basePath": "/apim/mail", "schemes": ["https"],
        "paths": {
            "/{connectionId}/v2/Mail": { "post": send },
            "/{connectionId}/rows": { "get": rows },
            "/{connectionId}/onnew": { "get": on_new },
            "/{connectionId}/folders": { "get": list("ListFolders", json!([connection])) },
            "/{connectionId}/folders/{folder}/rows": { "get": list("RowsOf", json!([connection, { "name": "folder", "in": "path", "required": true, "type": "string" }])) },
        },
    })
}

pub fn place(user: &mut User) {
    user.set("AZURE_SUBSCRIPTION_ID", SUBSCRIPTION);
    user.set("CONNSMITH_RESOURCE_GROUP", "apps");
    user.set("CONNSMITH_NAMESPACE", "ns");
}

/// Somebody with a token, a namespace `ns` with a connection `mail`, and files.
fn user(service: &Service) -> User {
    let mut user = User::with_token(service);
    place(&mut user);
    service.state().azure.prepare();
    files(&user);
    user
}

fn files(user: &User) {
    user.write("mail.json", &definition().to_string());
    let details = json!({ "callbackUrl": "https://example.com/hook?code=key-of-the-function", "httpMethod": "POST" });
    user.write(
        "tick.trigger.json",
        &json!({ "properties": { "state": "Enabled", "triggerType": "Recurrence",
        "recurrence": { "frequency": "Minute", "interval": 5 }, "notificationDetails": details } })
        .to_string(),
    );
    let basic = json!({ "callbackUrl": "https://example.com/hook", "httpMethod": "POST",
        "authentication": { "type": "Basic", "username": "u", "password": "password-of-the-callback" } });
    user.write(
        "new-mail.trigger.json",
        &json!({ "properties": { "state": "Enabled",
        "connectionDetails": { "connectorName": "office365", "connectionName": "mail" }, "operationName": "OnNewMail",
        "parameters": [{ "name": "folderPath", "value": "Inbox" }], "notificationDetails": basic } })
        .to_string(),
    );
    let tool = json!({ "name": "SendMail", "displayName": "Send", "description": "Sends.", "agentParameters": [{ "name": "emailMessage", "isRequired": true,
        "schema": { "type": "object", "required": true, "properties": { "To": { "type": "string", "required": true }, "Subject": { "type": "string", "required": true } } } }] });
    user.write(
        "tools.mcp.json",
        &json!({ "kind": "ManagedMcpServer", "properties": { "state": "Enabled", "authenticationMode": "DeveloperConnection",
        "connectors": [{ "name": "office365", "displayName": "Mail", "connectionName": "mail", "operations": [tool] }] } })
        .to_string(),
    );
}

/// What nobody may see in either output.
const SECRETS: [&str; 9] = [
    "eyJ",
    MCP_KEY,
    STORED_SECRET,
    "key-of-the-function",
    "password-of-the-callback",
    "key+of/the=storage",
    "the-application-secret",
    "refresh-token-number",
    "plain-secret-value",
];

#[track_caller]
fn quiet(case: &str, done: &Done) {
    for secret in SECRETS {
        assert!(!done.all().contains(secret), "{case}: {secret} in {}", done.all());
    }
}

fn sent(service: &Service) -> Vec<String> {
    let version = "?api-version=2026-05-01-preview";
    let short = |line: &String| line.replace(&namespace("ns"), "~").replace(version, "").replace(&namespace(""), "/");
    service.lines().iter().map(short).collect()
}

/// The skill document from end to end: a namespace, a connection that somebody consents to, access, a trigger, an MCP server, a call.
#[test]
fn from_nothing_to_a_running_trigger_an_endpoint_and_a_call() {
    let service = Service::start();
    let mut user = User::new(&service);
    user.set("AZURE_TENANT_ID", TENANT);
    user.set("AZURE_CLIENT_ID", "an-application");
    user.set("AZURE_CLIENT_SECRET", "the-application-secret");
    place(&mut user);
    {
        let mut state = service.state();
        state.azure.slow = 2;
        state.azure.consent_takes = 2;
        state
            .azure
            .definitions
            .insert("office365".into(), json!({ "properties": { "apiDefinitions": { "value": definition() } } }));
        let folders = json!({ "statusCode": "OK", "body": { "value": [{ "id": "Inbox", "name": "Inbox" }, { "id": "f2", "name": "Bills" }] } });
        state.azure.apis.push(("GET".into(), "/folders".into(), folders));
        state.azure.apis.push((
            "POST".into(),
            "/v2/Mail".into(),
            json!({ "statusCode": "Accepted", "headers": {}, "body": { "sent": true } }),
        ));
    }
    let run = |arguments: &[&str]| {
        let done = user.run(arguments).ok();
        quiet(&arguments.join(" "), &done);
        done
    };
    let created = run(&["ns", "create", "--location", "eastus2", "--format", "json"]).json();
    assert_eq!((created["name"].as_str(), created["properties"]["provisioningState"].as_str()), (Some("ns"), Some("Succeeded")));
    assert!(run(&["ns", "list"]).out.contains("eastus2"));
    let done = run(&["ns", "connection", "create", "mail", "--connector", "office365"]);
    assert!(done.err.contains("connsmith ns connection consent mail"), "{done:?}");
    let done = run(&["ns", "connection", "consent", "mail", "--no-open"]);
    assert!(done.err.contains("https://consent.example.net/login") && done.out.contains("mail is connected"), "{done:?}");
    assert!(run(&["ns", "connection", "list"]).out.to_lowercase().contains("connected"));
    let done = run(&["ns", "access", "add", "mail"]);
    assert!(done.out.contains(PRINCIPAL), "{done:?}");
    assert!(run(&["ns", "access", "list", "mail"]).out.contains("namespace-acl"));
    // The definition comes from Azure, once.
    assert!(run(&["ns", "ops", "managed:office365"]).out.contains("OnNewMail"));
    let folders = run(&["ns", "lookup", "managed:office365", "OnNewMail", "folderPath", "--connection", "mail"]);
    assert_eq!(folders.out, "Inbox\tInbox\nf2\tBills\n");
    run(&[
        "ns",
        "trigger",
        "new",
        "managed:office365",
        "OnNewMail",
        "--connector",
        "office365",
        "--connection",
        "mail",
        "--arg",
        "folderPath=Inbox",
        "--callback-url",
        "https://example.com/hook",
        "--out",
        "new-mail.trigger.json",
    ]);
    let done = run(&["ns", "trigger", "create", "new-mail.trigger.json", "--source", "managed:office365"]);
    assert!(!done.err.contains("no access policy"), "{done:?}");
    assert!(run(&["ns", "trigger", "show", "new-mail"]).out.contains("Enabled"));
    run(&[
        "ns",
        "mcp",
        "new",
        "managed:office365",
        "SendMail",
        "--connector",
        "office365",
        "--connection",
        "mail",
        "--out",
        "tools.mcp.json",
    ]);
    let done = run(&["ns", "mcp", "create", "tools.mcp.json", "--source", "managed:office365"]);
    assert!(done.out.contains("https://mcp.eastus2.example.net/tools/mcp") && done.out.contains("X-API-Key: (use"), "{done:?}");
    assert!(!service.lines().iter().any(|line| line.contains("listApiKey")));
    let call =
        ["ns", "invoke", "managed:office365", "SendMail", "--connection", "mail", "--arg", "To=a@b", "--arg", "Subject=Hi"];
    let done = run(&call);
    assert!(done.out.contains("\"sent\": true") && done.err.contains("answered Accepted"), "{done:?}");
    let fetched =
        service.lines().iter().filter(|line| line.contains("/managedApis/office365?api-version=2016-06-01&export=true")).count();
    assert_eq!(fetched, 1);
    // The definition of a connection comes from its runtime URL, with a token for that.
    assert!(run(&["ns", "ops", "--connection", "mail", "SendMail"]).out.contains("body.Subject"));
    let audiences: Vec<String> = service.state().audiences.values().cloned().collect();
    assert!(
        audiences.contains(&MANAGER.to_owned()) && audiences.contains(&"https://apihub.azure.com".to_owned()),
        "{audiences:?}"
    );
    // And back again.
    for arguments in [["trigger", "new-mail"], ["mcp", "tools"], ["connection", "mail"]] {
        run(&["ns", arguments[0], "delete", arguments[1], "--yes"]);
    }
    run(&["ns", "delete", "--yes"]);
    assert!(service.state().azure.resources.is_empty());
}

/// Each verb, what it plans, and what it sends.
#[test]
fn a_dry_run_prints_requests_and_sends_nothing() {
    let service = Service::start();
    let mut user = User::new(&service); // nobody is signed in
    user.unset("CONNSMITH_ARM_URL");
    place(&mut user);
    user.set("STORAGE_KEY", "key+of/the=storage");
    files(&user);
    let base = format!("https://management.azure.com{}", namespace("ns"));
    let version = "?api-version=2026-05-01-preview";
    let group = base.trim_end_matches("/ns");
    let cases: Vec<(&[&str], Vec<String>)> = vec![
        (&["create", "--location", "eastus2"], vec![format!("PUT {base}{version}")]),
        (&["list"], vec![format!("GET {group}{version}")]),
        (&["show"], vec![format!("GET {base}{version}")]),
        (&["delete"], vec![format!("DELETE {base}{version}")]),
        (&["connection", "create", "c", "--connector", "office365"], vec![format!("PUT {base}/connections/c{version}")]),
        (
            &[
                "connection",
                "create",
                "c",
                "--connector",
                "azureblob",
                "--set",
                "keyBasedAuth",
                "--value",
                "accountName=a",
                "--value",
                "accessKey=@env:STORAGE_KEY",
            ],
            vec![format!("PUT {base}/connections/c{version}")],
        ),
        (&["connection", "list"], vec![format!("GET {base}/connections{version}")]),
        (&["connection", "show", "c"], vec![format!("GET {base}/connections/c{version}")]),
        (
            &["connection", "consent", "c"],
            vec![
                format!("GET {base}/connections/c{version}"),
                format!("POST {base}/connections/c/listConsentLinks{version}"),
                format!("GET {base}/connections/c{version}"),
            ],
        ),
        (&["connection", "delete", "c"], vec![format!("DELETE {base}/connections/c{version}")]),
        (
            &["access", "add", "c"],
            vec![format!("GET {base}{version}"), format!("PUT {base}/connections/c/accessPolicies/namespace-acl{version}")],
        ),
        (
            &["access", "add", "--mcp", "m", "--object-id", OID, "--object-tenant", TENANT],
            vec![format!("PUT {base}/mcpServerConfigs/m/accessPolicies/{OID}{version}")],
        ),
        (&["access", "list", "c"], vec![format!("GET {base}/connections/c/accessPolicies{version}")]),
        (&["access", "remove", "p", "c"], vec![format!("DELETE {base}/connections/c/accessPolicies/p{version}")]),
        (&["trigger", "create", "tick.trigger.json"], vec![format!("PUT {base}/triggerConfigs/tick{version}")]),
        (&["trigger", "create", "new-mail.trigger.json"], vec![format!("PUT {base}/triggerConfigs/new-mail{version}")]),
        (&["trigger", "list"], vec![format!("GET {base}/triggerConfigs{version}")]),
        (&["trigger", "show", "t"], vec![format!("GET {base}/triggerConfigs/t{version}")]),
        (&["trigger", "show", "t", "--runs"], vec![format!("GET {base}/triggerConfigs/t/runs{version}")]),
        (
            &["trigger", "enable", "t"],
            vec![format!("GET {base}/triggerConfigs/t{version}"), format!("PUT {base}/triggerConfigs/t{version}")],
        ),
        (&["trigger", "disable", "t", "--action"], vec![format!("POST {base}/triggerConfigs/t/disable{version}")]),
        (&["trigger", "delete", "t"], vec![format!("DELETE {base}/triggerConfigs/t{version}")]),
        (&["trigger", "diff", "tick.trigger.json"], vec![format!("GET {base}/triggerConfigs/tick{version}")]),
        (&["mcp", "create", "tools.mcp.json"], vec![format!("PUT {base}/mcpServerConfigs/tools{version}")]),
        (
            &["mcp", "show", "m", "--show-key"],
            vec![format!("GET {base}/mcpServerConfigs/m{version}"), format!("POST {base}/listApiKey{version}")],
        ),
        (&["mcp", "list"], vec![format!("GET {base}/mcpServerConfigs{version}")]),
        (&["mcp", "delete", "m"], vec![format!("DELETE {base}/mcpServerConfigs/m{version}")]),
        (
            &["invoke", "mail.json", "SendMail", "--connection", "c", "--arg", "To=a", "--arg", "Subject=b"],
            vec![format!("POST {base}/connections/c/dynamicInvoke{version}")],
        ),
        (
            &["lookup", "mail.json", "OnNewMail", "folderPath", "--connection", "c"],
            vec![format!("POST {base}/connections/c/dynamicInvoke{version}")],
        ),
    ];
    for (arguments, expected) in cases {
        let case = arguments.join(" ");
        let arguments = [&["ns"], arguments, &["--dry-run", "--format", "json"]].concat();
        let done = user.run(&arguments).ok();
        quiet(&case, &done);
        let requests = done.json()["requests"].as_array().unwrap().clone();
        let lines: Vec<String> =
            requests.iter().map(|one| format!("{} {}", one["method"].as_str().unwrap(), one["url"].as_str().unwrap())).collect();
        assert_eq!(lines, expected, "{case}");
        let done = user.run(&arguments[..arguments.len() - 2]).ok();
        quiet(&case, &done);
        assert!(expected.iter().all(|line| done.out.contains(line)), "{case}: {}", done.out);
    }
    assert!(service.take().is_empty());
}

/// The bodies that go out.
#[test]
fn bodies() {
    let service = Service::start();
    let mut user = user(&service);
    user.set("STORAGE_KEY", "key+of/the=storage");
    user.write("secret.txt", "plain-secret-value\n");
    let sent = |arguments: &[&str], status: i32| {
        service.take();
        let done = user.run(arguments);
        assert_eq!(done.status, Some(status), "{done:?}");
        quiet(&arguments.join(" "), &done);
        let all = service.take();
        all.iter().find(|asked| asked.method == "PUT" || asked.path.ends_with("dynamicInvoke")).map(|asked| asked.json()).unwrap()
    };
    let body = sent(&["ns", "create", "other", "--location", "eastus2", "--tag", "a=b"], 0);
    assert_eq!(
        body,
        json!({ "location": "eastus2", "tags": { "a": "b" }, "identity": { "type": "SystemAssigned" }, "properties": {} })
    );
    let body = sent(&["ns", "connection", "create", "c", "--connector", "Office365", "--title", "Mail"], 0);
    assert_eq!(body, json!({ "properties": { "connectorName": "Office365", "displayName": "Mail" } }));
    let body = sent(
        &[
            "ns",
            "connection",
            "create",
            "b",
            "--connector",
            "azureblob",
            "--location",
            "eastus2",
            "--set",
            "keyBasedAuth",
            "--value",
            "accountName=a",
            "--value",
            "accessKey=@env:STORAGE_KEY",
        ],
        1,
    );
    let values = json!({ "accountName": { "value": "a" }, "accessKey": { "value": "key+of/the=storage" } });
    let properties = json!({ "connectorName": "azureblob", "parameterValueSet": { "name": "keyBasedAuth", "values": values } });
    assert_eq!(body, json!({ "location": "eastus2", "properties": properties }));
    let body = sent(&["ns", "connection", "create", "d", "--connector", "x", "--value", "answer=@secret.txt"], 1);
    assert_eq!(body["properties"]["parameterValues"], json!({ "answer": "plain-secret-value" }));
    let body = sent(&["ns", "access", "add", "mail", "--object-id", OID, "--object-tenant", TENANT, "--location", "eastus2"], 0);
    let identity = json!({ "objectId": OID, "tenantId": TENANT });
    assert_eq!(
        body,
        json!({ "location": "eastus2", "properties": { "principal": { "type": "ActiveDirectory", "identity": identity } } })
    );
    let body = sent(&["ns", "access", "add", "mail", "--me"], 0);
    assert_eq!(body["properties"]["principal"]["identity"], identity);
    let body = sent(&["ns", "invoke", "mail.json", "SendMail", "--connection", "mail", "--arg", "To=a", "--arg", "Subject=b"], 1);
    assert_eq!(body, json!({ "request": { "method": "POST", "path": "/v2/Mail", "body": { "To": "a", "Subject": "b" } } }));
    // Each file goes out as it is, whatever the output hides.
    let body = sent(&["ns", "trigger", "create", "new-mail.trigger.json"], 0);
    assert_eq!(body, serde_json::from_str::<Value>(&user.read("new-mail.trigger.json")).unwrap());
    // A key that works connects.
    user.write("key", "good+key==");
    let done = user
        .run(&[
            "ns",
            "connection",
            "create",
            "e",
            "--connector",
            "azureblob",
            "--set",
            "keyBasedAuth",
            "--value",
            "accessKey=@key",
        ])
        .ok();
    assert!(done.out.contains("Connected"), "{done:?}");
}

#[test]
fn resources_are_written_for_deployment() {
    let service = Service::start();
    let mut user = user(&service);
    user.set("STORAGE_KEY", "key+of/the=storage");
    let create = [
        "ns",
        "connection",
        "create",
        "b",
        "--connector",
        "azureblob",
        "--set",
        "keyBasedAuth",
        "--value",
        "accessKey=@env:STORAGE_KEY",
    ];
    let done = user.run(&[&create[..], &["--bicep"]].concat()).ok();
    quiet("bicep", &done);
    assert!(done.out.contains("@secure()\nparam accessKey string") && done.out.contains("value: accessKey"), "{}", done.out);
    for arguments in [
        &["ns", "create", "--location", "eastus2"][..],
        &create,
        &["ns", "access", "add", "mail", "--object-id", OID, "--object-tenant", TENANT],
        &["ns", "trigger", "create", "new-mail.trigger.json"],
        &["ns", "trigger", "create", "tick.trigger.json"],
        &["ns", "mcp", "create", "tools.mcp.json"],
    ] {
        let done = user.run(&[arguments, &["--arm"]].concat()).ok();
        quiet("arm", &done);
        let resource = done.json()["resources"][0].clone();
        assert!(resource["type"].as_str().unwrap().starts_with("Microsoft.Web/connectorGateways"), "{resource}");
        let names = resource["name"].as_str().unwrap().split('/').count();
        assert_eq!(resource["type"].as_str().unwrap().split('/').count(), names + 1, "{resource}");
        let done = user.run(&[arguments, &["--bicep"]].concat()).ok();
        quiet("bicep", &done);
        assert!(done.out.contains("@2026-05-01-preview' = {"), "{}", done.out);
    }
    assert!(service.take().is_empty());
}

/// Nothing that a file, a setting or a service says becomes part of a URL unless it is a name.
#[test]
fn names_are_checked_before_they_lead_anywhere() {
    let service = Service::start();
    let user = user(&service);
    let evil = "../../../subscriptions/x";
    user.write("a%2f..%2fb.trigger.json", &user.read("tick.trigger.json"));
    for arguments in [
        &["ns", "show", evil][..],
        &["ns", "show", "--subscription", "a/b"],
        &["ns", "show", "--resource-group", "a?b"],
        &["ns", "connection", "show", ".."],
        &["ns", "connection", "create", "a#b", "--connector", "x"],
        &["ns", "access", "remove", "a/b", "mail", "--yes"],
        &["ns", "trigger", "create", "a%2f..%2fb.trigger.json"],
        &["ns", "trigger", "delete", "a b", "--yes"],
        &["ns", "mcp", "show", "ä"],
        &["ns", "ops", "managed:../x", "--region", "eastus2"],
        &["ns", "ops", "managed:x", "--region", "a/b"],
        &["ns", "invoke", "mail.json", "SendMail", "--connection", "a/../b", "--arg", "To=a", "--arg", "Subject=b"],
    ] {
        let done = user.run(arguments);
        assert_eq!(done.status, Some(2), "{arguments:?}: {done:?}");
        assert!(done.err.contains("is not the name of"), "{arguments:?}: {done:?}");
    }
    user.write("settings.json", "{\"namespace\": \"a/b\", \"subscription\": \"x\"}");
    let mut other = user;
    other.unset("CONNSMITH_NAMESPACE");
    assert!(other.run(&["ns", "show"]).err.contains("`a/b` is not the name of a namespace"));
    assert!(service.take().is_empty());
}

/// A settings file says where, options say otherwise.
#[test]
fn settings() {
    let service = Service::start();
    let mut user = user(&service);
    for name in ["AZURE_SUBSCRIPTION_ID", "CONNSMITH_RESOURCE_GROUP", "CONNSMITH_NAMESPACE"] {
        user.unset(name);
    }
    assert!(user.run(&["ns", "show"]).err.contains("no resource group given"));
    user.write("settings.json", &json!({ "subscription": SUBSCRIPTION, "resourceGroup": "apps", "namespace": "ns" }).to_string());
    user.run(&["ns", "show"]).ok();
    assert_eq!(sent(&service), ["GET ~"]);
    let done = user.run(&["ns", "show", "-n", "other"]);
    assert!(done.err.contains("the resource 'other' was not found") || done.err.contains("'other' was not found"), "{done:?}");
    // It cannot say where the token goes.
    user.unset("CONNSMITH_AUTHORITY_URL");
    user.write("settings.json", &json!({ "subscription": SUBSCRIPTION, "authorityUrl": "https://evil.example" }).to_string());
    assert!(user.run(&["ns", "list"]).err.contains("which is not a URL of Microsoft's cloud"));
}

#[test]
fn what_is_there_is_not_overwritten() {
    let service = Service::start();
    let user = user(&service);
    user.run(&["ns", "trigger", "create", "tick.trigger.json"]).ok();
    user.run(&["ns", "mcp", "create", "tools.mcp.json"]).ok();
    let before = service.state().azure.resources.clone();
    for (arguments, what) in [
        (&["ns", "create", "--location", "westus"][..], "exists already, in eastus2"),
        (&["ns", "connection", "create", "mail", "--connector", "teams"], "use `--replace`"),
        (&["ns", "trigger", "create", "tick.trigger.json"], "use `--replace`"),
        (&["ns", "mcp", "create", "tools.mcp.json"], "use `--replace`"),
    ] {
        let done = user.run(arguments);
        assert_eq!(done.status, Some(2), "{done:?}");
        assert!(done.err.contains(what), "{done:?}");
    }
    assert!(service.state().azure.resources == before);
    user.run(&["ns", "trigger", "create", "tick.trigger.json", "--replace"]).ok();
    // A deletion asks, and there is nobody to answer.
    for arguments in [&["ns", "delete"][..], &["ns", "connection", "delete", "mail"], &["ns", "trigger", "delete", "tick"]] {
        let done = user.run(arguments);
        assert_eq!(done.status, Some(2), "{done:?}");
        assert!(done.err.contains("nothing was deleted: use `--yes`"), "{done:?}");
    }
    assert_eq!(service.state().azure.resources.len(), before.len());
    let done = user.run(&["ns", "trigger", "delete", "gone", "--yes"]).ok();
    assert!(done.out.contains("there was no trigger `gone`"), "{done:?}");
    let done = user.run(&["ns", "connection", "delete", "mail", "--yes"]).ok();
    assert!(done.out.contains("deleted mail"), "{done:?}");
}

/// A configuration with errors does not leave the machine.
#[test]
fn configurations_are_checked_before_they_are_sent() {
    let service = Service::start();
    let user = user(&service);
    user.write("bad.trigger.json", "{\"properties\": {\"callbackUrl\": \"https://example.com\"}}");
    user.write("bad.mcp.json", "{\"properties\": {\"connectors\": []}}");
    for (kind, file) in [("trigger", "bad.trigger.json"), ("mcp", "bad.mcp.json")] {
        let done = user.run(&["ns", kind, "create", file]);
        assert_eq!(done.status, Some(1), "{done:?}");
        assert!(done.err.contains("nothing was sent: the configuration has errors"), "{done:?}");
        assert!(service.take().is_empty());
    }
    // The service's own words come through, with what helps.
    let done = user.run(&["ns", "trigger", "create", "bad.trigger.json", "--force"]);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.err.contains("Could not find member 'callbackUrl'"), "{done:?}");
}

#[test]
fn triggers_are_switched_compared_and_pruned() {
    let service = Service::start();
    let user = user(&service);
    user.run(&["ns", "trigger", "create", "tick.trigger.json"]).ok();
    let done = user.run(&["ns", "trigger", "create", "new-mail.trigger.json"]).ok();
    assert!(done.err.contains("no access policy on the connection `mail`"), "{done:?}");
    let state = |name: &str| {
        service.state().azure.get(&format!("{}/triggerConfigs/{name}", namespace("ns"))).unwrap()["properties"].clone()
    };
    user.run(&["ns", "trigger", "disable", "tick"]).ok();
    assert_eq!(state("tick")["state"], "Disabled");
    assert_eq!(state("tick")["recurrence"], json!({ "frequency": "Minute", "interval": 5 }), "everything else stays");
    user.run(&["ns", "trigger", "enable", "tick"]).ok();
    assert_eq!(state("tick")["state"], "Enabled");
    // What the service does not give out would be lost.
    let done = user.run(&["ns", "trigger", "disable", "new-mail"]);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.err.contains("would be lost") && state("new-mail")["state"] == "Enabled", "{done:?}");
    user.run(&["ns", "trigger", "disable", "new-mail", "--action"]).ok();
    assert_eq!(state("new-mail")["state"], "Disabled");
    assert_eq!(state("new-mail")["notificationDetails"]["authentication"]["password"], "password-of-the-callback");
    let done = user.run(&["ns", "trigger", "diff", "tick.trigger.json"]).ok();
    assert_eq!(done.out, "");
    user.write("tick.trigger.json", &user.read("tick.trigger.json").replace("\"interval\":5", "\"interval\":7"));
    let done = user.run(&["ns", "trigger", "diff", "tick.trigger.json"]);
    quiet("diff", &done);
    assert_eq!(done.status, Some(1));
    assert!(done.out.contains("-      \"interval\": 5") && done.out.contains("+      \"interval\": 7"), "{}", done.out);
    user.write("missing.trigger.json", &user.read("tick.trigger.json"));
    let done = user.run(&["ns", "trigger", "diff", ".", "--format", "json"]);
    let list = done.json()["differences"].as_array().unwrap().iter().map(|one| one["status"].clone()).collect::<Vec<_>>();
    assert_eq!(list, ["missing", "different", "different"]);
    // What has no file any more goes, and only that.
    std::fs::remove_file(user.work().join("new-mail.trigger.json")).unwrap();
    assert_eq!(user.run(&["ns", "trigger", "prune", "."]).status, Some(2), "asks first");
    let done = user.run(&["ns", "trigger", "prune", ".", "--dry-run"]).ok();
    assert!(done.out.contains("triggerConfigs/new-mail") && !done.out.contains("triggerConfigs/tick"), "{}", done.out);
    let done = user.run(&["ns", "trigger", "prune", ".", "--connection", "other", "--yes"]).ok();
    assert!(done.err.contains("every trigger has a configuration"), "{done:?}");
    let done = user.run(&["ns", "trigger", "prune", ".", "--yes"]).ok();
    assert_eq!(done.out, "deleted new-mail\n");
    assert_eq!(user.run(&["ns", "trigger", "list", "--format", "json"]).json()["value"].as_array().unwrap().len(), 1);
    std::fs::create_dir(user.work().join("empty")).unwrap();
    assert!(user.run(&["ns", "trigger", "prune", "empty", "--yes"]).err.contains("has no trigger configurations"));
}

/// Consent: the link is shown, the connection is waited for, but not for ever.
#[test]
fn consent() {
    let service = Service::start();
    let user = user(&service);
    user.run(&["ns", "connection", "create", "chat", "--connector", "teams"]).ok();
    service.state().azure.consent_takes = 3;
    service.state().azure.too_early = 2;
    let done = user.run(&["ns", "connection", "consent", "chat", "--verbose"]).ok();
    assert!(done.err.contains("sign in there:\n  https://consent.example.net/login?data=link-for-one-person"), "{}", done.err);
    assert_eq!(done.err.matches("link-for-one-person").count(), 1, "the trace does not show it: {}", done.err);
    let done = user.run(&["ns", "connection", "consent", "chat"]).ok();
    assert!(done.out == "chat is connected\n" && !done.err.contains("browser"), "{done:?}");
    user.run(&["ns", "connection", "create", "late", "--connector", "teams"]).ok();
    service.state().azure.consent_takes = 1_000_000;
    let done = user.run(&["ns", "connection", "consent", "late", "--wait", "10"]);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.err.contains("it did not finish in time: the state is `Error`"), "{done:?}");
    // A page that is not one for signing in is not opened.
    let link = "{\"value\": [{\"link\": \"file:///etc/passwd\"}]}";
    service.fail("listConsentLinks", Fault::Answer(200, vec![], link.into()), 100);
    let done = user.run(&["ns", "connection", "consent", "late", "--wait", "10"]);
    assert!(done.err.contains("has no link to sign in at") && !done.err.contains("passwd"), "{done:?}");
}

/// What the API behind a connection refuses is no success.
#[test]
fn calls() {
    let service = Service::start();
    let user = user(&service);
    let call = ["ns", "invoke", "mail.json", "SendMail", "--connection", "mail", "--arg", "To=a", "--arg", "Subject=b"];
    let done = user.run(&call);
    assert_eq!(done.status, Some(1), "{done:?}");
    assert!(done.err.contains("answered NotFound: The item is not there. (request id upstream-1)"), "{done:?}");
    assert!(done.err.contains("help: check the values in the path"), "{done:?}");
    let json = user.run(&[&call[..], &["--format", "json"]].concat()).json();
    assert_eq!(json["response"]["statusCode"], "NotFound");
    service.state().azure.apis.push(("POST".into(), "/v2/Mail".into(), json!({ "statusCode": 202 })));
    user.run(&call).ok();
    service.fail("dynamicInvoke", Fault::Answer(200, vec![], "{\"answer\": 1}".into()), 1);
    let done = user.run(&call);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.err.contains("the response has no `response` with a `statusCode`"), "{done:?}");
    // Errors in the arguments stop a call.
    service.take();
    let done = user.run(&["ns", "invoke", "mail.json", "SendMail", "--connection", "mail"]);
    assert_eq!(done.status, Some(1), "{done:?}");
    assert!(done.err.contains("is missing required property 'emailMessage/To'") && service.take().is_empty(), "{done:?}");
    let done = user.run(&["ns", "invoke", "mail.json", "SendMail", "--arg", "To=a", "--arg", "Subject=b"]);
    assert!(done.err.contains("name the connection with `--connection NAME`"), "{done:?}");
    // A call that may have been carried out is not repeated; one that only reads is.
    service.fail("dynamicInvoke", Fault::ResetAfter, 1);
    service.take();
    let done = user.run(&call);
    assert_eq!((done.status, service.take().len()), (Some(2), 1), "{done:?}");
    let folders = json!({ "statusCode": "OK", "body": { "value": [{ "id": "1", "name": "One" }] } });
    service.state().azure.apis.push(("GET".into(), "/folders".into(), folders));
    service.fail("dynamicInvoke", Fault::ResetAfter, 1);
    let done =
        user.run(&["ns", "lookup", "mail.json", "OnNewMail", "folderPath", "--connection", "mail", "--format", "json"]).ok();
    assert_eq!(done.json()["items"], json!([{ "value": "1", "title": "One" }]));
    let done = user.run(&["ns", "lookup", "mail.json", "ListRows", "row", "--connection", "mail"]);
    assert_eq!((done.status, done.out.as_str()), (Some(1), "needs folderPath\n"));
}

/// Definitions that are fetched: cached, fetched again on request, or not at all.
#[test]
fn fetched_definitions() {
    let service = Service::start();
    let mut user = user(&service);
    service.state().azure.definitions.insert("office365".into(), definition());
    assert!(user.run(&["ns", "ops", "managed:office365", "--offline"]).err.contains("is not cached"));
    assert!(service.take().is_empty());
    user.run(&["ns", "ops", "managed:Office365", "--region", "West US"]);
    user.run(&["ns", "ops", "managed:office365", "--region", "West US"]).ok();
    assert!(
        service.lines().iter().any(|line| line.contains("/locations/WestUS/managedApis/office365?")),
        "{:?}",
        service.lines()
    );
    service.take();
    for arguments in [&["--offline"][..], &["--region", "westus"], &[]] {
        let done = user.run(&[&["ns", "ops", "managed:office365"], arguments].concat()).ok();
        assert!(done.out.contains("SendMail") && service.take().is_empty(), "{done:?}");
    }
    user.run(&["ns", "ops", "managed:office365", "--region", "westus", "--refresh"]).ok();
    assert_eq!(service.take().len(), 1);
    // What is not a definition is not kept.
    service.state().azure.definitions.insert("broken".into(), json!({ "properties": { "displayName": "x" } }));
    for _ in 0..2 {
        let done = user.run(&["ns", "ops", "managed:broken", "--region", "westus"]);
        assert_eq!(done.status, Some(2), "{done:?}");
        assert_eq!(service.take().len(), 1);
    }
    // The runtime URL of a connection leads to a known host only: a token goes there.
    let id = format!("{}/connections/mail", namespace("ns"));
    let set = |url: &str| {
        service.state().azure.resources.get_mut(&id.to_lowercase()).unwrap()["properties"]["connectionRuntimeUrl"] = url.into()
    };
    let done = user.run(&["ns", "ops", "--connection", "mail"]);
    assert!(done.err.contains("has no runtime URL yet"), "{done:?}");
    set("https://evil.example/apim/office365/1");
    let done = user.run(&["ns", "ops", "--connection", "mail"]);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.err.contains("`evil.example` is not a host of runtime URLs"), "{done:?}");
    set(&format!("{}/apim/office365/1", service.base));
    let done = user.run(&["ns", "ops", "--connection", "mail"]);
    assert_eq!(done.status, Some(3), "a given token is for one service: {done:?}");
    user.unset("CONNSMITH_ACCESS_TOKEN");
    for (name, value) in
        [("AZURE_TENANT_ID", TENANT), ("AZURE_CLIENT_ID", "a"), ("AZURE_CLIENT_SECRET", "the-application-secret")]
    {
        user.set(name, value);
    }
    assert!(user.run(&["ns", "ops", "--connection", "mail"]).ok().out.contains("SendMail"));
}

/// Operations that take time end well, badly, late, or elsewhere.
#[test]
fn operations_are_followed() {
    let service = Service::start();
    let user = user(&service);
    service.state().azure.slow = 4;
    let done = user.run(&["ns", "create", "other", "--location", "eastus2"]).ok();
    assert!(done.out.contains("Succeeded") && done.err.contains("waiting for Azure to create the namespace `other`"), "{done:?}");
    service.state().azure.ends = Some("Failed");
    let done = user.run(&["ns", "create", "third", "--location", "eastus2"]);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.err.contains("Azure reports `Failed`: `OutOfCapacity`: The region is full."), "{done:?}");
    service.state().azure.slow = 1_000_000;
    let done = user.run(&["ns", "delete", "other", "--yes", "--wait", "30"]);
    assert_eq!(done.status, Some(2), "{done:?}");
    assert!(done.err.contains("it did not finish in time: the state is `InProgress`"), "{done:?}");
    // The token does not follow to another host.
    for (method, header) in [("PUT", "Azure-AsyncOperation"), ("DELETE", "Location")] {
        let elsewhere = vec![(header, "https://evil.example/status".to_owned()), ("Content-Type", "application/json".to_owned())];
        service.fail(&format!("{method} {}?", namespace("fourth")), Fault::Answer(202, elsewhere, "{}".into()), 1);
        let done = match method {
            "PUT" => user.run(&["ns", "create", "fourth", "--location", "eastus2"]),
            _ => user.run(&["ns", "delete", "fourth", "--yes"]),
        };
        assert_eq!(done.status, Some(2), "{done:?}");
        assert!(done.err.contains("names another host for the operation's status"), "{done:?}");
    }
    // The response to a creation was lost: what is there is what was wanted.
    service.state().azure.slow = 0;
    service.fail(&format!("PUT {}?", namespace("fifth")), Fault::ResetAfter, 1);
    user.run(&["ns", "create", "fifth", "--location", "eastus2"]).ok();
}

/// Verb, options, and the line of the request that matters most.
const VERBS: [(&str, &[&str], &str); 15] = [
    ("create", &["create", "new", "--location", "eastus2"], "PUT /subscriptions/"),
    ("list", &["list"], "GET /subscriptions/"),
    ("show", &["show"], "GET /subscriptions/"),
    ("delete", &["delete", "--yes"], "DELETE /subscriptions/"),
    ("connection create", &["connection", "create", "c", "--connector", "teams"], "PUT /subscriptions/"),
    ("connection list", &["connection", "list"], "GET /subscriptions/"),
    ("connection consent", &["connection", "consent", "mail", "--force"], "POST /subscriptions/"),
    ("connection delete", &["connection", "delete", "spare", "--yes"], "DELETE /subscriptions/"),
    ("access add", &["access", "add", "mail"], "PUT /subscriptions/"),
    ("trigger create", &["trigger", "create", "tick.trigger.json"], "PUT /subscriptions/"),
    ("trigger show", &["trigger", "show", "old"], "GET /subscriptions/"),
    ("trigger disable", &["trigger", "disable", "old"], "PUT /subscriptions/"),
    ("trigger delete", &["trigger", "delete", "old", "--yes"], "DELETE /subscriptions/"),
    ("mcp create", &["mcp", "create", "tools.mcp.json"], "PUT /subscriptions/"),
    ("invoke", &["invoke", "mail.json", "ListFolders", "--connection", "mail"], "POST /subscriptions/"),
];

/// What goes wrong, how often, the exit status, and words of the message.
fn faults() -> Vec<(&'static str, Fault, usize, i32, &'static [&'static str])> {
    const ALWAYS: usize = 1000;
    let answer = |status: u16, code: &str, message: &str| {
        let headers = vec![("Content-Type", "application/json".to_owned()), ("x-ms-request-id", "req-4711".to_owned())];
        Fault::Answer(status, headers, json!({ "error": { "code": code, "message": message } }).to_string())
    };
    let after = |status: u16, seconds: u32| Fault::Answer(status, vec![("Retry-After", seconds.to_string())], "{}".into());
    let html = "<!DOCTYPE html><html><head><title>Bad gateway</title></head><body>502</body></html>";
    vec![
        ("reset before, once", Fault::ResetBefore, 1, 0, &[]),
        ("reset after, once", Fault::ResetAfter, 1, 0, &[]),
        ("cut off, once", Fault::Cut, 1, 0, &[]),
        ("reset before, always", Fault::ResetBefore, ALWAYS, 2, &["the connection broke before the response was complete"]),
        ("slow", Fault::Slow(Duration::from_millis(1500)), ALWAYS, 2, &["the request timed out"]),
        (
            "401",
            answer(401, "ExpiredToken", "Over."),
            ALWAYS,
            3,
            &["401 Unauthorized: `ExpiredToken`: Over. (request id req-4711)", "connsmith login"],
        ),
        (
            "403",
            answer(403, "AuthorizationFailed", "Not you."),
            ALWAYS,
            2,
            &["403 Forbidden: `AuthorizationFailed`", "the role Contributor"],
        ),
        (
            "409",
            answer(409, "Conflict", "Busy."),
            ALWAYS,
            2,
            &["409 Conflict: `Conflict`: Busy.", "something else is changing it"],
        ),
        (
            "no group",
            answer(404, "ResourceGroupNotFound", "No."),
            ALWAYS,
            2,
            &["`ResourceGroupNotFound`", "check `--resource-group`"],
        ),
        ("429, then well", after(429, 0), 2, 0, &[]),
        ("503, then well", after(503, 0), 1, 0, &[]),
        ("429 for too long", after(429, 100_000), 1, 2, &["429 Too Many Requests"]),
        ("500", answer(500, "InternalServerError", "Oh."), ALWAYS, 2, &["500 Internal Server Error: `InternalServerError`: Oh."]),
        (
            "502 with a page",
            Fault::Answer(502, vec![], html.into()),
            ALWAYS,
            2,
            &["a web page with the title “Bad gateway” instead of JSON"],
        ),
        (
            "200 with a page",
            Fault::Answer(200, vec![("Content-Type", "text/html".to_owned())], html.into()),
            ALWAYS,
            2,
            &["answered 200 with "],
        ),
        (
            "a redirect to another host",
            Fault::Answer(302, vec![("Location", "https://portal.example/sign-in".to_owned())], String::new()),
            ALWAYS,
            2,
            &["a redirect to https://portal.example, which is not followed"],
        ),
        (
            "millions of values",
            Fault::Answer(200, vec![("Content-Type", "application/json".to_owned())], "[".repeat(500_001)),
            ALWAYS,
            2,
            &["has more than 500000 values"],
        ),
        (
            "gzip without end",
            Fault::Bytes(200, vec![("Content-Encoding", "gzip".to_owned())], crate::faults::zeros_in_gzip()),
            ALWAYS,
            2,
            &["is longer than 32 MiB"],
        ),
    ]
}

/// Each fault at each verb: the exit status is right, the message names cause and remedy, nothing is half-done, no secret is seen.
#[test]
fn every_fault_at_every_verb() {
    let cases: Vec<(usize, usize)> = (0..faults().len()).flat_map(|row| (0..VERBS.len()).map(move |verb| (row, verb))).collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let run = |row: usize, verb: usize| {
        let (what, fault, times, status, words) = faults().swap_remove(row);
        let (name, arguments, line) = VERBS[verb];
        let case = format!("{name}: {what}");
        let service = Service::start();
        let mut user = user(&service);
        user.set("CONNSMITH_TIMEOUT", if what == "slow" { "0.7" } else { "60" });
        {
            let mut state = service.state();
            let id = namespace("ns");
            let details = json!({ "callbackUrl": "https://example.com/old" });
            let old = json!({ "properties": { "state": "Enabled", "triggerType": "Recurrence", "recurrence": { "frequency": "Day", "interval": 1 }, "notificationDetails": details } });
            state.azure.put(&format!("{id}/triggerConfigs/old"), old);
            state.azure.put(&format!("{id}/connections/spare"), json!({ "properties": { "connectorName": "x" } }));
            state.azure.apis.push(("GET".into(), "/folders".into(), json!({ "statusCode": "OK", "body": {} })));
        }
        service.fail(line, fault, times);
        let before = (user.files(), service.state().azure.resources.clone());
        let done = user.run(&[&["ns"], arguments, &["--verbose"]].concat());
        quiet(&case, &done);
        // A deletion whose response was lost is looked after; nobody reads the body of one, or of a link that is not JSON.
        let gone = name.contains("delete") && !service.state().azure.resources.contains_key(&target(arguments));
        let done_anyway = name.contains("delete") && (gone || matches!(what, "millions of values" | "200 with a page"));
        let expected = if done_anyway && status == 2 { done.status.unwrap() } else { status };
        assert_eq!(done.status, Some(expected), "{case}: {done:?}");
        if done.status != Some(0) {
            for words in words {
                assert!(done.err.contains(words), "{case}: {words}: {}", done.err);
            }
            assert!(done.err.contains("connsmith: cannot "), "{case}: {}", done.err);
            assert_eq!(done.out, "", "{case}");
            assert!(user.files() == before.0, "{case}: files have changed");
            // Only what the service did although nobody heard of it may be different.
            if !matches!(what, "slow" | "reset after, once") {
                assert!(service.state().azure.resources == before.1 || gone, "{case}");
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some((row, verb)) = cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    run(*row, *verb);
                }
            });
        }
    });
}

/// The id of what a verb deletes.
fn target(arguments: &[&str]) -> String {
    let id = match arguments[0] {
        "connection" => format!("{}/connections/{}", namespace("ns"), arguments[2]),
        "trigger" => format!("{}/triggerConfigs/{}", namespace("ns"), arguments[2]),
        _ => namespace("ns"),
    };
    id.to_lowercase()
}

/// `check` judges the configurations in a connector's folder, and those that are named, with the settings of the folder.
#[test]
fn check_judges_configurations() {
    let service = Service::start();
    let user = user(&service);
    let folder = user.work().join("mail");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("apiDefinition.swagger.json"), definition().to_string()).unwrap();
    std::fs::write(folder.join("apiProperties.json"), "{\"properties\": {}}").unwrap();
    let bad = user.read("new-mail.trigger.json").replace("OnNewMail", "OnOldMail");
    std::fs::write(folder.join("bad.trigger.json"), &bad).unwrap();
    std::fs::write(folder.join("tools.mcp.json"), user.read("tools.mcp.json")).unwrap();
    let run = |arguments: &[&str]| user.run(&[&["check", "--select", "namespace"], arguments].concat());
    let done = run(&["mail", "--format", "concise"]);
    assert_eq!(done.status, Some(1), "{done:?}");
    assert!(done.out.contains("mail/bad.trigger.json:1:") && done.out.contains("namespace-operation-unknown"), "{done:?}");
    assert!(
        done.out.contains("the definition has no operation `OnOldMail`") && !done.out.contains("tools.mcp.json:"),
        "{done:?}"
    );
    let done = run(&["mail/bad.trigger.json", "--format", "json"]);
    assert_eq!(done.status, Some(1), "{done:?}");
    assert_eq!(done.json()["findings"].as_array().unwrap().len(), 1, "{done:?}");
    // No verb takes them for a definition.
    for verb in ["fix", "fmt"] {
        let done = user.run(&[verb, "mail/bad.trigger.json"]);
        assert!(done.status == Some(2) && done.err.contains("no connector in `mail/bad.trigger.json`"), "{done:?}");
    }
    assert_eq!(user.read("mail/bad.trigger.json"), bad);
    // Elsewhere there is no definition to judge against.
    run(&["new-mail.trigger.json"]).ok();
    assert_eq!(run(&["tick.trigger.json", "mail"]).status, Some(1));
    std::fs::write(
        folder.join("connsmith.toml"),
        "[[ignore]]\nrule = [\"namespace-operation-unknown\"]\nreason = \"newer in Azure\"\n",
    )
    .unwrap();
    run(&["mail"]).ok();
    std::fs::write(folder.join("connsmith.toml"), "[rules]\nnamespace-operation-unknown = \"off\"\n").unwrap();
    assert!(!user.run(&["check", "mail", "--format", "concise"]).out.contains("namespace-operation-unknown"));
    // What the verb of namespaces says is the same.
    let done = user.run(&["ns", "trigger", "check", "mail/bad.trigger.json", "--source", "mail"]);
    assert!(done.err.contains("the definition has no operation `OnOldMail` [namespace-operation-unknown]"), "{done:?}");
}

/// Ctrl-C while Azure works: nobody knows whether the request was carried out, and the message says so.
#[test]
#[cfg(unix)]
fn an_interrupted_request_may_have_reached_azure() {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;
    let service = Service::start();
    let user = user(&service);
    for (arguments, line, words) in [
        (
            &["ns", "connection", "delete", "mail", "--yes"][..],
            "DELETE ",
            "Cancelled; what was sent may have reached Azure: `show` of",
        ),
        (&["ns", "show"][..], "GET ", "Cancelled; nothing was written"),
    ] {
        service.take();
        service.fail(line, Fault::Slow(std::time::Duration::from_secs(20)), 1);
        let child = user.command(arguments).spawn().unwrap();
        while !service.lines().iter().any(|asked| asked.starts_with(line)) {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        kill(Pid::from_raw(child.id() as i32), Signal::SIGINT).unwrap();
        let done = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.code() == Some(130) && err.contains(words), "{err}");
    }
}
