use crate::connector::Properties;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(properties: Properties, report: &mut Report) {
    if properties.connector.script.is_none() {
        return;
    }
    let capability = properties.get("capabilities").into_iter().flat_map(Node::items).find(|item| item.is("gateway"));
    let parameter = || {
        let mut parameters = properties.connection_parameters().into_iter();
        parameters.find(|parameter| parameter.is_type("gatewaySetting")).map(|parameter| parameter.node)
    };
    if let Some(gateway) = capability.or_else(parameter) {
        report.at(gateway, "scripts do not run through the on-premises data gateway").help("remove the gateway or the script");
    }
}
