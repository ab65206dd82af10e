use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let (Some(value), Some(list)) = (schema.get("default"), schema.get("enum")) else { return };
    let text = value.str();
    let expression = text.as_ref().is_some_and(|text| text.starts_with("@environmentVariables("));
    // Other rules report a default or an `enum` of another type; lists and objects are not compared.
    let plain = !value.is_array() && !value.is_object() && !schema.is_type("array");
    let judged = plain && !expression && schema.takes(value) && list.items().next().is_some() && !schema.is_reference();
    if !judged || list.items().any(|allowed| !schema.takes(allowed)) || list.items().any(|allowed| allowed.same(value)) {
        return;
    }
    let meant = text.and_then(|text| list.items().find(|allowed| allowed.str().is_some_and(|a| a.eq_ignore_ascii_case(&text))));
    let finding = report.at(value, format!("default `{}` of {} is not in its `enum`", value.text(), schema.display()));
    match meant {
        Some(meant) => {
            let title = format!("write `{}`", meant.text());
            finding.help(title.clone()).fix(Fix::risky(title).replace(value, meant.text()));
        }
        None => drop(finding.help("choose one of the values, or add it to `enum`")),
    }
}
