//! The XML of Checkstyle (https://checkstyle.org, `XMLLogger`), which many tools read.
use super::concise::level;
use super::markup::escaped;
use super::{Part, Said};
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// An element for each finding; the first of a file opens that file's, the last closes it.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let findings: Vec<&Finding> = crate::rule::finding::counting(findings).collect();
    let mut part = Part::default();
    for (at, finding) in findings.iter().enumerate() {
        let file = finding.at.file;
        let mut text = String::new();
        if at == 0 || findings[at - 1].at.file != file {
            text.push_str(&format!("  <file name=\"{}\">\n", escaped(&subject.file_name(file))));
        }
        let (start, _) = super::range(subject, file, finding.at.span);
        text.push_str(&format!(
            "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"connsmith.{}\"/>\n",
            start.line,
            start.column,
            level(finding.severity),
            escaped(&finding.message),
            finding.rule.id,
        ));
        if findings.get(at + 1).is_none_or(|next| next.at.file != file) {
            text.push_str("  </file>\n");
        }
        part.findings.push(Said::of(finding, text));
    }
    part
}

/// One document.
pub fn whole(parts: &[Part]) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n{}</checkstyle>\n", super::joined(parts))
}
