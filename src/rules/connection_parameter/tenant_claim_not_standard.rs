use crate::connector::ConnectionParameter;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use crate::text::edit::quote;
use std::sync::LazyLock;

/// The value of one member, and whether it must be there.
struct Part {
    name: &'static str,
    value: &'static str,
    required: bool,
}

static TYPE: LazyLock<Part> = LazyLock::new(|| part("type", "type", false));
static SOURCE: LazyLock<Part> = LazyLock::new(|| part("sourceType", "source-type", true));
static TEXTS: LazyLock<[Part; 2]> =
    LazyLock::new(|| [part("displayName", "display-name", false), part("description", "description", false)]);
static FLAGS: LazyLock<[Part; 2]> = LazyLock::new(|| [part("required", "required", true), part("hidden", "hidden", true)]);

fn part(name: &'static str, fact: &str, required: bool) -> Part {
    let claim = facts::file("connection-parameter-types").get("tenant-claim").and_then(|claim| claim.get(fact));
    Part { name, value: claim.and_then(facts::Value::as_str).unwrap_or_default(), required }
}

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    if parameter.name() != "token:TenantId" || parameter.set.is_some() {
        return;
    }
    let node = parameter.node;
    // Another rule reports a type that does not exist.
    if parameter.is_typed_in() {
        compare(node, &TYPE, report);
    }
    let metadata = format!("{{ {}: {} }}", quote(SOURCE.name), quote(SOURCE.value));
    let flags = FLAGS.iter().map(|flag| format!("{}: {}", quote(flag.name), quote(flag.value))).collect::<Vec<_>>().join(", ");
    let constraints = format!("{{ {flags} }}");
    if let Some(metadata) = inside(node, "metadata", &metadata, report) {
        compare(metadata, &SOURCE, report);
    }
    let Some(ui) = inside(node, "uiDefinition", &format!("{{ \"constraints\": {constraints} }}"), report) else { return };
    TEXTS.iter().for_each(|text| compare(ui, text, report));
    if let Some(constraints) = inside(ui, "constraints", &constraints, report) {
        FLAGS.iter().for_each(|flag| compare(constraints, flag, report));
    }
}

/// The object with that name, or a finding when there is none.
fn inside<'a>(object: Node<'a>, name: &str, json: &str, report: &mut Report) -> Option<Node<'a>> {
    match object.get(name) {
        Some(value) => value.is_object().then_some(value),
        None => {
            missing(object, name, json, report);
            None
        }
    }
}

fn compare(object: Node, part: &Part, report: &mut Report) {
    let &Part { name, value, required } = part;
    match object.get(name) {
        None if required => missing(object, name, &quote(value), report),
        Some(node) if node.is_string() && !node.is(value) => {
            // Existing connections hold a value of the current type.
            let fix = if name == "type" { Fix::risky } else { Fix::safe };
            report
                .at(node, format!("`{name}` of `token:TenantId` must be `{value}`"))
                .help("certification accepts only this value")
                .fix(fix(format!("write `{value}`")).replace_str(node, value));
        }
        _ => {}
    }
}

fn missing(object: Node, name: &str, json: &str, report: &mut Report) {
    if object.members().any(|member| member.name().eq_ignore_ascii_case(name)) {
        return;
    }
    report
        .missing(object, format!("`token:TenantId` has no `{name}`"))
        .help(format!("add `\"{name}\": {json}`"))
        .fix(Fix::safe(format!("add `{name}`")).add_member(object, name, json));
}
