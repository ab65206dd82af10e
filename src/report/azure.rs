//! Logging commands of Azure Pipelines
//! (<https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>, read 2026-11). The log shows an issue as
//! `##[error]message ValuePath: /pointer`, the format of Microsoft's own validator there.
use super::concise;
use super::escape::{self, azure, azure_property};
use super::{Part, Said, Summary, text};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// How many issues of each kind a build lists per task; the others appear only in its log.
const MOST_SHOWN: usize = 10;

/// For each finding, a command and, in case there are too many, a log line; neither has line breaks.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let said = |finding: &Finding| Said::of(finding, format!("{}\n{}", command(subject, finding), line(subject, finding)));
    Part::of(vec![escape::visible(&subject.heading().name).into_owned()], super::counting(findings), said)
}

fn command(subject: &dyn Subject, finding: &Finding) -> String {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => return line(subject, finding), // there are no issues below the level of a warning
    };
    let (start, _) = super::range(subject, finding.at.file, finding.at.span);
    format!(
        "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};code={};]{}",
        azure_property(&super::file_name(subject, finding.at.file)),
        start.line,
        start.column,
        azure_property(finding.code.unwrap_or(finding.rule.id)),
        azure(&message(finding)),
    )
}

fn line(subject: &dyn Subject, finding: &Finding) -> String {
    match finding.severity {
        Severity::Error => format!("##[error]{}", message(finding)),
        Severity::Warning => format!("##[warning]{}", message(finding)),
        Severity::Info => concise::line(subject, finding).trim_end().to_owned(),
    }
}

fn message(finding: &Finding) -> String {
    let path = if finding.at.pointer.is_empty() {
        String::new()
    } else {
        format!(" ValuePath: {}", escape::visible(&finding.at.pointer))
    };
    format!("{}{path}", super::message(finding))
}

/// Commands in a group per subject; those that a build would not list become log lines, summarized at the end.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    let mut report = String::new();
    let mut left = super::Quota::new(MOST_SHOWN);
    for part in parts.iter().filter(|part| !part.findings.is_empty()) {
        report.push_str(&format!("##[group]{}\n", part.about.concat()));
        for said in &part.findings {
            let (command, line) = said.text.split_once('\n').unwrap_or((&said.text, ""));
            report.push_str(if left.takes(said) { command } else { line });
            report.push('\n');
        }
        report.push_str("##[endgroup]\n");
    }
    for note in left.rest().into_iter().chain(super::left_out_note(parts)) {
        report.push_str(&format!("{note}\n"));
    }
    report + &text::summary(summary)
}
