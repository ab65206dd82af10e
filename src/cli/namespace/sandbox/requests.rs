//! The requests of `wire` and `unwire`: they are sent, or a dry run prints them with words in braces for what responses would say.
use crate::cli::namespace::azure;
use crate::cli::namespace::gateway::name;
pub use azure::Planned;
use connsmith::call::namespace::{resource, sandbox};
use connsmith::ship::namespace::address::{Address, Name};
use connsmith::ship::platform::message::Request;
use serde_json::{Value, json};

/// The access policies of a connection: that of the namespace's identity, and that of the group's.
pub const POLICIES: [&str; 2] = ["gateway-acl", "sandbox-acl"];

// What a dry run does not know.
pub const RUNTIME_URL: &str = "{runtimeUrl}";
pub const LOCATION: &str = "{location}";
pub const TENANT: &str = "{tenant}";
pub const OF_NAMESPACE: &str = "{namespacePrincipal}";
pub const OF_GROUP: &str = "{groupPrincipal}";
pub const OF_USER: &str = "{yourPrincipal}";

pub fn read_namespace(namespace: &Address) -> Request {
    namespace.get("read the namespace")
}

pub fn read_connection(connection: &Address) -> Request {
    connection.get(format!("read the connection `{}`", connection.name()))
}

pub fn create_connection(connection: &Address, connector: &str, location: &str) -> Request {
    let wanted =
        resource::Connection { connector: connector.to_owned(), location: Some(location.to_owned()), ..Default::default() };
    connection.put(resource::connection(&wanted), format!("create the connection `{}`", connection.name()))
}

/// Reads a connection until it has a runtime URL.
pub fn runtime_url(connection: &Address) -> Request {
    connection.get(format!("wait for the runtime URL of the connection `{}`", connection.name()))
}

pub fn read_group(group: &Address) -> Request {
    group.get("read the sandbox group")
}

pub fn create_group(group: &Address, location: &str) -> Request {
    let body = json!({ "location": location, "identity": { "type": "SystemAssigned" }, "properties": {} });
    group.put(body, "create the sandbox group")
}

pub fn give_identity(group: &Address) -> Request {
    group.patch(json!({ "identity": { "type": "SystemAssigned" } }), "give the sandbox group an identity")
}

/// The address of one of the [`POLICIES`].
pub fn policy(connection: &Address, policy: &str) -> anyhow::Result<Address> {
    Ok(connection.policies().named(&name("a policy", policy)?))
}

/// Lets an identity use the connection of an access policy.
pub fn allow(policy: &Address, principal: &str, tenant: &str, location: &str) -> Request {
    let body = resource::policy(principal, tenant, Some(location));
    policy.put(body, format!("add the access policy `{}`", policy.name()))
}

/// Assigns the role to run commands in the sandboxes of a group.
pub fn role(group: &Address, assignment: &Name, principal: &str, kind: &str) -> Request {
    let body = sandbox::role_body(group.subscription_id(), principal, kind);
    group.roles().named(assignment).put(body, "assign the role for sandboxes")
}

fn entries(list: Value) -> Value {
    json!({ "properties": { "gatewayConnections": list } })
}

/// Replaces the entries of a group by ones that have more connections.
pub fn attach(group: &Address, list: Value) -> Request {
    group.patch(entries(list), "wire the connections to the sandbox group")
}

/// Replaces the entries of a group by ones that have fewer connections.
pub fn detach(group: &Address, list: Value) -> Request {
    group.patch(entries(list), "detach the connections from the sandbox group")
}
