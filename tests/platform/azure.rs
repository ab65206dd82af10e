//! An imitation of Azure Resource Manager: namespaces with what is in them, managed connectors, calls through connections. It does
//! what is known of the real one: paths, versions, bodies, refusals in its words, operations that take time.
use crate::service::{Answer, Asked, State, json_answer, refusal};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const SUBSCRIPTION: &str = "00000000-1111-2222-3333-444444444444";
pub const MANAGER: &str = "https://management.azure.com";
/// The identity of every namespace.
pub const PRINCIPAL: &str = "aaaaaaaa-0000-0000-0000-000000000001";
/// Nobody may ever see these.
pub const MCP_KEY: &str = "mcp-key-that-nobody-may-see";
pub const STORED_SECRET: &str = "callback-secret-that-the-service-keeps";

#[derive(Default)]
pub struct Azure {
    /// Every resource by its id in lower case.
    pub resources: BTreeMap<String, Value>,
    /// How often one must ask until something is done.
    pub slow: usize,
    /// Operations that are running: id, questions left, how they end, the resource to be deleted at the end.
    operations: Vec<(usize, usize, &'static str, Option<String>)>,
    /// How the next operation ends, if not well.
    pub ends: Option<&'static str>,
    /// How many times a connection is asked for until the person has signed in.
    pub consent_takes: usize,
    /// Connections at which a person is about to sign in, and the questions left.
    consenting: BTreeMap<String, usize>,
    /// Answers of APIs behind connections: method and path as `dynamicInvoke` has them, and the `response`.
    pub apis: Vec<(String, String, Value)>,
    /// Definitions of managed connectors.
    pub definitions: BTreeMap<String, Value>,
    /// Whether secrets of triggers are given out.
    pub gives_secrets: bool,
    /// What `listConsentLinks` answers first: refusals.
    pub too_early: usize,
    /// Sandboxes by their ids, and the files in them.
    pub sandboxes: BTreeMap<String, Value>,
    pub files: BTreeMap<String, Vec<u8>>,
    /// How often a sandbox group is not known yet.
    pub unknown_group: usize,
    /// What a command in a sandbox prints.
    pub probe: String,
    /// What somebody else makes of a group's connections right after a change.
    pub somebody_wires: Option<Value>,
}

/// The id of a namespace.
pub fn namespace(name: &str) -> String {
    format!("/subscriptions/{SUBSCRIPTION}/resourceGroups/apps/providers/Microsoft.Web/connectorGateways/{name}")
}

impl Azure {
    /// Adds a namespace with a connection that works.
    pub fn prepare(&mut self) {
        let id = namespace("ns");
        let identity = json!({ "type": "SystemAssigned", "principalId": PRINCIPAL, "tenantId": crate::service::TENANT });
        self.put(&id, json!({ "location": "eastus2", "identity": identity, "properties": { "provisioningState": "Succeeded" } }));
        self.put(
            &format!("{id}/connections/mail"),
            json!({ "properties": { "connectorName": "office365", "displayName": "Mail", "overallStatus": "Connected", "statuses": [{ "status": "Connected" }] } }),
        );
    }

    pub fn put(&mut self, id: &str, mut resource: Value) {
        resource["id"] = id.into();
        resource["name"] = id.rsplit('/').next().unwrap().into();
        self.resources.insert(id.to_lowercase(), resource);
    }

    pub fn get(&self, id: &str) -> Option<&Value> {
        self.resources.get(&id.to_lowercase())
    }
}

fn version(path: &str) -> &'static str {
    let path = path.to_lowercase();
    if path.contains("/roleassignments") {
        "2022-04-01"
    } else if path.contains("/sandboxgroups") {
        "2026-02-01-preview"
    } else if path.contains("/locations/") {
        "2016-06-01"
    } else {
        "2026-05-01-preview"
    }
}

