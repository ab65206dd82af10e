//! Azure Container Apps sandboxes that use the connections of a namespace: what is wired to what, the bodies of the
//! requests, and the checks whether it works.
//!
//! A sandbox reaches a connection if four things are there: an entry in `gatewayConnections` of the sandbox's group, the same
//! connection named when the sandbox was created, and an access policy each for the identities of the namespace and of the group.
use crate::call::namespace::resource::is_connected;
use crate::call::request::{Body, Problem, Request, percent_encode};
use crate::rule::Severity;
use serde_json::{Map, Value, json};

/// The role that lets an identity run commands in the sandboxes of a group.
pub const ROLE: &str = "c24cf47c-5077-412d-a19c-45202126392c";
/// The audience of tokens that run a command in a sandbox.
pub const COMMAND_AUDIENCE: &str = "https://management.azuredevcompute.io/";
/// The audience of tokens for a port of a sandbox.
pub const PORT_AUDIENCE: &str = "https://auth.adcproxy.io/";
/// How many connections a sandbox can have.
pub const MOST_CONNECTIONS: usize = 10;
const IDENTITY: &str = "SystemAssignedManagedIdentity";

/// What a trigger calls back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A shell command in a sandbox.
    Shell,
    /// A program in a sandbox.
    Exec,
    /// A port of a sandbox.
    Port,
    Other,
}

/// The target of a callback URL.
pub fn target_of(url: &str) -> Target {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once(['/', '?']).unwrap_or((rest, ""));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let host = host.to_ascii_lowercase();
    let below = |ending: &str| host.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.'));
    if below("adcproxy.io") || below("proxy.azuredevcompute.io") {
        Target::Port
    } else if below("azuredevcompute.io") && path.ends_with("/executeShellCommand") {
        Target::Shell
    } else if below("azuredevcompute.io") && path.ends_with("/executeCommand") {
        Target::Exec
    } else {
        Target::Other
    }
}

/// The sandbox in the URL of a command.
pub fn sandbox_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("/sandboxes/")?;
    rest.split(['/', '?']).next().filter(|id| !id.is_empty())
}

/// Whether an entry is that of an MCP server: its id says so, in any case.
fn is_server(id: &str) -> bool {
    id.to_ascii_lowercase().contains("/mcpserverconfigs/")
}

/// The entry of a connection or MCP server in a sandbox group.
pub fn entry(id: &str, url: &str) -> Value {
    let key = if is_server(id) { "mcpRuntimeUrl" } else { "connectionRuntimeUrl" };
    json!({ "resourceId": id, (key): url.trim_end_matches('/'), "authentication": { "type": IDENTITY } })
}

/// Whether an entry is for a resource.
fn is_of(entry: &Value, id: &str) -> bool {
    entry["resourceId"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(id))
}

/// The entries of a group with one more, and whether that changes anything: other entries stay, an entry of the same resource keeps
/// the members that are not ours.
pub fn merged(current: &Value, added: &Value) -> (Vec<Value>, bool) {
    let mut added = added.clone();
    for key in ["connectionRuntimeUrl", "mcpRuntimeUrl"] {
        if let Some(url) = added.get(key).and_then(Value::as_str).map(|url| url.trim_end_matches('/').to_owned()) {
            added[key] = json!(url);
        }
    }
    let id = added["resourceId"].as_str().unwrap_or_default().to_owned();
    let before = current.as_array().cloned().unwrap_or_default();
    let mut entries = before.clone();
    match entries.iter_mut().find(|entry| is_of(entry, &id)) {
        Some(entry) => {
            for (key, value) in added.as_object().into_iter().flatten() {
                entry[key] = value.clone();
            }
        }
        None => entries.push(added),
    }
    let changed = entries != before;
    (entries, changed)
}

/// The entries of a group without a resource, and whether that changes anything.
pub fn detached(current: &Value, id: &str) -> (Vec<Value>, bool) {
    let mut entries = current.as_array().cloned().unwrap_or_default();
    let count = entries.len();
    entries.retain(|entry| !is_of(entry, id));
    let changed = entries.len() != count;
    (entries, changed)
}

fn problem(severity: Severity, code: &'static str, message: &str, help: &str) -> Problem {
    let help = (!help.is_empty()).then(|| help.to_owned());
    Problem { severity, code, message: message.to_owned(), help, origin: None }
}

