use crate::connector::Parameter;
use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: Parameter, report: &mut Report) {
    if !parameter.is_in("body") {
        return;
    }
    let (body, others) = (Kind::BodyParameter.object(), Kind::Parameter.object());
    for member in parameter.node.members() {
        let name = member.name();
        // `allowEmptyValue` and extensions have their own rules.
        if name.starts_with("x-")
            || matches!(&*name, "allowEmptyValue" | "$ref")
            || body.property(&name).is_some()
            || others.property(&name).is_none()
        {
            continue;
        }
        let message = format!("`{name}` of the body parameter `{}` belongs in its `schema`", parameter.name());
        let finding = report.at_key(member, message);
        finding.help("describe the value in `schema`");
        let Some(schema) = parameter.schema().filter(|schema| schema.get("$ref").is_none()) else { continue };
        let fix = Fix::risky(format!("move `{name}` into `schema`")).remove_member(member);
        match schema.get(&name) {
            None => finding.fix(fix.add_member(schema.node, &name, member.value.text())),
            Some(value) if value.same(member.value) => finding.fix(fix),
            Some(_) => finding,
        };
    }
}
