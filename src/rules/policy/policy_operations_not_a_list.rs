use crate::connector::Policy;
use crate::rule::Report;
use crate::rule::fix::Fix;

const NAME: &str = "x-ms-apimTemplate-operationName";

pub fn check(policy: Policy, report: &mut Report) {
    let Some(operations) = policy.parameters().and_then(|parameters| parameters.get(NAME)) else { return };
    if operations.is_array() {
        for item in operations.items().filter(|item| !item.is_string()) {
            report
                .at(item, format!("`{NAME}` must hold operationIds, not a value of type `{}`", item.type_name()))
                .help("write the operationId as a string");
        }
        return;
    }
    let finding = report.at(operations, format!("`{NAME}` must be a list of operationIds, not a {}", operations.type_name()));
    finding.help("put it in brackets");
    if operations.is_string() {
        finding.fix(Fix::risky("put it in brackets").replace(operations, format!("[{}]", operations.text())));
    }
}
