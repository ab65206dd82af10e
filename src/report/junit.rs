//! The XML of JUnit, as Jenkins, GitLab and Azure Pipelines read it
//! (<https://github.com/jenkinsci/xunit-plugin>, `junit-10.xsd`).
use super::concise::{self, level};
use super::markup::escaped;
use super::{Part, Said, Summary};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::Subject;

/// A suite per subject and a case per finding, which fails, or passes for an info finding. A subject without findings has one
/// passing case to show that it was checked.
pub fn part(subject: &dyn Subject, findings: &[Finding]) -> Part {
    let summary = Summary::of(subject, findings);
    let name = escaped(&super::escape::visible(&subject.heading().name));
    let cases = (summary.errors + summary.warnings + summary.info).max(1);
    let failures = summary.errors + summary.warnings;
    let mut open = format!("  <testsuite name=\"{name}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\">\n");
    if super::counting(findings).next().is_none() {
        open.push_str(&format!("    <testcase classname=\"{name}\" name=\"connsmith check\"/>\n"));
    }
    let said = |finding: &Finding| Said::of(finding, case(subject, finding, &name));
    Part::of(vec![open], super::counting(findings), said)
}

fn case(subject: &dyn Subject, finding: &Finding, suite: &str) -> String {
    let file = super::file_name(subject, finding.at.file);
    let place = format!("{} {file}#{}", finding.rule.id, super::escape::visible(&finding.at.pointer));
    let mut text = concise::line(subject, finding);
    if let Some(help) = super::help(finding) {
        text.push_str(&format!("help: {help}\n"));
    }
    text.push_str(&finding.rule.url());
    let text = escaped(&text);
    let inside = match finding.severity {
        Severity::Info => format!("<system-out>{text}</system-out>"),
        severity => {
            format!("<failure type=\"{}\" message=\"{}\">{text}</failure>", level(severity), escaped(&super::message(finding)))
        }
    };
    format!("    <testcase classname=\"{suite}\" name=\"{}\">{inside}</testcase>\n", escaped(&place))
}

/// One document.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    let suites: String = parts.iter().map(|part| super::joined(std::slice::from_ref(part)) + "  </testsuite>\n").collect();
    let note = super::markup::comment(super::left_out_note(parts));
    let failures = summary.errors + summary.warnings;
    let cases: usize = parts.iter().map(|part| part.findings.len().max(1)).sum();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"connsmith\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\">\n{suites}{note}</testsuites>\n"
    )
}
