//! Which changes existing flows and apps notice. This is the one place that decides it: rules use it to know whether a fix is
//! safe, and the comparison of two versions to know whether a change must be reported. A fix that is safe according to it
//! does not show up in a comparison.
use super::facts::policy_templates::Template;
use super::{Connector, Dynamic, DynamicKind, Input, Operation, Policy, Response, Schema, formats};
use crate::text::document::{Member, Node};
use crate::text::misspellings;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Whether the platform encodes the value of a parameter twice. No `x-ms-url-encoding` is the same as `single`, and in other
/// places than the path `single` has no effect.
pub fn is_encoded_twice(parameter: Node) -> bool {
    parameter.get_str("x-ms-url-encoding").is_some_and(|encoding| encoding.eq_ignore_ascii_case("double"))
}

/// The format of an input as the platform acts on it: one that it does not know is no format, and some are other names for
/// one that it knows.
pub fn input_format<'a>(kind: Option<&str>, format: Option<Cow<'a, str>>) -> Option<Cow<'a, str>> {
    let (format, kind) = (format?, kind.unwrap_or("string"));
    if formats::types_of(&format).next().is_some() {
        return Some(format);
    }
    match formats::replacement(kind, &format) {
        Some((known, true)) => Some(known),
        Some(_) => Some(format),
        None => None,
    }
}

/// The default of an input as flows get it. Values outside of the body are always text, and values that people see in the
/// designer take the type of the field; a visible `null` is no default.
pub fn default_value<'a>(input: Node<'a>, hidden: bool, kind: Option<&str>) -> Option<Cow<'a, str>> {
    let value = input.get("default")?;
    let in_body = !input.has("in");
    if value.type_name() == "null" && !hidden {
        return None;
    }
    if value.is_object() || value.is_array() {
        return Some(json(value, false).into());
    }
    let plain = !in_body || (!hidden && matches!(kind, Some("integer" | "number" | "boolean")));
    let text = value.str().filter(|_| plain).unwrap_or_else(|| value.text().into());
    let is_text = value.is_string() && !plain;
    match text.parse::<f64>() {
        // `10` and `10.0` are one number.
        Ok(number) if number.is_finite() && !is_text => Some(number.to_string().into()),
        _ => Some(text),
    }
}

/// Whether two names that people see are alike, apart from white space, punctuation, case, misspellings, words
/// that are doubled, and "(deprecated)".
pub fn same_label(one: &str, other: &str) -> bool {
    as_read(one) == as_read(other)
}

fn as_read(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace("(deprecated)", " ").replace("[deprecated]", " ");
    let mut read: Vec<String> = Vec::new();
    for word in lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut right = misspellings::corrections(word).into_iter().flatten();
        let word = match (right.next(), right.next()) {
            (Some(right), None) => Cow::Owned(right),
            _ => Cow::Borrowed(word),
        };
        for word in word.split_whitespace() {
            if read.last().is_none_or(|last| last != word) {
                read.push(word.to_owned());
            }
        }
    }
    read
}

/// The response that people see as the outputs of an operation: 200, else 201, else the first of success with a schema, else
/// `default` when it has one.
pub fn outputs(operation: Operation) -> Option<Response> {
    let with_schema = |response: &Response| response.schema().is_some();
    let of = |status: &str| operation.response(status).filter(with_schema);
    let success = || operation.responses().filter(|response| response.is_success()).find(with_schema);
    of("200").or_else(|| of("201")).or_else(success).or_else(|| of("default"))
}

/// Whether flows can use anything that the schema of a response describes. A 204 has no content: its schema counts only
/// where the designer offers its fields, for want of another.
pub fn offers_outputs(response: Response) -> bool {
    let Some(schema) = response.schema().filter(|schema| !says_nothing(*schema)) else { return false };
    let has_fields = ["properties", "items", "$ref", "allOf"].iter().any(|key| schema.node.has(key));
    let is_shown = || response.operation.and_then(outputs).is_some_and(|shown| shown.entry == response.entry);
    response.status().is_none_or(|status| status != "204") || (has_fields && is_shown())
}