/// The answer to a request below `/subscriptions/` or of a runtime URL.
pub fn answer(state: &mut State, asked: &Asked) -> Answer {
    let bearer =
        asked.headers.get("authorization").and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default().to_owned();
    let audience = match state.tokens.contains(&bearer) {
        // A token that a test hands out is for Resource Manager.
        true => state.audiences.get(&bearer).cloned().unwrap_or_else(|| MANAGER.to_owned()),
        false => return refusal(401, "InvalidAuthenticationToken", &format!("The access token {bearer} is invalid.")),
    };
    let wanted = match asked.path.as_str() {
        path if path.starts_with("/metadata/") => "https://apihub.azure.com",
        path if path.contains("/sandboxes") => "https://dynamicsessions.io",
        _ => MANAGER,
    };
    if audience != wanted {
        return refusal(401, "InvalidAuthenticationTokenAudience", &format!("The audience {audience} is not {wanted}."));
    }
    if let Some(connector) = asked.path.strip_prefix("/metadata/") {
        let name = connector.split('/').next().unwrap();
        let found = state.azure.definitions.get(name).cloned();
        return found.map_or_else(|| refusal(404, "NotFound", "There is no such connection."), |found| json_answer(200, &found));
    }
    if crate::sandbox::is_data_plane(&asked.path) {
        return crate::sandbox::data_plane(state, asked);
    }
    let query: BTreeMap<String, String> = url::form_urlencoded::parse(asked.query.as_bytes()).into_owned().collect();
    let expected = version(&asked.path);
    if query.get("api-version").map(String::as_str) != Some(expected) {
        return refusal(400, "InvalidApiVersionParameter", &format!("The api-version must be {expected}."));
    }
    let segments: Vec<String> = asked.path.split('/').skip(1).map(str::to_owned).collect();
    if segments.get(1).map(String::as_str) != Some(SUBSCRIPTION) {
        return refusal(404, "SubscriptionNotFound", "The subscription could not be found.");
    }
    if segments.get(2).is_some_and(|word| word == "resourceGroups") && segments.get(3).is_none_or(|group| group != "apps") {
        return refusal(404, "ResourceGroupNotFound", "Resource group could not be found.");
    }
    if let Some(number) = asked.path.split("/operationStatuses/").nth(1) {
        return operation(&mut state.azure, number.parse().unwrap());
    }
    if let Some(name) = asked.path.split("/managedApis/").nth(1) {
        let found = state.azure.definitions.get(name).filter(|_| query.get("export").is_some_and(|text| text == "true"));
        return found.map_or_else(|| refusal(404, "ApiNotFound", "There is no such API."), |found| json_answer(200, found));
    }
    // A list ends in a kind; a resource in a name; an action in a verb.
    let provider = segments.iter().rposition(|word| word == "providers").unwrap();
    let below = &segments[provider + 2..];
    if asked.method == "POST" {
        let (action, id) = (segments.last().unwrap().clone(), asked.path.rsplit_once('/').unwrap().0.to_owned());
        return post(state, asked, &id, &action);
    }
    if below.len() % 2 == 1 && asked.method == "GET" {
        let start = format!("{}/", asked.path.to_lowercase());
        // Namespaces are also listed for a whole subscription.
        let end = format!("/{}/", below.join("/").to_lowercase());
        let listed = |id: &str| match segments.len() {
            0..=5 => id.contains(&end) && !id.split(&end).nth(1).unwrap().contains('/'),
            _ => id.strip_prefix(&start).is_some_and(|rest| !rest.contains('/')),
        };
        let all: Vec<Value> =
            state.azure.resources.iter().filter(|(id, _)| listed(id)).map(|(_, one)| shown(&state.azure, one)).collect();
        return crate::service::page(state, asked, &all);
    }
    let id = asked.path.to_lowercase();
    // What is in something needs that. A role is assigned to something of another provider.
    let above = if segments[provider + 1] == "Microsoft.Authorization" {
        format!("/{}", segments[..provider].join("/")).to_lowercase()
    } else {
        id.rsplitn(3, '/').nth(2).unwrap().to_owned()
    };
    let is_below = below.len() > 2 || segments[provider + 1] == "Microsoft.Authorization";
    if is_below && !state.azure.resources.contains_key(&above) {
        let message = "Failed to perform the operation: the parent resource could not be found.";
        return refusal(404, "ParentResourceNotFound", message);
    }
    match asked.method.as_str() {
        "GET" => read(&mut state.azure, &id),
        "PUT" | "PATCH" => put(state, asked, &id),
        "DELETE" => delete(state, asked, &id),
        _ => refusal(405, "MethodNotAllowed", "Not so."),
    }
}

