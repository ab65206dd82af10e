//! Azure Container Apps sandboxes: an imitation beside that of Resource Manager (groups, role assignments, the data plane), and the
//! verbs that wire connections to them.
use crate::azure::{PRINCIPAL, SUBSCRIPTION, namespace};
use crate::namespace::place;
use crate::program::{Done, User};
use crate::service::{Answer, Asked, Fault, Service, State, TENANT, json_answer, refusal};
use serde_json::{Value, json};

/// The identity of every group.
const GROUP_PRINCIPAL: &str = "bbbbbbbb-0000-0000-0000-000000000002";

/// Whether a request is for the data plane.
pub fn is_data_plane(path: &str) -> bool {
    path.contains("/sandboxGroups/") && !path.contains("/providers/")
}

pub fn data_plane(state: &mut State, asked: &Asked) -> Answer {
    let (group, below) = asked.path.split_once("/sandboxes").unwrap();
    let group = group.replace("/sandboxGroups/", "/providers/Microsoft.App/sandboxGroups/").to_lowercase();
    if state.azure.unknown_group > 0 {
        state.azure.unknown_group -= 1;
        return refusal(404, "SandboxGroupNotFound", "The group is not there yet.");
    }
    let Some(wired) = state.azure.resources.get(&group).map(|group| group["properties"]["gatewayConnections"].clone()) else {
        return refusal(404, "SandboxGroupNotFound", "There is no such group.");
    };
    let parts: Vec<&str> = below.split('/').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        if !asked.query.is_empty() {
            return refusal(400, "BadRequest", "The route takes no query.");
        }
        let mut body = asked.json();
        let own = body["gatewayConnections"].as_array().cloned().unwrap_or_default();
        let on_group =
            |one: &Value| wired.as_array().into_iter().flatten().find(|entry| entry["resourceId"] == one["resourceId"]).cloned();
        let entries: Option<Vec<Value>> = own.iter().map(on_group).collect();
        let Some(entries) = entries else {
            return refusal(400, "InvalidGatewayConnection", "The connection is not on the group.");
        };
        let id = format!("sb{}", state.azure.sandboxes.len() + 1);
        body["id"] = id.as_str().into();
        body["state"] = "Creating".into();
        body["region"] = "eastus2".into();
        let named = entries.iter().map(|one| {
            let name = one["resourceId"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            (name, json!({ "type": "http", "url": one["connectionRuntimeUrl"] }))
        });
        let file = json!({ "connections": named.collect::<serde_json::Map<_, _>>() });
        state.azure.files.insert(format!("{id}/connections/connections.json"), file.to_string().into_bytes());
        state.azure.sandboxes.insert(id, body.clone());
        return json_answer(200, &body);
    }
    if !asked.query.contains("api-version=2026-02-01-preview") {
        return refusal(400, "InvalidApiVersion", "The api-version is not known.");
    }
    let id = parts[0].to_owned();
    if !state.azure.sandboxes.contains_key(&id) {
        return refusal(404, "SandboxNotFound", "There is no such sandbox.");
    }
    let path =
        url::form_urlencoded::parse(asked.query.as_bytes()).find(|(name, _)| name == "path").map(|(_, path)| path.into_owned());
    match (asked.method.as_str(), &parts[1..]) {
        ("GET", []) => {
            let shown = state.azure.sandboxes[&id].clone();
            state.azure.sandboxes.get_mut(&id).unwrap()["state"] = "Running".into();
            json_answer(200, &shown)
        }
        ("DELETE", []) => {
            state.azure.sandboxes.remove(&id);
            Answer { status: 204, headers: Vec::new(), body: Vec::new() }
        }
        ("PUT", ["files"]) => {
            state.azure.files.insert(format!("{id}{}", path.unwrap()), asked.body.clone());
            json_answer(200, &json!({}))
        }
        ("GET", ["files"]) => match state.azure.files.get(&format!("{id}{}", path.unwrap())) {
            Some(bytes) => Answer { status: 200, headers: Vec::new(), body: bytes.clone() },
            None => refusal(404, "FileNotFound", "There is no such file."),
        },
        ("POST", ["executeShellCommand"]) => {
            json_answer(200, &json!({ "exitCode": 0, "stdout": state.azure.probe, "stderr": "", "executionTimeMs": 3 }))
        }
        ("POST", ["ports", "add"]) => {
            let mut port = asked.json();
            port["url"] = format!("https://{id}--{}.eastus2.adcproxy.io/", port["port"]).into();
            state.azure.sandboxes.get_mut(&id).unwrap()["ports"] = json!([port]);
            json_answer(200, &json!({ "ports": [port] }))
        }
        ("POST", ["ports", "remove"]) => {
            state.azure.sandboxes.get_mut(&id).unwrap()["ports"] = json!([]);
            json_answer(200, &json!({}))
        }
        _ => refusal(404, "NotFound", "There is nothing here."),
    }
}

