//! GitLab's code quality report (<https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>, read 2026-11).
use super::{Part, Said, anchor, escape};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;
use serde_json::json;

/// An object per finding.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let fingerprints = anchor::fingerprints(subject, findings);
    let pairs = findings.iter().zip(fingerprints).filter(|(finding, _)| finding.suppressed.is_none());
    let said = |(finding, fingerprint): (&Finding, String)| {
        let (start, end) = super::range(subject, finding.at.file, finding.at.span);
        let issue = json!({
            "type": "issue",
            "description": super::message(finding),
            "check_name": finding.rule.id,
            "content": { "body": super::help(finding).unwrap_or(finding.rule.title.into()) },
            "categories": ["Compatibility"],
            "fingerprint": fingerprint,
            "severity": match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            "location": { "path": subject.file_name(finding.at.file), "lines": { "begin": start.line, "end": end.line } },
        });
        Said::of(finding, escape::json(&issue.to_string()).into_owned())
    };
    Part::of(Vec::new(), pairs, said)
}

/// A list with one finding per line.
pub fn whole(parts: &[Part]) -> String {
    let issues: Vec<&str> = parts.iter().flat_map(|part| &part.findings).map(|said| said.text.as_str()).collect();
    format!("[{}]\n", super::lines(&issues, ""))
}