/// What is wrong with the entries that a sandbox is to have. `group` is the sandbox group where it is known, `disk` the sandbox's
/// `sourcesRef`.
pub fn validate(entries: &[Value], group: Option<&Value>, source: Option<&Value>) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut error = |code, message: &str, help: &str| found.push(problem(Severity::Error, code, message, help));
    if entries.len() > MOST_CONNECTIONS {
        error("too-many", &format!("a sandbox has at most {MOST_CONNECTIONS} gateway connections, not {}", entries.len()), "");
    }
    let ids: Vec<String> = entries.iter().filter_map(|entry| Some(entry["resourceId"].as_str()?.to_ascii_lowercase())).collect();
    let gateway = |id: &String| id.split("/connectorgateways/").nth(1).and_then(|rest| rest.split('/').next()).map(str::to_owned);
    let mut gateways: Vec<_> = ids.iter().map(gateway).collect();
    gateways.dedup();
    if gateways.len() > 1 {
        error("gateways", "all connections of a sandbox must be of one namespace", "");
    }
    let mut kinds: Vec<_> = entries.iter().filter_map(|entry| entry.pointer("/authentication/type")).collect();
    kinds.dedup();
    if kinds.len() > 1 {
        error("authentication", "all connections of a sandbox must use one authentication type", "");
    }
    if group.is_some_and(|group| group.pointer("/identity").is_none_or(Value::is_null)) {
        error("identity", "the sandbox group needs a system-assigned identity", "`connsmith ns sandbox wire` adds one");
    }
    let servers: Vec<&Value> = entries.iter().filter(|entry| entry["resourceId"].as_str().is_some_and(is_server)).collect();
    if let (Some(source), false) = (source, servers.is_empty()) {
        let name = source.pointer("/diskImage/name").and_then(Value::as_str).unwrap_or_default();
        let public = source.pointer("/diskImage/isPublic") != Some(&Value::Bool(false));
        if public && !matches!(name, "copilot" | "claude" | "") {
            error("disk", "MCP servers need the disk `copilot` or `claude`, a private disk image, or a snapshot", "");
        }
    }
    if servers.iter().any(|entry| entry.get("connectionRuntimeUrl").is_some()) {
        error("url", "the entry of an MCP server takes `mcpRuntimeUrl`, not `connectionRuntimeUrl`", "");
    }
    found
}

/// The id of a new sandbox, which the service makes.
pub fn id_of(response: &Value) -> Option<&str> {
    let text = ["id", "sandboxId", "name"].iter().find_map(|key| response[*key].as_str().filter(|text| !text.is_empty()))?;
    text.rsplit('/').next().filter(|id| !id.is_empty())
}

/// The URL of a port. It is never computed: its form differs.
pub fn port_url(response: &Value, port: u16) -> Option<&str> {
    let all = response.get("ports").unwrap_or(response);
    let one = match all {
        Value::Array(all) => all.iter().find(|one| one["port"] == port)?,
        one => Some(one).filter(|one| one.get("port").is_none_or(|known| *known == port))?,
    };
    one["url"].as_str().map(|url| url.trim_end_matches('/')).filter(|url| !url.is_empty())
}

/// A call from inside of a sandbox, straight to the runtime URL: no envelope, queries encoded here, and no token, which the proxy
/// adds.
///
/// # Errors
/// When the request has a header that the proxy sets, or a body that cannot be written as JSON or text.
pub fn direct(runtime: &str, request: &Request) -> Result<Value, Problem> {
    if request.headers.iter().any(|pair| pair.name.eq_ignore_ascii_case("authorization")) {
        let message = "the proxy of the sandbox adds `Authorization`: do not set it";
        return Err(problem(Severity::Error, "authorization", message, ""));
    }
    let mut url = format!("{}{}", runtime.trim_end_matches('/'), request.path);
    for (at, pair) in request.queries.iter().enumerate() {
        url.push(if at == 0 { '?' } else { '&' });
        url.push_str(&format!("{}={}", percent_encode(&pair.name), percent_encode(&pair.value)));
    }
    let mut headers: Map<String, Value> = request.headers.iter().map(|pair| (pair.name.clone(), json!(pair.value))).collect();
    let mut call = json!({ "method": request.method, "url": url });
    let body = match &request.body {
        Body::None => None,
        Body::Json(value) => {
            headers.insert("Content-Type".into(), json!("application/json"));
            Some(value.clone())
        }
        Body::Text(text) => {
            headers.insert("Content-Type".into(), json!(request.content_type.as_deref().unwrap_or("text/plain")));
            Some(json!(text))
        }
        _ => {
            let message = "the body of the operation is neither JSON nor text";
            return Err(problem(Severity::Error, "body", message, "call it with a program of your own"));
        }
    };
    if !headers.is_empty() {
        call["headers"] = Value::Object(headers);
    }
    if let Some(body) = body {
        call["body"] = body;
    }
    Ok(call)
}

