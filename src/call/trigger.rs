//! Running triggers: where a webhook's URL goes, what unsubscribes it, and the state between polls.
use super::exchange::{Answer, Payload};
use super::path_without_connection;
use super::policy::expression::{self, Piece, Source, pieces};
use super::request::{Body, Pair, Request, put};
use super::route;
use super::view::{Segment, show};
use crate::connector::{Connector, Operation, Policy, Schema};
use crate::text::document::Node;
use serde_json::Value;

/// The mechanism of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It subscribes, and the API calls back.
    Webhook,
    /// It polls, and the API keeps the state in `Location`.
    Poll,
    /// It polls, and the policy `pollingtrigger` keeps the state.
    PollByPolicy,
}

/// The mechanism of a trigger; None for an action.
pub fn kind(operation: Operation) -> Option<Kind> {
    if operation.is_webhook() || !operation.notification_urls().is_empty() {
        return Some(Kind::Webhook);
    }
    if !operation.is_trigger() {
        return None;
    }
    Some(if policy(operation).is_some() { Kind::PollByPolicy } else { Kind::Poll })
}

/// The `pollingtrigger` of an operation.
fn policy<'a>(operation: Operation<'a>) -> Option<Policy<'a>> {
    let id = operation.id()?;
    let mut policies = operation.connector.api_properties()?.policies().filter(|policy| policy.is("pollingtrigger"));
    policies.find(|policy| policy.operations().iter().any(|name| name.is(&id)))
}

/// Inserts the callback URL where the definition expects it. False if the body has no such place.
pub fn subscribe(operation: Operation, request: &mut Request, address: &str) -> bool {
    let shown = show(operation);
    let mut done = false;
    for field in shown.fields.iter().filter(|field| field.is_notification_url && field.parameter.is_in("body")) {
        let names: Option<Vec<String>> = field
            .path
            .iter()
            .map(|step| match step {
                Segment::Property(name) => Some(name.clone()),
                Segment::Item => None,
            })
            .collect();
        let Some(names) = names.filter(|names| !names.is_empty()) else { continue };
        if matches!(request.body, Body::None) {
            request.body = Body::Json(Value::Object(serde_json::Map::new()));
            request.content_type.get_or_insert_with(|| "application/json".to_owned());
        }
        if let Body::Json(body) = &mut request.body {
            done |= put(body, &names, Value::String(address.to_owned()));
        }
    }
    done
}

/// The schema of what a webhook sends.
pub fn notification(operation: Operation) -> Option<Schema> {
    operation.trigger_schema()
}

/// The operation that unsubscribes: the DELETE whose path is the one of an address. `base` is scheme, host and base path.
pub fn unsubscribes<'a>(connector: &'a Connector, address: &str, base: &str) -> Option<Operation<'a>> {
    let below_host = || match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => address,
    };
    let path = address.strip_prefix(base.trim_end_matches('/')).unwrap_or_else(below_host);
    let base_path = connector.api().and_then(|api| Some(api.get("basePath")?.str()?.into_owned())).unwrap_or_default();
    let below = path.strip_prefix(base_path.trim_end_matches('/')).filter(|rest| rest.starts_with('/'));
    [Some(path), below].into_iter().flatten().find_map(|path| Some(route::operation(connector, "DELETE", path)?.0))
}

/// Whether the definition has an operation that can unsubscribe at all.
pub fn has_delete(connector: &Connector) -> bool {
    connector.operations().any(|operation| operation.verb().eq_ignore_ascii_case("delete"))
}

/// The result of a poll.
#[derive(Clone, Debug, PartialEq)]
pub enum Poll {
    /// A flow would start with this; for a batch, once per element.
    Fires,
    /// Nothing is new.
    Nothing,
    /// The API returned an error: the platform polls again later.
    Failed,
}

/// What a native poll's answer says, with the address of the next question and the seconds to wait that it names.
pub fn polled(answer: &Answer) -> (Poll, Option<String>, Option<u64>) {
    let poll = match answer.status {
        200 => Poll::Fires,
        202 | 204 => Poll::Nothing,
        _ => Poll::Failed,
    };
    let wait = answer.headers.get("retry-after").and_then(|wait| wait.trim().parse().ok());
    (poll, answer.headers.get("location").map(str::to_owned), wait)
}

