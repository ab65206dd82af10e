use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    const MESSAGE: &str = "the definition has no `host`";
    let finding = match definition.get("host") {
        None => report.missing(definition.node, MESSAGE),
        Some(host) if host.str().is_some_and(|text| text.trim().is_empty()) => report.blank(definition.node, host, MESSAGE),
        Some(_) => return,
    };
    finding.help("name the server of the service, such as `\"host\": \"api.example.com\"`");
}
