use crate::connector::{Operation, Policy};
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if !operation.get("x-ms-pageable").is_some_and(|pageable| pageable.is_object()) {
        return;
    }
    let Some(properties) = operation.connector.api_properties() else { return };
    let id = operation.id().unwrap_or_default();
    let applies = |policy: Policy| {
        let names = policy.operations();
        policy.template().is_some_and(|name| name.eq_ignore_ascii_case("updatenextlink"))
            && (names.is_empty() || names.iter().any(|name| name.is(&id)))
    };
    if !properties.policies().any(applies) {
        report
            .missing(
                operation.node(),
                format!("operation {} is pageable, but no `updatenextlink` policy applies to it", operation.display()),
            )
            .help("add the policy, or rewrite the link in a script");
    }
}