/// A group or a role assignment.
pub fn put(state: &mut State, asked: &Asked, id: &str, mut body: Value) -> Answer {
    let there = state.azure.resources.get(id).cloned();
    if id.contains("/roleassignments/") {
        if there.is_some() {
            return refusal(409, "RoleAssignmentExists", "The role assignment already exists.");
        }
        state.azure.put(&asked.path, body.clone());
        return json_answer(201, &body);
    }
    let mut group = match (asked.method.as_str(), there) {
        ("PUT", Some(_)) => return refusal(409, "EnvironmentIdCannotBeChanged", "The group is there."),
        ("PUT", None) => body.clone(),
        (_, Some(group)) => group,
        (_, None) => return refusal(404, "ResourceNotFound", "There is no such group."),
    };
    if let Some(connections) = body.pointer_mut("/properties/gatewayConnections") {
        group["properties"]["gatewayConnections"] = connections.take();
    }
    if body.get("identity").is_some() {
        group["identity"] = json!({ "type": "SystemAssigned", "principalId": GROUP_PRINCIPAL, "tenantId": TENANT });
    }
    group["properties"]["provisioningState"] = "Succeeded".into();
    state.azure.put(&asked.path, group.clone());
    if let Some(other) = state.azure.somebody_wires.take() {
        state.azure.resources.get_mut(id).unwrap()["properties"]["gatewayConnections"] = other;
    }
    group["properties"]["provisioningState"] = "Updating".into();
    crate::azure::started(state, 200, &group, None)
}

fn group_id() -> String {
    format!("/subscriptions/{SUBSCRIPTION}/resourceGroups/apps/providers/Microsoft.App/sandboxGroups/boxes")
}

/// Somebody who signs in as an application, with a namespace and a connection that works.
fn user(service: &Service) -> User {
    let mut user = User::new(service);
    for (name, value) in
        [("AZURE_TENANT_ID", TENANT), ("AZURE_CLIENT_ID", "a"), ("AZURE_CLIENT_SECRET", "the-application-secret")]
    {
        user.set(name, value);
    }
    place(&mut user);
    let mut state = service.state();
    state.azure.prepare();
    state.azure.probe = "200".into();
    let id = format!("{}/connections/mail", namespace("ns"));
    let base = state.base.clone();
    let connection = state.azure.resources.get_mut(&id.to_lowercase()).unwrap();
    connection["properties"]["connectionRuntimeUrl"] = format!("{base}/apim/office365/1/").into();
    drop(state);
    user
}

fn wired(service: &Service) -> Value {
    service.state().azure.get(&group_id()).map_or(Value::Null, |group| group["properties"]["gatewayConnections"].clone())
}

fn run(user: &User, arguments: &[&str]) -> Done {
    let done = user.run(&[&["ns", "sandbox"], arguments].concat());
    assert!(!done.all().contains("eyJ") && !done.all().contains("the-application-secret"), "{done:?}");
    done
}

