use crate::connector::Policy;
use crate::rule::Report;

pub fn check(policy: Policy, report: &mut Report) {
    let Some(value) = policy.is("routerequesttoendpoint").then(|| policy.parameter("newPath")).flatten() else { return };
    if value.str().is_none_or(|path| path.starts_with(['/', '@'])) {
        return;
    }
    report
        .at(value, "`newPath` does not begin with `/`")
        .help("begin with `/`, or with an expression that yields the whole path");
}
