//! `connsmith namespace sandbox wire|unwire`
use super::requests::{self, POLICIES, Planned};
use super::{Unwire, Wire, addresses, sandbox_id};
use crate::cli::columns::aligned;
use crate::cli::namespace::Format;
use crate::cli::namespace::azure::{change, confirmed, text};
use crate::cli::namespace::connection::{consent_request, signed_in};
use crate::cli::namespace::gateway::identity;
use crate::cli::namespace::plain;
use crate::cli::namespace::target::Goal;
use crate::cli::{CLEAN, note};
use anyhow::{Context, bail};
use connsmith::call::namespace::resource::is_connected;
use connsmith::call::namespace::sandbox;
use connsmith::rule::Severity;
use connsmith::ship::namespace::address::{Address, Name};
use connsmith::ship::namespace::client::Arm;
use connsmith::ship::namespace::sandbox::assignment;
use connsmith::ship::platform::failure::{self, Failure};
use serde_json::{Value, json};

/// Where people are sent when they have signed in to a connection.
const SIGNED_IN: &str = "https://portal.azure.com";

/// What a new sandbox starts from.
fn source(arguments: &Wire) -> Value {
    match (&arguments.disk_id, &arguments.snapshot) {
        (Some(id), _) => json!({ "diskImage": { "id": id, "isPublic": false } }),
        (_, Some(id)) => json!({ "snapshot": { "id": id } }),
        _ => json!({ "diskImage": { "name": arguments.disk, "isPublic": true } }),
    }
}

/// The files to write: their bytes and paths in the sandbox.
fn files(given: &[String]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let one = |text: &String| {
        let (file, path) = text.split_once('=').with_context(|| format!("`{text}` is not `FILE=PATH`"))?;
        if !path.starts_with('/') || path.split('/').any(|part| part == "..") {
            bail!("`{path}` is not a path in the sandbox, such as `/app/handler.py`");
        }
        Ok((path.to_owned(), plain(file.as_ref())?))
    };
    given.iter().map(one).collect()
}

/// Refuses entries that a sandbox cannot have.
fn checked_entries(arguments: &Wire, entries: &[Value]) -> anyhow::Result<()> {
    let source = source(arguments);
    let faults = sandbox::validate(entries, None, (!arguments.no_sandbox).then_some(&source));
    match faults.iter().find(|fault| fault.severity == Severity::Error) {
        Some(fault) => bail!("{}", fault.message),
        None => Ok(()),
    }
}

/// The body that creates the sandbox.
fn body(arguments: &Wire, entries: &[Value]) -> Value {
    let short = |entry: &Value| match arguments.full_entry {
        true => entry.clone(),
        false => json!({ "resourceId": entry["resourceId"] }),
    };
    let own: Vec<Value> = entries.iter().map(short).collect();
    sandbox::sandbox_body(&source(arguments), &own, &arguments.label)
}

