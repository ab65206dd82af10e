use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let given = parameter.oauth().and_then(|settings| settings.get("customParameters"));
    for member in given.into_iter().flat_map(Node::members) {
        let Some(value) = member.value.get("value") else { continue };
        let Some(url) = value.str() else { continue };
        let blank = url.len() - url.trim_start().len();
        if url[blank..].get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://")) {
            let scheme = value.part(blank..blank + 4);
            report
                .at(value, format!("`{}` does not use HTTPS", member.name()))
                .help("use `https://`")
                .fix(Fix::risky("use `https://`").text(value, scheme, "https"));
        }
    }
}