/// One of the checks, in the order in which they make sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub id: &'static str,
    /// None if it does not apply, or what it needs is not known.
    pub passed: Option<bool>,
    pub message: &'static str,
    pub help: &'static str,
}

/// What is known of everything that takes part. Null stands for what was not read.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub gateway: Value,
    pub group: Value,
    pub connection: Value,
    /// The list of the connection's access policies.
    pub policies: Value,
    /// The resource id of the connection.
    pub id: String,
    pub sandbox: Value,
    /// `/connections/connections.json` of the sandbox.
    pub file: Value,
    /// The response to the command that calls the connection.
    pub probe: Value,
    /// The role assignments of the group.
    pub roles: Value,
    pub trigger: Value,
    pub runs: Value,
    /// The port that the trigger calls.
    pub port: Option<u16>,
}

/// The 18 checks: their ids, what each says when it fails, and what to do then.
const CHECKS: [(&str, &str, &str); 18] = [
    ("gw-identity", "the namespace has no identity of its own", "create it with a system-assigned identity"),
    ("conn-connected", "the connection is not connected", "run `connsmith ns connection consent`"),
    ("conn-url", "the connection has no runtime URL", "wait a minute after signing in, and check again"),
    (
        "acl-gateway",
        "the connection's policy `gateway-acl` is missing or for another identity",
        "run `connsmith ns sandbox wire` again",
    ),
    (
        "acl-sandbox",
        "the connection's policy `sandbox-acl` is missing or for another identity",
        "run `connsmith ns sandbox wire` again: without it, calls answer 403",
    ),
    ("sg-identity", "the sandbox group has no identity of its own", "run `connsmith ns sandbox wire` again"),
    ("sg-provisioned", "the sandbox group is not provisioned", "wait, and check again"),
    (
        "sg-entry",
        "the connection is not wired to the sandbox group",
        "run `connsmith ns sandbox wire` again: without it, calls answer 401",
    ),
    (
        "sg-entry-url",
        "the group has an old runtime URL of the connection",
        "run `connsmith ns sandbox wire` again: calls answer 401 until then",
    ),
    (
        "sg-entry-auth",
        "the group's entry for the connection does not use the group's identity",
        "run `connsmith ns sandbox wire` again",
    ),
    ("sbx-entry", "the sandbox was created without the connection", "create a new sandbox: this one cannot be changed"),
    ("sbx-running", "the sandbox is not running", "resume it; one that is stopped as `Disabled` does not resume by itself"),
    ("connections-json", "the sandbox does not know the connection's runtime URL", "create a new sandbox"),
    ("probe-200", "a call from inside of the sandbox does not answer 200", "see the other checks; a new policy takes a minute"),
    (
        "role-gateway",
        "the namespace may not run commands in the group's sandboxes",
        "run `connsmith ns sandbox wire` with `--target`",
    ),
    (
        "trigger-enabled",
        "the trigger is not enabled, or calls back another sandbox",
        "run `connsmith ns trigger enable`, or create it again",
    ),
    ("port-auth", "the port does not let the namespace in", "run `connsmith ns sandbox wire` with `--target port`"),
    ("no-failed-runs", "runs of the trigger have failed", "`connsmith ns trigger show --runs` lists them"),
];

