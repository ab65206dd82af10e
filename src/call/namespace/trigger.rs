//! Trigger configurations of a namespace: built from arguments, and checked as people wrote them.
use crate::call::arguments::place;
use crate::call::namespace::ops::Kind;
use crate::call::namespace::report::{self, Report};
use crate::call::namespace::sandbox::{self, Target};
use crate::call::request::{self, Argument, Defaults, Given, Options, Place, Problem, list, nearest};
use crate::call::value;
use crate::call::view::is_reserved;
use crate::connector::{Connector, Operation, Parameter};
use crate::rule::Severity;
use crate::text::document::{Document, Node};
use crate::text::json::Span;
use base64::Engine;
use serde_json::{Map, Value, json};

/// What starts a trigger.
#[derive(Clone, Debug)]
pub enum Start<'a> {
    /// An event of a connector.
    Event {
        operation: Operation<'a>,
        /// The connector's name in Azure, such as `office365`.
        connector: String,
        /// The connection's name in the namespace.
        connection: String,
        arguments: Vec<Argument>,
        /// How often a polling trigger is polled, if not by default.
        recurrence: Option<Recurrence>,
    },
    /// A time table.
    Recurrence(Recurrence),
    /// A sliding window, with a delay such as `PT5M`.
    SlidingWindow(Recurrence, Option<String>),
}

/// A time table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// One of [`FREQUENCIES`].
    pub frequency: String,
    pub interval: u32,
    pub time_zone: Option<String>,
    pub start_time: Option<String>,
}

/// The units of a recurrence. Guides mention those up to `Day`.
pub const FREQUENCIES: [&str; 7] = ["Second", "Minute", "Hour", "Day", "Week", "Month", "Year"];

/// Where the namespace calls back, and how it authenticates.
#[derive(Clone, Debug)]
pub struct Callback {
    pub url: String,
    pub method: String,
    /// The object `authentication`; None if the URL alone gives access.
    pub authentication: Option<Value>,
    /// A template instead of the usual payload.
    pub body: Option<Value>,
}

/// A trigger configuration to build.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    pub start: Start<'a>,
    pub callback: Callback,
    pub description: Option<String>,
    pub enabled: bool,
    /// Whether the elements of a batch come together instead of one by one.
    pub whole_batches: bool,
    /// Conditions, each an expression that begins with `@`.
    pub conditions: Vec<String>,
    /// Free data of the trigger: the portal, and sandboxes, have some there.
    pub metadata: Option<Value>,
    /// Writes `type` as guides do, instead of `triggerType` as the API has it.
    pub legacy_type: bool,
}

/// Builds the body of a trigger configuration. There is none if a problem is an error.
pub fn build(wish: &Wish) -> (Option<Value>, Vec<Problem>) {
    let (mut problems, mut properties) = (Vec::new(), Map::new());
    properties.insert("state".into(), json!(if wish.enabled { "Enabled" } else { "Disabled" }));
    if let Some(description) = &wish.description {
        properties.insert("description".into(), json!(description));
    }
    let kind_name = if wish.legacy_type { "type" } else { "triggerType" };
    match &wish.start {
        Start::Event { operation, connector, connection, arguments, recurrence } => {
            if let Some((message, help)) = unsuitable(*operation) {
                problems.push(Problem { severity: Severity::Error, code: "not-a-trigger", message, help, origin: None });
            }
            if recurrence.is_some() && Kind::of(*operation) == Kind::Webhook {
                let (message, help) = not_polled(*operation);
                let help = Some(help.to_owned());
                problems.push(Problem { severity: Severity::Warning, code: "start", message, help, origin: None });
            }
            let (parameters, mut found) = parameters(*operation, arguments);
            problems.append(&mut found);
            properties.insert("connectionDetails".into(), json!({ "connectorName": connector, "connectionName": connection }));
            properties.insert("operationName".into(), json!(operation.id()));
            properties.insert("parameters".into(), parameters);
            if let Some(recurrence) = recurrence {
                properties.insert("recurrence".into(), recurrence_json(recurrence));
            }
        }
        Start::Recurrence(recurrence) => {
            properties.insert(kind_name.into(), json!("Recurrence"));
            properties.insert("recurrence".into(), recurrence_json(recurrence));
        }
        Start::SlidingWindow(recurrence, delay) => {
            properties.insert(kind_name.into(), json!("SlidingWindow"));
            properties.insert("recurrence".into(), recurrence_json(recurrence));
            if let Some(delay) = delay {
                properties.insert("delay".into(), json!(delay));
            }
        }
    }
    if !wish.conditions.is_empty() {
        let conditions: Vec<Value> = wish.conditions.iter().map(|expression| json!({ "expression": expression })).collect();
        properties.insert("conditions".into(), json!(conditions));
    }
    if wish.whole_batches {
        properties.insert("settings".into(), json!({ "disableSplitOn": true }));
    }
    if let Some(metadata) = &wish.metadata {
        properties.insert("metadata".into(), metadata.clone());
    }
    let mut details = json!({ "callbackUrl": wish.callback.url, "httpMethod": wish.callback.method.to_uppercase() });
    for (key, part) in [("authentication", &wish.callback.authentication), ("body", &wish.callback.body)] {
        if let Some(part) = part {
            details[key] = part.clone();
        }
    }
    properties.insert("notificationDetails".into(), details);
    let body = json!({ "properties": properties });
    // Other errors are found by the check of files, so that both report the same.
    let text = serde_json::to_string_pretty(&body).unwrap_or_default();
    let document = Document::json(crate::text::document::File::Other(0), "", text.into_bytes());
    let checked = check(&document, None).into_iter().map(|problem| Problem { origin: None, ..problem });
    problems.extend(checked);
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    ((!failed).then_some(body), problems)
}

