use crate::connector::{Definition, Properties};
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(schemes) = definition.get("schemes") else { return };
    let Some(http) = schemes.items().find(|scheme| scheme.is("http")) else { return };
    // Behind the on-premises data gateway the network belongs to the company, and servers without TLS are common.
    if definition.connector.api_properties().is_some_and(Properties::has_gateway) {
        return;
    }
    let first = schemes.items().next() == Some(http);
    let https = schemes.items().any(|scheme| scheme.is("https"));
    let (message, fix) = match (https, first) {
        (false, _) => ("`http` is the only scheme", None),
        (true, true) => ("`http` comes before `https`", Some(Fix::risky("call only `https`"))),
        (true, false) => ("`http` is listed beside `https`", Some(Fix::safe("call only `https`"))),
    };
    let finding = report.at(http, message).help("list only `https`");
    if let Some(fix) = fix {
        finding.fix(fix.remove_item(http));
    }
}