/// From a namespace to a sandbox that calls a connection, with a trigger that calls back, checked, and undone.
#[test]
fn a_sandbox_is_wired_checked_and_unwired() {
    let service = Service::start();
    let user = user(&service);
    service.state().azure.unknown_group = 2;
    user.write("handler.py", "print('hello')\n");
    let wire = [
        "wire",
        "mail",
        "--sandbox-group",
        "boxes",
        "--create-group",
        "--file",
        "handler.py=/app/handler.py",
        "--target",
        "shell",
    ];
    let done = run(&user, &wire).ok();
    assert!(done.out.contains("sb1"), "{done:?}");
    let entry = json!([{ "resourceId": format!("{}/connections/mail", namespace("ns")), "connectionRuntimeUrl": format!("{}/apim/office365/1", service.base), "authentication": { "type": "SystemAssignedManagedIdentity" } }]);
    assert_eq!(wired(&service), entry);
    {
        let state = service.state();
        assert_eq!(state.azure.files["sb1/app/handler.py"], b"print('hello')\n");
        assert_eq!(state.azure.sandboxes["sb1"]["gatewayConnections"], json!([{ "resourceId": entry[0]["resourceId"] }]));
        for (policy, principal) in [("gateway-acl", PRINCIPAL), ("sandbox-acl", GROUP_PRINCIPAL)] {
            let found = state.azure.get(&format!("{}/connections/mail/accessPolicies/{policy}", namespace("ns"))).unwrap();
            assert_eq!(found["properties"]["principal"]["identity"]["objectId"], principal);
        }
        let roles = state.azure.resources.iter().find(|(id, _)| id.contains("/roleassignments/")).unwrap();
        assert_eq!(roles.1["properties"]["principalId"], PRINCIPAL);
    }
    let lines = service.lines().join("\n");
    assert!(
        lines.find("gateway-acl").unwrap() < lines.find("PATCH").unwrap()
            && lines.find("PATCH").unwrap() < lines.find("/sandboxes").unwrap()
    );
    // A trigger to it.
    user.write("mail.json", &crate::namespace::definition().to_string());
    let target = [
        "ns",
        "trigger",
        "new",
        "mail.json",
        "OnNewMail",
        "--connector",
        "office365",
        "--connection",
        "mail",
        "--target",
        "shell",
        "--sandbox-group",
        "boxes",
        "--sandbox",
        "sb1",
        "--sandbox-region",
        "eastus2",
        "--command",
        "python3 /app/handler.py",
        "--out",
        "go.trigger.json",
    ];
    user.run(&target).ok();
    user.run(&["ns", "trigger", "create", "go.trigger.json"]).ok();
    let config: Value = serde_json::from_str(&user.read("go.trigger.json")).unwrap();
    assert_eq!(config["properties"]["metadata"], json!({ "sandboxGroupName": "boxes", "sandboxId": "sb1" }));
    let url = config["properties"]["notificationDetails"]["callbackUrl"].as_str().unwrap();
    assert!(
        url.starts_with("https://management.eastus2.azuredevcompute.io/subscriptions/")
            && url.contains("/sandboxes/sb1/executeShellCommand?")
    );
    let check = ["check", "mail", "--sandbox-group", "boxes", "--sandbox", "sb1", "--trigger", "go"];
    let done = run(&user, &check).ok();
    assert_eq!(done.out.lines().filter(|line| line.starts_with("ok ")).count(), 17, "{}", done.out);
    // Again changes nothing, and makes no second sandbox.
    service.take();
    run(&user, &["wire", "mail", "--sandbox-group", "boxes", "--no-sandbox"]).ok();
    assert!(service.lines().iter().all(|line| line.starts_with("GET ") || line.contains("/token")), "{:?}", service.lines());
    // A connection that was created again has another URL.
    let id = format!("{}/connections/mail", namespace("ns")).to_lowercase();
    service.state().azure.resources.get_mut(&id).unwrap()["properties"]["connectionRuntimeUrl"] =
        format!("{}/apim/office365/2", service.base).into();
    service.state().azure.probe = "401".into();
    let done = run(&user, &check);
    assert_eq!(done.status, Some(1));
    let failed: Vec<&str> = done.out.lines().filter(|line| line.starts_with("FAILED")).collect();
    assert_eq!(failed.len(), 3, "{}", done.out);
    assert!(done.out.contains("the group has an old runtime URL") && done.out.contains("sg-entry-url"), "{}", done.out);
    let done = run(&user, &["wire", "mail", "--sandbox-group", "boxes", "--no-sandbox", "--format", "json"]).ok();
    assert_eq!(
        (done.json()["changed"].as_bool(), wired(&service)[0]["connectionRuntimeUrl"].as_str().unwrap().ends_with("/2")),
        (Some(true), true)
    );
    // And back.
    let unwire = ["unwire", "mail", "--sandbox-group", "boxes", "--sandbox", "sb1", "--trigger", "go"];
    assert!(run(&user, &unwire).err.contains("nothing was deleted: use `--yes`"));
    service.take();
    run(&user, &[&unwire[..], &["--yes"]].concat()).ok();
    let changes: Vec<String> =
        service.lines().into_iter().filter(|line| !line.starts_with("GET ") && !line.contains("/token")).collect();
    let order = ["triggerConfigs/go", "/sandboxes/sb1", "PATCH", "sandbox-acl", "gateway-acl"];
    assert_eq!(changes.len(), order.len(), "{changes:?}");
    assert!(changes.iter().zip(order).all(|(line, words)| line.contains(words)), "{changes:?}");
    assert_eq!(wired(&service), json!([]));
    run(&user, &[&unwire[..], &["--yes"]].concat()).ok();
}

