use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(siblings) = parameter.key.parent() else { return };
    let additional = parameter.oauth().and_then(|settings| settings.get("additionalParameters"));
    for member in additional.into_iter().flat_map(Node::members) {
        for condition in member.value.get("applicableWhen").into_iter().flat_map(Node::items) {
            let Some(value) = condition.get("parameter") else { continue };
            let Some(name) = value.str().filter(|name| !siblings.has(name) && !siblings.has(&format!("token:{name}"))) else {
                continue;
            };
            report
                .at(value, format!("there is no connection parameter `{name}`"))
                .help("name a connection parameter from the same list");
        }
    }
}
