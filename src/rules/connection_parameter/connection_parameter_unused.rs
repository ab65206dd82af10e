use crate::connector::Properties;
use crate::rule::Report;
use crate::text::document::{Member, Node};
use rustc_hash::FxHashSet;

pub fn check(properties: Properties, report: &mut Report) {
    let connector = properties.connector;
    let Some(api) = connector.api().filter(|_| connector.script.is_none() && connector.operations().len() > 0) else { return };
    let mut schemes = api.get("securityDefinitions").into_iter().flat_map(Node::members).map(|member| member.value);
    let is_sent = |scheme: Node| scheme.get("type").is_some_and(|kind| kind.is("apiKey") || kind.is("basic"));
    if schemes.any(is_sent) || !properties.sets().is_empty() || api.node.doc.text.contains("connectionParameters(") {
        return;
    }
    let parameters = properties.connection_parameters();
    if parameters.iter().any(|parameter| parameter.is_type("gatewaySetting")) {
        return;
    }
    let references = properties.references();
    let used: FxHashSet<String> = references.iter().map(|reference| reference.name.to_lowercase()).collect();
    for parameter in parameters.iter().filter(|parameter| parameter.is_typed_in() && !parameter.is_claim()) {
        let name = parameter.name();
        if !used.contains(&name.to_lowercase()) {
            report
                .at_key(
                    Member { key: parameter.key, value: parameter.node },
                    format!("connection parameter `{name}` is not used"),
                )
                .help("use it in `securityDefinitions` or in a policy, or remove it");
        }
    }
}
