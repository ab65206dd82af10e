use crate::connector::{Definition, Properties};
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(schemes) = definition.get("schemes") else { return };
    let Some(http) = schemes.items().find(|scheme| scheme.is("http")) else { return };
    // Behind the on-premises data gateway the network is the company's own, and plain servers are common.
    if definition.connector.api_properties().is_some_and(Properties::has_gateway) {
        return;
    }
    let first = schemes.items().next() == Some(http);
    let https = schemes.items().any(|scheme| scheme.is("https"));
    let (message, fix) = match (https, first) {
        (false, _) => ("`http` is the only scheme", None),
        (true, true) => ("`http` comes before `https`", Some(Fix::risky("call `https` only"))),
        (true, false) => ("`http` is offered beside `https`", Some(Fix::safe("call `https` only"))),
    };
    let finding = report.at(http, message).help("list `https` only");
    if let Some(fix) = fix {
        finding.fix(fix.remove_item(http));
    }
}
