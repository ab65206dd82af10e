use crate::connector::Policy;
use crate::rule::Report;

pub fn check(policy: Policy, report: &mut Report) {
    let connector = policy.connector;
    if connector.api().is_none() || connector.is_openapi3() {
        return; // nothing to compare with
    }
    for operation in policy.operations() {
        let Some(id) = operation.str().filter(|id| connector.operation(id).is_none()) else { continue };
        let help = match connector.nearest_operation(&id) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it, or name an operation of the definition".to_owned(),
        };
        report.dangling(operation, format!("there is no operation `{id}`")).help(help);
    }
}