/// Runs the checks.
pub fn checks(known: &Known) -> Vec<Check> {
    let text = |value: &Value, pointer: &str| {
        value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let same = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => false,
    };
    let gateway = text(&known.gateway, "/identity/principalId");
    let group = text(&known.group, "/identity/principalId");
    let url = text(&known.connection, "/properties/connectionRuntimeUrl").map(|url| url.trim_end_matches('/').to_owned());
    let policy = |name: &str| {
        let all = known.policies.get("value").and_then(Value::as_array);
        all.into_iter().flatten().find(|one| one["name"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)))
    };
    let allowed = |name: &str, wanted: &Option<String>| {
        same(&policy(name).and_then(|one| text(one, "/properties/principal/identity/objectId")), wanted)
    };
    let of_list =
        |list: Option<&Value>| list.and_then(Value::as_array).into_iter().flatten().find(|one| is_of(one, &known.id)).cloned();
    let entry = of_list(known.group.pointer("/properties/gatewayConnections"));
    let on_entry = |passes: &dyn Fn(&Value) -> bool| entry.as_ref().map(passes);
    let there = |value: &Value, passes: bool| (!value.is_null()).then_some(passes);
    let callback = text(&known.trigger, "/properties/notificationDetails/callbackUrl").unwrap_or_default();
    let sandbox = id_of(&known.sandbox).unwrap_or_default().to_owned();
    let port = known.port.and_then(|port| {
        let ports = known.sandbox.get("ports").and_then(Value::as_array)?;
        ports.iter().find(|one| one["port"] == port).cloned()
    });
    let on_demand = port
        .as_ref()
        .is_some_and(|port| port["activationMode"].as_str().is_some_and(|word| word.eq_ignore_ascii_case("ondemand")));
    let passes = |id: &str| -> Option<bool> {
        match id {
            "gw-identity" => there(&known.gateway, gateway.is_some()),
            "conn-connected" => there(&known.connection, is_connected(&known.connection)),
            "conn-url" => there(&known.connection, url.is_some()),
            "acl-gateway" => there(&known.policies, allowed("gateway-acl", &gateway)),
            "acl-sandbox" => there(&known.policies, allowed("sandbox-acl", &group)),
            "sg-identity" => there(&known.group, group.is_some()),
            "sg-provisioned" => {
                let state = text(&known.group, "/properties/provisioningState");
                there(&known.group, state.is_some_and(|state| state.eq_ignore_ascii_case("succeeded")))
            }
            "sg-entry" => there(&known.group, entry.is_some()),
            "sg-entry-url" => on_entry(&|entry| {
                let own = text(entry, "/connectionRuntimeUrl").map(|url| url.trim_end_matches('/').to_owned());
                own.is_some() && own == url
            }),
            "sg-entry-auth" => on_entry(&|entry| text(entry, "/authentication/type").as_deref() == Some(IDENTITY)),
            "sbx-entry" => there(&known.sandbox, of_list(known.sandbox.get("gatewayConnections")).is_some()),
            "sbx-running" => {
                let disabled = text(&known.sandbox, "/stateDetails/stoppedReason").as_deref() == Some("Disabled");
                let running = text(&known.sandbox, "/state").as_deref() == Some("Running");
                there(&known.sandbox, !disabled && (running || on_demand && known.probe.is_null()))
            }
            "connections-json" => {
                let name = known.id.rsplit('/').next().unwrap_or_default();
                let own = known.file.get("connections").and_then(|all| all.get(name)).and_then(|one| text(one, "/url"));
                there(&known.file, own.map(|own| own.trim_end_matches('/').to_owned()) == url && url.is_some())
            }
            "probe-200" => there(&known.probe, text(&known.probe, "/stdout").is_some_and(|out| out.trim() == "200")),
            "role-gateway" => {
                let all = known.roles.get("value").and_then(Value::as_array);
                let found = all.into_iter().flatten().any(|one| {
                    let role =
                        text(one, "/properties/roleDefinitionId").is_some_and(|id| id.to_ascii_lowercase().ends_with(ROLE));
                    role && same(&text(one, "/properties/principalId"), &gateway)
                });
                there(&known.roles, found)
            }
            "trigger-enabled" => {
                let enabled = text(&known.trigger, "/properties/state").as_deref() == Some("Enabled");
                let port_url = known.port.and_then(|port| port_url(&known.sandbox, port));
                let here =
                    sandbox.is_empty() || callback.contains(&sandbox) || port_url.is_some_and(|url| callback.starts_with(url));
                there(&known.trigger, enabled && here)
            }
            "port-auth" => {
                known.port?;
                let ids = port.as_ref().and_then(|port| port.pointer("/auth/entraId/objectIds")).and_then(Value::as_array);
                let found = ids.into_iter().flatten().any(|id| same(&id.as_str().map(str::to_owned), &gateway));
                there(&known.sandbox, found)
            }
            "no-failed-runs" => {
                let failed = known.runs.get("value").and_then(Value::as_array).into_iter().flatten().any(|run| {
                    let word = text(run, "/properties/summary/status").or_else(|| text(run, "/properties/status"));
                    word.is_some_and(|word| matches!(word.as_str(), "Failed" | "Faulted" | "TimedOut"))
                });
                there(&known.runs, !failed)
            }
            _ => None,
        }
    };
    CHECKS.iter().map(|&(id, message, help)| Check { id, passed: passes(id), message, help }).collect()
}