fn recurrence_json(recurrence: &Recurrence) -> Value {
    let mut object = json!({ "frequency": recurrence.frequency, "interval": recurrence.interval });
    for (key, text) in [("timeZone", &recurrence.time_zone), ("startTime", &recurrence.start_time)] {
        if let Some(text) = text {
            object[key] = json!(text);
        }
    }
    object
}

/// The parameters of a trigger: one entry for each outside of the body, and one called `body`, whatever its name in the definition,
/// with the body's properties nested in it.
pub fn parameters(operation: Operation, arguments: &[Argument]) -> (Value, Vec<Problem>) {
    let options = Options { defaults: Defaults::Required, subscribe: true, ..Options::default() };
    let mut arguments = arguments.to_vec();
    let given = |parameter: &Parameter, arguments: &[Argument]| {
        let name = parameter.name();
        arguments.iter().position(|argument| match &argument.place {
            Place::Named(known) | Place::Parameter(known) | Place::In(_, known) => *known == name,
            Place::Body => false,
        })
    };
    let mut refused = Vec::new();
    for parameter in operation.parameters().filter(|parameter| is_address(*parameter)) {
        match given(&parameter, &arguments) {
            Some(at) => {
                let message = format!("the service sets `{}` to its own URL", parameter.name());
                let (help, origin) = (Some("remove it".to_owned()), Some(arguments[at].origin.clone()));
                refused.push(Problem { severity: Severity::Error, code: "notification-url", message, help, origin });
            }
            // As the service does: then it does not count as missing.
            None => arguments.push(Argument {
                place: Place::Parameter(parameter.name().into_owned()),
                value: Given::Json(json!("https://localhost")),
                origin: String::new(),
            }),
        }
    }
    let mut bound = request::bind(operation, &arguments, options);
    for problem in bound.problems.iter_mut().filter(|problem| problem.code == "deprecated") {
        problem.help = report::newer(operation.connector, operation).map(|newer| format!("the newer one is `{newer}`"));
    }
    bound.problems.extend(refused);
    let entry = |(parameter, value): &(Parameter, Value)| {
        let name = if parameter.is_in("body") { "body".into() } else { parameter.name() };
        json!({ "name": name, "value": value })
    };
    let sent = bound.values.iter().filter(|(parameter, _)| !is_content_header(*parameter) && !is_address(*parameter));
    (sent.map(entry).collect(), bound.problems)
}

/// Whether a parameter outside the body takes the address that a webhook calls: the service sets it.
fn is_address(parameter: Parameter) -> bool {
    !parameter.is_in("body") && parameter.get("x-ms-notification-url").is_some_and(|flag| flag.bool() == Some(true))
}

/// Why a trigger configuration cannot name an operation, and what to do with it instead.
fn unsuitable(operation: Operation) -> Option<(String, Option<String>)> {
    let id = operation.id().unwrap_or_default();
    let (why, help) = match Kind::of(operation) {
        Kind::Polling | Kind::Webhook => return None,
        Kind::UserStarted => ("is started by a person: nobody can subscribe to it", None),
        Kind::Action => ("is not a trigger", Some("call it with `connsmith ns invoke`")),
        Kind::WebhookAction => ("is not a trigger: it waits for a callback, which only a flow can receive", None),
        Kind::Mcp => ("is not a trigger, but an MCP server", Some("offer it to agents with `connsmith ns mcp new`")),
    };
    Some((format!("`{id}` {why}"), help.map(str::to_owned)))
}

fn not_polled(operation: Operation) -> (String, &'static str) {
    let message = format!("`{}` is not polled: `recurrence` has no effect on it", operation.id().unwrap_or_default());
    (message, "remove it: a webhook is called when something happens")
}

