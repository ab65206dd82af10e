use crate::connector::{Dynamic, Passed};
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use crate::text::edit::quote;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(target) = dynamic.target() else { return };
    for (argument, passed) in dynamic.arguments() {
        let Passed::Value(value) = passed else { continue };
        let Some(needs) = target.input(&argument.name()).type_name() else { continue };
        let gives = value.type_name();
        if gives == needs || gives == "null" || (gives == "integer" && needs == "number") {
            continue;
        }
        let (name, shown) = (argument.name(), target.display());
        let message = format!("`{name}` of {shown} is of type `{needs}`, but the value is of type `{gives}`");
        let finding = report.at(value, message);
        finding.help(format!("write a value of type `{needs}`"));
        if let Some(json) = converted(value, &needs) {
            finding.fix(Fix::safe(format!("write `{json}`")).replace(value, json));
        }
    }
}

/// A number as a string, or a number or boolean that was written as one.
fn converted(value: Node, needs: &str) -> Option<String> {
    let text = value.str();
    match (needs, value.type_name(), text.as_deref()) {
        ("string", "integer" | "number" | "boolean", _) => Some(quote(value.text())),
        ("boolean", _, Some(text @ ("true" | "false"))) => Some(text.to_owned()),
        ("integer", _, Some(text)) => text.parse::<i64>().ok().map(|number| number.to_string()),
        ("number", _, Some(text)) => {
            text.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number.to_string())
        }
        _ => None,
    }
}
