use crate::connector::versions::{Comparison, shown};
use crate::rule::{Report, Severity};

pub fn check(comparison: &Comparison, report: &mut Report) {
    let breaks = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    let change = comparison.definition("info").member("version");
    if breaks && change.new.is_some() && change.changed().is_none() {
        report
            .changed(change.spot(), format!("flows break, but the version is still {}", shown(change.new)))
            .help("raise its first number (`connsmith changelog --suggest-version`)");
    }
}