pub fn wire(arguments: &Wire) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let place = common.place()?;
    let namespace = place.namespace(None)?;
    let group = arguments.group.address(&place)?;
    let connections = addresses(&namespace, &arguments.connections)?;
    let files = files(&arguments.file)?;
    if common.dry_run {
        return common.planned(planned(arguments, &namespace, &group, &connections, files)?);
    }
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    let say = |text: &str| {
        if common.format == Format::Text {
            note(text);
        }
    };
    let gateway = arm.json(&requests::read_namespace(&namespace))?;
    let (own, tenant) = identity(&gateway)?;
    let location = text(&gateway, "/location");
    // Each connection must work before anything is wired to it.
    let mut entries = Vec::new();
    for address in &connections {
        let connection = connected(arguments, &arm, address, &location)?;
        entries.push(sandbox::entry(address.id(), &text(&connection, "/properties/connectionRuntimeUrl")));
    }
    checked_entries(arguments, &entries)?;
    let mut found = group_of(arguments, &arm, &group, &location)?;
    let sandbox_principal = text(&found, "/identity/principalId");
    for address in &connections {
        for (policy, principal) in POLICIES.into_iter().zip([&own, &sandbox_principal]) {
            if allow(&arm, address, policy, principal, &tenant, &location)? {
                say(&format!("added the access policy `{policy}` to the connection `{}`", address.name()));
            }
        }
    }
    if arguments.operator_role {
        let me = arm.service.object_id()?;
        assign(&arm, &group, &me, if arm.service.is_application() { "ServicePrincipal" } else { "User" })?;
    }
    // The whole list goes out, so what others have wired since it was read must be in it.
    let mut list = found.pointer("/properties/gatewayConnections").cloned().unwrap_or_default();
    let mut changed = false;
    for entry in &entries {
        let (merged, differs) = sandbox::merged(&list, entry);
        list = Value::Array(merged);
        changed |= differs;
    }
    if changed {
        change(&arm, &requests::attach(&group, list.clone()), &group)?;
        found = arm.json(&requests::read_group(&group))?;
        let there = found.pointer("/properties/gatewayConnections").cloned().unwrap_or_default();
        if list.as_array().into_iter().flatten().any(|entry| sandbox::merged(&there, entry).1) {
            bail!("the sandbox group does not have what was sent: something else is changing it; run the command again");
        }
        say("wired the connections to the sandbox group");
    }
    let mut result = json!({ "version": 1, "sandboxGroup": group.name(), "changed": changed });
    let mut rows = vec![vec!["sandbox group".to_owned(), group.name().to_owned()]];
    let plane = arguments.group.plane(&group, &found)?;
    let mut sandbox = None;
    if !arguments.no_sandbox {
        let created = arm.create_sandbox(&plane.create(body(arguments, &entries)))?;
        let id = sandbox_id(sandbox::id_of(&created).context("the response to the creation has no id of the sandbox")?)?;
        arm.running(&plane.get(&id))?;
        say(&format!("the sandbox `{id}` is running"));
        for (path, bytes) in files {
            arm.data(&plane.put_file(&id, &path, bytes))?;
        }
        result["sandbox"] = json!(id.as_str());
        rows.push(vec!["sandbox".to_owned(), id.to_string()]);
        sandbox = Some(id);
    }
    if let Some(goal) = arguments.target {
        assign(&arm, &group, &own, "ServicePrincipal")?;
        say("the namespace may run commands in the group's sandboxes");
        if let (Goal::Port, Some(port), Some(id)) = (goal, arguments.port, &sandbox) {
            let response = arm.data_json(&plane.add_port(id, sandbox::port_body(port, &own, &tenant)))?;
            let url = sandbox::port_url(&response, port).context("the response does not have the URL of the port")?;
            result["portUrl"] = json!(url);
            rows.push(vec!["port".to_owned(), url.to_owned()]);
        }
    }
    common.print(&aligned(&rows), &result)?;
    Ok(CLEAN)
}

