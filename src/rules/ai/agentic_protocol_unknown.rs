use crate::connector::Operation;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static KNOWN: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("known-extensions", "allowed-values", "agentic-protocol"));

pub fn check(operation: Operation, report: &mut Report) {
    let Some(value) = operation.get("x-ms-agentic-protocol") else { return };
    let Some(protocol) = value.str().filter(|protocol| !KNOWN.contains(&&**protocol)) else { return };
    report.at(value, format!("`x-ms-agentic-protocol` cannot be `{protocol}`")).help(format!("write `{}`", KNOWN.join("` or `")));
}