/// The trigger that a wrong id probably means: the newest version of it, or else the most similar one.
pub fn nearest_trigger(connector: &Connector, id: &str) -> Option<String> {
    let triggers = || connector.operations().filter(|operation| Kind::of(*operation).is_subscribable());
    let wanted = report::version(id).0;
    let same = triggers().filter_map(|operation| {
        let known = operation.id()?.into_owned();
        let (base, number) = report::version(&known);
        (base == wanted).then(|| (!operation.is_deprecated(), number, known))
    });
    if let Some((.., newest)) = same.max() {
        return Some(newest);
    }
    let ids: Vec<String> = triggers().filter_map(|operation| Some(operation.id()?.into_owned())).collect();
    report::alike(id, ids.iter().map(String::as_str)).map(str::to_owned)
}

fn is_content_header(parameter: Parameter) -> bool {
    parameter.is_in("header") && parameter.name().to_ascii_lowercase().starts_with("content-")
}

/// The members of `properties`, and what belongs elsewhere: name, where.
const MEMBERS: [&str; 15] = [
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
    // Newer than the published contract.
    "deliveryMode",
    "pollingEndpoints",
];
const READ_ONLY: [&str; 3] = ["provisioningState", "createdTime", "changedTime"];
const MISPLACED: [(&str, &str); 7] = [
    ("connectionName", "connectionDetails"),
    ("connectorName", "connectionDetails"),
    ("callbackUrl", "notificationDetails"),
    ("callbackTarget", "notificationDetails.callbackUrl"),
    ("httpMethod", "notificationDetails"),
    ("authentication", "notificationDetails"),
    ("disableSplitOn", "settings"),
];

/// Checks a trigger configuration against what the API takes and, where the connector is given, against its definition.
pub fn check(document: &Document, connector: Option<&Connector>) -> Vec<Problem> {
    checked(document, connector).into_iter().map(|(problem, _)| problem).collect()
}

/// The same, each with its place.
pub fn checked(document: &Document, connector: Option<&Connector>) -> Vec<(Problem, Span)> {
    let mut report = Report::new(document);
    if report.syntax() {
        return report.placed();
    }
    let root = document.root();
    let Some(properties) = root.get("properties").filter(|properties| properties.is_object()) else {
        report.error(root, "shape", "a trigger configuration is an object with `properties`".into(), None);
        return report.placed();
    };
    report.everywhere(root);
    report.envelope(root);
    for member in properties.members() {
        let name = member.name();
        if MEMBERS.contains(&name.as_ref()) || READ_ONLY.contains(&name.as_ref()) {
            continue;
        }
        match MISPLACED.iter().find(|(known, _)| *known == name) {
            Some((_, home)) => {
                let help = format!("move it into `{home}`; the service answers \"Could not find member '{name}'\"");
                report.error(member.key, "misplaced", format!("`{name}` does not belong directly in `properties`"), Some(help));
            }
            None => {
                report.loose_member(member, "properties", &MEMBERS);
            }
        }
    }
    report.word(properties, "state", &["Enabled", "Disabled"]);
    start(&mut report, properties);
    conditions(&mut report, properties);
    callback(&mut report, properties);
    event(&mut report, properties, connector);
    report.placed()
}

/// What starts it: an event or a schedule, not both.
fn start(report: &mut Report, properties: Node) {
    let kinds = ["NotSpecified", "Recurrence", "SlidingWindow"];
    report.word(properties, "triggerType", &kinds);
    report.word(properties, "type", &kinds);
    let (new, old) = (properties.get("triggerType"), properties.get("type"));
    if let (Some(new), Some(old)) = (new, old) {
        match new.str() == old.str() {
            true => report.warn(old, "repeated", "`type` duplicates `triggerType`".into(), Some("keep `triggerType`".into())),
            false => report.error(old, "repeated", "`type` and `triggerType` disagree".into(), Some("keep `triggerType`".into())),
        }
    }
    let kind = new.or(old).filter(|kind| !kind.is("NotSpecified"));
    let timed = kind.is_some_and(|kind| kind.is("Recurrence") || kind.is("SlidingWindow"));
    let details = properties.get("connectionDetails");
    if let (true, Some(kind), Some(_)) = (timed, kind, details) {
        let help = "remove it: for a trigger of a connector, `recurrence` alone changes how often it is polled";
        report.error(kind, "start", format!("{} cannot be combined with `connectionDetails`", kind.text()), Some(help.into()));
    }
    if !timed && details.is_none() {
        let help = "an event needs `connectionDetails`, `operationName` and `parameters`; a schedule needs `triggerType` and `recurrence`";
        report.error(properties, "start", "nothing says what starts the trigger".into(), Some(help.into()));
    }
    if let (true, None) = (timed, details) {
        for member in ["operationName", "parameters"].into_iter().filter_map(|name| properties.member(name)) {
            let message = format!("`{}` has no effect: a schedule starts the trigger", member.name());
            report.warn(member.key, "start", message, Some("remove it, or name a connection in `connectionDetails`".into()));
        }
    }
    let recurrence = properties.get("recurrence");
    match (timed, recurrence, kind) {
        (true, None, Some(kind)) => report.error(kind, "missing", format!("{} needs `recurrence`", kind.text()), None),
        (_, Some(recurrence), _) => recurrence_of(report, recurrence),
        _ => {}
    }
    if let Some(delay) = properties.get("delay") {
        if !kind.is_some_and(|kind| kind.is("SlidingWindow")) {
            report.error(delay, "start", "`delay` is only for `SlidingWindow`".into(), None);
        }
        if !delay.str().is_some_and(|text| is_duration(&text)) {
            report.error(delay, "value", format!("{} is not a duration", delay.text()), Some("write it like `PT5M`".into()));
        }
    }
}

