use crate::connector::Operation;
use crate::connector::facts;
use crate::rule::fix::Fix;
use crate::rule::{Report, Severity};
use std::sync::LazyLock;

pub(super) static NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| facts::strings("known-extensions", "allowed-values", "next-link-name"));

pub fn check(operation: Operation, report: &mut Report) {
    let Some(name) = operation.get("x-ms-pageable").and_then(|pageable| pageable.get("nextLinkName")) else { return };
    let Some(text) = name.str().filter(|text| !NAMES.contains(&text.as_ref())) else { return };
    if let Some(usual) = NAMES.iter().find(|usual| usual.eq_ignore_ascii_case(text.trim())) {
        let finding =
            report.at(name, format!("next link of operation {} is `{text}`; the usual name is `{usual}`", operation.display()));
        finding.help(format!("use `{usual}` if the service calls it that"));
        finding.fix(Fix::risky(format!("write `{usual}`")).replace_str(name, usual));
        finding.severity = Severity::Warning;
        return;
    }
    let names: Vec<String> = NAMES.iter().map(|name| format!("`{name}`")).collect();
    report
        .at(name, format!("next link of operation {} is `{text}`, but only {} work", operation.display(), names.join(" and ")))
        .help("if the service uses another name, rename it in a script");
}
