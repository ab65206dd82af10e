use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;

pub fn check(definition: Definition, report: &mut Report) {
    for member in definition.get("parameters").into_iter().flat_map(Node::members) {
        let Some(reference) = member.value.get("$ref") else { continue };
        let finding = report.at(reference, format!("shared parameter `{}` is itself a reference", member.name()));
        finding.help("write the parameter itself here");
        let target = reference.str().and_then(|reference| definition.connector.parameter_node(&reference));
        if let Some(target) = target.filter(|target| !target.has("$ref")) {
            finding.fix(Fix::risky("copy the parameter").replace(member.value, target.text()));
        }
    }
}