/// The requests that [`wire`] sends, in their order.
fn planned(
    arguments: &Wire,
    namespace: &Address,
    group: &Address,
    connections: &[Address],
    files: Vec<(String, Vec<u8>)>,
) -> anyhow::Result<Vec<Planned>> {
    let entries: Vec<Value> = connections.iter().map(|one| sandbox::entry(one.id(), requests::RUNTIME_URL)).collect();
    checked_entries(arguments, &entries)?;
    let mut all: Vec<Planned> = vec![requests::read_namespace(namespace).into()];
    for connection in connections {
        all.push(requests::read_connection(connection).into());
        if let Some(connector) = &arguments.connector {
            let create = requests::create_connection(connection, connector, requests::LOCATION);
            all.push(Planned::when("there is no connection", create));
        }
        all.push(Planned::when("it is not connected", consent_request(connection, SIGNED_IN)));
        all.push(requests::runtime_url(connection).into());
    }
    all.push(requests::read_group(group).into());
    if arguments.create_group {
        all.push(Planned::when("there is no group", requests::create_group(group, requests::LOCATION)));
    }
    all.push(Planned::when("the group has no identity", requests::give_identity(group)));
    for connection in connections {
        for (policy, principal) in POLICIES.into_iter().zip([requests::OF_NAMESPACE, requests::OF_GROUP]) {
            let policy = requests::policy(connection, policy)?;
            all.push(policy.get("").into());
            all.push(Planned::when("it is for another identity", policy.delete("")));
            let allow = requests::allow(&policy, principal, requests::TENANT, requests::LOCATION);
            all.push(Planned::when("there is none for this identity", allow));
        }
    }
    let role = |principal, kind| requests::role(group, &Name::unknown("assignment"), principal, kind);
    if arguments.operator_role {
        all.push(role(requests::OF_USER, "{User or ServicePrincipal}").into());
    }
    let list = entries.iter().fold(json!(["{the other entries}"]), |list, entry| Value::Array(sandbox::merged(&list, entry).0));
    all.push(Planned::when("that changes the entries", requests::attach(group, list)));
    all.push(Planned::when("they were changed", requests::read_group(group)));
    let (plane, id) = (arguments.group.planned_plane(group)?, Name::unknown("sandbox"));
    if !arguments.no_sandbox {
        all.push(plane.create(body(arguments, &entries)).into());
        all.push(plane.get(&id).into());
        all.extend(files.into_iter().map(|(path, bytes)| plane.put_file(&id, &path, bytes).into()));
    }
    if let Some(goal) = arguments.target {
        all.push(role(requests::OF_NAMESPACE, "ServicePrincipal").into());
        if let (Goal::Port, Some(port), false) = (goal, arguments.port, arguments.no_sandbox) {
            all.push(plane.add_port(&id, sandbox::port_body(port, requests::OF_NAMESPACE, requests::TENANT)).into());
        }
    }
    Ok(all)
}

/// A connection that is connected and has a runtime URL; created and signed in to where that is wanted.
fn connected(arguments: &Wire, arm: &Arm, address: &Address, location: &str) -> anyhow::Result<Value> {
    let mut there = arm.find_by(&requests::read_connection(address))?;
    if there.is_none() {
        let Some(connector) = &arguments.connector else {
            bail!("there is no connection `{}`: create it, or use `--connector NAME`", address.name());
        };
        there = Some(change(arm, &requests::create_connection(address, connector, location), address)?);
    }
    if !there.as_ref().is_some_and(is_connected) {
        let request = consent_request(address, SIGNED_IN);
        signed_in(arm, address, &request, !arguments.no_open)?;
    }
    // Right after signing in, the URL is not there yet.
    let ready = |connection: &Value| {
        let has = !text(connection, "/properties/connectionRuntimeUrl").is_empty();
        Ok((has && is_connected(connection)).then(|| connection.clone()))
    };
    Ok(arm.until(&requests::runtime_url(address), ready)?)
}

/// The sandbox group with an identity. One that is there is never replaced: that would drop what is wired to it.
fn group_of(arguments: &Wire, arm: &Arm, address: &Address, location: &str) -> anyhow::Result<Value> {
    let group = match arm.find_by(&requests::read_group(address))? {
        Some(group) => group,
        None if arguments.create_group => change(arm, &requests::create_group(address, location), address)?,
        None => bail!("there is no sandbox group `{}`: create it, or use `--create-group`", address.name()),
    };
    if !text(&group, "/identity/principalId").is_empty() {
        return Ok(group);
    }
    let group = change(arm, &requests::give_identity(address), address)?;
    if text(&group, "/identity/principalId").is_empty() {
        bail!("the sandbox group has no identity, although one was asked for: look at it in the portal");
    }
    Ok(group)
}

/// Adds an access policy unless it is there; one for another identity is replaced. Returns whether something changed.
fn allow(arm: &Arm, connection: &Address, policy: &str, principal: &str, tenant: &str, location: &str) -> anyhow::Result<bool> {
    let address = requests::policy(connection, policy)?;
    let there = arm.find(&address, &format!("add the access policy `{policy}`"))?;
    if let Some(there) = there {
        if text(&there, "/properties/principal/identity/objectId").eq_ignore_ascii_case(principal) {
            return Ok(false);
        }
        arm.remove(&address, &format!("replace the access policy `{policy}`, which is for another identity"))?;
    }
    change(arm, &requests::allow(&address, principal, tenant, location), &address)?;
    Ok(true)
}

