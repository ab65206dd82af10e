use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    for member in parameter.oauth().and_then(|settings| settings.get("customParameters")).into_iter().flat_map(Node::members) {
        let Some(value) = member.value.get("value") else { continue };
        if value.str().is_some_and(|template| template.contains("client_credentials")) {
            report
                .at(value, format!("`{}` asks for client credentials", member.name()))
                .help("use the authorization code flow: `grant_type=authorization_code`");
        }
    }
}
