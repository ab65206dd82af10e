//! One line per finding, for `grep` and for editors that parse compiler output.
use super::{Part, Said};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// One line per finding.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    Part::of(Vec::new(), super::counting(findings), |finding| Said::of(finding, line(subject, finding)))
}

/// All lines, and whether there are more.
pub fn whole(parts: &[Part]) -> String {
    let note = super::left_out_note(parts).map(|note| note + "\n").unwrap_or_default();
    super::joined(parts) + &note
}

/// `file:line:column: level[rule Code]: message`; before the message `[*]` or `[~]` if there is a fix ([`super::mark`]).
pub fn line(subject: &dyn Subject, finding: &Finding) -> String {
    let file = super::file_name(subject, finding.at.file);
    let (line, column) = match subject.document(finding.at.file) {
        Some(document) => {
            let position = document.position(finding.at.span.start);
            (position.line, position.column)
        }
        None => (1, 1),
    };
    let code = finding.code.map(|code| format!(" {code}")).unwrap_or_default();
    let mark = super::mark(finding);
    format!("{file}:{line}:{column}: {}[{}{code}]: {mark}{}\n", level(finding.severity), finding.rule.id, super::message(finding))
}

/// `error`, `warning`, `info`.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
