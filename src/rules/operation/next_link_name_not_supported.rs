use crate::connector::Operation;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

pub(super) static NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| facts::strings("known-extensions", "allowed-values", "next-link-name"));

pub fn check(operation: Operation, report: &mut Report) {
    let Some(name) = operation.get("x-ms-pageable").and_then(|pageable| pageable.get("nextLinkName")) else { return };
    let Some(text) = name.str().filter(|text| !NAMES.contains(&text.as_ref())) else { return };
    let names: Vec<String> = NAMES.iter().map(|name| format!("`{name}`")).collect();
    report
        .at(name, format!("next link of operation {} is `{text}`, only {} work", operation.display(), names.join(" and ")))
        .help("rename it in a script where the service calls it otherwise");
}
