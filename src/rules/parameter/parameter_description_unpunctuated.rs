use crate::connector::Parameter;
use crate::fix::Fix;
use crate::rule::Report;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(description) = parameter.get("description").filter(|_| parameter.is_visible()) else { return };
    let Some(text) = description.str() else { return };
    let text = text.trim_end();
    let Some((before, last)) = text.rsplit_once(char::is_whitespace) else { return };
    if !text.ends_with(|c: char| c.is_alphanumeric()) || before.trim().is_empty() {
        return;
    }
    let message = format!("description of parameter `{}` has no full stop", parameter.name());
    let finding = report.within(description, text.len() - last.len()..text.len(), message);
    finding.help("end it with a full stop");
    // A full stop would become part of an address.
    if !last.contains("://") && !last.contains("www.") {
        finding.fix(Fix::safe("add a full stop").replace_str(description, &format!("{text}.")));
    }
}
