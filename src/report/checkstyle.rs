//! The XML of Checkstyle (<https://checkstyle.org>, `XMLLogger`), which many tools read.
use super::concise::level;
use super::markup::escaped;
use super::{Part, Said};
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// An element per finding; the first finding in a file opens the file's element, the last one closes it.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let findings: Vec<&Finding> = super::counting(findings).collect();
    let said = |(at, finding): (usize, &&Finding)| {
        let file = finding.at.file;
        let mut text = String::new();
        if at == 0 || findings[at - 1].at.file != file {
            text.push_str(&format!("  <file name=\"{}\">\n", escaped(&super::file_name(subject, file))));
        }
        let (start, _) = super::range(subject, file, finding.at.span);
        text.push_str(&format!(
            "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"connsmith.{}\"/>\n",
            start.line,
            start.column,
            level(finding.severity),
            escaped(&super::message(finding)),
            finding.rule.id,
        ));
        if findings.get(at + 1).is_none_or(|next| next.at.file != file) {
            text.push_str("  </file>\n");
        }
        Said::of(finding, text)
    };
    let mut part = Part::of(Vec::new(), findings.iter().enumerate(), said);
    if let Some(last) = part.findings.last_mut().filter(|_| part.left_out > 0)
        && !last.text.ends_with("  </file>\n")
    {
        last.text.push_str("  </file>\n");
    }
    part
}

/// One document.
pub fn whole(parts: &[Part]) -> String {
    let note = super::markup::comment(super::left_out_note(parts));
    let files = super::joined(parts);
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n{files}{note}</checkstyle>\n")
}