/// Assigns the role to run commands in the sandboxes of a group; that it is there already is as good.
fn assign(arm: &Arm, group: &Address, principal: &str, kind: &str) -> anyhow::Result<()> {
    let id = assignment(principal, group.id(), sandbox::ROLE);
    match arm.send(&requests::role(group, &Name::segment("a role assignment", &id)?, principal, kind)) {
        Err(failure) if failure.code.as_deref() == Some("RoleAssignmentExists") => Ok(()),
        Err(failure) if failure.kind == failure::Kind::Status(403) => {
            let remedy = "assigning roles needs the role Owner or User Access Administrator on the sandbox group";
            Err(Failure { remedy: remedy.into(), ..failure }.into())
        }
        outcome => {
            outcome?;
            Ok(())
        }
    }
}

pub fn unwire(arguments: &Unwire) -> anyhow::Result<u8> {
    let common = &arguments.common;
    let (sandbox, trigger) = (arguments.sandbox.as_deref(), arguments.trigger.as_deref());
    let wired = super::Wired::of(common, &arguments.group, &arguments.connections, sandbox, trigger)?;
    let super::Wired { place, group, connections, sandbox, trigger, .. } = wired;
    if common.dry_run {
        let mut all: Vec<Planned> = trigger.iter().map(|trigger| trigger.delete("").into()).collect();
        all.push(requests::read_group(&group).into());
        if let Some(id) = &sandbox {
            let plane = arguments.group.planned_plane(&group)?;
            all.extend(arguments.port.map(|port| plane.remove_port(id, port).into()));
            all.push(plane.delete(id).into());
        }
        let rest = json!(["{the other entries}"]);
        all.push(Planned::when("one of them is wired", requests::detach(&group, rest)));
        for connection in connections.iter().filter(|_| !arguments.keep_policies) {
            for policy in POLICIES.into_iter().rev() {
                all.push(requests::policy(connection, policy)?.delete("").into());
            }
        }
        return common.planned(all);
    }
    let what = format!("the wiring of {} to the sandbox group `{}`", arguments.connections.join(", "), group.name());
    confirmed(arguments.yes, &what)?;
    let session = common.session(&place)?;
    let arm = common.arm.arm(&session);
    let mut done = Vec::new();
    // Whatever calls the sandbox goes first, and what it needs last.
    if let Some(trigger) = &trigger
        && arm.remove(trigger, &format!("delete the trigger `{}`", trigger.name()))?
    {
        done.push(format!("deleted the trigger {}", trigger.name()));
    }
    let found = arm.json(&requests::read_group(&group))?;
    if let Some(id) = &sandbox {
        let plane = arguments.group.plane(&group, &found)?;
        let absent = |failure: &Failure| failure.kind == failure::Kind::Status(404);
        if let Some(port) = arguments.port
            && let Err(failure) = arm.data(&plane.remove_port(id, port))
            && !absent(&failure)
        {
            return Err(failure.into());
        }
        match arm.data(&plane.delete(id)) {
            Ok(_) => done.push(format!("deleted the sandbox {id}")),
            Err(failure) if absent(&failure) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    let mut list = found.pointer("/properties/gatewayConnections").cloned().unwrap_or_default();
    let mut changed = false;
    for address in &connections {
        let (rest, differs) = sandbox::detached(&list, address.id());
        list = Value::Array(rest);
        changed |= differs;
    }
    if changed {
        change(&arm, &requests::detach(&group, list), &group)?;
        done.push("detached the connections from the group".to_owned());
    }
    if !arguments.keep_policies {
        for address in &connections {
            for policy in POLICIES.into_iter().rev() {
                let of = requests::policy(address, policy)?;
                if arm.remove(&of, &format!("remove the access policy `{policy}`"))? {
                    done.push(format!("removed {policy} from {}", address.name()));
                }
            }
        }
    }
    let text: String = done.iter().map(|line| format!("{line}\n")).collect();
    common.print(&text, &json!({ "version": 1, "done": done }))?;
    Ok(CLEAN)
}
