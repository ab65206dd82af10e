use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    if !parameter.is_typed_in() || parameter.is_claim() {
        return;
    }
    if parameter.node.members().any(|member| member.name().eq_ignore_ascii_case("uiDefinition")) {
        return;
    }
    report
        .missing(parameter.node, format!("connection parameter `{}` has no `uiDefinition`", parameter.name()))
        .help("add one with `displayName`, `description`, `tooltip` and `constraints`");
}