/// Others' entries stay, a policy for an old identity is replaced, and what somebody else wires at the same time is noticed.
#[test]
fn nothing_of_others_is_lost() {
    let service = Service::start();
    let user = user(&service);
    let other = json!({ "resourceId": format!("{}/mcpserverconfigs/m", namespace("ns")), "mcpRuntimeUrl": "https://h/m", "extra": 1, "authentication": { "type": "SystemAssignedManagedIdentity" } });
    {
        let mut state = service.state();
        state.azure.put(
            &group_id(),
            json!({ "location": "East US 2", "properties": { "provisioningState": "Succeeded", "gatewayConnections": [other] } }),
        );
        let old = json!({ "properties": { "principal": { "identity": { "objectId": "old" } } } });
        state.azure.put(&format!("{}/connections/mail/accessPolicies/gateway-acl", namespace("ns")), old);
    }
    run(&user, &["wire", "mail", "--sandbox-group", "boxes", "--target", "port", "--port", "8080"]).ok();
    assert_eq!((wired(&service)[0].clone(), wired(&service).as_array().unwrap().len()), (other.clone(), 2));
    let id = format!("{}/connections/mail/accessPolicies/gateway-acl", namespace("ns"));
    assert_eq!(service.state().azure.get(&id).unwrap()["properties"]["principal"]["identity"]["objectId"], PRINCIPAL);
    let port = service.state().azure.sandboxes["sb1"]["ports"][0].clone();
    assert_eq!(port["auth"]["entraId"], json!({ "enabled": true, "objectIds": [PRINCIPAL], "tenantIds": [TENANT] }));
    run(&user, &["unwire", "mail", "--sandbox-group", "boxes", "--keep-policies", "--yes"]).ok();
    assert_eq!(wired(&service), json!([other]));
    assert!(service.state().azure.get(&id).is_some());
    service.state().azure.somebody_wires = Some(json!([]));
    let done = run(&user, &["wire", "mail", "--sandbox-group", "boxes"]);
    assert_eq!(done.status, Some(2));
    assert!(done.err.contains("something else is changing it") && service.state().azure.sandboxes.len() == 1, "{done:?}");
}

#[test]
fn what_is_missing_is_named_before_anything_is_sent() {
    let service = Service::start();
    let user = user(&service);
    let done = run(&user, &["wire", "mail", "--sandbox-group", "boxes"]);
    assert!(done.err.contains("use `--create-group`"), "{done:?}");
    let done = run(&user, &["wire", "other", "--sandbox-group", "boxes"]);
    assert!(done.err.contains("there is no connection `other`: create it, or use `--connector NAME`"), "{done:?}");
    let done = run(&user, &["check", "mail", "--sandbox-group", "boxes", "--sandbox", "a/b"]);
    assert!(done.err.contains("is not the name of a sandbox"), "{done:?}");
    let done = run(&user, &["wire", "mail", "--sandbox-group", "boxes", "--file", "x=../y"]);
    assert!(done.err.contains("is not a path in the sandbox"), "{done:?}");
    assert!(service.lines().iter().all(|line| line.starts_with("GET ") || line.contains("/token")), "{:?}", service.lines());
    // A sandbox may be there although nobody heard of it: it is not made twice.
    service.fail("/sandboxGroups/boxes/sandboxes", Fault::ResetAfter, 1);
    let done = run(&user, &["wire", "mail", "--sandbox-group", "boxes", "--create-group"]);
    assert_eq!((done.status, service.state().azure.sandboxes.len()), (Some(2), 1), "{done:?}");
}

