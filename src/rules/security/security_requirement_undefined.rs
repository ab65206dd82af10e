use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use rustc_hash::FxHashSet;

pub fn check(definition: Definition, report: &mut Report) {
    let first = definition.security_definitions().next().map(|scheme| scheme.name());
    let known: FxHashSet<_> = definition.security_definitions().map(|scheme| scheme.name()).collect();
    definition.each_security_requirement(|requirement, entry| {
        let name = entry.name();
        if known.contains(&name) {
            return;
        }
        let finding = report.at_key(entry, format!("`security` requires `{name}`, which `securityDefinitions` does not define"));
        finding.help(match &first {
            Some(known) => format!("define it, or write `{known}`"),
            None => "remove it, or add `securityDefinitions`".to_owned(),
        });
        // If nothing is defined, the requirement means nothing; neither does the empty object that is left.
        if known.is_empty() && requirement.members().count() == 1 {
            finding.fix(Fix::safe("remove it").remove_item(requirement));
        }
    });
}
