use crate::connector::Parameter;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::prose;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(description) = parameter.get("description").filter(|_| parameter.is_visible()) else { return };
    let Some(text) = description.str() else { return };
    let Some(last) = prose::unpunctuated_end(&text) else { return };
    let message = format!("description of parameter `{}` does not end with a period", parameter.name());
    let finding = report.within(description, last.clone(), message);
    finding.help("end it with a period");
    // A period would become part of a URL.
    if !prose::is_address(&text[last.clone()]) {
        finding.fix(Fix::safe("add a period").replace_str(description, &format!("{}.", &text[..last.end])));
    }
}