fn recurrence_of(report: &mut Report, recurrence: Node) {
    if !recurrence.is_object() {
        return report.error(recurrence, "type", "`recurrence` is not an object".into(), None);
    }
    report.members(recurrence, "recurrence", &["frequency", "interval", "timeZone", "startTime", "endTime", "schedule"]);
    for (name, node) in ["startTime", "endTime"].into_iter().filter_map(|name| Some((name, recurrence.get(name)?))) {
        if !node.str().is_some_and(|text| is_time(&text)) {
            let help = "write it like `2026-06-01T00:00:00Z`";
            report.warn(node, "value", format!("`{name}` is {}, which is not a time", node.text()), Some(help.into()));
        }
    }
    if let Some(zone) = recurrence.get("timeZone").filter(|zone| !zone.is_string()) {
        let help = "write the name of a time zone, such as `America/Los_Angeles`";
        report.error(zone, "type", "`timeZone` is not text".into(), Some(help.into()));
    }
    match recurrence.get("frequency") {
        None => report.error(recurrence, "missing", "`recurrence` needs `frequency`".into(), None),
        Some(frequency) => {
            match frequency.str().as_deref().and_then(|text| FREQUENCIES.iter().position(|known| *known == text)) {
                None => {
                    let help = format!("it can be {}", list(&FREQUENCIES.map(str::to_owned)));
                    report.error(frequency, "value", format!("{} is not a frequency", frequency.text()), Some(help));
                }
                Some(at) if at > 3 => {
                    let message = format!("only the API's contract lists {}; guides end at `Day`", frequency.text());
                    report.warn(frequency, "value", message, None);
                }
                Some(_) => {}
            }
        }
    }
    match recurrence.get("interval") {
        None => report.error(recurrence, "missing", "`recurrence` needs `interval`".into(), None),
        Some(interval)
            if interval
                .number()
                .is_some_and(|number| number >= 1.0 && number.fract() == 0.0 && number <= f64::from(i32::MAX)) => {}
        Some(interval) => {
            report.error(
                interval,
                "value",
                format!("the interval {} is not a whole number of at least 1", interval.text()),
                None,
            );
        }
    }
}

/// Whether this is a time, as ISO 8601 writes it, or stands for one (`{start}`).
fn is_time(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let Some(rest) = shape.strip_prefix("0000-00-00") else { return text.contains(['{', '@']) };
    let Some(rest) = rest.strip_prefix(['T', ' ']) else { return rest.is_empty() };
    let Some(rest) = rest.strip_prefix("00:00") else { return false };
    let rest = rest.strip_prefix(":00").unwrap_or(rest);
    let rest = rest.strip_prefix('.').map_or(rest, |digits| digits.trim_start_matches('0'));
    matches!(rest, "" | "Z" | "+00:00" | "-00:00")
}

/// Whether this is an ISO 8601 duration.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    let part = |text: &str, units: &str| -> Option<usize> {
        let (mut count, mut digits, mut from) = (0, 0, 0);
        for c in text.chars() {
            match units[from..].find(c) {
                Some(at) if digits > 0 => {
                    from += at + 1;
                    (count, digits) = (count + 1, 0);
                }
                _ if c.is_ascii_digit() || (c == '.' && digits > 0) => digits += 1,
                _ => return None,
            }
        }
        (digits == 0).then_some(count)
    };
    match (part(date, "YMWD"), time.map(|time| part(time, "HMS"))) {
        (Some(days), None) => days > 0,
        (Some(_), Some(Some(hours))) => hours > 0,
        _ => false,
    }
}

