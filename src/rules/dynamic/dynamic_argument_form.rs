use crate::connector::{Dynamic, DynamicKind};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    for argument in dynamic.node.get("parameters").into_iter().flat_map(|list| list.members()) {
        if !argument.value.is_object() {
            continue;
        }
        let name = argument.name();
        if dynamic.is_old() {
            old_dialect(dynamic, &name, argument.value, report);
        } else {
            // The rule about unknown keys reports others.
            let known = ["value", "parameterReference", "selectedItemValuePath"];
            let forms = known.iter().filter(|key| argument.value.has(key)).count();
            if forms == 1 || argument.value.members().any(|member| !known.contains(&&*member.name())) {
                continue;
            }
            let message = match forms {
                0 => format!("argument `{name}` has neither a `value` nor a `parameterReference`"),
                _ => format!("argument `{name}` has more than one source"),
            };
            report.at(argument.value, message).help("keep either `value` or `parameterReference`");
        }
    }
}

fn old_dialect(dynamic: Dynamic, name: &str, argument: Node, report: &mut Report) {
    let Some(member) = argument.members().find(|member| matches!(&*member.name(), "value" | "parameterReference")) else {
        return;
    };
    let form = member.name();
    // An object is a value like any other if the target accepts one.
    if argument.members().count() != 1 || dynamic.takes_object(name) {
        return;
    }
    let newer = if dynamic.kind == DynamicKind::Values { "x-ms-dynamic-list" } else { "x-ms-dynamic-properties" };
    let finding = report.at(argument, format!("argument `{name}` uses `{form}`, which is for `{newer}`"));
    if form == "value" {
        finding.help("write the bare value").fix(Fix::safe("write the bare value").replace(argument, member.value.text()));
    } else {
        finding.help("write `{ \"parameter\": \"...\" }`");
        if member.value.str().is_some_and(|path| !path.contains('/')) {
            finding.fix(Fix::safe("write `parameter`").rename(member.key, "parameter"));
        }
    }
}
