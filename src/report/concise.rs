//! One line a finding, for `grep` and for editors that parse compiler output.
use super::Subject;
use crate::finding::Finding;
use crate::rule::Severity;

/// `file:line:column: level[rule Code]: message`, one line each.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in super::counting(findings) {
        let file = subject.file_name(finding.at.file);
        let (line, column) = match subject.document(finding.at.file) {
            Some(document) => {
                let position = document.position(finding.at.span.start);
                (position.line, position.column)
            }
            None => (1, 1),
        };
        let code = finding.code.map(|code| format!(" {code}")).unwrap_or_default();
        let message = &finding.message;
        text.push_str(&format!("{file}:{line}:{column}: {}[{}{code}]: {message}\n", level(finding.severity), finding.rule.id));
    }
    text
}

/// `error`, `warning`, `info`.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