fn conditions(report: &mut Report, properties: Node) {
    for condition in properties.get("conditions").into_iter().flat_map(Node::items) {
        let Some(expression) = condition.get("expression").filter(|expression| expression.is_string()) else {
            report.error(condition, "missing", "a condition needs `expression`".into(), None);
            continue;
        };
        if !expression.str().is_some_and(|text| text.starts_with('@')) {
            report.error(expression, "value", "the expression of a condition begins with `@`".into(), None);
        }
    }
    if let Some(settings) = properties.get("settings") {
        report.members(settings, "settings", &["disableSplitOn"]);
        if let Some(flag) = settings.get("disableSplitOn") {
            report.flag(flag, "disableSplitOn");
        }
    }
}

/// The kinds of authentication: name, the members that it needs, those that it may have.
const AUTHENTICATION: [(&str, &[&str], &[&str]); 6] = [
    ("QueryString", &["name", "value"], &[]),
    ("Raw", &["scheme", "parameter"], &[]),
    ("Basic", &["username", "password"], &[]),
    ("ManagedServiceIdentity", &[], &["audience", "identity"]),
    ("ActiveDirectoryOAuth", &["tenant", "audience", "clientId", "secret"], &["authority"]),
    ("ClientCertificate", &["pfx"], &["password"]),
];

fn callback(report: &mut Report, properties: Node) {
    let Some(details) = properties.get("notificationDetails").filter(|details| details.is_object()) else {
        if let Some(mode) = properties.get("deliveryMode").filter(|mode| mode.is_in_any_case("Poll")) {
            let help = "the programs that poll it find the addresses in `pollingEndpoints` of the created trigger";
            return report.note(mode, "start", "events wait until a program fetches them".into(), Some(help.into()));
        }
        let help = "without `notificationDetails.callbackUrl` the trigger is created and never fires";
        return report.error(properties, "missing", "nothing says where to call back".into(), Some(help.into()));
    };
    report.members(details, "notificationDetails", &["callbackUrl", "httpMethod", "authentication", "body", "headers"]);
    let url = details.get("callbackUrl");
    match url.and_then(Node::str) {
        None => report.error(url.unwrap_or(details), "missing", "`notificationDetails` needs `callbackUrl`".into(), None),
        Some(text) if text.starts_with("https://") && text.len() > 8 => {}
        Some(text) if text.starts_with("http://localhost") || text.starts_with("http://127.0.0.1") => {
            let help = "Azure cannot call your machine: use the URL of a tunnel";
            report.warn(url.unwrap_or(details), "value", "the callback goes to this machine".into(), Some(help.into()));
        }
        Some(text) if text.starts_with("http://") => {
            report.warn(url.unwrap_or(details), "value", "the callback is not encrypted: use `https://`".into(), None);
        }
        Some(_) => report.error(url.unwrap_or(details), "value", "`callbackUrl` is not a URL".into(), None),
    }
    if let Some(method) = details.get("httpMethod") {
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE"];
        if !method.str().is_some_and(|text| known.iter().any(|known| text.eq_ignore_ascii_case(known))) {
            let help = format!("it can be {}", list(&known.map(str::to_owned)));
            report.error(method, "value", format!("{} is not an HTTP method", method.text()), Some(help));
        }
    }
    let port = in_sandbox(report, properties, details);
    // The item of the event as it is: that is how a port gets it.
    let is_event = |body: &Node| port && body.is("@triggerBody()");
    if let Some(body) = details.get("body").filter(|body| body.is_string() && !is_event(body)) {
        let help = "write the template as an object; the Azure CLI accepts nothing else";
        report.warn(body, "type", "`body` is text".into(), Some(help.into()));
    }
    let Some(authentication) = details.get("authentication") else { return };
    authenticate(report, authentication, url);
}

