use crate::connector::Parameter;
use crate::rule::Report;

pub fn check(parameter: Parameter, report: &mut Report) {
    if parameter.is_in("body") || !parameter.is_visible() {
        return;
    }
    let message = || format!("parameter `{}` has no `description`", parameter.name());
    let finding = match parameter.get("description") {
        None => report.missing(parameter.node, message()),
        Some(description) if description.str().is_some_and(|text| text.trim().is_empty()) => {
            report.blank(parameter.node, description, message())
        }
        Some(_) => return,
    };
    finding.help("describe in a sentence what to enter");
}