/// Whether a schema is an object of which nothing is known, not even at run time.
pub fn says_nothing(schema: Schema) -> bool {
    let Some(schema) = schema.resolve().filter(|resolved| !schema.is_dynamic() && !resolved.is_dynamic()) else { return false };
    if schema.get("type").is_some() && !schema.is_type("object") {
        return false;
    }
    let some = |key: &str| schema.get(key).is_some_and(|value| value.members().next().is_some());
    !some("properties") && !["additionalProperties", "allOf", "items", "enum"].iter().any(|key| schema.get(key).is_some())
}

/// Whether the platform fills in a part of this input and so sends it in any case: it is or holds the address to which a
/// webhook sends.
pub fn is_always_sent(input: Schema) -> bool {
    const MOST_LEVELS: usize = 16;
    holds_notification_url(input, MOST_LEVELS)
}

fn holds_notification_url(input: Schema, levels: usize) -> bool {
    if !input.connector.index.notification_urls || levels == 0 {
        return false;
    }
    if input.node.has("in") {
        let body = input.node.get("schema").filter(|schema| schema.is_object());
        return body.is_some_and(|node| holds_notification_url(Schema { node, ..input }, levels - 1));
    }
    let Some(schema) = input.resolve() else { return false };
    let properties = || schema.properties().into_iter().map(|(_, property)| property);
    is_notification_url(input.node)
        || is_notification_url(schema.node)
        || properties().any(|property| holds_notification_url(property, levels - 1))
}

/// Whether it is the address to which a webhook sends, which the platform fills in whatever flows hold.
pub fn is_notification_url(input: Node) -> bool {
    input.get("x-ms-notification-url").is_some_and(|flag| flag.bool() == Some(true))
}

/// Whether the addresses of two operations are the same below the connector's own: a path begins with a slash, whether it says so or not.
pub fn same_path(one: &str, other: &str) -> bool {
    one.trim_start_matches('/') == other.trim_start_matches('/')
}

/// The server of a connector and the path on it, wherever they are written: without the scheme, in small letters, and without
/// the slashes at the ends.
pub fn address(connector: &Connector) -> (String, String) {
    let text = |key: &str| connector.api().and_then(|api| api.node.get_str(key)).unwrap_or_default().trim().to_owned();
    let (host, base) = (text("host"), text("basePath"));
    let host = host.split_once("://").map_or(&*host, |(_, host)| host);
    let (host, path) = host.split_once('/').unwrap_or((host, ""));
    let base = format!("{}/{}", path.trim_matches('/'), base.trim_matches('/'));
    (host.to_lowercase(), base.trim_matches('/').to_owned())
}

/// A lookup by its effect, however it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUp {
    operation: String,
    passed: Vec<(String, String)>,
    collection: String,
    value: String,
    title: String,
    more: Vec<(String, String)>,
}

impl LookUp {
    /// The effect of a lookup.
    pub fn of(dynamic: Dynamic) -> LookUp {
        let path = |node: Option<Node>| {
            let path = node.and_then(Node::str).unwrap_or_default();
            path.trim_start_matches('/').replace('.', "/")
        };
        let value = path(dynamic.value());
        let value = match dynamic.is_of_properties() {
            true => value.trim_end_matches("properties").trim_end_matches('/').to_owned(),
            false => value,
        };
        let mut passed: Vec<_> = (dynamic.node.get("parameters").into_iter().flat_map(Node::members))
            .map(|argument| {
                let target = dynamic.target();
                let name = argument.name();
                (target.map_or_else(|| name.to_string(), |target| short(target, &name)), source(dynamic, argument.value))
            })
            .collect();
        passed.sort();
        let named = [
            "operationId",
            "parameters",
            "value-collection",
            "itemsPath",
            "value-path",
            "itemValuePath",
            "value-title",
            "itemTitlePath",
        ];
        let more = dynamic.node.members().filter(|member| !named.contains(&&*member.name()));
        let mut more: Vec<_> = more.map(|member| (member.name().into_owned(), member.value.text().to_owned())).collect();
        more.sort();
        LookUp {
            operation: dynamic.node.get_str("operationId").unwrap_or_default().into_owned(),
            passed,
            collection: path(dynamic.collection()),
            value,
            title: path(dynamic.title()),
            more,
        }
    }