/// A resource without what the service keeps to itself.
fn shown(azure: &Azure, resource: &Value) -> Value {
    let mut shown = resource.clone();
    if !azure.gives_secrets {
        for key in ["value", "password", "secret", "pfx", "parameter"] {
            if let Some(secret) = shown.pointer_mut(&format!("/properties/notificationDetails/authentication/{key}")) {
                *secret = json!("***");
            }
        }
    }
    shown
}

fn read(azure: &mut Azure, id: &str) -> Answer {
    let Some(mut resource) = azure.resources.get(id).cloned() else {
        return refusal(404, "ResourceNotFound", &format!("The resource '{}' was not found.", id.rsplit('/').next().unwrap()));
    };
    // Each question brings what takes time closer to its end.
    if let Some(left) = azure.consenting.get_mut(id) {
        if *left == 0 {
            resource["properties"]["overallStatus"] = json!("connected");
            resource["properties"]["statuses"] = json!([{ "status": "Connected" }]);
            azure.consenting.remove(id);
            azure.resources.insert(id.to_owned(), resource.clone());
        } else {
            *left -= 1;
        }
    }
    json_answer(200, &shown(azure, &resource))
}

/// Starts an operation and says where to follow it.
pub fn started(state: &mut State, status: u16, body: &Value, deletes: Option<String>) -> Answer {
    state.counter += 1;
    let ends = state.azure.ends.take().unwrap_or("Succeeded");
    let (number, slow) = (state.counter, state.azure.slow);
    state.azure.operations.push((number, slow, ends, deletes));
    let url = format!(
        "{}/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Web/operationStatuses/{number}?api-version=2026-05-01-preview",
        state.base
    );
    let mut answer = json_answer(status, body);
    let header = if status == 202 { "Location" } else { "Azure-AsyncOperation" };
    answer.headers.push((header, url));
    answer.headers.push(("Retry-After", "0".to_owned()));
    answer
}

fn operation(azure: &mut Azure, number: usize) -> Answer {
    let Some(at) = azure.operations.iter().position(|(known, ..)| *known == number) else {
        return refusal(404, "OperationNotFound", "There is no such operation.");
    };
    if azure.operations[at].1 > 0 {
        azure.operations[at].1 -= 1;
        let mut answer = json_answer(202, &json!({ "status": "InProgress" }));
        answer.headers.push(("Retry-After", "0".to_owned()));
        return answer;
    }
    let (_, _, ends, deletes) = azure.operations.remove(at);
    if let Some(id) = deletes {
        azure.resources.retain(|known, _| *known != id && !known.starts_with(&format!("{id}/")));
        return Answer { status: 204, headers: Vec::new(), body: Vec::new() };
    }
    match ends {
        "Succeeded" => json_answer(200, &json!({ "status": "Succeeded" })),
        word => {
            json_answer(200, &json!({ "status": word, "error": { "code": "OutOfCapacity", "message": "The region is full." } }))
        }
    }
}

const TRIGGER: [&str; 13] = [
    "state",
    "description",
    "connectionDetails",
    "operationName",
    "parameters",
    "triggerType",
    "type",
    "recurrence",
    "delay",
    "conditions",
    "settings",
    "notificationDetails",
    "metadata",
];

