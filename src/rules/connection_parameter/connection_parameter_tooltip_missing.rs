use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some((ui, blank)) = parameter.lacks("tooltip") else { return };
    if parameter.is_claim() {
        return;
    }
    let message = format!("connection parameter `{}` has no `tooltip`", parameter.name());
    let finding = match blank {
        None => report.missing(ui, message),
        Some(text) => report.blank(ui, text, message),
    };
    finding.help("add a short request, such as \"Enter your API key\"");
}
