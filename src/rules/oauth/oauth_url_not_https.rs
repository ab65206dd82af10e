use crate::connector::ConnectionParameter;
use crate::document::Node;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let given = parameter.oauth().and_then(|settings| settings.get("customParameters"));
    for member in given.into_iter().flat_map(Node::members) {
        let Some(value) = member.value.get("value") else { continue };
        if value.str().is_some_and(|url| url.trim_start().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://"))) {
            report.at(value, format!("`{}` does not use https", member.name())).help("write `https://`");
        }
    }
}