/// A callback into a sandbox. Returns whether it goes to a port.
fn in_sandbox(report: &mut Report, properties: Node, details: Node) -> bool {
    let Some(url) = details.get("callbackUrl").filter(|url| url.is_string()) else { return false };
    let text = url.str().unwrap_or_default();
    let audience = details.get("authentication").and_then(|all| all.get("audience"));
    let target = match sandbox::target_of(&text) {
        Target::Other if audience.is_some_and(|audience| audience.is(sandbox::PORT_AUDIENCE)) => return true,
        Target::Other => return false,
        target => target,
    };
    let (action, wanted) = match target {
        Target::Shell => ("executeShellCommand", sandbox::COMMAND_AUDIENCE),
        Target::Exec => ("executeCommand", sandbox::COMMAND_AUDIENCE),
        Target::Port | Target::Other => ("a port", sandbox::PORT_AUDIENCE),
    };
    match audience {
        None => {
            let help = format!("set `authentication` to `ManagedServiceIdentity` with the audience `{wanted}`");
            report.warn(details, "audience", format!("the callback to {action} has no token"), Some(help));
        }
        Some(audience) if !audience.is(wanted) && !url.is(&audience.str().unwrap_or_default()) => {
            report.warn(audience, "audience", format!("the audience of {action} is `{wanted}`"), None);
        }
        Some(_) => {}
    }
    if let (Some(own), Some(id)) = (properties.get("metadata").and_then(|all| all.get("sandboxId")), sandbox::sandbox_of(&text))
        && !own.is(id)
    {
        report.warn(own, "sandbox", "`sandboxId` is not the sandbox of the callback URL".into(), None);
    }
    if target == Target::Port {
        return true;
    }
    let Some(body) = details.get("body").filter(|body| body.is_object()) else {
        let help = "write `{\"activationMode\": \"OnDemand\", \"command\": \"…\"}`";
        report.error(details, "missing", format!("{action} needs `body` with the command"), Some(help.into()));
        return false;
    };
    if !body.get("activationMode").is_some_and(|mode| mode.is("OnDemand")) {
        let help = "add `\"activationMode\": \"OnDemand\"`";
        report.warn(body, "activation", "a stopped sandbox is not resumed".into(), Some(help.into()));
    }
    if let Some(member) = body.member("environmentVariables") {
        report.warn(member.key, "misnamed", "`environmentVariables` is called `environment`".into(), None);
    }
    let elsewhere = match target {
        Target::Shell => ("args", "executeCommand"),
        _ => ("shell", "executeShellCommand"),
    };
    if let Some(member) = body.member(elsewhere.0) {
        report.error(member.key, "misplaced", format!("`{}` belongs to {}", elsewhere.0, elsewhere.1), None);
    }
    let Some(command) = body.get("command") else {
        report.error(body, "missing", format!("{action} needs `command`"), None);
        return false;
    };
    if command.str().is_some_and(|text| text.contains("@{") || text.starts_with('@')) {
        let help = "whoever causes the event could run any command: let the program read the event through the connection";
        report.error(command, "injection", "data of the event is part of the command".into(), Some(help.into()));
    } else {
        let help = "the program reads it through the connection's runtime URL";
        report.note(command, "event", "the command does not get the data of the event".into(), Some(help.into()));
    }
    false
}

fn authenticate(report: &mut Report, authentication: Node, url: Option<Node>) {
    let Some(kind) = authentication.get("type").filter(|kind| kind.is_string()) else {
        return report.error(authentication, "missing", "`authentication` needs `type`".into(), None);
    };
    let text = kind.str().unwrap_or_default();
    let Some((name, needed, allowed)) = AUTHENTICATION.iter().find(|(known, ..)| *known == text) else {
        let names = AUTHENTICATION.map(|(name, ..)| name.to_owned());
        let help = nearest(&text, names.iter().map(String::as_str))
            .map_or_else(|| format!("it can be {}", list(&names)), |near| format!("did you mean `{near}`?"));
        return report.error(kind, "value", format!("there is no authentication {}", kind.text()), Some(help));
    };
    let members: Vec<&str> = needed.iter().chain(allowed.iter()).copied().chain(["type"]).collect();
    report.members(authentication, "authentication", &members);
    for member in needed.iter().filter(|member| !authentication.has(member)) {
        report.error(authentication, "missing", format!("`{name}` needs `{member}`"), None);
    }
    if *name == "ManagedServiceIdentity" {
        match authentication.get("audience") {
            None => {
                let help =
                    "name the audience that the receiver expects, such as `https://management.azure.com/` or an app's client id";
                report.warn(authentication, "missing", "the identity is sent without `audience`".into(), Some(help.into()));
            }
            Some(audience) if url.is_some_and(|url| is_same_url(audience, url)) => {
                report.error(
                    audience,
                    "value",
                    "`audience` is the callback URL".into(),
                    Some("it names the resource that the receiver expects, not a URL".into()),
                );
            }
            Some(_) => {}
        }
        if let Some(identity) = authentication.get("identity") {
            let is_id = |text: &str| {
                text.starts_with("/subscriptions/")
                    && text.to_ascii_lowercase().contains("/providers/microsoft.managedidentity/userassignedidentities/")
            };
            if !identity.str().is_some_and(|text| is_id(&text)) {
                let help = "write `/subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME`, or leave it out for the namespace's own";
                report.error(identity, "value", "`identity` is not the resource id of an identity".into(), Some(help.into()));
            }
        }
    }
    let encoded = |text: &str| base64::engine::general_purpose::STANDARD.decode(text.trim()).is_ok_and(|bytes| !bytes.is_empty());
    if let Some(pfx) = authentication.get("pfx")
        && !pfx.str().is_some_and(|text| encoded(&text) || text.contains(['{', '@', '<', '[']))
    {
        let help = "write the certificate and its key as PKCS#12, encoded in base64";
        report.warn(pfx, "value", "`pfx` is not base64".into(), Some(help.into()));
    }
    let signed =
        url.and_then(Node::str).is_some_and(|text| text.contains("?code=") || text.contains("&code=") || text.contains("sig="));
    if signed {
        let help = "keep one of the two: anyone with the URL needs nothing else";
        report.warn(authentication, "repeated", "the callback URL carries a key as well".into(), Some(help.into()));
    }
}

