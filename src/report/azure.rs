//! Logging commands of Azure Pipelines
//! (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands, read 2026-11). The log shows an issue as
//! `##[error]message ValuePath: /pointer`, the form in which Microsoft's own validator speaks there.
use super::concise;
use super::{Part, Said, Summary, text};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// How many issues of each kind a build lists of one task; the others are in its log only.
const MOST_SHOWN: usize = 10;

/// For each finding a command and, for when there are too many, a line of the log; neither has line breaks.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let said = |finding: &Finding| Said::of(finding, format!("{}\n{}", command(subject, finding), line(subject, finding)));
    Part { about: vec![subject.heading().name], findings: crate::rule::finding::counting(findings).map(said).collect() }
}

fn command(subject: &dyn Subject, finding: &Finding) -> String {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => return line(subject, finding), // there are no issues below a warning
    };
    let (start, _) = super::range(subject, finding.at.file, finding.at.span);
    format!(
        "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};code={};]{}",
        property(&subject.file_name(finding.at.file)),
        start.line,
        start.column,
        property(finding.code.unwrap_or(finding.rule.id)),
        data(&message(finding)),
    )
}

fn line(subject: &dyn Subject, finding: &Finding) -> String {
    match finding.severity {
        Severity::Error => format!("##[error]{}", concise::one_line(&message(finding))),
        Severity::Warning => format!("##[warning]{}", concise::one_line(&message(finding))),
        Severity::Info => concise::line(subject, finding).trim_end().to_owned(),
    }
}

fn message(finding: &Finding) -> String {
    let path = if finding.at.pointer.is_empty() { String::new() } else { format!(" ValuePath: {}", finding.at.pointer) };
    format!("{}{path}", finding.message)
}

/// Commands in a group for each subject; what a build would not list as lines of the log, summed up at the end.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    let mut report = String::new();
    let mut left = super::Quota::new(MOST_SHOWN);
    for part in parts.iter().filter(|part| !part.findings.is_empty()) {
        report.push_str(&format!("##[group]{}\n", concise::one_line(&part.about.concat())));
        for said in &part.findings {
            let (command, line) = said.text.split_once('\n').unwrap_or((&said.text, ""));
            report.push_str(if left.takes(said) { command } else { line });
            report.push('\n');
        }
        report.push_str("##[endgroup]\n");
    }
    report + &left.rest().map(|rest| rest + "\n").unwrap_or_default() + &text::summary(summary)
}

/// Text behind a command; the agent decodes these escapes.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(']', "%5D").replace(';', "%3B")
}
