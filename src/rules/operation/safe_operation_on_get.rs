use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(flag) = operation.node().member("x-ms-safe-operation").filter(|flag| flag.value.bool() == Some(true)) else {
        return;
    };
    let verb = operation.verb();
    if matches!(verb.as_ref(), "get" | "head") {
        report
            .at_key(flag, format!("`x-ms-safe-operation` has no effect on a {}", verb.to_uppercase()))
            .help("remove it")
            .fix(Fix::safe("remove `x-ms-safe-operation`").remove_member(flag));
    }
}
