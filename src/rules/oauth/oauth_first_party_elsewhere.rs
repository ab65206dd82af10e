use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(flag) =
        parameter.oauth().and_then(|settings| settings.get("properties")).and_then(|properties| properties.get("IsFirstParty"))
    else {
        return;
    };
    let publisher =
        parameter.connector.api_properties().and_then(|properties| properties.get("publisher")).and_then(crate::Node::str);
    let Some(publisher) = publisher.filter(|publisher| flag.is("True") && !publisher.to_lowercase().contains("microsoft")) else {
        return;
    };
    report.at(flag, format!("`IsFirstParty` is `True`, but the publisher is `{publisher}`")).help("set it to `\"False\"`");
}
