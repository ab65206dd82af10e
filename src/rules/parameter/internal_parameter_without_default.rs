use crate::connector::Parameter;
use crate::rule::Report;

pub fn check(parameter: Parameter, report: &mut Report) {
    if !parameter.is_internal() || !parameter.is_required() || parameter.get("default").is_some() {
        return;
    }
    let is_notification_url = || parameter.get("x-ms-notification-url").and_then(|flag| flag.bool()) == Some(true);
    if parameter.is_in("body") || !parameter.is_of_visible_operation() || is_notification_url() {
        return;
    }
    let Some(required) = parameter.node.member("required") else { return };
    let name = parameter.name();
    report
        .at_key(required, format!("nobody can fill in the required internal parameter `{name}`: it has no `default`"))
        .help("add the `default` to send, or make it visible");
}