    /// Whether it is one with which people pick a file.
    pub fn is_file_picker(&self) -> bool {
        self.more.iter().any(|(key, value)| key == "capability" && value.contains("file-picker"))
    }

    /// Whether both put the same values into flows, whatever people see.
    pub fn has_same_values(&self, other: &LookUp) -> bool {
        self.value == other.value
    }
}

/// A name of an input without what the newer dialect puts before it.
fn short(operation: Operation, name: &str) -> String {
    match (operation.input(name), operation.body()) {
        (Input::Property(_), Some(body)) => {
            let start = format!("{}/", body.name());
            name.strip_prefix(&start).unwrap_or(name).replace('.', "/")
        }
        _ => name.to_owned(),
    }
}

/// The arguments that a lookup passes.
fn source(dynamic: Dynamic, argument: Node) -> String {
    let literal = |value: Node| format!("={}", value.str().unwrap_or_else(|| value.text().into()));
    let one = argument.is_object() && argument.members().count() == 1;
    let reference = ["parameter", "parameterReference"].iter().find_map(|key| argument.get_str(key)).filter(|_| one);
    let value = argument.get("value").filter(|_| one);
    match (reference, value) {
        (Some(name), _) => {
            let Some(operation) = dynamic.sources().first().copied() else { return format!(">{name}") };
            // A field that people leave empty has its default.
            let hidden = match operation.input(&name) {
                Input::Parameter(parameter) => parameter.is_internal().then_some(parameter.node),
                Input::Property(property) => property.internal.then_some(property.written.node),
                Input::Unknown | Input::Nothing => None,
            };
            match hidden.and_then(|node| node.get("default")) {
                Some(default) => literal(default),
                None => format!(">{}", short(operation, &name)),
            }
        }
        (None, Some(value)) => literal(value),
        (None, None) => literal(argument),
    }
}

/// The lookups in an extension: one, or those of a tree.
pub fn look_ups<'a>(node: Node<'a>, connector: &'a Connector) -> Vec<Dynamic<'a>> {
    let new = |kind, node| Dynamic::new(connector, kind, node, None);
    let name = node.name().unwrap_or_default();
    match &*name {
        "x-ms-dynamic-values" => Vec::from_iter(new(DynamicKind::Values, node)),
        "x-ms-dynamic-list" => Vec::from_iter(new(DynamicKind::List, node)),
        "x-ms-dynamic-schema" => Vec::from_iter(new(DynamicKind::Schema, node)),
        "x-ms-dynamic-properties" => Vec::from_iter(new(DynamicKind::Properties, node)),
        _ => {
            let part = |key: &str, kind| new(kind, node.get(key)?);
            part("open", DynamicKind::TreeOpen).into_iter().chain(part("browse", DynamicKind::TreeBrowse)).collect()
        }
    }
}

/// A member of `oAuthSettings` as the platform reads it: names, and the words that it knows, without regard to case. None for
/// what is not there or does not count: the client's secret, which is not of the file, and the address to go back to where the
/// platform makes it.
pub fn sign_in_setting(settings: Node, key: &str) -> Option<String> {
    let value = settings.members().find(|member| member.name().eq_ignore_ascii_case(key))?.value;
    let is_own = || settings.get_str("redirectMode").is_some_and(|mode| mode.eq_ignore_ascii_case("GlobalPerConnector"));
    match &*key.to_lowercase() {
        "clientsecret" => None,
        "redirecturl" if is_own() => None,
        "redirectmode" | "identityprovider" => Some(value.text().to_lowercase()),
        "customparameters" => {
            let mut parts: Vec<_> =
                value.members().map(|member| (member.name().to_lowercase(), json(member.value, true))).collect();
            parts.sort();
            Some(format!("{parts:?}"))
        }
        "scopes" => {
            let mut scopes: Vec<String> = value.items().map(scope).collect();
            scopes.sort();
            Some(format!("{scopes:?}"))
        }
        _ => Some(json(value, true)),
    }
}

