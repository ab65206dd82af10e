use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    for item in parameter.oauth().and_then(|settings| settings.get("scopes")).into_iter().flat_map(Node::items) {
        let Some(scope) = item.str().filter(|scope| scope.trim() != scope) else { continue };
        report
            .at(item, format!("scope `{scope}` starts or ends with a space"))
            .help("remove the spaces")
            .fix(Fix::safe("remove the spaces").replace_str(item, scope.trim()));
    }
}
