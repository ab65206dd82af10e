//! One line a finding, for `grep` and for editors that parse compiler output.
use super::{Part, Said};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// One line for each finding.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let findings = crate::rule::finding::counting(findings).map(|finding| Said::of(finding, line(subject, finding)));
    Part { about: Vec::new(), findings: findings.collect() }
}

/// `file:line:column: level[rule Code]: message`
pub fn line(subject: &dyn Subject, finding: &Finding) -> String {
    let file = one_line(&subject.file_name(finding.at.file));
    let (line, column) = match subject.document(finding.at.file) {
        Some(document) => {
            let position = document.position(finding.at.span.start);
            (position.line, position.column)
        }
        None => (1, 1),
    };
    let code = finding.code.map(|code| format!(" {code}")).unwrap_or_default();
    format!("{file}:{line}:{column}: {}[{}{code}]: {}\n", level(finding.severity), finding.rule.id, one_line(&finding.message))
}

/// `error`, `warning`, `info`.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// A text on one line: line breaks are shown, not made. A name in a file must not be able to write lines of a log.
pub fn one_line(text: &str) -> String {
    text.replace('\n', "\\n").replace('\r', "\\r")
}
