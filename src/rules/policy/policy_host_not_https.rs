use crate::connector::Policy;
use crate::rule::Report;

pub fn check(policy: Policy, report: &mut Report) {
    let Some(value) = policy.is("dynamichosturl").then(|| policy.parameter("urlTemplate")).flatten() else { return };
    let Some(url) = value.str() else { return };
    let url = url.trim_start();
    if url.starts_with('@') || url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://")) {
        return;
    }
    report.at(value, "`urlTemplate` must begin with `https://` or with an expression").help("write `https://` before the host");
}
