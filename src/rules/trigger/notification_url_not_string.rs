use crate::connector::Schema;
use crate::rule::fix::Fix;
use crate::rule::{Report, Severity};

pub fn check(schema: Schema, report: &mut Report) {
    if !schema.direction.is_input() || schema.get("x-ms-notification-url").and_then(|flag| flag.bool()) != Some(true) {
        return;
    }
    let Some(resolved) = schema.resolve() else { return };
    let name = schema.node.name().unwrap_or_default();
    const HELP: &str = "the platform writes a URL into it: set `\"type\": \"string\"`";
    match resolved.get("type") {
        None => {
            let fix = Fix::safe("add `\"type\": \"string\"`").add_member(resolved.node, "type", "\"string\"");
            let message = format!("notification URL `{name}` has no type; it must be a string");
            let finding = report.missing(schema.node, message);
            finding.help(HELP).fix(fix);
            // Published like this.
            finding.severity = Severity::Warning;
        }
        Some(kind) => {
            let Some(text) = kind.str().filter(|text| text != "string") else { return };
            report.at(kind, format!("notification URL `{name}` must be a string, not `{text}`")).help(HELP);
        }
    }
}
