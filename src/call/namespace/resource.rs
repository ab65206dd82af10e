//! The bodies of what a namespace consists of, and what is secret in them.
use crate::text::pointer;
use serde_json::{Map, Value, json};

/// A namespace in a region, with an identity of its own and these others (their resource ids).
pub fn namespace(location: &str, identities: &[String], tags: &[(String, String)]) -> Value {
    let mut identity = json!({ "type": "SystemAssigned" });
    if !identities.is_empty() {
        identity["type"] = json!("SystemAssigned,UserAssigned");
        identity["userAssignedIdentities"] = identities.iter().map(|id| (id.clone(), json!({}))).collect::<Map<_, _>>().into();
    }
    let mut body = json!({ "location": location });
    if !tags.is_empty() {
        body["tags"] = tags.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<Map<_, _>>().into();
    }
    body["identity"] = identity;
    body["properties"] = json!({});
    body
}

/// A connection to create.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// The connector's name in Azure, such as `office365`.
    pub connector: String,
    pub title: Option<String>,
    /// The region, which some guides send and others do not.
    pub location: Option<String>,
    /// The name of the set of connection parameters, such as `keyBasedAuth`. None for a connector with only one set.
    pub set: Option<String>,
    /// The connection parameters.
    pub values: Vec<(String, Value)>,
}

/// The body of a connection. With a set, each value is wrapped.
pub fn connection(connection: &Connection) -> Value {
    let mut properties = json!({ "connectorName": connection.connector });
    if let Some(title) = &connection.title {
        properties["displayName"] = json!(title);
    }
    if let Some(set) = &connection.set {
        let values: Map<String, Value> =
            connection.values.iter().map(|(name, value)| (name.clone(), json!({ "value": value }))).collect();
        properties["parameterValueSet"] = json!({ "name": set, "values": values });
    } else if !connection.values.is_empty() {
        let values: Map<String, Value> = connection.values.iter().cloned().collect();
        properties["parameterValues"] = Value::Object(values);
    }
    located(connection.location.as_deref(), json!({ "properties": properties }))
}

fn located(location: Option<&str>, body: Value) -> Value {
    match (location, body) {
        (Some(location), Value::Object(body)) => {
            let first = [("location".to_owned(), json!(location))];
            Value::Object(first.into_iter().chain(body).collect())
        }
        (_, body) => body,
    }
}

/// An access policy of a connection, for an identity.
pub fn policy(object_id: &str, tenant_id: &str, location: Option<&str>) -> Value {
    let identity = json!({ "objectId": object_id, "tenantId": tenant_id });
    located(location, json!({ "properties": { "principal": { "type": "ActiveDirectory", "identity": identity } } }))
}

/// An access policy of an MCP server, for a user or a group: flat as in the contract, or nested as in guides.
pub fn server_policy(kind: &str, object_id: &str, tenant_id: &str, nested: bool) -> Value {
    let identity = json!({ "objectId": object_id, "tenantId": tenant_id });
    let principal = if nested { json!({ "type": "ActiveDirectory", "identity": identity }) } else { identity };
    json!({ "properties": { "principalType": kind, "principal": principal } })
}

/// Asks for the links at which a person consents. Published samples send nothing else.
pub fn consent(redirect: &str) -> Value {
    json!({ "parameters": [{ "parameterName": "token", "redirectUrl": redirect }] })
}

/// Asks for the key of an MCP server.
pub fn key(server: &str) -> Value {
    json!({ "keyType": "Primary", "neverExpire": true, "scope": server })
}

/// The members of an envelope and of its `properties` that the service fills in.
const READ_ONLY: [&str; 9] =
    ["id", "type", "name", "systemData", "etag", "provisioningState", "createdTime", "changedTime", "mcpEndpointUrl"];

/// A trigger or an MCP server as it was read, without what the service fills in: it can be sent back.
pub fn sendable(resource: &Value) -> Value {
    let mut body = resource.clone();
    if let Some(object) = body.as_object_mut() {
        object.retain(|key, _| !READ_ONLY.contains(&key.as_str()));
    }
    if let Some(properties) = body.get_mut("properties").and_then(Value::as_object_mut) {
        properties.retain(|key, value| !READ_ONLY.contains(&key.as_str()) && !value.is_null());
        if let Some(auth) = properties.get_mut("resourceAuth").and_then(Value::as_object_mut) {
            auth.remove("federatedIdentityCredential");
        }
    }
    body
}