/// The requests of a dry run.
fn planned(user: &User, arguments: &[&str]) -> Vec<Value> {
    let done = user.run(&[arguments, &["--dry-run", "--format", "json"]].concat()).ok();
    done.json()["requests"].as_array().expect("requests").clone()
}

/// The five flows of the vectors: what dry runs print, in this order.
#[test]
fn dry_runs_print_the_requests_of_the_flows() {
    let service = Service::start();
    let mut user = User::new(&service);
    place(&mut user);
    user.unset("CONNSMITH_SANDBOX_URL");
    user.unset("CONNSMITH_ARM_URL");
    user.write("handler.py", "print('hello')\n");
    let wire = |more: &[&str]| {
        let wire = ["ns", "sandbox", "wire", "mail", "--sandbox-group", "boxes", "--create-group", "--connector", "office365"];
        planned(&user, &[&wire[..], &["--operator-role", "--file", "handler.py=/app/handler.py"], more].concat())
    };
    let check = planned(&user, &["ns", "sandbox", "check", "mail", "--sandbox-group", "boxes", "--sandbox", "sb1"]);
    let vectors: Value =
        serde_json::from_slice(&std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/namespace/sandbox.json")).unwrap())
            .unwrap();
    let known = |text: &str| {
        let words = [
            ("{sub}", SUBSCRIPTION),
            ("{rg}", "apps"),
            ("{gw}", "ns"),
            ("{sg}", "boxes"),
            ("{conn}", "mail"),
            ("{connector}", "office365"),
            ("{name}", "connsmith"),
            ("{trigger}", "go"),
            ("{uuid}", "{assignment}"),
            ("{loc}", "{location}"),
            ("\"{region}\"", "\"{location}\""),
            ("{gwPrincipal}", "{namespacePrincipal}"),
            ("{sgPrincipal}", "{groupPrincipal}"),
            ("{operatorPrincipal}", "{yourPrincipal}"),
            ("{User|ServicePrincipal}", "{User or ServicePrincipal}"),
            ("{runtimeUrl}{probePath}", "{runtimeUrl}{path}"),
            ("path=/app/handler.py", "path=%2Fapp%2Fhandler.py"),
        ];
        words.iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, value))
    };
    let entry = json!({
        "resourceId": format!("{}/connections/mail", namespace("ns")), "connectionRuntimeUrl": "{runtimeUrl}",
        "authentication": { "type": "SystemAssignedManagedIdentity" },
    });
    let mut count = 0;
    for vector in vectors["flows"].as_array().unwrap() {
        let requests = match vector["id"].as_str().unwrap() {
            "A-direct" => wire(&[]),
            "B-shell" => wire(&["--target", "shell"]),
            "B-exec" => wire(&["--target", "exec"]),
            "B-port" => wire(&["--target", "port", "--port", "8080"]),
            _ => {
                let unwire = ["ns", "sandbox", "unwire", "mail", "--sandbox-group", "boxes", "--trigger", "go"];
                let mut all = planned(&user, &[&unwire[..], &["--sandbox", "sb1", "--port", "8080"]].concat());
                all.extend(planned(&user, &["ns", "connection", "delete", "mail"]));
                all.extend(planned(&user, &["ns", "delete", "ns"]));
                // The region is known before the sandbox is deleted.
                let read = all.remove(1);
                all.insert(3, read);
                all
            }
        };
        let cleanup = vector["id"] == "Z-cleanup";
        let mut rest = requests.iter();
        for step in vector["steps"].as_array().unwrap() {
            let case = format!("{} {}", vector["id"], step["id"]);
            let id = step["id"].as_str().unwrap();
            // Other verbs send these.
            if matches!(id, "gw-put" | "swagger" | "dynamic" | "call" | "ops") || id.starts_with("trigger-") {
                continue;
            }
            let url = known(step["url"].as_str().unwrap());
            let url = url.replace("{sbx}", if cleanup || id == "probe" { "sb1" } else { "{sandbox}" });
            let is_it = |request: &&Value| request["method"] == step["method"] && request["url"] == url.as_str();
            let same = if id == "probe" { check.iter().find(is_it) } else { rest.by_ref().find(is_it) };
            let same = same.unwrap_or_else(|| panic!("{case}: {url}\n{}", json!(requests)));
            let body: Value = serde_json::from_str(&known(&step["body"].to_string())).unwrap();
            let body = match id {
                "sg-wire" => json!({ "properties": { "gatewayConnections": ["{the other entries}", entry] } }),
                "z-detach" => json!({ "properties": { "gatewayConnections": ["{the other entries}"] } }),
                "file-put" => json!("(15 bytes)"),
                _ => body,
            };
            assert_eq!(same["body"], body, "{case}");
            let optional = matches!(id, "conn-put" | "conn-consent" | "sg-put" | "sg-identity");
            assert!(!optional || same["when"].is_string(), "{case}: {same}");
            count += 1;
        }
    }
    assert!(count >= 70, "{count} steps");
    assert!(service.take().is_empty());
}