fn put(state: &mut State, asked: &Asked, id: &str) -> Answer {
    let kind = id.rsplit('/').nth(1).unwrap();
    let mut body = asked.json();
    let there = state.azure.resources.get(id).cloned();
    if asked.headers.get("if-none-match").is_some_and(|value| value == "*") && there.is_some() {
        return refusal(412, "PreconditionFailed", "The resource already exists.");
    }
    let missing = |name: &str| refusal(400, "InvalidRequestContent", &format!("The property '{name}' is required."));
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let status = if there.is_some() { 200 } else { 201 };
    match kind {
        "connectorgateways" => {
            if text("/location").is_empty() {
                return missing("location");
            }
            body["identity"]["principalId"] = PRINCIPAL.into();
            body["identity"]["tenantId"] = crate::service::TENANT.into();
            body["properties"]["provisioningState"] = "Succeeded".into();
            state.azure.put(&asked.path, body.clone());
            body["properties"]["provisioningState"] = "Creating".into();
            return started(state, status, &body, None);
        }
        "connections" => {
            if text("/properties/connectorName").is_empty() {
                return missing("connectorName");
            }
            let key = ["/properties/parameterValueSet/values/accessKey/value", "/properties/parameterValues/accessKey"].map(text);
            let outcome = match key.into_iter().find(|key| !key.is_empty()) {
                Some(key) if key.ends_with("good+key==") && asked.headers["content-type"].contains("charset=utf-8") => {
                    "Connected"
                }
                _ => "Error",
            };
            let properties = body["properties"].as_object_mut().unwrap();
            properties.remove("parameterValueSet");
            properties.remove("parameterValues");
            let error = json!({ "code": "Unauthenticated", "message": "This connection is not authenticated." });
            properties.insert("overallStatus".into(), outcome.into());
            properties.insert("statuses".into(), json!([{ "status": outcome, "error": (outcome == "Error").then_some(error) }]));
            let runtime = format!("{}/apim/{}/4711", state.base, text_of(properties, "connectorName").to_lowercase());
            properties.insert("connectionRuntimeUrl".into(), runtime.into());
            properties.insert("createdBy".into(), json!({ "name": crate::service::OID }));
        }
        "triggerconfigs" => {
            let properties = body["properties"].as_object().cloned().unwrap_or_default();
            if let Some(unknown) = properties.keys().find(|key| !TRIGGER.contains(&key.as_str())) {
                return refusal(
                    400,
                    "InvalidRequestContent",
                    &format!("Could not find member '{unknown}' on object of type 'ConnectorGatewayTriggerConfig'."),
                );
            }
            if properties.get("parameters").is_some_and(|list| !list.is_array()) {
                return refusal(
                    400,
                    "InvalidRequestContent",
                    "Cannot deserialize the current JSON object into type 'ConnectorGatewayOperationsParameter[]'.",
                );
            }
            if text("/properties/notificationDetails/callbackUrl").is_empty() {
                return missing("callbackUrl");
            }
            let connection = text("/properties/connectionDetails/connectionName");
            let namespace = id.split("/triggerconfigs/").next().unwrap();
            if !connection.is_empty() && state.azure.get(&format!("{namespace}/connections/{connection}")).is_none() {
                return refusal(400, "ConnectionNotFound", &format!("The connection '{connection}' was not found."));
            }
            body["properties"]["provisioningState"] = "Succeeded".into();
            body["properties"]["createdTime"] = "2026-11-30T00:00:00Z".into();
        }
        "mcpserverconfigs" => {
            if body.get("kind").is_none() {
                return missing("kind");
            }
            let name = asked.path.rsplit('/').next().unwrap();
            body["properties"]["mcpEndpointUrl"] = format!("https://mcp.eastus2.example.net/{name}/mcp").into();
        }
        "accesspolicies" => {
            if text("/properties/principal/identity/objectId").is_empty() && text("/properties/principal/objectId").is_empty() {
                return missing("objectId");
            }
            body["properties"]["provisioningState"] = "Succeeded".into();
            state.azure.put(&asked.path, body.clone());
            body["properties"]["provisioningState"] = "Updating".into();
            return started(state, status, &body, None);
        }
        "sandboxgroups" | "roleassignments" => return crate::sandbox::put(state, asked, id, body),
        _ => return refusal(404, "NotFound", "There is nothing here."),
    }
    state.azure.put(&asked.path, body);
    let resource = shown(&state.azure, state.azure.get(id).unwrap());
    json_answer(status, &resource)
}

