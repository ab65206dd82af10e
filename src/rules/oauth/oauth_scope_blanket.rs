use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    for item in parameter.oauth().and_then(|settings| settings.get("scopes")).into_iter().flat_map(Node::items) {
        let Some(scopes) = item.str() else { continue };
        // One item may hold several, separated by spaces.
        for scope in scopes.split_whitespace() {
            if scope.ends_with("/.default") || matches!(scope, "*" | "all" | "full" | ".default") {
                report
                    .at(item, format!("scope `{scope}` asks for every permission"))
                    .help("list the permissions that the operations need");
            }
        }
    }
}
