use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some((ui, blank)) = parameter.lacks("description") else { return };
    // In connection parameter sets people see this description.
    if ui.get("schema").is_some_and(|schema| schema.has("description")) {
        return;
    }
    let message = format!("connection parameter `{}` has no `description`", parameter.name());
    let finding = match blank {
        None => report.missing(ui, message),
        Some(text) => report.blank(ui, text, message),
    };
    finding.help("add a sentence that says what it is and where to find it");
}