fn text_of(object: &serde_json::Map<String, Value>, key: &str) -> String {
    object.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn delete(state: &mut State, asked: &Asked, id: &str) -> Answer {
    if !state.azure.resources.contains_key(id) {
        return Answer { status: 204, headers: Vec::new(), body: Vec::new() };
    }
    if id.rsplit('/').nth(1) == Some("connectorgateways") {
        return started(state, 202, &json!({}), Some(id.to_owned()));
    }
    let used = |resource: &Value| {
        let of = resource.pointer("/properties/connectionDetails/connectionName").and_then(Value::as_str).unwrap_or_default();
        !of.is_empty() && asked.path.ends_with(&format!("/connections/{of}"))
    };
    if state.azure.resources.values().any(used) {
        return refusal(409, "ConnectionInUse", "The connection is used by a trigger.");
    }
    state.azure.resources.retain(|known, _| known != id && !known.starts_with(&format!("{id}/")));
    Answer { status: 200, headers: Vec::new(), body: Vec::new() }
}

fn post(state: &mut State, asked: &Asked, id: &str, action: &str) -> Answer {
    let key = id.to_lowercase();
    if !state.azure.resources.contains_key(&key) {
        return refusal(404, "ResourceNotFound", "The resource was not found.");
    }
    let body = asked.json();
    match action {
        "listApiKey" => match body["scope"].as_str() {
            Some(_) => json_answer(200, &json!({ "key": MCP_KEY })),
            None => refusal(400, "InvalidRequestContent", "The property 'scope' is required."),
        },
        "listConsentLinks" => {
            if state.azure.too_early > 0 {
                state.azure.too_early -= 1;
                return refusal(404, "ConnectorNamespaceConnectionNotFound", "The connection was not found.");
            }
            if body.pointer("/parameters/0/redirectUrl").is_none() {
                return refusal(400, "InvalidRequestContent", "The property 'redirectUrl' is required.");
            }
            let takes = state.azure.consent_takes;
            state.azure.consenting.insert(key, takes);
            json_answer(
                200,
                &json!({ "value": [{ "link": "https://consent.example.net/login?data=link-for-one-person", "status": "Unauthenticated" }] }),
            )
        }
        "enable" | "disable" => {
            let word = if action == "enable" { "Enabled" } else { "Disabled" };
            state.azure.resources.get_mut(&key).unwrap()["properties"]["state"] = word.into();
            json_answer(200, &json!({}))
        }
        "dynamicInvoke" => {
            let request = &body["request"];
            if let Some(unknown) = request
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.as_str())
                .find(|name| !["method", "path", "queries", "headers", "body"].contains(name))
            {
                return refusal(400, "InvalidRequestContent", &format!("Could not find member '{unknown}'."));
            }
            if request["headers"].as_object().into_iter().flatten().any(|(name, _)| name.to_lowercase().starts_with("content-")) {
                return refusal(400, "InvalidHeader", "Misused header name. Make sure request headers are used.");
            }
            let (method, path) = (request["method"].as_str().unwrap_or_default(), request["path"].as_str().unwrap_or_default());
            let found = state.azure.apis.iter().find(|(known, known_path, _)| known == method && known_path == path);
            let nothing = json!({ "statusCode": "NotFound", "headers": { "x-ms-request-id": "upstream-1" }, "body": { "error": { "code": "ItemNotFound", "message": "The item is not there." } } });
            json_answer(200, &json!({ "response": found.map_or(nothing, |(_, _, response)| response.clone()) }))
        }
        _ => refusal(404, "NotFound", "There is no such action."),
    }
}