fn scope(item: Node) -> String {
    item.str().map_or_else(|| item.text().to_owned(), |scope| scope.trim().to_owned())
}

/// A value as text that is the same however it is written; with `sorted` the order of lists does not count, either.
fn json(value: Node, sorted: bool) -> String {
    let mut members: Vec<String> =
        value.members().map(|member| format!("{:?}: {}", member.name(), json(member.value, sorted))).collect();
    members.sort();
    let mut items: Vec<String> = value.items().map(|item| json(item, sorted)).collect();
    if sorted {
        items.sort();
    }
    match () {
        () if value.is_object() => format!("{{{}}}", members.join(", ")),
        () if value.is_array() => format!("[{}]", items.join(", ")),
        () => value.str().map_or_else(|| value.text().to_owned(), |text| format!("{text:?}")),
    }
}

/// The scopes that a definition requires of each security definition, by its name.
pub fn required_scopes(connector: &Connector) -> FxHashMap<Cow<'_, str>, Vec<String>> {
    let mut scopes: FxHashMap<Cow<str>, Vec<String>> = FxHashMap::default();
    if let Some(api) = connector.api() {
        api.each_security_requirement(|_, entry| scopes.entry(entry.name()).or_default().extend(entry.value.items().map(scope)));
    }
    scopes
}

/// The scopes that a security definition asks for: those it names, and those that the definition [requires](required_scopes).
pub fn scopes(required: &FxHashMap<Cow<str>, Vec<String>>, scheme: Node) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    scopes.extend(scheme.get("scopes").into_iter().flat_map(Node::members).map(|member| member.name().into_owned()));
    scopes.extend(required.get(&scheme.name().unwrap_or_default()).into_iter().flatten().cloned());
    scopes.sort();
    scopes.dedup();
    scopes
}

/// A parameter of a policy as the platform reads it; None for one without effect: the section, where the template takes none.
pub fn policy_parameter(policy: Policy, parameter: Member) -> Option<String> {
    let template = policy.known_template();
    let (name, text) = (parameter.name(), parameter.value.text());
    if name.eq_ignore_ascii_case("x-ms-apimTemplate-policySection") {
        return (!template.is_some_and(|template| template.sections.is_empty())).then(|| text.to_lowercase());
    }
    let choice = |template: &'static Template| {
        let name = name.strip_prefix(Policy::PREFIX)?;
        template.parameter(name).filter(|known| !known.values.is_empty())
    };
    if template.and_then(choice).is_some() {
        return Some(text.to_lowercase());
    }
    Some(without_case_of_names(text))
}

/// Whether a second policy is redundant: it is the same, and does not append.
pub fn has_done(first: Policy, second: Policy) -> bool {
    let same_template = || first.template().unwrap_or_default().eq_ignore_ascii_case(&second.template().unwrap_or_default());
    let same = || first.parameters().zip(second.parameters()).is_some_and(|(one, other)| one.same(other));
    same_template() && same() && !appends(second)
}

/// Whether a policy adds to what is there.
pub fn appends(policy: Policy) -> bool {
    policy.parameter("existsAction").and_then(Node::str).is_some_and(|what| what == "append")
}

/// The text with the names of connection parameters in small letters: the platform finds them in either case.
fn without_case_of_names(text: &str) -> String {
    const CALL: &str = "connectionparameters(";
    let lower = text.to_ascii_lowercase();
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(start) = lower[at..].find(CALL).map(|start| at + start) {
        let end = lower[start..].find([',', ')']).map_or(text.len(), |end| start + end);
        result.push_str(&text[at..start]);
        result.push_str(&lower[start..end]);
        at = end;
    }
    result.push_str(&text[at..]);
    result
}
