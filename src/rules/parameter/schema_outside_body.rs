use crate::connector::Parameter;
use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(member) = parameter.node.member("schema") else { return };
    let location = parameter.location();
    if location == "body" || location.is_empty() {
        return;
    }
    let location = if location == "formData" { "form" } else { &*location };
    let finding = report.at_key(member, format!("{location} parameter `{}` has a `schema`", parameter.name()));
    finding.help("move `type` and the rest of the schema to the parameter itself");
    if can_move(member.value, parameter) {
        let mut fix = Fix::risky("move the schema to the parameter").remove_member(member);
        for inner in member.value.members() {
            fix = fix.add_member(parameter.node, &inner.name(), inner.value.text());
        }
        finding.fix(fix);
    }
}

/// Whether everything in a schema is allowed on the parameter itself, and none of it is there already.
fn can_move(schema: Node, parameter: Parameter) -> bool {
    let allowed = Kind::of_parameter(&parameter.location()).object();
    let fits = |name: &str| name != "$ref" && allowed.property(name).is_some() && !parameter.node.has(name);
    schema.members().next().is_some() && schema.members().all(|inner| fits(&inner.name()))
}
