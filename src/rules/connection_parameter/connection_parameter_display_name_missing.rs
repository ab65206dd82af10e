use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some((ui, blank)) = parameter.lacks("displayName") else { return };
    let message = format!("connection parameter `{}` has no `displayName`", parameter.name());
    let finding = match blank {
        None => report.missing(ui, message),
        Some(text) => report.blank(ui, text, message),
    };
    finding.help("add a label that people know, such as \"API Key\"");
}