/// Whether two texts are the same address, but for case and a final slash.
fn is_same_url(one: Node, other: Node) -> bool {
    let plain = |node: Node| node.str().map(|text| text.trim_end_matches('/').to_ascii_lowercase()).unwrap_or_default();
    !plain(one).is_empty() && plain(one) == plain(other)
}

/// The event: connection, operation, parameters.
fn event(report: &mut Report, properties: Node, connector: Option<&Connector>) {
    let parameters = properties.get("parameters");
    if let Some(details) = properties.get("connectionDetails") {
        if let Some(inner) = details.get("parameters") {
            report.error(
                inner,
                "misplaced",
                "`parameters` does not belong in `connectionDetails`".into(),
                Some("move it beside it".into()),
            );
        }
        report.members(details, "connectionDetails", &["connectorName", "connectionName", "parameters"]);
        for member in ["connectorName", "connectionName"] {
            if details.get(member).and_then(Node::str).is_none_or(|text| text.is_empty()) {
                report.error(details, "missing", format!("`connectionDetails` needs `{member}`"), None);
            }
        }
        if !properties.get("operationName").is_some_and(Node::is_string) {
            report.error(properties, "missing", "an event needs `operationName`".into(), None);
        }
    }
    let entries = match parameters {
        None => Vec::new(),
        Some(list) if list.is_array() => entries(report, list),
        Some(other) => {
            let help = "write `[{\"name\": \"…\", \"value\": …}]`; the service answers \"Cannot deserialize\"";
            return report.error(other, "type", "`parameters` is not an array".into(), Some(help.into()));
        }
    };
    let (Some(connector), Some(name)) = (connector, properties.get("operationName")) else {
        for (name, value, entry) in entries.iter().filter(|(name, ..)| name == "requestBody") {
            if value.is_some_and(Node::is_object) {
                report.warn(
                    *entry,
                    "body",
                    format!("`{name}` is probably the body"),
                    Some("its entry is called `body`, whatever its name in the definition".into()),
                );
            }
        }
        return;
    };
    let Some(id) = name.str() else { return };
    let Some(operation) = connector.operation(&id) else {
        let near = nearest_trigger(connector, &id);
        let help = near.map_or_else(
            || "`connsmith ns ops` lists the triggers".to_owned(),
            |near| format!("the nearest trigger is `{near}`"),
        );
        return report.error(name, "unknown-operation", format!("the definition has no operation `{id}`"), Some(help));
    };
    if let Some((message, help)) = unsuitable(operation) {
        report.error(name, "not-a-trigger", message, help);
    }
    if let (Kind::Webhook, Some(member)) = (Kind::of(operation), properties.member("recurrence")) {
        let (message, help) = not_polled(operation);
        report.warn(member.key, "start", message, Some(help.into()));
    }
    if operation.is_deprecated() {
        let newer = report::newer(connector, operation).map(|newer| format!("the newer one is `{newer}`"));
        report.warn(name, "deprecated", format!("`{id}` is deprecated"), newer);
    }
    against(report, operation, &entries, parameters.unwrap_or(properties));
}

type Entry<'a> = (std::borrow::Cow<'a, str>, Option<Node<'a>>, Node<'a>);

/// The entries of `parameters` that have a name.
fn entries<'a>(report: &mut Report, list: Node<'a>) -> Vec<Entry<'a>> {
    let mut found: Vec<Entry> = Vec::new();
    for entry in list.items() {
        if let Some(member) = entry.member("parameterName") {
            let help = "call it `name`; the service answers \"Could not find member 'parameterName'\"";
            report.error(member.key, "misnamed", "`parameterName` is not a member of a parameter".into(), Some(help.into()));
            continue;
        }
        report.members(entry, "a parameter", &["name", "value", "displayName", "displayValue", "isRequired", "schema"]);
        let Some(name) = entry.get_str("name") else {
            report.error(entry, "missing", "a parameter needs `name`".into(), None);
            continue;
        };
        let place = entry.get("name").unwrap_or(entry);
        if !entry.has("value") {
            report.error(entry, "missing", format!("the parameter `{name}` has no `value`"), None);
        }
        if found.iter().any(|(known, ..)| *known == name) {
            report.error(place, "repeated", format!("the parameter `{name}` is given twice"), None);
        }
        if name.starts_with("body.") || name.starts_with("body/") {
            let help = "give one entry `body` whose value is an object with the properties nested in it";
            report.error(
                place,
                "body",
                format!("`{name}` is a property of the body: the service does not split the body"),
                Some(help.into()),
            );
            continue;
        }
        found.push((name, entry.get("value"), entry));
    }
    found
}

