use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if !operation.is_trigger()
        || !operation.key().key_is("get")
        || operation.is_deprecated()
        || operation.response("202").is_some()
    {
        return;
    }
    // A script may do what the policy does.
    let (Some(properties), None) = (operation.connector.api_properties(), &operation.connector.script) else { return };
    let id = operation.id().unwrap_or_default();
    let covered = properties.policies().any(|policy| {
        let names = policy.operations();
        policy.template().is_some_and(|template| template.eq_ignore_ascii_case("pollingtrigger"))
            && (names.is_empty() || names.iter().any(|name| name.is(&id)))
    });
    if !covered {
        report
            .missing(operation.node(), format!("polling trigger {} has no `pollingtrigger` policy", operation.display()))
            .help("add the policy, or declare the response 202 if the service itself answers with `Location` and `Retry-After`");
    }
}
