use crate::connector::Policy;
use crate::rule::Report;

pub fn check(policy: Policy, report: &mut Report) {
    let Some(value) = policy.is("dynamichosturl").then(|| policy.parameter("urlTemplate")).flatten() else { return };
    if !policy.operations().is_empty() || value.str().is_none_or(|url| url.contains('@')) {
        return;
    }
    report
        .at(value, "`urlTemplate` is the same for every connection")
        .help("put the host in `host` of the definition, or use an expression such as `@connectionParameters('host')`");
}
