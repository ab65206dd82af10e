use crate::connector::Parameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

const EXTENSIONS: [&str; 5] =
    ["x-ms-dynamic-values", "x-ms-dynamic-list", "x-ms-dynamic-schema", "x-ms-dynamic-properties", "x-ms-dynamic-tree"];

pub fn check(parameter: Parameter, report: &mut Report) {
    if !parameter.is_in("body") {
        return;
    }
    for member in parameter.node.members().filter(|member| EXTENSIONS.iter().any(|name| member.key.key_is(name))) {
        let name = member.name();
        let finding = report.at_key(member, format!("`{name}` is not allowed on the body parameter `{}`", parameter.name()));
        finding.help("move it into the `schema` of the parameter");
        // Beside a `$ref` it would have no effect.
        if let Some(schema) =
            parameter.get("schema").filter(|schema| schema.is_object() && !schema.has("$ref") && !schema.has(&name))
        {
            let fix = Fix::risky("move it into the schema").remove_member(member).add_member(schema, &name, member.value.text());
            finding.fix(fix);
        }
    }
}