/// A trigger configuration in the form in which two are compared: what the service adds or spells in other ways does not count.
pub fn comparable(trigger: &Value) -> Value {
    let mut body = sendable(trigger);
    let Some(properties) = body.get_mut("properties").and_then(Value::as_object_mut) else { return body };
    if let Some(kind) = properties.remove("type") {
        properties.entry("triggerType").or_insert(kind);
    }
    if properties.get("triggerType").is_some_and(|kind| kind == "NotSpecified") {
        properties.remove("triggerType");
    }
    properties.entry("state").or_insert_with(|| json!("Enabled"));
    for key in ["metadata", "settings", "parameters", "conditions"] {
        let empty = |value: &Value| value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty);
        if properties.get(key).is_some_and(empty) {
            properties.remove(key);
        }
    }
    if let Some(method) = properties.get_mut("notificationDetails").and_then(|details| details.get_mut("httpMethod"))
        && let Some(text) = method.as_str()
    {
        *method = json!(text.to_uppercase());
    }
    properties.sort_keys();
    for value in properties.values_mut() {
        value.sort_all_objects();
    }
    json!({ "properties": body["properties"] })
}

/// The members of `authentication` that are secret.
const SECRET: [&str; 5] = ["value", "parameter", "password", "secret", "pfx"];

/// Whether the name of a connection parameter says that it is secret.
pub fn is_secret_name(name: &str) -> bool {
    let name = name.to_lowercase();
    ["key", "secret", "password", "pwd", "token", "connectionstring", "sas"].iter().any(|word| name.contains(word))
}

/// The secret texts of a body: the pointer to each, and a name for it.
pub fn secrets(body: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(authentication) = body.pointer("/properties/notificationDetails/authentication") {
        for key in SECRET.iter().filter(|key| authentication.get(**key).is_some_and(Value::is_string)) {
            let name = format!("callback{}{}", key[..1].to_uppercase(), &key[1..]);
            found.push((format!("/properties/notificationDetails/authentication/{key}"), name));
        }
    }
    for (list, end) in [("/properties/parameterValues", ""), ("/properties/parameterValueSet/values", "/value")] {
        for (key, value) in body.pointer(list).and_then(Value::as_object).into_iter().flatten() {
            let text = if end.is_empty() { Some(value) } else { value.get("value") };
            if is_secret_name(key) && text.is_some_and(Value::is_string) {
                found.push((format!("{list}/{}{end}", pointer::escaped(key)), key.clone()));
            }
        }
    }
    let url = "/properties/notificationDetails/callbackUrl";
    if body.pointer(url).and_then(Value::as_str).is_some_and(|text| keys_of_url(text).next().is_some()) {
        found.push((url.to_owned(), "callbackUrl".to_owned()));
    }
    found
}

/// The keys in the query of a callback URL, as they are written.
fn keys_of_url(url: &str) -> impl Iterator<Item = &str> {
    let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let pairs = query.split(['&', '#']).filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, value)| ["code", "sig", "key"].contains(name) && !value.is_empty()).map(|(_, value)| value)
}

/// The texts themselves, which nobody may see.
pub fn secret_texts(body: &Value) -> Vec<String> {
    let mut texts = Vec::new();
    for (pointer, _) in secrets(body) {
        let Some(text) = body.pointer(&pointer).and_then(Value::as_str) else { continue };
        if pointer.ends_with("/callbackUrl") {
            texts.extend(keys_of_url(text).map(str::to_owned));
        } else {
            texts.push(text.to_owned());
        }
    }
    texts
}

/// A body for people: with `replacement` in place of its secrets.
pub fn masked(body: &Value, replacement: &str) -> Value {
    let mut shown = body.clone();
    for (pointer, _) in secrets(body) {
        let Some(place) = shown.pointer_mut(&pointer) else { continue };
        let text = place.as_str().unwrap_or_default().to_owned();
        *place = match pointer.ends_with("/callbackUrl") {
            true => json!(
                keys_of_url(&text).fold(text.clone(), |url, key| url.replace(&format!("={key}"), &format!("={replacement}")))
            ),
            false => json!(replacement),
        };
    }
    shown
}

/// Whether the service keeps a secret of this trigger to itself: sent back, the trigger would lose it.
pub fn lacks_secret(trigger: &Value) -> bool {
    let Some(authentication) = trigger.pointer("/properties/notificationDetails/authentication") else { return false };
    let needed: &[&str] = match authentication.get("type").and_then(Value::as_str).unwrap_or_default() {
        "QueryString" => &["value"],
        "Raw" => &["parameter"],
        "Basic" => &["password"],
        "ActiveDirectoryOAuth" => &["secret"],
        "ClientCertificate" => &["pfx"],
        _ => &[],
    };
    let hidden = |text: &str| text.is_empty() || text.chars().all(|c| c == '*' || c == '•');
    needed.iter().any(|key| authentication.get(*key).and_then(Value::as_str).is_none_or(hidden))
}

/// Whether a connection can be used.
pub fn is_connected(connection: &Value) -> bool {
    let all = ["/properties/overallStatus", "/properties/statuses/0/status"];
    all.iter().any(|pointer| {
        connection.pointer(pointer).and_then(Value::as_str).is_some_and(|word| word.eq_ignore_ascii_case("connected"))
    })
}
