//! Workflow commands of GitHub Actions
//! (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>, read 2026-11).
use super::concise;
use super::escape::{self, github, github_property};
use super::{Part, Said, Summary, text};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// How many annotations of each level GitHub shows per step; it silently drops the others.
const MOST_SHOWN: usize = 10;

/// For each finding, a command and, in case there are too many, a log line; neither has line breaks.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let said =
        |finding: &Finding| Said::of(finding, format!("{}\n{}", command(subject, finding), concise::line(subject, finding)));
    Part::of(vec![escape::visible(&subject.heading().name).into_owned()], super::counting(findings), said)
}

fn command(subject: &dyn Subject, finding: &Finding) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (start, end) = super::range(subject, finding.at.file, finding.at.span);
    let mut place = format!("line={},endLine={},col={}", start.line, end.line, start.column);
    if start.line == end.line {
        place.push_str(&format!(",endColumn={}", end.column)); // GitHub does not accept columns for several lines
    }
    let title = finding.code.map_or(finding.rule.id.to_owned(), |code| format!("{} · {code}", finding.rule.id));
    let message = super::with_help(finding);
    let file = github_property(&super::file_name(subject, finding.at.file));
    format!("::{name} file={file},{place},title={}::{}", github_property(&title), github(&message))
}

/// Commands in a group per subject; those that GitHub would not show become log lines, summarized at the end.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    let mut report = String::new();
    let mut left = super::Quota::new(MOST_SHOWN);
    for part in parts.iter().filter(|part| !part.findings.is_empty()) {
        report.push_str(&format!("::group::{}\n", github(&part.about.concat())));
        for said in &part.findings {
            let (command, line) = said.text.split_once('\n').unwrap_or((&said.text, ""));
            report.push_str(if left.takes(said) { command } else { line.trim_end() });
            report.push('\n');
        }
        report.push_str("::endgroup::\n");
    }
    for rest in left.rest().into_iter().chain(super::left_out_note(parts)) {
        report.push_str(&format!("::notice title=connsmith::{}\n", github(&rest)));
    }
    report + &text::summary(summary)
}
