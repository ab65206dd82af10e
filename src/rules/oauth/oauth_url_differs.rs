use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some((settings, provider)) = parameter.provider() else { return };
    let Some(api) = parameter.connector.api().filter(|_| provider.id == "oauth2") else { return };
    let definitions = api.get("securityDefinitions").into_iter().flat_map(Node::members).map(|member| member.value);
    let oauth: Vec<Node> = definitions.filter(|scheme| scheme.get("type").is_some_and(|kind| kind.is("oauth2"))).collect();
    for name in ["authorizationUrl", "tokenUrl"] {
        let Some(value) = settings.get("customParameters").and_then(|given| given.get(name)).and_then(|given| given.get("value"))
        else {
            continue;
        };
        let Some(url) = value.str() else { continue };
        let others: Vec<Node> = oauth.iter().filter_map(|scheme| scheme.get(name)).filter(|other| other.is_string()).collect();
        let same = |other: &Node| other.str().is_some_and(|other| other.trim_end_matches('/') == url.trim_end_matches('/'));
        if let Some(&first) = others.first().filter(|_| !others.iter().any(same)) {
            report
                .at(value, format!("`{name}` is different in the definition"))
                .help("use the same URL in both files")
                .label(first, "in the definition");
        }
    }
}