/// What is sent is what the dry run has printed: nothing else changes anything.
#[test]
fn what_is_sent_was_printed() {
    let service = Service::start();
    let user = user(&service);
    user.write("handler.py", "print('hello')\n");
    let wire = ["ns", "sandbox", "wire", "mail", "--sandbox-group", "boxes", "--create-group"];
    let wire =
        [&wire[..], &["--file", "handler.py=/app/handler.py", "--target", "port", "--port", "8080", "--operator-role"]].concat();
    let unwire = ["ns", "sandbox", "unwire", "mail", "--sandbox-group", "boxes", "--sandbox", "sb1", "--port", "8080"];
    for arguments in [&wire[..], &unwire[..]] {
        let printed = planned(&user, arguments);
        service.take();
        user.run(&[arguments, if arguments[2] == "unwire" { &["--yes"] } else { &[] }].concat()).ok();
        let sent = service.lines();
        let changes = sent.iter().filter(|line| !line.starts_with("GET ") && !line.contains("/token"));
        let mut count = 0;
        for line in changes {
            let fits = |request: &Value| {
                // Words in braces stand for anything in a segment.
                let url = request["url"].as_str().unwrap();
                let parts: Vec<&str> = url.split(['{', '}']).step_by(2).collect();
                let path =
                    |text: &str| text.split_once("://").map_or(text, |(_, rest)| rest).split_once('/').unwrap().1.to_owned();
                let first = path(parts[0]);
                line.starts_with(request["method"].as_str().unwrap())
                    && line.contains(&first)
                    && parts[1..].iter().all(|part| line.contains(part.split('?').next().unwrap()))
            };
            assert!(printed.iter().any(fits), "{line}\n{}", json!(printed));
            count += 1;
        }
        assert!(count >= 5, "{sent:?}");
    }
}

#[test]
fn a_dry_run_needs_no_sign_in() {
    let service = Service::start();
    let mut user = User::new(&service);
    place(&mut user);
    let wire = ["wire", "mail", "--sandbox-group", "boxes", "--create-group", "--target", "port", "--port", "8080", "--dry-run"];
    let done = run(&user, &wire).ok();
    for words in [
        &*format!("PUT {}/subscriptions/", service.base),
        "/accessPolicies/sandbox-acl?",
        "\"objectIds\": [",
        "(if there is no group)",
    ] {
        assert!(done.out.contains(words), "{words}: {}", done.out);
    }
    assert!(!done.out.contains("{conn}") && !done.out.contains("{sg}"), "{}", done.out);
    run(&user, &["unwire", "mail", "--sandbox-group", "boxes", "--dry-run"]).ok();
    run(&user, &["check", "mail", "--sandbox-group", "boxes", "--dry-run"]).ok();
    assert!(service.take().is_empty());
}