/// The parameters against the definition.
fn against(report: &mut Report, operation: Operation, entries: &[Entry], parameters: Node) {
    let body = operation.body().map(|body| body.name().into_owned());
    let mut arguments = Vec::new();
    for (name, given, entry) in entries {
        let outside = operation.parameters().any(|parameter| !parameter.is_in("body") && parameter.name() == *name);
        if !outside && name != "body" && body.as_deref() == Some(name) {
            let place = entry.get("name").unwrap_or(*entry);
            report.error(
                place,
                "body",
                format!("the body's entry is called `body`, not `{name}`"),
                Some("rename it to `body`".into()),
            );
        }
        let is_body = !outside && (name == "body" || body.as_deref() == Some(name));
        if !outside && !is_body {
            let place = entry.get("name").unwrap_or(*entry);
            let in_body = operation.body().and_then(|body| request::path_in_body(body, name));
            let known = operation.parameters().filter(|parameter| !parameter.is_in("body") && !is_address(*parameter));
            let known = known.filter(|parameter| !is_reserved(*parameter)).map(|parameter| parameter.name().into_owned());
            let known: Vec<String> = known.chain(body.iter().map(|_| "body".to_owned())).collect();
            let help = match nearest(name, known.iter().map(String::as_str)) {
                _ if in_body.is_some() => {
                    Some("it is a property of the body: put it into the value of the entry `body`".to_owned())
                }
                Some(near) => Some(format!("did you mean `{near}`?")),
                None if known.is_empty() => Some("it takes no parameters".to_owned()),
                None => Some(format!("it takes {}", list(&known))),
            };
            let message = format!("`{}` has no parameter `{name}`", operation.id().unwrap_or_default());
            report.warn(place, "unknown", message, help);
            continue;
        }
        let Some(given) = given else { continue };
        arguments.push(Argument {
            place: if is_body { Place::Body } else { Place::Parameter(name.to_string()) },
            value: Given::Json(value(*given)),
            origin: place(*given),
        });
    }
    for parameter in operation.parameters().filter(|parameter| is_address(*parameter)) {
        let name = parameter.name();
        if let Some((_, _, entry)) = entries.iter().find(|(known, ..)| *known == name) {
            report.error(
                *entry,
                "value",
                format!("the service sets `{name}` to its own URL"),
                Some("remove this parameter".into()),
            );
            continue;
        }
        let (place, origin) = (Place::Parameter(name.into_owned()), String::new());
        arguments.push(Argument { place, value: Given::Json(json!("https://localhost")), origin });
    }
    for parameter in operation.parameters().filter(|parameter| parameter.is_required() && !is_reserved(*parameter)) {
        let (name, left) = (parameter.name(), |name: &str| !entries.iter().any(|(known, ..)| known == name));
        if let Some(default) = parameter.get("default").filter(|_| left(&name) && !is_content_header(parameter)) {
            let message = format!("the required `{name}` is left out");
            let help = format!("write its default, {}, as `connsmith ns trigger new` does", default.text());
            report.note(parameters, "default", message, Some(help));
        }
    }
    let options = Options { defaults: Defaults::Required, subscribe: true, ..Options::default() };
    for problem in request::bind(operation, &arguments, options).problems {
        // Already reported for the name of the operation, or of the parameter.
        if !matches!(problem.code, "deprecated" | "not-callable" | "repeated") {
            let problem = match problem.code {
                "missing" => {
                    Problem { help: Some(format!("add it to `parameters`{}", in_body_entry(operation, &problem))), ..problem }
                }
                _ => problem,
            };
            let origin = problem.origin.clone().unwrap_or_else(|| place(parameters));
            let at = entries.iter().filter_map(|(_, given, _)| *given).find(|given| place(*given) == origin);
            report.push(at.unwrap_or(parameters), Problem { origin: Some(origin), ..problem });
        }
    }
}

/// Where in `parameters` a missing property belongs.
fn in_body_entry(operation: Operation, problem: &Problem) -> &'static str {
    let outside = |parameter: Parameter| {
        !parameter.is_in("body") && problem.message.ends_with(&format!("property '{}'.", parameter.name()))
    };
    if operation.parameters().any(outside) { "" } else { ", in the value of the entry `body`" }
}