const SANDBOX_VERSION: &str = "2026-02-01-preview";

/// The body that creates a sandbox with these connections.
pub fn sandbox_body(source: &Value, connections: &[Value], label: &str) -> Value {
    json!({
        "sourcesRef": source, "vmmType": "CloudHypervisor",
        "resources": { "cpu": "2000m", "memory": "4096Mi", "disk": "20480Mi" },
        "gatewayConnections": connections, "labels": { "app": label },
    })
}

/// The body that assigns the role of [`ROLE`].
pub fn role_body(subscription: &str, principal: &str, kind: &str) -> Value {
    json!({ "properties": {
        "roleDefinitionId": format!("/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{ROLE}"),
        "principalId": principal, "principalType": kind,
    } })
}

/// The body that opens a port for one identity, which also wakes the sandbox.
pub fn port_body(port: u16, principal: &str, tenant: &str) -> Value {
    json!({ "port": port, "auth": { "entraId": { "enabled": true, "objectIds": [principal], "tenantIds": [tenant] } }, "activationMode": "OnDemand" })
}

/// The callback of a trigger to a target in a sandbox: `base` is the URL of the sandbox, or of the port.
pub fn callback(target: Target, base: &str, body: Option<Value>) -> Value {
    let (url, audience) = match target {
        Target::Shell => (format!("{base}/executeShellCommand?api-version={SANDBOX_VERSION}"), COMMAND_AUDIENCE),
        Target::Exec => (format!("{base}/executeCommand?api-version={SANDBOX_VERSION}"), COMMAND_AUDIENCE),
        Target::Port | Target::Other => (base.to_owned(), PORT_AUDIENCE),
    };
    let mut details = json!({ "callbackUrl": url, "httpMethod": "POST", "authentication": { "type": "ManagedServiceIdentity", "audience": audience } });
    if let Some(body) = body {
        details["body"] = body;
    }
    details
}

/// The command that calls a connection from inside of a sandbox and prints the status.
pub fn probe(runtime: &str, path: &str) -> String {
    format!("curl -sS -o /dev/null -w '%{{http_code}}' --max-time 15 '{runtime}{path}'")
}

/// Paths of well-known connectors that only read.
pub fn probe_path(connector: &str) -> Option<&'static str> {
    Some(match connector.to_ascii_lowercase().as_str() {
        "office365" => "/v2/Mail?folderPath=Inbox&top=1",
        "teams" => "/beta/me/joinedTeams",
        "onedriveforbusiness" => "/datasets/default/folders",
        "sharepointonline" => "/datasets",
        "azureblob" => "/datasets/default/foldersV2?path=/",
        _ => return None,
    })
}

/// What is wrong with a trigger's callback to a port of which the sandbox says this.
pub fn port_problems(details: &Value, port: &Value) -> Vec<Problem> {
    let mut found = Vec::new();
    let gated = port.pointer("/auth/entraId/enabled") == Some(&Value::Bool(true));
    let authentication = details.get("authentication");
    let audience = authentication.and_then(|all| all["audience"].as_str()).unwrap_or_default();
    if gated && audience != PORT_AUDIENCE {
        let message = format!("the port needs `ManagedServiceIdentity` with the audience `{PORT_AUDIENCE}`");
        found.push(problem(Severity::Error, "port", &message, ""));
    }
    if port.pointer("/auth/anonymous") == Some(&Value::Bool(true)) {
        found.push(problem(Severity::Warning, "port", "anyone can post to this port", "let only the namespace in"));
    }
    found
}