/// The state that the policy keeps: query parameters with their values.
pub type State = Vec<(String, String)>;

/// What a poll by policy brought: whether there is something, and the state for the next question. `first` reads what is there and
/// starts nothing.
///
/// # Errors
/// When the answer does not have what the policy reads.
pub fn polled_by_policy(operation: Operation, answer: &Answer, known: &State, first: bool) -> Result<(Poll, State), String> {
    let policy = policy(operation).ok_or("the operation has no `pollingtrigger`")?;
    if !answer.is_success() {
        return Ok((Poll::Failed, known.clone()));
    }
    let Payload::Json(body) = &answer.payload else { return Err("the response is not JSON".to_owned()) };
    let written = policy.parameter("triggerDataPath").and_then(Node::str).unwrap_or_default();
    let Some(Source::Body(steps)) = expression::place(&written) else {
        return Err(format!("`triggerDataPath` is `{written}`, which is not a path in `@triggerBody()`"));
    };
    let data = expression::at(body, &steps).and_then(Value::as_array);
    let data = data.ok_or_else(|| format!("the response has no array at `{written}`"))?;
    if data.is_empty() {
        return Ok((Poll::Nothing, known.clone()));
    }
    let mut state = State::new();
    for member in policy.parameter("triggerConfig").into_iter().flat_map(Node::members) {
        let template = member.value.str().unwrap_or_default();
        let mut value = String::new();
        for piece in pieces(&template) {
            match piece {
                Piece::Text(text) => value.push_str(&text),
                Piece::Expression(expression) => {
                    let Source::Body(steps) = &expression.source else {
                        return Err(format!("`{}` is not a path in `triggerBody()`", expression.text));
                    };
                    let found = expression::at(body, steps).filter(|value| !value.is_null());
                    let found = found.ok_or_else(|| format!("the response has no value at `{}`", expression.text))?;
                    value.push_str(&super::request::plain(found, None));
                }
            }
        }
        state.push((member.name().into_owned(), value));
    }
    Ok((if first { Poll::Nothing } else { Poll::Fires }, state))
}

/// Adds the state of a poll to its request.
pub fn with_state(request: &mut Request, state: &State) {
    for (name, value) in state.iter().filter(|(name, _)| !name.is_empty()) {
        request.queries.retain(|pair| pair.name != *name);
        request.queries.push(Pair { name: name.clone(), value: value.clone(), double: false });
    }
}

/// The elements of a batch, each of which starts a flow; the whole body if it is not split.
pub fn runs(operation: Operation, body: &Value) -> Vec<Value> {
    let shown = show(operation);
    let is_batch = shown.trigger.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("batch"));
    let Some(split) = shown.split.filter(|_| is_batch) else { return vec![body.clone()] };
    let found = split.path.iter().try_fold(body, |value, name| value.get(name));
    found.and_then(Value::as_array).cloned().unwrap_or_else(|| vec![body.clone()])
}

/// What is missing for a working webhook, as messages; `answer` is the response to the subscription.
pub fn lacks(operation: Operation, answer: &Answer, base: &str) -> Vec<String> {
    let connector = operation.connector;
    let mut lacks = Vec::new();
    if !matches!(answer.status, 200 | 201) {
        lacks.push(format!("the subscription returned {}, but the platform expects 201", answer.status));
    }
    match answer.headers.get("location") {
        None => lacks.push("the response has no `Location`, so the platform cannot unsubscribe".to_owned()),
        Some(location) if unsubscribes(connector, location, base).is_none() => {
            lacks.push(format!("`Location` is `{location}`, which matches no DELETE operation"));
        }
        Some(_) => {}
    }
    if !has_delete(connector) {
        lacks.push("the definition has no DELETE operation, which the platform requires".to_owned());
    }
    if operation.path_item().notification_content().is_none() {
        let path = operation.path();
        lacks.push(format!(
            "the path `{}` has no `x-ms-notification-content`, so makers get no dynamic content",
            path_without_connection(&path)
        ));
    }
    lacks
}
